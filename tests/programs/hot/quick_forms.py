"""Quick forms of operations stay right when what they remember changes."""


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def show(self):
        return (self.x, self.y)


class Slots:
    __slots__ = ("a", "b", "c")

    def __init__(self, a):
        self.a = a


def make(cls, *args):
    return cls(*args)


def make_point(cls, x, y):
    return cls(x, y)


# one call site, many instances, then the class changes under it
for i in range(30):
    p = make_point(Point, i, -i)
    assert p.show() == (i, -i)


def other_init(self, x, y):
    self.x = y
    self.y = x


old_init = Point.__init__
Point.__init__ = other_init
print(make_point(Point, 1, 2).show())
Point.__init__ = lambda self, x, y, z=5: setattr(self, "x", z) or setattr(self, "y", x)
print(make_point(Point, 1, 2).show())
Point.__init__ = lambda self, x, y: 7
try:
    make_point(Point, 1, 2)
except TypeError as e:
    print(e)
Point.__init__ = old_init
print(make_point(Point, 3, 4).show())


class Changed(Point):
    def __init__(self, x, y):
        self.x, self.y = y, x


for i in range(20):
    assert make_point(Changed, i, 1).show() == (1, i)
Changed.__new__ = lambda cls, x, y: "made by new"
print(make_point(Changed, 3, 4))
Changed.__new__ = lambda cls, *a: object.__new__(cls)
print(make_point(Changed, 5, 6).show())
del Changed.__init__
print(make_point(Changed, 5, 6).show())

class Child(Point):
    pass


for cls in [Point, Child] * 20:
    p = make_point(cls, 1, 2)
    assert type(p) is cls and p.show() == (1, 2)

for i in range(20):
    s = Slots(i)
    try:
        s.b
        print("b is there")
    except AttributeError:
        pass
    assert s.a == i
    s.b = s


class Raises:
    def __init__(self, n):
        if n > 15:
            raise ValueError("no", n)
        self.n = n


def many():
    for n in range(30):
        yield Raises(n).n


got = []
try:
    for n in many():
        got.append(n)
except ValueError as e:
    print(got[-1], e)


class Deep:
    def __init__(self, n):
        self.child = Deep(n - 1) if n else None


def depth(d):
    n = 0
    while d.child is not None:
        n, d = n + 1, d.child
    return n


for n in range(20):
    assert depth(Deep(n)) == n
try:
    Deep(100000)
except RecursionError:
    print("too deep")
print(depth(Deep(50)))

# the arguments are wrong
for args in [(), (1,), (1, 2), (1, 2, 3)]:
    for _ in range(12):
        try:
            r = make(Point, *args)
        except TypeError as e:
            r = "TypeError"
    print(len(args), r if isinstance(r, str) else r.show())


# arithmetic at the ends of small ints
def add(a, b):
    return a + b


def sub(a, b):
    return a - b


def div(a, b):
    return a / b


def less(a, b):
    if a < b:
        return "<"
    if a == b:
        return "=="
    return ">"


big = 2 ** 49
for f in (add, sub, div, less):
    for _ in range(10):
        f(3, 4)
    for a in (0, 1, -1, big - 1, -big, big, 2 ** 63 - 1, -2 ** 63, 2 ** 70, 1.5):
        for b in (1, -1, big - 1, -big, 2 ** 62, 0.25):
            print(f.__name__, a, b, f(a, b))
for f in (div,):
    for b in (0, 0.0):
        try:
            f(1, b)
        except ZeroDivisionError:
            print("ZeroDivisionError")


# items of strings
def item(s, i):
    return s[i]


text = "aé€😀z"
for _ in range(3):
    print([item(text, i) for i in range(-5, 5)])
for s, i in [("", 0), ("abc", 3), ("abc", -4), ([1], 0), ((2,), 0), ({3: 4}, 3), ("abc", True)]:
    try:
        print(item(s, i))
    except IndexError as e:
        print(e)

# mixed numbers
def mixed(a, b):
    a *= b
    a -= b
    return a * b + b / 2 - a, a == b, a < b


for a in (1, 2.5, True, -3, 1e300):
    for b in (2, 0.5, False, 10 ** 20):
        print(mixed(a, b))

# tuples
nan = float("nan")
pairs = [(1, "b"), (1, "a"), (0, "z"), (1.0, "aa"), (True, ""), (2,), (), (1, "a", None)]
print(sorted(pairs))
print(sorted(pairs, reverse=True))
print(sorted(pairs, key=lambda t: (-len(t), t)))
print((nan,) == (nan,), (nan, 1) < (nan, 2), (1, nan) < (1, nan), (0.0,) == (-0.0,), (0.0, 2) > (-0.0, 1))
print((1, nan) < (1, 2.0), (1, 2.0) >= (1, nan), ("a", 1) == ("a", 1), ("a", 1) != ("a", 2))
for a, b in [((1, "a"), (1, 2)), ((None,), (None,)), ((None,), (1,)), ((1, [2]), (1, [3])), ((1, (2, "x")), (1, (2, "y")))]:
    try:
        print(a == b, a < b)
    except TypeError as e:
        print(e)
for r in (range(2, 5), range(5, 2), range(-3, 3), range(2 ** 49 - 1, 2 ** 49 + 1)):
    print(list(r), len(r))
