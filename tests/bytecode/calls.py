import os.path as path
from os import *


def positional(f, x):
    return f(x, 1, f(2))


def named(f, x, *args, **kwargs):
    f(x, key=1)
    f(*args)
    f(x, *args, key=2, **kwargs)
    return x.method(1).other(a=2)


def outer(a, b: int = 1, *, c=2) -> str:
    n = 0

    def inner(d=a):
        nonlocal n
        n += b + d
        return n

    return inner, lambda: (a, c)


def build(x, y):
    d = {"a": x, "b": y, **x}
    s = {x, *y}
    t = (x, *y)
    first, *rest = t
    return d, s, first, rest, f"{x!r:>{y}} and {y}"


@positional
class Thing(dict):
    size: int = 3

    def __init__(self):
        super().__init__()
        self.size = Thing.size + __class__.size
