//! Making the classes of programs: `type(name, bases, namespace)` (Objects/typeobject.c:type_new).

use std::cell::Cell;

use super::descriptor::MethodWrapper;
use super::exception::Exception;
use super::names::Special;
use super::native::Args;
use super::{OrMemoryError, PyResult, Raised, Vm};
use crate::object::shape::of_type;
use crate::object::{
    CellObject, Class, Dict, Function, List, Obj, Str, T, Tuple, Value, class::flags,
};

impl Vm {
    /// The most derived metaclass of `meta` and the types of `bases`.
    pub fn winning_metaclass(&mut self, meta: Class, bases: &[Value]) -> PyResult<Class> {
        let mut winner = meta;
        for &b in bases {
            let t = self.type_of(b);
            if winner.is_subclass(t) {
                continue;
            }
            if t.is_subclass(winner) {
                winner = t;
                continue;
            }
            return Err(self.type_error(
                "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases",
            ));
        }
        Ok(winner)
    }

    /// `type.__new__(meta, name, bases, namespace, **named)`
    pub fn new_class(
        &mut self,
        meta: Class,
        name: Str,
        bases: Tuple,
        namespace: Dict,
        named: &Args<'_>,
    ) -> PyResult<Class> {
        self.check_bases(bases)?;
        let meta = self.winning_metaclass(meta, bases.items())?;
        let object = self.class(T::Object);
        let bases = if bases.is_empty() {
            Tuple::small(&mut self.heap, [object.value()])
        } else {
            bases
        };
        let base = self.best_base(bases.items())?;
        if name.chars().iter().any(|c| c == 0) {
            return Err(self.value_error("type name must not contain null characters"));
        }
        let dict = namespace.copy(&mut self.heap).or_memory_error(self)?;
        let shape = self.metaclass_shape(meta);
        let name = self.intern_str(name);
        let class = Class::new(&mut self.heap, shape, name, dict);
        class.set_bases(bases.value());
        class.set_base(base.value());
        class.set_native(base.native());
        self.set_class_names(class, dict)?;
        self.set_layout(class, base, bases.items(), dict)?;
        self.set_dunder_defaults(dict)?;
        self.fill_class_cell(class, dict)?;
        let mro = self.compute_mro(class)?;
        class.set_mro(mro.value());
        for b in bases.items().iter().filter_map(|&b| Class::from_value(b)) {
            class.add_flag(b.flags() & (flags::SEQUENCE | flags::MAPPING | flags::EXCEPTION));
        }
        self.update_flags(class);
        for b in bases.items().iter().filter_map(|&b| Class::from_value(b)) {
            self.add_subclass(b, class)?;
        }
        self.set_names(class)?;
        self.init_subclass(class, named)?;
        Ok(class)
    }

    fn check_bases(&mut self, bases: Tuple) -> PyResult<()> {
        for &b in bases.items() {
            let entries = self.names.__mro_entries__;
            if Class::from_value(b).is_none() && self.get_attr_opt(b, entries)?.is_some() {
                return Err(self.type_error(
                    "type() doesn't support MRO entry resolution; use types.new_class()",
                ));
            }
        }
        Ok(())
    }

    /// The shape of class objects whose metaclass is `meta`.
    pub fn metaclass_shape(&mut self, meta: Class) -> u32 {
        if meta == self.class(T::Type) {
            of_type(T::Type)
        } else {
            meta.dict_shape(&mut self.shapes, 0)
        }
    }

    fn set_class_names(&mut self, class: Class, dict: Dict) -> PyResult<()> {
        if self.dict_get_str(dict, self.names.__module__)?.is_none()
            && let Some(globals) = self.current_globals()
            && let Some(name) = self.dict_get_str(globals, self.names.__name__)?
        {
            dict.set_str(&mut self.heap, self.names.__module__, name)
                .or_memory_error(self)?;
        }
        let key = self.names.__qualname__;
        let Some(q) = self.dict_get_str(dict, key)? else {
            return Ok(());
        };
        let Some(text) = self.as_str(q) else {
            let t = self.type_name(q);
            return Err(self.type_error(format_args!("type __qualname__ must be a str, not {t}")));
        };
        class.set_qualname(text.value());
        self.dict_remove_str(dict, key).map(|_| ())
    }

    fn set_dunder_defaults(&mut self, dict: Dict) -> PyResult<()> {
        if self.dict_get_str(dict, self.names.__doc__)?.is_none() {
            dict.set_str(&mut self.heap, self.names.__doc__, Value::NONE)
                .or_memory_error(self)?;
        }
        for name in [self.names.__init_subclass__, self.names.__class_getitem__] {
            self.wrap_in_dict(dict, name, T::ClassMethod)?;
        }
        if let Some(new) = self.special_names.get(Special::New) {
            self.wrap_in_dict(dict, new, T::StaticMethod)?;
        }
        if let (Some(eq), Some(hash)) = (
            self.special_names.get(Special::Eq),
            self.special_names.get(Special::Hash),
        ) && self.dict_get_str(dict, eq)?.is_some()
            && self.dict_get_str(dict, hash)?.is_none()
        {
            dict.set_str(&mut self.heap, hash, Value::NONE)
                .or_memory_error(self)?;
        }
        Ok(())
    }

    fn wrap_in_dict(&mut self, dict: Dict, name: Str, t: T) -> PyResult<()> {
        let Some(v) = self.dict_get_str(dict, name)? else {
            return Ok(());
        };
        if Function::from_value(v).is_some() {
            let w = MethodWrapper {
                function: Cell::new(v),
                dict: Cell::new(Value::EMPTY),
            };
            let w = Obj::new_as(&mut self.heap, t, w).or_memory_error(self)?;
            self.copy_function_attributes(w.value(), v)?;
            dict.set_str(&mut self.heap, name, w.value())
                .or_memory_error(self)?;
        }
        Ok(())
    }

    /// The globals of the innermost frame.
    #[must_use]
    pub fn current_globals(&mut self) -> Option<Dict> {
        self.thread.current().map(|f| f.globals())
    }

    fn fill_class_cell(&mut self, class: Class, dict: Dict) -> PyResult<()> {
        for (name, text) in [
            (self.names.__classcell__, "__classcell__"),
            (self.names.__classdictcell__, "__classdictcell__"),
        ] {
            let Some(v) = self.dict_remove_str(dict, name)? else {
                continue;
            };
            match CellObject::from_value(v) {
                Some(cell) if name == self.names.__classcell__ => cell.set(class.value()),
                Some(cell) => cell.set(dict.value()),
                None => {
                    let t = self.type_of(v).value();
                    let t = self.repr(t)?.to_text();
                    return Err(
                        self.type_error(format_args!("{text} must be a nonlocal cell, not {t}"))
                    );
                }
            }
        }
        Ok(())
    }

    fn set_names(&mut self, class: Class) -> PyResult<()> {
        let snapshot = class.dict().copy(&mut self.heap).or_memory_error(self)?;
        let mut at = 0;
        while let Some(e) = snapshot.next_entry(&mut at) {
            if !e.value.is_object() {
                continue;
            }
            if let Some(f) = self.special_of(e.value, Special::SetName)
                && self
                    .call_method(f, e.value, &[class.value(), e.key])
                    .is_err()
            {
                return Err(self.set_name_failed(class, e.key, e.value));
            }
        }
        Ok(())
    }

    #[cold]
    fn set_name_failed(&mut self, class: Class, key: Value, v: Value) -> Raised {
        let Some(e) = Exception::from_value(self.take_pending()) else {
            return Raised;
        };
        let key = match self.repr(key) {
            Ok(key) => key.to_text(),
            Err(raised) => return raised,
        };
        let note = format!(
            "Error calling __set_name__ on '{}' instance {key} in '{}'",
            self.type_name(v),
            self.class_name(class)
        );
        match self.new_str(&note) {
            Ok(note) => match self.call_method_str(e.value(), "add_note", &[note.value()]) {
                Ok(_) => self.raise_again(e),
                Err(raised) => raised,
            },
            Err(raised) => raised,
        }
    }

    fn init_subclass(&mut self, class: Class, named: &Args<'_>) -> PyResult<()> {
        let name = self.names.__init_subclass__;
        match self.super_lookup(class, class, name) {
            Some(d) => {
                let f = self.bind(d, Value::EMPTY, class)?;
                self.call(f, named).map(|_| ())
            }
            None => Ok(()),
        }
    }

    /// `class.__bases__ = bases` (Objects/typeobject.c:type_set_bases)
    pub fn set_bases(&mut self, class: Class, bases: Value) -> PyResult<()> {
        let name = self.class_name(class);
        let Some(bases) = self.as_tuple(bases) else {
            let t = self.type_name(bases);
            return Err(self.type_error(format_args!(
                "can only assign tuple to {name}.__bases__, not {t}"
            )));
        };
        if bases.is_empty() {
            return Err(self.type_error(format_args!(
                "can only assign non-empty tuple to {name}.__bases__, not ()"
            )));
        }
        for &b in bases.items() {
            let Some(c) = Class::from_value(b) else {
                let t = self.type_name(b);
                return Err(self.type_error(format_args!(
                    "{name}.__bases__ must be tuple of classes, not '{t}'"
                )));
            };
            if c.is_subclass(class) {
                return Err(self.type_error("a __bases__ item causes an inheritance cycle"));
            }
        }
        let new_base = self.best_base(bases.items())?;
        let (old_bases, old_base) = (class.bases(), class.base());
        if let Some(old) = Class::from_value(old_base) {
            self.check_same_layout(old, new_base, "__bases__")?;
        }
        class.set_bases(bases.value());
        class.set_base(new_base.value());
        if let Err(raised) = self.renew_mro(class) {
            let pending = self.take_pending();
            class.set_bases(old_bases);
            class.set_base(old_base);
            self.renew_mro(class)?;
            self.class_changed(class);
            self.thread.pending = pending;
            return Err(raised);
        }
        for b in Tuple::from_value(old_bases).map_or(&[][..], Tuple::items) {
            if let Some(b) = Class::from_value(*b) {
                self.remove_subclass(b, class);
            }
        }
        for b in bases.items().iter().filter_map(|&b| Class::from_value(b)) {
            self.add_subclass(b, class)?;
        }
        self.class_changed(class);
        Ok(())
    }

    /// A list of everything an iterable gives.
    pub fn list_from(&mut self, iterable: Value) -> PyResult<List> {
        let list = List::new(&mut self.heap);
        self.extend_list(list, iterable)?;
        Ok(list)
    }
}
