//! The integer functions of Python's `math` module, and logarithms of integers of any size.

use super::bigint::{BigInt, Int, IntRef};
use super::bigint_power::gcd_limbs;
use super::error::Error;
use super::ints;
use super::wide::Wide;

/// The logarithms of [`log_int`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Log {
    /// `math.log`
    Natural,
    /// `math.log2`
    Two,
    /// `math.log10`
    Ten,
}

impl Log {
    fn of(self, x: f64) -> f64 {
        match self {
            Log::Natural => x.ln(),
            Log::Two => x.log2(),
            Log::Ten => x.log10(),
        }
    }
}

/// A logarithm of an integer, also of one that is too large for a float.
pub fn log_int(n: IntRef<'_>, log: Log) -> Result<f64, Error> {
    let nearest = n.to_f64();
    if nearest == Some(0.0) || n.negative() {
        return Err(Error::value("expected a positive input"));
    }
    Ok(match nearest {
        Some(x) => log.of(x),
        None => {
            let (fraction, exponent) = n.to_big().frexp();
            log.of(fraction) + log.of(2.0) * exponent as f64
        }
    })
}

/// `math.factorial(n)`; the caller has excluded negative numbers.
pub fn factorial(n: u64) -> Result<Int, Error> {
    // Beyond this the result passes any memory (2^34 bits).
    const LARGEST: u64 = 600_000_000;
    if n <= 20 {
        return Ok(Int::Small((1..=n as i64).product()));
    }
    if n > LARGEST {
        return Err(Error::memory());
    }
    // n! = 2^(n - ones(n)) · Π over i of the odd numbers up to n/2^i: those up to n/2 occur once more than the others.
    let (mut inner, mut outer) = (BigInt::from_i64(1), BigInt::from_i64(1));
    let mut upper = 3;
    for i in (0..63 - n.leading_zeros()).rev() {
        let v = n >> i;
        if v <= 2 {
            continue;
        }
        let lower = upper;
        upper = (v + 1) | 1;
        inner = inner.mul(&product(lower, upper, 2));
        outer = outer.mul(&inner);
    }
    outer
        .shl(n - u64::from(n.count_ones()))
        .map(Int::from)
        .ok_or_else(Error::memory)
}

/// The product of `first`, `first + step`, … below `end`, by halves, so that the factors stay balanced.
fn product(first: u64, end: u64, step: u64) -> BigInt {
    const DIRECT: u64 = 8;
    let count = end.saturating_sub(first).div_ceil(step);
    if count <= DIRECT {
        let mut acc = 1u128;
        let mut result: Option<BigInt> = None;
        for factor in (0..count).map(|i| first + i * step) {
            acc = match acc.checked_mul(u128::from(factor)) {
                Some(next) => next,
                None => {
                    let part = BigInt::from_u128(acc);
                    result = Some(result.map_or(part.clone(), |r| r.mul(&part)));
                    u128::from(factor)
                }
            };
        }
        let last = BigInt::from_u128(acc);
        return result.map_or(last.clone(), |r| r.mul(&last));
    }
    let middle = first + count / 2 * step;
    product(first, middle, step).mul(&product(middle, end, step))
}

/// The product `n · (n-1) · … · (n-k+1)` for `n >= k`.
fn falling(n: &BigInt, k: u64) -> BigInt {
    if let Some(n) = n.to_u64().filter(|n| *n < u64::MAX) {
        return product(n - k + 1, n + 1, 1);
    }
    match k {
        0 => BigInt::from_i64(1),
        1 => n.clone(),
        _ => {
            let half = k / 2;
            falling(n, half).mul(&falling(&n.sub(&BigInt::from_u64(half)), k - half))
        }
    }
}

fn check_signs(n: IntRef<'_>, k: IntRef<'_>) -> Result<(), Error> {
    if n.negative() {
        return Err(Error::value("n must be a non-negative integer"));
    }
    if k.negative() {
        return Err(Error::value("k must be a non-negative integer"));
    }
    Ok(())
}

/// `math.perm(n, k)`
pub fn perm(n: IntRef<'_>, k: IntRef<'_>) -> Result<Int, Error> {
    check_signs(n, k)?;
    let (n, k) = (n.to_big(), k.to_big());
    if k > n {
        return Ok(Int::Small(0));
    }
    match k.to_i64() {
        Some(k) if k as u64 <= MOST_FACTORS => Ok(Int::from(falling(&n, k as u64))),
        Some(_) => Err(Error::memory()),
        None => Err(Error::overflow(format!("k must not exceed {}", i64::MAX))),
    }
}

/// The largest number of factors that can be meant: more give a result beyond any memory.
const MOST_FACTORS: u64 = 1 << 32;

/// `math.comb(n, k)`
pub fn comb(n: IntRef<'_>, k: IntRef<'_>) -> Result<Int, Error> {
    check_signs(n, k)?;
    let (n, k) = (n.to_big(), k.to_big());
    if k > n {
        return Ok(Int::Small(0));
    }
    let k = n.sub(&k).min(k);
    let Some(k) = k.to_i64() else {
        return Err(Error::overflow(format!(
            "min(n - k, k) must not exceed {}",
            i64::MAX
        )));
    };
    let k = k as u64;
    if let Some(result) = n.to_u64().and_then(|n| small_comb(n, k)) {
        return Ok(Int::from(result));
    }
    if k > MOST_FACTORS {
        return Err(Error::memory());
    }
    let divisor = factorial(k)?.into_big();
    falling(&n, k)
        .div_floor(&divisor)
        .map(Int::from)
        .ok_or_else(Error::memory)
}

/// C(n, k) by the recurrence, as long as it stays within 64 bits.
fn small_comb(n: u64, k: u64) -> Option<u64> {
    const MOST_STEPS: u64 = 64;
    if k > MOST_STEPS {
        return None;
    }
    (0..k).try_fold(1u64, |c, i| {
        u64::try_from(u128::from(c) * u128::from(n - i) / u128::from(i + 1)).ok()
    })
}

/// `math.isqrt(n)`
pub fn isqrt(n: IntRef<'_>) -> Result<Int, Error> {
    if n.negative() {
        return Err(Error::value("isqrt() argument must be nonnegative"));
    }
    if let Some(n) = n.wide() {
        return Ok(Int::from(Wide::new(false, n.magnitude.isqrt())));
    }
    let short = n.with_limbs(|n| match *n.magnitude {
        [a, b, c] => Some((a, b, c, 0)),
        [a, b, c, d] => Some((a, b, c, d)),
        _ => None,
    });
    if let Some((a, b, c, d)) = short {
        let join = |low, high| u128::from(low) | u128::from(high) << 64;
        let root = ints::isqrt_u256(join(c, d), join(a, b));
        return Ok(Int::from(Wide::new(false, root)));
    }
    Ok(n.to_big().isqrt().map_or(Int::Small(0), Int::from))
}

/// `math.gcd(a, b)`
pub fn gcd(a: IntRef<'_>, b: IntRef<'_>) -> Int {
    match (a, b) {
        (IntRef::Small(a), IntRef::Small(b)) => Int::from(ints::gcd(a, b)),
        _ => match (a.wide(), b.wide()) {
            (Some(a), Some(b)) => {
                Int::from(Wide::new(false, ints::gcd_u128(a.magnitude, b.magnitude)))
            }
            _ => a.with_limbs(|a| b.with_limbs(|b| Int::from(gcd_limbs(a.magnitude, b.magnitude)))),
        },
    }
}

/// `math.lcm(a, b)`
pub fn lcm(a: IntRef<'_>, b: IntRef<'_>) -> Int {
    if let (IntRef::Small(a), IntRef::Small(b)) = (a, b) {
        let divisor = ints::gcd(a, b);
        if divisor == 0 {
            return Int::Small(0);
        }
        // Both magnitudes are at most 2^63.
        return Int::from(
            (u128::from(a.unsigned_abs() / divisor) * u128::from(b.unsigned_abs())) as i128,
        );
    }
    let (a, b) = (a.to_big(), b.to_big());
    let divisor = a.gcd(&b);
    Int::from(
        a.div_floor(&divisor)
            .map_or(BigInt::ZERO, |quotient| quotient.mul(&b).abs()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(result: Result<Int, Error>, expected: &str) {
        let shown = match &result {
            Ok(n) => n.as_ref().to_radix(10),
            Err(error) => error.text.to_string(),
        };
        assert_eq!(shown, expected);
        assert!(!matches!(result, Ok(Int::Big(n)) if n.to_i64().is_some()));
    }

    #[test]
    fn factorials() {
        let mut expected = BigInt::from_i64(1);
        for n in 1..200 {
            expected = expected.mul_i64(n);
            check(factorial(n as u64), &expected.to_decimal());
        }
        check(factorial(0), "1");
        check(factorial(u64::MAX), "");
    }

    #[test]
    fn choices() {
        let small = IntRef::Small;
        check(comb(small(5), small(2)), "10");
        check(comb(small(5), small(6)), "0");
        check(
            comb(small(100), small(50)),
            "100891344545564193334812497256",
        );
        check(comb(small(66), small(33)), "7219428434016265740");
        check(comb(small(67), small(33)), "14226520737620288370");
        check(comb(small(1000), small(997)), "166167000");
        check(
            comb(small(-1), small(2)),
            "n must be a non-negative integer",
        );
        check(
            comb(small(1), small(-2)),
            "k must be a non-negative integer",
        );
        let big = BigInt::from_i64(10).pow(30).unwrap();
        check(
            comb(IntRef::Big(&big), small(2)),
            "499999999999999999999999999999500000000000000000000000000000",
        );
        check(
            comb(
                IntRef::Big(&big),
                IntRef::Big(&BigInt::from_i64(10).pow(20).unwrap()),
            ),
            "min(n - k, k) must not exceed 9223372036854775807",
        );
        check(perm(small(10), small(3)), "720");
        check(
            perm(small(30), small(30)),
            "265252859812191058636308480000000",
        );
        check(
            perm(IntRef::Big(&big), small(2)),
            "999999999999999999999999999999000000000000000000000000000000",
        );
        check(
            perm(small(2), small(-2)),
            "k must be a non-negative integer",
        );
    }

    #[test]
    fn divisors_roots_and_logarithms() {
        let small = IntRef::Small;
        check(Ok(gcd(small(i64::MIN), small(0))), "9223372036854775808");
        check(Ok(lcm(small(i64::MIN), small(3))), "27670116110564327424");
        check(
            Ok(lcm(small(i64::MIN), small(i64::MAX))),
            "85070591730234615856620279821087277056",
        );
        check(Ok(lcm(small(0), small(0))), "0");
        check(isqrt(small(99)), "9");
        check(isqrt(small(-1)), "isqrt() argument must be nonnegative");
        let big = BigInt::from_i64(10).pow(400).unwrap();
        assert_eq!(log_int(IntRef::Big(&big), Log::Ten), Ok(400.0));
        assert_eq!(log_int(small(1 << 40), Log::Two), Ok(40.0));
        assert_eq!(
            log_int(small(0), Log::Natural).map_err(|e| e.text),
            Err("expected a positive input".into())
        );
        assert!(log_int(IntRef::Big(&big.neg()), Log::Two).is_err());
    }
}
