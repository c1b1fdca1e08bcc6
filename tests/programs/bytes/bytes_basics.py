# bytes: construction, repr, indexing, slices, methods, errors.
def kind(f, *args, **kwargs):
    try:
        print("no error", repr(f(*args, **kwargs)))
    except Exception as e:
        print(type(e).__name__)


print(b"", b"abc", b"\x00\x7f\x80\xff", b"'", b'"', b"'\"", b"\\\n\t\r", bytes(range(256)))
print(bytes(), bytes(3), bytes([1, 2, 255]), bytes((0,)), bytes(range(5)), bytes("h\u00e9", "utf-8"), bytes("a", encoding="ascii", errors="strict"), bytes(b"copy"), bytes(bytearray(b"ba")), bytes(memoryview(b"mv")), bytes(iter([65])), bytes({66: 1}), bytes(True))
for args in (("a",), (-1,), ([256],), ([-1],), (["a"],), (1.5,), (None,), ("a", 5), (b"a", "ascii"), ([1], "ascii"), (5, "ascii"), ("\u00e9", "ascii"), ([[1]],), (10 ** 30,), ("a", "ascii", "x", 1)):
    kind(bytes, *args)


class HasBytes:
    def __bytes__(self):
        return b"from method"


class BadBytes:
    def __bytes__(self):
        return "str"


class Idx:
    def __index__(self):
        return 4


print(bytes(HasBytes()), bytes(Idx()), bytes([Idx()]))
kind(bytes, BadBytes())
b = b"hello world"
print(b[0], b[-1], b[1:3], b[::-1], b[::2], b[-3:], b[100:], len(b), list(b[:3]), b[True], b * 2, b + b"!", 104 in b, b"wor" in b, b"" in b, 300 in b if False else "", [x for x in b"ab"], b"%c" % 65, hash(b) == hash(bytes(b)), b == bytearray(b), b != "hello world", b < b"help", max(b), sorted(b)[:3], bytes(reversed(b)))
kind(lambda: b[20])
kind(lambda: b["a"])
kind(lambda: b + "a")
kind(lambda: "a" in b)
kind(lambda: 300 in b)
kind(lambda: b * 1.5)
kind(lambda: b < "a")
kind(lambda: b.__setitem__(0, 1))
print(b.find(b"o"), b.find(111), b.rfind(b"o"), b.index(b"w"), b.rindex(b"l"), b.count(b"l"), b.count(108), b.count(b""), b.find(b"o", 5), b.find(b"o", -3, -1), b.startswith(b"he"), b.startswith((b"x", b"h")), b.endswith(b"ld", 3), b.find(b"", 5), b.find(b"zz"))
print(b.upper(), b.title(), b.capitalize(), b"AbC".swapcase(), b"AbC".lower(), b"abc".isalpha(), b"ab1".isalnum(), b"12".isdigit(), b" \t".isspace(), b"AB".isupper(), b"ab".islower(), b"Ab Cd".istitle(), b"".isalpha(), b"\xe9".isalpha(), b"\xe9".upper())
print(b.split(), b.split(b"o"), b.split(b"o", 1), b.rsplit(b"o", 1), b" a  b ".split(), b" a  b ".split(b" "), b"a\nb\r\nc\x0bd".splitlines(), b"a\n".splitlines(True), b.partition(b" "), b.rpartition(b"o"), b"xx".partition(b"y"), b"".split(), b"".split(b","))
print(b"-".join([b"a", b"b"]), b"".join([]), b",".join((bytearray(b"x"), memoryview(b"y"))), b.replace(b"l", b"L"), b.replace(b"l", b"", 1), b"ab".replace(b"", b"-"), b"  a ".strip(), b"xax".strip(b"x"), b"xax".lstrip(b"x"), b"xax".rstrip(b"x"), b"a".center(5), b"a".ljust(4, b"."), b"a".rjust(4, b"."), b"42".zfill(5), b"-42".zfill(5), b"a\tb".expandtabs(4))
print(b"abc".translate(bytes.maketrans(b"ab", b"xy")), b"abcabc".translate(None, b"b"), b"abc".translate(bytes(range(256)), b"c"), b"abc".translate(None, delete=b"a"), bytes.maketrans(b"a", b"b")[97], b"\x01\xab".hex(), bytes.fromhex("01 aB"), bytes.fromhex(""), b"abc".decode(), b"\xc3\xa9".decode("utf-8") == "\u00e9")
for f, args in ((b"a".split, ("a",)), (b"a".split, (b"",)), (b"-".join, (["a"],)), (b"-".join, (b"ab",)), (b"a".find, ("a",)), (b"a".find, (256,)), (b"a".replace, ("a", "b")), (b"a".strip, ("a",)), (b"a".center, (5, "x")), (b"a".center, (5, b"xy")), (b"a".translate, (b"short",)), (bytes.maketrans, (b"a", b"")), (bytes.fromhex, ("0",)), (bytes.fromhex, ("zz",)), (bytes.fromhex, ("0 1",)), (b"a".index, (b"z",)), (b"a".startswith, ("a",)), (b"a".startswith, ([b"a"],)), (b"a".partition, (b"",))):
    kind(f, *args)
print(b"%d %s %r %a %x %c %5.1f|%-5d|%05d %% %b" % (1, b"s", "r", "\u00e9", 255, b"z", 2.25, 3, 4, b"bb"), b"%(a)s" % {b"a": b"v"}, b"%i" % 5, b"%s" % bytearray(b"q"), b"%b" % HasBytes(), b"%.2s|%5s|" % (b"abc", b"d"), b"%e" % 1.5)
kind(lambda: b"%s" % "str")
kind(lambda: b"%b" % 1)
kind(lambda: b"%d" % "1")
kind(lambda: b"%c" % 256)
kind(lambda: b"%s %s" % b"a")
kind(lambda: b"%(a)s" % {"a": b"v"})


class Sub(bytes):
    def __new__(cls, *a):
        self = bytes.__new__(cls, *a)
        self.tag = "t"
        return self


s = Sub(b"sub")
print(s, s.tag, type(s[:2]).__name__, type(s + b"").__name__, s == b"sub", s.upper(), Sub([1, 2]), {s: 1}[b"sub"], isinstance(s, bytes), type(bytes(s)).__name__, Sub.fromhex("ff").tag)
print(b"a" b"b", rb"\x", br"\n", b"\101\x42C", b'''m
l''')
print(sum(bytes(range(100))), bytes(x ^ 0x55 for x in b"xor me"), bytes(x ^ 0x55 for x in bytes(x ^ 0x55 for x in b"xor me")), int.from_bytes(b"\x12\x34", "big"), b"".join(bytes([i]) for i in range(65, 75)), b"abc" > b"ab", b"" < b"\x00", b"\xff" > b"\x7f")
