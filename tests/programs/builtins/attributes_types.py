# getattr family, isinstance and issubclass, type, id, hash, callable, vars, dir, object, property of the builtins themselves.
import sys


def kind(f):
    try:
        print("no error", f())
    except Exception as e:
        print(type(e).__name__)


class A:
    x = 1

    def m(self):
        pass


class B(A):
    pass


a = A()
a.y = 2
print(getattr(a, "x"), getattr(a, "zz", 5), hasattr(a, "y"), hasattr(a, "q"), setattr(a, "z", 3), a.z, delattr(a, "z"), hasattr(a, "z"), vars(a), "x" in vars(A), sorted(k for k in dir(a) if k[0] != "_"), sorted(k for k in dir(B) if k[0] != "_"), dir(5)[:3] == sorted(dir(5))[:3], "append" in dir([]), "__class__" in dir(a))
print(isinstance(a, A), isinstance(B(), A), isinstance(a, B), isinstance(a, (int, A)), isinstance(a, ()), isinstance(True, int), isinstance(1, bool), isinstance(None, type(None)), isinstance(A, type), isinstance(5, object), isinstance(len, type(print)), isinstance("", (int, (float, (str,)))), issubclass(B, A), issubclass(A, A), issubclass(A, B), issubclass(bool, int), issubclass(int, object), issubclass(int, (str, object)), issubclass(type, object))
kind(lambda: isinstance(1))
kind(lambda: isinstance(1, 1))
kind(lambda: issubclass(1, int))
kind(lambda: issubclass(int, 1))
kind(lambda: getattr(a, 1))
kind(lambda: getattr(a, "nope"))
kind(lambda: hasattr(a))
kind(lambda: vars(1))
kind(lambda: vars([]))
kind(lambda: dir(1, 2))
kind(lambda: type(1, 2))
kind(lambda: id())
kind(lambda: hash([]))
kind(lambda: callable())
kind(lambda: object(5))
kind(lambda: setattr(1, "real", 2))
kind(lambda: delattr(A, "nope"))
print(type(5), type("a"), type(None), type(...), type(NotImplemented), type(A), type(a).__name__, type(len), type(lambda: 0), type(a.m), type(type), type(range(1)), type(slice(1)), type({}.keys()), type(sys), type((i for i in ())), type(iter([])), type(Exception()), type(object()), type(super(B, B())), type(property()), type(b""), type(1j), type(type(len)), type(str.join), type([].append), type(int.__add__), type((1).__add__), type(int.real) , type(A.__dict__["m"]), type(A.__dict__), type(sys._getframe()), type(A.m.__code__))
print(id(a) == id(a), id(a) != id(A()), hash("a") == hash("a"), hash(1) == hash(1.0) == hash(True), hash((1, 2)) == hash((1, 2)), hash(None) == hash(None), hash(a) == hash(a), hash(int) == hash(int), hash(len) == hash(len), hash(frozenset([1, 2])) == hash(frozenset([2, 1])), hash(range(3)) == hash(range(0, 3)), hash(2 ** 61 - 1), hash(-1), hash(1.5), hash(10 ** 30))
print(callable(len), callable(A), callable(a), callable(a.m), callable(5), callable(lambda: 0), callable(type), callable("s".upper), callable(property()), callable(None))
print(type("T", (A,), {"z": 9})().z, type("T", (), {})().__class__.__name__, type.__name__, object.__name__, type(object), object.__bases__, type.__bases__, int.__bases__, A.__base__, type(a) is A, a.__class__ is A, type(A) is type)
o = object()
print(o == o, o == object(), bool(o), str(o).startswith("<object object at 0x"), o.__class__, hash(o) == hash(o), isinstance(o.__doc__, str), o.__eq__(o), o.__eq__(1), o.__ne__(o), o.__str__() == str(o), o.__reduce_ex__(2)[0].__name__ if False else "", o.__dir__() is not None, o.__sizeof__() > 0, object.__init__(o), object.__new__(A).x)
kind(lambda: o.x)
kind(lambda: setattr(o, "x", 1))
kind(lambda: o.__dict__)
kind(lambda: o < o)
kind(lambda: o())
kind(lambda: len(o))
kind(lambda: o[0])
kind(lambda: iter(o))
kind(lambda: o + 1)
kind(lambda: format(o, "x"))
kind(lambda: int(o))


class Dynamic:
    def __getattr__(self, k):
        if k == "boom":
            raise ZeroDivisionError
        if k.startswith("has"):
            return k
        raise AttributeError(k)


d = Dynamic()
print(hasattr(d, "has_it"), hasattr(d, "not"), getattr(d, "not", "default"), d.has_x)
kind(lambda: hasattr(d, "boom"))
kind(lambda: getattr(d, "boom", 5))
for name in ("abs", "all", "any", "ascii", "bin", "bool", "bytearray", "bytes", "callable", "chr", "classmethod", "compile", "complex", "delattr", "dict", "dir", "divmod", "enumerate", "eval", "exec", "filter", "float", "format", "frozenset", "getattr", "globals", "hasattr", "hash", "hex", "id", "input", "int", "isinstance", "issubclass", "iter", "len", "list", "locals", "map", "max", "memoryview", "min", "next", "object", "oct", "open", "ord", "pow", "print", "property", "range", "repr", "reversed", "round", "set", "setattr", "slice", "sorted", "staticmethod", "str", "sum", "super", "tuple", "type", "vars", "zip", "__import__", "__build_class__", "__name__", "__debug__", "True" and "None" and "Ellipsis", "NotImplemented"):
    if not (isinstance(__builtins__, dict) and name in __builtins__ or hasattr(__builtins__, name)):
        print("missing", name)
import builtins
print(builtins.len is len, builtins.__name__, type(builtins).__name__, "print" in dir(builtins), vars(builtins)["abs"](-3), builtins.__doc__ is not None, abs.__name__, abs.__module__, abs.__doc__ is not None, abs.__self__ is builtins, repr(abs), sorted.__qualname__, str(print))
print(repr(int), repr(A), repr(type), repr(list.append), repr(int.__add__), repr((5).__add__)[:33], repr("".join)[:33], repr(sys), repr(builtins), repr(None), repr(...), repr(NotImplemented), repr(str.__dict__["maketrans"])[:13], repr(dict.fromkeys)[:28], repr(int.from_bytes)[:30])


class Meta(type):
    def __dir__(cls):
        return ["meta_dir"]


class M(metaclass=Meta):
    pass


print(dir(M), "__class__" in dir(M()))


def local_vars():
    q, w = 1, 2
    return sorted(vars().items()), sorted(locals()), sorted(dir())


print(local_vars())
