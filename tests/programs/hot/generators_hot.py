#! heavy
# Hot generators: long runs, send in loops, nested delegation, closing in the middle, generators kept alive by many owners, comprehension pipelines.
def count(n):
    i = 0
    while i < n:
        yield i
        i += 1


def total(g):
    t = 0
    for x in g:
        t += x
    return t


def averager():
    n = s = 0
    avg = None
    while True:
        x = yield avg
        n += 1
        s += x
        avg = s / n


def chain(*its):
    for it in its:
        yield from it


def nest(n, g):
    for _ in range(n):
        g = (x + 1 for x in g)
    return g


def tree(lo, hi):
    if lo < hi:
        mid = (lo + hi) // 2
        yield from tree(lo, mid)
        yield mid
        yield from tree(mid + 1, hi)


def with_state(n):
    cache = {}
    for i in range(n):
        k = i * i % 13
        if k not in cache:
            cache[k] = len(cache)
        reset = yield cache[k], i
        if reset:
            cache.clear()


def types():
    for v in (1, 2.5, "s", None, True, 2 ** 70, [1], (), {}, 1j):
        for _ in range(60):
            yield v


def take(g, n):
    out = []
    for x in g:
        out.append(x)
        if len(out) == n:
            break
    return out


def primes():
    yield 2
    seen = [2]
    n = 3
    while True:
        for p in seen:
            if p * p > n:
                seen.append(n)
                yield n
                break
            if n % p == 0:
                break
        n += 2


def zig(a, b):
    ita, itb = iter(a), iter(b)
    while True:
        try:
            yield next(ita)
            yield next(itb)
        except StopIteration:
            return


class Tree:
    def __init__(self, v, kids=()):
        self.v, self.kids = v, kids

    def __iter__(self):
        yield self.v
        for k in self.kids:
            yield from k


print(total(count(5000)), total(chain(count(100), range(50), [1.5, 2])), take(nest(50, count(10)), 3), list(tree(0, 40)) == list(range(40)), sum(tree(0, 1000)))
a = averager()
next(a)
print([a.send(i) for i in range(300)][-1], a.send(0.5), a.send(2 ** 60) > 1e15)
w = with_state(500)
next(w)
print([w.send(i % 50 == 0) for i in range(499)][-3:])
n = {}
for v in types():
    n[type(v).__name__] = n.get(type(v).__name__, 0) + 1
print(n, take(primes(), 200)[-1], take(zig("abc", count(100)), 100), sum(Tree(1, [Tree(i, [Tree(j) for j in range(i)]) for i in range(12)])))
gens = [count(i) for i in range(60)]
rounds = 0
while gens:
    rounds += 1
    alive = []
    for g in gens:
        for _ in g:
            alive.append(g)
            break
    gens = alive
print(rounds)
closed = []


def cleanup(k):
    try:
        for i in range(1000):
            yield i
    finally:
        closed.append(k)


for k in range(50):
    g = cleanup(k)
    for x in g:
        if x == k:
            break
    g.close()
print(closed == list(range(50)), len(closed))
pipeline = (c for c in (b * 3 for b in (a for a in range(3000) if a % 2) if b % 5) if c % 7)
print(sum(pipeline), sum(pipeline), max(x * y for x in range(30) for y in range(30) if x != y), any(x > 990 for x in count(1000)), all(x < 10 for x in count(1000)), dict((x, x * x) for x in count(5)), sorted(-x for x in count(6)), [*count(4)], "".join(c for c in "a1b2" if c.isalpha()))


def coro(n):
    received = 0
    for _ in range(n):
        try:
            received += yield received
        except ValueError as e:
            received -= e.args[0]
    return received


c = coro(300)
next(c)
r = None
for i in range(400):
    try:
        r = c.throw(ValueError(i)) if i % 10 == 3 else c.send(i)
    except StopIteration as e:
        r = ("finished", i, e.value)
        break
print(r)


def counter_class(n):
    class It:
        def __init__(self):
            self.i = 0

        def __iter__(self):
            return self

        def __next__(self):
            if self.i >= n:
                raise StopIteration
            self.i += 1
            return self.i
    return sum(It()), total(It()), len(list(zip(It(), It())))


print(counter_class(500))
