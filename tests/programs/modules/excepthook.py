#! exit: 1
# A replaced sys.excepthook is called for the uncaught exception; the exit status stays 1.
import sys


def hook(t, v, tb):
    names = []
    while tb:
        names.append(tb.tb_frame.f_code.co_name)
        tb = tb.tb_next
    print("hook", t.__name__, v, names)


sys.excepthook = hook


def fail():
    {}["missing"]


fail()
