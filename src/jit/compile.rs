//! From a graph to machine code.
#![expect(unsafe_code, reason = "hands out the entry of machine code")]

use std::cell::RefCell;
use std::time::{Duration, Instant};

use cranelift_codegen::Context;
use cranelift_codegen::ir::UserFuncName;
use cranelift_codegen::isa::OwnedTargetIsa;
use cranelift_frontend::{FunctionBuilder, FunctionBuilderContext};

use super::exits::Exit;
use super::lower::{Endings, Lower, unit_signature};
use super::memory::Memory;
use super::plan::plan;
use super::{Entry, Kind, isa, perf_map};
use crate::gc::Marker;
use crate::ir::{Graph, Op, ValueData};
use crate::object::Value;

/// Instructions of Cranelift's IR that a unit may have.
const MOST_INSTRUCTIONS: usize = 20_000;
/// Blocks of Cranelift's IR that a unit may have.
const MOST_BLOCKS: usize = 3_000;

/// How to compile.
#[derive(Clone, Debug)]
pub struct Options {
    /// The unit's number, which its exits report.
    pub unit: u32,
    /// How often a guard may fail before `Tier::exit_limit` is told.
    pub exit_limit: u32,
    /// Keep Cranelift's IR as text.
    pub clif: bool,
    /// Keep the machine code as text.
    pub asm: bool,
    /// Add the unit to the map for `perf`.
    pub perf_map: bool,
    /// Make guards fail.
    pub stress: Option<Stress>,
}

/// Every so manyth guard that is executed fails although it holds.
#[derive(Clone, Copy, Debug)]
pub struct Stress {
    /// The address of a `u32`, the guards until the next that fails; it must outlive the unit.
    pub countdown: usize,
    /// What it starts with anew; not 0.
    pub every: u32,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            unit: 0,
            exit_limit: 10,
            clif: false,
            asm: false,
            perf_map: false,
            stress: None,
        }
    }
}

/// Why there is no unit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Refused {
    /// Cranelift does not know the processor.
    Processor,
    /// The graph is too large.
    TooLarge,
    /// The graph breaks a promise.
    Graph(&'static str),
    /// Cranelift refuses.
    Cranelift(String),
    /// There is no executable memory.
    Memory,
}

/// Machine code.
///
/// It must not be dropped while an activation of it may exist, nor while its address is in the entry cell of a code object.
pub struct Unit {
    /// What it is.
    pub kind: Kind,
    /// Its name.
    pub name: String,
    /// How it is left, by number.
    pub exits: Box<[Exit]>,
    /// How long the compilation took.
    pub time: Duration,
    /// Cranelift's IR, if wanted.
    pub clif: Option<String>,
    /// The machine code as text, if wanted.
    pub asm: Option<String>,
    pub(super) memory: Memory,
    /// What the code reads.
    #[expect(dead_code, reason = "the machine code reads it")]
    endings: Endings,
    keeps: Vec<Value>,
}

impl Unit {
    /// The address of the entry, an [`Entry`].
    #[must_use]
    pub fn address(&self) -> usize {
        self.memory.start().addr()
    }

    /// The entry. It may be called on a machine as the kind says, while the unit is there.
    #[must_use]
    pub fn entry(&self) -> Entry {
        // SAFETY: `compile` made the code with this signature.
        unsafe { std::mem::transmute::<*const u8, Entry>(self.memory.start()) }
    }

    /// Bytes of machine code.
    #[must_use]
    pub fn code_bytes(&self) -> usize {
        self.memory.len()
    }

    /// Reports the objects that the code names. Whoever holds the unit must call it when the collector asks for roots.
    pub fn trace(&self, m: &mut Marker) {
        for v in &self.keeps {
            m.value(v.0);
        }
    }
}

/// Compiles `g`. The objects it names must stay alive until the unit is somewhere where [`Unit::trace`] is called.
pub fn compile(g: &Graph, kind: Kind, name: &str, options: &Options) -> Result<Unit, Refused> {
    let start = Instant::now();
    let isa = isa::host().ok_or(Refused::Processor)?;
    if g.blocks.len() > MOST_BLOCKS || g.values.len() > MOST_INSTRUCTIONS {
        return Err(Refused::TooLarge);
    }
    SCRATCH.with_borrow_mut(|scratch| {
        let unit = generate(g, kind, name, options, isa, scratch);
        scratch.context.clear();
        unit.map(|unit| Unit {
            time: start.elapsed(),
            ..unit
        })
    })
}

/// What Cranelift works in. It is kept from unit to unit, so that its memory need not be mapped anew.
struct Scratch {
    context: Context,
    builder: FunctionBuilderContext,
}

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::new(Scratch {
        context: Context::new(),
        builder: FunctionBuilderContext::new(),
    });
}

fn generate(
    g: &Graph,
    kind: Kind,
    name: &str,
    options: &Options,
    isa: &OwnedTargetIsa,
    scratch: &mut Scratch,
) -> Result<Unit, Refused> {
    let config = isa.frontend_config();
    let context = &mut scratch.context;
    context.func.name = UserFuncName::user(0, options.unit);
    context.func.signature = unit_signature(config);
    let builder = FunctionBuilder::new(&mut context.func, &mut scratch.builder);
    let lower = Lower::new(g, kind, builder, config, isa::has_fma(), options.stress);
    let (plan, endings) = lower
        .run(|pending| plan(g, kind, pending, options))
        .map_err(Refused::Graph)?;
    let dfg = &context.func.dfg;
    if dfg.num_insts() > MOST_INSTRUCTIONS || dfg.num_blocks() > MOST_BLOCKS {
        return Err(Refused::TooLarge);
    }
    let clif = options.clif.then(|| context.func.display().to_string());
    context.set_disasm(options.asm);
    let compiled = match context.compile(&**isa, &mut Default::default()) {
        Ok(compiled) => compiled,
        Err(e) => return Err(Refused::Cranelift(format!("{:?}", e.inner))),
    };
    if !compiled.buffer.relocs().is_empty() {
        return Err(Refused::Cranelift("relocations".to_string()));
    }
    let asm = compiled.vcode.clone();
    let memory = Memory::new(compiled.buffer.data(), options.unit).ok_or(Refused::Memory)?;
    if options.perf_map {
        perf_map::note(memory.start().addr(), memory.len(), name);
    }
    Ok(Unit {
        kind,
        name: name.to_string(),
        exits: plan.exits,
        endings,
        time: Duration::ZERO,
        clif,
        asm,
        memory,
        keeps: named_objects(g),
    })
}

/// The objects that the machine code and the descriptors name.
fn named_objects(g: &Graph) -> Vec<Value> {
    let defaults = g.values.iter().flat_map(|v| match v {
        ValueData::Op(Op::GuardDefaults {
            defaults, named, ..
        }) => [*defaults, *named],
        _ => [0; 2],
    });
    let ops = g.values.iter().filter_map(|v| match v {
        ValueData::Op(
            Op::ConstVal { bits }
            | Op::GuardIs { bits, .. }
            | Op::GuardCode { code: bits, .. }
            | Op::GuardVersion { class: bits, .. }
            | Op::CallPython { code: bits, .. },
        ) => Some(*bits),
        _ => None,
    });
    let all = ops.chain(defaults).chain(g.states.iter().map(|s| s.code));
    let mut all: Vec<u64> = all.filter(|&bits| Value(bits).is_object()).collect();
    all.sort_unstable();
    all.dedup();
    all.into_iter().map(Value).collect()
}
