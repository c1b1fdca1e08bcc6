#! version >= 3.14
# Annotations are evaluated on demand (3.14, PEP 649/749).
log = []


def note(v):
    log.append(v)
    return v


def f(a: note(1), b: undefined_later = 2, *c: note(3)) -> note(4):
    x: note("local never")
    return a


print(log, f(5), f.__annotate__ is not None)
try:
    f.__annotations__
except NameError as e:
    print(e, log)
undefined_later = "defined"
log.clear()
print(f.__annotations__, log, f.__annotations__ is f.__annotations__)
print(f.__annotate__(1))
try:
    f.__annotate__(99)
except NotImplementedError as e:
    print("NotImplementedError")


class C:
    a: int
    b: Forward = 1
    c: "text"

    def m(self, x: C) -> Forward:
        pass


class Forward:
    pass


print(C.__annotations__, C.m.__annotations__, C.__annotate__(1) == C.__annotations__)


class D(C):
    pass


print(D.__annotations__, D.__annotate__)
f.__annotations__ = {"z": 1}
print(f.__annotations__, f.__annotate__)
f.__annotate__ = lambda fmt: {"from": fmt}
print(f.__annotations__)
f.__annotate__ = None
print(f.__annotations__)
for bad in (5, "x"):
    try:
        f.__annotate__ = bad
    except TypeError as e:
        print("TypeError")
m: note("module") = 1
if log is None:
    never: note("conditional")
print(__annotate__(1), log)


def outer():
    k = int

    def inner(a: k, b: list[k]):
        pass
    k = str
    return inner


print(outer().__annotations__)


class E:
    t = int
    a: t
    if True:
        b: t
    else:
        c: t


print(E.__annotations__)


def gen[T](x: T, y: list[T]) -> T:
    return x


print(gen.__annotations__)
lam = lambda x: x
print(lam.__annotations__, lam.__annotate__)


class Meta(type):
    z: int


class WithMeta(metaclass=Meta):
    w: str


print(Meta.__annotations__, WithMeta.__annotations__)
