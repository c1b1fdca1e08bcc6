//! Temporary.
use super::{PyResult, Vm};
use crate::object::Value;
impl Vm {
    /// t
    pub fn wrap_async_value(&mut self, _a: Value) -> PyResult {
        Err(self.not_implemented("async generators"))
    }
    /// t
    pub fn is_default_import(&mut self, _f: Value) -> bool {
        true
    }
}

crate::native_functions! { pub(crate) FUNCTIONS = [
    /// t
    print(*);
    /// t
    len(obj);
    /// t
    "__build_class__" as build_class(*);
]}
fn build_class(vm: &mut Vm, args: &super::Args<'_>) -> PyResult {
    vm.build_class(args)
}
fn len(vm: &mut Vm, obj: Value) -> PyResult<usize> {
    vm.len(obj)
}
fn print(vm: &mut Vm, args: &super::Args<'_>) -> PyResult<()> {
    let mut out = String::new();
    for (i, &v) in args.plain().iter().enumerate() {
        if i > 0 {
            out.push(' ');
        }
        out += &vm.str(v)?.to_text();
    }
    out.push('\n');
    use std::io::Write;
    let _ = std::io::stdout().write_all(out.as_bytes());
    Ok(())
}
/// t
pub fn install(vm: &mut Vm) -> PyResult<()> {
    for f in FUNCTIONS {
        let key = vm.intern(f.name)?;
        let dict = vm.builtins;
        if dict.get_str(key).is_none() {
            let v = vm.new_native(
                crate::object::T::NativeFunction,
                f,
                Value::EMPTY,
                Value::EMPTY,
                Value::EMPTY,
            );
            vm.set_item_str(dict, f.name, v.value())?;
        }
    }
    Ok(())
}
