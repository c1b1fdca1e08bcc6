//! The module `posix`: the calls of the system that imports, `open` and simple scripts stand on.

mod constants;
pub mod fd;
mod files;
pub mod path;
mod process;
mod scandir;
mod stat;
mod sys;

use crate::object::{Module, T, Value};
use crate::runtime::native::{ModuleDef, TypeDef};
use crate::runtime::{PyResult, Vm};

/// The types of this room.
pub static TYPES: &[&TypeDef] = scandir::TYPES;

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "posix",
    doc: "This module provides access to operating system functionality that is\nstandardized by the C Standard and the POSIX standard (a thinly\ndisguised Unix interface).  Refer to the library manual and\ncorresponding Unix manual entries for more information on calls.",
    functions: &[],
    types: &[T::DirEntry],
    init,
};

fn init(vm: &mut Vm, module: Module) -> PyResult<()> {
    let dict = module.dict();
    let name = vm.intern("posix")?;
    for table in [files::FUNCTIONS, process::FUNCTIONS, scandir::FUNCTIONS] {
        for f in table {
            let v = vm.new_native(
                T::NativeFunction,
                f,
                module.value(),
                Value::EMPTY,
                name.value(),
            );
            vm.set_item_str(dict, f.name, v.value())?;
        }
    }
    for &(name, value) in constants::CONSTANTS {
        vm.set_item_str(dict, name, Value::from_i32(value))?;
    }
    let error = vm.class(T::OSError).value();
    vm.set_item_str(dict, "error", error)?;
    for def in [
        &stat::STAT_RESULT,
        &process::UNAME_RESULT,
        &process::TIMES_RESULT,
        &process::TERMINAL_SIZE,
    ] {
        let class = vm.struct_seq_class(def)?;
        let short = def.name.rsplit_once('.').map_or(def.name, |(_, n)| n);
        vm.set_item_str(dict, short, class.value())?;
    }
    let environ = environ(vm)?;
    vm.set_item_str(dict, "environ", environ)?;
    let empty = vm.new_list(&[])?;
    vm.set_item_str(dict, "_have_functions", empty.value())
}

/// The environment as a dict of bytes.
fn environ(vm: &mut Vm) -> PyResult {
    use std::os::unix::ffi::OsStrExt;
    let dict = vm.new_dict();
    for (name, value) in std::env::vars_os() {
        let name = vm.new_bytes(name.as_bytes())?.value();
        let value = vm.new_bytes(value.as_bytes())?.value();
        if vm.dict_get(dict, name)?.is_none() {
            vm.dict_set(dict, name, value)?;
        }
    }
    Ok(dict.value())
}

impl Vm {
    /// The result of a system call: raises OSError about `file` (empty: none).
    fn check_call<V>(&mut self, result: Result<V, i32>, file: Value) -> PyResult<V> {
        result.map_err(|e| self.os_error(e, file, Value::EMPTY))
    }
}
