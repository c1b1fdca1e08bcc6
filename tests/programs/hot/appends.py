# list.append under other names: on subclasses, on what is no list, on lists whose kind changes between items.
class Stack(list):
    push = list.append


def fill(s, n):
    for v in range(n):
        s.push(v)
    return s


print(fill(Stack(), 60)[-3:], len(fill(Stack(), 3000)))
add = list.append


def through(add, xs, n):
    for v in range(n):
        add(xs, v)
    return xs


print(len(through(list.append, [], 3000)), through(list.append, Stack(), 5))
for bad in (5, "text", None, (1, 2)):
    try:
        through(list.append, bad, 5)
    except TypeError as e:
        print(type(e).__name__)


def kinds(n):
    xs = []
    for i in range(n):
        xs.append(i)
        if i == n - 5:
            xs.append(0.5)
        if i == n - 3:
            xs.append("s")
        xs.append(1 << 60)
        xs.append(i == 3)
    return xs[-15:]


print(kinds(40), kinds(2000))
