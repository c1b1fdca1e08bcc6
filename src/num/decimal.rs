//! Ints that fit a machine word as decimal digits, without allocating.

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

#[cfg(test)]
mod tests {
    use super::Decimal;

    #[test]
    fn is_what_display_writes() {
        let powers = (0..19).map(|e| 10_i64.pow(e));
        let near = powers.flat_map(|p| [p - 1, p, p + 1, -p - 1, -p, -p + 1]);
        for n in near.chain([i64::MIN, i64::MIN + 1, i64::MAX, 42, -42]) {
            assert_eq!(Decimal::new(n).as_str(), n.to_string());
        }
    }
}
