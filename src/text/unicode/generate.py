"""Writes tables.rs, next to this file, from the Unicode data inside the CPython that runs it.

    python3.14 src/text/unicode/generate.py        (CPython 3.14 carries Unicode 16.0)

Every fact is asked of `str` and `unicodedata` themselves, one code point at a time, so that the tables agree with
CPython by construction; properties Python does not show directly are found by what they do to a neighbour
(case-ignorable and cased by the final-sigma rule and by title()).
"""

import pathlib
import _sre
import unicodedata

LIMIT = 0x110000
PROPERTY_SHIFT = 7
CASE_SHIFT = 6
FLAGS = [
    ("ALPHA", "`str.isalpha`: categories Lm, Lt, Lu, Ll, Lo.", lambda c: c.isalpha()),
    ("DECIMAL", "`str.isdecimal`: has a decimal value.", lambda c: c.isdecimal()),
    ("DIGIT", "`str.isdigit`: has a digit value.", lambda c: c.isdigit()),
    ("NUMERIC", "`str.isnumeric`: has a numeric value.", lambda c: c.isnumeric()),
    ("SPACE", "`str.isspace`: bidirectional WS, B, S or category Zs.", lambda c: c.isspace()),
    ("UPPER", "`str.isupper` of the character alone.", lambda c: c.isupper()),
    ("LOWER", "`str.islower` of the character alone.", lambda c: c.islower()),
    ("TITLE", "Category Lt.", lambda c: unicodedata.category(c) == "Lt"),
    ("PRINTABLE", "`str.isprintable`: shown as it is by `repr`.", lambda c: c.isprintable()),
    ("XID_START", "May begin an identifier.", lambda c: c.isidentifier()),
    ("XID_CONTINUE", "May continue an identifier.", lambda c: ("a" + c).isidentifier()),
    ("LINE_BREAK", "`str.splitlines` breaks here.", lambda c: len(("a" + c + "b").splitlines()) > 1),
    ("CASED", "Has the Cased property.", lambda c: (c + "a").title()[-1] == "a"),
    ("CASE_IGNORABLE", "Skipped when the final sigma looks for a cased neighbour.",
     lambda c: ("A" + c + "\u03a3").lower()[-1] == "\u03c2" and (c + "\u03a3").lower()[-1] != "\u03c2"),
    ("FOLDS", "Differs from its simple lower or upper case (`re.IGNORECASE` looks at it).",
     lambda c: _sre.unicode_iscased(ord(c))),
    ("ASSIGNED", "Has a category other than Cn.", lambda c: unicodedata.category(c) != "Cn"),
]
DECIMAL_SHIFT = 16
DIGIT_SHIFT = 20


def properties(cp):
    c = chr(cp)
    word = sum(1 << bit for bit, (_, _, test) in enumerate(FLAGS) if test(c))
    return word | unicodedata.decimal(c, 0) << DECIMAL_SHIFT | unicodedata.digit(c, 0) << DIGIT_SHIFT


def cases(cp):
    c = chr(cp)
    return c.upper(), c.lower(), c.title(), c.casefold()


def two_level(values, shift):
    """Splits a list of small numbers into an index and its distinct blocks."""
    size = 1 << shift
    values = values + [0] * (-len(values) % size)
    blocks, index = {}, []
    for start in range(0, len(values), size):
        block = tuple(values[start:start + size])
        index.append(blocks.setdefault(block, len(blocks)))
    return index, [value for block in blocks for value in block]


def array(out, doc, name, kind, items):
    out.append(f"/// {doc}")
    out.append("#[rustfmt::skip]")
    out.append(f"pub(super) static {name}: [{kind}; {len(items)}] = [")
    line = "   "
    for item in items:
        if len(line) + len(item) > 116:
            out.append(line)
            line = "   "
        line += f" {item},"
    out.append(line)
    out.append("];")
    out.append("")


def small(values):
    return "u8" if max(values) < 256 else "u16"


def property_tables(out):
    for bit, (name, doc, _) in enumerate(FLAGS):
        out.append(f"/// {doc}")
        out.append(f"pub const {name}: u32 = {1 << bit:#x};")
    out.append("")
    out.append("/// Where a property word holds the decimal value (meaningful under `DECIMAL`).")
    out.append(f"pub(super) const DECIMAL_SHIFT: u32 = {DECIMAL_SHIFT};")
    out.append("/// Where a property word holds the digit value (meaningful under `DIGIT`).")
    out.append(f"pub(super) const DIGIT_SHIFT: u32 = {DIGIT_SHIFT};")
    out.append("/// Code points per block of the property table, as a power of two.")
    out.append(f"pub(super) const PROPERTY_SHIFT: u32 = {PROPERTY_SHIFT};")
    out.append("")
    words = {0: 0}
    numbers = [words.setdefault(properties(cp), len(words)) for cp in range(LIMIT)]
    index, blocks = two_level(numbers, PROPERTY_SHIFT)
    array(out, "The distinct property words.", "PROPERTIES", "u32", [f"{word:#x}" for word in words])
    array(out, "Block number of each run of code points.", "PROPERTY_INDEX", small(index), list(map(str, index)))
    array(out, "The blocks: positions in `PROPERTIES`.", "PROPERTY_BLOCKS", small(blocks), list(map(str, blocks)))


def case_tables(out):
    deltas, special, numbers = {(0, 0, 0, 0): 0}, [], []
    for cp in range(LIMIT):
        forms = cases(cp)
        if any(len(form) > 1 for form in forms):
            special.append((cp, forms))
            numbers.append(255)
        else:
            numbers.append(deltas.setdefault(tuple(ord(form) - cp for form in forms), len(deltas)))
    while not numbers[-1]:
        numbers.pop()
    assert len(deltas) < 255
    index, blocks = two_level(numbers, CASE_SHIFT)
    out.append("/// Code points per block of the case table, as a power of two.")
    out.append(f"pub(super) const CASE_SHIFT: u32 = {CASE_SHIFT};")
    out.append("/// The entry of `CASE_BLOCKS` that sends to `SPECIAL_CASES`.")
    out.append("pub(super) const SPECIAL: u8 = 255;")
    out.append("")
    array(out, "Distances to the upper, lower, title and folded form.", "CASE_DELTAS", "[i32; 4]",
          [f"[{', '.join(map(str, delta))}]" for delta in deltas])
    array(out, "Block number of each run of code points.", "CASE_INDEX", small(index), list(map(str, index)))
    array(out, "The blocks: positions in `CASE_DELTAS`.", "CASE_BLOCKS", small(blocks), list(map(str, blocks)))
    def form(text):
        return "[" + ", ".join(f"{ord(c):#x}" for c in text.ljust(3, "\0")) + "]"
    array(out, "Code points with a form of several code points: upper, lower, title, folded, padded with 0.",
          "SPECIAL_CASES", "(u32, [[u32; 3]; 4])",
          [f"({cp:#x}, [{', '.join(map(form, forms))}])" for cp, forms in special])
    lower = [(cp, _sre.unicode_tolower(cp)) for cp in range(LIMIT)
             if chr(cp).lower() != chr(_sre.unicode_tolower(cp))]
    array(out, "Simple lower case where it is not the whole of the full one.", "SIMPLE_LOWER", "(u32, u32)",
          [f"({cp:#x}, {low:#x})" for cp, low in lower])


def numeric_table(out):
    runs = []
    for cp in range(LIMIT):
        value = unicodedata.numeric(chr(cp), None)
        if value is None:
            continue
        if runs:
            start, count, first, step = runs[-1]
            if start + count == cp:
                if count == 1 and value - first in (0.0, 1.0, 10.0):
                    runs[-1] = start, 2, first, value - first
                    continue
                if count > 1 and value == first + count * step:
                    runs[-1] = start, count + 1, first, step
                    continue
        runs.append((cp, 1, value, 0.0))
    array(out, "Runs of numeric values: first code point, length, first value, step.", "NUMERIC_RUNS", "(u32, u32, f64, f64)",
          [f"({start:#x}, {count}, {first!r}, {step!r})" for start, count, first, step in runs])


def main():
    out = [
        f"//! Unicode {unicodedata.unidata_version} character data. Written by generate.py; do not edit.",
        "//!",
        "//! Two-level tables: the high bits of a code point pick a block, the low bits an entry of it.",
        "",
        "/// The version of the Unicode character database the tables come from.",
        f"pub const UNICODE_VERSION: &str = \"{unicodedata.unidata_version}\";",
        "",
    ]
    property_tables(out)
    case_tables(out)
    numeric_table(out)
    pathlib.Path(__file__).with_name("tables.rs").write_text("\n".join(out).rstrip() + "\n")


main()
