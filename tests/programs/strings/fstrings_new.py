#! version >= 3.8
# f-strings with `=` and walrus (3.8).
x, y = 5, "a\u00e9"
print(f"{x=}", f"{x = }", f"{y=}", f"{y=!s}", f"{y=!a}", f"{x=:>5}|", f"{x + 1=}", f"{ x = :<4}|", f"{y=:>6}|", f"{x=!r:^10}|", f"{x, y=}", f"{len(y)=}", f"{x=}{y=}", f"a{x=}b", f"{(z := 3)} {z}", f"{x:=^6}|", f"{x == 5=}", f"{x != 4}", f"{3.14159=:.2f}", f"{[1, 2]=}")


def f():
    value = 7
    return f"{value=} {value*2=}"


print(f(), [f"{i=}" for i in range(3)])
