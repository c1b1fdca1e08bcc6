//! The fields of a marshalled code object: their order in each version, and a code object made from them.
//!
//! The order is declared once, here, for the reader and the writer.

use std::rc::Rc;

use super::bytes::Input;
use super::variables::Variables;
use super::{Const, PyText, PycError, RawCode, Version, What};

/// A field of a code object.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Field {
    ArgCount,
    PosOnlyArgCount,
    KwOnlyArgCount,
    NLocals,
    StackSize,
    Flags,
    FirstLine,
    Code,
    Consts,
    Names,
    VarNames,
    FreeVars,
    CellVars,
    LocalsPlusNames,
    LocalsPlusKinds,
    FileName,
    Name,
    QualName,
    LineTable,
    ExceptionTable,
}

use Field::*;

const FIELDS: usize = ExceptionTable as usize + 1;

const SINCE_36: &[Field] = &[
    ArgCount,
    KwOnlyArgCount,
    NLocals,
    StackSize,
    Flags,
    Code,
    Consts,
    Names,
    VarNames,
    FreeVars,
    CellVars,
    FileName,
    Name,
    FirstLine,
    LineTable,
];
const SINCE_38: &[Field] = &[
    ArgCount,
    PosOnlyArgCount,
    KwOnlyArgCount,
    NLocals,
    StackSize,
    Flags,
    Code,
    Consts,
    Names,
    VarNames,
    FreeVars,
    CellVars,
    FileName,
    Name,
    FirstLine,
    LineTable,
];
const SINCE_311: &[Field] = &[
    ArgCount,
    PosOnlyArgCount,
    KwOnlyArgCount,
    StackSize,
    Flags,
    Code,
    Consts,
    Names,
    LocalsPlusNames,
    LocalsPlusKinds,
    FileName,
    Name,
    QualName,
    FirstLine,
    LineTable,
    ExceptionTable,
];

/// The fields of `version`, in their order in the file.
pub(super) fn layout(version: Version) -> &'static [Field] {
    match version {
        Version::V36 | Version::V37 => SINCE_36,
        Version::V38 | Version::V39 | Version::V310 => SINCE_38,
        _ => SINCE_311,
    }
}

impl Field {
    /// Whether it is a plain number of 32 bits; the others are objects.
    pub(super) fn is_number(self) -> bool {
        (self as usize) <= FirstLine as usize
    }

    /// What CPython calls it.
    fn role(self) -> &'static str {
        match self {
            ArgCount => "co_argcount",
            PosOnlyArgCount => "co_posonlyargcount",
            KwOnlyArgCount => "co_kwonlyargcount",
            NLocals => "co_nlocals",
            StackSize => "co_stacksize",
            Flags => "co_flags",
            FirstLine => "co_firstlineno",
            Code => "co_code",
            Consts => "co_consts",
            Names => "co_names",
            VarNames => "co_varnames",
            FreeVars => "co_freevars",
            CellVars => "co_cellvars",
            LocalsPlusNames => "co_localsplusnames",
            LocalsPlusKinds => "co_localspluskinds",
            FileName => "co_filename",
            Name => "co_name",
            QualName => "co_qualname",
            LineTable => "co_linetable",
            ExceptionTable => "co_exceptiontable",
        }
    }
}

/// The fields read so far of a code object.
#[derive(Debug)]
pub(super) struct Fields {
    version: Version,
    rest: &'static [Field],
    numbers: [i32; FIELDS],
    objects: [(Const, usize); FIELDS],
}

impl Fields {
    /// Reads the numbers before the first object.
    pub(super) fn begin(version: Version, input: &mut Input<'_>) -> Result<Box<Fields>, PycError> {
        let objects = std::array::from_fn(|_| (Const::None, input.at()));
        let rest = layout(version);
        let mut fields = Box::new(Fields {
            version,
            rest,
            numbers: [0; FIELDS],
            objects,
        });
        fields.read_numbers(input)?;
        Ok(fields)
    }

    /// Takes the next object, found at `offset`, and reads the numbers behind it; true when that was the last field.
    pub(super) fn accept(
        &mut self,
        value: Const,
        offset: usize,
        input: &mut Input<'_>,
    ) -> Result<bool, PycError> {
        if let [field, rest @ ..] = self.rest {
            self.rest = rest;
            if let Some(place) = self.objects.get_mut(*field as usize) {
                *place = (value, offset);
            }
        }
        self.read_numbers(input)?;
        Ok(self.rest.is_empty())
    }

    fn read_numbers(&mut self, input: &mut Input<'_>) -> Result<(), PycError> {
        while let [field, rest @ ..] = self.rest
            && field.is_number()
        {
            self.rest = rest;
            let offset = input.at();
            let value = input.i32()?;
            if value < 0 && matches!(field, ArgCount | PosOnlyArgCount | KwOnlyArgCount | NLocals) {
                return Err(PycError {
                    offset,
                    what: What::Negative {
                        role: field.role(),
                        value,
                    },
                });
            }
            if let Some(place) = self.numbers.get_mut(*field as usize) {
                *place = value;
            }
        }
        Ok(())
    }

    /// The code object.
    pub(super) fn finish(
        mut self: Box<Fields>,
        variables: &mut Variables,
    ) -> Result<RawCode, PycError> {
        let names = self.texts(Names, variables)?;
        let (localsplus, old_vars) = match self.version {
            Version::V36 | Version::V37 | Version::V38 | Version::V39 | Version::V310 => {
                let lists = [
                    self.texts(VarNames, variables)?,
                    self.texts(CellVars, variables)?,
                    self.texts(FreeVars, variables)?,
                ];
                let (locals, old) = variables
                    .old_locals(lists)
                    .map_err(|what| self.error(VarNames, what))?;
                (locals, Some(old))
            }
            _ => {
                let (names, kinds) = (
                    self.texts(LocalsPlusNames, variables)?,
                    self.bytes(LocalsPlusKinds)?,
                );
                (
                    variables
                        .locals(names, kinds)
                        .map_err(|what| self.error(LocalsPlusKinds, what))?,
                    None,
                )
            }
        };
        let nlocals = match old_vars {
            Some(_) => self.number(NLocals),
            None => u32::try_from(localsplus.iter().filter(|local| local.is_local()).count())
                .unwrap_or(u32::MAX),
        };
        let name = self.text(Name)?;
        let new = old_vars.is_none();
        Ok(RawCode {
            version: self.version,
            argcount: self.number(ArgCount),
            posonlyargcount: self.number(PosOnlyArgCount),
            kwonlyargcount: self.number(KwOnlyArgCount),
            nlocals,
            stacksize: self.number(StackSize),
            flags: self.number(Flags),
            code: self.bytes(Code)?,
            consts: self.tuple(Consts)?,
            names,
            localsplus,
            old_vars,
            filename: self.text(FileName)?,
            qualname: if new {
                self.text(QualName)?
            } else {
                name.clone()
            },
            name,
            firstlineno: self.number(FirstLine).cast_signed(),
            linetable: self.bytes(LineTable)?,
            exceptiontable: if new {
                self.bytes(ExceptionTable)?
            } else {
                Rc::new([])
            },
        })
    }

    fn number(&self, field: Field) -> u32 {
        self.numbers
            .get(field as usize)
            .copied()
            .unwrap_or(0)
            .cast_unsigned()
    }

    /// Takes the object of a field out.
    fn object(&mut self, field: Field) -> Const {
        match self.objects.get_mut(field as usize) {
            Some((value, _)) => std::mem::replace(value, Const::None),
            None => Const::None,
        }
    }

    fn bytes(&mut self, field: Field) -> Result<Rc<[u8]>, PycError> {
        match self.object(field) {
            Const::Bytes(bytes) => Ok(bytes),
            other => Err(self.type_error(field, "bytes", &other)),
        }
    }

    fn text(&mut self, field: Field) -> Result<PyText, PycError> {
        match self.object(field) {
            Const::Str { text, .. } => Ok(text),
            other => Err(self.type_error(field, "str", &other)),
        }
    }

    fn tuple(&mut self, field: Field) -> Result<Rc<[Const]>, PycError> {
        match self.object(field) {
            Const::Tuple(items) => Ok(items),
            other => Err(self.type_error(field, "a tuple", &other)),
        }
    }

    fn texts(&mut self, field: Field, variables: &mut Variables) -> Result<Rc<[PyText]>, PycError> {
        let items = self.tuple(field)?;
        variables
            .texts(&items)
            .map_err(|found| self.type_error(field, "a tuple of str", found))
    }

    fn type_error(&self, field: Field, expected: &'static str, found: &Const) -> PycError {
        self.error(
            field,
            What::Type {
                role: field.role(),
                expected,
                found: found.type_name(),
            },
        )
    }

    /// An error at the place of a field.
    fn error(&self, field: Field, what: What) -> PycError {
        PycError {
            offset: self
                .objects
                .get(field as usize)
                .map_or(0, |object| object.1),
            what,
        }
    }
}
