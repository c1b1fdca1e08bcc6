"""Solves Sudokus by exact cover with sets and dictionaries. Argument: 81 characters, 0 or . for an empty square."""
import sys

PUZZLES = [
    "530070000600195000098000060800060003400803001700020006060000280000419005000080079",
    "8..........36......7..9.2...5...7.......457.....1...3...1....68..85...1..9....4..",
]


def solve(grid):
    """Knuth's Algorithm X on dictionaries: yields the solved grids."""
    choices = {}
    for r in range(9):
        for c in range(9):
            for n in "123456789":
                box = r // 3 * 3 + c // 3
                choices[r, c, n] = [("square", r, c), ("row", r, n), ("column", c, n), ("box", box, n)]
    columns = {}
    for choice, covered in choices.items():
        for column in covered:
            columns.setdefault(column, set()).add(choice)
    for i, n in enumerate(grid):
        if n in "123456789":
            choice = i // 9, i % 9, n
            if any(column not in columns for column in choices[choice]):
                return
            select(columns, choices, choice)
    for solution in search(columns, choices, []):
        solved = list(grid)
        for r, c, n in solution:
            solved[r * 9 + c] = n
        yield "".join(solved)


def search(columns, choices, solution):
    if not columns:
        yield list(solution)
        return
    column = min(columns, key=lambda name: (len(columns[name]), name))
    for choice in sorted(columns[column]):
        solution.append(choice)
        removed = select(columns, choices, choice)
        for found in search(columns, choices, solution):
            yield found
        deselect(columns, choices, choice, removed)
        solution.pop()


def select(columns, choices, choice):
    removed = []
    for column in choices[choice]:
        for other in columns[column]:
            for j in choices[other]:
                if j != column:
                    columns[j].remove(other)
        removed.append(columns.pop(column))
    return removed


def deselect(columns, choices, choice, removed):
    for column in reversed(choices[choice]):
        columns[column] = removed.pop()
        for other in columns[column]:
            for j in choices[other]:
                if j != column:
                    columns[j].add(other)


def show(grid):
    for r in range(9):
        row = grid[r * 9:r * 9 + 9]
        print(" ".join(row[0:3]), "|", " ".join(row[3:6]), "|", " ".join(row[6:9]))
        if r in (2, 5):
            print("------+-------+------")


def main():
    for puzzle in sys.argv[1:] or PUZZLES:
        if len(puzzle) != 81:
            sys.exit("a puzzle has 81 characters")
        for solved in solve(puzzle):
            show(solved)
            break
        else:
            print("no solution")
        print()


if __name__ == "__main__":
    main()
