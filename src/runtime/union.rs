//! Unions of types: `int | str` (Objects/unionobject.c).

use std::cell::Cell;

use super::generic::GenericAlias;
use super::{OrMemoryError, PyResult, Vm};
use crate::object::{Class, List, Native, Obj, T, Tuple, Value};
use crate::trace_fields;

/// A union.
pub struct Union {
    /// `__args__`, a tuple of at least two different members.
    pub args: Cell<Value>,
    /// `__parameters__`, a tuple once asked for.
    pub parameters: Cell<Value>,
}

impl Native for Union {
    const TYPE: T = T::UnionType;
    trace_fields!(args, parameters);
}

impl Vm {
    /// `a | b` for types: NotImplemented when one is nothing that a union may hold.
    pub fn union_of(&mut self, a: Value, b: Value) -> PyResult {
        if !self.is_unionable(a) || !self.is_unionable(b) {
            return Ok(Value::NOT_IMPLEMENTED);
        }
        let members = List::new(&mut self.heap);
        self.add_to_union(members, a)?;
        self.add_to_union(members, b)?;
        self.finish_union(members)
    }

    /// `typing.Union[members]`
    pub fn union_from(&mut self, items: &[Value]) -> PyResult {
        let members = List::new(&mut self.heap);
        for &item in items {
            let item = if item.is_none() || self.is_unionable(item) {
                item
            } else {
                self.check_type(item, "Union[arg, ...]: each arg must be a type.")?
            };
            self.add_to_union(members, item)?;
        }
        if members.is_empty() {
            return Err(self.type_error("Cannot take a Union of no types."));
        }
        self.finish_union(members)
    }

    fn is_unionable(&self, v: Value) -> bool {
        v.is_none()
            || Class::from_value(v).is_some()
            || self.as_native::<GenericAlias>(v).is_some()
            || self.as_native::<Union>(v).is_some()
            || self.is_exact(v, T::TypeAliasType)
    }

    fn add_to_union(&mut self, members: List, v: Value) -> PyResult<()> {
        if let Some(u) = self.as_native::<Union>(v) {
            for &m in Tuple::from_value(u.args.get()).map_or(&[][..], Tuple::items) {
                self.add_to_union(members, m)?;
            }
            return Ok(());
        }
        let v = if v.is_none() {
            self.class(T::NoneType).value()
        } else {
            v
        };
        if self.contains(members.value(), v)? {
            return Ok(());
        }
        members.push(&mut self.heap, v).or_memory_error(self)
    }

    fn finish_union(&mut self, members: List) -> PyResult {
        if members.len() == 1 {
            return Ok(members.get(0).unwrap_or(Value::NONE));
        }
        let args = self.tuple_of_list(members)?;
        let u = Union {
            args: Cell::new(args.value()),
            parameters: Cell::new(Value::EMPTY),
        };
        Ok(Obj::new(&mut self.heap, u).or_memory_error(self)?.value())
    }

    /// What `typing` accepts as a type; `text` is its complaint otherwise.
    pub fn check_type(&mut self, v: Value, text: &str) -> PyResult {
        if v.is_none() {
            return Ok(self.class(T::NoneType).value());
        }
        if Class::from_value(v).is_some() {
            return Ok(v);
        }
        // without `typing` nothing but strings needs its help
        if self.as_str(v).is_none() && self.typing_function("_type_check")?.is_none() {
            return Ok(v);
        }
        let text = self.new_str(text)?;
        self.call_typing("_type_check", &[v, text.value()])
    }

    /// `typing.name(*args)`
    pub fn call_typing(&mut self, name: &str, args: &[Value]) -> PyResult {
        let typing = self.import_module("typing")?;
        self.call_method_str(typing, name, args)
    }
}
