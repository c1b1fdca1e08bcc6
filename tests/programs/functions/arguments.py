# Every parameter kind against every way to pass arguments, and the TypeErrors.
def kind(f, *args, **kwargs):
    try:
        print("no error", f(*args, **kwargs))
    except TypeError as e:
        print("TypeError", e)


def none():
    return "none"


def one(a):
    return a


def two(a, b):
    return a, b


def default(a, b=2, c=3):
    return a, b, c


def star(*args):
    return args


def kw(**kwargs):
    return sorted(kwargs.items())


def kwonly(*, k):
    return k


def kwonly_default(a, *, k=1, m):
    return a, k, m


def everything(a, b=2, *args, c, d=4, **kwargs):
    return a, b, args, c, d, sorted(kwargs.items())


print(none(), one(1), one(a=1), two(1, 2), two(b=1, a=2), two(1, b=2), default(1), default(1, 9), default(1, c=9), default(c=1, a=2), default(1, 2, 3), star(), star(1), star(1, 2, 3), kw(), kw(a=1), kw(a=1, b=2), kwonly(k=5), kwonly_default(1, m=2), kwonly_default(1, m=2, k=3), kwonly_default(m=1, a=2))
print(everything(1, c=3), everything(1, 2, 3, 4, c=5, d=6, e=7), everything(a=1, c=2), everything(1, c=3, x=4, y=5), everything(*[1, 2, 3], **{"c": 4}))
kind(none, 1)
kind(none, 1, 2)
kind(one)
kind(one, 1, 2)
kind(two, 1)
kind(two)
kind(two, 1, 2, 3)
kind(two, 1, 2, 3, 4)
kind(two, b=1)
kind(default)
kind(default, 1, 2, 3, 4)
kind(kwonly)
kind(kwonly, 1)
kind(kwonly_default, 1)
kind(kwonly_default)
kind(everything, 1)
kind(everything)
kind(everything, c=1)
for call in (lambda: one(b=1), lambda: one(1, a=1), lambda: none(x=1), lambda: star(a=1), lambda: kw(1), lambda: two(1, 2, a=3), lambda: kwonly(k=1, j=2), lambda: default(1, d=2)):
    try:
        call()
    except TypeError as e:
        print("TypeError", e)


class C:
    def __init__(self, x, y=1):
        self.x = x

    def method(self, p, q=2):
        return p, q

    @staticmethod
    def static(s):
        return s

    @classmethod
    def klass(cls, k):
        return k

    def no_self():
        return 1


c = C(1)
kind(lambda: C(1).method(5))
for call in (lambda: C(), lambda: C(1, 2, 3), lambda: c.method(), lambda: c.method(1, 2, 3), lambda: c.static(), lambda: c.klass(), lambda: C.method(c), lambda: c.no_self(), lambda: C.klass(1, 2), lambda: C(1, z=3)):
    try:
        print(call())
    except TypeError as e:
        print("TypeError", str(e).replace("C.", ""))
print(c.method(1), C.method(c, 1, q=3), c.static(1), C.static(2), c.klass(3), C.klass(4), C.no_self(), C(x=1, y=2).x)


def mutable(a, l=[], *, d={}):
    l.append(a)
    d[a] = len(l)
    return l, d


print(mutable(1), mutable(2), mutable(3, [0]), mutable(4))
n = 1


def bound(x=n, *, y=n + 1):
    return x, y


n = 100
print(bound(), bound(5), bound(y=5), bound.__defaults__, bound.__kwdefaults__)
bound.__defaults__ = (7,)
bound.__kwdefaults__ = {"y": 8}
print(bound())
bound.__defaults__ = None
bound.__kwdefaults__ = None
kind(bound)
kind(bound, 1)
print(bound(1, y=2))
print((lambda: 1)(), (lambda x: x)(2), (lambda x, y=3: (x, y))(2), (lambda *a: a)(1, 2), (lambda **k: k)(a=1), (lambda *, k: k)(k=1), (lambda a, *b, c=1, **d: (a, b, c, d))(1, 2, c=3, e=4))


def order(a=print("default a"), *, b=print("default b")):
    pass


def deep(a, b, c, d, e, f, g, h, i, j, k=11, l=12, *m, n=14, **o):
    return a + b + c + d + e + f + g + h + i + j + k + l + sum(m) + n + sum(o.values())


print(deep(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), deep(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0, 0, 1, 1, n=0, z=5), deep(*range(12), **{"n": 1}))
args, kwargs = (1, 2), {"c": 5}


def swallow(*args, **kwargs):
    args += (9,)
    kwargs["added"] = 1
    return args, sorted(kwargs)


print(swallow(*args, **kwargs), args, kwargs, swallow(args=1, kwargs=2, self=3), swallow(**{"not an identifier": 1, "": 2}))
