# Boxed ints in temporaries above the operands of the last call while the next one is made.
def f(a, b, c, d, p, q, r):
    r.clear()
    return p, q, p, a + b, c + d, a + c, b + d, a + d, a + b, c + d


big = 1 << 48
for i in range(50):
    t = f(big, big + i, big + 5, big + 2, 1, 2, [])
    if i % 10 == 9:
        print(t)
