//! The exception classes: BaseException and all that add fields or texts of their own (Objects/exceptions.c).
//!
//! The fields are hidden slots (`runtime/exception.rs`), shown by member descriptors that the class gets by itself.

use crate::object::{Class, Dict, List, Str, T, Tuple, Value, class::flags, register_finalizer};
use crate::runtime::exception::{Exception, slot, slot::OWN};
use crate::runtime::exception_init;
use crate::runtime::names::Special;
use crate::runtime::native::{Args, FromPy, IntoPy, TypeDef};
use crate::runtime::traceback::Traceback;
use crate::runtime::{OrMemoryError, PyResult, Vm};
use crate::{native_attributes, native_functions};

impl FromPy for Exception {
    const KIND: &'static str = "BaseException";
    fn from_py(vm: &mut Vm, v: Value) -> PyResult<Self> {
        match Exception::checked(vm, v) {
            Some(e) => Ok(e),
            None => Err(vm.expected("BaseException", v)),
        }
    }
}

impl IntoPy for Exception {
    fn into_py(self, _: &mut Vm) -> PyResult {
        Ok(self.value())
    }
}

macro_rules! exception_types {
    ($( $Name:ident $doc:literal $([$($field:ident = $value:expr),*])?; )*) => {
        /// The types of this file.
        pub static TYPES: &[&TypeDef] = &[ $( &TypeDef { $( $($field: $value,)* )? ..TypeDef::new(T::$Name, $doc) } ),* ];
    };
}

exception_types! {
    BaseException "Common base class for all exceptions" [new = Some(&NEW[0]), methods = BASE_METHODS, getset = BASE_ATTRIBUTES];
    GeneratorExit "Request that a generator exit.";
    KeyboardInterrupt "Program interrupted by user.";
    SystemExit "Request to exit from the interpreter." [methods = SYSTEM_EXIT_METHODS];
    Exception "Common base class for all non-exit exceptions.";
    ArithmeticError "Base class for arithmetic errors.";
    FloatingPointError "Floating-point operation failed.";
    OverflowError "Result too large to be represented.";
    ZeroDivisionError "Second argument to a division or modulo operation was zero.";
    AssertionError "Assertion failed.";
    AttributeError "Attribute not found." [methods = ATTRIBUTE_ERROR_METHODS];
    BufferError "Buffer error.";
    EOFError "Read beyond end of file.";
    ImportError "Import can't find module, or can't find name in module." [methods = IMPORT_ERROR_METHODS];
    ModuleNotFoundError "Module not found.";
    LookupError "Base class for lookup errors.";
    IndexError "Sequence index out of range.";
    KeyError "Mapping key not found." [methods = KEY_ERROR_METHODS];
    MemoryError "Out of memory.";
    NameError "Name not found globally." [methods = NAME_ERROR_METHODS];
    UnboundLocalError "Local name referenced but not bound to a value.";
    OSError "Base class for I/O related errors." [new = Some(&OS_ERROR_NEW[0]), methods = OS_ERROR_METHODS, getset = OS_ERROR_ATTRIBUTES];
    BlockingIOError "I/O operation would block.";
    ChildProcessError "Child process error.";
    ConnectionError "Connection error.";
    BrokenPipeError "Broken pipe.";
    ConnectionAbortedError "Connection aborted.";
    ConnectionRefusedError "Connection refused.";
    ConnectionResetError "Connection reset.";
    FileExistsError "File already exists.";
    FileNotFoundError "File not found.";
    InterruptedError "Interrupted by signal.";
    IsADirectoryError "Operation doesn't work on directories.";
    NotADirectoryError "Operation only works on directories.";
    PermissionError "Not enough permissions.";
    ProcessLookupError "Process not found.";
    TimeoutError "Timeout expired.";
    ReferenceError "Weak ref proxy used after referent went away.";
    RuntimeError "Unspecified run-time error.";
    NotImplementedError "Method or function hasn't been implemented yet.";
    PythonFinalizationError "Operation blocked during Python finalization.";
    RecursionError "Recursion limit exceeded.";
    StopAsyncIteration "Signal the end from iterator.__anext__().";
    StopIteration "Signal the end from iterator.__next__()." [methods = STOP_ITERATION_METHODS];
    SyntaxError "Invalid syntax." [methods = SYNTAX_ERROR_METHODS];
    IndentationError "Improper indentation.";
    IncompleteInputError "incomplete input.";
    TabError "Improper mixture of spaces and tabs.";
    SystemError "Internal error in the Python interpreter.\n\nPlease report this to the Python maintainer, along with the traceback,\nthe Python version, and the hardware/OS platform and version.";
    TypeError "Inappropriate argument type.";
    ValueError "Inappropriate argument value (of correct type).";
    UnicodeError "Unicode related error.";
    UnicodeDecodeError "Unicode decoding error." [methods = UNICODE_DECODE_METHODS];
    UnicodeEncodeError "Unicode encoding error." [methods = UNICODE_ENCODE_METHODS];
    UnicodeTranslateError "Unicode translation error." [methods = UNICODE_TRANSLATE_METHODS];
    Warning "Base class for warning categories.";
    BytesWarning "Base class for warnings about bytes and buffer related problems, mostly\nrelated to conversion from str or comparing to str.";
    DeprecationWarning "Base class for warnings about deprecated features.";
    EncodingWarning "Base class for warnings about encodings.";
    FutureWarning "Base class for warnings about constructs that will change semantically\nin the future.";
    ImportWarning "Base class for warnings about probable mistakes in module imports";
    PendingDeprecationWarning "Base class for warnings about features which will be deprecated\nin the future.";
    ResourceWarning "Base class for warnings about resource usage.";
    RuntimeWarning "Base class for warnings about dubious runtime behavior.";
    SyntaxWarning "Base class for warnings about dubious syntax.";
    UnicodeWarning "Base class for warnings about Unicode related problems, mostly\nrelated to conversion problems.";
    UserWarning "Base class for warnings generated by user code.";
}

// ---- arguments

/// The exception a method was called on, and the other arguments.
fn receiver<'a>(vm: &mut Vm, args: &Args<'a>) -> PyResult<(Exception, Args<'a>)> {
    Ok((Exception::from_py(vm, args.first())?, args.rest()))
}

/// The class given to a `__new__`.
pub(super) fn class_argument(vm: &mut Vm, args: &Args<'_>, owner: T) -> PyResult<Class> {
    let (first, owner_name) = (args.first(), owner.name());
    if first.is_empty() {
        return Err(vm.type_error(format_args!("{owner_name}.__new__(): not enough arguments")));
    }
    let Some(class) = Class::from_value(first) else {
        let t = vm.type_name(first);
        return Err(vm.type_error(format_args!(
            "{owner_name}.__new__(X): X is not a type object ({t})"
        )));
    };
    if !class.is_subclass(vm.class(owner)) {
        let c = vm.class_name(class);
        return Err(vm.type_error(format_args!(
            "{owner_name}.__new__({c}): {c} is not a subtype of {owner_name}"
        )));
    }
    Ok(class)
}

fn no_names(vm: &mut Vm, e: Exception, args: &Args<'_>) -> PyResult<()> {
    if args.named_len() == 0 {
        return Ok(());
    }
    let name = vm.type_name(e.value());
    args.no_names(vm, &name)
}

/// Stores the named arguments of exception class `owner` in the fields `first ..` called `names`.
fn named_fields(
    vm: &mut Vm,
    e: Exception,
    args: &Args<'_>,
    owner: &str,
    first: u16,
    names: &[&str],
) -> PyResult<()> {
    for i in 0..names.len() as u16 {
        e.set(first + i, Value::EMPTY);
    }
    for (name, v) in args.named() {
        match names.iter().position(|n| name.is(n)) {
            Some(i) => e.set(first + i as u16, v),
            None => {
                let name = name.to_text();
                return Err(vm.type_error(format_args!(
                    "{owner}() got an unexpected keyword argument '{name}'"
                )));
            }
        }
    }
    Ok(())
}

/// `args` and nothing else.
fn set_args_from(vm: &mut Vm, e: Exception, args: &Args<'_>) -> PyResult<Tuple> {
    let t = vm.new_tuple(args.plain())?;
    e.set(slot::ARGS, t.value());
    Ok(t)
}

// ---- BaseException

native_functions! { NEW = [
    /// Create and return a new object.  See help(type) for accurate signature.
    "__new__" as base_new(*);
]}

native_functions! { BASE_METHODS = [
    /// Initialize self.  See help(type(self)) for accurate signature.
    "__init__" as base_init(*);
    /// Return repr(self).
    "__repr__" as base_repr(this);
    /// Return str(self).
    "__str__" as base_str(this);
    /// Helper for pickle.
    "__reduce__" as base_reduce(this);
    "__setstate__" as base_setstate(this, state);
    /// Set self.__traceback__ to tb and return self.
    with_traceback(this, tb);
    /// Add a note to the exception
    add_note(this, note);
]}

native_attributes! { BASE_ATTRIBUTES = [
    args => get_args, set_args;
    "__traceback__" as traceback => |_: &mut Vm, e: Exception| optional(e, slot::TRACEBACK), set_traceback;
    "__context__" as context => |_: &mut Vm, e: Exception| optional(e, slot::CONTEXT), set_context;
    "__cause__" as cause => |_: &mut Vm, e: Exception| optional(e, slot::CAUSE), set_cause;
    "__suppress_context__" as suppress => |_: &mut Vm, e: Exception| e.get(slot::SUPPRESS), set_suppress;
    "__dict__" as dict => get_dict, set_dict;
]}

fn optional(e: Exception, slot: u16) -> Value {
    e.get(slot).some().unwrap_or(Value::NONE)
}

fn base_new(vm: &mut Vm, args: &Args<'_>) -> PyResult<Exception> {
    let class = class_argument(vm, args, T::BaseException)?;
    let tuple = vm.new_tuple(&args.plain()[1..])?;
    let e = Exception::bare(vm, class, tuple);
    if class.has(flags::FINALIZER) {
        register_finalizer(&mut vm.heap, e.value());
    }
    Ok(e)
}

fn base_init(vm: &mut Vm, args: &Args<'_>) -> PyResult<()> {
    let (e, args) = receiver(vm, args)?;
    no_names(vm, e, &args)?;
    set_args_from(vm, e, &args).map(|_| ())
}

fn base_repr(vm: &mut Vm, this: Exception) -> PyResult<String> {
    let name = vm.type_name(this.value());
    let args = Tuple::from_value(this.get(slot::ARGS)).unwrap_or(vm.empty_tuple);
    Ok(match args.items() {
        [one] => format!("{name}({})", vm.repr(*one)?.to_text()),
        _ => format!("{name}{}", vm.repr(args.value())?.to_text()),
    })
}

/// `BaseException.__str__`
pub(super) fn base_str(vm: &mut Vm, this: Exception) -> PyResult<Str> {
    match this.args() {
        [] => Ok(vm.names.empty),
        [one] => vm.str(*one),
        _ => vm.str(this.get(slot::ARGS)),
    }
}

/// The attributes set on an exception, if there are any.
fn attributes(vm: &mut Vm, e: Exception) -> PyResult<Option<Dict>> {
    let o = e.instance();
    let dict = match o.dict(&vm.shapes) {
        Some(d) => d,
        None => o.attributes(&mut vm.heap, &vm.shapes).or_memory_error(vm)?,
    };
    Ok(Some(dict).filter(|d| !d.is_empty()))
}

fn reduce_with(vm: &mut Vm, e: Exception, args: Value, state: Option<Dict>) -> PyResult<Tuple> {
    let class = vm.type_of(e.value()).value();
    match state {
        Some(state) => vm.new_tuple(&[class, args, state.value()]),
        None => vm.new_tuple(&[class, args]),
    }
}

fn base_reduce(vm: &mut Vm, this: Exception) -> PyResult<Tuple> {
    let state = attributes(vm, this)?;
    reduce_with(vm, this, this.get(slot::ARGS), state)
}

fn base_setstate(vm: &mut Vm, this: Exception, state: Value) -> PyResult<()> {
    if state.is_none() {
        return Ok(());
    }
    let Some(dict) = vm.as_dict(state) else {
        return Err(vm.type_error("state is not a dictionary"));
    };
    let dict = dict.copy(&mut vm.heap).or_memory_error(vm)?;
    let mut at = 0;
    while let Some(e) = dict.next_entry(&mut at) {
        let Some(name) = vm.as_str(e.key) else {
            let t = vm.type_name(e.key);
            return Err(vm.type_error(format_args!("attribute name must be string, not '{t}'")));
        };
        let name = vm.intern_str(name);
        vm.set_attr(this.value(), name, e.value)?;
    }
    Ok(())
}

fn with_traceback(vm: &mut Vm, this: Exception, tb: Value) -> PyResult<Exception> {
    set_traceback(vm, this, tb)?;
    Ok(this)
}

fn add_note(vm: &mut Vm, this: Exception, note: Value) -> PyResult<()> {
    if vm.as_str(note).is_none() {
        let t = vm.type_name(note);
        return Err(vm.type_error(format_args!("add_note() argument must be str, not {t}")));
    }
    let name = vm.names.__notes__;
    let notes = match vm.get_attr_opt(this.value(), name)? {
        Some(v) => match vm.as_list(v) {
            Some(l) => l,
            None => return Err(vm.type_error("Cannot add note: __notes__ is not a list")),
        },
        None => {
            let l = List::new(&mut vm.heap);
            vm.set_attr(this.value(), name, l.value())?;
            l
        }
    };
    notes.push(&mut vm.heap, note).or_memory_error(vm)
}

fn get_args(vm: &mut Vm, this: Exception) -> Value {
    this.get(slot::ARGS)
        .some()
        .unwrap_or(vm.empty_tuple.value())
}

fn set_args(vm: &mut Vm, this: Exception, to: Value) -> PyResult<()> {
    if to.is_empty() {
        return Err(vm.type_error("args may not be deleted"));
    }
    let args = vm.tuple_from(to)?;
    this.set(slot::ARGS, args.value());
    Ok(())
}

fn set_traceback(vm: &mut Vm, this: Exception, to: Value) -> PyResult<()> {
    if to.is_empty() {
        return Err(vm.type_error("__traceback__ may not be deleted"));
    }
    if to.is_none() {
        this.set(slot::TRACEBACK, Value::EMPTY);
    } else if crate::object::Obj::<Traceback>::from_value(to).is_some() {
        this.set(slot::TRACEBACK, to);
    } else {
        return Err(vm.type_error("__traceback__ must be a traceback or None"));
    }
    Ok(())
}

fn linked(vm: &mut Vm, to: Value, name: &str, what: &str) -> PyResult {
    if to.is_empty() {
        return Err(vm.type_error(format_args!("{name} may not be deleted")));
    }
    if to.is_none() {
        return Ok(Value::EMPTY);
    }
    match Exception::checked(vm, to) {
        Some(e) => Ok(e.value()),
        None => Err(vm.type_error(format_args!(
            "exception {what} must be None or derive from BaseException"
        ))),
    }
}

fn set_context(vm: &mut Vm, this: Exception, to: Value) -> PyResult<()> {
    let to = linked(vm, to, "__context__", "context")?;
    this.set(slot::CONTEXT, to);
    Ok(())
}

fn set_cause(vm: &mut Vm, this: Exception, to: Value) -> PyResult<()> {
    let to = linked(vm, to, "__cause__", "cause")?;
    this.set(slot::CAUSE, to);
    this.set(slot::SUPPRESS, Value::TRUE);
    Ok(())
}

fn set_suppress(vm: &mut Vm, this: Exception, to: Value) -> PyResult<()> {
    if to.is_empty() {
        return Err(vm.type_error("can't delete numeric/char attribute"));
    }
    if !to.is_bool() {
        return Err(vm.type_error("attribute value type must be bool"));
    }
    this.set(slot::SUPPRESS, to);
    Ok(())
}

fn get_dict(vm: &mut Vm, this: Exception) -> PyResult {
    Ok(vm
        .object_dict(this.value())?
        .map_or(Value::NONE, Dict::value))
}

fn set_dict(vm: &mut Vm, this: Exception, to: Value) -> PyResult<()> {
    if to.is_empty() {
        return Err(vm.type_error("cannot delete __dict__"));
    }
    let Some(dict) = Dict::from_value(to) else {
        let t = vm.type_name(to);
        return Err(vm.type_error(format_args!(
            "__dict__ must be set to a dictionary, not a '{t}'"
        )));
    };
    this.instance().install_dict(&mut vm.shapes, dict);
    Ok(())
}

// ---- classes with one or two fields

native_functions! { STOP_ITERATION_METHODS = [ "__init__" as stop_iteration_init(*); ]}
native_functions! { SYSTEM_EXIT_METHODS = [ "__init__" as system_exit_init(*); ]}
native_functions! { KEY_ERROR_METHODS = [ "__str__" as key_error_str(this); ]}
native_functions! { NAME_ERROR_METHODS = [ "__init__" as name_error_init(*); ]}
native_functions! { ATTRIBUTE_ERROR_METHODS = [
    "__init__" as attribute_error_init(*);
    "__getstate__" as attribute_error_getstate(this);
    "__reduce__" as attribute_error_reduce(this);
]}

fn stop_iteration_init(vm: &mut Vm, args: &Args<'_>) -> PyResult<()> {
    base_init(vm, args)?;
    let (e, args) = receiver(vm, args)?;
    e.set(OWN, args.plain().first().copied().unwrap_or(Value::NONE));
    Ok(())
}

fn system_exit_init(vm: &mut Vm, args: &Args<'_>) -> PyResult<()> {
    base_init(vm, args)?;
    let (e, _) = receiver(vm, args)?;
    let code = match e.args() {
        [] => Value::NONE,
        [one] => *one,
        _ => e.get(slot::ARGS),
    };
    e.set(OWN, code);
    Ok(())
}

fn key_error_str(vm: &mut Vm, this: Exception) -> PyResult<Str> {
    match this.args() {
        // a missing empty key would show nothing at all
        [key] => vm.repr(*key),
        _ => base_str(vm, this),
    }
}

fn name_error_init(vm: &mut Vm, args: &Args<'_>) -> PyResult<()> {
    let (e, args) = receiver(vm, args)?;
    set_args_from(vm, e, &args)?;
    named_fields(vm, e, &args, "NameError", OWN, &["name"])
}

fn attribute_error_init(vm: &mut Vm, args: &Args<'_>) -> PyResult<()> {
    let (e, args) = receiver(vm, args)?;
    set_args_from(vm, e, &args)?;
    named_fields(vm, e, &args, "AttributeError", OWN, &["name", "obj"])
}

/// The name travels, the object does not: it may be impossible to pickle.
fn attribute_error_state(vm: &mut Vm, e: Exception) -> PyResult<Option<Dict>> {
    let set = attributes(vm, e)?;
    let name = e.get(OWN);
    if name.is_empty() && e.args().is_empty() {
        return Ok(set);
    }
    let state = match set {
        Some(d) => d.copy(&mut vm.heap).or_memory_error(vm)?,
        None => vm.new_dict(),
    };
    if !name.is_empty() {
        vm.set_item_str(state, "name", name)?;
    }
    if !e.args().is_empty() {
        vm.set_item_str(state, "args", e.get(slot::ARGS))?;
    }
    Ok(Some(state))
}

fn attribute_error_getstate(vm: &mut Vm, this: Exception) -> PyResult {
    Ok(attribute_error_state(vm, this)?.map_or(Value::NONE, Dict::value))
}

fn attribute_error_reduce(vm: &mut Vm, this: Exception) -> PyResult<Tuple> {
    let class = vm.type_of(this.value()).value();
    let state = attribute_error_getstate(vm, this)?;
    vm.new_tuple(&[class, this.get(slot::ARGS), state])
}

// ---- ImportError: msg, name, path, name_from

native_functions! { IMPORT_ERROR_METHODS = [
    "__init__" as import_error_init(*);
    "__str__" as import_error_str(this);
    "__reduce__" as import_error_reduce(this);
]}

fn import_error_init(vm: &mut Vm, args: &Args<'_>) -> PyResult<()> {
    let (e, args) = receiver(vm, args)?;
    set_args_from(vm, e, &args)?;
    named_fields(
        vm,
        e,
        &args,
        "ImportError",
        OWN + 1,
        &["name", "path", "name_from"],
    )?;
    e.set(
        OWN,
        if let [msg] = args.plain() {
            *msg
        } else {
            Value::EMPTY
        },
    );
    Ok(())
}

fn import_error_str(vm: &mut Vm, this: Exception) -> PyResult<Str> {
    match Str::from_value(this.get(OWN)) {
        Some(msg) => Ok(msg),
        None => base_str(vm, this),
    }
}

fn import_error_reduce(vm: &mut Vm, this: Exception) -> PyResult<Tuple> {
    let set = attributes(vm, this)?;
    let fields = [("name", 1), ("path", 2), ("name_from", 3)];
    if fields.iter().all(|(_, i)| this.get(OWN + i).is_empty()) {
        return reduce_with(vm, this, this.get(slot::ARGS), set);
    }
    let state = match set {
        Some(d) => d.copy(&mut vm.heap).or_memory_error(vm)?,
        None => vm.new_dict(),
    };
    for (name, i) in fields {
        if let Some(v) = this.get(OWN + i).some() {
            vm.set_item_str(state, name, v)?;
        }
    }
    reduce_with(vm, this, this.get(slot::ARGS), Some(state))
}

// ---- OSError: errno, strerror, filename, filename2, characters_written

native_functions! { OS_ERROR_NEW = [ "__new__" as os_error_new(*); ]}
native_functions! { OS_ERROR_METHODS = [
    "__init__" as os_error_init(*);
    "__str__" as os_error_str(this);
    "__reduce__" as os_error_reduce(this);
]}
native_attributes! { OS_ERROR_ATTRIBUTES = [
    characters_written => get_characters_written, set_characters_written;
]}

/// A class with an `__init__` of its own but OSError's `__new__` is filled by `__init__`, so that it may change the arguments; all others by `__new__`.
fn filled_by_init(vm: &mut Vm, class: Class) -> bool {
    let base = vm.class(T::OSError);
    let same = |vm: &mut Vm, s: Special| vm.special(class, s) == vm.special(base, s);
    !same(vm, Special::Init) && same(vm, Special::New)
}

fn os_error_new(vm: &mut Vm, args: &Args<'_>) -> PyResult<Exception> {
    let class = class_argument(vm, args, T::OSError)?;
    let by_init = filled_by_init(vm, class);
    if !by_init && args.named_len() > 0 {
        let name = vm.class_name(class);
        args.no_names(vm, &name)?;
    }
    let plain = &args.plain()[1..];
    let class = if by_init {
        class
    } else {
        vm.os_error_class(class, plain)
    };
    let tuple = if by_init {
        vm.empty_tuple
    } else {
        vm.new_tuple(plain)?
    };
    let e = Exception::bare(vm, class, tuple);
    exception_init::os_error(vm, e, tuple);
    Ok(e)
}

fn os_error_init(vm: &mut Vm, args: &Args<'_>) -> PyResult<()> {
    let (e, args) = receiver(vm, args)?;
    let class = vm.type_of(e.value());
    if !filled_by_init(vm, class) {
        return Ok(());
    }
    no_names(vm, e, &args)?;
    let tuple = set_args_from(vm, e, &args)?;
    exception_init::os_error(vm, e, tuple);
    Ok(())
}

fn os_error_str(vm: &mut Vm, this: Exception) -> PyResult<String> {
    let field = |i: u16| optional(this, OWN + i);
    let (errno, text, filename, second) =
        (field(0), field(1), this.get(OWN + 2), this.get(OWN + 3));
    if filename.is_empty() {
        if this.get(OWN).is_empty() || this.get(OWN + 1).is_empty() {
            return base_str(vm, this).map(Str::to_text);
        }
        return Ok(format!(
            "[Errno {}] {}",
            vm.str(errno)?.to_text(),
            vm.str(text)?.to_text()
        ));
    }
    let mut s = format!(
        "[Errno {}] {}: {}",
        vm.str(errno)?.to_text(),
        vm.str(text)?.to_text(),
        vm.repr(filename)?.to_text()
    );
    if !second.is_empty() {
        s.push_str(" -> ");
        s.push_str(&vm.repr(second)?.to_text());
    }
    Ok(s)
}

fn os_error_reduce(vm: &mut Vm, this: Exception) -> PyResult<Tuple> {
    let state = attributes(vm, this)?;
    let (filename, second) = (this.get(OWN + 2), this.get(OWN + 3));
    let args = match this.args() {
        [errno, text] if !filename.is_empty() => {
            let all = [*errno, *text, filename, Value::NONE, second];
            vm.new_tuple(&all[..if second.is_empty() { 3 } else { 5 }])?
                .value()
        }
        _ => this.get(slot::ARGS),
    };
    reduce_with(vm, this, args, state)
}

fn get_characters_written(vm: &mut Vm, this: Exception) -> PyResult {
    match this.get(OWN + 4).some() {
        Some(v) => Ok(v),
        None => Err(vm.attribute_error_text("characters_written")),
    }
}

fn set_characters_written(vm: &mut Vm, this: Exception, to: Value) -> PyResult<()> {
    if to.is_empty() {
        get_characters_written(vm, this)?;
        this.set(OWN + 4, Value::EMPTY);
        return Ok(());
    }
    let n = vm.index_ssize(to)?;
    let n = vm.new_int(n as i64);
    this.set(OWN + 4, n);
    Ok(())
}

// ---- SyntaxError: msg, filename, lineno, offset, text, end_lineno, end_offset, print_file_and_line, _metadata

native_functions! { SYNTAX_ERROR_METHODS = [
    "__init__" as syntax_error_init(*);
    "__str__" as syntax_error_str(this);
]}

fn syntax_error_init(vm: &mut Vm, args: &Args<'_>) -> PyResult<()> {
    base_init(vm, args)?;
    let (e, args) = receiver(vm, args)?;
    let Some(&msg) = args.plain().first() else {
        return Ok(());
    };
    e.set(OWN, msg);
    let &[_, place] = args.plain() else {
        return Ok(());
    };
    let place = vm.tuple_from(place)?;
    let n = place.len();
    if !(4..=7).contains(&n) {
        let (word, bound) = if n < 4 { ("least", 4) } else { ("most", 7) };
        return Err(vm.type_error(format_args!(
            "function takes at {word} {bound} arguments ({n} given)"
        )));
    }
    if n == 5 {
        return Err(vm.type_error("end_offset must be provided when end_lineno is provided"));
    }
    exception_init::syntax_place(e, place.items());
    Ok(())
}

fn syntax_error_str(vm: &mut Vm, this: Exception) -> PyResult<String> {
    let filename = Str::from_value(this.get(OWN + 1)).map(Str::to_text);
    let filename = filename
        .as_deref()
        .map(|f| f.rsplit('/').next().unwrap_or(f));
    let line = this.get(OWN + 2);
    let line = if line.is_bool() {
        None
    } else {
        vm.int_as_i64(line)
    };
    let msg = vm.str(optional(this, OWN))?.to_text();
    Ok(match (filename, line) {
        (Some(f), Some(n)) => format!("{msg} ({f}, line {n})"),
        (Some(f), None) => format!("{msg} ({f})"),
        (None, Some(n)) => format!("{msg} (line {n})"),
        (None, None) => msg,
    })
}

// ---- Unicode errors: encoding, object, start, end, reason

native_functions! { UNICODE_DECODE_METHODS = [ "__init__" as decode_init(*); "__str__" as decode_str(this); ]}
native_functions! { UNICODE_ENCODE_METHODS = [ "__init__" as encode_init(*); "__str__" as encode_str(this); ]}
native_functions! { UNICODE_TRANSLATE_METHODS = [ "__init__" as translate_init(*); "__str__" as translate_str(this); ]}

/// What argument `i` must be.
#[derive(Clone, Copy)]
enum Want {
    Text,
    Bytes,
    Int,
}

fn unicode_init(vm: &mut Vm, args: &Args<'_>, first: u16, wants: &[Want]) -> PyResult<()> {
    base_init(vm, args)?;
    let (e, args) = receiver(vm, args)?;
    let (given, n) = (args.plain(), wants.len());
    if given.len() != n {
        let got = given.len();
        return Err(vm.type_error(format_args!(
            "function takes exactly {n} arguments ({got} given)"
        )));
    }
    for (i, (&want, &v)) in wants.iter().zip(given).enumerate() {
        let v = match want {
            Want::Text => match vm.as_str(v) {
                Some(_) => v,
                None => {
                    let t = vm.type_name(v);
                    return Err(
                        vm.type_error(format_args!("argument {} must be str, not {t}", i + 1))
                    );
                }
            },
            Want::Bytes if vm.is_instance(v, T::Bytes) => v,
            Want::Bytes => {
                let data = vm.bytes_like(v)?;
                vm.new_bytes(&data)?.value()
            }
            Want::Int => {
                let n = vm.index_ssize(v)?;
                vm.new_int(n as i64)
            }
        };
        e.set(first + i as u16, v);
    }
    Ok(())
}

fn decode_init(vm: &mut Vm, args: &Args<'_>) -> PyResult<()> {
    unicode_init(
        vm,
        args,
        OWN,
        &[Want::Text, Want::Bytes, Want::Int, Want::Int, Want::Text],
    )
}

fn encode_init(vm: &mut Vm, args: &Args<'_>) -> PyResult<()> {
    unicode_init(
        vm,
        args,
        OWN,
        &[Want::Text, Want::Text, Want::Int, Want::Int, Want::Text],
    )
}

fn translate_init(vm: &mut Vm, args: &Args<'_>) -> PyResult<()> {
    unicode_init(
        vm,
        args,
        OWN + 1,
        &[Want::Text, Want::Int, Want::Int, Want::Text],
    )
}

/// The fields that all three texts need; `None` when the exception was never filled.
struct UnicodeFields {
    encoding: String,
    start: i64,
    end: i64,
    reason: String,
}

fn unicode_fields(vm: &mut Vm, e: Exception) -> PyResult<Option<UnicodeFields>> {
    if e.get(OWN + 1).is_empty() {
        return Ok(None);
    }
    let encoding = if e.get(OWN).is_empty() {
        String::new()
    } else {
        vm.str(e.get(OWN))?.to_text()
    };
    let reason = vm.str(optional(e, OWN + 4))?.to_text();
    let int = |vm: &Vm, i: u16| vm.int_as_i64(e.get(OWN + i)).unwrap_or(0);
    Ok(Some(UnicodeFields {
        encoding,
        start: int(vm, 2),
        end: int(vm, 3),
        reason,
    }))
}

impl UnicodeFields {
    /// The index of the only item concerned.
    fn single(&self, len: usize) -> Option<usize> {
        let i = usize::try_from(self.start).ok()?;
        (i < len && self.end == self.start + 1).then_some(i)
    }
}

fn decode_str(vm: &mut Vm, this: Exception) -> PyResult<String> {
    let Some(f) = unicode_fields(vm, this)? else {
        return Ok(String::new());
    };
    let data = vm.bytes_like_opt(this.get(OWN + 1))?.unwrap_or_default();
    let UnicodeFields {
        encoding,
        start,
        end,
        reason,
    } = &f;
    Ok(match f.single(data.len()) {
        Some(i) => format!(
            "'{encoding}' codec can't decode byte 0x{:02x} in position {start}: {reason}",
            data[i]
        ),
        None => format!(
            "'{encoding}' codec can't decode bytes in position {start}-{}: {reason}",
            end - 1
        ),
    })
}

/// The only character concerned as an escape.
fn bad_character(vm: &Vm, e: Exception, f: &UnicodeFields) -> Option<String> {
    let text = vm.as_str(e.get(OWN + 1))?;
    let c = text.chars().get(f.single(text.len())?)?;
    Some(match c {
        0..=0xFF => format!("\\x{c:02x}"),
        0x100..=0xFFFF => format!("\\u{c:04x}"),
        _ => format!("\\U{c:08x}"),
    })
}

fn encode_str(vm: &mut Vm, this: Exception) -> PyResult<String> {
    let Some(f) = unicode_fields(vm, this)? else {
        return Ok(String::new());
    };
    let UnicodeFields {
        encoding,
        start,
        end,
        reason,
    } = &f;
    Ok(match bad_character(vm, this, &f) {
        Some(c) => {
            format!("'{encoding}' codec can't encode character '{c}' in position {start}: {reason}")
        }
        None => format!(
            "'{encoding}' codec can't encode characters in position {start}-{}: {reason}",
            end - 1
        ),
    })
}

fn translate_str(vm: &mut Vm, this: Exception) -> PyResult<String> {
    let Some(f) = unicode_fields(vm, this)? else {
        return Ok(String::new());
    };
    let UnicodeFields {
        start, end, reason, ..
    } = &f;
    Ok(match bad_character(vm, this, &f) {
        Some(c) => format!("can't translate character '{c}' in position {start}: {reason}"),
        None => format!(
            "can't translate characters in position {start}-{}: {reason}",
            end - 1
        ),
    })
}
