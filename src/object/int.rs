//! Ints that do not fit the word: boxed `i64`, and big ints with their limbs inside the object.
#![expect(unsafe_code, reason = "lays out raw objects")]

use super::{Heap, Kind, OutOfMemory, T, Value, handle, init_header};
use crate::gc::Header;
use crate::num;

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

/// The int `n`, in normal form.
pub fn from_num(heap: &mut Heap, n: &num::BigInt) -> Result<Value, OutOfMemory> {
    if let Some(i) = n.to_i64() {
        return Ok(from_i64(heap, i));
    }
    let limbs = n.limbs();
    let p = heap
        .try_alloc(size_of::<BigIntObj>() + limbs.len() * 8)
        .ok_or(OutOfMemory)?;
    let big: *mut BigIntObj = p.cast();
    // SAFETY: the cell holds the head and all limbs.
    unsafe {
        init_header(p, T::Int as u32, Kind::BigInt);
        (*p).aux = u16::from(n.negative());
        (*big).len = limbs.len();
        std::ptr::copy_nonoverlapping(limbs.as_ptr(), (&raw mut (*big).limbs).cast(), limbs.len());
    }
    Ok(Value::from_object(p))
}
