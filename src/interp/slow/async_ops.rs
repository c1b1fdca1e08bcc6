//! Delegation and asynchronous iteration.

use super::{Step, get, set};
use crate::bytecode::ops::Instr;
use crate::object::{Generator, T, Value};
use crate::pyc::code::flags::{COROUTINE, ITERABLE_COROUTINE};
use crate::runtime::exception::{Exception, slot};
use crate::runtime::generator::Resumed;
use crate::runtime::names::Special;
use crate::runtime::{PyResult, Vm};

/// The iterator that `yield from v` drives.
pub(super) fn yield_from_iter(vm: &mut Vm, i: u16) -> PyResult {
    let v = get(vm, i);
    if let Some(g) = Generator::from_value(v) {
        if g.shape_id() == T::Coroutine as u32 {
            let in_coroutine = vm
                .thread
                .current()
                .is_some_and(|f| f.code().flags() & (COROUTINE | ITERABLE_COROUTINE) != 0);
            if !in_coroutine {
                return Err(vm.type_error(
                    "cannot 'yield from' a coroutine object in a non-coroutine generator",
                ));
            }
            return Ok(v);
        }
        if g.shape_id() == T::Generator as u32 {
            return Ok(v);
        }
    }
    vm.iter(v)
}

/// Sends register `a + 1` into the iterator in register `a`.
pub(super) fn send(vm: &mut Vm, i: Instr) -> PyResult<Step> {
    let (receiver, v) = (get(vm, i.a), get(vm, i.a + 1));
    if let Some(g) = sendable(receiver) {
        return match vm.generator_send(g, v) {
            Ok(Resumed::Yielded(v)) => {
                set(vm, i.a + 1, v);
                Ok(Step::Next)
            }
            Ok(Resumed::Returned(v)) => {
                set(vm, i.a + 1, v);
                Ok(Step::Jump)
            }
            // only code of 3.6 lets a StopIteration out
            Err(_) => ended(vm, i),
        };
    }
    let sent = if v.is_none() {
        match vm.special_of(receiver, Special::Next) {
            Some(f) => vm.call_method(f, receiver, &[]),
            None => {
                let name = vm.names.send;
                vm.call_named(receiver, name, &[v])
            }
        }
    } else {
        let name = vm.names.send;
        vm.call_named(receiver, name, &[v])
    };
    match sent {
        Ok(v) => {
            set(vm, i.a + 1, v);
            Ok(Step::Next)
        }
        Err(_) => ended(vm, i),
    }
}

/// The receiver raised: StopIteration ends the loop with its value.
fn ended(vm: &mut Vm, i: Instr) -> PyResult<Step> {
    let stop = vm.catch(T::StopIteration)?;
    let result = Exception::from_value(stop).map_or(Value::NONE, |e| {
        e.get(slot::OWN).some().unwrap_or(Value::NONE)
    });
    set(vm, i.a + 1, result);
    Ok(Step::Jump)
}

/// The generator or coroutine that is resumed without a look at its methods.
pub fn sendable(receiver: Value) -> Option<Generator> {
    let of = |g: &Generator| {
        [T::Generator, T::Coroutine]
            .map(|t| t as u32)
            .contains(&g.shape_id())
    };
    Generator::from_value(receiver).filter(of)
}

pub(super) fn get_aiter(vm: &mut Vm, i: u16) -> PyResult {
    let v = get(vm, i);
    let t = vm.type_name(v);
    let Some(f) = vm.special_of(v, Special::Aiter) else {
        return Err(vm.type_error(format_args!(
            "'async for' requires an object with __aiter__ method, got {t}"
        )));
    };
    let it = vm.call_method(f, v, &[])?;
    if vm.special_of(it, Special::Anext).is_none() {
        let t = vm.type_name(it);
        return Err(vm.type_error(format_args!(
            "'async for' received an object from __aiter__ that does not implement __anext__: {t}"
        )));
    }
    Ok(it)
}

pub(super) fn get_anext(vm: &mut Vm, i: u16) -> PyResult {
    let v = get(vm, i);
    let t = vm.type_name(v);
    let Some(f) = vm.special_of(v, Special::Anext) else {
        return Err(vm.type_error(format_args!(
            "'async for' requires an iterator with __anext__ method, got {t}"
        )));
    };
    let next = vm.call_method(f, v, &[])?;
    match vm.get_awaitable(next, 0) {
        Ok(a) => Ok(a),
        Err(raised) => {
            if vm.pending_is(T::TypeError) {
                let cause = vm.take_pending();
                let t = vm.type_name(next);
                let raised = vm.type_error(format_args!(
                    "'async for' received an invalid object from __anext__: {t}"
                ));
                if let Some(e) = Exception::from_value(vm.thread.pending) {
                    e.set(slot::CAUSE, cause);
                    e.set(slot::SUPPRESS, Value::TRUE);
                }
                return Err(raised);
            }
            Err(raised)
        }
    }
}

pub(super) fn end_async_for(vm: &mut Vm, i: Instr) -> PyResult<Step> {
    let v = get(vm, i.a);
    let Some(e) = Exception::checked(vm, v) else {
        return Err(vm.system_error("the exception of an async for is missing"));
    };
    if e.is_a(vm, T::StopAsyncIteration) {
        return Ok(Step::Next);
    }
    Err(super::exceptions::reraised(vm, e))
}

/// The value of a StopIteration thrown into a delegation; any other exception goes on.
pub(super) fn cleanup_throw(vm: &mut Vm, i: u16) -> PyResult {
    let v = get(vm, i);
    let Some(e) = Exception::checked(vm, v) else {
        return Err(vm.system_error("the exception of a delegation is missing"));
    };
    if e.is_a(vm, T::StopIteration) {
        return Ok(e.get(slot::OWN).some().unwrap_or(Value::NONE));
    }
    Err(super::exceptions::reraised(vm, e))
}
