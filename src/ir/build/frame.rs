//! One frame while it is read: where it stands, and what is known of its code.

use super::bind::Arg;
use super::env::{Abs, Env};
use super::flow::Flow;
use super::{Builder, Built, refuse};
use crate::bytecode;
use crate::bytecode::ops::Instr;
use crate::bytecode::ops::Op as B;
use crate::ir::{Block, State, Then, V};
use crate::object::{Code, Str, Tuple, Value};
use crate::pyc::code::flags;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

/// A block of the register code in one of its copies.
pub(super) type Key = (u32, u32);

/// A loop's header that was read.
pub(super) struct Header {
    pub(super) block: Block,
    /// The registers with parameters, and what kind of thing they hold.
    pub(super) regs: Vec<(u16, Abs)>,
    pub(super) entered: usize,
}

/// Where control comes from: an empty block that ends nowhere yet, and the registers there.
pub(super) struct Edge {
    pub(super) block: Block,
    pub(super) env: Env,
}

/// A call that is read in place: the calling frame waits in this state.
pub(super) struct Call {
    pub(super) pc: u32,
    pub(super) dst: u16,
    pub(super) env: Env,
    /// States made for it, by the number of entered frames.
    pub(super) states: Vec<(usize, State)>,
}

/// Where the reading of a frame began in the graph, and the call that it is read for.
pub(super) struct Begin {
    pub(super) block: Block,
    /// The operations of the block before.
    pub(super) before: usize,
    pub(super) callee: V,
    pub(super) args: Vec<Arg>,
}

/// A frame that is being read.
pub(super) struct Frame {
    pub(super) code: Code,
    pub(super) function: V,
    pub(super) flow: Rc<Flow>,
    /// Does the code look at its locals as a mapping?
    pub(super) observed: bool,
    /// Registers that must hold their values wherever any code may run.
    pub(super) shown: Vec<u16>,
    /// Registers below its own.
    pub(super) base: u32,
    pub(super) then: Then,
    /// The calls that lead here.
    pub(super) chain: u64,
    /// The instruction that is read.
    pub(super) pc: u32,
    pub(super) copy: u32,
    /// Per copy the header of the loop that it is about; `None`: all of the code.
    pub(super) roots: Vec<Option<u32>>,
    /// The back-edge where a loop's unit begins, until it was read.
    pub(super) entering: Option<u32>,
    /// Where its reading began, if a call that it makes of itself may be made in its place.
    pub(super) begin: Option<Begin>,
    /// The registers of the generator that the unit resumes.
    pub(super) resumed: Option<Vec<Value>>,
    pub(super) pending: HashMap<Key, Vec<Edge>>,
    pub(super) queue: BTreeMap<(u32, u32), u32>,
    pub(super) headers: HashMap<Key, Header>,
    pub(super) done: HashMap<Key, ()>,
    pub(super) call: Option<Call>,
    pub(super) returns: Vec<(Block, V, usize)>,
    pub(super) last_state: Option<(u32, Env, State)>,
}

/// Names whose use means that the frame's locals are looked at.
const LOOKS_AT_LOCALS: [&str; 6] = ["locals", "vars", "dir", "eval", "exec", "_getframe"];

/// `super()` looks for the first argument and for `__class__` in the registers of the frame, unless the code has an instruction for it.
fn looked_at_by_super(code: Code, body: &bytecode::code::Code) -> Vec<u16> {
    let locals = &body.raw.localsplus;
    let class = locals
        .iter()
        .position(|l| l.is_free() && l.name.as_str() == Some("__class__"));
    let Some(class) = class else {
        return Vec::new();
    };
    let names = Tuple::from_value(code.names());
    let is_super = |i: &Instr| match i.op.neutral() {
        B::LoadGlobal => names
            .and_then(|t| t.get(i.bc() as usize))
            .and_then(Str::from_value)
            .is_some_and(|name| name.is("super")),
        _ => false,
    };
    let has_instruction = |i: &Instr| {
        matches!(
            i.op.neutral(),
            B::LoadSuperAttr | B::LoadSuperMethod | B::LoadZeroSuperAttr | B::LoadZeroSuperMethod
        )
    };
    let loads = body.instrs.iter().filter(|i| is_super(i)).count();
    match loads > body.instrs.iter().filter(|i| has_instruction(i)).count() {
        true => vec![0, class as u16],
        false => Vec::new(),
    }
}

impl Frame {
    /// The instruction that was read last.
    pub(super) fn last_pc(&self) -> u32 {
        self.pc
    }

    /// Notes the instruction that is read.
    pub(super) fn set_last_pc(&mut self, pc: u32) {
        self.pc = pc;
    }

    /// A unit of a loop begins at the back-edge `at`.
    pub(super) fn begin_at(&mut self, at: u32) {
        self.entering = Some(at);
    }
}

impl Builder<'_> {
    /// A frame for `code`, to be read next.
    pub(super) fn new_frame(&mut self, code: Code, function: V) -> Built<Frame> {
        let Some(body) = code.body() else {
            return refuse("not prepared");
        };
        let raw = &body.raw;
        let outermost = self.frames.is_empty() && self.request.entry.has_frame();
        if raw.flags & flags::SUSPENDS != 0 && !outermost {
            return refuse("a generator");
        }
        let observed = self.looks_at_locals(code);
        let shown = match observed {
            true => (0..code.nlocals()).collect(),
            false => looked_at_by_super(code, body),
        };
        let flows = self.flows.entry(code.value().0);
        let flow = flows.or_insert_with(|| Rc::new(Flow::new(body, &shown)));
        let flow = flow.clone();
        let (base, chain) = match self.frames.last() {
            None => (0, 0),
            Some(f) => {
                let pc = f.call.as_ref().map_or(0, |c| c.pc);
                let chain = (f.chain ^ u64::from(pc)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
                (f.base + u32::from(f.code.nregs()), chain ^ code.value().0)
            }
        };
        if base + u32::from(code.nregs()) > 60_000 {
            return refuse("too many registers");
        }
        Ok(Frame {
            code,
            function,
            flow,
            observed,
            shown,
            base,
            then: Then::Unit,
            chain,
            pc: 0,
            copy: 0,
            roots: vec![None],
            entering: None,
            begin: None,
            resumed: None,
            pending: HashMap::new(),
            queue: BTreeMap::new(),
            headers: HashMap::new(),
            done: HashMap::new(),
            call: None,
            returns: Vec::new(),
            last_state: None,
        })
    }

    /// May the locals of the code's frames be looked at while it runs?
    pub(super) fn looks_at_locals(&self, code: Code) -> bool {
        self.vm.locals_observed
            || code
                .raw()
                .names
                .iter()
                .any(|n| n.as_str().is_some_and(|n| LOOKS_AT_LOCALS.contains(&n)))
    }

    /// The state of frame `i`, which waits for the frame above it.
    pub(super) fn waiting(&mut self, i: usize) -> State {
        let entered = std::mem::replace(&mut self.env.entered, i + 1);
        let s = self.waiting_state(i);
        self.env.entered = entered;
        s
    }

    /// Is a unit of a loop just being entered at this back-edge?
    pub(super) fn entering_at(&self, pc: u32) -> bool {
        self.top().entering == Some(pc)
    }

    /// Resident constants stand in their registers.
    pub(super) fn load_residents(&mut self, code: Code) {
        let nlocals = code.nlocals();
        for i in 0..code.nresident() {
            let v = code.resident_at(i);
            let v = self.constant(v);
            self.env.regs[usize::from(nlocals + i)] = Abs::Value(v);
        }
    }

    /// The function behind a code's constants.
    pub(super) fn name_at(&self, i: u32) -> Built<Value> {
        let names = Tuple::from_value(self.top().code.names());
        match names.and_then(|t| t.get(i as usize)) {
            Some(v) => Ok(v),
            None => refuse("a name is missing"),
        }
    }
}
