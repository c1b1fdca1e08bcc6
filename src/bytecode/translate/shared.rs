//! The instructions that mean the same in all versions that have them (or that only one family has).

use super::machine::Step;
use super::{arith, build, control, values, yields};
use crate::pyc::Opcode;

pub(super) fn step(op: Opcode) -> Option<Step> {
    names(op)
        .or_else(|| operations(op))
        .or_else(|| containers(op))
        .or_else(|| control_flow(op))
}

/// Constants, variables, attributes, items and shuffles.
fn names(op: Opcode) -> Option<Step> {
    Some(match op {
        Opcode::Nop => values::nothing,
        Opcode::PopTop => values::pop_top,
        Opcode::LoadConst => values::load_const,
        Opcode::LoadFast => values::load_fast,
        Opcode::StoreFast => values::store_fast,
        Opcode::DeleteFast => values::delete_fast,
        Opcode::LoadName => values::load_name,
        Opcode::StoreName => values::store_name,
        Opcode::DeleteName => values::delete_name,
        Opcode::StoreGlobal => values::store_global,
        Opcode::DeleteGlobal => values::delete_global,
        Opcode::LoadDeref => values::load_deref,
        Opcode::StoreDeref => values::store_deref,
        Opcode::DeleteDeref => values::delete_deref,
        Opcode::LoadClosure => values::load_closure,
        Opcode::LoadClassderef => values::load_classderef,
        Opcode::LoadAttr => values::load_attr,
        Opcode::StoreAttr => values::store_attr,
        Opcode::DeleteAttr => values::delete_attr,
        Opcode::BinarySubscr => values::binary_subscr,
        Opcode::StoreSubscr => values::store_subscr,
        Opcode::DeleteSubscr => values::delete_subscr,
        Opcode::LoadBuildClass => values::load_build_class,
        Opcode::LoadAssertionError => values::load_assertion_error,
        Opcode::SetupAnnotations => values::setup_annotations,
        _ => return None,
    })
}

/// Arithmetic and tests.
fn operations(op: Opcode) -> Option<Step> {
    Some(match op {
        Opcode::UnaryInvert | Opcode::UnaryNegative | Opcode::UnaryNot | Opcode::UnaryPositive => {
            arith::unary_named
        }
        Opcode::CompareOp => arith::compare_op,
        Opcode::IsOp => arith::is_op,
        Opcode::ContainsOp => arith::contains_op,
        Opcode::GetLen => build::get_len,
        Opcode::MatchMapping => build::match_mapping,
        Opcode::MatchSequence => build::match_sequence,
        _ => return None,
    })
}

/// Containers and text.
fn containers(op: Opcode) -> Option<Step> {
    Some(match op {
        Opcode::BuildTuple | Opcode::BuildList | Opcode::BuildSet | Opcode::BuildString => {
            build::build_sequence
        }
        Opcode::BuildMap => build::build_map,
        Opcode::BuildConstKeyMap => build::build_const_key_map,
        Opcode::BuildSlice => build::build_slice,
        Opcode::ListAppend
        | Opcode::SetAdd
        | Opcode::ListExtend
        | Opcode::SetUpdate
        | Opcode::DictUpdate => build::extend,
        Opcode::MapAdd => build::map_add,
        Opcode::DictMerge => build::dict_merge,
        Opcode::ListToTuple => build::list_to_tuple,
        Opcode::FormatValue => build::format_value,
        Opcode::UnpackSequence => build::unpack_sequence,
        Opcode::UnpackEx => build::unpack_ex,
        _ => return None,
    })
}

/// Jumps, iteration, imports.
fn control_flow(op: Opcode) -> Option<Step> {
    Some(match op {
        Opcode::JumpForward => arith::jump,
        Opcode::JumpIfTrueOrPop => arith::jump_if_true_or_pop,
        Opcode::JumpIfFalseOrPop => arith::jump_if_false_or_pop,
        Opcode::GetIter => control::get_iter,
        Opcode::GetYieldFromIter => yields::get_yield_from_iter,
        Opcode::GetAiter => yields::get_aiter,
        Opcode::GetAnext => yields::get_anext,
        Opcode::RaiseVarargs => control::raise_varargs,
        Opcode::ImportName => control::import_name,
        Opcode::ImportFrom => control::import_from,
        Opcode::ImportStar => control::import_star,
        Opcode::PrintExpr => control::print_expr,
        _ => return None,
    })
}
