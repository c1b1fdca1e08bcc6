//! `print`, `input` and `open`.

use crate::object::{Str, T, Value};
use crate::runtime::native::Args;
use crate::runtime::{PyResult, Vm};
use crate::text::CharBuf;

/// The keyword arguments of `print`.
struct Options {
    sep: Option<Str>,
    end: Option<Str>,
    file: Value,
    flush: bool,
}

fn options(vm: &mut Vm, args: &Args<'_>) -> PyResult<Options> {
    let mut o = Options {
        sep: None,
        end: None,
        file: Value::NONE,
        flush: false,
    };
    for (keyword, v) in args.named() {
        if keyword.is("sep") {
            o.sep = text_or_none(vm, "sep", v)?;
        } else if keyword.is("end") {
            o.end = text_or_none(vm, "end", v)?;
        } else if keyword.is("file") {
            o.file = v;
        } else if keyword.is("flush") {
            o.flush = vm.truth(v)?;
        } else {
            return Err(vm.unknown_keyword("print", keyword));
        }
    }
    Ok(o)
}

fn text_or_none(vm: &mut Vm, name: &str, v: Value) -> PyResult<Option<Str>> {
    if v.is_none() {
        return Ok(None);
    }
    match vm.as_str(v) {
        Some(s) => Ok(Some(s)),
        None => {
            let t = vm.type_name(v);
            Err(vm.type_error(format_args!("{name} must be None or a string, not {t}")))
        }
    }
}

pub(super) fn print(vm: &mut Vm, args: &Args<'_>) -> PyResult<()> {
    let o = if args.names.is_some() {
        options(vm, args)?
    } else {
        Options {
            sep: None,
            end: None,
            file: Value::NONE,
            flush: false,
        }
    };
    let mut file = o.file;
    if file.is_none() {
        let (sys, name) = (vm.sys, vm.names.stdout);
        file = match vm.dict_get_str(sys, name)? {
            Some(file) => file,
            None => return Err(vm.runtime_error("lost sys.stdout")),
        };
        if file.is_none() {
            return Ok(());
        }
    }
    if vm.is_exact(file, T::TextIOWrapper) {
        print_at_once(vm, args.plain(), &o, file)?;
    } else {
        print_in_pieces(vm, args.plain(), &o, file)?;
    }
    if o.flush {
        let name = vm.names.flush;
        vm.call_named(file, name, &[])?;
    }
    Ok(())
}

/// Nobody can see how many writes a native file gets: one does.
fn print_at_once(vm: &mut Vm, values: &[Value], o: &Options, file: Value) -> PyResult<()> {
    let mut text = CharBuf::new();
    for (i, &v) in values.iter().enumerate() {
        if i > 0 {
            match o.sep {
                Some(sep) => text.extend(sep.chars()),
                None => text.push(u32::from(' ')),
            }
        }
        let shown = vm.str(v)?;
        text.extend(shown.chars());
    }
    match o.end {
        Some(end) => text.extend(end.chars()),
        None => text.push(u32::from('\n')),
    }
    let text = vm.new_text(text.as_chars())?;
    if vm.write_stdout_fast(file, text)? {
        Ok(())
    } else {
        write(vm, file, text.value())
    }
}

fn print_in_pieces(vm: &mut Vm, values: &[Value], o: &Options, file: Value) -> PyResult<()> {
    let (space, newline) = (vm.new_char(u32::from(' '))?, vm.new_char(u32::from('\n'))?);
    for (i, &v) in values.iter().enumerate() {
        if i > 0 {
            write(vm, file, o.sep.unwrap_or(space).value())?;
        }
        let shown = vm.str(v)?;
        write(vm, file, shown.value())?;
    }
    write(vm, file, o.end.unwrap_or(newline).value())
}

fn write(vm: &mut Vm, file: Value, text: Value) -> PyResult<()> {
    let name = vm.names.write;
    vm.call_named(file, name, &[text]).map(|_| ())
}

// ---- input

fn standard_file(vm: &mut Vm, name: Str) -> PyResult {
    let sys = vm.sys;
    match vm.dict_get_str(sys, name)?.filter(|f| !f.is_none()) {
        Some(file) => Ok(file),
        None => Err(vm.runtime_error(format_args!("input(): lost sys.{}", name.to_text()))),
    }
}

pub(super) fn input(vm: &mut Vm, prompt: Value) -> PyResult {
    let (stdin, stdout, stderr) = (vm.names.stdin, vm.names.stdout, vm.names.stderr);
    let [stdin, stdout, stderr] = [
        standard_file(vm, stdin)?,
        standard_file(vm, stdout)?,
        standard_file(vm, stderr)?,
    ];
    let flush = vm.names.flush;
    if vm.call_named(stderr, flush, &[]).is_err() {
        vm.take_pending();
    }
    if !prompt.is_empty() {
        let shown = vm.str(prompt)?;
        write(vm, stdout, shown.value())?;
    }
    vm.call_named(stdout, flush, &[])?;
    let readline = vm.names.readline;
    let line = vm.call_named(stdin, readline, &[])?;
    let Some(text) = vm.as_str(line) else {
        return Err(vm.type_error("object.readline() returned non-string"));
    };
    if text.is_empty() {
        return Err(vm.eof_error("EOF when reading a line"));
    }
    match text.chars().last() {
        Some(0x0a) => Ok(vm.new_text(text.chars().slice(0..text.len() - 1))?.value()),
        _ => Ok(line),
    }
}

/// `_io.open`, which replaces this function when that module is made.
pub(super) fn open(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    let io = vm.import_module("_io")?;
    let open = vm.get_attr_str(io, "open")?;
    vm.call(open, args)
}
