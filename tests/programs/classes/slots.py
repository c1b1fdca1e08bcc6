# __slots__: layout, inheritance, errors, mixing with __dict__, descriptors of slots, class reassignment.
def kind(f):
    try:
        print("no error", f())
    except (AttributeError, TypeError, ValueError) as e:
        print(type(e).__name__)


class P:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


p = P(1, 2)
print(p.x, p.y, P.__slots__, hasattr(p, "__dict__"), type(P.x).__name__, P.x.__name__, P.x.__get__(p), P.x.__get__(None, P) is P.x)
p.x += 10
del p.y
print(p.x, hasattr(p, "y"))
try:
    p.y
except AttributeError as e:
    print("AttributeError")
kind(lambda: setattr(p, "z", 1))
kind(lambda: delattr(p, "y"))
kind(lambda: p.__dict__)
kind(lambda: vars(p))
p.y = "back"
print(p.y)
P.x.__set__(p, "via descriptor")
print(p.x)
P.x.__delete__(p)
kind(lambda: P.x.__get__(p))
kind(lambda: P.x.__get__(5))
kind(lambda: P.x.__set__(5, 1))


class Q(P):
    __slots__ = ("z",)


q = Q(1, 2)
q.z = 3
print(q.x, q.y, q.z, Q.__slots__)
kind(lambda: setattr(q, "w", 1))


class R(P):
    pass


r = R(1, 2)
r.anything = 5
print(r.__dict__, r.x, "x" in r.__dict__)


class D:
    __slots__ = ("a", "__dict__")


d = D()
d.a, d.b = 1, 2
print(d.__dict__, d.a)


class W:
    __slots__ = ["one", "two"]


class S:
    __slots__ = "single"


class Empty:
    __slots__ = ()


s = S()
s.single = 1
print(s.single, S.__slots__, W.__slots__, Empty.__slots__)
kind(lambda: setattr(Empty(), "a", 1))
for ns in ({"__slots__": ("a", "a b")}, {"__slots__": (5,)}, {"__slots__": ("a",), "a": 1}, {"__slots__": 5}, {"__slots__": ("",)}, {"__slots__": ("__dict__", "__dict__")}):
    kind(lambda: type("T", (), ns).__name__)
kind(lambda: type("T", (P, W), {}))
kind(lambda: type("T", (P, Empty), {"__slots__": ()})(1, 2).x)
kind(lambda: type("T", (int,), {"__slots__": ("a",)}))
kind(lambda: type("T", (list,), {"__slots__": ("a",)})().a)


class Mangled:
    __slots__ = ("__private", "_one")

    def __init__(self):
        self.__private = 7

    def get(self):
        return self.__private


m = Mangled()
print(m.get(), m._Mangled__private)


class L(list):
    __slots__ = ("tag",)


l = L([1, 2])
l.tag = "t"
l.append(3)
print(l, l.tag)
kind(lambda: setattr(l, "other", 1))


class DictSlots:
    __slots__ = {"documented": "doc string", "plain": None}


ds = DictSlots()
ds.documented = 1
print(ds.documented, sorted(DictSlots.__slots__))


class Default:
    __slots__ = ("v",)

    def __getattr__(self, name):
        return "default for " + name


x = Default()
print(x.v, x.anything)
x.v = 1
print(x.v)


class A:
    __slots__ = ("f1", "f2")


class B:
    __slots__ = ("f1", "f2")


class C:
    __slots__ = ("f1",)


a = A()
a.f1 = "kept"
a.__class__ = B
print(type(a).__name__, a.f1)
kind(lambda: setattr(a, "__class__", C))


class Vec:
    __slots__ = ("x", "y", "z")

    def __init__(self, x, y, z):
        self.x = x
        self.y = y
        self.z = z

    def __add__(self, o):
        return Vec(self.x + o.x, self.y + o.y, self.z + o.z)

    def dot(self, o):
        return self.x * o.x + self.y * o.y + self.z * o.z


acc = Vec(0, 0, 0)
for i in range(300):
    acc = acc + Vec(i, i * 0.5, i * 2 ** 60 if i == 299 else 1)
print(acc.x, acc.y, acc.z, acc.dot(Vec(1, 2, 0)))
nodes = None


class Node:
    __slots__ = ("value", "next")

    def __init__(self, value, next):
        self.value, self.next = value, next


for i in range(50):
    nodes = Node(i, nodes)
total, n = 0, nodes
while n is not None:
    total += n.value
    n = n.next
print(total)
