# Generators: laziness, return values, send, throw, close, attributes, states, errors.
log = []


def g(n):
    log.append("start")
    for i in range(n):
        got = yield i
        log.append(got)
    return "done"


it = g(3)
print(log, type(it).__name__, it.__name__, it.__qualname__, it.gi_running, it.gi_yieldfrom, it.gi_code.co_name, it.gi_frame is not None, iter(it) is it)
print(next(it), it.send("a"), it.send("b"))
try:
    it.send("c")
except StopIteration as e:
    print(e.value, log, it.gi_frame)
print(list(it), next(it, "exhausted"), list(g(3)), sum(g(5)), tuple(g(2)), [x for x in g(3)], max(g(4)), sorted(g(3), reverse=True), dict(zip(g(2), "ab")), set(g(2)) == {0, 1}, list(zip(g(2), g(3))), list(map(str, g(2))), 2 in g(5), 9 in g(5), "".join(str(x) for x in g(3)))
a, b, c = g(3)
first, *rest = g(4)
print(a, b, c, first, rest, [*g(2), *g(1)], (lambda *x: x)(*g(3)))
it = g(3)
for bad in ("x", 1):
    try:
        it.send(bad)
    except TypeError as e:
        print(e)
print(it.send(None))


def catcher():
    while True:
        try:
            x = yield "ready"
            log.append(("got", x))
        except ValueError as e:
            log.append(("caught", str(e)))
            yield "recovered"
        except GeneratorExit:
            log.append("exit")
            raise


log.clear()
c = catcher()
print(next(c), c.send(1), c.throw(ValueError("v")), next(c), c.throw(ValueError("only instance")))
try:
    c.throw(KeyError("k"))
except KeyError as e:
    print("KeyError", e, c.gi_frame)
print(log, next(c, "gone"))
for args in ((5,), ("x",), (None,), (int,), (object(),)):
    c = catcher()
    next(c)
    try:
        c.throw(*args)
    except TypeError as e:
        print(e)
log.clear()
c = catcher()
next(c)
c.close()
c.close()
print(log)
c = catcher()
c.close()
print(next(c, "closed before start"), log)
c = catcher()
try:
    c.throw(ValueError("not started"))
except ValueError as e:
    print(e, next(c, "finished"))


def stubborn():
    try:
        yield 1
    except GeneratorExit:
        yield 2


s = stubborn()
next(s)
try:
    s.close()
except RuntimeError as e:
    print(e)


def close_return():
    try:
        yield 1
    except GeneratorExit:
        log.append("returning")
        return 5


log.clear()
r = close_return()
next(r)
r.close()
print(log)


def close_raises():
    try:
        yield
    finally:
        raise KeyError("in finally")


r = close_raises()
next(r)
try:
    r.close()
except KeyError as e:
    print(e)


def reentrant():
    yield next(me)


me = reentrant()
try:
    next(me)
except ValueError as e:
    print(e)


def running():
    yield r2.gi_running


r2 = running()
print(next(r2), r2.gi_running)


def empty():
    return
    yield


def only_return():
    return 7
    yield


print(list(empty()), list(only_return()))


def infinite():
    n = 0
    while True:
        yield n
        n += 1


def take(n, it):
    out = []
    for x in it:
        if len(out) >= n:
            break
        out.append(x)
    return out


print(take(5, infinite()), take(3, (x * x for x in infinite() if x % 2)))


def pipeline():
    def numbers():
        for i in range(20):
            yield i

    def odd(src):
        for x in src:
            if x % 2:
                yield x

    def square(src):
        return (x * x for x in src)
    return list(square(odd(numbers())))


print(pipeline())
try:
    g(1)[0]
except TypeError as e:
    print(e)
try:
    len(g(1))
except TypeError as e:
    print(e)


def args(a, b=2, *c, d, **e):
    yield a, b, c, d, e


print(next(args(1, d=4)), next(args(1, 2, 3, d=5, z=6)))
try:
    args()
except TypeError as e:
    print(e)


def nested_fn():
    def inner():
        yield from (x + k for x in range(3))
    k = 10
    return list(inner())


print(nested_fn())


class C:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        for i in range(self.n):
            yield self, i

    def method(self):
        yield self.n
        self.n += 1
        yield self.n


c = C(2)
print([i for s, i in c], list(c.method()), c.n, sum(i for _, i in c))


def tryfinally(n):
    try:
        for i in range(n):
            yield i
    finally:
        log.append("cleanup")


log.clear()
for x in tryfinally(5):
    if x == 2:
        break
del x
print(list(tryfinally(2)), "cleanup" in log)


def yields_in_expr():
    x = (yield 1) + (yield 2)
    print("x is", x)
    y = [(yield 3), (yield 4)]
    print("y is", y)
    print("call", max((yield 5), (yield 6)))
    return {"k": (yield "v")}


e = yields_in_expr()
v, sent = next(e), 10
while True:
    try:
        v = e.send(sent)
        sent += 10
    except StopIteration as s:
        print(s.value)
        break


def deep(n):
    if n:
        for x in deep(n - 1):
            yield x
    yield n


print(list(deep(20)), sum(deep(50)))


def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b


f = fib()
print([next(f) for _ in range(15)], take(3, (x for x in fib() if x > 10 ** 20)))


def primes():
    found = []
    n = 2
    while True:
        if all(n % p for p in found):
            found.append(n)
            yield n
        n += 1


print(take(20, primes()))


def permutations(items):
    if not items:
        yield []
    for i in range(len(items)):
        for rest in permutations(items[:i] + items[i + 1:]):
            yield [items[i]] + rest


print(len(list(permutations([1, 2, 3, 4]))), list(permutations("abc"))[:3] if False else next(permutations([3, 1, 2])))
gens = [g(3) for _ in range(3)]
out = []
while gens:
    x = gens.pop(0)
    try:
        out.append(next(x))
        gens.append(x)
    except StopIteration:
        pass
print(out)
