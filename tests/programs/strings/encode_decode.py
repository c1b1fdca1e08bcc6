# encode and decode with the codecs that need no library: utf-8, ascii, latin-1, and the error handlers.
def kind(f, *args, **kwargs):
    try:
        print("no error", ascii(f(*args, **kwargs)))
    except UnicodeError as e:
        print(type(e).__name__, e.encoding, e.start, e.end, e.reason)
    except Exception as e:
        print(type(e).__name__)


texts = ["", "abc", "\x00\x7f", "\x80\xff", "\u0100\u07ff\u0800\uffff", "\U00010000\U0010ffff", "a\xe9b\u4e00c\U0001f600d"]
for t in texts:
    data = t.encode("utf-8")
    print(ascii(t), data, data.decode("utf-8") == t, t.encode() == data, str(data, "utf-8") == t)
for t in ("abc", "\xff", "\u0100", "a\xe9b", "\U0001f600"):
    for codec in ("ascii", "latin-1", "utf-8"):
        for errors in ("strict", "ignore", "replace", "backslashreplace", "xmlcharrefreplace", "surrogateescape", "surrogatepass"):
            try:
                print(ascii(t), codec, errors, t.encode(codec, errors))
            except UnicodeEncodeError as e:
                print(ascii(t), codec, errors, "UnicodeEncodeError", e.start, e.end, e.reason)
for name in ("utf-8", "UTF-8", "utf8", "UTF8", "latin-1", "latin1", "iso-8859-1", "ISO8859-1", "ascii", "US-ASCII", "utf_8"):
    try:
        print(name, "\xe9".encode(name))
    except UnicodeEncodeError:
        print(name, "UnicodeEncodeError")
bad = [b"\xff", b"\x80abc", b"\xc3", b"\xc3(", b"\xe4\xb8", b"\xe4\xb8a", b"\xf0\x9f\x98", b"\xf0\x9f\x98a", b"\xed\xa0\x80", b"\xc0\x80", b"\xf4\x90\x80\x80", b"\xf8\x88\x80\x80\x80", b"a\xffb\xfec", b"\xe0\x80\x80", b"ok\xc3\xa9\xc3"]
for b in bad:
    kind(b.decode, "utf-8")
    for errors in ("ignore", "replace", "backslashreplace", "surrogateescape", "surrogatepass"):
        try:
            print(b, errors, ascii(b.decode("utf-8", errors)))
        except UnicodeDecodeError as e:
            print(b, errors, "UnicodeDecodeError", e.start, e.end, e.reason)
for b in (b"abc", b"\x80", b"a\xffb"):
    for codec in ("ascii", "latin-1"):
        for errors in ("strict", "ignore", "replace", "backslashreplace", "surrogateescape"):
            try:
                print(b, codec, errors, ascii(b.decode(codec, errors)))
            except UnicodeDecodeError as e:
                print(b, codec, errors, "UnicodeDecodeError", e.start, e.end, e.reason)
kind("\ud800".encode)
kind("a\udfffb".encode, "utf-8", "replace")
print("\ud800".encode("utf-8", "surrogatepass"), ascii(b"\xed\xa0\x80".decode("utf-8", "surrogatepass")), b"\xffa\x80".decode("ascii", "surrogateescape").encode("ascii", "surrogateescape"), b"\xff".decode("utf-8", "surrogateescape").encode("utf-8", "surrogateescape"))
kind("a".encode, "no-such-codec")
kind("\xff".encode, "ascii", "no-such-handler")
kind("a".encode, 5)
kind("a".encode, "utf-8", 5)
kind("a".encode, "utf-8", "strict", 1)
kind(b"a".decode, encoding="ascii", errors="strict")
kind("a".encode, encoding="ascii", errors="ignore")
try:
    "ab\xe9\xe8d".encode("ascii")
except UnicodeEncodeError as e:
    print(e, "|", e.object == "ab\xe9\xe8d", e.args[0], e.args[2:], isinstance(e, ValueError), isinstance(e, UnicodeError))
try:
    "ab\xe9d".encode("ascii")
except UnicodeEncodeError as e:
    print(e, "|", repr(e))
try:
    b"ab\xff".decode("utf-8")
except UnicodeDecodeError as e:
    print(e, "|", repr(e), e.object)
try:
    b"abc\xe4\xb8".decode()
except UnicodeDecodeError as e:
    print(e)
try:
    "\U0001f600\ud800".encode()
except UnicodeEncodeError as e:
    print(e)
e = UnicodeDecodeError("codec", b"data", 1, 2, "because")
print(e, e.args)
e = UnicodeEncodeError("codec", "d\xe4ta", 1, 3, "because")
print(e, e.args)
e = UnicodeTranslateError("d\u4e00ta", 1, 2, "because")
print(e, e.args)
for args in ((), ("a",), ("c", "notbytes", 1, 2, "r"), (1, b"", 1, 2, "r")):
    try:
        UnicodeDecodeError(*args)
    except TypeError as e:
        print("TypeError")
