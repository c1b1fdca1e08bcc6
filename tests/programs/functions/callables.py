# Things that can be called, builtins with keywords, partial-like objects, call errors, many calls in loops with changing targets.
def kind(f, *args, **kwargs):
    try:
        print("no error", f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e)


class Adder:
    def __init__(self, n):
        self.n = n

    def __call__(self, x, *rest, scale=1):
        return (x + self.n + sum(rest)) * scale


add5 = Adder(5)
print(add5(1), add5(1, 2, 3), add5(1, scale=10), callable(add5), callable(5), callable(Adder), callable(len), list(map(add5, [1, 2])), sorted([3, 1], key=Adder(0)))
for thing in (5, "s", None, [], {}, 2.5, (1,), ..., Ellipsis):
    kind(lambda: thing())


class NoCall:
    pass


n = NoCall()
kind(n)
n.__call__ = lambda: "instance attribute does not count"
kind(n)
NoCall.__call__ = lambda self, *a: ("class attribute counts", a)
print(n(), n(1))


class Meta(type):
    def __call__(cls, *args):
        return ("meta call", args, type.__call__(cls).__class__.__name__)


class M(metaclass=Meta):
    pass


print(M(1, 2))


class Partial:
    def __init__(self, f, *a, **k):
        self.f, self.a, self.k = f, a, k

    def __call__(self, *a, **k):
        merged = dict(self.k)
        merged.update(k)
        return self.f(*self.a, *a, **merged)


print(Partial(max, 3)(1, 2), Partial(sorted, reverse=True)([1, 3, 2]), Partial(int, base=2)("101"), Partial(print, "a", sep="-")("b"), Partial(Partial(pow, 2), 5)(), Partial("{}-{}".format, 1)(2), Partial(dict, a=1)(b=2))
print(max(1, 2), max([1, 2], key=lambda v: -v), max([], default="d"), min("b", "a"), sum([1], 5), sorted("ba", reverse=True), int("ff", 16), int(x="5") if False else int("5"), str(b"a", encoding="ascii"), round(2.567, ndigits=1), pow(2, 3), divmod(7, 2), "a,b".split(sep=","), "x".encode(encoding="utf-8"), print("p", end=""), enumerate("a", start=5).__next__(), sum([[1], [2]], []), dict([(1, 2)], k=3), list(zip("ab", range(2))), type("T", (), {})().__class__.__name__, isinstance(1, (int, str)), getattr(1, "zz", "default"), next(iter([]), "nx"))
for f in (lambda: len(), lambda: len(1, 2), lambda: max(), lambda: max(1), lambda: sum(), lambda: sorted([1], bogus=1), lambda: int("1", bogus=2), lambda: print(1, bogus=2), lambda: [].append(), lambda: [].append(1, 2), lambda: "".join(), lambda: {}.get(), lambda: iter(), lambda: next(), lambda: chr(), lambda: abs(), lambda: abs(1, 2), lambda: isinstance(1), lambda: getattr(1), lambda: len(x=1), lambda: ord(), lambda: "a".upper(1), lambda: [].sort(1), lambda: round(), lambda: round(1, 2, 3), lambda: divmod(1), lambda: zip(1), lambda: map(), lambda: map(len), lambda: range(), lambda: hash(), lambda: id(), lambda: repr(), lambda: type(), lambda: object(1), lambda: super(1), lambda: bool(1, 2), lambda: float(1, 2), lambda: iter(5), lambda: iter(5, 6), lambda: next(5), lambda: reversed(5), lambda: enumerate(), lambda: filter(None), lambda: tuple(1, 2)):
    try:
        print("no error", f())
    except TypeError as e:
        print("TypeError", end=" ")
print()
targets = [lambda x: x + 1, add5, int, float, abs, str, "{}".format, [10, 20, 30, 40].__getitem__, Adder(1).__call__, (lambda *a: a[0]), (lambda x, y=2: x * y), Partial(pow, 2), {2: "two", 3: "three"}.get, bool, [].__class__.__len__ if False else hash]
for x in (2, 3):
    print([t(x) for t in targets])


def dispatch(n):
    total = 0
    for i in range(n):
        total += (lambda v: v, Adder(i), int, abs)[i % 4](i)
    return total


print(dispatch(400))


def takes_callback(cb, *a):
    return cb(*a)


print(takes_callback(takes_callback, takes_callback, lambda: "deep"), takes_callback(str.upper, "s"), takes_callback("s".upper), takes_callback(type, 5), takes_callback(lambda **k: k))


class Desc:
    def __get__(self, o, c):
        return lambda *a: ("via descriptor", a)


class HasDesc:
    __call__ = Desc()
    __len__ = Desc()


print(HasDesc()(1))
print((lambda f: f(f))(lambda f: "self application"), (lambda f, n: f(f, n))(lambda f, n: 1 if n == 0 else n * f(f, n - 1), 10), [f() for f in [lambda: 1, dict, list, str, int]])


class Slots:
    __slots__ = ("f",)

    def __init__(self):
        self.f = lambda x: ("slot function gets no self", x)

    def m(self, x):
        return "method", x


s = Slots()
print(s.f(1), s.m(1))
s.f = s.m
print(s.f(2))


class Attr:
    def g(self):
        return "class g"


o = Attr()
out = []
for i in range(6):
    if i == 2:
        o.g = lambda: "instance g"
    if i == 4:
        del o.g
        Attr.g = lambda self: "new class g"
    out.append(o.g())
print(out)
