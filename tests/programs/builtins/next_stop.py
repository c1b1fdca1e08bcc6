# What next() raises when the iterator raises StopIteration itself: that one, with its value.
def show(f, *args):
    try:
        print("value", f(*args))
    except StopIteration as e:
        print("stop", e.value, e.args)


class It:
    def __iter__(self):
        return self

    def __next__(self):
        raise StopIteration("own", 2)


class Get:
    def __getitem__(self, i):
        raise StopIteration("getitem")


def stops(*args):
    raise StopIteration("called")


def gen():
    if 0:
        yield
    return "returned"


async def coro():
    return "awaited"


for make in (It, lambda: iter(Get()), lambda: map(stops, [1]), lambda: filter(stops, [1]), lambda: map(str, It()), lambda: zip([1], It()), lambda: enumerate(It()), lambda: iter([]), lambda: iter(()), lambda: iter(""), lambda: iter(range(0)), lambda: iter({}), lambda: iter({}.items()), lambda: reversed([]), lambda: iter(stops, 1), gen, lambda: coro().__await__()):
    show(next, make())
    show(make().__next__)
    show(lambda: next(make(), "default"))
    show(lambda: [x for x in make()] if make is not coro else None)


def delegate(it):
    r = yield from it
    yield ("result", r)


print(list(delegate(It())), list(delegate(gen())), list(delegate(map(stops, [1]))), list(delegate(iter([1]))), list(delegate(map(str, It()))))


class Awaitable:
    def __init__(self, it):
        self.it = it

    def __await__(self):
        return self.it


async def awaits(it):
    return await Awaitable(it)


for it in (It(), map(stops, [1]), gen(), iter([]), coro().__await__()):
    show(awaits(it).send, None)
