//! What 3.14 changed: `with` by LOAD_SPECIAL, small ints and common constants without a constant, t-strings.

use super::machine::Step;
use super::{Family, build, calls, control, v313, values};
use crate::pyc::Opcode;

/// 3.14
pub(super) const FAMILY: Family = Family {
    step,
    ..v313::FAMILY
};

pub(super) fn step(op: Opcode) -> Option<Step> {
    Some(match op {
        Opcode::LoadFastBorrow => values::load_fast,
        Opcode::LoadSmallInt => values::load_small_int,
        Opcode::LoadCommonConstant => control::load_common_constant,
        Opcode::LoadSpecial => control::load_special,
        Opcode::WithExceptStart => control::with_except_start_method,
        Opcode::CallFunctionEx => calls::call_ex_map_or_null,
        Opcode::BuildInterpolation => build::build_interpolation,
        Opcode::BuildTemplate => build::build_template,
        Opcode::PopIter => control::pop_iter,
        Opcode::NotTaken => values::nothing,
        _ => return v313::step(op),
    })
}
