#! version >= 3.7
# __class_getitem__, __mro_entries__ (3.7).
class G:
    def __class_getitem__(cls, item):
        return (cls.__name__, item)


class H(G):
    pass


print(G[int], G[int, str], H["x"], G[1:2])
try:
    G()[0]
except TypeError as e:
    print("TypeError")
try:
    type("N", (), {})[0]
except TypeError as e:
    print("TypeError")


class Fake:
    def __init__(self, bases):
        self.bases = bases

    def __mro_entries__(self, bases):
        return self.bases


class Real:
    v = 1


class A(Fake((Real,)), Fake(())):
    pass


print(A.__bases__, A.v, len(A.__orig_bases__))
try:
    type("B", (Fake((Real,)),), {})
except TypeError as e:
    print("TypeError")
try:
    class Bad(Fake(5)):
        pass
except TypeError as e:
    print(e)


class Meta(type):
    def __getitem__(cls, k):
        return ("meta wins", k)


class M(metaclass=Meta):
    def __class_getitem__(cls, k):
        return "never"


print(M[5])


class Late:
    pass


Late.__class_getitem__ = classmethod(lambda cls, k: ("late", cls.__name__, k))
print(Late[1])
