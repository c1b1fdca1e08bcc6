# open: text and binary, modes, seek, tell, iteration, newlines, encodings, errors, context manager; in a temporary folder.
import posix
import sys


def kind(f):
    try:
        print("no error", f())
    except Exception as e:
        print(type(e).__name__)


folder = "/tmp/corpus-open-%d" % posix.getpid()
posix.mkdir(folder)
path = folder + "/file.txt"
try:
    f = open(path, "w")
    print(f.write("line one\n"), f.write("line two\nno newline"), f.closed, f.mode, f.name == path, f.writable(), f.readable(), f.encoding.lower())
    f.close()
    print(f.closed)
    kind(lambda: f.write("x"))
    kind(lambda: f.read())
    with open(path) as f:
        print(repr(f.read()), repr(f.read()), f.readable(), f.writable(), f.seekable())
    with open(path) as f:
        print(f.readline(), f.readline(3), f.readline(), f.readline(), repr(f.readline()))
    with open(path) as f:
        print([line for line in f], list(f))
    with open(path) as f:
        print(f.readlines(), f.seek(0), f.read(4), f.tell(), f.seek(9), f.read())
    with open(path, "a") as f:
        f.write("\nappended")
        f.writelines(["\na", "\nb"])
        print("x", 5, file=f)
    print(open(path).read().split("\n"))
    with open(path, "r+") as f:
        f.write("LINE")
        f.seek(0, 2)
        f.write("end")
    print(repr(open(path).read()))
    with open(path, "w+") as f:
        f.write("abc\ndef")
        f.seek(0)
        print(repr(f.read()), f.truncate(3), f.seek(0), f.read())
    with open(path, "wb") as f:
        print(f.write(b"\x00\x01\xffbytes\n"), f.write(bytearray(b"more\r\n")), f.tell(), f.mode)
    with open(path, "rb") as f:
        print(f.read(3), f.read(0), f.tell(), f.seek(-3, 2), f.read(), f.seek(1), f.readline(), f.readlines(), f.read())
        buf = bytearray(4)
        f.seek(0)
        print(f.readinto(buf), buf)
    kind(lambda: open(path, "rb").write(b"x"))
    kind(lambda: open(path, "wb").read())
    kind(lambda: open(path, "w").write(b"bytes"))
    kind(lambda: open(path, "wb").write("text"))
    kind(lambda: open(folder + "/none"))
    kind(lambda: open(folder))
    kind(lambda: open(path, "x"))
    kind(lambda: open(path, "rw"))
    kind(lambda: open(path, ""))
    kind(lambda: open(path, "q"))
    kind(lambda: open(path, "rb", encoding="utf-8"))
    kind(lambda: open(path, "r", buffering=0))
    kind(lambda: open(5.5))
    kind(lambda: open())
    kind(lambda: open(path, encoding="no-such-encoding"))
    try:
        open(folder + "/none")
    except FileNotFoundError as e:
        print(e.errno, e.strerror, e.filename == folder + "/none", e.args)
    for enc in ("utf-8", "latin-1"):
        with open(path, "w", encoding=enc) as f:
            f.write("caf\u00e9")
        print(open(path, "rb").read(), open(path, encoding=enc).read() == "caf\u00e9")
    with open(path, "w", encoding="ascii", errors="replace") as f:
        f.write("caf\u00e9")
    print(open(path).read())
    kind(lambda: open(path, "w", encoding="ascii").write("\u00e9"))
    with open(path, "wb") as f:
        f.write(b"a\xffb")
    kind(lambda: open(path, encoding="utf-8").read())
    print(ascii(open(path, encoding="utf-8", errors="replace").read()), ascii(open(path, encoding="utf-8", errors="surrogateescape").read()), ascii(open(path, encoding="utf-8", errors="ignore").read()))
    with open(path, "wb") as f:
        f.write(b"one\r\ntwo\rthree\nfour")
    print([open(path, newline=n).readlines() for n in (None, "", "\n", "\r", "\r\n")])
    for n in (None, "", "\n", "\r", "\r\n"):
        with open(path, "w", newline=n) as f:
            f.write("a\nb\r\n")
        print(repr(n), open(path, "rb").read())
    kind(lambda: open(path, newline="x"))
    big = "line %d of many\n"
    with open(path, "w") as f:
        for i in range(3000):
            f.write(big % i)
    with open(path) as f:
        print(sum(len(line) for line in f))
    with open(path) as f:
        print(len(f.read(10000)), f.readline(), next(f), len(f.readlines()))
    with open(path, "rb", buffering=0) as f:
        print(type(f).__name__, f.read(6), len(f.readall()))
    with open(path, "rb") as f:
        print(type(f).__name__, f.peek(4)[:4], f.read1(4), type(f.raw).__name__)
    with open(path) as f:
        print(type(f).__name__, type(f.buffer).__name__, f.line_buffering, f.errors, f.newlines)
    fd = posix.open(path, posix.O_RDONLY)
    with open(fd) as f:
        print(f.fileno() == fd, f.readline())
    kind(lambda: posix.read(fd, 1))
    fd = posix.open(path, posix.O_RDONLY)
    with open(fd, "rb", closefd=False) as f:
        f.read(4)
    posix.close(fd)
    g = open(path)
    it = iter(g)
    print(it is g, next(it))
    g.close()
    kind(lambda: next(it))
    kind(lambda: g.__enter__())
    with open(path, "w", buffering=1) as f:
        f.write("line buffered\n")
        print(open(path).read())
    print("\u00e9".encode(sys.stdout.encoding) == b"\xc3\xa9", posix.stat(path).st_size)
finally:
    for name in posix.listdir(folder):
        posix.unlink(folder + "/" + name)
    posix.rmdir(folder)
