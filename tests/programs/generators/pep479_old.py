#! version <= 3.6
# Before 3.7 a StopIteration inside a generator just ends it.
def g():
    yield 1
    raise StopIteration("quiet")
    yield 2


def h():
    while True:
        yield next(it)


it = iter([1, 2, 3])
print(list(g()), list(h()), list(next(iter([])) for _ in range(3)))


def deleg():
    r = yield from g()
    yield ("result", r)


print(list(deleg()))
