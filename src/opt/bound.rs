//! "Bound" checks in front of type checks.
//!
//! What an attribute or name gives is checked to be there, and then to be of the type that the next operation wants. The second check alone says
//! both, so it takes the place of the first.
//!
//! **Invariant.** The type check leaves where the bound check left, with its frame state: earlier than before. Between the two places of one block nothing is
//! written and nothing observed, so the interpreter does the same work again.

use super::Context;
use crate::ir::hash::Map;
use crate::ir::{Block, Effects, Graph, Op, State, V};

/// Runs the pass; did it change anything?
pub fn run(g: &mut Graph, _: &mut Context<'_>) -> bool {
    let mut same: Map<V, V> = Map::default();
    for b in g.block_ids() {
        block(g, b, &mut same);
    }
    if same.is_empty() {
        return false;
    }
    g.replace_uses(|v| same.get(&v).copied().unwrap_or(v));
    true
}

fn block(g: &mut Graph, b: Block, same: &mut Map<V, V>) {
    let mut at = 0;
    while at < g.block(b).ops.len() {
        let guard = g.block(b).ops[at];
        if let Some(&Op::GuardBound { value, state }) = g.op(guard)
            && let Some(from) = type_check(g, b, at, guard)
        {
            let check = g.block_mut(b).ops.remove(from);
            g.block_mut(b).ops[at] = check;
            if let Some(op) = g.op_mut(check) {
                retarget(op, value, state);
            }
            same.insert(guard, value);
        }
        at += 1;
    }
}

/// The place of the check of the type of `guard`'s result, with nothing observable in between.
fn type_check(g: &Graph, b: Block, at: usize, guard: V) -> Option<usize> {
    for (i, &v) in g.block(b).ops.iter().enumerate().skip(at + 1) {
        let op = g.op(v)?;
        match *op {
            Op::UnboxInt { value, .. }
            | Op::UnboxFloat { value, .. }
            | Op::UnboxBool { value, .. }
            | Op::GuardShape { value, .. }
            | Op::GuardType { value, .. }
                if value == guard =>
            {
                return Some(i);
            }
            Op::GuardIs { value, bits, .. } if value == guard && bits != 0 => return Some(i),
            _ => {}
        }
        let effects = op.effects();
        if effects.writes() != 0 || effects.has(Effects::OBSERVES) || effects.has(Effects::ALLOC) {
            return None;
        }
    }
    None
}

fn retarget(op: &mut Op, to: V, at: State) {
    match op {
        Op::UnboxInt { value, state }
        | Op::UnboxFloat { value, state }
        | Op::UnboxBool { value, state }
        | Op::GuardShape { value, state, .. }
        | Op::GuardType { value, state, .. }
        | Op::GuardIs { value, state, .. } => {
            *value = to;
            *state = at;
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_type_check_takes_the_place() {
        let g = "\
b0:
  v0: val = ReadReg 0, 0
  v1: val = GuardBound v0, s0
  v2: f64 = ConstF64 0x0
  v3: f64 = UnboxFloat v1, s1
  v4: val = BoxFloat v3
  return v4
s0: code=0x10 pc=1 base=0 fn=v0 then=unit regs{}
s1: code=0x10 pc=2 base=0 fn=v0 then=unit regs{r1=v1}
";
        if let Ok(text) = crate::opt::run_on_text("bound", g) {
            assert!(text.contains("UnboxFloat v0, s0"), "{text}");
            assert!(!text.contains("GuardBound"), "{text}");
        }
    }
}
