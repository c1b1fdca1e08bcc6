//! Quickening: what the first executions of an operation learn, and the quick forms they choose.
//!
//! What works with objects here is never inlined into the loop: the loop's native frame is scanned conservatively, and a word spilled there
//! by an operation stays until the same operation is executed again.

use std::cell::Cell;

use crate::bytecode::ops::{Instr, Op};
use crate::object::class::flags;
use crate::object::code::{Feedback, kinds};
use crate::object::list::Storage;
use crate::object::shape::{Mode, NO_SHAPE, Rep};
use crate::object::sites::{OF_CLASS, OF_MODULE, STATIC, Sites, attribute_form};
use crate::object::{
    CellObject, Class, Dict, Function, Instance, List, Module, NativeFunction, Obj, Str, T, Tuple,
    Value, header, loop_start,
};
use crate::runtime::descriptor::{Member, MethodWrapper, Property};
use crate::runtime::iter::{Enumerate, SeqIter, Zip};
use crate::runtime::{OrMemoryError, PyResult, Vm};

/// The kind bit of a value.
fn kind(v: Value) -> u64 {
    if v.is_int() {
        kinds::INT
    } else if v.is_float() {
        kinds::FLOAT
    } else if v.is_bool() {
        kinds::BOOL
    } else if v.is_none() {
        kinds::NONE
    } else {
        use crate::object::Kind as K;
        match header(v).map(|h| h.kind) {
            Some(k) if k == K::Str as u8 => kinds::STR,
            Some(k) if k == K::List as u8 => kinds::LIST,
            Some(k) if k == K::IntBox as u8 || k == K::BigInt as u8 => kinds::BIG,
            _ => kinds::OTHER,
        }
    }
}

fn set_op(cell: &Cell<Instr>, op: Op) {
    cell.set(Instr { op, ..cell.get() });
}

/// Writes the neutral form back and gives the instruction's address: the loop shall not know that it is the same, or it would compute
/// everything that depends on the address before it looks at the operation.
#[cold]
#[inline(never)]
pub fn requicken(cell: &Cell<Instr>) -> *const Cell<Instr> {
    set_op(cell, cell.get().op.neutral());
    cell
}

/// How often an operation may change its form before it stays neutral.
const MOST_CHANGES: u64 = 8;

/// Records the kinds of both operands (`a`: left bits, right bits << 8, changes << 32) and quickens.
pub fn note_types(cell: &Cell<Instr>, fb: &mut Feedback, lhs: Value, rhs: Value) {
    note_kinds(fb, lhs, rhs);
    if fb.a >> 32 >= MOST_CHANGES {
        return;
    }
    let form = if Value::both_int(lhs, rhs) {
        int_form(cell.get().op)
    } else if lhs.is_float() && rhs.is_float() {
        float_form(cell.get().op)
    } else {
        None
    };
    if let Some(op) = form {
        fb.a += 1 << 32;
        set_op(cell, op);
    }
}

fn int_form(op: Op) -> Option<Op> {
    Some(match op {
        Op::Add => Op::AddII,
        Op::Sub => Op::SubII,
        Op::Mul => Op::MulII,
        Op::TrueDiv => Op::TrueDivII,
        Op::ItrueDiv => Op::ItrueDivII,
        Op::Iadd => Op::IaddII,
        Op::Isub => Op::IsubII,
        Op::Imul => Op::ImulII,
        Op::FloorDiv => Op::FloorDivII,
        Op::Modulo => Op::ModuloII,
        Op::BitAnd => Op::BitAndII,
        Op::BitOr => Op::BitOrII,
        Op::BitXor => Op::BitXorII,
        Op::Lshift => Op::LshiftII,
        Op::Rshift => Op::RshiftII,
        Op::IfloorDiv => Op::IfloorDivII,
        Op::Imodulo => Op::ImoduloII,
        Op::IbitAnd => Op::IbitAndII,
        Op::IbitOr => Op::IbitOrII,
        Op::IbitXor => Op::IbitXorII,
        Op::Ilshift => Op::IlshiftII,
        Op::Irshift => Op::IrshiftII,
        Op::JumpIfLt => Op::JumpIfLtII,
        Op::JumpIfLe => Op::JumpIfLeII,
        Op::JumpIfEq => Op::JumpIfEqII,
        Op::JumpIfNe => Op::JumpIfNeII,
        Op::JumpIfGt => Op::JumpIfGtII,
        Op::JumpIfGe => Op::JumpIfGeII,
        Op::JumpUnlessLt => Op::JumpUnlessLtII,
        Op::JumpUnlessLe => Op::JumpUnlessLeII,
        Op::JumpUnlessEq => Op::JumpUnlessEqII,
        Op::JumpUnlessNe => Op::JumpUnlessNeII,
        Op::JumpUnlessGt => Op::JumpUnlessGtII,
        Op::JumpUnlessGe => Op::JumpUnlessGeII,
        _ => return None,
    })
}

fn float_form(op: Op) -> Option<Op> {
    Some(match op {
        Op::Add => Op::AddFF,
        Op::Sub => Op::SubFF,
        Op::Mul => Op::MulFF,
        Op::Iadd => Op::IaddFF,
        Op::Isub => Op::IsubFF,
        Op::Imul => Op::ImulFF,
        Op::TrueDiv => Op::TrueDivFF,
        Op::ItrueDiv => Op::ItrueDivFF,
        Op::JumpIfLt => Op::JumpIfLtFF,
        Op::JumpIfLe => Op::JumpIfLeFF,
        Op::JumpIfEq => Op::JumpIfEqFF,
        Op::JumpIfNe => Op::JumpIfNeFF,
        Op::JumpIfGt => Op::JumpIfGtFF,
        Op::JumpIfGe => Op::JumpIfGeFF,
        Op::JumpUnlessLt => Op::JumpUnlessLtFF,
        Op::JumpUnlessLe => Op::JumpUnlessLeFF,
        Op::JumpUnlessEq => Op::JumpUnlessEqFF,
        Op::JumpUnlessNe => Op::JumpUnlessNeFF,
        Op::JumpUnlessGt => Op::JumpUnlessGtFF,
        Op::JumpUnlessGe => Op::JumpUnlessGeFF,
        _ => return None,
    })
}

/// Records container and index of `get_item` and quickens.
pub fn note_get_item(cell: &Cell<Instr>, fb: &mut Feedback, obj: Value, index: Value) {
    note_item(cell, fb, obj, index, |obj| {
        if let Some(l) = List::from_value(obj) {
            return match l.storage() {
                Storage::Values => Some(Op::GetItemValues),
                Storage::Ints => Some(Op::GetItemInts),
                Storage::Floats => Some(Op::GetItemFloats),
                Storage::Bools => Some(Op::GetItemBools),
                Storage::Empty => None,
            };
        }
        if Str::from_value(obj).is_some() {
            return Some(Op::GetItemStr);
        }
        Tuple::from_value(obj).map(|_| Op::GetItemTuple)
    });
    if Dict::from_value(obj).is_some() {
        set_op(cell, Op::GetItemDict);
    }
}

/// Records container, index and value of `set_item` and quickens.
pub fn note_set_item(cell: &Cell<Instr>, fb: &mut Feedback, obj: Value, index: Value, v: Value) {
    note_item(cell, fb, obj, index, |obj| {
        match List::from_value(obj)?.storage() {
            Storage::Values => Some(Op::SetItemValues),
            Storage::Ints if v.is_int() => Some(Op::SetItemInts),
            Storage::Floats if v.is_float() => Some(Op::SetItemFloats),
            Storage::Bools if v.is_bool() => Some(Op::SetItemBools),
            _ => None,
        }
    });
    if Dict::from_value(obj).is_some() {
        set_op(cell, Op::SetItemDict);
    }
}

fn note_item(
    cell: &Cell<Instr>,
    fb: &mut Feedback,
    obj: Value,
    index: Value,
    form: impl Fn(Value) -> Option<Op>,
) {
    fb.a |= kind(obj) | kind(index) << 8;
    fb.b = header(obj).map_or(0, |h| u64::from(h.shape_id) << 1 | 1); // odd: never a pointer
    if index.is_int()
        && fb.a >> 32 < MOST_CHANGES
        && let Some(op) = form(obj)
    {
        fb.a += 1 << 32;
        set_op(cell, op);
    }
}

/// Remembers a class whose instances the loop makes by itself (`a`: shape, epoch; `b`: class).
#[inline(never)]
pub fn note_call(vm: &mut Vm, cell: &Cell<Instr>, fb: &mut Feedback, callee: Value) {
    let Some(class) = Class::from_value(callee) else {
        return;
    };
    if cell.get().op == Op::CallPlain
        && let Some((shape, _)) = class.settled_shape()
        && !class.has(flags::FINALIZER)
        && vm.plain_init(class).is_some()
    {
        *fb = Feedback {
            a: u64::from(shape) | u64::from(vm.epoch) << 32,
            b: callee.0,
        };
        set_op(cell, Op::CallPlainClass);
    }
}

/// Records which Python function a call site calls (`b`), and whether it called several (bit 0 of `a`): functions of other code.
#[cold]
#[inline(never)]
pub fn note_callee(fb: &mut Feedback, callee: Value) {
    let code = |v| Function::from_value(v).map(Function::code_value);
    // odd: the shape of an instance that was called
    if fb.b & 1 == 1 || fb.b != 0 && code(Value(fb.b)) != code(callee) {
        fb.a |= 1;
    }
    fb.b = callee.0;
}

/// Records of a native function that was called (bit 1 of `a`) what its first argument was: its kind (bits 8 to 15), and of an object the shape (upper half).
#[inline(never)]
pub fn note_native(fb: &mut Feedback, args: &[Value]) {
    let first = args.first().copied().unwrap_or(Value::EMPTY);
    let shape = header(first).map_or(0, |h| h.shape_id);
    let seen = fb.a & 0xffff_ffff | kind(first) << 8;
    let shape = match (fb.a >> 32) as u32 {
        0 => shape,
        known if known == shape || shape == 0 => known,
        _ => NO_SHAPE, // several
    };
    fb.a = seen | 2 | u64::from(shape) << 32;
}

/// Records that a call site called something that is no Python function (bit 1 of `a`); of an instance the shape (`b`, odd).
#[inline(always)]
pub fn note_other_callee(fb: &mut Feedback, callee: Value) {
    fb.a |= 2;
    if let Some(o) = Instance::from_value(callee) {
        let seen = u64::from(o.shape_id()) << 1 | 1;
        if fb.b != 0 && fb.b != seen {
            fb.a |= 1;
        }
        fb.b = seen;
    }
}

/// Records that an operation ran that may have no other feedback (bit 1 of `a`).
#[inline(always)]
pub fn note_run(fb: &mut Feedback) {
    fb.a |= 2;
}

/// Records the kinds of both operands, and of instances the shapes.
#[inline(always)]
pub fn note_kinds(fb: &mut Feedback, lhs: Value, rhs: Value) {
    let (l, r) = (kind(lhs), kind(rhs));
    fb.a |= l | r << 8;
    if (l | r) & kinds::OTHER != 0 {
        note_instances(fb, lhs, rhs);
    }
}

/// Records the shapes of the operands that are instances (`b`, odd: never a pointer; all bits are set when there were several).
#[inline(never)]
fn note_instances(fb: &mut Feedback, lhs: Value, rhs: Value) {
    let shape = |v| Instance::from_value(v).map_or(0, Instance::shape_id);
    let seen = u64::from(shape(rhs)) << 32 | u64::from(shape(lhs)) << 1 | 1;
    fb.b = match fb.b {
        0 => seen,
        b if b == seen => b,
        _ => u64::MAX,
    };
}

/// Records the shape of an object (`b`, odd).
#[inline(always)]
pub fn note_shape(fb: &mut Feedback, v: Value) {
    fb.b = header(v).map_or(1, |h| u64::from(h.shape_id) << 1 | 1);
}

/// The shape of the list or tuple that an iterator goes through, or 0.
fn behind(it: Value) -> u64 {
    let seq = Obj::<SeqIter>::from_value(it).map(|it| it.seq.get());
    let shape = seq.and_then(header).map_or(0, |h| h.shape_id);
    u64::from(shape)
}

/// Records at the entry of a loop what it iterates over: the iterator's shape (`b`), and those of the sequences behind it (`a`).
#[inline(never)]
pub fn note_iterator(fb: &mut Feedback, it: Value) {
    loop_start::note_shape(fb, header(it).map_or(0, |h| h.shape_id));
    fb.a = if let Some(e) = Obj::<Enumerate>::from_value(it) {
        behind(e.iterator.get())
    } else if let Some(z) = Obj::<Zip>::from_value(it)
        && let Some(&[a, b]) = Tuple::from_value(z.iterators.get()).map(Tuple::items)
    {
        behind(a) | behind(b) << 32
    } else {
        0
    };
}

/// Chooses the quick form of an iteration.
pub fn note_iter(cell: &Cell<Instr>, it: Value) {
    const RANGE: u32 = T::RangeIterator as u32;
    const LIST: u32 = T::ListIterator as u32;
    let loops = cell.get().op.neutral() == Op::ForLoop;
    let form = match header(it).map(|h| h.shape_id) {
        Some(RANGE) if loops => Op::ForLoopRange,
        Some(RANGE) => Op::ForIterRange,
        Some(LIST) if loops => Op::ForLoopList,
        Some(LIST) => Op::ForIterList,
        _ => return,
    };
    set_op(cell, form);
}

/// The name an instruction's operand `i` means in the current code.
fn name(vm: &mut Vm, i: u32) -> PyResult<Str> {
    let found = vm
        .thread
        .current()
        .and_then(|f| Tuple::from_value(f.code().names()))
        .and_then(|t| t.get(i as usize))
        .and_then(Str::from_value);
    match found {
        Some(s) => Ok(s),
        None => Err(vm.system_error("a name is missing")),
    }
}

/// Can attributes of instances of this class be remembered by shape?
fn plain_attributes(vm: &Vm, v: Value, excluded: u32) -> Option<Instance> {
    let o = Instance::from_value(v)?;
    let shape = vm.shapes.get(o.shape_id());
    (shape.mode == Mode::Slots && !vm.type_of(v).has(excluded)).then_some(o)
}

/// An entry of `__slots__`: it can be read and written as an attribute is.
fn declared(vm: &mut Vm, obj: Value, name: Str, excluded: u32) -> Option<(Instance, Obj<Member>)> {
    let o = Instance::from_value(obj)?;
    let class = vm.type_of(obj);
    if class.has(excluded) {
        return None;
    }
    let m = Obj::<Member>::from_value(vm.lookup(class, name)?)?;
    let owner = Class::from_value(m.owner.get())?;
    (!m.optional && !m.readonly && class.is_subclass(owner)).then_some((o, m))
}

/// The sites of the code that runs, and the number of an instruction of it.
fn site<'a>(vm: &mut Vm, cell: &Cell<Instr>) -> Option<(&'a Sites, usize)> {
    let code = vm.thread.current()?.code();
    let at = (&raw const *cell).addr() - code.instrs().addr();
    Some((code.sites()?, at / size_of::<Instr>()))
}

/// Shape and epoch as feedback has them.
fn shape_key(vm: &Vm, obj: Value) -> u64 {
    let shape = header(obj).map_or(0, |h| h.shape_id);
    u64::from(shape) | u64::from(vm.epoch) << 32
}

/// A quick attribute operation met an object that it does not fit. Where the site met such objects before, it takes the form that served them;
/// else it is neutral again. What it knew of other shapes is kept.
#[cold]
#[inline(never)]
pub fn forget_shape(
    vm: &mut Vm,
    cell: &Cell<Instr>,
    fb: &mut Feedback,
    obj: Value,
) -> *const Cell<Instr> {
    if recall(vm, cell, fb, obj) {
        return cell;
    }
    let key = shape_key(vm, obj);
    if let Some((sites, pc)) = site(vm, cell)
        && fb.a >> 32 == key >> 32
    {
        sites.note(pc, *fb);
    }
    *fb = Feedback::default();
    requicken(cell)
}

/// Has the site met objects of this shape before? Then it takes the quick form that served them. What served them so far but failed is forgotten.
#[inline(never)]
pub fn recall(vm: &mut Vm, cell: &Cell<Instr>, fb: &mut Feedback, obj: Value) -> bool {
    let key = shape_key(vm, obj);
    let Some((sites, pc)) = site(vm, cell) else {
        return false;
    };
    if fb.a == key {
        *fb = Feedback::default();
        sites.forget(pc, key);
    }
    let Some(known) = sites.come_to(pc, key) else {
        return false;
    };
    *fb = known;
    set_op(cell, attribute_form(cell.get().op, known));
    true
}

/// Records what a site does with objects of the shape that `new` names.
fn install(vm: &mut Vm, cell: &Cell<Instr>, fb: &mut Feedback, new: Feedback) {
    let old = std::mem::replace(fb, new);
    let quick = cell.get().op != cell.get().op.neutral();
    if let Some((sites, pc)) = site(vm, cell) {
        let another = quick && old.a != new.a && old.a >> 32 == new.a >> 32;
        if another {
            sites.note(pc, old);
        }
        if another || sites.met_several(pc) {
            sites.note(pc, new);
        }
    }
    set_op(cell, attribute_form(cell.get().op, new));
}

/// `load_attr`, remembering slots (`a`: shape, epoch; `b`: slot, representation).
#[inline(never)]
pub fn load_attr(vm: &mut Vm, cell: &Cell<Instr>, fb: &mut Feedback, obj: Value) -> PyResult {
    let name = name(vm, u32::from(cell.get().c))?;
    if let Some((o, m)) = declared(vm, obj, name, flags::GETATTRIBUTE) {
        let found = match vm.slot_key(m, o) {
            Some(key) => vm.shapes.find(o.shape_id(), key),
            None => (!o.fixed(m.slot).is_empty()).then_some((m.slot, Rep::Value)),
        };
        if let Some((slot, rep)) = found {
            let seen = Feedback {
                a: shape_key(vm, o.value()),
                b: u64::from(slot) | (rep as u64) << 16,
            };
            install(vm, cell, fb, seen);
            return Ok(rep.decode(o.word(slot)));
        }
    }
    if let Some(f) = getter(vm, obj, name) {
        let seen = Feedback {
            a: shape_key(vm, obj),
            b: f.value().0,
        };
        install(vm, cell, fb, seen);
        return vm.call_positional(f.value(), &[obj]);
    }
    if let Some(o) = plain_attributes(vm, obj, flags::GETATTRIBUTE)
        && let Some((slot, rep)) = vm.shapes.find(o.shape_id(), name)
    {
        let class = vm.type_of(obj);
        let shadowed = match vm.lookup(class, name) {
            Some(d) => vm.is_data_descriptor(d),
            None => false,
        };
        if !shadowed {
            let seen = Feedback {
                a: shape_key(vm, o.value()),
                b: u64::from(slot) | (rep as u64) << 16,
            };
            install(vm, cell, fb, seen);
            return Ok(rep.decode(o.word(slot)));
        }
    }
    if let Some(m) = Module::from_value(obj)
        && let Some(v) = module_attr(m, name)
    {
        note_module(fb, m);
        return Ok(v);
    }
    vm.get_attr(obj, name)
}

/// Records the module whose attribute a site reads (`b`; `a` is of no epoch).
fn note_module(fb: &mut Feedback, m: Module) {
    *fb = Feedback {
        a: OF_MODULE,
        b: m.value().0,
    };
}

/// The getter of the property that the class of an instance has under this name, if it is a Python function.
fn getter(vm: &mut Vm, obj: Value, name: Str) -> Option<Function> {
    Instance::from_value(obj)?;
    let class = vm.type_of(obj);
    if class.has(flags::GETATTRIBUTE | flags::GETATTR) {
        return None;
    }
    let found = vm.lookup(class, name)?;
    let p = Obj::<Property>::from_value(found).filter(|p| p.shape_id() == T::Property as u32)?;
    Function::from_value(p.get.get())
}

/// The function of the static or class method that the class of an object has under this name, as feedback has it.
fn wrapped(found: Value) -> Option<u64> {
    let w = Obj::<MethodWrapper>::from_value(found)?;
    let f = Function::from_value(w.function.get())?.value().0;
    match w.shape_id() {
        s if s == T::StaticMethod as u32 => Some(f | STATIC),
        s if s == T::ClassMethod as u32 => Some(f | STATIC | OF_CLASS),
        _ => None,
    }
}

/// An attribute stored in a module, when nothing of its class could come first.
fn module_attr(m: Module, name: Str) -> Option<Value> {
    if m.shape_id() != T::Module as u32
        || !m.dict().only_str_keys()
        || name.as_ascii().is_some_and(|n| n.starts_with("__"))
    {
        return None;
    }
    m.dict().get_str(name)
}

/// `store_attr`, remembering slots and additions (`a`: shape, epoch; `b`: slot, representation, new shape).
#[inline(never)]
pub fn store_attr(
    vm: &mut Vm,
    cell: &Cell<Instr>,
    fb: &mut Feedback,
    obj: Value,
    v: Value,
) -> PyResult<()> {
    let name = name(vm, u32::from(cell.get().c))?;
    let declared = declared(vm, obj, name, flags::SETATTR);
    let key = declared.and_then(|(o, m)| vm.slot_key(m, o));
    if let Some((o, m)) = declared.filter(|_| key.is_none()) {
        o.set_fixed(m.slot, v);
        let seen = Feedback {
            a: shape_key(vm, o.value()),
            b: u64::from(m.slot),
        };
        install(vm, cell, fb, seen);
        return Ok(());
    }
    let keyed = key.is_some();
    let before = plain_attributes(vm, obj, flags::SETATTR)
        .filter(|_| keyed || vm.type_of(obj).has(flags::DICT));
    let before = before.map(|o| (o, shape_key(vm, o.value())));
    vm.set_attr(obj, name, v)?;
    let Some((o, seen_with)) = before else {
        return Ok(());
    };
    if vm.shapes.get(o.shape_id()).mode != Mode::Slots {
        return Ok(());
    }
    let class = vm.type_of(obj);
    if !keyed
        && let Some(d) = vm.lookup(class, name)
        && vm.is_data_descriptor(d)
    {
        return Ok(());
    }
    let Some((slot, rep)) = vm.shapes.find(o.shape_id(), key.unwrap_or(name)) else {
        return Ok(());
    };
    let old_shape = seen_with as u32;
    if seen_with >> 32 != u64::from(vm.epoch) {
        return Ok(());
    }
    let added = o.shape_id() != old_shape;
    let new_shape = if added {
        u64::from(o.shape_id()) << 32
    } else {
        0
    };
    if added {
        let grew = vm.shapes.get(o.shape_id()).slots == vm.shapes.get(old_shape).slots + 1
            && slot + 1 == vm.shapes.get(o.shape_id()).slots;
        if !grew || slot >= vm.shapes.get(o.shape_id()).inline {
            return Ok(());
        }
    }
    let seen = Feedback {
        a: seen_with,
        b: u64::from(slot) | (rep as u64) << 16 | new_shape,
    };
    install(vm, cell, fb, seen);
    Ok(())
}

/// `load_method`: the callable and its receiver (empty when bound already); remembers functions (`a`: shape, epoch; `b`: function).
#[inline(never)]
pub fn load_method(
    vm: &mut Vm,
    cell: &Cell<Instr>,
    fb: &mut Feedback,
    obj: Value,
) -> PyResult<(Value, Value)> {
    let name = name(vm, u32::from(cell.get().c))?;
    find_method(vm, obj, name, Some((cell, fb)))
}

/// Records the shape of the object whose method `super()` looks up (`a`: shape, epoch); of several shapes all.
#[inline(never)]
pub fn note_super(vm: &mut Vm, cell: &Cell<Instr>, fb: &mut Feedback, obj: Value) {
    let obj = match CellObject::from_value(obj) {
        Some(cell) => cell.get(),
        None => obj,
    };
    let new = Feedback {
        a: shape_key(vm, obj),
        b: 0,
    };
    let old = std::mem::replace(fb, new);
    if old.a == new.a || Instance::from_value(obj).is_none() {
        return;
    }
    if let Some((sites, pc)) = site(vm, cell)
        && (old.a != 0 || sites.met_several(pc))
    {
        for seen in [old, new] {
            if seen.a >> 32 == new.a >> 32 {
                sites.note(pc, seen);
            }
        }
        let _ = sites.come_to(pc, new.a);
    }
}

/// The method `name` of `obj` without binding it, where possible.
pub fn find_method(
    vm: &mut Vm,
    obj: Value,
    name: Str,
    site: Option<(&Cell<Instr>, &mut Feedback)>,
) -> PyResult<(Value, Value)> {
    let class = vm.type_of(obj);
    let special_layout = class.has(flags::GETATTRIBUTE)
        || class.native() == T::Super
        || Class::from_value(obj).is_some();
    if !special_layout
        && let Some(f) = vm.lookup(class, name)
        && (Function::from_value(f).is_some()
            || NativeFunction::from_value(f).is_some_and(is_method))
    {
        let own = if Module::from_value(obj).is_some()
            || crate::object::native::dict_cell(obj).is_some()
            || Function::from_value(obj).is_some()
            || Instance::from_value(obj).is_some()
        {
            vm.own_attribute(obj, name)?
        } else {
            None
        };
        if let Some(v) = own {
            return Ok((v, Value::EMPTY));
        }
        if let Some((cell, fb)) = site
            && let Some(h) = header(obj)
            && (Instance::from_value(obj)
                .is_none_or(|o| vm.shapes.get(o.shape_id()).mode == Mode::Slots))
            && Module::from_value(obj).is_none()
            && crate::object::native::dict_cell(obj).is_none()
            && Function::from_value(obj).is_none()
        {
            let seen = Feedback {
                a: u64::from(h.shape_id) | u64::from(vm.epoch) << 32,
                b: f.0,
            };
            install(vm, cell, fb, seen);
        }
        return Ok((f, obj));
    }
    if !special_layout
        && let Some(o) = Instance::from_value(obj)
        && vm.shapes.get(o.shape_id()).mode == Mode::Slots
        && let Some(found) = vm.lookup(class, name)
        && let Some(f) = wrapped(found)
        && vm.own_attribute(obj, name)?.is_none()
    {
        let this = if f & OF_CLASS == 0 {
            Value::EMPTY
        } else {
            class.value()
        };
        if let Some((cell, fb)) = site {
            let seen = Feedback {
                a: shape_key(vm, obj),
                b: f,
            };
            install(vm, cell, fb, seen);
        }
        return Ok((Value(f & !(STATIC | OF_CLASS)), this));
    }
    if let Some(m) = Module::from_value(obj)
        && let Some(v) = module_attr(m, name)
    {
        if let Some((_, fb)) = site {
            note_module(fb, m);
        }
        return Ok((v, Value::EMPTY));
    }
    vm.get_attr(obj, name).map(|v| (v, Value::EMPTY))
}

fn is_method(f: NativeFunction) -> bool {
    f.shape_id() == T::MethodDescriptor as u32 || f.shape_id() == T::WrapperDescriptor as u32
}

/// The dict in which names that `globals` does not have are looked up.
pub fn builtins_of(vm: &mut Vm, globals: Dict) -> PyResult<Value> {
    let name = vm.names.__builtins__;
    Ok(match vm.dict_get_str(globals, name)? {
        None => vm.builtins.value(),
        Some(v) => match Module::from_value(v) {
            Some(m) => m.dict().value(),
            None => v,
        },
    })
}

/// The globals of the current frame, if the code may remember cells of them; for names of bodies only where the locals are the globals.
fn remembered_globals(vm: &mut Vm, op: Op) -> Option<Dict> {
    let frame = vm.thread.current()?;
    let globals = frame.globals();
    let of_body = matches!(op, Op::LoadName | Op::StoreName);
    let fits = frame.code().has_one_home() && (!of_body || frame.locals() == globals.value());
    fits.then_some(globals)
}

/// `load_global` and `load_name`, remembering the cells (`a`: the module's, `b`: the builtin's).
#[inline(never)]
pub fn load_global(vm: &mut Vm, cell: &Cell<Instr>, fb: &mut Feedback) -> PyResult {
    let op = cell.get().op.neutral();
    let name = name(vm, cell.get().bc())?;
    let general = match op {
        Op::LoadName => super::slow::load_name,
        _ => super::slow::load_global,
    };
    let Some(globals) = remembered_globals(vm, op) else {
        return general(vm, name);
    };
    let builtins = builtins_of(vm, globals)?;
    let (own, builtin) = match op {
        Op::LoadName => (Op::LoadNameCell, Op::LoadNameBuiltin),
        _ => (Op::LoadGlobalCell, Op::LoadGlobalBuiltin),
    };
    if let Some(c) = globals.cell(&mut vm.heap, name).or_memory_error(vm)? {
        if !c.get().is_empty() {
            fb.a = c.value().0;
            set_op(cell, own);
            return Ok(c.get());
        }
        if builtins == vm.builtins.value()
            && let Some(b) = vm.builtins.cell(&mut vm.heap, name).or_memory_error(vm)?
            && !b.get().is_empty()
        {
            *fb = Feedback {
                a: c.value().0,
                b: b.value().0,
            };
            set_op(cell, builtin);
            return Ok(b.get());
        }
    }
    general(vm, name)
}

/// `store_global` and `store_name`, remembering the cell of a name that is bound (`a`).
#[inline(never)]
pub fn store_global(vm: &mut Vm, cell: &Cell<Instr>, fb: &mut Feedback, v: Value) -> PyResult<()> {
    let op = cell.get().op.neutral();
    let name = name(vm, cell.get().bc())?;
    if let Some(globals) = remembered_globals(vm, op)
        && globals.get_str(name).is_some()
        && let Some(c) = globals.cell(&mut vm.heap, name).or_memory_error(vm)?
        && !c.get().is_empty()
    {
        fb.a = c.value().0;
        let form = match op {
            Op::StoreName => Op::StoreNameCell,
            _ => Op::StoreGlobalCell,
        };
        set_op(cell, form);
        let old = c.get();
        c.replace(&mut vm.heap, v);
        vm.dropped(old);
        return Ok(());
    }
    match op {
        Op::StoreName => super::slow::store_name(vm, name, v),
        _ => super::slow::store_global(vm, name, v),
    }
}
