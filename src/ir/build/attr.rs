//! Attributes of instances, and methods.

use super::step::Go;
use super::{Builder, Built};
use crate::bytecode::ops::{Instr, Op as B};
use crate::ir::{Op, V};
use crate::object::Value;
use crate::object::list::is_list_shape;
use crate::object::shape::{Mode, Rep as SlotRep};
use crate::runtime::helpers::Helper;

/// What a quick form of an attribute operation remembers.
struct Slot {
    shape: u32,
    slot: u16,
    rep: SlotRep,
    new_shape: u32,
}

impl Builder<'_> {
    /// The remembered slot, if it still holds and lies inside the object.
    fn slot(&self, pc: u32, raw: bool) -> Option<Slot> {
        let fb = self.top().code.feedback_at(pc as usize);
        let shape = fb.a as u32;
        if (fb.a >> 32) as u32 != self.vm.epoch || self.blocked(pc) {
            return None;
        }
        let rep = match (fb.b >> 16) as u16 {
            x if raw && x == SlotRep::F64 as u16 => SlotRep::F64,
            x if raw && x == SlotRep::I64 as u16 => SlotRep::I64,
            _ => SlotRep::Value,
        };
        let slot = fb.b as u16;
        (slot < self.vm.shapes.get(shape).inline).then_some(Slot {
            shape,
            slot,
            rep,
            new_shape: (fb.b >> 32) as u32,
        })
    }

    /// Has the interpreter recorded nothing at all at the instruction?
    pub(super) fn unseen(&self, pc: u32) -> bool {
        let fb = self.top().code.feedback_at(pc as usize);
        fb == crate::object::code::Feedback::default() && !self.blocked(pc)
    }

    /// Leaves unless the classes are as they were when the feedback was recorded.
    pub(super) fn same_classes(&mut self, pc: u32) -> Built {
        let (epoch, state) = (self.vm.epoch, self.state(pc)?);
        self.push(Op::GuardEpoch { epoch, state });
        Ok(())
    }

    /// `dst = obj.name`
    pub(super) fn load_attr(&mut self, i: Instr, pc: u32) -> Built<Go> {
        if self.unseen(pc) {
            return self.never_ran(pc);
        }
        let obj = self.value(i.b, pc)?;
        let slot = match i.op {
            B::LoadAttrSlot => self.slot(pc, false),
            B::LoadAttrRaw => self.slot(pc, true),
            _ => None,
        };
        let v = match slot {
            Some(s) => {
                let object = self.with_shape(obj, s.shape, pc)?;
                self.same_classes(pc)?;
                self.load_slot(object, s.slot, s.rep, pc)?
            }
            None => {
                let obj = self.boxed(obj);
                let name = self.name_at(u32::from(i.c))?;
                let name = self.constant(name);
                self.call_val(Helper::get_attr, &[obj, name], pc)?
            }
        };
        self.set(i.a, v);
        Ok(Go::Next)
    }

    fn load_slot(&mut self, object: V, slot: u16, rep: SlotRep, pc: u32) -> Built<V> {
        Ok(match rep {
            SlotRep::F64 => self.push(Op::LoadSlotF { object, slot }),
            SlotRep::I64 => self.push(Op::LoadSlotI { object, slot }),
            SlotRep::Value => {
                let v = self.push(Op::LoadSlot { object, slot });
                let state = self.state(pc)?;
                self.push(Op::GuardBound { value: v, state })
            }
        })
    }

    /// `obj.name = src`
    pub(super) fn store_attr(&mut self, i: Instr, pc: u32) -> Built<Go> {
        if self.unseen(pc) {
            return self.never_ran(pc);
        }
        let (obj, v) = (self.value(i.a, pc)?, self.value(i.b, pc)?);
        let slot = match i.op {
            B::StoreAttrSlot => self.slot(pc, false),
            B::StoreAttrRaw | B::StoreAttrAdd => self.slot(pc, true),
            _ => None,
        };
        let Some(s) = slot else {
            let (obj, v) = (self.boxed(obj), self.boxed(v));
            let name = self.name_at(u32::from(i.c))?;
            let name = self.constant(name);
            self.call_do(Helper::set_attr, &[obj, name, v], pc)?;
            return Ok(Go::Next);
        };
        let add = i.op == B::StoreAttrAdd;
        let object = self.with_shape(obj, s.shape, pc)?;
        self.same_classes(pc)?;
        let value = match s.rep {
            SlotRep::F64 => self.as_float(v, pc)?,
            SlotRep::I64 => {
                let v = self.as_int(v, pc)?;
                self.small(v, pc)?
            }
            SlotRep::Value => self.boxed(v),
        };
        if add {
            self.push(Op::SetShape {
                object,
                shape: s.new_shape,
            });
        }
        let slot = s.slot;
        self.push(match s.rep {
            SlotRep::F64 => Op::StoreSlotF {
                object,
                slot,
                value,
            },
            SlotRep::I64 => Op::StoreSlotI {
                object,
                slot,
                value,
            },
            SlotRep::Value => Op::StoreSlot {
                object,
                slot,
                value,
            },
        });
        Ok(Go::Next)
    }

    /// `dst, dst+1 = callable, self`
    pub(super) fn load_method(&mut self, i: Instr, pc: u32) -> Built<Go> {
        let fb = self.top().code.feedback_at(pc as usize);
        if self.unseen(pc) {
            return self.never_ran(pc);
        }
        let fresh = (fb.a >> 32) as u32 == self.vm.epoch;
        if i.op != B::LoadMethodCached || !fresh || self.blocked(pc) {
            self.step(i, pc)?;
            return Ok(Go::Next);
        }
        let shape = fb.a as u32;
        let obj = self.value(i.b, pc)?;
        if is_list_shape(shape) {
            // all storages of a list have the same methods
            let value = self.boxed(obj);
            let state = self.state(pc)?;
            let this = self.push(Op::GuardList { value, state });
            self.refine(obj, this);
            self.same_classes(pc)?;
            self.receivers.insert(this, shape);
            let f = self.constant(Value(fb.b));
            self.set(i.a, f);
            self.set(i.a + 1, this);
            return Ok(Go::Next);
        }
        let changes = self.vm.shapes.get(shape).mode != Mode::Native;
        let this = if changes {
            self.with_shape(obj, shape, pc)?
        } else {
            self.with_type(obj, shape, pc)?
        };
        self.same_classes(pc)?;
        let f = self.constant(Value(fb.b));
        self.set(i.a, f);
        self.set(i.a + 1, this);
        Ok(Go::Next)
    }
}
