# Operator overloading: every binary, reflected, in-place, unary operator; NotImplemented; subclass priority; order of attempts.
log = []
NAMES = ["add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "lshift", "rshift", "and", "or", "xor", "matmul", "divmod"]


def make(prefix, name):
    full = "__%s%s__" % (prefix, name)

    def method(self, other, *rest):
        log.append("%s.%s" % (self, full.strip("_")))
        if self.mode == "no" or (self.mode == "plain only" and prefix):
            return NotImplemented
        return "%s %s %s" % (self, full.strip("_"), other)
    method.__name__ = full
    return full, method


class Op:
    def __init__(self, name, mode="yes"):
        self.name, self.mode = name, mode

    def __repr__(self):
        return self.name


for n in NAMES:
    for prefix in ("", "r", "i"):
        if not (prefix == "i" and n == "divmod"):
            k, f = make(prefix, n)
            setattr(Op, k, f)


class Sub(Op):
    def __radd__(self, other):
        log.append("Sub.radd")
        return "Sub wins"


Other = type("Other", (), {k: v for k, v in Op.__dict__.items() if k not in ("__dict__", "__weakref__")})
a, b, no, s = Op("a"), Op("b"), Op("no", "no"), Sub("s")
print(a + b, a - b, a * b, a / b, a // b, a % b, a ** b, a << b, a >> b, a & b, a | b, a ^ b, a @ b, divmod(a, b), sep="; ")
print(1 + a, 1 - a, 1 * a, 1 / a, 1 // a, 1 % a, 1 ** a, 1 << a, 1 >> a, 1 & a, 1 | a, 1 ^ a, 1 @ a, divmod(1, a), sep="; ")
print(a + 1, a - None, a * "x", a / 2.5, a ** 2, pow(a, 2), pow(a, 2, 3), "s" + a if False else [1] * 1)
log.clear()
print(no + Other("other"), log)
log.clear()
print(a + s, log)
log.clear()
print(s + a, log)
log.clear()
print(a - s, log)
for f in (lambda: no + no, lambda: no + 1, lambda: 1 + no, lambda: no @ 1, lambda: no ** 2, lambda: divmod(no, no)):
    log.clear()
    try:
        print(f())
    except TypeError as e:
        print(str(e).split(":")[1], log)
results = []
for op in range(13):
    x = Op("x")
    if op == 0: x += 1
    elif op == 1: x -= 1
    elif op == 2: x *= 1
    elif op == 3: x /= 1
    elif op == 4: x //= 1
    elif op == 5: x %= 1
    elif op == 6: x **= 1
    elif op == 7: x <<= 1
    elif op == 8: x >>= 1
    elif op == 9: x &= 1
    elif op == 10: x |= 1
    elif op == 11: x ^= 1
    else: x @= 1
    results.append(x)
print(results)
y = Op("y", "no")
log.clear()
try:
    y += Op("z", "no")
except TypeError as e:
    print(log)
log.clear()
y += Other("z")
print(y, log)
l = [1]
k = l
l += (2,)
t = (1,)
u = t
t += (2,)
print(k, u, t, l is k, t is u)


class InPlace:
    def __init__(self):
        self.items = []

    def __iadd__(self, v):
        self.items.append(v)
        return self

    def __imul__(self, v):
        return "replaced"


ip = InPlace()
alias = ip
ip += 1
ip += 2
print(ip.items, ip is alias)
ip *= 3
print(ip)


class Un:
    def __neg__(self): return "neg"
    def __pos__(self): return "pos"
    def __invert__(self): return "inv"
    def __abs__(self): return "abs"
    def __round__(self, n="none"): return ("round", n)
    def __trunc__(self): return 5
    def __floor__(self): return "floor"
    def __ceil__(self): return "ceil"
    def __index__(self): return 3
    def __int__(self): return 30
    def __float__(self): return 2.5
    def __complex__(self): return 1j
    def __len__(self): return 7
    def __bool__(self): return False
    def __hash__(self): return 11
    def __str__(self): return "str"
    def __repr__(self): return "repr"
    def __bytes__(self): return b"bytes"
    def __format__(self, s): return "format:" + s
    def __sizeof__(self): return 1
    def __contains__(self, x): return x == 1
    def __reversed__(self): return "reversed"
    def __dir__(self): return ["b", "a"]


u = Un()
print(-u, +u, ~u, abs(u), round(u), round(u, 2), int(u), float(u), complex(u), len(u), bool(u), hash(u), str(u), repr(u), bytes(u), format(u, "q"), f"{u:z}", 1 in u, 2 in u, reversed(u), dir(u), [0, 1, 2, "three"][u], hex(u), "abcdef"[u:], not u)


class Vec:
    def __init__(self, *c):
        self.c = c

    def __add__(self, o):
        return Vec(*(a + b for a, b in zip(self.c, o.c))) if isinstance(o, Vec) else NotImplemented

    def __mul__(self, k):
        if isinstance(k, Vec):
            return sum(a * b for a, b in zip(self.c, k.c))
        return Vec(*(a * k for a in self.c))
    __rmul__ = __mul__

    def __sub__(self, o):
        return self + -1 * o

    def __neg__(self):
        return -1 * self

    def __radd__(self, o):
        return self if o == 0 else NotImplemented

    def __matmul__(self, o):
        return "%s@%s" % (self, o)

    def __eq__(self, o):
        return isinstance(o, Vec) and self.c == o.c

    def __repr__(self):
        return "Vec%r" % (self.c,)


v, w = Vec(1, 2), Vec(3.5, -1)
print(v + w, v - w, v * w, 3 * v, v * 2, -v, v @ w, sum([v, w, v]), v == Vec(1, 2), v != w, v == 5)
for f in (lambda: v + 1, lambda: 1 + v, lambda: v / 2, lambda: v < w):
    try:
        f()
    except TypeError as e:
        print(e)


class Lying:
    __add__ = None
    __radd__ = 5


for f in (lambda: Lying() + 1, lambda: 1 + Lying()):
    try:
        f()
    except TypeError as e:
        print("TypeError")
x = Op("dyn")
x.__add__ = lambda o: "instance attribute"
print(x + 1)
Op.__add__ = lambda self, o: "class changed"
print(x + 1, a + b)
del Op.__add__
try:
    x + 1
except TypeError as e:
    print(e)
