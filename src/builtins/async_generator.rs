//! Asynchronous generators and their awaitables (Objects/genobject.c, PEP 525).
//!
//! The frame of an asynchronous generator yields two kinds of values: what its `await`s yield goes through to the event loop as it is; what its own
//! `yield` gives is wrapped, and ends the awaitable that drives it with StopIteration.

use std::cell::Cell;

use super::generator::{delegate, frame, repr, set_name, set_qualname, thrown};
use crate::object::generator::State;
use crate::object::{Generator, Native, Obj, T, Value};
use crate::runtime::exception::Exception;
use crate::runtime::generator::Resumed;
use crate::runtime::names::Special;
use crate::runtime::native::{Args, TypeDef};
use crate::runtime::{OrMemoryError, PyResult, Raised, Vm};
use crate::{native_attributes, native_functions, trace_fields};

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[&GENERATOR, &ASEND, &ATHROW, &WRAPPED, &ANEXT];

static GENERATOR: TypeDef = TypeDef {
    methods: METHODS,
    getset: ATTRIBUTES,
    ..TypeDef::new(T::AsyncGenerator, "")
};
static ASEND: TypeDef = TypeDef {
    methods: ASEND_METHODS,
    ..TypeDef::new(T::AsyncGeneratorAsend, "")
};
static ATHROW: TypeDef = TypeDef {
    methods: ATHROW_METHODS,
    ..TypeDef::new(T::AsyncGeneratorAthrow, "")
};
static WRAPPED: TypeDef = TypeDef::new(T::AsyncGeneratorWrappedValue, "");
static ANEXT: TypeDef = TypeDef {
    methods: ANEXT_METHODS,
    ..TypeDef::new(T::AnextAwaitable, "")
};

native_functions! { METHODS = [
    /// Return repr(self).
    "__repr__" as repr(this);
    /// Return an awaitable, that resolves in asynchronous iterator.
    "__aiter__" as aiter(this);
    /// Return a value or raise StopAsyncIteration.
    "__anext__" as anext(this);
    /// asend(v) -> send 'v' in generator.
    asend(this, value);
    /// athrow(value)
    /// athrow(type[,value[,tb]])
    ///
    /// raise exception in generator.
    athrow(*);
    /// aclose() -> raise GeneratorExit inside generator.
    aclose(this);
]}

native_attributes! { ATTRIBUTES = [
    /// name of the async generator
    "__name__" as name => |_: &mut Vm, g: Generator| g.name(), set_name;
    /// qualified name of the async generator
    "__qualname__" as qualname => |_: &mut Vm, g: Generator| g.qualname(), set_qualname;
    ag_frame => frame;
    ag_running => |_: &mut Vm, g: Generator| has(g, RUNNING);
    ag_suspended => |_: &mut Vm, g: Generator| g.state() == State::Suspended;
    ag_code => |_: &mut Vm, g: Generator| g.code().value();
    /// object being awaited on, or None
    ag_await => delegate;
]}

// ---- marks of the generator

/// An awaitable drives it.
const RUNNING: u8 = 1;
/// It ended or was closed.
const CLOSED: u8 = 2;
/// The hooks of `sys.set_asyncgen_hooks` were asked.
const HOOKED: u8 = 4;

fn has(g: Generator, mark: u8) -> bool {
    g.mark() & mark != 0
}

fn put(g: Generator, mark: u8, on: bool) {
    g.set_mark(if on {
        g.mark() | mark
    } else {
        g.mark() & !mark
    });
}

/// What an asynchronous generator's own `yield` gives.
pub struct WrappedValue {
    value: Cell<Value>,
}

impl Native for WrappedValue {
    const TYPE: T = T::AsyncGeneratorWrappedValue;
    trace_fields!(value);
}

impl Vm {
    /// Marks `v` as what an asynchronous generator itself yields.
    pub fn wrap_async_value(&mut self, v: Value) -> PyResult {
        Ok(Obj::new(
            &mut self.heap,
            WrappedValue {
                value: Cell::new(v),
            },
        )
        .or_memory_error(self)?
        .value())
    }
}

// ---- its methods

/// Asks the hooks when it is first iterated.
fn init_hooks(vm: &mut Vm, g: Generator) -> PyResult<()> {
    if has(g, HOOKED) {
        return Ok(());
    }
    put(g, HOOKED, true);
    if let Some(finalizer) = vm.state_get("asyncgen_finalizer")?.filter(|f| !f.is_none()) {
        g.set_extra(finalizer);
    }
    if let Some(first) = vm.state_get("asyncgen_firstiter")?.filter(|f| !f.is_none()) {
        vm.call_positional(first, &[g.value()])?;
    }
    Ok(())
}

fn aiter(_vm: &mut Vm, this: Generator) -> Generator {
    this
}

fn anext(vm: &mut Vm, this: Generator) -> PyResult<Obj<Step>> {
    asend(vm, this, Value::NONE)
}

fn asend(vm: &mut Vm, this: Generator, value: Value) -> PyResult<Obj<Step>> {
    init_hooks(vm, this)?;
    new_step(vm, T::AsyncGeneratorAsend, this, value)
}

fn aclose(vm: &mut Vm, this: Generator) -> PyResult<Obj<Step>> {
    init_hooks(vm, this)?;
    new_step(vm, T::AsyncGeneratorAthrow, this, Value::EMPTY)
}

fn athrow(vm: &mut Vm, args: &Args<'_>) -> PyResult<Obj<Step>> {
    let first = args.first();
    let Some(g) = Generator::from_value(first) else {
        return Err(vm.expected("async_generator", first));
    };
    let args = args.rest();
    args.no_names(vm, "athrow")?;
    let n = args.plain().len();
    if !(1..=3).contains(&n) {
        let (word, bound, s) = if n < 1 {
            ("least", 1, "")
        } else {
            ("most", 3, "s")
        };
        return Err(vm.type_error(format_args!(
            "athrow expected at {word} {bound} argument{s}, got {n}"
        )));
    }
    let args = vm.new_tuple(args.plain())?;
    init_hooks(vm, g)?;
    new_step(vm, T::AsyncGeneratorAthrow, g, args.value())
}

// ---- asend, athrow, aclose: one step of the generator

/// How far an awaitable is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Progress {
    Created,
    Awaited,
    Over,
}

/// An awaitable that drives an asynchronous generator to its next `yield`.
pub struct Step {
    generator: Cell<Value>,
    /// Of `asend` the value to send, of `athrow` the tuple of its arguments, of `aclose` empty.
    argument: Cell<Value>,
    progress: Cell<Progress>,
}

impl Native for Step {
    const TYPE: T = T::AsyncGeneratorAsend;
    trace_fields!(generator, argument);
}

type This = Obj<Step>;

fn new_step(vm: &mut Vm, t: T, g: Generator, argument: Value) -> PyResult<This> {
    let step = Step {
        generator: Cell::new(g.value()),
        argument: Cell::new(argument),
        progress: Cell::new(Progress::Created),
    };
    Obj::new_as(&mut vm.heap, t, step).or_memory_error(vm)
}

fn generator(vm: &mut Vm, this: This) -> PyResult<Generator> {
    match Generator::from_value(this.generator.get()) {
        Some(g) => Ok(g),
        None => Err(vm.system_error("an awaitable without generator")),
    }
}

native_functions! { ASEND_METHODS = [
    "__await__" as step_self(this);
    "__iter__" as step_self(this);
    "__next__" as asend_next(this);
    "send" as asend_send(this, value);
    "throw" as asend_throw(*);
    "close" as asend_close(this);
]}

native_functions! { ATHROW_METHODS = [
    "__await__" as step_self(this);
    "__iter__" as step_self(this);
    "__next__" as athrow_next(this);
    "send" as athrow_send(this, value);
    "throw" as athrow_throw(*);
    "close" as athrow_close(this);
]}

const ASEND_REUSED: &str = "cannot reuse already awaited __anext__()/asend()";
const ATHROW_REUSED: &str = "cannot reuse already awaited aclose()/athrow()";
const IGNORED_EXIT: &str = "async generator ignored GeneratorExit";

fn step_self(_vm: &mut Vm, this: This) -> This {
    this
}

fn pending_ends(vm: &Vm) -> bool {
    vm.pending_is(T::StopAsyncIteration) || vm.pending_is(T::GeneratorExit)
}

fn is_wrapped(v: Value) -> Option<Value> {
    Obj::<WrappedValue>::from_value(v).map(|w| w.value.get())
}

/// What resuming the generator means for the awaitable that did it.
fn unwrap(vm: &mut Vm, g: Generator, r: PyResult<Resumed>) -> PyResult {
    match r {
        Ok(Resumed::Yielded(v)) => match is_wrapped(v) {
            Some(v) => {
                put(g, RUNNING, false);
                Err(vm.stop_iteration(v))
            }
            None => Ok(v),
        },
        Ok(Resumed::Returned(_)) => {
            put(g, RUNNING, false);
            put(g, CLOSED, true);
            Err(vm.raise_with(T::StopAsyncIteration, &[]))
        }
        Err(Raised) => {
            if pending_ends(vm) {
                put(g, CLOSED, true);
            }
            put(g, RUNNING, false);
            Err(Raised)
        }
    }
}

/// Ends the awaitable when its result is an error.
fn note_end(this: This, r: PyResult) -> PyResult {
    if r.is_err() {
        this.progress.set(Progress::Over);
    }
    r
}

fn start(vm: &mut Vm, this: This, g: Generator, what: &str) -> PyResult<()> {
    if has(g, RUNNING) {
        this.progress.set(Progress::Over);
        return Err(vm.runtime_error(format_args!(
            "{what}(): asynchronous generator is already running"
        )));
    }
    this.progress.set(Progress::Awaited);
    put(g, RUNNING, true);
    Ok(())
}

fn asend_next(vm: &mut Vm, this: This) -> PyResult {
    asend_send(vm, this, Value::NONE)
}

fn asend_send(vm: &mut Vm, this: This, value: Value) -> PyResult {
    let g = generator(vm, this)?;
    let value = match this.progress.get() {
        Progress::Over => return Err(vm.runtime_error(ASEND_REUSED)),
        Progress::Created => {
            start(vm, this, g, "anext")?;
            if value.is_none() {
                this.argument.get()
            } else {
                value
            }
        }
        Progress::Awaited => value,
    };
    put(g, RUNNING, true);
    let r = vm.generator_send(g, value);
    let r = unwrap(vm, g, r);
    note_end(this, r)
}

/// The awaitable on which a `throw` method was called, and the other arguments.
fn receiver<'a>(vm: &mut Vm, args: &Args<'a>) -> PyResult<(This, Args<'a>)> {
    let first = args.first();
    match Obj::<Step>::from_value(first) {
        Some(this) => Ok((this, args.rest())),
        None => Err(vm.expected("async_generator_asend", first)),
    }
}

fn asend_throw(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    let (this, args) = receiver(vm, args)?;
    let e = thrown(vm, &args)?;
    asend_throw_exception(vm, this, e)
}

fn asend_throw_exception(vm: &mut Vm, this: This, e: Exception) -> PyResult {
    let g = generator(vm, this)?;
    match this.progress.get() {
        Progress::Over => return Err(vm.runtime_error(ASEND_REUSED)),
        Progress::Created => start(vm, this, g, "anext")?,
        Progress::Awaited => {}
    }
    let r = vm.generator_throw(g, e);
    let r = unwrap(vm, g, r);
    note_end(this, r)
}

/// `close` of an awaitable: throws GeneratorExit and swallows what ends it.
fn close_step(
    vm: &mut Vm,
    this: This,
    throw: fn(&mut Vm, This, Exception) -> PyResult,
) -> PyResult<()> {
    if this.progress.get() == Progress::Over {
        return Ok(());
    }
    let exit = Exception::new(vm, T::GeneratorExit, &[])?;
    match throw(vm, this, exit) {
        Ok(_) => Err(vm.runtime_error("coroutine ignored GeneratorExit")),
        Err(Raised) if pending_ends(vm) || vm.pending_is(T::StopIteration) => {
            vm.take_pending();
            Ok(())
        }
        Err(Raised) => Err(Raised),
    }
}

fn asend_close(vm: &mut Vm, this: This) -> PyResult<()> {
    close_step(vm, this, asend_throw_exception)
}

fn athrow_name(this: This) -> &'static str {
    if this.argument.get().is_empty() {
        "aclose"
    } else {
        "athrow"
    }
}

fn athrow_next(vm: &mut Vm, this: This) -> PyResult {
    athrow_send(vm, this, Value::NONE)
}

fn athrow_send(vm: &mut Vm, this: This, value: Value) -> PyResult {
    let g = generator(vm, this)?;
    if this.progress.get() == Progress::Over {
        return Err(vm.runtime_error(ATHROW_REUSED));
    }
    if g.state() == State::Done {
        this.progress.set(Progress::Over);
        return Err(vm.stop_iteration(Value::NONE));
    }
    if this.progress.get() == Progress::Created {
        return athrow_first(vm, this, g, value);
    }
    let r = vm.generator_send(g, value);
    if this.argument.get().is_empty() {
        closing(vm, this, g, r)
    } else {
        unwrap(vm, g, r)
    }
}

/// The first step of an `athrow` or `aclose`: the exception goes in.
fn athrow_first(vm: &mut Vm, this: This, g: Generator, value: Value) -> PyResult {
    if has(g, CLOSED) && !has(g, RUNNING) {
        this.progress.set(Progress::Over);
        return Err(vm.raise_with(T::StopAsyncIteration, &[]));
    }
    if !has(g, RUNNING) && !value.is_none() {
        return Err(vm.runtime_error("can't send non-None value to a just-started coroutine"));
    }
    start(vm, this, g, athrow_name(this))?;
    let Some(args) = vm.as_tuple(this.argument.get()) else {
        put(g, CLOSED, true);
        let exit = Exception::new(vm, T::GeneratorExit, &[])?;
        let r = vm.generator_throw_into(g, exit, false);
        return closing(vm, this, g, r);
    };
    let e = thrown(vm, &Args::positional(args.items()))?;
    let r = vm.generator_throw_into(g, e, false);
    match unwrap(vm, g, r) {
        Ok(v) => Ok(v),
        Err(Raised) => {
            put(g, RUNNING, false);
            this.progress.set(Progress::Over);
            Err(Raised)
        }
    }
}

/// A step of `aclose`: a `yield` is an error, and the end is its success.
fn closing(vm: &mut Vm, this: This, g: Generator, r: PyResult<Resumed>) -> PyResult {
    match r {
        Ok(Resumed::Yielded(v)) if is_wrapped(v).is_none() => return Ok(v),
        Ok(Resumed::Yielded(_)) => {
            vm.runtime_error(IGNORED_EXIT);
        }
        Ok(Resumed::Returned(_)) => {
            vm.stop_iteration(Value::NONE);
        }
        Err(Raised) if pending_ends(vm) => {
            vm.take_pending();
            vm.stop_iteration(Value::NONE);
        }
        Err(Raised) => {}
    }
    put(g, RUNNING, false);
    this.progress.set(Progress::Over);
    Err(Raised)
}

fn athrow_throw(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    let (this, args) = receiver(vm, args)?;
    let e = thrown(vm, &args)?;
    athrow_throw_exception(vm, this, e)
}

fn athrow_throw_exception(vm: &mut Vm, this: This, e: Exception) -> PyResult {
    let g = generator(vm, this)?;
    match this.progress.get() {
        Progress::Over => return Err(vm.runtime_error(ATHROW_REUSED)),
        Progress::Created => start(vm, this, g, athrow_name(this))?,
        Progress::Awaited => {}
    }
    let r = vm.generator_throw(g, e);
    if this.argument.get().is_empty() {
        return closing(vm, this, g, r);
    }
    let r = unwrap(vm, g, r);
    note_end(this, r)
}

fn athrow_close(vm: &mut Vm, this: This) -> PyResult<()> {
    close_step(vm, this, athrow_throw_exception)
}

// ---- anext(iterator, default)

/// What `anext` with a default gives.
pub struct AnextAwaitable {
    wrapped: Cell<Value>,
    default: Cell<Value>,
}

impl Native for AnextAwaitable {
    const TYPE: T = T::AnextAwaitable;
    trace_fields!(wrapped, default);
}

native_functions! { ANEXT_METHODS = [
    "__await__" as anext_self(this);
    "__iter__" as anext_self(this);
    "__next__" as anext_next(this);
    "send" as anext_send(this, value);
    "throw" as anext_throw(*);
    "close" as anext_close(this);
]}

impl Vm {
    /// `anext(iterator)` or `anext(iterator, default)`; an empty default is none.
    pub fn anext(&mut self, iterator: Value, default: Value) -> PyResult {
        let Some(f) = self.special_of(iterator, Special::Anext) else {
            let t = self.type_name(iterator);
            return Err(self.type_error(format_args!("'{t}' object is not an async iterator")));
        };
        let awaitable = self.call_method(f, iterator, &[])?;
        if default.is_empty() {
            return Ok(awaitable);
        }
        let a = AnextAwaitable {
            wrapped: Cell::new(awaitable),
            default: Cell::new(default),
        };
        Ok(Obj::new(&mut self.heap, a).or_memory_error(self)?.value())
    }

    /// `aiter(v)`
    pub fn aiter(&mut self, v: Value) -> PyResult {
        let Some(f) = self.special_of(v, Special::Aiter) else {
            let t = self.type_name(v);
            return Err(self.type_error(format_args!("'{t}' object is not an async iterable")));
        };
        let it = self.call_method(f, v, &[])?;
        if self.special_of(it, Special::Anext).is_none() {
            return Err(
                self.wrong_result(v, "__aiter__", "an async iterator", it, |t| {
                    format!("aiter() returned not an async iterator of type '{t}'")
                }),
            );
        }
        Ok(it)
    }
}

fn anext_self(_vm: &mut Vm, this: Obj<AnextAwaitable>) -> Obj<AnextAwaitable> {
    this
}

/// Calls a method of the awaited iterator; StopAsyncIteration ends with the default.
fn anext_forward(vm: &mut Vm, this: Obj<AnextAwaitable>, name: &str, args: &[Value]) -> PyResult {
    let it = vm.awaitable_iter(this.wrapped.get(), 0)?;
    let r = match name {
        "__next__" if vm.special_of(it, Special::Next).is_none() => {
            vm.call_method_str(it, "send", &[Value::NONE])
        }
        _ => vm.call_method_str(it, name, args),
    };
    if r.is_err() && vm.pending_is(T::StopAsyncIteration) {
        vm.take_pending();
        return Err(vm.stop_iteration(this.default.get()));
    }
    r
}

fn anext_next(vm: &mut Vm, this: Obj<AnextAwaitable>) -> PyResult {
    anext_forward(vm, this, "__next__", &[])
}

fn anext_send(vm: &mut Vm, this: Obj<AnextAwaitable>, value: Value) -> PyResult {
    anext_forward(vm, this, "send", &[value])
}

fn anext_throw(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    let first = args.first();
    match Obj::<AnextAwaitable>::from_value(first) {
        Some(this) => anext_forward(vm, this, "throw", args.rest().plain()),
        None => Err(vm.expected("anext_awaitable", first)),
    }
}

fn anext_close(vm: &mut Vm, this: Obj<AnextAwaitable>) -> PyResult {
    anext_forward(vm, this, "close", &[])
}
