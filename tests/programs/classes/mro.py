# C3 linearisation: orders, conflicts, super chains, changing __bases__.
def show(c):
    return [k.__name__ for k in c.__mro__]


class A: pass
class B(A): pass
class C(A): pass
class D(B, C): pass
class E(C, B): pass
class X: pass
class Y: pass
class Z(X, Y): pass
class F(D, Z): pass
class G(int): pass
class H(B, G): pass
class O(object): pass


for c in (A, B, D, E, Z, F, G, H, O, bool, Exception, KeyError):
    print(show(c), c.__base__.__name__, [b.__name__ for b in c.__bases__], [m.__name__ for m in c.mro()] == show(c))
for bases in ((A, B), (D, E), (object, A), (A, A), (X, Z), (int, str), (list, dict), (bool,), (D, C, B), (F, E)):
    try:
        t = type("Bad", bases, {})
        print(show(t))
    except TypeError as e:
        print("TypeError", str(e).split("\n")[0][:40])
for bases in ((5,), (None,), (len,), (lambda: 0,)):
    try:
        type("Bad", bases, {})
        print("made")
    except TypeError as e:
        print("TypeError")


# The linearisation example of the C3 paper.
class P0: pass
class P1(P0): pass
class P2(P0): pass
class P3(P0): pass
class P4(P0): pass
class P5(P0): pass
class K1(P1, P2, P3): pass
class K2(P4, P2, P5): pass
class K3(P4, P1): pass
class ZZ(K1, K2, K3): pass


print(show(ZZ))


class Root:
    def who(self):
        return ["Root"]


class L(Root):
    def who(self):
        return ["L"] + super().who()


class R(Root):
    def who(self):
        return ["R"] + super().who()


class M(L, R):
    def who(self):
        return ["M"] + super().who()


class N(R, L):
    def who(self):
        return ["N"] + super(N, self).who()


print(M().who(), N().who(), super(L, M()).who(), super(M, M()).who(), L.who(M()), super(R, M()).who())


class Changing(A):
    pass


c = Changing()
A.attr = "from A"
X.attr = "from X"
print(c.attr, isinstance(c, X))
Changing.__bases__ = (X, A)
print(c.attr, isinstance(c, X), show(Changing), X.__subclasses__()[-1].__name__)
Changing.__bases__ = (A,)
print(c.attr, [k.__name__ for k in A.__subclasses__()])
for bases in ((), 5, (int,), (Changing,), ("x",)):
    try:
        Changing.__bases__ = bases
        print("ok")
    except TypeError as e:
        print("TypeError")
try:
    int.__bases__ = (object,)
except TypeError as e:
    print("TypeError")


class Diamond1(Root):
    def __init__(self, log):
        log.append("Diamond1")
        super().__init__()


class Cooperative:
    def __init__(self, **kw):
        self.kw = kw


class Left(Cooperative):
    def __init__(self, left=None, **kw):
        self.left = left
        super().__init__(**kw)


class Right(Cooperative):
    def __init__(self, right=None, **kw):
        self.right = right
        super().__init__(**kw)


class Both(Left, Right):
    def __init__(self, **kw):
        super().__init__(**kw)


b = Both(left=1, right=2, other=3)
print(b.left, b.right, b.kw, issubclass(Both, Right), issubclass(Right, Both), isinstance(b, (int, Left)), Both.__mro__.index(Cooperative))


class Meta(type):
    def mro(cls):
        return [cls, X, object]


class Custom(A, metaclass=Meta):
    pass


print(show(Custom), Custom.attr, Custom.__bases__ == (A,))


class BadMeta(type):
    def mro(cls):
        return [cls, 5]


try:
    BadMeta("Q", (), {})
except TypeError as e:
    print("TypeError")
# A late method on a base is seen everywhere, also after calls were cached.
class Base: pass
class Mid(Base): pass
class Leaf(Mid): pass


leaf = Leaf()
out = []
for i in range(8):
    if i == 1:
        Base.f = lambda self: "base"
    if i == 3:
        Mid.f = lambda self: "mid"
    if i == 5:
        leaf.f = lambda: "instance"
    if i == 6:
        del leaf.f, Mid.f
    try:
        out.append(leaf.f())
    except AttributeError:
        out.append(None)
print(out)
