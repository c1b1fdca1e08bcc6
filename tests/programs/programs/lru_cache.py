# Caches and containers written as classes: LRU with a linked list, LFU, trie, bloom filter, ring buffer, union-find, interval map, matrix.
class Link:
    __slots__ = ("prev", "next", "key", "value")


class LRU:
    def __init__(self, size):
        self.size, self.table, self.hits, self.misses = size, {}, 0, 0
        self.root = Link()
        self.root.prev = self.root.next = self.root

    def get(self, key, make):
        link = self.table.get(key)
        if link is not None:
            self.hits += 1
            link.prev.next, link.next.prev = link.next, link.prev
        else:
            self.misses += 1
            if len(self.table) >= self.size:
                old = self.root.next
                self.root.next, old.next.prev = old.next, self.root
                del self.table[old.key]
            link = Link()
            link.key, link.value = key, make(key)
            self.table[key] = link
        last = self.root.prev
        last.next = self.root.prev = link
        link.prev, link.next = last, self.root
        return link.value

    def keys(self):
        out, link = [], self.root.next
        while link is not self.root:
            out.append(link.key)
            link = link.next
        return out


def cached(size):
    def deco(f):
        cache = LRU(size)

        def wrapper(x):
            return cache.get(x, f)
        wrapper.cache = cache
        return wrapper
    return deco


@cached(50)
def ways(n):
    return 1 if n < 2 else ways(n - 1) + ways(n - 2)


c = LRU(3)
for k in "abcadbea":
    c.get(k, str.upper)
print(c.keys(), c.hits, c.misses, ways(100), ways.cache.hits, ways.cache.misses, len(ways.cache.table))


class Trie:
    def __init__(self):
        self.kids, self.end = {}, False

    def add(self, word):
        node = self
        for ch in word:
            node = node.kids.setdefault(ch, Trie())
        node.end = True

    def words(self, prefix=""):
        node = self
        for ch in prefix:
            if ch not in node.kids:
                return
            node = node.kids[ch]
        stack = [(prefix, node)]
        while stack:
            text, node = stack.pop()
            if node.end:
                yield text
            for ch in sorted(node.kids, reverse=True):
                stack.append((text + ch, node.kids[ch]))

    def __contains__(self, word):
        return word in self.words(word) if word else self.end


t = Trie()
for w in "to tea ted ten i in inn team tent".split():
    t.add(w)
print(list(t.words()), list(t.words("te")), "tea" in t, "te" in t, list(t.words("x")))


class Bloom:
    def __init__(self, bits):
        self.bits, self.array = bits, bytearray(bits // 8)

    def positions(self, text):
        h1, h2 = 5381, 0
        for b in text.encode():
            h1 = (h1 * 33 ^ b) & 0xffffffff
            h2 = (h2 * 65599 + b) & 0xffffffff
        return [(h1 + i * h2) % self.bits for i in range(4)]

    def add(self, text):
        for p in self.positions(text):
            self.array[p >> 3] |= 1 << (p & 7)

    def __contains__(self, text):
        return all(self.array[p >> 3] >> (p & 7) & 1 for p in self.positions(text))


b = Bloom(4096)
for i in range(200):
    b.add("key%d" % i)
print(all("key%d" % i in b for i in range(200)), sum("other%d" % i in b for i in range(500)) < 40, sum(bin(x).count("1") for x in b.array))


class Ring:
    def __init__(self, n):
        self.data, self.start, self.count = [None] * n, 0, 0

    def push(self, v):
        self.data[(self.start + self.count) % len(self.data)] = v
        if self.count < len(self.data):
            self.count += 1
        else:
            self.start = (self.start + 1) % len(self.data)

    def __iter__(self):
        return (self.data[(self.start + i) % len(self.data)] for i in range(self.count))


r = Ring(4)
for i in range(10):
    r.push(i * i)
print(list(r))


class Intervals:
    def __init__(self):
        self.spans = []

    def add(self, lo, hi):
        keep = []
        for a, z in self.spans:
            if z < lo or a > hi:
                keep.append((a, z))
            else:
                lo, hi = min(a, lo), max(z, hi)
        self.spans = sorted(keep + [(lo, hi)])

    def __contains__(self, x):
        return any(a <= x <= z for a, z in self.spans)


iv = Intervals()
for lo, hi in ((5, 8), (1, 2), (7, 12), (20, 25), (2, 4), (13, 13)):
    iv.add(lo, hi)
print(iv.spans, [x for x in range(27) if x in iv])


class Fraction:
    def __init__(self, n, d=1):
        a, b = abs(n), abs(d)
        while b:
            a, b = b, a % b
        s = -1 if d < 0 else 1
        self.n, self.d = s * n // a, s * d // a

    def __add__(self, o):
        return Fraction(self.n * o.d + o.n * self.d, self.d * o.d)

    def __sub__(self, o):
        return self + Fraction(-o.n, o.d)

    def __mul__(self, o):
        return Fraction(self.n * o.n, self.d * o.d)

    def __truediv__(self, o):
        return Fraction(self.n * o.d, self.d * o.n)

    def __eq__(self, o):
        return (self.n, self.d) == (o.n, o.d)

    def __lt__(self, o):
        return self.n * o.d < o.n * self.d

    def __repr__(self):
        return "%d/%d" % (self.n, self.d) if self.d != 1 else str(self.n)


def solve(m):
    n = len(m)
    for c in range(n):
        p = next(r for r in range(c, n) if m[r][c].n)
        m[c], m[p] = m[p], m[c]
        m[c] = [x / m[c][c] for x in m[c]]
        for r in range(n):
            if r != c and m[r][c].n:
                f = m[r][c]
                m[r] = [x - f * y for x, y in zip(m[r], m[c])]
    return [row[-1] for row in m]


h = Fraction(0)
for i in range(1, 40):
    h = h + Fraction(1, i)
print(h, sorted([Fraction(1, 2), Fraction(-3, 4), Fraction(2, 3)]), solve([[Fraction(x) for x in row] for row in ([2, 1, -1, 8], [-3, -1, 2, -11], [-2, 1, 2, -3])]), solve([[Fraction(1, i + j + 1) for j in range(5)] + [Fraction(1)] for i in range(5)]))
