//! Bytes to instructions: prefixes folded, inline caches skipped, jumps resolved to instruction numbers.
//!
//! What differs between versions is data: the opcode tables of `pyc`, and [`JumpUnit`]. An instruction that does two things at
//! once (`LOAD_FAST_LOAD_FAST`) becomes two.

use super::Invalid;
use crate::pyc::opcodes::{self, Operand};
use crate::pyc::{Opcode, RawCode, Version};

/// Where a jump goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Target {
    /// It is no jump.
    None,
    /// To the instruction with this number.
    To(u32),
    /// To no instruction: an error if the jump can be reached.
    Nowhere,
}

/// A decoded instruction.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ins {
    /// Which one.
    pub op: Opcode,
    /// Its operand with all prefixes; 0 when it has none.
    pub arg: u32,
    /// The offset of its first byte behind the prefixes.
    pub offset: u32,
    /// Where it jumps to.
    pub target: Target,
}

/// The instructions of a code object.
#[derive(Debug)]
pub struct Decoded {
    /// In the order of the file.
    pub list: Vec<Ins>,
    /// For each unit of two bytes the number of the instruction that starts there.
    starts: Vec<u32>,
}

const NO_START: u32 = u32::MAX;

impl Decoded {
    /// The number of the instruction that starts (with its prefixes) at a byte offset.
    #[must_use]
    pub fn at_offset(&self, offset: i64) -> Option<u32> {
        let unit = usize::try_from(offset).ok().filter(|at| at % 2 == 0)? / 2;
        self.starts
            .get(unit)
            .copied()
            .filter(|&index| index != NO_START)
    }
}

/// In what units jump operands count.
struct JumpUnit(i64);

impl JumpUnit {
    fn of(version: Version) -> JumpUnit {
        match version {
            Version::V36 | Version::V37 | Version::V38 | Version::V39 => JumpUnit(1),
            _ => JumpUnit(2),
        }
    }
}

/// Decodes the instructions of `raw`.
pub fn decode(raw: &RawCode) -> Result<Decoded, Invalid> {
    let bytes = &raw.code;
    if bytes.is_empty() || !bytes.len().is_multiple_of(2) || u32::try_from(bytes.len()).is_err() {
        return Err(fail(0, "the code is empty, odd or too long"));
    }
    let table = opcodes::table(raw.version);
    let unit = JumpUnit::of(raw.version);
    let mut decoded = Decoded {
        list: Vec::with_capacity(bytes.len() / 2),
        starts: vec![NO_START; bytes.len() / 2],
    };
    let mut jumps = Vec::new();
    let mut at = 0;
    let mut prefix = 0_u32;
    let mut start = 0;
    while let Some(&[number, low]) = bytes.get(at..at + 2) {
        let offset = at as u32;
        let info = table
            .get(number)
            .ok_or_else(|| fail(offset, &format!("illegal instruction {number}")))?;
        let arg = prefix << 8 | u32::from(low);
        at += 2;
        if info.opcode == Opcode::ExtendedArg {
            if arg > 0x7F_FFFF {
                return Err(fail(offset, "operand out of range"));
            }
            if at >= bytes.len() {
                return Err(fail(offset, "EXTENDED_ARG at the end"));
            }
            prefix = arg;
            continue;
        }
        at += 2 * usize::from(info.caches);
        if at > bytes.len() {
            return Err(fail(offset, "inline cache past the end"));
        }
        if let Some(entry) = decoded.starts.get_mut(start / 2) {
            *entry = decoded.list.len() as u32;
        }
        let to = match info.operand {
            Operand::JumpForward => Some(at as i64 + i64::from(arg) * unit.0),
            Operand::JumpBackward => Some(at as i64 - i64::from(arg) * unit.0),
            Operand::JumpAbsolute => Some(i64::from(arg) * unit.0),
            _ => None,
        };
        if let Some(to) = to {
            jumps.push((decoded.list.len(), to));
        }
        let arg = if info.operand == Operand::None {
            0
        } else {
            arg
        };
        decoded.push(info.opcode, arg, offset);
        (prefix, start) = (0, at);
    }
    for (index, to) in jumps {
        let target = decoded.at_offset(to).map_or(Target::Nowhere, Target::To);
        if let Some(ins) = decoded.list.get_mut(index) {
            ins.target = target;
        }
    }
    Ok(decoded)
}

impl Decoded {
    fn push(&mut self, op: Opcode, arg: u32, offset: u32) {
        let mut one = |op, arg| {
            self.list.push(Ins {
                op,
                arg,
                offset,
                target: Target::None,
            });
        };
        let pair = match op {
            Opcode::LoadFastLoadFast | Opcode::LoadFastBorrowLoadFastBorrow => {
                (Opcode::LoadFast, Opcode::LoadFast)
            }
            Opcode::StoreFastLoadFast => (Opcode::StoreFast, Opcode::LoadFast),
            Opcode::StoreFastStoreFast => (Opcode::StoreFast, Opcode::StoreFast),
            _ => return one(op, arg),
        };
        one(pair.0, arg >> 4);
        one(pair.1, arg & 15);
    }
}

fn fail(offset: u32, why: &str) -> Invalid {
    Invalid {
        offset,
        why: why.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pyc::opcodes::table;
    use std::rc::Rc;

    /// A code object of nothing but instructions, given by name and operand.
    fn raw(version: Version, bytes: Vec<u8>) -> RawCode {
        let text = crate::pyc::PyText::new("f");
        RawCode {
            version,
            argcount: 0,
            posonlyargcount: 0,
            kwonlyargcount: 0,
            nlocals: 0,
            stacksize: 0,
            flags: 0,
            code: bytes.into(),
            consts: Rc::new([]),
            names: Rc::new([]),
            localsplus: Rc::new([]),
            old_vars: None,
            filename: text.clone(),
            name: text.clone(),
            qualname: text,
            firstlineno: 1,
            linetable: Rc::new([]),
            exceptiontable: Rc::new([]),
        }
    }

    fn assemble(version: Version, list: &[(Opcode, u8)]) -> RawCode {
        let mut bytes = Vec::new();
        for &(op, arg) in list {
            let number = table(version)
                .number(op)
                .expect("an instruction of this version");
            let caches = table(version).get(number).map_or(0, |info| info.caches);
            bytes.extend([number, arg]);
            bytes.extend(std::iter::repeat_n(0, 2 * usize::from(caches)));
        }
        raw(version, bytes)
    }

    #[test]
    fn prefixes_are_folded() {
        let code = [
            (Opcode::ExtendedArg, 1),
            (Opcode::ExtendedArg, 2),
            (Opcode::LoadConst, 3),
            (Opcode::ReturnValue, 9),
        ];
        let decoded = decode(&assemble(Version::V38, &code)).expect("good code");
        let ins = decoded.list[0];
        assert_eq!(
            (ins.op, ins.arg, ins.offset),
            (Opcode::LoadConst, 0x1_0203, 4)
        );
        assert_eq!(decoded.list[1].arg, 0, "an operand that does not exist");
        assert_eq!(
            decoded.at_offset(0),
            Some(0),
            "a jump goes to the first prefix"
        );
        assert_eq!(decoded.at_offset(4), None, "and not behind it");
        assert_eq!(decoded.at_offset(6), Some(1));
    }

    /// Where the first instruction jumps with this operand.
    #[track_caller]
    fn jumps(version: Version, op: Opcode, arg: u8, target: Target) {
        let list = [
            (op, arg),
            (Opcode::Nop, 0),
            (Opcode::Nop, 0),
            (Opcode::Nop, 0),
        ];
        let decoded = decode(&assemble(version, &list)).expect("good code");
        assert_eq!(decoded.list[0].target, target, "{version} {op}");
    }

    #[test]
    fn jumps_in_the_units_of_each_version() {
        jumps(Version::V38, Opcode::JumpForward, 4, Target::To(3));
        jumps(Version::V38, Opcode::JumpForward, 3, Target::Nowhere);
        jumps(Version::V310, Opcode::JumpForward, 2, Target::To(3));
        jumps(Version::V39, Opcode::JumpAbsolute, 4, Target::To(2));
        jumps(Version::V310, Opcode::JumpAbsolute, 2, Target::To(2));
        jumps(Version::V311, Opcode::JumpBackward, 1, Target::To(0));
        // Behind the cache of the jump.
        jumps(Version::V313, Opcode::JumpBackward, 2, Target::To(0));
        jumps(Version::V313, Opcode::JumpBackward, 1, Target::Nowhere);
        jumps(Version::V314, Opcode::PopJumpIfTrue, 2, Target::To(3));
        jumps(Version::V314, Opcode::PopJumpIfTrue, 200, Target::Nowhere);
    }

    #[test]
    fn pairs_become_two() {
        let code = [(Opcode::StoreFastLoadFast, 0x21), (Opcode::ReturnValue, 0)];
        let decoded = decode(&assemble(Version::V314, &code)).expect("good code");
        let list: Vec<_> = decoded.list.iter().map(|ins| (ins.op, ins.arg)).collect();
        let expected = [
            (Opcode::StoreFast, 2),
            (Opcode::LoadFast, 1),
            (Opcode::ReturnValue, 0),
        ];
        assert_eq!(list, expected);
        assert_eq!(decoded.at_offset(2), Some(2));
    }

    #[track_caller]
    fn refused(version: Version, bytes: &[u8], offset: u32, why: &str) {
        let invalid = decode(&raw(version, bytes.to_vec())).expect_err("bad code");
        assert!(invalid.why.contains(why), "{invalid}");
        assert_eq!(invalid.offset, offset);
    }

    #[test]
    fn bad_code_is_refused() {
        refused(Version::V36, &[], 0, "empty");
        refused(Version::V36, &[9], 0, "odd");
        refused(Version::V36, &[9, 0, 255, 0], 2, "illegal instruction 255");
        refused(Version::V312, &[9, 0, 3, 0], 2, "illegal instruction 3");
        refused(Version::V38, &[144, 1], 0, "EXTENDED_ARG at the end");
        refused(
            Version::V38,
            &[144, 255, 144, 1, 144, 0, 144, 0],
            4,
            "out of range",
        );
        let call = table(Version::V312).number(Opcode::Call).expect("CALL");
        refused(Version::V312, &[call, 0, 0, 0], 0, "inline cache");
    }
}
