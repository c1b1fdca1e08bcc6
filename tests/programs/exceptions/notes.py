#! version >= 3.11
# add_note and __notes__ (3.11), errors in notes.
e = ValueError("v")
print(hasattr(e, "__notes__"))
e.add_note("one")
e.add_note("two\nlines")
print(e.__notes__, e)
for bad in (5, None, b"x"):
    try:
        e.add_note(bad)
    except TypeError as x:
        print("TypeError")
e.__notes__ = ("replaced",)
try:
    e.add_note("x")
except TypeError as x:
    print("TypeError", x)
del e.__notes__
e.add_note("fresh")
print(e.__notes__, e.__dict__)


def layered():
    try:
        raise KeyError("k")
    except KeyError as x:
        x.add_note("while layering")
        raise


try:
    layered()
except KeyError as x:
    x.add_note("outer")
    print(x.__notes__)
try:
    ValueError.add_note()
except TypeError as x:
    print("TypeError")
print(BaseException.add_note(e, "via class"), e.__notes__)
