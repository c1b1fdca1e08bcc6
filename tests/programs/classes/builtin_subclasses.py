# Subclasses of every builtin container and number: construction, overriding, results of operations, pickling-free state.
class MyList(list):
    def __init__(self, *a, tag=None):
        super().__init__(*a)
        self.tag = tag

    def __contains__(self, x):
        return "overridden"

    def __iter__(self):
        return iter(["iter", "ated"])


m = MyList([3, 1, 2], tag="t")
print(m, len(m), m.tag, m[0], m[1:], type(m[1:]).__name__, type(m + []).__name__, type(m * 2).__name__, type(m.copy()).__name__, 99 in m, list(m), [*m], sorted(m), tuple(m), sum(MyList([1])) if False else "", m == [3, 1, 2], [3, 1, 2] == m, m.index(1), isinstance(m, list), m.__dict__)
m.sort()
m.append(4)
m += [5]
print(m, type(m).__name__, m.pop(), "-".join(m), max(m), list.__iter__(m).__next__(), repr(m))


class MyDict(dict):
    def __getitem__(self, k):
        return ("got", dict.get(self, k))

    def __repr__(self):
        return "MyDict" + dict.__repr__(self)

    def __iter__(self):
        return iter(["fake"])

    def keys(self):
        return ["k1"]


d = MyDict(a=1)
d["b"] = 2
print(d, d["a"], d["zz"], d.get("a"), list(d), len(d), "a" in d, dict(d), {**d}, d == {"a": 1, "b": 2}, list(d.items()), d.pop("a"), type(d.copy()).__name__, "%(b)s" % d, "{b}".format_map(d), (lambda **k: k)(**d) if False else "")


class MyTuple(tuple):
    def __new__(cls, *items):
        return super().__new__(cls, items)

    def __getitem__(self, i):
        return "item %s" % (i,)

    def __len__(self):
        return 100


t = MyTuple(1, 2, 3)
a, b, c = t
print(t, t[0], len(t), a, b, c, list(t), t == (1, 2, 3), hash(t) == hash((1, 2, 3)), t + (4,), type(t + ()).__name__, "%s %s %s" % t, (lambda *x: x)(*t), {(1, 2, 3): "hit"}[t], isinstance(t, tuple), t.index(2), t.count(1))


class MySet(set):
    def __contains__(self, x):
        return True

    def add(self, x):
        super().add(("added", x))


s = MySet([1])
s.add(2)
print(5 in s, len(s), sorted(map(str, s)), type(s | {1}).__name__, type(s & s).__name__, s == {1, ("added", 2)}, type(s.copy()).__name__, s <= {1, ("added", 2), 3})


class MyFrozen(frozenset):
    def __hash__(self):
        return 1


f = MyFrozen("ab")
print(hash(f), f == frozenset("ab"), sorted(f), type(f | f).__name__, len({f, frozenset("ab")}))


class MyInt(int):
    def __repr__(self):
        return "MyInt(%s)" % int(self)

    def __str__(self):
        return "str of MyInt"

    def __eq__(self, o):
        return int(self) % 10 == int(o) % 10

    def __hash__(self):
        return int(self) % 10

    def __bool__(self):
        return False

    def __index__(self):
        return 2


i = MyInt(15)
print(i, [i], i + 1, type(i + 1).__name__, i == 5, 5 == i, {5: "five"}.get(i), bool(i), "%d" % i, f"{i}", [10, 20, 30][1], i > 3, -i, int(i), i * 2.0, range(20)[i] if False else "", i.bit_length(), MyInt("7"), sum([i, i]), max(i, 3), i in [25], sorted([MyInt(3), MyInt(1)]))


class MyFloat(float):
    unit = "m"

    def __add__(self, o):
        return MyFloat(float(self) + o)

    def __format__(self, spec):
        return float.__format__(self, spec) + self.unit


x = MyFloat(1.5)
print(x + 1, type(x + 1).__name__, type(x * 2).__name__, f"{x:.2f}", x == 1.5, hash(x) == hash(1.5), round(x), x.is_integer(), int(x), 1 + x, x.hex())


class MyStr(str):
    def __getitem__(self, i):
        return "char"

    def __len__(self):
        return 7

    def upper(self):
        return "UP"


q = MyStr("abc")
print(q, q[0], len(q), q.upper(), q + "d", q == "abc", list(q), q[1:2], "b" in q, q.center(9, "*"), hash(q) == hash("abc"), {q: 1}["abc"], "".join([q, q]), q.encode(), int(MyStr("12")), "x".join(MyStr("ab")))


class MyBytes(bytes):
    def decode(self, *a):
        return "decoded!"


y = MyBytes(b"xy")
print(y, y.decode(), y[0], y + b"z", type(y[:1]).__name__, y == b"xy", {b"xy": 1}[y])


class MyComplex(complex):
    pass


print(MyComplex(1, 2) + 1, type(MyComplex(1) * 2).__name__, MyComplex(1, 2).real)


class MyRange:
    pass


for base in (bool, range, slice, type(None), type(...), type(NotImplemented), type(lambda: 0), type(len), memoryview, type(iter([]))):
    try:
        type("T", (base,), {})
        print("subclassable", base.__name__)
    except TypeError as e:
        print(e)
for base in (int, float, str, bytes, bytearray, tuple, list, dict, set, frozenset, complex, object, Exception, property, staticmethod, classmethod, super, type, map, zip, filter, enumerate, reversed):
    t = type("T", (base,), {"extra": 1})
    print(t.__name__, t.extra, issubclass(t, base), end="; ")
print()


class E(enumerate):
    pass


class P(property):
    pass


class UsesP:
    @P
    def v(self):
        return "P works"


print(list(E("ab")), UsesP().v, list(type("M", (map,), {})(str, [1, 2])), list(type("Z", (zip,), {})("ab", "cd")))


class Stack(list):
    push = list.append

    def peek(self):
        return self[-1]


st = Stack()
for v in range(5):
    st.push(v)
print(st, st.peek(), st.pop(), len(st), st[::-1])


class DefaultDict(dict):
    def __init__(self, factory, *a, **k):
        super().__init__(*a, **k)
        self.factory = factory

    def __missing__(self, k):
        v = self[k] = self.factory()
        return v


dd = DefaultDict(list, z=[0])
for k, v in (("a", 1), ("b", 2), ("a", 3), ("z", 9)):
    dd[k].append(v)
print(dict(dd), dd.factory.__name__)


class Counter(dict):
    def __missing__(self, k):
        return 0

    def most(self, n):
        return sorted(self.items(), key=lambda kv: (-kv[1], kv[0]))[:n]


cn = Counter()
for ch in "mississippi":
    cn[ch] += 1
print(cn.most(2), cn["nope"], "nope" in cn)
