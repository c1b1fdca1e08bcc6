# What the program's own names drop is finalized at once: objects with __del__, generators that wait in a try.
import sys

log = []


def seen(*what):
    print(*what, log)
    del log[:]


class D:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        log.append("del " + self.name)


def g(name):
    try:
        yield name
        yield 2
    except GeneratorExit:
        log.append("exit " + name)
        raise
    finally:
        log.append("finally " + name)


a = D("a")
seen("made")
a = D("b")
seen("bound again")
del a
seen("deleted")
a = b = D("c")
a = None
seen("another name")
b = 1
seen("the last name")
a = D("d")
kept = [a]
del a
seen("in a list")
a = kept[0]
kept = None
seen("the list is gone")
a = None
seen("no more in a list")
a = D("e")
a.self = a
a.self = None
a = None
seen("no cycle any more")
c = g("1")
seen(next(c))
c = g("2")
seen("generator bound again", next(c))
del c
seen("generator deleted")
c = g("3")
c = None
seen("not begun")
c = g("4")
seen(list(c))
c = None
seen("ended")
c = g("5")
next(c)
try:
    c.throw(ValueError("thrown"))
except ValueError as e:
    print(e)
c = None
seen("thrown into")
for args in ((5,), ("x",), (None,)):
    c = g("6")
    next(c)
    try:
        c.throw(*args)
    except TypeError as e:
        pass
    seen("round")
c = 0
seen("after the rounds")


class Holder:
    pass


h = Holder()
a = D("f")
h.it = a
del a
seen("in an attribute")
a = h.it
h = None
seen("held by a name again")
a = None
seen("gone")
a = D("g")
get = lambda: a
a = None
seen("a global of a function")
c = g("7")
next(c)
for x in c:
    c = None
    seen("the loop has it", x)
seen("loop over")
a = D("h")
del a
try:
    a
except NameError as e:
    print(e)
seen("unbound")
for i in range(5):
    a = D("round %d" % i)
seen("rebound in a loop")
a = None
seen("the last of them")
total = 0
for i in range(300):
    if i % 100 == 50:
        a = D("hot %d" % i)
    total += i
    if i % 100 == 70:
        a = i
seen("hot loop", total)
a = 0
for i in range(300):
    a = a + 1 if i != 200 else D("in between")
    if i == 200:
        a = 7
seen("other types", a)


def called():
    global a
    a = D("in a function")
    return a.name


called()
a = None
seen("made in a function")
a, b = D("left"), D("right")
a, b = b, a
seen("swapped")
a = None
seen("right one")
b = None
seen("left one")
with_error = D("in a traceback")


def raises(x):
    raise KeyError(x.name)


try:
    raises(with_error)
except KeyError as e:
    saved = e
with_error = None
seen("the traceback has it")
saved = None
