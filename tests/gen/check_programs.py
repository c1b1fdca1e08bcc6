#!/usr/bin/env python3
"""Runs a pycrane binary over the compiled corpus and compares with what each CPython printed.

    tests/gen/check_programs.py target/release/pycrane
    tests/gen/check_programs.py BINARY --versions 3.11,3.14 -k classes -d
    tests/gen/check_programs.py BINARY --flags=--jit=off --flags='--jit=off --gc-stress' --light

Each --flags is one setting of the machine; every program must print the same in all of them.
"""

import argparse
import concurrent.futures
import difflib
import os
import shlex
import sys

import corpus


class Outcome:
    """How one program did under one version and setting; `trouble` is empty when it passed."""

    def __init__(self, program, version, flags, result):
        self.program, self.version, self.flags = program, version, flags
        self.status, self.stdout, self.stderr = result
        self.trouble = self.judge()

    def judge(self):
        if self.status is None:
            return "timeout"
        if self.status < 0:
            return "signal %d" % -self.status
        if self.status == 70 or b"panicked at" in self.stderr:
            return "panic"
        expected = self.program.expected("out", self.version)
        if expected is None:
            return "nothing recorded"
        if self.stdout != expected:
            return "output"
        if self.stderr != self.program.expected("err", self.version):
            return "error output"
        return "" if self.status == self.program.header.exit else "status %d" % self.status

    def differences(self, limit):
        """The first differing lines, recorded ones with `-`, printed ones with `+`."""
        for kind, text in (("out", self.stdout), ("err", self.stderr)):
            expected = self.program.expected(kind, self.version) or b""
            if expected == text:
                continue
            pair = [part.decode("utf-8", "replace").splitlines() for part in (expected, text)]
            lines = list(difflib.unified_diff(*pair, "recorded." + kind, "printed." + kind, lineterm="", n=1))
            for line in lines[:limit]:
                yield line[:240]


def check(job):
    program, version, flags, options = job
    command = [os.path.abspath(options.binary)] + shlex.split(flags) + [program.pyc(version)]
    try:
        result = corpus.run(command, program.header, options.timeout)
    except OSError as error:
        sys.exit("cannot run %s: %s" % (options.binary, error))
    return Outcome(program, version, flags, result)


def jobs(options):
    versions = options.versions.split(",") if options.versions else corpus.VERSIONS
    for program in corpus.programs(options.k):
        if options.light and program.header.heavy:
            continue
        for version in versions:
            if program.header.covers(version) and os.path.exists(program.pyc(version)):
                for flags in options.flags or [""]:
                    yield program, version, flags, options


def table(outcomes):
    """Passed of all, one line per area, one column per version."""
    versions = [version for version in corpus.VERSIONS if any(o.version == version for o in outcomes)]
    areas = sorted({o.program.area for o in outcomes})
    print("%-12s" % "passed" + "".join("%9s" % version for version in versions))
    for area in areas + ["all"]:
        cells = []
        for version in versions:
            chosen = [o for o in outcomes if o.version == version and area in (o.program.area, "all")]
            cells.append("%9s" % ("%d/%d" % (sum(not o.trouble for o in chosen), len(chosen))))
        print("%-12s" % area + "".join(cells))


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary")
    parser.add_argument("-k", default="", metavar="TEXT", help="only programs whose name contains one of TEXT,TEXT")
    parser.add_argument("-j", type=int, default=2, metavar="N", help="processes at a time")
    parser.add_argument("-d", "--diff", action="store_true", help="show the first difference of each failing program")
    parser.add_argument("-n", "--lines", type=int, default=16, help="how many lines of it")
    parser.add_argument("-q", "--quiet", action="store_true", help="only the table")
    parser.add_argument("-x", "--first", action="store_true", help="stop at the first failure")
    parser.add_argument("--versions", default="", help="only these, separated by commas")
    parser.add_argument("--flags", action="append", help="flags for the binary; may be given several times")
    parser.add_argument("--light", action="store_true", help="leave out programs marked heavy")
    parser.add_argument("--timeout", type=float, default=30, help="seconds per program")
    return parser.parse_args()


def main():
    options = parse_arguments()
    outcomes, shown = [], set()
    with concurrent.futures.ThreadPoolExecutor(options.j) as pool:
        waiting = [pool.submit(check, job) for job in jobs(options)]
        for future in waiting:
            outcome = future.result()
            outcomes.append(outcome)
            if not outcome.trouble or options.quiet:
                continue
            print("FAIL %-5s %s: %s %s" % (outcome.version, outcome.program.id, outcome.trouble, outcome.flags))
            lines = tuple(outcome.differences(options.lines)) if options.diff else ()
            if lines and lines not in shown:
                shown.add(lines)
                print("".join("    %s\n" % line for line in lines), end="")
            if options.first:
                for rest in waiting:
                    rest.cancel()
                break
    table(outcomes)
    failed = sum(bool(outcome.trouble) for outcome in outcomes)
    print("%d runs, %d failed" % (len(outcomes), failed))
    sys.exit(failed != 0)


if __name__ == "__main__":
    main()
