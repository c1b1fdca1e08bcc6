//! Hash tables of the compiler: keys are small numbers and operations of its own making, so the hash is a few instructions instead of a keyed one.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A hash table.
pub type Map<K, V> = HashMap<K, V, BuildHasherDefault<Mix>>;

/// Multiplies and adds, a word at a time.
#[derive(Clone, Copy, Default)]
pub struct Mix(u64);

/// 2^64 divided by the golden ratio, odd.
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

impl Mix {
    fn word(&mut self, word: u64) {
        self.0 = (self.0 ^ word).wrapping_mul(GOLDEN).rotate_left(29);
    }
}

impl Hasher for Mix {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.word(u64::from_le_bytes(word));
        }
    }

    fn write_u8(&mut self, i: u8) {
        self.word(i.into());
    }

    fn write_u16(&mut self, i: u16) {
        self.word(i.into());
    }

    fn write_u32(&mut self, i: u32) {
        self.word(i.into());
    }

    fn write_u64(&mut self, i: u64) {
        self.word(i);
    }

    fn write_usize(&mut self, i: usize) {
        self.word(i as u64);
    }

    fn finish(&self) -> u64 {
        // a table takes its place from the low bits and a tag from the high ones
        self.0.wrapping_mul(GOLDEN).rotate_left(32)
    }
}
