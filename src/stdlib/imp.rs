//! The module `_imp`: what `importlib` asks the machine.

use crate::native_functions;
use crate::object::{Dict, List, Module, Value};
use crate::runtime::native::{ModuleDef, TypeDef};
use crate::runtime::{PyResult, Vm};

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[];

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_imp",
    doc: "(Extremely) low-level import machinery bits as used by importlib.",
    functions: FUNCTIONS,
    types: &[],
    init,
};

native_functions! { FUNCTIONS = [
    /// Return True if the import lock is currently held, else False.
    lock_held();
    /// Acquires the interpreter's import lock for the current thread.
    acquire_lock();
    /// Release the interpreter's import lock.
    release_lock();
    /// Returns True if the module name corresponds to a built-in module.
    is_builtin(name);
    /// Returns True if the module name corresponds to a frozen module.
    is_frozen(name);
    /// Create an extension module.
    create_builtin(spec);
    /// Initialize a built-in module.
    exec_builtin(mod_);
    /// Returns the list of file suffixes used to identify extension modules.
    extension_suffixes();
]}

const HELD: &str = "import lock";

fn init(vm: &mut Vm, module: Module) -> PyResult<()> {
    let text = vm.new_str("default")?;
    vm.set_item_str(module.dict(), "check_hash_based_pycs", text.value())
}

fn depth(vm: &mut Vm) -> PyResult<i64> {
    Ok(vm.state_get(HELD)?.and_then(Value::as_int).unwrap_or(0))
}

fn lock_held(vm: &mut Vm) -> PyResult<bool> {
    Ok(depth(vm)? > 0)
}

fn acquire_lock(vm: &mut Vm) -> PyResult<()> {
    let n = depth(vm)? + 1;
    let n = vm.new_int(n);
    vm.state_set(HELD, n)
}

fn release_lock(vm: &mut Vm) -> PyResult<()> {
    match depth(vm)? {
        n if n <= 0 => Err(vm.runtime_error("not holding the import lock")),
        n => {
            let n = vm.new_int(n - 1);
            vm.state_set(HELD, n)
        }
    }
}

/// The native module called `name`.
fn native(vm: &mut Vm, name: Value) -> PyResult<Option<Value>> {
    let Some(all) = vm.state_get("native modules")?.and_then(Dict::from_value) else {
        return Ok(None);
    };
    vm.dict_get(all, name)
}

fn is_builtin(vm: &mut Vm, name: Value) -> PyResult<i32> {
    Ok(match native(vm, name)? {
        None => 0,
        Some(_)
            if vm
                .as_str(name)
                .is_some_and(|n| n.is("sys") || n.is("builtins")) =>
        {
            -1
        }
        Some(_) => 1,
    })
}

fn is_frozen(_vm: &mut Vm, _name: Value) -> bool {
    false
}

fn create_builtin(vm: &mut Vm, spec: Value) -> PyResult {
    let name = vm.get_attr_str(spec, "name")?;
    Ok(native(vm, name)?.unwrap_or(Value::NONE))
}

fn exec_builtin(_vm: &mut Vm, _mod: Value) -> i32 {
    0
}

fn extension_suffixes(vm: &mut Vm) -> PyResult<List> {
    vm.new_list(&[])
}
