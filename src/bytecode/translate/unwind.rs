//! The block stack of 3.6 to 3.10, at translation time.

use super::Why;
use super::machine::Machine;

pub(super) fn unwind_block(_: &mut Machine<'_>) -> Result<Option<u32>, Why> {
    Err("not yet".to_owned())
}
