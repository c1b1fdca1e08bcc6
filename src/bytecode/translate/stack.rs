//! The abstract value stack: what each slot is, and where its content is at the moment.
//!
//! A slot's content need not be in the slot's own register: `LOAD_FAST` only notes the local, `SWAP` only exchanges notes.
//! The own register of a slot is its *home*: the temporaries are numbered over the slots that hold something, so that slots which
//! are only markers (the NULL of a plain call, the tokens of `finally`) take no register and arguments follow their callable.

use super::ir::Arg;

/// What a slot holds. Two paths that meet with different tags are translated apart.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Tag {
    /// An ordinary object.
    Value,
    /// What `LOAD_FAST_AND_CLEAR` saved: an object or empty.
    MaybeEmpty,
    /// The callable of a method call whose `self` is in the next slot.
    Method,
    /// `self`, or empty.
    SelfOrNull,
    /// The exception that was being handled before.
    Previous,
    /// The number of the instruction that raised.
    Lasti,
    /// The exception among the three values of an exception (up to 3.10).
    Exception,
    /// The class among the three values of an exception (up to 3.10): kept as the exception itself.
    ExceptionClass,
    // ---- markers without a register
    /// NULL.
    Null,
    /// The traceback among the three values of an exception.
    Traceback,
    /// The two values that go with `Previous` (up to 3.10).
    PreviousPad,
    /// `finally` was entered by falling into it.
    Normal,
    /// `finally` was entered by `return`; the value is in the slot below.
    Return,
    /// `finally` was entered by `break`.
    Break,
    /// `finally` was entered by `continue` to this instruction; a pad is in the slot below.
    Continue(u32),
    /// `finally` was called and returns to this instruction (3.8).
    Call(u32),
    /// A `with` statement swallowed the exception (3.6, 3.7).
    Swallowed,
    /// The slot below the result of `__exit__` when it was called with an exception.
    ExitRaised,
    /// The same when it was called without one.
    ExitNormal,
    /// The value of a `Continue` token.
    Pad,
}

impl Tag {
    /// Whether the slot takes no register.
    pub(super) fn is_marker(self) -> bool {
        use Tag::*;
        !matches!(
            self,
            Value
                | MaybeEmpty
                | Method
                | SelfOrNull
                | Previous
                | Lasti
                | Exception
                | ExceptionClass
        )
    }

    /// What it is, for messages.
    pub(super) fn name(self) -> &'static str {
        use Tag::*;
        match self {
            Value => "an object",
            MaybeEmpty => "a saved local",
            Method => "a method without its self",
            SelfOrNull => "the self of a method",
            Previous | PreviousPad => "the saved state of exceptions",
            Lasti => "the number of an instruction",
            Exception | ExceptionClass | Traceback => "an exception",
            Null => "NULL",
            Normal | Return | Break | Continue(_) | Call(_) | Pad => "the state of a finally",
            Swallowed | ExitRaised | ExitNormal => "the state of a with",
        }
    }

    /// Whether any operation may use it as an object.
    pub(super) fn is_value(self) -> bool {
        matches!(self, Tag::Value | Tag::Lasti | Tag::Exception)
    }
}

/// A slot of the stack.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Slot {
    pub(super) tag: Tag,
    /// Where the content is; `Nothing` for markers.
    pub(super) at: Arg,
    /// The number of the temporary that is its home.
    pub(super) home: u16,
    /// The constant that it is known to be.
    pub(super) known: Option<u32>,
}

/// The stack, with a count of how many slots refer to each register.
#[derive(Default, Debug)]
pub(super) struct Stack {
    slots: Vec<Slot>,
    temp_refs: Vec<u32>,
    local_refs: Vec<u32>,
    /// One more than the highest temporary ever seen.
    pub(super) temps: u32,
    /// So many slots at the bottom are known to be at home.
    settled: usize,
}

impl Stack {
    pub(super) fn len(&self) -> usize {
        self.slots.len()
    }

    pub(super) fn slots(&self) -> &[Slot] {
        &self.slots
    }

    /// The slot `depth` below the top; 1 is the top.
    pub(super) fn peek(&self, depth: usize) -> Option<&Slot> {
        self.slots
            .len()
            .checked_sub(depth)
            .and_then(|at| self.slots.get(at))
    }

    /// The home of the slot that would be pushed next; `None` when there are too many.
    pub(super) fn next_home(&self) -> Option<u16> {
        match self.slots.last() {
            None => Some(0),
            Some(slot) if slot.tag.is_marker() => Some(slot.home),
            Some(slot) => slot.home.checked_add(1).filter(|&home| home < 0xFFF0),
        }
    }

    pub(super) fn push(&mut self, slot: Slot) {
        self.count(slot.at, true);
        self.slots.push(slot);
    }

    pub(super) fn pop(&mut self) -> Option<Slot> {
        let slot = self.slots.pop()?;
        self.count(slot.at, false);
        self.settled = self.settled.min(self.slots.len());
        Some(slot)
    }

    /// Notes which constant the top is known to be.
    pub(super) fn note_known(&mut self, known: Option<u32>) {
        if let Some(slot) = self.slots.last_mut() {
            slot.known = known;
        }
    }

    pub(super) fn clear(&mut self) {
        while self.pop().is_some() {}
    }

    /// Notes that the content of slot `index` is now in `at`.
    pub(super) fn relocate(&mut self, index: usize, at: Arg) {
        let Some(slot) = self.slots.get_mut(index) else {
            return;
        };
        let old = std::mem::replace(&mut slot.at, at);
        self.count(old, false);
        self.count(at, true);
        if at != Arg::Temp(self.slots[index].home) {
            self.settled = self.settled.min(index);
        }
    }

    /// Notes for all slots that what was in `from` is in `to`.
    pub(super) fn relocate_all(&mut self, from: Arg, to: Arg) {
        for index in 0..self.slots.len() {
            if self.slots[index].at == from {
                self.relocate(index, to);
            }
        }
    }

    /// Exchanges two slots; homes between them may change.
    pub(super) fn swap(&mut self, a: usize, b: usize) {
        if a >= self.slots.len() || b >= self.slots.len() {
            return;
        }
        self.slots.swap(a, b);
        self.rehome(a.min(b));
    }

    /// Moves the top slot down to `index`.
    pub(super) fn sink(&mut self, index: usize) {
        if let Some(part) = self.slots.get_mut(index..) {
            part.rotate_right(1);
        }
        self.rehome(index);
    }

    /// Removes the slot at `index`.
    pub(super) fn remove(&mut self, index: usize) {
        if index < self.slots.len() {
            let slot = self.slots.remove(index);
            self.count(slot.at, false);
            self.rehome(index);
        }
    }

    fn rehome(&mut self, from: usize) {
        self.settled = self.settled.min(from);
        for index in from..self.slots.len() {
            let home = match index.checked_sub(1).and_then(|below| self.slots.get(below)) {
                None => 0,
                Some(below) => below.home + u16::from(!below.tag.is_marker()),
            };
            self.slots[index].home = home;
        }
    }

    /// The first slot of `..end` that is not at home.
    pub(super) fn first_away(&mut self, end: usize) -> Option<usize> {
        let end = end.min(self.slots.len());
        while self.settled < end {
            let slot = &self.slots[self.settled];
            if !slot.tag.is_marker() && slot.at != Arg::Temp(slot.home) {
                return Some(self.settled);
            }
            self.settled += 1;
        }
        None
    }

    /// How many slots refer to a temporary.
    pub(super) fn temp_refs(&self, temp: u16) -> u32 {
        self.temp_refs.get(usize::from(temp)).copied().unwrap_or(0)
    }

    /// How many slots refer to a local.
    pub(super) fn local_refs(&self, local: u16) -> u32 {
        self.local_refs
            .get(usize::from(local))
            .copied()
            .unwrap_or(0)
    }

    fn count(&mut self, at: Arg, add: bool) {
        let (refs, index) = match at {
            Arg::Temp(temp) => {
                self.temps = self.temps.max(u32::from(temp) + 1);
                (&mut self.temp_refs, usize::from(temp))
            }
            Arg::Local(local) => (&mut self.local_refs, usize::from(local)),
            _ => return,
        };
        if refs.len() <= index {
            refs.resize(index + 1, 0);
        }
        if add {
            refs[index] += 1;
        } else {
            refs[index] = refs[index].saturating_sub(1);
        }
    }
}
