//! `str.format` and `str.format_map`: the fields of a template evaluated (Objects/stringlib/unicode_format.h).

use crate::object::{Str, Value};
use crate::runtime::native::Args;
use crate::runtime::{PyResult, Raised, Vm};
use crate::text::str_format::{
    self, Field, First, FormatError, MAX_DEPTH, Numbering, Step, TOO_DEEP, unknown_conversion,
};
use crate::text::{CharBuf, Chars};

/// Where the values come from.
#[derive(Clone, Copy)]
enum Source<'a> {
    /// The arguments of `format`.
    Arguments(&'a Args<'a>),
    /// The argument of `format_map`.
    Mapping(Value),
}

pub(super) fn format(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    let Some(template) = vm.as_str(args.first()) else {
        return Err(vm.type_error("unbound method str.format() needs an argument"));
    };
    evaluate(vm, template, Source::Arguments(&args.rest()))
}

pub(super) fn format_map(vm: &mut Vm, this: Str, mapping: Value) -> PyResult {
    evaluate(vm, this, Source::Mapping(mapping))
}

fn evaluate(vm: &mut Vm, template: Str, source: Source<'_>) -> PyResult {
    let mut out = vm.scratch_text();
    let mut numbering = Numbering::default();
    write_template(
        vm,
        &mut out,
        template.chars(),
        source,
        &mut numbering,
        MAX_DEPTH,
    )?;
    vm.finish_text(out).map(Str::value)
}

#[cold]
fn bad_template(vm: &mut Vm, e: FormatError) -> Raised {
    vm.value_error(e)
}

fn write_template(
    vm: &mut Vm,
    out: &mut CharBuf,
    template: Chars<'_>,
    source: Source<'_>,
    numbering: &mut Numbering,
    depth: usize,
) -> PyResult<()> {
    if depth == 0 {
        return Err(bad_template(vm, TOO_DEEP));
    }
    let mut at = 0;
    while let Some(piece) = str_format::next_piece(template, &mut at) {
        let piece = piece.map_err(|e| bad_template(vm, e))?;
        out.extend(template.slice(piece.literal));
        if let Some(field) = piece.field {
            write_field(vm, out, template, &field, source, numbering, depth)?;
        }
    }
    Ok(())
}

fn write_field(
    vm: &mut Vm,
    out: &mut CharBuf,
    template: Chars<'_>,
    field: &Field,
    source: Source<'_>,
    numbering: &mut Numbering,
    depth: usize,
) -> PyResult<()> {
    let mut v = field_value(vm, template.slice(field.name.clone()), source, numbering)?;
    if let Some(code) = field.conversion {
        v = convert(vm, v, code)?;
    }
    let spec = template.slice(field.spec.clone());
    let spec = if field.nested {
        let mut expanded = CharBuf::new();
        write_template(vm, &mut expanded, spec, source, numbering, depth - 1)?;
        vm.new_text(expanded.as_chars())?
    } else {
        vm.new_text(spec)?
    };
    vm.format_to(out, v, spec)
}

fn convert(vm: &mut Vm, v: Value, code: u32) -> PyResult {
    let shown = match char::from_u32(code) {
        Some('r') => vm.repr(v)?,
        Some('s') => vm.str(v)?,
        Some('a') => vm.ascii(v)?,
        _ => return Err(vm.value_error(unknown_conversion(code))),
    };
    Ok(shown.value())
}

fn field_value(
    vm: &mut Vm,
    name: Chars<'_>,
    source: Source<'_>,
    numbering: &mut Numbering,
) -> PyResult {
    let (first, mut at) =
        str_format::first(name, Some(numbering)).map_err(|e| bad_template(vm, e))?;
    let mut v = match (first, source) {
        (First::Index(i), Source::Arguments(args)) => match args.plain().get(i) {
            Some(&v) => v,
            None => {
                return Err(vm.index_error(format_args!(
                    "Replacement index {i} out of range for positional args tuple"
                )));
            }
        },
        (First::Index(_), Source::Mapping(_)) => {
            return Err(vm.value_error("Format string contains positional fields"));
        }
        (First::Name(range), source) => {
            let key = vm.new_text(name.slice(range))?;
            match source {
                Source::Mapping(mapping) => vm.get_item(mapping, key.value())?,
                Source::Arguments(args) => match args.named().find(|(n, _)| n.same_text(key)) {
                    Some((_, v)) => v,
                    None => return Err(vm.key_error(key.value())),
                },
            }
        }
    };
    while let Some(step) = str_format::next_step(name, &mut at) {
        v = match step.map_err(|e| bad_template(vm, e))? {
            Step::Attr(range) => {
                let attribute = vm.new_text(name.slice(range))?;
                let attribute = vm.intern_str(attribute);
                vm.get_attr(v, attribute)?
            }
            Step::Index(i) => {
                let i = vm.new_int_u64(i as u64)?;
                vm.get_item(v, i)?
            }
            Step::Key(range) => {
                let key = vm.new_text(name.slice(range))?;
                vm.get_item(v, key.value())?
            }
        };
    }
    Ok(v)
}
