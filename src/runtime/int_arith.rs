//! The operators of ints of any size.
//!
//! Three ways, each of which hands on what is too large for it: machine integers; magnitudes of up to 128 bits
//! (`num/wide.rs`); limbs (`num/limbs.rs`), which are read where the operands have them and written where the result
//! will have them. What is left (long products, powers) is the library's.

use super::arith::BinOp;
use super::names::Special;
use super::{OrMemoryError, OrNumError, PyResult, Vm};
use crate::num::limbs::{self, BitOp, with_scratch};
use crate::num::{self, Limbs, Wide, ints};
use crate::object::{AnyInt, BigInt, Value, int};

/// The library multiplies factors that both have more limbs than this: it knows better ways than the one of school.
const LONG_FACTOR: usize = 40;

impl Vm {
    /// `x op y`; `None` when ints lack the operator.
    pub(super) fn ints(&mut self, op: BinOp, x: AnyInt, y: AnyInt) -> Option<PyResult> {
        if let (AnyInt::Small(x), AnyInt::Small(y)) = (x, y)
            && let Some(r) = self.machine_ints(op, x, y)
        {
            return Some(r);
        }
        if let (Some(x), Some(y)) = (x.wide(), y.wide())
            && let Some(r) = self.wide_ints(op, x, y)
        {
            return Some(Ok(r));
        }
        self.long_ints(op, x, y)
    }

    /// Machine integers. `None`: the result is none.
    fn machine_ints(&mut self, op: BinOp, x: i64, y: i64) -> Option<PyResult> {
        let r = match op {
            BinOp::Add => x.checked_add(y)?,
            BinOp::Sub => x.checked_sub(y)?,
            BinOp::Mul => x.checked_mul(y)?,
            BinOp::FloorDiv => ints::floor_div(x, y)?,
            BinOp::Mod => ints::floor_mod(x, y)?,
            BinOp::Divmod => {
                let (q, m) = ints::divmod(x, y)?;
                let (q, m) = (self.new_int(q), self.new_int(m));
                return Some(Ok(self.pair(q, m)));
            }
            BinOp::TrueDiv => return ints::true_div(x, y).map(|q| Ok(Value::from_float(q))),
            BinOp::Pow if y >= 0 => ints::pow(x, y as u64)?,
            BinOp::Pow => return self.floats(op, x as f64, y as f64),
            BinOp::Lshift => ints::shl(x, u64::try_from(y).ok()?)?,
            BinOp::Rshift => ints::shr(x, u64::try_from(y).ok()?),
            BinOp::And => x & y,
            BinOp::Or => x | y,
            BinOp::Xor => x ^ y,
            BinOp::Matmul => return None,
        };
        Some(Ok(self.new_int(r)))
    }

    /// Magnitudes of up to 128 bits. `None`: the result is longer, or no int.
    fn wide_ints(&mut self, op: BinOp, x: Wide, y: Wide) -> Option<Value> {
        let count = || u64::try_from(y.magnitude).ok().filter(|_| !y.negative);
        let r = match op {
            BinOp::Add => x.checked_add(y)?,
            BinOp::Sub => x.checked_sub(y)?,
            BinOp::Mul => x.checked_mul(y)?,
            BinOp::And => x.and(y)?,
            BinOp::Or => x.or(y)?,
            BinOp::Xor => x.xor(y)?,
            BinOp::FloorDiv => x.div_mod(y)?.0,
            BinOp::Mod => x.modulo(y)?,
            BinOp::Divmod => {
                let (q, m) = x.div_mod(y)?;
                let (q, m) = (self.new_wide(q), self.new_wide(m));
                return Some(self.pair(q, m));
            }
            BinOp::Lshift => x.checked_shl(count()?)?,
            BinOp::Rshift => x.floor_shr(count()?),
            BinOp::Pow => x.pow(count()?)?,
            BinOp::TrueDiv | BinOp::Matmul => return None,
        };
        Some(self.new_wide(r))
    }

    #[inline(never)]
    fn long_ints(&mut self, op: BinOp, x: AnyInt, y: AnyInt) -> Option<PyResult> {
        let (mut small_x, mut small_y) = ([0], [0]);
        let (a, b) = (x.limbs(&mut small_x), y.limbs(&mut small_y));
        let (m, n) = (a.magnitude.len(), b.magnitude.len());
        Some(match op {
            BinOp::Add => self.build_int(m.max(n) + 1, |out| limbs::add(out, a, b)),
            BinOp::Sub => self.build_int(m.max(n) + 1, |out| limbs::sub(out, a, b)),
            BinOp::Mul if m.min(n) <= LONG_FACTOR => {
                self.build_int(m + n, |out| limbs::mul(out, a, b))
            }
            BinOp::Mul => self.new_bigint(&x.to_num().mul(&y.to_num())),
            BinOp::And => self.long_bits(BitOp::And, a, b),
            BinOp::Or => self.long_bits(BitOp::Or, a, b),
            BinOp::Xor => self.long_bits(BitOp::Xor, a, b),
            BinOp::FloorDiv | BinOp::Mod | BinOp::Divmod | BinOp::TrueDiv if n == 0 => {
                Err(self.int_zero_division(op))
            }
            BinOp::FloorDiv => with_scratch(n, |rest| {
                self.build_int(limbs::quotient_len(a, b), |quotient| {
                    limbs::div_mod(quotient, rest, a, b).0
                })
            }),
            BinOp::Mod => with_scratch(limbs::quotient_len(a, b), |quotient| {
                self.build_int(n, |rest| limbs::div_mod(quotient, rest, a, b).1)
            }),
            BinOp::Divmod => self.long_divmod(a, b),
            BinOp::TrueDiv => a.true_div(b).or_raise(self).map(Value::from_float),
            BinOp::Lshift => self.long_shl(a, b),
            BinOp::Rshift => self.long_shr(a, b),
            BinOp::Pow => return self.long_pow(&x.to_num(), &y.to_num()),
            BinOp::Matmul => return None,
        })
    }

    /// The int whose `len` limbs `fill` writes; see [`int::build`].
    pub fn build_int(&mut self, len: usize, fill: impl FnOnce(&mut [u64]) -> bool) -> PyResult {
        int::build(&mut self.heap, len, fill).or_memory_error(self)
    }

    fn long_bits(&mut self, op: BitOp, x: Limbs<'_>, y: Limbs<'_>) -> PyResult {
        let len = limbs::bitwise_len(op, x, y);
        self.build_int(len, |out| limbs::bitwise(op, out, x, y))
    }

    fn long_divmod(&mut self, x: Limbs<'_>, y: Limbs<'_>) -> PyResult {
        let (quotient, rest) = with_scratch(y.magnitude.len(), |rest| {
            let mut negative = false;
            let quotient = self.build_int(limbs::quotient_len(x, y), |quotient| {
                let signs = limbs::div_mod(quotient, rest, x, y);
                negative = signs.1;
                signs.0
            })?;
            let rest = int::from_limbs(&mut self.heap, negative, rest).or_memory_error(self)?;
            Ok((quotient, rest))
        })?;
        Ok(self.pair(quotient, rest))
    }

    fn long_shl(&mut self, x: Limbs<'_>, n: Limbs<'_>) -> PyResult {
        if n.negative {
            return Err(self.value_error("negative shift count"));
        }
        if x.magnitude.is_empty() {
            return Ok(Value::from_i32(0));
        }
        let bits = match *n.magnitude {
            [] => 0,
            [bits] if i64::try_from(bits).is_ok() => bits,
            _ => return Err(self.overflow_error("too many digits in integer")),
        };
        if bits + limbs::bit_length(x.magnitude) > num::bigint::MAX_BITS {
            return Err(self.memory_error());
        }
        let len = x.magnitude.len() + (bits / 64) as usize + 1;
        self.build_int(len, |out| limbs::shl(out, x, bits))
    }

    fn long_shr(&mut self, x: Limbs<'_>, n: Limbs<'_>) -> PyResult {
        if n.negative {
            return Err(self.value_error("negative shift count"));
        }
        let bits = match *n.magnitude {
            [] => 0,
            [bits] => bits,
            _ => u64::MAX,
        };
        let whole = usize::try_from(bits / 64).unwrap_or(usize::MAX);
        let len = x.magnitude.len().saturating_sub(whole) + 1;
        self.build_int(len, |out| limbs::shr(out, x, bits))
    }

    fn long_pow(&mut self, x: &num::BigInt, y: &num::BigInt) -> Option<PyResult> {
        if y.negative() {
            return match (x.to_f64(), y.to_f64()) {
                (Some(x), Some(y)) => self.floats(BinOp::Pow, x, y),
                _ => Some(Err(self.overflow_error("int too large to convert to float"))),
            };
        }
        let r = match y.to_u64() {
            Some(e) => x.pow(e),
            None if x.is_zero() || x.to_i64() == Some(1) => Some(x.clone()),
            None if x.to_i64() == Some(-1) => {
                Some(num::BigInt::from_i64(if y.is_even() { 1 } else { -1 }))
            }
            None => None,
        };
        Some(match r {
            Some(r) => self.new_bigint(&r),
            None => Err(self.memory_error()),
        })
    }

    /// `-v`, `+v`, `~v` for `s` = Neg, Pos, Invert, where `v` is the int `i`.
    pub(super) fn unary_int(&mut self, s: Special, v: Value, i: AnyInt) -> PyResult {
        if s == Special::Pos {
            return Ok(v);
        }
        if let Some(n) = i.wide()
            && let Some(r) = if s == Special::Neg {
                Some(n.negated())
            } else {
                n.invert()
            }
        {
            return Ok(self.new_wide(r));
        }
        let mut small = [0];
        let x = i.limbs(&mut small);
        // -x is 0 - x, ~x is -1 - x
        let from = Limbs {
            negative: true,
            magnitude: if s == Special::Neg { &[] } else { &[1] },
        };
        self.build_int(x.magnitude.len() + 1, |out| limbs::sub(out, from, x))
    }

    /// `float(b)`
    pub(super) fn big_to_f64(&mut self, b: BigInt) -> PyResult<f64> {
        match b.as_limbs().to_f64() {
            Some(f) => Ok(f),
            None => Err(self.overflow_error("int too large to convert to float")),
        }
    }
}
