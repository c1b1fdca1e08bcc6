#! version >= 3.10
# Structural pattern matching: every pattern kind, guards, captures, failures, evaluation order.
def literal(x):
    match x:
        case 0:
            return "zero"
        case -1:
            return "minus one"
        case 1.5 | 2.5:
            return "float"
        case "a" | "b":
            return "letter"
        case b"bytes":
            return "bytes"
        case None:
            return "None"
        case True:
            return "True"
        case False:
            return "False"
        case 1 + 2j:
            return "complex"
        case "":
            return "empty"
        case _:
            return "other"


print([literal(x) for x in (0, -1, 1.5, 2.5, "a", "b", b"bytes", None, True, False, 1 + 2j, "", "c", 0.0, 1, (), -1.0)])


def seq(x):
    match x:
        case []:
            return "empty"
        case [a]:
            return "one", a
        case (1, b):
            return "pair of 1", b
        case [a, b]:
            return "two", a, b
        case [1, *rest]:
            return "1 then", rest
        case [*init, 9]:
            return init, "then 9"
        case [a, *_, "end"]:
            return "first", a, "to end"
        case [[a, [b, *c]], *d]:
            return "nested", a, b, c, d
        case [*all]:
            return "all", all


class MyList(list):
    pass


for x in ([], [5], (1, 2), [3, 4], [1, 2, 3], [2, 3, 9], ["x", 1, "end"], [[1, [2, 3, 4]], 5, 6], (7, 8, 10), MyList([1]), range(1), "ab", b"ab", bytearray(b"a"), {1: 2}, {1}, 5, iter([1]), memoryview(b"ab"), None):
    print(type(x).__name__, seq(x))


def mapping(x):
    match x:
        case {"type": "circle", "r": r}:
            return "circle", r
        case {"type": t, **rest} if rest:
            return t, rest
        case {"a": {"b": [first, *_]}}:
            return "deep", first
        case {1: x, None: y, -2.5: z}:
            return x, y, z
        case {**everything} if len(everything) > 2:
            return "many", len(everything)
        case {}:
            return "mapping"
        case _:
            return "no"


class DD(dict):
    def __missing__(self, k):
        return "missing called"


for x in ({"type": "circle", "r": 1}, {"type": "sq", "s": 2}, {"type": "only"}, {"a": {"b": [1, 2]}}, {1: "x", None: "y", -2.5: "z"}, {1: 1, 2: 2, 3: 3}, {}, [], DD(), DD(type="circle"), 5):
    print(mapping(x))


class Point:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


class Point3(Point):
    __match_args__ = ("x", "y", "z")

    def __init__(self, x, y, z):
        super().__init__(x, y)
        self.z = z


class NoArgs:
    def __init__(self):
        self.a = 1


def classes(v):
    match v:
        case Point3(x, y, z=0):
            return "flat", x, y
        case Point3(0, 0, 0) | Point3(x=1):
            return "special"
        case Point(0, 0):
            return "origin"
        case Point(0, y) | Point(y, 0):
            return "axis", y
        case Point(x=x, y=y) if x == y:
            return "diagonal", x
        case Point():
            return "point"
        case NoArgs(a=1 | 2 as got):
            return "noargs", got
        case int(n) if n > 100:
            return "big int", n
        case bool():
            return "bool"
        case int() | float() as num:
            return "number", num
        case str(s):
            return "str", s
        case list([a, b]):
            return "list of two", a, b
        case dict(d):
            return "dict", d
        case tuple((x, *_)):
            return "tuple", x
        case type():
            return "a class"
        case bytes(b) | bytearray(b):
            return "bytes", bytes(b)
        case _:
            return "?"


for v in (Point3(1, 2, 0), Point3(1, 2, 3), Point(0, 0), Point(0, 5), Point(5, 0), Point(3, 3), Point(1, 2), NoArgs(), 1000, True, 5, 2.5, "s", [1, 2], [1], {"k": 1}, (1, 2), int, b"x", bytearray(b"y"), None, Point3(2, 2, 2)):
    print(classes(v))


class Color:
    RED = 1

    class Sub:
        BLUE = "blue"


def values(x):
    match x:
        case Color.RED:
            return "red"
        case Color.Sub.BLUE:
            return "blue"
        case [Color.RED, other]:
            return "red and", other
    return "none"


print(values(1), values("blue"), values([1, 2]), values(3), values(True))


def binds(x):
    match x:
        case (a, b) as pair if not isinstance(b, list) and a > b:
            return "descending", pair
        case [("x" | "y") as axis, int(n) as num]:
            return axis, num
        case [a, [b, c] as inner] as outer:
            return a, inner, outer
        case whole:
            return "whole", whole


print(binds((3, 2)), binds(["y", "x"]), binds([1, [2, 3]]), binds((1, 2)), binds("z"))
try:
    binds([None, 5])
except TypeError as e:
    print("TypeError")
log = []


class Logged:
    def __init__(self, v):
        self.v = v

    def __eq__(self, o):
        log.append((self.v, o))
        return self.v == o


match Logged(2):
    case 1:
        print("1")
    case 2:
        print("matched two", log)
match 5, 6:
    case 5, x:
        print("tuple subject", x)
match [1, 2]:
    case [x, y] if x > y:
        print("no")
    case _ if x:
        print("names bound by a failed guard", x, y)
match = 1
case = 2
print(match, case)
match (match):
    case 1: print("soft keyword")


def no_match(x):
    match x:
        case 5:
            return 1


print(no_match(4))


def in_loop():
    out = []
    for x in [1, "a", [1], {"k": 1}, None]:
        match x:
            case int():
                continue
            case str():
                out.append(x)
            case [_]:
                out.append("list")
            case {}:
                break
        out.append("-")
    return out


print(in_loop())
for bad in ("match_args not tuple", "too many", "not str", "dup"):
    class B:
        __match_args__ = {"match_args not tuple": ["a"], "too many": ("a",), "not str": (5, 6), "dup": ("a", "a")}[bad]
        a = 1
    try:
        match B():
            case B(1, 1):
                print("matched")
            case _:
                print("no match")
    except TypeError as e:
        print(bad, "TypeError")
try:
    match 5:
        case int(1, 2):
            pass
except TypeError as e:
    print("TypeError")
try:
    not_class = 5
    match 5:
        case not_class():
            pass
except TypeError as e:
    print("TypeError")


class PropPoint:
    __match_args__ = ("p",)

    @property
    def p(self):
        log.append("prop")
        return 7

    @property
    def err(self):
        raise ValueError("prop error")


log.clear()
match PropPoint():
    case PropPoint(p=8) | PropPoint(7):
        print(log)
try:
    match PropPoint():
        case PropPoint(err=1):
            pass
except ValueError as e:
    print(e)


def simplify(e):
    match e:
        case ("+", 0, x) | ("+", x, 0) | ("*", 1, x) | ("*", x, 1):
            return simplify(x)
        case ("*", 0, _) | ("*", _, 0):
            return 0
        case (op, a, b):
            a2, b2 = simplify(a), simplify(b)
            return simplify((op, a2, b2)) if (a2, b2) != (a, b) else (op, a, b)
        case _:
            return e


print(simplify(("+", ("*", 1, "x"), ("+", 0, ("*", "y", 0)))))


def command(line):
    match line.split():
        case ["go", ("north" | "south") as d]:
            return "going " + d
        case ["take", item, "from", *where]:
            return item, where
        case ["drop", *items] if items:
            return items
        case [cmd, *args]:
            return "unknown", cmd, len(args)
        case []:
            return "nothing"


for line in ("go north", "go up", "take key from red box", "drop a b", "drop", ""):
    print(command(line))
