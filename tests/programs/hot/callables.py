# Calls of closures and of instances in hot loops: of one code with other cells, of other codes, with defaults, and of classes that change.
def adder(k):
    def add(a):
        return a + k
    return add


def counter():
    n = 0

    def count(by=1):
        nonlocal n
        n += by
        return n
    return count


def apply(f, n):
    t = 0
    for i in range(n):
        t += f(i)
    return t


print([apply(adder(k), 1500) for k in (1, 2, 3.5)], apply(lambda x: x * 2, 1000), apply(abs, 500))


def make_and_call(n):
    t = 0
    for i in range(n):
        f = adder(i)
        c = counter()
        t += f(1) + c() + c(2) + c(by=3)
    return t


print(make_and_call(2000))
fs = [adder(1), adder(2), counter(), lambda x: -x]


def several(n):
    t = 0
    for i in range(n):
        t += fs[i % 3 if i < n // 2 else i % 4](i)
    return t


print(several(3000))


def local(n):
    k = 0

    def inc(a):
        nonlocal k
        k += a
        if k % 1000 == 7:
            raise ValueError(k)
    lines = []
    for i in range(n):
        try:
            inc(i & 3)
        except ValueError as e:
            t = e.__traceback__.tb_next
            lines.append((e.args[0], t.tb_frame.f_code.co_name, t.tb_lineno - t.tb_frame.f_code.co_firstlineno))
    return k, lines[:2], len(lines)


print(local(3000))


class Poly:
    def __init__(self, *c):
        self.c = c

    def __call__(self, x, y=1, *rest, scale=1):
        t = 0
        for c in self.c:
            t = t * x + c
        return t * y * scale + len(rest)


class Other(Poly):
    def __call__(self, x):
        return x + 0.25


class Plain:
    pass


def call(p, n):
    t = 0
    for i in range(n):
        t += p(i & 7)
    return t


def call_more(p, n):
    t = 0
    for i in range(n):
        t += p(2, i & 3) + p(1, scale=2) + p(1, 2, 3, 4)
    return t


print(call(Poly(1, 2, 3), 2000), call(Other(), 2000), call_more(Poly(1, 1), 2000), sum(map(Poly(2, 0), range(1000))))
objects = [Poly(1), Other(), Poly(1, 0), adder(5)]


def mixed(n):
    t = 0
    for i in range(n):
        t += objects[i % 4](i & 3)
    return t


print(mixed(4000))


def changing(p, n):
    out = []
    for i in range(n):
        if i == n // 4:
            Poly.__call__ = lambda self, x: "other"
        if i == n // 2:
            del Poly.__call__
        if i == 3 * n // 4:
            Poly.__call__ = original
        try:
            r = p(3)
        except TypeError as e:
            r = str(e)
        if i % (n // 8) == 0:
            out.append(r)
    return out


original = Poly.__call__
print(changing(Poly(1, 1), 2400))


def not_callable(p, n):
    count = 0
    for i in range(n):
        try:
            p(i)
        except TypeError as e:
            count += 1
            text = str(e)
    return count, text


print(not_callable(Plain(), 1200), not_callable(Other(), 0) if False else "")


def recursive(n):
    def fact(k):
        return 1 if k < 2 else k * fact(k - 1)
    t = 0
    for i in range(n):
        t += fact(i % 12)
    return t


print(recursive(1500), [recursive(k) for k in (1, 5, 12)])
