# __del__ and weak references through gc.collect: called once, resurrection, cycles, exceptions in __del__ are not fatal.
import gc
import _weakref

log = []


class D:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        log.append("del " + self.name)


def make(name):
    D(name)


make("plain")
gc.collect()
gc.collect()
print(log)
log.clear()


def cycle():
    a, b = D("a"), D("b")
    a.other, b.other = b, a


cycle()
gc.collect()
gc.collect()
print(sorted(log))
log.clear()
saved = []


class Phoenix:
    def __del__(self):
        log.append("resurrect")
        saved.append(self)


def rise():
    Phoenix()


rise()
gc.collect()
gc.collect()
print(log, len(saved), type(saved[0]).__name__)
del saved[:]
gc.collect()
gc.collect()
print(log)
log.clear()


class Plain:
    pass


def refs():
    p = Plain()
    r = _weakref.ref(p)
    cb = []
    r2 = _weakref.ref(p, lambda ref: cb.append("callback"))
    print(r() is p, r2() is p, _weakref.getweakrefcount(p) >= 2, type(r).__name__ in ("weakref", "ReferenceType"), r == _weakref.ref(p), hash(r) == hash(p))
    return r, r2, cb


r, r2, cb = refs()
gc.collect()
gc.collect()
print(r(), r2(), cb)


def proxies():
    p = Plain()
    p.value = 5
    q = _weakref.proxy(p)
    q.value += 1
    print(p.value, q.value)
    return q


q = proxies()
gc.collect()
gc.collect()
try:
    q.value
except ReferenceError as e:
    print("ReferenceError", e)
for bad in (5, "s", None, (1,), []):
    try:
        _weakref.ref(bad)
        print("ok")
    except TypeError as e:
        print(e)
keep = Plain()
k = _weakref.ref(keep)
gc.collect()
print(k() is keep)


class WithSlots:
    __slots__ = ("a", "__weakref__")


class NoWeak:
    __slots__ = ("a",)


w = WithSlots()
print(_weakref.ref(w)() is w)
try:
    _weakref.ref(NoWeak())
except TypeError as e:
    print("TypeError")


def graph(n):
    nodes = [Plain() for _ in range(n)]
    for i, node in enumerate(nodes):
        node.next = nodes[(i + 1) % n]
        node.all = nodes
    return [_weakref.ref(x) for x in nodes]


refs_ = graph(50)
gc.collect()
gc.collect()
print(sum(x() is None for x in refs_))
root = Plain()
cur = root
for i in range(20):
    cur.next = Plain()
    cur = cur.next
tail = _weakref.ref(cur)
del cur
gc.collect()
print(tail() is not None)
del root
gc.collect()
gc.collect()
print(tail() is None)


class Sub(_weakref.ref):
    def __init__(self, o):
        super().__init__(o)
        self.extra = "x"


s = Sub(keep)
print(s() is keep, s.extra, isinstance(s, _weakref.ref), _weakref.ref(keep) is _weakref.ref(keep))
f = lambda: 0
print(_weakref.ref(f)() is f, _weakref.ref(Plain)() is Plain, _weakref.ref({1, 2})is not None)


def gen():
    try:
        yield 1
    finally:
        log.append("generator closed")


def use():
    g = gen()
    next(g)


use()
gc.collect()
gc.collect()
print(log, gc.isenabled(), isinstance(gc.collect(), int), isinstance(gc.get_count(), tuple))
gc.disable()
print(gc.isenabled())
gc.enable()
print(gc.isenabled(), isinstance(gc.get_threshold(), tuple))
