//! `sys.meta_path`: the finders in order. The machine's own two, for native modules and for files, stand in it as classes; finders of the program may stand before
//! and behind them.

use super::spec;
use super::{find, load, not_found, strings};
use crate::object::{Dict, List, Module, Str, T, Value};
use crate::runtime::{OrMemoryError, PyResult, Vm};

/// The names of the machine's own finders.
const BUILTIN: (&str, &str) = ("_frozen_importlib", "BuiltinImporter");
const PATH: (&str, &str) = ("_frozen_importlib_external", "PathFinder");

/// Puts the machine's finders into `sys.meta_path` and remembers the native modules, so that they are found again when a program takes them out of `sys.modules`.
pub fn install(vm: &mut Vm) -> PyResult<()> {
    let builtin = spec::class(vm, BUILTIN.0, BUILTIN.1)?;
    let path = spec::class(vm, PATH.0, PATH.1)?;
    let finders = vm.new_list(&[builtin.value(), path.value()])?;
    let sys = vm.sys;
    vm.set_item_str(sys, "meta_path", finders.value())?;
    let natives = vm.modules.copy(&mut vm.heap).or_memory_error(vm)?;
    vm.state_set("native modules", natives.value())?;
    let mut at = 0;
    while let Some(e) = natives.next_entry(&mut at) {
        let (Some(name), Some(module)) = (Str::from_value(e.key), Module::from_value(e.value))
        else {
            continue;
        };
        describe_native(vm, name, module, builtin.value())?;
    }
    Ok(())
}

fn describe_native(vm: &mut Vm, name: Str, module: Module, loader: Value) -> PyResult<()> {
    let spec = spec::Spec {
        name,
        origin: Some("built-in".to_string()),
        cached: None,
        locations: None,
    };
    let object = spec::make(vm, &spec, loader)?;
    let empty = vm.names.empty;
    let dict = module.dict();
    for (key, v) in [
        ("__package__", empty.value()),
        ("__loader__", loader),
        ("__spec__", object.value()),
    ] {
        vm.set_item_str(dict, key, v)?;
    }
    Ok(())
}

/// Finds and loads `name`; `path` is that of its package, or empty.
pub(super) fn find_and_load(vm: &mut Vm, name: Str, path: Value) -> PyResult {
    let (builtin, files) = (
        spec::class(vm, BUILTIN.0, BUILTIN.1)?.value(),
        spec::class(vm, PATH.0, PATH.1)?.value(),
    );
    let meta_path = vm.names.meta_path;
    let finders = vm.sys.get_str(meta_path).and_then(List::from_value);
    let Some(finders) = finders else {
        return Err(vm.import_error_text("sys.meta_path is None, Python is likely shutting down"));
    };
    let mut source = None;
    let mut i = 0;
    while let Some(finder) = finders.get(i) {
        i += 1;
        let found = if finder == builtin {
            native(vm, name, path)?
        } else if finder == files {
            from_files(vm, name, path, &mut source)?
        } else {
            from_finder(vm, finder, name, path)?
        };
        if let Some(module) = found {
            return Ok(module);
        }
    }
    let mut text = format!("No module named '{}'", name.to_text());
    if let Some(file) = source {
        text += &format!(": '{file}' is source code, which cannot be compiled yet (python -m py_compile makes a .pyc of it)");
    }
    Err(not_found(vm, &text, name))
}

fn native(vm: &mut Vm, name: Str, path: Value) -> PyResult<Option<Value>> {
    if !path.is_empty() {
        return Ok(None);
    }
    let natives = vm.state_get("native modules")?.and_then(Dict::from_value);
    let Some(module) = natives.and_then(|d| d.get_str(name)) else {
        return Ok(None);
    };
    spec::publish(vm, name, module)?;
    Ok(Some(module))
}

fn from_files(
    vm: &mut Vm,
    name: Str,
    path: Value,
    source: &mut Option<String>,
) -> PyResult<Option<Value>> {
    let path = if path.is_empty() {
        let key = vm.names.path;
        vm.sys.get_str(key).unwrap_or(Value::NONE)
    } else {
        path
    };
    if path.is_none() {
        return Ok(None);
    }
    let folders = strings(vm, path)?;
    let text = name.to_text();
    let tail = text.rsplit_once('.').map_or(text.as_str(), |(_, t)| t);
    if tail.is_empty() || tail.contains('/') {
        return Ok(None);
    }
    let search = find::along(vm, tail, &folders)?;
    if let Some(found) = search.found {
        return load::load(vm, name, &found).map(Some);
    }
    if search.source.is_some() {
        *source = search.source;
        return Ok(None);
    }
    if !search.portions.is_empty() {
        return load::namespace(vm, name, search.portions).map(Some);
    }
    Ok(None)
}

/// A finder written in Python.
fn from_finder(vm: &mut Vm, finder: Value, name: Str, path: Value) -> PyResult<Option<Value>> {
    let find_spec = vm.intern("find_spec")?;
    let Some(f) = vm.get_attr_opt(finder, find_spec)? else {
        return Ok(None);
    };
    let path = path.some().unwrap_or(Value::NONE);
    let spec = vm.call_positional(f, &[name.value(), path, Value::NONE])?;
    if spec.is_none() {
        return Ok(None);
    }
    let loader = vm.get_attr_str(spec, "loader")?;
    let (load_module, exec_module, create_module) = (
        vm.intern("load_module")?,
        vm.intern("exec_module")?,
        vm.intern("create_module")?,
    );
    let Some(exec) = vm.get_attr_opt(loader, exec_module)? else {
        let f = vm.get_attr(loader, load_module)?;
        return vm.call_positional(f, &[name.value()]).map(Some);
    };
    let mut module = Value::NONE;
    if let Some(create) = vm.get_attr_opt(loader, create_module)? {
        module = vm.call_positional(create, &[spec])?;
    }
    if module.is_none() {
        let dict = Dict::new_namespace(&mut vm.heap);
        module = Module::new(&mut vm.heap, T::Module as u32, dict).value();
    }
    give_attributes(vm, module, spec, loader, name)?;
    spec::publish(vm, name, module)?;
    let result = vm.call_positional(exec, &[module]).map(|_| ());
    load::finish(vm, name, Value::NONE, result).map(Some)
}

fn give_attributes(
    vm: &mut Vm,
    module: Value,
    spec: Value,
    loader: Value,
    name: Str,
) -> PyResult<()> {
    let text = name.to_text();
    let mut parent = vm.intern(text.rsplit_once('.').map_or("", |(p, _)| p))?;
    let locations = vm.intern("submodule_search_locations")?;
    if let Some(path) = vm.get_attr_opt(spec, locations)?
        && !path.is_none()
    {
        let key = vm.names.__path__;
        vm.set_attr(module, key, path)?;
        parent = name;
    }
    let origin = vm.intern("origin")?;
    let has_location = vm.intern("has_location")?;
    let located = match vm.get_attr_opt(spec, has_location)? {
        Some(v) => vm.truth(v)?,
        None => false,
    };
    if located && let Some(origin) = vm.get_attr_opt(spec, origin)? {
        let key = vm.names.__file__;
        vm.set_attr(module, key, origin)?;
    }
    let doc = vm.names.__doc__;
    if vm.get_attr_opt(module, doc)?.is_none() {
        vm.set_attr(module, doc, Value::NONE)?;
    }
    for (key, v) in [
        (vm.names.__name__, name.value()),
        (vm.names.__package__, parent.value()),
        (vm.names.__loader__, loader),
        (vm.names.__spec__, spec),
    ] {
        vm.set_attr(module, key, v)?;
    }
    Ok(())
}
