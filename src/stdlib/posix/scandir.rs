//! `scandir`: the entries of a folder with what is known about them.

use std::cell::{Cell, RefCell};
use std::ffi::CString;
use std::os::unix::ffi::OsStrExt;

use super::{fd, files, stat as stat_result};
use crate::object::{Native, Obj, T, Value};
use crate::runtime::native::TypeDef;
use crate::runtime::{OrMemoryError, PyResult, Vm};
use crate::{native_attributes, native_functions, trace_fields};

/// The types of this file.
pub(super) static TYPES: &[&TypeDef] = &[
    &TypeDef {
        methods: ENTRY_METHODS,
        getset: ENTRY_ATTRIBUTES,
        ..TypeDef::new(T::DirEntry, "")
    },
    &TypeDef {
        methods: ITERATOR_METHODS,
        next: Some(next_entry),
        ..TypeDef::new(T::ScandirIterator, "")
    },
];

native_functions! { pub(super) FUNCTIONS = [
    /// Return an iterator of DirEntry objects for given path.
    scandir(; path = Value::NONE);
]}

/// An entry of a folder.
struct Entry {
    name: Cell<Value>,
    path: Cell<Value>,
    file: CString,
    inode: u64,
    kind: std::fs::FileType,
}

impl Native for Entry {
    const TYPE: T = T::DirEntry;
    trace_fields!(name, path);
}

/// What is left of a folder.
struct Entries {
    read: RefCell<Option<std::fs::ReadDir>>,
    folder: Cell<Value>,
    bytes: bool,
}

impl Native for Entries {
    const TYPE: T = T::ScandirIterator;
    trace_fields!(folder);
}

native_functions! { ENTRY_METHODS = [
    "__repr__" as repr(this);
    "__fspath__" as entry_path(this);
    is_dir(this;; follow_symlinks = true);
    is_file(this;; follow_symlinks = true);
    is_symlink(this);
    is_junction(this);
    stat(this;; follow_symlinks = true);
    inode(this);
]}

native_attributes! { ENTRY_ATTRIBUTES = [
    name => |_: &mut Vm, this: Obj<Entry>| this.name.get();
    path => |_: &mut Vm, this: Obj<Entry>| this.path.get();
]}

native_functions! { ITERATOR_METHODS = [
    close(this);
    "__enter__" as enter(this);
    "__exit__" as exit(*);
]}

fn scandir(vm: &mut Vm, path: Value) -> PyResult {
    let dot = vm.intern(".")?;
    let given = if path.is_none() { dot.value() } else { path };
    let p = vm.fs_path_arg("scandir", given)?;
    let dir = p.as_path().to_path_buf();
    let read = vm
        .allow_threads(|| std::fs::read_dir(dir))
        .map_err(|e| e.raw_os_error().unwrap_or(libc::EIO));
    let read = vm.check_call(read, p.object)?;
    let entries = Entries {
        read: RefCell::new(Some(read)),
        folder: Cell::new(p.object),
        bytes: p.bytes,
    };
    Ok(Obj::new(&mut vm.heap, entries).or_memory_error(vm)?.value())
}

fn next_entry(vm: &mut Vm, this: Value) -> PyResult<Option<Value>> {
    let Some(all) = Obj::<Entries>::from_value(this) else {
        return Err(vm.expected("posix.ScandirIterator", this));
    };
    let next = all.read.borrow_mut().as_mut().and_then(Iterator::next);
    let Some(entry) = next else {
        all.read.borrow_mut().take();
        return Ok(None);
    };
    let details = entry.and_then(|e| e.file_type().map(|k| (e, k)));
    let details = details.map_err(|e| e.raw_os_error().unwrap_or(libc::EIO));
    let (entry, kind) = vm.check_call(details, all.folder.get())?;
    let name = files::name_value(vm, entry.file_name().as_bytes(), all.bytes)?;
    let folder = vm.fs_path(all.folder.get())?;
    let mut path = folder.c.to_bytes().to_vec();
    if !path.ends_with(b"/") {
        path.push(b'/');
    }
    path.extend_from_slice(entry.file_name().as_bytes());
    let file = CString::new(path).unwrap_or_default();
    let path = files::name_value(vm, file.to_bytes(), all.bytes)?;
    use std::os::unix::fs::DirEntryExt;
    let entry = Entry {
        name: Cell::new(name),
        path: Cell::new(path),
        file,
        inode: entry.ino(),
        kind,
    };
    Ok(Some(
        Obj::new(&mut vm.heap, entry).or_memory_error(vm)?.value(),
    ))
}

fn close(_vm: &mut Vm, this: Obj<Entries>) {
    this.read.borrow_mut().take();
}

fn enter(_vm: &mut Vm, this: Obj<Entries>) -> Obj<Entries> {
    this
}

fn exit(vm: &mut Vm, args: &crate::runtime::Args<'_>) -> PyResult<()> {
    match Obj::<Entries>::from_value(args.first()) {
        Some(all) => {
            close(vm, all);
            Ok(())
        }
        None => Err(vm.expected("posix.ScandirIterator", args.first())),
    }
}

fn repr(vm: &mut Vm, this: Obj<Entry>) -> PyResult<String> {
    let name = vm.repr(this.name.get())?;
    Ok(format!("<DirEntry {}>", name.to_text()))
}

fn entry_path(_vm: &mut Vm, this: Obj<Entry>) -> Value {
    this.path.get()
}

/// The kind of the file, of its target if it is a link that is to be followed; `None` when it is not there.
fn mode(vm: &mut Vm, e: Obj<Entry>, follow: bool) -> PyResult<Option<u32>> {
    match vm.system_call(|| fd::stat_path(&e.file, follow))? {
        Ok(st) => Ok(Some(st.st_mode & libc::S_IFMT)),
        Err(libc::ENOENT) => Ok(None),
        Err(errno) => Err(vm.os_error(errno, e.path.get(), Value::EMPTY)),
    }
}

fn is_dir(vm: &mut Vm, this: Obj<Entry>, follow_symlinks: bool) -> PyResult<bool> {
    if follow_symlinks && this.kind.is_symlink() {
        return Ok(mode(vm, this, true)? == Some(libc::S_IFDIR));
    }
    Ok(this.kind.is_dir())
}

fn is_file(vm: &mut Vm, this: Obj<Entry>, follow_symlinks: bool) -> PyResult<bool> {
    if follow_symlinks && this.kind.is_symlink() {
        return Ok(mode(vm, this, true)? == Some(libc::S_IFREG));
    }
    Ok(this.kind.is_file())
}

fn is_symlink(_vm: &mut Vm, this: Obj<Entry>) -> bool {
    this.kind.is_symlink()
}

fn is_junction(_vm: &mut Vm, _this: Obj<Entry>) -> bool {
    false
}

fn stat(vm: &mut Vm, this: Obj<Entry>, follow_symlinks: bool) -> PyResult {
    let st = vm.system_call(|| fd::stat_path(&this.file, follow_symlinks))?;
    let st = vm.check_call(st, this.path.get())?;
    stat_result::result(vm, &st)
}

fn inode(_vm: &mut Vm, this: Obj<Entry>) -> u64 {
    this.inode
}
