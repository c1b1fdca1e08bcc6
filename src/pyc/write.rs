//! Writes values as `marshal` does, in any of its formats 0 to 5 (and 6 for `frozendict`).
//!
//! Format 1 marks interned strings, 2 writes floats in binary, 3 refers back to shared objects, 4 has short forms,
//! 5 has slices. An object is written as shared when more than one owner holds its `Rc`. Nesting is kept on a stack
//! of this module's own. Without references (formats 0 to 2) shared objects are written again each time, so the
//! result may be far larger than the value: it is limited to what a 32-bit length can describe.

use std::collections::HashMap;
use std::fmt;
use std::rc::Rc;

use super::fields::{Field, layout};
use super::{Const, PyText, RawCode};

/// The format that CPython 3.6 to 3.13 write.
pub const FORMAT: u8 = 4;

/// Why a value cannot be written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WriteError {
    /// The format has no code for a value of this type.
    Unmarshallable(&'static str),
    /// The result would be larger than 2 GiB.
    TooLarge,
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WriteError::Unmarshallable(of) => write!(f, "unmarshallable object ({of})"),
            WriteError::TooLarge => f.write_str("object too large to marshal"),
        }
    }
}

/// Writes a value in a format of `marshal`.
pub fn write_value(value: &Const, format: u8) -> Result<Vec<u8>, WriteError> {
    write_nested(value, format, 0)
}

/// Writes a value that stands `sets` deep within sets.
fn write_nested(value: &Const, format: u8, sets: u32) -> Result<Vec<u8>, WriteError> {
    let mut writer = Writer {
        format,
        out: Vec::new(),
        refs: HashMap::new(),
        todo: vec![Todo::Value(value)],
        sets,
    };
    while let Some(next) = writer.todo.pop() {
        if writer.out.len() > i32::MAX.cast_unsigned() as usize {
            return Err(WriteError::TooLarge);
        }
        writer.step(next)?;
    }
    Ok(writer.out)
}

/// What is still to be written, the next one last.
enum Todo<'a> {
    Value(&'a Const),
    Field(&'a RawCode, Field),
    /// The end of a dictionary.
    Null,
}

struct Writer<'a> {
    format: u8,
    out: Vec<u8>,
    /// From the address of a shared object to its number.
    refs: HashMap<usize, u32>,
    todo: Vec<Todo<'a>>,
    sets: u32,
}

/// The bit that gives an object a number.
const REFERABLE: u8 = 0x80;

impl<'a> Writer<'a> {
    fn step(&mut self, next: Todo<'a>) -> Result<(), WriteError> {
        match next {
            Todo::Null => self.out.push(b'0'),
            Todo::Field(code, field) => self.field(code, field)?,
            Todo::Value(value) => self.value(value)?,
        }
        Ok(())
    }

    fn value(&mut self, value: &'a Const) -> Result<(), WriteError> {
        match value {
            Const::None => self.out.push(b'N'),
            Const::True => self.out.push(b'T'),
            Const::False => self.out.push(b'F'),
            Const::Ellipsis => self.out.push(b'.'),
            Const::StopIteration => self.out.push(b'S'),
            Const::Int(value) => self.int(*value)?,
            Const::BigInt { negative, digits } => {
                if let Some(flag) = self.begin(digits) {
                    self.long(flag, *negative, digits)?;
                }
            }
            Const::Float(bits) => self.floats(b'f', b'g', &[*bits]),
            Const::Complex(real, imaginary) => self.floats(b'x', b'y', &[*real, *imaginary]),
            Const::Str { text, interned } => self.text(text, *interned)?,
            Const::Bytes(bytes) => self.bytes(bytes)?,
            Const::Tuple(items) => {
                if let Some(flag) = self.begin(items) {
                    self.tuple_head(flag, items.len())?;
                    self.items(items.iter());
                }
            }
            Const::List(items) => {
                if let Some(flag) = self.begin(items) {
                    self.head(b'[' | flag, items.len())?;
                    self.items(items.iter());
                }
            }
            Const::Set(items) => self.set(b'<', items)?,
            Const::FrozenSet(items) => self.set(b'>', items)?,
            Const::Dict(pairs) => self.dict(b'{', pairs),
            Const::FrozenDict(pairs) if self.format >= 6 => self.dict(b'}', pairs),
            Const::Slice(parts) if self.format >= 5 => {
                if let Some(flag) = self.begin(parts) {
                    self.out.push(b':' | flag);
                    self.items(parts.iter());
                }
            }
            Const::Code(code) => {
                if let Some(flag) = self.begin(code) {
                    self.out.push(b'c' | flag);
                    let fields = layout(code.version).iter().rev();
                    self.todo
                        .extend(fields.map(|&field| Todo::Field(code, field)));
                }
            }
            Const::FrozenDict(_) | Const::Slice(_) => {
                return Err(WriteError::Unmarshallable(value.type_name()));
            }
        }
        Ok(())
    }

    /// Begins an object that may be shared: its flag, or nothing when a reference to it was written instead.
    fn begin<T: ?Sized>(&mut self, object: &Rc<T>) -> Option<u8> {
        if self.format < 3 || Rc::strong_count(object) == 1 {
            return Some(0);
        }
        let number = u32::try_from(self.refs.len()).unwrap_or(u32::MAX);
        match *self.refs.entry(Rc::as_ptr(object).addr()).or_insert(number) {
            new if new == number => Some(REFERABLE),
            old => {
                self.out.push(b'r');
                self.out.extend(old.to_le_bytes());
                None
            }
        }
    }

    fn items(&mut self, items: impl DoubleEndedIterator<Item = &'a Const>) {
        self.todo.extend(items.rev().map(Todo::Value));
    }

    fn dict(&mut self, code: u8, pairs: &'a Rc<[(Const, Const)]>) {
        if let Some(flag) = self.begin(pairs) {
            self.out.push(code | flag);
            self.todo.push(Todo::Null);
            for (key, value) in pairs.iter().rev() {
                self.todo.extend([Todo::Value(value), Todo::Value(key)]);
            }
        }
    }

    /// The items of a set are written in the order of their marshalled forms, so that equal sets give equal bytes.
    fn set(&mut self, code: u8, items: &'a Rc<[Const]>) -> Result<(), WriteError> {
        let Some(flag) = self.begin(items) else {
            return Ok(());
        };
        self.head(code | flag, items.len())?;
        // Each level writes its items twice, which doubles with each set inside a set.
        if items.len() < 2 || self.sets >= 4 {
            self.items(items.iter());
            return Ok(());
        }
        let form = |item| write_nested(item, self.format, self.sets + 1).map(|form| (form, item));
        let mut sorted = items.iter().map(form).collect::<Result<Vec<_>, _>>()?;
        sorted.sort_by(|a, b| a.0.cmp(&b.0));
        self.items(sorted.into_iter().map(|(_, item)| item));
        Ok(())
    }

    fn field(&mut self, code: &'a RawCode, field: Field) -> Result<(), WriteError> {
        let old = code.old_vars.as_deref();
        let list = |pick: fn(&super::code::OldVars) -> &Rc<[PyText]>| {
            old.map_or(&[][..], |old| &**pick(old))
        };
        match field {
            Field::ArgCount => self.number(code.argcount),
            Field::PosOnlyArgCount => self.number(code.posonlyargcount),
            Field::KwOnlyArgCount => self.number(code.kwonlyargcount),
            Field::NLocals => self.number(code.nlocals),
            Field::StackSize => self.number(code.stacksize),
            Field::Flags => self.number(code.flags),
            Field::FirstLine => self.number(code.firstlineno.cast_unsigned()),
            Field::Code => self.bytes(&code.code)?,
            Field::LineTable => self.bytes(&code.linetable)?,
            Field::ExceptionTable => self.bytes(&code.exceptiontable)?,
            Field::Consts => {
                if let Some(flag) = self.begin(&code.consts) {
                    self.tuple_head(flag, code.consts.len())?;
                    self.items(code.consts.iter());
                }
            }
            Field::Names => self.names(code.names.iter())?,
            Field::VarNames => self.names(list(|old| &old.varnames).iter())?,
            Field::FreeVars => self.names(list(|old| &old.freevars).iter())?,
            Field::CellVars => self.names(list(|old| &old.cellvars).iter())?,
            Field::LocalsPlusNames => {
                self.names(code.localsplus.iter().map(|local| &local.name))?;
            }
            Field::LocalsPlusKinds => {
                self.head(b's', code.localsplus.len())?;
                self.out
                    .extend(code.localsplus.iter().map(|local| local.kind));
            }
            Field::FileName => self.text(&code.filename, false)?,
            Field::Name => self.text(&code.name, true)?,
            Field::QualName => self.text(&code.qualname, true)?,
        }
        Ok(())
    }

    fn names(
        &mut self,
        names: impl ExactSizeIterator<Item = &'a PyText>,
    ) -> Result<(), WriteError> {
        self.tuple_head(0, names.len())?;
        names.into_iter().try_for_each(|name| self.text(name, true))
    }

    fn tuple_head(&mut self, flag: u8, len: usize) -> Result<(), WriteError> {
        match u8::try_from(len) {
            Ok(len) if self.format >= 4 => {
                self.out.extend([b')' | flag, len]);
                Ok(())
            }
            _ => self.head(b'(' | flag, len),
        }
    }

    /// A type code and a length of 32 bits.
    fn head(&mut self, code: u8, len: usize) -> Result<(), WriteError> {
        let len = i32::try_from(len).map_err(|_| WriteError::TooLarge)?;
        self.out.push(code);
        self.out.extend(len.to_le_bytes());
        Ok(())
    }

    fn number(&mut self, value: u32) {
        self.out.extend(value.to_le_bytes());
    }

    fn int(&mut self, value: i64) -> Result<(), WriteError> {
        if let Ok(small) = i32::try_from(value) {
            self.out.push(b'i');
            self.out.extend(small.to_le_bytes());
            return Ok(());
        }
        let magnitude = value.unsigned_abs();
        self.long(0, value < 0, &[magnitude as u32, (magnitude >> 32) as u32])
    }

    /// An integer in base 2**15, from digits in base 2**32.
    fn long(&mut self, flag: u8, negative: bool, digits: &[u32]) -> Result<(), WriteError> {
        let mut small = Vec::with_capacity(digits.len() * 3);
        let (mut bits, mut have) = (0_u64, 0);
        for &digit in digits {
            bits |= u64::from(digit) << have;
            have += 32;
            while have >= 15 {
                small.push((bits & 0x7FFF) as u16);
                bits >>= 15;
                have -= 15;
            }
        }
        small.push(bits as u16);
        while small.last() == Some(&0) {
            small.pop();
        }
        let count = i32::try_from(small.len()).map_err(|_| WriteError::TooLarge)?;
        self.out.push(b'l' | flag);
        self.out
            .extend((if negative { -count } else { count }).to_le_bytes());
        self.out
            .extend(small.iter().flat_map(|digit| digit.to_le_bytes()));
        Ok(())
    }

    fn floats(&mut self, text_code: u8, binary_code: u8, all_bits: &[u64]) {
        if self.format > 1 {
            self.out.push(binary_code);
            self.out
                .extend(all_bits.iter().flat_map(|bits| bits.to_le_bytes()));
            return;
        }
        self.out.push(text_code);
        for &bits in all_bits {
            let text = float_17g(f64::from_bits(bits));
            self.out.push(text.len() as u8);
            self.out.extend(text.as_bytes());
        }
    }

    fn bytes(&mut self, bytes: &Rc<[u8]>) -> Result<(), WriteError> {
        if let Some(flag) = self.begin(bytes) {
            self.head(b's' | flag, bytes.len())?;
            self.out.extend_from_slice(bytes);
        }
        Ok(())
    }

    fn text(&mut self, text: &PyText, interned: bool) -> Result<(), WriteError> {
        let Some(flag) = self.begin(text.shared_bytes()) else {
            return Ok(());
        };
        let bytes = text.as_bytes();
        let pick = |yes: u8, no: u8| flag | if interned { yes } else { no };
        match u8::try_from(bytes.len()) {
            Ok(len) if self.format >= 4 && text.is_ascii() => {
                self.out.extend([pick(b'Z', b'z'), len]);
            }
            _ if self.format >= 4 && text.is_ascii() => self.head(pick(b'A', b'a'), bytes.len())?,
            _ if self.format >= 1 => self.head(pick(b't', b'u'), bytes.len())?,
            _ => self.head(b'u' | flag, bytes.len())?,
        }
        self.out.extend_from_slice(bytes);
        Ok(())
    }
}

/// A float with 17 significant digits, as C's `%.17g` writes it.
fn float_17g(value: f64) -> String {
    if value.is_nan() {
        return "nan".to_owned();
    }
    if value.is_infinite() {
        return if value < 0.0 { "-inf" } else { "inf" }.to_owned();
    }
    let scientific = format!("{value:.16e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let trim = |digits: &str| match digits.contains('.') {
        true => digits
            .trim_end_matches('0')
            .trim_end_matches('.')
            .to_owned(),
        false => digits.to_owned(),
    };
    if (-4..17).contains(&exponent) {
        let decimals = usize::try_from(16 - exponent).unwrap_or(0);
        return trim(&format!("{value:.decimals$}"));
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{}e{sign}{:02}", trim(mantissa), exponent.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_as_text() {
        let cases = [
            (0.0, "0"),
            (-0.0, "-0"),
            (1.0, "1"),
            (0.1, "0.10000000000000001"),
            (1e16, "10000000000000000"),
            (1e17, "1e+17"),
            (1e-5, "1.0000000000000001e-05"),
            (-2.5e300, "-2.5000000000000001e+300"),
            (f64::INFINITY, "inf"),
            (f64::NEG_INFINITY, "-inf"),
            (f64::NAN, "nan"),
            (0.0001, "0.0001"),
        ];
        for (value, text) in cases {
            assert_eq!(float_17g(value), text);
        }
    }

    #[test]
    fn formats_differ() {
        let write = |value: &Const, format| {
            write_value(value, format).expect("a value that can be written")
        };
        let name = Const::Str {
            text: PyText::new("ab"),
            interned: true,
        };
        assert_eq!(write(&name, 0), b"u\x02\0\0\0ab");
        assert_eq!(write(&name, 1), b"t\x02\0\0\0ab");
        assert_eq!(write(&name, 4), b"Z\x02ab");
        assert_eq!(write(&Const::Float(1.5_f64.to_bits()), 1), b"f\x031.5");
        let pair = Const::Tuple(Rc::new([name.clone(), name]));
        assert_eq!(write(&pair, 2), b"(\x02\0\0\0t\x02\0\0\0abt\x02\0\0\0ab");
        assert_eq!(write(&pair, 3), b"(\x02\0\0\0\xF4\x02\0\0\0abr\0\0\0\0");
        assert_eq!(write(&pair, 4), b")\x02\xDA\x02abr\0\0\0\0");
        let slice = Const::Slice(Rc::new([Const::None, Const::Int(1), Const::None]));
        assert_eq!(
            write_value(&slice, 4),
            Err(WriteError::Unmarshallable("slice"))
        );
        assert_eq!(write(&slice, 5), b":Ni\x01\0\0\0N");
    }

    #[test]
    fn sets_are_sorted() {
        let set = Const::Set(Rc::new([Const::Int(2), Const::None, Const::Int(1)]));
        assert_eq!(
            write_value(&set, 4).as_deref(),
            Ok(&b"<\x03\0\0\0Ni\x01\0\0\0i\x02\0\0\0"[..])
        );
    }

    #[test]
    fn integers() {
        let write = |value: Const| write_value(&value, 4).expect("an integer");
        assert_eq!(write(Const::Int(-1)), b"i\xFF\xFF\xFF\xFF");
        assert_eq!(write(Const::Int(1 << 31)), b"l\x03\0\0\0\0\0\0\0\x02\0");
        assert_eq!(
            write(Const::Int(-(1 << 31) - 1)),
            b"l\xFD\xFF\xFF\xFF\x01\0\0\0\x02\0"
        );
        assert_eq!(
            write(Const::integer(true, vec![0, 0, 1])),
            b"l\xFB\xFF\xFF\xFF\0\0\0\0\0\0\0\0\x10\0"
        );
    }
}
