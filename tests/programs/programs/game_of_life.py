#! heavy
# Conway's life with sets and with a list grid; both must agree. Also rule 30 and a sandpile.
from itertools import product

GLIDER = {(0, 1), (1, 2), (2, 0), (2, 1), (2, 2)}
R_PENTOMINO = {(10, 11), (10, 12), (11, 10), (11, 11), (12, 11)}


def step(cells):
    counts = {}
    for y, x in cells:
        for dy, dx in product((-1, 0, 1), repeat=2):
            if dy or dx:
                counts[y + dy, x + dx] = counts.get((y + dy, x + dx), 0) + 1
    return {c for c, n in counts.items() if n == 3 or n == 2 and c in cells}


class Grid:
    def __init__(self, n, cells):
        self.n, self.rows = n, [[0] * n for _ in range(n)]
        for y, x in cells:
            self.rows[y][x] = 1

    def step(self):
        n, r = self.n, self.rows
        new = [[0] * n for _ in range(n)]
        for y in range(n):
            above, here, below = r[y - 1], r[y], r[(y + 1) % n]
            for x in range(n):
                l, k = x - 1, (x + 1) % n
                s = above[l] + above[x] + above[k] + here[l] + here[k] + below[l] + below[x] + below[k]
                new[y][x] = 1 if s == 3 or s == 2 and here[x] else 0
        self.rows = new

    def __str__(self):
        return "\n".join("".join(".#"[c] for c in row) for row in self.rows)


cells, grid = GLIDER, Grid(16, GLIDER)
for i in range(20):
    cells = step(cells)
    grid.step()
print(sorted(cells), sum(map(sum, grid.rows)), {(y, x) for y in range(16) for x in range(16) if grid.rows[y][x]} == cells)
print(grid)
cells, population = R_PENTOMINO, []
for i in range(60):
    population.append(len(cells))
    cells = step(cells)
print(population)
row = 1 << 30
for _ in range(15):
    print("{:061b}".format(row).replace("0", " ").replace("1", "*")[16:45].rstrip())
    row = (row << 1) ^ (row | row >> 1)
    row &= (1 << 61) - 1
pile = {(0, 0): 400}
topples = 0
while True:
    tall = sorted(p for p, n in pile.items() if n >= 4)
    if not tall:
        break
    for y, x in tall:
        k = pile[y, x] // 4
        topples += k
        pile[y, x] -= 4 * k
        for q in ((y + 1, x), (y - 1, x), (y, x + 1), (y, x - 1)):
            pile[q] = pile.get(q, 0) + k
size = max(abs(y) for y, x in pile)
print(topples, sum(pile.values()))
for y in range(-size, size + 1):
    print("".join(" .o8"[pile.get((y, x), 0)] for x in range(-size, size + 1)))
