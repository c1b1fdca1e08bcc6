//! Raising and handling exceptions.

use super::{Step, get, run, set};
use crate::bytecode::ops::Instr;
use crate::object::{Class, Value, class::flags};
use crate::runtime::exception::{Exception, slot};
use crate::runtime::{PyResult, Raised, Vm};

pub(super) fn push(vm: &mut Vm, i: Instr) -> PyResult<Step> {
    let e = get(vm, i.b);
    let previous = std::mem::replace(&mut vm.thread.handled, e);
    set(vm, i.a, previous);
    Ok(Step::Next)
}

pub(super) fn pop(vm: &mut Vm, i: Instr) -> PyResult<Step> {
    let previous = get(vm, i.a);
    vm.thread.handled = if Exception::checked(vm, previous).is_some() {
        previous
    } else {
        Value::EMPTY
    };
    Ok(Step::Next)
}

/// An exception from an instance, or from a class by calling it.
fn instance_of(vm: &mut Vm, v: Value, text: &str) -> PyResult<Exception> {
    if let Some(class) = Class::from_value(v).filter(|c| c.has(flags::EXCEPTION)) {
        let made = vm.call_positional(v, &[])?;
        return match Exception::checked(vm, made) {
            Some(e) => Ok(e),
            None => {
                let (c, t) = (vm.repr(class.value())?.to_text(), vm.type_of(made).value());
                let t = vm.repr(t)?.to_text();
                Err(vm.type_error(format_args!(
                    "calling {c} should have returned an instance of BaseException, not {t}"
                )))
            }
        };
    }
    match Exception::checked(vm, v) {
        Some(e) => Ok(e),
        None => Err(vm.type_error(text)),
    }
}

pub(super) fn raise(vm: &mut Vm, i: Instr) -> PyResult<Step> {
    let b = run(vm, i.a, usize::from(i.b));
    let Some(&first) = b.first() else {
        return match vm.handled_exception() {
            Some(e) => Err(reraised(vm, e)),
            None => Err(vm.runtime_error("No active exception to reraise")),
        };
    };
    let e = instance_of(vm, first, "exceptions must derive from BaseException")?;
    if let Some(&cause) = b.get(1) {
        let cause = if cause.is_none() {
            Value::EMPTY
        } else {
            instance_of(vm, cause, "exception causes must derive from BaseException")?.value()
        };
        e.set(slot::CAUSE, cause);
        e.set(slot::SUPPRESS, Value::TRUE);
    }
    Err(vm.raise(e))
}

/// Makes `e` pending without adding this place to its traceback, which names the place where it came from already.
pub(super) fn reraised(vm: &mut Vm, e: Exception) -> Raised {
    vm.thread.quiet = true;
    vm.raise_again(e)
}

pub(super) fn reraise(vm: &mut Vm, i: Instr) -> PyResult<Step> {
    let e = get(vm, i.a);
    let Some(e) = Exception::checked(vm, e) else {
        return Err(vm.system_error("the exception to reraise is missing"));
    };
    Err(reraised(vm, e))
}
