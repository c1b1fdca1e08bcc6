//! Weak references.
//!
//! A weak reference is an object of object/, whose trace function does not report its target. It is registered here when it is
//! made. After marking, before finalizers are queued, each one whose target is unmarked is cleared; if it is itself
//! alive it waits in a queue, as a root, until the VM takes it to run its callback. Clearing comes before
//! finalizers, so a finalizer that resurrects an object cannot be seen through an old weak reference (PEP 442).
#![expect(
    unsafe_code,
    reason = "calls object/'s functions on weak reference objects"
)]

use std::collections::VecDeque;

use super::Header;
use super::heap::Heap;
use super::mark::Marker;

/// Gives the target of a weak reference object; null once it is cleared.
pub type WeakTargetFn = unsafe fn(weakref: *mut Header) -> *mut Header;

/// Clears a weak reference object, whose target is dead but not yet freed, and whatever object/ keeps about the pair.
pub type WeakClearFn = unsafe fn(weakref: *mut Header);

/// The registered weak references and those that were cleared.
#[derive(Default)]
pub(super) struct WeakRefs {
    hooks: Option<(WeakTargetFn, WeakClearFn)>,
    registered: Vec<*mut Header>,
    cleared: VecDeque<*mut Header>,
}

impl WeakRefs {
    #[inline(always)]
    pub(super) fn has_cleared(&self) -> bool {
        !self.cleared.is_empty()
    }

    /// Cleared references are roots until they are taken.
    pub(super) fn mark_cleared(&self, marker: &mut Marker) {
        self.cleared
            .iter()
            .for_each(|&weakref| marker.object(weakref));
    }

    /// Clears the references to unmarked targets, in the order of registration.
    pub(super) fn clear_dead(&mut self, marker: &mut Marker) {
        let Some((target, clear)) = self.hooks else {
            return;
        };
        let cleared = &mut self.cleared;
        self.registered.retain(|&weakref| {
            // SAFETY: registered objects are weak references, and not freed before `forget_dead` removes them.
            let referent = unsafe { target(weakref) };
            let dead = !referent.is_null() && !marker.is_marked(referent);
            if dead {
                // SAFETY: as above.
                unsafe { clear(weakref) };
                if marker.is_marked(weakref) {
                    cleared.push_back(weakref);
                }
            }
            !dead && !referent.is_null()
        });
    }

    /// Drops the references that are themselves dead, after all marking.
    pub(super) fn forget_dead(&mut self, marker: &mut Marker) {
        self.registered.retain(|&weakref| marker.is_marked(weakref));
    }
}

impl Heap {
    /// Sets how to read and how to clear the weak reference objects of object/.
    pub fn set_weak_hooks(&mut self, target: WeakTargetFn, clear: WeakClearFn) {
        self.weak.hooks = Some((target, clear));
    }

    /// Registers a new weak reference object, initialised and with its target set.
    pub fn register_weak(&mut self, weakref: *mut Header) {
        self.weak.registered.push(weakref);
    }

    /// Shows `visit` every registered weak reference that is not known to be dead.
    pub fn for_each_weakref(&self, visit: &mut dyn FnMut(*mut Header)) {
        self.weak
            .registered
            .iter()
            .for_each(|&weakref| visit(weakref));
    }

    /// Takes the next weak reference that a collection cleared, for its callback to be run. One at a time: what is not taken
    /// yet is a root, what is taken is the caller's to keep alive.
    pub fn take_cleared_weakref(&mut self) -> Option<*mut Header> {
        self.weak.cleared.pop_front()
    }
}
