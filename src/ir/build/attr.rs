//! Attributes of instances, of modules and classes that are known, and methods.
//!
//! A site remembers what it saw of each shape. One shape: a guard. Several: a branch for each, the most recent first, and behind the last one an exit, or, where
//! exits were taken too often (a blocked place) or other objects come by too, the general operation.

use super::step::Go;
use super::{Builder, Built};
use crate::bytecode::ops::{Instr, Op as B};
use crate::ir::{Op, V};
use crate::object::code::Feedback;
use crate::object::instance::FAR;
use crate::object::list::is_list_shape;
use crate::object::shape::{Mode, Rep as SlotRep};
use crate::object::sites::{self, OF_CLASS, OF_MODULE, STATIC, attribute_form};
use crate::object::{Class, Function, Instance, Module, Obj, Str, T, Value};
use crate::runtime::descriptor::MethodWrapper;
use crate::runtime::helpers::Helper;
use crate::runtime::names::Special;

/// Branches on shapes at one site, at most.
pub(super) const MOST_SHAPES: usize = 4;

/// Shapes beyond those are not expected if they make up less than one of so many changes of shape.
const RARE: u32 = 16;

/// What a site saw of objects of one shape.
#[derive(Clone, Copy)]
pub(super) struct Seen {
    pub(super) shape: u32,
    pub(super) form: B,
    pub(super) feedback: Feedback,
}

/// Where an attribute is.
struct Slot {
    slot: u16,
    rep: SlotRep,
    new_shape: u32,
}

impl Seen {
    fn slot(self) -> Slot {
        let b = self.feedback.b;
        let rep = match (b >> 16) as u16 {
            x if x == SlotRep::F64 as u16 => SlotRep::F64,
            x if x == SlotRep::I64 as u16 => SlotRep::I64,
            _ => SlotRep::Value,
        };
        Slot {
            slot: b as u16,
            rep,
            new_shape: (b >> 32) as u32,
        }
    }
}

/// What a method loaded from objects of several shapes may be.
#[derive(Clone)]
pub(super) struct Callees {
    pub(super) known: Vec<Callee>,
    /// Or anything else, bound or not.
    pub(super) general: bool,
}

/// One of them.
#[derive(Clone, Copy)]
pub(super) struct Callee {
    /// The function.
    pub(super) function: Value,
    /// The receiver's shape, if all that have this method are known to be of one.
    pub(super) shape: Option<u32>,
}

/// Reads the operation of a site for objects that none of the branches is for; gives its results.
type Miss<'a, B> = &'a mut dyn FnMut(&mut B) -> Built<Vec<V>>;

/// What an attribute site is to be compiled for.
enum Site {
    /// Nothing is known, or what is known helps nothing.
    General,
    /// Objects of one shape; leaves at others.
    One(Seen),
    /// Objects of several shapes; `general`: and others.
    Several { seen: Vec<Seen>, general: bool },
}

impl Builder<'_> {
    /// What was seen at an attribute site.
    fn attribute_site(&self, i: Instr, pc: u32, obj: V) -> Site {
        let code = self.top().code;
        let quick = i.op != i.op.neutral();
        let mut all = code.sites().map_or_else(Vec::new, |s| s.at(pc as usize));
        if all.is_empty() && quick {
            let feedback = code.feedback_at(pc as usize);
            all.push(sites::Seen { feedback, hits: 1 });
        }
        all.retain(|s| (s.feedback.a >> 32) as u32 == self.vm.epoch);
        let often: u32 = all.iter().fold(0, |n, s| n.saturating_add(s.hits));
        let beyond = all.iter().skip(MOST_SHAPES);
        let others = beyond.fold(0, |n: u32, s| n.saturating_add(s.hits));
        let mut seen: Vec<Seen> = all
            .into_iter()
            .map(|s| Seen {
                shape: s.feedback.a as u32,
                form: attribute_form(i.op, s.feedback),
                feedback: s.feedback,
            })
            .filter(|s| s.form != B::StoreAttrAdd || self.is_inline(s))
            .collect();
        let blocked = self.blocked(pc);
        if let Some(known) = self.guarded_shape(obj).filter(|_| !blocked)
            && let Some(&s) = seen.iter().find(|s| s.shape == known)
        {
            return Site::One(s);
        }
        let general = blocked || !quick || others > often / RARE;
        seen.truncate(MOST_SHAPES);
        match seen[..] {
            [] => Site::General,
            [one] if !general => Site::One(one),
            _ => Site::Several { seen, general },
        }
    }

    /// Does the slot lie inside the object?
    fn is_inline(&self, s: &Seen) -> bool {
        s.slot().slot < self.vm.shapes.get(s.shape).inline
    }

    /// The slot as operations number it.
    fn slot_number(&self, s: Seen) -> u16 {
        let (slot, inline) = (s.slot().slot, self.vm.shapes.get(s.shape).inline);
        if slot < inline {
            slot
        } else {
            FAR | (slot - inline)
        }
    }

    /// Has the interpreter recorded nothing at all at the instruction?
    pub(super) fn unseen(&self, pc: u32) -> bool {
        let fb = self.top().code.feedback_at(pc as usize);
        fb == Feedback::default() && !self.blocked(pc)
    }

    /// Leaves unless classes and what is watched are what they are now.
    pub(super) fn same_epoch(&mut self, pc: u32) -> Built {
        let (epoch, state) = (self.vm.heap.epoch, self.state(pc)?);
        self.push(Op::GuardEpoch { epoch, state });
        Ok(())
    }

    /// An object of the given shape.
    pub(super) fn with_layout(&mut self, obj: V, shape: u32, pc: u32) -> Built<V> {
        if self.vm.shapes.get(shape).mode == Mode::Native && !is_list_shape(shape) {
            self.with_type(obj, shape, pc)
        } else {
            self.with_shape(obj, shape, pc)
        }
    }

    /// Branches on the shape of `obj`: `hit` reads the operation for each that was seen, `miss` for all others if they are to be expected; each gives the
    /// operation's results, which meet.
    fn by_shape(
        &mut self,
        obj: V,
        seen: &[Seen],
        pc: u32,
        hit: impl Fn(&mut Self, V, Seen) -> Built<Vec<V>>,
        miss: Option<Miss<'_, Self>>,
    ) -> Built<Vec<V>> {
        let value = self.boxed(obj);
        if miss.is_some() {
            // the frames are the same wherever the branches come from
            self.observe(pc)?;
        }
        self.same_epoch(pc)?;
        let env = self.env.clone();
        let mut ends = Vec::new();
        for (k, &s) in seen.iter().enumerate() {
            let mut rest = None;
            if miss.is_some() || k + 1 < seen.len() {
                let shape = s.shape;
                let cond = self.push(Op::IsShape { value, shape });
                let (yes, no) = (self.g.add_block(), self.g.add_block());
                self.end_branch(cond, yes, no);
                self.at = yes;
                rest = Some(no);
            }
            let object = self.with_layout(value, s.shape, pc)?;
            let results = hit(self, object, s)?;
            ends.push((self.at, results));
            self.env = env.clone();
            self.at = rest.unwrap_or(self.at);
        }
        if let Some(miss) = miss {
            let results = miss(self)?;
            ends.push((self.at, results));
            self.env = env;
        }
        Ok(self.join(ends))
    }

    // ---- loads

    /// `dst = obj.name`
    pub(super) fn load_attr(&mut self, i: Instr, pc: u32) -> Built<Go> {
        if self.unseen(pc) {
            return self.never_ran(pc);
        }
        let obj = self.value(i.b, pc)?;
        let obj = self.expected_module(obj, pc)?;
        let name = self.name_at(u32::from(i.c))?;
        if let Some(v) = self.attr_of_known(obj, name, pc)? {
            self.set(i.a, v);
            return Ok(Go::Next);
        }
        let mut general = |b: &mut Self| {
            let (obj, name) = (b.boxed(obj), b.constant(name));
            Ok(vec![b.call_val(Helper::get_attr, &[obj, name], pc)?])
        };
        let results = match self.attribute_site(i, pc, obj) {
            Site::General => general(self)?,
            Site::One(s) if s.form == B::LoadAttrGet => {
                let object = self.with_shape(obj, s.shape, pc)?;
                self.same_epoch(pc)?;
                let getter = Value(s.feedback.b);
                return self.call_getter(getter, object, i, pc);
            }
            Site::One(s) => {
                let object = self.with_shape(obj, s.shape, pc)?;
                self.same_epoch(pc)?;
                vec![self.load_slot(object, s, pc)?]
            }
            Site::Several {
                mut seen,
                general: g,
            } => {
                let several = seen.len();
                seen.retain(|s| s.form != B::LoadAttrGet);
                let g = g || seen.len() < several;
                let miss = g.then_some(&mut general as Miss<'_, Self>);
                let hit = |b: &mut Self, object, s| Ok(vec![b.load_slot(object, s, pc)?]);
                self.by_shape(obj, &seen, pc, hit, miss)?
            }
        };
        self.set(i.a, results[0]);
        Ok(Go::Next)
    }

    fn load_slot(&mut self, object: V, s: Seen, pc: u32) -> Built<V> {
        let slot = self.slot_number(s);
        Ok(match s.slot().rep {
            SlotRep::F64 => self.push(Op::LoadSlotF { object, slot }),
            SlotRep::I64 => self.push(Op::LoadSlotI { object, slot }),
            SlotRep::Value => {
                let v = self.push(Op::LoadSlot { object, slot });
                if s.slot().slot >= self.vm.shapes.get(s.shape).fixed {
                    return Ok(v); // an attribute of the shape: it is there
                }
                let state = self.state(pc)?;
                self.push(Op::GuardBound { value: v, state })
            }
        })
    }

    /// The attribute `name` of a module or class that is known.
    fn attr_of_known(&mut self, obj: V, name: Value, pc: u32) -> Built<Option<V>> {
        let (Some(object), Some(name)) = (self.known(obj), Str::from_value(name)) else {
            return Ok(None);
        };
        if self.blocked(pc) {
            return Ok(None);
        }
        if let Some(m) = Module::from_value(object) {
            return self.attr_of_module(obj, m, name, pc);
        }
        match Class::from_value(object) {
            Some(class) => self.attr_of_class(class, name, pc),
            None => Ok(None),
        }
    }

    /// The module whose attributes a site read so far; `obj` itself if it read others.
    fn expected_module(&mut self, obj: V, pc: u32) -> Built<V> {
        let fb = self.top().code.feedback_at(pc as usize);
        if fb.a != OF_MODULE || self.known(obj).is_some() || self.blocked(pc) {
            return Ok(obj);
        }
        let (value, state) = (self.boxed(obj), self.state(pc)?);
        let bits = fb.b;
        self.push(Op::GuardIs { value, bits, state });
        Ok(self.constant(Value(bits)))
    }

    /// A name bound in a module whose class is the plain one, which has no such attribute itself.
    fn attr_of_module(&mut self, obj: V, m: Module, name: Str, pc: u32) -> Built<Option<V>> {
        let plain = m.shape_id() == T::Module as u32;
        if !plain || name.as_ascii().is_none_or(|n| n.starts_with("__")) {
            return Ok(None);
        }
        let cell = m.dict().cell(&mut self.vm.heap, name).ok().flatten();
        let Some(cell) = cell.filter(|c| !c.get().is_empty()) else {
            return Ok(None);
        };
        self.with_shape(obj, T::Module as u32, pc)?;
        self.load_name(cell, pc).map(Some)
    }

    /// An attribute of a class that reading it does not call anything for.
    fn attr_of_class(&mut self, class: Class, name: Str, pc: u32) -> Built<Option<V>> {
        let Some(found) = self.vm.lookup(class, name) else {
            return Ok(None);
        };
        let v = self.vm.static_of(found);
        let plain = v != found || self.is_plain(v);
        if !plain || !self.reads_own(class, name, pc)? {
            return Ok(None);
        }
        Ok(Some(self.constant(v)))
    }

    /// The function of the class method `name` of a class that is known, and the class.
    fn method_of_class(&mut self, obj: V, name: Value, pc: u32) -> Built<Option<(V, V)>> {
        let class = self.known(obj).and_then(Class::from_value);
        let (Some(class), Some(name)) =
            (class.filter(|_| !self.blocked(pc)), Str::from_value(name))
        else {
            return Ok(None);
        };
        let f = self
            .vm
            .lookup(class, name)
            .and_then(Obj::<MethodWrapper>::from_value);
        let f = f.filter(|w| w.shape_id() == T::ClassMethod as u32);
        let f = f.map(|w| w.function.get());
        let Some(f) = f.filter(|&f| Function::from_value(f).is_some()) else {
            return Ok(None);
        };
        if !self.reads_own(class, name, pc)? {
            return Ok(None);
        }
        Ok(Some((self.constant(f), obj)))
    }

    /// Is an attribute that a class has what reading it on the class finds? Leaves when that changes.
    fn reads_own(&mut self, class: Class, name: Str, pc: u32) -> Built<bool> {
        let meta = self.vm.type_of(class.value());
        if meta.has(crate::object::class::flags::GETATTRIBUTE)
            || self.vm.lookup(meta, name).is_some()
        {
            return Ok(false);
        }
        self.same_epoch(pc)?;
        for class in [class, meta] {
            let version = self.vm.version_of(class);
            self.same_version(class, version, pc)?;
        }
        Ok(true)
    }

    /// Does reading a class attribute with this value on the class give just the value?
    fn is_plain(&mut self, v: Value) -> bool {
        let known = !v.is_object()
            || Function::from_value(v).is_some()
            || Str::from_value(v).is_some()
            || Class::from_value(v).is_some()
            || Instance::from_value(v).is_some();
        known && self.vm.special_of(v, Special::Get).is_none() || Function::from_value(v).is_some()
    }

    /// Leaves unless all attributes of a class are what they were.
    fn same_version(&mut self, class: Class, version: u32, pc: u32) -> Built {
        let state = self.state(pc)?;
        self.push(Op::GuardVersion {
            class: class.value().0,
            version,
            state,
        });
        Ok(())
    }

    // ---- stores

    /// `obj.name = src`
    pub(super) fn store_attr(&mut self, i: Instr, pc: u32) -> Built<Go> {
        if self.unseen(pc) {
            return self.never_ran(pc);
        }
        let (obj, v) = (self.value(i.a, pc)?, self.value(i.b, pc)?);
        let name = self.name_at(u32::from(i.c))?;
        let mut general = |b: &mut Self| {
            let (obj, v) = (b.boxed(obj), b.boxed(v));
            let name = b.constant(name);
            b.call_do(Helper::set_attr, &[obj, name, v], pc)?;
            Ok(vec![])
        };
        match self.attribute_site(i, pc, obj) {
            Site::General => {
                general(self)?;
            }
            Site::One(s) => {
                let object = self.with_shape(obj, s.shape, pc)?;
                self.same_epoch(pc)?;
                self.store_slot(object, s, v, pc)?;
            }
            Site::Several { seen, general: g } => {
                let miss = g.then_some(&mut general as Miss<'_, Self>);
                let hit = |b: &mut Self, object, s| {
                    b.store_slot(object, s, v, pc)?;
                    Ok(vec![])
                };
                self.by_shape(obj, &seen, pc, hit, miss)?;
            }
        }
        Ok(Go::Next)
    }

    fn store_slot(&mut self, object: V, s: Seen, v: V, pc: u32) -> Built {
        let to = s.slot();
        let value = match to.rep {
            SlotRep::F64 => self.as_float(v, pc)?,
            SlotRep::I64 => {
                let v = self.as_int(v, pc)?;
                self.small(v, pc)?
            }
            SlotRep::Value => self.boxed(v),
        };
        if s.form == B::StoreAttrAdd {
            let shape = to.new_shape;
            self.push(Op::SetShape { object, shape });
        }
        let slot = self.slot_number(s);
        self.push(match to.rep {
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
        Ok(())
    }

    // ---- methods

    /// `dst, dst+1 = callable, self`
    pub(super) fn load_method(&mut self, i: Instr, pc: u32) -> Built<Go> {
        if self.unseen(pc) {
            return self.never_ran(pc);
        }
        let obj = self.value(i.b, pc)?;
        let obj = self.expected_module(obj, pc)?;
        let name = self.name_at(u32::from(i.c))?;
        if let Some(f) = self.attr_of_known(obj, name, pc)? {
            self.set(i.a, f);
            self.env.regs[usize::from(i.a + 1)] = super::env::Abs::Empty;
            return Ok(Go::Next);
        }
        if let Some((f, this)) = self.method_of_class(obj, name, pc)? {
            self.set(i.a, f);
            self.set(i.a + 1, this);
            return Ok(Go::Next);
        }
        let (f, this) = match self.attribute_site(i, pc, obj) {
            Site::General => {
                self.step(i, pc)?;
                return Ok(Go::Next);
            }
            Site::One(s) if is_list_shape(s.shape) => self.list_method(obj, s, pc)?,
            Site::One(s) if s.form == B::LoadMethodStatic => {
                self.with_layout(obj, s.shape, pc)?;
                self.same_epoch(pc)?;
                let b = s.feedback.b;
                let this = match b & OF_CLASS {
                    0 => Value::EMPTY,
                    _ => self.vm.shapes.class(s.shape),
                };
                let f = self.constant(Value(b & !(STATIC | OF_CLASS)));
                (f, self.constant(this))
            }
            Site::One(s) => {
                let this = self.with_layout(obj, s.shape, pc)?;
                self.same_epoch(pc)?;
                (self.constant(Value(s.feedback.b)), this)
            }
            Site::Several { mut seen, general } => {
                let several = seen.len();
                seen.retain(|s| s.form != B::LoadMethodStatic);
                if seen.is_empty() {
                    self.step(i, pc)?;
                    return Ok(Go::Next);
                }
                let general = general || seen.len() < several;
                self.method_of_several(i, obj, &seen, general, pc)?
            }
        };
        self.set(i.a, f);
        self.set(i.a + 1, this);
        Ok(Go::Next)
    }

    /// All storages of a list have the same methods.
    fn list_method(&mut self, obj: V, s: Seen, pc: u32) -> Built<(V, V)> {
        let value = self.boxed(obj);
        let state = self.state(pc)?;
        let this = self.push(Op::GuardList { value, state });
        self.refine(obj, this);
        self.same_epoch(pc)?;
        self.receivers.insert(this, s.shape);
        Ok((self.constant(Value(s.feedback.b)), this))
    }

    /// The method of an object that has one of several shapes. The call learns what it may be.
    pub(super) fn method_of_several(
        &mut self,
        i: Instr,
        obj: V,
        seen: &[Seen],
        general: bool,
        pc: u32,
    ) -> Built<(V, V)> {
        let this = self.boxed(obj);
        let first = seen[0];
        let lists = seen.iter().all(|s| is_list_shape(s.shape));
        if lists && !general {
            return self.list_method(obj, first, pc);
        }
        let mut step = |b: &mut Self| {
            b.step(i, pc)?;
            Ok(vec![b.value(i.a, pc)?, b.value(i.a + 1, pc)?])
        };
        let miss = general.then_some(&mut step as Miss<'_, Self>);
        let hit = |b: &mut Self, _, s: Seen| Ok(vec![b.constant(Value(s.feedback.b)), this]);
        let results = self.by_shape(obj, seen, pc, hit, miss)?;
        let f = results[0];
        if self.known(f).is_none() {
            let mut known: Vec<Callee> = Vec::new();
            for s in seen {
                let function = Value(s.feedback.b);
                match known.iter_mut().find(|c| c.function == function) {
                    Some(c) => c.shape = None,
                    None => known.push(Callee {
                        function,
                        shape: (!general).then_some(s.shape),
                    }),
                }
            }
            self.callees.insert(f, Callees { known, general });
        }
        Ok((f, results[1]))
    }
}
