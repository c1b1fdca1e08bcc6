#! version >= 3.8
# Reversed dicts and views (3.8), and operators | and |= where the version has them.
d = {"a": 1, "b": 2, "c": 3}
print(list(reversed(d)), list(reversed(d.keys())), list(reversed(d.values())), list(reversed(d.items())))
del d["b"]
d["b"] = 9
print(list(reversed(d)), list(reversed({})), [*reversed({1: 1})])
it = reversed(d)
print(next(it), it.__length_hint__())
d["z"] = 1
try:
    next(it)
except RuntimeError as e:
    print(e)
