# When the methods of an iterable are called that is made a list, tuple or set.
log = []


class A:
    def __init__(self, length):
        self.length = length

    def __len__(self):
        log.append("len")
        if isinstance(self.length, type):
            raise self.length("in len")
        return self.length

    def __iter__(self):
        log.append("iter")
        return iter([1, 2])


class Hint(A):
    def __len__(self):
        raise TypeError

    def __length_hint__(self):
        log.append("hint")
        return self.length


def extend(a):
    x = [0]
    x.extend(a)
    return x


def init(a):
    x = [0]
    x.__init__(a)
    return x


def add(a):
    x = [0]
    x += a
    return x


for cls in (A, Hint):
    for length in (2, 0, 100, -1, TypeError, KeyError, "x", None):
        for f in (list, init, extend, add, tuple, set, frozenset, lambda a: [*a], lambda a: (*a,), sorted, lambda a: dict.fromkeys(a), lambda a: [x for x in a]):
            del log[:]
            try:
                result = f(cls(length))
            except Exception as e:
                result = type(e).__name__, str(e)
            print(cls.__name__, length, result, log)
