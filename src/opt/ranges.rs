//! Interval analysis: what machine integers can be, and which checks that makes superfluous.
//!
//! Every `I64` value gets an [`Interval`] by a forward fixpoint with widening at loop headers and two rounds of narrowing ([`intervals`]). What
//! branches decide refines it in the blocks they dominate ([`facts`]). Bounds of indexes are proven against the very value that is the length
//! ([`bounds`]): `i < n` may hold though nothing is known about `n`. What cannot be proven may be tested once for all rounds of a loop ([`whole`]).
//!
//! **Invariant.** An interval holds whenever control reaches the definition; a refined one, whenever control reaches the block asked about. Refinements
//! come from branches and from `GuardTrue`, which stay, never from a guard whose result is not used. An operation without state is not believed not to overflow:
//! if its exact interval does not fit, it is any integer (other passes may let it wrap).

use super::Context;
use crate::ir::loops::Loops;
use crate::ir::{Block, Cond, Graph, Interval, Op, Rep, V, ValueData};

mod bounds;
mod facts;
mod intervals;
mod whole;

use bounds::Prover;
use facts::Facts;
use intervals::Intervals;
use whole::Whole;

/// Runs the pass.
pub fn run(g: &mut Graph, cx: &mut Context<'_>) -> bool {
    let dom = cx.dom(g);
    let facts = Facts::new(g, &dom);
    let Some(intervals) = Intervals::new(g, &dom, &facts) else {
        return false;
    };
    let loops = Loops::new(g, &dom).unwrap_or_default();
    let mut whole = Whole::new(g, &intervals, &loops);
    let mut edits = Vec::new();
    for &b in &dom.order {
        for &v in &g.block(b).ops {
            let see = See {
                g,
                intervals: &intervals,
                b,
            };
            let Some(op) = g.op(v) else { continue };
            if let Some(edit) = see.simpler(op) {
                edits.push((b, v, edit));
            } else if let Op::CheckBounds { index, len, .. } = *op
                && whole.covers(index, len, b)
            {
                edits.push((b, v, Edit::Same(index)));
            }
        }
    }
    let changed = !edits.is_empty();
    let before = whole.needed;
    apply(g, edits);
    whole::insert(g, before);
    changed
}

/// What becomes of an operation.
enum Edit {
    /// It is this one.
    Op(Op),
    /// It is this value.
    Same(V),
}

fn apply(g: &mut Graph, edits: Vec<(Block, V, Edit)>) {
    let mut to: Vec<V> = (0..g.values.len() as u32).map(V).collect();
    let mut replaced = false;
    for (b, v, edit) in edits {
        match edit {
            Edit::Op(op) => g.values[v.0 as usize] = ValueData::Op(op),
            Edit::Same(w) => {
                to[v.0 as usize] = w;
                g.block_mut(b).ops.retain(|&o| o != v);
                replaced = true;
            }
        }
    }
    if replaced {
        let find = |mut v: V| {
            while to[v.0 as usize] != v {
                v = to[v.0 as usize];
            }
            v
        };
        g.replace_uses(find);
    }
}

/// What is known where an operation of block `b` is computed.
struct See<'a> {
    g: &'a Graph,
    intervals: &'a Intervals<'a>,
    b: Block,
}

impl See<'_> {
    fn at(&self, v: V) -> Option<Interval> {
        self.intervals.at(v, self.b)
    }

    /// `lhs - rhs <= most`, wherever this block is reached?
    fn within(&self, lhs: V, rhs: V, most: i64) -> bool {
        Prover::new(self.g, self.intervals).proves(lhs, rhs, most, self.b)
    }

    /// Is the interval that `f` gives for both operands exact, and does it fit 64 bits?
    fn fits(
        &self,
        lhs: V,
        rhs: V,
        f: fn(Interval, Interval) -> Option<Interval>,
    ) -> Option<Interval> {
        f(self.at(lhs)?, self.at(rhs)?)
    }

    /// Can it not be 0 or -1?
    fn divides(&self, rhs: V) -> bool {
        self.at(rhs).is_some_and(|i| i.lo > 0 || i.hi < -1)
    }

    fn simpler(&self, op: &Op) -> Option<Edit> {
        let simple = |op: Op| Some(Edit::Op(op));
        match *op {
            Op::AddOvf { lhs, rhs, .. } => {
                self.fits(lhs, rhs, Interval::add)?;
                simple(Op::Add { lhs, rhs })
            }
            Op::SubOvf { lhs, rhs, .. } => {
                self.fits(lhs, rhs, Interval::sub)?;
                simple(Op::Sub { lhs, rhs })
            }
            Op::MulOvf { lhs, rhs, .. } => {
                self.fits(lhs, rhs, Interval::mul)?;
                simple(Op::Mul { lhs, rhs })
            }
            Op::FloorDivOvf { lhs, rhs, .. } if self.divides(rhs) => {
                simple(Op::FloorDiv { lhs, rhs })
            }
            Op::ModuloOvf { lhs, rhs, .. } if self.divides(rhs) => simple(Op::Modulo { lhs, rhs }),
            Op::Modulo { lhs, rhs } => self.is_its_remainder(lhs, rhs).then_some(Edit::Same(lhs)),
            Op::ShrOvf { lhs, rhs, .. } if self.at(rhs)?.within(Interval::new(0, 63)) => {
                simple(Op::Shr { lhs, rhs })
            }
            Op::And { lhs, rhs } => self.masked(lhs, rhs).map(Edit::Same),
            Op::Min { lhs, rhs } if self.within(lhs, rhs, 0) => Some(Edit::Same(lhs)),
            Op::Min { lhs, rhs } if self.within(rhs, lhs, 0) => Some(Edit::Same(rhs)),
            Op::Max { lhs, rhs } if self.within(lhs, rhs, 0) => Some(Edit::Same(rhs)),
            Op::Max { lhs, rhs } if self.within(rhs, lhs, 0) => Some(Edit::Same(lhs)),
            Op::WrapIndex { index, len } => match self.at(index)? {
                i if i.lo >= 0 => Some(Edit::Same(index)),
                i if i.hi < 0 && self.fits(index, len, Interval::add).is_some() => {
                    simple(Op::Add {
                        lhs: index,
                        rhs: len,
                    })
                }
                _ => None,
            },
            Op::CheckBounds { index, len, .. } => {
                let inside = self.at(index)?.lo >= 0 && self.within(index, len, -1);
                inside.then_some(Edit::Same(index))
            }
            Op::BoxInt { value } if self.at(value)?.within(Interval::INT50) => {
                simple(Op::BoxSmall { value })
            }
            Op::Cmp { cond, lhs, rhs } => {
                let value = self.decided(cond, lhs, rhs)?;
                simple(Op::ConstBool { value })
            }
            _ => self.constant(op),
        }
    }

    /// The constant that the only possible value is.
    fn constant(&self, op: &Op) -> Option<Edit> {
        let pure = matches!(
            op,
            Op::Add { .. }
                | Op::Sub { .. }
                | Op::Mul { .. }
                | Op::And { .. }
                | Op::Or { .. }
                | Op::Xor { .. }
                | Op::Shr { .. }
                | Op::FloorDiv { .. }
        );
        let i = (pure && op.rep() == Rep::I64).then(|| self.intervals.of(op, self.b))??;
        (i.lo == i.hi).then_some(Edit::Op(Op::ConstI64 { value: i.lo }))
    }

    fn is_its_remainder(&self, lhs: V, rhs: V) -> bool {
        match (self.at(lhs), self.at(rhs)) {
            (Some(l), Some(r)) => l.lo >= 0 && r.lo > 0 && self.within(lhs, rhs, -1),
            _ => false,
        }
    }

    /// The value that a mask leaves as it is.
    fn masked(&self, lhs: V, rhs: V) -> Option<V> {
        let leaves = |mask: V, v: V| {
            let (mask, v) = (self.at(mask)?, self.at(v)?);
            let bits = mask.lo;
            let low_bits = bits == mask.hi && bits >= 0 && bits & bits.wrapping_add(1) == 0;
            Some(low_bits && v.lo >= 0 && v.hi <= bits)
        };
        if leaves(rhs, lhs)? {
            Some(lhs)
        } else {
            leaves(lhs, rhs)?.then_some(rhs)
        }
    }

    fn decided(&self, cond: Cond, lhs: V, rhs: V) -> Option<bool> {
        match cond {
            Cond::Lt => self.less(lhs, rhs),
            Cond::Ge => self.less(lhs, rhs).map(|b| !b),
            Cond::Gt => self.less(rhs, lhs),
            Cond::Le => self.less(rhs, lhs).map(|b| !b),
            Cond::Eq => self.equal(lhs, rhs),
            Cond::Ne => self.equal(lhs, rhs).map(|b| !b),
        }
    }

    fn less(&self, lhs: V, rhs: V) -> Option<bool> {
        if self.within(lhs, rhs, -1) {
            Some(true)
        } else {
            self.within(rhs, lhs, 0).then_some(false)
        }
    }

    fn equal(&self, lhs: V, rhs: V) -> Option<bool> {
        if lhs == rhs {
            return Some(true);
        }
        let (l, r) = (self.at(lhs)?, self.at(rhs)?);
        if l.lo == l.hi && l == r {
            return Some(true);
        }
        let apart = self.within(lhs, rhs, -1) || self.within(rhs, lhs, -1);
        apart.then_some(false)
    }
}

#[cfg(test)]
mod tests {
    use super::super::check;

    const STATE: &str = "\ns0: code=0x1 pc=0 base=0 entered fn=v0 then=unit regs{}";

    /// The graph becomes `expected`, frame states aside.
    #[track_caller]
    fn ranges(input: &str, expected: &str) {
        check(
            "ranges",
            &format!("{input}{STATE}"),
            &format!("{expected}{STATE}"),
        );
    }

    /// `for i in range(start, n): BODY; i += step`, with a list `v4` of length `v5` and any small int `v1`.
    fn counted(start: i64, cond: &str, n: &str, step: i64, body: &str, add: &str) -> String {
        format!(
            "b0:
               v0: val = ReadReg 0, 0
               v1: i64 = UnboxInt v0, s0
               v2: val = ReadReg 0, 1
               v4: val = GuardShape v2, 7, s0
               v5: i64 = ListLen v4
               v6: ptr = ListData v4
               v7: i64 = ConstI64 {start}
               v8: i64 = ConstI64 {step}
               jump b1(v7)
             b1(v10: i64):
               v11: bool = Cmp {cond}, v10, {n}
               branch v11, b2, b3
             b2:
               {body}
               v20: i64 = {add}
               jump b1(v20)
             b3:
               return v0"
        )
    }

    const CHECK: &str = "v12: i64 = CheckBounds v10, v5, s0
               StoreItemI v6, v12, v8";
    const NO_CHECK: &str = "StoreItemI v6, v10, v8";

    #[track_caller]
    fn check_goes(start: i64, cond: &str, n: &str, step: i64) {
        let add = if n == "v5" || n == "v1" {
            "Add v10, v8"
        } else {
            "AddOvf v10, v8, s0"
        };
        ranges(
            &counted(start, cond, n, step, CHECK, "AddOvf v10, v8, s0"),
            &counted(start, cond, n, step, NO_CHECK, add),
        );
    }

    #[track_caller]
    fn check_stays(start: i64, cond: &str, n: &str, step: i64) {
        ranges(
            &counted(start, cond, n, step, CHECK, "AddOvf v10, v8, s0"),
            &counted(start, cond, n, step, CHECK, "Add v10, v8"),
        );
    }

    #[test]
    fn loops_over_a_list() {
        check_goes(0, "lt", "v5", 1);
        check_goes(2, "lt", "v5", 3);
        check_stays(0, "le", "v5", 1);
        check_stays(-1, "lt", "v5", 1);
        check_stays(0, "lt", "v1", 1);
    }

    #[test]
    fn one_test_for_all_rounds() {
        let text = |state: &str, before: &str, body: &str| {
            format!(
                "b0{state}:
               v0: val = ReadReg 0, 0
               v1: i64 = UnboxInt v0, s0
               v2: val = ReadReg 0, 1
               v4: val = GuardShape v2, 7, s0
               v5: i64 = ListLen v4
               v6: ptr = ListData v4
               v7: i64 = ConstI64 0
               v8: i64 = ConstI64 1
               {before}
               jump b1(v7)
             b1(v10: i64):
               v11: bool = Cmp lt, v10, v1
               branch v11, b2, b3
             b2:
               {body}
               v20: i64 = Add v10, v8
               jump b1(v20)
             b3:
               return v0"
            )
        };
        let test = "v22: bool = Cmp le, v1, v5\nGuardTrue v22, s0";
        ranges(
            &text(" state s0", "", CHECK),
            &text(" state s0", test, NO_CHECK),
        );
        let same = text("", "", CHECK);
        ranges(&same, &same);
    }

    #[test]
    fn two_indexes_that_meet() {
        // while i < j, tested at the bottom: both are within the list that j was checked against.
        let text = |check: &str, index: &str, (add, sub): (&str, &str)| {
            format!(
                "b0:
               v0: val = ReadReg 0, 0
               v1: i64 = UnboxInt v0, s0
               v2: val = ReadReg 0, 1
               v4: val = GuardShape v2, 7, s0
               v5: i64 = ListLen v4
               v6: ptr = ListData v4
               v7: i64 = ConstI64 0
               v8: i64 = ConstI64 1
               v9: i64 = Sub v5, v8
               v10: bool = Cmp lt, v7, v9
               branch v10, b1(v7, v9), b2
             b1(v11: i64, v12: i64):
               {check}
               StoreItemI v6, {index}, v8
               v15: i64 = {add}
               v16: i64 = {sub}
               v17: bool = Cmp lt, v15, v16
               branch v17, b1(v15, v16), b2
             b2:
               return v0"
            )
        };
        ranges(
            &text(
                "v13: i64 = CheckBounds v11, v12, s0",
                "v13",
                ("AddOvf v11, v8, s0", "SubOvf v12, v8, s0"),
            ),
            &text("", "v11", ("Add v11, v8", "Sub v12, v8")),
        );
        ranges(
            &text(
                "v13: i64 = CheckBounds v12, v5, s0",
                "v13",
                ("AddOvf v11, v8, s0", "SubOvf v12, v8, s0"),
            ),
            &text("", "v12", ("Add v11, v8", "Sub v12, v8")),
        );
    }

    #[test]
    fn wrong_way() {
        // Without a bound on the way down, the subtraction can overflow and the index be negative.
        let text = counted(9, "lt", "v5", -1, CHECK, "AddOvf v10, v8, s0");
        ranges(&text, &text);
        // `i != n` bounds nothing.
        let text = counted(0, "ne", "v1", 1, CHECK, "AddOvf v10, v8, s0");
        ranges(&text, &text);
    }

    #[test]
    fn going_down() {
        let text = |index: &str, add: &str| {
            format!(
                "b0:
               v0: val = ReadReg 0, 0
               v1: val = GuardShape v0, 7, s0
               v2: i64 = ListLen v1
               v3: ptr = ListData v1
               v4: i64 = ConstI64 1
               v5: i64 = ConstI64 0
               v6: i64 = Sub v2, v4
               jump b1(v6)
             b1(v10: i64):
               v11: bool = Cmp ge, v10, v5
               branch v11, b2, b3
             b2:
               {index}
               v13: i64 = {add}
               jump b1(v13)
             b3:
               return v0"
            )
        };
        ranges(
            &text(
                "v12: i64 = CheckBounds v10, v2, s0\nStoreItemI v3, v12, v4",
                "SubOvf v10, v4, s0",
            ),
            &text("StoreItemI v3, v10, v4", "Sub v10, v4"),
        );
    }

    #[test]
    fn small_ints() {
        let text = |lines: &str| {
            format!(
                "b0:
               v0: val = ReadReg 0, 0
               v1: i64 = UnboxInt v0, s0
               v2: i64 = ConstI64 1000
               v3: i64 = ConstI64 1048575
               {lines}
               return v9"
            )
        };
        ranges(
            &text(
                "v4: i64 = AddOvf v1, v2, s0
                 v5: i64 = MulOvf v4, v2, s0
                 v6: i64 = MulOvf v5, v2, s0
                 v7: i64 = And v6, v3
                 v8: i64 = ModuloOvf v7, v2, s0
                 v9: val = BoxInt v8
                 v10: val = BoxInt v4
                 v11: val = CallAny v10, (v9), s0",
            ),
            &text(
                "v4: i64 = Add v1, v2
                 v5: i64 = Mul v4, v2
                 v6: i64 = MulOvf v5, v2, s0
                 v7: i64 = And v6, v3
                 v8: i64 = Modulo v7, v2
                 v9: val = BoxSmall v8
                 v10: val = BoxInt v4
                 v11: val = CallAny v10, (v9), s0",
            ),
        );
    }

    #[test]
    fn branches_decide() {
        let text = |yes: &str, no: &str| {
            format!(
                "b0:
               v0: val = ReadReg 0, 0
               v1: i64 = UnboxInt v0, s0
               v2: i64 = ConstI64 0
               v3: i64 = ConstI64 10
               v4: bool = Cmp gt, v1, v2
               branch v4, b1, b2
             b1:
               {yes}
               v6: val = BoxBool v5
               return v6
             b2:
               {no}
               v8: val = BoxBool v7
               return v8"
            )
        };
        ranges(
            &text("v5: bool = Cmp ge, v1, v2", "v7: bool = Cmp lt, v1, v3"),
            &text("v5: bool = ConstBool true", "v7: bool = ConstBool true"),
        );
        let same = text("v5: bool = Cmp lt, v1, v3", "v7: bool = Cmp lt, v1, v2");
        ranges(&same, &same);
    }

    #[test]
    fn divisors_and_indexes() {
        let text = |lines: &str| {
            format!(
                "b0:
               v0: val = ReadReg 0, 0
               v1: i64 = UnboxInt v0, s0
               v2: val = ReadReg 0, 1
               v3: val = GuardShape v2, 7, s0
               v4: i64 = ListLen v3
               v5: i64 = ConstI64 1
               v6: bool = Cmp ge, v1, v5
               branch v6, b1, b2
             b1:
               {lines}
               return v0
             b2:
               v20: i64 = FloorDivOvf v4, v1, s0
               v21: i64 = WrapIndex v1, v4
               v22: val = BoxSmall v20
               v23: val = BoxSmall v21
               v24: val = CallAny v0, (v22, v23), s0
               return v0"
            )
        };
        ranges(
            &text(
                "v10: i64 = FloorDivOvf v4, v1, s0
                 v11: i64 = WrapIndex v1, v4
                 v12: i64 = CheckBounds v11, v4, s0
                 v13: val = BoxSmall v10
                 v14: val = BoxSmall v12
                 v15: val = CallAny v0, (v13, v14), s0",
            ),
            &text(
                "v10: i64 = FloorDiv v4, v1
                 v12: i64 = CheckBounds v1, v4, s0
                 v13: val = BoxSmall v10
                 v14: val = BoxSmall v12
                 v15: val = CallAny v0, (v13, v14), s0",
            ),
        );
    }
}
