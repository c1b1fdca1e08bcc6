#! heavy
# A queue simulation with a linear congruential generator, event list, statistics and an ASCII histogram.
class Random:
    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (6364136223846793005 * self.state + 1442695040888963407) % 2 ** 64
        return self.state >> 33

    def random(self):
        return self.next() / 2 ** 31

    def randint(self, a, b):
        return a + self.next() % (b - a + 1)

    def shuffle(self, l):
        for i in range(len(l) - 1, 0, -1):
            j = self.next() % (i + 1)
            l[i], l[j] = l[j], l[i]

    def choice(self, l):
        return l[self.next() % len(l)]

    def sample(self, l, k):
        pool = list(l)
        self.shuffle(pool)
        return pool[:k]


class Event:
    def __init__(self, time, action):
        self.time, self.action = time, action

    def __lt__(self, other):
        return self.time < other.time


class Simulation:
    def __init__(self, tellers, seed):
        self.now, self.events, self.free, self.queue, self.rnd = 0, [], tellers, [], Random(seed)
        self.waits, self.served, self.longest = [], 0, 0

    def at(self, delay, action):
        e = Event(self.now + delay, action)
        lo, hi = 0, len(self.events)
        while lo < hi:
            mid = (lo + hi) // 2
            if e < self.events[mid]:
                hi = mid
            else:
                lo = mid + 1
        self.events.insert(lo, e)

    def arrive(self):
        self.queue.append(self.now)
        self.longest = max(self.longest, len(self.queue))
        self.at(self.rnd.randint(1, 7), self.arrive)
        self.serve()

    def serve(self):
        while self.free and self.queue:
            self.free -= 1
            self.waits.append(self.now - self.queue.pop(0))
            self.at(self.rnd.randint(3, 15), self.finish)

    def finish(self):
        self.free += 1
        self.served += 1
        self.serve()

    def run(self, until):
        self.at(0, self.arrive)
        while self.events and self.events[0].time <= until:
            e = self.events.pop(0)
            self.now = e.time
            e.action()
        return self


def stats(values):
    n = len(values)
    mean = sum(values) / n
    s = sorted(values)
    return n, round(mean, 3), s[n // 2], s[-1], round((sum((v - mean) ** 2 for v in values) / n) ** 0.5, 3)


for tellers in (1, 2, 3):
    s = Simulation(tellers, 2024).run(3000)
    print(tellers, s.served, s.longest, stats(s.waits))
r = Random(1)
counts = {}
for _ in range(600):
    d = r.randint(1, 6) + r.randint(1, 6)
    counts[d] = counts.get(d, 0) + 1
for d in sorted(counts):
    print("%2d %s %d" % (d, "#" * (counts[d] // 4), counts[d]))
deck = [rank + suit for suit in "shdc" for rank in "A23456789TJQK"]
r.shuffle(deck)
print(" ".join(deck[:13]), sorted(deck) == sorted(set(deck)), r.choice("abc"), sorted(r.sample(range(100), 5)))
inside = sum(r.random() ** 2 + r.random() ** 2 < 1 for _ in range(3000))
print("pi is about %.3f" % (4 * inside / 3000))


def markov(text, n, length):
    table = {}
    for a, b in zip(text, text[1:]):
        table.setdefault(a, []).append(b)
    out = [text[0]]
    while len(out) < length:
        out.append(r.choice(table.get(out[-1], text)))
    return " ".join(out)


print(markov("the cat saw the dog and the dog saw the bird and the bird sang to the cat".split(), 1, 25))
