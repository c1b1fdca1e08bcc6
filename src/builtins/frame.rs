//! Frames and tracebacks as Python sees them (Objects/frameobject.c, Python/traceback.c).

use std::cell::Cell;

use super::function::{builtins_of, readonly};
use crate::object::generator::State;
use crate::object::{Dict, Generator, Obj, Str, T, Value};
use crate::pyc::Version;
use crate::runtime::native::{Args, TypeDef};
use crate::runtime::traceback::{FrameObject, Traceback, byte_offset, is_unbegun};
use crate::runtime::{OrMemoryError, PyResult, Vm};
use crate::{native_attributes, native_functions};

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[&FRAME, &TRACEBACK];

// ---- frames

static FRAME: TypeDef = TypeDef {
    methods: FRAME_METHODS,
    getset: FRAME_ATTRIBUTES,
    ..TypeDef::new(T::Frame, "")
};

native_functions! { FRAME_METHODS = [
    /// Return repr(self).
    "__repr__" as frame_repr(this);
    /// Clear all references held by the frame.
    clear(this);
]}

native_attributes! { FRAME_ATTRIBUTES = [
    /// Return the code object being executed in this frame.
    f_code => |_: &mut Vm, o: Obj<FrameObject>| o.code.get();
    /// Return the global variables used by this frame.
    f_globals => |_: &mut Vm, o: Obj<FrameObject>| o.globals.get();
    /// Return the built-in variables in the frame.
    f_builtins => frame_builtins;
    /// Return the mapping used by the frame to look up local variables.
    f_locals => frame_locals;
    /// Return the previous outer stack frame.
    f_back => |vm: &mut Vm, o: Obj<FrameObject>| vm.frame_back(o);
    /// Return the current line number in the frame.
    f_lineno => frame_lineno, set_frame_lineno;
    /// Return the index of the last attempted instruction in the frame.
    f_lasti => frame_lasti;
    /// Return the generator or coroutine associated with this frame, or None.
    f_generator => |_: &mut Vm, o: Obj<FrameObject>| o.generator.get().some().unwrap_or(Value::NONE);
    /// Return the trace function for this frame, or None if no trace function is set.
    f_trace => |_: &mut Vm, o: Obj<FrameObject>| o.trace.get().some().unwrap_or(Value::NONE), set_trace;
    f_trace_lines => |_: &mut Vm, o: Obj<FrameObject>| o.trace_lines.get(), set_trace_lines;
    /// Return True if opcode tracing is enabled, False otherwise.
    f_trace_opcodes => |_: &mut Vm, o: Obj<FrameObject>| o.trace_opcodes.get(), set_trace_opcodes;
]}

fn frame_builtins(vm: &mut Vm, o: Obj<FrameObject>) -> PyResult {
    let own =
        crate::object::Function::from_value(o.function.get()).and_then(|f| f.builtins().some());
    match (own, Dict::from_value(o.globals.get())) {
        (Some(b), _) => Ok(b),
        (None, Some(globals)) => builtins_of(vm, globals).map(Dict::value),
        (None, None) => Ok(vm.builtins.value()),
    }
}

fn frame_locals(vm: &mut Vm, o: Obj<FrameObject>) -> PyResult {
    let new = o.code().is_some_and(|c| c.raw().version >= Version::V313);
    if new && vm.frame_is_optimized(o) {
        return super::frame_locals::new_proxy(vm, o);
    }
    vm.frame_snapshot(o)
}

fn frame_lineno(vm: &mut Vm, o: Obj<FrameObject>) -> Option<i64> {
    vm.frame_line(o).map(i64::from)
}

fn set_frame_lineno(vm: &mut Vm, _o: Obj<FrameObject>, to: Value) -> PyResult<()> {
    if to.is_empty() {
        return Err(vm.attribute_error_text("cannot delete attribute"));
    }
    Err(vm.value_error("f_lineno can only be set in a trace function"))
}

fn frame_lasti(vm: &mut Vm, o: Obj<FrameObject>) -> i64 {
    let Some(code) = o.code() else { return -1 };
    if is_unbegun(o, code) {
        return -1;
    }
    byte_offset(code, vm.frame_instruction(o)) as i64
}

fn set_trace(_vm: &mut Vm, o: Obj<FrameObject>, to: Value) -> PyResult<()> {
    o.trace.set(if to.is_none() { Value::EMPTY } else { to });
    Ok(())
}

fn set_flag(vm: &mut Vm, flag: &Cell<bool>, to: Value) -> PyResult<()> {
    match to.as_bool() {
        Some(b) => flag.set(b),
        None => return Err(vm.type_error("attribute value type must be bool")),
    }
    Ok(())
}

fn set_trace_lines(vm: &mut Vm, o: Obj<FrameObject>, to: Value) -> PyResult<()> {
    set_flag(vm, &o.trace_lines, to)
}

fn set_trace_opcodes(vm: &mut Vm, o: Obj<FrameObject>, to: Value) -> PyResult<()> {
    set_flag(vm, &o.trace_opcodes, to)
}

fn frame_repr(vm: &mut Vm, this: Obj<FrameObject>) -> PyResult<String> {
    let Some(code) = this.code() else {
        return Ok("<frame>".to_string());
    };
    let file = vm.repr(code.filename())?.to_text();
    let name = Str::from_value(code.name()).map_or_else(String::new, Str::to_text);
    let line = vm
        .frame_line(this)
        .map_or_else(|| "None".to_string(), |n| n.to_string());
    Ok(format!(
        "<frame at {:#x}, file {file}, line {line}, code {name}>",
        this.value().0
    ))
}

fn clear(vm: &mut Vm, this: Obj<FrameObject>) -> PyResult<()> {
    if vm.live_frame(this).is_some() {
        return Err(vm.runtime_error("cannot clear an executing frame"));
    }
    if let Some(g) = this.suspended() {
        if g.state() == State::Suspended && vm.dialect() >= Version::V313 {
            return Err(vm.runtime_error("cannot clear a suspended frame"));
        }
        close_suspended(vm, g)?;
    }
    this.saved.set(Value::EMPTY);
    this.snapshot.set(Value::EMPTY);
    this.extra.set(Value::EMPTY);
    this.trace.set(Value::EMPTY);
    Ok(())
}

/// Finalizes the generator whose frame is cleared.
fn close_suspended(vm: &mut Vm, g: Generator) -> PyResult<()> {
    if vm.generator_close(g).is_err() {
        vm.unraisable("Exception ignored in", g.value());
    }
    Ok(())
}

// ---- tracebacks

static TRACEBACK: TypeDef = TypeDef {
    new: Some(&TRACEBACK_NEW[0]),
    methods: TRACEBACK_METHODS,
    getset: TRACEBACK_ATTRIBUTES,
    ..TypeDef::new(T::Traceback, "Create a new traceback object.")
};

native_functions! { TRACEBACK_NEW = [
    /// Create and return a new object.  See help(type) for accurate signature.
    "__new__" as traceback_new(*);
]}

native_functions! { TRACEBACK_METHODS = [ "__dir__" as traceback_dir(this); ]}

native_attributes! { TRACEBACK_ATTRIBUTES = [
    tb_next => |_: &mut Vm, tb: Obj<Traceback>| tb.next.get().some().unwrap_or(Value::NONE), set_next;
    tb_frame => |_: &mut Vm, tb: Obj<Traceback>| tb.frame.get(), readonly;
    tb_lasti => |_: &mut Vm, tb: Obj<Traceback>| tb.lasti.get(), readonly;
    tb_lineno => |vm: &mut Vm, tb: Obj<Traceback>| vm.traceback_line(tb).map(i64::from);
]}

fn traceback_new(vm: &mut Vm, args: &Args<'_>) -> PyResult<Obj<Traceback>> {
    let args = args.rest();
    let mut given = [Value::EMPTY; 4];
    for (i, name) in ["tb_next", "tb_frame", "tb_lasti", "tb_lineno"]
        .iter()
        .enumerate()
    {
        given[i] = match args.find(i, true, name) {
            Some(v) => v,
            None => {
                return Err(vm.type_error(format_args!(
                    "traceback() missing required argument '{name}' (pos {})",
                    i + 1
                )));
            }
        };
    }
    if args.values.len() > 4 {
        let n = args.values.len();
        return Err(vm.type_error(format_args!(
            "traceback() takes at most 4 arguments ({n} given)"
        )));
    }
    let [next, frame, lasti, lineno] = given;
    if Obj::<FrameObject>::from_value(frame).is_none() {
        let t = vm.type_name(frame);
        return Err(vm.type_error(format_args!(
            "traceback() argument 'tb_frame' must be frame, not {t}"
        )));
    }
    let lasti: i32 = crate::runtime::native::FromPy::from_py(vm, lasti)?;
    let lineno: i32 = crate::runtime::native::FromPy::from_py(vm, lineno)?;
    if !next.is_none() && Obj::<Traceback>::from_value(next).is_none() {
        let t = vm.type_name(next);
        return Err(vm.type_error(format_args!("expected traceback object or None, got '{t}'")));
    }
    let tb = Traceback {
        next: Cell::new(if next.is_none() { Value::EMPTY } else { next }),
        frame: Cell::new(frame),
        lasti: Cell::new(lasti),
        lineno: Cell::new(lineno),
    };
    Obj::new(&mut vm.heap, tb).or_memory_error(vm)
}

fn set_next(vm: &mut Vm, this: Obj<Traceback>, to: Value) -> PyResult<()> {
    if to.is_empty() {
        return Err(vm.type_error("can't delete tb_next attribute"));
    }
    if to.is_none() {
        this.next.set(Value::EMPTY);
        return Ok(());
    }
    let mut at = Obj::<Traceback>::from_value(to);
    if at.is_none() {
        let t = vm.type_name(to);
        return Err(vm.type_error(format_args!("expected traceback object, got '{t}'")));
    }
    while let Some(tb) = at {
        if tb.value() == this.value() {
            return Err(vm.value_error("traceback loop detected"));
        }
        at = Obj::<Traceback>::from_value(tb.next.get());
    }
    this.next.set(to);
    Ok(())
}

fn traceback_dir(vm: &mut Vm, _this: Obj<Traceback>) -> PyResult {
    let list = crate::object::List::new(&mut vm.heap);
    for name in ["tb_frame", "tb_next", "tb_lasti", "tb_lineno"] {
        let name = vm.intern(name)?;
        list.push(&mut vm.heap, name.value()).or_memory_error(vm)?;
    }
    Ok(list.value())
}
