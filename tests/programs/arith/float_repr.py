#! heavy
# repr, str and parsing of floats: shortest digits that read back the same.
values = [0.0, -0.0, 1.0, -1.0, 0.1, 0.2, 0.3, 0.1 + 0.2, 1 / 3, 2 / 3, 1e-5, 1e-4, 0.0001, 0.00012345, 123456.789, 1e15, 1e16, 9999999999999998.0, 1e17, 123456789012345678.0, 1e21, 1e22, 1e23, 1.5e300, 1e308,
          1.7976931348623157e308, 2.2250738585072014e-308, 2.225073858507201e-308, 5e-324, 4.9e-324, 1e-323, 3.141592653589793, 2.718281828459045, 100.0, 1e100, 12345678.9, 0.5, 1e-7, 9007199254740992.0, 9007199254740993.0,
          5e-5, 4.35, 4.349999999999999, 2.675, 1.005, 179769313486231580793e289, 8.41e21, 2.0 ** -1074, 2.0 ** -1022, 9.5e-8, 1.1e23]
for v in values:
    print(repr(v), str(v), v.hex(), v == float(repr(v)))
inf, nan = float("inf"), float("nan")
print(inf, -inf, nan, repr(-nan) in ("nan", "-nan"), inf.hex(), (-inf).hex(), nan.hex())
for text in ("1", " 1.5 ", "+2.", ".5", "-.5e1", "1e5", "1E-5", "1_000.5", "1e1_0", "inf", "-Infinity", "+INF", "nan", "NaN", "-nan", "infinity", "1e400", "-1e400", "1e-400", "\u0661.\u0665", "0x1p3"[:1], "00.100", "1" * 400, "0." + "0" * 330 + "1", "." + "3" * 50):
    value = float(text)
    print(repr(text[:24]), repr(abs(value) if value != value else value))
for text in ("", " ", ".", "e5", "1e", "1e+", "--1", "1..2", "1 2", "0x10", "abc", "1_", "_1", "1__0", "1e5.5", "in", "infi", "nanx", "1\x00", "+-1", "1,5"):
    try:
        print(float(text))
    except ValueError as e:
        print("ValueError", e if text.strip() else "")
print(float(), float(3), float(True), float(b"1.5"), float(bytearray(b" 2 ")), float(2 ** 53 + 1), float(10 ** 22), float(2 ** 1023), float(-(10 ** 300)))
for bad in (10 ** 400, -(10 ** 400), None, [], 1j, "x", b"y"):
    try:
        print(float(bad))
    except Exception as e:
        print(type(e).__name__)


class F:
    def __float__(self):
        return 2.5


class BadFloat:
    def __float__(self):
        return "2.5"


print(float(F()))
try:
    float(BadFloat())
except TypeError:
    print("TypeError")
for text in ("0x1p0", "0x1.8p1", "-0x1.fffffffffffffp1023", "0x1p-1074", "0x0.0000000000001p-1022", "1.8", "0xap3", "inf", "nan", " 0x.8p0 ", "0x1.00000000000008p0", "0x1.000000000000081p0", "-0x0p0"):
    print(text, repr(float.fromhex(text)))
for text in ("", "0x", "0x1p", "1p", "xyz", "0x1p5000"):
    try:
        print(float.fromhex(text))
    except (ValueError, OverflowError) as e:
        print(type(e).__name__)
for v in (0.5, 0.1, -2.75, 1e300, 5e-324, 3.0):
    n, d = v.as_integer_ratio()
    print(v, n % 1000007, d % 1000007, n / d == v, v.is_integer())
for v in (inf, nan):
    try:
        v.as_integer_ratio()
    except (OverflowError, ValueError) as e:
        print(type(e).__name__, e)
# A pseudo-random sweep: everything must read back exactly.
state = 12345
good = 0
digits = 0
for _ in range(3000):
    state = (state * 6364136223846793005 + 1442695040888963407) % 2 ** 64
    x = (state >> 11) / 2.0 ** 53 * 10.0 ** ((state >> 3) % 600 - 300)
    text = repr(x)
    good += float(text) == x and float.fromhex(x.hex()) == x
    digits += len(text)
print(good, digits)
