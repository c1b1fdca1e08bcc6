# find, index, count, replace, startswith, in: all argument forms, all character widths, empty needles.
def err(f, *args):
    try:
        print("no error", repr(f(*args)))
    except Exception as e:
        print(type(e).__name__, e)


for s in ("abcabcabc", "\u00e9bc\u00e9bc", "\u4e00bc\u4e00bc", "\U0001f600bc\U0001f600bc", "", "aaaa"):
    for needle in ("", "a", "bc", "cab", s[:1], s[1:3], "zz", s, s + "x", "\u4e00", "\U0001f600", "aa"):
        print(s.find(needle), s.rfind(needle), s.count(needle), needle in s, s.startswith(needle), s.endswith(needle), ascii(s.replace(needle, "<>")), ascii(s.replace(needle, "", 1)), [s.find(needle, i) for i in range(-3, 6)], [s.rfind(needle, 0, i) for i in range(-3, 6)], [s.count(needle, i, i + 4) for i in range(-6, 4)])
s = "the quick brown fox"
print(s.index("quick"), s.rindex("o"), s.index("o", 13), s.rindex("o", 0, 15), s.index("", 19), s.find("", 20), s.find("", 19), s.rfind("", 5), s.rfind("", 5, 3), s.count("", 5, 3), s.count("", 19), s.count("", 20))
err(s.index, "zebra")
err(s.rindex, "zebra")
err(s.index, "the", 1)
print(s.find("q", None, None), s.find("q", None, 3), s.find("q", -15), s.find("q", -15, -1), s.find("fox", -3), s.find("fox", -2), s.find("t", -100, 100), s.find("t", 10 ** 30), s.find("t", -(10 ** 30), 10 ** 30))
print(s.startswith("quick", 4), s.startswith("quick", 4, 8), s.startswith(("x", "the")), s.startswith(()), s.startswith(("brown", "fox"), 16), s.endswith("fox"), s.endswith("brown", 0, 15), s.endswith(("a", "ox")), s.endswith("", 100), s.startswith("", 19), s.startswith("", 20), s.endswith("", 0, 0), "".startswith(""), "".endswith("", 1))
for f in (lambda: s.find(1), lambda: s.startswith(1), lambda: s.startswith(["a"]), lambda: s.startswith(("a", 1)), lambda: 1 in s, lambda: s.replace("a"), lambda: s.replace("a", 1), lambda: s.count(), lambda: s.find("a", "b"), lambda: s.index("a", 1.5), lambda: None in s, lambda: b"a" in s):
    try:
        print(f())
    except TypeError:
        print("TypeError")
print("banana".replace("a", "o"), "banana".replace("a", "o", 2), "banana".replace("a", "o", 0), "banana".replace("a", "o", -5), "banana".replace("an", ""), "banana".replace("", "-"), "banana".replace("", "-", 3), "".replace("", "x"), "".replace("", "x", 0), "".replace("a", "b"), "aaa".replace("a", "aa"), "aaa".replace("aa", "a"), "abc".replace("abc", ""), "a\u00e9a".replace("a", "\u4e00"), "x\u4e00x".replace("\u4e00", "y"), "abab".replace("ab", "\U0001f600"))
print(ascii("\U0001f600abc".replace("\U0001f600", "a")), "\u00e9".replace("\u00e9", "e").isalpha(), ascii("abc".replace("b", "\ud800")))
hay = "ab" * 500 + "abc" + "ab" * 500
print(hay.find("abc"), hay.rfind("abc"), hay.count("ab"), hay.count("abab"), hay.find("bab" * 100), hay.find("c"), hay.find("cc"), len(hay.replace("ab", "x")), (hay * 5).find("abcabc"), (hay * 5).count("cab"), ("a" * 1000).find("a" * 100 + "b"), ("a" * 1000 + "b").find("a" * 100 + "b"))
long = "\u4e00" * 300 + "needle" + "\u4e00" * 300
print(long.find("needle"), long.rfind("\u4e00needle"), long.count("\u4e00"), long.find("\U0001f600"), long.find("\u00e9"), "need" in long, long.partition("needle")[1])
