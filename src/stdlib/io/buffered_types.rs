//! The Python types `BufferedReader`, `BufferedWriter`, `BufferedRandom` and `BufferedRWPair`.

use std::cell::Cell;

use super::buffered::Buffered;
use crate::object::{Class, Native, Obj, T, Value};
use crate::runtime::exception::{Exception, slot};
use crate::runtime::native::TypeDef;
use crate::runtime::{Args, OrMemoryError, PyResult, Vm};
use crate::{native_attributes, native_functions, trace_fields};

/// The types of this file.
pub(super) static TYPES: &[&TypeDef] = &[
    &TypeDef {
        new: Some(&NEW_READER[0]),
        methods: READER_METHODS,
        getset: ATTRIBUTES,
        next: Some(next_line),
        ..TypeDef::new(
            T::BufferedReader,
            "Create a new buffered reader using the given readable raw IO object.",
        )
    },
    &TypeDef {
        new: Some(&NEW_WRITER[0]),
        methods: WRITER_METHODS,
        getset: ATTRIBUTES,
        ..TypeDef::new(
            T::BufferedWriter,
            "A buffer for a writeable sequential RawIO object.\n\nThe constructor creates a BufferedWriter for the given writeable raw\nstream. If the buffer_size is not given, it defaults to\nDEFAULT_BUFFER_SIZE.",
        )
    },
    &TypeDef {
        new: Some(&NEW_RANDOM[0]),
        methods: RANDOM_METHODS,
        getset: ATTRIBUTES,
        next: Some(next_line),
        ..TypeDef::new(
            T::BufferedRandom,
            "A buffered interface to random access streams.\n\nThe constructor creates a reader and writer for a seekable stream,\nraw, given in the first argument. If the buffer_size is omitted it\ndefaults to DEFAULT_BUFFER_SIZE.",
        )
    },
    &TypeDef {
        new: Some(&NEW_PAIR[0]),
        methods: PAIR_METHODS,
        getset: PAIR_ATTRIBUTES,
        ..TypeDef::new(
            T::BufferedRWPair,
            "A buffered reader and writer object together.\n\nA buffered reader object and buffered writer object put together to\nform a sequential IO object that can read and write. This is typically\nused with a socket or two-way pipe.",
        )
    },
];

native_functions! { NEW_READER = [
    /// Create and return a new object.
    "__new__" as new_reader(*);
]}
native_functions! { NEW_WRITER = [
    /// Create and return a new object.
    "__new__" as new_writer(*);
]}
native_functions! { NEW_RANDOM = [
    /// Create and return a new object.
    "__new__" as new_random(*);
]}
native_functions! { NEW_PAIR = [
    /// Create and return a new object.
    "__new__" as new_pair(*);
]}

native_attributes! { ATTRIBUTES = [
    closed => |vm: &mut Vm, this: Obj<Buffered>| vm.buffered_closed(this);
    name => |vm: &mut Vm, this: Obj<Buffered>| of_raw(vm, this, "name");
    mode => |vm: &mut Vm, this: Obj<Buffered>| of_raw(vm, this, "mode");
    raw => |_: &mut Vm, this: Obj<Buffered>| this.raw.get().some().unwrap_or(Value::NONE);
]}

macro_rules! methods {
    ($TABLE:ident, $init:ident: $($extra:tt)*) => {
        native_functions! { $TABLE = [
            "__init__" as $init(this; raw, buffer_size = super::DEFAULT_BUFFER_SIZE as isize);
            "__repr__" as repr(this);
            detach(this);
            flush(this);
            close(this);
            seekable(this);
            fileno(this);
            isatty(this);
            seek(this, target, whence = 0);
            tell(this);
            truncate(this, pos = Value::NONE);
            $($extra)*
        ]}
    };
}

methods! { READER_METHODS, init_reader:
    readable(this);
    read(this, size = Value::NONE);
    read1(this, size = -1);
    readinto(this, buffer);
    readinto1(this, buffer);
    readline(this, size = Value::NONE);
    peek(this, size = 0);
}
methods! { WRITER_METHODS, init_writer:
    writable(this);
    /// Write buffer b to the IO stream.
    write(this, buffer);
}
methods! { RANDOM_METHODS, init_random:
    readable(this);
    writable(this);
    read(this, size = Value::NONE);
    read1(this, size = -1);
    readinto(this, buffer);
    readinto1(this, buffer);
    readline(this, size = Value::NONE);
    peek(this, size = 0);
    /// Write buffer b to the IO stream.
    write(this, buffer);
}

fn of_raw(vm: &mut Vm, this: Obj<Buffered>, name: &str) -> PyResult {
    let raw = vm.raw_of(this)?;
    vm.get_attr_str(raw, name)
}

fn new(vm: &mut Vm, args: &Args<'_>, t: T) -> PyResult {
    let cls = Class::from_value(args.first()).unwrap_or(vm.class(t));
    let b = Obj::new_as(&mut vm.heap, t, Buffered::empty()).or_memory_error(vm)?;
    Ok(vm.wrap_payload(cls, t, b.value()))
}

fn new_reader(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    new(vm, args, T::BufferedReader)
}

fn new_writer(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    new(vm, args, T::BufferedWriter)
}

fn new_random(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    new(vm, args, T::BufferedRandom)
}

fn check_raw(vm: &mut Vm, raw: Value, method: &str) -> PyResult<()> {
    let v = vm.call_method_str(raw, method, &[])?;
    if vm.truth(v)? {
        return Ok(());
    }
    Err(vm.unsupported_file(&format!("File or stream is not {method}.")))
}

fn init(
    vm: &mut Vm,
    this: Obj<Buffered>,
    raw: Value,
    size: isize,
    reads: bool,
    writes: bool,
) -> PyResult<()> {
    let Some(size) = usize::try_from(size).ok().filter(|&n| n > 0) else {
        return Err(vm.value_error("buffer size must be strictly positive"));
    };
    this.attach(raw, size, reads, writes);
    Ok(())
}

fn init_reader(vm: &mut Vm, this: Obj<Buffered>, raw: Value, buffer_size: isize) -> PyResult<()> {
    check_raw(vm, raw, "readable")?;
    init(vm, this, raw, buffer_size, true, false)
}

fn init_writer(vm: &mut Vm, this: Obj<Buffered>, raw: Value, buffer_size: isize) -> PyResult<()> {
    check_raw(vm, raw, "writable")?;
    init(vm, this, raw, buffer_size, false, true)
}

fn init_random(vm: &mut Vm, this: Obj<Buffered>, raw: Value, buffer_size: isize) -> PyResult<()> {
    check_raw(vm, raw, "seekable")?;
    check_raw(vm, raw, "readable")?;
    check_raw(vm, raw, "writable")?;
    init(vm, this, raw, buffer_size, true, true)
}

/// A buffered file of type `t` for `open()`.
pub(super) fn make(vm: &mut Vm, t: T, raw: Value, size: usize) -> PyResult<Obj<Buffered>> {
    let b = Obj::new_as(&mut vm.heap, t, Buffered::empty()).or_memory_error(vm)?;
    b.attach(raw, size, t != T::BufferedWriter, t != T::BufferedReader);
    Ok(b)
}

fn object(vm: &mut Vm, this: Value) -> PyResult<Obj<Buffered>> {
    match vm.as_native(this) {
        Some(b) => Ok(b),
        None => Err(vm.expected("_io.BufferedReader", this)),
    }
}

fn repr(vm: &mut Vm, this: Value) -> PyResult<String> {
    let t = vm.type_name(this);
    let key = vm.names.name;
    let name = match vm.get_attr_opt(this, key) {
        Ok(name) => name,
        Err(_) => {
            vm.catch(T::ValueError)?;
            None
        }
    };
    Ok(match name {
        Some(name) => format!("<{t} name={}>", vm.repr(name)?.to_text()),
        None => format!("<{t}>"),
    })
}

fn detach(vm: &mut Vm, this: Value) -> PyResult {
    let b = object(vm, this)?;
    let raw = vm.raw_of(b)?;
    flush_any(vm, this, b)?;
    b.raw.set(Value::EMPTY);
    b.detached.set(true);
    Ok(raw)
}

/// Calls `flush`, which a derived class may have replaced.
fn flush_any(vm: &mut Vm, this: Value, b: Obj<Buffered>) -> PyResult<()> {
    if this == b.value() {
        return flush(vm, b);
    }
    let name = vm.names.flush;
    vm.call_named(this, name, &[]).map(|_| ())
}

fn flush(vm: &mut Vm, this: Obj<Buffered>) -> PyResult<()> {
    let raw = vm.open_raw_of(this, "flush of closed file")?;
    if !this.writable.get() {
        if this.file().is_none() {
            let name = vm.names.flush;
            vm.call_named(raw, name, &[])?;
        }
        return Ok(());
    }
    vm.buffered_flush(this)?;
    if this.readable.get() {
        vm.forget_ahead(this)?;
    }
    Ok(())
}

fn close(vm: &mut Vm, this: Value) -> PyResult<()> {
    let b = object(vm, this)?;
    let raw = vm.raw_of(b)?;
    if vm.buffered_closed(b)? {
        return Ok(());
    }
    let flushed = flush_any(vm, this, b);
    let first = vm.take_pending();
    let closed = match b.file() {
        Some(file) => vm.file_close(file),
        None => vm.call_method_str(raw, "close", &[]).map(|_| ()),
    };
    b.drop_ahead();
    b.sink.borrow().bytes.borrow_mut().clear();
    both(vm, flushed, first, closed)
}

/// The outcome of closing after flushing: when both failed, the first exception is the context of the second.
pub(super) fn both(
    vm: &mut Vm,
    first: PyResult<()>,
    exception: Value,
    second: PyResult<()>,
) -> PyResult<()> {
    if first.is_ok() {
        return second;
    }
    match second {
        Ok(()) => vm.thread.pending = exception,
        Err(_) => {
            if let Some(e) = Exception::from_value(vm.thread.pending) {
                e.set(slot::CONTEXT, exception);
            }
        }
    }
    first
}

fn ask_raw(vm: &mut Vm, this: Obj<Buffered>, method: &str) -> PyResult {
    let raw = vm.raw_of(this)?;
    vm.call_method_str(raw, method, &[])
}

fn seekable(vm: &mut Vm, this: Obj<Buffered>) -> PyResult {
    ask_raw(vm, this, "seekable")
}

fn readable(vm: &mut Vm, this: Obj<Buffered>) -> PyResult {
    ask_raw(vm, this, "readable")
}

fn writable(vm: &mut Vm, this: Obj<Buffered>) -> PyResult {
    ask_raw(vm, this, "writable")
}

fn fileno(vm: &mut Vm, this: Obj<Buffered>) -> PyResult {
    ask_raw(vm, this, "fileno")
}

fn isatty(vm: &mut Vm, this: Obj<Buffered>) -> PyResult {
    ask_raw(vm, this, "isatty")
}

fn seek(vm: &mut Vm, this: Obj<Buffered>, target: Value, whence: i32) -> PyResult<i64> {
    if !(0..=4).contains(&whence) {
        return Err(vm.value_error(format_args!("whence value {whence} unsupported")));
    }
    let raw = vm.open_raw_of(this, "seek of closed file")?;
    let can = match this.file() {
        Some(file) => vm.file_seekable(file)?,
        None => {
            let v = vm.call_method_str(raw, "seekable", &[])?;
            vm.truth(v)?
        }
    };
    if !can {
        return Err(vm.unsupported_file("File or stream is not seekable."));
    }
    let target = vm.index_i64(target, "cannot fit 'int' into an offset-sized integer")?;
    vm.buffered_seek(this, target, whence)
}

fn tell(vm: &mut Vm, this: Obj<Buffered>) -> PyResult<i64> {
    vm.raw_of(this)?;
    vm.buffered_tell(this)
}

fn truncate(vm: &mut Vm, this: Obj<Buffered>, pos: Value) -> PyResult {
    let raw = vm.open_raw_of(this, "truncate of closed file")?;
    if !this.writable.get() {
        return Err(vm.unsupported_file("truncate"));
    }
    vm.buffered_flush(this)?;
    vm.forget_ahead(this)?;
    let pos = if pos.is_none() {
        let at = vm.buffered_tell(this)?;
        vm.new_int(at)
    } else {
        pos
    };
    vm.call_method_str(raw, "truncate", &[pos])
}

fn bytes_or_none(vm: &mut Vm, data: Option<Vec<u8>>) -> PyResult {
    match data {
        Some(data) => Ok(vm.new_bytes(&data)?.value()),
        None => Ok(Value::NONE),
    }
}

fn read(vm: &mut Vm, this: Obj<Buffered>, size: Value) -> PyResult {
    let n = if size.is_none() {
        -1
    } else {
        vm.index_ssize(size)?
    };
    if n < -1 {
        return Err(vm.value_error("read length must be non-negative or -1"));
    }
    vm.open_raw_of(this, "read of closed file")?;
    let data = match usize::try_from(n) {
        Ok(n) => vm.buffered_read(this, n)?,
        Err(_) => vm.buffered_read_all(this)?,
    };
    bytes_or_none(vm, data)
}

fn read1(vm: &mut Vm, this: Obj<Buffered>, size: isize) -> PyResult {
    vm.open_raw_of(this, "read of closed file")?;
    let n = usize::try_from(size).unwrap_or(super::DEFAULT_BUFFER_SIZE);
    let data = vm.buffered_read1(this, n)?;
    bytes_or_none(vm, Some(data))
}

fn readinto(vm: &mut Vm, this: Obj<Buffered>, buffer: Value) -> PyResult<Option<usize>> {
    vm.open_raw_of(this, "readinto of closed file")?;
    let (_, range) = vm.writable_buffer(buffer)?;
    match vm.buffered_read(this, range.len())? {
        Some(data) => vm.copy_into(buffer, &data).map(Some),
        None => Ok(None),
    }
}

fn readinto1(vm: &mut Vm, this: Obj<Buffered>, buffer: Value) -> PyResult<usize> {
    vm.open_raw_of(this, "readinto of closed file")?;
    let (_, range) = vm.writable_buffer(buffer)?;
    let data = vm.buffered_read1(this, range.len())?;
    vm.copy_into(buffer, &data)
}

fn readline(vm: &mut Vm, this: Obj<Buffered>, size: Value) -> PyResult {
    let limit = super::base::line_limit(vm, size)?;
    vm.open_raw_of(this, "readline of closed file")?;
    let line = vm.buffered_readline(this, limit)?;
    bytes_or_none(vm, Some(line))
}

fn next_line(vm: &mut Vm, this: Value) -> PyResult<Option<Value>> {
    let b = object(vm, this)?;
    if this != b.value() {
        let name = vm.names.readline;
        let line = vm.call_named(this, name, &[])?;
        return Ok((vm.len(line)? > 0).then_some(line));
    }
    vm.open_raw_of(b, "readline of closed file")?;
    let line = vm.buffered_readline(b, None)?;
    if line.is_empty() {
        return Ok(None);
    }
    Ok(Some(vm.new_bytes(&line)?.value()))
}

fn peek(vm: &mut Vm, this: Obj<Buffered>, _size: isize) -> PyResult {
    vm.open_raw_of(this, "peek of closed file")?;
    let data = vm.buffered_peek(this)?;
    bytes_or_none(vm, Some(data))
}

fn write(vm: &mut Vm, this: Obj<Buffered>, buffer: Value) -> PyResult<usize> {
    vm.raw_of(this)?;
    if let Some(b) = crate::object::Bytes::from_value(buffer) {
        vm.buffered_write(this, b.as_slice())?;
        return Ok(b.as_slice().len());
    }
    let data = vm.bytes_like(buffer)?;
    vm.buffered_write(this, &data)?;
    Ok(data.len())
}

// ---- pairs

struct Pair {
    reader: Cell<Value>,
    writer: Cell<Value>,
    dict: Cell<Value>,
}

impl Native for Pair {
    const TYPE: T = T::BufferedRWPair;
    trace_fields!(reader, writer, dict);
    fn dict(&self) -> Option<&Cell<Value>> {
        Some(&self.dict)
    }
}

native_functions! { PAIR_METHODS = [
    "__init__" as init_pair(this, reader, writer, buffer_size = super::DEFAULT_BUFFER_SIZE as isize);
    "read" as pair_read(*);
    "read1" as pair_read1(*);
    "readinto" as pair_readinto(*);
    "readinto1" as pair_readinto1(*);
    "peek" as pair_peek(*);
    "readable" as pair_readable(*);
    "write" as pair_write(*);
    "writable" as pair_writable(*);
    "flush" as pair_flush(*);
    "close" as pair_close(this);
    "isatty" as pair_isatty(this);
]}

native_attributes! { PAIR_ATTRIBUTES = [
    closed => |vm: &mut Vm, this: Obj<Pair>| { let w = half(vm, this.writer.get())?; vm.get_attr_str(w, "closed") };
]}

fn new_pair(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    let cls = Class::from_value(args.first()).unwrap_or(vm.class(T::BufferedRWPair));
    let e = || Cell::new(Value::EMPTY);
    let pair = Pair {
        reader: e(),
        writer: e(),
        dict: e(),
    };
    let pair = Obj::new(&mut vm.heap, pair).or_memory_error(vm)?;
    Ok(vm.wrap_payload(cls, T::BufferedRWPair, pair.value()))
}

fn init_pair(
    vm: &mut Vm,
    this: Obj<Pair>,
    reader: Value,
    writer: Value,
    buffer_size: isize,
) -> PyResult<()> {
    check_raw(vm, reader, "readable")?;
    check_raw(vm, writer, "writable")?;
    let Some(size) = usize::try_from(buffer_size).ok().filter(|&n| n > 0) else {
        return Err(vm.value_error("buffer size must be strictly positive"));
    };
    let r = make(vm, T::BufferedReader, reader, size)?;
    this.reader.set(r.value());
    let w = make(vm, T::BufferedWriter, writer, size)?;
    this.writer.set(w.value());
    Ok(())
}

fn half(vm: &mut Vm, v: Value) -> PyResult {
    match v.some() {
        Some(v) => Ok(v),
        None => Err(vm.value_error("I/O operation on uninitialized object")),
    }
}

macro_rules! forward {
    ($($f:ident $field:ident $name:literal;)*) => { $(
        fn $f(vm: &mut Vm, args: &Args<'_>) -> PyResult {
            let Some(pair) = vm.as_native::<Pair>(args.first()) else {
                return Err(vm.expected("_io.BufferedRWPair", args.first()));
            };
            let file = half(vm, pair.$field.get())?;
            let f = vm.get_attr_str(file, $name)?;
            vm.call(f, &args.rest())
        }
    )* };
}
forward! {
    pair_read reader "read";
    pair_read1 reader "read1";
    pair_readinto reader "readinto";
    pair_readinto1 reader "readinto1";
    pair_peek reader "peek";
    pair_readable reader "readable";
    pair_write writer "write";
    pair_writable writer "writable";
    pair_flush writer "flush";
}

fn pair_close(vm: &mut Vm, this: Obj<Pair>) -> PyResult<()> {
    let (w, r) = (half(vm, this.writer.get())?, half(vm, this.reader.get())?);
    let first = close(vm, w);
    let exception = vm.take_pending();
    let second = close(vm, r);
    both(vm, first, exception, second)
}

fn pair_isatty(vm: &mut Vm, this: Obj<Pair>) -> PyResult<bool> {
    for half_file in [this.writer.get(), this.reader.get()] {
        let file = half(vm, half_file)?;
        let v = vm.call_method_str(file, "isatty", &[])?;
        if vm.truth(v)? {
            return Ok(true);
        }
    }
    Ok(false)
}
