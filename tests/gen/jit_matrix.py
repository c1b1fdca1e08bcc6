#!/usr/bin/env python3
"""Runs the corpus in every setting of the compiler; all of them must print what CPython printed.

    tests/gen/jit_matrix.py target/release/pycrane                        everything: many thousand runs
    tests/gen/jit_matrix.py BINARY --versions 3.8,3.14 --settings t0,t2   some versions, some settings
    tests/gen/jit_matrix.py BINARY --list                                 the settings

The programs of tests/programs/known_failures.txt are left out. The table shows passed of all; differences are listed below it.
"""

import argparse
import collections
import concurrent.futures
import os
import re
import subprocess
import sys
import time

import corpus
from check_programs import Outcome


def passes(binary):
    """The names of the optimiser's passes, from the binary's own complaint."""
    program = os.path.join(corpus.EXAMPLES, "nbody.pyc")
    done = subprocess.run([binary, "--opt-off=?", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    listed = re.search(r"there are: (.*)", done.stderr.decode())
    names = [name.strip() for name in listed.group(1).split(",")] if listed else []
    return [name for name in names if name != "all"]


def settings(binary):
    """Name of a setting: (flags, heavy programs too?)."""
    table = collections.OrderedDict()
    table["off"] = (["--jit=off"], True)
    for n in (0, 1, 2):
        table["t%d" % n] = (["--jit-threshold=%d" % n], True)
    table["default"] = ([], True)
    for n in (1, 3, 7, 31):
        table["exit%d" % n] = (["--jit-threshold=2", "--jit-stress=exit:%d" % n], n > 3)
    table["osr"] = (["--jit-stress=osr"], True)
    table["osr+exit7"] = (["--jit-stress=osr", "--jit-stress=exit:7"], True)
    table["gc"] = (["--jit-threshold=2", "--gc-stress=97"], False)
    table["gc+exit5"] = (["--jit-threshold=2", "--jit-stress=exit:5", "--gc-stress=197"], False)
    table["osr+gc"] = (["--jit-stress=osr", "--jit-stress=exit:7", "--gc-stress=97"], False)
    for name in passes(binary) + ["all"]:
        table["-" + name] = (["--jit-threshold=2", "--opt-off=" + name], True)
    table["-all+exit5"] = (["--jit-threshold=2", "--opt-off=all", "--jit-stress=exit:5"], True)
    return table


def known_failures():
    """{(program, version or "all" or "jit")}"""
    known = set()
    with open(os.path.join(corpus.PROGRAMS, "known_failures.txt")) as lines:
        for line in lines:
            words = line.split()
            if words and not line.startswith("#"):
                known.update((words[0], v) for v in words[1:] if v in ("all", "jit") or v in corpus.VERSIONS)
    return known


def jobs(options, chosen):
    known = known_failures()
    versions = options.versions.split(",") if options.versions else corpus.VERSIONS
    for program in corpus.programs(options.k):
        for version in versions:
            if not program.header.covers(version) or not os.path.exists(program.pyc(version)):
                continue
            if (program.id, "all") in known or (program.id, version) in known:
                continue
            for name, (flags, heavy) in chosen.items():
                tolerated = (program.id, "jit") in known and flags != ["--jit=off"]
                if (heavy or not program.header.heavy) and not tolerated:
                    yield program, version, name, flags


def run(job, options):
    program, version, name, flags = job
    command = [os.path.abspath(options.binary)] + flags + [program.pyc(version)]
    start = time.time()
    outcome = Outcome(program, version, " ".join(flags), corpus.run(command, program.header, options.timeout))
    return name, outcome, time.time() - start


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary")
    parser.add_argument("-k", default="", metavar="TEXT", help="only programs whose name contains one of TEXT,TEXT")
    parser.add_argument("-j", type=int, default=2, metavar="N", help="processes at a time")
    parser.add_argument("-n", "--lines", type=int, default=8, help="lines shown of each difference")
    parser.add_argument("--versions", default="", help="only these, separated by commas")
    parser.add_argument("--settings", default="", help="only these, separated by commas")
    parser.add_argument("--timeout", type=float, default=120, help="seconds per program")
    parser.add_argument("--list", action="store_true", help="print the settings")
    return parser.parse_args()


def main():
    options = parse_arguments()
    table = settings(os.path.abspath(options.binary))
    if options.list:
        for name, (flags, _) in table.items():
            print("%-12s %s" % (name, " ".join(flags)))
        return
    if options.settings:
        table = collections.OrderedDict((name, table[name]) for name in options.settings.split(","))
    counts = collections.Counter()
    failed, seconds, shown = [], collections.Counter(), set()
    with concurrent.futures.ThreadPoolExecutor(options.j) as pool:
        waiting = [pool.submit(run, job, options) for job in jobs(options, table)]
        for future in waiting:
            name, outcome, took = future.result()
            counts[name, outcome.version] += 1
            seconds[name] += took
            if not outcome.trouble:
                continue
            failed.append((name, outcome))
            print("FAIL %-5s %-10s %s: %s %s" % (outcome.version, name, outcome.program.id, outcome.trouble, outcome.flags))
            lines = list(outcome.differences(options.lines)) or outcome.stderr.decode("utf-8", "replace").splitlines()[:3]
            if tuple(lines) not in shown:
                shown.add(tuple(lines))
                print("".join("    %s\n" % line[:200] for line in lines), end="", flush=True)
    versions = [v for v in corpus.VERSIONS if any(key[1] == v for key in counts)]
    print("%-12s" % "passed" + "".join("%10s" % version for version in versions) + "%9s" % "seconds")
    bad = collections.Counter((name, outcome.version) for name, outcome in failed)
    for name in table:
        cells = ["%10s" % ("%d/%d" % (counts[name, v] - bad[name, v], counts[name, v])) for v in versions]
        print("%-12s" % name + "".join(cells) + "%9.0f" % seconds[name])
    print("%d runs, %d differences" % (sum(counts.values()), len(failed)))
    by_program = collections.Counter(outcome.program.id for _, outcome in failed)
    for program, n in by_program.most_common():
        where = sorted({name for name, outcome in failed if outcome.program.id == program})
        print("%5d %s: %s" % (n, program, " ".join(where)))
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
