//! Exception objects: instances whose first hidden slots are the fields of BaseException.

use super::{OrMemoryError, PyResult, Vm};
use crate::object::{Class, Instance, T, Tuple, Value, class::flags};

/// Hidden slots of exceptions.
pub mod slot {
    /// `args`, a tuple.
    pub const ARGS: u16 = 0;
    /// `__traceback__`: a traceback, or empty.
    pub const TRACEBACK: u16 = 1;
    /// `__context__`: an exception, or empty.
    pub const CONTEXT: u16 = 2;
    /// `__cause__`: an exception, or empty.
    pub const CAUSE: u16 = 3;
    /// `__suppress_context__`: a bool.
    pub const SUPPRESS: u16 = 4;
    /// The first field of a derived class: `value`, `code`, `errno`, `name`, …
    pub const OWN: u16 = 5;
}

/// Hidden slots of instances of the builtin exception class `t`, from [`slot::OWN`] on: the names of its members in order.
#[must_use]
pub fn own_members(t: T) -> &'static [&'static str] {
    match t {
        T::BaseExceptionGroup => &["message", "exceptions"],
        T::SystemExit => &["code"],
        T::StopIteration => &["value"],
        T::ImportError => &["msg", "name", "path", "name_from"],
        T::NameError => &["name"],
        T::AttributeError => &["name", "obj"],
        T::OSError => &[
            "errno",
            "strerror",
            "filename",
            "filename2",
            "characters_written",
        ],
        T::SyntaxError => &[
            "msg",
            "filename",
            "lineno",
            "offset",
            "text",
            "end_lineno",
            "end_offset",
            "print_file_and_line",
            "_metadata",
        ],
        T::UnicodeDecodeError | T::UnicodeEncodeError => {
            &["encoding", "object", "start", "end", "reason"]
        }
        T::UnicodeTranslateError => &["encoding", "object", "start", "end", "reason"],
        _ => &[],
    }
}

/// An exception: an instance of a class derived from BaseException.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Exception(Instance);

impl Exception {
    /// A new exception of builtin class `t` with the given `args`, fields filled as its `__init__` would from positional arguments.
    pub fn new(vm: &mut Vm, t: T, args: &[Value]) -> PyResult<Exception> {
        let class = vm.os_error_class(vm.class(t), args);
        let args = Tuple::new(&mut vm.heap, args).or_memory_error(vm)?;
        let e = Exception::bare(vm, class, args);
        crate::runtime::exception_init::fill(vm, e, t, args);
        Ok(e)
    }

    /// A new exception of any exception class with `args`; its own fields are empty.
    pub fn bare(vm: &mut Vm, class: Class, args: Tuple) -> Exception {
        let shape = class.instance_shape(&mut vm.shapes);
        let o = Instance::new(&mut vm.heap, shape, vm.shapes.get(shape));
        o.set_fixed(slot::ARGS, args.value());
        o.set_fixed(slot::SUPPRESS, Value::FALSE);
        Exception(o)
    }

    /// The exception that `v` is. (Whether an instance is an exception needs its class: values passed here come from raising.)
    #[must_use]
    pub fn from_value(v: Value) -> Option<Exception> {
        Instance::from_value(v).map(Exception)
    }

    /// The exception that `v` is, its class checked.
    #[must_use]
    pub fn checked(vm: &Vm, v: Value) -> Option<Exception> {
        let o = Instance::from_value(v)?;
        vm.type_of(v).has(flags::EXCEPTION).then_some(Exception(o))
    }

    /// As a value.
    #[must_use]
    pub fn value(self) -> Value {
        self.0.value()
    }

    /// As the instance it is.
    #[must_use]
    pub fn instance(self) -> Instance {
        self.0
    }

    /// A hidden slot.
    #[must_use]
    pub fn get(self, slot: u16) -> Value {
        self.0.fixed(slot)
    }

    /// Sets a hidden slot.
    pub fn set(self, slot: u16, v: Value) {
        self.0.set_fixed(slot, v);
    }

    /// `args`
    #[must_use]
    pub fn args<'a>(self) -> &'a [Value] {
        Tuple::from_value(self.get(slot::ARGS)).map_or(&[], Tuple::items)
    }

    /// Is it an instance of builtin class `t`?
    #[must_use]
    pub fn is_a(self, vm: &Vm, t: T) -> bool {
        vm.type_of(self.value()).is_subclass(vm.class(t))
    }
}

impl Vm {
    /// Sets the context of `e` to the exception being handled, unless that is `e`; breaks the cycle if `e` is in its chain
    /// (Python/errors.c:_PyErr_SetObject).
    pub fn set_context(&mut self, e: Exception) {
        let Some(handled) = self.handled_exception() else {
            return;
        };
        if handled == e {
            return;
        }
        let (mut o, mut slow, mut step) = (handled, handled, false);
        while let Some(context) = Exception::from_value(o.get(slot::CONTEXT)) {
            if context == e {
                o.set(slot::CONTEXT, Value::EMPTY);
                break;
            }
            o = context;
            if o == slow {
                break; // a cycle that was there before
            }
            if step {
                slow = Exception::from_value(slow.get(slot::CONTEXT)).unwrap_or(slow);
            }
            step = !step;
        }
        e.set(slot::CONTEXT, handled.value());
    }

    /// The exception being handled, as `sys.exception()` gives it.
    #[must_use]
    pub fn handled_exception(&self) -> Option<Exception> {
        if let Some(e) = Exception::from_value(self.thread.handled) {
            return Some(e);
        }
        self.thread.outer_handled()
    }
}
