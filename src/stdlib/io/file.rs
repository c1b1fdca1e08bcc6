//! `FileIO`: a file without buffer.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::sink::Sink;
use crate::object::{Class, Native, Obj, Str, T, Value};
use crate::runtime::native::TypeDef;
use crate::runtime::{OrMemoryError, PyResult, Raised, Vm};
use crate::stdlib::posix::fd;
use crate::{native_attributes, native_functions, trace_fields};

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[&TypeDef {
    new: Some(&NEW[0]),
    methods: METHODS,
    getset: ATTRIBUTES,
    ..TypeDef::new(
        T::FileIO,
        "Open a file.\n\nThe mode can be 'r', 'w', 'x' or 'a' for reading (default), writing,\nexclusive creation or appending.",
    )
}];

/// How a file is opened.
#[derive(Clone, Copy, Default, Debug)]
pub struct RawMode {
    /// `r` or `+`
    pub readable: bool,
    /// `w`, `a`, `x` or `+`
    pub writable: bool,
    /// `x`
    pub created: bool,
    /// `a`
    pub appending: bool,
    /// `w`
    pub truncates: bool,
}

impl RawMode {
    /// Reads the mode of a `FileIO`; `None` when there is not exactly one of the four letters, or more than one `+`.
    fn parse(mode: &str) -> Result<RawMode, String> {
        const ONE: &str =
            "Must have exactly one of create/read/write/append mode and at most one plus";
        let (mut m, mut kinds, mut plus) = (RawMode::default(), 0, 0);
        for c in mode.chars() {
            match c {
                'r' => m.readable = true,
                'w' => (m.writable, m.truncates) = (true, true),
                'x' => (m.writable, m.created) = (true, true),
                'a' => (m.writable, m.appending) = (true, true),
                'b' => continue,
                '+' => {
                    plus += 1;
                    continue;
                }
                _ => return Err(format!("invalid mode: {mode}")),
            }
            kinds += 1;
        }
        if kinds != 1 || plus > 1 {
            return Err(ONE.to_string());
        }
        if plus == 1 {
            (m.readable, m.writable) = (true, true);
        }
        Ok(m)
    }

    /// What `mode` shows.
    fn text(self) -> &'static str {
        match (self.created, self.appending, self.readable, self.writable) {
            (true, _, true, _) => "xb+",
            (true, _, false, _) => "xb",
            (_, true, true, _) => "ab+",
            (_, true, false, _) => "ab",
            (_, _, true, true) => "rb+",
            (_, _, true, false) => "rb",
            _ => "wb",
        }
    }

    fn flags(self) -> i32 {
        let access = match (self.readable, self.writable) {
            (true, true) => libc::O_RDWR,
            (false, true) => libc::O_WRONLY,
            _ => libc::O_RDONLY,
        };
        let mut flags = access | libc::O_CLOEXEC;
        if self.created {
            flags |= libc::O_CREAT | libc::O_EXCL;
        } else if self.truncates {
            flags |= libc::O_CREAT | libc::O_TRUNC;
        } else if self.appending {
            flags |= libc::O_CREAT | libc::O_APPEND;
        }
        flags
    }
}

/// A file descriptor with its mode.
pub struct FileIO {
    /// The descriptor and what layers above hold back.
    pub sink: RefCell<Rc<Sink>>,
    mode: Cell<RawMode>,
    seekable: Cell<Option<bool>>,
    /// The size of its blocks.
    pub block: Cell<usize>,
    dict: Cell<Value>,
}

impl Native for FileIO {
    const TYPE: T = T::FileIO;
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
    "__init__" as init(this; file, mode = Mode::default(), closefd = true, opener = Value::NONE);
    "__repr__" as repr(this);
    /// Close the file.
    close(this);
    /// True if file was opened in a read mode.
    readable(this);
    /// True if file was opened in a write mode.
    writable(this);
    /// True if file supports random-access.
    seekable(this);
    /// Return the underlying file descriptor (an integer).
    fileno(this);
    /// True if the file is connected to a TTY device.
    isatty(this);
    /// Read at most size bytes, returned as bytes.
    read(this, size = None);
    /// Read all data from the file, returned as bytes.
    readall(this);
    /// Same as RawIOBase.readinto().
    readinto(this, buffer);
    /// Write buffer b to file, return number of bytes written.
    write(this, b);
    /// Move to new file position and return the file position.
    seek(this, offset, whence = 0);
    /// Current file position.
    tell(this);
    /// Truncate the file to at most size bytes and return the truncated size.
    truncate(this, size = Value::NONE);
]}

native_attributes! { ATTRIBUTES = [
    closed => |_: &mut Vm, this: Obj<FileIO>| this.fd() < 0;
    closefd => |_: &mut Vm, this: Obj<FileIO>| this.sink.borrow().closes();
    mode => |_: &mut Vm, this: Obj<FileIO>| this.mode.get().text();
    _blksize => |_: &mut Vm, this: Obj<FileIO>| this.block.get();
]}

/// The argument `mode`: `'r'` when missing.
#[derive(Clone)]
pub struct Mode(pub String);

impl Default for Mode {
    fn default() -> Mode {
        Mode("r".to_string())
    }
}

impl crate::runtime::native::FromPy for Mode {
    const KIND: &'static str = "str";
    fn from_py(vm: &mut Vm, v: Value) -> PyResult<Mode> {
        Str::from_py(vm, v).map(|s| Mode(s.to_text()))
    }
}

impl FileIO {
    fn closed() -> FileIO {
        FileIO {
            sink: RefCell::new(Sink::new(-1, true)),
            mode: Cell::default(),
            seekable: Cell::new(None),
            block: Cell::new(super::DEFAULT_BUFFER_SIZE),
            dict: Cell::new(Value::EMPTY),
        }
    }

    /// The descriptor, -1 when closed.
    #[must_use]
    pub fn fd(&self) -> i32 {
        self.sink.borrow().fd()
    }

    /// Its mode.
    #[must_use]
    pub fn mode(&self) -> RawMode {
        self.mode.get()
    }
}

/// A file object for a descriptor that is open already, with its name.
pub(super) fn from_fd(
    vm: &mut Vm,
    fd: i32,
    mode: RawMode,
    closes: bool,
    name: Value,
) -> PyResult<Obj<FileIO>> {
    let file = FileIO::closed();
    file.mode.set(mode);
    file.sink.borrow().set_fd(fd, closes);
    let file = Obj::new(&mut vm.heap, file).or_memory_error(vm)?;
    let key = vm.names.name;
    vm.set_attr(file.value(), key, name)?;
    Ok(file)
}

fn new(vm: &mut Vm, args: &crate::runtime::Args<'_>) -> PyResult {
    let cls = Class::from_value(args.first()).unwrap_or(vm.class(T::FileIO));
    let file = Obj::new(&mut vm.heap, FileIO::closed()).or_memory_error(vm)?;
    Ok(vm.wrap_payload(cls, T::FileIO, file.value()))
}

fn init(
    vm: &mut Vm,
    this: Value,
    file: Value,
    mode: Mode,
    closefd: bool,
    opener: Value,
) -> PyResult<()> {
    open(vm, this, file, &mode.0, closefd, opener)
}

/// A new `FileIO` for `open()`.
pub(super) fn make(
    vm: &mut Vm,
    file: Value,
    mode: &str,
    closefd: bool,
    opener: Value,
) -> PyResult<Obj<FileIO>> {
    let object = Obj::new(&mut vm.heap, FileIO::closed()).or_memory_error(vm)?;
    open(vm, object.value(), file, mode, closefd, opener)?;
    Ok(object)
}

fn open(
    vm: &mut Vm,
    this: Value,
    file: Value,
    mode: &str,
    closefd: bool,
    opener: Value,
) -> PyResult<()> {
    let Some(object) = vm.as_native::<FileIO>(this) else {
        return Err(vm.expected("FileIO", this));
    };
    let mode = match RawMode::parse(mode) {
        Ok(mode) => mode,
        Err(text) => return Err(vm.value_error(text)),
    };
    if file.is_float() {
        return Err(vm.type_error("integer argument expected, got float"));
    }
    let is_fd = vm.is_int(file);
    let (fd, shown) = if is_fd {
        let fd = vm.index_i64(file, "Python int too large to convert to C int")?;
        if fd < 0 {
            return Err(vm.value_error("negative file descriptor"));
        }
        (i32::try_from(fd).unwrap_or(i32::MAX), file)
    } else {
        let path = vm.fs_path(file)?;
        if !closefd {
            return Err(vm.value_error("Cannot use closefd=False with file name"));
        }
        if mode.readable
            && let Ok(st) = fd::stat_path(&path.c, true)
        {
            vm.settle_file(&st)?;
        }
        let fd = if opener.is_none() {
            open_path(vm, &path, mode)?
        } else {
            let flags = Value::from_i32(mode.flags());
            let fd = vm.call_positional(opener, &[path.object, flags])?;
            if !vm.is_int(fd) {
                return Err(vm.type_error("expected integer from opener"));
            }
            let fd = vm.index_i64(fd, "Python int too large to convert to C int")?;
            if fd < 0 {
                return Err(vm.value_error(format_args!("opener returned {fd}")));
            }
            i32::try_from(fd).unwrap_or(i32::MAX)
        };
        (fd, path.object)
    };
    attach(vm, object, fd, mode, closefd, is_fd, shown)?;
    let key = vm.names.name;
    vm.set_attr(this, key, shown)
}

fn open_path(
    vm: &mut Vm,
    path: &crate::stdlib::posix::path::FsPath,
    mode: RawMode,
) -> PyResult<i32> {
    let call = || fd::open(&path.c, mode.flags(), 0o666);
    let mut result = vm.system_call(call)?;
    if matches!(result, Err(libc::EMFILE | libc::ENFILE)) {
        vm.heap.collect(); // forgotten files are closed
        result = vm.system_call(call)?;
    }
    match result {
        Ok(fd) => Ok(fd),
        Err(e) => Err(vm.os_error(e, path.object, Value::EMPTY)),
    }
}

/// Puts an open descriptor into the object, after looking at it.
fn attach(
    vm: &mut Vm,
    object: Obj<FileIO>,
    fd: i32,
    mode: RawMode,
    closefd: bool,
    given: bool,
    shown: Value,
) -> PyResult<()> {
    let sink = Sink::new(fd, closefd);
    match fd::stat(fd) {
        Ok(st) if fd::is_folder(&st) => {
            if given {
                sink.set_fd(-1, false);
            }
            return Err(vm.os_error(libc::EISDIR, shown, Value::EMPTY));
        }
        Ok(st) => {
            sink.set_id(&st);
            let block = usize::try_from(st.st_blksize).unwrap_or(0);
            object.block.set(if block > 1 {
                block
            } else {
                super::DEFAULT_BUFFER_SIZE
            });
        }
        Err(libc::EBADF) => {
            sink.set_fd(-1, false);
            return Err(vm.os_error(libc::EBADF, shown, Value::EMPTY));
        }
        Err(_) => {}
    }
    object.mode.set(mode);
    object.seekable.set(None);
    if mode.writable {
        vm.register_sink(&sink)?;
    }
    if mode.appending {
        let _ = fd::seek(fd, 0, libc::SEEK_END);
    }
    *object.sink.borrow_mut() = sink;
    Ok(())
}

impl Vm {
    #[cold]
    fn closed_file(&mut self) -> Raised {
        self.value_error("I/O operation on closed file")
    }

    fn open_fd(&mut self, file: Obj<FileIO>) -> PyResult<i32> {
        match file.fd() {
            fd if fd < 0 => Err(self.closed_file()),
            fd => Ok(fd),
        }
    }

    /// Reads at most `n` bytes; `None` when a non-blocking file has none.
    pub(super) fn file_read(&mut self, file: Obj<FileIO>, n: usize) -> PyResult<Option<Vec<u8>>> {
        let fd = self.open_fd(file)?;
        if !file.mode().readable {
            return Err(self.unsupported_file("File not open for reading"));
        }
        match self.system_call(|| fd::read_vec(fd, n))? {
            Ok(data) => Ok(Some(data)),
            Err(libc::EAGAIN) => Ok(None),
            Err(libc::ENOMEM) => Err(self.memory_error()),
            Err(e) => Err(self.os_error(e, Value::EMPTY, Value::EMPTY)),
        }
    }

    /// Writes; `None` when a non-blocking file takes nothing.
    pub(super) fn file_write(&mut self, file: Obj<FileIO>, data: &[u8]) -> PyResult<Option<usize>> {
        let fd = self.open_fd(file)?;
        if !file.mode().writable {
            return Err(self.unsupported_file("File not open for writing"));
        }
        match self.system_call(|| fd::write(fd, data))? {
            Ok(n) => Ok(Some(n)),
            Err(libc::EAGAIN) => Ok(None),
            Err(e) => Err(self.os_error(e, Value::EMPTY, Value::EMPTY)),
        }
    }

    /// Moves the position.
    pub(super) fn file_seek(
        &mut self,
        file: Obj<FileIO>,
        offset: i64,
        whence: i32,
    ) -> PyResult<i64> {
        let fd = self.open_fd(file)?;
        match self.system_call(|| fd::seek(fd, offset, whence))? {
            Ok(at) => Ok(at),
            Err(e) => Err(self.os_error(e, Value::EMPTY, Value::EMPTY)),
        }
    }

    /// Reads to the end of the file; `None` when a non-blocking file has nothing.
    pub(super) fn file_read_all(&mut self, file: Obj<FileIO>) -> PyResult<Option<Vec<u8>>> {
        let fd = self.open_fd(file)?;
        if !file.mode().readable {
            return Err(self.unsupported_file("File not open for reading"));
        }
        let rest = match (fd::stat(fd), fd::seek(fd, 0, libc::SEEK_CUR)) {
            (Ok(st), Ok(at)) if st.st_size > at => usize::try_from(st.st_size - at).unwrap_or(0),
            _ => 0,
        };
        let mut data = Vec::new();
        let mut chunk = rest.saturating_add(1).max(super::DEFAULT_BUFFER_SIZE);
        loop {
            if data.try_reserve(chunk).is_err() {
                return Err(self.memory_error());
            }
            match self.system_call(|| fd::read_more(fd, &mut data, chunk))? {
                Ok(0) => return Ok(Some(data)),
                Ok(_) => chunk = (data.len() / 4).max(super::DEFAULT_BUFFER_SIZE),
                Err(libc::EAGAIN) => return Ok((!data.is_empty()).then_some(data)),
                Err(e) => return Err(self.os_error(e, Value::EMPTY, Value::EMPTY)),
            }
        }
    }

    /// Closes the descriptor.
    pub(super) fn file_close(&mut self, file: Obj<FileIO>) -> PyResult<()> {
        let sink = file.sink.borrow().clone();
        let (fd, closes) = (sink.fd(), sink.closes());
        sink.set_fd(-1, closes);
        if fd >= 0 && closes {
            match self.allow_threads(|| fd::close(fd)) {
                Ok(()) | Err(libc::EINTR) => {}
                Err(e) => return Err(self.os_error(e, Value::EMPTY, Value::EMPTY)),
            }
        }
        Ok(())
    }

    /// Can the position be moved?
    pub(super) fn file_seekable(&mut self, file: Obj<FileIO>) -> PyResult<bool> {
        let fd = self.open_fd(file)?;
        if file.seekable.get().is_none() {
            file.seekable
                .set(Some(fd::seek(fd, 0, libc::SEEK_CUR).is_ok()));
        }
        Ok(file.seekable.get() == Some(true))
    }
}

fn repr(vm: &mut Vm, this: Value) -> PyResult<String> {
    let Some(file) = vm.as_native::<FileIO>(this) else {
        return Err(vm.expected("FileIO", this));
    };
    let t = vm.type_name(this);
    if file.fd() < 0 {
        return Ok(format!("<{t} [closed]>"));
    }
    let closefd = if file.sink.borrow().closes() {
        "True"
    } else {
        "False"
    };
    let (mode, fd) = (file.mode().text(), file.fd());
    let key = vm.names.name;
    Ok(match vm.get_attr_opt(this, key)? {
        Some(name) => {
            let name = vm.repr(name)?.to_text();
            format!("<{t} name={name} mode='{mode}' closefd={closefd}>")
        }
        None => format!("<{t} fd={fd} mode='{mode}' closefd={closefd}>"),
    })
}

fn close(vm: &mut Vm, this: Value) -> PyResult<()> {
    let Some(file) = vm.as_native::<FileIO>(this) else {
        return Err(vm.expected("FileIO", this));
    };
    if file.fd() < 0 {
        return Ok(());
    }
    if this == file.value() {
        return vm.file_close(file);
    }
    let flushed = vm.call_method_str(this, "flush", &[]);
    vm.file_close(file)?;
    flushed.map(|_| ())
}

fn readable(vm: &mut Vm, this: Obj<FileIO>) -> PyResult<bool> {
    vm.open_fd(this).map(|_| this.mode().readable)
}

fn writable(vm: &mut Vm, this: Obj<FileIO>) -> PyResult<bool> {
    vm.open_fd(this).map(|_| this.mode().writable)
}

fn seekable(vm: &mut Vm, this: Obj<FileIO>) -> PyResult<bool> {
    vm.file_seekable(this)
}

fn fileno(vm: &mut Vm, this: Obj<FileIO>) -> PyResult<i32> {
    vm.open_fd(this)
}

fn isatty(vm: &mut Vm, this: Obj<FileIO>) -> PyResult<bool> {
    vm.open_fd(this).map(fd::is_terminal)
}

fn read(vm: &mut Vm, this: Value, size: Option<i64>) -> PyResult {
    let Some(file) = vm.as_native::<FileIO>(this) else {
        return Err(vm.expected("FileIO", this));
    };
    match size.and_then(|n| usize::try_from(n).ok()) {
        None if this == file.value() => readall(vm, file),
        None => vm.call_method_str(this, "readall", &[]),
        Some(n) => match vm.file_read(file, n)? {
            Some(data) => Ok(vm.new_bytes(&data)?.value()),
            None => Ok(Value::NONE),
        },
    }
}

fn readall(vm: &mut Vm, this: Obj<FileIO>) -> PyResult {
    match vm.file_read_all(this)? {
        Some(data) => Ok(vm.new_bytes(&data)?.value()),
        None => Ok(Value::NONE),
    }
}

fn readinto(vm: &mut Vm, this: Obj<FileIO>, buffer: Value) -> PyResult<Option<usize>> {
    vm.open_fd(this)?;
    let (_, range) = vm.writable_buffer(buffer)?;
    let Some(data) = vm.file_read(this, range.len())? else {
        return Ok(None);
    };
    vm.copy_into(buffer, &data).map(Some)
}

fn write(vm: &mut Vm, this: Obj<FileIO>, b: Value) -> PyResult<Option<usize>> {
    vm.open_fd(this)?;
    let data = vm.bytes_like(b)?;
    vm.file_write(this, &data)
}

fn seek(vm: &mut Vm, this: Obj<FileIO>, offset: i64, whence: i32) -> PyResult<i64> {
    vm.file_seek(this, offset, whence)
}

fn tell(vm: &mut Vm, this: Obj<FileIO>) -> PyResult<i64> {
    vm.file_seek(this, 0, libc::SEEK_CUR)
}

fn truncate(vm: &mut Vm, this: Obj<FileIO>, size: Value) -> PyResult {
    let fd = vm.open_fd(this)?;
    if !this.mode().writable {
        return Err(vm.unsupported_file("File not open for writing"));
    }
    let (len, shown) = if size.is_none() {
        let at = vm.file_seek(this, 0, libc::SEEK_CUR)?;
        (at, vm.new_int(at))
    } else {
        (
            vm.index_i64(size, "cannot fit 'int' into an offset-sized integer")?,
            size,
        )
    };
    match vm.system_call(|| fd::truncate(fd, len))? {
        Ok(()) => Ok(shown),
        Err(e) => Err(vm.os_error(e, Value::EMPTY, Value::EMPTY)),
    }
}
