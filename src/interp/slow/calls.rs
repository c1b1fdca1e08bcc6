//! Calls with collected arguments, functions, `with`, intrinsics.

use super::{Step, get, run, set};
use crate::bytecode::ops::{Instr, NO_REG, Op};
use crate::object::{
    BoundMethod, Code, Dict, Function, Generator, NativeFunction, Str, T, Tuple, Value,
};
use crate::pyc::Version;
use crate::pyc::code::flags;
use crate::runtime::exception::{Exception, slot};
use crate::runtime::names::Special;
use crate::runtime::native::{Args, definition};
use crate::runtime::{OrMemoryError, PyResult, Raised, Vm};

/// `f(*x)` or `f(**x)` where `x` is not what the stars take.
pub(super) fn wrong_star(
    vm: &mut Vm,
    callee: Value,
    star: &str,
    wanted: &str,
    given: Value,
) -> Raised {
    let label = match vm.dialect() >= Version::V315 {
        true => "Value".to_string(),
        false => format!("{} argument", callee_label(vm, callee)),
    };
    let t = vm.type_name(given);
    vm.type_error(format_args!(
        "{label} after {star} must be {wanted}, not {t}"
    ))
}

/// What error texts call a callee: `f()` or `C.f()`, with its module for functions.
pub(super) fn callee_label(vm: &mut Vm, callee: Value) -> String {
    if vm.main_version < Version::V39 {
        return plain_label(vm, callee);
    }
    if let Some(f) = Function::from_value(callee) {
        let name = Str::from_value(f.qualname()).map_or_else(String::new, Str::to_text);
        let module = Str::from_value(f.module())
            .map(Str::to_text)
            .filter(|m| m != "builtins");
        return match module {
            Some(m) => format!("{m}.{name}()"),
            None => format!("{name}()"),
        };
    }
    let key = vm.names.__qualname__;
    match vm.get_attr_opt(callee, key) {
        Ok(Some(q)) => match vm.as_str(q) {
            Some(q) => {
                let key = vm.names.__module__;
                let module = vm
                    .get_attr_opt(callee, key)
                    .ok()
                    .flatten()
                    .and_then(|m| vm.as_str(m))
                    .map(Str::to_text)
                    .filter(|m| m != "builtins");
                match module {
                    Some(m) => format!("{m}.{}()", q.to_text()),
                    None => format!("{}()", q.to_text()),
                }
            }
            None => format!("{} object", vm.type_name(callee)),
        },
        _ => {
            vm.take_pending();
            format!("{} object", vm.type_name(callee))
        }
    }
}

/// The same up to 3.8 (Python/ceval.c:PyEval_GetFuncName and PyEval_GetFuncDesc).
fn plain_label(vm: &mut Vm, callee: Value) -> String {
    if let Some(m) = BoundMethod::from_value(callee) {
        return plain_label(vm, m.function());
    }
    if let Some(f) = Function::from_value(callee) {
        let name = Str::from_value(f.name()).map_or_else(String::new, Str::to_text);
        return format!("{name}()");
    }
    match NativeFunction::from_value(callee) {
        Some(f) => format!("{}()", definition(f).name),
        None => format!("{} object", vm.type_name(callee)),
    }
}

/// `f(*args, **map)` (both forms).
pub(super) fn call_ex(vm: &mut Vm, i: Instr) -> PyResult {
    let callee = get(vm, i.b);
    let (this, args, map) = if i.op == Op::CallEx {
        (get(vm, i.b + 1), get(vm, i.b + 2), get(vm, i.b + 3))
    } else {
        (
            Value::EMPTY,
            get(vm, i.b + 1),
            if i.c == 0 {
                Value::EMPTY
            } else {
                get(vm, i.b + 2)
            },
        )
    };
    let args = match Tuple::from_value(args) {
        Some(t) => t,
        None => match vm.tuple_from(args) {
            Ok(t) => t,
            Err(raised) => {
                if vm.pending_is(T::TypeError)
                    && vm.special_of(args, Special::Iter).is_none()
                    && vm.special_of(args, Special::GetItem).is_none()
                {
                    vm.take_pending();
                    return Err(wrong_star(vm, callee, "*", "an iterable", args));
                }
                return Err(raised);
            }
        },
    };
    let named = match map.some() {
        None => None,
        Some(m) => match Dict::from_value(m) {
            Some(d) => Some(d),
            None => {
                let d = vm.new_dict();
                match super::build::update_from_mapping(vm, d, m, |_, _, _| Ok(())) {
                    Ok(()) => Some(d),
                    Err(raised) => return Err(super::build::not_a_mapping(vm, raised, m, callee)),
                }
            }
        },
    };
    if this.is_empty() {
        return vm.call_with_dict(callee, args.items(), named);
    }
    vm.with_first(this, &Args::positional(args.items()), |vm, all| {
        vm.call_with_dict(callee, all.values, named)
    })
}

/// `def`, `lambda`: a function of the code in register `b`.
pub(super) fn make_function(vm: &mut Vm, i: Instr) -> PyResult {
    let code = get(vm, i.b);
    let Some(code) = Code::from_value(code) else {
        return Err(vm.system_error("expected a code object to make a function of"));
    };
    let Some(frame) = vm.thread.current() else {
        return Err(Raised);
    };
    let globals = frame.globals();
    let f = Function::new(&mut vm.heap, code, globals);
    f.set_name(code.name());
    f.set_qualname(if i.c == NO_REG {
        code.qualname()
    } else {
        get(vm, i.c)
    });
    let name = vm.names.__name__;
    if let Some(module) = vm.dict_get_str(globals, name)? {
        f.set_module(module);
    }
    let builtins = crate::interp::quick::builtins_of(vm, globals)?;
    f.set_builtins(builtins);
    let doc = docstring(vm, code)?;
    f.set_doc(doc);
    Ok(f.value())
}

/// The docstring by the rule of the code's version: a flag from 3.14 on, before that a first constant that is a string.
pub(super) fn docstring(vm: &mut Vm, code: Code) -> PyResult {
    let raw = code.raw();
    let marked = raw.version < Version::V314 || raw.flags & flags::HAS_DOCSTRING != 0;
    match raw.consts.first() {
        Some(k @ crate::pyc::Const::Str { .. }) if marked => vm.constant(&k.clone()),
        _ => Ok(Value::EMPTY),
    }
}

pub(super) fn set_function_attr(vm: &mut Vm, i: Instr) -> PyResult<Step> {
    let (f, v) = (get(vm, i.a), get(vm, i.b));
    let Some(f) = Function::from_value(f) else {
        return Err(vm.system_error("expected a function"));
    };
    match i.c {
        1 if Tuple::from_value(v).is_some() => f.set_defaults(v),
        2 if Dict::from_value(v).is_some() => f.set_kwdefaults(v),
        4 if Dict::from_value(v).is_some() || Tuple::from_value(v).is_some() => {
            f.set_annotations(v);
        }
        8 if Tuple::from_value(v).is_some() => f.set_closure(v),
        16 => f.set_annotate(v),
        _ => return Err(vm.system_error("bad value for an attribute of a function")),
    }
    Ok(Step::Next)
}

/// The generator, coroutine or asynchronous generator of the current frame, which is then left.
pub fn make_generator(vm: &mut Vm) -> PyResult {
    let Some(frame) = vm.thread.current() else {
        return Err(Raised);
    };
    let code = frame.code();
    let raw_flags = code.flags();
    let t = if raw_flags & flags::COROUTINE != 0 {
        T::Coroutine
    } else if raw_flags & flags::ASYNC_GENERATOR != 0 {
        T::AsyncGenerator
    } else {
        T::Generator
    };
    let (function, pc, object) = (frame.function, frame.instruction() as u32, frame.object());
    let registers = registers_of(frame);
    let g = Generator::new(&mut vm.heap, t, code, function, registers).or_memory_error(vm)?;
    let (name, qualname) = Function::from_value(function)
        .map_or((code.name(), code.qualname()), |f| (f.name(), f.qualname()));
    g.set_name(name);
    g.set_qualname(qualname);
    g.set_pc(pc);
    g.set_frame(object);
    vm.register_generator(g);
    Ok(g.value())
}

#[expect(unsafe_code, reason = "registers of the frame that runs")]
fn registers_of(frame: &crate::runtime::frame::Frame) -> &'static [Value] {
    // SAFETY: the register stack never moves, and the slice is copied before the frame is left.
    unsafe { std::slice::from_raw_parts(frame.base, usize::from(frame.nregs)) }
}

// ---- with

/// A special method of `obj`, looked up on its type: callable and receiver as `load_method` gives them.
fn special_method(vm: &mut Vm, obj: Value, s: Special) -> PyResult<Option<(Value, Value)>> {
    let Some(f) = vm.special_of(obj, s) else {
        return Ok(None);
    };
    if Function::from_value(f).is_some() {
        return Ok(Some((f, obj)));
    }
    let class = vm.type_of(obj);
    let bound = vm.bind(f, obj, class)?;
    Ok(Some((bound, Value::EMPTY)))
}

fn not_a_context_manager(vm: &mut Vm, obj: Value, s: Special, asynchronous: bool) -> Raised {
    let t = vm.type_name(obj);
    let version = vm
        .thread
        .current()
        .map_or(Version::V314, |f| f.code().raw().version);
    if version < Version::V311 {
        return vm.attribute_error_text(s.name());
    }
    let (kind, other) = if asynchronous {
        ("asynchronous context manager", Special::Enter)
    } else {
        ("context manager", Special::Aenter)
    };
    let missing = if matches!(s, Special::Exit | Special::Aexit) && version < Version::V314 {
        format!(" (missed {} method)", s.name())
    } else {
        String::new()
    };
    if version >= Version::V314 {
        let missed = format!(" (missed {} method)", s.name());
        if vm.special_of(obj, other).is_some() {
            let hint = if asynchronous {
                "'with'"
            } else {
                "'async with'"
            };
            return vm.type_error(format_args!("'{t}' object does not support the {kind} protocol{missed} but it supports the {} protocol. Did you mean to use {hint}?", if asynchronous { "context manager" } else { "asynchronous context manager" }));
        }
        return vm.type_error(format_args!(
            "'{t}' object does not support the {kind} protocol{missed}"
        ));
    }
    vm.type_error(format_args!(
        "'{t}' object does not support the {kind} protocol{missing}"
    ))
}

pub(super) fn load_special(vm: &mut Vm, i: Instr) -> PyResult<Step> {
    let obj = get(vm, i.b);
    let (s, asynchronous) = match i.c {
        0 => (Special::Enter, false),
        1 => (Special::Exit, false),
        2 => (Special::Aenter, true),
        _ => (Special::Aexit, true),
    };
    match special_method(vm, obj, s)? {
        Some((f, this)) => {
            set(vm, i.a, f);
            set(vm, i.a + 1, this);
            Ok(Step::Next)
        }
        None => Err(not_a_context_manager(vm, obj, s, asynchronous)),
    }
}

pub(super) fn with_enter(vm: &mut Vm, i: Instr, enter: Special, exit: Special) -> PyResult<Step> {
    let obj = get(vm, i.b);
    let asynchronous = enter == Special::Aenter;
    let class = vm.type_of(obj);
    let Some(on_enter) = vm.special(class, enter) else {
        return Err(not_a_context_manager(vm, obj, enter, asynchronous));
    };
    let Some(on_exit) = vm.special(class, exit) else {
        return Err(not_a_context_manager(vm, obj, exit, asynchronous));
    };
    let bound = vm.bind(on_exit, obj, class)?;
    let v = vm.call_method(on_enter, obj, &[])?;
    set(vm, i.a, bound);
    set(vm, i.a + 1, v);
    Ok(Step::Next)
}

pub(super) fn with_exit(vm: &mut Vm, i: Instr) -> PyResult {
    let (exit, e) = (get(vm, i.b), get(vm, i.c));
    let Some(exception) = Exception::checked(vm, e) else {
        return Err(vm.system_error("the exception of a with statement is missing"));
    };
    let class = vm.type_of(e).value();
    let traceback = exception.get(slot::TRACEBACK).some().unwrap_or(Value::NONE);
    let this = if i.op == Op::WithExitMethod {
        get(vm, i.b + 1)
    } else {
        Value::EMPTY
    };
    let all = [this, class, e, traceback];
    vm.call_positional(exit, if this.is_empty() { &all[1..] } else { &all })
}

// ---- intrinsics

pub(super) fn intrinsic_1(vm: &mut Vm, i: Instr) -> PyResult {
    let v = get(vm, i.b);
    match i.c {
        1 => {
            let name = vm.names.displayhook;
            let hook = vm.sys.get_str(name);
            let hook = vm.require(hook, "lost sys.displayhook")?;
            vm.call_positional(hook, &[v])?;
            Ok(Value::NONE)
        }
        2 => super::names::import_star(vm, v).map(|()| Value::NONE),
        3 => stop_iteration_error(vm, v),
        4 => vm.wrap_async_value(v),
        5 => vm.unary(Special::Pos, v),
        6 => vm.tuple_from(v).map(Tuple::value),
        n => vm.typing_intrinsic_1(n, v),
    }
}

/// INTRINSIC_STOPITERATION_ERROR: what must leave a generator instead of `v`.
fn stop_iteration_error(vm: &mut Vm, v: Value) -> PyResult {
    let Some(e) = Exception::checked(vm, v) else {
        return Ok(v);
    };
    let flags_ = vm.thread.current().map_or(0, |f| f.code().flags());
    let what = if flags_ & flags::ASYNC_GENERATOR != 0 {
        "async generator"
    } else if flags_ & flags::COROUTINE != 0 {
        "coroutine"
    } else {
        "generator"
    };
    let name = if e.is_a(vm, T::StopIteration) {
        "StopIteration"
    } else if flags_ & flags::ASYNC_GENERATOR != 0 && e.is_a(vm, T::StopAsyncIteration) {
        "StopAsyncIteration"
    } else {
        return Ok(v);
    };
    vm.thread.pending = v;
    crate::interp::exceptions::stop_error(vm, &format!("{what} raised {name}"));
    Ok(vm.take_pending())
}

pub(super) fn intrinsic_2(vm: &mut Vm, i: Instr) -> PyResult {
    let b = run(vm, i.b, 2);
    match i.c {
        1 => vm.prep_reraise_star(b[0], b[1]),
        n => vm.typing_intrinsic_2(n, b[0], b[1]),
    }
}
