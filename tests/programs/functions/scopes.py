# Name lookup: builtins shadowed, globals() and locals() and vars(), class scopes, exec of code objects, del.
import sys

print(len("abc"))
len = lambda x: "shadowed"
print(len("abc"))
del len
print(len("abc"))
try:
    del len
except NameError as e:
    print(e)


def use(n):
    return max(n, 3)


print(use(1))
max = lambda a, b: ("my max", a, b)
print(use(1))
del max
print(use(1))
globals()["injected"] = 5
print(injected, "injected" in globals(), globals() is globals(), sorted(k for k in globals() if k.startswith("inj")))


def f(a, b=2):
    c = a + b
    l = locals()
    d = 4
    return sorted(l.items())


print(f(1))


def g():
    x = 1

    def h():
        return x, sorted(locals())
    return h(), sorted(locals(), key=str)


print(g())


class K:
    a = 1
    names = sorted(k for k in locals() if not k.startswith("__"))
    b = a + 1
    locals_is_ns = "a" in locals()

    def m(self):
        return K.b
    if a == 1:
        conditional = "yes"
    for i in range(3):
        pass
    del i
    c = d = a
    a += 10
    lst = [b for b in (7, 8)]
    use_outer = injected


print(K.names, K.b, K().m(), K.conditional, hasattr(K, "i"), K.a, K.c, K.lst, K.locals_is_ns, K.use_outer)
y = "module"


def class_in_function():
    y = "function"

    class C:
        print(y)
        y = "class"
        print(y)

        def m(self):
            return y
        del y
        try:
            print(y)
        except NameError as e:
            print("NameError")
    return C().m()


print(class_in_function())


class D:
    y = y + " copy"


print(D.y)


def fglobal():
    class E:
        global made_global
        made_global = 1

        def made_method(self):
            global also_global
            also_global = 2
    E().made_method()


fglobal()
print(made_global, also_global)


def template():
    result.append((x, z))


code = template.__code__
result = []
exec(code, {"x": 1, "z": 2, "result": result})
ns = {"x": "n", "z": "m", "result": result}
exec(code, ns)
print(result, "__builtins__" in ns, eval((lambda: 6 * 7).__code__), eval((lambda: q + 1).__code__, {"q": 1}))
for bad in (lambda: exec(code, 5), lambda: eval(code, {}, 5), lambda: exec((lambda a: a).__code__), lambda: exec(5)):
    try:
        bad()
    except (TypeError, NameError) as e:
        print(type(e).__name__)
free = (lambda v: lambda: v)(1)
try:
    exec(free.__code__)
except TypeError as e:
    print("TypeError")
print(vars()["y"], vars() is globals(), sorted(vars(K))[:3] != [], sys.modules["__main__"].y, __name__, __doc__, dir()[:0], "y" in dir())


def loop():
    for name in ("a", "b"):
        v = name
    return name, v


print(loop())
try:
    print(never)
except NameError as e:
    print(e)
    err = e
try:
    e
except NameError as x:
    print(x)
with_value = [i for i in range(3)]
i = "i"
for i in []:
    pass
print(i)
sys.modules["__main__"].added = "via module"
print(added)
del sys.modules["__main__"].added
try:
    added
except NameError as e2:
    print(e2)


def shadow_builtin():
    list = 5
    try:
        list("x")
    except TypeError as e:
        return "TypeError"


print(shadow_builtin(), list("x"))


def conditional(flag):
    if flag:
        v = 1
    try:
        return v
    except UnboundLocalError as e:
        return "unbound"


print(conditional(True), conditional(False))
__builtins__.brand_new = "builtin" if hasattr(__builtins__, "len") else None
print(brand_new)
del __builtins__.brand_new


def augmented():
    try:
        y += "x"
    except UnboundLocalError:
        return "unbound aug"


print(augmented())
