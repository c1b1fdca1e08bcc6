# Digits of pi and e by three methods with big integers: spigot, Machin, Gauss-Legendre on integers.
def spigot():
    q, r, t, k, n, l = 1, 0, 1, 1, 3, 3
    while True:
        if 4 * q + r - t < n * t:
            yield n
            q, r, n = 10 * q, 10 * (r - n * t), 10 * (3 * q + r) // t - 10 * n
        else:
            q, r, t, k, n, l = q * k, (2 * q + r) * l, t * l, k + 1, (q * (7 * k + 2) + r * l) // (t * l), l + 2


def arctan_inverse(x, unit):
    total = term = unit // x
    n, sign = 3, -1
    while term:
        term //= x * x
        total += sign * (term // n)
        sign = -sign
        n += 2
    return total


def machin(digits):
    unit = 10 ** (digits + 10)
    return 4 * (4 * arctan_inverse(5, unit) - arctan_inverse(239, unit)) // 10 ** 10


def isqrt(n):
    x = 1 << ((n.bit_length() + 1) >> 1)
    while True:
        y = (x + n // x) >> 1
        if y >= x:
            return x
        x = y


def gauss_legendre(digits):
    one = 10 ** (digits + 10)
    a, b, t, p = one, isqrt(one * one // 2), one // 4, 1
    while a - b > 1:
        a, b, old = (a + b) // 2, isqrt(a * b), a
        t -= p * (a - old) ** 2 // one
        p *= 2
    return (a + b) ** 2 // (4 * t) // 10 ** 10


def euler(digits):
    unit = 10 ** (digits + 10)
    total = term = unit
    n = 1
    while term:
        term //= n
        total += term
        n += 1
    return total // 10 ** 10


g = spigot()
first = "".join(str(next(g)) for _ in range(250))
for i in range(0, 250, 50):
    print(first[i:i + 50])
m, a = str(machin(600)), str(gauss_legendre(600))
print(m[:250] == first, m[:598] == a[:598], m[590:600], str(euler(300))[:60], sum(map(int, m)), [m.count(d) for d in "0123456789"])


def sqrt_digits(n, digits):
    return str(isqrt(n * 10 ** (2 * digits)))


print(sqrt_digits(2, 60), sqrt_digits(5, 40), isqrt(10 ** 100 + 10 ** 51) - 10 ** 50)


def golden(n):
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    return str(b * 10 ** 60 // a)


print(golden(300))
