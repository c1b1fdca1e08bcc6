//! The garbage-collected heap. Knows object headers, not object types; uses no other room.
//!
//! A non-moving, stop-the-world mark-region heap. Cells of one size class share 32 KiB blocks inside one reserved
//! address range; marks are side bits in a descriptor of each block; allocation bumps a pointer through the free intervals
//! that the mark bits leave, so that nothing is swept cell by cell and no free list exists. Objects above 16 KiB
//! have runs of blocks of their own. Native stacks are scanned conservatively, everything else precisely.
//!
//! ```text
//! heap.rs        allocation: the inline fast path, the slow path, large objects, growing, the trigger
//! collect.rs     one collection, as a list of phases; the sweep; the budget
//! mark.rs        Marker: what trace and root functions talk to
//! roots.rs       registers, native stacks, threads
//! weak.rs        weak references
//! finalize.rs    finalizers and drops
//! recent.rs      objects to be found again
//! walk.rs        questions about live objects
//! barrier.rs     the write barrier's place
//! block.rs       block descriptors and their bitmaps
//! space.rs       the reserved range: block table, runs, large objects
//! size_class.rs  the table of cell sizes
//! limits.rs      how much memory there may be
//! os.rs          system calls
//! ```
//!
//! # Rules for Rust code that handles objects
//!
//! 1. **No object pointer lives only in malloc memory.** A `Vec`, `Box` or hash table that holds object pointers must be
//!    reported by the root function (or by the trace function of the object that owns it). Locals and parameters
//!    need nothing: the native stack and the callee-saved registers are scanned, and a pointer *into* an object keeps
//!    it alive just as a pointer to its start does. A pointer one past the end does not.
//! 2. **Every object is fully initialised before the next allocation.** Cells arrive uninitialised, any allocation may
//!    collect, and the trace function believes what it reads. (Under gc stress, cells arrive filled with `0xEE`.)
//! 3. **Every store of a pointer into a heap object goes through [`barrier::write`]** after the store and before the next
//!    allocation. It compiles to nothing today; see [`barrier`] for what it will rely on.
//! 4. **Out-of-line buffers are objects too**: cells with a [`Header`] in front, so that a pointer to their first element is
//!    still inside the cell. Compiled code that derives `buffer + 8 * i` keeps the buffer's base live across safepoints and
//!    never forms an end pointer.
//! 5. **Objects never move**: addresses are identities. Only [`Heap::grow`] gives a buffer a new address, and it may
//!    be called only by the sole owner of that buffer.
//! 6. **Trace, root, weak and drop functions do not allocate**, do not call into the VM, and do not touch the [`Heap`].
//! 7. **One thread runs at a time.** A thread calls [`Heap::park_current`] before it lets another one run, and
//!    touches no object until [`Heap::unpark`].

pub mod barrier;
mod block;
mod collect;
mod finalize;
mod heap;
mod limits;
mod mark;
mod os;
mod recent;
mod roots;
mod size_class;
mod space;
#[cfg(test)]
mod tests;
mod walk;
mod weak;

pub use finalize::DropFn;
pub use heap::{BumpLayout, Heap, HeapOptions, HeapStats};
pub use mark::Marker;
pub use os::share_arena;
pub use roots::{ThreadId, current_stack_base, wipe_dead_stack};
pub use weak::{WeakClearFn, WeakTargetFn};

/// The first eight bytes of every object. The heap itself reads none of them; it only defines where they are.
#[repr(C, align(8))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// Type and layout of the object, as object/ numbers them.
    pub shape_id: u32,
    /// How the object is traced.
    pub kind: u8,
    /// Bits of [`flags`].
    pub flags: u8,
    /// Free for object/.
    pub aux: u16,
}

/// Bits of [`Header::flags`]. Bits from 16 up belong to object/.
pub mod flags {
    /// Old and not in the log of changed objects; reserved for sticky marks, see [`super::barrier`].
    pub const OLD_UNLOGGED: u8 = 1;
    /// A weak reference to this object exists or existed.
    pub const HAS_WEAKREF: u8 = 2;
    /// The object is registered for finalization.
    pub const HAS_FINALIZER: u8 = 4;
    /// Its identity hash has been seen.
    pub const HASH_SEEN: u8 = 8;
}

/// Reports every child of `obj` to the marker. Supplied by object/; dispatches on [`Header::kind`].
pub type TraceFn = unsafe fn(obj: *mut Header, marker: &mut Marker);

/// Reports every precise root to the marker. Supplied by the VM; `ctx` is what [`Heap::set_roots`] was given.
pub type RootsFn = unsafe fn(ctx: *mut u8, marker: &mut Marker);

/// The word that the VM polls: not 0 asks it to come to a safepoint. The heap sets [`POLL_HEAP`]; the other bits are the VM's.
pub static POLL: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);

/// The bit of [`POLL`] that says: callbacks or finalizers wait ([`Heap::has_pending`]), or memory is short ([`Heap::over_limit`]).
pub const POLL_HEAP: u32 = 4;

/// The largest size [`Heap::alloc`] takes; [`Heap::try_alloc`] takes any.
pub const SMALL_MAX: usize = 2048;
