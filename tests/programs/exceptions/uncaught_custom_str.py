#! exit: 1
# An uncaught exception whose __str__ has several lines, with a module-qualified class.
class Outer:
    class Problem(Exception):
        def __str__(self):
            return "line one\n  line two: \u00e9"


def f(*args, **kwargs):
    raise Outer.Problem(*args)


f(1, 2, key=3)
