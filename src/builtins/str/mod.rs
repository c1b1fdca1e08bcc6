//! `str`: its class, construction and special methods. The other methods are in the files beside this one, by what they do.

mod case;
mod encode;
pub mod format;
mod search;
mod split;
mod transform;

use self::case::{
    capitalize, casefold, isalnum, isalpha, isascii, isdecimal, isdigit, isidentifier, islower,
    isnumeric, isprintable, isspace, istitle, isupper, lower, swapcase, title, upper,
};
use self::encode::encode;
use self::format::{format, format_map};
use self::search::{
    count, endswith, find, index, removeprefix, removesuffix, rfind, rindex, startswith,
};
use self::split::{lstrip, partition, rpartition, rsplit, rstrip, split, splitlines, strip};
use self::transform::{
    center, expandtabs, join, ljust, maketrans, replace, rjust, translate, zfill,
};
use crate::native_functions;
use crate::object::{Class, Obj, Str, T, Value};
use crate::pyc::Version;
use crate::runtime::arith::BinOp;
use crate::runtime::compare::Cmp;
use crate::runtime::iter::Slice;
use crate::runtime::native::{FromPy, TypeDef};
use crate::runtime::{PyResult, Vm};

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[&STR];

static STR: TypeDef = TypeDef {
    new: Some(&NEW[0]),
    methods: METHODS,
    static_methods: STATIC,
    ..TypeDef::new(
        T::Str,
        "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str\n\nCreate a new string object from the given object.",
    )
};

native_functions! { NEW = [
    /// Create and return a new object.
    "__new__" as new(cls; object = Value::EMPTY, encoding = Value::EMPTY, errors = Value::EMPTY);
]}

native_functions! { STATIC = [
    /// Return a translation table usable for str.translate().
    maketrans(x, y = Value::EMPTY, z = Value::EMPTY);
]}

native_functions! { METHODS = [
    /// Return a capitalized version of the string.
    capitalize(this);
    /// Return a version of the string suitable for caseless comparisons.
    casefold(this);
    /// Return a centered string of length width.
    center(this, width, fillchar = Value::EMPTY);
    /// Return the number of non-overlapping occurrences of substring sub in string S[start:end].
    count(this, sub, start = Value::EMPTY, end = Value::EMPTY);
    /// Encode the string using the codec registered for encoding.
    encode(this; encoding = Value::EMPTY, errors = Value::EMPTY);
    /// Return True if the string ends with the specified suffix, False otherwise.
    endswith(this, suffix, start = Value::EMPTY, end = Value::EMPTY);
    /// Return a copy where all tab characters are expanded using spaces.
    expandtabs(this; tabsize = 8);
    /// Return the lowest index in S where substring sub is found, such that sub is contained within S[start:end].
    find(this, sub, start = Value::EMPTY, end = Value::EMPTY);
    /// Return a formatted version of the string, using substitutions from args and kwargs.
    format(*);
    /// Return a formatted version of the string, using substitutions from mapping.
    format_map(this, mapping);
    /// Return the lowest index in S where substring sub is found, such that sub is contained within S[start:end].
    index(this, sub, start = Value::EMPTY, end = Value::EMPTY);
    /// Return True if the string is an alpha-numeric string, False otherwise.
    isalnum(this);
    /// Return True if the string is an alphabetic string, False otherwise.
    isalpha(this);
    /// Return True if all characters in the string are ASCII, False otherwise.
    isascii(this);
    /// Return True if the string is a decimal string, False otherwise.
    isdecimal(this);
    /// Return True if the string is a digit string, False otherwise.
    isdigit(this);
    /// Return True if the string is a valid Python identifier, False otherwise.
    isidentifier(this);
    /// Return True if the string is a lowercase string, False otherwise.
    islower(this);
    /// Return True if the string is a numeric string, False otherwise.
    isnumeric(this);
    /// Return True if all characters in the string are printable, False otherwise.
    isprintable(this);
    /// Return True if the string is a whitespace string, False otherwise.
    isspace(this);
    /// Return True if the string is a title-cased string, False otherwise.
    istitle(this);
    /// Return True if the string is an uppercase string, False otherwise.
    isupper(this);
    /// Concatenate any number of strings.
    join(this, iterable);
    /// Return a left-justified string of length width.
    ljust(this, width, fillchar = Value::EMPTY);
    /// Return a copy of the string converted to lowercase.
    lower(this);
    /// Return a copy of the string with leading whitespace removed.
    lstrip(this, chars = Value::NONE);
    /// Partition the string into three parts using the given separator.
    partition(this, sep);
    /// Return a str with the given prefix string removed if present.
    removeprefix(this, prefix);
    /// Return a str with the given suffix string removed if present.
    removesuffix(this, suffix);
    /// Return a copy with all occurrences of substring old replaced by new.
    replace(this, old, new; count = -1);
    /// Return the highest index in S where substring sub is found, such that sub is contained within S[start:end].
    rfind(this, sub, start = Value::EMPTY, end = Value::EMPTY);
    /// Return the highest index in S where substring sub is found, such that sub is contained within S[start:end].
    rindex(this, sub, start = Value::EMPTY, end = Value::EMPTY);
    /// Return a right-justified string of length width.
    rjust(this, width, fillchar = Value::EMPTY);
    /// Partition the string into three parts using the given separator.
    rpartition(this, sep);
    /// Return a list of the substrings in the string, using sep as the separator string.
    rsplit(this; sep = Value::NONE, maxsplit = -1);
    /// Return a copy of the string with trailing whitespace removed.
    rstrip(this, chars = Value::NONE);
    /// Return a list of the substrings in the string, using sep as the separator string.
    split(this; sep = Value::NONE, maxsplit = -1);
    /// Return a list of the lines in the string, breaking at line boundaries.
    splitlines(this; keepends = false);
    /// Return True if the string starts with the specified prefix, False otherwise.
    startswith(this, prefix, start = Value::EMPTY, end = Value::EMPTY);
    /// Return a copy of the string with leading and trailing whitespace removed.
    strip(this, chars = Value::NONE);
    /// Convert uppercase characters to lowercase and lowercase characters to uppercase.
    swapcase(this);
    /// Return a version of the string where each word is titlecased.
    title(this);
    /// Replace each character in the string using the given translation table.
    translate(this, table);
    /// Return a copy of the string converted to uppercase.
    upper(this);
    /// Pad a numeric string with zeros on the left, to fill a field of the given width.
    zfill(this, width);
    /// Return self+value.
    "__add__" as add(this, value);
    /// Return bool(key in self).
    "__contains__" as contains(this, key);
    /// Return self==value.
    "__eq__" as eq(this, value);
    /// Return a formatted version of the string as described by format_spec.
    "__format__" as format_self(this, format_spec);
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
    /// Return len(self).
    "__len__" as len(this);
    /// Return self<value.
    "__lt__" as lt(this, value);
    /// Return self%value.
    "__mod__" as modulo(this, value);
    /// Return self*value.
    "__mul__" as mul(this, value);
    /// Return self!=value.
    "__ne__" as ne(this, value);
    /// Return repr(self).
    "__repr__" as repr(this);
    /// Return value%self.
    "__rmod__" as rmod(this, value);
    /// Return value*self.
    "__rmul__" as mul(this, value);
    /// Return the size of the string in memory, in bytes.
    "__sizeof__" as sizeof(this);
    /// Return str(self).
    "__str__" as str(this);
]}

fn new(vm: &mut Vm, class: Class, object: Value, encoding: Value, errors: Value) -> PyResult {
    if encoding.is_empty() && errors.is_empty() && class == vm.class(T::Str) {
        return if object.is_empty() {
            Ok(vm.names.empty.value())
        } else {
            vm.str(object).map(Str::value)
        };
    }
    let encoding = option_arg(vm, encoding, "encoding")?;
    let errors = option_arg(vm, errors, "errors")?;
    let text = if object.is_empty() {
        vm.names.empty
    } else if encoding.is_none() && errors.is_none() {
        vm.str(object)?
    } else {
        decode_object(vm, object, encoding, errors)?
    };
    Ok(vm.wrap_payload(class, T::Str, text.value()))
}

fn option_arg(vm: &mut Vm, v: Value, name: &str) -> PyResult<Option<Str>> {
    if v.is_empty() {
        Ok(None)
    } else {
        vm.named_str_arg(v, "str", name).map(Some)
    }
}

/// `str(object, encoding, errors)`
fn decode_object(
    vm: &mut Vm,
    object: Value,
    encoding: Option<Str>,
    errors: Option<Str>,
) -> PyResult<Str> {
    if vm.as_str(object).is_some() {
        return Err(vm.type_error("decoding str is not supported"));
    }
    match vm.bytes_like_opt(object)? {
        Some(bytes) => vm.decode_with(&bytes, encoding, errors),
        None => {
            let t = vm.type_name(object);
            Err(vm.type_error(format_args!(
                "decoding to str: need a bytes-like object, {t} found"
            )))
        }
    }
}

fn add(vm: &mut Vm, this: Str, value: Value) -> PyResult {
    match vm.as_str(value) {
        Some(other) => vm.binary(BinOp::Add, this.value(), other.value()),
        None => {
            let t = vm.type_name(value);
            Err(vm.type_error(format_args!(
                "can only concatenate str (not \"{t}\") to str"
            )))
        }
    }
}

fn mul(vm: &mut Vm, this: Str, value: Value) -> PyResult {
    let count = vm.index(value)?;
    vm.binary(BinOp::Mul, this.value(), count)
}

fn modulo(vm: &mut Vm, this: Str, value: Value) -> PyResult {
    vm.percent_format(this, value)
}

fn rmod(vm: &mut Vm, this: Value, value: Value) -> PyResult {
    match vm.as_str(value) {
        Some(template) => vm.percent_format(template, this),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn contains(vm: &mut Vm, this: Str, key: Value) -> PyResult<bool> {
    vm.str_contains(this, key)
}

fn compare(vm: &mut Vm, op: Cmp, this: Str, value: Value) -> PyResult {
    match vm.as_str(value) {
        Some(other) => vm.compare(op, this.value(), other.value()),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn eq(vm: &mut Vm, this: Str, value: Value) -> PyResult {
    compare(vm, Cmp::Eq, this, value)
}

fn ne(vm: &mut Vm, this: Str, value: Value) -> PyResult {
    compare(vm, Cmp::Ne, this, value)
}

fn lt(vm: &mut Vm, this: Str, value: Value) -> PyResult {
    compare(vm, Cmp::Lt, this, value)
}

fn le(vm: &mut Vm, this: Str, value: Value) -> PyResult {
    compare(vm, Cmp::Le, this, value)
}

fn gt(vm: &mut Vm, this: Str, value: Value) -> PyResult {
    compare(vm, Cmp::Gt, this, value)
}

fn ge(vm: &mut Vm, this: Str, value: Value) -> PyResult {
    compare(vm, Cmp::Ge, this, value)
}

fn format_self(vm: &mut Vm, this: Value, format_spec: Value) -> PyResult {
    let spec = vm.str_arg(format_spec, "__format__", 0)?;
    let name = vm.type_name(this);
    let text = Str::from_py(vm, this)?;
    vm.format_str(text, spec, &name)
}

fn getitem(vm: &mut Vm, this: Str, key: Value) -> PyResult {
    if let Some(slice) = Obj::<Slice>::from_value(key) {
        return vm.str_slice(this, slice);
    }
    if !vm.is_index(key) {
        let t = vm.type_name(key);
        return Err(match vm.main_version < Version::V311 {
            true => vm.type_error("string indices must be integers"),
            false => vm.type_error(format_args!("string indices must be integers, not '{t}'")),
        });
    }
    let i = vm.item_index(key)?;
    let at = if i < 0 {
        i.saturating_add(this.len() as i64)
    } else {
        i
    };
    match usize::try_from(at).ok().and_then(|at| this.chars().get(at)) {
        Some(c) => vm.new_char(c).map(Str::value),
        None => Err(vm.index_error("string index out of range")),
    }
}

fn getnewargs(vm: &mut Vm, this: Str) -> PyResult {
    Ok(vm.new_tuple(&[this.value()])?.value())
}

fn hash(_vm: &mut Vm, this: Str) -> i64 {
    this.hash()
}

fn iter(vm: &mut Vm, this: Str) -> PyResult {
    vm.iter(this.value())
}

fn len(_vm: &mut Vm, this: Str) -> usize {
    this.len()
}

fn repr(vm: &mut Vm, this: Str) -> PyResult<Str> {
    vm.repr_str(this)
}

/// What CPython 3.14 reports for a string whose UTF-8 form was not asked for.
fn sizeof(_vm: &mut Vm, this: Str) -> usize {
    let width = this.chars().width();
    (if this.is_ascii() { 40 } else { 56 }) + width * (this.len() + 1)
}

fn str(_vm: &mut Vm, this: Str) -> Value {
    this.value()
}
