//! `isinstance` and `issubclass` (Objects/abstract.c:object_isinstance, recursive_issubclass).

use super::names::Special;
use super::union::Union;
use super::{PyResult, Raised, Vm};
use crate::object::{Class, NativeFunction, T, Tuple, Value};
use crate::pyc::Version;

impl Vm {
    /// `isinstance(v, classinfo)`
    pub fn is_instance_of(&mut self, v: Value, classinfo: Value) -> PyResult<bool> {
        if self.type_of(v).value() == classinfo {
            return Ok(true);
        }
        let meta = self.type_of(classinfo);
        if meta == self.class(T::Type) {
            return self.real_is_instance(v, classinfo);
        }
        if let Some(alternatives) = self.alternatives(classinfo) {
            self.check_native_stack_in("in __instancecheck__")?;
            for &c in alternatives.items() {
                if self.is_instance_of(v, c)? {
                    return Ok(true);
                }
            }
            return Ok(false);
        }
        match self.special(meta, Special::InstanceCheck) {
            Some(f) if !self.is_type_method(f, Special::InstanceCheck) => {
                self.check_native_stack_in("in __instancecheck__")?;
                let r = self.call_method(f, classinfo, &[v])?;
                self.truth(r)
            }
            _ => self.real_is_instance(v, classinfo),
        }
    }

    /// `issubclass(class, classinfo)`
    pub fn is_subclass_of(&mut self, class: Value, classinfo: Value) -> PyResult<bool> {
        let meta = self.type_of(classinfo);
        if meta == self.class(T::Type) {
            return if class == classinfo {
                Ok(true)
            } else {
                self.real_is_subclass(class, classinfo)
            };
        }
        if let Some(alternatives) = self.alternatives(classinfo) {
            self.check_native_stack_in("in __subclasscheck__")?;
            for &c in alternatives.items() {
                if self.is_subclass_of(class, c)? {
                    return Ok(true);
                }
            }
            return Ok(false);
        }
        match self.special(meta, Special::SubclassCheck) {
            Some(f) if !self.is_type_method(f, Special::SubclassCheck) => {
                self.check_native_stack_in("in __subclasscheck__")?;
                let r = self.call_method(f, classinfo, &[class])?;
                self.truth(r)
            }
            _ => self.real_is_subclass(class, classinfo),
        }
    }

    /// The members of a tuple of classes or of a union.
    fn alternatives(&self, classinfo: Value) -> Option<Tuple> {
        self.as_tuple(classinfo)
            .or_else(|| Tuple::from_value(self.as_native::<Union>(classinfo)?.args.get()))
    }

    /// Is `f` the method that `type` itself has?
    fn is_type_method(&mut self, f: Value, s: Special) -> bool {
        NativeFunction::from_value(f).is_some() && {
            let t = self.class(T::Type);
            self.special(t, s) == Some(f)
        }
    }

    /// `type.__instancecheck__(class, v)`: by type, then by what `v.__class__` claims; for objects that are no classes by `__bases__`.
    pub fn real_is_instance(&mut self, v: Value, class: Value) -> PyResult<bool> {
        let name = self.names.__class__;
        if let Some(c) = Class::from_value(class) {
            let of = self.type_of(v);
            if of.is_subclass(c) {
                return Ok(true);
            }
            if !self.may_claim_class(of) {
                return Ok(false);
            }
            let claimed = self.get_attr_opt(v, name)?;
            return Ok(claimed
                .filter(|&k| k != of.value())
                .and_then(Class::from_value)
                .is_some_and(|k| k.is_subclass(c)));
        }
        if !self.has_bases(class)? {
            return Err(self.wrong_classes("isinstance", "a type", "types"));
        }
        match self.get_attr_opt(v, name)? {
            Some(claimed) => self.abstract_is_subclass(claimed, class),
            None => Ok(false),
        }
    }

    /// TypeError: the second argument of `function` is no class.
    #[cold]
    fn wrong_classes(&mut self, function: &str, one: &str, many: &str) -> Raised {
        let all = match self.dialect() >= Version::V310 {
            true => format!("{one}, a tuple of {many}, or a union"),
            false => format!("{one} or tuple of {many}"),
        };
        self.type_error(format_args!("{function}() arg 2 must be {all}"))
    }

    /// Could `v.__class__` of an object of this type be anything but its type?
    fn may_claim_class(&mut self, of: Class) -> bool {
        use crate::object::class::flags;
        if of.has(flags::GETATTRIBUTE)
            || of.native() == T::WeakProxy
            || of.native() == T::WeakCallableProxy
        {
            return true;
        }
        let object = self.class(T::Object);
        let name = self.names.__class__;
        self.lookup(of, name) != self.lookup(object, name)
    }

    /// `type.__subclasscheck__(class, sub)`
    pub fn real_is_subclass(&mut self, sub: Value, class: Value) -> PyResult<bool> {
        if let (Some(s), Some(c)) = (Class::from_value(sub), Class::from_value(class)) {
            return Ok(s.is_subclass(c));
        }
        if !self.has_bases(sub)? {
            return Err(self.type_error("issubclass() arg 1 must be a class"));
        }
        if self.type_of(class) != self.class(T::UnionType) && !self.has_bases(class)? {
            return Err(self.wrong_classes("issubclass", "a class", "classes"));
        }
        self.abstract_is_subclass(sub, class)
    }

    /// `v.__bases__` when it is a tuple.
    fn abstract_bases(&mut self, v: Value) -> PyResult<Option<Tuple>> {
        let name = self.names.__bases__;
        Ok(self.get_attr_opt(v, name)?.and_then(|b| self.as_tuple(b)))
    }

    fn has_bases(&mut self, v: Value) -> PyResult<bool> {
        Ok(Class::from_value(v).is_some() || self.abstract_bases(v)?.is_some())
    }

    fn abstract_is_subclass(&mut self, sub: Value, class: Value) -> PyResult<bool> {
        self.check_native_stack_in("in __subclasscheck__")?;
        let mut at = sub;
        loop {
            if at == class {
                return Ok(true);
            }
            let Some(bases) = self.abstract_bases(at)? else {
                return Ok(false);
            };
            match bases.items() {
                [] => return Ok(false),
                [one] => at = *one,
                many => {
                    for &b in many {
                        if self.abstract_is_subclass(b, class)? {
                            return Ok(true);
                        }
                    }
                    return Ok(false);
                }
            }
        }
    }
}
