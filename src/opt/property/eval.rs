//! Runs a graph: slowly, and with every promise of its operations checked.
//!
//! **Overflow.** An operation that leaves because its result does not fit need not leave when nobody wants the result; a pass may drop it, or let it leave. So there are two ways
//! to run a graph. As the *machine* does: it leaves. *Exactly*: integers have all the bits they need, the run goes on and notes where it could have left.
//! What the machine does with a graph after a pass must be what exact numbers do with the graph before, or end where that run could have left.

use std::collections::BTreeMap;

use crate::ir::{Cond, Graph, Op, State, Target, Terminator, V};
use crate::object::{Value, list};

/// A value while the graph runs.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Datum {
    /// A word.
    Word(Value),
    /// An int object: it does not fit a word.
    Big(i128),
    /// An integer.
    Int(i128),
    /// A double, by its bits.
    Float(u64),
    /// 0 or 1.
    Bool(bool),
    /// Where the items of a list are, after so many changes of its length.
    Data(u64, usize),
}

/// How a run ends.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum End {
    /// With a result.
    Return(Datum),
    /// It leaves: to which instruction, with which registers.
    Exit {
        pc: u32,
        regs: Vec<(u16, Vec<Datum>)>,
    },
    /// It took too long, or the numbers became too large.
    Endless,
}

/// What a run did.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Run {
    /// What was stored where: cells, lists (with the index before it; appended: with the new length).
    pub(super) stores: Vec<(Datum, Datum)>,
    /// How it ended.
    pub(super) end: End,
    /// Of an exact run: where it could have left for an overflow, and how many stores it had made by then.
    pub(super) skipped: Vec<(End, usize)>,
    /// Of an exact run: every point that a frame state describes, and how many stores it had made by then.
    pub(super) passed: Vec<(End, usize)>,
}

/// How many operations a run may execute.
const FUEL: usize = 20_000;

/// Runs `g` with these registers; exactly, or as the machine does.
pub(super) fn eval(g: &Graph, registers: &[Value], exact: bool) -> Run {
    let mut run = Evaluator {
        g,
        registers,
        exact,
        values: vec![Datum::Bool(false); g.values.len()],
        cells: BTreeMap::new(),
        lists: LISTS.map(|list| (list, (vec![5, 0, -7], 0))).into(),
        stores: Vec::new(),
        skipped: Vec::new(),
        passed: Vec::new(),
        fuel: FUEL,
    };
    let end = run.run();
    Run {
        stores: run.stores,
        end,
        skipped: run.skipped,
        passed: run.passed,
    }
}

struct Evaluator<'a> {
    g: &'a Graph,
    registers: &'a [Value],
    exact: bool,
    values: Vec<Datum>,
    cells: BTreeMap<u64, Datum>,
    /// Lists of ints, with how often their length changed.
    lists: BTreeMap<u64, (Vec<i128>, usize)>,
    stores: Vec<(Datum, Datum)>,
    skipped: Vec<(End, usize)>,
    passed: Vec<(End, usize)>,
    fuel: usize,
}

/// The words of lists of ints.
pub(super) const LISTS: [u64; 2] = [0x3000, 0x3008];

/// Integers that are larger end an exact run.
const LARGEST: i128 = 1 << 100;

impl Evaluator<'_> {
    fn run(&mut self) -> End {
        let mut at = Graph::ENTRY;
        loop {
            let block = self.g.block(at);
            for &v in &block.ops {
                let Some(op) = self.g.op(v) else { continue };
                self.pass(op.state());
                let Some(result) = self.op(op) else {
                    return self.exit(op.state());
                };
                if let Some(end) = self.keep(v, op, result) {
                    return end;
                }
            }
            self.pass(block.state);
            let next = match &block.end {
                Terminator::Jump(t) => t,
                Terminator::Branch { cond, yes, no } => {
                    if self.bool(*cond) {
                        yes
                    } else {
                        no
                    }
                }
                Terminator::Return(v) => return End::Return(boxed(self.get(*v))),
                Terminator::Exit(s) => return self.exit(Some(*s)),
                Terminator::Unreachable => panic!("an end that is not reached"),
            };
            self.enter(next);
            if self.fuel < block.ops.len() + 1 {
                return End::Endless;
            }
            self.fuel -= block.ops.len() + 1;
            at = next.block;
        }
    }

    /// The result of an operation is there; the end, if it is too large.
    fn keep(&mut self, v: V, op: &Op, mut result: Datum) -> Option<End> {
        if let Datum::Int(i) = &mut result
            && i64::try_from(*i).is_err()
        {
            if op.state().is_none() && !self.exact {
                // Known not to overflow where anybody looks.
                *i = i128::from(*i as i64);
            } else if !self.exact {
                return Some(self.exit(op.state()));
            } else if *i > LARGEST || *i < -LARGEST {
                return Some(End::Endless);
            } else if let Some(s) = op.state() {
                self.skipped.push((self.exit(Some(s)), self.stores.len()));
            }
        }
        self.values[v.0 as usize] = result;
        None
    }

    /// Control is where the state describes.
    fn pass(&mut self, s: Option<State>) {
        if self.exact && s.is_some() {
            self.passed.push((self.exit(s), self.stores.len()));
        }
    }

    fn exit(&self, s: Option<State>) -> End {
        let state = self.g.state(s.expect("a state to leave to"));
        let regs = state.regs.iter().map(|(r, o)| {
            let mut all = Vec::new();
            o.for_each(&mut |v| all.push(boxed(self.get(v))));
            (*r, all)
        });
        End::Exit {
            pc: state.pc,
            regs: regs.collect(),
        }
    }

    fn enter(&mut self, t: &Target) {
        let args: Vec<Datum> = t.args.iter().map(|&v| self.get(v)).collect();
        for (p, arg) in self.g.block(t.block).params.iter().zip(args) {
            self.values[p.0 as usize] = arg;
        }
    }

    fn get(&self, v: V) -> Datum {
        self.values[v.0 as usize]
    }

    fn int(&self, v: V) -> i128 {
        match self.get(v) {
            Datum::Int(i) => i,
            other => panic!("{other:?} is no int"),
        }
    }

    fn float(&self, v: V) -> f64 {
        match self.get(v) {
            Datum::Float(bits) => f64::from_bits(bits),
            other => panic!("{other:?} is no float"),
        }
    }

    fn bool(&self, v: V) -> bool {
        match self.get(v) {
            Datum::Bool(b) => b,
            other => panic!("{other:?} is no bool"),
        }
    }

    /// The word; `None` for an int object.
    fn word(&self, v: V) -> Option<Value> {
        match self.get(v) {
            Datum::Word(w) => Some(w),
            Datum::Big(_) => None,
            other => panic!("{other:?} is no word"),
        }
    }

    /// The result of the operation (anything when it has none); `None`: it leaves.
    fn op(&mut self, op: &Op) -> Option<Datum> {
        let none = Some(Datum::Bool(false));
        match *op {
            Op::ReadReg { reg, .. } => Some(Datum::Word(self.registers[usize::from(reg)])),
            Op::ThisFunction {} => Some(Datum::Word(Value(0x2000))),
            Op::GuardTrue { cond, .. } => self.bool(cond).then_some(Datum::Bool(true)),
            Op::Poll { .. } => none,
            Op::LoadCell { cell } => {
                let cell = self.word(cell)?.0;
                let content = self.cells.get(&cell).copied();
                Some(content.unwrap_or(Datum::Word(Value::NONE)))
            }
            Op::StoreCell { cell, value } => {
                let value = self.get(value);
                self.stores.push((self.get(cell), value));
                self.cells.insert(self.word(cell)?.0, value);
                none
            }
            _ => self.list_op(op),
        }
    }

    fn list_op(&mut self, op: &Op) -> Option<Datum> {
        match op {
            Op::GuardShape { value, shape, .. } => {
                let known = self.lists.contains_key(&self.word(*value)?.0);
                (known && *shape == list::SHAPE_INTS).then_some(self.get(*value))
            }
            Op::ListLen { list } => Some(Datum::Int(self.list(*list).1.0.len() as i128)),
            Op::ListData { list } => {
                let (word, (_, version)) = self.list(*list);
                Some(Datum::Data(word, *version))
            }
            Op::LoadItemI { data, index } => {
                let (list, index) = (self.data(*data), self.int(*index) as usize);
                Some(Datum::Int(self.lists[&list].0[index]))
            }
            Op::StoreItemI { data, index, value } => {
                let (list, value) = (self.data(*data), self.int(*value));
                assert!(
                    matches!(boxed(Datum::Int(value)), Datum::Word(_)),
                    "{value}"
                );
                let index = self.int(*index);
                self.note(list, index, value);
                let items = &mut self.lists.get_mut(&list)?.0;
                items[index as usize] = value;
                Some(Datum::Bool(false))
            }
            Op::CallDo { args, .. } => {
                let list = self.list(args[0]).0;
                let value = i128::from(self.word(args[1])?.as_int()?);
                let (items, version) = self.lists.get_mut(&list)?;
                items.push(value);
                *version += 1;
                let len = items.len() as i128;
                self.note(list, len, value);
                Some(Datum::Bool(false))
            }
            _ => self.word_op(op),
        }
    }

    /// Notes a store in a list.
    fn note(&mut self, list: u64, index: i128, value: i128) {
        let list = Datum::Word(Value(list));
        self.stores.push((list, Datum::Int(index)));
        self.stores.push((list, Datum::Int(value)));
    }

    fn list(&self, v: V) -> (u64, &(Vec<i128>, usize)) {
        let word = self.word(v).map_or(0, |w| w.0);
        (word, self.lists.get(&word).expect("a list"))
    }

    /// The list whose items are there.
    fn data(&self, v: V) -> u64 {
        match self.get(v) {
            Datum::Data(list, version) => {
                assert_eq!(self.lists[&list].1, version, "the items moved");
                list
            }
            other => panic!("{other:?} is no data"),
        }
    }

    /// Constants, boxes, guards of words.
    fn word_op(&self, op: &Op) -> Option<Datum> {
        match *op {
            Op::ConstVal { bits } => Some(Datum::Word(Value(bits))),
            Op::ConstI64 { value } => Some(Datum::Int(value.into())),
            Op::ConstF64 { bits } => Some(Datum::Float(bits)),
            Op::ConstBool { value } => Some(Datum::Bool(value)),
            Op::UnboxInt { value, .. } => self.word(value)?.as_int().map(int),
            Op::UnboxFloat { value, .. } => float(self.word(value)?.as_float()?),
            Op::UnboxBool { value, .. } => self.word(value)?.as_bool().map(Datum::Bool),
            Op::UnboxNumber { value, .. } => {
                let w = self.word(value)?;
                float(w.as_float().or(w.as_int().map(|i| i as f64))?)
            }
            Op::GuardIs { value, bits, .. } => {
                (self.word(value)?.0 == bits).then_some(self.get(value))
            }
            Op::GuardBound { value, .. } => {
                (self.get(value) != Datum::Word(Value::EMPTY)).then_some(self.get(value))
            }
            Op::BoxSmall { value } => {
                let word = boxed(self.get(value));
                assert!(matches!(word, Datum::Word(_)), "{word:?} does not fit");
                Some(word)
            }
            Op::BoxInt { value } | Op::BoxFloat { value } | Op::BoxBool { value } => {
                Some(boxed(self.get(value)))
            }
            Op::IsInt { value } => Some(Datum::Bool(self.word(value).is_some_and(Value::is_int))),
            Op::Same { lhs, rhs } => Some(Datum::Bool(self.get(lhs) == self.get(rhs))),
            Op::Not { value } => Some(Datum::Bool(!self.bool(value))),
            Op::BoolToI64 { value } => Some(Datum::Int(self.bool(value).into())),
            Op::Cmp { cond, lhs, rhs } => compare(cond, self.int(lhs), self.int(rhs)),
            Op::CmpF { cond, lhs, rhs } => compare(cond, self.float(lhs), self.float(rhs)),
            _ => self.float_op(op),
        }
    }

    fn float_op(&self, op: &Op) -> Option<Datum> {
        match *op {
            Op::I64ToF64 { value } => float(self.int(value) as f64),
            Op::F64ToI64 { value, .. } => {
                let f = self.float(value).trunc();
                let fits = (-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&f);
                fits.then_some(int(f as i64))
            }
            Op::AddF { lhs, rhs } => float(self.float(lhs) + self.float(rhs)),
            Op::SubF { lhs, rhs } => float(self.float(lhs) - self.float(rhs)),
            Op::MulF { lhs, rhs } => float(self.float(lhs) * self.float(rhs)),
            Op::DivF { lhs, rhs } => float(self.float(lhs) / self.float(rhs)),
            Op::NegF { value } => float(-self.float(value)),
            Op::AbsF { value } => float(self.float(value).abs()),
            Op::SqrtF { value } => float(self.float(value).sqrt()),
            _ => self.int_op(op).map(Datum::Int),
        }
    }

    fn int_op(&self, op: &Op) -> Option<i128> {
        let mut operands = Vec::new();
        op.for_each_use(&mut |v| operands.push(v));
        let &[a, b] = &operands[..] else {
            panic!("{op:?} is not known here");
        };
        let (a, b) = (self.int(a), self.int(b));
        Some(match op {
            Op::Add { .. } | Op::AddOvf { .. } => a + b,
            Op::Sub { .. } | Op::SubOvf { .. } => a - b,
            Op::Mul { .. } | Op::MulOvf { .. } => a.saturating_mul(b),
            Op::FloorDiv { .. } | Op::Modulo { .. } if matches!(b, 0 | -1) => {
                panic!("the processor traps")
            }
            Op::FloorDivOvf { .. } | Op::ModuloOvf { .. } if matches!(b, 0 | -1) => return None,
            Op::FloorDiv { .. } | Op::FloorDivOvf { .. } => (a - modulo(a, b)) / b,
            Op::Modulo { .. } | Op::ModuloOvf { .. } => modulo(a, b),
            Op::And { .. } => a & b,
            Op::Or { .. } => a | b,
            Op::Xor { .. } => a ^ b,
            Op::ShlOvf { .. } if (0..64).contains(&b) => a.saturating_mul(1 << b),
            Op::ShlOvf { .. } => return None,
            Op::ShrOvf { .. } if b < 0 => return None,
            Op::ShrOvf { .. } | Op::Shr { .. } => a >> b.clamp(0, 127),
            Op::Min { .. } => a.min(b),
            Op::Max { .. } => a.max(b),
            Op::WrapIndex { .. } => {
                if a < 0 {
                    a + b
                } else {
                    a
                }
            }
            Op::CheckBounds { .. } if !(0..b).contains(&a) => return None,
            Op::CheckBounds { .. } => a,
            other => panic!("{other:?} is not known here"),
        })
    }
}

fn modulo(a: i128, b: i128) -> i128 {
    (a % b + b) % b
}

fn int(i: i64) -> Datum {
    Datum::Int(i.into())
}

fn float(f: f64) -> Option<Datum> {
    Some(Datum::Float(f.to_bits()))
}

fn compare<T: PartialOrd>(cond: Cond, a: T, b: T) -> Option<Datum> {
    Some(Datum::Bool(cond.holds_of(a, b)))
}

/// As a Python value.
fn boxed(d: Datum) -> Datum {
    match d {
        Datum::Int(i) => match i64::try_from(i) {
            Ok(small) if Value::int_fits(small) => Datum::Word(Value::from_int_unchecked(small)),
            _ => Datum::Big(i),
        },
        Datum::Float(bits) => Datum::Word(Value::from_float(f64::from_bits(bits))),
        Datum::Bool(b) => Datum::Word(Value::from_bool(b)),
        word => word,
    }
}
