//! Ints that fit a machine word as digits, without allocating.

/// The two digits of each number below 100.
const PAIRS: [[u8; 2]; 100] = {
    let mut pairs = [[0; 2]; 100];
    let mut n = 0;
    while n < 100 {
        pairs[n] = [b'0' + (n / 10) as u8, b'0' + (n % 10) as u8];
        n += 1;
    }
    pairs
};

const LONGEST: usize = 20; // -9223372036854775808

/// The text of an int: `str(n)`.
#[derive(Clone, Debug)]
pub struct Decimal {
    text: [u8; LONGEST],
    start: usize,
}

impl Decimal {
    /// The text of `n`.
    #[inline]
    #[must_use]
    pub fn new(n: i64) -> Decimal {
        let (mut text, mut start) = ([0; LONGEST], LONGEST);
        let mut rest = n.unsigned_abs();
        while rest >= 100 {
            start -= 2;
            [text[start], text[start + 1]] = PAIRS[(rest % 100) as usize];
            rest /= 100;
        }
        let [tens, ones] = PAIRS[rest as usize];
        start -= 1;
        text[start] = ones;
        if rest >= 10 {
            start -= 1;
            text[start] = tens;
        }
        if n < 0 {
            start -= 1;
            text[start] = b'-';
        }
        Decimal { text, start }
    }

    /// The text as ASCII bytes.
    #[inline]
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.text.get(self.start..).unwrap_or(&[])
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(self.as_bytes()).unwrap_or("")
    }
}

/// Digits in a base that is a power of two.
#[derive(Clone, Debug)]
pub struct PowerOfTwo {
    text: [u8; MOST_BITS],
    start: usize,
}

const MOST_BITS: usize = 67; // -0b and 64 digits

impl PowerOfTwo {
    /// The prefix of a base in Python, and how many bits a digit of it has.
    #[must_use]
    pub fn prefix(base: u32) -> Option<(&'static str, u32)> {
        match base {
            2 => Some(("0b", 1)),
            8 => Some(("0o", 3)),
            16 => Some(("0x", 4)),
            _ => None,
        }
    }

    /// Sign, prefix (of at most two characters) and the digits of `n`, `bits` bits each.
    #[must_use]
    pub fn new(n: i64, prefix: &str, bits: u32) -> PowerOfTwo {
        let (mut text, mut start) = ([0; MOST_BITS], MOST_BITS);
        let mut rest = n.unsigned_abs();
        loop {
            start -= 1;
            let digit = rest & ((1 << bits) - 1);
            text[start] = b"0123456789abcdef"[digit as usize & 15];
            rest >>= bits;
            if rest == 0 {
                break;
            }
        }
        for byte in prefix.bytes().rev().take(2) {
            start -= 1;
            text[start] = byte;
        }
        if n < 0 {
            start -= 1;
            text[start] = b'-';
        }
        PowerOfTwo { text, start }
    }

    /// The text as ASCII bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.text.get(self.start..).unwrap_or(&[])
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(self.as_bytes()).unwrap_or("")
    }
}

#[cfg(test)]
mod tests {
    use super::{Decimal, PowerOfTwo};

    #[test]
    fn bases_are_what_format_writes() {
        for n in [0, 1, 7, 8, 15, 16, 255, 256, i64::MAX] {
            assert_eq!(PowerOfTwo::new(n, "0b", 1).as_str(), format!("{n:#b}"));
            assert_eq!(
                PowerOfTwo::new(-n, "", 3).as_str().trim_start_matches('-'),
                format!("{n:o}")
            );
            assert_eq!(PowerOfTwo::new(n, "0x", 4).as_str(), format!("{n:#x}"));
        }
        let longest = PowerOfTwo::new(i64::MIN, "0b", 1);
        assert_eq!(longest.as_str(), format!("-0b1{}", "0".repeat(63)));
    }

    #[test]
    fn is_what_display_writes() {
        let powers = (0..19).map(|e| 10_i64.pow(e));
        let near = powers.flat_map(|p| [p - 1, p, p + 1, -p - 1, -p, -p + 1]);
        for n in near.chain([i64::MIN, i64::MIN + 1, i64::MAX, 42, -42]) {
            assert_eq!(Decimal::new(n).as_str(), n.to_string());
        }
    }
}
