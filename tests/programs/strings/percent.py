# The % operator on strings: conversions, flags, width, precision, mapping keys, errors.
def kind(f):
    try:
        print("no error", repr(f()))
    except Exception as e:
        print(type(e).__name__)


print("%s" % "a", "%s %s" % ("a", "b"), "%r" % "a", "%a" % "\u00e9", "%%" % (), "%s%%" % 5, "%5s|%-5s|%05s|" % ("a", "b", "c"), "%.2s|%5.1s|%-5.1s|" % ("abc", "abc", "abc"), "%s" % None, "%s" % [1], "%s" % {"a": 1}, "%s" % ((1, 2),), "%s %s" % (1, (2,)))
print("%(a)s" % {"a": 1}, "%(a)s%(b)r" % {"a": 1, "b": "x"}, "%(a(b))s" % {"a(b)": 1}, "%()s" % {"": 1}, "%(a)5.1f|" % {"a": 2.25}, "%(a)s %(a)s" % {"a": [1]}, "%(x)%" % {"x": 1} if False else "")
print("%c%c%c" % (65, "B", 0x4e00) == "AB\u4e00", "%5c|%-5c|" % ("a", 66), "%c" % "\U0001f600" == "\U0001f600", "%c" % True == "\x01")
print("%d %i %u" % (1, 2, 3), "%+d % d %05d %-5d| %5d" % (1, 2, 3, 4, 5), "%x %X %o %#x %#X %#o" % (255, 255, 8, 255, 255, 8), "%e %E %f %F %g %G" % (1.5, 1.5, 1.5, 1.5, 1.5, 1.5), "%.0f %.1f %.10f" % (2.5, 0.05, 1 / 3), "%10.3e|%-12.2g|%+.1f" % (12345.678, 12345.678, 1.25), "%#.0f %#.3g" % (1.0, 1.0), "%06.2f|%-06.2f|%+06.2f" % (3.14159, 3.14159, 3.14159))
print("%*d|%-*d|%.*f|%*.*f|" % (5, 1, 5, 2, 2, 3.14159, 8, 3, 2.71828), "%0*d" % (5, 42), "%*s|" % (-5, "a"), "%.*s|" % (2, "abc"), "%hd %ld %Ld" % (1, 2, 3))
kind(lambda: "%s" % ())
kind(lambda: "%s %s" % ("a",))
kind(lambda: "%s %s" % "a")
kind(lambda: "%s" % ("a", "b"))
kind(lambda: "abc" % "a")
kind(lambda: "abc" % 1)
kind(lambda: "abc" % ())
kind(lambda: "abc" % {"a": 1})
kind(lambda: "abc" % [1])
kind(lambda: "abc" % (1,))
kind(lambda: "%(a)s" % "x")
kind(lambda: "%(a)s" % ("x",))
kind(lambda: "%(a)s" % {})
kind(lambda: "%(a" % {"a": 1})
kind(lambda: "%" % ())
kind(lambda: "%5" % 1)
kind(lambda: "%y" % 1)
kind(lambda: "%d" % "1")
kind(lambda: "%d" % [])
kind(lambda: "%f" % "1")
kind(lambda: "%c" % "")
kind(lambda: "%c" % "ab")
kind(lambda: "%c" % -1)
kind(lambda: "%c" % 0x110000)
kind(lambda: "%c" % 1.5)
kind(lambda: "%x" % 1.5)
kind(lambda: "%x" % "a")
kind(lambda: "%*d" % ("a", 1))
kind(lambda: "%.*f" % (1.5, 1))
kind(lambda: "%99999999999999999999d" % 1)
kind(lambda: "%\u4e00" % 1)


class M:
    def __getitem__(self, key):
        return "<%s>" % (key,)


class T(tuple):
    pass


class Plain:
    def __str__(self):
        return "plain"

    def __repr__(self):
        return "repr of plain"

    def __int__(self):
        return 7

    def __index__(self):
        return 8

    def __float__(self):
        return 2.5


print("%(k)s" % M(), "%s %s" % T((1, 2)), "%s %r" % (Plain(), Plain()), "%x %o" % (Plain(), Plain()), "%f %.1e" % (Plain(), Plain()), "%s" % Plain(), "%s" % [Plain()])


class StrSub(str):
    def __mod__(self, other):
        return "custom %"

    def __rmod__(self, other):
        return "custom r%"


print(StrSub("%s") % 1, "%s" % StrSub("x"), type("%s" % StrSub("x")).__name__, "%s%s" % ("", ""), "%s" % "", "\u00e9%s" % "\u4e00" == "\u00e9\u4e00", "%s\U0001f600" % 1 == "1\U0001f600")
name, age = "Bob", 42
print("%s is %d years (%5.1f%%) %r" % (name, age, 99.5, name), "%-10s|%10s|%s" % (name, age, [name, age]), "Total: %(n)04d of %(m)-6s|" % {"n": 7, "m": "x"}, "%s" * 3 % (1, 2, 3), ("%d," * 5) % tuple(range(5)), "%.3s%%" % 12345)
print(("%-*s%*s" * 2) % (5, "ab", 5, "cd", -4, "e", -4, "f") + "|", "%+s|%05s|% s" % ("a", "b", "c"), "%5%|%-5%|"[:0] % ())
