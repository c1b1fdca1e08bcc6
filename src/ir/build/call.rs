//! Calls: of functions read in place, of compiled functions, of classes, of builtin functions that have a recipe, of anything.

use super::attr::Callees;
use super::bind::{self, Arg};
use super::env::{Abs, Env};
use super::frame::Edge;
use super::step::Go;
use super::{Builder, Built};
use crate::bytecode::ops::{Instr, Op as B};
use crate::ir::{Op, Rep, Then, V, ValueData};
use crate::object::list::is_list_shape;
use crate::object::{Class, Code, Function, NativeFunction, T, Tuple, Value};
use crate::runtime::helpers::Helper;
use crate::runtime::native::definition;

/// Instructions of a function that is read in place, at most; deeper in the chain of calls less.
const INLINE_SIZE: [usize; 5] = [160, 100, 60, 40, 20];
/// How often a function is read in place inside itself.
const INLINE_RECURSION: usize = 3;

/// A call as the instruction describes it.
pub(super) struct Site {
    pub(super) callee: V,
    /// The arguments, the receiver first, the named ones last.
    args: Vec<Arg>,
    /// The names of the named ones.
    names: Option<Tuple>,
    dst: u16,
    pub(super) pc: u32,
    instr: Instr,
}

impl Site {
    /// The registers of the arguments, where all stand in registers and none has a name.
    fn registers(&self) -> Option<Vec<u16>> {
        let registers = self.args.iter().map(|a| match a {
            Arg::Reg(r) if self.names.is_none() => Some(*r),
            _ => None,
        });
        registers.collect()
    }
}

impl Builder<'_> {
    /// Can the word be the empty one?
    fn maybe_empty(&self, v: V) -> bool {
        match &self.g.values[v.0 as usize] {
            ValueData::Param(_, rep) => *rep == Rep::Val,
            ValueData::Op(Op::ReadReg { .. }) => true,
            ValueData::Op(_) => false,
        }
    }

    /// `call` and `call_plain`, with names and without.
    pub(super) fn call(&mut self, i: Instr, pc: u32) -> Built<Go> {
        let op = i.op.neutral();
        let plain = matches!(op, B::CallPlain | B::CallPlainKw);
        let first = i.b + if plain { 1 } else { 2 };
        let mut names = None;
        if matches!(op, B::CallKw | B::CallPlainKw) {
            let v = self.value(first + i.c, pc)?;
            names = self.known(v).and_then(Tuple::from_value);
            if names.is_none() {
                self.step(i, pc)?;
                return Ok(Go::Next);
            }
        }
        let mut args: Vec<Arg> = Vec::new();
        if let Abs::Value(f) = self.reg(i.b)
            && let Some(callees) = self.callees.get(&f).filter(|_| !plain)
        {
            let callees = callees.clone();
            return self.call_one_of(&callees, f, names, i, pc);
        }
        if !plain {
            match self.reg(i.b + 1) {
                Abs::Empty => {}
                Abs::Value(v) if self.known(v) == Some(Value::EMPTY) => {}
                Abs::Value(v) if self.maybe_empty(v) => {
                    self.step(i, pc)?;
                    return Ok(Go::Next);
                }
                _ => args.push(Arg::Reg(i.b + 1)),
            }
        }
        args.extend((first..first + i.c).map(Arg::Reg));
        let callee = self.value(i.b, pc)?;
        let site = Site {
            callee,
            args,
            names,
            dst: i.a,
            pc,
            instr: i,
        };
        self.call_site(site)
    }

    fn call_site(&mut self, mut site: Site) -> Built<Go> {
        let pc = site.pc;
        let mut known = self.known(site.callee);
        if let Some(&code) = self.functions.get(&site.callee)
            && self.fits(code, &site)
            && self.can_inline(code)
        {
            return self.inline(code, &site, &site.args, None);
        }
        if known.is_none() && !self.blocked(pc) {
            let fb = self.top().code.feedback_at(pc as usize);
            let seen = Value(fb.b);
            if fb == crate::object::code::Feedback::default() {
                return self.never_ran(pc);
            }
            if fb.a & 1 == 0 && seen.is_object() && self.worth_expecting(seen) {
                let state = self.state(pc)?;
                let value = self.boxed(site.callee);
                self.push(Op::GuardIs {
                    value,
                    bits: seen.0,
                    state,
                });
                site.callee = self.constant(seen);
                known = Some(seen);
            }
        }
        if let Some(f) = known.and_then(Function::from_value) {
            return self.call_function(f, &site);
        }
        if let Some(class) = known.and_then(Class::from_value) {
            return self.call_class(class, &site);
        }
        if let Some(f) = known.and_then(NativeFunction::from_value)
            && site.names.is_none()
            && let Some(v) = self.recipe(f, &site)?
        {
            self.set(site.dst, v);
            return Ok(Go::Next);
        }
        self.call_any(&site)
    }

    /// Calls a method that is one of several functions.
    fn call_one_of(
        &mut self,
        callees: &Callees,
        callee: V,
        names: Option<Tuple>,
        i: Instr,
        pc: u32,
    ) -> Built<Go> {
        if callees.general {
            // the frames are the same wherever the branches come from
            self.observe(pc)?;
        }
        let args: Vec<Arg> = (i.b + 1..i.b + 2 + i.c).map(Arg::Reg).collect();
        let env = self.env.clone();
        let mut edges = Vec::new();
        for (k, expected) in callees.known.iter().enumerate() {
            let function = self.constant(expected.function);
            let mut rest = None;
            if callees.general || k + 1 < callees.known.len() {
                let cond = self.push(Op::Same {
                    lhs: callee,
                    rhs: function,
                });
                let (yes, no) = (self.g.add_block(), self.g.add_block());
                self.end_branch(cond, yes, no);
                self.at = yes;
                rest = Some(no);
            }
            self.expect_receiver(i.b + 1, expected.shape, pc)?;
            let site = Site {
                callee: function,
                args: args.clone(),
                names,
                dst: i.a,
                pc,
                instr: i,
            };
            let go = self.call_site(site)?;
            edges.extend(self.edge(go));
            self.env = env.clone();
            self.at = rest.unwrap_or(self.at);
        }
        if callees.general {
            self.step(i, pc)?;
            edges.extend(self.edge(Go::Next));
        }
        if edges.is_empty() {
            return Ok(Go::Ended);
        }
        self.merge(pc + 1, edges)?;
        Ok(Go::Next)
    }

    /// The receiver of a method that was loaded unbound: an object, perhaps of a known shape.
    fn expect_receiver(&mut self, r: u16, shape: Option<u32>, pc: u32) -> Built {
        let this = self.boxed_reg(r, pc)?;
        match shape {
            Some(shape) => {
                self.with_layout(this, shape, pc)?;
            }
            None if self.maybe_empty(this) => {
                let state = self.state(pc)?;
                let bound = self.push(Op::GuardBound { value: this, state });
                self.refine(this, bound);
            }
            None => {}
        }
        Ok(())
    }

    /// Where the present block goes on, if it does.
    fn edge(&self, go: Go) -> Option<Edge> {
        (go == Go::Next).then(|| Edge {
            block: self.at,
            env: self.env.clone(),
        })
    }

    fn worth_expecting(&self, callee: Value) -> bool {
        Function::from_value(callee).is_some() || Class::from_value(callee).is_some()
    }

    /// Calls whatever it is.
    fn call_any(&mut self, site: &Site) -> Built<Go> {
        if site.names.is_some() {
            self.step(site.instr, site.pc)?;
            return Ok(Go::Next);
        }
        let args = self.boxed_args(&site.args, site.pc)?;
        let callee = self.boxed(site.callee);
        let state = self.observe(site.pc)?;
        let v = self.push(Op::CallAny {
            callee,
            args: args.into(),
            state,
        });
        self.set(site.dst, v);
        Ok(Go::Next)
    }

    fn boxed_args(&mut self, args: &[Arg], pc: u32) -> Built<Vec<V>> {
        args.iter().map(|&a| self.boxed_arg(a, pc)).collect()
    }

    // ---- Python functions

    fn call_function(&mut self, f: Function, site: &Site) -> Built<Go> {
        let code = f.code();
        let how = bind::plan(f, &site.args, site.names).filter(|_| self.may_be_called(code));
        let Some(how) = how else {
            return self.call_any(site);
        };
        let state = self.state(site.pc)?;
        self.push(Op::GuardCode {
            function: site.callee,
            code: code.value().0,
            state,
        });
        let args = self.bind(f, how, site)?;
        if self.can_inline(code) {
            return self.inline(code, site, &args, None);
        }
        let args = self.boxed_args(&args, site.pc)?;
        let state = self.observe(site.pc)?;
        let v = self.push(Op::CallPython {
            code: code.value().0,
            function: site.callee,
            args: args.into(),
            state,
        });
        self.set(site.dst, v);
        Ok(Go::Next)
    }

    /// Does the call give the code just the arguments that it takes, and is the code no generator's?
    fn fits(&self, code: Code, site: &Site) -> bool {
        self.may_be_called(code)
            && site.names.is_none()
            && site.args.len() == usize::from(code.simple_args())
    }

    /// Is the function small enough to be read in place?
    fn can_inline(&self, code: Code) -> bool {
        let Some(body) = code.body() else {
            return false;
        };
        let n = body.instrs.len();
        let depth = self.frames.len() - 1;
        let again = self
            .frames
            .iter()
            .filter(|f| f.code.value() == code.value())
            .count();
        // a unit reads its own function in place some times, others once
        let own = self.frames[0].code.value() == code.value();
        let deepest = if own { INLINE_RECURSION } else { 0 };
        let limit = INLINE_SIZE.get(depth).copied().unwrap_or(0);
        self.request.inline
            && n <= limit
            && n <= self.budget
            && again <= deepest
            && code.has_one_home()
            && !self.top().observed
            && !self.looks_at_locals(code)
            && self.top().base + u32::from(self.top().code.nregs()) + u32::from(code.nregs())
                < 50_000
    }

    /// Reads the function in place, with bound arguments. `object`: the object under construction, which is the first argument.
    fn inline(&mut self, code: Code, site: &Site, args: &[Arg], object: Option<V>) -> Built<Go> {
        self.budget -= code.body().map_or(0, |b| b.instrs.len()).min(self.budget);
        let mut regs = vec![Abs::Empty; usize::from(code.nregs())];
        for (to, &from) in regs.iter_mut().zip(args) {
            *to = match from {
                Arg::Reg(r) => self.reg(r),
                Arg::Value(v) => Abs::Value(v),
            };
        }
        self.wait(site.pc, site.dst);
        let function = match object {
            Some(_) => self.init_function(site)?,
            None => site.callee,
        };
        let mut frame = self.new_frame(code, function)?;
        frame.then = match object {
            Some(object) => Then::Construct {
                dst: site.dst,
                object,
            },
            None => Then::ToFrame { dst: site.dst },
        };
        let entered = self.env.entered;
        self.frames.push(frame);
        self.depth = self.depth.max(self.frames.len());
        self.env = Env { regs, entered };
        self.load_residents(code);
        self.read_frame(0)?;
        self.take_result(site.dst)
    }

    /// The frame that was read in place is over: its results meet.
    fn take_result(&mut self, dst: u16) -> Built<Go> {
        let Some(frame) = self.frames.pop() else {
            return Ok(Go::Ended);
        };
        let mut returns = frame.returns;
        let Some(least) = returns.iter().map(|r| r.2).min() else {
            // it never returned
            let entered = self.env.entered.min(self.frames.len());
            self.resume(entered);
            return Ok(Go::Ended);
        };
        for (block, _, entered) in &mut returns {
            self.at = *block;
            while *entered > least {
                let state = self.waiting(*entered - 1);
                self.push(Op::LeaveFrame { state });
                *entered -= 1;
            }
        }
        let ends = returns.iter().map(|&(block, v, _)| (block, vec![v]));
        let results = self.join(ends.collect());
        self.resume(least);
        self.set(dst, results[0]);
        Ok(Go::Next)
    }

    // ---- classes

    fn call_class(&mut self, class: Class, site: &Site) -> Built<Go> {
        if self.is_range_class(class.value())
            && let Some(args) = site.registers()
            && self.call_range(&args, site.dst, site.pc)?
        {
            return Ok(Go::Next);
        }
        let init = match self.vm.plain_init(class) {
            Some(init) if !self.blocked(site.pc) => Function::from_value(init),
            _ => None,
        };
        let plain = !class.has(crate::object::class::flags::FINALIZER);
        let Some((init, (shape, inline))) = init.zip(class.settled_shape()).filter(|_| plain)
        else {
            return self.call_any(site);
        };
        let code = init.code();
        if !self.may_be_called(code) || !self.can_inline(code) {
            return self.call_any(site);
        }
        let fixed = self.vm.shapes.get(shape).fixed;
        let object = self.push(Op::NewInstance {
            shape,
            inline,
            fixed,
        });
        let mut args = vec![Arg::Value(object)];
        args.extend(&site.args);
        let Some(how) = bind::plan(init, &args, site.names) else {
            return self.call_any(site);
        };
        let function = self.constant(init.value());
        self.same_classes(site.pc)?;
        let state = self.state(site.pc)?;
        self.push(Op::GuardCode {
            function,
            code: code.value().0,
            state,
        });
        let called = Site {
            callee: function,
            args: Vec::new(),
            ..*site
        };
        let args = self.bind(init, how, &called)?;
        self.inline(code, site, &args, Some(object))
    }

    /// The `__init__` of the class that a site calls.
    fn init_function(&mut self, site: &Site) -> Built<V> {
        let class = self.known(site.callee).and_then(Class::from_value);
        let init = class.and_then(|c| self.vm.plain_init(c));
        Ok(self.constant(init.unwrap_or(Value::EMPTY)))
    }

    // ---- builtin functions that need no call

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
            (None, "len", &[x]) if self.is_builtin(f) => self.length(x, site.pc),
            (None, "ord", &[x]) if self.is_builtin(f) => self.code_point(x, site.pc),
            (None, "abs", &[x]) if self.is_builtin(f) => self.absolute(x, site.pc),
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
        let seen = self.top().code.feedback_at(pc as usize).a >> 32;
        let shape = self.guarded_shape(v).unwrap_or(seen as u32);
        if is_list_shape(shape) {
            let list = self.with_shape(v, shape, pc)?;
            return Ok(Some(self.push(Op::ListLen { list })));
        }
        if shape == T::Tuple as u32 {
            let tuple = self.with_type(v, shape, pc)?;
            return Ok(Some(self.push(Op::TupleLen { tuple })));
        }
        Ok(None)
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
