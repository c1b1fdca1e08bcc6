# StopIteration: value, raised by hand, from next with default, in loops; SystemExit and assertion messages inside the program.
def g():
    yield 1
    return "result"


it = g()
next(it)
try:
    next(it)
except StopIteration as e:
    print(e.value, e.args)
try:
    next(it)
except StopIteration as e:
    print(e.value, e.args)


class It:
    def __init__(self):
        self.n = 0

    def __iter__(self):
        return self

    def __next__(self):
        self.n += 1
        if self.n > 2:
            raise StopIteration("payload", self.n)
        return self.n


i = It()
print(list(i), next(i, "default"))
try:
    next(i)
except StopIteration as e:
    print(e.value, e.args)


def uses_iter():
    r = yield from It()
    yield ("yield from got", r)


print(list(uses_iter()))


def raises_in_call():
    raise StopIteration("leaks from a function")


try:
    raises_in_call()
except StopIteration as e:
    print(e.value)
print(list(map(lambda x: x, [1, 2])), list(iter(lambda s=[0]: s.append(1) or len(s), 4)))


def key(x):
    if x == 2:
        raise StopIteration
    return x


try:
    sorted([1, 2, 3], key=key)
except StopIteration:
    print("sorted passes StopIteration on")
print(list(map(key, [1, 2, 3])), [x for x in map(key, [1, 2, 3])], sum(map(key, [5, 2, 9])), list(zip([1, 2, 3], map(key, [1, 2, 3]))), max(map(key, [1, 2])))


def _assert(v, *m):
    if m:
        assert v, m[0]
    else:
        assert v
    return "passed"


assert_it = _assert
for f in (lambda: assert_it(False), lambda: assert_it(0, "msg"), lambda: assert_it("", ("t", 1)), lambda: assert_it(True, "fine"), lambda: assert_it([], None)):
    try:
        print(f())
    except AssertionError as e:
        print("AssertionError", e.args)
import sys
for arg in (None, 0, 3, "text", (1, 2), 2.5):
    try:
        sys.exit(arg)
    except SystemExit as e:
        print(repr(e.code), e.args)
try:
    sys.exit()
except SystemExit as e:
    print(e.code, e.args)
try:
    raise SystemExit
except BaseException as e:
    print(type(e).__name__, isinstance(e, Exception))
try:
    try:
        sys.exit(1)
    finally:
        print("finally runs on exit")
except SystemExit:
    print("caught")
for exc in (KeyboardInterrupt, GeneratorExit, SystemExit):
    try:
        try:
            raise exc("x")
        except Exception:
            print("no")
    except BaseException as e:
        print("BaseException only", e)
