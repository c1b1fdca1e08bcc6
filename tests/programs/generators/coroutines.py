# Coroutines driven by hand: await, awaitables, send, throw, close, return values, errors, attributes.
log = []


class Yielder:
    def __init__(self, v):
        self.v = v

    def __await__(self):
        got = yield self.v
        log.append(("resumed with", got))
        return ("awaited", got)


async def simple():
    return 42


async def one():
    r = await Yielder(1)
    return r


async def chain(n):
    if n == 0:
        return await Yielder("bottom")
    return await chain(n - 1)


def run(coro, *sends):
    out, i = [], 0
    v = None
    while True:
        try:
            out.append(coro.send(v))
        except StopIteration as e:
            return out, e.value
        v = sends[i] if i < len(sends) else None
        i += 1


print(run(simple()), run(one(), "x"), run(chain(30), "deep"))
c = simple()
print(type(c).__name__, c.__name__, c.__qualname__, c.cr_code.co_name, c.cr_running, c.cr_await, c.cr_frame is not None, hasattr(c, "__iter__"), hasattr(c, "__await__"), simple.__code__.co_flags & 0x80)
c.close()
try:
    c.send(None)
except RuntimeError as e:
    print(e)
c = one()
try:
    c.send(5)
except TypeError as e:
    print(e)
print(c.send(None), type(c.cr_await).__name__ in ("generator",), end=" ")
try:
    c.throw(ValueError("into coroutine"))
except ValueError as e:
    print(e)


async def handles():
    try:
        await Yielder("first")
    except ValueError as e:
        log.append("handled %s" % e)
        r = await Yielder("second")
        return ("recovered", r)
    finally:
        log.append("finally")


log.clear()
c = handles()
print(c.send(None), c.throw(ValueError("v")))
try:
    c.send("last")
except StopIteration as e:
    print(e.value, log)
log.clear()
c = handles()
c.send(None)
c.close()
print(log)
for bad in (5, None, "s", [], (lambda: 1), (x for x in ())):
    async def b():
        await bad
    co = b()
    try:
        co.send(None)
    except TypeError as e:
        print(type(bad).__name__, "TypeError")


class BadAwait:
    def __await__(self):
        return 5


class BadAwait2:
    def __await__(self):
        return [1]


class IterAwait:
    def __await__(self):
        return iter([1, 2])


for k in (BadAwait, BadAwait2):
    async def b2():
        await k()
    try:
        b2().send(None)
    except TypeError as e:
        print("TypeError")


async def b3():
    return await IterAwait()


print(run(b3()))
c = one()
try:
    for _ in c:
        pass
except TypeError as e:
    print(e)
c.close()
try:
    next(simple.__call__().__await__())
except StopIteration as e:
    print(e.value)


async def twice():
    c = simple()
    a = await c
    try:
        await c
    except RuntimeError as e:
        return a, str(e)


print(run(twice()))


async def gather(*coros):
    return [await c for c in coros]


async def comps():
    a = [await Yielder(i) for i in range(2)]
    b = {await simple(): i for i in range(2)}
    c = (await simple(), [x for x in [await simple()]])
    d = await simple() if await simple() else 0
    return len(a), b, c, d, await gather(simple(), simple())


print(run(comps()))


async def kwargs(a, *b, c=3, **d):
    return a, b, c, d


print(run(kwargs(1, 2, c=4, e=5)))


class Obj:
    async def method(self, x):
        return await Yielder(x)

    @staticmethod
    async def st():
        return "static"

    @classmethod
    async def cm(cls):
        return cls.__name__

    def __await__(self):
        return self.method("awaiting self").__await__()


async def use():
    o = Obj()
    return await o.method(1), await o.st(), await Obj.cm(), await o


print(run(use(), "a", "b"))


async def raises():
    raise KeyError("async error")


async def propagates():
    try:
        await raises()
    except KeyError as e:
        return "got %s" % e
    finally:
        await Yielder("in finally")


print(run(propagates()))
lam = lambda: simple()
print(run(lam()), run((lambda c: c)(simple())))


async def reenter():
    me.send(None)

me = reenter()
try:
    me.send(None)
except ValueError as e:
    print(e)


async def closing():
    try:
        await Yielder(1)
    except GeneratorExit:
        await Yielder("bad")


c = closing()
c.send(None)
try:
    c.close()
except RuntimeError as e:
    print(e)


async def nested_state(n):
    total = 0
    for i in range(n):
        v = await Yielder(i)
        total += v[1] or 0
        if total > 100:
            break
    else:
        return "else", total
    return "broke", total


print(run(nested_state(4), 1, 2, 3), run(nested_state(9), 60, 60))
