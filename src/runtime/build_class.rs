//! What a class statement does (Python/bltinmodule.c:builtin___build_class__).

use super::native::Args;
use super::{OrMemoryError, PyResult, Raised, Vm};
use crate::object::{CellObject, Class, Function, GcVec, Str, T, Tuple, Value};

impl Vm {
    /// `__build_class__(func, name, *bases, metaclass=…, **named)`
    pub fn build_class(&mut self, args: &Args<'_>) -> PyResult {
        let [func, name, bases @ ..] = args.plain() else {
            return Err(self.type_error("__build_class__: not enough arguments"));
        };
        let Some(func) = Function::from_value(*func) else {
            return Err(self.type_error("__build_class__: func must be a function"));
        };
        let Some(name) = self.as_str(*name) else {
            return Err(self.type_error("__build_class__: name is not a string"));
        };
        let orig_bases = self.new_tuple(bases)?;
        let bases = self.update_bases(orig_bases)?;
        let (meta, named) = self.choose_metaclass(args, bases)?;
        let named = Args {
            values: &named.0,
            names: named.1,
        };
        let namespace = self.prepare_namespace(meta, name, bases, &named)?;
        let code = func.code();
        let cell = (self.hooks.run_code)(self, code, func.globals(), namespace, func)?;
        if bases != orig_bases {
            let key = self.names.__orig_bases__;
            self.set_item(namespace, key.value(), orig_bases.value())?;
        }
        let mut all = self.hold(&[name.value(), bases.value(), namespace])?;
        for &v in named.values {
            all.push(&mut self.heap, v).or_memory_error(self)?;
        }
        let class = self.call(
            meta,
            &Args {
                values: &all,
                names: named.names,
            },
        )?;
        if let Some(cell) = CellObject::from_value(cell)
            && Class::from_value(class).is_some()
            && cell.get() != class
        {
            return Err(self.wrong_class_cell(cell.get(), name, class));
        }
        Ok(class)
    }

    /// The bases with those that are no classes replaced by what their `__mro_entries__` gives.
    pub fn update_bases(&mut self, bases: Tuple) -> PyResult<Tuple> {
        if bases
            .items()
            .iter()
            .all(|&b| Class::from_value(b).is_some())
        {
            return Ok(bases);
        }
        let mut new = GcVec::new();
        let mut changed = false;
        for &b in bases.items() {
            let name = self.names.__mro_entries__;
            let entries = if Class::from_value(b).is_some() {
                None
            } else {
                self.get_attr_opt(b, name)?
            };
            let Some(entries) = entries else {
                new.push(&mut self.heap, b).or_memory_error(self)?;
                continue;
            };
            let entries = self.call_positional(entries, &[bases.value()])?;
            let Some(entries) = self.as_tuple(entries) else {
                return Err(self.type_error("__mro_entries__ must return a tuple"));
            };
            changed = true;
            for &e in entries.items() {
                new.push(&mut self.heap, e).or_memory_error(self)?;
            }
        }
        if changed {
            self.new_tuple(&new)
        } else {
            Ok(bases)
        }
    }

    /// The metaclass and the named arguments without it.
    fn choose_metaclass(
        &mut self,
        args: &Args<'_>,
        bases: Tuple,
    ) -> PyResult<(Value, (GcVec, Option<Tuple>))> {
        let mut given = None;
        let (mut names, mut values) = (GcVec::new(), GcVec::new());
        for (name, v) in args.named() {
            if name.is("metaclass") {
                given = Some(v);
            } else {
                names
                    .push(&mut self.heap, name.value())
                    .or_memory_error(self)?;
                values.push(&mut self.heap, v).or_memory_error(self)?;
            }
        }
        let names = if names.is_empty() {
            None
        } else {
            Some(self.new_tuple(&names)?)
        };
        let meta = match (given, bases.get(0)) {
            (Some(m), _) => m,
            (None, Some(b)) => self.type_of(b).value(),
            (None, None) => self.class(T::Type).value(),
        };
        let meta = match Class::from_value(meta) {
            Some(m) => self.winning_metaclass(m, bases.items())?.value(),
            None => meta,
        };
        Ok((meta, (values, names)))
    }

    fn prepare_namespace(
        &mut self,
        meta: Value,
        name: Str,
        bases: Tuple,
        named: &Args<'_>,
    ) -> PyResult {
        let prepare = self.names.__prepare__;
        let ordinary = meta == self.class(T::Type).value();
        let Some(f) = (if ordinary {
            None
        } else {
            self.get_attr_opt(meta, prepare)?
        }) else {
            return Ok(self.new_dict().value());
        };
        let mut all = self.hold(&[name.value(), bases.value()])?;
        for &v in named.values {
            all.push(&mut self.heap, v).or_memory_error(self)?;
        }
        let namespace = self.call(
            f,
            &Args {
                values: &all,
                names: named.names,
            },
        )?;
        if self.as_dict(namespace).is_none()
            && self
                .special_of(namespace, super::names::Special::GetItem)
                .is_none()
        {
            let m = Class::from_value(meta)
                .map_or_else(|| "<metaclass>".to_string(), |m| self.class_name(m));
            let t = self.type_name(namespace);
            return Err(self.type_error(format_args!(
                "{m}.__prepare__() must return a mapping, not {t}"
            )));
        }
        Ok(namespace)
    }

    #[cold]
    fn wrong_class_cell(&mut self, found: Value, name: Str, class: Value) -> Raised {
        let texts = (self.repr(name.value()), self.repr(class));
        let (Ok(n), Ok(c)) = texts else { return Raised };
        let (n, c) = (n.to_text(), c.to_text());
        if found.is_empty() {
            return self.runtime_error(format_args!("__class__ not set defining {n} as {c}. Was __classcell__ propagated to type.__new__?"));
        }
        match self.repr(found) {
            Ok(f) => {
                let f = f.to_text();
                self.type_error(format_args!("__class__ set to {f} defining {n} as {c}"))
            }
            Err(raised) => raised,
        }
    }
}
