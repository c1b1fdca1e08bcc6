//! `super`: attribute look-up that starts behind a class in the MRO.

use std::cell::Cell;

use super::{OrMemoryError, PyResult, Raised, Vm};
use crate::object::{CellObject, Class, Native, Obj, Str, T, Value};
use crate::pyc::Version;
use crate::trace_fields;

/// A `super` object.
pub struct Super {
    /// The class behind which the search starts, or empty before `__init__`.
    pub class: Cell<Value>,
    /// The instance or class it is bound to, or empty.
    pub object: Cell<Value>,
    /// The class whose MRO is searched, or empty.
    pub object_class: Cell<Value>,
}

impl Native for Super {
    const TYPE: T = T::Super;
    trace_fields!(class, object, object_class);
}

impl Vm {
    /// `super(class, object)`
    pub fn new_super(&mut self, class: Class, object: Value) -> PyResult {
        let of = self.super_check(class, object)?;
        let s = Super {
            class: Cell::new(class.value()),
            object: Cell::new(object),
            object_class: Cell::new(of.value()),
        };
        Ok(Obj::new(&mut self.heap, s).or_memory_error(self)?.value())
    }

    /// The class whose MRO `super(class, object)` searches (Objects/typeobject.c:supercheck).
    pub fn super_check(&mut self, class: Class, object: Value) -> PyResult<Class> {
        if let Some(c) = Class::from_value(object)
            && c.is_subclass(class)
        {
            return Ok(c);
        }
        let of = self.type_of(object);
        if of.is_subclass(class) {
            return Ok(of);
        }
        let claimed = self.names.__class__;
        if let Some(c) = self
            .get_attr_opt(object, claimed)?
            .and_then(Class::from_value)
            && c.is_subclass(class)
        {
            return Ok(c);
        }
        Err(self.no_super(class, object, of))
    }

    /// Raises TypeError for an object of class `of` in which `super(class, object)` has nowhere to look.
    #[cold]
    fn no_super(&mut self, class: Class, object: Value, of: Class) -> Raised {
        if self.dialect() < Version::V313 {
            return self.type_error("super(type, obj): obj must be an instance or subtype of type");
        }
        let (kind, of) = match Class::from_value(object) {
            Some(c) => ("type", self.class_name(c)),
            None => ("instance of", self.class_name(of)),
        };
        let class = self.class_name(class);
        self.type_error(format_args!(
            "super(type, obj): obj ({kind} {of}) is not an instance or subtype of type ({class})."
        ))
    }

    /// What `super()` without arguments means in the calling Python function: `__class__` and the first argument.
    pub fn super_of_frame(&mut self) -> PyResult<(Class, Value)> {
        let Some(frame) = self.thread.current() else {
            return Err(self.runtime_error("super(): no current frame"));
        };
        let raw = frame.code().raw().clone();
        let first = frame.register(0);
        let free = raw
            .localsplus
            .iter()
            .position(|l| l.is_free() && l.name.as_str() == Some("__class__"));
        let cell = free
            .and_then(|i| u16::try_from(i).ok())
            .map(|i| frame.register(i));
        if raw.argcount == 0 {
            return Err(self.runtime_error("super(): no arguments"));
        }
        let first = match CellObject::from_value(first) {
            Some(c)
                if raw
                    .localsplus
                    .first()
                    .is_some_and(crate::pyc::Local::is_cell) =>
            {
                c.get()
            }
            _ => first,
        };
        if first.is_empty() {
            return Err(self.runtime_error("super(): arg[0] deleted"));
        }
        let Some(cell) = cell else {
            return Err(self.runtime_error("super(): __class__ cell not found"));
        };
        let Some(cell) = CellObject::from_value(cell) else {
            return Err(self.runtime_error("super(): bad __class__ cell"));
        };
        if cell.get().is_empty() {
            return Err(self.runtime_error("super(): empty __class__ cell"));
        }
        match Class::from_value(cell.get()) {
            Some(class) => Ok((class, first)),
            None => {
                let t = self.type_name(cell.get());
                Err(self.runtime_error(format_args!("super(): __class__ is not a type ({t})")))
            }
        }
    }

    /// What `name` is behind `class` in the MRO of `of`.
    pub fn super_lookup(&mut self, class: Class, of: Class, name: Str) -> Option<Value> {
        let mro = of.mro_items();
        let start = mro.iter().position(|&c| c == class.value())? + 1;
        mro[start..]
            .iter()
            .find_map(|&c| Class::from_value(c)?.dict().get_str(name))
    }

    /// `super(class, object).name`, without a super object.
    pub fn super_attr(
        &mut self,
        class: Class,
        object: Value,
        name: Str,
    ) -> PyResult<Option<Value>> {
        let of = self.super_check(class, object)?;
        if name == self.names.__class__ {
            return Ok(None);
        }
        match self.super_lookup(class, of, name) {
            Some(d) => {
                let instance = if object == of.value() && Class::from_value(object).is_some() {
                    Value::EMPTY
                } else {
                    object
                };
                self.bind(d, instance, of).map(Some)
            }
            None => Ok(None),
        }
    }

    pub(super) fn super_get_attr(&mut self, v: Value, name: Str) -> PyResult<Option<Value>> {
        if let Some(s) = self.as_native::<Super>(v)
            && let (Some(class), Some(of)) = (
                Class::from_value(s.class.get()),
                Class::from_value(s.object_class.get()),
            )
            && name != self.names.__class__
            && let Some(d) = self.super_lookup(class, of, name)
        {
            let object = s.object.get();
            let instance = if object == of.value() {
                Value::EMPTY
            } else {
                object
            };
            return self.bind(d, instance, of).map(Some);
        }
        let class = self.type_of(v);
        match self.lookup(class, name) {
            Some(d) => self.bind(d, v, class).map(Some),
            None => Ok(None),
        }
    }
}
