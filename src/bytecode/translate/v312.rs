//! What 3.12 changed: methods by `LOAD_ATTR`, comprehensions inlined, END_FOR and END_SEND, intrinsics.

use super::machine::{Machine, Outcome, Step};
use super::stack::Tag;
use super::{Family, arith, control, v311, values, yields};
use crate::bytecode::decode::Ins;
use crate::pyc::Opcode;

/// 3.12
pub(super) const FAMILY: Family = Family {
    step,
    ..v311::FAMILY
};

pub(super) fn step(op: Opcode) -> Option<Step> {
    Some(match op {
        Opcode::LoadAttr => load_attr,
        Opcode::LoadSuperAttr => load_super_attr,
        Opcode::LoadFastCheck => values::load_fast,
        Opcode::LoadFastAndClear => values::load_fast_and_clear,
        Opcode::LoadLocals => values::load_locals,
        Opcode::LoadFromDictOrGlobals => values::load_from_dict_or_globals,
        Opcode::LoadFromDictOrDeref => values::load_from_dict_or_deref,
        Opcode::MakeCell => values::make_cell,
        Opcode::CompareOp => compare_op,
        Opcode::BinarySlice => values::binary_slice,
        Opcode::StoreSlice => values::store_slice,
        Opcode::PopJumpIfTrue => arith::pop_jump_if_true,
        Opcode::PopJumpIfFalse => arith::pop_jump_if_false,
        Opcode::PopJumpIfNone => arith::pop_jump_if_none,
        Opcode::PopJumpIfNotNone => arith::pop_jump_if_not_none,
        Opcode::ForIter => control::for_iter_kept,
        Opcode::EndFor => control::pop_two,
        Opcode::Send => send,
        Opcode::EndSend => end_send,
        Opcode::YieldValue => yields::yield_value,
        Opcode::CleanupThrow => yields::cleanup_throw,
        Opcode::ReturnConst => control::return_const,
        Opcode::CallIntrinsic1 => control::call_intrinsic_1,
        Opcode::CallIntrinsic2 => control::call_intrinsic_2,
        _ => return v311::step(op),
    })
}

/// The name times 2; the low bit asks for a method.
fn load_attr(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    load_attr_as(m, ins, Tag::Method)
}

/// The same with the tag of the callable.
pub(super) fn load_attr_as(m: &mut Machine<'_>, ins: Ins, callable: Tag) -> Outcome {
    let name = Ins {
        arg: ins.arg >> 1,
        ..ins
    };
    if ins.arg & 1 != 0 {
        values::load_method_as(m, name.arg, callable)
    } else {
        values::load_attr(m, name)
    }
}

fn load_super_attr(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    control::load_super_attr(m, ins, Tag::Method)
}

/// The number lies above four bits of masks.
fn compare_op(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    arith::compare(m, ins.arg >> 4)
}

fn send(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    yields::send_keeping(m, ins, 2)
}

fn end_send(m: &mut Machine<'_>, _: Ins) -> Outcome {
    yields::end_send(m, 1)
}
