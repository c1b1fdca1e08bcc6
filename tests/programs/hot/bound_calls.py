# Calls with defaults, names, `*args` and `**kwargs`, compiled: bound as the interpreter binds them, errors and exchanged defaults included.
def plain(a, b=2, c=3):
    return a, b, c


def named(a, *, k, m=5):
    return a, k, m


def collected(a, *rest, k=1, **more):
    return a, rest, k, sorted(more.items())


def every(*rest, **more):
    return len(rest) * 10 + len(more)


class C:
    def __init__(self, x, y=7, *rest, z=9, **more):
        self.v = x, y, rest, z, len(more)

    def m(self, a, b=4, *, c=6):
        return self.v[0] + a + b + c


class D:
    def __init__(*args, **names):
        args[0].v = len(args), sorted(names)


def calls(i, c):
    return [
        plain(i), plain(i, 5), plain(i, c=6), plain(c=1, a=i), plain(i, b=i, c=i),
        named(i, k=1), named(i, m=2, k=3), named(k=i, a=0),
        collected(i), collected(i, 1, 2), collected(i, 1, k=4), collected(i, x=1, k=2, y=3), collected(a=i, z=i),
        every(), every(i), every(i, i, x=i), every(a=1, b=2),
        C(i).v, C(i, 1).v, C(i, 1, 2, 3, z=4, w=5).v, C(y=1, x=i).v, D(i, i, a=1).v,
        c.m(i), c.m(i, 1), c.m(i, c=2), c.m(a=i, b=0),
    ]


c = C(100)
for i in range(1500):
    r = calls(i, c)
print(r)


def attempt(f):
    try:
        return f()
    except TypeError as e:
        return str(e).replace("C.__init__", "__init__").replace("C.m", "m")


def errors(n):
    out = []
    for i in range(n):
        out = [
            attempt(lambda: plain()), attempt(lambda: plain(1, 2, 3, 4)), attempt(lambda: plain(1, a=2)),
            attempt(lambda: plain(1, q=2)), attempt(lambda: named(1)), attempt(lambda: named(1, 2, k=3)),
            attempt(lambda: collected(k=2)), attempt(lambda: collected(1, a=2)), attempt(lambda: C()),
            attempt(lambda: c.m()), attempt(lambda: c.m(1, 2, 3)), attempt(lambda: every(**{"x": 1}, **{"x": 2}).bit_length()),
        ]
    return out


for line in errors(300):
    print(line)


# defaults that are exchanged while the call is hot
def f(a, b=1, *, k=2):
    return a + b + k


def total(n, change):
    t = 0
    for i in range(n):
        if i == n // 2:
            change()
        t += f(1) + f(1, k=0) + f(a=0, b=0)
    return t


def nothing():
    pass


def other_defaults():
    f.__defaults__ = (10,)


def other_named():
    f.__kwdefaults__["k"] = 20


def other_dict():
    f.__kwdefaults__ = {"other": 0, "k": 30}


def other_code():
    f.__code__ = g.__code__


def g(a, b=1, *, k=2):
    return a * 100 + b + k


for change in (nothing, other_defaults, other_named, other_dict, other_code, nothing):
    print(change.__name__, total(2000, change))
del f.__kwdefaults__["k"]
print(attempt(lambda: f(1)), f(1, k=3))
f.__defaults__ = None
print(attempt(lambda: f(k=1)), f(1, 2, k=3))
f.__defaults__ = (1, 2, 3, 4)
print(f(k=1))


# mutable defaults, `self` among the defaults, callbacks with defaults from builtins
def grow(x, seen=[]):
    seen.append(x)
    return len(seen)


def many(n):
    for i in range(n):
        k = grow(i)
    return k


print(many(3000), len(grow.__defaults__[0]))
print(sum(map(lambda x, y=2: x * y, range(2000))), sorted(range(10), key=lambda x, m=3: (x % m, x)))


class Base:
    def __init__(self, a, b=2):
        self.a, self.b = a, b

    def both(self, *args, sep="-", **kw):
        return sep.join(map(str, (self.a, self.b) + args)) + str(len(kw))


class Derived(Base):
    def __init__(self, *args, **kw):
        Base.__init__(self, *args, **kw)
        self.n = len(args)

    def both(self, *args, **kw):
        return Base.both(self, *args, sep="+", **kw)


for i in range(1000):
    d = Derived(i, b=3)
    e = Derived(i)
    s = d.both(1, 2, x=1), e.both()
print(s, d.n, e.b)


def inner_error(a, b=0, *, k=None, **kw):
    return a // b


def deep(n):
    for i in range(n):
        try:
            inner_error(i, k=i, w=1)
        except ZeroDivisionError as e:
            t = e.__traceback__
            lines = []
            while t is not None:
                lines.append((t.tb_frame.f_code.co_name, t.tb_lineno - t.tb_frame.f_code.co_firstlineno, sorted(t.tb_frame.f_locals)[:2]))
                t = t.tb_next
    return lines


print(deep(1200))
