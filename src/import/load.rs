//! From a compiled file to a module that has run.

use std::rc::Rc;

use super::find::Found;
use super::spec::{self, Spec};
use crate::object::{Function, Module, Str, T, Value};
use crate::pyc::{self, PycError, Raises, RawCode, What};
use crate::runtime::{PyResult, Raised, Vm};

/// Loads what was found.
pub(super) fn load(vm: &mut Vm, name: Str, found: &Found) -> PyResult {
    let path = found.cached();
    let bytes = match found.place.read(&found.file) {
        Ok(bytes) => bytes,
        Err(e) => {
            let shown = vm.fs_decode(path.as_bytes())?;
            return Err(match e.raw_os_error() {
                Some(errno) => vm.os_error(errno, shown.value(), Value::EMPTY),
                None => {
                    let text = format!("cannot read '{path}': {e}");
                    vm.import_error(T::ImportError, &text, name.value(), shown.value())
                }
            });
        }
    };
    let raw = read(vm, name, &path, &bytes)?;
    let spec = Spec {
        name,
        origin: Some(found.origin()),
        cached: Some(path.clone()),
        locations: found.package.clone().map(|p| vec![p]),
    };
    let loader = spec::file_loader(vm, name, &path)?;
    let (module, object) = spec::new_module(vm, &spec, loader)?;
    run(vm, name, module, object, raw)
}

/// Reads a compiled file; raises what CPython's importer raises.
fn read(vm: &mut Vm, name: Str, path: &str, bytes: &[u8]) -> PyResult<Rc<RawCode>> {
    match pyc::read_pyc(bytes) {
        Ok((_, raw)) => Ok(raw),
        Err(e) => Err(refuse(vm, name, path, bytes, &e)),
    }
}

#[cold]
fn refuse(vm: &mut Vm, name: Str, path: &str, bytes: &[u8], e: &PycError) -> Raised {
    let n = name.to_text();
    let text = match &e.what {
        What::Empty | What::NotPyc | What::Magic(_) => {
            let magic = match vm.new_bytes(bytes.get(..4).unwrap_or(bytes)) {
                Ok(b) => b,
                Err(raised) => return raised,
            };
            let shown = match vm.repr(magic.value()) {
                Ok(s) => s.to_text(),
                Err(raised) => return raised,
            };
            let why = match &e.what {
                What::Magic(why) => format!(" ({why})"),
                _ => String::new(),
            };
            format!("bad magic number in '{n}': {shown}{why}")
        }
        What::ShortHeader { .. } => {
            return vm.eof_error(format_args!("reached EOF while reading pyc header of '{n}'"));
        }
        What::HeaderFlags(flags) => format!("invalid flags {flags} in '{n}'"),
        What::Type {
            expected: "a code object",
            ..
        } => format!("Non-code object in '{path}'"),
        _ => {
            let (raises, text) = e.as_python();
            let t = match raises {
                Raises::EofError => T::EOFError,
                Raises::TypeError => T::TypeError,
                Raises::ValueError => T::ValueError,
            };
            return vm.raise_text(t, &text);
        }
    };
    let path = match vm.fs_decode(path.as_bytes()) {
        Ok(p) => p.value(),
        Err(raised) => return raised,
    };
    vm.import_error(T::ImportError, &text, name.value(), path)
}

/// Runs the code of a module; it is in `sys.modules` meanwhile, and afterwards if nothing was raised.
fn run(vm: &mut Vm, name: Str, module: Module, object: Value, raw: Rc<RawCode>) -> PyResult {
    spec::set_initializing(vm, object, true)?;
    spec::publish(vm, name, module.value())?;
    let result = execute(vm, module, raw);
    finish(vm, name, object, result)
}

/// After the code of a module has run: takes it out of `sys.modules` when it failed.
pub(super) fn finish(vm: &mut Vm, name: Str, object: Value, result: PyResult<()>) -> PyResult {
    let modules = vm.modules;
    if result.is_err() {
        let pending = vm.take_pending();
        vm.dict_remove(modules, name.value())?;
        spec::set_initializing(vm, object, false)?;
        vm.thread.pending = pending;
        return Err(Raised);
    }
    spec::set_initializing(vm, object, false)?;
    match vm.dict_get(modules, name.value())? {
        Some(m) => Ok(m),
        None => Err(vm.key_error(name.value())),
    }
}

/// Runs code with the namespace of a module.
pub(super) fn execute(vm: &mut Vm, module: Module, raw: Rc<RawCode>) -> PyResult<()> {
    let code = vm.new_code(raw)?;
    let dict = module.dict();
    let function = Function::new(&mut vm.heap, code, dict);
    function.set_name(code.name());
    function.set_qualname(code.qualname());
    (vm.hooks.run_code)(vm, code, dict, dict.value(), function).map(|_| ())
}

/// A namespace package of the given folders.
pub(super) fn namespace(vm: &mut Vm, name: Str, folders: Vec<String>) -> PyResult {
    let spec = Spec {
        name,
        origin: None,
        cached: None,
        locations: Some(folders),
    };
    let class = spec::class(vm, "_frozen_importlib_external", "NamespaceLoader")?;
    let loader = vm.new_instance(class).value();
    let (module, _) = spec::new_module(vm, &spec, loader)?;
    spec::publish(vm, name, module.value())?;
    Ok(module.value())
}
