# Decorators: order, arguments, classes as decorators, on methods and classes, wrapped state.
log = []


def trace(name):
    log.append("make " + name)

    def deco(f):
        log.append("apply %s to %s" % (name, f.__name__))

        def wrapper(*args, **kwargs):
            log.append("call " + name)
            return (name, f(*args, **kwargs))
        wrapper.__name__ = f.__name__
        return wrapper
    return deco


@trace("outer")
@trace("inner")
def add(a, b=1):
    return a + b


print(add(1), add(1, b=5), log)


class Count:
    def __init__(self, f):
        self.f, self.calls = f, 0

    def __call__(self, *args):
        self.calls += 1
        return self.f(*args)

    def __get__(self, obj, cls=None):
        return self if obj is None else lambda *a: self(obj, *a)


@Count
def double(x):
    return x * 2


print(double(2), double(3), double.calls)


def register(registry):
    def deco(cls):
        registry[cls.__name__] = cls
        cls.registered = True
        return cls
    return deco


reg = {}


@register(reg)
class Thing:
    @Count
    def method(self, x):
        return self, x

    @property
    def prop(self):
        return "prop"

    @prop.setter
    def prop(self, v):
        log.append(("set", v))

    @staticmethod
    @trace("static")
    def st(x):
        return x

    @classmethod
    def make(cls, *a):
        return cls, a


t = Thing()
log.clear()
t.prop = 5
print(reg["Thing"] is Thing, Thing.registered, t.method(5)[1], Thing.method.calls, t.prop, Thing.st(1), t.make(1)[1], log)


def constant(f):
    return 42


@constant
def f():
    pass


@constant
class G:
    pass


print(f, G)
table = {"d": lambda f: ("decorated", f())}


@table.get("d")
def h():
    return "h"


print(h)


def memo(f):
    cache = {}

    def inner(n):
        if n not in cache:
            cache[n] = f(n)
        return cache[n]
    return inner


@memo
def ways(n):
    return 1 if n <= 1 else ways(n - 1) + ways(n - 2) + (ways(n - 3) if n > 2 else 0)


print(ways(60))


def singleton(cls):
    instance = cls()
    return lambda: instance


@singleton
class Config:
    def __init__(self):
        self.v = 1


Config().v += 1
print(Config().v, Config() is Config())


def retry(times):
    def deco(f):
        def run(*a):
            for attempt in range(times):
                try:
                    return f(*a)
                except ValueError as e:
                    log.append("%d %s" % (attempt, e))
            return "gave up"
        return run
    return deco


log.clear()


@retry(3)
def flaky(n, state=[0]):
    state[0] += 1
    if state[0] < n:
        raise ValueError("try %d" % state[0])
    return state[0]


print(flaky(3), flaky(99), log)


def typed(**types):
    def deco(f):
        names = f.__code__.co_varnames

        def run(*a):
            for n, v in zip(names, a):
                if n in types and not isinstance(v, types[n]):
                    raise TypeError("%s must be %s" % (n, types[n].__name__))
            return f(*a)
        return run
    return deco


@typed(a=int, b=str)
def rep(a, b):
    return b * a


print(rep(2, "x"))
try:
    rep("x", 2)
except TypeError as e:
    print(e)


def evaluated(order=[]):
    def mk(n):
        order.append(n)
        return lambda f: (order.append("app%d" % n), f)[1]

    @mk(1)
    @mk(2)
    @mk(3)
    def g(x=order.append("default")):
        pass
    return order


print(evaluated())
