#! heavy
# Text work in bulk: building, counting, caesar, run-length, palindromes, word frequency, anagrams, edit distance, justification.
TEXT = """It was the best of times, it was the worst of times, it was the age of wisdom,
it was the age of foolishness, it was the epoch of belief, it was the epoch of incredulity,
it was the season of Light, it was the season of Darkness, it was the spring of hope,
it was the winter of despair, we had everything before us, we had nothing before us."""


def caesar(text, shift):
    out = []
    for c in text:
        if "a" <= c <= "z":
            out.append(chr((ord(c) - 97 + shift) % 26 + 97))
        elif "A" <= c <= "Z":
            out.append(chr((ord(c) - 65 + shift) % 26 + 65))
        else:
            out.append(c)
    return "".join(out)


def run_length(text):
    out, i = "", 0
    while i < len(text):
        j = i
        while j < len(text) and text[j] == text[i]:
            j += 1
        out += text[i] + (str(j - i) if j - i > 1 else "")
        i = j
    return out


def edit_distance(a, b):
    row = list(range(len(b) + 1))
    for i, ca in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, cb in enumerate(b, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (ca != cb))
    return row[-1]


def justify(words, width):
    line, lines = [], []
    for word in words:
        if sum(map(len, line)) + len(line) + len(word) > width:
            gaps = max(len(line) - 1, 1)
            spaces = width - sum(map(len, line))
            text = ""
            for i, w in enumerate(line):
                text += w
                if i < gaps:
                    text += " " * (spaces // gaps + (i < spaces % gaps))
            lines.append(text)
            line = []
        line.append(word)
    lines.append(" ".join(line))
    return lines


counts = {}
for word in TEXT.lower().replace(",", " ").replace(".", " ").split():
    counts[word] = counts.get(word, 0) + 1
print(sorted(counts.items(), key=lambda kv: (-kv[1], kv[0]))[:12])
print(caesar(TEXT[:60], 3), caesar(caesar(TEXT, 7), -7) == TEXT)
print(run_length("aaabccddddde" * 2), run_length("\u00e9\u00e9\u4e00\u4e00\u4e00"))
print([w for w in ("level", "hello", "noon", "abca", "\u00e9t\u00e9") if w == w[::-1]])
print(edit_distance("kitten", "sitting"), edit_distance("saturday", "sunday"), edit_distance("", "abc"), edit_distance(TEXT[:120], TEXT[100:220]))
for line in justify(TEXT.split(), 48):
    print("|%s|" % line)
groups = {}
for w in "listen silent enlist google elgoog abc cab bca tinsel".split():
    groups.setdefault("".join(sorted(w)), []).append(w)
print(sorted(groups.values()))
print("\n".join("%-12s%5d%8.2f%%" % (w, c, 100.0 * c / sum(counts.values())) for w, c in sorted(counts.items())[:8]))
table = [["name", "qty", "price"], ["apple", 3, 1.5], ["kiwi", 12, 0.25], ["watermelon", 1, 3.0]]
widths = [max(len(str(row[i])) for row in table) for i in range(3)]
for row in table:
    print(" | ".join(str(cell).ljust(w) if i == 0 else str(cell).rjust(w) for i, (cell, w) in enumerate(zip(row, widths))))
print("".join(chr(c) for c in range(32, 127)), len(TEXT), TEXT.count("\n"), sum(c.isupper() for c in TEXT), TEXT.title()[:30], TEXT.swapcase()[:30])
bits = "".join("{:08b}".format(b) for b in "Hi!".encode())
print(bits, "".join(chr(int(bits[i:i + 8], 2)) for i in range(0, len(bits), 8)), "-".join("%02x" % b for b in "caf\xe9".encode()))
