//! Up to 3.10, calls of methods that were compiled as calls of attributes: those with keyword arguments, in 3.6 all.
//!
//! A walk over the instructions in their order, with a stack that knows which slot holds the result of which `LOAD_ATTR`. When everything that may happen to such a
//! result is that a call takes it as its callable, the load makes callable and self like `LOAD_METHOD`, so that no bound method is made. Nothing is said about loads
//! before which or behind which something happens that the walk does not know.

use std::collections::HashMap;

use crate::bytecode::decode::{Ins, Target};
use crate::pyc::Opcode;

/// What is known about a slot: the load whose result it holds, if any.
type Slot = Option<usize>;

/// So many slots are remembered at a jump.
const KNOWN_BEHIND_JUMPS: usize = 40;

/// Marks the loads that may be method loads.
pub(super) fn method_loads(list: &[Ins]) -> Vec<bool> {
    let mut walk = Walk {
        unknown: vec![false; list.len()],
        called: vec![false; list.len()],
        kept: vec![false; list.len()],
        arriving: HashMap::new(),
        stack: Vec::new(),
    };
    for (index, ins) in list.iter().enumerate() {
        if let Target::To(to) = ins.target
            && (to as usize <= index || !jumps_forward(ins.op))
            && let Some(unknown) = walk.unknown.get_mut(to as usize)
        {
            *unknown = true;
        }
    }
    let mut reached = true;
    for (index, &ins) in list.iter().enumerate() {
        reached = walk.arrive(index, reached) && walk.step(index, ins);
    }
    walk.forget();
    let both = walk.called.iter().zip(&walk.kept);
    both.map(|(&called, &kept)| called && !kept).collect()
}

/// The jumps within expressions.
fn jumps_forward(op: Opcode) -> bool {
    matches!(
        op,
        Opcode::JumpForward
            | Opcode::PopJumpIfTrue
            | Opcode::PopJumpIfFalse
            | Opcode::JumpIfTrueOrPop
            | Opcode::JumpIfFalseOrPop
    )
}

struct Walk {
    /// The instructions that are reached by other ways than the walk sees.
    unknown: Vec<bool>,
    /// The loads whose result was called.
    called: Vec<bool>,
    /// The loads whose result was used otherwise.
    kept: Vec<bool>,
    /// The stacks of the jumps that were seen, by target.
    arriving: HashMap<usize, Vec<Slot>>,
    /// The top of the stack: nothing is known of what is below.
    stack: Vec<Slot>,
}

impl Walk {
    /// The stack at `index`, where jumps arrive and control flows in if it is `reached`; is it reached now?
    fn arrive(&mut self, index: usize, reached: bool) -> bool {
        if let Some(other) = self.arriving.remove(&index) {
            if reached {
                self.merge(&other);
            } else {
                self.stack = other;
            }
        } else if !reached {
            self.stack.clear();
        }
        if self.unknown.get(index).copied().unwrap_or(true) {
            self.forget();
        }
        true
    }

    /// Only what both stacks say is known.
    fn merge(&mut self, other: &[Slot]) {
        let (mine, its) = (self.stack.len(), other.len());
        let both = mine.min(its);
        for slot in &other[..its - both] {
            self.keep(*slot);
        }
        for slot in self.stack.drain(..mine - both).collect::<Vec<_>>() {
            self.keep(slot);
        }
        for at in 0..both {
            let (a, b) = (self.stack[at], other[its - both + at]);
            if a != b {
                self.keep(a);
                self.keep(b);
                self.stack[at] = None;
            }
        }
    }

    /// The slot was used in a way that needs the attribute itself.
    fn keep(&mut self, slot: Slot) {
        if let Some(kept) = slot.and_then(|load| self.kept.get_mut(load)) {
            *kept = true;
        }
    }

    /// Nothing is known any more.
    fn forget(&mut self) {
        for slot in std::mem::take(&mut self.stack) {
            self.keep(slot);
        }
    }

    /// Pops `n` slots that are used as objects.
    fn pop(&mut self, n: usize) {
        for _ in 0..n.min(self.stack.len()) {
            let slot = self.stack.pop().flatten();
            self.keep(slot);
        }
    }

    /// A call of the slot below `n` others.
    fn call(&mut self, n: usize) {
        self.pop(n);
        let callee = self.stack.pop().flatten();
        if let Some(called) = callee.and_then(|load| self.called.get_mut(load)) {
            *called = true;
        }
        self.stack.push(None);
    }

    /// A jump from `index` with the stack as it is.
    fn jump(&mut self, index: usize, ins: Ins) {
        let to = match ins.target {
            Target::To(to) if to as usize > index => to as usize,
            _ => return self.forget(),
        };
        let deep = self.stack.len().saturating_sub(KNOWN_BEHIND_JUMPS);
        for slot in self.stack.drain(..deep).collect::<Vec<_>>() {
            self.keep(slot);
        }
        let own = self.stack.clone();
        if let Some(other) = self.arriving.remove(&to) {
            self.merge(&other);
        }
        let there = std::mem::replace(&mut self.stack, own);
        self.arriving.insert(to, there);
    }

    /// Does one instruction; does control go on behind it?
    fn step(&mut self, index: usize, ins: Ins) -> bool {
        let n = ins.arg as usize;
        match ins.op {
            Opcode::CallFunction => self.call(n),
            Opcode::CallFunctionKw => self.call(n.saturating_add(1)),
            Opcode::LoadAttr => {
                self.pop(1);
                self.stack.push(Some(index));
            }
            Opcode::PopJumpIfTrue | Opcode::PopJumpIfFalse => {
                self.pop(1);
                self.jump(index, ins);
            }
            Opcode::JumpIfTrueOrPop | Opcode::JumpIfFalseOrPop => {
                self.pop(1);
                self.stack.push(None);
                self.jump(index, ins);
                self.pop(1);
            }
            Opcode::JumpForward => {
                self.jump(index, ins);
                self.stack.clear();
                return false;
            }
            op => match effect(op, n) {
                Some((pops, pushes)) => {
                    self.pop(pops);
                    self.stack.extend((0..pushes).map(|_| None));
                }
                None => self.forget(),
            },
        }
        true
    }
}

/// How many values the instructions of expressions take and give.
fn effect(op: Opcode, n: usize) -> Option<(usize, usize)> {
    Some(match op {
        Opcode::LoadConst
        | Opcode::LoadFast
        | Opcode::LoadGlobal
        | Opcode::LoadName
        | Opcode::LoadDeref
        | Opcode::LoadClassderef
        | Opcode::LoadClosure => (0, 1),
        Opcode::PopTop
        | Opcode::StoreFast
        | Opcode::StoreName
        | Opcode::StoreGlobal
        | Opcode::StoreDeref => (1, 0),
        Opcode::GetIter => (1, 1),
        Opcode::CompareOp | Opcode::IsOp | Opcode::ContainsOp => (2, 1),
        Opcode::DupTop => (1, 2),
        Opcode::DupTopTwo => (2, 4),
        Opcode::RotTwo => (2, 2),
        Opcode::RotThree => (3, 3),
        Opcode::LoadMethod => (1, 2),
        Opcode::CallMethod => (n.checked_add(2)?, 1),
        Opcode::BuildTuple
        | Opcode::BuildList
        | Opcode::BuildSet
        | Opcode::BuildString
        | Opcode::BuildSlice => (n, 1),
        Opcode::BuildMap => (n.checked_mul(2)?, 1),
        Opcode::BuildConstKeyMap => (n.checked_add(1)?, 1),
        Opcode::MakeFunction => (2 + n.count_ones() as usize, 1),
        Opcode::FormatValue => (1 + usize::from(n & 4 != 0), 1),
        _ if op.name().starts_with("BINARY_") => (2, 1),
        _ if op.name().starts_with("UNARY_") => (1, 1),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ins(op: Opcode, arg: u32) -> Ins {
        Ins {
            op,
            arg,
            offset: 0,
            target: Target::None,
        }
    }

    fn jump(op: Opcode, to: u32) -> Ins {
        Ins {
            target: Target::To(to),
            ..ins(op, 0)
        }
    }

    fn loads(list: &[Ins]) -> Vec<usize> {
        let marks = method_loads(list);
        (0..list.len()).filter(|&i| marks[i]).collect()
    }

    #[test]
    fn what_is_called_is_a_method() {
        use Opcode::*;
        // a.b.c(d.e(), f=g.h)
        let list = [
            ins(LoadFast, 0),
            ins(LoadAttr, 0),
            ins(LoadAttr, 1),
            ins(LoadFast, 1),
            ins(LoadAttr, 2),
            ins(CallFunction, 0),
            ins(LoadFast, 2),
            ins(LoadAttr, 3),
            ins(LoadConst, 0),
            ins(CallFunctionKw, 2),
            ins(ReturnValue, 0),
        ];
        assert_eq!(loads(&list), [2, 4]);
    }

    #[test]
    fn arguments_may_branch() {
        use Opcode::*;
        // a.b(c if d else e)
        let mut list = [
            ins(LoadFast, 0),
            ins(LoadAttr, 0),
            ins(LoadFast, 1),
            jump(PopJumpIfFalse, 6),
            ins(LoadFast, 2),
            jump(JumpForward, 7),
            ins(LoadFast, 3),
            ins(CallFunction, 1),
            ins(ReturnValue, 0),
        ];
        assert_eq!(loads(&list), [1]);
        // one of the ways gives more arguments
        list[6] = ins(DupTop, 0);
        assert!(loads(&list).is_empty());
        // somebody comes back to the call
        list[6] = ins(LoadFast, 3);
        list[8] = jump(JumpAbsolute, 7);
        assert!(loads(&list).is_empty());
    }

    #[test]
    fn what_is_used_otherwise_is_none() {
        use Opcode::*;
        // the attribute is kept: x = a.b; x(), or called on one way and dropped on the other
        let kept = [
            ins(LoadFast, 0),
            ins(LoadAttr, 0),
            ins(DupTop, 0),
            ins(StoreFast, 1),
            ins(CallFunction, 0),
            ins(ReturnValue, 0),
        ];
        assert!(loads(&kept).is_empty());
        let dropped = [
            ins(LoadFast, 0),
            ins(LoadAttr, 0),
            ins(LoadFast, 1),
            jump(PopJumpIfFalse, 6),
            ins(CallFunction, 0),
            ins(ReturnValue, 0),
            ins(PopTop, 0),
            ins(LoadConst, 0),
            ins(ReturnValue, 0),
        ];
        assert!(loads(&dropped).is_empty());
        let in_a_try = [
            ins(LoadFast, 0),
            ins(LoadAttr, 0),
            jump(SetupExcept, 4),
            ins(CallFunction, 0),
            ins(ReturnValue, 0),
        ];
        assert!(loads(&in_a_try).is_empty());
    }
}
