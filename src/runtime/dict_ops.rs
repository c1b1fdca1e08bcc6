//! Dicts and sets with keys of any type: hashing and comparing keys may run Python code.

use super::names::Special;
use super::{OrMemoryError, PyResult, Raised, Vm};
use crate::object::set::Search;
use crate::object::{Dict, Set, Str, T, Value};
use crate::pyc::Version;

impl Vm {
    /// Are the keys equal? Identity first, then hash-equal strings and ints without calling anything.
    #[inline]
    pub fn same_key(&mut self, a: Value, b: Value) -> PyResult<bool> {
        if a == b {
            return Ok(true);
        }
        if let (Some(a), Some(b)) = (Str::from_value(a), Str::from_value(b)) {
            return Ok(a.same_text(b));
        }
        if a.is_int() && b.is_int() {
            return Ok(false);
        }
        self.eq(a, b)
    }

    /// The hash of a key of a dict.
    #[inline]
    pub fn hash_dict_key(&mut self, key: Value) -> PyResult<i64> {
        match self.hash(key) {
            Ok(h) => Ok(h),
            Err(_) => Err(self.unhashable_key(key, "dict key")),
        }
    }

    /// The hash of an element of a set.
    #[inline]
    pub fn hash_set_element(&mut self, key: Value) -> PyResult<i64> {
        match self.hash(key) {
            Ok(h) => Ok(h),
            Err(_) => Err(self.unhashable_key(key, "set element")),
        }
    }

    /// Since 3.14 the text of a TypeError says what the key was to be.
    #[cold]
    #[inline(never)]
    fn unhashable_key(&mut self, key: Value, role: &str) -> Raised {
        let e = self.thread.pending;
        if self.main_version < Version::V314 || self.type_of(e) != self.class(T::TypeError) {
            return Raised;
        }
        self.take_pending();
        let t = self.type_name(key);
        match self.str(e) {
            Ok(why) => self.type_error(format_args!(
                "cannot use '{t}' as a {role} ({})",
                why.to_text()
            )),
            Err(raised) => raised,
        }
    }

    /// The entry number of `key`.
    #[inline]
    pub fn dict_find(&mut self, d: Dict, key: Value, hash: i64) -> PyResult<Option<usize>> {
        if key.is_object() && Str::from_value(key).is_none() {
            return self.dict_find_slowly(d, key, hash); // the search would be unsure
        }
        match d.search(hash, key) {
            Search::Found(i) => Ok(Some(i)),
            Search::Absent(_) => Ok(None),
            Search::Unsure => self.dict_find_slowly(d, key, hash),
        }
    }

    #[inline(never)]
    fn dict_find_slowly(&mut self, d: Dict, key: Value, hash: i64) -> PyResult<Option<usize>> {
        'again: loop {
            let changes = d.changes();
            for i in d.candidates(hash) {
                let Some(e) = d.entry(i) else { continue };
                let same = self.same_key(e.key, key)?;
                if d.changes() != changes {
                    continue 'again; // the comparison changed the dict
                }
                if same {
                    return Ok(Some(i));
                }
            }
            return Ok(None);
        }
    }

    /// `d.get(key)`
    #[inline]
    pub fn dict_get(&mut self, d: Dict, key: Value) -> PyResult<Option<Value>> {
        if let Some(s) = Str::from_value(key)
            && d.only_str_keys()
        {
            return Ok(d.get_str(s));
        }
        let hash = self.hash_dict_key(key)?;
        self.dict_get_hashed(d, key, hash)
    }

    /// `d.get(key)` with a known hash.
    pub fn dict_get_hashed(&mut self, d: Dict, key: Value, hash: i64) -> PyResult<Option<Value>> {
        Ok(self
            .dict_find(d, key, hash)?
            .and_then(|i| d.entry(i))
            .map(|e| e.value))
    }

    /// `d[key] = v`
    #[inline]
    pub fn dict_set(&mut self, d: Dict, key: Value, v: Value) -> PyResult<()> {
        if let Some(s) = Str::from_value(key)
            && d.only_str_keys()
        {
            return d.set_str(&mut self.heap, s, v).or_memory_error(self);
        }
        self.dict_set_slowly(d, key, v)
    }

    #[inline(never)]
    fn dict_set_slowly(&mut self, d: Dict, key: Value, v: Value) -> PyResult<()> {
        let hash = self.hash_dict_key(key)?;
        self.dict_set_hashed(d, key, hash, v)
    }

    /// `d[key] = v` with a known hash.
    #[inline]
    pub fn dict_set_hashed(&mut self, d: Dict, key: Value, hash: i64, v: Value) -> PyResult<()> {
        match self.dict_find(d, key, hash)? {
            Some(i) => {
                d.set_value(&mut self.heap, i, v);
                Ok(())
            }
            None => d
                .insert_new(&mut self.heap, hash, key, v)
                .or_memory_error(self),
        }
    }

    /// Removes `key`; gives its value.
    pub fn dict_remove(&mut self, d: Dict, key: Value) -> PyResult<Option<Value>> {
        let hash = self.hash_dict_key(key)?;
        match self.dict_find(d, key, hash)? {
            Some(i) => d.remove(&mut self.heap, i).or_memory_error(self).map(Some),
            None => Ok(None),
        }
    }

    /// The dict in `v` whose items stand for `v` when it is copied: `v` is a dict, or a dict of a derived class that iterates as dicts do.
    pub fn plain_dict(&mut self, v: Value) -> Option<Dict> {
        if let Some(d) = Dict::from_value(v) {
            return Some(d);
        }
        let d = self.as_dict(v)?;
        let base = self.class(T::Dict);
        (self.special_of(v, Special::Iter) == self.special(base, Special::Iter)).then_some(d)
    }

    /// Adds all items of a dict.
    pub fn dict_update_dict(&mut self, d: Dict, other: Dict) -> PyResult<()> {
        if d == other {
            return Ok(());
        }
        let (mut at, n) = (0, other.len());
        if d.is_empty() {
            // nothing to compare with, so nothing is called
            return d.copy_from(&mut self.heap, other).or_memory_error(self);
        }
        while let Some(e) = other.next_entry(&mut at) {
            self.dict_set_hashed(d, e.key, e.hash, e.value)?;
            if other.len() != n {
                return Err(self.runtime_error("dict mutated during update"));
            }
        }
        Ok(())
    }

    /// The slot of `key` in a set.
    #[inline]
    pub fn set_find(&mut self, s: Set, key: Value, hash: i64) -> PyResult<Option<usize>> {
        match s.search(hash, key) {
            Search::Found(i) => Ok(Some(i)),
            Search::Absent(_) => Ok(None),
            Search::Unsure => self.set_find_slowly(s, key, hash),
        }
    }

    #[inline(never)]
    fn set_find_slowly(&mut self, s: Set, key: Value, hash: i64) -> PyResult<Option<usize>> {
        'again: loop {
            let changes = s.changes();
            for i in s.candidates(hash) {
                let Some(slot) = s.slot(i) else { continue };
                let same = self.same_key(slot.key, key)?;
                if s.changes() != changes {
                    continue 'again;
                }
                if same {
                    return Ok(Some(i));
                }
            }
            return Ok(None);
        }
    }

    /// `s.add(key)`
    pub fn set_add(&mut self, s: Set, key: Value) -> PyResult<()> {
        let hash = self.hash_set_element(key)?;
        self.set_add_hashed(s, key, hash)
    }

    /// `s.add(key)` with a known hash.
    pub fn set_add_hashed(&mut self, s: Set, key: Value, hash: i64) -> PyResult<()> {
        match s.search(hash, key) {
            Search::Found(_) => return Ok(()),
            Search::Absent(at) => {
                return s
                    .insert_at(&mut self.heap, at, hash, key)
                    .or_memory_error(self);
            }
            Search::Unsure => {}
        }
        match self.set_find_slowly(s, key, hash)? {
            Some(_) => Ok(()),
            None => s
                .insert_new(&mut self.heap, hash, key)
                .or_memory_error(self),
        }
    }

    /// `key in s`
    pub fn set_contains(&mut self, s: Set, key: Value) -> PyResult<bool> {
        let hash = self.hash_set_element(key)?;
        Ok(self.set_find(s, key, hash)?.is_some())
    }
}
