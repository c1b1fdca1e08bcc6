# Rich comparison: reflection, NotImplemented, default eq/ne, hash rules, use in containers and sorting.
log = []


class C:
    def __init__(self, v, answer=None):
        self.v, self.answer = v, answer

    def __repr__(self):
        return "C%s" % self.v

    def __lt__(self, o):
        log.append("%r.lt(%r)" % (self, o))
        return self.v < o.v if isinstance(o, C) else NotImplemented

    def __eq__(self, o):
        log.append("%r.eq(%r)" % (self, o))
        return self.v == o.v if isinstance(o, C) else NotImplemented


a, b = C(1), C(2)
print(a < b, a > b, a == b, a != b, a == 5, a != 5, 5 == a, None == a, log)
log.clear()
for f in (lambda: a <= b, lambda: a >= b, lambda: a < 5, lambda: 5 < a, lambda: 5 > a):
    try:
        print(f())
    except TypeError as e:
        print(e)
try:
    hash(a)
except TypeError as e:
    print(e)
print(C.__hash__)


class Hashed(C):
    __hash__ = object.__hash__


class Full:
    def __init__(self, n):
        self.n = n

    def __lt__(self, o): return ("lt", self.n, getattr(o, "n", o))
    def __le__(self, o): return ("le", self.n, getattr(o, "n", o))
    def __gt__(self, o): return ("gt", self.n, getattr(o, "n", o))
    def __ge__(self, o): return ("ge", self.n, getattr(o, "n", o))
    def __eq__(self, o): return ("eq", self.n, getattr(o, "n", o))
    def __ne__(self, o): return ("ne", self.n, getattr(o, "n", o))


class SubFull(Full):
    pass


f, s = Full(1), SubFull(2)
print(f < s, f <= s, f > s, f >= s, f == s, f != s, sep=" ")
print(f < 5, 5 < f, 5 <= f, 5 > f, 5 >= f, 5 == f, 5 != f, "x" == f, None != f, sep=" ")
print(f < Full(3) < Full(4), not (f == 1), bool(f != 1))


class EqOnly:
    def __init__(self, v):
        self.v = v

    def __eq__(self, o):
        return self.v == o.v


print(EqOnly(1) == EqOnly(1), EqOnly(1) != EqOnly(1), EqOnly(1) != EqOnly(2))
try:
    {EqOnly(1)}
except TypeError as e:
    print("TypeError")


class HashOnly:
    def __hash__(self):
        return 1


h1, h2 = HashOnly(), HashOnly()
print(h1 == h2, h1 == h1, len({h1, h2, h1}), {h1: 1}.get(h2))


class Both(EqOnly):
    def __hash__(self):
        return hash(self.v)


print({Both(1): "one"}[Both(1)], Both(1) in {Both(1)}, [Both(1), Both(2)].index(Both(2)), [Both(3)].count(Both(3)), Both(1) in [Both(1)], (Both(1),) == (Both(1),), len({Both(i % 3) for i in range(9)}))


class BadHash:
    def __hash__(self):
        return "x"


class BigHash:
    def __init__(self, h):
        self.h = h

    def __hash__(self):
        return self.h


try:
    hash(BadHash())
except TypeError as e:
    print("TypeError")
print(hash(BigHash(2 ** 61 - 1)), hash(BigHash(2 ** 64 + 5)), hash(BigHash(-1)), hash(BigHash(-(2 ** 70))), hash(BigHash(True)), hash(BigHash(2 ** 63)))


class Raises:
    def __eq__(self, o):
        raise ZeroDivisionError("eq")

    def __hash__(self):
        return 1


for f in (lambda: Raises() == 1, lambda: Raises() in [1], lambda: [1].index(Raises()), lambda: {Raises(): 1, Raises(): 2}, lambda: Raises() != 1, lambda: (Raises(),) == (1,), lambda: {Raises()} == {Raises()}):
    try:
        print(f())
    except ZeroDivisionError as e:
        print("raised", e)
r = Raises()
print(r in [r], [r].index(r), [r] == [r], {r: 1}[r], (r,) == (r,), [r].count(r))


class Weird:
    def __eq__(self, o):
        return "truthy string"

    def __lt__(self, o):
        return []


w = Weird()
print(w == 1, w != 1, w < 1, 1 in [w], [w] == [5], not w < 1, w > Weird() if False else "", sorted([3, 1]) == [1, 3])


class Ver:
    def __init__(self, text):
        self.parts = tuple(int(p) for p in text.split("."))

    def __eq__(self, o): return self.parts == o.parts
    def __lt__(self, o): return self.parts < o.parts
    def __le__(self, o): return self == o or self < o
    def __repr__(self): return ".".join(map(str, self.parts))


vs = [Ver(t) for t in "1.10 1.9 1.9.1 2.0 0.5".split()]
print(sorted(vs), max(vs), min(vs), sorted(vs, reverse=True), vs[0] > vs[1], vs[0] >= vs[0], vs[1] <= vs[2])


class IdEq:
    pass


x, y = IdEq(), IdEq()
print(x == x, x == y, x != y, hash(x) == hash(x), x in [y, x], {x: 1, y: 2}[y], (x < y) if False else "unordered")
try:
    x < y
except TypeError as e:
    print(e)
print(object.__eq__(x, x), object.__eq__(x, y), object.__ne__(x, y), object.__lt__(x, y), (1).__eq__(1.5), "a".__lt__("b"), int.__lt__(1, 2), object.__hash__(5) == hash(5) if False else "")


class NoEq:
    __eq__ = None


class NoHash:
    __hash__ = None


for f in (lambda: NoEq() == 1, lambda: hash(NoHash()), lambda: NoHash() == NoHash(), lambda: [NoEq()] == [1]):
    try:
        print(f())
    except TypeError as e:
        print("TypeError")


class Late:
    pass


p, q = Late(), Late()
print(p == q)
Late.__eq__ = lambda self, o: True
print(p == q, p != q, p == 1, [p] == [q])
Late.__lt__ = lambda self, o: True
print(p < q, p > q, max(p, q) is p or "second")
del Late.__eq__
print(p == q)
