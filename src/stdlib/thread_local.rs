//! `_thread._local`: attributes that every thread has for itself.

use std::cell::{Cell, RefCell};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Weak};

use crate::gc::Marker;
use crate::native_functions;
use crate::object::{Class, Dict, Native, Obj, Str, T, Value};
use crate::runtime::names::Special;
use crate::runtime::native::{Args, TypeDef};
use crate::runtime::{OrMemoryError, PyResult, Raised, Vm};

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[&LOCAL];

static LOCAL: TypeDef = TypeDef { new: Some(&NEW[0]), methods: METHODS, ..TypeDef::new(T::ThreadLocal, "Thread-local data") };

/// An object whose attributes belong to the thread that looks.
pub struct ThreadLocal {
    /// What `__init__` is called with in every new thread.
    args: Cell<Value>,
    named: Cell<Value>,
    dicts: RefCell<Vec<Entry>>,
}

struct Entry {
    thread: u64,
    alive: Weak<()>,
    dict: Cell<Value>,
}

impl Native for ThreadLocal {
    const TYPE: T = T::ThreadLocal;
    fn trace(&self, m: &mut Marker) {
        m.value(self.args.get().0);
        m.value(self.named.get().0);
        // nothing allocates while the list is borrowed, so no collection sees it borrowed
        if let Ok(dicts) = self.dicts.try_borrow() {
            dicts.iter().for_each(|e| m.value(e.dict.get().0));
        }
    }
}

static NEXT: AtomicU64 = AtomicU64::new(1);

thread_local! {
    /// A number that no other thread ever had, and something that dies with the thread.
    static THIS: (u64, Arc<()>) = (NEXT.fetch_add(1, Ordering::Relaxed), Arc::new(()));
}

native_functions! { NEW = [ "__new__" as new(*); ]}

native_functions! { METHODS = [
    /// Return getattr(self, name).
    "__getattribute__" as getattribute(this, name);
    /// Implement setattr(self, name, value).
    "__setattr__" as setattr(this, name, value);
    /// Implement delattr(self, name).
    "__delattr__" as delattr(this, name);
]}

fn new(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    let class = Class::from_value(args.first()).unwrap_or(vm.class(T::ThreadLocal));
    let rest = args.rest();
    let object = vm.class(T::Object);
    if !rest.values.is_empty() && vm.special(class, Special::Init) == vm.special(object, Special::Init) {
        return Err(vm.type_error("Initialization arguments are not supported"));
    }
    let positional = vm.new_tuple(rest.plain())?;
    let named = vm.named_dict(&rest)?;
    let local = ThreadLocal { args: Cell::new(positional.value()), named: Cell::new(named.value()), dicts: RefCell::new(Vec::new()) };
    let local = Obj::new(&mut vm.heap, local).or_memory_error(vm)?;
    // `__init__` is about to be called for this thread anyway
    add_dict(vm, local);
    Ok(vm.wrap_payload(class, T::ThreadLocal, local.value()))
}

fn known_dict(local: Obj<ThreadLocal>) -> Option<Dict> {
    let me = THIS.with(|t| t.0);
    let dicts = local.dicts.borrow();
    dicts.iter().find(|e| e.thread == me).and_then(|e| Dict::from_value(e.dict.get()))
}

fn add_dict(vm: &mut Vm, local: Obj<ThreadLocal>) -> Dict {
    let dict = vm.new_dict();
    let (thread, alive) = THIS.with(|t| (t.0, Arc::downgrade(&t.1)));
    let mut dicts = local.dicts.borrow_mut();
    dicts.retain(|e| e.alive.strong_count() > 0);
    dicts.push(Entry { thread, alive, dict: Cell::new(dict.value()) });
    dict
}

/// The attributes of the calling thread; in a thread that comes for the first time `__init__` is called.
fn dict_of(vm: &mut Vm, this: Value) -> PyResult<Dict> {
    let Some(local) = vm.as_native::<ThreadLocal>(this) else { return Err(vm.expected("_local", this)) };
    if let Some(dict) = known_dict(local) {
        return Ok(dict);
    }
    let dict = add_dict(vm, local);
    let class = vm.type_of(this);
    let object = vm.class(T::Object);
    let init = vm.special(class, Special::Init);
    if init != vm.special(object, Special::Init)
        && let Some(init) = init
    {
        let bound = vm.bind(init, this, class)?;
        let args = vm.as_tuple(local.args.get()).unwrap_or(vm.empty_tuple);
        if vm.call_with_dict(bound, args.items(), Dict::from_value(local.named.get())).is_err() {
            // the next access tries again
            let me = THIS.with(|t| t.0);
            local.dicts.borrow_mut().retain(|e| e.thread != me);
            return Err(Raised);
        }
    }
    Ok(dict)
}

fn name_of(vm: &mut Vm, name: Value) -> PyResult<Str> {
    match vm.as_str(name) {
        Some(s) => Ok(vm.intern_str(s)),
        None => {
            let t = vm.type_name(name);
            Err(vm.type_error(format_args!("attribute name must be string, not '{t}'")))
        }
    }
}

fn getattribute(vm: &mut Vm, this: Value, name: Value) -> PyResult {
    let (dict, name) = (dict_of(vm, this)?, name_of(vm, name)?);
    if name == vm.names.__dict__ {
        return Ok(dict.value());
    }
    let class = vm.type_of(this);
    let found = vm.lookup(class, name);
    if let Some(d) = found
        && vm.is_data_descriptor(d)
    {
        return vm.bind(d, this, class);
    }
    if let Some(v) = vm.dict_get_str(dict, name)? {
        return Ok(v);
    }
    match found {
        Some(d) => vm.bind(d, this, class),
        None => Err(vm.no_attribute(this, name)),
    }
}

/// The data descriptor that decides over setting `name`, if there is one.
fn descriptor(vm: &mut Vm, this: Value, name: Str) -> PyResult<Option<Value>> {
    if name == vm.names.__dict__ {
        let t = vm.type_name(this);
        return Err(vm.attribute_error_text(format_args!("'{t}' object attribute '__dict__' is read-only")));
    }
    let class = vm.type_of(this);
    let Some(d) = vm.lookup(class, name) else { return Ok(None) };
    Ok(if vm.is_data_descriptor(d) { Some(d) } else { None })
}

fn setattr(vm: &mut Vm, this: Value, name: Value, value: Value) -> PyResult<()> {
    let (dict, name) = (dict_of(vm, this)?, name_of(vm, name)?);
    match descriptor(vm, this, name)? {
        Some(d) => vm.set_through(d, this, value),
        None => vm.dict_set(dict, name.value(), value),
    }
}

fn delattr(vm: &mut Vm, this: Value, name: Value) -> PyResult<()> {
    let (dict, name) = (dict_of(vm, this)?, name_of(vm, name)?);
    if let Some(d) = descriptor(vm, this, name)? {
        return vm.set_through(d, this, Value::EMPTY);
    }
    match vm.dict_remove_str(dict, name)? {
        Some(_) => Ok(()),
        None => Err(vm.no_attribute(this, name)),
    }
}
