#!/usr/bin/env python3
"""Runs a binary on the files made by mutate.py and counts how it ends. Fails if it ever panics or dies by a signal.

    tests/gen/mutants.py target/release/pycrane FOLDER
    tests/gen/mutants.py BINARY FOLDER --flags=--gc-stress --timeout 20
    tests/gen/mutants.py BINARY FOLDER --flags=verify        statuses 0 and 1 are what it may end with

Hanging files are counted, not failures: a changed program may loop for ever.
"""

import argparse
import collections
import concurrent.futures
import os
import resource
import shlex
import subprocess
import sys
import tempfile

import corpus

BAD = ("panic", "signal")


def limits(options):
    def apply():
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (int(options.timeout) + 1, int(options.timeout) + 2))
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 26, 1 << 26))
        if options.memory:
            resource.setrlimit(resource.RLIMIT_AS, (options.memory << 20, options.memory << 20))
    return apply


def run(path, flags, options):
    """How the binary ended on one file: ("exit", status), ("signal", number), ("panic", ""), ("timeout", "")."""
    command = [options.binary] + shlex.split(flags) + [path]
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as errors:
        try:
            status = subprocess.run(
                command,
                cwd=folder,
                env=corpus.environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=errors,
                timeout=options.timeout,
                preexec_fn=limits(options),
            ).returncode
        except subprocess.TimeoutExpired:
            return "timeout", ""
        errors.seek(0)
        text = errors.read(1 << 20)
    if status == 70 or b"panicked at" in text:
        return "panic", text.decode("utf-8", "replace").strip()[-300:]
    if status < 0:
        # The limits themselves: CPU time, file size.
        return ("timeout", "") if -status in (24, 9, 25) else ("signal", str(-status))
    return "exit", str(status)


def files(folder):
    for parent, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            if name.endswith(".pyc"):
                yield os.path.abspath(os.path.join(parent, name))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary")
    parser.add_argument("folder")
    parser.add_argument("--flags", action="append", help="flags before the file; may be given several times")
    parser.add_argument("--timeout", type=float, default=10, help="seconds per file")
    parser.add_argument("--memory", type=int, default=0, metavar="MB", help="limit of the address space")
    parser.add_argument("-j", type=int, default=2, metavar="N", help="processes at a time")
    parser.add_argument("--show", type=int, default=20, metavar="N", help="how many failures to show")
    options = parser.parse_args()
    options.binary = os.path.abspath(options.binary)

    counts, failures = {}, []
    with concurrent.futures.ThreadPoolExecutor(options.j) as pool:
        jobs = [(path, flags) for flags in options.flags or [""] for path in files(options.folder)]
        for (path, flags), (kind, detail) in zip(jobs, pool.map(lambda job: run(*job, options), jobs)):
            version = os.path.basename(os.path.dirname(path))
            key = (flags, version)
            counts.setdefault(key, collections.Counter())[kind + (" " + detail if kind != "panic" else "")] += 1
            if kind in BAD:
                failures.append((path, flags, kind, detail))
    for path, flags, kind, detail in failures[:options.show]:
        print("%s %s %s: %s" % (kind, flags, path, detail))
    for (flags, version), ends in counts.items():
        text = ", ".join("%s: %d" % (end.strip(), n) for end, n in sorted(ends.items()))
        print("%-6s%s %5d files  %s" % (version, " " + flags if flags else "", sum(ends.values()), text))
    print("%d panics or signals" % len(failures))
    sys.exit(bool(failures))


if __name__ == "__main__":
    main()
