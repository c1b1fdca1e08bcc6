# Class creation: __init_subclass__, __class_getitem__, __qualname__, __module__, keywords, __new__/__init__ rules, nested classes, class attributes changing.
log = []


class Base:
    registry = []

    def __init_subclass__(cls, tag=None, **kw):
        super().__init_subclass__(**kw)
        cls.tag = tag
        Base.registry.append((cls.__name__, tag))


class A(Base, tag="first"):
    pass


class B(A):
    pass


class C(Base, tag=3):
    def __init_subclass__(cls, **kw):
        log.append(sorted(kw.items()))
        super().__init_subclass__()


class D(C, x=1, y=2):
    pass


print(Base.registry, A.tag, B.tag, D.tag, log)
for f in (lambda: type("E", (Base,), {}, bogus=1), lambda: type("F", (), {}, k=1)):
    try:
        f()
    except TypeError as e:
        print("TypeError")
dyn = type("Dyn", (Base,), {"v": 1}, tag="dynamic")
print(dyn.tag, dyn.__name__, dyn.__module__, dyn.__qualname__, Base.registry[-1])


class N:
    def __new__(cls, *args, **kw):
        log.append(("new", args, sorted(kw)))
        self = super().__new__(cls)
        self.made = True
        return self

    def __init__(self, *args, **kw):
        log.append(("init", args))


log.clear()
n = N(1, k=2)
print(log, n.made)


class Returns:
    def __new__(cls, v):
        return v

    def __init__(self, v):
        log.append("init called")


class Child(Returns):
    pass


log.clear()
print(Returns(5), Returns("x"), log)
r = object.__new__(Returns)
print(Returns(r) is r, log, Child(r) is r, log)


class BadInit:
    def __init__(self):
        return 5


try:
    BadInit()
except TypeError as e:
    print(e)
for f in (lambda: object(1), lambda: object.__new__(), lambda: object.__new__(5), lambda: object.__new__(int), lambda: type("P", (), {})(1), lambda: type("P", (), {"__init__": lambda s: None})(1), lambda: type("P", (), {"__new__": lambda c: object.__new__(c)})(1), lambda: object.__init__(5, 6), lambda: int.__new__(Base), lambda: object.__new__(Base, 1)):
    try:
        print(f())
    except TypeError as e:
        print("TypeError")


class Outer:
    x = 1

    class Inner:
        y = 2

        class Deep:
            def m(self):
                return __class__.__qualname__

        def get(self):
            return Outer.x + self.y

    def method(self):
        class Local:
            pass
        return Local.__qualname__


print(Outer.Inner.Deep().m(), Outer.Inner().get(), Outer().method(), Outer.Inner.__qualname__, Outer.Inner.__name__, Outer.__module__, Outer.__doc__)


class Doc:
    """The doc."""
    __qualname__ = "Custom.Name"
    __module__ = "elsewhere"


print(Doc.__doc__, Doc.__qualname__, Doc.__module__, Doc.__name__, repr(Doc), repr(Doc())[:27])
Doc.__name__, Doc.__qualname__, Doc.__doc__ = "New", "New.Q", "changed"
print(Doc, Doc.__name__, Doc.__doc__)
for f in (lambda: setattr(Doc, "__name__", 5), lambda: delattr(Doc, "__name__"), lambda: setattr(int, "__name__", "x"), lambda: setattr(Doc, "__mro__", ()), lambda: setattr(Doc, "__dict__", {}), lambda: Doc.__dict__.update(a=1)):
    try:
        f()
        print("ok")
    except (TypeError, AttributeError) as e:
        print(type(e).__name__)
print(type(Doc.__dict__).__name__, "__doc__" in Doc.__dict__, Doc.__dict__.get("zz"), len(Doc.__dict__) > 2, sorted(k for k in A.__dict__ if not k.startswith("__")))
side = []


class Body:
    side.append("body start")
    for i in range(3):
        locals()["v%d" % i] = i
    if side:
        flag = True
    else:
        flag = False
    try:
        raise ValueError
    except ValueError:
        caught = True
    with_comp = [j for j in range(3)]
    lam = lambda self: "lambda method"
    alias = print
    def helper(x):
        return x * 2
    computed = helper(21)
    del helper
    side.append("body end")


print(side, Body.v2, Body.flag, Body.caught, Body.with_comp, Body().lam(), Body.computed, hasattr(Body, "helper"), Body.i)
try:
    class Fails:
        x = 1
        raise KeyError("from body")
except KeyError as e:
    print(e, "Fails" in globals())


class Private:
    __secret = 1
    _Private__other = 2

    def __init__(self):
        self.__mine = 3

    def get(self):
        return self.__secret, self.__other, self.__mine, self.__class__.__name__

    def __hidden(self):
        return "hidden"

    def call(self):
        return self.__hidden()

    class __Nested:
        pass


class _Under:
    __x = 1


class Sub(Private):
    def __init__(self):
        super().__init__()
        self.__mine = "sub"


p = Sub()
print(p.get(), p.call(), sorted(p.__dict__), p._Private__hidden(), _Under._Under__x, sorted(k for k in Private.__dict__ if "Nested" in k))
A.attr = 1
print(B.attr, B().attr)
B.attr = 2
print(A.attr, B.attr)
del B.attr
print(B.attr)
A.late = lambda self, x: (type(self).__name__, x)
A.cm = classmethod(lambda cls: cls.__name__)
A.prop = property(lambda self: "late prop")
print(B().late(1), B.cm(), B().prop)


class Counter:
    instances = 0

    def __init__(self):
        Counter.instances += 1
        self.id = type(self).instances


class SubCounter(Counter):
    instances = 100


print([Counter().id for _ in range(3)], SubCounter().id, Counter.instances)
x = 5


class Shadow:
    x = x + 1
    y = [x for _ in range(1)]

    def f(self):
        return x


print(Shadow.x, Shadow.y, Shadow().f())
print(isinstance(A(), Base), issubclass(A, (int, Base)), A.__bases__, A.__subclasses__(), type(A), A.__class__, A.__dict__ is not A.__dict__, A() == A(), A.__base__)
for f in (lambda: isinstance(1, 5), lambda: issubclass(5, int), lambda: issubclass(int, 5), lambda: isinstance(1, (int, 5)), lambda: isinstance("", (int, (float, 5)))):
    try:
        print(f())
    except TypeError as e:
        print("TypeError")
