# math: every function that exists since 3.6, special values, errors.
import math

inf, nan = math.inf, math.nan


def kind(f):
    try:
        print("no error", f())
    except Exception as e:
        print(type(e).__name__, end=" ")


def show(x):
    return "nan" if isinstance(x, float) and x != x else "%.12g" % x if isinstance(x, float) else x


print(math.pi, math.e, math.tau, math.inf, math.nan != math.nan)
one = ["sqrt", "exp", "expm1", "log", "log2", "log10", "log1p", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "erf", "erfc", "gamma", "lgamma", "degrees", "radians", "fabs", "floor", "ceil", "trunc", "isnan", "isinf", "isfinite", "frexp", "modf"]
values = [0.0, -0.0, 0.5, -0.5, 1, -1, 2, 10, 1.5, -2.5, 100, 1e-10, 1e300, 710, 171, inf, -inf, nan, True]
for name in one:
    f, out = getattr(math, name), []
    for v in values:
        try:
            r = f(v)
            out.append(str(tuple(map(show, r))) if isinstance(r, tuple) else str(show(r)))
        except (ValueError, OverflowError) as e:
            out.append(type(e).__name__[:5])
    print(name, *out)
two = {"pow": math.pow, "fmod": math.fmod, "atan2": math.atan2, "copysign": math.copysign, "hypot": math.hypot}
pairs = [(2, 3), (-2, 3), (2, -1), (0, 0), (0, -1), (-8, 1 / 3), (7.5, 2), (-7.5, 2), (7.5, -2), (1, inf), (inf, 1), (inf, inf), (nan, 1), (1, nan), (0.0, -0.0), (-0.0, 0.0), (-1, -0.0), (3, 4), (1e200, 1e200), (inf, nan), (1, 0), (2, 1024), (-inf, 3), (0.5, 2000)]
for name in sorted(two):
    out = []
    for p in pairs:
        try:
            out.append(str(show(two[name](*p))))
        except (ValueError, OverflowError) as e:
            out.append(type(e).__name__[:5])
    print(name, *out)
print(math.floor(2.7), math.floor(-2.7), math.ceil(2.1), math.ceil(-2.1), math.trunc(-2.7), math.floor(10 ** 30), math.floor(1e20), type(math.floor(1.5)).__name__, math.ceil(True))
print([math.factorial(n) for n in (0, 1, 5, 20, 25)], math.factorial(50), math.gcd(12, 18), math.gcd(-12, 18), math.gcd(0, 5), math.gcd(0, 0), math.gcd(2 ** 100, 6 ** 50), math.gcd(10 ** 30, 10 ** 20))
print(math.fsum([0.1] * 10), math.fsum([1e100, 1, -1e100]), math.fsum([]), math.fsum([1, 2.5]), math.fsum(1 / n for n in range(1, 1000)), math.ldexp(0.5, 10), math.ldexp(1, -1074), math.ldexp(1, -2000), math.ldexp(inf, 5), math.frexp(1e300), math.frexp(5e-324), math.modf(-3.25))
print(math.isclose(1, 1 + 1e-10), math.isclose(1, 1.1), math.isclose(0, 1e-12), math.isclose(0, 1e-12, abs_tol=1e-9), math.isclose(100, 101, rel_tol=0.02), math.isclose(inf, inf), math.isclose(nan, nan), math.isclose(1, 1, rel_tol=0))
print(math.log(8, 2), math.log(100, 10), math.log(10 ** 400), math.log2(2 ** 1000), math.log10(10 ** 400), round(math.log(2 ** 2000, 2), 6), math.log(0.5, 2), math.sqrt(10 ** 40), math.sqrt(2 ** 1000) == 2.0 ** 500)
for f in (lambda: math.sqrt(-1), lambda: math.log(0), lambda: math.log(-1), lambda: math.log(2, 1), lambda: math.log(2, 0), lambda: math.acos(2), lambda: math.exp(1000), lambda: math.factorial(-1), lambda: math.factorial("a"), lambda: math.floor(inf), lambda: math.floor(nan), lambda: math.ceil("a"), lambda: math.sqrt("a"), lambda: math.sqrt(), lambda: math.sqrt(1, 2), lambda: math.pow(0, -1), lambda: math.fmod(1, 0), lambda: math.ldexp(1, 5000), lambda: math.gcd(1.5, 2), lambda: math.fsum([inf, -inf]), lambda: math.fsum(5), lambda: math.fsum(["a"]), lambda: math.sin(inf), lambda: math.gamma(-1), lambda: math.gamma(200), lambda: math.isclose(1, 2, rel_tol=-1), lambda: math.sqrt(10 ** 400), lambda: math.log(""), lambda: math.trunc("a"), lambda: math.copysign("a", 1), lambda: math.atan2(1), lambda: math.log2(-5), lambda: math.log1p(-1), lambda: math.atanh(1), lambda: math.acosh(0.5), lambda: math.sin(None), lambda: math.cosh(1000), lambda: math.degrees([])):
    kind(f)
print()


class F:
    def __float__(self):
        return 4.0

    def __floor__(self):
        return "floor"

    def __ceil__(self):
        return "ceil"

    def __trunc__(self):
        return "trunc"


print(math.sqrt(F()), math.floor(F()), math.ceil(F()), math.trunc(F()), math.sin(True) == math.sin(1), math.__name__, math.sqrt.__name__, repr(math.sqrt))
total = 0.0
for i in range(1, 500):
    total += math.sin(i) * math.cos(i / 3) + math.sqrt(i) - math.log(i) + math.atan2(i, 7) + math.hypot(i, 3) + math.fabs(-i) + math.exp(-i)
print("%.9f" % total, "%.9f" % sum(math.pow(-1, k) * 4 / (2 * k + 1) for k in range(1000)))
