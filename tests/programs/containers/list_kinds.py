# Lists that start with one kind of element and change: ints, floats, bools, big ints, strings and objects in every order.
SEEDS = {
    "int": [1, 2, 3], "neg": [-1, -(2 ** 49), 2 ** 49 - 1], "edge": [2 ** 49, 2 ** 63 - 1, -(2 ** 63)], "big": [2 ** 63, 2 ** 64, 10 ** 30], "float": [1.0, 2.5, -0.0], "nan": [float("inf"), float("-inf"), 1e308],
    "bool": [True, False, True], "str": ["a", "", "\u4e00"], "none": [None, None], "list": [[1], [2.0]], "mixed": [1, 2.0, True, "x", None],
}
for first in sorted(SEEDS):
    for second in sorted(SEEDS):
        a = list(SEEDS[first])
        for v in SEEDS[second]:
            a.append(v)
        a[0], a[-1] = a[-1], a[0]
        a.insert(1, SEEDS[second][0])
        b = a + SEEDS[first]
        b[2:4] = SEEDS[second]
        c = [x for x in b]
        c.reverse()
        c.extend(tuple(SEEDS[second]))
        c *= 2
        print(first, second, a, b[3], c[-1], [type(x).__name__ for x in a], a.count(1), a.index(a[1]), a == list(tuple(a)), c == c[:], len(c))


def fill(n, v):
    out = [v] * n
    for i in range(n):
        out[i] = out[i]
    return out


for v in (0, 0.0, False, None, "", 2 ** 70, 1.5):
    l = fill(5, v)
    l[2] = 1
    print(l, end=" ")
    l[3] = 2.5
    print(l, end=" ")
    l[4] = True
    print(l, end=" ")
    l[0] = 2 ** 64
    print(l, end=" ")
    l[1] = "s"
    print(l, l.count(0), l.count(1))
# Same values, different kinds: equality, containment, sum, min, max and order do not depend on how a list came to be.
ints, floats, mixed = [1, 2, 3], [1.0, 2.0, 3.0], [1, 2.0, 3]
print(ints == floats, floats == mixed, 2.0 in ints, 2 in floats, True in ints, ints.index(2.0), floats.count(3), sum(ints), sum(floats), sum(mixed), max(mixed), min(floats), sorted(mixed + floats), ints < floats, [True, False] == [1, 0], [1, 0] == [True, 0.0], hash(tuple(ints)) == hash(tuple(floats)))
zeros = [0.0] * 4
zeros[1] = -0.0
print(zeros, [str(z) for z in zeros], zeros[0] == zeros[1], [0, -0.0, False], sum(zeros), sum([-0.0, -0.0]), min(zeros), repr(min([0, -0.0])))
flags = [False] * 10
for i in range(0, 10, 3):
    flags[i] = True
print(flags, sum(flags), flags.count(True), flags.index(True, 1), [i for i, f in enumerate(flags) if f], flags[::3], not flags[1], flags[0] is True, type(flags[0]).__name__, all(flags), any(flags))
flags[4] = 1
print(flags, flags[4] is True, type(flags[4]).__name__, flags.count(1))
nums = [i * i for i in range(12)]
nums[5] += 0.5
nums[6] -= True
nums[7] *= 2 ** 60
nums[8] //= 7
nums[9] /= 3
nums[10] **= 10
nums[11] = -nums[11]
print(nums, [type(n).__name__ for n in nums])
acc = []
for i in range(40):
    acc.append(3 ** i if i % 2 else 3.0 ** i)
print(acc[-4:], sum(acc[:20]), acc[39] % 10 ** 9, max(acc) == acc[39])
counter = [0] * 5
for i in range(10 ** 4):
    counter[i % 5] += i
print(counter)
counter[0] += 2 ** 49
counter[1] += 2 ** 63
counter[2] -= 2 ** 63
counter[3] = counter[3] * counter[3] * counter[3] * counter[3]
print(counter)
swap = [1, 2.0, "c"]
swap[0], swap[1], swap[2] = swap[2], swap[0], swap[1]
print(swap, swap[::-1], swap * 2, list(map(type, swap)) == [str, int, float])
nan = float("nan")
l = [1.0, nan, 2.0]
print(nan in l, l.index(nan), l == l, l == [1.0, nan, 2.0], l.count(nan), l.copy() == l, l[1] in l, float("nan") in l, [nan] * 2 == [nan] * 2)
