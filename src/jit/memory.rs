//! Executable memory: one mapping per unit, written once and then executable only.
#![expect(unsafe_code, reason = "maps memory and copies code into it")]

/// The machine code of a unit. Dropping it unmaps it: nobody may be inside or come back to it.
pub(super) struct Memory {
    start: *mut u8,
    mapped: usize,
    len: usize,
}

impl Memory {
    /// Executable memory with a copy of `code`. `None`: the system gives none.
    pub(super) fn new(code: &[u8]) -> Option<Memory> {
        const PAGE: usize = 4096;
        let mapped = code.len().max(1).next_multiple_of(PAGE);
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
            start: start.cast(),
            mapped,
            len: code.len(),
        };
        // SAFETY: the mapping is writable and at least as long as the code; afterwards it is made executable as a whole.
        let done = unsafe {
            std::ptr::copy_nonoverlapping(code.as_ptr(), memory.start, code.len());
            libc::mprotect(start, mapped, libc::PROT_READ | libc::PROT_EXEC)
        };
        (done == 0).then_some(memory)
    }

    /// The first instruction.
    pub(super) fn start(&self) -> *const u8 {
        self.start.cast_const()
    }

    /// Bytes of code.
    pub(super) fn len(&self) -> usize {
        self.len
    }
}

impl Drop for Memory {
    fn drop(&mut self) {
        // SAFETY: `new` mapped exactly this range.
        unsafe {
            libc::munmap(self.start.cast(), self.mapped);
        }
    }
}
