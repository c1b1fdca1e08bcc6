# __getattr__, __getattribute__, __setattr__, __delattr__, __dir__, __dict__, getattr family, error messages.
log = []


class Hooked:
    cls_attr = "c"

    def __init__(self):
        self.x = 1

    def __getattribute__(self, name):
        if not name.startswith("__"):
            log.append("get " + name)
        return super().__getattribute__(name)

    def __getattr__(self, name):
        log.append("missing " + name)
        if name == "gone":
            raise AttributeError("gone for good")
        return "made " + name

    def __setattr__(self, name, v):
        log.append("set %s" % name)
        object.__setattr__(self, name, v)

    def __delattr__(self, name):
        log.append("del " + name)
        object.__delattr__(self, name)


h = Hooked()
print(h.x, h.cls_attr, h.other, hasattr(h, "gone"), hasattr(h, "any"), getattr(h, "gone", "dflt"), log)
log.clear()
h.y = 2
h.y += 1
del h.y
setattr(h, "z", 3)
delattr(h, "z")
try:
    del h.nothing
except AttributeError as e:
    print("AttributeError")
print(log, h.__dict__, vars(h))
try:
    h.gone
except AttributeError as e:
    print(e)


class Block:
    def __setattr__(self, name, v):
        raise TypeError("frozen")

    def __delattr__(self, name):
        raise TypeError("frozen del")


b = Block()
for f in (lambda: setattr(b, "a", 1), lambda: delattr(b, "a")):
    try:
        f()
    except TypeError as e:
        print(e)
b.__dict__["a"] = 5
print(b.a)


class Proxy:
    def __init__(self, target):
        object.__setattr__(self, "_t", target)

    def __getattribute__(self, name):
        return getattr(object.__getattribute__(self, "_t"), name)

    def __setattr__(self, name, v):
        setattr(object.__getattribute__(self, "_t"), name, v)


class T:
    def hello(self):
        return "hello from T"


t = T()
p = Proxy(t)
p.attr = 9
print(p.hello(), t.attr, p.attr, type(p).__name__, p.__class__.__name__, isinstance(p, T), Proxy([1, 2]).__len__(), Proxy([3]).append(1))
try:
    len(Proxy([1]))
except TypeError as e:
    print(e)


class Empty:
    pass


e = Empty()
for f in (lambda: e.nope, lambda: Empty.nope, lambda: (5).nope, lambda: "s".nope, lambda: None.nope, lambda: [].nope, lambda: int.nope, lambda: (lambda: 0).nope, lambda: type.nope, lambda: getattr(e, "a b"), lambda: (1).real.nope):
    try:
        f()
    except AttributeError as x:
        print(x)
for f in (lambda: setattr(5, "x", 1), lambda: setattr("s", "x", 1), lambda: setattr(None, "x", 1), lambda: setattr([], "append", 1), lambda: setattr(int, "x", 1), lambda: delattr(int, "real"), lambda: setattr(object(), "x", 1), lambda: delattr(e, "nope"), lambda: delattr(Empty, "nope"), lambda: getattr(e, 5), lambda: setattr(e, 5, 1), lambda: hasattr(e, 5), lambda: delattr(e, None), lambda: setattr(type, "x", 1), lambda: setattr(len, "x", 1), lambda: getattr(e), lambda: setattr(e, "x")):
    try:
        f()
        print("ok")
    except (AttributeError, TypeError) as x:
        print(type(x).__name__)
e.a, e.b = 1, 2
print(e.__dict__, vars(e), list(e.__dict__), sorted(k for k in dir(e) if not k.startswith("__")))
e.__dict__["c"] = 3
del e.__dict__["a"]
e.__dict__.update(d=4)
print(e.c, e.d, hasattr(e, "a"), e.__dict__)
e.__dict__ = {"fresh": True}
print(e.fresh, hasattr(e, "b"), e.__dict__)
d = e.__dict__
e.more = 1
print(d, d is e.__dict__)
del e.__dict__
print(e.__dict__, hasattr(e, "fresh"), d)
try:
    e.__dict__ = 5
except TypeError as x:
    print("TypeError")


class Dir:
    def __dir__(self):
        return ["z", "a", "m"]


print(dir(Dir()))


class Base:
    shared = []
    count = 0


x, y = Base(), Base()
x.shared.append(1)
x.count += 1
y.shared = y.shared + [2]
print(Base.shared, x.shared, y.shared, Base.count, x.count, y.count, "count" in x.__dict__, "count" in y.__dict__)
Base.count = 100
print(x.count, y.count)
Empty.__class__
e2 = Empty()
e2.__class__ = Dir
print(type(e2).__name__, dir(e2))
for bad in (int, 5, None, list):
    try:
        e2.__class__ = bad
    except TypeError as x:
        print("TypeError")
many = Empty()
for i in range(100):
    setattr(many, "attr%d" % i, i)
for i in range(0, 100, 2):
    delattr(many, "attr%d" % i)
print(sum(many.__dict__.values()), len(vars(many)), many.attr51, hasattr(many, "attr50"), list(many.__dict__)[:3])
objs = []
for i in range(6):
    o = Empty()
    for name in ("abc" if i % 2 else "cba"):
        setattr(o, name, name + str(i))
    objs.append(o)
print([(o.a, o.b, o.c, list(o.__dict__)) for o in objs])


class Typed:
    def __init__(self, v):
        self.v = v


vals = [Typed(v) for v in (1, 2.5, 2 ** 70, "s", None, True, [1], -0.0)]
print([o.v for o in vals], [type(o.v).__name__ for o in vals])
for o in vals:
    o.v = 7
print(sum(o.v for o in vals))
vals[0].v = 1.5
vals[1].v = "text"
print([o.v for o in vals])


class Getattribute:
    def __getattribute__(self, name):
        if name == "raise":
            raise AttributeError(name)
        return name.upper()

    def __getattr__(self, name):
        return "fallback " + name


g = Getattribute()
print(g.abc, getattr(g, "raise"), g.__class__, type(g).__name__)
