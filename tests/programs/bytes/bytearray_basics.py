# bytearray: every mutation, extended slices, methods, errors; aliasing.
def kind(f, *args, **kwargs):
    try:
        print("no error", repr(f(*args, **kwargs)))
    except Exception as e:
        print(type(e).__name__)


a = bytearray(b"hello")
print(a, repr(a), str(a), len(a), a[0], a[-1], a[1:3], list(a), bytes(a), bool(a), bool(bytearray()), a == b"hello", a == bytearray(b"hello"), a < b"help", a != [104])
a[0] = 72
a[-1] = 0x21
a[1:3] = b"EEE"
print(a)
a[1:1] = b"__"
del a[0]
del a[-2:]
print(a)
a.append(65)
a.extend(b"BC")
a.extend([68, 69])
a.extend(range(70, 72))
a += b"!"
a += bytearray(b"?")
a *= 2
print(a, a.pop(), a.pop(0), a.pop(-3), a)
a.insert(0, 48)
a.insert(100, 57)
a.insert(-1, 56)
a.remove(66)
a.reverse()
print(a, a.index(b"A"), a.count(b"C"), a.find(b"zz"))
b = a.copy()
b.clear()
print(a, b, a is not a.copy())
a[::2] = bytes(len(a[::2]))
print(a)
del a[1::2]
print(a)
a[:] = b"fresh"
a[2:] = [1, 2, 3]
a[:0] = bytearray(b"pre")
a[5:2] = b"mid"
print(a)
a[::-1] = bytes(a)
print(a)
for args in (("a",), (-1,), ([256],), (None,), (1.5,), ("a", 5), (["x"],)):
    kind(bytearray, *args)
x = bytearray(b"abc")
kind(x.append, 256)
kind(x.append, -1)
kind(x.append, "a")
kind(x.append, b"a")
kind(x.extend, "ab")
kind(x.extend, [256])
kind(x.extend, 5)
kind(x.pop, 10)
kind(bytearray().pop)
kind(x.remove, 122)
kind(x.insert, "a", 1)
kind(x.insert, 0, 300)
kind(lambda: x[10])
kind(lambda: x.__setitem__(10, 1))
kind(lambda: x.__setitem__(0, 256))
kind(lambda: x.__setitem__(0, b"a"))
kind(lambda: x.__setitem__(slice(0, 1), 5) if False else x.__setitem__("a", 5))
kind(lambda: x.__setitem__(slice(0, 3, 2), b"abc"))
kind(lambda: x.__delitem__(7))
kind(lambda: hash(x))
kind(lambda: {x: 1})
kind(lambda: x + "a")
kind(lambda: x.__setitem__(slice(0, 1), "ab"))
print(x, bytearray(), bytearray(3), bytearray([1, 2]), bytearray("\u00e9", "utf-8"), bytearray(b"x"), bytearray(x), bytearray(memoryview(b"mm")), bytearray.fromhex("0aff"), bytearray(b"x") + b"y", b"x" + bytearray(b"y"), type(b"x" + bytearray(b"y")).__name__, type(bytearray(b"x") + b"y").__name__, bytearray(b"ab") * 2, 2 * bytearray(b"ab"), 97 in x, b"bc" in x)
print(x.upper(), type(x.upper()).__name__, x.replace(b"b", b"__"), x.split(b"b"), x.join([b"1", b"2"]), x.strip(b"a"), x.center(7, b"*"), x.translate(bytes.maketrans(b"abc", b"xyz")), x.hex(), x.decode(), x.startswith(b"ab"), x.partition(b"b"), x.splitlines(), x.zfill(5), x.title(), x.isalpha(), x % () if False else bytearray(b"%d") % 5, x.find(b"c"), x.rindex(b"a"), x.expandtabs())
y = x
y += b"d"
print(x is y, x)
z = x * 1
z[0] = 122
print(x, z, sorted(x), max(x), sum(x), [i for i in x], list(reversed(x)), x[::-1], x[-2:], x[1:100])


class BA(bytearray):
    def __init__(self, *args):
        super().__init__(*args)
        self.log = []

    def append(self, v):
        self.log.append(v)
        super().append(v)


q = BA(b"ab")
q.append(99)
print(bytes(q), q.log, type(q).__name__, type(q[:1]).__name__, q == b"abc", isinstance(q, bytearray), q.copy() == q)
buffer = bytearray()
for i in range(1000):
    buffer.append(i & 255)
    if i % 3 == 0:
        buffer += bytes([i % 251])
    if i % 10 == 9:
        del buffer[:2]
print(len(buffer), sum(buffer), buffer[:10], buffer[-5:], buffer.count(b"\x00"))
sieve = bytearray([1]) * 200
sieve[0:2] = b"\0\0"
for i in range(2, 15):
    if sieve[i]:
        sieve[i * i::i] = bytes(len(range(i * i, 200, i)))
print([i for i, v in enumerate(sieve) if v])
it = iter(x)
print(next(it))
x.append(1)
print(list(it))
x.__init__(b"again")
print(x, x.__len__(), x.__contains__(97), x.__getitem__(0), x.__add__(b"!"), x.__eq__(b"again"), x.__alloc__() > 0)
