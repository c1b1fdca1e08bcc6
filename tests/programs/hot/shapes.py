# Attribute sites that meet objects of several classes: slots in different places and of different kinds, far slots, methods of one name, sites that meet
# more classes than are branched on, and a world that changes under all of them.


class Base:
    def area(self):
        return self.w * self.h

    def name(self):
        return "base"


class A(Base):
    def __init__(self, w, h):
        self.w = w
        self.h = h


class B(Base):
    def __init__(self, w, h):
        self.h = h
        self.extra = None
        self.w = w

    def name(self):
        return "b"


class C(Base):
    __slots__ = ("w", "h")

    def __init__(self, w, h):
        self.w, self.h = w, h

    def name(self):
        return "c%d" % self.w


class Wide(Base):
    # more attributes than the first objects of a class have room for
    def __init__(self, w, h):
        self.a = self.b = self.c = self.d = self.e = self.f = self.g = 1
        self.w = w
        self.i = self.j = self.k = 2
        self.h = h

    def area(self):
        self.k += 1
        return self.w * self.h + self.k


class Float(Base):
    def __init__(self, w, h):
        self.w = float(w)
        self.h = h

    name = staticmethod(lambda: "float")


def total(shapes):
    n = 0
    for s in shapes:
        n += s.area()
    return n


def names(shapes):
    return [s.name() for s in shapes]


def grow(s, k):
    s.w = s.w + k
    return s.w


kinds = [A, B, C, Wide, Float]
for n in range(1, 6):
    shapes = [kinds[i % n](i, i + 1) for i in range(60)]
    for _ in range(40):
        r = total(shapes)
    print(n, r, names(shapes)[:6])
    for _ in range(20):
        r = [grow(s, 1) for s in shapes]
    print(r[-6:], total(shapes))


# a method found on the instance, in the middle of a hot loop
shapes = [A(1, 2), B(3, 4), C(5, 6)]
out = []
for i in range(300):
    if i == 200:
        shapes[0].name = lambda: "own"
    if i == 250:
        B.name = lambda self: "new b"
    out.append(names(shapes))
print(out[199], out[200], out[249], out[250], out[299])


# one of the objects takes another class, another lacks the attribute
out = []
for i in range(300):
    if i == 150:
        shapes[1].__class__ = A
    if i == 200:
        del shapes[1].w
    if i == 250:
        shapes[1].w = 2.5
    try:
        out.append(total(shapes))
    except AttributeError as e:
        out.append(str(e).split("'")[-2])
print(out[149], out[150], out[199], out[200], out[249], out[250])


# attributes of classes and modules, read through a name
class Config:
    limit = 10
    table = [1, 2, 3]

    @classmethod
    def make(cls):
        return cls.limit

    @staticmethod
    def twice(x):
        return 2 * x


import math


def configured(x):
    return Config.limit + Config.twice(x) + Config.table[0] + Config.make() + math.floor(math.pi)


out = []
for i in range(400):
    if i == 100:
        Config.limit = 20
    if i == 150:
        Config.twice = staticmethod(lambda x: 3 * x)
    if i == 200:
        Config.table = [100]
    if i == 250:
        math.pi = 7.5
    if i == 300:
        Config.limit = 2.5
    if i == 350:
        del Config.table
        Base.table = None
    try:
        out.append(configured(i % 3))
    except AttributeError as e:
        out.append("no table")
print([out[i] for i in (0, 99, 100, 150, 200, 250, 300, 349, 350, 399)])


class Meta(type):
    @property
    def limit(cls):
        return 77


class Strange(Base, metaclass=Meta):
    pass


def limits(c):
    return c.limit


print([limits(c) for c in [Config, Strange] * 50][-4:], [limits(Strange) for _ in range(100)][-1])
Meta.limit = property(lambda cls: 78)
print(limits(Strange), limits(Config))


# stores that add an attribute to objects of several classes
def mark(o, v):
    o.mark = v
    return o.mark


out = []
for i in range(300):
    o = (A, B, Wide, Float)[i % 4](i, 1)
    v = (i, i + 0.5, "s", None)[i * 7 % 4]
    out.append(mark(o, v))
    out.append(mark(o, i))
print(out[-8:])


# recursion over nodes of several classes
class Num:
    def __init__(self, v):
        self.v = v

    def eval(self):
        return self.v


class Add:
    def __init__(self, a, b):
        self.a, self.b = a, b

    def eval(self):
        return self.a.eval() + self.b.eval()


class Mul(Add):
    def eval(self):
        return self.a.eval() * self.b.eval()


class Neg:
    def __init__(self, a):
        self.a = a

    def eval(self):
        return -self.a.eval()


def tree(n):
    if n == 0:
        return Num(3)
    return (Add, Mul)[n % 2](tree(n - 1), Neg(tree(n - 1)))


t = tree(7)
for _ in range(20):
    r = t.eval()
print(r)


class Broken(Num):
    def eval(self):
        raise ValueError(self.v)


t.b.a.a = Broken(12)
try:
    for _ in range(20):
        t.eval()
except ValueError as e:
    frames = []
    tb = e.__traceback__
    while tb:
        frames.append((tb.tb_frame.f_code.co_name, tb.tb_lineno))
        tb = tb.tb_next
    print(e, frames)

# keys that are tuples, sorted
rows = [(i * 7 % 5, "k%d" % (i * 31 % 17), i) for i in range(200)]
print(sorted(rows)[:4], sorted(rows, reverse=True)[:3], sorted(rows, key=lambda r: (-r[0], r[1]))[:4])
print(sorted(rows, key=lambda r: (r[1], -r[0] + 0.0), reverse=True)[:4], sorted([(1, "a"), (1, u"\u1234"), (0.5, "b"), (1,)], key=str))
print(sorted([(1.0, "abcdefghij"), (1.0, "abcdefghi"), (-0.0, "z"), (0.0, "y"), (1.0, "abcdefgh\xff")]))
