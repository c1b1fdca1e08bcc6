# `__slots__` whose values change type, order and presence, read and written by the interpreter and by compiled loops.
class P:
    __slots__ = ("x", "y", "n", "o")

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def step(self, d):
        self.x += d
        self.y -= d
        return self.x


def run(p, d, times):
    for _ in range(times):
        p.step(d)
    return p.x, p.y


p = P(0.5, 2.5)
print(run(p, 0.25, 3000))
p.x = 1
print(run(p, 2, 3000), type(p.x).__name__)
p.y = 10**30
print(run(p, 1, 50))
p.x, p.y = True, -0.0
print(p.x, p.y, run(p, 0, 2))
for name in ("n", "o"):
    try:
        print(getattr(p, name))
    except AttributeError as e:
        print("AttributeError", e)
try:
    del p.n
except AttributeError as e:
    print("AttributeError", e)
p.n = 7
p.o = "text"
del p.x
print(p.n, p.o, p.y, hasattr(p, "x"))
p.x = 3.5
print(p.x, [getattr(p, s) for s in P.__slots__])
try:
    p.z = 1
except AttributeError as e:
    print("AttributeError", str(e).split(" and no ")[0])
print(hasattr(p, "__dict__"), P.x.__get__(p), P.x.__name__)
P.x.__set__(p, 9)
print(p.x)
P.x.__delete__(p)
print(hasattr(p, "x"))


# each object in another order: the same slots, other shapes
def make(order):
    q = P.__new__(P)
    for i, name in enumerate(order):
        setattr(q, name, i * 1.5)
    return q


def total(objects):
    t = 0
    for q in objects:
        t += q.x + q.y * 2 + q.n * 4 + q.o * 8
    return t


herd = [make(o) for o in ("xyno", "onyx", "nxoy", "yxon", "oxny")] * 40
for _ in range(30):
    t = total(herd)
print(t)
herd[77].n = 10**20
print(total(herd))
del herd[150].o
try:
    total(herd)
except AttributeError as e:
    print("AttributeError", e)


# a derived class with slots of its own, one of the same name, and one with a dict
class A:
    __slots__ = ("a", "b")


class B(A):
    __slots__ = ("b", "c")

    def fill(self):
        self.a, self.b, self.c = 1, 2.0, "c"
        A.b.__set__(self, "hidden")


class C(B):
    pass


class D(B):
    __slots__ = ()
    a = 5


def sums(objects):
    return [(o.a, o.b, o.c, A.b.__get__(o)) for o in objects]


b, c, d = B(), C(), D()
b.fill()
c.fill()
c.extra = 4
print(sums([b, c]) * 2, c.__dict__, sorted(vars(c)))
try:
    d.fill()
except AttributeError as e:
    print("AttributeError", e)
A.a.__set__(d, 6)
print(d.a, A.a.__get__(d))
c.__dict__ = {"new": 1}
print(c.new, c.a, c.b, c.c, c.__dict__)
del B.c
try:
    b.c
except AttributeError as e:
    print("AttributeError", e)


# names are compared by text, and a descriptor may serve another name
class E:
    __slots__ = ["".join(("va", "lue")), "__private"]

    def __init__(self):
        self.value = 1.5
        self.__private = 2

    def get(self):
        return self.__private + self.value


E.alias = E.value
e = E()
for i in range(2000):
    e.alias += 1
print(e.value, e.alias, e.get(), e._E__private)


class F:
    __slots__ = ("_E__private", "value")


f = F()
f.value = "f"
f.__class__ = E
print(f.value, type(f).__name__, hasattr(f, "_E__private"))
f.value = 2.25
f._E__private = 0.75
print(f.get())
f.__class__ = F
print(f.value, f._E__private)


# with __weakref__, in a tree, and copied
class Node:
    __slots__ = ("left", "right", "key", "__weakref__")

    def __init__(self, key):
        self.key = key
        self.left = self.right = None

    def insert(self, key):
        at = self
        while True:
            side = "left" if key < at.key else "right"
            next = getattr(at, side)
            if next is None:
                setattr(at, side, Node(key))
                return
            at = next

    def walk(self):
        if self.left is not None:
            yield from self.left.walk()
        yield self.key
        if self.right is not None:
            yield from self.right.walk()


root = Node(500)
for i in range(1000):
    root.insert(i * 7919 % 1000)
root.insert(3.5)
print(sum(root.walk()), len(list(root.walk())))
