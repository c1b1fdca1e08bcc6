//! Exception groups (Objects/exceptions.c).

use super::exceptions::class_argument;
use crate::native_functions;
use crate::object::{Class, T, Tuple, Value};
use crate::runtime::exception::{Exception, slot, slot::OWN};
use crate::runtime::native::{Args, TypeDef};
use crate::runtime::{PyResult, Vm};

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[&GROUP];

static GROUP: TypeDef = TypeDef {
    new: Some(&NEW[0]),
    methods: METHODS,
    class_methods: CLASS_METHODS,
    ..TypeDef::new(
        T::BaseExceptionGroup,
        "A combination of multiple unrelated exceptions.",
    )
};

native_functions! { NEW = [
    /// Create and return a new object.  See help(type) for accurate signature.
    "__new__" as new(*);
]}

native_functions! { METHODS = [
    /// Initialize self.  See help(type(self)) for accurate signature.
    "__init__" as init(*);
    /// Return str(self).
    "__str__" as str(this);
    /// Return repr(self).
    "__repr__" as repr(this);
    derive(this, excs);
    split(this, matcher_value);
    subgroup(this, matcher_value);
]}

native_functions! { CLASS_METHODS = [
    /// See PEP 585
    "__class_getitem__" as class_getitem(cls, item);
]}

/// The class `ExceptionGroup`, which has two bases and so is made like a class of a program.
pub fn exception_group_class(vm: &mut Vm) -> PyResult<Class> {
    if let Some(c) = vm.state_get("ExceptionGroup")?.and_then(Class::from_value) {
        return Ok(c);
    }
    let bases = [
        vm.class(T::BaseExceptionGroup).value(),
        vm.class(T::Exception).value(),
    ];
    let bases = Tuple::small(&mut vm.heap, bases);
    let (name, namespace, meta) = (
        vm.intern("ExceptionGroup")?,
        vm.new_dict(),
        vm.class(T::Type),
    );
    let module = vm.names.builtins;
    vm.set_item_str(namespace, "__module__", module.value())?;
    let class = vm.new_class(meta, name, bases, namespace, &Args::positional(&[]))?;
    vm.state_set("ExceptionGroup", class.value())?;
    Ok(class)
}

fn parse(vm: &mut Vm, args: &Args<'_>) -> PyResult<(Value, Value)> {
    match args.plain() {
        &[_, message, exceptions] => {
            if vm.as_str(message).is_none() {
                let t = vm.type_name(message);
                return Err(vm.type_error(format_args!(
                    "BaseExceptionGroup.__new__() argument 1 must be str, not {t}"
                )));
            }
            Ok((message, exceptions))
        }
        given => {
            let n = given.len().saturating_sub(1);
            Err(vm.type_error(format_args!(
                "BaseExceptionGroup.__new__() takes exactly 2 arguments ({n} given)"
            )))
        }
    }
}

fn new(vm: &mut Vm, args: &Args<'_>) -> PyResult<Exception> {
    let class = class_argument(vm, args, T::BaseExceptionGroup)?;
    let (message, given) = parse(vm, args)?;
    if !is_sequence(vm, given) {
        return Err(vm.type_error("second argument (exceptions) must be a sequence"));
    }
    let exceptions = vm.tuple_from(given)?;
    if exceptions.is_empty() {
        return Err(vm.value_error("second argument (exceptions) must be a non-empty sequence"));
    }
    let mut nests_base = false;
    for (i, &e) in exceptions.items().iter().enumerate() {
        let Some(e) = Exception::checked(vm, e) else {
            return Err(vm.value_error(format_args!(
                "Item {i} of second argument (exceptions) is not an exception"
            )));
        };
        nests_base |= !e.is_a(vm, T::Exception);
    }
    let class = check_nesting(vm, class, nests_base)?;
    let args = Tuple::small(&mut vm.heap, [message, given]);
    let e = Exception::bare(vm, class, args);
    e.set(OWN, message);
    e.set(OWN + 1, exceptions.value());
    Ok(e)
}

fn is_sequence(vm: &mut Vm, v: Value) -> bool {
    use crate::runtime::names::Special;
    vm.as_list(v).is_some()
        || vm.as_tuple(v).is_some()
        || vm.as_dict(v).is_none() && vm.special_of(v, Special::GetItem).is_some()
}

/// A plain group of ordinary exceptions becomes an ExceptionGroup; groups that are exceptions themselves hold nothing else.
fn check_nesting(vm: &mut Vm, class: Class, nests_base: bool) -> PyResult<Class> {
    let plain = exception_group_class(vm)?;
    if class == vm.class(T::BaseExceptionGroup) {
        return Ok(if nests_base { class } else { plain });
    }
    if nests_base && class == plain {
        return Err(vm.type_error("Cannot nest BaseExceptions in an ExceptionGroup"));
    }
    if nests_base && class.is_subclass(vm.class(T::Exception)) {
        let name = vm.class_name(class);
        return Err(vm.type_error(format_args!("Cannot nest BaseExceptions in '{name}'")));
    }
    Ok(class)
}

fn init(vm: &mut Vm, args: &Args<'_>) -> PyResult<()> {
    let first = args.first();
    let Some(e) = Exception::checked(vm, first) else {
        return Err(vm.expected("BaseException", first));
    };
    if args.named_len() > 0 {
        let name = vm.type_name(first);
        args.no_names(vm, &name)?;
    }
    let args = vm.new_tuple(args.rest().plain())?;
    e.set(slot::ARGS, args.value());
    Ok(())
}

fn str(vm: &mut Vm, this: Exception) -> PyResult<String> {
    let message = vm.str(this.get(OWN))?.to_text();
    let n = vm.group_parts(this.value()).map_or(0, Tuple::len);
    Ok(format!(
        "{message} ({n} sub-exception{})",
        if n == 1 { "" } else { "s" }
    ))
}

fn repr(vm: &mut Vm, this: Exception) -> PyResult<String> {
    let name = vm.type_name(this.value());
    let message = vm.repr(this.get(OWN))?.to_text();
    let parts = vm.group_parts(this.value()).unwrap_or(vm.empty_tuple);
    // as the caller gave them: a list shows as a list
    let as_list = this
        .args()
        .get(1)
        .is_none_or(|&given| vm.as_tuple(given).is_none());
    let parts = if as_list {
        vm.new_list(parts.items())?.value()
    } else {
        parts.value()
    };
    Ok(format!("{name}({message}, {})", vm.repr(parts)?.to_text()))
}

fn derive(vm: &mut Vm, this: Exception, excs: Value) -> PyResult {
    vm.new_group(this.get(OWN), excs)
}

/// Makes the condition of `split` and `subgroup`, then splits.
fn split_by(
    vm: &mut Vm,
    this: Exception,
    matcher: Value,
    want_rest: bool,
) -> PyResult<(Value, Value)> {
    let is_class = Class::from_value(matcher).is_some();
    let by_type = vm.is_exception_class(matcher)
        || vm
            .as_tuple(matcher)
            .is_some_and(|t| t.items().iter().all(|&k| vm.is_exception_class(k)));
    if by_type {
        return vm.split_group(
            this.value(),
            &mut |vm, e| Ok(vm.given_matches(e, matcher)),
            want_rest,
        );
    }
    if is_class || vm.as_tuple(matcher).is_some() || !vm.is_callable(matcher) {
        return Err(vm.type_error("expected an exception type, a tuple of exception types, or a callable (other than a class)"));
    }
    vm.split_group(
        this.value(),
        &mut |vm, e| {
            let r = vm.call_positional(matcher, &[e])?;
            vm.truth(r)
        },
        want_rest,
    )
}

fn split(vm: &mut Vm, this: Exception, matcher_value: Value) -> PyResult<(Value, Value)> {
    split_by(vm, this, matcher_value, true)
}

fn subgroup(vm: &mut Vm, this: Exception, matcher_value: Value) -> PyResult {
    split_by(vm, this, matcher_value, false).map(|(matched, _)| matched)
}

fn class_getitem(vm: &mut Vm, cls: Class, item: Value) -> PyResult {
    let alias = vm.class(T::GenericAlias).value();
    vm.call_positional(alias, &[cls.value(), item])
}
