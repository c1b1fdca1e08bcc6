//! Makes random graphs that are well-formed: straight code, diamonds, loops, one inside the other.

use crate::ir::{
    Block, Cond, FrameState, Graph, Op, Operand, Rep, State, Target, Terminator, Then, V,
};
use crate::object::{Value, list};
use crate::runtime::helpers::Helper;

use super::eval::LISTS;

/// How many registers graphs read.
pub(super) const REGISTERS: u16 = 4;

/// Numbers that are the same every time.
pub(super) struct Random(u64);

impl Random {
    /// A sequence for each seed.
    pub(super) fn new(seed: u64) -> Random {
        let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        for _ in 0..4 {
            random.below(1);
        }
        random
    }

    /// A number below `n`.
    pub(super) fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % n
    }

    /// One of these.
    pub(super) fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

/// A graph.
pub(super) fn generate(random: &mut Random) -> Graph {
    let mut g = Graph::new();
    let this = g.push(Graph::ENTRY, Op::ThisFunction {});
    let mut gen_ = Generator {
        g,
        random,
        at: Graph::ENTRY,
        there: Vec::new(),
        this,
        pc: 0,
        room: 60,
        places: Vec::new(),
    };
    for reg in 0..REGISTERS {
        gen_.push(Op::ReadReg { base: 0, reg });
    }
    gen_.region(0);
    let result = gen_.pick(Rep::Val);
    gen_.end(Terminator::Return(result));
    gen_.g
}

struct Generator<'a> {
    g: Graph,
    random: &'a mut Random,
    /// The block under way.
    at: Block,
    /// The values that can be used there.
    there: Vec<V>,
    this: V,
    pc: u32,
    /// How many pieces are left to make.
    room: usize,
    /// Lists and an index in each, to come back to.
    places: Vec<(V, V)>,
}

const REPS: [Rep; 5] = [Rep::Val, Rep::I64, Rep::I64, Rep::F64, Rep::Bool];

impl Generator<'_> {
    fn push(&mut self, op: Op) -> V {
        let v = self.g.push(self.at, op);
        if self.g.rep(v) != Rep::Void {
            self.there.push(v);
        }
        v
    }

    fn end(&mut self, end: Terminator) {
        self.g.block_mut(self.at).end = end;
    }

    /// A value of this representation; preferably a new one.
    fn pick(&mut self, rep: Rep) -> V {
        let all: Vec<V> = self
            .there
            .iter()
            .copied()
            .filter(|&v| self.g.rep(v) == rep)
            .collect();
        if all.is_empty() || self.random.below(8) == 0 {
            return self.constant(rep);
        }
        let late = all.len().saturating_sub(6);
        match self.random.below(3) {
            0 => self.random.of(&all),
            _ => self.random.of(&all[late..]),
        }
    }

    fn constant(&mut self, rep: Rep) -> V {
        let op = match rep {
            Rep::I64 => Op::ConstI64 {
                value: self.random.of(&[
                    0,
                    1,
                    -1,
                    2,
                    3,
                    7,
                    63,
                    64,
                    -5,
                    i64::MAX,
                    i64::MIN,
                    1 << 50,
                ]),
            },
            Rep::F64 => Op::ConstF64 {
                bits: self
                    .random
                    .of(&[0.0, -0.0, 1.0, -1.5, f64::INFINITY, 1e300])
                    .to_bits(),
            },
            Rep::Bool => Op::ConstBool {
                value: self.random.below(2) == 1,
            },
            _ => Op::ConstVal {
                bits: self
                    .random
                    .of(&[
                        Value::NONE,
                        Value::TRUE,
                        Value::FALSE,
                        Value::from_i32(3),
                        Value::from_float(2.5),
                    ])
                    .0,
            },
        };
        self.push(op)
    }

    fn state(&mut self) -> State {
        self.pc += 1;
        let mut regs = Vec::new();
        for r in 0..self.random.below(4) as u16 {
            let rep = self.random.of(&REPS);
            regs.push((r, Operand::Value(self.pick(rep))));
        }
        self.g.add_state(FrameState {
            parent: None,
            code: 1,
            function: self.this,
            base: 0,
            pc: self.pc,
            regs: regs.into(),
            kept: false,
            entered: true,
            then: Then::Unit,
        })
    }

    /// Some code, at the end of which a block is under way.
    fn region(&mut self, depth: usize) {
        for _ in 0..3 + self.random.below(8) {
            if self.room == 0 {
                return;
            }
            self.room -= 1;
            match self.random.below(12) {
                0 | 1 if depth < 3 => {
                    let cond = self.pick(Rep::Bool);
                    self.diamond(depth, cond);
                }
                2 if depth < 3 => self.repeat(depth),
                3 => self.store(),
                4 | 5 => self.item(),
                _ => self.operation(),
            }
        }
    }

    /// Parameters for a block, and an argument for each.
    fn args(&mut self, reps: &[Rep]) -> Vec<V> {
        reps.iter().map(|&rep| self.pick(rep)).collect()
    }

    fn reps(&mut self) -> Vec<Rep> {
        (0..self.random.below(4))
            .map(|_| self.random.of(&REPS))
            .collect()
    }

    fn jump(&mut self, block: Block, args: Vec<V>) {
        self.end(Terminator::Jump(Target { block, args }));
    }

    /// Goes on in `block`, with parameters of these representations.
    fn begin(&mut self, block: Block, reps: &[Rep]) {
        self.at = block;
        for &rep in reps {
            let p = self.g.add_param(block, rep);
            self.there.push(p);
        }
    }

    fn diamond(&mut self, depth: usize, cond: V) {
        let (yes, no, join) = (self.g.add_block(), self.g.add_block(), self.g.add_block());
        let target = |block| Target {
            block,
            args: Vec::new(),
        };
        self.end(Terminator::Branch {
            cond,
            yes: target(yes),
            no: target(no),
        });
        let reps = self.reps();
        let before = self.there.len();
        for arm in [yes, no] {
            self.at = arm;
            if self.random.below(3) > 0 {
                self.region(depth + 1);
            }
            // The other arm makes the join reachable.
            if arm == yes && self.random.below(12) == 0 {
                let state = self.state();
                self.end(Terminator::Exit(state));
                self.there.truncate(before);
                continue;
            }
            let args = self.args(&reps);
            self.jump(join, args);
            self.there.truncate(before);
        }
        self.begin(join, &reps);
        // Sometimes one of the bools that the arms gave is asked at once.
        let params = &self.g.block(join).params;
        let asked = params.iter().find(|&&p| self.g.rep(p) == Rep::Bool);
        if let Some(&p) = asked
            && depth < 3
            && self.random.below(3) > 0
        {
            self.diamond(depth + 1, p);
        }
    }

    /// A loop that runs a few times, tested at its head or at its end.
    fn repeat(&mut self, depth: usize) {
        let (preheader, header, after) =
            (self.g.add_block(), self.g.add_block(), self.g.add_block());
        self.jump(preheader, Vec::new());
        self.at = preheader;
        let mut reps = self.reps();
        let zero = self.push(Op::ConstI64 { value: 0 });
        let mut args = self.args(&reps);
        reps.insert(0, Rep::I64);
        args.insert(0, zero);
        let state = self.state();
        self.g.block_mut(preheader).state = Some(state);
        self.jump(header, args);
        self.begin(header, &reps);
        let count = self.g.block(header).params[0];
        let head = self.random.below(2) == 0;
        let inside = self.there.len();
        if head {
            let body = self.g.add_block();
            let cond = self.counted(count);
            self.branch(cond, body, after);
            self.at = body;
        }
        self.region(depth + 1);
        let one = self.push(Op::ConstI64 { value: 1 });
        let next = self.push(Op::Add {
            lhs: count,
            rhs: one,
        });
        let mut args = self.args(&reps[1..]);
        args.insert(0, next);
        if head {
            self.jump(header, args);
            self.there.truncate(inside);
        } else {
            let cond = self.counted(next);
            self.end(Terminator::Branch {
                cond,
                yes: Target {
                    block: header,
                    args,
                },
                no: Target {
                    block: after,
                    args: Vec::new(),
                },
            });
        }
        self.at = after;
    }

    fn branch(&mut self, cond: V, yes: Block, no: Block) {
        let target = |block| Target {
            block,
            args: Vec::new(),
        };
        self.end(Terminator::Branch {
            cond,
            yes: target(yes),
            no: target(no),
        });
    }

    /// Is the loop to go on?
    fn counted(&mut self, count: V) -> V {
        let value = self.random.below(4) as i64;
        let limit = self.push(Op::ConstI64 { value });
        self.push(Op::Cmp {
            cond: Cond::Lt,
            lhs: count,
            rhs: limit,
        })
    }

    fn store(&mut self) {
        let bits = 0x1000 + 8 * self.random.below(3) as u64;
        let cell = self.g.push(self.at, Op::ConstVal { bits });
        if self.random.below(3) == 0 {
            self.push(Op::LoadCell { cell });
        } else {
            let value = self.pick(Rep::Val);
            self.push(Op::StoreCell { cell, value });
        }
    }

    /// Reads, writes or appends an item of a list of ints; or reads one before and after another is written.
    fn item(&mut self) {
        let (list, index) = self.place();
        let data = self.g.push(self.at, Op::ListData { list });
        match self.random.below(6) {
            0 => self.append(list),
            1 => self.load(data, index),
            2 | 3 => {
                self.load(data, index);
                let (list, other) = self.place();
                let written = self.g.push(self.at, Op::ListData { list });
                self.write(written, other);
                self.load(data, index);
            }
            _ => self.write(data, index),
        }
    }

    fn load(&mut self, data: V, index: V) {
        let value = self.push(Op::LoadItemI { data, index });
        let value = self.push(Op::BoxSmall { value });
        let cell = self.g.push(self.at, Op::ConstVal { bits: 0x1000 });
        self.push(Op::StoreCell { cell, value });
    }

    fn write(&mut self, data: V, index: V) {
        let value = self.small();
        self.push(Op::StoreItemI { data, index, value });
    }

    /// An item that may have been used before: lists become only longer, so an index stays good.
    fn place(&mut self) -> (V, V) {
        let there = &self.there;
        self.places.retain(|(_, index)| there.contains(index));
        if self.places.is_empty() || self.random.below(3) == 0 {
            self.new_place()
        } else {
            self.random.of(&self.places)
        }
    }

    /// A list and a checked index.
    fn new_place(&mut self) -> (V, V) {
        let value = match self.random.below(3) {
            0 => self.there[self.random.below(usize::from(REGISTERS))],
            _ => {
                let bits = self.random.of(&LISTS);
                self.g.push(self.at, Op::ConstVal { bits })
            }
        };
        let state = self.state();
        let list = self.push(Op::GuardShape {
            value,
            shape: list::SHAPE_INTS,
            state,
        });
        let len = self.push(Op::ListLen { list });
        let index = match self.random.below(2) {
            0 => self.pick(Rep::I64),
            _ => {
                let value = self.random.below(3) as i64 - 1;
                self.push(Op::ConstI64 { value })
            }
        };
        let index = self.push(Op::WrapIndex { index, len });
        let state = self.state();
        let index = self.push(Op::CheckBounds { index, len, state });
        self.places.push((list, index));
        (list, index)
    }

    fn append(&mut self, list: V) {
        let value = self.small();
        let item = self.push(Op::BoxSmall { value });
        let state = self.state();
        self.push(Op::CallDo {
            helper: Helper::list_append,
            args: [list, item].into(),
            state,
        });
    }

    /// An integer that fits a word.
    fn small(&mut self) -> V {
        if self.random.below(2) == 0 {
            let value = self.there[self.random.below(usize::from(REGISTERS))];
            let state = self.state();
            return self.push(Op::UnboxInt { value, state });
        }
        let lhs = self.pick(Rep::I64);
        let rhs = self.push(Op::ConstI64 { value: 255 });
        self.push(Op::And { lhs, rhs })
    }

    fn operation(&mut self) {
        let op = match self.random.below(10) {
            0..3 => self.representation(),
            3..7 => self.integer(),
            7 => self.float(),
            _ => self.condition(),
        };
        self.push(op);
    }

    fn representation(&mut self) -> Op {
        let state = self.state();
        let (mut word, int) = (self.pick(Rep::Val), self.pick(Rep::I64));
        if self.random.below(2) > 0 {
            word = self.there[self.random.below(usize::from(REGISTERS))];
        }
        let (float, truth) = (self.pick(Rep::F64), self.pick(Rep::Bool));
        match self.random.below(16) {
            0..5 => Op::UnboxInt { value: word, state },
            5 if self.random.below(2) == 0 => Op::BoxBool { value: truth },
            5 => Op::UnboxFloat { value: word, state },
            6 => Op::UnboxBool { value: word, state },
            7 => Op::UnboxNumber { value: word, state },
            8 => Op::GuardBound { value: word, state },
            9 => Op::GuardIs {
                value: word,
                bits: Value::from_i32(3).0,
                state,
            },
            10..12 => Op::BoxInt { value: int },
            12 => Op::BoxFloat { value: float },
            13 => Op::BoxBool { value: truth },
            14 => Op::BoolToI64 { value: truth },
            _ => Op::I64ToF64 { value: int },
        }
    }

    fn integer(&mut self) -> Op {
        let state = self.state();
        let (lhs, rhs) = (self.pick(Rep::I64), self.pick(Rep::I64));
        match self.random.below(16) {
            0..3 => Op::AddOvf { lhs, rhs, state },
            3..5 => Op::SubOvf { lhs, rhs, state },
            5..7 => Op::MulOvf { lhs, rhs, state },
            7 => Op::FloorDivOvf { lhs, rhs, state },
            8 => Op::ModuloOvf { lhs, rhs, state },
            9 => Op::And { lhs, rhs },
            10 => Op::Or { lhs, rhs },
            11 => Op::Xor { lhs, rhs },
            12 => Op::ShlOvf { lhs, rhs, state },
            13 => Op::ShrOvf { lhs, rhs, state },
            14 => Op::Min { lhs, rhs },
            _ => Op::Max { lhs, rhs },
        }
    }

    fn float(&mut self) -> Op {
        let (lhs, rhs) = (self.pick(Rep::F64), self.pick(Rep::F64));
        match self.random.below(7) {
            0 => Op::AddF { lhs, rhs },
            1 => Op::SubF { lhs, rhs },
            2 => Op::MulF { lhs, rhs },
            3 => Op::DivF { lhs, rhs },
            4 => Op::NegF { value: lhs },
            5 => Op::AbsF { value: lhs },
            _ => {
                let state = self.state();
                Op::F64ToI64 { value: lhs, state }
            }
        }
    }

    fn condition(&mut self) -> Op {
        let cond = self.random.of(&Cond::ALL);
        let (lhs, rhs) = (self.pick(Rep::I64), self.pick(Rep::I64));
        match self.random.below(8) {
            0..3 => Op::Cmp { cond, lhs, rhs },
            3..5 => Op::CmpF {
                cond,
                lhs: self.pick(Rep::F64),
                rhs: self.pick(Rep::F64),
            },
            5 => Op::Not {
                value: self.pick(Rep::Bool),
            },
            6 => Op::IsInt {
                value: self.pick(Rep::Val),
            },
            _ => Op::Same {
                lhs: self.pick(Rep::Val),
                rhs: self.pick(Rep::Val),
            },
        }
    }
}
