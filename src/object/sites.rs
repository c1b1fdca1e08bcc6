//! What attribute sites saw: a site's feedback slot holds the last shape only. Of a site that met several, all are kept here, and how often the site came to
//! them from another one.

use std::cell::RefCell;

use super::code::Feedback;
use super::shape::Rep;
use crate::bytecode::ops::Op;

/// Shapes that are kept for a site.
const MOST_SEEN: usize = 8;

/// Of the second word of a method's feedback: the function is a static method's, or with the next bit a class method's.
pub const STATIC: u64 = 1;
/// See [`STATIC`].
pub const OF_CLASS: u64 = 2;

/// The first word of the feedback of a site that read an attribute of a module, which is the second word: no shape of any epoch.
pub const OF_MODULE: u64 = 1;

/// The quick form of an attribute operation for which `fb` was recorded.
#[must_use]
pub fn attribute_form(op: Op, fb: Feedback) -> Op {
    let raw = (fb.b >> 16) as u16 != Rep::Value as u16;
    match op.neutral() {
        Op::LoadAttr if fb.b >> 32 != 0 => Op::LoadAttrGet,
        Op::LoadAttr if raw => Op::LoadAttrRaw,
        Op::LoadAttr => Op::LoadAttrSlot,
        Op::StoreAttr if fb.b >> 32 != 0 => Op::StoreAttrAdd,
        Op::StoreAttr if raw => Op::StoreAttrRaw,
        Op::StoreAttr => Op::StoreAttrSlot,
        _ if fb.b & STATIC != 0 => Op::LoadMethodStatic,
        _ => Op::LoadMethodCached,
    }
}

/// What a site does with objects of one shape.
#[derive(Clone, Copy)]
pub struct Seen {
    /// As the feedback slot has it. The first word is shape and epoch.
    pub feedback: Feedback,
    /// How often the site came to this shape from another one, since it was last asked to forget that.
    pub hits: u32,
}

/// The sites of a code object that met several shapes.
struct Table {
    /// Instructions of the code object.
    instrs: usize,
    /// By instruction: the number of the site, plus 1; empty before there is one.
    index: Box<[u16]>,
    sites: Vec<Vec<Seen>>,
}

impl Table {
    fn site(&mut self, pc: usize) -> Option<&mut Vec<Seen>> {
        let number = usize::from(*self.index.get(pc)?);
        self.sites.get_mut(number.checked_sub(1)?)
    }

    /// The site at instruction `pc`, made if there is none and there may be more.
    fn make(&mut self, pc: usize) -> Option<&mut Vec<Seen>> {
        if self.index.is_empty() {
            self.index = vec![0; self.instrs].into();
        }
        let number = self.index.get_mut(pc)?;
        if *number == 0 {
            *number = u16::try_from(self.sites.len() + 1).ok()?;
            self.sites.push(Vec::with_capacity(MOST_SEEN));
        }
        self.site(pc)
    }
}

/// What attribute sites of a code object saw. Sites are named by the numbers of their instructions.
pub struct Sites(RefCell<Table>);

impl Sites {
    /// For a code object of so many instructions.
    pub(super) fn new(instrs: usize) -> Sites {
        Sites(RefCell::new(Table {
            instrs,
            index: Box::default(),
            sites: Vec::new(),
        }))
    }

    /// Keeps `new` for the site at `pc`; what was seen in an earlier epoch is forgotten, and of too many the one least often come to.
    pub fn note(&self, pc: usize, new: Feedback) {
        let table = &mut *self.0.borrow_mut();
        let Some(seen) = table.make(pc) else {
            return;
        };
        seen.retain(|s| s.feedback.a >> 32 == new.a >> 32);
        if let Some(s) = seen.iter_mut().find(|s| s.feedback.a == new.a) {
            s.feedback = new;
            return;
        }
        let least = (0..seen.len()).min_by_key(|&i| seen[i].hits);
        if let Some(least) = least.filter(|_| seen.len() == MOST_SEEN) {
            seen.remove(least);
        }
        seen.push(Seen {
            feedback: new,
            hits: 1,
        });
    }

    /// Did the site at `pc` meet several shapes?
    #[must_use]
    pub fn met_several(&self, pc: usize) -> bool {
        self.0.borrow_mut().site(pc).is_some()
    }

    /// The site at `pc` comes to objects with this shape and epoch (`Feedback::a`): what it saw of them, if it met several shapes.
    #[must_use]
    pub fn come_to(&self, pc: usize, key: u64) -> Option<Feedback> {
        let table = &mut *self.0.borrow_mut();
        let seen = table.site(pc)?;
        let s = seen.iter_mut().find(|s| s.feedback.a == key)?;
        s.hits = s.hits.saturating_add(1);
        Some(s.feedback)
    }

    /// What was seen at `pc` with this shape and epoch holds no longer.
    pub fn forget(&self, pc: usize, key: u64) {
        if let Some(seen) = self.0.borrow_mut().site(pc) {
            seen.retain(|s| s.feedback.a != key);
        }
    }

    /// What was seen at `pc` may be long ago: the next ones count.
    pub fn cool(&self, pc: usize) {
        for s in self.0.borrow_mut().site(pc).into_iter().flatten() {
            s.hits = 0;
        }
    }

    /// What was seen at `pc`, the most frequent first.
    #[must_use]
    pub fn at(&self, pc: usize) -> Vec<Seen> {
        let mut seen = self.0.borrow_mut().site(pc).cloned().unwrap_or_default();
        seen.sort_by_key(|s| std::cmp::Reverse(s.hits));
        seen
    }

    /// The words that may be pointers.
    pub(super) fn for_each_word(&self, f: &mut dyn FnMut(u64)) {
        for seen in self.0.borrow().sites.iter().flatten() {
            f(seen.feedback.b);
        }
    }
}
