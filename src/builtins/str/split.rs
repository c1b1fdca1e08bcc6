//! `str`: cutting into pieces.

use std::ops::Range;

use crate::object::list::Storage;
use crate::object::{List, Str, Tuple, Value};
use crate::runtime::{OrMemoryError, PyResult, Raised, Vm};
use crate::text::Chars;
use crate::text::split::{self, Alphabet, Pieces, Side};

/// The pieces as a list; one piece that is the whole is the string itself.
fn pieces(vm: &mut Vm, this: Str, pieces: &[Range<usize>]) -> PyResult<List> {
    let list = List::new(&mut vm.heap);
    list.reserve(&mut vm.heap, pieces.len())
        .or_memory_error(vm)?;
    if !pieces.is_empty() {
        list.widen(&mut vm.heap, Storage::Values)
            .or_memory_error(vm)?;
    }
    let ascii = this.as_ascii().map(str::as_bytes);
    for range in pieces {
        let piece = match ascii.and_then(|text| text.get(range.clone())) {
            Some(piece) if piece.len() < this.len() => vm.new_ascii(piece)?,
            _ => part(vm, this, range.clone())?,
        };
        list.push(&mut vm.heap, piece.value()).or_memory_error(vm)?;
    }
    Ok(list)
}

/// `this[range]`
fn part(vm: &mut Vm, this: Str, range: Range<usize>) -> PyResult<Str> {
    if range.len() == this.len() {
        return Ok(this);
    }
    match this.as_ascii() {
        Some(text) => vm.new_ascii(text.as_bytes().get(range).unwrap_or(&[])),
        None => vm.new_text(this.chars().slice(range)),
    }
}

/// How many cuts: a negative count means all.
fn limit(max: isize) -> usize {
    usize::try_from(max).unwrap_or(usize::MAX)
}

type Splitter = fn(Chars<'_>, Chars<'_>, usize, &mut Pieces);
type WordSplitter = fn(Chars<'_>, usize, Alphabet, &mut Pieces);

fn split_by(
    vm: &mut Vm,
    this: Str,
    sep: Value,
    max: isize,
    by: Splitter,
    words: WordSplitter,
) -> PyResult<List> {
    if sep.is_none() {
        return vm.with_pieces(
            |found| words(this.chars(), limit(max), Alphabet::Str, found),
            |vm, found| pieces(vm, this, found),
        );
    }
    let Some(sep) = vm.as_str(sep) else {
        let t = vm.type_name(sep);
        return Err(vm.type_error(format_args!("must be str or None, not {t}")));
    };
    if sep.is_empty() {
        return Err(empty_separator(vm));
    }
    vm.with_pieces(
        |found| by(this.chars(), sep.chars(), limit(max), found),
        |vm, found| pieces(vm, this, found),
    )
}

#[cold]
fn empty_separator(vm: &mut Vm) -> Raised {
    vm.value_error("empty separator")
}

pub(super) fn split(vm: &mut Vm, this: Str, sep: Value, maxsplit: isize) -> PyResult<List> {
    split_by(
        vm,
        this,
        sep,
        maxsplit,
        split::split,
        split::split_whitespace,
    )
}

pub(super) fn rsplit(vm: &mut Vm, this: Str, sep: Value, maxsplit: isize) -> PyResult<List> {
    split_by(
        vm,
        this,
        sep,
        maxsplit,
        split::rsplit,
        split::rsplit_whitespace,
    )
}

pub(super) fn splitlines(vm: &mut Vm, this: Str, keepends: bool) -> PyResult<List> {
    vm.with_pieces(
        |lines| split::splitlines(this.chars(), keepends, Alphabet::Str, lines),
        |vm, lines| pieces(vm, this, lines),
    )
}

type Finder = fn(Chars<'_>, Chars<'_>) -> Option<Range<usize>>;

fn three(vm: &mut Vm, this: Str, sep: Value, find: Finder) -> PyResult<Option<Value>> {
    let Some(sep) = vm.as_str(sep) else {
        let t = vm.type_name(sep);
        return Err(vm.type_error(format_args!("must be str, not {t}")));
    };
    if sep.is_empty() {
        return Err(empty_separator(vm));
    }
    let Some(at) = find(this.chars(), sep.chars()) else {
        return Ok(None);
    };
    let before = part(vm, this, 0..at.start)?;
    let after = part(vm, this, at.end..this.len())?;
    Ok(Some(
        Tuple::small(&mut vm.heap, [before.value(), sep.value(), after.value()]).value(),
    ))
}

pub(super) fn partition(vm: &mut Vm, this: Str, sep: Value) -> PyResult {
    match three(vm, this, sep, split::partition)? {
        Some(parts) => Ok(parts),
        None => {
            let empty = vm.names.empty.value();
            Ok(Tuple::small(&mut vm.heap, [this.value(), empty, empty]).value())
        }
    }
}

pub(super) fn rpartition(vm: &mut Vm, this: Str, sep: Value) -> PyResult {
    match three(vm, this, sep, split::rpartition)? {
        Some(parts) => Ok(parts),
        None => {
            let empty = vm.names.empty.value();
            Ok(Tuple::small(&mut vm.heap, [empty, empty, this.value()]).value())
        }
    }
}

fn strip_side(vm: &mut Vm, function: &str, this: Str, chars: Value, side: Side) -> PyResult<Str> {
    let range = if chars.is_none() {
        split::strip(this.chars(), side, Alphabet::Str)
    } else {
        match vm.as_str(chars) {
            Some(set) => split::strip_chars(this.chars(), side, set.chars()),
            None => return Err(vm.type_error(format_args!("{function} arg must be None or str"))),
        }
    };
    part(vm, this, range)
}

pub(super) fn strip(vm: &mut Vm, this: Str, chars: Value) -> PyResult<Str> {
    strip_side(vm, "strip", this, chars, Side::Both)
}

pub(super) fn lstrip(vm: &mut Vm, this: Str, chars: Value) -> PyResult<Str> {
    strip_side(vm, "lstrip", this, chars, Side::Left)
}

pub(super) fn rstrip(vm: &mut Vm, this: Str, chars: Value) -> PyResult<Str> {
    strip_side(vm, "rstrip", this, chars, Side::Right)
}
