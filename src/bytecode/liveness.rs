//! Which temporaries of a frame will still be read: backward data flow over a translated body.
//!
//! Only temporaries are followed: locals and cells can be asked for by name at any time, and resident constants keep nothing alive that
//! the code object does not. An exception may leave from any instruction, so what its handler reads is live there, too.

use super::check::span;
use super::code::{Code, Handler};
use super::ops::{Instr, Kind, NO_REG, Op};

/// Words that the sets at all jump targets may take together; larger bodies are not looked at.
const LIMIT: usize = 1 << 20;

/// A set of registers, temporaries only.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Live {
    /// The first temporary.
    first: usize,
    bits: Box<[u64]>,
}

impl Live {
    fn none(code: &Code) -> Live {
        let first = usize::from(code.nlocals) + code.resident.len();
        let n = usize::from(code.nregs).saturating_sub(first);
        Live {
            first,
            bits: vec![0; n.div_ceil(64)].into_boxed_slice(),
        }
    }

    /// Will register `r` be read? Locals and constants always count as read.
    #[must_use]
    pub fn contains(&self, r: usize) -> bool {
        match r.checked_sub(self.first) {
            Some(i) => self
                .bits
                .get(i / 64)
                .is_some_and(|w| w >> (i % 64) & 1 != 0),
            None => true,
        }
    }

    fn add(&mut self, r: usize) {
        if let Some(i) = r.checked_sub(self.first)
            && let Some(word) = self.bits.get_mut(i / 64)
        {
            *word |= 1 << (i % 64);
        }
    }

    fn remove(&mut self, r: usize) {
        if let Some(i) = r.checked_sub(self.first)
            && let Some(word) = self.bits.get_mut(i / 64)
        {
            *word &= !(1 << (i % 64));
        }
    }

    fn add_all(&mut self, other: &Live) {
        for (to, from) in self.bits.iter_mut().zip(&other.bits) {
            *to |= from;
        }
    }
}

/// The temporaries that are live before the instruction number `at`, its own operands among them. `None` when the body is too large.
///
/// `code` passed [`super::check::check`].
#[must_use]
pub fn live_at(code: &Code, at: usize) -> Option<Live> {
    let mut live = live_during(code, at)?;
    read(*code.instrs.get(at)?, |r| live.add(r));
    Some(live)
}

/// The temporaries that are live while a generator waits at the instruction number `at`: what it yielded is not.
///
/// `code` passed [`super::check::check`].
#[must_use]
pub fn live_suspended(code: &Code, at: usize) -> Option<Live> {
    let mut live = live_during(code, at)?;
    read_later(*code.instrs.get(at)?, |r| live.add(r));
    Some(live)
}

/// What is live after the instruction number `at`, whether it raises or not, and held something before.
fn live_during(code: &Code, at: usize) -> Option<Live> {
    let mut flow = Flow::new(code)?;
    while flow.pass(None).1 {}
    flow.pass(Some(at)).0
}

struct Flow<'a> {
    code: &'a Code,
    /// For each instruction: 1 + the place in `sets` if something jumps there.
    places: Vec<u32>,
    sets: Vec<Live>,
    /// For each instruction: 1 + the row of the handler table that covers it.
    rows: Vec<u32>,
}

impl Flow<'_> {
    fn new(code: &Code) -> Option<Flow<'_>> {
        let n = code.instrs.len();
        let mut rows = vec![0; n];
        // the first row that contains the instruction wins
        for (i, row) in code.handlers.iter().enumerate().rev() {
            rows.get_mut(row.start as usize..row.end as usize)?
                .fill(i as u32 + 1);
        }
        let mut places = vec![0; n];
        let none = Live::none(code);
        let mut sets = Vec::new();
        let targets = (0..n)
            .filter_map(|i| target(code, i))
            .chain(code.handlers.iter().map(|row| row.target as usize));
        for target in targets {
            let place = places.get_mut(target)?;
            if *place == 0 {
                if sets.len() * none.bits.len() > LIMIT {
                    return None;
                }
                sets.push(none.clone());
                *place = sets.len() as u32;
            }
        }
        Some(Flow {
            code,
            places,
            sets,
            rows,
        })
    }

    fn set(&self, target: usize) -> Option<&Live> {
        let place = *self.places.get(target)?;
        self.sets.get((place as usize).checked_sub(1)?)
    }

    /// Goes once through the body from its end. The set before instruction `wanted` without its operands, and whether the set at a target
    /// grew.
    fn pass(&mut self, wanted: Option<usize>) -> (Option<Live>, bool) {
        let (mut live, mut grew) = (Live::none(self.code), false);
        for at in (0..self.code.instrs.len()).rev() {
            let instr = self.code.instrs[at];
            if ends(instr) {
                live.bits.fill(0);
            }
            if let Some(set) = target(self.code, at).and_then(|to| self.set(to)) {
                live.add_all(set);
            }
            written(instr, |r| live.remove(r));
            if let Some(row) = self.row(at)
                && let Some(set) = self.set(row.target as usize)
            {
                let mut set = set.clone();
                set.remove(usize::from(row.exc));
                set.remove(usize::from(row.lasti));
                live.add_all(&set);
            }
            if wanted == Some(at) {
                return (Some(live), grew);
            }
            read(instr, |r| live.add(r));
            let place = self.places.get(at).map_or(0, |&p| p as usize);
            if let Some(set) = place.checked_sub(1).and_then(|i| self.sets.get_mut(i))
                && *set != live
            {
                *set = live.clone();
                grew = true;
            }
        }
        (None, grew)
    }

    fn row(&self, at: usize) -> Option<&Handler> {
        let row = *self.rows.get(at)?;
        self.code.handlers.get((row as usize).checked_sub(1)?)
    }
}

/// Control never goes from this instruction to the next one.
fn ends(instr: Instr) -> bool {
    matches!(
        instr.op.neutral(),
        Op::Jump | Op::JumpBack | Op::Ret | Op::Raise | Op::Reraise
    )
}

/// Where the instruction number `at` may jump.
fn target(code: &Code, at: usize) -> Option<usize> {
    let instr = *code.instrs.get(at)?;
    let distance = instr
        .op
        .operands()
        .iter()
        .find_map(|&(_, kind)| match kind {
            Kind::To => Some(instr.to()),
            Kind::To32 => Some(instr.to32()),
            _ => None,
        })?;
    at.checked_add_signed(distance)
}

/// Each operand with its kind.
fn operands(instr: Instr) -> impl Iterator<Item = (Kind, u16)> {
    let kinds = instr.op.operands().iter().map(|&(_, kind)| kind);
    kinds.zip([instr.a, instr.b, instr.c])
}

/// The registers that the instruction certainly writes when it raises nothing.
fn written(instr: Instr, mut note: impl FnMut(usize)) {
    if matches!(instr.op.neutral(), Op::ForIter | Op::ForLoop) {
        // not at the end of the loop
        return;
    }
    for (kind, register) in operands(instr) {
        let n = match kind {
            Kind::Dst => 1,
            Kind::DstBase => match instr.op.neutral() {
                Op::LoadSuperMethod | Op::LoadZeroSuperMethod => 2,
                _ => span(instr),
            },
            _ => 0,
        };
        (0..n).for_each(|i| note(usize::from(register) + i));
    }
}

/// The registers that the instruction reads.
fn read(instr: Instr, mut note: impl FnMut(usize)) {
    for (kind, register) in operands(instr) {
        let n = match kind {
            Kind::Reg | Kind::MaybeEmpty | Kind::Cell => 1,
            Kind::OptReg => usize::from(register != NO_REG),
            Kind::Base => span(instr),
            _ => 0,
        };
        (0..n).for_each(|i| note(usize::from(register) + i));
    }
    read_later(instr, note);
}

/// The register that a waiting generator is asked for: the receiver of a loop that delegates.
fn read_later(instr: Instr, mut note: impl FnMut(usize)) {
    if instr.op.neutral() == Op::YieldValue && instr.c == 1 {
        note(usize::from(instr.b).saturating_sub(1));
    }
}
