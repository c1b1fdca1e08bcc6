//! `TypeVar`, `ParamSpec` and `TypeVarTuple`.

use std::cell::Cell;

use crate::object::{Class, Native, Obj, Str, T, Tuple, Value};
use crate::runtime::native::{Args, TypeDef};
use crate::runtime::typing::{Lazy, TypeParam};
use crate::runtime::{OrMemoryError, PyResult, Vm};
use crate::{native_attributes, native_functions, trace_fields};

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[
    &TYPE_VAR,
    &PARAM_SPEC,
    &TYPE_VAR_TUPLE,
    &PARAM_SPEC_ARGS,
    &PARAM_SPEC_KWARGS,
];

static TYPE_VAR: TypeDef = TypeDef {
    new: Some(&NEW_TYPE_VAR[0]),
    methods: TYPE_VAR_METHODS,
    getset: TYPE_VAR_ATTRIBUTES,
    ..TypeDef::new(T::TypeVar, "Type variable.")
};

static PARAM_SPEC: TypeDef = TypeDef {
    new: Some(&NEW_PARAM_SPEC[0]),
    methods: PARAM_SPEC_METHODS,
    getset: PARAM_SPEC_ATTRIBUTES,
    ..TypeDef::new(T::ParamSpec, "Parameter specification variable.")
};

static TYPE_VAR_TUPLE: TypeDef = TypeDef {
    new: Some(&NEW_TYPE_VAR_TUPLE[0]),
    methods: TYPE_VAR_TUPLE_METHODS,
    getset: TYPE_VAR_TUPLE_ATTRIBUTES,
    ..TypeDef::new(
        T::TypeVarTuple,
        "Type variable tuple. A specialized form of type variable that enables variadic generics.",
    )
};

static PARAM_SPEC_ARGS: TypeDef = TypeDef {
    new: Some(&NEW_ARGS[0]),
    methods: PART_METHODS,
    getset: PART_ATTRIBUTES,
    ..TypeDef::new(T::ParamSpecArgs, "The args for a ParamSpec object.")
};

static PARAM_SPEC_KWARGS: TypeDef = TypeDef {
    new: Some(&NEW_KWARGS[0]),
    methods: PART_METHODS,
    getset: PART_ATTRIBUTES,
    ..TypeDef::new(T::ParamSpecKwargs, "The kwargs for a ParamSpec object.")
};

native_functions! { NEW_TYPE_VAR = [ "__new__" as new_type_var(*); ]}
native_functions! { NEW_PARAM_SPEC = [ "__new__" as new_param_spec(*); ]}
native_functions! { NEW_TYPE_VAR_TUPLE = [ "__new__" as new_type_var_tuple(*); ]}
native_functions! { NEW_ARGS = [ "__new__" as new_args(cls; origin); ]}
native_functions! { NEW_KWARGS = [ "__new__" as new_kwargs(cls; origin); ]}

native_functions! { TYPE_VAR_METHODS = [
    /// Return repr(self).
    "__repr__" as repr(this);
    /// Return self|value.
    "__or__" as or(this, value);
    /// Return value|self.
    "__ror__" as ror(this, value);
    "__typing_subst__" as type_var_subst(this, arg);
    "__typing_prepare_subst__" as type_var_prepare(this, alias, args);
    "__mro_entries__" as mro_entries(this, bases);
    "__reduce__" as reduce(this);
    has_default(this);
]}

native_functions! { PARAM_SPEC_METHODS = [
    /// Return repr(self).
    "__repr__" as repr(this);
    /// Return self|value.
    "__or__" as or(this, value);
    /// Return value|self.
    "__ror__" as ror(this, value);
    "__typing_subst__" as param_spec_subst(this, arg);
    "__typing_prepare_subst__" as param_spec_prepare(this, alias, args);
    "__mro_entries__" as mro_entries(this, bases);
    "__reduce__" as reduce(this);
    has_default(this);
]}

native_functions! { TYPE_VAR_TUPLE_METHODS = [
    /// Return repr(self).
    "__repr__" as tuple_repr(this);
    /// Implement iter(self).
    "__iter__" as iter(this);
    "__typing_subst__" as tuple_subst(this, arg);
    "__typing_prepare_subst__" as tuple_prepare(this, alias, args);
    "__mro_entries__" as mro_entries(this, bases);
    "__reduce__" as reduce(this);
    has_default(this);
]}

native_functions! { PART_METHODS = [
    /// Return repr(self).
    "__repr__" as part_repr(this);
    /// Return self==value.
    "__eq__" as part_eq(this, value);
    /// Return hash(self).
    "__hash__" as part_hash(this);
    "__mro_entries__" as mro_entries(this, bases);
]}

native_attributes! { TYPE_VAR_ATTRIBUTES = [
    "__name__" as name => name;
    "__bound__" as bound => bound;
    "__constraints__" as constraints => constraints;
    "__default__" as default => default;
    "__covariant__" as covariant => covariant;
    "__contravariant__" as contravariant => contravariant;
    "__infer_variance__" as infer_variance => infer_variance;
    evaluate_bound => evaluate_bound;
    evaluate_constraints => evaluate_constraints;
    evaluate_default => evaluate_default;
]}

native_attributes! { PARAM_SPEC_ATTRIBUTES = [
    "__name__" as name => name;
    "__bound__" as bound => bound;
    "__default__" as default => default;
    "__covariant__" as covariant => covariant;
    "__contravariant__" as contravariant => contravariant;
    "__infer_variance__" as infer_variance => infer_variance;
    evaluate_default => evaluate_default;
    /// Represents positional arguments.
    args => args;
    /// Represents keyword arguments.
    kwargs => kwargs;
]}

native_attributes! { TYPE_VAR_TUPLE_ATTRIBUTES = [
    "__name__" as name => name;
    "__default__" as default => default;
    evaluate_default => evaluate_default;
]}

native_attributes! { PART_ATTRIBUTES = [
    "__origin__" as origin => origin;
]}

type This = Obj<TypeParam>;

/// `P.args` and `P.kwargs`: the type says which.
pub struct ParamSpecPart {
    /// `__origin__`
    pub origin: Cell<Value>,
}

impl Native for ParamSpecPart {
    const TYPE: T = T::ParamSpecArgs;
    trace_fields!(origin);
}

// ---- constructors

/// What the three constructors have in common.
struct Given {
    name: Value,
    bound: Lazy,
    default: Lazy,
    covariant: bool,
    contravariant: bool,
    infer_variance: bool,
}

fn parse(vm: &mut Vm, args: &Args<'_>, function: &str, named: &[&str]) -> PyResult<Given> {
    for (name, _) in args.named() {
        if !named.iter().any(|n| name.is(n)) {
            let n = name.to_text();
            return Err(vm.type_error(format_args!(
                "{function}() got an unexpected keyword argument '{n}'"
            )));
        }
    }
    let Some(name) = args
        .plain()
        .get(1)
        .copied()
        .or_else(|| args.get_named("name"))
    else {
        return Err(vm.type_error(format_args!(
            "{function}() missing required argument 'name' (pos 1)"
        )));
    };
    let Some(text) = vm.as_str(name) else {
        let t = vm.type_name(name);
        return Err(vm.type_error(format_args!(
            "{function}() argument 'name' must be str, not {t}"
        )));
    };
    let mut flags = [false; 3];
    for (i, key) in ["covariant", "contravariant", "infer_variance"]
        .into_iter()
        .enumerate()
    {
        if let Some(v) = args.get_named(key) {
            flags[i] = vm.truth(v)?;
        }
    }
    let [covariant, contravariant, infer_variance] = flags;
    if covariant && contravariant {
        return Err(vm.value_error("Bivariant types are not supported."));
    }
    if infer_variance && (covariant || contravariant) {
        return Err(vm.value_error("Variance cannot be specified with infer_variance."));
    }
    let bound = match args.get_named("bound").filter(|b| !b.is_none()) {
        Some(b) => Lazy::of(vm.check_type(b, "Bound must be a type.")?),
        None => Lazy::none(),
    };
    let no_default = vm.no_default()?;
    let default = match args.get_named("default").filter(|&d| d != no_default) {
        Some(d) => Lazy::of(d),
        None => Lazy::none(),
    };
    Ok(Given {
        name: text.value(),
        bound,
        default,
        covariant,
        contravariant,
        infer_variance,
    })
}

fn make(vm: &mut Vm, t: T, given: Given, constraints: Lazy) -> PyResult {
    let p = TypeParam {
        name: Cell::new(given.name),
        bound: given.bound,
        constraints,
        default: given.default,
        covariant: given.covariant,
        contravariant: given.contravariant,
        infer_variance: given.infer_variance,
        dict: Cell::new(Value::EMPTY),
    };
    let v = vm.new_type_param(t, p)?;
    if let Some(module) = vm.calling_module()? {
        let name = vm.names.__module__;
        vm.set_attr_plain(v, name, module)?;
    }
    Ok(v)
}

fn new_type_var(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    let given = parse(
        vm,
        args,
        "typevar",
        &[
            "name",
            "bound",
            "default",
            "covariant",
            "contravariant",
            "infer_variance",
        ],
    )?;
    let constraints = match args.plain().get(2..).unwrap_or(&[]) {
        [] => Lazy::none(),
        [_] => return Err(vm.type_error("A single constraint is not allowed")),
        _ if !given.bound.is_none() => {
            return Err(vm.type_error("Constraints cannot be combined with bound=..."));
        }
        many => Lazy::of(vm.new_tuple(many)?.value()),
    };
    make(vm, T::TypeVar, given, constraints)
}

fn one_positional(vm: &mut Vm, args: &Args<'_>, function: &str) -> PyResult<()> {
    let n = args.plain().len().saturating_sub(1);
    if n > 1 {
        Err(vm.type_error(format_args!(
            "{function}() takes exactly 1 positional argument ({n} given)"
        )))
    } else {
        Ok(())
    }
}

fn new_param_spec(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    one_positional(vm, args, "paramspec")?;
    let given = parse(
        vm,
        args,
        "paramspec",
        &[
            "name",
            "bound",
            "default",
            "covariant",
            "contravariant",
            "infer_variance",
        ],
    )?;
    make(vm, T::ParamSpec, given, Lazy::none())
}

fn new_type_var_tuple(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    one_positional(vm, args, "typevartuple")?;
    let given = parse(vm, args, "typevartuple", &["name", "default"])?;
    make(vm, T::TypeVarTuple, given, Lazy::none())
}

// ---- methods

fn repr(_: &mut Vm, this: This) -> String {
    let name = Str::from_value(this.name.get()).map_or_else(String::new, Str::to_text);
    let sign = match () {
        () if this.infer_variance => "",
        () if this.covariant => "+",
        () if this.contravariant => "-",
        () => "~",
    };
    format!("{sign}{name}")
}

fn tuple_repr(_: &mut Vm, this: This) -> Value {
    this.name.get()
}

fn or(vm: &mut Vm, this: Value, value: Value) -> PyResult {
    vm.union_from(&[this, value])
}

fn ror(vm: &mut Vm, this: Value, value: Value) -> PyResult {
    vm.union_from(&[value, this])
}

fn type_var_subst(vm: &mut Vm, this: Value, arg: Value) -> PyResult {
    match vm.typing_function("_typevar_subst")? {
        Some(f) => vm.call_positional(f, &[this, arg]),
        None => Ok(arg),
    }
}

fn type_var_prepare(vm: &mut Vm, this: This, alias: Value, args: Value) -> PyResult {
    let name = vm.names.__parameters__;
    let params = vm.get_attr(alias, name)?;
    let params = vm.tuple_from(params)?;
    let given = vm.tuple_from(args)?;
    let index = params
        .items()
        .iter()
        .position(|&p| p == this.value())
        .unwrap_or(params.len());
    if index < given.len() {
        return Ok(args);
    }
    if index == given.len()
        && let Some(default) = vm.force(&this.default)?
    {
        let mut all = vm.hold(given.items())?;
        all.push(&mut vm.heap, default).or_memory_error(vm)?;
        return vm.new_tuple(&all).map(Tuple::value);
    }
    let (text, n) = (vm.str(alias)?.to_text(), given.len());
    Err(vm.type_error(format_args!(
        "Too few arguments for {text}; actual {n}, expected at least {}",
        index + 1
    )))
}

fn param_spec_subst(vm: &mut Vm, this: Value, arg: Value) -> PyResult {
    vm.param_spec_subst(this, arg)
}

fn param_spec_prepare(vm: &mut Vm, this: Value, alias: Value, args: Value) -> PyResult {
    vm.param_spec_prepare(this, alias, args)
}

fn tuple_subst(vm: &mut Vm, this: Value, arg: Value) -> PyResult {
    let _ = (this, arg);
    Err(vm.type_error("Substitution of bare TypeVarTuple is not supported"))
}

fn tuple_prepare(vm: &mut Vm, this: Value, alias: Value, args: Value) -> PyResult {
    vm.type_var_tuple_prepare(this, alias, args)
}

fn iter(vm: &mut Vm, this: Value) -> PyResult {
    let unpacked = vm.typing_unpack(this)?;
    let t = vm.new_tuple(&[unpacked])?;
    vm.iter(t.value())
}

fn mro_entries(vm: &mut Vm, this: Value, bases: Value) -> PyResult {
    let _ = bases;
    let class = vm.type_of(this);
    let name = vm.plain_class_name(class);
    Err(vm.type_error(format_args!("Cannot subclass an instance of {name}")))
}

fn reduce(_: &mut Vm, this: This) -> Value {
    this.name.get()
}

fn has_default(_: &mut Vm, this: This) -> bool {
    !this.default.is_none()
}

// ---- attributes

fn name(_: &mut Vm, this: This) -> Value {
    this.name.get()
}

fn bound(vm: &mut Vm, this: This) -> PyResult<Option<Value>> {
    vm.force(&this.bound)
}

fn constraints(vm: &mut Vm, this: This) -> PyResult {
    Ok(vm
        .force(&this.constraints)?
        .unwrap_or(vm.empty_tuple.value()))
}

fn default(vm: &mut Vm, this: This) -> PyResult {
    match vm.force(&this.default)? {
        Some(v) => Ok(v),
        None => vm.no_default(),
    }
}

fn covariant(_: &mut Vm, this: This) -> bool {
    this.covariant
}

fn contravariant(_: &mut Vm, this: This) -> bool {
    this.contravariant
}

fn infer_variance(_: &mut Vm, this: This) -> bool {
    this.infer_variance
}

fn evaluate_bound(vm: &mut Vm, this: This) -> PyResult<Option<Value>> {
    vm.evaluator(&this.bound)
}

fn evaluate_constraints(vm: &mut Vm, this: This) -> PyResult<Option<Value>> {
    vm.evaluator(&this.constraints)
}

fn evaluate_default(vm: &mut Vm, this: This) -> PyResult<Option<Value>> {
    vm.evaluator(&this.default)
}

// ---- P.args, P.kwargs

fn new_part(vm: &mut Vm, t: T, origin: Value) -> PyResult {
    Ok(Obj::new_as(
        &mut vm.heap,
        t,
        ParamSpecPart {
            origin: Cell::new(origin),
        },
    )
    .or_memory_error(vm)?
    .value())
}

fn new_args(vm: &mut Vm, cls: Class, origin: Value) -> PyResult {
    let _ = cls;
    new_part(vm, T::ParamSpecArgs, origin)
}

fn new_kwargs(vm: &mut Vm, cls: Class, origin: Value) -> PyResult {
    let _ = cls;
    new_part(vm, T::ParamSpecKwargs, origin)
}

fn args(vm: &mut Vm, this: This) -> PyResult {
    new_part(vm, T::ParamSpecArgs, this.value())
}

fn kwargs(vm: &mut Vm, this: This) -> PyResult {
    new_part(vm, T::ParamSpecKwargs, this.value())
}

fn origin(_: &mut Vm, this: Obj<ParamSpecPart>) -> Value {
    this.origin.get()
}

fn part_repr(vm: &mut Vm, this: Obj<ParamSpecPart>) -> PyResult<String> {
    let part = if this.shape_id() == T::ParamSpecArgs as u32 {
        "args"
    } else {
        "kwargs"
    };
    let of = match Obj::<TypeParam>::from_value(this.origin.get()) {
        Some(p) => vm.str(p.name.get())?.to_text(),
        None => vm.repr(this.origin.get())?.to_text(),
    };
    Ok(format!("{of}.{part}"))
}

fn part_eq(vm: &mut Vm, this: Obj<ParamSpecPart>, value: Value) -> PyResult {
    match Obj::<ParamSpecPart>::from_value(value).filter(|o| o.shape_id() == this.shape_id()) {
        Some(other) => vm
            .eq(this.origin.get(), other.origin.get())
            .map(Value::from_bool),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn part_hash(_: &mut Vm, this: Value) -> i64 {
    Vm::identity_hash(this)
}
