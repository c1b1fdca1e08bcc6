# Floor division and modulo of ints: signs, sizes, zero, divmod, pow with modulus.
def err(f, *args):
    try:
        print("no error", f(*args))
    except Exception as e:
        print(type(e).__name__, e)


def kind(f, *args):
    try:
        print("no error", f(*args))
    except Exception as e:
        print(type(e).__name__)


for a in (7, -7, 0, 1, -1, 100, -100):
    for b in (3, -3, 7, -7, 1, -1, 100, -101):
        print(a, b, a // b, a % b, divmod(a, b))
for a in (2 ** 63, -(2 ** 63), 2 ** 64 + 5, 10 ** 40, -(10 ** 40)):
    for b in (-1, 1, 2, -2, 10, 2 ** 31, -(2 ** 32), 2 ** 63, -(2 ** 63), 10 ** 20, -(10 ** 20) + 1):
        print(a, b, a // b, a % b, divmod(a, b) == (a // b, a % b))
kind(lambda: 1 // 0)
kind(lambda: 1 % 0)
kind(lambda: 0 // 0)
err(lambda: 1 / 0)
kind(lambda: 10 ** 30 // 0)
kind(lambda: 10 ** 30 % 0)
kind(divmod, 5, 0)
kind(divmod, 10 ** 30, 0)
print(True // 1, True % 2, divmod(True, True), type(True // True))

# True division of ints is correctly rounded.
print(1 / 3, 10 / 5, -7 / 2, 2 ** 53 / 1, (2 ** 53 + 1) / 1, (2 ** 53 + 3) / 2)
print((10 ** 40) / (10 ** 39), (10 ** 400) / (10 ** 399), (2 ** 2000) / (2 ** 1999 + 1))
print((3 * 10 ** 30 + 1) / (7 * 10 ** 15), (10 ** 20 + 1) / 3, -(10 ** 22) / 7)
print(1 / (2 ** 1074), 1 / (2 ** 1080), 3 / 2 ** 1075, 5 / 2 ** 1076)
err(lambda: 10 ** 400 / 3)
err(lambda: (10 ** 400) * 1.0)
print(0 / 5, 0 / -5, (-0) / 5)

print(pow(2, 10), pow(2, 0), pow(0, 0), pow(-2, 3), pow(-2, 4), pow(10, 25), pow(-3, 41))
print(2 ** -1, 2 ** -3, (-2) ** -3, 10 ** -2, 1 ** -100, (-1) ** -101)
kind(lambda: 0 ** -1)
for base, exponent, modulus in ((3, 200, 13), (3, 200, -13), (-3, 201, 13), (-3, 201, -13), (2, 0, 5), (2, 0, 1), (0, 0, 1), (5, 3, 1), (5, 3, -1),
                                (7, 10 ** 30, 10 ** 9 + 7), (10 ** 30, 10 ** 5, 10 ** 25 + 3), (123456789, 987654321, 2 ** 64 - 59), (2, 64, 2 ** 63)):
    print(pow(base, exponent, modulus), end=" ")
print()
err(pow, 2, 3, 0)
kind(pow, 2.0, 3, 5)
kind(pow, 2, 3.0, 5)
kind(pow, "a", 2)
kind(lambda: 2 ** "a")
print(pow(True, 3), True ** True, False ** False, type(True ** 2))
print((-8) ** (1 / 3) if False else round(8 ** (1 / 3), 12), 4 ** 0.5, (-4) ** 2.0)
print(7 .__floordiv__(2), (7).__rfloordiv__(20), (7).__mod__(4), (7).__rmod__(20), (7).__divmod__(2), (7).__rdivmod__(20))
print((7).__truediv__(2), (7).__rtruediv__(21), (7).__pow__(2), (7).__rpow__(2), (7).__pow__(2, 10))
print((7).__floordiv__(2.0), (7).__add__("x"), (7).__mod__(None), (7).__pow__([]))
