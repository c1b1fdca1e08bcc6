//! Generators and coroutines (Objects/genobject.c). What resuming means: `runtime/generator.rs`.

use std::cell::Cell;

use super::function::name_value;
use crate::object::generator::State;
use crate::object::{Generator, Native, Obj, Str, T, Value};
use crate::runtime::generator::Resumed;
use crate::runtime::native::{Args, TypeDef};
use crate::runtime::{OrMemoryError, PyResult, Vm};
use crate::{native_attributes, native_functions, trace_fields};

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[&GENERATOR, &COROUTINE, &WRAPPER];

static GENERATOR: TypeDef = TypeDef {
    methods: GENERATOR_METHODS,
    getset: GENERATOR_ATTRIBUTES,
    ..TypeDef::new(T::Generator, "")
};
static COROUTINE: TypeDef = TypeDef {
    methods: COROUTINE_METHODS,
    getset: COROUTINE_ATTRIBUTES,
    ..TypeDef::new(T::Coroutine, "")
};
static WRAPPER: TypeDef = TypeDef {
    methods: WRAPPER_METHODS,
    ..TypeDef::new(
        T::CoroutineWrapper,
        "A wrapper object implementing __await__ for coroutines.",
    )
};

native_functions! { GENERATOR_METHODS = [
    /// Return repr(self).
    "__repr__" as repr(this);
    /// Implement iter(self).
    "__iter__" as iter(this);
    /// Implement next(self).
    "__next__" as next(this);
    /// send(value) -> send 'value' into generator,
    /// return next yielded value or raise StopIteration.
    send(this, value);
    /// throw(value)
    /// throw(type[,value[,tb]])
    ///
    /// Raise exception in generator, return next yielded value or raise
    /// StopIteration.
    throw(*);
    /// close() -> raise GeneratorExit inside generator.
    close(this);
]}

native_functions! { COROUTINE_METHODS = [
    /// Return repr(self).
    "__repr__" as repr(this);
    /// Return an iterator to be used in await expression.
    "__await__" as coroutine_await(this);
    /// send(value) -> send 'value' into coroutine,
    /// return next yielded value or raise StopIteration.
    send(this, value);
    /// throw(value)
    /// throw(type[,value[,traceback]])
    ///
    /// Raise exception in coroutine, return next yielded value or raise
    /// StopIteration.
    throw(*);
    /// close() -> raise GeneratorExit inside coroutine.
    close(this);
]}

native_functions! { WRAPPER_METHODS = [
    /// Implement iter(self).
    "__iter__" as wrapper_iter(this);
    /// Implement next(self).
    "__next__" as wrapper_next(this);
    /// send(value) -> send 'value' into coroutine,
    /// return next yielded value or raise StopIteration.
    "send" as wrapper_send(this, value);
    /// throw(value)
    /// throw(type[,value[,traceback]])
    ///
    /// Raise exception in coroutine, return next yielded value or raise
    /// StopIteration.
    "throw" as wrapper_throw(*);
    /// close() -> raise GeneratorExit inside coroutine.
    "close" as wrapper_close(this);
]}

native_attributes! { GENERATOR_ATTRIBUTES = [
    /// name of the generator
    "__name__" as name => |_: &mut Vm, g: Generator| g.name(), set_name;
    /// qualified name of the generator
    "__qualname__" as qualname => |_: &mut Vm, g: Generator| g.qualname(), set_qualname;
    gi_frame => frame;
    gi_running => |_: &mut Vm, g: Generator| g.state() == State::Running;
    gi_suspended => |_: &mut Vm, g: Generator| g.state() == State::Suspended;
    gi_code => |_: &mut Vm, g: Generator| g.code().value();
    /// object being iterated by yield from, or None
    gi_yieldfrom => delegate;
]}

native_attributes! { COROUTINE_ATTRIBUTES = [
    /// name of the coroutine
    "__name__" as name => |_: &mut Vm, g: Generator| g.name(), set_name;
    /// qualified name of the coroutine
    "__qualname__" as qualname => |_: &mut Vm, g: Generator| g.qualname(), set_qualname;
    cr_frame => frame;
    cr_running => |_: &mut Vm, g: Generator| g.state() == State::Running;
    cr_suspended => |_: &mut Vm, g: Generator| g.state() == State::Suspended;
    cr_code => |_: &mut Vm, g: Generator| g.code().value();
    /// object being awaited on, or None
    cr_await => delegate;
    cr_origin => |_: &mut Vm, _g: Generator| Value::NONE;
]}

/// The result of a resumption as `send` and its kind show it: the end raises StopIteration.
pub(super) fn shown(vm: &mut Vm, r: Resumed) -> PyResult {
    match r {
        Resumed::Yielded(v) => Ok(v),
        Resumed::Returned(v) => Err(vm.stop_iteration(v)),
    }
}

pub(super) fn repr(vm: &mut Vm, this: Generator) -> PyResult<String> {
    let kind = vm.type_name(this.value());
    let name = Str::from_value(this.qualname()).map_or_else(String::new, Str::to_text);
    Ok(format!("<{kind} object {name} at {:#x}>", this.value().0))
}

fn iter(_vm: &mut Vm, this: Generator) -> Generator {
    this
}

fn next(vm: &mut Vm, this: Generator) -> PyResult {
    send(vm, this, Value::NONE)
}

fn send(vm: &mut Vm, this: Generator, value: Value) -> PyResult {
    let r = vm.generator_send(this, value)?;
    shown(vm, r)
}

/// `throw` with one to three arguments, called as a method.
fn throw(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    let first = args.first();
    let Some(g) = Generator::from_value(first) else {
        return Err(vm.expected("generator", first));
    };
    throw_into(vm, g, &args.rest())
}

/// The exception that the arguments of a `throw` method mean.
pub(super) fn thrown(
    vm: &mut Vm,
    args: &Args<'_>,
) -> PyResult<crate::runtime::exception::Exception> {
    args.no_names(vm, "throw")?;
    let get = |i: usize| args.plain().get(i).copied().unwrap_or(Value::EMPTY);
    match args.plain().len() {
        1..=3 => vm.exception_to_throw(get(0), get(1), get(2)),
        0 => Err(vm.type_error("throw expected at least 1 argument, got 0")),
        n => Err(vm.type_error(format_args!("throw expected at most 3 arguments, got {n}"))),
    }
}

fn throw_into(vm: &mut Vm, g: Generator, args: &Args<'_>) -> PyResult {
    let e = thrown(vm, args)?;
    let r = vm.generator_throw(g, e)?;
    shown(vm, r)
}

fn close(vm: &mut Vm, this: Generator) -> PyResult {
    let returned = vm.generator_close(this)?;
    // the value has been given since 3.13
    Ok(if vm.dialect() >= crate::pyc::Version::V313 {
        returned
    } else {
        Value::NONE
    })
}

pub(super) fn set_name(vm: &mut Vm, this: Generator, to: Value) -> PyResult<()> {
    let name = name_value(vm, to, "__name__")?;
    this.set_name(name);
    Ok(())
}

pub(super) fn set_qualname(vm: &mut Vm, this: Generator, to: Value) -> PyResult<()> {
    let name = name_value(vm, to, "__qualname__")?;
    this.set_qualname(name);
    Ok(())
}

pub(super) fn frame(vm: &mut Vm, this: Generator) -> PyResult {
    Ok(vm.generator_frame(this)?.unwrap_or(Value::NONE))
}

pub(super) fn delegate(vm: &mut Vm, this: Generator) -> Value {
    vm.generator_delegate(this).unwrap_or(Value::NONE)
}

// ---- what `__await__` of a coroutine gives

/// Iterator over a coroutine.
pub struct CoroutineWrapper {
    coroutine: Cell<Value>,
}

impl Native for CoroutineWrapper {
    const TYPE: T = T::CoroutineWrapper;
    trace_fields!(coroutine);
}

fn coroutine_await(vm: &mut Vm, this: Generator) -> PyResult<Obj<CoroutineWrapper>> {
    Obj::new(
        &mut vm.heap,
        CoroutineWrapper {
            coroutine: Cell::new(this.value()),
        },
    )
    .or_memory_error(vm)
}

fn coroutine(vm: &mut Vm, this: Obj<CoroutineWrapper>) -> PyResult<Generator> {
    match Generator::from_value(this.coroutine.get()) {
        Some(g) => Ok(g),
        None => Err(vm.system_error("a wrapper without coroutine")),
    }
}

fn wrapper_iter(_vm: &mut Vm, this: Obj<CoroutineWrapper>) -> Obj<CoroutineWrapper> {
    this
}

fn wrapper_next(vm: &mut Vm, this: Obj<CoroutineWrapper>) -> PyResult {
    wrapper_send(vm, this, Value::NONE)
}

fn wrapper_send(vm: &mut Vm, this: Obj<CoroutineWrapper>, value: Value) -> PyResult {
    let g = coroutine(vm, this)?;
    send(vm, g, value)
}

fn wrapper_throw(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    let first = args.first();
    let Some(this) = Obj::<CoroutineWrapper>::from_value(first) else {
        return Err(vm.expected("coroutine_wrapper", first));
    };
    let g = coroutine(vm, this)?;
    throw_into(vm, g, &args.rest())
}

fn wrapper_close(vm: &mut Vm, this: Obj<CoroutineWrapper>) -> PyResult {
    let g = coroutine(vm, this)?;
    close(vm, g)
}
