# Descriptors: data and non-data, lookup order, property in all forms, __set_name__, __delete__, slots of the protocol.
log = []


class Data:
    def __init__(self, name):
        self.n = name

    def __get__(self, obj, cls):
        return ("get", self.n, obj is not None, cls.__name__ if cls else None)

    def __set__(self, obj, v):
        log.append(("set", self.n, v))

    def __delete__(self, obj):
        log.append(("delete", self.n))


class NonData:
    def __get__(self, obj, cls=None):
        return "non-data"


class SetOnly:
    def __set__(self, obj, v):
        obj.__dict__["setonly"] = v * 2


class Owner:
    d = Data("d")
    n = NonData()
    setonly = SetOnly()
    plain = "class value"


o = Owner()
print(o.d, Owner.d, o.n, Owner.n, type(o.setonly).__name__)
o.d = 5
del o.d
o.n = "instance wins"
o.setonly = 4
o.__dict__["d"] = "hidden"
print(log, o.n, o.setonly, o.d, sorted(o.__dict__))
o.plain = "inst"
print(o.plain, Owner.plain)
del o.plain, o.n
print(o.plain, o.n)
try:
    del o.setonly
except AttributeError as e:
    print("AttributeError")
Owner.d = "replaced"
print(o.d, Owner.d)
del Owner.d
print(o.d)


class Named:
    def __set_name__(self, owner, name):
        log.append(("set_name", owner.__name__, name))
        self.name = "_" + name

    def __get__(self, o, c):
        return self if o is None else getattr(o, self.name, "unset")

    def __set__(self, o, v):
        setattr(o, self.name, v)


log.clear()


class WithNames:
    a = Named()
    b = c = Named()


w = WithNames()
w.a = 1
print(log, w.a, w.b, w.__dict__, WithNames.a is WithNames.__dict__["a"])


class P:
    def __init__(self):
        self._v = 1

    def getv(self):
        return self._v

    def setv(self, v):
        self._v = v

    def delv(self):
        del self._v
    v = property(getv, setv, delv, "the doc")

    @property
    def ro(self):
        """ro doc"""
        return self._v * 10

    @property
    def rw(self):
        return self._v

    @rw.setter
    def rw(self, x):
        self._v = x + 1

    @rw.deleter
    def rw(self):
        self._v = "deleted"

    @property
    def broken(self):
        return self.not_there
    empty = property()
    setter_only = property(fset=lambda self, v: setattr(self, "_v", v))


p = P()
print(p.v, p.ro, p.rw, P.v.__doc__, P.ro.__doc__, type(P.v).__name__, P.v.fget is P.getv, P.ro.fset, P.rw.fdel is not None, isinstance(P.__dict__["ro"], property))
p.v = 5
print(p.v, p.ro)
p.rw = 10
print(p.rw)
del p.rw
print(p.v)
del p.v
for f in (lambda: p.v, lambda: setattr(p, "ro", 1), lambda: delattr(p, "ro"), lambda: p.broken, lambda: p.empty, lambda: setattr(p, "empty", 1), lambda: p.setter_only, lambda: delattr(p, "setter_only")):
    try:
        print(f())
    except AttributeError as e:
        print("AttributeError", e if "not_there" in str(e) or "_v" in str(e) else "")
p.setter_only = 3
print(p.v)


class Child(P):
    @P.v.getter
    def v(self):
        return "child " + str(self._v)

    @property
    def ro(self):
        return ("child", super().ro)


c = Child()
c.v = 9
print(c.v, c.ro)


class Getattr:
    def __getattr__(self, name):
        if name.startswith("dyn_"):
            return name[4:]
        raise AttributeError("no " + name)

    @property
    def fails(self):
        raise AttributeError("inside property")


g = Getattr()
print(g.dyn_x)
for name in ("other", "fails"):
    try:
        print(getattr(g, name))
    except AttributeError as e:
        print(e)


class Method:
    def __get__(self, obj, cls):
        return lambda *a: (obj is None, cls.__name__, a)


class Special:
    __len__ = Method()
    __call__ = Method()
    __getitem__ = Method()
    m = Method()


s = Special()
print(s(1), s[2], s.m(3), Special.m(4), s.__call__(5))


class Lazy:
    def __init__(self, f):
        self.f = f

    def __get__(self, o, c):
        if o is None:
            return self
        v = o.__dict__[self.f.__name__] = self.f(o)
        return v


class Uses:
    calls = 0

    @Lazy
    def heavy(self):
        Uses.calls += 1
        return "computed"


u = Uses()
print(u.heavy, u.heavy, Uses.calls, u.__dict__)
del u.heavy
print(u.heavy, Uses.calls)


class Typed:
    def __init__(self, kind, default):
        self.kind, self.default, self.store = kind, default, {}

    def __get__(self, o, c):
        return self.store.get(id(o), self.default)

    def __set__(self, o, v):
        if not isinstance(v, self.kind):
            raise TypeError("need " + self.kind.__name__)
        self.store[id(o)] = v


class Rec:
    name = Typed(str, "")
    age = Typed(int, 0)


r = Rec()
r.name, r.age = "x", 5
try:
    r.age = "old"
except TypeError as e:
    print(e)
print(r.name, r.age, Rec.age, r.__dict__)
sm, cm = staticmethod(lambda *a: a), classmethod(lambda c, *a: (c.__name__, a))
Rec.sm, Rec.cm = sm, cm
print(r.sm(1), Rec.sm(2), r.cm(3), Rec.cm(4), sm.__get__(5)(6), cm.__get__(None, int)(7), sm.__func__(8), cm.__func__(str, 9), type(Rec.__dict__["sm"]).__name__)
try:
    class BadName:
        class D:
            def __set_name__(self, o, n):
                raise ValueError("bad name")
        x = D()
except (ValueError, RuntimeError) as e:
    print("error in __set_name__")
f = (lambda self: self)
print(f.__get__(1)(), f.__get__(None, int) is f, hasattr(f, "__set__"), hasattr(property(), "__set__"), hasattr(Rec.__dict__["name"], "__get__"))
