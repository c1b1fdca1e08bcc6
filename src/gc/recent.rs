//! Objects made lately, to be found again by a hash of what they hold instead of being made once more.
//!
//! The table keeps nothing alive: it is emptied before each collection. Until then every entry is an object, for cells are only freed by collections.

use super::Header;

const BITS: u32 = 13;

/// The table; without entries until it is first used.
#[derive(Default)]
pub(super) struct Recent(Box<[*mut Header]>);

impl Recent {
    /// Where the object with this hash stands, or null. The upper bits of the hash count.
    #[inline(always)]
    pub(super) fn entry(&mut self, hash: u64) -> &mut *mut Header {
        let at = (hash >> (64 - BITS)) as usize;
        if self.0.is_empty() {
            self.fill();
        }
        &mut self.0[at]
    }

    #[cold]
    #[inline(never)]
    fn fill(&mut self) {
        self.0 = vec![std::ptr::null_mut(); 1 << BITS].into();
    }

    /// Forgets all.
    pub(super) fn clear(&mut self) {
        self.0.fill(std::ptr::null_mut());
    }
}
