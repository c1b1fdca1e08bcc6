#! heavy
# Hot float code: accumulation, nan and inf appearing late, int and float mixed, attributes, lists of floats, comparisons.
def mean_var(l):
    n = len(l)
    m = 0.0
    for x in l:
        m += x
    m /= n
    v = 0.0
    for x in l:
        d = x - m
        v += d * d
    return m, v / n


def series(n):
    s = sign = 1.0
    s = 0.0
    for k in range(n):
        s += sign / (2 * k + 1)
        sign = -sign
    return 4 * s


def logistic(r, x, n):
    for _ in range(n):
        x = r * x * (1.0 - x)
    return x


def grow(x, n):
    out = []
    for i in range(n):
        x = x * 1e20
        out.append(x)
        if x > 1e300:
            x = x - x
    return out[-1], len(out), max(out)


def to_nan(n):
    x = 1.0
    for i in range(n):
        x = x * 10.0
        y = x - x
    c = 0
    for i in range(n):
        if y != y:
            c += 1
        if not (x <= x * 2):
            c += 1000
    return c, x, y == y


def mixed(n):
    a, b, c = 0, 0.0, 0
    for i in range(n):
        a += i
        b += i
        c = c + (i if i % 2 else 0.5)
    return a, b, c


def horner(coeffs, x):
    r = 0
    for c in coeffs:
        r = r * x + c
    return r


class P:
    def __init__(self, x, y):
        self.x, self.y = x, y


def walk(ps, n):
    for _ in range(n):
        for p in ps:
            p.x += p.y * 0.1
            p.y -= p.x * 0.1
    return ["%.6f %.6f" % (p.x, p.y) for p in ps]


def floor_mod(n):
    t = 0.0
    for i in range(-n, n):
        t += (i + 0.5) // 3 + (i + 0.5) % 3 + i % 2.5 - i // 0.7
    return t


def rounding(n):
    a = b = 0
    for i in range(n):
        x = i / 8
        a += round(x)
        b += int(x) + int(-x)
    return a, b, sum(round(i / 7, 2) for i in range(50))


def zero_signs(n):
    l = []
    for i in range(n):
        l.append(-0.0 if i % 3 == 0 else 0.0 * (i - n))
    return sum(str(x) == "-0.0" for x in l), min(l) == 0, [str(x) for x in l[:4]]


def bisect(f, lo, hi):
    while hi - lo > 1e-12:
        mid = (lo + hi) / 2
        if f(mid) < 0:
            lo = mid
        else:
            hi = mid
    return lo


def collide(n):
    x, v, hits = 0.0, 1.0, 0
    for _ in range(n):
        x += v * 0.37
        if x > 10 or x < 0:
            v = -v * 0.99
            hits += 1
            x = 10.0 if x > 10 else 0.0
    return hits, "%.9f" % x


def int_to_float_late(n):
    t = 0
    for i in range(n):
        t += 1 if i < n - 1 else 0.5
    return t


def powers(n):
    t = 0.0
    for i in range(1, n):
        t += i ** 0.5 + i ** -1 + 2.0 ** (i % 10) + (-1.0) ** i
    return t


print(mean_var([i * 0.37 % 11 for i in range(1000)]), series(2000), [logistic(r, 0.3, 300) for r in (2.5, 3.2)], grow(1.5, 100), to_nan(400), mixed(1001), horner([1, -2, 0.5, 3], 1.5), horner(list(range(30)), 2), horner([1, 2], 2 ** 60))
print(walk([P(1.0, 0.0), P(0, 1), P(-1, 2.5)], 300), floor_mod(500), rounding(1000), zero_signs(300), "%.10f" % bisect(lambda x: x * x - 2, 0, 2), collide(2000), int_to_float_late(1000), "%.9f" % powers(500))
inf, nan = float("inf"), float("nan")
l = [1.5, inf, -inf, nan, 0.0, -0.0, 1e308, 5e-324] * 60
print(sum(1 for x in l if x == x), sum(1 for x in l if x < 1), sum(1 for x in l if x >= 0), sum(1 for x in l if not x), [x for x in l[:8] if x > 1], sorted(l[:3]), l.index(-inf), l.count(0.0), len([x for x in l if x in (0, inf)]))
xs = [0.1 * i for i in range(200)]
for i in range(200):
    xs[i] = xs[i] * 2 if i % 2 else int(xs[i])
xs[3] = "s"
print(xs[:6], xs[-1], [type(x).__name__ for x in xs[:5]])
