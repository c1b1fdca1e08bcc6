//! `open()`: puts the layers of a file together.

use super::file::{self, Mode};
use super::newline::Newline;
use super::{buffered_types, text_types};
use crate::native_functions;
use crate::object::{Obj, T, Value};
use crate::runtime::{PyResult, Vm};

native_functions! { pub(super) FUNCTIONS = [
    /// Open file and return a stream.  Raise OSError upon failure.
    open(; file, mode = Mode::default(), buffering = -1, encoding = Value::NONE, errors = Value::NONE, newline = Value::NONE, closefd = true, opener = Value::NONE);
    /// Opens the provided file with mode ``'rb'``.
    open_code(; path);
    /// A helper function to choose the text encoding.
    text_encoding(encoding, stacklevel = 2);
]}

/// What the letters of a mode mean.
#[derive(Default)]
struct Letters {
    create: bool,
    read: bool,
    write: bool,
    append: bool,
    update: bool,
    text: bool,
    binary: bool,
}

impl Letters {
    fn parse(mode: &str) -> Option<Letters> {
        let mut l = Letters::default();
        for c in mode.chars() {
            let flag = match c {
                'x' => &mut l.create,
                'r' => &mut l.read,
                'w' => &mut l.write,
                'a' => &mut l.append,
                '+' => &mut l.update,
                't' => &mut l.text,
                'b' => &mut l.binary,
                _ => return None,
            };
            if std::mem::replace(flag, true) {
                return None;
            }
        }
        Some(l)
    }

    fn raw_mode(&self) -> String {
        let letters = [
            (self.create, 'x'),
            (self.read, 'r'),
            (self.write, 'w'),
            (self.append, 'a'),
            (self.update, '+'),
        ];
        letters
            .iter()
            .filter(|(on, _)| *on)
            .map(|(_, c)| *c)
            .collect()
    }

    fn main_letters(&self) -> usize {
        [self.create, self.read, self.write, self.append]
            .iter()
            .filter(|&&on| on)
            .count()
    }
}

fn checked(
    vm: &mut Vm,
    mode: &str,
    encoding: Value,
    errors: Value,
    newline: Value,
) -> PyResult<Letters> {
    let Some(l) = Letters::parse(mode) else {
        return Err(vm.value_error(format_args!("invalid mode: '{mode}'")));
    };
    let wrong = if l.text && l.binary {
        "can't have text and binary mode at once"
    } else if l.main_letters() != 1 {
        "must have exactly one of create/read/write/append mode"
    } else if l.binary && !encoding.is_none() {
        "binary mode doesn't take an encoding argument"
    } else if l.binary && !errors.is_none() {
        "binary mode doesn't take an errors argument"
    } else if l.binary && !newline.is_none() {
        "binary mode doesn't take a newline argument"
    } else {
        return Ok(l);
    };
    Err(vm.value_error(wrong))
}

#[expect(
    clippy::too_many_arguments,
    reason = "the parameters of the Python function"
)]
fn open(
    vm: &mut Vm,
    file: Value,
    mode: Mode,
    buffering: i32,
    encoding: Value,
    errors: Value,
    newline: Value,
    closefd: bool,
    opener: Value,
) -> PyResult {
    let letters = checked(vm, &mode.0, encoding, errors, newline)?;
    let file = if vm.is_int(file) {
        file
    } else {
        vm.fspath(file)?
    };
    let raw = file::make(vm, file, &letters.raw_mode(), closefd, opener)?;
    let layers = layers(
        vm, raw, &letters, &mode.0, buffering, encoding, errors, newline,
    );
    if layers.is_err() {
        let pending = vm.take_pending();
        let _ = vm.file_close(raw);
        vm.thread.pending = pending;
    }
    layers
}

/// Puts buffer and text layer over a raw file.
#[expect(
    clippy::too_many_arguments,
    reason = "the parameters of the Python function"
)]
fn layers(
    vm: &mut Vm,
    raw: Obj<file::FileIO>,
    letters: &Letters,
    mode: &str,
    buffering: i32,
    encoding: Value,
    errors: Value,
    newline: Value,
) -> PyResult {
    let terminal = buffering < 0 && crate::stdlib::posix::fd::is_terminal(raw.fd());
    let lines = buffering == 1 && !letters.binary || terminal;
    if buffering == 0 {
        if !letters.binary {
            return Err(vm.value_error("can't have unbuffered text I/O"));
        }
        return Ok(raw.value());
    }
    if buffering < -1 {
        return Err(vm.value_error("invalid buffering size"));
    }
    let size = match usize::try_from(buffering) {
        Ok(n) if n > 1 => n,
        _ => raw.block.get().clamp(super::DEFAULT_BUFFER_SIZE, 8 << 20),
    };
    let t = if letters.update {
        T::BufferedRandom
    } else if letters.read {
        T::BufferedReader
    } else {
        T::BufferedWriter
    };
    if t == T::BufferedRandom && !vm.file_seekable(raw)? {
        return Err(vm.unsupported_file("File or stream is not seekable."));
    }
    let buffer = buffered_types::make(vm, t, raw.value(), size)?;
    if letters.binary {
        return Ok(buffer.value());
    }
    let newline = Newline::from_value(vm, newline)?;
    let text = text_types::make(vm, buffer.value(), encoding, errors, newline, lines)?;
    let mode = vm.new_str(mode)?;
    let key = vm.intern("mode")?;
    vm.set_attr(text.value(), key, mode.value())?;
    Ok(text.value())
}

fn open_code(vm: &mut Vm, path: Value) -> PyResult {
    let none = Value::NONE;
    let mode = Mode("rb".to_string());
    open(vm, path, mode, -1, none, none, none, true, none)
}

fn text_encoding(vm: &mut Vm, encoding: Value, _stacklevel: i32) -> PyResult {
    if encoding.is_none() {
        return vm.intern("locale").map(Into::into);
    }
    Ok(encoding)
}

/// The standard file with descriptor `fd`; `None` when there is none.
pub(super) fn standard(
    vm: &mut Vm,
    fd: i32,
    name: &str,
    writes: bool,
    encoding: &str,
    errors: &str,
) -> PyResult {
    use crate::stdlib::posix::fd;
    let Ok(st) = fd::stat(fd) else {
        return Ok(Value::NONE);
    };
    let mode = file::RawMode {
        readable: !writes,
        writable: writes,
        ..file::RawMode::default()
    };
    let shown = vm.new_str(name)?;
    let raw = file::from_fd(vm, fd, mode, false, shown.value())?;
    let sink = raw.sink.borrow().clone();
    sink.set_id(&st);
    if writes {
        vm.register_sink(&sink)?;
    }
    let t = if writes {
        T::BufferedWriter
    } else {
        T::BufferedReader
    };
    let buffer = buffered_types::make(vm, t, raw.value(), super::DEFAULT_BUFFER_SIZE)?;
    let (encoding, errors) = (vm.intern(encoding)?, vm.intern(errors)?);
    let unbuffered = writes && std::env::var("PYTHONUNBUFFERED").is_ok_and(|v| !v.is_empty());
    let lines = fd == 2 || fd::is_terminal(fd) || unbuffered;
    let newline = if writes {
        Newline::Lf
    } else {
        Newline::Universal
    };
    let text = text_types::make(
        vm,
        buffer.value(),
        encoding.value(),
        errors.value(),
        newline,
        lines,
    )?;
    text.write_through.set(unbuffered);
    let mode = vm.intern(if writes { "w" } else { "r" })?;
    let key = vm.intern("mode")?;
    vm.set_attr(text.value(), key, mode.value())?;
    Ok(text.value())
}
