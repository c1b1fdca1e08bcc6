# Properties, static and class methods in hot loops, found on objects and on classes, and changed while they are hot.
class P:
    made = 0

    def __init__(self, x):
        self._x = x

    @property
    def x(self):
        return self._x

    @x.setter
    def x(self, v):
        self._x = v

    @property
    def ratio(self):
        return 10 / self._x

    @staticmethod
    def twice(v, k=2):
        return v * k

    @classmethod
    def name(cls, suffix=""):
        return cls.__name__ + suffix

    @classmethod
    def make(cls, x):
        cls.made += 1
        return cls(x)


class Q(P):
    @property
    def x(self):
        return self._x * 100

    @staticmethod
    def twice(v):
        return v * -2


def run(objects, n):
    t = 0
    for i in range(n):
        o = objects[i % len(objects)]
        t += o.x + o.twice(i) + len(o.name())
    return t


def on_class(n):
    t = 0
    for i in range(n):
        t += P.twice(i) + Q.twice(i) + P.twice(i, k=3) + len(Q.name("-") + P.name())
    return t


def setting(p, n):
    for i in range(n):
        p.x = p.x + 1
    return p.x


def making(n):
    for i in range(n):
        p = P.make(i)
        q = Q.make(i)
    return P.made, Q.made, p.x, q.x


print(run([P(1)], 2000), run([Q(2)], 2000), run([P(1), Q(2)], 3000), on_class(2000), setting(P(0), 2000), making(1500))


def changing(p, n, change):
    out = []
    for i in range(n):
        if i == n // 2:
            change()
        r = p.x, p.twice(3), p.name()
        if i % (n // 4) == 0:
            out.append(r)
    return out


def other_property():
    P.x = property(lambda self: "other")


def plain_attribute():
    P.x = 5


def function():
    P.twice = lambda self, v: ("bound", v)


def of_class():
    P.twice = classmethod(lambda cls, v: (cls.__name__, v))


def in_instance():
    p.__dict__["twice"] = lambda v: ("own", v)
    p.__dict__["x"] = "shadow"


def getter_again():
    P.__dict__["x"].__init__(lambda self: "again")


def wrapped_again():
    P.__dict__["name"].__init__(lambda cls: "renamed")


p = P(7)
for change in (other_property, getter_again, plain_attribute, function, of_class, wrapped_again, in_instance):
    print(change.__name__, changing(p, 1600, change))


class R:
    def __init__(self):
        self.d = 0

    @property
    def value(self):
        self.d += 1
        if self.d % 500 == 0:
            raise ValueError("at %d" % self.d)
        return self.d

    @property
    def missing(self):
        return self.nothing

    def __getattr__(self, name):
        return "getattr " + name


def raising(r, n):
    lines = []
    for i in range(n):
        try:
            r.value
        except ValueError as e:
            t = e.__traceback__
            lines.append((str(e), t.tb_lineno - t.tb_frame.f_code.co_firstlineno, t.tb_next.tb_frame.f_code.co_name))
    return lines, r.missing


class S(R):
    __getattr__ = None
    del __getattr__


print(raising(R(), 1300))


class Lazy:
    @property
    def gen(self):
        yield 1
        yield 2

    @property
    def deep(self):
        return self.value.value.value

    @property
    def value(self):
        return self


def lazily(n):
    z = Lazy()
    for i in range(n):
        t = sum(z.gen)
        same = z.deep is z
    return t, same


print(lazily(1500))


class Meta(type):
    @property
    def label(cls):
        return "meta " + cls.__name__

    def common(cls):
        return "of meta"


class T(metaclass=Meta):
    @classmethod
    def common(cls):
        return "of class"

    @staticmethod
    def plain():
        return "plain"


def meta(n):
    for i in range(n):
        r = T.label, T.common(), T.plain(), T().common(), T().plain()
    return r


print(meta(1500))
