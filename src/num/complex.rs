//! Complex arithmetic as Objects/complexobject.c of CPython 3.14 has it, and complex numbers as text.
//!
//! Products and quotients recover infinities that the plain formulas lose to NaN (C11 annex G.5), as 3.14 does.

use super::error::Error;
use super::float_text::{self, Flags, Style};

/// A complex number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Complex {
    /// The real part.
    pub re: f64,
    /// The imaginary part.
    pub im: f64,
}

/// Shorthand for a complex number from its parts.
pub const fn complex(re: f64, im: f64) -> Complex {
    Complex { re, im }
}

/// 1 with the sign of an infinity, 0 with the sign of anything else.
fn boxed(x: f64) -> f64 {
    (if x.is_infinite() { 1f64 } else { 0.0 }).copysign(x)
}

fn nan_to_zero(x: f64) -> f64 {
    if x.is_nan() { 0f64.copysign(x) } else { x }
}

impl Complex {
    fn is_infinite(self) -> bool {
        self.re.is_infinite() || self.im.is_infinite()
    }

    fn is_finite(self) -> bool {
        self.re.is_finite() && self.im.is_finite()
    }

    fn is_nan_nan(self) -> bool {
        self.re.is_nan() && self.im.is_nan()
    }

    fn map(self, f: impl Fn(f64) -> f64) -> Complex {
        complex(f(self.re), f(self.im))
    }
}

/// `z + w`
pub fn add(z: Complex, w: Complex) -> Complex {
    complex(z.re + w.re, z.im + w.im)
}

/// `z - w`
pub fn sub(z: Complex, w: Complex) -> Complex {
    complex(z.re - w.re, z.im - w.im)
}

/// `-z`
pub fn neg(z: Complex) -> Complex {
    complex(-z.re, -z.im)
}

/// `z + x` for a real `x` (3.14: the imaginary part keeps its sign of zero).
pub fn add_real(z: Complex, x: f64) -> Complex {
    complex(z.re + x, z.im)
}

/// `z - x` for a real `x` (3.14).
pub fn sub_real(z: Complex, x: f64) -> Complex {
    complex(z.re - x, z.im)
}

/// `x - z` for a real `x` (3.14).
pub fn real_sub(x: f64, z: Complex) -> Complex {
    complex(x - z.re, -z.im)
}

/// `z * x` for a real `x` (3.14).
pub fn mul_real(z: Complex, x: f64) -> Complex {
    complex(z.re * x, z.im * x)
}

/// `z / x` for a real `x` (3.14).
pub fn div_real(z: Complex, x: f64) -> Result<Complex, Error> {
    if x == 0.0 {
        return Err(Error::zero_division("division by zero"));
    }
    Ok(complex(z.re / x, z.im / x))
}

/// `z * w`
pub fn mul(z: Complex, w: Complex) -> Complex {
    let product = plain_product(z, w);
    if !product.is_nan_nan() {
        return product;
    }
    let (mut z, mut w) = (z, w);
    let terms = [z.re * w.re, z.im * w.im, z.re * w.im, z.im * w.re];
    let mut again = false;
    if z.is_infinite() {
        z = z.map(boxed);
        w = w.map(nan_to_zero);
        again = true;
    }
    if w.is_infinite() {
        w = w.map(boxed);
        z = z.map(nan_to_zero);
        again = true;
    }
    if !again && terms.iter().any(|term| term.is_infinite()) {
        z = z.map(nan_to_zero);
        w = w.map(nan_to_zero);
        again = true;
    }
    if again {
        plain_product(z, w).map(|part| f64::INFINITY * part)
    } else {
        product
    }
}

fn plain_product(z: Complex, w: Complex) -> Complex {
    complex(z.re * w.re - z.im * w.im, z.re * w.im + z.im * w.re)
}

/// `z / w`
pub fn div(z: Complex, w: Complex) -> Result<Complex, Error> {
    quotient(z, w).ok_or_else(|| Error::zero_division("division by zero"))
}

/// Smith's method: scales by the larger part of the divisor.
fn quotient(z: Complex, w: Complex) -> Option<Complex> {
    let (re, im) = (w.re.abs(), w.im.abs());
    let result = if re >= im {
        if re == 0.0 {
            return None;
        }
        let ratio = w.im / w.re;
        let denominator = w.re + w.im * ratio;
        complex(
            (z.re + z.im * ratio) / denominator,
            (z.im - z.re * ratio) / denominator,
        )
    } else if im >= re {
        let ratio = w.re / w.im;
        let denominator = w.re * ratio + w.im;
        complex(
            (z.re * ratio + z.im) / denominator,
            (z.im * ratio - z.re) / denominator,
        )
    } else {
        // A part of the divisor is a NaN.
        complex(f64::NAN, f64::NAN)
    };
    if !result.is_nan_nan() {
        return Some(result);
    }
    Some(if z.is_infinite() && w.is_finite() {
        let z = z.map(boxed);
        complex(
            f64::INFINITY * (z.re * w.re + z.im * w.im),
            f64::INFINITY * (z.im * w.re - z.re * w.im),
        )
    } else if w.is_infinite() && z.is_finite() {
        let w = w.map(boxed);
        complex(
            0.0 * (z.re * w.re + z.im * w.im),
            0.0 * (z.im * w.re - z.re * w.im),
        )
    } else {
        result
    })
}

/// `x / w` for a real `x` (3.14).
pub fn real_div(x: f64, w: Complex) -> Result<Complex, Error> {
    let (re, im) = (w.re.abs(), w.im.abs());
    let result = if re >= im {
        if re == 0.0 {
            return Err(Error::zero_division("division by zero"));
        }
        let ratio = w.im / w.re;
        let denominator = w.re + w.im * ratio;
        complex(x / denominator, (-x * ratio) / denominator)
    } else if im >= re {
        let ratio = w.re / w.im;
        let denominator = w.re * ratio + w.im;
        complex((x * ratio) / denominator, -x / denominator)
    } else {
        complex(f64::NAN, f64::NAN)
    };
    if result.is_nan_nan() && x.is_finite() && w.is_infinite() {
        let w = w.map(boxed);
        return Ok(complex(0.0 * (x * w.re), 0.0 * (-x * w.im)));
    }
    Ok(result)
}

/// `z ** w`
pub fn pow(z: Complex, w: Complex) -> Result<Complex, Error> {
    const LARGEST_BY_SQUARING: f64 = 100.0;
    let result = if w.im == 0.0 && w.re == w.re.floor() && w.re.abs() <= LARGEST_BY_SQUARING {
        integer_power(z, w.re as i32)
    } else {
        general_power(z, w)
    };
    let result =
        result.ok_or_else(|| Error::zero_division("zero to a negative or complex power"))?;
    if result.is_infinite() {
        return Err(Error::overflow("complex exponentiation"));
    }
    Ok(result)
}

fn integer_power(z: Complex, exponent: i32) -> Option<Complex> {
    let mut result = complex(1.0, 0.0);
    let mut square = z;
    let mut rest = exponent.unsigned_abs();
    while rest != 0 {
        if rest & 1 == 1 {
            result = mul(result, square);
        }
        rest >>= 1;
        square = mul(square, square);
    }
    if exponent < 0 {
        quotient(complex(1.0, 0.0), result)
    } else {
        Some(result)
    }
}

fn general_power(z: Complex, w: Complex) -> Option<Complex> {
    if w.re == 0.0 && w.im == 0.0 {
        return Some(complex(1.0, 0.0));
    }
    if z.re == 0.0 && z.im == 0.0 {
        return if w.im != 0.0 || w.re < 0.0 {
            None
        } else {
            Some(complex(0.0, 0.0))
        };
    }
    let size = z.re.hypot(z.im);
    let angle = z.im.atan2(z.re);
    let mut length = size.powf(w.re);
    let mut phase = angle * w.re;
    if w.im != 0.0 {
        length *= (-angle * w.im).exp();
        phase += w.im * size.ln();
    }
    // The cosine of infinity is a domain error, which CPython does not tell from that of zero above.
    if phase.is_infinite() {
        return None;
    }
    Some(complex(length * phase.cos(), length * phase.sin()))
}

/// `abs(z)`
pub fn abs(z: Complex) -> Result<f64, Error> {
    let result = z.re.hypot(z.im);
    if result.is_infinite() && z.is_finite() {
        return Err(Error::overflow("absolute value too large"));
    }
    Ok(result)
}

/// `repr(z)`
pub fn repr(z: Complex) -> String {
    let part =
        |x: f64| float_text::format(x, Style::Shortest, 0, Flags::default()).unwrap_or_default();
    if z.re == 0.0 && z.re.is_sign_positive() {
        return format!("{}j", part(z.im));
    }
    let imaginary = part(z.im);
    let plus = if imaginary.starts_with('-') { "" } else { "+" };
    format!("({}{plus}{imaginary}j)", part(z.re))
}

/// `complex(text)` for stripped ASCII text; `None` when it is malformed.
pub fn parse(text: &[u8]) -> Option<Complex> {
    let text = match text {
        [b'(', inner @ .., b')'] => inner.trim_ascii(),
        _ => text,
    };
    let (first, rest) = take_number(text);
    match (first, rest) {
        (Some(re), []) => Some(complex(re, 0.0)),
        (Some(im), [b'j' | b'J']) => Some(complex(0.0, im)),
        // "j", "+j", "-j"
        (None, rest) => Some(complex(0.0, unit(rest)?)),
        (Some(re), [b'+' | b'-', ..]) => match take_number(rest) {
            (Some(im), [b'j' | b'J']) => Some(complex(re, im)),
            (None, rest) => Some(complex(re, unit(rest)?)),
            _ => None,
        },
        _ => None,
    }
}

/// An imaginary unit without digits.
fn unit(text: &[u8]) -> Option<f64> {
    match text {
        [b'j' | b'J'] | [b'+', b'j' | b'J'] => Some(1.0),
        [b'-', b'j' | b'J'] => Some(-1.0),
        _ => None,
    }
}

/// The longest number at the front, and what follows it.
fn take_number(text: &[u8]) -> (Option<f64>, &[u8]) {
    let mut end = 0;
    let mut previous = 0u8;
    for (at, &byte) in text.iter().enumerate() {
        let exponent_sign =
            matches!(byte, b'+' | b'-') && matches!(previous, b'e' | b'E') && at >= 2;
        let sign = matches!(byte, b'+' | b'-') && at == 0;
        if !(sign
            || exponent_sign
            || byte.is_ascii_alphanumeric() && !matches!(byte, b'j' | b'J')
            || matches!(byte, b'.' | b'_'))
        {
            break;
        }
        previous = byte;
        end = at + 1;
    }
    match text.split_at_checked(end) {
        Some((number, rest)) => match float_text::parse(number) {
            Some(value) => (Some(value), rest),
            None => (None, text),
        },
        None => (None, text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arithmetic() {
        let (z, w) = (complex(1.0, 2.0), complex(3.0, -4.0));
        assert_eq!(mul(z, w), complex(11.0, 2.0));
        assert_eq!(div(z, w), Ok(complex(-0.2, 0.4)));
        assert_eq!(pow(z, complex(2.0, 0.0)), Ok(complex(-3.0, 4.0)));
        assert_eq!(pow(z, complex(-1.0, 0.0)), Ok(complex(0.2, -0.4)));
        assert_eq!(abs(complex(3.0, -4.0)), Ok(5.0));
        assert_eq!(abs(complex(f64::NAN, f64::INFINITY)), Ok(f64::INFINITY));
        let zero = complex(0.0, 0.0);
        assert_eq!(pow(zero, zero), Ok(complex(1.0, 0.0)));
        for w in [complex(-1.0, 0.0), complex(0.0, 1.0), complex(-0.5, 0.0)] {
            assert_eq!(
                pow(zero, w),
                Err(Error::zero_division("zero to a negative or complex power"))
            );
        }
        assert_eq!(
            pow(complex(1e300, 1e300), complex(2.0, 0.0)),
            Err(Error::overflow("complex exponentiation"))
        );
        assert_eq!(
            abs(complex(1e308, 1.7e308)),
            Err(Error::overflow("absolute value too large"))
        );
        assert!(div(z, zero).is_err() && div_real(z, 0.0).is_err());
        let inf = f64::INFINITY;
        assert_eq!(mul(complex(inf, inf), complex(1.0, 1.0)).im, inf);
        assert_eq!(mul(complex(inf, f64::NAN), complex(2.0, 0.0)).re, inf);
    }

    #[test]
    fn text() {
        for (z, text) in [
            (complex(1.0, 2.0), "(1+2j)"),
            (complex(0.0, -2.5), "-2.5j"),
            (complex(-0.0, 1.0), "(-0+1j)"),
            (complex(1e16, -0.0), "(1e+16-0j)"),
            (complex(0.0, 0.0), "0j"),
            (complex(f64::NEG_INFINITY, f64::INFINITY), "(-inf+infj)"),
        ] {
            assert_eq!(repr(z), text);
            assert_eq!(
                parse(text.as_bytes()).map(|p| (p.re.to_bits(), p.im.to_bits())),
                Some((z.re.to_bits(), z.im.to_bits())),
                "{text}"
            );
        }
        assert_eq!(repr(complex(f64::NAN, f64::NAN)), "(nan+nanj)");
        for (text, z) in [
            ("1", (1.0, 0.0)),
            ("j", (0.0, 1.0)),
            ("-J", (0.0, -1.0)),
            ("1-j", (1.0, -1.0)),
            ("1e3-2e-3j", (1000.0, -0.002)),
            ("( 1_0+2j )", (10.0, 2.0)),
            ("-inf-infinityj", (-f64::INFINITY, -f64::INFINITY)),
            ("1e5", (1e5, 0.0)),
            (".5j", (0.0, 0.5)),
        ] {
            assert_eq!(parse(text.as_bytes()), Some(complex(z.0, z.1)), "{text}");
        }
        for text in [
            "", "1+", "1+2", "1 +2j", "(1+2j", "1+2j)", "j1", "1++2j", "1j+2", "()", "((1))",
            "1+2jj", "e", "+", "1_+2j",
        ] {
            assert_eq!(parse(text.as_bytes()), None, "{text:?}");
        }
    }
}
