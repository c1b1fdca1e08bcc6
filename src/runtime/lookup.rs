//! Looking names up on classes.

use super::names::Special;
use super::weak::WeakRef;
use super::{OrMemoryError, PyResult, Vm};
use crate::object::{Class, List, Obj, Str, T, Value, class::flags};

impl Vm {
    /// What `name` (interned) is along the MRO of `class`.
    #[inline]
    pub fn lookup(&mut self, class: Class, name: Str) -> Option<Value> {
        let version = class.version();
        match self.method_cache.get(version, name) {
            Some(v) if version != 0 => v.some(),
            _ => self.lookup_slowly(class, name),
        }
    }

    #[inline(never)]
    fn lookup_slowly(&mut self, class: Class, name: Str) -> Option<Value> {
        let found = class.find(name);
        let version = self.version_of(class);
        self.method_cache
            .set(version, name, found.unwrap_or(Value::EMPTY));
        found
    }

    /// The version of `class`, given now if it has none.
    pub fn version_of(&mut self, class: Class) -> u32 {
        if class.version() == 0 {
            class.set_version(self.next_version);
            self.next_version += 1;
        }
        class.version()
    }

    /// The special method `s` of `class`.
    #[inline(always)]
    pub fn special(&mut self, class: Class, s: Special) -> Option<Value> {
        match class.special(s as usize) {
            Some(Value::ABSENT) => None,
            Some(v) => Some(v),
            None => self.special_slowly(class, s),
        }
    }

    #[inline(never)]
    fn special_slowly(&mut self, class: Class, s: Special) -> Option<Value> {
        let found = class.find(self.special_names.get(s)?);
        if class.mro_items().is_empty() {
            return found; // still being made
        }
        // without memory to remember it, it is looked up again
        let _ = class.set_special(
            &mut self.heap,
            s as usize,
            Special::ALL.len(),
            found.unwrap_or(Value::ABSENT),
        );
        found
    }

    /// The special method `s` of the type of `v`.
    #[inline(always)]
    pub fn special_of(&mut self, v: Value, s: Special) -> Option<Value> {
        let class = self.type_of(v);
        self.special(class, s)
    }

    /// Forgets what was remembered about `class` and all classes derived from it, because an attribute changed.
    pub fn class_changed(&mut self, class: Class) {
        self.epoch = self.epoch.wrapping_add(1);
        self.heap.epoch = self.heap.epoch.wrapping_add(1);
        self.forget_class(class);
    }

    /// As `class_changed` when only plain data was exchanged for plain data: what the interpreter remembers (slots, functions) stays right.
    pub fn class_data_changed(&mut self, class: Class) {
        self.forget_class(class);
    }

    fn forget_class(&mut self, class: Class) {
        class.forget();
        self.update_flags(class);
        for sub in self.subclasses(class) {
            self.forget_class(sub);
        }
    }

    /// The living direct subclasses.
    #[must_use]
    pub fn subclasses(&self, class: Class) -> Vec<Class> {
        let Some(list) = List::from_value(class.subclasses()) else {
            return Vec::new();
        };
        (0..list.len())
            .filter_map(|i| subclass_of_entry(list.get(i)?))
            .collect()
    }

    /// Notes that `sub` derives directly from `class`: weakly, unless `sub` is builtin.
    pub fn add_subclass(&mut self, class: Class, sub: Class) -> PyResult<()> {
        let list = match List::from_value(class.subclasses()) {
            Some(l) => l,
            None => {
                let l = List::new(&mut self.heap);
                class.set_subclasses(l.value());
                l
            }
        };
        let entry = if sub.has(flags::HEAP) {
            self.new_weakref(T::WeakRef, sub.value(), Value::EMPTY)?
                .value()
        } else {
            sub.value()
        };
        let free =
            (0..list.len()).find(|&i| list.get(i).is_some_and(|e| subclass_of_entry(e).is_none()));
        if let Some(i) = free {
            list.remove_range(i..i + 1);
        }
        list.push(&mut self.heap, entry).or_memory_error(self)
    }

    /// Forgets that `sub` derives directly from `class`.
    pub fn remove_subclass(&mut self, class: Class, sub: Class) {
        let Some(list) = List::from_value(class.subclasses()) else {
            return;
        };
        if let Some(i) =
            (0..list.len()).find(|&i| list.get(i).and_then(subclass_of_entry) == Some(sub))
        {
            list.remove_range(i..i + 1);
        }
    }

    /// Recomputes the flags that depend on attributes found along the MRO.
    pub fn update_flags(&mut self, class: Class) {
        let object = self.class(T::Object);
        let names = [
            (self.names.__getattribute__, flags::GETATTRIBUTE),
            (self.names.__setattr__, flags::SETATTR),
            (self.names.__delattr__, flags::SETATTR),
        ];
        let mut set = class.flags()
            & !(flags::GETATTRIBUTE | flags::SETATTR | flags::GETATTR | flags::FINALIZER);
        for (name, flag) in names {
            // a builtin's own implementation is dispatched by its layout, so only Python-level ones count
            let owner = class
                .mro_items()
                .iter()
                .filter_map(|&c| Class::from_value(c))
                .find(|c| c.dict().find_str(name).is_some());
            if owner.is_some_and(|c| c != object && (c.has(flags::HEAP) || forwards(c.native()))) {
                set |= flag;
            }
        }
        if class.find(self.names.__getattr__).is_some() {
            set |= flags::GETATTR;
        }
        if self
            .special_names
            .get(Special::Del)
            .and_then(|n| class.find(n))
            .is_some()
        {
            set |= flags::FINALIZER;
        }
        class.set_flags(set);
    }
}

/// Builtin types whose objects answer for others.
fn forwards(t: T) -> bool {
    matches!(t, T::WeakProxy | T::WeakCallableProxy | T::ThreadLocal)
}

/// The class behind an entry of a list of subclasses.
fn subclass_of_entry(entry: Value) -> Option<Class> {
    Class::from_value(entry)
        .or_else(|| Class::from_value(Obj::<WeakRef>::from_value(entry)?.target.get()))
}
