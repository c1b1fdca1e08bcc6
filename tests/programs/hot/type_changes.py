#! heavy
# The same hot code called with other types after it is warm: ints, floats, big ints, strings, lists, objects, then ints again.
class V:
    def __init__(self, x):
        self.x = x

    def __add__(self, o):
        return V(self.x + (o.x if isinstance(o, V) else o))

    __radd__ = __add__

    def __mul__(self, k):
        return V(self.x * k)

    def __lt__(self, o):
        return self.x < (o.x if isinstance(o, V) else o)

    def __repr__(self):
        return "V(%r)" % self.x


def poly(a, b):
    return a * 2 + b


def loop(a, b, n):
    for i in range(n):
        a = a + b
    return a


def biggest(items):
    m = items[0]
    for x in items:
        if m < x:
            m = x
    return m


def length(x):
    n = 0
    for _ in x:
        n += 1
    return n


def pick(x, i):
    return x[i]


def equal(a, b):
    return a == b, a != b, a is b


def truth(x):
    return 1 if x else 0


def attr(o):
    return o.x


def neg(x):
    return -x


def ident(x, y):
    if x is None:
        return y
    return x


ARGS = [(1, 2), (1.5, 2), (2, 1.5), (2 ** 62, 2 ** 62), (True, False), ("a", "b"), ([1], [2]), (V(1), V(2)), (1j, 2), ((1,), (2,)), (b"x", b"y"), (3, 4)]
for _ in range(3):
    for a, b in ARGS:
        for _ in range(300):
            r = poly(a, b)
        print(r, end=" ")
    print()
for a, b in [(0, 1), (0.0, 0.1), (0, 0.5), (2 ** 49 - 100, 1), (2 ** 63, -1), ("", "z"), ([], [0]), (V(0), 2), (0, V(3)), (0, True), (0, 1)]:
    r = loop(a, b, 500)
    print(r if not isinstance(r, (str, list)) else len(r), end=" ")
print()
for items in (list(range(500)), [i / 3 for i in range(500)], [2 ** 60 + i for i in range(500)], [str(i) for i in range(500)], [(i % 7, i) for i in range(500)], [V(i) for i in range(500)], [i if i % 2 else i + 0.5 for i in range(500)], list(range(500, 0, -1)), [True, False] * 10, [float("nan")] + [1.0] * 10):
    print(biggest(items), length(items), end=" ")
print()
for x in (list(range(300)), tuple(range(300)), "s" * 300, b"b" * 300, range(300), {i: i * 2 for i in range(300)}, bytearray(300), [0.5] * 300, [True] * 300, [None] * 300):
    s = [pick(x, i) for i in range(300)]
    print(s[7], length(x), end=" ")
print()
for _ in range(400):
    equal(1, 2)
print([equal(a, b) for a, b in ((1, 1), (1, 1.0), (1.5, 1.5), ("a", "a"), (None, None), ([], []), (1, "1"), (2 ** 70, 2 ** 70), (float("nan"), 1.0), (True, 1))] and [equal(a, b)[:2] for a, b in ((1, 1), (1, 1.0), (1.5, 1.5), ("a", "a"), (None, None), ([], []), (1, "1"), (2 ** 70, 2 ** 70), (float("nan"), 1.0), (True, 1))])
for _ in range(400):
    truth(5)
print([truth(x) for x in (0, 1, 0.0, -0.0, "", "a", [], [0], None, V(0), True, False, 2 ** 70, 0j, {}, {1}, float("nan"))])


class X1:
    x = "class attribute"


class X2:
    __slots__ = ("x",)


class X3:
    @property
    def x(self):
        return "property"


class X4:
    def __getattr__(self, k):
        return "getattr " + k


x2 = X2()
x2.x = "slot"
objs = [V(5), X1(), x2, X3(), X4(), V("other"), X1]
for o in objs * 2:
    for _ in range(150):
        r = attr(o)
    print(r, end=", ")
print()
for x in (1, 2.5, True, 2 ** 70, 1j, -0.0, 2 ** 49, -(2 ** 49), -(2 ** 63), 0):
    for _ in range(100):
        r = neg(x)
    print(r, end=" ")
print([ident(*p) for _ in range(200) for p in ((None, 1), (0, 2), ("", 3))][-3:])
try:
    poly(None, 1)
except TypeError as e:
    print(e)
try:
    loop(1, "x", 3)
except TypeError as e:
    print(e)
try:
    pick({}, 5)
except KeyError as e:
    print("KeyError", e)
try:
    pick([1], 5)
except IndexError as e:
    print(e)
try:
    biggest([1, "a"])
except TypeError as e:
    print(e)
print(poly(1, 2), loop(0, 1, 10), biggest([3, 1]), pick([1, 2], 1))
