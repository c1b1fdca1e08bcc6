//! Up to 3.11, `super().name`: a call without arguments, then a load from its result. Both become the one operation that later versions have an instruction for, so that
//! no `super` object is made.
//!
//! The operation takes class and instance where the call would look for them: in the cell `__class__` and in the first local. Both are handed over as they stand there,
//! cells as cells, for only when they are looked at may something be wrong with them.

use super::control;
use super::ir::Arg;
use super::machine::{Machine, Outcome};
use super::stack::Tag;
use crate::bytecode::decode::{Ins, Target};
use crate::pyc::{Opcode, RawCode, Version};

/// What an instruction is part of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Nothing of the kind.
    Other,
    /// The call of `super`.
    Call,
    /// The load of an attribute from its result; for a call, or not.
    Load {
        /// Is the attribute called?
        method: bool,
    },
}

/// The parts of all such operations.
pub(super) fn parts(raw: &RawCode, list: &[Ins], method_loads: &[bool]) -> Vec<Role> {
    let mut parts = vec![Role::Other; list.len()];
    if raw.version > Version::V311 || raw.argcount == 0 || class_cell(raw).is_none() {
        return parts;
    }
    let targets = list.iter().filter_map(|ins| match ins.target {
        Target::To(to) => Some(to as usize),
        _ => None,
    });
    let targets: std::collections::HashSet<usize> = targets.collect();
    for at in 0..list.len() {
        if !loads_super(raw, list[at]) {
            continue;
        }
        let Some((call, load)) = call_and_load(list, at) else {
            continue;
        };
        if (at + 1..=load).any(|i| targets.contains(&i)) {
            continue;
        }
        let marked = method_loads.get(load) == Some(&true);
        parts[call] = Role::Call;
        parts[load] = Role::Load {
            method: marked || list[load].op == Opcode::LoadMethod,
        };
    }
    parts
}

/// Is that the load of the global name `super`?
fn loads_super(raw: &RawCode, ins: Ins) -> bool {
    let name = match raw.version {
        Version::V311 if ins.arg & 1 == 0 => return false, // without NULL it is not called at once
        Version::V311 => ins.arg >> 1,
        _ => ins.arg,
    };
    let name = raw.names.get(name as usize);
    ins.op == Opcode::LoadGlobal && name.is_some_and(|n| n.as_str() == Some("super"))
}

/// The call without arguments and the load of an attribute that follow the instruction `at`.
fn call_and_load(list: &[Ins], at: usize) -> Option<(usize, usize)> {
    let after = |mut i: usize| {
        i += 1;
        while list.get(i)?.op == Opcode::Precall {
            i += 1;
        }
        Some(i)
    };
    let call = after(at)?;
    let load = after(call)?;
    let calls = matches!(list[call].op, Opcode::Call | Opcode::CallFunction);
    let loads = matches!(list[load].op, Opcode::LoadMethod | Opcode::LoadAttr);
    (calls && list[call].arg == 0 && loads).then_some((call, load))
}

/// The local that holds the cell `__class__` of a method.
fn class_cell(raw: &RawCode) -> Option<u16> {
    let mut locals = raw.localsplus.iter();
    let at = locals.position(|l| l.is_free() && l.name.as_str() == Some("__class__"))?;
    u16::try_from(at).ok()
}

/// Hands over class and instance instead of calling.
pub(super) fn call(m: &mut Machine<'_>) -> Outcome {
    let Some(class) = class_cell(m.raw) else {
        return Err("super() without __class__".to_owned());
    };
    let callee = m.pop_value()?;
    if m.raw.version == Version::V311 {
        m.drop(1)?;
    }
    m.push(Tag::Value, callee)?;
    m.push(Tag::Value, Arg::Local(class))?;
    m.push(Tag::Value, Arg::Local(0))?;
    Ok(super::machine::Flow::Next)
}

/// Loads the attribute.
pub(super) fn load(m: &mut Machine<'_>, ins: Ins, method: bool) -> Outcome {
    let arg = ins.arg << 2 | u32::from(method);
    control::load_super_attr(m, Ins { arg, ..ins }, Tag::Method)
}
