//! One instruction at a time, for compiled code that leaves an operation to the interpreter.
#![expect(
    unsafe_code,
    reason = "reads the instruction, its feedback and registers of the current frame"
)]

use super::loop_generators;
use super::quick;
use super::slow::{self, Step};
use crate::bytecode::ops::{Instr, NO_REG, Op};
use crate::object::code::Feedback;
use crate::object::{CellObject, Dict, List, NativeFunction, Set, Tuple, Value};
use crate::runtime::arith::BinOp;
use crate::runtime::compare::Cmp;
use crate::runtime::native::{Args, definition};
use crate::runtime::{PyResult, Vm};

/// The registers of the current frame.
#[derive(Clone, Copy)]
struct Registers(*mut Value);

impl Registers {
    fn get(self, i: u16) -> Value {
        // SAFETY: `bytecode::check` proved that every register operand is below the frame's number of registers.
        unsafe { *self.0.add(usize::from(i)) }
    }

    fn set(self, i: u16, v: Value) {
        // SAFETY: as for `get`.
        unsafe { *self.0.add(usize::from(i)) = v };
    }

    /// The `n` registers from `i` on.
    fn run<'a>(self, i: u16, n: usize) -> &'a [Value] {
        // SAFETY: as for `get`; they stay where they are while the frame is current.
        unsafe { std::slice::from_raw_parts(self.0.add(usize::from(i)), n) }
    }
}

/// Executes the instruction at the current frame's `pc`, which neither jumps nor leaves the frame; what it calls has returned when it is done.
pub fn execute_one(vm: &mut Vm) -> PyResult<()> {
    let Some(frame) = vm.thread.current() else {
        return Err(vm.system_error("no frame"));
    };
    let (at, r) = (frame.pc, Registers(frame.base));
    let (code, index) = (frame.code(), frame.instruction());
    // SAFETY: `pc` points into the code's instructions, each of which has a feedback slot.
    let (cell, fb) = unsafe { (&*at, &mut *code.feedback().add(index)) };
    let i = Instr {
        op: cell.get().op.neutral(),
        ..cell.get()
    };
    if let Some((op, in_place)) = BinOp::of(i.op) {
        let v = if in_place {
            vm.in_place(op, r.get(i.b), r.get(i.c))?
        } else {
            vm.binary(op, r.get(i.b), r.get(i.c))?
        };
        r.set(i.a, v);
    } else if let Some(op) = Cmp::of(i.op) {
        let v = vm.compare(op, r.get(i.b), r.get(i.c))?;
        r.set(i.a, v);
    } else {
        execute_other(vm, i, cell, fb, r)?;
    }
    Ok(())
}

fn execute_other(
    vm: &mut Vm,
    i: Instr,
    cell: &std::cell::Cell<Instr>,
    fb: &mut Feedback,
    r: Registers,
) -> PyResult<()> {
    let result = match i.op {
        Op::Nop => return Ok(()),
        Op::Mov => r.get(i.b),
        Op::LoadConst => {
            let consts = vm.thread.current().map(|f| f.code().consts());
            let v = consts
                .and_then(Tuple::from_value)
                .and_then(|t| t.get(i.bc() as usize));
            v.unwrap_or(Value::EMPTY)
        }
        Op::Clear => {
            let old = r.get(i.a);
            r.set(i.a, Value::EMPTY);
            loop_generators::close(vm, old);
            return Ok(());
        }
        Op::CheckLocal => {
            if r.get(i.a).is_empty() {
                slow::unbound(vm, i.a)?;
            }
            return Ok(());
        }
        Op::LoadCell => {
            let v = CellObject::from_value(r.get(i.b)).map_or(Value::EMPTY, CellObject::get);
            if v.is_empty() {
                slow::unbound(vm, i.b)?;
            }
            v
        }
        Op::StoreCell => {
            return match CellObject::from_value(r.get(i.a)) {
                Some(c) => {
                    c.set(r.get(i.b));
                    Ok(())
                }
                None => slow::no_cell(vm),
            };
        }
        Op::Not => Value::from_bool(!vm.truth(r.get(i.b))?),
        Op::ToBool => Value::from_bool(vm.truth(r.get(i.b))?),
        Op::Is => Value::from_bool(r.get(i.b) == r.get(i.c)),
        Op::IsNot => Value::from_bool(r.get(i.b) != r.get(i.c)),
        Op::Contains => Value::from_bool(vm.contains(r.get(i.c), r.get(i.b))?),
        Op::NotContains => Value::from_bool(!vm.contains(r.get(i.c), r.get(i.b))?),
        Op::GetItem => vm.get_item(r.get(i.b), r.get(i.c))?,
        Op::SetItem => return vm.set_item(r.get(i.a), r.get(i.b), r.get(i.c)),
        Op::LoadAttr => quick::load_attr(vm, cell, fb, r.get(i.b))?,
        Op::StoreAttr => return quick::store_attr(vm, cell, fb, r.get(i.a), r.get(i.b)),
        Op::LoadMethod => {
            let (f, this) = quick::load_method(vm, cell, fb, r.get(i.b))?;
            r.set(i.a + 1, this);
            f
        }
        Op::LoadGlobal | Op::LoadName => quick::load_global(vm, cell, fb)?,
        Op::StoreGlobal | Op::StoreName => return quick::store_global(vm, cell, fb, r.get(i.a)),
        Op::ListAppend => {
            return match List::from_value(r.get(i.a)) {
                Some(l) => slow::list_append(vm, l, r.get(i.b)),
                None => slow::wrong_target(vm),
            };
        }
        Op::MapAdd => {
            return match Dict::from_value(r.get(i.a)) {
                Some(d) => vm.dict_set(d, r.get(i.b), r.get(i.c)),
                None => slow::wrong_target(vm),
            };
        }
        Op::SetAdd => {
            return match Set::from_value(r.get(i.a)) {
                Some(s) => vm.set_add(s, r.get(i.b)),
                None => slow::wrong_target(vm),
            };
        }
        Op::Format if i.c == NO_REG => {
            let empty = vm.names.empty;
            vm.format(r.get(i.b), empty)?
        }
        Op::BuildString => vm.text_of_parts(r.run(i.b, usize::from(i.c)))?,
        Op::CallPlain | Op::Call | Op::CallPlainKw | Op::CallKw => call(vm, i, r)?,
        Op::LoadSuperMethod | Op::LoadZeroSuperMethod => {
            quick::note_super(vm, cell, fb, r.get(i.b + 2));
            slow::execute(vm, i)?;
            return Ok(());
        }
        _ => {
            let step = slow::execute(vm, i)?;
            debug_assert!(step == Step::Next, "{} jumps", i.op.name());
            return Ok(());
        }
    };
    r.set(i.a, result);
    Ok(())
}

/// A call, to its end.
fn call(vm: &mut Vm, i: Instr, r: Registers) -> PyResult {
    let callee = r.get(i.b);
    let method = matches!(i.op, Op::Call | Op::CallKw);
    let own = method && !r.get(i.b + 1).is_empty();
    let first = i.b + 1 + u16::from(method && !own);
    let n = usize::from(i.c) + usize::from(own);
    let values = r.run(first, n);
    if i.op == Op::Call
        && own
        && let Some(f) = NativeFunction::from_value(callee)
    {
        return (definition(f).call)(vm, &Args::positional(values));
    }
    let names = match i.op {
        Op::CallPlainKw | Op::CallKw => Tuple::from_value(r.get(first + n as u16)),
        _ => None,
    };
    let v = vm.call(callee, &Args { values, names })?;
    loop_generators::note_result(vm, callee, v);
    Ok(v)
}
