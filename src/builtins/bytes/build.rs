//! Bytes made of bytes: case, padding, replace, join, translation, the operators.

use super::ByteString;
use crate::object::{ByteArray, Bytes, List, Value};
use crate::runtime::names::Special;
use crate::runtime::{OrMemoryError, PyResult, Vm};
use crate::text::{Chars, TooLong, build, bytes_ops};

macro_rules! mappings {
    ($($name:ident;)*) => { $(
        pub(in crate::builtins) fn $name(vm: &mut Vm, this: ByteString) -> PyResult {
            let made = this.with(bytes_ops::$name);
            this.make(vm, &made)
        }
    )* };
}

mappings! { capitalize; lower; swapcase; title; upper; }

fn width(width: isize) -> usize {
    usize::try_from(width).unwrap_or(0)
}

/// The fill byte of `center`, `ljust`, `rjust`.
fn fill(vm: &mut Vm, function: &str, fillchar: Value) -> PyResult<u32> {
    if fillchar.is_empty() {
        return Ok(u32::from(b' '));
    }
    let Some(s) = ByteString::of(vm, fillchar) else {
        return Err(vm.bad_argument(fillchar, function, 2, "a byte string of length 1"));
    };
    match s.with(|bytes| {
        if let &[byte] = bytes {
            Some(byte)
        } else {
            None
        }
    }) {
        Some(byte) => Ok(u32::from(byte)),
        None => {
            let (kind, n) = (
                if matches!(s, ByteString::Bytes(_)) {
                    "bytes"
                } else {
                    "bytearray"
                },
                s.len(),
            );
            Err(vm.type_error(format_args!("{function}(): argument 2 must be a byte string of length 1, not a {kind} object of length {n}")))
        }
    }
}

pub(in crate::builtins) fn center(
    vm: &mut Vm,
    this: ByteString,
    to: isize,
    fillchar: Value,
) -> PyResult {
    let fill = fill(vm, "center", fillchar)?;
    let made = this.with(|all| build::center(Chars::Latin1(all), width(to), fill));
    this.changed(vm, made)
}

pub(in crate::builtins) fn ljust(
    vm: &mut Vm,
    this: ByteString,
    to: isize,
    fillchar: Value,
) -> PyResult {
    let fill = fill(vm, "ljust", fillchar)?;
    let made = this.with(|all| build::ljust(Chars::Latin1(all), width(to), fill));
    this.changed(vm, made)
}

pub(in crate::builtins) fn rjust(
    vm: &mut Vm,
    this: ByteString,
    to: isize,
    fillchar: Value,
) -> PyResult {
    let fill = fill(vm, "rjust", fillchar)?;
    let made = this.with(|all| build::rjust(Chars::Latin1(all), width(to), fill));
    this.changed(vm, made)
}

pub(in crate::builtins) fn zfill(vm: &mut Vm, this: ByteString, to: isize) -> PyResult {
    let made = this.with(|all| build::zfill(Chars::Latin1(all), width(to)));
    this.changed(vm, made)
}

pub(in crate::builtins) fn expandtabs(vm: &mut Vm, this: ByteString, tabsize: i32) -> PyResult {
    let size = usize::try_from(tabsize).unwrap_or(0);
    match this.with(|all| build::expandtabs(Chars::Latin1(all), size)) {
        Err(TooLong) => Err(vm.overflow_error("result too long")),
        made => this.changed(vm, made),
    }
}

pub(in crate::builtins) fn replace(
    vm: &mut Vm,
    this: ByteString,
    old: Value,
    new: Value,
    count: isize,
) -> PyResult {
    let (old, new) = (vm.buffer(old)?, vm.buffer(new)?);
    let max = usize::try_from(count).unwrap_or(usize::MAX);
    let made = this.with(|all| {
        old.with(|old| {
            new.with(|new| {
                build::replace(
                    Chars::Latin1(all),
                    Chars::Latin1(old),
                    Chars::Latin1(new),
                    max,
                )
            })
        })
    });
    this.changed(vm, made)
}

pub(in crate::builtins) fn join(vm: &mut Vm, this: ByteString, iterable: Value) -> PyResult {
    let list = match List::from_value(iterable) {
        Some(list) => list,
        None if vm.special_of(iterable, Special::Iter).is_none()
            && vm.special_of(iterable, Special::GetItem).is_none() =>
        {
            return Err(vm.type_error("can only join an iterable"));
        }
        None => vm.list_from(iterable)?,
    };
    if list.len() == 1
        && let (Some(only), ByteString::Bytes(_)) = (list.get(0).and_then(Bytes::from_value), this)
    {
        return Ok(only.value());
    }
    let sep = this.content();
    let items = (0..list.len()).filter_map(|i| list.get(i).and_then(Bytes::from_value));
    let lengths = items.map(|item| item.as_slice().len().saturating_add(sep.len()));
    let mut out = Vec::new();
    // Enough, unless there are other items than bytes.
    if out
        .try_reserve(lengths.fold(0, usize::saturating_add))
        .is_err()
    {
        return Err(vm.memory_error());
    }
    let mut i = 0;
    while let Some(item) = list.get(i) {
        if i > 0 {
            out.extend_from_slice(&sep);
        }
        if let Some(bytes) = Bytes::from_value(item) {
            out.extend_from_slice(bytes.as_slice());
            i += 1;
            continue;
        }
        match vm.buffer_opt(item) {
            Ok(Some(buffer)) => buffer.with(|bytes| out.extend_from_slice(bytes)),
            Ok(None) => return Err(not_joinable(vm, i, item)),
            Err(_) => {
                vm.catch(crate::object::T::BufferError)?;
                return Err(not_joinable(vm, i, item));
            }
        }
        i += 1;
    }
    this.make(vm, &out)
}

#[cold]
fn not_joinable(vm: &mut Vm, i: usize, item: Value) -> crate::runtime::Raised {
    let t = vm.type_name(item);
    vm.type_error(format_args!(
        "sequence item {i}: expected a bytes-like object, {t} found"
    ))
}

pub(in crate::builtins) fn translate(
    vm: &mut Vm,
    this: ByteString,
    table: Value,
    delete: Value,
) -> PyResult {
    let table = if table.is_none() {
        None
    } else {
        Some(vm.buffer(table)?.to_vec())
    };
    let table: Option<&[u8; 256]> = match &table {
        None => None,
        Some(table) => match table.as_slice().try_into() {
            Ok(table) => Some(table),
            Err(_) => return Err(vm.value_error("translation table must be 256 characters long")),
        },
    };
    let delete = if delete.is_empty() {
        Vec::new()
    } else {
        vm.buffer(delete)?.to_vec()
    };
    let made = this.with(|all| bytes_ops::translate(all, table, &delete));
    if matches!(this, ByteString::Bytes(_)) && this.with(|all| all == made) {
        return this.unchanged(vm);
    }
    this.make(vm, &made)
}

pub(in crate::builtins) fn add(vm: &mut Vm, this: ByteString, value: Value) -> PyResult {
    let Some(other) = vm.buffer_opt(value)? else {
        let kind = match this {
            ByteString::Bytes(_) => "bytes",
            ByteString::Array(_) => "bytearray",
        };
        let t = vm.type_name(value);
        return Err(vm.type_error(format_args!("can't concat {t} to {kind}")));
    };
    let total = this.len().saturating_add(other.len());
    match this {
        ByteString::Bytes(b) => {
            let joined = Bytes::build(&mut vm.heap, total, |to| {
                let (left, right) = to
                    .split_at_mut_checked(b.as_slice().len())
                    .unwrap_or_default();
                left.copy_from_slice(b.as_slice());
                other.with(|other| right.copy_from_slice(other));
            });
            joined.or_memory_error(vm).map(Bytes::value)
        }
        ByteString::Array(a) => {
            let mut joined = Vec::with_capacity(total);
            a.with(|all| joined.extend_from_slice(all));
            other.with(|other| joined.extend_from_slice(other));
            vm.new_bytearray(&joined).map(ByteArray::value)
        }
    }
}

pub(in crate::builtins) fn mul(vm: &mut Vm, this: ByteString, value: Value) -> PyResult {
    let n = vm.repeat_count(value)?;
    if n == 1 && matches!(this, ByteString::Bytes(_)) {
        return this.unchanged(vm);
    }
    match repeated(&this.content(), n) {
        Some(made) => this.make(vm, &made),
        None => Err(vm.memory_error()),
    }
}

/// `n` copies of `bytes`, if there is memory.
pub(in crate::builtins) fn repeated(bytes: &[u8], n: usize) -> Option<Vec<u8>> {
    let total = bytes.len().checked_mul(n)?;
    let mut made = Vec::new();
    made.try_reserve_exact(total).ok()?;
    if let &[byte] = bytes {
        made.resize(total, byte);
    } else {
        (0..n).for_each(|_| made.extend_from_slice(bytes));
    }
    Some(made)
}

pub(in crate::builtins) fn modulo(vm: &mut Vm, this: ByteString, value: Value) -> PyResult {
    let made = vm.percent_bytes(&this.content(), value)?;
    this.make(vm, &made)
}

pub(in crate::builtins) fn rmod(vm: &mut Vm, this: Value, value: Value) -> PyResult {
    match (ByteString::of(vm, value), ByteString::of(vm, this)) {
        (Some(template @ ByteString::Bytes(_)), Some(ByteString::Bytes(_)))
        | (Some(template @ ByteString::Array(_)), Some(ByteString::Array(_))) => {
            modulo(vm, template, this)
        }
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}
