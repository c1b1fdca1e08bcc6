# The error texts of unsupported operands, and operators between builtin types that do work.
import sys

OPS = [
    ("+", lambda a, b: a + b), ("-", lambda a, b: a - b), ("*", lambda a, b: a * b), ("/", lambda a, b: a / b), ("//", lambda a, b: a // b), ("%", lambda a, b: a % b),
    ("<<", lambda a, b: a << b), (">>", lambda a, b: a >> b), ("&", lambda a, b: a & b), ("^", lambda a, b: a ^ b), ("@", lambda a, b: a @ b),
]
OPERANDS = [3, 2.5, True, None, "s", b"b", [1], (1,), range(2), frozenset([1]), 1j]
for name, op in OPS:
    for a in OPERANDS:
        for b in OPERANDS:
            try:
                r = op(a, b)
            except (TypeError, ZeroDivisionError) as e:
                text = str(e)
                if name in ("//", "%") and 1j in (a, b) or not text.startswith("unsupported operand"):
                    text = type(e).__name__
                print(a, name, b, text)
            else:
                print(a, name, b, "=", r)


def inplace(text):
    scope = {"x": None}
    a = [3, "s", [1], None, (1,), {1}]
    for x in a:
        yield x


for x in (3, "s", None, (1,), 2.5):
    y = x
    try:
        y += None
    except TypeError as e:
        print(e if not isinstance(x, (str, tuple)) else "TypeError")
    y = x
    try:
        y -= "q"
    except TypeError as e:
        print(e)
    y = x
    try:
        y **= []
    except TypeError as e:
        print(str(e).replace("** or pow()", "**").replace("**=", "**"))
    y = x
    try:
        y @= 1
    except TypeError as e:
        print(e)
    y = x
    try:
        y |= 1.5
    except TypeError as e:
        print(e)
for f in (lambda: -"a", lambda: +None, lambda: ~2.5, lambda: -[], lambda: +{}, lambda: ~None, lambda: abs("a"), lambda: -()):
    try:
        f()
    except TypeError as e:
        print(e)
print([1] * 3, 3 * [1], "ab" * 2, 2 * "ab", (1,) * 0, -1 * "abc", b"x" * 3, True * "t", [[]] * 2, "a" + "b", (1,) + (2,), [1] + [2], b"a" + b"b")
