# Indexing, slicing and iteration over strings of every width; concatenation and repetition; identity-free equality and hashing.
def err(f):
    try:
        print("no error", ascii(f()))
    except Exception as e:
        print(type(e).__name__, e)


samples = ["", "a", "abcdef", "\xe9t\xe9\xff", "a\u0100\u4e00z", "a\U0001f600b\U0010ffffc", "\x00\x00", "\ud800\udfff"]
for s in samples:
    print(len(s), [ascii(c) for c in s], [ord(c) for c in s], ascii(s[::-1]), ascii(s[:]), ascii(s[1:]), ascii(s[:-1]), ascii(s[-2:]), ascii(s[::2]), ascii(s[1::2]), ascii(s[::-2]), ascii(s[5:1:-1]), ascii(s[-100:100]), ascii(s[3:1]), ascii(s[2:2]), ascii(s[None:None:None]), ascii(s[-1:-4:-1]), ascii(s * 2), ascii(s + "!" + s))
    for i in range(-len(s), len(s)):
        assert s[i] == list(s)[i] == "".join(list(s))[i]
    for a in range(-7, 8):
        for b in range(-7, 8):
            for c in (-3, -2, -1, 1, 2, 3):
                assert s[a:b:c] == "".join(list(s)[a:b:c])
err(lambda: "abc"[3])
err(lambda: "abc"[-4])
err(lambda: ""[0])
err(lambda: "abc"[10 ** 30])
err(lambda: "abc"[::0])
err(lambda: setattr("abc", "x", 1) if False else len("abc"))
for f in (lambda: "abc".__setitem__(0, "x"), lambda: "abc"["a"], lambda: "abc"[None], lambda: "abc"[1.0], lambda: "abc"[0, 1], lambda: "a" + 1, lambda: 1 + "a", lambda: "a" * 1.5, lambda: "a" * "b", lambda: "a" - "b", lambda: "a" + b"b", lambda: "a" + None, lambda: "abc" % 1 if False else "a" / 2, lambda: -"a", lambda: ord("ab"), lambda: ord(""), lambda: chr("a"), lambda: "a"(), lambda: "abc".nope, lambda: "abc".upper(1), lambda: "abc".find(), lambda: chr(1.5)):
    try:
        print(ascii(f()))
    except Exception as e:
        print(type(e).__name__)
err(lambda: chr(-1))
err(lambda: chr(0x110000))
print(ascii(chr(0)), ascii(chr(0x10ffff)), chr(65), ascii(chr(0xd800)), ord("\U0010ffff"), ord("a"), chr(True) == "\x01")
try:
    x = "abc"
    x[0] = "y"
except TypeError as e:
    print(e)
try:
    del x[0]
except TypeError as e:
    print(e)
s = ""
for i in range(300):
    s += chr(97 + i % 26)
s += "\u00e9"
s += "\u4e00"
s += "\U0001f600"
print(len(s), ascii(s[-5:]), s.count("a"), ascii(s[300]), ascii(s[301]), ascii(s[302]), s[299])
print("a" "b" 'c' """d
e""" r"\n" '\x41\u0042\U00000043\N{LATIN SMALL LETTER D}\103\
x', "\a\b\f\v\\\'\"".encode(), len("\r\n\t\0"), r'\'', '\400' == chr(256))
print("abc" == "abc", "abc" != "abd", "abc" < "abd", "a\u4e00" > "a\xe9", "\U0001f600" > "\uffff", "" < "a", "ab" <= "ab", "B" < "a", "\xe9" == "e\u0301", hash("abc") == hash("ab" + "c"), hash("") == 0, {"a" + "b": 1}["ab"], "x" in {"x"}, "abc" == 1, "abc" is None)
print([ascii(a + b) for a in ("a", "\xe9", "\u4e00", "\U0001f600") for b in ("b", "\xff", "\u0101", "\U0001f601")])
print(ascii("\u4e00abc"[1:]), ascii(("\U0001f600" + "abc")[1:] + "\xe9"), ("\u4e00" + "abc")[1:] == "abc", hash(("\u4e00" + "abc")[1:]) == hash("abc"), {("\u4e00abc")[1:]: 1}["abc"])
print("abc" * 0, "abc" * -1, repr("" * 5), 3 * "ab", "ab" * True, len("x" * 1000), [i * c for i, c in enumerate("abcd")], list(enumerate("\u00e9a")), list(zip("ab", "cd", "ef")), list(reversed("abc")), sorted("hello"), set("aab") == {"a", "b"}, tuple("ab"), max("hello"), min("hello"), "".join(sorted(set("mississippi"))), "a" in "abc", dict.fromkeys("ab"), [*"ab"], list(map(ord, "ab")))
it = iter("ab")
print(next(it), next(it), next(it, "done"), next(it, "done"))
