# Loops over ranges whose items or ends are near the ends of machine words, in both directions, entered in the middle.
def turns(n, *bounds):
    count = last = 0
    for _ in range(n):
        for i in range(*bounds):
            count += 1
            last = i
    return count, last


M = (1 << 63) - 1
for bounds in (
    (0, M, 1 << 62),
    (0, -M, -(1 << 62)),
    (M - 3, M),
    (-M - 1, -M + 2),
    (-M, -M - 1, -1),
    (M, M - 3, -1),
    (M - 3, M + 3),
    (-5, M, M // 3),
    (1 << 49, (1 << 49) + 3),
    ((1 << 49) - 2, (1 << 49) + 2),
    (-(1 << 49) + 1, -(1 << 49) - 3, -1),
    (0, 1 << 50, 1 << 48),
):
    print(turns(2, *bounds), turns(1500, *bounds))


def unbound(n):
    r = []
    for i in range(n):
        try:
            if i % 50 == 49:
                del x
            else:
                x = i
            if i % 100 > 90:
                del x
            r.append(x if i > n - 12 else 0)
        except UnboundLocalError:
            r.append(-1)
    return r[-12:], r.count(-1)


print(unbound(300), unbound(3000))


def step(n, by):
    total = 0
    for i in range(n):
        for j in range(10, 0, by):
            total += j
        for j in range(0, 10, -by):
            total -= j
    return total


print(step(20, -1), step(2000, -3), step(2000, 3), step(2000, -1))
