//! The module `gc`: the collector as Python programs know it.
//!
//! There are no generations and no counters of objects here, so those are shown as they would be after a full collection; the thresholds are kept
//! for programs that read them back. Collections happen when the heap wants them, whether enabled or not: nothing else would ever free memory.

use crate::gc::wipe_dead_stack;
use crate::native_functions;
use crate::object::{
    BoundMethod, CellObject, Class, Dict, Function, GcVec, Generator, Header, Instance, Kind, List,
    Module, Obj, Set, Tuple, Value, header,
};
use crate::pyc::Version;
use crate::runtime::native::{ModuleDef, TypeDef};
use crate::runtime::weak::WeakRef;
use crate::runtime::{Args, OrMemoryError, PyResult, Vm};

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[];

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "gc",
    doc: "This module provides access to the garbage collector for reference cycles.",
    functions: FUNCTIONS,
    types: &[],
    init,
};

native_functions! { FUNCTIONS = [
    /// Enable automatic garbage collection.
    enable();
    /// Disable automatic garbage collection.
    disable();
    /// Returns true if automatic garbage collection is enabled.
    isenabled();
    /// Run the garbage collector.
    collect(; generation = 2);
    /// Return a three-tuple of the current collection counts.
    get_count();
    /// Return list of dictionaries containing per-generation stats.
    get_stats();
    /// Set the garbage collection debugging flags.
    set_debug(flags);
    /// Get the garbage collection debugging flags.
    get_debug();
    /// Set the collection thresholds (the collection frequency).
    set_threshold(*);
    /// Return the current collection thresholds.
    get_threshold();
    /// Return a list of objects tracked by the collector (excluding the list returned).
    get_objects(; generation = Value::NONE);
    /// Return the list of objects that directly refer to any of 'objs'.
    get_referrers(*);
    /// Return the list of objects that are directly referred to by 'objs'.
    get_referents(*);
    /// Returns true if the object is tracked by the garbage collector.
    is_tracked(obj);
    /// Returns true if the object has been already finalized by the GC.
    is_finalized(obj);
    /// Freeze all current tracked objects and ignore them for future collections.
    freeze();
    /// Unfreeze all objects in the permanent generation.
    unfreeze();
    /// Return the number of objects in the permanent generation.
    get_freeze_count();
]}

const ENABLED: &str = "gc.enabled";
const DEBUG: &str = "gc.debug";
const THRESHOLD: &str = "gc.threshold";
const CALLBACKS: &str = "gc.callbacks";
const FROZEN: &str = "gc.frozen";

fn init(vm: &mut Vm, module: Module) -> PyResult<()> {
    let dict = module.dict();
    let (callbacks, garbage) = (List::new(&mut vm.heap), List::new(&mut vm.heap));
    vm.set_item_str(dict, "callbacks", callbacks.value())?;
    vm.state_set(CALLBACKS, callbacks.value())?;
    vm.set_item_str(dict, "garbage", garbage.value())?;
    for (name, bits) in [
        ("DEBUG_STATS", 1),
        ("DEBUG_COLLECTABLE", 2),
        ("DEBUG_UNCOLLECTABLE", 4),
        ("DEBUG_SAVEALL", 32),
        ("DEBUG_LEAK", 38),
    ] {
        vm.set_item_str(dict, name, Value::from_i32(bits))?;
    }
    Ok(())
}

fn enable(vm: &mut Vm) -> PyResult<()> {
    vm.state_set(ENABLED, Value::TRUE)
}

fn disable(vm: &mut Vm) -> PyResult<()> {
    vm.state_set(ENABLED, Value::FALSE)
}

fn isenabled(vm: &mut Vm) -> PyResult {
    Ok(vm.state_get(ENABLED)?.unwrap_or(Value::TRUE))
}

/// Calls the functions in `gc.callbacks`; their errors are reported and forgotten.
fn notify(vm: &mut Vm, phase: &str, generation: i64) -> PyResult<()> {
    let Some(callbacks) = vm
        .state_get(CALLBACKS)?
        .and_then(List::from_value)
        .filter(|c| !c.is_empty())
    else {
        return Ok(());
    };
    let info = vm.new_dict();
    for (name, n) in [
        ("generation", generation),
        ("collected", 0),
        ("uncollectable", 0),
    ] {
        let n = vm.new_int(n);
        vm.set_item_str(info, name, n)?;
    }
    let phase = vm.intern(phase)?;
    let mut i = 0;
    while let Some(callback) = callbacks.get(i) {
        if vm
            .call_positional(callback, &[phase.value(), info.value()])
            .is_err()
        {
            vm.unraisable("Exception ignored while calling GC callback", callback);
        }
        i += 1;
    }
    Ok(())
}

/// Rounds of collections in which finalizers may give rise to more garbage.
const ROUNDS: usize = 3;

fn collect(vm: &mut Vm, generation: i64) -> PyResult<i64> {
    if !(0..=2).contains(&generation) {
        return Err(vm.value_error("invalid generation"));
    }
    vm.collect_soon((collect_now, generation))?;
    Ok(0)
}

fn collect_now(vm: &mut Vm, generation: i64) -> PyResult<()> {
    notify(vm, "start", generation)?;
    for _ in 0..ROUNDS {
        wipe_dead_stack();
        vm.collect_precisely();
        if !vm.heap.has_pending() {
            break;
        }
        vm.run_pending();
    }
    notify(vm, "stop", generation)
}

fn ints(vm: &mut Vm, items: [i64; 3]) -> Value {
    let items = items.map(|i| vm.new_int(i));
    Tuple::small(&mut vm.heap, items).value()
}

fn get_count(vm: &mut Vm) -> Value {
    ints(vm, [0, 0, 0])
}

fn get_stats(vm: &mut Vm) -> PyResult<List> {
    let list = List::new(&mut vm.heap);
    let collections = vm.heap.stats().collections;
    for generation in 0..3 {
        let entry = vm.new_dict();
        let n = vm.new_int_u64(if generation == 2 { collections } else { 0 })?;
        vm.set_item_str(entry, "collections", n)?;
        vm.set_item_str(entry, "collected", Value::from_i32(0))?;
        vm.set_item_str(entry, "uncollectable", Value::from_i32(0))?;
        list.push(&mut vm.heap, entry.value()).or_memory_error(vm)?;
    }
    Ok(list)
}

fn set_debug(vm: &mut Vm, flags: i32) -> PyResult<()> {
    vm.state_set(DEBUG, Value::from_i32(flags))
}

fn get_debug(vm: &mut Vm) -> PyResult {
    Ok(vm.state_get(DEBUG)?.unwrap_or(Value::from_i32(0)))
}

fn set_threshold(vm: &mut Vm, args: &Args<'_>) -> PyResult<()> {
    args.no_names(vm, "gc.set_threshold")?;
    let given = args.plain();
    if !(1..=3).contains(&given.len()) {
        return Err(vm.type_error("gc.set_threshold requires 1 to 3 arguments"));
    }
    let mut all = [0; 3];
    for (to, &v) in all.iter_mut().zip(given) {
        *to = vm.index_i64(v, "Python int too large to convert to C int")?;
    }
    let old = get_threshold(vm)?;
    let old = Tuple::from_value(old).map_or(&[][..], Tuple::items);
    for (i, to) in all.iter_mut().enumerate().skip(given.len()) {
        *to = old.get(i).and_then(|&v| vm.int_as_i64(v)).unwrap_or(10);
    }
    let all = ints(vm, all);
    vm.state_set(THRESHOLD, all)
}

fn get_threshold(vm: &mut Vm) -> PyResult {
    match vm.state_get(THRESHOLD)? {
        Some(v) => Ok(v),
        None => {
            let first = if vm.main_version >= Version::V312 {
                2000
            } else {
                700
            };
            Ok(ints(
                vm,
                [
                    first,
                    10,
                    if vm.main_version >= Version::V314 {
                        0
                    } else {
                        10
                    },
                ],
            ))
        }
    }
}

// ---- questions about objects

/// Kinds of objects that programs may see and that hold others.
fn is_container(kind: u8) -> bool {
    const KINDS: [Kind; 12] = [
        Kind::Tuple,
        Kind::List,
        Kind::Dict,
        Kind::Set,
        Kind::Instance,
        Kind::Class,
        Kind::Function,
        Kind::BoundMethod,
        Kind::Cell,
        Kind::Module,
        Kind::Generator,
        Kind::Native,
    ];
    KINDS.iter().any(|&k| k as u8 == kind)
}

/// Is it an object that may be shown? Tuples with holes are the VM's own.
fn is_shown(vm: &Vm, v: Value) -> bool {
    let Some(h) = header(v) else { return false };
    if !is_container(h.kind) || vm.type_of(v) == vm.class(crate::object::T::Internal) {
        return false;
    }
    Tuple::from_value(v).is_none_or(|t| t.items().iter().all(|i| !i.is_empty()))
}

fn tracked(vm: &Vm, v: Value) -> bool {
    if !is_shown(vm, v) {
        return false;
    }
    if let Some(t) = Tuple::from_value(v) {
        return t.items().iter().any(|&i| tracked(vm, i));
    }
    if let Some(d) = Dict::from_value(v).filter(|_| vm.main_version < Version::V314) {
        let mut at = 0;
        while let Some(e) = d.next_entry(&mut at) {
            if tracked(vm, e.value) || tracked(vm, e.key) {
                return true;
            }
        }
        return false;
    }
    Obj::<WeakRef>::from_value(v).is_none_or(|w| !w.callback.get().is_empty())
}

fn is_tracked(vm: &mut Vm, obj: Value) -> bool {
    tracked(vm, obj)
}

fn is_finalized(_vm: &mut Vm, _obj: Value) -> bool {
    false
}

/// Everything that may be shown, in a buffer that was made large enough before, so that nothing is freed meanwhile.
fn all_objects(vm: &mut Vm) -> PyResult<GcVec> {
    let mut count = 0;
    vm.heap.for_each_object(&mut |_| count += 1);
    let mut all = GcVec::with_capacity(&mut vm.heap, count + 1024).or_memory_error(vm)?;
    let mut found: Vec<*mut Header> = Vec::new();
    vm.heap.for_each_object(&mut |p| found.push(p));
    for p in found {
        let v = Value::from_object(p);
        if is_shown(vm, v) && all.len() < count + 1024 {
            all.push(&mut vm.heap, v).or_memory_error(vm)?;
        }
    }
    Ok(all)
}

fn get_objects(vm: &mut Vm, generation: Value) -> PyResult<List> {
    if !generation.is_none() {
        let g = vm.index_i64(generation, "Python int too large to convert to C ssize_t")?;
        if g > 2 {
            return Err(vm.value_error(
                "generation parameter must be less than the number of available generations (3)",
            ));
        }
        if g < 0 {
            return Err(vm.value_error("generation parameter cannot be negative"));
        }
    }
    let all = all_objects(vm)?;
    vm.new_list(&all)
}

/// Calls `visit` with what `v` refers to.
fn children(vm: &Vm, v: Value, visit: &mut dyn FnMut(Value)) {
    let mut all = |values: &[Value]| {
        values
            .iter()
            .filter(|v| !v.is_empty())
            .for_each(|&v| visit(v));
    };
    if let Some(t) = Tuple::from_value(v) {
        all(t.items());
    } else if let Some(l) = List::from_value(v) {
        (0..l.len()).filter_map(|i| l.get(i)).for_each(visit);
    } else if let Some(d) = Dict::from_value(v) {
        let mut at = 0;
        while let Some(e) = d.next_entry(&mut at) {
            all(&[e.key, e.value]);
        }
    } else if let Some(s) = Set::from_value(v) {
        let mut at = 0;
        while let Some(slot) = s.next_slot(&mut at) {
            all(&[slot.key]);
        }
    } else if let Some(o) = Instance::from_value(v) {
        all(&[vm.type_of(v).value()]);
        if let Some(d) = o.dict(&vm.shapes) {
            all(&[d.value()]);
        }
        (0..vm.shapes.get(o.shape_id()).fixed).for_each(|i| all(&[o.fixed(i)]));
        for (_, slot, rep) in vm.shapes.attributes(o.shape_id()) {
            all(&[rep.decode(o.word(slot))]);
        }
    } else if let Some(m) = BoundMethod::from_value(v) {
        all(&[m.function(), m.receiver()]);
    } else if let Some(f) = Function::from_value(v) {
        all(&[
            f.code_value(),
            f.globals_value(),
            f.module(),
            f.name(),
            f.defaults(),
            f.kwdefaults(),
            f.closure(),
            f.doc(),
            f.dict(),
            f.annotations(),
            f.qualname(),
        ]);
    } else if let Some(c) = CellObject::from_value(v) {
        all(&[c.get()]);
    } else if let Some(m) = Module::from_value(v) {
        all(&[m.dict().value()]);
    } else if let Some(c) = Class::from_value(v) {
        all(&[c.dict().value(), c.mro(), c.bases(), c.base()]);
    } else if let Some(g) = Generator::from_value(v) {
        g.registers().iter().for_each(|r| all(&[r.get()]));
        all(&[g.code().value(), g.name(), g.qualname()]);
    }
}

fn get_referents(vm: &mut Vm, args: &Args<'_>) -> PyResult<List> {
    args.no_names(vm, "gc.get_referents")?;
    let mut count = 0;
    for &v in args.plain() {
        children(vm, v, &mut |_| count += 1);
    }
    let mut found = GcVec::with_capacity(&mut vm.heap, count).or_memory_error(vm)?;
    for &v in args.plain() {
        let mut all = Vec::new();
        children(vm, v, &mut |c| all.push(c));
        for c in all {
            found.push(&mut vm.heap, c).or_memory_error(vm)?; // fits: nothing is freed between
        }
    }
    vm.new_list(&found)
}

fn get_referrers(vm: &mut Vm, args: &Args<'_>) -> PyResult<List> {
    args.no_names(vm, "gc.get_referrers")?;
    let all = all_objects(vm)?;
    let list = List::new(&mut vm.heap);
    for &v in all.iter() {
        let mut refers = false;
        children(vm, v, &mut |c| {
            refers |= c.is_object() && args.plain().contains(&c);
        });
        if refers && v != list.value() {
            list.push(&mut vm.heap, v).or_memory_error(vm)?;
        }
    }
    Ok(list)
}

fn freeze(vm: &mut Vm) -> PyResult<()> {
    let n = all_objects(vm)?.len();
    vm.state_set(FROZEN, Value::from_len(n))
}

fn unfreeze(vm: &mut Vm) -> PyResult<()> {
    vm.state_set(FROZEN, Value::from_i32(0))
}

fn get_freeze_count(vm: &mut Vm) -> PyResult {
    Ok(vm.state_get(FROZEN)?.unwrap_or(Value::from_i32(0)))
}
