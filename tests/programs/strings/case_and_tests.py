# Case mapping and character-class predicates on the whole of Unicode that all versions agree on.
words = ["", "a", "A", "hello world", "HELLO", "hElLo wOrLd", "they're bill's", "\u00df", "stra\u00dfe", "\u0130stanbul", "\u0131", "\u01c4", "\u01c5", "\u01c6", "\ufb01ne", "\u0391\u03a3", "\u03a3", "\u03a3a\u03a3 \u03a3", "\u1f80", "\u0149", "\u00b5", "1a2b", "x.y-z", "\u0430\u0411\u0412", "\U00010400\U00010428", "\u00e9cole", "a\u0301b", "\u2160\u2170", "\u24b6\u24d0"]
for w in words:
    print(ascii(w), *[ascii(x) for x in (w.upper(), w.lower(), w.title(), w.capitalize() if not w[:1] in ("\u01c4", "\u01c5", "\u01c6", "\ufb01", "\u00df", "\u0149", "\u1f80") else "-", w.swapcase(), w.casefold())])
chars = ["a", "Z", "5", " ", "\t", "\n", "_", "-", "\u00b2", "\u00bd", "\u0661", "\u4e00", "\u2163", "\u00aa", "\u00e9", "\u01c5", "\u02b0", "\u0301", "\u2028", "\u00a0", "\u3000", "\x1c", "\x85", "\u200b", "\ufeff", "\U0001d7d8", "\U0001f600", "\u0e33", "\x00", "\x7f", "\u20ac", "\ud800"]
for c in chars:
    print(ascii(c), *[int(f(c)) for f in (str.isalpha, str.isdigit, str.isdecimal, str.isnumeric, str.isalnum, str.isspace, str.isupper, str.islower, str.istitle, str.isidentifier, str.isprintable)])
texts = ["", "abc", "ABC", "Abc Def", "Abc def", "aBC", "123", "12a", "abc\n", "a b", "  ", "\u0661\u0662", "3.14", "-5", "_x1", "1x", "class", "Ab1Cd", "A1", "a1", "A B", "\u01c5ab", "\xb2\xb3", "\u00aaA"]
for t in texts:
    print(ascii(t), *[int(f(t)) for f in (str.isalpha, str.isdigit, str.isdecimal, str.isnumeric, str.isalnum, str.isspace, str.isupper, str.islower, str.istitle, str.isidentifier, str.isprintable)])
print(sum(chr(i).isalpha() for i in range(0x250)), sum(chr(i).isupper() for i in range(0x250)), sum(chr(i).islower() for i in range(0x250)), sum(chr(i).isspace() for i in range(0x3100)), sum(chr(i).isprintable() for i in range(0x250)), sum(chr(i).isdigit() for i in range(0x700)), sum(chr(i).isnumeric() for i in range(0x250)), sum(chr(i).isidentifier() for i in range(0x250)))
print(ascii("".join(chr(i).upper() for i in range(0xa0, 0x180))))
print(ascii("".join(chr(i).lower() for i in range(0xa0, 0x180))))
print(ascii("".join(chr(i).upper() for i in range(0x370, 0x3d0) if chr(i).islower())))
print(ascii("".join(chr(i).lower() for i in range(0x400, 0x480))))
print(ascii("".join(chr(i).casefold() for i in list(range(0xc0, 0x100)) + [0x1e9e, 0xfb00, 0xfb03, 0x390, 0x13a0])))
print([ascii(chr(i).upper()) for i in (0xdf, 0x149, 0x1f0, 0x390, 0x3b0, 0x587, 0x1e96, 0x1e9e, 0x1f50, 0x1fb3, 0x1fe4, 0xfb00, 0xfb06, 0xfb13)])
print("aa".upper().lower() == "aa", "abc".upper() is not None, "ABC".casefold() == "abc".casefold(), "\u212a".lower(), "\u212b".lower() == "\u00e5")
print("\u03a3".lower() == "\u03c3", ascii("A\u03a3".lower()), ascii("A\u03a3 B".lower()), ascii("\u03a3A".lower()), ascii("A\u0301\u03a3".lower()), ascii("A\u03a3\u0301".lower()), ascii("A\u03a3.B".lower()), ascii("A.\u03a3".lower()))
