# Functions that are read in place and have never returned so far, in branches that meet again.
def fails(x):
    if isinstance(x, int):
        raise ValueError(x)
    return x


def loop(n, late):
    seen = 0
    a = b = c = 1
    xs = [1, 2, 3]
    for i in range(n):
        try:
            if xs[i % 3] == 2:
                if a < 9:
                    a += 1
            else:
                b = fails(i if i < n - 3 else late)
            c += 1
        except ValueError as e:
            seen += 1
            if i % 500 == 0:
                print("caught", e, e.__traceback__.tb_next.tb_lineno)
    return seen, a, b, c


print(loop(60, 0.5), loop(3000, 0.5), loop(3000, 7), loop(3000, "s"))


class Refuses:
    def __init__(self, x):
        self.x = x
        if self.x >= 0:
            raise KeyError(x)


def construct(n):
    seen = 0
    made = []
    for i in range(n):
        try:
            made.append(Refuses(i if i != n - 2 else -1).x)
        except KeyError as e:
            seen += len(e.args)
        else:
            seen += 100
    return seen, made


print(construct(50), construct(3000))
