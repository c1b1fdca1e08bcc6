# format() of ints and the % operator on ints.
def err(f, *args):
    try:
        print("no error", repr(f(*args)))
    except Exception as e:
        print(type(e).__name__)


numbers = [0, 1, -1, 42, -42, 255, 1000, -1000, 1234567, -1234567, 2 ** 49, 2 ** 64, -(10 ** 25)]
specs = ["", "d", "b", "o", "x", "X", "#b", "#o", "#x", "#X", ",", "_", "_b", "_x", "#_x", "n", "5", "<12", ">12", "^12", "=12", "012", "+", " ", "-", "+d", "*^15", "x<8", "0>8", "=+12",
         "012,", "020_", "#012x", "#010b", "+012d", "c<20,", "^+20,", "030,d", "e", ".3e", "f", ".2f", "g", ".3g", "%", ".1%", "E", "G", "F", "10.2f"]
for spec in specs:
    print(repr(spec), [format(n, spec) for n in numbers])
print(format(65, "c"), format(0x1F600, "c"), repr(format(65, "5c")), repr(format(65, "<5c")), repr(format(65, "^5c")))
for spec in ("s", "z9", "5.2d", ".3", ",c", "+c", "#c", "y", "<<5", "d5", ",_", "_,", "999999999999999999999", ",,", "5q"):
    try:
        print(spec, repr(format(42, spec)))
    except ValueError as e:
        print(spec, "ValueError")
try:
    format(-1, "c")
except OverflowError as e:
    print("OverflowError")
print(format(True, "d"), format(True, ""), format(False, "5"), format(True, "b"), "{:d} {!s} {!r}".format(True, True, False))
for spec in ("%d", "%i", "%u", "%5d", "%-5d|", "%05d", "%+d", "% d", "%x", "%X", "%o", "%#x", "%#o", "%#X", "%.5d", "%8.5d", "%-8.5d|", "%+.3d", "%+08d", "%#10x", "%#010x", "%-#10x|", "%e", "%.2f", "%g", "%s", "%r", "%5s", "%-8s|", "%c"):
    out = []
    for n in (0, 7, -7, 300, 1234567, 2 ** 70, -(2 ** 70)):
        try:
            out.append(spec % n)
        except (OverflowError, TypeError) as e:
            out.append("error")
    print(spec, out)
print("%d" % 3.99, "%d" % -3.99, "%d" % True, "%i" % 1e20, "%s %s" % (1, 2), "%(a)d-%(b)05.1f" % {"a": 3, "b": 2.25}, "%%|%5%|" % () if False else "%%" % ())
err(lambda: "%d" % "x")
err(lambda: "%x" % 3.5)
err(lambda: "%d %d" % 1)
err(lambda: "%d" % (1, 2))
err(lambda: "%d" % None)
err(lambda: "%z" % 1)
err(lambda: "%" % 1)
err(lambda: "%(a" % {"a": 1})
err(lambda: "%(a)d" % 1)
err(lambda: "%c" % "ab")
err(lambda: "%*d" % (1,))
err(lambda: "%d" % float("nan"))
err(lambda: "%d" % float("inf"))
print("%*d|%-*d|%.*f" % (6, 42, 6, 42, 2, 3.14159), "%0*d" % (5, 3), "%*d" % (-6, 42) + "|")
print("{0:>{1}}|{2:{3}{4}}".format(42, 6, 7, "<", 4), "{:{}}".format(255, "#x"), f"{255:#{5}x}", f"{1234567:,}", f"{-7:+d}", f"{42!r:>6}")
