//! What looking a name up along an MRO found, by class version and name.
//!
//! Versions are never used twice, so an entry is right as long as it matches. The collector empties the table, so entries keep nothing alive.

use crate::object::{Str, Value};

const SIZE: usize = 2048;

#[derive(Clone, Copy)]
struct Entry {
    version: u32,
    name: u64,
    value: Value,
}

/// The table.
pub struct MethodCache(Box<[Entry]>);

impl Default for MethodCache {
    fn default() -> MethodCache {
        MethodCache(
            vec![
                Entry {
                    version: 0,
                    name: 0,
                    value: Value::EMPTY
                };
                SIZE
            ]
            .into(),
        )
    }
}

fn slot(version: u32, name: Str) -> usize {
    (version as usize ^ (name.value().0 as usize >> 4)) & (SIZE - 1)
}

impl MethodCache {
    /// What is known about `name` in the class with `version`: `Some(EMPTY)` means known to be absent.
    #[inline(always)]
    #[must_use]
    pub fn get(&self, version: u32, name: Str) -> Option<Value> {
        let e = &self.0[slot(version, name)];
        (e.version == version && e.name == name.value().0).then_some(e.value)
    }

    /// Remembers what was found, `EMPTY` for nothing.
    #[inline]
    pub fn set(&mut self, version: u32, name: Str, value: Value) {
        self.0[slot(version, name)] = Entry {
            version,
            name: name.value().0,
            value,
        };
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.0.fill(Entry {
            version: 0,
            name: 0,
            value: Value::EMPTY,
        });
    }
}
