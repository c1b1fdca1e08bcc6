#! version >= 3.12
# Type parameters, type aliases (3.12).
def f[T](x: T) -> T:
    return x


def bounded[T: int, U: (str, bytes), *Ts, **P](a: T, b: U) -> None:
    pass


class Box[T]:
    item: T

    def __init__(self, v):
        self.v = v

    def method[U](self, u: U) -> U:
        return u

    def get_t(self):
        return T


class Child[K, V](Box[V], dict):
    pass


type Alias = int | str
type Gen[T] = list[T] | dict[str, T]
type Lazy = undefined_name
type Rec = list[Rec]

print(f(5), f.__type_params__, f.__type_params__[0].__name__, [p.__name__ for p in bounded.__type_params__], bounded.__type_params__[0].__bound__, bounded.__type_params__[1].__constraints__, [type(p).__name__ for p in bounded.__type_params__])
print(Box.__type_params__, Box(1).method("u"), Box.method.__type_params__, Child.__type_params__, [b.__name__ for b in Child.__mro__], Box[int].__origin__ is Box, Box[int].__args__, Box[int](5).v, Box(1).get_t() is Box.__type_params__[0])
print(Alias, Alias.__name__, Alias.__value__, type(Alias).__name__, Alias.__type_params__, Gen.__type_params__, Gen.__value__, Gen[int].__args__, Gen[int].__origin__ is Gen, Rec.__value__.__args__[0] is Rec)
try:
    Lazy.__value__
except NameError as e:
    print(e)
undefined_name = "now defined"
print(Lazy.__value__)


def lazy[T: missing](x):
    return x


print(lazy(1))
try:
    lazy.__type_params__[0].__bound__
except NameError as e:
    print(e)
missing = 5
print(lazy.__type_params__[0].__bound__)
T = "module T"


def scoped[T](x):
    return T, lambda: T


r, l = scoped(1)
print(r, l() is r, T, scoped.__qualname__)


def outer[A]():
    def inner[B]():
        return A, B
    return inner()


print(outer())


class Outer[T]:
    class Inner[U]:
        def m(self):
            return T, U
    x = [T for _ in range(1)]


print(Outer.Inner().m(), Outer.x)
print(isinstance(5, int | str), int | None, (int | str) == (str | int), hash(int | str) == hash(str | int), (int | str).__args__, list[int] | None)
for g in (lambda: type.__call__(type(Alias)), lambda: Alias(), lambda: Alias[int], lambda: isinstance(1, Alias)):
    try:
        print(g())
    except TypeError as e:
        print("TypeError")


def deco(f):
    f.tag = "decorated"
    return f


@deco
def generic[T](x=len("abc"), *, y: int = 2):
    return x, y


print(generic(), generic.tag, generic.__defaults__, generic.__kwdefaults__)


class Meta(type):
    pass


class WithMeta[T](metaclass=Meta):
    pass


print(type(WithMeta).__name__, WithMeta.__type_params__)


class Scope:
    Local = str

    def m[U: Local, V: (Local, int)](self, x: Local = Local) -> Local:
        return x, U, V

    type A1 = Local
    type A2[Q] = dict[Local, Q]

    class Inner[W: Local]:
        pass
    Local = bytes


print(Scope().m()[0], [t.__bound__ for t in Scope.m.__type_params__], Scope.m.__type_params__[1].__constraints__, Scope.A1.__value__, Scope.A2.__value__, Scope.Inner.__type_params__[0].__bound__)
