//! Functions, methods and cells (Objects/funcobject.c, classobject.c, cellobject.c).

use crate::object::{BoundMethod, CellObject, Code, Dict, Function, Module, Str, T, Tuple, Value};
use crate::pyc::code::flags::HAS_DOCSTRING;
use crate::pyc::{Const, Version};
use crate::runtime::compare::Cmp;
use crate::runtime::native::{Args, TypeDef};
use crate::runtime::{PyResult, Vm};
use crate::{native_attributes, native_functions};

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[&FUNCTION, &METHOD, &CELL];

/// The setter of attributes that CPython keeps in read-only members.
pub(super) fn readonly(vm: &mut Vm, _this: Value, _to: Value) -> PyResult<()> {
    Err(vm.attribute_error_text("readonly attribute"))
}

// ---- functions

static FUNCTION: TypeDef = TypeDef {
    new: Some(&FUNCTION_NEW[0]),
    methods: FUNCTION_METHODS,
    getset: FUNCTION_ATTRIBUTES,
    ..TypeDef::new(
        T::Function,
        "Create a function object.\n\n  code\n    a code object\n  globals\n    the globals dictionary\n  name\n    a string that overrides the name from the code object\n  argdefs\n    a tuple that specifies the default argument values\n  closure\n    a tuple that supplies the bindings for free variables\n  kwdefaults\n    a dictionary that specifies the default keyword argument values",
    )
};

native_functions! { FUNCTION_NEW = [
    /// Create and return a new object.  See help(type) for accurate signature.
    "__new__" as function_new(*);
]}

native_functions! { FUNCTION_METHODS = [
    /// Call self as a function.
    "__call__" as function_call(*);
    /// Return an attribute of instance, which is of type owner.
    "__get__" as function_get(this, instance, owner = Value::NONE);
    /// Return repr(self).
    "__repr__" as function_repr(this);
]}

native_attributes! { FUNCTION_ATTRIBUTES = [
    "__code__" as code => |_: &mut Vm, f: Function| f.code_value(), set_code;
    "__defaults__" as defaults => |_: &mut Vm, f: Function| or_none(f.defaults()), set_defaults;
    "__kwdefaults__" as kwdefaults => |_: &mut Vm, f: Function| or_none(f.kwdefaults()), set_kwdefaults;
    /// Dict of annotations in a function object.
    "__annotations__" as annotations => get_annotations, set_annotations;
    /// Get the code object for a function.
    "__annotate__" as annotate => |_: &mut Vm, f: Function| or_none(f.annotate()), set_annotate;
    "__closure__" as closure => |_: &mut Vm, f: Function| or_none(f.closure()), readonly;
    "__globals__" as globals => |_: &mut Vm, f: Function| f.globals_value(), readonly;
    "__builtins__" as builtins => |vm: &mut Vm, f: Function| f.builtins().some().unwrap_or(vm.builtins.value()), readonly;
    /// Get the declared type parameters for a function.
    "__type_params__" as type_params => |vm: &mut Vm, f: Function| f.type_params().some().unwrap_or(vm.empty_tuple.value()), set_type_params;
    "__dict__" as dict => get_dict, set_dict;
    "__module__" as module => |_: &mut Vm, f: Function| or_none(f.module()), set_module;
    "__doc__" as doc => |_: &mut Vm, f: Function| or_none(f.doc()), set_doc;
    "__name__" as name => |_: &mut Vm, f: Function| f.name(), set_name;
    "__qualname__" as qualname => |_: &mut Vm, f: Function| f.qualname(), set_qualname;
]}

fn or_none(v: Value) -> Value {
    v.some().unwrap_or(Value::NONE)
}

/// The docstring that the constants of `code` hold.
fn docstring(vm: &mut Vm, code: Code) -> PyResult {
    let raw = code.raw();
    let first = raw.consts.first();
    if raw.version >= Version::V314 && raw.flags & HAS_DOCSTRING == 0 {
        return Ok(Value::EMPTY);
    }
    match (
        first,
        Tuple::from_value(code.consts()).and_then(|t| t.get(0)),
    ) {
        (Some(Const::Str { .. }), Some(made)) => Ok(made),
        (Some(k @ Const::Str { .. }), None) => vm.constant(k),
        _ => Ok(Value::EMPTY),
    }
}

/// The dict of builtins that code with these globals sees.
pub fn builtins_of(vm: &mut Vm, globals: Dict) -> PyResult<Dict> {
    let key = vm.names.__builtins__;
    Ok(match vm.dict_get_str(globals, key)? {
        Some(v) => match (Module::from_value(v), vm.as_dict(v)) {
            (Some(m), _) => m.dict(),
            (None, Some(d)) => d,
            (None, None) => vm.builtins,
        },
        None => vm.builtins,
    })
}

/// A function of `code` with everything that follows from code and globals.
pub fn make_function(vm: &mut Vm, code: Code, globals: Dict) -> PyResult<Function> {
    let f = Function::new(&mut vm.heap, code, globals);
    f.set_name(code.name());
    f.set_qualname(code.qualname());
    let builtins = builtins_of(vm, globals)?;
    f.set_builtins(builtins.value());
    let key = vm.names.__name__;
    if let Some(module) = vm.dict_get_str(globals, key)? {
        f.set_module(module);
    }
    let doc = docstring(vm, code)?;
    f.set_doc(doc);
    Ok(f)
}

/// The arguments of `function(…)`, by position or name.
const FUNCTION_PARAMETERS: [&str; 6] = [
    "code",
    "globals",
    "name",
    "argdefs",
    "closure",
    "kwdefaults",
];

fn function_new(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    let args = args.rest();
    let plain = args.plain();
    if plain.len() > 6 {
        let n = plain.len();
        return Err(vm.type_error(format_args!(
            "function() takes at most 6 arguments ({n} given)"
        )));
    }
    for (name, _) in args.named() {
        if !FUNCTION_PARAMETERS.iter().any(|p| name.is(p)) {
            let name = name.to_text();
            return Err(vm.type_error(format_args!(
                "function() got an unexpected keyword argument '{name}'"
            )));
        }
    }
    let mut given = [Value::EMPTY; 6];
    for (i, p) in FUNCTION_PARAMETERS.iter().enumerate() {
        given[i] = args
            .find(i, true, p)
            .unwrap_or(if i < 2 { Value::EMPTY } else { Value::NONE });
        if given[i].is_empty() {
            return Err(vm.type_error(format_args!(
                "function() missing required argument '{p}' (pos {})",
                i + 1
            )));
        }
    }
    let [code, globals, name, defaults, closure, kwdefaults] = given;
    let Some(code) = Code::from_value(code) else {
        let t = vm.type_name(code);
        return Err(vm.type_error(format_args!(
            "function() argument 'code' must be code, not {t}"
        )));
    };
    let Some(globals) = vm.as_dict(globals) else {
        let t = vm.type_name(globals);
        return Err(vm.type_error(format_args!(
            "function() argument 'globals' must be dict, not {t}"
        )));
    };
    if !name.is_none() && vm.as_str(name).is_none() {
        return Err(vm.type_error("arg 3 (name) must be None or string"));
    }
    if !defaults.is_none() && vm.as_tuple(defaults).is_none() {
        return Err(vm.type_error("arg 4 (defaults) must be None or tuple"));
    }
    let closure = check_closure(vm, code, closure)?;
    if !kwdefaults.is_none() && vm.as_dict(kwdefaults).is_none() {
        return Err(vm.type_error("arg 6 (kwdefaults) must be None or dict"));
    }
    let f = make_function(vm, code, globals)?;
    if let Some(name) = vm.as_str(name) {
        f.set_name(name.value());
    }
    f.set_defaults(vm.as_tuple(defaults).map_or(Value::EMPTY, Tuple::value));
    f.set_kwdefaults(vm.as_dict(kwdefaults).map_or(Value::EMPTY, Dict::value));
    f.set_closure(closure);
    Ok(f.value())
}

fn check_closure(vm: &mut Vm, code: Code, closure: Value) -> PyResult {
    let need = code.raw().free_count();
    let Some(cells) = vm.as_tuple(closure) else {
        return match (need, closure.is_none()) {
            (0, true) => Ok(Value::EMPTY),
            (0, false) => Err(vm.type_error("arg 5 (closure) must be None or tuple")),
            _ => Err(vm.type_error("arg 5 (closure) must be tuple")),
        };
    };
    let have = cells.len();
    if have != need {
        let name = Str::from_value(code.name()).map_or_else(String::new, Str::to_text);
        return Err(vm.value_error(format_args!(
            "{name} requires closure of length {need}, not {have}"
        )));
    }
    for &c in cells.items() {
        if CellObject::from_value(c).is_none() {
            let t = vm.type_name(c);
            return Err(vm.type_error(format_args!("arg 5 (closure) expected cell, found {t}")));
        }
    }
    Ok(if need == 0 {
        Value::EMPTY
    } else {
        cells.value()
    })
}

fn function_call(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    vm.call(args.first(), &args.rest())
}

fn function_get(vm: &mut Vm, this: Function, instance: Value, owner: Value) -> PyResult {
    if !instance.is_none() {
        return Ok(BoundMethod::new(&mut vm.heap, this.value(), instance).value());
    }
    if owner.is_none() {
        Err(vm.type_error("__get__(None, None) is invalid"))
    } else {
        Ok(this.value())
    }
}

fn function_repr(vm: &mut Vm, this: Function) -> PyResult<String> {
    let name = vm.str(this.qualname())?.to_text();
    Ok(format!("<function {name} at {:#x}>", this.value().0))
}

fn set_code(vm: &mut Vm, this: Function, to: Value) -> PyResult<()> {
    let Some(code) = Code::from_value(to) else {
        return Err(vm.type_error("__code__ must be set to a code object"));
    };
    let have = Tuple::from_value(this.closure()).map_or(0, Tuple::len);
    let need = code.raw().free_count();
    if have != need {
        let name = vm.str(this.name())?.to_text();
        return Err(vm.value_error(format_args!(
            "{name}() requires a code object with {have} free vars, not {need}"
        )));
    }
    this.set_code(&mut vm.heap, code);
    Ok(())
}

fn set_defaults(vm: &mut Vm, this: Function, to: Value) -> PyResult<()> {
    if to.is_empty() || to.is_none() {
        this.set_defaults(Value::EMPTY);
        this.changed(&mut vm.heap);
        return Ok(());
    }
    match vm.as_tuple(to) {
        Some(t) => this.set_defaults(t.value()),
        None => return Err(vm.type_error("__defaults__ must be set to a tuple object")),
    }
    this.changed(&mut vm.heap);
    Ok(())
}

fn set_kwdefaults(vm: &mut Vm, this: Function, to: Value) -> PyResult<()> {
    if to.is_empty() || to.is_none() {
        this.set_kwdefaults(Value::EMPTY);
        this.changed(&mut vm.heap);
        return Ok(());
    }
    match vm.as_dict(to) {
        Some(d) => this.set_kwdefaults(d.value()),
        None => return Err(vm.type_error("__kwdefaults__ must be set to a dict object")),
    }
    this.changed(&mut vm.heap);
    Ok(())
}

/// The annotations as a dict: made of the tuple that the code left, or by the annotate function (PEP 649).
fn get_annotations(vm: &mut Vm, this: Function) -> PyResult {
    let stored = this.annotations();
    if let Some(d) = Dict::from_value(stored) {
        return Ok(d.value());
    }
    let dict = if let Some(pairs) = Tuple::from_value(stored) {
        let d = vm.new_dict();
        for pair in pairs.items().chunks_exact(2) {
            vm.dict_set(d, pair[0], pair[1])?;
        }
        d
    } else if let Some(annotate) = this.annotate().some().filter(|a| !a.is_none()) {
        let made = vm.call_positional(annotate, &[Value::from_i32(1)])?;
        match vm.as_dict(made) {
            Some(d) => d,
            None => {
                let t = vm.type_name(made);
                return Err(
                    vm.type_error(format_args!("__annotate__() must return a dict, not {t}"))
                );
            }
        }
    } else {
        vm.new_dict()
    };
    this.set_annotations(dict.value());
    Ok(dict.value())
}

fn set_annotations(vm: &mut Vm, this: Function, to: Value) -> PyResult<()> {
    if to.is_empty() || to.is_none() {
        this.set_annotations(Value::EMPTY);
    } else if vm.as_dict(to).is_some() {
        this.set_annotations(to);
    } else {
        return Err(vm.type_error("__annotations__ must be set to a dict object"));
    }
    this.set_annotate(Value::EMPTY);
    Ok(())
}

fn set_annotate(vm: &mut Vm, this: Function, to: Value) -> PyResult<()> {
    if to.is_empty() {
        return Err(vm.type_error("__annotate__ cannot be deleted"));
    }
    if to.is_none() {
        this.set_annotate(Value::EMPTY);
        return Ok(());
    }
    if !vm.is_callable(to) {
        return Err(vm.type_error("__annotate__ must be callable or None"));
    }
    this.set_annotate(to);
    this.set_annotations(Value::EMPTY);
    Ok(())
}

fn set_type_params(vm: &mut Vm, this: Function, to: Value) -> PyResult<()> {
    if to.is_empty() || vm.as_tuple(to).is_none() {
        return Err(vm.type_error("__type_params__ must be set to a tuple"));
    }
    this.set_type_params(to);
    Ok(())
}

fn get_dict(vm: &mut Vm, this: Function) -> Value {
    match this.dict().some() {
        Some(d) => d,
        None => {
            let d = vm.new_dict().value();
            this.set_dict(d);
            d
        }
    }
}

fn set_dict(vm: &mut Vm, this: Function, to: Value) -> PyResult<()> {
    if to.is_empty() {
        return Err(vm.type_error("cannot delete __dict__"));
    }
    let Some(d) = vm.as_dict(to) else {
        let t = vm.type_name(to);
        return Err(vm.type_error(format_args!(
            "__dict__ must be set to a dictionary, not a '{t}'"
        )));
    };
    this.set_dict(d.value());
    Ok(())
}

fn set_module(_vm: &mut Vm, this: Function, to: Value) -> PyResult<()> {
    this.set_module(if to.is_empty() { Value::NONE } else { to });
    Ok(())
}

fn set_doc(_vm: &mut Vm, this: Function, to: Value) -> PyResult<()> {
    this.set_doc(if to.is_none() { Value::EMPTY } else { to });
    Ok(())
}

/// The string in `to`, for `__name__` and `__qualname__`.
pub(super) fn name_value(vm: &mut Vm, to: Value, what: &str) -> PyResult {
    match if to.is_empty() { None } else { vm.as_str(to) } {
        Some(s) => Ok(s.value()),
        None => Err(vm.type_error(format_args!("{what} must be set to a string object"))),
    }
}

fn set_name(vm: &mut Vm, this: Function, to: Value) -> PyResult<()> {
    let name = name_value(vm, to, "__name__")?;
    this.set_name(name);
    Ok(())
}

fn set_qualname(vm: &mut Vm, this: Function, to: Value) -> PyResult<()> {
    let name = name_value(vm, to, "__qualname__")?;
    this.set_qualname(name);
    Ok(())
}

// ---- methods

static METHOD: TypeDef = TypeDef {
    new: Some(&METHOD_NEW[0]),
    methods: METHOD_METHODS,
    getset: METHOD_ATTRIBUTES,
    ..TypeDef::new(T::Method, "Create a bound instance method object.")
};

native_functions! { METHOD_NEW = [
    /// Create and return a new object.  See help(type) for accurate signature.
    "__new__" as method_new(*);
]}

native_functions! { METHOD_METHODS = [
    /// Call self as a function.
    "__call__" as function_call(*);
    /// Return an attribute of instance, which is of type owner.
    "__get__" as method_get(this, instance, owner = Value::NONE);
    /// Return repr(self).
    "__repr__" as method_repr(this);
    /// Return hash(self).
    "__hash__" as method_hash(this);
    /// Return self==value.
    "__eq__" as method_eq(this, value);
    /// Return self!=value.
    "__ne__" as method_ne(this, value);
    /// Helper for pickle.
    "__reduce__" as method_reduce(this);
]}

native_attributes! { METHOD_ATTRIBUTES = [
    /// the function (or other callable) implementing a method
    "__func__" as func => |_: &mut Vm, m: BoundMethod| m.function(), readonly;
    /// the instance to which a method is bound
    "__self__" as self_ => |_: &mut Vm, m: BoundMethod| m.receiver(), readonly;
    "__doc__" as doc => method_doc;
]}

fn method_new(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    let args = args.rest();
    args.no_names(vm, "method")?;
    let &[function, instance] = args.plain() else {
        let n = args.plain().len();
        return Err(vm.type_error(format_args!("method expected 2 arguments, got {n}")));
    };
    if !vm.is_callable(function) {
        return Err(vm.type_error("first argument must be callable"));
    }
    if instance.is_none() {
        return Err(vm.type_error("instance must not be None"));
    }
    Ok(BoundMethod::new(&mut vm.heap, function, instance).value())
}

fn method_get(_vm: &mut Vm, this: BoundMethod, _instance: Value, _owner: Value) -> BoundMethod {
    this
}

fn method_doc(vm: &mut Vm, this: BoundMethod) -> PyResult {
    let name = vm.names.__doc__;
    vm.get_attr(this.function(), name)
}

fn method_repr(vm: &mut Vm, this: BoundMethod) -> PyResult<String> {
    let (qualname, name) = (vm.names.__qualname__, vm.names.__name__);
    let mut shown = vm.get_attr_opt(this.function(), qualname)?;
    if shown.is_none() {
        shown = vm.get_attr_opt(this.function(), name)?;
    }
    let shown = shown
        .and_then(|v| vm.as_str(v))
        .map_or_else(|| "?".to_string(), Str::to_text);
    let receiver = vm.repr(this.receiver())?.to_text();
    Ok(format!("<bound method {shown} of {receiver}>"))
}

fn method_hash(vm: &mut Vm, this: BoundMethod) -> PyResult<i64> {
    let h = Vm::identity_hash(this.receiver()) ^ vm.hash(this.function())?;
    Ok(if h == -1 { -2 } else { h })
}

fn method_eq(vm: &mut Vm, this: BoundMethod, value: Value) -> PyResult {
    let Some(other) = BoundMethod::from_value(value) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if this.receiver() != other.receiver() {
        return Ok(Value::FALSE);
    }
    vm.eq(this.function(), other.function())
        .map(Value::from_bool)
}

fn method_ne(vm: &mut Vm, this: BoundMethod, value: Value) -> PyResult {
    let equal = method_eq(vm, this, value)?;
    Ok(equal.as_bool().map_or(equal, |b| Value::from_bool(!b)))
}

fn method_reduce(vm: &mut Vm, this: BoundMethod) -> PyResult<(Value, Value)> {
    let getattr = vm.builtin("getattr")?;
    let name = vm.names.__name__;
    let name = vm.get_attr(this.function(), name)?;
    let args = vm.new_tuple(&[this.receiver(), name])?;
    Ok((getattr, args.value()))
}

// ---- cells

static CELL: TypeDef = TypeDef {
    new: Some(&CELL_NEW[0]),
    methods: CELL_METHODS,
    getset: CELL_ATTRIBUTES,
    ..TypeDef::new(
        T::Cell,
        "Create a new cell object.\n\n  contents\n    the contents of the cell. If not specified, the cell will be empty,\n    and further attempts to access its cell_contents attribute will\n    raise a ValueError.",
    )
};

native_functions! { CELL_NEW = [
    /// Create and return a new object.  See help(type) for accurate signature.
    "__new__" as cell_new(*);
]}

native_functions! { CELL_METHODS = [
    /// Return repr(self).
    "__repr__" as cell_repr(this);
    "__lt__" as cell_lt(this, value);
    "__le__" as cell_le(this, value);
    "__eq__" as cell_eq(this, value);
    "__ne__" as cell_ne(this, value);
    "__gt__" as cell_gt(this, value);
    "__ge__" as cell_ge(this, value);
]}

native_attributes! { CELL_ATTRIBUTES = [ cell_contents => cell_get, cell_set; ]}

fn cell_new(vm: &mut Vm, args: &Args<'_>) -> PyResult<CellObject> {
    let args = args.rest();
    args.no_names(vm, "cell")?;
    match args.plain() {
        [] => Ok(CellObject::new(&mut vm.heap, Value::EMPTY)),
        [v] => Ok(CellObject::new(&mut vm.heap, *v)),
        more => {
            let n = more.len();
            Err(vm.type_error(format_args!("cell expected at most 1 argument, got {n}")))
        }
    }
}

fn cell_get(vm: &mut Vm, this: CellObject) -> PyResult {
    match this.get().some() {
        Some(v) => Ok(v),
        None => Err(vm.value_error("Cell is empty")),
    }
}

fn cell_set(_vm: &mut Vm, this: CellObject, to: Value) -> PyResult<()> {
    this.set(to);
    Ok(())
}

fn cell_repr(vm: &mut Vm, this: CellObject) -> String {
    let at = this.value().0;
    match this.get().some() {
        Some(v) => format!(
            "<cell at {at:#x}: {} object at {:#x}>",
            vm.type_name(v),
            v.0
        ),
        None => format!("<cell at {at:#x}: empty>"),
    }
}

fn cell_compare(vm: &mut Vm, op: Cmp, this: CellObject, other: Value) -> PyResult {
    let Some(other) = CellObject::from_value(other) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    match (this.get().some(), other.get().some()) {
        (Some(a), Some(b)) => vm.compare(op, a, b),
        // an empty cell is less than any other
        (a, b) => Ok(Value::from_bool(op.holds(a.is_some().cmp(&b.is_some())))),
    }
}

macro_rules! cell_comparisons {
    ($($name:ident $Op:ident;)*) => { $(
        fn $name(vm: &mut Vm, this: CellObject, value: Value) -> PyResult {
            cell_compare(vm, Cmp::$Op, this, value)
        }
    )* };
}
cell_comparisons! { cell_lt Lt; cell_le Le; cell_eq Eq; cell_ne Ne; cell_gt Gt; cell_ge Ge; }

impl Vm {
    /// The builtin function or class `name`.
    pub fn builtin(&mut self, name: &str) -> PyResult {
        let interned = self.intern(name)?;
        match self.builtins.get_str(interned) {
            Some(v) => Ok(v),
            None => Err(self.raise_text(T::NameError, &format!("name '{name}' is not defined"))),
        }
    }
}
