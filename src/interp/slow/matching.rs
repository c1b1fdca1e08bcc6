//! Structural pattern matching (PEP 634).

use super::{get, run};
use crate::bytecode::ops::Instr;
use crate::object::{Class, GcVec, Str, T, Tuple, Value};
use crate::runtime::{OrMemoryError, PyResult, Vm};

/// Does the class of register `i` have the flag?
pub(super) fn has_flag(vm: &mut Vm, i: u16, flag: u32) -> Value {
    let v = get(vm, i);
    Value::from_bool(vm.type_of(v).has(flag))
}

pub(super) fn keys(vm: &mut Vm, i: Instr) -> PyResult {
    let (subject, keys) = (get(vm, i.b), get(vm, i.c));
    let Some(keys) = Tuple::from_value(keys) else {
        return Err(vm.system_error("the keys of a mapping pattern are no tuple"));
    };
    let seen = vm.new_set(T::Set)?;
    let get_name = vm.names.get;
    let method = vm.get_attr(subject, get_name)?;
    let missing = vm.new_set(T::Set)?.value(); // any fresh object: stands for "not there"
    let mut values = GcVec::with_capacity(&mut vm.heap, keys.len()).or_memory_error(vm)?;
    for &key in keys.items() {
        if vm.set_contains(seen, key)? {
            let k = vm.repr(key)?.to_text();
            return Err(vm.value_error(format_args!("mapping pattern checks duplicate key ({k})")));
        }
        vm.set_add(seen, key)?;
        let v = vm.call_positional(method, &[key, missing])?;
        if v == missing {
            return Ok(Value::NONE);
        }
        values.push(&mut vm.heap, v).or_memory_error(vm)?;
    }
    vm.new_tuple(&values).map(Tuple::value)
}

/// Builtin classes whose single positional pattern is the subject itself.
fn matches_itself(vm: &Vm, class: Class) -> bool {
    [
        T::Bool,
        T::ByteArray,
        T::Bytes,
        T::Dict,
        T::Float,
        T::FrozenSet,
        T::Int,
        T::List,
        T::Set,
        T::Str,
        T::Tuple,
    ]
    .iter()
    .any(|&t| class.is_subclass(vm.class(t)))
}

pub(super) fn class(vm: &mut Vm, i: Instr) -> PyResult {
    let b = run(vm, i.b, 3);
    let (subject, class, names, positional) = (b[0], b[1], b[2], usize::from(i.c));
    let Some(c) = Class::from_value(class) else {
        return Err(vm.type_error("called match pattern must be a class"));
    };
    if !vm.is_instance_of(subject, class)? {
        return Ok(Value::NONE);
    }
    let mut found = GcVec::new();
    let mut seen: Vec<String> = Vec::new();
    if positional > 0 {
        positional_attributes(vm, subject, c, positional, &mut found, &mut seen)?;
        if found.len() < positional {
            return Ok(Value::NONE);
        }
    }
    for &name in Tuple::from_value(names).map_or(&[][..], Tuple::items) {
        let Some(name) = Str::from_value(name) else {
            return Err(vm.system_error("the names of a class pattern are no strings"));
        };
        match attribute(vm, subject, c, name, &mut seen)? {
            Some(v) => found.push(&mut vm.heap, v).or_memory_error(vm)?,
            None => return Ok(Value::NONE),
        }
    }
    vm.new_tuple(&found).map(Tuple::value)
}

fn positional_attributes(
    vm: &mut Vm,
    subject: Value,
    c: Class,
    n: usize,
    found: &mut GcVec,
    seen: &mut Vec<String>,
) -> PyResult<()> {
    let key = vm.names.__match_args__;
    let class_name = vm.class_name(c);
    let args = match vm.get_attr_opt(c.value(), key)? {
        Some(v) => match Tuple::from_value(v) {
            Some(t) => t,
            None => {
                let t = vm.type_name(v);
                return Err(vm.type_error(format_args!(
                    "{class_name}.__match_args__ must be a tuple (got {t})"
                )));
            }
        },
        None if matches_itself(vm, c) => {
            if n > 1 {
                return Err(vm.type_error(format_args!(
                    "{class_name}() accepts 1 positional sub-pattern ({n} given)"
                )));
            }
            return found.push(&mut vm.heap, subject).or_memory_error(vm);
        }
        None => vm.empty_tuple,
    };
    if n > args.len() {
        let (allowed, s) = (args.len(), if args.len() == 1 { "" } else { "s" });
        return Err(vm.type_error(format_args!(
            "{class_name}() accepts {allowed} positional sub-pattern{s} ({n} given)"
        )));
    }
    for &name in &args.items()[..n] {
        let Some(name) = Str::from_value(name) else {
            let t = vm.type_name(name);
            return Err(vm.type_error(format_args!(
                "__match_args__ elements must be strings (got {t})"
            )));
        };
        match attribute(vm, subject, c, name, seen)? {
            Some(v) => found.push(&mut vm.heap, v).or_memory_error(vm)?,
            None => return Ok(()),
        }
    }
    Ok(())
}

fn attribute(
    vm: &mut Vm,
    subject: Value,
    c: Class,
    name: Str,
    seen: &mut Vec<String>,
) -> PyResult<Option<Value>> {
    let text = name.to_text();
    if seen.contains(&text) {
        let class_name = vm.class_name(c);
        return Err(vm.type_error(format_args!(
            "{class_name}() got multiple sub-patterns for attribute '{text}'"
        )));
    }
    seen.push(text);
    let name = vm.intern_str(name);
    vm.get_attr_opt(subject, name)
}

pub(super) fn without_keys(vm: &mut Vm, i: Instr) -> PyResult {
    let (subject, keys) = (get(vm, i.b), get(vm, i.c));
    let copy = vm.new_dict();
    super::build::update_from_mapping(vm, copy, subject, |_, _, _| Ok(()))?;
    for &key in Tuple::from_value(keys).map_or(&[][..], Tuple::items) {
        if vm.dict_remove(copy, key)?.is_none() {
            return Err(vm.key_error(key));
        }
    }
    Ok(copy.value())
}
