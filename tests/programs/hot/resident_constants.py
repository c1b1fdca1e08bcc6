# Methods of constants, called on some of the ways that meet again, in loops that are entered in the middle of a nest.
def joins(n):
    s = "hello"
    m = 0
    for i in range(n):
        if i % 3 == 0:
            for j in range(i & 3):
                m += j
        elif i % 5 == 1:
            s = "".join([s[:4], "z", s[-2:]])
        try:
            if m != i:
                try:
                    s = "".join([s[:4], "y", s[-2:]])
                except ArithmeticError:
                    m = 7
                if i % 9 == 0:
                    continue
            m, s = i, "-".join((s[:3], "x"))
        except TypeError:
            m = 0
    return s, m


print(joins(40), joins(3000))


def split(n):
    total = 0
    for i in range(n):
        for j in range(2):
            if j:
                total += len("a b c".split())
            else:
                total += "abcabc".count("b")
            total += "a b c".find("c")
        if i % 7 == 0:
            total -= len("a b c".split(" ", 1))
    return total


print(split(40), split(3000))
