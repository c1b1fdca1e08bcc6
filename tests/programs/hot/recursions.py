# Functions that call themselves: read in place some times, at last only what ends the recursion.
import sys

log = []


class Node:
    def __init__(self, left, right):
        self.left = left
        self.right = right


def make(depth):
    if depth == 0:
        return Node(None, None)
    return Node(make(depth - 1), make(depth - 1))


def count(node):
    if node.left is None:
        return 1
    return 1 + count(node.left) + count(node.right)


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def noted(n):
    # something is done before the call
    log.append(n)
    if n <= 0:
        return 0
    return noted(n - 1) + noted(n - 3) + len(log) % 7


def ends_noted(n):
    # something is done where it ends only
    if n <= 0:
        log.append(n)
        return 1
    return ends_noted(n - 1) + ends_noted(n - 2)


def looping(n):
    total = 1
    for i in range(n):
        total += looping(i)
    return total


def loop_ends(n):
    if n == 0:
        total = 0
        for i in range(3):
            total += i
        return total
    return loop_ends(n - 1) + loop_ends(n - 1)


def even(n):
    return True if n == 0 else odd(n - 1)


def odd(n):
    return False if n == 0 else even(n - 1)


def gcd(a, b):
    return a if b == 0 else gcd(b, a % b)


def ackermann(m, n):
    if m == 0:
        return n + 1
    if n == 0:
        return ackermann(m - 1, 1)
    return ackermann(m - 1, ackermann(m, n - 1))


def types(n, x):
    if n == 0:
        return x
    return types(n - 1, x) + types(n - 1, x)


def defaults(n, step=1, *, acc=0):
    if n <= 0:
        return acc
    return defaults(n - step, step, acc=acc + n) + defaults(n - 2 * step)


def raising(n):
    if n == 0:
        raise ValueError("end")
    return 1 + raising(n - 1)


def catching(n):
    if n == 0:
        raise KeyError(n)
    try:
        return catching(n - 1)
    except KeyError:
        return n + catching(n - 2) if n > 4 else n


def looks(n):
    if n == 0:
        f = sys._getframe()
        names = []
        while f is not None and f.f_code.co_name == "looks":
            names.append((f.f_lineno, f.f_locals["n"]))
            f = f.f_back
        return names
    return looks(n - 1)


class Tree:
    def __init__(self, n):
        self.n = n
        self.kids = [Tree(n - 1), Tree(n - 2)] if n > 1 else []

    def total(self):
        if not self.kids:
            return self.n
        return self.n + self.kids[0].total() + self.kids[1].total()

    @property
    def depth(self):
        return 1 + max(k.depth for k in self.kids) if self.kids else 1


def closure(k):
    def inner(n):
        if n < k:
            return n
        return inner(n - 1) + inner(n - k - 1)
    return inner


def permute(items, at=0):
    if at == len(items):
        yield tuple(items)
    for i in range(at, len(items)):
        items[at], items[i] = items[i], items[at]
        for p in permute(items, at + 1):
            yield p
        items[at], items[i] = items[i], items[at]


def rebound(n):
    global rebound
    if n == 0:
        return 1
    if n == 77:
        old = rebound
        rebound = lambda n: 1000 + n
        v = old(5)
        rebound = old
        return v
    return rebound(n - 1) + 1


def deep(n):
    return 0 if n == 0 else 1 + deep(n - 1)


def lines(n):
    if n == 0:
        return [][1]
    return (
        n +
        lines(n - 1)
    )


def trace(f, *args):
    try:
        return f(*args)
    except Exception as e:
        t, seen = e.__traceback__.tb_next, []
        while t is not None:
            seen.append(t.tb_lineno)
            t = t.tb_next
        return type(e).__name__, str(e), len(seen), seen[:3], seen[-3:]


for turn in range(4):
    for d in range(9):
        t = make(d)
        assert count(t) == 2 ** (d + 1) - 1
    print(count(make(10)), fib(17), fib(2), fib(0))
    del log[:]
    print(noted(11), len(log), log[-5:])
    del log[:]
    print(ends_noted(12), len(log), sum(log))
    print(looping(9), loop_ends(7), even(40), odd(41), even(7), gcd(1071, 462), gcd(2 ** 70, 6 ** 30), ackermann(2, 6))
    print(types(6, 1), types(6, 0.5), types(3, "ab"), types(7, 2 ** 48), types(2, (1,)))
    print(defaults(20), defaults(20, 3), defaults(9, acc=5))
    print(trace(raising, 9), trace(lines, 7), trace(lines, 0), [trace(catching, n) for n in range(9)])
    print(looks(7), Tree(9).total(), Tree(8).depth, closure(2)(14), closure(0)(6))
    print(len(list(permute([1, 2, 3, 4, 5]))), rebound(70), rebound(80), rebound(3), deep(500))
    print(trace(deep, 10 ** 6)[0], trace(fib, "x"), trace(count, None))
