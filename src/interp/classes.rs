//! Making instances without leaving the loop.

use crate::object::class::flags;
use crate::object::{Class, Function, T, Value};
use crate::runtime::Vm;
use crate::runtime::names::Special;

/// The Python `__init__` of a class whose instances are made by `object.__new__` and an ordinary metaclass call.
#[inline]
pub fn plain_init(vm: &mut Vm, class: Class) -> Option<Value> {
    if class.shape_id() != T::Type as u32
        || class.has(flags::ABSTRACT | flags::PAYLOAD | flags::EXCEPTION | flags::METACLASS)
    {
        return None;
    }
    if vm.special(class, Special::New)? != vm.object_new || vm.object_new.is_empty() {
        return None;
    }
    let init = vm.special(class, Special::Init)?;
    Function::from_value(init).map(|_| init)
}
