#! version >= 3.9
# dict | and |= (3.9), generic aliases of builtin containers.
a, b = {"x": 1, "y": 2}, {"y": 3, "z": 4}
print(a | b, b | a, {} | {}, a | {}, {**a, **b} == a | b)
a |= b
print(a)
a |= [("q", 5), ("x", 0)]
a |= ()
print(a)
for f in (lambda: a | [("q", 5)], lambda: [] | a, lambda: a | None, lambda: a.__ior__(5)):
    try:
        print(f())
    except TypeError as e:
        print("TypeError")


class D(dict):
    def __or__(self, other):
        return "D.or"

    def __ror__(self, other):
        return "D.ror"


print(D() | {}, {} | D(), type(D().__ior__({1: 1})).__name__)
print(list[int], dict[str, int], tuple[int, ...], set[str], frozenset[int], type[int], list[list[int]], list[int] == list[int], list[int] != list[str], hash(list[int]) == hash(list[int]), list[int].__origin__, list[int].__args__, dict[str, int].__args__, list[int]([1, 2]), isinstance([1], list[int].__origin__), list[int].__parameters__, tuple[()].__args__, list[int].append, dict[str, int](a=1))
for f in (lambda: isinstance([], list[int]), lambda: issubclass(list, list[int]), lambda: int[str], lambda: list[int][str]):
    try:
        print(f())
    except TypeError as e:
        print("TypeError")


class L(list[int]):
    pass


print(L.__bases__, L.__orig_bases__, L([1]), "abc".removeprefix("a"))
