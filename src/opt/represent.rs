//! Chooses machine representations for block parameters: a word that is always a boxed int, float or bool becomes that raw value.
//!
//! A parameter of representation `Val` is changed when every argument is the box of one representation, a constant of that type or a parameter that is changed
//! likewise, and when it is unboxed somewhere (or only frame states use it). From outside a loop any word will do, if the parameter is unboxed in every
//! round and the edge comes from a preheader with a frame state: the word is unboxed there. What still uses the word gets it boxed again at the start of the block;
//! frame states take the raw value.
//!
//! **Invariant.** The new parameter boxed is the old one, on every edge. Unboxing stays where it was (of the new box, for `fold`), so what leaves because an
//! int does not fit a word still leaves there.

use super::Context;
use super::alias::{Places, root};
use crate::ir::dom::Dom;
use crate::ir::hash::Map;
use crate::ir::{Block, Graph, Op, Operand, Rep, State, V, ValueData};
use crate::object::Value;

/// Runs the pass.
pub fn run(g: &mut Graph, cx: &mut Context<'_>) -> bool {
    let dom = cx.dom(g);
    let mut pass = Pass::new(g, &dom);
    pass.choose(g);
    let changed = pass.change(g);
    unbox_states(g) || changed
}

/// What the arguments of a parameter are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    /// Nothing is known yet.
    Open,
    /// Boxes of this representation.
    Raw(Rep),
    /// Something else.
    Word,
}

impl Kind {
    fn join(self, other: Kind) -> Kind {
        match (self, other) {
            (Kind::Open, k) | (k, Kind::Open) => k,
            (a, b) if a == b => a,
            _ => Kind::Word,
        }
    }
}

struct Pass<'a> {
    dom: &'a Dom,
    places: Places,
    /// The edges to each block: from where, which of its targets.
    edges: Vec<Vec<(Block, usize)>>,
    /// By value, of parameters.
    kinds: Vec<Kind>,
    /// Unboxing operations by the root of what they unbox.
    unboxes: Map<V, Vec<V>>,
    /// How many operations and terminators use the word itself.
    words: Vec<u32>,
}

impl<'a> Pass<'a> {
    fn new(g: &Graph, dom: &'a Dom) -> Pass<'a> {
        let mut pass = Pass {
            dom,
            places: Places::new(g),
            edges: vec![Vec::new(); g.blocks.len()],
            kinds: vec![Kind::Open; g.values.len()],
            unboxes: Map::default(),
            words: vec![0; g.values.len()],
        };
        for &b in &dom.order {
            for (i, t) in g.block(b).end.targets().enumerate() {
                pass.edges[t.block.0 as usize].push((b, i));
            }
            for &v in &g.block(b).ops {
                let Some(op) = g.op(v) else { continue };
                match unboxed(op) {
                    Some((value, _)) => pass.unboxes.entry(root(g, value)).or_default().push(v),
                    None if matches!(op, Op::GuardBound { .. }) => {}
                    None => op.for_each_use(&mut |u| pass.words[root(g, u).0 as usize] += 1),
                }
            }
            if let crate::ir::Terminator::Return(v) = g.block(b).end {
                pass.words[root(g, v).0 as usize] += 1;
            }
        }
        pass
    }

    /// Decides about every parameter.
    fn choose(&mut self, g: &Graph) {
        let params: Vec<(Block, usize, V)> = self
            .dom
            .order
            .iter()
            .flat_map(|&b| {
                let all = g.block(b).params.iter().enumerate();
                all.map(move |(n, &p)| (b, n, p))
            })
            .filter(|&(_, _, p)| g.rep(p) == Rep::Val)
            .collect();
        let mut refused = vec![false; g.values.len()];
        loop {
            for &(_, _, p) in &params {
                let kind = if refused[p.0 as usize] {
                    Kind::Word
                } else {
                    Kind::Open
                };
                self.kinds[p.0 as usize] = kind;
            }
            while params.iter().fold(false, |changed, &(b, n, p)| {
                let old = self.kinds[p.0 as usize];
                let new = self.arguments(g, b, n).fold(old, |k, (from, arg)| {
                    k.join(self.kind(g, from, b, arg).unwrap_or(Kind::Open))
                });
                self.kinds[p.0 as usize] = new;
                changed | (new != old)
            }) {}
            let bad = |&&(b, n, p): &&(Block, usize, V)| {
                matches!(self.kinds[p.0 as usize], Kind::Raw(_)) && !self.pays(g, b, n, p)
            };
            let refuse: Vec<V> = params.iter().filter(bad).map(|x| x.2).collect();
            if refuse.is_empty() {
                break;
            }
            for p in refuse {
                refused[p.0 as usize] = true;
            }
        }
        for &(_, _, p) in &params {
            if self.kinds[p.0 as usize] == Kind::Open {
                self.kinds[p.0 as usize] = Kind::Word;
            }
        }
    }

    fn arguments<'g>(
        &'g self,
        g: &'g Graph,
        b: Block,
        n: usize,
    ) -> impl Iterator<Item = (Block, V)> + 'g {
        self.edges[b.0 as usize].iter().filter_map(move |&(p, i)| {
            let target = g.block(p).end.targets().nth(i)?;
            Some((p, target.args[n]))
        })
    }

    /// What an argument is; `None` when it would have to be unboxed at the end of `from`, which is possible.
    fn kind(&self, g: &Graph, from: Block, b: Block, arg: V) -> Option<Kind> {
        match &g.values[arg.0 as usize] {
            ValueData::Param(_, Rep::Val) => match self.kinds[arg.0 as usize] {
                Kind::Word => {}
                kind => return Some(kind),
            },
            ValueData::Param(..) => return Some(Kind::Word),
            ValueData::Op(op) => match *op {
                Op::BoxSmall { .. } | Op::BoxInt { .. } => return Some(Kind::Raw(Rep::I64)),
                Op::BoxFloat { .. } => return Some(Kind::Raw(Rep::F64)),
                Op::BoxBool { .. } => return Some(Kind::Raw(Rep::Bool)),
                Op::ConstVal { bits } => return Some(constant_kind(bits)),
                Op::GuardBound { value, .. } => return self.kind(g, from, b, value),
                _ => {}
            },
        }
        let enters = g.block(from).state.is_some() && !self.dom.dominates(b, from);
        if enters || !self.unboxes_before(g, arg, from).is_empty() {
            None
        } else {
            Some(Kind::Word)
        }
    }

    /// The unboxing operations of `v` that were passed when control leaves `b`.
    fn unboxes_before(&self, g: &Graph, v: V, b: Block) -> Vec<V> {
        let all = self.unboxes.get(&root(g, v));
        all.into_iter()
            .flatten()
            .copied()
            .filter(|&u| {
                let exact = g
                    .op(u)
                    .and_then(unboxed)
                    .is_some_and(|(_, rep)| rep.is_some());
                exact
                    && self
                        .places
                        .block(u)
                        .is_some_and(|d| self.dom.dominates(d, b))
            })
            .collect()
    }

    /// The operation of representation `rep` among them.
    fn unboxed_before(&self, g: &Graph, v: V, b: Block, rep: Rep) -> Option<V> {
        let all = self.unboxes_before(g, v, b);
        all.into_iter().find(|&u| g.rep(u) == rep)
    }

    /// Does the change pay, and can every argument be had raw?
    fn pays(&self, g: &Graph, b: Block, n: usize, p: V) -> bool {
        let Kind::Raw(rep) = self.kinds[p.0 as usize] else {
            return false;
        };
        let unboxes = self.unboxes.get(&p).map_or(&[][..], |all| all);
        if unboxes.is_empty() && self.words[p.0 as usize] > 0 {
            return false;
        }
        let latches: Vec<Block> = self.edges[b.0 as usize]
            .iter()
            .map(|e| e.0)
            .filter(|&q| self.dom.dominates(b, q))
            .collect();
        let in_every_round = unboxes.iter().any(|&u| {
            g.rep(u) == rep
                && g.op(u).and_then(unboxed).is_some_and(|x| x.1.is_some())
                && self
                    .places
                    .block(u)
                    .is_some_and(|at| latches.iter().all(|&latch| self.dom.dominates(at, latch)))
        });
        self.arguments(g, b, n).all(|(from, arg)| {
            self.kind(g, from, b, arg) == Some(Kind::Raw(rep))
                || self.unboxed_before(g, arg, from, rep).is_some()
                || g.block(from).state.is_some()
                    && !self.dom.dominates(b, from)
                    && !latches.is_empty()
                    && in_every_round
        })
    }

    /// Changes the parameters.
    fn change(&self, g: &mut Graph) -> bool {
        let mut raw: Map<V, V> = Map::default();
        let mut boxed: Map<V, V> = Map::default();
        let mut chosen = Vec::new();
        for &b in &self.dom.order {
            for n in 0..g.block(b).params.len() {
                let p = g.block(b).params[n];
                if let Kind::Raw(rep) = self.kinds[p.0 as usize]
                    && g.rep(p) == Rep::Val
                {
                    let new = g.add_value(ValueData::Param(b, rep));
                    let word = g.add_value(ValueData::Op(box_of(rep, new)));
                    g.block_mut(b).params[n] = new;
                    g.block_mut(b).ops.insert(0, word);
                    raw.insert(p, new);
                    boxed.insert(p, word);
                    chosen.push((b, n, rep));
                }
            }
        }
        for &(b, n, rep) in &chosen {
            for &(from, i) in &self.edges[b.0 as usize] {
                let arg = g.block(from).end.targets().nth(i).map(|t| t.args[n]);
                if let Some(arg) = arg {
                    let arg = self.raw(g, &raw, from, arg, rep);
                    if let Some(t) = g.block_mut(from).end.targets_mut().nth(i) {
                        t.args[n] = arg;
                    }
                }
            }
        }
        for state in &mut g.states {
            for (_, operand) in &mut state.regs {
                if let Operand::Value(v) = operand
                    && let Some(&new) = raw.get(v)
                {
                    *v = new;
                }
            }
        }
        g.replace_uses(|v| boxed.get(&v).copied().unwrap_or(v));
        !chosen.is_empty()
    }

    /// The raw value of `arg` at the end of `from`.
    fn raw(&self, g: &mut Graph, raw: &Map<V, V>, from: Block, arg: V, rep: Rep) -> V {
        if let Some(&new) = raw.get(&arg) {
            return new;
        }
        match g.op(arg) {
            Some(
                &(Op::BoxSmall { value }
                | Op::BoxInt { value }
                | Op::BoxFloat { value }
                | Op::BoxBool { value }),
            ) => return value,
            Some(&Op::ConstVal { bits }) => {
                if let Some(op) = constant_of(bits) {
                    return g.push(from, op);
                }
            }
            Some(&Op::GuardBound { value, .. }) => return self.raw(g, raw, from, value, rep),
            _ => {}
        }
        if let Some(v) = self.unboxed_before(g, arg, from, rep) {
            return v;
        }
        // `pays` saw to it that there is a state.
        let state = g.block(from).state.unwrap_or(State(0));
        let op = match rep {
            Rep::I64 => Op::UnboxInt { value: arg, state },
            Rep::F64 => Op::UnboxFloat { value: arg, state },
            _ => Op::UnboxBool { value: arg, state },
        };
        g.push(from, op)
    }
}

/// What an operation unboxes, and as what; `None` as representation when it takes others too.
fn unboxed(op: &Op) -> Option<(V, Option<Rep>)> {
    match *op {
        Op::UnboxInt { value, .. } => Some((value, Some(Rep::I64))),
        Op::UnboxFloat { value, .. } => Some((value, Some(Rep::F64))),
        Op::UnboxBool { value, .. } => Some((value, Some(Rep::Bool))),
        Op::UnboxNumber { value, .. } => Some((value, None)),
        _ => None,
    }
}

fn box_of(rep: Rep, value: V) -> Op {
    match rep {
        Rep::F64 => Op::BoxFloat { value },
        Rep::Bool => Op::BoxBool { value },
        _ => Op::BoxInt { value },
    }
}

fn constant_kind(bits: u64) -> Kind {
    constant_of(bits).map_or(Kind::Word, |op| Kind::Raw(op.rep()))
}

/// The raw constant that a word is.
fn constant_of(bits: u64) -> Option<Op> {
    let word = Value(bits);
    if let Some(value) = word.as_int() {
        Some(Op::ConstI64 { value })
    } else if let Some(f) = word.as_float() {
        Some(Op::ConstF64 { bits: f.to_bits() })
    } else {
        word.as_bool().map(|value| Op::ConstBool { value })
    }
}

/// Frame states need no boxes: they take raw values.
fn unbox_states(g: &mut Graph) -> bool {
    let mut changed = false;
    for state in &mut g.states {
        for (_, operand) in &mut state.regs {
            if let Operand::Value(v) = operand
                && let ValueData::Op(
                    Op::BoxSmall { value }
                    | Op::BoxInt { value }
                    | Op::BoxFloat { value }
                    | Op::BoxBool { value },
                ) = g.values[v.0 as usize]
            {
                *v = value;
                changed = true;
            }
        }
    }
    changed
}

#[cfg(test)]
mod tests {
    use super::super::check;

    const STATE: &str = "\ns0: code=0x1 pc=0 base=0 entered fn=v0 then=unit regs{}";

    #[track_caller]
    fn represent(input: &str, expected: &str) {
        check(
            "represent",
            &format!("{input}{STATE}"),
            &format!("{expected}{STATE}"),
        );
    }

    #[test]
    fn a_float_that_goes_round() {
        represent(
            "b0:
               v0: val = ReadReg 0, 0
               v1: f64 = ConstF64 0x3ff0000000000000
               v2: val = BoxFloat v1
               v3: bool = IsInt v0
               jump b1(v2)
             b1(v4: val):
               v5: f64 = UnboxFloat v4, s0
               v6: f64 = AddF v5, v1
               v7: val = BoxFloat v6
               branch v3, b1(v7), b2
             b2:
               return v4",
            "b0:
               v0: val = ReadReg 0, 0
               v1: f64 = ConstF64 0x3ff0000000000000 # 1.0
               v2: val = BoxFloat v1
               v3: bool = IsInt v0
               jump b1(v1)
             b1(v8: f64):
               v9: val = BoxFloat v8
               v5: f64 = UnboxFloat v9, s0
               v6: f64 = AddF v5, v1
               v7: val = BoxFloat v6
               branch v3, b1(v6), b2
             b2:
               return v9",
        );
    }

    #[test]
    fn what_may_be_two_types_stays() {
        let same = "b0:
               v0: val = ReadReg 0, 0
               v1: f64 = ConstF64 0x3ff0000000000000
               v2: i64 = ConstI64 1
               v3: val = BoxSmall v2
               v8: bool = IsInt v0
               jump b1(v3)
             b1(v4: val):
               v5: f64 = UnboxNumber v4, s0
               v6: f64 = AddF v5, v1
               v7: val = BoxFloat v6
               branch v8, b1(v7), b2
             b2:
               return v4";
        represent(same, same);
    }

    /// A loop entered with any word `v0`, unboxed in every round or not.
    fn entered(state: &str, unbox: &str, again: &str) -> String {
        format!(
            "b0{state}:
               v0: val = ReadReg 0, 0
               v1: i64 = ConstI64 1
               v2: bool = IsInt v0
               jump b1(v0)
             b1(v4: val):
               branch v2, b2, b3
             b2:
               {unbox}
               v6: i64 = And v1, v1
               v7: val = BoxSmall v6
               branch v2, b1({again}), b3
             b3:
               return v4"
        )
    }

    #[test]
    fn a_word_from_outside_is_unboxed_before() {
        let unbox = "v5: i64 = UnboxInt v4, s0";
        represent(
            &entered(" state s0", unbox, "v7"),
            "b0 state s0:
               v0: val = ReadReg 0, 0
               v1: i64 = ConstI64 1
               v2: bool = IsInt v0
               v10: i64 = UnboxInt v0, s0
               jump b1(v10)
             b1(v8: i64):
               v9: val = BoxInt v8
               branch v2, b2, b3
             b2:
               v5: i64 = UnboxInt v9, s0
               v6: i64 = And v1, v1
               v7: val = BoxSmall v6
               branch v2, b1(v6), b3
             b3:
               return v9",
        );
        let same = entered("", unbox, "v7");
        represent(&same, &same);
        let same = entered(" state s0", "Poll s0", "v7");
        represent(&same, &same);
        let same = entered(" state s0", unbox, "v0");
        represent(&same, &same);
    }
}
