//! What compiled code takes for granted: the content of cells of names, the code and defaults of functions.
//!
//! **Promise.** Compiled code that relies on such a thing has it watched first. Whoever changes one that is watched counts up [`Heap::epoch`], which compiled
//! code compares with what it was when it was made, wherever anything may have happened since. What has changed while it was watched is not watched again: it
//! makes code leave once.

use std::cell::Cell as StdCell;

use super::Heap;
use crate::gc::Header;

/// Bit of `aux`: compiled code relies on it.
const WATCHED: u16 = 1;
/// Bit of `aux`: compiled code may not rely on it: it changed while it did, or other compiled code changes it.
const CHANGED: u16 = 2;

/// Watches an object, unless it changed before while it was watched: then nobody may rely on it.
pub(super) fn watch(header: &StdCell<Header>) -> bool {
    let mut h = header.get();
    if h.aux & CHANGED != 0 {
        return false;
    }
    h.aux |= WATCHED;
    header.set(h);
    true
}

/// Rules out that anybody will rely on the object. Not where somebody does: then `false`.
pub(super) fn unwatch(header: &StdCell<Header>) -> bool {
    let mut h = header.get();
    h.aux |= CHANGED;
    let free = h.aux & WATCHED == 0;
    if free {
        header.set(h);
    }
    free
}

/// Is the object watched?
#[inline(always)]
pub(super) fn is_watched(header: &StdCell<Header>) -> bool {
    header.get().aux & WATCHED != 0
}

/// The object has changed.
#[inline]
pub(super) fn changed(heap: &mut Heap, header: &StdCell<Header>) {
    let mut h = header.get();
    if h.aux & WATCHED != 0 {
        h.aux = h.aux & !WATCHED | CHANGED;
        header.set(h);
        heap.epoch = heap.epoch.wrapping_add(1);
    }
}
