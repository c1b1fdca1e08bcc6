#!/usr/bin/env python3
"""Writes damaged copies of compiled programs, the same ones for the same seed.

    tests/gen/mutate.py OUT [-n 2000] [--seed 1] [--versions 3.8,3.13] [--kinds opcode,insert]

N files per version go to OUT/X.Y/KIND-NUMBER.pyc. A file gets one to three changes of its kind:
instruction bytes, operands, inserted, removed, swapped and repeated instructions, exception table, line table,
the numbers of code objects, sizes, type codes, any byte, and a shortened file.
The seeds are programs that touch neither files nor processes, since what runs is no longer what was written.
"""

import argparse
import glob
import os
import random
import sys

import corpus
from pyc_map import Map

SEEDS = """arith/int_bits arith/float_ops strings/format_method containers/comprehensions containers/unpacking_calls
containers/sets functions/arguments functions/closures functions/decorators classes/descriptors classes/super_calls
classes/metaclasses exceptions/finally_flow exceptions/deep_nesting exceptions/with_statement exceptions/groups
generators/basics generators/yield_from generators/async_programs statements/loops statements/match_statement
statements/walrus statements/type_params statements/lazy_annotations statements/tstrings programs/huffman
programs/json_like programs/n_queens programs/interpreters""".split()

ODD_NUMBERS = [0, 1, 2, 3, 5, 16, 255, 256, 1000, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0xFFFFFFFE, 1 << 20]


class Mutant:
    """A copy of a file being changed. Positions stay those of the original until the length changes, so a change of
    length is always the last one in the part of the file it touches."""

    def __init__(self, original, rnd):
        self.map, self.data, self.rnd = original, bytearray(original.data), rnd

    def some_code(self, part):
        spans = [getattr(code, part) for code in self.map.codes]
        spans = [span for span in spans if span and span.end > span.start]
        return self.rnd.choice(spans) if spans else None

    def some_instruction(self, span):
        return span.start + 2 * self.rnd.randrange((span.end - span.start) // 2)

    def put32(self, at, value):
        self.data[at:at + 4] = (value & 0xFFFFFFFF).to_bytes(4, "little")

    def resize(self, span, by):
        """Corrects the length of a bytes object after `by` bytes were added to it."""
        self.put32(span.at, span.end - span.start + by)


def opcode(m):
    m.data[m.some_instruction(m.some_code("instructions"))] = m.rnd.randrange(256)


def known_opcode(m):
    """An opcode that occurs elsewhere in the file: legal by itself."""
    span, other = m.some_code("instructions"), m.some_code("instructions")
    m.data[m.some_instruction(span)] = m.map.data[m.some_instruction(other)]


def operand(m):
    at = m.some_instruction(m.some_code("instructions")) + 1
    value = m.data[at]
    m.data[at] = m.rnd.choice([value + 1, value - 1, m.rnd.randrange(256), 255, 0, value ^ 1 << m.rnd.randrange(8)]) & 0xFF


def insert(m):
    span, other = m.some_code("instructions"), m.some_code("instructions")
    source = m.some_instruction(other)
    at = m.some_instruction(span)
    m.data[at:at] = m.map.data[source:source + 2] if m.rnd.random() < 0.7 else bytes([m.rnd.randrange(256), m.rnd.randrange(256)])
    m.resize(span, 2)


def remove(m):
    span = m.some_code("instructions")
    at = m.some_instruction(span)
    count = 2 * min(m.rnd.choice([1, 1, 1, 2, 4]), (span.end - at) // 2)
    del m.data[at:at + count]
    m.resize(span, -count)


def swap(m):
    span = m.some_code("instructions")
    a, b = m.some_instruction(span), m.some_instruction(span)
    m.data[a:a + 2], m.data[b:b + 2] = m.map.data[b:b + 2], m.map.data[a:a + 2]


def repeat(m):
    span = m.some_code("instructions")
    at = m.some_instruction(span)
    run = m.map.data[at:min(span.end, at + 2 * m.rnd.randrange(1, 12))]
    m.data[at:at + len(run)] = run + run
    m.resize(span, len(run))


def table(part):
    def change(m):
        span = m.some_code(part)
        if span is None:
            return operand(m)
        at = m.rnd.randrange(span.start, span.end)
        how = m.rnd.random()
        if how < 0.7:
            m.data[at] = m.rnd.choice([m.rnd.randrange(256), m.data[at] ^ 1 << m.rnd.randrange(8), 0, 255])
        elif how < 0.85:
            del m.data[at]
            m.resize(span, -1)
        else:
            m.data[at:at] = bytes([m.rnd.randrange(256)])
            m.resize(span, 1)
    return change


def number(m):
    at = m.rnd.choice(m.rnd.choice(m.map.codes).numbers)
    old = int.from_bytes(m.data[at:at + 4], "little")
    m.put32(at, m.rnd.choice([old + 1, old - 1, old ^ 1 << m.rnd.randrange(32), m.rnd.choice(ODD_NUMBERS)]))


def size(m):
    at = m.rnd.choice(m.map.sizes)
    old = int.from_bytes(m.data[at:at + 4], "little")
    m.put32(at, m.rnd.choice([old + 1, old - 1, old + 2, old * 2, m.rnd.choice(ODD_NUMBERS)]))


def kind_of_object(m):
    m.data[m.rnd.choice(m.map.types)] = m.rnd.choice(b"NTFS.0iglyfxstuaAzZ()[{<>:}rcRI?" + bytes([0x80 | c for c in b"sz)(cri"]))


def anything(m):
    at = m.rnd.randrange(m.map.start, len(m.data))
    m.data[at] = m.rnd.choice([m.rnd.randrange(256), m.data[at] ^ 1 << m.rnd.randrange(8)])


def shorten(m):
    del m.data[m.rnd.randrange(len(m.data)):]


# Name, change, whether it may be applied several times to one file (it keeps all positions).
KINDS = [
    ("opcode", opcode, True),
    ("known", known_opcode, True),
    ("operand", operand, True),
    ("insert", insert, False),
    ("remove", remove, False),
    ("swap", swap, True),
    ("repeat", repeat, False),
    ("exceptions", table("exceptions"), False),
    ("lines", table("lines"), False),
    ("number", number, True),
    ("size", size, True),
    ("type", kind_of_object, True),
    ("byte", anything, True),
    ("short", shorten, False),
]


def seeds(version, extra):
    paths = [os.path.join(corpus.PYC, version, name + ".pyc") for name in SEEDS]
    paths += sorted(glob.glob(os.path.join(extra, "*.pyc"))) if extra else []
    for path in paths:
        if os.path.exists(path):
            with open(path, "rb") as file:
                original = Map(file.read())
            if original.version == version:
                yield original


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out")
    parser.add_argument("-n", type=int, default=2000, help="files per version")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--versions", default=",".join(corpus.VERSIONS))
    parser.add_argument("--kinds", default="", help="only these kinds, separated by commas")
    parser.add_argument("--more", default="", metavar="FOLDER", help="further .pyc files to start from")
    options = parser.parse_args()
    kinds = [kind for kind in KINDS if not options.kinds or kind[0] in options.kinds.split(",")]
    for version in options.versions.split(","):
        originals = list(seeds(version, options.more))
        if not originals or not kinds:
            sys.exit("nothing to mutate for " + version)
        folder = os.path.join(options.out, version)
        os.makedirs(folder, exist_ok=True)
        for i in range(options.n):
            rnd = random.Random("%s %s %s" % (options.seed, version, i))
            name, change, again = kinds[i % len(kinds)]
            mutant = Mutant(rnd.choice(originals), rnd)
            for _ in range(rnd.choice([1, 1, 2, 3]) if again else 1):
                change(mutant)
            with open(os.path.join(folder, "%s-%05d.pyc" % (name, i)), "wb") as file:
                file.write(mutant.data)
        print("%s: %d files of %d programs in %s" % (version, options.n, len(originals), folder))


if __name__ == "__main__":
    main()
