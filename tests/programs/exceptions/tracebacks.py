# Traceback objects: line numbers, function names, depth, frames, through calls, generators, comprehensions and re-raises.
import sys


def walk(tb):
    out = []
    while tb is not None:
        out.append("%s:%d" % (tb.tb_frame.f_code.co_name, tb.tb_lineno))
        tb = tb.tb_next
    return out


def leaf(x):
    y = x
    return 1 / y


def middle(x):
    return leaf(
        x
    )


def top():
    middle(0)


try:
    top()
except ZeroDivisionError as e:
    tb = e.__traceback__
    print(walk(tb)[0], walk(tb)[1], walk(tb)[3], len(walk(tb)))
    last = tb
    while last.tb_next:
        last = last.tb_next
    print(sorted(last.tb_frame.f_locals.items()), last.tb_frame.f_code.co_varnames, last.tb_lasti >= 0, type(tb).__name__, last.tb_frame.f_back.f_code.co_name, tb.tb_frame is sys._getframe(), last.tb_frame.f_lineno)


def reraise():
    try:
        leaf(0)
    except ZeroDivisionError:
        x = 1
        raise


try:
    reraise()
except ZeroDivisionError as e:
    print(walk(e.__traceback__))


def reraise_as():
    try:
        leaf(0)
    except ZeroDivisionError as e:
        raise e


try:
    reraise_as()
except ZeroDivisionError as e:
    print(walk(e.__traceback__))


def gen():
    yield 1
    raise ValueError("gen")


def consume():
    for _ in gen():
        pass


try:
    consume()
except ValueError as e:
    print(walk(e.__traceback__))


def delegating():
    yield from gen()


try:
    list(delegating())
except ValueError as e:
    print(walk(e.__traceback__))


class C:
    def __init__(self):
        self.fail()

    def fail(self):
        raise KeyError("method")

    def __len__(self):
        raise ValueError("len")

    @property
    def p(self):
        raise TypeError("prop")

    def __add__(self, o):
        raise IndexError("add")


for f in (lambda: C(), lambda: len(object.__new__(C)), lambda: object.__new__(C).p, lambda: object.__new__(C) + 1, lambda: sorted([1, 2], key=lambda v: 1 / 0), lambda: list(map(leaf, [1, 0])), lambda: max([1], key=leaf, default=leaf(0))):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, walk(e.__traceback__)[1:])


def handler_line():
    try:
        raise ValueError("a")
    except ValueError:

        raise KeyError("b")


try:
    handler_line()
except KeyError as e:
    print(walk(e.__traceback__), walk(e.__context__.__traceback__))


def finally_line():
    try:
        leaf(0)
    finally:
        x = 1


try:
    finally_line()
except ZeroDivisionError as e:
    print(walk(e.__traceback__))


def with_line():
    class CM:
        def __enter__(self):
            pass

        def __exit__(self, t, v, tb):
            print("exit sees", walk(tb))
    with CM():
        leaf(0)


try:
    with_line()
except ZeroDivisionError as e:
    print(walk(e.__traceback__))


def loop():
    for i in range(3):
        if i == 2:
            raise ValueError(i)


try:
    loop()
except ValueError as e:
    print(walk(e.__traceback__))


def long_expression():
    return (1 +
            2 +
            leaf(0) +
            3)


try:
    long_expression()
except ZeroDivisionError as e:
    print(walk(e.__traceback__)[-1], len(walk(e.__traceback__)))


def recursive(n):
    if n == 0:
        raise ValueError("deep")
    recursive(n - 1)


try:
    recursive(10)
except ValueError as e:
    print(len(walk(e.__traceback__)), walk(e.__traceback__)[-2:])
    tb = e.__traceback__
try:
    raise KeyError("with old tb").with_traceback(tb)
except KeyError as e:
    print(len(walk(e.__traceback__)))
e = ValueError("twice")
for i in range(3):
    try:
        raise e
    except ValueError as x:
        print(len(walk(x.__traceback__)), end=" ")
print()
e.__traceback__ = None
try:
    raise e
except ValueError as x:
    print(len(walk(x.__traceback__)))


def current():
    f = sys._getframe()
    return f.f_lineno, f.f_code.co_name, f.f_back.f_code.co_name, sorted(f.f_locals), f.f_globals is globals(), f.f_builtins["len"] is len, sys._getframe(1).f_code.co_name, type(f).__name__


print(current())
try:
    sys._getframe(1000)
except ValueError as e:
    print("ValueError")


class D:
    try:
        leaf(0)
    except ZeroDivisionError as e:
        names = walk(e.__traceback__)


print(D.names)
