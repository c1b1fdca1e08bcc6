# list: every method, item and slice assignment, deletion, comparison, errors.
def err(f, *args, **kwargs):
    try:
        print("no error", f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e)


def kind(f, *args, **kwargs):
    try:
        print("no error", f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__)


a = [3, 1, 2]
a.append("x")
a.extend((4, 5))
a.extend("yz")
a.extend({7: 8})
a.extend(i * i for i in range(3))
a.insert(0, "first")
a.insert(-1, "almost last")
a.insert(100, "end")
a.insert(-100, "begin")
print(a, len(a))
print(a.pop(), a.pop(0), a.pop(-2), a.pop(1), a)
a.remove("x")
print(a.index(4), a.index("y", 3), a.index(0, -6), a.count(0), a.index(5, 0, 100))
a.reverse()
print(a, a.copy() == a, a.copy() is a)
b = a.copy()
b.clear()
print(b, a != b, bool(b))
err([].pop)
err([1].pop, 5)
err([1].pop, -2)
err([1].remove, 2)
kind([1].index, 1, 1)
kind([1].index, 9)
err(lambda: [1][1])
err(lambda: [1][-2])
err(lambda: [1].__setitem__(1, 0))
err(lambda: [1].__delitem__(1))
err(lambda: [1] + (2,))
err(lambda: (2,) + [1])
kind([1].append)
kind([1].append, 1, 2)
kind([].extend, 5)
kind([].insert, "a", 1)
kind([].insert, 1)
kind([1].pop, "a")
kind([1].pop, 1.0)
kind(list, 5)
kind(list, [1], [2])
kind([1].reverse, 1)
err(lambda: [1, 2][10 ** 30])
print([1, 2][-(10 ** 30):10 ** 30])

s = list(range(10))
s[2:5] = "abc"
print(s)
s[2:5] = []
print(s)
s[1:1] = [11, 12]
s[len(s):] = [99]
s[:0] = (0.5,)
print(s)
s[::2] = [None] * len(s[::2])
print(s)
s[5:2] = ["in"]
print(s)
s[-3:] = range(2)
print(s)
del s[::3]
print(s)
del s[0], s[-1]
del s[1:3]
print(s)
s[:] = s[::-1]
s[1:] = s
print(s)
s *= 2
s += [1]
s += "q"
s += (i for i in (8, 9))
print(s, s[::-3], s[3:-3:2], s[-1:-5:-1], s[100:], s[:-100])
t = list(range(6))
t[::-1] = t
print(t)
t[4:1:-1] = "xyz"
print(t)
err(lambda: t.__setitem__(slice(0, 6, 2), [1]))
err(lambda: t.__setitem__(slice(0, 4, -1), [1]))
kind(lambda: t.__setitem__(slice(0, 2), 5))
kind(lambda: t.__setitem__(slice(0, 6, 2), 5))
err(lambda: t[::0])
del t[5:1:-2]
print(t)
del t[:]
print(t, list(), list("ab"), list((1, 2)), list({3: 4}), list(range(3)), list([[]]), [*range(2), *"xy"], [0] * 3, 2 * [1, 2], [1] * -1, [] * 5, [[]] * 2)
n = [[]] * 3
n[0].append(1)
print(n, [[] for _ in range(3)], n[0] is n[1])
print([1, 2] == [1, 2], [1, 2] == (1, 2), [1, [2]] == [1, [2]], [1] < [1, 0], [2] > [1, 5], [] < [0], [1, 2] <= [1, 2], [[1], 2] > [[0], 3], [1, "a"] == [1, "b"], 2 in [1, 2], [1] in [[1]], None not in [0], [1, 2] != [2, 1], [float("nan")] == [float("nan")])
x = [1, 2, 3, 4]
for i in x:
    if i == 2:
        x.remove(i)
    if len(x) < 8:
        x.append(i * 10)
print(x)
it = iter(x)
next(it)
x[:] = []
print(list(it), it.__length_hint__() if False else "", list(it))
x.append(5)
print(list(it))
big = []
for i in range(1000):
    big.append(i)
    if i % 3 == 0:
        big.pop(0)
    if i % 7 == 0:
        big.insert(len(big) // 2, -i)
print(len(big), sum(big), big[:5], big[-5:], big[300:305])
grid = [[0] * 4 for _ in range(3)]
grid[1][2] = 5
grid[-1][-1] += 7
grid[0][:2] = [1, 1]
print(grid, [row[2] for row in grid], [list(c) for c in zip(*grid)], sum(map(sum, grid)), max(map(max, grid)))
try:
    hash([])
except TypeError as e:
    print(e)
try:
    {[]: 1}
except TypeError as e:
    print("TypeError")
y = z = [1]
y += [2]
print(z, y is z)
y = y + [3]
print(z, y)
print(a.__len__(), a.__contains__(4), [5].__getitem__(0), [1].__add__([2]), [1].__mul__(2), [1].__eq__(1), [1].__iadd__([2]), [1].__reversed__().__next__(), list.__name__, list.append([], 1), (lambda l: (l.__init__("ab"), l)[1])([1, 2, 3]))
