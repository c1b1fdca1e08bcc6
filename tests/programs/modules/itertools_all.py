# itertools: everything since 3.6, argument forms, laziness, errors.
import itertools as it

log = []


def n(x):
    log.append(x)
    return x


def kind(f):
    try:
        print("no error", f())
    except Exception as e:
        print(type(e).__name__, end=" ")


take = lambda k, i: list(it.islice(i, k))
print(take(3, it.count()), take(3, it.count(5)), take(3, it.count(1, 2)), take(3, it.count(0.5, 0.25)), take(3, it.count(10, -1)), take(2, it.count(2 ** 63 - 1)), take(3, it.count(start=1, step=3)), repr(it.count(5)), repr(it.count(5, 2)), take(2, it.count(1j)))
print(take(7, it.cycle("abc")), list(it.cycle([])), list(it.repeat("x", 3)), take(2, it.repeat(1)), list(it.repeat(1, 0)), list(it.repeat(1, -5)), repr(it.repeat(1, 3)), repr(it.repeat(1)), list(it.repeat(object=1, times=2)))
print(list(it.accumulate([1, 2, 3])), list(it.accumulate([])), list(it.accumulate("abc")), list(it.accumulate([1, 5, 2], max)), list(it.accumulate([1, 2, 3], lambda a, b: a * b)), list(it.accumulate([2.5])), list(it.accumulate([1, 2], func=lambda a, b: a - b)))
print(list(it.chain()), list(it.chain("ab", [1], ())), list(it.chain.from_iterable(["ab", "c"])), list(it.chain([1], it.chain([2], it.chain([3])))), list(it.chain.from_iterable(x for x in ([1], [2, 3]))))
print(list(it.compress("abcd", [1, 0, 1, 0])), list(it.compress("abc", [])), list(it.compress("ab", [True, True, True])), list(it.dropwhile(lambda x: x < 3, [1, 2, 3, 1])), list(it.takewhile(lambda x: x < 3, [1, 2, 3, 1])), list(it.filterfalse(lambda x: x % 2, range(6))), list(it.filterfalse(None, [0, 1, "", "a"])), list(it.starmap(pow, [(2, 3), (3, 2)])), list(it.starmap(lambda *a: a, [(1,), (1, 2), ()])))
print([(k, list(g)) for k, g in it.groupby("aabbbac")], [(k, len(list(g))) for k, g in it.groupby([1, 3, 2, 4, 5], key=lambda x: x % 2)], [k for k, g in it.groupby("aab")], [(k, list(g)) for k, g in it.groupby([])], [(k, list(g)) for k, g in it.groupby([1, 1.0, True, 2])])
g = it.groupby("aabb")
k1, g1 = next(g)
k2, g2 = next(g)
print(k1, list(g1), k2, next(g2), list(g2), next(g, "end"))
print(list(it.islice("abcdef", 3)), list(it.islice("abcdef", 2, 4)), list(it.islice("abcdef", 1, None, 2)), list(it.islice("abcdef", None)), list(it.islice("abc", 0)), list(it.islice("abc", 5, 10)), list(it.islice(range(10), 0, 10, 3)), list(it.islice([], 3)))
a, b = it.tee([1, 2, 3])
x, y, z = it.tee("ab", 3)
print(next(a), list(b), list(a), list(x), list(y), list(z), it.tee([], 0), len(it.tee([1])))
gen = (n(i) for i in range(3))
p, q = it.tee(gen)
print(next(p), next(p), log, next(q), log, list(q), list(p), log)
print(list(it.zip_longest("abc", [1])), list(it.zip_longest("a", "xyz", fillvalue="-")), list(it.zip_longest()), list(it.zip_longest([1], [2], [3, 4])), list(it.zip_longest("ab")))
print(list(it.product("ab", [1, 2])), list(it.product([0, 1], repeat=3)), list(it.product()), list(it.product("ab", [])), list(it.product("a", repeat=0)), len(list(it.product(range(4), repeat=4))), list(it.product(iter("ab"), repeat=2)))
print(list(it.permutations([1, 2, 3])), list(it.permutations("abc", 2)), list(it.permutations([], 0)), list(it.permutations("ab", 3)), list(it.permutations("ab", r=None)), len(list(it.permutations(range(6)))))
print(list(it.combinations("abcd", 2)), list(it.combinations("ab", 0)), list(it.combinations("ab", 3)), list(it.combinations(range(4), r=3)), list(it.combinations_with_replacement("abc", 2)), list(it.combinations_with_replacement("", 1)), len(list(it.combinations(range(10), 5))))
kind(lambda: it.count("a"))
kind(lambda: it.cycle(5))
kind(lambda: it.repeat())
kind(lambda: it.repeat(1, "a"))
kind(lambda: list(it.chain(5)))
kind(lambda: list(it.chain.from_iterable([1])))
kind(lambda: it.islice("a"))
kind(lambda: it.islice("a", -1))
kind(lambda: it.islice("a", 1, 2, 0))
kind(lambda: it.islice("a", "b"))
kind(lambda: it.tee([], -1))
kind(lambda: it.tee(5))
kind(lambda: it.product(5))
kind(lambda: it.product([], repeat=-1))
kind(lambda: it.permutations([], -1))
kind(lambda: it.combinations("a", -1))
kind(lambda: it.combinations("a"))
kind(lambda: list(it.starmap(pow, [5])))
kind(lambda: it.groupby())
kind(lambda: list(it.accumulate([1, "a"])))
kind(lambda: it.zip_longest("a", bogus=1))
kind(lambda: it.dropwhile(1))
kind(lambda: it.compress("a"))
kind(lambda: list(it.takewhile(5, [1])))
kind(lambda: list(it.filterfalse(lambda x: 1 / 0, [1])))
kind(lambda: next(it.repeat(1, 0)))
print()
c = it.count()
print(c is iter(c), next(c), next(c), type(c).__name__, type(it.chain()).__module__, it.repeat(5, 3).__length_hint__())


def grouper(seq, size):
    i = iter(seq)
    while True:
        chunk = tuple(it.islice(i, size))
        if not chunk:
            return
        yield chunk


def pairwise(s):
    a, b = it.tee(s)
    next(b, None)
    return zip(a, b)


def roundrobin(*its):
    pending = [iter(i) for i in its]
    while pending:
        nxt = []
        for i in pending:
            for v in i:
                yield v
                nxt.append(i)
                break
        pending = nxt


def powerset(s):
    return it.chain.from_iterable(it.combinations(s, r) for r in range(len(s) + 1))


def unique(s):
    seen = set()
    for v in it.filterfalse(seen.__contains__, s):
        seen.add(v)
        yield v


def sieve():
    nums = it.count(2)
    while True:
        p = next(nums)
        yield p
        nums = filter(lambda x, p=p: x % p, nums)


print(list(grouper("abcdefg", 3)), list(pairwise("abcd")), "".join(roundrobin("ABC", "D", "EF")), list(powerset([1, 2, 3])), "".join(unique("AAAABBBCCDAABBB")), take(10, sieve()), sum(it.takewhile(lambda v: v < 1000, filter(lambda v: v % 2, map(lambda v: v * v, it.count())))), [sum(g) for _, g in it.groupby([1, 2, 30, 40, 5], lambda v: v > 9)], list(zip(it.count(1), "ab", it.repeat("z"), it.cycle([0, 1]))), max(it.accumulate([1, -2, 5, -1], lambda a, b: a + b)), dict(zip("abc", it.repeat(0))), ["".join(p) for p in it.permutations("abc") if p[0] != "a"], sum(1 for _ in it.product(range(10), repeat=3)), list(map(lambda t: sum(t), it.combinations_with_replacement([1, 5, 10], 2))))
for cls in (it.count, it.cycle, it.chain, it.islice):
    pass


class MyChain(it.chain):
    tag = "sub"


print(list(MyChain("a", "b")), MyChain.tag, [hasattr(it, k) for k in ("count", "cycle", "repeat", "accumulate", "chain", "compress", "dropwhile", "filterfalse", "groupby", "islice", "starmap", "takewhile", "tee", "zip_longest", "product", "permutations", "combinations", "combinations_with_replacement")].count(True))
