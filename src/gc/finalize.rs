//! Finalizers (Python code, run later by the VM) and drops (Rust code, run at once).
#![expect(unsafe_code, reason = "runs drop functions on dying objects")]

use std::collections::VecDeque;

use super::Header;
use super::heap::Heap;
use super::mark::Marker;

/// Drops the native payload of an object that dies. It must not allocate from the heap, and must not follow pointers to
/// other objects: they die in no particular order.
pub type DropFn = unsafe fn(obj: *mut Header);

/// Objects with a finalizer: registered ones in the order of their allocation, and dying ones whose turn has come.
#[derive(Default)]
pub(super) struct Finalizers {
    registered: VecDeque<*mut Header>,
    pending: VecDeque<*mut Header>,
}

impl Finalizers {
    #[inline(always)]
    pub(super) fn has_pending(&self) -> bool {
        !self.pending.is_empty()
    }

    /// Queued objects are roots until they are taken.
    pub(super) fn mark_pending(&self, marker: &mut Marker) {
        self.pending.iter().for_each(|&obj| marker.object(obj));
    }

    /// Queues the object, if it is registered and unmarked.
    pub(super) fn queue_unmarked(&mut self, obj: *mut Header, marker: &mut Marker) {
        if marker.is_marked(obj) {
            return;
        }
        if let Some(i) = self.registered.iter().position(|&o| o == obj) {
            self.registered.remove(i);
            self.pending.push_back(obj);
            marker.object(obj);
        }
    }

    /// Queues the registered objects that are unmarked, in the order of registration, and keeps them and all they refer to alive.
    /// An object is queued once in its life.
    pub(super) fn queue_dead(&mut self, marker: &mut Marker) {
        let old = self.pending.len();
        let pending = &mut self.pending;
        self.registered.retain(|&obj| {
            let alive = marker.is_marked(obj);
            if !alive {
                pending.push_back(obj);
            }
            alive
        });
        self.pending
            .iter()
            .skip(old)
            .for_each(|&obj| marker.object(obj));
        marker.drain();
    }
}

/// Objects with a native payload.
#[derive(Default)]
pub(super) struct Drops {
    registered: Vec<(*mut Header, DropFn)>,
}

impl Drops {
    /// Drops the payloads of unmarked objects, after all marking.
    pub(super) fn run_dead(&mut self, marker: &mut Marker) {
        self.registered.retain(|&(obj, drop)| {
            let alive = marker.is_marked(obj);
            if !alive {
                // SAFETY: the object is dead, not yet freed, and its entry goes away.
                unsafe { drop(obj) };
            }
            alive
        });
    }

    /// Drops all payloads, at the end of the heap.
    pub(super) fn run_all(&mut self) {
        for (obj, drop) in self.registered.drain(..) {
            // SAFETY: no object is used any more, and the range is still mapped.
            unsafe { drop(obj) };
        }
    }
}

impl Heap {
    /// Registers a new object that has a finalizer. When it becomes unreachable it is kept alive, with all it refers
    /// to, and queued; it is not queued a second time, unless it is registered again.
    pub fn register_finalizer(&mut self, obj: *mut Header) {
        self.finalizers.registered.push_back(obj);
        if !std::mem::replace(&mut self.has_finalizers, true) {
            self.epoch = self.epoch.wrapping_add(1);
        }
    }

    /// Was a finalizer ever registered? When the first one is, a new epoch begins.
    #[must_use]
    pub fn has_finalizers(&self) -> bool {
        self.has_finalizers
    }

    /// Takes the next object whose finalizer should run. One at a time: what is not taken yet is a root, what is taken is
    /// the caller's to keep alive.
    pub fn take_pending_finalizer(&mut self) -> Option<*mut Header> {
        self.finalizers.pending.pop_front()
    }

    /// Takes an object that is still alive and registered, in the order of registration: for finalizers that shall run at exit.
    pub fn take_registered_finalizer(&mut self) -> Option<*mut Header> {
        self.finalizers.registered.pop_front()
    }

    /// Registers a new object that owns memory or resources outside the heap: `drop` runs once, when it dies or the heap ends.
    pub fn register_drop(&mut self, obj: *mut Header, drop: DropFn) {
        self.drops.registered.push((obj, drop));
    }
}
