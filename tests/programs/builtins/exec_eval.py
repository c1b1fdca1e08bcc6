# exec and eval of code objects, globals, locals, compile-free meta functions, __import__, __build_class__ and print to a file-like object.
import sys


def kind(f):
    try:
        print("no error", f())
    except Exception as e:
        print(type(e).__name__)


def body():
    global made
    made = value * 2
    return made


ns = {"value": 21}
print(eval(body.__code__, ns), ns["made"], "__builtins__" in ns, exec(body.__code__, {"value": 1}))


def uses_builtins():
    return len([1, 2]), sorted("ba")


print(eval(uses_builtins.__code__, {}), eval(uses_builtins.__code__))
kind(lambda: eval(uses_builtins.__code__, {"__builtins__": {}}))
print(eval(uses_builtins.__code__, {"__builtins__": {"len": lambda x: "mine", "sorted": lambda x: "sorted!"}}))


def needs_args(a):
    return a


def closure_maker():
    x = 1
    return lambda: x


kind(lambda: eval(needs_args.__code__))
kind(lambda: exec(closure_maker().__code__))
kind(lambda: exec(None))
kind(lambda: eval(None))
kind(lambda: eval([]))
kind(lambda: exec(body.__code__, []))
kind(lambda: exec(body.__code__, {}, 5))
kind(lambda: eval())
kind(lambda: exec())


class Map:
    def __init__(self):
        self.log = []

    def __getitem__(self, k):
        self.log.append(k)
        raise KeyError(k)

    def __setitem__(self, k, v):
        self.log.append((k, v))


print(globals()["__name__"], locals() is globals(), "body" in globals(), sorted(k for k in {**globals()} if k == "ns"))


def f(a, *b, c=3, **d):
    e = 5
    before = sorted(locals().items())
    locals()["zzz"] = 1
    return before, "zzz" in dir() if False else len(before)


print(f(1, 2, k=4))


class K:
    x = 1
    locals()["y"] = 2
    z = sorted(k for k in locals() if len(k) == 1)


print(K.y, K.z)
K2 = __build_class__(lambda: None, "K2")
print(K2.__name__, K2.__mro__, __build_class__(lambda: None, "K3", K, metaclass=type).x)
kind(lambda: __build_class__())
kind(lambda: __build_class__(5, "x"))
kind(lambda: __build_class__(lambda: None, 5))
print(__import__("sys") is sys, __import__("math").sqrt(4))


class Out:
    def __init__(self):
        self.parts = []

    def write(self, s):
        self.parts.append(s)

    def flush(self):
        self.parts.append("<flush>")


out = Out()
print("a", 1, None, file=out)
print("a", "b", sep="-", end="!", file=out)
print(file=out)
print(*[1, 2], sep="", end="", file=out, flush=True)
print("x", sep=None, end=None, file=out)
print([1], {"k": "v"}, file=out)
print(out.parts)
kind(lambda: print("a", sep=5))
kind(lambda: print("a", end=5))
kind(lambda: print("a", file=5))
kind(lambda: print("a", bogus=1))
print("to None", file=None)
old = sys.stdout
sys.stdout = out2 = Out()
print("captured")
print("two", "words")
sys.stdout = old
print(out2.parts)
sys.stdout = None
print("nothing")
sys.stdout = old


class Bad:
    def write(self, s):
        raise OSError("disk full")


try:
    print("x", file=Bad())
except OSError as e:
    print(e)
print(), print("", end=""), print("", ""), print(" "), print("a\nb"), print("tab\there"), print("nul\0".replace("\0", "0")), print("\u00e9\u4e00\U0001f600"), print(b"bytes"), print(sep="x"), print("", sep="x"), print(1, 2, sep="\n")
print("end", end="")
print(" of line", end="\n\n")
sys.stdout.write("written\n")
print(sys.stdout.write("") == 0, sys.stdout.writable(), sys.stdout.encoding.lower().replace("_", "-"), sys.stderr is not None, sys.stdin is not None, sys.stdout.flush(), sys.stdout.fileno())
hook_log = []
sys.displayhook_saved = sys.displayhook
sys.displayhook(None)
sys.displayhook("shown by displayhook")
import builtins
print(builtins._)
del builtins._
