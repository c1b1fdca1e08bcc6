# The context of exceptions thrown into generators: what the generator handles itself (since 3.9), not what the caller handles.


def gen():
    yield 1


def caught():
    try:
        yield 1
    except ValueError as e:
        print(type(e.__context__).__name__)
        yield 2


def show(f, g, what):
    try:
        try:
            raise StopIteration(0)
        finally:
            f(g, what)
    except BaseException as e:
        print(type(e).__name__, type(e.__context__).__name__)


def throw(g, what):
    g.throw(what)


def begun(g):
    next(g)
    return g


show(throw, gen(), ValueError)
show(throw, begun(gen()), ValueError)
show(throw, begun(gen()), ValueError())
kept = caught()
show(throw, begun(kept), ValueError)
kept.close()
show(throw, (k for k in [1]), KeyError(1))


def delegating(g):
    yield from g


kept = delegating(caught())
show(throw, begun(kept), ValueError)
kept.close()
show(throw, begun(delegating(gen())), ValueError)

# with what the generator handles itself
def handles():
    try:
        raise KeyError
    except KeyError:
        yield 1


show(throw, begun(handles()), ValueError)
