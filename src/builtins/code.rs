//! Code objects and their line and position iterators (Objects/codeobject.c). Making new ones: `code_replace.rs`.

use std::rc::Rc;

use super::function::readonly;
use crate::object::{Code, GcVec, List, Obj, Str, T, Tuple, Value};
use crate::pyc::{Lines, Local, PyText, RawCode, Version};
use crate::runtime::iter::SeqIter;
use crate::runtime::native::TypeDef;
use crate::runtime::{OrMemoryError, PyResult, Vm};
use crate::{native_attributes, native_functions};

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[&CODE, &LINES, &POSITIONS];

static CODE: TypeDef = TypeDef {
    new: Some(&super::code_replace::NEW[0]),
    methods: METHODS,
    getset: ATTRIBUTES,
    ..TypeDef::new(
        T::Code,
        "Create a code object.  Not for the faint of heart.",
    )
};
static LINES: TypeDef = TypeDef {
    methods: ITERATOR_METHODS,
    ..TypeDef::new(T::LineIterator, "")
};
static POSITIONS: TypeDef = TypeDef {
    methods: ITERATOR_METHODS,
    ..TypeDef::new(T::PositionsIterator, "")
};

native_functions! { METHODS = [
    /// Return repr(self).
    "__repr__" as repr(this);
    /// Return self==value.
    "__eq__" as eq(this, value);
    /// Return self!=value.
    "__ne__" as ne(this, value);
    /// Return hash(self).
    "__hash__" as hash(this);
    /// Size of object in memory, in bytes.
    "__sizeof__" as sizeof(this);
    /// The same as replace().
    "__replace__" as replace(*);
    /// Return a copy of the code object with new values for the specified fields.
    replace(*);
    co_lines(this);
    co_positions(this);
    _varname_from_oparg(this, oparg);
]}

native_functions! { ITERATOR_METHODS = [
    /// Implement iter(self).
    "__iter__" as iter_self(this);
    /// Implement next(self).
    "__next__" as iter_next(this);
]}

macro_rules! numbers {
    ($($name:ident $field:ident;)*) => { $(
        fn $name(_vm: &mut Vm, c: Code) -> i64 {
            i64::from(c.raw().$field)
        }
    )* };
}
numbers! { argcount argcount; posonlyargcount posonlyargcount; kwonlyargcount kwonlyargcount; nlocals nlocals; stacksize stacksize; firstlineno firstlineno; }

native_attributes! { ATTRIBUTES = [
    co_argcount => argcount, readonly;
    co_posonlyargcount => posonlyargcount, readonly;
    co_kwonlyargcount => kwonlyargcount, readonly;
    co_nlocals => nlocals, readonly;
    co_stacksize => stacksize, readonly;
    co_flags => |_: &mut Vm, c: Code| i64::from(c.raw().flags), readonly;
    co_code => |_: &mut Vm, c: Code| c.raw().code.to_vec(), readonly;
    _co_code_adaptive => |_: &mut Vm, c: Code| c.raw().code.to_vec(), readonly;
    co_consts => consts, readonly;
    co_names => names, readonly;
    co_varnames => |vm: &mut Vm, c: Code| text_tuple(vm, &variables(c.raw()).varnames), readonly;
    co_cellvars => |vm: &mut Vm, c: Code| text_tuple(vm, &variables(c.raw()).cellvars), readonly;
    co_freevars => |vm: &mut Vm, c: Code| text_tuple(vm, &variables(c.raw()).freevars), readonly;
    co_filename => |_: &mut Vm, c: Code| c.filename(), readonly;
    co_name => |_: &mut Vm, c: Code| c.name(), readonly;
    co_qualname => |_: &mut Vm, c: Code| c.qualname(), readonly;
    co_firstlineno => firstlineno, readonly;
    co_lnotab => |_: &mut Vm, c: Code| lnotab(c.raw()), readonly;
    co_linetable => |_: &mut Vm, c: Code| c.raw().linetable.to_vec(), readonly;
    co_exceptiontable => |_: &mut Vm, c: Code| c.raw().exceptiontable.to_vec(), readonly;
]}

/// The variables of a code object as three lists of names.
pub(super) struct Variables {
    pub(super) varnames: Vec<PyText>,
    pub(super) cellvars: Vec<PyText>,
    pub(super) freevars: Vec<PyText>,
}

/// `co_varnames`, `co_cellvars`, `co_freevars`
pub(super) fn variables(raw: &RawCode) -> Variables {
    if let Some(old) = &raw.old_vars {
        return Variables {
            varnames: old.varnames.to_vec(),
            cellvars: old.cellvars.to_vec(),
            freevars: old.freevars.to_vec(),
        };
    }
    let names = |wanted: fn(&Local) -> bool| {
        raw.localsplus
            .iter()
            .filter(|l| wanted(l))
            .map(|l| l.name.clone())
            .collect()
    };
    Variables {
        varnames: names(Local::is_local),
        cellvars: names(Local::is_cell),
        freevars: names(Local::is_free),
    }
}

/// A tuple of interned strings.
fn text_tuple(vm: &mut Vm, texts: &[PyText]) -> PyResult<Tuple> {
    let mut items = GcVec::with_capacity(&mut vm.heap, texts.len()).or_memory_error(vm)?;
    for t in texts {
        let s = vm.text_of(t)?;
        let s = vm.intern_str(s);
        items.push(&mut vm.heap, s.value()).or_memory_error(vm)?;
    }
    vm.new_tuple(&items)
}

/// The constants of the file; the same objects that the running code uses, if it can run.
fn consts(vm: &mut Vm, c: Code) -> PyResult<Tuple> {
    if vm.prepare(c).is_err() {
        // code that cannot run can be looked at
        vm.take_pending();
    }
    let n = c.raw().consts.len();
    if let Some(all) = Tuple::from_value(c.consts()) {
        return if all.len() == n {
            Ok(all)
        } else {
            vm.new_tuple(all.items().get(..n).unwrap_or(&[]))
        };
    }
    let mut items = GcVec::new();
    for k in c.raw().consts.iter() {
        let v = vm.constant(k)?;
        items.push(&mut vm.heap, v).or_memory_error(vm)?;
    }
    vm.new_tuple(&items)
}

fn names(vm: &mut Vm, c: Code) -> PyResult<Tuple> {
    text_tuple(vm, &c.raw().names)
}

/// `co_lnotab`: the file's own up to 3.9, else made of the lines.
fn lnotab(raw: &RawCode) -> Vec<u8> {
    if raw.version < Version::V310 {
        return raw.linetable.to_vec();
    }
    let (mut table, mut line, mut at) = (Vec::new(), raw.firstlineno, 0);
    for range in Lines::new(raw).ranges() {
        let Some(new) = range.line.filter(|&l| l != line) else {
            continue;
        };
        let (mut bytes, mut delta) = (range.start - at, new - line);
        while bytes > 255 {
            table.extend([255, 0]);
            bytes -= 255;
        }
        while !(-128..=127).contains(&delta) {
            let step = delta.clamp(-128, 127);
            table.extend([bytes as u8, step as i8 as u8]);
            (bytes, delta) = (0, delta - step);
        }
        table.extend([bytes as u8, delta as i8 as u8]);
        (line, at) = (new, range.start);
    }
    table
}

fn repr(_vm: &mut Vm, this: Code) -> String {
    let text = |v: Value| Str::from_value(v).map_or_else(String::new, Str::to_text);
    let line = match this.raw().firstlineno {
        0 => -1,
        n => n,
    };
    format!(
        "<code object {} at {:#x}, file \"{}\", line {line}>",
        text(this.name()),
        this.value().0,
        text(this.filename())
    )
}

/// Constants that are equal and of the same types all the way down.
fn same_constant(vm: &mut Vm, a: Value, b: Value) -> PyResult<bool> {
    vm.check_native_stack()?;
    if a == b {
        return Ok(true);
    }
    if vm.type_of(a) != vm.type_of(b) {
        return Ok(false);
    }
    if let (Some(x), Some(y)) = (a.as_float(), b.as_float()) {
        return Ok(x.to_bits() == y.to_bits());
    }
    if let (Some(x), Some(y)) = (Code::from_value(a), Code::from_value(b)) {
        return same_code(vm, x, y);
    }
    let (Some(x), Some(y)) = (Tuple::from_value(a), Tuple::from_value(b)) else {
        return vm.eq(a, b);
    };
    if x.len() != y.len() {
        return Ok(false);
    }
    for (&x, &y) in x.items().iter().zip(y.items()) {
        if !same_constant(vm, x, y)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn same_code(vm: &mut Vm, a: Code, b: Code) -> PyResult<bool> {
    let (x, y) = (a.raw(), b.raw());
    if Rc::ptr_eq(x, y) {
        return Ok(true);
    }
    let same = x.name == y.name
        && x.version == y.version
        && (
            x.argcount,
            x.posonlyargcount,
            x.kwonlyargcount,
            x.flags,
            x.firstlineno,
        ) == (
            y.argcount,
            y.posonlyargcount,
            y.kwonlyargcount,
            y.flags,
            y.firstlineno,
        )
        && x.code == y.code
        && x.names == y.names
        && x.localsplus == y.localsplus
        && x.linetable == y.linetable
        && x.exceptiontable == y.exceptiontable;
    if !same {
        return Ok(false);
    }
    let (p, q) = (consts(vm, a)?, consts(vm, b)?);
    same_constant(vm, p.value(), q.value())
}

fn eq(vm: &mut Vm, this: Code, value: Value) -> PyResult {
    match Code::from_value(value) {
        Some(other) => same_code(vm, this, other).map(Value::from_bool),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn ne(vm: &mut Vm, this: Code, value: Value) -> PyResult {
    let equal = eq(vm, this, value)?;
    Ok(equal.as_bool().map_or(equal, |b| Value::from_bool(!b)))
}

fn hash(vm: &mut Vm, this: Code) -> PyResult<i64> {
    let raw = this.raw();
    let name = vm.hash(this.name())?;
    let code = crate::object::str::hash_bytes(&raw.code);
    let h = name
        ^ code.rotate_left(7)
        ^ i64::from(raw.firstlineno).wrapping_mul(1_000_003)
        ^ i64::from(raw.argcount);
    Ok(if h == -1 { -2 } else { h })
}

fn sizeof(_vm: &mut Vm, this: Code) -> usize {
    let raw = this.raw();
    176 + raw.code.len() + 8 * (raw.consts.len() + raw.names.len() + raw.localsplus.len())
}

fn replace(vm: &mut Vm, args: &crate::runtime::Args<'_>) -> PyResult<Code> {
    super::code_replace::replace(vm, args)
}

fn _varname_from_oparg(vm: &mut Vm, this: Code, oparg: isize) -> PyResult<Str> {
    match usize::try_from(oparg)
        .ok()
        .and_then(|i| this.raw().localsplus.get(i))
    {
        Some(l) => vm.text_of(&l.name),
        None => Err(vm.index_error("tuple index out of range")),
    }
}

// ---- lines and positions

fn none_or(n: Option<i64>) -> Value {
    n.map_or(Value::NONE, Value::from_int_unchecked)
}

fn iterator(vm: &mut Vm, t: T, list: List) -> PyResult {
    let all = vm.tuple_of_list(list)?;
    vm.seq_iter(t, all.value())
}

fn co_lines(vm: &mut Vm, this: Code) -> PyResult {
    let list = List::new(&mut vm.heap);
    for r in Lines::new(this.raw()).ranges() {
        let row = [
            Value::from_len(r.start),
            Value::from_len(r.end),
            none_or(r.line.map(i64::from)),
        ];
        let row = Tuple::small(&mut vm.heap, row);
        list.push(&mut vm.heap, row.value()).or_memory_error(vm)?;
    }
    iterator(vm, T::LineIterator, list)
}

fn co_positions(vm: &mut Vm, this: Code) -> PyResult {
    let list = List::new(&mut vm.heap);
    for p in Lines::new(this.raw()).positions() {
        let row = [
            none_or(p.line.map(i64::from)),
            none_or(p.end_line.map(i64::from)),
            none_or(p.col.map(i64::from)),
            none_or(p.end_col.map(i64::from)),
        ];
        let row = Tuple::small(&mut vm.heap, row);
        list.push(&mut vm.heap, row.value()).or_memory_error(vm)?;
    }
    iterator(vm, T::PositionsIterator, list)
}

fn iter_self(_vm: &mut Vm, this: Obj<SeqIter>) -> Obj<SeqIter> {
    this
}

fn iter_next(vm: &mut Vm, this: Obj<SeqIter>) -> PyResult {
    match vm.seq_next(this)? {
        Some(v) => Ok(v),
        None => Err(vm.stop_iteration(Value::NONE)),
    }
}
