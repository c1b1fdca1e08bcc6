#! heavy
# Data processing with builtins only: group, count, pivot, top-n, dedupe, running totals, matrix ops, text tables.
people = [("Ann", 34, "NY", 55.5), ("Bob", 27, "LA", 40.0), ("Cid", 34, "LA", 72.25), ("Dee", 19, "SF", 15.0), ("Eve", 27, "NY", 61.0), ("Fay", 45, "SF", 99.9), ("Gus", 19, "NY", 22.5)]
by_city = {}
for p in people:
    by_city.setdefault(p[2], []).append(p)
print({c: [p[0] for p in ps] for c, ps in sorted(by_city.items())}, {c: sum(p[3] for p in ps) / len(ps) for c, ps in sorted(by_city.items())}, {c: max(ps, key=lambda p: p[1])[0] for c, ps in sorted(by_city.items())})
print(sorted(people, key=lambda p: (p[1], -p[3])), sorted(people, key=lambda p: p[0][::-1])[0], sorted({p[1] for p in people}), sorted(people, key=lambda p: p[2])[:2])
ages = [p[1] for p in people]
print(min(ages), max(ages), sum(ages) / len(ages), sorted(ages)[len(ages) // 2], {a: ages.count(a) for a in sorted(set(ages))}, [a for i, a in enumerate(ages) if a not in ages[:i]], list(dict.fromkeys(ages)))
running, total = [], 0
for p in people:
    total += p[3]
    running.append(round(total, 2))
print(running)
names, _, cities, pay = zip(*people)
print(names, sorted(set(cities)), list(map(round, pay)), dict(zip(names, ages)), list(zip(names, cities))[-1])
pivot = {}
for name, age, city, amount in people:
    pivot.setdefault(city, {}).setdefault(age // 10 * 10, 0)
    pivot[city][age // 10 * 10] += amount
decades = sorted({d for row in pivot.values() for d in row})
print("city " + "".join("%8d" % d for d in decades))
for city in sorted(pivot):
    print("%-5s" % city + "".join("%8.1f" % pivot[city].get(d, 0) for d in decades))
A = [[1, 2, 3], [4, 5, 6]]
B = [[7, 8], [9, 10], [11, 12]]
print([[sum(a * b for a, b in zip(r, c)) for c in zip(*B)] for r in A], list(map(list, zip(*A))), sum(map(sum, A)), [max(r) for r in A], sum(A[i][i] for i in range(2)))


def det(m):
    if len(m) == 1:
        return m[0][0]
    return sum((-1) ** j * m[0][j] * det([r[:j] + r[j + 1:] for r in m[1:]]) for j in range(len(m)))


print(det([[2, 0, 1], [1, 3, 2], [1, 1, 1]]), det([[i * j + (i == j) * 5 for j in range(6)] for i in range(6)]))
text = "one fish two fish red fish blue fish"
words = text.split()
freq = sorted(((words.count(w), w) for w in set(words)), key=lambda t: (-t[0], t[1]))
print(freq, max(words, key=len), sorted(words, key=lambda w: (len(w), w)), " ".join(reversed(words)), {len(w): [x for x in dict.fromkeys(words) if len(x) == len(w)] for w in words})
seqs = [[3, 1, 2], [1, 2, 3], [], [2], [1, 2]]
print(sorted(seqs), max(seqs), sorted(seqs, key=len), sorted(seqs, key=sum, reverse=True), [s for s in seqs if s == sorted(s)])
flat = sorted(x for s in seqs for x in s)
print(flat, [flat[i:i + 3] for i in range(0, len(flat), 3)], list(zip(flat, flat[1:])), all(a <= b for a, b in zip(flat, flat[1:])))


def binary_search(a, x):
    lo, hi = 0, len(a)
    while lo < hi:
        mid = (lo + hi) // 2
        if a[mid] < x:
            lo = mid + 1
        else:
            hi = mid
    return lo


squares = [i * i for i in range(100)]
print([binary_search(squares, x) for x in (0, 1, 50, 9801, 10 ** 6)])


def merge_sort(a):
    if len(a) < 2:
        return a
    m = len(a) // 2
    l, r = merge_sort(a[:m]), merge_sort(a[m:])
    out, i, j = [], 0, 0
    while i < len(l) and j < len(r):
        if l[i] <= r[j]:
            out.append(l[i])
            i += 1
        else:
            out.append(r[j])
            j += 1
    return out + l[i:] + r[j:]


def heap_sort(a):
    heap = []
    for x in a:
        heap.append(x)
        i = len(heap) - 1
        while i and heap[(i - 1) // 2] > heap[i]:
            heap[i], heap[(i - 1) // 2] = heap[(i - 1) // 2], heap[i]
            i = (i - 1) // 2
    out = []
    while heap:
        out.append(heap[0])
        last = heap.pop()
        if heap:
            heap[0] = last
            i = 0
            while True:
                c = 2 * i + 1
                if c >= len(heap):
                    break
                if c + 1 < len(heap) and heap[c + 1] < heap[c]:
                    c += 1
                if heap[i] <= heap[c]:
                    break
                heap[i], heap[c] = heap[c], heap[i]
                i = c
    return out


data = [(i * 7919 + 13) % 997 for i in range(300)]
print(merge_sort(data) == sorted(data) == heap_sort(data), merge_sort(list("sorting")), heap_sort([2.5, 1, True, -3]))
