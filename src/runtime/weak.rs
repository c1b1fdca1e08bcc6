//! Weak references: the objects, and the collector's hooks.
#![expect(unsafe_code, reason = "called by the collector with raw objects")]

use std::cell::Cell;

use super::{OrMemoryError, PyResult, Vm};
use crate::gc::{Header, Marker};
use crate::object::{Native, Obj, T, Value};

/// A weak reference. The target is not traced: the collector clears it when nothing else refers to the target.
pub struct WeakRef {
    /// The target, or empty.
    pub target: Cell<Value>,
    /// The callback, or empty.
    pub callback: Cell<Value>,
    /// The hash of the target, once asked for.
    pub hash: Cell<Option<i64>>,
}

impl Native for WeakRef {
    const TYPE: T = T::WeakRef;
    fn trace(&self, m: &mut Marker) {
        m.value(self.callback.get().0);
    }
}

/// The target of a registered weak reference, or null.
///
/// # Safety
/// `p` was registered by [`Vm::new_weakref`].
pub unsafe fn target(p: *mut Header) -> *mut Header {
    Obj::<WeakRef>::from_value(Value::from_object(p))
        .and_then(|w| w.target.get().as_object())
        .unwrap_or(std::ptr::null_mut())
}

/// Clears a registered weak reference.
///
/// # Safety
/// `p` was registered by [`Vm::new_weakref`].
pub unsafe fn clear(p: *mut Header) {
    if let Some(w) = Obj::<WeakRef>::from_value(Value::from_object(p)) {
        w.target.set(Value::EMPTY);
    }
}

impl Vm {
    /// A weak reference (of builtin type `t`) to an object that allows it.
    pub fn new_weakref(&mut self, t: T, target: Value, callback: Value) -> PyResult<Obj<WeakRef>> {
        let w = WeakRef {
            target: Cell::new(target),
            callback: Cell::new(callback),
            hash: Cell::new(None),
        };
        let w = Obj::new_as(&mut self.heap, t, w).or_memory_error(self)?;
        if let Some(p) = w.value().as_object() {
            self.heap.register_weak(p);
        }
        Ok(w)
    }

    /// Runs what a collection left to do: finalizers and callbacks of weak references. Called at safepoints.
    pub fn run_pending(&mut self) {
        if !self.heap.has_pending() {
            return;
        }
        let saved = self.take_pending();
        while let Some(p) = self.heap.take_cleared_weakref() {
            if let Some(w) = Obj::<WeakRef>::from_value(Value::from_object(p))
                && let Some(callback) = w.callback.replace(Value::EMPTY).some()
                && self.call_positional(callback, &[w.value()]).is_err()
            {
                self.unraisable("Exception ignored in", callback);
            }
        }
        while let Some(p) = self.heap.take_pending_finalizer() {
            self.finalize(Value::from_object(p));
        }
        self.thread.pending = saved;
    }

    /// Calls `__del__`.
    pub fn finalize(&mut self, v: Value) {
        if let Some(del) = self.special_of(v, super::names::Special::Del)
            && self.call_method(del, v, &[]).is_err()
        {
            self.unraisable("Exception ignored in", del);
        }
    }

    /// Reports the pending exception as one that nobody can catch, and forgets it: through `sys.unraisablehook`.
    pub fn unraisable(&mut self, text: &str, object: Value) {
        let e = self.take_pending();
        let _ = self.report_unraisable(e, text, object);
        self.take_pending();
    }

    fn report_unraisable(&mut self, e: Value, text: &str, object: Value) -> PyResult<()> {
        let Some(hook) = self.state_get("unraisable")? else {
            return Ok(());
        };
        let text = self.new_str(text)?;
        self.call_positional(hook, &[e, text.value(), object])
            .map(|_| ())
    }

    /// What a native module keeps under `key`.
    pub fn state_get(&mut self, key: &str) -> PyResult<Option<Value>> {
        let key = self.intern(key)?;
        Ok(self.state.get_str(key))
    }

    /// Keeps `v` for a native module under `key`.
    pub fn state_set(&mut self, key: &str, v: Value) -> PyResult<()> {
        let state = self.state;
        self.set_item_str(state, key, v)
    }
}
