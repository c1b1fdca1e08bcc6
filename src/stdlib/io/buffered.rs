//! The data of `BufferedReader`, `BufferedWriter` and `BufferedRandom` and what is done with them: read-ahead and held-back writes over a raw file.
//!
//! No part of the data is borrowed while the raw file works, since other threads or Python code may run then.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::file::FileIO;
use super::sink::Sink;
use crate::object::{ByteArray, Bytes, Native, Obj, T, Value};
use crate::runtime::{OrMemoryError, PyResult, Vm};
use crate::trace_fields;

/// A buffered file.
pub struct Buffered {
    /// The raw file; empty before `__init__` and after `detach()`.
    pub raw: Cell<Value>,
    pub(super) detached: Cell<bool>,
    pub(super) readable: Cell<bool>,
    pub(super) writable: Cell<bool>,
    /// What is held back, shared with the raw file if that is a [`FileIO`].
    pub sink: RefCell<Rc<Sink>>,
    ahead: RefCell<Vec<u8>>,
    at: Cell<usize>,
    size: Cell<usize>,
    dict: Cell<Value>,
}

impl Native for Buffered {
    const TYPE: T = T::BufferedReader;
    trace_fields!(raw, dict);
    fn dict(&self) -> Option<&Cell<Value>> {
        Some(&self.dict)
    }
}

impl Buffered {
    /// One that is not initialised.
    pub(super) fn empty() -> Buffered {
        Buffered {
            raw: Cell::new(Value::EMPTY),
            detached: Cell::new(false),
            readable: Cell::new(false),
            writable: Cell::new(false),
            sink: RefCell::new(Sink::new(-1, false)),
            ahead: RefCell::default(),
            at: Cell::new(0),
            size: Cell::new(super::DEFAULT_BUFFER_SIZE),
            dict: Cell::new(Value::EMPTY),
        }
    }

    /// Begins anew over `raw`.
    pub(super) fn attach(&self, raw: Value, size: usize, readable: bool, writable: bool) {
        self.raw.set(raw);
        self.detached.set(false);
        self.readable.set(readable);
        self.writable.set(writable);
        self.size.set(size);
        self.drop_ahead();
        *self.sink.borrow_mut() = match Obj::<FileIO>::from_value(raw) {
            Some(file) => file.sink.borrow().clone(),
            None => Sink::new(-1, false),
        };
    }

    /// The raw file, if it is an exact `FileIO`.
    #[must_use]
    pub fn file(&self) -> Option<Obj<FileIO>> {
        Obj::from_value(self.raw.get())
    }

    /// Bytes read and not given yet.
    #[must_use]
    pub fn unread(&self) -> usize {
        self.ahead.borrow().len().saturating_sub(self.at.get())
    }

    pub(super) fn drop_ahead(&self) {
        self.ahead.borrow_mut().clear();
        self.at.set(0);
    }

    /// Takes at most `n` bytes of those read ahead.
    fn take_ahead(&self, n: usize) -> Vec<u8> {
        let ahead = self.ahead.borrow();
        let end = ahead.len().min(self.at.get().saturating_add(n));
        let taken = ahead.get(self.at.get()..end).unwrap_or(&[]).to_vec();
        self.at.set(end);
        taken
    }

    /// Bytes held back.
    #[must_use]
    pub fn pending(&self) -> usize {
        self.sink.borrow().bytes.borrow().len()
    }

    /// Adds to what is held back, if it fits.
    #[inline]
    pub fn hold_back(&self, data: &[u8]) -> bool {
        let sink = self.sink.borrow();
        let mut bytes = sink.bytes.borrow_mut();
        if bytes.len() + data.len() > self.size.get() {
            return false;
        }
        bytes.extend_from_slice(data);
        true
    }
}

impl Vm {
    /// The raw file of a buffered one that is ready for use.
    pub(super) fn raw_of(&mut self, b: Obj<Buffered>) -> PyResult {
        match b.raw.get().some() {
            Some(raw) => Ok(raw),
            None if b.detached.get() => Err(self.value_error("raw stream has been detached")),
            None => Err(self.value_error("I/O operation on uninitialized object")),
        }
    }

    /// Is the buffered file closed?
    pub(super) fn buffered_closed(&mut self, b: Obj<Buffered>) -> PyResult<bool> {
        let raw = self.raw_of(b)?;
        match b.file() {
            Some(file) => Ok(file.fd() < 0),
            None => self.flag_of(raw, "closed"),
        }
    }

    /// The raw file of a buffered one that is open; `text` is the error otherwise.
    pub(super) fn open_raw_of(&mut self, b: Obj<Buffered>, text: &str) -> PyResult {
        let raw = self.raw_of(b)?;
        if self.buffered_closed(b)? {
            return Err(self.value_error(text));
        }
        Ok(raw)
    }

    /// One read of the raw file: at most `n` bytes, `None` when it would block.
    fn raw_read(&mut self, b: Obj<Buffered>, n: usize) -> PyResult<Option<Vec<u8>>> {
        if let Some(file) = b.file() {
            return self.file_read(file, n);
        }
        let raw = self.raw_of(b)?;
        let room = ByteArray::new(&mut self.heap, &[]).or_memory_error(self)?;
        room.resize(&mut self.heap, n).or_memory_error(self)?;
        let got = self.call_method_str(raw, "readinto", &[room.value()])?;
        if got.is_none() {
            return Ok(None);
        }
        let got = self.index_ssize(got)?;
        let mut data = room.to_vec();
        match usize::try_from(got).ok().filter(|&got| got <= n) {
            Some(got) => {
                data.truncate(got);
                Ok(Some(data))
            }
            None => Err(self.raise_text(
                T::OSError,
                &format!(
                    "raw readinto() returned invalid length {got} (should have been between 0 and {n})"
                ),
            )),
        }
    }

    /// One write to the raw file; `None` when it would block.
    fn raw_write(&mut self, b: Obj<Buffered>, data: &[u8]) -> PyResult<Option<usize>> {
        if let Some(file) = b.file() {
            return self.file_write(file, data);
        }
        let raw = self.raw_of(b)?;
        let bytes = self.new_bytes(data)?;
        let write = self.names.write;
        let n = self.call_named(raw, write, &[bytes.value()])?;
        if n.is_none() {
            return Ok(None);
        }
        let n = self.index_ssize(n)?;
        match usize::try_from(n).ok().filter(|&n| n <= data.len()) {
            Some(n) => Ok(Some(n)),
            None => {
                let most = data.len();
                Err(self.raise_text(
                    T::OSError,
                    &format!(
                        "raw write() returned invalid length {n} (should have been between 0 and {most})"
                    ),
                ))
            }
        }
    }

    pub(super) fn raw_seek(&mut self, b: Obj<Buffered>, offset: i64, whence: i32) -> PyResult<i64> {
        if let Some(file) = b.file() {
            return self.file_seek(file, offset, whence);
        }
        let raw = self.raw_of(b)?;
        let offset = self.new_int(offset);
        let at = self.call_method_str(raw, "seek", &[offset, Value::from_i32(whence)])?;
        self.position(at)
    }

    fn raw_tell(&mut self, b: Obj<Buffered>) -> PyResult<i64> {
        if let Some(file) = b.file() {
            return self.file_seek(file, 0, libc::SEEK_CUR);
        }
        let raw = self.raw_of(b)?;
        let at = self.call_method_str(raw, "tell", &[])?;
        self.position(at)
    }

    fn position(&mut self, at: Value) -> PyResult<i64> {
        let at = self.index_i64(at, "Python int too large to convert to C long")?;
        if at < 0 {
            return Err(self.raise_text(
                T::OSError,
                &format!("Raw stream returned invalid position {at}"),
            ));
        }
        Ok(at)
    }

    // ---- writing

    /// Writes what is held back.
    pub fn buffered_flush(&mut self, b: Obj<Buffered>) -> PyResult<()> {
        let sink = b.sink.borrow().clone();
        if sink.bytes.borrow().is_empty() {
            return Ok(());
        }
        let data = sink.bytes.take();
        let (written, result) = self.write_fully(b, &data);
        if let Some(rest) = data.get(written..).filter(|rest| !rest.is_empty()) {
            let mut left = rest.to_vec();
            let mut bytes = sink.bytes.borrow_mut();
            left.append(&mut bytes);
            *bytes = left;
        } else if sink.bytes.borrow().is_empty() {
            let mut data = data;
            data.clear();
            *sink.bytes.borrow_mut() = data; // keeps its memory
        }
        if result? {
            return Ok(());
        }
        Err(self.would_block(0))
    }

    /// Writes all of `data`: how much was written, and whether it was all (`false`: it would block).
    fn write_fully(&mut self, b: Obj<Buffered>, data: &[u8]) -> (usize, PyResult<bool>) {
        let mut written = 0;
        while let Some(rest) = data.get(written..).filter(|rest| !rest.is_empty()) {
            match self.raw_write(b, rest) {
                Ok(Some(n)) => written += n,
                Ok(None) => return (written, Ok(false)),
                Err(raised) => return (written, Err(raised)),
            }
        }
        (written, Ok(true))
    }

    fn would_block(&mut self, written: usize) -> crate::runtime::Raised {
        let Ok(text) = self.new_str("write could not complete without blocking") else {
            return crate::runtime::Raised;
        };
        let args = [
            Value::from_i32(libc::EAGAIN),
            text.value(),
            Value::from_len(written),
        ];
        self.raise_with(T::BlockingIOError, &args)
    }

    /// `write(data)`
    pub(super) fn buffered_write(&mut self, b: Obj<Buffered>, data: &[u8]) -> PyResult<()> {
        self.open_raw_of(b, "write to closed file")?;
        self.forget_ahead(b)?;
        if b.hold_back(data) {
            return Ok(());
        }
        self.buffered_flush(b)?;
        if b.hold_back(data) {
            return Ok(());
        }
        let (written, result) = self.write_fully(b, data);
        if result? {
            return Ok(());
        }
        let rest = data.get(written..).unwrap_or(&[]);
        if b.hold_back(rest) {
            return Ok(());
        }
        let fits = b.size.get().min(rest.len());
        b.hold_back(rest.get(..fits).unwrap_or(&[]));
        Err(self.would_block(written + fits))
    }

    /// Moves the raw file back to where the program thinks it is.
    pub(super) fn forget_ahead(&mut self, b: Obj<Buffered>) -> PyResult<()> {
        let unread = b.unread();
        if unread > 0 {
            self.raw_seek(b, -(unread as i64), libc::SEEK_CUR)?;
        }
        b.drop_ahead();
        Ok(())
    }

    // ---- reading

    /// Reads ahead: how much came, 0 at the end, `None` when it would block.
    pub(super) fn fill(&mut self, b: Obj<Buffered>) -> PyResult<Option<usize>> {
        let Some(data) = self.raw_read(b, b.size.get())? else {
            return Ok(None);
        };
        let n = data.len();
        let rest = b.take_ahead(usize::MAX);
        let mut ahead = b.ahead.borrow_mut();
        *ahead = if rest.is_empty() {
            data
        } else {
            [rest, data].concat()
        };
        b.at.set(0);
        Ok(Some(n))
    }

    /// `read(n)`; `None` when it would block before the first byte.
    pub(super) fn buffered_read(
        &mut self,
        b: Obj<Buffered>,
        n: usize,
    ) -> PyResult<Option<Vec<u8>>> {
        let mut data = b.take_ahead(n);
        if data.len() == n {
            return Ok(Some(data));
        }
        self.buffered_flush(b)?;
        while data.len() < n {
            let want = n - data.len();
            let got = if want >= b.size.get() {
                match self.raw_read(b, want)? {
                    Some(more) => {
                        let got = more.len();
                        if data.is_empty() {
                            data = more;
                        } else {
                            data.extend_from_slice(&more);
                        }
                        Some(got)
                    }
                    None => None,
                }
            } else {
                let got = self.fill(b)?;
                data.extend_from_slice(&b.take_ahead(want));
                got
            };
            match got {
                None if data.is_empty() => return Ok(None),
                None | Some(0) => break,
                Some(_) => {}
            }
        }
        Ok(Some(data))
    }

    /// `read()`: everything up to the end.
    pub(super) fn buffered_read_all(&mut self, b: Obj<Buffered>) -> PyResult<Option<Vec<u8>>> {
        let mut data = b.take_ahead(usize::MAX);
        b.drop_ahead();
        self.buffered_flush(b)?;
        let rest = match b.file() {
            Some(file) => self.file_read_all(file)?,
            None => self.raw_read_all(b)?,
        };
        match rest {
            None if data.is_empty() => Ok(None),
            None => Ok(Some(data)),
            Some(rest) if data.is_empty() => Ok(Some(rest)),
            Some(rest) => {
                data.extend_from_slice(&rest);
                Ok(Some(data))
            }
        }
    }

    fn raw_read_all(&mut self, b: Obj<Buffered>) -> PyResult<Option<Vec<u8>>> {
        let raw = self.raw_of(b)?;
        let readall = self.intern("readall")?;
        if let Some(readall) = self.get_attr_opt(raw, readall)? {
            let v = self.call0(readall)?;
            if v.is_none() {
                return Ok(None);
            }
            return match Bytes::from_value(self.payload(v)) {
                Some(b) => Ok(Some(b.as_slice().to_vec())),
                None => Err(self.type_error("readall() should return bytes")),
            };
        }
        let mut all = Vec::new();
        loop {
            match self.bytes_from(raw, "read", &[])? {
                None if all.is_empty() => return Ok(None),
                Some(data) if !data.is_empty() => all.extend_from_slice(&data),
                _ => return Ok(Some(all)),
            }
        }
    }

    /// `read1(n)`
    pub(super) fn buffered_read1(&mut self, b: Obj<Buffered>, n: usize) -> PyResult<Vec<u8>> {
        if n == 0 {
            return Ok(Vec::new());
        }
        if b.unread() > 0 {
            return Ok(b.take_ahead(n));
        }
        self.buffered_flush(b)?;
        b.drop_ahead();
        Ok(self.raw_read(b, n)?.unwrap_or_default())
    }

    /// `peek()`
    pub(super) fn buffered_peek(&mut self, b: Obj<Buffered>) -> PyResult<Vec<u8>> {
        self.buffered_flush(b)?;
        if b.unread() == 0 {
            self.fill(b)?;
        }
        let at = b.at.get();
        let seen = b.take_ahead(usize::MAX);
        b.at.set(at);
        Ok(seen)
    }

    /// `readline(limit)`
    pub(super) fn buffered_readline(
        &mut self,
        b: Obj<Buffered>,
        limit: Option<usize>,
    ) -> PyResult<Vec<u8>> {
        let mut line = Vec::new();
        loop {
            let room = limit.map_or(usize::MAX, |n| n - line.len());
            let end = {
                let ahead = b.ahead.borrow();
                let rest = ahead.get(b.at.get()..).unwrap_or(&[]);
                memchr::memchr(b'\n', rest.get(..room.min(rest.len())).unwrap_or(rest))
                    .map(|i| i + 1)
            };
            match end {
                Some(n) if line.is_empty() => return Ok(b.take_ahead(n)),
                Some(n) => {
                    line.extend_from_slice(&b.take_ahead(n));
                    return Ok(line);
                }
                None => line.extend_from_slice(&b.take_ahead(room)),
            }
            if limit.is_some_and(|n| line.len() >= n) {
                return Ok(line);
            }
            self.buffered_flush(b)?;
            if !matches!(self.fill(b)?, Some(n) if n > 0) {
                return Ok(line);
            }
        }
    }

    // ---- positions

    /// `tell()`
    pub(super) fn buffered_tell(&mut self, b: Obj<Buffered>) -> PyResult<i64> {
        let at = self.raw_tell(b)?;
        Ok(at - b.unread() as i64 + b.pending() as i64)
    }

    /// `seek(offset, whence)`
    pub(super) fn buffered_seek(
        &mut self,
        b: Obj<Buffered>,
        offset: i64,
        whence: i32,
    ) -> PyResult<i64> {
        self.buffered_flush(b)?;
        if whence != libc::SEEK_END && b.unread() > 0 {
            let end = self.raw_tell(b)?;
            let here = end - b.unread() as i64;
            let target = if whence == libc::SEEK_CUR {
                here.saturating_add(offset)
            } else {
                offset
            };
            let begin = end - b.ahead.borrow().len() as i64;
            if (begin..=end).contains(&target) {
                b.at.set(usize::try_from(target - begin).unwrap_or(0));
                return Ok(target);
            }
        }
        let offset = if whence == libc::SEEK_CUR {
            offset.saturating_sub(b.unread() as i64)
        } else {
            offset
        };
        let at = self.raw_seek(b, offset, whence)?;
        b.drop_ahead();
        Ok(at)
    }
}
