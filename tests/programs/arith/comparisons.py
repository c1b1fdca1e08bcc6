# Comparisons between int, float, bool and other types; chains; exactness beyond 2**53.
inf, nan = float("inf"), float("nan")
pairs = [(1, 1.0), (2 ** 53, 2.0 ** 53), (2 ** 53 + 1, 2.0 ** 53), (2 ** 53 + 1, float(2 ** 53 + 2)), (10 ** 22, 1e22), (10 ** 23, 1e23), (2 ** 63, 2.0 ** 63), (2 ** 63 - 1, 2.0 ** 63), (-(2 ** 63), -(2.0 ** 63)),
         (2 ** 64 - 1, 2.0 ** 64), (2 ** 1024, inf), (2 ** 1023, 2.0 ** 1023), (2 ** 1023 + 1, 2.0 ** 1023), (0, -0.0), (0, nan), (10 ** 400, nan), (10 ** 400, 1e308), (-(10 ** 400), -inf), (3, 3.5), (-3, -3.5), (3, 2.5),
         (True, 1.0), (False, 0.0), (True, 1), (2, True), (0, 5e-324), (0, -5e-324), (1, 0.9999999999999999)]
for a, b in pairs:
    print(a < b, a <= b, a == b, a != b, a > b, a >= b, "|", b < a, b <= a, b == a, b != a, b > a, b >= a)
print(1 < 2 < 3, 1 < 3 < 2, 3 > 2 >= 2 == 2 != 3, 1 == 1.0 == True, 1 < 2 > 1, not 1 < 2, 1 in [1.0], "a" < "b" < "c", None is None is None)


def say(x):
    print("say", x, end="; ")
    return x


print(say(1) < say(2) < say(0) < say(9))
print(say(3) < say(2) < say(1))
for f in (lambda: 1 < "a", lambda: None < None, lambda: [] < (), lambda: {} > {}, lambda: 1.5 >= "x", lambda: object() < object(), lambda: 1j <= 1, lambda: b"a" < "a", lambda: print < len, lambda: int < str, lambda: ... > 1, lambda: range(3) < range(4), lambda: max(1, "a")):
    try:
        print(f())
    except TypeError as e:
        print("TypeError", e)
print(1 == "1", 1 != "1", None == 0, [] == (), b"a" == "a", {} == set(), 1.0 == "1.0", (1,) == [1], int == int, print == print, ... == Ellipsis, NotImplemented is NotImplemented, range(0) == range(2, 2))
print(sorted([3, 1.5, True, -2, 2 ** 70, -1e300, inf, 0, -inf, 1e18, 10 ** 18 + 1]))
print(max([1, 1.0, True]), min([0, 0.0, False, -0.0]), max(2 ** 53 + 1, 2.0 ** 53), max(3, 3.0), max(3.0, 3))
print([x for x in (0, 0.0, 0j, "", b"", (), [], {}, set(), frozenset(), range(0), None, False, 1, -1, 0.1, "0", b"0", (0,), [0], {0: 0}, {0}, range(1), True, ..., object, nan) if x])
print([not x for x in (0, 1, "", "a", None, [], [0], 0.0, nan)])
print((1 and 2), (0 and 2), (1 or 2), (0 or 2), ("" or None or 0 or "end"), (1 and "" and 3), (not 0 and 5), [] or {}, () and 1)
print((1, 2) < (1, 3), (1, 2) < (1, 2, 0), () < (0,), [1, 2] > [1], [2] > [1, 9, 9], (1, "a") < (2, 0), "abc" < "abd", "a" < "aa", "Z" < "a", "" < "a", b"a" < b"b", (1, nan) == (1, nan), [[]] < [[0]])
print([1, 2] == [1, 2.0], (1, True) == (True, 1.0), {1: 2} == {1.0: 2.0}, {1, 2} == {2.0, 1.0}, [[1], (2,)] == [[1.0], (2,)], {"a": [1]} != {"a": [2]})
print(True + True, True * 5, True == 1, True is (1 == 1), isinstance(True, int), int(True), str(True), True.real, repr(False), bool("False"), bool([[]]), bool(0.0), bool(None), sum([True, False, True]), [10, 20][True], -True, True / 2, True // 2, True ** 2, 5 - True)
