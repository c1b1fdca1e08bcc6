//! The classes of the builtin types: made empty at start-up, filled from their definitions.

use std::cell::Cell;

use super::descriptor::{GetSetDescriptor, INSTANCE_DICT, MethodWrapper};
use super::exception;
use super::names::Special;
use super::native::{GetSet, NativeDef, TypeDef};
use super::{OrMemoryError, PyResult, Vm};
use crate::object::shape::of_type;
use crate::object::types::{self, BASE, DICT, NO_NEW, SLOTTED};
use crate::object::{
    Class, Dict, GcVec, Obj, OutOfMemory, Str, T, Tuple, Value, class::flags, list,
};

impl Vm {
    /// Makes the classes of all builtin types, empty but for base and flags.
    pub(super) fn make_builtin_classes(&mut self) -> Result<(), OutOfMemory> {
        for &t in T::ALL {
            let name = Str::new(&mut self.heap, t.name())?;
            let name = self.interned.intern(name);
            let dict = Dict::new(&mut self.heap);
            let class = Class::new(&mut self.heap, of_type(T::Type), name, dict);
            self.classes[t as usize] = class.value();
            self.shapes.set_class(of_type(t), class);
        }
        for id in list::SHAPE_EMPTY..list::SHAPES_END {
            let class = self.class(T::List);
            self.shapes.set_class(id, class);
        }
        for &t in T::ALL {
            self.describe_builtin(t)?;
        }
        Ok(())
    }

    fn describe_builtin(&mut self, t: T) -> Result<(), OutOfMemory> {
        let class = self.class(t);
        let base = self.class(t.base());
        let mut f = flags::IMMUTABLE;
        let own = t.flags();
        f |= if own & BASE != 0 { flags::BASE } else { 0 };
        f |= if own & DICT != 0 { flags::DICT } else { 0 };
        f |= if own & NO_NEW != 0 { flags::NO_NEW } else { 0 };
        f |= if t == T::Type { flags::METACLASS } else { 0 };
        f |= if own & SLOTTED != 0 {
            flags::EXCEPTION
        } else {
            0
        };
        f |= match t {
            T::List | T::Tuple | T::Range | T::MemoryView => flags::SEQUENCE,
            T::Dict | T::MappingProxy => flags::MAPPING,
            _ => 0,
        };
        f |= if is_weakrefable(t) { flags::WEAKREF } else { 0 };
        class.set_flags(f);
        // these are laid out like objects of Python classes
        class.set_native(if matches!(t, T::Generic | T::SimpleNamespace) {
            T::Object
        } else {
            t
        });
        if t == T::Object {
            class.set_bases(self.empty_tuple.value());
            class.set_mro(Tuple::new(&mut self.heap, &[class.value()])?.value());
        } else {
            class.set_base(base.value());
            class.set_bases(Tuple::new(&mut self.heap, &[base.value()])?.value());
            let mut mro = GcVec::with_capacity(&mut self.heap, 8)?;
            mro.push(&mut self.heap, class.value())?;
            for &c in base.mro_items() {
                mro.push(&mut self.heap, c)?;
            }
            class.set_mro(Tuple::new(&mut self.heap, &mro)?.value());
            if self.add_subclass(base, class).is_err() {
                return Err(OutOfMemory);
            }
        }
        if own & SLOTTED != 0 {
            let inherited = if t == T::BaseException {
                exception::slot::OWN
            } else {
                base.fixed()
            };
            class.set_fixed(inherited + exception::own_members(t).len() as u16);
        }
        Ok(())
    }

    /// Fills the class of a builtin type from its definition.
    pub fn fill_class(&mut self, def: &'static TypeDef) -> PyResult<()> {
        let class = self.class(def.t);
        if let Some(new) = def.new {
            // bound to its class without an owner: `call_native` checks the first argument against it
            let f = self.new_native(
                T::NativeFunction,
                new,
                class.value(),
                Value::EMPTY,
                Value::EMPTY,
            );
            self.set_item_str(class.dict(), "__new__", f.value())?;
            if def.t == T::Object {
                self.object_new = f.value();
            }
        }
        if let Some(next) = def.next {
            self.next_functions[def.t as usize] = Some(next);
            for m in super::iter::ITERATOR_METHODS {
                self.add_function(class, T::WrapperDescriptor, m)?;
            }
        }
        for m in def.methods {
            let t = if is_special_method(m.name) {
                T::WrapperDescriptor
            } else {
                T::MethodDescriptor
            };
            self.add_function(class, t, m)?;
        }
        for m in def.class_methods {
            self.add_function(class, T::ClassMethodDescriptor, m)?;
        }
        for m in def.static_methods {
            let f = self.new_native(
                T::NativeFunction,
                m,
                Value::EMPTY,
                Value::EMPTY,
                Value::EMPTY,
            );
            let w = MethodWrapper {
                function: Cell::new(f.value()),
                dict: Cell::new(Value::EMPTY),
            };
            let w = Obj::new_as(&mut self.heap, T::StaticMethod, w).or_memory_error(self)?;
            self.set_item_str(class.dict(), m.name, w.value())?;
        }
        for g in def.getset {
            self.add_getset(class, g)?;
        }
        if class.flags() & flags::EXCEPTION != 0 {
            self.add_exception_members(class, def.t)?;
        }
        self.add_common_attributes(class, def)?;
        if self
            .special_names
            .get(Special::Hash)
            .is_some_and(|h| class.dict().find_str(h).is_none())
            && class.dict().get_str(self.eq_name()).is_some()
            && def.t != T::Object
        {
            self.set_item_str(class.dict(), "__hash__", Value::NONE)?;
        }
        Ok(())
    }

    /// What every definition would have to repeat: `__dict__`, `__class_getitem__`, `__doc__`.
    fn add_common_attributes(&mut self, class: Class, def: &'static TypeDef) -> PyResult<()> {
        let hides_dict = matches!(def.t, T::Type | T::TypeVar | T::ParamSpec | T::TypeVarTuple);
        let inherits_dict = Class::from_value(class.base()).is_some_and(|b| b.has(flags::DICT));
        if class.has(flags::DICT)
            && !hides_dict
            && !inherits_dict
            && class.dict().find_str(self.names.__dict__).is_none()
        {
            self.add_getset(class, &INSTANCE_DICT)?;
        }
        if is_generic(def.t)
            && class
                .dict()
                .find_str(self.names.__class_getitem__)
                .is_none()
        {
            self.add_function(
                class,
                T::ClassMethodDescriptor,
                &super::generic::CLASS_GETITEM[0],
            )?;
        }
        if def.t.module() == "typing" && class.dict().find_str(self.names.__module__).is_none() {
            let module = self.intern(def.t.module())?;
            self.set_item_str(class.dict(), "__module__", module.value())?;
        }
        if class.dict().find_str(self.names.__doc__).is_none() {
            let doc = if def.doc.is_empty() {
                Value::NONE
            } else {
                self.new_str(def.doc)?.value()
            };
            self.set_item_str(class.dict(), "__doc__", doc)?;
        }
        Ok(())
    }

    /// Adds a computed attribute to a class unless the class has the name already.
    pub fn add_getset(&mut self, class: Class, def: &'static GetSet) -> PyResult<()> {
        let name = self.intern(def.name)?;
        if class.dict().find_str(name).is_none() {
            let d = GetSetDescriptor {
                def,
                owner: Cell::new(class.value()),
            };
            let d = Obj::new(&mut self.heap, d).or_memory_error(self)?;
            class
                .dict()
                .set_str(&mut self.heap, name, d.value())
                .or_memory_error(self)?;
        }
        Ok(())
    }

    /// The builtin type that `class` is; `None` for classes made by programs.
    #[must_use]
    pub fn builtin_of(&self, class: Class) -> Option<T> {
        if class.has(flags::HEAP) {
            return None;
        }
        let like_python = [T::Generic, T::SimpleNamespace];
        like_python
            .into_iter()
            .find(|&t| self.class(t) == class)
            .or(Some(class.native()))
    }

    /// The definition of the builtin type `t`.
    #[must_use]
    pub fn type_def(&self, t: T) -> Option<&'static TypeDef> {
        (self.hooks.types)().into_iter().find(|def| def.t == t)
    }

    fn eq_name(&self) -> Str {
        self.special_names
            .get(Special::Eq)
            .unwrap_or(self.names.empty)
    }

    fn add_function(&mut self, class: Class, t: T, def: &'static NativeDef) -> PyResult<()> {
        let f = self.new_native(t, def, Value::EMPTY, class.value(), Value::EMPTY);
        self.set_item_str(class.dict(), def.name, f.value())
    }

    fn add_exception_members(&mut self, class: Class, t: T) -> PyResult<()> {
        let first = class.fixed() - exception::own_members(t).len() as u16;
        for (i, name) in exception::own_members(t).iter().enumerate() {
            let name = self.intern(name)?;
            if class.dict().find_str(name).is_some() {
                continue; // a computed attribute
            }
            let readonly = t == T::BaseExceptionGroup;
            let member = self.new_member(class, name, first + i as u16, true, readonly)?;
            class
                .dict()
                .set_str(&mut self.heap, name, member)
                .or_memory_error(self)?;
        }
        Ok(())
    }

    /// The builtin type numbered `id`, for tables.
    #[must_use]
    pub fn builtin_type(&self, id: u32) -> Option<Class> {
        types::from_id(id).map(|t| self.class(t))
    }
}

/// Is it a method that CPython implements by a type slot (its descriptor is a slot wrapper)?
pub(super) fn is_special_method(name: &str) -> bool {
    !matches!(
        name,
        "__new__"
            | "__reduce__"
            | "__reduce_ex__"
            | "__getstate__"
            | "__setstate__"
            | "__format__"
            | "__sizeof__"
            | "__dir__"
            | "__reversed__"
            | "__getnewargs__"
            | "__class_getitem__"
            | "__init_subclass__"
            | "__subclasshook__"
            | "__length_hint__"
            | "__round__"
            | "__trunc__"
            | "__floor__"
            | "__ceil__"
            | "__complex__"
            | "__bytes__"
            | "__enter__"
            | "__exit__"
            | "__copy__"
            | "__deepcopy__"
            | "__instancecheck__"
            | "__subclasscheck__"
            | "__prepare__"
            | "__subclasses__"
            | "__contains_slot__"
            | "__typing_subst__"
            | "__mro_entries__"
    ) && name.starts_with("__")
        && name.ends_with("__")
        && Special::ALL.iter().any(|s| s.name() == name)
}

/// Builtin types whose objects may be weakly referenced.
fn is_weakrefable(t: T) -> bool {
    use T as K;
    matches!(
        t,
        K::Type
            | K::Set
            | K::FrozenSet
            | K::Function
            | K::NativeFunction
            | K::Method
            | K::Module
            | K::Generator
            | K::Coroutine
            | K::AsyncGenerator
            | K::Code
            | K::MemoryView
            | K::GenericAlias
            | K::UnionType
            | K::TypeVar
            | K::ParamSpec
            | K::ParamSpecArgs
            | K::ParamSpecKwargs
            | K::TypeVarTuple
            | K::Lock
            | K::RLock
            | K::ThreadLocal
            | K::SimpleQueue
            | K::IOBase
            | K::RawIOBase
            | K::BufferedIOBase
            | K::TextIOBase
            | K::BufferedRWPair
            | K::FileIO
            | K::BytesIO
            | K::StringIO
            | K::BufferedReader
            | K::BufferedWriter
            | K::BufferedRandom
            | K::TextIOWrapper
            | K::Tee
    )
}

/// Builtin types that may be subscripted (`list[int]`).
fn is_generic(t: T) -> bool {
    use T as K;
    matches!(
        t,
        K::List
            | K::Tuple
            | K::Dict
            | K::Set
            | K::FrozenSet
            | K::Enumerate
            | K::MemoryView
            | K::Generator
            | K::Coroutine
            | K::AsyncGenerator
            | K::MappingProxy
            | K::ClassMethod
            | K::StaticMethod
            | K::WeakRef
            | K::SimpleQueue
            | K::DirEntry
            | K::Chain
            | K::Template
            | K::Interpolation
            | K::BaseExceptionGroup
    )
}
