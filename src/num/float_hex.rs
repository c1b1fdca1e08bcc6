//! `float.hex` and `float.fromhex`.

use super::bigint_float::round_scaled;
use super::error::Error;
use super::float_text;

/// `x.hex()`
pub fn hex(x: f64) -> String {
    if !x.is_finite() {
        return float_text::repr(x);
    }
    let sign = if x.is_sign_negative() { "-" } else { "" };
    if x == 0.0 {
        return format!("{sign}0x0.0p+0");
    }
    let bits = x.to_bits();
    let biased = (bits >> 52 & 0x7ff) as i32;
    let (lead, exponent) = if biased == 0 {
        (0, -1022)
    } else {
        (1, biased - 1023)
    };
    format!(
        "{sign}0x{lead}.{:013x}p{exponent:+}",
        bits & ((1 << 52) - 1)
    )
}

/// `float.fromhex(text)`; the text is ASCII, white space around it is allowed.
pub fn from_hex(text: &[u8]) -> Result<f64, Error> {
    let text = trim(text);
    let (negative, unsigned) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    let magnitude = match unsigned {
        _ if unsigned.eq_ignore_ascii_case(b"inf")
            || unsigned.eq_ignore_ascii_case(b"infinity") =>
        {
            f64::INFINITY
        }
        _ if unsigned.eq_ignore_ascii_case(b"nan") => f64::NAN,
        [b'0', b'x' | b'X', rest @ ..] => magnitude(rest)?,
        rest => magnitude(rest)?,
    };
    Ok(if negative { -magnitude } else { magnitude })
}

/// Strips C's white space, which unlike `trim_ascii`'s includes the vertical tab.
fn trim(text: &[u8]) -> &[u8] {
    let space = |byte: &u8| matches!(byte, b' ' | b'\t'..=b'\r');
    let start = text
        .iter()
        .position(|byte| !space(byte))
        .unwrap_or(text.len());
    let end = text
        .iter()
        .rposition(|byte| !space(byte))
        .map_or(start, |at| at + 1);
    text.get(start..end).unwrap_or_default()
}

/// Hexadecimal digits with an optional point and binary exponent.
fn magnitude(text: &[u8]) -> Result<f64, Error> {
    let invalid = || Error::value("invalid hexadecimal floating-point string");
    // The leading 64 bits; what is lost below them only matters for being zero or not.
    let (mut mantissa, mut sticky, mut exponent, mut digits, mut point) =
        (0u64, false, 0i64, 0u64, false);
    let mut rest = text;
    while let [byte, after @ ..] = rest {
        match char::from(*byte).to_digit(16) {
            Some(value) => {
                digits += 1;
                if mantissa >> 60 == 0 {
                    mantissa = mantissa << 4 | u64::from(value);
                    exponent -= if point { 4 } else { 0 };
                } else {
                    sticky |= value != 0;
                    exponent += if point { 0 } else { 4 };
                }
            }
            None if *byte == b'.' && !point => point = true,
            None => break,
        }
        rest = after;
    }
    if digits == 0 {
        return Err(invalid());
    }
    if let [b'p' | b'P', after @ ..] = rest {
        let (value, after) = read_exponent(after).ok_or_else(invalid)?;
        exponent = exponent.saturating_add(value);
        rest = after;
    }
    let shift = mantissa.leading_zeros();
    let value = match shift {
        64 => 0.0,
        _ => round_scaled(
            mantissa << shift | u64::from(sticky),
            exponent.saturating_sub(i64::from(shift)),
        ),
    };
    if value.is_infinite() {
        return Err(Error::overflow(
            "hexadecimal value too large to represent as a float",
        ));
    }
    if rest.is_empty() {
        Ok(value)
    } else {
        Err(invalid())
    }
}

/// A signed decimal exponent, cut off where it is far beyond any float, and what follows it.
fn read_exponent(text: &[u8]) -> Option<(i64, &[u8])> {
    const FAR: i64 = i64::MAX / 32;
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    let end = digits
        .iter()
        .position(|byte| !byte.is_ascii_digit())
        .unwrap_or(digits.len());
    let (digits, rest) = digits
        .split_at_checked(end)
        .filter(|(digits, _)| !digits.is_empty())?;
    let value = digits.iter().fold(0i64, |acc, byte| {
        acc.saturating_mul(10)
            .saturating_add(i64::from(byte - b'0'))
            .min(FAR)
    });
    Some((if negative { -value } else { value }, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn showing() {
        for (x, text) in [
            (1.0, "0x1.0000000000000p+0"),
            (-0.1, "-0x1.999999999999ap-4"),
            (5e-324, "0x0.0000000000001p-1022"),
            (0.0, "0x0.0p+0"),
            (-0.0, "-0x0.0p+0"),
            (f64::MAX, "0x1.fffffffffffffp+1023"),
            (f64::INFINITY, "inf"),
        ] {
            assert_eq!(hex(x), text);
            assert_eq!(from_hex(text.as_bytes()).map(f64::to_bits), Ok(x.to_bits()));
        }
    }

    #[test]
    fn reading() {
        for (text, value) in [
            (" 0x1.8p3 \n", 12.0),
            ("a.8", 10.5),
            (".8p1", 1.0),
            ("-0X1P-1074", -5e-324),
            ("0x1p-1075", 0.0),
            ("0x1.8p-1075", 5e-324),
            ("0x.0000000000001", 2f64.powi(-52)),
            ("0x1.00000000000008p0", 1.0),
            ("0x1.000000000000080000000000000001p0", 1.0 + f64::EPSILON),
            ("0x1.00000000000018", 1.0 + 2.0 * f64::EPSILON),
            ("0x0p99999999999999999999", 0.0),
            ("0x1p-99999999999999999999", 0.0),
            ("0x1.fffffffffffff7p1023", f64::MAX),
            ("100000000000000000000", 2f64.powi(80)),
        ] {
            assert_eq!(from_hex(text.as_bytes()), Ok(value), "{text:?}");
        }
        for text in [
            "", "0x", "0x.", "1.2.3", "0x1p", "0x1p+", "0xg", "1 2", "- 1", "0x1p1.0", "infinit",
            "0x-1",
        ] {
            assert!(
                from_hex(text.as_bytes())
                    .is_err_and(|e| e.text == "invalid hexadecimal floating-point string"),
                "{text:?}"
            );
        }
        for text in [
            "0x1p1024",
            "0x1.fffffffffffff8p1023",
            "1p99999999999999999999",
        ] {
            assert!(from_hex(text.as_bytes()).is_err_and(|e| e.text == "hexadecimal value too large to represent as a float"), "{text:?}");
        }
    }
}
