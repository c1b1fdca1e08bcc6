#! version >= 3.8
# Assignment expressions: scopes, comprehensions, conditions, evaluation order.
if (n := 5) > 3:
    print(n)
print((x := 1, y := 2), x, y, (a := [1]) is a, [z := 3, z + 1], {"k": (w := 4)}, (lambda: (q := 5) + q)(), f"{(v := 6)} {v}")
data = iter([1, 2, 3, 0, 9])
out = []
while (item := next(data)) != 0:
    out.append(item)
print(out, item)
print([y2 := i * 2 for i in range(3)], y2, [last for i in range(4) if (last := i) % 2], last, any((found := i) > 2 for i in range(5)), found)


def f(items):
    total = 0
    partial = [total := total + v for v in items]
    return partial, total


def g():
    if any((hit := c) == "b" for c in "abc"):
        return hit


def nested():
    return [[(inner := j) + i for j in range(2)] for i in range(2)], inner


def glob():
    global gv
    [gv := i for i in range(3)]


def nonl():
    x = 0

    def inner():
        nonlocal x
        return [x := x + i for i in range(4)]
    return inner(), x


print(f([1, 2, 3]), g(), nested(), nonl())
glob()
print(gv)


class C:
    val = (tmp := 10) + 1


print(C.val, C.tmp)
print((b := 1) if (b0 := 0) else (b := 2), b, b0, not (m := 0), m, (k := 1) and (k := k + 1), k)
total = 0
print([total := total + i for i in range(5)], total, {i: (s := i * i) for i in range(3)}, s, sum((t := i) for i in range(4)), t)


def order():
    log = []

    def n(v):
        log.append(v)
        return v
    r = n(1) + (p := n(2)) * n(p + 1)
    return r, p, log


print(order())


def default(x=(d := 7)):
    return x


print(default(), d)
for chunk in [[1, 2], [], [3]]:
    if (length := len(chunk)) == 0:
        continue
    print(length, end=" ")
print(length)
