//! The float functions of Python's `math` module, with its domain and range errors.
//!
//! What the C library provides comes from there, through `std` or `c_math.rs`; `gamma` and `lgamma` follow CPython's
//! own Lanczos sum (Modules/mathmodule.c).

use std::f64::consts::PI;

use super::c_math;
use super::error::Error;
use super::float_text;
use super::ints::power_of_two;

fn domain_error() -> Error {
    Error::value("math domain error")
}

fn range_error() -> Error {
    Error::overflow("math range error")
}

/// What a function reports when its result is not a number, or infinite, though the argument was neither.
fn checked(x: f64, result: f64, expected: &str) -> Result<f64, Error> {
    if result.is_nan() && !x.is_nan() || result.is_infinite() && x.is_finite() {
        return Err(Error::value(format!(
            "expected {expected}, got {}",
            float_text::repr(x)
        )));
    }
    Ok(result)
}

fn ranged(x: f64, result: f64) -> Result<f64, Error> {
    if result.is_infinite() && x.is_finite() {
        Err(range_error())
    } else {
        Ok(result)
    }
}

/// `math.sqrt`
pub fn sqrt(x: f64) -> Result<f64, Error> {
    checked(x, x.sqrt(), "a nonnegative input")
}

/// `math.cbrt`
pub fn cbrt(x: f64) -> f64 {
    c_math::cbrt(x)
}

/// `math.sin`
pub fn sin(x: f64) -> Result<f64, Error> {
    checked(x, x.sin(), "a finite input")
}

/// `math.cos`
pub fn cos(x: f64) -> Result<f64, Error> {
    checked(x, x.cos(), "a finite input")
}

/// `math.tan`
pub fn tan(x: f64) -> Result<f64, Error> {
    checked(x, x.tan(), "a finite input")
}

/// `math.asin`
pub fn asin(x: f64) -> Result<f64, Error> {
    checked(x, x.asin(), "a number in range from -1 up to 1")
}

/// `math.acos`
pub fn acos(x: f64) -> Result<f64, Error> {
    checked(x, x.acos(), "a number in range from -1 up to 1")
}

/// `math.atan`
pub fn atan(x: f64) -> f64 {
    x.atan()
}

/// `math.sinh`
pub fn sinh(x: f64) -> Result<f64, Error> {
    ranged(x, x.sinh())
}

/// `math.cosh`
pub fn cosh(x: f64) -> Result<f64, Error> {
    ranged(x, x.cosh())
}

/// `math.tanh`
pub fn tanh(x: f64) -> f64 {
    x.tanh()
}

/// `math.asinh`
pub fn asinh(x: f64) -> f64 {
    c_math::asinh(x)
}

/// `math.acosh`
pub fn acosh(x: f64) -> Result<f64, Error> {
    checked(x, c_math::acosh(x), "argument value not less than 1")
}

/// `math.atanh`
pub fn atanh(x: f64) -> Result<f64, Error> {
    checked(x, c_math::atanh(x), "a number between -1 and 1")
}

/// `math.exp`
pub fn exp(x: f64) -> Result<f64, Error> {
    ranged(x, x.exp())
}

/// `math.exp2`
pub fn exp2(x: f64) -> Result<f64, Error> {
    ranged(x, x.exp2())
}

/// `math.expm1`
pub fn expm1(x: f64) -> Result<f64, Error> {
    ranged(x, x.exp_m1())
}

/// `math.log1p`
pub fn log1p(x: f64) -> Result<f64, Error> {
    // Spelled out to keep the sign of zero on every C library.
    checked(
        x,
        if x == 0.0 { x } else { x.ln_1p() },
        "argument value > -1",
    )
}

/// `math.log(x)` of a float; integers have [`log_int`](super::math_int::log_int).
pub fn log(x: f64) -> Result<f64, Error> {
    checked(x, x.ln(), "a positive input")
}

/// `math.log2` of a float.
pub fn log2(x: f64) -> Result<f64, Error> {
    checked(x, x.log2(), "a positive input")
}

/// `math.log10` of a float.
pub fn log10(x: f64) -> Result<f64, Error> {
    checked(x, x.log10(), "a positive input")
}

/// `math.erf`
pub fn erf(x: f64) -> f64 {
    c_math::erf(x)
}

/// `math.erfc`
pub fn erfc(x: f64) -> f64 {
    c_math::erfc(x)
}

/// `math.pow`, which unlike `**` knows no complex numbers.
pub fn pow(x: f64, y: f64) -> Result<f64, Error> {
    let result = x.powf(y);
    if x.is_finite() && y.is_finite() {
        if result.is_nan() || result.is_infinite() && x == 0.0 {
            return Err(domain_error());
        }
        if result.is_infinite() {
            return Err(range_error());
        }
    }
    Ok(result)
}

/// `math.fmod`
pub fn fmod(x: f64, y: f64) -> Result<f64, Error> {
    let result = x % y;
    if result.is_nan() && !x.is_nan() && !y.is_nan() {
        Err(domain_error())
    } else {
        Ok(result)
    }
}

/// `math.remainder`: what is left after taking away the nearest multiple of `y`.
pub fn remainder(x: f64, y: f64) -> Result<f64, Error> {
    let result = c_math::remainder(x, y);
    if result.is_nan() && !x.is_nan() && !y.is_nan() {
        Err(domain_error())
    } else {
        Ok(result)
    }
}

/// `math.fma`
pub fn fma(x: f64, y: f64, z: f64) -> Result<f64, Error> {
    let result = c_math::fma(x, y, z);
    if result.is_nan() && !(x.is_nan() || y.is_nan() || z.is_nan()) {
        return Err(Error::value("invalid operation in fma"));
    }
    if result.is_infinite() && x.is_finite() && y.is_finite() && z.is_finite() {
        return Err(Error::overflow("overflow in fma"));
    }
    Ok(result)
}

/// `math.modf`: the fractional and the whole part, both with the sign of `x`.
pub fn modf(x: f64) -> (f64, f64) {
    if x.is_nan() {
        return (x, x);
    }
    let whole = x.trunc();
    let fraction = if x.is_infinite() { 0.0 } else { x - whole };
    (fraction.copysign(x), whole)
}

/// `math.frexp`
pub fn frexp(x: f64) -> (f64, i32) {
    if x == 0.0 || !x.is_finite() {
        return (x, 0);
    }
    // Subnormals are brought into the normal range first.
    let (normal, offset) = if x.abs() < f64::MIN_POSITIVE {
        (x * power_of_two(64), -64)
    } else {
        (x, 0)
    };
    let bits = normal.to_bits();
    let exponent = (bits >> 52 & 0x7ff) as i32 - 1022;
    (
        f64::from_bits(bits & !(0x7ff << 52) | 1022 << 52),
        exponent + offset,
    )
}

/// `math.ldexp`; an exponent that does not fit is given as the nearest that does.
pub fn ldexp(x: f64, exponent: i64) -> Result<f64, Error> {
    if x == 0.0 || !x.is_finite() {
        return Ok(x);
    }
    let result = c_math::ldexp(x, exponent.clamp(-5000, 5000) as i32);
    if result.is_infinite() {
        Err(range_error())
    } else {
        Ok(result)
    }
}

/// `math.nextafter(x, y, steps=steps)`
pub fn nextafter(x: f64, y: f64, steps: u64) -> f64 {
    if x.is_nan() || y.is_nan() {
        return x + y;
    }
    if x == y {
        return y;
    }
    if steps == 0 {
        return x;
    }
    // Floats in order correspond to these integers in order; both zeros are 0.
    let place = |x: f64| {
        let magnitude = (x.to_bits() << 1 >> 1) as i64;
        if x.is_sign_negative() {
            -magnitude
        } else {
            magnitude
        }
    };
    let (from, to) = (place(x), place(y));
    let (from_wide, to_wide) = (i128::from(from), i128::from(to));
    let target = if from < to {
        (from_wide + i128::from(steps)).min(to_wide)
    } else {
        (from_wide - i128::from(steps)).max(to_wide)
    };
    if target == to_wide {
        return y;
    }
    let magnitude = f64::from_bits(target.unsigned_abs() as u64);
    // Zero keeps the sign it was approached from.
    if target < 0 || target == 0 && x < 0.0 {
        -magnitude
    } else {
        magnitude
    }
}

/// `math.ulp`
pub fn ulp(x: f64) -> f64 {
    let x = x.abs();
    if !x.is_finite() {
        return x;
    }
    let next = x.next_up();
    if next.is_infinite() {
        x - x.next_down()
    } else {
        next - x
    }
}

const LANCZOS_G: f64 = 6.024_680_040_776_73;
const LANCZOS_G_MINUS_HALF: f64 = 5.524_680_040_776_73;
const LN_PI: f64 = 1.144_729_885_849_400_174_143_427_351_353_058_711_647;

/// Coefficients of the rational form of Lanczos' sum for g above, N = 13 (numerator, denominator).
#[expect(clippy::excessive_precision, reason = "published digits")]
const LANCZOS: [(f64, f64); 13] = [
    (
        23_531_376_880.410_759_688_572_007_674_451_636_754_734_846_804_940,
        0.0,
    ),
    (
        42_919_803_642.649_098_768_957_899_047_001_988_850_926_355_848_959,
        39_916_800.0,
    ),
    (
        35_711_959_237.355_668_049_440_185_451_547_166_705_960_488_635_843,
        120_543_840.0,
    ),
    (
        17_921_034_426.037_209_699_919_755_754_458_931_112_671_403_265_390,
        150_917_976.0,
    ),
    (
        6_039_542_586.352_028_005_064_291_644_307_297_921_069_938_842_070_8,
        105_258_076.0,
    ),
    (
        1_439_720_407.311_721_673_663_223_072_794_912_393_971_548_578_637_2,
        45_995_730.0,
    ),
    (
        248_874_557.862_054_156_511_460_386_413_229_423_216_321_251_278_01,
        13_339_535.0,
    ),
    (
        31_426_415.585_400_194_380_614_231_628_318_205_362_874_684_987_640,
        2_637_558.0,
    ),
    (
        2_876_370.628_935_372_441_225_409_051_620_849_613_599_114_537_876_8,
        357_423.0,
    ),
    (
        186_056.265_395_223_495_040_294_989_716_045_699_282_207_842_363_28,
        32_670.0,
    ),
    (
        8_071.672_002_365_816_210_638_002_902_272_250_613_821_851_632_502_4,
        1_925.0,
    ),
    (
        210.824_277_751_579_345_872_509_733_920_713_362_711_669_695_802_91,
        66.0,
    ),
    (
        2.506_628_274_631_000_270_164_908_177_133_837_338_626_431_079_340_8,
        1.0,
    ),
];

fn lanczos_sum(x: f64) -> f64 {
    // Horner's scheme from the end that keeps the terms small.
    let step = |(num, den): (f64, f64), coefficients: &(f64, f64)| {
        if x < 5.0 {
            (num * x + coefficients.0, den * x + coefficients.1)
        } else {
            (num / x + coefficients.0, den / x + coefficients.1)
        }
    };
    let (num, den) = if x < 5.0 {
        LANCZOS.iter().rev().fold((0.0, 0.0), step)
    } else {
        LANCZOS.iter().fold((0.0, 0.0), step)
    };
    num / den
}

/// sin(πx), exact at the integers.
fn sin_pi(x: f64) -> f64 {
    let y = x.abs() % 2.0;
    let result = match (2.0 * y).round() as i32 {
        0 => (PI * y).sin(),
        1 => (PI * (y - 0.5)).cos(),
        2 => (PI * (1.0 - y)).sin(),
        3 => -(PI * (y - 1.5)).cos(),
        _ => (PI * (y - 2.0)).sin(),
    };
    1f64.copysign(x) * result
}

fn at_pole(x: f64) -> Error {
    Error::value(format!(
        "expected a noninteger or positive integer, got {}",
        float_text::repr(x)
    ))
}

/// `math.gamma`
pub fn gamma(x: f64) -> Result<f64, Error> {
    /// The largest integer whose gamma is an exact float.
    const EXACT: f64 = 23.0;
    if x.is_nan() || x == f64::INFINITY {
        return Ok(x);
    }
    if x <= 0.0 && x == x.floor() {
        return Err(at_pole(x));
    }
    if x == x.floor() && x <= EXACT {
        return Ok((1..x as u64).map(|i| i as f64).product());
    }
    let t = x.abs();
    if t < 1e-20 {
        return ranged(x, 1.0 / x);
    }
    if t > 200.0 {
        return if x < 0.0 {
            Ok(0.0 / sin_pi(x))
        } else {
            Err(range_error())
        };
    }
    // y is t + g - 1/2; z is what its rounding lost, scaled.
    let y = t + LANCZOS_G_MINUS_HALF;
    let lost = if t > LANCZOS_G_MINUS_HALF {
        (y - t) - LANCZOS_G_MINUS_HALF
    } else {
        (y - LANCZOS_G_MINUS_HALF) - t
    };
    let z = lost * LANCZOS_G / y;
    // For large arguments the power alone would overflow: apply it in two halves.
    let power = |exponent: f64| y.powf(exponent);
    let result = if x < 0.0 {
        let r = -PI / sin_pi(t) / t * y.exp() / lanczos_sum(t);
        let r = r - z * r;
        if t < 140.0 {
            r / power(t - 0.5)
        } else {
            r / power(t / 2.0 - 0.25) / power(t / 2.0 - 0.25)
        }
    } else {
        let r = lanczos_sum(t) / y.exp();
        let r = r + z * r;
        if t < 140.0 {
            r * power(t - 0.5)
        } else {
            r * power(t / 2.0 - 0.25) * power(t / 2.0 - 0.25)
        }
    };
    ranged(x, result)
}

/// `math.lgamma`
pub fn lgamma(x: f64) -> Result<f64, Error> {
    if x.is_nan() {
        return Ok(x);
    }
    if x.is_infinite() {
        return Ok(f64::INFINITY);
    }
    if x == x.floor() && x <= 2.0 {
        return if x <= 0.0 { Err(at_pole(x)) } else { Ok(0.0) };
    }
    let t = x.abs();
    if t < 1e-20 {
        return Ok(-t.ln());
    }
    let r = lanczos_sum(t).ln() - LANCZOS_G;
    let r = r + (t - 0.5) * ((t + LANCZOS_G - 0.5).ln() - 1.0);
    ranged(
        x,
        if x < 0.0 {
            LN_PI - sin_pi(t).abs().ln() - t.ln() - r
        } else {
            r
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(result: Result<f64, Error>, expected: Result<f64, &str>) {
        assert_eq!(
            result.map(f64::to_bits).map_err(|e| e.text.into_owned()),
            expected.map(f64::to_bits).map_err(str::to_string)
        );
    }

    #[test]
    fn errors() {
        check(sqrt(-1.0), Err("expected a nonnegative input, got -1.0"));
        check(log(0.0), Err("expected a positive input, got 0.0"));
        check(log1p(-1.0), Err("expected argument value > -1, got -1.0"));
        check(exp(1000.0), Err("math range error"));
        check(exp(f64::INFINITY), Ok(f64::INFINITY));
        check(sin(f64::INFINITY), Err("expected a finite input, got inf"));
        check(
            acos(2.0),
            Err("expected a number in range from -1 up to 1, got 2.0"),
        );
        check(
            atanh(1.0),
            Err("expected a number between -1 and 1, got 1.0"),
        );
        check(
            acosh(0.5),
            Err("expected argument value not less than 1, got 0.5"),
        );
        check(
            gamma(-1.0),
            Err("expected a noninteger or positive integer, got -1.0"),
        );
        check(gamma(1000.0), Err("math range error"));
        check(
            lgamma(-1.0),
            Err("expected a noninteger or positive integer, got -1.0"),
        );
        check(pow(0.0, -1.0), Err("math domain error"));
        check(pow(-1.0, 0.5), Err("math domain error"));
        check(pow(10.0, 400.0), Err("math range error"));
        check(fmod(1.0, 0.0), Err("math domain error"));
        check(remainder(f64::INFINITY, 1.0), Err("math domain error"));
        check(fma(1e308, 10.0, 0.0), Err("overflow in fma"));
        check(
            fma(f64::INFINITY, 0.0, 1.0),
            Err("invalid operation in fma"),
        );
        check(ldexp(1.0, i64::MAX), Err("math range error"));
        check(ldexp(-1.0, i64::MIN), Ok(-0.0));
        check(ldexp(3.0, -1075), Ok(1e-323));
    }

    #[test]
    fn parts() {
        assert_eq!(frexp(-5e-324), (-0.5, -1073));
        assert_eq!(frexp(8.0), (0.5, 4));
        assert_eq!(frexp(f64::MAX), (0.9999999999999999, 1024));
        assert_eq!(modf(-3.25), (-0.25, -3.0));
        assert_eq!(modf(f64::NEG_INFINITY), (-0.0, f64::NEG_INFINITY));
        assert_eq!(nextafter(1.0, 2.0, 1), 1.0 + f64::EPSILON);
        assert_eq!(nextafter(5e-324, -1.0, 3), -1e-323);
        assert_eq!(nextafter(1.0, 2.0, u64::MAX), 2.0);
        assert_eq!(nextafter(-5e-324, 1.0, 1).to_bits(), (-0.0f64).to_bits());
        assert_eq!(ulp(1.0), f64::EPSILON);
        assert_eq!(ulp(f64::MAX), 1.99584030953472e292);
        check(remainder(5.0, 2.0), Ok(1.0));
        check(remainder(7.0, 2.0), Ok(-1.0));
    }
}
