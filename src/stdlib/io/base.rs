//! The abstract bases `_IOBase`, `_RawIOBase`, `_BufferedIOBase` and `_TextIOBase`: what every file can do, expressed by its other methods.

use std::cell::Cell;

use crate::object::{Bytes, Class, List, Native, Obj, T, Value};
use crate::runtime::native::TypeDef;
use crate::runtime::{OrMemoryError, PyResult, Raised, Vm};
use crate::{native_attributes, native_functions, trace_fields};

/// The types of this file.
pub(super) static TYPES: &[&TypeDef] = &[
    &TypeDef {
        new: Some(&NEW[0]),
        methods: METHODS,
        getset: ATTRIBUTES,
        ..TypeDef::new(T::IOBase, "The abstract base class for all I/O classes.")
    },
    &TypeDef {
        methods: RAW_METHODS,
        ..TypeDef::new(T::RawIOBase, "Base class for raw binary I/O.")
    },
    &TypeDef {
        methods: BUFFERED_METHODS,
        ..TypeDef::new(T::BufferedIOBase, "Base class for buffered IO objects.")
    },
    &TypeDef {
        methods: TEXT_METHODS,
        getset: TEXT_ATTRIBUTES,
        ..TypeDef::new(
            T::TextIOBase,
            "Base class for text I/O.\n\nThis class provides a character and line based interface to stream\nI/O. There is no readinto method because Python's character strings\nare immutable.",
        )
    },
];

/// What an object of a class derived in Python has of the base: whether it is closed.
struct Base {
    closed: Cell<bool>,
    dict: Cell<Value>,
}

impl Native for Base {
    const TYPE: T = T::IOBase;
    trace_fields!(dict);
    fn dict(&self) -> Option<&Cell<Value>> {
        Some(&self.dict)
    }
}

native_functions! { NEW = [
    /// Create and return a new object.
    "__new__" as new(*);
]}

native_functions! { METHODS = [
    "__init__" as init(*);
    /// Change the stream position to the given byte offset.
    seek(*);
    /// Return current stream position.
    tell(this);
    /// Truncate file to size bytes.
    truncate(*);
    /// Flush write buffers, if applicable.
    flush(this);
    /// Flush and close the IO object.
    close(this);
    /// Return whether object supports random access.
    seekable(this);
    /// Return whether object was opened for reading.
    readable(this);
    /// Return whether object was opened for writing.
    writable(this);
    "_checkClosed" as check_closed(*);
    "_checkSeekable" as check_seekable(*);
    "_checkReadable" as check_readable(*);
    "_checkWritable" as check_writable(*);
    /// Return underlying file descriptor if one exists.
    fileno(this);
    /// Return whether this is an 'interactive' stream.
    isatty(this);
    "__enter__" as enter(this);
    "__exit__" as exit(*);
    "__iter__" as iter(this);
    "__next__" as next(this);
    /// Read and return a line from the stream.
    readline(this, size = Value::NONE);
    /// Return a list of lines from the stream.
    readlines(this, hint = None);
    /// Write a list of lines to stream.
    writelines(this, lines);
]}

native_attributes! { ATTRIBUTES = [
    closed => closed;
]}

native_functions! { RAW_METHODS = [
    "read" as raw_read(this, size = -1);
    /// Read until EOF, using multiple read() call.
    readall(this);
]}

native_functions! { BUFFERED_METHODS = [
    /// Disconnect this buffer from its underlying raw stream and return it.
    detach(this);
    /// Read and return up to n bytes.
    read(*);
    /// Read and return up to size bytes, with at most one read() call to the underlying raw stream.
    read1(*);
    readinto(this, buffer);
    readinto1(this, buffer);
    /// Write buffer b to the IO stream.
    write(*);
]}

native_functions! { TEXT_METHODS = [
    /// Separate the underlying buffer from the TextIOBase and return it.
    detach(this);
    /// Read at most size characters from stream.
    read(*);
    /// Read until newline or EOF.
    "readline" as text_readline(*);
    /// Write string s to stream.
    write(*);
]}

native_attributes! { TEXT_ATTRIBUTES = [
    /// Encoding of the text stream.
    encoding => |_: &mut Vm, _: Value| Value::NONE;
    /// Line endings translated so far.
    newlines => |_: &mut Vm, _: Value| Value::NONE;
    /// The error setting of the decoder or encoder.
    errors => |_: &mut Vm, _: Value| Value::NONE;
]}

type Args<'a> = crate::runtime::Args<'a>;

impl Vm {
    /// Raises `io.UnsupportedOperation`.
    #[cold]
    pub(super) fn unsupported_file(&mut self, text: &str) -> Raised {
        let class = match self.state_get(super::UNSUPPORTED) {
            Ok(Some(c)) => c,
            _ => self.class(T::OSError).value(),
        };
        let text = match self.new_str(text) {
            Ok(s) => s,
            Err(raised) => return raised,
        };
        match self.call_positional(class, &[text.value()]) {
            Ok(e) => match crate::runtime::exception::Exception::checked(self, e) {
                Some(e) => self.raise(e),
                None => self.runtime_error("not an exception"),
            },
            Err(raised) => raised,
        }
    }

    /// The truth of an attribute like `closed`.
    pub(super) fn flag_of(&mut self, file: Value, name: &str) -> PyResult<bool> {
        let v = self.get_attr_str(file, name)?;
        self.truth(v)
    }

    /// ValueError when the file is closed.
    pub(super) fn check_open(&mut self, file: Value) -> PyResult<()> {
        if self.flag_of(file, "closed")? {
            return Err(self.value_error("I/O operation on closed file."));
        }
        Ok(())
    }

    /// Copies `data` to the start of a writable buffer; gives their number.
    pub(super) fn copy_into(&mut self, buffer: Value, data: &[u8]) -> PyResult<usize> {
        self.with_buffer_mut(buffer, |_, to| {
            let n = data.len().min(to.len());
            if let (Some(to), Some(from)) = (to.get_mut(..n), data.get(..n)) {
                to.copy_from_slice(from);
            }
            n
        })
    }

    /// `file.name(*args)`, its result as bytes; `None` for None.
    pub(super) fn bytes_from(
        &mut self,
        file: Value,
        method: &str,
        args: &[Value],
    ) -> PyResult<Option<Vec<u8>>> {
        let v = self.call_method_str(file, method, args)?;
        if v.is_none() {
            return Ok(None);
        }
        match Bytes::from_value(self.payload(v)) {
            Some(b) => Ok(Some(b.as_slice().to_vec())),
            None => {
                let t = self.type_name(v);
                Err(self.type_error(format_args!(
                    "{method}() should have returned a bytes object, not '{t}'"
                )))
            }
        }
    }
}

fn new(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    let cls = Class::from_value(args.first()).unwrap_or(vm.class(T::IOBase));
    let base = Base {
        closed: Cell::new(false),
        dict: Cell::new(Value::EMPTY),
    };
    let t = cls.native();
    let base = Obj::new_as(&mut vm.heap, t, base).or_memory_error(vm)?;
    Ok(vm.wrap_payload(cls, t, base.value()))
}

fn init(_vm: &mut Vm, _args: &Args<'_>) {}

fn closed(vm: &mut Vm, this: Value) -> bool {
    vm.as_native::<Base>(this).is_some_and(|b| b.closed.get())
}

fn seek(vm: &mut Vm, _args: &Args<'_>) -> PyResult {
    Err(vm.unsupported_file("seek"))
}

fn tell(vm: &mut Vm, this: Value) -> PyResult {
    vm.call_method_str(this, "seek", &[Value::from_i32(0), Value::from_i32(1)])
}

fn truncate(vm: &mut Vm, _args: &Args<'_>) -> PyResult {
    Err(vm.unsupported_file("truncate"))
}

fn flush(vm: &mut Vm, this: Value) -> PyResult<()> {
    vm.check_open(this)
}

fn close(vm: &mut Vm, this: Value) -> PyResult<()> {
    let Some(base) = vm.as_native::<Base>(this) else {
        return Ok(());
    };
    if base.closed.get() {
        return Ok(());
    }
    let flushed = vm.call_method_str(this, "flush", &[]);
    base.closed.set(true);
    flushed.map(|_| ())
}

fn seekable(_vm: &mut Vm, _this: Value) -> bool {
    false
}

fn readable(_vm: &mut Vm, _this: Value) -> bool {
    false
}

fn writable(_vm: &mut Vm, _this: Value) -> bool {
    false
}

fn check_closed(vm: &mut Vm, args: &Args<'_>) -> PyResult<()> {
    vm.check_open(args.first())
}

fn check_that(vm: &mut Vm, args: &Args<'_>, method: &str, text: &str) -> PyResult {
    let yes = vm.call_method_str(args.first(), method, &[])?;
    if yes == Value::TRUE {
        Ok(yes)
    } else {
        Err(vm.unsupported_file(text))
    }
}

fn check_seekable(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    check_that(vm, args, "seekable", "File or stream is not seekable.")
}

fn check_readable(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    check_that(vm, args, "readable", "File or stream is not readable.")
}

fn check_writable(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    check_that(vm, args, "writable", "File or stream is not writable.")
}

fn fileno(vm: &mut Vm, _this: Value) -> PyResult {
    Err(vm.unsupported_file("fileno"))
}

fn isatty(vm: &mut Vm, this: Value) -> PyResult<bool> {
    vm.check_open(this).map(|()| false)
}

fn enter(vm: &mut Vm, this: Value) -> PyResult {
    vm.check_open(this)?;
    Ok(this)
}

fn exit(vm: &mut Vm, args: &Args<'_>) -> PyResult<()> {
    vm.call_method_str(args.first(), "close", &[]).map(|_| ())
}

fn iter(vm: &mut Vm, this: Value) -> PyResult {
    vm.check_open(this)?;
    Ok(this)
}

fn next(vm: &mut Vm, this: Value) -> PyResult {
    let line = vm.call_method_str(this, "readline", &[])?;
    if vm.len(line)? == 0 {
        return Err(vm.stop_iteration(Value::NONE));
    }
    Ok(line)
}

/// How many more bytes a line may have.
pub(super) fn line_limit(vm: &mut Vm, size: Value) -> PyResult<Option<usize>> {
    if size.is_none() || size.is_empty() {
        return Ok(None);
    }
    let n = vm.index_ssize(size)?;
    Ok(usize::try_from(n).ok())
}

fn readline(vm: &mut Vm, this: Value, size: Value) -> PyResult {
    let limit = line_limit(vm, size)?;
    let peek = vm.intern("peek")?;
    let can_peek = vm.get_attr_opt(this, peek)?.is_some();
    let mut line: Vec<u8> = Vec::new();
    while limit.is_none_or(|n| line.len() < n) {
        let mut want = 1;
        if can_peek {
            let ahead = vm
                .bytes_from(this, "peek", &[Value::from_i32(1)])?
                .unwrap_or_default();
            if !ahead.is_empty() {
                want = memchr::memchr(b'\n', &ahead).map_or(ahead.len(), |i| i + 1);
                want = want.min(limit.map_or(usize::MAX, |n| n - line.len()));
            }
        }
        let Some(more) = vm.bytes_from(this, "read", &[Value::from_len(want)])? else {
            break;
        };
        if more.is_empty() {
            break;
        }
        line.extend_from_slice(&more);
        if line.ends_with(b"\n") {
            break;
        }
    }
    Ok(vm.new_bytes(&line)?.value())
}

fn readlines(vm: &mut Vm, this: Value, hint: Option<i64>) -> PyResult<List> {
    let lines = List::new(&mut vm.heap);
    let it = vm.iter(this)?;
    let mut total = 0;
    while let Some(line) = vm.next(it)? {
        lines.push(&mut vm.heap, line).or_memory_error(vm)?;
        total += vm.len(line)?;
        if hint.is_some_and(|h| h > 0 && total >= h as usize) {
            break;
        }
    }
    Ok(lines)
}

fn writelines(vm: &mut Vm, this: Value, lines: Value) -> PyResult<()> {
    vm.check_open(this)?;
    let it = vm.iter(lines)?;
    while let Some(line) = vm.next(it)? {
        let write = vm.names.write;
        vm.call_named(this, write, &[line])?;
    }
    Ok(())
}

fn raw_read(vm: &mut Vm, this: Value, size: isize) -> PyResult {
    let Ok(n) = usize::try_from(size) else {
        return vm.call_method_str(this, "readall", &[]);
    };
    let room = crate::object::ByteArray::new(&mut vm.heap, &[]).or_memory_error(vm)?;
    room.resize(&mut vm.heap, n).or_memory_error(vm)?;
    let got = vm.call_method_str(this, "readinto", &[room.value()])?;
    if got.is_none() {
        return Ok(Value::NONE);
    }
    let got = vm.index_ssize(got)?;
    let data = room.to_vec();
    match usize::try_from(got).ok().and_then(|n| data.get(..n)) {
        Some(data) => Ok(vm.new_bytes(data)?.value()),
        None => Err(vm.value_error(format_args!(
            "readinto returned {got} outside buffer size {n}"
        ))),
    }
}

fn readall(vm: &mut Vm, this: Value) -> PyResult {
    let mut all = Vec::new();
    let chunk = Value::from_len(super::DEFAULT_BUFFER_SIZE);
    loop {
        let v = vm.call_method_str(this, "read", &[chunk])?;
        if v.is_none() && all.is_empty() {
            return Ok(v);
        }
        let Some(b) = Bytes::from_value(vm.payload(v)) else {
            if v.is_none() {
                break;
            }
            return Err(vm.type_error("read() should return bytes"));
        };
        if b.as_slice().is_empty() {
            break;
        }
        all.extend_from_slice(b.as_slice());
    }
    Ok(vm.new_bytes(&all)?.value())
}

fn detach(vm: &mut Vm, _this: Value) -> PyResult {
    Err(vm.unsupported_file("detach"))
}

fn read(vm: &mut Vm, _args: &Args<'_>) -> PyResult {
    Err(vm.unsupported_file("read"))
}

fn read1(vm: &mut Vm, _args: &Args<'_>) -> PyResult {
    Err(vm.unsupported_file("read1"))
}

fn write(vm: &mut Vm, _args: &Args<'_>) -> PyResult {
    Err(vm.unsupported_file("write"))
}

fn text_readline(vm: &mut Vm, _args: &Args<'_>) -> PyResult {
    Err(vm.unsupported_file("readline"))
}

fn readinto_by(vm: &mut Vm, this: Value, buffer: Value, method: &str) -> PyResult<usize> {
    let (_, range) = vm.writable_buffer(buffer)?;
    let data = vm.call_method_str(this, method, &[Value::from_len(range.len())])?;
    let Some(data) = Bytes::from_value(vm.payload(data)) else {
        return Err(vm.type_error("read() should return bytes"));
    };
    if data.as_slice().len() > range.len() {
        let (n, m) = (data.as_slice().len(), range.len());
        return Err(vm.value_error(format_args!(
            "read() returned too much data: {m} bytes requested, {n} returned"
        )));
    }
    vm.copy_into(buffer, data.as_slice())
}

fn readinto(vm: &mut Vm, this: Value, buffer: Value) -> PyResult<usize> {
    readinto_by(vm, this, buffer, "read")
}

fn readinto1(vm: &mut Vm, this: Value, buffer: Value) -> PyResult<usize> {
    readinto_by(vm, this, buffer, "read1")
}
