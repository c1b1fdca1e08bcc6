#! heavy
# Hot calls in all forms: keywords, defaults, star arguments, bound methods, closures, classes, callbacks, recursion, generators.
def pos(a, b, c):
    return a - b * c


def defaults(a, b=10, *, k=100, m=1000):
    return a + b + k + m


def star(*args, **kw):
    return len(args) * 10 + len(kw)


def mixed(a, *args, k=1, **kw):
    return a + sum(args) * k + sum(kw.values())


class A:
    count = 0

    def __init__(self, v=1, *, w=2):
        self.v, self.w = v, w
        A.count += 1

    def m(self, x, y=3):
        return self.v * x + y

    @classmethod
    def c(cls, x):
        return cls.__name__ + str(x % 3)

    @staticmethod
    def s(x, y):
        return x ^ y

    @property
    def p(self):
        return self.v + self.w

    def __call__(self, x):
        return x + self.v

    def __getitem__(self, i):
        return i * self.v

    def __len__(self):
        return 4

    def __contains__(self, x):
        return x % 2 == 0

    def __eq__(self, o):
        return self.v == o

    def __hash__(self):
        return 1


class B(A):
    def __init__(self, v):
        super().__init__(v, w=v * 2)

    def m(self, x, y=4):
        return super().m(x, y) + 1


def drive(n):
    t = 0
    a, b = A(2), B(3)
    bound, fn = a.m, lambda x, k=2: x * k
    args, kws = (1, 2, 3), {"k": 5, "z": 7}
    names = set()
    for i in range(n):
        t += pos(i, 2, 3) + pos(c=i, a=1, b=2) + pos(i, c=1, b=2)
        t += defaults(i) + defaults(i, 1) + defaults(i, k=2) + defaults(i, 1, m=3, k=4)
        t += star() + star(i, i) + star(*args) + star(*args, **kws) + star(1, *args, q=1, **kws)
        t += mixed(1, *args) + mixed(i, k=2) + mixed(*args, **kws) + mixed(1, 2, 3, k=4, x=5)
        t += a.m(i) + a.m(i, 1) + a.m(y=2, x=i) + b.m(i) + b.m(i, y=i) + bound(i) + A.m(a, i) + B.m(b, 1)
        names.add(a.c(i) + B.c(i))
        t += a.s(i, 3) + A.s(1, i) + a.p + b.p + a(i) + a[i] + len(a) + (i in a) + (a == 2) + fn(i) + fn(i, k=3)
        t += A(i).v + B(i).w + A(w=i).w
        t += max(i, 5) + min(i, 7, 3) + abs(-i) + len(args) + int(i / 2) + sum(args) + divmod(i, 7)[1] + ord("a")
    return t, sorted(names), A.count


def apply(f, n):
    t = 0
    for i in range(n):
        t += f(i)
    return t


def compose(f, g):
    return lambda x: f(g(x))


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def fib_kw(n=0):
    return n if n < 2 else fib_kw(n=n - 1) + fib_kw(n=n - 2)


def even(n):
    return True if n == 0 else odd(n - 1)


def odd(n):
    return False if n == 0 else even(n - 1)


def gen(n):
    for i in range(n):
        yield i


def use_gen(n):
    t = 0
    for x in gen(n):
        for y in gen(x % 4):
            t += x * y
    return t


def tree(d):
    return None if d == 0 else (tree(d - 1), d, tree(d - 1))


def depth_sum(t):
    return 0 if t is None else depth_sum(t[0]) + t[1] + depth_sum(t[2])


def cps(n, k):
    return k(1) if n == 0 else cps(n - 1, lambda v: k(v * n))


def acc():
    total = 0

    def add(x, *, times=1):
        nonlocal total
        total += x * times
        return total
    return add


print(drive(500))
inc, dbl = (lambda x: x + 1), (lambda x: x * 2)
print([apply(f, 400) for f in (inc, dbl, compose(inc, dbl), abs, float, A(3), A(4).m, str.__len__ if False else int, [0, 1, 2, 3, 4].__contains__, (1).__add__, lambda x, y=1: x - y, lambda *a: a[0], bool)])
print(fib(17), fib_kw(13), even(200), odd(201), use_gen(500), depth_sum(tree(10)), cps(60, lambda v: v % 10 ** 9))
add = acc()
for i in range(600):
    add(i)
    add(i, times=2)
print(add(0))
errors = 0
for i in range(600):
    try:
        (pos, defaults, kw_only, inc)[i % 4](*range(i % 5)) if i % 4 != 2 else None
    except TypeError:
        errors += 1
    except NameError:
        errors += 1000
print(errors)


def kw_only(*, a):
    return a


errors = 0
for i in range(600):
    try:
        (pos, defaults, kw_only, inc)[i % 4](*range(i % 5))
    except TypeError:
        errors += 1
print(errors, [k(1) for k in [lambda x, i=i: x + i for i in range(5)]], sorted(range(200), key=lambda v: (v * 37) % 101)[:6], list(map(lambda a, b: a * b, range(5), range(5, 10))), list(filter(lambda v: v % 50 == 0, range(200))))
