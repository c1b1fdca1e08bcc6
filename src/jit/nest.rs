//! The loops of a code object as the interpreter has seen them.

use std::collections::BTreeSet;

use crate::bytecode;
use crate::bytecode::ops::Op;
use crate::ir::build::flow::successors;
use crate::object::code::Feedback;
use crate::object::{Code, loop_start};

/// A loop around another one.
pub(super) struct Around {
    /// Where its rounds begin.
    header: u32,
    /// Where they end, behind the inner loop.
    back_edges: Vec<usize>,
    /// Did it turn, as far as is known?
    pub(super) turned: bool,
}

impl Around {
    /// Does its compiled code run from its first round on? So it does where it is entered at its start.
    pub(super) fn runs_whole(&self, code: Code) -> bool {
        self.back_edges.iter().any(|&at| {
            let start = loop_start::start_of(code, at);
            start.is_some_and(|s| !loop_start::is_missed(code.feedback_at(s)))
        })
    }

    /// Lets its next turn be the one at which it is compiled. Those that did not turn yet are noted in `early`.
    pub(super) fn hasten(&self, code: Code, threshold: u32, early: &mut BTreeSet<usize>) {
        if !self.turned {
            early.extend(&self.back_edges);
        }
        self.set_turns(
            code,
            threshold.saturating_sub(1).max(u32::from(self.turned)),
        );
    }

    /// Lets it turn anew until it is compiled.
    pub(super) fn delay(&self, code: Code, early: &mut BTreeSet<usize>) {
        early.retain(|at| !self.back_edges.contains(at));
        self.set_turns(code, u32::from(self.turned));
    }

    /// Sets how often it turned, unless it has compiled code.
    fn set_turns(&self, code: Code, turns: u32) {
        for &at in &self.back_edges {
            let seen = code.feedback_at(at);
            if seen.b & 1 == 0 {
                let a = u64::from(turns);
                code.set_feedback(at, Feedback { a, ..seen });
            }
        }
    }
}

/// The header of the loop whose back-edge is instruction `pc`.
fn header(body: &bytecode::code::Code, pc: usize) -> Option<u32> {
    let (_, to) = successors(*body.instrs.get(pc)?, pc as u32);
    to.filter(|&to| to as usize <= pc)
}

pub(super) fn has_loops(code: Code) -> bool {
    let body = code.body();
    body.is_some_and(|b| (0..b.instrs.len()).any(|pc| header(b, pc).is_some()))
}

/// Is instruction `pc` part of a loop?
pub(super) fn in_loop(code: Code, pc: u32) -> bool {
    let body = code.body();
    body.is_some_and(|b| {
        let mut rest = pc as usize..b.instrs.len();
        rest.any(|at| header(b, at).is_some_and(|h| h <= pc))
    })
}

/// The loops around the one with this back-edge. The counters of those with back-edges in `early` were set before they turned.
pub(super) fn around(code: Code, back_edge: usize, early: &BTreeSet<usize>) -> Vec<Around> {
    let mut all: Vec<Around> = Vec::new();
    let Some(body) = code.body() else {
        return all;
    };
    let Some(inner) = header(body, back_edge) else {
        return all;
    };
    for pc in back_edge + 1..body.instrs.len() {
        let Some(header) = header(body, pc).filter(|&h| h < inner) else {
            continue;
        };
        let turned = code.feedback_at(pc) != Feedback::default() && !early.contains(&pc);
        match all.iter_mut().find(|l| l.header == header) {
            Some(l) => {
                l.back_edges.push(pc);
                l.turned |= turned;
            }
            None => all.push(Around {
                header,
                back_edges: vec![pc],
                turned,
            }),
        }
    }
    all
}

/// Does the loop with this back-edge yield at most of its turns? Then it is compiled from where the generator waits.
pub(super) fn yields_often(code: Code, back_edge: usize) -> bool {
    let Some(body) = code.body() else {
        return false;
    };
    let Some(header) = header(body, back_edge) else {
        return false;
    };
    let turns = code.feedback_at(back_edge).a as u32;
    (header as usize..back_edge).any(|pc| {
        let seen = code.feedback_at(pc);
        body.instrs[pc].op.neutral() == Op::YieldValue
            && (seen.b & 1 == 1 || seen.a as u32 > turns / 2)
    })
}
