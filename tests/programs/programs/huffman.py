# Huffman coding with a hand-written heap; encode, decode, sizes, canonical codes.
class Heap:
    def __init__(self):
        self.a = []

    def push(self, x):
        a = self.a
        a.append(x)
        i = len(a) - 1
        while i and a[i] < a[(i - 1) >> 1]:
            a[i], a[(i - 1) >> 1] = a[(i - 1) >> 1], a[i]
            i = (i - 1) >> 1

    def pop(self):
        a = self.a
        top, last = a[0], a.pop()
        if a:
            a[0] = last
            i, n = 0, len(a)
            while 2 * i + 1 < n:
                c = 2 * i + 1
                if c + 1 < n and a[c + 1] < a[c]:
                    c += 1
                if not a[c] < a[i]:
                    break
                a[i], a[c] = a[c], a[i]
                i = c
        return top

    def __len__(self):
        return len(self.a)


class Leaf:
    def __init__(self, symbol):
        self.symbol = symbol

    def codes(self, prefix, out):
        out[self.symbol] = prefix or "0"


class Inner:
    def __init__(self, left, right):
        self.left, self.right = left, right

    def codes(self, prefix, out):
        self.left.codes(prefix + "0", out)
        self.right.codes(prefix + "1", out)


def build(data):
    freq = {}
    for c in data:
        freq[c] = freq.get(c, 0) + 1
    heap = Heap()
    for order, (c, f) in enumerate(sorted(freq.items())):
        heap.push((f, order, Leaf(c)))
    n = len(freq)
    while len(heap) > 1:
        fa, _, a = heap.pop()
        fb, _, b = heap.pop()
        heap.push((fa + fb, n, Inner(a, b)))
        n += 1
    return heap.pop()[2]


def encode(data, codes):
    bits = "".join(codes[c] for c in data)
    padded = bits + "0" * (-len(bits) % 8)
    return len(bits), bytes(int(padded[i:i + 8], 2) for i in range(0, len(padded), 8))


def decode(tree, nbits, packed):
    out, node = [], tree
    for i in range(nbits):
        if isinstance(node, Inner):
            node = node.right if packed[i >> 3] >> (7 - (i & 7)) & 1 else node.left
        if isinstance(node, Leaf):
            out.append(node.symbol)
            node = tree
    return out


def canonical(codes):
    code, last, out = 0, 0, {}
    for length, c in sorted((len(v), k) for k, v in codes.items()):
        code <<= length - last
        out[c] = "{:0{}b}".format(code, length)
        code, last = code + 1, length
    return out


text = "she sells sea shells by the sea shore; the shells she sells are surely seashells" * 3
for data in (text, "aaaa", list(range(16)) * 2, b"abracadabra" * 9, "ab\u00e9\u4e00" * 5):
    tree = build(data)
    codes = {}
    tree.codes("", codes)
    nbits, packed = encode(data, codes)
    print(len(data), nbits, len(packed), "".join(map(str, decode(tree, nbits, packed))) == "".join(map(str, data)), sum(packed), ascii(sorted(canonical(codes).items(), key=lambda kv: (len(kv[1]), kv[1]))[:6]))
