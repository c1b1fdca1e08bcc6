//! The constants of `posix`.

macro_rules! constants {
    ($($name:ident)*; $($own:ident = $value:expr,)*) => {
        /// Names and values.
        pub(super) static CONSTANTS: &[(&str, i32)] = &[ $( (stringify!($name), libc::$name as i32), )* $( (stringify!($own), $value), )* ];
    };
}

constants! {
    O_RDONLY O_WRONLY O_RDWR O_CREAT O_EXCL O_NOCTTY O_TRUNC O_APPEND O_NONBLOCK O_NDELAY O_DSYNC O_RSYNC O_SYNC O_ASYNC O_DIRECT O_DIRECTORY O_NOFOLLOW
    O_NOATIME O_PATH O_TMPFILE O_CLOEXEC O_ACCMODE
    F_OK R_OK W_OK X_OK F_LOCK F_TLOCK F_ULOCK F_TEST
    WNOHANG WUNTRACED WCONTINUED WEXITED WSTOPPED WNOWAIT
    SEEK_DATA SEEK_HOLE PRIO_PROCESS PRIO_PGRP PRIO_USER
    RTLD_LAZY RTLD_NOW RTLD_GLOBAL RTLD_LOCAL RTLD_NODELETE RTLD_NOLOAD RTLD_DEEPBIND
    ST_RDONLY ST_NOSUID;
    EX_OK = 0,
    EX_USAGE = 64,
    EX_DATAERR = 65,
    EX_NOINPUT = 66,
    EX_NOUSER = 67,
    EX_NOHOST = 68,
    EX_UNAVAILABLE = 69,
    EX_SOFTWARE = 70,
    EX_OSERR = 71,
    EX_OSFILE = 72,
    EX_CANTCREAT = 73,
    EX_IOERR = 74,
    EX_TEMPFAIL = 75,
    EX_PROTOCOL = 76,
    EX_NOPERM = 77,
    EX_CONFIG = 78,
    TMP_MAX = 238_328,
    NGROUPS_MAX = 65536,
}
