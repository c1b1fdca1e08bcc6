#! heavy
# Hot loops whose ints leave every machine range late: sums, products, shifts, counters, and come back.
def total(n, step):
    s = 0
    for i in range(n):
        s += step
    return s


def total_while(n, start):
    i = start
    s = 0
    while i < start + n:
        s += i
        i += 1
    return s


def product(n):
    p = 1
    for i in range(1, n):
        p *= i
    return p


def shifts(n):
    x = 1
    for i in range(n):
        x = x << 1
    for i in range(n):
        x = x >> 1
    return x


def mixed(n):
    a, b = 0, 1
    for i in range(n):
        a, b = b, (a * 3 + b) & 0xffffffffffffffff
    return a


def negate(n, x):
    for i in range(n):
        x = -x - i
    return x


def power(n):
    s = 0
    for i in range(n):
        s += i ** 5 - i ** 4
    return s


def divide(n, x):
    out = []
    while x and len(out) < n:
        x, d = divmod(x, 10)
        out.append(d)
    return sum(out), len(out)


def compare(n, bound):
    c = 0
    for i in range(n):
        if i * 2 ** 40 < bound:
            c += 1
        elif i * 2 ** 40 == bound:
            c += 1000000
    return c


def index_sum(n):
    l = list(range(n))
    s = 0
    for i in range(n):
        s += l[-i] * l[i]
    return s


for step in (1, 2 ** 30, 2 ** 38, 2 ** 48, 2 ** 49 - 1, 2 ** 52, 2 ** 62, 2 ** 63, -1, -(2 ** 40), -(2 ** 62)):
    print(total(3000, step))
for start in (0, 2 ** 31 - 1000, 2 ** 49 - 1000, 2 ** 50, 2 ** 53 - 500, 2 ** 62, 2 ** 63 - 1000, -(2 ** 49) - 1000, -(2 ** 63) - 1000):
    print(total_while(2000, start))
print(product(100), [shifts(n) for n in (10, 48, 49, 50, 62, 63, 64, 100)], mixed(3000), negate(2001, 5), negate(2000, 2 ** 49), power(2000), divide(3000, 7 ** 500), divide(3000, 123), compare(3000, 2 ** 50), compare(3000, 1000 * 2 ** 40), index_sum(2000))
acc = 0
for i in range(5000):
    acc = acc * 31 + i
    if acc > 2 ** 70:
        acc %= 1000003
print(acc)
h = 0
for c in "hash of a text, computed in a global loop" * 50:
    h = (h * 65599 + ord(c)) & 0xffffffff
print(h)
