"""Compiles sources to .pyc files whose bytes depend on nothing but the source and the CPython that runs this.

Reads lines `SOURCE<tab>NAME<tab>TARGET` from standard input; NAME becomes co_filename.
The header is PEP 552's unchecked hash where the version has it, and zero times in 3.6.
Runs under every CPython from 3.6, one fresh process per file: marshal marks an object as shared by its
reference count, so what was compiled before would show in the bytes.
"""

import importlib.util
import marshal
import os
import sys


def emit(source, name, target):
    with open(source, "rb") as file:
        text = file.read()
    code = compile(text, name, "exec", dont_inherit=True)
    if sys.version_info >= (3, 7):
        header = (1).to_bytes(4, "little") + importlib.util.source_hash(text)
    else:
        header = bytes(8)
    folder = os.path.dirname(target)
    if folder and not os.path.isdir(folder):
        os.makedirs(folder)
    with open(target, "wb") as file:
        file.write(importlib.util.MAGIC_NUMBER + header + marshal.dumps(code))


def main():
    failed = 0
    for line in sys.stdin.read().splitlines():
        source, name, target = line.split("\t")
        child = os.fork()
        if child == 0:
            try:
                emit(source, name, target)
                os._exit(0)
            except SyntaxError as error:
                sys.stderr.write("%s:%s: %s\n" % (source, error.lineno, error))
                sys.stderr.flush()
            finally:
                os._exit(1)
        failed += os.waitpid(child, 0)[1] != 0
    sys.exit(failed != 0)


main()
