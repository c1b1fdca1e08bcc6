//! `string.templatelib`: template strings (PEP 750).

use std::cell::Cell;

use crate::object::{Class, GcVec, Native, Obj, Str, T, Tuple, Value};
use crate::runtime::native::{Args, TypeDef};
use crate::runtime::{OrMemoryError, PyResult, Vm};
use crate::{native_attributes, native_functions, trace_fields};

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[&TEMPLATE, &INTERPOLATION, &ITERATOR];

static TEMPLATE: TypeDef = TypeDef {
    new: Some(&NEW_TEMPLATE[0]),
    methods: TEMPLATE_METHODS,
    getset: TEMPLATE_ATTRIBUTES,
    ..TypeDef::new(T::Template, "Template object")
};

static INTERPOLATION: TypeDef = TypeDef {
    new: Some(&NEW_INTERPOLATION[0]),
    methods: INTERPOLATION_METHODS,
    getset: INTERPOLATION_ATTRIBUTES,
    ..TypeDef::new(T::Interpolation, "Interpolation object")
};

static ITERATOR: TypeDef = TypeDef {
    methods: ITERATOR_METHODS,
    ..TypeDef::new(T::TemplateIterator, "")
};

/// A template: one string more than interpolations.
pub struct Template {
    /// `strings`, a tuple.
    pub strings: Cell<Value>,
    /// `interpolations`, a tuple.
    pub interpolations: Cell<Value>,
}

impl Native for Template {
    const TYPE: T = T::Template;
    trace_fields!(strings, interpolations);
}

/// An interpolation.
pub struct Interpolation {
    /// `value`
    pub value: Cell<Value>,
    /// `expression`, a string.
    pub expression: Cell<Value>,
    /// `conversion`: a string or None.
    pub conversion: Cell<Value>,
    /// `format_spec`, a string.
    pub format_spec: Cell<Value>,
}

impl Native for Interpolation {
    const TYPE: T = T::Interpolation;
    trace_fields!(value, expression, conversion, format_spec);
}

/// Iterator over strings and interpolations in turn; empty strings are left out.
pub struct TemplateIter {
    /// The template.
    pub template: Cell<Value>,
    /// Twice the next index, plus one when an interpolation is next.
    pub at: Cell<usize>,
}

impl Native for TemplateIter {
    const TYPE: T = T::TemplateIterator;
    trace_fields!(template);
}

native_functions! { NEW_TEMPLATE = [ "__new__" as new_template(*); ]}
native_functions! { NEW_INTERPOLATION = [
    "__new__" as new_interpolation(cls; value, expression = Value::EMPTY, conversion = Value::NONE, format_spec = Value::EMPTY);
]}

native_functions! { TEMPLATE_METHODS = [
    /// Return repr(self).
    "__repr__" as repr(this);
    /// Implement iter(self).
    "__iter__" as iter(this);
    /// Return self+value.
    "__add__" as add(this, value);
    "__reduce__" as reduce(this);
]}

native_functions! { INTERPOLATION_METHODS = [
    /// Return repr(self).
    "__repr__" as interpolation_repr(this);
    "__reduce__" as interpolation_reduce(this);
]}

native_functions! { ITERATOR_METHODS = [
    /// Implement iter(self).
    "__iter__" as iterator_iter(this);
    /// Implement next(self).
    "__next__" as iterator_next(this);
]}

native_attributes! { TEMPLATE_ATTRIBUTES = [
    /// Strings
    strings => strings, readonly;
    /// Interpolations
    interpolations => interpolations, readonly;
    /// Values of interpolations
    values => values;
]}

native_attributes! { INTERPOLATION_ATTRIBUTES = [
    /// Value
    value => value, readonly;
    /// Expression
    expression => expression, readonly;
    /// Conversion
    conversion => conversion, readonly;
    /// Format specifier
    format_spec => format_spec, readonly;
]}

type This = Obj<Template>;

/// For attributes that C declares as read-only members.
fn readonly(vm: &mut Vm, this: Value, to: Value) -> PyResult<()> {
    let _ = (this, to);
    Err(vm.attribute_error_text("readonly attribute"))
}

fn items<'a>(v: &Cell<Value>) -> &'a [Value] {
    Tuple::from_value(v.get()).map_or(&[], Tuple::items)
}

fn new_template(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    if args.named_len() > 0 {
        return Err(vm.type_error("Template.__new__ only accepts *args arguments"));
    }
    let (mut strings, mut interpolations) = (GcVec::new(), GcVec::new());
    let mut after_string = false;
    for &v in args.plain().get(1..).unwrap_or(&[]) {
        if let Some(s) = vm.as_str(v) {
            match strings.pop().and_then(Str::from_value) {
                Some(last) if after_string => {
                    let joined = last.concat(&mut vm.heap, s).or_memory_error(vm)?;
                    strings
                        .push(&mut vm.heap, joined.value())
                        .or_memory_error(vm)?;
                }
                last => {
                    if let Some(last) = last {
                        strings
                            .push(&mut vm.heap, last.value())
                            .or_memory_error(vm)?;
                    }
                    strings.push(&mut vm.heap, s.value()).or_memory_error(vm)?;
                }
            }
            after_string = true;
        } else if Obj::<Interpolation>::from_value(v).is_some() {
            if !after_string {
                let empty = vm.names.empty.value();
                strings.push(&mut vm.heap, empty).or_memory_error(vm)?;
            }
            interpolations.push(&mut vm.heap, v).or_memory_error(vm)?;
            after_string = false;
        } else {
            let t = vm.type_name(v);
            return Err(vm.type_error(format_args!(
                "Template.__new__ *args need to be of type 'str' or 'Interpolation', got {t}"
            )));
        }
    }
    if !after_string {
        let empty = vm.names.empty.value();
        strings.push(&mut vm.heap, empty).or_memory_error(vm)?;
    }
    let strings = vm.new_tuple(&strings)?;
    let interpolations = vm.new_tuple(&interpolations)?;
    vm.new_template(strings.value(), interpolations.value())
}

fn repr(vm: &mut Vm, this: This) -> PyResult<String> {
    let s = vm.repr(this.strings.get())?.to_text();
    let i = vm.repr(this.interpolations.get())?.to_text();
    Ok(format!("Template(strings={s}, interpolations={i})"))
}

fn iter(vm: &mut Vm, this: This) -> PyResult {
    let it = TemplateIter {
        template: Cell::new(this.value()),
        at: Cell::new(0),
    };
    Ok(Obj::new(&mut vm.heap, it).or_memory_error(vm)?.value())
}

fn add(vm: &mut Vm, this: Value, value: Value) -> PyResult {
    let (Some(a), Some(b)) = (
        Obj::<Template>::from_value(this),
        Obj::<Template>::from_value(value),
    ) else {
        let t = vm.type_name(value);
        return Err(vm.type_error(format_args!("can only concatenate string.templatelib.Template (not \"{t}\") to string.templatelib.Template")));
    };
    let (left, right) = (items(&a.strings), items(&b.strings));
    let (mut strings, mut interpolations) = (GcVec::new(), GcVec::new());
    let (Some((last, init)), Some((first, rest))) = (left.split_last(), right.split_first()) else {
        return Ok(this);
    };
    let middle = match (Str::from_value(*last), Str::from_value(*first)) {
        (Some(x), Some(y)) => x.concat(&mut vm.heap, y).or_memory_error(vm)?.value(),
        _ => *last,
    };
    for &s in init.iter().chain([&middle]).chain(rest) {
        strings.push(&mut vm.heap, s).or_memory_error(vm)?;
    }
    for &i in items(&a.interpolations)
        .iter()
        .chain(items(&b.interpolations))
    {
        interpolations.push(&mut vm.heap, i).or_memory_error(vm)?;
    }
    let strings = vm.new_tuple(&strings)?;
    let interpolations = vm.new_tuple(&interpolations)?;
    vm.new_template(strings.value(), interpolations.value())
}

fn reduce(vm: &mut Vm, this: This) -> PyResult<Tuple> {
    let name = vm.intern("string.templatelib")?;
    let unpickle = vm.intern("_template_unpickle")?;
    let names = vm.new_tuple(&[unpickle.value()])?;
    let lib = (vm.hooks.import)(vm, name, Value::NONE, names.value(), 0)?;
    let f = vm.get_attr(lib, unpickle)?;
    let args = vm.new_tuple(&[this.strings.get(), this.interpolations.get()])?;
    vm.new_tuple(&[f, args.value()])
}

fn strings(_: &mut Vm, this: This) -> Value {
    this.strings.get()
}

fn interpolations(_: &mut Vm, this: This) -> Value {
    this.interpolations.get()
}

fn values(vm: &mut Vm, this: This) -> PyResult<Tuple> {
    let mut all = GcVec::new();
    for &i in items(&this.interpolations) {
        if let Some(i) = Obj::<Interpolation>::from_value(i) {
            all.push(&mut vm.heap, i.value.get()).or_memory_error(vm)?;
        }
    }
    vm.new_tuple(&all)
}

// ---- interpolations

fn new_interpolation(
    vm: &mut Vm,
    cls: Class,
    value: Value,
    expression: Value,
    conversion: Value,
    format_spec: Value,
) -> PyResult {
    let _ = cls;
    let expression = text(vm, expression, "expression")?;
    let format_spec = text(vm, format_spec, "format_spec")?;
    if !conversion.is_none() {
        let Some(c) = vm.as_str(conversion) else {
            let t = vm.type_name(conversion);
            return Err(vm.type_error(format_args!(
                "Interpolation() argument 'conversion' must be str, not {t}"
            )));
        };
        if !["s", "a", "r"].iter().any(|k| c.is(k)) {
            return Err(vm.value_error(
                "Interpolation() argument 'conversion' must be one of 's', 'a' or 'r'",
            ));
        }
    }
    vm.make_interpolation(value, expression, conversion, format_spec)
}

fn text(vm: &mut Vm, v: Value, name: &str) -> PyResult {
    if v.is_empty() {
        return Ok(vm.names.empty.value());
    }
    if vm.as_str(v).is_some() {
        return Ok(v);
    }
    let t = vm.type_name(v);
    Err(vm.type_error(format_args!(
        "Interpolation() argument '{name}' must be str, not {t}"
    )))
}

fn interpolation_repr(vm: &mut Vm, this: Obj<Interpolation>) -> PyResult<String> {
    let mut parts = Vec::new();
    for v in [
        &this.value,
        &this.expression,
        &this.conversion,
        &this.format_spec,
    ] {
        parts.push(vm.repr(v.get())?.to_text());
    }
    Ok(format!("Interpolation({})", parts.join(", ")))
}

fn interpolation_reduce(vm: &mut Vm, this: Obj<Interpolation>) -> PyResult<Tuple> {
    let args = vm.new_tuple(&[
        this.value.get(),
        this.expression.get(),
        this.conversion.get(),
        this.format_spec.get(),
    ])?;
    let class = vm.class(T::Interpolation).value();
    vm.new_tuple(&[class, args.value()])
}

fn value(_: &mut Vm, this: Obj<Interpolation>) -> Value {
    this.value.get()
}

fn expression(_: &mut Vm, this: Obj<Interpolation>) -> Value {
    this.expression.get()
}

fn conversion(_: &mut Vm, this: Obj<Interpolation>) -> Value {
    this.conversion.get()
}

fn format_spec(_: &mut Vm, this: Obj<Interpolation>) -> Value {
    this.format_spec.get()
}

// ---- the iterator

fn iterator_iter(_: &mut Vm, this: Value) -> Value {
    this
}

fn iterator_next(vm: &mut Vm, this: Obj<TemplateIter>) -> PyResult {
    let Some(t) = Obj::<Template>::from_value(this.template.get()) else {
        return Err(vm.stop_iteration(Value::NONE));
    };
    loop {
        let at = this.at.get();
        this.at.set(at + 1);
        let from = if at.is_multiple_of(2) {
            &t.strings
        } else {
            &t.interpolations
        };
        match items(from).get(at / 2) {
            Some(v) if Str::from_value(*v).is_some_and(Str::is_empty) => {}
            Some(&v) => return Ok(v),
            None => {
                this.at.set(at);
                return Err(vm.stop_iteration(Value::NONE));
            }
        }
    }
}

impl Vm {
    /// What a t-string makes: a tuple of strings and one of interpolations.
    pub fn new_template(&mut self, strings: Value, interpolations: Value) -> PyResult {
        let t = Template {
            strings: Cell::new(strings),
            interpolations: Cell::new(interpolations),
        };
        Ok(Obj::new(&mut self.heap, t).or_memory_error(self)?.value())
    }

    /// One field of a t-string; `conversion` is 0 for none, 1 `s`, 2 `r`, 3 `a`.
    pub fn new_interpolation(
        &mut self,
        value: Value,
        expression: Value,
        conversion: u16,
        format_spec: Value,
    ) -> PyResult {
        let conversion = match conversion {
            1 => self.new_str("s")?.value(),
            2 => self.new_str("r")?.value(),
            3 => self.new_str("a")?.value(),
            _ => Value::NONE,
        };
        self.make_interpolation(value, expression, conversion, format_spec)
    }

    fn make_interpolation(
        &mut self,
        value: Value,
        expression: Value,
        conversion: Value,
        format_spec: Value,
    ) -> PyResult {
        let i = Interpolation {
            value: Cell::new(value),
            expression: Cell::new(expression),
            conversion: Cell::new(conversion),
            format_spec: Cell::new(format_spec),
        };
        Ok(Obj::new(&mut self.heap, i).or_memory_error(self)?.value())
    }
}
