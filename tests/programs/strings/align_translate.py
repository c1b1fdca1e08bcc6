# Padding, alignment, tabs, translate, maketrans, zfill, encode-free helpers.
def kind(f, *args, **kwargs):
    try:
        print("no error", ascii(f(*args, **kwargs)))
    except Exception as e:
        print(type(e).__name__)


for s in ("", "a", "abc", "\u4e00\u4e8c"):
    for width in (-1, 0, 1, 2, 3, 4, 5, 8):
        print(width, ascii((s.ljust(width), s.rjust(width), s.center(width), s.ljust(width, "*"), s.rjust(width, "\u00e9"), s.center(width, "\U0001f600"), s.zfill(width))))
print([s.zfill(6) for s in ("42", "-42", "+42", "", "-", "+", "--1", "a-1", "\u0663", "1234567", "-1234567")])
print(repr("ab".center(5)), repr("ab".center(6)), repr("abc".center(6)), repr("abc".center(8)), repr("".center(3, "x")), repr("a".center(4, ".")))
kind("a".center)
kind("a".center, "x")
kind("a".center, 5, "xy")
kind("a".center, 5, "")
kind("a".center, 5, 1)
kind("a".ljust, 5.0)
kind("a".zfill, None)
kind("a".zfill, 10 ** 30)
for s in ("", "\t", "a\tb", "ab\tcd\te", "1234567\t8", "12345678\t9", "a\n\tb", "\t\t", "a\r\tb", "\u4e00\tb"):
    print([ascii(s.expandtabs(n)) for n in (8, 4, 1, 0, -1)], ascii(s.expandtabs()), ascii(s.expandtabs(tabsize=3)))
table = str.maketrans("abc", "xyz")
print(sorted(table.items()), "aabbcc".translate(table), "dcba".translate(table), sorted(str.maketrans("ab", "cd", "ez").items(), key=lambda kv: kv[0]), sorted(str.maketrans({"a": "1", 98: None, "c": 0x4e00}).items()))
print("abcdeab".translate(str.maketrans("ab", "AB", "cd")), ascii("abc".translate({97: "long text", 98: None, 99: 0x1f600})), "abc".translate({}), "".translate(table), ascii("\u00e9\u4e00".translate({0xe9: "e", 0x4e00: "one"})), "hello".translate({ord(c): None for c in "aeiou"}), "hello".translate(["?"] * 150), "abc".translate({97: 97.0}) if False else "")


class Table:
    def __getitem__(self, i):
        if i == 97:
            raise LookupError
        if i == 98:
            return None
        return chr(i).upper() + "."


print("abcd".translate(Table()))
kind(str.maketrans, "ab", "c")
kind(str.maketrans, "ab")
kind(str.maketrans, {"ab": 1})
kind(str.maketrans, {1.5: 1})
kind(str.maketrans, "a", 1)
kind(str.maketrans, 1, "a")
kind(str.maketrans, "a", "b", 3)
kind("abc".translate, {97: 1.5})
kind("abc".translate, {97: 0x110000})
kind("abc".translate, {97: -1})
kind("abc".translate)
kind("abc".translate, None)
print("abc".translate(str.maketrans("", "", "abc")), "x" * 3 + "abc".translate({97: "", 98: "bb"}), "tuv".translate({ord("t"): "u", ord("u"): "t"}))
rot13 = {}
for base in (65, 97):
    for i in range(26):
        rot13[base + i] = base + (i + 13) % 26
print("Hello, World!".translate(rot13), "Hello, World!".translate(rot13).translate(rot13))
if hasattr(str, "removeprefix"):
    out = ("TestHook".removeprefix("Test"), "TestHook".removeprefix("Hook"), "TestHook".removesuffix("Hook"), "abc".removesuffix(""), "".removeprefix("a"), "aaa".removeprefix("a"), "aaa".removesuffix("aa"))
else:
    out = ("Hook", "TestHook", "Test", "abc", "", "aa", "a")
print(out)
