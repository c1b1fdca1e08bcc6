"""Finds where things are in a .pyc: the spans of instructions, tables, numbers and sizes of every code object.

Reads the marshal stream without building objects, for CPython 3.6 to 3.15.
"""

MAGICS = {3379: "3.6", 3394: "3.7", 3413: "3.8", 3425: "3.9", 3439: "3.10", 3495: "3.11", 3531: "3.12", 3571: "3.13", 3627: "3.14", 3666: "3.15"}


class Span:
    """A bytes object inside the file: `at` is its length field, the payload is [start, end)."""

    def __init__(self, at, start, end):
        self.at, self.start, self.end = at, start, end


class Code:
    """One code object: positions of its int32 fields, and its spans (None where the file shares another's)."""

    def __init__(self):
        self.numbers, self.instructions, self.lines, self.exceptions = [], None, None, None


class Map:
    """All of one file."""

    def __init__(self, data):
        self.data, self.codes, self.sizes, self.types = data, [], [], []
        self.version = MAGICS[int.from_bytes(data[:2], "little")]
        self.minor = int(self.version.split(".")[1])
        self.at = self.start = 12 if self.minor == 6 else 16
        self.object()

    def u32(self):
        self.at += 4
        return int.from_bytes(self.data[self.at - 4:self.at], "little")

    def size(self):
        self.sizes.append(self.at)
        return self.u32()

    def objects(self, count):
        for _ in range(count):
            self.object()

    def number(self, code):
        code.numbers.append(self.at)
        self.at += 4

    def object(self):
        """Steps over one object; returns its span if it is a bytes object."""
        self.types.append(self.at)
        kind = chr(self.data[self.at] & 0x7F)
        self.at += 1
        if kind in "NFTS.0":
            pass
        elif kind in "ir":
            self.at += 4
        elif kind in "Ig":
            self.at += 8
        elif kind == "y":
            self.at += 16
        elif kind == "l":
            count = self.size()
            self.at += 2 * (count if count < 2 ** 31 else 2 ** 32 - count)
        elif kind in "stuaA":
            at = self.at
            count = self.size()
            self.at += count
            return Span(at, self.at - count, self.at)
        elif kind in "zZ":
            self.at += 1 + self.data[self.at]
        elif kind == ")":
            self.at += 1
            self.objects(self.data[self.at - 1])
        elif kind in "([<>":
            self.objects(self.size())
        elif kind in "{}":
            while self.data[self.at] & 0x7F != ord("0"):
                self.objects(2)
            self.at += 1
        elif kind == ":":
            self.objects(3)
        elif kind == "c":
            self.code()
        else:
            raise ValueError("unknown type %r at %d" % (kind, self.at - 1))
        return None

    def code(self):
        code = Code()
        self.codes.append(code)
        if self.minor >= 11:
            for _ in range(5):
                self.number(code)
            code.instructions = self.object()
            self.objects(2 + 2 + 3)
            self.number(code)
            code.lines = self.object()
            code.exceptions = self.object()
        else:
            for _ in range(6 if self.minor >= 8 else 5):
                self.number(code)
            code.instructions = self.object()
            self.objects(2 + 3 + 2)
            self.number(code)
            code.lines = self.object()
