//! Making classes: the builtin ones at start-up, and those of `type(name, bases, namespace)` (Objects/typeobject.c:type_new).

use std::cell::Cell;

use super::descriptor::{GetSetDescriptor, MethodWrapper};
use super::exception;
use super::names::Special;
use super::native::{Args, NativeDef, TypeDef};
use super::{OrMemoryError, PyResult, Vm};
use crate::object::shape::of_type;
use crate::object::types::{self, BASE, DICT, NO_NEW, SLOTTED};
use crate::object::{CellObject, Class, Dict, Function, GcVec, List, Obj, OutOfMemory, Str, T, Tuple, Value, class::flags, list};

impl Vm {
    /// Makes the classes of all builtin types, empty but for base and flags.
    pub(super) fn make_builtin_classes(&mut self) -> Result<(), OutOfMemory> {
        for &t in T::ALL {
            let name = Str::new(&mut self.heap, t.name())?;
            let name = self.interned.intern(name);
            let dict = Dict::new(&mut self.heap);
            let class = Class::new(&mut self.heap, of_type(T::Type), name, dict);
            self.classes[t as usize] = class.value();
            self.shapes.set_class(of_type(t), class);
        }
        for id in list::SHAPE_EMPTY..list::SHAPES_END {
            let class = self.class(T::List);
            self.shapes.set_class(id, class);
        }
        for &t in T::ALL {
            self.describe_builtin(t)?;
        }
        Ok(())
    }

    fn describe_builtin(&mut self, t: T) -> Result<(), OutOfMemory> {
        let class = self.class(t);
        let base = self.class(t.base());
        let mut f = flags::IMMUTABLE;
        let own = t.flags();
        f |= if own & BASE != 0 { flags::BASE } else { 0 };
        f |= if own & DICT != 0 { flags::DICT } else { 0 };
        f |= if own & NO_NEW != 0 { flags::NO_NEW } else { 0 };
        f |= if t == T::Type { flags::METACLASS } else { 0 };
        f |= if own & SLOTTED != 0 { flags::EXCEPTION } else { 0 };
        f |= match t {
            T::List | T::Tuple | T::Range | T::MemoryView => flags::SEQUENCE,
            T::Dict | T::MappingProxy => flags::MAPPING,
            _ => 0,
        };
        if !matches!(t, T::Int | T::Bool | T::Float | T::Str | T::Bytes | T::Tuple | T::NoneType | T::List | T::Dict | T::ByteArray | T::Complex | T::Object) {
            f |= flags::WEAKREF;
        }
        class.set_flags(f);
        class.set_native(t);
        if t == T::Object {
            class.set_bases(self.empty_tuple.value());
            class.set_mro(Tuple::new(&mut self.heap, &[class.value()])?.value());
        } else {
            class.set_base(base.value());
            class.set_bases(Tuple::new(&mut self.heap, &[base.value()])?.value());
            let mut mro = GcVec::with_capacity(&mut self.heap, 8)?;
            mro.push(&mut self.heap, class.value())?;
            for &c in base.mro_items() {
                mro.push(&mut self.heap, c)?;
            }
            class.set_mro(Tuple::new(&mut self.heap, &mro)?.value());
            if self.add_subclass(base, class).is_err() {
                return Err(OutOfMemory);
            }
        }
        if own & SLOTTED != 0 {
            let inherited = if t == T::BaseException { exception::slot::OWN } else { base.fixed() };
            class.set_fixed(inherited + exception::own_members(t).len() as u16);
        }
        Ok(())
    }

    /// Fills the class of a builtin type from its definition.
    pub fn fill_class(&mut self, def: &'static TypeDef) -> PyResult<()> {
        let class = self.class(def.t);
        if let Some(new) = def.new {
            let f = self.new_native(T::NativeFunction, new, Value::EMPTY, Value::EMPTY, Value::EMPTY);
            self.set_item_str(class.dict(), "__new__", f.value())?;
        }
        for m in def.methods {
            let t = if is_special_method(m.name) { T::WrapperDescriptor } else { T::MethodDescriptor };
            self.add_function(class, t, m)?;
        }
        for m in def.class_methods {
            self.add_function(class, T::ClassMethodDescriptor, m)?;
        }
        for m in def.static_methods {
            let f = self.new_native(T::NativeFunction, m, Value::EMPTY, Value::EMPTY, Value::EMPTY);
            let w = MethodWrapper { function: Cell::new(f.value()), dict: Cell::new(Value::EMPTY) };
            let w = Obj::new_as(&mut self.heap, T::StaticMethod, w).or_memory_error(self)?;
            self.set_item_str(class.dict(), m.name, w.value())?;
        }
        for g in def.getset {
            let d = GetSetDescriptor { def: g, owner: Cell::new(class.value()) };
            let d = Obj::new(&mut self.heap, d).or_memory_error(self)?;
            self.set_item_str(class.dict(), g.name, d.value())?;
        }
        if class.flags() & flags::EXCEPTION != 0 {
            self.add_exception_members(class, def.t)?;
        }
        let doc = if def.doc.is_empty() { Value::NONE } else { self.new_str(def.doc)?.value() };
        self.set_item_str(class.dict(), "__doc__", doc)?;
        if self.special_names.get(Special::Hash).is_some_and(|h| class.dict().find_str(h).is_none()) && class.dict().get_str(self.eq_name()).is_some() && def.t != T::Object {
            self.set_item_str(class.dict(), "__hash__", Value::NONE)?;
        }
        Ok(())
    }

    fn eq_name(&self) -> Str {
        self.special_names.get(Special::Eq).unwrap_or(self.names.empty)
    }

    fn add_function(&mut self, class: Class, t: T, def: &'static NativeDef) -> PyResult<()> {
        let f = self.new_native(t, def, Value::EMPTY, class.value(), Value::EMPTY);
        self.set_item_str(class.dict(), def.name, f.value())
    }

    fn add_exception_members(&mut self, class: Class, t: T) -> PyResult<()> {
        let first = class.fixed() - exception::own_members(t).len() as u16;
        for (i, name) in exception::own_members(t).iter().enumerate() {
            let name = self.intern(name)?;
            let readonly = t == T::BaseExceptionGroup;
            let member = self.new_member(class, name, first + i as u16, true, readonly)?;
            class.dict().set_str(&mut self.heap, name, member).or_memory_error(self)?;
        }
        Ok(())
    }

    // ---- classes made by programs

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
    pub fn new_class(&mut self, meta: Class, name: Str, bases: Tuple, namespace: Dict, named: &Args<'_>) -> PyResult<Class> {
        let meta = self.winning_metaclass(meta, bases.items())?;
        let object = self.class(T::Object);
        let bases = if bases.is_empty() { Tuple::small(&mut self.heap, [object.value()]) } else { bases };
        let base = self.best_base(bases.items())?;
        let dict = namespace.copy(&mut self.heap).or_memory_error(self)?;
        let shape = self.metaclass_shape(meta);
        let name = self.intern_str(name);
        let class = Class::new(&mut self.heap, shape, name, dict);
        class.set_bases(bases.value());
        class.set_base(base.value());
        class.set_native(base.native());
        self.set_qualname(class, dict)?;
        self.set_layout(class, base, bases.items(), dict)?;
        self.set_dunder_defaults(class, dict)?;
        let mro = self.compute_mro(class)?;
        class.set_mro(mro.value());
        self.inherit_flags(class, bases.items());
        self.update_flags(class);
        for &b in bases.items() {
            if let Some(b) = Class::from_value(b) {
                self.add_subclass(b, class)?;
            }
        }
        self.fill_class_cell(class, dict)?;
        self.set_names(class)?;
        self.init_subclass(class, named)?;
        Ok(class)
    }

    /// The shape of class objects whose metaclass is `meta`.
    pub fn metaclass_shape(&mut self, meta: Class) -> u32 {
        if meta == self.class(T::Type) { of_type(T::Type) } else { meta.dict_shape(&mut self.shapes, 0) }
    }

    fn best_base(&mut self, bases: &[Value]) -> PyResult<Class> {
        let mut winner: Option<Class> = None;
        for &b in bases {
            let Some(c) = Class::from_value(b) else {
                return Err(self.type_error("bases must be types"));
            };
            if !c.has(flags::BASE) {
                let name = self.class_name(c);
                return Err(self.type_error(format_args!("type '{name}' is not an acceptable base type")));
            }
            winner = match winner {
                None => Some(c),
                Some(w) => match (self.solid_base(w), self.solid_base(c)) {
                    (x, y) if x.is_subclass(y) => Some(w),
                    (x, y) if y.is_subclass(x) => Some(c),
                    _ => return Err(self.type_error("multiple bases have instance lay-out conflict")),
                },
            };
        }
        Ok(winner.unwrap_or(self.class(T::Object)))
    }

    /// The nearest class in the chain of bases that adds to the layout of instances.
    fn solid_base(&self, class: Class) -> Class {
        let mut at = class;
        while let Some(base) = Class::from_value(at.base()) {
            let adds_native = at.native() != base.native() && !matches!(at.native(), T::Object);
            let adds_slots = at.fixed() != base.fixed() && at.has(flags::HEAP) && at.fixed() > base.fixed() + u16::from(at.has(flags::PAYLOAD) && !base.has(flags::PAYLOAD));
            if (adds_native && (at.native().flags() & SLOTTED == 0 || at.fixed() != base.fixed())) || adds_slots {
                return at;
            }
            at = base;
        }
        at
    }

    fn set_qualname(&mut self, class: Class, dict: Dict) -> PyResult<()> {
        let key = self.names.__qualname__;
        let Some(q) = self.dict_get_str(dict, key)? else { return Ok(()) };
        if Str::from_value(self.payload(q)).is_none() {
            let t = self.type_name(q);
            return Err(self.type_error(format_args!("type __qualname__ must be a str, not {t}")));
        }
        class.set_qualname(self.payload(q));
        self.dict_remove_str(dict, key).map(|_| ())
    }

    /// Decides hidden slots, `__slots__`, payload and `__dict__`.
    fn set_layout(&mut self, class: Class, base: Class, bases: &[Value], dict: Dict) -> PyResult<()> {
        let mut f = flags::HEAP | flags::BASE | base.flags() & (flags::PAYLOAD | flags::EXCEPTION | flags::METACLASS | flags::NO_NEW);
        let slotted = base.native().flags() & SLOTTED != 0;
        let plain = matches!(base.native(), T::Object | T::Type | T::Module) || slotted;
        let mut fixed = base.fixed();
        if !plain && !base.has(flags::PAYLOAD) {
            f |= flags::PAYLOAD;
            fixed = 1;
        }
        let any = |flag| bases.iter().any(|&b| Class::from_value(b).is_some_and(|c| c.has(flag)));
        let slots = self.dict_get_str(dict, self.names.__slots__)?;
        match slots {
            None => f |= flags::DICT | flags::WEAKREF,
            Some(slots) => {
                if any(flags::DICT) {
                    f |= flags::DICT;
                }
                if any(flags::WEAKREF) && base.native() != T::Object || bases.iter().any(|&b| Class::from_value(b).is_some_and(|c| c.has(flags::HEAP) && c.has(flags::WEAKREF))) {
                    f |= flags::WEAKREF;
                }
                fixed = self.add_slots(class, slots, dict, fixed, &mut f)?;
            }
        }
        class.set_flags(f);
        class.set_fixed(fixed);
        Ok(())
    }

    fn add_slots(&mut self, class: Class, slots: Value, dict: Dict, first: u16, f: &mut u32) -> PyResult<u16> {
        let names = if Str::from_value(self.payload(slots)).is_some() { self.new_list(&[slots])? } else { self.list_from(slots)? };
        let mut fixed = first;
        for i in 0..names.len() {
            let name = names.get(i).unwrap_or(Value::NONE);
            let Some(name) = Str::from_value(self.payload(name)) else {
                let t = self.type_name(name);
                return Err(self.type_error(format_args!("__slots__ items must be strings, not '{t}'")));
            };
            if !crate::text::unicode::isidentifier(name.chars()) {
                return Err(self.type_error("__slots__ must be identifiers"));
            }
            if name.is("__dict__") {
                if *f & flags::DICT != 0 {
                    return Err(self.type_error("__dict__ slot disallowed: we already got one"));
                }
                *f |= flags::DICT;
                continue;
            }
            if name.is("__weakref__") {
                if *f & flags::WEAKREF != 0 {
                    return Err(self.type_error("__weakref__ slot disallowed: we already got one"));
                }
                *f |= flags::WEAKREF;
                continue;
            }
            let name = self.mangle(class, name)?;
            if self.dict_get_str(dict, name)?.is_some() && !name.is("__qualname__") && !name.is("__classcell__") {
                let n = name.to_text();
                return Err(self.value_error(format_args!("'{n}' in __slots__ conflicts with class variable")));
            }
            if fixed >= 60 {
                return Err(self.not_implemented("more than 60 __slots__ in a class and its bases"));
            }
            let member = self.new_member(class, name, fixed, false, false)?;
            dict.set_str(&mut self.heap, name, member).or_memory_error(self)?;
            fixed += 1;
        }
        Ok(fixed)
    }

    /// Private names in `__slots__`: `__x` becomes `_Class__x`.
    fn mangle(&mut self, class: Class, name: Str) -> PyResult<Str> {
        let text = name.to_text();
        let owner = Str::from_value(class.name()).map_or_else(String::new, Str::to_text);
        let owner = owner.trim_start_matches('_');
        if text.starts_with("__") && !text.ends_with("__") && !owner.is_empty() && !text.contains('.') {
            return self.intern(&format!("_{owner}{text}"));
        }
        Ok(self.intern_str(name))
    }

    fn set_dunder_defaults(&mut self, class: Class, dict: Dict) -> PyResult<()> {
        if self.dict_get_str(dict, self.names.__module__)?.is_none()
            && let Some(globals) = self.current_globals()
            && let Some(name) = self.dict_get_str(globals, self.names.__name__)?
        {
            dict.set_str(&mut self.heap, self.names.__module__, name).or_memory_error(self)?;
        }
        if self.dict_get_str(dict, self.names.__doc__)?.is_none() {
            dict.set_str(&mut self.heap, self.names.__doc__, Value::NONE).or_memory_error(self)?;
        }
        for name in [self.names.__init_subclass__, self.names.__class_getitem__] {
            self.wrap_in_dict(dict, name, T::ClassMethod)?;
        }
        if let Some(new) = self.special_names.get(Special::New) {
            self.wrap_in_dict(dict, new, T::StaticMethod)?;
        }
        if let (Some(eq), Some(hash)) = (self.special_names.get(Special::Eq), self.special_names.get(Special::Hash))
            && self.dict_get_str(dict, eq)?.is_some()
            && self.dict_get_str(dict, hash)?.is_none()
        {
            dict.set_str(&mut self.heap, hash, Value::NONE).or_memory_error(self)?;
        }
        let _ = class;
        Ok(())
    }

    fn wrap_in_dict(&mut self, dict: Dict, name: Str, t: T) -> PyResult<()> {
        let Some(v) = self.dict_get_str(dict, name)? else { return Ok(()) };
        if Function::from_value(v).is_some() {
            let w = MethodWrapper { function: Cell::new(v), dict: Cell::new(Value::EMPTY) };
            let w = Obj::new_as(&mut self.heap, t, w).or_memory_error(self)?;
            dict.set_str(&mut self.heap, name, w.value()).or_memory_error(self)?;
        }
        Ok(())
    }

    /// The globals of the innermost frame.
    #[must_use]
    pub fn current_globals(&mut self) -> Option<Dict> {
        self.thread.current().map(|f| f.globals())
    }

    fn inherit_flags(&mut self, class: Class, bases: &[Value]) {
        for &b in bases {
            if let Some(b) = Class::from_value(b) {
                class.add_flag(b.flags() & (flags::SEQUENCE | flags::MAPPING | flags::EXCEPTION));
            }
        }
    }

    fn fill_class_cell(&mut self, class: Class, dict: Dict) -> PyResult<()> {
        for name in [self.names.__classcell__, self.names.__classdictcell__] {
            let Some(v) = self.dict_remove_str(dict, name)? else { continue };
            match CellObject::from_value(v) {
                Some(cell) if name == self.names.__classcell__ => cell.set(class.value()),
                Some(cell) => cell.set(dict.value()),
                None => {
                    let t = self.type_name(v);
                    return Err(self.type_error(format_args!("type.__new__() expected __classcell__ to be a cell, not <class '{t}'>")));
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
                && self.call_method(f, e.value, &[class.value(), e.key]).is_err()
            {
                return Err(self.set_name_failed(class, e.key, e.value));
            }
        }
        Ok(())
    }

    fn set_name_failed(&mut self, class: Class, key: Value, v: Value) -> super::Raised {
        let Some(e) = exception::Exception::from_value(self.take_pending()) else { return super::Raised };
        let Ok(key) = self.repr(key) else { return super::Raised };
        let note = format!("Error calling __set_name__ on '{}' instance {} in '{}'", self.type_name(v), key.to_text(), self.class_name(class));
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
        for &c in class.mro_items().iter().skip(1) {
            let Some(c) = Class::from_value(c) else { continue };
            if let Some(d) = c.dict().get_str(name) {
                let f = self.bind(d, Value::EMPTY, class)?;
                return self.call(f, named).map(|_| ());
            }
        }
        Ok(())
    }

    /// The C3 linearisation, or what a metaclass's own `mro()` gives.
    pub fn compute_mro(&mut self, class: Class) -> PyResult<Tuple> {
        let meta = self.type_of(class.value());
        if meta != self.class(T::Type)
            && let Some(f) = self.lookup(meta, self.names.mro)
            && Function::from_value(f).is_some()
        {
            let result = self.call_method(f, class.value(), &[])?;
            let list = self.list_from(result)?;
            let items = GcVec::from_slice(&mut self.heap, &(0..list.len()).filter_map(|i| list.get(i)).collect::<Vec<_>>()).or_memory_error(self)?;
            return self.new_tuple(&items);
        }
        self.c3(class)
    }

    /// The C3 linearisation of `class` (Objects/typeobject.c:mro_implementation).
    pub fn c3(&mut self, class: Class) -> PyResult<Tuple> {
        let bases = Tuple::from_value(class.bases()).map_or(&[][..], Tuple::items);
        let mut sequences: Vec<&[Value]> = bases.iter().filter_map(|&b| Class::from_value(b)).map(Class::mro_items).collect();
        for (i, b) in bases.iter().enumerate() {
            if bases[..i].contains(b) {
                let name = Class::from_value(*b).map_or_else(String::new, |c| self.class_name(c));
                return Err(self.type_error(format_args!("duplicate base class {name}")));
            }
        }
        sequences.push(bases);
        let mut mro = GcVec::new();
        mro.push(&mut self.heap, class.value()).or_memory_error(self)?;
        loop {
            sequences.retain(|s| !s.is_empty());
            if sequences.is_empty() {
                return self.new_tuple(&mro);
            }
            let next = sequences.iter().map(|s| s[0]).find(|c| sequences.iter().all(|s| !s[1..].contains(c)));
            let Some(next) = next else {
                let mut heads: Vec<String> = Vec::new();
                for s in &sequences {
                    let name = Class::from_value(s[0]).map_or_else(String::new, |c| self.class_name(c));
                    if !heads.contains(&name) {
                        heads.push(name);
                    }
                }
                let heads = heads.join(", ");
                return Err(self.type_error(format_args!("Cannot create a consistent method resolution order (MRO) for bases {heads}")));
            };
            mro.push(&mut self.heap, next).or_memory_error(self)?;
            for s in &mut sequences {
                if s[0] == next {
                    *s = &s[1..];
                }
            }
        }
    }

    /// A list of everything an iterable gives.
    pub fn list_from(&mut self, iterable: Value) -> PyResult<List> {
        let list = List::new(&mut self.heap);
        self.extend_list(list, iterable)?;
        Ok(list)
    }

    /// The builtin type numbered `id`, for tables.
    #[must_use]
    pub fn builtin_type(&self, id: u32) -> Option<Class> {
        types::from_id(id).map(|t| self.class(t))
    }
}

/// Is it a method that CPython implements by a type slot (its descriptor is a slot wrapper)?
fn is_special_method(name: &str) -> bool {
    !matches!(name, "__reduce__" | "__reduce_ex__" | "__getstate__" | "__setstate__" | "__format__" | "__sizeof__" | "__dir__" | "__reversed__" | "__getnewargs__" | "__class_getitem__" | "__init_subclass__" | "__subclasshook__" | "__length_hint__" | "__round__" | "__trunc__" | "__floor__" | "__ceil__" | "__complex__" | "__bytes__" | "__enter__" | "__exit__" | "__copy__" | "__deepcopy__" | "__instancecheck__" | "__subclasscheck__" | "__prepare__" | "__subclasses__" | "__contains_slot__" | "__typing_subst__" | "__mro_entries__")
        && name.starts_with("__")
        && name.ends_with("__")
        && Special::ALL.iter().any(|s| s.name() == name)
}
