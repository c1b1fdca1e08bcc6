# split, rsplit, splitlines, partition, join, strip in all forms.
def kind(f, *args, **kwargs):
    try:
        print("no error", repr(f(*args, **kwargs)))
    except Exception as e:
        print(type(e).__name__)


for s in ("", " ", "a", " a ", "a b  c", "  a  b c  ", "a,b,,c,", ",", ",,", "\ta\nb\x0bc\x0cd\re\x1cf\x1dg\x1eh\x85i\u2028j\u2029k\u3000l\xa0m", "one--two----three"):
    print(ascii(s), s.split() == s.rsplit(), ascii(s.split()), ascii(s.split(None, 1)), ascii(s.rsplit(None, 1)), ascii(s.split(None, 0)), s.split(","), s.split(",", 1), s.rsplit(",", 1), s.split(",", 0), s.rsplit(",", 2), s.split("--"), s.rsplit("--", 1), ascii(s.split(sep=" ")), ascii(s.split(maxsplit=2)), ascii(s.split(" ", maxsplit=-1)))
for s in ("", "\n", "a", "a\n", "a\nb", "a\r\nb\rc\n\nd", "\r\n\r\n", "a\x0bb\x0cc\x1cd\x1de\x1ef\x85g\u2028h\u2029i", "\n\r", "x\r", "\x1f", "a\n\n"):
    print(ascii(s.splitlines()), ascii(s.splitlines(True)), ascii(s.splitlines(keepends=True)) == ascii(s.splitlines(1)))
for s in ("", "a=b=c", "=", "abc", "=a", "a=", "a==b"):
    print(s.partition("="), s.rpartition("="), s.partition("=="), s.rpartition("=="))
for s in ("", "  a b \t\n", "xxabcxx", "xyxabcyxy", "\u3000\u00a0z\u2003", "\x1ca\x1f", "aaa"):
    print(ascii(s), *[ascii(x) for x in (s.strip(), s.lstrip(), s.rstrip(), s.strip("x"), s.lstrip("xy"), s.rstrip("xy"), s.strip(""), s.strip(None), s.strip("a"), s.strip(" \n\tab"), s.rstrip("\u2003z"))])
print("".join([]), "-".join(["a"]), "-".join("abc"), ", ".join(("x", "y")), "".join(str(i) for i in range(12)), "\u00e9".join(["a", "\u4e00", "\U0001f600"]), "ab".join(["", "", ""]), "x".join({"k": 1}), " ".join(map(str, [1, 2.5, None])), "".join(["a"] * 5), "--".join(iter(["p", "q"])))
for bad in ([1], ["a", 1], ["a", None], [b"a"], 5, None, ["a", ["b"]], [object]):
    try:
        print(",".join(bad))
    except TypeError as e:
        print("TypeError", e)
kind("a".split, "")
kind("a".rsplit, "")
kind("a".partition, "")
kind("a".rpartition, "")
kind("a".split, 1)
kind("a".split, b"a")
kind("a".strip, 1)
kind("a".strip, "a", "b")
kind("a".split, ",", "x")
kind("a".split, ",", 1, 2)
kind("a".split, foo=1)
kind("a".partition)
kind("a".join)
kind("a".join, "b", "c")
text = "line one\nline two\r\n\tindented\n\nlast"
print([line.split() for line in text.splitlines()], [w.strip(".,") for w in "Hello, world. Bye.".split()], dict(p.split("=") for p in "a=1;b=2;c=3".split(";")), "  lots   of    space ".split(" "), "a\nb".split("\n"), "CamelCaseWord".split("C"), "1,2,3".split(",", 1)[1].rsplit(",", 1)[0])
sep = "<>"
parts = [str(i) * (i % 5) for i in range(50)]
joined = sep.join(parts)
print(joined.split(sep) == parts, joined.rsplit(sep) == parts, joined.split(sep, 10)[-1] == sep.join(parts[10:]), joined.rsplit(sep, 10)[0] == sep.join(parts[:-10]), len(joined))
s = "a"
print(s.join(["x"]) == "x", "".join([s]) is not None, " a ".strip() == s, "a".split("b") == [s])
