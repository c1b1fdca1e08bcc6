//! `str`: code points in 1, 2 or 4 bytes each, always the narrowest width that fits.
//!
//! The text stands inside the object or, when it was made by repeated concatenation, in a growable buffer that several strings share: each
//! sees a prefix of it, and the one that ends where the buffer ends may be extended in place. So `s += t` in a loop costs what `t` costs.
#![expect(unsafe_code, reason = "lays out raw objects")]

use std::cell::Cell;
use std::sync::OnceLock;

use super::list::Storage;
use super::{Heap, Kind, List, OutOfMemory, T, Value, handle, init_header};
use crate::gc::{Header, SMALL_MAX};
use crate::num::siphash::{HashKey, Rounds};
use crate::text::{CharBuf, Chars};

const WIDTH: u16 = 3; // log2 of the bytes of a code point
const ASCII: u16 = 4;
const INTERNED: u16 = 8;
const JOINED: u16 = 16; // made by concatenation: the next one gets a growable buffer

/// header, length in code points, hash (0: not computed yet), text.
#[repr(C)]
pub struct StrObj {
    header: Cell<Header>,
    len: usize,
    hash: Cell<i64>,
    data: *const u8,
}

/// Offset of the length in code points, a word.
pub const LEN_OFFSET: usize = std::mem::offset_of!(StrObj, len);

/// A growable buffer: bytes in use, then the text.
#[repr(C)]
struct Shared {
    header: Header,
    used: Cell<usize>,
}

handle! {
    /// An exact `str`.
    Str => StrObj, Str
}

const HEAD: usize = size_of::<StrObj>();
const SHARED_HEAD: usize = size_of::<Shared>();
const SHARE_FROM: usize = 64;

static HASH_KEY: OnceLock<HashKey> = OnceLock::new();

/// Sets the key of string and bytes hashes. The first call of the process counts; it must come before the first string.
pub fn set_hash_key(key: HashKey) {
    let _ = HASH_KEY.set(key);
}

/// The hash of a run of bytes, as `str` and `bytes` have it.
#[must_use]
pub fn hash_bytes(bytes: &[u8]) -> i64 {
    HASH_KEY
        .get_or_init(|| HashKey::from_seed(0, Rounds::OneThree))
        .hash_bytes(bytes)
}

/// Are two runs of the same length equal? Short ones, which most keys are, without a call.
#[inline(always)]
fn same_bytes(a: &[u8], b: &[u8]) -> bool {
    let both = |a: Option<&[u8; 8]>, b: Option<&[u8; 8]>| a == b;
    match a.len() {
        8..=16 => both(a.first_chunk(), b.first_chunk()) && both(a.last_chunk(), b.last_chunk()),
        0..8 => a.iter().zip(b).all(|(x, y)| x == y),
        _ => a == b,
    }
}

/// Copies a run of bytes; short ones, which most pieces of text are, without a call.
///
/// # Safety
/// There is room for them at `to`, which is not a part of `from`.
#[inline(always)]
unsafe fn copy_bytes(from: &[u8], to: *mut u8) {
    let n = from.len();
    // SAFETY: the caller's promise; both halves that are copied are inside the run.
    unsafe {
        match (from.first_chunk::<8>(), from.last_chunk::<8>()) {
            (Some(first), Some(last)) if n <= 16 => {
                to.cast::<[u8; 8]>().write(*first);
                to.add(n - 8).cast::<[u8; 8]>().write(*last);
            }
            (None, _) => match (from.first_chunk::<4>(), from.last_chunk::<4>()) {
                (Some(first), Some(last)) => {
                    to.cast::<[u8; 4]>().write(*first);
                    to.add(n - 4).cast::<[u8; 4]>().write(*last);
                }
                _ => {
                    for (i, &byte) in from.iter().enumerate() {
                        to.add(i).write(byte);
                    }
                }
            },
            _ => std::ptr::copy_nonoverlapping(from.as_ptr(), to, n),
        }
    }
}

/// The bytes of a text of two to eight bytes as one word: with the length it says all.
#[inline(always)]
fn short_word(text: &[u8]) -> Option<u64> {
    let ends = match text.len() {
        4..=8 => {
            let (first, last) = (text.first_chunk()?, text.last_chunk()?);
            [u32::from_le_bytes(*first), u32::from_le_bytes(*last)]
        }
        2..4 => {
            let (first, last) = (text.first_chunk()?, text.last_chunk()?);
            [first, last].map(|&pair| u32::from(u16::from_le_bytes(pair)))
        }
        _ => return None,
    };
    Some(u64::from(ends[0]) | u64::from(ends[1]) << 32)
}

impl Str {
    #[inline]
    fn allocate(
        heap: &mut Heap,
        len: usize,
        shift: u16,
        flags: u16,
    ) -> Result<(*mut Header, *mut u8), OutOfMemory> {
        let bytes = (len << shift)
            .checked_add(HEAD)
            .filter(|_| len >> 56 == 0)
            .ok_or(OutOfMemory)?;
        let p = if bytes <= SMALL_MAX {
            heap.alloc(bytes)
        } else {
            heap.try_alloc(bytes).ok_or(OutOfMemory)?
        };
        // SAFETY: the cell is `bytes` long.
        unsafe {
            let data = p.cast::<u8>().add(HEAD);
            Str::init(p, len, data, shift | flags);
            Ok((p, data))
        }
    }

    unsafe fn init(p: *mut Header, len: usize, data: *const u8, aux: u16) {
        let o: *mut StrObj = p.cast();
        // SAFETY: the caller's cell holds a `StrObj`.
        unsafe {
            init_header(p, T::Str as u32, Kind::Str);
            (*p).aux = aux;
            (*o).len = len;
            (*o).hash = Cell::new(0);
            (*o).data = data;
        }
    }

    /// A string of the given code points, stored in the narrowest width.
    pub fn from_chars(heap: &mut Heap, chars: Chars<'_>) -> Result<Str, OutOfMemory> {
        match chars {
            Chars::Latin1(b) => Str::from_latin1(heap, b),
            Chars::Ucs2(_) | Chars::Ucs4(_) => {
                let max = chars.max_char();
                let shift = if max < 0x100 {
                    0
                } else if max < 0x1_0000 {
                    1
                } else {
                    2
                };
                let ascii = if max < 0x80 { ASCII } else { 0 };
                let (p, data) = Str::allocate(heap, chars.len(), shift, ascii)?;
                // SAFETY: `data` has room for all code points in this width, which fits the greatest.
                unsafe {
                    for (i, c) in chars.iter().enumerate() {
                        match shift {
                            0 => data.add(i).write(c as u8),
                            1 => data.cast::<u16>().add(i).write(c as u16),
                            _ => data.cast::<u32>().add(i).write(c),
                        }
                    }
                    Ok(Str::from_ptr(p))
                }
            }
        }
    }

    /// A string of Latin-1 code points.
    pub fn from_latin1(heap: &mut Heap, bytes: &[u8]) -> Result<Str, OutOfMemory> {
        let (p, data) = Str::allocate(
            heap,
            bytes.len(),
            0,
            if bytes.is_ascii() { ASCII } else { 0 },
        )?;
        // SAFETY: `data` has room for all bytes.
        unsafe {
            copy_bytes(bytes, data);
            Ok(Str::from_ptr(p))
        }
    }

    /// A string of this text, which is ASCII. `None`: there is no memory.
    #[inline]
    pub fn from_ascii(heap: &mut Heap, text: &[u8]) -> Option<Str> {
        match short_word(text) {
            Some(word) => Str::short_ascii(heap, text, word),
            None => Str::new_ascii(heap, text),
        }
    }

    /// A short ASCII string: one made lately, if there is such a one. So its hash need not be computed again, and a dict finds it by its address.
    #[inline]
    fn short_ascii(heap: &mut Heap, part: &[u8], word: u64) -> Option<Str> {
        let hash = (word ^ part.len() as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let entry = *heap.recent(hash);
        if !entry.is_null() {
            // SAFETY: only strings are left there.
            let s = unsafe { Str::from_ptr(entry) };
            if s.len() == part.len() && short_word(s.bytes()) == Some(word) {
                return Some(s);
            }
        }
        let s = Str::new_ascii(heap, part)?;
        *heap.recent(hash) = s.ptr();
        Some(s)
    }

    /// A new string of this text, which is ASCII. `None`: there is no memory.
    #[inline]
    pub fn new_ascii(heap: &mut Heap, text: &[u8]) -> Option<Str> {
        let (p, data) = Str::allocate(heap, text.len(), 0, ASCII).ok()?;
        // SAFETY: `data` has room for all bytes.
        unsafe {
            copy_bytes(text, data);
            Some(Str::from_ptr(p))
        }
    }

    /// A string of the given text.
    pub fn new(heap: &mut Heap, text: &str) -> Result<Str, OutOfMemory> {
        if text.is_ascii() {
            return Str::from_latin1(heap, text.as_bytes());
        }
        let mut buf = CharBuf::new();
        buf.push_str(text);
        Str::from_chars(heap, buf.as_chars())
    }

    /// The text.
    #[inline(always)]
    #[must_use]
    pub fn chars<'a>(self) -> Chars<'a> {
        let o = self.obj();
        // SAFETY: `data` holds `len` code points of the width in the header; they never change.
        unsafe {
            match o.header.get().aux & WIDTH {
                0 => Chars::Latin1(std::slice::from_raw_parts(o.data, o.len)),
                1 => Chars::Ucs2(std::slice::from_raw_parts(o.data.cast(), o.len)),
                _ => Chars::Ucs4(std::slice::from_raw_parts(o.data.cast(), o.len)),
            }
        }
    }

    /// Number of code points.
    #[inline(always)]
    #[must_use]
    pub fn len(self) -> usize {
        self.obj().len
    }

    /// Is it `""`?
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Are all code points below 128?
    #[inline(always)]
    #[must_use]
    pub fn is_ascii(self) -> bool {
        self.obj().header.get().aux & ASCII != 0
    }

    /// The text as UTF-8 without copying, when it is ASCII.
    #[inline(always)]
    #[must_use]
    pub fn as_ascii<'a>(self) -> Option<&'a str> {
        if !self.is_ascii() {
            return None;
        }
        match self.chars() {
            // SAFETY: the flag says that all bytes are ASCII.
            Chars::Latin1(b) => Some(unsafe { std::str::from_utf8_unchecked(b) }),
            _ => None,
        }
    }

    /// The text; lone surrogates become U+FFFD.
    #[must_use]
    pub fn to_text(self) -> String {
        self.chars().to_string_lossy().into_owned()
    }

    /// Is it this text?
    #[must_use]
    pub fn is(self, text: &str) -> bool {
        self.chars().equals_str(text)
    }

    fn bytes<'a>(self) -> &'a [u8] {
        let o = self.obj();
        // SAFETY: `data` holds `len` code points of the width in the header.
        unsafe { std::slice::from_raw_parts(o.data, o.len << (o.header.get().aux & WIDTH)) }
    }

    /// The hash (never -1).
    #[inline(always)]
    #[must_use]
    pub fn hash(self) -> i64 {
        let h = self.obj().hash.get();
        if h != 0 { h } else { self.compute_hash() }
    }

    #[inline(never)]
    fn compute_hash(self) -> i64 {
        let h = if self.is_empty() {
            0
        } else {
            hash_bytes(self.bytes())
        };
        self.obj().hash.set(h);
        h
    }

    /// Do both hold the same text?
    #[inline]
    #[must_use]
    pub fn same_text(self, other: Str) -> bool {
        if self == other {
            return true;
        }
        let (a, b) = (self.obj(), other.obj());
        let (x, y) = (a.header.get().aux, b.header.get().aux);
        if a.len != b.len || (x ^ y) & WIDTH != 0 || x & y & INTERNED != 0 {
            return false;
        }
        same_bytes(self.bytes(), other.bytes())
    }

    /// Is it the one interned string with this text?
    #[must_use]
    pub fn is_interned(self) -> bool {
        self.obj().header.get().aux & INTERNED != 0
    }

    pub(super) fn set_interned(self) {
        let mut h = self.obj().header.get();
        h.aux |= INTERNED;
        self.obj().header.set(h);
    }

    /// `self + other`
    pub fn concat(self, heap: &mut Heap, other: Str) -> Result<Str, OutOfMemory> {
        if other.is_empty() {
            return Ok(self);
        }
        if self.is_empty() {
            return Ok(other);
        }
        let (x, y) = (self.obj().header.get().aux, other.obj().header.get().aux);
        let shift = (x & WIDTH).max(y & WIDTH);
        let len = self.len().checked_add(other.len()).ok_or(OutOfMemory)?;
        let flags = x & y & ASCII;
        if shift == x & WIDTH && x & JOINED != 0 && len >= SHARE_FROM {
            return self.extend(heap, other, len, shift | flags);
        }
        let (p, data) = Str::allocate(heap, len, shift, flags | JOINED)?;
        // SAFETY: `data` has room for both texts in the wider width.
        unsafe {
            self.write_to(data, shift);
            other.write_to(data.add(self.len() << shift), shift);
            Ok(Str::from_ptr(p))
        }
    }

    /// `s * n`
    pub fn repeated(heap: &mut Heap, s: Str, n: usize) -> Result<Str, OutOfMemory> {
        let aux = s.obj().header.get().aux;
        let shift = aux & WIDTH;
        let len = s.len().checked_mul(n).ok_or(OutOfMemory)?;
        if len >> 56 != 0 {
            return Err(OutOfMemory);
        }
        let (p, data) = Str::allocate(heap, len, shift, aux & ASCII)?;
        let chunk = s.len() << shift;
        for i in 0..n {
            // SAFETY: `data` has room for `n` copies of the text.
            unsafe { std::ptr::copy_nonoverlapping(s.obj().data, data.add(i * chunk), chunk) };
        }
        // SAFETY: a fresh string.
        Ok(unsafe { Str::from_ptr(p) })
    }

    /// `count` characters from `start`, each `step` after the one before, of an ASCII string. All of them are in the string; else `None`.
    pub fn stepped_ascii(
        heap: &mut Heap,
        s: Str,
        [start, step]: [i64; 2],
        count: usize,
    ) -> Option<Result<Str, OutOfMemory>> {
        let text = s.as_ascii()?.as_bytes();
        let last = step.checked_mul(i64::try_from(count).ok()? - 1)?;
        let inside = |at: i64| usize::try_from(at).is_ok_and(|at| at < text.len());
        if !inside(start) || !inside(start.checked_add(last)?) {
            return None;
        }
        Some(Str::allocate(heap, count, 0, ASCII).map(|(p, data)| {
            // SAFETY: `data` has room for all characters; the first and the last were seen to be in the text, so the others are too.
            unsafe {
                for i in 0..count {
                    let from = start + i as i64 * step;
                    data.add(i).write(*text.get_unchecked(from as usize));
                }
                Str::from_ptr(p)
            }
        }))
    }

    /// `left` and `right` times `fill` around the text of `s`, when all is one byte wide.
    pub fn padded(
        heap: &mut Heap,
        s: Str,
        [left, right]: [usize; 2],
        fill: u32,
    ) -> Option<Result<Str, OutOfMemory>> {
        let (text, byte) = (s.chars().as_latin1()?, u8::try_from(fill).ok()?);
        let len = text.len().checked_add(left)?.checked_add(right)?;
        let ascii = if s.is_ascii() && byte.is_ascii() {
            ASCII
        } else {
            0
        };
        Some(Str::allocate(heap, len, 0, ascii).map(|(p, data)| {
            // SAFETY: `data` has room for the text and both margins.
            unsafe {
                std::ptr::write_bytes(data, byte, left);
                std::ptr::copy_nonoverlapping(text.as_ptr(), data.add(left), text.len());
                std::ptr::write_bytes(data.add(left + text.len()), byte, right);
                Str::from_ptr(p)
            }
        }))
    }

    /// The texts of `pieces` one after another. The iterator is run twice and must give the same strings both times (else the result is
    /// cut off or padded with NUL).
    pub fn from_pieces(
        heap: &mut Heap,
        pieces: impl Iterator<Item = Str> + Clone,
    ) -> Result<Str, OutOfMemory> {
        let (mut len, mut shift, mut ascii) = (0_usize, 0, ASCII);
        for piece in pieces.clone() {
            let aux = piece.obj().header.get().aux;
            len = len.checked_add(piece.len()).ok_or(OutOfMemory)?;
            shift = shift.max(aux & WIDTH);
            ascii &= aux;
        }
        let (p, data) = Str::allocate(heap, len, shift, ascii)?;
        let mut at = 0;
        for piece in pieces {
            if piece.len() > len - at || piece.obj().header.get().aux & WIDTH > shift {
                break;
            }
            // SAFETY: the text ends at or before `len`, and its width is at most that of the new string.
            unsafe { piece.write_to(data.add(at << shift), shift) };
            at += piece.len();
        }
        // SAFETY: what the pieces did not fill is filled with zeros; `p` is a fresh string.
        unsafe {
            std::ptr::write_bytes(data.add(at << shift), 0, (len - at) << shift);
            Ok(Str::from_ptr(p))
        }
    }

    /// `sep.join(list)`; `None` when one of the items is no exact string.
    pub fn join(heap: &mut Heap, sep: Str, list: List) -> Result<Option<Str>, OutOfMemory> {
        let Some(items) = list.words().filter(|_| list.storage() == Storage::Values) else {
            return Ok(None);
        };
        let gaps = items.len().saturating_sub(1);
        let sep_aux = if gaps > 0 {
            sep.obj().header.get().aux
        } else {
            ASCII
        };
        let mut len = sep.len().checked_mul(gaps).ok_or(OutOfMemory)?;
        let (mut shift, mut ascii) = (sep_aux & WIDTH, sep_aux & ASCII);
        for word in items {
            let Some(item) = Str::from_value(Value(word.get())) else {
                return Ok(None);
            };
            let aux = item.obj().header.get().aux;
            len = len.checked_add(item.len()).ok_or(OutOfMemory)?;
            shift = shift.max(aux & WIDTH);
            ascii &= aux;
        }
        let (p, data) = Str::allocate(heap, len, shift, ascii)?;
        let mut to = data;
        for (i, word) in items.iter().enumerate() {
            // SAFETY: the words are those of the first pass (nothing ran in between that could change the list), so there is room for
            // all of them and the separators in the widest width.
            unsafe {
                if i > 0 {
                    sep.write_to(to, shift);
                    to = to.add(sep.len() << shift);
                }
                let item = Str::from_ptr(word.get() as *mut Header);
                item.write_to(to, shift);
                to = to.add(item.len() << shift);
            }
        }
        // SAFETY: a fresh string, all of its text written.
        Ok(Some(unsafe { Str::from_ptr(p) }))
    }

    /// The string with every byte mapped, when it is ASCII; `f` maps ASCII to ASCII.
    pub fn map_ascii(
        self,
        heap: &mut Heap,
        f: impl Fn(u8) -> u8,
    ) -> Option<Result<Str, OutOfMemory>> {
        let text = self.as_ascii()?;
        Some(Str::allocate(heap, text.len(), 0, ASCII).map(|(p, data)| {
            // SAFETY: `data` has room for all bytes; the mask keeps them ASCII.
            unsafe {
                for (i, byte) in text.bytes().enumerate() {
                    data.add(i).write(f(byte) & 0x7f);
                }
                Str::from_ptr(p)
            }
        }))
    }

    fn shared(self) -> Option<*mut Shared> {
        let o = self.obj();
        // SAFETY: text outside the object stands in a `Shared` buffer, right after its head.
        unsafe {
            let inside = self.ptr().cast::<u8>().add(HEAD).cast_const();
            if o.data == inside {
                None
            } else {
                Some(o.data.sub(SHARED_HEAD).cast_mut().cast())
            }
        }
    }

    /// `self + other` in the growable buffer of `self`, or in a new one.
    fn extend(self, heap: &mut Heap, other: Str, len: usize, aux: u16) -> Result<Str, OutOfMemory> {
        let shift = aux & WIDTH;
        let (old_bytes, new_bytes) = (self.len() << shift, len << shift);
        let usable = self.shared().filter(|&s| {
            // SAFETY: `s` is the live buffer of `self`.
            unsafe {
                (*s).used.get() == old_bytes
                    && heap.usable_size(s.cast()) - SHARED_HEAD >= new_bytes
            }
        });
        let buffer = match usable {
            Some(b) => b,
            None => {
                let room = new_bytes
                    .checked_mul(2)
                    .and_then(|b| b.checked_add(SHARED_HEAD))
                    .ok_or(OutOfMemory)?;
                let p = heap.try_alloc(room).ok_or(OutOfMemory)?;
                // SAFETY: the cell is `room` long; the text of `self` is copied to its start.
                unsafe {
                    init_header(p, 0, Kind::Buffer);
                    std::ptr::copy_nonoverlapping(
                        self.obj().data,
                        p.cast::<u8>().add(SHARED_HEAD),
                        old_bytes,
                    );
                }
                p.cast()
            }
        };
        // SAFETY: the buffer has room for `new_bytes`, and nobody sees the bytes behind `old_bytes`.
        unsafe {
            let data = buffer.cast::<u8>().add(SHARED_HEAD);
            other.write_to(data.add(old_bytes), shift);
            (*buffer).used = Cell::new(new_bytes);
            let p = heap.alloc(HEAD);
            Str::init(p, len, data, aux | JOINED);
            Ok(Str::from_ptr(p))
        }
    }

    /// Copies the text to `to` in width `1 << shift`, which is at least its own.
    #[inline]
    unsafe fn write_to(self, to: *mut u8, shift: u16) {
        // SAFETY: the caller made room.
        unsafe {
            match (self.chars(), shift) {
                (Chars::Latin1(b), 0) => copy_bytes(b, to),
                (Chars::Ucs2(b), 1) => {
                    std::ptr::copy_nonoverlapping(b.as_ptr(), to.cast(), b.len());
                }
                (Chars::Ucs4(b), _) => {
                    std::ptr::copy_nonoverlapping(b.as_ptr(), to.cast(), b.len());
                }
                (chars, 1) => chars
                    .iter()
                    .enumerate()
                    .for_each(|(i, c)| to.cast::<u16>().add(i).write(c as u16)),
                (chars, _) => chars
                    .iter()
                    .enumerate()
                    .for_each(|(i, c)| to.cast::<u32>().add(i).write(c)),
            }
        }
    }

    /// For the tracer: the buffer that holds the text, if it is not in the object.
    pub(super) fn buffer(self) -> Option<*mut Header> {
        self.shared().map(<*mut Shared>::cast)
    }
}
