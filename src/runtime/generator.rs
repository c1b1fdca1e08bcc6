//! Driving generators and coroutines: the states that every way of resuming one must respect.

use super::exception::{Exception, slot};
use super::names::Special;
use super::{PyResult, Raised, Vm};
use crate::bytecode::ops::Op;
use crate::object::generator::State;
use crate::object::{Class, Generator, T, Value, register_finalizer};
use crate::pyc::Version;
use crate::pyc::code::flags::ITERABLE_COROUTINE;

/// How a resumed generator stopped.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Resumed {
    /// It yielded.
    Yielded(Value),
    /// It returned.
    Returned(Value),
}

impl Vm {
    /// Is `v` an exact coroutine, or a generator that `types.coroutine` made awaitable?
    #[must_use]
    pub fn is_coroutine(&self, v: Value) -> bool {
        Generator::from_value(v).is_some_and(|g| {
            g.shape_id() == T::Coroutine as u32
                || g.code().flags() & ITERABLE_COROUTINE != 0 && g.shape_id() == T::Generator as u32
        })
    }

    /// What kind of generator it is, for error texts.
    fn generator_kind(g: Generator) -> &'static str {
        match g.shape_id() {
            x if x == T::Coroutine as u32 => "coroutine",
            x if x == T::AsyncGenerator as u32 => "async generator",
            _ => "generator",
        }
    }

    /// Sends `sent` into a generator: checks its state and resumes it. A generator that is done has returned None.
    #[inline]
    pub fn generator_send(&mut self, g: Generator, sent: Value) -> PyResult<Resumed> {
        match g.state() {
            State::Suspended => {}
            State::Created if sent.is_none() => {}
            _ => return self.cannot_send(g),
        }
        self.resume(g, sent, Value::EMPTY)
    }

    #[cold]
    fn cannot_send(&mut self, g: Generator) -> PyResult<Resumed> {
        let kind = Vm::generator_kind(g);
        match g.state() {
            State::Running => Err(self.value_error(format_args!("{kind} already executing"))),
            State::Done if g.shape_id() == T::Coroutine as u32 => {
                Err(self.runtime_error("cannot reuse already awaited coroutine"))
            }
            State::Done => Ok(Resumed::Returned(Value::NONE)),
            State::Created | State::Suspended => Err(self.type_error(format_args!(
                "can't send non-None value to a just-started {kind}"
            ))),
        }
    }

    /// Resumes a created or suspended generator.
    fn resume(&mut self, g: Generator, sent: Value, thrown: Value) -> PyResult<Resumed> {
        self.check_native_stack()?;
        (self.hooks.resume)(self, g, sent, thrown)
    }

    /// Has the generator something to do when it is closed? Most have no handlers at all.
    #[must_use]
    pub fn has_cleanup(&self, g: Generator) -> bool {
        const STOP_ITERATION_ERROR: u16 = 3;
        let Some(body) = g.code().body().filter(|b| !b.handlers.is_empty()) else {
            return false;
        };
        // from 3.12 on all have one handler, which turns StopIteration into RuntimeError
        body.handlers.iter().any(|h| {
            body.instrs
                .get(h.target as usize)
                .is_none_or(|i| i.op.neutral() != Op::Intrinsic1 || i.c != STOP_ITERATION_ERROR)
        })
    }

    /// Sees to it that the `finally` clauses of a new generator run when it dies suspended.
    pub fn register_generator(&mut self, g: Generator) {
        if self.has_cleanup(g) && g.shape_id() != T::AsyncGenerator as u32 {
            register_finalizer(&mut self.heap, g.value());
        }
    }

    /// Closes a generator that died.
    pub(super) fn finalize_generator(&mut self, g: Generator) {
        if g.state() == State::Suspended && self.generator_close(g).is_err() {
            self.unraisable("Exception ignored in", g.value());
        }
    }

    /// What a suspended generator delegates to (`yield from`, `await`): the receiver of the `send` whose value it yielded.
    #[must_use]
    pub fn generator_delegate(&self, g: Generator) -> Option<Value> {
        if g.state() != State::Suspended {
            return None;
        }
        let at = g.code().body()?.instrs.get(g.pc() as usize)?;
        if at.op.neutral() != Op::YieldValue || at.c != 1 {
            return None;
        }
        let receiver = usize::from(at.b).checked_sub(1)?;
        g.registers().get(receiver)?.get().some()
    }

    /// Throws the exception `exc` into a generator. What it delegates to gets it first.
    pub fn generator_throw(&mut self, g: Generator, exc: Exception) -> PyResult<Resumed> {
        self.generator_throw_into(g, exc, true)
    }

    /// As `generator_throw`; `close`: what it delegates to is closed by GeneratorExit, not thrown at.
    pub fn generator_throw_into(
        &mut self,
        g: Generator,
        exc: Exception,
        close: bool,
    ) -> PyResult<Resumed> {
        let Some(delegate) = self.generator_delegate(g) else {
            return self.throw_here(g, exc);
        };
        self.check_native_stack()?;
        if close && exc.is_a(self, T::GeneratorExit) {
            g.set_state(State::Running);
            let closed = self.close_iterator(delegate);
            g.set_state(State::Suspended);
            return match closed {
                Ok(()) => self.throw_here(g, exc),
                Err(Raised) => self.throw_pending(g),
            };
        }
        g.set_state(State::Running);
        let got = self.throw_into_delegate(delegate, exc, close);
        g.set_state(State::Suspended);
        match got {
            Ok(None) => self.throw_here(g, exc),
            Ok(Some(Resumed::Yielded(v))) => Ok(Resumed::Yielded(v)),
            Ok(Some(Resumed::Returned(v))) => {
                // the loop that delegates ends with this value
                self.stop_iteration(v);
                self.throw_pending(g)
            }
            Err(Raised) => self.throw_pending(g),
        }
    }

    fn throw_pending(&mut self, g: Generator) -> PyResult<Resumed> {
        match Exception::from_value(self.take_pending()) {
            Some(e) => self.throw_here(g, e),
            None => Err(Raised),
        }
    }

    /// Throws into the generator's own frame.
    fn throw_here(&mut self, g: Generator, exc: Exception) -> PyResult<Resumed> {
        match g.state() {
            State::Running => self.cannot_send(g),
            State::Done if g.shape_id() == T::Coroutine as u32 => self.cannot_send(g),
            State::Done => Err(self.raise_again(exc)),
            State::Created | State::Suspended => self.resume(g, Value::NONE, exc.value()),
        }
    }

    /// Throws into what a generator delegates to; `None`: it has no `throw`.
    fn throw_into_delegate(
        &mut self,
        delegate: Value,
        exc: Exception,
        close: bool,
    ) -> PyResult<Option<Resumed>> {
        if let Some(inner) =
            Generator::from_value(delegate).filter(|g| g.shape_id() != T::AsyncGenerator as u32)
        {
            return self.generator_throw_into(inner, exc, close).map(Some);
        }
        let throw = self.names.r#throw;
        let Some(throw) = self.get_attr_opt(delegate, throw)? else {
            return Ok(None);
        };
        match self.call_positional(throw, &[exc.value()]) {
            Ok(v) => Ok(Some(Resumed::Yielded(v))),
            Err(Raised) => Err(Raised),
        }
    }

    /// Closes a generator, or calls the `close` of any other iterator that has one.
    pub fn close_iterator(&mut self, it: Value) -> PyResult<()> {
        if let Some(g) =
            Generator::from_value(it).filter(|g| g.shape_id() != T::AsyncGenerator as u32)
        {
            return self.generator_close(g).map(|_| ());
        }
        let close = self.names.close;
        match self.get_attr_opt(it, close)? {
            Some(close) => self.call0(close).map(|_| ()),
            None => Ok(()),
        }
    }

    /// `g.close()`: what the generator returned.
    pub fn generator_close(&mut self, g: Generator) -> PyResult {
        match g.state() {
            State::Created => {
                g.set_state(State::Done);
                g.clear();
                return Ok(Value::NONE);
            }
            State::Done => return Ok(Value::NONE),
            State::Running => {
                self.cannot_send(g)?;
            }
            State::Suspended => {}
        }
        let exit = Exception::new(self, T::GeneratorExit, &[])?;
        match self.generator_throw(g, exit) {
            Ok(Resumed::Yielded(_)) => {
                let kind = Vm::generator_kind(g);
                Err(self.runtime_error(format_args!("{kind} ignored GeneratorExit")))
            }
            Ok(Resumed::Returned(v)) => Ok(v),
            Err(Raised)
                if self.pending_is(T::GeneratorExit) || self.pending_is(T::StopIteration) =>
            {
                self.take_pending();
                Ok(Value::NONE)
            }
            Err(Raised) => Err(Raised),
        }
    }

    /// The exception that `throw(kind, value, traceback)` means; empty values are missing arguments.
    pub fn exception_to_throw(
        &mut self,
        kind: Value,
        value: Value,
        traceback: Value,
    ) -> PyResult<Exception> {
        let tb = traceback.some().filter(|t| !t.is_none());
        if tb.is_some_and(|t| {
            crate::object::Obj::<super::traceback::Traceback>::from_value(t).is_none()
        }) {
            return Err(self.type_error("throw() third argument must be a traceback object"));
        }
        let value = value.some().unwrap_or(Value::NONE);
        let e = if self.is_exception_class(kind) {
            self.instantiate_exception(kind, value)?
        } else if let Some(e) = Exception::checked(self, kind) {
            if !value.is_none() {
                return Err(self.type_error("instance exception may not have a separate value"));
            }
            e
        } else {
            let t = self.type_name(kind);
            return Err(self.type_error(format_args!(
                "exceptions must be classes or instances deriving from BaseException, not {t}"
            )));
        };
        if let Some(tb) = tb {
            e.set(slot::TRACEBACK, tb);
        }
        Ok(e)
    }

    /// An instance of the exception class `kind` made of `value`: itself, its arguments, or its one argument (Python/errors.c).
    fn instantiate_exception(&mut self, kind: Value, value: Value) -> PyResult<Exception> {
        if let (Some(e), Some(c)) = (Exception::checked(self, value), Class::from_value(kind))
            && self.type_of(value).is_subclass(c)
        {
            return Ok(e);
        }
        let made = if value.is_none() {
            self.call0(kind)?
        } else if let Some(args) = self.as_tuple(value) {
            self.call_positional(kind, args.items())?
        } else {
            self.call_positional(kind, &[value])?
        };
        match Exception::checked(self, made) {
            Some(e) => Ok(e),
            None => {
                let (k, t) = (
                    Class::from_value(kind).map_or_else(String::new, |c| self.class_name(c)),
                    self.type_name(made),
                );
                Err(self.type_error(format_args!("calling <class '{k}'> should have returned an instance of BaseException, not {t}")))
            }
        }
    }

    /// What `await v` iterates over. `how`: 0 plain, 1 after `__aenter__`, 2 after `__aexit__`.
    pub fn get_awaitable(&mut self, v: Value, how: u16) -> PyResult {
        if let Some(g) = Generator::from_value(v)
            && g.shape_id() == T::Coroutine as u32
            && self.generator_delegate(g).is_some()
        {
            return Err(self.runtime_error("coroutine is being awaited already"));
        }
        self.awaitable_iter(v, how)
    }

    /// As `get_awaitable` for one that may be under way.
    pub fn awaitable_iter(&mut self, v: Value, how: u16) -> PyResult {
        if self.is_coroutine(v) {
            return Ok(v);
        }
        let Some(f) = self.special_of(v, Special::Await).filter(|f| !f.is_none()) else {
            return Err(self.not_awaitable(v, how));
        };
        let it = self.call_method(f, v, &[])?;
        if self.is_coroutine(it) {
            return Err(self.type_error("__await__() returned a coroutine"));
        }
        if self.special_of(it, Special::Next).is_none() {
            return Err(self.wrong_result(v, "__await__", "an iterator", it, |t| {
                format!("__await__() returned non-iterator of type '{t}'")
            }));
        }
        Ok(it)
    }

    #[cold]
    fn not_awaitable(&mut self, v: Value, how: u16) -> Raised {
        let t = self.type_name(v);
        match how {
            1 => self.type_error(format_args!("'async with' received an object from __aenter__ that does not implement __await__: {t}")),
            2 => self.type_error(format_args!("'async with' received an object from __aexit__ that does not implement __await__: {t}")),
            _ if self.dialect() >= Version::V314 => self.type_error(format_args!("'{t}' object can't be awaited")),
            _ => self.type_error(format_args!("object {t} can't be used in 'await' expression")),
        }
    }
}
