#! heavy
# A JSON reader and writer, checked on round trips and on errors with positions.
class JSONError(ValueError):
    def __init__(self, message, at):
        ValueError.__init__(self, "%s at %d" % (message, at))
        self.at = at


class Reader:
    ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "/": "/", "\\": "\\", '"': '"'}

    def __init__(self, text):
        self.text, self.at = text, 0

    def skip(self):
        while self.at < len(self.text) and self.text[self.at] in " \t\r\n":
            self.at += 1

    def peek(self):
        self.skip()
        return self.text[self.at] if self.at < len(self.text) else ""

    def expect(self, c):
        if self.peek() != c:
            raise JSONError("expected %r" % c, self.at)
        self.at += 1

    def read(self):
        v = self.value()
        if self.peek():
            raise JSONError("trailing data", self.at)
        return v

    def value(self):
        c = self.peek()
        if c == "{":
            return self.object()
        if c == "[":
            return self.array()
        if c == '"':
            return self.string()
        for word, v in (("true", True), ("false", False), ("null", None)):
            if self.text.startswith(word, self.at):
                self.at += len(word)
                return v
        if c and (c in "-" or c.isdigit()):
            return self.number()
        raise JSONError("unexpected %r" % c if c else "unexpected end", self.at)

    def object(self):
        self.expect("{")
        out = {}
        while self.peek() != "}":
            if out:
                self.expect(",")
            self.skip()
            k = self.string()
            self.expect(":")
            out[k] = self.value()
        self.at += 1
        return out

    def array(self):
        self.expect("[")
        out = []
        while self.peek() != "]":
            if out:
                self.expect(",")
            out.append(self.value())
        self.at += 1
        return out

    def string(self):
        self.expect('"')
        out, start = [], self.at - 1
        while True:
            if self.at >= len(self.text):
                raise JSONError("unterminated string", start)
            c = self.text[self.at]
            self.at += 1
            if c == '"':
                return "".join(out)
            if c == "\\":
                e = self.text[self.at:self.at + 1]
                self.at += 1
                if e == "u":
                    code = int(self.text[self.at:self.at + 4], 16)
                    self.at += 4
                    if 0xd800 <= code < 0xdc00 and self.text.startswith("\\u", self.at):
                        low = int(self.text[self.at + 2:self.at + 6], 16)
                        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00)
                        self.at += 6
                    out.append(chr(code))
                elif e in self.ESCAPES:
                    out.append(self.ESCAPES[e])
                else:
                    raise JSONError("bad escape", self.at - 1)
            else:
                out.append(c)

    def number(self):
        start = self.at
        while self.at < len(self.text) and self.text[self.at] in "+-.eE0123456789":
            self.at += 1
        t = self.text[start:self.at]
        try:
            return int(t) if t.lstrip("-").isdigit() else float(t)
        except ValueError:
            raise JSONError("bad number", start) from None


def dump(v, indent=None, level=0, sort=False):
    nl = "\n" + " " * (indent * (level + 1)) if indent else ""
    end = "\n" + " " * (indent * level) if indent else ""
    if v is None:
        return "null"
    if v is True or v is False:
        return "true" if v else "false"
    if isinstance(v, (int, float)):
        return repr(v)
    if isinstance(v, str):
        out = ['"']
        for c in v:
            if c in '"\\':
                out.append("\\" + c)
            elif c < " " or c > "~":
                n = ord(c)
                if n > 0xffff:
                    n -= 0x10000
                    out.append("\\u%04x\\u%04x" % (0xd800 + (n >> 10), 0xdc00 + (n & 0x3ff)))
                else:
                    out.append({"\n": "\\n", "\t": "\\t"}.get(c, "\\u%04x" % n))
            else:
                out.append(c)
        return "".join(out) + '"'
    if isinstance(v, (list, tuple)):
        return "[" + ("," if indent else ", ").join(nl + dump(x, indent, level + 1, sort) for x in v) + (end if v else "") + "]"
    if isinstance(v, dict):
        keys = sorted(v) if sort else v
        return "{" + ("," if indent else ", ").join(nl + dump(str(k)) + ": " + dump(v[k], indent, level + 1, sort) for k in keys) + (end if v else "") + "}"
    raise TypeError("cannot write " + type(v).__name__)


doc = {"name": "caf\u00e9 \U0001f600", "nums": [1, -2, 3.5, 1e100, 0.1, 10 ** 20], "nested": {"a": {"b": [[], {}, [None, True, False]]}}, "esc": "q\"b\\s/\n\t\x01", "": [""]}
text = dump(doc)
print(text)
print(Reader(text).read() == doc, dump(Reader(text).read()) == text)
print(dump({"b": [1, {"c": 2}], "a": []}, indent=2, sort=True))
for bad in ("", "{", "[1,", "[1 2]", '{"a" 1}', '{"a":}', "tru", '"abc', '"\\x"', "[1]]", "-", "1.2.3", "{1: 2}", "nul", "[,]"):
    try:
        print(Reader(bad).read())
    except JSONError as e:
        print(repr(bad), e, e.at)
for ok in ("[]", " { } ", "-0", "1e2", '"\\u00e9\\ud83d\\ude00\\/"', "[[[[1]]]]", ' {"a" : [ 1 , 2 ] } ', "true"):
    print(ascii(Reader(ok).read()))
try:
    dump({1, 2})
except TypeError as e:
    print(e)
big = {"k%d" % i: [i, str(i), {"sq": i * i, "half": i / 2}] for i in range(150)}
print(Reader(dump(big)).read() == big, len(dump(big)), len(dump(big, 2)))
