//! The order in which the classes above a class are searched (Objects/typeobject.c:mro_implementation, mro_check).

use super::{OrMemoryError, PyResult, Raised, Vm};
use crate::object::{Class, GcVec, List, T, Tuple, Value};
use crate::pyc::Version;

impl Vm {
    /// What `type.mro(class)`, or the metaclass's own `mro()`, gives; checked.
    pub fn compute_mro(&mut self, class: Class) -> PyResult<Tuple> {
        let meta = self.type_of(class.value());
        let own = self.lookup(self.class(T::Type), self.names.mro);
        if meta != self.class(T::Type)
            && let Some(f) = self.lookup(meta, self.names.mro)
            && Some(f) != own
        {
            let result = self.call_method(f, class.value(), &[])?;
            let list = self.list_from(result)?;
            return self.check_mro(class, list);
        }
        self.c3(class)
    }

    fn check_mro(&mut self, class: Class, list: List) -> PyResult<Tuple> {
        if list.is_empty() {
            return Err(self.type_error("type MRO must not be empty"));
        }
        for i in 0..list.len() {
            let v = list.get(i).unwrap_or(Value::NONE);
            let Some(c) = Class::from_value(v) else {
                let t = self.type_name(v);
                return Err(match self.dialect() >= Version::V315 {
                    true => {
                        let name = self.class_name(class);
                        self.type_error(format_args!("{name}.mro() returned a non-class ('{t}')"))
                    }
                    false => self.type_error(format_args!("mro() returned a non-class ('{t}')")),
                });
            };
            let solid = self.solid_base(c);
            if c != class
                && self.solid_base(class) != solid
                && !Class::from_value(class.base()).is_some_and(|b| b.is_subclass(solid))
            {
                let name = self.class_name(c);
                return Err(self.type_error(format_args!(
                    "mro() returned base with unsuitable layout ('{name}')"
                )));
            }
        }
        self.tuple_of_list(list)
    }

    /// The C3 linearisation of `class`.
    pub fn c3(&mut self, class: Class) -> PyResult<Tuple> {
        let bases = Tuple::from_value(class.bases()).map_or(&[][..], Tuple::items);
        for (i, b) in bases.iter().enumerate() {
            if bases[..i].contains(b) {
                let name =
                    Class::from_value(*b).map_or_else(String::new, |c| self.plain_class_name(c));
                return Err(self.type_error(format_args!("duplicate base class {name}")));
            }
        }
        // the slices are those of tuples that the bases keep alive
        let mut sequences: Vec<&[Value]> = bases
            .iter()
            .filter_map(|&b| Class::from_value(b))
            .map(Class::mro_items)
            .collect();
        sequences.push(bases);
        let mut mro = GcVec::new();
        mro.push(&mut self.heap, class.value())
            .or_memory_error(self)?;
        loop {
            sequences.retain(|s| !s.is_empty());
            if sequences.is_empty() {
                return self.new_tuple(&mro);
            }
            let next = sequences
                .iter()
                .map(|s| s[0])
                .find(|c| sequences.iter().all(|s| !s[1..].contains(c)));
            let Some(next) = next else {
                return Err(self.inconsistent(&sequences));
            };
            mro.push(&mut self.heap, next).or_memory_error(self)?;
            for s in &mut sequences {
                if s[0] == next {
                    *s = &s[1..];
                }
            }
        }
    }

    #[cold]
    fn inconsistent(&mut self, sequences: &[&[Value]]) -> Raised {
        let mut heads: Vec<String> = Vec::new();
        for s in sequences {
            let name =
                Class::from_value(s[0]).map_or_else(String::new, |c| self.plain_class_name(c));
            if !heads.contains(&name) {
                heads.push(name);
            }
        }
        let heads = heads.join(", ");
        self.type_error(format_args!(
            "Cannot create a consistent method resolution order (MRO) for bases {heads}"
        ))
    }

    /// Recomputes the MRO of `class` and of all classes derived from it, after `__bases__` changed.
    pub fn renew_mro(&mut self, class: Class) -> PyResult<()> {
        let mro = self.compute_mro(class)?;
        class.set_mro(mro.value());
        for sub in self.subclasses(class) {
            self.renew_mro(sub)?;
        }
        Ok(())
    }
}
