# What errors of properties, super() and foreign objects say: each version words them differently.


class Plain:
    pass


class Other:
    pass


class Slotted:
    __slots__ = ("x",)


class Properties:
    @property
    def read(self):
        return 1

    nothing = property()


def say(f):
    try:
        print(f())
    except (AttributeError, TypeError) as e:
        print(type(e).__name__, e)


def set_read():
    Properties().read = 1


def delete_read():
    del Properties().read


def set_nothing():
    Properties().nothing = 1


def delete_nothing():
    del Properties().nothing


def hot(f):
    last = None
    for i in range(3000):
        try:
            f()
        except (AttributeError, TypeError) as e:
            last = str(e)
    print(last)


for f in (set_read, delete_read, set_nothing, delete_nothing, lambda: Properties().nothing):
    say(f)
    hot(f)

say(lambda: super(Plain, Other()))
say(lambda: super(Plain, Other))
hot(lambda: super(Plain, Other()).x)
Plain.x = Slotted.x


def get_x():
    return Plain().x


def set_x():
    Plain().x = 1


say(get_x)
say(set_x)
hot(get_x)
say(lambda: Slotted.x.__delete__(Other()))
say(lambda: str.upper(3))
say(lambda: list.append(3, 4))
say(lambda: int.__add__("s", 2))
say(lambda: str.__len__(2))
hot(lambda: str.upper(3))
