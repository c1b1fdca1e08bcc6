//! Numbers in the format mini-language: signs, prefixes, grouping and padding around the digits.

use super::bigint::IntRef;
use super::complex::Complex;
use super::error::Error;
pub use super::field::Field;
use super::float_text::{self, Flags, Style};
use super::format_spec::{Align, FormatSpec, Grouping, Sign};

/// A number taken apart, before grouping and padding.
struct Parts<'a> {
    negative: bool,
    prefix: &'a str,
    /// The digits before the point; empty for `inf` and `nan`.
    whole: &'a str,
    /// The point, when there is one.
    point: bool,
    /// The digits after the point.
    fraction: &'a str,
    /// The exponent, the percent sign, or `inf`, `nan`.
    tail: &'a str,
}

impl<'a> Parts<'a> {
    /// Takes apart what `float_text::format` made.
    fn of_float(text: &'a str) -> Parts<'a> {
        let (negative, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let digits = |text: &'a str| {
            let end = text
                .bytes()
                .position(|b| !b.is_ascii_digit())
                .unwrap_or(text.len());
            text.split_at_checked(end).unwrap_or((text, ""))
        };
        let (whole, rest) = digits(text);
        match rest.strip_prefix('.') {
            Some(rest) => {
                let (fraction, tail) = digits(rest);
                Parts {
                    negative,
                    prefix: "",
                    whole,
                    point: true,
                    fraction,
                    tail,
                }
            }
            None => Parts {
                negative,
                prefix: "",
                whole,
                point: false,
                fraction: "",
                tail: rest,
            },
        }
    }

    fn sign(&self, sign: Sign) -> &'static str {
        match sign {
            _ if self.negative => "-",
            Sign::Plus => "+",
            Sign::Space => " ",
            Sign::Default | Sign::Minus => "",
        }
    }

    /// Puts the parts together with the groups and the padding of a specification.
    fn lay_out(&self, spec: &FormatSpec, group: usize) -> Result<Field, Error> {
        let mut text =
            String::with_capacity(self.whole.len() + self.fraction.len() + self.tail.len() + 8);
        text.push_str(self.sign(spec.sign));
        text.push_str(self.prefix);
        let fraction = group_fraction(self.fraction, spec.fraction_grouping);
        let fraction = fraction.as_deref().unwrap_or(self.fraction);
        let after = usize::from(self.point) + fraction.len() + self.tail.len();
        let inner_at = text.len();
        // Zeros that pad a number are grouped as its digits are.
        let zeros = spec.fill == u32::from('0') && spec.align == Align::AfterSign;
        let least = if zeros {
            spec.width.unwrap_or(0).saturating_sub(inner_at + after)
        } else {
            0
        };
        if !self.whole.is_empty() {
            push_grouped(
                &mut text,
                self.whole,
                spec.grouping.map(|grouping| (grouping.char(), group)),
                least,
            )?;
        }
        if self.point {
            text.push('.');
        }
        text.push_str(fraction);
        text.push_str(self.tail);
        let mut field = Field {
            inner_at,
            fill: spec.fill,
            ..Field::plain(text)
        };
        if spec.align == Align::AfterSign {
            field.inner = spec.width.unwrap_or(0).saturating_sub(field.text.len());
        } else {
            (field.left, field.right) = spec.padding(field.text.len());
        }
        Ok(field)
    }
}

/// Appends digits with separators, preceded by zeros so that all is at least `least` long. A separator never comes
/// first, so the whole may be one longer than asked for.
fn push_grouped(
    out: &mut String,
    digits: &str,
    grouping: Option<(char, usize)>,
    least: usize,
) -> Result<(), Error> {
    let Some((separator, group)) = grouping else {
        let zeros = least.saturating_sub(digits.len());
        out.try_reserve(zeros).map_err(|_| Error::memory())?;
        out.extend(std::iter::repeat_n('0', zeros));
        out.push_str(digits);
        return Ok(());
    };
    // With n digits there are (n - 1) / group separators: the least n that reaches `least`.
    let enough = least - least.saturating_sub(1) / (group + 1);
    let count = digits.len().max(enough);
    out.try_reserve(count.saturating_mul(2))
        .map_err(|_| Error::memory())?;
    let padded = std::iter::repeat_n('0', count - digits.len()).chain(digits.chars());
    for (at, digit) in padded.enumerate() {
        if at > 0 && (count - at).is_multiple_of(group) {
            out.push(separator);
        }
        out.push(digit);
    }
    Ok(())
}

/// The fraction in groups of three from the point, or nothing if there is nothing to group.
fn group_fraction(digits: &str, grouping: Option<Grouping>) -> Option<String> {
    let separator = grouping?.char();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && at.is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    Some(out)
}

fn code_char(spec: &FormatSpec) -> char {
    char::from_u32(spec.code).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// `format(n, spec)` for an `int`. The caller has applied the limit on decimal digits (`check_str_digits`) if
/// [`shows_decimal`] says it concerns this.
pub fn format_int(spec: &FormatSpec, n: IntRef<'_>, type_name: &str) -> Result<Field, Error> {
    let (base, prefix) = match code_char(spec) {
        'd' | 'n' => (10, ""),
        'b' => (2, "0b"),
        'o' => (8, "0o"),
        'x' => (16, "0x"),
        'X' => (16, "0X"),
        'c' => return format_char(spec, n),
        'e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%' => {
            let x = n
                .to_f64()
                .ok_or_else(|| Error::overflow("int too large to convert to float"))?;
            return format_float(spec, x, type_name);
        }
        _ => return Err(spec.unknown_code(type_name)),
    };
    check_integer_options(spec)?;
    let mut digits = n.to_radix(base);
    if spec.code == u32::from('X') {
        digits.make_ascii_uppercase();
    }
    let plain = spec.width.is_none()
        && spec.grouping.is_none()
        && matches!(spec.sign, Sign::Default | Sign::Minus);
    if plain && !spec.alternate {
        return Ok(Field::plain(digits));
    }
    let (negative, whole) = match digits.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, digits.as_str()),
    };
    let prefix = if spec.alternate { prefix } else { "" };
    let parts = Parts {
        negative,
        prefix,
        whole,
        point: false,
        fraction: "",
        tail: "",
    };
    parts.lay_out(spec, if base == 10 { 3 } else { 4 })
}

/// True when formatting an integer so writes it in decimal digits, to which `sys.set_int_max_str_digits` applies.
pub fn shows_decimal(spec: &FormatSpec) -> bool {
    matches!(code_char(spec), 'd' | 'n')
}

fn check_integer_options(spec: &FormatSpec) -> Result<(), Error> {
    if spec.precision.is_some() {
        return Err(Error::value(
            "Precision not allowed in integer format specifier",
        ));
    }
    if spec.no_negative_zero {
        return Err(Error::value(
            "Negative zero coercion (z) not allowed in integer format specifier",
        ));
    }
    Ok(())
}

fn format_char(spec: &FormatSpec, n: IntRef<'_>) -> Result<Field, Error> {
    check_integer_options(spec)?;
    if spec.sign != Sign::Default {
        return Err(Error::value(
            "Sign not allowed with integer format specifier 'c'",
        ));
    }
    if spec.alternate {
        return Err(Error::value(
            "Alternate form (#) not allowed with integer format specifier 'c'",
        ));
    }
    let point = match n.to_i64() {
        Some(n) => u32::try_from(n).ok().filter(|point| *point <= 0x10_ffff),
        None => return Err(Error::overflow("Python int too large to convert to C long")),
    };
    let point = point.ok_or_else(|| Error::overflow("%c arg not in range(0x110000)"))?;
    let (left, right) = spec.padding(1);
    let mut field = Field {
        point: Some(point),
        left,
        right,
        fill: spec.fill,
        ..Field::plain(String::new())
    };
    if spec.align == Align::AfterSign {
        (field.left, field.right) = (field.right, 0);
    }
    Ok(field)
}

/// `format(x, spec)` for a `float` (or for an `int` with a float's type code).
pub fn format_float(spec: &FormatSpec, x: f64, type_name: &str) -> Result<Field, Error> {
    let flags = Flags {
        alternate: spec.alternate,
        no_negative_zero: spec.no_negative_zero,
        ..Flags::default()
    };
    let (style, flags) = match code_char(spec) {
        '\0' => (
            Style::Shortest,
            Flags {
                add_dot_0: true,
                ..flags
            },
        ),
        code => float_style(code, flags).ok_or_else(|| spec.unknown_code(type_name))?,
    };
    let percent = spec.code == u32::from('%');
    let mut text = styled(if percent { x * 100.0 } else { x }, style, flags, spec)?;
    if percent {
        text.push('%');
    }
    let plain = spec.width.is_none() && spec.grouping.is_none() && spec.fraction_grouping.is_none();
    if plain && matches!(spec.sign, Sign::Default | Sign::Minus) {
        return Ok(Field::plain(text));
    }
    Parts::of_float(&text).lay_out(spec, 3)
}

/// The style of a type code, `None` for an unknown one.
pub(super) fn float_style(code: char, flags: Flags) -> Option<(Style, Flags)> {
    let style = match code {
        'e' | 'E' => Style::Exponent,
        'f' | 'F' | '%' => Style::Fixed,
        'g' | 'G' | 'n' => Style::General,
        _ => return None,
    };
    Some((
        style,
        Flags {
            upper: code.is_ascii_uppercase(),
            ..flags
        },
    ))
}

/// The digits for a style, with the precision's default and bounds.
fn styled(x: f64, style: Style, flags: Flags, spec: &FormatSpec) -> Result<String, Error> {
    match (style, spec.precision) {
        (_, Some(precision)) if precision > i32::MAX as usize => {
            Err(Error::value("precision too big"))
        }
        (Style::Shortest, None) => float_text::format(x, style, 0, flags),
        (Style::Shortest, Some(precision)) => {
            float_text::format(x, Style::General, precision, flags)
        }
        (_, precision) => float_text::format(x, style, precision.unwrap_or(6), flags),
    }
}

/// `format(z, spec)` for a `complex`.
pub fn format_complex(spec: &FormatSpec, z: Complex, type_name: &str) -> Result<Field, Error> {
    let flags = Flags {
        alternate: spec.alternate,
        no_negative_zero: spec.no_negative_zero,
        ..Flags::default()
    };
    let (style, flags) = match code_char(spec) {
        '\0' => (Style::Shortest, flags),
        '%' => return Err(spec.unknown_code(type_name)),
        code => float_style(code, flags).ok_or_else(|| spec.unknown_code(type_name))?,
    };
    if spec
        .precision
        .is_some_and(|precision| precision > i32::MAX as usize)
    {
        return Err(Error::value("precision too big"));
    }
    if spec.fill == u32::from('0') {
        return Err(Error::value(
            "Zero padding is not allowed in complex format specifier",
        ));
    }
    if spec.align == Align::AfterSign {
        return Err(Error::value(
            "'=' alignment flag is not allowed in complex format specifier",
        ));
    }
    let imaginary_only = spec.code == 0 && z.re == 0.0 && z.re.is_sign_positive();
    let parentheses = spec.code == 0 && !imaginary_only;
    let (re, im) = (
        styled(z.re, style, flags, spec)?,
        styled(z.im, style, flags, spec)?,
    );
    let bare = FormatSpec {
        width: None,
        align: Align::Left,
        ..*spec
    };
    let im_spec = FormatSpec {
        sign: if imaginary_only {
            spec.sign
        } else {
            Sign::Plus
        },
        ..bare
    };
    let re = if imaginary_only {
        String::new()
    } else {
        Parts::of_float(&re).lay_out(&bare, 3)?.text
    };
    let im = Parts::of_float(&im).lay_out(&im_spec, 3)?.text;
    let text = if parentheses {
        format!("({re}{im}j)")
    } else {
        format!("{re}{im}j")
    };
    let (left, right) = spec.padding(text.len());
    Ok(Field {
        left,
        right,
        fill: spec.fill,
        ..Field::plain(text)
    })
}

#[cfg(test)]
mod tests {
    use super::super::complex::complex;
    use super::super::format_spec::Subject;
    use super::*;
    use crate::num::BigInt;

    fn shown(field: Result<Field, Error>) -> String {
        match field {
            Ok(field) => {
                let points: String = field.points().filter_map(char::from_u32).collect();
                assert_eq!(field.count(), points.chars().count());
                assert!(!field.has_surrogate());
                assert_eq!(field.into_string(), Ok(points.clone()));
                points
            }
            Err(error) => error.text.into_owned(),
        }
    }

    fn spec(text: &str, subject: Subject) -> FormatSpec {
        FormatSpec::parse(text.chars().map(u32::from), subject, "T").unwrap()
    }

    #[track_caller]
    fn check_int(n: i64, text: &str, expected: &str) {
        let spec = spec(text, Subject::Int);
        assert_eq!(
            shown(format_int(&spec, IntRef::Small(n), "int")),
            expected,
            "{text}"
        );
        assert_eq!(
            shown(format_int(&spec, IntRef::Big(&BigInt::from_i64(n)), "int")),
            expected,
            "{text}"
        );
    }

    #[test]
    fn integers() {
        for (n, text, expected) in [
            (5, "", "5"),
            (-1234567, ",", "-1,234,567"),
            (1234567, "_", "1_234_567"),
            (-1234567, "012,", "-001,234,567"),
            (5, "012,", "0,000,000,005"),
            (5, "+#010x", "+0x0000005"),
            (-1234567, "#_X", "-0X12_D687"),
            (5, "08b", "00000101"),
            (255, "020_b", "0_0000_0000_1111_1111"),
            (5, "=10", "         5"),
            (-5, "*=6", "-****5"),
            (5, "*^6", "**5***"),
            (5, "<010", "5000000000"),
            (5, " d", " 5"),
            (5, "-d", "5"),
            (233, "c", "é"),
            (233, "5c", "    é"),
            (233, "*=5c", "****é"),
            (5, ".1f", "5.0"),
            (1, "%", "100.000000%"),
            (-5, "é>4", "éé-5"),
            (5, "._d", "5"),
            (1234, "06,d", "01,234"),
            (1234, "05,d", "1,234"),
            (1234, "07,d", "001,234"),
            (1234, "08,d", "0,001,234"),
            (0, "#o", "0o0"),
            (12, "n", "12"),
            (5, ".2", "Precision not allowed in integer format specifier"),
            (
                5,
                "z",
                "Negative zero coercion (z) not allowed in integer format specifier",
            ),
            (5, "s", "Unknown format code 's' for object of type 'int'"),
            (
                5,
                "+c",
                "Sign not allowed with integer format specifier 'c'",
            ),
            (
                5,
                "#c",
                "Alternate form (#) not allowed with integer format specifier 'c'",
            ),
            (-1, "c", "%c arg not in range(0x110000)"),
        ] {
            check_int(n, text, expected);
        }
        let surrogate =
            format_int(&spec("3c", Subject::Int), IntRef::Small(0xd800), "int").unwrap();
        assert_eq!(surrogate.points().collect::<Vec<_>>(), [32, 32, 0xd800]);
        assert!(surrogate.has_surrogate());
        assert_eq!(surrogate.into_string().as_deref(), Ok("  \u{fffd}"));
    }

    #[test]
    fn floats() {
        for (x, text, expected) in [
            (1.5, "", "1.5"),
            (1.0, "", "1.0"),
            (100.0, ".2", "1e+02"),
            (123.0, ".3", "1.23e+02"),
            (12.0, ".3", "12.0"),
            (1.5, "+.3f", "+1.500"),
            (1234567.891, ",.2f", "1,234,567.89"),
            (1.5, "012,", "00,000,001.5"),
            (-1.5, "=10", "-      1.5"),
            (0.256, ".1%", "25.6%"),
            (-0.001, "z.1f", "0.0"),
            (-0.001, ".1f", "-0.0"),
            (f64::INFINITY, "010", "0000000inf"),
            (f64::NAN, "+F", "+NAN"),
            (1.23456789, "._f", "1.234_568"),
            (1.5, ".,f", "1.500,000"),
            (1234.5, "*^20,.3_f", "*****1,234.500******"),
            (-1234567.0, ".6_g", "-1.234_57e+06"),
            (1e22, "", "1e+22"),
            (1e22, "n", "1e+22"),
            (5.0, "#.0f", "5."),
            (
                1.5,
                "d",
                "Unknown format code 'd' for object of type 'float'",
            ),
            (1.5, ".9999999999f", "precision too big"),
            (3.0, "g", "3"),
            (1e-7, "G", "1E-07"),
            (1234.5, "015,.4_f", "0,001,234.500_0"),
        ] {
            assert_eq!(
                shown(format_float(&spec(text, Subject::Float), x, "float")),
                expected,
                "{text}"
            );
        }
    }

    #[test]
    fn complexes() {
        for (z, text, expected) in [
            (complex(1.0, 2.0), "", "(1+2j)"),
            (complex(0.0, 2.0), "+", "+2j"),
            (complex(1.0, 2.0), ".3f", "1.000+2.000j"),
            (complex(-0.0, -2.0), "#", "(-0.-2.j)"),
            (complex(1.0, 2.0), "*^9.1", "*(1+2j)**"),
            (complex(1e6, -2.0), ",.1f", "1,000,000.0-2.0j"),
            (
                complex(1.0, 2.0),
                "010",
                "Zero padding is not allowed in complex format specifier",
            ),
            (
                complex(1.0, 2.0),
                "=10",
                "'=' alignment flag is not allowed in complex format specifier",
            ),
            (
                complex(1.0, 2.0),
                "%",
                "Unknown format code '%' for object of type 'complex'",
            ),
        ] {
            assert_eq!(
                shown(format_complex(&spec(text, Subject::Complex), z, "complex")),
                expected,
                "{text}"
            );
        }
    }
}
