//! Drops the frame states of preheaders when nothing is hoisted any more, so that they keep no values alive.

use super::Context;
use crate::ir::Graph;

/// Runs the pass.
pub fn run(g: &mut Graph, _: &mut Context<'_>) -> bool {
    let mut changed = false;
    for block in &mut g.blocks {
        changed |= block.state.take().is_some();
    }
    changed
}
