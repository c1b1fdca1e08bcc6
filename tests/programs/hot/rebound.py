# Names, code and defaults that compiled code took for granted, exchanged while it runs: by every way there is, and more than once.
import sys

this = sys.modules[__name__]


def one(x):
    return x + 1


def two(x):
    return x * 2


def three(x, k=3, *, n=0):
    return x + k + n


class A:
    def value(self):
        return 1


class B:
    def value(self):
        return 2


def step(x):
    return one(x)


def by_statement(i):
    global one
    if i % 50 == 49:
        one, old = two, one
        globals()["two"] = old


def by_dict(i):
    if i % 50 == 49:
        d = globals()
        d["one"], d["two"] = d["two"], d["one"]


def by_attribute(i):
    if i % 50 == 49:
        a, b = this.one, this.two
        this.one = b
        setattr(this, "two", a)


def by_deletion(i):
    global one, two
    if i % 50 == 49:
        a, b = one, two
        del one, two
        two, one = a, b


def by_update(i):
    if i % 50 == 49:
        globals().update(one=two, two=one)


def by_pop(i):
    if i % 50 == 49:
        a, b = globals().pop("one"), globals().pop("two")
        globals().setdefault("one", b)
        globals().setdefault("two", a)


def names(change):
    total = 0
    for i in range(400):
        total += step(i)
        total += one(i)
        change(i)
    return total


for change in (by_statement, by_dict, by_attribute, by_deletion, by_update, by_pop):
    print(change.__name__, names(change), names(change), one(5), two(5))


def in_the_callee(x):
    global helper
    if x == 150:
        helper = two
    return x


def helper(x):
    return x + 1000


def rebinds_inside(n):
    total = 0
    for i in range(n):
        total += helper(i) + helper(in_the_callee(i)) + helper(i)
    return total


print(rebinds_inside(300), rebinds_inside(300))


def with_code(n):
    out = []
    one_code, two_code = one.__code__, two.__code__
    for i in range(n):
        if i in (100, 130, 250):
            one.__code__ = two_code if one.__code__ is one_code else one_code
        if i % 30 == 0:
            out.append(step(i))
        else:
            step(i)
    one.__code__ = one_code
    return out


print(with_code(300), with_code(300))


def with_defaults(n):
    out = []
    for i in range(n):
        if i == 100:
            three.__defaults__ = (50,)
        if i == 150:
            three.__kwdefaults__ = {"n": 1000}
        if i == 180:
            three.__kwdefaults__["n"] = 2000
        if i == 200:
            three.__defaults__ = None
        if i == 260:
            three.__defaults__ = (3,)
            three.__kwdefaults__ = {"n": 0}
        try:
            v = three(i)
        except TypeError as e:
            v = str(e)
        if i % 20 == 0:
            out.append(v)
    return out


print(with_defaults(300))
print(with_defaults(300))


def classes(n):
    global A, B
    total = 0
    for i in range(n):
        total = total * 3 + A().value()
        total %= 1000003
        if i % 70 == 69:
            A, B = B, A
        if i == 200:
            A.value = lambda self: 5
    return total


print(classes(300), classes(300))


def lengths(n):
    total = 0
    for i in range(n):
        total += len("abc") + abs(-i)
        if i == 150:
            globals()["len"] = lambda s: 100
        if i == 200:
            del globals()["len"]
        if i == 220:
            globals()["abs"] = one
        if i == 250:
            globals().pop("abs")
    return total


print(lengths(300), lengths(300))


def missing(n):
    out = []
    global gone
    gone = one
    for i in range(n):
        try:
            out.append(gone(i))
        except NameError as e:
            out.append(str(e))
        if i == 150:
            del gone
        if i == 152:
            gone = two
    return out[148:156]


print(missing(200), missing(200))


def counted(n):
    # a name of a function that a hot loop stores
    global current
    total = 0
    for i in range(n):
        current = one if i % 3 else two
        total += current(i)
    return total


current = one
print(counted(300), counted(300), current.__name__)


class Deep:
    def __init__(self, v):
        self.v = v

    def get(self):
        return half(self.v)


def half(x):
    return x // 2


def methods(n):
    global half
    total = 0
    for i in range(n):
        total += Deep(i).get()
        if i == 120:
            half = one
        if i == 170:
            Deep.get = lambda self: -self.v
        if i == 230:
            Deep.__init__ = lambda self, v: setattr(self, "v", v * 10)
    return total


print(methods(300), methods(300))


def shadows(n):
    total = 0
    for i in range(n):
        total += max(i, 3)
        if i == 99:
            exec(compile_free)
    return total


compile_free = (lambda: None).__code__
print(shadows(200))


def generators(n):
    def produce():
        for i in range(n):
            yield one(i)
    global one
    old = one
    out = 0
    for i, v in enumerate(produce()):
        out += v
        if i == 120:
            one = two
        if i == 160:
            one = old
    return out


print(generators(200), generators(200))


def add(a, b):
    return a + b


def sub(a, b):
    return a - b


# a loop outside stores the name that the one inside reads
found = []
for name, operation in (("+", add), ("-", sub)) * 3:
    for left in (1, 2.5, 30):
        for right in (1, 7, 2.5):
            found.append(operation(left, right))
print(found)
