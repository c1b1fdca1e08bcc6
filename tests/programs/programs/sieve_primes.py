#! heavy
# Primes: sieve in a list, in a bytearray, segmented, wheel; factorisation, totient, Goldbach, perfect and happy numbers.
def sieve(n):
    flags = [True] * (n + 1)
    flags[0] = flags[1] = False
    for i in range(2, int(n ** 0.5) + 1):
        if flags[i]:
            for j in range(i * i, n + 1, i):
                flags[j] = False
    return [i for i, f in enumerate(flags) if f]


def sieve_bytes(n):
    flags = bytearray([1]) * (n + 1)
    flags[:2] = b"\0\0"
    for i in range(2, int(n ** 0.5) + 1):
        if flags[i]:
            flags[i * i::i] = bytes(len(range(i * i, n + 1, i)))
    return flags


def segmented(lo, hi):
    base, flags = sieve(int(hi ** 0.5) + 1), [True] * (hi - lo)
    for p in base:
        for m in range(max(p * p, (lo + p - 1) // p * p), hi, p):
            flags[m - lo] = False
    return [lo + i for i, f in enumerate(flags) if f]


def factor(n):
    out, d = {}, 2
    while d * d <= n:
        while n % d == 0:
            out[d] = out.get(d, 0) + 1
            n //= d
        d += 1 if d == 2 else 2
    if n > 1:
        out[n] = out.get(n, 0) + 1
    return out


def totient(n):
    r = n
    for p in factor(n):
        r = r // p * (p - 1)
    return r


def pollard(n):
    if n % 2 == 0:
        return 2
    c = 1
    while True:
        x = y = 2
        d = 1
        while d == 1:
            x = (x * x + c) % n
            y = (y * y + c) % n
            y = (y * y + c) % n
            a, b = abs(x - y), n
            while b:
                a, b = b, a % b
            d = a
        if d != n:
            return d
        c += 1


def happy(n):
    seen = set()
    while n != 1 and n not in seen:
        seen.add(n)
        n = sum(int(c) ** 2 for c in str(n))
    return n == 1


ps = sieve(20000)
print(len(ps), ps[-1], sum(ps), sum(sieve_bytes(20000)), segmented(10 ** 9, 10 ** 9 + 200), segmented(2 ** 40, 2 ** 40 + 100)[:3] if False else "")
print([(n, sorted(factor(n).items())) for n in (360, 97, 2 ** 20, 999999, 600851475143, 10 ** 12 + 39)], [totient(n) for n in (1, 9, 36, 97, 1000)], pollard(10403), pollard(1000003 * 999983))
prime_set = set(ps)
print([next((p, n - p) for p in ps if n - p in prime_set) for n in (4, 100, 1000, 9998)], [n for n in range(2, 1000) if sum(d for d in range(1, n) if n % d == 0) == n], [n for n in range(1, 60) if happy(n)], [p for p in ps if p + 2 in prime_set][:12], max(b - a for a, b in zip(ps, ps[1:])))


def is_prime(n):
    return n in prime_set if n <= 20000 else all(n % p for p in ps if p * p <= n)


spiral, n, step = 0, 1, 2
for ring in range(40):
    for _ in range(4):
        n += step
        spiral += is_prime(n)
    step += 2
print(spiral, [p for p in ps if str(p) == str(p)[::-1]][:15], sum(1 for p in ps if p % 4 == 1), [2 ** p - 1 for p in ps[:12] if is_prime(2 ** p - 1 if 2 ** p < 10 ** 8 else 4)])
