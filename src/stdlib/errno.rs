//! The module `errno`: the system's error numbers by name, and their names by number.

use crate::object::{Module, Str};
use crate::runtime::native::{ModuleDef, TypeDef};
use crate::runtime::{PyResult, Vm};

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[];

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "errno",
    doc: "This module makes available standard errno system symbols.\n\nThe value of each symbol is the corresponding integer value,\ne.g., on most systems, errno.ENOENT equals the integer 2.",
    functions: &[],
    types: &[],
    init,
};

macro_rules! codes {
    ($($name:ident)*) => {
        /// Names and numbers; of names with the same number the last one is the number's name.
        const CODES: &[(&str, i32)] = &[ $( (stringify!($name), libc::$name) ),* ];
    };
}

codes! {
    ENODEV ENOCSI EHOSTUNREACH ENOMSG EUCLEAN EL2NSYNC EL2HLT ENODATA ENOTBLK ENOSYS EPIPE EINVAL EOVERFLOW EADV EINTR EUSERS ENOTEMPTY ENOBUFS EPROTO
    EREMOTE ENAVAIL ECHILD ELOOP EXDEV E2BIG ESRCH EMSGSIZE EAFNOSUPPORT EBADR EHOSTDOWN EPFNOSUPPORT ENOPROTOOPT EBUSY EWOULDBLOCK EAGAIN EBADFD EDOTDOT
    EISCONN ENOTCONN ESHUTDOWN ECONNREFUSED ETIMEDOUT ECONNRESET ENOTSUP EOPNOTSUPP ENOLINK EL3HLT ENOTUNIQ EDOM EUNATCH ELNRNG EDEADLOCK EDEADLK ENOSPC
    ENOEXEC EMFILE EBADMSG ENAMETOOLONG EEXIST EFAULT EMLINK ENFILE ENOTSOCK EILSEQ ENOTNAM ECOMM EFBIG ECHRNG ERANGE ETOOMANYREFS ECONNABORTED ERESTART
    EREMOTEIO EPERM EMULTIHOP EINPROGRESS EISNAM ESTALE ENOSTR EALREADY ENOANO ELIBBAD EPROTONOSUPPORT ELIBSCN ENOTTY EADDRNOTAVAIL ENETRESET EMEDIUMTYPE
    ESPIPE EDQUOT ESOCKTNOSUPPORT ENONET ENETDOWN EBADF EROFS EL3RST EIDRM EACCES EDESTADDRREQ ETIME EBADE ENETUNREACH ESRMNT EPROTOTYPE EBADSLT ESTRPIPE
    ENOMEM EIO EREMCHG ENXIO ENOMEDIUM ENOSR ENOENT EADDRINUSE EBADRQC EBFONT ENOLCK ENOPKG EXFULL ETXTBSY EISDIR ENOTDIR ELIBACC ELIBMAX ELIBEXEC ENOKEY
    EKEYREJECTED EKEYEXPIRED EKEYREVOKED EOWNERDEAD ENOTRECOVERABLE ERFKILL EHWPOISON ECANCELED
}

fn init(vm: &mut Vm, module: Module) -> PyResult<()> {
    let errorcode = vm.new_dict();
    for &(name, code) in CODES {
        let (name, code): (Str, _) = (vm.intern(name)?, vm.new_int(i64::from(code)));
        vm.dict_set(module.dict(), name.value(), code)?;
        vm.dict_set(errorcode, code, name.value())?;
    }
    vm.set_item_str(module.dict(), "errorcode", errorcode.value())
}
