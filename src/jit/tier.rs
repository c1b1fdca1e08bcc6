//! What is compiled when: the tier that the interpreter calls.
//!
//! A function is compiled when it was called often, a loop when it turned often. Where waiting saves a unit, the tier declines at first: `waits`, `declines`. Guards that keep failing discard their unit: the counters start anew,
//! the interpreter has meanwhile seen the types that were missing, and the next unit knows them. When a place fails again, speculation is given up
//! there; after [`MOST_COMPILES`] units a code object stays interpreted. So every program settles.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::rc::Rc;
use std::time::{Duration, Instant};

use super::compile::{self, Stress, Unit, compile};
use super::reclaim::reclaim;
use super::{Kind, nest, show, stats};
use crate::bytecode::ops::Op;
use crate::gc::Marker;
use crate::ir::build::{Entry, HEADER, Request, build};
use crate::object::code::Feedback;
use crate::object::{Code, Str};
use crate::opt;
use crate::pyc::code::flags::SUSPENDS;
use crate::runtime::Vm;
use crate::runtime::tier::{JitOptions, Tier};

/// Units made for one code object, after which it stays interpreted.
const MOST_COMPILES: u32 = 24;
/// How often a place may cost a unit before speculation is given up there.
const STRIKES: u32 = 2;
/// The same for attributes: each time the unit learns more shapes.
const STRIKES_OF_SHAPES: u32 = 4;
/// How often a guard may fail before its unit is discarded.
const EXIT_LIMIT: u32 = 10;
/// How often the compilation of an inner loop may be put off: so many turns in the interpreter take about as long as making a unit.
const MOST_POSTPONED: u32 = 10;
/// How often the compilation of an inner loop may be left to each loop around it.
const MOST_LEFT_TO_OUTER: u32 = 2;
/// A call counts as so many turns of a loop, if the function may do much: see `declines`.
const TURNS_PER_CALL: u32 = 10;

/// What is known about a code object.
#[derive(Default)]
struct History {
    compiles: u32,
    /// Units discarded: each doubles the time until the next is made.
    discarded: u32,
    /// Requests to compile that are still declined, so that the interpreter sees more first.
    wait: u32,
    /// Requests to compile the function that were declined because a call does little.
    declined: u32,
    /// Requests to compile loops inside of others that are in their first round.
    postponed: u32,
    /// Requests to compile loops inside of others, by back-edge, that were declined because the unit of the outer one comes soon.
    left_to_outer: BTreeMap<usize, u32>,
    /// Back-edges of loops whose counters were set before they turned: see `nest`.
    early: BTreeSet<usize>,
    refused: bool,
}

/// A unit with what it is for.
pub(super) struct Made {
    pub(super) unit: Unit,
    code: Code,
    pub(super) kind: Kind,
    /// The instruction where a unit of a loop or generator is entered: the back-edge, or where it waited.
    at: Option<usize>,
    /// The epochs in which it was made: of classes, and of all that is taken for granted.
    epochs: (u32, u32),
    pub(super) alive: bool,
}

#[derive(Default)]
pub(super) struct State {
    pub(super) made: Vec<Made>,
    codes: BTreeMap<u64, History>,
    /// Places where guards failed too often, and how many units that cost.
    failures: BTreeMap<(u64, u32), u32>,
    blocked: HashSet<(u64, u32)>,
    pub(super) refusals: BTreeMap<String, String>,
    pub(super) build_time: Duration,
    pub(super) times: opt::Times,
}

impl State {
    /// May a unit of the code be made now? Counts it if so.
    fn may_compile(&mut self, key: u64) -> bool {
        let history = self.codes.entry(key).or_default();
        if history.refused {
            return false;
        }
        if history.wait > 0 {
            history.wait -= 1;
            return false;
        }
        history.compiles += 1;
        true
    }

    /// How often units of the code were asked for.
    fn compiles(&self, key: u64) -> u32 {
        self.codes.get(&key).map_or(0, |h| h.compiles)
    }

    /// The code stays interpreted.
    fn refuse(&mut self, key: u64, name: String, why: String) {
        self.codes.entry(key).or_default().refused = true;
        self.refusals.insert(name, why);
    }
}

/// The compiler.
pub struct JitTier {
    options: JitOptions,
    passes: opt::Options,
    /// Guards until one fails although it holds (`--jit-stress=exit:N`); compiled code counts down here.
    countdown: Box<Cell<u32>>,
    state: RefCell<State>,
}

impl JitTier {
    /// A tier with the given options.
    ///
    /// # Errors
    /// An option names something that does not exist.
    pub fn new(options: JitOptions) -> Result<JitTier, String> {
        let mut passes = opt::Options::default();
        for name in &options.opt_off {
            if name != "inline" {
                passes
                    .turn_off(name)
                    .map_err(|why| format!("{why}, inline, all"))?;
            }
        }
        let dump = options.dump.as_ref().map_or("", |d| &d.what);
        match dump.strip_prefix("ir:") {
            None | Some("build" | "all") => {}
            Some(name) if opt::Pass::from_name(name).is_some() => {}
            Some(name) => {
                let names: Vec<_> = opt::Pass::ALL.iter().map(|p| p.name()).collect();
                return Err(format!(
                    "no pass `{name}` to dump the SSA after; there are: build, {}, all",
                    names.join(", ")
                ));
            }
        }
        Ok(JitTier {
            countdown: Box::new(Cell::new(options.stress_exit)),
            options,
            passes,
            state: RefCell::default(),
        })
    }

    /// Compiles; the entry's address.
    fn make(&self, vm: &mut Vm, code: Code, entry: Entry) -> Option<usize> {
        let key = code.value().0;
        if !self.state.borrow_mut().may_compile(key) {
            return None;
        }
        reclaim(vm, &mut self.state.borrow_mut().made);
        let (kind, at) = match entry {
            Entry::Function => (Kind::Function, None),
            Entry::Loop { at, .. } => (Kind::Loop, Some(at as usize)),
            Entry::Resume { at, .. } => (Kind::Resume, Some(at as usize)),
        };
        let name = name_of(code, at);
        let epochs = (vm.epoch, vm.heap.epoch);
        let made = if self.state.borrow().compiles(key) > MOST_COMPILES {
            Err("guards fail too often".to_string())
        } else {
            self.compile(vm, code, entry, kind, &name)
        };
        let mut state = self.state.borrow_mut();
        match made {
            Ok(unit) => {
                let address = unit.address();
                state.made.push(Made {
                    unit,
                    code,
                    kind,
                    at,
                    epochs,
                    alive: true,
                });
                Some(address)
            }
            Err(why) => {
                state.refuse(key, name, why);
                None
            }
        }
    }

    /// Shall the function be compiled later, because a call of it does little in the interpreter? Without loops it counts as a turn of a loop, so that a loop that calls it
    /// is compiled before and may take it in; with loops that have units, of which it is entered already, as half a turn.
    fn declines(&self, code: Code) -> bool {
        let mut state = self.state.borrow_mut();
        let state = &mut *state;
        let mut own = state.made.iter().filter(|m| m.code == code && m.alive);
        let halves = if own.any(|m| m.kind == Kind::Loop) {
            2
        } else if nest::has_loops(code) {
            return false;
        } else {
            1
        };
        let requests = halves * self.options.threshold / self.call_threshold().max(1);
        let history = state.codes.entry(code.value().0).or_default();
        history.declined += 1;
        history.declined <= requests
    }

    /// Shall the loop be compiled later?
    ///
    /// * While a loop around it is in its first round: the unit would be left where that round ends, with nothing known of what comes there, and be made once more.
    /// * When a loop around it comes to its end soon: the unit of that one contains this one, and needs no second copy of it, being entered at its own begin.
    fn waits(&self, code: Code, back_edge: usize) -> bool {
        let mut state = self.state.borrow_mut();
        let history = state.codes.entry(code.value().0).or_default();
        let early = &mut history.early;
        early.remove(&back_edge);
        let around = nest::around(code, back_edge, early);
        let suspends = code.raw().flags & SUSPENDS != 0;
        let whole = around.iter().filter(|l| !suspends && l.runs_whole(code));
        if around.iter().any(|l| !l.turned) {
            history.postponed += 1;
            if history.postponed <= MOST_POSTPONED {
                for l in whole.filter(|l| !l.turned) {
                    l.hasten(code, self.options.threshold, early);
                }
                return true;
            }
        }
        let better: Vec<_> = whole.filter(|l| l.turned).collect();
        let left = history.left_to_outer.entry(back_edge).or_default();
        *left += 1;
        if *left <= MOST_LEFT_TO_OUTER * better.len() as u32 {
            for l in better {
                l.hasten(code, self.options.threshold, early);
            }
            return true;
        }
        for l in around {
            l.delay(code, early);
        }
        false
    }

    /// The state is borrowed to be read only: the collector may look at the units meanwhile.
    fn compile(
        &self,
        vm: &mut Vm,
        code: Code,
        entry: Entry,
        kind: Kind,
        name: &str,
    ) -> Result<Unit, String> {
        let start = Instant::now();
        let dump = self.options.dump.as_ref().filter(|d| d.wants(name));
        let mut off = self.options.opt_off.iter();
        let inline = !off.any(|p| p == "inline" || p == "all");
        let (mut graph, unit) = {
            let state = self.state.borrow();
            let request = Request {
                code,
                entry,
                blocked: &state.blocked,
                inline,
            };
            let graph = build(vm, &request).map_err(|r| r.0)?;
            (graph, state.made.len() as u32)
        };
        show::built(dump, name, code, &graph);
        let mut cx = opt::Context::new(&self.passes);
        let mut after = |pass: opt::Pass, g: &crate::ir::Graph| show::after(dump, name, pass, g);
        cx.after = Some(&mut after);
        opt::optimise(&mut graph, &mut cx);
        show::optimised(dump, name, &graph);
        let mut state = self.state.borrow_mut();
        state.times.add(&cx.times);
        state.build_time += start.elapsed();
        drop(state);
        let options = compile::Options {
            unit,
            exit_limit: EXIT_LIMIT,
            clif: dump.is_some_and(|d| d.what == "clif"),
            asm: dump.is_some_and(|d| d.what == "asm"),
            perf_map: self.options.perf_map,
            stress: (self.options.stress_exit > 0).then(|| Stress {
                countdown: self.countdown.as_ptr().addr(),
                every: self.options.stress_exit,
            }),
        };
        let unit =
            compile(&graph, kind, name, &options).map_err(|refused| format!("{refused:?}"))?;
        show::compiled(dump, &unit);
        Ok(unit)
    }
}

/// What dumps and statistics call a unit: the function, and where it is entered, if not at its begin.
pub(super) fn name_of(code: Code, at: Option<usize>) -> String {
    let name = Str::from_value(code.qualname()).map_or_else(String::new, Str::to_text);
    match at {
        None => name,
        Some(at) => format!("{name}@{at}"),
    }
}

impl Tier for JitTier {
    fn call_threshold(&self) -> u32 {
        if self.options.stress_osr {
            return u32::MAX;
        }
        self.options.threshold.div_ceil(TURNS_PER_CALL)
    }

    fn loop_threshold(&self) -> u32 {
        if self.options.stress_osr {
            return 0;
        }
        self.options.threshold
    }

    fn hot_call(&self, vm: &mut Vm, code: Code) {
        code.forget_calls();
        // a call of a generator function runs nothing of it
        let runs = code.raw().flags & SUSPENDS == 0;
        if runs
            && code.entry() == 0
            && !self.declines(code)
            && let Some(address) = self.make(vm, code, Entry::Function)
        {
            code.set_entry(address);
        }
    }

    fn hot_loop(&self, vm: &mut Vm, code: Code, back_edge: usize) -> Option<usize> {
        if nest::yields_often(code, back_edge)
            || !self.options.stress_osr && self.waits(code, back_edge)
        {
            return None;
        }
        let registers = vm.thread.current()?.registers().to_vec();
        let entry = Entry::Loop {
            at: back_edge as u32,
            registers,
        };
        self.make(vm, code, entry)
    }

    fn hot_resume(&self, vm: &mut Vm, code: Code, at: usize) -> Option<usize> {
        let registers = vm.thread.current()?.registers().to_vec();
        let entry = Entry::Resume {
            at: at as u32,
            registers,
        };
        self.make(vm, code, entry)
    }

    fn exit_limit(&self, vm: &mut Vm, unit: u32, exit: u32) {
        let mut state = self.state.borrow_mut();
        let state = &mut *state;
        let Some(made) = state.made.get(unit as usize) else {
            return;
        };
        // a name or function is taken for granted no more once it has changed, so the next unit will do better
        let renamed = made.epochs.0 == vm.epoch && made.epochs.1 != vm.heap.epoch;
        let place = made.unit.exits.get(exit as usize).and_then(|e| e.place());
        if let Some((code, pc)) = place.filter(|_| !renamed) {
            let place = (code.value().0, pc);
            let failures = state.failures.entry(place).or_default();
            *failures += 1;
            let limit = match code.instr_at(pc as usize).op.neutral() {
                Op::LoadAttr | Op::StoreAttr | Op::LoadMethod => {
                    if let Some(sites) = code.sites() {
                        sites.cool(pc as usize);
                    }
                    STRIKES_OF_SHAPES
                }
                _ => STRIKES,
            };
            if *failures >= limit {
                state.blocked.insert(place);
            }
            if *failures >= 2 * limit {
                state.blocked.insert((place.0, pc | HEADER));
            }
        }
        let Some(made) = state.made.get_mut(unit as usize) else {
            return;
        };
        if std::mem::replace(&mut made.alive, false) {
            let history = state.codes.entry(made.code.value().0).or_default();
            history.discarded += 1;
            history.left_to_outer.clear();
            history.wait = (1 << history.discarded.min(8)) - 1;
            match made.at {
                None => {
                    made.code.forget_calls();
                    made.code.set_entry(0);
                }
                // a loop has turned
                Some(at) => {
                    let a = u64::from(made.kind == Kind::Loop);
                    made.code.set_feedback(at, Feedback { a, b: 0 });
                }
            }
        }
    }

    fn trace(&self, m: &mut Marker) {
        let state = self.state.borrow();
        for made in &state.made {
            made.unit.trace(m);
            m.value(made.code.value().0);
        }
        for &code in state.codes.keys() {
            m.value(code);
        }
        for (code, _) in state.failures.keys() {
            m.value(*code);
        }
    }

    fn stats(&self, json: bool) -> String {
        let state = self.state.borrow();
        if json {
            stats::json(&state)
        } else {
            stats::text(&state)
        }
    }
}

/// A tier for the machine, or `None` for an interpreter alone.
///
/// # Errors
/// An option names something that does not exist.
pub fn tier(options: Option<JitOptions>) -> Result<Rc<dyn Tier>, String> {
    Ok(match options {
        Some(options) => Rc::new(JitTier::new(options)?),
        None => Rc::new(crate::runtime::tier::NullTier),
    })
}
