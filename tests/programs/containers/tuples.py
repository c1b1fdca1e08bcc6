# tuple: construction, operations, hashing, comparison, immutability, unpacking, subclass.
def kind(f, *args, **kwargs):
    try:
        print("no error", f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__)


print((), (1,), (1, 2), tuple(), tuple([1, 2]), tuple("ab"), tuple(range(3)), tuple({5: 6}), tuple(x * x for x in range(4)), tuple((1, 2)) is not None, 1, (2), (3,) * 3, 2 * ("a", "b"), (1,) * 0, (1, 2) + (3,), () + ())
t = (5, "a", 5, None, (1, 2))
print(t[0], t[-1], t[1:3], t[::-1], t[::2], t[10:], t.index("a"), t.index(5, 1), t.count(5), t.count(9), len(t), 5 in t, (1, 2) in t, t[4][1], list(t), [*t, 1], bool(()), bool((0,)))
kind(t.index, 9)
kind(lambda: t[9])
kind(lambda: t["a"])
kind(lambda: t + [1])
kind(lambda: t.append(1))
kind(lambda: hash(([],)))
kind(tuple, 5)
kind(tuple, [1], 2)
kind(lambda: t * "a")
kind(lambda: (1,) < (None,))
kind(lambda: (1,) < [1])
try:
    t[0] = 1
except TypeError as e:
    print(e)
try:
    del t[0]
except TypeError as e:
    print(e)
m = ([1],)
try:
    m[0] += [2]
except TypeError as e:
    print(e, m)
print((1, 2) == (1, 2), (1, 2) == (1.0, True + 1), (1, 2) < (1, 3), (1,) < (1, 0), () < (1,), (2,) > (1, 9), (1, (2, 3)) < (1, (2, 4)), (1, 2) != [1, 2], hash((1, 2)) == hash((1.0, 2)), hash(()) == hash(tuple()), {(1, 2): "x"}[(1, 2)], {(): 1}[()], ((1, 2), 3) in {((1, 2), 3)})
a, b = 1, 2
a, b = b, a
(c, d), e = (3, 4), 5
[f, (g, h)] = [6, (7, 8)]
i, *j = 1, 2, 3
*k, l = "abc"
n, *o, p = range(2)
q, (r, *s), u = 1, [2, 3, 4], 5
v = w = 9
print(a, b, c, d, e, f, g, h, i, j, k, l, n, o, p, q, r, s, u, v, w)
x = [0, 1, 2]
z = 0
z, x[z] = 2, "set"
print(z, x)


def bad(f):
    try:
        f()
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)


def two(v):
    a, b = v


def star(v):
    a, b, *c = v


def vkind(f, v):
    try:
        f(v)
    except (ValueError, TypeError) as e:
        print(type(e).__name__)


bad(lambda: two((1,)))
vkind(two, (1, 2, 3))
bad(lambda: two([]))
vkind(two, "abc")
bad(lambda: two(iter([1])))
vkind(two, range(9))
vkind(two, {1: 1})
vkind(two, 5)
vkind(two, None)
bad(lambda: star([1]))
bad(lambda: star(()))
star("ab")


class Point(tuple):
    __slots__ = ()

    def __new__(cls, x, y):
        return tuple.__new__(cls, (x, y))

    @property
    def x(self):
        return self[0]

    def __repr__(self):
        return "Point(%r, %r)" % self

    def __add__(self, other):
        return Point(*(a + b for a, b in zip(self, other)))


pt = Point(1, 2)
print(pt, pt.x, pt + pt, pt == (1, 2), hash(pt) == hash((1, 2)), pt[:1], type(pt[:1]).__name__, pt * 2, type(pt * 1).__name__, isinstance(pt, tuple), (lambda x, y: x + y)(*pt), {(1, 2): "p"}[pt], [pt], "%s-%s" % pt, tuple(pt), type(tuple(pt)).__name__, sorted([Point(2, 1), pt]))
kind(setattr, pt, "z", 1)
kind(setattr, pt, "x", 1)
kind(Point, 1)
one = 1,
print(one, (1, 2).__len__(), (1, 2).__getitem__(1), (1, 2).__contains__(2), (1,).__add__((2,)), (1,).__eq__([1]), (1, 2).__iter__().__next__(), (1,).__mul__(2), tuple.__mro__, (1,).__getnewargs__(), tuple.index((1, 2), 2))
print([x for x in ((1, 2), (3, 4)) for x in x], [(a, b) for a in (1, 2) for b in (3, 4)], max((1, 5), (2, 0)), min([(2, "a"), (1, "z")]), sum((1, 2, 3)), sorted(((2, "b"), (1, "c"))), tuple(zip((1, 2), "ab")), dict(((1, 2), (3, 4))), tuple(reversed((1, 2, 3))), tuple(enumerate("ab")), any((0, ())), all(()))
deep = ()
for _ in range(50):
    deep = (deep, 1)
print(len(repr(deep)), deep == (deep[0], 1), hash(deep) == hash((deep[0], 1)), (1, 2, 3)[1:] + (4,), (lambda *a: a)(), (lambda *a: a)(*(), *(1,), *[2]))
