//! Builtin functions and methods: computed in place where there is a recipe, else called directly.

use super::call::Site;
use super::env::Abs;
use super::step::Go;
use super::{Builder, Built};
use crate::ir::{Op, Rep, V};
use crate::object::code::kinds;
use crate::object::list::is_list_shape;
use crate::object::{Class, NativeFunction, T, Value};
use crate::runtime::helpers::Helper;
use crate::runtime::native::definition;

impl Builder<'_> {
    /// Calls a builtin function that is known.
    pub(super) fn call_builtin(&mut self, f: NativeFunction, site: &Site) -> Built<Go> {
        if site.registers().is_some() {
            if let Some(v) = self.recipe(f, site)? {
                self.set(site.dst, v);
                return Ok(Go::Next);
            }
            if self.suits(f, site) {
                let args = self.boxed_args(&site.args, site.pc)?.into();
                let callee = self.constant(f.value());
                let state = self.observe(site.pc)?;
                let v = self.push(Op::CallNative {
                    callee,
                    args,
                    state,
                });
                self.set(site.dst, v);
                return Ok(Go::Next);
            }
        }
        self.call_any(site)
    }

    /// May the function be called with these arguments without a look at its receiver? A method may if its first argument is known to be of its class.
    fn suits(&self, f: NativeFunction, site: &Site) -> bool {
        let owner = Class::from_value(f.owner());
        match (f.shape_id(), owner) {
            (shape, None) if shape == T::NativeFunction as u32 => {
                Class::from_value(f.receiver()).is_none()
            }
            (shape, Some(owner)) if shape == T::MethodDescriptor as u32 => {
                let Some(Abs::Value(v)) = site.args.first().map(|&a| self.arg(a)) else {
                    return false;
                };
                let known = match self.g.op(v) {
                    Some(Op::GuardList { .. }) => Some(self.vm.class(T::List)),
                    _ => self
                        .guarded_shape(v)
                        .and_then(|s| Class::from_value(self.vm.shapes.class(s))),
                };
                known.is_some_and(|class| class.is_subclass(owner))
            }
            _ => false,
        }
    }

    /// The result of a builtin function that is computed in place; `None` when it must be called.
    fn recipe(&mut self, f: NativeFunction, site: &Site) -> Built<Option<V>> {
        if self.blocked(site.pc) {
            return Ok(None);
        }
        let def = definition(f);
        let owner = Class::from_value(f.owner());
        let Some(args) = site.registers() else {
            return Ok(None);
        };
        match (owner, def.name, &args[..]) {
            (Some(c), "append", &[list, item]) if c == self.vm.class(T::List) => {
                let Abs::Value(v) = self.reg(list) else {
                    return Ok(None);
                };
                // the function may be called on anything
                let is_list = matches!(self.g.op(v), Some(Op::GuardList { .. }))
                    || self.guarded_shape(v).is_some_and(is_list_shape);
                if !is_list {
                    return Ok(None);
                }
                let shape = self.receivers.get(&v).copied();
                self.append(list, item, shape, site.pc)?;
                Ok(Some(self.constant(Value::NONE)))
            }
            (Some(c), name, _) if c == self.vm.class(T::Dict) && name == "get" => {
                self.get_or_default(f, site)
            }
            (Some(c), "add", &[set, item]) if c == self.vm.class(T::Set) && self.suits(f, site) => {
                let (set, item) = (
                    self.boxed_reg(set, site.pc)?,
                    self.boxed_reg(item, site.pc)?,
                );
                self.call_do(Helper::set_add, &[set, item], site.pc)?;
                Ok(Some(self.constant(Value::NONE)))
            }
            (Some(c), "pop", &[list]) if c == self.vm.class(T::List) && self.suits(f, site) => {
                let list = self.boxed_reg(list, site.pc)?;
                self.call_val(Helper::list_pop, &[list], site.pc).map(Some)
            }
            (None, "len", &[x]) if self.is_builtin(f) => self.length(x, site.pc),
            (None, "ord", &[x]) if self.is_builtin(f) => self.code_point(x, site.pc),
            (None, "abs", &[x]) if self.is_builtin(f) => self.absolute(x, site.pc),
            (None, "isinstance", &[x, c]) if self.is_builtin(f) => {
                self.is_instance(x, c, site.pc).map(Some)
            }
            (None, "sqrt", &[x]) if self.is_of_math(f) => self.square_root(x, site.pc),
            _ => Ok(None),
        }
    }

    fn is_builtin(&self, f: NativeFunction) -> bool {
        crate::object::Str::from_value(f.module()).is_some_and(|m| m.is("builtins"))
    }

    fn is_of_math(&self, f: NativeFunction) -> bool {
        crate::object::Str::from_value(f.module()).is_some_and(|m| m.is("math"))
    }

    /// `list.append(item)` on a list. A list of the storage that fits the item takes it at once; others by a helper.
    pub(super) fn append(&mut self, list: u16, item: u16, shape: Option<u32>, pc: u32) -> Built {
        use crate::object::list::{SHAPE_BOOLS, SHAPE_FLOATS, SHAPE_INTS, SHAPE_VALUES};
        let list = self.boxed_reg(list, pc)?;
        let item = self.value(item, pc)?;
        let (shape, value) = match self.g.rep(item) {
            _ if shape == Some(SHAPE_VALUES) => (SHAPE_VALUES, self.boxed(item)),
            Rep::I64 if !self.blocked(pc) => (SHAPE_INTS, self.small(item, pc)?),
            Rep::F64 => (SHAPE_FLOATS, item),
            Rep::Bool => (SHAPE_BOOLS, item),
            _ => (SHAPE_VALUES, self.boxed(item)),
        };
        let cond = self.push(Op::IsShape { value: list, shape });
        let (fast, slow, after) = (self.g.add_block(), self.g.add_block(), self.g.add_block());
        self.end_branch(cond, fast, slow);
        let state = self.state(pc)?;
        self.at = fast;
        self.push(match shape {
            SHAPE_INTS => Op::AppendI { list, value, state },
            SHAPE_FLOATS => Op::AppendF { list, value, state },
            SHAPE_BOOLS => Op::AppendB { list, value, state },
            _ => Op::Append { list, value, state },
        });
        self.end_jump(after);
        self.at = slow;
        let boxed = self.boxed(item);
        self.push(Op::CallDo {
            helper: Helper::list_append,
            args: [list, boxed].into(),
            state,
        });
        self.end_jump(after);
        self.at = after;
        Ok(())
    }

    /// The shape that a value is known to have from a guard.
    pub(super) fn guarded_shape(&self, v: V) -> Option<u32> {
        match self.g.op(v) {
            Some(&Op::GuardShape { shape, .. } | &Op::GuardType { shape, .. }) => Some(shape),
            _ => None,
        }
    }

    /// `len(x)` of a list or tuple.
    fn length(&mut self, x: u16, pc: u32) -> Built<Option<V>> {
        let v = self.value(x, pc)?;
        if self.g.rep(v) != Rep::Val {
            return Ok(None);
        }
        let guarded = self.guarded_shape(v);
        let shape = guarded.unwrap_or(self.first_shape(pc));
        if is_list_shape(shape) {
            let list = match guarded {
                Some(_) => self.with_shape(v, shape, pc)?,
                None => self.any_list(v, pc)?,
            };
            return Ok(Some(self.push(Op::ListLen { list })));
        }
        if ![T::Tuple, T::Str, T::Dict]
            .map(|t| t as u32)
            .contains(&shape)
        {
            return Ok(None);
        }
        let object = self.with_type(v, shape, pc)?;
        Ok(Some(self.push(if shape == T::Tuple as u32 {
            Op::TupleLen { tuple: object }
        } else if shape == T::Str as u32 {
            Op::StrLen { text: object }
        } else {
            Op::DictLen { dict: object }
        })))
    }

    /// A list of any storage.
    pub(super) fn any_list(&mut self, value: V, pc: u32) -> Built<V> {
        let state = self.state(pc)?;
        Ok(self.push(Op::GuardList { value, state }))
    }

    /// The shape that the first argument of a native call had; 0: it was no object; never one's when there were several.
    fn first_shape(&self, pc: u32) -> u32 {
        (self.top().code.feedback_at(pc as usize).a >> 32) as u32
    }

    /// `float(x)` and `int(x)` of a number; `None` for other classes and objects.
    pub(super) fn convert_number(&mut self, class: Class, site: &Site) -> Built<Option<V>> {
        let Some([x]) = site.registers().and_then(|r| <[u16; 1]>::try_from(r).ok()) else {
            return Ok(None);
        };
        let (to_float, to_int) = (
            class == self.vm.class(T::Float),
            class == self.vm.class(T::Int),
        );
        if !(to_float || to_int) || self.blocked(site.pc) {
            return Ok(None);
        }
        let (v, pc) = (self.value(x, site.pc)?, site.pc);
        let seen = self.top().code.feedback_at(pc as usize).a >> 8;
        Ok(match self.kinds_of(v, seen) {
            kinds::INT if to_int => Some(self.as_int(v, pc)?),
            kinds::FLOAT if to_float => Some(self.as_float(v, pc)?),
            kinds::INT => Some(self.number(v, seen, pc)?),
            kinds::FLOAT => {
                let value = self.as_float(v, pc)?;
                let state = self.state(pc)?;
                Some(self.push(Op::F64ToI64 { value, state }))
            }
            _ => None,
        })
    }

    /// `ord(x)` of a string of one code point.
    fn code_point(&mut self, x: u16, pc: u32) -> Built<Option<V>> {
        let v = self.boxed_reg(x, pc)?;
        let state = self.state(pc)?;
        let word = self.push(Op::CallVal {
            helper: Helper::code_point,
            args: [v].into(),
            state,
        });
        Ok(Some(self.push(Op::UnboxInt { value: word, state })))
    }

    /// `dict.get(key)` and `dict.get(key, default)`
    fn get_or_default(&mut self, f: NativeFunction, site: &Site) -> Built<Option<V>> {
        let args = site.registers().unwrap_or_default();
        if !(2..=3).contains(&args.len()) || !self.suits(f, site) {
            return Ok(None);
        }
        let mut values = Vec::with_capacity(3);
        for r in args {
            values.push(self.boxed_reg(r, site.pc)?);
        }
        if values.len() == 2 {
            values.push(self.constant(Value::NONE));
        }
        self.call_val(Helper::dict_get, &values, site.pc).map(Some)
    }

    /// `isinstance(x, c)`
    fn is_instance(&mut self, x: u16, c: u16, pc: u32) -> Built<V> {
        let (v, class) = (self.boxed_reg(x, pc)?, self.boxed_reg(c, pc)?);
        let first = Some(self.first_shape(pc)).filter(|&s| self.class_of(s).is_some());
        let shape = self.guarded_shape(v).or(first);
        if let Some(known) = self.known(class).and_then(Class::from_value)
            && self.vm.type_of(known.value()) == self.vm.class(T::Type)
            && let Some(shape) = shape
            && let Some(of) = Class::from_value(self.vm.shapes.class(shape))
            && of.is_subclass(known)
        {
            self.with_layout(v, shape, pc)?;
            self.same_epoch(pc)?;
            return Ok(self.push(Op::ConstBool { value: true }));
        }
        self.call_truth(Helper::is_instance, &[v, class], pc)
    }

    /// `abs(x)` of a float.
    fn absolute(&mut self, x: u16, pc: u32) -> Built<Option<V>> {
        let v = self.value(x, pc)?;
        match self.g.rep(v) {
            Rep::F64 => Ok(Some(self.push(Op::AbsF { value: v }))),
            Rep::I64 => {
                let lhs = self.int(0);
                let state = self.state(pc)?;
                let rhs = self.push(Op::SubOvf { lhs, rhs: v, state });
                Ok(Some(self.push(Op::Max { lhs: v, rhs })))
            }
            _ => Ok(None),
        }
    }

    /// `math.sqrt(x)` of a float that is not negative.
    fn square_root(&mut self, x: u16, pc: u32) -> Built<Option<V>> {
        let v = self.value(x, pc)?;
        if self.g.rep(v) != Rep::F64 {
            return Ok(None);
        }
        let zero = self.float(0.0);
        let cond = self.push(Op::CmpF {
            cond: crate::ir::Cond::Ge,
            lhs: v,
            rhs: zero,
        });
        self.guard(cond, pc)?;
        Ok(Some(self.push(Op::SqrtF { value: v })))
    }
}
