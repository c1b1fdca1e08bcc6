import __main__

__main__.log.append(__name__)
name = "sub"
from .. import first as inherited
