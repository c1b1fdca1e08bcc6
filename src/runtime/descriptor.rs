//! Descriptors: the objects in class dictionaries that compute attributes.

use std::cell::Cell;
use std::fmt::Display;

use super::names::Special;
use super::native::{Args, GetSet};
use super::{OrMemoryError, PyResult, Vm};
use crate::gc::Marker;
use crate::object::{
    BoundMethod, Class, Function, Instance, Native, NativeFunction, Obj, Str, T, Value,
    class::flags,
};
use crate::pyc::Version;

/// Traces the listed fields.
#[macro_export]
macro_rules! trace_fields {
    ($($field:ident),* $(,)?) => {
        fn trace(&self, m: &mut $crate::gc::Marker) {
            $( m.value(self.$field.get().0); )*
            let _ = m;
        }
    };
}

/// `property`
pub struct Property {
    /// `fget`, or empty.
    pub get: Cell<Value>,
    /// `fset`, or empty.
    pub set: Cell<Value>,
    /// `fdel`, or empty.
    pub delete: Cell<Value>,
    /// `__doc__`, or empty.
    pub doc: Cell<Value>,
    /// `__name__`, or empty.
    pub name: Cell<Value>,
    /// Is the doc the getter's?
    pub getter_doc: Cell<bool>,
}

impl Native for Property {
    const TYPE: T = T::Property;
    trace_fields!(get, set, delete, doc, name);
}

/// `classmethod` and `staticmethod`: the function they wrap.
pub struct MethodWrapper {
    /// What is wrapped.
    pub function: Cell<Value>,
    /// `__dict__`
    pub dict: Cell<Value>,
}

impl Native for MethodWrapper {
    const TYPE: T = T::StaticMethod;
    trace_fields!(function, dict);
    fn dict(&self) -> Option<&Cell<Value>> {
        Some(&self.dict)
    }
}

/// A computed attribute of a builtin type.
pub struct GetSetDescriptor {
    /// Its definition.
    pub def: &'static GetSet,
    /// The class it belongs to.
    pub owner: Cell<Value>,
}

impl Native for GetSetDescriptor {
    const TYPE: T = T::GetSetDescriptor;
    trace_fields!(owner);
}

/// A hidden slot as an attribute: `__slots__` and the fields of exceptions.
pub struct Member {
    /// The slot.
    pub slot: u16,
    /// Reading an empty slot gives None instead of AttributeError.
    pub optional: bool,
    /// Cannot be set.
    pub readonly: bool,
    /// `__name__`
    pub name: Cell<Value>,
    /// The class it belongs to.
    pub owner: Cell<Value>,
    /// What shapes know it by where it is no hidden slot (`flags::SLOTS_ONLY`), or empty.
    pub key: Cell<Value>,
}

impl Native for Member {
    const TYPE: T = T::MemberDescriptor;
    fn trace(&self, m: &mut Marker) {
        m.value(self.name.get().0);
        m.value(self.owner.get().0);
        m.value(self.key.get().0);
    }
}

/// `__dict__` of the instances of classes that introduce it.
pub static INSTANCE_DICT: GetSet = GetSet {
    name: "__dict__",
    doc: "dictionary for instance variables",
    get: |vm, v| vm.get_dict_attribute(v),
    set: Some(|vm, v, to| vm.set_dict_attribute(v, to)),
};

/// `__weakref__` of the instances of classes that introduce it.
pub static INSTANCE_WEAKREF: GetSet = GetSet {
    name: "__weakref__",
    doc: "list of weak references to the object",
    get: |_, _| Ok(Value::NONE),
    set: None,
};

impl Vm {
    fn get_dict_attribute(&mut self, v: Value) -> PyResult {
        match self.object_dict(v)? {
            Some(d) => Ok(d.value()),
            None => {
                let name = self.names.__dict__;
                Err(self.no_attribute(v, name))
            }
        }
    }

    /// `v.__dict__ = to`; an empty `to` deletes all attributes.
    fn set_dict_attribute(&mut self, v: Value, to: Value) -> PyResult<()> {
        let dict = match self.as_dict(to) {
            Some(d) => d,
            None if to.is_empty() => self.new_dict(),
            None => {
                let t = self.type_name(to);
                return Err(self.type_error(format_args!(
                    "__dict__ must be set to a dictionary, not a '{t}'"
                )));
            }
        };
        if let Some(o) = Instance::from_value(v).filter(|_| self.type_of(v).has(flags::DICT)) {
            o.install_dict(&mut self.shapes, dict);
        } else if let Some(f) = Function::from_value(v) {
            f.set_dict(dict.value());
        } else if let Some(cell) = crate::object::native::dict_cell(v) {
            cell.set(dict.value());
        } else {
            let name = self.names.__dict__;
            return Err(self.no_attribute(v, name));
        }
        Ok(())
    }

    /// What `classmethod` and `staticmethod` take over from the function they wrap.
    pub fn copy_function_attributes(&mut self, wrapper: Value, function: Value) -> PyResult<()> {
        for name in [
            self.names.__module__,
            self.names.__name__,
            self.names.__qualname__,
            self.names.__doc__,
        ] {
            if let Some(v) = self.get_attr_opt(function, name)? {
                self.set_attr_plain(wrapper, name, v)?;
            }
        }
        Ok(())
    }

    /// Does `d` decide over setting the attribute too?
    #[inline]
    pub fn is_data_descriptor(&mut self, d: Value) -> bool {
        if !d.is_object()
            || Function::from_value(d).is_some()
            || NativeFunction::from_value(d).is_some()
        {
            return false;
        }
        if Obj::<Property>::from_value(d).is_some()
            || Obj::<GetSetDescriptor>::from_value(d).is_some()
            || Obj::<Member>::from_value(d).is_some()
        {
            return true;
        }
        let class = self.type_of(d);
        self.special(class, Special::Set).is_some()
            || self.special(class, Special::Delete).is_some()
    }

    /// What the class attribute `d` gives for `instance` (empty: accessed on the class itself).
    #[inline]
    pub fn bind(&mut self, d: Value, instance: Value, class: Class) -> PyResult {
        if !d.is_object() {
            return Ok(d);
        }
        if Function::from_value(d).is_some() {
            return Ok(if instance.is_empty() {
                d
            } else {
                BoundMethod::new(&mut self.heap, d, instance).value()
            });
        }
        self.bind_slowly(d, instance, class)
    }

    fn bind_slowly(&mut self, d: Value, instance: Value, class: Class) -> PyResult {
        if let Some(f) = NativeFunction::from_value(d) {
            return Ok(self.bind_native(f, instance, class));
        }
        if let Some(p) =
            Obj::<Property>::from_value(d).filter(|p| p.shape_id() == T::Property as u32)
        {
            return self.property_get(p, instance, class);
        }
        if let Some(g) = Obj::<GetSetDescriptor>::from_value(d) {
            if instance.is_empty() {
                return Ok(d);
            }
            self.check_owner(g.owner.get(), g.def.name, instance)?;
            return (g.def.get)(self, instance);
        }
        if let Some(m) = Obj::<Member>::from_value(d) {
            return if instance.is_empty() {
                Ok(d)
            } else {
                self.member_get(m, instance)
            };
        }
        if let Some(w) = Obj::<MethodWrapper>::from_value(d) {
            let function = w.function.get();
            if w.shape_id() == T::StaticMethod as u32 {
                return Ok(function);
            }
            return self.bind_class_method(function, class);
        }
        match self.special_of(d, Special::Get) {
            None => Ok(d),
            Some(get) => {
                let instance = if instance.is_empty() {
                    Value::NONE
                } else {
                    instance
                };
                self.call_method(get, d, &[instance, class.value()])
            }
        }
    }

    /// `classmethod(function).__get__(…, class)`
    pub fn bind_class_method(&mut self, function: Value, class: Class) -> PyResult {
        // 3.9 to 3.12 asked the wrapped object for its own `__get__`: `classmethod(property(…))`
        let chains = (Version::V39..=Version::V312).contains(&self.main_version)
            && Function::from_value(function).is_none()
            && NativeFunction::from_value(function).is_none()
            && BoundMethod::from_value(function).is_none();
        if chains && self.special_of(function, Special::Get).is_some() {
            return self.bind(function, class.value(), self.type_of(class.value()));
        }
        Ok(BoundMethod::new(&mut self.heap, function, class.value()).value())
    }

    fn bind_native(&mut self, f: NativeFunction, instance: Value, class: Class) -> Value {
        const METHOD: u32 = T::MethodDescriptor as u32;
        const WRAPPER: u32 = T::WrapperDescriptor as u32;
        const CLASS_METHOD: u32 = T::ClassMethodDescriptor as u32;
        let (t, receiver) = match f.shape_id() {
            METHOD if !instance.is_empty() => (T::NativeFunction, instance),
            WRAPPER if !instance.is_empty() => (T::MethodWrapper, instance),
            CLASS_METHOD => (T::NativeFunction, class.value()),
            _ => return f.value(),
        };
        let def = super::native::definition(f);
        self.new_native(t, def, receiver, f.owner(), f.module())
            .value()
    }

    fn property_get(&mut self, p: Obj<Property>, instance: Value, class: Class) -> PyResult {
        if instance.is_empty() {
            return Ok(p.value());
        }
        match p.get.get().some() {
            Some(get) => self.call(get, &Args::positional(&[instance])),
            None => Err(self.no_accessor(p, class, "getter")),
        }
    }

    /// Raises AttributeError for a property without the accessor; the wording is that of the running file's version.
    #[cold]
    pub fn no_accessor(&mut self, p: Obj<Property>, class: Class, what: &str) -> super::Raised {
        let version = self.dialect();
        let name = match p.name.get().some().filter(|_| version >= Version::V310) {
            Some(name) => match self.repr(name) {
                Ok(name) => format!(" {}", name.to_text()),
                Err(raised) => return raised,
            },
            None => String::new(),
        };
        let text = if version >= Version::V311 {
            let owner = Str::from_value(class.qualname()).map_or_else(String::new, Str::to_text);
            format!("property{name} of '{owner}' object has no {what}")
        } else {
            let cannot = match what {
                "getter" => "unreadable",
                "setter" => "can't set",
                _ => "can't delete",
            };
            format!("{cannot} attribute{name}")
        };
        self.attribute_error_text(text)
    }

    /// Raises TypeError for a descriptor of class `of` that is asked about an object of class `got`.
    #[cold]
    pub fn foreign_object(
        &mut self,
        name: &str,
        of: &dyn Display,
        got: &dyn Display,
    ) -> super::Raised {
        let a = if self.dialect() < Version::V38 {
            ""
        } else {
            "a "
        };
        self.type_error(format_args!(
            "descriptor '{name}' for '{of}' objects doesn't apply to {a}'{got}' object"
        ))
    }

    /// Raises TypeError for a call of class `of`'s method `name` whose first argument is of class `got`.
    #[cold]
    pub fn foreign_receiver(
        &mut self,
        name: &str,
        slot: bool,
        of: &dyn Display,
        got: &dyn Display,
    ) -> super::Raised {
        if slot || self.dialect() < Version::V38 {
            return self.type_error(format_args!(
                "descriptor '{name}' requires a '{of}' object but received a '{got}'"
            ));
        }
        self.foreign_object(name, of, got)
    }

    fn check_owner(&mut self, owner: Value, name: &str, instance: Value) -> PyResult<()> {
        match Class::from_value(owner) {
            Some(o) if !self.type_of(instance).is_subclass(o) => {
                let (of, got) = (self.class_name(o), self.type_name(instance));
                Err(self.foreign_object(name, &of, &got))
            }
            _ => Ok(()),
        }
    }

    fn member_slot(&mut self, m: Obj<Member>, instance: Value) -> PyResult<Instance> {
        let name = Str::from_value(m.name.get()).map_or_else(String::new, Str::to_text);
        self.check_owner(m.owner.get(), &name, instance)?;
        match Instance::from_value(instance) {
            Some(o) => Ok(o),
            None => Err(self.system_error("member descriptor on an object without slots")),
        }
    }

    /// What the shape of `o` knows the member by; `None`: it is a hidden slot.
    pub fn slot_key(&self, m: Obj<Member>, o: Instance) -> Option<Str> {
        let keyed = self.type_of(o.value()).has(flags::SLOTS_ONLY);
        keyed.then(|| Str::from_value(m.key.get())).flatten()
    }

    fn member_get(&mut self, m: Obj<Member>, instance: Value) -> PyResult {
        let o = self.member_slot(m, instance)?;
        let v = match self.slot_key(m, o) {
            Some(key) => o.get(&self.shapes, key).unwrap_or(Value::EMPTY),
            None => o.fixed(m.slot),
        };
        if !v.is_empty() {
            return Ok(v);
        }
        if m.optional {
            return Ok(Value::NONE);
        }
        let name = Str::from_value(m.name.get()).unwrap_or(self.names.empty);
        if self.main_version < Version::V310 {
            return Err(self.attribute_error(name.to_text(), instance, name));
        }
        let class = self.type_of(instance);
        let text = format!(
            "'{}' object has no attribute '{}'",
            self.full_class_name(class),
            name.to_text()
        );
        Err(self.attribute_error(text, instance, name))
    }

    /// Sets (or with an empty `to` deletes) through the data descriptor `d`.
    pub fn set_through(&mut self, d: Value, instance: Value, to: Value) -> PyResult<()> {
        if let Some(p) =
            Obj::<Property>::from_value(d).filter(|p| p.shape_id() == T::Property as u32)
        {
            let (f, what) = if to.is_empty() {
                (p.delete.get(), "deleter")
            } else {
                (p.set.get(), "setter")
            };
            let class = self.type_of(instance);
            let Some(f) = f.some() else {
                return Err(self.no_accessor(p, class, what));
            };
            let args = [instance, to];
            return self
                .call(
                    f,
                    &Args::positional(&args[..if to.is_empty() { 1 } else { 2 }]),
                )
                .map(|_| ());
        }
        if let Some(g) = Obj::<GetSetDescriptor>::from_value(d) {
            self.check_owner(g.owner.get(), g.def.name, instance)?;
            return match g.def.set {
                Some(set) => set(self, instance, to),
                None => {
                    let (name, owner) = (
                        g.def.name,
                        Class::from_value(g.owner.get())
                            .map_or_else(String::new, |c| self.class_name(c)),
                    );
                    Err(self.attribute_error_text(format_args!(
                        "attribute '{name}' of '{owner}' objects is not writable"
                    )))
                }
            };
        }
        if let Some(m) = Obj::<Member>::from_value(d) {
            return self.member_set(m, instance, to);
        }
        let special = if to.is_empty() {
            Special::Delete
        } else {
            Special::Set
        };
        match self.special_of(d, special) {
            Some(f) if to.is_empty() => self.call_method(f, d, &[instance]).map(|_| ()),
            Some(f) => self.call_method(f, d, &[instance, to]).map(|_| ()),
            None => {
                let name = if to.is_empty() {
                    "__delete__"
                } else {
                    "__set__"
                };
                Err(self.attribute_error_text(name))
            }
        }
    }

    fn member_set(&mut self, m: Obj<Member>, instance: Value, to: Value) -> PyResult<()> {
        let o = self.member_slot(m, instance)?;
        if m.readonly {
            return Err(self.attribute_error_text("readonly attribute"));
        }
        let key = self.slot_key(m, o);
        let stored = match key {
            Some(key) if to.is_empty() => o
                .remove(&mut self.heap, &mut self.shapes, key)
                .or_memory_error(self)?,
            Some(key) => {
                o.set(&mut self.heap, &mut self.shapes, key, to)
                    .or_memory_error(self)?;
                true
            }
            None => {
                let bound = !o.fixed(m.slot).is_empty();
                o.set_fixed(m.slot, to);
                bound || !to.is_empty()
            }
        };
        if !stored
            && !m.optional
            && let Some(name) = Str::from_value(m.name.get())
        {
            return Err(self.attribute_error(name.to_text(), instance, name));
        }
        Ok(())
    }

    /// An entry of `__slots__` as a descriptor of `owner`, with its key (see [`Member`]).
    pub fn new_slot(&mut self, owner: Class, name: Str, slot: u16, key: Value) -> PyResult {
        let member = self.new_member(owner, name, slot, false, false)?;
        if let Some(m) = Obj::<Member>::from_value(member) {
            m.key.set(key);
        }
        Ok(member)
    }

    /// A hidden slot as a descriptor of `owner`.
    pub fn new_member(
        &mut self,
        owner: Class,
        name: Str,
        slot: u16,
        optional: bool,
        readonly: bool,
    ) -> PyResult {
        let m = Member {
            slot,
            optional,
            readonly,
            name: Cell::new(name.value()),
            owner: Cell::new(owner.value()),
            key: Cell::new(Value::EMPTY),
        };
        Ok(Obj::new(&mut self.heap, m).or_memory_error(self)?.value())
    }
}
