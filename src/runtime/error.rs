//! Raising Python exceptions from Rust.
//!
//! `Err(Raised)` means: an exception is pending in the thread. The token carries nothing, so results stay in registers.

use std::fmt::Display;

use super::Vm;
use super::exception::Exception;
use crate::num;
use crate::object::{OutOfMemory, T, Value};

/// An exception is pending in the current thread (`vm.thread.pending`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Raised;

/// The result of anything that may raise.
pub type PyResult<V = Value> = Result<V, Raised>;

macro_rules! raisers {
    ($( $name:ident $T:ident; )*) => {
        impl Vm { $(
            #[doc = concat!("Raises ", stringify!($T), " with `text`.")]
            #[cold]
            #[inline(never)]
            pub fn $name(&mut self, text: impl Display) -> Raised {
                let text = text.to_string();
                self.raise_text(T::$T, &text)
            }
        )* }
    };
}

raisers! {
    type_error TypeError;
    value_error ValueError;
    overflow_error OverflowError;
    index_error IndexError;
    attribute_error_text AttributeError;
    runtime_error RuntimeError;
    recursion_error RecursionError;
    system_error SystemError;
    zero_division ZeroDivisionError;
    buffer_error BufferError;
    import_error_text ImportError;
    not_implemented NotImplementedError;
    lookup_error LookupError;
    assertion_error AssertionError;
    eof_error EOFError;
    reference_error ReferenceError;
}

impl Vm {
    /// Raises an exception of builtin class `t` with one string argument.
    #[cold]
    #[inline(never)]
    pub fn raise_text(&mut self, t: T, text: &str) -> Raised {
        match self.new_str(text) {
            Ok(s) => self.raise_with(t, &[s.value()]),
            Err(raised) => raised,
        }
    }

    /// Raises an exception of builtin class `t` with the given arguments, which the caller keeps alive.
    #[cold]
    #[inline(never)]
    pub fn raise_with(&mut self, t: T, args: &[Value]) -> Raised {
        match Exception::new(self, t, args) {
            Ok(e) => self.raise(e),
            Err(raised) => raised,
        }
    }

    /// Raises `e`: makes it pending, its context the exception being handled.
    #[cold]
    #[inline(never)]
    pub fn raise(&mut self, e: Exception) -> Raised {
        self.set_context(e);
        self.thread.pending = e.value();
        Raised
    }

    /// Makes `e` pending as it is.
    #[cold]
    pub fn raise_again(&mut self, e: Exception) -> Raised {
        self.thread.pending = e.value();
        Raised
    }

    /// Raises MemoryError, with an instance made at start-up.
    #[cold]
    #[inline(never)]
    pub fn memory_error(&mut self) -> Raised {
        if let Some(e) = Exception::from_value(self.no_memory) {
            // the one instance is used again and again: it must not collect tracebacks
            e.set(super::exception::slot::TRACEBACK, Value::EMPTY);
            e.set(super::exception::slot::CONTEXT, Value::EMPTY);
        }
        self.thread.pending = self.no_memory;
        Raised
    }

    /// Raises StopIteration with `value` (none when it is None).
    #[cold]
    #[inline(never)]
    pub fn stop_iteration(&mut self, value: Value) -> Raised {
        if value.is_none() {
            self.raise_with(T::StopIteration, &[])
        } else {
            self.raise_with(T::StopIteration, &[value])
        }
    }

    /// Raises KeyError with the key.
    #[cold]
    #[inline(never)]
    pub fn key_error(&mut self, key: Value) -> Raised {
        self.raise_with(T::KeyError, &[key])
    }

    /// Raises what a computation of `num/` reports.
    #[cold]
    #[inline(never)]
    pub fn num_error(&mut self, e: num::Error) -> Raised {
        use num::ErrorKind as K;
        let t = match e.kind {
            K::Value => T::ValueError,
            K::Type => T::TypeError,
            K::Overflow => T::OverflowError,
            K::OverflowErrno => {
                let text = match self.new_str(&e.text) {
                    Ok(s) => s,
                    Err(raised) => return raised,
                };
                return self.raise_with(T::OverflowError, &[Value::from_i32(34), text.value()]);
            }
            K::ZeroDivision => T::ZeroDivisionError,
            K::Memory => return self.memory_error(),
        };
        self.raise_text(t, &e.text)
    }

    /// Is an exception pending that is an instance of builtin class `t`?
    #[must_use]
    pub fn pending_is(&self, t: T) -> bool {
        Exception::from_value(self.thread.pending).is_some_and(|e| e.is_a(self, t))
    }

    /// Takes the pending exception away.
    pub fn take_pending(&mut self) -> Value {
        std::mem::replace(&mut self.thread.pending, Value::EMPTY)
    }

    /// Swallows the pending exception when it is an instance of `t`; hands back `Err` otherwise.
    pub fn catch(&mut self, t: T) -> PyResult<Value> {
        if self.pending_is(t) {
            Ok(self.take_pending())
        } else {
            Err(Raised)
        }
    }
}

/// Turns "no memory" into MemoryError.
pub trait OrMemoryError<V> {
    /// `Err` raises MemoryError.
    fn or_memory_error(self, vm: &mut Vm) -> PyResult<V>;
}

impl<V> OrMemoryError<V> for Result<V, OutOfMemory> {
    #[inline(always)]
    fn or_memory_error(self, vm: &mut Vm) -> PyResult<V> {
        match self {
            Ok(v) => Ok(v),
            Err(OutOfMemory) => Err(vm.memory_error()),
        }
    }
}

/// Turns an error of `num/` into the Python exception.
pub trait OrNumError<V> {
    /// `Err` raises.
    fn or_raise(self, vm: &mut Vm) -> PyResult<V>;
}

impl<V> OrNumError<V> for Result<V, num::Error> {
    #[inline(always)]
    fn or_raise(self, vm: &mut Vm) -> PyResult<V> {
        self.map_err(|e| vm.num_error(e))
    }
}
