# Assignment forms, augmented assignment to every target, del, assert, pass, conditional expressions, chained comparison evaluation, global.
log = []


def n(x):
    log.append(x)
    return x


a = b = c = [1]
print(a is b is c)
x, y = y, x = 1, 2
print(x, y)


class O:
    def __init__(self):
        object.__setattr__(self, "d", {"v": 1})

    def __getattr__(self, k):
        log.append("get " + k)
        return self.d[k]

    def __setattr__(self, k, v):
        log.append("set %s %r" % (k, v))
        self.d[k] = v

    def __delattr__(self, k):
        log.append("del " + k)
        del self.d[k]

    def __getitem__(self, k):
        log.append("getitem %r" % (k,))
        return self.d.get(str(k), 10)

    def __setitem__(self, k, v):
        log.append("setitem %r %r" % (k, v))
        self.d[str(k)] = v

    def __delitem__(self, k):
        log.append("delitem %r" % (k,))


o = O()
o.v += 5
o[n("key")] += n(1)
o[n(1):n(2)] = n("value")
o.v, o["z"] = 7, 8
del o.v, o[3], o[1:2]
n(o)[n("a")] = n("b")
print([str(e) if not isinstance(e, O) else "O" for e in log])
log.clear()
lst = [0, 1, 2]


def idx():
    log.append("idx")
    return 1


lst[idx()] += 10
lst[idx()] **= 2
print(lst, log)
i = 5
i += 1; i -= 2; i *= 3; i //= 2; i **= 2; i %= 7; i <<= 4; i >>= 1; i |= 3; i &= 6; i ^= 5
print(i)
f = 1.0
f /= 4
f += 1
print(f)
s = "a"
s += "b"
s *= 3
s %= ()
print(s)
t = (1,)
t += (2,)
t *= 2
print(t)
st = {1}
st |= {2}
st -= {1}
st ^= {5}
print(sorted(st))
log.clear()
print(n(1) if n(0) else n(2), log)
log.clear()
print(n(0) and n(1) or n(2) and n(3), n("") or n([]) or n("z"), not n(0), log)
log.clear()
print(1 < n(2) < n(3) < n(1) < n(5), log)
print("big" if i > 100 else "mid" if i > 3 else "small", (1 if True else 2) + (3 if False else 4), [v if v else "none" for v in (0, 1)])
assert True
assert 1, "not shown"
try:
    assert False, "shown"
except AssertionError as e:
    print(e)
try:
    assert (), [1, 2]
except AssertionError as e:
    print(e.args)
log.clear()
try:
    assert n(0), n("message")
except AssertionError:
    print(log)
assert n(1), n("lazy")
print(log)
v = 1
del v
try:
    v
except NameError as e:
    print(e)
p, q, r = 1, [1, 2, 3], {"a": 1, "b": 2}
del p, q[0], q[-1:], (r["a"])
print(q, r)
del [q, r]
try:
    q
except NameError:
    print("q gone")
m = [1, 2, 3, 4, 5]
del m[1], m[2]
print(m)
del (m[0], m[0])
print(m)
u = 1,
w = 1, 2,
print(u, w, (1), ((1, 2)), [1, ], (lambda: (yield))() is not None)
pass; pass
if 1: pass
if 0: print("no")
elif 1: print("elif")
else: print("no")
if []:
    pass
elif None:
    pass
else:
    print("else")
print(1, 2, sep=", "); print(3)
x = (1 +
     2
     + 3)
y = 1 + \
    2
print(x, y)
...
"a string statement"
5
None
print(..., Ellipsis is ..., __debug__, __name__)
if True and not False is not None:
    print("precedence", not True == False, -2 ** 2, 2 ** -1, 1 + 2 << 1, 5 & 3 == 3, 1 | 2 ^ 3 & 4, not 1 in [2], -1 // 2, 2 * 3 % 4, 10 - 5 - 2, 2 ** 3 ** 2, ~1 + 1, 1 if 0 else 2 if 0 else 3, lambda: 1 is not None, 3 < 4 == True, (3 < 4) == True, "a" "b" * 2, [1, 2][0] + 1, -"abc".find("c")) if False else print("precedence", not True == False, -2 ** 2, 2 ** -1, 1 + 2 << 1, 1 | 2 ^ 3 & 4, not 1 in [2], -1 // 2, 2 * 3 % 4, 10 - 5 - 2, 2 ** 3 ** 2, ~1 + 1, 1 if 0 else 2 if 0 else 3, 3 < 4 == True, (3 < 4) == True, "a" "b" * 2, [1, 2][0] + 1, -"abc".find("c"))


def glob():
    global made_here, a
    made_here = "made"
    a = "changed"
    for made_loop in range(2):
        pass
    return made_loop


print(glob(), made_here, a)


def early(v):
    if v > 0:
        return "positive"
    if v < 0:
        return "negative"


def nothing():
    return


def multi():
    return 1, 2


print(early(1), early(-1), early(0), nothing(), multi())


def big_consts():
    return (1, 2, 3, "a", None, (4, 5)), [1, 2, 3, 4], {1, 2}, {"a": 1, "b": 2}, 10 ** 20, 1.5e300, -7, 1j, b"x", True, "x" * 10, (1,) * 3, -(5), +3, ~7, 2 ** 10, "ab"[0], not True, (1, (2, (3,))), frozenset({1}) == {1}


print(big_consts(), big_consts()[1] is not big_consts()[1])


def many_locals():
    a1 = a2 = a3 = a4 = a5 = a6 = a7 = a8 = a9 = 1
    b1, b2, b3, b4, b5 = range(5)
    (c1, c2), [c3, *c4] = (1, 2), [3, 4, 5]
    return a1 + a9 + b5 + c3 + len(c4) + len(locals())


print(many_locals())
with_none = None
if with_none is None and with_none is not 0 if False else with_none is None:
    print("is None")
x = 3
x = x if x is not None else 4
print(x, None is None, None is not None, x is x, [] is [], () is not [])
