#! heavy
# A Lisp with closures, lists, macros-free special forms and tail loops; programs in it compute factorials, primes and mutual recursion.
class Symbol(str):
    pass


class Env(dict):
    def __init__(self, names=(), values=(), outer=None):
        super().__init__(zip(names, values))
        self.outer = outer

    def find(self, name):
        env = self
        while env is not None:
            if name in env:
                return env
            env = env.outer
        raise NameError("unbound " + name)


class Lambda:
    def __init__(self, params, body, env):
        self.params, self.body, self.env = params, body, env

    def __repr__(self):
        return "<lambda %s>" % " ".join(self.params)


def tokenize(text):
    return text.replace("(", " ( ").replace(")", " ) ").replace("'", " ' ").split()


def read(tokens):
    t = tokens.pop(0)
    if t == "(":
        out = []
        while tokens[0] != ")":
            out.append(read(tokens))
        tokens.pop(0)
        return out
    if t == "'":
        return [Symbol("quote"), read(tokens)]
    if t == ")":
        raise SyntaxError("unexpected )")
    for convert in (int, float, {"#t": True, "#f": False}.__getitem__):
        try:
            return convert(t)
        except (ValueError, KeyError):
            pass
    return Symbol(t)


def show(x):
    return "#t" if x is True else "#f" if x is False else "(" + " ".join(map(show, x)) + ")" if isinstance(x, list) else str(x)


def evaluate(x, env):
    while True:
        if isinstance(x, Symbol):
            return env.find(x)[x]
        if not isinstance(x, list):
            return x
        if not x:
            return []
        op = x[0]
        if op == "quote":
            return x[1]
        if op == "if":
            x = x[2] if evaluate(x[1], env) is not False else x[3] if len(x) > 3 else []
        elif op == "define":
            if isinstance(x[1], list):
                env[x[1][0]] = Lambda(x[1][1:], x[2:], env)
            else:
                env[x[1]] = evaluate(x[2], env)
            return []
        elif op == "set!":
            env.find(x[1])[x[1]] = evaluate(x[2], env)
            return []
        elif op == "lambda":
            return Lambda(x[1], x[2:], env)
        elif op == "let":
            env = Env([n for n, _ in x[1]], [evaluate(v, env) for _, v in x[1]], env)
            for e in x[2:-1]:
                evaluate(e, env)
            x = x[-1]
        elif op == "begin":
            for e in x[1:-1]:
                evaluate(e, env)
            x = x[-1]
        elif op == "cond":
            for test, *body in x[1:]:
                if test == "else" or evaluate(test, env) is not False:
                    x = [Symbol("begin")] + body
                    break
            else:
                return []
        elif op in ("and", "or"):
            v = op == "and"
            for e in x[1:]:
                v = evaluate(e, env)
                if (v is False) == (op == "and"):
                    break
            return v
        else:
            f, *args = [evaluate(e, env) for e in x]
            if isinstance(f, Lambda):
                if len(args) != len(f.params):
                    raise TypeError("%r takes %d arguments" % (f, len(f.params)))
                env = Env(f.params, args, f.env)
                for e in f.body[:-1]:
                    evaluate(e, env)
                x = f.body[-1]
            else:
                return f(*args)


def apply(f, args):
    return evaluate([f] + [[Symbol("quote"), a] for a in args], BASE) if isinstance(f, Lambda) else f(*args)


def fold(op):
    def f(*args):
        r = args[0]
        for a in args[1:]:
            r = op(r, a)
        return r
    return f


BASE = Env()
BASE.update({
    "+": fold(lambda a, b: a + b), "-": lambda a, *b: -a if not b else fold(lambda x, y: x - y)(a, *b), "*": fold(lambda a, b: a * b), "/": lambda a, b: a / b, "quotient": lambda a, b: a // b, "remainder": lambda a, b: a % b,
    "=": lambda a, b: a == b, "<": lambda a, b: a < b, ">": lambda a, b: a > b, "<=": lambda a, b: a <= b, "not": lambda a: a is False, "eq?": lambda a, b: a == b, "null?": lambda a: a == [], "pair?": lambda a: isinstance(a, list) and a != [],
    "car": lambda a: a[0], "cdr": lambda a: a[1:], "cons": lambda a, b: [a] + b, "list": lambda *a: list(a), "append": fold(lambda a, b: a + b), "length": len,
})
BASE["apply"] = apply
BASE["map"] = lambda f, l: [apply(f, [a]) for a in l]
PROGRAM = """
(define (fact n) (if (< n 2) 1 (* n (fact (- n 1)))))
(define (loop i acc) (if (= i 0) acc (loop (- i 1) (+ acc i))))
(define (even? n) (if (= n 0) #t (odd? (- n 1))))
(define (odd? n) (if (= n 0) #f (even? (- n 1))))
(define (compose f g) (lambda (x) (f (g x))))
(define (filter p l) (cond ((null? l) '()) ((p (car l)) (cons (car l) (filter p (cdr l)))) (else (filter p (cdr l)))))
(define (range a b) (if (< a b) (cons a (range (+ a 1) b)) '()))
(define (prime? n) (let ((d 2)) (define (try d) (cond ((> (* d d) n) #t) ((= (remainder n d) 0) #f) (else (try (+ d 1))))) (and (> n 1) (try d))))
(define (counter) (let ((n 0)) (lambda () (set! n (+ n 1)) n)))
(define c (counter))
(define (quick l) (if (null? l) '() (append (quick (filter (lambda (x) (< x (car l))) (cdr l))) (list (car l)) (quick (filter (lambda (x) (not (< x (car l)))) (cdr l))))))
(define (hanoi n a b c) (if (= n 0) 0 (+ (hanoi (- n 1) a c b) 1 (hanoi (- n 1) c b a))))
(fact 20) (fact 30) (loop 3000 0) (even? 501) ((compose fact (lambda (x) (+ x 1))) 4) (filter prime? (range 0 60)) (begin (c) (c) (c))
(quick '(3 1 4 1 5 9 2 6 5)) (map (lambda (x) (* x x)) (range 0 6)) (apply + '(1 2 3)) (let ((x 2) (y 3.5)) (* x y)) '(a (b c) 1.5) (if #f 1) (or #f 5) (and) (hanoi 8 1 2 3) (cond (#f 1))
(undefined) (fact) (car '()) (1 2)
"""
tokens = tokenize(PROGRAM)
while tokens:
    expression = read(tokens)
    try:
        r = evaluate(expression, BASE)
        if r != [] or expression[0] != "define":
            print(show(r))
    except (NameError, TypeError, IndexError) as e:
        print(type(e).__name__, e if "'" not in str(e) else "")
