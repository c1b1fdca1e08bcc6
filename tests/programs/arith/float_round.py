# round(), float formatting with every presentation type, and % formatting of floats.
inf, nan = float("inf"), float("nan")
print([round(x) for x in (0.5, 1.5, 2.5, -0.5, -1.5, 2.4999999999999996, 1e20, -1e20, 4503599627370497.5, 0.49999999999999994)])
for x in (2.675, 1.005, 0.125, 0.375, 1234.5678, -1234.5678, 1e22, 5e-324, 0.05, 0.15, 0.25, 0.35, 1e15 + 0.5, 123456789.987654321):
    print(x, [round(x, n) for n in (-3, -2, -1, 0, 1, 2, 3, 5, 10, 20, 400, -400)])
print(round(1.5, None), round(2, None), type(round(1.5)), type(round(1.5, 0)), type(round(1, 1)), round(-0.4), round(-0.4, 0), round(0.4, 0), round(inf, 2), round(nan, 2) != round(nan, 2))
for bad in ((inf,), (nan,), (-inf,), ("a",), (1.5, "x"), (1.5, 1.5), (1e308, -308)):
    try:
        print(round(*bad))
    except Exception as e:
        print(type(e).__name__)
try:
    print(round(1.7976931348623157e308, -308))
except OverflowError as e:
    print("OverflowError")
values = [0.0, -0.0, 1.0, -1.5, 0.1, 2.675, 1234567.891, -0.00001234, 1e16, 1.5e-10, 9.995, 99.95, 0.5, 1e100, 123456789.0, inf, -inf, nan]
specs = ["", "f", ".0f", ".1f", ".2f", ".10f", "e", ".0e", ".3e", "E", "g", ".0g", ".1g", ".3g", ".10g", ".17g", "G", "#g", "#.0f", "#.0e", "%", ".0%", ".2%", "n", ".3n",
         "10.2f", "<10.2f", "^10.2f", "010.2f", "+.2f", " .2f", "+010.2f", "=+12.3f", "*>12.1f", ",", ",.2f", "_", "_.2f", "015,.2f", ".3", ".17", ".25f", "10", "+", "<10", "020", "25,", "F", ".50g"]
for spec in specs:
    print(repr(spec), [format(v, spec) for v in values])
for spec in ("d", "x", "s", "c", "b", ".f", "..2f", "5.2.1f", ".2d", "q", "#c", ",n", "_n"):
    try:
        print(spec, format(1.5, spec))
    except ValueError as e:
        print(spec, "ValueError")
for spec in ("%f", "%.0f", "%.3f", "%10.2f|", "%-10.2f|", "%010.2f", "%+.1f", "% .1f", "%e", "%.2e", "%E", "%g", "%.3g", "%G", "%#.0f", "%#g", "%s", "%r", "%.5s", "%a", "%d"):
    out = []
    for v in values[:-3]:
        out.append(spec % v)
    print(spec, out)
print("%f %e %g %F %E %G" % (inf, -inf, nan, inf, nan, -inf), "%5.1f|%-8g|%08.3f" % (nan, inf, -inf), "%.100f" % 0.1)
print(f"{3.14159:.2f} {2.5!r} {1e10:g} {0.1:.30f} {1/3:>12.4%} {-0.0:+.1f} {1e-10:.3} {12345.678:,.1f}")
print([format(v, "z.1f") if False else format(v, ".1f") for v in (-0.04, 0.04, -0.05, 0.25, 0.35)])
print(1e5, 1e-5, 123456789.123456789, 1.0e+16, .5e-3, 1_0.2_5, 1e0, 00.5, 5.)
