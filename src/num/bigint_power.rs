//! Powers, modular powers, roots and common divisors of integers.

use std::cmp::Ordering;

use num_bigint::BigUint;
use num_integer::Integer;
use num_traits::{One, ToPrimitive};

use super::bigint::{BigInt, MAX_BITS};
use super::error::Error;
use super::ints;
use super::limbs::{self, Limbs, trimmed};
use super::wide::Wide;

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
        let base = self
            .0
            .mod_floor(&num_bigint::BigInt::from(m.clone()))
            .into_parts()
            .1;
        let base = if exponent.negative() {
            inverse(&base, m)
                .ok_or_else(|| Error::value("base is not invertible for the given modulus"))?
        } else {
            base
        };
        let result = pow_mod(&base, exponent.magnitude(), m);
        let result = BigInt::from_parts(false, result);
        Ok(if modulus.negative() && !result.is_zero() {
            result.add(modulus)
        } else {
            result
        })
    }

    /// The greatest common divisor, never negative.
    pub fn gcd(&self, other: &BigInt) -> BigInt {
        gcd_limbs(&self.limbs(), &other.limbs())
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

/// The number whose product with `base` is 1 modulo `m`, for `base < m`.
fn inverse(base: &BigUint, m: &BigUint) -> Option<BigUint> {
    match (base.to_u128(), m.to_u128()) {
        (Some(base), Some(m)) => ints::inverse_u128(base, m).map(BigUint::from),
        _ => {
            let limbs = |n: &BigUint| n.iter_u64_digits().collect::<Vec<u64>>();
            inverse_limbs(&limbs(base), &limbs(m)).map(|n| n.0.into_parts().1)
        }
    }
}

/// `base ** exponent % m` for `base < m`.
fn pow_mod(base: &BigUint, exponent: &BigUint, m: &BigUint) -> BigUint {
    // The library multiplies by Montgomery's method, where it can (odd moduli), and prepares a table for it, which costs as much as
    // these bits of the exponent.
    const SHORT: u64 = 32;
    const MOST_LIMBS: u64 = 40;
    let limbs = |n: &BigUint| n.iter_u64_digits().collect::<Vec<u64>>();
    if let (Some(m), Some(base)) = (m.to_u64(), base.to_u64()) {
        return BigUint::from(ints::pow_mod_u64(base, &limbs(exponent), m));
    }
    if m.bits() > MOST_LIMBS * 64 || m.is_odd() && exponent.bits() > SHORT {
        return base.modpow(exponent, m);
    }
    let result = limbs::pow_mod(&limbs(base), &limbs(exponent), &limbs(m));
    BigInt::from_limbs(false, &result).magnitude().clone()
}

/// The greatest common divisor of magnitudes by Lehmer's method: the quotients of Euclid's algorithm are found from the leading 62
/// bits, a word's worth at a time, and applied to the long numbers together.
pub(super) fn gcd_limbs(a: &[u64], b: &[u64]) -> BigInt {
    let len = a.len().max(b.len());
    limbs::with_scratch(2 * len, |scratch| {
        let (x, y) = scratch.split_at_mut(len);
        for (to, from) in [(&mut *x, a), (&mut *y, b)] {
            to.iter_mut().zip(from).for_each(|(to, from)| *to = *from);
        }
        gcd_in_place(x, y)
    })
}

fn gcd_in_place<'a>(mut a: &'a mut [u64], mut b: &'a mut [u64]) -> BigInt {
    loop {
        if limbs::compare(trimmed(a), trimmed(b)) == Ordering::Less {
            (a, b) = (b, a);
        }
        let len = trimmed(a).len();
        (a, b) = (a.split_at_mut(len).0, b.split_at_mut(len).0);
        let (Some(x), y) = (Wide::from_limbs(false, a), trimmed(b)) else {
            if trimmed(b).is_empty() {
                return BigInt::from_limbs(false, a);
            }
            let shift = limbs::bit_length(a) - 62;
            match lehmer_step(bits_at(a, shift), bits_at(b, shift)) {
                Some(matrix) => combine(a, b, matrix),
                None => {
                    limbs::reduce(a, trimmed(b));
                }
            }
            continue;
        };
        let y = Wide::from_limbs(false, y).map_or(0, |y| y.magnitude);
        return BigInt::from_u128(ints::gcd_u128(x.magnitude, y));
    }
}

/// The number whose product with `base` is 1 modulo `m`, for `base < m`, by Lehmer's method. With each of the two numbers goes a factor:
/// that number is `base` times its factor modulo `m`, where the factors' signs alternate and one of them is negative at any time.
fn inverse_limbs(base: &[u64], m: &[u64]) -> Option<BigInt> {
    let len = m.len();
    limbs::with_scratch(2 * len + 3 * (len + 1), |scratch| {
        let (mut a, rest) = scratch.split_at_mut(len);
        let (mut b, rest) = rest.split_at_mut(len);
        let (mut factor_a, rest) = rest.split_at_mut(len + 1);
        let (mut factor_b, product) = rest.split_at_mut(len + 1);
        a.copy_from_slice(m);
        b.split_at_mut(base.len()).0.copy_from_slice(base);
        factor_b.split_at_mut(1).0.fill(1);
        let mut a_is_negative = true;
        while !trimmed(b).is_empty() {
            let used = trimmed(a).len();
            let shift = limbs::bit_length(trimmed(a)).saturating_sub(62);
            if let Some(matrix) = lehmer_step(bits_at(a, shift), bits_at(b, shift)) {
                combine(a.split_at_mut(used).0, b.split_at_mut(used).0, matrix);
                combine_factors(factor_a, factor_b, matrix);
                let [p, q, r, s] = matrix;
                let even = p.wrapping_mul(s).wrapping_sub(q.wrapping_mul(r)) == 1;
                a_is_negative ^= !even;
                continue;
            }
            limbs::with_scratch(used + 1, |quotient| {
                limbs::divide_in_place(quotient, a, trimmed(b));
                add_product(factor_a, product, trimmed(quotient), factor_b);
            });
            (a, b, factor_a, factor_b) = (b, a, factor_b, factor_a);
            a_is_negative = !a_is_negative;
        }
        if trimmed(a) != [1] {
            return None;
        }
        let factor = BigInt::from_limbs(false, factor_a);
        Some(match a_is_negative {
            true => BigInt::from_limbs(false, m).sub(&factor),
            false => factor,
        })
    })
}

/// `a += b * quotient`, which fits; `product` is for intermediate results.
fn add_product(a: &mut [u64], product: &mut [u64], quotient: &[u64], b: &[u64]) {
    let b = trimmed(b);
    limbs::with_scratch(b.len() + quotient.len(), |whole| {
        limbs::mul_magnitudes(whole, b, quotient);
        let whole = trimmed(whole);
        product.copy_from_slice(a);
        let (x, y) = (Limbs::positive(trimmed(product)), Limbs::positive(whole));
        limbs::add(a, x, y);
    });
}

/// `a, b = p·a + q·b, r·a + s·b`
fn combine_factors(a: &mut [u64], b: &mut [u64], [p, q, r, s]: [u64; 4]) {
    let wide = |factor: u64, limb: u64| u128::from(factor) * u128::from(limb);
    let (mut carry_a, mut carry_b) = (0u128, 0u128);
    for (x, y) in a.iter_mut().zip(b) {
        carry_a += wide(p, *x) + wide(q, *y);
        carry_b += wide(r, *x) + wide(s, *y);
        (*x, *y) = (carry_a as u64, carry_b as u64);
        carry_a >>= 64;
        carry_b >>= 64;
    }
}

/// The bits of `a` from `shift` on, of which there are less than 63.
fn bits_at(a: &[u64], shift: u64) -> u64 {
    let (limb, bit) = ((shift / 64) as usize, shift % 64);
    let low = a.get(limb).map_or(0, |limb| limb >> bit);
    let high = a.get(limb + 1).map_or(0, |limb| limb << 1 << (63 - bit));
    low | high
}

/// `a, b = |p·a - q·b|, |s·b - r·a|`, which are not longer than `a`. Whatever is multiplied, the divisors in common stay the same:
/// the matrix has a determinant of one.
fn combine(a: &mut [u64], b: &mut [u64], [p, q, r, s]: [u64; 4]) {
    let wide = |factor: u64, limb: u64| i128::from(factor) * i128::from(limb);
    let (mut carry_a, mut carry_b) = (0i128, 0i128);
    for (x, y) in a.iter_mut().zip(&mut *b) {
        // The factors have 32 bits at most, so differences of two products and a carry stay far from overflow.
        carry_a += wide(p, *x) - wide(q, *y);
        carry_b += wide(s, *y) - wide(r, *x);
        (*x, *y) = (carry_a as u64, carry_b as u64);
        carry_a >>= 64;
        carry_b >>= 64;
    }
    for (limbs, carry) in [(a, carry_a), (b, carry_b)] {
        if carry < 0 {
            limbs::negate(limbs);
        }
    }
}

/// The matrix (its factors' absolute values) of the Euclidean steps that the leading parts `x >= y` of two numbers determine, by
/// Collins' condition; `None` when not even one step is certain.
fn lehmer_step(mut x: u64, mut y: u64) -> Option<[u64; 4]> {
    let (mut p, mut q, mut r, mut s) = (1u64, 0u64, 0u64, 1u64);
    while y != 0 {
        let quotient = x / y;
        let rest = x - quotient * y;
        // The factors are below the square root of `x` as long as the condition holds, which the next one is tested for first.
        let Some(next_s) = quotient.checked_mul(s).and_then(|n| n.checked_add(q)) else {
            break;
        };
        if rest < next_s || y - rest < next_s + s {
            break;
        }
        (p, q, r, s) = (r, s, quotient * r + p, next_s);
        (x, y) = (y, rest);
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
    fn inverses() {
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
        let one = n(1);
        for (i, j) in [
            (1, 3),
            (2, 3),
            (3, 3),
            (4, 4),
            (1, 9),
            (5, 16),
            (16, 16),
            (30, 40),
        ] {
            for _ in 0..20 {
                let m = BigInt::from_limbs(false, &limbs(j));
                let a = BigInt::from_limbs(false, &limbs(i));
                let inverse = a.pow_mod(&n(-1), &m);
                let coprime = BigInt(a.0.gcd(&m.0)) == one;
                assert_eq!(inverse.is_ok(), coprime, "{a:?} {m:?}");
                if let Ok(inverse) = inverse {
                    assert!(inverse < m && inverse.is_positive());
                    assert_eq!(inverse.mul(&a).mod_floor(&m), Some(n(1)));
                }
            }
        }
        for bits in [129u64, 192, 1000] {
            let m = n(1).shl(bits).unwrap();
            for a in [
                n(1),
                n(3),
                m.add_i64(-1),
                m.sub(&n(5)),
                n(1).shl(bits - 1).unwrap().add_i64(1),
            ] {
                let inverse = a.pow_mod(&n(-1), &m).unwrap();
                assert_eq!(inverse.mul(&a).mod_floor(&m), Some(n(1)), "{a:?}");
            }
            assert!(n(6).pow_mod(&n(-1), &m).is_err());
        }
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
