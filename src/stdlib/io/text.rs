//! The data of `TextIOWrapper` and what is done with them: encoding and holding back what is written, decoding what is read, positions.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::buffered::Buffered;
use super::newline::{self, Newline};
use super::sink::Sink;
use crate::object::{Bytes, Native, Obj, Str, T, Value};
use crate::runtime::{PyResult, Vm};
use crate::text::CharBuf;
use crate::text::codec::{ByteOrder, Encoding};
use crate::trace_fields;

/// How much is held back, and read at once.
pub const CHUNK: usize = 8192;

/// A text file.
pub struct Text {
    /// The binary file; empty before `__init__` and after `detach()`.
    pub buffer: Cell<Value>,
    pub(super) detached: Cell<bool>,
    /// `encoding`, a string.
    pub encoding: Cell<Value>,
    /// `errors`, a string.
    pub errors: Cell<Value>,
    /// The codec; `None`: one written in Python.
    codec: Cell<Option<Encoding>>,
    /// A mark stands before the text (`utf-8-sig`).
    marked: Cell<bool>,
    /// Something was written or skipped: no byte-order mark comes any more.
    pub(super) begun: Cell<bool>,
    pub(super) newline: Cell<Newline>,
    /// `line_buffering`
    pub line_buffering: Cell<bool>,
    /// `write_through`
    pub write_through: Cell<bool>,
    pub(super) readable: Cell<bool>,
    pub(super) writable: Cell<bool>,
    pub(super) seekable: Cell<bool>,
    pub(super) telling: Cell<bool>,
    sink: RefCell<Rc<Sink>>,
    /// Decoded, and given up to `at`.
    chars: RefCell<CharBuf>,
    at: Cell<usize>,
    /// The bytes of `chars`.
    chunk: RefCell<Vec<u8>>,
    /// Bytes behind them that are not decoded yet.
    carry: RefCell<Vec<u8>>,
    pub(super) seen: Cell<u8>,
    dict: Cell<Value>,
}

impl Native for Text {
    const TYPE: T = T::TextIOWrapper;
    trace_fields!(buffer, encoding, errors, dict);
    fn dict(&self) -> Option<&Cell<Value>> {
        Some(&self.dict)
    }
}

/// The encoding a program means, and whether a mark comes first; `None`: not built in.
pub(super) fn known_encoding(name: &str) -> Option<(Encoding, bool)> {
    if let Some(e) = Encoding::from_name(name) {
        return Some((e, false));
    }
    let plain: String = name
        .chars()
        .map(|c| {
            if c == '-' || c == ' ' {
                '_'
            } else {
                c.to_ascii_lowercase()
            }
        })
        .collect();
    matches!(plain.as_str(), "utf_8_sig" | "utf8_sig").then_some((Encoding::Utf8, true))
}

impl Text {
    /// One that is not initialised.
    pub(super) fn empty() -> Text {
        Text {
            buffer: Cell::new(Value::EMPTY),
            detached: Cell::new(false),
            encoding: Cell::new(Value::NONE),
            errors: Cell::new(Value::NONE),
            codec: Cell::new(Some(Encoding::Utf8)),
            marked: Cell::new(false),
            begun: Cell::new(false),
            newline: Cell::default(),
            line_buffering: Cell::new(false),
            write_through: Cell::new(false),
            readable: Cell::new(false),
            writable: Cell::new(false),
            seekable: Cell::new(false),
            telling: Cell::new(false),
            sink: RefCell::new(Sink::new(-1, false)),
            chars: RefCell::default(),
            at: Cell::new(0),
            chunk: RefCell::default(),
            carry: RefCell::default(),
            seen: Cell::new(0),
            dict: Cell::new(Value::EMPTY),
        }
    }

    pub(super) fn attach(&self, buffer: Value) {
        self.buffer.set(buffer);
        self.detached.set(false);
        self.begun.set(false);
        self.seen.set(0);
        self.drop_read();
        *self.sink.borrow_mut() = match Obj::<Buffered>::from_value(buffer) {
            Some(b) => b.sink.borrow().clone(),
            None => Sink::new(-1, false),
        };
    }

    pub(super) fn set_codec(&self, known: Option<(Encoding, bool)>) {
        self.codec.set(known.map(|(e, _)| e));
        self.marked.set(known.is_some_and(|(_, marked)| marked));
    }

    /// The binary file, if it is an exact buffered one.
    #[inline]
    #[must_use]
    pub fn buffered(&self) -> Option<Obj<Buffered>> {
        Obj::from_value(self.buffer.get())
    }

    /// Forgets what was read ahead.
    pub(super) fn drop_read(&self) {
        if self.at.get() != 0 || !self.chars.borrow().is_empty() {
            self.chars.borrow_mut().clear();
            self.at.set(0);
        }
        self.chunk.borrow_mut().clear();
        self.carry.borrow_mut().clear();
    }

    fn errors(&self) -> Option<Str> {
        Str::from_value(self.errors.get()).filter(|e| !e.is("strict"))
    }

    /// Is there anything read ahead?
    pub(super) fn has_read(&self) -> bool {
        !self.chars.borrow().is_empty() || !self.carry.borrow().is_empty()
    }

    /// Takes at most `n` decoded code points.
    fn take(&self, n: usize) -> CharBuf {
        let chars = self.chars.borrow();
        let end = chars.len().min(self.at.get().saturating_add(n));
        let taken = chars.as_chars().slice(self.at.get()..end).to_buf();
        self.at.set(end);
        taken
    }

    fn left(&self) -> usize {
        self.chars.borrow().len().saturating_sub(self.at.get())
    }

    /// The bytes of a code unit.
    fn unit(&self) -> usize {
        match self.codec.get() {
            Some(Encoding::Utf16(_)) => 2,
            Some(Encoding::Utf32(_)) => 4,
            _ => 1,
        }
    }

    /// How many bytes of the chunk stand for its first `n` code points.
    fn bytes_of(&self, n: usize) -> usize {
        let chunk = self.chunk.borrow();
        if n >= self.chars.borrow().len() {
            return chunk.len();
        }
        let translates = self.newline.get() == Newline::Universal;
        let unit = self.unit();
        let big = matches!(
            self.codec.get(),
            Some(Encoding::Utf16(ByteOrder::Big) | Encoding::Utf32(ByteOrder::Big))
        );
        let utf8 = self.codec.get() == Some(Encoding::Utf8);
        let value = |i: usize| {
            let bytes = chunk.get(i..i + unit)?;
            let fold = |v: u32, b: &u8| v << 8 | u32::from(*b);
            Some(if big {
                bytes.iter().fold(0, fold)
            } else {
                bytes.iter().rev().fold(0, fold)
            })
        };
        let (mut i, mut count) = (0, 0);
        let mut after_cr = false;
        while let Some(v) = value(i) {
            let inside = utf8 && v & 0xC0 == 0x80
                || unit == 2 && (0xDC00..0xE000).contains(&v)
                || translates && after_cr && v == 10;
            if !inside {
                if count == n {
                    return i;
                }
                count += 1;
            }
            after_cr = v == 13;
            i += unit;
        }
        chunk.len()
    }
}

impl Vm {
    /// The binary file of a text file that is ready for use.
    pub(super) fn buffer_of(&mut self, t: Obj<Text>) -> PyResult {
        match t.buffer.get().some() {
            Some(buffer) => Ok(buffer),
            None if t.detached.get() => {
                Err(self.value_error("underlying buffer has been detached"))
            }
            None => Err(self.value_error("I/O operation on uninitialized object")),
        }
    }

    pub(super) fn text_closed(&mut self, t: Obj<Text>) -> PyResult<bool> {
        let buffer = self.buffer_of(t)?;
        match t.buffered() {
            Some(b) => self.buffered_closed(b),
            None => self.flag_of(buffer, "closed"),
        }
    }

    #[inline]
    pub(super) fn open_buffer_of(&mut self, t: Obj<Text>) -> PyResult {
        let buffer = self.buffer_of(t)?;
        if self.text_closed(t)? {
            return Err(self.value_error("I/O operation on closed file."));
        }
        Ok(buffer)
    }

    // ---- writing

    /// `write(s)`
    pub(super) fn text_write(&mut self, t: Obj<Text>, s: Str) -> PyResult<()> {
        let buffer = self.open_buffer_of(t)?;
        if !t.writable.get() {
            return Err(self.unsupported_file("not writable"));
        }
        let lines = t.line_buffering.get();
        let translates = t.newline.get().written();
        let has_lf = (lines || translates.is_some()) && newline::find(s.chars(), 0, 10).is_some();
        let flushes = lines && (has_lf || newline::find(s.chars(), 0, 13).is_some());
        match (s.as_ascii(), t.codec.get(), translates) {
            (Some(ascii), Some(Encoding::Utf8 | Encoding::Latin1 | Encoding::Ascii), None)
                if t.begun.get() || !t.marked.get() =>
            {
                t.begun.set(true);
                self.hold_back_text(t, ascii.as_bytes(), flushes)?;
            }
            _ => {
                let s = match translates.filter(|_| has_lf) {
                    Some(to) => self.new_text(newline::expand(s.chars(), to).as_chars())?,
                    None => s,
                };
                let data = self.encode_for(t, s)?;
                self.hold_back_text(t, data.as_slice(), flushes)?;
            }
        }
        if flushes {
            self.flush_buffer(t, buffer)?;
        }
        if t.readable.get() {
            t.drop_read();
        }
        Ok(())
    }

    fn flush_buffer(&mut self, t: Obj<Text>, buffer: Value) -> PyResult<()> {
        if let Some(b) = t.buffered()
            && b.readable.get() != b.writable.get()
        {
            return if b.writable.get() {
                self.buffered_flush(b)
            } else {
                Ok(())
            };
        }
        let flush = self.names.flush;
        self.call_named(buffer, flush, &[]).map(|_| ())
    }

    fn encode_for(&mut self, t: Obj<Text>, s: Str) -> PyResult<Bytes> {
        let first = !t.begun.get();
        let Some(codec) = t.codec.get() else {
            let v = self.encode_with(s, Str::from_value(t.encoding.get()), t.errors())?;
            return match Bytes::from_value(self.payload(v)) {
                Some(b) => Ok(b),
                None => Err(self.type_error("encoder should return a bytes object")),
            };
        };
        let codec = match codec {
            Encoding::Utf16(ByteOrder::Marked) if !first => Encoding::Utf16(ByteOrder::Little),
            Encoding::Utf32(ByteOrder::Marked) if !first => Encoding::Utf32(ByteOrder::Little),
            codec => codec,
        };
        let data = self.encode_text(s, codec, t.errors())?;
        t.begun.set(true);
        if first && t.marked.get() {
            let marked = [b"\xEF\xBB\xBF", data.as_slice()].concat();
            return self.new_bytes(&marked);
        }
        Ok(data)
    }

    /// Adds encoded text to what is held back, and hands that on when it is enough.
    #[inline]
    fn hold_back_text(&mut self, t: Obj<Text>, data: &[u8], now: bool) -> PyResult<()> {
        let full = {
            let sink = t.sink.borrow();
            let n = sink.text.borrow().len();
            n > 0 && n + data.len() > CHUNK
        };
        if full {
            self.hand_on(t)?;
        }
        let enough = {
            let sink = t.sink.borrow();
            let mut text = sink.text.borrow_mut();
            text.extend_from_slice(data);
            text.len() >= CHUNK
        };
        if enough || now || t.write_through.get() {
            self.hand_on(t)?;
        }
        Ok(())
    }

    /// Hands what is held back on to the binary file.
    pub(super) fn hand_on(&mut self, t: Obj<Text>) -> PyResult<()> {
        let sink = t.sink.borrow().clone();
        if sink.text.borrow().is_empty() {
            return Ok(());
        }
        let mut data = sink.text.take();
        let buffer = self.buffer_of(t)?;
        if let Some(b) = t.buffered() {
            self.buffered_write(b, &data)?;
        } else {
            let bytes = self.new_bytes(&data)?;
            let write = self.names.write;
            self.call_named(buffer, write, &[bytes.value()])?;
        }
        let mut text = sink.text.borrow_mut();
        if text.is_empty() {
            data.clear();
            *text = data; // keeps its memory
        }
        Ok(())
    }

    /// `flush()`
    pub(super) fn text_flush(&mut self, t: Obj<Text>) -> PyResult<()> {
        let buffer = self.open_buffer_of(t)?;
        t.telling.set(t.seekable.get());
        self.hand_on(t)?;
        self.flush_buffer(t, buffer)
    }

    // ---- reading

    fn check_reading(&mut self, t: Obj<Text>) -> PyResult<()> {
        self.open_buffer_of(t)?;
        if !t.readable.get() {
            return Err(self.unsupported_file("not readable"));
        }
        self.hand_on(t)
    }

    /// Decodes `bytes`; what is left of them at the end is given too.
    fn decode_for(&mut self, t: Obj<Text>, bytes: &[u8], last: bool) -> PyResult<(CharBuf, usize)> {
        let Some(codec) = t.codec.get() else {
            let s = self.decode_with(bytes, Str::from_value(t.encoding.get()), t.errors())?;
            return Ok((s.chars().to_buf(), bytes.len()));
        };
        let mut skipped = 0;
        if t.marked.get() && !t.begun.get() {
            if !last && bytes.len() < 3 && b"\xEF\xBB\xBF".starts_with(bytes) {
                return Ok((CharBuf::new(), 0));
            }
            if bytes.starts_with(b"\xEF\xBB\xBF") {
                skipped = 3;
            }
        }
        let bytes = bytes.get(skipped..).unwrap_or(&[]);
        let decoded = self.decode_partly(bytes, codec, t.errors(), last)?;
        let (mut text, mut consumed) = (decoded.text, decoded.consumed);
        if consumed > 0 || skipped > 0 {
            t.begun.set(true);
            match codec {
                Encoding::Utf16(ByteOrder::Marked) => {
                    t.codec.set(Some(Encoding::Utf16(settled(decoded.order))));
                }
                Encoding::Utf32(ByteOrder::Marked) => {
                    t.codec.set(Some(Encoding::Utf32(settled(decoded.order))));
                }
                _ => {}
            }
        }
        if t.newline.get().all_kinds() {
            if !last && text.as_chars().last() == Some(13) {
                text.truncate(text.len() - 1);
                consumed -= t.unit().min(consumed);
            }
            t.seen.set(t.seen.get() | newline::kinds(text.as_chars()));
            if t.newline.get() == Newline::Universal {
                text = newline::translate(text);
            }
        }
        Ok((text, consumed + skipped))
    }

    /// Reads and decodes the next bytes; `false` at the end.
    fn next_chunk(&mut self, t: Obj<Text>) -> PyResult<bool> {
        let buffer = self.buffer_of(t)?;
        if t.codec.get().is_none() {
            let rest = self.rest_of(t, buffer)?;
            let any = !rest.is_empty();
            let (text, _) = self.decode_for(t, &rest, true)?;
            self.set_chars(t, text, rest, Vec::new());
            return Ok(any);
        }
        let more = match t.buffered() {
            Some(b) => self.buffered_read1(b, CHUNK)?,
            None => {
                let read1 = self.intern("read1")?;
                let method = if self.get_attr_opt(buffer, read1)?.is_some() {
                    "read1"
                } else {
                    "read"
                };
                let v = self.call_method_str(buffer, method, &[Value::from_len(CHUNK)])?;
                match self.bytes_like_opt(v)? {
                    Some(data) => data,
                    None => {
                        let got = self.type_name(v);
                        return Err(self.type_error(format_args!(
                            "underlying {method}() should have returned a bytes-like object, not '{got}'"
                        )));
                    }
                }
            }
        };
        let eof = more.is_empty();
        let mut bytes = t.carry.take();
        if bytes.is_empty() {
            bytes = more;
        } else {
            bytes.extend_from_slice(&more);
        }
        let (text, consumed) = self.decode_for(t, &bytes, eof)?;
        let carry = bytes.split_off(consumed.min(bytes.len()));
        let any = !text.is_empty();
        self.set_chars(t, text, bytes, carry);
        Ok(!eof || any)
    }

    fn set_chars(&mut self, t: Obj<Text>, text: CharBuf, chunk: Vec<u8>, carry: Vec<u8>) {
        *t.chars.borrow_mut() = text;
        t.at.set(0);
        *t.chunk.borrow_mut() = chunk;
        *t.carry.borrow_mut() = carry;
    }

    fn rest_of(&mut self, t: Obj<Text>, buffer: Value) -> PyResult<Vec<u8>> {
        if let Some(b) = t.buffered() {
            return Ok(self.buffered_read_all(b)?.unwrap_or_default());
        }
        Ok(self.bytes_from(buffer, "read", &[])?.unwrap_or_default())
    }

    /// `read(n)`
    pub(super) fn text_read(&mut self, t: Obj<Text>, n: Option<usize>) -> PyResult<Str> {
        self.check_reading(t)?;
        let Some(n) = n else {
            let buffer = self.buffer_of(t)?;
            let rest = self.rest_of(t, buffer)?;
            let mut bytes = t.carry.take();
            bytes.extend_from_slice(&rest);
            let mut all = t.take(usize::MAX);
            let (text, _) = self.decode_for(t, &bytes, true)?;
            t.drop_read();
            if all.is_empty() {
                all = text;
            } else {
                all.extend(text.as_chars());
            }
            return self.new_text(all.as_chars());
        };
        let mut all = t.take(n);
        while all.len() < n && self.next_chunk(t)? {
            all.extend(t.take(n - all.len()).as_chars());
        }
        self.new_text(all.as_chars())
    }

    /// `readline(limit)`
    pub(super) fn text_readline(&mut self, t: Obj<Text>, limit: Option<usize>) -> PyResult<Str> {
        self.check_reading(t)?;
        let newline = t.newline.get();
        let mut line = CharBuf::new();
        loop {
            if t.left() == 0 && !self.next_chunk(t)? {
                return self.new_text(line.as_chars());
            }
            let room = limit.map_or(usize::MAX, |n| n - line.len());
            let end = {
                let chars = t.chars.borrow();
                let at = t.at.get();
                let split = newline == Newline::CrLf
                    && line.as_chars().last() == Some(13)
                    && chars.as_chars().get(at) == Some(10);
                if split {
                    Some(1)
                } else {
                    newline::line_end(chars.as_chars(), at, newline).map(|end| end - at)
                }
            };
            let n = end.unwrap_or(usize::MAX).min(room);
            if line.is_empty() && end.is_some() {
                let (from, to) = (t.at.get(), t.at.get() + n);
                t.at.set(to);
                let chars = t.chars.borrow();
                return self.new_text(chars.as_chars().slice(from..to));
            }
            line.extend(t.take(n).as_chars());
            if end.is_some() || limit.is_some_and(|n| line.len() >= n) {
                return self.new_text(line.as_chars());
            }
        }
    }

    // ---- positions

    /// `tell()`
    pub(super) fn text_tell(&mut self, t: Obj<Text>) -> PyResult<i64> {
        self.open_buffer_of(t)?;
        if !t.seekable.get() {
            return Err(self.unsupported_file("underlying stream is not seekable"));
        }
        if !t.telling.get() {
            return Err(self.raise_text(T::OSError, "telling position disabled by next() call"));
        }
        self.text_flush(t)?;
        let buffer = self.buffer_of(t)?;
        let at = match t.buffered() {
            Some(b) => self.buffered_tell(b)?,
            None => {
                let at = self.call_method_str(buffer, "tell", &[])?;
                self.index_i64(at, "Python int too large to convert to C long")?
            }
        };
        let behind = t.chunk.borrow().len() - t.bytes_of(t.at.get()) + t.carry.borrow().len();
        Ok(at - behind as i64)
    }

    /// Moves the binary file and forgets what was read.
    pub(super) fn text_move(&mut self, t: Obj<Text>, offset: i64, whence: i32) -> PyResult<i64> {
        self.text_flush(t)?;
        let buffer = self.buffer_of(t)?;
        let at = match t.buffered() {
            Some(b) => self.buffered_seek(b, offset, whence)?,
            None => {
                let offset = self.new_int(offset);
                let at =
                    self.call_method_str(buffer, "seek", &[offset, Value::from_i32(whence)])?;
                self.index_i64(at, "Python int too large to convert to C long")?
            }
        };
        t.drop_read();
        t.begun.set(at != 0);
        if at == 0
            && let Some(encoding) = Str::from_value(t.encoding.get())
        {
            t.set_codec(known_encoding(&encoding.to_text()));
        }
        Ok(at)
    }
}

/// The order of the units once it is known.
fn settled(order: ByteOrder) -> ByteOrder {
    if order == ByteOrder::Marked {
        ByteOrder::Little
    } else {
        order
    }
}
