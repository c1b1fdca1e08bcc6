# iter, next, enumerate, zip, map, filter, reversed, range, sorted, all, any, sum, min, max: every argument form.
def kind(f):
    try:
        print("no error", f())
    except Exception as e:
        print(type(e).__name__)


print(list(enumerate("ab")), list(enumerate("ab", 5)), list(enumerate("ab", start=-1)), list(enumerate([], 3)), list(enumerate("a", 2 ** 63 - 1)), list(enumerate("ab", 2 ** 70)), next(enumerate("z")), list(enumerate(iterable="q", start=1)))
print(list(zip()), list(zip("ab")), list(zip("abc", [1, 2])), list(zip([1], "", "abc")), list(zip(*[[1, 2], [3, 4]])), list(zip(range(3), iter("xyz"))), dict(zip("ab", range(2))))
print(list(map(str, [1, 2])), list(map(lambda a, b: a + b, [1, 2, 3], [10, 20])), list(map(max, "az", "by", "ca")), list(map(None.__class__, []) if False else map(abs, (-1, 2))), next(map(len, ["abc"])), list(map(int, "123")), list(map(lambda *a: a, [1], [2], [3])))
print(list(filter(None, [0, 1, "", "a", None, [], [0]])), list(filter(lambda x: x > 1, [1, 2, 3])), list(filter(str.isdigit, "a1b2")), list(filter(bool, [False, True])), list(filter(lambda x: None, [1])))
print(list(reversed([1, 2])), list(reversed("ab")), list(reversed((1,))), list(reversed(range(5))), list(reversed(b"ab")), list(reversed([])), list(reversed(bytearray(b"xy"))))
print(all([]), all([1, "a"]), all([1, 0]), all({"": 1}), any([]), any([0, 1]), any([0, ""]), any(x > 2 for x in (1, 2, 3)), all(x for x in ()), any("abc"))
print(sum([]), sum([1, 2]), sum([1, 2], 10), sum([1.5, 2]), sum([[1], [2]], []), sum([(1,), (2,)], ()), sum([True, True]), sum(range(100)), sum([2 ** 62, 2 ** 62, 2 ** 62]), sum([1, 1j]), sum({1: "a", 2: "b"}), sum((x for x in (1, 2))), sum([10 ** 20, -10 ** 20, 5]), sum([], 5), sum([0.5] * 4), sum(iterable) if False else "", sum([1], start=5) if False else "", sum([-0.0]) , sum([1, 0.5, 2 ** 60]))
print(min(3, 1, 2), max(3, 1, 2), min([3, 1]), max("abc"), min("b", "a"), max([1, 2], [1, 3]), min([], default=5), max((), default=None), max([1, -5, 3], key=abs), min("bb", "a", key=len), max([(1, "a"), (1, "b")], key=lambda t: t[0]), min([1.0, 1, True]), max(1, 1.0), max({1: 9, 5: 0}), min({3, 1, 2}), max(range(10), key=lambda x: -x), max("a", "B", key=str.lower), min(x * x for x in range(-3, 3)), max([[]], default=1), max(2 ** 70, 1e30))
kind(lambda: max())
kind(lambda: max([]))
kind(lambda: max(5))
kind(lambda: max(1, 2, default=3))
kind(lambda: max(1, "a"))
kind(lambda: min([], key=len))
kind(lambda: max([1], key=5))
kind(lambda: max([1], bogus=1))
kind(lambda: sum("ab"))
kind(lambda: sum(["a"], ""))
kind(lambda: sum(5))
kind(lambda: sum([1], [2]))
kind(lambda: enumerate())
kind(lambda: enumerate(5))
kind(lambda: enumerate([], "a"))
kind(lambda: zip(5))
kind(lambda: map(len))
kind(lambda: list(map(5, [1])))
kind(lambda: list(map(len, [5])))
kind(lambda: list(map(lambda a: a, [1], [2])))
kind(lambda: filter(None))
kind(lambda: filter(None, 5))
kind(lambda: list(filter(5, [1])))
kind(lambda: reversed(5))
kind(lambda: reversed(iter([])))
kind(lambda: reversed({1, 2}))
kind(lambda: all())
kind(lambda: all(5))
kind(lambda: any([1], 2))
kind(lambda: iter())
kind(lambda: iter(5))
kind(lambda: iter([], 5))
kind(lambda: iter(5, 5))
kind(lambda: next())
kind(lambda: next([]))
kind(lambda: next(iter([])))
kind(lambda: sorted())
kind(lambda: sorted([1], None))
n = iter(range(10))
print(list(iter(lambda: next(n), 4)), list(n), next(iter([]), "d"), next(iter([1]), "d"), type(iter([])).__name__, type(iter({})).__name__, type(iter(())).__name__, type(iter(set())).__name__, type(iter(range(0))).__name__, type(iter(b"")).__name__, type(iter(lambda: 1, 1)).__name__, type(reversed([])).__name__, type(reversed("")).__name__, type(enumerate("")).__name__, type(zip()).__name__, type(map(len, "")).__name__, type(filter(None, "")).__name__, type({}.keys().__iter__()).__name__, type({}.items().__iter__()).__name__)
it = iter([1, 2, 3])
print(it is iter(it), next(it), list(it), list(it), it.__length_hint__() if hasattr(it, "__length_hint__") else 0)
z = zip([1, 2, 3], [4, 5])
print(next(z), list(z), list(z))
shared = iter([1, 2, 3, 4, 5])
print(list(zip(shared, shared)), list(shared))
m = map(lambda x: 1 / x, [1, 0, 2])
print(next(m))
kind(lambda: next(m))
print(next(m))
e = enumerate(iter("abc"))
next(e)
print(list(e))


class It:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return It(self.n)

    def __next__(self):
        if self.n == 0:
            raise StopIteration
        self.n -= 1
        return self.n

    def __length_hint__(self):
        return 100

    def __reversed__(self):
        return "reversed!"


print(list(It(3)), sum(It(4)), list(zip(It(2), It(3))), list(map(str, It(2))), list(enumerate(It(2))), sorted(It(3)), min(It(3)), reversed(It(1)), list(filter(None, It(3))), tuple(It(2)), set(It(2)) == {0, 1}, [*It(2)], all(It(2)), any(It(2)), 1 in It(2), dict.fromkeys(It(2)), "".join(map(str, It(3))), bytes(It(3)), list(It(0)))


def counting(k):
    counting.calls += 1
    return k


counting.calls = 0
sorted([3, 1, 2], key=counting)
max([3, 1, 2], key=counting)
print(counting.calls, list(map(lambda p: p[0] + p[1], zip(map(lambda x: x * 2, range(3)), filter(lambda x: x % 2, range(6))))), list(zip(*zip([1, 2], [3, 4]))), sum(map(lambda x: x * x, filter(lambda x: x % 2, range(10)))), max(enumerate([3, 9, 2]), key=lambda p: p[1]), sorted(zip("ba", [1, 2])), [a for a, in zip("xy")], list(map(lambda f: f(4), [str, float, lambda x: -x])))
for i, (a, (b, c)) in enumerate(zip("xy", zip([1, 2], [3, 4]))):
    print(i, a, b, c, end="; ")
print()
