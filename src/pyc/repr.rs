//! Constants as Python's `repr` writes them, for listings.
//!
//! What is printed is limited in length and depth, as a constant may unfold to more than memory holds; what is left
//! out is shown as `...`.

use std::fmt::{self, Write};

use super::Const;

/// Parts of a constant that are printed.
const MAX_PARTS: u32 = 2000;
/// Containers within containers that are printed.
const MAX_NESTED: u32 = 64;
/// Digits in base 2**32 up to which an integer is printed in decimal.
const MAX_DIGITS: usize = 256;
/// Bytes of a text or bytes that are printed.
const MAX_BYTES: usize = 1 << 16;

impl fmt::Display for Const {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Printer {
            out: f,
            parts: MAX_PARTS,
            nested: 0,
        }
        .value(self)
    }
}

impl fmt::Debug for Const {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

struct Printer<'a, 'f> {
    out: &'a mut fmt::Formatter<'f>,
    parts: u32,
    nested: u32,
}

impl Printer<'_, '_> {
    fn value(&mut self, value: &Const) -> fmt::Result {
        if self.parts == 0 || self.nested > MAX_NESTED {
            return self.out.write_str("...");
        }
        self.parts -= 1;
        match value {
            Const::None => self.out.write_str("None"),
            Const::True => self.out.write_str("True"),
            Const::False => self.out.write_str("False"),
            Const::Ellipsis => self.out.write_str("Ellipsis"),
            Const::StopIteration => self.out.write_str("<class 'StopIteration'>"),
            Const::Int(value) => write!(self.out, "{value}"),
            Const::BigInt { negative, digits } => self.big_int(*negative, digits),
            Const::Float(bits) => self.out.write_str(&float_repr(f64::from_bits(*bits), true)),
            Const::Complex(real, imaginary) => {
                self.complex(f64::from_bits(*real), f64::from_bits(*imaginary))
            }
            Const::Str { text, .. } if text.as_bytes().len() <= MAX_BYTES => {
                write!(self.out, "{text:?}")
            }
            Const::Str { text, .. } => write!(self.out, "<str of {} bytes>", text.as_bytes().len()),
            Const::Bytes(bytes) => self.bytes(bytes),
            Const::Tuple(items) => {
                self.items("(", items, if items.len() == 1 { ",)" } else { ")" })
            }
            Const::List(items) => self.items("[", items, "]"),
            Const::Set(items) if items.is_empty() => self.out.write_str("set()"),
            Const::Set(items) => self.items("{", items, "}"),
            Const::FrozenSet(items) if items.is_empty() => self.out.write_str("frozenset()"),
            Const::FrozenSet(items) => self.items("frozenset({", items, "})"),
            Const::Dict(pairs) => self.pairs("{", pairs, "}"),
            Const::FrozenDict(pairs) => self.pairs("frozendict({", pairs, "})"),
            Const::Slice(parts) => self.items("slice(", &**parts, ")"),
            Const::Code(code) => write!(self.out, "{code:?}"),
        }
    }

    fn items(&mut self, open: &str, items: &[Const], close: &str) -> fmt::Result {
        self.out.write_str(open)?;
        self.nested += 1;
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                self.out.write_str(", ")?;
            }
            self.value(item)?;
            if self.parts == 0 && index + 1 < items.len() {
                self.out.write_str(", ...")?;
                break;
            }
        }
        self.nested -= 1;
        self.out.write_str(close)
    }

    fn pairs(&mut self, open: &str, pairs: &[(Const, Const)], close: &str) -> fmt::Result {
        self.out.write_str(open)?;
        self.nested += 1;
        for (index, (key, value)) in pairs.iter().enumerate() {
            if index > 0 {
                self.out.write_str(", ")?;
            }
            if self.parts == 0 {
                self.out.write_str("...")?;
                break;
            }
            self.value(key)?;
            self.out.write_str(": ")?;
            self.value(value)?;
        }
        self.nested -= 1;
        self.out.write_str(close)
    }

    fn bytes(&mut self, bytes: &[u8]) -> fmt::Result {
        if bytes.len() > MAX_BYTES {
            return write!(self.out, "<bytes of {} bytes>", bytes.len());
        }
        let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') {
            '"'
        } else {
            '\''
        };
        write!(self.out, "b{quote}")?;
        for &byte in bytes {
            match char::from(byte) {
                c if c == quote || c == '\\' => write!(self.out, "\\{c}")?,
                '\n' => self.out.write_str("\\n")?,
                '\r' => self.out.write_str("\\r")?,
                '\t' => self.out.write_str("\\t")?,
                c @ ' '..='~' => self.out.write_char(c)?,
                _ => write!(self.out, "\\x{byte:02x}")?,
            }
        }
        self.out.write_char(quote)
    }

    fn complex(&mut self, real: f64, imaginary: f64) -> fmt::Result {
        let imaginary_text = float_repr(imaginary, false);
        if real == 0.0 && real.is_sign_positive() {
            return write!(self.out, "{imaginary_text}j");
        }
        let plus = if imaginary_text.starts_with('-') {
            ""
        } else {
            "+"
        };
        write!(
            self.out,
            "({}{plus}{imaginary_text}j)",
            float_repr(real, false)
        )
    }

    fn big_int(&mut self, negative: bool, digits: &[u32]) -> fmt::Result {
        if digits.len() > MAX_DIGITS {
            return write!(self.out, "<int of {} bits>", digits.len() * 32);
        }
        let sign = if negative { "-" } else { "" };
        let mut rest = digits.to_vec();
        let mut groups = Vec::new();
        while !rest.is_empty() {
            let mut remainder = 0_u64;
            for digit in rest.iter_mut().rev() {
                let value = remainder << 32 | u64::from(*digit);
                *digit = (value / 1_000_000_000) as u32;
                remainder = value % 1_000_000_000;
            }
            groups.push(remainder);
            while rest.last() == Some(&0) {
                rest.pop();
            }
        }
        write!(self.out, "{sign}{}", groups.pop().unwrap_or(0))?;
        groups
            .iter()
            .rev()
            .try_for_each(|group| write!(self.out, "{group:09}"))
    }
}

/// The shortest text that reads back as `value`; `point` adds `.0` to whole numbers.
fn float_repr(value: f64, point: bool) -> String {
    if value.is_nan() {
        return "nan".to_owned();
    }
    if value.is_infinite() {
        return if value < 0.0 { "-inf" } else { "inf" }.to_owned();
    }
    let scientific = format!("{value:e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    match exponent.parse::<i32>() {
        Ok(exponent) if !(-4..16).contains(&exponent) => {
            let sign = if exponent < 0 { '-' } else { '+' };
            format!("{mantissa}e{sign}{:02}", exponent.abs())
        }
        _ if point => format!("{value:?}"),
        _ => format!("{value}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::rc::Rc;

    #[track_caller]
    fn check(value: &Const, text: &str) {
        assert_eq!(value.to_string(), text);
    }

    #[test]
    fn reprs() {
        let float = |value: f64| Const::Float(value.to_bits());
        check(&float(1.0), "1.0");
        check(&float(1e16), "1e+16");
        check(&float(123456789012345.0), "123456789012345.0");
        check(&float(0.00001), "1e-05");
        check(&float(0.0001), "0.0001");
        check(&Const::Complex(0, 2.5_f64.to_bits()), "2.5j");
        check(
            &Const::Complex(1.0_f64.to_bits(), (-2.0_f64).to_bits()),
            "(1-2j)",
        );
        check(
            &Const::integer(true, vec![0, 0, 1]),
            "-18446744073709551616",
        );
        check(
            &Const::Bytes((*b"a'\x00\n\xFF").into()),
            "b\"a'\\x00\\n\\xff\"",
        );
        let one = Const::Tuple(Rc::new([Const::text("x")]));
        check(&one, "('x',)");
        check(
            &Const::Dict(Rc::new([(Const::None, one.clone())])),
            "{None: ('x',)}",
        );
        check(&Const::FrozenSet(Rc::new([one])), "frozenset({('x',)})");
    }

    #[test]
    fn shared_constants_are_printed_in_part() {
        let mut value = Const::text("lol");
        for _ in 0..40 {
            value = Const::Tuple(Rc::new([value.clone(), value]));
        }
        assert!(value.to_string().len() < 40_000);
    }
}
