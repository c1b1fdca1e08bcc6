#! heavy
# Nested hot loops over all kinds of iterables, with breaks, else, unpacking, comprehensions and early returns.
def triangle(n):
    c = 0
    for i in range(n):
        for j in range(i):
            for k in range(j):
                c += 1
    return c


def find(grid, x):
    for i, row in enumerate(grid):
        for j, v in enumerate(row):
            if v == x:
                return i, j
    return None


def primes(n):
    out = []
    for c in range(2, n):
        for p in out:
            if p * p > c:
                out.append(c)
                break
            if c % p == 0:
                break
        else:
            out.append(c)
    return len(out), out[-1]


def over(iterable):
    n, last = 0, None
    for x in iterable:
        n += 1
        last = x
    return n, last


def unpack(pairs):
    a = b = c = 0
    for x, (y, *z) in pairs:
        a += x
        b += y
        c += len(z)
    return a, b, c


def zips(n):
    t = 0
    for i, (a, b) in enumerate(zip(range(n), range(n, 0, -1))):
        t += i * a - b
    return t


def steps(a, b, s):
    t = n = 0
    for i in range(a, b, s):
        t += i
        n += 1
    return t, n


def while_two(n):
    i = j = c = 0
    while i < n:
        j = i
        while True:
            j += 3
            if j > n:
                break
            if j % 5 == 0:
                continue
            c += j
        i += 1
    return c


def growing(n):
    l = [1]
    for x in l:
        if len(l) >= n:
            break
        l.append(x + 1)
        if x % 3 == 0:
            l.append(x * 2)
    return len(l), sum(l)


def strings(s, n):
    counts = {}
    for _ in range(n):
        for ch in s:
            counts[ch] = counts.get(ch, 0) + 1
    return sorted(counts.items())


def comp(n):
    return sum([x * y for x in range(n) for y in range(x) if (x + y) % 3 == 0]), len({x % 7 for x in range(n)}), sum({x: x * 2 for x in range(n)}.values()), sum(x for x in range(n) if x & 1)


def matrix(n):
    a = [[i + j for j in range(n)] for i in range(n)]
    b = [[float(i - j) for j in range(n)] for i in range(n)]
    r = [[0] * n for _ in range(n)]
    for i in range(n):
        ai, ri = a[i], r[i]
        for j in range(n):
            s = 0
            for k in range(n):
                s += ai[k] * b[k][j]
            ri[j] = s
    return r[0][0], r[n - 1][n - 1], sum(map(sum, r))


def bubble(l):
    l = list(l)
    n = len(l)
    swaps = 0
    for i in range(n):
        done = True
        for j in range(n - 1 - i):
            if l[j] > l[j + 1]:
                l[j], l[j + 1] = l[j + 1], l[j]
                swaps += 1
                done = False
        if done:
            break
    return swaps, l[:3], l[-3:]


def gcds(n):
    t = 0
    for a in range(1, n):
        for b in range(1, n):
            x, y = a, b
            while y:
                x, y = y, x % y
            t += x
    return t


print(triangle(40), find([[i * j for j in range(50)] for i in range(50)], 47 * 43), find([[1]], 5), primes(3000))
for it in ([1, 2] * 500, (1.5,) * 700, "xyz" * 300, b"ab" * 400, range(0, 5000, 5), {i: 1 for i in range(900)}, {"a": 1}.items(), set(range(600)), (i for i in range(800)), map(str, range(500)), zip(range(400), "a" * 400), reversed(range(300)), enumerate("q" * 200), bytearray(300), [], iter([3] * 250), filter(None, [0, 1] * 300), [[0]] * 99, dict.fromkeys(range(50)).values(), frozenset([5])):
    print(over(it), end=" ")
print()
print(unpack([(1, (2, 3, 4)), (5, [6])] * 200), zips(1000), steps(0, 10000, 7), steps(10000, 0, -7), steps(0, -5, 1), steps(-(2 ** 49) - 50, -(2 ** 49) + 50, 1), steps(2 ** 63 - 50, 2 ** 63 + 50, 3), while_two(200), growing(2000), strings("hello", 200), comp(120), matrix(14), bubble([(i * 7919) % 211 for i in range(120)]), bubble([str(i * 37 % 60) for i in range(60)]), gcds(60))
count = 0
for i in range(3):
    for j in range(3):
        for k in range(3):
            for l in range(3):
                for m in range(3):
                    for n in range(3):
                        if i == j == k:
                            continue
                        count += i + j * k - l + m * n
print(count)
