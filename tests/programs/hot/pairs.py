# Loops over `enumerate`, `zip` and dicts: what the steps leave behind, changes meanwhile, odd ends, and pairs that are kept.
def numbered(items, start=0):
    t = 0
    for i, x in enumerate(items, start):
        t += i * x
    return t


def together(a, b):
    t = 0
    for x, y in zip(a, b):
        t += x * y
    return t


def entries(d):
    t = 0
    for k, v in d.items():
        t += k * v
    for k in d:
        t += k
    for v in d.values():
        t -= v
    return t


ints, floats, mixed = list(range(50)), [i / 4 for i in range(50)], [i if i % 2 else i / 2 for i in range(50)]
d = {i: i * 3 for i in range(40)}
for _ in range(120):
    r = [numbered(ints), numbered(floats), numbered(mixed), numbered(tuple(ints)), numbered([True, False] * 20)]
    r += [together(ints, floats), together(floats, mixed), together(tuple(ints), ints), together(ints, ints[:7]), together(ints[:7], ints), together([], ints)]
    r.append(entries(d))
print(r)
print(numbered(ints, 2**49 - 20), numbered(ints, 2**63 - 20), numbered(ints, -2**49), numbered([], 5))


# what is left of the iterators behind zip
def leftovers(n, m):
    a, b = iter(list(range(n))), iter(list(range(m)))
    count = 0
    for x, y in zip(a, b):
        count += 1
    return count, next(a, "end"), next(b, "end")


for _ in range(300):
    r = leftovers(5, 3), leftovers(3, 5), leftovers(4, 4), leftovers(0, 2)
print(r)


# left and gone on with
def resumed(items):
    out = []
    e = enumerate(items)
    for i, x in e:
        if i == len(items) // 2:
            break
    out.append((i, x))
    for i, x in e:
        out.append((i, x))
        if len(out) > 3:
            break
    return out, next(e, None), list(e)[:2]


for _ in range(300):
    r = resumed(list("abcdefgh"))
print(r)


# pairs that are kept, compared and unpacked otherwise
def kept(items):
    pairs = [p for p in enumerate(items)]
    same = [p for p in zip(items, items)]
    star = [(first, rest) for first, *rest in zip(items, items)]
    deep = [a + b + c for a, (b, c) in enumerate(zip(items, items))]
    return pairs[-1], same[0], star[1], deep


for _ in range(300):
    r = kept([1, 2, 3, 4])
print(r)


# lists and dicts that change while a loop goes over them
def growing(items):
    seen = 0
    for i, x in enumerate(items):
        seen += 1
        if i < 20:
            items.append(x + 0.5 if i % 5 == 4 else x)
        if i > 60:
            items.clear()
    return seen, len(items)


def shrinking(a, b):
    out = 0
    for x, y in zip(a, b):
        out += 1
        b.pop()
    return out, len(b)


def resizing(d, what):
    out = []
    try:
        for k, v in d.items():
            out.append(k)
            what(d, k)
    except RuntimeError as e:
        out.append(str(e))
    return out[-2:]


def replace(d, k):
    d[k] = -1


def add(d, k):
    d[k, k] = 0


def remove(d, k):
    del d[k]



for _ in range(200):
    r = [growing(list(range(30))), growing([0.5] * 70), shrinking(list(range(10)), list(range(12)))]
    for what in (replace, add, remove):
        r.append(resizing({i: i for i in range(5)}, what))
print(r)

holes = {i: i for i in range(100)}
for i in range(0, 100, 3):
    del holes[i]
for _ in range(100):
    r = entries(holes), list(holes.items())[:3], [k for k in holes][:3]
holes.clear()
print(r, entries(holes))


# namespaces, whose values are in cells, views that are kept, orders
def names(g):
    return sum(1 for k, v in g.items() if v is not None and k[:2] == "__"), [v for k, v in g.items() if k == "ints"][0] is ints


for _ in range(100):
    r = names(globals())
print(r[0] > 3, r[1])


class Seq:
    def __getitem__(self, i):
        if i > 4:
            raise IndexError
        return i * 10


def gen(n):
    for i in range(n):
        yield i


for _ in range(200):
    r = numbered(Seq()), numbered(gen(6)), together(gen(4), Seq()), numbered("".join([]) or [2]), sum(i * ord(c) for i, c in enumerate("text"))
print(r)


def strict(a, b):
    out = []
    try:
        for x, y in zip(a, b, **STRICT):
            out.append(x + y)
    except (ValueError, TypeError) as e:
        out.append(type(e).__name__)
    return out


STRICT = {}
for _ in range(200):
    r = strict([1, 2], [3, 4]), strict([1, 2], [3])
print(r)


def raising(items):
    lines = []
    for i, (k, v) in enumerate(items):
        try:
            v.missing
        except AttributeError as e:
            lines.append(e.__traceback__.tb_lineno - raising.__code__.co_firstlineno)
    try:
        for a, b in items + [(1, 2, 3)]:
            pass
    except ValueError as e:
        lines.append(str(e).split(" (")[0])
    return lines[-2:], len(lines)


for _ in range(100):
    r = raising([(1, 2)] * 20)
print(r)
