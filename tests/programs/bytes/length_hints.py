# What `__len__` and `__length_hint__` of an iterable do while bytes are made of it.


class Sized:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        yield 1
        yield 2

    def __len__(self):
        return self.n


class Hinted:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return iter([1, 2])

    def __length_hint__(self):
        if isinstance(self.n, Exception):
            raise self.n
        return self.n


def extended(v):
    b = bytearray(b"a")
    b.extend(v)
    return b


for v in (Sized(-1), Sized(2.5), Sized(True), Sized(5), Hinted(-1), Hinted("x"), Hinted(5), Hinted(ValueError("z")),
          Hinted(TypeError("t")), Hinted(NotImplemented)):
    for make in (bytes, bytearray, extended):
        try:
            print(make(v))
        except Exception as e:
            print(type(e).__name__)
