# complex: parsing, repr, arithmetic, errors, format.
inf, nan = float("inf"), float("nan")
values = [0j, 1j, -1j, 1 + 2j, 1 - 2j, -1.5 + 0.5j, 3 + 0j, -0.0 + 0j, complex(0, -0.0), complex(-0.0, -0.0), 1e100 + 1e-100j, complex(inf, 1), complex(1, -inf), complex(1.5, 2)]
for v in values:
    print(repr(v), str(v), -v, +v, v.real, v.imag, v.conjugate(), bool(v), hash(v) == hash(complex(v.real, v.imag)))
finite = [1j, 1 + 2j, 1 - 2j, -1.5 + 0.5j, 3 + 0j, 0.5 - 4j]
for a in finite:
    for b in finite:
        print(a + b, a - b, a * b, a / b, a == b, a != b)
print(1 + 1j, 1j + 1, 2.5 - 1j, 1j - 2.5, True + 1j, 10 ** 20 + 1j, 1j ** 2, (1 + 2j) ** 3, (1 + 2j) ** 0, (1 + 2j) ** -1, (2 + 0j) ** 10, 0j ** 0)
z = (1 + 2j) ** 2.5
print(round(z.real, 9), round(z.imag, 9), round((2 ** (1 + 1j)).real, 9), round(((-8) ** (1 / 3)).imag, 9), round(((-1.0) ** 0.5).imag, 9))
print(abs(3 + 4j), abs(-5j), abs(complex(inf, nan)), abs(1e200 + 1e200j))
for f in (lambda: 1j / 0, lambda: 1j / 0j, lambda: 0j ** -1, lambda: 0j ** 1j, lambda: 1j < 2j, lambda: 1j // 1, lambda: 1j % 2, lambda: divmod(1j, 1), lambda: int(1j), lambda: float(1j), lambda: 1j + "a",
          lambda: abs(complex(1e308, 1e308)) * 10, lambda: (1e200 + 1j) ** 2, lambda: 1j > 0, lambda: [][1j], lambda: pow(1j, 2, 3)):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__)
for text in ("1", "1j", "-j", "+j", "j", "1+2j", "1-2J", " (1+2j) ", "( 3j )", "1e3-1e-3j", "inf+nanj", "-infj", "1_0+2_0j", ".5j", "1.j", "nan-infinityj", "+1-0j"):
    v = complex(text)
    print(repr(text), "nan" if v.real != v.real else v.real, "nan" if v.imag != v.imag else v.imag)
for text in ("", "1+", "1 + 2j", "1+2", "i", "1j+2", "(1", "1)", "jj", "1+2k", "\x00", "--1j", "1e", "()", "((1))", "1+-2j", "_1j"):
    try:
        print(complex(text))
    except ValueError as e:
        print("ValueError", "malformed" in str(e) or str(e))
print(complex(), complex(1), complex(1.5), complex(1, 2), complex(True, False), complex(real=1, imag=2), complex(imag=3))
for args in (("1", 2), (1, "2"), (None,), ([],), ("1", "2"), (b"1",)):
    try:
        print(complex(*args))
    except TypeError as e:
        print("TypeError")


class C:
    def __complex__(self):
        return 1 + 1j


class F:
    def __float__(self):
        return 2.5


print(complex(C()), complex(F()), complex(F(), F()))
print(1j == 1j, 1 + 0j == 1, 1 == 1 + 0j, 1.5 + 0j == 1.5, 1j != 1, 10 ** 30 + 0j == 10 ** 30, hash(1 + 0j) == hash(1), {1: "a"}[1 + 0j], 1j == "a", complex(nan, 0) == complex(nan, 0))
for spec in ("", "f", ".2f", "e", ".3g", "g", "20", "<20", ">20.1f", "^20", "+.1f", ",.1f", "*^22.2f"):
    print(repr(spec), format(1234.5 - 2.25j, spec), format(-1j, spec), format(0.1 + 3j, spec))
for spec in ("020", "=20", "d", "%", "s", "n"):
    try:
        print(spec, format(1 + 2j, spec))
    except ValueError as e:
        print(spec, "ValueError")
print("%s %r" % (1j, 2 - 3j), f"{1+2j} {1.5j!r} {3+4j:.1f}", (1 + 2j).__getnewargs__(), (1 + 2j).__add__(1), (1j).__eq__("x"), (1j).__lt__(1j))
print(hash(1j), hash(-1j), hash(1 + 1j), hash(0.5 + 2j), hash(complex(-1, 0)), hash(complex(0, -1)))
total = 0j
for k in range(50):
    total += (0.9 + 0.3j) * k / (1 + k * 1j)
print("%.9f %.9f" % (total.real, total.imag))
