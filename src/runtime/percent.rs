//! `template % values` of strings and bytes (Objects/unicodeobject.c:PyUnicode_Format, Objects/bytesobject.c:_PyBytes_FormatEx).

use super::names::Special;
use super::{OrNumError, PyResult, Vm};
use crate::num::bigint::{Int, IntRef};
use crate::num::format_spec::TextLayout;
use crate::num::percent::{CodePoints, Conversion, Flags, Piece, Spec, Template, char_code};
use crate::num::{Decimal, PowerOfTwo};
use crate::object::{AnyInt, ByteArray, Bytes, Dict, Str, T, Tuple, Value};
use crate::text::{CharBuf, Chars};

/// The values on the right-hand side.
struct Values {
    /// All of them, or the value the last key selected.
    all: Value,
    /// The tuple they come from, unless there is only one value.
    tuple: Option<Tuple>,
    next: usize,
    /// Can values be selected by key?
    mapping: bool,
    /// Was a single value taken?
    taken: bool,
}

impl Values {
    fn new(vm: &mut Vm, values: Value, text: bool) -> Values {
        let tuple = vm.as_tuple(values);
        let payload = vm.payload(values);
        let is_text = if text {
            Str::from_value(payload).is_some()
        } else {
            Str::from_value(payload).is_some()
                || Bytes::from_value(payload).is_some()
                || ByteArray::from_value(payload).is_some()
        };
        let mapping = Dict::from_value(payload).is_some()
            || tuple.is_none()
                && !is_text
                && values.is_object()
                && vm.special_of(values, Special::GetItem).is_some();
        Values {
            all: values,
            tuple,
            next: 0,
            mapping,
            taken: false,
        }
    }

    fn take(&mut self, vm: &mut Vm) -> PyResult {
        match self.tuple {
            Some(tuple) => {
                if let Some(v) = tuple.get(self.next) {
                    self.next += 1;
                    return Ok(v);
                }
            }
            None if !self.taken => {
                self.taken = true;
                return Ok(self.all);
            }
            None => {}
        }
        Err(vm.type_error("not enough arguments for format string"))
    }

    /// Makes `key` select the next value out of `mapping`.
    fn select(&mut self, vm: &mut Vm, mapping: Value, key: Value) -> PyResult<()> {
        if !self.mapping {
            return Err(vm.type_error("format requires a mapping"));
        }
        self.all = vm.get_item(mapping, key)?;
        (self.tuple, self.taken) = (None, false);
        Ok(())
    }

    fn finish(&self, vm: &mut Vm, kind: &str) -> PyResult<()> {
        let left = match self.tuple {
            Some(tuple) => self.next < tuple.len(),
            None => !self.taken,
        };
        if left && !self.mapping {
            Err(vm.type_error(format_args!(
                "not all arguments converted during {kind} formatting"
            )))
        } else {
            Ok(())
        }
    }

    /// Fills in what stars stand for.
    fn stars(&mut self, vm: &mut Vm, c: &Conversion) -> PyResult<Spec> {
        let mut spec = c.spec;
        if c.star_width {
            let width = self.star(vm)?;
            let width = vm.index_ssize(width)?;
            spec.set_width(width as i64);
        }
        if c.star_precision {
            let precision = self.star(vm)?;
            let precision = vm.index_i64(precision, "Python int too large to convert to C int")?;
            match i32::try_from(precision) {
                Ok(precision) => spec.set_precision(precision),
                Err(_) => return Err(vm.overflow_error("Python int too large to convert to C int")),
            }
        }
        Ok(spec)
    }

    fn star(&mut self, vm: &mut Vm) -> PyResult {
        let v = self.take(vm)?;
        if vm.is_int(v) {
            Ok(v)
        } else {
            Err(vm.type_error("* wants int"))
        }
    }
}

impl Vm {
    /// `template % values`
    pub fn percent_format(&mut self, template: Str, values: Value) -> PyResult {
        let chars = template.chars();
        let mut out = self.scratch_text();
        let mut arguments = Values::new(self, values, true);
        match chars {
            Chars::Latin1(units) => {
                self.percent_pieces(units, chars, values, &mut arguments, &mut out)?;
            }
            Chars::Ucs2(units) => {
                self.percent_pieces(units, chars, values, &mut arguments, &mut out)?;
            }
            Chars::Ucs4(units) => {
                self.percent_pieces(units, chars, values, &mut arguments, &mut out)?;
            }
        }
        arguments.finish(self, "string")?;
        self.finish_text(out).map(Str::value)
    }

    fn percent_pieces<C: CodePoints + ?Sized>(
        &mut self,
        units: &C,
        chars: Chars<'_>,
        mapping: Value,
        arguments: &mut Values,
        out: &mut CharBuf,
    ) -> PyResult<()> {
        let mut template = Template::new(units);
        loop {
            if let Some(spec) = template.plain() {
                let v = arguments.take(self)?;
                self.percent_plain(&spec, v, out)?;
                continue;
            }
            let Some(piece) = template.next() else {
                return Ok(());
            };
            match piece.or_raise(self)? {
                Piece::Literal(start, end) => out.extend(chars.slice(start..end)),
                Piece::Conversion(c) => {
                    if let Some((start, end)) = c.key {
                        let key = self.new_text(chars.slice(start..end))?;
                        arguments.select(self, mapping, key.value())?;
                    }
                    let spec = arguments.stars(self, &c)?;
                    let v = arguments.take(self)?;
                    self.percent_value(&c, spec, v, out)?;
                }
            }
        }
    }

    /// Formats one value by `%s`, `%r`, `%d` or `%x`.
    fn percent_plain(&mut self, spec: &Spec, v: Value, out: &mut CharBuf) -> PyResult<()> {
        match spec.code_char() {
            's' => self.str_to(out, v),
            'r' => self.repr_to(out, v),
            code => match v.as_int() {
                Some(i) if code == 'd' => {
                    out.push_ascii(Decimal::new(i).as_bytes());
                    Ok(())
                }
                Some(i) => {
                    out.push_ascii(PowerOfTwo::new(i, "", 4).as_bytes());
                    Ok(())
                }
                None => {
                    let text = self.percent_int(spec, v)?;
                    out.push_str(&text);
                    Ok(())
                }
            },
        }
    }

    /// Formats one value of a string template.
    fn percent_value(
        &mut self,
        c: &Conversion,
        spec: Spec,
        v: Value,
        out: &mut CharBuf,
    ) -> PyResult<()> {
        match spec.code_char() {
            's' => {
                let s = self.str(v)?;
                lay_out(self, out, s.chars(), &spec)
            }
            'r' => {
                let s = self.repr(v)?;
                lay_out(self, out, s.chars(), &spec)
            }
            'a' => {
                let s = self.ascii(v)?;
                lay_out(self, out, s.chars(), &spec)
            }
            'd' | 'i' | 'u' | 'o' | 'x'
                if let Some(i) = AnyInt::of(v)
                    && is_simple(&spec) =>
            {
                self.push_int(out, &spec, i)
            }
            'd' | 'i' | 'u' | 'o' | 'x' | 'X' => {
                let text = self.percent_int(&spec, v)?;
                out.push_str(&text);
                Ok(())
            }
            'e' | 'E' | 'f' | 'F' | 'g' | 'G' => {
                let f = self.to_f64(v)?;
                let text = spec.format_float(f).or_raise(self)?;
                out.push_str(&text);
                Ok(())
            }
            'c' => {
                let code = self.percent_char(v)?;
                lay_out(self, out, Chars::Ucs4(&[code]), &spec)
            }
            _ => Err(self.num_error(c.unsupported())),
        }
    }

    /// The text of an int by one of the codes `d i u o x` and a simple specification.
    fn push_int(&mut self, out: &mut CharBuf, spec: &Spec, i: AnyInt) -> PyResult<()> {
        let n = i.as_ref();
        let base = match spec.code_char() {
            'o' => 8,
            'x' => 16,
            _ => 10,
        };
        if base == 10 {
            self.check_int_digits(n)?;
        }
        n.with_radix(base, |text| {
            let missing = spec.width.unwrap_or(0).saturating_sub(text.len());
            let (sign, digits) = text.split_at(usize::from(text.starts_with('-')));
            let (fill, before, after) = match spec.flags.zero {
                true => ('0', sign, digits),
                false => (' ', "", text),
            };
            out.push_str(before);
            for _ in 0..missing {
                out.push(u32::from(fill));
            }
            out.push_str(after);
        });
        Ok(())
    }

    /// The text of `v` by one of the codes `d i u o x X`.
    fn percent_int(&mut self, spec: &Spec, v: Value) -> PyResult<String> {
        let decimal = !matches!(spec.code_char(), 'o' | 'x' | 'X');
        let made;
        let n = match AnyInt::of(v) {
            Some(i) => i.as_ref(),
            None => {
                let Some(n) = self.percent_number(v, decimal)? else {
                    let t = self.type_name(v);
                    return Err(self.num_error(spec.wrong_type(&t)));
                };
                made = n;
                made.as_ref()
            }
        };
        if decimal {
            self.check_int_digits(n)?;
        }
        spec.format_int(n).or_raise(self)
    }

    /// The int that `v` is or becomes; `None` when it is no number.
    fn percent_number(&mut self, v: Value, decimal: bool) -> PyResult<Option<Int>> {
        let p = self.payload(v);
        if let Some(i) = self.int_as_i64(p) {
            return Ok(Some(Int::Small(i)));
        }
        if let Some(n) = self.to_num(p) {
            return Ok(Some(Int::Big(n)));
        }
        if decimal && let Some(f) = p.as_float() {
            return Int::from_f64(f).or_raise(self).map(Some);
        }
        let special = if decimal && self.special_of(v, Special::Int).is_some() {
            Special::Int
        } else {
            Special::Index
        };
        let Some(f) = self.special_of(v, special) else {
            return Ok(None);
        };
        match self.call_method(f, v, &[]) {
            Ok(r) => {
                let r = self.payload(r);
                Ok(match self.int_as_i64(r) {
                    Some(i) => Some(Int::Small(i)),
                    None => self.to_num(r).map(Int::Big),
                })
            }
            Err(_) => self.catch(T::TypeError).map(|_| None),
        }
    }

    /// The character `%c` shows for `v`.
    fn percent_char(&mut self, v: Value) -> PyResult<u32> {
        if let Some(s) = self.as_str(v) {
            return match s.chars().first().filter(|_| s.len() == 1) {
                Some(code) => Ok(code),
                None => {
                    let n = s.len();
                    Err(self.type_error(format_args!(
                        "%c requires an int or a unicode character, not a string of length {n}"
                    )))
                }
            };
        }
        if !self.is_index(v) {
            let t = self.type_name(v);
            return Err(self.type_error(format_args!(
                "%c requires an int or a unicode character, not {t}"
            )));
        }
        let i = self.index(v)?;
        match self.int_as_i64(i) {
            Some(i) => char_code(IntRef::Small(i)).or_raise(self),
            None => Err(self.overflow_error("%c arg not in range(0x110000)")),
        }
    }

    // ---- bytes

    /// `template % values` of bytes.
    pub fn percent_bytes(&mut self, template: &[u8], values: Value) -> PyResult<Vec<u8>> {
        let mut out = Vec::with_capacity(template.len().saturating_add(16));
        let mut arguments = Values::new(self, values, false);
        for piece in Template::new(template) {
            match piece.or_raise(self)? {
                Piece::Literal(start, end) => {
                    out.extend_from_slice(template.get(start..end).unwrap_or(&[]));
                }
                Piece::Conversion(c) => {
                    if let Some((start, end)) = c.key {
                        let key = self.new_bytes(template.get(start..end).unwrap_or(&[]))?;
                        arguments.select(self, values, key.value())?;
                    }
                    let spec = arguments.stars(self, &c)?;
                    let v = arguments.take(self)?;
                    self.percent_bytes_value(&c, spec, v, &mut out)?;
                }
            }
        }
        arguments.finish(self, "bytes")?;
        Ok(out)
    }

    fn percent_bytes_value(
        &mut self,
        c: &Conversion,
        spec: Spec,
        v: Value,
        out: &mut Vec<u8>,
    ) -> PyResult<()> {
        match spec.code_char() {
            's' | 'b' => {
                let bytes = self.percent_bytes_of(v)?;
                lay_out_bytes(self, out, &bytes, &spec)
            }
            'r' | 'a' => {
                let shown = self.ascii(v)?;
                lay_out_bytes(self, out, shown.as_ascii().unwrap_or("").as_bytes(), &spec)
            }
            'd' | 'i' | 'u' | 'o' | 'x' | 'X' => {
                let text = self.percent_int(&spec, v)?;
                out.extend_from_slice(text.as_bytes());
                Ok(())
            }
            'e' | 'E' | 'f' | 'F' | 'g' | 'G' => {
                let f = self.percent_bytes_float(v)?;
                let text = spec.format_float(f).or_raise(self)?;
                out.extend_from_slice(text.as_bytes());
                Ok(())
            }
            'c' => {
                let byte = self.percent_byte(v)?;
                lay_out_bytes(self, out, &[byte], &spec)
            }
            _ => Err(self.num_error(c.unsupported())),
        }
    }

    fn percent_bytes_float(&mut self, v: Value) -> PyResult<f64> {
        match self.to_f64(v) {
            Ok(f) => Ok(f),
            Err(_) => {
                self.catch(T::TypeError)?;
                let t = self.type_name(v);
                Err(self.type_error(format_args!("float argument required, not {t}")))
            }
        }
    }

    fn percent_bytes_of(&mut self, v: Value) -> PyResult<Vec<u8>> {
        if let Some(bytes) = Bytes::from_value(v) {
            return Ok(bytes.as_slice().to_vec());
        }
        if let Some(f) = self.special_of(v, Special::Bytes) {
            let r = self.call_method(f, v, &[])?;
            return match Bytes::from_value(self.payload(r)) {
                Some(bytes) => Ok(bytes.as_slice().to_vec()),
                None => Err(self.wrong_result(v, "__bytes__", "a bytes", r, |t| {
                    format!("__bytes__ returned non-bytes (type {t})")
                })),
            };
        }
        match self.bytes_like_opt(v)? {
            Some(bytes) => Ok(bytes),
            None => {
                let t = self.type_name(v);
                Err(self.type_error(format_args!("%b requires a bytes-like object, or an object that implements __bytes__, not '{t}'")))
            }
        }
    }

    fn percent_byte(&mut self, v: Value) -> PyResult<u8> {
        let p = self.payload(v);
        let (held, kind) = match (Bytes::from_value(p), ByteArray::from_value(p)) {
            (Some(b), _) => (Some(b.as_slice().to_vec()), "bytes"),
            (_, Some(a)) => (Some(a.to_vec()), "bytearray"),
            _ => (None, ""),
        };
        match held.as_deref() {
            Some(&[byte]) => return Ok(byte),
            Some(bytes) => {
                let n = bytes.len();
                return Err(self.type_error(format_args!("%c requires an integer in range(256) or a single byte, not a {kind} object of length {n}")));
            }
            None => {}
        }
        if !self.is_index(v) {
            let t = self.type_name(v);
            return Err(self.type_error(format_args!(
                "%c requires an integer in range(256) or a single byte, not {t}"
            )));
        }
        let i = self.index(v)?;
        match self.int_as_i64(i).and_then(|i| u8::try_from(i).ok()) {
            Some(byte) => Ok(byte),
            None => Err(self.overflow_error("%c arg not in range(256)")),
        }
    }
}

/// Appends a text in its field.
fn lay_out(vm: &mut Vm, out: &mut CharBuf, text: Chars<'_>, spec: &Spec) -> PyResult<()> {
    let TextLayout {
        keep,
        left,
        right,
        fill,
    } = spec.layout_text(text.len());
    check_room(vm, keep, left, right)?;
    out.push_repeated(fill, left);
    out.extend(text.slice(0..keep));
    out.push_repeated(fill, right);
    Ok(())
}

fn lay_out_bytes(vm: &mut Vm, out: &mut Vec<u8>, bytes: &[u8], spec: &Spec) -> PyResult<()> {
    let TextLayout {
        keep, left, right, ..
    } = spec.layout_text(bytes.len());
    check_room(vm, keep, left, right)?;
    out.resize(out.len() + left, b' ');
    out.extend_from_slice(bytes.get(..keep).unwrap_or(&[]));
    out.resize(out.len() + right, b' ');
    Ok(())
}

/// MemoryError for a field that no memory could hold.
fn check_room(vm: &mut Vm, keep: usize, left: usize, right: usize) -> PyResult<()> {
    const SMALL: usize = 1 << 20;
    const MOST: usize = 1 << 40;
    let padding = left.saturating_add(right);
    if padding <= SMALL
        || padding <= MOST && Vec::<u8>::new().try_reserve_exact(keep + padding).is_ok()
    {
        return Ok(());
    }
    Err(vm.memory_error())
}

/// Does it ask for no more than a width, filled with spaces or zeros?
fn is_simple(spec: &Spec) -> bool {
    const NARROW: usize = 256;
    let other_flags = Flags {
        zero: false,
        ..spec.flags
    };
    spec.precision.is_none()
        && spec.width.is_none_or(|width| width <= NARROW)
        && other_flags == Flags::default()
}
