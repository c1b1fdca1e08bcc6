//! The functions of the C mathematics library that `std` does not pass through.
//!
//! CPython's `math` module returns what the platform's C library returns, to the last bit and with its errors:
//! `math.cbrt(27.0)` is 3.0000000000000004 with glibc 2.36. A better implementation would be a different one, so these
//! are declared here. (`std` has its own `cbrt`, `asinh`, `acosh` and `atanh`; its other functions are C's.)
#![expect(unsafe_code, reason = "declares functions of the C library")]

// SAFETY: these are C99's, with these signatures; they take and return plain numbers, and neither touch memory nor
// keep state but for `errno`, which nothing here reads.
unsafe extern "C" {
    pub(super) safe fn acosh(x: f64) -> f64;
    pub(super) safe fn asinh(x: f64) -> f64;
    pub(super) safe fn atanh(x: f64) -> f64;
    // Under their plain names the linker would find the versions of Rust's `compiler_builtins` first: another `cbrt`,
    // and an `fma` that does not use the processor's.
    #[cfg_attr(all(target_os = "linux", target_env = "gnu"), link_name = "cbrtf64")]
    pub(super) safe fn cbrt(x: f64) -> f64;
    #[cfg_attr(all(target_os = "linux", target_env = "gnu"), link_name = "fmaf64")]
    pub(super) safe fn fma(x: f64, y: f64, z: f64) -> f64;
    pub(super) safe fn erf(x: f64) -> f64;
    pub(super) safe fn erfc(x: f64) -> f64;
    pub(super) safe fn ldexp(x: f64, exponent: core::ffi::c_int) -> f64;
    pub(super) safe fn remainder(x: f64, y: f64) -> f64;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_what_they_are_called() {
        assert_eq!(
            (acosh(1.0), asinh(0.0), atanh(0.0), cbrt(8.0)),
            (0.0, 0.0, 0.0, 2.0)
        );
        assert_eq!(
            (erf(0.0), erfc(0.0), ldexp(0.75, 3), remainder(7.0, 4.0)),
            (0.0, 1.0, 6.0, -1.0)
        );
        assert_eq!(fma(2.0, 3.0, 4.0), 10.0);
    }
}
