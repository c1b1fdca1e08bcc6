//! The one error type of the room: which Python exception, and its text.

use std::borrow::Cow;
use std::fmt;

/// The Python exception an [`Error`] stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// `ValueError`
    Value,
    /// `TypeError`
    Type,
    /// `OverflowError`
    Overflow,
    /// `OverflowError` whose `args` are `(34, text)`: what CPython raises when the C library reports `ERANGE`.
    OverflowErrno,
    /// `ZeroDivisionError`
    ZeroDivision,
    /// `MemoryError`; the text is empty.
    Memory,
}

/// A Python exception that has not been raised yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// Which exception.
    pub kind: ErrorKind,
    /// Its text, word for word as in CPython 3.14.
    pub text: Cow<'static, str>,
}

impl Error {
    /// A `ValueError`.
    pub fn value(text: impl Into<Cow<'static, str>>) -> Error {
        Error {
            kind: ErrorKind::Value,
            text: text.into(),
        }
    }

    /// A `TypeError`.
    pub fn type_error(text: impl Into<Cow<'static, str>>) -> Error {
        Error {
            kind: ErrorKind::Type,
            text: text.into(),
        }
    }

    /// An `OverflowError`.
    pub fn overflow(text: impl Into<Cow<'static, str>>) -> Error {
        Error {
            kind: ErrorKind::Overflow,
            text: text.into(),
        }
    }

    /// A `ZeroDivisionError`.
    pub fn zero_division(text: impl Into<Cow<'static, str>>) -> Error {
        Error {
            kind: ErrorKind::ZeroDivision,
            text: text.into(),
        }
    }

    /// `OverflowError(34, 'Numerical result out of range')`.
    pub fn out_of_range() -> Error {
        Error {
            kind: ErrorKind::OverflowErrno,
            text: Cow::Borrowed("Numerical result out of range"),
        }
    }

    /// A `MemoryError`.
    pub fn memory() -> Error {
        Error {
            kind: ErrorKind::Memory,
            text: Cow::Borrowed(""),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for Error {}
