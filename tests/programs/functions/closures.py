# Closures, nonlocal, global, cells: sharing, late binding, deletion, unbound errors, deep nesting.
def counter(start=0):
    n = start

    def up(by=1):
        nonlocal n
        n += by
        return n

    def get():
        return n

    def reset():
        nonlocal n
        n = start
    return up, get, reset


up, get, reset = counter(5)
print(up(), up(10), get(), reset(), get(), up())
up2, get2, _ = counter()
print(up2(), get(), get2())


def late():
    return [lambda: i for i in range(3)], [lambda i=i: i for i in range(3)]


a, b = late()
print([f() for f in a], [f() for f in b])


def makers():
    out = []
    for i in range(3):
        def f():
            return i
        out.append(f)
    first = [g() for g in out]
    i = "changed"
    return first, [g() for g in out]


print(makers())


def level1(a):
    def level2(b):
        def level3(c):
            def level4(d):
                nonlocal a, b
                a += 1
                b += c
                return a, b, c, d
            return level4
        return level3
    return level2


f = level1(1)(2)(3)
print(f(4), f(5), f.__code__.co_freevars, f.__closure__[0].cell_contents, len(f.__closure__), level1.__code__.co_cellvars)
x = "global"


def scopes():
    x = "local"

    def read():
        return x

    def write_global():
        global x
        x = "changed global"
        return x

    def shadow(x):
        return x
    r = read()
    return r, write_global(), read(), shadow("param"), x


print(scopes(), x)


def unbound():
    try:
        print(v)
    except NameError as e:
        print(type(e).__name__)
    v = 1
    del v
    try:
        v
    except UnboundLocalError as e:
        print("UnboundLocalError")
    try:
        del v
    except UnboundLocalError as e:
        print("UnboundLocalError")


unbound()


def unbound_cell():
    def inner():
        return cell
    try:
        inner()
    except NameError as e:
        print(type(e).__name__)
    cell = 1
    print(inner())
    del cell
    try:
        inner()
    except NameError as e:
        print(type(e).__name__)
    try:
        cell
    except UnboundLocalError:
        print("unbound in owner")
    cell = 2
    return inner


print(unbound_cell()())
try:
    missing_name
except NameError as e:
    print(e)
try:
    del missing_name
except NameError as e:
    print(e)


def deleter():
    global temp
    temp = 1
    del temp
    try:
        temp
    except NameError as e:
        return str(e)


print(deleter())


class Account:
    rate = 5

    def __init__(self):
        secret = 42

        class Inner:
            value = secret
            rate = "inner"

            def get(self):
                return secret, self.rate, Account.rate
        self.inner = Inner()


print(Account().inner.get(), Account().inner.value)


def compose(*fs):
    def run(v):
        for f in fs:
            v = f(v)
        return v
    return run


def curry(n, f):
    def collect(got):
        return f(*got) if len(got) >= n else lambda v: collect(got + [v])
    return collect([])


print(compose(lambda v: v + 1, lambda v: v * 2, str)(4), curry(3, lambda a, b, c: a + b * c)(1)(2)(3))


def memoize(f):
    cache = {}

    def wrapper(*args):
        if args not in cache:
            cache[args] = f(*args)
        return cache[args]
    wrapper.cache = cache
    return wrapper


@memoize
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(80), len(fib.cache))


def arg_cell(a, b, *args, c=3, **kw):
    def inner():
        nonlocal a, args
        a = a * 2
        args = args + (b,)
        return a, b, args, c, sorted(kw)
    return inner


g = arg_cell(1, 2, 3, c=4, z=5)
print(g(), g())


def gen_closure():
    total = 0

    def add(v):
        nonlocal total
        total += v
        return total
    for v in range(4):
        yield add(v)


print(list(gen_closure()))
cell = (lambda: x).__closure__
print(cell)


def swap_cell():
    v = 1

    def inner():
        return v
    return inner


h = swap_cell()
try:
    h.__closure__[0].cell_contents = 99
    print(h())
except AttributeError:
    print(99)
print(type(h.__closure__[0]).__name__, (lambda: (lambda: (lambda: x)())())())


def many():
    a, b, c, d, e = range(5)

    def rotate():
        nonlocal a, b, c, d, e
        a, b, c, d, e = b, c, d, e, a
        return a, b, c, d, e
    return rotate


r = many()
print([r() for _ in range(6)])


def loop_sum(n):
    total = 0
    for i in range(n):
        def add():
            nonlocal total
            total += i
        add()
    return total


print(loop_sum(1000))
