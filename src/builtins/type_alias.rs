//! `TypeAliasType`, `Generic`, `NoDefault` and the native module `_typing`.

use std::cell::Cell;

use crate::object::{Class, Function, Module, Obj, Str, T, Tuple, Value};
use crate::runtime::native::{Args, ModuleDef, TypeDef};
use crate::runtime::typing::{ConstEvaluator, Lazy, NoDefault, TypeAlias, TypeParam};
use crate::runtime::{OrMemoryError, PyResult, Vm};
use crate::{native_attributes, native_functions};

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[&TYPE_ALIAS, &GENERIC, &NO_DEFAULT, &CONST_EVALUATOR];

/// The module `_typing`.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_typing",
    doc: "Primitives and accelerators for the typing module.\n",
    functions: FUNCTIONS,
    types: &[
        T::TypeVar,
        T::ParamSpec,
        T::TypeVarTuple,
        T::ParamSpecArgs,
        T::ParamSpecKwargs,
        T::TypeAliasType,
        T::Generic,
        T::UnionType,
    ],
    init,
};

static TYPE_ALIAS: TypeDef = TypeDef {
    new: Some(&NEW[0]),
    methods: METHODS,
    getset: ATTRIBUTES,
    ..TypeDef::new(T::TypeAliasType, "Type alias.")
};
static GENERIC: TypeDef = TypeDef {
    class_methods: GENERIC_METHODS,
    ..TypeDef::new(T::Generic, "Abstract base class for generic types.")
};
static NO_DEFAULT: TypeDef = TypeDef {
    new: Some(&NEW_NO_DEFAULT[0]),
    methods: NO_DEFAULT_METHODS,
    ..TypeDef::new(T::NoDefaultType, "The type of the NoDefault singleton.")
};
static CONST_EVALUATOR: TypeDef = TypeDef {
    methods: EVALUATOR_METHODS,
    ..TypeDef::new(T::ConstEvaluator, "")
};

native_functions! { FUNCTIONS = [
    "_idfunc" as idfunc(x);
]}

native_functions! { NEW = [ "__new__" as new(*); ]}
native_functions! { NEW_NO_DEFAULT = [ "__new__" as new_no_default(*); ]}

native_functions! { METHODS = [
    /// Return repr(self).
    "__repr__" as repr(this);
    /// Return self[key].
    "__getitem__" as getitem(this, key);
    /// Implement iter(self).
    "__iter__" as iter(this);
    /// Return self|value.
    "__or__" as or(this, value);
    /// Return value|self.
    "__ror__" as ror(this, value);
    "__reduce__" as reduce(this);
]}

native_functions! { GENERIC_METHODS = [
    /// Parameterizes a generic class.
    "__class_getitem__" as class_getitem(*);
    /// Function to initialize subclasses.
    "__init_subclass__" as init_subclass(*);
]}

native_functions! { NO_DEFAULT_METHODS = [
    /// Return repr(self).
    "__repr__" as no_default_repr(this);
    "__reduce__" as no_default_reduce(this);
]}

native_functions! { EVALUATOR_METHODS = [
    /// Return repr(self).
    "__repr__" as evaluator_repr(this);
    /// Call self as a function.
    "__call__" as evaluator_call(this; format);
]}

native_attributes! { ATTRIBUTES = [
    "__name__" as name => name;
    "__value__" as value => value;
    "__parameters__" as parameters => parameters;
    "__type_params__" as type_params => type_params;
    "__module__" as module => module;
    evaluate_value => evaluate_value;
]}

type This = Obj<TypeAlias>;

fn init(vm: &mut Vm, module: Module) -> PyResult<()> {
    let no_default = vm.no_default()?;
    vm.set_item_str(module.dict(), "NoDefault", no_default)
}

fn idfunc(_: &mut Vm, x: Value) -> Value {
    x
}

// ---- TypeAliasType

fn new(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    let n = args.plain().len().saturating_sub(1);
    if n > 2 {
        return Err(vm.type_error(format_args!(
            "typealias() takes exactly 2 positional arguments ({n} given)"
        )));
    }
    for (name, _) in args.named() {
        if !["name", "value", "type_params"].iter().any(|n| name.is(n)) {
            let n = name.to_text();
            return Err(vm.type_error(format_args!(
                "typealias() got an unexpected keyword argument '{n}'"
            )));
        }
    }
    let Some(name) = args.find(1, true, "name") else {
        return Err(vm.type_error("typealias() missing required argument 'name' (pos 1)"));
    };
    let Some(text) = vm.as_str(name) else {
        let t = vm.type_name(name);
        return Err(vm.type_error(format_args!(
            "typealias() argument 'name' must be str, not {t}"
        )));
    };
    let Some(value) = args.find(2, true, "value") else {
        return Err(vm.type_error("typealias() missing required argument 'value' (pos 2)"));
    };
    let params = match args.get_named("type_params") {
        Some(p) => match vm.as_tuple(p) {
            Some(t) => check_params(vm, t)?,
            None => return Err(vm.type_error("type_params must be a tuple")),
        },
        None => Value::EMPTY,
    };
    let module = vm.calling_module()?.unwrap_or(Value::NONE);
    let alias = TypeAlias {
        name: Cell::new(text.value()),
        value: Lazy::of(value),
        type_params: Cell::new(params),
        module: Cell::new(module),
    };
    Ok(Obj::new(&mut vm.heap, alias).or_memory_error(vm)?.value())
}

/// Only type parameters, those with defaults last.
fn check_params(vm: &mut Vm, params: Tuple) -> PyResult {
    let mut defaults = false;
    for &p in params.items() {
        let Some(param) = Obj::<TypeParam>::from_value(p) else {
            let r = vm.repr(p)?.to_text();
            return Err(vm.type_error(format_args!("Expected a type param, got {r}")));
        };
        if !param.default.is_none() {
            defaults = true;
        } else if defaults {
            let r = vm.repr(p)?.to_text();
            return Err(vm.type_error(format_args!(
                "non-default type parameter '{r}' follows default type parameter"
            )));
        }
    }
    Ok(if params.is_empty() {
        Value::EMPTY
    } else {
        params.value()
    })
}

fn repr(_: &mut Vm, this: This) -> Value {
    this.name.get()
}

fn getitem(vm: &mut Vm, this: This, key: Value) -> PyResult {
    if this.type_params.get().is_empty() {
        return Err(vm.type_error("Only generic type aliases are subscriptable"));
    }
    vm.generic_alias(this.value(), key)
}

fn iter(vm: &mut Vm, this: Value) -> PyResult {
    let unpacked = vm.typing_unpack(this)?;
    let t = vm.new_tuple(&[unpacked])?;
    vm.iter(t.value())
}

fn or(vm: &mut Vm, this: Value, value: Value) -> PyResult {
    vm.union_from(&[this, value])
}

fn ror(vm: &mut Vm, this: Value, value: Value) -> PyResult {
    vm.union_from(&[value, this])
}

fn reduce(_: &mut Vm, this: This) -> Value {
    this.name.get()
}

fn name(_: &mut Vm, this: This) -> Value {
    this.name.get()
}

fn value(vm: &mut Vm, this: This) -> PyResult<Option<Value>> {
    vm.force(&this.value)
}

fn type_params(vm: &mut Vm, this: This) -> Value {
    this.type_params
        .get()
        .some()
        .unwrap_or(vm.empty_tuple.value())
}

fn parameters(vm: &mut Vm, this: This) -> PyResult<Tuple> {
    match Tuple::from_value(this.type_params.get()) {
        Some(t) => vm.unpack_typevartuples(t),
        None => Ok(vm.empty_tuple),
    }
}

fn module(vm: &mut Vm, this: This) -> PyResult {
    if let Some(m) = this.module.get().some() {
        return Ok(m);
    }
    match Function::from_value(this.value.evaluate.get()) {
        Some(f) => {
            let name = vm.names.__module__;
            vm.get_attr(f.value(), name)
        }
        None => Ok(Value::NONE),
    }
}

fn evaluate_value(vm: &mut Vm, this: This) -> PyResult<Option<Value>> {
    vm.evaluator(&this.value)
}

// ---- Generic

fn class_getitem(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    args.no_names(vm, "Generic.__class_getitem__")?;
    match *args.plain() {
        [cls, params] => vm.generic_class_getitem(cls, params),
        _ => {
            let n = args.plain().len().saturating_sub(1);
            Err(vm.type_error(format_args!("__class_getitem__() takes exactly one argument ({n} given)")))
        }
    }
}

fn init_subclass(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    if let Some(f) = vm.typing_function("_generic_init_subclass")? {
        return vm.call(f, args);
    }
    let Some(class) = Class::from_value(args.first()) else { return Err(vm.expected("type", args.first())) };
    let name = vm.names.__init_subclass__;
    let generic = vm.class(T::Generic);
    if let Some(next) = vm.super_lookup(generic, class, name) {
        let next = vm.bind(next, Value::EMPTY, class)?;
        vm.call(next, &args.rest())?;
    }
    vm.generic_init_subclass(class)?;
    Ok(Value::NONE)
}

// ---- NoDefault

fn new_no_default(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    if args.values.len() > 1 {
        return Err(vm.type_error("NoDefaultType takes no arguments"));
    }
    vm.no_default()
}

fn no_default_repr(_: &mut Vm, this: Obj<NoDefault>) -> &'static str {
    let _ = this;
    "typing.NoDefault"
}

fn no_default_reduce(_: &mut Vm, this: Obj<NoDefault>) -> &'static str {
    let _ = this;
    "NoDefault"
}

// ---- evaluators of constants

fn evaluator_repr(vm: &mut Vm, this: Obj<ConstEvaluator>) -> PyResult<String> {
    let v = vm.repr(this.value.get())?.to_text();
    Ok(format!("<constevaluator {v}>"))
}

/// Formats are those of `annotationlib`: 4 asks for source text.
fn evaluator_call(vm: &mut Vm, this: Obj<ConstEvaluator>, format: i64) -> PyResult {
    let v = this.value.get();
    if format != 4 {
        return Ok(v);
    }
    let Some(t) = Tuple::from_value(v) else {
        return vm
            .type_repr(v)
            .and_then(|text| vm.new_str(&text).map(Str::value));
    };
    let mut parts = Vec::new();
    for &item in t.items() {
        parts.push(vm.type_repr(item)?);
    }
    let comma = if parts.len() == 1 { "," } else { "" };
    vm.new_str(&format!("({}{comma})", parts.join(", ")))
        .map(Str::value)
}

/// The builtin classes that `types` shows under other names than their own.
const TYPE_NAMES: &[(&str, T)] = &[
    ("AsyncGeneratorType", T::AsyncGenerator),
    ("BuiltinFunctionType", T::NativeFunction),
    ("BuiltinMethodType", T::NativeFunction),
    ("CellType", T::Cell),
    ("ClassMethodDescriptorType", T::ClassMethodDescriptor),
    ("CodeType", T::Code),
    ("CoroutineType", T::Coroutine),
    ("EllipsisType", T::Ellipsis),
    ("FrameType", T::Frame),
    ("FunctionType", T::Function),
    ("GeneratorType", T::Generator),
    ("GenericAlias", T::GenericAlias),
    ("GetSetDescriptorType", T::GetSetDescriptor),
    ("LambdaType", T::Function),
    ("MappingProxyType", T::MappingProxy),
    ("MemberDescriptorType", T::MemberDescriptor),
    ("MethodDescriptorType", T::MethodDescriptor),
    ("MethodType", T::Method),
    ("MethodWrapperType", T::MethodWrapper),
    ("ModuleType", T::Module),
    ("NoneType", T::NoneType),
    ("NotImplementedType", T::NotImplementedType),
    ("SimpleNamespace", T::SimpleNamespace),
    ("TracebackType", T::Traceback),
    ("UnionType", T::UnionType),
    ("WrapperDescriptorType", T::WrapperDescriptor),
];

/// The module `_types`, behind `types` of 3.14.
pub static TYPES_MODULE: ModuleDef = ModuleDef {
    name: "_types",
    doc: "Define names for built-in types.",
    functions: &[],
    types: &[],
    init: init_types,
};

fn init_types(vm: &mut Vm, module: Module) -> PyResult<()> {
    for &(name, t) in TYPE_NAMES {
        let class: Class = vm.class(t);
        vm.set_item_str(module.dict(), name, class.value())?;
    }
    Ok(())
}
