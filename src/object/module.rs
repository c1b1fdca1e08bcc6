//! Modules.
#![expect(unsafe_code, reason = "lays out raw objects")]

use super::{Dict, Heap, Kind, Value, handle, init_header};
use crate::gc::{Header, barrier};

/// header, namespace.
#[repr(C)]
pub struct ModuleObj {
    header: Header,
    dict: std::cell::Cell<Value>,
}

handle! {
    /// A module (an instance of exactly `module`, or of a subclass).
    Module => ModuleObj, Module
}

impl Module {
    /// A module of shape `shape_id` with the given namespace.
    pub fn new(heap: &mut Heap, shape_id: u32, dict: Dict) -> Module {
        let p = heap.alloc(size_of::<ModuleObj>());
        // SAFETY: the cell holds a `ModuleObj`.
        unsafe {
            init_header(p, shape_id, Kind::Module);
            (*p.cast::<ModuleObj>()).dict = std::cell::Cell::new(dict.value());
            barrier::write(p);
            Module::from_ptr(p)
        }
    }

    /// Gives the module another class.
    pub fn set_shape(self, id: u32) {
        // SAFETY: a handle points to a live object; nothing borrows its header.
        unsafe { (*self.ptr()).shape_id = id }
    }

    /// Its namespace.
    #[inline(always)]
    #[must_use]
    pub fn dict(self) -> Dict {
        // SAFETY: `new` stores a dict, and the field is never changed.
        unsafe { Dict::from_ptr(self.obj().dict.get().0 as *mut Header) }
    }
}
