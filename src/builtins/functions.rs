//! The functions of `builtins`: the table, and those that only pass on to the runtime.
//!
//! `print`, `input` and `open` stand in `print.rs`, `sum`, `min`, `max` and their like in `reduce.rs`, `eval`, `exec` and namespaces in `execute.rs`.

use super::execute::{compile, dir, eval, exec, globals, import, locals, vars};
use super::int::{self, Index, PyInt};
use super::print::{input, open, print};
use super::reduce::{all, any, max, min, sorted, sum};
use crate::native_functions;
use crate::num::{Int, IntRef, PowerOfTwo, float};
use crate::object::{ByteArray, Bytes, Generator, Module, Str, T, Value};
use crate::pyc::Version;
use crate::runtime::arith::BinOp;
use crate::runtime::generator::Resumed;
use crate::runtime::names::Special;
use crate::runtime::native::{Args, IntoPy, ModuleDef, TypeDef};
use crate::runtime::{OrNumError, PyResult, Raised, Vm, complex};

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[];

/// The module `builtins`.
pub static MODULE: ModuleDef = ModuleDef {
    name: "builtins",
    doc: "Built-in functions, types, exceptions, and other objects.\n\nThis module provides direct access to all 'built-in'\nidentifiers of Python; for example, builtins.len is\nthe full name for the built-in function len().",
    functions: FUNCTIONS,
    types: PUBLIC,
    init,
};

/// The types that have a name in `builtins`, but for the exceptions.
const PUBLIC: &[T] = &[
    T::Bool,
    T::ByteArray,
    T::Bytes,
    T::ClassMethod,
    T::Complex,
    T::Dict,
    T::Enumerate,
    T::Filter,
    T::Float,
    T::FrozenSet,
    T::Int,
    T::List,
    T::Map,
    T::MemoryView,
    T::Object,
    T::Property,
    T::Range,
    T::Reversed,
    T::Set,
    T::Slice,
    T::StaticMethod,
    T::Str,
    T::Super,
    T::Tuple,
    T::Type,
    T::Zip,
];

fn init(vm: &mut Vm, module: Module) -> PyResult<()> {
    let dict = module.dict();
    for &t in T::ALL {
        let class = vm.class(t);
        if class.is_subclass(vm.class(T::BaseException)) && !t.name().starts_with('_') {
            vm.set_item_str(dict, t.name(), class.value())?;
        }
    }
    let os_error = vm.class(T::OSError).value();
    let group = super::exception_group::exception_group_class(vm)?.value();
    for (name, v) in [
        ("ExceptionGroup", group),
        ("EnvironmentError", os_error),
        ("IOError", os_error),
        ("Ellipsis", Value::ELLIPSIS),
        ("NotImplemented", Value::NOT_IMPLEMENTED),
        ("None", Value::NONE),
        ("True", Value::TRUE),
        ("False", Value::FALSE),
        ("__debug__", Value::TRUE),
    ] {
        vm.set_item_str(dict, name, v)?;
    }
    Ok(())
}

native_functions! { FUNCTIONS = [
    "__build_class__" as build_class(*);
    /// Import a module.
    "__import__" as import(; name, globals = Value::NONE, locals = Value::NONE, fromlist = Value::EMPTY, level = 0);
    /// Return the absolute value of the argument.
    abs(x);
    /// Return an AsyncIterator for an AsyncIterable object.
    aiter(async_iterable);
    /// Return True if bool(x) is True for all values x in the iterable.
    all(iterable);
    /// Return the next item from the async iterator.
    anext(aiterator, default = Value::EMPTY);
    /// Return True if bool(x) is True for any x in the iterable.
    any(iterable);
    /// Return an ASCII-only representation of an object.
    ascii(obj);
    /// Return the binary representation of an integer.
    bin(number);
    /// Call sys.breakpointhook(*args, **kws).
    breakpoint(*);
    /// Return whether the object is callable (i.e., some kind of function).
    callable(obj);
    /// Return a Unicode string of one character with ordinal i; 0 <= i <= 0x10ffff.
    chr(i);
    /// Compile source into a code object that can be executed by exec() or eval().
    compile(*);
    /// Deletes the named attribute from the given object.
    delattr(obj, name);
    /// Show attributes of an object.
    dir(object = Value::EMPTY);
    /// Return the tuple (x//y, x%y).  Invariant: div*y + mod == x.
    divmod(x, y);
    /// Evaluate the given source in the context of globals and locals.
    eval(source; globals = Value::NONE, locals = Value::NONE);
    /// Execute the given source in the context of globals and locals.
    exec(source; globals = Value::NONE, locals = Value::NONE; closure = Value::NONE);
    /// Return type(value).__format__(value, format_spec).
    format(value, format_spec = Value::EMPTY);
    /// Get a named attribute from an object; getattr(x, 'y') is equivalent to x.y.
    getattr(object, name, default = Value::EMPTY);
    /// Return the dictionary containing the current scope's global variables.
    globals();
    /// Return whether the object has an attribute with the given name.
    hasattr(obj, name);
    /// Return the hash value for the given object.
    hash(obj);
    /// Return the hexadecimal representation of an integer.
    hex(number);
    /// Return the identity of an object.
    id(obj);
    /// Read a string from standard input.  The trailing newline is stripped.
    input(prompt = Value::EMPTY);
    /// Return whether an object is an instance of a class or of a subclass thereof.
    isinstance(obj, class_or_tuple);
    /// Return whether 'cls' is derived from another class or is the same class.
    issubclass(class, class_or_tuple);
    /// Get an iterator from an object.
    iter(object, sentinel = Value::EMPTY);
    /// Return the number of items in a container.
    len(obj);
    /// Return a dictionary containing the current scope's local variables.
    locals();
    /// With a single iterable argument, return its biggest item; with two or more arguments, the largest one.
    max(*);
    /// With a single iterable argument, return its smallest item; with two or more arguments, the smallest one.
    min(*);
    /// Return the next item from the iterator.
    next(iterator, default = Value::EMPTY);
    /// Return the octal representation of an integer.
    oct(number);
    /// Open file and return a stream.  Raise OSError upon failure.
    open(*);
    /// Return the ordinal value of a character.
    ord(character);
    /// Equivalent to base**exp with 2 arguments or base**exp % mod with 3 arguments.
    pow(; base, exp, r#mod = Value::NONE);
    /// Prints the values to a stream, or to sys.stdout by default.
    print(*);
    /// Return the canonical string representation of the object.
    repr(obj);
    /// Round a number to a given precision in decimal digits.
    round(; number, ndigits = Value::NONE);
    /// Sets the named attribute on the given object to the specified value.
    setattr(obj, name, value);
    /// Return a new list containing all items from the iterable in ascending order.
    sorted(*);
    /// Return the sum of a 'start' value (default: 0) plus an iterable of numbers.
    sum(iterable; start = Value::from_i32(0));
    /// Return the __dict__ attribute of an object, or of the present scope.
    vars(object = Value::EMPTY);
]}

fn build_class(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    vm.build_class(args)
}

fn breakpoint(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    let (sys, name) = (vm.sys, vm.intern("breakpointhook")?);
    match vm.dict_get_str(sys, name)? {
        Some(hook) => vm.call(hook, args),
        None => Err(vm.runtime_error("lost sys.breakpointhook")),
    }
}

fn aiter(vm: &mut Vm, async_iterable: Value) -> PyResult {
    vm.aiter(async_iterable)
}

fn anext(vm: &mut Vm, aiterator: Value, default: Value) -> PyResult {
    vm.anext(aiterator, default)
}

fn ascii(vm: &mut Vm, obj: Value) -> PyResult<Str> {
    vm.ascii(obj)
}

fn repr(vm: &mut Vm, obj: Value) -> PyResult<Str> {
    vm.repr(obj)
}

fn callable(vm: &mut Vm, obj: Value) -> bool {
    vm.is_callable(obj)
}

fn hash(vm: &mut Vm, obj: Value) -> PyResult<i64> {
    vm.hash(obj)
}

fn len(vm: &mut Vm, obj: Value) -> PyResult<usize> {
    vm.len(obj)
}

/// The word of the value: the address of an object.
fn id(vm: &mut Vm, obj: Value) -> PyResult {
    vm.new_int_u64(obj.0)
}

fn isinstance(vm: &mut Vm, obj: Value, class_or_tuple: Value) -> PyResult<bool> {
    vm.is_instance_of(obj, class_or_tuple)
}

fn issubclass(vm: &mut Vm, class: Value, class_or_tuple: Value) -> PyResult<bool> {
    vm.is_subclass_of(class, class_or_tuple)
}

fn iter(vm: &mut Vm, object: Value, sentinel: Value) -> PyResult {
    if sentinel.is_empty() {
        return vm.iter(object);
    }
    if !vm.is_callable(object) {
        return Err(vm.type_error("iter(v, w): v must be callable"));
    }
    vm.callable_iter(object, sentinel)
}

fn next(vm: &mut Vm, iterator: Value, default: Value) -> PyResult {
    if !default.is_empty() {
        return Ok(vm.next(iterator)?.unwrap_or(default));
    }
    if let Some(g) = Generator::from_value(iterator).filter(|g| g.shape_id() == T::Generator as u32)
    {
        return match vm.generator_send(g, Value::NONE)? {
            Resumed::Yielded(v) => Ok(v),
            Resumed::Returned(v) => Err(vm.stop_iteration(v)),
        };
    }
    // a StopIteration that the iterator itself raises passes as it is
    if let Some(next) = vm.native_next(iterator) {
        return match next(vm, iterator)? {
            Some(v) => Ok(v),
            None => Err(vm.stop_iteration(Value::NONE)),
        };
    }
    match vm.special_of(iterator, Special::Next) {
        Some(f) => vm.call_method(f, iterator, &[]),
        None => match vm.next(iterator)? {
            Some(v) => Ok(v),
            None => Err(vm.stop_iteration(Value::NONE)),
        },
    }
}

// ---- attributes

fn attribute_name(vm: &mut Vm, name: Value, function: &str) -> PyResult<Str> {
    match vm.as_str(name) {
        Some(s) => Ok(vm.intern_str(s)),
        None if vm.main_version < Version::V310
            && function != "setattr"
            && function != "delattr" =>
        {
            Err(vm.type_error(format_args!("{function}(): attribute name must be string")))
        }
        None => {
            let t = vm.type_name(name);
            Err(vm.type_error(format_args!("attribute name must be string, not '{t}'")))
        }
    }
}

fn getattr(vm: &mut Vm, object: Value, name: Value, default: Value) -> PyResult {
    let name = attribute_name(vm, name, "getattr")?;
    if default.is_empty() {
        return vm.get_attr(object, name);
    }
    Ok(vm.get_attr_opt(object, name)?.unwrap_or(default))
}

fn hasattr(vm: &mut Vm, obj: Value, name: Value) -> PyResult<bool> {
    let name = attribute_name(vm, name, "hasattr")?;
    Ok(vm.get_attr_opt(obj, name)?.is_some())
}

fn setattr(vm: &mut Vm, obj: Value, name: Value, value: Value) -> PyResult<()> {
    let name = attribute_name(vm, name, "setattr")?;
    vm.set_attr(obj, name, value)
}

fn delattr(vm: &mut Vm, obj: Value, name: Value) -> PyResult<()> {
    let name = attribute_name(vm, name, "delattr")?;
    vm.del_attr(obj, name)
}

// ---- numbers

fn abs(vm: &mut Vm, x: Value) -> PyResult {
    if let Some(i) = x.as_int() {
        return Ok(vm.new_int(i.abs()));
    }
    if let Some(f) = x.as_float() {
        return Ok(Value::from_float(f.abs()));
    }
    match vm.special_of(x, Special::Abs) {
        Some(f) => vm.call_method(f, x, &[]),
        None => {
            let t = vm.type_name(x);
            Err(vm.type_error(format_args!("bad operand type for abs(): '{t}'")))
        }
    }
}

fn divmod(vm: &mut Vm, x: Value, y: Value) -> PyResult {
    vm.binary(BinOp::Divmod, x, y)
}

fn pow(vm: &mut Vm, base: Value, exp: Value, modulus: Value) -> PyResult {
    vm.power(base, exp, modulus)
}

impl Vm {
    /// `pow(base, exponent, modulus)`; no modulus when it is None (Objects/abstract.c:ternary_op).
    pub fn power(&mut self, base: Value, exponent: Value, modulus: Value) -> PyResult {
        if modulus.is_none() {
            return self.binary(BinOp::Pow, base, exponent);
        }
        let exact = |v: Value| !v.is_bool() && crate::object::Instance::from_value(v).is_none();
        let ints = [base, exponent, modulus].map(|v| PyInt::of(self, v).filter(|_| exact(v)));
        if let [Some(base), Some(exponent), Some(modulus)] = ints {
            return int::power_modulo(self, base, exponent, modulus);
        }
        if let Some(f) = self.special_of(base, Special::Pow) {
            let r = self.call_method(f, base, &[exponent, modulus])?;
            if r != Value::NOT_IMPLEMENTED {
                return Ok(r);
            }
        }
        if self.main_version >= Version::V314
            && self.type_of(base) != self.type_of(exponent)
            && let Some(f) = self.special_of(exponent, Special::Rpow)
        {
            let r = self.call_method(f, exponent, &[base, modulus])?;
            if r != Value::NOT_IMPLEMENTED {
                return Ok(r);
            }
        }
        Err(self.no_power(base, exponent, modulus))
    }

    #[cold]
    fn no_power(&mut self, base: Value, exponent: Value, modulus: Value) -> Raised {
        let values = [base, exponent, modulus];
        if values.iter().any(|&v| self.payload(v).is_float()) {
            return self
                .type_error("pow() 3rd argument not allowed unless all arguments are integers");
        }
        if values
            .iter()
            .any(|&v| complex::of(self.payload(v)).is_some())
        {
            return self.value_error("complex modulo");
        }
        let [a, b, c] = values.map(|v| self.type_name(v));
        let symbol = if self.main_version >= Version::V310 {
            "** or pow()"
        } else {
            "pow()"
        };
        self.type_error(format_args!(
            "unsupported operand type(s) for {symbol}: '{a}', '{b}', '{c}'"
        ))
    }
}

fn round(vm: &mut Vm, number: Value, ndigits: Value) -> PyResult {
    if let Some(f) = number.as_float() {
        match ndigits {
            Value::NONE => return Int::from_f64_round(f).or_raise(vm)?.into_py(vm),
            n if n.is_int() => {
                return float::round_digits(f, n.int_unchecked())
                    .or_raise(vm)?
                    .into_py(vm);
            }
            _ => {}
        }
    }
    match vm.special_of(number, Special::Round) {
        Some(f) if ndigits.is_none() => vm.call_method(f, number, &[]),
        Some(f) => vm.call_method(f, number, &[ndigits]),
        None => {
            let t = vm.type_name(number);
            Err(vm.type_error(format_args!("type {t} doesn't define __round__ method")))
        }
    }
}

fn prefixed(vm: &mut Vm, number: &Index, base: u32) -> PyResult<Str> {
    match (number.0.as_ref(), PowerOfTwo::prefix(base)) {
        (IntRef::Small(n), Some((prefix, bits))) => {
            vm.new_ascii(PowerOfTwo::new(n, prefix, bits).as_bytes())
        }
        (n, _) => n.with_prefixed(base, |text| vm.new_str(text)),
    }
}

fn bin(vm: &mut Vm, number: Index) -> PyResult<Str> {
    prefixed(vm, &number, 2)
}

fn oct(vm: &mut Vm, number: Index) -> PyResult<Str> {
    prefixed(vm, &number, 8)
}

fn hex(vm: &mut Vm, number: Index) -> PyResult<Str> {
    prefixed(vm, &number, 16)
}

// ---- characters and text

fn chr(vm: &mut Vm, i: Value) -> PyResult<Str> {
    let i = vm.index(i)?;
    match vm
        .int_as_i64(i)
        .and_then(|i| u32::try_from(i).ok())
        .filter(|&c| c <= 0x0010_ffff)
    {
        Some(c) => vm.new_char(c),
        None => Err(vm.value_error("chr() arg not in range(0x110000)")),
    }
}

fn ord(vm: &mut Vm, character: Value) -> PyResult<u32> {
    let p = vm.payload(character);
    let (len, first) = if let Some(s) = Str::from_value(p) {
        (s.len(), s.chars().first())
    } else if let Some(b) = Bytes::from_value(p) {
        (
            b.as_slice().len(),
            b.as_slice().first().copied().map(u32::from),
        )
    } else if let Some(b) = ByteArray::from_value(p) {
        (b.len(), b.with(|b| b.first().copied().map(u32::from)))
    } else {
        let t = vm.type_name(character);
        return Err(vm.type_error(format_args!(
            "ord() expected string of length 1, but {t} found"
        )));
    };
    match first {
        Some(c) if len == 1 => Ok(c),
        _ => Err(vm.type_error(format_args!(
            "ord() expected a character, but string of length {len} found"
        ))),
    }
}

fn format(vm: &mut Vm, value: Value, format_spec: Value) -> PyResult {
    let spec = if format_spec.is_empty() {
        vm.names.empty
    } else {
        match vm.as_str(format_spec) {
            Some(s) => s,
            None => {
                let t = vm.type_name(format_spec);
                return Err(vm.type_error(format_args!("format() argument 2 must be str, not {t}")));
            }
        }
    };
    vm.format(value, spec)
}
