#! heavy
# Text tools: wrapping, a CSV reader, template filling, diff by longest common subsequence, roman numerals, number words, soundex, wildcard matching.
TEXT = "The quick brown fox jumps over the lazy dog. Pack my box with five dozen liquor jugs; how vexingly quick daft zebras jump! Sphinx of black quartz, judge my vow."


def wrap(text, width, align="left"):
    lines, line = [], []
    for word in text.split():
        if line and len(" ".join(line + [word])) > width:
            lines.append(line)
            line = []
        line.append(word)
    if line:
        lines.append(line)
    out = []
    for i, words in enumerate(lines):
        if align == "full" and i < len(lines) - 1 and len(words) > 1:
            extra = width - sum(map(len, words))
            gaps = len(words) - 1
            s = words[0]
            for k, w in enumerate(words[1:]):
                s += " " * (extra // gaps + (k < extra % gaps)) + w
        else:
            s = " ".join(words)
            s = {"left": s.ljust, "right": s.rjust, "center": s.center, "full": s.ljust}[align](width)
        out.append("|" + s + "|")
    return out


for align in ("left", "right", "center", "full"):
    print("\n".join(wrap(TEXT, 30, align)))


def csv(text, sep=","):
    rows, row, field, quoted, i = [], [], "", False, 0
    while i < len(text):
        c = text[i]
        if quoted:
            if c == '"' and text[i + 1:i + 2] == '"':
                field += '"'
                i += 1
            elif c == '"':
                quoted = False
            else:
                field += c
        elif c == '"':
            quoted = True
        elif c == sep:
            row.append(field)
            field = ""
        elif c == "\n":
            rows.append(row + [field])
            row, field = [], ""
        else:
            field += c
        i += 1
    if field or row:
        rows.append(row + [field])
    return rows


print(csv('a,b,c\n1,"two, with comma","say ""hi"""\n,,\nx,"multi\nline",z'))


def fill(template, scope):
    out, i = [], 0
    while i < len(template):
        j = template.find("{{", i)
        if j < 0:
            out.append(template[i:])
            break
        k = template.index("}}", j)
        out.append(template[i:j])
        name, *filters = [p.strip() for p in template[j + 2:k].split("|")]
        v = scope
        for part in name.split("."):
            v = v[part] if isinstance(v, dict) else v[int(part)]
        for f in filters:
            v = {"upper": lambda s: str(s).upper(), "len": len, "rev": lambda s: s[::-1], "join": lambda s: "-".join(map(str, s))}[f](v)
        out.append(str(v))
        i = k + 2
    return "".join(out)


print(fill("Hello {{ user.name | upper }}, {{items|len}} items: {{ items | rev | join }}; first {{items.0}}.", {"user": {"name": "ann"}, "items": [3, 1, 4]}))


def diff(a, b):
    n, m = len(a), len(b)
    t = [[0] * (m + 1) for _ in range(n + 1)]
    for i in reversed(range(n)):
        for j in reversed(range(m)):
            t[i][j] = t[i + 1][j + 1] + 1 if a[i] == b[j] else max(t[i + 1][j], t[i][j + 1])
    i = j = 0
    while i < n or j < m:
        if i < n and j < m and a[i] == b[j]:
            yield "  " + a[i]
            i, j = i + 1, j + 1
        elif j < m and (i == n or t[i][j + 1] > t[i + 1][j]):
            yield "+ " + b[j]
            j += 1
        else:
            yield "- " + a[i]
            i += 1


print("\n".join(diff("the cat sat on the mat today".split(), "the big cat sat near the mat".split())))


def roman(n):
    out = ""
    for v, s in ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while n >= v:
            out += s
            n -= v
    return out


def unroman(s):
    v = dict(zip("IVXLCDM", (1, 5, 10, 50, 100, 500, 1000)))
    return sum(-v[a] if v[a] < v.get(b, 0) else v[a] for a, b in zip(s, s[1:] + " "))


ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety".split()


def words(n):
    if n < 0:
        return "minus " + words(-n)
    if n < 20:
        return ONES[n]
    if n < 100:
        return TENS[n // 10] + ("-" + ONES[n % 10] if n % 10 else "")
    if n < 1000:
        return ONES[n // 100] + " hundred" + (" and " + words(n % 100) if n % 100 else "")
    for size, name in ((10 ** 9, "billion"), (10 ** 6, "million"), (10 ** 3, "thousand")):
        if n >= size:
            return words(n // size) + " " + name + (" " + words(n % size) if n % size else "")


print([roman(n) for n in (1, 4, 9, 14, 40, 90, 400, 1994, 2023, 3999)], all(unroman(roman(n)) == n for n in range(1, 4000)), [words(n) for n in (0, 7, 13, 21, 100, 342, 1001, 12345, -5, 1000000, 987654321)])


def glob(p, s):
    if not p:
        return not s
    if p[0] == "*":
        return any(glob(p[1:], s[i:]) for i in range(len(s) + 1))
    if not s:
        return False
    if p[0] == "[":
        end = p.index("]")
        return s[0] in p[1:end] and glob(p[end + 1:], s[1:])
    return p[0] in ("?", s[0]) and glob(p[1:], s[1:])


print([(p, [s for s in ("abc", "abd", "xabc", "", "a.py", "main.py") if glob(p, s)]) for p in ("*", "a*", "?b?", "*.py", "ab[cd]", "", "*a*b*")])


def soundex(name):
    codes = {c: str(i) for i, group in enumerate(("bfpv", "cgjkqsxz", "dt", "l", "mn", "r"), 1) for c in group}
    out, last = name[0].upper(), codes.get(name[0].lower())
    for c in name[1:].lower():
        k = codes.get(c)
        if k and k != last:
            out += k
        if c not in "hw":
            last = k
    return (out + "000")[:4]


print([soundex(n) for n in ("Robert", "Rupert", "Ashcraft", "Tymczak", "Pfister", "Honeyman")])
