//! The operations that the loop does not execute itself, by family. All work on the current frame's registers.

mod async_ops;
mod build;
mod calls;
mod exceptions;
mod matching;
mod names;

pub use self::async_ops::sendable;
pub use self::calls::make_generator;
pub use self::names::{load_global, load_name, no_cell, store_global, store_name, unbound};

use crate::bytecode::ops::{Instr, Op};
use crate::object::{List, T, Value};
use crate::runtime::names::Special;
use crate::runtime::{OrMemoryError, PyResult, Raised, Vm};

/// Where control goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// To the next instruction.
    Next,
    /// To the operation's `to`.
    Jump,
}

/// Register `i` of the current frame.
#[inline(always)]
fn get(vm: &mut Vm, i: u16) -> Value {
    vm.thread.current().map_or(Value::EMPTY, |f| f.register(i))
}

/// Sets register `i` of the current frame.
#[inline(always)]
fn set(vm: &mut Vm, i: u16, v: Value) {
    if let Some(f) = vm.thread.current() {
        f.set_register(i, v);
    }
}

/// The `n` registers from `i` on.
#[inline(always)]
fn run(vm: &mut Vm, i: u16, n: usize) -> &'static [Value] {
    let Some(f) = vm.thread.current() else {
        return &[];
    };
    let (start, base, nregs) = (usize::from(i), f.base, usize::from(f.nregs));
    if start + n > nregs {
        return &[];
    }
    registers(base, start, n)
}

#[expect(unsafe_code, reason = "registers of the frame that runs")]
fn registers(base: *mut Value, start: usize, n: usize) -> &'static [Value] {
    // SAFETY: `run` checked the bounds; the register stack never moves, and callers use the slice only while the frame is current.
    unsafe { std::slice::from_raw_parts(base.add(start), n) }
}

/// A function returned the empty value: only broken code can do that.
#[cold]
pub fn empty_result(vm: &mut Vm) -> PyResult<()> {
    Err(vm.system_error("a result without a value"))
}

/// `__init__` returned something.
#[cold]
pub fn init_result(vm: &mut Vm, v: Value) -> PyResult<()> {
    let name = vm.type_name(v);
    Err(vm.type_error(format_args!("__init__() should return None, not '{name}'")))
}

/// An operation that builds a list, set or map found something else.
#[cold]
pub fn wrong_target(vm: &mut Vm) -> PyResult<()> {
    Err(vm.system_error("bad internal call: the target is not of the expected type"))
}

/// `list.append(item)`
#[inline(always)]
pub fn list_append(vm: &mut Vm, l: List, item: Value) -> PyResult<()> {
    l.push(&mut vm.heap, item).or_memory_error(vm)
}

/// Executes one instruction.
pub fn execute(vm: &mut Vm, i: Instr) -> PyResult<Step> {
    match i.op {
        Op::MakeCell => names::make_cell(vm, i),
        Op::CopyFree => names::copy_free(vm, i),
        Op::DeleteCell => names::delete_cell(vm, i),
        Op::DeleteName => names::delete_name(vm, i),
        Op::DeleteGlobal => names::delete_global(vm, i),
        Op::LoadLocals => names::load_locals(vm, i),
        Op::LoadFromDictOrGlobal => names::load_from_dict_or_global(vm, i),
        Op::LoadFromDictOrCell => names::load_from_dict_or_cell(vm, i),
        Op::LoadBuildClass => names::load_build_class(vm, i),
        Op::SetupAnnotations => names::setup_annotations(vm),
        Op::LoadAssertionError => value(vm, i, |vm| Ok(vm.class(T::AssertionError).value())),
        Op::LoadCommon => value(vm, i, |vm| names::load_common(vm, i.b)),

        Op::DeleteAttr => names::delete_attr(vm, i),
        Op::LoadSuperAttr | Op::LoadZeroSuperAttr => names::load_super(vm, i, false),
        Op::LoadSuperMethod | Op::LoadZeroSuperMethod => names::load_super(vm, i, true),
        Op::LoadSpecial => calls::load_special(vm, i),
        Op::DeleteItem => {
            let (obj, index) = (get(vm, i.a), get(vm, i.b));
            done(vm.del_item(obj, index))
        }
        Op::GetSlice => value(vm, i, |vm| {
            let (obj, b) = (get(vm, i.b), run(vm, i.c, 2));
            vm.get_slice(obj, b[0], b[1])
        }),
        Op::SetSlice => {
            let (obj, b, v) = (get(vm, i.a), run(vm, i.b, 2), get(vm, i.c));
            done(vm.set_slice(obj, b[0], b[1], v))
        }
        Op::BuildSlice => value(vm, i, |vm| {
            let b = run(vm, i.b, usize::from(i.c));
            vm.new_slice(b[0], b[1], b.get(2).copied().unwrap_or(Value::NONE))
        }),
        Op::Neg => value(vm, i, |vm| {
            let v = get(vm, i.b);
            vm.unary(Special::Neg, v)
        }),
        Op::Pos => value(vm, i, |vm| {
            let v = get(vm, i.b);
            vm.unary(Special::Pos, v)
        }),
        Op::Invert => value(vm, i, |vm| {
            let v = get(vm, i.b);
            vm.unary(Special::Invert, v)
        }),
        Op::GetIter => value(vm, i, |vm| {
            let v = get(vm, i.b);
            vm.iter(v)
        }),
        Op::GetYieldFromIter => value(vm, i, |vm| async_ops::yield_from_iter(vm, i.b)),

        Op::Unpack | Op::UnpackForward | Op::UnpackPair => build::unpack(vm, i),
        Op::UnpackStar => build::unpack_star(vm, i),
        Op::BuildTuple => value(vm, i, |vm| {
            let items = run(vm, i.b, usize::from(i.c));
            vm.new_tuple(items).map(crate::object::Tuple::value)
        }),
        Op::BuildList => value(vm, i, |vm| {
            let items = run(vm, i.b, usize::from(i.c));
            vm.new_list(items).map(List::value)
        }),
        Op::BuildSet => value(vm, i, |vm| build::build_set(vm, i)),
        Op::BuildMap => value(vm, i, |vm| build::map(vm, i)),
        Op::BuildConstKeyMap => value(vm, i, |vm| build::const_key_map(vm, i)),
        Op::BuildString => value(vm, i, |vm| build::string(vm, i)),
        Op::SetAdd => build::set_add(vm, i),
        Op::MapAdd => build::map_add(vm, i),
        Op::ListExtend => build::list_extend(vm, i),
        Op::SetUpdate => build::set_update(vm, i),
        Op::DictUpdate => build::dict_update(vm, i),
        Op::DictMerge => build::dict_merge(vm, i),
        Op::ListToTuple => value(vm, i, |vm| {
            let l = get(vm, i.b);
            vm.tuple_from(l).map(crate::object::Tuple::value)
        }),
        Op::Convert => value(vm, i, |vm| build::convert(vm, i)),
        Op::Format => value(vm, i, |vm| build::format(vm, i)),
        Op::BuildInterpolation => value(vm, i, |vm| build::interpolation(vm, i)),
        Op::BuildTemplate => value(vm, i, |vm| build::template(vm, i)),

        Op::CallEx | Op::CallPlainEx => value(vm, i, |vm| calls::call_ex(vm, i)),
        Op::MakeFunction => value(vm, i, |vm| calls::make_function(vm, i)),
        Op::SetFunctionAttr => calls::set_function_attr(vm, i),

        Op::Send => async_ops::send(vm, i),
        Op::GetAwaitable => value(vm, i, |vm| {
            let v = get(vm, i.b);
            vm.get_awaitable(v, i.c)
        }),
        Op::GetAiter => value(vm, i, |vm| async_ops::get_aiter(vm, i.b)),
        Op::GetAnext => value(vm, i, |vm| async_ops::get_anext(vm, i.b)),
        Op::EndAsyncFor => async_ops::end_async_for(vm, i),
        Op::CleanupThrow => value(vm, i, |vm| async_ops::cleanup_throw(vm, i.b)),

        Op::PushExc => exceptions::push(vm, i),
        Op::PopExc => exceptions::pop(vm, i),
        Op::MatchExc => value(vm, i, |vm| {
            let (e, kind) = (get(vm, i.b), get(vm, i.c));
            vm.exception_matches(e, kind).map(Value::from_bool)
        }),
        Op::MatchExcGroup => {
            let (e, kind) = (get(vm, i.b), get(vm, i.c));
            let (rest, matched) = vm.match_exc_group(e, kind)?;
            if !matched.is_none() {
                // while the clause runs, it handles the part that it caught
                vm.thread.handled = matched;
            }
            set(vm, i.a, rest);
            set(vm, i.a + 1, matched);
            Ok(Step::Next)
        }
        Op::PrepReraiseStar => value(vm, i, |vm| {
            let b = run(vm, i.b, 2);
            vm.prep_reraise_star(b[0], b[1])
        }),
        Op::Raise => exceptions::raise(vm, i),
        Op::Reraise => exceptions::reraise(vm, i),

        Op::WithEnter => calls::with_enter(vm, i, Special::Enter, Special::Exit),
        Op::WithAenter => calls::with_enter(vm, i, Special::Aenter, Special::Aexit),
        Op::WithExit | Op::WithExitMethod => value(vm, i, |vm| calls::with_exit(vm, i)),

        Op::ImportName => value(vm, i, |vm| names::import_name(vm, i)),
        Op::ImportFrom => value(vm, i, |vm| names::import_from(vm, i)),
        Op::ImportStar => {
            let m = get(vm, i.a);
            done(names::import_star(vm, m))
        }

        Op::GetLen => value(vm, i, |vm| {
            let v = get(vm, i.b);
            vm.len(v).map(Value::from_len)
        }),
        Op::MatchMapping => value(vm, i, |vm| {
            Ok(matching::has_flag(
                vm,
                i.b,
                crate::object::class::flags::MAPPING,
            ))
        }),
        Op::MatchSequence => value(vm, i, |vm| {
            Ok(matching::has_flag(
                vm,
                i.b,
                crate::object::class::flags::SEQUENCE,
            ))
        }),
        Op::MatchKeys => value(vm, i, |vm| matching::keys(vm, i)),
        Op::MatchClass => value(vm, i, |vm| matching::class(vm, i)),
        Op::CopyDictWithoutKeys => value(vm, i, |vm| matching::without_keys(vm, i)),

        Op::Intrinsic1 => value(vm, i, |vm| calls::intrinsic_1(vm, i)),
        Op::Intrinsic2 => value(vm, i, |vm| calls::intrinsic_2(vm, i)),
        _ => Err(unknown(vm, i)),
    }
}

/// The loop executes every other operation itself.
#[cold]
fn unknown(vm: &mut Vm, i: Instr) -> Raised {
    vm.system_error(format_args!(
        "operation {} is not executed here",
        i.op.name()
    ))
}

/// Computes a value for register `a`.
#[inline(always)]
fn value(vm: &mut Vm, i: Instr, body: impl FnOnce(&mut Vm) -> PyResult) -> PyResult<Step> {
    let v = body(vm)?;
    set(vm, i.a, v);
    Ok(Step::Next)
}

#[inline(always)]
fn done(r: PyResult<()>) -> PyResult<Step> {
    r.map(|()| Step::Next)
}
