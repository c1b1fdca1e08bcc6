# f-strings: conversions, nested specs, expressions, quotes, evaluation order, locals and closures.
x, y, name = 5, 2.5, "w\u00f6rld"
print(f"", f"plain", f"{x}", f"{x}{y}", f"{x} and {y}", f"{{}}", f"{{{x}}}", f"{x!r}", f"{name!a}", f"{name!s}", f"{'a'}" f"{'b'}", "c" f"{x}" 'd', f'{x}' "{x}", rf"\{x}\n", fr"\d{x}")
print(f"{x:5}|{x:<5}|{x:^5}|{x:05}|{x:+}|{x:b}|{x:#x}", f"{y:.1f}|{y:10.3f}|{y:e}|{y:%}", f"{name:>10}|{name:*^11}|{name:.3}", f"{x:{x}}|{y:{x}.{2}f}|{name!r:>{x * 2}}", f"{x!s:0>4}")
print(f"{x + 1} {x * y} {x if x > 3 else y} {[i for i in range(x)]} { {'a': 1}['a'] } {(lambda q: q * 2)(x)} {x > 3 and 'yes'} {x,} {x, y} {not x} {x == 5} {x != 5}")
print(f"""multi
{x}
line""", f'''{
x
}''', f"{'nested ' + f'{x} {y!r}'}", f"{x}" if x else f"{y}", f"{'quote'}", f"{x:{'>'}{10}}", f"{'a' 'b'}", f"{len('abc')}", f"{name[0]}{name[-1]}{name[1:3]}", f"{dict(a=1)['a']}")


class F:
    def __format__(self, spec):
        return "<fmt %r>" % spec

    def __repr__(self):
        return "<repr>"

    def __str__(self):
        return "<str>"


f = F()
print(f"{f} {f:} {f:spec} {f!r} {f!s} {f!r:>10} {f:{x}!{y}} {f:{{}}}" if False else f"{f} {f:} {f:spec} {f!r} {f!s} {f!r:>10} {f:{x}!{y}}")
order = []


def note(v):
    order.append(v)
    return v


print(f"{note(1)} {note(2):{note(3)}} {note(4)!r:>{note(5)}}", order)


def closure():
    secret = "inner"

    def show():
        return f"{secret} {x}"
    return show()


print(closure(), [f"{i}:{c}" for i, c in enumerate("ab")], {f"k{i}": f"v{i}" for i in range(2)}, "".join(f"{i:02d}" for i in range(5)), f"{x}" == "5", f"{None} {True} {...}", f"{b'x'} {1j} {[1]} {()} {set()}")
for expression in (lambda: f"{undefined}", lambda: f"{x:z}", lambda: f"{name:d}", lambda: f"{None:5}", lambda: f"{1 / 0}", lambda: f"{x!r:d}", lambda: f"{[]:x}"):
    try:
        print(expression())
    except Exception as e:
        print(type(e).__name__)


class Money:
    def __init__(self, n):
        self.n = n

    def __str__(self):
        return f"${self.n:,.2f}"

    def text(self, width):
        return f"[{self!s:>{width}}]"


print(f"{Money(1234.5)}", Money(99).text(12), f"{Money(3).n}", f"{Money(3).text(8):*^12}")


def many(a, b, c, d, e, g, h, i, j, k):
    return f"{a}-{b}-{c}-{d}-{e}-{g}-{h}-{i}-{j}-{k}|{a + b + c:>4}|{j!r}|{k:.2f}"


print(many(1, 2, 3, 4, 5, 6, 7, 8, "nine", 10.0))
total = ""
for i in range(20):
    total += f"{i}," if i % 2 else f"<{i}>"
print(total, len(f"{'x' * 100:>150}"), f"{'一'}{'😀'}" == "\u4e00\U0001f600", f"\u00e9{x}\t", f"\x41{x}")
