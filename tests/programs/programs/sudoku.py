#! heavy
# Sudoku by constraint propagation and search (peers and units as dictionaries of strings).
DIGITS, ROWS, COLS = "123456789", "ABCDEFGHI", "123456789"


def cross(a, b):
    return [x + y for x in a for y in b]


SQUARES = cross(ROWS, COLS)
UNITLIST = [cross(ROWS, c) for c in COLS] + [cross(r, COLS) for r in ROWS] + [cross(rs, cs) for rs in ("ABC", "DEF", "GHI") for cs in ("123", "456", "789")]
UNITS = {s: [u for u in UNITLIST if s in u] for s in SQUARES}
PEERS = {s: sorted(set(sum(UNITS[s], [])) - {s}) for s in SQUARES}
searched = 0


def parse(grid):
    values = {s: DIGITS for s in SQUARES}
    for s, d in zip(SQUARES, [c for c in grid if c in DIGITS or c in "0."]):
        if d in DIGITS and not assign(values, s, d):
            return None
    return values


def assign(values, s, d):
    return values if all(eliminate(values, s, e) for e in values[s].replace(d, "")) else None


def eliminate(values, s, d):
    if d not in values[s]:
        return values
    values[s] = values[s].replace(d, "")
    if not values[s]:
        return None
    if len(values[s]) == 1 and not all(eliminate(values, p, values[s]) for p in PEERS[s]):
        return None
    for u in UNITS[s]:
        places = [x for x in u if d in values[x]]
        if not places or len(places) == 1 and not assign(values, places[0], d):
            return None
    return values


def search(values):
    global searched
    searched += 1
    if values is None:
        return None
    if all(len(values[s]) == 1 for s in SQUARES):
        return values
    n, s = min((len(values[s]), s) for s in SQUARES if len(values[s]) > 1)
    for d in values[s]:
        found = search(assign(dict(values), s, d))
        if found:
            return found


def show(values):
    for r in ROWS:
        print(" ".join(values[r + c] + ("|" if c in "36" else "") for c in COLS))
        if r in "CF":
            print("------+-------+------")


for grid in ("003020600900305001001806400008102900700000008006708200002609500800203009005010300", "4.....8.5.3..........7......2.....6.....8.4......1.......6.3.7.5..2.....1.4......"):
    solved = search(parse(grid))
    show(solved)
    print(searched, all(sorted(solved[s] for s in u) == list(DIGITS) for u in UNITLIST))
print(search(parse("11" + "." * 79)), len(PEERS["C2"]), len(UNITS["C2"]))
