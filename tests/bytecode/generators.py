def numbers(n):
    x = yield n
    yield from range(n)
    return x


async def fetch(source):
    async with source as s:
        async for row in s:
            await row
    return [r async for r in source]


async def stream(n):
    for i in range(n):
        yield i


def lazy(items):
    return (x * 2 for x in items)
