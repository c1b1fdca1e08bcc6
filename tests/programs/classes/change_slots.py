# __class__ assignment between classes with __slots__ of their own.
class A: __slots__ = ('x', 'y')
class B: __slots__ = ('x', 'y')
class C: __slots__ = ('y', 'x')
class D: __slots__ = ('x', 'z')
class E(A): __slots__ = ()
class F(A): __slots__ = ('w',)
class G(B): __slots__ = ('w',)
class H(A): __slots__ = ('w',)
class I: __slots__ = ('x', 'y', '__dict__')
class J: __slots__ = ('x', 'y', '__weakref__')
class K: __slots__ = ('x', 'y', '__dict__')
class L: pass
class M: __slots__ = ()
class N: __slots__ = ()
class O: __slots__ = ('x', 'y', '__weakref__')
class P(A): pass
class Q(A): pass
class R(L): pass
class S: __slots__ = ('__dict__', 'x', 'y')
class T: __slots__ = ('__x', 'y')
classes = [A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S, T]
for a in classes:
    row = ''
    for b in classes:
        o = a()
        try:
            o.x = 5
        except AttributeError:
            pass
        try:
            o.__class__ = b
            row += 'y' if getattr(o, 'x', None) == 5 else '.'
        except TypeError as e:
            row += '-'
    print(a.__name__, row)
try:
    A().__class__ = D
except TypeError as e:
    print(e)
