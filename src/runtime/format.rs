//! `format(v, spec)` and `repr` of exact builtin objects, without any look-up.

use super::{OrMemoryError, OrNumError, PyResult, Vm};
use crate::num::Error;
use crate::num::format_number::{self, Field};
use crate::num::format_spec::{self, FormatSpec, Subject};
use crate::object::{AnyInt, Str, Value};
use crate::text::{CharBuf, Chars, repr};

/// A format specification read; most are one byte wide.
fn parse(spec: Str, subject: Subject, type_name: &str) -> Result<FormatSpec, Error> {
    match spec.chars() {
        Chars::Latin1(units) => {
            FormatSpec::parse(units.iter().copied().map(u32::from), subject, type_name)
        }
        wider => FormatSpec::parse(wider.iter(), subject, type_name),
    }
}

impl Vm {
    /// `format(v, spec)` of an exact int, float or string; `None` for anything else.
    pub fn format_exact(&mut self, v: Value, spec: Str) -> PyResult<Option<Value>> {
        if let Some(i) = AnyInt::of(v).filter(|_| !v.is_bool()) {
            let n = i.as_ref();
            let spec = parse(spec, Subject::Int, "int").or_raise(self)?;
            if format_number::shows_decimal(&spec) {
                self.check_int_digits(n)?;
            }
            let field = format_number::format_int(&spec, n, "int").or_raise(self)?;
            return self.field_text(field).map(|s| Some(s.value()));
        }
        if let Some(f) = v.as_float() {
            let spec = parse(spec, Subject::Float, "float").or_raise(self)?;
            let field = format_number::format_float(&spec, f, "float").or_raise(self)?;
            return self.field_text(field).map(|s| Some(s.value()));
        }
        match Str::from_value(v) {
            Some(s) => self.format_str(s, spec, "str").map(Some),
            None => Ok(None),
        }
    }

    fn field_text(&mut self, field: Field) -> PyResult<Str> {
        if field.has_surrogate() {
            let buf: CharBuf = field.points().collect();
            return self.new_text(buf.as_chars());
        }
        let text = field.into_string().or_raise(self)?;
        self.new_str(&text)
    }

    /// `str.__format__` of a string whose class is called `type_name`.
    pub fn format_str(&mut self, s: Str, spec: Str, type_name: &str) -> PyResult {
        if spec.is_empty() {
            return Ok(s.value());
        }
        let spec = parse(spec, Subject::Str, type_name).or_raise(self)?;
        let layout = format_spec::format_str(&spec, s.len(), type_name).or_raise(self)?;
        if layout.left == 0 && layout.right == 0 {
            return if layout.keep == s.len() {
                Ok(s.value())
            } else {
                self.new_text(s.chars().slice(0..layout.keep))
                    .map(Str::value)
            };
        }
        let margins = [layout.left, layout.right];
        if layout.keep == s.len()
            && !s.is_empty()
            && let Some(made) = Str::padded(&mut self.heap, s, margins, layout.fill)
        {
            return made.or_memory_error(self).map(Str::value);
        }
        let kept = s.chars().slice(0..layout.keep);
        match crate::text::build::pad(kept, layout.left, layout.right, layout.fill) {
            Ok(Some(text)) => self.new_text(text.as_chars()).map(Str::value),
            Ok(None) => Ok(s.value()),
            Err(_) => Err(self.memory_error()),
        }
    }

    /// `repr(s)`
    pub fn repr_str(&mut self, s: Str) -> PyResult<Str> {
        let plain = |b: u8| (b' '..=b'~').contains(&b) && b != b'\'' && b != b'\\';
        if let (Some(text), Some(quote)) = (s.as_ascii(), self.interned.latin1(b'\''))
            && text.bytes().all(plain)
        {
            let pieces = [quote, s, quote].into_iter();
            return Str::from_pieces(&mut self.heap, pieces).or_memory_error(self);
        }
        let text = repr::repr(s.chars());
        self.new_text(text.as_chars())
    }
}
