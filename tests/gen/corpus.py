"""The program corpus: which programs there are, for which versions, and what they must print.

tests/programs/AREA/NAME.py           a program
tests/programs/AREA/NAME/__main__.py  a program that is a folder, run as a folder
tests/programs/AREA/FOLDER/**.py      other folders hold modules that a program of the area imports
tests/programs/AREA/NAME.out          what it prints; NAME.out.3.8 where 3.8 prints something else
tests/programs/AREA/NAME.err          the same for the error output; without it nothing is expected there
tests/programs/pyc/X.Y/AREA/...       all of it compiled by CPython X.Y

The first lines of a program may say more:
    #! version >= 3.8      oldest version that can compile it (also `<=`: newest)
    #! args: a b           its command line
    #! stdin: FILE         its standard input, a file beside the program
    #! exit: 1             its exit status
    #! heavy               allocates much: not for runs that collect at every allocation
"""

import glob
import os
import shlex
import subprocess
import tempfile

VERSIONS = ["3.6", "3.7", "3.8", "3.9", "3.10", "3.11", "3.12", "3.13", "3.14", "3.15"]
TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAMS = os.path.join(TESTS, "programs")
EXAMPLES = os.path.join(os.path.dirname(TESTS), "examples")
PYC = os.path.join(PROGRAMS, "pyc")


def key(version):
    return tuple(int(part) for part in version.split("."))


class Header:
    """What the `#!` lines at the top of a source say."""

    def __init__(self, path):
        self.oldest, self.newest = VERSIONS[0], VERSIONS[-1]
        self.args, self.stdin, self.exit, self.heavy = [], None, 0, False
        with open(path, encoding="utf-8", errors="surrogateescape") as source:
            for line in source:
                if not line.startswith("#!"):
                    break
                self.read(line[2:].strip(), path)

    def read(self, line, path):
        word, _, rest = line.partition(" ")
        if word == "version":
            relation, version = rest.split()
            if relation == ">=":
                self.oldest = version
            elif relation == "<=":
                self.newest = version
            else:
                raise ValueError("%s: unknown relation %s" % (path, relation))
        elif word == "args:":
            self.args = shlex.split(rest)
        elif word == "stdin:":
            self.stdin = os.path.join(os.path.dirname(path), rest.strip())
        elif word == "exit:":
            self.exit = int(rest)
        elif word == "heavy":
            self.heavy = True
        else:
            raise ValueError("%s: unknown header line %r" % (path, line))

    def covers(self, version):
        return key(self.oldest) <= key(version) <= key(self.newest)


class Program:
    """One program of the corpus."""

    def __init__(self, source):
        relative = os.path.relpath(source, PROGRAMS)
        if os.path.basename(relative) == "__main__.py":
            relative = os.path.dirname(relative)
        self.source = source
        self.is_folder = not relative.endswith(".py")
        self.id = relative if self.is_folder else relative[:-3]
        self.area = relative.split(os.sep)[0]
        self.header = Header(source)

    def pyc(self, version, root=PYC):
        return os.path.join(root, version, self.id + ("" if self.is_folder else ".pyc"))

    def expectation(self, kind, version=None):
        """Path of the recorded output: kind is "out" or "err"."""
        path = os.path.join(PROGRAMS, self.id) + "." + kind
        return path if version is None else path + "." + version

    def expected(self, kind, version):
        """The recorded output for a version, or None if nothing is recorded."""
        for path in (self.expectation(kind, version), self.expectation(kind)):
            if os.path.exists(path):
                with open(path, "rb") as file:
                    return file.read()
        return b"" if kind == "err" and os.path.exists(self.expectation("out")) else None


def programs(pattern=""):
    """All programs whose id contains the pattern (or one of several, separated by commas)."""
    found = glob.glob(os.path.join(PROGRAMS, "*", "*.py")) + glob.glob(os.path.join(PROGRAMS, "*", "*", "__main__.py"))
    found = [Program(path) for path in sorted(found) if not path.startswith(PYC + os.sep)]
    wanted = pattern.split(",")
    return [program for program in found if any(part in program.id for part in wanted)]


def sources():
    """Every source below tests/programs, the imported modules too."""
    for folder, folders, files in os.walk(PROGRAMS):
        folders[:] = sorted(name for name in folders if os.path.join(folder, name) != PYC and name != "__pycache__")
        for name in sorted(files):
            if name.endswith(".py"):
                yield os.path.join(folder, name)


def environment():
    """A small fixed environment: nothing of the user's may change an output."""
    return {
        "PATH": "/usr/bin:/bin",
        "LC_ALL": "C.UTF-8",
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHON_COLORS": "0",
    }


def run(command, header, timeout):
    """Runs a command in an empty folder; returns (status, stdout, stderr), status None after the time limit."""
    with tempfile.TemporaryDirectory() as folder:
        stdin = open(header.stdin, "rb") if header.stdin else subprocess.DEVNULL
        try:
            done = subprocess.run(
                command + header.args,
                stdin=stdin,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd=folder,
                env=environment(),
                timeout=timeout,
            )
        except subprocess.TimeoutExpired as late:
            return None, late.stdout or b"", late.stderr or b""
        finally:
            if header.stdin:
                stdin.close()
        return done.returncode, done.stdout, done.stderr
