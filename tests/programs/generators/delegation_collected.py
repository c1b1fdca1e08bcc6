# A collection while a generator runs to which another one delegates: what the outer one had in its registers is still there.
import gc


class Token:
    def __init__(self, n):
        self.n = n


def inner(n):
    for i in range(n):
        gc.collect()
        yield i


def middle(n):
    kept = Token(n)
    total = 0
    for part in [[1, 2], [3]]:
        got = yield from inner(n)
        total += sum(part) + kept.n
        kept = Token(kept.n + 1)
        yield "total %d" % total
    return got, total, kept.n


def outer(n):
    before = [Token(k) for k in range(3)]
    result = yield from middle(n)
    yield result, [t.n for t in before]


print(list(outer(3)), list(outer(0)))


def closing():
    held = Token(5)
    try:
        yield from inner(4)
    finally:
        print("closed", held.n)


g = closing()
print(next(g), next(g))
g.close()
g = closing()
next(g)
try:
    g.throw(ValueError("thrown"))
except ValueError as e:
    t = e.__traceback__
    names = []
    while t is not None:
        names.append(t.tb_frame.f_code.co_name)
        t = t.tb_next
    print(e, names)


def frames():
    import sys
    f = sys._getframe()
    names = []
    while f is not None:
        names.append(f.f_code.co_name)
        f = f.f_back
    return names


def lowest():
    yield frames()
    yield frames()


def high():
    yield from lowest()


def higher():
    yield from high()


print([n[:4] for n in higher()])


def again():
    yield next(me)


def delegating():
    yield 0
    yield from again()


me = delegating()
next(me)
try:
    next(me)
except ValueError as e:
    print(e)


def deep(n):
    if n:
        yield from deep(n - 1)
    yield n


try:
    print(sum(deep(200)), sum(1 for _ in deep(100000)))
except RecursionError as e:
    print("RecursionError")
