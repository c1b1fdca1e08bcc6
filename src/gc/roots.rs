//! Registers, native stacks and threads: the conservative roots.
//!
//! At most one attached thread runs; it scans its own stack from wherever the collection was called. All others are
//! parked, with their callee-saved registers and stack pointer recorded.
#![expect(unsafe_code, reason = "reads registers and stacks")]

use super::heap::Heap;
use super::mark::Marker;

/// An attached thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ThreadId(u32);

struct Stack {
    /// The stack's upper end.
    base: usize,
    /// Stack pointer and registers at the time of parking.
    sp: usize,
    registers: Registers,
}

/// The attached threads.
#[derive(Default)]
pub(super) struct Threads {
    stacks: Vec<Option<Stack>>,
    running: Option<ThreadId>,
}

impl Threads {
    /// Adds the calling thread, which thereby runs; its stack ends at `base`.
    pub(super) fn attach(&mut self, base: usize) -> ThreadId {
        let stack = Some(Stack {
            base,
            sp: base,
            registers: [0; REGISTERS],
        });
        let slot = self
            .stacks
            .iter()
            .position(Option::is_none)
            .unwrap_or(self.stacks.len());
        match self.stacks.get_mut(slot) {
            Some(free) => *free = stack,
            None => self.stacks.push(stack),
        }
        let id = ThreadId(slot as u32);
        self.running = Some(id);
        id
    }

    /// Forgets a thread that will touch no object any more.
    pub(super) fn detach(&mut self, id: ThreadId) {
        if let Some(stack) = self.stacks.get_mut(id.0 as usize) {
            *stack = None;
        }
        if self.running == Some(id) {
            self.running = None;
        }
    }

    /// Records registers and stack pointer of the calling thread.
    #[inline(never)]
    pub(super) fn park(&mut self, id: ThreadId) {
        let registers = registers();
        if let Some(Some(stack)) = self.stacks.get_mut(id.0 as usize) {
            // The frames of all callers lie above this local.
            stack.sp = (&raw const registers) as usize;
            stack.registers = registers;
        }
        if self.running == Some(id) {
            self.running = None;
        }
    }

    pub(super) fn unpark(&mut self, id: ThreadId) {
        self.running = Some(id);
    }

    /// Reports the words of all stacks and callee-saved registers.
    #[inline(never)]
    pub(super) fn scan(&self, marker: &mut Marker) {
        self.each_word(&mut |word| marker.conservative(word));
    }

    /// Gives the words of all stacks and callee-saved registers to `f`.
    #[inline(always)]
    fn each_word(&self, f: &mut impl FnMut(usize)) {
        // What the caller's callers keep in callee-saved registers is still there, or was pushed above this frame.
        let registers = registers();
        for (slot, stack) in self.stacks.iter().enumerate() {
            let Some(stack) = stack else { continue };
            let running = self.running == Some(ThreadId(slot as u32));
            let (sp, saved) = match running {
                true => ((&raw const registers) as usize, &registers),
                false => (stack.sp, &stack.registers),
            };
            for &word in saved {
                f(word);
            }
            let mut at = sp.next_multiple_of(size_of::<usize>());
            while at + size_of::<usize>() <= stack.base {
                // SAFETY: the stack between its pointer and its base is mapped; a parked thread does not shrink it below
                // the frame that parked it. Volatile because the words belong to others' frames.
                f(unsafe { (at as *const usize).read_volatile() });
                at += size_of::<usize>();
            }
        }
        std::hint::black_box(&registers);
    }
}

impl Heap {
    /// Makes the calling thread known and the running one. `stack_base`: see [`current_stack_base`]; a lower address excludes
    /// the frames above it from the scan.
    pub fn attach_current_thread(&mut self, stack_base: usize) -> ThreadId {
        self.threads.attach(stack_base)
    }

    /// Gives every word of the native stacks and callee-saved registers of all threads to `f`: what is not among them, no function will come back to.
    #[inline(never)]
    pub fn each_stack_word(&self, f: &mut impl FnMut(usize)) {
        self.threads.each_word(f);
    }

    /// Forgets a thread, which will touch no object any more. No thread runs then, until one is unparked.
    pub fn detach(&mut self, id: ThreadId) {
        self.threads.detach(id);
    }

    /// To be called by thread `id` itself before it lets another thread run: records its registers and stack pointer. Until
    /// [`unpark`](Self::unpark) it must touch no object, and not return from the function that called this.
    #[inline(never)]
    pub fn park_current(&mut self, id: ThreadId) {
        self.threads.park(id);
    }

    /// To be called by thread `id` itself when it runs again: its stack is from now on scanned from where it is.
    pub fn unpark(&mut self, id: ThreadId) {
        self.threads.unpark(id);
    }
}

/// Clears the stack below the caller's frame, where objects that are gone would otherwise be found by a collection
/// whose own frames have holes.
#[inline(never)]
pub fn wipe_dead_stack() {
    let mut strip = [0_usize; 512];
    std::hint::black_box(&mut strip);
}

#[cfg(target_arch = "x86_64")]
const REGISTERS: usize = 6;
#[cfg(target_arch = "aarch64")]
const REGISTERS: usize = 20;
#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
const REGISTERS: usize = 128;

type Registers = [usize; REGISTERS];

/// The callee-saved registers.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn registers() -> Registers {
    let mut saved = [0; REGISTERS];
    // SAFETY: stores six registers into an array of six words.
    unsafe {
        std::arch::asm!(
            "mov [{0}], rbx",
            "mov [{0} + 8], rbp",
            "mov [{0} + 16], r12",
            "mov [{0} + 24], r13",
            "mov [{0} + 32], r14",
            "mov [{0} + 40], r15",
            in(reg) saved.as_mut_ptr(),
            options(nostack, preserves_flags),
        );
    }
    saved
}

/// The callee-saved registers, among them the lower halves of v8 to v15, where a compiler may keep integers.
#[cfg(target_arch = "aarch64")]
#[inline(always)]
fn registers() -> Registers {
    let mut saved = [0; REGISTERS];
    // SAFETY: stores twenty registers into an array of twenty words.
    unsafe {
        std::arch::asm!(
            "stp x19, x20, [{0}]",
            "stp x21, x22, [{0}, #16]",
            "stp x23, x24, [{0}, #32]",
            "stp x25, x26, [{0}, #48]",
            "stp x27, x28, [{0}, #64]",
            "stp x29, x30, [{0}, #80]",
            "stp d8, d9, [{0}, #96]",
            "stp d10, d11, [{0}, #112]",
            "stp d12, d13, [{0}, #128]",
            "stp d14, d15, [{0}, #144]",
            in(reg) saved.as_mut_ptr(),
            options(nostack, preserves_flags),
        );
    }
    saved
}

/// The callee-saved registers as `setjmp` records them. (C libraries may obfuscate the stack pointer and the return
/// address there, which hold no objects.)
#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
#[inline(always)]
fn registers() -> Registers {
    unsafe extern "C" {
        fn _setjmp(environment: *mut usize) -> libc::c_int;
    }
    let mut saved = [0; REGISTERS];
    // SAFETY: no jmp_buf is as large as 128 words, and nothing ever jumps back to it.
    unsafe { _setjmp(saved.as_mut_ptr()) };
    saved
}

/// The upper end of the calling thread's stack.
#[cfg(any(target_os = "linux", target_os = "android"))]
pub fn current_stack_base() -> usize {
    let (mut low, mut size) = (std::ptr::null_mut(), 0);
    // SAFETY: the attributes are initialised by pthread_getattr_np and destroyed after use.
    unsafe {
        let mut attributes: libc::pthread_attr_t = std::mem::zeroed();
        if libc::pthread_getattr_np(libc::pthread_self(), &raw mut attributes) == 0 {
            libc::pthread_attr_getstack(&raw const attributes, &raw mut low, &raw mut size);
            libc::pthread_attr_destroy(&raw mut attributes);
        }
    }
    low as usize + size
}

/// The upper end of the calling thread's stack.
#[cfg(target_vendor = "apple")]
pub fn current_stack_base() -> usize {
    // SAFETY: asks about the calling thread.
    unsafe { libc::pthread_get_stackaddr_np(libc::pthread_self()) as usize }
}

/// The upper end of the calling thread's stack.
#[cfg(target_os = "freebsd")]
pub fn current_stack_base() -> usize {
    let (mut low, mut size) = (std::ptr::null_mut(), 0);
    // SAFETY: the attributes are initialised before they are filled and destroyed after use.
    unsafe {
        let mut attributes: libc::pthread_attr_t = std::mem::zeroed();
        if libc::pthread_attr_init(&raw mut attributes) == 0 {
            if libc::pthread_attr_get_np(libc::pthread_self(), &raw mut attributes) == 0 {
                libc::pthread_attr_getstack(&raw const attributes, &raw mut low, &raw mut size);
            }
            libc::pthread_attr_destroy(&raw mut attributes);
        }
    }
    low as usize + size
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stack_ends_above_every_local() {
        let local = 0u8;
        let here = (&raw const local) as usize;
        let base = current_stack_base();
        assert!(base > here && base - here < 1 << 30);
    }
}
