//! The machine code of discarded units is unmapped when no native stack comes back to it.
//!
//! **Invariant.** Nobody enters a discarded unit: its entry is in no cell any more. Who is inside has called something (this code runs), so an address inside the unit is
//! on a native stack.

use std::ops::Range;

use super::tier::Made;
use crate::runtime::Vm;

/// Unmaps the code of discarded units that nobody is in.
pub(super) fn reclaim(vm: &Vm, made: &mut [Made]) {
    let dead = |m: &&mut Made| !m.alive && !m.unit.memory.addresses().is_empty();
    let mut discarded: Vec<&mut Made> = made.iter_mut().filter(dead).collect();
    let codes: Vec<Range<usize>> = discarded
        .iter()
        .map(|m| m.unit.memory.addresses())
        .collect();
    let low = codes.iter().map(|c| c.start).min();
    let high = codes.iter().map(|c| c.end).max();
    let Some((low, high)) = low.zip(high) else {
        return;
    };
    let mut inside = vec![false; codes.len()];
    vm.heap.each_stack_word(&mut |word| {
        if (low..=high).contains(&word) {
            for (inside, code) in inside.iter_mut().zip(&codes) {
                // a return address may be just behind the last instruction
                *inside |= (code.start..=code.end).contains(&word);
            }
        }
    });
    for (m, inside) in discarded.iter_mut().zip(inside) {
        if !inside {
            m.unit.memory.free();
        }
    }
}
