//! The printer: graphs as text that `parse` reads back.
//!
//! ```text
//! b0:
//!   v0: val = ReadReg 0, 1
//!   v1: i64 = UnboxInt v0, s0
//!   jump b1(v1)
//! b1(v2: i64):
//!   v3: i64 = ConstI64 10
//!   v4: bool = Cmp lt, v2, v3
//!   GuardTrue v4, s1
//!   branch v4, b1(v3), b2
//! b2 state s1:
//!   exit s0
//! s0: code=0x10 pc=3 base=0 entered fn=v0 then=unit regs{r1=v0}
//! s1: code=0x20 pc=1 base=8 fn=v0 then=frame(r4) regs{r0=range_iter(v1,v2,v3)} parent=s0
//! ```
//!
//! Blocks that are empty and unreached and states that nothing names are left out; numbers stay. What follows a `#` is a comment: words and doubles as Python would
//! show them.

use std::fmt::Write;

use super::{BlockData, FrameState, Graph, Op, Operand, Rep, State, Target, Terminator, Then, V};
use crate::object::Value;

/// Takes the operands of an operation in the order of the table.
pub trait OperandWriter {
    /// A value.
    fn value(&mut self, v: V);
    /// Several values.
    fn values(&mut self, all: &[V]);
    /// A frame state.
    fn state(&mut self, s: State);
    /// Data.
    fn imm<T: Imm>(&mut self, data: &T);
}

/// Data in an operation: printed as one word without spaces or commas, and read back.
pub trait Imm: Sized {
    /// As text.
    fn show(&self) -> String;
    /// From text.
    fn parse(text: &str) -> Option<Self>;
}

macro_rules! plain_imm {
    ($($t:ty),*) => { $(
        impl Imm for $t {
            fn show(&self) -> String {
                self.to_string()
            }
            fn parse(text: &str) -> Option<$t> {
                text.parse().ok()
            }
        }
    )* };
}
plain_imm!(i64, u32, u16, bool);

impl Imm for u64 {
    fn show(&self) -> String {
        format!("{self:#x}")
    }
    fn parse(text: &str) -> Option<u64> {
        match text.strip_prefix("0x") {
            Some(hex) => u64::from_str_radix(hex, 16).ok(),
            None => text.parse().ok(),
        }
    }
}

impl Imm for super::Cond {
    fn show(&self) -> String {
        self.name().to_string()
    }
    fn parse(text: &str) -> Option<super::Cond> {
        super::Cond::ALL.into_iter().find(|c| c.name() == text)
    }
}

impl Imm for crate::runtime::helpers::Helper {
    fn show(&self) -> String {
        self.name().to_string()
    }
    fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|h| h.name() == text)
    }
}

impl Imm for crate::runtime::iter::IterField {
    fn show(&self) -> String {
        format!("{self:?}")
    }
    fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| format!("{f:?}") == text)
    }
}

impl Imm for Box<[u16]> {
    fn show(&self) -> String {
        let all: Vec<String> = self.iter().map(|r| format!("r{r}")).collect();
        format!("[{}]", all.join(";"))
    }
    fn parse(text: &str) -> Option<Self> {
        let inner = text.strip_prefix('[')?.strip_suffix(']')?;
        inner
            .split(';')
            .filter(|r| !r.is_empty())
            .map(|r| r.strip_prefix('r')?.parse().ok())
            .collect()
    }
}

/// The whole graph.
#[must_use]
pub fn show(g: &Graph) -> String {
    let preds = g.predecessors();
    let mut out = String::new();
    for b in g.block_ids() {
        let block = g.block(b);
        if b == Graph::ENTRY || !is_gone(block) || !preds[b.0 as usize].is_empty() {
            show_block(g, b.0, block, &mut out);
        }
    }
    for s in g.named_states() {
        let _ = writeln!(out, "s{}: {}", s.0, show_state(g.state(s)));
    }
    out
}

/// An operation without its result: `AddOvf v1, v2, s0`.
#[must_use]
pub fn show_op(op: &Op) -> String {
    let mut line = Line {
        text: op.name().to_string(),
        first: true,
    };
    op.show_operands(&mut line);
    line.text
}

/// Nothing stands in the block (but something may jump to it).
fn is_gone(block: &BlockData) -> bool {
    block.params.is_empty()
        && block.ops.is_empty()
        && block.end == Terminator::Unreachable
        && block.state.is_none()
}

fn show_block(g: &Graph, number: u32, block: &BlockData, out: &mut String) {
    let _ = write!(out, "b{number}");
    if !block.params.is_empty() {
        let each = block
            .params
            .iter()
            .map(|&p| format!("v{}: {}", p.0, g.rep(p).name()));
        let _ = write!(out, "({})", each.collect::<Vec<_>>().join(", "));
    }
    if let Some(s) = block.state {
        let _ = write!(out, " state s{}", s.0);
    }
    out.push_str(":\n");
    for &v in &block.ops {
        let _ = writeln!(out, "  {}", show_value(g, v));
    }
    let _ = writeln!(out, "  {}", show_end(&block.end));
}

/// A line of a block: the operation with its result.
#[must_use]
pub fn show_value(g: &Graph, v: V) -> String {
    let Some(op) = g.op(v) else {
        return format!("v{}: {}", v.0, g.rep(v).name());
    };
    let text = show_op(op);
    let comment = match *op {
        Op::ConstF64 { bits } => format!("  # {:?}", f64::from_bits(bits)),
        Op::ConstVal { bits } | Op::GuardIs { bits, .. } => format!("  # {:?}", Value(bits)),
        _ => String::new(),
    };
    match op.rep() {
        Rep::Void => format!("{text}{comment}"),
        rep => format!("v{}: {} = {text}{comment}", v.0, rep.name()),
    }
}

fn show_target(t: &Target) -> String {
    if t.args.is_empty() {
        format!("b{}", t.block.0)
    } else {
        format!("b{}({})", t.block.0, show_values(&t.args))
    }
}

fn show_values(all: &[V]) -> String {
    let all: Vec<String> = all.iter().map(|v| format!("v{}", v.0)).collect();
    all.join(", ")
}

fn show_end(end: &Terminator) -> String {
    match end {
        Terminator::Jump(t) => format!("jump {}", show_target(t)),
        Terminator::Branch { cond, yes, no } => format!(
            "branch v{}, {}, {}",
            cond.0,
            show_target(yes),
            show_target(no)
        ),
        Terminator::Return(v) => format!("return v{}", v.0),
        Terminator::Exit(s) => format!("exit s{}", s.0),
        Terminator::Unreachable => "unreachable".to_string(),
    }
}

fn show_state(state: &FrameState) -> String {
    let regs: Vec<String> = state
        .regs
        .iter()
        .map(|(r, o)| format!("r{r}={}", show_operand(o)))
        .collect();
    let then = match state.then {
        Then::Unit => "unit".to_string(),
        Then::ToFrame { dst } => format!("frame(r{dst})"),
        Then::Construct { dst, object } => format!("construct(r{dst}, v{})", object.0),
    };
    format!(
        "code={:#x} pc={} base={}{}{} fn=v{} then={then} regs{{{}}}{}",
        state.code,
        state.pc,
        state.base,
        if state.entered { " entered" } else { "" },
        if state.kept { " kept" } else { "" },
        state.function.0,
        regs.join(", "),
        state
            .parent
            .map_or(String::new(), |p| format!(" parent=s{}", p.0)),
    )
}

fn show_operand(o: &Operand) -> String {
    match o {
        Operand::Value(v) => format!("v{}", v.0),
        Operand::Range { start, stop, step } => {
            format!("range({})", show_values(&[*start, *stop, *step]))
        }
        Operand::RangeIter {
            next,
            stop,
            step,
            past,
        } => {
            let name = if *past { "range_past" } else { "range_iter" };
            format!("{name}({})", show_values(&[*next, *stop, *step]))
        }
        Operand::SeqIter { seq, at } => format!("seq_iter({})", show_values(&[*seq, *at])),
    }
}

/// The text of an operation under construction.
struct Line {
    text: String,
    first: bool,
}

impl Line {
    fn operand(&mut self, text: &str) {
        self.text.push_str(if self.first { " " } else { ", " });
        self.first = false;
        self.text.push_str(text);
    }
}

impl OperandWriter for Line {
    fn value(&mut self, v: V) {
        self.operand(&format!("v{}", v.0));
    }
    fn values(&mut self, all: &[V]) {
        self.operand(&format!("({})", show_values(all)));
    }
    fn state(&mut self, s: State) {
        self.operand(&format!("s{}", s.0));
    }
    fn imm<T: Imm>(&mut self, data: &T) {
        self.operand(&data.show());
    }
}
