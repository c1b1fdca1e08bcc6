//! Interned strings: one object per text, so that names compare by address. They live for ever.

use super::{Heap, OutOfMemory, Str, Value};

/// The table of interned strings and of the strings of one Latin-1 code point.
#[derive(Default)]
pub struct Interned {
    slots: Vec<Value>,
    len: usize,
    latin1: Vec<Value>,
}

impl Interned {
    /// The interned string with the text of `s` (`s` itself if it is the first).
    pub fn intern(&mut self, s: Str) -> Str {
        if s.is_interned() {
            return s;
        }
        if self.len * 2 >= self.slots.len() {
            self.grow();
        }
        let mask = self.slots.len() - 1;
        let mut at = s.hash() as usize & mask;
        while let Some(found) = Str::from_value(self.slots[at]) {
            if found.same_text(s) {
                return found;
            }
            at = (at + 1) & mask;
        }
        s.set_interned();
        self.slots[at] = s.value();
        self.len += 1;
        s
    }

    fn grow(&mut self) {
        let size = (self.slots.len() * 2).max(2048);
        let old = std::mem::replace(&mut self.slots, vec![Value::EMPTY; size]);
        for v in old {
            if let Some(s) = Str::from_value(v) {
                let mut at = s.hash() as usize & (size - 1);
                while !self.slots[at].is_empty() {
                    at = (at + 1) & (size - 1);
                }
                self.slots[at] = v;
            }
        }
    }

    /// The string of the one code point `c` below 256, made once.
    #[inline]
    #[must_use]
    pub fn latin1(&self, c: u8) -> Option<Str> {
        Str::from_value(*self.latin1.get(usize::from(c))?)
    }

    /// Makes the strings of one Latin-1 code point, at start-up.
    pub fn fill_latin1(&mut self, heap: &mut Heap) -> Result<(), OutOfMemory> {
        for c in 0..=255 {
            let s = Str::from_latin1(heap, &[c])?;
            let s = self.intern(s);
            self.latin1.push(s.value());
        }
        Ok(())
    }

    /// Reports all strings to the tracer.
    pub fn for_each_value(&self, mut f: impl FnMut(Value)) {
        self.slots.iter().chain(&self.latin1).for_each(|&v| f(v));
    }
}
