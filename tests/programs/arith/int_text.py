# int() from text and other things, and back.
def err(f, *args, **kwargs):
    try:
        print("no error", repr(f(*args, **kwargs)))
    except Exception as e:
        print(type(e).__name__, e)


def kind(f, *args, **kwargs):
    try:
        print("no error", repr(f(*args, **kwargs)))
    except Exception as e:
        print(type(e).__name__)


for text in ("0", "-0", "+7", " 42 ", "\t\n13\r", "1_000", "123456789012345678901234567890", "-99999999999999999999", "\u0661\u0662\u0663", "\uff15", "00012"):
    print(repr(text), int(text))
for text in ("", " ", "+", "-", "1 2", "1__0", "_1", "1_", "0x10", "1.5", "1e5", "abc", "--1", "+-1", "\u00b2", "1\x00", "\x00"):
    err(int, text)
for text, base in (("ff", 16), ("FF", 16), ("0xff", 16), ("0XfF", 0), ("0b101", 0), ("0b101", 2), ("0o17", 0), ("0o17", 8), ("z", 36), ("Zz", 36), ("101", 2), ("1_0", 2),
                   ("0x_f", 16), ("-0x10", 16), ("  -0b11  ", 0), ("0", 0), ("00", 0), ("12", 3), ("  7 ", 8), ("10" * 40, 2), ("deadbeef" * 5, 16), ("76543210" * 5, 8), ("zyx" * 8, 36)):
    print(repr(text), base, int(text, base))
for text, base in (("2", 2), ("8", 8), ("g", 16), ("0b12", 2), ("0x", 16), ("012", 0), ("1", 1), ("1", 37), ("1", -1), ("0b2", 0), ("", 10)):
    err(int, text, base)
print(int(b"12"), int(b"ff", 16), int(bytearray(b"-7")), int("7", base=10), int(3))
err(int, b"1 2")
err(int, b"\xff")
err(int, b"\x00")
kind(int, 3.5, 10)
kind(int, 10, 2)
kind(int, None)
kind(int, [])
kind(int, "1", "2")
kind(int, base=10)
print(int(), int(3.99), int(-3.99), int(1e20), int(-1e300) % 1000007, int(True), int(0.0), int(2.0 ** 62), int(-(2.0 ** 63)))
err(int, float("nan"))
err(int, float("inf"))
err(int, float("-inf"))


class WithInt:
    def __int__(self):
        return 77


class WithTrunc:
    def __index__(self):
        return 99


class BadInt:
    def __int__(self):
        return "x"


print(int(WithInt()))
kind(int, BadInt())
print([int("9" * n) + 1 for n in (1, 5, 9, 10, 14, 15, 18, 19, 20, 25)])
for n in (0, 9, 10, -10, 99999, 2 ** 49, 2 ** 63, 10 ** 18, 10 ** 19, 10 ** 50 + 7, -(10 ** 33)):
    print(str(n), repr(n), "%d" % n, "%5d|%-5d|%05d|%+d|% d" % (n, n, n, n, n), len(str(n)))
assert all(int(str(n)) == n and int(hex(n), 16) == n and int(bin(n), 2) == n and int(oct(n), 8) == n for n in [s * (7 ** k) for k in range(0, 150, 3) for s in (1, -1)])
print((255).to_bytes(2, "big"), (255).to_bytes(2, "little"), (-2).to_bytes(3, "little", signed=True), (0).to_bytes(0, "big"), (2 ** 100).to_bytes(13, "big"))
err((256).to_bytes, 1, "big")
err((-1).to_bytes, 1, "big")
err((128).to_bytes, 1, "big", signed=True)
kind((1).to_bytes, -1, "big")
err((1).to_bytes, 1, "middle")
print(int.from_bytes(b"\x01\x00", "big"), int.from_bytes(b"\x01\x00", "little"), int.from_bytes(b"\xff\xfe", "big", signed=True), int.from_bytes(b"", "big"), int.from_bytes([1, 2, 3], "big"), int.from_bytes(bytes(range(20)), "little"))
print((5).real, (5).imag, (5).numerator, (5).denominator, (5).conjugate(), (-5).__abs__(), (5).__bool__(), (0).__bool__(), (5).__int__(), (5).__index__(), (5).__float__(), (5).__trunc__(), (5).__floor__(), (5).__ceil__())
print(round(15, -1), round(25, -1), round(-15, -1), round(-25, -1), round(1234567, -3), round(5, 3), round(5), round(10 ** 30 + 5 * 10 ** 9, -10), round(7, -5), round(2 ** 70, -2))
