//! Ints that do not fit the word: boxed `i64`, and big ints with their limbs inside the object.
#![expect(unsafe_code, reason = "lays out raw objects")]

use super::{Heap, Kind, OutOfMemory, T, Value, handle, init_header};
use crate::gc::Header;
use crate::num::limbs::trimmed;
use crate::num::{self, Limbs, Wide};

/// header, value.
#[repr(C)]
pub struct IntBoxObj {
    header: Header,
    value: i64,
}

handle! {
    /// An int that fits `i64` but not the word.
    IntBox => IntBoxObj, IntBox
}

impl IntBox {
    /// The number.
    #[inline(always)]
    #[must_use]
    pub fn get(self) -> i64 {
        self.obj().value
    }
}

/// header (`aux` 1: negative), number of limbs, limbs (least first, the last not zero).
#[repr(C)]
pub struct BigIntObj {
    header: Header,
    len: usize,
    limbs: [u64; 0],
}

handle! {
    /// An int beyond `i64`.
    BigInt => BigIntObj, BigInt
}

impl BigInt {
    /// Is it below zero?
    #[must_use]
    pub fn is_negative(self) -> bool {
        self.obj().header.aux == 1
    }

    /// The magnitude, least limb first.
    #[must_use]
    pub fn limbs<'a>(self) -> &'a [u64] {
        // SAFETY: `len` limbs follow the head and are never written after creation.
        unsafe { std::slice::from_raw_parts((&raw const self.obj().limbs).cast(), self.obj().len) }
    }

    /// Sign and magnitude.
    #[must_use]
    pub fn as_limbs<'a>(self) -> Limbs<'a> {
        Limbs {
            negative: self.is_negative(),
            magnitude: self.limbs(),
        }
    }

    /// The number, if its magnitude fits 128 bits.
    #[inline(always)]
    #[must_use]
    pub fn wide(self) -> Option<Wide> {
        Wide::from_limbs(self.is_negative(), self.limbs())
    }

    /// The number as `num/` computes with it.
    #[must_use]
    pub fn to_num(self) -> num::BigInt {
        num::BigInt::from_limbs(self.is_negative(), self.limbs())
    }
}

/// The int `i`.
#[inline(always)]
pub fn from_i64(heap: &mut Heap, i: i64) -> Value {
    if Value::int_fits(i) {
        Value::from_int_unchecked(i)
    } else {
        boxed(heap, i)
    }
}

#[cold]
#[inline(never)]
fn boxed(heap: &mut Heap, value: i64) -> Value {
    let p = heap.alloc(size_of::<IntBoxObj>());
    // SAFETY: the cell holds an `IntBoxObj`.
    unsafe {
        init_header(p, T::Int as u32, Kind::IntBox);
        (*p.cast::<IntBoxObj>()).value = value;
    }
    Value::from_object(p)
}

/// The int `n`.
#[inline]
pub fn from_wide(heap: &mut Heap, n: Wide) -> Value {
    let (low, high) = (n.magnitude as u64, (n.magnitude >> 64) as u64);
    if high == 0 && low <= i64::MAX as u64 {
        let i = low as i64;
        return from_i64(heap, if n.negative { -i } else { i });
    }
    if n.negative && n.magnitude == u128::from(i64::MIN.unsigned_abs()) {
        return from_i64(heap, i64::MIN);
    }
    let len = 1 + usize::from(high != 0);
    let p = heap.alloc(size_of::<BigIntObj>() + len * 8);
    // SAFETY: the cell holds the head and `len` limbs, all of which are written.
    unsafe {
        init_big(p, n.negative, len);
        let limbs: *mut u64 = (&raw mut (*p.cast::<BigIntObj>()).limbs).cast();
        limbs.write(low);
        if high != 0 {
            limbs.add(1).write(high);
        }
    }
    Value::from_object(p)
}

/// Writes everything but the limbs.
///
/// # Safety
/// `p` is a fresh cell with room for the head.
#[inline(always)]
unsafe fn init_big(p: *mut Header, negative: bool, len: usize) {
    // SAFETY: the caller's promise.
    unsafe {
        init_header(p, T::Int as u32, Kind::BigInt);
        (*p).aux = u16::from(negative);
        (*p.cast::<BigIntObj>()).len = len;
    }
}

/// The int whose limbs `fill` writes, least first, to `len` zeros; it says whether the int is negative. High limbs may stay zero.
pub fn build(
    heap: &mut Heap,
    len: usize,
    fill: impl FnOnce(&mut [u64]) -> bool,
) -> Result<Value, OutOfMemory> {
    /// More unused limbs than this are not kept.
    const MOST_UNUSED: usize = 64;
    let size = len
        .checked_mul(8)
        .and_then(|n| n.checked_add(size_of::<BigIntObj>()));
    let p = size.and_then(|n| heap.try_alloc(n)).ok_or(OutOfMemory)?;
    let big: *mut BigIntObj = p.cast();
    // SAFETY: the cell holds the head and `len` limbs, and nothing else refers to it; the limbs are written before they are lent.
    let limbs = unsafe {
        init_big(p, false, len);
        let limbs: *mut u64 = (&raw mut (*big).limbs).cast();
        limbs.write_bytes(0, len);
        std::slice::from_raw_parts_mut(limbs, len)
    };
    let negative = fill(limbs);
    let used = trimmed(limbs);
    if let [] | [_] = used {
        let low = used.first().copied().unwrap_or(0);
        return Ok(from_wide(heap, Wide::new(negative, u128::from(low))));
    }
    if len - used.len() > MOST_UNUSED {
        return from_limbs(heap, negative, used);
    }
    // SAFETY: as above; fewer limbs than were asked for are no matter, as cells know their size.
    unsafe { init_big(p, negative, used.len()) };
    Ok(Value::from_object(p))
}

/// The int with these limbs; those of another object may be given.
pub fn from_limbs(heap: &mut Heap, negative: bool, limbs: &[u64]) -> Result<Value, OutOfMemory> {
    let limbs = trimmed(limbs);
    if let Some(n) = Wide::from_limbs(negative, limbs) {
        return Ok(from_wide(heap, n));
    }
    let p = heap
        .try_alloc(size_of::<BigIntObj>() + limbs.len() * 8)
        .ok_or(OutOfMemory)?;
    let big: *mut BigIntObj = p.cast();
    // SAFETY: the cell holds the head and all limbs.
    unsafe {
        init_big(p, negative, limbs.len());
        std::ptr::copy_nonoverlapping(limbs.as_ptr(), (&raw mut (*big).limbs).cast(), limbs.len());
    }
    Ok(Value::from_object(p))
}

/// The int `n`, in normal form.
pub fn from_num(heap: &mut Heap, n: &num::BigInt) -> Result<Value, OutOfMemory> {
    if let Some(magnitude) = n.abs_u128() {
        return Ok(from_wide(heap, Wide::new(n.negative(), magnitude)));
    }
    build(heap, n.limb_count(), |limbs| {
        n.write_limbs(limbs);
        n.negative()
    })
}

/// An exact int, wherever its digits lie.
#[derive(Clone, Copy)]
pub enum AnyInt {
    /// Fits a machine integer.
    Small(i64),
    /// Does not.
    Big(BigInt),
}

impl AnyInt {
    /// The int or bool that `v` is, if it is exactly that.
    #[inline(always)]
    #[must_use]
    pub fn of(v: Value) -> Option<AnyInt> {
        if let Some(i) = v.as_int() {
            return Some(AnyInt::Small(i));
        }
        if let Some(b) = BigInt::from_value(v) {
            return Some(AnyInt::Big(b));
        }
        if let Some(i) = IntBox::from_value(v) {
            return Some(AnyInt::Small(i.get()));
        }
        v.as_bool().map(|b| AnyInt::Small(i64::from(b)))
    }

    /// The number, if its magnitude fits 128 bits.
    #[inline(always)]
    #[must_use]
    pub fn wide(self) -> Option<Wide> {
        match self {
            AnyInt::Small(i) => Some(Wide::from(i)),
            AnyInt::Big(b) => b.wide(),
        }
    }

    /// As sign and limbs; those of a machine integer go to `small`.
    #[inline]
    #[must_use]
    pub fn limbs<'a>(self, small: &'a mut [u64; 1]) -> Limbs<'a> {
        match self {
            AnyInt::Small(i) => {
                *small = [i.unsigned_abs()];
                Limbs {
                    negative: i < 0,
                    magnitude: trimmed(small),
                }
            }
            AnyInt::Big(b) => b.as_limbs(),
        }
    }

    /// The digits where they lie.
    #[inline]
    #[must_use]
    pub fn as_ref<'a>(self) -> num::IntRef<'a> {
        match self {
            AnyInt::Small(i) => num::IntRef::Small(i),
            AnyInt::Big(b) => num::IntRef::Limbs(b.as_limbs()),
        }
    }

    /// As `num/` computes with it.
    #[must_use]
    pub fn to_num(self) -> num::BigInt {
        match self {
            AnyInt::Small(i) => num::BigInt::from_i64(i),
            AnyInt::Big(b) => b.to_num(),
        }
    }
}
