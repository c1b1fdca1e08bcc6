//! From the instructions of any CPython version to neutral code.
//!
//! The flow: [`shape`] and [`super::decode`], then the walk of [`machine`] over all reachable states, for which each version's file
//! names what its instructions do; then [`flow`] (which locals are bound, what is a cell) and [`layout`] (order, loops, jumps,
//! registers). Version differences are in the `vXY` files and their [`Family`]; nothing else asks for a version.

mod arith;
mod build;
mod calls;
mod consts;
mod control;
mod flow;
mod ir;
mod layout;
mod machine;
mod methods;
mod prepare;
mod prologue;
mod shape;
mod shared;
mod stack;
mod supers;
mod unwind;
mod v310;
mod v311;
mod v312;
mod v313;
mod v314;
mod v315;
mod v36;
mod v38;
mod v39;
mod values;
mod yields;

use std::rc::Rc;

use self::consts::{Again, Pool};
use self::machine::{Machine, Step};
use super::code::Code;
use super::decode::{Ins, decode};
use super::{Invalid, check};
use crate::pyc::code::flags;
use crate::pyc::{Opcode, RawCode, Version};

/// Why an instruction is refused.
type Why = String;

/// What differs between versions besides single instructions.
struct Family {
    /// The translation of each instruction.
    step: fn(Opcode) -> Option<Step>,
    /// Finds the exception handler of the current instruction.
    protect: fn(&mut Machine<'_>) -> Result<(), Why>,
    /// Emits what an exception handler begins with.
    handler: fn(&mut Machine<'_>) -> Result<(), Why>,
    /// Emits what the function begins with.
    prologue: fn(&mut Machine<'_>) -> Result<(), Why>,
    /// Whether there is a block stack; then an instruction may be reached with stacks of different depths.
    block_stack: bool,
}

fn family(version: Version) -> &'static Family {
    match version {
        Version::V36 | Version::V37 => &v36::FAMILY,
        Version::V38 => &v38::FAMILY,
        Version::V39 => &v39::FAMILY,
        Version::V310 => &v310::FAMILY,
        Version::V311 => &v311::FAMILY,
        Version::V312 => &v312::FAMILY,
        Version::V313 => &v313::FAMILY,
        Version::V314 => &v314::FAMILY,
        Version::V315 => &v315::FAMILY,
    }
}

/// Translates and verifies a code object (not those in its constants).
pub fn translate(raw: &Rc<RawCode>) -> Result<Code, Invalid> {
    shape::check(raw)?;
    let decoded = decode(raw)?;
    let once = raw.flags & flags::OPTIMIZED == 0;
    let mut pool = Pool::new(raw, once);
    loop {
        let mut machine = Machine::new(raw, &decoded.list, family(raw.version), pool);
        prepare::prepare(&mut machine, &decoded)?;
        machine.run()?;
        let mut program = layout::Program::of(machine)?;
        let parameters = shape::parameters(raw).unwrap_or(0);
        flow::check_cells(&mut program, raw)?;
        flow::drop_checks(&mut program, parameters);
        program.thread();
        match program.residents() {
            Err(Again) => pool = program.into_pool(),
            Ok(residents) => {
                let code = program.assemble(Rc::clone(raw), residents)?;
                check::check(&code)?;
                return Ok(code);
            }
        }
    }
}

/// Instructions that cannot raise whatever they meet: they need no handler, and the exception table may promise one that could
/// not run (3.15 ends generator expressions so).
fn quiet(ins: Ins) -> bool {
    // An empty container: the table's handler would want the slots as they are after the shuffle that follows.
    let makes = matches!(
        ins.op,
        Opcode::BuildList | Opcode::BuildSet | Opcode::BuildMap
    );
    let empty = makes && ins.arg == 0;
    empty || never_raises(ins.op)
}

fn never_raises(op: Opcode) -> bool {
    matches!(
        op,
        Opcode::LoadConst
            | Opcode::LoadCommonConstant
            | Opcode::LoadSmallInt
            | Opcode::ReturnValue
            | Opcode::ReturnConst
            | Opcode::ReturnGenerator
            | Opcode::Nop
            | Opcode::NotTaken
            | Opcode::Resume
            | Opcode::Precall
            | Opcode::KwNames
            | Opcode::GenStart
            | Opcode::PopTop
            | Opcode::PushNull
            | Opcode::Copy
            | Opcode::Swap
            | Opcode::DupTop
            | Opcode::DupTopTwo
            | Opcode::RotTwo
            | Opcode::RotThree
            | Opcode::RotFour
            | Opcode::RotN
            | Opcode::EndFor
            | Opcode::PopIter
            | Opcode::EndSend
            | Opcode::StoreFast
            | Opcode::MakeCell
            | Opcode::CopyFreeVars
            | Opcode::PushExcInfo
            | Opcode::PopExcept
            | Opcode::JumpForward
            | Opcode::PopBlock
            | Opcode::SetupLoop
            | Opcode::SetupExcept
            | Opcode::SetupFinally
            | Opcode::SetupAsyncWith
            | Opcode::BeginFinally
            | Opcode::CallFinally
            | Opcode::PopFinally
    )
}
