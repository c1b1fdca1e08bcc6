//! `eval`, `exec` and the namespaces of the calling frame: `globals`, `locals`, `vars`, `dir`; and `__import__`.
//!
//! Natives have no frames of their own: the innermost visible frame is the caller's.

use super::function::{builtins_of, make_function};
use crate::object::{CellObject, Code, Dict, List, Tuple, Value};
use crate::pyc::code::flags::OPTIMIZED;
use crate::runtime::names::Special;
use crate::runtime::native::Args;
use crate::runtime::{OrMemoryError, PyResult, Raised, Vm};

fn no_compiler(vm: &mut Vm) -> Raised {
    vm.runtime_error("source text cannot be compiled yet: pycrane runs .pyc files")
}

pub(super) fn compile(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    if args.values.is_empty() {
        return Err(vm.type_error("compile() missing required argument 'source' (pos 1)"));
    }
    Err(no_compiler(vm))
}

/// The frame that called a native function.
fn caller(vm: &mut Vm) -> Option<usize> {
    vm.visible_frame(vm.thread.depth)
}

fn caller_globals(vm: &mut Vm) -> Option<Dict> {
    let i = caller(vm)?;
    vm.thread.frame_ref(i).map(|f| f.globals())
}

fn caller_locals(vm: &mut Vm) -> PyResult {
    match caller(vm) {
        Some(i) => vm.locals_dict(i),
        None => Err(vm.system_error("frame does not exist")),
    }
}

pub(super) fn globals(vm: &mut Vm) -> PyResult<Dict> {
    match caller_globals(vm) {
        Some(globals) => Ok(globals),
        None => Err(vm.system_error("globals(): no frame")),
    }
}

pub(super) fn locals(vm: &mut Vm) -> PyResult {
    caller_locals(vm)
}

pub(super) fn vars(vm: &mut Vm, object: Value) -> PyResult {
    if object.is_empty() {
        return caller_locals(vm);
    }
    let name = vm.names.__dict__;
    match vm.get_attr_opt(object, name)? {
        Some(dict) => Ok(dict),
        None => Err(vm.type_error("vars() argument must have __dict__ attribute")),
    }
}

pub(super) fn dir(vm: &mut Vm, object: Value) -> PyResult<List> {
    let names = if object.is_empty() {
        let locals = caller_locals(vm)?;
        vm.call_method_str(locals, "keys", &[])?
    } else {
        match vm.special_of(object, Special::Dir) {
            Some(f) => vm.call_method(f, object, &[])?,
            None => return Err(vm.type_error("object does not provide __dir__")),
        }
    };
    vm.sorted(names, Value::NONE, false)
}

// ---- running code objects

/// Where code runs.
struct Scope {
    globals: Dict,
    locals: Value,
}

/// The scope that `function` was given (Python/bltinmodule.c:builtin_exec_impl).
fn scope(vm: &mut Vm, function: &str, globals: Value, locals: Value) -> PyResult<Scope> {
    if !locals.is_none() && vm.special_of(locals, Special::GetItem).is_none() {
        let t = vm.type_name(locals);
        return Err(match function {
            "eval" => vm.type_error("locals must be a mapping"),
            _ => vm.type_error(format_args!("locals must be a mapping or None, not {t}")),
        });
    }
    if globals.is_none() {
        let Some(own) = caller_globals(vm) else {
            return Err(vm.system_error("globals and locals cannot be NULL"));
        };
        let locals = if locals.is_none() {
            caller_locals(vm)?
        } else {
            locals
        };
        return Ok(Scope {
            globals: own,
            locals,
        });
    }
    let Some(dict) = vm.as_dict(globals) else {
        let t = vm.type_name(globals);
        return Err(match function {
            "eval" if vm.special_of(globals, Special::GetItem).is_some() => {
                vm.type_error("globals must be a real dict; try eval(code, {}, mapping)")
            }
            "eval" => vm.type_error("globals must be a dict"),
            _ => vm.type_error(format_args!("exec() globals must be a dict, not {t}")),
        });
    };
    Ok(Scope {
        globals: dict,
        locals: if locals.is_none() {
            dict.value()
        } else {
            locals
        },
    })
}

/// Code run by `eval` or `exec` sees the builtins of the caller unless its globals name others.
fn add_builtins(vm: &mut Vm, globals: Dict) -> PyResult<()> {
    let name = vm.names.__builtins__;
    if vm.dict_get_str(globals, name)?.is_none() {
        let builtins = match caller_globals(vm) {
            Some(own) => builtins_of(vm, own)?,
            None => vm.builtins,
        };
        globals
            .set_str(&mut vm.heap, name, builtins.value())
            .or_memory_error(vm)?;
    }
    Ok(())
}

fn run(vm: &mut Vm, code: Code, scope: &Scope, closure: Option<Tuple>) -> PyResult {
    add_builtins(vm, scope.globals)?;
    let function = make_function(vm, code, scope.globals)?;
    if let Some(closure) = closure {
        function.set_closure(closure.value());
    }
    if code.flags() & OPTIMIZED != 0 {
        // a function's code has variables of its own; it may need arguments, and it may make a generator
        return vm.call_function(function, &Args::positional(&[]));
    }
    (vm.hooks.run_code)(vm, code, scope.globals, scope.locals, function)
}

/// The code object in `source`; source text cannot be run.
fn code_of(vm: &mut Vm, function: &str, source: Value) -> PyResult<Code> {
    if let Some(code) = Code::from_value(source) {
        return Ok(code);
    }
    if vm.as_str(source).is_some() || vm.bytes_like_opt(source)?.is_some() {
        return Err(no_compiler(vm));
    }
    Err(vm.type_error(format_args!(
        "{function}() arg 1 must be a string, bytes or code object"
    )))
}

fn free_variables(code: Code) -> usize {
    code.raw().free_count()
}

pub(super) fn eval(vm: &mut Vm, source: Value, globals: Value, locals: Value) -> PyResult {
    let scope = scope(vm, "eval", globals, locals)?;
    let code = code_of(vm, "eval", source)?;
    if free_variables(code) > 0 {
        return Err(vm.type_error("code object passed to eval() may not contain free variables"));
    }
    run(vm, code, &scope, None)
}

pub(super) fn exec(
    vm: &mut Vm,
    source: Value,
    globals: Value,
    locals: Value,
    closure: Value,
) -> PyResult<()> {
    let scope = scope(vm, "exec", globals, locals)?;
    let code = code_of(vm, "exec", source)?;
    let closure = closure_of(vm, code, closure)?;
    run(vm, code, &scope, closure).map(|_| ())
}

fn closure_of(vm: &mut Vm, code: Code, closure: Value) -> PyResult<Option<Tuple>> {
    let wanted = free_variables(code);
    if wanted == 0 {
        return if closure.is_none() {
            Ok(None)
        } else {
            Err(vm.type_error("cannot use a closure with this code object"))
        };
    }
    match Tuple::from_value(closure) {
        Some(cells)
            if cells.len() == wanted
                && cells
                    .items()
                    .iter()
                    .all(|&c| CellObject::from_value(c).is_some()) =>
        {
            Ok(Some(cells))
        }
        _ => Err(vm.type_error(format_args!(
            "code object requires a closure of exactly length {wanted}"
        ))),
    }
}

pub(super) fn import(
    vm: &mut Vm,
    name: Value,
    globals: Value,
    _locals: Value,
    fromlist: Value,
    level: i32,
) -> PyResult {
    let Some(name) = vm.as_str(name) else {
        return Err(vm.type_error("module name must be a string"));
    };
    if level < 0 {
        return Err(vm.value_error("level must be >= 0"));
    }
    if name.is_empty() && level == 0 {
        return Err(vm.value_error("Empty module name"));
    }
    let fromlist = fromlist.some().unwrap_or(vm.empty_tuple.value());
    (vm.hooks.import)(vm, name, globals, fromlist, i64::from(level))
}
