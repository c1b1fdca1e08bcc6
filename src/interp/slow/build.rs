//! Building and unpacking containers and text.

use super::{Step, done, get, run, set, wrong_target};
use crate::bytecode::ops::{Instr, NO_REG, Op};
use crate::object::{Dict, List, Set, Str, T, Tuple, Value};
use crate::pyc::Version;
use crate::runtime::{OrMemoryError, PyResult, Raised, Vm};

/// The source, the number of items, and the register for each item of an unpacking.
fn unpacking(i: Instr) -> (u16, u16, impl Fn(u16) -> u16) {
    let (src, n) = match i.op.neutral() {
        Op::UnpackPair => (i.c, 2),
        _ => (i.b, i.c),
    };
    let register = move |k: u16| match i.op.neutral() {
        Op::UnpackPair if k == 0 => i.a,
        Op::UnpackPair => i.b,
        Op::UnpackForward => i.a + k,
        _ => i.a + n - 1 - k,
    };
    (src, n, register)
}

pub(super) fn unpack(vm: &mut Vm, i: Instr) -> PyResult<Step> {
    let (src, n, register) = unpacking(i);
    let src = get(vm, src);
    if let Some(t) = Tuple::from_value(src)
        && t.len() == usize::from(n)
    {
        for (k, &v) in t.items().iter().enumerate() {
            set(vm, register(k as u16), v);
        }
        return Ok(Step::Next);
    }
    if let Some(l) = List::from_value(src)
        && l.len() == usize::from(n)
    {
        for k in 0..n {
            let v = l.get(usize::from(k)).unwrap_or(Value::NONE);
            set(vm, register(k), v);
        }
        return Ok(Step::Next);
    }
    let list = List::new(&mut vm.heap);
    let it = unpack_iter(vm, src)?;
    for got in 0..n {
        match vm.next(it)? {
            Some(v) => list.push(&mut vm.heap, v).or_memory_error(vm)?,
            None => {
                return Err(vm.value_error(format_args!(
                    "not enough values to unpack (expected {n}, got {got})"
                )));
            }
        }
    }
    if vm.next(it)?.is_some() {
        let known = if Tuple::from_value(src).is_some()
            || List::from_value(src).is_some()
            || Dict::from_value(src).is_some()
        {
            Some(vm.len(src)?)
        } else {
            None
        };
        let newer = vm
            .thread
            .current()
            .is_some_and(|f| f.code().raw().version >= Version::V314);
        return Err(match known.filter(|_| newer) {
            Some(got) => vm.value_error(format_args!(
                "too many values to unpack (expected {n}, got {got})"
            )),
            None => vm.value_error(format_args!("too many values to unpack (expected {n})")),
        });
    }
    for k in 0..n {
        let v = list.get(usize::from(k)).unwrap_or(Value::NONE);
        set(vm, register(k), v);
    }
    Ok(Step::Next)
}

fn unpack_iter(vm: &mut Vm, src: Value) -> PyResult {
    match vm.iter(src) {
        Ok(it) => Ok(it),
        Err(raised) => {
            if vm.dialect() >= Version::V37
                && vm.pending_is(T::TypeError)
                && vm
                    .special_of(src, crate::runtime::names::Special::Iter)
                    .is_none()
            {
                vm.take_pending();
                let t = vm.type_name(src);
                return Err(vm.type_error(format_args!("cannot unpack non-iterable {t} object")));
            }
            Err(raised)
        }
    }
}

pub(super) fn unpack_star(vm: &mut Vm, i: Instr) -> PyResult<Step> {
    let (before, after) = (usize::from(i.c & 0xFF), usize::from(i.c >> 8));
    let src = get(vm, i.b);
    let it = unpack_iter(vm, src)?;
    let list = List::new(&mut vm.heap);
    for got in 0..before {
        match vm.next(it)? {
            Some(v) => list.push(&mut vm.heap, v).or_memory_error(vm)?,
            None => {
                return Err(vm.value_error(format_args!(
                    "not enough values to unpack (expected at least {}, got {got})",
                    before + after
                )));
            }
        }
    }
    vm.extend_list(list, it)?;
    let n = list.len();
    if n < before + after {
        return Err(vm.value_error(format_args!(
            "not enough values to unpack (expected at least {}, got {n})",
            before + after
        )));
    }
    let middle = List::new(&mut vm.heap);
    middle
        .extend_from_list(&mut vm.heap, list, before..n - after)
        .or_memory_error(vm)?;
    // the last item lies lowest
    let total = before + 1 + after;
    for k in 0..total {
        let v = if k < before {
            list.get(k)
        } else if k == before {
            Some(middle.value())
        } else {
            list.get(n - (total - k))
        };
        set(vm, i.a + (total - 1 - k) as u16, v.unwrap_or(Value::NONE));
    }
    Ok(Step::Next)
}

pub(super) fn build_set(vm: &mut Vm, i: Instr) -> PyResult {
    let s = vm.new_set(T::Set)?;
    for &v in run(vm, i.b, usize::from(i.c)) {
        vm.set_add(s, v)?;
    }
    Ok(s.value())
}

pub(super) fn map(vm: &mut Vm, i: Instr) -> PyResult {
    let d = vm.new_dict();
    for pair in run(vm, i.b, usize::from(i.c) * 2).chunks_exact(2) {
        vm.dict_set(d, pair[0], pair[1])?;
    }
    Ok(d.value())
}

pub(super) fn const_key_map(vm: &mut Vm, i: Instr) -> PyResult {
    let n = usize::from(i.c);
    let all = run(vm, i.b, n + 1);
    let Some(keys) = all
        .last()
        .and_then(|&k| Tuple::from_value(k))
        .filter(|k| k.len() == n)
    else {
        return Err(vm.system_error("bad BUILD_CONST_KEY_MAP keys argument"));
    };
    let d = vm.new_dict();
    for (&k, &v) in keys.items().iter().zip(all) {
        vm.dict_set(d, k, v)?;
    }
    Ok(d.value())
}

pub(super) fn string(vm: &mut Vm, i: Instr) -> PyResult {
    let parts = run(vm, i.b, usize::from(i.c));
    vm.text_of_parts(parts)
}

pub(super) fn set_add(vm: &mut Vm, i: Instr) -> PyResult<Step> {
    let (s, item) = (get(vm, i.a), get(vm, i.b));
    match Set::from_value(s) {
        Some(s) => done(vm.set_add(s, item)),
        None => done(wrong_target(vm)),
    }
}

pub(super) fn map_add(vm: &mut Vm, i: Instr) -> PyResult<Step> {
    let (d, k, v) = (get(vm, i.a), get(vm, i.b), get(vm, i.c));
    match Dict::from_value(d) {
        Some(d) => done(vm.dict_set(d, k, v)),
        None => done(wrong_target(vm)),
    }
}

pub(super) fn list_extend(vm: &mut Vm, i: Instr) -> PyResult<Step> {
    let (l, items) = (get(vm, i.a), get(vm, i.b));
    let Some(l) = List::from_value(l) else {
        return done(wrong_target(vm));
    };
    match vm.extend_list(l, items) {
        Ok(()) => Ok(Step::Next),
        Err(raised) => {
            if vm.pending_is(T::TypeError)
                && vm
                    .special_of(items, crate::runtime::names::Special::Iter)
                    .is_none()
                && vm
                    .special_of(items, crate::runtime::names::Special::GetItem)
                    .is_none()
            {
                vm.take_pending();
                let t = vm.type_name(items);
                return Err(
                    vm.type_error(format_args!("Value after * must be an iterable, not {t}"))
                );
            }
            Err(raised)
        }
    }
}

pub(super) fn set_update(vm: &mut Vm, i: Instr) -> PyResult<Step> {
    let (s, items) = (get(vm, i.a), get(vm, i.b));
    let Some(s) = Set::from_value(s) else {
        return done(wrong_target(vm));
    };
    vm.set_update(s, items)?;
    Ok(Step::Next)
}

/// Adds the items of any mapping.
pub(super) fn update_from_mapping(
    vm: &mut Vm,
    d: Dict,
    other: Value,
    mut each: impl FnMut(&mut Vm, Dict, Value) -> PyResult<()>,
) -> PyResult<()> {
    if let Some(o) = vm.plain_dict(other) {
        let mut at = 0;
        while let Some(e) = o.next_entry(&mut at) {
            each(vm, d, e.key)?;
            vm.dict_set_hashed(d, e.key, e.hash, e.value)?;
        }
        return Ok(());
    }
    let it = vm.iter_keys(other)?;
    while let Some(k) = vm.next(it)? {
        each(vm, d, k)?;
        let v = vm.get_item(other, k)?;
        vm.dict_set(d, k, v)?;
    }
    Ok(())
}

pub(super) fn dict_update(vm: &mut Vm, i: Instr) -> PyResult<Step> {
    let (d, other) = (get(vm, i.a), get(vm, i.b));
    let Some(d) = Dict::from_value(d) else {
        return done(wrong_target(vm));
    };
    match update_from_mapping(vm, d, other, |_, _, _| Ok(())) {
        Ok(()) => Ok(Step::Next),
        Err(raised) => {
            if vm.pending_is(T::AttributeError) {
                vm.take_pending();
                let t = vm.type_name(other);
                return Err(vm.type_error(format_args!("'{t}' object is not a mapping")));
            }
            Err(raised)
        }
    }
}

pub(super) fn dict_merge(vm: &mut Vm, i: Instr) -> PyResult<Step> {
    let (d, other, callee) = (get(vm, i.a), get(vm, i.b), get(vm, i.c));
    let Some(d) = Dict::from_value(d) else {
        return done(wrong_target(vm));
    };
    let r = update_from_mapping(vm, d, other, |vm, d, k| {
        if vm.as_str(k).is_none() {
            return Err(vm.type_error("keywords must be strings"));
        }
        if vm.dict_get(d, k)?.is_some() {
            let label = super::calls::callee_label(vm, callee);
            let k = vm.str(k)?.to_text();
            return Err(vm.type_error(format_args!(
                "{label} got multiple values for keyword argument '{k}'"
            )));
        }
        Ok(())
    });
    match r {
        Ok(()) => Ok(Step::Next),
        Err(raised) => Err(not_a_mapping(vm, raised, other, callee)),
    }
}

/// `f(**x)` where `x` has no `keys`.
pub(super) fn not_a_mapping(vm: &mut Vm, raised: Raised, other: Value, callee: Value) -> Raised {
    if vm.pending_is(T::AttributeError) && Dict::from_value(other).is_none() {
        vm.take_pending();
        return super::calls::wrong_star(vm, callee, "**", "a mapping", other);
    }
    raised
}

pub(super) fn convert(vm: &mut Vm, i: Instr) -> PyResult {
    let v = get(vm, i.b);
    match i.c {
        1 => vm.str(v).map(Str::value),
        2 => vm.repr(v).map(Str::value),
        _ => {
            let r = vm.repr(v)?;
            if r.is_ascii() {
                return Ok(r.value());
            }
            vm.ascii(v).map(Str::value)
        }
    }
}

pub(super) fn format(vm: &mut Vm, i: Instr) -> PyResult {
    let v = get(vm, i.b);
    let spec = if i.c == NO_REG {
        Value::EMPTY
    } else {
        get(vm, i.c)
    };
    let spec = vm.as_str(spec).unwrap_or(vm.names.empty);
    vm.format(v, spec)
}

pub(super) fn interpolation(vm: &mut Vm, i: Instr) -> PyResult {
    let (v, expression) = (get(vm, i.b), get(vm, i.b + 1));
    let conversion = i.c & 3;
    let spec = if i.c & 4 != 0 {
        get(vm, i.b + 2)
    } else {
        vm.names.empty.value()
    };
    vm.new_interpolation(v, expression, conversion, spec)
}

pub(super) fn template(vm: &mut Vm, i: Instr) -> PyResult {
    let (strings, interpolations) = (get(vm, i.b), get(vm, i.c));
    vm.new_template(strings, interpolations)
}
