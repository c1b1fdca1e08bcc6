//! System calls on file descriptors, made safe: numbers and byte slices in, `Result` with the error number out.
//!
//! A call that a signal interrupted gives [`libc::EINTR`]; callers run the handlers and try again.
#![expect(unsafe_code, reason = "talks to the system")]

use std::ffi::CStr;
use std::mem::MaybeUninit;

/// The error number of the call that just failed.
#[must_use]
pub fn errno() -> i32 {
    std::io::Error::last_os_error()
        .raw_os_error()
        .unwrap_or(libc::EIO)
}

fn check(r: i32) -> Result<i32, i32> {
    if r < 0 { Err(errno()) } else { Ok(r) }
}

fn check_size(r: isize) -> Result<usize, i32> {
    usize::try_from(r).map_err(|_| errno())
}

/// Opens a file.
pub fn open(path: &CStr, flags: i32, mode: u32) -> Result<i32, i32> {
    // SAFETY: `path` ends with NUL.
    check(unsafe { libc::open(path.as_ptr(), flags, mode) })
}

/// Closes a descriptor.
pub fn close(fd: i32) -> Result<(), i32> {
    // SAFETY: takes a number.
    check(unsafe { libc::close(fd) }).map(|_| ())
}

/// Reads at most `to.len()` bytes.
pub fn read(fd: i32, to: &mut [u8]) -> Result<usize, i32> {
    // SAFETY: the slice may be written to.
    check_size(unsafe { libc::read(fd, to.as_mut_ptr().cast(), to.len()) })
}

/// Reads at most `n` bytes.
pub fn read_vec(fd: i32, n: usize) -> Result<Vec<u8>, i32> {
    let mut data = Vec::new();
    if data.try_reserve_exact(n).is_err() {
        return Err(libc::ENOMEM);
    }
    read_more(fd, &mut data, n)?;
    Ok(data)
}

/// Appends at most `n` bytes to `data`, which has room for them; gives their number.
pub fn read_more(fd: i32, data: &mut Vec<u8>, n: usize) -> Result<usize, i32> {
    let room = data.spare_capacity_mut();
    let n = n.min(room.len());
    // SAFETY: the room may be written to; what the call filled is initialised then.
    unsafe {
        let got = check_size(libc::read(fd, room.as_mut_ptr().cast(), n))?;
        data.set_len(data.len() + got);
        Ok(got)
    }
}

/// Reads at most `n` bytes at a position.
pub fn pread(fd: i32, n: usize, offset: i64) -> Result<Vec<u8>, i32> {
    let mut data: Vec<u8> = Vec::new();
    if data.try_reserve_exact(n).is_err() {
        return Err(libc::ENOMEM);
    }
    // SAFETY: there is room for `n` bytes; what the call filled is initialised then.
    unsafe {
        let got = check_size(libc::pread(fd, data.as_mut_ptr().cast(), n, offset))?;
        data.set_len(got);
    }
    Ok(data)
}

/// Writes; gives the number of bytes written.
pub fn write(fd: i32, data: &[u8]) -> Result<usize, i32> {
    // SAFETY: the slice may be read.
    check_size(unsafe { libc::write(fd, data.as_ptr().cast(), data.len()) })
}

/// Moves the position.
pub fn seek(fd: i32, offset: i64, whence: i32) -> Result<i64, i32> {
    // SAFETY: takes numbers.
    let r = unsafe { libc::lseek(fd, offset, whence) };
    if r < 0 { Err(errno()) } else { Ok(r) }
}

/// Sets the length of a file.
pub fn truncate(fd: i32, len: i64) -> Result<(), i32> {
    // SAFETY: takes numbers.
    check(unsafe { libc::ftruncate(fd, len) }).map(|_| ())
}

/// Is it a terminal?
#[must_use]
pub fn is_terminal(fd: i32) -> bool {
    // SAFETY: takes a number.
    unsafe { libc::isatty(fd) == 1 }
}

/// What the system knows about an open file.
pub fn stat(fd: i32) -> Result<libc::stat, i32> {
    let mut st = MaybeUninit::uninit();
    // SAFETY: the call fills the structure when it succeeds.
    unsafe {
        check(libc::fstat(fd, st.as_mut_ptr()))?;
        Ok(st.assume_init())
    }
}

/// What the system knows about the file at a path.
pub fn stat_path(path: &CStr, follow: bool) -> Result<libc::stat, i32> {
    let mut st = MaybeUninit::uninit();
    // SAFETY: `path` ends with NUL; the call fills the structure when it succeeds.
    unsafe {
        check(if follow {
            libc::stat(path.as_ptr(), st.as_mut_ptr())
        } else {
            libc::lstat(path.as_ptr(), st.as_mut_ptr())
        })?;
        Ok(st.assume_init())
    }
}

/// Is it a folder?
#[must_use]
pub fn is_folder(st: &libc::stat) -> bool {
    st.st_mode & libc::S_IFMT == libc::S_IFDIR
}

/// Ends the process by a signal, as if nobody had handled it.
pub fn die_of(signal: i32) {
    // SAFETY: takes numbers; the default action needs no handler.
    unsafe {
        libc::signal(signal, libc::SIG_DFL);
        libc::raise(signal);
    }
}
