# Containers and strings made in hot loops, lengths, truths, conversions, `in`, special methods, and attributes of modules held in locals.
import math


def lists(n):
    kept = []
    for i in range(n):
        a, b, c, d = [], [i], [i, i + 0.5], [i, "s", None]
        a.append(i)
        b += [i + 1, True]
        c.extend([i])
        if i % 500 == 0:
            kept.append((a, b, c, d, [i, i, i, i], [i] * 3, [*a, *b]))
    return kept


def dicts(n):
    kept = []
    for i in range(n):
        d = {}
        d[i] = 1
        e = {"a": i, "b": d, i: "int", (i, 1): [i]}
        f = {k: k * i for k in range(3)}
        s = {k % 2 for k in range(5)} | {i}
        if i % 500 == 0:
            kept.append((d, e, f, sorted(s), {"x": i}["x"]))
    return kept


def strings(n):
    kept = []
    for i in range(n):
        s, x = "v%d" % i, i / 2
        t = f"{i}:{s}", f"{s}{x}", f"<{s!r}|{i}|{x:.2f}>", f"{s}{s}{s}{s}{s}", f"{i}"
        if i % 500 == 0:
            kept.append(t)
    return kept


for r in (lists(1200), dicts(1200), strings(1200)):
    print(r)


def lengths(objects, n):
    t = 0
    for i in range(n):
        for o in objects:
            t += len(o)
            if o:
                t += 1
            if not o:
                t += 100
    return t


class Sized:
    def __len__(self):
        return 3


class Odd:
    def __len__(self):
        return 0

    def __bool__(self):
        return True


print([lengths(o, 300) for o in ([[1]], [[1.5, 2]], [[]], ["abc"], [""], [{1: 2}], [{}], [(1, 2)], [()], [{1}], [b"ab"], [range(3)], [Sized()], [Odd()], [[1], "a", {}, (1,)])])


def attempt(f, *args):
    try:
        return f(*args)
    except Exception as e:
        return type(e).__name__ + ": " + str(e)


def conversions(xs, n):
    out = []
    for i in range(n):
        x = xs[i % len(xs)]
        r = int(x), float(x), bool(x), str(x)
    return r


print([conversions(xs, 900) for xs in ([1, 2], [1.5, -2.75], [True], ["12"], [1, 2.5])])
for x in (float("nan"), float("inf"), 1e30, -1e18, 2**70, "x", None, "1.5"):
    print([attempt(conversions, [1.5] * 50 + [x], k) for k in (51, 102)])


def members(n):
    c = [0] * 8
    for i in range(n):
        c[0] += i in (1, 2, 3)
        c[1] += i not in (5, 6)
        c[2] += i / 2 in (1, 2, 3)
        c[3] += i in [4, i]
        c[4] += str(i % 10) in "1357"
        c[5] += i % 7 in {1, 2} and i % 5 in {1: 1, 2: 2}
        c[6] += (i % 3 == 0) in (0, 1)
        c[7] += None in (None, i)
    return c


print(members(3000))


class Box:
    def __init__(self):
        self.d = {}
        self.n = 0

    def __contains__(self, x):
        return x % 3 if x % 5 else x % 2 == 0

    def __setitem__(self, i, v):
        self.d[i % 5] = v
        if v == "bad":
            raise ValueError(i)

    def __neg__(self):
        self.n += 1
        return self.n if self.n % 2 else self

    def __delitem__(self, i):
        del self.d[i]


def boxes(n):
    b, t, lines = Box(), 0, []
    for i in range(n):
        t += i in b
        t += (i not in b) * 2
        try:
            b[i] = "bad" if i % 400 == 399 else i
        except ValueError as e:
            f = e.__traceback__.tb_next
            lines.append((e.args[0], f.tb_frame.f_code.co_name, e.__traceback__.tb_lineno - boxes.__code__.co_firstlineno))
        r = -b
    return t, b.d, r if isinstance(r, int) else "box", lines


print(boxes(2001))


def of_module(m, n):
    t = 0.0
    for i in range(n):
        t += m.floor(i / 3) + m.pi
    return t, m.__name__


class Fake:
    pi = 1
    __name__ = "fake"

    @staticmethod
    def floor(x):
        return 2


print(of_module(math, 1500), of_module(Fake, 1500), of_module(Fake(), 500), of_module(math, 100))


def inside(n):
    import sys
    for i in range(n):
        limit, name = sys.maxsize, sys.__name__
    return limit > 0, name, attempt(lambda: sys.nothing)


print(inside(1200))
