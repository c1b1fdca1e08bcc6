#! heavy
# n-body, spectral norm, mandelbrot and a matrix product at small sizes.
def nbody(steps):
    pi, days = 3.141592653589793, 365.24
    mass = 4 * pi * pi
    bodies = [
        [[0.0, 0.0, 0.0], [0.0, 0.0, 0.0], mass],
        [[4.84143144246472090, -1.16032004402742839, -0.103622044471123109], [0.00166007664274403694 * days, 0.00769901118419740425 * days, -0.0000690460016972063023 * days], 0.000954791938424326609 * mass],
        [[8.34336671824457987, 4.12479856412430479, -0.403523417114321381], [-0.00276742510726411899 * days, 0.00499852801234917238 * days, 0.0000230417297573763929 * days], 0.000285885980666130812 * mass],
        [[12.8943695621391310, -15.1111514016986312, -0.223307578892655734], [0.00296460137564761618 * days, 0.00237847173959480950 * days, -0.0000296589568540237556 * days], 0.0000436624404335156298 * mass],
    ]

    def energy():
        e = 0.0
        for i, (p, v, m) in enumerate(bodies):
            e += 0.5 * m * (v[0] ** 2 + v[1] ** 2 + v[2] ** 2)
            for q, _, n in bodies[i + 1:]:
                e -= m * n / ((p[0] - q[0]) ** 2 + (p[1] - q[1]) ** 2 + (p[2] - q[2]) ** 2) ** 0.5
        return e
    pairs = [(bodies[i], bodies[j]) for i in range(len(bodies)) for j in range(i + 1, len(bodies))]
    before = energy()
    for _ in range(steps):
        for (p, v, m), (q, w, n) in pairs:
            dx, dy, dz = p[0] - q[0], p[1] - q[1], p[2] - q[2]
            mag = 0.01 * (dx * dx + dy * dy + dz * dz) ** -1.5
            a, b = m * mag, n * mag
            v[0] -= dx * b
            v[1] -= dy * b
            v[2] -= dz * b
            w[0] += dx * a
            w[1] += dy * a
            w[2] += dz * a
        for p, v, m in bodies:
            p[0] += 0.01 * v[0]
            p[1] += 0.01 * v[1]
            p[2] += 0.01 * v[2]
    return "%.9f %.9f" % (before, energy())


def spectral(n):
    def a(i, j):
        return 1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)

    def times(v, at):
        return [sum((a(j, i) if at else a(i, j)) * v[j] for j in range(n)) for i in range(n)]
    u = [1.0] * n
    for _ in range(6):
        v = times(times(u, False), True)
        u = times(times(v, False), True)
    vbv = vv = 0
    for x, y in zip(u, v):
        vbv += x * y
        vv += y * y
    return "%.6f" % (vbv / vv) ** 0.5


def mandelbrot(w, h, limit):
    rows = []
    for y in range(h):
        row = ""
        for x in range(w):
            c = complex(3.0 * x / w - 2.0, 2.0 * y / h - 1.0)
            z = 0j
            n = 0
            while n < limit and abs(z) <= 2:
                z = z * z + c
                n += 1
            row += " .:-=+*#%@"[n * 9 // limit]
        rows.append(row)
    return rows


def matmul(n):
    a = [[(i * j) % 7 + 0.5 for j in range(n)] for i in range(n)]
    b = [[(i + j) % 5 - 1.25 for j in range(n)] for i in range(n)]
    c = [[0.0] * n for _ in range(n)]
    for i in range(n):
        for j in range(n):
            s = 0.0
            for k in range(n):
                s += a[i][k] * b[k][j]
            c[i][j] = s
    return c[0][:3], c[n - 1][n - 1], sum(map(max, c))


def simpson(f, a, b, n):
    h = (b - a) / n
    s = f(a) + f(b)
    for i in range(1, n):
        s += f(a + i * h) * (4 if i % 2 else 2)
    return s * h / 3


def newton(f, df, x):
    for _ in range(50):
        step = f(x) / df(x)
        x -= step
        if abs(step) < 1e-14:
            break
    return x


def rk4(f, y, t, h, n):
    for _ in range(n):
        k1 = f(t, y)
        k2 = f(t + h / 2, y + h / 2 * k1)
        k3 = f(t + h / 2, y + h / 2 * k2)
        k4 = f(t + h, y + h * k3)
        y += h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
        t += h
    return y


print(nbody(500))
print(spectral(24))
for row in mandelbrot(60, 22, 30):
    print(row)
print(matmul(20))
print("%.10f %.12f %.10f" % (simpson(lambda x: x * x * x - x, 0, 2, 100), newton(lambda x: x * x - 2, lambda x: 2 * x, 1.0), rk4(lambda t, y: y - t * t + 1, 0.5, 0.0, 0.2, 10)))
