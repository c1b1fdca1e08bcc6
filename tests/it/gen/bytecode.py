"""Compiles tests/bytecode/*.py with the CPython that runs this: writes NAME-X.Y.pyc beside them, the same every time."""

import importlib.util
import marshal
import pathlib
import sys

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "bytecode"

for source in sorted(FOLDER.glob("*.py")):
    code = compile(source.read_text(), source.name, "exec", dont_inherit=True, optimize=0)
    header = importlib.util.MAGIC_NUMBER + bytes(8 if sys.version_info < (3, 7) else 12)
    name = "%s-%d.%d.pyc" % (source.stem, sys.version_info[0], sys.version_info[1])
    (FOLDER / name).write_bytes(header + marshal.dumps(code))
