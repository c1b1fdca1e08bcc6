#! version >= 3.14
# Template strings (3.14, PEP 750).
name, n = "World", 5
t = t"Hello {name}, {n:>{n}} and {n!r:x} {n + 1=}"
print(type(t).__name__, t.strings, [i.value for i in t.interpolations], [i.expression for i in t.interpolations], [i.conversion for i in t.interpolations], [i.format_spec for i in t.interpolations], t.values)
print(list(t)[0], len(list(t)), t"".strings, t"plain".strings, list(t""), t"{name}".strings, t"{{}}".strings)
joined = t"a{1}" t"b{2}c"
print(joined.strings, joined.values)
cat = t"x{1}y" + t"z{2}"
print(cat.strings, cat.values)
for f in (lambda: t"a" + "b", lambda: "a" + t"b", lambda: t"a".strings.append, lambda: setattr(t"a", "strings", ())):
    try:
        f()
    except (TypeError, AttributeError) as e:
        print(type(e).__name__)


def render(template):
    out = []
    for part in template:
        if isinstance(part, str):
            out.append(part)
        else:
            v = part.value
            if part.conversion:
                v = {"r": repr, "s": str, "a": ascii}[part.conversion](v)
            out.append(format(v, part.format_spec).upper())
    return "".join(out)


print(render(t"v={name!r:>10} n={n:03d} {'quoted "x"'}"), render(t"{t'{name}'.values[0]}"))
log = []


def note(v):
    log.append(v)
    return v


t2 = t"{note(1)} {note(2):{note(3)}}"
print(log, t2.interpolations[1].format_spec)
i = t2.interpolations[0]
print(repr(i), type(i).__name__)
match i:
    case type(value=1):
        print("no")
    case _:
        print("interpolation", i.value)
x = 1
lazy = t"{x}"
x = 2
print(lazy.values, rt"\n{x}".strings, t"""multi
{x}""".strings)
Template = type(t)
Interpolation = type(i)
print(Template("a", Interpolation(5, "five", None, ""), "b").strings, Template("a", "b").strings, Template(Interpolation(1, "1"), Interpolation(2, "2")).strings)
