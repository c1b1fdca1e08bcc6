//! `types.GenericAlias`: what `list[int]` makes, and the substitution of type parameters (Objects/genericaliasobject.c).

use std::cell::Cell;

use super::{OrMemoryError, PyResult, Vm};
use crate::object::{Class, GcVec, List, Native, Obj, Str, T, Tuple, Value};
use crate::trace_fields;

/// A generic alias.
pub struct GenericAlias {
    /// `__origin__`
    pub origin: Cell<Value>,
    /// `__args__`, a tuple.
    pub args: Cell<Value>,
    /// `__parameters__`, a tuple once asked for.
    pub parameters: Cell<Value>,
    /// Is it `*tuple[int]`?
    pub starred: bool,
}

impl Native for GenericAlias {
    const TYPE: T = T::GenericAlias;
    trace_fields!(origin, args, parameters);
}

/// Attributes that the alias has itself; all others are its origin's.
const OWN_ATTRIBUTES: &[&str] = &[
    "__class__",
    "__origin__",
    "__args__",
    "__unpacked__",
    "__parameters__",
    "__typing_unpacked_tuple_args__",
    "__mro_entries__",
    "__reduce_ex__",
    "__reduce__",
    "__bases__",
    "__copy__",
    "__deepcopy__",
];

crate::native_functions! { pub(super) CLASS_GETITEM = [
    /// See PEP 585
    "__class_getitem__" as class_getitem(cls, object);
]}

fn class_getitem(vm: &mut Vm, cls: Value, object: Value) -> PyResult {
    vm.generic_alias(cls, object)
}

impl Vm {
    /// `origin[index]`
    pub fn generic_alias(&mut self, origin: Value, index: Value) -> PyResult {
        let args = match self.as_tuple(index) {
            Some(t) => t,
            None => Tuple::small(&mut self.heap, [index]),
        };
        self.new_alias(origin, args, false)
    }

    /// The alias of `origin` with `args`.
    pub fn new_alias(&mut self, origin: Value, args: Tuple, starred: bool) -> PyResult {
        let a = GenericAlias {
            origin: Cell::new(origin),
            args: Cell::new(args.value()),
            parameters: Cell::new(Value::EMPTY),
            starred,
        };
        Ok(Obj::new(&mut self.heap, a).or_memory_error(self)?.value())
    }

    /// `__parameters__` of an alias.
    pub fn alias_parameters(&mut self, a: Obj<GenericAlias>) -> PyResult<Tuple> {
        if let Some(t) = Tuple::from_value(a.parameters.get()) {
            return Ok(t);
        }
        let t = self.make_parameters(a.args.get())?;
        a.parameters.set(t.value());
        Ok(t)
    }

    /// Attributes that an alias takes from its origin.
    pub(super) fn alias_get_attr(&mut self, v: Value, name: Str) -> PyResult<Option<Value>> {
        if OWN_ATTRIBUTES.iter().any(|own| name.is(own)) {
            return Ok(None);
        }
        match self.as_native::<GenericAlias>(v) {
            Some(a) => self.get_attr(a.origin.get(), name).map(Some),
            None => Ok(None),
        }
    }

    /// The type variables in `args`, each once, in order.
    pub fn make_parameters(&mut self, args: Value) -> PyResult<Tuple> {
        let found = List::new(&mut self.heap);
        self.collect_parameters(args, found)?;
        self.tuple_of_list(found)
    }

    fn collect_parameters(&mut self, args: Value, found: List) -> PyResult<()> {
        self.check_native_stack()?;
        let args = match self.as_tuple(args) {
            Some(t) => t,
            None => self.tuple_from(args)?,
        };
        for &arg in args.items() {
            if Class::from_value(arg).is_some() {
                continue;
            }
            if self.as_tuple(arg).is_some() || self.as_list(arg).is_some() {
                self.collect_parameters(arg, found)?;
                continue;
            }
            let subst = self.names.__typing_subst__;
            if self.get_attr_opt(arg, subst)?.is_some() {
                self.add_parameter(found, arg)?;
                continue;
            }
            let parameters = self.names.__parameters__;
            if let Some(inner) = self
                .get_attr_opt(arg, parameters)?
                .and_then(|p| self.as_tuple(p))
            {
                for &p in inner.items() {
                    self.add_parameter(found, p)?;
                }
            }
        }
        Ok(())
    }

    fn add_parameter(&mut self, found: List, p: Value) -> PyResult<()> {
        if (0..found.len()).any(|i| found.get(i) == Some(p)) {
            return Ok(());
        }
        found.push(&mut self.heap, p).or_memory_error(self)
    }

    /// The arguments of `this` with `item` in place of its parameters.
    pub fn substitute(
        &mut self,
        this: Value,
        args: Tuple,
        parameters: Tuple,
        item: Value,
    ) -> PyResult<Tuple> {
        if parameters.is_empty() {
            let r = self.repr(this)?.to_text();
            return Err(self.type_error(format_args!("{r} is not a generic class")));
        }
        let mut items = self.unpack_item(item)?;
        for &p in parameters.items() {
            let name = self.names.__typing_prepare_subst__;
            if let Some(prepare) = self.get_attr_opt(p, name)?.filter(|f| !f.is_none()) {
                let prepared = self.call_positional(prepare, &[this, items.value()])?;
                items = match self.as_tuple(prepared) {
                    Some(t) => t,
                    None => Tuple::small(&mut self.heap, [prepared]),
                };
            }
        }
        if items.len() != parameters.len() {
            let (word, r, n, m) = (
                if items.len() > parameters.len() {
                    "many"
                } else {
                    "few"
                },
                self.repr(this)?.to_text(),
                items.len(),
                parameters.len(),
            );
            return Err(self.type_error(format_args!(
                "Too {word} arguments for {r}; actual {n}, expected {m}"
            )));
        }
        let mut new = GcVec::new();
        self.substitute_in(args.items(), parameters, items, &mut new)?;
        self.new_tuple(&new)
    }

    fn substitute_in(
        &mut self,
        args: &[Value],
        parameters: Tuple,
        items: Tuple,
        new: &mut GcVec,
    ) -> PyResult<()> {
        self.check_native_stack()?;
        for &arg in args {
            if Class::from_value(arg).is_some() {
                new.push(&mut self.heap, arg).or_memory_error(self)?;
                continue;
            }
            let nested = self.as_tuple(arg).or(match self.as_list(arg) {
                Some(l) => Some(self.tuple_of_list(l)?),
                None => None,
            });
            if let Some(nested) = nested {
                let mut inner = GcVec::new();
                self.substitute_in(nested.items(), parameters, items, &mut inner)?;
                let inner = if self.as_tuple(arg).is_some() {
                    self.new_tuple(&inner)?.value()
                } else {
                    self.new_list(&inner)?.value()
                };
                new.push(&mut self.heap, inner).or_memory_error(self)?;
                continue;
            }
            let unpacked = self.is_unpacked_typevartuple(arg)?;
            let name = self.names.__typing_subst__;
            let substituted = match self.get_attr_opt(arg, name)? {
                Some(subst) => match parameters.items().iter().position(|&p| p == arg) {
                    Some(i) => {
                        self.call_positional(subst, &[items.get(i).unwrap_or(Value::NONE)])?
                    }
                    None => arg,
                },
                None => self.substitute_parameters(arg, parameters, items)?,
            };
            if !unpacked {
                new.push(&mut self.heap, substituted)
                    .or_memory_error(self)?;
                continue;
            }
            let Some(many) = self.as_tuple(substituted) else {
                let (n, t) = (self.repr(arg)?.to_text(), self.type_name(substituted));
                return Err(self.type_error(format_args!(
                    "expected __typing_subst__ of {n} objects to return a tuple, not {t}"
                )));
            };
            for &v in many.items() {
                new.push(&mut self.heap, v).or_memory_error(self)?;
            }
        }
        Ok(())
    }

    fn is_unpacked_typevartuple(&mut self, arg: Value) -> PyResult<bool> {
        let name = self.intern("__typing_is_unpacked_typevartuple__")?;
        match self.get_attr_opt(arg, name)? {
            Some(v) => self.truth(v),
            None => Ok(false),
        }
    }

    /// `arg` (itself generic) with its own parameters replaced.
    fn substitute_parameters(&mut self, arg: Value, parameters: Tuple, items: Tuple) -> PyResult {
        let name = self.names.__parameters__;
        let Some(inner) = self
            .get_attr_opt(arg, name)?
            .and_then(|p| self.as_tuple(p))
            .filter(|p| !p.is_empty())
        else {
            return Ok(arg);
        };
        let mut index = GcVec::new();
        for &p in inner.items() {
            let at = parameters.items().iter().position(|&q| q == p);
            let Some(v) = at.and_then(|i| items.get(i)) else {
                index.push(&mut self.heap, p).or_memory_error(self)?;
                continue;
            };
            let many = if self.special_of(p, super::names::Special::Iter).is_some() {
                self.as_tuple(v)
            } else {
                None
            };
            match many {
                Some(t) => {
                    for &v in t.items() {
                        index.push(&mut self.heap, v).or_memory_error(self)?;
                    }
                }
                None => index.push(&mut self.heap, v).or_memory_error(self)?,
            }
        }
        let index = self.new_tuple(&index)?;
        self.get_item(arg, index.value())
    }

    /// The subscript as a tuple, `*tuple[…]` in it unpacked.
    fn unpack_item(&mut self, item: Value) -> PyResult<Tuple> {
        let items = match self.as_tuple(item) {
            Some(t) => t,
            None => Tuple::small(&mut self.heap, [item]),
        };
        let mut new = GcVec::new();
        for &v in items.items() {
            let inner = if Class::from_value(v).is_some() {
                None
            } else {
                let name = self.intern("__typing_unpacked_tuple_args__")?;
                self.get_attr_opt(v, name)?.and_then(|t| self.as_tuple(t))
            };
            match inner {
                Some(t) if !matches!(t.items().last(), Some(&Value::ELLIPSIS)) => {
                    for &v in t.items() {
                        new.push(&mut self.heap, v).or_memory_error(self)?;
                    }
                }
                _ => new.push(&mut self.heap, v).or_memory_error(self)?,
            }
        }
        self.new_tuple(&new)
    }

    /// How a type is shown inside an alias or union.
    pub fn type_repr(&mut self, v: Value) -> PyResult<String> {
        if v == Value::ELLIPSIS {
            return Ok("...".to_string());
        }
        if v == self.class(T::NoneType).value() {
            return Ok("None".to_string());
        }
        let (origin, args) = (self.names.__origin__, self.names.__args__);
        if Class::from_value(v).is_none()
            && self.get_attr_opt(v, origin)?.is_some()
            && self.get_attr_opt(v, args)?.is_some()
        {
            return Ok(self.repr(v)?.to_text());
        }
        let (qualname, module) = (self.names.__qualname__, self.names.__module__);
        let Some(name) = self.get_attr_opt(v, qualname)? else {
            return Ok(self.repr(v)?.to_text());
        };
        let Some(module) = self.get_attr_opt(v, module)?.filter(|m| !m.is_none()) else {
            return Ok(self.repr(v)?.to_text());
        };
        let (name, module) = (self.str(name)?.to_text(), self.str(module)?.to_text());
        Ok(if module == "builtins" {
            name
        } else {
            format!("{module}.{name}")
        })
    }

    /// `type_repr` for an item of an alias: lists are shown as lists of types.
    pub fn alias_item_repr(&mut self, v: Value) -> PyResult<String> {
        let Some(l) = List::from_value(v) else {
            return self.type_repr(v);
        };
        let mut parts = Vec::new();
        let mut i = 0;
        while let Some(item) = l.get(i) {
            parts.push(self.alias_item_repr(item)?);
            i += 1;
        }
        Ok(format!("[{}]", parts.join(", ")))
    }
}
