# Special methods that give what they must not, and arguments of the wrong kind: the words of each version.
from itertools import zip_longest


def attempt(what, f):
    try:
        print(what, f())
    except Exception as e:
        print(what, type(e).__name__, e)


def giving(**results):
    """An object whose special methods give the results."""
    return type("W", (), {name: (lambda r: lambda *args: r)(r) for name, r in results.items()})()


class Keys:
    def __init__(self, keys):
        self.given = keys

    def keys(self):
        return self.given

    def __getitem__(self, key):
        return 1


class Hinted:
    def __init__(self, hint):
        self.hint = hint

    def __iter__(self):
        return iter("ab")

    def __length_hint__(self):
        return self.hint


class Raising:
    def __iter__(self):
        raise TypeError("mine")


class Ordered(type):
    def mro(cls):
        return [1]


def step(coroutine):
    try:
        coroutine.send(None)
    finally:
        coroutine.close()


async def waits(v):
    await v


attempt("bool", lambda: bool(giving(__bool__=1)))
attempt("not", lambda: not giving(__bool__=None))
attempt("iter", lambda: iter(giving(__iter__=[])))
attempt("for", lambda: [x for x in giving(__iter__=3)])
attempt("sum", lambda: sum(giving(__iter__=3)))
attempt("extend", lambda: [].extend(giving(__iter__=3)))
attempt("index", lambda: [1][giving(__index__="x")])
attempt("hex", lambda: hex(giving(__index__=1.5)))
attempt("range", lambda: range(giving(__index__="x")))
attempt("int", lambda: int(giving(__int__="x")))
attempt("float", lambda: float(giving(__float__="x")))
attempt("complex", lambda: complex(giving(__complex__="x")))
attempt("str", lambda: str(giving(__str__=1)))
attempt("repr", lambda: repr(giving(__repr__=1)))
attempt("format", lambda: format(giving(__format__=1)))
attempt("f-string", lambda: "{}".format(giving(__format__=1)))
attempt("bytes", lambda: bytes(giving(__bytes__=1)))
attempt("%b", lambda: b"%b" % giving(__bytes__=1))
attempt("hint", lambda: list(Hinted("x")))
attempt("hint below 0", lambda: list(Hinted(-1)))
attempt("mro", lambda: Ordered("x", (), {}))
attempt("await", lambda: step(waits(giving(__await__=3))))
for keys in (3, None, giving(__iter__=3), Raising()):
    attempt("dict", lambda: dict(Keys(keys)))
    attempt("update", lambda: {}.update(Keys(keys)))
    attempt("**", lambda: print(**Keys(keys)))
    attempt("{**}", lambda: {**Keys(keys)})
attempt("slice", lambda: [1][1.5:])
attempt("text slice", lambda: "abc"[:"a"])
attempt("find", lambda: "abc".find("a", 1.5))
attempt("tuple.index", lambda: (1,).index(1, 1.5))
attempt("indices", lambda: slice(1.5).indices(3))
for classes in (2, (str, 2)):
    attempt("isinstance", lambda: isinstance(1, classes))
    attempt("issubclass", lambda: issubclass(int, classes))
for iterable in (5, giving(__iter__=3), Raising()):
    attempt("zip", lambda: zip([], iterable))
    attempt("zip_longest", lambda: zip_longest(iterable))
    attempt("map", lambda: map(abs, iterable))


class Slotted:
    __slots__ = ("a",)


for v in (None, 5, "text", object(), Slotted()):
    attempt("setattr", lambda: setattr(v, "x", 1))
    attempt("delattr", lambda: delattr(v, "x"))
attempt("read-only", lambda: setattr(5, "real", 1))
attempt("delattr", lambda: delattr(Slotted(), "a"))
