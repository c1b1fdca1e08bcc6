# Importing sourceless sibling modules: import forms, packages, relative imports, cycles, errors, sys.modules, attributes of modules.
import sys

sys.path.insert(0, sys.path[0] + "/imports_lib")
log = []
sys.modules["__main__"].log = log
import plain
import plain as again
from plain import value, func as renamed, value as v2
import pkg.sub.deep
import pkg.sub as ps
from pkg import first, sub
from pkg.sub import deep as d
from pkg.sub.deep import leaf
from star import *

print(plain.value, again is plain, value, renamed(2), v2, plain.__name__, plain.__doc__, plain.__package__ == "", plain.__file__.endswith("plain.pyc"), type(plain).__name__)
print(pkg.__name__, pkg.__path__ is not None, pkg.sub.deep.leaf(), ps.name, first, sub is ps, d is pkg.sub.deep, leaf(), pkg.__package__, pkg.sub.deep.__package__, pkg.sub.deep.__name__)
print(public, also_public, "_private" in globals(), "hidden_by_all" in globals(), log)
print(sorted(m for m in sys.modules if m.split(".")[0] in ("plain", "pkg", "star")))
for f in ("no_such_module", "plain.sub", "pkg.nothing", "pkg.sub.deep.leaf"):
    try:
        __import__(f)
    except ImportError as e:
        print(type(e).__name__, e, e.name)
try:
    from plain import missing
except ImportError as e:
    print(type(e).__name__)
try:
    from pkg import missing2
except ImportError as e:
    print(type(e).__name__)
try:
    import broken
except ZeroDivisionError as e:
    print("broken fails", "broken" in sys.modules)
try:
    import broken
except ZeroDivisionError as e:
    print("fails again", log.count("broken"))
import cycle_a
print(cycle_a.result(), sys.modules["cycle_b"].seen)
import pkg.rel
print(pkg.rel.up, pkg.rel.sibling, pkg.rel.from_dot, pkg.rel.two_up)
print(__import__("pkg.sub.deep") is pkg, __import__("pkg.sub.deep", fromlist=["leaf"]) is d, __import__("pkg", fromlist=["sub"]) is pkg)
plain.value = "changed"
import plain as p3
print(p3.value, value, plain.get())
del sys.modules["plain"]
import plain as fresh
print(fresh.value, fresh is plain, log.count("plain"))
fake = type(sys)("fake", "doc of fake")
fake.x = 5
sys.modules["fake"] = fake
import fake as got
from fake import x
print(got is fake, x, fake.__doc__, fake.__name__, repr(fake))
sys.modules["blocked"] = None
try:
    import blocked
except ImportError as e:
    print(type(e).__name__)


def local_import():
    from plain import func
    import pkg.sub
    return func(10), pkg.sub.name, "func" in globals()


print(local_import())
try:
    fresh.nope
except AttributeError as e:
    print(e)
del fresh.value
print(hasattr(fresh, "value"), sorted(k for k in vars(fresh) if not k.startswith("__")), "func" in dir(fresh))


class M(type(sys)):
    def __getattr__(self, k):
        return "dynamic " + k


sys.modules["dyn"] = M("dyn")
import dyn
from dyn import anything
print(dyn.other, anything)
import math, time as t, itertools
print(math.__name__, t.__name__, itertools.count(5).__next__(), sys.modules["math"] is math, "sys" in sys.builtin_module_names)
for bad in ("", 5, None):
    try:
        __import__(bad)
    except (ValueError, TypeError) as e:
        print(type(e).__name__)
try:
    from . import something
except ImportError as e:
    print("ImportError relative")
except SystemError as e:
    print("ImportError relative")
