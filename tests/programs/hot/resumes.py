# Generators resumed so often that they are compiled from where they waited: iterators kept, shared and closed, values sent and thrown, state observed.
log = []


def over_range(n, s):
    for i in range(0, n * s, s):
        yield i


def over_list(xs):
    for x in xs:
        yield x


def nested(n):
    for i in range(n):
        for j in range(i):
            yield i, j
        if i % 7 == 3:
            yield "mark"


def count():
    n = 0
    while True:
        yield n
        n += 1


def echo():
    got = None
    total = 0
    while True:
        got = yield total
        if got is None:
            got = 1
        total += got


def finishing(n):
    try:
        for i in range(n):
            yield i
    finally:
        log.append(("done", n))
    return n * 2


def delegating(n):
    r = yield from finishing(n)
    yield "r", r


def shared(it):
    for x in it:
        yield x


def raising(n):
    for i in range(n):
        if i == n - 1:
            raise KeyError(i)
        yield i


def catching(xs):
    for x in xs:
        try:
            y = 10 // x
        except ZeroDivisionError as e:
            yield type(e).__name__
        else:
            yield y


def floats(n):
    x = 0.5
    for i in range(n):
        x = x * 1.5 % 10.0
        yield x


def growing(n):
    a, b = 0, 1
    for _ in range(n):
        yield a
        a, b = b, a + b


class C:
    def __init__(self, k):
        self.k = k

    def items(self, n):
        for i in range(n):
            self.k += 1
            yield self.k


def enumerated(xs):
    for i, x in enumerate(xs):
        yield i, x


def zipped(xs, ys):
    for x, y in zip(xs, ys):
        yield x, y


def of_dict(d):
    for k, v in d.items():
        yield k, v


def consume(it, n):
    out = []
    for x in it:
        out.append(x)
        if len(out) == n:
            break
    return out


def closing(n):
    k = n
    return sum(k + x for x in range(n)), [*(x * k for x in (1, 2, 3, 4))]


def two(n):
    a = over_range(n, 1)
    b = over_range(n, 2)
    t = 0
    for x in a:
        t += x + next(b)
    return t


def lazy_values(n):
    for i in range(n):
        if i == 0:
            late = None
        elif i == 3:
            late = "x"
        elif i == 20:
            late = 1.5
        yield late, i


def deleting(n):
    for i in range(n):
        v = i
        yield v
        del v
        try:
            v
        except UnboundLocalError as e:
            if i % 9 == 0:
                yield "unbound"


def body(rounds):
    for r in range(rounds):
        print(sum(over_range(100, 3)), sum(over_list(list(range(50)))), sum(over_list((1, 2, 3))))
        print(len(list(nested(20))), list(nested(5)), consume(count(), 30)[-1])
        e = echo()
        next(e)
        print([e.send(i) for i in range(30)][-1], [next(e) for _ in range(5)])
        print(list(delegating(5)), log[-1])
        it = iter(range(40))
        g = shared(it)
        print([(next(g), next(it)) for _ in range(15)], list(g))
        xs = [1, 2, 3]
        out = []
        for x in over_list(xs):
            out.append(x)
            if len(xs) < 30:
                xs.append(x * 2)
        print(out)
        try:
            for x in raising(30):
                pass
        except KeyError as k:
            print("KeyError", k, x, k.__traceback__.tb_next.tb_lineno)
        print(list(catching([1, 0, 2, 0, 5, 3, 0] * 3)))
        print(sum(floats(60)), list(growing(100))[-1], sum(C(r).items(40)))
        print(list(enumerated("abc" * 6))[-2:], list(zipped(range(20), "x" * 18))[-1], list(of_dict({i: str(i) for i in range(20)}))[-1])
        print(closing(50), two(40), list(lazy_values(25))[::6], list(deleting(20)))
        g = over_list(["a", 1, 2.5, None] * 5)
        print(list(g), next(g, "over"), g.gi_frame)
        h = finishing(50)
        for _ in range(20):
            next(h)
        h.close()
        print(log[-1])
        h = catching(iter([1, 2, 0, 3] * 5))
        for _ in range(10):
            next(h)
        try:
            h.throw(ValueError("thrown"))
        except ValueError as e2:
            print(e2, h.gi_frame)
        try:
            list(over_list(5))
        except TypeError as t:
            print(t)
        c = count()
        for _ in range(30):
            next(c)
        print(c.gi_frame.f_locals, c.gi_frame.f_lineno, c.gi_running)
        log.clear()


body(4)
