#! heavy
# Exceptions out of hot loops at every kind of place, with values in locals and on the stack, and the loop going on.
def divide_all(l):
    ok = bad = 0
    for x in l:
        try:
            ok += 100 // x
        except ZeroDivisionError:
            bad += 1
    return ok, bad


def parse_all(texts):
    total, errors = 0, []
    for i, t in enumerate(texts):
        try:
            total += int(t)
        except ValueError as e:
            errors.append((i, str(e)[-6:]))
            continue
        finally:
            total += 1
    return total, errors


def lookups(d, keys):
    hits = misses = 0
    for k in keys:
        try:
            hits += d[k]
        except KeyError:
            misses += 1
            if misses % 50 == 0:
                d[k] = 1
    return hits, misses, len(d)


def index_until(l):
    i = s = 0
    try:
        while True:
            s += l[i]
            i += 1
    except IndexError:
        return i, s


def raise_deep(n, at):
    if n == at:
        raise ValueError(n)
    if n == 0:
        return 0
    return raise_deep(n - 1, at) + 1


def call_many(k):
    r = []
    for i in range(k):
        try:
            r.append(raise_deep(i % 20, 7))
        except ValueError as e:
            r.append(-e.args[0])
    return sum(r), r[:10]


def stack_values(l):
    out = []
    for i in range(len(l)):
        try:
            out.append((i, [l[i], 10 // l[i]], {"k": l[i] + (100 // (l[i] - 3))}))
        except ZeroDivisionError:
            out.append((i, "zero", l[i]))
    return out


def finally_counts(n):
    a = b = c = 0
    for i in range(n):
        try:
            a += 1
            if i % 10 == 3:
                raise KeyError(i)
            if i % 10 == 5:
                continue
            if i == n - 5:
                break
            b += 1
        except KeyError:
            c += 1
        finally:
            a += 100
    return a, b, c, i


def nested(n):
    log = 0
    for i in range(n):
        try:
            try:
                if i % 3 == 0:
                    raise ValueError
                if i % 3 == 1:
                    raise TypeError
            except ValueError:
                log += 1
                if i % 2:
                    raise KeyError
            finally:
                log += 10
        except (TypeError, KeyError) as e:
            log += 100 if isinstance(e, TypeError) else 1000
    return log


def generator_errors(n):
    def g(k):
        for i in range(k):
            if i == 5:
                raise LookupError(k)
            yield i
    total = errors = 0
    for k in range(n):
        try:
            for v in g(k % 9):
                total += v
        except LookupError as e:
            errors += e.args[0]
    return total, errors


class Guard:
    entered = exited = swallowed = 0

    def __enter__(self):
        Guard.entered += 1

    def __exit__(self, t, v, tb):
        Guard.exited += 1
        if t is ValueError:
            Guard.swallowed += 1
            return True


def with_loop(n):
    done = 0
    for i in range(n):
        try:
            with Guard():
                if i % 4 == 1:
                    raise ValueError
                if i % 4 == 2:
                    raise KeyError
                done += 1
        except KeyError:
            done += 1000
    return done, Guard.entered, Guard.exited, Guard.swallowed


def unbound_in_loop(n):
    errors = 0
    for i in range(n):
        try:
            if i % 5:
                v = i
            v
            del v
        except UnboundLocalError:
            errors += 1
    return errors


def attribute_errors(objs):
    s = e = 0
    for o in objs:
        try:
            s += o.value
        except AttributeError:
            e += 1
    return s, e


class HasValue:
    value = 2


print(divide_all([5, 0, 3] * 300), divide_all([0.5, 0.0, 0] * 100), parse_all(["1", "22", "x", "3", "4y"] * 100)[0], lookups({i: i for i in range(0, 500, 3)}, list(range(500)) * 2), index_until(list(range(1000))), index_until([0.5] * 700), call_many(600), stack_values([1, 0, 3, 5] * 3))
print(finally_counts(1000), nested(900), generator_errors(400), with_loop(800), unbound_in_loop(500), attribute_errors([HasValue(), 5, HasValue(), None] * 150))
try:
    divide_all([1] * 500 + ["x"])
except TypeError as e:
    print(e, e.__traceback__.tb_next.tb_lineno - divide_all.__code__.co_firstlineno)


def escape(n):
    total = 0
    for i in range(n):
        total += 1000 // (n - 50 - i)
    return total


try:
    escape(1000)
except ZeroDivisionError as e:
    f = e.__traceback__.tb_next.tb_frame
    print(f.f_locals["i"], f.f_locals["total"], f.f_code.co_name)


def recover(n):
    kept = []
    state = {"i": None}
    for i in range(n):
        x, y, z = i, i * 0.5, str(i)
        try:
            state["i"] = i
            if i % 97 == 96:
                raise RuntimeError(x, y, z)
        except RuntimeError as e:
            kept.append(e.args == (x, y, z))
        w = x + y
    return kept, w, z, state


print(recover(1000))
