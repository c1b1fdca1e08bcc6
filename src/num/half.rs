//! Floats of 16 bits (`struct` and `memoryview` code `e`): 1 sign bit, 5 of exponent, 10 of mantissa.

/// The float a half stands for.
#[must_use]
pub fn from_half(bits: u16) -> f64 {
    let sign = if bits >> 15 == 1 { -1.0 } else { 1.0 };
    let (exponent, mantissa) = (i32::from(bits >> 10 & 0x1f), f64::from(bits & 0x3ff));
    let magnitude = match exponent {
        0 => mantissa * 2f64.powi(-24),
        31 if mantissa == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        e => (1024.0 + mantissa) * 2f64.powi(e - 25),
    };
    sign * magnitude
}

/// The nearest half (ties to even); `None` when the number is finite and too large.
#[must_use]
pub fn to_half(x: f64) -> Option<u16> {
    let sign = if x.is_sign_negative() { 0x8000 } else { 0 };
    if x.is_nan() {
        return Some(sign | 0x7e00);
    }
    if x.is_infinite() {
        return Some(sign | 0x7c00);
    }
    let magnitude = x.abs();
    // 65520 is half-way between the greatest half and the next power of two.
    if magnitude >= 65520.0 {
        return None;
    }
    let exponent = ((magnitude.to_bits() >> 52) as i32 - 1023).max(-14);
    // In units of the last place: exact, because it only changes the exponent.
    let units = (magnitude * 2f64.powi(10 - exponent)).round_ties_even() as u16;
    // A mantissa that rounds up to 2048 carries into the exponent by itself.
    let biased = (exponent + 14) as u16;
    Some(sign | ((biased << 10) + units))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_halves_round_trip() {
        for bits in 0..=u16::MAX {
            let x = from_half(bits);
            if x.is_nan() {
                continue;
            }
            assert_eq!(to_half(x), Some(bits), "{bits:#x}");
        }
    }

    #[test]
    fn rounding_and_range() {
        assert_eq!(to_half(65519.99), Some(0x7bff));
        assert_eq!(to_half(65520.0), None);
        assert_eq!(to_half(2049.0), to_half(2048.0));
        assert_eq!(to_half(2051.0), to_half(2052.0));
        assert_eq!(to_half(2f64.powi(-25)), Some(0));
        assert_eq!(to_half(1e-300), Some(0));
        assert_eq!(
            to_half(f64::NAN).map(from_half).map(f64::is_nan),
            Some(true)
        );
    }
}
