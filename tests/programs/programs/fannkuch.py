#! heavy
# Fannkuch: pancake flips over all permutations.
def fannkuch(n):
    p, q, s = list(range(n)), [0] * n, list(range(n))
    sign, max_flips, checksum = 1, 0, 0
    while True:
        if p[0] != 0:
            q[:] = p
            flips = 1
            while True:
                qq = q[q[0]]
                if qq == 0:
                    break
                k = q[0]
                q[:k + 1] = q[k::-1]
                flips += 1
            max_flips = max(max_flips, flips)
            checksum += sign * flips
        if sign == 1:
            p[0], p[1] = p[1], p[0]
            sign = -1
        else:
            p[1], p[2] = p[2], p[1]
            sign = 1
            for i in range(2, n):
                if s[i] != 0:
                    s[i] -= 1
                    break
                if i == n - 1:
                    return checksum, max_flips
                s[i] = i
                t = p[0]
                for j in range(i + 1):
                    p[j] = p[j + 1]
                p[i + 1] = t


for n in range(3, 8):
    print(n, fannkuch(n))
