//! 3.10: structural matching, and generators that find the first value sent on their stack.

use super::machine::Step;
use super::{Family, build, control, prologue, v39, values};
use crate::pyc::Opcode;

/// 3.10
pub(super) const FAMILY: Family = Family {
    step,
    prologue: prologue::made_with_value,
    ..v39::FAMILY
};

fn step(op: Opcode) -> Option<Step> {
    Some(match op {
        Opcode::GenStart => control::pop_one,
        Opcode::RotN => values::rot_n,
        Opcode::MatchKeys => build::match_keys_found,
        Opcode::MatchClass => build::match_class_found,
        Opcode::CopyDictWithoutKeys => build::copy_dict_without_keys,
        _ => return v39::step(op),
    })
}
