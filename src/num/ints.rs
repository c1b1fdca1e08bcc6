//! Arithmetic on machine integers with Python's rules: floor division, signs of remainders, exact comparison with
//! floats. `None` always means "not in an `i64`" (or a zero divisor, which the caller has excluded): go to `BigInt`.

use std::cmp::Ordering;

/// `a // b`; `None` for `b == 0` and for `i64::MIN // -1`.
#[inline]
pub fn floor_div(a: i64, b: i64) -> Option<i64> {
    let quotient = a.checked_div(b)?;
    let remainder = a.wrapping_rem(b);
    Some(if remainder != 0 && (remainder ^ b) < 0 {
        quotient - 1
    } else {
        quotient
    })
}

/// `a % b`, with the sign of `b`; `None` only for `b == 0`.
#[inline]
pub fn floor_mod(a: i64, b: i64) -> Option<i64> {
    if b == 0 {
        return None;
    }
    let remainder = a.wrapping_rem(b);
    Some(if remainder != 0 && (remainder ^ b) < 0 {
        remainder + b
    } else {
        remainder
    })
}

/// `divmod(a, b)`; `None` for `b == 0` and for `divmod(i64::MIN, -1)`.
#[inline]
pub fn divmod(a: i64, b: i64) -> Option<(i64, i64)> {
    Some((floor_div(a, b)?, floor_mod(a, b)?))
}

/// `base ** exponent` when it fits.
pub fn pow(base: i64, exponent: u64) -> Option<i64> {
    match base {
        0 | 1 => Some(if exponent == 0 { 1 } else { base }),
        -1 => Some(if exponent.is_multiple_of(2) { 1 } else { -1 }),
        _ if exponent > 63 => None,
        _ => base.checked_pow(exponent as u32),
    }
}

/// `pow(base, exponent, modulus)` for a non-negative exponent; `None` for `modulus == 0`.
pub fn pow_mod(base: i64, exponent: u64, modulus: i64) -> Option<i64> {
    if modulus == 0 {
        return None;
    }
    let m = modulus.unsigned_abs();
    let base = i128::from(base).rem_euclid(i128::from(m)) as u64;
    // 0 <= result < |modulus| <= 2^63, so `result` fits an i64, and so does `result + modulus` for a negative one.
    let result = pow_mod_u64(base, &[exponent], m) as i64;
    Some(if modulus < 0 && result != 0 {
        result.wrapping_add(modulus)
    } else {
        result
    })
}

/// `pow(base, exponent, modulus)` where `base < modulus` and the exponent's limbs come least first; 0 for `modulus == 0`.
pub fn pow_mod_u64(base: u64, exponent: &[u64], modulus: u64) -> u64 {
    let m = u128::from(modulus);
    let times = |a: u64, b: u64| (u128::from(a) * u128::from(b)).checked_rem(m).unwrap_or(0) as u64;
    let mut result = u64::from(modulus > 1);
    let mut started = false;
    for limb in exponent.iter().rev() {
        let bits = if started {
            64
        } else {
            64 - limb.leading_zeros()
        };
        for bit in (0..bits).rev() {
            if started {
                result = times(result, result);
            }
            if limb >> bit & 1 == 1 {
                result = if started { times(result, base) } else { base };
                started = true;
            }
        }
    }
    result
}

/// The number whose product with `a` is 1 modulo `modulus`, for `a < modulus`; `None` when there is none.
pub fn inverse_u128(a: u128, modulus: u128) -> Option<u128> {
    // Euclid's algorithm; the factors of `a` alternate in sign, and no magnitude passes the modulus.
    let (mut high, mut low) = (modulus, a);
    let (mut factor, mut next_factor) = (0u128, 1u128);
    let mut negative = true;
    while low != 0 {
        let (quotient, rest) = match (u64::try_from(high), u64::try_from(low)) {
            (Ok(high), Ok(low)) => (u128::from(high / low), u128::from(high % low)),
            _ => {
                let quotient = high / low;
                (quotient, high - quotient * low)
            }
        };
        (high, low) = (low, rest);
        let following = factor.wrapping_add(quotient.wrapping_mul(next_factor));
        (factor, next_factor) = (next_factor, following);
        negative = !negative;
    }
    match (high, negative) {
        (1, false) => Some(factor % modulus),
        (1, true) => Some(modulus - factor),
        _ => None,
    }
}

/// `a << n` when it fits.
#[inline]
pub fn shl(a: i64, n: u64) -> Option<i64> {
    if a == 0 {
        return Some(0);
    }
    if n > 63 {
        return None;
    }
    let shifted = a << n;
    (shifted >> n == a).then_some(shifted)
}

/// `a >> n` for any `n >= 0`.
#[inline]
pub fn shr(a: i64, n: u64) -> i64 {
    a >> n.min(63)
}

/// `a * b`, always exact.
#[inline]
pub fn mul_wide(a: i64, b: i64) -> i128 {
    i128::from(a) * i128::from(b)
}

/// `a / b` correctly rounded; `None` for `b == 0`.
pub fn true_div(a: i64, b: i64) -> Option<f64> {
    const EXACT: u64 = 1 << 53;
    if b == 0 {
        return None;
    }
    let (x, y) = (a.unsigned_abs(), b.unsigned_abs());
    if x <= EXACT && y <= EXACT {
        return Some(a as f64 / b as f64);
    }
    if x == 0 {
        return Some(if b < 0 { -0.0 } else { 0.0 });
    }
    // The quotient has at least 63 bits, so a sticky lowest bit rounds the way the infinitely long one would.
    let shift = 63 + x.leading_zeros();
    let wide = u128::from(x) << shift;
    let quotient = wide / u128::from(y);
    let sticky = u128::from(!wide.is_multiple_of(u128::from(y)));
    let magnitude = (quotient | sticky) as f64 * power_of_two(-(shift as i32));
    Some(if (a < 0) != (b < 0) {
        -magnitude
    } else {
        magnitude
    })
}

/// How an integer compares with a float, exactly; `None` for a NaN.
pub fn cmp_f64(a: i64, b: f64) -> Option<Ordering> {
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    if b.is_nan() {
        return None;
    }
    if b >= LIMIT {
        return Some(Ordering::Less);
    }
    if b < -LIMIT {
        return Some(Ordering::Greater);
    }
    let whole = b.trunc();
    Some(a.cmp(&(whole as i64)).then_with(|| {
        if b > whole {
            Ordering::Less
        } else if b < whole {
            Ordering::Greater
        } else {
            Ordering::Equal
        }
    }))
}

/// The float as an integer if it is one and fits.
#[inline]
pub fn from_f64_exact(x: f64) -> Option<i64> {
    let n = x as i64;
    // i64::MAX as f64 is 2^63, which saturates back to i64::MAX and so has to be excluded by hand.
    (n as f64 == x && n != i64::MAX).then_some(n)
}

/// The greatest common divisor; at most 2^63.
pub fn gcd(a: i64, b: i64) -> u64 {
    gcd_u64(a.unsigned_abs(), b.unsigned_abs())
}

/// The greatest common divisor by Stein's method.
pub fn gcd_u64(mut a: u64, mut b: u64) -> u64 {
    if a == 0 || b == 0 {
        return a | b;
    }
    let twos = (a | b).trailing_zeros();
    a >>= a.trailing_zeros();
    b >>= b.trailing_zeros();
    while a != b {
        // The zeros at the low end are those of the absolute value, which need not be waited for.
        let zeros = a.wrapping_sub(b).trailing_zeros();
        (a, b) = (a.min(b), a.abs_diff(b) >> zeros);
    }
    a << twos
}

/// The greatest common divisor of 128-bit magnitudes, by Stein's method.
pub fn gcd_u128(mut a: u128, mut b: u128) -> u128 {
    if a == 0 || b == 0 {
        return a | b;
    }
    // Numbers of different sizes are brought together by one division.
    if a.leading_zeros().abs_diff(b.leading_zeros()) > 8 {
        (a, b) = (a.min(b), a.max(b) % a.min(b));
        if b == 0 {
            return a;
        }
    }
    let twos = (a | b).trailing_zeros();
    a >>= a.trailing_zeros();
    b >>= b.trailing_zeros();
    while (a | b) >> 64 != 0 {
        if a == b {
            return a << twos;
        }
        let zeros = a.wrapping_sub(b).trailing_zeros();
        (a, b) = (a.min(b), a.abs_diff(b) >> zeros);
    }
    u128::from(gcd_u64(a as u64, b as u64)) << twos
}

/// The root of `high·2^128 + low`, rounded down, where `high` is not zero.
pub fn isqrt_u256(high: u128, low: u128) -> u128 {
    // Zimmermann's Karatsuba square root: the upper half's root, and from its remainder the lower half of the root by one division.
    let shift = high.leading_zeros() & !1;
    let (high, low) = match shift {
        0 => (high, low),
        _ => (high << shift | low >> (128 - shift), low << shift),
    };
    let upper = high.isqrt();
    let rest = high - upper * upper;
    // The dividend has 129 bits, and the divisor is even: both are halved.
    let half = rest << 63 | low >> 65;
    let mut lower = half / upper;
    let mut rest = (half % upper) << 1 | (low >> 64 & 1);
    if lower >> 64 != 0 {
        lower -= 1;
        rest += upper << 1;
    }
    let root = upper << 64 | lower;
    let too_large = rest >> 64 == 0 && (rest << 64 | low & u128::from(u64::MAX)) < lower * lower;
    (root - u128::from(too_large)) >> (shift / 2)
}

/// `int.bit_length`
#[inline]
pub fn bit_length(a: i64) -> u32 {
    64 - a.unsigned_abs().leading_zeros()
}

/// `int.bit_count`
#[inline]
pub fn bit_count(a: i64) -> u32 {
    a.unsigned_abs().count_ones()
}

/// 2^n as a float, for `-1022 <= n <= 1023`; zero or infinity beyond.
#[inline]
pub(super) fn power_of_two(n: i32) -> f64 {
    if n < -1022 {
        0.0
    } else if n > 1023 {
        f64::INFINITY
    } else {
        f64::from_bits(((n + 1023) as u64) << 52)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::BigInt;

    #[test]
    fn division_floors() {
        for (a, b, q, r) in [
            (7, 2, 3, 1),
            (-7, 2, -4, 1),
            (7, -2, -4, -1),
            (-7, -2, 3, -1),
            (6, -3, -2, 0),
            (0, -5, 0, 0),
        ] {
            assert_eq!(divmod(a, b), Some((q, r)), "{a} {b}");
        }
        assert_eq!(floor_div(i64::MIN, -1), None);
        assert_eq!(floor_mod(i64::MIN, -1), Some(0));
        assert_eq!((floor_div(1, 0), floor_mod(1, 0)), (None, None));
        assert_eq!(floor_div(i64::MIN, 2), Some(i64::MIN / 2));
        assert_eq!(floor_mod(i64::MAX, i64::MIN), Some(-1));
    }

    #[test]
    fn powers() {
        assert_eq!(pow(2, 62), Some(1 << 62));
        assert_eq!(pow(-2, 63), Some(i64::MIN));
        assert_eq!(pow(2, 63), None);
        assert_eq!(
            (pow(0, 0), pow(-1, u64::MAX), pow(7, 64)),
            (Some(1), Some(-1), None)
        );
        assert_eq!(pow_mod(3, 200, 13), Some(9));
        assert_eq!(pow_mod(3, 200, -13), Some(-4));
        assert_eq!(pow_mod(i64::MIN, 3, i64::MIN), Some(0));
        assert_eq!(pow_mod(-7, 5, i64::MIN), Some(-16807));
        assert_eq!(
            (pow_mod(5, 0, 1), pow_mod(5, 0, -1), pow_mod(5, 1, 0)),
            (Some(0), Some(0), None)
        );
    }

    #[test]
    fn shifts() {
        assert_eq!(
            (shl(1, 62), shl(1, 63), shl(-1, 63), shl(0, 9999)),
            (Some(1 << 62), None, Some(i64::MIN), Some(0))
        );
        assert_eq!(shl(-1, 62), Some(-(1 << 62)));
        assert_eq!((shr(-1, 9999), shr(5, 64), shr(-5, 1)), (-1, 0, -3));
    }

    #[test]
    fn quotients_and_comparison() {
        assert_eq!(true_div(1, 3), Some(1.0 / 3.0));
        assert_eq!(true_div(i64::MAX, i64::MAX), Some(1.0));
        assert_eq!(true_div(i64::MIN, 1), Some(-9_223_372_036_854_775_808.0));
        assert_eq!(true_div(9007199254740993, 1), Some(9007199254740992.0));
        assert_eq!(true_div(9007199254740993, 9007199254740992), Some(1.0));
        assert_eq!(
            true_div(0, i64::MIN).map(f64::to_bits),
            Some((-0.0f64).to_bits())
        );
        assert_eq!(
            cmp_f64(9007199254740993, 9007199254740992.0),
            Some(Ordering::Greater)
        );
        assert_eq!(
            cmp_f64(i64::MAX, 9_223_372_036_854_775_808.0),
            Some(Ordering::Less)
        );
        assert_eq!(
            cmp_f64(i64::MIN, -9_223_372_036_854_775_808.0),
            Some(Ordering::Equal)
        );
        assert_eq!(cmp_f64(-1, -1.5), Some(Ordering::Greater));
        assert_eq!(cmp_f64(1, 1.5), Some(Ordering::Less));
        assert_eq!(cmp_f64(0, f64::NAN), None);
        assert_eq!(cmp_f64(0, f64::NEG_INFINITY), Some(Ordering::Greater));
        assert_eq!(from_f64_exact(9_223_372_036_854_775_808.0), None);
        assert_eq!(
            (from_f64_exact(-3.0), from_f64_exact(0.5)),
            (Some(-3), None)
        );
        assert_eq!((gcd(0, 0), gcd(-12, 18), gcd(i64::MIN, 0)), (0, 6, 1 << 63));
        assert_eq!(gcd_u128(1 << 100, 3 << 70), 1 << 70);
        assert_eq!(gcd_u128(u128::MAX, 15), 15);
        assert_eq!(gcd_u128(9, u128::MAX - 3), 9);
        assert_eq!(gcd_u128(0, 12), 12);
        assert_eq!(gcd_u128(12 << 100, 0), 12 << 100);
        assert_eq!(gcd_u128(u128::MAX, u128::MAX - 1), 1);
    }

    #[test]
    fn roots() {
        let check = |root: u128| {
            let square = BigInt::from_u128(root).mul(&BigInt::from_u128(root));
            for (add, expected) in [(0, root), (-1, root - 1), (1, root)] {
                let n = square.add_i64(add).limbs();
                let limb = |i| n.get(i).copied().map_or(0, u128::from);
                let (low, high) = (limb(0) | limb(1) << 64, limb(2) | limb(3) << 64);
                if high != 0 {
                    assert_eq!(isqrt_u256(high, low), expected, "{root} {add}");
                }
            }
        };
        for bits in 64..128 {
            for root in [
                1u128 << bits,
                (1 << bits) + 1,
                (1 << bits) / 2 * 3,
                (2u128 << bits).wrapping_sub(1),
            ] {
                check(root);
            }
        }
        check(u128::MAX / 3);
        assert_eq!(isqrt_u256(u128::MAX, u128::MAX), u128::MAX);
    }

    #[test]
    fn inverses() {
        for m in [2u128, 3, 7, 97, 1 << 64, u128::MAX, u128::MAX - 158] {
            for a in [
                1u128,
                2,
                3,
                5,
                1 << 40,
                (1 << 64) + 1,
                u128::MAX / 3,
                u128::MAX - 2,
            ] {
                let a = a % m;
                let inverse = inverse_u128(a, m);
                assert_eq!(inverse.is_some(), gcd_u128(a, m) == 1, "{a} {m}");
                if let Some(inverse) = inverse {
                    assert!(inverse < m);
                    let product = BigInt::from_u128(a).mul(&BigInt::from_u128(inverse));
                    let rest = product.mod_floor(&BigInt::from_u128(m));
                    assert_eq!(rest, Some(BigInt::from_i64(1)), "{a} {m}");
                }
            }
        }
    }
}
