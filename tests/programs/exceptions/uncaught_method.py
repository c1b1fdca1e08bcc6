#! exit: 1
# An uncaught exception out of methods, a lambda, a comprehension-free generator and recursion with repeated lines.
class Node:
    def __init__(self, n):
        self.n = n

    def visit(self):
        return (lambda: self.fail())()

    def fail(self):
        for x in self.gen():
            recurse(x)

    def gen(self):
        yield 1
        yield 12


def recurse(n):
    if n == 0:
        raise RuntimeError("bottom", n)
    if n > 1:
        recurse(n - 1)


def recurse_fail(n):
    if n == 0:
        raise RuntimeError("bottom", n)
    recurse_fail(n - 1)


Node(1).visit()
recurse_fail(10)
