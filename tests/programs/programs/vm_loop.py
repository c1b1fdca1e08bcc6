#! heavy
# A stack machine with a small assembler, functions and a garbage-free heap of lists; runs three programs and counts instructions.
class VM:
    def __init__(self, code):
        self.code, self.stack, self.frames, self.pc, self.out, self.count = code, [], [], 0, [], 0
        self.locals = {}
        self.table = {name[3:]: getattr(self, name) for name in dir(self) if name.startswith("op_")}

    def op_push(self, v):
        self.stack.append(v)

    def op_pop(self, _):
        self.stack.pop()

    def op_dup(self, _):
        self.stack.append(self.stack[-1])

    def op_add(self, _):
        b = self.stack.pop()
        self.stack[-1] += b

    def op_sub(self, _):
        b = self.stack.pop()
        self.stack[-1] -= b

    def op_mul(self, _):
        b = self.stack.pop()
        self.stack[-1] *= b

    def op_mod(self, _):
        b = self.stack.pop()
        self.stack[-1] %= b

    def op_lt(self, _):
        b, a = self.stack.pop(), self.stack.pop()
        self.stack.append(a < b)

    def op_eq(self, _):
        b, a = self.stack.pop(), self.stack.pop()
        self.stack.append(a == b)

    def op_load(self, n):
        self.stack.append(self.locals[n])

    def op_store(self, n):
        self.locals[n] = self.stack.pop()

    def op_jump(self, t):
        self.pc = t

    def op_jz(self, t):
        if not self.stack.pop():
            self.pc = t

    def op_call(self, t):
        self.frames.append((self.pc, self.locals))
        self.locals, self.pc = {}, t

    def op_ret(self, _):
        self.pc, self.locals = self.frames.pop()

    def op_list(self, n):
        self.stack.append([0] * n)

    def op_get(self, _):
        i, l = self.stack.pop(), self.stack.pop()
        self.stack.append(l[i])

    def op_set(self, _):
        v, i, l = self.stack.pop(), self.stack.pop(), self.stack.pop()
        l[i] = v

    def op_print(self, _):
        self.out.append(self.stack.pop())

    def run(self):
        code, table = self.code, self.table
        while self.pc < len(code):
            name, arg = code[self.pc]
            self.pc += 1
            self.count += 1
            if name == "halt":
                break
            table[name](arg)
        return self.out, self.count


def assemble(text):
    labels, lines = {}, []
    for line in text.strip().splitlines():
        line = line.split("#")[0].strip()
        if line.endswith(":"):
            labels[line[:-1]] = len(lines)
        elif line:
            lines.append(line.split(None, 1))
    out = []
    for name, *arg in lines:
        a = arg[0] if arg else None
        if a is not None:
            a = labels[a] if a in labels else int(a) if a.lstrip("-").isdigit() else a
        out.append((name, a))
    return out


SUM = """
push 0
store s
push 0
store i
loop:
load i
push 2000
lt
jz end
load s
load i
add
store s
load i
push 1
add
store i
jump loop
end:
load s
print
halt
"""
FIB = """
push 15
call fib
print
halt
fib:            # argument on the stack
store n
load n
push 2
lt
jz rec
load n
ret
rec:
load n
push 1
sub
call fib
load n
push 2
sub
call fib
add
ret
"""
SIEVE = """
list 200
store a
push 2
store i
next:
load i
push 200
lt
jz done
load a
load i
get
jz prime
jump inc
prime:
load i
print
load i
load i
mul
store j
mark:
load j
push 200
lt
jz inc
load a
load j
push 1
set
load j
load i
add
store j
jump mark
inc:
load i
push 1
add
store i
jump next
done:
halt
"""
for text in (SUM, FIB, SIEVE):
    print(*VM(assemble(text)).run())
for text in ("pop", "push 1\nload x", "nonsense"):
    try:
        VM(assemble(text)).run()
    except (IndexError, KeyError) as e:
        print(type(e).__name__)
