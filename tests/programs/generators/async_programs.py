# async for, async with, async generators and comprehensions, driven by a small event loop.
log = []


class Switch:
    def __await__(self):
        yield "switch"


class Sleep:
    def __init__(self, n):
        self.n = n

    def __await__(self):
        for _ in range(self.n):
            yield "sleep"


class Task:
    def __init__(self, name, coro):
        self.name, self.coro, self.done, self.result, self.error = name, coro, False, None, None

    def __await__(self):
        while not self.done:
            yield "wait"
        if self.error:
            raise self.error
        return self.result


class Loop:
    def __init__(self):
        self.queue, self.steps = [], 0

    def spawn(self, name, coro):
        t = Task(name, coro)
        self.queue.append(t)
        return t

    def run(self):
        while self.queue:
            t = self.queue.pop(0)
            self.steps += 1
            try:
                t.coro.send(None)
            except StopIteration as e:
                t.done, t.result = True, e.value
            except Exception as e:
                t.done, t.error = True, e
            else:
                self.queue.append(t)


loop = Loop()


async def worker(name, n):
    for i in range(n):
        log.append("%s%d" % (name, i))
        await Sleep(1)
    return name * n


async def main():
    tasks = [loop.spawn("w%d" % i, worker("abc"[i], i + 1)) for i in range(3)]
    results = [await t for t in tasks]
    return results


m = loop.spawn("main", main())
loop.run()
print(m.result, log, loop.steps)
log.clear()


async def agen(n):
    log.append("agen start")
    try:
        for i in range(n):
            await Switch()
            got = yield i
            if got:
                log.append(("got", got))
    finally:
        log.append("agen finally")


class ARange:
    def __init__(self, n):
        self.n, self.i = n, 0

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.i >= self.n:
            raise StopAsyncIteration
        self.i += 1
        await Switch()
        return self.i


class ACM:
    def __init__(self, name, swallow=False):
        self.name, self.swallow = name, swallow

    async def __aenter__(self):
        log.append("aenter " + self.name)
        await Switch()
        return self

    async def __aexit__(self, t, v, tb):
        log.append("aexit %s %s" % (self.name, t and t.__name__))
        await Switch()
        return self.swallow


def run(coro):
    t = loop.spawn("t", coro)
    loop.run()
    if t.error:
        return "%s: %s" % (type(t.error).__name__, t.error)
    return t.result


async def loops():
    out = []
    async for x in agen(3):
        out.append(x)
    else:
        out.append("else")
    async for x in ARange(5):
        if x == 2:
            continue
        if x == 4:
            break
        out.append(x * 10)
    else:
        out.append("never")
    return out


async def comps():
    return ([x async for x in agen(3)], {x async for x in ARange(3)} == {1, 2, 3}, {x: x * x async for x in ARange(2)}, [x async for x in ARange(6) if x % 2], [(x, y) async for x in ARange(2) for y in "ab"], [(x, y) for x in "ab" async for y in ARange(2)], [await Task("", one()).coro for _ in range(2)])


async def one():
    await Switch()
    return 1


async def genexp():
    g = (x * 2 async for x in agen(3) if x)
    out = []
    async for v in g:
        out.append(v)
    return type(g).__name__, out


async def withs():
    async with ACM("a") as a, ACM("b"):
        log.append("body " + a.name)
    async with ACM("s", swallow=True):
        raise ValueError("swallowed")
    try:
        async with ACM("p"):
            raise KeyError("passes")
    except KeyError as e:
        log.append("outside %s" % e)

    async def ret():
        async with ACM("r"):
            return "returned"
    return await ret()


async def agen_protocol():
    g = agen(5)
    out = [await g.__anext__(), await g.asend("hello"), await g.asend(None)]
    try:
        await g.athrow(ValueError("thrown"))
    except ValueError as e:
        out.append(str(e))
    try:
        await g.__anext__()
    except StopAsyncIteration:
        out.append("stopped")
    h = agen(5)
    await h.__anext__()
    await h.aclose()
    out.append([x async for x in h])
    k = agen(2)
    await k.aclose()
    out.append([x async for x in k])
    out.append((g.__name__, type(g).__name__, g.ag_running, g.ag_code.co_name, hasattr(g, "__aiter__"), g.__aiter__() is g))
    return out


async def agen_catch():
    async def g():
        while True:
            try:
                v = yield "ready"
            except ValueError as e:
                v = yield "caught %s" % e
    a = g()
    out = [await a.__anext__(), await a.athrow(ValueError("x")), await a.asend(1)]
    await a.aclose()
    return out


async def agen_nested():
    async def inner(n):
        for i in range(n):
            yield i
            await Switch()

    async def outer():
        for n in range(4):
            async for x in inner(n):
                yield (n, x)
    return [x async for x in outer()]


async def bad_iter(kind):
    class NoAnext:
        def __aiter__(self):
            return self

    class AiterNotAsync:
        def __aiter__(self):
            return 5

    class AnextBad:
        def __aiter__(self):
            return self

        def __anext__(self):
            return 5
    async for x in (5, [1], NoAnext(), AiterNotAsync(), AnextBad())[kind]:
        pass


async def bad_with(kind):
    class NoExit:
        async def __aenter__(self):
            pass

    class SyncCM:
        def __enter__(self):
            pass

        def __exit__(self, *a):
            pass
    async with (5, NoExit(), SyncCM())[kind]:
        pass


async def finally_await():
    try:
        await Switch()
        raise ValueError("f")
    finally:
        await Switch()
        log.append("awaited in finally")


async def producer_consumer():
    queue, out = [], []

    async def producer():
        for i in range(5):
            queue.append(i * i)
            await Switch()
        queue.append(None)

    async def consumer():
        while True:
            while not queue:
                await Switch()
            item = queue.pop(0)
            if item is None:
                return sum(out)
            out.append(item)
    p, c = loop.spawn("p", producer()), loop.spawn("c", consumer())
    await p
    return await c, out


for f in (loops, comps, genexp, withs, agen_protocol, agen_catch, agen_nested, finally_await, producer_consumer):
    log.clear()
    print(f.__name__, run(f()), log)
for i in range(5):
    print(run(bad_iter(i)).split(":")[0])
for i in range(3):
    print(run(bad_with(i)).split(":")[0] in ("TypeError", "AttributeError"))


async def early_break():
    async for x in agen(10):
        if x == 2:
            return x


log.clear()
print(run(early_break()), log[0])


async def sum_many(n):
    total = 0
    async for x in ARange(n):
        total += x
        async with ACM("loop"):
            pass
    return total


print(run(sum_many(100)), loop.steps > 100)


async def ag_return_value():
    async def g():
        yield 1
        return
    return [x async for x in g()]


print(run(ag_return_value()))
