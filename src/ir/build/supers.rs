//! `super().method`: the function that the classes behind the method's own class have, for objects of shapes that were seen.

use super::attr::Seen;
use super::step::Go;
use super::{Builder, Built};
use crate::bytecode::ops::{Instr, Op as B};
use crate::ir::{Op, V};
use crate::object::code::Feedback;
use crate::object::{Class, Code, Function, Obj, Str, Value};
use crate::pyc::Version;
use crate::runtime::descriptor::{MethodWrapper, Property};

impl Builder<'_> {
    /// `dst, dst+1 = super().name, self`, also with arguments.
    pub(super) fn load_super_method(&mut self, i: Instr, pc: u32) -> Built<Go> {
        if self.unseen(pc) {
            return self.never_ran(pc);
        }
        let zero = i.op == B::LoadZeroSuperMethod;
        let callee = self.value(i.b, pc)?;
        let is_super = self.known(callee) == Some(self.vm.class(crate::object::T::Super).value());
        let name = self.name_at(u32::from(i.c))?;
        let owner = if zero {
            self.owner_of_method(pc)
        } else {
            let class = self.value(i.b + 1, pc)?;
            self.known(class).and_then(Class::from_value)
        };
        let seen = match (owner, Str::from_value(name)) {
            (Some(owner), Some(name)) if is_super && !self.blocked(pc) => {
                self.found_behind(owner, name, pc)
            }
            _ => Vec::new(),
        };
        let (Some(owner), false) = (owner, seen.is_empty()) else {
            self.step(i, pc)?;
            return Ok(Go::Next);
        };
        if zero {
            let class = self.content(i.b + 1, pc)?;
            let state = self.state(pc)?;
            self.push(Op::GuardIs {
                value: class,
                bits: owner.value().0,
                state,
            });
        }
        let this = self.content(i.b + 2, pc)?;
        let (f, this) = match seen[..] {
            [one] => {
                let this = self.with_shape(this, one.shape, pc)?;
                self.same_epoch(pc)?;
                (self.constant(Value(one.feedback.b)), this)
            }
            _ => self.method_of_several(i, this, &seen, false, pc)?,
        };
        self.set(i.a, f);
        self.set(i.a + 1, this);
        Ok(Go::Next)
    }

    /// What a register holds; code up to 3.11 hands over cells as they are.
    fn content(&mut self, r: u16, pc: u32) -> Built<V> {
        let v = self.boxed_reg(r, pc)?;
        let old = self.top().code.raw().version <= Version::V311;
        let is_cell = |local: &crate::pyc::Local| local.is_cell() || local.is_free();
        let code = self.top().code;
        let first_is_cell = code.raw().localsplus.first().is_some_and(is_cell);
        let class = r == self.super_base(pc) + 1;
        if old && (class || first_is_cell) {
            return self.load_bound(v, pc);
        }
        Ok(v)
    }

    /// The first register of the operands of the instruction at `pc`.
    fn super_base(&self, pc: u32) -> u16 {
        self.top().code.instr_at(pc as usize).b
    }

    /// The class in whose body the running method was defined, found by its code in the classes of an object that was seen.
    fn owner_of_method(&self, pc: u32) -> Option<Class> {
        let code = self.top().code;
        let shape = *self.super_shapes(pc).first()?;
        let class = Class::from_value(self.vm.shapes.class(shape))?;
        let mut mro = class
            .mro_items()
            .iter()
            .filter_map(|&c| Class::from_value(c));
        mro.find(|c| defines(*c, code))
    }

    /// The shapes of the objects that the instruction saw.
    fn super_shapes(&self, pc: u32) -> Vec<u32> {
        let code = self.top().code;
        let fb = code.feedback_at(pc as usize);
        let sites = code.sites().map_or_else(Vec::new, |s| s.at(pc as usize));
        let mut keys: Vec<u64> = sites.iter().map(|s| s.feedback.a).collect();
        if keys.is_empty() {
            keys.push(fb.a);
        }
        let now = keys.into_iter();
        let now = now.filter(|&a| (a >> 32) as u32 == self.vm.epoch);
        now.map(|a| a as u32).collect()
    }

    /// For each shape that was seen the function that comes behind `owner`; nothing, if one has none.
    fn found_behind(&mut self, owner: Class, name: Str, pc: u32) -> Vec<Seen> {
        let shapes = self.super_shapes(pc);
        if shapes.len() > super::attr::MOST_SHAPES {
            return Vec::new();
        }
        let found = shapes.iter().map(|&shape| {
            let class = Class::from_value(self.vm.shapes.class(shape))?;
            let mro = class
                .mro_items()
                .iter()
                .filter_map(|&c| Class::from_value(c));
            let mut behind = mro.skip_while(|&c| c != owner).skip(1);
            let f = behind.find_map(|c| c.dict().get_str(name))?;
            Function::from_value(f)?;
            Some(Seen {
                shape,
                form: B::LoadMethodCached,
                feedback: Feedback {
                    a: u64::from(shape) | u64::from(self.vm.epoch) << 32,
                    b: f.0,
                },
            })
        });
        found.collect::<Option<Vec<Seen>>>().unwrap_or_default()
    }
}

/// Is a method with this code among the attributes of the class?
fn defines(class: Class, code: Code) -> bool {
    let dict = class.dict();
    let mut at = 0;
    while let Some(e) = dict.next_entry(&mut at) {
        let p = Obj::<Property>::from_value(e.value);
        let parts = p.map_or([Value::EMPTY; 3], |p| {
            [p.get.get(), p.set.get(), p.delete.get()]
        });
        let w = Obj::<MethodWrapper>::from_value(e.value);
        let wrapped = w.map_or(Value::EMPTY, |w| w.function.get());
        let mut all = [e.value, wrapped].into_iter().chain(parts);
        if all.any(|v| Function::from_value(v).is_some_and(|f| f.code() == code)) {
            return true;
        }
    }
    false
}
