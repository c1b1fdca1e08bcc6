//! `hash()` of everything but strings: numbers (Python/pyhash.c, Objects/longobject.c, Objects/complexobject.c),
//! tuples (Objects/tupleobject.c since 3.8), frozen sets (Objects/setobject.c), slices (Objects/sliceobject.c since
//! 3.12) and addresses.
//!
//! Equal numbers of different types hash alike because all hash as rationals modulo the prime 2^61 - 1. No hash is
//! ever -1.

use super::bigint::{BigInt, IntRef};
use super::bigint_float::decompose;

/// 2^61 - 1
pub const MODULUS: u64 = (1 << 61) - 1;
/// `hash(float('inf'))`
pub const INFINITY: i64 = 314_159;
/// What the imaginary part's hash is multiplied by.
pub const IMAGINARY: u64 = 1_000_003;
/// `hash(None)` since 3.12.
pub const NONE: i64 = 0xfca8_6420;

#[inline]
fn not_minus_one(hash: u64) -> i64 {
    if hash == u64::MAX { -2 } else { hash as i64 }
}

/// `hash(n)`
#[inline]
pub fn int(n: i64) -> i64 {
    let magnitude = n.unsigned_abs();
    if magnitude < MODULUS {
        return if n == -1 { -2 } else { n };
    }
    let rest = (magnitude % MODULUS) as i64;
    not_minus_one((if n < 0 { -rest } else { rest }) as u64)
}

/// `hash(n)`
pub fn bigint(n: &BigInt) -> i64 {
    limbs(n.negative(), n.0.iter_u64_digits().rev())
}

/// `hash(n)`, from its limbs, highest first.
pub fn limbs(negative: bool, limbs: impl Iterator<Item = u64>) -> i64 {
    // Limbs from the top: the residue so far times 2^64, which is a rotation by 3 of its 61 bits, plus the next one.
    let rest = limbs.fold(0u64, |rest, limb| {
        let shifted = (rest << 3 & MODULUS) + (rest >> 58);
        let sum = shifted + (limb & MODULUS) + (limb >> 61);
        (sum & MODULUS) + (sum >> 61)
    });
    // Sums stay a little above the modulus at most.
    let rest = rest % MODULUS;
    not_minus_one(
        (if negative {
            -(rest as i64)
        } else {
            rest as i64
        }) as u64,
    )
}

/// `hash(n)`
pub fn int_ref(n: IntRef<'_>) -> i64 {
    match n {
        IntRef::Small(n) => int(n),
        IntRef::Big(n) => bigint(n),
        IntRef::Limbs(n) => limbs(n.negative, n.magnitude.iter().rev().copied()),
    }
}

/// `hash(x)`; `None` for a NaN, which hashes by its object's address (0 before 3.10).
pub fn float(x: f64) -> Option<i64> {
    let small = x as i64;
    if small as f64 == x && small != i64::MAX {
        return Some(int(small));
    }
    if x.is_nan() {
        return None;
    }
    if x.is_infinite() {
        return Some(if x > 0.0 { INFINITY } else { -INFINITY });
    }
    // m·2^e modulo 2^61 - 1: multiplying by two is a rotation of 61 bits.
    let (mantissa, exponent) = decompose(x);
    let shift = exponent.rem_euclid(61) as u32;
    let rest = (mantissa << shift & MODULUS) | mantissa >> (61 - shift);
    let rest = if rest >= MODULUS {
        rest - MODULUS
    } else {
        rest
    } as i64;
    Some(not_minus_one((if x < 0.0 { -rest } else { rest }) as u64))
}

/// `hash(complex)` from the hashes of its parts.
pub fn complex(real: i64, imaginary: i64) -> i64 {
    not_minus_one((real as u64).wrapping_add((imaginary as u64).wrapping_mul(IMAGINARY)))
}

/// The hash of an object's address, as `object.__hash__` makes it.
#[inline]
pub fn pointer(address: u64) -> i64 {
    // The low bits are zeros: rotate them out of the way.
    not_minus_one(address.rotate_right(4))
}

/// The tuple hash (xxHash's round), fed with the items' hashes.
#[derive(Clone, Copy, Debug)]
pub struct TupleHasher {
    state: u64,
    length: u64,
}

const PRIME_1: u64 = 11_400_714_785_074_694_791;
const PRIME_2: u64 = 14_029_467_366_897_019_727;
const PRIME_5: u64 = 2_870_177_450_012_600_261;
/// In place of -1.
const TUPLE_MINUS_ONE: i64 = 1_546_275_796;

impl Default for TupleHasher {
    fn default() -> Self {
        TupleHasher {
            state: PRIME_5,
            length: 0,
        }
    }
}

impl TupleHasher {
    /// Adds one item's hash.
    #[inline]
    pub fn add(&mut self, hash: i64) {
        let mixed = self.state.wrapping_add((hash as u64).wrapping_mul(PRIME_2));
        self.state = mixed.rotate_left(31).wrapping_mul(PRIME_1);
        self.length += 1;
    }

    /// The hash of the tuple.
    pub fn finish(self) -> i64 {
        let hash = self.state.wrapping_add(self.length ^ (PRIME_5 ^ 3_527_539)) as i64;
        if hash == -1 { TUPLE_MINUS_ONE } else { hash }
    }

    /// The hash of a slice of these three, which leaves the length out.
    pub fn finish_slice(self) -> i64 {
        if self.state == u64::MAX {
            TUPLE_MINUS_ONE
        } else {
            self.state as i64
        }
    }
}

/// `hash()` of a tuple of which the items' hashes are given. A range hashes as `(len, start, step)`, with `None` for
/// `start` and `step` where the length makes them meaningless.
pub fn tuple(hashes: &[i64]) -> i64 {
    let mut hasher = TupleHasher::default();
    for hash in hashes {
        hasher.add(*hash);
    }
    hasher.finish()
}

/// `hash(slice(start, stop, step))` from the parts' hashes.
pub fn slice(start: i64, stop: i64, step: i64) -> i64 {
    let mut hasher = TupleHasher::default();
    for hash in [start, stop, step] {
        hasher.add(hash);
    }
    hasher.finish_slice()
}

/// `hash(range)` from its length, start and step; only the length counts in an empty one, the step not in one of one.
pub fn range(length: IntRef<'_>, start: IntRef<'_>, step: IntRef<'_>) -> i64 {
    let (start, step) = match length.to_i64() {
        Some(0) => (NONE, NONE),
        Some(1) => (int_ref(start), NONE),
        _ => (int_ref(start), int_ref(step)),
    };
    tuple(&[int_ref(length), start, step])
}

/// The frozen set hash, fed with the items' hashes in any order.
#[derive(Clone, Copy, Debug, Default)]
pub struct SetHasher {
    state: u64,
    length: u64,
}

impl SetHasher {
    /// Adds one item's hash.
    #[inline]
    pub fn add(&mut self, hash: i64) {
        // Nearby hashes are spread, lest they cancel each other.
        let hash = hash as u64;
        self.state ^= ((hash ^ 89_869_747) ^ hash << 16).wrapping_mul(3_644_798_167);
        self.length += 1;
    }

    /// The hash of the set.
    pub fn finish(self) -> i64 {
        let hash = self.state ^ (self.length + 1).wrapping_mul(1_927_868_237);
        let hash = hash ^ (hash >> 11) ^ (hash >> 25);
        match hash.wrapping_mul(69_069).wrapping_add(907_133_923) as i64 {
            -1 => 590_923_713,
            hash => hash,
        }
    }
}

/// `hash()` of a frozen set of which the items' hashes are given.
pub fn frozenset(hashes: impl Iterator<Item = i64>) -> i64 {
    let mut hasher = SetHasher::default();
    for hash in hashes {
        hasher.add(hash);
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn power(base: i64, exponent: u64) -> BigInt {
        BigInt::from_i64(base).pow(exponent).unwrap_or(BigInt::ZERO)
    }

    // All expected values are CPython 3.13's.
    #[test]
    fn numbers() {
        for (n, hash) in [
            (0, 0),
            (1, 1),
            (-1, -2),
            (-2, -2),
            ((1 << 61) - 1, 0),
            (1 << 61, 1),
            (-(1 << 61) + 1, 0),
            (i64::MAX, 3),
            (i64::MIN, -4),
        ] {
            assert_eq!(int(n), hash, "{n}");
            assert_eq!(bigint(&BigInt::from_i64(n)), hash, "{n}");
        }
        assert_eq!(bigint(&power(2, 64)), 8);
        assert_eq!(bigint(&power(10, 30)), 465258685558744706);
        assert_eq!(bigint(&power(10, 30).neg()), -465258685558744706);
        assert_eq!(bigint(&power(2, 1000)), 16777216);
        assert_eq!(bigint(&power(2, 61 * 40).neg()), -2);
        assert_eq!(bigint(&power(2, 61 * 40).add_i64(-1)), 0);
        assert_eq!(bigint(&power(2, 367).add_i64(-1).neg()), -2);
        assert_eq!(bigint(&power(7, 500)), 2112517847418359992);
        for (x, hash) in [
            (0.0, 0),
            (-0.0, 0),
            (1.5, 1152921504606846977),
            (-1.5, -1152921504606846977),
            (0.1, 230584300921369408),
            (1e300, 1224995262755759164),
            (-1e300, -1224995262755759164),
            (5e-324, 16777216),
            (f64::INFINITY, 314159),
            (f64::NEG_INFINITY, -314159),
            (3.0, 3),
            (-1.0, -2),
            (1e18, 1000000000000000000),
            (2305843009213693952.0, 1),
            (-2.5e-310, -386353265232576880),
        ] {
            assert_eq!(float(x), Some(hash), "{x}");
            if let Some(n) = BigInt::from_f64(x).filter(|_| x == x.trunc()) {
                assert_eq!(bigint(&n), hash);
            }
        }
        assert_eq!(float(f64::NAN), None);
        let of = |re, im| complex(float(re).unwrap_or(0), float(im).unwrap_or(0));
        assert_eq!(
            [
                of(0.0, 1.0),
                of(1.0, 2.0),
                of(0.0, 0.0),
                of(-1.0, 0.0),
                of(1.5, -2.5),
                of(f64::INFINITY, -1.0)
            ],
            [1000003, 2000007, 0, -2, -2305843009215693957, -1685847]
        );
    }

    #[test]
    fn containers() {
        assert_eq!(tuple(&[]), 5740354900026072187);
        assert_eq!(tuple(&[1]), -6644214454873602895);
        assert_eq!(tuple(&[1, 2, 3]), 529344067295497451);
        assert_eq!(tuple(&[-2, -2]), 960947337673586213);
        assert_eq!(tuple(&[0; 10]), -7222447081605638768);
        assert_eq!(tuple(&[tuple(&[1, 2]), 3]), -333907151259015829);
        assert_eq!(frozenset([].into_iter()), 133146708735736);
        assert_eq!(frozenset([1].into_iter()), -558064481276695278);
        assert_eq!(frozenset([3, 1, 2].into_iter()), -272375401224217160);
        assert_eq!(
            frozenset([-2, -2, 5, bigint(&power(10, 20))].into_iter()),
            2590238399992520036
        );
        assert_eq!(
            [slice(1, 2, 3), slice(0, 0, 0)],
            [-2340833382717974474, 140260061923537301]
        );
        let small = IntRef::Small;
        assert_eq!(range(small(5), small(1), small(2)), -8580228179051518038);
        assert_eq!(range(small(0), small(0), small(1)), 2676694398852732306);
        assert_eq!(range(small(1), small(3), small(1)), 3985224588053030672);
        assert_eq!(pointer(0x7f00_1234_5670), 0x07f0_0123_4567);
        assert_eq!(pointer(0xf), 0xf000_0000_0000_0000u64 as i64);
    }
}
