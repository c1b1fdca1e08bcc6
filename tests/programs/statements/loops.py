# while and for with else, break, continue, nested; loop variables; modifying what is iterated; conditions of every type.
out = []
n = 0
while n < 5:
    n += 1
    if n == 2:
        continue
    if n == 4:
        break
    out.append(n)
else:
    out.append("else")
print(out, n)
while False:
    print("never")
else:
    print("else of while False")
for x in []:
    print("never")
else:
    print("else of empty for")
for i in range(3):
    for j in range(3):
        if j == 1:
            break
    else:
        print("inner else")
    if i == 1:
        break
else:
    print("outer else")
print(i, j)
for i in range(2):
    for j in range(2):
        if i == j == 1:
            break
    else:
        continue
    print("broke inner at", i, j)
    break
for a, (b, c) in [(1, (2, 3)), (4, "56")]:
    print(a, b, c)


class T:
    pass


t, lst, dct = T(), [0], {}
for t.attr in (1, 2):
    pass
for lst[0] in "xy":
    pass
for dct["k"] in range(3):
    pass
print(t.attr, lst, dct)
for x in 1, 2, 3:
    x *= 10
print(x)
seq = [1, 2, 3]
for v in seq:
    if len(seq) < 6:
        seq.append(v * 10)
print(seq)
seq = list(range(10))
for v in seq:
    seq.remove(v)
print(seq)
count = 0
while True:
    count += 1
    if count > 3:
        break
print(count)
for truthy in (1, "a", [0], (0,), {0}, {0: 0}, 0.1, -1, True, object, 1j, b"x", range(1), lambda: 0):
    while truthy:
        break
    else:
        print("wrong", truthy)
for falsy in (0, "", [], (), set(), {}, 0.0, -0.0, None, False, 0j, b"", range(0), frozenset()):
    while falsy:
        print("wrong", falsy)
        break
    if falsy:
        print("wrong")
    elif not falsy:
        pass


class Countdown:
    def __init__(self, n):
        self.n = n

    def __bool__(self):
        self.n -= 1
        return self.n >= 0


c, steps = Countdown(4), 0
while c:
    steps += 1
print(steps)


def nested_returns():
    for i in range(5):
        while True:
            for k in "ab":
                if i == 3 and k == "b":
                    return i, k
                if i == 2:
                    break
            else:
                break
            break


print(nested_returns())


def collatz_max(limit):
    best = 0, 0
    for n in range(1, limit):
        m, steps = n, 0
        while m != 1:
            m = m // 2 if m % 2 == 0 else 3 * m + 1
            steps += 1
        if steps > best[1]:
            best = n, steps
    return best


print(collatz_max(1000))


def primes(n):
    found = []
    for c in range(2, n):
        for p in found:
            if p * p > c:
                found.append(c)
                break
            if c % p == 0:
                break
        else:
            found.append(c)
    return found


print(primes(60))


def ops(n):
    a = b = c = d = e = 0
    i = 0
    while i < n:
        if i % 15 == 0:
            a += 1
        elif i % 5 == 0:
            b += 1
        elif i % 3 == 0:
            c += 1
        elif i % 7 == 0 and i % 2:
            d += 1
        else:
            e += i & 3
        i += 1
    return a, b, c, d, e


print(ops(5000))


def float_loop():
    x, n = 0.0, 0
    while x < 1:
        x += 0.1
        n += 1
    return n, x


def switching_types(n):
    acc = 0
    for i in range(n):
        if i == n // 4:
            acc = float(acc)
        if i == n // 2:
            acc = int(acc) + 2 ** 62
        if i == 3 * n // 4:
            acc = str(acc % 1000)
        acc += "x" if isinstance(acc, str) and len(acc) < 8 else "" if isinstance(acc, str) else i
    return acc


print(float_loop(), switching_types(400))
total = 0
for i in range(10):
    for j in range(i):
        if (i + j) % 3:
            continue
        for k in range(j):
            if k == 5:
                break
            total += i * j * k
print(total)
for i in range(3): print(i, end=" ")
else: print("one line else")
i = 10
while i > 0: i -= 3
print(i)
for _ in range(2):
    def f(): return _
    print(f(), end=" ")
print()
it = iter(range(10))
for x in it:
    y = next(it, None)
    print((x, y), end=" ")
print()
d = {"a": 1, "b": 2}
for k in list(d):
    d[k + k] = d.pop(k)
print(d)
for i, (k, v) in enumerate(sorted(d.items())):
    print(i, k, v)
for x in (lambda: [1, 2])():
    for y in (lambda z=x: [z, z * 2])():
        print(y, end=",")
print()


def until_set(values):
    it, v, n = iter(values), None, 0
    while v is None:
        v = next(it)
        n += 1
    while v is not None and n < 10:
        v = next(it, None)
        n += 1
    return v, n


def none_loops(n):
    a, b, i = None, 0, 0
    while a is None and i < n:
        i += 1
        if i > 3:
            a = i
    for v in (None, 1, None, 2):
        if v is None:
            continue
        b += v
    while True:
        if a is not None:
            a = None
            continue
        break
    return a, b, i


print(until_set([None, None, 5, 6, None, 7]), none_loops(10), none_loops(2))
