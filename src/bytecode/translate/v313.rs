//! What 3.13 changed: NULL behind the callable, names of keyword arguments on the stack, attributes of functions one by one.

use super::machine::{Flow, Machine, Outcome, Step};
use super::stack::Tag;
use super::{Family, arith, build, calls, control, v311, v312, values};
use crate::bytecode::decode::Ins;
use crate::pyc::Opcode;

/// 3.13
pub(super) const FAMILY: Family = Family {
    step,
    ..v312::FAMILY
};

pub(super) fn step(op: Opcode) -> Option<Step> {
    Some(match op {
        Opcode::LoadGlobal => load_global,
        Opcode::LoadAttr => load_attr,
        Opcode::LoadSuperAttr => load_super_attr,
        Opcode::ToBool => arith::unary_named,
        Opcode::CompareOp => compare_op,
        Opcode::CallKw => calls::call_kw,
        Opcode::CallFunctionEx => calls::call_ex_null_second,
        Opcode::DictMerge => build::dict_merge_null_between,
        Opcode::MakeFunction => calls::make_function,
        Opcode::SetFunctionAttribute => calls::set_function_attribute,
        Opcode::ConvertValue => build::convert_value,
        Opcode::FormatSimple => build::format_simple,
        Opcode::FormatWithSpec => build::format_with_spec,
        Opcode::EndFor => control::pop_one,
        _ => return v312::step(op),
    })
}

/// The name times 2; the low bit pushes NULL above the value.
fn load_global(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    v311::push_global(m, ins)?;
    if ins.arg & 1 != 0 {
        values::push_null(m, ins)?;
    }
    Ok(Flow::Next)
}

fn load_attr(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    v312::load_attr_as(m, ins, Tag::Value)
}

fn load_super_attr(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    control::load_super_attr(m, ins, Tag::Value)
}

/// The number lies above four bits of masks and one that asks for a bool.
fn compare_op(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    arith::compare(m, ins.arg >> 5)
}
