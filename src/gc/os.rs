//! The operating system's part: address space, pages, and the last words.
#![expect(unsafe_code, reason = "system calls")]

/// Lets all threads allocate from one arena of the C library. It grows in larger steps than those that threads get, and Python's threads run one at a time.
/// To be called before there are threads.
pub fn share_arena() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    // SAFETY: no thread allocates meanwhile; a refusal changes nothing.
    unsafe {
        libc::mallopt(libc::M_ARENA_MAX, 1);
    }
}

/// Reserves `bytes` of readable and writable address space without committing memory. `None` if the system refuses.
pub(super) fn reserve(bytes: usize) -> Option<usize> {
    let (protection, flags) = (
        libc::PROT_READ | libc::PROT_WRITE,
        libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE,
    );
    // SAFETY: a fresh anonymous mapping touches nothing that exists.
    let address = unsafe { libc::mmap(std::ptr::null_mut(), bytes, protection, flags, -1, 0) };
    (address != libc::MAP_FAILED).then_some(address as usize)
}

/// Gives back what [`reserve`] returned.
///
/// # Safety
/// Nothing in the range is used any more.
pub(super) unsafe fn unreserve(address: usize, bytes: usize) {
    // SAFETY: the caller owns the mapping.
    unsafe { libc::munmap(address as *mut libc::c_void, bytes) };
}

/// Drops the contents of whole pages; they stay mapped, their contents become undefined. Failure only costs memory.
///
/// # Safety
/// The range belongs to one reservation and holds nothing of use.
pub(super) unsafe fn discard(address: usize, bytes: usize) {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    let advice = libc::MADV_DONTNEED;
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    let advice = libc::MADV_FREE;
    // SAFETY: the caller promises that nobody needs the contents.
    unsafe { libc::madvise(address as *mut libc::c_void, bytes, advice) };
}

/// Asks for small pages: for tables of which a few bytes are used here and there.
///
/// # Safety
/// The range belongs to one reservation.
pub(super) unsafe fn small_pages(address: usize, bytes: usize) {
    #[cfg(target_os = "linux")]
    // SAFETY: advice changes no contents.
    unsafe {
        libc::madvise(address as *mut libc::c_void, bytes, libc::MADV_NOHUGEPAGE);
    }
    #[cfg(not(target_os = "linux"))]
    let _ = (address, bytes);
}

/// Moves whole pages from `from` to `to` without copying; `from` stays mapped and becomes empty. `false`: nothing happened.
///
/// # Safety
/// Both ranges lie in one reservation, do not overlap, and `to` holds nothing of use.
#[cfg(target_os = "linux")]
pub(super) unsafe fn move_pages(from: usize, to: usize, bytes: usize) -> bool {
    let flags = libc::MREMAP_MAYMOVE | libc::MREMAP_FIXED | libc::MREMAP_DONTUNMAP;
    let target = to as *mut libc::c_void;
    // SAFETY: the target is ours to replace; a refusal (old kernel, too many mappings) leaves everything as it was.
    unsafe { libc::mremap(from as *mut libc::c_void, bytes, bytes, flags, target) == target }
}

/// Not available here: the caller copies.
///
/// # Safety
/// None needed; the signature is that of the other systems.
#[cfg(not(target_os = "linux"))]
pub(super) unsafe fn move_pages(_from: usize, _to: usize, _bytes: usize) -> bool {
    false
}

/// Ends the process: nothing can be allocated, and the VM ignored [`over_limit`](super::Heap::over_limit).
#[cold]
pub(super) fn out_of_memory() -> ! {
    let text = b"pycrane: out of memory\n";
    // SAFETY: writes a constant to stderr; its result does not matter any more.
    unsafe { libc::write(2, text.as_ptr().cast(), text.len()) };
    std::process::abort()
}
