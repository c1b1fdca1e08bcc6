# Float arithmetic: signed zero, infinities, NaN, floor division and modulo by Python's rules.
inf, nan = float("inf"), float("nan")
values = [0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 3.0, -7.0, 1e308, -1e308, 5e-324, inf, -inf, nan]


def show(x):
    return "nan" if x != x else repr(x)


def attempt(f, a, b):
    try:
        r = f(a, b)
    except (ZeroDivisionError, OverflowError) as e:
        return type(e).__name__
    if isinstance(r, tuple):
        return "(" + ",".join(show(x) for x in r) + ")"
    if isinstance(r, complex):
        return "complex"
    return show(r)


for a in values:
    for b in values:
        print(show(a), show(b), "|", *[attempt(f, a, b) for f in (
            lambda x, y: x + y, lambda x, y: x - y, lambda x, y: x * y, lambda x, y: x / y, lambda x, y: x // y, lambda x, y: x % y, divmod, lambda x, y: x ** y)])
        print(a < b, a <= b, a == b, a != b, a > b, a >= b)
for a in values:
    print(show(-a), show(+a), show(abs(a)), bool(a), a == a, a is a)
for f in (lambda: 1.0 / 0, lambda: 1 / 0.0, lambda: 0.0 / 0, lambda: 2.0 ** 10000, lambda: (-8.0) ** 0.5 if False else 10.0 ** 308 * 10.0, lambda: 1e308 ** 2):
    try:
        print(f())
    except (ZeroDivisionError, OverflowError) as e:
        print(type(e).__name__)
print(7.5 // 2, -7.5 // 2, 7.5 % 2, -7.5 % 2, 7.5 % -2, 1e300 % 7, 5.0 % 0.1, -1e-20 % 3.0, 1 % 0.1, divmod(-7.5, 2), divmod(7.5, -2.0))
print(0.1 + 0.2 == 0.3, 0.1 * 3, 1.1 + 2.2, 1e16 + 1, 1e16 + 2.9, 3 * 1.1, 4.35 * 100)
print(1 + 1.0, 1.0 + 1, True + 0.5, 2 ** 53 + 1.0, 10 ** 20 + 0.5, 3 - 0.5, 0.5 - 3, 3 * 0.5, 7 // 2.0, 7 % 2.5, 2 ** 0.5, 4 ** -0.5, 2.0 ** 3)
x = 10.0
x += 1
x -= 0.5
x *= 2
x /= 3
x //= 1
x **= 2
x %= 10
print(x)
print(sum([0.1] * 10) in (1.0, 0.9999999999999999), max(1.0, 2, 1.5), min(-0.0, 0.0), min(0.0, -0.0), max(nan, 1.0) == max(nan, 1.0), max(1.0, nan))
print(nan in [nan], [nan] == [nan], nan == nan, [float("nan")] == [float("nan")], {nan: 1}[nan], nan in {nan}, (nan,) < (nan,), [1.0, nan].index(nan))
print(hash(0.0) == hash(0) == hash(-0.0), hash(1.0) == hash(1), hash(2.0 ** 70) == hash(2 ** 70), hash(0.5), hash(-0.5), hash(inf), hash(-inf), hash(1e300), hash(0.1), hash(-1.0), hash(5e-324))
print((1.5).real, (1.5).imag, (1.5).conjugate(), (1.9).__trunc__(), (-1.9).__int__(), (2.5).__round__(), (2.5).__floordiv__(1), (2.5).__rsub__(1), (2.5).__pow__(2), (2.5).__rpow__(2), (2.5).__mod__(0.75), (2.5).__add__("x"), (0.0).__bool__())
