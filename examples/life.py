"""Conway's game of life on an endless board: a set of tuples, a dictionary of counts. Arguments: generations, pattern."""
import sys

PATTERNS = {
    "glider": [".#.", "..#", "###"],
    "r-pentomino": [".##", "##.", ".#."],
    "acorn": [".#.....", "...#...", "##..###"],
    "gun": [
        "........................#...........",
        "......................#.#...........",
        "............##......##............##",
        "...........#...#....##............##",
        "##........#.....#...##..............",
        "##........#...#.##....#.#...........",
        "..........#.....#.......#...........",
        "...........#...#....................",
        "............##......................",
    ],
}


def step(cells):
    counts = {}
    for x, y in cells:
        for nx in (x - 1, x, x + 1):
            for ny in (y - 1, y, y + 1):
                counts[nx, ny] = counts.get((nx, ny), 0) + 1
    return {cell for cell, n in counts.items() if n == 3 or n == 4 and cell in cells}


def show(cells):
    xs = [x for x, _ in cells]
    ys = [y for _, y in cells]
    for y in range(min(ys), max(ys) + 1):
        print("".join("#" if (x, y) in cells else "." for x in range(min(xs), max(xs) + 1)))


def main():
    generations = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    name = sys.argv[2] if len(sys.argv) > 2 else "gun"
    if name not in PATTERNS:
        sys.exit("patterns: " + " ".join(sorted(PATTERNS)))
    cells = {(x, y) for y, row in enumerate(PATTERNS[name]) for x, c in enumerate(row) if c == "#"}
    for _ in range(generations):
        cells = step(cells)
    if cells:
        show(cells)
    print("%d cells after %d generations" % (len(cells), generations))


if __name__ == "__main__":
    main()
