# __cause__, __context__, __suppress_context__: set by raise, by raise from, in finally, across calls; cycles; with_traceback.
def chain(e, depth=0):
    out = []
    seen = set()
    while e is not None and id(e) not in seen:
        seen.add(id(e))
        out.append("%s(%s)%s" % (type(e).__name__, e, "!" if e.__suppress_context__ else ""))
        e = e.__cause__ if e.__cause__ is not None else e.__context__
    return " <- ".join(out)


def attempt(f):
    try:
        f()
    except BaseException as e:
        print(chain(e))


def plain():
    raise ValueError("1")


def during():
    try:
        raise ValueError("1")
    except ValueError:
        raise KeyError("2")


def three():
    try:
        during()
    except KeyError:
        1 / 0


def from_():
    try:
        raise ValueError("1")
    except ValueError as e:
        raise KeyError("2") from e


def from_none():
    try:
        raise ValueError("1")
    except ValueError:
        raise KeyError("2") from None


def from_other():
    try:
        raise ValueError("1")
    except ValueError:
        raise KeyError("2") from TypeError("cause")


def in_finally():
    try:
        raise ValueError("1")
    finally:
        raise KeyError("2")


def after_handled():
    try:
        raise ValueError("1")
    except ValueError:
        pass
    raise KeyError("no context")


def in_else():
    try:
        pass
    except ValueError:
        pass
    else:
        raise KeyError("else")


def nested_handled():
    try:
        raise ValueError("1")
    except ValueError:
        try:
            raise TypeError("2")
        except TypeError:
            pass
        raise KeyError("3")


def helper():
    raise KeyError("helper")


def via_call():
    try:
        raise ValueError("1")
    except ValueError:
        helper()


def class_cause():
    raise KeyError("2") from ValueError


def self_raise():
    e = ValueError("self")
    try:
        raise e
    except ValueError:
        raise e


def cycle():
    a, b = ValueError("a"), KeyError("b")
    try:
        try:
            raise a
        except ValueError:
            raise b
    except KeyError:
        raise a


def in_with():
    class CM:
        def __enter__(self):
            return self

        def __exit__(self, *exc):
            raise TypeError("exit")
    with CM():
        raise ValueError("body")


def in_generator():
    def g():
        try:
            yield
        except ValueError:
            raise KeyError("gen")
    it = g()
    next(it)
    it.throw(ValueError("thrown"))


def gen_context():
    def g():
        raise KeyError("inside gen")
        yield
    try:
        raise ValueError("outer")
    except ValueError:
        next(g())


def finally_return_inner():
    try:
        try:
            raise ValueError("gone")
        finally:
            raise_and_catch()
    except ValueError:
        raise TypeError("after")


def raise_and_catch():
    try:
        raise KeyError("internal")
    except KeyError:
        pass


def loop():
    last = None
    for i in range(3):
        try:
            if last:
                raise last
            raise ValueError(i)
        except ValueError as e:
            last = KeyError(i)
        except KeyError as e:
            last = ValueError(i)
    raise last


def comprehension():
    try:
        raise ValueError("1")
    except ValueError:
        [1 / x for x in (1, 0)]


def del_name():
    try:
        raise ValueError("1")
    except ValueError as e:
        e.attr = "kept"
        raise


for f in (plain, during, three, from_, from_none, from_other, in_finally, after_handled, in_else, nested_handled, via_call, class_cause, self_raise, cycle, in_with, in_generator, gen_context, finally_return_inner, loop, comprehension, del_name):
    print(f.__name__, end=": ")
    attempt(f)
e = ValueError("x")
print(e.__cause__, e.__context__, e.__suppress_context__, e.__traceback__)
e.__cause__ = KeyError("c")
print(type(e.__cause__), e.__suppress_context__)
e.__cause__ = None
e.__suppress_context__ = False
e.__context__ = TypeError("ctx")
print(e.__cause__, type(e.__context__), e.__suppress_context__)
for attr in ("__cause__", "__context__", "__traceback__"):
    for bad in (5, "x", KeyError):
        try:
            setattr(e, attr, bad)
            print("ok", attr)
        except TypeError as x:
            print("TypeError", attr)
try:
    del e.__cause__
except TypeError as x:
    print("TypeError")
print(e.with_traceback(None) is e, e.args)
try:
    raise ValueError("tb")
except ValueError as x:
    tb = x.__traceback__
f = KeyError("new").with_traceback(tb)
print(f.__traceback__ is tb)
try:
    f.with_traceback(5)
except TypeError:
    print("TypeError")
try:
    try:
        raise ValueError("inner")
    except ValueError as inner:
        saved = inner
        raise KeyError("outer") from inner
except KeyError as outer:
    print(outer.__cause__ is saved, outer.__context__ is saved)
import sys
print(sys.exc_info())
try:
    1 / 0
except ZeroDivisionError as z:
    t, v, tb = sys.exc_info()
    print(t is ZeroDivisionError, v is z, tb is z.__traceback__)

    def inner_info():
        return sys.exc_info()[1]
    print(inner_info() is z)
    try:
        raise KeyError
    except KeyError as k:
        print(sys.exc_info()[1] is k)
    print(sys.exc_info()[1] is z)
print(sys.exc_info())


def info_in_gen():
    yield sys.exc_info()[0]
    try:
        raise TypeError
    except TypeError:
        yield sys.exc_info()[0].__name__
    yield sys.exc_info()[0]


g = info_in_gen()
print(next(g))
try:
    raise ValueError
except ValueError:
    print(next(g), sys.exc_info()[0].__name__)
    print(next(g).__name__)
print(sys.exc_info()[0])
