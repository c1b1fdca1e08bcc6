#! heavy
# gc.collect frees what only used-up temporaries still hold: in the calling frames, in waiting and in running generators, in handlers.
# (Heavy: exact in interpreted code; frames of compiled code are scanned conservatively, so the settings that compile at once are left out.)
import gc
import _weakref


class A:
    pass


def made():
    a = A()
    return a, _weakref.ref(a)


def dead(r):
    gc.collect()
    return r() is None


# A reference that stands in the operands of a call under way is alive, one that has been used is not.
print(dead(made()[1]), [made()[1], gc.collect(), 1][0]() is None)
refs = []


def source(n):
    for i in range(n):
        a = A()
        refs.append(_weakref.ref(a))
        yield a
        del a


def use(*args):
    return len(args)


total = 0
for item in source(5):
    total += use(item, [item], {1: item})
    del item
    gc.collect()
    print(total, [r() is None for r in refs])


def waiting():
    a, r = made()
    got = yield r
    del a
    while True:
        use(got, got)
        got = yield r
        gc.collect()


g = waiting()
r = next(g)
gc.collect()
print(r() is None)
g.send(None)
print(dead(r))
g.close()


def last_yield():
    yield A()
    yield None


g = last_yield()
r = _weakref.ref(next(g))
print(dead(r), g.gi_frame is not None)


def delegating():
    result = yield from inner()
    yield result


def inner():
    x = yield 1
    gc.collect()
    yield x
    return "returned"


g = delegating()
gc.collect()
print(next(g))
gc.collect()
print(g.send("sent"))
gc.collect()
print(next(g))
gc.collect()
print(next(g, "end"))


def handlers(n):
    out = []
    for i in range(n):
        try:
            a, r = made()
            try:
                use(a, 1 // (i % 2))
            finally:
                out.append(use(a))
                del a
                gc.collect()
                out.append(r() is None)
        except ZeroDivisionError as e:
            gc.collect()
            out.append(type(e).__name__)
    return out


print(handlers(3))


class Managed:
    def __enter__(self):
        gc.collect()
        return self

    def __exit__(self, kind, value, tb):
        gc.collect()
        print(kind and kind.__name__, type(self).__name__)
        return True


def managed():
    with Managed() as a, Managed():
        gc.collect()
        with Managed() as c:
            gc.collect()
            raise ValueError([c, a])
    gc.collect()
    return type(a).__name__, type(c).__name__


print(managed())


def everything(a, *rest, key):
    gc.collect()
    x = [a, (gc.collect(), [str(a)]), {a: [gc.collect()], "b": (str(a), gc.collect())}]
    y = {str(a) + k: [k, gc.collect()] for k in (str(a), "k" + str(key))}
    z = "%s %s" % (str(a) * 2, gc.collect()) + f"{str(a)!r:>{5 + (gc.collect() or 0)}}{str(key)}"
    return x, sorted(y), z, list(map(lambda v: (str(v), gc.collect())[0], rest)), rest[gc.collect():1 + gc.collect()] is None


def number(*args, **kw):
    return 0


real, gc.collect = gc.collect, (lambda collect: lambda: collect() * 0)(gc.collect)
print(everything(1, 2, 3, key=str(4)))
a = b = c = [str(5), gc.collect(), str(6)]
a, b, c = [str(7), gc.collect()], (str(8), gc.collect()), {str(9): gc.collect()}
print(a, b, c)
print(str(1) < str(2) < (gc.collect(), str(3))[1] < str(4), [str(x) + str(gc.collect()) for x in range(3)])
gc.collect = real
print(list(map(gc.collect, [0, 1, 2])) != [], max([str(1), str(2)], key=lambda v: (gc.collect() * 0, v)))
