# abs, divmod, pow, round, bin, hex, oct, chr, ord, ascii, repr, format, int, float, bool, complex, str as functions.
def kind(f):
    try:
        print("no error", f())
    except Exception as e:
        print(type(e).__name__)


print(abs(-5), abs(5), abs(-2.5), abs(-0.0), abs(3 + 4j), abs(True), abs(-(2 ** 70)), abs(False))
print(divmod(7, 2), divmod(-7, 2), divmod(7, -2), divmod(7.5, 2), divmod(-7.5, 2), divmod(10 ** 30, 7), divmod(True, 2), divmod(5, 2.5))
print(pow(2, 3), pow(2, -1), pow(2, 0.5), pow(2, 3, 5), pow(-2, 3), pow(2.0, 3), pow(0, 0), pow(1j, 2), pow(2, 100, 10 ** 9), pow(-1, 3, 5), pow(5, 0, 1), pow(3, 3, -7))
print(round(2.5), round(3.5), round(-2.5), round(2.567, 2), round(1234, -2), round(5), round(2.5, 0), round(1e20), round(True), round(2.675, 2), round(-1.5), round(0.5), round(1.5, None), round(12345.678, -3), round(5, 10), round(15, -1), round(25, -1))
print(bin(0), bin(5), bin(-5), bin(2 ** 40), hex(255), hex(-255), hex(0), oct(8), oct(-8), oct(0), bin(True), hex(2 ** 64), oct(2 ** 30))
print(chr(65), ascii(chr(0x4e00)), ascii(chr(0x10ffff)), ord("A"), ord("\u4e00"), ord(b"a"), ord(bytearray(b"z")), repr(chr(0)), repr(chr(10)), repr(chr(127)), ascii(chr(0xd800)))
print(ascii("a\u00e9\u4e00\U0001f600\n"), ascii(["\u00e9"]), ascii(5), ascii(None), ascii(b"\xff"), repr("a'b"), repr(1.0), repr(10 ** 20), repr([1, "a", None]), repr({"a": (1,)}), repr({1}), repr(frozenset([1])), repr(b"a"), repr(bytearray(b"a")), repr(slice(1, 2)), repr(range(1)), repr(1j), repr(...), repr(int), repr(True))
print(format(5, "03d"), format(2.5, ".2f"), format("a", ">3"), format(None, ""), format([1], ""), format(255, "#x"), format(1234567, ","), format(0.5, "%"), format(True), format("x"), format(3 + 1j, ".1f"))
print(int("5"), int(5.9), int(-5.9), int("-0x1f", 16), int("101", 2), int(), int(True), int("  7\n"), int(b"8"), float("1.5"), float("-inf"), float(5), float(), float("1e3"), float("  2.5 "), bool(), bool([]), bool("a"), bool(0.0), complex("1+2j"), complex(1, 2), complex(), str(), str(5), str(None), str(b"a", "ascii"))
kind(lambda: abs("a"))
kind(lambda: abs(None))
kind(lambda: divmod(1, 0))
kind(lambda: divmod("a", 1))
kind(lambda: divmod(1j, 1))
kind(lambda: pow(2))
kind(lambda: pow("a", 1))
kind(lambda: pow(2, 3, 0))
kind(lambda: pow(2.0, 3, 5))
kind(lambda: pow(0, -1))
kind(lambda: round("a"))
kind(lambda: round(1.5, "a"))
kind(lambda: round(1j))
kind(lambda: bin(1.5))
kind(lambda: hex("a"))
kind(lambda: oct(None))
kind(lambda: chr("a"))
kind(lambda: chr(-1))
kind(lambda: chr(0x110000))
kind(lambda: ord("ab"))
kind(lambda: ord(""))
kind(lambda: ord(5))
kind(lambda: ord(b"ab"))
kind(lambda: int("a"))
kind(lambda: int([]))
kind(lambda: int(1j))
kind(lambda: int("5", 1))
kind(lambda: int(5, 10))
kind(lambda: float("a"))
kind(lambda: float([]))
kind(lambda: bool(1, 2))
kind(lambda: str(1, 2, 3, 4))
kind(lambda: format(1, 2))
kind(lambda: format(1, "zz"))


class N:
    def __abs__(self):
        return "abs"

    def __divmod__(self, o):
        return "divmod", o

    def __rdivmod__(self, o):
        return "rdivmod", o

    def __pow__(self, e, m=None):
        return "pow", e, m

    def __rpow__(self, b):
        return "rpow", b

    def __round__(self, n=None):
        return "round", n

    def __index__(self):
        return 65

    def __repr__(self):
        return "N\u00e9"

    def __format__(self, s):
        return "fmt" + s

    def __int__(self):
        return 7

    def __float__(self):
        return 7.5

    def __complex__(self):
        return 7j

    def __bool__(self):
        return False


n = N()
print(abs(n), divmod(n, 1), divmod(1, n), pow(n, 2), pow(n, 2, 3), pow(2, n), round(n), round(n, 2), bin(n), hex(n), oct(n), chr(n.__index__()), repr(n), ascii(n), format(n, "q"), int(n), float(n), complex(n), bool(n), str(n))
for bad in (lambda: type("X", (), {"__repr__": lambda s: 5})(), lambda: type("X", (), {"__index__": lambda s: "a"})(), lambda: type("X", (), {"__bool__": lambda s: "a"})(), lambda: type("X", (), {"__int__": lambda s: 1.5})()):
    x = bad()
    for f in (repr, bin, bool, int):
        if f.__name__ in ("repr", "bin", "int") and "__%s__" % {"bin": "index"}.get(f.__name__, f.__name__) in type(x).__dict__ or f is bool and "__bool__" in type(x).__dict__:
            kind(lambda: f(x))
print([f(3) for f in (abs, bin, hex, oct, chr, repr, ascii, str, int, float, bool, complex, round, hash)], [f("7") for f in (int, float, str, repr, ascii, ord, bool, len, list, tuple)])
