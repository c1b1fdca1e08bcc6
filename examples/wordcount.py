"""The most frequent words of a file or of standard input. Arguments: [FILE] [how many]."""
import sys


def words(lines):
    for line in lines:
        word = []
        for c in line.lower():
            if c.isalpha() or c == "'" and word:
                word.append(c)
            elif word:
                yield "".join(word)
                word = []
        if word:
            yield "".join(word)


def main():
    args = sys.argv[1:]
    most = 10
    if args and args[-1].isdigit():
        most = int(args.pop())
    try:
        source = open(args[0], encoding="utf-8", errors="replace") if args else sys.stdin
        with source as lines:
            counts = {}
            for word in words(lines):
                counts[word] = counts.get(word, 0) + 1
    except OSError as error:
        sys.exit("wordcount: %s: %s" % (args[0], error.strerror))
    ranking = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    width = max((len(word) for word, _ in ranking[:most]), default=0)
    for word, count in ranking[:most]:
        print("%-*s %7d" % (width, word, count))
    print("%d words, %d different" % (sum(counts.values()), len(counts)))


if __name__ == "__main__":
    main()
