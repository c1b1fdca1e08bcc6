"""Digits of pi one after the other: integers of growing size. Argument: how many digits."""
import sys


def digits():
    q, r, t, k, m, x = 1, 0, 1, 1, 3, 3
    while True:
        if 4 * q + r - t < m * t:
            yield m
            q, r, m = 10 * q, 10 * (r - m * t), 10 * (3 * q + r) // t - 10 * m
        else:
            q, r, t, k, m, x = q * k, (2 * q + r) * x, t * x, k + 1, (q * (7 * k + 2) + r * x) // (t * x), x + 2


def main():
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    line = []
    for i, digit in enumerate(digits(), 1):
        line.append(str(digit))
        if i % 50 == 0 or i == wanted:
            print("%-50s %6d" % ("".join(line), i))
            line = []
        if i >= wanted:
            break


if __name__ == "__main__":
    main()
