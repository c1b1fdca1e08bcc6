//! Calls.

use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::{F64, I8, I64};
use cranelift_codegen::ir::{self as clif, InstBuilder as _};

use super::{Lower, frames::code_of};
use crate::ir::{Op, State, V};
use crate::jit::entries::Called;
use crate::jit::exits::Reason;
use crate::object::{Code, Value};
use crate::runtime::helpers::{Helper, can};

impl Lower<'_, '_> {
    /// Calls.
    pub(super) fn call_op(&mut self, op: &Op, name: &'static str) -> Option<clif::Value> {
        match op {
            Op::CallVal {
                helper,
                args,
                state,
            } => {
                let result = self.helper(*helper, args, *state);
                self.raise_if_empty(result, *state, name);
                Some(result)
            }
            Op::CallTruth {
                helper,
                args,
                state,
            } => {
                let result = self.helper(*helper, args, *state);
                let failed = self.cmp_imm(IntCC::Equal, result, 2);
                self.leave_if(failed, *state, Reason::Raise, name);
                Some(self.b.ins().ireduce(I8, result))
            }
            Op::CallDo {
                helper,
                args,
                state,
            } => {
                let failed = self.helper(*helper, args, *state);
                self.leave_if(failed, *state, Reason::Raise, name);
                None
            }
            Op::CallF { helper, args } => {
                let mut words = vec![self.vm];
                for &v in args {
                    words.push(self.v(v));
                }
                self.call(helper.entry(), &words, Some(F64))
            }
            Op::CallPython {
                code,
                function,
                args,
                state,
            } => Some(self.call_python(*code, *function, args, *state, name)),
            Op::CallAny {
                callee,
                args,
                state,
            } => Some(self.call_any(Called::CallAny, *callee, args, *state, name)),
            Op::CallNative {
                callee,
                args,
                state,
            } => Some(self.call_any(Called::CallNative, *callee, args, *state, name)),
            Op::Step { regs, args, state } => {
                self.step(regs, args, *state, name);
                None
            }
            _ => None,
        }
    }

    fn raise_if_empty(&mut self, result: clif::Value, state: State, name: &'static str) {
        let empty = self.cmp_imm(IntCC::Equal, result, 0);
        self.leave_if(empty, state, Reason::Raise, name);
    }

    /// An argument in an integer or floating-point register.
    fn argument(&mut self, v: V) -> clif::Value {
        let value = self.v(v);
        if self.b.func.dfg.value_type(value) == I8 {
            self.b.ins().uextend(I64, value)
        } else {
            value
        }
    }

    /// Calls a helper whose result is a word.
    fn helper(&mut self, helper: Helper, args: &[V], state: State) -> clif::Value {
        let g = self.g;
        let mut words = vec![self.vm];
        if helper.can() & can::OBSERVES != 0 {
            let fs = g.state(state);
            self.check_entered(fs);
            words.push(self.pc(fs));
        }
        if args.len() != helper.params().len() {
            self.broken = Some("a helper is called with other arguments than it takes");
        }
        for &v in args {
            words.push(self.argument(v));
        }
        self.call_word(helper.entry(), &words)
    }

    fn call_python(
        &mut self,
        code: u64,
        function: V,
        args: &[V],
        state: State,
        name: &'static str,
    ) -> clif::Value {
        let g = self.g;
        let fs = g.state(state);
        let (Some(callee), Some(caller)) = (Code::from_value(Value(code)), code_of(fs)) else {
            self.broken = Some("a call without code");
            return self.word(0);
        };
        if !callee.is_prepared() || args.len() != usize::from(callee.parameters()) {
            self.broken = Some("a call with other arguments than the code takes");
        }
        // the callee's window begins where the caller's registers end
        let words = i64::from(fs.base) + i64::from(caller.nregs());
        let unit = self.base;
        for (i, &v) in args.iter().enumerate() {
            let v = self.v(v);
            self.store(v, unit, (words as usize + i) * 8);
        }
        self.save_pc(state);
        let f = self.v(function);
        let cell = self.word(callee.entry_address().addr() as i64);
        let entry = self.load(I64, cell, 0);
        // no branch: two blocks fewer, and what is called is predicted anyway
        let interpret = self.word(Called::Interpret.address().addr() as i64);
        let entry = self.b.ins().select(entry, entry, interpret);
        let (vm, window) = (self.vm, self.add_imm(unit, words * 8));
        let result = match self.call_at(entry, &[vm, window, f], Some(I64)) {
            Some(v) => v,
            None => self.word(0),
        };
        self.raise_if_empty(result, state, name);
        result
    }

    /// A call of `entry` with positional arguments in the native frame.
    fn call_any(
        &mut self,
        entry: Called,
        callee: V,
        args: &[V],
        state: State,
        name: &'static str,
    ) -> clif::Value {
        let g = self.g;
        let fs = g.state(state);
        self.check_entered(fs);
        let area = self.args_area();
        for (i, &v) in args.iter().enumerate() {
            let v = self.v(v);
            self.b.ins().stack_store(I64, v, area, 8 * i as i32);
        }
        let (vm, pc, callee) = (self.vm, self.pc(fs), self.v(callee));
        let first = self.b.ins().stack_addr(I64, area, 0);
        let n = self.word(args.len() as i64);
        let result = self.call_word(entry.address(), &[vm, pc, callee, first, n]);
        self.raise_if_empty(result, state, name);
        result
    }

    fn step(&mut self, regs: &[u16], args: &[V], state: State, name: &'static str) {
        let g = self.g;
        let fs = g.state(state);
        self.check_entered(fs);
        let base = self.base;
        for (&r, &v) in regs.iter().zip(args) {
            let v = self.v(v);
            self.store(v, base, (fs.base as usize + usize::from(r)) * 8);
        }
        let (vm, pc) = (self.vm, self.pc(fs));
        let failed = self.call_word(Called::Step.address(), &[vm, pc]);
        self.leave_if(failed, state, Reason::Raise, name);
    }
}
