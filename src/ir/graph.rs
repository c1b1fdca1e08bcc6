//! The graph: values, blocks with parameters, terminators, frame states.

use super::{FrameState, Op, Rep, State};

/// Number of a value; printed `v12`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, PartialOrd, Ord)]
pub struct V(pub u32);

/// Number of a block; printed `b3`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, PartialOrd, Ord)]
pub struct Block(pub u32);

/// Where a value comes from.
#[derive(Clone, PartialEq, Debug)]
pub enum ValueData {
    /// Parameter of a block.
    Param(Block, Rep),
    /// Result of an operation (of representation `Void` if it has none).
    Op(Op),
}

/// A jump: block and arguments for its parameters.
#[derive(Clone, PartialEq, Debug)]
pub struct Target {
    /// The block.
    pub block: Block,
    /// One value per parameter, of the same representation.
    pub args: Vec<V>,
}

/// How a block ends.
#[derive(Clone, PartialEq, Debug)]
pub enum Terminator {
    /// Goes to a block.
    Jump(Target),
    /// Goes to `yes` when the `Bool` is 1.
    Branch {
        /// The condition.
        cond: V,
        /// Where to when it holds.
        yes: Target,
        /// Where to when it does not.
        no: Target,
    },
    /// Returns a `Val` from the unit.
    Return(V),
    /// Leaves to the interpreter.
    Exit(State),
    /// Not set yet, or never reached.
    Unreachable,
}

/// A block.
#[derive(Clone, PartialEq, Debug)]
pub struct BlockData {
    /// Its parameters.
    pub params: Vec<V>,
    /// Its operations, in order.
    pub ops: Vec<V>,
    /// How it ends.
    pub end: Terminator,
    /// For the block before a loop: a frame state that holds at its end, where checks may be hoisted to.
    pub state: Option<State>,
}

/// A unit of compilation.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Graph {
    /// The values.
    pub values: Vec<ValueData>,
    /// The blocks; the first one is the entry and has no parameters and no predecessors.
    pub blocks: Vec<BlockData>,
    /// The frame states.
    pub states: Vec<FrameState>,
}

impl Target {
    /// Visits the blocks' arguments.
    fn for_each(&self, f: &mut impl FnMut(V)) {
        self.args.iter().for_each(|&v| f(v));
    }
}

impl Terminator {
    /// The targets, in order.
    pub fn targets(&self) -> impl Iterator<Item = &Target> {
        let (a, b) = match self {
            Terminator::Jump(t) => (Some(t), None),
            Terminator::Branch { yes, no, .. } => (Some(yes), Some(no)),
            _ => (None, None),
        };
        a.into_iter().chain(b)
    }

    /// The targets, to change them.
    pub fn targets_mut(&mut self) -> impl Iterator<Item = &mut Target> {
        let (a, b) = match self {
            Terminator::Jump(t) => (Some(t), None),
            Terminator::Branch { yes, no, .. } => (Some(yes), Some(no)),
            _ => (None, None),
        };
        a.into_iter().chain(b)
    }

    /// Visits every value used, but those of the frame state of an exit.
    pub fn for_each_use(&self, f: &mut impl FnMut(V)) {
        match self {
            Terminator::Branch { cond, .. } => f(*cond),
            Terminator::Return(v) => f(*v),
            _ => {}
        }
        self.targets().for_each(|t| t.for_each(f));
    }

    /// Visits every value used, to change it.
    pub fn for_each_use_mut(&mut self, f: &mut impl FnMut(&mut V)) {
        match self {
            Terminator::Branch { cond, .. } => f(cond),
            Terminator::Return(v) => f(v),
            _ => {}
        }
        self.targets_mut()
            .for_each(|t| t.args.iter_mut().for_each(&mut *f));
    }

    /// The frame state of an exit.
    #[must_use]
    pub fn state(&self) -> Option<State> {
        match self {
            Terminator::Exit(s) => Some(*s),
            _ => None,
        }
    }
}

impl Graph {
    /// The entry.
    pub const ENTRY: Block = Block(0);

    /// A graph with an empty entry block.
    #[must_use]
    pub fn new() -> Graph {
        let mut g = Graph::default();
        g.add_block();
        g
    }

    /// A new block without parameters.
    pub fn add_block(&mut self) -> Block {
        self.blocks.push(BlockData {
            params: Vec::new(),
            ops: Vec::new(),
            end: Terminator::Unreachable,
            state: None,
        });
        Block(self.blocks.len() as u32 - 1)
    }

    /// A new parameter of `block`.
    pub fn add_param(&mut self, block: Block, rep: Rep) -> V {
        let v = self.add_value(ValueData::Param(block, rep));
        self.block_mut(block).params.push(v);
        v
    }

    /// A new value that stands in no block yet.
    pub fn add_value(&mut self, data: ValueData) -> V {
        self.values.push(data);
        V(self.values.len() as u32 - 1)
    }

    /// Appends an operation to `block`.
    pub fn push(&mut self, block: Block, op: Op) -> V {
        let v = self.add_value(ValueData::Op(op));
        self.block_mut(block).ops.push(v);
        v
    }

    /// Adds a frame state.
    pub fn add_state(&mut self, state: FrameState) -> State {
        self.states.push(state);
        State(self.states.len() as u32 - 1)
    }

    /// A block.
    #[must_use]
    pub fn block(&self, b: Block) -> &BlockData {
        &self.blocks[b.0 as usize]
    }

    /// A block, to change it.
    pub fn block_mut(&mut self, b: Block) -> &mut BlockData {
        &mut self.blocks[b.0 as usize]
    }

    /// All blocks, by number.
    pub fn block_ids(&self) -> impl Iterator<Item = Block> + use<> {
        (0..self.blocks.len() as u32).map(Block)
    }

    /// The operation that makes `v`; `None` for parameters.
    #[must_use]
    pub fn op(&self, v: V) -> Option<&Op> {
        match &self.values[v.0 as usize] {
            ValueData::Op(op) => Some(op),
            ValueData::Param(..) => None,
        }
    }

    /// The operation that makes `v`, to change it.
    pub fn op_mut(&mut self, v: V) -> Option<&mut Op> {
        match &mut self.values[v.0 as usize] {
            ValueData::Op(op) => Some(op),
            ValueData::Param(..) => None,
        }
    }

    /// The representation of `v`.
    #[must_use]
    pub fn rep(&self, v: V) -> Rep {
        match &self.values[v.0 as usize] {
            ValueData::Op(op) => op.rep(),
            ValueData::Param(_, rep) => *rep,
        }
    }

    /// A frame state.
    #[must_use]
    pub fn state(&self, s: State) -> &FrameState {
        &self.states[s.0 as usize]
    }

    /// Visits the values of a frame state and of its callers'.
    pub fn for_each_state_value(&self, s: State, f: &mut impl FnMut(V)) {
        let mut at = Some(s);
        while let Some(s) = at {
            let state = self.state(s);
            state.for_each_value(f);
            at = state.parent;
        }
    }

    /// The frames of a frame state, outermost first.
    #[must_use]
    pub fn frames(&self, s: State) -> Vec<State> {
        let mut all = vec![s];
        while let Some(parent) = all.last().and_then(|&s| self.state(s).parent) {
            all.push(parent);
        }
        all.reverse();
        all
    }

    /// Predecessors of every block (one entry per edge).
    #[must_use]
    pub fn predecessors(&self) -> Vec<Vec<Block>> {
        let mut all = vec![Vec::new(); self.blocks.len()];
        for b in self.block_ids() {
            for t in self.block(b).end.targets() {
                all[t.block.0 as usize].push(b);
            }
        }
        all
    }

    /// Visits what the operations and the end of a block use; frame states are not looked at.
    pub fn for_each_use_in(&self, b: Block, f: &mut impl FnMut(V)) {
        let block = self.block(b);
        for op in block.ops.iter().filter_map(|&v| self.op(v)) {
            op.for_each_use(f);
        }
        block.end.for_each_use(f);
    }

    /// Replaces uses of `old` in the operations and the end of a block.
    pub fn replace_in(&mut self, b: Block, old: V, new: V) {
        let mut rename = |v: &mut V| *v = if *v == old { new } else { *v };
        for at in 0..self.block(b).ops.len() {
            let v = self.block(b).ops[at];
            if let Some(op) = self.op_mut(v) {
                op.for_each_use_mut(&mut rename);
            }
        }
        self.block_mut(b).end.for_each_use_mut(&mut rename);
    }

    /// The states that a block, an operation in a block, a terminator or another of them names, by number.
    #[must_use]
    pub fn named_states(&self) -> Vec<State> {
        let mut named = vec![false; self.states.len()];
        let mut name = |s: Option<State>| {
            let mut at = s;
            while let Some(s) = at {
                match named.get_mut(s.0 as usize) {
                    Some(seen) if !*seen => *seen = true,
                    _ => break,
                }
                at = self.state(s).parent;
            }
        };
        for block in &self.blocks {
            name(block.state);
            name(block.end.state());
            for op in block.ops.iter().filter_map(|&v| self.op(v)) {
                name(op.state());
            }
        }
        let all = (0..self.states.len() as u32).map(State);
        all.filter(|s| named[s.0 as usize]).collect()
    }

    /// Replaces uses of values everywhere: operations, terminators, frame states. `to` gives the value to use instead.
    pub fn replace_uses(&mut self, to: impl Fn(V) -> V) {
        for value in &mut self.values {
            if let ValueData::Op(op) = value {
                op.for_each_use_mut(&mut |v| *v = to(*v));
            }
        }
        for block in &mut self.blocks {
            block.end.for_each_use_mut(&mut |v| *v = to(*v));
        }
        for state in &mut self.states {
            state.for_each_value_mut(&mut |v| *v = to(*v));
        }
    }
}
