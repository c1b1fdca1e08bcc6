//! [`PycError`]: why a file could not be read, and where.

use std::fmt;

use super::BadMagic;

/// A file or a marshalled value that is not what it should be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PycError {
    /// The offset of the byte at which reading stopped.
    pub offset: usize,
    /// What was wrong there.
    pub what: What,
}

/// What is wrong with a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum What {
    /// No byte at all.
    Empty,
    /// The first four bytes are not those of any `.pyc` file.
    NotPyc,
    /// The file is of a version that cannot be read.
    Magic(BadMagic),
    /// The file ends within the header.
    ShortHeader {
        /// Bytes that a header has in this version.
        need: usize,
    },
    /// The header has flags that no CPython sets.
    HeaderFlags(u32),
    /// The data end where an object should begin.
    NoObject,
    /// The data end within an object.
    Short {
        /// Bytes needed.
        need: u64,
        /// Bytes there.
        left: usize,
    },
    /// A container says that it has more items than there are bytes.
    Count {
        /// The type of the container.
        of: &'static str,
        /// The number of items it claims.
        count: u32,
        /// Bytes there.
        left: usize,
    },
    /// A type code that `marshal` does not have.
    TypeCode(u8),
    /// The marker of the end of a dictionary where an object should be.
    Null,
    /// A reference to an object that the file does not have.
    Reference(u32),
    /// A reference to an object from its own inside.
    Cycle(u32),
    /// Objects are nested too deeply.
    Depth,
    /// Text that is not UTF-8.
    Utf8,
    /// A text float that is no number.
    Float,
    /// An integer with a digit out of range.
    Digit,
    /// An integer whose highest digit is zero.
    Unnormalized,
    /// The types of the variables and their names differ in number.
    Kinds {
        /// Names of variables.
        names: usize,
        /// Kinds of variables.
        kinds: usize,
    },
    /// A value of one type where another is needed.
    Type {
        /// What the value is for.
        role: &'static str,
        /// What it should be.
        expected: &'static str,
        /// The type it has.
        found: &'static str,
    },
    /// A count of a code object that is below zero.
    Negative {
        /// What is counted.
        role: &'static str,
        /// The number found.
        value: i32,
    },
    /// The lists of variables of the code objects together are far larger than the file.
    TooManyVariables,
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            What::Empty => f.write_str("the file is empty"),
            What::NotPyc => f.write_str("not a .pyc file (no magic number of CPython)"),
            What::Magic(why) => write!(f, "{why}"),
            What::ShortHeader { need } => {
                write!(f, "reached EOF while reading pyc header of {need} bytes")
            }
            What::HeaderFlags(flags) => write!(f, "invalid flags {flags:#x} in the header"),
            What::NoObject => f.write_str("EOF read where object expected"),
            What::Short { need, left } => {
                write!(f, "data too short: {need} bytes needed, {left} left")
            }
            What::Count { of, count, left } => write!(f, "{of} of {count} items in {left} bytes"),
            What::TypeCode(code) if code.is_ascii_graphic() => {
                write!(f, "unknown type code '{}'", char::from(*code))
            }
            What::TypeCode(code) => write!(f, "unknown type code {code:#04x}"),
            What::Null => f.write_str("NULL where an object was expected"),
            What::Reference(index) => write!(f, "invalid reference {index}"),
            What::Cycle(index) => write!(
                f,
                "cyclic constant (reference {index} to an object from inside it)"
            ),
            What::Depth => f.write_str("objects are nested too deeply"),
            What::Utf8 => f.write_str("text is not UTF-8"),
            What::Float => f.write_str("text is not a number"),
            What::Digit => f.write_str("digit out of range in an integer"),
            What::Unnormalized => f.write_str("integer with a leading zero"),
            What::Kinds { names, kinds } => {
                write!(f, "{names} names of variables but {kinds} kinds")
            }
            What::Type {
                role,
                expected,
                found,
            } => write!(f, "{role} must be {expected}, not {found}"),
            What::Negative { role, value } => write!(f, "{role} is {value}, below zero"),
            What::TooManyVariables => {
                f.write_str("the code objects have far too many variables for the size of the file")
            }
        }
    }
}

/// The exception that `marshal.loads` raises for an error.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Raises {
    /// `EOFError`
    EofError,
    /// `TypeError`
    TypeError,
    /// `ValueError`
    ValueError,
}

impl PycError {
    /// The exception and the message that `marshal.loads` gives for this error.
    #[must_use]
    pub fn as_python(&self) -> (Raises, String) {
        let bad = |what: &str| (Raises::ValueError, format!("bad marshal data ({what})"));
        let too_short = || (Raises::EofError, "marshal data too short".to_owned());
        // CPython takes lengths as signed numbers.
        let too_large = |count: u64| count > u64::from(i32::MAX.cast_unsigned());
        match &self.what {
            What::NoObject | What::Empty => (Raises::EofError, self.what_text()),
            What::Short { need, .. } if too_large(*need) => bad("string size out of range"),
            What::Count { of, count, .. } if too_large(u64::from(*count)) => {
                bad(&format!("{of} size out of range"))
            }
            What::Short { .. } | What::Count { .. } | What::ShortHeader { .. } => too_short(),
            What::TypeCode(_) => bad("unknown type code"),
            What::Reference(_) | What::Cycle(_) => bad("invalid reference"),
            What::Digit => bad("digit out of range in long"),
            What::Unnormalized => bad("unnormalized long data"),
            What::Null => (
                Raises::TypeError,
                "NULL object in marshal data for object".to_owned(),
            ),
            What::Type { .. } => (Raises::TypeError, self.what_text()),
            What::Depth => (Raises::ValueError, "recursion limit exceeded".to_owned()),
            _ => (Raises::ValueError, self.what_text()),
        }
    }

    fn what_text(&self) -> String {
        match self.what {
            What::Empty => What::NoObject.to_string(),
            ref what => what.to_string(),
        }
    }
}

impl fmt::Display for PycError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at byte {}", self.what, self.offset)
    }
}

impl std::error::Error for PycError {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pyc::{Version, read_value};

    #[track_caller]
    fn check(bytes: &[u8], raises: Raises, message: &str) {
        let error = read_value(bytes, Version::V314).expect_err("bad data");
        assert_eq!(error.as_python(), (raises, message.to_owned()));
    }

    #[test]
    fn exceptions_of_marshal() {
        check(b"", Raises::EofError, "EOF read where object expected");
        check(b"(", Raises::EofError, "marshal data too short");
        check(b"(\x05\0\0\0N", Raises::EofError, "marshal data too short");
        check(
            b"(\xFF\xFF\xFF\xFF",
            Raises::ValueError,
            "bad marshal data (tuple size out of range)",
        );
        check(
            b"?",
            Raises::ValueError,
            "bad marshal data (unknown type code)",
        );
        check(
            b"r\0\0\0\0",
            Raises::ValueError,
            "bad marshal data (invalid reference)",
        );
        check(
            b"l\x01\0\0\0\0\x80",
            Raises::ValueError,
            "bad marshal data (digit out of range in long)",
        );
        check(
            b"l\x01\0\0\0\0\0",
            Raises::ValueError,
            "bad marshal data (unnormalized long data)",
        );
        check(
            b"0",
            Raises::TypeError,
            "NULL object in marshal data for object",
        );
    }
}
