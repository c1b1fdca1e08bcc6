//! The Python type `TextIOWrapper`.

use super::newline::{self, Newline};
use super::text::{CHUNK, Text, known_encoding};
use crate::object::{Class, Obj, Str, T, Value};
use crate::runtime::native::TypeDef;
use crate::runtime::{Args, OrMemoryError, PyResult, Vm};
use crate::{native_attributes, native_functions};

/// The types of this file.
pub(super) static TYPES: &[&TypeDef] = &[&TypeDef {
    new: Some(&NEW[0]),
    methods: METHODS,
    getset: ATTRIBUTES,
    next: Some(next_line),
    ..TypeDef::new(
        T::TextIOWrapper,
        "Character and line based layer over a BufferedIOBase object, buffer.",
    )
}];

native_functions! { NEW = [
    /// Create and return a new object.
    "__new__" as new(*);
]}

native_functions! { METHODS = [
    "__init__" as init(this; buffer, encoding = Value::NONE, errors = Value::NONE, newline = Value::NONE, line_buffering = false, write_through = false);
    "__repr__" as repr(this);
    /// Reconfigure the text stream with new parameters.
    reconfigure(this;; encoding = Value::EMPTY, errors = Value::EMPTY, newline = Value::EMPTY, line_buffering = Value::NONE, write_through = Value::NONE);
    detach(this);
    write(this, text);
    read(this, size = Value::NONE);
    readline(this, size = -1);
    flush(this);
    close(this);
    fileno(this);
    seekable(this);
    readable(this);
    writable(this);
    isatty(this);
    /// Set the stream position, and return the new stream position.
    seek(this, cookie, whence = 0);
    /// Return the stream position as an opaque number.
    tell(this);
    truncate(this, pos = Value::NONE);
]}

native_attributes! { ATTRIBUTES = [
    encoding => |_: &mut Vm, this: Obj<Text>| this.encoding.get();
    errors => |vm: &mut Vm, this: Obj<Text>| { vm.buffer_of(this)?; PyResult::Ok(this.errors.get()) };
    buffer => |_: &mut Vm, this: Obj<Text>| this.buffer.get().some().unwrap_or(Value::NONE);
    line_buffering => |_: &mut Vm, this: Obj<Text>| this.line_buffering.get();
    write_through => |_: &mut Vm, this: Obj<Text>| this.write_through.get();
    newlines => |vm: &mut Vm, this: Obj<Text>| newline::seen_value(vm, this.seen.get());
    closed => |vm: &mut Vm, this: Obj<Text>| vm.text_closed(this);
    name => |vm: &mut Vm, this: Obj<Text>| { let b = vm.buffer_of(this)?; vm.get_attr_str(b, "name") };
    _CHUNK_SIZE => |_: &mut Vm, _: Obj<Text>| CHUNK;
]}

fn new(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    let cls = Class::from_value(args.first()).unwrap_or(vm.class(T::TextIOWrapper));
    let t = Obj::new(&mut vm.heap, Text::empty()).or_memory_error(vm)?;
    Ok(vm.wrap_payload(cls, T::TextIOWrapper, t.value()))
}

#[expect(
    clippy::too_many_arguments,
    reason = "the parameters of the Python function"
)]
fn init(
    vm: &mut Vm,
    this: Obj<Text>,
    buffer: Value,
    encoding: Value,
    errors: Value,
    newline: Value,
    line_buffering: bool,
    write_through: bool,
) -> PyResult<()> {
    let newline = Newline::from_value(vm, newline)?;
    set_up(vm, this, buffer, encoding, errors, newline)?;
    this.line_buffering.set(line_buffering);
    this.write_through.set(write_through);
    Ok(())
}

fn optional_str(vm: &mut Vm, v: Value, name: &str) -> PyResult<Option<Str>> {
    if v.is_none() || v.is_empty() {
        return Ok(None);
    }
    match vm.as_str(v) {
        Some(s) if s.chars().iter().any(|c| c == 0) => {
            Err(vm.value_error("embedded null character"))
        }
        Some(s) => Ok(Some(s)),
        None => {
            let t = vm.type_name(v);
            Err(vm.type_error(format_args!(
                "TextIOWrapper() argument '{name}' must be str or None, not {t}"
            )))
        }
    }
}

fn set_encoding(vm: &mut Vm, t: Obj<Text>, encoding: Option<Str>) -> PyResult<()> {
    let encoding = match encoding {
        Some(e) if !e.is("locale") => e,
        _ => vm.intern("UTF-8")?,
    };
    let known = known_encoding(&encoding.to_text());
    if known.is_none() {
        vm.codec_lookup(encoding)?;
    }
    t.encoding.set(encoding.value());
    t.set_codec(known);
    Ok(())
}

fn set_up(
    vm: &mut Vm,
    t: Obj<Text>,
    buffer: Value,
    encoding: Value,
    errors: Value,
    newline: Newline,
) -> PyResult<()> {
    t.buffer.set(Value::EMPTY);
    let encoding = optional_str(vm, encoding, "encoding")?;
    let errors = match optional_str(vm, errors, "errors")? {
        Some(e) => e,
        None => vm.intern("strict")?,
    };
    set_encoding(vm, t, encoding)?;
    t.errors.set(errors.value());
    t.newline.set(newline);
    let ask = |vm: &mut Vm, method: &str| -> PyResult<bool> {
        let v = vm.call_method_str(buffer, method, &[])?;
        vm.truth(v)
    };
    t.readable.set(ask(vm, "readable")?);
    t.writable.set(ask(vm, "writable")?);
    t.seekable.set(ask(vm, "seekable")?);
    t.telling.set(t.seekable.get());
    t.attach(buffer);
    if t.seekable.get() && t.writable.get() {
        let at = vm.call_method_str(buffer, "tell", &[])?;
        let zero = vm.int_as_i64(at) == Some(0);
        t.begun.set(!zero);
    }
    Ok(())
}

/// A text file for `open()`.
pub(super) fn make(
    vm: &mut Vm,
    buffer: Value,
    encoding: Value,
    errors: Value,
    newline: Newline,
    line_buffering: bool,
) -> PyResult<Obj<Text>> {
    let t = Obj::new(&mut vm.heap, Text::empty()).or_memory_error(vm)?;
    set_up(vm, t, buffer, encoding, errors, newline)?;
    t.line_buffering.set(line_buffering);
    Ok(t)
}

fn object(vm: &mut Vm, this: Value) -> PyResult<Obj<Text>> {
    match vm.as_native(this) {
        Some(t) => Ok(t),
        None => Err(vm.expected("_io.TextIOWrapper", this)),
    }
}

fn repr(vm: &mut Vm, this: Value) -> PyResult<String> {
    let t = object(vm, this)?;
    vm.buffer_of(t)?;
    let mut out = format!("<{}", vm.type_name(this));
    for key in ["name", "mode"] {
        let name = vm.intern(key)?;
        match vm.get_attr_opt(this, name) {
            Ok(Some(v)) => out += &format!(" {key}={}", vm.repr(v)?.to_text()),
            Ok(None) => {}
            Err(_) => {
                vm.catch(T::ValueError)?;
            }
        }
    }
    let encoding = vm.repr(t.encoding.get())?.to_text();
    Ok(format!("{out} encoding={encoding}>"))
}

fn reconfigure(
    vm: &mut Vm,
    this: Obj<Text>,
    encoding: Value,
    errors: Value,
    newline: Value,
    line_buffering: Value,
    write_through: Value,
) -> PyResult<()> {
    vm.buffer_of(this)?;
    let changes = |v: Value| !v.is_empty() && !v.is_none();
    if (changes(encoding) || changes(errors) || !newline.is_empty())
        && this.readable.get()
        && this.has_read()
    {
        return Err(vm.unsupported_file(
            "It is not possible to set the encoding or newline of stream after the first read",
        ));
    }
    let encoding = optional_str(vm, encoding, "encoding")?;
    let errors = optional_str(vm, errors, "errors")?;
    let newline = if newline.is_empty() {
        None
    } else {
        Some(Newline::from_value(vm, newline)?)
    };
    vm.text_flush(this)?;
    if let Some(e) = encoding {
        set_encoding(vm, this, Some(e))?;
        if errors.is_none() {
            let strict = vm.intern("strict")?;
            this.errors.set(strict.value());
        }
    }
    if let Some(e) = errors {
        this.errors.set(e.value());
    }
    if let Some(n) = newline {
        this.newline.set(n);
    }
    if changes(line_buffering) {
        this.line_buffering.set(vm.truth(line_buffering)?);
    }
    if changes(write_through) {
        this.write_through.set(vm.truth(write_through)?);
    }
    Ok(())
}

fn flush_any(vm: &mut Vm, this: Value, t: Obj<Text>) -> PyResult<()> {
    if this == t.value() {
        return vm.text_flush(t);
    }
    let flush = vm.names.flush;
    vm.call_named(this, flush, &[]).map(|_| ())
}

fn detach(vm: &mut Vm, this: Value) -> PyResult {
    let t = object(vm, this)?;
    let buffer = vm.buffer_of(t)?;
    flush_any(vm, this, t)?;
    t.buffer.set(Value::EMPTY);
    t.detached.set(true);
    Ok(buffer)
}

fn write(vm: &mut Vm, this: Obj<Text>, text: Value) -> PyResult<usize> {
    let Some(s) = vm.as_str(text) else {
        let t = vm.type_name(text);
        return Err(vm.type_error(format_args!("write() argument must be str, not {t}")));
    };
    vm.text_write(this, s)?;
    Ok(s.len())
}

fn read(vm: &mut Vm, this: Obj<Text>, size: Value) -> PyResult<Str> {
    let n = if size.is_none() {
        None
    } else {
        usize::try_from(vm.index_ssize(size)?).ok()
    };
    vm.text_read(this, n)
}

fn readline(vm: &mut Vm, this: Obj<Text>, size: isize) -> PyResult<Str> {
    vm.text_readline(this, usize::try_from(size).ok())
}

fn next_line(vm: &mut Vm, this: Value) -> PyResult<Option<Value>> {
    let t = object(vm, this)?;
    t.telling.set(false);
    let line = if this == t.value() {
        vm.text_readline(t, None)?.value()
    } else {
        let name = vm.names.readline;
        vm.call_named(this, name, &[])?
    };
    if vm.len(line)? == 0 {
        t.telling.set(t.seekable.get());
        return Ok(None);
    }
    Ok(Some(line))
}

fn flush(vm: &mut Vm, this: Obj<Text>) -> PyResult<()> {
    vm.text_flush(this)
}

fn close(vm: &mut Vm, this: Value) -> PyResult<()> {
    let t = object(vm, this)?;
    let buffer = vm.buffer_of(t)?;
    if vm.text_closed(t)? {
        return Ok(());
    }
    let flushed = flush_any(vm, this, t);
    let first = vm.take_pending();
    let closed = vm.call_method_str(buffer, "close", &[]).map(|_| ());
    super::buffered_types::both(vm, flushed, first, closed)
}

fn ask(vm: &mut Vm, this: Obj<Text>, method: &str) -> PyResult {
    let buffer = vm.buffer_of(this)?;
    vm.call_method_str(buffer, method, &[])
}

fn fileno(vm: &mut Vm, this: Obj<Text>) -> PyResult {
    ask(vm, this, "fileno")
}

fn seekable(vm: &mut Vm, this: Obj<Text>) -> PyResult {
    ask(vm, this, "seekable")
}

fn readable(vm: &mut Vm, this: Obj<Text>) -> PyResult {
    ask(vm, this, "readable")
}

fn writable(vm: &mut Vm, this: Obj<Text>) -> PyResult {
    ask(vm, this, "writable")
}

fn isatty(vm: &mut Vm, this: Obj<Text>) -> PyResult {
    ask(vm, this, "isatty")
}

fn seek(vm: &mut Vm, this: Obj<Text>, cookie: Value, whence: i32) -> PyResult<i64> {
    vm.open_buffer_of(this)?;
    if !this.seekable.get() {
        return Err(vm.unsupported_file("underlying stream is not seekable"));
    }
    let cookie = vm.index_i64(cookie, "Python int too large to convert to C long")?;
    match whence {
        0 if cookie < 0 => Err(vm.value_error(format_args!("negative seek position {cookie}"))),
        0 => vm.text_move(this, cookie, 0),
        1 if cookie != 0 => Err(vm.unsupported_file("can't do nonzero cur-relative seeks")),
        1 => {
            let at = vm.text_tell(this)?;
            vm.text_move(this, at, 0)
        }
        2 if cookie != 0 => Err(vm.unsupported_file("can't do nonzero end-relative seeks")),
        2 => vm.text_move(this, 0, 2),
        _ => Err(vm.value_error(format_args!(
            "invalid whence ({whence}, should be 0, 1 or 2)"
        ))),
    }
}

fn tell(vm: &mut Vm, this: Obj<Text>) -> PyResult<i64> {
    vm.text_tell(this)
}

fn truncate(vm: &mut Vm, this: Obj<Text>, pos: Value) -> PyResult {
    vm.text_flush(this)?;
    let buffer = vm.buffer_of(this)?;
    let pos = if pos.is_none() {
        let at = vm.text_tell(this)?;
        vm.new_int(at)
    } else {
        pos
    };
    vm.call_method_str(buffer, "truncate", &[pos])
}
