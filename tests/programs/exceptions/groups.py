#! version >= 3.11
# ExceptionGroup: construction, split, subgroup, derive, nesting; except* in all forms.
def show(e, depth=0):
    if isinstance(e, BaseExceptionGroup):
        return "%s(%r, [%s])" % (type(e).__name__, e.message, ", ".join(show(x) for x in e.exceptions))
    return repr(e)


eg = ExceptionGroup("top", [ValueError(1), TypeError("t"), ExceptionGroup("nested", [ValueError(2), OSError(3)])])
print(show(eg), eg, repr(eg), eg.message, eg.exceptions[0], len(eg.exceptions), eg.args[0])
print(type(BaseExceptionGroup("b", [ValueError()])).__name__, type(BaseExceptionGroup("b", [KeyboardInterrupt()])).__name__)
for args in (("m", []), ("m", [5]), (5, [ValueError()]), ("m",), ("m", 5), ("m", [ValueError]), ("m", [ValueError()], 1)):
    try:
        print(show(ExceptionGroup(*args)))
    except (TypeError, ValueError) as e:
        print(type(e).__name__)
try:
    ExceptionGroup("m", [KeyboardInterrupt()])
except TypeError as e:
    print(e)
match, rest = eg.split(ValueError)
print(show(match), "|", show(rest))
print([show(x) if x else None for x in eg.split(lambda e: isinstance(e, OSError))], [show(x) if x else None for x in eg.split((ValueError, TypeError, OSError))], [show(x) if x else None for x in eg.split(KeyError)], show(eg.subgroup(TypeError)), eg.subgroup(KeyError), show(eg.subgroup(lambda e: True)) == show(eg), eg.split(ExceptionGroup)[0] is eg)
for bad in (5, "x", [ValueError], int):
    try:
        eg.split(bad)
    except TypeError as e:
        print("TypeError")


class MyGroup(ExceptionGroup):
    def derive(self, excs):
        return MyGroup(self.message, excs)


mg = MyGroup("mine", [ValueError(1), KeyError(2)])
print([show(x) for x in mg.split(ValueError)])


def run(exc):
    log = []
    try:
        try:
            raise exc
        except* ValueError as e:
            log.append(("ValueError", show(e)))
        except* (TypeError, OSError) as e:
            log.append(("TypeError/OSError", show(e)))
        else:
            log.append("else")
        finally:
            log.append("finally")
    except BaseException as e:
        log.append(("escaped", show(e)))
    return log


for exc in (eg, ValueError("naked"), KeyError("other"), ExceptionGroup("k", [KeyError(1)]), ExceptionGroup("mix", [KeyError(1), ValueError(2)]), mg, BaseExceptionGroup("b", [KeyboardInterrupt(), ValueError(9)])):
    print(run(exc))


def no_error():
    try:
        pass
    except* ValueError:
        return_value = "no"
    else:
        return_value = "else ran"
    return return_value


print(no_error())


def raise_inside():
    try:
        raise ExceptionGroup("g", [ValueError(1), TypeError(2), KeyError(3)])
    except* ValueError as e:
        raise RuntimeError("new")
    except* TypeError:
        raise
    except* KeyError as e:
        raise e


try:
    raise_inside()
except ExceptionGroup as e:
    print(show(e), [type(x.__context__).__name__ for x in e.exceptions])


def one_raise():
    try:
        raise ExceptionGroup("g", [ValueError(1)])
    except* ValueError:
        raise KeyError("replaced")


try:
    one_raise()
except BaseException as e:
    print(show(e), type(e.__context__).__name__)


def in_loop():
    out = []
    for i in range(4):
        try:
            if i % 2:
                raise ExceptionGroup("g", [ValueError(i)])
            out.append(i)
        except* ValueError as e:
            out.append(show(e))
    return out


print(in_loop())


def nested():
    result = []
    try:
        try:
            raise ExceptionGroup("g", [ValueError(1), TypeError(2)])
        except* ValueError:
            try:
                raise ExceptionGroup("h", [OSError(3)])
            except* OSError as e:
                result.append(show(e))
    except* TypeError as e:
        result.append(show(e))
    return result


print(nested())
try:
    try:
        raise ValueError
    except* 5:
        pass
except* TypeError as e:
    print("TypeError")
try:
    try:
        raise ValueError
    except* ExceptionGroup:
        pass
except* TypeError as e:
    print("TypeError group in except*")
e = "outer"
try:
    raise ExceptionGroup("x", [ValueError()])
except* ValueError as e:
    pass
print("e" in globals())
g = ExceptionGroup("tb", [ValueError("inner")])
g.add_note("note")
g.__cause__ = KeyError("cause")
m, r = ExceptionGroup("w", [g, TypeError()]).split(ValueError)
print(m.exceptions[0].__notes__, repr(m.exceptions[0].__cause__), show(r))
print(isinstance(eg, Exception), isinstance(BaseExceptionGroup("q", [KeyboardInterrupt()]), Exception), ExceptionGroup.__mro__[1].__name__, ExceptionGroup.__mro__[2].__name__)


def gen():
    try:
        yield 1
    except* ValueError as e:
        yield show(e)


it = gen()
next(it)
print(it.throw(ValueError("thrown")))


def leaves(exc, pred):
    if isinstance(exc, BaseExceptionGroup):
        for x in exc.exceptions:
            yield from leaves(x, pred)
    elif pred(exc):
        yield exc


print([x.args for x in leaves(eg, lambda e: isinstance(e, ValueError))])
