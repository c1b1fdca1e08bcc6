//! Floats as text: `repr`, the codes `e f g` of both kinds of formatting, and `float(text)`.
//!
//! Every digit is exact: the shortest digits come from `zmij`, digits to a precision from `std`, whose `{:.*}` and
//! `{:.*e}` round the exact decimal value, ties to even (checked against CPython to 800 digits).

use super::error::Error;

/// How to lay out a float, as the type codes of `format` and `%` have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `repr`: the shortest text that reads back the same; the precision is not used.
    Shortest,
    /// `e`: always an exponent.
    Exponent,
    /// `f`: never an exponent.
    Fixed,
    /// `g`: an exponent when that is shorter; trailing zeros are dropped.
    General,
}

/// The switches of [`format`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flags {
    /// `#`: keep the point and, with `g`, the trailing zeros.
    pub alternate: bool,
    /// Append `.0` to what would look like an integer.
    pub add_dot_0: bool,
    /// `z`: a result of zeros only loses its sign.
    pub no_negative_zero: bool,
    /// `E F G`: upper case.
    pub upper: bool,
}

/// A finite float has at most 767 significant digits and 1074 decimals: zeros follow, and need no computing.
const MOST_DIGITS: usize = 1100;

/// `repr(x)`
pub fn repr(x: f64) -> String {
    let mut out = String::with_capacity(24);
    write_repr(x, &mut out);
    out
}

/// Appends `repr(x)`.
pub fn write_repr(x: f64, out: &mut String) {
    /// From here on `zmij` writes exponents, as Python does; below 1e-4 Python alone does.
    const LEAST_PLAIN: f64 = 1e-4;
    if let Some(text) = special(x, false) {
        out.push_str(text);
        return;
    }
    let mut buffer = zmij::Buffer::new();
    let text = buffer.format_finite(x);
    if (x == 0.0 || x.abs() >= LEAST_PLAIN) && !text.contains('e') {
        out.push_str(text);
        return;
    }
    let mut digits = Digits::read(text.as_bytes());
    digits.strip_zeros();
    let flags = Flags {
        add_dot_0: true,
        ..Flags::default()
    };
    // Cannot fail: 17 digits and a handful of zeros.
    let _ = digits.lay_out(Layout::shortest(digits.point), flags, out);
}

/// The text of `x` in a style with a precision. Only an absurd precision fails, with a `MemoryError`.
pub fn format(x: f64, style: Style, precision: usize, flags: Flags) -> Result<String, Error> {
    if let Some(text) = special(x, flags.upper) {
        return Ok(text.to_string());
    }
    match style {
        Style::Fixed => fixed(x, precision, flags),
        Style::Shortest => {
            let mut digits = Digits::shortest(x);
            digits.finish(Layout::shortest(digits.point), flags)
        }
        Style::Exponent => {
            let mut digits = Digits::rounded(x, precision.saturating_add(1));
            digits.finish(
                Layout {
                    exponent: true,
                    end: precision.saturating_add(1),
                },
                flags,
            )
        }
        Style::General => {
            let precision = precision.max(1);
            let mut digits = Digits::rounded(x, precision);
            digits.strip_zeros();
            let limit = precision as i64 - i64::from(flags.add_dot_0);
            let exponent = digits.point <= -4 || i64::from(digits.point) > limit;
            let end = if flags.alternate {
                precision
            } else {
                digits.text.len()
            };
            digits.finish(Layout { exponent, end }, flags)
        }
    }
}

/// The text of infinities and NaN, which never shows a NaN's sign.
fn special(x: f64, upper: bool) -> Option<&'static str> {
    Some(match (x.is_nan(), x.is_infinite(), x < 0.0, upper) {
        (true, _, _, false) => "nan",
        (true, _, _, true) => "NAN",
        (_, true, false, false) => "inf",
        (_, true, false, true) => "INF",
        (_, true, true, false) => "-inf",
        (_, true, true, true) => "-INF",
        _ => return None,
    })
}

/// 10^n for the `n` where that is exact.
pub(super) const EXACT_POWERS_OF_TEN: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];

/// `abs(x) * 10**places` rounded to an integer, when double arithmetic can tell for sure which one that is.
pub(super) fn scaled_integer(x: f64, places: usize) -> Option<u64> {
    let power = EXACT_POWERS_OF_TEN.get(places)?;
    let scaled = x.abs() * power;
    if scaled >= (1u64 << 52) as f64 {
        return None;
    }
    // The product is off by less than 2^-53 of itself; only a fraction that close to one half is in doubt.
    let whole = scaled.floor();
    let fraction = scaled - whole;
    if (fraction - 0.5).abs() <= scaled * f64::EPSILON {
        return None;
    }
    Some(whole as u64 + u64::from(fraction > 0.5))
}

fn fixed(x: f64, precision: usize, flags: Flags) -> Result<String, Error> {
    let mut text = match scaled_integer(x, precision) {
        Some(scaled) => fixed_from_integer(x.is_sign_negative(), scaled, precision),
        None => format!("{x:.*}", precision.min(MOST_DIGITS)),
    };
    if precision > MOST_DIGITS {
        push_zeros(&mut text, precision - MOST_DIGITS)?;
    }
    if flags.alternate && precision == 0 {
        text.push('.');
    }
    if flags.no_negative_zero
        && text.starts_with('-')
        && !text.bytes().any(|b| matches!(b, b'1'..=b'9'))
    {
        text.remove(0);
    }
    Ok(text)
}

/// The integer with a decimal point `places` from its end.
fn fixed_from_integer(negative: bool, scaled: u64, places: usize) -> String {
    let mut buffer = [b'0'; 48];
    let mut at = buffer.len();
    let mut rest = scaled;
    let mut written = 0;
    while rest != 0 || written <= places {
        if written == places && places > 0 {
            at -= 1;
            buffer[at] = b'.';
        }
        at -= 1;
        buffer[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        written += 1;
    }
    if negative {
        at -= 1;
        buffer[at] = b'-';
    }
    String::from_utf8_lossy(&buffer[at..]).into_owned()
}

fn push_zeros(out: &mut String, count: usize) -> Result<(), Error> {
    out.try_reserve(count).map_err(|_| Error::memory())?;
    out.extend(std::iter::repeat_n('0', count));
    Ok(())
}

/// A finite float's digits: the value is 0.text × 10^point.
struct Digits {
    negative: bool,
    text: Vec<u8>,
    point: i32,
    /// Zeros that belong after `text`.
    more_zeros: usize,
}

/// Where the digits go.
struct Layout {
    exponent: bool,
    /// How many digits to show at least, counted from the first.
    end: usize,
}

impl Layout {
    fn shortest(point: i32) -> Layout {
        Layout {
            exponent: point <= -4 || point > 16,
            end: 0,
        }
    }
}

impl Digits {
    fn shortest(x: f64) -> Digits {
        let mut buffer = zmij::Buffer::new();
        let mut digits = Digits::read(buffer.format_finite(x).as_bytes());
        digits.strip_zeros();
        digits
    }

    fn rounded(x: f64, count: usize) -> Digits {
        let computed = count.min(MOST_DIGITS);
        let mut digits = Digits::read(format!("{x:.*e}", computed - 1).as_bytes());
        digits.more_zeros = count - computed;
        digits
    }

    /// Reads `-12.34e-5`, `0.0012`, `0.000e0`.
    fn read(text: &[u8]) -> Digits {
        let (negative, text) = match text.strip_prefix(b"-") {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let mut digits = Vec::with_capacity(text.len());
        let (mut point, mut after_point, mut exponent, mut exponent_negative, mut in_exponent) =
            (0, false, 0, false, false);
        for &byte in text {
            match byte {
                b'.' => after_point = true,
                b'e' => in_exponent = true,
                b'-' => exponent_negative = true,
                b'0'..=b'9' if in_exponent => exponent = exponent * 10 + i32::from(byte - b'0'),
                b'0'..=b'9' => {
                    // Zeros before the first significant digit only move the point.
                    let leading = byte == b'0' && digits.is_empty();
                    point +=
                        i32::from(!after_point && !leading) - i32::from(after_point && leading);
                    if !leading {
                        digits.push(byte);
                    }
                }
                _ => {}
            }
        }
        if digits.is_empty() {
            return Digits {
                negative,
                text: vec![
                    b'0';
                    text.iter()
                        .take_while(|b| **b != b'e')
                        .filter(|b| b.is_ascii_digit())
                        .count()
                        .max(1)
                ],
                point: 1,
                more_zeros: 0,
            };
        }
        point += if exponent_negative {
            -exponent
        } else {
            exponent
        };
        Digits {
            negative,
            text: digits,
            point,
            more_zeros: 0,
        }
    }

    fn strip_zeros(&mut self) {
        while self.text.len() > 1 && self.text.last() == Some(&b'0') {
            self.text.pop();
        }
        self.more_zeros = 0;
    }

    fn finish(&mut self, layout: Layout, flags: Flags) -> Result<String, Error> {
        let mut out = String::new();
        self.lay_out(layout, flags, &mut out)?;
        Ok(out)
    }

    fn lay_out(&mut self, layout: Layout, flags: Flags, out: &mut String) -> Result<(), Error> {
        let zero = self.text.iter().all(|digit| *digit == b'0');
        if self.negative && !(flags.no_negative_zero && zero) {
            out.push('-');
        }
        // The point stands after `whole` digits; a value below one has a zero there and `-whole` zeros after the point.
        let whole = if layout.exponent {
            1
        } else {
            i64::from(self.point)
        };
        let least_end = if !layout.exponent && flags.add_dot_0 {
            whole + 1
        } else {
            whole
        };
        let end = (layout.end.max(self.text.len()) as i64).max(least_end);
        let text = std::str::from_utf8(&self.text).unwrap_or_default();
        let (before, after) = match usize::try_from(whole) {
            Ok(whole) if whole > 0 => text.split_at_checked(whole).unwrap_or((text, "")),
            _ => ("0", text),
        };
        out.push_str(before);
        push_zeros(
            out,
            usize::try_from(whole - self.text.len() as i64).unwrap_or(0),
        )?;
        if end > whole || flags.alternate {
            out.push('.');
        }
        push_zeros(out, usize::try_from((-whole).min(end - whole)).unwrap_or(0))?;
        out.push_str(after);
        push_zeros(
            out,
            usize::try_from(end - whole.max(self.text.len() as i64)).unwrap_or(0),
        )?;
        if layout.exponent {
            let exponent = self.point - 1;
            out.push(if flags.upper { 'E' } else { 'e' });
            out.push(if exponent < 0 { '-' } else { '+' });
            if exponent.unsigned_abs() < 10 {
                out.push('0');
            }
            out.push_str(&exponent.unsigned_abs().to_string());
        }
        Ok(())
    }
}

/// `float(text)` for stripped ASCII text; `None` when it is not a number.
pub fn parse(text: &[u8]) -> Option<f64> {
    let (negative, unsigned) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    let magnitude = match unsigned.first()? {
        b'0'..=b'9' | b'.' => parse_decimal(unsigned)?,
        _ if unsigned.eq_ignore_ascii_case(b"inf")
            || unsigned.eq_ignore_ascii_case(b"infinity") =>
        {
            f64::INFINITY
        }
        _ if unsigned.eq_ignore_ascii_case(b"nan") => f64::NAN,
        _ => return None,
    };
    Some(if negative { -magnitude } else { magnitude })
}

/// An unsigned decimal number, with underscores between digits.
fn parse_decimal(text: &[u8]) -> Option<f64> {
    let mut rest = text;
    let whole = take_digits(&mut rest)?;
    let mut fraction = 0;
    if let Some(after) = rest.strip_prefix(b".") {
        rest = after;
        fraction = take_digits(&mut rest)?;
    }
    if whole + fraction == 0 {
        return None;
    }
    if let [b'e' | b'E', after @ ..] = rest {
        rest = after
            .strip_prefix(b"+")
            .or_else(|| after.strip_prefix(b"-"))
            .unwrap_or(after);
        if take_digits(&mut rest)? == 0 {
            return None;
        }
    }
    if !rest.is_empty() {
        return None;
    }
    if text.contains(&b'_') {
        let clean: Vec<u8> = text.iter().copied().filter(|b| *b != b'_').collect();
        return std::str::from_utf8(&clean).ok()?.parse().ok();
    }
    std::str::from_utf8(text).ok()?.parse().ok()
}

/// Skips digits and returns how many; `None` for an underscore that is not between two of them.
fn take_digits(rest: &mut &[u8]) -> Option<usize> {
    let mut count = 0;
    loop {
        match **rest {
            [b'0'..=b'9', ..] => {
                count += 1;
                *rest = rest.get(1..)?;
            }
            [b'_', b'0'..=b'9', ..] if count > 0 => *rest = rest.get(1..)?,
            [b'_', ..] => return None,
            _ => return Some(count),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_repr(x: f64, expected: &str) {
        assert_eq!(repr(x), expected);
    }

    #[test]
    fn shortest() {
        for (x, text) in [
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (1.0, "1.0"),
            (-1.5, "-1.5"),
            (0.1, "0.1"),
            (1e16, "1e+16"),
            (9999999999999998.0, "9999999999999998.0"),
            (123456789012345680.0, "1.2345678901234568e+17"),
            (1e-4, "0.0001"),
            (1e-5, "1e-05"),
            (1.5e-5, "1.5e-05"),
            (1e22, "1e+22"),
            (1e100, "1e+100"),
            (5e-324, "5e-324"),
            (f64::MAX, "1.7976931348623157e+308"),
            (0.1 + 0.2, "0.30000000000000004"),
            (1e15, "1000000000000000.0"),
            (f64::INFINITY, "inf"),
            (f64::NEG_INFINITY, "-inf"),
            (f64::NAN, "nan"),
            (-f64::NAN, "nan"),
            (2.5e-10, "2.5e-10"),
            (100.0, "100.0"),
        ] {
            check_repr(x, text);
        }
    }

    #[track_caller]
    fn check(x: f64, code: char, precision: usize, alternate: bool, expected: &str) {
        let style = match code.to_ascii_lowercase() {
            'e' => Style::Exponent,
            'f' => Style::Fixed,
            _ => Style::General,
        };
        let flags = Flags {
            alternate,
            upper: code.is_ascii_uppercase(),
            ..Flags::default()
        };
        assert_eq!(
            format(x, style, precision, flags).as_deref(),
            Ok(expected),
            "{x} {code} {precision}"
        );
    }

    #[test]
    fn styles() {
        check(1234.5, 'e', 0, false, "1e+03");
        check(1234.5, 'e', 0, true, "1.e+03");
        check(1.25, 'e', 1, false, "1.2e+00");
        check(0.0, 'e', 3, false, "0.000e+00");
        check(-0.0, 'E', 0, false, "-0E+00");
        check(1e100, 'e', 3, false, "1.000e+100");
        check(0.5, 'f', 0, false, "0");
        check(1.5, 'f', 0, false, "2");
        check(2.5, 'f', 0, true, "2.");
        check(0.125, 'f', 2, false, "0.12");
        check(2.675, 'f', 2, false, "2.67");
        check(1.005, 'f', 2, false, "1.00");
        check(-0.001, 'f', 2, false, "-0.00");
        check(1e22, 'f', 1, false, "10000000000000000000000.0");
        check(123456.0, 'g', 6, false, "123456");
        check(1234567.0, 'g', 6, false, "1.23457e+06");
        check(0.0001, 'g', 6, false, "0.0001");
        check(0.00001, 'g', 6, false, "1e-05");
        check(100.0, 'g', 6, true, "100.000");
        check(0.0, 'g', 6, true, "0.00000");
        check(0.0, 'g', 6, false, "0");
        check(100.0, 'g', 0, false, "1e+02");
        check(f64::NAN, 'F', 0, false, "NAN");
        check(f64::NEG_INFINITY, 'f', 0, false, "-inf");
        let long = format(0.1, Style::Fixed, 3000, Flags::default()).unwrap_or_default();
        assert!(
            long.starts_with("0.1000000000000000055511151231257827021181583404541015625000")
                && long.len() == 3002
        );
        let long = format(0.1, Style::Exponent, 3000, Flags::default()).unwrap_or_default();
        assert!(long.ends_with("000e-01") && long.len() == 3006);
        let flags = Flags {
            no_negative_zero: true,
            ..Flags::default()
        };
        assert_eq!(format(-0.001, Style::Fixed, 1, flags).as_deref(), Ok("0.0"));
        assert_eq!(
            format(-0.001, Style::Exponent, 1, flags).as_deref(),
            Ok("-1.0e-03")
        );
        assert_eq!(format(-0.0, Style::General, 1, flags).as_deref(), Ok("0"));
    }

    #[test]
    fn reading() {
        for (text, value) in [
            ("1", 1.0),
            ("-1.5e3", -1500.0),
            (".5", 0.5),
            ("5.", 5.0),
            ("+1_0.2_5e1_0", 10.25e10),
            ("1e400", f64::INFINITY),
            ("1e-400", 0.0),
            ("-iNf", f64::NEG_INFINITY),
            ("Infinity", f64::INFINITY),
            ("1e99999999999999999999", f64::INFINITY),
        ] {
            assert_eq!(parse(text.as_bytes()), Some(value), "{text}");
        }
        for text in [
            "", "-", ".", "e5", "1e", "1e+", "1__0", "_1", "1_", "1_.5", "1._5", "1e_5", "0x10",
            "infinit", "nan(1)", "1 ", "--1", "+-1", "1.5.5", "in",
        ] {
            assert_eq!(parse(text.as_bytes()), None, "{text}");
        }
        assert!(parse(b"-nan").is_some_and(|x| x.is_nan() && x.is_sign_negative()));
        assert!(parse(b"NaN").is_some_and(|x| x.is_nan() && x.is_sign_positive()));
    }
}
