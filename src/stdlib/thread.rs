//! The module `_thread`: starting threads and waiting for them. Locks: `thread_lock.rs`; `_local`: `thread_local.rs`.

use std::cell::Cell;
use std::sync::Arc;
use std::time::Duration;

use super::thread_lock::{Gate, TIMEOUT_MAX, new_lock, wait_for};
use crate::native_functions;
use crate::object::{Class, Dict, Instance, List, Module, Native, Obj, Str, T, Tuple, Value};
use crate::runtime::exception::{Exception, slot};
use crate::runtime::native::{Args, ModuleDef, TypeDef};
use crate::runtime::structseq::StructSeq;
use crate::runtime::threads::{LEAST_STACK, current_ident};
use crate::runtime::{OrMemoryError, PyResult, Raised, Vm};
use crate::{native_attributes, trace_fields};

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[&HANDLE];

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_thread",
    doc: "This module provides primitive operations to write multi-threaded programs.\nThe 'threading' module provides a more convenient interface.",
    functions: FUNCTIONS,
    types: &[T::Lock, T::RLock, T::ThreadLocal, T::ThreadHandle],
    init,
};

native_functions! { FUNCTIONS = [
    /// Start a new thread and return its identifier.
    start_new_thread(*);
    /// An obsolete synonym of start_new_thread().
    "start_new" as start_new_thread(*);
    /// *For internal use only*: start a new thread.
    start_joinable_thread(*);
    /// Return True if daemon threads are allowed in the current interpreter,
    /// and False otherwise.
    daemon_threads_allowed();
    /// Create a new lock object.
    allocate_lock();
    /// An obsolete synonym of allocate_lock().
    "allocate" as allocate_lock();
    /// This is synonymous to ``raise SystemExit''.
    exit();
    /// An obsolete synonym of exit().
    "exit_thread" as exit();
    /// Simulate the arrival of the given signal in the main thread.
    interrupt_main(signum = libc::SIGINT);
    /// Return a non-zero integer that uniquely identifies the current thread
    /// amongst other threads that exist simultaneously.
    get_ident();
    /// Return a non-negative integer identifying the thread as reported
    /// by the OS (kernel).
    get_native_id();
    /// Return the number of currently running Python threads, excluding
    /// the main thread.
    _count();
    /// Return the thread stack size used when creating new threads.
    stack_size(size = 0);
    /// Handle uncaught Thread.run() exception.
    "_excepthook" as excepthook(exc_info);
    /// Return True if the current interpreter is the main Python interpreter.
    _is_main_interpreter();
    /// Wait for all non-daemon threads (other than the calling thread) to stop.
    "_shutdown" as shutdown();
    /// Internal only. Make a thread handle for threads not spawned
    /// by the _thread or threading module.
    _make_thread_handle(ident);
    /// Internal only. Return a non-zero integer that uniquely identifies the main thread
    /// of the main interpreter.
    _get_main_thread_ident();
    /// Set the name of the current thread.
    set_name(; name);
    /// Get the name of the current thread.
    _get_name();
]}

static EXCEPT_HOOK_ARGS: StructSeq = StructSeq {
    name: "_thread._ExceptHookArgs",
    doc: "ExceptHookArgs\n\nType used to pass arguments to threading.excepthook.",
    fields: &["exc_type", "exc_value", "exc_traceback", "thread"],
    visible: 4,
    constructible: true,
};

const STACK_SIZE: &str = "thread.stack_size";
const JOINED_AT_EXIT: &str = "thread.joined_at_exit";
/// The longest name the system keeps for a thread.
const NAME_MAX: usize = 15;

fn init(vm: &mut Vm, module: Module) -> PyResult<()> {
    let dict = module.dict();
    let (lock, error) = (vm.class(T::Lock).value(), vm.class(T::RuntimeError).value());
    let args = vm.struct_seq_class(&EXCEPT_HOOK_ARGS)?.value();
    for (name, v) in [
        ("LockType", lock),
        ("error", error),
        ("_ExceptHookArgs", args),
        ("TIMEOUT_MAX", Value::from_float(TIMEOUT_MAX)),
        ("_NAME_MAXLEN", Value::from_len(NAME_MAX)),
    ] {
        vm.set_item_str(dict, name, v)?;
    }
    let handles = List::new(&mut vm.heap);
    vm.state_set(JOINED_AT_EXIT, handles.value())
}

// ---- handles

static HANDLE: TypeDef = TypeDef { new: Some(&HANDLE_NEW[0]), methods: HANDLE_METHODS, getset: HANDLE_ATTRIBUTES, ..TypeDef::new(T::ThreadHandle, "") };

/// What a thread is known by to those who wait for it.
pub struct Handle {
    ident: Cell<u64>,
    started: Cell<bool>,
    /// Closed while it runs.
    gate: Arc<Gate>,
}

impl Native for Handle {
    const TYPE: T = T::ThreadHandle;
    trace_fields!();
}

native_functions! { HANDLE_NEW = [ "__new__" as handle_new(*); ]}

native_functions! { HANDLE_METHODS = [
    join(this, timeout = Value::NONE);
    is_done(this);
    _set_done(this);
    "__repr__" as handle_repr(this);
]}

native_attributes! { HANDLE_ATTRIBUTES = [ ident => |_: &mut Vm, h: Obj<Handle>| h.ident.get(); ]}

fn new_handle(vm: &mut Vm) -> PyResult<Obj<Handle>> {
    let handle = Handle { ident: Cell::new(0), started: Cell::new(false), gate: Arc::default() };
    Obj::new(&mut vm.heap, handle).or_memory_error(vm)
}

fn handle_new(vm: &mut Vm, args: &Args<'_>) -> PyResult<Obj<Handle>> {
    let args = args.rest();
    args.no_names(vm, "_ThreadHandle")?;
    match args.plain().len() {
        0 => new_handle(vm),
        n => Err(vm.type_error(format_args!("_ThreadHandle expected 0 arguments, got {n}"))),
    }
}

fn join(vm: &mut Vm, this: Obj<Handle>, timeout: Value) -> PyResult<()> {
    if !this.started.get() {
        return Err(vm.runtime_error("thread not started"));
    }
    let timeout = if timeout.is_none() {
        None
    } else {
        let seconds = vm.to_f64(timeout)?;
        if seconds > TIMEOUT_MAX {
            return Err(vm.overflow_error("timeout value is too large"));
        }
        if seconds < 0.0 || seconds.is_nan() { None } else { Some(Duration::from_secs_f64(seconds)) }
    };
    if this.ident.get() == current_ident() && this.gate.is_closed() {
        return Err(vm.runtime_error("Cannot join current thread"));
    }
    wait_for(vm, &this.gate, timeout, false).map(|_| ())
}

fn is_done(_vm: &mut Vm, this: Obj<Handle>) -> bool {
    this.started.get() && !this.gate.is_closed()
}

fn _set_done(vm: &mut Vm, this: Obj<Handle>) -> PyResult<()> {
    if !this.started.get() {
        return Err(vm.runtime_error("thread not started"));
    }
    this.gate.set(false);
    Ok(())
}

fn handle_repr(_vm: &mut Vm, this: Obj<Handle>) -> String {
    format!("<_thread._ThreadHandle object: ident={}>", this.ident.get())
}

fn _make_thread_handle(vm: &mut Vm, ident: i64) -> PyResult<Obj<Handle>> {
    let handle = new_handle(vm)?;
    handle.ident.set(ident as u64);
    handle.started.set(true);
    handle.gate.set(true);
    Ok(handle)
}

// ---- starting

/// Starts a thread that calls `function(*args, **named)`, and opens the gate of `handle` at its end.
fn start(vm: &mut Vm, function: Value, args: Tuple, named: Option<Dict>, handle: Obj<Handle>) -> PyResult<()> {
    let stack = vm.state_get(STACK_SIZE)?.and_then(|v| vm.int_as_i64(v)).and_then(|n| usize::try_from(n).ok()).unwrap_or(LEAST_STACK);
    let boot = [function, args.value(), named.map_or(Value::NONE, Dict::value), handle.value()];
    let boot = Tuple::small(&mut vm.heap, boot).value();
    vm.held.push(boot);
    handle.started.set(true);
    handle.gate.set(true);
    let (word, gate) = (boot.0, Arc::clone(&handle.gate));
    let spawned = vm.spawn(stack, move |vm| run(vm, Value(word)), move || gate.set(false));
    match spawned {
        Ok(ident) => {
            handle.ident.set(ident);
            Ok(())
        }
        Err(_) => {
            handle.started.set(false);
            handle.gate.set(false);
            release(vm, boot);
            Err(vm.runtime_error("can't start new thread"))
        }
    }
}

/// Drops one of the values held for threads that start.
fn release(vm: &mut Vm, boot: Value) {
    if let Some(i) = vm.held.iter().rposition(|v| *v == boot) {
        vm.held.swap_remove(i);
    }
}

/// The whole life of a thread as Python code.
fn run(vm: &mut Vm, boot: Value) {
    release(vm, boot);
    let Some(&[function, args, named, handle]) = Tuple::from_value(boot).map(Tuple::items) else { return };
    let args = Tuple::from_value(args).unwrap_or(vm.empty_tuple);
    if vm.call_with_dict(function, args.items(), Dict::from_value(named)).is_err() {
        if vm.pending_is(T::SystemExit) {
            vm.take_pending();
        } else {
            vm.unraisable("Exception ignored in thread started by", function);
        }
    }
    if let Ok(Some(list)) = vm.state_get(JOINED_AT_EXIT)
        && let Some(list) = List::from_value(list)
        && let Some(i) = (0..list.len()).find(|&i| list.get(i) == Some(handle))
    {
        list.remove_range(i..i + 1);
    }
}

fn start_new_thread(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    args.no_names(vm, "start_new_thread")?;
    let (function, positional, named) = match *args.plain() {
        [f, a] => (f, a, Value::NONE),
        [f, a, n] => (f, a, n),
        _ => {
            let (n, word, bound) = (args.plain().len(), if args.plain().len() < 2 { "least" } else { "most" }, if args.plain().len() < 2 { 2 } else { 3 });
            return Err(vm.type_error(format_args!("start_new_thread expected at {word} {bound} arguments, got {n}")));
        }
    };
    if !vm.is_callable(function) {
        return Err(vm.type_error("first arg must be callable"));
    }
    let Some(positional) = vm.as_tuple(positional) else { return Err(vm.type_error("2nd arg must be a tuple")) };
    let dict = vm.as_dict(named);
    if args.plain().len() == 3 && dict.is_none() {
        return Err(vm.type_error("optional 3rd arg must be a dictionary"));
    }
    let handle = new_handle(vm)?;
    start(vm, function, positional, dict, handle)?;
    vm.new_int_u64(handle.ident.get())
}

fn start_joinable_thread(vm: &mut Vm, args: &Args<'_>) -> PyResult<Obj<Handle>> {
    let Some(function) = args.find(0, true, "function") else {
        return Err(vm.type_error("start_joinable_thread() missing required argument 'function' (pos 1)"));
    };
    if args.plain().len() > 1 {
        let n = args.plain().len();
        return Err(vm.type_error(format_args!("start_joinable_thread() takes at most 1 positional argument ({n} given)")));
    }
    for (name, _) in args.named() {
        if !["function", "handle", "daemon"].iter().any(|p| name.is(p)) {
            let name = name.to_text();
            return Err(vm.type_error(format_args!("start_joinable_thread() got an unexpected keyword argument '{name}'")));
        }
    }
    if !vm.is_callable(function) {
        return Err(vm.type_error("thread function must be callable"));
    }
    let handle = match args.get_named("handle").filter(|h| !h.is_none()) {
        None => new_handle(vm)?,
        Some(h) => match Obj::<Handle>::from_value(h) {
            Some(h) => h,
            None => return Err(vm.type_error("'handle' must be a _ThreadHandle")),
        },
    };
    if handle.started.get() {
        return Err(vm.runtime_error("thread already started"));
    }
    let daemon = match args.get_named("daemon") {
        Some(v) => vm.truth(v)?,
        None => true,
    };
    if !daemon && let Some(list) = vm.state_get(JOINED_AT_EXIT)?.and_then(List::from_value) {
        list.push(&mut vm.heap, handle.value()).or_memory_error(vm)?;
    }
    let nothing = vm.empty_tuple;
    start(vm, function, nothing, None, handle)?;
    Ok(handle)
}

fn shutdown(vm: &mut Vm) -> PyResult<()> {
    let Some(list) = vm.state_get(JOINED_AT_EXIT)?.and_then(List::from_value) else { return Ok(()) };
    let me = current_ident();
    loop {
        let next = (0..list.len()).filter_map(|i| Obj::<Handle>::from_value(list.get(i)?)).find(|h| h.ident.get() != me);
        let Some(handle) = next else { return Ok(()) };
        join(vm, handle, Value::NONE)?;
        if let Some(i) = (0..list.len()).find(|&i| list.get(i) == Some(handle.value())) {
            list.remove_range(i..i + 1);
        }
    }
}

// ---- the rest

fn daemon_threads_allowed(_vm: &mut Vm) -> bool {
    true
}

fn _is_main_interpreter(_vm: &mut Vm) -> bool {
    true
}

fn allocate_lock(vm: &mut Vm) -> PyResult {
    new_lock(vm).map(Obj::value)
}

fn exit(vm: &mut Vm) -> PyResult<()> {
    Err(vm.raise_with(T::SystemExit, &[]))
}

fn get_ident(vm: &mut Vm) -> u64 {
    vm.thread.ident
}

fn _get_main_thread_ident(vm: &mut Vm) -> u64 {
    vm.threads.main
}

fn _count(vm: &mut Vm) -> usize {
    vm.threads.count
}

fn get_native_id(_vm: &mut Vm) -> u64 {
    native_id()
}

/// The least stack size a program may ask for.
const SMALLEST_STACK: i64 = 32 << 10;

fn stack_size(vm: &mut Vm, size: i64) -> PyResult<i64> {
    if size < 0 {
        return Err(vm.value_error("size must be 0 or a positive value"));
    }
    if size != 0 && size < SMALLEST_STACK {
        return Err(vm.value_error(format_args!("size must be at least {SMALLEST_STACK} bytes")));
    }
    let old = vm.state_get(STACK_SIZE)?.and_then(|v| vm.int_as_i64(v)).unwrap_or(0);
    let size = vm.new_int(size);
    vm.state_set(STACK_SIZE, size)?;
    Ok(old)
}

fn interrupt_main(vm: &mut Vm, signum: i32) -> PyResult<()> {
    if !(1..65).contains(&signum) {
        return Err(vm.value_error("signal number out of range"));
    }
    raise_signal(signum);
    Ok(())
}

fn set_name(vm: &mut Vm, name: Value) -> PyResult<()> {
    let Some(text) = vm.as_str(name) else {
        let t = vm.type_name(name);
        return Err(vm.type_error(format_args!("set_name() argument 'name' must be str, not {t}")));
    };
    let text = text.to_text();
    let mut end = text.len().min(NAME_MAX);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    name_thread(&text[..end]);
    Ok(())
}

fn _get_name(_vm: &mut Vm) -> String {
    thread_name()
}

/// What `threading.excepthook` does by default.
fn excepthook(vm: &mut Vm, exc_info: Value) -> PyResult<()> {
    let class: Class = vm.struct_seq_class(&EXCEPT_HOOK_ARGS)?;
    let Some(fields) = Instance::from_value(exc_info).filter(|_| vm.type_of(exc_info) == class) else {
        return Err(vm.type_error("_thread.excepthook argument type must be ExceptHookArgs"));
    };
    let [kind, value, traceback, thread] = [1, 2, 3, 4].map(|i| fields.fixed(i));
    if kind == vm.class(T::SystemExit).value() {
        return Ok(()); // silently ignored
    }
    let name = if thread.is_none() { None } else { thread_label(vm, thread)? };
    let name = name.unwrap_or_else(|| vm.thread.ident.to_string());
    if let Some(e) = Exception::checked(vm, value).filter(|e| e.get(slot::TRACEBACK).is_empty() && !traceback.is_none()) {
        e.set(slot::TRACEBACK, traceback);
    }
    let text = format!("Exception in thread {name}:\n{}", vm.format_exception(value)?);
    let text: Str = vm.new_str(&text)?;
    match vm.write_to_stderr(text) {
        Ok(()) => Ok(()),
        Err(Raised) => {
            vm.take_pending();
            Ok(())
        }
    }
}

fn thread_label(vm: &mut Vm, thread: Value) -> PyResult<Option<String>> {
    let name = vm.intern("name")?;
    match vm.get_attr_opt(thread, name)? {
        Some(v) => Ok(Some(vm.str(v)?.to_text())),
        None => Ok(None),
    }
}

// ---- the system

#[expect(unsafe_code, reason = "asks the system about the calling thread")]
fn native_id() -> u64 {
    // SAFETY: takes no arguments and cannot fail.
    #[cfg(target_os = "linux")]
    unsafe {
        libc::syscall(libc::SYS_gettid) as u64
    }
    #[cfg(not(target_os = "linux"))]
    current_ident()
}

/// Sends a signal to the process, unless nobody would notice or the process would die.
#[expect(unsafe_code, reason = "asks for and sends signals")]
fn raise_signal(signum: i32) {
    // SAFETY: `old` is written by the first call; the handler that runs is one that the process installed.
    unsafe {
        let mut old: libc::sigaction = std::mem::zeroed();
        let known = libc::sigaction(signum, std::ptr::null(), &raw mut old) == 0;
        if known && old.sa_sigaction != libc::SIG_DFL && old.sa_sigaction != libc::SIG_IGN {
            libc::kill(libc::getpid(), signum);
        }
    }
}

#[expect(unsafe_code, reason = "names the calling thread")]
fn name_thread(name: &str) {
    let Ok(name) = std::ffi::CString::new(name) else { return };
    // SAFETY: a string that ends in 0.
    #[cfg(target_os = "linux")]
    unsafe {
        libc::pthread_setname_np(libc::pthread_self(), name.as_ptr());
    }
    #[cfg(not(target_os = "linux"))]
    drop(name);
}

#[expect(unsafe_code, reason = "asks for the name of the calling thread")]
fn thread_name() -> String {
    let mut name = [0_u8; 64];
    // SAFETY: the buffer is as long as said.
    #[cfg(target_os = "linux")]
    unsafe {
        libc::pthread_getname_np(libc::pthread_self(), name.as_mut_ptr().cast(), name.len());
    }
    let end = name.iter().position(|&b| b == 0).unwrap_or(name.len());
    String::from_utf8_lossy(&name[..end]).into_owned()
}
