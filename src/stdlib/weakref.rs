//! The module `_weakref`.

use crate::builtins::weakref::new_proxy;
use crate::native_functions;
use crate::object::{Dict, List, Module, Obj, T, Value};
use crate::runtime::native::{ModuleDef, TypeDef};
use crate::runtime::weak::WeakRef;
use crate::runtime::{OrMemoryError, PyResult, Vm};

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[];

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_weakref",
    doc: "Weak-reference support module.",
    functions: FUNCTIONS,
    types: &[T::WeakRef, T::WeakProxy, T::WeakCallableProxy],
    init,
};

native_functions! { FUNCTIONS = [
    /// Return the number of weak references to 'object'.
    getweakrefcount(object);
    /// Return a list of all weak reference objects pointing to 'object'.
    getweakrefs(object);
    /// Create a proxy object that weakly references 'object'.
    ///
    /// 'callback', if given, is called with a reference to the
    /// proxy when 'object' is about to be finalized.
    proxy(object, callback = Value::NONE);
    /// Atomically remove key from dict if it points to a dead weakref.
    _remove_dead_weakref(dct, key);
]}

fn init(vm: &mut Vm, module: Module) -> PyResult<()> {
    let class = vm.class(T::WeakRef).value();
    vm.set_item_str(module.dict(), "ref", class)
}

fn getweakrefcount(vm: &mut Vm, object: Value) -> PyResult<usize> {
    vm.weakrefs_to(object).map(|all| all.len())
}

fn getweakrefs(vm: &mut Vm, object: Value) -> PyResult<List> {
    let all = vm.weakrefs_to(object)?;
    let list = List::new(&mut vm.heap);
    for &w in all.iter() {
        let shown = Obj::<WeakRef>::from_value(w)
            .and_then(|w| w.owner.get().some())
            .unwrap_or(w);
        list.push(&mut vm.heap, shown).or_memory_error(vm)?;
    }
    Ok(list)
}

fn proxy(vm: &mut Vm, object: Value, callback: Value) -> PyResult {
    new_proxy(vm, object, callback)
}

fn _remove_dead_weakref(vm: &mut Vm, dct: Dict, key: Value) -> PyResult<()> {
    let Some(found) = vm.dict_get(dct, key)? else {
        return Ok(());
    };
    match vm.as_native::<WeakRef>(found) {
        Some(w) if w.target.get().is_empty() => vm.dict_remove(dct, key).map(|_| ()),
        Some(_) => Ok(()),
        None => Err(vm.type_error("not a weakref")),
    }
}
