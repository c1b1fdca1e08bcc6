# Displays and calls with * and **, starred assignment targets, evaluation order of all of them.
def show(*args, **kwargs):
    return args, sorted(kwargs.items())


print([*[1, 2], 3, *(4,), *{5: 6}, *"ab", *range(2)], (*[1], 2), {*[1], *[1], 2} == {1, 2}, {**{"a": 1}, "b": 2, **{"a": 3}}, [*[]], (*(),), {**{}}, [*[*[1]]], *[1, 2])
print(show(*[1, 2]), show(*"ab", 3, *(4,)), show(**{"a": 1}), show(a=1, **{"b": 2}, **{"c": 3}, d=4), show(1, *[2], x=3, *[4], **{"y": 5}), show(*[], **{}), show(*range(3), *iter("x")), show(*(i for i in range(2))))
for f in (lambda: show(*5), lambda: show(**5), lambda: show(**{1: 2}), lambda: show(a=1, **{"a": 2}), lambda: show(**{"a": 1}, **{"a": 2}), lambda: [*5], lambda: {**5}, lambda: {*5}, lambda: (*None,), lambda: show(*None), lambda: show(**[("a", 1)]), lambda: {**[1]}):
    try:
        print(f())
    except TypeError as e:
        print("TypeError")
order = []


def n(v):
    order.append(v)
    return v


n("f") and show(n(1), *n([2]), n(3), k=n(4), **n({"z": 5}))
print(order)
order.clear()
d = {n("k1"): n("v1"), **n({"m": 1}), n("k2"): n("v2")}
print(sorted(map(str, order)), d)
order.clear()
l = [n(1), *n([2, 3]), n(4)]
print(order, l)
order.clear()


class T:
    def __setattr__(self, k, v):
        order.append(("attr", k, v))

    def __setitem__(self, k, v):
        order.append(("item", k, v))


t = T()
t.a, t[n("i")], *t.rest = n(1), n(2), n(3), n(4)
print(order)
order.clear()
t.x = t[n("j")] = n(7)
print(order)
a, *b = [1]
*c, d = [1]
e, *f, g = 1, 2
(h, *i), *j = [(1, 2, 3), 4, 5]
*k, = "xyz"
[*m] = range(3)
print(a, b, c, d, e, f, g, h, i, j, k, m)
for x, *y in [(1, 2, 3), "ab", [9]]:
    print(x, y)
for (p, q), r in [((1, 2), 3)]:
    print(p, q, r)
z = [1, 2, 3]
z[0], z[1:], = 9, [8, 7, 6]
print(z)
i = 0
i, z[i] = 2, "two"
print(i, z)
first, second = second_, first_ = 1, 2
print(first, second, second_, first_)


def gen():
    order.append("start")
    yield 1
    order.append("mid")
    yield 2
    order.append("end")
    yield 3
    order.append("never")


order.clear()
try:
    u, v = gen()
except ValueError:
    print(order)
order.clear()
u, v, *w = gen()
print(u, v, w, order)


def f(a, b=2, *args, c, d=4, **kw):
    return a, b, args, c, d, sorted(kw.items())


print(f(1, c=3), f(1, 2, 3, 4, c=5), f(*[1, 2, 3], **{"c": 1, "z": 2}), f(c=1, a=2), f(1, c=2, d=3, e=4), f(*(1,), c=0, *(5, 6)))
print(*"abc", sep="-"), print(*[], end="!\n"), print(*(1, 2), **{"sep": "/"})
many = list(range(300))
print(len(show(*many)[0]), sum(show(*many, *many)[0]), len(show(**{"k%d" % i: i for i in range(300)})[1]), max(*many), (lambda *a, **k: (len(a), len(k)))(*many, **{str(i): i for i in range(50)}))
big = [*many, *many, *[many]]
print(len(big), big[-1] is many, (*many,)[:3], {*many} == set(many), len({**{i: 1 for i in many}, **{-i: 2 for i in many}}))
