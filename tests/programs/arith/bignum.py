#! heavy
# Large ints: factorials, Fibonacci, square roots, gcd, modular inverses, base conversion, Karatsuba-size products.
def factorial(n):
    r = 1
    for i in range(2, n + 1):
        r *= i
    return r


def isqrt(n):
    if n < 2:
        return n
    x = 1 << ((n.bit_length() + 1) // 2)
    while True:
        y = (x + n // x) // 2
        if y >= x:
            return x
        x = y


def gcd(a, b):
    while b:
        a, b = b, a % b
    return a


def egcd(a, b):
    x0, x1, y0, y1 = 1, 0, 0, 1
    while b:
        q, a, b = a // b, b, a % b
        x0, x1 = x1, x0 - q * x1
        y0, y1 = y1, y0 - q * y1
    return a, x0, y0


def to_base(n, base):
    digits = []
    while n:
        n, d = divmod(n, base)
        digits.append("0123456789abcdefghijklmnopqrstuvwxyz"[d])
    return "".join(reversed(digits)) or "0"


def is_prime(n):
    d, s = n - 1, 0
    while d % 2 == 0:
        d //= 2
        s += 1
    for a in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37):
        if n == a:
            return True
        x = pow(a, d, n)
        if x in (1, n - 1):
            continue
        for _ in range(s - 1):
            x = x * x % n
            if x == n - 1:
                break
        else:
            return False
    return True


f = factorial(300)
print(f)
print(len(str(f)), f % (10 ** 9 + 7), f // factorial(298) == 300 * 299)
a, b = 0, 1
for i in range(1000):
    a, b = b, a + b
print(a)
n = 10 ** 200
print(isqrt(2 * n), isqrt(f) ** 2 <= f < (isqrt(f) + 1) ** 2)
print(gcd(factorial(50), 2 ** 300), gcd(2 ** 200 * 3 ** 50, 6 ** 100) == 2 ** 100 * 3 ** 50)
p = 2 ** 127 - 1
g, x, y = egcd(123456789123456789123456789, p)
print(g, x, y, (x * 123456789123456789123456789) % p)
for base in (2, 3, 7, 16, 36):
    text = to_base(3 ** 200, base)
    print(base, text, int(text, base) == 3 ** 200)
print([q for q in range(2 ** 89 - 20, 2 ** 89) if is_prime(q)], is_prime(p), is_prime(p - 2), is_prime(2 ** 61 - 1))
big = 3 ** 5000
other = 7 ** 4000 + 12345
product = big * other
print(product % (10 ** 9 + 7), product.bit_length(), product // other == big, (product + 1) % big, hash(product) == hash(product + 0), hash(big), hash(-big), hash(2 ** 61 - 1), hash(2 ** 61), hash(-(2 ** 61)), hash(-1), hash(-2))
print((big - other) + other == big, (big << 1000) >> 1000 == big, -big // 10 ** 100 + big // 10 ** 100, (big & other) + (big | other) == big + other, big ^ big)
print(str(2 ** 4000)[:40], str(2 ** 4000)[-40:], len(str(2 ** 4000)), str(-(10 ** 2000))[:5], hex(3 ** 100), int(str(3 ** 2000)) == 3 ** 2000)
print(float(10 ** 300), 10 ** 300 / 10 ** 298, int(1e22) == 10 ** 22, int(float(3 ** 100)), float(3 ** 100), 3 ** 100 > float(3 ** 100), (2 ** 1024 - 2 ** 970) / 1 if False else 2.0 ** 1023)
s = 0
for i in range(1, 200):
    s += (-1) ** i * i ** i
print(s)
print(sum(10 ** k for k in range(40)), sum([2 ** 62] * 5), sum([2 ** 63 - 1, 1]), sum([-(2 ** 63), -1]), sum(range(10 ** 6)))
