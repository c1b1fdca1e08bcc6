//! `repr`, `str`, `ascii`, `format`.

use super::names::Special;
use super::{PyResult, Vm};
use crate::num::{Decimal, IntRef, float_text};
use crate::object::{BigInt, IntBox, Str, Value};
use crate::text::CharBuf;

impl Vm {
    /// `repr(v)`
    pub fn repr(&mut self, v: Value) -> PyResult<Str> {
        if let Some(s) = Str::from_value(v) {
            return self.repr_str(s);
        }
        if let Some(s) = self.repr_number(v)? {
            return Ok(s);
        }
        self.check_native_stack_in("while getting the repr of an object")?;
        match self.special_of(v, Special::Repr) {
            Some(f) => {
                let r = self.call_method(f, v, &[])?;
                self.expect_text(v, r, "__repr__")
            }
            None => {
                let t = self.type_name(v);
                self.new_str(&format!("<{t} object>"))
            }
        }
    }

    /// Writes `repr(v)` to `out`.
    pub fn repr_to(&mut self, out: &mut CharBuf, v: Value) -> PyResult<()> {
        if let Some(i) = v.as_int() {
            out.push_ascii(Decimal::new(i).as_bytes());
        } else {
            let s = self.repr(v)?;
            out.extend(s.chars());
        }
        Ok(())
    }

    /// Writes `str(v)` to `out`.
    pub fn str_to(&mut self, out: &mut CharBuf, v: Value) -> PyResult<()> {
        if let Some(s) = Str::from_value(v) {
            out.extend(s.chars());
        } else if let Some(i) = v.as_int() {
            out.push_ascii(Decimal::new(i).as_bytes());
        } else {
            let s = self.str(v)?;
            out.extend(s.chars());
        }
        Ok(())
    }

    /// Writes `format(v, spec)` to `out`.
    pub fn format_to(&mut self, out: &mut CharBuf, v: Value, spec: Str) -> PyResult<()> {
        if spec.is_empty() && (v.is_int() || Str::from_value(v).is_some()) {
            return self.str_to(out, v);
        }
        let shown = self.format(v, spec)?;
        if let Some(s) = self.as_str(shown) {
            out.extend(s.chars());
        }
        Ok(())
    }

    /// The text of exact numbers and other immediates, without any look-up.
    #[inline]
    fn repr_number(&mut self, v: Value) -> PyResult<Option<Str>> {
        match v.as_int() {
            Some(i) => self.int_text(i).map(Some),
            None => self.repr_other_number(v),
        }
    }

    #[inline(never)]
    fn repr_other_number(&mut self, v: Value) -> PyResult<Option<Str>> {
        let text = if let Some(f) = v.as_float() {
            float_text::repr(f)
        } else if let Some(i) = IntBox::from_value(v) {
            return self.int_text(i.get()).map(Some);
        } else if let Some(b) = BigInt::from_value(v) {
            let n = IntRef::Limbs(b.as_limbs());
            self.check_int_digits(n)?;
            return n.with_decimal(|text| self.new_str(text)).map(Some);
        } else {
            match v {
                Value::NONE => "None".to_string(),
                Value::TRUE => "True".to_string(),
                Value::FALSE => "False".to_string(),
                Value::ELLIPSIS => "Ellipsis".to_string(),
                Value::NOT_IMPLEMENTED => "NotImplemented".to_string(),
                Value::EMPTY => "<NULL>".to_string(),
                _ => return Ok(None),
            }
        };
        self.new_str(&text).map(Some)
    }

    /// ValueError when the decimal text of `n` would be longer than `sys.get_int_max_str_digits()` allows.
    pub fn check_int_digits(&mut self, n: IntRef<'_>) -> PyResult<()> {
        let max = self.int_max_str_digits;
        crate::num::check_str_digits(n, max).map_err(|e| self.num_error(e))
    }

    /// `ascii(v)`
    pub fn ascii(&mut self, v: Value) -> PyResult<Str> {
        let r = self.repr(v)?;
        if r.is_ascii() {
            return Ok(r);
        }
        let mut out = String::new();
        for c in r.chars().iter() {
            match c {
                0..=0x7F => out.push(c as u8 as char),
                0x80..=0xFF => out.push_str(&format!("\\x{c:02x}")),
                0x100..=0xFFFF => out.push_str(&format!("\\u{c:04x}")),
                _ => out.push_str(&format!("\\U{c:08x}")),
            }
        }
        self.new_str(&out)
    }

    /// `str(v)`
    pub fn str(&mut self, v: Value) -> PyResult<Str> {
        if let Some(s) = Str::from_value(v) {
            return Ok(s);
        }
        if let Some(s) = self.repr_number(v)? {
            return Ok(s);
        }
        self.check_native_stack_in("while getting the str of an object")?;
        match self.special_of(v, Special::Str) {
            Some(f) => {
                let r = self.call_method(f, v, &[])?;
                self.expect_text(v, r, "__str__")
            }
            None => self.repr(v),
        }
    }

    fn expect_text(&mut self, v: Value, r: Value, method: &str) -> PyResult<Str> {
        match self.as_str(r) {
            Some(s) => Ok(s),
            None => Err(self.wrong_result(v, method, "a str", r, |t| {
                format!("{method} returned non-string (type {t})")
            })),
        }
    }

    /// `format(v, spec)`
    pub fn format(&mut self, v: Value, spec: Str) -> PyResult<Value> {
        if spec.is_empty() {
            if Str::from_value(v).is_some() {
                return Ok(v);
            }
            if let Some(s) = self.repr_number(v)? {
                return Ok(s.value());
            }
        } else if let Some(s) = self.format_exact(v, spec)? {
            return Ok(s);
        }
        match self.special_of(v, Special::Format) {
            Some(f) => {
                let r = self.call_method(f, v, &[spec.value()])?;
                if self.as_str(r).is_none() {
                    return Err(self.wrong_result(v, "__format__", "a str", r, |t| {
                        format!("__format__ must return a str, not {t}")
                    }));
                }
                Ok(r)
            }
            None => {
                let t = self.type_name(v);
                Err(self.type_error(format_args!("Type {t} doesn't define __format__")))
            }
        }
    }

    /// Runs `body` unless the `repr` of `v` is being made already: `None` then.
    pub fn guard_repr<R>(
        &mut self,
        v: Value,
        body: impl FnOnce(&mut Vm) -> PyResult<R>,
    ) -> PyResult<Option<R>> {
        if self.repr_guard.contains(&v.0) {
            return Ok(None);
        }
        self.repr_guard.push(v.0);
        let r = body(self);
        self.repr_guard.pop();
        r.map(Some)
    }
}
