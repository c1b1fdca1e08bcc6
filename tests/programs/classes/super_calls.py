# super(): zero-argument in methods, class methods, static methods, properties, nested functions; explicit; as descriptor; errors.
class A:
    attr = "A.attr"

    def m(self):
        return "A.m"

    @classmethod
    def c(cls):
        return "A.c " + cls.__name__

    @staticmethod
    def s():
        return "A.s"

    @property
    def p(self):
        return "A.p"

    def __repr__(self):
        return "A()"

    def __getitem__(self, k):
        return ("A", k)

    def __len__(self):
        return 3

    def __eq__(self, o):
        return "A.eq"

    def args(self, a, *b, c=1, **d):
        return a, b, c, sorted(d)


class B(A):
    attr = "B.attr"

    def m(self):
        return "B.m > " + super().m()

    @classmethod
    def c(cls):
        return "B.c > " + super().c()

    @staticmethod
    def s():
        return "B.s > " + super(B, B).s()

    @property
    def p(self):
        return "B.p > " + super().p

    def __getitem__(self, k):
        return ("B",) + super().__getitem__(k)

    def attrs(self):
        return super().attr, self.attr, super(B, self).attr

    def nested(self):
        def inner():
            return super(B, self).m()
        return inner()

    def in_lambda(self):
        return (lambda: super(__class__, self).m())()

    def in_comprehension(self):
        return [super(B, self).m() for _ in range(2)]

    def args(self, *a, **k):
        return super().args(*a, **k)

    def special(self):
        return super().__len__(), super().__repr__(), super().__eq__(1), super().__class__.__name__, __class__.__name__

    def missing(self):
        return super().nope

    def rebind(self):
        self = C()
        return super().m()

    def keep(self):
        s = super()
        return s.m() + s.attr + repr(type(s).__name__)

    def set(self):
        super().x = 1


class C(B):
    def m(self):
        return "C.m > " + super().m()

    def skip(self):
        return super(B, self).m()


b, c = B(), C()
print(b.m(), c.m(), B.c(), C.c(), B.s(), b.p, c.p, b[1], b.attrs(), c.attrs(), b.nested(), b.in_lambda(), b.in_comprehension(), b.args(1, 2, c=3, e=4), b.special(), c.skip(), b.rebind(), b.keep())
for f in (b.missing, b.set, lambda: super(), lambda: super(C, b), lambda: super(5, b), lambda: super(B).m, lambda: super(A, b).m(), lambda: super(1)):
    try:
        print(f())
    except (AttributeError, TypeError, RuntimeError) as e:
        print(type(e).__name__, e if "nope" in str(e) else "")
s = super(B, b)
print(s.m(), s.attr, s.__thisclass__.__name__, s.__self__ is b, s.__self_class__.__name__, repr(s), isinstance(s, super), s.c())
unbound = super(B)
print(repr(unbound), unbound.__get__(b, B).m(), unbound.__self__)
sc = super(B, C)
print(sc.c(), sc.m(c), sc.attr)


class Item:
    def __init__(self, x, **kw):
        super().__init__(**kw)
        self.x = x


class Named:
    def __init__(self, name="n", **kw):
        super().__init__(**kw)
        self.name = name


class Both(Item, Named):
    pass


o = Both(1, name="two")
print(o.x, o.name)
try:
    Both(1, bad=2)
except TypeError as e:
    print("TypeError")


class L(list):
    def append(self, v):
        super().append(v * 2)

    def __getitem__(self, i):
        return super().__getitem__(i) + 1

    def __len__(self):
        return super().__len__() * 10


l = L([1])
l.append(5)
print(l, l[0], l[1], len(l), list(l))


class D(dict):
    def __setitem__(self, k, v):
        super().__setitem__(k.upper(), v)

    def __missing__(self, k):
        return super().get(k.upper(), "none")


d = D()
d["a"] = 1
print(d, d["a"], d["zz"], d["A"])


class Deep0:
    def f(self, n=0):
        return n


for i in range(1, 30):
    ns = {}
    Deep0 = type("Deep%d" % i, (Deep0,), {"f": (lambda prev: lambda self, n=0: prev.f(self, n + 1))(Deep0)})
print(Deep0().f(), len(Deep0.__mro__))


class X:
    def f(self):
        return __class__

    def g():
        return super().x


print(X().f() is X)
try:
    X.g()
except RuntimeError as e:
    print("RuntimeError")


class Meta(type):
    def f(cls):
        return "meta f " + cls.__name__

    def __call__(cls, *a):
        return super().__call__(*a)


class SubMeta(Meta):
    def f(cls):
        return "sub > " + super().f()


class K(metaclass=SubMeta):
    def __new__(cls):
        return super().__new__(cls)

    def __init_subclass__(cls):
        super().__init_subclass__()
        cls.inited = True


class K2(K):
    pass


print(K.f(), type(K()).__name__, K2.inited, K2.f())


class Y(A):
    def m(self):
        del self
        try:
            return super().m()
        except RuntimeError as e:
            return "RuntimeError"

    def gen(self):
        yield super().m()
        yield from (super(Y, self).m() for _ in range(1))

    m2 = lambda self: super().m()


print(Y().m(), list(Y().gen()), Y().m2())


class Swap(A):
    def m(self):
        return "Swap > " + super().m()


class Other:
    def m(self):
        return "Other.m"


sw = Swap()
out = [sw.m()]
A.m = lambda self: "A.m changed"
out.append(sw.m())
Swap.__bases__ = (type("Mid", (A,), {"m": lambda self: "Mid.m"}),)
out.append(sw.m())
print(out)
