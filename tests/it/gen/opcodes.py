#!/usr/bin/env python3
"""Writes src/pyc/opcodes/{names,v36,...,v315}.rs, the tables of CPython's instructions.

    opcodes.py dump INTERPRETER...    writes opcodes/op-X.Y.json beside this script, from each interpreter's own
                                      `opcode` and `dis` modules
    opcodes.py write                  writes the Rust tables from those files
    opcodes.py check                  exit status 1 when the Rust tables are not what `write` would write

Adding a version: dump it, add it to VERSIONS, write.
"""
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(HERE, "opcodes")
TABLES = os.path.join(HERE, "..", "..", "..", "src", "pyc", "opcodes")
VERSIONS = ["3.6", "3.7", "3.8", "3.9", "3.10", "3.11", "3.12", "3.13", "3.14", "3.15"]

# Runs inside the interpreter that is asked; must be valid in all versions.
PROBE = r"""
import json, sys, opcode, dis
def values(name):
    d = getattr(opcode, name, None)
    if d is None:
        try:
            import _opcode
            d = getattr(_opcode, "get_" + name.strip("_"), lambda: None)()
        except ImportError:
            d = None
    return d or []
def meta(name):
    try:
        import _opcode_metadata
        return getattr(_opcode_metadata, name, {})
    except ImportError:
        return {}
caches = getattr(opcode, "_inline_cache_entries", None) or [0] * 256
if hasattr(caches, "items"):
    cache = {k: v for k, v in caches.items() if v}
else:
    cache = {opcode.opname[i]: n for i, n in enumerate(caches) if n and i < 256}
special = {n: i for n, i in opcode.opmap.items()
           if i < 256 and not n.startswith("INSTRUMENTED_")}
have = opcode.HAVE_ARGUMENT
names = lambda ops: [opcode.opname[i] for i in ops if i < 256]
specialized = meta("_specialized_opmap")
print(json.dumps({
    "version": "%d.%d" % sys.version_info[:2],
    "ops": {n: i for n, i in special.items() if n not in specialized},
    "have_arg": have, "ext": opcode.EXTENDED_ARG,
    "jrel": names(opcode.hasjrel), "jabs": names(opcode.hasjabs),
    "cache": cache,
    "nbops": [op[1] for op in getattr(opcode, "_nb_ops", [])],
    "cmp": list(opcode.cmp_op),
    "intr1": list(getattr(opcode, "_intrinsic_1_descs", None) or values("intrinsic1_descs")),
    "intr2": list(getattr(opcode, "_intrinsic_2_descs", None) or values("intrinsic2_descs")),
    "common": [getattr(c, "__name__", None) or repr(c) for c in getattr(opcode, "_common_constants", [])],
    "special": [getattr(s, "__name__", s) if not isinstance(s, (tuple, list)) else s[0]
                for s in getattr(opcode, "_special_method_names", [])],
}))
"""

# Never written to a file by a compiler: the interpreter puts them into running code. CACHE is not an
# instruction but the room behind one.
INTERNAL = {"CACHE", "RESERVED", "INTERPRETER_EXIT", "ENTER_EXECUTOR", "TRACE_RECORD", "EXIT_INIT_CHECK"}

CONST = {"LOAD_CONST", "RETURN_CONST", "KW_NAMES"}
NAME = {"STORE_NAME", "DELETE_NAME", "LOAD_NAME", "STORE_ATTR", "DELETE_ATTR", "STORE_GLOBAL", "DELETE_GLOBAL",
        "LOAD_GLOBAL", "LOAD_ATTR", "IMPORT_NAME", "IMPORT_FROM", "LOAD_METHOD", "STORE_ANNOTATION",
        "LOAD_FROM_DICT_OR_GLOBALS"}
LOCAL = {"LOAD_FAST", "STORE_FAST", "DELETE_FAST", "LOAD_FAST_CHECK", "LOAD_FAST_AND_CLEAR", "LOAD_FAST_BORROW"}
LOCAL_PAIR = {"LOAD_FAST_LOAD_FAST", "STORE_FAST_LOAD_FAST", "STORE_FAST_STORE_FAST",
              "LOAD_FAST_BORROW_LOAD_FAST_BORROW"}
DEREF = {"LOAD_CLOSURE", "LOAD_DEREF", "STORE_DEREF", "DELETE_DEREF", "LOAD_CLASSDEREF", "MAKE_CELL",
         "LOAD_FROM_DICT_OR_DEREF"}
LISTED = {"COMPARE_OP": "Compare", "BINARY_OP": "Binary", "CALL_INTRINSIC_1": "Intrinsic1",
          "CALL_INTRINSIC_2": "Intrinsic2", "LOAD_COMMON_CONSTANT": "Common", "LOAD_SPECIAL": "Special"}
# An operand in jump form that is not a jump: only tools that monitor loops use it.
NOT_A_JUMP = {"END_ASYNC_FOR"}
LISTS = ["nbops", "cmp", "intr1", "intr2", "common", "special"]


def minor(version):
    return int(version.split(".")[1])


def variant(name):
    return "".join(part.capitalize() for part in name.split("_"))


def operand(name, number, data):
    """The `Operand` of an instruction."""
    since = minor(data["version"])
    takes = number >= data["have_arg"] if since < 13 else number > data["have_arg"]
    if name == "LOAD_SUPER_ATTR" or name == "IMPORT_NAME" and since >= 15:
        return "NameBits"
    if name == "LOAD_GLOBAL" and since >= 11 or name == "LOAD_ATTR" and since >= 12:
        return "NameBit"
    for kind, names in ("Const", CONST), ("Name", NAME), ("Local", LOCAL), ("LocalPair", LOCAL_PAIR), ("Deref", DEREF):
        if name in names:
            return kind
    if name in LISTED:
        return LISTED[name]
    if name in data["jabs"]:
        return "JumpAbsolute"
    if name in data["jrel"] and name not in NOT_A_JUMP:
        return "JumpBackward" if "BACKWARD" in name else "JumpForward"
    return "Int" if takes else "None"


def legal(data):
    return sorted((number, name) for name, number in data["ops"].items() if name not in INTERNAL)


def table(data):
    """The Rust file of one version."""
    version = data["version"]
    counts = ", ".join("%s: %d" % (field, len(data[name])) for field, name in zip(
        ("binary", "compare", "intrinsics1", "intrinsics2", "common", "special"), LISTS))
    rows = "".join("    %3d %s %s %d;\n" % (n, variant(name), operand(name, n, data), data["cache"].get(name, 0))
                   for n, name in legal(data))
    return ("//! The instructions of CPython %s: number, opcode, kind of operand, cache units behind it.\n"
            "//! Written by tests/it/gen/opcodes.py; do not edit.\n\n"
            "super::opcode_table! {\n    counts { %s }\n%s}\n" % (version, counts, rows))


def names(all_data):
    """The Rust file of the names of all versions."""
    every = sorted({name for data in all_data for _, name in legal(data)})
    longest = {}
    for key in LISTS:
        longest[key] = max((data[key] for data in all_data), key=len)
        for data in all_data:
            have = data[key]
            same = key != "cmp" or have == longest[key][:len(have)]
            assert same and have == longest[key][:len(have)], (key, data["version"])
    lists = "".join("    %s: %s;\n" % (upper, json.dumps([plain(n) for n in longest[key]]))
                    for upper, key in (("BINARY", "nbops"), ("COMPARE", "cmp"), ("INTRINSICS_1", "intr1"),
                                       ("INTRINSICS_2", "intr2"), ("COMMON", "common"), ("SPECIAL", "special")))
    rows = "".join("    %s %s;\n" % (variant(name), json.dumps(name)) for name in every)
    return ("//! The names of the instructions of all versions, and of what their operands select from.\n"
            "//! Written by tests/it/gen/opcodes.py; do not edit.\n\n"
            "super::opcode_names! {\n%s}\n\nsuper::operand_lists! {\n%s}\n" % (rows, lists))


def plain(name):
    """An intrinsic's name without the words that all of them begin with."""
    for prefix in ("INTRINSIC_1_", "INTRINSIC_2_", "INTRINSIC_"):
        if name.startswith(prefix):
            return name[len(prefix):]
    return name


def files():
    all_data = []
    for version in VERSIONS:
        with open(os.path.join(DATA, "op-%s.json" % version)) as file:
            all_data.append(json.load(file))
    result = {"names.rs": names(all_data)}
    for data in all_data:
        result["v%s.rs" % data["version"].replace(".", "")] = table(data)
    return result


def dump(interpreters):
    for interpreter in interpreters:
        text = subprocess.check_output([interpreter, "-I", "-c", PROBE]).decode()
        data = json.loads(text)
        with open(os.path.join(DATA, "op-%s.json" % data["version"]), "w") as file:
            file.write(json.dumps(data, indent=0) + "\n")


def main(argv):
    if argv[:1] == ["dump"]:
        return dump(argv[1:])
    if argv not in (["write"], ["check"]):
        sys.exit(__doc__)
    stale = 0
    for name, text in files().items():
        path = os.path.join(TABLES, name)
        if argv == ["write"]:
            with open(path, "w") as file:
                file.write(text)
        elif not os.path.exists(path) or open(path).read() != text:
            print("stale:", name)
            stale = 1
    return stale


sys.exit(main(sys.argv[1:]))
