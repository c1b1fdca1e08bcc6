//! The instructions of each version of CPython: one generated table per version, one enum for all names.
//!
//! Only instructions that a compiler writes to a file are listed: the specialised and instrumented forms, which the
//! interpreter puts into running code, and the inline caches are not instructions here, and a number without an
//! entry is an illegal instruction. Regenerate with `tests/it/gen/opcodes.py`.

mod names;
mod v310;
mod v311;
mod v312;
mod v313;
mod v314;
mod v315;
mod v36;
mod v37;
mod v38;
mod v39;

use std::fmt;

use super::Version;
pub use names::{BINARY, COMMON, COMPARE, INTRINSICS_1, INTRINSICS_2, Opcode, SPECIAL};

/// What the operand of an instruction means.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Operand {
    /// Nothing; the byte is ignored.
    None,
    /// A number: a count, a depth, flags.
    Int,
    /// Index of a constant.
    Const,
    /// Index of a name.
    Name,
    /// Index of a name, times 2, plus one flag.
    NameBit,
    /// Index of a name, times 4, plus two flags.
    NameBits,
    /// Index of a local variable.
    Local,
    /// Two indices of local variables, in the high and the low 4 bits.
    LocalPair,
    /// A cell or free variable: see [`super::RawCode::deref_index`].
    Deref,
    /// A jump forward from the end of the instruction and its caches.
    JumpForward,
    /// A jump backward from the end of the instruction and its caches.
    JumpBackward,
    /// A jump to a place counted from the start of the code.
    JumpAbsolute,
    /// A comparison of [`COMPARE`]; from 3.12 above some flag bits.
    Compare,
    /// An operation of [`BINARY`].
    Binary,
    /// A function of [`INTRINSICS_1`].
    Intrinsic1,
    /// A function of [`INTRINSICS_2`].
    Intrinsic2,
    /// A constant of [`COMMON`].
    Common,
    /// A method of [`SPECIAL`].
    Special,
}

/// An instruction of one version.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct OpInfo {
    /// Which instruction it is.
    pub opcode: Opcode,
    /// What its operand means.
    pub operand: Operand,
    /// Units of inline cache behind it.
    pub caches: u8,
}

/// How many entries of each list in this module a version knows; they only ever grew at the end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Counts {
    /// Of [`BINARY`]
    pub binary: u32,
    /// Of [`COMPARE`]
    pub compare: u32,
    /// Of [`INTRINSICS_1`], of which number 0 is invalid
    pub intrinsics1: u32,
    /// Of [`INTRINSICS_2`], of which number 0 is invalid
    pub intrinsics2: u32,
    /// Of [`COMMON`]
    pub common: u32,
    /// Of [`SPECIAL`]
    pub special: u32,
}

/// The instructions of one version.
#[derive(Debug)]
pub struct Table {
    ops: [Option<OpInfo>; 256],
    /// The limits of operands that select from a list.
    pub counts: Counts,
    extended_arg: u8,
}

impl Table {
    /// The instruction with this number, unless it may not stand in a file.
    #[must_use]
    pub fn get(&self, number: u8) -> Option<OpInfo> {
        self.ops.get(usize::from(number)).copied().flatten()
    }

    /// The number of `EXTENDED_ARG`.
    #[must_use]
    pub fn extended_arg(&self) -> u8 {
        self.extended_arg
    }

    /// All instructions with their numbers, in the order of the numbers.
    pub fn iter(&self) -> impl Iterator<Item = (u8, OpInfo)> {
        (0..=255)
            .zip(self.ops.iter())
            .filter_map(|(number, op)| Some((number, (*op)?)))
    }

    /// The number of an opcode, if this version has it.
    #[must_use]
    pub fn number(&self, opcode: Opcode) -> Option<u8> {
        self.iter()
            .find(|(_, op)| op.opcode == opcode)
            .map(|(number, _)| number)
    }

    /// A table from its rows; runs at compile time.
    const fn new(counts: Counts, rows: &[(u8, OpInfo)]) -> Table {
        let mut table = Table {
            ops: [None; 256],
            counts,
            extended_arg: 0,
        };
        let mut row = 0;
        while row < rows.len() {
            let (number, op) = rows[row];
            table.ops[number as usize] = Some(op);
            if matches!(op.opcode, Opcode::ExtendedArg) {
                table.extended_arg = number;
            }
            row += 1;
        }
        table
    }
}

/// The instructions of `version`.
#[must_use]
pub fn table(version: Version) -> &'static Table {
    match version {
        Version::V36 => &v36::TABLE,
        Version::V37 => &v37::TABLE,
        Version::V38 => &v38::TABLE,
        Version::V39 => &v39::TABLE,
        Version::V310 => &v310::TABLE,
        Version::V311 => &v311::TABLE,
        Version::V312 => &v312::TABLE,
        Version::V313 => &v313::TABLE,
        Version::V314 => &v314::TABLE,
        Version::V315 => &v315::TABLE,
    }
}

impl Opcode {
    /// The opcode that CPython calls `name`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Opcode> {
        Opcode::ALL.iter().copied().find(|op| op.name() == name)
    }
}

impl fmt::Display for Opcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// Declares `Opcode` and the spelling of each in CPython.
macro_rules! opcode_names {
    ($($variant:ident $name:literal;)*) => {
        /// The instructions of all versions, by name: equal names may mean different things in different versions.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[repr(u8)]
        pub enum Opcode {
            $(#[doc = $name] $variant,)*
        }

        impl Opcode {
            /// All of them, in alphabetical order.
            pub const ALL: &[Opcode] = &[$(Opcode::$variant,)*];

            /// The name in CPython.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Opcode::$variant => $name,)*
                }
            }
        }
    };
}
use opcode_names;

/// Declares the lists that operands select from.
macro_rules! operand_lists {
    ($($name:ident: $entries:expr;)*) => {
        $(
            #[doc = concat!("What an operand may select, in the order of its numbers: `", stringify!($name), "`.")]
            pub const $name: &[&str] = &$entries;
        )*
    };
}
use operand_lists;

/// Declares the table of one version.
macro_rules! opcode_table {
    (
        counts { $($field:ident: $count:literal),* }
        $($number:literal $variant:ident $operand:ident $caches:literal;)*
    ) => {
        use super::{Counts, OpInfo, Opcode, Operand, Table};

        pub(super) static TABLE: Table = Table::new(
            Counts { $($field: $count),* },
            &[$((
                $number,
                OpInfo { opcode: Opcode::$variant, operand: Operand::$operand, caches: $caches },
            ),)*],
        );
    };
}
use opcode_table;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_version_has_its_instructions() {
        // Counts of PYC's survey, less the internal ones.
        let expected = [118, 119, 120, 119, 127, 109, 108, 114, 117, 116];
        for (version, count) in Version::ALL.into_iter().zip(expected) {
            assert_eq!(table(version).iter().count(), count, "{version}");
            assert_eq!(
                table(version).number(Opcode::ExtendedArg),
                Some(table(version).extended_arg())
            );
        }
        assert_eq!(Opcode::ALL.len(), 206);
    }

    #[test]
    fn names_and_numbers_round_trip() {
        for &opcode in Opcode::ALL {
            assert_eq!(Opcode::from_name(opcode.name()), Some(opcode));
            assert!(
                Version::ALL
                    .iter()
                    .any(|&v| table(v).number(opcode).is_some()),
                "{opcode}"
            );
        }
        assert_eq!(Opcode::from_name("CACHE"), None);
    }

    #[track_caller]
    fn check(version: Version, number: u8, name: &str, operand: Operand, caches: u8) {
        let op = table(version).get(number).expect("a legal instruction");
        assert_eq!(
            (op.opcode.name(), op.operand, op.caches),
            (name, operand, caches)
        );
    }

    #[test]
    fn some_rows() {
        check(Version::V36, 100, "LOAD_CONST", Operand::Const, 0);
        check(Version::V36, 113, "JUMP_ABSOLUTE", Operand::JumpAbsolute, 0);
        check(Version::V310, 116, "LOAD_GLOBAL", Operand::Name, 0);
        check(Version::V311, 116, "LOAD_GLOBAL", Operand::NameBit, 5);
        check(Version::V311, 160, "LOAD_METHOD", Operand::Name, 10);
        check(
            Version::V312,
            140,
            "JUMP_BACKWARD",
            Operand::JumpBackward,
            0,
        );
        check(Version::V313, 44, "WITH_EXCEPT_START", Operand::None, 0);
        check(Version::V315, 72, "IMPORT_NAME", Operand::NameBits, 0);
        check(Version::V315, 66, "END_ASYNC_FOR", Operand::Int, 0);
        check(Version::V315, 128, "RESUME", Operand::Int, 1);
    }

    #[test]
    fn internal_instructions_are_illegal() {
        for version in Version::ALL.into_iter().skip(5) {
            assert_eq!(table(version).get(0), None, "CACHE of {version}");
            assert_eq!(table(version).get(255), None);
        }
        assert_eq!(table(Version::V312).get(17), None);
        assert_eq!(table(Version::V313).get(22), None);
    }
}
