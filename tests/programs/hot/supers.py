# `super()` in hot methods: chains, mixins, several classes of objects, changed bases and methods, and what makes it fail.
class A:
    def __init__(self, x=1):
        self.x = x

    def f(self, k):
        return self.x + k

    def both(self, *args, **kw):
        return len(args), sorted(kw)

    @classmethod
    def make(cls, n):
        return cls.__name__, n

    @staticmethod
    def static(n):
        return n + 1

    @property
    def p(self):
        return "A.p %s" % self.x

    data = "A.data"


class B(A):
    def __init__(self, x):
        super().__init__(x * 2)
        self.y = x

    def f(self, k):
        return super().f(k) * 10

    def both(self, *args, **kw):
        return super().both(*args, extra=1, **kw)

    @classmethod
    def make(cls, n):
        return super().make(n + 1)

    @staticmethod
    def static(n):
        return super(B, B).static(n) * 2

    @property
    def p(self):
        return "B " + super().p + super().data

    def captured(self, k):
        def inner():
            return self.x
        return super().f(k) + inner()

    def explicit(self, k):
        return super(B, self).f(k)

    def bound(self, k):
        method = super().f
        return method(k)


class Mixin:
    def f(self, k):
        return super().f(k) + 0.5


class C(Mixin, B):
    def f(self, k):
        return super().f(k) - 1


class D(B):
    pass


def run(objects, n):
    t = 0
    for i in range(n):
        o = objects[i % len(objects)]
        t += o.f(i & 7) + o.captured(1) + o.explicit(2) + o.bound(3)
    return t


for group in ([A], [B], [C], [D], [B, C], [B, C, D]):
    objects = [cls(3) for cls in group if cls is not A]
    if objects:
        print([c.__name__ for c in group], run(objects, 2400))
b = B(2)
for i in range(1200):
    r = b.both(1, 2, k=i), B.make(i), C.make(i), B.static(i), b.p, C(1).p, b.static(1)
print(r)


def constructing(n):
    t = 0
    for i in range(n):
        t += B(i).x + C(i).y + D(i).x
    return t


print(constructing(1500))


def changing(o, n, change):
    out = []
    for i in range(n):
        if i == n // 2:
            change()
        r = o.f(1)
        if i % (n // 4) == 0:
            out.append(r)
    return out


def other_method():
    A.f = lambda self, k: "other"


def other_bases():
    D.__bases__ = (C,)


def restore():
    A.f = f_of_a


f_of_a = A.f
A.f = lambda self, k: 7
print(changing(D(1), 1600, restore), changing(D(1), 1600, other_bases))
c = C(5)
c.f = lambda k: "own"
print(changing(c, 1600, other_method))
del c.f
restore()


# what goes wrong, and where
class Bad(B):
    def deleted(self):
        del self
        return super().f(1)

    def missing(self):
        return super().nothing(1)

    def wrong_object(self):
        return super(Bad, 5).f(1)

    def not_a_class(self):
        return super(5, self).f(1)

    def rebound(self):
        self = 7
        return super().f(1)

    def raising(self, i):
        return super().f("text" if i % 100 == 99 else i)

    def shadowed(self):
        super = lambda *args: A(100)
        return super(Bad, self).f(1)


def text(e):
    return type(e).__name__ + ": " + str(e).replace("obj must be an instance or subtype of type", "obj is none").split(" (")[0]


bad = Bad(1)
for name in ("deleted", "missing", "wrong_object", "not_a_class", "rebound", "shadowed"):
    method = getattr(bad, name)
    for _ in range(400):
        try:
            r = method()
        except Exception as e:
            t = e.__traceback__.tb_next
            r = type(e).__name__, t.tb_lineno - t.tb_frame.f_code.co_firstlineno
    print(name, r)
lines = []
for i in range(700):
    try:
        bad.raising(i)
    except TypeError as e:
        t = e.__traceback__.tb_next
        lines.append((t.tb_frame.f_code.co_name, t.tb_next.tb_frame.f_code.co_name, t.tb_lineno - t.tb_frame.f_code.co_firstlineno))
print(len(lines), lines[0])


# the same code in several classes, and methods put into a class from outside
def factory(base, k):
    class Made(base):
        def f(self, n):
            return super().f(n) + k
    return Made


made = [factory(A, 1), factory(B, 2), factory(C, 3)]


def over(classes, n):
    t = 0
    for i in range(n):
        t += classes[i % len(classes)](1).f(i & 3)
    return t


print(over(made, 3000), over(made[:1], 2000))


class Early(type):
    def __new__(mcs, name, bases, d):
        try:
            d["early"](object())
        except Exception as e:
            print(type(e).__name__)
        return super().__new__(mcs, name, bases, d)


class E(metaclass=Early):
    def early(self):
        return super().x


global_super = super


class Renamed(A):
    def f(self, k):
        __class__
        return global_super().f(k) if False else super(Renamed, self).f(k) + 1


print(over([Renamed], 1500))
super = lambda *args: A(1000)


class Shadow(A):
    def f(self, k):
        __class__
        return super().f(k)


print(over([Shadow], 1500))
