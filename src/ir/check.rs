//! The checker: is a graph well-formed? Debug builds and tests ask after every pass.
//!
//! Only reachable blocks are looked at; what a pass leaves behind elsewhere does not matter.

use super::dom::Dom;
use super::show::show_value;
use super::{
    Block, Effects, Graph, Op, Operand, Rep, State, Target, Terminator, Then, V, ValueData,
};
use crate::runtime::helpers::{Abi, Answer, Helper};

/// What is wrong.
type Checked<T = ()> = Result<T, String>;

/// Checks a graph.
///
/// # Errors
/// The first thing that is wrong.
pub fn check(g: &Graph) -> Result<(), String> {
    check_entry(g)?;
    check_targets(g)?;
    let dom = Dom::new(g);
    let places = places(g, &dom)?;
    let checker = Checker { g, dom, places };
    for &b in &checker.dom.order {
        checker
            .block(b)
            .map_err(|what| format!("b{}: {what}", b.0))?;
    }
    Ok(())
}

fn check_entry(g: &Graph) -> Checked {
    match g.blocks.first() {
        None => Err("no entry".to_string()),
        Some(b) if !b.params.is_empty() => Err("the entry has parameters".to_string()),
        Some(_) => Ok(()),
    }
}

/// Jumps go to blocks that are there, and not to the entry.
fn check_targets(g: &Graph) -> Checked {
    for b in g.block_ids() {
        for t in g.block(b).end.targets() {
            if t.block == Graph::ENTRY || t.block.0 as usize >= g.blocks.len() {
                return Err(format!("b{} jumps to b{}", b.0, t.block.0));
            }
        }
    }
    Ok(())
}

/// Where a value is made: the block, and the place in it (0 for parameters).
type Place = Option<(Block, usize)>;

/// The place of every value of a reachable block.
fn places(g: &Graph, dom: &Dom) -> Checked<Vec<Place>> {
    let mut places = vec![None; g.values.len()];
    let mut put = |v: V, place: (Block, usize)| {
        let Some(slot) = places.get_mut(v.0 as usize) else {
            return Err(format!("v{} in b{} does not exist", v.0, place.0.0));
        };
        match slot.replace(place) {
            None => Ok(()),
            Some(_) => Err(format!("v{} stands in blocks twice", v.0)),
        }
    };
    for &b in &dom.order {
        for &p in &g.block(b).params {
            put(p, (b, 0))?;
            if !matches!(g.values[p.0 as usize], ValueData::Param(of, _) if of == b) {
                return Err(format!("v{} is no parameter of b{}", p.0, b.0));
            }
        }
        for (i, &v) in g.block(b).ops.iter().enumerate() {
            put(v, (b, i + 1))?;
            if g.op(v).is_none() {
                return Err(format!("v{} in b{} is a parameter", v.0, b.0));
            }
        }
    }
    Ok(places)
}

struct Checker<'a> {
    g: &'a Graph,
    dom: Dom,
    places: Vec<Place>,
}

impl Checker<'_> {
    fn block(&self, b: Block) -> Checked {
        let block = self.g.block(b);
        for (i, &v) in block.ops.iter().enumerate() {
            if let Some(op) = self.g.op(v) {
                self.op(op, (b, i + 1))
                    .map_err(|what| format!("{what} in `{}`", show_value(self.g, v)))?;
            }
        }
        let at = (b, block.ops.len() + 1);
        if let Some(s) = block.state {
            self.state(s, at)?;
        }
        self.end(&block.end, at)
    }

    fn end(&self, end: &Terminator, at: (Block, usize)) -> Checked {
        match end {
            Terminator::Jump(t) => self.target(t, at),
            Terminator::Branch { cond, yes, no } => {
                self.value(*cond, &[Rep::Bool], at)?;
                self.target(yes, at)?;
                self.target(no, at)
            }
            Terminator::Return(v) => self.value(*v, &[Rep::Val], at),
            Terminator::Exit(s) => self.state(*s, at),
            Terminator::Unreachable => Err("it has no end".to_string()),
        }
    }

    fn target(&self, t: &Target, at: (Block, usize)) -> Checked {
        let params = &self.g.block(t.block).params;
        if params.len() != t.args.len() {
            return Err(format!(
                "{} arguments for the {} parameters of b{}",
                t.args.len(),
                params.len(),
                t.block.0
            ));
        }
        for (&p, &arg) in params.iter().zip(&t.args) {
            self.value(arg, &[self.g.rep(p)], at)?;
        }
        Ok(())
    }

    /// `v` is one of `reps` and is there at `at`.
    fn value(&self, v: V, reps: &[Rep], at: (Block, usize)) -> Checked {
        let Some(Some(place)) = self.places.get(v.0 as usize) else {
            return Err(format!("v{} stands in no reachable block", v.0));
        };
        let there = if place.0 == at.0 {
            place.1 < at.1
        } else {
            self.dom.dominates(place.0, at.0)
        };
        if !there {
            return Err(format!("v{} is used where it is not yet there", v.0));
        }
        let rep = self.g.rep(v);
        if !reps.contains(&rep) {
            let names: Vec<_> = reps.iter().map(|r| r.name()).collect();
            return Err(format!(
                "v{} is {}, not {}",
                v.0,
                rep.name(),
                names.join(" or ")
            ));
        }
        Ok(())
    }

    fn op(&self, op: &Op, at: (Block, usize)) -> Checked {
        let mut uses = Vec::new();
        op.for_each_use(&mut |v| uses.push(v));
        let fixed = operand_reps(op);
        let rest = rest_reps(op, uses.len().saturating_sub(fixed.len()))?;
        if uses.len() != fixed.len() + rest.len() {
            return Err(format!("{} operands", uses.len()));
        }
        let fixed = fixed.iter().map(std::slice::from_ref);
        for (&v, reps) in uses.iter().zip(fixed.chain(rest)) {
            self.value(v, reps, at)?;
        }
        if let Some(s) = op.state() {
            self.state(s, at)?;
        }
        if op.effects().has(Effects::OBSERVES) {
            self.all_entered(op)?;
        }
        Ok(())
    }

    /// Whatever can look at frames finds them pushed.
    fn all_entered(&self, op: &Op) -> Checked {
        let Some(s) = op.state() else {
            return Err("it observes, but has no state".to_string());
        };
        match self.g.frames(s).iter().find(|&&s| !self.g.state(s).entered) {
            None => Ok(()),
            Some(s) => Err(format!("it observes, but s{} is not entered", s.0)),
        }
    }

    fn state_exists(&self, s: State) -> Checked {
        let mut at = Some(s);
        let mut steps = 0;
        while let Some(s) = at {
            let Some(state) = self.g.states.get(s.0 as usize) else {
                return Err(format!("s{} does not exist", s.0));
            };
            steps += 1;
            if steps > self.g.states.len() {
                return Err(format!("s{} is among its own callers", s.0));
            }
            at = state.parent;
        }
        Ok(())
    }

    /// The state and its callers' can be made at `at`.
    fn state(&self, s: State, at: (Block, usize)) -> Checked {
        self.state_exists(s)?;
        for s in self.g.frames(s) {
            self.frame(s, at)
                .map_err(|what| format!("s{}: {what}", s.0))?;
        }
        Ok(())
    }

    fn frame(&self, s: State, at: (Block, usize)) -> Checked {
        let state = self.g.state(s);
        self.value(state.function, &[Rep::Val], at)?;
        if let Then::Construct { object, .. } = state.then {
            self.value(object, &[Rep::Val], at)?;
        }
        if state.parent.is_none() != (state.then == Then::Unit) {
            return Err("the outermost frame and no other ends the unit".to_string());
        }
        if state.kept && !(state.entered && state.parent.is_none() && state.regs.is_empty()) {
            return Err("registers are kept that may not be those of the interpreter".to_string());
        }
        for (_, operand) in &state.regs {
            self.operand(operand, at)?;
        }
        Ok(())
    }

    fn operand(&self, operand: &Operand, at: (Block, usize)) -> Checked {
        match *operand {
            Operand::Value(v) => self.value(v, &BOXABLE, at),
            Operand::SeqIter { seq, at: index } => {
                self.value(seq, &[Rep::Val], at)?;
                self.value(index, &[Rep::I64], at)
            }
            Operand::Range { .. } | Operand::RangeIter { .. } => {
                let mut result = Ok(());
                operand.for_each(&mut |v| {
                    if result.is_ok() {
                        result = self.value(v, &[Rep::I64], at);
                    }
                });
                result
            }
        }
    }
}

/// What a Python value can be.
const BOXABLE: [Rep; 4] = [Rep::Val, Rep::I64, Rep::F64, Rep::Bool];

/// The representations of the operands of kind `val`.
fn operand_reps(op: &Op) -> &'static [Rep] {
    use Rep::{Bool, F64, I64, Ptr, Val};
    match op {
        Op::ConstVal { .. }
        | Op::ConstI64 { .. }
        | Op::ConstF64 { .. }
        | Op::ConstBool { .. }
        | Op::ReadReg { .. }
        | Op::ThisFunction {}
        | Op::GuardEpoch { .. }
        | Op::GuardVersion { .. }
        | Op::NewInstance { .. }
        | Op::NewTuple { .. }
        | Op::EnterFrame { .. }
        | Op::LeaveFrame { .. }
        | Op::Poll { .. }
        | Op::CheckDepth { .. }
        | Op::CallVal { .. }
        | Op::CallTruth { .. }
        | Op::CallDo { .. }
        | Op::CallF { .. }
        | Op::Step { .. } => &[],
        Op::UnboxInt { .. }
        | Op::UnboxFloat { .. }
        | Op::UnboxBool { .. }
        | Op::UnboxNumber { .. }
        | Op::GuardShape { .. }
        | Op::GuardType { .. }
        | Op::GuardList { .. }
        | Op::GuardIs { .. }
        | Op::GuardBound { .. }
        | Op::GuardCode { .. }
        | Op::GuardDefaults { .. }
        | Op::IsInt { .. }
        | Op::IsShape { .. }
        | Op::ListLen { .. }
        | Op::ListData { .. }
        | Op::TupleLen { .. }
        | Op::ByteArrayLen { .. }
        | Op::ByteArrayData { .. }
        | Op::BytesLen { .. }
        | Op::BytesData { .. }
        | Op::LoadSlot { .. }
        | Op::LoadSlotI { .. }
        | Op::LoadSlotF { .. }
        | Op::SetShape { .. }
        | Op::LoadCell { .. }
        | Op::Closure { .. }
        | Op::RangeNext { .. }
        | Op::RangeStep { .. }
        | Op::RangeLeft { .. }
        | Op::SeqOf { .. }
        | Op::SeqAt { .. }
        | Op::CallPython { .. }
        | Op::CallAny { .. }
        | Op::CallNative { .. }
        | Op::StrLen { .. }
        | Op::DictLen { .. }
        | Op::DictUsed { .. }
        | Op::IterValue { .. }
        | Op::IterInt { .. }
        | Op::WriteReg { .. } => &[Val],
        Op::GuardTrue { .. } | Op::BoxBool { .. } | Op::BoolToI64 { .. } | Op::Not { .. } => {
            &[Bool]
        }
        Op::BoxInt { .. } | Op::BoxSmall { .. } | Op::I64ToF64 { .. } => &[I64],
        Op::BoxFloat { .. }
        | Op::F64ToI64 { .. }
        | Op::NegF { .. }
        | Op::AbsF { .. }
        | Op::SqrtF { .. }
        | Op::PowHalf { .. }
        | Op::PowTwo { .. } => &[F64],
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
        | Op::WrapIndex { .. }
        | Op::CheckBounds { .. }
        | Op::Cmp { .. } => &[I64, I64],
        Op::AddF { .. } | Op::SubF { .. } | Op::MulF { .. } | Op::DivF { .. } | Op::CmpF { .. } => {
            &[F64, F64]
        }
        Op::Same { .. }
        | Op::StoreSlot { .. }
        | Op::StoreCell { .. }
        | Op::DictLast { .. }
        | Op::DictEntry { .. }
        | Op::SetIterValue { .. } => &[Val, Val],
        Op::SetDictLast { .. } => &[Val, Val, Val],
        Op::SetIterInt { .. } | Op::EntryKey { .. } | Op::EntryValue { .. } => &[Val, I64],
        Op::LoadItem { .. }
        | Op::LoadItemI { .. }
        | Op::LoadItemF { .. }
        | Op::LoadItemB { .. }
        | Op::LoadByte { .. } => &[Ptr, I64],
        Op::StoreItem { .. } => &[Val, Ptr, I64, Val],
        Op::StoreItemI { .. } | Op::StoreByte { .. } => &[Ptr, I64, I64],
        Op::StoreItemF { .. } => &[Ptr, I64, F64],
        Op::Append { .. } => &[Val, Val],
        Op::AppendI { .. } => &[Val, I64],
        Op::AppendF { .. } => &[Val, F64],
        Op::AppendB { .. } => &[Val, Bool],
        Op::StoreItemB { .. } => &[Ptr, I64, Bool],
        Op::LoadTuple { .. } => &[Val, I64],
        Op::StoreSlotI { .. } => &[Val, I64],
        Op::StoreSlotF { .. } => &[Val, F64],
    }
}

/// The representations that each operand of kind `vals` may have, when there are `count`.
fn rest_reps(op: &Op, count: usize) -> Checked<Vec<&'static [Rep]>> {
    match op {
        Op::CallVal { helper, .. } => helper_reps(*helper, Answer::Value),
        Op::CallTruth { helper, .. } => helper_reps(*helper, Answer::Truth),
        Op::CallDo { helper, .. } => helper_reps(*helper, Answer::Done),
        Op::CallF { helper, .. } => helper_reps(*helper, Answer::Float),
        Op::Step { regs, .. } if regs.len() != count => {
            Err(format!("{count} arguments for {} registers", regs.len()))
        }
        Op::CallPython { .. }
        | Op::CallAny { .. }
        | Op::CallNative { .. }
        | Op::Step { .. }
        | Op::NewTuple { .. } => Ok(vec![&[Rep::Val]; count]),
        _ => Ok(Vec::new()),
    }
}

fn helper_reps(helper: Helper, answer: Answer) -> Checked<Vec<&'static [Rep]>> {
    if helper.answer() != answer {
        return Err(format!("{} answers otherwise", helper.name()));
    }
    let reps = helper.params().iter().map(|abi| match abi {
        Abi::Word => &[Rep::Val, Rep::I64][..],
        Abi::Float => &[Rep::F64][..],
    });
    Ok(reps.collect())
}

#[cfg(test)]
mod tests {
    use super::super::parse::parse;

    #[track_caller]
    fn wrong(text: &str, error: &str) {
        let g = parse(text).unwrap();
        match super::check(&g) {
            Ok(()) if error.is_empty() => {}
            got => assert!(
                got.clone()
                    .is_err_and(|e| !error.is_empty() && e.contains(error)),
                "{got:?}, not {error}"
            ),
        }
    }

    #[test]
    fn well_formed() {
        wrong(
            "b0:\n v0: val = ReadReg 0, 0\n v1: i64 = UnboxInt v0, s0\n jump b1(v1)\n\
             b1(v2: i64) state s0:\n v3: i64 = AddOvf v2, v1, s0\n v4: bool = Cmp lt, v3, v1\n branch v4, b1(v3), b2\n\
             b2:\n v5: val = BoxInt v3\n return v5\n\
             s0: code=0x1 pc=0 base=0 entered fn=v0 then=unit regs{r0=v0}",
            "",
        );
    }

    #[test]
    fn dominance() {
        wrong(
            "b0:\n v1: i64 = Add v2, v2\n v2: i64 = ConstI64 1\n unreachable",
            "v2 is used where it is not yet there",
        );
        wrong(
            "b0:\n v0: bool = ConstBool true\n branch v0, b1, b2\nb1:\n v1: val = ConstVal 2\n jump b2\nb2:\n return v1",
            "b2: v1 is used where it is not yet there",
        );
        wrong(
            "b0:\n v0: val = ConstVal 2\n jump b1\nb1:\n jump b1\nb2:\n v1: val = ConstVal 2\n return v1",
            "",
        );
        wrong(
            "b0:\n v0: val = ConstVal 2\n v1: val = GuardBound v0, s0\n return v1\n\
             s0: code=0x1 pc=0 base=0 fn=v1 then=unit regs{}",
            "s0: v1 is used where",
        );
    }

    #[test]
    fn representations() {
        wrong(
            "b0:\n v0: val = ConstVal 2\n v1: i64 = Add v0, v0\n return v0",
            "v0 is val, not i64 in `v1: i64 = Add v0, v0`",
        );
        wrong(
            "b0:\n v0: val = ConstVal 2\n jump b1(v0)\nb1(v1: i64):\n return v0",
            "v0 is val, not i64",
        );
        wrong(
            "b0:\n v0: val = ConstVal 2\n jump b1(v0)\nb1:\n return v0",
            "1 arguments for the 0 parameters of b1",
        );
        wrong(
            "b0:\n v0: f64 = ConstF64 0\n v1: f64 = CallF float_modulo, (v0)\n unreachable",
            "1 operands",
        );
        wrong(
            "b0:\n v0: f64 = ConstF64 0\n v1: f64 = CallF truth, (v0)\n unreachable",
            "truth answers otherwise",
        );
    }

    #[test]
    fn blocks_and_states() {
        wrong("b0:\n unreachable", "b0: it has no end");
        wrong("b0:\n jump b0", "b0 jumps to b0");
        wrong(
            "b0:\n v0: val = ConstVal 2\n v1: val = CallAny v0, (v0), s0\n return v0\n\
             s0: code=0x1 pc=0 base=0 fn=v0 then=unit regs{}",
            "s0 is not entered",
        );
        wrong(
            "b0:\n v0: val = ConstVal 2\n exit s0\n\
             s0: code=0x1 pc=0 base=0 fn=v0 then=frame(r1) regs{} parent=s0",
            "s0 is among its own callers",
        );
    }
}
