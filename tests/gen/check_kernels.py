#!/usr/bin/env python3
"""Compiles the kernels of a benchmark folder with every CPython found, and compares the check results of a binary with that CPython's.

    tests/gen/check_kernels.py target/release/pycrane BENCH
    tests/gen/check_kernels.py BINARY BENCH -k nbody,fib --versions 3.8 --flags=--gc-stress

BENCH holds kernels/*.py, each of which measures functions with `pcb.bench`, and stubs/pcb.py, which prints a line
`@@PCB {..., "check": ...}` for each of them.
"""

import argparse
import glob
import json
import os
import shlex
import subprocess
import sys
import tempfile

from compile import find_pythons

COMPILE = "import py_compile, sys; py_compile.compile(sys.argv[1], sys.argv[2], sys.argv[3], doraise=True)"


def compile_all(python, sources, folder):
    for source in sources:
        name = os.path.basename(source)
        command = [python, "-c", COMPILE, source, os.path.join(folder, name + "c"), name]
        subprocess.run(command, check=True, stdin=subprocess.DEVNULL)


def checks(command, folder, name, options):
    """The name and check result of each measured function, or how the run failed."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": folder, "PCB_MIN_ITERS": "1", "PCB_MAX_ITERS": "1"}
    environment.update(PYTHONDONTWRITEBYTECODE="1")
    try:
        done = subprocess.run(
            command + [os.path.join(folder, name + ".pyc")],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            timeout=options.timeout,
        )
    except subprocess.TimeoutExpired:
        return "timeout"
    lines = [line for line in done.stdout.decode().splitlines() if line.startswith("@@PCB ")]
    results = [json.loads(line[6:]) for line in lines]
    if done.returncode or not results:
        return "status %d: %s" % (done.returncode, done.stderr.decode("utf-8", "replace").strip()[-300:])
    return [(result["name"], result["check"]) for result in results]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary")
    parser.add_argument("bench")
    parser.add_argument("-k", default="", metavar="NAME", help="only the kernels NAME,NAME")
    parser.add_argument("--versions", default="", help="only these, separated by commas")
    parser.add_argument("--flags", default="", help="flags for the binary")
    parser.add_argument("--python", action="append", default=[], metavar="PATH", help="a CPython besides those that are found")
    parser.add_argument("--timeout", type=float, default=120, help="seconds per kernel")
    options = parser.parse_args()
    binary = [os.path.abspath(options.binary)] + shlex.split(options.flags)
    kernels = sorted(glob.glob(os.path.join(options.bench, "kernels", "*.py")))
    if options.k:
        kernels = [path for path in kernels if os.path.basename(path)[:-3] in options.k.split(",")]
    stubs = glob.glob(os.path.join(options.bench, "stubs", "pcb*.py"))
    failed = runs = 0
    for version, python in find_pythons(options.python).items():
        if options.versions and version not in options.versions.split(","):
            continue
        equal = 0
        with tempfile.TemporaryDirectory() as folder:
            compile_all(python, stubs + kernels, folder)
            for path in kernels:
                name = os.path.basename(path)[:-3]
                expected, got = (checks(command, folder, name, options) for command in ([python], binary))
                runs += 1
                if expected == got and isinstance(got, list):
                    equal += 1
                else:
                    failed += 1
                    print("FAIL %s %s: %s where CPython has %s" % (version, name, got, expected))
        print("%-5s %d of %d kernels equal" % (version, equal, len(kernels)), flush=True)
    print("%d runs, %d failed" % (runs, failed))
    sys.exit(failed != 0 or runs == 0)


if __name__ == "__main__":
    main()
