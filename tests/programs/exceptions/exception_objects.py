# Exception instances: args, str, repr, attributes, pickling-free state, subclasses of each special kind.
for e in (ValueError(), ValueError("a"), ValueError("a", 1), ValueError(5), ValueError(None), ValueError(("t",)), KeyError("k"), KeyError(), KeyError(1, 2), KeyError(""), IndexError("i"), Exception("x", "y"), BaseException(), StopIteration(), StopIteration(5), StopIteration(1, 2), SystemExit(), SystemExit(3), SystemExit("m", 1), OSError(), OSError(2), OSError(2, "msg"), OSError(2, "msg", "file"), OSError(2, "msg", "f1", None, "f2"), OSError(13, "m"), OSError("only"), OSError(9999, "unknown"), ImportError("m"), ImportError(), ModuleNotFoundError("x"), NameError("n"), AttributeError("a"), AssertionError(), AssertionError((1, 2)), UnicodeError("u"), SyntaxError("bad"), SyntaxError("bad", ("f.py", 3, 5, "text")), NotImplementedError("n"), Warning("w"), KeyboardInterrupt("k"), GeneratorExit()):
    extra = {k: getattr(e, k) for k in ("value", "code", "errno", "strerror", "filename", "filename2", "name", "path", "msg", "lineno", "offset", "text") if hasattr(e, k) and not (k == "name" and type(e) in (NameError, AttributeError))}
    r = repr(e)
    print(type(e).__name__, e.args, "|%s|" % e, r if not r.endswith(",)") else r[:-2] + ")", sorted(extra.items()), e == e, e == type(e)(*e.args))
for n in (1, 2, 4, 10, 11, 13, 17, 20, 21, 32, 103, 104, 110, 111):
    print(n, type(OSError(n, "x")).__name__, end="; ")
print(type(OSError(2)).__name__, type(IOError(2, "x")).__name__, type(OSError("2", "x")).__name__)


class MyOS(OSError):
    pass


print(type(MyOS(2, "x")).__name__, MyOS(2, "x").errno, str(MyOS(2, "x", "name")))
e = ValueError("first", 2)
e.args = ("changed",)
print(e, e.args, repr(e) in ("ValueError('changed')", "ValueError('changed',)"))
e.args = [1, 2]
print(e.args)
for bad in (5, None):
    try:
        e.args = bad
    except TypeError:
        print("TypeError")
e.custom = {"any": "attr"}
print(e.custom, e.__dict__)
try:
    e.nope
except AttributeError as x:
    print(x)


class Plain(Exception):
    pass


class WithInit(Exception):
    def __init__(self, code, msg="default"):
        super().__init__(code, msg)
        self.code = code


class NoSuper(Exception):
    def __init__(self, a, b=2):
        self.total = a + b


class Str(Exception):
    def __str__(self):
        return "custom str"


class Repr(Exception):
    def __repr__(self):
        return "<custom repr>"


class Slots(Exception):
    __slots__ = ("x",)


class Hash(Exception):
    def __eq__(self, o):
        return isinstance(o, Hash)

    def __hash__(self):
        return 1


class FromValue(ValueError, KeyError):
    pass


class Data(Exception):
    def __init__(self, **kw):
        self.__dict__.update(kw)
        super().__init__(", ".join("%s=%r" % p for p in sorted(kw.items())))


print(Plain("p"), WithInit(3), WithInit(3).code, WithInit(1, "m").args, NoSuper(1), NoSuper(1).args, NoSuper(1, 5).total, Str("x"), Str("x").args, [Repr("r")], str(Repr("r")), Hash() == Hash(), len({Hash(), Hash()}), str(FromValue("fv")), Data(a=1, b="x"), Data(z=2).z)
s = Slots("m")
s.x = 1
s.y = 2
print(s.x, s.y, s.args)
for f in (lambda: Plain(x=1), lambda: ValueError(key=1), lambda: WithInit(), lambda: KeyError(k=1), lambda: OSError(a=1), lambda: ImportError(bad=1), lambda: StopIteration(value=1), lambda: SystemExit(code=1)):
    try:
        print(f())
    except TypeError as x:
        print("TypeError")
print(issubclass(Plain, Exception), isinstance(Plain(), BaseException), Plain.__name__, Plain.__module__, Plain.__mro__[1].__name__, Exception.__doc__ is not None, Exception.__module__, type(Exception).__name__, Exception.__new__(Exception, 1).args, BaseException.__str__(ValueError("q")), Exception.__init__(ValueError("z"), 5))
x = ValueError.__new__(ValueError, "new args")
print(x.args, str(x))
x.__init__("init args")
print(x.args)
x.__setstate__({"a": 1})
print(x.a, x.__reduce__()[0] is ValueError, x.__reduce__()[1])
try:
    raise WithInit(404, "missing")
except WithInit as err:
    code, msg = err.args
    print(code, msg, err.code, "%s %r" % (err, err))
print(KeyError("it's"), KeyError("a\nb"), str(KeyError(1)), str(KeyError((1, 2))), "%s" % KeyError("x"), "{}".format(ValueError("fmt")), f"{IndexError('f')!s}", ValueError(ValueError("nested")).args[0].args, bool(ValueError()), hash(ValueError()) is not None, ValueError("a") == ValueError("a"), {ValueError: 1}[ValueError])
u = StopIteration(5)
u.value = 6
print(u.value, u.args)
v = SystemExit(1)
v.code = "changed"
print(v.code)
w = OSError(2, "two", "name")
w.errno, w.strerror, w.filename = 5, "five", "other"
print(w, w.errno, w.args)
k = UnicodeEncodeError("c", "text", 1, 2, "r")
k.start, k.end, k.reason = 0, 4, "changed"
print(k, k.start, k.end)
