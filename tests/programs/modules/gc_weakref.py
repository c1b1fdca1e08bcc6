#! heavy
# gc and _weakref beyond finalizers: get_objects-free API, thresholds, weak references to many kinds of objects, proxies with operators.
import gc
import _weakref


def kind(f):
    try:
        print("no error", f())
    except Exception as e:
        print(type(e).__name__, end=" ")


class A:
    def __init__(self, v=0):
        self.v = v

    def __len__(self):
        return 3

    def __getitem__(self, i):
        return i * 2

    def __call__(self, x):
        return ("called", x)

    def __add__(self, o):
        return ("add", o)

    def __eq__(self, o):
        return isinstance(o, A) and self.v == o.v

    def __hash__(self):
        return hash(self.v)

    def __iter__(self):
        return iter([1, 2])

    def __contains__(self, x):
        return x == 5

    def __str__(self):
        return "A str"

    def __bool__(self):
        return True


a = A(1)
p = _weakref.proxy(a)
p.new = 5
del p.new
print(p.v, len(p), p[4], p(1), p + 1, list(p), 5 in p, str(p), bool(p), p == a, isinstance(p, A), p.__class__ is A, hasattr(p, "nope"))
kind(lambda: hash(p))
kind(lambda: p.nope)
kind(lambda: _weakref.proxy(5))
kind(lambda: _weakref.proxy([]))
f = lambda x: x * 2
cp = _weakref.proxy(f)
print(cp(4))
r = _weakref.ref(a)
r2 = _weakref.ref(A(1), lambda _: None)
b = A(1)
print(r() is a, r == _weakref.ref(b), hash(r) == hash(a), r != _weakref.ref(A(2)), {r: "x"}[_weakref.ref(b)] if r == _weakref.ref(b) else "", r.__callback__, _weakref.getweakrefcount(a) >= 1, isinstance(_weakref.getweakrefs(a), list), repr(r).startswith("<weakref at 0x"))
order = []


def make():
    x = A(9)
    refs = [_weakref.ref(x, lambda _, i=i: order.append(i)) for i in range(3)]
    return refs


refs = make()
gc.collect()
gc.collect()
print(sorted(order), [x() for x in refs], all("dead" in repr(x) for x in refs))


def hash_dead():
    x = A(3)
    w = _weakref.ref(x)
    hash(w)
    v = _weakref.ref(A(4))
    return w, v


w, v = hash_dead()
gc.collect()
gc.collect()
print(hash(w) == hash(3), w == w, w == v)
kind(lambda: hash(v))
targets = [A, f, len, a.__init__.__func__, frozenset([1]), set(), (x for x in ()), type(gc), gc]
print([type(_weakref.ref(t)()).__name__ for t in targets if not isinstance(t, (int, str))])
for bad in (1, 1.5, "s", b"b", (), [], {}, None, True, object()):
    kind(lambda: _weakref.ref(bad))
print()
m = _weakref.ref(a.__len__)
gc.collect()
print(m())
gc.set_threshold(500, 5, 5)
print(gc.get_threshold(), gc.is_tracked([]), gc.is_tracked(5), gc.garbage, gc.get_debug(), isinstance(gc.get_stats(), list), gc.callbacks == [])
kind(lambda: gc.collect("x"))
kind(lambda: gc.set_threshold("a"))
print(gc.collect(0) >= 0, gc.collect(generation=1) >= 0)


class Node:
    def __init__(self):
        self.children, self.parent = [], None

    def add(self, c):
        self.children.append(c)
        c.parent = self
        return self


def tree(depth):
    n = Node()
    if depth:
        for _ in range(3):
            n.add(tree(depth - 1))
    return n


t = tree(4)
leaf = t.children[0].children[1].children[2]
watch = [_weakref.ref(t), _weakref.ref(leaf), _weakref.ref(t.children[2])]
t.children[2].parent = None
keep = t.children[2]
leaf.parent = None
del t
gc.collect()
gc.collect()
print([x() is not None for x in watch])
del leaf, keep
gc.collect()
gc.collect()
print([x() is not None for x in watch])
cache = {}


class Value:
    pass


for i in range(100):
    o = Value()
    o.self = o
    cache[i] = _weakref.ref(o)
del o
gc.collect()
gc.collect()
print(sum(x() is None for x in cache.values()))
junk = []
for i in range(20000):
    junk = [junk if i % 50 else None, {"i": i}, (i,), "s%d" % i]
print(junk[1], junk[3])
