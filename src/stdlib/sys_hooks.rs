//! The hooks of `sys`: showing results, exceptions and errors nobody can catch; auditing; `breakpoint()`.

use super::sys_info::UNRAISABLE_HOOK_ARGS;
use crate::native_functions;
use crate::object::{Instance, List, Module, Str, T, Value};
use crate::runtime::exception::{Exception, slot};
use crate::runtime::native::Args;
use crate::runtime::{OrMemoryError, PyResult, Raised, Vm};
use crate::text::CharBuf;

native_functions! { INTERNAL = [
    /// Passes an exception that nobody can catch to sys.unraisablehook.
    report_unraisable(exception, text, object);
]}

/// Remembers the original hooks and tells the runtime where to report.
pub fn install(vm: &mut Vm, module: Module) -> PyResult<()> {
    for (name, copy) in [
        ("displayhook", "__displayhook__"),
        ("excepthook", "__excepthook__"),
        ("unraisablehook", "__unraisablehook__"),
        ("breakpointhook", "__breakpointhook__"),
    ] {
        let name = vm.intern(name)?;
        if let Some(hook) = module.dict().get_str(name) {
            vm.set_item_str(module.dict(), copy, hook)?;
        }
    }
    let report = vm.new_native(
        T::NativeFunction,
        &INTERNAL[0],
        Value::EMPTY,
        Value::EMPTY,
        Value::EMPTY,
    );
    vm.state_set("unraisable", report.value())
}

/// The attribute of `sys` called `name`, unless it is absent or None.
pub fn sys_attribute(vm: &mut Vm, name: Str) -> PyResult<Option<Value>> {
    let sys = vm.sys;
    Ok(vm.dict_get_str(sys, name)?.filter(|v| !v.is_none()))
}

fn write(vm: &mut Vm, file: Value, text: Value) -> PyResult<()> {
    let name = vm.names.write;
    vm.call_named(file, name, &[text]).map(|_| ())
}

/// Writes to `sys.stderr`; without it, or when it fails, the text is lost.
fn write_error(vm: &mut Vm, text: &CharBuf) -> PyResult<()> {
    let text = vm.new_text(text.as_chars())?;
    vm.write_to_stderr(text)
}

pub(super) fn displayhook(vm: &mut Vm, object: Value) -> PyResult<()> {
    if object.is_none() {
        return Ok(());
    }
    let builtins = vm.builtins;
    vm.set_item_str(builtins, "_", Value::NONE)?;
    let text = vm.repr(object)?;
    let name = vm.names.stdout;
    let Some(file) = sys_attribute(vm, name)? else {
        return Err(vm.runtime_error("lost sys.stdout"));
    };
    write(vm, file, text.value())?;
    let newline = vm.new_char(u32::from('\n'))?;
    write(vm, file, newline.value())?;
    vm.set_item_str(builtins, "_", object)
}

pub(super) fn excepthook(
    vm: &mut Vm,
    _exctype: Value,
    value: Value,
    traceback: Value,
) -> PyResult<()> {
    let Some(e) = Exception::checked(vm, value) else {
        let t = vm.type_name(value);
        return Err(vm.type_error(format_args!(
            "print_exception(): Exception expected for value, {t} found"
        )));
    };
    if !traceback.is_none() && e.get(slot::TRACEBACK).is_empty() {
        e.set(slot::TRACEBACK, traceback);
    }
    let text = vm.exception_text(e)?;
    write_error(vm, &text)
}

impl Vm {
    /// Shows an exception that ends a program or thread, through `sys.excepthook`.
    pub fn show_exception(&mut self, e: Exception) {
        if self.show_by_hook(e).is_err() {
            self.take_pending();
            if let Ok(text) = self.exception_text(e) {
                let _ = write_error(self, &text);
            }
            self.take_pending();
        }
    }

    fn show_by_hook(&mut self, e: Exception) -> PyResult<()> {
        let name = self.names.excepthook;
        let class = self.type_of(e.value()).value();
        let traceback = e.get(slot::TRACEBACK).some().unwrap_or(Value::NONE);
        match sys_attribute(self, name)? {
            Some(hook) => self
                .call_positional(hook, &[class, e.value(), traceback])
                .map(|_| ()),
            None => Err(self.runtime_error("lost sys.excepthook")),
        }
    }
}

/// What the runtime calls for an exception that nobody can catch.
fn report_unraisable(vm: &mut Vm, exception: Value, text: Str, object: Value) -> PyResult<()> {
    let class = vm.type_of(exception).value();
    let traceback = Exception::checked(vm, exception)
        .and_then(|e| e.get(slot::TRACEBACK).some())
        .unwrap_or(Value::NONE);
    let message = if text.is("Exception ignored in") {
        Value::NONE
    } else {
        text.value()
    };
    let args = vm.new_struct_seq(
        &UNRAISABLE_HOOK_ARGS,
        &[class, exception, traceback, message, object],
    )?;
    let name = vm.names.unraisablehook;
    match sys_attribute(vm, name)? {
        Some(hook) => match vm.call_positional(hook, &[args]) {
            Ok(_) => Ok(()),
            Err(Raised) => {
                vm.take_pending();
                unraisablehook(vm, args)
            }
        },
        None => unraisablehook(vm, args),
    }
}

pub(super) fn unraisablehook(vm: &mut Vm, unraisable: Value) -> PyResult<()> {
    let class = vm.struct_seq_class(&UNRAISABLE_HOOK_ARGS)?;
    let fields = Instance::from_value(unraisable).filter(|_| vm.type_of(unraisable) == class);
    let Some(fields) = fields else {
        return Err(vm.type_error("sys.unraisablehook argument type must be UnraisableHookArgs"));
    };
    let [value, message, object] = [2, 4, 5].map(|slot| fields.fixed(slot));
    let mut text = CharBuf::new();
    if !message.is_none() {
        let message = vm.str(message)?;
        text.extend(message.chars());
    } else if !object.is_none() {
        text.push_str("Exception ignored in");
    }
    if !object.is_none() {
        text.push_str(": ");
        match vm.repr(object) {
            Ok(shown) => text.extend(shown.chars()),
            Err(Raised) => {
                vm.take_pending();
                text.push_str("<object repr() failed>");
            }
        }
        text.push_str("\n");
    } else if !message.is_none() {
        text.push_str(":\n");
    }
    if let Some(e) = Exception::checked(vm, value) {
        let shown = vm.exception_text_alone(e)?;
        text.extend(shown.as_chars());
    }
    write_error(vm, &text)
}

const AUDIT_HOOKS: &str = "sys.audithooks";

pub(super) fn audit(vm: &mut Vm, args: &Args<'_>) -> PyResult<()> {
    args.no_names(vm, "sys.audit")?;
    let event = args.first();
    if event.is_empty() {
        return Err(vm.type_error("audit expected at least 1 argument, got 0"));
    }
    if vm.as_str(event).is_none() {
        let t = vm.type_name(event);
        return Err(vm.type_error(format_args!("expected str for argument 'event', not {t}")));
    }
    let Some(hooks) = vm.state_get(AUDIT_HOOKS)?.and_then(List::from_value) else {
        return Ok(());
    };
    let rest = vm.new_tuple(args.rest().values)?;
    let mut i = 0;
    while let Some(hook) = hooks.get(i) {
        vm.call_positional(hook, &[event, rest.value()])?;
        i += 1;
    }
    Ok(())
}

pub(super) fn addaudithook(vm: &mut Vm, hook: Value) -> PyResult<()> {
    let hooks = match vm.state_get(AUDIT_HOOKS)?.and_then(List::from_value) {
        Some(hooks) => hooks,
        None => {
            let hooks = vm.new_list(&[])?;
            vm.state_set(AUDIT_HOOKS, hooks.value())?;
            hooks
        }
    };
    hooks.push(&mut vm.heap, hook).or_memory_error(vm)
}

/// Calls what the variable PYTHONBREAKPOINT names, by default `pdb.set_trace`.
pub(super) fn breakpointhook(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    let target = std::env::var("PYTHONBREAKPOINT")
        .ok()
        .filter(|t| !t.is_empty())
        .unwrap_or_else(|| "pdb.set_trace".to_string());
    if target == "0" {
        return Ok(Value::NONE);
    }
    let (module, function) = target.rsplit_once('.').unwrap_or(("builtins", &target));
    let name = vm.intern(module)?;
    let import = vm.hooks.import;
    let from = vm.new_str(function)?;
    let from = vm.new_list(&[from.value()])?;
    let module = import(vm, name, Value::NONE, from.value(), 0)?;
    let hook = vm.get_attr_str(module, function)?;
    vm.call(hook, args)
}
