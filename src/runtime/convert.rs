//! Conversions: to ints, floats, truth values.

use super::names::Special;
use super::native::Args;
use super::{PyResult, Raised, Vm};
use crate::num;
use crate::object::{
    AnyInt, BigInt, ByteArray, Bytes, Dict, IntBox, List, Obj, Set, Str, Tuple, Value,
};
use crate::pyc::Version;

impl Vm {
    /// Is `v` true?
    #[inline(always)]
    pub fn truth(&mut self, v: Value) -> PyResult<bool> {
        if let Some(b) = v.as_bool() {
            return Ok(b);
        }
        self.truth_slowly(v)
    }

    #[inline(never)]
    fn truth_slowly(&mut self, v: Value) -> PyResult<bool> {
        if let Some(i) = v.as_int() {
            return Ok(i != 0);
        }
        if let Some(f) = v.as_float() {
            return Ok(f != 0.0);
        }
        if !v.is_object() {
            if v == Value::NOT_IMPLEMENTED && self.main_version >= Version::V314 {
                return Err(
                    self.type_error("NotImplemented should not be used in a boolean context")
                );
            }
            return Ok(!v.is_none());
        }
        if let Some(l) = List::from_value(v) {
            return Ok(!l.is_empty());
        }
        if let Some(s) = Str::from_value(v) {
            return Ok(!s.is_empty());
        }
        if let Some(d) = Dict::from_value(v) {
            return Ok(!d.is_empty());
        }
        if let Some(t) = Tuple::from_value(v) {
            return Ok(!t.is_empty());
        }
        if AnyInt::of(v).is_some() {
            return Ok(true); // 0 is no object
        }
        let class = self.type_of(v);
        if let Some(f) = self.special(class, Special::Bool) {
            let r = self.call_method(f, v, &[])?;
            return match r.as_bool() {
                Some(b) => Ok(b),
                None => Err(self.wrong_result(v, "__bool__", "a bool", r, |t| {
                    format!("__bool__ should return bool, returned {t}")
                })),
            };
        }
        if let Some(f) = self.special(class, Special::Len) {
            return self.len_by(f, v).map(|n| n != 0);
        }
        Ok(true)
    }

    /// `len(v)`
    pub fn len(&mut self, v: Value) -> PyResult<usize> {
        if let Some(l) = List::from_value(v) {
            return Ok(l.len());
        }
        if let Some(s) = Str::from_value(v) {
            return Ok(s.len());
        }
        if let Some(t) = Tuple::from_value(v) {
            return Ok(t.len());
        }
        if let Some(d) = Dict::from_value(v) {
            return Ok(d.len());
        }
        if let Some(s) = Set::from_value(v) {
            return Ok(s.len());
        }
        if let Some(b) = Bytes::from_value(v) {
            return Ok(b.as_slice().len());
        }
        if let Some(b) = ByteArray::from_value(v) {
            return Ok(b.len());
        }
        match self.special_of(v, Special::Len) {
            Some(f) => self.len_by(f, v),
            None => {
                let t = self.type_name(v);
                Err(self.type_error(format_args!("object of type '{t}' has no len()")))
            }
        }
    }

    fn len_by(&mut self, f: Value, v: Value) -> PyResult<usize> {
        let n = self.call_method(f, v, &[])?;
        let n = self.index(n)?;
        match self.int_as_i64(n) {
            Some(i) if i >= 0 => Ok(i as usize),
            Some(_) => Err(self.value_error("__len__() should return >= 0")),
            None => {
                if BigInt::from_value(n).is_some_and(BigInt::is_negative) {
                    return Err(self.value_error("__len__() should return >= 0"));
                }
                Err(self.overflow_error("cannot fit 'int' into an index-sized integer"))
            }
        }
    }

    /// Is `v` an int object (bools and payloads of derived classes included)?
    #[inline]
    #[must_use]
    pub fn is_int(&self, v: Value) -> bool {
        v.is_int() || v.is_bool() || {
            let p = self.payload(v);
            p.is_int() || IntBox::from_value(p).is_some() || BigInt::from_value(p).is_some()
        }
    }

    /// `operator.index(v)`: an exact int.
    #[inline]
    pub fn index(&mut self, v: Value) -> PyResult {
        if v.is_int() {
            Ok(v)
        } else {
            self.index_slowly(v, "object cannot be interpreted as an integer")
        }
    }

    /// TypeError: the special method `method` of `owner` gave `given`, not `wanted` ("an int"). Before 3.15 each method says so in its own words, `before`.
    #[cold]
    pub fn wrong_result(
        &mut self,
        owner: Value,
        method: &str,
        wanted: &str,
        given: Value,
        before: impl FnOnce(&str) -> String,
    ) -> Raised {
        let given = self.type_name(given);
        if self.dialect() < Version::V315 {
            return self.type_error(before(&given));
        }
        let t = self.type_name(owner);
        self.type_error(format_args!(
            "{t}.{method}() must return {wanted}, not {given}"
        ))
    }

    #[inline(never)]
    fn index_slowly(&mut self, v: Value, text: &str) -> PyResult {
        if let Some(b) = v.as_bool() {
            return Ok(Value::from_i32(i32::from(b)));
        }
        let p = self.payload(v);
        if p.is_int() || IntBox::from_value(p).is_some() || BigInt::from_value(p).is_some() {
            return Ok(p);
        }
        match self.special_of(v, Special::Index) {
            Some(f) => {
                let r = self.call_method(f, v, &[])?;
                if self.is_int(r) {
                    return self.index_slowly(r, text);
                }
                Err(self.wrong_result(v, "__index__", "an int", r, |t| {
                    format!("__index__ returned non-int (type {t})")
                }))
            }
            None => {
                let t = self.type_name(v);
                Err(self.type_error(format_args!("'{t}' {text}")))
            }
        }
    }

    /// The int in `v` (through `__index__`) as a `Py_ssize_t`.
    pub fn index_ssize(&mut self, v: Value) -> PyResult<isize> {
        self.index_i64(v, "Python int too large to convert to C ssize_t")
            .map(|i| i as isize)
    }

    /// The int in `v` (through `__index__`); OverflowError with `text` when it does not fit.
    pub fn index_i64(&mut self, v: Value, text: &str) -> PyResult<i64> {
        let i = self.index(v)?;
        match self.int_as_i64(i) {
            Some(i) => Ok(i),
            None => Err(self.overflow_error(text)),
        }
    }

    /// The int in `v` (through `__index__`), clamped to what an `i64` holds: for slices and repetition of indices.
    pub fn index_clamped(&mut self, v: Value) -> PyResult<i64> {
        let i = self.index(v)?;
        Ok(self.int_as_i64(i).unwrap_or_else(|| {
            if BigInt::from_value(i).is_some_and(BigInt::is_negative) {
                i64::MIN
            } else {
                i64::MAX
            }
        }))
    }

    /// The index of an item: IndexError when it does not fit, as `PyNumber_AsSsize_t(…, PyExc_IndexError)`.
    pub fn item_index(&mut self, v: Value) -> PyResult<i64> {
        let i = self.index(v)?;
        match self.int_as_i64(i) {
            Some(i) => Ok(i),
            None => {
                let t = self.type_name(v);
                Err(self.index_error(format_args!("cannot fit '{t}' into an index-sized integer")))
            }
        }
    }

    /// The int object `v` (an int, bool or payload of a derived class) as `num/` computes with it.
    #[must_use]
    pub fn to_num(&self, v: Value) -> Option<num::BigInt> {
        let p = self.payload(v);
        AnyInt::of(p).map(AnyInt::to_num)
    }

    /// The float in `v`: a float, an object with `__float__` or `__index__` (Objects/floatobject.c:PyFloat_AsDouble).
    pub fn to_f64(&mut self, v: Value) -> PyResult<f64> {
        let p = self.payload(v);
        if let Some(f) = p.as_float() {
            return Ok(f);
        }
        if let Some(i) = self.int_as_i64(p) {
            return Ok(i as f64);
        }
        if let Some(b) = BigInt::from_value(p) {
            return self.big_to_f64(b);
        }
        if let Some(f) = self.special_of(v, Special::Float) {
            let r = self.call_method(f, v, &[])?;
            return match self.payload(r).as_float() {
                Some(f) => Ok(f),
                None => {
                    let owner = self.type_name(v);
                    Err(self.wrong_result(v, "__float__", "a float", r, |t| {
                        format!("{owner}.__float__ returned non-float (type {t})")
                    }))
                }
            };
        }
        if self.special_of(v, Special::Index).is_some() {
            let i = self.index(v)?;
            return self.to_f64(i);
        }
        let t = self.type_name(v);
        Err(self.type_error(format_args!("must be real number, not {t}")))
    }

    /// The exact string in `v`, which is a string or an instance of a class derived from `str`.
    #[inline]
    #[must_use]
    pub fn as_str(&self, v: Value) -> Option<Str> {
        Str::from_value(v).or_else(|| Str::from_value(self.payload(v)))
    }

    /// The exact tuple in `v`.
    #[must_use]
    pub fn as_tuple(&self, v: Value) -> Option<Tuple> {
        Tuple::from_value(v).or_else(|| Tuple::from_value(self.payload(v)))
    }

    /// The exact list in `v`.
    #[must_use]
    pub fn as_list(&self, v: Value) -> Option<List> {
        List::from_value(v).or_else(|| List::from_value(self.payload(v)))
    }

    /// The exact dict in `v`.
    #[must_use]
    pub fn as_dict(&self, v: Value) -> Option<Dict> {
        Dict::from_value(v).or_else(|| Dict::from_value(self.payload(v)))
    }

    /// The exact set or frozenset in `v`.
    #[must_use]
    pub fn as_set(&self, v: Value) -> Option<Set> {
        Set::from_value(v).or_else(|| Set::from_value(self.payload(v)))
    }

    /// The native object in `v`.
    #[must_use]
    pub fn as_native<N: crate::object::Native>(&self, v: Value) -> Option<Obj<N>> {
        Obj::from_value(v).or_else(|| Obj::from_value(self.payload(v)))
    }

    /// Calls `f` with no arguments.
    pub fn call0(&mut self, f: Value) -> PyResult {
        self.call(f, &Args::positional(&[]))
    }

    /// Turns "looked up and absent" into `Err` with TypeError `text`.
    pub fn require<V>(&mut self, v: Option<V>, text: impl std::fmt::Display) -> PyResult<V> {
        match v {
            Some(v) => Ok(v),
            None => Err::<V, Raised>(self.type_error(text)),
        }
    }
}
