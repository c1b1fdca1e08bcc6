# The short ways of containers agree with the long ones: keys of all kinds, copies, comparisons, reversals.
import sys


class Key:
    def __init__(self, v, h):
        self.v, self.h = v, h

    def __hash__(self):
        return self.h

    def __eq__(self, other):
        return isinstance(other, Key) and self.v == other.v or other == self.v


class Word(str):
    pass


keys = [0, -1, -2, 1, True, 1.0, 2**40, 2**61 - 1, 2**61, 2**70, "a", Word("a"), "b", "", (1, 2), (1, 2.0), None, 0.0, -0.0, 1.5, frozenset([1]), b"a", Key(1, 1), Key("a", hash("a")), Key(9, 1)]
d, s = {}, set()
for i, k in enumerate(keys):
    print(i, k in d, k in s, d.get(k), len(d), len(s))
    d[k] = i
    s.add(k)
print(len(d), len(s), [d[k] for k in keys], all(k in s for k in keys))
for k in keys[::2]:
    if k in d:
        del d[k]
    s.discard(k)
print(len(d), len(s), [d.get(k) for k in keys], [k in s for k in keys])
nan = float("nan")
print(nan in {nan}, nan in {nan: 1}, nan in [nan], [nan] == [nan], [nan] < [nan], [nan] != [nan], [nan] == [float("nan")] if False else "")
print({1, 2} in {frozenset([1, 2])}, [] == {}, set() in {frozenset()})
for bad in ([], {}, [1]):
    for f in (lambda: bad in s, lambda: bad in d, lambda: s.add(bad), lambda: d.get(bad)):
        try:
            f()
            print("no error")
        except TypeError as e:
            print("TypeError")

# many keys whose hashes collide in small tables
ints = [i * 64 for i in range(200)] + [-i * 64 for i in range(1, 50)]
d, s = {}, set()
for i in ints:
    d[i] = -i
    s.add(i)
print(all(i in d and i in s and d[i] == -i for i in ints), any(i + 1 in d or i + 1 in s for i in ints), len(d), len(s))

# copies are independent and keep the order
for n in (0, 1, 3, 8, 9, 20, 70):
    d = {str(i): i for i in range(n)}
    for c in (dict(d), d.copy(), {**d}, dict(d.items())):
        assert c == d and list(c) == list(d)
        c["new"] = 1
        c["0"] = "changed"
        assert "new" not in d and d.get("0") != "changed" and len(c) == max(n, 1) + 1
        for i in range(100):
            c[i] = i
        assert [c[i] for i in range(100)] == list(range(100)) and all(c[str(i)] == i for i in range(1, n))
    while d:
        k, v = d.popitem()
        c = dict(d)
        assert k not in c and len(c) == len(d)
        c[k] = v
        c["x"] = 1
        assert list(c)[:-2] == list(d)
    e = {}
    e.update(d)
    assert e == d
holes = {i: i for i in range(30)}
for i in range(0, 30, 3):
    del holes[i]
c = holes.copy()
print(c == holes, list(c), 3 in c, 4 in c)
c.update({"a": 1})
print(list(c)[-1], "a" in holes, dict(c, z=1) == {**c, "z": 1})
g = dict(globals())
print(g["keys"] is keys, "holes" in g)

# lists of views, dicts and sets
d = {"a": 1, "b": 2.5, "c": None}
print(list(d), list(d.keys()), list(d.values()), list(d.items()), [*d], [*d.values()], [0] + list(d.items()))
l = [1]
l += d
l.extend(d.values())
print(l, list({}.values()), list(iter(d)), list({1: 2}.items()))


class D(dict):
    def __iter__(self):
        return iter("xyz")


print(list(D(a=1)), list(D(a=1).keys()), list(D(a=1).values()), sorted(D(a=1).items()))

# comparisons of lists
for a, b in [([], []), ([1], []), ([1, 2], [1, 2]), ([1, 2], [1, 3]), ([1.0, 2], [1, 2.0]), (["a"], ["b"]), ([1, "a"], [1, "a"]), ([True], [1]), ([0.0], [-0.0]), ([[1], 2], [[1], 3]), ([2**60], [2**60]), ([1, 2, 3], [1, 2])]:
    print(a == b, a != b, a < b, a <= b, a > b, a >= b)
for a, b in [([1], ["a"]), ([1, None], [1, 2])]:
    print(a == b, a != b)
    try:
        print(a < b)
    except TypeError as e:
        print(e)


class Shrinks:
    def __eq__(self, other):
        a.clear()
        return True


a = [Shrinks(), 2, 3]
print(a == [1, 2, 3], a)

# reversals and steps
for l in ([], [1], [1, 2], [1, 2, 3], [True, False, True], [1.5, 2.5], ["a", 1, None]):
    r = l[:]
    r.reverse()
    print(l[::-1] == r, l[::-1], l[::2], l[::-2], l[1::-1], l[-2::-1], l[5:0:-1])
    m = l[::-1]
    m.append("x")
    m.append(1)
    print(m, all(l), any(l), all(tuple(l)), any(iter(l)))
e = [1, 2][5::2]
e.append("a")
print(e)


class Truth:
    def __init__(self, v):
        self.v = v

    def __bool__(self):
        print("asked", self.v)
        grow.append(1) if len(grow) < 5 else None
        return self.v


grow = [Truth(True), Truth(True)]
print(all(grow), len(grow), any([Truth(False), Truth(True), Truth(False)]))
