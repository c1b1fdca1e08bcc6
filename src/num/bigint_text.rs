//! Integers as text: `str(n)`, `hex(n)` …, and `int(text, base)`.
//!
//! Long decimal texts are read by divide and conquer, so the cost follows that of multiplication; writing is the
//! library's, which does the same.

use num_bigint::BigUint;

use super::bigint::{BigInt, Int, IntRef};
use super::error::Error;
use super::limbs::{Limbs, TEN_19, trimmed};
use super::limbs_text;

/// The default of `sys.get_int_max_str_digits()`.
pub const DEFAULT_MAX_STR_DIGITS: usize = 4300;

/// The least limit `sys.set_int_max_str_digits` accepts besides 0.
pub const MIN_MAX_STR_DIGITS: usize = 640;

/// Why a text is not an integer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParseIntError {
    /// The caller raises `ValueError: invalid literal for int() with base N: '…'`.
    Invalid,
    /// The base is not 0 or 2..=36.
    Base,
    /// More digits than the limit allows: how many.
    TooLong(usize),
}

impl ParseIntError {
    /// The exception; `shown` is the `repr` of the text and `max_digits` the limit that was given.
    pub fn into_error(self, shown: &str, base: u32, max_digits: usize) -> Error {
        match self {
            ParseIntError::Invalid => Error::value(format!(
                "invalid literal for int() with base {base}: {shown}"
            )),
            ParseIntError::Base => Error::value("int() base must be >= 2 and <= 36, or 0"),
            ParseIntError::TooLong(digits) => Error::value(format!(
                "Exceeds the limit ({max_digits} digits) for integer string conversion: value has {digits} digits; \
                 use sys.set_int_max_str_digits() to increase the limit"
            )),
        }
    }
}

/// [`parse_int_with`] for callers that keep the number.
pub fn parse_int(text: &[u8], base: u32, max_digits: usize) -> Result<Int, ParseIntError> {
    parse_int_with(text, base, max_digits, |n| match (n.to_i64(), n.wide()) {
        (Some(small), _) => Int::Small(small),
        (None, Some(n)) => Int::from(n),
        (None, None) => Int::Big(n.to_big()),
    })
}

/// `int(text, base)` with CPython's rules for signs, prefixes, underscores and base 0, passed to `make`. The text is ASCII and stripped.
/// `max_digits` limits the length in bases that are not powers of two; 0 means no limit.
pub fn parse_int_with<R>(
    text: &[u8],
    base: u32,
    max_digits: usize,
    make: impl FnOnce(IntRef<'_>) -> R,
) -> Result<R, ParseIntError> {
    if base == 1 || base > 36 {
        return Err(ParseIntError::Base);
    }
    if base == 10
        && let Some([high, low]) = short_decimal(text)
    {
        let limbs = [low, high];
        return Ok(make(match (high, i64::try_from(low)) {
            (0, Ok(small)) => IntRef::Small(small),
            _ => IntRef::Limbs(Limbs::positive(trimmed(&limbs))),
        }));
    }
    let (negative, unsigned) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    let literal = Literal::read(unsigned, base);
    let (mut short, mut long) = ([0; 64], Vec::new());
    let values = match short.get_mut(..literal.digits.len()) {
        Some(values) => values,
        None => {
            long.resize(literal.digits.len(), 0);
            long.as_mut_slice()
        }
    };
    let values = digit_values(literal.digits, literal.base, values)?;
    if literal.only_zeros && values.iter().any(|&value| value != 0) {
        return Err(ParseIntError::Invalid);
    }
    if values.len() <= 12 {
        // 36^12 < 2^63
        let magnitude = values.iter().fold(0i64, |acc, &value| {
            acc * i64::from(literal.base) + i64::from(value)
        });
        let n = if negative { -magnitude } else { magnitude };
        return Ok(make(IntRef::Small(n)));
    }
    if !literal.base.is_power_of_two() && max_digits != 0 && values.len() > max_digits {
        return Err(ParseIntError::TooLong(values.len()));
    }
    if values.len() > CHUNK {
        let magnitude = magnitude_from_digits(values, literal.base);
        return Ok(make(IntRef::Big(&BigInt::from_parts(negative, magnitude))));
    }
    Ok(limbs_text::from_digits(values, literal.base, |magnitude| {
        make(IntRef::Limbs(Limbs {
            negative,
            magnitude,
        }))
    }))
}

/// The common case: decimal digits and nothing else, whose number fits two limbs. They come highest first.
fn short_decimal(text: &[u8]) -> Option<[u64; 2]> {
    const LENGTH: usize = 19;
    let digits = |text: &[u8]| {
        text.iter().try_fold(0u64, |acc, byte| {
            byte.is_ascii_digit()
                .then(|| acc * 10 + u64::from(byte - b'0'))
        })
    };
    if text.is_empty() || text.len() > 2 * LENGTH {
        return None;
    }
    if text.len() <= LENGTH {
        return digits(text).map(|low| [0, low]);
    }
    let (high, low) = text.split_at(text.len() - LENGTH);
    let (low, carry) = digits(high)?.carrying_mul(TEN_19, digits(low)?);
    Some([carry, low])
}

/// The digits of a literal without its prefix.
struct Literal<'a> {
    digits: &'a [u8],
    base: u32,
    /// `0…` in base 0 without prefix: Python 2's octal numbers, where now only zeros may follow.
    only_zeros: bool,
}

impl<'a> Literal<'a> {
    fn read(text: &'a [u8], base: u32) -> Literal<'a> {
        let prefix = match text {
            [b'0', b'x' | b'X', rest @ ..] => Some((16, rest)),
            [b'0', b'o' | b'O', rest @ ..] => Some((8, rest)),
            [b'0', b'b' | b'B', rest @ ..] => Some((2, rest)),
            _ => None,
        };
        match prefix {
            Some((found, rest)) if base == 0 || base == found => {
                // One underscore may follow the prefix.
                Literal {
                    digits: rest.strip_prefix(b"_").unwrap_or(rest),
                    base: found,
                    only_zeros: false,
                }
            }
            _ if base == 0 => Literal {
                digits: text,
                base: 10,
                only_zeros: text.first() == Some(&b'0'),
            },
            _ => Literal {
                digits: text,
                base,
                only_zeros: false,
            },
        }
    }
}

/// Writes the values of the digits to `values`, which is as long as the text; underscores may stand between two of them.
fn digit_values<'a>(
    text: &[u8],
    base: u32,
    values: &'a mut [u8],
) -> Result<&'a [u8], ParseIntError> {
    let mut all_digits = !text.is_empty();
    for (value, byte) in values.iter_mut().zip(text) {
        *value = VALUES.get(usize::from(*byte)).copied().unwrap_or(u8::MAX);
        all_digits &= u32::from(*value) < base;
    }
    if all_digits {
        return Ok(values);
    }
    let (mut count, mut after_digit) = (0, false);
    for (i, byte) in text.iter().enumerate() {
        if *byte == b'_' {
            if !after_digit {
                return Err(ParseIntError::Invalid);
            }
            after_digit = false;
            continue;
        }
        let value = values.get(i).copied().unwrap_or(u8::MAX);
        if u32::from(value) >= base {
            return Err(ParseIntError::Invalid);
        }
        if let Some(to) = values.get_mut(count) {
            *to = value;
        }
        (count, after_digit) = (count + 1, true);
    }
    match values.get(..count) {
        Some(values) if after_digit => Ok(values),
        _ => Err(ParseIntError::Invalid),
    }
}

/// What each character is worth as a digit; those that are none are worth too much.
const VALUES: [u8; 256] = {
    let mut values = [u8::MAX; 256];
    let mut value = 0;
    while value < 36 {
        if value < 10 {
            values[b'0' as usize + value] = value as u8;
        } else {
            values[b'a' as usize + value - 10] = value as u8;
            values[b'A' as usize + value - 10] = value as u8;
        }
        value += 1;
    }
    values
};

/// Below this many digits a quadratic loop is faster (measured: 500 to 1500 make no difference).
const CHUNK: usize = 768;

/// The number that more than [`CHUNK`] digit values spell, most significant first.
fn magnitude_from_digits(values: &[u8], base: u32) -> BigUint {
    if base.is_power_of_two() {
        return BigUint::from_radix_be(values, base).unwrap_or_default();
    }
    // powers[k] = base^(CHUNK * 2^k)
    let mut powers = vec![BigUint::from(base).pow(CHUNK as u32)];
    while let Some(last) = powers.last()
        && CHUNK << powers.len() < values.len()
    {
        powers.push(last * last);
    }
    join(values, base, CHUNK, &powers)
}

fn short_magnitude(values: &[u8], base: u32) -> BigUint {
    limbs_text::from_digits(values, base, |limbs| {
        BigInt::from_limbs(false, limbs).0.into_parts().1
    })
}

fn join(values: &[u8], base: u32, chunk: usize, powers: &[BigUint]) -> BigUint {
    let Some((power, smaller)) = powers.split_last() else {
        return short_magnitude(values, base);
    };
    let low_length = chunk << smaller.len();
    match values
        .len()
        .checked_sub(low_length)
        .and_then(|at| values.split_at_checked(at))
    {
        Some((high, low)) if !high.is_empty() => {
            join(high, base, chunk, smaller) * power + join(low, base, chunk, smaller)
        }
        _ => join(values, base, chunk, smaller),
    }
}

impl BigInt {
    /// `str(self)`; see [`check_str_digits`] for the limit.
    pub fn to_decimal(&self) -> String {
        self.to_radix(10)
    }

    /// The digits in base 2..=36, lower case, with a `-` sign and without prefix. Another base counts as 10.
    pub fn to_radix(&self, base: u32) -> String {
        IntRef::Big(self).to_radix(base)
    }
}

impl IntRef<'_> {
    /// The digits in base 2..=36, lower case, with a `-` sign and without prefix. Another base counts as 10.
    pub fn to_radix(self, base: u32) -> String {
        self.with_text(base, "", str::to_string)
    }

    /// Calls `f` with what [`to_radix`](Self::to_radix) returns.
    pub fn with_radix<R>(self, base: u32, f: impl FnMut(&str) -> R) -> R {
        self.with_text(base, "", f)
    }

    /// Calls `f` with the text that `str` makes of the number.
    pub fn with_decimal<R>(self, f: impl FnMut(&str) -> R) -> R {
        self.with_text(10, "", f)
    }

    /// Calls `f` with what Python's `bin`, `oct`, `hex` (base 2, 8, 16) write: with the prefix after the sign.
    pub fn with_prefixed<R>(self, base: u32, f: impl FnMut(&str) -> R) -> R {
        let prefix = match base {
            2 => "0b",
            8 => "0o",
            16 => "0x",
            _ => "",
        };
        self.with_text(base, prefix, f)
    }

    fn with_text<R>(self, base: u32, prefix: &str, mut f: impl FnMut(&str) -> R) -> R {
        let base = if (2..=36).contains(&base) { base } else { 10 };
        match self.with_limbs(|n| limbs_text::with_radix(n, base, prefix, &mut f)) {
            Some(result) => result,
            // None of the bases that have prefixes.
            None => f(&self.to_big().0.to_str_radix(base)),
        }
    }
}

/// The `ValueError` of `str(n)` for a number of more than `max_digits` decimal digits; 0 means no limit.
pub fn check_str_digits(n: IntRef<'_>, max_digits: usize) -> Result<(), Error> {
    if max_digits == 0 || n.bit_length() / 3 < max_digits as u64 {
        return Ok(());
    }
    // The number has more than `max_digits` digits exactly when it reaches 10^max_digits; two estimates of
    // log2(10) spare the power in all but the closest cases.
    let bits = n.bit_length() as f64;
    let limit = max_digits as f64 * std::f64::consts::LOG2_10;
    let too_long = if (bits - limit).abs() > 4.0 {
        bits > limit
    } else {
        let power = u32::try_from(max_digits).map(|digits| BigUint::from(10u32).pow(digits));
        power.is_ok_and(|power| *n.to_big().magnitude() >= power)
    };
    if !too_long {
        return Ok(());
    }
    Err(Error::value(format!(
        "Exceeds the limit ({max_digits} digits) for integer string conversion; \
         use sys.set_int_max_str_digits() to increase the limit"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, base: u32, expected: Result<i64, ParseIntError>) {
        assert_eq!(
            parse_int(text.as_bytes(), base, 4300),
            expected.map(Int::Small),
            "{text:?} {base}"
        );
    }

    #[test]
    fn literals() {
        let invalid = Err(ParseIntError::Invalid);
        for (text, value) in [
            ("0", 0),
            ("-0", 0),
            ("+12", 12),
            ("1_000", 1000),
            ("007", 7),
            ("9223372036854775807", i64::MAX),
            ("-9223372036854775808", i64::MIN),
        ] {
            check(text, 10, Ok(value));
        }
        for text in [
            "", "-", "+-1", "1__0", "_1", "1_", "1a", " 1", "0x10", "--1", "1.0",
        ] {
            check(text, 10, invalid);
        }
        for (text, value) in [
            ("0x_1f", 31),
            ("0O17", 15),
            ("-0b1_0", -2),
            ("0", 0),
            ("00_0", 0),
            ("12", 12),
        ] {
            check(text, 0, Ok(value));
        }
        for text in ["010", "0x", "0x__1", "0b2", "0_", "0xg", "01"] {
            check(text, 0, invalid);
        }
        check("0x1F", 16, Ok(31));
        check("0b1", 16, Ok(0xb1));
        check("0b1", 2, Ok(1));
        check("zz", 36, Ok(35 * 37));
        check("1", 37, Err(ParseIntError::Base));
        check("1", 1, Err(ParseIntError::Base));
        check(&"0".repeat(4301), 10, Err(ParseIntError::TooLong(4301)));
        check(&"0".repeat(4301), 16, Ok(0));
    }

    #[test]
    fn long_texts_round_trip() {
        for (length, base) in [
            (20, 10),
            (767, 10),
            (769, 10),
            (1537, 10),
            (5000, 10),
            (40_000, 10),
            (3000, 7),
            (9000, 36),
            (5000, 16),
        ] {
            let text: String = (0..length)
                .map(|i| char::from_digit((i * 7 + i / 9 + 1) as u32 % base, base).unwrap_or('1'))
                .collect();
            let n = parse_int(text.as_bytes(), base, 0).unwrap();
            assert_eq!(
                n.as_ref().to_radix(base),
                text.trim_start_matches('0'),
                "{length} {base}"
            );
            assert_eq!(
                parse_int(format!("-{text}").as_bytes(), base, 0).map(Int::into_big),
                Ok(n.into_big().neg())
            );
        }
    }

    #[test]
    fn printing() {
        assert_eq!(
            IntRef::Small(i64::MIN).with_prefixed(16, str::to_string),
            "-0x8000000000000000"
        );
        assert_eq!(IntRef::Small(-5).with_prefixed(2, str::to_string), "-0b101");
        assert_eq!(
            BigInt::from_i64(-1).shl(100).unwrap().to_radix(8),
            "-2000000000000000000000000000000000"
        );
        let limit = BigInt::from_i64(10).pow(4300).unwrap();
        assert!(check_str_digits((&limit.add_i64(-1)).into(), 4300).is_ok());
        assert!(check_str_digits((&limit).into(), 4300).is_err());
        assert!(check_str_digits((&limit.neg()).into(), 4300).is_err());
        assert!(check_str_digits((&limit).into(), 0).is_ok());
    }
}
