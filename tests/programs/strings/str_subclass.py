# str subclasses, str as a type, methods through the class, interning-free identity, dir-level facts.
class Name(str):
    count = 0

    def __new__(cls, text="", extra=None):
        self = super().__new__(cls, text)
        self.extra = extra
        Name.count += 1
        return self

    def shout(self):
        return self.upper() + "!"

    def __eq__(self, other):
        return str.__eq__(self.lower(), str(other).lower())

    def __hash__(self):
        return hash(self.lower())

    def __add__(self, other):
        return Name(str(self) + str(other), self.extra)

    def __getitem__(self, i):
        return Name(str.__getitem__(self, i))

    def __len__(self):
        return 99

    def __contains__(self, x):
        return "always"

    def __iter__(self):
        return iter(["i", "t"])


n = Name("Hello", extra=5)
print(n, n.extra, n.shout(), n == "HELLO", "hello" == n, n != "x", {n: 1}.get("hello"), (n + " you").extra, n + " you", type(n + "x").__name__, n[1], type(n[1:3]).__name__, len(n), str.__len__(n), "zz" in n, list(n), "".join(n), n.lower(), type(n.lower()).__name__, Name.count)
print(n.__dict__, n.startswith("He"), n.replace("l", "L"), n.find("l"), "%s" % n, "{}".format(n), f"{n}", "{:>8}".format(n), n * 2, type(n * 2).__name__, "-".join([n, n]), str(n) == "Hello", type(str(n)).__name__, repr(n), [n], n < "Z", max(n, "A"), sorted([Name("b"), Name("a")]), bool(n), bool(Name("")))
del n.extra
try:
    n.extra
except AttributeError as e:
    print(e)


class Slotted(str):
    __slots__ = ()


s = Slotted("x")
try:
    s.attr = 1
except AttributeError as e:
    print("AttributeError")
try:
    class Slotted2(str):
        __slots__ = ("a",)
    Slotted2("q").a = 3
    print("slots on str work")
except TypeError as e:
    print("TypeError", e)
print(str.upper("abc"), str.join("-", ["a", "b"]), str.__add__("a", "b"), str.__len__("abc"), str.__contains__("abc", "b"), str.__getitem__("abc", 1), str.__mul__("a", 3), str.__rmul__("a", 3), str.__mod__("%s", 1), str.__eq__("a", "a"), str.__eq__("a", 1), str.__lt__("a", "b"), str.__hash__("a") == hash("a"), str.__iter__("ab").__next__(), str.__format__("a", ">3"), str.__repr__("a"), str.__str__("a"))
for f in (lambda: str.upper(1), lambda: str.upper(), lambda: str.join("-"), lambda: str.__add__("a", 1), lambda: str.upper("a", 1), lambda: str.split("a", maxsplit="x")):
    try:
        print(f())
    except TypeError as e:
        print("TypeError")
print([m for m in ("capitalize", "casefold", "center", "count", "encode", "endswith", "expandtabs", "find", "format", "format_map", "index", "isalnum", "isalpha", "isdecimal", "isdigit", "isidentifier", "islower", "isnumeric", "isprintable", "isspace", "istitle", "isupper", "join", "ljust", "lower", "lstrip", "maketrans", "partition", "replace", "rfind", "rindex", "rjust", "rpartition", "rsplit", "rstrip", "split", "splitlines", "startswith", "strip", "swapcase", "title", "translate", "upper", "zfill") if not hasattr(str, m)])
print(str.__name__, str.__mro__, type("a".upper).__name__, type(str.upper).__name__, "a".upper.__name__, "a".upper.__self__, str.upper.__name__, str.__doc__ is not None, callable("a".upper), "a".upper.__qualname__, str.maketrans.__name__)
up = "abc".upper
print(up(), list(map(str.upper, ["a", "b"])), list(map("{}!".format, [1, 2])), sorted(["b", "A", "c"], key=str.lower), list(filter(str.isdigit, "a1b2")))
print("a" is "a", isinstance("a", str), issubclass(Name, str), isinstance(n, Name), str(n) is n, "abc".__class__, "abc".__sizeof__() > 0)
