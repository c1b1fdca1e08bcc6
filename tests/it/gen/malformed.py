#!/usr/bin/env python3
"""Writes tests/malformed: hostile .pyc files, and expected.txt, which says of each what reading it must say.

    malformed.py        writes all files

The files are made by hand, byte by byte, so that any Python can make them.
"""
import os
import struct

TARGET = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "malformed")
MAGIC = {"2.7": 62211, "3.5": 3351, "3.6": 3379, "3.8": 3413, "3.12": 3531, "beta": 3520, "3.16": 3700}
FILES = {}


def u32(number):
    return struct.pack("<I", number & 0xFFFFFFFF)


def header(version):
    size = {"2.7": 4, "3.5": 8, "3.6": 8}.get(version, 12)
    return struct.pack("<H", MAGIC[version]) + b"\r\n" + bytes(size)


def short(text):
    return b"z" + bytes([len(text)]) + text.encode()


def block(data):
    return b"s" + u32(len(data)) + data


def items(code, *parts):
    return code + u32(len(parts)) + b"".join(parts)


EMPTY = b")\0"


def code38(code=block(b"d\0S\0"), consts=b")\1N", names=EMPTY, varnames=EMPTY, freevars=EMPTY, cellvars=EMPTY,
           filename=short("f"), name=short("n"), lnotab=block(b""), argcount=0, nlocals=0, flag=0):
    return (bytes([ord("c") | flag]) + u32(argcount) + u32(0) + u32(0) + u32(nlocals) + u32(1) + u32(0x40) + code
            + consts + names + varnames + freevars + cellvars + filename + name + u32(1) + lnotab)


def code312(consts=b")\1N", names=EMPTY, localnames=EMPTY, kinds=block(b""), table=block(b"")):
    return (b"c" + u32(0) * 3 + u32(1) + u32(0) + block(b"\x97\0d\0S\0") + consts + names + localnames + kinds
            + short("f") + short("n") + short("n") + u32(1) + table + block(b""))


def case(name, data, expected):
    FILES[name + ".pyc"] = (data, expected)


def pyc38(name, expected, **fields):
    case(name, header("3.8") + code38(**fields), expected)


def ref(number):
    return b"r" + u32(number)


# Headers.
case("empty", b"", "the file is empty at byte 0")
case("one-byte", b"\x55", "not a .pyc file (no magic number of CPython) at byte 0")
case("source", b"print('hello')\n", "not a .pyc file (no magic number of CPython) at byte 0")
case("magic-only", b"\x55\r\r\n", "reached EOF while reading pyc header of 16 bytes at byte 4")
case("python-2.7", header("2.7") + b"N", "built by CPython 2.7 (magic 62211); only files of CPython 3.6 to 3.15 run"
     " at byte 0")
case("python-3.5", header("3.5") + b"N", "built by CPython 3.5 (magic 3351); only files of CPython 3.6 to 3.15 run"
     " at byte 0")
case("python-3.16", header("3.16") + b"N", "built by a CPython newer than 3.15 (magic 3700); only files of CPython"
     " 3.6 to 3.15 run at byte 0")
case("beta", header("beta") + b"N", "built by a pre-release of CPython 3.12 (magic 3520); only files of releases run"
     " at byte 0")
case("header-flags", header("3.8")[:4] + u32(8) + bytes(8) + b"N", "invalid flags 0x8 in the header at byte 4")

# The value behind it.
case("no-body", header("3.8"), "EOF read where object expected at byte 16")
case("not-code", header("3.8") + b"N", "the content must be a code object, not None at byte 16")
case("null", header("3.8") + b"0", "NULL where an object was expected at byte 16")
case("type-code", header("3.8") + b"?", "unknown type code '?' at byte 16")
case("type-code-0", header("3.8") + b"\0", "unknown type code 0x00 at byte 16")
case("python-2-string-reference", header("3.8") + b"R\0\0\0\0", "unknown type code 'R' at byte 16")
case("cut-off", header("3.8") + code38()[:-1], "data too short: 4 bytes needed, 3 left at byte 72")

# Counts.
for kind, letter in ("tuple", b"("), ("list", b"["), ("set", b"<"), ("frozenset", b">"):
    pyc38("huge-" + kind, "%s of 2147483647 items in 23 bytes at byte 55" % kind, consts=letter + u32(0x7FFFFFFF))
pyc38("negative-tuple", "tuple of 4294967295 items in 23 bytes at byte 55", consts=b"(" + u32(-1))
pyc38("huge-string", "data too short: 2147483647 bytes needed, 23 left at byte 55", consts=b"u" + u32(0x7FFFFFFF))
pyc38("huge-long", "data too short: 4294967294 bytes needed, 23 left at byte 55", consts=b"l" + u32(0x7FFFFFFF))
pyc38("lowest-long", "data too short: 4294967296 bytes needed, 23 left at byte 55", consts=b"l" + u32(0x80000000))
# Each tuple claims all that is left; together they claim more than there is.
pyc38("greedy-tuples", "tuple of 100 items in 69 bytes at byte 60",
      consts=b"(" + u32(100) + (b"(" + u32(100)) * 30)

# Values.
pyc38("long-digit", "digit out of range in an integer at byte 50", consts=b"l" + u32(1) + b"\0\x80")
pyc38("long-zero", "integer with a leading zero at byte 50", consts=b"l" + u32(2) + b"\1\0\0\0")
pyc38("text-float", "text is not a number at byte 50", consts=b"f\x031.x")
pyc38("utf8", "text is not UTF-8 at byte 50", consts=b"u" + u32(2) + b"\xC3(")
pyc38("dict-null-value", "NULL where an object was expected at byte 52", consts=b"{N0")
pyc38("tuple-null", "NULL where an object was expected at byte 52", consts=b")\x010")

# References.
pyc38("reference", "invalid reference 0 at byte 50", consts=ref(0))
pyc38("self-tuple", "cyclic constant (reference 0 to an object from inside it) at byte 52", consts=b"\xA9\1" + ref(0))
pyc38("self-list", "cyclic constant (reference 0 to an object from inside it) at byte 55",
      consts=bytes([ord("[") | 0x80]) + u32(1) + ref(0))
pyc38("self-code", "cyclic constant (reference 0 to an object from inside it) at byte 52", flag=0x80,
      consts=b")\1" + ref(0))
# A tuple of (x, x), 200 times over: 2**200 items, if one were to walk them.
pyc38("billion-laughs", "ok", consts=items(b"(", *[b"\xFA\3lol"] + [b"\xA9\2" + ref(number) * 2
                                                                    for number in range(200)]))
# Each tuple holds the one before it: flat in the file, 3000 deep in memory.
pyc38("deep-by-reference", "objects are nested too deeply at byte 14046",
      consts=items(b"(", *[b"\xFA\3lol"] + [b"\xA9\1" + ref(number) for number in range(3000)]))
pyc38("deep", "objects are nested too deeply at byte 4048", consts=b")\1" * 3000 + b"N")
pyc38("deep-dict", "objects are nested too deeply at byte 4047", consts=b"{N" * 3000)

# The fields of a code object.
pyc38("code-none", "co_code must be bytes, not None at byte 41", code=b"N")
pyc38("consts-list", "co_consts must be a tuple, not list at byte 50", consts=b"[" + u32(0))
pyc38("names-int", "co_names must be a tuple of str, not int at byte 53", names=b")\1i" + u32(1))
pyc38("varnames-none", "co_varnames must be a tuple, not None at byte 55", varnames=b"N")
pyc38("filename-bytes", "co_filename must be str, not bytes at byte 61", filename=block(b"f"))
pyc38("lnotab-str", "co_linetable must be bytes, not str at byte 71", lnotab=short(""))
pyc38("argcount", "co_argcount is -1, below zero at byte 17", argcount=-1)
case("kinds", header("3.12") + code312(localnames=b")\1" + short("x"), kinds=block(b"\x20\x20")),
     "1 names of variables but 2 kinds at byte 58")
# Names of many variables that all code objects share, as equal functions do.
names = b"\xA8" + u32(100) + b"\xFA\1x" + ref(1) * 99
kinds = bytes([0x80 | ord("s")]) + u32(100) + b" " * 100
equal = [code312(localnames=ref(0), kinds=ref(2)) for _ in range(50)]
case("equal-variables", header("3.12") + code312(consts=items(b"(", names, kinds, *equal)), "ok")
for old in os.listdir(TARGET):
    if old.endswith(".pyc"):
        os.remove(os.path.join(TARGET, old))
with open(os.path.join(TARGET, "expected.txt"), "w") as expected:
    for name, (data, text) in sorted(FILES.items()):
        with open(os.path.join(TARGET, name), "wb") as file:
            file.write(data)
        expected.write("%s: %s\n" % (name, text))
