# The same call and attribute sites seeing many classes, changing classes, deleted methods, attributes in different order.
class Shape:
    kind = "shape"

    def __init__(self, *dims):
        self.dims = dims

    def area(self):
        raise NotImplementedError(type(self).__name__)

    def describe(self):
        return "%s %.2f" % (self.kind, self.area())


class Circle(Shape):
    kind = "circle"

    def area(self):
        return 3.14159 * self.dims[0] ** 2


class Rect(Shape):
    kind = "rect"

    def area(self):
        return self.dims[0] * self.dims[1]


class Square(Rect):
    kind = "square"

    def __init__(self, s):
        super().__init__(s, s)


class Tri(Shape):
    def area(self):
        return self.dims[0] * self.dims[1] / 2


class Duck:
    kind = "duck"

    def area(self):
        return 0

    describe = Shape.describe


shapes = [Circle(1), Rect(2, 3), Square(4), Tri(5, 6), Duck()]
print([s.describe() for s in shapes], "%.6f" % sum(s.area() for s in shapes * 20))
try:
    Shape().describe()
except NotImplementedError as e:
    print("NotImplementedError", e)


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y


class Flipped:
    def __init__(self, x, y):
        self.y = y
        self.x = x


class Slotted:
    __slots__ = ("y", "x")

    def __init__(self, x, y):
        self.x, self.y = x, y


class Prop:
    def __init__(self, x, y):
        self._x, self._y = x, y

    x = property(lambda self: self._x)
    y = property(lambda self: self._y)


class Dyn:
    def __init__(self, x, y):
        self.d = {"x": x, "y": y}

    def __getattr__(self, n):
        return self.d[n]


class Const:
    x, y = 100, 200

    def __init__(self, *a):
        pass


def norm1(p):
    return p.x + p.y


total = 0
for i in range(600):
    p = (Point, Flipped, Slotted, Prop, Dyn, Const)[i % 6](i, i + 1)
    total += norm1(p)
print(total, [norm1(c(1.5, 2)) for c in (Point, Flipped, Slotted, Prop, Dyn, Const)], norm1(Point("a", "b")), norm1(Point(2 ** 60, 2 ** 63)), norm1(Point([1], [2])))


def bump(o):
    o.n += 1
    return o.n


class N1:
    n = 0


class N2:
    def __init__(self):
        self.n = 10


class N3:
    @property
    def n(self):
        return self.__dict__.get("_n", 5)

    @n.setter
    def n(self, v):
        self.__dict__["_n"] = v * 2


a, b, c = N1(), N2(), N3()
print([bump(x) for _ in range(3) for x in (a, b, c)], N1.n)


class Machine:
    def state_a(self):
        self.step = self.state_b
        return "a"

    def state_b(self):
        self.step = self.state_c
        return "b"

    def state_c(self):
        self.step = self.state_a
        return "c"

    def __init__(self):
        self.step = self.state_a


m = Machine()
print("".join(m.step() for _ in range(10)))


class V:
    def get(self):
        return 1


objs = [V() for _ in range(3)]
seen = []
for i in range(12):
    if i == 3:
        V.get = lambda self: 2
    if i == 5:
        objs[1].get = lambda: 50
    if i == 7:
        objs[0].__class__ = type("W", (V,), {"get": lambda self: 300})
    if i == 9:
        del objs[1].get
    if i == 10:
        V.get = property(lambda self: lambda: 4000)
    seen.append([o.get() for o in objs])
print(seen)


def visit(node):
    return getattr(visit, "visit_" + type(node).__name__, visit.generic)(node)


visit.generic = lambda n: "generic"
visit.visit_int = lambda n: n + 1
visit.visit_list = lambda n: [visit(x) for x in n]
visit.visit_str = lambda n: n.upper()
print(visit([1, "a", [2, None], 3.5]))


class Expr:
    pass


class Num(Expr):
    def __init__(self, v):
        self.v = v

    def eval(self, env):
        return self.v


class Var(Expr):
    def __init__(self, name):
        self.name = name

    def eval(self, env):
        return env[self.name]


class Bin(Expr):
    ops = {"+": lambda a, b: a + b, "*": lambda a, b: a * b, "-": lambda a, b: a - b}

    def __init__(self, op, l, r):
        self.op, self.l, self.r = op, l, r

    def eval(self, env):
        return self.ops[self.op](self.l.eval(env), self.r.eval(env))


e = Bin("+", Bin("*", Num(3), Var("x")), Bin("-", Var("y"), Num(1)))
print([e.eval({"x": x, "y": 10}) for x in (1, 2.5, 2 ** 50)], e.eval({"x": "ab", "y": 1}) if False else "", sum(e.eval({"x": i, "y": -i}) for i in range(500)))
mixed = [1, 2.0, True, 2 ** 70, 1j, "s", [1], (1,)]


def twice(v):
    return v + v


def addmul(a, b):
    return a * 2 + b


print([twice(v) for v in mixed * 2], [addmul(1, 2), addmul(1.5, 2), addmul("a", "b"), addmul([1], [2]), addmul(2 ** 62, 2 ** 62), addmul(True, False)])
