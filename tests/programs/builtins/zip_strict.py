#! version >= 3.10
# zip(strict=), aiter, anext and other keyword additions of 3.8 to 3.10.
print(list(zip([1, 2], "ab", strict=True)), list(zip([1], "ab", strict=False)), list(zip(strict=True)))
for args in (([1], [1, 2]), ([1, 2], [1]), ([1, 2], [1, 2], [1]), ([], [1]), ([1], [1], [1, 2])):
    try:
        print(list(zip(*args, strict=True)))
    except ValueError as e:
        print(e)
print(sum([1, 2], start=5), pow(base=2, exp=5), pow(2, -1, 7), pow(3, -2, 11), pow(38, -1, mod=97), round(number=2.5), (5).bit_count(), (-255).bit_count(), (10).as_integer_ratio(), True.as_integer_ratio(), int.bit_count(2 ** 100 - 1))
try:
    pow(2, -1, 4)
except ValueError as e:
    print(e)
print(isinstance(5, int | str), issubclass(bool, int | None), isinstance(None, int | None), int | None, (int | str) == (str | int))
for f in (lambda: isinstance(1, int | 5), lambda: int | 5, lambda: 5 | int):
    try:
        print(f())
    except TypeError as e:
        print("TypeError")
print(f"{3.0:.1f}", b"a".hex("-") if False else b"abc".hex(":"), b"abcdef".hex("_", 2), bytearray(b"xyz").hex("."), "%a" % "x", sorted({"a": 1} | {"b": 2}))
