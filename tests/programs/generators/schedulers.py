# Generators as threads: a round-robin scheduler with messages, a lexer-parser pair, a simulation, lock-step merging.
class Scheduler:
    def __init__(self):
        self.ready, self.time, self.log, self.mail = [], 0, [], {}

    def add(self, name, gen):
        self.ready.append((name, gen, None))

    def run(self):
        while self.ready:
            name, gen, value = self.ready.pop(0)
            self.time += 1
            try:
                request = gen.send(value)
            except StopIteration as e:
                self.log.append((self.time, name, "finished", e.value))
                continue
            except Exception as e:
                self.log.append((self.time, name, "failed", type(e).__name__))
                continue
            reply = None
            if request is None:
                pass
            elif request[0] == "spawn":
                self.add(request[1], request[2])
                reply = request[1]
            elif request[0] == "time":
                reply = self.time
            elif request[0] == "send":
                self.mail.setdefault(request[1], []).append(request[2])
            elif request[0] == "recv":
                box = self.mail.get(name, [])
                reply = box.pop(0) if box else None
            self.ready.append((name, gen, reply))


def ping(n):
    for i in range(n):
        yield "send", "pong", i
        while True:
            m = yield "recv",
            if m is not None:
                break
    t = yield "time",
    return ("ping done", t > 0)


def pong():
    count = 0
    while count < 3:
        m = yield "recv",
        if m is not None:
            count += 1
            yield "send", "ping", m * 100
    return count


def parent():
    name = yield "spawn", "child", child(2)
    for _ in range(3):
        yield
    return name


def child(n):
    for i in range(n):
        yield
    raise ValueError("child fails")


s = Scheduler()
s.add("ping", ping(3))
s.add("pong", pong())
s.add("parent", parent())
s.run()
for line in s.log:
    print(*line)


def lex(text):
    i = 0
    while i < len(text):
        c = text[i]
        if c.isspace():
            i += 1
        elif c.isdigit():
            j = i
            while j < len(text) and (text[j].isdigit() or text[j] == "."):
                j += 1
            yield "num", float(text[i:j]) if "." in text[i:j] else int(text[i:j])
            i = j
        else:
            yield "op", c
            i += 1
    yield "end", None


class Parser:
    def __init__(self, text):
        self.tokens = lex(text)
        self.advance()

    def advance(self):
        self.kind, self.value = next(self.tokens, ("end", None))

    def expr(self):
        v = self.term()
        while self.kind == "op" and self.value in "+-":
            op = self.value
            self.advance()
            r = self.term()
            v = v + r if op == "+" else v - r
        return v

    def term(self):
        v = self.power()
        while self.kind == "op" and self.value in "*/%":
            op = self.value
            self.advance()
            r = self.power()
            v = v * r if op == "*" else v / r if op == "/" else v % r
        return v

    def power(self):
        v = self.atom()
        if self.kind == "op" and self.value == "^":
            self.advance()
            return v ** self.power()
        return v

    def atom(self):
        kind, v = self.kind, self.value
        self.advance()
        if kind == "num":
            return v
        if v == "-":
            return -self.power()
        if v == "(":
            r = self.expr()
            if self.value != ")":
                raise SyntaxError("expected )")
            self.advance()
            return r
        raise SyntaxError("unexpected %r" % (v,))


for text in ("1 + 2 * 3", "(1 + 2) * 3", "2 ^ 3 ^ 2", "-4 ^ 2 + 10 % 4", "1.5 * (2 - 8) / 3", "((7))", "1 +", "(1"):
    try:
        print(text, "=", Parser(text).expr())
    except SyntaxError as e:
        print(text, "SyntaxError", e.msg)


def merge(*its):
    heads = []
    for it in its:
        for v in it:
            heads.append([v, it])
            break
    while heads:
        best = min(range(len(heads)), key=lambda i: heads[i][0])
        yield heads[best][0]
        for v in heads[best][1]:
            heads[best][0] = v
            break
        else:
            del heads[best]


print(list(merge(iter([1, 4, 9]), (x * 3 for x in range(4)), iter([2, 2, 2]), iter([]))))


def bank():
    balance = 0
    while True:
        kind, amount = yield balance
        if kind == "withdraw" and amount > balance:
            try:
                yield "refused"
            finally:
                pass
        else:
            balance += amount if kind == "deposit" else -amount


b = bank()
next(b)
print(b.send(("deposit", 100)), b.send(("withdraw", 30)), b.send(("withdraw", 500)), next(b), b.send(("deposit", 1)))


def chunks(it, n):
    buf = []
    for x in it:
        buf.append(x)
        if len(buf) == n:
            yield buf
            buf = []
    if buf:
        yield buf


def window(it, n):
    w = []
    for x in it:
        w.append(x)
        if len(w) > n:
            w.pop(0)
        if len(w) == n:
            yield tuple(w)


def flatten(x):
    for y in x:
        if hasattr(y, "__iter__") and not isinstance(y, str):
            yield from flatten(y)
        else:
            yield y


def tee_lines(text):
    line = ""
    for c in text:
        if c == "\n":
            yield line
            line = ""
        else:
            line += c
    if line:
        yield line


print(list(chunks(range(7), 3)), list(window("abcde", 3)), list(flatten([1, (2, [3, "str", {4: 5}]), range(2)])), list(tee_lines("a\nbb\n\nc")))


def walk(n):
    state = 12345
    pos = 0
    for _ in range(n):
        state = (state * 1103515245 + 12345) & 0x7fffffff
        step = yield pos
        pos += 1 if state & 0x10000 else -1
        if step:
            pos += step


w = walk(100)
path = [next(w)] + [w.send(10 if i % 30 == 29 else 0) for i in range(99)]
print(path[:5], path[-1], max(path), sum(path))
