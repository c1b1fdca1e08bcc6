"""Pancake flips over all permutations of N numbers: small lists, slices, integers. Argument: N."""
import sys


def fannkuch(n):
    p = list(range(n))
    s = list(range(n))
    sign, most, checksum = 1, 0, 0
    while True:
        first = p[0]
        if first:
            q = p[:]
            flips = 1
            while True:
                other = q[first]
                if not other:
                    break
                q[:first + 1] = q[first::-1]
                first = other
                flips += 1
            if flips > most:
                most = flips
            checksum += sign * flips
        if sign == 1:
            p[0], p[1] = p[1], p[0]
            sign = -1
            continue
        p[1], p[2] = p[2], p[1]
        sign = 1
        for i in range(2, n):
            left = s[i]
            if left:
                s[i] = left - 1
                break
            if i == n - 1:
                return checksum, most
            s[i] = i
            p[0:i + 2] = p[1:i + 2] + p[0:1]


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 8
    if n < 3:
        sys.exit("N must be at least 3")
    checksum, most = fannkuch(n)
    print("%d\nPfannkuchen(%d) = %d" % (checksum, n, most))


if __name__ == "__main__":
    main()
