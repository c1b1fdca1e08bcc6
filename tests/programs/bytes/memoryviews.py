# memoryview: attributes, slices, writing through, casts, release, comparison, errors.
def kind(f, *args, **kwargs):
    try:
        print("no error", repr(f(*args, **kwargs)))
    except Exception as e:
        print(type(e).__name__)


data = bytearray(b"abcdefgh")
m = memoryview(data)
print(len(m), m[0], m[-1], m.format, m.itemsize, m.ndim, m.shape, m.strides, m.readonly, m.nbytes, m.contiguous, m.c_contiguous, m.f_contiguous, m.suboffsets, m.obj is data)
print(m.tobytes(), m.tolist(), bytes(m[2:5]), m[1:4].tolist(), m[::2].tobytes(), m[::-1].tobytes(), m[5:2].tobytes(), bytes(m), list(m), m == data, m == b"abcdefgh", m[1:3] == b"bc", m != b"x", 97 in m, m.hex())
m[0] = 65
m[1:3] = b"XY"
m[-1] = 0x7a
print(data)
m[::2] = b"1234"
print(data, m[::2].strides, m[::2].contiguous, m[::-1].strides, m[1:4].shape, m[4:4].shape)
kind(lambda: m[20])
kind(m.__setitem__, 20, 1)
kind(m.__setitem__, 0, 256)
kind(m.__setitem__, 0, b"a")
kind(m.__setitem__, 0, "a")
kind(m.__setitem__, slice(0, 2), b"abc")
kind(m.__delitem__, 0)
kind(lambda: m["a"])
kind(lambda: m + b"a")
kind(data.append, 1)
kind(lambda: data.__delitem__(0))
kind(data.extend, b"xx")
data[0] = 66
print(m[0])
ro = memoryview(b"const")
print(ro.readonly, hash(ro) == hash(b"const"), {ro: 1} == {b"const": 1})
kind(ro.__setitem__, 0, 1)
kind(hash, m)
kind(memoryview, "str")
kind(memoryview, 5)
kind(memoryview, [1])
kind(memoryview)
c = memoryview(bytearray(range(16))).cast("I")
print(c.format, c.itemsize, len(c), c.tolist(), c.shape, c.strides, c[1], c.nbytes)
c[0] = 0xffffffff
print(c.obj[:5], c.cast("B")[:4].tolist())
for f in "bBhHiIlLqQfd?c":
    v = memoryview(bytes(range(16))).cast(f)
    print(f, v.itemsize, len(v), v[0] if f not in "fd" else "%.6e" % v[0], v[-1] if f not in "fd" else "%.6e" % v[-1])
d = memoryview(bytearray(16)).cast("d")
d[0] = 1.5
d[1] = -2
print(d.tolist(), bytes(d))
kind(d.__setitem__, 0, "a")
h = memoryview(bytearray(4)).cast("h")
h[0] = -2
print(h.tolist(), h.tobytes())
kind(h.__setitem__, 0, 40000)
kind(h.__setitem__, 0, 1.5)
kind(memoryview(b"abc").cast, "I")
kind(memoryview(b"abc").cast, "zz")
kind(memoryview(b"abcd").cast, 5)
kind(c.cast, "d")
two = memoryview(bytes(range(12))).cast("B", (3, 4))
print(two.ndim, two.shape, two.strides, two.tolist(), two[1, 2], two.nbytes, len(two), two.tobytes() == bytes(range(12)))
kind(lambda: two[0])
kind(lambda: two[3, 0])
kind(lambda: two[0, 0, 0])
kind(memoryview(bytes(12)).cast, "B", (3, 5))
flat = two.cast("B")
print(flat.shape, flat[5])
with memoryview(data) as w:
    print(w[1])
kind(lambda: w[1])
kind(w.tobytes)
m.release()
m.release()
kind(lambda: m[0])
kind(lambda: len(m))
data.append(33)
print(data, memoryview(b"abc") == memoryview(bytearray(b"abc")), memoryview(b"abc")[1:] == b"bc", memoryview(b"ab") == memoryview(b"ac"), memoryview(b"a") == "a", memoryview(b"") == b"")
kind(lambda: memoryview(b"a") < memoryview(b"b"))
nested = memoryview(memoryview(b"nest")[1:])
print(nested.tobytes(), nested.obj, bytes(nested), bytearray(nested), b"".join([nested, b"!"]), b"pre" + nested, int.from_bytes(nested, "big"), nested.tolist(), [hex(x) for x in nested], list(reversed(nested)), bytes(nested).find(b"t"))
src, dst = bytearray(b"overlap!"), None
v = memoryview(src)
v[2:6] = v[0:4]
print(src)
v[0:4] = v[2:6]
print(src, v[1:][1:][1:3].tobytes())
print(memoryview(b"abc").toreadonly().readonly if hasattr(memoryview, "toreadonly") else True)
