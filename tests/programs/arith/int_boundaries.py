#! heavy
# Addition, subtraction, multiplication and negation around every machine-level boundary of an int.
EDGES = []
for power in (0, 1, 7, 8, 15, 16, 29, 30, 31, 32, 48, 49, 50, 51, 52, 53, 60, 62, 63, 64, 65, 96, 127, 128):
    for delta in (-2, -1, 0, 1, 2):
        EDGES.append(2 ** power + delta)
        EDGES.append(-(2 ** power) + delta)
EDGES = sorted(set(EDGES))
print(len(EDGES), EDGES[0], EDGES[-1])

for x in EDGES:
    print(x, -x, +x, ~x, abs(x), x + 1, x - 1, x * 2, x * -1, x.bit_length())


def checksum(operation):
    total = 0
    for a in EDGES:
        for b in EDGES:
            total = (total * 31 + operation(a, b)) % 1000000007
    return total


print("add", checksum(lambda a, b: a + b))
print("sub", checksum(lambda a, b: a - b))
print("mul", checksum(lambda a, b: a * b))
print("div", checksum(lambda a, b: a // b if b else 0))
print("mod", checksum(lambda a, b: a % b if b else 0))
print("and", checksum(lambda a, b: a & b))
print("or", checksum(lambda a, b: a | b))
print("xor", checksum(lambda a, b: a ^ b))
print("lt", checksum(lambda a, b: a < b))
print("le", checksum(lambda a, b: a <= b))
print("eq", checksum(lambda a, b: a == b))
print("ne", checksum(lambda a, b: a != b))
print("gt", checksum(lambda a, b: a > b))
print("ge", checksum(lambda a, b: a >= b))

# Identities that must hold across representations.
for a in EDGES:
    for b in EDGES:
        s = a + b
        assert s - b == a and s - a == b
        p = a * b
        if a:
            assert p // a == b and p % a == 0
        if b:
            q, r = divmod(a, b)
            assert q * b + r == a
            assert (0 <= r < b) if b > 0 else (b < r <= 0)
            assert q == a // b and r == a % b
        assert (a < b) == (a - b < 0) and (a == b) == (a - b == 0)
        assert (a ^ b) ^ b == a and (a & b) + (a | b) == a + b
        assert hash(a) == hash(b) or a != b
print("identities hold")

# Counting through a boundary, in both directions, with augmented assignment.
for start in (2 ** 49 - 3, 2 ** 63 - 3, 2 ** 64 - 3, -(2 ** 49) - 3, -(2 ** 63) - 3, 2 ** 31 - 3, -3):
    x = start
    out = []
    for _ in range(6):
        out.append(x)
        x += 1
    for _ in range(6):
        x -= 1
    out.append(x == start)
    print(out)
x = 1
for i in range(70):
    x *= 3
    if i % 7 == 0:
        print(i, x, x % 1000, x // 1000000007)
for i in range(70):
    x //= 3
print(x)
