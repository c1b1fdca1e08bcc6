# Numbers meeting user classes: reflected methods, subclasses first, __index__, __int__, __float__, __round__ and so on.
class Num:
    def __init__(self, v):
        self.v = v

    def __repr__(self):
        return "Num(%r)" % (self.v,)

    def __add__(self, o):
        return ("add", self.v, o)

    def __radd__(self, o):
        return ("radd", self.v, o)

    def __sub__(self, o):
        return ("sub", self.v, o)

    def __rsub__(self, o):
        return ("rsub", self.v, o)

    def __mul__(self, o):
        return ("mul", self.v, o)

    __rmul__ = __mul__

    def __rtruediv__(self, o):
        return ("rtruediv", o)

    def __rfloordiv__(self, o):
        return ("rfloordiv", o)

    def __rmod__(self, o):
        return ("rmod", o)

    def __rdivmod__(self, o):
        return ("rdivmod", o)

    def __rpow__(self, o, *m):
        return ("rpow", o)

    def __rlshift__(self, o):
        return ("rlshift", o)

    def __rand__(self, o):
        return ("rand", o)

    def __lt__(self, o):
        return ("lt", o)

    def __gt__(self, o):
        return ("gt", o)

    def __eq__(self, o):
        return ("eq", o)

    def __hash__(self):
        return 7

    def __neg__(self):
        return "neg"

    def __pos__(self):
        return "pos"

    def __invert__(self):
        return "invert"

    def __abs__(self):
        return "abs"

    def __round__(self, n=None):
        return ("round", n)

    def __divmod__(self, o):
        return ("divmod", o)

    def __pow__(self, o, m=None):
        return ("pow", o, m)


n = Num(5)
for left in (1, 2.5, True, 10 ** 30, 1j, "s", None, [1]):
    print(left + n if not isinstance(left, (str, list)) else "-", left - n, left / n, left // n if left != 1j else "-", left << n, divmod(left, n) if left != 1j else "-", left ** n, left & n)
print(7 % n, 2.5 % n, 1 < n, 1 > n, 1 == n, 2.5 == n, 1.5 < n, n < 1, 10 ** 30 > n, "a" == n, [1] == n)
print(-n, +n, ~n, abs(n), round(n), round(n, 3), divmod(n, 2), pow(n, 2), pow(n, 2, 5), n ** 3, 3 * n, n * 3)


class I(int):
    def __add__(self, o):
        return I(int(self) + int(o) + 100)

    def __radd__(self, o):
        return ("I.radd", o)

    def __mul__(self, o):
        return NotImplemented

    def __lt__(self, o):
        return "I.lt"

    def __rmul__(self, o):
        return "I.rmul"


i = I(5)
print(i + 1, 1 + i, 1.5 + i, i - 1, type(i - 1), 2 * i, i < 3, 3 > i, 3 < i, i == 5, hash(i) == hash(5), -i, type(-i), abs(i), i.bit_length(), type(i + 1))
try:
    print(i * 2)
except TypeError as e:
    print(e)


class Index:
    def __index__(self):
        return 3


class BadIndex:
    def __index__(self):
        return 3.0


idx = Index()
print([10, 20, 30, 40][idx], "abcdef"[idx:], (1, 2, 3, 4)[:idx], bin(idx), hex(idx), oct(idx), range(idx), [0] * idx, "x" * idx, bytes(idx), list(range(10))[idx:8:idx], "%d" % 4, chr(Index().__index__() + 62), 1 << Index().__index__())
for f in (lambda: [0] * 1.5, lambda: range(1.5), lambda: bin(2.5), lambda: [1, 2, 3][None], lambda: "ab" * "c", lambda: [1]["a"], lambda: (1,)[1.0], lambda: b"a"[None], lambda: bytes(1.5)):
    try:
        print(f())
    except TypeError as e:
        print("TypeError", e)


class Floaty(float):
    def __repr__(self):
        return "Floaty(%s)" % float.__repr__(self)

    __str__ = __repr__


f = Floaty(2.5)
print(f, f + 1, type(f + 1), f * 2, f == 2.5, {2.5: 1}[f], -f, str(f), "%s %r" % (f, f), [f], f.is_integer(), Floaty("1e3"), Floaty.fromhex("0x1p1"), type(Floaty.fromhex("0x1p1")).__name__)


class B:
    def __bool__(self):
        return False


class L:
    def __len__(self):
        return 0


class BadBool:
    def __bool__(self):
        return 1


print(bool(B()), bool(L()), not B(), B() or "or", len(L() and "and"), [1 for _ in (1,) if not L()])
try:
    bool(BadBool())
except TypeError as e:
    print("TypeError")
for f in (lambda: [1, 2][BadIndex()], lambda: "abc"[1.0], lambda: [1, 2]["a":]):
    try:
        print(f())
    except TypeError as e:
        print("TypeError")
try:
    class NegLen:
        def __len__(self):
            return -1
    bool(NegLen())
except ValueError as e:
    print(e)
