# Comprehensions: scopes, conditions, nesting, closures over the variable, class bodies, unpacking displays.
print([x for x in range(5)], [x * y for x in range(3) for y in range(x)], [x for x in range(20) if x % 2 if x % 3], [[y for y in range(x)] for x in range(4)], {x % 3 for x in range(10)} == {0, 1, 2}, {x: x ** 2 for x in range(3)}, {k: [v for v in range(k)] for k in range(3)}, list(x for x in "ab"), [(a, b) for a, b in [(1, 2), (3, 4)]], [a + b for (a, b), in [[(1, 2)]]], [x if x else "zero" for x in (0, 1)], [*(x for x in range(2)), *[9]], [i for i, in [(1,), (2,)]], [h for h, *t in ["abc", "de"]], [t for h, *t in ["abc"]])
x = "outer"
print([x for x in range(3)], x, [x for _ in range(2)], [(x, y) for y in x], [x for x in x])


def f(n):
    k = 10
    fs = [lambda: (i, n, k) for i in range(n)]
    k = 20
    return [g() for g in fs], [lambda i=i: i for i in range(n)][1](), [j + k for j in range(n) if j != n // 2], sum(i * k for i in range(n)), [[i * j + k for j in range(2)] for i in range(2)], {i: {j: n for j in range(i)} for i in range(n)}


print(f(3))


class C:
    n = 3
    items = [1, 2, 3]
    doubled = [i * 2 for i in items]
    size = [len(str(i)) for i in items if i]
    gen = list(i + 1 for i in items)
    try:
        bad = [i * n for i in items]
    except NameError as e:
        bad = "NameError"


print(C.doubled, C.size, C.gen, C.bad, hasattr(C, "i"))


def locals_after():
    i = "kept"
    a = [i for i in range(3)]
    b = {i for i in range(3)}
    c = {i: i for i in range(3)}
    return i, a, len(b), c


print(locals_after())
order = []


def note(v):
    order.append(v)
    return v


r = [note(("e", i, j)) for i in note([1, 2]) if note(i) for j in note([3]) if note(j)]
print(order)
order.clear()
r = {note("k%d" % i): note("v%d" % i) for i in range(2)}
print(order[0] in ("k0", "v0"), sorted(order), r)
g = (note(i) for i in note([7, 8]))
print(order[-1], next(g), order[-1])


def outer():
    a = [1]

    def inner():
        return [a + [b for b in c] for c in [[2], [3]]]
    a = [5]
    return inner()


print(outer())


def nested_closure():
    return [[(lambda: (i, j))() for j in range(2)] for i in range(2)], [f() for f in [lambda: i for i in range(3)]]


print(nested_closure())
try:
    print([undefined for _ in range(1)])
except NameError as e:
    print(e)
try:
    [1 / i for i in (1, 0)]
except ZeroDivisionError as e:
    print("ZeroDivisionError")
try:
    print([i for i in 5])
except TypeError as e:
    print(e)


def recursive(n):
    return [recursive(i) for i in range(n)]


def flatten(l):
    return [y for x in l for y in (flatten(x) if isinstance(x, list) else [x])]


def exec_like(n, acc=()):
    return {tuple(sorted(acc))} if n == 0 else {t for i in range(n) for t in exec_like(n - 1 - i, acc + (i,))}


print(recursive(4), flatten([1, [2, [3, [4]], 5], []]), sorted(exec_like(4)))
print([a for a in [1, 2, 3] if [b for b in [a] if b > 1]], [[r[i] for r in [[1, 2], [3, 4]]] for i in range(2)], sorted({c.lower() for c in "HeLLo"}), {i: c for i, c in enumerate("ab")}, {c: i for i, c in enumerate("abca")}, [n for n in range(2, 40) if all(n % d for d in range(2, int(n ** 0.5) + 1))], sum(1 for c in "banana" if c == "a"), any(c == "n" for c in "banana"), max((len(w), w) for w in "a bbb cc".split()), ",".join(str(i) for i in range(3)), dict((i, j) for i, j in zip("ab", range(2))))
matrix = [[i * 3 + j for j in range(3)] for i in range(3)]
print(matrix, [list(r) for r in zip(*matrix)], [[sum(a * b for a, b in zip(row, col)) for col in zip(*matrix)] for row in matrix], [v for row in matrix for v in row if v % 2])
tmp = [i for i in range(5)] and [i for i in range(2)]
print(tmp, [(yielded, k) for yielded in "a" for k in (1,)], [[[z for z in range(y)] for y in range(x)] for x in range(3)])
y = 1
print(y, [lambda: y][0](), [[k for k in range(y)] for y in range(3)], y)
