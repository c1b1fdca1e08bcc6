//! Bits and bytes of integers: shifts, two's complement logic, `int.to_bytes` and `int.from_bytes`.

use super::bigint::{BigInt, IntRef, MAX_BITS};
use super::error::Error;
use super::limbs::Limbs;

/// The order of bytes, most or least significant first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ByteOrder {
    /// `'little'`
    Little,
    /// `'big'`
    Big,
}

impl BigInt {
    /// `self << n`; `None` when the result would pass [`MAX_BITS`].
    pub fn shl(&self, n: u64) -> Option<BigInt> {
        if self.is_zero() {
            return Some(BigInt::ZERO);
        }
        if n.checked_add(self.bit_length())? > MAX_BITS {
            return None;
        }
        Some(BigInt(&self.0 << n))
    }

    /// `self >> n`, rounding down.
    pub fn shr(&self, n: u64) -> BigInt {
        if n >= self.bit_length() {
            return BigInt::from_i64(if self.negative() { -1 } else { 0 });
        }
        BigInt(&self.0 >> n)
    }

    /// `self & other`
    pub fn bit_and(&self, other: &BigInt) -> BigInt {
        BigInt(&self.0 & &other.0)
    }

    /// `self | other`
    pub fn bit_or(&self, other: &BigInt) -> BigInt {
        BigInt(&self.0 | &other.0)
    }

    /// `self ^ other`
    pub fn bit_xor(&self, other: &BigInt) -> BigInt {
        BigInt(&self.0 ^ &other.0)
    }

    /// `self & other`, which is what the low 64 bits decide unless `other` is negative.
    pub fn bit_and_i64(&self, other: i64) -> BigInt {
        if other >= 0 {
            return BigInt::from_u64(self.low_u64() & other.unsigned_abs());
        }
        self.bit_and(&BigInt::from_i64(other))
    }

    /// `~self`
    pub fn invert(&self) -> BigInt {
        BigInt(-(&self.0 + 1i64))
    }
}

impl IntRef<'_> {
    /// `self.to_bytes(length, order, signed=signed)`
    pub fn to_bytes(self, length: usize, order: ByteOrder, signed: bool) -> Result<Vec<u8>, Error> {
        if self.negative() && !signed {
            return Err(Error::overflow("can't convert negative int to unsigned"));
        }
        let capacity = (length as u64).saturating_mul(8);
        let bits = self.bit_length();
        // A negative number needs the bits of its inverse and a sign: -128 fits a byte as 127 does.
        let least = self.negative() && self.with_limbs(is_power_of_two);
        let needed = bits - u64::from(least) + u64::from(signed);
        if needed > capacity && !(bits == 0 && length == 0) {
            return Err(Error::overflow("int too big to convert"));
        }
        let mut bytes = Vec::new();
        bytes
            .try_reserve_exact(length)
            .map_err(|_| Error::memory())?;
        bytes.resize(length, 0);
        self.with_limbs(|n| {
            for (limb, chunk) in n.magnitude.iter().zip(bytes.chunks_mut(8)) {
                for (to, from) in chunk.iter_mut().zip(limb.to_le_bytes()) {
                    *to = from;
                }
            }
        });
        if self.negative() {
            let mut carry = true;
            for byte in &mut bytes {
                (*byte, carry) = (!*byte).overflowing_add(u8::from(carry));
            }
        }
        if order == ByteOrder::Big {
            bytes.reverse();
        }
        Ok(bytes)
    }
}

fn is_power_of_two(n: Limbs<'_>) -> bool {
    match n.magnitude.split_last() {
        Some((top, rest)) => top.is_power_of_two() && rest.iter().all(|limb| *limb == 0),
        None => false,
    }
}

/// How long `out` of [`from_bytes`] has to be.
pub fn limbs_of_bytes(bytes: &[u8]) -> usize {
    bytes.len().div_ceil(8)
}

/// `int.from_bytes(bytes, order, signed=signed)`: writes the limbs to `out`, and says whether the number is negative.
pub fn from_bytes(out: &mut [u64], bytes: &[u8], order: ByteOrder, signed: bool) -> bool {
    let little = |chunk: &[u8]| match chunk.try_into() {
        Ok(bytes) => u64::from_le_bytes(bytes),
        Err(_) => chunk
            .iter()
            .rev()
            .fold(0, |n, byte| n << 8 | u64::from(*byte)),
    };
    let big = |chunk: &[u8]| match chunk.try_into() {
        Ok(bytes) => u64::from_be_bytes(bytes),
        Err(_) => chunk.iter().fold(0, |n, byte| n << 8 | u64::from(*byte)),
    };
    let sign_byte = match order {
        ByteOrder::Little => {
            for (limb, chunk) in out.iter_mut().zip(bytes.chunks(8)) {
                *limb = little(chunk);
            }
            bytes.last()
        }
        ByteOrder::Big => {
            for (limb, chunk) in out.iter_mut().zip(bytes.rchunks(8)) {
                *limb = big(chunk);
            }
            bytes.first()
        }
    };
    if !signed || sign_byte.is_none_or(|byte| byte & 0x80 == 0) {
        return false;
    }
    // The bytes that the highest limb lacks are those of the sign.
    if let Some(top) = out.last_mut() {
        let missing = (8 - bytes.len() % 8) % 8;
        *top |= !(u64::MAX >> (8 * missing));
    }
    let mut carry = true;
    for limb in out {
        (*limb, carry) = (!*limb).overflowing_add(u64::from(carry));
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_s_complement() {
        for a in [
            -300i64,
            -256,
            -255,
            -1,
            0,
            1,
            2,
            255,
            256,
            i64::MIN,
            i64::MAX,
        ] {
            for b in [-1000i64, -256, -1, 0, 1, 7, 255, 65537, i64::MIN, i64::MAX] {
                let (x, y) = (BigInt::from_i64(a), BigInt::from_i64(b));
                assert_eq!(x.bit_and(&y).to_i64(), Some(a & b));
                assert_eq!(x.bit_and_i64(b).to_i64(), Some(a & b));
                assert_eq!(x.bit_or(&y).to_i64(), Some(a | b));
                assert_eq!(x.bit_xor(&y).to_i64(), Some(a ^ b));
            }
            assert_eq!(BigInt::from_i64(a).invert().to_i64(), Some(!a));
            for n in [0u64, 1, 7, 8, 63, 64, 1000, u64::MAX] {
                assert_eq!(
                    BigInt::from_i64(a).shr(n).to_i64(),
                    Some(a >> n.min(63)),
                    "{a} >> {n}"
                );
            }
        }
        assert_eq!(
            BigInt::from_i64(-3).shl(100).map(|n| n.shr(99)),
            Some(BigInt::from_i64(-6))
        );
        assert_eq!(BigInt::from_i64(1).shl(u64::MAX), None);
        assert_eq!(BigInt::ZERO.shl(u64::MAX), Some(BigInt::ZERO));
    }

    fn read(bytes: &[u8], order: ByteOrder, signed: bool) -> BigInt {
        let mut limbs = vec![0; limbs_of_bytes(bytes)];
        let negative = from_bytes(&mut limbs, bytes, order, signed);
        BigInt::from_limbs(negative, &limbs)
    }

    #[track_caller]
    fn check_bytes(n: i64, length: usize, signed: bool, little: Option<&[u8]>) {
        let big = BigInt::from_i64(n);
        let n = IntRef::Big(&big);
        let bytes = n.to_bytes(length, ByteOrder::Little, signed).ok();
        assert_eq!(bytes.as_deref(), little);
        if let Some(mut bytes) = bytes {
            assert_eq!(read(&bytes, ByteOrder::Little, signed), big);
            bytes.reverse();
            assert_eq!(
                n.to_bytes(length, ByteOrder::Big, signed),
                Ok(bytes.clone())
            );
            assert_eq!(read(&bytes, ByteOrder::Big, signed), big);
        }
    }

    #[test]
    fn bytes() {
        check_bytes(0, 0, false, Some(&[]));
        check_bytes(0, 0, true, Some(&[]));
        check_bytes(-1, 0, true, None);
        check_bytes(255, 1, false, Some(&[255]));
        check_bytes(256, 1, false, None);
        check_bytes(128, 1, true, None);
        check_bytes(-128, 1, true, Some(&[0x80]));
        check_bytes(-129, 1, true, None);
        check_bytes(-129, 2, true, Some(&[0x7f, 0xff]));
        check_bytes(-1, 1, false, None);
        check_bytes(-65536, 3, true, Some(&[0, 0, 0xff]));
        check_bytes(0x0102_0304_0506, 7, false, Some(&[6, 5, 4, 3, 2, 1, 0]));
        check_bytes(-1, 12, true, Some(&[0xff; 12]));
    }
}
