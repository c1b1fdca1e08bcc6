//! Calls and the making of functions.
//!
//! CPython's orders of callable, NULL and self all come out the same, since markers take no register: the callable's home is
//! followed by self (if there may be one) and the arguments.

use super::consts::check_names;
use super::ir::Arg;
use super::machine::{Flow, Machine, Outcome};
use super::stack::Tag;
use super::{Why, values};
use crate::bytecode::decode::Ins;
use crate::bytecode::ops::Op;
use crate::pyc::Opcode;
use crate::pyc::code::Const;

const NO: Arg = Arg::Nothing;

/// Whether an instruction may stand between `KW_NAMES` and its call, or is the call.
pub(super) fn takes_names(op: Opcode) -> bool {
    matches!(op, Opcode::Precall | Opcode::Call)
}

impl Machine<'_> {
    /// Calls what lies in slot `callee` (and the next, when `has_self`) with the slots above; `n` counts arguments without self.
    fn call_slots(&mut self, op: Op, callee: usize, n: usize) -> Outcome {
        let len = self.stack.len();
        let base = self.home(callee)?;
        self.settle_range(callee, len)?;
        self.settle_where(
            0,
            callee,
            |slot| matches!(slot.at, Arg::Temp(temp) if temp >= base),
        )?;
        self.drop(len - callee)?;
        let n = u32::try_from(n).map_err(|_| "too many arguments".to_owned())?;
        self.push_result(op, Arg::Temp(base), Arg::Num(n))?;
        Ok(Flow::Next)
    }

    /// A call of the two slots below `n` arguments (and their names, when `named`).
    fn call_pair(&mut self, n: usize, named: bool) -> Outcome {
        let above = n + usize::from(named);
        for depth in 1..=above {
            self.value(depth)?;
        }
        if named {
            check_names(self.known(1)?, n)?;
        }
        let callee = self.index(above + 2)?;
        let (low, high) = (self.peek(above + 2)?.tag, self.peek(above + 1)?.tag);
        let (method, n) = match (low, high) {
            (Tag::Null, tag) | (tag, Tag::Null) if tag.is_value() => (false, n),
            (Tag::Method, Tag::SelfOrNull) => (true, n),
            (tag, Tag::SelfOrNull) if tag.is_value() => (true, n),
            (low, high) if low.is_value() && high.is_value() => (false, n + 1),
            _ => return Err(format!("calls {} with {}", low.name(), high.name())),
        };
        let op = match (method, named) {
            (true, false) => Op::Call,
            (true, true) => Op::CallKw,
            (false, false) => Op::CallPlain,
            (false, true) => Op::CallPlainKw,
        };
        self.call_slots(op, callee, n)
    }

    /// A call of one slot below `n` arguments (and their names), or of the two of [`load_attr`].
    fn call_loaded(&mut self, n: usize, named: bool) -> Outcome {
        let callee = self.peek(n + 1 + usize::from(named))?;
        if callee.tag == Tag::SelfOrNull {
            self.call_pair(n, named)
        } else {
            self.call_single(n, named)
        }
    }

    /// A call of the slot below `n` arguments (and their names).
    fn call_single(&mut self, n: usize, named: bool) -> Outcome {
        let above = n + usize::from(named);
        for depth in 1..=above + 1 {
            self.value(depth)?;
        }
        if named {
            check_names(self.known(1)?, n)?;
        }
        let callee = self.index(above + 1)?;
        let op = if named {
            Op::CallPlainKw
        } else {
            Op::CallPlain
        };
        self.call_slots(op, callee, n)
    }

    /// A call of the slot below `n` arguments.
    pub(super) fn call_plain(&mut self, n: usize) -> Result<(), Why> {
        self.call_single(n, false)?;
        Ok(())
    }

    /// A call with a tuple and perhaps a mapping, of slot `callee`.
    fn call_spread(&mut self, callee: usize, has_map: bool) -> Outcome {
        for depth in 1..=1 + usize::from(has_map) {
            self.value(depth)?;
        }
        self.call_slots(Op::CallPlainEx, callee, usize::from(has_map))
    }

    /// Fails unless the slot `depth` below the top is NULL.
    fn null(&self, depth: usize) -> Result<(), Why> {
        match self.peek(depth)?.tag {
            Tag::Null => Ok(()),
            tag => Err(format!("takes {} for NULL", tag.name())),
        }
    }
}

fn flag(arg: u32, max: u32) -> Result<bool, Why> {
    if arg > max {
        return Err("operand out of range".to_owned());
    }
    Ok(arg & 1 != 0)
}

// ---- up to 3.10

/// An attribute, as a method when it is to be called.
pub(super) fn load_attr(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    if m.method_loads.get(m.at) == Some(&true) {
        values::load_method(m, ins)
    } else {
        values::load_attr(m, ins)
    }
}

pub(super) fn call_function(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    m.call_loaded(ins.arg as usize, false)
}

pub(super) fn call_function_kw(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    m.call_loaded(ins.arg as usize, true)
}

pub(super) fn call_method(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    m.call_pair(ins.arg as usize, false)
}

/// Up to 3.10: callable, tuple and perhaps a mapping.
pub(super) fn call_ex_single(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    let has_map = flag(ins.arg, 1)?;
    let depth = 2 + usize::from(has_map);
    m.value(depth)?;
    let callee = m.index(depth)?;
    m.call_spread(callee, has_map)
}

// ---- 3.11, 3.12

pub(super) fn kw_names(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    if ins.arg as usize >= m.raw.consts.len() {
        return Err("constant index out of range".to_owned());
    }
    m.kw_names = Some(ins.arg);
    Ok(Flow::Next)
}

/// A call whose names, if any, were given by `KW_NAMES`.
pub(super) fn call(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    let names = m.kw_names.take();
    if let Some(k) = names {
        m.push_const(k)?;
    }
    m.call_pair(ins.arg as usize, names.is_some())
}

/// 3.11, 3.12: NULL, callable, tuple and perhaps a mapping.
pub(super) fn call_ex_null_first(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    let has_map = flag(ins.arg, 1)?;
    let depth = 2 + usize::from(has_map);
    m.value(depth)?;
    m.null(depth + 1)?;
    let callee = m.index(depth + 1)?;
    m.call_spread(callee, has_map)
}

// ---- 3.13 and later

pub(super) fn call_kw(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    m.call_pair(ins.arg as usize, true)
}

/// 3.13: callable, NULL, tuple and perhaps a mapping.
pub(super) fn call_ex_null_second(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    let has_map = flag(ins.arg, 1)?;
    let depth = 2 + usize::from(has_map);
    m.null(depth)?;
    m.value(depth + 1)?;
    let callee = m.index(depth + 1)?;
    m.call_spread(callee, has_map)
}

/// 3.14 and later: callable, NULL, tuple, and a mapping or NULL.
pub(super) fn call_ex_map_or_null(m: &mut Machine<'_>, _: Ins) -> Outcome {
    let has_map = m.peek(1)?.tag != Tag::Null;
    if !has_map {
        m.pop()?;
    }
    let depth = 2 + usize::from(has_map);
    m.null(depth)?;
    m.value(depth + 1)?;
    let callee = m.index(depth + 1)?;
    m.call_spread(callee, has_map)
}

// ---- functions

/// The attributes that the operand of `MAKE_FUNCTION` may ask for, in the order in which they lie on the stack.
const ATTRIBUTES: [u32; 4] = [1, 2, 4, 8];

/// Up to 3.12: a function from code, qualified name (up to 3.10) and the attributes below them.
fn make_function_with(m: &mut Machine<'_>, ins: Ins, named: bool) -> Outcome {
    if ins.arg > 15 {
        return Err("operand of MAKE_FUNCTION out of range".to_owned());
    }
    let name = if named { m.pop_value()? } else { NO };
    is_code(m)?;
    let code = m.pop_value()?;
    let n = ins.arg.count_ones() as usize;
    // Made above the attributes, which are still needed.
    let home = m.next_home()?;
    m.claim(home, 1)?;
    let function = Arg::Temp(home);
    m.emit(Op::MakeFunction, [function, code, name]);
    let wanted = ATTRIBUTES.iter().filter(|&&bit| ins.arg & bit != 0);
    for (index, &which) in wanted.enumerate() {
        let value = m.value(n - index)?;
        m.emit(Op::SetFunctionAttr, [function, value, Arg::Num(which)]);
    }
    m.drop(n)?;
    m.push(Tag::Value, function)?;
    Ok(Flow::Next)
}

fn is_code(m: &Machine<'_>) -> Result<(), Why> {
    match m.known(1)? {
        Some(Const::Code(_)) => Ok(()),
        _ => Err("makes a function of what is no constant code object".to_owned()),
    }
}

pub(super) fn make_function_named(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    make_function_with(m, ins, true)
}

pub(super) fn make_function_flags(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    make_function_with(m, ins, false)
}

/// 3.13 and later: the attributes follow as instructions of their own.
pub(super) fn make_function(m: &mut Machine<'_>, _: Ins) -> Outcome {
    is_code(m)?;
    let code = m.pop_value()?;
    m.push_result(Op::MakeFunction, code, NO)?;
    Ok(Flow::Next)
}

pub(super) fn set_function_attribute(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    if !matches!(ins.arg, 1 | 2 | 4 | 8 | 16) {
        return Err("operand of SET_FUNCTION_ATTRIBUTE out of range".to_owned());
    }
    let function = m.pop_value()?;
    let value = m.pop_value()?;
    m.emit(Op::SetFunctionAttr, [function, value, Arg::Num(ins.arg)]);
    m.push(Tag::Value, function)?;
    Ok(Flow::Next)
}
