//! Iteration, return, raise, the exception handlers and `with` of 3.11 and later, imports, intrinsics.

use super::Why;
use super::ir::{Arg, Entry};
use super::machine::{Flow, Machine, Outcome, Part, Start};
use super::stack::Tag;
use crate::bytecode::decode::Ins;
use crate::bytecode::ops::Op;
use crate::pyc::code::Const;
use crate::pyc::{Opcode, PyText};

const NO: Arg = Arg::Nothing;

// ---- iteration

pub(super) fn get_iter(m: &mut Machine<'_>, _: Ins) -> Outcome {
    let src = m.pop_value()?;
    m.push_ahead(Op::GetIter, src, NO, &[false])?;
    m.note_iterator(1)?;
    Ok(Flow::Next)
}

/// What lies on the stack when a loop is exhausted: differs between versions.
pub(super) enum Exhausted {
    /// Up to 3.11: the iterator is gone.
    Popped,
    /// From 3.12: it is there, and something above it.
    Kept,
}

/// `for_iter`: the iterator lies `depth` below the top.
pub(super) fn for_iter(m: &mut Machine<'_>, ins: Ins, depth: usize, exit: Exhausted) -> Outcome {
    let to = m.target(ins)?;
    let next = m.at + 1;
    // `for x in …`: the item goes to the local at once.
    let store = m.ins.get(next).filter(|ins| ins.op == Opcode::StoreFast);
    let local = match store {
        Some(store) => Some(m.local(store.arg)?),
        None => None,
    };
    if let Some(local) = local {
        m.save_local(local)?;
    }
    let iter = m.value(depth)?;
    let slot = m.index(depth)?;
    // The exit's edge comes first: its moves belong before the test.
    let out = match exit {
        Exhausted::Kept => {
            m.push(Tag::Null, NO)?;
            let out = m.edge(to)?;
            m.stack.pop();
            out
        }
        Exhausted::Popped => {
            m.stack.pop();
            m.pins.push(iter);
            let out = m.edge(to)?;
            let iter = m.pins.pop().unwrap_or(iter);
            m.push(Tag::Value, iter)?;
            out
        }
    };
    let home = m.next_home()?;
    if local.is_none() {
        m.claim(home, 1)?;
    }
    let iter = m.stack.slots().get(slot).map_or(iter, |slot| slot.at);
    let dst = local.map_or(Arg::Temp(home), Arg::Local);
    m.emit(Op::ForIter, [iter, dst, Arg::Block(out)]);
    let body = match local {
        Some(_) => next + 1,
        None => {
            m.push(Tag::Value, dst)?;
            next
        }
    };
    Ok(Flow::Fall(m.edge(body as u32)?))
}

pub(super) fn for_iter_popped(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    for_iter(m, ins, 1, Exhausted::Popped)
}

pub(super) fn for_iter_kept(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    for_iter(m, ins, 1, Exhausted::Kept)
}

pub(super) fn pop_one(m: &mut Machine<'_>, _: Ins) -> Outcome {
    m.drop(1)?;
    Ok(Flow::Next)
}

/// Drops the iterator of a loop.
pub(super) fn pop_iter(m: &mut Machine<'_>, _: Ins) -> Outcome {
    let iter = m.pop()?;
    m.clear_iterator(iter);
    Ok(Flow::Next)
}

pub(super) fn pop_two(m: &mut Machine<'_>, _: Ins) -> Outcome {
    m.drop(2)?;
    Ok(Flow::Next)
}

// ---- leaving

pub(super) fn return_value(m: &mut Machine<'_>, _: Ins) -> Outcome {
    let value = m.pop_value()?;
    m.emit(Op::Ret, [value, NO, NO]);
    Ok(Flow::End)
}

pub(super) fn return_const(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    super::values::load_const(m, ins)?;
    return_value(m, ins)
}

pub(super) fn raise_varargs(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    if ins.arg > 2 {
        return Err("operand of RAISE_VARARGS out of range".to_owned());
    }
    let base = m.pop_row(ins.arg as usize)?;
    m.emit(Op::Raise, [base, Arg::Num(ins.arg), NO]);
    Ok(Flow::End)
}

// ---- exceptions, 3.11 and later

/// Finds the handler of the current instruction in the exception table.
pub(super) fn protect(m: &mut Machine<'_>) -> Result<(), Why> {
    let Some(Some(row)) = m.rows.get(m.at).copied() else {
        return Ok(());
    };
    if row.depth > m.stack.len() {
        return Err("the exception handler wants more values than there are".to_owned());
    }
    m.settle_below(row.depth)?;
    let home = m.home(row.depth)?;
    let lasti = row.lasti.then_some(home);
    let mut exc = home + u16::from(row.lasti);
    // `push_exc` puts the previous exception below it.
    if m.ins
        .get(row.target as usize)
        .is_some_and(|ins| ins.op == Opcode::PushExcInfo)
    {
        exc += 1;
    }
    let start = Start {
        pc: row.target,
        part: Part::Handler,
    };
    let slot = (Tag::Exception, Arg::Temp(exc));
    let entry = Entry { exc, lasti };
    m.handler = match lasti {
        Some(at) => {
            let extra = [(Tag::Lasti, Arg::Temp(at)), slot];
            m.direct_edge(start, row.depth, &extra, &[], Some(entry))?
        }
        None => m.direct_edge(start, row.depth, &[slot], &[], Some(entry))?,
    };
    m.kept = home;
    Ok(())
}

pub(super) fn push_exc_info(m: &mut Machine<'_>, _: Ins) -> Outcome {
    let mut exc = m.pop_tag(Tag::Exception)?.at;
    let home = m.next_home()?;
    m.claim(home, 2)?;
    if exc != Arg::Temp(home + 1) {
        m.load(Arg::Temp(home + 1), exc);
        exc = Arg::Temp(home + 1);
    }
    m.emit(Op::PushExc, [Arg::Temp(home), exc, NO]);
    m.push(Tag::Previous, Arg::Temp(home))?;
    m.push(Tag::Exception, exc)?;
    Ok(Flow::Next)
}

pub(super) fn pop_except(m: &mut Machine<'_>, _: Ins) -> Outcome {
    let previous = m.pop_tag(Tag::Previous)?.at;
    m.emit(Op::PopExc, [previous, NO, NO]);
    Ok(Flow::Next)
}

pub(super) fn check_exc_match(m: &mut Machine<'_>, _: Ins) -> Outcome {
    let kind = m.pop_value()?;
    let exc = m.value(1)?;
    m.push_result(Op::MatchExc, exc, kind)?;
    Ok(Flow::Next)
}

pub(super) fn check_eg_match(m: &mut Machine<'_>, _: Ins) -> Outcome {
    let kind = m.pop_value()?;
    let exc = m.pop_value()?;
    let home = m.next_home()?;
    m.claim(home, 2)?;
    m.emit(Op::MatchExcGroup, [Arg::Temp(home), exc, kind]);
    m.push(Tag::Value, Arg::Temp(home))?;
    m.push(Tag::Value, Arg::Temp(home + 1))?;
    Ok(Flow::Next)
}

pub(super) fn prep_reraise_star(m: &mut Machine<'_>, _: Ins) -> Outcome {
    let base = m.pop_row(2)?;
    m.push_result(Op::PrepReraiseStar, base, NO)?;
    Ok(Flow::Next)
}

pub(super) fn reraise(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    let lasti = match ins.arg as usize {
        0 => NO,
        depth => {
            let slot = m.peek(depth.saturating_add(1))?;
            if slot.tag != Tag::Lasti {
                return Err(format!(
                    "takes {} for the number of an instruction",
                    slot.tag.name()
                ));
            }
            slot.at
        }
    };
    let exc = m.pop_value()?;
    m.emit(Op::Reraise, [exc, lasti, NO]);
    Ok(Flow::End)
}

/// The handler's part in the arrival of an exception, 3.11 and later: none.
pub(super) fn arrive(_: &mut Machine<'_>) -> Result<(), Why> {
    Ok(())
}

// ---- with

/// `BEFORE_WITH`: pushes the bound exit method and what enter returned.
pub(super) fn with_enter(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    let op = match ins.op {
        Opcode::BeforeAsyncWith => Op::WithAenter,
        _ => Op::WithEnter,
    };
    let manager = m.pop_value()?;
    let home = m.next_home()?;
    m.claim(home, 2)?;
    m.emit(op, [Arg::Temp(home), manager, NO]);
    m.push(Tag::Value, Arg::Temp(home))?;
    m.push(Tag::Value, Arg::Temp(home + 1))?;
    Ok(Flow::Next)
}

/// Calls the exit function `depth` below the top with the exception `exc` below it.
pub(super) fn with_exit(m: &mut Machine<'_>, depth: usize, exc: usize) -> Outcome {
    let exit = m.value(depth)?;
    let exc = m.value(exc)?;
    m.push_result(Op::WithExit, exit, exc)?;
    Ok(Flow::Next)
}

/// 3.11–3.13: exit function, lasti, previous, exception.
pub(super) fn with_except_start(m: &mut Machine<'_>, _: Ins) -> Outcome {
    with_exit(m, 4, 1)
}

/// 3.14 and later: exit function, its self, lasti, previous, exception.
pub(super) fn with_except_start_method(m: &mut Machine<'_>, _: Ins) -> Outcome {
    m.value(5)?;
    match m.peek(4)?.tag {
        Tag::SelfOrNull => {}
        tag if tag.is_value() => {}
        tag => return Err(format!("takes {} for self", tag.name())),
    }
    let from = m.index(5)?;
    m.settle_range(from, from + 2)?;
    let (exit, exc) = (m.value(5)?, m.value(1)?);
    m.push_result(Op::WithExitMethod, exit, exc)?;
    Ok(Flow::Next)
}

pub(super) fn load_special(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    if ins.arg > 3 {
        return Err("operand of LOAD_SPECIAL out of range".to_owned());
    }
    let obj = m.pop_value()?;
    m.push_pair(Op::LoadSpecial, obj, Arg::Num(ins.arg), Tag::Value)?;
    Ok(Flow::Next)
}

// ---- imports

/// `IMPORT_NAME` of a name given by its index.
pub(super) fn import(m: &mut Machine<'_>, name: u32) -> Outcome {
    let name = m.name(name)?;
    let base = m.pop_row(2)?;
    m.push_result(Op::ImportName, base, name)?;
    Ok(Flow::Next)
}

pub(super) fn import_name(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    import(m, ins.arg)
}

pub(super) fn import_from(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    let name = m.name(ins.arg)?;
    let module = m.value(1)?;
    m.push_result(Op::ImportFrom, module, name)?;
    Ok(Flow::Next)
}

/// Up to 3.11.
pub(super) fn import_star(m: &mut Machine<'_>, _: Ins) -> Outcome {
    let module = m.pop_value()?;
    m.emit(Op::ImportStar, [module, NO, NO]);
    Ok(Flow::Next)
}

// ---- the rest

/// `super().name` and its kin: `name << 2 | two arguments << 1 | method`.
pub(super) fn load_super_attr(m: &mut Machine<'_>, ins: Ins, callable: Tag) -> Outcome {
    let name = m.name(ins.arg >> 2)?;
    let base = m.pop_row(3)?;
    match (ins.arg & 2 != 0, ins.arg & 1 != 0) {
        (true, false) => m.push_result(Op::LoadSuperAttr, base, name)?,
        (false, false) => m.push_result(Op::LoadZeroSuperAttr, base, name)?,
        (true, true) => m.push_pair(Op::LoadSuperMethod, base, name, callable)?,
        (false, true) => m.push_pair(Op::LoadZeroSuperMethod, base, name, callable)?,
    }
    Ok(Flow::Next)
}

/// The intrinsics that have operations of their own.
const PRINT: u32 = 1;
const IMPORT_STAR: u32 = 2;
const UNARY_POSITIVE: u32 = 5;
const LIST_TO_TUPLE: u32 = 6;
const PREP_RERAISE_STAR: u32 = 1;

/// Up to 3.11: shows the value of an expression of an interactive session.
pub(super) fn print_expr(m: &mut Machine<'_>, _: Ins) -> Outcome {
    let src = m.pop_value()?;
    m.push_result(Op::Intrinsic1, src, Arg::Num(PRINT))?;
    m.drop(1)?;
    Ok(Flow::Next)
}

/// An intrinsic with one argument, whatever the version.
pub(super) fn wrap(m: &mut Machine<'_>, which: u32) -> Outcome {
    let src = m.pop_value()?;
    m.push_result(Op::Intrinsic1, src, Arg::Num(which))?;
    Ok(Flow::Next)
}

/// An intrinsic with one argument.
pub(super) fn intrinsic_1(m: &mut Machine<'_>, which: u32) -> Outcome {
    let count = crate::pyc::opcodes::table(m.raw.version).counts.intrinsics1;
    if which == 0 || which >= count {
        return Err("operand of CALL_INTRINSIC_1 out of range".to_owned());
    }
    match which {
        UNARY_POSITIVE => m.unary(Op::Pos),
        LIST_TO_TUPLE => m.unary(Op::ListToTuple),
        IMPORT_STAR => {
            let module = m.pop_value()?;
            m.emit(Op::ImportStar, [module, NO, NO]);
            let none = m.pool.none();
            m.push_const(none)?;
            Ok(Flow::Next)
        }
        _ => wrap(m, which),
    }
}

pub(super) fn call_intrinsic_1(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    intrinsic_1(m, ins.arg)
}

pub(super) fn call_intrinsic_2(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    let count = crate::pyc::opcodes::table(m.raw.version).counts.intrinsics2;
    if ins.arg == 0 || ins.arg >= count {
        return Err("operand of CALL_INTRINSIC_2 out of range".to_owned());
    }
    if ins.arg == PREP_RERAISE_STAR {
        return prep_reraise_star(m, ins);
    }
    let base = m.pop_row(2)?;
    m.push_result(Op::Intrinsic2, base, Arg::Num(ins.arg))?;
    Ok(Flow::Next)
}

/// `LOAD_COMMON_CONSTANT`
pub(super) fn load_common_constant(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    let count = crate::pyc::opcodes::table(m.raw.version).counts.common;
    if ins.arg >= count {
        return Err("operand of LOAD_COMMON_CONSTANT out of range".to_owned());
    }
    let k = match ins.arg {
        0 => return super::values::load_assertion_error(m, ins),
        7 => m.pool.none(),
        8 => m.pool.text(&PyText::new("")),
        9 => m.pool.constant(Const::True),
        10 => m.pool.constant(Const::False),
        11 => m.pool.int(-1),
        which => {
            m.push_result(Op::LoadCommon, Arg::Num(which), NO)?;
            return Ok(Flow::Next);
        }
    };
    m.push_const(k)?;
    Ok(Flow::Next)
}
