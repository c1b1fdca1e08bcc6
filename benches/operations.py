"""How long single operations take in a hot loop: nanoseconds per turn, the best of some rounds.

Compile it with the CPython that you compare with, then run the source there and the .pyc with pycrane:

    python3.11 -m py_compile benches/operations.py
    python3.11 benches/operations.py
    pycrane benches/__pycache__/operations.cpython-311.pyc [NAME ...]

A loop that does one thing is not a program: whoever can prove that its result is not needed wins by any factor. The table tells what is slow, not how much faster a
program becomes.
"""
import math
import sys
import time

TURNS = 200000
ROUNDS = 7


class Point:
    def __init__(self, x, y=0):
        self.x = x
        self.y = y

    def moved(self, dx, dy=0, *, scale=1):
        return (self.x + dx) * scale + self.y + dy

    @property
    def norm(self):
        return self.x * self.x + self.y * self.y

    @staticmethod
    def twice(v):
        return v * 2

    @classmethod
    def made(cls, v):
        return v + 1

    def __add__(self, other):
        return Point(self.x + other.x, self.y + other.y)

    def __eq__(self, other):
        return self.x == other.x and self.y == other.y

    def __getitem__(self, i):
        return self.y if i else self.x

    def __contains__(self, v):
        return v == self.x

    def __call__(self, v):
        return v + self.x


class Point3(Point):
    def __init__(self, x, y, z):
        super().__init__(x, y)
        self.z = z

    def moved(self, dx, dy=0, *, scale=1):
        return super().moved(dx, dy, scale=scale) + self.z


class Slots:
    __slots__ = ("a", "b")

    def __init__(self, a, b):
        self.a = a
        self.b = b


def collected(*args, **names):
    return len(args)


def numbers(n):
    for i in range(n):
        yield i


def delegated(n):
    yield from numbers(n)


def call_default(n):
    p, t = Point(1), 0
    for i in range(n):
        t += p.moved(i)
    return t


def call_keyword(n):
    p, t = Point(1), 0
    for i in range(n):
        t += p.moved(i, scale=3)
    return t


def call_collected(n):
    t = 0
    for i in range(n):
        t += collected(i, 2, x=3)
    return t


def call_spread(n):
    t, args = 0, (1, 2, 3)
    for i in range(n):
        t += collected(*args)
    return t


def call_closure(n):
    total = 0

    def add(v):
        nonlocal total
        total += v
    for i in range(n):
        add(i)
    return total


def call_instance(n):
    p, t = Point(2), 0
    for i in range(n):
        t += p(i)
    return t


def call_super(n):
    p, t = Point3(1, 2, 3), 0
    for i in range(n):
        t += p.moved(i)
    return t


def construct(n):
    t = 0
    for i in range(n):
        t += Point3(i, 2, 3).z
    return t


def slots(n):
    s = Slots(0.0, 1.5)
    for i in range(n):
        s.a += s.b
    return s.a


def read_property(n):
    p, t = Point(3, 4), 0
    for i in range(n):
        t += p.norm
    return t


def call_static(n):
    t = 0
    for i in range(n):
        t += Point.twice(i)
    return t


def call_class_method(n):
    t = 0
    for i in range(n):
        t += Point.made(i)
    return t


def operator_add(n):
    p, d = Point(0), Point(1, 2)
    for i in range(n):
        p = p + d
    return p.y


def operator_eq(n):
    p, q, t = Point(1, 2), Point(1, 2), 0
    for i in range(n):
        t += p == q
    return t


def operator_item(n):
    p, t = Point(1, 2), 0
    for i in range(n):
        t += p[i & 1]
    return t


def is_instance(n):
    p, t = Point3(1, 2, 3), 0
    for i in range(n):
        t += isinstance(p, Point)
    return t


def global_counter(n):
    global counter
    counter = 0
    for i in range(n):
        counter += i
    return counter


def float_power(n):
    t = 0.0
    for i in range(n):
        t += (i * 0.5) ** 2 / (i + 1.0)
    return t


def math_call(n):
    t = 0.0
    for i in range(n):
        t += math.sin(i * 0.1)
    return t


def int_64_bits(n):
    h = 0xCBF29CE484222325
    for i in range(n):
        h = ((h ^ (i & 255)) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return h


def int_100_bits(n):
    a, b = 0, 1
    for i in range(n):
        a, b = b, (a + b) % 10**30
    return a


def loop_enumerate(n):
    items, t = list(range(100)), 0
    for _ in range(n // 100):
        for i, v in enumerate(items):
            t += i * v
    return t


def loop_zip(n):
    items, t = list(range(100)), 0
    for _ in range(n // 100):
        for a, b in zip(items, items):
            t += a * b
    return t


def loop_dict_items(n):
    d, t = {i: i for i in range(100)}, 0
    for _ in range(n // 100):
        for k, v in d.items():
            t += k * v
    return t


def loop_generator(n):
    t = 0
    for v in numbers(n):
        t += v
    return t


def loop_yield_from(n):
    t = 0
    for v in delegated(n):
        t += v
    return t


def sum_genexpr(n):
    return sum(i * i for i in range(n))


def comprehension(n):
    t = 0
    for _ in range(n // 100):
        t += len([i * 2 for i in range(100) if i & 1])
    return t


def list_of_two(n):
    t = 0
    for i in range(n):
        t += [i, i + 1][1]
    return t


def append_pop(n):
    items = []
    for i in range(n):
        items.append(i)
        items.append(i)
        items.pop()
    return len(items)


def dict_count(n):
    counts = {}
    for i in range(n):
        key = i & 1023
        if key in counts:
            counts[key] += 1
        else:
            counts[key] = 1
    return len(counts)


def dict_get(n):
    counts = {}
    for i in range(n):
        counts[i & 15] = counts.get(i & 15, 0) + 1
    return len(counts)


def set_add(n):
    seen = set()
    for i in range(n):
        seen.add(i & 255)
    return len(seen)


def str_slice(n):
    s, t = "the quick brown fox", 0
    for i in range(n):
        t += len(s[4:9])
    return t


def str_format(n):
    t = 0
    for i in range(n):
        t += len(f"{i}:{i + 1}")
    return t


def str_percent(n):
    t = 0
    for i in range(n):
        t += len("%d %s" % (i, "x"))
    return t


def str_split(n):
    t = 0
    for i in range(n):
        t += len("a bc def ghij klmno".split())
    return t


def str_join(n):
    return len(",".join([str(i) for i in range(n)]))


def try_no_error(n):
    t = 0
    for i in range(n):
        try:
            t += i
        finally:
            t += 1
    return t


def try_error(n):
    t = 0
    for i in range(n):
        try:
            raise ValueError(i)
        except ValueError:
            t += 1
    return t


def key_error(n):
    d, t = {}, 0
    for i in range(n):
        try:
            t += d[i]
        except KeyError:
            t += 1
    return t


def with_block(n):
    class Context:
        def __enter__(self):
            return self

        def __exit__(self, *args):
            return False
    c, t = Context(), 0
    for i in range(n):
        with c:
            t += 1
    return t


OPERATIONS = [
    call_default, call_keyword, call_collected, call_spread, call_closure, call_instance, call_super, construct, slots, read_property,
    call_static, call_class_method, operator_add, operator_eq, operator_item, is_instance, global_counter, float_power, math_call,
    int_64_bits, int_100_bits, loop_enumerate, loop_zip, loop_dict_items, loop_generator, loop_yield_from, sum_genexpr, comprehension,
    list_of_two, append_pop, dict_count, dict_get, set_add, str_slice, str_format, str_percent, str_split, str_join, try_no_error,
    try_error, key_error, with_block,
]


def main(wanted):
    for operation in OPERATIONS:
        if wanted and operation.__name__ not in wanted:
            continue
        best = float("inf")
        for _ in range(ROUNDS):
            start = time.perf_counter()
            operation(TURNS)
            best = min(best, time.perf_counter() - start)
        print("%-18s %8.2f" % (operation.__name__, best / TURNS * 1e9))


if __name__ == "__main__":
    main(sys.argv[1:])
