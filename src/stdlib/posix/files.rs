//! Files and folders of `posix`.

use super::path::FsPath;
use super::{fd, stat as stat_result, sys};
use crate::native_functions;
use crate::object::{Bytes, List, Value};
use crate::runtime::{OrMemoryError, PyResult, Vm};

native_functions! { pub(super) FUNCTIONS = [
    /// Perform a stat system call on the given path.
    stat(; path; dir_fd = Value::NONE, follow_symlinks = true);
    /// Perform a stat system call on the given path, without following symbolic links.
    lstat(; path; dir_fd = Value::NONE);
    /// Perform a stat system call on the given file descriptor.
    fstat(; fd);
    /// Use the real uid/gid to test for access to a path.
    access(; path, mode; dir_fd = Value::NONE, effective_ids = false, follow_symlinks = true);
    /// Change the access permissions of a file.
    chmod(; path, mode; dir_fd = Value::NONE, follow_symlinks = true);
    /// Change the owner and group id of path to the numeric uid and gid.
    chown(; path, uid, gid);
    /// Change the current working directory to the specified path.
    chdir(; path);
    /// Return a unicode string representing the current working directory.
    getcwd();
    /// Return a bytes string representing the current working directory.
    getcwdb();
    /// Return a list containing the names of the files in the directory.
    listdir(; path = Value::NONE);
    /// Create a directory.
    mkdir(; path, mode = 0o777; dir_fd = Value::NONE);
    /// Remove a directory.
    rmdir(; path; dir_fd = Value::NONE);
    /// Remove a file (same as remove()).
    unlink(; path; dir_fd = Value::NONE);
    /// Remove a file (same as unlink()).
    "remove" as unlink(; path; dir_fd = Value::NONE);
    /// Rename a file or directory.
    rename(; src, dst; src_dir_fd = Value::NONE, dst_dir_fd = Value::NONE);
    /// Rename a file or directory, overwriting the destination.
    "replace" as rename(; src, dst; src_dir_fd = Value::NONE, dst_dir_fd = Value::NONE);
    /// Create a hard link to a file.
    link(; src, dst; src_dir_fd = Value::NONE, dst_dir_fd = Value::NONE, follow_symlinks = true);
    /// Create a symbolic link pointing to src named dst.
    symlink(; src, dst, target_is_directory = false; dir_fd = Value::NONE);
    /// Return a string representing the path to which the symbolic link points.
    readlink(; path; dir_fd = Value::NONE);
    /// Truncate a file, specified by path, to a specific length.
    truncate(; path, length);
    /// Set the access and modified time of path.
    utime(; path, times = Value::NONE; ns = Value::EMPTY, dir_fd = Value::NONE, follow_symlinks = true);
    /// Create a "fifo" (a POSIX named pipe).
    mkfifo(; path, mode = 0o666; dir_fd = Value::NONE);
    /// Open a file for low level IO.  Returns a file descriptor (integer).
    open(; path, flags, mode = 0o777; dir_fd = Value::NONE);
    /// Close a file descriptor.
    close(; fd);
    /// Closes all file descriptors in [fd_low, fd_high), ignoring errors.
    closerange(fd_low, fd_high);
    /// Read from a file descriptor.  Returns a bytes object.
    read(fd, length);
    /// Read a number of bytes from a file descriptor starting at a particular offset.
    pread(fd, length, offset);
    /// Write a bytes object to a file descriptor.
    write(fd, data);
    /// Set the position of a file descriptor.  Return the new position.
    lseek(fd, position, whence);
    /// Create a pipe.
    pipe();
    /// Return a duplicate of a file descriptor.
    dup(fd);
    /// Duplicate file descriptor.
    dup2(; fd, fd2, inheritable = true);
    /// Return True if the fd is connected to a terminal.
    isatty(fd);
    /// Truncate a file, specified by file descriptor, to a specific length.
    ftruncate(fd, length);
    /// Force write of fd to disk.
    fsync(; fd);
    /// Get the close-on-exe flag of the specified file descriptor.
    get_inheritable(fd);
    /// Set the inheritable flag of the specified file descriptor.
    set_inheritable(fd, inheritable);
    /// Return the file system path representation of the object.
    fspath(; path);
]}

/// The descriptors relative to which paths could be given are not there.
fn no_folder(vm: &mut Vm, folder: Value) -> PyResult<()> {
    if folder.is_none() {
        Ok(())
    } else {
        Err(vm.not_implemented("dir_fd unavailable on this platform"))
    }
}

/// The argument of `stat` and the like: a path or a descriptor.
enum Target {
    Path(FsPath),
    Fd(i32),
}

fn target(vm: &mut Vm, name: &str, v: Value) -> PyResult<Target> {
    if vm.is_int(v) {
        let fd = vm.index_i64(v, "fd is greater than maximum")?;
        return match i32::try_from(fd) {
            Ok(fd) => Ok(Target::Fd(fd)),
            Err(_) => Err(vm.overflow_error(if fd < 0 {
                "fd is less than minimum"
            } else {
                "fd is greater than maximum"
            })),
        };
    }
    let is_path = vm.as_str(v).is_some()
        || Bytes::from_value(vm.payload(v)).is_some()
        || vm
            .special_of(v, crate::runtime::names::Special::Fspath)
            .is_some();
    if !is_path {
        let t = vm.type_name(v);
        return Err(vm.type_error(format_args!(
            "{name}: path should be string, bytes, os.PathLike or integer, not {t}"
        )));
    }
    match vm.fs_path(v) {
        Ok(path) => Ok(Target::Path(path)),
        Err(raised) => {
            if vm.pending_is(crate::object::T::ValueError) {
                vm.take_pending();
                return Err(vm.value_error(format_args!("{name}: embedded null character in path")));
            }
            Err(raised)
        }
    }
}

fn stat_of(vm: &mut Vm, name: &str, path: Value, follow: bool) -> PyResult {
    let (result, file) = match target(vm, name, path)? {
        Target::Fd(fd) => (vm.system_call(|| fd::stat(fd))?, path),
        Target::Path(p) => {
            let mut result = vm.system_call(|| fd::stat_path(&p.c, follow))?;
            if let Ok(st) = &result {
                vm.settle_file(st)?;
                result = vm.system_call(|| fd::stat_path(&p.c, follow))?;
            }
            (result, p.object)
        }
    };
    let st = vm.check_call(result, file)?;
    stat_result::result(vm, &st)
}

fn stat(vm: &mut Vm, path: Value, dir_fd: Value, follow_symlinks: bool) -> PyResult {
    no_folder(vm, dir_fd)?;
    stat_of(vm, "stat", path, follow_symlinks)
}

fn lstat(vm: &mut Vm, path: Value, dir_fd: Value) -> PyResult {
    no_folder(vm, dir_fd)?;
    stat_of(vm, "lstat", path, false)
}

fn fstat(vm: &mut Vm, fd: i32) -> PyResult {
    let st = vm.system_call(|| fd::stat(fd))?;
    let st = vm.check_call(st, Value::EMPTY)?;
    stat_result::result(vm, &st)
}

fn access(
    vm: &mut Vm,
    path: Value,
    mode: i32,
    dir_fd: Value,
    _effective_ids: bool,
    _follow_symlinks: bool,
) -> PyResult<bool> {
    no_folder(vm, dir_fd)?;
    let p = vm.fs_path_arg("access", path)?;
    Ok(vm.system_call(|| sys::access(&p.c, mode))?.is_ok())
}

/// A call on one path, nothing as result.
fn on_path(
    vm: &mut Vm,
    name: &str,
    path: Value,
    call: impl Fn(&std::ffi::CStr) -> Result<(), i32>,
) -> PyResult<()> {
    let p = vm.fs_path_arg(name, path)?;
    let result = vm.system_call(|| call(&p.c))?;
    vm.check_call(result, p.object)
}

fn chmod(vm: &mut Vm, path: Value, mode: i32, dir_fd: Value, _follow: bool) -> PyResult<()> {
    no_folder(vm, dir_fd)?;
    let mode = mode.cast_unsigned();
    match target(vm, "chmod", path)? {
        Target::Fd(fd) => {
            let r = vm.system_call(|| sys::fchmod(fd, mode))?;
            vm.check_call(r, path).map(|_| ())
        }
        Target::Path(_) => on_path(vm, "chmod", path, |p| sys::chmod(p, mode)),
    }
}

fn chown(vm: &mut Vm, path: Value, uid: i64, gid: i64) -> PyResult<()> {
    on_path(vm, "chown", path, |p| sys::chown(p, uid as u32, gid as u32))
}

fn chdir(vm: &mut Vm, path: Value) -> PyResult<()> {
    match target(vm, "chdir", path)? {
        Target::Fd(fd) => {
            let r = vm.system_call(|| sys::fchdir(fd))?;
            vm.check_call(r, path).map(|_| ())
        }
        Target::Path(_) => on_path(vm, "chdir", path, sys::chdir),
    }
}

fn current_folder(vm: &mut Vm) -> PyResult<Vec<u8>> {
    use std::os::unix::ffi::OsStringExt;
    match std::env::current_dir() {
        Ok(dir) => Ok(dir.into_os_string().into_vec()),
        Err(e) => {
            let errno = e.raw_os_error().unwrap_or(libc::ENOENT);
            Err(vm.os_error(errno, Value::EMPTY, Value::EMPTY))
        }
    }
}

fn getcwd(vm: &mut Vm) -> PyResult {
    let dir = current_folder(vm)?;
    Ok(vm.fs_decode(&dir)?.value())
}

fn getcwdb(vm: &mut Vm) -> PyResult {
    let dir = current_folder(vm)?;
    Ok(vm.new_bytes(&dir)?.value())
}

/// A name from the system: bytes when the program gave bytes.
pub(super) fn name_value(vm: &mut Vm, name: &[u8], bytes: bool) -> PyResult {
    if bytes {
        Ok(vm.new_bytes(name)?.value())
    } else {
        Ok(vm.fs_decode(name)?.value())
    }
}

fn listdir(vm: &mut Vm, path: Value) -> PyResult<List> {
    use std::os::unix::ffi::OsStrExt;
    let dot = vm.intern(".")?;
    let given = if path.is_none() { dot.value() } else { path };
    let p = match target(vm, "listdir", given)? {
        Target::Path(p) => p,
        Target::Fd(fd) => {
            let link = vm.new_str(&format!("/proc/self/fd/{fd}"))?;
            vm.fs_path(link.value())?
        }
    };
    let dir = p.as_path().to_path_buf();
    let names = vm.allow_threads(|| -> std::io::Result<Vec<std::ffi::OsString>> {
        std::fs::read_dir(dir)?
            .map(|entry| entry.map(|e| e.file_name()))
            .collect()
    });
    let names = names.map_err(|e| e.raw_os_error().unwrap_or(libc::EIO));
    let names = vm.check_call(names, given)?;
    let list = List::new(&mut vm.heap);
    for name in names {
        let v = name_value(vm, name.as_bytes(), p.bytes)?;
        list.push(&mut vm.heap, v).or_memory_error(vm)?;
    }
    Ok(list)
}

fn mkdir(vm: &mut Vm, path: Value, mode: i32, dir_fd: Value) -> PyResult<()> {
    no_folder(vm, dir_fd)?;
    on_path(vm, "mkdir", path, |p| sys::mkdir(p, mode.cast_unsigned()))
}

fn rmdir(vm: &mut Vm, path: Value, dir_fd: Value) -> PyResult<()> {
    no_folder(vm, dir_fd)?;
    on_path(vm, "rmdir", path, sys::rmdir)
}

fn unlink(vm: &mut Vm, path: Value, dir_fd: Value) -> PyResult<()> {
    no_folder(vm, dir_fd)?;
    on_path(vm, "unlink", path, sys::unlink)
}

fn mkfifo(vm: &mut Vm, path: Value, mode: i32, dir_fd: Value) -> PyResult<()> {
    no_folder(vm, dir_fd)?;
    on_path(vm, "mkfifo", path, |p| sys::mkfifo(p, mode.cast_unsigned()))
}

fn on_two_paths(
    vm: &mut Vm,
    name: &str,
    from: Value,
    to: Value,
    call: impl Fn(&std::ffi::CStr, &std::ffi::CStr) -> Result<(), i32>,
) -> PyResult<()> {
    let (a, b) = (vm.fs_path_arg(name, from)?, vm.fs_path_arg(name, to)?);
    vm.system_call(|| call(&a.c, &b.c))?
        .map_err(|e| vm.os_error(e, a.object, b.object))
}

fn rename(vm: &mut Vm, src: Value, dst: Value, a: Value, b: Value) -> PyResult<()> {
    no_folder(vm, a)?;
    no_folder(vm, b)?;
    on_two_paths(vm, "rename", src, dst, sys::rename)
}

fn link(vm: &mut Vm, src: Value, dst: Value, a: Value, b: Value, _follow: bool) -> PyResult<()> {
    no_folder(vm, a)?;
    no_folder(vm, b)?;
    on_two_paths(vm, "link", src, dst, sys::link)
}

fn symlink(vm: &mut Vm, src: Value, dst: Value, _folder: bool, dir_fd: Value) -> PyResult<()> {
    no_folder(vm, dir_fd)?;
    on_two_paths(vm, "symlink", src, dst, sys::symlink)
}

fn readlink(vm: &mut Vm, path: Value, dir_fd: Value) -> PyResult {
    no_folder(vm, dir_fd)?;
    let p = vm.fs_path_arg("readlink", path)?;
    let to = vm.system_call(|| sys::readlink(&p.c))?;
    let to = vm.check_call(to, p.object)?;
    name_value(vm, &to, p.bytes)
}

fn truncate(vm: &mut Vm, path: Value, length: i64) -> PyResult<()> {
    match target(vm, "truncate", path)? {
        Target::Fd(fd) => ftruncate(vm, fd, length),
        Target::Path(_) => on_path(vm, "truncate", path, |p| sys::truncate(p, length)),
    }
}

/// Seconds and nanoseconds of a number of seconds.
fn seconds(vm: &mut Vm, v: Value) -> PyResult<(i64, i64)> {
    if vm.is_int(v) {
        return Ok((
            vm.index_i64(v, "timestamp out of range for platform time_t")?,
            0,
        ));
    }
    let f = vm.to_f64(v)?;
    let whole = f.floor();
    if !(-9.2e18..9.2e18).contains(&whole) {
        return Err(vm.overflow_error("timestamp out of range for platform time_t"));
    }
    let ns = ((f - whole) * 1e9).floor() as i64;
    Ok((whole as i64, ns.clamp(0, 999_999_999)))
}

fn utime(
    vm: &mut Vm,
    path: Value,
    times: Value,
    ns: Value,
    dir_fd: Value,
    follow_symlinks: bool,
) -> PyResult<()> {
    no_folder(vm, dir_fd)?;
    if !times.is_none() && !ns.is_empty() {
        return Err(vm.value_error("utime: you may specify either 'times' or 'ns' but not both"));
    }
    let given = if ns.is_empty() { times } else { ns };
    let times = if given.is_none() {
        None
    } else {
        let pair = vm.as_tuple(given).filter(|t| t.len() == 2);
        let Some(pair) = pair else {
            let what = if ns.is_empty() {
                "utime: 'times' must be either a tuple of two ints or None"
            } else {
                "utime: 'ns' must be a tuple of two ints"
            };
            return Err(vm.type_error(what));
        };
        let mut both = [(0, 0); 2];
        for (to, &v) in both.iter_mut().zip(pair.items()) {
            *to = if ns.is_empty() {
                seconds(vm, v)?
            } else {
                let n = vm.index_i64(v, "Python int too large to convert to C long")?;
                (n.div_euclid(1_000_000_000), n.rem_euclid(1_000_000_000))
            };
        }
        Some(both)
    };
    on_path(vm, "utime", path, |p| sys::utime(p, times, follow_symlinks))
}

// ---- descriptors

fn open(vm: &mut Vm, path: Value, flags: i32, mode: i32, dir_fd: Value) -> PyResult<i32> {
    no_folder(vm, dir_fd)?;
    let p = vm.fs_path_arg("open", path)?;
    let mode = mode.cast_unsigned();
    let fd = vm.system_call(|| fd::open(&p.c, flags | libc::O_CLOEXEC, mode))?;
    vm.check_call(fd, p.object)
}

fn close(vm: &mut Vm, fd: i32) -> PyResult<()> {
    match vm.allow_threads(|| fd::close(fd)) {
        Ok(()) | Err(libc::EINTR) => Ok(()),
        Err(e) => Err(vm.os_error(e, Value::EMPTY, Value::EMPTY)),
    }
}

fn closerange(vm: &mut Vm, fd_low: i32, fd_high: i32) {
    vm.allow_threads(|| {
        for fd in fd_low.max(0)..fd_high {
            let _ = fd::close(fd);
        }
    });
}

fn length_of(vm: &mut Vm, n: isize) -> PyResult<usize> {
    match usize::try_from(n) {
        Ok(n) => Ok(n.min(0x7fff_f000)),
        Err(_) => Err(vm.os_error(libc::EINVAL, Value::EMPTY, Value::EMPTY)),
    }
}

fn read(vm: &mut Vm, fd: i32, length: isize) -> PyResult {
    let n = length_of(vm, length)?;
    let data = vm.system_call(|| fd::read_vec(fd, n))?;
    let data = vm.check_call(data, Value::EMPTY)?;
    Ok(vm.new_bytes(&data)?.value())
}

fn pread(vm: &mut Vm, fd: i32, length: isize, offset: i64) -> PyResult {
    let n = length_of(vm, length)?;
    let data = vm.system_call(|| fd::pread(fd, n, offset))?;
    let data = vm.check_call(data, Value::EMPTY)?;
    Ok(vm.new_bytes(&data)?.value())
}

fn write(vm: &mut Vm, fd: i32, data: Value) -> PyResult<usize> {
    let data = vm.bytes_like(data)?;
    let n = vm.system_call(|| fd::write(fd, &data))?;
    vm.check_call(n, Value::EMPTY)
}

fn lseek(vm: &mut Vm, fd: i32, position: i64, whence: i32) -> PyResult<i64> {
    let at = vm.system_call(|| fd::seek(fd, position, whence))?;
    vm.check_call(at, Value::EMPTY)
}

fn pipe(vm: &mut Vm) -> PyResult<(i32, i32)> {
    vm.check_call(sys::pipe(libc::O_CLOEXEC), Value::EMPTY)
}

fn dup(vm: &mut Vm, fd: i32) -> PyResult<i32> {
    let new = vm.check_call(sys::dup(fd), Value::EMPTY)?;
    vm.check_call(sys::set_inheritable(new, false), Value::EMPTY)?;
    Ok(new)
}

fn dup2(vm: &mut Vm, fd: i32, fd2: i32, inheritable: bool) -> PyResult<i32> {
    let new = vm.system_call(|| sys::dup2(fd, fd2))?;
    let new = vm.check_call(new, Value::EMPTY)?;
    if !inheritable && fd != fd2 {
        vm.check_call(sys::set_inheritable(new, false), Value::EMPTY)?;
    }
    Ok(new)
}

fn isatty(_vm: &mut Vm, fd: i32) -> bool {
    fd::is_terminal(fd)
}

fn ftruncate(vm: &mut Vm, fd: i32, length: i64) -> PyResult<()> {
    let r = vm.system_call(|| fd::truncate(fd, length))?;
    vm.check_call(r, Value::EMPTY)
}

fn fsync(vm: &mut Vm, fd: i32) -> PyResult<()> {
    let r = vm.system_call(|| sys::fsync(fd))?;
    vm.check_call(r, Value::EMPTY).map(|_| ())
}

fn get_inheritable(vm: &mut Vm, fd: i32) -> PyResult<bool> {
    vm.check_call(sys::inheritable(fd), Value::EMPTY)
}

fn set_inheritable(vm: &mut Vm, fd: i32, inheritable: bool) -> PyResult<()> {
    vm.check_call(sys::set_inheritable(fd, inheritable), Value::EMPTY)
}

fn fspath(vm: &mut Vm, path: Value) -> PyResult {
    vm.fspath(path)
}
