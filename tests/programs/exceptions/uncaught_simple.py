#! exit: 1
# An uncaught exception through several functions: traceback on the error output, exit status 1.
def third(n):
    return 10 / n


def second(n):
    return third(n - 1)


def first():
    total = 0
    for i in range(3, 0, -1):
        total += second(i)
    return total


print("before")
first()
print("never")
