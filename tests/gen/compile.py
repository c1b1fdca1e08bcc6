#!/usr/bin/env python3
"""Compiles the corpus and the examples with every CPython found, and records what each of them prints.

    tests/gen/compile.py                     everything
    tests/gen/compile.py -k strings/format   some programs
    tests/gen/compile.py --check             write nothing, fail if something committed is not current
    tests/gen/compile.py --python PATH ...   CPythons besides those of pyenv, /usr/bin and /opt/py*/bin

What is recorded for a version that is not on this machine stays as it is.
"""

import argparse
import collections
import concurrent.futures
import difflib
import glob
import os
import re
import subprocess
import sys
import tempfile

import corpus

EMIT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "emit_pyc.py")
ASK = "import sys; print(sys.implementation.name, '%d.%d' % sys.version_info[:2], sys.version_info.releaselevel)"

ADDRESS = re.compile(rb" at 0x[0-9a-f]{6}|/tmp/|/root/")


def find_pythons(more):
    """One released CPython per version: the first that answers."""
    places = list(more) + os.environ.get("CPYTHONS", "").split()
    pyenv = os.environ.get("PYENV_ROOT") or os.path.expanduser("~/.pyenv")
    places += sorted(glob.glob(os.path.join(pyenv, "versions", "3.*", "bin", "python3")))
    places += sorted(glob.glob("/opt/py3*/bin/python3.??"))
    places += sorted(path for path in glob.glob("/usr/bin/python3.*") if re.search(r"python3\.\d+$", path))
    pythons = {}
    for place in places:
        try:
            answer = subprocess.run([place, "-S", "-E", "-c", ASK], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        except OSError:
            continue
        words = answer.stdout.decode().split()
        if len(words) == 3 and words[0] == "cpython" and words[1] in corpus.VERSIONS and words[2] == "final":
            pythons.setdefault(words[1], place)
    return {version: pythons[version] for version in corpus.VERSIONS if version in pythons}


def compile_files(python, jobs):
    """Compiles (source, co_filename, target) triples; returns the compiler's complaints."""
    lines = "".join("\t".join(job) + "\n" for job in jobs)
    environment = dict(corpus.environment(), PYTHONWARNINGS="ignore")
    command = [python, "-S", "-s", EMIT]
    done = subprocess.run(command, input=lines.encode(), stderr=subprocess.PIPE, env=environment)
    return done.stderr.decode("utf-8", "replace")


def program_jobs(version, pattern, root):
    wanted = {program.id for program in corpus.programs(pattern)}
    for source in corpus.sources():
        relative = os.path.relpath(source, corpus.PROGRAMS)[:-3]
        owner = relative.split(os.sep)
        is_program = len(owner) == 2
        if is_program and relative not in wanted:
            continue
        if corpus.Header(source).covers(version):
            name = relative.replace(os.sep, "/") + ".py"
            yield source, name, os.path.join(root, version, relative + ".pyc")


def example_jobs(version, root):
    for source in sorted(glob.glob(os.path.join(corpus.EXAMPLES, "*.py"))):
        if not corpus.Header(source).covers(version):
            continue
        name = os.path.basename(source)[:-3]
        yield source, name + ".py", os.path.join(root, "pyc", "%s.%s.pyc" % (name, version))
        if version == "3.11":
            yield source, name + ".py", os.path.join(root, name + ".pyc")


def measure(python, version, program, root):
    """Runs one program under the CPython that compiled it."""
    command = [python, "-S", "-s", "-B", program.pyc(version, root)]
    return corpus.run(command, program.header, timeout=120)


def settle(recorded):
    """Splits {version: text} into the common text and the exceptions to it."""
    counts = collections.Counter(recorded.values())
    most = max(counts.values())
    common = [text for text in recorded.values() if counts[text] == most][-1]
    return common, {version: text for version, text in recorded.items() if text != common}


def plan(program, kind, texts):
    """The expectation files that say: version v prints texts[v]. Returns {path: bytes or None}."""
    files = {program.expectation(kind, version): None for version in corpus.VERSIONS}
    common, special = settle(texts)
    files[program.expectation(kind)] = common if common or kind == "out" else None
    for version, text in special.items():
        files[program.expectation(kind, version)] = text
    return files


def write(path, content):
    """Makes a file be as planned; True if it already was."""
    old = None
    if os.path.exists(path):
        with open(path, "rb") as file:
            old = file.read()
    if old == content:
        return True
    if content is None:
        os.remove(path)
    else:
        with open(path, "wb") as file:
            file.write(content)
    return False


def is_current(path, content):
    if content is None:
        return not os.path.exists(path)
    if not os.path.exists(path):
        return False
    with open(path, "rb") as file:
        return file.read() == content


def record(program, results, check):
    """Stores the outputs of one program; returns complaints."""
    problems = {}
    for version, (status, stdout, stderr) in results.items():
        if status != program.header.exit:
            tail = stderr.decode("utf-8", "replace").replace(version, "X.Y")[-300:]
            problems.setdefault("exit status %s, not %s\n%s" % (status, program.header.exit, tail), []).append(version)
        elif ADDRESS.search(stdout + stderr):
            problems.setdefault("prints an address or a path", []).append(version)
    complaints = ["%s: %s: %s" % (program.id, " ".join(versions), text) for text, versions in problems.items()]
    if complaints:
        return complaints
    for kind, index in (("out", 1), ("err", 2)):
        texts = {version: result[index] for version, result in results.items()}
        for version in corpus.VERSIONS:
            if version not in texts and program.header.covers(version):
                old = program.expected(kind, version)
                if old is not None:
                    texts[version] = old
        texts = {version: texts[version] for version in corpus.VERSIONS if version in texts}
        for path, content in plan(program, kind, texts).items():
            if check:
                if not is_current(path, content):
                    complaints.append("%s is not current" % path)
            else:
                write(path, content)
    return complaints


def show_differences(program, results):
    """Shows where versions print different things (the corpus wants few of these)."""
    for kind, index in (("out", 1), ("err", 2)):
        common, special = settle({version: result[index] for version, result in results.items()})
        shown = set()
        for version, text in special.items():
            if text in shown:
                continue
            shown.add(text)
            same = [v for v in special if special[v] == text]
            print("--- %s.%s differs in %s" % (program.id, kind, " ".join(same)))
            lines = (part.decode("utf-8", "replace").splitlines() for part in (common, text))
            for line in list(difflib.unified_diff(*lines, lineterm="", n=0))[2:12]:
                print("   ", line[:160])


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-k", default="", metavar="TEXT", help="only programs whose name contains one of TEXT,TEXT")
    parser.add_argument("-j", type=int, default=2, metavar="N", help="processes at a time")
    parser.add_argument("--check", action="store_true", help="write nothing, compare with what is committed")
    parser.add_argument("--differences", action="store_true", help="show where versions print different things")
    parser.add_argument("--versions", default="", help="only these, separated by commas")
    parser.add_argument("--python", action="append", default=[], help="one more CPython")
    return parser.parse_args()


def compare_trees(fresh, committed):
    for folder, _, files in os.walk(fresh):
        for name in files:
            new = os.path.join(folder, name)
            old = os.path.join(committed, os.path.relpath(new, fresh))
            with open(new, "rb") as file:
                if not is_current(old, file.read()):
                    yield "%s is not current" % old


def sweep():
    """Removes compiled files and outputs whose source is gone."""
    keep = {os.path.relpath(source, corpus.PROGRAMS)[:-3] for source in corpus.sources()}
    for folder, _, files in os.walk(corpus.PYC):
        for name in files:
            path = os.path.join(folder, name)
            relative = os.path.relpath(path, corpus.PYC).split(os.sep, 1)[1][:-4]
            source = os.path.join(corpus.PROGRAMS, relative + ".py")
            version = os.path.relpath(path, corpus.PYC).split(os.sep)[0]
            if relative not in keep or not corpus.Header(source).covers(version):
                os.remove(path)
    known = {program.id for program in corpus.programs()}
    for path in glob.glob(os.path.join(corpus.PROGRAMS, "*", "*")):
        stem = re.sub(r"\.(out|err)(\.\d\.\d+)?$", "", path)
        if stem != path and os.path.relpath(stem, corpus.PROGRAMS) not in known:
            os.remove(path)


def main():
    options = parse_arguments()
    pythons = find_pythons(options.python)
    if options.versions:
        pythons = {version: path for version, path in pythons.items() if version in options.versions.split(",")}
    print("CPythons:", " ".join(pythons) or "none")
    complaints = []
    with tempfile.TemporaryDirectory() as scratch, concurrent.futures.ThreadPoolExecutor(options.j) as pool:
        root = os.path.join(scratch, "pyc") if options.check else corpus.PYC
        examples = os.path.join(scratch, "examples") if options.check else corpus.EXAMPLES
        jobs = {version: list(program_jobs(version, options.k, root)) for version in pythons}
        for version in pythons:
            if not options.k:
                jobs[version] += example_jobs(version, examples)
        texts = pool.map(lambda version: compile_files(pythons[version], jobs[version]), pythons)
        complaints += sorted({text.strip() for text in texts if text})
        if options.check:
            complaints += compare_trees(root, corpus.PYC)
            complaints += compare_trees(examples, corpus.EXAMPLES)
        waiting = []
        for program in corpus.programs(options.k):
            covered = [v for v in pythons if program.header.covers(v) and os.path.exists(program.pyc(v, root))]
            runs = {v: pool.submit(measure, pythons[v], v, program, root) for v in covered}
            waiting.append((program, runs))
        for program, runs in waiting:
            results = {version: run.result() for version, run in runs.items()}
            new = record(program, results, options.check) if results else []
            complaints += new
            if results and not new and options.differences:
                show_differences(program, results)
    if not options.check and not options.k:
        sweep()
    for complaint in complaints:
        print(complaint)
    print("%d programs, %d complaints" % (len(corpus.programs(options.k)), len(complaints)))
    sys.exit(bool(complaints))


if __name__ == "__main__":
    main()
