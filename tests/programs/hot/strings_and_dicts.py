#! heavy
# Hot string and dictionary code: building, slicing, counting, keys of many kinds, growing and shrinking, caches.
def build(n):
    s = ""
    for i in range(n):
        s += chr(97 + i % 26)
    return s


def build_wide(n):
    s = ""
    for i in range(n):
        s += chr((97, 233, 0x4e00, 0x1f600)[i * 4 // n] + i % 20)
    return len(s), sum(map(ord, s)), s[n // 2] == s[n // 2:][0]


def joined(n):
    return ",".join([str(i * i) for i in range(n)])


def split_sum(s):
    t = 0
    for part in s.split(","):
        t += int(part)
    return t


def vowels(s):
    n = 0
    for c in s:
        if c in "aeiou":
            n += 1
    return n


def reverse_words(s):
    out = []
    i = len(s)
    for j in range(len(s) - 1, -2, -1):
        if j < 0 or s[j] == " ":
            out.append(s[j + 1:i])
            i = j
    return " ".join(out)


def palindromes(s):
    best = ""
    for i in range(len(s)):
        for a, b in ((i, i), (i, i + 1)):
            while a >= 0 and b < len(s) and s[a] == s[b]:
                a -= 1
                b += 1
            if b - a - 1 > len(best):
                best = s[a + 1:b]
    return best


def count_words(text, n):
    d = {}
    for _ in range(n):
        for w in text.split():
            if w in d:
                d[w] += 1
            else:
                d[w] = 1
    return sorted(d.items(), key=lambda kv: (-kv[1], kv[0]))[:4]


def churn(n):
    d = {}
    for i in range(n):
        d[i] = i
        if i >= 50:
            del d[i - 50]
    return len(d), sum(d), list(d)[:3]


def keys_of_all_kinds(n):
    d = {}
    for i in range(n):
        d[i % 10] = d.get(i % 10, 0) + 1
        d[str(i % 10)] = d.get(str(i % 10), 0) + 1
        d[i % 10 / 2] = d.get(i % 10 / 2, 0) + 1
        d[i % 3, i % 2] = d.get((i % 3, i % 2), 0) + 1
        d[None if i % 2 else True] = i
        d[frozenset([i % 4])] = i
        d[2 ** 70 + i % 2] = i
    return len(d), d[3], d["3"], d[2, 1], d[1], d[None], d[frozenset([2])], d[2 ** 70]


def memo(n):
    cache = {}

    def f(a, b):
        key = a, b
        if key in cache:
            return cache[key]
        r = 1 if a == 0 or b == 0 else (f(a - 1, b) + f(a, b - 1)) % 10007
        cache[key] = r
        return r
    return f(n, n), len(cache)


def group(n):
    g = {}
    for i in range(n):
        g.setdefault(i % 7, []).append(i)
    return {k: (len(v), sum(v)) for k, v in g.items()}


def invert(d):
    out = {}
    for k, v in d.items():
        out.setdefault(v, set()).add(k)
    return sorted((v, len(ks)) for v, ks in out.items())


def attrs(n):
    class O:
        pass
    o = O()
    for i in range(n):
        setattr(o, "a%d" % (i % 40), i)
        if i % 3 == 0 and hasattr(o, "a%d" % (i % 20)):
            delattr(o, "a%d" % (i % 20))
    return sorted(o.__dict__.items())[:3], len(vars(o))


def formats(n):
    t = 0
    for i in range(n):
        t += len("%d:%s:%05.1f" % (i, i, i / 3)) + len("{}-{:>4}".format(i, i % 7)) + len(f"{i}{i!r:>6}{i / 7:.3f}") + len(str(i)) + len(repr(str(i)))
    return t


def bytes_loop(n):
    b = bytearray(n)
    for i in range(n):
        b[i] = (i * 7) & 255
    c = bytes(b)
    h = 0
    for x in c:
        h = (h * 33 ^ x) & 0xffffffff
    return h, b.count(7), c.find(b"\x07\x0e"), sum(c[::3])


def sets(n):
    seen, dup = set(), 0
    x = 1
    for _ in range(n):
        x = x * 48271 % 65537
        k = x % 300
        if k in seen:
            dup += 1
        else:
            seen.add(k)
    return len(seen), dup, len(seen & set(range(0, 300, 2))), len(seen - set(range(100)))


s = build(2000)
print(len(s), s[:30], s.count("abc"), build_wide(800), len(joined(500)), split_sum(joined(500)), vowels(s), reverse_words("the quick brown fox " * 20)[:40], palindromes("forgeeksskeegfor" * 3), count_words("a b a c d a b", 200))
print(churn(2000), keys_of_all_kinds(600), memo(40), group(1000), invert({i: i % 5 for i in range(500)}), attrs(600), formats(400), bytes_loop(1500), sets(2000))
d = {}
for i in range(3000):
    k = "key%d" % (i % 700)
    if k in d and i % 11 == 0:
        d.pop(k)
    else:
        d[k] = d.get(k, 0) + i
    if i % 1000 == 999:
        d = {k: v for k, v in d.items() if v % 2}
print(len(d), sum(d.values()), list(d)[:3], max(d, key=d.get))
text = "".join(chr(32 + (i * i * 31) % 90) for i in range(1500))
table = {}
for a, b in zip(text, text[1:]):
    table[a + b] = table.get(a + b, 0) + 1
print(len(table), sorted(table.items(), key=lambda kv: (-kv[1], kv[0]))[:3], text.upper().count("A"), len(text.replace("!", "!!")), sorted(set(text))[:5])
