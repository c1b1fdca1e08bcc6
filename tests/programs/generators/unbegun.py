# Exceptions thrown into generators that have not begun: no handler of theirs, and the line where they wait.


def plain(n):
    x = 1
    yield x


def same(f):
    return f


@same
def decorated(n):

    try:
        x = 1
        yield x
    except ValueError:
        print("never")
    finally:
        print("never")


def outer():
    yield from plain(1)


async def coroutine():
    return 1


def places(e):
    found = []
    tb = e.__traceback__
    while tb is not None:
        found.append((tb.tb_frame.f_code.co_name, tb.tb_lineno, tb.tb_lasti < 0))
        tb = tb.tb_next
    return found


def throws(g, *what):
    try:
        print(g.throw(*what))
    except (ValueError, KeyError, RuntimeError, StopIteration) as e:
        print(type(e).__name__, places(e))
    print(next(g, "over") if hasattr(g, "gi_frame") else "coroutine")


throws(plain(1), ValueError)
throws(decorated(1), ValueError())
throws((k for k in [1, 2]), KeyError(1))
throws(coroutine(), ValueError())
throws(outer(), ValueError())
throws(plain(1), StopIteration())

begun = plain(1)
next(begun)
throws(begun, ValueError)
begun = outer()
next(begun)
throws(begun, ValueError)

for g in (plain(1), decorated(1)):
    print(g.gi_frame.f_lineno, g.gi_frame.f_lasti < 0)
    print(g.close(), g.gi_frame)

# hot, too
found = []
for i in range(3000):
    try:
        decorated(i).throw(ValueError(i))
    except ValueError as e:
        found.append(places(e)[-1][0:2])
print(set(found), len(found))
