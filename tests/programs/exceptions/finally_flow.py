# try/except/else/finally against return, break, continue and raise, in loops and nested.
log = []


def f1(how):
    try:
        log.append("try")
        if how == "return":
            return "from try"
        if how == "raise":
            raise ValueError("v")
        if how == "key":
            raise KeyError("k")
    except ValueError:
        log.append("except")
        return "from except"
    else:
        log.append("else")
        return "from else"
    finally:
        log.append("finally")
    return "after"


for how in ("return", "raise", "normal", "key"):
    log.clear()
    try:
        print(how, f1(how), log)
    except KeyError as e:
        print(how, "KeyError", e, log)


def f2(how):
    try:
        if how == 1:
            return "try"
        1 / 0
    except ZeroDivisionError:
        return "except"
    finally:
        if how >= 1:
            return "finally wins"


print(f2(0), f2(1), f2(2))


def f3():
    try:
        raise ValueError("lost")
    finally:
        return "swallowed"


print(f3())


def f4():
    out = []
    for i in range(6):
        try:
            if i == 1:
                continue
            if i == 3:
                break
            out.append(i)
        finally:
            out.append("f%d" % i)
    else:
        out.append("else")
    return out


print(f4())


def f5():
    out = []
    for i in range(5):
        try:
            raise KeyError(i)
        except KeyError as e:
            if i == 1:
                continue
            if i == 3:
                break
            out.append(e.args[0])
        else:
            out.append("never")
        finally:
            out.append("f")
    return out, i


print(f5())


def f6():
    for i in range(3):
        try:
            pass
        finally:
            for j in range(3):
                if j == 1:
                    break
            else:
                return "inner else"
    return i, j


print(f6())


def f7():
    while True:
        try:
            return "r"
        finally:
            break
    return "break in finally wins"


print(f7())


def f8(n):
    try:
        try:
            try:
                if n == 0:
                    return "deep"
                if n == 1:
                    raise ValueError(1)
                if n == 2:
                    raise KeyError(2)
            finally:
                log.append("f1")
        except ValueError:
            log.append("except ValueError")
            raise TypeError("from handler")
        finally:
            log.append("f2")
    except TypeError as e:
        log.append("except TypeError")
        return "handled"
    finally:
        log.append("f3")
    return "end"


for n in range(4):
    log.clear()
    try:
        print(f8(n), log)
    except KeyError as e:
        print("out", e, log)


def f9():
    x = 1
    try:
        return x
    finally:
        x = 2


def f10():
    l = [1]
    try:
        return l
    finally:
        l.append(2)


print(f9(), f10())


def f11():
    try:
        try:
            raise ValueError("first")
        finally:
            raise KeyError("second")
    except KeyError as e:
        return e.args, type(e.__context__), e.__context__.args


print(f11())


def f12():
    r = []
    i = 0
    while i < 4:
        i += 1
        try:
            try:
                if i == 2:
                    continue
                r.append(i)
            finally:
                r.append(-i)
        finally:
            r.append(i * 10)
    return r


print(f12())


def f13():
    def gen():
        try:
            yield 1
            yield 2
        finally:
            log.append("gen finally")
    for v in gen():
        try:
            return v
        finally:
            log.append("loop finally")


log.clear()
print(f13(), sorted(log))


def f14(k):
    try:
        pass
    except:
        pass
    else:
        try:
            if k:
                raise ValueError("in else")
        finally:
            log.append("else finally")
    finally:
        log.append("outer finally")


log.clear()
f14(0)
try:
    f14(1)
except ValueError as e:
    print(e, log)


def f15():
    for a in range(3):
        for b in range(3):
            try:
                if b == 1:
                    break
                try:
                    if a == 1:
                        break
                finally:
                    log.append((a, b))
            finally:
                log.append("x")
        else:
            log.append("no break")


log.clear()
f15()
print(log)


def f16():
    try:
        return f16_helper("value")
    finally:
        f16_helper("cleanup")


def f16_helper(x):
    log.append(x)
    return x


log.clear()
print(f16(), log)


def f17():
    with_count = 0
    while True:
        try:
            with_count += 1
            if with_count < 5:
                raise ValueError
            break
        except ValueError:
            continue
        finally:
            log.append(with_count)
    return with_count


log.clear()
print(f17(), log)
e = "outer e"


def f18():
    try:
        raise ValueError("x")
    except ValueError as e:
        pass
    try:
        return e
    except UnboundLocalError:
        return "e was deleted"


print(f18(), e)
try:
    raise KeyError("k")
except KeyError as e:
    pass
print("e" in globals())
