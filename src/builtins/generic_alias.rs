//! `types.GenericAlias` and unions.

use crate::runtime::native::TypeDef;

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[];
crate::native_functions! { pub(crate) CLASS_GETITEM = [
    /// See PEP 585
    __class_getitem__(cls, item);
]}
fn __class_getitem__(
    vm: &mut crate::runtime::Vm,
    cls: crate::object::Value,
    item: crate::object::Value,
) -> crate::runtime::PyResult {
    vm.generic_alias(cls, item)
}
