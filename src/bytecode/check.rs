//! Proves that a translated body keeps the promises of [`super::ops`], so that interpreter and compiler need not look.
//!
//! Linear in the length of the code. It never fails on what `translate` makes; that it is run on all of it all the same is what
//! makes a mistake there an error message instead of a wild read.

use super::Invalid;
use super::code::Code;
use super::ops::{Instr, Kind, NO_REG, Op};

/// How many registers the operand of kind [`Kind::Base`] or [`Kind::DstBase`] of an instruction means.
#[must_use]
pub fn span(instr: Instr) -> usize {
    let (b, c) = (usize::from(instr.b), usize::from(instr.c));
    match instr.op.neutral() {
        Op::CopyFree => b,
        Op::Unpack | Op::UnpackForward => c,
        Op::UnpackStar => (c & 255) + (c >> 8) + 1,
        Op::LoadMethod
        | Op::LoadSpecial
        | Op::MatchExcGroup
        | Op::WithEnter
        | Op::WithAenter
        | Op::WithExitMethod
        | Op::GetSlice
        | Op::SetSlice
        | Op::Send
        | Op::PrepReraiseStar
        | Op::ImportName
        | Op::Intrinsic2 => 2,
        Op::LoadSuperAttr
        | Op::LoadZeroSuperAttr
        | Op::LoadSuperMethod
        | Op::LoadZeroSuperMethod
        | Op::MatchClass => 3,
        Op::BuildTuple | Op::BuildList | Op::BuildSet | Op::BuildString | Op::BuildSlice => c,
        Op::BuildMap => 2 * c,
        Op::BuildConstKeyMap | Op::CallPlain => c + 1,
        Op::BuildInterpolation => 2 + (c >> 2 & 1),
        Op::Call | Op::CallPlainKw => c + 2,
        Op::CallKw => c + 3,
        Op::CallEx => 4,
        Op::CallPlainEx => 2 + (c & 1),
        Op::Raise => b,
        _ => 1,
    }
}

/// How many registers the operand number `index` of an instruction means.
fn extent(instr: Instr, index: usize, kind: Kind) -> usize {
    match kind {
        Kind::Base => span(instr),
        Kind::DstBase => match instr.op.neutral() {
            // These have an operand of each kind.
            Op::LoadSuperMethod | Op::LoadZeroSuperMethod => 2,
            _ => span(instr),
        },
        _ => usize::from(index < 3),
    }
}

/// Checks the promises.
pub fn check(code: &Code) -> Result<(), Invalid> {
    let len = code.instrs.len();
    let fail = |at: usize, why: &str| {
        Err(Invalid {
            offset: code.offsets.get(at).copied().unwrap_or(0),
            why: format!("the translation is wrong at {at}: {why}"),
        })
    };
    if code.offsets.len() != len || len == 0 || len > i32::MAX as usize {
        return fail(0, "the lists differ in length");
    }
    let first_temp = usize::from(code.nlocals) + code.resident.len();
    let nregs = usize::from(code.nregs);
    if first_temp > nregs || code.nregs == NO_REG {
        return fail(0, "too few registers");
    }
    let consts = code.raw.consts.len() + code.extra_consts.len();
    if code.resident.iter().any(|&k| k as usize >= consts) {
        return fail(0, "a resident constant does not exist");
    }
    for (at, &instr) in code.instrs.iter().enumerate() {
        if instr.op == Op::YieldValue && instr.c == 1 && usize::from(instr.b) <= first_temp {
            return fail(at, "a loop yields without a receiver");
        }
        for (index, &(_, kind)) in instr.op.operands().iter().enumerate() {
            let field = [instr.a, instr.b, instr.c].get(index).copied().unwrap_or(0);
            if let Err(why) = operand(code, instr, at, index, kind, field, consts) {
                return fail(at, why);
            }
        }
    }
    let ends = code.instrs.last().is_some_and(|last| {
        matches!(
            last.op.neutral(),
            Op::Jump | Op::JumpBack | Op::Ret | Op::Raise | Op::Reraise
        )
    });
    if !ends {
        return fail(len - 1, "control falls off the end");
    }
    for row in &code.handlers {
        let exc = usize::from(row.exc);
        let lasti = usize::from(row.lasti);
        let inside = row.start < row.end && row.end as usize <= len && (row.target as usize) < len;
        let temps = first_temp..nregs;
        if !inside || !temps.contains(&exc) || !(row.lasti == NO_REG || temps.contains(&lasti)) {
            return fail(row.start as usize, "a row of the handler table is wrong");
        }
    }
    Ok(())
}

/// Checks one operand.
fn operand(
    code: &Code,
    instr: Instr,
    at: usize,
    index: usize,
    kind: Kind,
    field: u16,
    consts: usize,
) -> Result<(), &'static str> {
    let first = usize::from(field);
    let nlocals = usize::from(code.nlocals);
    let nregs = usize::from(code.nregs);
    let residents = nlocals..nlocals + code.resident.len();
    match kind {
        Kind::None | Kind::Imm => Ok(()),
        Kind::OptReg if field == NO_REG => Ok(()),
        Kind::Reg | Kind::MaybeEmpty | Kind::OptReg | Kind::Base => {
            if first + extent(instr, index, kind).max(1) <= nregs {
                Ok(())
            } else {
                Err("a register does not exist")
            }
        }
        Kind::Dst | Kind::DstBase => {
            let end = first + extent(instr, index, kind);
            if end > nregs {
                Err("a register does not exist")
            } else if first < residents.end && end > residents.start && !residents.is_empty() {
                Err("a resident constant is overwritten")
            } else {
                Ok(())
            }
        }
        Kind::Cell if first < nlocals => Ok(()),
        Kind::Cell => Err("a cell is no local"),
        Kind::Name if first < code.raw.names.len() => Ok(()),
        Kind::Name32 if (instr.bc() as usize) < code.raw.names.len() => Ok(()),
        Kind::Name | Kind::Name32 => Err("a name does not exist"),
        Kind::Const32 if (instr.bc() as usize) < consts => Ok(()),
        Kind::Const32 => Err("a constant does not exist"),
        Kind::To => target(code, instr, at, instr.to()),
        Kind::To32 => target(code, instr, at, instr.to32()),
    }
}

/// Checks where an instruction jumps.
fn target(code: &Code, instr: Instr, at: usize, distance: isize) -> Result<(), &'static str> {
    let back = matches!(instr.op.neutral(), Op::JumpBack | Op::ForLoop);
    if back != (distance <= 0) {
        return Err("a jump goes in the wrong direction");
    }
    match at.checked_add_signed(distance) {
        Some(to) if to < code.instrs.len() => Ok(()),
        _ => Err("a jump goes out of the code"),
    }
}
