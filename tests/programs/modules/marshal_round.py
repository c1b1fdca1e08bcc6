#! heavy
# marshal: round trips of every type, of code objects, versions, files, errors.
import marshal
import posix


def kind(f):
    try:
        print("no error", f())
    except Exception as e:
        print(type(e).__name__, end=" ")


values = [None, True, False, ..., StopIteration, 0, 1, -1, 255, 2 ** 31 - 1, -(2 ** 31), 2 ** 31, 2 ** 49, 2 ** 63, -(2 ** 63), 2 ** 64, 10 ** 50, -(10 ** 50), 0.0, -0.0, 1.5, 1e300, float("inf"), 1j, 1 - 2.5j, "", "a", "abc" * 100, "\u00e9", "\u4e00\U0001f600", "\ud800", b"", b"abc", bytes(range(256)), (), (1,), (1, (2, (3,))), tuple(range(300)), [], [1, "a", None], [[]], {}, {"a": 1, 2: (3,)}, set(), {1, 2}, frozenset(), frozenset(["x"])]
for v in values:
    data = marshal.dumps(v)
    back = marshal.loads(data)
    assert type(back) is type(v) and (back == v), (v, back)
    if isinstance(v, float):
        assert repr(back) == repr(v)
    for version in (0, 1, 2, 3, 4):
        if not isinstance(v, (set, frozenset)) or version:
            assert marshal.loads(marshal.dumps(v, version)) == v
print(len(values), "values survive")
print(marshal.dumps(None), marshal.dumps(True), marshal.dumps(5, 2), marshal.dumps(2 ** 40, 2), marshal.dumps(1.5, 2), marshal.dumps(b"ab", 2), marshal.dumps([], 2), marshal.dumps((), 2), marshal.dumps((), 0), marshal.dumps("ab", 0), marshal.dumps(1.5, 0), marshal.dumps({}, 2), marshal.dumps(-(2 ** 31), 2), marshal.dumps(1j, 0))
print(marshal.loads(b"N"), marshal.loads(b"T"), marshal.loads(b"i\x05\x00\x00\x00"), marshal.loads(b"z\x02ab"), marshal.loads(b"(\x02\x00\x00\x00NT"), marshal.loads(b"[\x01\x00\x00\x00F"), marshal.loads(b"{NTi\x01\x00\x00\x00F0"), marshal.loads(b"l\x02\x00\x00\x00\x00\x00\x01\x00"), marshal.loads(b"l\xfe\xff\xff\xff\x00\x00\x01\x00"), marshal.loads(b"g\x00\x00\x00\x00\x00\x00\xf8?"), marshal.loads(b"f\x031.5"), marshal.loads(b"u\x02\x00\x00\x00\xc3\xa9"), marshal.loads(b"\xdb\x02\x00\x00\x00\xe9\x05\x00\x00\x00r\x01\x00\x00\x00"), marshal.loads(b"N trailing bytes"), marshal.loads(b"<\x00\x00\x00\x00"), marshal.loads(bytearray(b"N")), marshal.loads(memoryview(b"T")), marshal.loads(b"I\xff\xff\xff\xff\xff\xff\xff\x7f") if False else "")
for bad in (b"", b"\x00\x00", b"i\x00", b"(\x05\x00\x00\x00N", b"s\x10\x00\x00\x00ab", b"r\x00\x00\x00\x00", b"l\x01\x00\x00\x00", b"?", b"[\xff\xff\xff\xff", b"g\x00", b"z", b"l\x00\x00\x00\x80", b"c\x00", b"{N", b"\xa9\x05N"):
    kind(lambda: marshal.loads(bad))
kind(lambda: marshal.loads("str"))
kind(lambda: marshal.loads(5))
kind(lambda: marshal.dumps(object()))
kind(lambda: marshal.dumps([object()]))
kind(lambda: marshal.dumps(len))
kind(lambda: marshal.dumps({1: int}))
kind(lambda: marshal.dumps())
kind(lambda: marshal.dumps(1, "a"))
print()


class L(list):
    pass


shared = ["shared"]
back = marshal.loads(marshal.dumps([shared, shared]))
print(back, back[0] is back[1])
same = ("t", 1.5)
b2 = marshal.loads(marshal.dumps([same, same]))
print(b2, marshal.dumps(bytearray(b"ba"), 2), marshal.loads(marshal.dumps(memoryview(b"mv"))))


def add(a, b=2, *args, c=3, **kw):
    """Doc."""
    x = a + b
    return x, args, c, sorted(kw)


code = marshal.loads(marshal.dumps(add.__code__))
FunctionType = type(add)
f = FunctionType(code, globals(), "again", (20,))
f.__kwdefaults__ = {"c": 30}
print(f(1), f(1, 2, 3, c=4, d=5), code.co_name, code.co_varnames, code == add.__code__, code.co_filename == add.__code__.co_filename, code.co_firstlineno == add.__code__.co_firstlineno, code.co_consts == add.__code__.co_consts, code.co_code == add.__code__.co_code)


def gen(n):
    for i in range(n):
        try:
            yield i
        finally:
            pass


def outer():
    def inner():
        return [lambda: i for i in range(2)]
    return inner


for fn, call in ((gen, lambda g: list(g(3))), (outer, lambda g: [h() for h in g()()])):
    print(call(FunctionType(marshal.loads(marshal.dumps(fn.__code__)), globals())))
path = "/tmp/corpus-marshal-%d" % posix.getpid()
try:
    with open(path, "wb") as out:
        marshal.dump([1, "two", (3,)], out)
        marshal.dump("second", out)
    with open(path, "rb") as inp:
        print(marshal.load(inp), marshal.load(inp))
        kind(lambda: marshal.load(inp))
    print()
finally:
    posix.unlink(path)
nested = []
for _ in range(100):
    nested = [nested]
print(len(repr(marshal.loads(marshal.dumps(nested)))), marshal.version >= 4)
deep = []
for _ in range(5000):
    deep = [deep]
kind(lambda: marshal.dumps(deep))
kind(lambda: marshal.loads(b"[\x01\x00\x00\x00" * 5000 + b"N"))
print()
big = {i: [str(i), i * 1.5, (i, -i)] for i in range(500)}
print(marshal.loads(marshal.dumps(big)) == big, marshal.loads(marshal.dumps(list(range(-2000, 2000, 7)))) == list(range(-2000, 2000, 7)))
