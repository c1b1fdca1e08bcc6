def count(n):
    total = 0
    while total < n:
        total += 1
        if total == 7:
            continue
        if total > 100:
            break
    return total


def pairs(items, skip=None):
    out = []
    for i, x in enumerate(items):
        if x is skip or not x:
            continue
        out.append(i * 2 + x)
    else:
        out[0], out[-1] = out[-1], out[0]
    return out


def nested(rows):
    best = None
    for row in rows:
        for cell in row:
            if best is None or cell > best:
                best = cell
    return best


def chain(a, b, c):
    x = y = a < b <= c
    return x and (y or not c) and a in (b, c)


def shuffle(a, b, c):
    a, b, c = c, a, b
    a[b] += c
    a.total += a[1:b]
    return [n for n in a if n] + [k for k, _ in b.items()]


def maybe(flag):
    if flag:
        value = 1
    del flag
    return value
