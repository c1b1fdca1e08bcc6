#! heavy
# sort and sorted: stability, keys, reverse, errors, mixed types, mutation during sort, many shapes of input.
def kind(f, *args, **kwargs):
    try:
        print("no error", f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e if isinstance(e, ValueError) else "")


print(sorted([3, 1, 2]), sorted("hello"), sorted({3: 1, 1: 2}), sorted([3, 1, 2], reverse=True), sorted(["b", "A", "c"], key=str.lower), sorted([1, -3, 2], key=abs), sorted([]), sorted([5]), sorted((2.5, 1, True)), sorted([(1, "b"), (1, "a"), (0, "z")]), sorted([[2], [1, 5], [1]]))
records = [("dave", 10), ("anna", 12), ("carl", 10), ("bob", 12), ("eve", 11), ("fred", 10)]
print(sorted(records, key=lambda r: r[1]), sorted(records, key=lambda r: r[1], reverse=True), sorted(records, key=lambda r: (-r[1], r[0])))
l = [3, 1, 2]
print(l.sort(), l, l.sort(reverse=True), l, l.sort(key=None), l, l.sort(key=lambda v: -v), l, l.sort(key=lambda v: v % 2, reverse=1), l)
kind(sorted, [1, "a"])
kind(sorted, [None, None])
kind(sorted, [1, 2], 5)
kind(sorted, 5)
kind(sorted)
kind([1, 2].sort, lambda v: v)
kind([1, 2].sort, key=5)
kind([1, 2].sort, foo=1)
kind(sorted, [1j, 2j])
kind(sorted, [1, 2], key=lambda v: 1 / 0)
kind(sorted, [2, 1], reverse="yes") if False else None


class Rec:
    compares = 0

    def __init__(self, k, tag):
        self.k, self.tag = k, tag

    def __lt__(self, other):
        Rec.compares += 1
        return self.k < other.k

    def __repr__(self):
        return "%d%s" % (self.k, self.tag)


state = 42


def rand(n):
    global state
    state = (state * 1103515245 + 12345) % 2 ** 31
    return state // 65536 % n


items = [Rec(rand(5), chr(97 + i % 26)) for i in range(30)]
ordered = sorted(items)
print(ordered, Rec.compares > 0)
ok = all(a.k < b.k or (a.k == b.k and items.index(a) < items.index(b)) for a, b in zip(ordered, ordered[1:]))
rev = sorted(items, reverse=True)
print(ok, rev, max(items), min(items))
for size in (0, 1, 2, 3, 10, 63, 64, 65, 100, 1000, 3000):
    for name, data in (("random", [rand(1000) for _ in range(size)]), ("sorted", list(range(size))), ("down", list(range(size, 0, -1))), ("equal", [7] * size), ("saw", [i % 10 for i in range(size)]), ("almost", [i if i % 50 else -i for i in range(size)]), ("floats", [rand(1000) / 7.0 for _ in range(size)]), ("texts", [str(rand(100)) for _ in range(size)]), ("mixed", [rand(9) if i % 2 else float(rand(9)) for i in range(size)]), ("tuples", [(rand(4), rand(9), i) for i in range(size)]), ("big", [rand(10) * 2 ** (40 + rand(40)) for _ in range(size)])):
        copy = data[:]
        copy.sort()
        assert all(not copy[i + 1] < copy[i] for i in range(size - 1)), (size, name)
        assert sorted(data, reverse=True) == copy[::-1] or name == "mixed"
        by_key = sorted(range(size), key=data.__getitem__)
        assert [data[i] for i in by_key] == copy
        assert all(data[i] < data[j] or i < j for i, j in zip(by_key, by_key[1:]))
        if size in (10, 100):
            print(name, size, copy[:3], copy[-2:])
l = [3, 2, 1]


def mutate(v):
    l.append(v)
    return v


kind(l.sort, key=mutate)
print(l)


def fail(v):
    if v == 3:
        raise KeyError("stop")
    return v


l = [5, 4, 3, 2, 1]
try:
    l.sort(key=fail)
except KeyError as e:
    print(e, l)


class Weird:
    def __init__(self, v):
        self.v = v

    def __lt__(self, other):
        return [] if self.v > other.v else [1]


print([w.v for w in sorted([Weird(3), Weird(1), Weird(2)])])


class Partial:
    def __init__(self, v):
        self.v = v

    def __lt__(self, other):
        if 13 in (self.v, other.v):
            raise ZeroDivisionError("13")
        return self.v < other.v


data = [Partial(v) for v in (5, 1, 13, 2)]
try:
    data.sort()
except ZeroDivisionError as e:
    print("stopped", e, sorted(p.v for p in data))
print(sorted([True, False, 2, 0.5]), sorted(["\u00e9", "e", "f", "\U0001f600", "\uffff"]) == ["e", "f", "\u00e9", "\uffff", "\U0001f600"], sorted([b"b", b"a"]), sorted([-0.0, 0.0, -1.0]), sorted([float("inf"), 1, -float("inf")]), sorted([2 ** 70, 2 ** 60, -2 ** 80, 5]), sorted([(1, 2), (1,), ()]), sorted({"b": 1, "a": 2}.items()), sorted(range(5), key=lambda i: (i % 2, -i)), sorted([[3], [], [1, 2]], key=len), sorted("bca", reverse=True), list(reversed(sorted("bca"))))
