#! version >= 3.7
# PEP 479: StopIteration inside a generator becomes RuntimeError (3.7).
def g():
    yield 1
    raise StopIteration("inside")


def h():
    yield next(iter([]))


def ok():
    try:
        yield next(iter([]))
    except StopIteration:
        yield "handled"


def deleg():
    yield from g()


for f in (g, h, deleg):
    try:
        print(list(f()))
    except RuntimeError as e:
        print(e, type(e.__cause__).__name__, type(e.__context__).__name__, e.__suppress_context__)
print(list(ok()))
try:
    print(list(next(iter([])) for _ in range(2)))
except RuntimeError as e:
    print("genexp", e)
it = g()
next(it)
try:
    it.throw(StopIteration("thrown"))
except RuntimeError as e:
    print(e, e.__cause__.value)


def catches():
    try:
        yield 1
    except StopIteration as e:
        yield "caught %s" % e.value


it = catches()
next(it)
print(it.throw(StopIteration(7)))


async def co():
    raise StopIteration("coroutine")


try:
    co().send(None)
except RuntimeError as e:
    print(e)


async def ag():
    yield 1
    raise StopAsyncIteration("async gen")


async def use():
    async for x in ag():
        print(x)


try:
    use().send(None)
except RuntimeError as e:
    print(e, type(e.__cause__).__name__)


async def ag2():
    raise StopIteration
    yield


async def use2():
    async for x in ag2():
        pass


try:
    use2().send(None)
except RuntimeError as e:
    print(e)
