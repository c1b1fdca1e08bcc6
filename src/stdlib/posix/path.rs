//! Paths between Python and the system: text is UTF-8 with `surrogateescape`.

use std::ffi::CString;

use crate::object::{Bytes, Str, Value};
use crate::runtime::names::Special;
use crate::runtime::{PyResult, Raised, Vm};

/// A path given by a program.
pub struct FsPath {
    /// What the system gets.
    pub c: CString,
    /// What the program gave, for exceptions (after `__fspath__`).
    pub object: Value,
    /// Was it bytes? Names made from it are bytes then, too.
    pub bytes: bool,
}

impl FsPath {
    /// The path as the standard library of Rust wants it.
    #[must_use]
    pub fn as_path(&self) -> &std::path::Path {
        use std::os::unix::ffi::OsStrExt;
        std::path::Path::new(std::ffi::OsStr::from_bytes(self.c.to_bytes()))
    }
}

impl Vm {
    /// The bytes of a path or another text for the system.
    pub fn fs_encode(&mut self, s: Str) -> PyResult<Vec<u8>> {
        if let Some(ascii) = s.as_ascii() {
            return Ok(ascii.as_bytes().to_vec());
        }
        let encoded = self.encode(s, "utf-8", "surrogateescape")?;
        Ok(Bytes::from_value(encoded).map_or_else(Vec::new, |b| b.as_slice().to_vec()))
    }

    /// Text from the system.
    pub fn fs_decode(&mut self, bytes: &[u8]) -> PyResult<Str> {
        self.decode(bytes, "utf-8", "surrogateescape")
    }

    /// `os.fspath(v)`: a `str` or `bytes`.
    pub fn fspath(&mut self, v: Value) -> PyResult {
        let plain = self.payload(v);
        if Str::from_value(plain).is_some() || Bytes::from_value(plain).is_some() {
            return Ok(v);
        }
        let Some(f) = self.special_of(v, Special::Fspath) else {
            return Err(self.not_a_path("expected str, bytes or os.PathLike object", v));
        };
        let made = self.call_method(f, v, &[])?;
        let plain = self.payload(made);
        if Str::from_value(plain).is_some() || Bytes::from_value(plain).is_some() {
            return Ok(made);
        }
        let (t, got) = (self.type_name(v), self.type_name(made));
        Err(self.type_error(format_args!(
            "expected {t}.__fspath__() to return str or bytes, not {got}"
        )))
    }

    #[cold]
    fn not_a_path(&mut self, text: &str, v: Value) -> Raised {
        let t = self.type_name(v);
        self.type_error(format_args!("{text}, not {t}"))
    }

    /// The bytes of a path argument.
    pub fn fs_path(&mut self, v: Value) -> PyResult<FsPath> {
        let object = self.fspath(v)?;
        self.fs_path_of(object)
    }

    /// As [`Vm::fs_path`] for an argument of the function `name`, whose error texts name it.
    pub fn fs_path_arg(&mut self, name: &str, v: Value) -> PyResult<FsPath> {
        let plain = self.payload(v);
        let known = Str::from_value(plain).is_some() || Bytes::from_value(plain).is_some();
        if !known && self.special_of(v, Special::Fspath).is_none() {
            return Err(self.not_a_path(
                &format!("{name}: path should be string, bytes or os.PathLike"),
                v,
            ));
        }
        self.fs_path(v)
    }

    fn fs_path_of(&mut self, object: Value) -> PyResult<FsPath> {
        let plain = self.payload(object);
        let (data, bytes) = match (Str::from_value(plain), Bytes::from_value(plain)) {
            (Some(s), _) => (self.fs_encode(s)?, false),
            (None, Some(b)) => (b.as_slice().to_vec(), true),
            (None, None) => {
                return Err(self.not_a_path("expected str, bytes or os.PathLike object", object));
            }
        };
        match CString::new(data) {
            Ok(c) => Ok(FsPath { c, object, bytes }),
            Err(_) => Err(self.value_error(if bytes {
                "embedded null byte"
            } else {
                "embedded null character"
            })),
        }
    }

    /// Runs a system call until no signal interrupts it, while other threads may run.
    pub fn system_call<R>(
        &mut self,
        mut call: impl FnMut() -> Result<R, i32>,
    ) -> PyResult<Result<R, i32>> {
        loop {
            match self.allow_threads(&mut call) {
                Err(libc::EINTR) => self.safepoint()?,
                r => return Ok(r),
            }
        }
    }
}
