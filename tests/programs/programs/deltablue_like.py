# Incremental constraint propagation with strengths (in the spirit of DeltaBlue): chains and projections.
STRENGTH = {"required": 0, "strong": 1, "normal": 2, "weak": 3, "weakest": 4}


class Variable:
    def __init__(self, name, value):
        self.name, self.value, self.constraints, self.determined_by, self.walk = name, value, [], None, STRENGTH["weakest"]

    def __repr__(self):
        return "%s=%s" % (self.name, self.value)


class Constraint:
    def __init__(self, strength):
        self.strength, self.output = STRENGTH[strength], None

    def attach(self, planner):
        for v in self.variables():
            v.constraints.append(self)
        planner.add(self)

    def satisfied(self):
        return self.output is not None


class Stay(Constraint):
    def __init__(self, v, strength):
        super().__init__(strength)
        self.v = v

    def variables(self):
        return (self.v,)

    def methods(self):
        return (((), self.v, None),)


class Edit(Stay):
    pass


class Equal(Constraint):
    def __init__(self, a, b, strength):
        super().__init__(strength)
        self.a, self.b = a, b

    def variables(self):
        return self.a, self.b

    def methods(self):
        return ((self.a,), self.b, lambda: self.a.value), ((self.b,), self.a, lambda: self.b.value)


class Scale(Constraint):
    def __init__(self, src, scale, offset, dest, strength):
        super().__init__(strength)
        self.src, self.scale, self.offset, self.dest = src, scale, offset, dest

    def variables(self):
        return self.src, self.scale, self.offset, self.dest

    def methods(self):
        return ((self.src, self.scale, self.offset), self.dest, lambda: self.src.value * self.scale.value + self.offset.value), ((self.dest, self.scale, self.offset), self.src, lambda: (self.dest.value - self.offset.value) // self.scale.value)


class Planner:
    def __init__(self):
        self.steps = 0

    def add(self, c):
        """Satisfies c by overriding the weakest output, then retries what it displaced."""
        todo = [c]
        while todo:
            c = todo.pop()
            best = None
            for inputs, out, f in c.methods():
                if out.walk > c.strength and (best is None or out.walk > best[1].walk):
                    if not any(self.depends(i, out, c) for i in inputs):
                        best = inputs, out, f
            if best is None:
                continue
            inputs, out, f = best
            displaced = out.determined_by
            if displaced is not None:
                displaced.output = None
                todo.append(displaced)
            c.output = out
            out.determined_by, out.walk = c, min([c.strength] if not inputs else [max([c.strength] + [i.walk for i in inputs])])
            self.propagate(out)

    def depends(self, v, target, using):
        seen, stack = set(), [v]
        while stack:
            x = stack.pop()
            if x is target:
                return x.determined_by is not None and x.determined_by is not using and False
            if x.name in seen:
                continue
            seen.add(x.name)
            c = x.determined_by
            if c is not None and c is not using:
                stack.extend(i for ins, out, f in c.methods() if out is x for i in ins)
        return False

    def propagate(self, start):
        queue, guard = [start], 0
        while queue and guard < 100000:
            guard += 1
            v = queue.pop(0)
            c = v.determined_by
            for ins, out, f in c.methods() if c else ():
                if out is v and f is not None:
                    v.value = f()
                    self.steps += 1
            for c2 in v.constraints:
                if c2.satisfied() and c2.output is not v and c2 is not c:
                    queue.append(c2.output)

    def set(self, v, value):
        e = Edit(v, "strong")
        e.attach(self)
        if e.satisfied():
            v.value = value
            self.propagate(v)
            v.determined_by, e.output, v.walk = None, None, STRENGTH["weakest"]
        v.constraints.remove(e)
        return e


def chain(n):
    p = Planner()
    vs = [Variable("v%d" % i, 0) for i in range(n)]
    for a, b in zip(vs, vs[1:]):
        Equal(a, b, "required").attach(p)
    Stay(vs[-1], "weak").attach(p)
    out = []
    for value in (5, 17, -3, 42):
        p.set(vs[0], value)
        out.append((vs[n // 2].value, vs[-1].value))
    return out, p.steps


def projection(n):
    p = Planner()
    scale, offset, dests, srcs = Variable("scale", 10), Variable("offset", 1000), [], []
    for i in range(n):
        src, dst = Variable("src%d" % i, i), Variable("dst%d" % i, i)
        srcs.append(src)
        dests.append(dst)
        Stay(src, "normal").attach(p)
        Scale(src, scale, offset, dst, "required").attach(p)
    first = [d.value for d in dests[:5]]
    p.set(scale, 5)
    second = [d.value for d in dests[:5]]
    p.set(offset, 7)
    return first, second, [d.value for d in dests[-3:]], p.steps


print(chain(40))
print(projection(60))
