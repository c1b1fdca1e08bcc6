# A regular-expression engine: parser to a syntax tree, backtracking with generators, and a Thompson simulation; both must agree.
class Parser:
    def __init__(self, p):
        self.p, self.i, self.groups = p, 0, 0

    def more(self):
        return self.i < len(self.p)

    def peek(self):
        return self.p[self.i]

    def take(self):
        self.i += 1
        return self.p[self.i - 1]

    def alt(self):
        branches = [self.seq()]
        while self.more() and self.peek() == "|":
            self.take()
            branches.append(self.seq())
        return ("alt", branches) if len(branches) > 1 else branches[0]

    def seq(self):
        items = []
        while self.more() and self.peek() not in "|)":
            items.append(self.repeat())
        return "seq", items

    def repeat(self):
        node = self.atom()
        while self.more() and self.peek() in "*+?{":
            c = self.take()
            lo, hi = {"*": (0, None), "+": (1, None), "?": (0, 1)}.get(c, (0, 0))
            if c == "{":
                text = ""
                while self.peek() != "}":
                    text += self.take()
                self.take()
                a, comma, b = text.partition(",")
                lo = int(a)
                hi = (int(b) if b else None) if comma else lo
            greedy = True
            if self.more() and self.peek() == "?":
                self.take()
                greedy = False
            node = "rep", node, lo, hi, greedy
        return node

    def atom(self):
        c = self.take()
        if c == "(":
            self.groups += 1
            n = self.groups
            inner = self.alt()
            if not self.more() or self.take() != ")":
                raise SyntaxError("missing )")
            return "group", n, inner
        if c == "[":
            negate = self.peek() == "^"
            if negate:
                self.take()
            chars = set()
            while self.peek() != "]":
                a = self.escape(self.take())
                if self.peek() == "-" and self.p[self.i + 1] != "]" and len(a) == 1:
                    self.take()
                    b = self.take()
                    chars.update(chr(x) for x in range(ord(min(a)), ord(b) + 1))
                else:
                    chars |= a
            self.take()
            return "set", frozenset(chars), negate
        if c == ".":
            return "set", frozenset("\n"), True
        if c in "^$":
            return ("at", c)
        if c in "*+?":
            raise SyntaxError("nothing to repeat")
        return "set", frozenset(self.escape(c)), False

    def escape(self, c):
        if c != "\\":
            return {c}
        e = self.take()
        return {"d": set("0123456789"), "w": set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"), "s": set(" \t\n\r"), "n": {"\n"}, "t": {"\t"}}.get(e, {e})


def match(node, s, i, groups):
    kind = node[0]
    if kind == "set":
        if i < len(s) and (s[i] in node[1]) != node[2]:
            yield i + 1, groups
    elif kind == "seq":
        def go(k, i, groups):
            if k == len(node[1]):
                yield i, groups
            else:
                for j, g in match(node[1][k], s, i, groups):
                    yield from go(k + 1, j, g)
        yield from go(0, i, groups)
    elif kind == "alt":
        for b in node[1]:
            yield from match(b, s, i, groups)
    elif kind == "group":
        for j, g in match(node[2], s, i, groups):
            g = dict(g)
            g[node[1]] = s[i:j]
            yield j, g
    elif kind == "at":
        if i == (0 if node[1] == "^" else len(s)):
            yield i, groups
    else:
        _, inner, lo, hi, greedy = node

        def rep(n, i, groups):
            if not greedy and n >= lo:
                yield i, groups
            if hi is None or n < hi:
                for j, g in match(inner, s, i, groups):
                    if j > i or n < lo:
                        yield from rep(n + 1, j, g)
            if greedy and n >= lo:
                yield i, groups
        yield from rep(0, i, groups)


def search(pattern, s):
    p = Parser(pattern)
    tree = p.alt()
    if p.more():
        raise SyntaxError("unbalanced )")
    for start in range(len(s) + 1):
        for end, groups in match(tree, s, start, {}):
            return start, end, s[start:end], [groups.get(i) for i in range(1, p.groups + 1)]


class State:
    count = 0

    def __init__(self, test=None, out=()):
        self.test, self.out = test, list(out)


def nfa(node, after):
    kind = node[0]
    if kind == "set":
        return State(node, [after])
    if kind == "seq":
        for item in reversed(node[1]):
            after = nfa(item, after)
        return after
    if kind == "alt":
        return State(None, [nfa(b, after) for b in node[1]])
    if kind == "group":
        return nfa(node[2], after)
    _, inner, lo, hi, _ = node
    if hi is None:
        loop = State(None, [after])
        loop.out.append(nfa(inner, loop))
        after = loop
    else:
        for _ in range(hi - lo):
            after = State(None, [after, nfa(inner, after)])
    for _ in range(lo):
        after = nfa(inner, after)
    return after


def fullmatch_nfa(pattern, s):
    end = State()
    start = nfa(Parser(pattern).alt(), end)

    def close(states):
        seen, stack = [], list(states)
        while stack:
            x = stack.pop()
            if x not in seen:
                seen.append(x)
                if x.test is None:
                    stack.extend(x.out)
        return seen
    current = close([start])
    for c in s:
        current = close([y for x in current if x.test and (c in x.test[1]) != x.test[2] for y in x.out])
    return end in current


CASES = [("abc", "xxabcyy"), ("a*b", "aaab"), ("(a|b)+c", "ababc"), ("^(\\d+)-(\\d+)$", "12-345"), ("[a-c]x[^0-9]", "bxq"), ("a.c", "abc a\nc"), ("(a+)(b*)", "aabbb"), ("a{2,3}", "aaaa"), ("a+?b??", "aab"), ("(x|xy)(z|yz)", "xyz"), ("colou?r", "color colour"), ("\\w+@\\w+\\.com", "mail to bob@site.com now"), ("(a*)*b", "aaab"), ("z", "abc"), ("", "abc"), ("^$", ""), ("(\\s*)(\\w+)", "  word"), ("((a)(b))c", "abc"), ("[\\d_]+", "ab12_3c"), ("a|b|", "c"), ("(ab){2}", "ababab"), ("\\(x\\)", "f(x)")]
for p, s in CASES:
    print(p, repr(s), search(p, s))
for bad in ("(a", "a)", "*a"):
    try:
        print(search(bad, "a"))
    except SyntaxError as e:
        print(bad, e.msg)
words = ["", "a", "b", "ab", "ba", "aab", "abb", "abab", "aaaa", "abcabc", "c"]
agree = 0
for p in ("a*b*", "(a|b)*", "(ab)+", "a?b?c?", "a{2}", "(a|ab)(b|)", "[ab]+c?", "(a*b)*", "a(b|c)*a?"):
    for w in words:
        r = search("^(" + p + ")$", w)
        agree += (r is not None) == fullmatch_nfa(p, w)
print(agree, 9 * len(words), fullmatch_nfa("(a|aa)*" * 3, "a" * 40), fullmatch_nfa("(a?){25}a{25}", "a" * 25))
