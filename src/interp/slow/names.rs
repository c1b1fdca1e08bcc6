//! Names: cells, namespaces, globals, attributes of `super`, imports.

use super::{Step, done, get, run, set};
use crate::bytecode::ops::{Instr, Op};
use crate::object::{CellObject, Class, Dict, Function, Module, Str, T, Tuple, Value};
use crate::pyc::Version;
use crate::runtime::{OrMemoryError, PyResult, Raised, Vm};

/// Name number `i` of the current code.
fn name(vm: &mut Vm, i: u32) -> PyResult<Str> {
    let found = vm
        .thread
        .current()
        .and_then(|f| Tuple::from_value(f.code().names()))
        .and_then(|t| t.get(i as usize))
        .and_then(Str::from_value);
    vm.require(found, "a name is missing")
}

/// Raises the error for reading local, cell or free variable `i` that has no value.
#[cold]
pub fn unbound(vm: &mut Vm, i: u16) -> PyResult<()> {
    let Some(frame) = vm.thread.current() else {
        return Err(Raised);
    };
    let code = frame.code();
    let old = code.raw().version < Version::V311;
    let Some(local) = code.raw().localsplus.get(usize::from(i)) else {
        return Err(vm.system_error("a temporary has no value"));
    };
    let name = local.name.to_string();
    if local.is_free() {
        let text = if old {
            format!("free variable '{name}' referenced before assignment in enclosing scope")
        } else {
            format!(
                "cannot access free variable '{name}' where it is not associated with a value in enclosing scope"
            )
        };
        return Err(name_error(vm, T::NameError, &text, &name));
    }
    let text = if old {
        format!("local variable '{name}' referenced before assignment")
    } else {
        format!("cannot access local variable '{name}' where it is not associated with a value")
    };
    Err(name_error(vm, T::UnboundLocalError, &text, &name))
}

fn name_error(vm: &mut Vm, t: T, text: &str, name: &str) -> Raised {
    let raised = vm.raise_text(t, text);
    if let (Some(e), true) = (
        crate::runtime::exception::Exception::from_value(vm.thread.pending),
        vm.pending_is(T::NameError),
    ) {
        let pending = vm.take_pending();
        if let Ok(name) = vm.intern(name) {
            e.set(crate::runtime::exception::slot::OWN, name.value());
        }
        vm.thread.pending = pending;
    }
    raised
}

fn not_defined(vm: &mut Vm, name: Str) -> Raised {
    let n = name.to_text();
    name_error(vm, T::NameError, &format!("name '{n}' is not defined"), &n)
}

/// A register that must hold a cell does not: only broken code can do that.
#[cold]
pub fn no_cell(vm: &mut Vm) -> PyResult<()> {
    Err(vm.system_error("a variable of a closure is not a cell"))
}

pub(super) fn make_cell(vm: &mut Vm, i: Instr) -> PyResult<Step> {
    let v = get(vm, i.a);
    let cell = CellObject::new(&mut vm.heap, v);
    set(vm, i.a, cell.value());
    Ok(Step::Next)
}

pub(super) fn copy_free(vm: &mut Vm, i: Instr) -> PyResult<Step> {
    let closure = vm
        .thread
        .current()
        .and_then(|f| f.function())
        .and_then(|f| Tuple::from_value(f.closure()));
    let cells = closure.map_or(&[][..], Tuple::items);
    if cells.len() != usize::from(i.b) || cells.iter().any(|&c| CellObject::from_value(c).is_none())
    {
        return Err(vm.system_error("the function's closure does not fit its code"));
    }
    for (k, &c) in cells.iter().enumerate() {
        set(vm, i.a + k as u16, c);
    }
    Ok(Step::Next)
}

pub(super) fn delete_cell(vm: &mut Vm, i: Instr) -> PyResult<Step> {
    let Some(c) = CellObject::from_value(get(vm, i.a)) else {
        return no_cell(vm).map(|()| Step::Next);
    };
    if c.get().is_empty() {
        return unbound(vm, i.a).map(|()| Step::Next);
    }
    c.set(Value::EMPTY);
    Ok(Step::Next)
}

/// The mapping that holds the locals of a class or module body.
fn locals(vm: &mut Vm) -> PyResult {
    match vm.thread.current() {
        Some(f) if !f.locals().is_empty() => Ok(f.locals()),
        _ => Err(vm.system_error("no locals found")),
    }
}

fn mapping_get(vm: &mut Vm, map: Value, name: Str) -> PyResult<Option<Value>> {
    if let Some(d) = Dict::from_value(map) {
        return vm.dict_get_str(d, name);
    }
    match vm.get_item(map, name.value()) {
        Ok(v) => Ok(Some(v)),
        Err(_) => vm.catch(T::KeyError).map(|_| None),
    }
}

/// A global or builtin; NameError when there is none.
fn global(vm: &mut Vm, globals: Dict, builtins: Value, name: Str) -> PyResult {
    if let Some(v) = vm.dict_get_str(globals, name)? {
        return Ok(v);
    }
    match mapping_get(vm, builtins, name)? {
        Some(v) => Ok(v),
        None => Err(not_defined(vm, name)),
    }
}

/// What a global name means in the current frame.
pub fn load_global(vm: &mut Vm, name: Str) -> PyResult {
    let Some(frame) = vm.thread.current() else {
        return Err(Raised);
    };
    let globals = frame.globals();
    let builtins = crate::interp::quick::builtins_of(vm, globals)?;
    global(vm, globals, builtins, name)
}

/// What a name in a body means: in its locals, else as a global.
pub fn load_name(vm: &mut Vm, name: Str) -> PyResult {
    let map = locals(vm)?;
    match mapping_get(vm, map, name)? {
        Some(v) => Ok(v),
        None => load_global(vm, name),
    }
}

/// `locals[name] = v`
pub fn store_name(vm: &mut Vm, name: Str, v: Value) -> PyResult<()> {
    let map = locals(vm)?;
    match Dict::from_value(map) {
        Some(d) if d.only_str_keys() => {
            let old = d.get_str(name).unwrap_or(Value::EMPTY);
            d.set_str(&mut vm.heap, name, v).or_memory_error(vm)?;
            vm.dropped(old);
            Ok(())
        }
        _ => vm.set_item(map, name.value(), v),
    }
}

pub(super) fn delete_name(vm: &mut Vm, i: Instr) -> PyResult<Step> {
    let name = name(vm, i.bc())?;
    let map = locals(vm)?;
    let old = Dict::from_value(map).filter(|d| d.only_str_keys());
    let old = old.and_then(|d| d.get_str(name)).unwrap_or(Value::EMPTY);
    match vm.del_item(map, name.value()) {
        Ok(()) => {
            vm.dropped(old);
            Ok(Step::Next)
        }
        Err(_) => {
            vm.catch(T::KeyError)?;
            Err(not_defined(vm, name))
        }
    }
}

/// `globals[name] = v`
pub fn store_global(vm: &mut Vm, name: Str, v: Value) -> PyResult<()> {
    let Some(frame) = vm.thread.current() else {
        return Err(Raised);
    };
    let globals = frame.globals();
    if globals.only_str_keys() {
        let old = globals.get_str(name).unwrap_or(Value::EMPTY);
        globals.set_str(&mut vm.heap, name, v).or_memory_error(vm)?;
        vm.dropped(old);
        return Ok(());
    }
    vm.dict_set(globals, name.value(), v)
}

pub(super) fn delete_global(vm: &mut Vm, i: Instr) -> PyResult<Step> {
    let name = name(vm, i.bc())?;
    let Some(frame) = vm.thread.current() else {
        return Err(Raised);
    };
    let globals = frame.globals();
    match vm.dict_remove(globals, name.value())? {
        Some(old) => {
            vm.dropped(old);
            Ok(Step::Next)
        }
        None => Err(not_defined(vm, name)),
    }
}

pub(super) fn load_locals(vm: &mut Vm, i: Instr) -> PyResult<Step> {
    let map = locals(vm)?;
    set(vm, i.a, map);
    Ok(Step::Next)
}

pub(super) fn load_from_dict_or_global(vm: &mut Vm, i: Instr) -> PyResult<Step> {
    let (map, name) = (get(vm, i.b), name(vm, u32::from(i.c))?);
    let v = match mapping_get(vm, map, name)? {
        Some(v) => v,
        None => load_global(vm, name)?,
    };
    set(vm, i.a, v);
    Ok(Step::Next)
}

pub(super) fn load_from_dict_or_cell(vm: &mut Vm, i: Instr) -> PyResult<Step> {
    let (map, cell) = (get(vm, i.b), get(vm, i.c));
    let local = vm.thread.current().and_then(|f| {
        f.code()
            .raw()
            .localsplus
            .get(usize::from(i.c))
            .map(|l| l.name.clone())
    });
    let name = match local {
        Some(n) => vm.text_of(&n)?,
        None => return no_cell(vm).map(|()| Step::Next),
    };
    let name = vm.intern_str(name);
    let v = match mapping_get(vm, map, name)? {
        Some(v) => v,
        None => match CellObject::from_value(cell).map(CellObject::get) {
            Some(v) if !v.is_empty() => v,
            Some(_) => return unbound(vm, i.c).map(|()| Step::Next),
            None => return no_cell(vm).map(|()| Step::Next),
        },
    };
    set(vm, i.a, v);
    Ok(Step::Next)
}

pub(super) fn load_build_class(vm: &mut Vm, i: Instr) -> PyResult<Step> {
    let Some(frame) = vm.thread.current() else {
        return Err(Raised);
    };
    let globals = frame.globals();
    let builtins = crate::interp::quick::builtins_of(vm, globals)?;
    let name = vm.names.__build_class__;
    match mapping_get(vm, builtins, name)? {
        Some(v) => {
            set(vm, i.a, v);
            Ok(Step::Next)
        }
        None => Err(vm.raise_text(T::NameError, "__build_class__ not found")),
    }
}

pub(super) fn setup_annotations(vm: &mut Vm) -> PyResult<Step> {
    let name = vm.names.__annotations__;
    let map = locals(vm)?;
    if mapping_get(vm, map, name)?.is_none() {
        let d = vm.new_dict();
        vm.set_item(map, name.value(), d.value())?;
    }
    Ok(Step::Next)
}

pub(super) fn load_common(vm: &mut Vm, which: u16) -> PyResult {
    let t = match which {
        0 => T::AssertionError,
        1 => T::NotImplementedError,
        2 => T::Tuple,
        5 => T::List,
        6 => T::Set,
        3 | 4 => {
            let name = vm.intern(if which == 3 { "all" } else { "any" })?;
            let found = vm.builtins.get_str(name);
            return vm.require(found, "a builtin function is missing");
        }
        _ => return Err(vm.system_error("unknown common constant")),
    };
    Ok(vm.class(t).value())
}

pub(super) fn delete_attr(vm: &mut Vm, i: Instr) -> PyResult<Step> {
    let (obj, name) = (get(vm, i.a), name(vm, u32::from(i.c))?);
    done(vm.del_attr(obj, name))
}

/// `super().name` and `super(class, object).name`.
pub(super) fn load_super(vm: &mut Vm, i: Instr, method: bool) -> PyResult<Step> {
    let b = run(vm, i.b, 3);
    let (callee, class, object) = (b[0], uncelled(vm, b[1]), uncelled(vm, b[2]));
    let name = name(vm, u32::from(i.c))?;
    if callee == vm.class(T::Super).value()
        && let Some(c) = Class::from_value(class)
        && !object.is_empty()
    {
        if method && name != vm.names.__class__ {
            let of = vm.super_check(c, object)?;
            if let Some(f) = vm.super_lookup(c, of, name)
                && Function::from_value(f).is_some()
                && object != of.value()
            {
                set(vm, i.a, f);
                set(vm, i.a + 1, object);
                return Ok(Step::Next);
            }
        }
        if let Some(v) = vm.super_attr(c, object, name)? {
            return found(vm, i, method, v);
        }
        let s = vm.new_super(c, object)?;
        let v = vm.get_attr(s, name)?;
        return found(vm, i, method, v);
    }
    let zero = matches!(i.op, Op::LoadZeroSuperAttr | Op::LoadZeroSuperMethod);
    let s = vm.call_positional(callee, if zero { &[] } else { &b[1..3] })?;
    let v = vm.get_attr(s, name)?;
    found(vm, i, method, v)
}

/// What a cell holds: code up to 3.11 hands over class and instance as they stand in its locals.
fn uncelled(vm: &mut Vm, v: Value) -> Value {
    let old = |vm: &mut Vm| {
        let frame = vm.thread.current();
        frame.is_some_and(|f| f.code().raw().version <= Version::V311)
    };
    match CellObject::from_value(v) {
        Some(cell) if old(vm) => cell.get(),
        _ => v,
    }
}

fn found(vm: &mut Vm, i: Instr, method: bool, v: Value) -> PyResult<Step> {
    set(vm, i.a, v);
    if method {
        set(vm, i.a + 1, Value::EMPTY);
    }
    Ok(Step::Next)
}

// ---- imports

pub(super) fn import_name(vm: &mut Vm, i: Instr) -> PyResult {
    let b = run(vm, i.b, 2);
    let (level, from) = (b[0], b[1]);
    let name = name(vm, u32::from(i.c))?;
    let Some(frame) = vm.thread.current() else {
        return Err(Raised);
    };
    let (globals, locals) = (frame.globals(), frame.locals());
    let builtins = crate::interp::quick::builtins_of(vm, globals)?;
    let key = vm.names.__import__;
    let own = vm.builtins.get_str(key);
    let import = mapping_get(vm, builtins, key)?;
    match import {
        Some(f) if Some(f) == own && builtins == vm.builtins.value() => {
            let level = vm.index_i64(level, "level is too large")?;
            (vm.hooks.import)(vm, name, globals.value(), from, level)
        }
        Some(f) => {
            let locals = if locals.is_empty() {
                Value::NONE
            } else {
                locals
            };
            vm.call_positional(f, &[name.value(), globals.value(), locals, from, level])
        }
        None => Err(vm.raise_text(T::ImportError, "__import__ not found")),
    }
}

pub(super) fn import_from(vm: &mut Vm, i: Instr) -> PyResult {
    let (module, name) = (get(vm, i.b), name(vm, u32::from(i.c))?);
    if let Some(v) = vm.get_attr_opt(module, name)? {
        return Ok(v);
    }
    // a module of the package that is imported but not bound yet (Python/ceval.c:import_from)
    let key = vm.names.__name__;
    let package = vm.get_attr_opt(module, key)?.and_then(|p| vm.as_str(p));
    if let Some(p) = package {
        let full = vm.new_str(&format!("{}.{}", p.to_text(), name.to_text()))?;
        let modules = vm.modules;
        if let Some(m) = vm.dict_get(modules, full.value())? {
            return Ok(m);
        }
    }
    let from = package.map_or_else(|| "<unknown module name>".to_string(), Str::to_text);
    let file_key = vm.names.__file__;
    let file = vm.get_attr_opt(module, file_key)?;
    let place = match file.and_then(|f| vm.as_str(f)) {
        Some(f) => f.to_text(),
        None => "unknown location".to_string(),
    };
    let n = name.to_text();
    let (key, flag) = (vm.names.__spec__, vm.intern("_initializing")?);
    let initializing = match vm.get_attr_opt(module, key)? {
        Some(spec) => vm.get_attr_opt(spec, flag)? == Some(Value::TRUE),
        None => false,
    };
    let version = vm.dialect();
    let text = if initializing && version >= Version::V313 && vm.may_shadow(&place) {
        format!(
            "cannot import name '{n}' from '{from}' (consider renaming '{place}' if it has the same name as a library you intended to import)"
        )
    } else if initializing && version >= Version::V38 {
        format!(
            "cannot import name '{n}' from partially initialized module '{from}' (most likely due to a circular import) ({place})"
        )
    } else if version < Version::V37 {
        format!("cannot import name '{n}'")
    } else {
        format!("cannot import name '{n}' from '{from}' ({place})")
    };
    let raised = vm.import_error_text(text);
    if let Some(e) = crate::runtime::exception::Exception::from_value(vm.thread.pending) {
        use crate::runtime::exception::slot::OWN;
        e.set(OWN + 1, package.map_or(Value::NONE, Str::value));
        e.set(OWN + 2, file.unwrap_or(Value::NONE));
        e.set(OWN + 3, name.value());
    }
    Err(raised)
}

pub(super) fn import_star(vm: &mut Vm, module: Value) -> PyResult<()> {
    let map = locals(vm)?;
    let all = vm.names.__all__;
    let (names, skip_private) = match vm.get_attr_opt(module, all)? {
        Some(list) => (vm.list_from(list)?, false),
        None => {
            let dict = match Module::from_value(module) {
                Some(m) => m.dict().value(),
                None => {
                    let key = vm.names.__dict__;
                    vm.get_attr(module, key)?
                }
            };
            let keys = vm.list_from(dict)?;
            (keys, true)
        }
    };
    for k in 0..names.len() {
        let Some(key) = names.get(k) else { break };
        let Some(s) = vm.as_str(key) else {
            let t = vm.type_name(key);
            return Err(vm.type_error(format_args!("Item in module.__all__ must be str, not {t}")));
        };
        if skip_private && s.chars().first() == Some(u32::from('_')) {
            continue;
        }
        let s = vm.intern_str(s);
        let v = vm.get_attr(module, s)?;
        vm.set_item(map, s.value(), v)?;
    }
    Ok(())
}
