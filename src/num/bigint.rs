//! Integers of any size: the one type the VM sees, so that the library behind it can be exchanged.
//!
//! The arithmetic that needs no file of its own is here; bits and bytes, powers, floats and text have theirs
//! (`bigint_*.rs`). Operations never panic: what can fail (division by zero, results too large to be meant) returns
//! an `Option`. Nothing here keeps a normal form against machine integers: the caller asks `to_i64` first, or uses
//! [`Int::from`], which does.

use std::cmp::Ordering;

use num_bigint::{BigUint, Sign};
use num_integer::Integer;
use num_traits::{Signed, ToPrimitive};

use super::ints;
use super::limbs::{self, Limbs, trimmed, with_scratch};
use super::wide::Wide;

/// The largest number of bits a shift or a power may produce (1 GiB of digits); beyond it they return `None`.
pub const MAX_BITS: u64 = 1 << 33;

/// An integer of any size.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BigInt(pub(super) num_bigint::BigInt);

/// An integer in normal form: `Big` never holds what fits an `i64`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Int {
    /// Fits a machine integer.
    Small(i64),
    /// Does not.
    Big(BigInt),
}

/// A borrowed integer, for functions that format or hash either kind. Need not be in normal form.
#[derive(Clone, Copy, Debug)]
pub enum IntRef<'a> {
    /// A machine integer.
    Small(i64),
    /// Any integer.
    Big(&'a BigInt),
    /// Any integer, where its digits lie.
    Limbs(Limbs<'a>),
}

impl From<BigInt> for Int {
    fn from(n: BigInt) -> Int {
        match n.to_i64() {
            Some(small) => Int::Small(small),
            None => Int::Big(n),
        }
    }
}

impl From<i64> for Int {
    fn from(n: i64) -> Int {
        Int::Small(n)
    }
}

impl From<i128> for Int {
    fn from(n: i128) -> Int {
        match i64::try_from(n) {
            Ok(small) => Int::Small(small),
            Err(_) => Int::Big(BigInt::from_i128(n)),
        }
    }
}

impl From<Wide> for Int {
    fn from(n: Wide) -> Int {
        match n.to_i64() {
            Some(small) => Int::Small(small),
            None => Int::Big(BigInt::from_parts(n.negative, n.magnitude.into())),
        }
    }
}

impl From<u64> for Int {
    fn from(n: u64) -> Int {
        Int::from(i128::from(n))
    }
}

impl Int {
    /// As a `BigInt`, whatever its size.
    pub fn into_big(self) -> BigInt {
        match self {
            Int::Small(n) => BigInt::from_i64(n),
            Int::Big(n) => n,
        }
    }

    /// Borrowed.
    pub fn as_ref(&self) -> IntRef<'_> {
        match self {
            Int::Small(n) => IntRef::Small(*n),
            Int::Big(n) => IntRef::Big(n),
        }
    }
}

impl<'a> From<&'a BigInt> for IntRef<'a> {
    fn from(n: &'a BigInt) -> IntRef<'a> {
        IntRef::Big(n)
    }
}

impl From<i64> for IntRef<'_> {
    fn from(n: i64) -> Self {
        IntRef::Small(n)
    }
}

impl IntRef<'_> {
    /// True below zero.
    pub fn negative(self) -> bool {
        match self {
            IntRef::Small(n) => n < 0,
            IntRef::Big(n) => n.negative(),
            IntRef::Limbs(n) => n.negative,
        }
    }

    /// As a `BigInt`.
    pub fn to_big(self) -> BigInt {
        match self {
            IntRef::Small(n) => BigInt::from_i64(n),
            IntRef::Big(n) => n.clone(),
            IntRef::Limbs(n) => BigInt::from_limbs(n.negative, n.magnitude),
        }
    }

    /// Calls `f` with sign and limbs.
    pub fn with_limbs<R>(self, f: impl FnOnce(Limbs<'_>) -> R) -> R {
        match self {
            IntRef::Small(n) => {
                let magnitude = [n.unsigned_abs()];
                f(Limbs {
                    negative: n < 0,
                    magnitude: trimmed(&magnitude),
                })
            }
            IntRef::Big(n) => with_scratch(n.limb_count(), |magnitude| {
                n.write_limbs(magnitude);
                f(Limbs {
                    negative: n.negative(),
                    magnitude,
                })
            }),
            IntRef::Limbs(n) => f(n),
        }
    }

    /// The number, if its magnitude fits 128 bits.
    pub fn wide(self) -> Option<Wide> {
        match self {
            IntRef::Small(n) => Some(Wide::from(n)),
            IntRef::Big(n) => Some(Wide::new(n.negative(), n.abs_u128()?)),
            IntRef::Limbs(n) => Wide::from_limbs(n.negative, n.magnitude),
        }
    }

    /// `int.bit_length`: the bits of the magnitude.
    pub fn bit_length(self) -> u64 {
        match self {
            IntRef::Small(n) => u64::from(ints::bit_length(n)),
            IntRef::Big(n) => n.bit_length(),
            IntRef::Limbs(n) => limbs::bit_length(n.magnitude),
        }
    }

    /// `int.bit_count`: the ones of the magnitude.
    pub fn bit_count(self) -> u64 {
        match self {
            IntRef::Small(n) => u64::from(ints::bit_count(n)),
            IntRef::Big(n) => n.bit_count(),
            IntRef::Limbs(n) => {
                let ones = |limb: &u64| u64::from(limb.count_ones());
                n.magnitude.iter().map(ones).sum()
            }
        }
    }

    /// The nearest float (ties to even); `None` when there is no finite one.
    pub fn to_f64(self) -> Option<f64> {
        match self {
            IntRef::Small(n) => Some(n as f64),
            IntRef::Big(n) => n.to_f64(),
            IntRef::Limbs(n) => n.to_f64(),
        }
    }

    /// The value if it fits.
    pub fn to_i64(self) -> Option<i64> {
        match self {
            IntRef::Small(n) => Some(n),
            IntRef::Big(n) => n.to_i64(),
            IntRef::Limbs(n) => Wide::from_limbs(n.negative, n.magnitude)?.to_i64(),
        }
    }
}

impl BigInt {
    /// Zero.
    pub const ZERO: BigInt = BigInt(num_bigint::BigInt::ZERO);

    /// From a machine integer.
    pub fn from_i64(n: i64) -> BigInt {
        BigInt(n.into())
    }

    /// From a machine integer.
    pub fn from_u64(n: u64) -> BigInt {
        BigInt(n.into())
    }

    /// From a 128-bit integer.
    pub fn from_i128(n: i128) -> BigInt {
        BigInt(n.into())
    }

    /// From a 128-bit integer.
    pub fn from_u128(n: u128) -> BigInt {
        BigInt(n.into())
    }

    /// From a sign and the magnitude's 64-bit digits, least significant first; high zeros are allowed, and a zero
    /// magnitude is zero whatever the sign.
    pub fn from_limbs(negative: bool, limbs: &[u64]) -> BigInt {
        const HALVES_ON_STACK: usize = 64;
        let mut stack = [0u32; HALVES_ON_STACK];
        let magnitude = match limbs {
            [] => BigUint::ZERO,
            [low] => BigUint::from(*low),
            [low, high] => BigUint::from(u128::from(*low) | u128::from(*high) << 64),
            _ => match stack.get_mut(..limbs.len() * 2) {
                Some(halves) => {
                    for (pair, limb) in halves.chunks_exact_mut(2).zip(limbs) {
                        pair.copy_from_slice(&[*limb as u32, (*limb >> 32) as u32]);
                    }
                    BigUint::from_slice(halves)
                }
                None => BigUint::new(
                    limbs
                        .iter()
                        .flat_map(|&limb| [limb as u32, (limb >> 32) as u32])
                        .collect(),
                ),
            },
        };
        BigInt::from_parts(negative, magnitude)
    }

    pub(super) fn from_parts(negative: bool, magnitude: BigUint) -> BigInt {
        BigInt(num_bigint::BigInt::from_biguint(
            if negative { Sign::Minus } else { Sign::Plus },
            magnitude,
        ))
    }

    /// The magnitude's 64-bit digits, least significant first, without high zeros; empty for zero.
    pub fn limbs(&self) -> Vec<u64> {
        self.0.iter_u64_digits().collect()
    }

    /// How many limbs [`limbs`](Self::limbs) has.
    pub fn limb_count(&self) -> usize {
        self.0.iter_u64_digits().len()
    }

    /// Writes the limbs to the front of `out` as far as they fit and returns how many there are in all.
    pub fn write_limbs(&self, out: &mut [u64]) -> usize {
        let digits = self.0.iter_u64_digits();
        let count = digits.len();
        for (slot, limb) in out.iter_mut().zip(digits) {
            *slot = limb;
        }
        count
    }

    /// True below zero.
    #[inline]
    pub fn negative(&self) -> bool {
        self.0.sign() == Sign::Minus
    }

    /// -1, 0 or 1.
    pub fn signum(&self) -> i32 {
        match self.0.sign() {
            Sign::Minus => -1,
            Sign::NoSign => 0,
            Sign::Plus => 1,
        }
    }

    /// True for 0.
    #[inline]
    pub fn is_zero(&self) -> bool {
        self.0.sign() == Sign::NoSign
    }

    /// True for even numbers.
    pub fn is_even(&self) -> bool {
        self.0.is_even()
    }

    /// The value if it fits.
    #[inline]
    pub fn to_i64(&self) -> Option<i64> {
        self.0.to_i64()
    }

    /// The value if it fits.
    pub fn to_u64(&self) -> Option<u64> {
        self.0.to_u64()
    }

    /// The value if it fits.
    pub fn to_i128(&self) -> Option<i128> {
        self.0.to_i128()
    }

    /// The magnitude if it fits.
    pub fn abs_u128(&self) -> Option<u128> {
        self.0.magnitude().to_u128()
    }

    /// The lowest 64 bits of the two's complement form (the value modulo 2^64).
    pub fn low_u64(&self) -> u64 {
        let low = self.0.iter_u64_digits().next().unwrap_or(0);
        if self.negative() {
            low.wrapping_neg()
        } else {
            low
        }
    }

    /// `self + other`
    pub fn add(&self, other: &BigInt) -> BigInt {
        BigInt(&self.0 + &other.0)
    }

    /// `self + other`
    pub fn add_i64(&self, other: i64) -> BigInt {
        BigInt(&self.0 + other)
    }

    /// `self - other`
    pub fn sub(&self, other: &BigInt) -> BigInt {
        BigInt(&self.0 - &other.0)
    }

    /// `self - other`
    pub fn sub_i64(&self, other: i64) -> BigInt {
        BigInt(&self.0 - other)
    }

    /// `self * other`
    pub fn mul(&self, other: &BigInt) -> BigInt {
        BigInt(&self.0 * &other.0)
    }

    /// `self * other`
    pub fn mul_i64(&self, other: i64) -> BigInt {
        BigInt(&self.0 * other)
    }

    /// `self += other`, reusing the digits' memory.
    pub fn add_assign(&mut self, other: &BigInt) {
        self.0 += &other.0;
    }

    /// `self += other`, reusing the digits' memory.
    pub fn add_assign_i64(&mut self, other: i64) {
        self.0 += other;
    }

    /// `self -= other`, reusing the digits' memory.
    pub fn sub_assign(&mut self, other: &BigInt) {
        self.0 -= &other.0;
    }

    /// `self *= other`, reusing the digits' memory.
    pub fn mul_assign_i64(&mut self, other: i64) {
        self.0 *= other;
    }

    /// `-self`
    pub fn neg(&self) -> BigInt {
        BigInt(-&self.0)
    }

    /// `abs(self)`
    pub fn abs(&self) -> BigInt {
        BigInt(self.0.abs())
    }

    /// `self // other`; `None` for a zero divisor.
    pub fn div_floor(&self, other: &BigInt) -> Option<BigInt> {
        (!other.is_zero()).then(|| BigInt(self.0.div_floor(&other.0)))
    }

    /// `self % other`, with the sign of `other`; `None` for a zero divisor.
    pub fn mod_floor(&self, other: &BigInt) -> Option<BigInt> {
        (!other.is_zero()).then(|| BigInt(self.0.mod_floor(&other.0)))
    }

    /// `divmod(self, other)`; `None` for a zero divisor.
    pub fn divmod(&self, other: &BigInt) -> Option<(BigInt, BigInt)> {
        if other.is_zero() {
            return None;
        }
        let (quotient, remainder) = self.0.div_mod_floor(&other.0);
        Some((BigInt(quotient), BigInt(remainder)))
    }

    /// `divmod(self, other)` by a machine integer; the remainder fits one. `None` for a zero divisor.
    pub fn divmod_i64(&self, other: i64) -> Option<(BigInt, i64)> {
        if other == 0 {
            return None;
        }
        let divisor = other.unsigned_abs();
        let magnitude = self.0.magnitude();
        let quotient = magnitude / divisor;
        // The remainder modulo 2^64 is the remainder, being smaller than that.
        let low = |n: &BigUint| n.iter_u64_digits().next().unwrap_or(0);
        let remainder = low(magnitude).wrapping_sub(low(&quotient).wrapping_mul(divisor));
        let opposite = self.negative() != (other < 0);
        let (quotient, remainder) = match opposite && remainder != 0 {
            true => (quotient + 1u32, divisor - remainder),
            false => (quotient, remainder),
        };
        // |remainder| < |other|, so it fits with either sign.
        let remainder = if other < 0 {
            (remainder as i64).wrapping_neg()
        } else {
            remainder as i64
        };
        Some((BigInt::from_parts(opposite, quotient), remainder))
    }

    /// How it compares with a machine integer.
    pub fn cmp_i64(&self, other: i64) -> Ordering {
        match self.to_i64() {
            Some(n) => n.cmp(&other),
            None if self.negative() => Ordering::Less,
            None => Ordering::Greater,
        }
    }

    /// `int.bit_length`: the bits of the magnitude.
    pub fn bit_length(&self) -> u64 {
        self.0.bits()
    }

    /// `int.bit_count`: the ones of the magnitude.
    pub fn bit_count(&self) -> u64 {
        self.0.magnitude().count_ones()
    }

    /// The trailing zero bits; 0 for 0.
    pub fn trailing_zeros(&self) -> u64 {
        self.0.trailing_zeros().unwrap_or(0)
    }

    /// True above zero.
    pub fn is_positive(&self) -> bool {
        self.0.sign() == Sign::Plus
    }

    pub(super) fn magnitude(&self) -> &BigUint {
        self.0.magnitude()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn big(text: &str) -> BigInt {
        let negative = text.starts_with('-');
        let digits: Vec<u8> = text
            .bytes()
            .filter(u8::is_ascii_digit)
            .map(|b| b - b'0')
            .collect();
        BigInt::from_parts(
            negative,
            BigUint::from_radix_be(&digits, 10).unwrap_or_default(),
        )
    }

    #[test]
    fn limbs_round_trip() {
        for count in [0usize, 1, 2, 3, 31, 32, 33, 70] {
            let limbs: Vec<u64> = (1..=count as u64)
                .map(|i| i.wrapping_mul(0x9E37_79B9_7F4A_7C15))
                .collect();
            for negative in [false, true] {
                let n = BigInt::from_limbs(negative, &limbs);
                assert_eq!(n.limbs(), limbs);
                assert_eq!(n.limb_count(), count);
                assert_eq!(n.negative(), negative && count > 0);
                let mut out = [0; 5];
                assert_eq!(n.write_limbs(&mut out), count);
                assert!(out.iter().zip(&limbs).all(|(a, b)| a == b));
            }
        }
        assert_eq!(BigInt::from_limbs(true, &[0, 0, 0]), BigInt::ZERO);
        assert_eq!(BigInt::from_limbs(true, &[5, 0, 0]), BigInt::from_i64(-5));
    }

    #[test]
    fn floor_division() {
        let n = big("123456789012345678901234567890");
        for (a, b) in [
            (n.clone(), 7),
            (n.neg(), 7),
            (n.clone(), -7),
            (n.neg(), -7),
            (n.clone(), i64::MIN),
            (n.neg(), i64::MAX),
        ] {
            let (q, r) = a.divmod_i64(b).unwrap();
            let (q2, r2) = a.divmod(&BigInt::from_i64(b)).unwrap();
            assert_eq!((&q, BigInt::from_i64(r)), (&q2, r2.clone()));
            assert_eq!(q.mul_i64(b).add(&r2), a);
            assert!(r == 0 || (r < 0) == (b < 0));
            assert_eq!(a.div_floor(&BigInt::from_i64(b)), Some(q));
        }
        assert_eq!(n.divmod(&BigInt::ZERO), None);
        assert_eq!(n.div_floor(&BigInt::ZERO), None);
        assert_eq!(n.mod_floor(&BigInt::ZERO), None);
        assert_eq!(n.divmod_i64(0), None);
    }

    #[test]
    fn normal_form() {
        assert_eq!(Int::from(BigInt::from_i64(i64::MIN)), Int::Small(i64::MIN));
        assert!(matches!(Int::from(i128::from(i64::MAX) + 1), Int::Big(_)));
        assert_eq!(Int::from(u64::MAX).into_big(), BigInt::from_u64(u64::MAX));
        assert_eq!(BigInt::from_i64(-1).low_u64(), u64::MAX);
        assert_eq!(big("-18446744073709551617").low_u64(), u64::MAX);
    }
}
