#! version >= 3.12
# sum of floats is compensated since 3.12.
print(sum([0.1] * 10), sum([1e100, 1.0, -1e100]), sum([0.1, 0.2, 0.3]), sum([1e308, 1e308, -1e308]), sum([float("inf"), 1.0]), sum([1.0, float("-inf")]), sum(0.1 for _ in range(100)), sum([0.5, 1, 0.25, True]), sum([1, 2, 0.1, 0.2, 0.3]), sum([-0.0, -0.0]), sum([1e16, 1.0, 1.0]), sum([0.1] * 3, 0.0), sum([0.1] * 3, 1))
