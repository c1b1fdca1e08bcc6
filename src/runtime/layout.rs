//! What instances of a class hold besides their attributes: hidden slots, a builtin payload, `__slots__`, `__dict__`.

use super::descriptor::{INSTANCE_DICT, INSTANCE_WEAKREF};
use super::{OrMemoryError, PyResult, Vm};
use crate::object::shape::{Rep, of_type};
use crate::object::types::SLOTTED;
use crate::object::{
    Class, Dict, Instance, List, Module, Str, T, Tuple, Value, class::flags, register_finalizer,
};
use crate::pyc::Version;

/// Slots beyond this many in a class and its bases are refused.
const MOST_SLOTS: u16 = 10_000;
/// Slots that may be attributes of shapes.
const MOST_KEYED: u16 = 64;

/// Builtin types whose objects vary in size: no slots, no weak references can be added.
fn varies_in_size(t: T) -> bool {
    matches!(
        t,
        T::Int | T::Bool | T::Tuple | T::Bytes | T::Type | T::Code
    )
}

impl Vm {
    /// The base that decides the layout (Objects/typeobject.c:best_base).
    pub fn best_base(&mut self, bases: &[Value]) -> PyResult<Class> {
        let mut winner: Option<Class> = None;
        for &b in bases {
            let Some(c) = Class::from_value(b) else {
                return Err(self.type_error("bases must be types"));
            };
            if !c.has(flags::BASE) {
                let name = self.class_name(c);
                return Err(
                    self.type_error(format_args!("type '{name}' is not an acceptable base type"))
                );
            }
            winner = match winner {
                None => Some(c),
                Some(w) => match (self.solid_base(w), self.solid_base(c)) {
                    (x, y) if x.is_subclass(y) => Some(w),
                    (x, y) if y.is_subclass(x) => Some(c),
                    _ => {
                        return Err(
                            self.type_error("multiple bases have instance lay-out conflict")
                        );
                    }
                },
            };
        }
        Ok(winner.unwrap_or(self.class(T::Object)))
    }

    /// The nearest class in the chain of bases that adds to the layout of instances.
    #[must_use]
    pub fn solid_base(&self, class: Class) -> Class {
        let mut at = class;
        while let Some(base) = Class::from_value(at.base()) {
            if at.has(flags::HEAP) {
                let payload = u16::from(at.has(flags::PAYLOAD) && !base.has(flags::PAYLOAD));
                if at.fixed() > base.fixed() + payload {
                    return at;
                }
            } else if at.native() != T::Object
                && at.native() != base.native()
                && (at.native().flags() & SLOTTED == 0 || at.fixed() != base.fixed())
            {
                return at;
            }
            at = base;
        }
        at
    }

    /// Decides hidden slots, `__slots__`, payload, `__dict__` and weak references of a new class.
    pub(super) fn set_layout(
        &mut self,
        class: Class,
        base: Class,
        bases: &[Value],
        dict: Dict,
    ) -> PyResult<()> {
        let mut f = flags::HEAP
            | flags::BASE
            | base.flags()
                & (flags::PAYLOAD
                    | flags::EXCEPTION
                    | flags::METACLASS
                    | flags::NO_NEW
                    | flags::DICT
                    | flags::WEAKREF);
        let slotted = base.native().flags() & SLOTTED != 0;
        let plain = matches!(base.native(), T::Object | T::Type | T::Module) || slotted;
        let mut fixed = base.fixed();
        if !plain && !base.has(flags::PAYLOAD) {
            f |= flags::PAYLOAD;
            fixed = 1;
        }
        let may_have_weakref = f & flags::WEAKREF == 0 && !varies_in_size(base.native());
        let had = f;
        match self.dict_get_str(dict, self.names.__slots__)? {
            None => {
                f |= flags::DICT;
                if may_have_weakref {
                    f |= flags::WEAKREF;
                }
            }
            Some(slots) => {
                fixed = self.add_slots(class, base, slots, dict, fixed, &mut f)?;
                for c in bases.iter().filter_map(|&b| Class::from_value(b)) {
                    f |= c.flags() & flags::DICT;
                    if may_have_weakref {
                        f |= c.flags() & flags::WEAKREF;
                    }
                }
            }
        }
        let keyed = base.fixed() == 0 || base.has(flags::SLOTS_ONLY);
        let others = flags::DICT | flags::PAYLOAD | flags::EXCEPTION | flags::METACLASS;
        if keyed
            && base.native() == T::Object
            && f & others == 0
            && (1..=MOST_KEYED).contains(&fixed)
        {
            f |= flags::SLOTS_ONLY;
        }
        class.set_flags(f);
        class.set_fixed(fixed);
        if f & !had & flags::DICT != 0 {
            self.add_getset(class, &INSTANCE_DICT)?;
        }
        if f & !had & flags::WEAKREF != 0 {
            self.add_getset(class, &INSTANCE_WEAKREF)?;
        }
        Ok(())
    }

    fn add_slots(
        &mut self,
        class: Class,
        base: Class,
        slots: Value,
        dict: Dict,
        first: u16,
        f: &mut u32,
    ) -> PyResult<u16> {
        let names = if self.as_str(slots).is_some() {
            self.new_list(&[slots])?
        } else {
            self.list_from(slots)?
        };
        let native = base.native();
        if !names.is_empty() && (varies_in_size(native) || native == T::Module) {
            let b = self.class_name(base);
            return Err(self.type_error(format_args!(
                "nonempty __slots__ not supported for subtype of '{b}'"
            )));
        }
        let had = *f;
        let members = List::new(&mut self.heap);
        for i in 0..names.len() {
            let name = self.slot_name(names.get(i).unwrap_or(Value::NONE))?;
            let (flag, text) = match () {
                () if name.is("__dict__") => (flags::DICT, "__dict__"),
                () if name.is("__weakref__") => (flags::WEAKREF, "__weakref__"),
                () => {
                    let name = self.mangle(class, name)?;
                    if self.dict_get_str(dict, name)?.is_some()
                        && !name.is("__qualname__")
                        && !name.is("__classcell__")
                        && !name.is("__classdictcell__")
                    {
                        let n = self.repr(name.value())?.to_text();
                        return Err(self.value_error(format_args!(
                            "{n} in __slots__ conflicts with class variable"
                        )));
                    }
                    members
                        .push(&mut self.heap, name.value())
                        .or_memory_error(self)?;
                    continue;
                }
            };
            if *f & flag != 0 {
                return Err(
                    self.type_error(format_args!("{text} slot disallowed: we already got one"))
                );
            }
            *f |= flag;
        }
        debug_assert!(*f & had == had);
        self.add_members(class, members, dict, first)
    }

    fn slot_name(&mut self, v: Value) -> PyResult<Str> {
        let Some(name) = self.as_str(v) else {
            let t = self.type_name(v);
            return Err(self.type_error(format_args!("__slots__ items must be strings, not '{t}'")));
        };
        if !crate::text::unicode::isidentifier(name.chars()) {
            return Err(self.type_error("__slots__ must be identifiers"));
        }
        Ok(name)
    }

    /// Adds a descriptor for each slot, in the order of their names: classes with the same slots are laid out alike.
    fn add_members(
        &mut self,
        class: Class,
        members: List,
        dict: Dict,
        first: u16,
    ) -> PyResult<u16> {
        let mut order: Vec<usize> = (0..members.len()).collect();
        let text = |i: usize| {
            members
                .get(i)
                .and_then(Str::from_value)
                .map_or_else(String::new, Str::to_text)
        };
        order.sort_by_cached_key(|&i| text(i));
        let keys = List::new(&mut self.heap);
        for name in order
            .iter()
            .filter_map(|&i| members.get(i))
            .filter_map(Str::from_value)
        {
            let key = Str::from_chars(&mut self.heap, name.chars()).or_memory_error(self)?;
            keys.push(&mut self.heap, key.value())
                .or_memory_error(self)?;
        }
        let keys = self.tuple_of_list(keys)?;
        class.set_slots(keys.value());
        let mut fixed = first;
        for (&i, &key) in order.iter().zip(keys.items()) {
            let Some(name) = members.get(i).and_then(Str::from_value) else {
                continue;
            };
            if fixed >= MOST_SLOTS {
                return Err(self.not_implemented(format_args!(
                    "more than {MOST_SLOTS} __slots__ in a class and its bases"
                )));
            }
            let member = self.new_slot(class, name, fixed, key)?;
            dict.set_str(&mut self.heap, name, member)
                .or_memory_error(self)?;
            fixed += 1;
        }
        Ok(fixed)
    }

    /// Private names in `__slots__`: `__x` becomes `_Class__x`.
    fn mangle(&mut self, class: Class, name: Str) -> PyResult<Str> {
        let text = name.to_text();
        let owner = Str::from_value(class.name()).map_or_else(String::new, Str::to_text);
        let owner = owner.trim_start_matches('_');
        if text.starts_with("__")
            && !text.ends_with("__")
            && !owner.is_empty()
            && !text.contains('.')
        {
            return self.intern(&format!("_{owner}{text}"));
        }
        Ok(self.intern_str(name))
    }

    /// `v.__class__ = new`
    pub fn set_class_of(&mut self, v: Value, new: Value) -> PyResult<()> {
        if new.is_empty() {
            return Err(self.type_error("can't delete __class__ attribute"));
        }
        let old = self.type_of(v);
        let Some(class) = Class::from_value(new) else {
            let t = self.type_name(new);
            return Err(self.type_error(format_args!(
                "__class__ must be set to a class, not '{t}' object"
            )));
        };
        let module = self.class(T::Module);
        let modules = old.is_subclass(module) && class.is_subclass(module);
        if !modules && (old.has(flags::IMMUTABLE) || class.has(flags::IMMUTABLE)) {
            return Err(self.type_error(
                "__class__ assignment only supported for mutable types or ModuleType subclasses",
            ));
        }
        self.check_same_layout(old, class, "__class__")?;
        if let Some(o) = Instance::from_value(v) {
            return self.change_class(o, old, class);
        }
        if let Some(m) = Module::from_value(v) {
            let shape = if class == module {
                of_type(T::Module)
            } else {
                class.dict_shape(&mut self.shapes, 0)
            };
            m.set_shape(shape);
        } else if let Some(c) = Class::from_value(v) {
            let shape = self.metaclass_shape(class);
            c.set_shape(shape);
        } else {
            return Err(self.type_error(
                "__class__ assignment only supported for mutable types or ModuleType subclasses",
            ));
        }
        Ok(())
    }

    fn change_class(&mut self, o: Instance, old: Class, new: Class) -> PyResult<()> {
        if new.has(flags::SLOTS_ONLY) {
            self.move_slots(o, old, new);
        } else if new.has(flags::DICT) {
            // the slots of the old shape mean nothing to the new class: the attributes move to a dict
            o.make_dict(&mut self.heap, &mut self.shapes)
                .or_memory_error(self)?;
            o.set_shape(new.dict_shape(&mut self.shapes, new.fixed()));
        } else {
            o.set_shape(new.instance_shape(&mut self.shapes));
        }
        if new.has(flags::FINALIZER) && !old.has(flags::FINALIZER) {
            register_finalizer(&mut self.heap, o.value());
        }
        Ok(())
    }

    /// Makes an object of `old` one of `new`, where nothing but slots of the same names is declared.
    fn move_slots(&mut self, o: Instance, old: Class, new: Class) {
        let (from, to) = (slot_keys(old), slot_keys(new));
        let stored = self.shapes.attributes(o.shape_id());
        let mut stored: Vec<(Str, Value)> = stored
            .filter_map(|(key, slot, rep)| {
                let at = from.iter().position(|&k| k == key)?;
                Some((*to.get(at)?, rep.decode(o.word(slot))))
            })
            .collect();
        stored.reverse();
        let root = new.instance_shape(&mut self.shapes);
        let shape = stored.iter().fold(root, |shape, &(key, v)| {
            let with = self.shapes.with_attribute(shape, key, Rep::of(v));
            with.unwrap_or(shape)
        });
        o.set_shape(shape);
        for (key, v) in stored {
            if let Some((slot, rep)) = self.shapes.find(shape, key) {
                o.set_word(slot, rep.encode(v).unwrap_or(v.0));
            }
        }
    }

    /// May objects of class `old` become objects of class `new`? (Objects/typeobject.c:compatible_for_assignment)
    pub fn check_same_layout(&mut self, old: Class, new: Class, attribute: &str) -> PyResult<()> {
        let object = self.class(T::Object);
        let (n, o) = (self.class_name(new), self.class_name(old));
        if (old == object) != (new == object) {
            return Err(self.type_error(format_args!(
                "{attribute} assignment: '{n}' deallocator differs from '{o}'"
            )));
        }
        let (a, b) = (layout_of(old), layout_of(new));
        let added = |c: Class| (c.base(), texts_of(c.slots()));
        let alike = added(a) == added(b) && !self.mixes_slots(a);
        let same = parts(old) == parts(new) && (a == b || alike);
        if same {
            Ok(())
        } else {
            Err(self.type_error(format_args!(
                "{attribute} assignment: '{n}' object layout differs from '{o}'"
            )))
        }
    }
}

impl Vm {
    /// Does a class declare slots together with a dict or weak references of its instances? These stood behind the slots up to 3.10 and 3.11, where
    /// comparing layouts did not expect them (same_slots_added).
    fn mixes_slots(&self, class: Class) -> bool {
        let had = Class::from_value(class.base()).map_or(0, Class::flags);
        let adds = class.flags() & !had;
        let behind = (adds & flags::DICT != 0 && self.main_version < Version::V311)
            || (adds & flags::WEAKREF != 0 && self.main_version < Version::V312);
        behind && Tuple::from_value(class.slots()).is_some_and(|t| !t.is_empty())
    }
}

/// What instances consist of, but for the names of their slots.
fn parts(class: Class) -> (T, u16, u32) {
    let mask = flags::DICT | flags::WEAKREF | flags::PAYLOAD;
    (class.native(), class.fixed(), class.flags() & mask)
}

/// The class itself, or the base that was the last to add something to the instances (Objects/typeobject.c:compatible_for_assignment).
fn layout_of(class: Class) -> Class {
    let mut at = class;
    while let Some(base) = Class::from_value(at.base())
        && parts(base) == parts(at)
    {
        at = base;
    }
    at
}

/// The keys of all slots that a class and its bases declare.
fn slot_keys(class: Class) -> Vec<Str> {
    let bases = std::iter::successors(Some(class), |c| Class::from_value(c.base()));
    let keys = bases.flat_map(|c| Tuple::from_value(c.slots()).map_or(&[][..], Tuple::items));
    keys.filter_map(|&k| Str::from_value(k)).collect()
}

fn texts_of(names: Value) -> Vec<String> {
    let names = Tuple::from_value(names).map_or(&[][..], Tuple::items);
    let texts = names.iter().filter_map(|&n| Str::from_value(n));
    texts.map(Str::to_text).collect()
}
