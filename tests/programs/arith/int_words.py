#! heavy
# Every operator where the representation of ints changes: 50, 63, 64, 127, 128 and 192 bits, with all signs.
import math

EDGES = [0, 1, 2, 3, 7, 10, 255]
for bits in (31, 32, 49, 50, 51, 53, 61, 62, 63, 64, 65, 95, 126, 127, 128, 129, 190, 191, 192, 193, 256, 320):
    for offset in (-3, -1, 0, 1, 2):
        EDGES.append((1 << bits) + offset)
EDGES += [10 ** 19, 10 ** 19 - 1, 10 ** 30, 3 ** 60, 7 ** 45, 3 ** 100, (1 << 256) // 3, (1 << 128) // 5 << 64]
VALUES = EDGES + [-n for n in EDGES]
PRIME = (1 << 89) - 1


class Sum:
    """A checksum of a long list of ints that also sees their order and signs."""

    def __init__(self):
        self.total = 0
        self.count = 0

    def add(self, n):
        self.total = (self.total * 1000003 + n) % PRIME
        self.count += 1

    def show(self, name):
        print("%-10s %6d %d" % (name, self.count, self.total))


def check(name, operation):
    total = Sum()
    for a in VALUES:
        for b in VALUES:
            try:
                total.add(operation(a, b))
            except ZeroDivisionError:
                total.add(-17)
    total.show(name)


def inplace(a, b):
    n = a
    n += b
    n *= a
    n -= b
    n ^= a
    n |= b
    n &= a - b
    n <<= 3
    n >>= 7
    if b:
        n //= b
        n %= b
    return n


def divide(a, b):
    q, r = divmod(a, b)
    assert q == a // b and r == a % b and q * b + r == a, (a, b)
    assert 0 <= r < b or b < r <= 0, (a, b)
    return q ^ r


def order(a, b):
    return (a < b) + 2 * (a <= b) + 4 * (a == b) + 8 * (a != b) + 16 * (a > b) + 32 * (a >= b)


check("add", lambda a, b: a + b)
check("sub", lambda a, b: a - b)
check("mul", lambda a, b: a * b)
check("floordiv", lambda a, b: a // b)
check("mod", lambda a, b: a % b)
check("divmod", divide)
check("and", lambda a, b: a & b)
check("or", lambda a, b: a | b)
check("xor", lambda a, b: a ^ b)
check("order", order)
check("inplace", inplace)
check("gcd", math.gcd)
check("truediv", lambda a, b: int(a / b * 1e6))
check("hash", lambda a, b: hash(a) - hash(b) + (hash(a) == hash(b)))

SHIFTS = [0, 1, 2, 13, 30, 31, 32, 49, 50, 62, 63, 64, 65, 126, 127, 128, 129, 191, 192, 200, 400]
total = Sum()
for n in VALUES:
    for s in SHIFTS:
        assert (n << s) == n * 2 ** s and (n >> s) == n // 2 ** s, (n, s)
        total.add(n << s)
        total.add(n >> s)
    assert n >> (1 << 60) == (-1 if n < 0 else 0)
total.show("shifts")

total = Sum()
for n in VALUES:
    assert -n == 0 - n and ~n == -1 - n and +n == n and abs(n) == max(n, -n), n
    assert n.bit_length() == len(bin(abs(n))) - 2 + (n == 0) * -1, n
    total.add(-n)
    total.add(~n)
    total.add(n.bit_length())
    total.add(int(float(n)))
    for e in (0, 1, 2, 3, 5):
        total.add(n ** e)
total.show("unary")

total = Sum()
for n in VALUES:
    for show, base in ((str, 10), (hex, 16), (oct, 8), (bin, 2)):
        text = show(n)
        assert int(text, base) == n and int(text, 0) == n, text
        assert text.lstrip("-0bxo") == "" or int(text.replace("1", "1_", 1).rstrip("_"), 0) == n, text
        for c in text:
            total.add(ord(c))
    assert "%d|%x|%o" % (n, n, n) == "{0:d}|{0:x}|{0:o}".format(n)
    assert "%+d" % n == format(n, "+") and int(format(n, ",").replace(",", "")) == n
total.show("text")

total = Sum()
for n in VALUES:
    for order_name in ("little", "big"):
        for length in (1, 7, 8, 9, 16, 17, 24, 33, 41):
            try:
                data = n.to_bytes(length, order_name, signed=True)
            except OverflowError:
                assert not -(1 << 8 * length - 1) <= n < 1 << 8 * length - 1, (n, length)
                continue
            assert int.from_bytes(data, order_name, signed=True) == n, n
            total.add(int.from_bytes(data, order_name))
total.show("bytes")

total = Sum()
for n in VALUES:
    for m in VALUES[::7]:
        for e in (0, 1, 2, 3, 17, 65537, (1 << 64) + 1):
            if m:
                r = pow(n, e, m)
                assert 0 <= r < m or m < r <= 0
                assert e > 3 or r == n ** e % m, (n, e, m)
                total.add(r)
total.show("powmod")

# Comparison with floats is exact.
total = Sum()
for n in VALUES:
    for x in (float(n), 2.0 ** 63, 2.0 ** 64, -(2.0 ** 127), 1e300, -0.5):
        total.add(order(n, x))
total.show("floats")

# The loops of hash functions and random numbers.
MASK = 0xFFFFFFFFFFFFFFFF


def fnv(data):
    h = 0xcbf29ce484222325
    for c in data:
        h = (h ^ c) * 0x100000001b3 & MASK
    return h


def xorshift(n):
    x = 88172645463325252
    for _ in range(n):
        x ^= x << 13 & MASK
        x ^= x >> 7
        x ^= x << 17 & MASK
    return x


def splitmix(n):
    state = total = 0
    for _ in range(n):
        state = (state + 0x9E3779B97F4A7C15) & MASK
        z = state
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & MASK
        z = (z ^ z >> 27) * 0x94D049BB133111EB & MASK
        total ^= z ^ z >> 31
    return total


def pcg(n):
    x = 1
    for _ in range(n):
        x = (x * 0x2360ED051FC65DA44385DF649FCCF645 + 0x5851F42D4C957F2D14057B7EF767814F) % (1 << 128)
    return x


def signed64(n):
    x = 0
    for i in range(n):
        x = x * 6364136223846793005 - i
        x = (x + (1 << 63)) % (1 << 64) - (1 << 63)
    return x


print(fnv(bytes(range(256)) * 4), xorshift(3000), splitmix(3000))
print(pcg(3000), signed64(3000))
a, b = 0, 1
for i in range(3000):
    a, b = b, (a + b) % 10 ** 30
print(a)
print(sum([(1 << 70) + i for i in range(500)]), sum([-(1 << 62) - i for i in range(500)]))
for bad in (lambda: (1 << 70) << -1, lambda: (1 << 70) >> -65, lambda: 5 >> -(1 << 62)):
    try:
        print(bad())
    except ValueError as e:
        print("ValueError", e)
print(True + (1 << 64), (1 << 64) - True, True << 64, -(1 << 63), -(-(1 << 63)), abs(-(1 << 63)), (-(1 << 63)) // -1)
