# posix: directories, stat, descriptors, environment, pipes, rename, links, errors; only what imports and open stand on.
import posix

root = "/tmp/corpus-posix-%d" % posix.getpid()


def kind(f):
    try:
        print("no error", f())
    except Exception as e:
        print(type(e).__name__, getattr(e, "errno", None), end="; ")


posix.umask(0o22)
posix.mkdir(root)
try:
    p = root + "/f"
    fd = posix.open(p, posix.O_WRONLY | posix.O_CREAT | posix.O_TRUNC, 0o644)
    print(isinstance(fd, int), posix.write(fd, b"hello world"), posix.close(fd))
    st = posix.stat(p)
    print(st.st_size, st.st_mode & 0o777, oct(st.st_mode), st.st_nlink, st[6], type(st).__name__, st.st_mtime > 1e9, st.st_size == posix.lstat(p).st_size, isinstance(st.st_ino, int))
    fd = posix.open(p, posix.O_RDONLY)
    print(posix.read(fd, 5), posix.lseek(fd, 0, 0), posix.read(fd, 100), posix.read(fd, 5), posix.fstat(fd).st_size, posix.lseek(fd, -3, 2), posix.read(fd, 9), posix.isatty(fd))
    d = posix.dup(fd)
    posix.close(fd)
    print(posix.lseek(d, 0, 0), posix.read(d, 2), posix.close(d))
    posix.mkdir(root + "/dir")
    posix.rename(p, root + "/g")
    posix.symlink("g", root + "/link")
    print(sorted(posix.listdir(root)), posix.readlink(root + "/link"), posix.stat(root + "/link").st_size, posix.listdir(root + "/dir"), sorted(posix.listdir(root.encode())))
    print(sorted((e.name, e.is_dir(), e.is_file(), e.is_symlink(), e.path == root + "/" + e.name) for e in posix.scandir(root)))
    kind(lambda: posix.mkdir(root))
    kind(lambda: posix.rmdir(root))
    kind(lambda: posix.stat(root + "/none"))
    kind(lambda: posix.listdir(root + "/none"))
    kind(lambda: posix.open(root + "/none", posix.O_RDONLY))
    kind(lambda: posix.unlink(root + "/none"))
    kind(lambda: posix.rmdir(root + "/g"))
    kind(lambda: posix.close(9999))
    kind(lambda: posix.read(9999, 1))
    kind(lambda: posix.stat(5.5))
    kind(lambda: posix.stat("a\0b"))
    kind(lambda: posix.open(root + "/g", posix.O_WRONLY | posix.O_CREAT | posix.O_EXCL))
    kind(lambda: posix.chdir(root + "/none"))
    kind(lambda: posix.readlink(root + "/g"))
    kind(lambda: posix.listdir(root + "/g"))
    print()
    try:
        posix.stat(root + "/none")
    except FileNotFoundError as e:
        print(e.errno, e.strerror, e.filename == root + "/none")
    old = posix.getcwd()
    posix.chdir(root)
    print(posix.getcwd() == root, posix.stat("g").st_size, posix.getcwdb() == root.encode(), sorted(posix.listdir("."))[0])
    posix.chdir(old)
    r, w = posix.pipe()
    print(posix.write(w, b"through the pipe"), posix.close(w), posix.read(r, 100), posix.read(r, 10), posix.close(r))
    print(isinstance(posix.environ, dict), b"PATH" in posix.environ, posix.getpid() == posix.getpid(), isinstance(posix.getuid(), int), posix.access(root + "/g", posix.R_OK), posix.access(root + "/none", posix.F_OK))
    posix.chmod(root + "/g", 0o600)
    print(oct(posix.stat(root + "/g").st_mode & 0o777), posix.fspath(root) == root, posix.fspath(b"x"), posix.strerror(2), len(posix.urandom(8)), posix.WIFEXITED(0), posix.uname()[0], posix.uname().sysname, posix.error is OSError)
    kind(lambda: posix.fspath(5))


    class Path:
        def __fspath__(self):
            return root + "/g"


    print(posix.stat(Path()).st_size, open(Path()).read(), posix.fspath(Path()) == root + "/g")
    posix.truncate(root + "/g", 4)
    posix.utime(root + "/g", (1000000, 2000000))
    print(open(root + "/g").read(), posix.stat(root + "/g").st_mtime)
    pid = posix.fork()
    if pid == 0:
        posix._exit(7)
    print(posix.waitpid(pid, 0)[1] >> 8, [hasattr(posix, n) for n in ("O_RDWR", "O_APPEND", "replace", "remove", "umask", "getppid", "fsync", "ftruncate", "kill")].count(False))
    posix.replace(root + "/g", root + "/h")
    posix.remove(root + "/h")
finally:
    for name in posix.listdir(root):
        try:
            posix.unlink(root + "/" + name)
        except OSError:
            posix.rmdir(root + "/" + name)
    posix.rmdir(root)
