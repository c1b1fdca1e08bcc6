//! Constants, locals, cells, names, attributes, items, and the instructions that only move values about.

use super::Why;
use super::ir::Arg;
use super::machine::{Flow, Machine, Outcome};
use super::stack::Tag;
use crate::bytecode::decode::Ins;
use crate::bytecode::ops::Op;
use crate::pyc::code::Const;

const NO: Arg = Arg::Nothing;

impl Machine<'_> {
    /// A name operand of 32 bits.
    pub(super) fn name32(&self, index: u32) -> Result<Arg, Why> {
        if index as usize >= self.raw.names.len() {
            return Err("name index out of range".to_owned());
        }
        Ok(Arg::Num(index))
    }

    /// A name operand of 16 bits.
    pub(super) fn name(&self, index: u32) -> Result<Arg, Why> {
        if index > 0xFFFF {
            return Err("uses too many names".to_owned());
        }
        self.name32(index)
    }

    /// A local variable operand.
    pub(super) fn local(&self, index: u32) -> Result<u16, Why> {
        match u16::try_from(index) {
            Ok(local) if usize::from(local) < self.raw.localsplus.len() => Ok(local),
            _ => Err("local index out of range".to_owned()),
        }
    }

    /// A cell or free variable operand, as a local.
    pub(super) fn cell(&self, operand: u32) -> Result<u16, Why> {
        let index = self.raw.deref_index(operand);
        let index = index.ok_or("cell index out of range")?;
        match self.raw.localsplus.get(index as usize) {
            Some(local) if local.is_cell() || local.is_free() => self.local(index),
            _ => Err("the variable is no cell".to_owned()),
        }
    }

    /// The constant that the top of the stack is known to be.
    pub(super) fn known(&self, depth: usize) -> Result<Option<&Const>, Why> {
        Ok(self.peek(depth)?.known.and_then(|k| self.pool.get(k)))
    }
}

// ---- constants

pub(super) fn load_const(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    if ins.arg as usize >= m.raw.consts.len() {
        return Err("constant index out of range".to_owned());
    }
    m.push_const(ins.arg)?;
    Ok(Flow::Next)
}

pub(super) fn load_small_int(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    let k = m.pool.int(i64::from(ins.arg));
    m.push_const(k)?;
    Ok(Flow::Next)
}

pub(super) fn load_assertion_error(m: &mut Machine<'_>, _: Ins) -> Outcome {
    m.push_result(Op::LoadAssertionError, NO, NO)?;
    Ok(Flow::Next)
}

pub(super) fn load_build_class(m: &mut Machine<'_>, _: Ins) -> Outcome {
    m.push_result(Op::LoadBuildClass, NO, NO)?;
    Ok(Flow::Next)
}

// ---- locals

pub(super) fn load_fast(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    let local = m.local(ins.arg)?;
    if !m
        .always_bound
        .get(usize::from(local))
        .copied()
        .unwrap_or(false)
    {
        m.emit(Op::CheckLocal, [Arg::Local(local), NO, NO]);
    }
    m.push(Tag::Value, Arg::Local(local))?;
    Ok(Flow::Next)
}

pub(super) fn store_fast(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    let local = m.local(ins.arg)?;
    let top = m.peek(1)?;
    if !top.tag.is_value() && top.tag != Tag::MaybeEmpty {
        return Err(format!("stores {} in a local", top.tag.name()));
    }
    let dst = Arg::Local(local);
    if top.at == dst {
        m.pop()?;
        return Ok(Flow::Next);
    }
    if m.redirect(top.at, dst) {
        m.pop()?;
        m.stack.relocate_all(top.at, dst);
        return Ok(Flow::Next);
    }
    m.save_local(local)?;
    let src = m.pop()?.at;
    m.load(dst, src);
    Ok(Flow::Next)
}

impl Machine<'_> {
    /// Makes the last instruction write to the local `dst` instead of `from`, where its result is now, if that is possible.
    fn redirect(&mut self, from: Arg, dst: Arg) -> bool {
        let Arg::Local(local) = dst else {
            return false;
        };
        if self.stack.local_refs(local) > 0 || !matches!(from, Arg::Temp(_)) {
            return false;
        }
        match self.code.last_mut() {
            Some(last) if last.dst() == Some(from) => {
                last.args[0] = dst;
                true
            }
            Some(last) if last.op == Op::UnpackPair && last.args[1] == from => {
                last.args[1] = dst;
                true
            }
            _ => false,
        }
    }
}

pub(super) fn delete_fast(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    let local = m.local(ins.arg)?;
    m.save_local(local)?;
    m.emit(Op::CheckLocal, [Arg::Local(local), NO, NO]);
    m.emit(Op::Clear, [Arg::Local(local), NO, NO]);
    Ok(Flow::Next)
}

pub(super) fn load_fast_and_clear(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    let local = m.local(ins.arg)?;
    m.save_local(local)?;
    let homes = m.future_homes(&[false])?;
    let home = homes.first().copied().ok_or("needs too many registers")?;
    m.claim(home, 1)?;
    m.emit(Op::Mov, [Arg::Temp(home), Arg::Local(local), NO]);
    m.emit(Op::Clear, [Arg::Local(local), NO, NO]);
    m.push(Tag::MaybeEmpty, Arg::Temp(home))?;
    Ok(Flow::Next)
}

// ---- cells

pub(super) fn make_cell(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    let cell = m.cell(ins.arg)?;
    m.save_local(cell)?;
    m.emit(Op::MakeCell, [Arg::Local(cell), NO, NO]);
    Ok(Flow::Next)
}

/// Copies the closure: the free variables are the last locals.
pub(super) fn copy_free_vars(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    let n = m.raw.free_count();
    if ins.arg as usize != n || m.at as u32 >= m.prologue {
        return Err("COPY_FREE_VARS with a wrong number or place".to_owned());
    }
    let locals = &m.raw.localsplus;
    let first = locals.len() - n;
    if locals.iter().skip(first).any(|local| !local.is_free()) {
        return Err("free variables are not the last".to_owned());
    }
    let (first, n) = (first as u16, n as u32);
    m.emit(Op::CopyFree, [Arg::Local(first), Arg::Num(n), NO]);
    Ok(Flow::Next)
}

pub(super) fn load_deref(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    let cell = m.cell(ins.arg)?;
    m.push_result(Op::LoadCell, Arg::Local(cell), NO)?;
    Ok(Flow::Next)
}

pub(super) fn store_deref(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    let cell = m.cell(ins.arg)?;
    let src = m.pop_value()?;
    m.emit(Op::StoreCell, [Arg::Local(cell), src, NO]);
    Ok(Flow::Next)
}

pub(super) fn delete_deref(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    let cell = m.cell(ins.arg)?;
    m.emit(Op::DeleteCell, [Arg::Local(cell), NO, NO]);
    Ok(Flow::Next)
}

/// The cell itself, for a closure.
pub(super) fn load_closure(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    let cell = m.cell(ins.arg)?;
    m.emit(Op::CheckLocal, [Arg::Local(cell), NO, NO]);
    m.push(Tag::Value, Arg::Local(cell))?;
    Ok(Flow::Next)
}

pub(super) fn load_from_dict_or_deref(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    let cell = m.cell(ins.arg)?;
    let map = m.pop_value()?;
    m.push_result(Op::LoadFromDictOrCell, map, Arg::Local(cell))?;
    Ok(Flow::Next)
}

/// A variable of a class body that may be in its namespace or in an outer function (up to 3.11).
pub(super) fn load_classderef(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    m.push_result(Op::LoadLocals, NO, NO)?;
    load_from_dict_or_deref(m, ins)
}

// ---- names

pub(super) fn load_name(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    let name = m.name32(ins.arg)?;
    m.push_result(Op::LoadName, name, NO)?;
    Ok(Flow::Next)
}

pub(super) fn load_global(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    let name = m.name32(ins.arg)?;
    m.push_result(Op::LoadGlobal, name, NO)?;
    Ok(Flow::Next)
}

pub(super) fn load_locals(m: &mut Machine<'_>, _: Ins) -> Outcome {
    m.push_result(Op::LoadLocals, NO, NO)?;
    Ok(Flow::Next)
}

pub(super) fn load_from_dict_or_globals(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    let name = m.name(ins.arg)?;
    let map = m.pop_value()?;
    m.push_result(Op::LoadFromDictOrGlobal, map, name)?;
    Ok(Flow::Next)
}

pub(super) fn store_name(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    store_in(m, ins, Op::StoreName)
}

pub(super) fn store_global(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    store_in(m, ins, Op::StoreGlobal)
}

fn store_in(m: &mut Machine<'_>, ins: Ins, op: Op) -> Outcome {
    let name = m.name32(ins.arg)?;
    let src = m.pop_value()?;
    m.emit(op, [src, name, NO]);
    Ok(Flow::Next)
}

pub(super) fn delete_name(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    let name = m.name32(ins.arg)?;
    m.emit(Op::DeleteName, [NO, name, NO]);
    Ok(Flow::Next)
}

pub(super) fn delete_global(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    let name = m.name32(ins.arg)?;
    m.emit(Op::DeleteGlobal, [NO, name, NO]);
    Ok(Flow::Next)
}

pub(super) fn setup_annotations(m: &mut Machine<'_>, _: Ins) -> Outcome {
    m.emit(Op::SetupAnnotations, [NO; 3]);
    Ok(Flow::Next)
}

// ---- attributes and items

pub(super) fn load_attr(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    let name = m.name(ins.arg)?;
    let obj = m.pop_value()?;
    m.push_result(Op::LoadAttr, obj, name)?;
    Ok(Flow::Next)
}

/// Pushes callable and self; up to 3.12 only a call may take the callable, which may be NULL there.
pub(super) fn load_method_as(m: &mut Machine<'_>, name: u32, callable: Tag) -> Outcome {
    let name = m.name(name)?;
    let obj = m.pop_value()?;
    m.push_pair(Op::LoadMethod, obj, name, callable)?;
    Ok(Flow::Next)
}

pub(super) fn load_method(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    load_method_as(m, ins.arg, Tag::Method)
}

impl Machine<'_> {
    /// Emits an instruction that makes a callable and its self.
    pub(super) fn push_pair(&mut self, op: Op, b: Arg, c: Arg, callable: Tag) -> Result<(), Why> {
        let home = match self.future_homes(&[false, false])?[..] {
            [home, next] if home.checked_add(1) == Some(next) => home,
            _ => self.next_home()?,
        };
        self.claim(home, 2)?;
        self.emit(op, [Arg::Temp(home), b, c]);
        self.push(callable, Arg::Temp(home))?;
        self.push(Tag::SelfOrNull, Arg::Temp(home + 1))
    }
}

pub(super) fn store_attr(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    let name = m.name(ins.arg)?;
    let obj = m.pop_value()?;
    let src = m.pop_value()?;
    m.emit(Op::StoreAttr, [obj, src, name]);
    Ok(Flow::Next)
}

pub(super) fn delete_attr(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    let name = m.name(ins.arg)?;
    let obj = m.pop_value()?;
    m.emit(Op::DeleteAttr, [obj, NO, name]);
    Ok(Flow::Next)
}

/// `obj[index]`; a slice that was only built for it is not made.
pub(super) fn binary_subscr(m: &mut Machine<'_>, _: Ins) -> Outcome {
    let index = m.pop_value()?;
    let obj = m.pop_value()?;
    match m.take_slice(index) {
        Some(base) => m.push_result(Op::GetSlice, obj, base)?,
        None => m.push_result(Op::GetItem, obj, index)?,
    }
    Ok(Flow::Next)
}

pub(super) fn store_subscr(m: &mut Machine<'_>, _: Ins) -> Outcome {
    let index = m.pop_value()?;
    let obj = m.pop_value()?;
    let src = m.pop_value()?;
    match m.take_slice(index) {
        Some(base) => m.emit(Op::SetSlice, [obj, base, src]),
        None => m.emit(Op::SetItem, [obj, index, src]),
    }
    Ok(Flow::Next)
}

impl Machine<'_> {
    /// Undoes the building of a slice of two parts when that was the last thing done and nothing else wants it.
    fn take_slice(&mut self, index: Arg) -> Option<Arg> {
        let last = self.code.last()?;
        let fits = last.op == Op::BuildSlice && last.args[2] == Arg::Num(2);
        let Arg::Temp(temp) = index else {
            return None;
        };
        if !fits || last.dst() != Some(index) || self.stack.temp_refs(temp) > 0 {
            return None;
        }
        let base = last.args[1];
        self.code.pop();
        self.pins.push(base);
        if let Arg::Temp(first) = base {
            self.pins.push(Arg::Temp(first + 1));
        }
        Some(base)
    }
}

pub(super) fn delete_subscr(m: &mut Machine<'_>, _: Ins) -> Outcome {
    let index = m.pop_value()?;
    let obj = m.pop_value()?;
    m.emit(Op::DeleteItem, [obj, index, NO]);
    Ok(Flow::Next)
}

pub(super) fn binary_slice(m: &mut Machine<'_>, _: Ins) -> Outcome {
    let base = m.pop_row(2)?;
    let obj = m.pop_value()?;
    m.push_result(Op::GetSlice, obj, base)?;
    Ok(Flow::Next)
}

pub(super) fn store_slice(m: &mut Machine<'_>, _: Ins) -> Outcome {
    let base = m.pop_row(2)?;
    let obj = m.pop_value()?;
    let src = m.pop_value()?;
    m.emit(Op::SetSlice, [obj, base, src]);
    Ok(Flow::Next)
}

// ---- instructions that only move values about

pub(super) fn nothing(_: &mut Machine<'_>, _: Ins) -> Outcome {
    Ok(Flow::Next)
}

/// Drops the top; a load or move that made it is dropped too.
pub(super) fn pop_top(m: &mut Machine<'_>, _: Ins) -> Outcome {
    let slot = m.pop()?;
    if let (Arg::Temp(temp), Some(last)) = (slot.at, m.code.last())
        && matches!(last.op, Op::Mov | Op::LoadConst)
        && last.dst() == Some(slot.at)
        && m.stack.temp_refs(temp) == 0
    {
        m.code.pop();
    } else {
        m.clear_iterator(slot);
    }
    Ok(Flow::Next)
}

pub(super) fn push_null(m: &mut Machine<'_>, _: Ins) -> Outcome {
    m.push(Tag::Null, NO)?;
    Ok(Flow::Next)
}

/// Pushes what is `depth` below the top once more.
pub(super) fn duplicate(m: &mut Machine<'_>, depth: u32) -> Outcome {
    if depth < 1 {
        return Err("COPY 0".to_owned());
    }
    let slot = m.peek(depth as usize)?;
    m.push_slot(slot.tag, slot.at, slot.known)?;
    Ok(Flow::Next)
}

impl Machine<'_> {
    fn push_slot(&mut self, tag: Tag, at: Arg, known: Option<u32>) -> Result<(), Why> {
        self.push(tag, at)?;
        self.stack.note_known(known);
        Ok(())
    }
}

pub(super) fn copy(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    duplicate(m, ins.arg)
}

pub(super) fn dup_top(m: &mut Machine<'_>, _: Ins) -> Outcome {
    duplicate(m, 1)
}

pub(super) fn dup_top_two(m: &mut Machine<'_>, _: Ins) -> Outcome {
    duplicate(m, 2)?;
    duplicate(m, 2)
}

pub(super) fn swap(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    if ins.arg < 2 {
        return Err("SWAP below 2".to_owned());
    }
    let (top, other) = (m.index(1)?, m.index(ins.arg as usize)?);
    m.stack.swap(top, other);
    Ok(Flow::Next)
}

fn rotate(m: &mut Machine<'_>, n: usize) -> Outcome {
    if n > 0 {
        let to = m.index(n)?;
        m.stack.sink(to);
    }
    Ok(Flow::Next)
}

pub(super) fn rot_two(m: &mut Machine<'_>, _: Ins) -> Outcome {
    rotate(m, 2)
}

pub(super) fn rot_three(m: &mut Machine<'_>, _: Ins) -> Outcome {
    rotate(m, 3)
}

pub(super) fn rot_four(m: &mut Machine<'_>, _: Ins) -> Outcome {
    rotate(m, 4)
}

pub(super) fn rot_n(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    rotate(m, ins.arg as usize)
}
