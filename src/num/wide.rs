//! Integers whose magnitude fits 128 bits: the arithmetic of programs that hash, draw random numbers or count in
//! nanoseconds, which stays one or two machine words wide.
//!
//! `None` always means that the result (or, of bit operations, an operand's two's complement) does not fit: go on with
//! [`limbs`](super::limbs) or [`BigInt`](super::BigInt). Division and shifts round down, as Python's do.

use std::cmp::Ordering;

/// A sign and a magnitude. Zero is never negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wide {
    /// Below zero.
    pub negative: bool,
    /// The absolute value.
    pub magnitude: u128,
}

impl From<i64> for Wide {
    #[inline(always)]
    fn from(n: i64) -> Wide {
        Wide {
            negative: n < 0,
            magnitude: u128::from(n.unsigned_abs()),
        }
    }
}

impl From<i128> for Wide {
    #[inline(always)]
    fn from(n: i128) -> Wide {
        Wide {
            negative: n < 0,
            magnitude: n.unsigned_abs(),
        }
    }
}

impl Wide {
    /// The number of this magnitude, below zero if `negative`.
    #[inline(always)]
    pub fn new(negative: bool, magnitude: u128) -> Wide {
        Wide {
            negative: negative && magnitude != 0,
            magnitude,
        }
    }

    /// From a sign and limbs, least first.
    #[inline(always)]
    pub fn from_limbs(negative: bool, limbs: &[u64]) -> Option<Wide> {
        let magnitude = match *limbs {
            [low] => u128::from(low),
            [low, high] => u128::from(low) | u128::from(high) << 64,
            [] => 0,
            _ => return None,
        };
        Some(Wide::new(negative, magnitude))
    }

    /// As two's complement.
    #[inline]
    fn to_i128(self) -> Option<i128> {
        match (i128::try_from(self.magnitude), self.negative) {
            (Ok(n), false) => Some(n),
            (Ok(n), true) => Some(-n),
            (Err(_), true) if self.magnitude == i128::MIN.unsigned_abs() => Some(i128::MIN),
            (Err(_), _) => None,
        }
    }

    /// The value if it fits.
    #[inline]
    pub fn to_i64(self) -> Option<i64> {
        i64::try_from(self.to_i128()?).ok()
    }

    /// `-self`
    #[inline]
    pub fn negated(self) -> Wide {
        Wide::new(!self.negative, self.magnitude)
    }

    /// `self + other`
    #[inline]
    pub fn checked_add(self, other: Wide) -> Option<Wide> {
        if self.negative == other.negative {
            let magnitude = self.magnitude.checked_add(other.magnitude)?;
            return Some(Wide {
                negative: self.negative,
                magnitude,
            });
        }
        Some(if self.magnitude >= other.magnitude {
            Wide::new(self.negative, self.magnitude - other.magnitude)
        } else {
            Wide::new(other.negative, other.magnitude - self.magnitude)
        })
    }

    /// `self - other`
    #[inline]
    pub fn checked_sub(self, other: Wide) -> Option<Wide> {
        self.checked_add(other.negated())
    }

    /// `self * other`
    #[inline]
    pub fn checked_mul(self, other: Wide) -> Option<Wide> {
        let magnitude = match (
            u64::try_from(self.magnitude),
            u64::try_from(other.magnitude),
        ) {
            (Ok(x), Ok(y)) => u128::from(x) * u128::from(y),
            _ => self.magnitude.checked_mul(other.magnitude)?,
        };
        Some(Wide::new(self.negative != other.negative, magnitude))
    }

    /// `divmod(self, other)`; the caller has excluded a zero divisor.
    #[inline]
    pub fn div_mod(self, other: Wide) -> Option<(Wide, Wide)> {
        let (x, y) = (self.magnitude, other.magnitude);
        let quotient = x.checked_div(y)?;
        let remainder = x - quotient * y;
        if self.negative == other.negative || remainder == 0 {
            return Some((
                Wide::new(self.negative != other.negative, quotient),
                Wide::new(other.negative, remainder),
            ));
        }
        // A remainder needs a divisor of two at least, so the quotient has room for one more.
        Some((
            Wide::new(true, quotient + 1),
            Wide::new(other.negative, y - remainder),
        ))
    }

    /// `self % other`; the caller has excluded a zero divisor.
    #[inline]
    pub fn modulo(self, other: Wide) -> Option<Wide> {
        let (x, y) = (self.magnitude, other.magnitude);
        let remainder = if y.is_power_of_two() {
            x & (y - 1)
        } else if x < y {
            x
        } else {
            x.checked_rem(y)?
        };
        Some(if self.negative == other.negative || remainder == 0 {
            Wide::new(other.negative, remainder)
        } else {
            Wide::new(other.negative, y - remainder)
        })
    }

    /// `self & other`
    #[inline]
    pub fn and(self, other: Wide) -> Option<Wide> {
        self.bitwise(other, |x, y| x & y, |x, y| x & y)
    }

    /// `self | other`
    #[inline]
    pub fn or(self, other: Wide) -> Option<Wide> {
        self.bitwise(other, |x, y| x | y, |x, y| x | y)
    }

    /// `self ^ other`
    #[inline]
    pub fn xor(self, other: Wide) -> Option<Wide> {
        self.bitwise(other, |x, y| x ^ y, |x, y| x ^ y)
    }

    #[inline(always)]
    fn bitwise(
        self,
        other: Wide,
        unsigned: impl FnOnce(u128, u128) -> u128,
        signed: impl FnOnce(i128, i128) -> i128,
    ) -> Option<Wide> {
        if !self.negative && !other.negative {
            return Some(Wide {
                negative: false,
                magnitude: unsigned(self.magnitude, other.magnitude),
            });
        }
        Some(Wide::from(signed(self.to_i128()?, other.to_i128()?)))
    }

    /// `~self`
    #[inline]
    pub fn invert(self) -> Option<Wide> {
        self.negated().checked_sub(Wide::from(1i64))
    }

    /// `self << n`
    #[inline]
    pub fn checked_shl(self, n: u64) -> Option<Wide> {
        if self.magnitude == 0 {
            return Some(self);
        }
        if n > u64::from(self.magnitude.leading_zeros()) {
            return None;
        }
        Some(Wide {
            negative: self.negative,
            magnitude: self.magnitude << n,
        })
    }

    /// `self >> n`
    #[inline]
    pub fn floor_shr(self, n: u64) -> Wide {
        let shifted = if n > 127 { 0 } else { self.magnitude >> n };
        if !self.negative {
            return Wide::new(false, shifted);
        }
        let lost = n > 127 || shifted << n != self.magnitude;
        // A bit was lost, so `shifted` is below the maximum.
        Wide::new(true, shifted + u128::from(lost))
    }

    /// `self ** exponent`
    pub fn pow(self, exponent: u64) -> Option<Wide> {
        if self.magnitude <= 1 {
            let magnitude = if exponent == 0 { 1 } else { self.magnitude };
            return Some(Wide::new(self.negative && exponent % 2 == 1, magnitude));
        }
        let magnitude = self.magnitude.checked_pow(u32::try_from(exponent).ok()?)?;
        Some(Wide::new(self.negative && exponent % 2 == 1, magnitude))
    }
}

impl PartialOrd for Wide {
    fn partial_cmp(&self, other: &Wide) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Wide {
    fn cmp(&self, other: &Wide) -> Ordering {
        match (self.negative, other.negative) {
            (false, false) => self.magnitude.cmp(&other.magnitude),
            (true, true) => other.magnitude.cmp(&self.magnitude),
            (negative, _) => {
                if negative {
                    Ordering::Less
                } else {
                    Ordering::Greater
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::BigInt;

    fn samples() -> Vec<Wide> {
        let mut all = vec![Wide::new(false, 0)];
        for bits in [0u32, 1, 31, 49, 62, 63, 64, 65, 100, 126, 127] {
            for magnitude in [
                (1u128 << bits) - 1,
                1 << bits,
                (1 << bits) + 1,
                (1u128 << bits).wrapping_mul(5) / 3,
            ] {
                all.push(Wide::new(false, magnitude));
                all.push(Wide::new(true, magnitude));
            }
        }
        all.push(Wide::new(false, u128::MAX));
        all.push(Wide::new(true, u128::MAX));
        all
    }

    fn big(n: Wide) -> BigInt {
        let magnitude = BigInt::from_u128(n.magnitude);
        if n.negative {
            magnitude.neg()
        } else {
            magnitude
        }
    }

    /// The result is right where there is one, and there is none only where it would not fit.
    #[track_caller]
    fn check(result: Option<Wide>, expected: &BigInt, what: (&str, Wide, Wide)) {
        match result {
            Some(n) => {
                assert_eq!(big(n), *expected, "{what:?}");
                assert!(!n.negative || n.magnitude != 0, "{what:?}");
            }
            None => assert!(expected.bit_length() > 127 || what.0 == "bits", "{what:?}"),
        }
    }

    #[test]
    fn operators_agree_with_big_ints() {
        for &x in &samples() {
            for &y in &samples() {
                let (a, b) = (big(x), big(y));
                check(x.checked_add(y), &a.add(&b), ("add", x, y));
                check(x.checked_sub(y), &a.sub(&b), ("sub", x, y));
                check(x.checked_mul(y), &a.mul(&b), ("mul", x, y));
                check(x.and(y), &a.bit_and(&b), ("bits", x, y));
                check(x.or(y), &a.bit_or(&b), ("bits", x, y));
                check(x.xor(y), &a.bit_xor(&b), ("bits", x, y));
                assert_eq!(x.cmp(&y), a.cmp(&b), "{x:?} {y:?}");
                let Some((q, r)) = a.divmod(&b) else {
                    assert_eq!((x.div_mod(y), x.modulo(y)), (None, None));
                    continue;
                };
                check(x.div_mod(y).map(|(q, _)| q), &q, ("div", x, y));
                check(x.div_mod(y).map(|(_, r)| r), &r, ("rem", x, y));
                check(x.modulo(y), &r, ("mod", x, y));
            }
        }
    }

    #[test]
    fn shifts_and_powers_agree_with_big_ints() {
        for &x in &samples() {
            let a = big(x);
            check(x.invert(), &a.invert(), ("invert", x, x));
            for n in [0u64, 1, 2, 30, 62, 63, 64, 65, 126, 127, 128, 200] {
                check(
                    x.checked_shl(n),
                    &a.shl(n).unwrap(),
                    ("shl", x, Wide::from(n as i64)),
                );
                check(
                    Some(x.floor_shr(n)),
                    &a.shr(n),
                    ("shr", x, Wide::from(n as i64)),
                );
                check(
                    x.pow(n),
                    &a.pow(n).unwrap(),
                    ("pow", x, Wide::from(n as i64)),
                );
            }
            assert_eq!(
                x.floor_shr(u64::MAX),
                if x.negative {
                    Wide::from(-1i64)
                } else {
                    Wide::from(0i64)
                }
            );
        }
    }
}
