# Operators of classes in hot loops: reflected and in place, methods that decline, derived classes, numbers on the left, and classes that change.
class V:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, o):
        if isinstance(o, V):
            return V(self.x + o.x, self.y + o.y)
        return NotImplemented

    def __sub__(self, o):
        return V(self.x - o.x, self.y - o.y)

    def __mul__(self, k):
        return V(self.x * k, self.y * k)

    __rmul__ = __mul__

    def __iadd__(self, o):
        if not isinstance(o, V):
            return NotImplemented
        self.x += o.x
        self.y += o.y
        return self

    def __radd__(self, o):
        return "radd", o

    def __eq__(self, o):
        return isinstance(o, V) and self.x == o.x and self.y == o.y

    def __lt__(self, o):
        return self.x < o.x if isinstance(o, V) else NotImplemented

    def __getitem__(self, i):
        if i > 1:
            raise IndexError("V has two")
        return self.y if i else self.x

    def __repr__(self):
        return "V(%r, %r)" % (self.x, self.y)


def arithmetic(n):
    p, d = V(0, 0), V(1, 2.5)
    for i in range(n):
        p = p + d
        p = p - d * 2
        p = 3 * d + p
        p += d
    return p


def comparisons(n):
    a, b, hits = V(1, 2), V(1, 2), []
    count = 0
    for i in range(n):
        if a == b:
            count += 1
        if a < b:
            count += 100
        if a > b:
            count += 1000
        r = a == i, a != b
        b.x = i % 3
    return count, r


def items(v, n):
    t = 0
    for i in range(n):
        t += v[i & 1]
    return t


print(arithmetic(2000), comparisons(3000), items(V(1, 2), 3000))


class Left:
    def __add__(self, o):
        return NotImplemented

    def __iadd__(self, o):
        return NotImplemented

    def __lt__(self, o):
        return NotImplemented

    def __eq__(self, o):
        return NotImplemented


class Right:
    def __radd__(self, o):
        return "right"

    def __gt__(self, o):
        return "gt"

    def __eq__(self, o):
        return []


class Silent:
    pass


def attempt(f, *args):
    try:
        return f(*args)
    except Exception as e:
        return type(e).__name__ + ": " + str(e)


def add(a, b):
    return a + b


def iadd(a, b):
    a += b
    return a


def less(a, b):
    return a < b


def equal(a, b):
    return a == b


def branch(a, b):
    if a == b:
        return "equal"
    return "not equal"


def item(a, b):
    return a[b]


for pair in ((Left(), Right()), (Left(), Silent()), (Left(), Left()), (V(1, 2), 5), (5, V(1, 2)), (2.5, Right()), (7, Silent()), (Silent(), Silent()), (V(1, 2), "s"), ("s", V(1, 2)), ([1], V(0, 0)), (True, V(0, 0)), (V(3, 4), 1)):
    results = []
    for f in (add, iadd, less, equal, branch, item):
        for _ in range(250):
            r = attempt(f, *pair)
        results.append(r)
    print(str(results).replace("object has no attribute '__getitem__'", "object is not subscriptable"))


# a right operand whose class derives from the left one's comes first
class Derived(V):
    def __radd__(self, o):
        return "derived"

    def __eq__(self, o):
        return "derived eq"

    def __gt__(self, o):
        return "derived gt"


def mixed(n):
    out = []
    items = [V(1, 1), V(2, 2), Derived(3, 3)]
    for i in range(n):
        a, b = items[0], items[2 if i == n - 2 else 1]
        out = [a + b, a == b, a < b, b == a]
        if i == n - 2:
            kept = out
    return kept, out


print(mixed(2000))


# methods that are exchanged, removed and added
def changing(n):
    a, b, out = V(1, 2), V(3, 4), []
    for i in range(n):
        if i == n // 4:
            V.__add__ = lambda self, o: "other add"
        if i == n // 2:
            del V.__add__
        if i == 3 * n // 4:
            V.__add__ = add_of_v
        try:
            r = a + b
        except TypeError as e:
            r = str(e)
        if i % (n // 8) == 0:
            out.append(r)
    return out


add_of_v = V.__add__
print(changing(4000))


# exceptions out of the methods, and their lines
class Bad:
    def __add__(self, o):
        return 1 // o

    def __lt__(self, o):
        return o.missing


def raising(n):
    lines = []
    b = Bad()
    for i in range(n):
        try:
            b + (i % 100)
        except ZeroDivisionError as e:
            t = e.__traceback__
            lines.append((t.tb_lineno - t.tb_frame.f_code.co_firstlineno, t.tb_next.tb_frame.f_code.co_name))
        try:
            if b < b:
                pass
        except AttributeError as e:
            t = e.__traceback__.tb_next.tb_frame.f_code.co_name
    return lines[:2], len(lines), t


print(raising(1000))


class Str(str):
    def __add__(self, o):
        return "Str+"

    def __radd__(self, o):
        return "+Str"


class Int(int):
    def __add__(self, o):
        return "Int+"

    __radd__ = __add__


for pair in ((Str("a"), "b"), ("a", Str("b")), (Int(1), 2), (1, Int(2)), (Int(1), Int(2)), (V(1, 1), Int(3))):
    for _ in range(300):
        r = attempt(add, *pair), attempt(less, *pair)
    print(r)
