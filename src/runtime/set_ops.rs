//! What the operations of sets do, in the order of insertions of CPython's setobject.c, because it decides the order of iteration.

use super::{OrMemoryError, PyResult, Vm};
use crate::object::set::Slot;
use crate::object::{Dict, List, Set, T, Value};

impl Vm {
    /// An empty set: frozen when `s` is.
    pub fn set_like(&mut self, s: Set) -> PyResult<Set> {
        self.new_set(if s.is_frozen() { T::FrozenSet } else { T::Set })
    }

    /// `s.copy()`
    pub fn set_copy(&mut self, s: Set) -> PyResult<Set> {
        let new = self.set_like(s)?;
        new.copy_from(&mut self.heap, s).or_memory_error(self)?;
        Ok(new)
    }

    /// A set of builtin type `t` with the items of an iterable.
    pub fn set_from(&mut self, t: T, iterable: Value) -> PyResult<Set> {
        let new = self.new_set(t)?;
        self.set_update(new, iterable)?;
        Ok(new)
    }

    /// `s |= iterable` (Objects/setobject.c:set_update_internal)
    pub fn set_update(&mut self, s: Set, iterable: Value) -> PyResult<()> {
        if let Some(other) = self.as_set(iterable) {
            return self.set_merge(s, other);
        }
        if let Some(d) = Dict::from_value(iterable) {
            s.reserve_for_merge(&mut self.heap, d.len()).or_memory_error(self)?;
            let mut at = 0;
            while let Some(e) = d.next_entry(&mut at) {
                self.set_add_hashed(s, e.key, e.hash)?;
            }
            return Ok(());
        }
        if let Some(l) = List::from_value(iterable) {
            let mut i = 0;
            while let Some(v) = l.get(i) {
                self.set_add(s, v)?;
                i += 1;
            }
            return Ok(());
        }
        let it = self.iter(iterable)?;
        while let Some(v) = self.next(it)? {
            self.set_add(s, v)?;
        }
        Ok(())
    }

    fn set_merge(&mut self, s: Set, other: Set) -> PyResult<()> {
        if s == other || other.is_empty() {
            return Ok(());
        }
        if s.is_pristine() {
            return s.copy_from(&mut self.heap, other).or_memory_error(self);
        }
        s.reserve_for_merge(&mut self.heap, other.len()).or_memory_error(self)?;
        let mut at = 0;
        while let Some(slot) = other.next_slot(&mut at) {
            self.set_add_hashed(s, slot.key, slot.hash)?;
        }
        Ok(())
    }

    /// Removes a key; tells whether it was there.
    pub fn set_discard(&mut self, s: Set, key: Value, hash: i64) -> PyResult<bool> {
        match self.set_find(s, key, hash)? {
            Some(i) => {
                s.remove(i);
                Ok(true)
            }
            None => Ok(false),
        }
    }

    /// `s & other` (Objects/setobject.c:set_intersection)
    pub fn set_intersection(&mut self, s: Set, other: Value) -> PyResult<Set> {
        let other_set = self.as_set(other);
        if other_set == Some(s) {
            return self.set_copy(s);
        }
        let result = self.set_like(s)?;
        if let Some(o) = other_set {
            let (small, large) = if o.len() > s.len() { (s, o) } else { (o, s) };
            let mut at = 0;
            while let Some(slot) = small.next_slot(&mut at) {
                if self.set_find(large, slot.key, slot.hash)?.is_some() {
                    self.set_add_hashed(result, slot.key, slot.hash)?;
                }
            }
            return Ok(result);
        }
        let it = self.iter(other)?;
        while let Some(key) = self.next(it)? {
            let hash = self.hash(key)?;
            if self.set_find(s, key, hash)?.is_some() {
                self.set_add_hashed(result, key, hash)?;
            }
        }
        Ok(result)
    }

    /// `s - other` (Objects/setobject.c:set_difference)
    pub fn set_difference(&mut self, s: Set, other: Value) -> PyResult<Set> {
        let (other_set, dict) = (self.as_set(other), Dict::from_value(other));
        let size = match (other_set, dict) {
            (Some(o), _) => o.len(),
            (None, Some(d)) => d.len(),
            (None, None) => usize::MAX,
        };
        if s.len() >> 2 > size || size == usize::MAX {
            let result = self.set_copy(s)?;
            self.set_difference_update(result, other)?;
            return Ok(result);
        }
        let result = self.set_like(s)?;
        let mut at = 0;
        while let Some(slot) = s.next_slot(&mut at) {
            if !self.in_set_or_dict(other_set, dict, slot)? {
                self.set_add_hashed(result, slot.key, slot.hash)?;
            }
        }
        Ok(result)
    }

    fn in_set_or_dict(&mut self, set: Option<Set>, dict: Option<Dict>, slot: Slot) -> PyResult<bool> {
        match (set, dict) {
            (Some(set), _) => Ok(self.set_find(set, slot.key, slot.hash)?.is_some()),
            (None, Some(dict)) => Ok(self.dict_find(dict, slot.key, slot.hash)?.is_some()),
            (None, None) => Ok(false),
        }
    }

    /// `s -= other` (Objects/setobject.c:set_difference_update_internal)
    pub fn set_difference_update(&mut self, s: Set, other: Value) -> PyResult<()> {
        if let Some(mut o) = self.as_set(other) {
            if o == s {
                s.clear();
                return Ok(());
            }
            if o.len() >> 3 > s.len() {
                o = self.set_intersection(s, o.value())?; // much larger: only common keys matter
            }
            let mut at = 0;
            while let Some(slot) = o.next_slot(&mut at) {
                self.set_discard(s, slot.key, slot.hash)?;
            }
        } else {
            let it = self.iter(other)?;
            while let Some(key) = self.next(it)? {
                let hash = self.hash_set_element(key)?;
                self.set_discard(s, key, hash)?;
            }
        }
        s.drop_removed(&mut self.heap).or_memory_error(self)
    }

    /// `s ^= other` (Objects/setobject.c:set_symmetric_difference_update)
    pub fn set_symmetric_update(&mut self, s: Set, other: Value) -> PyResult<()> {
        if let Some(d) = Dict::from_value(other) {
            let mut at = 0;
            while let Some(e) = d.next_entry(&mut at) {
                self.set_toggle(s, e.key, e.hash)?;
            }
            return Ok(());
        }
        let o = match self.as_set(other) {
            Some(o) if o == s => {
                s.clear();
                return Ok(());
            }
            Some(o) => o,
            None => self.set_from(T::Set, other)?,
        };
        let mut at = 0;
        while let Some(slot) = o.next_slot(&mut at) {
            self.set_toggle(s, slot.key, slot.hash)?;
        }
        Ok(())
    }

    fn set_toggle(&mut self, s: Set, key: Value, hash: i64) -> PyResult<()> {
        if !self.set_discard(s, key, hash)? {
            s.insert_new(&mut self.heap, hash, key).or_memory_error(self)?;
        }
        Ok(())
    }

    /// `s.symmetric_difference(other)`: what is toggled is a set of the keys of `other`.
    pub fn set_symmetric_difference(&mut self, s: Set, other: Value) -> PyResult<Set> {
        let result = self.set_like(s)?;
        self.set_update(result, other)?;
        self.set_symmetric_update(result, s.value())?;
        Ok(result)
    }
}
