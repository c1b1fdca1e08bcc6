//! `bytes`, and what it shares with `bytearray`: both types have the same methods, working on a [`ByteString`] and giving objects of its type.

mod build;
mod make;
mod search;
mod split;
mod string;

pub(super) use self::build::repeated;
pub(super) use self::make::{array_content, hex_separator, hex_text};
pub use self::make::{byte_of, bytes_from};
pub use self::string::ByteString;
pub(super) use self::string::item_index;

/// The methods of both types, for their tables.
pub(super) mod methods {
    pub(in crate::builtins) use super::build::{
        add, capitalize, center, expandtabs, join, ljust, lower, modulo, mul, replace, rjust, rmod,
        swapcase, title, translate, upper, zfill,
    };
    pub(in crate::builtins) use super::make::{decode, fromhex, hex, maketrans};
    pub(in crate::builtins) use super::search::{
        contains, count, endswith, find, index, isalnum, isalpha, isascii, isdigit, islower,
        isspace, istitle, isupper, removeprefix, removesuffix, rfind, rindex, startswith,
    };
    pub(in crate::builtins) use super::split::{
        lstrip, partition, rpartition, rsplit, rstrip, split, splitlines, strip,
    };
    pub(in crate::builtins) use super::string::{buffer, len};
}

use self::methods::*;
use crate::native_functions;
use crate::object::{Bytes, Class, Obj, T, Value};
use crate::runtime::compare::Cmp;
use crate::runtime::iter::Slice;
use crate::runtime::native::TypeDef;
use crate::runtime::{OrMemoryError, PyResult, Vm};
use crate::text::{CharBuf, repr as text_repr};

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[&BYTES];

static BYTES: TypeDef = TypeDef {
    new: Some(&NEW[0]),
    methods: METHODS,
    class_methods: CLASS_METHODS,
    static_methods: STATIC,
    ..TypeDef::new(
        T::Bytes,
        "bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes\nbytes(bytes_or_buffer) -> immutable copy of bytes_or_buffer\nbytes(int) -> bytes object of size given by the parameter initialized with null bytes\nbytes() -> empty bytes object",
    )
};

native_functions! { NEW = [
    /// Create and return a new object.
    "__new__" as new(cls; source = Value::EMPTY, encoding = Value::EMPTY, errors = Value::EMPTY);
]}

native_functions! { CLASS_METHODS = [
    /// Create a bytes object from a string of hexadecimal numbers.
    fromhex(cls, string);
]}

native_functions! { STATIC = [
    /// Return a translation table usable for the bytes or bytearray translate method.
    maketrans(frm, to);
]}

/// Declares a table of the methods that `bytes` and `bytearray` have, and of others.
macro_rules! byte_functions {
    ($TABLE:ident = [ $($others:tt)* ]) => {
        $crate::native_functions! { $TABLE = [
            /// Return a copy with only its first character capitalized (ASCII) and the rest lower-cased.
            capitalize(this);
            /// Return a centered string of length width.
            center(this, width, fillchar = Value::EMPTY);
            /// Return the number of non-overlapping occurrences of subsection 'sub' in bytes B[start:end].
            count(this, sub, start = Value::EMPTY, end = Value::EMPTY);
            /// Decode the bytes using the codec registered for encoding.
            decode(this; encoding = Value::EMPTY, errors = Value::EMPTY);
            /// Return True if the bytes end with the specified suffix, False otherwise.
            endswith(this, suffix, start = Value::EMPTY, end = Value::EMPTY);
            /// Return a copy where all tab characters are expanded using spaces.
            expandtabs(this; tabsize = 8);
            /// Return the lowest index in B where subsection 'sub' is found, such that 'sub' is contained within B[start,end].
            find(this, sub, start = Value::EMPTY, end = Value::EMPTY);
            /// Create a string of hexadecimal numbers from a bytes object.
            hex(this; sep = Value::EMPTY, bytes_per_sep = 1);
            /// Return the lowest index in B where subsection 'sub' is found, such that 'sub' is contained within B[start,end].
            index(this, sub, start = Value::EMPTY, end = Value::EMPTY);
            /// Return True if all characters in B are alphanumeric and there is at least one character in B, False otherwise.
            isalnum(this);
            /// Return True if all characters in B are alphabetic and there is at least one character in B, False otherwise.
            isalpha(this);
            /// Return True if B is empty or all characters in B are ASCII, False otherwise.
            isascii(this);
            /// Return True if all characters in B are digits and there is at least one character in B, False otherwise.
            isdigit(this);
            /// Return True if all cased characters in B are lowercase and there is at least one cased character in B, False otherwise.
            islower(this);
            /// Return True if all characters in B are whitespace and there is at least one character in B, False otherwise.
            isspace(this);
            /// Return True if B is a titlecased string and there is at least one character in B.
            istitle(this);
            /// Return True if all cased characters in B are uppercase and there is at least one cased character in B, False otherwise.
            isupper(this);
            /// Concatenate any number of bytes objects.
            join(this, iterable_of_bytes);
            /// Return a left-justified string of length width.
            ljust(this, width, fillchar = Value::EMPTY);
            /// Return a copy of B with all ASCII characters converted to lowercase.
            lower(this);
            /// Strip leading bytes contained in the argument.
            lstrip(this, bytes = Value::NONE);
            /// Partition the bytes into three parts using the given separator.
            partition(this, sep);
            /// Return a bytes object with the given prefix string removed if present.
            removeprefix(this, prefix);
            /// Return a bytes object with the given suffix string removed if present.
            removesuffix(this, suffix);
            /// Return a copy with all occurrences of substring old replaced by new.
            replace(this, old, new, count = -1);
            /// Return the highest index in B where subsection 'sub' is found, such that 'sub' is contained within B[start,end].
            rfind(this, sub, start = Value::EMPTY, end = Value::EMPTY);
            /// Return the highest index in B where subsection 'sub' is found, such that 'sub' is contained within B[start,end].
            rindex(this, sub, start = Value::EMPTY, end = Value::EMPTY);
            /// Return a right-justified string of length width.
            rjust(this, width, fillchar = Value::EMPTY);
            /// Partition the bytes into three parts using the given separator.
            rpartition(this, sep);
            /// Return a list of the sections in the bytes, using sep as the delimiter.
            rsplit(this; sep = Value::NONE, maxsplit = -1);
            /// Strip trailing bytes contained in the argument.
            rstrip(this, bytes = Value::NONE);
            /// Return a list of the sections in the bytes, using sep as the delimiter.
            split(this; sep = Value::NONE, maxsplit = -1);
            /// Return a list of the lines in the bytes, breaking at line boundaries.
            splitlines(this; keepends = false);
            /// Return True if the bytes start with the specified prefix, False otherwise.
            startswith(this, prefix, start = Value::EMPTY, end = Value::EMPTY);
            /// Strip leading and trailing bytes contained in the argument.
            strip(this, bytes = Value::NONE);
            /// Return a copy of B with uppercase ASCII characters converted to lowercase and vice versa.
            swapcase(this);
            /// Return a titlecased version of B.
            title(this);
            /// Return a copy with each character mapped by the given translation table.
            translate(this, table; delete = Value::EMPTY);
            /// Return a copy of B with all ASCII characters converted to uppercase.
            upper(this);
            /// Pad a numeric string with zeros on the left, to fill a field of the given width.
            zfill(this, width);
            /// Return self+value.
            "__add__" as add(this, value);
            /// Return a buffer object that exposes the underlying memory of the object.
            "__buffer__" as buffer(this, flags);
            /// Return bool(key in self).
            "__contains__" as contains(this, key);
            /// Return len(self).
            "__len__" as len(this);
            /// Return self%value.
            "__mod__" as modulo(this, value);
            /// Return self*value.
            "__mul__" as mul(this, value);
            /// Return value%self.
            "__rmod__" as rmod(this, value);
            /// Return value*self.
            "__rmul__" as mul(this, value);
            $($others)*
        ]}
    };
}
pub(super) use byte_functions;

byte_functions! { METHODS = [
    /// Convert this value to exact type bytes.
    "__bytes__" as bytes(this);
    /// Return self==value.
    "__eq__" as eq(this, value);
    /// Return self>=value.
    "__ge__" as ge(this, value);
    /// Return self[key].
    "__getitem__" as getitem(this, key);
    "__getnewargs__" as getnewargs(this);
    /// Return self>value.
    "__gt__" as gt(this, value);
    /// Return hash(self).
    "__hash__" as hash(this);
    /// Implement iter(self).
    "__iter__" as iter(this);
    /// Return self<=value.
    "__le__" as le(this, value);
    /// Return self<value.
    "__lt__" as lt(this, value);
    /// Return self!=value.
    "__ne__" as ne(this, value);
    /// Return repr(self).
    "__repr__" as repr(this);
    /// Returns the size of the bytes object in memory, in bytes.
    "__sizeof__" as sizeof(this);
    /// Return str(self).
    "__str__" as repr(this);
]}

fn new(vm: &mut Vm, class: Class, source: Value, encoding: Value, errors: Value) -> PyResult {
    let exact = class == vm.class(T::Bytes);
    if exact && encoding.is_empty() && errors.is_empty() && Bytes::from_value(source).is_some() {
        return Ok(source);
    }
    let made = make::bytes_object(vm, source, encoding, errors)?;
    if exact {
        return Ok(made);
    }
    let payload = vm.payload(made);
    Ok(vm.wrap_payload(class, T::Bytes, payload))
}

fn bytes(_vm: &mut Vm, this: Bytes) -> Bytes {
    this
}

fn compare(vm: &mut Vm, op: Cmp, this: Bytes, value: Value) -> Value {
    match Bytes::from_value(vm.payload(value)) {
        Some(other) => Value::from_bool(op.holds(this.as_slice().cmp(other.as_slice()))),
        None => Value::NOT_IMPLEMENTED,
    }
}

fn eq(vm: &mut Vm, this: Bytes, value: Value) -> Value {
    compare(vm, Cmp::Eq, this, value)
}

fn ne(vm: &mut Vm, this: Bytes, value: Value) -> Value {
    compare(vm, Cmp::Ne, this, value)
}

fn lt(vm: &mut Vm, this: Bytes, value: Value) -> Value {
    compare(vm, Cmp::Lt, this, value)
}

fn le(vm: &mut Vm, this: Bytes, value: Value) -> Value {
    compare(vm, Cmp::Le, this, value)
}

fn gt(vm: &mut Vm, this: Bytes, value: Value) -> Value {
    compare(vm, Cmp::Gt, this, value)
}

fn ge(vm: &mut Vm, this: Bytes, value: Value) -> Value {
    compare(vm, Cmp::Ge, this, value)
}

fn getitem(vm: &mut Vm, this: Bytes, key: Value) -> PyResult {
    let all = this.as_slice();
    if let Some(slice) = Obj::<Slice>::from_value(key) {
        let at = vm.slice_indices(slice, all.len())?;
        if at.step == 1 {
            let part = all.get(at.range()).unwrap_or(&[]);
            return if part.len() == all.len() {
                Ok(this.value())
            } else {
                vm.new_bytes(part).map(Bytes::value)
            };
        }
        let picked = Bytes::build(&mut vm.heap, at.count, |to| {
            for (to, from) in to.iter_mut().zip(at.iter()) {
                *to = all.get(from).copied().unwrap_or(0);
            }
        });
        return picked.or_memory_error(vm).map(Bytes::value);
    }
    match item_index(vm, key, all.len(), "byte")?.and_then(|at| all.get(at)) {
        Some(&byte) => Ok(Value::from_i32(i32::from(byte))),
        None => Err(vm.index_error("index out of range")),
    }
}

fn getnewargs(vm: &mut Vm, this: Bytes) -> PyResult {
    Ok(vm.new_tuple(&[this.value()])?.value())
}

fn hash(_vm: &mut Vm, this: Bytes) -> i64 {
    this.hash()
}

fn iter(vm: &mut Vm, this: Bytes) -> PyResult {
    vm.seq_iter(T::BytesIterator, this.value())
}

fn repr(_vm: &mut Vm, this: Bytes) -> CharBuf {
    text_repr::bytes_repr(this.as_slice())
}

fn sizeof(_vm: &mut Vm, this: Bytes) -> usize {
    this.as_slice().len() + 33
}
