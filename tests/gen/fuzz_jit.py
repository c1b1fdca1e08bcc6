#!/usr/bin/env python3
"""Random programs that surprise a compiler: CPython and pycrane must print the same.

    tests/gen/fuzz_jit.py target/release/pycrane --count 5000          all settings, versions in turn
    tests/gen/fuzz_jit.py BINARY --seed 4711 --count 1 --show          one program
    tests/gen/fuzz_jit.py BINARY --settings off                        the same generator against the interpreter

Programs are run in batches (one file each). A batch that differs is taken apart; a program that differs alone is made smaller by leaving out
statements, and saved in --save with what each side printed. Programs are a function of their seed.
"""

import argparse
import collections
import concurrent.futures
import os
import random
import subprocess
import sys
import tempfile
import threading
import time

import corpus
from compile import EMIT, find_pythons
from fuzz_subjects import SUBJECTS, block, fill, line, parse

SETTINGS = collections.OrderedDict(
    [
        ("off", ["--jit=off"]),
        ("t0", ["--jit-threshold=0"]),
        ("t2", ["--jit-threshold=2"]),
        ("t50", ["--jit-threshold=50"]),
        ("default", []),
        ("exit", ["--jit-threshold=2"]),  # and a random --jit-stress=exit:N
        ("osr", ["--jit-stress=osr"]),
        ("gc", ["--jit-threshold=2", "--gc-stress=61"]),
    ]
)

PRELUDE = '''\
import builtins


def clamp(x):
    if type(x) is int:
        if x > 1 << 66 or x < -(1 << 66):
            return x % 1000003 - 500000
    elif type(x) is not float:
        return flat(x)
    return x


def flat(x):
    """Nothing that can grow."""
    if type(x) in (list, tuple, dict, set):
        return len(x)
    if type(x) is str:
        return x[:20]
    return x


def wide(x):
    if type(x) is int and not -(1 << 140) < x < 1 << 140:
        return x % ((1 << 127) - 1) - (1 << 126)
    return x


wide_kept = wide
LOG = []


def digest(log):
    """What was logged: its ends, and a sum over all of it."""
    texts = [show(x) for x in log]
    total = 0
    for text in texts:
        for c in text:
            total = (total * 31 + ord(c)) % 1000003
    return texts[:3] + texts[-6:], total


def note(where, e):
    places = []
    tb = e.__traceback__
    while tb is not None:
        places.append((tb.tb_frame.f_code.co_name, tb.tb_lineno))
        tb = tb.tb_next
    text = str(e)[:80]
    if text.startswith("must be str") or text.startswith("can only concatenate"):
        text = "no str"
    if " at 0x" in text:
        text = "an object"
    if type(e) is AttributeError and "'" in text:
        text = text.split("'")[-2]
    if type(e).__name__ == "RecursionError":
        text = text.replace(" in comparison", "")
    print(where, type(e).__name__, text, places)


def show(x):
    if type(x) in (list, tuple):
        return "[" + ", ".join([show(y) for y in x[:12]]) + "]"
    if type(x) is dict:
        return "{" + ", ".join([show(k) + ": " + show(x[k]) for k in x]) + "}"
    if type(x) in (int, float, bool, str, complex) or x is None:
        return repr(x)[:60]
    return type(x).__name__.split("_")[0]
'''

INTS = ["0", "1", "-1", "2", "3", "7", "10", "-5", "255", "(1 << 31) - 1", "1 << 31", "1 << 32", "(1 << 49) - 2", "(1 << 49) - 1",
        "1 << 49", "-(1 << 49)", "-(1 << 49) - 1", "1 << 53", "(1 << 62) - 1", "1 << 62", "(1 << 63) - 1", "1 << 63", "-(1 << 63)",
        "-(1 << 63) - 1", "(1 << 64) - 1", "1 << 64", "-(1 << 64)"]
FLOATS = ["0.0", "-0.0", "1.5", "-2.25", "0.5", "1e16", "1e300", "float('nan')", "float('inf')", "-float('inf')", "3.0", "1e-310"]
ODD = ["True", "False", "None", "1.5", "7", "2j", "1 << 63", "(1 << 49)", "-0.0", "float('nan')", "float('inf')"]
SHADOWED = ("len", "abs", "range", "min", "sum", "any", "zip", "enumerate", "isinstance", "list", "wide")
COMPARE = ["<", "<=", "==", "!=", ">", ">="]


class Generator:
    """One program: classes, functions, hot loops in which the world changes."""

    def __init__(self, seed):
        self.r = random.Random(seed)
        self.p = "p%d_" % seed
        self.functions = []  # (name, number of arguments)
        self.classes = []
        self.generators = []
        self.loops = 0
        self.depth = 0
        self.in_loop = 0
        self.in_function = True
        self.mode = self.pick(["int", "int", "float", "mixed"])
        self.subjects = self.r.sample(SUBJECTS, self.pick([0, 1, 1, 2, 2, 3]))
        self.active = []  # the subjects whose variables exist here

    def chance(self, p):
        return self.r.random() < p

    def pick(self, items):
        return self.r.choice(items)

    def odd(self):
        return "(%s)" % self.pick(ODD + INTS + FLOATS)

    # ---- subjects

    def filled(self, text):
        """A text of a subject; what fills its holes does not come from subjects."""
        kept, self.active = self.active, []
        text = fill(self, text)
        self.active = kept
        return text

    def about(self):
        """A statement about the program's subjects."""
        subject = self.pick(self.active)
        if self.chance(0.5):
            found = parse(self.filled(self.pick(subject.statements)))
        else:
            found = [line(self.pick(self.uses()) % ("(%s)" % self.filled(self.pick(subject.expressions))))]
        if self.chance(0.25):
            found = [block("try:", found, block("except Exception as e:", [line(self.pick(["note('s', e)", "a = 1", "log.append(type(e).__name__)", "pass"]))]))]
        return found[0] if len(found) == 1 else block("if True:", found)

    def uses(self):
        """What is done with a value."""
        v = self.pick("abcd")
        return [v + " = clamp(%s)", v + " = clamp(%s)", "log.append(%s)", "log.append(%s)", "total = clamp(total + %s)", "if %s: total += 1", "xs[-1] = flat(%s)", "%s",
                "m[i & 3] = flat(%s)", v + " = flat(%s)", "t = (flat(%s), i)"]

    # ---- expressions

    def number(self):
        roll = self.r.random()
        if roll < 0.5:
            return self.pick(["a", "b", "c", "d"])
        if roll < 0.62:
            return str(self.r.randint(-4, 12))
        if roll < 0.66 and self.mode != "float":
            return "(%s)" % self.pick(INTS)
        if roll < 0.7 and self.mode != "int":
            return self.pick(FLOATS)
        if roll < 0.76:
            return str(self.r.randint(1, 300)) if self.mode == "int" else self.pick(["0.25", "3", "1.0", "7.5", "2"])
        if roll < 0.84:
            return self.pick(["G", "self_x(o)", "o.x", "o.y", "u.x", "Base_x"]).replace("G", self.p + "G").replace("Base_", self.p + "Base.").replace("self_x", self.p + "get")
        if roll < 0.9:
            return "xs[%s]" % self.pick(["0", "-1", "i % len(xs)", "-(i % len(xs)) - 1", "i % 3", "1", "i & 1", "a" if self.mode == "int" else "2"])
        return self.pick(["i", "len(xs)", "len(s)", "t[0]", "t[1]", "t[-1]", "i & 7", "i % 5"])

    def expression(self, depth=2):
        r = self.r.random()
        if self.active and self.chance(0.1):
            return "(%s)" % self.filled(self.pick(self.pick(self.active).expressions))
        if depth <= 0 or r < 0.25:
            return self.number()
        if r < 0.62:
            op = self.pick(self.operators())
            if op in ("/", "//", "%") and self.chance(0.8):
                return "(%s %s %s)" % (self.expression(depth - 1), op, self.pick(["3", "7", "-5", "2", "(a or 1)", "(i + 1)", "(b or 2)"]))
            return "(%s %s %s)" % (self.expression(depth - 1), op, self.expression(depth - 1))
        if r < 0.66 and self.mode == "int":
            return "(%s %s %d)" % (self.expression(depth - 1), self.pick(["<<", ">>"]), self.r.randint(0, 14))
        if r < 0.69:
            return "(%s ** %s)" % (self.number(), self.pick(["2", "3", "2"] if self.mode == "int" else ["2", "0.5", "0.5", "2.0", "3"]))
        if r < 0.73:
            return "(-%s)" % self.expression(depth - 1)
        if r < 0.76:
            return self.pick(
                ["abs(%s)", "(+%s)", "bool(%s)"] + {"int": ["(~%s)", "int(%s)"], "float": ["float(%s)"]}.get(self.mode, ["float(%s)"])) % self.expression(depth - 1)
        if r < 0.80:
            return "(%s if %s else %s)" % (self.expression(depth - 1), self.condition(depth - 1), self.expression(depth - 1))
        if r < 0.83:
            return "%s(%s, %s)" % (self.pick(["min", "max"]), self.expression(depth - 1), self.expression(depth - 1))
        if r < 0.94 and self.functions:
            return self.call(depth - 1)
        if r < 0.97 and self.classes:
            return "o.%s(%s)" % (self.pick(["m", "n"]), self.expression(depth - 1))
        return "sum([%s for k in range(%d)])" % (self.pick(["k", "k * a", "k + i", "b"]), self.r.randint(0, 5))

    def operators(self):
        usual = ["+", "-", "*", "+", "-", "*", "//", "%"]
        if self.mode == "int":
            return usual + ["&", "|", "^", "&"]
        return usual + (["/", "/", "+", "-"] if self.mode == "float" else ["/", "+", "-", "&"])

    def call(self, depth):
        name, n, keywords = self.pick(self.functions)
        args = [self.expression(depth) for _ in range(n)]
        if keywords and self.chance(0.5):
            args.append(self.pick(["k=%s", "*(%s,)", "**{'k': %s}"]) % self.number())
        elif n and self.chance(0.04):
            args.pop()
        return "%s(%s)" % (name, ", ".join(args))

    def condition(self, depth=1):
        r = self.r.random()
        if r < 0.5:
            return "%s %s %s" % (self.expression(depth - 1), self.pick(COMPARE), self.expression(depth - 1))
        if r < 0.6:
            return "i %% %d == %d" % (self.r.randint(2, 9), self.r.randint(0, 3))
        if r < 0.66:
            return "%s is %s" % (self.pick("abcd"), self.pick(["None", "True", "False"]))
        if r < 0.72:
            return "%s in %s" % (self.number(), self.pick(["xs", "t", "(1, 2, 3)", "m"]))
        if r < 0.78:
            return "not (%s)" % self.condition(depth - 1)
        if r < 0.86:
            return "%s %s %s" % (self.condition(depth - 1), self.pick(["and", "or"]), self.condition(depth - 1))
        if r < 0.92:
            return self.pick(["a", "b", "xs", "s", "o", "c", "not d"])
        return "isinstance(%s, %s)" % (self.pick("abcd"), self.pick(["int", "float", "(int, float)"]))

    # ---- statements

    def assign(self):
        target = self.pick(["a", "b", "c", "d"])
        if self.chance(0.4):
            op = self.pick(self.operators())
            by = self.expression(1) if op not in ("/", "//", "%") or self.chance(0.1) else self.pick(["3", "7", "-4", "(i + 1)", "(b or 1)"])
            first = line("%s %s= %s" % (target, op, by))
        else:
            first = line("%s = %s" % (target, self.expression(2)))
        return block("if True:", [first, line("%s = clamp(%s)" % (target, target))]) if self.chance(0.6) else line(
            "%s = clamp(%s)" % (target, self.expression(2)))

    def simple(self):
        if self.active and self.chance(0.55):
            return self.about()
        choice = self.pick(["assign"] * 10 + ["list", "list", "str", "attr", "attr", "dict", "tuple", "global", "method", "swap", "slice"])
        if choice == "assign":
            return self.assign()
        if choice == "list":
            return line(self.pick(["xs.append(%s)", "xs[i % len(xs)] = %s", "xs[-1] = %s", "xs[0] = %s", "xs += [%s]",
                                   "xs = [%s, 1, 2]", "xs = xs[1:] + [%s]"]).replace("%s", "clamp(%s)" % self.expression(1)))
        if choice == "str":
            return line(self.pick(["s = s[-9:] + str(i)", "s += 'x'", "s = '%s|%s' % (i, s[:5])", "s = s[::-1][:20]", "s = s.upper()[:8] + 'q'",
                                   "s = ''.join([s[:4], 'z', s[-2:]])", "s = s[1:7] or 'abc'"]))
        if choice == "attr":
            return line(self.pick(["o.x = %s", "o.y = %s", "o.x += 1", "u.x = %s", "o.z = %s", "o.y -= %s"]).replace(
                "%s", "clamp(%s)" % self.expression(1)))
        if choice == "dict":
            return line(self.pick(["m[i & 7] = a", "m['k'] = b", "m.pop(i & 7, None)", "c = m.get(i & 3, 5)", "m = {1: a, 'k': i}"]))
        if choice == "tuple":
            return line(self.pick(["t = (a, b, i)", "a, b = b, a", "t = t[1:] + (i,)", "c, d = t[0], t[-1]", "(a, b), c = (b, i), a"]))
        if choice == "global":
            return block("if True:", [line("%sset(clamp(%s))" % (self.p, self.expression(1)))])
        if choice == "method":
            return line("c = clamp(o.m(%s))" % self.expression(1)) if self.classes else self.assign()
        if choice == "swap":
            return line(self.pick(["o, u = u, o", "xs, ys = ys, xs", "a = i", "d = float(i)", "b = 0", "c = o is u", "del xs[2:]; xs.append(i); xs.append(b)"]))
        return line(self.pick(["xs[1:2] = [i, a]", "ys = xs[::2]", "ys = xs[:]", "ys = xs[::-1]", "ys = xs[-3:]"]) + "; xs = xs[:9]")

    def surprise(self):
        """Something that the compiler did not expect."""
        cls = self.pick(self.classes) if self.classes else None
        choices = ["a = %s" % self.pick(ODD + INTS + FLOATS), "b = %s" % self.pick(ODD + INTS + FLOATS), "c = %s" % self.pick(ODD),
                   "d = %s" % self.pick(ODD + FLOATS), "xs = [1.5, 2.5, 3.5]", "xs = [True, False, True]", "xs = ['p', 1, None]",
                   "xs = [1, 2, 3]", "xs = (1, 2, 3)", "xs = []", "xs.append('q')", "xs.append(0.5)", "xs[0] = 1 << 70", "ys = xs; xs.clear()",
                   "t = (1.5, None, 2)", "s = ''", "m = {}", "o = None", "o = u", "%sBase.x = %s" % (self.p, self.pick(["5", "2.5", "'x'"])), "%sG = %s" % (self.p, self.pick(ODD + FLOATS))]
        if cls:
            choices += ["o = %s(a, i)" % cls, "o.extra = i", "o.__dict__.clear()", "del o.x", "del o.y", "%s.m = lambda self, q: q" % cls,
                        "%s.x = 99" % cls, "%s.K = i" % cls, "o.m = lambda q: 7", "o.x = 'text'", "o.__class__ = %s" % self.pick(self.classes),
                        "%s.n = %s.m" % (cls, cls), "o.x, o.y = 0.5, None", "u = %s(1.5, 'a')" % cls, "%s.__init__ = %sinit" % (cls, self.p)]
        if self.functions:
            f = self.pick([f for f in self.functions if "(" not in f[0]])[0]
            g = self.pick([f for f in self.functions if "(" not in f[0]])[0]
            choices += ["%s = %s" % (f, g), "%s = lambda *q, **k: 3" % f, "%s.__code__ = %s.__code__" % (f, g), "%s.__defaults__ = (9,)" % f]
        choices += ["len = %slen" % self.p, "abs = %slen" % self.p, "range = %srange" % self.p, "min = max",
                    "builtins.abs = %slen; builtins.abs = %sabs" % (self.p, self.p)]
        if self.active and self.chance(0.6):
            choices = [self.filled(self.pick(self.pick(self.active).surprises))]
        elif not self.in_function and self.chance(0.4):
            choices = ["del %s" % name for name in ("a", "b", "xs", "t", "i", "total", "m")] + ["globals().pop('c', None)", "globals()['b'] = %s" % self.pick(ODD),
                                                                                               "globals().update(a=2.5, xs=[i])", "zip = sorted; del zip", "del o; o = u"]
        text = self.pick(choices)
        return self.in_world(text)

    def in_world(self, text):
        """Assignments to globals need a function of their own."""
        name = text.split(" ")[0]
        if name in SHADOWED or name.startswith(self.p) and "." not in name:
            self.worlds.append((name, text))
            return line("%sworld%d(%s)" % (self.p, len(self.worlds) - 1, "a, b, c, d, i, o"))
        return line(text)

    def surprises(self, turns):
        when = self.pick([turns // 2, turns - 3, turns * 3 // 4, 5])
        return block("if i == %d:" % max(when, 0), [self.surprise() for _ in range(self.r.randint(1, 2))])

    def statements(self, depth, least=1, most=4):
        return [self.statement(depth) for _ in range(self.r.randint(least, most))]

    def statement(self, depth):
        r = self.r.random()
        if depth <= 0 or r < 0.55:
            return self.simple()
        if r < 0.72:
            after = [block("else:", self.statements(depth - 1, 1, 2))] if self.chance(0.5) else []
            if after and self.chance(0.3):
                after.insert(0, block("elif %s:" % self.condition(), self.statements(depth - 1, 1, 2)))
            return block("if %s:" % self.condition(), self.statements(depth - 1, 1, 3), *after)
        if r < 0.82:
            return self.attempt(depth)
        if r < 0.90 and self.loops < 3:
            return self.inner_loop(depth)
        if r < 0.95 and self.in_loop:
            return block("if %s:" % self.condition(), [line(self.pick(["continue", "break", "continue", "return a" if self.in_function else "break"]))])
        return self.simple()

    def attempt(self, depth):
        kinds = self.pick(["Exception", "(TypeError, ZeroDivisionError)", "(IndexError, AttributeError, TypeError)", "ArithmeticError"])
        raising = [line("raise ValueError(i)")] if self.chance(0.25) else []
        handler = block("except %s as e:" % kinds, [line("note('h%d', e)" % self.r.randint(0, 99))] if self.chance(0.3) else [line("d = i")])
        body = self.statements(depth - 1, 1, 3) + ([block("if i %% 7 == %d:" % self.r.randint(0, 6), raising)] if raising else [])
        after = [handler]
        if self.chance(0.3):
            after.append(block("else:", [self.simple()]))
        if self.chance(0.4):
            after.append(block("finally:", [self.simple()]))
        return block("try:", body, *after)

    def inner_loop(self, depth):
        self.loops += 1
        self.in_loop += 1
        var = "j%d" % self.loops
        body = self.statements(depth - 1, 1, 3)
        self.in_loop -= 1
        head = self.pick(["for %s in range(%d):" % (var, self.r.randint(1, 6)), "for %s in range(%d, %d, %d):" % (
            var, self.r.randint(5, 9), self.r.randint(-3, 3), -self.r.randint(1, 3)), "for %s in xs[:5]:" % var, "for %s in t:" % var,
            "for %s, w in enumerate(xs[:4]):" % var, "for %s in range(i & 3):" % var, "for %s in (a, b, 1.5):" % var])
        if self.generators and self.chance(0.3):
            head = "for %s in %s(%d):" % (var, self.pick(self.generators), self.r.randint(1, 5))
        body.insert(0, line("%s = clamp(%s + %s)" % (self.pick("abcd"), self.pick("abcd"), var)))
        after = [block("else:", [self.simple()])] if self.chance(0.15) else []
        result = block(head, body, *after)
        self.loops -= 1
        return result

    # ---- definitions

    def class_definition(self, number):
        name = "%sC%d" % (self.p, number)
        base = self.pick(self.classes) if self.classes and self.chance(0.6) else None
        body = []
        if self.chance(0.15) and not base:
            body.append(line("__slots__ = ('x', 'y', 'z', 'w', 'extra')"))
        if base and self.chance(0.5):
            init = [line("super().__init__(x, y)"), line("self.w = x")]
        else:
            init = [line("self.x = x"), line("self.y = y")]
            if self.chance(0.3):
                init.insert(1, block("if x is None:", [line("self.w = 1")]))
        body.append(block("def __init__(self, x, y=2):", init))
        simple = ["self.x", "q", "self.y", "q + 1", "self.x + q", "self.y * 2", "q * self.x", "self.n(q) if q else 0" if number else "q"]
        method = [line("self.y = q")] if self.chance(0.3) else []
        if self.chance(0.3):
            method.append(block("if q %s %s:" % (self.pick(COMPARE), self.pick(["0", "self.x", "5"])), [line("return self.x")]))
        if base and self.chance(0.5):
            method.append(line("return super().m(q)" + self.pick(["", " + 1"])))
        else:
            method.append(line("return clamp(%s)" % self.pick(simple[:7])))
        body.append(block("def m(self, q):", method))
        body.append(block("def n(self, q=1):", [line("return clamp(%s)" % self.pick(simple[:7]))]))
        if self.chance(0.2):
            body.append(block("def __getattr__(self, name):", [line("return 5")]))
        if self.chance(0.2):
            body.append(block("def __add__(self, other):", [line("return self.x")]))
        if self.chance(0.15):
            body += [line("@property"), block("def p(self):", [line("return self.x")])]
        if self.chance(0.1):
            body.append(block("def __len__(self):", [line("return 2")]))
        self.classes.append(name)
        return block("class %s%s:" % (name, "(%s)" % base if base else ""), body)

    def small_function(self, number):
        """A function without loops, that others call in theirs."""
        name = "%sf%d" % (self.p, number)
        n = self.r.randint(1, 3)
        keywords = self.chance(0.3)
        params = ["a", "b", "c"][:n] + (["k=%s" % self.pick(["1", "2.5", "None"])] if keywords else [])
        self.in_loop = 0
        body = [line("i = %d" % self.r.randint(0, 3))] + self.defaults(["a", "b", "c"][:n])
        body += self.statements(self.pick([0, 1, 2]), 0, 3)
        if keywords:
            body.append(block("if k is None:", [line("k = 1")]))
        if self.chance(0.15):
            body.append(block("if %s:" % self.condition(), [line("raise ValueError('f%d')" % number)]))
        body.append(line("return clamp(%s%s)" % (self.expression(1), " + k" if keywords and self.chance(0.7) else "")))
        self.functions.append((name, n, keywords))
        return block("def %s(%s):" % (name, ", ".join(params)), body)

    def start(self):
        return self.pick({"int": ["1", "0", "i", "3", "40", "-2"], "float": ["1.0", "0.0", "2.5", "0.1"]}.get(self.mode, ["1", "0", "i", "2.5", "3"]))

    def defaults(self, given):
        body = [line("%s = %s" % (v, self.start()))
                for v in "abcd" if v not in given]
        body += [line("xs = [%s]" % self.pick(
            {"int": ["1, 2, 3", "4, 5, 6", "7, 1 << 50, 2"], "float": ["1.0, 2.0, 0.5", "1.5, 2.5, 3.5, 4.5"]}.get(
                self.mode, ["1, 2, 3", "1.0, 2.0, 0.5", "True, False, False", "1, 2.0, None", "1, 0.5, 6"]))),
                 line("ys = [7, 8, 9]"), line("t = %s" % self.pick(["(1, 2, 3)", "(4, 5)"] if self.mode == "int" else ["(1, 2.5, 3)", "(0.5, 1.5)"])), line("s = 'hello'"), line("m = {0: 1, 'k': 2}")]
        cls = self.pick(self.classes) if self.classes else None
        body += [line("o = %s(1, 2)" % cls) if cls else line("o = %sBase()" % self.p), line("u = o")]
        return body

    def recursion(self, number):
        name = "%sr%d" % (self.p, number)
        a = self.pick(["n - 1", "n - 2", "n // 2"])
        body = [block("if n <= 1:", [line("return %s" % self.pick(["q", "1", "q + n", "0.5"]))]),
                line("q = clamp(%s)" % self.pick(["q + n", "q * 2", "q - 0.5", "q"])),
                line("return clamp(%s(%s, q) %s %s)" % (name, a, self.pick("+-"), self.pick(["n", "q", "%s(n // 3, 1)" % name])))]
        self.recursive = name
        return block("def %s(n, q):" % name, body)

    def generator(self, number):
        name = "%sg%d" % (self.p, number)
        loop = [line(self.pick(["yield k", "yield k * 2.5", "yield (k << 47)", "x = yield k", "yield total"]))]
        loop.append(line(self.pick(["total += k", "total = total * 3 & 0xffff", "total += 0.5"])))
        if self.chance(0.3):
            loop.insert(0, block("for q in range(%s):" % self.pick(["k", "40", "k * 9"]), [line(self.pick(["total += q", "total -= q // (k + 1)", "total += 0.25"]))]))
        if self.chance(0.3):
            loop.append(block("if total > %d:" % self.r.randint(2, 20), [line("return")]))
        body = [line("total = 0"), block("try:", [block("for k in range(n):", loop)], block("finally:", [line("total = 0")]))]
        if self.chance(0.5):
            body = [line("total = 0"), block("for k in range(n):", loop)]
        self.generators.append(name)
        return block("def %s(n):" % name, body)

    def closure(self, number):
        name = "%sk%d" % (self.p, number)
        inner = [line("nonlocal n"), line("n = clamp(n %s %s)" % (self.pick("+-*"), self.pick(["q", "1", "2.5", "step"]))), line("return n")]
        self.closures.append(name)
        return block("def %s(step):" % name, [line("n = %s" % self.pick(["0", "1", "0.5"])), block("def inner(q):", inner), line("return inner")])

    def hot(self, number):
        """A function with a loop that becomes hot."""
        name = "%sh%d" % (self.p, number)
        body = self.hot_loop(name, ["a"])
        self.hots.append(name)
        return block("def %s(a):" % name, body + [line("return total")])

    def hot_module(self, number):
        """Such a loop in the body of the module."""
        self.in_function = False
        body = self.hot_loop("%sb%d" % (self.p, number), [])
        self.in_function = True
        return block("try:", body, block("except Exception as e:", [line("note('module', e)")]), *self.undo())

    def hot_loop(self, name, given):
        """A loop, what its variables are before, what is printed after it."""
        turns = self.pick([12, 40, 40, 90, 150, 300, 1400])
        self.active = self.subjects
        self.in_loop, self.loops = 1, 0 if turns < 200 else 2
        body = self.statements(self.pick([1, 2, 2, 3]) if turns < 200 else 1, 1, 4 if turns < 200 else 3)
        body += [self.about() for _ in range(self.pick([1, 2, 3])) if self.active]
        if not self.in_function and self.chance(0.4):
            body.append(line("%stouch(%s)" % (self.p, self.number())))
        if self.closures and self.chance(0.5):
            body.append(line("c = clamp(step(%s))" % self.number()))
        for _ in range(self.pick([0, 1, 1, 2])):
            body.insert(self.r.randint(0, len(body)), self.surprises(turns))
        if self.chance(0.8 if self.active or not self.in_function else 0.5):
            body = [self.guarded(body)]
        if self.chance(0.3):
            body.append(line("total = clamp(total + a)"))
        head, before = self.pick([("for i in range(%d):" % turns, []), ("for i in range(%d):" % turns, []),
                                  ("for i in range(%d, %d, 3):" % (-turns, 2 * turns), []), ("for i in range(%d, -1, -1):" % turns, []),
                                  ("for i in list(range(%d)):" % turns, []), ("while i < %d:" % turns, [line("i = 0")])])
        if head.startswith("while"):
            body.insert(0, line("i += 1"))
        setup = self.before_loop(given) + self.herd(body, 1 if head.startswith("while") else 0)
        self.active = []
        self.in_loop = 0
        closing = line("print('%s', show([a, b, c, d, i, total]), show(xs), show(s), show(t), show(m), show(o), digest(log), digest(LOG))" % name)
        return setup + before + [block(head, body), closing]

    def before_loop(self, given):
        setup = [line("i = 0"), line("total = 0"), line("log = []"), line("LOG.clear()")] + self.defaults(given)
        for subject in self.active:
            for text in subject.setup:
                setup += parse(self.filled(text))
        if self.closures:
            setup.append(line("step = %s(%s)" % (self.pick(self.closures), self.pick(["1", "2", "0.5"]))))
        return setup

    def herd(self, body, at):
        """Objects of several classes at every site: what is before the loop; `body` takes one in turn."""
        if not self.classes or self.chance(0.55):
            return []
        herd = ["%s(%d, %s)" % (self.pick(self.classes), k, self.pick(["2", "0.5", "'q'"])) for k in range(self.r.randint(1, 5))]
        herd += ["%sWide(3)" % self.p] if self.chance(0.6) else ["o"]
        body.insert(at, line("o = herd[i %% %d]" % len(herd)))
        if self.chance(0.3):
            body.append(line("herd = herd[1:] + (o,)"))
        return [line("herd = (%s,)" % ", ".join(herd))]

    def undo(self):
        """Shadowed names of builtins become theirs again."""
        return [block("for name in %r:" % (SHADOWED[:-1],), [line("globals().pop(name, None)")]), line("wide = wide_kept")]

    def guarded(self, body):
        handler = block("except Exception as e:", [block("if i %% %d == 0:" % self.pick([1, 5, 13]), [line("note('x', e)")]),
                                                  line("%s = %s" % (self.pick("abcd"), self.pick(["1", "i", "0.5"])))])
        after = [handler]
        if self.chance(0.25):
            after.append(block("finally:", [line("total = clamp(total + 1)")]))
        return block("try:", body, *after)

    def program(self):
        self.worlds, self.hots, self.closures, self.recursive = [], [], [], None
        p = self.p
        parts = [line("%sG = %s" % (p, self.pick(["1", "2.5", "7"]))), line("%sabs = abs" % p),
                 block("class %sBase:" % p, [line("x = 1"), line("y = 2"), block("def m(self, q):", [line("return q")]), block("def n(self, q=1):", [line("return 1")])]),
                 block("class %sWide(%sBase):" % (p, p), [
                     block("def __init__(self, x, y=2):", [line("self.p = self.q = self.r = self.s = self.t = x"), line("self.y = y"), line("self.v = self.x = x")]),
                     block("def m(self, q):", [line("self.x = clamp(self.x + 1)"), line("return self.x")])]),
                 block("def %sset(v):" % p, [line("global %sG" % p), line("%sG = v" % p)]),
                 block("def %stouch(v):" % p, [line("global b, total"), line("b = v"), line(self.pick(["total = 0", "globals()['c'] = v", "globals().pop('d', None)"]))]),
                 block("def %sget(o):" % p, [line("return o.x")]),
                 block("def %slen(x):" % p, [line("return 4")]),
                 block("def %srange(*a):" % p, [line("return [1, 2, 3]")]),
                 block("def %sinit(self, x, y=0):" % p, [line("self.y = x"), line("self.x = 1.5")])]
        for subject in self.subjects:
            parts += parse(self.filled(subject.definitions))
        for k in range(self.r.randint(0, 3)):
            parts.append(self.class_definition(k))
        for k in range(self.r.randint(0, 1)):
            parts.append(self.generator(k))
        for k in range(self.r.randint(0, 1)):
            parts.append(self.closure(k))
        for k in range(self.r.randint(1, 3)):
            parts.append(self.small_function(k))
        if self.chance(0.3):
            parts.append(self.recursion(0))
            self.functions.append(("(lambda n, q: %s(int(n) %% 9, q))" % self.recursive, 2, False))
        calls = []
        for k in range(self.r.randint(1, 2)):
            parts.append(self.hot(k))
            for _ in range(self.pick([1, 1, 2, 3])):
                calls.append(block("try:", [line("print(show(%s(%s)))" % (self.hots[-1], self.pick(["1", "2", "3", "0.5", "1 << 48", "True", "None"])))],
                                   block("except Exception as e:", [line("note('main', e)")])))
        modular = self.hot_module(0) if self.chance(0.3) else None
        for k, (name, text) in enumerate(self.worlds):
            parts.append(block("def %sworld%d(a, b, c, d, i, o):" % (p, k), [line("global " + name), line(text)]))
        parts.append(block("def %smain():" % p, calls))
        hot = [line("%smain()" % p)] + self.undo()
        if modular:
            hot.insert(self.pick([0, len(hot)]), modular)
        return parts + [line("print('== %s')" % p)] + hot


def source_of(programs, last=None):
    """The text of programs; the first hot function of program `last` is called once more at the end, without a handler."""
    lines = PRELUDE.splitlines()
    for parts in programs:
        for part in parts:
            lines.extend(part.lines(0))
    if last is not None:
        lines.append("p%d_h0(None)" % last)
    return "\n".join(lines) + "\n"


# ---- running


class Runner:
    def __init__(self, options):
        self.options = options
        found = find_pythons([])
        wanted = options.versions.split(",") if options.versions else list(found)
        self.pythons = [(v, found[v]) for v in wanted if v in found]
        self.folder = tempfile.mkdtemp(prefix="fuzz-jit-")
        self.numbers = iter(range(1 << 60))
        self.lock = threading.Lock()
        self.deadline = time.time() + options.seconds if options.seconds else None

    def build(self, python, source):
        with self.lock:
            base = os.path.join(self.folder, "p%d" % next(self.numbers))
        with open(base + ".py", "w") as file:
            file.write(source)
        done = subprocess.run([python, "-S", "-s", EMIT], input=("%s\tfuzz.py\t%s\n" % (base + ".py", base + ".pyc")).encode(),
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=dict(corpus.environment(), PYTHONWARNINGS="ignore"))
        return base + ".pyc" if os.path.exists(base + ".pyc") else None

    def execute(self, command, timeout):
        try:
            done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=self.folder,
                                  env=dict(corpus.environment(), PYTHONWARNINGS="ignore"), timeout=timeout)
            return done.returncode, done.stdout, done.stderr
        except subprocess.TimeoutExpired:
            return "timeout", b"", b""

    def forget(self, pyc):
        for path in (pyc, pyc[:-1]):
            if os.path.exists(path):
                os.remove(path)

    def expected(self, python, pyc):
        return self.execute([python, "-S", "-s", "-B", pyc], 120)

    def actual(self, flags, pyc):
        return self.execute([self.options.binary] + flags + [pyc], 60)

    def differs(self, python, parts, flags):
        """Does this program differ with these flags? From the interpreter alone; the interpreter from CPython."""
        pyc = self.build(python, source_of([parts]))
        if pyc is None:
            return False
        off = self.actual(["--jit=off"], pyc)
        if flags == ["--jit=off"]:
            want, got = self.expected(python, pyc), off
        else:
            want, got = off, self.actual(flags, pyc)
        self.forget(pyc)
        return want[0] in (0, 1) and got != want

    def shrink(self, python, parts, flags):
        """Leaves out statements as long as it still differs."""
        until = time.time() + self.options.shrink
        changed = True
        while changed and time.time() < until:
            changed = False
            for statements, k in reversed(list(places(parts))):
                if time.time() > until:
                    break
                if k >= len(statements):
                    continue
                gone = statements.pop(k)
                if self.differs(python, parts, flags):
                    changed = True
                else:
                    statements.insert(k, gone)
        return parts


def places(statements):
    """Every statement: the list it is in, and where."""
    for k, s in enumerate(statements):
        yield statements, k
        if s.body is not None:
            for place in places(s.body):
                yield place
        for place in places(s.after):
            yield place


def pieces(text):
    """The output of a batch by program."""
    found, name = collections.OrderedDict(), None
    for one in text.decode("utf-8", "replace").splitlines():
        if one.startswith("== "):
            name = one[3:]
        found.setdefault(name, []).append(one)
    return found


def batch(runner, seeds, number):
    """Runs a batch in all settings; gives (runs, reports)."""
    options = runner.options
    version, python = runner.pythons[number % len(runner.pythons)]
    programs = [Generator(seed).program() for seed in seeds]
    pyc = runner.build(python, source_of(programs, seeds[-1]))
    if pyc is None:
        return 0, [report_of("does not compile", seeds[0], version, [])]
    want = runner.expected(python, pyc)
    if want[0] == "timeout":
        return 0, []
    runs, reports = 0, []

    def judge(flags, want):
        got = runner.actual(flags, pyc)
        if got != want:
            seed = culprit(seeds, want, got)
            reports.append(examine(runner, seed, seeds, version, python, flags, got))
        return got

    # what the interpreter does wrong is its own matter: compiled code is compared with it
    want = judge(["--jit=off"], want)
    for name in options.settings.split(","):
        if runner.deadline and time.time() > runner.deadline:
            break
        flags = list(SETTINGS[name])
        if name == "exit":
            flags.append("--jit-stress=exit:%d" % random.Random(seeds[0]).choice([1, 2, 3, 5, 7, 11, 31, 101]))
        runs += len(seeds)
        if flags != ["--jit=off"]:
            judge(flags, want)
    runner.forget(pyc)
    return runs, reports


def culprit(seeds, want, got):
    a, b = pieces(want[1]), pieces(got[1])
    for seed in seeds:
        name = "p%d_" % seed
        if a.get(name) != b.get(name):
            return seed
    return seeds[-1]


def report_of(what, seed, version, flags):
    return {"what": what, "seed": seed, "version": version, "flags": flags}


def examine(runner, seed, seeds, version, python, flags, got):
    """A report about a difference; the program is made smaller and saved."""
    what = "status %s" % got[0] if got[0] not in (0, 1) else "output"
    report = report_of(what, seed, version, flags)
    parts = Generator(seed).program()
    for k in (seed, None):
        if k is None:
            # the programs before it matter: all of them together
            parts = [s for one in seeds[: seeds.index(seed) + 1] for s in Generator(one).program()]
        if runner.differs(python, parts, flags):
            report["alone"] = k is not None
            break
    else:
        report["what"] += " (not reproduced)"
        return report
    key = (what, " ".join(flags))
    with runner.lock:
        seen = runner.shrunk[key]
        runner.shrunk[key] += 1
    if seen < runner.options.most and runner.options.shrink:
        parts = runner.shrink(python, parts, flags)
    save(runner, report, python, parts, flags)
    return report


def save(runner, report, python, parts, flags):
    folder = runner.options.save
    os.makedirs(folder, exist_ok=True)
    base = os.path.join(folder, "s%d_%s" % (report["seed"], "_".join(f.strip("-").replace("=", "").replace(":", "") for f in flags) or "default"))
    source = source_of([parts])
    pyc = runner.build(python, source)
    want = runner.expected(python, pyc) if flags == ["--jit=off"] else runner.actual(["--jit=off"], pyc)
    got = runner.actual(flags, pyc)
    os.replace(pyc, base + ".pyc")
    with open(base + ".py", "w") as file:
        file.write(source)
    for kind, (status, out, err) in (("want", want), ("got", got)):
        with open(base + "." + kind, "wb") as file:
            file.write(out + err + ("status %s\n" % status).encode())
    report["saved"] = base + ".py"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary")
    parser.add_argument("--seed", type=int, default=1, help="of the first program; the others follow")
    parser.add_argument("--count", type=int, default=500, help="programs")
    parser.add_argument("--batch", type=int, default=25, help="programs in one file")
    parser.add_argument("--settings", default="t0,t2,t50,default,exit", help="separated by commas, of: " + " ".join(SETTINGS))
    parser.add_argument("--versions", default="", help="CPythons that compile, in turn")
    parser.add_argument("--save", default="/tmp/fuzz-jit", help="where failing programs go")
    parser.add_argument("--shrink", type=float, default=60, help="seconds for making one program smaller; 0: not")
    parser.add_argument("--most", type=int, default=3, help="programs made smaller of each kind of difference")
    parser.add_argument("--seconds", type=float, default=0, help="stop after so long")
    parser.add_argument("-j", type=int, default=2, help="processes at a time")
    parser.add_argument("--show", action="store_true", help="print the programs, run nothing")
    options = parser.parse_args()
    options.binary = os.path.abspath(options.binary)
    seeds = range(options.seed, options.seed + options.count)
    if options.show:
        print(source_of([Generator(seed).program() for seed in seeds]), end="")
        return
    runner = Runner(options)
    runner.shrunk = collections.Counter()
    groups = [list(seeds[k : k + options.batch]) for k in range(0, len(seeds), options.batch)]
    start, runs, done, reports = time.time(), 0, 0, []
    with concurrent.futures.ThreadPoolExecutor(options.j) as pool:
        waiting = [pool.submit(batch, runner, group, number) for number, group in enumerate(groups)]
        for group, future in zip(groups, waiting):
            n, found = future.result()
            runs += n
            done += len(group) if n else 0
            for report in found:
                reports.append(report)
                print("DIFFERENT seed %(seed)d, %(version)s, %(flags)s: %(what)s" % report, report.get("saved", ""), flush=True)
    kinds = collections.Counter((r["what"], " ".join(r["flags"])) for r in reports)
    for (what, flags), n in kinds.most_common():
        print("%5d %s %s" % (n, what, flags))
    print("%d programs, %d runs, %d differences, %.0f s" % (done, runs, len(reports), time.time() - start))
    sys.exit(bool(reports))


if __name__ == "__main__":
    main()
