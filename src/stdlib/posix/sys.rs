//! System calls on paths and processes, made safe. See `fd.rs` for those on descriptors.
#![expect(unsafe_code, reason = "talks to the system")]

use std::ffi::{CStr, CString};
use std::mem::MaybeUninit;

use super::fd::errno;

fn check(r: i32) -> Result<i32, i32> {
    if r < 0 { Err(errno()) } else { Ok(r) }
}

/// Calls with paths and numbers only.
macro_rules! path_calls {
    ($( $(#[$doc:meta])* $name:ident ( $($path:ident),* ; $($n:ident : $t:ty),* ); )*) => { $(
        $(#[$doc])*
        pub(super) fn $name($($path: &CStr,)* $($n: $t),*) -> Result<(), i32> {
            // SAFETY: the paths end with NUL.
            check(unsafe { libc::$name($($path.as_ptr(),)* $($n),*) }).map(|_| ())
        }
    )* };
}

path_calls! {
    /// Makes a folder.
    mkdir(path; mode: u32);
    /// Removes an empty folder.
    rmdir(path;);
    /// Removes a file.
    unlink(path;);
    /// Renames.
    rename(from, to;);
    /// Makes a symbolic link.
    symlink(to, path;);
    /// Makes a hard link.
    link(from, to;);
    /// Changes the mode.
    chmod(path; mode: u32);
    /// Changes the owner.
    chown(path; uid: u32, gid: u32);
    /// Changes the current folder.
    chdir(path;);
    /// May the file be used so?
    access(path; mode: i32);
    /// Sets the length of a file.
    truncate(path; len: i64);
    /// Makes a named pipe.
    mkfifo(path; mode: u32);
}

/// Calls with numbers only.
macro_rules! number_calls {
    ($( $(#[$doc:meta])* $name:ident ( $($n:ident : $t:ty),* ); )*) => { $(
        $(#[$doc])*
        pub(super) fn $name($($n: $t),*) -> Result<i32, i32> {
            // SAFETY: takes numbers.
            check(unsafe { libc::$name($($n),*) })
        }
    )* };
}

number_calls! {
    /// A second descriptor of the same file.
    dup(fd: i32);
    /// Makes `to` a descriptor of the same file.
    dup2(fd: i32, to: i32);
    /// Waits until the data are on the disk.
    fsync(fd: i32);
    /// Changes the current folder.
    fchdir(fd: i32);
    /// Changes the mode.
    fchmod(fd: i32, mode: u32);
    /// Sends a signal.
    kill(pid: i32, signal: i32);
    /// A new process that goes on here.
    fork();
    /// Makes a new session.
    setsid();
    /// The process group of a process.
    getpgid(pid: i32);
    /// Sets the process group of a process.
    setpgid(pid: i32, group: i32);
    /// Changes the priority.
    nice(by: i32);
}

/// Numbers that cannot fail to be known.
macro_rules! facts {
    ($( $(#[$doc:meta])* $name:ident -> $t:ty; )*) => { $(
        $(#[$doc])*
        pub(super) fn $name() -> $t {
            // SAFETY: takes nothing and cannot fail.
            unsafe { libc::$name() }
        }
    )* };
}

facts! {
    /// This process.
    getpid -> i32;
    /// Its parent.
    getppid -> i32;
    /// The user.
    getuid -> u32;
    /// The effective user.
    geteuid -> u32;
    /// The group.
    getgid -> u32;
    /// The effective group.
    getegid -> u32;
    /// The process group.
    getpgrp -> i32;
}

/// Sets the mask of modes; gives the old one.
pub(super) fn umask(mask: u32) -> u32 {
    // SAFETY: takes a number and cannot fail.
    unsafe { libc::umask(mask) }
}

/// Ends the process at once.
pub(super) fn exit_now(status: i32) -> ! {
    // SAFETY: takes a number.
    unsafe { libc::_exit(status) }
}

/// Ends the process with SIGABRT.
pub(super) fn abort_now() -> ! {
    std::process::abort()
}

/// A pipe: the ends to read and to write.
pub(super) fn pipe(flags: i32) -> Result<(i32, i32), i32> {
    let mut ends = [0; 2];
    // SAFETY: there is room for two numbers.
    check(unsafe { libc::pipe2(ends.as_mut_ptr(), flags) })?;
    Ok((ends[0], ends[1]))
}

/// Is a descriptor given on to new programs?
pub(super) fn inheritable(fd: i32) -> Result<bool, i32> {
    // SAFETY: takes numbers.
    check(unsafe { libc::fcntl(fd, libc::F_GETFD) }).map(|f| f & libc::FD_CLOEXEC == 0)
}

/// Says whether a descriptor is given on to new programs.
pub(super) fn set_inheritable(fd: i32, on: bool) -> Result<(), i32> {
    let flags = if on { 0 } else { libc::FD_CLOEXEC };
    // SAFETY: takes numbers.
    check(unsafe { libc::fcntl(fd, libc::F_SETFD, flags) }).map(|_| ())
}

/// Sets the times of a file: seconds and nanoseconds of access and change.
pub(super) fn utime(path: &CStr, times: Option<[(i64, i64); 2]>, follow: bool) -> Result<(), i32> {
    let spec = times.map(|t| t.map(|(tv_sec, tv_nsec)| libc::timespec { tv_sec, tv_nsec }));
    let p = spec.as_ref().map_or(std::ptr::null(), |s| s.as_ptr());
    let flags = if follow { 0 } else { libc::AT_SYMLINK_NOFOLLOW };
    // SAFETY: the path ends with NUL; the times are two structures, or none.
    check(unsafe { libc::utimensat(libc::AT_FDCWD, path.as_ptr(), p, flags) }).map(|_| ())
}

/// Where a symbolic link points.
pub(super) fn readlink(path: &CStr) -> Result<Vec<u8>, i32> {
    let mut to = vec![0_u8; 4096];
    // SAFETY: the path ends with NUL; the buffer has the given length.
    let n = unsafe { libc::readlink(path.as_ptr(), to.as_mut_ptr().cast(), to.len()) };
    let n = usize::try_from(n).map_err(|_| errno())?;
    to.truncate(n);
    Ok(to)
}

/// Waits for a child: its number and status.
pub(super) fn waitpid(pid: i32, options: i32) -> Result<(i32, i32), i32> {
    let mut status = 0;
    // SAFETY: there is room for the status.
    let pid = check(unsafe { libc::waitpid(pid, &raw mut status, options) })?;
    Ok((pid, status))
}

/// Runs a command line in a shell; gives its status.
pub(super) fn system(command: &CStr) -> Result<i32, i32> {
    // SAFETY: the command ends with NUL.
    check(unsafe { libc::system(command.as_ptr()) })
}

/// Replaces the program of this process; comes back only when that fails.
pub(super) fn exec(path: &CStr, args: &[CString], environ: Option<&[CString]>) -> i32 {
    let pointers = |all: &[CString]| {
        let mut p: Vec<_> = all.iter().map(|a| a.as_ptr()).collect();
        p.push(std::ptr::null());
        p
    };
    let argv = pointers(args);
    // SAFETY: all strings end with NUL and all lists with a null pointer.
    unsafe {
        match environ {
            Some(e) => {
                let e = pointers(e);
                libc::execve(path.as_ptr(), argv.as_ptr(), e.as_ptr());
            }
            None => {
                libc::execv(path.as_ptr(), argv.as_ptr());
            }
        }
    }
    errno()
}

/// Changes an environment variable of the process (`None`: removes it).
pub(super) fn set_env(name: &CStr, value: Option<&CStr>) -> Result<(), i32> {
    // SAFETY: both end with NUL. As in CPython, only the thread that holds the global lock changes the environment.
    check(unsafe {
        match value {
            Some(v) => libc::setenv(name.as_ptr(), v.as_ptr(), 1),
            None => libc::unsetenv(name.as_ptr()),
        }
    })
    .map(|_| ())
}

fn text(chars: &[libc::c_char]) -> Vec<u8> {
    chars
        .iter()
        .take_while(|&&c| c != 0)
        .map(|&c| c.cast_unsigned())
        .collect()
}

/// The names of system, host, release, version, machine.
pub(super) fn uname() -> Result<[Vec<u8>; 5], i32> {
    let mut u = MaybeUninit::<libc::utsname>::uninit();
    // SAFETY: the call fills the structure when it succeeds.
    let u = unsafe {
        check(libc::uname(u.as_mut_ptr()))?;
        u.assume_init()
    };
    Ok([
        text(&u.sysname),
        text(&u.nodename),
        text(&u.release),
        text(&u.version),
        text(&u.machine),
    ])
}

/// Seconds of user and system time, of children the same, and since some moment.
pub(super) fn times() -> [f64; 5] {
    let mut t = MaybeUninit::<libc::tms>::zeroed();
    // SAFETY: the structure is numbers only, so zeros are a value of it; the call fills it.
    let (t, since, ticks) = unsafe {
        let since = libc::times(t.as_mut_ptr());
        (t.assume_init(), since, libc::sysconf(libc::_SC_CLK_TCK))
    };
    let s = |n: i64| n as f64 / ticks.max(1) as f64;
    [
        s(t.tms_utime),
        s(t.tms_stime),
        s(t.tms_cutime),
        s(t.tms_cstime),
        s(since),
    ]
}

/// Columns and lines of a terminal.
pub(super) fn terminal_size(fd: i32) -> Result<(u16, u16), i32> {
    let mut size = MaybeUninit::<libc::winsize>::zeroed();
    // SAFETY: the structure is numbers only; the call fills it when it succeeds.
    let size = unsafe {
        check(libc::ioctl(fd, libc::TIOCGWINSZ, size.as_mut_ptr()))?;
        size.assume_init()
    };
    Ok((size.ws_col, size.ws_row))
}

/// Random bytes of the system.
pub(super) fn random(n: usize) -> Result<Vec<u8>, i32> {
    let mut data = Vec::new();
    if data.try_reserve_exact(n).is_err() {
        return Err(libc::ENOMEM);
    }
    data.resize(n, 0_u8);
    let mut at = 0;
    while let Some(rest) = data.get_mut(at..).filter(|r| !r.is_empty()) {
        // SAFETY: the slice may be written to.
        let got = unsafe { libc::getrandom(rest.as_mut_ptr().cast(), rest.len(), 0) };
        match usize::try_from(got) {
            Ok(got) => at += got,
            Err(_) if errno() == libc::EINTR => {}
            Err(_) => return Err(errno()),
        }
    }
    Ok(data)
}
