//! 3.8: no more blocks for loops, `finally` is called as a subroutine.

use super::machine::Step;
use super::{Family, arith, build, unwind, v36, v39};
use crate::pyc::Opcode;

/// 3.8
pub(super) const FAMILY: Family = Family {
    step,
    ..v36::FAMILY
};

pub(super) fn step(op: Opcode) -> Option<Step> {
    Some(match op {
        Opcode::BeginFinally => unwind::begin_finally,
        Opcode::CallFinally => unwind::call_finally,
        Opcode::PopFinally => unwind::pop_finally,
        Opcode::EndFinally => unwind::end_finally,
        Opcode::WithCleanupStart => unwind::with_cleanup_start,
        Opcode::WithCleanupFinish => unwind::with_cleanup_finish_pop,
        Opcode::CompareOp => arith::compare_op,
        Opcode::BuildTupleUnpack
        | Opcode::BuildTupleUnpackWithCall
        | Opcode::BuildListUnpack
        | Opcode::BuildSetUnpack
        | Opcode::BuildMapUnpack
        | Opcode::BuildMapUnpackWithCall => build::build_unpack,
        _ => return v39::step(op),
    })
}
