# dict: methods, order, views, updates, errors, key equality, missing.
def err(f, *args, **kwargs):
    try:
        print("no error", f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e)


def kind(f, *args, **kwargs):
    try:
        print("no error", f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__)


d = {"b": 2, "a": 1, 3: "three", None: 0, (1, 2): "t", 2.5: "f", True: "yes"}
print(d, len(d), list(d), d["b"], d[3], d[None], d[1, 2], d[2.5], d[1], d.get("zz"), d.get("zz", 5), d.get("a", 5), "a" in d, 1.0 in d, "zz" not in d)
d["a"] = 10
d["new"] = [1]
del d["b"]
d["b"] = "back"
print(d)
print(d.pop("new"), d.pop("gone", "default"), d.setdefault("s", 7), d.setdefault("s", 8), d.popitem(), d.popitem(), d)
print(d.keys(), d.values(), d.items(), list(d.items())[0], len(d.keys()), type(d.keys()).__name__, type(d.values()).__name__, type(d.items()).__name__)
d.update({"u": 1}, v=2)
d.update([("w", 3), ["x", 4]])
d.update(y=5)
d.update()
d.update(zip("pq", "PQ"))
print(d)
c = d.copy()
c.clear()
print(c, bool(c), bool(d), d == d.copy(), d != {}, {1: 1, 2: 2} == {2: 2, 1: 1}, {1: 1} == {1: 1.0}, {1: 1} == {True: True}, {"a": {"b": [1]}} == {"a": {"b": [1]}})
err(lambda: {}["missing"])
err(lambda: {}[5])
err(lambda: {}[(1, 2)])
err({}.pop, "x")
err({}.popitem)
kind(lambda: {}.__delitem__("x"))
kind(lambda: {[]: 1})
kind(lambda: {}[[]])
kind(lambda: [] in {})
kind({}.get)
kind({}.get, [])
kind({}.update, 5)
kind({}.update, [1])
err({}.update, ["abc"])
kind({}.update, [("a",)])
kind({}.pop)
kind(dict, 5)
kind(dict, {}, {})
kind(lambda: {} < {})
kind(lambda: {} + {})
kind(lambda: {}.fromkeys(5))
print(dict(), dict({1: 2}), dict([(1, 2)]), dict(a=1), dict({1: 2}, a=3), dict([("a", 1)], a=2), dict(zip("ab", [1, 2])), dict.fromkeys("ab"), dict.fromkeys([1, 2], []), dict.fromkeys((), 1), {**{"a": 1}, "b": 2, **{"a": 3}}, {i: i * i for i in range(4)}, {k: v for k, v in zip("xy", (1, 2)) if v > 1}, dict(**{"k w": 1}))
o = {}
for i in range(20):
    o[i * 7 % 20] = i
for i in range(0, 20, 3):
    del o[i]
for i in range(0, 20, 6):
    o[i] = -i
print(o, list(o) == list(o.keys()), [v for v in o.values()], [k + v for k, v in o.items()][:5])
print({1: "a", 1.0: "b", True: "c"}, {0: 1, False: 2, 0.0: 3, -0.0: 4}, {"a": 1, "a": 2}, {2 ** 70: 1}[2 ** 70], {float(2 ** 70): 1}[2 ** 70], {frozenset([1]): 1}[frozenset([1])], {b"a": 1, "a": 2}, {"": 0}[""], {int: 1}[int], {len: 2}[len])
for f in ("for k in m: m['new'] = 1", "for k in m: del m[k]", "for k in m: m.clear()"):
    m = {"x": 1, "y": 2}
    try:
        if f.startswith("for k in m: m["):
            for k in m:
                m["new"] = 1
        elif "del" in f:
            for k in m:
                del m[k]
        else:
            for k in m.items():
                m.clear()
    except RuntimeError as e:
        print(e)
m = {"x": 1, "y": 2}
for k in m:
    m[k] += 10
print(m, list(iter(m)), [*m], {**m}, max(m), sorted(m, key=m.get, reverse=True), list(m.items()) == [(k, m[k]) for k in m])


class Missing(dict):
    def __missing__(self, key):
        self[key] = "made " + str(key)
        return self[key]


class Quiet(dict):
    def __getitem__(self, key):
        return "always"

    def get(self, key, default=None):
        return "got"


m = Missing(a=1)
print(m["a"], m["b"], m, m.get("c"), "c" in m, m.pop("b"), m.copy(), type(m.copy()).__name__, isinstance(m, dict))
q = Quiet(x=1)
print(q["nope"], q.get("x"), dict(q), {**q}, q == {"x": 1}, list(q.items()), q.setdefault("x", 5))


class Key:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return self.n % 3

    def __eq__(self, other):
        return isinstance(other, Key) and self.n == other.n

    def __repr__(self):
        return "K%d" % self.n


big = {}
for i in range(60):
    big[Key(i)] = i
for i in range(0, 60, 4):
    del big[Key(i)]
print(len(big), big[Key(7)], Key(8) in big, sum(big.values()), list(big)[:6], big.get(Key(100)))
lots = {}
for i in range(5000):
    lots[str(i)] = i
    if i % 5 == 4:
        del lots[str(i - 2)]
print(len(lots), sum(lots.values()), list(lots)[:5], list(lots)[-3:], lots["4999"], "4997" in lots)
if hasattr(dict, "__or__"):
    print({"a": 1} .__or__({"b": 2}))
else:
    print({"a": 1, "b": 2})
print(dict.__name__, {}.__len__(), {1: 2}.__contains__(1), {1: 2}.__getitem__(1), {}.__eq__(5), {}.__ne__({}), {1: 2}.__iter__().__next__(), dict.fromkeys([3], 4).__repr__(), dict.get({1: 2}, 1), {}.__hash__)
