# Attributes of functions, methods and code objects.
def kind(f, *args):
    try:
        print("no error", f(*args))
    except Exception as e:
        print(type(e).__name__)


def plain(a, b: int = 2, *args: "rest", c, d=4, **kw) -> str:
    """Doc text."""
    local = a
    return local


print(plain.__name__, plain.__qualname__, plain.__module__, plain.__doc__, plain.__defaults__, plain.__kwdefaults__, plain.__dict__, plain.__closure__, plain.__globals__ is globals(), sorted(plain.__annotations__))
code = plain.__code__
print(code.co_name, code.co_argcount, code.co_kwonlyargcount, code.co_nlocals, code.co_varnames, code.co_names, code.co_freevars, code.co_cellvars, code.co_firstlineno, code.co_filename, code.co_flags & 0x0c, type(code).__name__, type(code.co_code).__name__, code.co_consts[0] in ("Doc text.", None), code == plain.__code__, hash(code) == hash(code))
plain.attr = 1
plain.__name__ = "renamed"
plain.__doc__ = "new doc"
plain.__qualname__ = "Q.renamed"
print(plain.attr, plain.__name__, plain.__doc__, plain.__qualname__, plain.__dict__, vars(plain), hasattr(plain, "nope"))
del plain.attr
kind(lambda: plain.attr)
kind(setattr, plain, "__name__", 5)
kind(setattr, plain, "__code__", 5)
kind(setattr, plain, "__defaults__", 5)
kind(setattr, plain, "__closure__", ())
kind(setattr, plain, "__dict__", 5)
kind(setattr, plain, "__kwdefaults__", [])
kind(delattr, plain, "__name__")
del plain.__defaults__
print(plain.__defaults__)


def other(x):
    return x * 100


def swap(x):
    return x


swap.__code__ = other.__code__
print(swap(3), swap.__name__, swap.__code__.co_name)
lam = lambda x, y=1: x
print(lam.__name__, lam.__qualname__, lam.__defaults__, lam.__doc__, lam.__code__.co_name, lam.__annotations__)


def outer():
    def inner():
        pass

    class K:
        def m(self):
            return lambda: 0
    return inner, K


i, K = outer()
print(i.__qualname__, K.__qualname__, K.m.__qualname__, K().m().__qualname__, K.__name__, [f.__qualname__ for f in [lambda: 0]])


class A:
    def method(self, x=1):
        """method doc"""
        return self, x

    @classmethod
    def cm(cls):
        return cls

    @staticmethod
    def sm():
        return "sm"


a = A()
m = a.method
print(m.__name__, m.__qualname__, m.__self__ is a, m.__func__ is A.method, m.__doc__, m.__defaults__, m.__code__ is A.method.__code__, m == a.method, m is a.method, m != A().method, hash(m) == hash(a.method), m.__module__, type(m).__name__, type(A.method).__name__, callable(m), m.__class__.__name__)
print(A.cm.__self__ is A, A.cm.__func__.__name__, A.sm.__name__, type(A.sm).__name__, type(A.__dict__["cm"]).__name__, type(A.__dict__["sm"]).__name__, A.cm() is A, a.cm() is A, A.__dict__["cm"].__func__.__name__, A.__dict__["sm"].__func__())
kind(setattr, m, "attr", 1)
kind(lambda: m.nope)
A.method.tag = "t"
print(m.tag, a.method.tag)
MethodType, FunctionType, CodeType = type(m), type(plain), type(code)
bound = MethodType(lambda self, y: (self, y), "me")
print(bound(5), bound.__self__, MethodType(len, "abc")(), MethodType(A, 1) != 1)
kind(MethodType, 5, 6)
kind(MethodType, len, None)
kind(MethodType)
f = FunctionType(other.__code__, {"__builtins__": {}}, "made", (7,))
print(f(), f.__name__, f(2), f.__defaults__)
free = (lambda v: lambda: v)(5)
g = FunctionType(free.__code__, globals(), "g", None, free.__closure__)
print(g())
kind(FunctionType, free.__code__, {})
kind(FunctionType, other.__code__, {}, "x", None, free.__closure__)
kind(FunctionType, 5, {})
kind(FunctionType, other.__code__, 5)


def uses_global():
    return G


ns = {"G": "from ns"}
print(FunctionType(uses_global.__code__, ns)(), FunctionType(uses_global.__code__, {"G": 2})())
ns["G"] = "updated"
print(FunctionType(uses_global.__code__, ns)())
kind(uses_global)
G = "now"
print(uses_global())
print(plain.__get__(5).__self__, plain.__get__(None, int) is plain, (lambda self: self).__get__("s")(), plain.__call__.__name__, other.__call__(2), len.__name__, len.__self__.__name__, len.__module__, type(len).__name__, [].append.__name__, "a".join.__self__, print.__qualname__, repr(len), isinstance(plain, FunctionType), plain == plain, plain != other, {plain: 1}[plain])
print(code.replace(co_name="zzz").co_name if hasattr(code, "replace") else "zzz", code.co_stacksize > 0, list(code.co_varnames[:2]), other.__code__.co_consts[-1], "const" in str(type(code)) or "code")
print(str(plain).startswith("<function Q.renamed at 0x"), repr(m).startswith("<bound method A.method of <__main__.A object at 0x"), repr(code).startswith("<code object plain at 0x"), repr(lam).startswith("<function <lambda> at 0x"), repr(A.sm).startswith("<function A.sm at 0x"), repr([].append).startswith("<built-in method append of list object at 0x"))
