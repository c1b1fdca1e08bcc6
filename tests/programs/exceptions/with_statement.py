# Context managers: order, suppression, errors in enter and exit, several managers, return and break inside, dynamic lookup.
log = []


class CM:
    def __init__(self, name, suppress=False, fail=None):
        self.name, self.suppress, self.fail = name, suppress, fail

    def __enter__(self):
        log.append("enter " + self.name)
        if self.fail == "enter":
            raise KeyError("enter failed")
        return self.name.upper()

    def __exit__(self, t, v, tb):
        log.append("exit %s %s %s %s" % (self.name, t and t.__name__, v, tb is not None))
        if self.fail == "exit":
            raise TypeError("exit failed")
        return self.suppress


def flush():
    print(log)
    log.clear()


with CM("a") as x:
    log.append("body " + x)
flush()
with CM("a") as x, CM("b") as y, CM("c"):
    log.append(x + y)
flush()
with CM("s", suppress=True):
    raise ValueError("swallowed")
flush()
try:
    with CM("a"), CM("b", suppress=True), CM("c"):
        raise ValueError("v")
    log.append("after")
finally:
    flush()
try:
    with CM("a", suppress=True), CM("b", fail="exit"):
        raise ValueError("v")
finally:
    flush()
try:
    with CM("a"), CM("b", fail="enter"):
        log.append("never")
except KeyError as e:
    log.append(str(e))
flush()
try:
    with CM("a", fail="exit"):
        pass
except TypeError as e:
    log.append(str(e))
flush()


def ret():
    with CM("r"):
        return "value"


def ret_swallow():
    with CM("r", suppress=True):
        raise ValueError
        return "never"
    return "after"


def brk():
    for i in range(5):
        with CM("l%d" % i):
            if i == 1:
                continue
            if i == 2:
                break
    return i


def gen():
    with CM("g") as v:
        yield v
        yield 2


print(ret(), ret_swallow(), brk(), list(gen()))
flush()
g = gen()
next(g)
g.close()
flush()
g = gen()
next(g)
try:
    g.throw(ValueError("thrown"))
except ValueError as e:
    pass
flush()
with CM("t") as (a, *b), CM("attr") as log_holder:
    print(a, b, log_holder)
flush()


class Holder:
    pass


h, lst, dct = Holder(), [0, 0], {}
with CM("x") as h.attr, CM("y") as lst[1], CM("z") as dct["k"]:
    pass
print(h.attr, lst, dct)
flush()


class NoEnter:
    def __exit__(self, *a):
        pass


class NoExit:
    def __enter__(self):
        pass


for bad in (NoEnter(), NoExit(), 5, None, "s"):
    try:
        with bad:
            print("entered")
    except (AttributeError, TypeError) as e:
        print("not a context manager")


class Instance:
    pass


i = Instance()
i.__enter__ = lambda: "instance"
i.__exit__ = lambda *a: None
try:
    with i:
        pass
except (AttributeError, TypeError):
    print("looked up on the type")


class Truthy:
    def __enter__(self):
        return self

    def __exit__(self, *a):
        return [1] if a[0] is ValueError else ""


with Truthy():
    raise ValueError
try:
    with Truthy():
        raise KeyError("falsy exit")
except KeyError as e:
    print(e)


class BadBool:
    def __bool__(self):
        raise ZeroDivisionError("bool")


class ExitBad:
    def __enter__(self):
        pass

    def __exit__(self, *a):
        return BadBool()


with ExitBad():
    pass
try:
    with ExitBad():
        raise ValueError
except ZeroDivisionError as e:
    print(e, type(e.__context__).__name__)


def nested(n):
    if n == 0:
        raise ValueError("bottom")
    with CM("n%d" % n, suppress=(n == 2)):
        nested(n - 1)
    log.append("resumed %d" % n)


nested(4)
flush()


def reraise():
    with CM("rr"):
        try:
            raise KeyError("k")
        except KeyError:
            raise ValueError("from with")


try:
    reraise()
except ValueError as e:
    log.append(repr(e.__context__)[:9])
flush()
import sys


class Info:
    def __enter__(self):
        return self

    def __exit__(self, t, v, tb):
        self.info = sys.exc_info()[1] is v
        return True


with Info() as info:
    raise ValueError
print(info.info, sys.exc_info()[0])


class Trans:
    def __init__(self):
        self.data, self.stack = {"x": 1}, []

    def __enter__(self):
        self.stack.append(dict(self.data))
        return self.data

    def __exit__(self, t, v, tb):
        old = self.stack.pop()
        if t is not None:
            self.data.clear()
            self.data.update(old)
        return t is ValueError


tr = Trans()
with tr as d:
    d["x"] = 2
    with tr as d2:
        d2["x"] = 3
        raise ValueError
    print(d)
    d["y"] = 5
print(tr.data, tr.stack)
with CM("walrusless") as v:
    del v
flush()
total = 0
for k in range(50):
    with CM("many") as m:
        total += len(m)
print(total, len(log))
