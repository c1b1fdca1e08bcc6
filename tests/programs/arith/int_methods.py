# What an int object looks like from outside: attributes, identity of small values, immutability, int subclass construction.
for name in ("numerator", "real", "imag", "denominator"):
    print(name, getattr(12, name), getattr(True, name))
for f in (lambda: setattr(5, "x", 1), lambda: setattr(5, "real", 1), lambda: delattr(5, "real"), lambda: (5).nothing, lambda: int.__new__(str), lambda: int.__add__("a", 1), lambda: int.bit_length("x"), lambda: (5)(), lambda: (5)[0], lambda: len(5), lambda: iter(5), lambda: 5 in 5, lambda: [].__getitem__("x")):
    try:
        print(f())
    except (AttributeError, TypeError) as e:
        print(type(e).__name__)
print(int.__name__, int.__qualname__, int.__module__, int.__mro__, bool.__mro__, bool.__bases__, type(1), type(1.0), type(1j), type(True), type(int))


class Tagged(int):
    def __new__(cls, value, tag):
        self = int.__new__(cls, value)
        self.tag = tag
        return self

    def __repr__(self):
        return "<%d %s>" % (self, self.tag)

    __str__ = __repr__


t = Tagged(2 ** 50, "big")
u = Tagged("17", "text")
print(t, u, t + u, u.tag, u * 2, [0, 1, 2][Tagged(1, "i")], {17: "hit"}[u], u in (17,), sorted([t, u, 3]), u.__dict__, isinstance(u, int), type(u).__name__, int(u), type(int(u)), u.real, type(u.real), -u, u == 17.0, str(u), "%d" % u, format(u, "d"), bool(Tagged(0, "z")), u & 1, u << 1)


class D(dict):
    pass


try:
    class NoBool(bool):
        pass
except TypeError as e:
    print(e)
a, b = 256, 255 + 1
print(a is b, (lambda: 1)() is 1 + 0, -5 is not None)
print([int.__dict__[n] is not None for n in ("__add__", "__radd__", "__and__", "__index__", "from_bytes", "to_bytes", "conjugate")])
print(isinstance(3, object), issubclass(bool, int), callable(int), hash(3), hash(True), (3).__hash__(), (3).__repr__(), (3).__str__(), (3).__format__("03"), (3).__eq__(3), (3).__eq__(3.0), (3).__ne__(4), (3).__lt__(4), (3).__sizeof__() > 0, (3).__class__, (3).__doc__ is not None, (3).__getnewargs__(), (3).__reduce_ex__(2)[1] if False else "")
print(*[(n, bool(n), not n, n and "t", n or "f") for n in (-1, 0, 1, 2 ** 49, 2 ** 64)], sep="\n")
print(max(range(-5, 5), key=abs), min(range(-5, 5), key=lambda v: v * v), sum(range(101)), sorted(range(-3, 4), key=lambda v: (abs(v), v)), list(map(int, "1 22 333".split())), all(i for i in range(1, 5)), any(i > 3 for i in range(5)))
