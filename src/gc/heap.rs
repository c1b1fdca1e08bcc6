//! The heap's interface, on malloc for the moment.
#![expect(unsafe_code, reason = "allocates memory")]
#![expect(missing_docs, reason = "replaced by the real heap")]

use super::{Header, RootsFn, TraceFn};

#[derive(Clone, Debug, Default)]
pub struct HeapOptions {
    pub gc_stress: u32,
    pub max_bytes: Option<usize>,
}

#[derive(Clone, Copy, Debug, Default)]
pub struct HeapStats {
    pub collections: u64,
    pub live_bytes: usize,
    pub heap_bytes: usize,
    pub allocated_bytes_total: u64,
    pub pause_total_ns: u64,
    pub pause_max_ns: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ThreadId(u32);

pub type WeakTargetFn = unsafe fn(*mut Header) -> *mut Header;
pub type WeakClearFn = unsafe fn(*mut Header);

#[derive(Default)]
pub struct Marker {}

impl Marker {
    #[inline]
    pub fn value(&mut self, _bits: u64) {}
    #[inline]
    pub fn object(&mut self, _p: *mut Header) {}
    /// # Safety
    /// `slice` points to `n` readable words.
    pub unsafe fn values(&mut self, _slice: *const u64, _n: usize) {}
    pub fn conservative(&mut self, _word: usize) {}
    /// # Safety
    /// The words between `lo` and `hi` are readable.
    pub unsafe fn conservative_range(&mut self, _lo: usize, _hi: usize) {}
}

pub struct Heap {
    stats: HeapStats,
}

impl Heap {
    pub fn new(_trace: TraceFn, _options: HeapOptions) -> Heap {
        Heap {
            stats: HeapStats::default(),
        }
    }
    pub fn set_roots(&mut self, _f: RootsFn, _ctx: *mut u8) {}
    #[inline(always)]
    pub fn alloc(&mut self, size: usize) -> *mut Header {
        self.try_alloc(size).unwrap_or(std::ptr::null_mut())
    }
    pub fn try_alloc(&mut self, size: usize) -> Option<*mut Header> {
        let layout = std::alloc::Layout::from_size_align(size.max(16) + 16, 16).ok()?;
        if layout.size() > 1 << 34 {
            return None;
        }
        // SAFETY: the layout is not empty.
        let p = unsafe { std::alloc::alloc(layout) };
        if p.is_null() {
            return None;
        }
        // SAFETY: 16 bytes were added in front.
        unsafe {
            p.cast::<usize>().write(size);
            Some(p.add(16).cast())
        }
    }
    pub fn grow(
        &mut self,
        p: *mut Header,
        old_size: usize,
        new_size: usize,
    ) -> Option<*mut Header> {
        let q = self.try_alloc(new_size)?;
        // SAFETY: both are that large.
        unsafe {
            std::ptr::copy_nonoverlapping(p.cast::<u8>(), q.cast::<u8>(), old_size.min(new_size))
        };
        Some(q)
    }
    pub fn usable_size(&self, p: *mut Header) -> usize {
        // SAFETY: the size was written there.
        unsafe { p.cast::<usize>().sub(2).read() }
    }
    pub fn collect(&mut self) {}
    pub fn stats(&self) -> HeapStats {
        self.stats
    }
    pub fn account_external(&mut self, _bytes: usize) {}
    pub fn over_limit(&self) -> bool {
        false
    }
    pub fn set_weak_hooks(&mut self, _target: WeakTargetFn, _clear: WeakClearFn) {}
    pub fn register_weak(&mut self, _weakref: *mut Header) {}
    pub fn take_cleared_weakref(&mut self) -> Option<*mut Header> {
        None
    }
    pub fn register_finalizer(&mut self, _obj: *mut Header) {}
    pub fn take_pending_finalizer(&mut self) -> Option<*mut Header> {
        None
    }
    pub fn register_drop(&mut self, _obj: *mut Header, _drop: unsafe fn(*mut Header)) {}
    pub fn has_pending(&self) -> bool {
        false
    }
    pub fn attach_current_thread(&mut self, _stack_base: usize) -> ThreadId {
        ThreadId(0)
    }
    pub fn detach(&mut self, _id: ThreadId) {}
    pub fn park_current(&mut self, _id: ThreadId) {}
    pub fn unpark(&mut self, _id: ThreadId) {}
    pub fn for_each_object(&mut self, _f: &mut dyn FnMut(*mut Header)) {}
    pub fn is_live_object(&self, _p: *const u8) -> bool {
        true
    }
}

pub fn current_stack_base() -> usize {
    0
}
