//! Arguments of native functions whose error texts name the function: strings and search ranges.

use std::ops::Range;

use super::names::Special;
use super::{PyResult, Raised, Vm};
use crate::object::{Str, Value};
use crate::text::search;

impl Vm {
    /// The string that is argument `n` of `function`.
    #[inline]
    pub fn str_arg(&mut self, v: Value, function: &str, n: usize) -> PyResult<Str> {
        match self.as_str(v) {
            Some(s) => Ok(s),
            None => Err(self.bad_argument(v, function, n, "str")),
        }
    }

    /// The string that is the argument called `name` of `function`.
    pub fn named_str_arg(&mut self, v: Value, function: &str, name: &str) -> PyResult<Str> {
        match self.as_str(v) {
            Some(s) => Ok(s),
            None => {
                let t = self.argument_type(v);
                Err(self.type_error(format_args!(
                    "{function}() argument '{name}' must be str, not {t}"
                )))
            }
        }
    }

    /// TypeError: argument `n` of `function` (0: the only one) is not a `wanted`.
    #[cold]
    pub fn bad_argument(&mut self, v: Value, function: &str, n: usize, wanted: &str) -> Raised {
        let t = self.argument_type(v);
        match n {
            0 => self.type_error(format_args!(
                "{function}() argument must be {wanted}, not {t}"
            )),
            n => self.type_error(format_args!(
                "{function}() argument {n} must be {wanted}, not {t}"
            )),
        }
    }

    /// The name of an argument's type as CPython's argument parser shows it.
    #[must_use]
    pub fn argument_type(&self, v: Value) -> String {
        if v.is_none() {
            "None".to_string()
        } else {
            self.type_name(v)
        }
    }

    /// What `start` and `end` of `find`, `count`, `startswith` … select on a sequence of `len`: missing and None are the ends. `None` when the start
    /// lies behind the end.
    #[inline]
    pub fn search_range(
        &mut self,
        start: Value,
        end: Value,
        len: usize,
    ) -> PyResult<Option<Range<usize>>> {
        let absent = |v: Value| v.is_empty() || v.is_none();
        if absent(start) && absent(end) {
            return Ok(Some(0..len));
        }
        let start = if absent(start) {
            0
        } else {
            self.search_bound(start)?
        };
        let end = if absent(end) {
            i64::MAX
        } else {
            self.search_bound(end)?
        };
        Ok(search::bounds(start as isize, end as isize, len))
    }

    fn search_bound(&mut self, v: Value) -> PyResult<i64> {
        if let Some(i) = v.as_int() {
            return Ok(i);
        }
        if !self.is_index(v) {
            return Err(self.wrong_slice_bound());
        }
        self.index_clamped(v)
    }

    /// Is `v` an int or an object with `__index__`?
    #[inline]
    pub fn is_index(&mut self, v: Value) -> bool {
        v.is_int() || self.is_int(v) || self.special_of(v, Special::Index).is_some()
    }
}
