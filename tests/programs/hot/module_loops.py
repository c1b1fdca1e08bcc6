# Loops in the body of a module: their names are globals, which functions, `globals()`, `exec` and `del` see and change meanwhile.
import sys

total = 0
for i in range(3000):
    if i % 3 == 0:
        total += i
    else:
        total -= 1
print(total, i)

x = 0
while x < 2000:
    x += 1
    if x == 1500:
        x = 1500.5
print(x)

s = ""
for i in range(2000):
    s = s + "ab"[i & 1] if i < 1990 else i
print(s)


def bump(by):
    global count
    count += by
    return count


count = 0
seen = []
for i in range(2500):
    bump(1)
    count += 1
    if i in (100, 1200, 2400):
        globals()["count"] = count * 10
        seen.append(count)
print(count, seen)

# a name that is deleted and bound anew in the loop
missed = 0
for i in range(2000):
    value = i
    if i % 500 == 499:
        del value
    try:
        value += 1
    except NameError as e:
        missed += 1
        text = str(e)
print(missed, text)

# a builtin that the module begins to shadow, and stops
lengths = []
for i in range(2000):
    if i == 700:
        len = lambda v: -1
    if i == 1400:
        del len
    n = len("abc")
    if i % 350 == 0:
        lengths.append(n)
print(lengths)

# loops in loops, tuples, several names at once
grid = [[0] * 20 for _ in range(20)]
for r in range(20):
    for c in range(20):
        for k in range(5):
            grid[r][c] += r * c + k
a, b = 0, 1
for _ in range(300):
    a, b = b, (a + b) % 10007
print(sum(map(sum, grid)), a, b, r, c, k)




class Body:
    total = 0
    for i in range(1500):
        total += i
    step = total


print(Body.total, Body.i, Body.step, i)


class Recorder(dict):
    def __setitem__(self, key, v):
        writes.append(key)
        dict.__setitem__(self, key, v)


class Meta(type):
    @classmethod
    def __prepare__(mcs, name, bases):
        return Recorder()


writes = []


class Recorded(metaclass=Meta):
    for j in range(1100):
        k = j


print(writes.count("k"), writes.count("j"), Recorded.k, k)

# exceptions and their lines
lines = []
for i in range(1200):
    try:
        if i % 400 == 399:
            1 // (i - i)
        q = 10 // (i % 400 - 399)
    except ZeroDivisionError:
        lines.append(sys.exc_info()[2].tb_lineno - sys._getframe().f_code.co_firstlineno > 90)
print(lines)

# functions made in the loop see the names as they are when they are called
fs = []
for i in range(1300):
    if i % 300 == 0:
        fs.append(lambda: i)
i = "changed"
print([f() for f in fs])

# a type that changes
acc = 0
for i in range(2000):
    acc = acc + 1 if i < 1500 else acc + 0.5
print(acc)
acc = 2**48
for i in range(1200):
    acc += 2**40
print(acc, type(acc).__name__)
