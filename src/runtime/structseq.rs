//! Struct sequences: tuples whose items have names too (`sys.version_info`, `time.struct_time`, `os.stat_result`, …).
//!
//! A type is described once by a [`StructSeq`]; its class is made at first use. An instance holds the tuple of its visible fields as payload in
//! slot 0 and every field, the hidden ones too, in the slots behind, where ordinary member descriptors find them.

use super::native::{Args, NativeDef};
use super::{OrMemoryError, PyResult, Raised, Vm};
use crate::native_functions;
use crate::object::shape::of_type;
use crate::object::{
    Class, Dict, GcVec, Instance, Native, Obj, Str, T, Tuple, Value, class::flags,
};
use crate::trace_fields;

/// The description of a struct sequence type.
pub struct StructSeq {
    /// Module and name, with a dot between.
    pub name: &'static str,
    /// `__doc__`
    pub doc: &'static str,
    /// The names of the fields; an empty one has no attribute.
    pub fields: &'static [&'static str],
    /// How many fields, from the first, are items of the tuple.
    pub visible: usize,
    /// May programs make instances?
    pub constructible: bool,
}

/// Ties a class to its description.
struct Description(&'static StructSeq);

impl Native for Description {
    const TYPE: T = T::Internal;
    trace_fields!();
}

impl StructSeq {
    fn unnamed(&self) -> usize {
        self.fields.iter().filter(|name| name.is_empty()).count()
    }

    /// The name that stands for item `i` in texts: CPython counts only named fields.
    fn shown_name(&self, i: usize) -> &'static str {
        self.fields
            .iter()
            .filter(|name| !name.is_empty())
            .nth(i)
            .copied()
            .unwrap_or("")
    }
}

native_functions! { METHODS = [
    /// Return repr(self).
    "__repr__" as repr(this);
    "__reduce__" as reduce(this);
    /// Return a copy of the structure with new values for the specified fields.
    "__replace__" as replace(*);
]}

native_functions! { NEW = [
    /// Create and return a new object.
    "__new__" as new(*);
]}

impl Vm {
    /// The class of the struct sequences that `def` describes.
    pub fn struct_seq_class(&mut self, def: &'static StructSeq) -> PyResult<Class> {
        let key = self.intern(def.name)?;
        if let Some(class) = self.state.get_str(key).and_then(Class::from_value) {
            return Ok(class);
        }
        let class = self.make_struct_seq_class(def)?;
        let description = Obj::new(&mut self.heap, Description(def)).or_memory_error(self)?;
        let state = self.state;
        state
            .set_str(&mut self.heap, key, class.value())
            .or_memory_error(self)?;
        self.dict_set(state, class.value(), description.value())?;
        Ok(class)
    }

    fn make_struct_seq_class(&mut self, def: &'static StructSeq) -> PyResult<Class> {
        let (module, name) = def.name.rsplit_once('.').unwrap_or(("builtins", def.name));
        let (module, name) = (self.intern(module)?, self.intern(name)?);
        let dict = self.new_dict();
        let class = Class::new(&mut self.heap, of_type(T::Type), name, dict);
        let (tuple, object) = (self.class(T::Tuple), self.class(T::Object));
        class.set_native(T::Tuple);
        class.set_base(tuple.value());
        class.set_bases(Tuple::small(&mut self.heap, [tuple.value()]).value());
        class.set_mro(
            Tuple::small(
                &mut self.heap,
                [class.value(), tuple.value(), object.value()],
            )
            .value(),
        );
        class.set_flags(flags::HEAP | flags::PAYLOAD | flags::SEQUENCE);
        class.set_fixed(1 + def.fields.len() as u16);
        self.add_subclass(tuple, class)?;
        self.fill_struct_seq_class(class, dict, def)?;
        self.set_item_str(dict, "__module__", module.value())?;
        class.add_flag(flags::IMMUTABLE);
        Ok(class)
    }

    fn fill_struct_seq_class(
        &mut self,
        class: Class,
        dict: Dict,
        def: &'static StructSeq,
    ) -> PyResult<()> {
        let new: &'static NativeDef = &NEW[0];
        let new = self.new_native(
            T::NativeFunction,
            new,
            Value::EMPTY,
            Value::EMPTY,
            Value::EMPTY,
        );
        self.set_item_str(dict, "__new__", new.value())?;
        for method in METHODS {
            let t = if method.name == "__repr__" {
                T::WrapperDescriptor
            } else {
                T::MethodDescriptor
            };
            let f = self.new_native(t, method, Value::EMPTY, class.value(), Value::EMPTY);
            self.set_item_str(dict, method.name, f.value())?;
        }
        let mut match_args = GcVec::new();
        for (i, field) in def
            .fields
            .iter()
            .enumerate()
            .filter(|(_, field)| !field.is_empty())
        {
            let name = self.intern(field)?;
            let member = self.new_member(class, name, 1 + i as u16, true, true)?;
            dict.set_str(&mut self.heap, name, member)
                .or_memory_error(self)?;
            if i < def.visible {
                match_args
                    .push(&mut self.heap, name.value())
                    .or_memory_error(self)?;
            }
        }
        let doc = self.new_str(def.doc)?;
        let match_args = self.new_tuple(&match_args)?;
        let items = [
            ("__doc__", doc.value()),
            ("n_sequence_fields", Value::from_len(def.visible)),
            ("n_fields", Value::from_len(def.fields.len())),
            ("n_unnamed_fields", Value::from_len(def.unnamed())),
            ("__match_args__", match_args.value()),
        ];
        for (name, v) in items {
            self.set_item_str(dict, name, v)?;
        }
        Ok(())
    }

    /// A struct sequence; `values` are those of all its fields, in order. Missing ones are None.
    pub fn new_struct_seq(&mut self, def: &'static StructSeq, values: &[Value]) -> PyResult {
        let class = self.struct_seq_class(def)?;
        let instance = self.new_instance(class);
        let items = self.new_tuple(values.get(..def.visible).unwrap_or(values))?;
        instance.set_fixed(0, items.value());
        for i in 0..def.fields.len() {
            instance.set_fixed(1 + i as u16, values.get(i).copied().unwrap_or(Value::NONE));
        }
        Ok(instance.value())
    }

    fn struct_seq_of(&mut self, class: Value) -> PyResult<Option<&'static StructSeq>> {
        let state = self.state;
        Ok(self
            .dict_get(state, class)?
            .and_then(Obj::<Description>::from_value)
            .map(|d| d.0))
    }

    /// The description and the object of a method's receiver.
    fn struct_seq(&mut self, v: Value) -> PyResult<(&'static StructSeq, Instance)> {
        let class = self.type_of(v).value();
        match (self.struct_seq_of(class)?, Instance::from_value(v)) {
            (Some(def), Some(instance)) => Ok((def, instance)),
            _ => Err(self.expected("structseq", v)),
        }
    }
}

fn repr(vm: &mut Vm, this: Value) -> PyResult<Str> {
    let (def, instance) = vm.struct_seq(this)?;
    let mut text = crate::text::CharBuf::new();
    text.push_str(def.name);
    text.push_str("(");
    for i in 0..def.visible {
        if i > 0 {
            text.push_str(", ");
        }
        text.push_str(def.shown_name(i));
        text.push_str("=");
        let shown = vm.repr(instance.fixed(1 + i as u16))?;
        text.extend(shown.chars());
    }
    text.push_str(")");
    vm.new_text(text.as_chars())
}

/// The hidden fields as a dict.
fn hidden_fields(vm: &mut Vm, def: &StructSeq, instance: Instance) -> PyResult<Dict> {
    let dict = vm.new_dict();
    for i in def.visible..def.fields.len() {
        if let Some(name) = def.fields.get(i) {
            vm.set_item_str(dict, name, instance.fixed(1 + i as u16))?;
        }
    }
    Ok(dict)
}

fn reduce(vm: &mut Vm, this: Value) -> PyResult<(Value, Value)> {
    let (def, instance) = vm.struct_seq(this)?;
    let hidden = hidden_fields(vm, def, instance)?;
    let arguments = Tuple::small(&mut vm.heap, [instance.fixed(0), hidden.value()]);
    Ok((vm.type_of(this).value(), arguments.value()))
}

fn replace(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    let (def, instance) = vm.struct_seq(args.first())?;
    if args.plain().len() > 1 {
        return Err(vm.type_error("__replace__() takes no positional arguments"));
    }
    if def.unnamed() > 0 {
        return Err(vm.type_error(format_args!(
            "__replace__() is not supported for {} because it has unnamed field(s)",
            def.name
        )));
    }
    let mut values = GcVec::new();
    let mut used = 0;
    for (i, name) in def.fields.iter().enumerate() {
        let given = args.get_named(name);
        used += usize::from(given.is_some());
        values
            .push(
                &mut vm.heap,
                given.unwrap_or_else(|| instance.fixed(1 + i as u16)),
            )
            .or_memory_error(vm)?;
    }
    if used < args.named_len() {
        let unknown = vm.new_list(&[])?;
        for (name, _) in args
            .named()
            .filter(|(name, _)| !def.fields.iter().any(|f| name.is(f)))
        {
            unknown
                .push(&mut vm.heap, name.value())
                .or_memory_error(vm)?;
        }
        let shown = vm.repr(unknown.value())?.to_text();
        return Err(vm.type_error(format_args!("Got unexpected field name(s): {shown}")));
    }
    vm.new_struct_seq(def, &values)
}

fn new(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    let Some(def) = vm.struct_seq_of(args.first())? else {
        return Err(vm.type_error("structseq.__new__(X): X is not a structseq type"));
    };
    if !def.constructible {
        return Err(vm.type_error(format_args!("cannot create '{}' instances", def.name)));
    }
    let plain = args.plain();
    let Some(sequence) = plain.get(1).copied().or_else(|| args.get_named("sequence")) else {
        return Err(vm.type_error("structseq() missing required argument 'sequence' (pos 1)"));
    };
    if plain.len() > 3 {
        return Err(vm.type_error(format_args!(
            "structseq() takes at most 2 arguments ({} given)",
            args.values.len() - 1
        )));
    }
    let named = match plain.get(2).copied().or_else(|| args.get_named("dict")) {
        None => None,
        Some(v) => match vm.as_dict(v) {
            Some(d) => Some(d),
            None => {
                return Err(vm.type_error(format_args!(
                    "{}() takes a dict as second arg, if any",
                    def.name
                )));
            }
        },
    };
    let items = match vm.tuple_from(sequence) {
        Ok(items) => items,
        Err(Raised) => {
            vm.catch(T::TypeError)?;
            return Err(vm.type_error("constructor requires a sequence"));
        }
    };
    construct(vm, def, items, named)
}

fn construct(vm: &mut Vm, def: &'static StructSeq, items: Tuple, named: Option<Dict>) -> PyResult {
    let (least, most, given) = (def.visible, def.fields.len(), items.len());
    if given < least || given > most {
        let bound = match (least == most, given < least) {
            (true, _) => format!("a {least}"),
            (false, true) => format!("an at least {least}"),
            (false, false) => format!("an at most {most}"),
        };
        return Err(vm.type_error(format_args!(
            "{}() takes {bound}-sequence ({given}-sequence given)",
            def.name
        )));
    }
    let mut values = vm.hold(items.items())?;
    let mut used = 0;
    for name in def.fields.iter().skip(given) {
        let name = vm.intern(name)?;
        let v = match named {
            Some(d) => vm.dict_get_str(d, name)?,
            None => None,
        };
        used += usize::from(v.is_some());
        values
            .push(&mut vm.heap, v.unwrap_or(Value::NONE))
            .or_memory_error(vm)?;
    }
    if named.is_some_and(|d| d.len() > used) {
        return Err(vm.type_error(format_args!(
            "{}() got duplicate or unexpected field name(s)",
            def.name
        )));
    }
    vm.new_struct_seq(def, &values)
}
