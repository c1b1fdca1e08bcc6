#! version >= 3.12
# pairwise, batched, accumulate(initial=): itertools additions from 3.8 to 3.12.
import itertools as it

print(list(it.accumulate([1, 2], initial=10)), list(it.accumulate([], initial=5)), list(it.accumulate([1, 2], lambda a, b: a * b, initial=3)), list(it.accumulate([1, 2], initial=None)), list(it.pairwise("abcd")), list(it.pairwise("a")), list(it.pairwise([])), list(it.batched("abcdefg", 3)), list(it.batched([], 2)), list(it.batched(range(4), 2)), list(it.batched(iter("ab"), n=5)))
for f in (lambda: it.batched("a", 0), lambda: it.pairwise(5), lambda: it.batched("a"), lambda: it.pairwise()):
    try:
        f()
    except (ValueError, TypeError) as e:
        print(type(e).__name__, end=" ")
print()
