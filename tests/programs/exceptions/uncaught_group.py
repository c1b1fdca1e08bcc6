#! version >= 3.11
#! exit: 1
# An uncaught exception group, nested.
def make(n):
    try:
        raise ValueError(n)
    except ValueError as e:
        return e


raise ExceptionGroup("several", [make(1), TypeError("plain"), ExceptionGroup("inner", [make(2), OSError("os")])])
