# Tuples made and taken apart in hot code: swaps, results of functions, pairs in loops, wrong lengths and types.
def swap(n):
    a, b, c = 1, 2, 3
    for i in range(n):
        a, b, c = b + i, c, a
    return a, b, c
def divmod_(a, b):
    return a // b, a % b
def use(n):
    s = 0
    for i in range(n):
        q, r = divmod_(i, 7)
        s += q * 2 + r
    return s
def pairs(l):
    s = 0
    for k, v in l:
        s += k * v
    for x in l:
        (p, q) = x
        s -= p
    return s
def mixed(l):
    out = []
    for x in l:
        try:
            a, b = x
            out.append((b, a))
        except (ValueError, TypeError) as e:
            out.append((type(e).__name__, str(e)))
    return out
class E(Exception): pass
def nested(n):
    t = ()
    for i in range(n):
        t = (t, i, (i, i + 1.5, None))
        (x, y, (z, w, v)) = t
        if i > 3:
            t = x
    return t
print(swap(3000), use(3000))
l = [(i, i + 1) for i in range(2000)]
print(pairs(l), pairs([(1.5, 2)] * 500), pairs(l))
print(mixed([(1, 2)] * 300 + [[3, 4], (1, 2, 3), "ab", 5, None, (1,)] + [(5, 6)] * 100)[296:312])
print(nested(500))
def gen():
    for i in range(500): yield i, -i
s = 0
for a, b in gen(): s += a - b
for i, (a, b) in enumerate(l): s += i * a - b
print(s, sorted(l, key=lambda kv: (-kv[1], kv[0]))[:3], dict([(str(k), v) for k, v in l[:3]]))
big = [(i, i, i, i, i, i, i, i, i, i, i, i, i, i, i, i, i, i) for i in range(300)]
a, *b, c = big[7]
print(len(big[3]), hash((1, "x")) == hash((1, "x")), a, b[:2], c)
