//! How the exits of a unit store what their frame states name: a tree of stores, and the descriptors that say where [`leave`](super::exits::leave) finds everything.
//!
//! Frame states of neighbouring exits name mostly the same values, so the exits share the code that stores them. A node of the tree stores values into the slots that
//! follow those of its parent, and goes on at its parent; the root goes to the tail of the unit. An exit notes its number and goes to the node on whose way to the
//! root exactly its values are stored. A value's slot is its place on that way, so the area is as large as the largest exit needs, and every value that a
//! node stores is there, for all exits below it name it.
//!
//! What stands in the interpreter's registers already is stored nevertheless: leaving it out saved 4 % of the compile time (four kernels), but the allocator then put more moves
//! into the loops of spectral_norm (8 % slower; fasta 5 %, matmul 3 %; sieve 6 % faster).

use std::cell::Cell;
use std::cmp::Reverse;

use super::Kind;
use super::compile::Options;
use super::exits::{Exit, ExitFrame, ExitThen, Reason, Recipe, Source};
use super::lower::PendingExit;
use super::nest;
use crate::ir::{FrameState, Graph, Op, Operand, State, Then, V};
use crate::object::{Code, Value};

/// A node of the tree: parents come before their children.
pub(super) struct Node {
    /// Where it goes on; the root has none.
    pub(super) parent: Option<usize>,
    /// The slot of its first value.
    pub(super) first: usize,
    /// What it stores.
    pub(super) values: Vec<V>,
    /// Exits that go here, and children.
    pub(super) users: usize,
}

/// The descriptors of the exits and the tree of their stores.
pub(super) struct ExitPlan {
    pub(super) exits: Box<[Exit]>,
    /// The tree; the first node is the root. Empty when there are no exits.
    pub(super) nodes: Vec<Node>,
    /// The node of each exit.
    pub(super) ends: Vec<usize>,
}

impl ExitPlan {
    /// Slots of the largest exit.
    pub(super) fn slots(&self) -> usize {
        self.exits.iter().map(|e| e.slots).max().unwrap_or(0)
    }
}

/// Plans the exits of a unit.
pub(super) fn plan(g: &Graph, kind: Kind, pending: &[PendingExit], options: &Options) -> ExitPlan {
    let frames: Vec<Vec<State>> = pending.iter().map(|p| frames_of(g, p)).collect();
    let named = frames.iter();
    let named: Vec<_> = named.map(|states| values_of(g, states)).collect();
    let tree = Tree::grow(g, &named);
    let exits = pending.iter().zip(&frames).enumerate();
    let exits = exits.map(|(i, (p, states))| {
        let slots = Slots {
            g,
            of: tree.stored_at(tree.ends[i]),
        };
        Exit {
            unit: options.unit,
            index: i as u32,
            count: Cell::new(0),
            reason: p.reason,
            op: p.op,
            kind,
            limit: match ends_loops(g, kind, p, states) {
                true => u32::MAX,
                false => options.exit_limit,
            },
            slots: slots.of.len(),
            frames: states.iter().filter_map(|&s| slots.frame(s)).collect(),
        }
    });
    ExitPlan {
        exits: exits.collect(),
        nodes: tree.nodes,
        ends: tree.ends,
    }
}

/// Is a unit of a loop left there because its loops are over? That is no failure: what follows had not run when it was made.
fn ends_loops(g: &Graph, kind: Kind, exit: &PendingExit, states: &[State]) -> bool {
    let outermost = states.first().map(|&s| g.state(s));
    kind == Kind::Loop
        && exit.reason == Reason::End
        && outermost.is_some_and(|s| {
            Code::from_value(Value(s.code)).is_some_and(|code| !nest::in_loop(code, s.pc))
        })
}

/// The frames that an exit rebuilds, the outermost first.
fn frames_of(g: &Graph, exit: &PendingExit) -> Vec<State> {
    let mut frames = g.frames(exit.state);
    if exit.reason == Reason::Deep {
        frames.pop();
    }
    frames
}

/// The values that must be stored to rebuild the frames, sorted.
fn values_of(g: &Graph, states: &[State]) -> Vec<V> {
    let mut all = Vec::new();
    let mut add = |v: V| {
        if constant(g, v).is_none() {
            all.push(v);
        }
    };
    for &s in states {
        let fs = g.state(s);
        for (_, o) in &fs.regs {
            o.for_each(&mut add);
        }
        if !fs.entered {
            add(fs.function);
            if let Then::Construct { object, .. } = fs.then {
                add(object);
            }
        }
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// The word that `v` always is.
fn constant(g: &Graph, v: V) -> Option<u64> {
    match g.op(v) {
        Some(&(Op::ConstVal { bits } | Op::ConstF64 { bits })) => Some(bits),
        Some(&Op::ConstI64 { value }) => Some(value as u64),
        Some(&Op::ConstBool { value }) => Some(u64::from(value)),
        _ => None,
    }
}

/// The tree while it grows.
struct Tree {
    nodes: Vec<Node>,
    ends: Vec<usize>,
    /// The values that exits name, those that most of them name first. What each exit names is a list of places in this one.
    ranked: Vec<V>,
}

impl Tree {
    /// Exits whose lists begin with the same values share what stores these.
    fn grow(g: &Graph, named: &[Vec<V>]) -> Tree {
        let mut counts = vec![0; g.values.len()];
        for v in named.iter().flatten() {
            counts[v.0 as usize] += 1;
        }
        let mut ranked: Vec<V> = named.iter().flatten().copied().collect();
        ranked.sort_unstable_by_key(|v| (Reverse(counts[v.0 as usize]), *v));
        ranked.dedup();
        let mut ranks = vec![0; g.values.len()];
        for (rank, v) in ranked.iter().enumerate() {
            ranks[v.0 as usize] = rank;
        }
        let exits = named.iter().enumerate().map(|(exit, values)| {
            let mut places: Vec<usize> = values.iter().map(|v| ranks[v.0 as usize]).collect();
            places.sort_unstable();
            (places, exit)
        });
        let mut exits: Vec<_> = exits.collect();
        exits.sort_unstable();
        let mut tree = Tree {
            nodes: Vec::new(),
            ends: vec![0; named.len()],
            ranked,
        };
        if !exits.is_empty() {
            tree.node(None, &exits, 0);
        }
        tree
    }

    /// Adds a node for the exits, whose lists are sorted and the same up to `depth`: it stores what is the same in all of them behind that, its children the rest.
    fn node(&mut self, parent: Option<usize>, exits: &[(Vec<usize>, usize)], mut depth: usize) {
        let mut values = Vec::new();
        while let (Some((first, _)), Some((last, _))) = (exits.first(), exits.last())
            && let Some(&place) = first.get(depth)
            && last[depth] == place
        {
            values.push(self.ranked[place]);
            depth += 1;
        }
        let first = parent.map_or(0, |p| self.nodes[p].first + self.nodes[p].values.len());
        let node = self.nodes.len();
        self.nodes.push(Node {
            parent,
            first,
            values,
            users: 0,
        });
        for group in exits.chunk_by(|a, b| a.0.get(depth) == b.0.get(depth)) {
            if group[0].0.len() > depth {
                self.node(Some(node), group, depth);
                self.nodes[node].users += 1;
                continue;
            }
            for &(_, exit) in group {
                self.ends[exit] = node;
                self.nodes[node].users += 1;
            }
        }
    }

    /// The values that are stored from `node` on, sorted, with their slots.
    fn stored_at(&self, node: usize) -> Vec<(V, u32)> {
        let mut all = Vec::new();
        let mut at = Some(node);
        while let Some(i) = at {
            let n = &self.nodes[i];
            all.extend(n.values.iter().copied().zip(n.first as u32..));
            at = n.parent;
        }
        all.sort_unstable();
        all
    }
}

/// Where an exit finds the values.
struct Slots<'g> {
    g: &'g Graph,
    /// What is stored in which slot, sorted.
    of: Vec<(V, u32)>,
}

impl Slots<'_> {
    fn source(&self, v: V) -> Source {
        if let Some(word) = constant(self.g, v) {
            return Source::Const(word);
        }
        match self.of.binary_search_by_key(&v, |&(v, _)| v) {
            Ok(i) => Source::Slot(self.of[i].1),
            // `values_of` has all of them
            Err(_) => unreachable!("a value that is not stored"),
        }
    }

    fn recipe(&self, o: Operand) -> Recipe {
        match o {
            Operand::Value(v) => Recipe::Plain(self.g.rep(v), self.source(v)),
            Operand::Range { start, stop, step } => {
                Recipe::Range([start, stop, step].map(|v| self.source(v)))
            }
            Operand::RangeIter {
                next,
                stop,
                step,
                past,
            } => Recipe::RangeIter([next, stop, step].map(|v| self.source(v)), past),
            Operand::SeqIter { seq, at } => Recipe::SeqIter([seq, at].map(|v| self.source(v))),
        }
    }

    fn frame(&self, s: State) -> Option<ExitFrame> {
        let fs: &FrameState = self.g.state(s);
        let code = Code::from_value(Value(fs.code))?;
        let regs = fs.regs.iter();
        let regs = regs.map(|&(r, o)| (r, self.recipe(o))).collect();
        let frame = |function, then| ExitFrame {
            code,
            function,
            base: fs.base,
            pc: fs.pc,
            kept: fs.kept,
            entered: fs.entered,
            then,
            regs,
        };
        if fs.entered {
            return Some(frame(Source::Const(0), ExitThen::Unit));
        }
        let then = match fs.then {
            Then::Unit => ExitThen::Unit,
            Then::ToFrame { dst } => ExitThen::ToFrame(dst),
            Then::Construct { dst, object } => ExitThen::Construct(dst, self.source(object)),
        };
        Some(frame(self.source(fs.function), then))
    }
}
