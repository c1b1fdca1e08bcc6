//! Bytecode and feedback → SSA.
//!
//! The builder reads register code forwards, one block after the other, and keeps for every register what it holds ([`Abs`]): a value of the graph with
//! its representation, or an object that was not made (the iterator of a loop). Feedback says which types to expect; the first use of a value in
//! an operation guards its type, and from there on the register holds the unboxed value. Calls of known functions are read in place.
//!
//! **Frame states.** Each operation that can leave names the state *before* its instruction: the interpreter executes the instruction anew. So an
//! instruction may have effects only after its last guard. Registers that are dead are left out.
//!
//! **Loops.** A header gets parameters for the registers that its body writes, of the representation that the value has on entry. When
//! a back-edge brings another representation, the guess was wrong: it is noted and the graph is built anew ([`Again`]).
//!
//! **Units of loops** begin at a back-edge, in the middle of a nest. The loop that is entered is read as copy 0 up to the back-edge of an enclosing loop; that
//! jump goes to a copy of that loop, which is entered through its header, and so on outwards: one copy for each loop of the nest. So every loop of the graph has one
//! entry, though its code may exist several times.
//!
//! **Generators.** A unit begins behind the `yield` where the generator waited, or behind its start, and goes on to the next `yield`, in whichever turn of
//! which loop that is: it is read as the unit of a loop is, from the middle of a nest outwards. What the generator keeps is written to its frame there. Iterators that it
//! keeps are stepped where they are (`pairs.rs`): to take them apart and make them anew at every `yield` would cost more. A loop inside a generator is a unit like
//! others, if it does not yield at most turns; where it comes to a `yield`, it is left.
//!
//! **Entered frames.** A frame's record is pushed (`EnterFrame`) before the first operation that could observe it, and before loops.

mod arith;
mod attr;
mod bind;
mod blocks;
mod builtin;
mod call;
mod compare;
mod env;
pub mod flow;
mod frame;
mod generator;
mod item;
mod iterate;
mod loops;
mod make;
mod names;
mod operator;
mod osr;
mod pairs;
mod states;
mod step;
mod supers;
mod tuple;

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use self::attr::Callees;
use self::env::{Abs, Env};
use self::flow::Flow;
use self::frame::Frame;
use super::{Block, Graph, Op, Rep, State, Terminator, V};
use crate::object::{Code, Value};
use crate::runtime::Vm;

/// Where a unit begins.
#[derive(Clone, Debug)]
pub enum Entry {
    /// At the first instruction, with the arguments in the first registers.
    Function,
    /// At the back-edge `at`, with what the interpreter has in the registers.
    Loop {
        /// The number of the back-edge's instruction.
        at: u32,
        /// The registers, as they are now.
        registers: Vec<Value>,
    },
    /// Behind the instruction `at` where a generator waited, with what it has in its registers.
    Resume {
        /// The number of the instruction.
        at: u32,
        /// The registers, as they are now.
        registers: Vec<Value>,
    },
}

impl Entry {
    /// Is the unit's own frame the current one at entry?
    fn has_frame(&self) -> bool {
        !matches!(self, Entry::Function)
    }
}

/// What to build.
pub struct Request<'a> {
    /// The code, prepared.
    pub code: Code,
    /// Where to begin.
    pub entry: Entry,
    /// Instructions (code word, number) at which speculation failed too often: they are compiled without.
    pub blocked: &'a HashSet<(u64, u32)>,
    /// Inline calls?
    pub inline: bool,
}

/// Why no graph was built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused(pub String);

/// Why building stopped.
enum Stop {
    /// For good.
    Refused(String),
    /// A guess was wrong and is noted: build anew.
    Again,
}

type Built<T = ()> = Result<T, Stop>;

/// How often a graph is built anew before it is refused.
const MOST_ATTEMPTS: usize = 40;
/// Values a graph may have.
const MOST_VALUES: usize = 30_000;
/// Instructions of functions that are read in place, all together.
const INLINE_BUDGET: usize = 600;

/// A place where a representation was guessed: the frame (by the calls that lead to it), the header, the register.
type Place = (u64, u32, u16);

/// Guesses that turned out wrong: registers that are boxed at loop headers.
type Hints = HashMap<Place, Rep>;

/// In a blocked place: the instruction itself, though it is the first one of a loop.
pub const HEADER: u32 = 1 << 31;

/// Builds the graph of a unit.
///
/// # Errors
/// `Refused` when the code is of a kind that is not compiled, or too large.
pub fn build(vm: &mut Vm, request: &Request<'_>) -> Result<Graph, Refused> {
    let (mut hints, mut flows) = (Hints::new(), HashMap::new());
    for _ in 0..MOST_ATTEMPTS {
        let mut b = Builder {
            vm,
            g: Graph::new(),
            at: Graph::ENTRY,
            request,
            hints: &mut hints,
            flows: &mut flows,
            budget: INLINE_BUDGET,
            frames: Vec::new(),
            env: Env {
                regs: Vec::new(),
                entered: 0,
            },
            constants: HashMap::new(),
            functions: HashMap::new(),
            receivers: HashMap::new(),
            callees: HashMap::new(),
            depth: 1,
            untouched: None,
        };
        match b.unit() {
            Ok(()) => return Ok(b.g),
            Err(Stop::Again) => {}
            Err(Stop::Refused(why)) => return Err(Refused(why)),
        }
    }
    Err(Refused("types at loop headers do not settle".to_string()))
}

fn refuse<T>(why: &str) -> Built<T> {
    Err(Stop::Refused(why.to_string()))
}

/// The state of building.
struct Builder<'a> {
    vm: &'a mut Vm,
    g: Graph,
    /// The block to which operations are appended.
    at: Block,
    request: &'a Request<'a>,
    hints: &'a mut Hints,
    /// What is known about code objects that are read.
    flows: &'a mut HashMap<u64, Rc<Flow>>,
    budget: usize,
    /// The frames being read, outermost first.
    frames: Vec<Frame>,
    /// The registers of the innermost frame.
    env: Env,
    constants: HashMap<(Rep, u64), V>,
    /// Functions made here, with their code.
    functions: HashMap<V, Code>,
    /// The shapes that receivers of methods had.
    receivers: HashMap<V, u32>,
    /// What methods loaded from objects of several shapes may be.
    callees: HashMap<V, Callees>,
    /// The most frames that were read inside each other.
    depth: usize,
    /// The state at the begin of a unit that has a frame: while it is there, nothing has changed the interpreter's registers.
    untouched: Option<State>,
}

impl Builder<'_> {
    /// Builds the whole unit.
    fn unit(&mut self) -> Built {
        let code = self.request.code;
        let function = self.g.push(Graph::ENTRY, Op::ThisFunction {});
        let body = self.g.add_block();
        let frame = self.new_frame(code, function)?;
        let nregs = usize::from(code.nregs());
        self.frames.push(frame);
        self.env = Env {
            regs: vec![Abs::Empty; nregs],
            entered: 0,
        };
        self.load_residents(code);
        self.at = Graph::ENTRY;
        let start = match self.request.entry.clone() {
            Entry::Function => {
                let given = code.parameters();
                for r in 0..given {
                    if self.top().flow.live(0).has(r) {
                        self.env.regs[usize::from(r)] =
                            Abs::Value(self.g.push(Graph::ENTRY, Op::ReadReg { base: 0, reg: r }));
                    }
                }
                0
            }
            Entry::Loop { at, registers } => {
                self.env.entered = 1;
                self.top_mut().begin_at(at);
                self.read_registers(at, &registers);
                at
            }
            Entry::Resume { at, registers } => {
                self.env.entered = 1;
                self.read_registers(at + 1, &registers);
                self.top_mut().resumed = Some(registers);
                at + 1
            }
        };
        self.at = Graph::ENTRY;
        self.end_jump(body);
        self.at = body;
        if self.request.entry.has_frame() {
            self.untouched = Some(self.untouched_state(start));
        }
        if let Entry::Loop { at, ref registers } = self.request.entry {
            self.expect_types(at, registers);
            self.open_iterators(at, registers)?;
        }
        let state = self.state(start)?;
        let check = self.push(Op::CheckDepth { frames: 0, state });
        self.untouched = None;
        self.read_frame(start)?;
        let more = self.depth - usize::from(self.request.entry.has_frame());
        if let Some(Op::CheckDepth { frames, .. }) = self.g.op_mut(check) {
            *frames = more as u32;
        }
        let result = self.frames.pop();
        debug_assert!(result.is_some() && self.frames.is_empty());
        Ok(())
    }

    /// The innermost frame.
    fn top(&self) -> &Frame {
        &self.frames[self.frames.len() - 1]
    }

    /// The innermost frame, to change it.
    fn top_mut(&mut self) -> &mut Frame {
        let last = self.frames.len() - 1;
        &mut self.frames[last]
    }

    /// Appends an operation.
    fn push(&mut self, op: Op) -> V {
        self.g.push(self.at, op)
    }

    /// The constant `v`, placed in the entry block so that it is there everywhere.
    fn constant(&mut self, v: Value) -> V {
        let key = (Rep::Val, v.0);
        if let Some(&v) = self.constants.get(&key) {
            return v;
        }
        let made = self.g.push(Graph::ENTRY, Op::ConstVal { bits: v.0 });
        self.constants.insert(key, made);
        made
    }

    /// A machine integer.
    fn int(&mut self, value: i64) -> V {
        let key = (Rep::I64, value as u64);
        if let Some(&v) = self.constants.get(&key) {
            return v;
        }
        let made = self.g.push(Graph::ENTRY, Op::ConstI64 { value });
        self.constants.insert(key, made);
        made
    }

    /// A double.
    fn float(&mut self, f: f64) -> V {
        let key = (Rep::F64, f.to_bits());
        if let Some(&v) = self.constants.get(&key) {
            return v;
        }
        let made = self
            .g
            .push(Graph::ENTRY, Op::ConstF64 { bits: f.to_bits() });
        self.constants.insert(key, made);
        made
    }

    /// The word behind a constant.
    fn known(&self, v: V) -> Option<Value> {
        match self.g.op(v) {
            Some(Op::ConstVal { bits }) => Some(Value(*bits)),
            _ => None,
        }
    }

    /// Is speculation at instruction `pc` of the innermost frame given up?
    fn blocked(&self, pc: u32) -> bool {
        let place = match self.top().flow.loop_at(pc) {
            // the first failures there were those of checks that had been moved in front of the loop
            Some(_) => pc | HEADER,
            None => pc,
        };
        let code = self.top().code.value().0;
        self.request.blocked.contains(&(code, place))
    }

    /// May no checks be moved in front of the loop at `pc`?
    fn blocked_header(&self, pc: u32) -> bool {
        let code = self.top().code.value().0;
        self.request.blocked.contains(&(code, pc))
    }

    // ---- representations

    /// `v` as a Python value.
    fn boxed(&mut self, v: V) -> V {
        match self.g.rep(v) {
            Rep::I64 => match self.g.op(v) {
                Some(&Op::ConstI64 { value }) if Value::int_fits(value) => {
                    self.constant(Value::from_int_unchecked(value))
                }
                Some(&Op::UnboxInt { value, .. }) => value,
                _ => self.push(Op::BoxInt { value: v }),
            },
            Rep::F64 => match self.g.op(v) {
                Some(&Op::ConstF64 { bits }) => {
                    self.constant(Value::from_float(f64::from_bits(bits)))
                }
                Some(&Op::UnboxFloat { value, .. }) => value,
                _ => self.push(Op::BoxFloat { value: v }),
            },
            Rep::Bool => match self.g.op(v) {
                Some(&Op::ConstBool { value }) => self.constant(Value::from_bool(value)),
                _ => self.push(Op::BoxBool { value: v }),
            },
            _ => v,
        }
    }

    /// `v` as a machine integer; leaves to the state before `pc` unless it is a small int.
    fn as_int(&mut self, v: V, pc: u32) -> Built<V> {
        match self.g.rep(v) {
            Rep::I64 => Ok(v),
            Rep::Val => {
                if let Some(i) = self.known(v).and_then(Value::as_int) {
                    return Ok(self.int(i));
                }
                let state = self.state(pc)?;
                let raw = self.push(Op::UnboxInt { value: v, state });
                self.refine(v, raw);
                Ok(raw)
            }
            _ => self.mismatch(v, pc, Rep::I64),
        }
    }

    /// `v` as a double; leaves unless it is a float.
    fn as_float(&mut self, v: V, pc: u32) -> Built<V> {
        match self.g.rep(v) {
            Rep::F64 => Ok(v),
            Rep::Val => {
                if let Some(f) = self.known(v).and_then(Value::as_float) {
                    return Ok(self.float(f));
                }
                let state = self.state(pc)?;
                let raw = self.push(Op::UnboxFloat { value: v, state });
                self.refine(v, raw);
                Ok(raw)
            }
            _ => self.mismatch(v, pc, Rep::F64),
        }
    }

    /// `v` as 0 or 1; leaves unless it is a bool.
    fn as_bool(&mut self, v: V, pc: u32) -> Built<V> {
        match self.g.rep(v) {
            Rep::Bool => Ok(v),
            Rep::Val => {
                let state = self.state(pc)?;
                let raw = self.push(Op::UnboxBool { value: v, state });
                self.refine(v, raw);
                Ok(raw)
            }
            _ => self.mismatch(v, pc, Rep::Bool),
        }
    }

    /// The value has another representation than the feedback says: the operation always leaves.
    fn mismatch(&mut self, _v: V, pc: u32, rep: Rep) -> Built<V> {
        let state = self.state(pc)?;
        let never = self.push(Op::ConstBool { value: false });
        self.push(Op::GuardTrue { cond: never, state });
        Ok(match rep {
            Rep::I64 => self.int(0),
            Rep::F64 => self.float(0.0),
            _ => never,
        })
    }

    /// Registers that hold `old` hold `new` from here on: the same thing, better known.
    fn refine(&mut self, old: V, new: V) {
        for r in &mut self.env.regs {
            if *r == Abs::Value(old) {
                *r = Abs::Value(new);
            }
        }
    }

    /// A list or instance whose shape is `shape`.
    fn with_shape(&mut self, v: V, shape: u32, pc: u32) -> Built<V> {
        let state = self.state(pc)?;
        let v = self.boxed(v);
        let known = self.push(Op::GuardShape {
            value: v,
            shape,
            state,
        });
        self.refine(v, known);
        Ok(known)
    }

    /// An object whose shape is `shape` for life.
    fn with_type(&mut self, v: V, shape: u32, pc: u32) -> Built<V> {
        let state = self.state(pc)?;
        let v = self.boxed(v);
        let known = self.push(Op::GuardType {
            value: v,
            shape,
            state,
        });
        self.refine(v, known);
        Ok(known)
    }

    /// Leaves unless the condition holds.
    fn guard(&mut self, cond: V, pc: u32) -> Built {
        let state = self.state(pc)?;
        self.push(Op::GuardTrue { cond, state });
        Ok(())
    }

    /// Can the value be anything but what fits a word?
    fn fits_word(&self, v: V) -> bool {
        match self.g.op(v) {
            Some(
                Op::UnboxInt { .. }
                | Op::LoadItemI { .. }
                | Op::LoadSlotI { .. }
                | Op::ListLen { .. }
                | Op::TupleLen { .. }
                | Op::LoadByte { .. }
                | Op::BytesLen { .. }
                | Op::ByteArrayLen { .. }
                | Op::BoolToI64 { .. }
                | Op::CheckBounds { .. },
            ) => true,
            Some(&Op::ConstI64 { value }) => Value::int_fits(value),
            _ => false,
        }
    }

    /// An integer that fits a word; leaves when it does not.
    fn small(&mut self, v: V, pc: u32) -> Built<V> {
        if !self.fits_word(v) {
            let (lo, hi) = (
                self.int(crate::object::value::INT50_MIN),
                self.int(crate::object::value::INT50_MAX),
            );
            let above = self.push(Op::Cmp {
                cond: super::Cond::Ge,
                lhs: v,
                rhs: lo,
            });
            self.guard(above, pc)?;
            let below = self.push(Op::Cmp {
                cond: super::Cond::Le,
                lhs: v,
                rhs: hi,
            });
            self.guard(below, pc)?;
        }
        Ok(v)
    }

    /// Ends the block with an exit to the state before `pc`.
    fn exit(&mut self, pc: u32) -> Built {
        let state: State = self.state(pc)?;
        self.g.block_mut(self.at).end = Terminator::Exit(state);
        Ok(())
    }
}
