//! Shapes that objects have only until the next one.
//!
//! A new object takes one more shape with each attribute that it gets. **Invariant.** A shape is not written where another one is before anybody can see it: before
//! anything that reads shapes, allocates (the collector goes by shapes) or leaves.

use super::Context;
use crate::ir::{Block, Effects, Graph, Op, V};

/// Runs the pass; did it change anything?
pub fn run(g: &mut Graph, _: &mut Context<'_>) -> bool {
    let mut changed = false;
    for b in g.block_ids() {
        changed |= block(g, b);
    }
    changed
}

fn block(g: &mut Graph, b: Block) -> bool {
    let mut ops = std::mem::take(&mut g.block_mut(b).ops);
    let n = ops.len();
    // of each object: the shape that is written later, and the operation that does
    let mut later: Vec<(V, u32, usize)> = Vec::new();
    let mut keep = vec![true; n];
    for at in (0..n).rev() {
        let v = ops[at];
        let Some(op) = g.op_mut(v) else { continue };
        match *op {
            Op::SetShape { object, shape } => {
                if later.iter().any(|l| l.0 == object) {
                    keep[at] = false;
                } else {
                    later.push((object, shape, at));
                }
                continue;
            }
            Op::NewInstance { ref mut shape, .. } => {
                if let Some(&(_, last, by)) = later.iter().find(|l| l.0 == v) {
                    *shape = last;
                    keep[by] = false;
                }
            }
            _ => {}
        }
        let effects = op.effects();
        let seen = [
            Effects::SHAPE,
            Effects::EXITS,
            Effects::ALLOC,
            Effects::OBSERVES,
        ];
        if seen.into_iter().any(|e| effects.has(e)) {
            later.clear();
        }
    }
    let mut at = 0;
    ops.retain(|_| {
        at += 1;
        keep[at - 1]
    });
    let changed = ops.len() < n;
    g.block_mut(b).ops = ops;
    changed
}

#[cfg(test)]
mod tests {
    use super::super::check;

    #[test]
    fn a_new_object_has_the_last_of_its_shapes() {
        check(
            "shapes",
            "b0:
               v0: val = ReadReg 0, 0
               v1: val = NewInstance 248, 2, 0
               SetShape v1, 249
               StoreSlot v1, 0, v0
               SetShape v1, 250
               StoreSlot v1, 1, v0
               v2: val = NewInstance 248, 2, 0
               SetShape v2, 249
               StoreSlot v2, 0, v0
               v3: bool = UnboxBool v0, s0
               SetShape v2, 250
               StoreSlot v2, 1, v1
               return v2
             s0: code=0x1 pc=0 base=0 entered fn=v0 then=unit regs{r0=v2}",
            "b0:
               v0: val = ReadReg 0, 0
               v1: val = NewInstance 250, 2, 0
               StoreSlot v1, 0, v0
               StoreSlot v1, 1, v0
               v2: val = NewInstance 249, 2, 0
               StoreSlot v2, 0, v0
               v3: bool = UnboxBool v0, s0
               SetShape v2, 250
               StoreSlot v2, 1, v1
               return v2
             s0: code=0x1 pc=0 base=0 entered fn=v0 then=unit regs{r0=v2}",
        );
    }
}
