//! `str`: where a string stands in another.

use crate::object::{Str, Tuple, Value};
use crate::runtime::{PyResult, Vm};
use crate::text::{Chars, search};

/// Position of `sub` in `this[start:end]` as `search` finds it.
fn position(
    vm: &mut Vm,
    function: &str,
    this: Str,
    [sub, start, end]: [Value; 3],
    search: fn(Chars<'_>, Chars<'_>) -> Option<usize>,
) -> PyResult<Option<usize>> {
    let sub = vm.str_arg(sub, function, 1)?;
    let Some(range) = vm.search_range(start, end, this.len())? else {
        return Ok(None);
    };
    let from = range.start;
    Ok(search(this.chars().slice(range), sub.chars()).map(|at| at + from))
}

fn or_minus_one(found: PyResult<Option<usize>>) -> PyResult<isize> {
    found.map(|at| at.map_or(-1, |at| at as isize))
}

fn or_value_error(vm: &mut Vm, found: PyResult<Option<usize>>) -> PyResult<usize> {
    found?.ok_or_else(|| vm.value_error("substring not found"))
}

pub(super) fn find(
    vm: &mut Vm,
    this: Str,
    sub: Value,
    start: Value,
    end: Value,
) -> PyResult<isize> {
    or_minus_one(position(vm, "find", this, [sub, start, end], search::find))
}

pub(super) fn rfind(
    vm: &mut Vm,
    this: Str,
    sub: Value,
    start: Value,
    end: Value,
) -> PyResult<isize> {
    or_minus_one(position(
        vm,
        "rfind",
        this,
        [sub, start, end],
        search::rfind,
    ))
}

pub(super) fn index(
    vm: &mut Vm,
    this: Str,
    sub: Value,
    start: Value,
    end: Value,
) -> PyResult<usize> {
    let found = position(vm, "index", this, [sub, start, end], search::find);
    or_value_error(vm, found)
}

pub(super) fn rindex(
    vm: &mut Vm,
    this: Str,
    sub: Value,
    start: Value,
    end: Value,
) -> PyResult<usize> {
    let found = position(vm, "rindex", this, [sub, start, end], search::rfind);
    or_value_error(vm, found)
}

pub(super) fn count(
    vm: &mut Vm,
    this: Str,
    sub: Value,
    start: Value,
    end: Value,
) -> PyResult<usize> {
    let sub = vm.str_arg(sub, "count", 1)?;
    let range = vm.search_range(start, end, this.len())?;
    Ok(range.map_or(0, |range| {
        search::count(this.chars().slice(range), sub.chars())
    }))
}

pub(super) fn startswith(
    vm: &mut Vm,
    this: Str,
    prefix: Value,
    start: Value,
    end: Value,
) -> PyResult<bool> {
    affix(
        vm,
        "startswith",
        this,
        [prefix, start, end],
        search::starts_with,
    )
}

pub(super) fn endswith(
    vm: &mut Vm,
    this: Str,
    suffix: Value,
    start: Value,
    end: Value,
) -> PyResult<bool> {
    affix(
        vm,
        "endswith",
        this,
        [suffix, start, end],
        search::ends_with,
    )
}

fn affix(
    vm: &mut Vm,
    function: &str,
    this: Str,
    [affix, start, end]: [Value; 3],
    test: fn(Chars<'_>, Chars<'_>) -> bool,
) -> PyResult<bool> {
    if start.is_empty()
        && end.is_empty()
        && let Some(one) = Str::from_value(affix)
    {
        return Ok(test(this.chars(), one.chars()));
    }
    let range = vm.search_range(start, end, this.len())?;
    let part = range.map(|range| this.chars().slice(range));
    if let Some(one) = vm.as_str(affix) {
        return Ok(part.is_some_and(|part| test(part, one.chars())));
    }
    let Some(all) = vm.as_tuple(affix) else {
        let t = vm.type_name(affix);
        return Err(vm.type_error(format_args!(
            "{function} first arg must be str or a tuple of str, not {t}"
        )));
    };
    any_affix(vm, function, all, |one| {
        part.is_some_and(|part| test(part, one.chars()))
    })
}

fn any_affix(
    vm: &mut Vm,
    function: &str,
    all: Tuple,
    test: impl Fn(Str) -> bool,
) -> PyResult<bool> {
    for &one in all.items() {
        let Some(text) = vm.as_str(one) else {
            let t = vm.type_name(one);
            return Err(vm.type_error(format_args!(
                "tuple for {function} must only contain str, not {t}"
            )));
        };
        if test(text) {
            return Ok(true);
        }
    }
    Ok(false)
}

pub(super) fn removeprefix(vm: &mut Vm, this: Str, prefix: Value) -> PyResult<Str> {
    let prefix = vm.str_arg(prefix, "removeprefix", 0)?;
    if prefix.is_empty() || !search::starts_with(this.chars(), prefix.chars()) {
        return Ok(this);
    }
    vm.new_text(this.chars().slice(prefix.len()..this.len()))
}

pub(super) fn removesuffix(vm: &mut Vm, this: Str, suffix: Value) -> PyResult<Str> {
    let suffix = vm.str_arg(suffix, "removesuffix", 0)?;
    if suffix.is_empty() || !search::ends_with(this.chars(), suffix.chars()) {
        return Ok(this);
    }
    vm.new_text(this.chars().slice(0..this.len() - suffix.len()))
}

impl Vm {
    /// `key in s`
    #[inline]
    pub fn str_contains(&mut self, s: Str, key: Value) -> PyResult<bool> {
        match self.as_str(key) {
            Some(key) => Ok(search::contains(s.chars(), key.chars())),
            None => {
                let t = self.type_name(key);
                Err(self.type_error(format_args!(
                    "'in <string>' requires string as left operand, not {t}"
                )))
            }
        }
    }
}
