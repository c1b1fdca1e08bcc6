# set and frozenset: operators, methods with iterables, in-place forms, comparison, errors.
def kind(f, *args):
    try:
        print("no error", f(*args))
    except Exception as e:
        print(type(e).__name__)


def s(x):
    return sorted(x, key=lambda v: (str(type(v)), v))


a, b = {1, 2, 3, 4}, {3, 4, 5}
print(s(a | b), s(a & b), s(a - b), s(a ^ b), s(b - a), a == {4, 3, 2, 1}, a != b, a < b, {3} < a, {3, 4} <= a, a >= {1}, a > a, a <= a, 3 in a, 9 in a, len(a), bool(set()), set(), frozenset(), {7}, frozenset({7}))
print(s(a.union(b, [9], "x")), s(a.intersection([1, 2, 9])), s(a.difference([1], (2,))), s(a.symmetric_difference([1, 9])), s(a.union()), s(a.intersection(a, b, [3])), a.isdisjoint([9]), a.isdisjoint([1]), a.issubset(range(10)), a.issuperset([1, 2]), a.issubset([1]), {1}.issuperset([]))
c = a.copy()
c.add(10)
c.add(10)
c.discard(1)
c.discard(99)
c.remove(2)
print(s(c), s(a), c.pop() in (3, 4, 10), len(c))
c.update([1, 2], (3,), {4: 5}, "z")
c.intersection_update([1, 2, 3, 4, "z"])
c.difference_update([1], ["z"])
c.symmetric_difference_update([2, 50])
print(s(c))
c |= {60}
c &= {60, 3, 4, 50}
c -= {50}
c ^= {3, 70}
print(s(c))
c.clear()
print(c, c == set(), c is not set())
kind(set().pop)
kind({1}.remove, 2)
kind({1}.add, [])
kind(set, 5)
kind(set, [[]])
kind(lambda: {1} | [2])
kind(lambda: {1} & "a")
kind(lambda: {1} < [1])
kind(lambda: {1} + {2})
kind(lambda: hash({1}))
kind(lambda: {{1}})
kind(lambda: [] in {1})
kind(lambda: {1}[0])
kind(frozenset().add, 1) if hasattr(frozenset, "add") else print("frozenset has no add")
kind({1}.union, 5)
kind({1}.remove, [])
try:
    {1}.remove("k")
except KeyError as e:
    print(e, e.args)
try:
    set().pop()
except KeyError as e:
    print(e)
for v in {1, 2}:
    pass
try:
    x = {1, 2}
    for v in x:
        x.add(v + 10)
except RuntimeError as e:
    print(e)
f = frozenset([1, 2])
print(f, hash(f) == hash(frozenset([2, 1])), f == {1, 2}, {1, 2} == f, {f: "v"}[frozenset([2, 1])], {1, 2} in {f}, s(f | {3}), type(f | {3}).__name__, type({3} | f).__name__, f.copy() is f, frozenset(f) is f, type(f & f).__name__, f < {1, 2, 3}, s(f.union([5])), type(f.union([5])).__name__, {frozenset(): 1}[frozenset()], f - {1}, f ^ {2})
g = f
g |= {9}
print(s(g), s(f), g is f)
print({1, 1.0, True}, {0, False, 0.0}, len({2 ** 70, 2.0 ** 70}), {"a", "a"}, len({float("nan"), float("nan")}), s({x * x for x in range(-3, 4)}), s(set("hello")), {(1, 2), (1, 2)}, {None}, {()}, s({*range(3), *[5]}), {b"a"}, {"a", b"a"} == {b"a", "a"}, set({1: 2}), s(set(range(5)) - set(range(2, 9))))


class Tag(set):
    def __init__(self, items=(), name=""):
        super().__init__(items)
        self.name = name

    def __repr__(self):
        return "Tag(%s)" % sorted(self)


t = Tag([3, 1], "n")
print(t, t.name, t | {5}, type(t | {5}).__name__, type(t.copy()).__name__, t == {1, 3}, t & {1}, isinstance(t, set), s(t ^ {1}))
t |= {9}
print(t, type(t).__name__, t.name)


class E:
    def __init__(self, v):
        self.v = v

    def __hash__(self):
        return 5

    def __eq__(self, o):
        return self.v == o.v


print(len({E(1), E(2), E(1)}), E(1) in {E(1)}, len({E(i) for i in range(20)} & {E(i) for i in range(10, 30)}))
big = set()
for i in range(3000):
    big.add(i * i % 1009)
    if i % 7 == 0:
        big.discard(i % 500)
print(len(big), sum(big), 4 in big)
perms = set()


def permute(prefix, rest):
    if not rest:
        perms.add(prefix)
    for i, c in enumerate(rest):
        permute(prefix + c, rest[:i] + rest[i + 1:])


permute("", "aabbc")
print(len(perms), min(perms), max(perms))
print(set.__name__, {1}.__len__(), {1}.__contains__(1), {1}.__or__({2}), {1}.__or__([2]), {1}.__and__(5), {1}.__eq__(5), {1}.__le__({1, 2}), {1}.__hash__, set.union({1}, {2}), {1, 2}.__sub__({1}), {1}.__rsub__({1, 2}), {1}.__iter__().__next__(), {5}.__contains__({5}) if False else "", {1}.__xor__({1}), s(sorted([{1, 2}, {1}], key=len)[0]))
