# sys: version facts, limits, paths, modules, frames, intern, hooks, sizes; nothing that depends on the machine.
import sys

print(sys.version_info[:2] >= (3, 6), sys.version_info.major, sys.version_info[0] == 3, len(sys.version_info), sys.version_info.releaselevel, sys.version_info >= (3, 6), "%d.%d" % sys.version_info[:2] == sys.version.split()[0][:len("%d.%d" % sys.version_info[:2])], sys.hexversion >> 24 == 3, sys.maxsize == 2 ** 63 - 1, sys.maxunicode, sys.byteorder, sys.platform, isinstance(sys.executable, str), isinstance(sys.path, list), sys.argv[1:], isinstance(sys.argv[0], str), sys.getdefaultencoding(), isinstance(sys.getfilesystemencoding(), str), sys.float_info.max, sys.float_info.epsilon, sys.float_info.dig, sys.float_info.mant_dig, sys.float_info.min, sys.int_info.bits_per_digit > 0, sys.hash_info.width, sys.hash_info.modulus == 2 ** 61 - 1, sys.hash_info.inf, sys.hash_info.imag, sys.flags.optimize, sys.getrecursionlimit())
print(sys.modules["sys"] is sys, sys.modules["__main__"].__name__, "builtins" in sys.modules, sys.builtin_module_names.__class__.__name__, isinstance(sys.implementation.name, str), isinstance(sys.implementation.cache_tag, str) or sys.implementation.cache_tag is None, sys.dont_write_bytecode in (True, False), isinstance(sys.meta_path, list), isinstance(sys.path_hooks, list), isinstance(sys.path_importer_cache, dict), sys.warnoptions == [], isinstance(sys.prefix, str), sys.api_version > 1000, sys.copyright is not None, sys.float_repr_style)
a = "inter" + "ned " + str(5)
b = "inter" + "ned " + str(5)
print(sys.intern(a) is sys.intern(b), sys.intern("x") == "x", sys.getsizeof([]) > 0, sys.getsizeof("") > 0, sys.getrefcount(a) > 0, sys.exc_info(), callable(sys.exit), sys.getswitchinterval() > 0)
for f in (lambda: sys.intern(5), lambda: sys.getsizeof(), lambda: sys._getframe(-1) and None, lambda: sys._getframe(10 ** 6), lambda: sys.nope, lambda: sys.exit(1, 2), lambda: sys.setrecursionlimit(-1)):
    try:
        print(f())
    except (TypeError, ValueError, AttributeError) as e:
        print(type(e).__name__)


def outer():
    def inner():
        f = sys._getframe()
        return f.f_code.co_name, f.f_back.f_code.co_name, sys._getframe(2).f_code.co_name, f.f_lineno > 0, f.f_back.f_locals["marker"], f.f_globals["__name__"]
    marker = "in outer"
    return inner()


print(outer())
calls = []
old = sys.excepthook
print(callable(sys.excepthook), callable(sys.displayhook), sys.excepthook is sys.__excepthook__, sys.displayhook is sys.__displayhook__, sys.stdout is sys.__stdout__, sys.stderr is sys.__stderr__, sys.stdin is sys.__stdin__)
try:
    raise ValueError("seen by exc_info")
except ValueError as e:
    t, v, tb = sys.exc_info()
    print(t.__name__, v, tb.tb_lineno > 0, v is e)
sys.new_attribute = 5
print(sys.new_attribute, "new_attribute" in dir(sys), hasattr(sys, "ps1"))
del sys.new_attribute
print(type(sys).__name__, sys.__name__, sys.__doc__ is not None, repr(sys), type(sys.version_info).__name__, repr(sys.flags)[:10], tuple(sys.float_info)[6], sys.float_info[0] == sys.float_info.max)
sys.stdout.write("stdout write\n")
sys.stdout.writelines(["a", "b", "\n"])
print(sys.version_info > (3,), sys.version_info < (4, 0), sys.version_info == tuple(sys.version_info), sys.version_info[:1], isinstance(sys.version_info, tuple), max(sys.version_info[:3]) >= 6, sys.is_finalizing(), sys.call_tracing(lambda x: x + 1, (1,)), sys.getallocatedblocks() >= 0 if hasattr(sys, "getallocatedblocks") else True)
