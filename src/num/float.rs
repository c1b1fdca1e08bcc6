//! Float arithmetic where Python's rules are not the machine's: `//`, `%`, `**`, `round`, ratios.

use std::hint::black_box;

use super::bigint::{BigInt, Int};
use super::bigint_float::decompose;
use super::c_math;
use super::error::Error;
use super::float_text::{self, EXACT_POWERS_OF_TEN, Flags, Style};

fn division_by_zero() -> Error {
    Error::zero_division("division by zero")
}

/// `a / b`
#[inline]
pub fn true_div(a: f64, b: f64) -> Result<f64, Error> {
    if b == 0.0 {
        Err(division_by_zero())
    } else {
        Ok(a / b)
    }
}

/// `divmod(a, b)`
pub fn divmod(a: f64, b: f64) -> Result<(f64, f64), Error> {
    if b == 0.0 {
        return Err(division_by_zero());
    }
    // `%` is C's fmod: exact, with the sign of `a`. So (a - remainder) / b is an integer but for one rounding.
    let mut remainder = a % b;
    let mut quotient = (a - remainder) / b;
    if remainder == 0.0 {
        remainder = 0f64.copysign(b);
    } else if (b < 0.0) != (remainder < 0.0) {
        remainder += b;
        quotient -= 1.0;
    }
    if quotient == 0.0 {
        return Ok((0f64.copysign(a / b), remainder));
    }
    let floor = quotient.floor();
    Ok((
        if quotient - floor > 0.5 {
            floor + 1.0
        } else {
            floor
        },
        remainder,
    ))
}

/// `a // b`
pub fn floor_div(a: f64, b: f64) -> Result<f64, Error> {
    divmod(a, b).map(|(quotient, _)| quotient)
}

/// `a % b`
pub fn modulo(a: f64, b: f64) -> Result<f64, Error> {
    if b == 0.0 {
        return Err(division_by_zero());
    }
    let remainder = a % b;
    Ok(if remainder == 0.0 {
        0f64.copysign(b)
    } else if (b < 0.0) != (remainder < 0.0) {
        remainder + b
    } else {
        remainder
    })
}

/// `a ** b`; `Ok(None)` for a negative base with a fractional exponent, where Python turns to complex numbers.
pub fn pow(a: f64, b: f64) -> Result<Option<f64>, Error> {
    if b == 0.5 {
        return Ok(sqrt_as_pow(a));
    }
    // C's pow has all of Python's special values, but reports a pole and a domain error differently.
    if a == 0.0 && b < 0.0 && b.is_finite() {
        return Err(Error::zero_division("zero to a negative power"));
    }
    if a < 0.0 && a.is_finite() && b.is_finite() && b != b.floor() {
        return Ok(None);
    }
    let result = a.powf(b);
    if result.is_infinite() && a.is_finite() && b.is_finite() {
        return Err(Error::out_of_range());
    }
    Ok(Some(result))
}

/// `x ** 0.5` as C's pow computes it, mostly without calling it.
///
/// pow is off by at most some 0.52 units in the last place, so whenever the exact root is less than 0.48 units from
/// sqrt's answer, pow must give the same one. For the rest (4 % of all floats) pow is asked.
fn sqrt_as_pow(x: f64) -> Option<f64> {
    const LOW: f64 = 1e-270;
    const HIGH: f64 = 1e270;
    if x > LOW && x < HIGH {
        let root = x.sqrt();
        let error = c_math::fma(-root, root, x);
        // 2^-52 of the power of two below the root
        let unit = f64::from_bits(root.to_bits() & 0x7ff0_0000_0000_0000) * f64::EPSILON;
        if error.abs() < 0.48 * unit * (2.0 * root) {
            return Some(root);
        }
    }
    if x < 0.0 && x.is_finite() {
        None
    } else {
        Some(pow_half(x))
    }
}

/// C's `pow(x, 0.5)`.
pub fn pow_half(x: f64) -> f64 {
    // Hidden from the optimizer, which would turn a constant one half into a square root.
    x.powf(black_box(0.5))
}

/// C's `pow(x, 2.0)`.
pub fn pow_two(x: f64) -> f64 {
    // Hidden from the optimizer, which would multiply.
    x.powf(black_box(2.0))
}

/// `round(x, places)`: the decimal nearest the exact value, ties to even, read back.
pub fn round_digits(x: f64, places: i64) -> Result<f64, Error> {
    // Beyond these every digit stays, or none does.
    const MOST_PLACES: i64 = 323;
    const LEAST_PLACES: i64 = -308;
    if !x.is_finite() || x == 0.0 || places > MOST_PLACES {
        return Ok(x);
    }
    if places < LEAST_PLACES {
        return Ok(0.0 * x);
    }
    if let Ok(places) = usize::try_from(places) {
        if let (Some(scaled), Some(power)) = (
            float_text::scaled_integer(x, places),
            EXACT_POWERS_OF_TEN.get(places),
        ) {
            // Both are exact, so the quotient is what reading the decimal text would give.
            return Ok((scaled as f64 / power).copysign(x));
        }
        let text = float_text::format(x, Style::Fixed, places, Flags::default())?;
        return Ok(text.parse().unwrap_or(x));
    }
    round_to_tens(x, u32::try_from(-places).unwrap_or(0))
}

/// Rounds to a multiple of 10^tens, `tens >= 1`.
fn round_to_tens(x: f64, tens: u32) -> Result<f64, Error> {
    let (Some(whole), Some(unit)) = (
        BigInt::from_f64(x.abs()),
        BigInt::from_i64(10).pow(u64::from(tens)),
    ) else {
        return Ok(x);
    };
    let Some((quotient, rest)) = whole.divmod(&unit) else {
        return Ok(x);
    };
    let has_fraction = x != x.trunc();
    let up = match rest.mul_i64(2).cmp(&unit) {
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Equal => has_fraction || !quotient.is_even(),
        std::cmp::Ordering::Greater => true,
    };
    let rounded = quotient.add_i64(i64::from(up)).mul(&unit);
    match rounded.to_f64() {
        Some(value) => Ok(value.copysign(x)),
        None => Err(Error::overflow("rounded value too large to represent")),
    }
}

/// `x.as_integer_ratio()`
pub fn as_integer_ratio(x: f64) -> Result<(Int, Int), Error> {
    if x.is_nan() {
        return Err(Error::value("cannot convert NaN to integer ratio"));
    }
    if x.is_infinite() {
        return Err(Error::overflow("cannot convert Infinity to integer ratio"));
    }
    let (mantissa, exponent) = decompose(x);
    let twos = mantissa.trailing_zeros() as i32;
    if mantissa == 0 || exponent + twos >= 0 {
        return Ok((Int::from_f64(x)?, Int::Small(1)));
    }
    let odd = (mantissa >> twos) as i64;
    let denominator = BigInt::from_i64(1)
        .shl((-(exponent + twos)) as u64)
        .ok_or_else(Error::memory)?;
    Ok((
        Int::Small(if x < 0.0 { -odd } else { odd }),
        Int::from(denominator),
    ))
}

/// `x.is_integer()`
#[inline]
pub fn is_integer(x: f64) -> bool {
    x.is_finite() && x == x.floor()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_divmod(a: f64, b: f64, quotient: f64, remainder: f64) {
        let bits = |(q, r): (f64, f64)| (q.to_bits(), r.to_bits());
        assert_eq!(
            divmod(a, b).map(bits),
            Ok(bits((quotient, remainder))),
            "{a} {b}"
        );
        assert_eq!(modulo(a, b).map(f64::to_bits), Ok(remainder.to_bits()));
        assert_eq!(floor_div(a, b).map(f64::to_bits), Ok(quotient.to_bits()));
    }

    #[test]
    fn division() {
        check_divmod(7.5, 2.0, 3.0, 1.5);
        check_divmod(-7.5, 2.0, -4.0, 0.5);
        check_divmod(7.5, -2.0, -4.0, -0.5);
        check_divmod(-6.0, 2.0, -3.0, 0.0);
        check_divmod(-0.0, 2.0, -0.0, 0.0);
        check_divmod(0.0, -2.0, -0.0, -0.0);
        check_divmod(1.0, 0.1, 9.0, 0.09999999999999995);
        check_divmod(-1.0, f64::INFINITY, -1.0, f64::INFINITY);
        check_divmod(1.0, f64::INFINITY, 0.0, 1.0);
        assert!(divmod(1.0, -0.0).is_err_and(|e| e.text == "division by zero"));
        assert!(modulo(1.0, 0.0).is_err());
    }

    #[test]
    fn powers() {
        assert_eq!(pow(2.0, 10.0), Ok(Some(1024.0)));
        assert_eq!(pow(-2.0, 3.0), Ok(Some(-8.0)));
        assert_eq!(pow(-2.0, 0.5), Ok(None));
        assert_eq!(pow(-2.0, 1.5), Ok(None));
        assert_eq!(pow(f64::NEG_INFINITY, 0.5), Ok(Some(f64::INFINITY)));
        assert_eq!(
            pow(f64::NEG_INFINITY, -3.0).map(|r| r.map(f64::to_bits)),
            Ok(Some((-0.0f64).to_bits()))
        );
        assert_eq!(pow(-0.0, 0.5).map(|r| r.map(f64::to_bits)), Ok(Some(0)));
        assert_eq!(pow(1.0, f64::NAN), Ok(Some(1.0)));
        assert_eq!(pow(f64::NAN, 0.0), Ok(Some(1.0)));
        assert_eq!(pow(10.0, 400.0), Err(Error::out_of_range()));
        assert_eq!(pow(10.0, -400.0), Ok(Some(0.0)));
        assert_eq!(
            pow(0.0, -1.0),
            Err(Error::zero_division("zero to a negative power"))
        );
        assert_eq!(pow(0.0, f64::NEG_INFINITY), Ok(Some(f64::INFINITY)));
        let mut x = 1.0000000001f64;
        for _ in 0..20_000 {
            x = (x * 1.0137).rem_euclid(1e6) + 1e-3;
            assert_eq!(pow(x, 0.5), Ok(Some(x.powf(black_box(0.5)))));
        }
    }

    #[test]
    fn rounding() {
        for (x, places, expected) in [
            (2.675, 2, 2.67),
            (0.5, 0, 0.0),
            (1.5, 0, 2.0),
            (-2.5, 0, -2.0),
            (1234.5678, -2, 1200.0),
            (1250.0, -2, 1200.0),
            (1350.0, -2, 1400.0),
            (1250.5, -2, 1300.0),
            (4.9e307, -308, 0.0),
            (5e307, -308, 1e308),
            (1.5e300, 5, 1.5e300),
            (0.1, 400, 0.1),
            (1e16, 2, 1e16),
            (5e-324, 323, 0.0),
            (1.15, 1, 1.1),
            (56294995342131.5, 3, 56294995342131.5),
            (6e307, -308, 1e308),
        ] {
            assert_eq!(round_digits(x, places), Ok(expected), "{x} {places}");
        }
        assert_eq!(
            round_digits(-0.4, 0).map(f64::to_bits),
            Ok((-0.0f64).to_bits())
        );
        assert_eq!(
            round_digits(-4.0, -9).map(f64::to_bits),
            Ok((-0.0f64).to_bits())
        );
        assert_eq!(
            round_digits(1.7e308, -308),
            Err(Error::overflow("rounded value too large to represent"))
        );
        assert!(round_digits(f64::NAN, 2).is_ok_and(f64::is_nan));
    }

    #[test]
    fn ratios() {
        assert_eq!(as_integer_ratio(-0.75), Ok((Int::Small(-3), Int::Small(4))));
        assert_eq!(as_integer_ratio(0.0), Ok((Int::Small(0), Int::Small(1))));
        assert_eq!(
            as_integer_ratio(1e18),
            Ok((Int::Small(1_000_000_000_000_000_000), Int::Small(1)))
        );
        let (n, d) = as_integer_ratio(5e-324).unwrap_or((Int::Small(0), Int::Small(0)));
        assert_eq!((n, d.into_big().bit_length()), (Int::Small(1), 1075));
        assert!(as_integer_ratio(f64::NAN).is_err() && as_integer_ratio(f64::INFINITY).is_err());
        assert!(is_integer(3.0) && !is_integer(3.5) && !is_integer(f64::INFINITY));
    }
}
