# The short ways of text operations agree with the long ones: plain conversions, cuts, replacements, margins.
class S(str):
    def __str__(self):
        return "S!"

    def __format__(self, spec):
        return "F(" + spec + ")"


class I(int):
    def __str__(self):
        return "I!"


def kind(f, *args):
    try:
        print("no error", ascii(f(*args)))
    except Exception as e:
        print(type(e).__name__)  # the texts differ between versions


# ints of every length, both signs
for e in range(0, 21):
    for n in (10**e - 1, 10**e, 10**e + 1, -(10**e), 1 - 10**e):
        t = str(n)
        assert t == "%d" % n == "%s" % n == "%r" % (n,) == f"{n}" == "{}".format(n) == format(n, "d") == repr(n), n
        assert int(t) == n and "%5d|" % n == t.rjust(5) + "|" and f"{n:<9}|" == t.ljust(9) + "|", n
        assert int(hex(n), 16) == int(oct(n), 8) == int(bin(n), 2) == n, n
        assert "%x" % n == format(n, "x") == hex(n).replace("0x", ""), n
for e in range(0, 66):
    for n in (2**e - 1, 2**e, -(2**e)):
        assert int("%o" % n, 8) == int("%X" % n, 16) == int("{:b}".format(n), 2) == n, n
print(hex(0), oct(0), bin(0), hex(-1), "%x %X %o %#x %#o" % (255, 255, 8, -255, 0), "%c%c" % (65, "b"))

# plain conversions of other values, wrong counts, keys, and where errors come
for template, values in [
    ("%s %r %d", (1, 2, 3)), ("%s", "a"), ("%s", ("a",)), ("%s%s", ("a",)), ("%s", ("a", "b")), ("%d", "a"), ("%d", 1.9), ("%d", True),
    ("%d", 10**30), ("%s", 10**30), ("%s|%r", (S("x"), S("x"))), ("%s %d", (I(3), I(3))), ("%s", None), ("%r", "\u4e00"), ("\u4e00%s\u4e8c%d", ("\u00e9", 3)),
    ("\U0001f600%r", "\U0001f600"), ("%s%%%d%%", (1, 2)), ("%", 1), ("%d%", 1), ("%d%q", (1, 2)), ("%s %(a)s", {"a": 1}), ("%(a)s %(b)d", {"a": 1, "b": 2}), ("no", ()), ("no", 1),
    ("%s", [1, "a"]), ("%d", None), ("%r%r", ("a", 'b"\'')), ("%-5s|%5s|%.1s", ("ab", "cd", "ef")), ("%i %u", (5, -5)),
]:
    kind(lambda t, v: t % v, template, values)

# f-strings of few and short parts
for a in ("", "x", "\u00e9", "\u4e00", "\U0001f600", S("sub"), I(7), 5, -1, None, 1.5):
    print(ascii((f"{a}", f"{a}{a}", f"<{a}>", f"{a}\u4e00{a!s}", f"{a!r}:{a!s}")))
print(f"{''}{''}" == "", f"{''}{'x'}" == "x", ascii(f"{S('a')}{S('b'):q}"))
print("{}{}|{:>4}|{:<4}|{:^5}|{:*^5}|{:04}".format(1, "a", "b", "c", "d", "\u00e9", 5), "{:\u4e00^6}".format("ab"), "{:.2}|{:5.1}|".format("abc", "xyz"), "{:>3}|{:3}|".format("", ""))

# cutting
blanks = [chr(c) for c in range(0x100) if chr(c).isspace()]
print([hex(ord(c)) for c in blanks], [len(("a" + chr(c) + "b").split()) for c in range(0x100)])
for s in ("", " ", "a", " a", "a ", " a  b ", "a\x1cb\x85c\xa0d", "\u4e00 \u4e8c\u3000x", "word " * 30):
    print([(len(s.split(None, n)), ascii(s.split(None, n))[:60], ascii(s.rsplit(None, n))[:60]) for n in (-1, 0, 1, 2)])
    print(ascii([s.split(" "), s.split("  "), s.split(" ", 1), s.rsplit(" ", 1), s.split("\u4e00"), s.splitlines()])[:200])
long = "ab,cd,," * 20
print(len(long.split(",")), len(long.split(",,")), len(long.split(",", 7)), long.split(",", 7)[-1] == long.split(",", 7)[7], ",".join(long.split(",")) == long)
print(b"a b\x85c\x1cd".split(), b"a,b,,c".split(b","), b"a,b,,c".rsplit(b",", 1), bytearray(b"a\nb\r\nc").splitlines(), (b"ab," * 40).split(b",", 3)[:3])
whole = "whole"
print(whole.split()[0] is whole, whole.split(",")[0] is whole, "".split(), "".split(","), [] + "".split() + [1])

# replacing
for s in ("", "a", "aaa", "banana", "b\u00e9n\u00e9", "\u4e00a\u4e00", "ab" * 50, "x" * 63 + "ab", "x" * 64 + "ab"):
    for old, new in (("a", "b"), ("a", ""), ("a", "xyz"), ("an", "AN"), ("aa", "a"), ("", "-"), ("\u00e9", "e"), ("a", "\u00e9"), ("a", "\u4e00"), ("\u4e00", "z"), ("ab", "")):
        if not s and not old:
            continue  # before 3.9, "".replace("", "-", 1) was ""
        print(ascii([s.replace(old, new, n)[-12:] for n in (-1, 0, 1, 2)]), len(s.replace(old, new)), s.count(old))
print(b"banana".replace(b"an", b"--", 1), bytearray(b"aXbX").replace(b"X", b"yz"), b"abc".replace(b"", b"."))

# margins
for s in ("", "a", "-", "+1", "-12", "\u00e9", "\u4e00"):
    for w in (0, 1, 2, 3, 6):
        print(ascii([s.ljust(w), s.rjust(w, "*"), s.center(w), s.center(w, "\u00e9"), s.zfill(w), s.ljust(w, "\u4e00")]), all(ord(c) < 128 for c in s.ljust(w)))
kind("a".ljust, 1 << 62)
kind("a".zfill, 1 << 62)
for s in ("", "a", "abc", "ab\u00e9", "\u4e00bc"):
    print(ascii([s[::-1], s[::2], s[::-2], s[1::-1], s[-2::-1], s[5:0:-1], s[2::-1]]))
