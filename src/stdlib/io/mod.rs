//! The module `_io`: files in layers, as CPython has them.
//!
//! `TextIOWrapper` ([`text`]) over a buffered file ([`buffered`]) over `FileIO` ([`file`]). When the layers are exact builtin objects they work on each
//! other directly; a layer written in Python is called by its methods. What waits to be written lives in a [`sink`], so that nothing is lost when
//! files are forgotten or the program ends.

mod base;
pub mod buffered;
mod buffered_types;
pub mod file;
pub mod newline;
mod open;
pub mod sink;
pub mod text;
mod text_types;

use self::text::Text;
use crate::object::{Module, Obj, Str, T, Value};
use crate::pyc::Version;
use crate::runtime::native::{Args, ModuleDef, TypeDef};
use crate::runtime::{PyResult, Vm};

/// `DEFAULT_BUFFER_SIZE`
pub const DEFAULT_BUFFER_SIZE: usize = 8192;

const UNSUPPORTED: &str = "io.UnsupportedOperation";

/// The types of this room.
#[must_use]
pub fn types() -> Vec<&'static TypeDef> {
    [
        base::TYPES,
        file::TYPES,
        buffered_types::TYPES,
        text_types::TYPES,
    ]
    .concat()
}

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_io",
    doc: "The io module provides the Python interfaces to stream handling.",
    functions: open::FUNCTIONS,
    types: &[
        T::IOBase,
        T::RawIOBase,
        T::BufferedIOBase,
        T::TextIOBase,
        T::FileIO,
        T::BufferedReader,
        T::BufferedWriter,
        T::BufferedRandom,
        T::BufferedRWPair,
        T::TextIOWrapper,
    ],
    init,
};

fn init(vm: &mut Vm, module: Module) -> PyResult<()> {
    let dict = module.dict();
    vm.set_item_str(
        dict,
        "DEFAULT_BUFFER_SIZE",
        Value::from_len(DEFAULT_BUFFER_SIZE),
    )?;
    let blocking = vm.class(T::BlockingIOError).value();
    vm.set_item_str(dict, "BlockingIOError", blocking)?;
    let bases = [
        vm.class(T::OSError).value(),
        vm.class(T::ValueError).value(),
    ];
    let bases = vm.new_tuple(&bases)?;
    let name = vm.intern("UnsupportedOperation")?;
    let namespace = vm.new_dict();
    let io = vm.intern("io")?;
    vm.set_item_str(namespace, "__module__", io.value())?;
    let meta = vm.class(T::Type);
    let class = vm.new_class(meta, name, bases, namespace, &Args::positional(&[]))?;
    vm.set_item_str(dict, "UnsupportedOperation", class.value())?;
    vm.state_set(UNSUPPORTED, class.value())?;
    let open = vm.intern("open")?;
    if let Some(f) = dict.get_str(open) {
        let builtins = vm.builtins;
        vm.set_item_str(builtins, "open", f)?;
    }
    Ok(())
}

/// The standard files: descriptor, name in `sys`.
const STANDARD: [(i32, &str); 3] = [(0, "stdin"), (1, "stdout"), (2, "stderr")];

/// Encoding and error handler of the standard files, from the environment.
fn standard_encoding() -> (String, String) {
    let set = |name: &str| std::env::var(name).ok().filter(|v| !v.is_empty());
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set);
    let plain = locale
        .as_deref()
        .is_none_or(|l| matches!(l, "C" | "POSIX" | "C.UTF-8" | "C.utf8"));
    let errors = if plain { "surrogateescape" } else { "strict" };
    let Some(given) = set("PYTHONIOENCODING") else {
        return ("utf-8".to_string(), errors.to_string());
    };
    let (encoding, handler) = given.split_once(':').unwrap_or((&given, ""));
    let encoding = if encoding.is_empty() {
        "utf-8"
    } else {
        encoding
    };
    let handler = if handler.is_empty() {
        "strict"
    } else {
        handler
    };
    (encoding.to_string(), handler.to_string())
}

/// Makes `sys.stdin`, `sys.stdout` and `sys.stderr`.
pub fn install_std(vm: &mut Vm) -> PyResult<()> {
    let (encoding, errors) = standard_encoding();
    for (fd, name) in STANDARD {
        let errors = if fd == 2 { "backslashreplace" } else { &errors };
        let file = open::standard(vm, fd, &format!("<{name}>"), fd > 0, &encoding, errors)?;
        let sys = vm.sys;
        vm.set_item_str(sys, name, file)?;
        vm.set_item_str(sys, &format!("__{name}__"), file)?;
    }
    Ok(())
}

impl Vm {
    /// Writes `text` when `file` is a builtin text file through and through; `false`: call its `write` method.
    #[inline]
    pub fn write_stdout_fast(&mut self, file: Value, text: Str) -> PyResult<bool> {
        let Some(t) = Obj::<Text>::from_value(file) else {
            return Ok(false);
        };
        self.text_write(t, text)?;
        Ok(true)
    }

    /// What `sys` has under `name`, unless it is None.
    fn standard_file(&mut self, name: &str) -> Option<Value> {
        let name = self.intern(name).ok()?;
        self.sys.get_str(name).filter(|v| !v.is_none())
    }

    /// Writes a line to `sys.stderr`.
    pub fn write_error_line(&mut self, text: Str) -> PyResult<()> {
        let Some(file) = self.standard_file("stderr") else {
            return Ok(());
        };
        let (write, flush) = (self.names.write, self.names.flush);
        self.call_named(file, write, &[text.value()])?;
        let end = self.intern("\n")?;
        self.call_named(file, write, &[end.value()])?;
        self.call_named(file, flush, &[]).map(|_| ())
    }

    /// Flushes `sys.stdout` and `sys.stderr` and writes what other open files hold back, at the end of the program. `false`: stdout could not be written; the
    /// error was reported, and the exit status is 120.
    pub fn flush_std_files(&mut self) -> bool {
        let mut good = true;
        for name in ["stdout", "stderr"] {
            let Some(file) = self.standard_file(name) else {
                continue;
            };
            if self.flag_of(file, "closed").unwrap_or(false) {
                continue;
            }
            self.take_pending();
            let flush = self.names.flush;
            if self.call_named(file, flush, &[]).is_ok() {
                continue;
            }
            if name == "stdout" {
                good = false;
                self.report_lost_output(file);
            }
            self.take_pending();
            self.forget_output(file);
        }
        self.settle_files();
        good
    }

    fn report_lost_output(&mut self, file: Value) {
        if self.main_version >= Version::V314 {
            self.unraisable("Exception ignored while flushing sys.stdout", Value::EMPTY);
        } else {
            self.unraisable("Exception ignored in", file);
        }
    }

    /// Drops data that cannot be written, so that nobody tries again.
    fn forget_output(&mut self, file: Value) {
        if let Some(b) = Obj::<Text>::from_value(file).and_then(|t| t.buffered()) {
            let sink = b.sink.borrow();
            sink.bytes.borrow_mut().clear();
            sink.text.borrow_mut().clear();
        }
    }
}
