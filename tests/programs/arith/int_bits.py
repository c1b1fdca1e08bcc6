# Bit operations and shifts of ints of all sizes.
def err(f, *args):
    try:
        print("no error", f(*args))
    except Exception as e:
        print(type(e).__name__, e)


values = [0, 1, -1, 5, -5, 255, -256, 2 ** 31, -(2 ** 31), 2 ** 49 - 1, -(2 ** 49), 2 ** 63 - 1, -(2 ** 63), 2 ** 64, -(2 ** 64) - 1, 12345678901234567890123456789, -12345678901234567890123456789]
for a in values:
    for b in values:
        print(a & b, a | b, a ^ b)
for a in values:
    print(~a, bin(a), oct(a), hex(a))
for a in values:
    print([a << s for s in (0, 1, 3, 31, 32, 49, 62, 63, 64, 65, 100)])
    print([a >> s for s in (0, 1, 3, 31, 32, 49, 62, 63, 64, 65, 100, 10 ** 6)])
err(lambda: 1 << -1)
err(lambda: 1 >> -1)
err(lambda: 0 << -1)
err(lambda: (2 ** 70) >> -1)
print(0 << 10 ** 15, 0 >> 10 ** 15, 1 >> 10 ** 18, -1 >> 10 ** 18, -(2 ** 70) >> 71)
err(lambda: 1.0 << 1)
err(lambda: 1 << 1.0)
err(lambda: 1 & 1.0)
err(lambda: "a" | 1)
err(lambda: 1 ^ None)
err(lambda: ~1.5)
print(True & False, True | False, True ^ True, ~True if False else "-", type(True & True), type(True & 1), type(True | 0), True << 3, 5 & True)
x = 0b1011
x &= 0b0110
print(x)
x |= 0b1000
print(x)
x ^= 0b1111
print(x)
x <<= 70
print(x)
x >>= 68
print(x)
print([n.bit_length() for n in values])
print(sum(1 << i for i in range(0, 200, 7)))
m = (1 << 128) - 1
print(m & -2 == m - 1, (m ^ (m >> 1)).bit_length(), hex(m & ~(m >> 64)), (-m) & m)
h = 0xcbf29ce484222325
for c in b"fnv hash of a few bytes":
    h = ((h ^ c) * 0x100000001b3) & 0xffffffffffffffff
print(hex(h))
lfsr = 0xACE1
for i in range(1000):
    bit = ((lfsr >> 0) ^ (lfsr >> 2) ^ (lfsr >> 3) ^ (lfsr >> 5)) & 1
    lfsr = (lfsr >> 1) | (bit << 15)
print(hex(lfsr))
print(0x_ff, 0b_1, 1_000_000, 0o17, 0XAB, 0B11, 0O7)
