from .sub import name as sibling
from .sub.deep import leaf
from . import first as up
from . import sub as from_dot

from_dot = from_dot.name
try:
    from ... import beyond
    two_up = "no error"
except (ImportError, ValueError) as e:
    two_up = "beyond top-level"
