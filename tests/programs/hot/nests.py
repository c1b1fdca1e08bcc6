# Loops inside of loops, compiled as one and entered at their start, in the middle, with other values than later, with nothing to do, and left in every way.
def table(rows, columns, by_column):
    total = 0
    for i in range(rows):
        for j in range(columns):
            if by_column:
                total += j * rows + i
            else:
                total += i * columns + j
    return total


for n in range(60):
    assert table(n % 7, n % 5, False) == sum(range((n % 7) * (n % 5)))
print([table(r, c, t) for r, c, t in [(40, 30, False), (30, 40, True), (0, 5, False), (5, 0, True), (1, 1, True), (300, 20, True)]])


def best(rows):
    found = None
    where = None
    for y, row in enumerate(rows):
        for x, v in enumerate(row):
            if found is None or v > found:
                found, where = v, (x, y)
    return found, where


grid = [[(x * 37 + y * 101) % 97 for x in range(25)] for y in range(30)]
for _ in range(40):
    result = best(grid)
print(result, best([]), best([[]]), best([["a", "b"], ["c"]]), best([[1.5], [2, 0.5]]))


def norm(rows):
    total = 0
    for row in rows:
        for v in row:
            total += v * v
    return total


floats = [[x / 4 for x in range(9)] for _ in range(6)]
print([norm(floats) for _ in range(60)][-1], norm([[1, 2], [3]]), norm([[10 ** 20]]), norm([(1, 2), range(4), [0.5]]))


def cube(n):
    count = 0
    last = None
    for i in range(n):
        for j in range(i):
            if (i + j) % 5 == 4:
                continue
            for k in range(j):
                if k == 7:
                    break
                count += 1
                last = i, j, k
            else:
                count += 100
    else:
        count += 1000000
    return count, last


print([cube(n) for n in (0, 1, 2, 3, 10, 25, 40)])


def search(rows, wanted):
    for y, row in enumerate(rows):
        for x, v in enumerate(row):
            if v == wanted:
                return x, y
    return None


print([search(grid, w) for w in (3, 96, 50, 97, 0)], sum(search(grid, w) is not None for w in range(130)))


def digits(texts):
    good = bad = 0
    for text in texts:
        for c in text:
            try:
                good += int(c)
            except ValueError:
                bad += 1
        if bad > 10 ** 6:
            raise OverflowError
    return good, bad


print(digits(["12x4", "", "999", "zz"] * 300), [digits(["1", "y"]) for _ in range(3)])


def drain(source):
    out = []
    for row in source:
        for x in row:
            out.append(x)
            if len(out) % 1000 == 0:
                out.append(next(row, None))
    return len(out), out[-3:]


print(drain(iter([iter(range(3000)), iter([]), iter("abc"), (z for z in range(2500))])))


def while_outside(n):
    steps = 0
    while n > 0:
        for i in range(n):
            for j in range(3):
                steps += i ^ j
        n -= 1
    return steps


print([while_outside(n) for n in (5, 60, 0, 7)])


def fails_late(n, limit):
    seen = 0
    for i in range(n):
        for j in range(n):
            seen += 1
            if seen == limit:
                seen = None
    return seen


print(fails_late(50, -1), fails_late(50, 10 ** 9))
for limit in (2499, 2500, 1, 1300):
    try:
        print(fails_late(50, limit))
    except TypeError as e:
        print(e, e.__traceback__.tb_next.tb_lineno - fails_late.__code__.co_firstlineno)


class Odd:
    """An iterator that gives items again after it has ended."""

    def __init__(self, n):
        self.n, self.turn = n, 0

    def __iter__(self):
        return self

    def __next__(self):
        self.turn += 1
        if self.turn % self.n == 0:
            raise StopIteration
        return self.turn


def rounds(n, it):
    got = []
    for _ in range(n):
        for x in it:
            got.append(x)
    return len(got), sum(got), got[-2:]


print(rounds(300, Odd(9)), rounds(3, Odd(1)), rounds(4, iter([1, 2, 3])), rounds(2000, ()))


def changed_outside(n):
    rows = [list(range(20)) for _ in range(n)]
    visits = 0
    for i, row in enumerate(rows):
        for x in row:
            visits += 1
            if x == 19 and i == n // 2:
                rows.append([1, 2, 3])
            if visits == 15 * n:
                row.append(5)
    return visits, len(rows)


print([changed_outside(n) for n in (2, 60, 100, 60)])


def sideways(m):
    a = b = c = 0
    for i in range(m):
        for j in range(40):
            a += i & j
        for j in range(i, 0, -3):
            b += j
            for k in (1, 2.5, j):
                c += k
        if i == m - 1:
            a = -a
    return a, b, c


print(sideways(0), sideways(80), sideways(1), sideways(81))
