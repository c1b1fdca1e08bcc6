import __main__

__main__.log.append(__name__)
from . import name
from ..sub import inherited


def leaf():
    return "leaf", name, inherited
