# Bools in arithmetic with other numbers; errors name bool, not int.


def operate(a, b, op, n=3000):
    last = None
    for i in range(n):
        try:
            if op == 0:
                last = a & b
            elif op == 1:
                last = a | b
            elif op == 2:
                last = a ^ b
            elif op == 3:
                last = a << b
            elif op == 4:
                last = a >> b
            elif op == 5:
                last = a @ b
            elif op == 6:
                last = a % b
            elif op == 7:
                last = a // b
            elif op == 8:
                last = a ** b
            elif op == 9:
                last = a - b
            else:
                last = a / b
        except (TypeError, ZeroDivisionError) as e:
            last = type(e).__name__ if op > 5 else str(e)
    return last


def in_place(a, b, n=3000):
    last = None
    for i in range(n):
        c = a
        try:
            c &= b
            last = c
        except TypeError as e:
            last = str(e)
    return last


for op in range(11):
    for a, b in ((1.5, True), (False, 1.5), (True, 3), (7, True), (2.5, 0.5), (7, False), (0.0, False)):
        print(op, a, b, operate(a, b, op))

for a, b in ((1.5, True), (True, 1.5), (True, 3), (3, True), (True, False)):
    print(in_place(a, b))
