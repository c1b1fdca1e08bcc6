# A generator made for a loop is closed when the loop is left: by break, return, an exception, in nested loops, in generators; not when others have it.
log = []


def gen(name, n=3):
    try:
        for i in range(n):
            yield i
    finally:
        log.append("close " + name)


def flush(*args):
    print(*(args + (log[:],)))
    del log[:]


for i in gen("module"):
    break
flush("break", i)
for i in gen("outer"):
    for j in gen("inner"):
        if j:
            break
    log.append("inner left")
    if i:
        break
else:
    log.append("never")
flush("nested", i, j)
for i in gen("whole"):
    pass
flush("exhausted", i)


def returns(at):
    for i in gen("a"):
        for j in gen("b"):
            if (i, j) == at:
                return log.append("returning")
        if i == at:
            return i, j
    return "end"


for at in ((0, 0), (1, 2), 1, None):
    flush(at, returns(at))


def raises(n):
    try:
        for i in gen("r"):
            for j in gen("s"):
                if j == n:
                    log.append("raising")
                    1 // 0
    except ZeroDivisionError as e:
        log.append("handling")
        return type(e).__name__
    finally:
        log.append("finally")


def passes_on():
    for i in gen("t"):
        raise KeyError(i)


flush(raises(0), raises(2))
try:
    passes_on()
except KeyError as e:
    log.append(type(e).__name__)
flush("passed on")


def inside(n):
    out = []
    for i in gen("try"):
        try:
            if i == n:
                raise ValueError(i)
        except ValueError:
            out.append(i)
            continue
        finally:
            out.append("f")
            if i == n + 1:
                break
    log.append("behind")
    return out


flush(inside(0), inside(5))


class Manager:
    def __init__(self, name):
        self.name = name

    def __enter__(self):
        return self

    def __exit__(self, *args):
        log.append("exit " + self.name)


def managed(name):
    with Manager(name):
        yield 1
        yield 2


def search(wanted):
    with Manager("outer"):
        for x in managed("inner"):
            with Manager("body"):
                if x == wanted:
                    return x
    return None


flush(search(1), search(2), search(3))


def chain(n):
    for x in gen("source", 5):
        for y in gen("second", 2):
            yield x * 10 + y


for v in chain(3):
    if v == 11:
        break
log.sort()
flush(v)
g = chain(3)
next(g)
g.close()
log.sort()
flush("closed")


def failing():
    try:
        yield 1
        yield 2
    except GeneratorExit:
        log.append("exit seen")
        raise


def nested_failure():
    for x in failing():
        try:
            raise ValueError("v")
        except ValueError as e:
            return type(e.__context__).__name__, e.args


flush(nested_failure())

# others have these: they stay open
held = gen("held")
for i in held:
    break
flush(i, next(held))
kept = []


def keep(g):
    kept.append(g)
    return g


for i in keep(gen("kept")):
    break
flush(i, next(kept[0]))
for i in iter(kept[0]):
    break
flush(i)
a, b = gen("zip a"), gen("zip b")
for i, j in zip(a, b):
    break
flush(i, j, next(a), next(b))
args = [gen("star")]
for i in args[0]:
    break
flush(i, next(args[0]))


def parameter(g):
    for i in g:
        return i


g = gen("parameter")
flush(parameter(g), parameter(g), parameter(g), parameter(g))


def recursive(n):
    if n:
        for x in recursive(n - 1):
            try:
                yield x
            finally:
                log.append(n)
    else:
        try:
            yield "leaf"
            yield "leaf 2"
        finally:
            log.append("leaf closed")


for x in recursive(4):
    break
flush(x)


def many():
    total = 0
    for i in range(300):
        for x in gen("m", 5):
            if x == i % 4:
                total += x
                break
    n = len(log)
    del log[:]
    return total, n


flush(many())


def loop_in_finally():
    try:
        1 // 0
    finally:
        for i in gen("in finally"):
            break
        log.append("end of finally")


try:
    loop_in_finally()
except ZeroDivisionError as e:
    log.append(type(e).__name__)
flush("finally")
del held, kept, a, b, args
