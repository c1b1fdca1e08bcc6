# User classes as containers: __getitem__, __setitem__, __delitem__, __contains__, __iter__, __len__, __reversed__, __missing__, old iteration protocol.
class Seq:
    def __init__(self, n):
        self.n = n

    def __getitem__(self, i):
        if isinstance(i, slice):
            return ("slice", i.start, i.stop, i.step)
        if i >= self.n:
            raise IndexError("end")
        return i * i


s = Seq(5)
print(list(s), s[2], s[1:2], s[::3], 9 in s, 10 in s, [x for x in s], tuple(s), sum(s), max(s), sorted(s, reverse=True), list(zip(s, "abc")), list(enumerate(s)), list(map(str, s)), dict(zip(s, s)), [*s], list(iter(s)), any(s), "-".join(map(str, s)))
a, b, *c = s
print(a, b, c)
it = iter(s)
print(next(it), next(it), type(it).__name__)
try:
    list(reversed(s))
except TypeError as e:
    print(e)


class Full(Seq):
    def __len__(self):
        return self.n


print(list(reversed(Full(4))), len(Full(3)), bool(Full(0)), bool(Full(1)))


class Box:
    def __init__(self):
        self.d = {}

    def __getitem__(self, k):
        return self.d[k]

    def __setitem__(self, k, v):
        self.d[k] = v

    def __delitem__(self, k):
        del self.d[k]

    def __contains__(self, k):
        return k in self.d

    def __len__(self):
        return len(self.d)

    def __iter__(self):
        return iter(sorted(self.d))

    def __reversed__(self):
        return reversed(sorted(self.d))


b = Box()
b["x"] = 1
b["y"], b["z"] = 2, 3
b["x"] += 10
b["w"] = b["v"] = 0
del b["w"], b["v"]
print(len(b), "x" in b, "q" in b, "q" not in b, list(b), list(reversed(b)), b["x"], [*b], {k: b[k] for k in b}, bool(b), bool(Box()))
try:
    b["none"]
except KeyError as e:
    print(e)
for f in (lambda: Seq(2)["a"], lambda: Seq(1).__setitem__, lambda: len(Seq(1)), lambda: iter(5), lambda: 5[0], lambda: next([1])):
    try:
        f()
    except (TypeError, AttributeError) as e:
        print(type(e).__name__)


def assign():
    Seq(1)[0] = 1


def delete():
    del Seq(1)[0]


class Nothing:
    pass


for f in (assign, delete, lambda: len(Nothing()), lambda: iter(Nothing()), lambda: 1 in Nothing(), lambda: list(Nothing()), lambda: next(Nothing()), lambda: reversed(Nothing()), lambda: Nothing()()):
    try:
        f()
    except TypeError as e:
        print(e if "argument of type" not in str(e) and "argument after" not in str(e) and "Value after" not in str(e) else "TypeError")


class Counter:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n <= 0:
            raise StopIteration
        self.n -= 1
        return self.n


c = Counter(5)
print(next(c), list(c), list(c), next(c, "done"), list(Counter(3)), 2 in Counter(5), sum(Counter(10)), [x for x in Counter(2)], max(Counter(4)), list(zip(Counter(3), Counter(5))))
for x in Counter(3):
    for y in Counter(x):
        print(x, y, end="; ")
print()


class BadIter:
    def __iter__(self):
        return 5


class NoneIter:
    __iter__ = None

    def __getitem__(self, i):
        return i


class LenBad:
    def __init__(self, v):
        self.v = v

    def __len__(self):
        return self.v


for f in (lambda: list(BadIter()), lambda: list(NoneIter()), lambda: 1 in NoneIter()):
    try:
        f()
    except TypeError as e:
        print("TypeError")
for v in ("x", 1.5, -1, 2 ** 100, None):
    try:
        len(LenBad(v))
    except (TypeError, ValueError, OverflowError) as e:
        print(type(e).__name__)
print(len(LenBad(True)), len(LenBad(10 ** 10)))


class InOnly:
    def __contains__(self, x):
        return "yes" if x else 0


print(5 in InOnly(), 0 in InOnly(), 5 not in InOnly())


class IterIn:
    def __iter__(self):
        yield 1
        yield float("nan")
        yield "x"


print(1 in IterIn(), "x" in IterIn(), 9 in IterIn(), list(IterIn())[0])


class Matrix:
    def __init__(self, r, c):
        self.c = c
        self.cells = [0] * (r * c)

    def __getitem__(self, ij):
        i, j = ij
        return self.cells[i * self.c + j]

    def __setitem__(self, ij, v):
        self.cells[ij[0] * self.c + ij[1]] = v


m = Matrix(2, 3)
for i in range(2):
    for j in range(3):
        m[i, j] = i * 10 + j
m[1, 1] *= 5
print(m.cells, m[1, 1])


class Chain:
    def __init__(self, *items):
        self.items = items

    def __iter__(self):
        for it in self.items:
            yield from it

    def __len__(self):
        return sum(map(len, self.items))

    def __eq__(self, o):
        return list(self) == list(o)

    def __add__(self, o):
        return Chain(*self.items, o)

    def __length_hint__(self):
        return 3


print(list(Chain("ab", [1], (2.5,)) + {"k": 1}), len(Chain("ab", [1])), Chain("ab") == ["a", "b"], set(Chain("aab")) == {"a", "b"})


class Tree:
    def __init__(self, v, left=None, right=None):
        self.v, self.left, self.right = v, left, right

    def __iter__(self):
        if self.left:
            yield from self.left
        yield self.v
        if self.right:
            yield from self.right

    def __contains__(self, x):
        return x == self.v or (x < self.v and self.left is not None and x in self.left) or (x > self.v and self.right is not None and x in self.right)


def insert(t, v):
    if t is None:
        return Tree(v)
    if v < t.v:
        t.left = insert(t.left, v)
    else:
        t.right = insert(t.right, v)
    return t


t = None
for v in (50, 30, 70, 20, 40, 60, 80, 35):
    t = insert(t, v)
print(list(t), 35 in t, 36 in t, sum(t), min(t))
Tree.__len__ = lambda self: sum(1 for _ in self)
print(len(t), bool(t))
