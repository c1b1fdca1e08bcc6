//! What is known about a code object before the walk: where blocks begin, loops, exception handlers, locals that are never unbound.

use std::collections::HashMap;

use super::machine::{Machine, Row};
use super::{methods, shape, supers};
use crate::bytecode::Invalid;
use crate::bytecode::decode::{Decoded, Target};
use crate::pyc::Opcode;
use crate::pyc::exceptions::read_rows;

/// Fills the machine's tables.
pub(super) fn prepare(m: &mut Machine<'_>, decoded: &Decoded) -> Result<(), Invalid> {
    jumps(m);
    always_bound(m);
    if m.family.block_stack {
        m.method_loads = methods::method_loads(m.ins);
    }
    m.supers = supers::parts(m.raw, m.ins, &m.method_loads);
    if m.raw.old_vars.is_none() {
        exception_rows(m, decoded)?;
    }
    Ok(())
}

/// Leaders and loops.
fn jumps(m: &mut Machine<'_>) {
    let mut ends: HashMap<usize, usize> = HashMap::new();
    for (index, ins) in m.ins.iter().enumerate() {
        let Target::To(to) = ins.target else { continue };
        let to = to as usize;
        if let Some(leader) = m.leaders.get_mut(to) {
            *leader = true;
        }
        let begins = matches!(
            ins.op,
            Opcode::SetupFinally | Opcode::SetupWith | Opcode::SetupAsyncWith
        );
        if let Some(start) = m.finally_starts.get_mut(to).filter(|_| begins) {
            *start = true;
        }
        if to <= index {
            let end = ends.entry(to).or_default();
            *end = (*end).max(index);
        }
    }
    let mut delta = vec![0_i64; m.ins.len() + 1];
    let mut change = |at: usize, by: i64| {
        if let Some(entry) = delta.get_mut(at) {
            *entry += by;
        }
    };
    let mut ends: Vec<_> = ends.into_iter().collect();
    ends.sort_unstable();
    for (start, end) in ends {
        change(start, 1);
        change(end + 1, -1);
    }
    let mut depth = 0;
    for (loops, by) in m.loops.iter_mut().zip(delta) {
        depth += by;
        *loops = depth.clamp(0, 6) as u8;
    }
}

/// A parameter is bound at entry, and stays so unless something unbinds it.
fn always_bound(m: &mut Machine<'_>) {
    let parameters = shape::parameters(m.raw).unwrap_or(0);
    m.always_bound = vec![false; m.raw.localsplus.len()];
    for bound in m.always_bound.iter_mut().take(parameters) {
        *bound = true;
    }
    for ins in m.ins {
        if matches!(ins.op, Opcode::DeleteFast | Opcode::LoadFastAndClear)
            && let Some(bound) = m.always_bound.get_mut(ins.arg as usize)
        {
            *bound = false;
        }
    }
}

/// Finds the row of the exception table for each instruction: the first that covers it.
fn exception_rows(m: &mut Machine<'_>, decoded: &Decoded) -> Result<(), Invalid> {
    let fail = |why: String| Invalid { offset: 0, why };
    let rows = read_rows(m.raw).map_err(|bad| fail(bad.to_string()))?;
    let list = m.ins;
    m.rows = vec![None; list.len()];
    // For each instruction the next one without a row.
    let mut free: Vec<usize> = (0..=list.len()).collect();
    for row in rows {
        let units = m.raw.code.len() as u64 / 2;
        let target = decoded.at_offset(i64::from(row.target) * 2);
        let (true, Some(target)) = (row.start < row.end && u64::from(row.end) <= units, target)
        else {
            return Err(fail(
                "a row of the exception table is out of range".to_owned(),
            ));
        };
        if let Some(leader) = m.leaders.get_mut(target as usize) {
            *leader = true;
        }
        let index =
            |unit: u32| list.partition_point(|ins| u64::from(ins.offset) < u64::from(unit) * 2);
        let end = index(row.end);
        let mut at = find(&mut free, index(row.start));
        while at < end {
            if let Some(entry) = m.rows.get_mut(at) {
                *entry = Some(Row {
                    target,
                    depth: row.depth as usize,
                    lasti: row.lasti,
                });
            }
            if let Some(next) = free.get_mut(at) {
                *next = at + 1;
            }
            at = find(&mut free, at + 1);
        }
    }
    Ok(())
}

/// The first instruction from `at` on without a row, shortening the way for the next search.
fn find(free: &mut [usize], at: usize) -> usize {
    let mut root = at;
    while let Some(&next) = free.get(root) {
        if next == root {
            break;
        }
        root = next;
    }
    let mut walk = at;
    while let Some(next) = free.get_mut(walk) {
        if *next == root || walk == root {
            break;
        }
        walk = std::mem::replace(next, root);
    }
    root
}
