#! version >= 3.8
# continue inside finally (3.8), and returns through several finally blocks.
def f():
    out = []
    for i in range(4):
        try:
            if i == 1:
                raise ValueError
            if i == 2:
                return "lost"
            out.append(i)
        finally:
            out.append("f")
            continue
    return out


def g():
    for i in range(3):
        try:
            try:
                return i
            finally:
                if i < 2:
                    continue
        finally:
            log.append(i)


log = []
print(f(), g(), log)
