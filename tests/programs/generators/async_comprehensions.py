#! version >= 3.11
# Asynchronous comprehensions nested in synchronous ones (3.11), await inside f-strings and inner comprehensions.
class Switch:
    def __await__(self):
        got = yield "switch"
        return got


async def agen(n):
    for i in range(n):
        await Switch()
        yield i


async def val(x):
    await Switch()
    return x


async def main():
    a = [[y async for y in agen(x)] for x in range(4)]
    b = [[await val(x * y) for y in range(2)] for x in range(3)]
    c = {x: {y async for y in agen(x)} for x in range(3)}
    d = [z async for x in agen(3) for z in [y async for y in agen(x)]]
    e = f"{await val(5)} {[await val(i) for i in range(2)]!r:>8}"
    g = [v async for v in (w * 2 async for w in agen(3))]
    return a, b, c, d, e, g


def run(coro):
    steps = 0
    try:
        while True:
            coro.send(None)
            steps += 1
    except StopIteration as e:
        return steps, e.value


print(run(main()))


async def anext_use():
    it = agen(2)
    first = await anext(it)
    second = await anext(it)
    third = await anext(it, "default")
    try:
        await anext(it)
    except StopAsyncIteration:
        return first, second, third, aiter(it) is it


print(run(anext_use()))
for f in (lambda: anext(5), lambda: aiter(5), lambda: anext(iter([]))):
    try:
        f()
    except TypeError as e:
        print("TypeError")
