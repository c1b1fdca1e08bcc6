//! MODULES: finds, loads and runs compiled modules of any version, and the main program.
//!
//! [`import`] is `__import__`: names to modules, as `importlib._bootstrap` defines it. [`find`] looks for files in folders and zip archives, [`load`]
//! makes a module of a file, [`main`] runs the main program. Promises: a file that cannot be read whole runs no code at all; every failure is an exception with
//! CPython's type and text; a module whose code fails is taken out of `sys.modules` again.
#![forbid(unsafe_code)]

pub mod find;
pub mod load;
pub mod main;
pub mod meta;
mod place;
mod spec;

use crate::object::{Dict, Instance, Module, Str, T, Tuple, Value};
use crate::pyc::Version;
use crate::runtime::exception::{Exception, slot::OWN};
use crate::runtime::{PyResult, Raised, Vm};

/// `__import__(name, globals, fromlist=…, level=…)`
pub fn import(vm: &mut Vm, name: Str, globals: Value, fromlist: Value, level: i64) -> PyResult {
    let absolute = if level > 0 {
        resolve(vm, name, globals, level)?
    } else if name.is_empty() {
        return Err(vm.value_error("Empty module name"));
    } else {
        vm.intern_str(name)
    };
    let module = import_absolute(vm, absolute)?;
    let wanted = !fromlist.is_empty() && !fromlist.is_none() && vm.truth(fromlist)?;
    if wanted {
        let key = vm.names.__path__;
        if vm.get_attr_opt(module, key)?.is_some() {
            import_submodules(vm, module, fromlist, false)?;
        }
        return Ok(module);
    }
    first_of(vm, name, absolute, module, level)
}

/// What `import a.b.c` gives: the module named by the part before the first dot.
fn first_of(vm: &mut Vm, name: Str, absolute: Str, module: Value, level: i64) -> PyResult {
    let text = name.to_text();
    let Some(dot) = text.find('.') else {
        return Ok(module);
    };
    if level == 0 {
        let front = vm.intern(&text[..dot])?;
        return import_absolute(vm, front);
    }
    let full = absolute.to_text();
    let cut = full.len().saturating_sub(text.len() - dot);
    let front = vm.intern(full.get(..cut).unwrap_or(&full))?;
    let modules = vm.modules;
    match vm.dict_get(modules, front.value())? {
        Some(m) => Ok(m),
        None => {
            let shown = vm.repr(front.value())?.to_text();
            Err(vm.raise_text(T::KeyError, &format!("{shown} not in sys.modules as expected")))
        }
    }
}

/// The module called `name`, loaded if need be.
pub fn import_absolute(vm: &mut Vm, name: Str) -> PyResult {
    let modules = vm.modules;
    match vm.dict_get(modules, name.value())? {
        Some(m) if !m.is_none() => Ok(m),
        Some(_) => {
            let text = format!("import of {} halted; None in sys.modules", name.to_text());
            Err(vm.import_error(T::ModuleNotFoundError, &text, name.value(), Value::NONE))
        }
        None => find_and_load(vm, name),
    }
}

#[cold]
fn not_found(vm: &mut Vm, text: &str, name: Str) -> Raised {
    vm.import_error(T::ModuleNotFoundError, text, name.value(), Value::NONE)
}

fn find_and_load(vm: &mut Vm, name: Str) -> PyResult {
    vm.check_native_stack()?;
    let text = name.to_text();
    let modules = vm.modules;
    let (mut parent, mut path) = (Value::EMPTY, Value::EMPTY);
    let child = match text.rsplit_once('.') {
        None => None,
        Some((package, child)) => {
            let package_name = vm.intern(package)?;
            parent = import_absolute(vm, package_name)?;
            if let Some(m) = vm.dict_get(modules, name.value())? {
                return Ok(m);
            }
            let key = vm.names.__path__;
            path = match vm.get_attr_opt(parent, key)? {
                Some(path) => path,
                None => {
                    let text = format!("No module named '{text}'; '{package}' is not a package");
                    return Err(not_found(vm, &text, name));
                }
            };
            Some(vm.intern(child)?)
        }
    };
    let module = meta::find_and_load(vm, name, path)?;
    if let Some(child) = child {
        vm.set_attr(parent, child, module)?;
    }
    Ok(module)
}

/// `from package import a, b`: loads those that are modules.
fn import_submodules(vm: &mut Vm, module: Value, names: Value, of_all: bool) -> PyResult<()> {
    let list = vm.list_from(names)?;
    let mut i = 0;
    while let Some(item) = list.get(i) {
        i += 1;
        let Some(item) = vm.as_str(item) else {
            let t = vm.type_name(item);
            let key = vm.names.__name__;
            let place = if of_all {
                let m = vm.get_attr(module, key)?;
                format!("{}.__all__", vm.str(m)?.to_text())
            } else {
                "``from list''".to_string()
            };
            return Err(vm.type_error(format_args!("Item in {place} must be str, not {t}")));
        };
        if item.is("*") {
            let all = vm.names.__all__;
            if !of_all && let Some(all) = vm.get_attr_opt(module, all)? {
                import_submodules(vm, module, all, true)?;
            }
            continue;
        }
        let item = vm.intern_str(item);
        if vm.get_attr_opt(module, item)?.is_none() {
            import_submodule(vm, module, item)?;
        }
    }
    Ok(())
}

/// Loads a module of a package; that there is none is no error here.
fn import_submodule(vm: &mut Vm, module: Value, item: Str) -> PyResult<()> {
    let key = vm.names.__name__;
    let package = vm.get_attr(module, key)?;
    let package = vm.str(package)?.to_text();
    let full = vm.intern(&format!("{package}.{}", item.to_text()))?;
    if import_absolute(vm, full).is_ok() {
        return Ok(());
    }
    let is_missing = vm.pending_is(T::ModuleNotFoundError)
        && Exception::from_value(vm.thread.pending)
            .and_then(|e| Str::from_value(e.get(OWN + 1)))
            .is_some_and(|n| n.same_text(full));
    if !is_missing {
        return Err(Raised);
    }
    let pending = vm.take_pending();
    let modules = vm.modules;
    if vm.dict_get(modules, full.value())?.is_some_and(Value::is_none) {
        vm.thread.pending = pending;
        return Err(Raised);
    }
    Ok(())
}

// ---- relative names

/// The package that the code with these globals belongs to.
fn package_of(vm: &mut Vm, globals: Dict) -> PyResult<Str> {
    let get = |vm: &mut Vm, key: Str| -> PyResult<Option<Value>> {
        Ok(vm.dict_get_str(globals, key)?.filter(|v| !v.is_none()))
    };
    let (package, spec, name, path) = (
        vm.names.__package__,
        vm.names.__spec__,
        vm.names.__name__,
        vm.names.__path__,
    );
    if let Some(p) = get(vm, package)? {
        return match vm.as_str(p) {
            Some(p) => Ok(p),
            None => Err(vm.type_error("package must be a string")),
        };
    }
    if let Some(spec) = get(vm, spec)? {
        let parent = vm.get_attr_str(spec, "parent")?;
        return match vm.as_str(parent) {
            Some(p) => Ok(p),
            None => Err(vm.type_error("__spec__.parent must be a string")),
        };
    }
    let Some(n) = vm.dict_get_str(globals, name)? else {
        return Err(vm.raise_text(T::KeyError, "'__name__' not in globals"));
    };
    let Some(n) = vm.as_str(n) else {
        return Err(vm.type_error("__name__ must be a string"));
    };
    if vm.dict_get_str(globals, path)?.is_some() {
        return Ok(n);
    }
    let text = n.to_text();
    vm.intern(text.rsplit_once('.').map_or("", |(p, _)| p))
}

/// The absolute name of a relative one (Python/import.c:resolve_name).
fn resolve(vm: &mut Vm, name: Str, globals: Value, level: i64) -> PyResult<Str> {
    let Some(globals) = vm.as_dict(globals) else {
        return Err(if globals.is_none() || globals.is_empty() {
            vm.raise_text(T::KeyError, "'__name__' not in globals")
        } else {
            vm.type_error("globals must be a dict")
        });
    };
    let package = package_of(vm, globals)?;
    if package.is_empty() {
        return Err(vm.import_error_text("attempted relative import with no known parent package"));
    }
    let package = package.to_text();
    let mut base = package.as_str();
    for _ in 1..level {
        base = match base.rsplit_once('.') {
            Some((front, _)) => front,
            None => {
                let text = "attempted relative import beyond top-level package";
                return Err(if vm.dialect() < Version::V39 {
                    vm.value_error(text)
                } else {
                    vm.import_error_text(text)
                });
            }
        };
    }
    if name.is_empty() {
        return vm.intern(base);
    }
    vm.intern(&format!("{base}.{}", name.to_text()))
}

// ---- small things the files of this room share

/// A list of strings.
fn str_list(vm: &mut Vm, items: &[String]) -> PyResult {
    use crate::runtime::OrMemoryError;
    let list = vm.new_list(&[])?;
    for item in items {
        let s = vm.fs_decode(item.as_bytes())?;
        list.push(&mut vm.heap, s.value()).or_memory_error(vm)?;
    }
    Ok(list.value())
}

/// Is the module still being loaded?
pub fn is_initializing(vm: &mut Vm, module: Value) -> bool {
    let Some(m) = Module::from_value(module) else {
        return false;
    };
    let key = vm.names.__spec__;
    let Some(spec) = m.dict().get_str(key).and_then(Instance::from_value) else {
        return false;
    };
    match vm.intern("_initializing") {
        Ok(key) => spec.get(&vm.shapes, key) == Some(Value::TRUE),
        Err(_) => false,
    }
}

/// The items of a tuple or list of strings, as they were at one moment.
fn strings(vm: &mut Vm, v: Value) -> PyResult<Vec<String>> {
    let items: Tuple = vm.tuple_from(v)?;
    let mut all = Vec::new();
    for &item in items.items() {
        if let Some(s) = vm.as_str(item) {
            let bytes = vm.fs_encode(s)?;
            all.push(String::from_utf8_lossy(&bytes).into_owned());
        }
    }
    Ok(all)
}
