"""Doc of plain."""
import __main__

__main__.log.append("plain")
value = "plain value"


def func(x):
    return x * 2


def get():
    return value
