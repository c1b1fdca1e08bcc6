# Work on bytes: base64, hex dump, crc32, adler32, md5, varints, a bit reader and LZ-like compression, all written out.
import math

ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def b64encode(data):
    out = bytearray()
    for i in range(0, len(data), 3):
        chunk = data[i:i + 3]
        n = int.from_bytes(chunk + bytes(3 - len(chunk)), "big")
        for j in range(len(chunk) + 1):
            out.append(ALPHABET[n >> (18 - 6 * j) & 63])
        out += b"=" * (3 - len(chunk))
    return bytes(out)


def b64decode(text):
    out, acc, bits = bytearray(), 0, 0
    for c in text.rstrip(b"="):
        acc = acc << 6 | ALPHABET.index(bytes([c]))
        bits += 6
        if bits >= 8:
            bits -= 8
            out.append(acc >> bits & 255)
            acc &= (1 << bits) - 1
    return bytes(out)


TABLE = []
for n in range(256):
    for _ in range(8):
        n = n >> 1 ^ 0xEDB88320 if n & 1 else n >> 1
    TABLE.append(n)


def crc32(data):
    c = 0xFFFFFFFF
    for b in data:
        c = TABLE[(c ^ b) & 255] ^ c >> 8
    return c ^ 0xFFFFFFFF


def adler32(data):
    a, b = 1, 0
    for x in data:
        a = (a + x) % 65521
        b = (b + a) % 65521
    return b << 16 | a


SHIFTS = [7, 12, 17, 22] * 4 + [5, 9, 14, 20] * 4 + [4, 11, 16, 23] * 4 + [6, 10, 15, 21] * 4
SINES = [int(abs(math.sin(i + 1)) * 2 ** 32) & 0xFFFFFFFF for i in range(64)]


def md5(message):
    data = bytearray(message)
    data.append(0x80)
    while len(data) % 64 != 56:
        data.append(0)
    data += (len(message) * 8).to_bytes(8, "little")
    a0, b0, c0, d0 = 0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476
    for offset in range(0, len(data), 64):
        words = [int.from_bytes(data[offset + i:offset + i + 4], "little") for i in range(0, 64, 4)]
        a, b, c, d = a0, b0, c0, d0
        for i in range(64):
            if i < 16:
                f, g = (b & c) | (~b & d), i
            elif i < 32:
                f, g = (d & b) | (~d & c), (5 * i + 1) % 16
            elif i < 48:
                f, g = b ^ c ^ d, (3 * i + 5) % 16
            else:
                f, g = c ^ (b | (~d & 0xFFFFFFFF)), 7 * i % 16
            f = (f + a + SINES[i] + words[g]) & 0xFFFFFFFF
            a, d, c = d, c, b
            b = (b + (f << SHIFTS[i] | f >> (32 - SHIFTS[i]))) & 0xFFFFFFFF
        a0, b0, c0, d0 = (a0 + a) & 0xFFFFFFFF, (b0 + b) & 0xFFFFFFFF, (c0 + c) & 0xFFFFFFFF, (d0 + d) & 0xFFFFFFFF
    return b"".join(x.to_bytes(4, "little") for x in (a0, b0, c0, d0)).hex()


def varint(n):
    out = bytearray()
    while True:
        n, low = n >> 7, n & 127
        out.append(low | (128 if n else 0))
        if not n:
            return bytes(out)


def unvarint(data):
    shift = value = 0
    for b in data:
        value |= (b & 127) << shift
        shift += 7
    return value


def compress(data):
    out, i = bytearray(), 0
    while i < len(data):
        best, where = 0, 0
        for j in range(max(0, i - 255), i):
            k = 0
            while k < 255 and i + k < len(data) and data[j + k] == data[i + k]:
                k += 1
            if k > best:
                best, where = k, i - j
        if best >= 4:
            out += bytes((0, where, best))
            i += best
        else:
            out += bytes((1, data[i]))
            i += 1
    return bytes(out)


def decompress(data):
    out, i = bytearray(), 0
    while i < len(data):
        if data[i] == 0:
            distance, length = data[i + 1], data[i + 2]
            for _ in range(length):
                out.append(out[-distance])
            i += 3
        else:
            out.append(data[i + 1])
            i += 2
    return bytes(out)


def hexdump(data):
    for i in range(0, len(data), 16):
        row = data[i:i + 16]
        print("%04x  %-47s  %s" % (i, " ".join("%02x" % b for b in row), "".join(chr(b) if 32 <= b < 127 else "." for b in row)))


for text in (b"", b"a", b"ab", b"abc", b"The quick brown fox jumps over the lazy dog", bytes(range(0, 256, 7))):
    encoded = b64encode(text)
    print(encoded, b64decode(encoded) == text, "%08x %08x" % (crc32(text), adler32(text)), md5(text))
print([varint(n) for n in (0, 127, 128, 300, 2 ** 35, 2 ** 70)], all(unvarint(varint(3 ** k)) == 3 ** k for k in range(60)))
sample = b"abracadabra " * 12 + bytes(range(40)) + b"abracadabra"
packed = compress(sample)
print(len(sample), len(packed), decompress(packed) == sample)
hexdump(packed[:70])
