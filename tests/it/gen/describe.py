"""Describes the code objects of a .pyc file of the running interpreter: what tests/it/pyc/describe.rs must say.

    describe.py FILE.pyc
    describe.py compile SOURCE.py TARGET.pyc      also writes TARGET.txt
"""
import dis
import marshal
import sys

SINCE = sys.version_info[1]


def show(value):
    if isinstance(value, frozenset):
        return "frozenset({%s})" % ", ".join(sorted(map(show, value)))
    if isinstance(value, tuple):
        return "(%s%s)" % (", ".join(map(show, value)), "," if len(value) == 1 else "")
    return "<code %s>" % value.co_name if hasattr(value, "co_code") else ascii(value)


def lines(code):
    if SINCE >= 10:
        return ["%d-%d:%s" % entry for entry in code.co_lines()]
    return ["%d:%d" % start for start in dis.findlinestarts(code)]


def describe(code, out):
    out("code %s" % ascii(getattr(code, "co_qualname", code.co_name)))
    out(" args %d %d %d nlocals %d stack %d flags %#x first %d" % (
        code.co_argcount, getattr(code, "co_posonlyargcount", 0), code.co_kwonlyargcount, code.co_nlocals,
        code.co_stacksize, code.co_flags, code.co_firstlineno))
    out(" file %s" % ascii(code.co_filename))
    for kind in "names", "varnames", "cellvars", "freevars":
        out(" %s %s" % (kind, " ".join(map(ascii, getattr(code, "co_" + kind)))))
    for value in code.co_consts:
        out(" const %s" % show(value))
    out(" lines %s" % " ".join(lines(code)))
    if SINCE >= 11:
        out(" positions %s" % " ".join("%s,%s,%s,%s" % p for p in code.co_positions()))
        out(" handlers %s" % " ".join(
            "%d-%d:%d/%d%s" % (row.start, row.end, row.target, row.depth, "i" if row.lasti else "")
            for row in dis._parse_exception_table(code)))
    for value in code.co_consts:
        if hasattr(value, "co_code"):
            describe(value, out)


def load(path):
    with open(path, "rb") as file:
        return marshal.loads(file.read()[12 if SINCE == 6 else 16:])


def main(args):
    if args[:1] != ["compile"]:
        describe(load(args[0]), print)
        return
    import py_compile
    py_compile.compile(args[1], args[2], "sample.py", doraise=True)
    with open(args[2][:-4] + ".txt", "w") as out:
        describe(load(args[2]), lambda line: out.write(line + "\n"))


if __name__ == "__main__":
    main(sys.argv[1:])
