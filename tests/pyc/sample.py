"""A module with some of everything that a code object can hold."""
import os.path as path

BIG = 0x123456789ABCDEF0123456789
NEGATIVE = -170141183460469231731687303715884105728
MIDDLE = 5_000_000_000
MIN = -9223372036854775808
FLOATS = (0.1, -0.0, 1e300, 1e16, 2.5e-07)
COMPLEX = (2j, 1.5 - 2j)
BYTES = b"\x00\xff'quoted'\n"
TEXTS = ("plain", "tab\t", "caf\xe9", "\u20ac and \U0001F40D", "lone \udc80")
NESTED = (1, (2, (3, (None, True, False, ...))), ())


def outer(argument, captured, *args, key=3, **kwargs):
    """Captures an argument and a local."""
    local = argument + 1

    def inner(step: int = 2) -> int:
        nonlocal local
        local += step * captured
        return local

    return inner


class Shape:
    sides = 3
    names = [side * 2 for side in range(3)]

    def area(self):
        return super().__sizeof__() if self.sides in {1, 2, 3} else __class__


def generate(count):
    for index in range(count):
        try:
            if index % 2:
                yield index
            else:
                continue
        except (ValueError, TypeError) as error:
            raise RuntimeError("no") from error
        finally:
            print(f"{index!r:>5}", end="")


async def wait(things):
    async with things as entered:
        async for thing in entered:
            await thing
    return [await x async for x in things if x]


def window(items):
    with open(path.join("a", "b")) as file:
        return (
            items[1:2],
            items[::2],
            lambda x, y=1: (
                x
                + y
            ),
        )
