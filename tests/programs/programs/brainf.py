#! heavy
# An interpreter for an eight-instruction tape language, naive and compiled to closures.
def run(program, data=""):
    jumps, stack = {}, []
    for i, c in enumerate(program):
        if c == "[":
            stack.append(i)
        elif c == "]":
            j = stack.pop()
            jumps[i], jumps[j] = j, i
    tape, pos, pc, out, steps, inp = [0] * 300, 0, 0, [], 0, iter(data)
    while pc < len(program):
        c = program[pc]
        steps += 1
        if c == ">":
            pos += 1
        elif c == "<":
            pos -= 1
        elif c == "+":
            tape[pos] = (tape[pos] + 1) & 255
        elif c == "-":
            tape[pos] = (tape[pos] - 1) & 255
        elif c == ".":
            out.append(chr(tape[pos]))
        elif c == ",":
            tape[pos] = ord(next(inp, "\0"))
        elif c == "[":
            if not tape[pos]:
                pc = jumps[pc]
        elif c == "]":
            if tape[pos]:
                pc = jumps[pc]
        pc += 1
    return "".join(out), steps


def compile_closures(program):
    def parse(it):
        ops = []
        for c in it:
            if c in "+-":
                if ops and ops[-1][0] == "add":
                    ops[-1] = "add", ops[-1][1] + (1 if c == "+" else -1)
                else:
                    ops.append(("add", 1 if c == "+" else -1))
            elif c in "<>":
                if ops and ops[-1][0] == "move":
                    ops[-1] = "move", ops[-1][1] + (1 if c == ">" else -1)
                else:
                    ops.append(("move", 1 if c == ">" else -1))
            elif c == ".":
                ops.append(("out", 0))
            elif c == ",":
                ops.append(("in", 0))
            elif c == "[":
                ops.append(("loop", parse(it)))
            elif c == "]":
                return ops
        return ops

    def build(ops):
        fs = []
        for kind, arg in ops:
            if kind == "add":
                def f(m, arg=arg):
                    m.tape[m.pos] = (m.tape[m.pos] + arg) & 255
            elif kind == "move":
                def f(m, arg=arg):
                    m.pos += arg
            elif kind == "out":
                def f(m):
                    m.out.append(m.tape[m.pos])
            elif kind == "in":
                def f(m):
                    m.tape[m.pos] = m.input.pop(0) if m.input else 0
            else:
                def f(m, body=build(arg)):
                    while m.tape[m.pos]:
                        for g in body:
                            g(m)
            fs.append(f)
        return fs
    return build(parse(iter(program)))


class Machine:
    def __init__(self, data):
        self.tape, self.pos, self.out, self.input = bytearray(300), 0, bytearray(), list(data.encode())


def run_closures(program, data=""):
    m = Machine(data)
    for f in compile_closures(program):
        f(m)
    return m.out.decode("latin-1")


HELLO = "++++++++[>++++[>++>+++>+++>+<<<<-]>+>+>->>+[<]<-]>>.>---.+++++++..+++.>>.<-.<.+++.------.--------.>>+.>++."
SQUARES = "++++[>+++++<-]>[<+++++>-]+<+[>[>+>+<<-]++>>[<<+>>-]>>>[-]++>[-]+>>>+[[-]++++++>>>]<<<[[<++++++++<++>>-]+<.<[>----<-]<]<<[>>>>>[>>>[-]+++++++++<[>-<-]+++++++++>[-[<->-]+[<<<]]<[>+<-]>]<<-]<<-]"
REVERSE = ">,[>,]<[.<]"
for name, p, data in (("hello", HELLO, ""), ("reverse", REVERSE, "stressed"), ("cat", ",[.,]", "echo this")):
    a, steps = run(p, data)
    print(name, repr(a), steps, run_closures(p, data) == a)
print(run_closures(SQUARES).split())
