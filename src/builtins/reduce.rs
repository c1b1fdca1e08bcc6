//! Builtin functions that make one value of many: `sum`, `min`, `max`, `all`, `any`, and `sorted`.

use crate::num::math_sum::CompensatedSum;
use crate::object::list::Storage;
use crate::object::{List, Value};
use crate::pyc::Version;
use crate::runtime::arith::BinOp;
use crate::runtime::compare::Cmp;
use crate::runtime::native::Args;
use crate::runtime::{PyResult, Vm, complex};

pub(super) fn all(vm: &mut Vm, iterable: Value) -> PyResult<bool> {
    Ok(!has_truth(vm, iterable, false)?)
}

pub(super) fn any(vm: &mut Vm, iterable: Value) -> PyResult<bool> {
    has_truth(vm, iterable, true)
}

/// Is there an item whose truth is `wanted`?
fn has_truth(vm: &mut Vm, iterable: Value, wanted: bool) -> PyResult<bool> {
    if let Some(list) = List::from_value(iterable) {
        let mut i = 0;
        while let Some(v) = list.get(i) {
            if vm.truth(v)? == wanted {
                return Ok(true);
            }
            i += 1;
        }
        return Ok(false);
    }
    let it = vm.iter(iterable)?;
    while let Some(v) = vm.next(it)? {
        if vm.truth(v)? == wanted {
            return Ok(true);
        }
    }
    Ok(false)
}

pub(super) fn sorted(vm: &mut Vm, args: &Args<'_>) -> PyResult<List> {
    let [iterable] = *args.plain() else {
        let n = args.plain().len();
        return Err(vm.type_error(format_args!("sorted expected 1 argument, got {n}")));
    };
    let (mut key, mut reverse) = (Value::NONE, false);
    for (keyword, v) in args.named() {
        if keyword.is("key") {
            key = v;
        } else if keyword.is("reverse") {
            reverse = vm.truth(v)?;
        } else {
            return Err(vm.unknown_keyword("sort", keyword));
        }
    }
    vm.sorted(iterable, key, reverse)
}

// ---- sum

pub(super) fn sum(vm: &mut Vm, iterable: Value, start: Value) -> PyResult {
    check_start(vm, start)?;
    if let Some(list) = List::from_value(iterable)
        && let Some(total) = sum_words(vm, list, start)
    {
        return Ok(total);
    }
    let it = vm.iter(iterable)?;
    let mut total = start;
    if let Some(first) = start.as_int() {
        match sum_ints(vm, it, first)? {
            Next::Done(v) => return Ok(v),
            Next::Other(v) => total = v,
        }
    }
    if let Some(first) = total.as_float() {
        match sum_floats(vm, it, first)? {
            Next::Done(v) => return Ok(v),
            Next::Other(v) => total = v,
        }
    }
    if vm.main_version >= Version::V314 && complex::of(total).is_some() {
        match sum_complex(vm, it, total)? {
            Next::Done(v) => return Ok(v),
            Next::Other(v) => total = v,
        }
    }
    while let Some(v) = vm.next(it)? {
        total = vm.binary(BinOp::Add, total, v)?;
    }
    Ok(total)
}

/// Strings must be joined instead.
fn check_start(vm: &mut Vm, start: Value) -> PyResult<()> {
    if !start.is_object() {
        return Ok(());
    }
    use crate::object::T;
    let what = [
        (T::Str, "strings [use ''"),
        (T::Bytes, "bytes [use b''"),
        (T::ByteArray, "bytearray [use b''"),
    ];
    match what.iter().find(|(t, _)| vm.is_instance(start, *t)) {
        Some((_, text)) => {
            Err(vm.type_error(format_args!("sum() can't sum {text}.join(seq) instead]")))
        }
        None => Ok(()),
    }
}

/// The end of the iterator was reached, or the total is of another kind now.
enum Next {
    Done(Value),
    Other(Value),
}

/// The sum of a list that stores its ints or floats as machine words.
fn sum_words(vm: &mut Vm, list: List, start: Value) -> Option<Value> {
    let storage = list.storage();
    match (storage, start) {
        (Storage::Ints, start) => {
            let mut total = start.as_int()?;
            for word in list.words()? {
                total = total.checked_add(word.get() as i64)?;
            }
            Some(vm.new_int(total))
        }
        (Storage::Floats, start) => {
            let mut total = Floats::new(
                vm,
                start
                    .as_float()
                    .or_else(|| start.as_int().map(|i| i as f64))?,
            );
            for word in list.words()? {
                total.add(f64::from_bits(word.get()));
            }
            Some(Value::from_float(total.finish()))
        }
        _ => None,
    }
}

fn sum_ints(vm: &mut Vm, it: Value, first: i64) -> PyResult<Next> {
    let mut total = first;
    while let Some(v) = vm.next(it)? {
        let sum = if v.is_int() || v.is_bool() {
            vm.int_as_i64(v).and_then(|i| total.checked_add(i))
        } else {
            None
        };
        match sum {
            Some(sum) => total = sum,
            None => {
                let so_far = vm.new_int(total);
                return vm.binary(BinOp::Add, so_far, v).map(Next::Other);
            }
        }
    }
    Ok(Next::Done(vm.new_int(total)))
}

/// A sum of floats: compensated from 3.12 on.
struct Floats {
    sum: CompensatedSum,
    compensated: bool,
}

impl Floats {
    fn new(vm: &Vm, start: f64) -> Floats {
        Floats {
            sum: CompensatedSum::new(start),
            compensated: vm.main_version >= Version::V312,
        }
    }

    fn add(&mut self, x: f64) {
        if self.compensated {
            self.sum.add(x);
        } else {
            self.sum.add_plain(x);
        }
    }

    fn finish(&self) -> f64 {
        self.sum.finish()
    }
}

fn sum_floats(vm: &mut Vm, it: Value, first: f64) -> PyResult<Next> {
    let mut total = Floats::new(vm, first);
    while let Some(v) = vm.next(it)? {
        if let Some(x) = v.as_float() {
            total.add(x);
        } else if let Some(i) = vm.int_as_i64(vm.payload(v)) {
            total.sum.add_plain(i as f64);
        } else {
            return vm
                .binary(BinOp::Add, Value::from_float(total.finish()), v)
                .map(Next::Other);
        }
    }
    Ok(Next::Done(Value::from_float(total.finish())))
}

fn sum_complex(vm: &mut Vm, it: Value, first: Value) -> PyResult<Next> {
    let Some(first) = complex::of(first) else {
        return Ok(Next::Other(first));
    };
    let (mut re, mut im) = (CompensatedSum::new(first.re), CompensatedSum::new(first.im));
    while let Some(v) = vm.next(it)? {
        if let Some(c) = complex::of(v) {
            re.add(c.re);
            im.add(c.im);
        } else if let Some(x) = v.as_float() {
            re.add(x);
        } else if let Some(i) = vm.int_as_i64(vm.payload(v)) {
            re.add_plain(i as f64);
        } else {
            let so_far = vm.new_complex(re.finish(), im.finish())?;
            return vm.binary(BinOp::Add, so_far, v).map(Next::Other);
        }
    }
    vm.new_complex(re.finish(), im.finish()).map(Next::Done)
}

// ---- min and max

pub(super) fn min(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    extreme(vm, args, "min", Cmp::Lt)
}

pub(super) fn max(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    extreme(vm, args, "max", Cmp::Gt)
}

fn extreme(vm: &mut Vm, args: &Args<'_>, name: &str, op: Cmp) -> PyResult {
    let plain = args.plain();
    if args.names.is_none()
        && let [a, b] = *plain
    {
        return Ok(if vm.compare_truth(op, b, a)? { b } else { a });
    }
    if plain.is_empty() {
        return Err(vm.type_error(format_args!("{name} expected at least 1 argument, got 0")));
    }
    let (mut key, mut default) = (Value::NONE, Value::EMPTY);
    for (keyword, v) in args.named() {
        if keyword.is("key") {
            key = v;
        } else if keyword.is("default") {
            default = v;
        } else {
            return Err(vm.unknown_keyword(name, keyword));
        }
    }
    let [only] = *plain else {
        if !default.is_empty() {
            return Err(vm.type_error(format_args!(
                "Cannot specify a default for {name}() with multiple positional arguments"
            )));
        }
        let mut best = Best::new(key, op);
        for &v in plain {
            best.take(vm, v)?;
        }
        return Ok(best.item);
    };
    let mut best = Best::new(key, op);
    let it = vm.iter(only)?;
    while let Some(v) = vm.next(it)? {
        best.take(vm, v)?;
    }
    match best.item.some().or(default.some()) {
        Some(v) => Ok(v),
        None if vm.main_version >= Version::V312 => {
            Err(vm.value_error(format_args!("{name}() iterable argument is empty")))
        }
        None => Err(vm.value_error(format_args!("{name}() arg is an empty sequence"))),
    }
}

/// The best item so far and its key.
struct Best {
    key: Value,
    op: Cmp,
    item: Value,
    rank: Value,
}

impl Best {
    fn new(key: Value, op: Cmp) -> Best {
        Best {
            key,
            op,
            item: Value::EMPTY,
            rank: Value::EMPTY,
        }
    }

    #[inline]
    fn take(&mut self, vm: &mut Vm, v: Value) -> PyResult<()> {
        let rank = if self.key.is_none() {
            v
        } else {
            vm.call_positional(self.key, &[v])?
        };
        if self.item.is_empty() || vm.compare_truth(self.op, rank, self.rank)? {
            (self.item, self.rank) = (v, rank);
        }
        Ok(())
    }
}
