#! version >= 3.8
# Positional-only parameters.
def kind(f, *args, **kwargs):
    try:
        print("no error", f(*args, **kwargs))
    except TypeError as e:
        print("TypeError", str(e).split("'")[0].replace("C.", ""))


def f(a, b, /):
    return a, b


def g(a, b=2, /, c=3, *, d=4):
    return a, b, c, d


def h(a, /, **kw):
    return a, kw


def m(self, x, /, *args, self2=0, **kw):
    return self, x, args, self2, kw


print(f(1, 2), g(1), g(1, 5), g(1, 5, 6, d=7), g(1, c=8), h(1, a=2), m(1, 2, 3, self=4, x=5), f.__code__.co_posonlyargcount, g.__code__.co_argcount, g.__code__.co_kwonlyargcount, (lambda x, /, y: (x, y))(1, y=2))
kind(f, 1, b=2)
kind(f, a=1, b=2)
kind(f, 1)
kind(g)
kind(g, a=1)
kind(g, 1, 2, 3, 4)
kind(h, a=1)
kind(h)
kind(m, 1, x=2)


class C:
    def __init__(self, /, **kw):
        self.kw = kw

    def method(self, a, /, b=1):
        return a, b


print(C(self=1, a=2).kw, C().method(5), C().method(5, b=6))
kind(C().method, a=1)


def deflt(a, b=10, c=20, /, d=30):
    return a + b + c + d


print(deflt(1), deflt(1, 2), deflt(1, 2, 3), deflt(1, 2, 3, 4), deflt(1, d=0))
