# str.format and format_map: fields, nesting, conversions, attribute and item access, errors.
def err(f, *args, **kwargs):
    try:
        print("no error", repr(f(*args, **kwargs)))
    except Exception as e:
        print(type(e).__name__, e)


def kind(f, *args, **kwargs):
    try:
        print("no error", repr(f(*args, **kwargs)))
    except Exception as e:
        print(type(e).__name__)


class P:
    def __init__(self):
        self.x = 3
        self.d = {"k": [10, 20], "0": "zero", 0: "int zero", "a.b": 1}

    def __format__(self, spec):
        return "P<%s>" % spec


p = P()
print("{} {} {}".format(1, "a", None), "{0}{1}{0}".format("ab", "c"), "{a}{b}".format(a=1, b=2), "{0} {name}".format("pos", name="kw"), "{{}}{{{0}}}".format(1), "".format(), "no fields".format(1, 2))
print("{0.x} {0.d[k][1]} {0.d[0]} {0.d[a.b]}".format(p), "{p:abc} {p}".format(p=p), "{0[1]} {0[2]}".format("abc"), "{[0]} {.x}".format([5], p), "{:>{w}}|{:{f}^{w}}|".format("a", "b", w=5, f="*"), "{!r} {!s} {!a}".format("\u00e9", "\u00e9", "\u00e9") == "'\u00e9' \u00e9 '\\xe9'")
print("{:10}|{:<10}|{:>10}|{:^10}|{:*^10}|{:.2}|{:10.2}|".format("abc", "abc", "abc", "abc", "abc", "abc", "abc"), "{:\u4e00>5}".format("x") == "\u4e00" * 4 + "x", "{:<5}|{:>5}|{:^5}".format(12, 12, 12), "{:s}".format("s"), "{:}".format("x"), "{0:}{0!r:}".format("x"), "{!r:>8}".format("a"), "{:0<5}|{:0>5}".format("a", "b"), "{:.0}|".format("abc"), "{:5.1}|".format("\u4e00\u4e8c") == "\u4e00    |")
print("{:,} {:_} {:e} {:.3f} {:%} {:x} {:#b} {:+} {:c}".format(1234567, 1234567, 12345.678, 2.0005, 0.25, 255, 5, 3, 65), "{:d} {:5d} {:<5d}|".format(1, 2, 3), "{:{}{}{}}".format(3.14159, ">", 10, ".3"), "{0:{1}}".format(5, "03"), "{a[b]}".format(a={"b": 1}), "{a.real}{a.imag}".format(a=3 + 4j))
kind("{}".format)
err("{0}{}".format, 1, 2)
err("{}{0}".format, 1, 2)
kind("{a}".format, 1)
kind("{0.y}".format, p)
kind("{0[zz]}".format, p.d)
kind("{0[5]}".format, [1])
kind("{1}".format, 1)
err("{".format, 1)
err("}".format, 1)
err("{0".format, 1)
err("{!}".format, 1)
kind("{!x}".format, 1)
kind("{0!rr}".format, 1)
kind("{0.}".format, 1)
kind("{0[}".format, 1)
kind("{0[]}".format, [1])
kind("{0[a}".format, 1)
kind("{:{:{}}}".format, 1, 2, 3)
kind("{:d}".format, "a")
kind("{:s}".format, 1)
kind("{:5}".format, None)
kind("{:x}".format, [])
kind("{:.2}".format, 5)
kind("{:=5}".format, "a")
kind("{:,}".format, "a")
kind("{:+}".format, "a")
kind("{:#}".format, "a")
kind("{0[0]0}".format, [1])
kind("{-1}".format, 1)
kind("{ 0}".format, 1)
kind("{0x1}".format, 1)
kind("{99999999999999999999}".format, 1)
print("{ }".format(**{" ": "space"}), "{a b}".format(**{"a b": 2}), "{0}".format("{1}"), "{:}}".format(1) if False else "")


class Default(dict):
    def __missing__(self, key):
        return "<" + key + ">"


class M:
    def __getitem__(self, key):
        return key * 2


print("{a} {b}".format_map(Default(a=1)), "{x}-{yy}".format_map(M()), "{a[0]}".format_map({"a": "xyz"}))
kind("{}".format_map, {})
kind("{a}".format_map, {})
kind("{a}".format_map)
print(format("abc", ">6"), format(3), format("x", ""), format(None), format([1]), format(p, "spec"), "{:%Y-%m}".format(p), "{0:{0}}".format("<4") + "|", "%s" % p.x)


class Slot(str):
    def __format__(self, spec):
        return "Slot:" + spec


print("{:x}{}".format(Slot("a"), Slot("b")), f"{Slot('a'):zz}", format(Slot("a")))
try:
    format(3, 5)
except TypeError as e:
    print("TypeError")


class BadF:
    def __format__(self, spec):
        return 5


kind("{}".format, BadF())
kind(format, BadF(), "")
