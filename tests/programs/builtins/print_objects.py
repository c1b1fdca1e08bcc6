# repr of nested and recursive structures, long containers, special objects; str versus repr inside containers.
class R:
    def __init__(self, n):
        self.n = n

    def __repr__(self):
        return "R(%r)" % (self.n,)

    def __str__(self):
        return "str R"


class S:
    def __str__(self):
        return "only str"


print([R(1), "a", 1.0, None, True, b"b", (1,), {"k": R(2)}, {R(3).n}, [[]], ((),), {}, set(), frozenset(), range(2), slice(1), ..., int, 1j, -0.0, 1e100, "\n", "'", '"'])
print(R(R(R("x"))), str(R(1)), "%s %r" % (R(1), R(1)), "{} {!r}".format(R(1), R(1)), f"{R(1)} {R(1)!r}", [str(R(1))], {R(1): R(2)}, (R(1), R(2)), {"a": {"b": {"c": [R(1)]}}})
l = [1, 2]
l.append(l)
d = {"x": l}
d["d"] = d
s = [d, (l,)]
print(l, d, s)
t = ([],)
t[0].append(t)
print(t)


class L(list):
    pass


class D(dict):
    pass


class T(tuple):
    pass


class St(set):
    pass


rl = L([1])
rl.append(rl)
rd = D(a=1)
rd["self"] = rd
print(rl, rd, T((1, 2)), L(), D(), T(), St([1]), St())
print([float("inf"), float("nan"), -1.5e-10, 1e16, 123456789.0, 2 ** 100, -1, 0])
print({1: "a", "b": 2, None: None, (1, 2): [3], 1.5: {4}, True: "overrides 1"}, {0: 0, False: "same key"})
print([("a", 1), ["b", (2, [3])]], [[1, [2, [3, [4, [5]]]]]], {"k": ("v",)}, ([{}],), [set(), frozenset({(1,)})])
print(dict(a=1, b="x").items(), {"a": 1}.keys(), {"a": 1}.values(), list({"a": 1}.items()), type({}.items()), enumerate, zip, map)
print(Exception("a"), [KeyError("k")][0].args, repr(StopIteration()), type(ValueError("x")), memoryview(b"a").format, bytes(3), bytearray(2), repr("\\"), "\\", repr("\x00\x1b\x7f\xa0\xad\u200b\u2028\ud800\U0001f600".encode("utf-8", "surrogatepass")))
print(max([R(1), R(2)], key=lambda r: r.n), sorted([R(2), R(1)], key=lambda r: r.n), list(map(R, "ab")), {R(i).n: R(i) for i in range(2)})
deep = []
for i in range(50):
    deep = [i, deep] if i % 2 else (i, deep)
print(deep)
long = list(range(200))
print(long, len(repr(long)), len(repr({i: str(i) for i in range(100)})), repr("x" * 300)[:10])
print(*[R(1), S(), "a", None], sep="|")
print([S()][0], str(S()))
print(__name__, __doc__, R.__name__, R.__module__, R.__qualname__, R.__repr__.__name__, R(5).__repr__(), R(5).__str__(), object.__str__(R(6)))
