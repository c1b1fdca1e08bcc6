#! version >= 3.11
# Inside an except* clause the part that it caught is what is handled: sys.exc_info, bare raise, context of new exceptions, after nested ones.
import sys


def show(e):
    if isinstance(e, BaseExceptionGroup):
        return "%s%s" % (e.message, [show(x) for x in e.exceptions])
    return repr(e)


def handled():
    return show(sys.exc_info()[1])


try:
    raise ExceptionGroup("g", [ValueError(1), TypeError(2), ExceptionGroup("in", [ValueError(3), KeyError(4)])])
except* ValueError as e:
    print(show(e), handled(), sys.exc_info()[1] is e)
    try:
        1 // 0
    except ZeroDivisionError as z:
        print(show(z.__context__), type(sys.exc_info()[1]).__name__)
    print(handled())
except* TypeError:
    print(handled())
    try:
        raise ExceptionGroup("h", [OSError(5), KeyError(6)])
    except* OSError:
        print(handled())
    except* KeyError as k:
        print(handled(), show(k.__context__))
    print(handled())
except* (KeyError, OSError) as e:
    print(show(e), handled())
print(sys.exc_info()[1])


def rest(kinds):
    try:
        try:
            raise ExceptionGroup("g", [ValueError(1), TypeError(2), KeyError(3)])
        except* kinds:
            raise
    except BaseException as e:
        return show(e), e.__context__ and show(e.__context__)


for kinds in (ValueError, (ValueError, KeyError), Exception, OSError):
    print(rest(kinds))


def several():
    try:
        raise ExceptionGroup("g", [ValueError(1), TypeError(2), KeyError(3), OSError(4)])
    except* ValueError as e:
        raise RuntimeError("a") from e
    except* TypeError:
        raise
    except* KeyError as e:
        raise e
    finally:
        print(handled())


try:
    several()
except BaseException as e:
    print(show(e))
    for part in e.exceptions:
        print(show(part), part.__context__ and show(part.__context__), part.__cause__ and show(part.__cause__))


def naked():
    try:
        raise ValueError(7)
    except* ValueError:
        print(handled())
        raise


try:
    naked()
except BaseException as e:
    print(type(e).__name__, show(e))


def generator():
    try:
        raise ExceptionGroup("g", [ValueError(1), TypeError(2)])
    except* ValueError:
        yield handled()
        yield handled()
    except* TypeError:
        yield handled()


try:
    raise KeyError("outer")
except KeyError:
    for text in generator():
        print(text, handled())
