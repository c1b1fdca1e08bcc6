//! Globals, and the cells of closures.

use super::env::Abs;
use super::step::Go;
use super::{Builder, Built};
use crate::bytecode::ops::{Instr, Op as B};
use crate::ir::{Op, V};
use crate::object::{CellObject, Class, Function, Module, NativeFunction, Value};
use crate::pyc::code::flags::OPTIMIZED;
use crate::runtime::helpers::Helper;

impl Builder<'_> {
    /// `dst = globals or builtins [name]`; of names in bodies the same where the locals are the globals.
    pub(super) fn load_global(&mut self, i: Instr, pc: u32) -> Built<Go> {
        let fb = self.top().code.feedback_at(pc as usize);
        let one_home = self.top().code.has_one_home();
        if one_home && self.unseen(pc) {
            return self.never_ran(pc);
        }
        let quick = match i.op {
            _ if !one_home => None,
            B::LoadGlobalCell | B::LoadNameCell => {
                CellObject::from_value(Value(fb.a)).map(|c| (c, None))
            }
            B::LoadGlobalBuiltin | B::LoadNameBuiltin => {
                let cells = (Value(fb.a), Value(fb.b));
                CellObject::from_value(cells.0).zip(CellObject::from_value(cells.1).map(Some))
            }
            _ => None,
        };
        match quick {
            Some((cell, None)) => {
                let v = self.load_name(cell, pc)?;
                self.set(i.a, v);
            }
            Some((cell, Some(builtin))) => {
                if cell.get().is_empty() && cell.watch() {
                    self.same_epoch(pc)?;
                } else {
                    let cell = self.constant(cell.value());
                    let value = self.push(Op::LoadCell { cell });
                    let (bits, state) = (0, self.state(pc)?);
                    self.push(Op::GuardIs { value, bits, state });
                }
                let v = self.load_name(builtin, pc)?;
                self.set(i.a, v);
            }
            None => self.step(i, pc)?,
        }
        Ok(Go::Next)
    }

    /// `globals[name] = src`, of a name that is bound.
    pub(super) fn store_global(&mut self, i: Instr, pc: u32) -> Built<Go> {
        let fb = self.top().code.feedback_at(pc as usize);
        let one_home = self.top().code.has_one_home();
        if one_home && self.unseen(pc) {
            return self.never_ran(pc);
        }
        let quick = matches!(i.op, B::StoreGlobalCell | B::StoreNameCell);
        let cell = CellObject::from_value(Value(fb.a));
        // who stores what is watched must say so
        let cell = cell.filter(|cell| quick && one_home && !self.blocked(pc) && cell.unwatch());
        let Some(cell) = cell else {
            return self.step_name(i, pc);
        };
        let value = self.boxed_reg(i.a, pc)?;
        let cell = self.constant(cell.value());
        let old = self.load_bound(cell, pc)?;
        self.drops(Some(old), pc)?;
        self.push(Op::StoreCell { cell, value });
        Ok(Go::Next)
    }

    /// Executes an instruction that binds or deletes a name.
    pub(super) fn step_name(&mut self, i: Instr, pc: u32) -> Built<Go> {
        if self.is_of_program() && self.vm.heap.has_finalizers() {
            self.exit(pc)?;
            return Ok(Go::Ended);
        }
        self.drops(None, pc)?;
        self.step(i, pc)?;
        Ok(Go::Next)
    }

    /// Is the instruction one of the program's own code, not of a function?
    fn is_of_program(&self) -> bool {
        self.frames.len() == 1 && self.top().code.raw().flags & OPTIMIZED == 0
    }

    /// The instruction binds or deletes a name, which referred to `old`. Leaves if the interpreter may have to finalize that (see `runtime/dropped.rs`).
    fn drops(&mut self, old: Option<V>, pc: u32) -> Built {
        if !self.is_of_program() {
            return Ok(());
        }
        let Some(old) = old.filter(|_| self.vm.heap.has_finalizers()) else {
            return self.same_epoch(pc);
        };
        let (old, state) = (self.boxed(old), self.state(pc)?);
        let cond = self.push(Op::CallTruth {
            helper: Helper::has_no_finalizer,
            args: [old].into(),
            state,
        });
        self.push(Op::GuardTrue { cond, state });
        Ok(())
    }

    /// The content of a cell; leaves when there is none.
    pub(super) fn load_bound(&mut self, cell: V, pc: u32) -> Built<V> {
        let value = self.push(Op::LoadCell { cell });
        let state = self.state(pc)?;
        Ok(self.push(Op::GuardBound { value, state }))
    }

    /// The content of the cell of a global name. Names of functions, classes and modules are seldom bound anew: expects what the cell holds now.
    pub(super) fn load_name(&mut self, cell: CellObject, pc: u32) -> Built<V> {
        let now = cell.get();
        let fixed = Function::from_value(now).is_some()
            || Module::from_value(now).is_some()
            || Class::from_value(now).is_some()
            || NativeFunction::from_value(now).is_some();
        let word = self.constant(cell.value());
        if !fixed || self.blocked(pc) {
            return self.load_bound(word, pc);
        }
        if cell.watch() {
            self.same_epoch(pc)?;
            return Ok(self.constant(now));
        }
        let value = self.push(Op::LoadCell { cell: word });
        let (bits, state) = (now.0, self.state(pc)?);
        self.push(Op::GuardIs { value, bits, state });
        Ok(self.constant(now))
    }

    /// `dst = content of cell`
    pub(super) fn load_cell(&mut self, i: Instr, pc: u32) -> Built {
        let cell = self.boxed_reg(i.b, pc)?;
        let v = self.load_bound(cell, pc)?;
        self.set(i.a, v);
        Ok(())
    }

    /// `content of cell = src`
    pub(super) fn store_cell(&mut self, i: Instr, pc: u32) -> Built {
        let cell = self.boxed_reg(i.a, pc)?;
        let value = self.boxed_reg(i.b, pc)?;
        self.push(Op::StoreCell { cell, value });
        Ok(())
    }

    /// Copies the closure of the function into its last locals.
    pub(super) fn copy_free(&mut self, i: Instr) {
        let function = self.top().function;
        let closure = self.push(Op::Closure { function });
        for k in 0..i.b {
            let index = self.int(i64::from(k));
            let cell = self.push(Op::LoadTuple {
                tuple: closure,
                index,
            });
            self.env.regs[usize::from(i.a + k)] = Abs::Value(cell);
        }
    }
}
