# Handlers inside handlers, state restored after each, exceptions in many functions, loops with many raised exceptions.
import sys


def levels():
    out = []
    try:
        raise ValueError(1)
    except ValueError:
        out.append(sys.exc_info()[1].args[0])
        try:
            raise KeyError(2)
        except KeyError:
            out.append(sys.exc_info()[1].args[0])
            try:
                raise TypeError(3)
            except TypeError:
                out.append(sys.exc_info()[1].args[0])
            finally:
                out.append(sys.exc_info()[1].args[0])
            out.append(sys.exc_info()[1].args[0])
        out.append(sys.exc_info()[1].args[0])
    out.append(sys.exc_info()[1])
    return out


print(levels())


def parse(tokens):
    errors, total = 0, 0
    for t in tokens:
        try:
            try:
                total += int(t)
            except ValueError:
                try:
                    total += float(t)
                except ValueError:
                    errors += 1
                    raise KeyError(t)
                else:
                    total += 0.5
        except KeyError as e:
            errors += 10 if e.args[0] == "bad" else 100
        finally:
            total += 1
    return errors, total


print(parse("1 2.5 bad x 3 1e2".split()))


def many(n):
    caught = 0
    for i in range(n):
        try:
            if i % 3 == 0:
                raise ValueError(i)
            if i % 5 == 0:
                [][i]
            if i % 7 == 0:
                {}[i]
        except ValueError:
            caught += 1
        except (IndexError, KeyError) as e:
            caught += 100 if isinstance(e, IndexError) else 10000
    return caught


print(many(3000))


def unwind(n):
    if n == 0:
        raise ValueError("bottom")
    try:
        unwind(n - 1)
    except ValueError as e:
        if n % 3 == 0:
            raise ValueError("%s/%d" % (e, n))
        raise
    finally:
        trail.append(n)


trail = []
try:
    unwind(10)
except ValueError as e:
    print(e, trail)


class Retry(Exception):
    pass


def state_machine():
    state, steps = "start", []
    while True:
        try:
            steps.append(state)
            if state == "start":
                state = "a"
                raise Retry
            elif state == "a":
                state = "b"
                continue
            elif state == "b":
                state = "c"
                raise KeyError("b failed")
            elif state == "c":
                break
        except Retry:
            steps.append("retry")
        except KeyError as e:
            steps.append(e.args[0])
        else:
            steps.append("else")
        finally:
            steps.append("-")
    return steps


print(state_machine())


def lots_of_handlers(x):
    try:
        if x == 0: raise ValueError
        if x == 1: raise KeyError
        if x == 2: raise IndexError
        if x == 3: raise TypeError
        if x == 4: raise OSError
        if x == 5: raise AttributeError
        if x == 6: raise NameError
        if x == 7: raise ZeroDivisionError
        return "none"
    except ValueError: return 0
    except KeyError: return 1
    except IndexError: return 2
    except TypeError: return 3
    except OSError: return 4
    except AttributeError: return 5
    except NameError: return 6
    except ArithmeticError: return 7


print([lots_of_handlers(i) for i in range(9)])


def values_on_stack():
    def boom():
        raise ValueError
    a = [1, 2]
    try:
        return (a[0] + a[1]) * 10 + [x for x in a if boom()][0]
    except ValueError:
        return a[0] + (a[1] if a else 0)


print(values_on_stack())


def loops_and_values():
    total = 0
    for i in range(5):
        for j in range(5):
            try:
                total += 10 // (i - j)
            except ZeroDivisionError:
                total += 1000
                for k in range(3):
                    try:
                        raise KeyError(k)
                    except KeyError as e:
                        total += e.args[0]
    return total


print(loops_and_values())


def raise_in_except_expr():
    try:
        try:
            raise ValueError("orig")
        except undefined_class:
            pass
    except NameError as e:
        return str(e), type(e.__context__).__name__


print(raise_in_except_expr())


def swallow_in_finally():
    out = []
    for i in range(3):
        try:
            raise ValueError(i)
        except ValueError as e:
            try:
                raise KeyError(e.args[0])
            except KeyError as k:
                out.append((k.args[0], type(k.__context__).__name__))
            finally:
                out.append("f")
    return out


print(swallow_in_finally())


def locals_survive():
    x = y = 0
    for i in range(10):
        try:
            x += 1
            if i % 2:
                raise ValueError
            y += 1
        except ValueError:
            y += 100
        z = x + y
    return x, y, z


print(locals_survive())


def lookup_chain(*maps):
    def get(k):
        for m in maps:
            try:
                return m[k]
            except (KeyError, IndexError, TypeError):
                continue
        raise LookupError(k)
    return get


get = lookup_chain({"a": 1}, [10, 20], {"b": 2}, None)
print(get("a"), get(1), get("b"))
try:
    get("zz")
except LookupError as e:
    print("LookupError", e)
