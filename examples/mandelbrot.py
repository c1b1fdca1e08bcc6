"""The Mandelbrot set in characters: float arithmetic in a while loop. Arguments: columns, most iterations."""
import sys

SHADES = " .,:;!/>)|&IH%*#"


def escape(cr, ci, limit):
    zr = zi = 0.0
    n = 0
    while n < limit:
        rr = zr * zr
        ii = zi * zi
        if rr + ii > 4.0:
            break
        zi = 2.0 * zr * zi + ci
        zr = rr - ii + cr
        n += 1
    return n


def main():
    columns = int(sys.argv[1]) if len(sys.argv) > 1 else 78
    limit = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    rows = columns * 2 // 5
    total = 0
    for y in range(rows):
        ci = 2.4 * y / rows - 1.2
        line = []
        for x in range(columns):
            n = escape(3.0 * x / columns - 2.2, ci, limit)
            total += n
            line.append("#" if n == limit else SHADES[n % 15])
        print("".join(line).rstrip())
    print("%d iterations" % total)


if __name__ == "__main__":
    main()
