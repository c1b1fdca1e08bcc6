//! What the `__init__` of the builtin exception classes makes of positional arguments (Objects/exceptions.c).

use super::Vm;
use super::exception::{Exception, slot::OWN};
use crate::object::{T, Tuple, Value};

/// Fills the own fields of `e`, an exception of builtin class `t` (or derived from it), from its arguments.
pub fn fill(vm: &mut Vm, e: Exception, t: T, args: Tuple) {
    let get = |i: usize| args.get(i).unwrap_or(Value::EMPTY);
    match root_of(t) {
        T::StopIteration => e.set(OWN, args.get(0).unwrap_or(Value::NONE)),
        T::SystemExit => e.set(
            OWN,
            match args.len() {
                0 => Value::NONE,
                1 => get(0),
                _ => args.value(),
            },
        ),
        T::ImportError if args.len() == 1 => e.set(OWN, get(0)),
        T::OSError if (2..=5).contains(&args.len()) => os_error(vm, e, args),
        T::SyntaxError if !args.is_empty() => e.set(OWN, get(0)),
        T::UnicodeDecodeError | T::UnicodeEncodeError | T::UnicodeTranslateError => {
            for i in 0..5 {
                e.set(OWN + i, get(usize::from(i)));
            }
        }
        _ => {}
    }
}

/// The builtin class that gives `t` its own fields.
fn root_of(mut t: T) -> T {
    while super::exception::own_members(t).is_empty() && t.base() != t {
        t = t.base();
    }
    t
}

/// `errno, strerror[, filename[, winerror[, filename2]]]`: `args` keeps the first two.
fn os_error(vm: &mut Vm, e: Exception, args: Tuple) {
    e.set(OWN, args.items()[0]);
    e.set(OWN + 1, args.items()[1]);
    if let Some(&filename) = args.items().get(2).filter(|f| !f.is_none()) {
        e.set(OWN + 2, filename);
        if let Some(&second) = args.items().get(4) {
            e.set(OWN + 3, second);
        }
        if let Ok(two) = vm.new_tuple(&args.items()[..2]) {
            e.set(super::exception::slot::ARGS, two.value());
        }
    }
}
