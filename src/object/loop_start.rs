//! Where loops start: what the feedback of a `for_iter` says besides the shapes behind its iterator (word `a`).
//!
//! Word `b`, from below: the shape of the iterator and a one (32 bits), the back-edge at which compiled code of the loop begins (24), and how often that
//! code was left at once when it was entered at the start (8).

use super::Code;
use super::code::Feedback;
use crate::bytecode::ops::Op;

/// How often a loop may be left at once by the code that is entered at its start, because its variables have other values there than later.
const MOST_MISSES: u64 = 4;
const BACK_EDGE: u32 = 32;
const MISSES: u32 = 56;

/// Notes the shape of the iterator.
pub fn note_shape(fb: &mut Feedback, shape: u32) {
    fb.b = fb.b >> 32 << 32 | u64::from(shape << 1 | 1);
}

/// The shape of the iterator that was seen last; 0: none.
#[must_use]
pub fn shape(fb: Feedback) -> u32 {
    fb.b as u32 >> 1
}

/// The back-edge at which the compiled code of the loop begins.
#[must_use]
pub fn back_edge(fb: Feedback) -> usize {
    (fb.b >> BACK_EDGE & ((1 << (MISSES - BACK_EDGE)) - 1)) as usize
}

/// Compiled code was left where it was entered, at the start.
pub fn note_miss(fb: &mut Feedback) {
    if !is_missed(*fb) {
        fb.b += 1 << MISSES;
    }
}

/// Was it left there so often that it is not entered there any more?
#[must_use]
pub fn is_missed(fb: Feedback) -> bool {
    fb.b >> MISSES >= MOST_MISSES
}

/// The `for_iter` with which the loop starts that goes on at the back-edge `at`; `None`: it starts otherwise.
#[must_use]
pub fn start_of(code: Code, at: usize) -> Option<usize> {
    let back = code.instr_at(at);
    if back.op.neutral() != Op::ForLoop {
        return None;
    }
    let start = at.checked_add_signed(back.to())?.checked_sub(1)?;
    let first = code.instr_at(start);
    (first.op.neutral() == Op::ForIter && first.a == back.a).then_some(start)
}

/// The loop has compiled code that begins at the back-edge `at`: it is entered at its start, too.
pub fn enter_at_start(code: Code, at: usize) {
    let Some(start) = start_of(code, at).filter(|_| at >> (MISSES - BACK_EDGE) == 0) else {
        return;
    };
    code.set_form(start, Op::ForIterUnit);
    let fb = code.feedback_at(start);
    code.set_feedback(
        start,
        Feedback {
            b: u64::from(fb.b as u32) | (at as u64) << BACK_EDGE | 1,
            ..fb
        },
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_hold_all() {
        let mut fb = Feedback {
            a: 7,
            b: 9 | 0x12_3456 << BACK_EDGE,
        };
        note_shape(&mut fb, 77);
        assert_eq!((fb.a, shape(fb), back_edge(fb)), (7, 77, 0x12_3456));
        for n in 0..300 {
            assert_eq!(is_missed(fb), n >= MOST_MISSES);
            note_miss(&mut fb);
        }
        assert_eq!((shape(fb), back_edge(fb)), (77, 0x12_3456));
    }
}
