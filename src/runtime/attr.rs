//! Attributes: `obj.name`, `obj.name = v`, `del obj.name`.

use super::names::Special;
use super::{OrMemoryError, PyResult, Raised, Vm};
use crate::object::{
    BoundMethod, Class, Dict, Function, Header, Instance, Kind, List, Module, Str, T, Value,
    class::flags, header, native,
};
use crate::pyc::Version;

fn kind_of(v: Value) -> Option<Header> {
    header(v)
}

fn is_kind(h: Option<Header>, k: Kind) -> bool {
    h.is_some_and(|h| h.kind == k as u8)
}

impl Vm {
    /// `v.name`
    #[inline]
    pub fn get_attr(&mut self, v: Value, name: Str) -> PyResult {
        match self.try_get_attr(v, name)? {
            Some(found) => Ok(found),
            None => Err(self.no_attribute(v, name)),
        }
    }

    /// `v.name`, where a missing attribute is no error.
    pub fn get_attr_opt(&mut self, v: Value, name: Str) -> PyResult<Option<Value>> {
        match self.try_get_attr(v, name) {
            Err(Raised) if self.pending_is(T::AttributeError) => {
                self.take_pending();
                Ok(None)
            }
            r => r,
        }
    }

    /// `v.name`; `None` when the ordinary search finds nothing (no exception is made then).
    pub fn try_get_attr(&mut self, v: Value, name: Str) -> PyResult<Option<Value>> {
        let class = self.type_of(v);
        if class.has(flags::GETATTRIBUTE | flags::GETATTR) {
            return self.get_attr_custom(v, class, name).map(Some);
        }
        self.get_attr_plain(v, name)
    }

    fn get_attr_custom(&mut self, v: Value, class: Class, name: Str) -> PyResult {
        let found = if class.has(flags::GETATTRIBUTE)
            && let Some(f) = self.special(class, Special::GetAttribute)
        {
            self.call_method(f, v, &[name.value()]).map(Some)
        } else {
            self.get_attr_plain(v, name)
        };
        let missing = match &found {
            Ok(None) => true,
            Err(Raised) => self.pending_is(T::AttributeError),
            Ok(Some(_)) => false,
        };
        if missing && let Some(f) = self.special(class, Special::GetAttr) {
            self.take_pending();
            return self.call_method(f, v, &[name.value()]);
        }
        match found? {
            Some(v) => Ok(v),
            None => Err(self.no_attribute(v, name)),
        }
    }

    /// What `object.__getattribute__`, `type.__getattribute__`, … do, by the layout of `v`.
    pub fn get_attr_plain(&mut self, v: Value, name: Str) -> PyResult<Option<Value>> {
        let h = kind_of(v);
        if is_kind(h, Kind::Class)
            && let Some(class) = Class::from_value(v)
        {
            return self.class_get_attr(class, name);
        }
        let class = self.type_of(v);
        match class.native() {
            T::Super => return self.super_get_attr(v, name),
            T::GenericAlias => {
                if let Some(found) = self.alias_get_attr(v, name)? {
                    return Ok(Some(found));
                }
            }
            _ => {}
        }
        self.get_attr_generic(v, name)
    }

    /// The search of `object.__getattribute__`: data descriptors of the type, the object's own attributes, other attributes of the type.
    pub fn get_attr_generic(&mut self, v: Value, name: Str) -> PyResult<Option<Value>> {
        let class = self.type_of(v);
        let found = self.lookup(class, name);
        if let Some(d) = found
            && self.is_data_descriptor(d)
            && self.is_getter(d)
        {
            return self.bind(d, v, class).map(Some);
        }
        if let Some(own) = self.own_attribute(v, name)? {
            return Ok(Some(own));
        }
        if let Some(d) = found {
            return self.bind(d, v, class).map(Some);
        }
        if let Some(m) = Module::from_value(v) {
            return self.module_get_missing(m, name);
        }
        if let Some(m) = BoundMethod::from_value(v) {
            return self.get_attr(m.function(), name).map(Some);
        }
        Ok(None)
    }

    /// Does the descriptor `d` compute what reading gives? (One with only `__set__` does not.)
    fn is_getter(&mut self, d: Value) -> bool {
        let class = self.type_of(d);
        !class.has(flags::HEAP) || self.special(class, Special::Get).is_some()
    }

    /// The attribute stored in the object itself.
    #[inline]
    pub fn own_attribute(&mut self, v: Value, name: Str) -> PyResult<Option<Value>> {
        if let Some(o) = Instance::from_value(v) {
            if let Some(d) = o.dict(&self.shapes) {
                return self.dict_get_str(d, name);
            }
            return Ok(o.get(&self.shapes, name));
        }
        let dict = match Class::from_value(v) {
            Some(c) => Some(c.dict()), // only for `object.__getattribute__(class, name)`
            None => self.dict_of(v),
        };
        match dict {
            Some(d) => self.dict_get_str(d, name),
            None => Ok(None),
        }
    }

    /// The dict that holds the attributes of `v`, if it is an object other than an instance that has one already.
    #[must_use]
    pub fn dict_of(&self, v: Value) -> Option<Dict> {
        if let Some(m) = Module::from_value(v) {
            return Some(m.dict());
        }
        if let Some(f) = Function::from_value(v) {
            return Dict::from_value(f.dict());
        }
        Dict::from_value(native::dict_cell(v)?.get())
    }

    /// A string key of a dict that may hold other keys too.
    #[inline]
    pub fn dict_get_str(&mut self, d: Dict, name: Str) -> PyResult<Option<Value>> {
        if d.only_str_keys() {
            Ok(d.get_str(name))
        } else {
            self.dict_get(d, name.value())
        }
    }

    fn module_get_missing(&mut self, m: Module, name: Str) -> PyResult<Option<Value>> {
        let getattr = self.names.__getattr__;
        match self.dict_get_str(m.dict(), getattr)? {
            Some(f) if name != getattr => self.call_positional(f, &[name.value()]).map(Some),
            _ => Ok(None),
        }
    }

    /// `class.name` as `type.__getattribute__` finds it.
    pub fn class_get_attr(&mut self, class: Class, name: Str) -> PyResult<Option<Value>> {
        let meta = self.type_of(class.value());
        let on_meta = self.lookup(meta, name);
        if let Some(d) = on_meta
            && self.is_data_descriptor(d)
            && self.is_getter(d)
        {
            return self.bind(d, class.value(), meta).map(Some);
        }
        if let Some(d) = self.lookup(class, name) {
            return self.bind(d, Value::EMPTY, class).map(Some);
        }
        match on_meta {
            Some(d) => self.bind(d, class.value(), meta).map(Some),
            None => Ok(None),
        }
    }

    /// Raises AttributeError for `v.name`.
    #[cold]
    #[inline(never)]
    pub fn no_attribute(&mut self, v: Value, name: Str) -> Raised {
        let n = name.to_text();
        let text = if let Some(c) = Class::from_value(v) {
            format!(
                "type object '{}' has no attribute '{n}'",
                self.class_name(c)
            )
        } else if let Some(m) = Module::from_value(v) {
            self.missing_in_module(m, &n)
        } else {
            format!("'{}' object has no attribute '{n}'", self.type_name(v))
        };
        self.attribute_error(text, v, name)
    }

    /// Does the module with this file stand beside the program, where it may hide another of its name?
    pub fn may_shadow(&self, file: &str) -> bool {
        let first = self
            .sys
            .get_str(self.names.path)
            .and_then(List::from_value)
            .and_then(|l| l.get(0))
            .and_then(Str::from_value);
        let Some((folder, name)) = file.rsplit_once('/') else {
            return false;
        };
        let folder = if name.starts_with("__init__.") {
            folder.rsplit_once('/').map_or("", |(f, _)| f)
        } else {
            folder
        };
        first.is_some_and(|f| f.is(folder))
    }

    fn missing_in_module(&mut self, m: Module, n: &str) -> String {
        let Some(module) = m
            .dict()
            .get_str(self.names.__name__)
            .and_then(Str::from_value)
            .map(Str::to_text)
        else {
            return format!("module has no attribute '{n}'");
        };
        let initializing = match m.dict().get_str(self.names.__spec__) {
            Some(spec) => {
                let found = self.get_attr_str(spec, "_initializing");
                let on = found.and_then(|v| self.truth(v)).unwrap_or(false);
                self.take_pending();
                on
            }
            None => false,
        };
        match m
            .dict()
            .get_str(self.names.__file__)
            .and_then(Str::from_value)
        {
            Some(file) if initializing && self.dialect() >= Version::V313 => {
                let file = file.to_text();
                if self.may_shadow(&file) {
                    format!(
                        "module '{module}' has no attribute '{n}' (consider renaming '{file}' if it has the same name as a library you intended to import)"
                    )
                } else {
                    format!(
                        "partially initialized module '{module}' from '{file}' has no attribute '{n}' (most likely due to a circular import)"
                    )
                }
            }
            _ if initializing => format!(
                "partially initialized module '{module}' has no attribute '{n}' (most likely due to a circular import)"
            ),
            _ => format!("module '{module}' has no attribute '{n}'"),
        }
    }

    /// Raises AttributeError with its `name` and `obj`.
    #[cold]
    pub fn attribute_error(&mut self, text: String, obj: Value, name: Str) -> Raised {
        let raised = self.attribute_error_text(text);
        if self.pending_is(T::AttributeError)
            && let Some(e) = super::exception::Exception::from_value(self.thread.pending)
        {
            e.set(super::exception::slot::OWN, name.value());
            e.set(super::exception::slot::OWN + 1, obj);
        }
        raised
    }

    /// `v.name = to`
    #[inline]
    pub fn set_attr(&mut self, v: Value, name: Str, to: Value) -> PyResult<()> {
        let class = self.type_of(v);
        if class.has(flags::SETATTR)
            && let Some(f) = self.special(class, Special::SetAttr)
        {
            return self.call_method(f, v, &[name.value(), to]).map(|_| ());
        }
        self.set_attr_plain(v, name, to)
    }

    /// `del v.name`
    pub fn del_attr(&mut self, v: Value, name: Str) -> PyResult<()> {
        let class = self.type_of(v);
        if class.has(flags::SETATTR)
            && let Some(f) = self.special(class, Special::DelAttr)
        {
            return self.call_method(f, v, &[name.value()]).map(|_| ());
        }
        self.set_attr_plain(v, name, Value::EMPTY)
    }

    /// What `object.__setattr__`, `type.__setattr__`, … do, by the layout of `v`; an empty `to` deletes.
    pub fn set_attr_plain(&mut self, v: Value, name: Str, to: Value) -> PyResult<()> {
        let class = self.type_of(v);
        if let Some(c) = Class::from_value(v)
            && c.has(flags::IMMUTABLE)
        {
            return Err(self.cannot_set_immutable(c, name));
        }
        if let Some(d) = self.lookup(class, name)
            && self.is_data_descriptor(d)
        {
            return self.set_through(d, v, to);
        }
        if let Some(o) = Instance::from_value(v)
            && class.has(flags::DICT)
        {
            return self.set_instance_attr(o, class, name, to);
        }
        if let Some(c) = Class::from_value(v) {
            return self.class_set_attr(c, name, to);
        }
        if let Some(d) = self.writable_dict(v)? {
            return if to.is_empty() {
                match self.dict_remove_str(d, name)? {
                    Some(_) => Ok(()),
                    None => Err(self.no_attribute(v, name)),
                }
            } else {
                self.dict_set(d, name.value(), to)
            };
        }
        Err(self.cannot_set(v, class, name))
    }

    fn set_instance_attr(
        &mut self,
        o: Instance,
        class: Class,
        name: Str,
        to: Value,
    ) -> PyResult<()> {
        if to.is_empty() {
            return match o
                .remove(&mut self.heap, &mut self.shapes, name)
                .or_memory_error(self)?
            {
                true => Ok(()),
                false => Err(self.no_attribute(o.value(), name)),
            };
        }
        if let Some(d) = o.dict(&self.shapes)
            && !d.only_str_keys()
        {
            return self.dict_set(d, name.value(), to);
        }
        o.set(&mut self.heap, &mut self.shapes, name, to)
            .or_memory_error(self)?;
        class.note_slots(self.shapes.get(o.shape_id()).slots);
        Ok(())
    }

    fn writable_dict(&mut self, v: Value) -> PyResult<Option<Dict>> {
        if let Some(d) = self.dict_of(v) {
            return Ok(Some(d));
        }
        let dict = self.new_dict();
        if let Some(f) = Function::from_value(v) {
            f.set_dict(dict.value());
            return Ok(Some(dict));
        }
        if let Some(cell) = native::dict_cell(v) {
            cell.set(dict.value());
            return Ok(Some(dict));
        }
        Ok(None)
    }

    #[cold]
    fn cannot_set(&mut self, v: Value, class: Class, name: Str) -> Raised {
        let (t, n) = (self.class_name(class), name.to_text());
        let text = if self.lookup(class, name).is_some() {
            format!("'{t}' object attribute '{n}' is read-only")
        } else if class.has(flags::SETATTR) || self.dialect() < Version::V313 {
            format!("'{t}' object has no attribute '{n}'")
        } else {
            format!(
                "'{t}' object has no attribute '{n}' and no __dict__ for setting new attributes"
            )
        };
        self.attribute_error(text, v, name)
    }

    #[cold]
    fn cannot_set_immutable(&mut self, class: Class, name: Str) -> Raised {
        let (n, c) = (name.to_text(), self.class_name(class));
        if self.dialect() < Version::V310 {
            return self.type_error(format_args!(
                "can't set attributes of built-in/extension type '{c}'"
            ));
        }
        self.type_error(format_args!(
            "cannot set '{n}' attribute of immutable type '{c}'"
        ))
    }

    /// Sets (or with an empty `to` deletes) an attribute in a class's own dict.
    pub fn class_set_attr(&mut self, class: Class, name: Str, to: Value) -> PyResult<()> {
        if class.has(flags::IMMUTABLE) {
            return Err(self.cannot_set_immutable(class, name));
        }
        let plain = |v: Value| {
            !v.is_object()
                || matches!(header(v).map(|h| h.kind), Some(k) if k == Kind::Str as u8 || k == Kind::List as u8 || k == Kind::Dict as u8 || k == Kind::Tuple as u8 || k == Kind::IntBox as u8 || k == Kind::BigInt as u8 || k == Kind::Set as u8)
        };
        if !to.is_empty()
            && plain(to)
            && class.dict().get_str(name).is_some_and(plain)
            && !name.is("__slots__")
            && !name.chars().equals_str("__abstractmethods__")
            && !name.to_text().starts_with("__")
        {
            class
                .dict()
                .set_str(&mut self.heap, name, to)
                .or_memory_error(self)?;
            self.class_data_changed(class);
            return Ok(());
        }
        if to.is_empty() {
            if self.dict_remove_str(class.dict(), name)?.is_none() {
                return Err(self.no_attribute(class.value(), name));
            }
        } else {
            class
                .dict()
                .set_str(&mut self.heap, name, to)
                .or_memory_error(self)?;
        }
        self.class_changed(class);
        Ok(())
    }

    /// Removes a string key; gives the value.
    pub fn dict_remove_str(&mut self, d: Dict, name: Str) -> PyResult<Option<Value>> {
        match d.find_str(name) {
            Some(i) => d.remove(&mut self.heap, i).or_memory_error(self).map(Some),
            None => Ok(None),
        }
    }

    /// The `__dict__` of `v`, made if it can have one.
    pub fn object_dict(&mut self, v: Value) -> PyResult<Option<Dict>> {
        if let Some(o) = Instance::from_value(v) {
            if !self.type_of(v).has(flags::DICT) {
                return Ok(None);
            }
            return o
                .make_dict(&mut self.heap, &mut self.shapes)
                .or_memory_error(self)
                .map(Some);
        }
        self.writable_dict(v)
    }

    /// `v.name` where the name is Rust text.
    pub fn get_attr_str(&mut self, v: Value, name: &str) -> PyResult {
        let name = self.intern(name)?;
        self.get_attr(v, name)
    }
}
