//! Every function of the runtime that compiled code calls through the IR: one table.
//!
//! A line names an ordinary method or function; from it come the number, the C entry, its signature and its effects. A helper that can run Python code
//! (`can [OBSERVES]`) gets the address of the instruction it works for and notes it in the current frame, so that tracebacks and frame objects show the right line.
//!
//! Results: `value` is empty when an exception is pending; `truth` is 0, 1, or 2 when an exception is pending; `done` is 0, or 1 when an exception is pending.
#![expect(
    unsafe_code,
    reason = "entries are called by compiled code with raw arguments"
)]

use std::cell::Cell;

use super::arith::{BinOp, Declined};
use super::compare::Cmp;
use super::dropped::has_finalizer;
use super::{OrMemoryError, PyResult, Vm};
use crate::bytecode::ops::Instr;
use crate::object::{Dict, List, Set, Str, Value};

/// How an argument or result is passed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Abi {
    /// An integer register.
    Word,
    /// A floating-point register.
    Float,
}

/// What a helper's result says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Answer {
    /// A value; empty: an exception is pending.
    Value,
    /// Yes, no, or an exception is pending.
    Truth,
    /// Done, or an exception is pending.
    Done,
    /// A float; it cannot fail.
    Float,
}

/// What a helper can do, as the table says.
pub mod can {
    /// Runs any Python code, looks at frames.
    pub const OBSERVES: u8 = 1;
    /// Changes a list (length, items, shape); allocates.
    pub const CHANGES_LIST: u8 = 2;
}

macro_rules! helpers {
    ($( $(#[doc = $doc:literal])* $name:ident ( $($arg:ident : $kind:ident),* ) -> $answer:ident, can [$($can:ident),*] = $body:expr; )*) => {
        /// A helper.
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
        #[repr(u16)]
        #[expect(non_camel_case_types, reason = "named as the entries")]
        pub enum Helper { $( $(#[doc = $doc])* $name, )* }

        impl Helper {
            /// Every helper.
            pub const ALL: &'static [Helper] = &[ $( Helper::$name, )* ];

            /// Its name in dumps.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $( Helper::$name => stringify!($name), )* }
            }

            /// How its arguments are passed (without the VM and, for one that observes, the instruction, which come first).
            #[must_use]
            pub fn params(self) -> &'static [Abi] {
                match self { $( Helper::$name => &[ $( helpers!(@abi $kind) ),* ], )* }
            }

            /// What its result says.
            #[must_use]
            pub fn answer(self) -> Answer {
                match self { $( Helper::$name => helpers!(@answer $answer), )* }
            }

            /// Bits of [`can`].
            #[must_use]
            pub fn can(self) -> u8 {
                match self { $( Helper::$name => 0 $( | can::$can )*, )* }
            }

            /// The address of its C entry.
            #[must_use]
            #[expect(clippy::fn_to_numeric_cast_any, reason = "an address to call")]
            pub fn entry(self) -> *const u8 {
                match self { $( Helper::$name => entry::$name as *const u8, )* }
            }
        }

        /// The C entries.
        mod entry {
            use super::*;
            $( helpers!{@entry $name, [$($can)*], ( $($arg : $kind),* ), $answer, $body} )*
        }
    };
    (@abi float) => { Abi::Float }; (@abi $k:ident) => { Abi::Word };
    (@rust value) => { Value }; (@rust int) => { i64 }; (@rust float) => { f64 };
    (@answer value) => { Answer::Value }; (@answer truth) => { Answer::Truth }; (@answer done) => { Answer::Done }; (@answer float) => { Answer::Float };
    (@ret value) => { Value }; (@ret truth) => { i64 }; (@ret done) => { i64 }; (@ret float) => { f64 };
    (@finish value $e:expr) => { match $e { Ok(v) => v, Err(_) => Value::EMPTY } };
    (@finish truth $e:expr) => { match $e { Ok(b) => i64::from(b), Err(_) => 2 } };
    (@finish done $e:expr) => { i64::from($e.is_err()) };
    (@finish float $e:expr) => { $e };
    (@entry $name:ident, [OBSERVES], ( $($arg:ident : $kind:ident),* ), $answer:ident, $body:expr) => {
        pub(super) extern "C" fn $name(vm: *mut Vm, pc: *const Cell<Instr>, $($arg: helpers!(@rust $kind)),*) -> helpers!(@ret $answer) {
            // SAFETY: compiled code passes the machine that runs it, which nobody else borrows meanwhile.
            let vm = unsafe { &mut *vm };
            note(vm, pc);
            let body: fn(&mut Vm, $(helpers!(@rust $kind)),*) -> _ = $body;
            helpers!(@finish $answer body(vm, $($arg),*))
        }
    };
    (@entry $name:ident, [$($can:ident)*], ( $($arg:ident : $kind:ident),* ), $answer:ident, $body:expr) => {
        pub(super) extern "C" fn $name(vm: *mut Vm, $($arg: helpers!(@rust $kind)),*) -> helpers!(@ret $answer) {
            // SAFETY: compiled code passes the machine that runs it, which nobody else borrows meanwhile.
            let vm = unsafe { &mut *vm };
            let body: fn(&mut Vm, $(helpers!(@rust $kind)),*) -> _ = $body;
            helpers!(@finish $answer body(vm, $($arg),*))
        }
    };
}

helpers! {
    /// `lhs op rhs` for any two objects; `op` is the number of a `BinOp`.
    binary(op: int, lhs: value, rhs: value) -> value, can [OBSERVES] = |vm, op, a, b| vm.binary(BinOp::ALL[op as usize], a, b);
    /// `lhs op= rhs` for any two objects.
    in_place(op: int, lhs: value, rhs: value) -> value, can [OBSERVES] = |vm, op, a, b| vm.in_place(BinOp::ALL[op as usize], a, b);
    /// What `lhs op rhs` gives after a method was called that declined: `op` as above; `how`: twice the number of a `Declined`, plus 1 in place.
    declined(op: int, how: int, lhs: value, rhs: value) -> value, can [OBSERVES] = super::declined;
    /// What `lhs op rhs` gives after the method of `lhs` declined; `op` is the number of a `Cmp`.
    compare_declined(op: int, lhs: value, rhs: value) -> value, can [OBSERVES] = |vm, op, a, b| vm.compare_declined(Cmp::ALL[op as usize], a, b);
    /// `lhs op rhs`; `op` is the number of a `Cmp`.
    compare(op: int, lhs: value, rhs: value) -> value, can [OBSERVES] = |vm, op, a, b| vm.compare(Cmp::ALL[op as usize], a, b);
    /// The truth of `lhs op rhs`.
    compare_truth(op: int, lhs: value, rhs: value) -> truth, can [OBSERVES] = |vm, op, a, b| vm.compare_truth(Cmp::ALL[op as usize], a, b);
    /// `bool(v)`
    truth(v: value) -> truth, can [OBSERVES] = |vm, v| vm.truth(v);
    /// `isinstance(v, class)`
    is_instance(v: value, class: value) -> truth, can [OBSERVES] = |vm, v, class| vm.is_instance_of(v, class);
    /// Has the object no finalizer?
    has_no_finalizer(v: value) -> truth, can [] = |_, v| Ok::<_, crate::runtime::Raised>(!has_finalizer(v));
    /// `item in container`
    contains(container: value, item: value) -> truth, can [OBSERVES] = |vm, c, item| vm.contains(c, item);
    /// `obj[index]`
    get_item(obj: value, index: value) -> value, can [OBSERVES] = |vm, obj, index| vm.get_item(obj, index);
    /// `obj[index] = v`
    set_item(obj: value, index: value, v: value) -> done, can [OBSERVES] = |vm, obj, index, v| vm.set_item(obj, index, v);
    /// `obj[start:stop]`
    get_slice(obj: value, start: value, stop: value) -> value, can [OBSERVES] = |vm, obj, start, stop| vm.get_slice(obj, start, stop);
    /// `obj.name`
    get_attr(obj: value, name: value) -> value, can [OBSERVES] = super::get_attr;
    /// `obj.name = v`
    set_attr(obj: value, name: value, v: value) -> done, can [OBSERVES] = super::set_attr;
    /// `iter(v)`
    get_iter(v: value) -> value, can [OBSERVES] = |vm, v| vm.iter(v);
    /// `{}`
    new_dict() -> value, can [] = |vm| Ok::<_, crate::runtime::Raised>(vm.new_dict().value());
    /// `[]`
    new_list() -> value, can [] = |vm| vm.new_list(&[]).map(List::value);
    /// `[a]`
    new_list_1(a: value) -> value, can [] = |vm, a| vm.new_list(&[a]).map(List::value);
    /// `[a, b]`
    new_list_2(a: value, b: value) -> value, can [] = |vm, a, b| vm.new_list(&[a, b]).map(List::value);
    /// `[a, b, c]`
    new_list_3(a: value, b: value, c: value) -> value, can [] = |vm, a, b, c| vm.new_list(&[a, b, c]).map(List::value);
    /// `[a, b, c, d]`
    new_list_4(a: value, b: value, c: value, d: value) -> value, can [] = |vm, a, b, c, d| vm.new_list(&[a, b, c, d]).map(List::value);
    /// `format(v, '')`
    format_plain(v: value) -> value, can [OBSERVES] = |vm, v| { let empty = vm.names.empty; vm.format(v, empty) };
    /// The text of two strings.
    join_2(a: value, b: value) -> value, can [] = |vm, a, b| vm.text_of_parts(&[a, b]);
    /// The text of three strings.
    join_3(a: value, b: value, c: value) -> value, can [] = |vm, a, b, c| vm.text_of_parts(&[a, b, c]);
    /// The text of four strings.
    join_4(a: value, b: value, c: value, d: value) -> value, can [] = |vm, a, b, c, d| vm.text_of_parts(&[a, b, c, d]);
    /// `dict.get(key, default)` on a dict.
    dict_get(dict: value, key: value, default: value) -> value, can [OBSERVES] = super::dict_get;
    /// `list.pop()` on a list.
    list_pop(list: value) -> value, can [CHANGES_LIST] = super::list_pop;
    /// `set.add(v)` on a set.
    set_add(set: value, v: value) -> done, can [OBSERVES] = super::set_add;
    /// Sets an item of a dict whose keys are strings.
    dict_set(dict: value, key: value, v: value) -> done, can [] = super::dict_set;
    /// The next item, or `ABSENT` when there is none.
    next(iter: value) -> value, can [OBSERVES] = super::next;
    /// `list.append(item)` on a list.
    list_append(list: value, item: value) -> done, can [CHANGES_LIST] = super::list_append;
    /// A `range` of ints that fit words; `step` is not 0.
    new_range(start: int, stop: int, step: int) -> value, can [] = |vm, start, stop, step| { let [a, b, c] = [start, stop, step].map(|i| vm.new_int(i)); vm.make_range(a, b, c) };
    /// An iterator from `next` to `stop`; `step` is not 0.
    new_range_iter(next: int, stop: int, step: int) -> value, can [] = |vm, next, stop, step| vm.new_range_iter(next, stop, step);
    /// An iterator over the items of a list from `at` on.
    new_list_iter(list: value, at: int) -> value, can [] = |vm, list, at| vm.new_seq_iter(list, at as usize);
    /// `s[index]` of a string; `ABSENT` when it is none or the index is out of bounds.
    str_item(s: value, index: int) -> value, can [] = super::str_item;
    /// `ord(s)` of a string of one code point; `ABSENT` when it is none.
    code_point(s: value) -> value, can [] = super::code_point;
    /// `lhs % rhs` of floats, `rhs` not 0.
    float_modulo(lhs: float, rhs: float) -> float, can [] = |_, a, b| super::float_modulo(a, b);
    /// `lhs // rhs` of floats, `rhs` not 0.
    float_floor_div(lhs: float, rhs: float) -> float, can [] = |_, a, b| super::float_floor_div(a, b);
    /// `pow(v, 0.5)` as C computes it, of a float that is not negative.
    pow_half(v: float) -> float, can [] = |_, v| super::pow_half(v);
    /// `pow(v, 2.0)` as C computes it, of a float whose square is finite.
    pow_two(v: float) -> float, can [] = |_, v| crate::num::float::pow_two(v);
}

/// Notes the instruction that runs in the record of the current frame.
#[inline(always)]
fn note(vm: &mut Vm, pc: *const Cell<Instr>) {
    if let Some(frame) = vm.thread.current() {
        frame.pc = pc;
    }
}

fn name_of(vm: &mut Vm, name: Value) -> PyResult<Str> {
    match Str::from_value(name) {
        Some(s) => Ok(s),
        None => Err(vm.system_error("a name is missing")),
    }
}

fn get_attr(vm: &mut Vm, obj: Value, name: Value) -> PyResult {
    let name = name_of(vm, name)?;
    vm.get_attr(obj, name)
}

fn set_attr(vm: &mut Vm, obj: Value, name: Value, v: Value) -> PyResult<()> {
    let name = name_of(vm, name)?;
    vm.set_attr(obj, name, v)
}

fn next(vm: &mut Vm, iter: Value) -> PyResult {
    Ok(vm.next(iter)?.unwrap_or(Value::ABSENT))
}

fn declined(vm: &mut Vm, op: i64, how: i64, a: Value, b: Value) -> PyResult {
    let suffix = (how & 1 == 1).then_some("=");
    vm.binary_declined(
        BinOp::ALL[op as usize],
        Declined::ALL[how as usize / 2],
        a,
        b,
        suffix,
    )
}

fn dict_set(vm: &mut Vm, dict: Value, key: Value, v: Value) -> PyResult<()> {
    match (Dict::from_value(dict), Str::from_value(key)) {
        (Some(d), Some(key)) => d.set_str(&mut vm.heap, key, v).or_memory_error(vm),
        _ => Err(vm.system_error("bad internal call: the target is not of the expected type")),
    }
}

fn dict_get(vm: &mut Vm, dict: Value, key: Value, default: Value) -> PyResult {
    match Dict::from_value(dict) {
        Some(d) => Ok(vm.dict_get(d, key)?.unwrap_or(default)),
        None => Err(vm.system_error("bad internal call: the target is not of the expected type")),
    }
}

fn list_pop(vm: &mut Vm, list: Value) -> PyResult {
    match List::from_value(list).and_then(List::pop) {
        Some(v) => Ok(v),
        None => Err(vm.index_error("pop from empty list")),
    }
}

fn set_add(vm: &mut Vm, set: Value, v: Value) -> PyResult<()> {
    match Set::from_value(set) {
        Some(s) => vm.set_add(s, v),
        None => Err(vm.system_error("bad internal call: the target is not of the expected type")),
    }
}

fn list_append(vm: &mut Vm, list: Value, item: Value) -> PyResult<()> {
    match List::from_value(list) {
        Some(l) => l.push(&mut vm.heap, item).or_memory_error(vm),
        None => Err(vm.system_error("bad internal call: the target is not of the expected type")),
    }
}

fn float_modulo(a: f64, b: f64) -> f64 {
    crate::num::float::modulo(a, b).unwrap_or(f64::NAN)
}

fn pow_half(v: f64) -> f64 {
    crate::num::float::pow_half(v)
}

fn float_floor_div(a: f64, b: f64) -> f64 {
    crate::num::float::floor_div(a, b).unwrap_or(f64::NAN)
}

fn str_item(vm: &mut Vm, s: Value, index: i64) -> PyResult {
    let Some(s) = Str::from_value(s) else {
        return Ok(Value::ABSENT);
    };
    let chars = s.chars();
    let at = if index < 0 {
        index + chars.len() as i64
    } else {
        index
    };
    match usize::try_from(at).ok().and_then(|at| chars.get(at)) {
        Some(c) => vm.new_char(c).map(Str::value),
        None => Ok(Value::ABSENT),
    }
}

fn code_point(_vm: &mut Vm, s: Value) -> PyResult {
    let chars = Str::from_value(s).map(Str::chars);
    Ok(
        match chars.filter(|c| c.len() == 1).and_then(|c| c.get(0)) {
            Some(c) => Value::from_int_unchecked(i64::from(c)),
            None => Value::ABSENT,
        },
    )
}
