# Recursion: direct, mutual, through builtins and methods, deep, and the limit.
import sys


def ack(m, n):
    return n + 1 if m == 0 else ack(m - 1, 1) if n == 0 else ack(m - 1, ack(m, n - 1))


def is_even(n):
    return True if n == 0 else is_odd(n - 1)


def is_odd(n):
    return False if n == 0 else is_even(n - 1)


def hanoi(n, a, b, c, moves):
    if n:
        hanoi(n - 1, a, c, b, moves)
        moves.append(a + c)
        hanoi(n - 1, b, a, c, moves)
    return moves


def perms(l):
    return [[x] + p for i, x in enumerate(l) for p in perms(l[:i] + l[i + 1:])] if l else [[]]


def qsort(l):
    return l if len(l) < 2 else qsort([x for x in l[1:] if x < l[0]]) + [l[0]] + qsort([x for x in l[1:] if x >= l[0]])


def depth(n):
    return 0 if n == 0 else 1 + depth(n - 1)


def mapped(n):
    return [n] + (list(map(mapped, [n - 1]))[0] if n else [])


def tak(x, y, z):
    return z if y >= x else tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y))


def powerset(s):
    return [[]] if not s else [x for p in powerset(s[1:]) for x in (p, [s[0]] + p)]


def gray(n):
    return [""] if n == 0 else ["0" + c for c in gray(n - 1)] + ["1" + c for c in reversed(gray(n - 1))]


def collatz(n, steps=0):
    return steps if n == 1 else collatz(n // 2 if n % 2 == 0 else 3 * n + 1, steps + 1)


print(ack(2, 5), is_even(100), is_odd(101), hanoi(4, "a", "b", "c", []), len(perms([1, 2, 3, 4, 5])), perms([1, 2, 3]), qsort([3, 6, 1, 8, 2, 9, 2]), depth(900), mapped(30)[:3], tak(9, 5, 2), powerset([1, 2, 3]), gray(3), collatz(27))


class Node:
    def __init__(self, v, kids=()):
        self.v, self.kids = v, kids

    def total(self):
        return self.v + sum(k.total() for k in self.kids)

    def __len__(self):
        return 1 + sum(map(len, self.kids))

    def __repr__(self):
        return "%d%s" % (self.v, list(self.kids) if self.kids else "")

    def __eq__(self, o):
        return self.v == o.v and list(self.kids) == list(o.kids)


def build(n):
    return Node(n, [build(i) for i in range(n)])


t = build(5)
print(t.total(), len(t), build(3), build(4) == build(4), build(4) == build(3))


def runaway(n=0):
    return runaway(n + 1)


class Loop:
    def __getattr__(self, name):
        return getattr(self, name + "x")

    def __repr__(self):
        return repr(self)

    def __eq__(self, o):
        return self == o

    def __call__(self):
        return self()

    def __getitem__(self, i):
        return self[i]

    def __add__(self, o):
        return self + o


def gen():
    yield from gen()


loop = Loop()
for f in (runaway, lambda: repr(loop), lambda: loop == 1, loop, lambda: loop[0], lambda: loop + 1, lambda: list(gen()), lambda: sorted([1, 2], key=lambda v: runaway()), lambda: [runaway() for _ in range(1)], lambda: loop.a):
    try:
        f()
    except RecursionError as e:
        print("RecursionError", isinstance(e, RuntimeError), "maximum recursion depth exceeded" in str(e))
deep = []
for _ in range(100):
    deep = [deep]
print(len(repr(deep)), sys.getrecursionlimit())
sys.setrecursionlimit(5000)
print(depth(4000), sys.getrecursionlimit())
sys.setrecursionlimit(1000)
for bad in (0, -5):
    try:
        sys.setrecursionlimit(bad)
    except ValueError as e:
        print("ValueError")
try:
    sys.setrecursionlimit("x")
except TypeError as e:
    print("TypeError")


def count_down(n):
    if n == 0:
        raise KeyError("bottom")
    try:
        count_down(n - 1)
    finally:
        unwound.append(n)


unwound = []
try:
    count_down(200)
except KeyError as e:
    print(e, len(unwound), unwound[:3])


def frames(n):
    if n == 0:
        f, names = sys._getframe(), []
        while f:
            names.append(f.f_code.co_name)
            f = f.f_back
        return names
    return frames(n - 1)


print(frames(3)[:5], len(frames(50)))


def recover(n):
    try:
        return recover(n + 1)
    except RecursionError:
        return n > 100


print(recover(0), depth(500))
