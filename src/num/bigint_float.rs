//! Between integers and floats: conversions that round once, true division, exact comparison.

use std::cmp::Ordering;

use num_bigint::BigUint;

use super::bigint::{BigInt, Int};
use super::error::Error;
use super::ints::power_of_two;
use super::limbs::{self, Limbs, bit_length, trimmed, with_scratch};

impl BigInt {
    /// The nearest float (ties to even); `None` when there is no finite one.
    pub fn to_f64(&self) -> Option<f64> {
        if self.bit_length() > 1024 {
            return None;
        }
        let magnitude = &self.limbs();
        let negative = self.negative();
        Limbs {
            negative,
            magnitude,
        }
        .to_f64()
    }

    /// The nearest float, or CPython's `OverflowError`.
    pub fn to_f64_or_error(&self) -> Result<f64, Error> {
        self.to_f64()
            .ok_or_else(|| Error::overflow("int too large to convert to float"))
    }

    /// `(m, e)` with `self` nearly `m * 2**e`, `0.5 <= abs(m) < 1`, rounded once (ties to even); zero gives `(0, 0)`.
    pub fn frexp(&self) -> (f64, u64) {
        if self.is_zero() {
            return (0.0, 0);
        }
        let (top, bits) = leading_bits(&self.limbs());
        let fraction = top as f64 * power_of_two(-64);
        // Rounding up may carry into the next power of two.
        let (fraction, exponent) = if fraction >= 1.0 {
            (0.5, bits + 1)
        } else {
            (fraction, bits)
        };
        (if self.negative() { -fraction } else { fraction }, exponent)
    }

    /// `self / other`, correctly rounded whatever the sizes.
    pub fn true_div(&self, other: &BigInt) -> Result<f64, Error> {
        let (a, b) = (self.limbs(), other.limbs());
        let (x, y) = (
            Limbs {
                negative: self.negative(),
                magnitude: &a,
            },
            Limbs {
                negative: other.negative(),
                magnitude: &b,
            },
        );
        x.true_div(y)
    }

    /// How the integer compares with a float, exactly; `None` for a NaN.
    pub fn cmp_f64(&self, other: f64) -> Option<Ordering> {
        if other.is_nan() {
            return None;
        }
        // An infinity, or a float that is shorter than any candidate for equality, is decided by sizes alone.
        let Some(whole) = BigInt::from_f64(other.trunc()) else {
            return Some(if other > 0.0 {
                Ordering::Less
            } else {
                Ordering::Greater
            });
        };
        let fraction = other - other.trunc();
        Some(
            self.cmp(&whole)
                .then_with(|| 0.0f64.total_cmp(&(fraction + 0.0))),
        )
    }

    /// The integer a float is; a fraction is cut off. `None` for infinities and NaN.
    pub fn from_f64(x: f64) -> Option<BigInt> {
        if !x.is_finite() {
            return None;
        }
        let (mantissa, exponent) = decompose(x);
        let magnitude = match exponent {
            0.. => BigUint::from(mantissa) << exponent as u32,
            -63..0 => BigUint::from(mantissa >> -exponent),
            _ => BigUint::ZERO,
        };
        Some(BigInt::from_parts(x < 0.0, magnitude))
    }
}

impl Limbs<'_> {
    /// The nearest float (ties to even); `None` when there is no finite one.
    pub fn to_f64(self) -> Option<f64> {
        let (top, bits) = leading_bits(self.magnitude);
        if bits > 1024 {
            return None;
        }
        let value = top as f64 * power_of_two(bits as i32 - 64);
        value
            .is_finite()
            .then_some(if self.negative { -value } else { value })
    }

    /// How an integer beyond `i64` compares with a float, exactly; `None` for a NaN.
    pub fn cmp_f64(self, other: f64) -> Option<Ordering> {
        if other.is_nan() {
            return None;
        }
        let larger = if self.negative {
            Ordering::Less
        } else {
            Ordering::Greater
        };
        let (mantissa, exponent) = decompose(other);
        let bits = i64::from(64 - mantissa.leading_zeros()) + i64::from(exponent);
        let own_bits = bit_length(self.magnitude) as i64;
        if self.negative != (other < 0.0) || own_bits > bits && other.is_finite() {
            return Some(larger);
        }
        if own_bits < bits || other.is_infinite() {
            return Some(larger.reverse());
        }
        // Equally long, so the float has as many bits and is whole.
        let (shift, mantissa) = (exponent.unsigned_abs() as u64, [mantissa]);
        let order = with_scratch((shift / 64) as usize + 2, |whole| {
            let mantissa = Limbs::positive(&mantissa);
            if exponent >= 0 {
                limbs::shl(whole, mantissa, shift);
            } else {
                limbs::shr(whole, mantissa, shift);
            }
            limbs::compare(self.magnitude, trimmed(whole))
        });
        Some(if self.negative {
            order.reverse()
        } else {
            order
        })
    }

    /// `self / other`, correctly rounded whatever the sizes.
    pub fn true_div(self, other: Limbs<'_>) -> Result<f64, Error> {
        if other.magnitude.is_empty() {
            return Err(Error::zero_division("division by zero"));
        }
        let magnitude = divide(self.magnitude, other.magnitude);
        if magnitude.is_infinite() {
            return Err(Error::overflow(
                "integer division result too large for a float",
            ));
        }
        Ok(if self.negative == other.negative {
            magnitude
        } else {
            -magnitude
        })
    }
}

impl Int {
    /// `int(x)`; with CPython's errors for infinities and NaN.
    pub fn from_f64(x: f64) -> Result<Int, Error> {
        let whole = x.trunc();
        if whole.abs() < 9_223_372_036_854_775_808.0 {
            return Ok(Int::Small(whole as i64));
        }
        match BigInt::from_f64(whole) {
            Some(n) => Ok(Int::from(n)),
            None if x.is_nan() => Err(Error::value("cannot convert float NaN to integer")),
            None => Err(Error::overflow("cannot convert float infinity to integer")),
        }
    }

    /// `math.floor(x)`
    pub fn from_f64_floor(x: f64) -> Result<Int, Error> {
        Int::from_f64(x.floor())
    }

    /// `math.ceil(x)`
    pub fn from_f64_ceil(x: f64) -> Result<Int, Error> {
        Int::from_f64(x.ceil())
    }

    /// `round(x)`: ties go to the even neighbour.
    pub fn from_f64_round(x: f64) -> Result<Int, Error> {
        Int::from_f64(x.round_ties_even())
    }
}

/// `(m, e)` with `abs(x) == m * 2**e` for a finite float; `m` has at most 53 bits.
pub(super) fn decompose(x: f64) -> (u64, i32) {
    const MANTISSA: u64 = (1 << 52) - 1;
    let bits = x.to_bits();
    let biased = (bits >> 52 & 0x7ff) as i32;
    match biased {
        0 => (bits & MANTISSA, -1074),
        _ => (bits & MANTISSA | 1 << 52, biased - 1075),
    }
}

/// The leading 64 bits of a magnitude (shifted up when it is shorter) and its bit length. Lost bits are remembered in
/// the lowest one, which no rounding to 53 bits can mistake for half a unit.
fn leading_bits(magnitude: &[u64]) -> (u64, u64) {
    let (high, low, rest) = match magnitude {
        [] => return (0, 0),
        [high] => (*high, 0, [].as_slice()),
        [rest @ .., low, high] => (*high, *low, rest),
    };
    let shift = high.leading_zeros();
    // In two steps, because a shift by all 64 bits is none.
    let top = high << shift | low >> 1 >> (63 - shift);
    let lost = low << shift != 0 || rest.iter().any(|limb| *limb != 0);
    (top | u64::from(lost), bit_length(magnitude))
}

/// `a / b` rounded once; infinity when too large. `b` is not zero.
fn divide(a: &[u64], b: &[u64]) -> f64 {
    // Aim at a quotient of 66 bits or so, or fewer when the result is subnormal: then so many that its last bit but
    // two is worth 2^-1074. Two further bits and a sticky one make the one rounding right.
    const EXTRA: i64 = 66;
    const LEAST: i64 = -1074 - 3;
    let difference = bit_length(a) as i64 - bit_length(b) as i64;
    if a.is_empty() || difference < LEAST {
        return 0.0;
    }
    if difference > 1024 {
        return f64::INFINITY;
    }
    let scale = (difference - EXTRA).max(LEAST);
    let shift = scale.unsigned_abs();
    let scaled = if scale < 0 { a } else { b };
    with_scratch(scaled.len() + (shift / 64) as usize + 1, |shifted| {
        let scaled = Limbs::positive(scaled);
        limbs::shl(shifted, scaled, shift);
        let shifted = trimmed(shifted);
        let (a, b) = if scale < 0 {
            (shifted, b)
        } else {
            (a, shifted)
        };
        let (a, b) = (Limbs::positive(a), Limbs::positive(b));
        let len = limbs::quotient_len(a, b);
        with_scratch(len + b.magnitude.len(), |results| {
            let (quotient, remainder) = results.split_at_mut(len);
            limbs::div_mod(quotient, remainder, a, b);
            let (top, bits) = leading_bits(trimmed(quotient));
            let top = top | u64::from(!trimmed(remainder).is_empty());
            round_scaled(top, bits as i64 - 64 + scale)
        })
    })
}

/// `m * 2**exponent` for `m` with its highest bit set (or zero), rounded once to the nearest float, ties to even.
pub(super) fn round_scaled(m: u64, exponent: i64) -> f64 {
    if m == 0 {
        return 0.0;
    }
    // The value is in [2^(e+63), 2^(e+64)); the unit in the last place is 2^max(e+63-52, -1074).
    if exponent + 63 > 1023 {
        return f64::INFINITY;
    }
    let drop = (11).max(-1074 - exponent);
    if drop > 64 {
        return 0.0;
    }
    let wide = u128::from(m);
    let kept = (wide >> drop) as u64;
    let rest = wide & ((1 << drop) - 1);
    let half = 1u128 << (drop - 1);
    let up = rest > half || rest == half && kept & 1 == 1;
    let rounded = kept + u64::from(up);
    // At most 53 bits and a carry: exact; the power may be below the normal range, so it is applied in two steps.
    let exponent = exponent + drop;
    if exponent < -1000 {
        return rounded as f64 * power_of_two(-1000) * power_of_two((exponent + 1000) as i32);
    }
    rounded as f64 * power_of_two(exponent as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shifted(n: i64, shift: u64) -> BigInt {
        BigInt::from_i64(n).shl(shift).unwrap()
    }

    #[test]
    fn to_float() {
        assert_eq!(
            BigInt::from_i64(9007199254740993).to_f64(),
            Some(9007199254740992.0)
        );
        assert_eq!(
            shifted(9007199254740993, 100).add_i64(1).to_f64(),
            Some(9007199254740994.0 * 2f64.powi(100))
        );
        assert_eq!(shifted(-1, 1023).to_f64(), Some(-2f64.powi(1023)));
        assert_eq!(shifted(1, 1024).to_f64(), None);
        assert_eq!(shifted(1, 1024).add_i64(-1).to_f64(), None);
        assert_eq!(shifted(0x1f_ffff_ffff_ffff, 971).to_f64(), Some(f64::MAX));
        assert_eq!(BigInt::ZERO.to_f64(), Some(0.0));
        assert_eq!(shifted(1, 64).add_i64(-1).frexp(), (0.5, 65));
        assert_eq!(shifted(-3, 5000).frexp(), (-0.75, 5002));
    }

    #[test]
    fn from_float() {
        for x in [
            0.0,
            -0.0,
            1.5,
            -1.5,
            1e15,
            -1e18,
            9.3e18,
            1e300,
            f64::MAX,
            5e-324,
            0.999,
        ] {
            let n = BigInt::from_f64(x).unwrap();
            assert_eq!(n.to_f64(), Some(x.trunc()));
            assert_eq!(Int::from_f64(x).map(Int::into_big), Ok(n));
        }
        assert_eq!(Int::from_f64_round(2.5), Ok(Int::Small(2)));
        assert_eq!(Int::from_f64_floor(-0.5), Ok(Int::Small(-1)));
        assert_eq!(Int::from_f64_ceil(0.5), Ok(Int::Small(1)));
        assert_eq!(
            Int::from_f64(-9_223_372_036_854_775_808.0),
            Ok(Int::Small(i64::MIN))
        );
        assert!(
            Int::from_f64(f64::NAN).is_err_and(|e| e.text == "cannot convert float NaN to integer")
        );
        assert!(
            Int::from_f64(f64::INFINITY)
                .is_err_and(|e| e.text == "cannot convert float infinity to integer")
        );
    }

    #[test]
    fn comparison() {
        let n = BigInt::from_i64(1 << 60).mul_i64(1 << 60);
        let x = 2f64.powi(120);
        assert_eq!(n.cmp_f64(x), Some(Ordering::Equal));
        assert_eq!(n.add_i64(1).cmp_f64(x), Some(Ordering::Greater));
        assert_eq!(n.add_i64(-1).cmp_f64(x), Some(Ordering::Less));
        assert_eq!(n.cmp_f64(f64::INFINITY), Some(Ordering::Less));
        assert_eq!(n.neg().cmp_f64(f64::NEG_INFINITY), Some(Ordering::Greater));
        assert_eq!(n.cmp_f64(f64::NAN), None);
        let numbers = [
            n.clone(),
            n.add_i64(1),
            n.add_i64(-1),
            shifted(3, 62),
            shifted(1, 63),
            shifted(1, 1500),
        ];
        for n in numbers.iter().flat_map(|n| [n.clone(), n.neg()]) {
            for x in [
                x,
                1.5 * x,
                0.75 * x,
                2.0 * x,
                2f64.powi(63),
                3.0 * 2f64.powi(62),
                1.5,
                0.0,
                -0.0,
                5e-324,
                f64::MAX,
                f64::INFINITY,
                f64::NAN,
            ] {
                for x in [x, -x] {
                    let magnitude = &n.limbs();
                    let negative = n.negative();
                    assert_eq!(
                        Limbs {
                            negative,
                            magnitude
                        }
                        .cmp_f64(x),
                        n.cmp_f64(x),
                        "{n:?} {x}"
                    );
                }
            }
        }
        assert_eq!(BigInt::from_i64(-1).cmp_f64(-1.5), Some(Ordering::Greater));
        assert_eq!(BigInt::from_i64(1).cmp_f64(1.5), Some(Ordering::Less));
        assert_eq!(BigInt::ZERO.cmp_f64(-0.0), Some(Ordering::Equal));
        assert_eq!(BigInt::ZERO.cmp_f64(5e-324), Some(Ordering::Less));
    }

    #[test]
    fn division() {
        let ten = |n| BigInt::from_i64(10).pow(n).unwrap();
        assert_eq!(ten(400).true_div(&ten(399)), Ok(10.0));
        assert_eq!(
            BigInt::from_i64(1).true_div(&BigInt::from_i64(3)),
            Ok(1.0 / 3.0)
        );
        assert_eq!(
            ten(400).true_div(&BigInt::from_i64(-3)),
            Err(Error::overflow(
                "integer division result too large for a float"
            ))
        );
        assert_eq!(BigInt::from_i64(1).true_div(&ten(400)), Ok(0.0));
        assert_eq!(BigInt::from_i64(-1).true_div(&ten(323)), Ok(-1e-323));
        assert_eq!(BigInt::from_i64(1).true_div(&shifted(1, 1074)), Ok(5e-324));
        assert_eq!(BigInt::from_i64(1).true_div(&shifted(1, 1075)), Ok(0.0));
        assert_eq!(BigInt::from_i64(3).true_div(&shifted(1, 1075)), Ok(1e-323));
        assert_eq!(
            shifted(1, 200).add_i64(1).true_div(&shifted(1, 1275)),
            Ok(5e-324)
        );
        assert_eq!(
            shifted(1, 1024).add_i64(-1).true_div(&BigInt::from_i64(1)),
            Err(Error::overflow(
                "integer division result too large for a float"
            ))
        );
        assert!(
            ten(1)
                .true_div(&BigInt::ZERO)
                .is_err_and(|e| e.text == "division by zero")
        );
    }
}
