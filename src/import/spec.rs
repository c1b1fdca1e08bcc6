//! `__spec__` and `__loader__`, and the attributes every module has.

use crate::object::{Class, Dict, Instance, Module, Str, T, Value};
use crate::runtime::{Args, OrMemoryError, PyResult, Vm};

/// What is known about a module before its code runs.
pub(super) struct Spec {
    /// The full name.
    pub(super) name: Str,
    /// `origin`: a path, `"built-in"`, or nothing.
    pub(super) origin: Option<String>,
    /// `cached`
    pub(super) cached: Option<String>,
    /// For packages: the folders.
    pub(super) locations: Option<Vec<String>>,
}

/// The class called `name` of this room, made at first use: `ModuleSpec`, loaders.
pub(super) fn class(vm: &mut Vm, module: &str, name: &str) -> PyResult<Class> {
    let key = format!("{module}.{name}");
    if let Some(c) = vm.state_get(&key)?.and_then(Class::from_value) {
        return Ok(c);
    }
    let dict = vm.new_dict();
    let module = vm.intern(module)?;
    vm.set_item_str(dict, "__module__", module.value())?;
    let (name, meta, base) = (
        vm.intern(name)?,
        vm.class(T::Type),
        vm.class(T::SimpleNamespace).value(),
    );
    let bases = vm.new_tuple(&[base])?;
    let c = vm.new_class(meta, name, bases, dict, &Args::positional(&[]))?;
    vm.state_set(&key, c.value())?;
    Ok(c)
}

fn optional(vm: &mut Vm, text: Option<&String>) -> PyResult {
    match text {
        Some(t) => Ok(vm.fs_decode(t.as_bytes())?.value()),
        None => Ok(Value::NONE),
    }
}

/// An object with attributes.
fn object(vm: &mut Vm, class: Class, attributes: &[(&str, Value)]) -> PyResult<Instance> {
    let o = vm.new_instance(class);
    for &(name, v) in attributes {
        let name = vm.intern(name)?;
        vm.set_attr(o.value(), name, v)?;
    }
    Ok(o)
}

/// The loader of a module read from a file.
pub(super) fn file_loader(vm: &mut Vm, name: Str, path: &str) -> PyResult {
    let class = class(vm, "_frozen_importlib_external", "SourcelessFileLoader")?;
    let path = vm.fs_decode(path.as_bytes())?;
    Ok(object(vm, class, &[("name", name.value()), ("path", path.value())])?.value())
}

/// A `ModuleSpec`.
pub(super) fn make(vm: &mut Vm, spec: &Spec, loader: Value) -> PyResult<Instance> {
    let class = class(vm, "_frozen_importlib", "ModuleSpec")?;
    let origin = optional(vm, spec.origin.as_ref())?;
    let cached = optional(vm, spec.cached.as_ref())?;
    let text = spec.name.to_text();
    let (parent, locations) = match &spec.locations {
        Some(all) => (spec.name, super::str_list(vm, all)?),
        None => (
            vm.intern(text.rsplit_once('.').map_or("", |(p, _)| p))?,
            Value::NONE,
        ),
    };
    object(
        vm,
        class,
        &[
            ("name", spec.name.value()),
            ("loader", loader),
            ("origin", origin),
            ("loader_state", Value::NONE),
            ("submodule_search_locations", locations),
            ("cached", cached),
            ("parent", parent.value()),
            ("has_location", Value::from_bool(spec.cached.is_some())),
            ("_initializing", Value::FALSE),
        ],
    )
}

/// Says whether the module of this spec is being loaded.
pub(super) fn set_initializing(vm: &mut Vm, spec: Value, on: bool) -> PyResult<()> {
    let key = vm.intern("_initializing")?;
    match Instance::from_value(spec) {
        Some(_) => vm.set_attr(spec, key, Value::from_bool(on)),
        None => Ok(()),
    }
}

/// A new module with the attributes that its spec gives it.
pub(super) fn new_module(vm: &mut Vm, spec: &Spec, loader: Value) -> PyResult<(Module, Value)> {
    let object = make(vm, spec, loader)?;
    let dict = Dict::new_namespace(&mut vm.heap);
    let module = Module::new(&mut vm.heap, T::Module as u32, dict);
    let get = |vm: &mut Vm, name: &str| -> PyResult { vm.get_attr_str(object.value(), name) };
    let parent = get(vm, "parent")?;
    vm.set_item_str(dict, "__name__", spec.name.value())?;
    vm.set_item_str(dict, "__doc__", Value::NONE)?;
    vm.set_item_str(dict, "__package__", parent)?;
    vm.set_item_str(dict, "__loader__", loader)?;
    vm.set_item_str(dict, "__spec__", object.value())?;
    if spec.locations.is_some() {
        let path = get(vm, "submodule_search_locations")?;
        vm.set_item_str(dict, "__path__", path)?;
    }
    if spec.cached.is_some() {
        let (origin, cached) = (get(vm, "origin")?, get(vm, "cached")?);
        vm.set_item_str(dict, "__file__", origin)?;
        vm.set_item_str(dict, "__cached__", cached)?;
    }
    let builtins = vm.builtins.value();
    vm.set_item_str(dict, "__builtins__", builtins)?;
    Ok((module, object.value()))
}

/// Puts a module into `sys.modules`.
pub(super) fn publish(vm: &mut Vm, name: Str, module: Value) -> PyResult<()> {
    let modules = vm.modules;
    let name = vm.intern_str(name);
    modules
        .set_str(&mut vm.heap, name, module)
        .or_memory_error(vm)
}
