# Building things at run time without a compiler: type(), FunctionType, setattr, closures as templates, __dict__ surgery, getattr chains.
import sys

FunctionType = type(lambda: 0)


def record(name, fields):
    def init(self, *args, **kw):
        if len(args) > len(fields):
            raise TypeError("too many values for " + name)
        for f, v in zip(fields, args):
            setattr(self, f, v)
        for k, v in kw.items():
            if k not in fields or fields.index(k) < len(args):
                raise TypeError("bad field " + k)
            setattr(self, k, v)
    ns = {
        "__init__": init, "__slots__": tuple(fields),
        "__repr__": lambda s: "%s(%s)" % (name, ", ".join("%s=%r" % (f, getattr(s, f)) for f in fields)),
        "__eq__": lambda a, b: type(a) is type(b) and all(getattr(a, f) == getattr(b, f) for f in fields),
        "__hash__": lambda s: hash(tuple(getattr(s, f) for f in fields)),
        "__iter__": lambda s: (getattr(s, f) for f in fields),
        "replace": lambda s, **kw: type(s)(**{**{f: getattr(s, f) for f in fields}, **kw}),
    }
    return type(name, (), ns)


P = record("P", ["x", "y"])
a = P(1, y=2)
print(a, a == P(1, 2), a != P(2, 1), hash(a) == hash(P(1, 2)), tuple(a), a.replace(y=9), P.__slots__)
for f in (lambda: P(1, 2, 3), lambda: P(1, x=2), lambda: P(z=1)):
    try:
        f()
    except TypeError as e:
        print(e)


class Field:
    def __init__(self, default):
        self.default = default


class ModelMeta(type):
    def __new__(mcs, name, bases, ns):
        fields = {}
        for b in reversed(bases):
            fields.update(getattr(b, "fields", {}))
        fields.update({k: v for k, v in ns.items() if isinstance(v, Field)})
        for k in list(ns):
            if isinstance(ns[k], Field):
                del ns[k]
        ns["fields"] = fields
        for k in fields:
            ns["get_" + k] = (lambda k: lambda self: getattr(self, k))(k)
        return super().__new__(mcs, name, bases, ns)


class Model(metaclass=ModelMeta):
    id = Field(0)

    def __init__(self, **kw):
        for k, f in self.fields.items():
            setattr(self, k, kw.get(k, f.default))


class User(Model):
    name = Field("anon")
    age = Field(18)


u = User(name="bob", id=5)
print(sorted(u.__dict__.items()), u.get_name(), u.get_age(), sorted(User.fields), sorted(Model.fields))


def template(x):
    return x + OFFSET


fs = [FunctionType(template.__code__, {"OFFSET": n}, "plus%d" % n) for n in (1, 10, 100)]
print([f(5) for f in fs], [f.__name__ for f in fs])


class Chain:
    def __init__(self, path=""):
        self.path = path

    def __getattr__(self, k):
        return Chain(self.path + "." + k if self.path else k)

    def __getitem__(self, k):
        return Chain("%s[%r]" % (self.path, k))

    def __call__(self, *a, **k):
        return Chain("%s(%s)" % (self.path, ", ".join([repr(x) for x in a] + ["%s=%r" % p for p in sorted(k.items())])))

    def __repr__(self):
        return self.path

    def __add__(self, o):
        return Chain("(%r + %r)" % (self, o))

    def __radd__(self, o):
        return Chain("(%r + %r)" % (o, self))


c = Chain()
print(c.a.b[1].call(2, k="v").end + 1, 5 + c.x)


def add_method(cls):
    def deco(f):
        setattr(cls, f.__name__, f)
        return f
    return deco


class Empty:
    pass


e = Empty()


@add_method(Empty)
def late(self, n):
    return [self is e] * n


print(e.late(2))


def proxy_all(obj, log):
    class Proxy:
        pass
    for name in dir(obj):
        attr = getattr(obj, name)
        if callable(attr) and not name.startswith("__"):
            setattr(Proxy, name, staticmethod((lambda n, f: lambda *a: (log.append(n), f(*a))[1])(name, attr)))
    return Proxy()


log = []
p = proxy_all([3, 1, 2], log)
p.sort()
p.append(9)
print(p.pop(), p.index(2), log)
counter = {"n": 0}


def instrument(f):
    def g(*a):
        counter["n"] += 1
        return f(*a)
    return g


for name in ("keys", "values"):
    pass


class Traced(dict):
    pass


for name in ("__getitem__", "__setitem__", "get"):
    setattr(Traced, name, instrument(getattr(dict, name)))
t = Traced()
t["a"] = 1
t["a"] += 1
print(t["a"], t.get("zz", 0), counter)
mod = sys.modules[__name__]
for i in range(3):
    setattr(mod, "generated_%d" % i, (lambda i: lambda: i * i)(i))
print(generated_2(), getattr(mod, "generated_1")(), [k for k in vars(mod) if k.startswith("generated")])


class Registry(type):
    classes = {}

    def __init__(cls, name, bases, ns):
        super().__init__(name, bases, ns)
        if bases:
            Registry.classes[name.lower()] = cls


class Plugin(metaclass=Registry):
    @classmethod
    def create(cls, kind, *a):
        return Registry.classes[kind](*a)


class Alpha(Plugin):
    pass


class Beta(Alpha):
    def __init__(self, v):
        self.v = v


print(sorted(Registry.classes), type(Plugin.create("alpha")).__name__, Plugin.create("beta", 3).v)
for depth in range(1, 4):
    cls = Empty
    for i in range(depth):
        cls = type("L%d" % i, (cls,), {"level": i, "path": property(lambda s, i=i: [i] + (super(type(s), s).path if False else []))})
    print(cls.__name__, cls.level, cls().path, len(cls.__mro__), cls().late(0))
op_table = {name: (lambda sym: lambda a, b: {"+": a + b, "-": a - b, "*": a * b}[sym])(sym) for name, sym in (("add", "+"), ("sub", "-"), ("mul", "*"))}
print({k: f(7, 3) for k, f in op_table.items()})
