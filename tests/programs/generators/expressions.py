# Generator expressions: scope, laziness of all but the first iterable, nesting, closures, attributes, as arguments.
log = []


def n(x):
    log.append(x)
    return x


g = (n(i) * 2 for i in n(range(3)))
print(log, next(g), log, list(g), log, list(g), g.__name__, type(g).__name__, g.gi_code.co_name)
log.clear()
g = (n((a, b)) for a in n([1, 2]) for b in n([3]))
print(log, list(g), log)
try:
    g = (x for x in 5)
    list(g)
except TypeError as e:
    print(e)
try:
    (x for x in undefined_iterable)
except NameError as e:
    print(e)
g = (1 / x for x in (1, 0, 2))
print(next(g))
try:
    next(g)
except ZeroDivisionError:
    print("ZeroDivisionError", next(g, "finished by the error"))
x = "outer"
g = (x for x in range(2))
print(list(g), x)
k = 10
g = (i * k for i in range(3))
k = 100
print(list(g))


def f():
    k = 1
    g = (i + k for i in range(3))
    k = 50
    return g


print(list(f()), sum(i for i in range(10)), max(len(w) for w in ("a", "bbb")), any(i > 3 for i in range(5)), all(i for i in (1, 0)), sorted(-i for i in range(3)), ",".join(str(i) for i in range(3)), dict((i, i * i) for i in range(3)), set(i % 2 for i in range(5)) == {0, 1}, tuple(i for i in "ab"), list(c for c in "hello" if c != "l"), bytes(i for i in range(3)), min((abs(v), v) for v in (-3, 2)), sum(1 for _ in range(7)), [*(i for i in "xy")], (lambda *a: a)(*(i for i in range(2))))
nested = ((a * b for b in range(3)) for a in range(3))
print([list(inner) for inner in nested])
fs = [(lambda: i) for i in range(3)]
gs = list((lambda: i) for i in range(3))
print([f() for f in fs], [f() for f in gs])


class C:
    items = [1, 2, 3]
    doubled = tuple(i * 2 for i in items)


print(C.doubled)
g = (i for i in range(5))
print(next(g), g.send(None), g.close(), list(g))
g = (i for i in range(5))
next(g)
try:
    g.throw(KeyError("thrown"))
except KeyError as e:
    print("KeyError", e)
print(list(i for i in (j for j in (k for k in range(4)) if j) if i != 2), list((a, b) for a in range(3) for b in range(a) if a != b), sum(sum(i for i in range(n)) for n in range(5)), list(zip((i for i in range(2)), (c for c in "ab"))), next((i for i in range(100) if i * i > 50), None), next((i for i in ()), "default"))
d = {}
for i, v in ((i, i * i) for i in range(4)):
    d[i] = v
print(d, sum(v for k, v in d.items() if k), "".join(ch.upper() if i % 2 else ch for i, ch in enumerate("abcdef")))


def gen_arg(g):
    return list(g)


print(gen_arg(i for i in range(3)), gen_arg((i for i in range(2))))
matrix = [[1, 2], [3, 4]]
print(list(list(r) for r in zip(*matrix)), sum(v for row in matrix for v in row), list(v for row in matrix if row[0] > 1 for v in row if v > 3))
