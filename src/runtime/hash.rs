//! `hash(v)`, as CPython computes it for every builtin type.

use super::names::Special;
use super::{PyResult, Vm};
use crate::num::hash;
use crate::object::{BigInt, Bytes, IntBox, Set, Str, Tuple, Value};

impl Vm {
    /// `hash(v)`; never -1.
    #[inline]
    pub fn hash(&mut self, v: Value) -> PyResult<i64> {
        match Vm::plain_hash(v) {
            Some(h) => Ok(h),
            None => self.hash_slowly(v),
        }
    }

    /// The hash of a string or a small int, which most keys are.
    #[inline(always)]
    #[must_use]
    pub fn plain_hash(v: Value) -> Option<i64> {
        if let Some(i) = v.as_int() {
            return Some(if i == -1 { -2 } else { i });
        }
        Str::from_value(v).map(Str::hash)
    }

    /// The hash that object identity gives.
    #[must_use]
    pub fn identity_hash(v: Value) -> i64 {
        hash::pointer(v.0)
    }

    #[inline(never)]
    fn hash_slowly(&mut self, v: Value) -> PyResult<i64> {
        if let Some(f) = v.as_float() {
            return Ok(hash::float(f).unwrap_or_else(|| Vm::identity_hash(v)));
        }
        if let Some(b) = v.as_bool() {
            return Ok(i64::from(b));
        }
        if let Some(i) = IntBox::from_value(v) {
            return Ok(hash::int(i.get()));
        }
        if let Some(b) = BigInt::from_value(v) {
            return Ok(hash_of_big(b));
        }
        if let Some(b) = Bytes::from_value(v) {
            return Ok(b.hash());
        }
        if let Some(t) = Tuple::from_value(v) {
            return self.hash_tuple(t);
        }
        if let Some(s) = Set::from_value(v).filter(|s| s.is_frozen()) {
            return Ok(self.hash_set(s));
        }
        match self.special_of(v, Special::Hash) {
            Some(f) if f.is_none() => Err(self.unhashable(v)),
            Some(f) => {
                let r = self.call_method(f, v, &[])?;
                self.hash_result(r)
            }
            None => Ok(Vm::identity_hash(v)),
        }
    }

    #[cold]
    fn unhashable(&mut self, v: Value) -> super::Raised {
        let t = self.type_name(v);
        self.type_error(format_args!("unhashable type: '{t}'"))
    }

    fn hash_result(&mut self, r: Value) -> PyResult<i64> {
        if !self.is_int(r) {
            return Err(self.type_error("__hash__ method should return an integer"));
        }
        let r = self.index(r)?;
        Ok(match self.int_as_i64(r) {
            Some(-1) => -2,
            Some(i) => i,
            None => BigInt::from_value(r).map_or(0, hash_of_big),
        })
    }

    fn hash_tuple(&mut self, t: Tuple) -> PyResult<i64> {
        self.check_native_stack()?;
        let mut h = hash::TupleHasher::default();
        for &v in t.items() {
            let x = self.hash(v)?;
            h.add(x);
        }
        Ok(h.finish())
    }

    /// The hash of the frozenset with these keys.
    pub fn hash_set(&mut self, s: Set) -> i64 {
        if let Some(h) = s.cached_hash().filter(|_| s.is_frozen()) {
            return h;
        }
        let mut at = 0;
        let h = hash::frozenset(std::iter::from_fn(|| {
            s.next_slot(&mut at).map(|slot| slot.hash)
        }));
        if s.is_frozen() {
            s.set_cached_hash(h);
        }
        h
    }
}

fn hash_of_big(b: BigInt) -> i64 {
    hash::limbs(b.is_negative(), b.limbs().iter().rev().copied())
}
