# range and slice objects: attributes, arithmetic of ends, huge ranges, equality, hashing, slicing, errors.
def kind(f, *args):
    try:
        print("no error", f(*args))
    except Exception as e:
        print(type(e).__name__)


for r in (range(0), range(5), range(2, 9), range(9, 2), range(0, 10, 3), range(10, 0, -3), range(-5, 5, 2), range(5, 5), range(0, -4, -1), range(2 ** 63 - 2, 2 ** 63 + 2), range(10 ** 20, 10 ** 20 + 30, 10), range(0, 10 ** 25, 10 ** 24)):
    print(r, r.start, r.stop, r.step, len(r), list(r), list(reversed(r)), bool(r), r[:2], r[::-1], r[1:-1], r[::2], list(r[-3:]), list(r[::-2]), 4 in r, r.count(4), hash(r) == hash(range(r.start, r.stop, r.step)), sum(r), [r[i] for i in range(-len(r), len(r))][:4])
print(range(5) == range(0, 5, 1), range(0) == range(3, 1), range(0, 3, 2) == range(0, 4, 2), range(1) == [0], range(3) != range(4), hash(range(0)) == hash(range(5, 2)), {range(3): 1}[range(0, 3)])
print(range(10).index(7), range(0, 10, 2).index(8), range(3).count(1.0), 2.0 in range(3), 2.5 in range(3), "a" in range(3), True in range(3), 10 ** 30 in range(10 ** 31), -1 in range(5), 5 in range(0, 10, 5), 7 in range(10, 0, -3))
kind(range(3).index, 9)
kind(lambda: range(3)[3])
kind(lambda: range(3)[-4])
kind(lambda: range(3)["a"])
kind(range)
kind(range, "a")
kind(range, 1.0)
kind(range, 1, 2, 0)
kind(range, 1, 2, 3, 4)
kind(lambda: range(3) + range(3))
kind(lambda: range(3) * 2)
kind(lambda: len(range(10 ** 30)))
kind(lambda: setattr(range(3), "start", 1))
kind(lambda: range(3) < range(4))
kind(lambda: range(1, None))
kind(lambda: range(stop=3))
print(range(10 ** 30)[10 ** 29], range(10 ** 30)[-1], range(10 ** 30)[10:10 ** 29:10 ** 28], bool(range(10 ** 30)), next(iter(range(10 ** 30, 10 ** 31))), max(range(10)), min(range(5, 1, -1)), sorted(range(3, -3, -1)), list(zip(range(3), range(10, 100))), sum(range(1, 101)), [i for i in range(10) if i % 3 == 0], list(enumerate(range(5, 7))), tuple(range(3)), [*range(2)], list(map(lambda i: i * i, range(4))))
it = iter(range(5))
print(next(it), next(it), list(it), next(it, "end"))
for i in range(3):
    i = i * 10
    print(i, end=" ")
print(i)
n = 4
for i in range(n):
    n = 1
print(i, n)
for step in (1, 2, 5, -1, -2, -7):
    for start in (-3, 0, 4):
        for stop in (-4, 0, 6):
            r = range(start, stop, step)
            l, v = [], start
            while (v < stop) if step > 0 else (v > stop):
                l.append(v)
                v += step
            assert list(r) == l and len(r) == len(l) and list(reversed(r)) == l[::-1]
            for a in range(-3, 4):
                for b in range(-3, 4):
                    assert list(r[a:b]) == l[a:b] and list(r[a:b:2]) == l[a:b:2] and list(r[a:b:-1]) == l[a:b:-1]
s = slice(1, 10, 2)
print(s, s.start, s.stop, s.step, slice(5), slice(None), slice(1, 2), s == slice(1, 10, 2), s != slice(1), [s.indices(n) for n in (0, 5, 20)], slice(None, None, -1).indices(5), slice(-3, None).indices(10), slice(-100, 100, 3).indices(7), slice(10, 0, -2).indices(6), slice(None, -1).indices(3), "abcdefghijkl"[s], list(range(20))[s], (1, 2, 3)[slice(1)], slice("a", "b"), slice(1) < slice(2))
kind(slice)
kind(lambda: slice(1, 2, 0).indices(5))
kind(lambda: slice("a").indices(5))
kind(lambda: slice(1).indices(-1))
kind(lambda: setattr(s, "start", 1))


class G:
    def __getitem__(self, k):
        return k

    def __setitem__(self, k, v):
        print("set", k, v)

    def __delitem__(self, k):
        print("del", k)


g = G()
print(g[1], g[1:2], g[:], g[::], g[1:2:3], g[1, 2], g[1:2, ::3], g[...], g[..., 1:], g[()], g[None], g["a":"b"], g[1,], g[-1:])
g[1:2] = 3
g[:, 1] = 4
del g[::2]
del g[1], g[2:]
