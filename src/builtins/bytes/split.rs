//! Cutting bytes into pieces.

use std::ops::Range;

use super::ByteString;
use crate::object::{List, Tuple, Value};
use crate::runtime::{OrMemoryError, PyResult, Vm};
use crate::text::Chars;
use crate::text::split::{self, Alphabet, Pieces, Side};

/// The pieces as a list of objects of the type of `this`.
fn pieces(
    vm: &mut Vm,
    this: ByteString,
    content: &[u8],
    pieces: &[Range<usize>],
) -> PyResult<List> {
    let list = List::new(&mut vm.heap);
    list.reserve(&mut vm.heap, pieces.len())
        .or_memory_error(vm)?;
    for range in pieces {
        let piece = part(vm, this, content, range.clone())?;
        list.push(&mut vm.heap, piece).or_memory_error(vm)?;
    }
    Ok(list)
}

fn part(vm: &mut Vm, this: ByteString, content: &[u8], range: Range<usize>) -> PyResult {
    if range.len() == content.len() {
        this.unchanged(vm)
    } else {
        this.make(vm, content.get(range).unwrap_or(&[]))
    }
}

type Splitter = fn(Chars<'_>, Chars<'_>, usize, &mut Pieces);
type WordSplitter = fn(Chars<'_>, usize, Alphabet, &mut Pieces);

fn split_by(
    vm: &mut Vm,
    this: ByteString,
    sep: Value,
    max: isize,
    by: Splitter,
    words: WordSplitter,
) -> PyResult<List> {
    let limit = usize::try_from(max).unwrap_or(usize::MAX);
    if sep.is_none() {
        let content = this.content();
        return vm.with_pieces(
            |found| words(Chars::Latin1(&content), limit, Alphabet::Bytes, found),
            |vm, found| pieces(vm, this, &content, found),
        );
    }
    let sep = vm.buffer(sep)?;
    if sep.is_empty() {
        return Err(vm.value_error("empty separator"));
    }
    let content = this.content();
    vm.with_pieces(
        |found| sep.with(|sep| by(Chars::Latin1(&content), Chars::Latin1(sep), limit, found)),
        |vm, found| pieces(vm, this, &content, found),
    )
}

pub(in crate::builtins) fn split(
    vm: &mut Vm,
    this: ByteString,
    sep: Value,
    maxsplit: isize,
) -> PyResult<List> {
    split_by(
        vm,
        this,
        sep,
        maxsplit,
        split::split,
        split::split_whitespace,
    )
}

pub(in crate::builtins) fn rsplit(
    vm: &mut Vm,
    this: ByteString,
    sep: Value,
    maxsplit: isize,
) -> PyResult<List> {
    split_by(
        vm,
        this,
        sep,
        maxsplit,
        split::rsplit,
        split::rsplit_whitespace,
    )
}

pub(in crate::builtins) fn splitlines(
    vm: &mut Vm,
    this: ByteString,
    keepends: bool,
) -> PyResult<List> {
    let content = this.content();
    vm.with_pieces(
        |lines| split::splitlines(Chars::Latin1(&content), keepends, Alphabet::Bytes, lines),
        |vm, lines| pieces(vm, this, &content, lines),
    )
}

type Finder = fn(Chars<'_>, Chars<'_>) -> Option<Range<usize>>;

/// The parts before, of and behind the separator.
fn three(vm: &mut Vm, this: ByteString, sep: Value, find: Finder) -> PyResult<Option<Value>> {
    let buffer = vm.buffer(sep)?;
    if buffer.is_empty() {
        return Err(vm.value_error("empty separator"));
    }
    let content = this.content();
    let Some(at) = buffer.with(|sep| find(Chars::Latin1(&content), Chars::Latin1(sep))) else {
        return Ok(None);
    };
    let middle = match this {
        ByteString::Bytes(_) => sep,
        ByteString::Array(_) => this.make(vm, content.get(at.clone()).unwrap_or(&[]))?,
    };
    let before = this.make(vm, content.get(..at.start).unwrap_or(&[]))?;
    let after = this.make(vm, content.get(at.end..).unwrap_or(&[]))?;
    Ok(Some(
        Tuple::small(&mut vm.heap, [before, middle, after]).value(),
    ))
}

pub(in crate::builtins) fn partition(vm: &mut Vm, this: ByteString, sep: Value) -> PyResult {
    if let Some(parts) = three(vm, this, sep, split::partition)? {
        return Ok(parts);
    }
    let (all, one, two) = (
        this.unchanged(vm)?,
        this.make(vm, &[])?,
        this.make(vm, &[])?,
    );
    Ok(Tuple::small(&mut vm.heap, [all, one, two]).value())
}

pub(in crate::builtins) fn rpartition(vm: &mut Vm, this: ByteString, sep: Value) -> PyResult {
    if let Some(parts) = three(vm, this, sep, split::rpartition)? {
        return Ok(parts);
    }
    let (all, one, two) = (
        this.unchanged(vm)?,
        this.make(vm, &[])?,
        this.make(vm, &[])?,
    );
    Ok(Tuple::small(&mut vm.heap, [one, two, all]).value())
}

fn strip_side(vm: &mut Vm, this: ByteString, bytes: Value, side: Side) -> PyResult {
    let set = if bytes.is_none() {
        None
    } else {
        Some(vm.buffer(bytes)?)
    };
    let content = this.content();
    let all = Chars::Latin1(&content);
    let range = match set {
        None => split::strip(all, side, Alphabet::Bytes),
        Some(set) => set.with(|set| split::strip_chars(all, side, Chars::Latin1(set))),
    };
    part(vm, this, &content, range)
}

pub(in crate::builtins) fn strip(vm: &mut Vm, this: ByteString, bytes: Value) -> PyResult {
    strip_side(vm, this, bytes, Side::Both)
}

pub(in crate::builtins) fn lstrip(vm: &mut Vm, this: ByteString, bytes: Value) -> PyResult {
    strip_side(vm, this, bytes, Side::Left)
}

pub(in crate::builtins) fn rstrip(vm: &mut Vm, this: ByteString, bytes: Value) -> PyResult {
    strip_side(vm, this, bytes, Side::Right)
}
