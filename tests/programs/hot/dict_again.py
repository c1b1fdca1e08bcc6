# Keys looked up twice in a row: found again without a search, whatever happens to the dict in between.
def count(words):
    seen = {}
    for w in words:
        if w in seen:
            seen[w] += 1
        else:
            seen[w] = 1
    return seen


text = "the crane flies over the crane that sleeps by the water the crane drinks "
words = [text[i:i + k] for k in (1, 2, 3, 5, 8, 9) for i in range(len(text) - k)]
for _ in range(20):
    c = count(words)
print(len(c), sorted(c.items(), key=lambda kv: (-kv[1], kv[0]))[:6])
print(sorted(c.items(), key=lambda kv: (kv[1], kv[0]), reverse=True)[:4])
print(sorted(c.items(), key=lambda kv: (len(kv[0]), -kv[1], kv[0]))[-3:])
print(sorted([(2**49 - 1, "b"), (-2**49, "a"), (0, "c"), (2**49 - 1, "a")]))
print(sorted([(1.5, "bbbbbbbbz"), (1.5, "bbbbbbbba"), (-1.5, ""), (1.5, "bbbbbbbb")], reverse=True))
print(sorted([(7, 3, i) for i in range(5)], key=lambda t: (t[0], t[1])), sorted([(1, -1), (1, 1), (1, 0)]))


def between(d, keys, what):
    out = []
    for k in keys:
        if k in d:
            what(d, k)
            try:
                out.append(d[k])
            except KeyError as e:
                out.append(("KeyError", e.args[0]))
            d[k] = 0
            out.append(d[k])
    return out


def nothing(d, k):
    pass


def remove(d, k):
    del d[k]


def clear(d, k):
    d.clear()


def grow(d, k):
    for i in range(50):
        d[i, k] = i


def again(d, k):
    v = d.pop(k)
    d["other"] = "o"
    d[k] = v, "again"


for what in (nothing, remove, clear, grow, again):
    for keys in ("ab", [1, 2], [1.5, float("nan"), -0.0], [None, True], [(1, 2)]):
        d = dict.fromkeys(keys, "v")
        for _ in range(300):
            r = between(d, keys, what)
            d.update(dict.fromkeys(keys, "v"))
        print(what.__name__, r)


# equal keys of other types
def mixed(d, keys):
    t = []
    for k in keys:
        if k in d:
            t.append(d[k])
            d[k] = d[k] + 1
    return t


d = {1: 10, "x": 20, 0.0: 30}
for _ in range(500):
    r = mixed(d, [1, 1.0, True, "x", "".join("x"), 0, -0.0, False, 2])
print(r, d)


# a dict whose values stand in cells
def names(g, n):
    for _ in range(n):
        if "counter" in g:
            g["counter"] += 1
        g["fresh"] = g["counter"]
    return g["counter"]


counter = 0
print(names(globals(), 3000), counter, fresh)


# keys whose equality is their own business
class Key:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return self.n

    def __eq__(self, other):
        return isinstance(other, Key) and self.n == other.n


k = Key(1)
d = {k: "found"}
hits = []
for i in range(3000):
    k.n = 1 if i % 3 else 2
    if k in d:
        hits.append(d[k])
    else:
        try:
            d[k]
        except KeyError:
            hits.append(None)
print(len(hits), hits.count("found"))


class Derived(dict):
    def __getitem__(self, k):
        return ("derived", dict.__getitem__(self, k))

    def __missing__(self, k):
        return "missing " + k


def get(d, k, n):
    for _ in range(n):
        v = d[k]
    return v


print(get({"a": 1}, "a", 2000), get(Derived(a=1), "a", 10), get([5, 6], 1, 10))
