//! Containers, text, unpacking, matching.

use super::Why;
use super::ir::Arg;
use super::machine::{Flow, Machine, Outcome};
use super::stack::Tag;
use crate::bytecode::decode::Ins;
use crate::bytecode::ops::Op;
use crate::pyc::Opcode;
use crate::pyc::code::Const;

const NO: Arg = Arg::Nothing;

impl Machine<'_> {
    /// Pops `n` objects and pushes what `op` makes of them.
    fn build(&mut self, op: Op, n: usize, imm: u32) -> Outcome {
        let base = self.pop_row(n)?;
        if n == 0 {
            self.push_ahead(op, base, Arg::Num(imm), &[false])?;
        } else {
            self.push_result(op, base, Arg::Num(imm))?;
        }
        Ok(Flow::Next)
    }
}

/// `BUILD_TUPLE` and the like.
pub(super) fn build_sequence(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    let op = match ins.op {
        Opcode::BuildTuple => Op::BuildTuple,
        Opcode::BuildList => Op::BuildList,
        Opcode::BuildSet => Op::BuildSet,
        _ => Op::BuildString,
    };
    m.build(op, ins.arg as usize, ins.arg)
}

pub(super) fn build_map(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    m.build(Op::BuildMap, (ins.arg as usize).saturating_mul(2), ins.arg)
}

pub(super) fn build_const_key_map(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    let n = ins.arg as usize;
    match m.known(1)? {
        Some(Const::Tuple(keys)) if keys.len() == n => {}
        _ => return Err("the keys are no constant tuple of that length".to_owned()),
    }
    m.build(Op::BuildConstKeyMap, n.saturating_add(1), ins.arg)
}

pub(super) fn build_slice(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    if ins.arg != 2 && ins.arg != 3 {
        return Err("operand of BUILD_SLICE out of range".to_owned());
    }
    m.build(Op::BuildSlice, ins.arg as usize, ins.arg)
}

pub(super) fn build_interpolation(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    let (conversion, spec) = (ins.arg >> 2, ins.arg & 1);
    if conversion > 3 {
        return Err("operand of BUILD_INTERPOLATION out of range".to_owned());
    }
    m.build(
        Op::BuildInterpolation,
        2 + spec as usize,
        conversion | spec << 2,
    )
}

pub(super) fn build_template(m: &mut Machine<'_>, _: Ins) -> Outcome {
    m.binary(Op::BuildTemplate)
}

/// `LIST_APPEND` and the like: changes the container `depth` below the popped value.
pub(super) fn extend(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    let op = match ins.op {
        Opcode::ListAppend => Op::ListAppend,
        Opcode::SetAdd => Op::SetAdd,
        Opcode::ListExtend => Op::ListExtend,
        Opcode::SetUpdate => Op::SetUpdate,
        _ => Op::DictUpdate,
    };
    let item = m.pop_value()?;
    let container = m.container(ins.arg)?;
    m.emit(op, [container, item, NO]);
    Ok(Flow::Next)
}

impl Machine<'_> {
    fn container(&self, depth: u32) -> Result<Arg, Why> {
        if depth == 0 {
            return Err("a depth of 0".to_owned());
        }
        self.value(depth as usize)
    }
}

/// `MAP_ADD` from 3.8: the key lies below the value.
pub(super) fn map_add(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    let value = m.pop_value()?;
    let key = m.pop_value()?;
    let map = m.container(ins.arg)?;
    m.emit(Op::MapAdd, [map, key, value]);
    Ok(Flow::Next)
}

/// `MAP_ADD` up to 3.7: the value lies below the key.
pub(super) fn map_add_value_first(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    let key = m.pop_value()?;
    let value = m.pop_value()?;
    let map = m.container(ins.arg)?;
    m.emit(Op::MapAdd, [map, key, value]);
    Ok(Flow::Next)
}

/// `DICT_MERGE`; `above` slots lie between the callable and the dict besides the positional arguments.
fn dict_merge_with(m: &mut Machine<'_>, ins: Ins, above: usize) -> Outcome {
    let other = m.pop_value()?;
    let map = m.container(ins.arg)?;
    let callee = m.value((ins.arg as usize).saturating_add(above))?;
    m.emit(Op::DictMerge, [map, other, callee]);
    Ok(Flow::Next)
}

/// Up to 3.12 the callable lies directly below the positional arguments.
pub(super) fn dict_merge(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    dict_merge_with(m, ins, 2)
}

/// From 3.13 a NULL lies between.
pub(super) fn dict_merge_null_between(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    dict_merge_with(m, ins, 3)
}

pub(super) fn list_to_tuple(m: &mut Machine<'_>, _: Ins) -> Outcome {
    m.unary(Op::ListToTuple)
}

/// `BUILD_LIST_UNPACK` and the like (3.6–3.8): one container from `n` iterables.
pub(super) fn build_unpack(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    let (make, add) = match ins.op {
        Opcode::BuildSetUnpack => (Op::BuildSet, Op::SetUpdate),
        Opcode::BuildMapUnpack => (Op::BuildMap, Op::DictUpdate),
        Opcode::BuildMapUnpackWithCall => (Op::BuildMap, Op::DictMerge),
        _ => (Op::BuildList, Op::ListExtend),
    };
    let n = ins.arg as usize;
    let from = m.index(n)?;
    // `f(**a, **b)`: the callable lies below the tuple of positional arguments.
    let callee = if add == Op::DictMerge {
        m.value(n.saturating_add(2))?
    } else {
        NO
    };
    // Made above the operands: each of them is needed after it.
    let made = m.next_home()?;
    m.claim(made, 1)?;
    m.pins.push(Arg::Temp(made));
    m.emit(make, [Arg::Temp(made), Arg::Temp(made), Arg::Num(0)]);
    for depth in (1..=n).rev() {
        let item = m.value(depth)?;
        m.emit(add, [Arg::Temp(made), item, callee]);
    }
    m.drop(n)?;
    debug_assert_eq!(m.stack.len(), from);
    match ins.op {
        Opcode::BuildTupleUnpack | Opcode::BuildTupleUnpackWithCall => {
            m.push_result(Op::ListToTuple, Arg::Temp(made), NO)?;
        }
        _ => m.push(Tag::Value, Arg::Temp(made))?,
    }
    Ok(Flow::Next)
}

// ---- text

/// `FORMAT_VALUE` (up to 3.12): conversion and specification in one.
pub(super) fn format_value(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    if ins.arg > 7 {
        return Err("operand of FORMAT_VALUE out of range".to_owned());
    }
    let spec = if ins.arg & 4 != 0 { m.pop_value()? } else { NO };
    let how = ins.arg & 3;
    if how != 0 {
        let src = m.pop_value()?;
        m.push_result(Op::Convert, src, Arg::Num(how))?;
    }
    let src = m.pop_value()?;
    m.push_result(Op::Format, src, spec)?;
    Ok(Flow::Next)
}

pub(super) fn convert_value(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    if !(1..=3).contains(&ins.arg) {
        return Err("operand of CONVERT_VALUE out of range".to_owned());
    }
    let src = m.pop_value()?;
    m.push_result(Op::Convert, src, Arg::Num(ins.arg))?;
    Ok(Flow::Next)
}

pub(super) fn format_simple(m: &mut Machine<'_>, _: Ins) -> Outcome {
    m.unary(Op::Format)
}

pub(super) fn format_with_spec(m: &mut Machine<'_>, _: Ins) -> Outcome {
    m.binary(Op::Format)
}

// ---- unpacking

impl Machine<'_> {
    /// Pops a value and pushes `n` that `op` makes of it.
    fn unpack(&mut self, op: Op, n: usize, imm: u32) -> Outcome {
        if n > 0xFFF0 {
            return Err("needs too many registers".to_owned());
        }
        let src = self.pop_value()?;
        let home = self.next_home()?;
        self.claim(home, n)?;
        self.emit(op, [Arg::Temp(home), src, Arg::Num(imm)]);
        for index in 0..n as u16 {
            self.push(Tag::Value, Arg::Temp(home + index))?;
        }
        Ok(Flow::Next)
    }
}

pub(super) fn unpack_sequence(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    let n = ins.arg as usize;
    if n == 2 {
        let src = m.pop_value()?;
        let home = m.next_home()?;
        m.claim(home, 2)?;
        let (first, second) = (Arg::Temp(home + 1), Arg::Temp(home));
        m.emit(Op::UnpackPair, [first, second, src]);
        m.push(Tag::Value, second)?;
        m.push(Tag::Value, first)?;
        return Ok(Flow::Next);
    }
    if let Some(first) = stores_in_a_row(m, n) {
        let src = m.pop_value()?;
        m.emit(
            Op::UnpackForward,
            [Arg::Local(first), src, Arg::Num(ins.arg)],
        );
        return Ok(Flow::Skip(n));
    }
    m.unpack(Op::Unpack, n, ins.arg)
}

/// When the next `n` instructions store into consecutive locals that no slot means: the first of these.
fn stores_in_a_row(m: &Machine<'_>, n: usize) -> Option<u16> {
    let from = m.at + 1;
    let stores = m.ins.get(from..from.checked_add(n)?)?;
    let first = stores.first()?.arg;
    let fits = stores.iter().enumerate().all(|(index, ins)| {
        ins.op == Opcode::StoreFast
            && u64::from(ins.arg) == u64::from(first) + index as u64
            && !m.leaders.get(from + index).copied().unwrap_or(true)
            && m.local(ins.arg)
                .is_ok_and(|local| m.stack.local_refs(local) == 0)
    });
    if fits { m.local(first).ok() } else { None }
}

pub(super) fn unpack_ex(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    let (before, after) = (ins.arg & 255, ins.arg >> 8);
    if after > 255 {
        return Err("unpacks too many items behind a starred target".to_owned());
    }
    m.unpack(Op::UnpackStar, (before + after + 1) as usize, ins.arg)
}

// ---- matching

pub(super) fn get_len(m: &mut Machine<'_>, _: Ins) -> Outcome {
    let src = m.value(1)?;
    m.push_result(Op::GetLen, src, NO)?;
    Ok(Flow::Next)
}

pub(super) fn match_mapping(m: &mut Machine<'_>, _: Ins) -> Outcome {
    let src = m.value(1)?;
    m.push_result(Op::MatchMapping, src, NO)?;
    Ok(Flow::Next)
}

pub(super) fn match_sequence(m: &mut Machine<'_>, _: Ins) -> Outcome {
    let src = m.value(1)?;
    m.push_result(Op::MatchSequence, src, NO)?;
    Ok(Flow::Next)
}

pub(super) fn match_keys(m: &mut Machine<'_>, _: Ins) -> Outcome {
    let (keys, subject) = (m.value(1)?, m.value(2)?);
    m.push_result(Op::MatchKeys, subject, keys)?;
    Ok(Flow::Next)
}

pub(super) fn match_class(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    m.build(Op::MatchClass, 3, ins.arg)
}

impl Machine<'_> {
    /// Pushes whether the top is something: 3.10 says that beside the result.
    fn push_found(&mut self) -> Outcome {
        let found = self.value(1)?;
        let home = self.next_home()?;
        self.claim(home, 1)?;
        let none = Arg::Const(self.pool.none());
        self.emit(Op::IsNot, [Arg::Temp(home), found, none]);
        self.push(Tag::Value, Arg::Temp(home))?;
        Ok(Flow::Next)
    }
}

/// 3.10: pushes values and whether there are any.
pub(super) fn match_keys_found(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    match_keys(m, ins)?;
    m.push_found()
}

/// 3.10: pushes attributes (or anything) and whether it matched.
pub(super) fn match_class_found(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    match_class(m, ins)?;
    m.push_found()
}

/// 3.10: the keys are replaced by the rest.
pub(super) fn copy_dict_without_keys(m: &mut Machine<'_>, _: Ins) -> Outcome {
    let keys = m.pop_value()?;
    let subject = m.value(1)?;
    m.push_result(Op::CopyDictWithoutKeys, subject, keys)?;
    Ok(Flow::Next)
}
