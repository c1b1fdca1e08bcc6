//! The module `sys`: its functions. What it tells about machine and version stands in `sys_info.rs`, its hooks in `sys_hooks.rs`.

use std::time::Duration;

use super::{sys_hooks, sys_info};
use crate::native_functions;
use crate::object::{Dict, Function, Module, Str, T, Tuple, Value, class::flags};
use crate::pyc::Version;
use crate::runtime::exception::{Exception, slot};
use crate::runtime::native::{ModuleDef, TypeDef};
use crate::runtime::{PyResult, Raised, Vm};

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[];

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "sys",
    doc: "This module provides access to some objects used or maintained by the\ninterpreter and to functions that interact strongly with the interpreter.",
    functions: FUNCTIONS,
    types: &[],
    init,
};

fn init(vm: &mut Vm, module: Module) -> PyResult<()> {
    sys_info::describe_machine(vm)?;
    sys_info::describe_version(vm)?;
    sys_hooks::install(vm, module)
}

native_functions! { FUNCTIONS = [
    /// Return the current value of the recursion limit.
    getrecursionlimit();
    /// Set the maximum depth of the Python interpreter stack to n.
    setrecursionlimit(limit);
    /// Return current exception information: (type, value, traceback).
    exc_info();
    /// Return the current exception.
    exception();
    /// Exit the interpreter by raising SystemExit(status).
    exit(status = Value::EMPTY);
    /// ``Intern'' the given string.
    intern(string);
    /// Return the size of object in bytes.
    getsizeof(; object, default = Value::EMPTY);
    /// Return the reference count of object.
    getrefcount(object);
    /// Return a frame object from the call stack.
    "_getframe" as getframe(depth = 0);
    /// Return the name of the module for a calling frame.
    "_getframemodulename" as getframemodulename(; depth = 0);
    /// Return a dict mapping each thread's thread id to its current stack frame.
    "_current_frames" as current_frames();
    /// Return a dict mapping each thread's identifier to its current raised exception.
    "_current_exceptions" as current_exceptions();
    /// Return the current default encoding used by the Unicode implementation.
    "getdefaultencoding" as utf8();
    /// Return the encoding used to convert Unicode filenames to OS filenames.
    "getfilesystemencoding" as utf8();
    /// Return the error mode used for Unicode to OS filename conversion.
    getfilesystemencodeerrors();
    /// Set the global debug tracing function.
    settrace(function);
    /// Return the global debug tracing function set with sys.settrace.
    "gettrace" as nothing();
    /// Set the profiling function.
    setprofile(function);
    /// Return the profiling function set with sys.setprofile.
    "getprofile" as nothing();
    /// Return the maximum string digits limit for non-binary int<->str conversions.
    get_int_max_str_digits();
    /// Set the maximum string digits limit for non-binary int<->str conversions.
    set_int_max_str_digits(; maxdigits);
    /// Return the current thread switch interval.
    getswitchinterval();
    /// Set the ideal thread switching delay inside the Python interpreter.
    setswitchinterval(interval);
    /// Return True if Python is exiting.
    is_finalizing();
    /// Install hooks for async generators.
    set_asyncgen_hooks(; firstiter = Value::EMPTY, finalizer = Value::EMPTY);
    /// Return the installed asynchronous generators hooks.
    get_asyncgen_hooks();
    /// Enable or disable origin tracking for coroutine objects in this thread.
    set_coroutine_origin_tracking_depth(; depth);
    /// Check status of origin tracking for coroutine objects in this thread.
    get_coroutine_origin_tracking_depth();
    /// Clear the internal type lookup cache.
    "_clear_type_cache" as clear_type_cache();
    /// Clear all internal performance-related caches.
    "_clear_internal_caches" as clear_type_cache();
    /// Return the number of memory blocks currently allocated.
    getallocatedblocks();
    /// Return the number of elements of the unicode interned dictionary.
    getunicodeinternedsize(;; _only_immortal = false);
    /// Return True if the given string is "interned".
    "_is_interned" as is_interned(string);
    /// Return True if the GIL is currently enabled and False otherwise.
    "_is_gil_enabled" as is_gil_enabled();
    /// Passes the event to any hooks that are attached.
    "audit" as audit(*);
    /// Adds a new audit hook callback.
    addaudithook(; hook);
    /// Call func(*args), while tracing is enabled.
    call_tracing(func, args);
    /// Print an object to sys.stdout and also save it in builtins._
    displayhook(object);
    /// Handle an exception by displaying it with a traceback on sys.stderr.
    excepthook(exctype, value, traceback);
    /// Handle an unraisable exception.
    unraisablehook(unraisable);
    /// This hook function is called by built-in breakpoint().
    "breakpointhook" as breakpointhook(*);
]}

use sys_hooks::{addaudithook, audit, breakpointhook, displayhook, excepthook, unraisablehook};

fn nothing(_vm: &mut Vm) {}

fn utf8(_vm: &mut Vm) -> &'static str {
    "utf-8"
}

fn getfilesystemencodeerrors(_vm: &mut Vm) -> &'static str {
    "surrogateescape"
}

fn getrecursionlimit(vm: &mut Vm) -> usize {
    vm.recursion_limit
}

fn setrecursionlimit(vm: &mut Vm, limit: i32) -> PyResult<()> {
    let Some(limit) = usize::try_from(limit).ok().filter(|&n| n >= 1) else {
        return Err(vm.value_error("recursion limit must be greater or equal than 1"));
    };
    let depth = vm.thread.depth;
    if depth >= limit {
        return Err(vm.recursion_error(format_args!("cannot set the recursion limit to {limit} at the recursion depth {depth}: the limit is too low")));
    }
    vm.set_recursion_limit(limit);
    Ok(())
}

fn exception(vm: &mut Vm) -> Option<Value> {
    vm.handled_exception().map(Exception::value)
}

fn exc_info(vm: &mut Vm) -> Value {
    let items = match vm.handled_exception() {
        None => [Value::NONE; 3],
        Some(e) => [
            vm.type_of(e.value()).value(),
            e.value(),
            e.get(slot::TRACEBACK).some().unwrap_or(Value::NONE),
        ],
    };
    Tuple::small(&mut vm.heap, items).value()
}

/// Raises SystemExit; a tuple gives the arguments of the exception.
fn exit(vm: &mut Vm, status: Value) -> PyResult<()> {
    if status.is_empty() || status.is_none() {
        return Err(vm.raise_with(T::SystemExit, &[]));
    }
    Err(match vm.as_tuple(status) {
        Some(args) => vm.raise_with(T::SystemExit, args.items()),
        None => vm.raise_with(T::SystemExit, &[status]),
    })
}

fn intern(vm: &mut Vm, string: Value) -> PyResult {
    if let Some(s) = Str::from_value(string) {
        return Ok(vm.intern_str(s).value());
    }
    let t = vm.type_name(string);
    Err(if vm.as_str(string).is_some() {
        vm.type_error(format_args!("can't intern {t}"))
    } else {
        vm.type_error(format_args!("intern() argument must be str, not {t}"))
    })
}

fn is_interned(vm: &mut Vm, string: Value) -> PyResult<bool> {
    match Str::from_value(string) {
        Some(s) => Ok(s.is_interned()),
        None => {
            let t = vm.type_name(string);
            Err(vm.type_error(format_args!("_is_interned() argument must be str, not {t}")))
        }
    }
}

// ---- sizes

/// The head that CPython's collector puts in front of an object it tracks, and the words in front of an instance with a `__dict__`.
fn hidden_size(vm: &Vm, v: Value) -> i64 {
    let class = vm.type_of(v);
    if class.has(flags::HEAP) {
        let managed = class.has(flags::DICT) && vm.main_version >= Version::V311;
        return if managed { 32 } else { 16 };
    }
    let untracked = matches!(
        class.native(),
        T::Int
            | T::Bool
            | T::Float
            | T::Complex
            | T::Str
            | T::Bytes
            | T::ByteArray
            | T::NoneType
            | T::Ellipsis
            | T::NotImplementedType
            | T::Range
            | T::Code
    );
    if untracked { 0 } else { 16 }
}

fn getsizeof(vm: &mut Vm, object: Value, default: Value) -> PyResult {
    match size_of_object(vm, object) {
        Ok(n) => Ok(vm.new_int(n)),
        Err(Raised) if !default.is_empty() && vm.pending_is(T::TypeError) => {
            vm.take_pending();
            Ok(default)
        }
        Err(raised) => Err(raised),
    }
}

fn size_of_object(vm: &mut Vm, object: Value) -> PyResult<i64> {
    let (class, name) = (vm.type_of(object), vm.names.__sizeof__);
    let Some(f) = vm.lookup(class, name) else {
        let t = vm.class_name(class);
        return Err(vm.type_error(format_args!("Type {t} doesn't define __sizeof__")));
    };
    let size = vm.call_method(f, object, &[])?;
    if !vm.is_int(size) {
        let t = vm.type_name(size);
        return Err(vm.type_error(format_args!(
            "'{t}' object cannot be interpreted as an integer"
        )));
    }
    let size = vm.index_i64(size, "Python int too large to convert to C ssize_t")?;
    if size < 0 {
        return Err(vm.value_error("__sizeof__() should return >= 0"));
    }
    Ok(size + hidden_size(vm, object))
}

/// Objects are not counted: every one has the two references that CPython shows for a new object.
fn getrefcount(_vm: &mut Vm, _object: Value) -> i64 {
    2
}

fn getallocatedblocks(_vm: &mut Vm) -> i64 {
    0
}

fn getunicodeinternedsize(_vm: &mut Vm, _only_immortal: bool) -> i64 {
    0
}

// ---- frames

/// The frame `depth` calls outside of the one that called.
fn frame_at(vm: &mut Vm, depth: i32) -> PyResult<Option<usize>> {
    let mut at = vm.visible_frame(vm.thread.depth);
    for _ in 0..depth.max(0) {
        at = at.and_then(|i| vm.visible_frame(i));
    }
    Ok(at)
}

fn getframe(vm: &mut Vm, depth: i32) -> PyResult {
    match frame_at(vm, depth)? {
        Some(i) => vm.frame_object(i),
        None => Err(vm.value_error("call stack is not deep enough")),
    }
}

fn getframemodulename(vm: &mut Vm, depth: i32) -> PyResult {
    let Some(i) = frame_at(vm, depth)? else {
        return Ok(Value::NONE);
    };
    let name = vm.names.__name__;
    let Some(frame) = vm.thread.frame_ref(i) else {
        return Ok(Value::NONE);
    };
    if let Some(module) = Function::from_value(frame.function).and_then(|f| f.module().some()) {
        return Ok(module);
    }
    let globals = frame.globals();
    Ok(vm.dict_get_str(globals, name)?.unwrap_or(Value::NONE))
}

fn current_frames(vm: &mut Vm) -> PyResult<Dict> {
    let dict = vm.new_dict();
    if let Some(i) = vm.visible_frame(vm.thread.depth) {
        let frame = vm.frame_object(i)?;
        let ident = vm.new_int_u64(vm.thread.ident)?;
        vm.dict_set(dict, ident, frame)?;
    }
    Ok(dict)
}

fn current_exceptions(vm: &mut Vm) -> PyResult<Dict> {
    let dict = vm.new_dict();
    let ident = vm.new_int_u64(vm.thread.ident)?;
    let e = exception(vm).unwrap_or(Value::NONE);
    vm.dict_set(dict, ident, e)?;
    Ok(dict)
}

// ---- settings

fn settrace(vm: &mut Vm, function: Value) -> PyResult<()> {
    if function.is_none() {
        Ok(())
    } else {
        Err(vm.not_implemented("sys.settrace() is not supported by pycrane"))
    }
}

fn setprofile(vm: &mut Vm, function: Value) -> PyResult<()> {
    if function.is_none() {
        Ok(())
    } else {
        Err(vm.not_implemented("sys.setprofile() is not supported by pycrane"))
    }
}

fn get_int_max_str_digits(vm: &mut Vm) -> usize {
    vm.int_max_str_digits
}

fn set_int_max_str_digits(vm: &mut Vm, maxdigits: i32) -> PyResult<()> {
    match usize::try_from(maxdigits) {
        Ok(n) if n == 0 || n >= crate::num::MIN_MAX_STR_DIGITS => {
            vm.int_max_str_digits = n;
            Ok(())
        }
        _ if vm.main_version >= Version::V314 => {
            Err(vm.value_error("maxdigits must be >= 640 or 0 for unlimited"))
        }
        _ => Err(vm.value_error("maxdigits must be 0 or larger than 640")),
    }
}

fn getswitchinterval(vm: &mut Vm) -> f64 {
    vm.threads.interval.as_secs_f64()
}

fn setswitchinterval(vm: &mut Vm, interval: f64) -> PyResult<()> {
    match Duration::try_from_secs_f64(interval) {
        Ok(interval) if !interval.is_zero() => {
            vm.threads.interval = interval;
            Ok(())
        }
        _ => Err(vm.value_error("switch interval must be strictly positive")),
    }
}

fn call_tracing(vm: &mut Vm, func: Value, args: Tuple) -> PyResult {
    vm.call_positional(func, args.items())
}

fn is_finalizing(_vm: &mut Vm) -> bool {
    false
}

fn is_gil_enabled(_vm: &mut Vm) -> bool {
    true
}

fn clear_type_cache(vm: &mut Vm) {
    vm.method_cache.clear();
}

/// Under which keys of the VM's state the hooks are kept; the runtime of asynchronous generators reads them.
pub const ASYNCGEN_FIRSTITER: &str = "asyncgen_firstiter";
/// As [`ASYNCGEN_FIRSTITER`].
pub const ASYNCGEN_FINALIZER: &str = "asyncgen_finalizer";

fn set_asyncgen_hooks(vm: &mut Vm, firstiter: Value, finalizer: Value) -> PyResult<()> {
    for (name, hook) in [("finalizer", finalizer), ("firstiter", firstiter)] {
        if !hook.is_empty() && !hook.is_none() && !vm.is_callable(hook) {
            let t = vm.type_name(hook);
            return Err(vm.type_error(format_args!("callable {name} expected, got {t}")));
        }
    }
    for (key, hook) in [
        (ASYNCGEN_FIRSTITER, firstiter),
        (ASYNCGEN_FINALIZER, finalizer),
    ] {
        if !hook.is_empty() {
            vm.state_set(key, hook)?;
        }
    }
    Ok(())
}

fn get_asyncgen_hooks(vm: &mut Vm) -> PyResult {
    let first = vm.state_get(ASYNCGEN_FIRSTITER)?.unwrap_or(Value::NONE);
    let last = vm.state_get(ASYNCGEN_FINALIZER)?.unwrap_or(Value::NONE);
    vm.new_struct_seq(&sys_info::ASYNCGEN_HOOKS, &[first, last])
}

const ORIGIN_DEPTH: &str = "sys.coroutine_origin_tracking_depth";

fn set_coroutine_origin_tracking_depth(vm: &mut Vm, depth: i32) -> PyResult<()> {
    if depth < 0 {
        return Err(vm.value_error("depth must be >= 0"));
    }
    vm.state_set(ORIGIN_DEPTH, Value::from_i32(depth))
}

fn get_coroutine_origin_tracking_depth(vm: &mut Vm) -> PyResult {
    Ok(vm.state_get(ORIGIN_DEPTH)?.unwrap_or(Value::from_i32(0)))
}
