//! `str`: strings made of strings: join, replace, padding, translation.

use crate::object::{Dict, List, Str, T, Value};
use crate::runtime::{OrMemoryError, PyResult, Vm};
use crate::text::build::{self, Mapped};
use crate::text::{CharBuf, Chars, TooLong};

/// A padded or replaced text; `None`: the string itself.
fn changed(vm: &mut Vm, this: Str, made: Result<Option<CharBuf>, TooLong>) -> PyResult<Str> {
    match made {
        Ok(Some(text)) => vm.new_text(text.as_chars()),
        Ok(None) => Ok(this),
        Err(TooLong) => Err(vm.memory_error()),
    }
}

/// The string with margins of `fill`. One character is shared, so it is left to [`changed`].
fn padded(vm: &mut Vm, this: Str, margins: [usize; 2], fill: u32) -> PyResult<Str> {
    let [left, right] = margins;
    if left == 0 && right == 0 {
        return Ok(this);
    }
    if !this.is_empty()
        && let Some(made) = Str::padded(&mut vm.heap, this, margins, fill)
    {
        return made.or_memory_error(vm);
    }
    changed(vm, this, build::pad(this.chars(), left, right, fill))
}

fn width(width: isize) -> usize {
    usize::try_from(width).unwrap_or(0)
}

/// The fill character of `center`, `ljust`, `rjust`.
fn fill(vm: &mut Vm, fillchar: Value) -> PyResult<u32> {
    if fillchar.is_empty() {
        return Ok(u32::from(' '));
    }
    let Some(s) = vm.as_str(fillchar) else {
        let t = vm.type_name(fillchar);
        return Err(vm.type_error(format_args!(
            "The fill character must be a unicode character, not {t}"
        )));
    };
    match s.chars().first().filter(|_| s.len() == 1) {
        Some(c) => Ok(c),
        None => Err(vm.type_error("The fill character must be exactly one character long")),
    }
}

pub(super) fn center(vm: &mut Vm, this: Str, to: isize, fillchar: Value) -> PyResult<Str> {
    let fill = fill(vm, fillchar)?;
    let margins = build::center_margins(this.len(), width(to));
    padded(vm, this, margins, fill)
}

pub(super) fn ljust(vm: &mut Vm, this: Str, to: isize, fillchar: Value) -> PyResult<Str> {
    let fill = fill(vm, fillchar)?;
    let missing = width(to).saturating_sub(this.len());
    padded(vm, this, [0, missing], fill)
}

pub(super) fn rjust(vm: &mut Vm, this: Str, to: isize, fillchar: Value) -> PyResult<Str> {
    let fill = fill(vm, fillchar)?;
    let missing = width(to).saturating_sub(this.len());
    padded(vm, this, [missing, 0], fill)
}

pub(super) fn zfill(vm: &mut Vm, this: Str, to: isize) -> PyResult<Str> {
    let signed = matches!(this.chars().first(), Some(0x2b | 0x2d));
    if signed {
        return changed(vm, this, build::zfill(this.chars(), width(to)));
    }
    let missing = width(to).saturating_sub(this.len());
    padded(vm, this, [missing, 0], u32::from('0'))
}

pub(super) fn expandtabs(vm: &mut Vm, this: Str, tabsize: i32) -> PyResult<Str> {
    let size = usize::try_from(tabsize).unwrap_or(0);
    match build::expandtabs(this.chars(), size) {
        Err(TooLong) => Err(vm.overflow_error("new string is too long")),
        made => changed(vm, this, made),
    }
}

pub(super) fn replace(
    vm: &mut Vm,
    this: Str,
    old: Value,
    new: Value,
    count: isize,
) -> PyResult<Str> {
    let old = vm.str_arg(old, "replace", 1)?;
    let new = vm.str_arg(new, "replace", 2)?;
    let max = usize::try_from(count).unwrap_or(usize::MAX);
    if let (Chars::Latin1(hay), Chars::Latin1(from @ [_, ..]), Chars::Latin1(to)) =
        (this.chars(), old.chars(), new.chars())
        && from != to
        && (from.len() > 1 || to.len() != 1)
    {
        let mut out = vm.scratch_text();
        let CharBuf::Latin1(units) = &mut out else {
            unreachable!("an empty text is one byte wide")
        };
        return match build::replace_bytes(hay, from, to, max, units) {
            Ok(true) => vm.finish_text(out),
            Ok(false) => {
                vm.keep_scratch(out);
                Ok(this)
            }
            Err(TooLong) => Err(vm.memory_error()),
        };
    }
    changed(
        vm,
        this,
        build::replace(this.chars(), old.chars(), new.chars(), max),
    )
}

pub(super) fn join(vm: &mut Vm, this: Str, iterable: Value) -> PyResult<Str> {
    if let Some(list) = List::from_value(iterable) {
        return join_list(vm, this, list);
    }
    if vm
        .special_of(iterable, crate::runtime::names::Special::Iter)
        .is_none()
        && vm
            .special_of(iterable, crate::runtime::names::Special::GetItem)
            .is_none()
    {
        return Err(vm.type_error("can only join an iterable"));
    }
    let list = vm.list_from(iterable)?;
    join_list(vm, this, list)
}

fn join_list(vm: &mut Vm, sep: Str, list: List) -> PyResult<Str> {
    let n = list.len();
    if n == 0 {
        return Ok(vm.names.empty);
    }
    if n == 1
        && let Some(only) = list.get(0).and_then(Str::from_value)
    {
        return Ok(only);
    }
    if let Some(joined) = Str::join(&mut vm.heap, sep, list).or_memory_error(vm)? {
        return Ok(joined);
    }
    for i in 0..n {
        let item = list.get(i).unwrap_or(Value::NONE);
        if vm.as_str(item).is_none() {
            let t = vm.type_name(item);
            return Err(vm.type_error(format_args!(
                "sequence item {i}: expected str instance, {t} found"
            )));
        }
    }
    let list = payloads(vm, list)?;
    let joined = Str::join(&mut vm.heap, sep, list).or_memory_error(vm)?;
    Ok(joined.unwrap_or(vm.names.empty))
}

/// The exact strings in a list of strings.
fn payloads(vm: &mut Vm, list: List) -> PyResult<List> {
    let exact = List::new(&mut vm.heap);
    let mut i = 0;
    while let Some(item) = list.get(i) {
        let item = vm.payload(item);
        exact.push(&mut vm.heap, item).or_memory_error(vm)?;
        i += 1;
    }
    Ok(exact)
}

pub(super) fn maketrans(vm: &mut Vm, x: Value, y: Value, z: Value) -> PyResult<Dict> {
    let table = vm.new_dict();
    if y.is_empty() {
        return table_of_dict(vm, table, x);
    }
    let to = vm.str_arg(y, "maketrans", 2)?;
    let gone = if z.is_empty() {
        None
    } else {
        Some(vm.str_arg(z, "maketrans", 3)?)
    };
    let Some(from) = vm.as_str(x) else {
        return Err(vm.type_error(
            "first maketrans argument must be a string if there is a second argument",
        ));
    };
    if from.len() != to.len() {
        return Err(vm.value_error("the first two maketrans arguments must have equal length"));
    }
    for (a, b) in from.chars().iter().zip(to.chars()) {
        vm.dict_set(table, code(a), code(b))?;
    }
    for c in gone.iter().flat_map(|gone| gone.chars()) {
        vm.dict_set(table, code(c), Value::NONE)?;
    }
    Ok(table)
}

fn code(c: u32) -> Value {
    Value::from_int_unchecked(i64::from(c))
}

fn table_of_dict(vm: &mut Vm, table: Dict, x: Value) -> PyResult<Dict> {
    let Some(given) = vm.as_dict(x) else {
        return Err(vm.type_error("if you give only one argument to maketrans it must be a dict"));
    };
    let mut at = 0;
    while let Some(e) = given.next_entry(&mut at) {
        let key = if let Some(s) = vm.as_str(e.key) {
            match s.chars().first().filter(|_| s.len() == 1) {
                Some(c) => code(c),
                None => {
                    return Err(vm.value_error("string keys in translatetable must be of length 1"));
                }
            }
        } else if vm.is_int(e.key) {
            e.key
        } else {
            return Err(vm.type_error("keys in translate table mustbe strings or integers"));
        };
        vm.dict_set(table, key, e.value)?;
    }
    Ok(table)
}

pub(super) fn translate(vm: &mut Vm, this: Str, table: Value) -> PyResult<Str> {
    let made = build::translate(this.chars(), |c| translate_char(vm, table, c))?;
    vm.new_text(made.as_chars())
}

fn translate_char(vm: &mut Vm, table: Value, c: u32) -> PyResult<Mapped> {
    let to = if let Some(dict) = Dict::from_value(table) {
        vm.dict_get(dict, code(c))?
    } else {
        match vm.get_item(table, code(c)) {
            Ok(to) => Some(to),
            Err(_) => vm.catch(T::LookupError).map(|_| None)?,
        }
    };
    let Some(to) = to else {
        return Ok(Mapped::Same);
    };
    if to.is_none() {
        return Ok(Mapped::Deleted);
    }
    if let Some(s) = vm.as_str(to) {
        return Ok(match s.chars().first() {
            Some(only) if s.len() == 1 => Mapped::Char(only),
            Some(_) => Mapped::Text(s.chars().to_buf()),
            None => Mapped::Deleted,
        });
    }
    if !vm.is_int(to) {
        return Err(vm.type_error("character mapping must return integer, None or str"));
    }
    let to = vm.index(to)?;
    match vm
        .int_as_i64(to)
        .and_then(|i| u32::try_from(i).ok())
        .filter(|&c| c <= 0x10_ffff)
    {
        Some(c) => Ok(Mapped::Char(c)),
        None => Err(vm.value_error("character mapping must be in range(0x110000)")),
    }
}
