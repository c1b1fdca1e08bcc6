//! Numbers as CPython computes and prints them: integers of any size, floats, complex numbers, their text forms,
//! their hashes, and what the `math` module needs beyond Rust's `std`.
//!
//! Promises: no VM type occurs here, nothing panics on any input, every function is pure, and nothing is unsafe
//! (`c_math.rs` declares C functions; calling them is safe). Results agree bit for bit with a CPython that uses the
//! same C library: where CPython calls it (`pow`, `sin`, `exp` …), Rust's `f64` methods do too, except for those that
//! `c_math.rs` names.
//!
//! Texts come in as ASCII bytes or code points and go out as `String`. White space and non-ASCII decimal digits are
//! the caller's business: it strips the first and turns the second into ASCII, as CPython does. Error texts are
//! those of CPython 3.14.

pub mod bigint;
mod bigint_bits;
mod bigint_float;
mod bigint_power;
mod bigint_text;
mod c_math;
pub mod complex;
pub mod decimal;
mod error;
mod field;
pub mod float;
pub mod float_hex;
pub mod float_text;
pub mod format_number;
pub mod format_spec;
pub mod half;
pub mod hash;
pub mod ints;
pub mod limbs;
mod limbs_text;
pub mod math;
pub mod math_int;
pub mod math_sum;
pub mod percent;
pub mod siphash;
#[cfg(test)]
mod tests;
pub mod wide;

pub use bigint::{BigInt, Int, IntRef};
pub use bigint_bits::{ByteOrder, from_bytes, limbs_of_bytes};
pub use bigint_text::{
    DEFAULT_MAX_STR_DIGITS, MIN_MAX_STR_DIGITS, ParseIntError, check_str_digits, parse_int,
    parse_int_with,
};
pub use decimal::{Decimal, PowerOfTwo};
pub use error::{Error, ErrorKind};
pub use limbs::Limbs;
pub use wide::Wide;
