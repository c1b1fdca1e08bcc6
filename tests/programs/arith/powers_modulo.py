# pow() with three arguments.
class I(int):
    pass


class P:
    def __pow__(self, *args):
        return "pow", args

    def __rpow__(self, *args):
        return "rpow", args


for a in ((2, -1, 7), (I(2), -1, 7), (2, I(-1), 7), (True, -1, 7), (2, -1, 0), (2, -2 ** 80, 7), (2, -1, 4), (-3, -2, -7), (2, 3, 0), (2, 10, 1000), (2, 10, -1000), (3, 2 ** 70, 10 ** 20), (0, 0, 1),
          (2, -1, 1), (5, 3, 2 ** 70), ("a", 1, 2), (1, "a", 2), (1, 2, "a"), (1.5, 2, 3), (1, 2, 3.5), (None, None, None), ("a", 2), (1j, 2, 3), ([], 1, 2), (P(), 1, 2), (2, -1), (2, 0.5), (-8, 1 / 3)):
    try:
        print(a[1:], pow(*a))
    except Exception as e:
        print(a[1:], type(e).__name__, e)
for a in ((-1, 7), (3, 0), (2, 7), (-1, 1)):
    try:
        print((2).__pow__(*a), (2).__rpow__(*a))
    except Exception as e:
        print(type(e).__name__, e)
