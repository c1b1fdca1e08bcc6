# Hot code while the world changes under it: globals, builtins, class attributes, methods, defaults, code objects, modules, closures.
import math

scale = 2


def use_global(x):
    return x * scale


out = []
for i in range(600):
    if i == 200:
        scale = 3.5
    if i == 400:
        scale = "ab"
    if i == 500:
        scale = 10
    r = use_global(2)
    if i % 100 == 50:
        out.append(r)
print(out)


def use_builtin(x):
    return len(x) + abs(-1)


out = []
for i in range(600):
    if i == 150:
        len = lambda x: 1000
    if i == 300:
        del len
    if i == 400:
        abs = lambda x: "no"
    if i == 450:
        del abs
    try:
        out.append(use_builtin("abc"))
    except TypeError:
        out.append("TypeError")
print(sorted(set(map(str, out))), out[149:152], out[299:302], out[399:402], out[449:452])


class C:
    k = 1

    def m(self, x):
        return x + self.k


class D(C):
    pass


d = D()
out = []
for i in range(900):
    if i == 100:
        C.k = 10
    if i == 200:
        D.k = 100
    if i == 300:
        d.k = 1000
    if i == 400:
        del d.k
    if i == 500:
        C.m = lambda self, x: ("new C.m", x)
    if i == 600:
        D.m = lambda self, x: ("D.m", x)
    if i == 700:
        del D.m
    if i == 800:
        d.m = lambda x: ("instance", x)
    r = d.m(1)
    if i % 100 == 50:
        out.append(r)
print(out)


def f(a, b=5):
    return a + b


out = []
for i in range(400):
    if i == 100:
        f.__defaults__ = (50,)
    if i == 200:
        f.__code__ = (lambda a, b: a * b).__code__
    if i == 300:
        f = lambda a: "replaced"
    r = f(2)
    if i % 100 == 50:
        out.append(r)
print(out)


def use_module(x):
    return math.sqrt(x)


saved = math.sqrt
out = []
for i in range(400):
    if i == 200:
        math.sqrt = lambda x: "patched"
    if i == 300:
        math.sqrt = saved
    r = use_module(16)
    if i % 100 == 50:
        out.append(r)
print(out)


def make():
    n = 0

    def add(k):
        nonlocal n
        n += k
        return n

    def set(v):
        nonlocal n
        n = v
    return add, set


add, set_ = make()
out = []
for i in range(500):
    if i == 200:
        set_(0.5)
    if i == 300:
        set_(2 ** 62)
    if i == 400:
        set_(0)
    r = add(1)
    if i % 100 == 99:
        out.append(r)
print(out)
try:
    set_("text")
    add(1)
except TypeError as e:
    print("TypeError")
g = globals()
hidden = 1


def read_hidden():
    return hidden


out = []
for i in range(400):
    if i == 100:
        g["hidden"] = 2
    if i == 200:
        del g["hidden"]
    if i == 300:
        g["hidden"] = 3
    try:
        r = read_hidden()
    except NameError as e:
        r = "NameError"
    if i % 100 == 50:
        out.append(r)
print(out)
for i in range(300):
    g["dynamic%d" % i] = i
    r = read_hidden() + use_global(1)
print(r, sum(v for k, v in list(g.items()) if k.startswith("dynamic")))


class Meter:
    def __init__(self):
        self.n = 0

    @property
    def value(self):
        return self.n


m = Meter()
out = []
for i in range(400):
    m.n += 1
    if i == 200:
        Meter.value = property(lambda self: -self.n)
    if i == 300:
        Meter.value = 7
    if i % 100 == 50:
        out.append(m.value)
    else:
        m.value
print(out)


def in_function():
    import math as mm
    total = 0
    for i in range(300):
        if i == 150:
            mm.extra = 1000
        total += mm.floor(i / 2) + getattr(mm, "extra", 0)
    del mm.extra
    return total


print(in_function())


class Node:
    def __init__(self, v):
        self.v = v


nodes = [Node(i) for i in range(300)]
for n in nodes[::3]:
    n.extra = 1
for n in nodes[::5]:
    del n.v
    n.v = -1
for n in nodes[::7]:
    n.__class__ = type("Node2", (), {"v2": 5})
print(sum(n.v for n in nodes), sum(getattr(n, "extra", 0) for n in nodes), sum(getattr(n, "v2", 0) for n in nodes))
