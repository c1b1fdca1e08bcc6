//! Weak references: the objects, and the collector's hooks.
#![expect(unsafe_code, reason = "called by the collector with raw objects")]

use std::cell::Cell;
use std::collections::HashMap;

use super::{OrMemoryError, PyResult, Vm};
use crate::gc::{Header, flags};
use crate::object::{GcVec, Generator, Native, Obj, T, Value};
use crate::pyc::Version;
use crate::trace_fields;

/// A weak reference. The target is not traced: the collector clears it when nothing else refers to the target.
pub struct WeakRef {
    /// The target, or empty.
    pub target: Cell<Value>,
    /// The callback, or empty.
    pub callback: Cell<Value>,
    /// The hash of the target, once asked for.
    pub hash: Cell<Option<i64>>,
    /// The instance of a derived class that this is the payload of, or empty.
    pub owner: Cell<Value>,
}

impl Native for WeakRef {
    const TYPE: T = T::WeakRef;
    trace_fields!(callback, owner);
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

/// How an error that nobody can catch is introduced, unless something more is known.
const IGNORED: &str = "Exception ignored in";

/// The weak references by their targets' addresses. What it says holds until the next collection: it is made anew afterwards, when
/// somebody asks.
#[derive(Default)]
pub struct WeakTable {
    /// The number of collections when it was made.
    epoch: u64,
    by_target: HashMap<u64, Vec<u64>>,
}

impl Vm {
    /// A weak reference (of builtin type `t`) to an object that allows it.
    pub fn new_weakref(&mut self, t: T, target: Value, callback: Value) -> PyResult<Obj<WeakRef>> {
        let w = WeakRef {
            target: Cell::new(target),
            callback: Cell::new(callback),
            hash: Cell::new(None),
            owner: Cell::new(Value::EMPTY),
        };
        let w = Obj::new_as(&mut self.heap, t, w).or_memory_error(self)?;
        if let Some(p) = w.value().as_object() {
            self.heap.register_weak(p);
        }
        if let Some(p) = target.as_object() {
            // SAFETY: pointer values point to live objects.
            unsafe { (*p).flags |= flags::HAS_WEAKREF };
        }
        if self.weak.epoch == self.heap.stats().collections {
            self.weak
                .by_target
                .entry(target.0)
                .or_default()
                .push(w.value().0);
        }
        Ok(w)
    }

    /// The living weak references to `target` (payloads), the oldest first.
    pub fn weakrefs_to(&mut self, target: Value) -> PyResult<GcVec> {
        let mut found = GcVec::new();
        let referred =
            crate::object::header(target).is_some_and(|h| h.flags & flags::HAS_WEAKREF != 0);
        if !referred {
            return Ok(found);
        }
        // Making room may collect; after that the references are the same or fewer, since nothing has run.
        let room = self.weak_addresses(target).len();
        found.reserve(&mut self.heap, room).or_memory_error(self)?;
        for address in self.weak_addresses(target) {
            let w = Value(address);
            if Obj::<WeakRef>::from_value(w).is_some_and(|w| w.target.get() == target) {
                found.push(&mut self.heap, w).or_memory_error(self)?;
            }
        }
        Ok(found)
    }

    /// The addresses of the weak references to `target`, good until the next collection.
    fn weak_addresses(&mut self, target: Value) -> Vec<u64> {
        if self.weak.epoch != self.heap.stats().collections {
            self.refresh_weak_table();
        }
        let addresses = self.weak.by_target.get(&target.0);
        addresses.cloned().unwrap_or_default()
    }

    fn refresh_weak_table(&mut self) {
        let mut table: HashMap<u64, Vec<u64>> = HashMap::new();
        self.heap.for_each_weakref(&mut |p| {
            let w = Value::from_object(p);
            if let Some(target) = Obj::<WeakRef>::from_value(w).and_then(|w| w.target.get().some())
            {
                table.entry(target.0).or_default().push(w.0);
            }
        });
        self.weak = WeakTable {
            epoch: self.heap.stats().collections,
            by_target: table,
        };
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
            {
                let reference = w.owner.get().some().unwrap_or(w.value());
                if self.call_positional(callback, &[reference]).is_err() {
                    self.unraisable(self.ignored_text("weakref callback"), callback);
                }
            }
        }
        while let Some(p) = self.heap.take_pending_finalizer() {
            self.finalize(Value::from_object(p));
        }
        self.thread.pending = saved;
    }

    /// How an error in a callback of that kind is introduced.
    fn ignored_text(&self, what: &'static str) -> &'static str {
        match (self.main_version >= Version::V314, what) {
            (true, "weakref callback") => "Exception ignored while calling weakref callback",
            (true, _) => "Exception ignored while calling deallocator",
            (false, _) => IGNORED,
        }
    }

    /// Calls `__del__`, or closes a generator.
    pub fn finalize(&mut self, v: Value) {
        if let Some(g) = Generator::from_value(v) {
            return self.finalize_generator(g);
        }
        if let Some(del) = self.special_of(v, super::names::Special::Del)
            && self.call_method(del, v, &[]).is_err()
        {
            self.unraisable(self.ignored_text("deallocator"), del);
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
        let none = Value::NONE;
        if object.is_empty() {
            let text = self.new_str(text)?;
            return self
                .call_positional(hook, &[e, text.value(), none])
                .map(|_| ());
        }
        // since 3.14 the text names the object; before, the hook got both
        if text != IGNORED && self.main_version >= Version::V314 {
            let shown = match self.repr(object) {
                Ok(s) => s.to_text(),
                Err(_) => {
                    self.take_pending();
                    "<object repr() failed>".to_string()
                }
            };
            let text = self.new_str(&format!("{text} {shown}"))?;
            return self
                .call_positional(hook, &[e, text.value(), none])
                .map(|_| ());
        }
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
