//! Calls: of functions read in place, of compiled functions, of classes, of builtin functions that have a recipe, of anything.

use super::attr::Callees;
use super::bind::{self, Arg};
use super::env::{Abs, Env};
use super::frame::{Begin, Edge};
use super::step::Go;
use super::{Builder, Built, refuse};
use crate::bytecode::ops::{Instr, Op as B};
use crate::ir::{Effects, Op, Rep, Then, V, ValueData};
use crate::object::{Class, Code, Function, NativeFunction, T, Tuple, Value};
use crate::runtime::names::Special;

/// Instructions of a function that is read in place, at most; deeper in the chain of calls less.
const INLINE_SIZE: [usize; 5] = [160, 100, 60, 40, 20];
/// How often a function is read in place inside itself, the last time only what ends the recursion.
const INLINE_RECURSION: usize = 2;

/// A call as the instruction describes it.
pub(super) struct Site {
    pub(super) callee: V,
    /// The arguments, the receiver first, the named ones last.
    pub(super) args: Vec<Arg>,
    /// The names of the named ones.
    names: Option<Tuple>,
    pub(super) dst: u16,
    pub(super) pc: u32,
    instr: Instr,
}

impl Site {
    /// The registers of the arguments, where all stand in registers and none has a name.
    pub(super) fn registers(&self) -> Option<Vec<u16>> {
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
            if fb == crate::object::code::Feedback::default() {
                return self.never_ran(pc);
            }
            let one = fb.a & 1 == 0 || site.instr.op == B::CallPlainClass;
            if one
                && fb.b & 1 == 1
                && let Some(f) = self.call_method_of((fb.b >> 1) as u32)
            {
                return self.call_instance(f, (fb.b >> 1) as u32, site);
            }
            let seen = match fb.b & 1 {
                0 => Value(fb.b),
                _ => Value::EMPTY,
            };
            if one
                && let Some(f) = Function::from_value(seen)
                && !f.closure().is_empty()
                && self.fits(f.code(), &site)
            {
                return self.call_code(f.code(), site);
            }
            if one && seen.is_object() && self.worth_expecting(seen) {
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
        if let Some(f) = known.and_then(NativeFunction::from_value) {
            return self.call_builtin(f, &site);
        }
        self.call_any(&site)
    }

    /// `dst = getter(object)`, for a property.
    pub(super) fn call_getter(&mut self, getter: Value, object: V, i: Instr, pc: u32) -> Built<Go> {
        let site = Site {
            callee: self.constant(getter),
            args: vec![Arg::Value(object)],
            names: None,
            dst: i.a,
            pc,
            instr: i,
        };
        self.call_site(site)
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
    pub(super) fn call_any(&mut self, site: &Site) -> Built<Go> {
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

    pub(super) fn boxed_args(&mut self, args: &[Arg], pc: u32) -> Built<Vec<V>> {
        args.iter().map(|&a| self.boxed_arg(a, pc)).collect()
    }

    // ---- Python functions

    /// Leaves unless the function's `__code__` is what it is now.
    pub(super) fn same_code(&mut self, function: V, code: Code, pc: u32) -> Built {
        if self.relies_on(function) {
            return self.same_epoch(pc);
        }
        let (code, state) = (code.value().0, self.state(pc)?);
        self.push(Op::GuardCode {
            function,
            code,
            state,
        });
        Ok(())
    }

    /// Is it known which function that is, and may code and defaults be taken for granted while the epoch is the same?
    pub(super) fn relies_on(&self, function: V) -> bool {
        let f = self.known(function).and_then(Function::from_value);
        f.is_some_and(Function::watch)
    }

    fn call_function(&mut self, f: Function, site: &Site) -> Built<Go> {
        let code = f.code();
        let how = bind::plan(f, &site.args, site.names).filter(|_| self.may_be_called(code));
        let Some(how) = how else {
            return self.call_any(site);
        };
        self.same_code(site.callee, code, site.pc)?;
        let args = self.bind(f, how, site)?;
        self.call_bound(code, site, &args)
    }

    /// Calls a function that is expected to have this code, whatever it closes over.
    fn call_code(&mut self, code: Code, mut site: Site) -> Built<Go> {
        let value = self.boxed(site.callee);
        let state = self.state(site.pc)?;
        site.callee = self.push(Op::GuardType {
            value,
            shape: T::Function as u32,
            state,
        });
        self.same_code(site.callee, code, site.pc)?;
        let args = std::mem::take(&mut site.args);
        self.call_bound(code, &site, &args)
    }

    /// The Python function that `__call__` is for instances of a shape.
    fn call_method_of(&mut self, shape: u32) -> Option<Function> {
        let class = self.class_of(shape)?;
        let f = self.vm.special(class, Special::Call)?;
        Function::from_value(f)
    }

    /// Calls an instance that is expected to be of this shape.
    fn call_instance(&mut self, f: Function, shape: u32, mut site: Site) -> Built<Go> {
        let this = self.with_shape(site.callee, shape, site.pc)?;
        self.same_epoch(site.pc)?;
        site.args.insert(0, Arg::Value(this));
        let instance = std::mem::replace(&mut site.callee, this);
        site.callee = self.constant(f.value());
        let how = bind::plan(f, &site.args, site.names);
        if how.is_none() || !self.may_be_called(f.code()) {
            site.args.remove(0);
            site.callee = instance;
            return self.call_any(&site);
        }
        self.call_function(f, &site)
    }

    /// Calls the code with bound arguments.
    fn call_bound(&mut self, code: Code, site: &Site, args: &[Arg]) -> Built<Go> {
        if self.can_inline(code) {
            return self.inline(code, site, args, None);
        }
        if self.top().begin.is_some() && self.top().code == code && self.did_nothing() {
            return self.call_instead(code);
        }
        let v = self.call_python(code, site.callee, args, site.pc)?;
        self.set(site.dst, v);
        Ok(Go::Next)
    }

    fn call_python(&mut self, code: Code, function: V, args: &[Arg], pc: u32) -> Built<V> {
        let args = self.boxed_args(args, pc)?;
        let state = self.observe(pc)?;
        Ok(self.push(Op::CallPython {
            code: code.value().0,
            function,
            args: args.into(),
            state,
        }))
    }

    /// Has nothing been done since the reading of the innermost frame began that may not be done again? Then checks were made only.
    fn did_nothing(&self) -> bool {
        let f = self.top();
        let Some(begin) = f.begin.as_ref().filter(|_| f.headers.is_empty()) else {
            return false;
        };
        let does = |&v: &V| {
            self.g.op(v).is_none_or(|op| {
                let effects = op.effects();
                let frames = matches!(op, Op::EnterFrame { .. } | Op::LeaveFrame { .. });
                let more = [Effects::OBSERVES, Effects::ALLOC];
                frames || effects.writes() != 0 || more.into_iter().any(|e| effects.has(e))
            })
        };
        let before = self.g.predecessors();
        let (mut work, mut seen) = (vec![self.at], vec![self.at]);
        while let Some(b) = work.pop() {
            let ops = &self.g.block(b).ops;
            let skipped = if b == begin.block { begin.before } else { 0 };
            if ops.iter().skip(skipped).any(does) {
                return false;
            }
            for &p in before[b.0 as usize].iter().filter(|_| b != begin.block) {
                if !seen.contains(&p) {
                    seen.push(p);
                    work.push(p);
                }
            }
        }
        true
    }

    /// The innermost frame, which has done nothing yet, comes to a call of its own function, too deep to be read in place. Its own call is made instead: at this depth
    /// only what ends the recursion is read in place, and nothing is called that ends at once.
    fn call_instead(&mut self, code: Code) -> Built<Go> {
        let (Some(frame), entered) = (self.frames.pop(), self.env.entered) else {
            return Ok(Go::Ended);
        };
        let (Some(call), Some(begin)) = (&self.top().call, &frame.begin) else {
            return refuse("no call");
        };
        let pc = call.pc;
        self.env = call.env.clone();
        self.env.entered = entered;
        let v = self.call_python(code, begin.callee, &begin.args, pc)?;
        self.frames.push(frame);
        let (at, entered) = (self.at, self.env.entered);
        self.top_mut().returns.push((at, v, entered));
        Ok(Go::Ended)
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
        let limit = INLINE_SIZE.get(depth).copied().unwrap_or(0);
        self.request.inline
            && n <= limit
            && n <= self.budget
            && again <= self.deepest(code)
            && code.has_one_home()
            && !self.top().observed
            && !self.looks_at_locals(code)
            && self.top().base + u32::from(self.top().code.nregs()) + u32::from(code.nregs())
                < 50_000
    }

    /// How many frames of the code there may be already when it is read in place: a unit does so with its own function some times, with others once.
    fn deepest(&self, code: Code) -> usize {
        match self.frames[0].code == code {
            true => INLINE_RECURSION,
            false => 0,
        }
    }

    /// Reads the function in place, with bound arguments. `object`: the object under construction, which is the first argument.
    fn inline(&mut self, code: Code, site: &Site, args: &[Arg], object: Option<V>) -> Built<Go> {
        self.budget -= code.body().map_or(0, |b| b.instrs.len()).min(self.budget);
        let mut regs = vec![Abs::Empty; usize::from(code.nregs())];
        for (to, &from) in regs.iter_mut().zip(args) {
            *to = self.arg(from);
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
        let again = self.frames.iter().filter(|f| f.code == code).count();
        if again == self.deepest(code) && object.is_none() {
            frame.begin = Some(Begin {
                block: self.at,
                before: self.g.block(self.at).ops.len(),
                callee: site.callee,
                args: args.to_vec(),
            });
        }
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
        if let Some(v) = self.convert_number(class, site)? {
            self.set(site.dst, v);
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
        self.same_epoch(site.pc)?;
        self.same_code(function, code, site.pc)?;
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
}
