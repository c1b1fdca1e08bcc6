# Hash values that every CPython agrees on: ints, floats, complex, None-free tuples by equality, and PYTHONHASHSEED=0 determinism inside a run.
for v in (0, 1, -1, -2, 2, 100, 2 ** 31, 2 ** 32, 2 ** 60, 2 ** 61 - 2, 2 ** 61 - 1, 2 ** 61, 2 ** 62, 2 ** 63, 2 ** 64, 2 ** 64 - 1, -(2 ** 61), -(2 ** 63), 10 ** 18, 10 ** 19, 10 ** 40, -(10 ** 40), 3 ** 200):
    print(v % 1000003, hash(v))
for v in (0.0, -0.0, 0.5, 1.5, -1.5, 2.5, 0.1, 1 / 3, 1e10, 1e20, 1e100, 1e308, 5e-324, float("inf"), float("-inf"), 123456.789, -0.001, 2.0 ** 61, 2.0 ** 62):
    print(v, hash(v))
for v in (0j, 1j, 1 + 1j, -1 - 1j, 0.5 + 0.25j, 1e10 + 1j):
    print(v, hash(v))
print(hash(True), hash(False), hash(1.0) == hash(1), hash(2 ** 70) == hash(2.0 ** 70), hash(10 ** 22) == hash(1e22), hash((1,)) == hash((True,)), hash(()) == hash(tuple([])), hash("") == hash(b""), hash("abc") == hash("".join(["a", "bc"])), hash("a\u4e00"[:1]) == hash("a"), hash(b"abc") == hash(bytes(bytearray(b"abc"))), hash(frozenset()) == hash(frozenset([])), hash(range(0)) == hash(range(1, 1)))
print(len({hash(str(i)) for i in range(2000)}) > 1990, len({hash((i, j)) for i in range(40) for j in range(40)}) > 1590, len({hash(i / 7) for i in range(1000)}) == 1000, len({hash(frozenset([i, i + 1])) for i in range(500)}) > 490)
