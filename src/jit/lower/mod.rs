//! From SSA to Cranelift's IR: one function per family of operations, all of which look alike: operands in, result out.
//!
//! Values: `Val`, `I64` and `Ptr` are `I64`, `F64` is `F64`, `Bool` is `I8` (0 or 1). Block parameters are block parameters. An operation that can leave branches to a cold
//! block that is shared by all operations with the same frame state and [`Reason`]; those blocks note the exit's number, store what their frame state names into one area
//! of the native frame, with code that exits share (`jit/plan.rs`), and go to the tail, which calls [`leave`](super::exits::leave).

mod arith;
mod call;
mod control;
mod frames;
mod guard;
mod memory;

use std::cell::Cell;

use cranelift_codegen::ir::condcodes::{CondCode as _, IntCC};
use cranelift_codegen::ir::types::{F64, I8, I32, I64};
use cranelift_codegen::ir::{
    self as clif, AbiParam, InstBuilder as _, InstructionData, MemFlagsData, Signature, StackSlot,
    StackSlotData, StackSlotKind, Type,
};
use cranelift_codegen::isa::{CallConv, TargetFrontendConfig};
use cranelift_frontend::FunctionBuilder;

use crate::bytecode::ops::Instr;
use crate::ir::hash::Map;
use crate::ir::{Graph, Op, Rep, State, V};
use crate::jit::Kind;
use crate::jit::compile::Stress;
use crate::jit::exits::Reason;
use crate::jit::keep::float_call;
use crate::jit::plan::ExitPlan;
use crate::runtime::Vm;

/// A pending exit: its block is filled at the end.
pub(super) struct PendingExit {
    pub(super) state: State,
    pub(super) reason: Reason,
    pub(super) op: &'static str,
    pub(super) block: clif::Block,
}

/// Lists of instructions, which the machine code reads.
pub(super) type Endings = Vec<Box<[*const Cell<Instr>]>>;

/// Lowers a graph.
pub(super) struct Lower<'g, 'f> {
    g: &'g Graph,
    kind: Kind,
    b: FunctionBuilder<'f>,
    config: TargetFrontendConfig,
    fma: bool,
    stress: Option<Stress>,
    values: Vec<Option<clif::Value>>,
    blocks: Vec<clif::Block>,
    /// How many loops each block of the graph is in.
    depths: Vec<usize>,
    vm: clif::Value,
    base: clif::Value,
    function: clif::Value,
    /// Record of the unit's own frame and the number of records below it.
    records: Option<(clif::Value, clif::Value)>,
    exits: Vec<PendingExit>,
    exit_of: Map<(State, Reason), usize>,
    signatures: Vec<(Vec<Type>, Option<Type>, clif::SigRef)>,
    args: Option<StackSlot>,
    /// Frames of `LeaveFrame`s that will be popped with the next one, the innermost first.
    leaving: Vec<State>,
    /// The lists of instructions at which frames end.
    endings: Endings,
    /// The lower bound that the next `GuardTrue` checks with its upper one.
    lower_bound: Option<i64>,
    /// Something in the graph is not as promised.
    broken: Option<&'static str>,
}

/// The type of a representation.
pub(super) fn type_of(rep: Rep) -> Type {
    match rep {
        Rep::F64 => F64,
        Rep::Bool => I8,
        Rep::Val | Rep::I64 | Rep::Ptr | Rep::Void => I64,
    }
}

/// The signature of a unit.
pub(super) fn unit_signature(config: TargetFrontendConfig) -> Signature {
    let mut s = Signature::new(config.default_call_conv);
    s.params = vec![AbiParam::new(I64); 3];
    s.returns = vec![AbiParam::new(I64)];
    s
}

fn offset(bytes: usize) -> i32 {
    i32::try_from(bytes).unwrap_or(i32::MAX)
}

/// Memory that is there and aligned.
fn trusted() -> MemFlagsData {
    MemFlagsData::trusted()
}

impl<'g, 'f> Lower<'g, 'f> {
    /// Prepares lowering `g` into the function under construction.
    pub(super) fn new(
        g: &'g Graph,
        kind: Kind,
        mut b: FunctionBuilder<'f>,
        config: TargetFrontendConfig,
        fma: bool,
        stress: Option<Stress>,
    ) -> Lower<'g, 'f> {
        let blocks: Vec<clif::Block> = g.blocks.iter().map(|_| b.create_block()).collect();
        let mut values = vec![None; g.values.len()];
        for (block, &to) in g.blocks.iter().zip(&blocks).skip(1) {
            for &p in &block.params {
                values[p.0 as usize] = Some(b.append_block_param(to, type_of(g.rep(p))));
            }
        }
        let entry = blocks[0];
        b.append_block_params_for_function_params(entry);
        let p = b.block_params(entry);
        let (vm, base, function) = (p[0], p[1], p[2]);
        Lower {
            g,
            kind,
            b,
            config,
            fma,
            stress,
            values,
            blocks,
            depths: control::loop_depths(g),
            vm,
            base,
            function,
            records: None,
            exits: Vec::new(),
            exit_of: Map::default(),
            signatures: Vec::new(),
            args: None,
            leaving: Vec::new(),
            endings: Vec::new(),
            lower_bound: None,
            broken: None,
        }
    }

    /// Lowers everything but the exits' blocks.
    fn body(&mut self) {
        let order = control::reverse_postorder(self.g);
        for (i, &block) in order.iter().enumerate() {
            self.b.switch_to_block(self.blocks[block.0 as usize]);
            if i == 0 {
                self.prologue();
            }
            let mut ops = self.g.block(block).ops.as_slice();
            while let Some((&v, rest)) = ops.split_first() {
                let result = self.g.op(v).and_then(|op| self.op(op, rest));
                self.values[v.0 as usize] = result;
                ops = rest;
            }
            self.terminator(block);
        }
        self.mark_cold(&order);
    }

    /// The value of `v`.
    fn v(&mut self, v: V) -> clif::Value {
        match self.values.get(v.0 as usize).copied().flatten() {
            Some(value) => value,
            None => {
                self.broken = Some("a value is used before it is defined");
                match type_of(self.g.rep(v)) {
                    F64 => self.b.ins().f64const(0.0),
                    t => self.b.ins().iconst(t, 0),
                }
            }
        }
    }

    fn word(&mut self, i: i64) -> clif::Value {
        self.b.ins().iconst(I64, i)
    }

    fn bits(&mut self, bits: u64) -> clif::Value {
        self.b.ins().iconst(I64, bits as i64)
    }

    fn load(&mut self, t: Type, p: clif::Value, at: usize) -> clif::Value {
        self.b.ins().load(t, trusted(), p, offset(at))
    }

    fn store(&mut self, v: clif::Value, p: clif::Value, at: usize) {
        self.b.ins().store(trusted(), v, p, offset(at));
    }

    /// A field of the machine.
    fn load_vm(&mut self, t: Type, at: usize) -> clif::Value {
        let vm = self.vm;
        self.load(t, vm, at)
    }

    fn store_vm(&mut self, v: clif::Value, at: usize) {
        let vm = self.vm;
        self.store(v, vm, at);
    }

    fn cmp(&mut self, cc: IntCC, x: clif::Value, y: clif::Value) -> clif::Value {
        self.b.ins().icmp(cc, x, y)
    }

    fn cmp_imm(&mut self, cc: IntCC, x: clif::Value, y: i64) -> clif::Value {
        let t = self.b.func.dfg.value_type(x);
        let y = self.b.ins().iconst(t, y);
        self.b.ins().icmp(cc, x, y)
    }

    /// Whether `x` is 0; of a comparison, the opposite one.
    fn not(&mut self, x: clif::Value) -> clif::Value {
        let dfg = &self.b.func.dfg;
        let made = dfg.value_def(x).inst().map(|inst| dfg.insts[inst]);
        match made {
            Some(InstructionData::IntCompare {
                cond, args: [a, b], ..
            }) => self.cmp(cond.complement(), a, b),
            Some(InstructionData::FloatCompare {
                cond, args: [a, b], ..
            }) => self.b.ins().fcmp(cond.complement(), a, b),
            _ => self.cmp_imm(IntCC::Equal, x, 0),
        }
    }

    fn add_imm(&mut self, x: clif::Value, y: i64) -> clif::Value {
        if y == 0 {
            return x;
        }
        if i32::try_from(y).is_ok() {
            let y = self.word(y);
            return self.b.ins().iadd(x, y);
        }
        // a subtraction takes a large number from memory, an addition wants it in a register
        let y = self.word(y.wrapping_neg());
        self.b.ins().isub(x, y)
    }

    /// `base + scale * index`
    fn element(&mut self, data: clif::Value, index: clif::Value, shift: i64) -> clif::Value {
        let scaled = if shift == 0 {
            index
        } else {
            let shift = self.b.ins().iconst(I8, shift);
            self.b.ins().ishl(index, shift)
        };
        self.b.ins().iadd(data, scaled)
    }

    /// Calls the C function at `address`.
    fn call(
        &mut self,
        address: *const u8,
        args: &[clif::Value],
        result: Option<Type>,
    ) -> Option<clif::Value> {
        let address = self.word(address.addr() as i64);
        self.call_at(address, args, result)
    }

    fn call_at(
        &mut self,
        address: clif::Value,
        args: &[clif::Value],
        result: Option<Type>,
    ) -> Option<clif::Value> {
        let types: Vec<Type> = args
            .iter()
            .map(|&a| self.b.func.dfg.value_type(a))
            .collect();
        let known = self
            .signatures
            .iter()
            .find(|(t, r, _)| *t == types && *r == result)
            .map(|s| s.2);
        let signature = known.unwrap_or_else(|| {
            let mut s = Signature::new(self.config.default_call_conv);
            s.params = types.iter().map(|&t| AbiParam::new(t)).collect();
            s.returns = result.into_iter().map(AbiParam::new).collect();
            let s = self.b.import_signature(s);
            self.signatures.push((types, result, s));
            s
        });
        let call = self.b.ins().call_indirect(signature, address, args);
        self.b.inst_results(call).first().copied()
    }

    /// Calls the helper of one float at `address`, from cold code: what lives around the call stays in its registers.
    fn call_keeping(&mut self, address: *const u8, x: clif::Value) -> clif::Value {
        let vm = self.vm;
        let Some(keeping) = float_call() else {
            return self.call(address, &[vm, x], Some(F64)).unwrap_or(x);
        };
        let result = self.args_area();
        let out = self.b.ins().stack_addr(I64, result, 0);
        let callee = self.word(address.addr() as i64);
        let mut s = Signature::new(CallConv::PreserveAll);
        s.params = [I64, F64, I64, I64].map(AbiParam::new).to_vec();
        let s = self.b.import_signature(s);
        let to = self.word(keeping.addr() as i64);
        self.b.ins().call_indirect(s, to, &[vm, x, out, callee]);
        self.b.ins().stack_load(I64, F64, result, 0)
    }

    /// As `call`, of a function that gives a word.
    fn call_word(&mut self, address: *const u8, args: &[clif::Value]) -> clif::Value {
        match self.call(address, args, Some(I64)) {
            Some(v) => v,
            None => self.word(0),
        }
    }

    fn cold_block(&mut self) -> clif::Block {
        let block = self.b.create_block();
        self.b.set_cold_block(block);
        block
    }

    /// A block behind the current one, cold if that is.
    fn next_block(&mut self) -> clif::Block {
        let here = self.b.current_block();
        if here.is_some_and(|here| self.b.func.layout.is_cold(here)) {
            self.cold_block()
        } else {
            self.b.create_block()
        }
    }

    /// The block that leaves with `state` for `reason`.
    fn exit(&mut self, state: State, reason: Reason, op: &'static str) -> clif::Block {
        if let Some(&i) = self.exit_of.get(&(state, reason)) {
            return self.exits[i].block;
        }
        let block = self.cold_block();
        self.exit_of.insert((state, reason), self.exits.len());
        self.exits.push(PendingExit {
            state,
            reason,
            op,
            block,
        });
        block
    }

    /// Under `--jit-stress=exit:N`, leaves as if the guard had failed when its turn has come.
    fn stress(&mut self, state: State, op: &'static str) {
        let Some(stress) = self.stress else { return };
        let exit = self.exit(state, Reason::Stress, op);
        let (turn, next) = (self.cold_block(), self.b.create_block());
        let at = self.word(stress.countdown as i64);
        let n = self.load(I32, at, 0);
        let one = self.b.ins().iconst(I32, 1);
        let n = self.b.ins().isub(n, one);
        self.store(n, at, 0);
        self.b.ins().brif(n, next, &[], turn, &[]);
        self.b.switch_to_block(turn);
        let anew = self.b.ins().iconst(I32, i64::from(stress.every));
        self.store(anew, at, 0);
        self.b.ins().jump(exit, &[]);
        self.b.switch_to_block(next);
    }

    /// Leaves when `bad` is not 0.
    fn leave_if(&mut self, bad: clif::Value, state: State, reason: Reason, op: &'static str) {
        if reason == Reason::Guard {
            self.stress(state, op);
        }
        let exit = self.exit(state, reason, op);
        let next = self.next_block();
        self.b.ins().brif(bad, exit, &[], next, &[]);
        self.b.switch_to_block(next);
    }

    /// Leaves when `good` is 0.
    fn leave_unless(&mut self, good: clif::Value, state: State, op: &'static str) {
        let bad = self.not(good);
        self.leave_if(bad, state, Reason::Guard, op);
    }

    /// Goes on with `value`, or with what the cold code gives when `unlikely` is not 0.
    fn unless(
        &mut self,
        unlikely: clif::Value,
        value: clif::Value,
        cold: impl FnOnce(&mut Self) -> clif::Value,
    ) -> clif::Value {
        let (slow, join) = (self.cold_block(), self.b.create_block());
        let t = self.b.func.dfg.value_type(value);
        let result = self.b.append_block_param(join, t);
        self.b
            .ins()
            .brif(unlikely, slow, &[], join, &[value.into()]);
        self.b.switch_to_block(slow);
        let v = cold(self);
        self.b.ins().jump(join, &[v.into()]);
        self.b.switch_to_block(join);
        result
    }

    /// The area for `n` arguments in the native frame.
    fn args_area(&mut self) -> StackSlot {
        if let Some(slot) = self.args {
            return slot;
        }
        let most = self.g.blocks.iter().flat_map(|b| &b.ops);
        let most = most.filter_map(|&v| match self.g.op(v) {
            Some(Op::CallAny { args, .. } | Op::CallNative { args, .. }) => Some(args.len()),
            _ => None,
        });
        let bytes = 8 * most.max().unwrap_or(0).max(1);
        let slot = self.b.create_sized_stack_slot(StackSlotData::new(
            StackSlotKind::ExplicitSlot,
            bytes as u32,
            3,
        ));
        self.args = Some(slot);
        slot
    }

    /// Lowers an operation; `rest` are those after it in its block.
    fn op(&mut self, op: &Op, rest: &[V]) -> Option<clif::Value> {
        let name = op.name();
        match *op {
            Op::ConstVal { bits } => Some(self.bits(bits)),
            Op::ConstI64 { value } => Some(self.word(value)),
            Op::ConstF64 { bits } => Some(self.b.ins().f64const(f64::from_bits(bits))),
            Op::ConstBool { value } => Some(self.b.ins().iconst(I8, i64::from(value))),
            Op::ReadReg { base, reg } => {
                let from = self.base;
                Some(self.load(I64, from, (base as usize + usize::from(reg)) * 8))
            }
            Op::WriteReg { base, reg, value } => {
                let (to, value) = (self.base, self.v(value));
                self.store(value, to, (base as usize + usize::from(reg)) * 8);
                None
            }
            Op::ThisFunction {} => Some(self.function),

            Op::UnboxInt { .. }
            | Op::UnboxFloat { .. }
            | Op::UnboxBool { .. }
            | Op::UnboxNumber { .. }
            | Op::GuardShape { .. }
            | Op::GuardType { .. }
            | Op::GuardList { .. }
            | Op::GuardIs { .. }
            | Op::GuardBound { .. }
            | Op::GuardEpoch { .. }
            | Op::GuardVersion { .. }
            | Op::GuardCode { .. }
            | Op::GuardDefaults { .. }
            | Op::CheckBounds { .. }
            | Op::Poll { .. } => self.guard(op, name),
            Op::GuardTrue { cond, state } => {
                self.guard_true(cond, state, rest, name);
                None
            }

            Op::BoxInt { .. }
            | Op::BoxSmall { .. }
            | Op::BoxFloat { .. }
            | Op::BoxBool { .. }
            | Op::I64ToF64 { .. }
            | Op::BoolToI64 { .. }
            | Op::F64ToI64 { .. } => self.convert(op, name),

            Op::Add { .. }
            | Op::Sub { .. }
            | Op::Mul { .. }
            | Op::AddOvf { .. }
            | Op::SubOvf { .. }
            | Op::MulOvf { .. }
            | Op::FloorDiv { .. }
            | Op::Modulo { .. }
            | Op::FloorDivOvf { .. }
            | Op::ModuloOvf { .. }
            | Op::And { .. }
            | Op::Or { .. }
            | Op::Xor { .. }
            | Op::ShlOvf { .. }
            | Op::ShrOvf { .. }
            | Op::Shr { .. }
            | Op::Min { .. }
            | Op::Max { .. }
            | Op::WrapIndex { .. } => self.int_op(op, name),

            Op::AddF { .. }
            | Op::SubF { .. }
            | Op::MulF { .. }
            | Op::DivF { .. }
            | Op::NegF { .. }
            | Op::AbsF { .. }
            | Op::SqrtF { .. }
            | Op::PowHalf { .. }
            | Op::PowTwo { .. } => self.float_op(op, name),

            Op::Cmp { .. }
            | Op::CmpF { .. }
            | Op::Same { .. }
            | Op::Not { .. }
            | Op::IsInt { .. }
            | Op::IsShape { .. } => self.test(op),

            Op::ListLen { .. }
            | Op::ListData { .. }
            | Op::LoadItem { .. }
            | Op::LoadItemI { .. }
            | Op::LoadItemF { .. }
            | Op::LoadItemB { .. }
            | Op::StoreItem { .. }
            | Op::StoreItemI { .. }
            | Op::StoreItemF { .. }
            | Op::StoreItemB { .. }
            | Op::TupleLen { .. }
            | Op::LoadTuple { .. }
            | Op::ByteArrayLen { .. }
            | Op::ByteArrayData { .. }
            | Op::BytesLen { .. }
            | Op::BytesData { .. }
            | Op::LoadByte { .. }
            | Op::StoreByte { .. } => self.sequence(op),

            Op::StrLen { .. }
            | Op::DictLen { .. }
            | Op::DictUsed { .. }
            | Op::EntryKey { .. }
            | Op::EntryValue { .. }
            | Op::IterValue { .. }
            | Op::IterInt { .. }
            | Op::SetIterValue { .. }
            | Op::SetIterInt { .. } => self.step_of_iterator(op),
            Op::DictEntry { dict, index, key } => Some(self.dict_entry(dict, index, key)),
            Op::DictLast { dict, key } => Some(self.dict_last(dict, key)),
            Op::SetDictLast { dict, key, value } => Some(self.set_dict_last(dict, key, value)),

            Op::LoadSlot { .. }
            | Op::LoadSlotI { .. }
            | Op::LoadSlotF { .. }
            | Op::StoreSlot { .. }
            | Op::StoreSlotI { .. }
            | Op::StoreSlotF { .. }
            | Op::SetShape { .. }
            | Op::NewInstance { .. }
            | Op::NewTuple { .. }
            | Op::LoadCell { .. }
            | Op::StoreCell { .. }
            | Op::Closure { .. }
            | Op::RangeNext { .. }
            | Op::RangeStep { .. }
            | Op::RangeLeft { .. }
            | Op::SeqOf { .. }
            | Op::SeqAt { .. } => self.field(op),

            Op::Append { list, value, state }
            | Op::AppendI { list, value, state }
            | Op::AppendF { list, value, state }
            | Op::AppendB { list, value, state } => {
                let small = matches!(op, Op::AppendI { .. });
                self.append(list, value, small, state, name);
                None
            }
            Op::EnterFrame { state } => {
                self.enter_frames(state, name);
                None
            }
            Op::CheckDepth { frames, state } => {
                self.check_depth(frames, state, name);
                None
            }
            Op::LeaveFrame { state } => {
                self.leave_frame(state, rest);
                None
            }

            Op::CallVal { .. }
            | Op::CallTruth { .. }
            | Op::CallDo { .. }
            | Op::CallF { .. }
            | Op::CallPython { .. }
            | Op::CallAny { .. }
            | Op::CallNative { .. }
            | Op::Step { .. } => self.call_op(op, name),
        }
    }

    /// Lowers the whole graph; gives the plan of its exits, or what is wrong.
    pub(super) fn run(
        mut self,
        exits: impl FnOnce(&[PendingExit]) -> ExitPlan,
    ) -> Result<(ExitPlan, Endings), &'static str> {
        self.body();
        let plan = exits(&self.exits);
        self.fill_exits(&plan);
        self.b.seal_all_blocks();
        let broken = self.broken;
        self.b.finalize(self.config);
        match broken {
            None => Ok((plan, self.endings)),
            Some(what) => Err(what),
        }
    }
}

/// Offset of a field of the running thread from the machine.
fn thread(field: usize) -> usize {
    std::mem::offset_of!(Vm, thread) + field
}

/// The type of shape ids and of the epoch.
const ID: Type = I32;
