# repr and ascii of strings: quotes, escapes, non-printables, surrogates; print of lists of strings.
samples = ["", "a", "'", '"', "'\"", "it's", 'say "hi"', "both ' and \"", "\\", "\n\r\t", "\x00\x01\x1f\x7f", "\x80\x9f\xa0\xad\xff", "\u0100\u0378\u2028\u3000\ue000", "\ud800\udfff", "\ufeff\ufffe\uffff", "\U00010000\U0001f600", "\U000e0001\U0010ffff", "tab\there", "\u0300", "\u200b\u200d\u2060", "'''", "\\'", "{}%s"]
for s in samples:
    print(ascii(repr(s)), ascii(s), ascii(str(s)) == ascii(s), len(repr(s)))
    assert eval.__name__ == "eval" and len(ascii(s)) >= len(s) + 2
print([repr(s) for s in ("a", "b'", "\u00e9", "\u4e00")], ["\u00e9", "\n"], ("it's",), {"k\t": "v\\"}, {"'"}, frozenset(["x"]), [b"bytes'", "str'"])
print("%s|%r|%a" % ("\u00e9'", "\u00e9'", "\u00e9'"), "{0!s}|{0!r}|{0!a}".format("\u00e9\n"), f"{'x'!r:>6}|{'é'!a}", "%5r|%-8r|%.2r" % ("a", "b", "c"))


class R:
    def __repr__(self):
        return "R(\u00e9)"


class S(R):
    def __str__(self):
        return "str of S"


class Bad:
    def __repr__(self):
        return 5

    def __str__(self):
        return None


class Sub(str):
    def __repr__(self):
        return "Sub!" + str.__repr__(self)


print(R(), [R()], str(R()), repr(R()), ascii(R()), "%s %r %a" % (R(), R(), R()), S(), [S()], f"{S()} {S()!r}", {R(): S()} == {}, format(R()), format(S(), ">10"[:0]))
for f in (lambda: repr(Bad()), lambda: str(Bad()), lambda: ascii(Bad()), lambda: "%s" % Bad(), lambda: "%r" % Bad(), lambda: f"{Bad()}", lambda: [Bad()].__repr__(), lambda: print(Bad()), lambda: format(R(), ">10")):
    try:
        print(f())
    except TypeError as e:
        print("TypeError")
print([Sub("q")], str(Sub("q")), type(str(Sub("q"))).__name__, f"{Sub('q')}", "%s" % Sub("q"), "%r" % Sub("q"), Sub("a") + "b", type(Sub("a") + "b").__name__, Sub("a").upper(), type(Sub("a").strip()).__name__, type(Sub("ab")[0:2]).__name__, Sub("a") == "a", hash(Sub("a")) == hash("a"), {"a": 1}[Sub("a")], ",".join([Sub("x"), Sub("y")]), type("".join([Sub("x")])).__name__, Sub("abc")[1], Sub(5), Sub(), Sub(b"x", "ascii"))
for s in ("[]", "{}", "()"):
    pass
l = [1]
l.append(l)
d = {}
d["self"] = d
t = ([],)
t[0].append(t)
print(l, d, t, repr([l, l]))
print(str(), str(5), str(None), str("x"), str([1, "a"]), str(b"x"), str(b"x", "utf-8"), str(b"\xc3\xa9", encoding="utf-8") == "\u00e9", str(object=3), str(b"\xff", errors="replace") == "\ufffd", str(b"a", errors="strict"), str(int), str(len), str(...), str(NotImplemented), str(range(3)), str(slice(1, 2)), str(1e100), str(True))
for args in (("x", "utf-8"), (5, "utf-8"), ):
    try:
        print(str(*args))
    except TypeError as e:
        print("TypeError", e)
