//! What the `__init__` of the builtin exception classes makes of positional arguments (Objects/exceptions.c), for exceptions that Rust code makes.

use super::exception::{Exception, slot, slot::OWN};
use super::{PyResult, Raised, Vm};
use crate::object::{Class, Str, T, Tuple, Value};

/// Fills the own fields of `e`, an exception of builtin class `t` (or derived from it), from its arguments.
pub fn fill(vm: &mut Vm, e: Exception, t: T, args: Tuple) {
    let get = |i: usize| args.get(i).unwrap_or(Value::EMPTY);
    match root_of(t) {
        T::StopIteration => e.set(OWN, args.get(0).unwrap_or(Value::NONE)),
        T::SystemExit => e.set(
            OWN,
            match args.len() {
                0 => Value::NONE,
                1 => get(0),
                _ => args.value(),
            },
        ),
        T::ImportError if args.len() == 1 => e.set(OWN, get(0)),
        T::OSError => os_error(vm, e, args),
        T::SyntaxError if !args.is_empty() => {
            e.set(OWN, get(0));
            if let Some(place) =
                Tuple::from_value(get(1)).filter(|p| args.len() == 2 && p.len() >= 4)
            {
                syntax_place(e, place.items());
            }
        }
        T::UnicodeDecodeError | T::UnicodeEncodeError => {
            for i in 0..5 {
                e.set(OWN + i, get(usize::from(i)));
            }
        }
        T::UnicodeTranslateError => {
            for i in 0..4 {
                e.set(OWN + 1 + i, get(usize::from(i)));
            }
        }
        _ => {}
    }
}

/// The builtin class that gives `t` its own fields.
#[must_use]
pub fn root_of(mut t: T) -> T {
    while super::exception::own_members(t).is_empty() && t.base() != t {
        t = t.base();
    }
    t
}

/// `filename, lineno, offset, text[, end_lineno, end_offset[, metadata]]` of a SyntaxError.
pub fn syntax_place(e: Exception, place: &[Value]) {
    for (i, &v) in place.iter().take(6).enumerate() {
        e.set(OWN + 1 + i as u16, v);
    }
    if let Some(&metadata) = place.get(6) {
        e.set(OWN + 8, metadata);
    }
}

/// `errno, strerror[, filename[, winerror[, filename2]]]`: `args` keeps the first two.
pub fn os_error(vm: &mut Vm, e: Exception, args: Tuple) {
    let items = args.items();
    if !(2..=5).contains(&items.len()) {
        return;
    }
    e.set(OWN, items[0]);
    e.set(OWN + 1, items[1]);
    let Some(&filename) = items.get(2).filter(|f| !f.is_none()) else {
        return;
    };
    if vm.is_exact(e.value(), T::BlockingIOError) && vm.is_int(filename) {
        e.set(OWN + 4, filename);
        return;
    }
    e.set(OWN + 2, filename);
    if let Some(&second) = items.get(4).filter(|f| !f.is_none()) {
        e.set(OWN + 3, second);
    }
    if let Ok(two) = vm.new_tuple(&items[..2]) {
        e.set(slot::ARGS, two.value());
    }
}

/// The class of the OSErrors with this number.
#[must_use]
pub fn class_of_errno(errno: i64) -> T {
    let Ok(errno) = i32::try_from(errno) else {
        return T::OSError;
    };
    match errno {
        libc::EAGAIN | libc::EALREADY | libc::EINPROGRESS => T::BlockingIOError,
        libc::EPIPE | libc::ESHUTDOWN => T::BrokenPipeError,
        libc::ECHILD => T::ChildProcessError,
        libc::ECONNABORTED => T::ConnectionAbortedError,
        libc::ECONNREFUSED => T::ConnectionRefusedError,
        libc::ECONNRESET => T::ConnectionResetError,
        libc::EEXIST => T::FileExistsError,
        libc::ENOENT => T::FileNotFoundError,
        libc::EISDIR => T::IsADirectoryError,
        libc::ENOTDIR => T::NotADirectoryError,
        libc::EINTR => T::InterruptedError,
        libc::EACCES | libc::EPERM => T::PermissionError,
        libc::ESRCH => T::ProcessLookupError,
        libc::ETIMEDOUT => T::TimeoutError,
        _ => T::OSError,
    }
}

/// `os.strerror(errno)`
#[must_use]
pub fn error_text(errno: i32) -> String {
    let text = std::io::Error::from_raw_os_error(errno).to_string();
    match text.rfind(" (os error ") {
        Some(end) => text[..end].to_string(),
        None => text,
    }
}

impl Vm {
    /// The exception class that `OSError(*args)` makes an instance of: a derived one when the first argument is a known number.
    #[must_use]
    pub fn os_error_class(&self, class: Class, args: &[Value]) -> Class {
        if class != self.class(T::OSError) || !(2..=5).contains(&args.len()) {
            return class;
        }
        match self.int_as_i64(self.payload(args[0])) {
            Some(errno) if !args[0].is_bool() => self.class(class_of_errno(errno)),
            _ => class,
        }
    }

    /// Raises the OSError of a failed system call: `filename` and `second` may be empty.
    #[cold]
    pub fn os_error(&mut self, errno: i32, filename: Value, second: Value) -> Raised {
        match self.os_error_with_text(errno, &error_text(errno), filename, second) {
            Ok(raised) | Err(raised) => raised,
        }
    }

    /// As `os_error` with a text of one's own.
    #[cold]
    pub fn os_error_with_text(
        &mut self,
        errno: i32,
        text: &str,
        filename: Value,
        second: Value,
    ) -> PyResult<Raised> {
        let text: Str = self.new_str(text)?;
        let all = [
            Value::from_i32(errno),
            text.value(),
            filename,
            Value::NONE,
            second,
        ];
        let n = match (filename.is_empty(), second.is_empty()) {
            (true, _) => 2,
            (false, true) => 3,
            (false, false) => 5,
        };
        let e = Exception::new(self, class_of_errno(i64::from(errno)), &all[..n])?;
        Ok(self.raise(e))
    }

    /// Raises ImportError (or, with `T::ModuleNotFoundError`, that) with its `name` and `path`, which may be None.
    #[cold]
    pub fn import_error(&mut self, t: T, text: &str, name: Value, path: Value) -> Raised {
        let raised = self.raise_text(t, text);
        if self.pending_is(T::ImportError)
            && let Some(e) = Exception::from_value(self.thread.pending)
        {
            e.set(OWN + 1, name);
            e.set(OWN + 2, path);
        }
        raised
    }

    /// Raises NameError (or UnboundLocalError) with its `name`.
    #[cold]
    pub fn name_error(&mut self, t: T, text: &str, name: Str) -> Raised {
        let raised = self.raise_text(t, text);
        if self.pending_is(T::NameError)
            && let Some(e) = Exception::from_value(self.thread.pending)
        {
            e.set(OWN, name.value());
        }
        raised
    }
}
