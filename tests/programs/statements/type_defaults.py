#! version >= 3.13
# Defaults of type parameters (3.13).
def f[T = int, *Ts = *tuple[int, str], **P = [int]](x: T):
    pass


class C[A, B = list[A], D: int = bool]:
    pass


type Alias[T = undefined] = list[T]
print([p.__name__ for p in f.__type_params__], f.__type_params__[0].__default__, f.__type_params__[0].has_default(), f.__type_params__[2].__default__, [p.has_default() for p in C.__type_params__], C.__type_params__[1].__default__, C.__type_params__[2].__default__, C.__type_params__[2].__bound__)
try:
    Alias.__type_params__[0].__default__
except NameError as e:
    print(e)
