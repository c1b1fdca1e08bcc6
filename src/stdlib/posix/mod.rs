//! The module `posix`.

pub mod fd;
pub mod path;

use crate::object::Module;
use crate::runtime::native::{ModuleDef, TypeDef};
use crate::runtime::{PyResult, Vm};

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[];

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "posix",
    doc: "",
    functions: &[],
    types: &[],
    init,
};

fn init(_vm: &mut Vm, _module: Module) -> PyResult<()> {
    Ok(())
}
