# `in` where there is nothing to look in.
class Plain:
    pass


class Refuses:
    __contains__ = None


class NotIterable:
    __iter__ = None


class Fails:
    def __iter__(self):
        raise ValueError("no items")


class Wrong:
    def __iter__(self):
        return 5


class ByIndex:
    def __getitem__(self, i):
        return "abc"[i]


for x in (Plain(), Refuses(), NotIterable(), Fails(), Wrong(), ByIndex(), 5, None, len, int, object()):
    for op in (lambda: "b" in x, lambda: "z" not in x):
        try:
            print(op())
        except (TypeError, ValueError) as e:
            print(type(e).__name__, e)
