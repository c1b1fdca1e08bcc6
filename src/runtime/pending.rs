//! Temporary.
use super::{PyResult, Vm};
use crate::object::Value;
impl Vm {
    /// t
    pub fn is_default_import(&mut self, _f: Value) -> bool {
        true
    }
}

crate::native_functions! { pub(crate) FUNCTIONS = [
    /// t
    write(s);
    /// t
    flush();
]}
fn write(_vm: &mut Vm, s: crate::object::Str) -> PyResult<()> {
    use std::io::Write;
    let _ = std::io::stdout().write_all(s.to_text().as_bytes());
    Ok(())
}
fn flush(_vm: &mut Vm) {}
/// A stand-in for `sys.stdout` until there are files.
pub fn install(vm: &mut Vm) -> PyResult<()> {
    let sys = vm.sys;
    let key = vm.names.stdout;
    if sys.get_str(key).is_some() {
        return Ok(());
    }
    let dict = crate::object::Dict::new_namespace(&mut vm.heap);
    for f in FUNCTIONS {
        let v = vm.new_native(crate::object::T::NativeFunction, f, Value::EMPTY, Value::EMPTY, Value::EMPTY);
        vm.set_item_str(dict, f.name, v.value())?;
    }
    let module = crate::object::Module::new(&mut vm.heap, crate::object::T::Module as u32, dict);
    vm.set_item_str(sys, "stdout", module.value())?;
    vm.set_item_str(sys, "stderr", module.value())
}
