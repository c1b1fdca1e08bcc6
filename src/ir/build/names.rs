//! Globals, and the cells of closures.

use super::env::Abs;
use super::step::Go;
use super::{Builder, Built};
use crate::bytecode::ops::{Instr, Op as B};
use crate::ir::{Op, V};
use crate::object::{CellObject, Class, Function, Module, NativeFunction, Value};

impl Builder<'_> {
    /// `dst = globals or builtins [name]`
    pub(super) fn load_global(&mut self, i: Instr, pc: u32) -> Built<Go> {
        let fb = self.top().code.feedback_at(pc as usize);
        let one_home = self.top().code.has_one_home();
        if one_home && self.unseen(pc) {
            return self.never_ran(pc);
        }
        match i.op {
            B::LoadGlobalCell if one_home => {
                let cell = self.constant(Value(fb.a));
                let v = self.load_bound(cell, pc)?;
                let now = CellObject::from_value(Value(fb.a)).map_or(Value::EMPTY, |c| c.get());
                let v = self.expect(v, now, pc)?;
                self.set(i.a, v);
            }
            B::LoadGlobalBuiltin if one_home => {
                let (cell, builtin) = (self.constant(Value(fb.a)), self.constant(Value(fb.b)));
                let shadow = self.push(Op::LoadCell { cell });
                let state = self.state(pc)?;
                self.push(Op::GuardIs {
                    value: shadow,
                    bits: 0,
                    state,
                });
                let v = self.load_bound(builtin, pc)?;
                let now = CellObject::from_value(Value(fb.b)).map_or(Value::EMPTY, |c| c.get());
                let v = self.expect(v, now, pc)?;
                self.set(i.a, v);
            }
            _ => self.step(i, pc)?,
        }
        Ok(Go::Next)
    }

    /// The content of a cell; leaves when there is none.
    pub(super) fn load_bound(&mut self, cell: V, pc: u32) -> Built<V> {
        let value = self.push(Op::LoadCell { cell });
        let state = self.state(pc)?;
        Ok(self.push(Op::GuardBound { value, state }))
    }

    /// Names of functions, classes and modules are seldom bound anew: expects the present one.
    pub(super) fn expect(&mut self, v: V, now: Value, pc: u32) -> Built<V> {
        let fixed = Function::from_value(now).is_some()
            || Module::from_value(now).is_some()
            || Class::from_value(now).is_some()
            || NativeFunction::from_value(now).is_some();
        if !fixed || self.blocked(pc) {
            return Ok(v);
        }
        let state = self.state(pc)?;
        self.push(Op::GuardIs {
            value: v,
            bits: now.0,
            state,
        });
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
