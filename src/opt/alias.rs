//! What may be the same memory, and what writes what is read.
//!
//! **Invariant.** `clobbers` says no only when the write cannot change what the read gives, whenever both stand where all their operands are
//! those of the same moment (their definitions dominate both).

use crate::ir::dom::Dom;
use crate::ir::{Block, Graph, Op, V, ValueData};
use crate::object::list::is_list_shape;
use crate::runtime::helpers::can;

/// The value of which `v` is a guarded copy: the word is the same.
#[must_use]
pub(super) fn root(g: &Graph, mut v: V) -> V {
    while let Some(
        Op::GuardShape { value, .. }
        | Op::GuardType { value, .. }
        | Op::GuardList { value, .. }
        | Op::GuardIs { value, .. }
        | Op::GuardBound { value, .. },
    ) = g.op(v)
    {
        v = *value;
    }
    v
}

/// Where every value is defined.
pub(super) struct Places {
    block: Vec<Option<Block>>,
    index: Vec<u32>,
}

impl Places {
    /// Looks through the graph.
    pub(super) fn new(g: &Graph) -> Places {
        let mut places = Places {
            block: vec![None; g.values.len()],
            index: vec![0; g.values.len()],
        };
        for b in g.block_ids() {
            let block = g.block(b);
            for &v in &block.params {
                places.block[v.0 as usize] = Some(b);
            }
            for (i, &v) in block.ops.iter().enumerate() {
                places.block[v.0 as usize] = Some(b);
                places.index[v.0 as usize] = i as u32 + 1;
            }
        }
        places
    }

    /// The block of `v`; `None` when it stands nowhere.
    pub(super) fn block(&self, v: V) -> Option<Block> {
        self.block[v.0 as usize]
    }

    /// Notes that `v` was moved to the end of `b`, where nothing compares places any more.
    pub(super) fn moved(&mut self, v: V, b: Block) {
        self.block[v.0 as usize] = Some(b);
        self.index[v.0 as usize] = u32::MAX;
    }

    /// Is `a` there whenever `b` is about to be computed?
    pub(super) fn before(&self, dom: &Dom, a: V, b: V) -> bool {
        match (self.block(a), self.block(b)) {
            (Some(x), Some(y)) if x == y => self.index[a.0 as usize] < self.index[b.0 as usize],
            (Some(x), Some(y)) => dom.dominates(x, y),
            _ => false,
        }
    }
}

/// Answers questions about aliases.
pub(super) struct Alias<'a> {
    /// The dominators of the graph.
    pub(super) dom: &'a Dom,
    /// Where values are defined.
    pub(super) places: Places,
}

impl<'a> Alias<'a> {
    /// For the graph as it is.
    pub(super) fn new(g: &Graph, dom: &'a Dom) -> Alias<'a> {
        Alias {
            dom,
            places: Places::new(g),
        }
    }

    /// May both be the same object? (No: never, where both are in scope.)
    pub(super) fn may_be_same(&self, g: &Graph, a: V, b: V) -> bool {
        let (a, b) = (root(g, a), root(g, b));
        if a == b {
            return true;
        }
        match (g.op(a), g.op(b)) {
            (Some(Op::ConstVal { bits: a }), Some(Op::ConstVal { bits: b })) => a == b,
            (Some(Op::NewInstance { .. }), Some(Op::NewInstance { .. } | Op::ConstVal { .. }))
            | (Some(Op::ConstVal { .. }), Some(Op::NewInstance { .. })) => false,
            // What was there before an object was made is not that object.
            (Some(Op::NewInstance { .. }), _) => !self.places.before(self.dom, b, a),
            (_, Some(Op::NewInstance { .. })) => !self.places.before(self.dom, a, b),
            _ => true,
        }
    }

    /// May `write` change what `read` gives?
    pub(super) fn clobbers(&self, g: &Graph, write: &Op, read: &Op) -> bool {
        if write.effects().writes() & read.effects().reads() == 0 {
            return false;
        }
        if let (Some((a, s)), Some((b, t))) = (stored_slot(write), loaded_slot(read)) {
            return s == t && self.may_be_same(g, a, b);
        }
        match (write, read) {
            (
                Op::SetShape { object, .. },
                Op::GuardShape { value, .. } | Op::IsShape { value, .. },
            ) => self.may_be_same(g, *object, *value),
            // Helpers that change lists leave instances alone.
            (
                Op::CallDo { helper, .. }
                | Op::CallVal { helper, .. }
                | Op::CallTruth { helper, .. },
                Op::GuardShape { shape, .. } | Op::IsShape { shape, .. },
            ) if helper.can() & can::OBSERVES == 0 => is_list_shape(*shape),
            (Op::StoreCell { cell: a, .. }, Op::LoadCell { cell: b }) => {
                self.may_be_same(g, *a, *b)
            }
            (Op::StoreByte { .. }, Op::ByteArrayLen { .. } | Op::ByteArrayData { .. }) => false,
            _ => match (stored_item(write), loaded_item(read)) {
                (Some((a, i)), Some((b, j))) => {
                    !(a == b
                        && matches!((constant(g, i), constant(g, j)), (Some(i), Some(j)) if i != j))
                }
                _ => true,
            },
        }
    }
}

/// The value of an integer constant.
pub(super) fn constant(g: &Graph, v: V) -> Option<i64> {
    match g.op(v) {
        Some(Op::ConstI64 { value }) => Some(*value),
        _ => None,
    }
}

fn stored_slot(op: &Op) -> Option<(V, u16)> {
    match *op {
        Op::StoreSlot { object, slot, .. }
        | Op::StoreSlotI { object, slot, .. }
        | Op::StoreSlotF { object, slot, .. } => Some((object, slot)),
        _ => None,
    }
}

fn loaded_slot(op: &Op) -> Option<(V, u16)> {
    match *op {
        Op::LoadSlot { object, slot }
        | Op::LoadSlotI { object, slot }
        | Op::LoadSlotF { object, slot } => Some((object, slot)),
        _ => None,
    }
}

fn stored_item(op: &Op) -> Option<(V, V)> {
    match *op {
        Op::StoreItem { data, index, .. }
        | Op::StoreItemI { data, index, .. }
        | Op::StoreItemF { data, index, .. }
        | Op::StoreItemB { data, index, .. }
        | Op::StoreByte { data, index, .. } => Some((data, index)),
        _ => None,
    }
}

fn loaded_item(op: &Op) -> Option<(V, V)> {
    match *op {
        Op::LoadItem { data, index }
        | Op::LoadItemI { data, index }
        | Op::LoadItemF { data, index }
        | Op::LoadItemB { data, index }
        | Op::LoadByte { data, index } => Some((data, index)),
        _ => None,
    }
}

/// The loads that the store makes superfluous, as they would be written, with what they would give.
pub(super) fn forwarded(op: &Op) -> Option<(Op, V)> {
    Some(match *op {
        Op::StoreSlot {
            object,
            slot,
            value,
        } => (Op::LoadSlot { object, slot }, value),
        Op::StoreSlotI {
            object,
            slot,
            value,
        } => (Op::LoadSlotI { object, slot }, value),
        Op::StoreSlotF {
            object,
            slot,
            value,
        } => (Op::LoadSlotF { object, slot }, value),
        Op::StoreItem {
            data, index, value, ..
        } => (Op::LoadItem { data, index }, value),
        Op::StoreItemI { data, index, value } => (Op::LoadItemI { data, index }, value),
        Op::StoreItemF { data, index, value } => (Op::LoadItemF { data, index }, value),
        Op::StoreItemB { data, index, value } => (Op::LoadItemB { data, index }, value),
        Op::StoreByte { data, index, value } => (Op::LoadByte { data, index }, value),
        Op::StoreCell { cell, value } => (Op::LoadCell { cell }, value),
        _ => return None,
    })
}

/// The writing operations of a block and the regions they write.
pub(super) struct Writers {
    /// By block.
    pub(super) ops: Vec<Vec<V>>,
    /// By block: bits as those of `Effects::writes`.
    pub(super) regions: Vec<u64>,
}

impl Writers {
    /// Looks through the graph.
    pub(super) fn new(g: &Graph) -> Writers {
        let mut all = Writers {
            ops: vec![Vec::new(); g.blocks.len()],
            regions: vec![0; g.blocks.len()],
        };
        for b in g.block_ids() {
            for &v in &g.block(b).ops {
                let ValueData::Op(op) = &g.values[v.0 as usize] else {
                    continue;
                };
                let writes = op.effects().writes();
                if writes != 0 {
                    all.ops[b.0 as usize].push(v);
                    all.regions[b.0 as usize] |= writes;
                }
            }
        }
        all
    }
}
