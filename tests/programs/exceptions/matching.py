# Which except clause takes an exception: classes, tuples, subclasses, dynamic expressions, bare, wrong values.
class Base(Exception):
    pass


class A(Base):
    pass


class B(Base):
    pass


class AB(A, B):
    pass


def which(exc):
    try:
        raise exc
    except (KeyError, IndexError) as e:
        return "lookup tuple", type(e).__name__
    except A:
        return "A"
    except (B, (ValueError, (TypeError,))):
        return "B or nested tuple"
    except Base as e:
        return "Base", e.args
    except ArithmeticError as e:
        return "arithmetic", str(e)
    except OSError as e:
        return "os", e.errno
    except Exception as e:
        return "other", type(e).__name__
    except:
        return "bare"


for exc in (KeyError("k"), IndexError, A(), A, B(), AB(1), Base(1, 2), ZeroDivisionError("z"), OverflowError, ValueError, TypeError(), OSError(2, "m"), FileNotFoundError(2, "x"), RuntimeError, StopIteration, KeyboardInterrupt, SystemExit(3), GeneratorExit, UnicodeError, LookupError, NotImplementedError, RecursionError, AssertionError, MemoryError, EOFError, BaseException):
    try:
        print(which(exc))
    except TypeError as e:
        print("TypeError", e)


def nonexc(bad):
    try:
        raise ValueError("v")
    except bad:
        return "caught"


for bad in (5, "s", None, object, int, [ValueError], (ValueError, 5), (5, ValueError), ValueError("instance"), (), (KeyError, (ValueError,))):
    try:
        print(nonexc(bad))
    except TypeError as e:
        print("TypeError", e)
    except ValueError as e:
        print("not caught")
for bad in (5, "string", None, object, int, object(), [ValueError], (ValueError,), type):
    try:
        raise bad
    except TypeError as e:
        print(e)
order = []


def dyn(name, cls):
    order.append(name)
    return cls


try:
    raise KeyError
except dyn("first", ValueError):
    print("no")
except dyn("second", (TypeError, KeyError)):
    print("yes", order)
except dyn("third", Exception):
    print("no")
order.clear()
try:
    pass
except dyn("unused", 5):
    pass
print(order)


class Meta(type):
    def __instancecheck__(cls, o):
        return True

    def __subclasscheck__(cls, c):
        return True


class Never(Exception, metaclass=Meta):
    pass


try:
    try:
        raise ValueError("hooks are not asked")
    except Never:
        print("hooked")
except ValueError as e:
    print(e)


class Ctor(Exception):
    def __init__(self, a, b):
        self.a, self.b = a, b

    def __str__(self):
        return "Ctor %s %s" % (self.a, self.b)


try:
    raise Ctor
except TypeError as e:
    print("TypeError")
try:
    raise Ctor(1, b=2)
except Ctor as e:
    print(e, e.args)


class NewBad(Exception):
    def __new__(cls):
        return 5


try:
    raise NewBad
except TypeError as e:
    print("TypeError")
try:
    raise
except RuntimeError as e:
    print(e)


def reraise():
    try:
        1 / 0
    except ZeroDivisionError:
        try:
            raise
        except ZeroDivisionError as e:
            return "again", e.__context__


print(reraise())


def reraise_in_function():
    raise


try:
    try:
        raise KeyError("active")
    except KeyError:
        reraise_in_function()
except KeyError as e:
    print("reraised", e)
try:
    raise ValueError("a") from KeyError("b")
except ValueError as e:
    print(type(e.__cause__), e.__suppress_context__)
for cause in (5, "x", int, KeyError, None):
    try:
        raise ValueError("a") from cause
    except TypeError as e:
        print("TypeError", e)
    except ValueError as e:
        print(type(e.__cause__))
print([c.__name__ for c in AB.__mro__], issubclass(AB, (KeyError, B)))
for c in (KeyError, IndexError, FileNotFoundError, UnicodeDecodeError, ZeroDivisionError, RecursionError, NotImplementedError, ModuleNotFoundError, StopAsyncIteration, BlockingIOError, TabError, UnboundLocalError, BrokenPipeError, FloatingPointError, BufferError, DeprecationWarning, SystemExit, KeyboardInterrupt, GeneratorExit):
    print(c.__name__, "<", " < ".join(b.__name__ for b in c.__mro__[1:-1]))
print(IOError is OSError, EnvironmentError is OSError)
