#! heavy
# N queens three ways: recursion with sets, bit masks, and a generator of permutations.
def with_sets(n):
    cols, left, right, found = set(), set(), set(), []

    def place(row, path):
        if row == n:
            found.append(tuple(path))
            return
        for c in range(n):
            if c in cols or row + c in left or row - c in right:
                continue
            cols.add(c)
            left.add(row + c)
            right.add(row - c)
            path.append(c)
            place(row + 1, path)
            path.pop()
            cols.remove(c)
            left.remove(row + c)
            right.remove(row - c)
    place(0, [])
    return found


def with_bits(n):
    full = (1 << n) - 1

    def count(cols, left, right):
        if cols == full:
            return 1
        total, free = 0, full & ~(cols | left | right)
        while free:
            bit = free & -free
            free ^= bit
            total += count(cols | bit, (left | bit) << 1, (right | bit) >> 1)
        return total
    return count(0, 0, 0)


def permutations(items):
    items = tuple(items)
    n = len(items)
    indices, cycles = list(range(n)), list(range(n, 0, -1))
    yield items
    while n:
        for i in reversed(range(n)):
            cycles[i] -= 1
            if cycles[i] == 0:
                indices[i:] = indices[i + 1:] + indices[i:i + 1]
                cycles[i] = n - i
            else:
                j = cycles[i]
                indices[i], indices[-j] = indices[-j], indices[i]
                yield tuple(items[i] for i in indices)
                break
        else:
            return


def with_permutations(n):
    return sum(1 for p in permutations(range(n)) if n == len({p[i] + i for i in range(n)}) == len({p[i] - i for i in range(n)}))


boards = with_sets(6)
for row in boards[0]:
    print("." * row + "Q" + "." * (5 - row))
print(boards, [len(with_sets(n)) for n in range(1, 8)], [with_bits(n) for n in range(1, 9)], [with_permutations(n) for n in range(1, 7)])
