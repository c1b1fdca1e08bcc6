//! Modules.

use crate::object::shape::of_type;
use crate::object::{Class, Dict, List, Module, Str, T, Value};
use crate::runtime::native::{Args, TypeDef};
use crate::runtime::{OrMemoryError, PyResult, Raised, Vm};
use crate::{native_attributes, native_functions};

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[&MODULE];

static MODULE: TypeDef = TypeDef {
    new: Some(&NEW[0]),
    methods: METHODS,
    getset: ATTRIBUTES,
    ..TypeDef::new(
        T::Module,
        "Create a module object.\n\nThe name must be a string; the optional doc argument can have any type.",
    )
};

native_functions! { NEW = [
    /// Create and return a new object.  See help(type) for accurate signature.
    "__new__" as new(*);
]}

native_functions! { METHODS = [
    /// Initialize self.  See help(type(self)) for accurate signature.
    "__init__" as init(*);
    /// Return repr(self).
    "__repr__" as repr(this);
    /// Return getattr(self, name).
    "__getattribute__" as getattribute(this, name);
    /// __dir__() -> list
    /// specialized dir() implementation
    "__dir__" as dir(this);
]}

native_attributes! { ATTRIBUTES = [
    "__dict__" as dict_attribute => dict;
    "__annotations__" as annotations => get_annotations, set_annotations;
    "__annotate__" as annotate => get_annotate, set_annotate;
]}

fn new(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    let Some(cls) = Class::from_value(args.first()) else {
        return Err(vm.type_error("module.__new__(X): X is not a type object"));
    };
    let shape = if cls == vm.class(T::Module) {
        of_type(T::Module)
    } else {
        cls.dict_shape(&mut vm.shapes, 0)
    };
    let dict = Dict::new_namespace(&mut vm.heap);
    Ok(Module::new(&mut vm.heap, shape, dict).value())
}

fn init(vm: &mut Vm, args: &Args<'_>) -> PyResult<()> {
    let Some(this) = Module::from_value(args.first()) else {
        return Err(vm.expected("module", args.first()));
    };
    let given = args.values.len() - 1;
    if given > 2 {
        return Err(vm.type_error(format_args!(
            "module() takes at most 2 arguments ({given} given)"
        )));
    }
    for (name, _) in args.named() {
        if !name.is("name") && !name.is("doc") {
            let n = name.to_text();
            return Err(vm.type_error(format_args!(
                "module() got an unexpected keyword argument '{n}'"
            )));
        }
    }
    let Some(name) = args.find(1, true, "name") else {
        return Err(vm.type_error("module() missing required argument 'name' (pos 1)"));
    };
    let Some(name) = vm.as_str(name) else {
        let t = vm.type_name(name);
        return Err(vm.type_error(format_args!(
            "module() argument 'name' must be str, not {t}"
        )));
    };
    let doc = args.find(2, true, "doc").unwrap_or(Value::NONE);
    vm.init_module(this, name, doc)
}

fn repr(vm: &mut Vm, this: Module) -> PyResult<String> {
    let dict = this.dict();
    let spec = vm.names.__spec__;
    if let Some(spec) = vm.dict_get_str(dict, spec)?.filter(|s| !s.is_none()) {
        return repr_by_spec(vm, spec);
    }
    let name = vm.names.__name__;
    let name_value = vm.dict_get_str(dict, name)?;
    let name = match name_value {
        Some(n) => vm.repr(n)?.to_text(),
        None => "'?'".to_string(),
    };
    let file = vm.names.__file__;
    if let Some(file) = vm.dict_get_str(dict, file)? {
        let file = vm.repr(file)?.to_text();
        return Ok(format!("<module {name} from {file}>"));
    }
    let loader = vm.names.__loader__;
    match vm.dict_get_str(dict, loader)?.filter(|l| !l.is_none()) {
        Some(loader) => {
            let loader = vm.repr(loader)?.to_text();
            Ok(format!("<module {name} ({loader})>"))
        }
        None => {
            let native = name_value
                .and_then(|n| vm.as_str(n))
                .is_some_and(|n| (vm.hooks.modules)().iter().any(|m| n.is(m.name)));
            Ok(if native {
                format!("<module {name} (built-in)>")
            } else {
                format!("<module {name}>")
            })
        }
    }
}

/// Lib/importlib/_bootstrap.py:_module_repr_from_spec
fn repr_by_spec(vm: &mut Vm, spec: Value) -> PyResult<String> {
    let name = vm.get_attr_str(spec, "name")?;
    let name = if name.is_none() {
        "'?'".to_string()
    } else {
        vm.repr(name)?.to_text()
    };
    let origin = vm.get_attr_str(spec, "origin")?;
    if origin.is_none() {
        let loader = vm.get_attr_str(spec, "loader")?;
        if loader.is_none() {
            return Ok(format!("<module {name}>"));
        }
        let loader = vm.repr(loader)?.to_text();
        return Ok(format!("<module {name} ({loader})>"));
    }
    let has_location = vm.get_attr_str(spec, "has_location")?;
    if vm.truth(has_location)? {
        let origin = vm.repr(origin)?.to_text();
        return Ok(format!("<module {name} from {origin}>"));
    }
    let origin = vm.str(origin)?.to_text();
    Ok(format!("<module {name} ({origin})>"))
}

fn getattribute(vm: &mut Vm, this: Value, name: Value) -> PyResult {
    let name = super::object::attribute_name(vm, name)?;
    match vm.get_attr_plain(this, name)? {
        Some(v) => Ok(v),
        None => Err(vm.no_attribute(this, name)),
    }
}

fn dir(vm: &mut Vm, this: Value) -> PyResult {
    let name = vm.names.__dict__;
    let dict = vm.get_attr(this, name)?;
    let Some(dict) = vm.as_dict(dict) else {
        return Err(vm.type_error("<module>.__dict__ is not a dictionary"));
    };
    let name = vm.names.__dir__;
    match vm.dict_get_str(dict, name)? {
        Some(f) => vm.call_positional(f, &[]),
        None => vm.list_from(dict.value()).map(List::value),
    }
}

fn dict(_: &mut Vm, this: Module) -> Dict {
    this.dict()
}

fn get_annotations(vm: &mut Vm, this: Module) -> PyResult {
    let name = vm.names.__annotations__;
    if let Some(v) = vm.dict_get_str(this.dict(), name)? {
        return Ok(v);
    }
    let annotate = vm.names.__annotate__;
    let found = match vm.dict_get_str(this.dict(), annotate)? {
        Some(f) if vm.is_callable(f) => vm.call_annotate(f)?,
        _ => vm.new_dict(),
    };
    vm.dict_set(this.dict(), name.value(), found.value())?;
    Ok(found.value())
}

fn set_annotations(vm: &mut Vm, this: Module, to: Value) -> PyResult<()> {
    let (name, annotate) = (vm.names.__annotations__, vm.names.__annotate__);
    if to.is_empty() {
        if vm.dict_remove_str(this.dict(), name)?.is_none() {
            return Err(vm.attribute_error_text("__annotations__"));
        }
    } else {
        vm.dict_set(this.dict(), name.value(), to)?;
    }
    vm.dict_remove_str(this.dict(), annotate).map(|_| ())
}

fn get_annotate(vm: &mut Vm, this: Module) -> PyResult {
    let name = vm.names.__annotate__;
    if let Some(v) = vm.dict_get_str(this.dict(), name)? {
        return Ok(v);
    }
    vm.dict_set(this.dict(), name.value(), Value::NONE)?;
    Ok(Value::NONE)
}

fn set_annotate(vm: &mut Vm, this: Module, to: Value) -> PyResult<()> {
    if to.is_empty() {
        return Err::<(), Raised>(vm.type_error("cannot delete __annotate__ attribute"));
    }
    if !to.is_none() && !vm.is_callable(to) {
        return Err(vm.type_error("__annotate__ must be callable or None"));
    }
    let (name, annotations) = (vm.names.__annotate__, vm.names.__annotations__);
    vm.dict_set(this.dict(), name.value(), to)?;
    if !to.is_none() {
        vm.dict_remove_str(this.dict(), annotations)?;
    }
    Ok(())
}

impl Vm {
    /// Sets the attributes that every module has.
    pub fn init_module(&mut self, m: Module, name: Str, doc: Value) -> PyResult<()> {
        let keys = [
            self.names.__package__,
            self.names.__loader__,
            self.names.__spec__,
        ];
        let (n, d) = (self.names.__name__, self.names.__doc__);
        m.dict()
            .set_str(&mut self.heap, n, name.value())
            .or_memory_error(self)?;
        m.dict()
            .set_str(&mut self.heap, d, doc)
            .or_memory_error(self)?;
        for key in keys {
            if m.dict().find_str(key).is_none() {
                m.dict()
                    .set_str(&mut self.heap, key, Value::NONE)
                    .or_memory_error(self)?;
            }
        }
        Ok(())
    }
}
