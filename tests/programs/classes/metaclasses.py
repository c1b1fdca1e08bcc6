# Metaclasses: __prepare__, __new__, __init__, __call__, keywords, derivation, conflicts, attributes, __instancecheck__.
log = []


class Meta(type):
    @classmethod
    def __prepare__(mcs, name, bases, **kw):
        log.append(("prepare", name, len(bases), sorted(kw)))
        return {"prepared": True}

    def __new__(mcs, name, bases, ns, **kw):
        log.append(("new", name, sorted(k for k in ns if not k.startswith("__")), sorted(kw.items())))
        return super().__new__(mcs, name, bases, ns)

    def __init__(cls, name, bases, ns, **kw):
        log.append(("init", name))
        super().__init__(name, bases, ns)

    def __call__(cls, *args, **kw):
        log.append(("call", cls.__name__, args))
        return super().__call__(*args, **kw)

    def __getattr__(cls, name):
        return "meta getattr " + name

    def __len__(cls):
        return 42

    def __iter__(cls):
        return iter("it")

    def __contains__(cls, x):
        return x == "in"

    def __getitem__(cls, k):
        return (cls.__name__, k)

    def __add__(cls, o):
        return "added"

    def __repr__(cls):
        return "<Meta %s>" % cls.__name__

    def __bool__(cls):
        return False

    @property
    def prop(cls):
        return "meta prop " + cls.__name__

    def method(cls):
        return "meta method " + cls.__name__


class A(metaclass=Meta, flag=1):
    x = 1

    def __init__(self, v=0):
        self.v = v


class B(A, other=2):
    pass


print(log)
log.clear()
a = A(5)
print(a.v, log, A.prepared, A.missing, len(A), list(A), "in" in A, "out" in A, A[1:2], A + 1, A, [B], bool(B), B.prop, B.method(), type(B) is Meta, isinstance(B, Meta))
for f in (lambda: a.method(), lambda: a.prop, lambda: len(a), lambda: a.missing):
    try:
        print(f())
    except (AttributeError, TypeError) as e:
        print(type(e).__name__, e)


class Other(type):
    pass


try:
    class Conflict(A, metaclass=Other):
        pass
except TypeError as e:
    print(str(e)[:18])


class Derived(Meta, Other):
    pass


class Fine(A, metaclass=Derived):
    pass


class Auto(A, Other("O", (), {}), metaclass=Derived):
    pass


print(type(Fine).__name__, type(Auto).__name__, type(type(Fine)).__name__)


def function_meta(name, bases, ns, **kw):
    return (name, bases, ns["q"], kw)


class NotAClass(metaclass=function_meta, k=1):
    q = 2


print(NotAClass)


class Ordered(type):
    @classmethod
    def __prepare__(mcs, name, bases):
        class NS(dict):
            def __setitem__(self, k, v):
                if k in self and not k.startswith("_"):
                    raise NameError("duplicate " + k)
                dict.__setitem__(self, k, v)

            def __getitem__(self, k):
                if k == "magic":
                    return "magic value"
                return dict.__getitem__(self, k)
        return NS()

    def __new__(mcs, name, bases, ns):
        cls = type.__new__(mcs, name, bases, dict(ns))
        cls.order = [k for k in ns if not k.startswith("__")]
        return cls


class O(metaclass=Ordered):
    b = 1
    a = 2
    m = magic

    def c(self):
        pass


print(O.order, O.m)
try:
    class Dup(metaclass=Ordered):
        x = 1
        x = 2
except NameError as e:
    print(e)


class Checks(type):
    def __instancecheck__(cls, obj):
        return obj == 5

    def __subclasscheck__(cls, sub):
        return sub is int


class Five(metaclass=Checks):
    pass


print(isinstance(5, Five), isinstance(6, Five), isinstance(Five(), Five), issubclass(int, Five), issubclass(str, Five), isinstance(5, (str, Five)))


class Singleton(type):
    instances = {}

    def __call__(cls, *a):
        if cls not in cls.instances:
            cls.instances[cls] = super().__call__(*a)
        return cls.instances[cls]


class S1(metaclass=Singleton):
    def __init__(self):
        self.n = 0


class S2(S1):
    pass


print(S1() is S1(), S2() is S2(), S1() is S2())


class EnumMeta(type):
    def __new__(mcs, name, bases, ns):
        members = {k: v for k, v in ns.items() if not k.startswith("_") and isinstance(v, int)}
        cls = super().__new__(mcs, name, bases, {k: v for k, v in ns.items() if k not in members})
        cls.members = {}
        for k, v in members.items():
            m = object.__new__(cls)
            m.name, m.value = k, v
            cls.members[k] = m
            setattr(cls, k, m)
        return cls

    def __iter__(cls):
        return iter(cls.members.values())

    def __call__(cls, value):
        for m in cls:
            if m.value == value:
                return m
        raise ValueError("%r is not a valid %s" % (value, cls.__name__))


class Color(metaclass=EnumMeta):
    RED = 1
    GREEN = 2

    def __repr__(self):
        return "<Color.%s>" % self.name


print(Color.RED, list(Color), Color(2) is Color.GREEN, Color.RED.value)
try:
    Color(9)
except ValueError as e:
    print(e)
T = type("T", (A,), {"y": 2}) if False else Meta("T", (A,), {"y": 2}, z=1)
print(T, T.y, T.x, type("P", (), {}).__name__, type("P", (object,), {"f": lambda self: 1})().f(), type(type), type(5), type.__call__(int, "7"))
for f in (lambda: type("a"), lambda: type("a", ()), lambda: type(5, (), {}), lambda: type("a", [], {}), lambda: type("a", (), 5), lambda: type("a\0b", (), {}), lambda: type("a", (), {}, bad=1), lambda: type()):
    try:
        r = f()
        print(r)
    except (TypeError, ValueError) as e:
        print(type(e).__name__)


class PrepBad(type):
    @classmethod
    def __prepare__(mcs, *a):
        return 5


try:
    class Q(metaclass=PrepBad):
        pass
except TypeError as e:
    print(e)
