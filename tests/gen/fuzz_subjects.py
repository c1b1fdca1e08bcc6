"""What the random programs of fuzz_jit.py are about: each subject has definitions, variables, expressions, statements, and ways to surprise.

All of it is text with holes that `fill` closes:

    $p          the prefix of the program's global names
    $n $e       a number; an expression
    $v          one of the variables a b c d
    $o          an odd value
    <|x||y|>    one of the alternatives; they nest
"""

import re


class Statement:
    """A line, and those below it."""

    def __init__(self, line, body=None, after=()):
        self.line, self.body, self.after = line, body, list(after)

    def lines(self, indent):
        yield "    " * indent + self.line
        if self.body is not None:
            for s in self.body:
                for line in s.lines(indent + 1):
                    yield line
            if not self.body:
                yield "    " * (indent + 1) + "pass"
        for s in self.after:
            for line in s.lines(indent):
                yield line


def block(line, body, *after):
    return Statement(line, body, after)


def line(text):
    return Statement(text)


CONTINUES = re.compile(r"(else|elif|except|finally)\b")
CHOICE = re.compile(r"<\|((?:(?!<\||\|>).)*)\|>", re.S)
HOLE = re.compile(r"\$([pnevo])")


def parse(text):
    """Statements of indented text."""
    rows = [(len(row) - len(row.lstrip()), row.strip()) for row in text.splitlines() if row.strip()]
    return statements_of(rows, 0)[0]


def statements_of(rows, at):
    """The statements indented like row `at`, and the row after them."""
    depth, found = rows[at][0], []
    while at < len(rows) and rows[at][0] >= depth:
        one = Statement(rows[at][1])
        at += 1
        if at < len(rows) and rows[at][0] > depth:
            one.body, at = statements_of(rows, at)
        if CONTINUES.match(one.line) and found:
            found[-1].after.append(one)
        else:
            found.append(one)
    return found, at


def fill(generator, text):
    """Closes the holes of a text."""
    while True:
        more = CHOICE.sub(lambda m: generator.pick(m.group(1).split("||")), text)
        if more == text:
            break
        text = more
    holes = {"p": lambda: generator.p, "n": generator.number, "v": lambda: generator.pick("abcd"), "o": generator.odd,
             "e": lambda: generator.expression(1)}
    return HOLE.sub(lambda m: holes[m.group(1)](), text)


class Subject:
    """`definitions` is text; the others are lists of texts, of which programs take some."""

    def __init__(self, definitions, setup, expressions, statements, surprises):
        self.definitions, self.setup = definitions, setup
        self.expressions, self.statements, self.surprises = expressions, statements, surprises


CALLS = Subject(
    '''
def $pc0(a, b=<|1||2.5||None|>, *, k=<|3||0.5|>, **kw):
    return <|clamp(a + k)||(a, b, k, sorted(kw))||len(kw)||clamp(a - k) if not kw else kw|>
def $pc1(a, *rest):
    return <|rest||len(rest)||rest[-1] if rest else a||clamp(a + sum(rest))|>
def $pc2(a, b=2, c=<|3||0.5||1 << 49|>):
    return clamp(a * 2 + b - c)
def $pc3(*args, **kwargs):
    return $pc2(*args, **kwargs)
def $pc4(*, k, j=<|2||1.5|>):
    return clamp(k - j)
class $pCall:
    n = 0
    def __init__(self, x, y=2, *more, z=<|3||0.5|>):
        self.x, self.y = x, y
        self.z = more[0] if more else z
    def m(self, q, r=<|2||0.25|>, *, s=4):
        return clamp(q + r <|+||-||*|> s)
    def v(self, *q, **k):
        return <|(len(q), sorted(k))||q||len(k)||self.m(*q, **k)|>
    def __call__(self, q, r=1):
        self.n = clamp(self.n + q * r)
        return self.n
class $pCall2($pCall):
    def __init__(self, *args, **kw):
        super().__init__(*args, **kw)
class $pCall3:
    def __new__(cls, x, y=1):
        self = object.__new__(cls)
        self.x = self.y = x
        return self
    def __init__(self, *a, **k):
        self.z = len(a)
    m = $pCall.m
    v = $pCall.v
    __call__ = $pc2
''',
    ["f0 = <|$pCall(1)||$pCall2(1, 2)||$pCall(0.5, z=7)||$pCall3(4)|>", "bound = <|f0.m||$pc2||$pCall(2).m||$pc3|>",
     "more = <|(1, 2)||[3]||()||(1, 2, 3)|>", "words = <|{'b': 5}||{'c': 1, 'b': 0.5}||{'k': 1}||{}|>"],
    ["$pc0($n)", "$pc0($n, $n)", "$pc0($n, k=$n)", "$pc0(b=$n, a=$n)", "$pc0($n, z=$n, y=1)", "$pc1($n)", "$pc1($n, $n, $n)", "$pc1(*xs[:3])",
     "$pc1($n, *more)", "$pc2($n)", "$pc2($n, c=$n)", "$pc2(c=$n, a=$n)", "$pc2(*more)", "$pc2($n, **words)", "$pc3($n, $n)", "$pc3($n, c=$n)",
     "$pc3(*more, **words)", "$pc4(k=$n)", "$pc4(j=$n, k=i)", "$pc4(**words)", "f0.m($n)", "f0.m($n, $n)", "f0.m($n, s=$n)", "f0.m(r=$n, q=1)",
     "f0.v($n, k=1)", "f0.v(*more)", "f0.v(q=$n)", "f0($n)", "f0($n, r=2)", "bound($n)", "bound($n, <|r||b|>=$n)",
     "<|$pCall||$pCall2||$pCall3|>($n).<|x||y||z|>", "<|$pCall||$pCall2||$pCall3|>($n, y=$n).y", "<|$pCall||$pCall2|>($n, $n, $n).z",
     "<|$pCall||$pCall2|>(x=$n, z=$n).z", "$pCall(*more).x", "$pCall2(*more, **{'z': i}).z", "$pCall.m(f0, $n)",
     # wrong calls
     "$pc2() if i % 9 == 4 else 1", "$pc2(1, 2, 3, 4) if i % 7 == 4 else 1", "$pc2($n, a=1) if i % 8 == 4 else 1", "$pc2($n, zz=1) if i % 8 == 5 else 1",
     "$pc4($n) if i % 5 == 3 else 2", "$pc4() if i % 5 == 3 else 2", "f0.m() if i % 6 == 3 else 2", "f0.m(1, 2, 3) if i % 6 == 2 else 3",
     "$pCall() if i % 6 == 3 else 2", "$pCall3(1, 2, 3) if i % 6 == 3 else 2", "$pCall2(q=1) if i % 6 == 3 else 2", "f0(1, **{'q': 2}) if i % 6 == 1 else 0",
     "$pc1(*$n) if i % 11 == 3 else 2", "$pc0(1, **{'k': 1, 'b': i})"],
    ["more = (i,) + more[:2]", "words = {'<|b||c||k|>': $n}", "words['<|b||c||zz|>'] = $n", "bound = <|f0.m||$pc2||$pCall(i).m||$pc3||f0||f0.v|>",
     "f0 = <|$pCall||$pCall2||$pCall3|>(i)", "f0.n = $n"],
    ["$pc2.__defaults__ = <|(5,)||None||(1, 0.5)||(1, 2, 3)||()|>", "$pc0.__defaults__ = <|(7,)||None|>", "$pc0.__kwdefaults__ = <|{'k': 9}||None||{'k': 'text'}|>",
     "$pc4.__kwdefaults__ = <|None||{'j': 5}||{'k': 1, 'j': 0.5}|>", "$pc4.__kwdefaults__['<|j||k|>'] = 8", "$pc3.__code__ = $pc2.__code__",
     "$pc1.__code__ = $pc2.__code__", "$pCall.m.__defaults__ = <|(0.5,)||None|>", "$pCall.m.__kwdefaults__ = <|None||{'s': 1}|>",
     "$pCall.__init__.__defaults__ = <|None||(1, 2)||('d',)|>", "$pCall.__init__ = lambda self, x, y=9: None", "$pCall3.__new__ = lambda cls, *a: <|5||object.__new__(cls)|>",
     "$pCall2.__init__ = $pCall.__init__", "f0.m = $pc2", "f0.v = lambda *q, **k: k", "$pCall.__call__ = $pc1", "$pCall.v = $pCall.m", "$pc2 = $pc4", "$pc2 = $pCall",
     "globals().pop('$pc<|2||4|>', None)", "del $pCall.__init__", "f0.__class__ = $pCall2", "words = {1: 2}", "more = 5"])

PROPERTIES = Subject(
    '''
class $pProp:
    k = <|5||0.5|>
    def __init__(self, x):
        self._x = x
    def get(self):
        return self._x
    def put(self, v):
        <|self._x = clamp(v)||self.__dict__['_x'] = v||self._x = clamp(v + 1)|>
    p = property(get, put)
    @property
    def q(self):
        return clamp(self.p <|+ 1||* 2||- self._x||/ self._x|>)
    @q.setter
    def q(self, v):
        if v == 3:
            raise ValueError('three')
        self.p = v
    @staticmethod
    def s(v<|, w=1|||>):
        return <|v||clamp(v * 2)||(v, 1)|>
    @classmethod
    def c(cls, v=<|1||0.25|>):
        return <|cls.k||clamp(cls.k + v)||cls.s(v)|>
    @property
    def only(self):
        return self.<|k||_x||missing||c()|>
class $pProp2($pProp):
    k = 7
    @property
    def q(self):
        return clamp(super().q <|* 2||+ 1|>)
    @classmethod
    def c(cls, v=2):
        return super().c(v)
class $pProp3($pProp):
    __slots__ = ()
    p = <|4||property(lambda self: self._x)||property(lambda self: 8, lambda self, v: None)|>
''',
    ["v = <|$pProp||$pProp2||$pProp3|>(<|1||0.5||i|>)", "vs = <|(v,)||(v, $pProp2(3))||($pProp(1), $pProp2(2.5), $pProp3(3))|>"],
    ["v.p", "v.q", "v.only", "v.s($n)", "$pProp.s($n)", "<|v||$pProp||$pProp2|>.c()", "<|v||$pProp||$pProp2||$pProp3|>.c($n)", "vs[i % len(vs)].<|p||q||k||only|>",
     "vs[i % len(vs)].<|s||c|>($n)", "type(v).c($n)", "$pProp.p.fget(v)", "getattr(v, '<|p||q||only||k|>', 3)", "hasattr(v, 'only')", "$pProp.get(v)", "v.k"],
    ["v.p = $e", "v.p += 1", "v.q = $n", "v.q -= $n", "v = vs[i % len(vs)]", "vs[i % len(vs)].p = $n", "v.only = 1", "del v.p", "v = <|$pProp||$pProp2||$pProp3|>($n)"],
    ["$pProp.p = property(lambda self: <|3||2.5||self.k|>)", "$pProp.p = <|6||None|>", "$pProp.s = staticmethod(lambda v: <|-1||v|>)", "$pProp.s = lambda *v: len(v)",
     "$pProp.c = classmethod(lambda cls, v=1: v)", "$pProp.c = staticmethod(lambda *v: 2)", "v.s = lambda v: 'inst'", "v.__dict__['p'] = 9", "v.__dict__['s'] = abs",
     "v.k = 8", "v.c = lambda *v: 0.5", "$pProp.q = 4", "del $pProp2.q", "del $pProp2.k", "del $pProp2.c", "$pProp.s = $pProp.__dict__['only']", "$pProp.k = 'text'",
     "$pProp.only = property(<|None||lambda self: 1, lambda self, v: None||lambda self: self.nothing|>)", "del $pProp.p", "v._x = $o", "v.__class__ = $pProp2",
     "$pProp.__getattr__ = lambda self, name: <|3||name|>", "$pProp.__setattr__ = lambda self, name, value: object.__setattr__(self, name, 1)",
     "$pProp.__getattribute__ = lambda self, name: 4"])

SUPER = Subject(
    '''
class $pA:
    z = 1
    def __init__(self, x, *more):
        self.x = x
    def m(self, q):
        return clamp(q <|+||-||*|> self.x)
    def w(self):
        return self.z
class $pMix:
    def m(self, q):
        return clamp(super().m(q) <|+ 1||* 2||- 0.5|>)
    def extra(self, q):
        return <|self.m(q)||super(<|$pMix, self|||>).m(q)||q|>
class $pB($pMix, $pA):
    z = 2
    def __init__(self, x, y=2):
        <|super().__init__(x)||super($pB, self).__init__(x, y)||super().__init__(x, y)||$pA.__init__(self, x)|>
        self.y = y
    def m(self, q):
        <|pass||q = q + 1||self.y = q||if q == 5: return 1|>
        return <|super().m(q)||super($pB, self).m(q)||clamp(super().m(q) + self.y)||clamp(super($pB, self).m(q) + super().w())|>
class $pD($pA):
    <|z = 3||pass||w = lambda self: self.x|>
    def m(self, q):
        return <|super($pD, self).m(q)||clamp(super().m(q) * 2)||q||clamp(super().m(q=q))|>
class $pE($pB, $pD):
    def __init__(self, *args):
        super().__init__(*args)
        self.e = <|1||args|>
    def w(self):
        return super().w() <|or 1||is None|>
class $pF(<|$pE||$pD||$pMix, $pD|>):
    pass
''',
    ["h = <|$pA||$pB||$pD||$pE||$pF|>(2)", "hs = [<|$pA(1)||$pB(1)||$pE(0.5)|>, <|$pD(2)||$pF(2)||$pE(4)|>, <|$pB(1.5)||$pE(2)||$pF('x')||h|>][:<|1||2||3|>]"],
    ["h.m($n)", "h.m($n)", "h.w()", "hs[i % len(hs)].m($n)", "hs[i % len(hs)].m(i)", "hs[i % len(hs)].w()", "hs[i % len(hs)].z", "<|$pA||$pB||$pD||$pE||$pF|>($n).m($n)",
     "<|$pB||$pE||$pF|>($n).x", "h.extra($n) if isinstance(h, $pMix) else 3", "$pB(i).y", "super($pB, h).m($n) if isinstance(h, $pB) else 1", "$pA.m(h, $n)",
     "super($pA, h).m(1) if i % 8 == 3 else 0", "super($pE, h).z if i % 3 == 1 else 0", "$pB.m(h, $n)", "h.m(q=$n)", "h.m() if i % 7 == 2 else 1"],
    ["h = hs[i % len(hs)]", "h = <|$pA||$pB||$pD||$pE||$pF|>($n)", "h.x = $n", "hs[i % len(hs)].x = clamp($e)", "hs.append(h); hs = hs[-3:]", "h.x += 1"],
    ["$pA.m = lambda self, q: <|q||self.x||0.5|>", "$pA.m = 5", "$pMix.m = lambda self, q: q", "del $pMix.m", "del $pD.m", "$pD.m = lambda self, q: super($pD, self).m(q)",
     "$pD.m = lambda self, q: super($pA, self).m(q)", "$pB.__bases__ = ($pA,)", "h.__class__ = <|$pA||$pB||$pD||$pE|>", "h.m = lambda q: 2", "$pA.__init__ = lambda self, *r: None",
     "$pA.z = $n", "$pB.z = $pA.m", "del $pB.z", "$pB.m = $pA.m", "$pE.m = $pD.m", "$pA.w = lambda self: None", "hs = [h]", "hs = [3, h]", "$pF.m = lambda self, q: 1 / q",
     "$pMix.__getattr__ = lambda self, name: 3", "$pA.m = staticmethod(lambda q: q)", "$pA.m = classmethod(lambda cls, q: cls.z)", "$pA.m = $pA.w", "del h.x",
     "$pB.__init__ = $pA.__init__", "del $pE.__init__", "$pMix.z = 11", "$pA = $pD"])

OPERATORS = Subject(
    '''
class $pV:
    def __init__(self, v):
        self.v = v
    def __add__(self, o):
        if type(o) is int:
            return $pV(clamp(self.v + o))
        if isinstance(o, $pV):
            return <|$pV(clamp(self.v + o.v))||type(self)(o.v)||clamp(self.v + o.v)|>
        return NotImplemented
    def __radd__(self, o):
        return <|NotImplemented||clamp(o + self.v)||$pV(clamp(o - self.v))||self|>
    def __iadd__(self, o):
        <|self.v = clamp(self.v + o)||if o == 3: return NotImplemented||if type(o) is float: raise ValueError(o)|>
        return <|self||$pV(self.v)||NotImplemented|>
    def __mul__(self, o):
        return <|$pV(clamp(self.v * o))||NotImplemented||clamp(self.v * 2)|>
    def __sub__(self, o):
        return clamp(self.v - (o.v if isinstance(o, $pV) else o))
    def __neg__(self):
        return $pV(-self.v)
    def __eq__(self, o):
        return <|self.v == o.v if isinstance(o, $pV) else self.v == o||NotImplemented||self is o||5|>
    def __hash__(self):
        return <|hash(self.v)||3|>
    def __lt__(self, o):
        return <|self.v < (o.v if isinstance(o, $pV) else o)||NotImplemented||'yes'|>
    def __getitem__(self, k):
        <|if type(k) is slice: return k.stop||if k == 4: raise IndexError('four')||pass|>
        if k > 3: raise IndexError(k)
        <|pass||if k in (7, 9): raise KeyError(k)|>
        return <|k||clamp(self.v + k)||self.v|>
    def __setitem__(self, k, v):
        self.v = clamp(v)
    def __call__(self, q):
        <|self.v = q||pass||self.v = clamp(self.v + 1)|>
        return self.v
    def __len__(self):
        return <|3||self.v if type(self.v) is int and -9 < self.v < 9 else 2||-1||2.5||True|>
    def __contains__(self, q):
        return <|q == self.v||q||1|>
    def __iter__(self):
        <|yield self.v; yield 2||yield from (1, 2.5, 3)||return iter([self.v, 3])||return 5|>
class $pW($pV):
    def __radd__(self, o):
        return <|7||NotImplemented||$pW(3)||clamp(self.v + 1)|>
    def __rmul__(self, o):
        return <|9||NotImplemented||0.5|>
    def __gt__(self, o):
        return <|True||NotImplemented||self.v|>
    def __bool__(self):
        return <|self.v == 1||True||bool(self.v)||3|>
class $pX:
    __radd__ = __rsub__ = __rmul__ = lambda self, o: <|2||o||NotImplemented|>
    def __getitem__(self, k):
        if k == 3:
            raise IndexError
        return k
''',
    ["v1 = <|$pV||$pW|>(<|1||0.5||3|>)", "v2 = <|$pV||$pW||$pV|>(<|2||2.5||i|>)", "x1 = <|$pX()||v1||$pW(2)|>"],
    ["(v1 + v2)", "(v1 + $n)", "($n + v1)", "($n + x1)", "(v1 - v2)", "(v1 - $n)", "($n - x1)", "(v1 * $n)", "($n * v1)", "(x1 + v1)", "(v1 + x1)", "(-v1)", "(v1 == v2)",
     "(v1 == $n)", "($n == v1)", "(v1 != v2)", "(v1 < v2)", "(v1 < $n)", "($n < v1)", "(v1 > v2)", "(v1 <= v2)", "sorted([v1, v2, v1])[0].v", "v1[i & 3]", "v1[i % 5]", "v1[1:i]", "x1[i & 3]",
     "v1($n)", "len(v1)", "($n in v1)", "(i in x1)", "bool(v1)", "(1 if v1 else 2)", "(not v2)", "list(v1)", "list(x1)", "sum(x1)", "[q for q in v1]", "v1.v", "v2.v", "(v1 + v2 + v1)",
     "v1.__add__($n)", "{v1: 1, v2: 2}[v1]", "(v1 is v2)", "max(v1, v2).v", "(v1, v2) == (v2, v1)", "[v1].count(v2)", "xs + [v1] == xs", "isinstance(v1, <|$pV||$pW||(int, $pV)||($pX, ($pW,))|>)"],
    ["v1 += $n", "v1 += v2", "v2 += 1", "v1 = v1 + v2", "v1 = v1 + i", "v2 = $n + v2", "v1[i & 3] = $n", "v1[0] += 1", "v1, v2 = v2, v1", "v1 = <|$pV||$pW|>($n)", "v2 = <|$pV||$pW|>($n)",
     "v1.v = clamp($e)", "for q in v1: total = clamp(total + q)", "for q in x1: total = clamp(total + q)", "a, *xs = v1", "v1 *= $n", "xs[0] = v1"],
    ["$pV.__add__ = lambda self, o: <|4||NotImplemented||o|>", "del $pV.__radd__", "del $pV.__iadd__", "$pV.__eq__ = lambda self, o: <|NotImplemented||True|>", "del $pV.__lt__",
     "$pV.__lt__ = None", "$pV.__call__ = lambda self, *q: q", "$pV.__len__ = lambda self: <|7||'x'||1 << 70|>", "del $pV.__contains__", "$pV.__contains__ = None", "$pV.__iter__ = lambda self: iter('ab')",
     "$pV.__iter__ = None", "del $pV.__iter__", "$pW.__add__ = lambda self, o: 'sub'", "$pV.__getitem__ = lambda self, k: [5, 0.5][k]", "v1 = $pV($o)", "v1.v = $o", "v1.__add__ = lambda o: 1", "v1 = $o", "v2 = i",
     "$pW.__bool__ = None", "del $pW.__bool__", "$pV.__bool__ = lambda self: False", "$pX.__radd__ = lambda self, o: 0.5", "$pW.__radd__ = $pV.__radd__", "v1.__class__ = $pW",
     "$pV.__hash__ = None", "$pV.__neg__ = abs", "$pV.__init__ = lambda self, v: None", "x1 = v1"])

SLOTS = Subject(
    '''
class $pS:
    __slots__ = ('x', 'y', 'z')
    def __init__(self, x, y=<|2||0.5|>):
        <|self.x = x||self.y = y|>
        <|self.y = y||self.x = x||self.z = 1|>
    def m(self, q):
        <|self.z = q||self.x = clamp(q)||pass||self.y = self.x|>
        return clamp(self.x + q)
class $pS2($pS):
    __slots__ = ('w', <|'v'||'__dict__'|>)
    def __init__(self, x, y=3):
        self.w = y
        super().__init__(x)
class $pS3($pS):
    pass
class $pS4:
    __slots__ = ('z', 'y', 'x', 'w')
    m = $pS.m
    def __init__(self, x):
        self.x = self.y = x
''',
    ["sl = <|$pS(1)||$pS2(0.5)||$pS3(1)||$pS4(2)|>", "sls = [<|$pS(1)||$pS3(2)|>, <|$pS2(1)||$pS4(2)|>, sl][:<|1||2||3|>]"],
    ["sl.x", "sl.y", "sl.z", "sl.w", "sl.m($n)", "sls[i % len(sls)].<|x||y||z|>", "sls[i % len(sls)].m($n)", "getattr(sl, '<|x||w||z|>', 4)", "hasattr(sl, '<|z||w|>')", "<|$pS||$pS2||$pS3||$pS4|>($n).<|x||y|>",
     "$pS.x.__get__(sl)"],
    ["sl.x = $e", "sl.x += 1", "sl.y = <|float(i)||i||$n||'s'||None|>", "sl.z = $n", "del sl.<|x||y||z|>", "del sl.x; sl.x = <|i||0.5||$n|>", "del sl.x, sl.y; sl.y = i; sl.x = <|0.5||i|>", "sl.w = $n", "sl.q = $n",
     "sl = sls[i % len(sls)]", "sls[i % len(sls)].x = clamp($e)", "sl = <|$pS||$pS2||$pS3||$pS4|>($n)", "sls = [sl] + sls[:2]"],
    ["sl.x = $o", "sl.y = $o", "sl.z = 1 << 63", "del sl.x", "del sl.y", "$pS.m = lambda self, q: self.y", "$pS.x = 5", "del $pS.z", "sl.__class__ = $pS", "$pS2.x = property(lambda self: 3)",
     "$pS.z, $pS.y = $pS.y, $pS.z", "sl = $pS.__new__($pS)", "$pS.__init__ = lambda self, x, y=1: None", "sls = [$pS.__new__($pS), sl]", "$pS4.x = $pS.x", "$pS3.__getattr__ = lambda self, n: 6"])

CONTAINERS = Subject(
    '''
def $ppairs(d):
    n = 0
    for k, v in d.items():
        <|n = clamp(n + v)||if v: n += 1||d[k] = clamp(v)|>
    return n
def $pfirst(x, y):
    for p, q in zip(x, y):
        if p == q:
            return p
    return <|-1||None|>
''',
    ["dd = {'a': 1, 'b': 2.5, 3: 4, (1, 2): 5}", "kept = None"],
    ["$ppairs(dd)", "$ppairs(m)", "$pfirst(xs[:6], ys)", "$pfirst(t, xs)", "len(dd)", "list(dd.items())[:3]", "sum(dd.values())", "list(enumerate(t))", "list(zip(xs[:3], t))", "sorted(dd, key=show)[:4]",
     "[k for k, v in dd.items() if v]", "{k: v for k, v in zip(t, xs)}", "{v for v in t}", "dd.get('<|a||z|>', $n)", "[p + q for p, q in zip(xs[:3], ys)]", "max(enumerate(xs[:5]))", "('a', 1) in dd.items()",
     "dict(zip('abc', xs))", "[*enumerate(s[:3], i)]", "list(map(clamp, xs[:4]))", "list(reversed(t))"],
    ['''
for q, w in enumerate(xs<|[:6]|||><|||, 1||, $n|>):
    total = clamp(total + <|w||q||w * q|>)
    if <|q == 4||w == 3||q > 8 or w is a||q > 30|>:
        <|break||continue||kept = (q, w)||break|>
    if q > 12: break
''', '''
for w in enumerate(xs[:5]):
    kept = w
    <|total = clamp(total + w[1])||log.append(w)||if i % 5 == 0: xs[w[0]] = 0.5|>
''', '''
for q, w in enumerate(xs):
    if <|q == 2||w == a||i % 7 == 3|>:
        <|xs.append(i)||del xs[-1]||xs.insert(0, q)||xs.clear()||xs[q] = 0.5||xs[q] = 1 << 70||xs = [1]|>
    if q > 6: break
''', '''
for p, q in zip(xs[:5], <|ys||t||s||range(9)||$n|>):
    <|total = clamp(total + p * 2)||a = clamp(p)||kept = (q, p)||if p == q: continue|>
    <|if p == <|2||i|>: break||pass||b = q|>
''', '''
for w in zip(xs[:4], ys, t):
    <|kept = w||log.append(w)||total = clamp(total + w[0])|>
''', '''
for k, w in dd.items():
    <|total = clamp(total + w)||kept = (k, w)||dd[k] = clamp(w + 1)||dd[k] = <|0.5||i|>|>
    if <|k == 3||w == 5||i % 6 == 2||k == 'b' and i % 4 == 1|>:
        <|break||continue||dd['new%d' % (i % 3)] = i||del dd[k]||dd.clear()||dd = {3: 1, 'b': 2}|>
''', '''
for k in dd<|||.keys()|>:
    <|total = clamp(total + dd[k])||kept = k||pass|>
    if <|k == 3||i % 6 == 2||k == 'b' and i % 4 == 1|>:
        <|break||continue||dd['new%d' % (i % 3)] = i||del dd[k]||dd[k] = 2||dd.popitem()|>
''', '''
for w in dd.values():
    <|total = clamp(total + w)||if w == 4: continue||kept = w||if w: d = w|>
''', '''
for k in list(dd):
    <|if dd[k] == i: del dd[k]||dd[k] = clamp(dd[k] + 1)||if i % 3 == 0: dd.pop(k)|>
''', "dd['<|a||b||c|>'] = $n", "dd[i & 3] = $n", "kept = [w for w in dd.items()][:3]", "for k, (p, q) in zip(s[:3], enumerate(xs)): total = clamp(total + q)", "dd = dict(dd)",
     "for k, w in m.items(): total = clamp(total + w)", "it = iter(dd); dd.pop('a', None); log.append(next(it, 9))",
     "it = enumerate(xs); next(it); log.append(next(it, None))"],
    ["dd = {}", "dd = {i: i for i in range(20)}", "dd['a'] = 'text'", "dd['b'] = 1 << 63", "dd.clear()", "dd = {'a': $o}", "dd[True] = 2", "dd = {1.0: 1, 'x': 0.5}", "enumerate = $prange", "zip = $prange",
     "dd = [(1, 2), (3, 4)]", "ys = iter(xs)", "ys = 'abc'", "xs = {1: 2, 3: 4}", "xs = range(3)", "ys = (1, 2, 3)", "t = xs", "dd = type('$pDD', (dict,), {'items': lambda self: [(1, 2)]})(dd)",
     "dd = type('$pDK', (dict,), {'__iter__': lambda self: iter([3])})(dd)"])

COUNTING = Subject(
    '''
def $pcount(d, k):
    if k in d:
        d[k] += 1
    else:
        d[k] = <|1||0.5|>
    return d[k]
def $preads():
    return <|n0||clamp(n0 + n1)||len((n0, n1))|>
def $pbump():
    global n0
    n0 = clamp(n0 + <|1||0.5||n1|>)
    return n0
''',
    ["d1 = <|{}||{1: 1}||{'0': 0}|>", "spaces = {'n0': 1, 'n1': <|2||0.5|>, 'clamp': clamp, '__builtins__': builtins}",
     "reads, bumps = type($preads)($preads.__code__, spaces), type($pbump)($pbump.__code__, spaces)", "keys = <|('a', 'b', 'c')||(1, 2, 1.0)||('a', 1, 0.5, (1, 2))||(True, 1, 'x', None)||(1 << 63, 1 << 64, -1)|>"],
    ["$pcount(d1, i & 3)", "$pcount(d1, keys[i % len(keys)])", "$pcount(d1, (i & 1, i & 3))", "$pcount(d1, float(i & 3))", "$pcount(d1, str(i & 3))", "$pcount(d1, $n)", "reads()", "bumps()", "len(d1)",
     "d1.get(keys[i % len(keys)], 0)", "(keys[i % len(keys)] in d1)", "d1[keys[i % len(keys)]]", "d1.setdefault(keys[0], $n)", "(i & 3 not in d1)", "spaces['n0']", "sorted(d1.values(), key=show)[:4]", "d1.pop(i & 3, 4)"],
    ['''
if <|i & 3||keys[i % len(keys)]||(i & 1, 2)||s[:1]||float(i & 3)||$v|> in d1:
    d1[<|i & 3||keys[i % len(keys)]||(i & 1, 2)||s[:1]||float(i & 3)||$v|>] += <|1||0.5||a|>
else:
    d1[<|i & 3||keys[i % len(keys)]||(i & 1, 2)||s[:1]||float(i & 3)||$v|>] = <|1||0||0.5|>
''', '''
k = keys[i % len(keys)]
if k <|not in||in|> d1:
    d1[k] = <|1||[]||i|>
d1[k] += <|1||a||0.5|>
''', '''
try:
    d1[keys[i % len(keys)]] += 1
except KeyError as e:
    <|d1[keys[i % len(keys)]] = 1||note('k', e)||d1[e.args[0]] = 0.5|>
''', "del d1[<|i & 3||keys[i % len(keys)]|>]", "d1.pop(keys[i % len(keys)], None)", "d1[i & 3] = d1.get(i & 3, 0) + 1", "d1[keys[0]] = $n", "spaces['n<|0||1|>'] = $n", "spaces['n0'] += 1", "spaces.pop('n1', None)", "d1[1.0] = $n", "d1[True] = $n"],
    ["d1.clear()", "d1 = {}", "d1 = {'a': $o, 1: $o}", "del spaces['n0']", "spaces['n0'] = 'text'", "spaces['len'] = $plen", "spaces['clamp'] = $plen", "spaces['n1'] = $o", "keys = ('a', 'b') * 2", "keys = (0.5, float('nan'))",
     "keys = ([], 1)", "spaces.pop('clamp', None)", "spaces.update({k: 1 for k in 'abcdefghijkl'})", "d1 = type('$pDC', (dict,), {'__missing__': lambda self, k: 5})()", "d1 = {k: 0 for k in range(50)}", "d1 = xs",
     "d1 = type('$pDG', (dict,), {'__getitem__': lambda self, k: 3})({1: 1})", "globals()['$pcount'] = lambda d, k: 2", "spaces['n2'] = 1; del spaces['n2']"])

CLOSURES = Subject(
    '''
def $pmake(n, step=<|1||0.5|>):
    def add(q):
        nonlocal n
        n = clamp(n <|+ q||* 2 + q||- step||+ step * q|>)
        return n
    def get():
        return n
    def drop():
        nonlocal n
        del n
    return add, get, drop
class $pCounter:
    def __init__(self, n):
        self.n = n
    def __call__(self, q=1):
        self.n = clamp(self.n + q)
        return self.n
def $papply(f, q):
    return f(q)
def $pcompose(f, g):
    return lambda q: f(g(q))
''',
    ["add, get, drop = $pmake(<|1||0.5||i|>)", "made = []", "f = <|add||$pCounter(1)||lambda q: clamp(q + 1)||abs|>", "local = <|1||0.5|>"],
    ["add($n)", "add(i)", "get()", "f($n)", "$papply(f, $n)", "$papply(add, $n)", "$papply(lambda q: clamp(q * <|2||a||i|>), $n)", "(lambda q, r=i: (q, r))($n)", "sum([g(1) for g in made[-3:]])", "made[-1](2) if made else 0",
     "$pcompose(f, add)($n)", "$pcompose(lambda q: clamp(q - local), f)($n)", "[g() for g in [lambda: w for w in range(3)]]", "[g() for g in [lambda w=w: w for w in range(3)]]", "list(map(lambda q: q <|+ 1||or i|>, xs[:3]))",
     "sorted(xs[:5], key=lambda q: <|-q||q % 3||show(q)|>)", "isinstance($v, <|int||float||(int, float)||$pCounter||(str, $pCounter)||bool||((int,), float)||object||type(None)||5|>)", "isinstance(f, <|$pCounter||type(add)||(int, type(add))|>)",
     "($v if type($v) is int else 2) ** 2", "($v if type($v) is float else 1.5) ** <|2||0.5||-1||2.0||1.5|>", "(True + $v)", "($v * (a == b))", "(($v == 1) + (b == 2) + True)", "(a < b) - (b < a)", "(True & (a == b)) | False", "[5, 6][a == b]", "(-True + ~False)",
     "issubclass(type($v), <|int||(int, float)||$pCounter|>)", "callable(f)", "get.__closure__[0].cell_contents"],
    ['''
made.append(<|lambda q: clamp(q + i)||lambda q, i=i: clamp(q + i)||$pmake(i)[0]||$pCounter(i)||add|>)
made = made[-4:]
''', '''
def inner(q):
    nonlocal_q = q
    return clamp(nonlocal_q + <|local||i||1|>)
$v = clamp(inner($n))
''', '''
for w in range(3):
    made.append(lambda q: <|w||clamp(q + w)||(q, w)|>)
made = made[-3:]
''', "local = <|i||$n||clamp(local + 1)|>", "f = <|add||$pCounter(i)||lambda q: q||made[-1]|>", "add, get, drop = $pmake($n)", "total = clamp(total + add(1))", "f.n = $n"],
    ["drop()", "f = $o", "local = $o", "add, get, drop = $pmake('x')", "f = $pCounter(0.5)", "f = get", "$pCounter.__call__ = lambda self, q: <|q||self.n|>", "del $pCounter.__call__", "f.n = 'text'", "$papply = lambda f, q: q", "made = [get, drop]",
     "add.__code__ = get.__code__", "$pmake.__defaults__ = None", "$pmake = lambda *q: (abs, abs, abs)", "isinstance = $plen", "local = 1 << 64", "get.__defaults__ = (1,)", "f = $pCounter", "f = int", "f = str", "f = len"])

BIG = Subject(
    '''
def $pfib(n):
    a, b = <|0, 1||1 << 60, 1||1, 0.5|>
    for k in range(n):
        a, b = b, a + b
    return a
def $ppow(x, n, q):
    r = 1
    while n > 0:
        if n & 1:
            r = r * x % q
        x = x * x % q
        n >>= 1
    return r
''',
    ["big = <|(1 << 49) - 3||(1 << 63) - 3||(1 << 64) - 5||(1 << 127) - 2||-(1 << 63) + 2||1|>", "word = <|0||(1 << 48)||-(1 << 62)|>"],
    ["$pfib(<|90||i % 100||200|>)", "$ppow(<|3||i||big|>, <|40||i + 1||65|>, <|(1 << 61) - 1||1000007||(1 << 89) - 1||big or 1|>)", "(big & <|0xffff||(1 << 64) - 1||a|>)", "(big >> <|3||63||64||i & 127|>)", "(big // <|7||-3||(1 << 64)||(a or 1)|>)", "(big % <|7||-3||(1 << 64)||(a or 1)|>)",
     "divmod(big, <|10||-7||1 << 63||1 << 70|>)", "(-big)", "(~big)", "(big == <|1 << 63||1 << 64||word||a|>)", "(big < <|1 << 63||a||1e19||word|>)", "float(big)", "(big / <|3||1 << 60||2.0||(a or 1)|>)", "big.bit_length()", "str(big)", "'%d' % big", "hex(big)", "hash(int(big))",
     "int(str(big))", "(big * <|3||1.5||a||word|>)", "(big + <|1||a||word||0.5|>)", "(big - <|big - 1||a||1 << 63|>)", "(big ^ <|word||a||-1|>)", "(big | <|1||a||1 << 127|>)", "(word << <|1||13||i & 63||i & 127|>)", "abs(big)", "(big ** <|2||3||1|>)", "pow(big, <|2||3||65|>, <|97||1 << 65|>)", "(word * word)",
     "(word + word)", "(word - <|(1 << 62)||-(1 << 63)||big|>)", "min(big, word)", "round(big / 7)", "int(float(word))", "(1 << (i & 127))", "(big is word)", "bool(big)", "{big: 1}.get(<|big + 0||float(big)||word|>)", "int(<|d||a||big|>)"],
    ["big = wide(big + <|1||i||a||-1||big||1 << 62|>)", "big = wide(big * <|3||-2||a||big|>)", "big = wide(big << <|1||7||i & 31|>)", "big = wide(big >> <|1||7||i & 31|>)", "big ^= word", "big = wide(big - <|word||i||1 << 63|>)", "big = -big", "word = wide(word + <|1 << 47||1 << 61||i||big|>)",
     "word = wide(word * <|3||5||-7|>)", "word = wide(word << <|1||2|>)", "word >>= <|1||9|>", "word &= <|(1 << 63) - 1||(1 << 64) - 1||-1||(1 << 50) - 1|>", "big //= <|3||-5||10|>", "big, word = word, big", "word = ~word", "word -= 1", "word = (1 << <|48||49||62||63|>) - <|2||1||0|>", "word += 1",
     '''
while word <|< 1 << 50||< 1 << 64|> and word > 0:
    word *= <|3||17|>
''', '''
if type(big) is int and (big > 1 << 127 or big < -(1 << 127)):
    big = <|1||(1 << 63) - 1||i|>
''', "a = <|word||clamp(big)|>", "xs[0] = word"],
    ["big = $o", "word = $o", "big = 0.5", "word = True", "big = 1 << 200", "word = 1 << 63", "word = -(1 << 63)", "big = -(1 << 127)", "word = 1.0", "big = 'text'", "word = 0", "wide = clamp"])

GENERATORS = Subject(
    '''
def $pleaf(n):
    got = 0
    try:
        for k in range(n):
            r = yield <|k + got||k * 0.5||k||(k, got)|>
            if r is not None:
                got = clamp(r)
    except <|ValueError||(KeyError, TypeError)|> as e:
        got = 99
        <|yield -1||return 5||raise KeyError(n)||pass|>
    finally:
        <|got += 1||n = 0||pass||del k|>
    return got
def $pd1(n):
    r = yield from <|$pleaf(n)||$pleaf(n + 1)||range(n)|>
    return <|r||(r or 0) + 1||n|>
def $pd2(n):
    total = 0
    for k in range(<|1||2|>):
        r = yield from $pd1(n)
        total = clamp(total + (r or 0))
    yield total
def $pd3(n):
    try:
        yield from $pd2(n)
        yield from <|range(n)||(1, 2.5)||[n]||$pd1(1)||$pleaf(2)||(k * 2 for k in range(n))|>
    except KeyError as e:
        yield <|'key'||1||0.5|>
    <|finally: n = 3||except ZeroDivisionError: yield 0||else: yield 7||except TypeError: raise ValueError(n)|>
class $pIter:
    def __init__(self, n):
        self.n = n
    def __iter__(self):
        <|return self||return $pd1(self.n)||yield from $pleaf(self.n)|>
    def __next__(self):
        if self.n <= 0:
            raise StopIteration(<|||self.n||5|>)
        self.n -= 1
        return self.n
def $pd4(n):
    r = yield from $pIter(n)
    yield r
def $ptree(n):
    if n > 0:
        yield from $ptree(n - 1)
        yield n
        yield from $ptree(n - <|1||2|>)
''',
    ["g = $pd3(4)", "LOG.clear()"],
    ["sum(k * 2 for k in range(4))", "sum(k for k in $pleaf(3) if type(k) is not tuple)", "any(k == a for k in xs[:5])", "all(k for k in xs[:5])", "list(k for k in $pd<|1||2||3||4|>(i & 3))", "list($pd<|1||2||3||4|>(<|2||i & 3|>))", "sum(1 for k in $pd3(i % 3))",
     "tuple(x for x in t)", "next($pd3(2), None)", "next($pleaf(i & 1))", "[k for k in $pd2(2)]", "sum(x * y for x, y in zip(xs[:3], ys))", "dict((k, i) for k in range(3))", "min((abs(k) for k in xs[:4]), default=0)", "max(k for k in t)", "any(k is None for k in $pd4(3))",
     "list($ptree(<|3||i & 3|>))", "sum($ptree(3))", "next(g, 5)", "g.send(None)", "g.send($n)", "list($pIter(3))", "sum(k for k in $pIter(2))", "[*$pd1(2), *$pd4(1)]", "sorted((str(k) for k in $pd2(2)))", "(3 in $pd2(4))", "len([k for k in $pleaf(4)])",
     "list(a + k for k in range(3) if k != b)", "sum(sum(j for j in range(k)) for k in range(4))", "set(k & 1 for k in range(5))", "any(1 / (k - 2) > 9 for k in range(i & 3))"],
    ['''
for k in $pd<|1||2||3||4|>(i & 3):
    <|total = clamp(total + (k if type(k) is int else 1))||log.append(k)||if k == 2: break||if k == 1: continue|>
''', '''
try:
    log.append(<|g.throw(ValueError('t'))||g.throw(KeyError(i))||g.throw(TypeError)||g.send($n)||next(g)||g.close()||g.throw(GeneratorExit)|>)
except StopIteration as e:
    log.append(e.value)
    g = $pd<|1||2||3||4|>(i & 3)
except <|(ValueError, KeyError, TypeError)||Exception|> as e:
    <|note('g', e)||pass||g = $pd3(2)|>
''', '''
hh = $pd<|1||2||3||4|>(<|2||3||i & 3|>)
<|hh.send(None)||next(hh)||pass|>
<|log.append(hh.send(i))||log.append(next(hh))||hh.close()||log.append(hh.throw(<|ValueError||KeyError(1)||ZeroDivisionError|>))||del hh|>
''', '''
for k in $ptree(i & 3):
    if k == <|2||1||i|>:
        break
    total += k
''', "g = $pd<|1||2||3||4|>(<|3||i & 3||$n|>)", "g.close()", "g = (clamp(k + a) for k in range(<|3||i & 7|>))", "<|p, *q = $pd2(2)||a, b = $pleaf(2)||a, b = (k for k in (1, 2))|>"],
    ["g = iter([1, 2, 3])", "g = $o", "$pleaf = $ptree", "$pd1 = $pleaf", "$pd2.__code__ = $pleaf.__code__", "$pIter.__next__ = lambda self: 1 / 0", "$pIter.__iter__ = lambda self: iter('ab')", "sum = $plen", "any = $plen", "$pleaf = lambda n: [n, 1, 2]",
     "$pd1 = $prange", "$ptree = lambda n: 'xy'", "$pleaf = lambda n: 5", "g = $pIter(3)", "g.gi_frame", "$pIter.send = lambda self, v: v", "list = $prange", "$pleaf.__defaults__ = (2,)", "g = $pleaf('x')"])

SUBJECTS = [CALLS, PROPERTIES, SUPER, OPERATORS, SLOTS, CONTAINERS, COUNTING, CLOSURES, BIG, GENERATORS]
