//! Limbs as text and text as limbs, for numbers of a size where it does not matter that the work is quadratic.

use super::limbs::{
    Limbs, TEN_19, bit_length, div_rem_limb, div_rem_ten_19, trimmed, with_scratch,
};

/// Longer numbers are written by the library, which divides and conquers (measured: at 40 limbs both are alike).
const LONG: usize = 40;

const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";

/// Calls `f` with the digits in base 2..=36, lower case, behind a `-` sign and the prefix. `None`: too long for what is done here.
pub(super) fn with_radix<R>(
    n: Limbs<'_>,
    base: u32,
    prefix: &str,
    f: impl FnOnce(&str) -> R,
) -> Option<R> {
    const SHORT: usize = 128;
    let a = n.magnitude;
    if a.len() > LONG && !base.is_power_of_two() {
        return None;
    }
    let (chunk, _) = chunk_of(base);
    let room = prefix.len() + 2 + a.len() * (chunk + 1);
    let (mut short, mut long) = ([0; SHORT], Vec::new());
    let bytes = if room <= SHORT {
        short.as_mut_slice()
    } else {
        long.resize(room, 0);
        long.as_mut_slice()
    };
    let mut text = Text { bytes, len: 0 };
    if n.negative {
        text.push(b"-");
    }
    text.push(prefix.as_bytes());
    push_magnitude(&mut text, a, base);
    let (text, _) = text.bytes.split_at(text.len);
    std::str::from_utf8(text).ok().map(f)
}

/// Text that is written from the left, as far as there is room.
struct Text<'a> {
    bytes: &'a mut [u8],
    len: usize,
}

impl Text<'_> {
    #[inline]
    fn push(&mut self, digits: &[u8]) {
        let end = self.len + digits.len();
        if let Some(to) = self.bytes.get_mut(self.len..end) {
            to.copy_from_slice(digits);
            self.len = end;
        }
    }
}

fn push_magnitude(text: &mut Text<'_>, a: &[u64], base: u32) {
    match (base, a) {
        (_, []) => text.push(b"0"),
        (2, _) => push_limbs(text, a, 64, |limb, out| {
            for (byte, digits) in limb.to_be_bytes().iter().zip(out.chunks_exact_mut(8)) {
                digits.copy_from_slice(&eight_bits(*byte));
            }
        }),
        (16, _) => push_limbs(text, a, 16, |limb, out| {
            let (high, low) = out.split_at_mut(8);
            high.copy_from_slice(&eight_nibbles((limb >> 32) as u32));
            low.copy_from_slice(&eight_nibbles(limb as u32));
        }),
        (10, [n]) => text.push(significant(&decimal(*n))),
        (10, [low, high]) if *high < TEN_19 => {
            let (high, low) = div_rem_ten_19(*high, *low);
            text.push(significant(&decimal(high)));
            text.push(decimal(low).split_at(1).1);
        }
        _ if base.is_power_of_two() => push_bits(text, a, u64::from(base.ilog2())),
        _ => push_chunks(text, a, base),
    }
}

/// The digits of a byte's bits.
fn eight_bits(byte: u8) -> [u8; 8] {
    // A copy of the byte for each bit, which is then moved to the top of its copy by a carry, and from there to the bottom.
    let each = (u64::from(byte) * 0x0101_0101_0101_0101) & 0x8040_2010_0804_0201;
    let tops = (each + 0x007f_7f7f_7f7f_7f7f) | each;
    ((tops >> 7 & 0x0101_0101_0101_0101) + 0x3030_3030_3030_3030).to_be_bytes()
}

/// Eight hexadecimal digits.
fn eight_nibbles(n: u32) -> [u8; 8] {
    let mut each = u64::from(n);
    for (shift, mask) in [
        (16, 0x0000_ffff_0000_ffff),
        (8, 0x00ff_00ff_00ff_00ff),
        (4, 0x0f0f_0f0f_0f0f_0f0f),
    ] {
        each = (each | each << shift) & mask;
    }
    // Those from ten on are letters, 39 characters behind where the digits would go on.
    let letters = (each + 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101;
    (each + 0x3030_3030_3030_3030 + letters * 39).to_be_bytes()
}

/// Digits of which each limb has `count`, without the zeros in front.
fn push_limbs(text: &mut Text<'_>, a: &[u64], count: usize, write: impl Fn(u64, &mut [u8])) {
    let mut digits = [0; 64];
    let (digits, _) = digits.split_at_mut(count.min(64));
    let mut limbs = a.iter().rev();
    if let Some(&top) = limbs.next() {
        write(top, digits);
        let zeros = top.leading_zeros() as usize * count / 64;
        text.push(digits.split_at(zeros.min(count)).1);
    }
    for &limb in limbs {
        write(limb, digits);
        text.push(digits);
    }
}

/// The most digits whose numbers all fit a limb, and the base to that power.
fn chunk_of(base: u32) -> (usize, u64) {
    if base == 10 {
        return (19, TEN_19);
    }
    let (mut digits, mut power) = (1, u64::from(base));
    while let Some(next) = power.checked_mul(u64::from(base)) {
        (digits, power) = (digits + 1, next);
    }
    (digits, power)
}

/// The digits of `width` bits each.
fn push_bits(text: &mut Text<'_>, a: &[u64], width: u64) {
    let mask = (1 << width) - 1;
    let digit = |index: u64| DIGITS.get(index as usize).copied().unwrap_or(b'0');
    for i in (0..bit_length(a).div_ceil(width)).rev() {
        let (limb, bit) = ((i * width / 64) as usize, i * width % 64);
        let low = a.get(limb).map_or(0, |limb| limb >> bit);
        let high = a.get(limb + 1).map_or(0, |limb| limb << 1 << (63 - bit));
        text.push(&[digit((low | high) & mask)]);
    }
}

/// The digits, found a limb's worth at a time.
fn push_chunks(text: &mut Text<'_>, a: &[u64], base: u32) {
    let (length, power) = chunk_of(base);
    // A chunk holds at least half a limb's bits, and in base 10 all but one.
    with_scratch(a.len() * 3 + 1, |scratch| {
        let (rest, chunks) = scratch.split_at_mut(a.len());
        rest.copy_from_slice(a);
        let mut used = a.len();
        let mut count = 0;
        for chunk in &mut *chunks {
            let (rest, _) = rest.split_at_mut(used);
            *chunk = div_rem_limb(rest, power);
            used = trimmed(rest).len();
            count += 1;
            if used == 0 {
                break;
            }
        }
        let mut chunks = chunks.iter().take(count).rev();
        if let Some(&first) = chunks.next() {
            with_digits(first, base, |digits| text.push(significant(digits)));
        }
        for &chunk in chunks {
            with_digits(chunk, base, |digits| {
                text.push(digits.split_at(digits.len().saturating_sub(length)).1);
            });
        }
    });
}

/// Calls `f` with the digits of `n`, and zeros in front of them.
fn with_digits(mut n: u64, base: u32, f: impl FnOnce(&[u8])) {
    if base == 10 {
        return f(&decimal(n));
    }
    let mut digits = [b'0'; 64];
    for digit in digits.iter_mut().rev() {
        if n == 0 {
            break;
        }
        let value = (n % u64::from(base)) as usize;
        *digit = DIGITS.get(value).copied().unwrap_or(b'0');
        n /= u64::from(base);
    }
    f(&digits);
}

/// Without the zeros in front.
fn significant(digits: &[u8]) -> &[u8] {
    let start = digits.iter().position(|digit| *digit != b'0');
    digits.split_at(start.unwrap_or(digits.len())).1
}

/// The two digits of every number below a hundred.
const PAIRS: [[u8; 2]; 100] = {
    let mut pairs = [[0; 2]; 100];
    let mut n = 0;
    while n < 100 {
        pairs[n] = [b'0' + n as u8 / 10, b'0' + n as u8 % 10];
        n += 1;
    }
    pairs
};

/// Twenty decimal digits: two halves side by side, so that the divisions of one need not wait for those of the other.
fn decimal(n: u64) -> [u8; 20] {
    const HALF: u64 = 10u64.pow(10);
    let (mut high, mut low) = (n / HALF, n % HALF);
    let mut digits = [0; 20];
    let (highs, lows) = digits.split_at_mut(10);
    for (to_high, to_low) in highs.rchunks_exact_mut(2).zip(lows.rchunks_exact_mut(2)) {
        for (to, n) in [(to_high, &mut high), (to_low, &mut low)] {
            let pair = (*n % 100) as usize;
            *n /= 100;
            to.copy_from_slice(PAIRS.get(pair).unwrap_or(b"00"));
        }
    }
    digits
}

/// The number that the digits' values spell, most significant first: its limbs are passed to `f`.
pub(super) fn from_digits<R>(values: &[u8], base: u32, f: impl FnOnce(&[u64]) -> R) -> R {
    let (length, _) = chunk_of(base);
    // No digit is wider than six bits.
    let bits = u32::BITS - (base - 1).leading_zeros();
    let limbs = values.len() * bits as usize / 64 + 1;
    with_scratch(limbs, |out| {
        if base.is_power_of_two() && base != 8 && base != 32 {
            // As many whole digits as limbs have.
            let width = base.ilog2();
            let join = |limb: u64, value: &u8| limb << width | u64::from(*value);
            for (limb, chunk) in out.iter_mut().zip(values.rchunks((64 / width) as usize)) {
                *limb = chunk.iter().fold(0, join);
            }
            return f(trimmed(out));
        }
        let mut used = 0;
        // The first chunk is the short one.
        let (first, rest) = values.split_at(values.len() % length);
        for chunk in std::iter::once(first).chain(rest.chunks(length)) {
            let step = |n: u64, value: &u8| n * u64::from(base) + u64::from(*value);
            let (mut carry, factor) = (chunk.iter().fold(0, step), power(base, chunk.len()));
            for limb in out.iter_mut().take(used) {
                (*limb, carry) = limb.carrying_mul(factor, carry);
            }
            if let Some(limb) = out.get_mut(used).filter(|_| carry != 0) {
                *limb = carry;
                used += 1;
            }
        }
        f(trimmed(out))
    })
}

/// `base ** digits`; 1 for the first chunk, which has nothing above it to be multiplied.
fn power(base: u32, digits: usize) -> u64 {
    if base == 10 && digits == 19 {
        return TEN_19;
    }
    u64::from(base).checked_pow(digits as u32).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::BigInt;

    fn to_radix(n: Limbs<'_>, base: u32, prefix: &str) -> Option<String> {
        with_radix(n, base, prefix, str::to_string)
    }

    #[test]
    fn digits_agree_with_the_library() {
        for base in 2..=36 {
            let mut n = BigInt::from_i64(1);
            for i in 0..150 {
                n = n.mul_i64(0x7fff_fff1).add_i64(i);
                let limbs = n.limbs();
                let of = |negative| Limbs {
                    negative,
                    magnitude: &limbs,
                };
                let expected = n.0.to_str_radix(base);
                let Some(text) = to_radix(of(false), base, "") else {
                    assert!(limbs.len() > LONG);
                    continue;
                };
                assert_eq!(text, expected);
                assert_eq!(
                    to_radix(of(true), base, "0_"),
                    Some(format!("-0_{expected}"))
                );
                let value = |c: char| c.to_digit(base).unwrap() as u8;
                let values: Vec<u8> = text.chars().map(value).collect();
                from_digits(&values, base, |found| assert_eq!(found, limbs));
            }
        }
    }

    #[test]
    fn zeros_inside() {
        for zeros in [1usize, 17, 18, 19, 20, 37, 38, 39, 57, 100] {
            let text = format!("1{}7", "0".repeat(zeros));
            let values: Vec<u8> = text.bytes().map(|byte| byte - b'0').collect();
            from_digits(&values, 10, |limbs| {
                assert_eq!(to_radix(Limbs::positive(limbs), 10, ""), Some(text));
            });
            from_digits(&vec![0; zeros], 10, |limbs| assert_eq!(limbs, []));
        }
        assert_eq!(
            to_radix(Limbs::positive(&[]), 10, ""),
            Some("0".to_string())
        );
    }
}
