//! Where bytes stand in others, and questions about their kind.

use super::ByteString;
use crate::object::{Tuple, Value};
use crate::runtime::buffer::Buffer;
use crate::runtime::{PyResult, Vm};
use crate::text::{Chars, bytes_ops, search};

/// What is searched for: bytes, or one byte given as an int.
enum Needle {
    Bytes(Buffer),
    Byte(u8),
}

impl Needle {
    fn new(vm: &mut Vm, v: Value) -> PyResult<Needle> {
        if let Some(buffer) = vm.buffer_opt(v)? {
            return Ok(Needle::Bytes(buffer));
        }
        if vm.is_index(v) {
            return super::byte_of(vm, v).map(Needle::Byte);
        }
        let t = vm.type_name(v);
        Err(vm.type_error(format_args!(
            "argument should be integer or bytes-like object, not '{t}'"
        )))
    }

    fn with<R>(&self, f: impl FnOnce(&[u8]) -> R) -> R {
        match self {
            Needle::Bytes(buffer) => buffer.with(f),
            Needle::Byte(byte) => f(&[*byte]),
        }
    }
}

type Search<R> = fn(Chars<'_>, Chars<'_>) -> R;

/// What `search` says about `sub` in `this[start:end]`, and where that begins.
fn search_in<R>(
    vm: &mut Vm,
    this: ByteString,
    [sub, start, end]: [Value; 3],
    search: Search<R>,
) -> PyResult<Option<(R, usize)>> {
    let needle = Needle::new(vm, sub)?;
    let Some(range) = vm.search_range(start, end, this.len())? else {
        return Ok(None);
    };
    let from = range.start;
    let found = this.with(|all| {
        let part = all.get(range).unwrap_or(&[]);
        needle.with(|needle| search(Chars::Latin1(part), Chars::Latin1(needle)))
    });
    Ok(Some((found, from)))
}

fn position(
    vm: &mut Vm,
    this: ByteString,
    what: [Value; 3],
    search: Search<Option<usize>>,
) -> PyResult<Option<usize>> {
    Ok(search_in(vm, this, what, search)?.and_then(|(found, from)| found.map(|at| at + from)))
}

fn or_minus_one(found: PyResult<Option<usize>>) -> PyResult<isize> {
    found.map(|at| at.map_or(-1, |at| at as isize))
}

fn or_value_error(vm: &mut Vm, found: PyResult<Option<usize>>) -> PyResult<usize> {
    found?.ok_or_else(|| vm.value_error("subsection not found"))
}

pub(in crate::builtins) fn find(
    vm: &mut Vm,
    this: ByteString,
    sub: Value,
    start: Value,
    end: Value,
) -> PyResult<isize> {
    or_minus_one(position(vm, this, [sub, start, end], search::find))
}

pub(in crate::builtins) fn rfind(
    vm: &mut Vm,
    this: ByteString,
    sub: Value,
    start: Value,
    end: Value,
) -> PyResult<isize> {
    or_minus_one(position(vm, this, [sub, start, end], search::rfind))
}

pub(in crate::builtins) fn index(
    vm: &mut Vm,
    this: ByteString,
    sub: Value,
    start: Value,
    end: Value,
) -> PyResult<usize> {
    let found = position(vm, this, [sub, start, end], search::find);
    or_value_error(vm, found)
}

pub(in crate::builtins) fn rindex(
    vm: &mut Vm,
    this: ByteString,
    sub: Value,
    start: Value,
    end: Value,
) -> PyResult<usize> {
    let found = position(vm, this, [sub, start, end], search::rfind);
    or_value_error(vm, found)
}

pub(in crate::builtins) fn count(
    vm: &mut Vm,
    this: ByteString,
    sub: Value,
    start: Value,
    end: Value,
) -> PyResult<usize> {
    Ok(search_in(vm, this, [sub, start, end], search::count)?.map_or(0, |(n, _)| n))
}

pub(in crate::builtins) fn contains(vm: &mut Vm, this: ByteString, key: Value) -> PyResult<bool> {
    let needle = if vm.is_index(key) {
        Needle::Byte(super::byte_of(vm, key)?)
    } else {
        Needle::Bytes(vm.buffer(key)?)
    };
    Ok(this.with(|all| {
        needle.with(|needle| search::contains(Chars::Latin1(all), Chars::Latin1(needle)))
    }))
}

pub(in crate::builtins) fn startswith(
    vm: &mut Vm,
    this: ByteString,
    prefix: Value,
    start: Value,
    end: Value,
) -> PyResult<bool> {
    affix(vm, "startswith", this, [prefix, start, end], |all, one| {
        all.starts_with(one)
    })
}

pub(in crate::builtins) fn endswith(
    vm: &mut Vm,
    this: ByteString,
    suffix: Value,
    start: Value,
    end: Value,
) -> PyResult<bool> {
    affix(vm, "endswith", this, [suffix, start, end], |all, one| {
        all.ends_with(one)
    })
}

fn affix(
    vm: &mut Vm,
    function: &str,
    this: ByteString,
    [affix, start, end]: [Value; 3],
    test: fn(&[u8], &[u8]) -> bool,
) -> PyResult<bool> {
    let range = vm.search_range(start, end, this.len())?;
    let one = [affix];
    let all = match vm.as_tuple(affix).map(Tuple::items) {
        Some(all) => all,
        None if vm.buffer_opt(affix)?.is_some() => &one,
        None => {
            let t = vm.type_name(affix);
            return Err(vm.type_error(format_args!(
                "{function} first arg must be bytes or a tuple of bytes, not {t}"
            )));
        }
    };
    for &one in all {
        let one = vm.buffer(one)?;
        let Some(range) = range.clone() else { continue };
        if this.with(|all| one.with(|one| test(all.get(range).unwrap_or(&[]), one))) {
            return Ok(true);
        }
    }
    Ok(false)
}

pub(in crate::builtins) fn removeprefix(vm: &mut Vm, this: ByteString, prefix: Value) -> PyResult {
    let prefix = vm.buffer(prefix)?;
    let content = this.content();
    match prefix
        .with(|prefix| content.strip_prefix(prefix))
        .filter(|rest| rest.len() < content.len())
    {
        Some(rest) => this.make(vm, rest),
        None => this.unchanged(vm),
    }
}

pub(in crate::builtins) fn removesuffix(vm: &mut Vm, this: ByteString, suffix: Value) -> PyResult {
    let suffix = vm.buffer(suffix)?;
    let content = this.content();
    match suffix
        .with(|suffix| content.strip_suffix(suffix))
        .filter(|rest| rest.len() < content.len())
    {
        Some(rest) => this.make(vm, rest),
        None => this.unchanged(vm),
    }
}

macro_rules! questions {
    ($($name:ident;)*) => { $(
        pub(in crate::builtins) fn $name(_vm: &mut Vm, this: ByteString) -> bool {
            this.with(bytes_ops::$name)
        }
    )* };
}

questions! { isalnum; isalpha; isdigit; islower; isspace; istitle; isupper; }

pub(in crate::builtins) fn isascii(_vm: &mut Vm, this: ByteString) -> bool {
    this.with(<[u8]>::is_ascii)
}
