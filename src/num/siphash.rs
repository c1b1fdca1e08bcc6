//! Hashes of strings and bytes: SipHash with CPython's keys.
//!
//! As Python/pyhash.c (1-3 rounds since 3.11, 2-4 rounds before) and the key expansion of Python/bootstrap_hash.c.
//! A string is hashed as its code units in the narrowest of 1, 2 or 4 bytes, little endian, so equal strings must be
//! hashed from their canonical representation.

/// Which SipHash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounds {
    /// SipHash-1-3: CPython 3.11 and later.
    OneThree,
    /// SipHash-2-4: CPython up to 3.10.
    TwoFour,
}

/// The secret of a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HashKey {
    k0: u64,
    k1: u64,
    rounds: Rounds,
}

impl HashKey {
    /// The key `PYTHONHASHSEED=seed` gives; seed 0 switches randomisation off.
    pub fn from_seed(seed: u32, rounds: Rounds) -> HashKey {
        let mut key = [0u8; 16];
        if seed != 0 {
            let mut state = seed;
            for byte in &mut key {
                state = state.wrapping_mul(214_013).wrapping_add(2_531_011);
                *byte = (state >> 16) as u8;
            }
        }
        HashKey::from_bytes(key, rounds)
    }

    /// A key of random bytes, which the caller gets from the system.
    pub fn from_bytes(bytes: [u8; 16], rounds: Rounds) -> HashKey {
        let both = u128::from_le_bytes(bytes);
        HashKey {
            k0: both as u64,
            k1: (both >> 64) as u64,
            rounds,
        }
    }

    /// `hash()` of bytes, and of a string whose code points are all below 256, given as Latin-1.
    pub fn hash_bytes(&self, bytes: &[u8]) -> i64 {
        match self.rounds {
            _ if bytes.is_empty() => 0,
            // written out for each, so that the state stays in registers
            Rounds::OneThree => hash_bytes(Sip::with(self, Rounds::OneThree), bytes),
            Rounds::TwoFour => hash_bytes(Sip::with(self, Rounds::TwoFour), bytes),
        }
    }

    /// `hash()` of a string whose greatest code point is in 0x100..0x10000.
    pub fn hash_units16(&self, units: &[u16]) -> i64 {
        if units.is_empty() {
            return 0;
        }
        let mut sip = Sip::new(self);
        let join = |units: &[u16]| {
            units
                .iter()
                .rev()
                .fold(0, |acc, unit| acc << 16 | u64::from(*unit))
        };
        let (words, rest) = units.as_chunks::<4>();
        for word in words {
            sip.word(join(word));
        }
        finish(sip, join(rest), (units.len() as u64).wrapping_mul(2))
    }

    /// `hash()` of a string with a code point of 0x10000 or more.
    pub fn hash_units32(&self, units: &[u32]) -> i64 {
        if units.is_empty() {
            return 0;
        }
        let mut sip = Sip::new(self);
        let (words, rest) = units.as_chunks::<2>();
        for [low, high] in words {
            sip.word(u64::from(*low) | u64::from(*high) << 32);
        }
        finish(
            sip,
            rest.first().copied().map_or(0, u64::from),
            (units.len() as u64).wrapping_mul(4),
        )
    }

    /// `hash()` of a string given by its code points, of which `greatest` is the largest: the width follows from it.
    pub fn hash_code_points(&self, points: impl Iterator<Item = u32>, greatest: u32) -> i64 {
        let width: u32 = match greatest {
            0..=0xff => 1,
            0x100..=0xffff => 2,
            _ => 4,
        };
        let mut sip = Sip::new(self);
        let (mut word, mut filled, mut length) = (0u64, 0, 0u64);
        for point in points {
            word |= u64::from(point) << (8 * filled);
            filled += width;
            length = length.wrapping_add(u64::from(width));
            if filled == 8 {
                sip.word(word);
                (word, filled) = (0, 0);
            }
        }
        if length == 0 {
            return 0;
        }
        finish(sip, word, length)
    }
}

/// The hash of bytes that are not empty.
#[inline(always)]
fn hash_bytes(mut sip: Sip, bytes: &[u8]) -> i64 {
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        sip.word(u64::from_le_bytes(*word));
    }
    let tail = match words.last() {
        // the last eight bytes, less those that are done: one load
        Some(_) => match bytes.last_chunk::<8>() {
            Some(last) if !rest.is_empty() => u64::from_le_bytes(*last) >> (64 - 8 * rest.len()),
            _ => 0,
        },
        None => rest
            .iter()
            .rev()
            .fold(0, |acc, byte| acc << 8 | u64::from(*byte)),
    };
    finish(sip, tail, bytes.len() as u64)
}

#[inline(always)]
fn finish(mut sip: Sip, tail: u64, length: u64) -> i64 {
    sip.word(tail | length << 56);
    match sip.finish() as i64 {
        -1 => -2,
        hash => hash,
    }
}

struct Sip {
    v: [u64; 4],
    rounds: Rounds,
}

impl Sip {
    fn new(key: &HashKey) -> Sip {
        Sip::with(key, key.rounds)
    }

    #[inline(always)]
    fn with(key: &HashKey, rounds: Rounds) -> Sip {
        // "somepseudorandomlygeneratedbytes"
        let v = [
            key.k0 ^ 0x736f_6d65_7073_6575,
            key.k1 ^ 0x646f_7261_6e64_6f6d,
            key.k0 ^ 0x6c79_6765_6e65_7261,
            key.k1 ^ 0x7465_6462_7974_6573,
        ];
        Sip { v, rounds }
    }

    #[inline(always)]
    fn round(&mut self) {
        let [mut a, mut b, mut c, mut d] = self.v;
        a = a.wrapping_add(b);
        c = c.wrapping_add(d);
        b = b.rotate_left(13) ^ a;
        d = d.rotate_left(16) ^ c;
        a = a.rotate_left(32);
        c = c.wrapping_add(b);
        a = a.wrapping_add(d);
        b = b.rotate_left(17) ^ c;
        d = d.rotate_left(21) ^ a;
        c = c.rotate_left(32);
        self.v = [a, b, c, d];
    }

    #[inline(always)]
    fn word(&mut self, word: u64) {
        self.v[3] ^= word;
        self.round();
        if self.rounds == Rounds::TwoFour {
            self.round();
        }
        self.v[0] ^= word;
    }

    #[inline(always)]
    fn finish(mut self) -> u64 {
        self.v[2] ^= 0xff;
        for _ in 0..if self.rounds == Rounds::TwoFour { 4 } else { 3 } {
            self.round();
        }
        self.v.iter().fold(0, |acc, word| acc ^ word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hashes by code points, and checks that the other entrances agree.
    fn hash(key: &HashKey, text: &str) -> i64 {
        let points: Vec<u32> = text.chars().map(u32::from).collect();
        let greatest = points.iter().copied().max().unwrap_or(0);
        let hash = key.hash_code_points(points.iter().copied(), greatest);
        let direct = match greatest {
            0..=0xff => key.hash_bytes(&points.iter().map(|p| *p as u8).collect::<Vec<_>>()),
            0x100..=0xffff => {
                key.hash_units16(&points.iter().map(|p| *p as u16).collect::<Vec<_>>())
            }
            _ => key.hash_units32(&points),
        };
        assert_eq!(hash, direct, "{text}");
        hash
    }

    const TEXTS: [&str; 10] = [
        "",
        "a",
        "abc",
        "hello world",
        "é",
        "ÿÿÿÿÿÿÿÿÿ",
        "€uro",
        "",
        "🦀",
        "a🦀b€",
    ];

    #[track_caller]
    fn check(seed: u32, rounds: Rounds, expected: [i64; 10]) {
        let key = HashKey::from_seed(seed, rounds);
        let long = "x".repeat(100);
        let mut texts = TEXTS;
        texts[7] = &long;
        assert_eq!(texts.map(|text| hash(&key, text)), expected);
    }

    // From CPython 3.13 (one-three) and 3.9 (two-four) with the PYTHONHASHSEED given.
    #[test]
    fn strings() {
        check(
            0,
            Rounds::OneThree,
            [
                0,
                4644417185603328019,
                -4594863902769663758,
                -5642461784034726774,
                6047309291227476195,
                -2129700217430894956,
                7542247858446192590,
                1359644457043326220,
                7038787928587730973,
                3438620690408776616,
            ],
        );
        check(
            42,
            Rounds::OneThree,
            [
                0,
                -123207753977932514,
                3869580338025362921,
                -3893157060480277979,
                5653850369683463245,
                9107322900498779704,
                6573934580854229043,
                -1345814288082900963,
                -134107575393259543,
                7094255252907566165,
            ],
        );
        check(
            u32::MAX,
            Rounds::OneThree,
            [
                0,
                -5989683813037840249,
                -6122489556238538401,
                6208778848576073069,
                -5741392403324874290,
                6233299344981918504,
                3860009611542885751,
                2424569201148640282,
                1258977401783193965,
                585808448225101065,
            ],
        );
        check(
            42,
            Rounds::TwoFour,
            [
                0,
                4770961679805687079,
                -4501618152524544106,
                693089421441443404,
                4818623295594621633,
                -591209687918337077,
                1859997077600297283,
                1243289589634370127,
                5031061600621623645,
                1354049551104650922,
            ],
        );
    }
}
