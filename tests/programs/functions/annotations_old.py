#! version <= 3.13
# Annotations evaluated at definition time (before 3.14).
log = []


def note(v):
    log.append(v)
    return v


def f(a: note(1), *b: note(2), c: note(3) = 4, **d: note(5)) -> note(6):
    x: note("never evaluated")
    return a


print(log, sorted(f.__annotations__.items()))
v: int = 5
w: str
print(__annotations__, v, "w" in globals())


class C:
    a: int
    b: "forward" = 2
    c: note("class") = 3


print(C.__annotations__, C.b, hasattr(C, "a"), log)


class D(C):
    pass


print(f.__annotations__["a"], "q" in C.__annotations__)
f.__annotations__ = {"z": 1}
print(f.__annotations__)
f.__annotations__["y"] = 2
print(f.__annotations__)
try:
    f.__annotations__ = 5
except TypeError as e:
    print("TypeError")
try:
    def bad(a: undefined_name):
        pass
except NameError as e:
    print(e)
a = [0]
(a[0]): int = 7
a[0]: note("target") = 8
C.k: int = 9
print(a, C.k, "k" in C.__annotations__, log)
