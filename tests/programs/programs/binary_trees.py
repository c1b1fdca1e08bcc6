#! heavy
# Binary trees: as tuples, as objects, as slotted objects; a long-lived tree beside many short-lived ones.
class Node:
    def __init__(self, left=None, right=None):
        self.left, self.right = left, right

    def check(self):
        return 1 if self.left is None else 1 + self.left.check() + self.right.check()


class Slim:
    __slots__ = ("left", "right")

    def __init__(self, left=None, right=None):
        self.left, self.right = left, right


def tuples(d):
    return (tuples(d - 1), tuples(d - 1)) if d else (None, None)


def check_tuple(t):
    l, r = t
    return 1 if l is None else 1 + check_tuple(l) + check_tuple(r)


def nodes(d):
    return Node(nodes(d - 1), nodes(d - 1)) if d else Node()


def slims(d):
    return Slim(slims(d - 1), slims(d - 1)) if d else Slim()


def check_slim(n):
    return 1 if n.left is None else 1 + check_slim(n.left) + check_slim(n.right)


def run(n):
    long_lived = nodes(n)
    for d in range(4, n + 1, 2):
        count = 1 << (n - d + 2)
        print(d, count, sum(check_tuple(tuples(d)) for _ in range(count)), sum(nodes(d).check() for _ in range(count // 2)), sum(check_slim(slims(d)) for _ in range(count // 4)))
    print(long_lived.check())


run(10)
