//! What a `.pyc` file holds: constants and code objects, the same for all versions.
//!
//! The variables of a code object are normalised to the form of 3.11: one list, `localsplus`. Nothing here is trusted
//! or checked beyond its type: counts may disagree, indices may be out of range, the instructions may be anything.
//! Everything large is behind an `Rc`, as a file may refer to one object many times.

use std::fmt;
use std::rc::Rc;

use super::{PyText, Version};

/// The bits of `co_flags`.
pub mod flags {
    /// `*args` is taken.
    pub const VARARGS: u32 = 0x04;
    /// `**kwargs` is taken.
    pub const VARKEYWORDS: u32 = 0x08;
    /// Locals live in slots, not in a dictionary.
    pub const OPTIMIZED: u32 = 0x01;
    /// A call makes a new namespace.
    pub const NEWLOCALS: u32 = 0x02;
    /// The code belongs to a function inside a function.
    pub const NESTED: u32 = 0x10;
    /// A call makes a generator.
    pub const GENERATOR: u32 = 0x20;
    /// There are neither cells nor free variables (up to 3.10).
    pub const NOFREE: u32 = 0x40;
    /// A call makes a coroutine.
    pub const COROUTINE: u32 = 0x80;
    /// A generator that may be awaited (`types.coroutine`).
    pub const ITERABLE_COROUTINE: u32 = 0x100;
    /// A call makes an asynchronous generator.
    pub const ASYNC_GENERATOR: u32 = 0x200;
    /// A call makes something that is suspended and resumed.
    pub const SUSPENDS: u32 = GENERATOR | COROUTINE | ASYNC_GENERATOR;
    /// 3.6 only: `from __future__ import generator_stop`, in force (PEP 479).
    pub const FUTURE_GENERATOR_STOP_36: u32 = 0x80000;
    /// 3.14 and later: the first constant is the docstring.
    pub const HAS_DOCSTRING: u32 = 0x0400_0000;
    /// 3.14 and later: the function was defined in a class.
    pub const METHOD: u32 = 0x0800_0000;
}

/// A code object as it stands in the file.
#[derive(Clone)]
pub struct RawCode {
    /// The version of CPython whose instructions it holds.
    pub version: Version,
    /// Positional parameters, the positional-only ones included.
    pub argcount: u32,
    /// Positional-only parameters.
    pub posonlyargcount: u32,
    /// Keyword-only parameters.
    pub kwonlyargcount: u32,
    /// Local variables: up to 3.10 as written, from 3.11 the entries of `localsplus` that are locals.
    pub nlocals: u32,
    /// The depth of the stack as written.
    pub stacksize: u32,
    /// `co_flags`; see [`flags`].
    pub flags: u32,
    /// The instructions.
    pub code: Rc<[u8]>,
    /// The constants.
    pub consts: Rc<[Const]>,
    /// The names of globals, attributes and modules.
    pub names: Rc<[PyText]>,
    /// All variables: locals, then cells that are not locals too, then free variables.
    pub localsplus: Rc<[Local]>,
    /// Up to 3.10: `co_varnames`, `co_cellvars`, `co_freevars` as written.
    pub old_vars: Option<Rc<OldVars>>,
    /// `co_filename`
    pub filename: PyText,
    /// `co_name`
    pub name: PyText,
    /// `co_qualname`; up to 3.10 the same as `name`.
    pub qualname: PyText,
    /// `co_firstlineno`
    pub firstlineno: i32,
    /// `co_lnotab` (up to 3.9) or `co_linetable`: see `lines.rs`.
    pub linetable: Rc<[u8]>,
    /// `co_exceptiontable` of 3.11 and later: see `exceptions.rs`.
    pub exceptiontable: Rc<[u8]>,
}

impl RawCode {
    /// The entry of `localsplus` that a cell or free variable operand means.
    ///
    /// Up to 3.10 the operand counts cells, then free variables; from 3.11 it is the index itself.
    #[must_use]
    pub fn deref_index(&self, operand: u32) -> Option<u32> {
        match &self.old_vars {
            Some(old) => old.deref.get(usize::try_from(operand).ok()?).copied(),
            None => (usize::try_from(operand).ok()? < self.localsplus.len()).then_some(operand),
        }
    }

    /// The number of free variables.
    #[must_use]
    pub fn free_count(&self) -> usize {
        self.localsplus
            .iter()
            .filter(|local| local.is_free())
            .count()
    }

    /// The code objects among the constants.
    pub fn children(&self) -> impl Iterator<Item = &Rc<RawCode>> {
        self.consts.iter().filter_map(|value| {
            if let Const::Code(code) = value {
                Some(code)
            } else {
                None
            }
        })
    }
}

impl fmt::Debug for RawCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "<code object {}, file {:?}, line {}>",
            self.qualname, self.filename, self.firstlineno
        )
    }
}

/// The three lists of variables that code objects had up to 3.10.
#[derive(Clone, Debug)]
pub struct OldVars {
    /// `co_varnames`
    pub varnames: Rc<[PyText]>,
    /// `co_cellvars`
    pub cellvars: Rc<[PyText]>,
    /// `co_freevars`
    pub freevars: Rc<[PyText]>,
    /// For each cell variable, then each free variable: its entry in `localsplus`.
    pub deref: Box<[u32]>,
}

/// A variable of a code object.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Local {
    /// Its name.
    pub name: PyText,
    /// The bits below; bits that are not listed here have no meaning for execution.
    pub kind: u8,
}

impl Local {
    /// A comprehension's variable in a class body or module (3.12+): not seen by `locals()`.
    pub const HIDDEN: u8 = 0x10;
    /// A local variable.
    pub const LOCAL: u8 = 0x20;
    /// A variable that inner functions use: lives in a cell. A parameter may be local and cell.
    pub const CELL: u8 = 0x40;
    /// A variable of an outer function: lives in that function's cell.
    pub const FREE: u8 = 0x80;

    /// Whether it is a local variable (perhaps in a cell).
    #[must_use]
    pub fn is_local(&self) -> bool {
        self.kind & Local::LOCAL != 0
    }

    /// Whether it lives in a cell of this function.
    #[must_use]
    pub fn is_cell(&self) -> bool {
        self.kind & Local::CELL != 0
    }

    /// Whether it lives in a cell of an outer function.
    #[must_use]
    pub fn is_free(&self) -> bool {
        self.kind & Local::FREE != 0
    }
}

/// A constant: anything `marshal` can write.
///
/// Shared parts are shared by `Rc` and there are no cycles, but the unfolded tree may be exponentially larger than
/// the file: whoever compares, hashes or copies constants must go by identity of the `Rc` first. This is why there
/// is no `PartialEq`.
#[derive(Clone)]
pub enum Const {
    /// `None`
    None,
    /// `True`
    True,
    /// `False`
    False,
    /// `Ellipsis`
    Ellipsis,
    /// The class `StopIteration`
    StopIteration,
    /// An integer of 64 bits
    Int(i64),
    /// Any other integer
    BigInt {
        /// Whether it is below zero
        negative: bool,
        /// The absolute value in base 2**32, low digit first, highest digit not zero
        digits: Rc<[u32]>,
    },
    /// The bits of a float
    Float(u64),
    /// The bits of the real and the imaginary part
    Complex(u64, u64),
    /// `str`
    Str {
        /// The text
        text: PyText,
        /// Whether the file says that it was interned
        interned: bool,
    },
    /// `bytes`
    Bytes(Rc<[u8]>),
    /// `tuple`
    Tuple(Rc<[Const]>),
    /// `list`
    List(Rc<[Const]>),
    /// `dict`, in the order of the file; keys may repeat or be unhashable
    Dict(Rc<[(Const, Const)]>),
    /// `set`, in the order of the file; items may repeat or be unhashable
    Set(Rc<[Const]>),
    /// `frozenset`, as `Set`
    FrozenSet(Rc<[Const]>),
    /// `frozendict` (3.15+), as `Dict`
    FrozenDict(Rc<[(Const, Const)]>),
    /// `slice(start, stop, step)` (3.14+)
    Slice(Rc<[Const; 3]>),
    /// A code object
    Code(Rc<RawCode>),
}

impl Const {
    /// The name of its Python type.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        match self {
            Const::None => "None",
            Const::True | Const::False => "bool",
            Const::Ellipsis => "ellipsis",
            Const::StopIteration => "type",
            Const::Int(_) | Const::BigInt { .. } => "int",
            Const::Float(_) => "float",
            Const::Complex(..) => "complex",
            Const::Str { .. } => "str",
            Const::Bytes(_) => "bytes",
            Const::Tuple(_) => "tuple",
            Const::List(_) => "list",
            Const::Dict(_) => "dict",
            Const::Set(_) => "set",
            Const::FrozenSet(_) => "frozenset",
            Const::FrozenDict(_) => "frozendict",
            Const::Slice(_) => "slice",
            Const::Code(_) => "code",
        }
    }

    /// The integer with this sign and these digits in base 2**32, lowest first; high zeros are dropped.
    #[must_use]
    pub fn integer(negative: bool, mut digits: Vec<u32>) -> Const {
        while digits.last() == Some(&0) {
            digits.pop();
        }
        let magnitude = match *digits {
            [] => Some(0),
            [low] => Some(u64::from(low)),
            [low, high] => Some(u64::from(high) << 32 | u64::from(low)),
            _ => None,
        };
        let small = magnitude.and_then(|magnitude| {
            let value = i128::from(magnitude);
            i64::try_from(if negative { -value } else { value }).ok()
        });
        match small {
            Some(value) => Const::Int(value),
            None => Const::BigInt {
                negative,
                digits: digits.into(),
            },
        }
    }

    /// A `str` constant that is not marked as interned.
    #[must_use]
    pub fn text(text: &str) -> Const {
        Const::Str {
            text: PyText::new(text),
            interned: false,
        }
    }
}
