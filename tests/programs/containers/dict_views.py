# Dict views as sets, live views, reversed order, iteration guards, equality between views.
def kind(f):
    try:
        print("no error", f())
    except Exception as e:
        print(type(e).__name__)


d = {"a": 1, "b": 2, "c": 3}
keys, values, items = d.keys(), d.values(), d.items()
print(sorted(keys & {"a", "z"}), sorted(keys | {"z"}), sorted(keys - {"a"}), sorted(keys ^ {"a", "z"}), sorted(keys & "ab"), sorted(keys | ["q"]), keys == {"a", "b", "c"}, keys == ["a", "b", "c"], keys <= {"a", "b", "c", "d"}, keys < {"a", "b", "c"}, keys >= {"a"}, keys > {"a"}, keys.isdisjoint("xyz"), keys.isdisjoint("abc"), keys != {"a"})
print(sorted(items & {("a", 1), ("b", 9)}), sorted(items - {("a", 1)}), ("a", 1) in items, ("a", 2) in items, "a" in items, ("a",) in items, 2 in values, 9 in values, items == {("a", 1), ("b", 2), ("c", 3)}, values == values, d.values() == d.values(), d.keys() == d.keys(), items.isdisjoint({("q", 1)}))
d["d"] = 4
del d["a"]
print(keys, values, items, len(keys), len(values), len(items), list(keys), list(values), "d" in keys)
print(sorted({"x", "b"} & keys), sorted({"x"} | keys), sorted({"b", "x"} - keys), type({"x"} & keys).__name__, type(keys & {"b"}).__name__, {"b", "c", "d"} == keys, ["b"] == keys)
kind(lambda: keys[0])
kind(lambda: hash(keys))
kind(lambda: keys + keys)
kind(lambda: values & values)
kind(lambda: keys.add("x"))
kind(lambda: {**keys})
kind(lambda: keys & 5)
kind(lambda: keys < 5)
kind(lambda: next(keys))
unhashable = {"k": []}
kind(lambda: unhashable.items() & {("k", 1)})
kind(lambda: ("k", []) in unhashable.items())
kind(lambda: [] in unhashable.keys())
kind(lambda: unhashable.items() | set())
it = iter(d)
print(next(it), list(it), list(it))
it = iter(d.items())
d["grow"] = 1
kind(lambda: next(it))
del d["grow"]
it = iter(d.values())
next(it)
d["b"] = 99
print(list(it))
print(dict(items), dict(zip(d.values(), d.keys())), sorted(values), sum(values), max(keys), [k for k, v in items if v > 3], {v: k for k, v in items}, [*keys], (*values,), set(keys) == {*keys}, "-".join(keys), list(map(lambda kv: kv[0] * 2, items)), list(zip(keys, values)) == list(items))
a, b, *c = items
print(a, b, c)
print(repr({}.keys()), repr({}.values()), repr({}.items()), bool({}.keys()), bool({1: 1}.keys()), len({}.items()))


class D(dict):
    def keys(self):
        return ["fake"]

    def __getitem__(self, k):
        return "value of " + k


x = D(real=1)
print({**{"q": 0}}, dict(x), list(x), x.keys(), list(x.items()))


class MappingLike:
    def keys(self):
        return iter("ab")

    def __getitem__(self, k):
        return k.upper()


def kw(**kwargs):
    return sorted(kwargs.items())


print(dict(MappingLike()), {**MappingLike()}, kw(**MappingLike()))
e = {}
e.update(MappingLike(), z=1)
print(e)
nested = {}
for i in range(30):
    nested.setdefault(i % 3, {}).setdefault(i % 5, []).append(i)
print(nested, sum(len(v) for inner in nested.values() for v in inner.values()))
counts = {}
for ch in "the quick brown fox jumps over the lazy dog":
    counts[ch] = counts.get(ch, 0) + 1
print(sorted(counts.items(), key=lambda kv: (-kv[1], kv[0]))[:6])
inverted = {}
for k, v in counts.items():
    inverted.setdefault(v, set()).add(k)
print({k: sorted(v) for k, v in sorted(inverted.items())})
