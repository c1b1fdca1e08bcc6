"""What the unit tests of jit/ run. Compile with CPython 3.12: see tests.rs."""


def add(a, b):
    return a + b


def total(n):
    s = 0
    i = 0
    while i < n:
        s += i
        i += 1
    return s


def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)


def outer(x):
    return add(x, 1) * 2


def get(d, k):
    try:
        return d[k]
    except KeyError:
        return -1


def over(r):
    s = 0
    for i in r:
        s += i
    return s


def sub(d, k):
    return d[k]


def endless(n):
    return endless(n + 1)


class Point:
    def __init__(self, x):
        self.x = x


def make(x):
    return Point(x)
