# yield from: delegation of send, throw and close, return values, non-generator iterables, chains.
log = []


def inner():
    try:
        a = yield 1
        log.append(("inner got", a))
        b = yield 2
        log.append(("inner got", b))
        return "inner result"
    except ValueError as e:
        log.append(("inner caught", str(e)))
        yield "recovered"
        return "after recovery"
    finally:
        log.append("inner finally")


def outer():
    r = yield from inner()
    log.append(("outer got", r))
    yield 3
    return r


o = outer()
print(next(o), o.gi_yieldfrom.__name__, o.send("x"), o.send("y"), o.gi_yieldfrom)
try:
    next(o)
except StopIteration as e:
    print(e.value)
print(log)
log.clear()
o = outer()
next(o)
print(o.throw(ValueError("v")), next(o))
print(log)
log.clear()
o = outer()
next(o)
try:
    o.throw(KeyError("k"))
except KeyError as e:
    print("KeyError", e, log)
log.clear()
o = outer()
next(o)
o.close()
print(log)


def many():
    yield from [1, 2]
    yield from "ab"
    yield from range(2)
    yield from {"k": 1}
    yield from (x for x in (7, 8))
    x = yield from iter([])
    yield x


print(list(many()))


def not_iterable():
    yield from 5


try:
    list(not_iterable())
except TypeError as e:
    print(e)


class It:
    def __init__(self):
        self.n = 0

    def __iter__(self):
        return self

    def __next__(self):
        self.n += 1
        if self.n > 3:
            raise StopIteration("it value")
        return self.n


class SendIt(It):
    def send(self, v):
        log.append(("send", v))
        return self.__next__()

    def throw(self, *args):
        log.append(("throw", len(args) >= 1))
        return "thrown"

    def close(self):
        log.append("close")


def deleg(it):
    r = yield from it
    return ("r", r)


log.clear()
d = deleg(SendIt())
print(next(d), d.send(5), d.throw(ValueError("zz")), next(d))
try:
    next(d)
except StopIteration as e:
    print(e.value)
d = deleg(SendIt())
next(d)
d.close()
print(log)
d = deleg(It())
next(d)
try:
    d.send(5)
except AttributeError as e:
    print("AttributeError")
d = deleg(It())
next(d)
try:
    d.throw(ValueError("plain iterator"))
except ValueError as e:
    print(e)


def chain(n):
    if n == 0:
        x = yield "bottom"
        return x
    return (yield from chain(n - 1))


c = chain(50)
print(next(c))
try:
    c.send("through fifty")
except StopIteration as e:
    print(e.value)


def tree(t):
    if isinstance(t, list):
        for x in t:
            yield from tree(x)
    else:
        yield t


print(list(tree([1, [2, [3, [4, []], 5]], [[6]]])))


def averager():
    total = n = 0
    while True:
        v = yield
        if v is None:
            return total / n
        total += v
        n += 1


def grouper(results, key):
    while True:
        results[key] = yield from averager()


res = {}
for key, values in (("a", [1, 2, 3]), ("b", [10.5, 2])):
    gr = grouper(res, key)
    next(gr)
    for v in values:
        gr.send(v)
    gr.send(None)
print(res)


def returns_gen():
    return (yield from ()), (yield from "x")


print(list(returns_gen()))


def raising():
    yield 1
    raise KeyError("raised")


def guard():
    try:
        yield from raising()
    except KeyError as e:
        yield "guarded " + str(e)


print(list(guard()))


def loop():
    for i in range(3):
        yield from (j * 10 + i for j in range(i))


print(list(loop()), sum(loop()))


def close_inner():
    def i():
        try:
            yield 1
        except GeneratorExit:
            log.append("inner exit")
            raise
    try:
        yield from i()
    except GeneratorExit:
        log.append("outer exit")
        raise


log.clear()
ci = close_inner()
next(ci)
ci.close()
print(log)


def close_with_value():
    def i():
        try:
            yield 1
        except GeneratorExit:
            return "swallowed"
    try:
        yield from i()
    except GeneratorExit:
        log.append("outer still exits")


log.clear()
cw = close_with_value()
next(cw)
cw.close()
print(log)


def lam():
    f = lambda: (yield 5)
    yield from f()


print(list(lam()))


def exc_context():
    try:
        yield from raising()
    finally:
        log.append("finally")


log.clear()
x = exc_context()
next(x)
try:
    next(x)
except KeyError as e:
    print(log)


def hanoi(n, a, b, c):
    if n:
        yield from hanoi(n - 1, a, c, b)
        yield a + c
        yield from hanoi(n - 1, b, a, c)


print("".join(hanoi(4, "A", "B", "C")))
