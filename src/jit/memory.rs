//! Executable memory: one mapping per unit, written once and then executable only.
//!
//! Units begin at different places of their pages. Did all begin where a page does, the branches of all would compete for the same few entries of the processor's branch
//! predictor (which looks at the low bits of addresses); a loop of ten instructions was seen to take 1.4 times as long for that.
#![expect(unsafe_code, reason = "maps memory and copies code into it")]

use std::ops::Range;

/// The machine code of a unit. Freeing (or dropping) it unmaps it: nobody may be inside or come back to it.
pub(super) struct Memory {
    /// The mapping.
    pages: *mut u8,
    mapped: usize,
    /// Where the code begins in it.
    offset: usize,
    len: usize,
}

/// Units begin at one of so many places, in turn.
const PLACES: usize = 8;
/// Bytes from one place to the next: a line of the cache.
const PLACE: usize = 64;

impl Memory {
    /// Executable memory with a copy of `code`, that of unit number `unit`. `None`: the system gives none.
    pub(super) fn new(code: &[u8], unit: u32) -> Option<Memory> {
        const PAGE: usize = 4096;
        let offset = (1 + unit as usize % PLACES) * PLACE;
        let mapped = (offset + code.len()).next_multiple_of(PAGE);
        // SAFETY: asks for a fresh private mapping.
        let start = unsafe {
            libc::mmap(
                std::ptr::null_mut(),
                mapped,
                libc::PROT_READ | libc::PROT_WRITE,
                libc::MAP_PRIVATE | libc::MAP_ANONYMOUS,
                -1,
                0,
            )
        };
        if start == libc::MAP_FAILED {
            return None;
        }
        let memory = Memory {
            pages: start.cast(),
            mapped,
            offset,
            len: code.len(),
        };
        // SAFETY: the mapping is writable and has room for the code behind the offset; afterwards it is made executable as a whole.
        let done = unsafe {
            std::ptr::copy_nonoverlapping(code.as_ptr(), memory.pages.add(offset), code.len());
            libc::mprotect(start, mapped, libc::PROT_READ | libc::PROT_EXEC)
        };
        (done == 0).then_some(memory)
    }

    /// The first instruction.
    pub(super) fn start(&self) -> *const u8 {
        self.pages.wrapping_add(self.offset)
    }

    /// Bytes of code, freed or not.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// The addresses inside the code. Empty when it was freed.
    pub(super) fn addresses(&self) -> Range<usize> {
        let start = self.start().addr();
        match self.mapped {
            0 => start..start,
            _ => start..start + self.len,
        }
    }

    /// Unmaps the code.
    pub(super) fn free(&mut self) {
        let mapped = std::mem::take(&mut self.mapped);
        if mapped != 0 {
            // SAFETY: `new` mapped exactly this range.
            unsafe {
                libc::munmap(self.pages.cast(), mapped);
            }
        }
    }
}

impl Drop for Memory {
    fn drop(&mut self) {
        self.free();
    }
}
