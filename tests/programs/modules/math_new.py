#! version >= 3.9
# math functions added in 3.8 and 3.9.
import math

print(math.prod([1, 2, 3]), math.prod([]), math.prod([2, 0.5], start=10), math.prod(range(1, 25)), math.isqrt(0), math.isqrt(99), math.isqrt(10 ** 40 + 1), math.comb(5, 2), math.comb(50, 25), math.comb(5, 7), math.perm(5), math.perm(5, 2), math.perm(20, 10), math.dist((1, 2), (4, 6)), math.dist([0], [5]), "%.12g" % math.hypot(1, 2, 3), math.hypot(), math.gcd(), math.gcd(12, 18, 27), math.lcm(4, 6), math.lcm(), math.lcm(0, 5), math.lcm(3, 5, 7), math.nextafter(1, 2), math.nextafter(0, 1), math.nextafter(1, 1), math.nextafter(0.0, -1), math.ulp(1), math.ulp(0), math.ulp(1e300))
for f in (lambda: math.isqrt(-1), lambda: math.isqrt(1.5), lambda: math.comb(-1, 2), lambda: math.comb(1.5, 2), lambda: math.perm(5, -1), lambda: math.dist([1], [1, 2]), lambda: math.prod(5), lambda: math.lcm(1.5)):
    try:
        print(f())
    except (ValueError, TypeError) as e:
        print(type(e).__name__, end=" ")
print(all(math.isqrt(n) ** 2 <= n < (math.isqrt(n) + 1) ** 2 for n in range(2000)), math.comb(1000, 500) % (10 ** 9 + 7))
