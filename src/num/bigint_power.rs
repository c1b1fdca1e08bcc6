//! Powers, modular powers, roots and common divisors of integers.

use num_bigint::BigUint;
use num_integer::Integer;
use num_traits::{One, ToPrimitive};

use super::bigint::{BigInt, MAX_BITS};
use super::error::Error;
use super::ints;

impl BigInt {
    /// `self ** exponent`; `None` when the result would pass [`MAX_BITS`].
    pub fn pow(&self, exponent: u64) -> Option<BigInt> {
        if exponent == 0 {
            return Some(BigInt::from_i64(1));
        }
        if self.is_zero() {
            return Some(BigInt::ZERO);
        }
        let negative = self.negative() && exponent % 2 == 1;
        // Powers of two are shifts; the odd part then decides how much multiplying there is.
        let twos = self.trailing_zeros();
        let odd = self.magnitude() >> twos;
        let zeros = twos
            .checked_mul(exponent)
            .filter(|zeros| *zeros < MAX_BITS)?;
        if odd.is_one() {
            return Some(BigInt::from_parts(negative, BigUint::one() << zeros));
        }
        let least_bits = (odd.bits() - 1).checked_mul(exponent)?.checked_add(zeros)?;
        let exponent = u32::try_from(exponent).ok()?;
        if least_bits >= MAX_BITS {
            return None;
        }
        Some(BigInt::from_parts(negative, odd.pow(exponent) << zeros))
    }

    /// `pow(self, exponent, modulus)`
    pub fn pow_mod(&self, exponent: &BigInt, modulus: &BigInt) -> Result<BigInt, Error> {
        if modulus.is_zero() {
            return Err(Error::value("pow() 3rd argument cannot be 0"));
        }
        let m = modulus.magnitude();
        if m.is_one() {
            return Ok(BigInt::ZERO);
        }
        let mut base = self
            .0
            .mod_floor(&num_bigint::BigInt::from(m.clone()))
            .into_parts()
            .1;
        if exponent.negative() {
            base = base
                .modinv(m)
                .ok_or_else(|| Error::value("base is not invertible for the given modulus"))?;
        }
        let result = match (
            m.to_u64().map(i64::try_from),
            exponent.magnitude().to_u64(),
            base.to_u64(),
        ) {
            (Some(Ok(m)), Some(exponent), Some(base)) => {
                // base < m, so it fits as m does, and the result is not negative.
                ints::pow_mod(base as i64, exponent, m).map(|n| BigUint::from(n.unsigned_abs()))
            }
            _ => None,
        };
        let result = result.unwrap_or_else(|| base.modpow(exponent.magnitude(), m));
        let result = BigInt::from_parts(false, result);
        Ok(if modulus.negative() && !result.is_zero() {
            result.add(modulus)
        } else {
            result
        })
    }

    /// The greatest common divisor, never negative.
    pub fn gcd(&self, other: &BigInt) -> BigInt {
        BigInt::from_parts(
            false,
            gcd(self.magnitude().clone(), other.magnitude().clone()),
        )
    }

    /// `math.isqrt`; `None` below zero.
    pub fn isqrt(&self) -> Option<BigInt> {
        (!self.negative()).then(|| BigInt::from_parts(false, isqrt(self.magnitude())))
    }
}

/// Newton's method with the precision doubled at each step, so that the last division is all that costs (Dickinson's
/// form, which proves that each step is off by less than one: also Modules/mathmodule.c).
fn isqrt(n: &BigUint) -> BigUint {
    if let Some(small) = n.to_u128() {
        return BigUint::from(small.isqrt());
    }
    let half = (n.bits() - 1) / 2;
    let mut root = BigUint::one();
    let mut known = 0u64;
    for shift in (0..64 - half.leading_zeros()).rev() {
        // The root of the leading 2·wanted bits of n, from that of its leading 2·known bits.
        let wanted = half >> shift;
        let quotient = (n >> (2 * half + 1 - known - wanted)) / &root;
        root = (root << (wanted - known - 1)) + quotient;
        known = wanted;
    }
    if &root * &root > *n {
        root - 1u32
    } else {
        root
    }
}

/// Lehmer's method: the quotients of Euclid's algorithm are found from the leading 64 bits, a word's worth at a time,
/// and applied to the long numbers together.
fn gcd(mut a: BigUint, mut b: BigUint) -> BigUint {
    if a < b {
        std::mem::swap(&mut a, &mut b);
    }
    loop {
        if let (Some(x), Some(y)) = (a.to_u128(), b.to_u128()) {
            return BigUint::from(ints::gcd_u128(x, y));
        }
        if BigInt::is_zero_magnitude(&b) {
            return a;
        }
        let shift = a.bits().saturating_sub(62);
        let top = |n: &BigUint| (n >> shift).to_i64().unwrap_or(0);
        match lehmer_step(top(&a), top(&b)) {
            Some([p, q, r, s]) => {
                let next_a = combine(&a, p, &b, q);
                let next_b = combine(&a, r, &b, s);
                (a, b) = (next_a, next_b);
                if a < b {
                    std::mem::swap(&mut a, &mut b);
                }
            }
            None => {
                let remainder = &a % &b;
                (a, b) = (b, remainder);
            }
        }
    }
}

/// |p·a + q·b|, where `p` and `q` have opposite signs or one of them is zero.
fn combine(a: &BigUint, p: i64, b: &BigUint, q: i64) -> BigUint {
    let (x, y) = (a * p.unsigned_abs(), b * q.unsigned_abs());
    if x >= y { x - y } else { y - x }
}

/// The matrix of the Euclidean steps that the leading parts `x >= y` of two numbers determine (Collins' condition,
/// as in Knuth 4.5.2 algorithm L); `None` when not even one step is certain.
fn lehmer_step(mut x: i64, mut y: i64) -> Option<[i64; 4]> {
    let (mut p, mut q, mut r, mut s) = (1i64, 0i64, 0i64, 1i64);
    loop {
        // x + p, x + q, y + r, y + s bound the two numbers' quotient from both sides.
        let (low, high) = (y.checked_add(r)?, y.checked_add(s)?);
        if low <= 0 || high <= 0 {
            break;
        }
        let quotient = x.checked_add(p)? / low;
        if quotient != x.checked_add(q)? / high {
            break;
        }
        let step = |from: i64, by: i64| {
            quotient
                .checked_mul(by)
                .and_then(|product| from.checked_sub(product))
        };
        let (Some(next_r), Some(next_s), Some(next_y)) = (step(p, r), step(q, s), step(x, y))
        else {
            break;
        };
        if next_r.unsigned_abs().max(next_s.unsigned_abs()) > 1 << 31 {
            break;
        }
        (p, r) = (r, next_r);
        (q, s) = (s, next_s);
        (x, y) = (y, next_y);
    }
    (q != 0).then_some([p, q, r, s])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn n(value: i64) -> BigInt {
        BigInt::from_i64(value)
    }

    #[test]
    fn powers() {
        assert_eq!(n(-3).pow(5).and_then(|n| n.to_i64()), Some(-243));
        assert_eq!(n(-2).pow(63).and_then(|n| n.to_i64()), Some(i64::MIN));
        assert_eq!(
            n(12).pow(40),
            (0..40).try_fold(n(1), |acc, _| Some(acc.mul_i64(12)))
        );
        assert_eq!(n(10).pow(u64::MAX), None);
        assert_eq!(n(2).pow(MAX_BITS), None);
        assert_eq!(
            (n(0).pow(0), n(0).pow(u64::MAX), n(-1).pow(u64::MAX)),
            (Some(n(1)), Some(n(0)), Some(n(-1)))
        );
    }

    #[track_caller]
    fn check_pow_mod(base: i64, exponent: i64, modulus: i64, expected: Result<i64, &str>) {
        let result = n(base).pow_mod(&n(exponent), &n(modulus));
        assert_eq!(
            result,
            expected
                .map(n)
                .map_err(|text| Error::value(text.to_string()))
        );
        // The same through the long path: multiply base and modulus by a large number and compare by hand.
        let k = n(1 << 40).mul_i64(1 << 40).add_i64(1);
        if let (Ok(r), true) = (&result, exponent >= 0) {
            let wide = n(base).mul(&k).pow_mod(&n(exponent), &n(modulus).mul(&k));
            let direct = n(base)
                .mul(&k)
                .pow(exponent as u64)
                .and_then(|p| p.mod_floor(&n(modulus).mul(&k)));
            assert_eq!(wide.ok(), direct);
            assert!(r.is_zero() || r.negative() == (modulus < 0));
        }
    }

    #[test]
    fn modular_powers() {
        check_pow_mod(3, 200, 13, Ok(9));
        check_pow_mod(3, 200, -13, Ok(-4));
        check_pow_mod(-3, 3, 10, Ok(3));
        check_pow_mod(38, -1, 97, Ok(23));
        check_pow_mod(38, -2, -97, Ok(529 % 97 - 97));
        check_pow_mod(5, 0, 1, Ok(0));
        check_pow_mod(5, -3, -1, Ok(0));
        check_pow_mod(0, 0, 7, Ok(1));
        check_pow_mod(
            2,
            -1,
            4,
            Err("base is not invertible for the given modulus"),
        );
        check_pow_mod(
            0,
            -1,
            7,
            Err("base is not invertible for the given modulus"),
        );
        check_pow_mod(2, 3, 0, Err("pow() 3rd argument cannot be 0"));
    }

    #[test]
    fn divisors_and_roots() {
        let mut state = 88172645463325252u64;
        let mut limbs = |count: usize| -> Vec<u64> {
            (0..count)
                .map(|_| {
                    state ^= state << 13;
                    state ^= state >> 7;
                    state ^= state << 17;
                    state
                })
                .collect()
        };
        for (i, j, k) in [
            (1, 1, 1),
            (3, 2, 2),
            (10, 10, 5),
            (40, 3, 1),
            (20, 30, 0),
            (0, 5, 3),
        ] {
            let (a, b) = (
                BigInt::from_limbs(true, &limbs(i)),
                BigInt::from_limbs(false, &limbs(j)),
            );
            let common = BigInt::from_limbs(false, &limbs(k)).add_i64(1);
            let (a, b) = (a.mul(&common), b.mul(&common));
            let expected = BigInt(a.0.gcd(&b.0));
            assert_eq!(a.gcd(&b), expected);
            assert_eq!(b.gcd(&a), expected);
            let root = b.isqrt().unwrap();
            assert!(root.mul(&root) <= b && root.add_i64(1).mul(&root.add_i64(1)) > b);
        }
        for exponent in [126u64, 127, 128, 129, 1000, 4097] {
            let power = n(1).shl(exponent * 2).unwrap();
            let root = n(1).shl(exponent);
            assert_eq!(power.isqrt(), root);
            assert_eq!(power.add_i64(-1).isqrt(), root.map(|root| root.add_i64(-1)));
        }
        assert_eq!(n(-1).isqrt(), None);
    }
}
