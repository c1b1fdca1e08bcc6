//! Frame objects and tracebacks: what Python sees of activations.
//!
//! A frame object is made only when asked for, by a traceback or by `sys._getframe`. While its activation is on the frame stack the object
//! *refers* to it: the record whose `object` it is. When the activation ends ([`Vm::detach_frame`]) the object keeps a copy of the variables and of the
//! place where it stopped. The frame object of a generator looks into the generator while that is suspended.

use std::cell::Cell;

use super::exception::{Exception, slot};
use super::frame::{Frame, mark};
use super::{OrMemoryError, PyResult, Vm};
use crate::object::generator::State;
use crate::object::{CellObject, Code, Dict, Generator, Native, Obj, T, Tuple, Value};
use crate::pyc::code::flags::OPTIMIZED;
use crate::pyc::lines::Lines;
use crate::pyc::{Local, Version};
use crate::trace_fields;

/// A frame object.
pub struct FrameObject {
    /// The code.
    pub code: Cell<Value>,
    /// The function, or empty.
    pub function: Cell<Value>,
    /// The globals.
    pub globals: Cell<Value>,
    /// The generator whose frame it is, or empty.
    pub generator: Cell<Value>,
    /// The locals mapping of a class or module body, or empty.
    pub mapping: Cell<Value>,
    /// After the end: the variables, a tuple with empty entries for unbound ones.
    pub saved: Cell<Value>,
    /// After the end: the frame object of the caller, or empty.
    pub back: Cell<Value>,
    /// The dict that `locals()` gave last, in code up to 3.12; or empty.
    pub snapshot: Cell<Value>,
    /// Names added through `f_locals` that are no variables of the code: a dict, or empty.
    pub extra: Cell<Value>,
    /// `f_trace`, or empty.
    pub trace: Cell<Value>,
    /// After the end: the instruction where it stopped.
    pub instruction: Cell<u32>,
    /// Where the record was found last.
    pub hint: Cell<usize>,
    /// Is the activation over (or suspended)?
    pub ended: Cell<bool>,
    /// `f_trace_lines`
    pub trace_lines: Cell<bool>,
    /// `f_trace_opcodes`
    pub trace_opcodes: Cell<bool>,
}

impl Native for FrameObject {
    const TYPE: T = T::Frame;
    trace_fields!(
        code, function, globals, generator, mapping, saved, back, snapshot, extra, trace
    );
}

/// A traceback object: one activation that an exception left.
pub struct Traceback {
    /// `tb_next`: the traceback of the frame that was called, or empty.
    pub next: Cell<Value>,
    /// `tb_frame`
    pub frame: Cell<Value>,
    /// `tb_lasti`: an offset in bytes.
    pub lasti: Cell<i32>,
    /// `tb_lineno`; [`Traceback::UNKNOWN`]: the line of `lasti`.
    pub lineno: Cell<i32>,
}

impl Traceback {
    /// The line was not computed yet.
    pub const UNKNOWN: i32 = -1;
}

impl Native for Traceback {
    const TYPE: T = T::Traceback;
    trace_fields!(next, frame);
}

/// The offset in bytes of the CPython instruction from which instruction `i` of `code` came.
#[must_use]
pub fn byte_offset(code: Code, i: usize) -> usize {
    code.body()
        .and_then(|b| b.offsets.get(i))
        .map_or(0, |&o| o as usize)
}

/// Does a generator of this code wait in front of its first instruction before it begins? Since 3.11 it waits behind it.
fn begins_outside(code: Code) -> bool {
    code.raw().version < Version::V311
}

/// Is this the frame of a generator that waits in front of its first instruction?
#[must_use]
pub fn is_unbegun(o: Obj<FrameObject>, code: Code) -> bool {
    begins_outside(code) && o.suspended().is_some_and(|g| g.state() == State::Created)
}

/// The line of the CPython instruction at `offset`.
#[must_use]
pub fn line_at(code: Code, offset: usize) -> Option<i32> {
    Lines::new(code.raw()).line_at(offset)
}

impl FrameObject {
    /// The code.
    #[must_use]
    pub fn code(&self) -> Option<Code> {
        Code::from_value(self.code.get())
    }

    /// The suspended generator that holds the variables now.
    #[must_use]
    pub fn suspended(&self) -> Option<Generator> {
        Generator::from_value(self.generator.get())
            .filter(|g| matches!(g.state(), State::Created | State::Suspended))
    }
}

impl Vm {
    /// The frame object of thread frame `i`.
    pub fn frame_object(&mut self, i: usize) -> PyResult {
        let Some(f) = self.thread.frame_ref(i) else {
            return Err(self.system_error("there is no such frame"));
        };
        if let Some(object) = f.object().some() {
            return Ok(object);
        }
        let generator = f.generator();
        let known = generator
            .and_then(|g| g.frame().some())
            .and_then(Obj::<FrameObject>::from_value);
        let object = match known {
            Some(object) => object,
            None => {
                let data = new_frame(
                    f.code,
                    f.function,
                    f.globals().value(),
                    generator,
                    f.locals(),
                );
                Obj::new(&mut self.heap, data).or_memory_error(self)?
            }
        };
        object.hint.set(i);
        object.ended.set(false);
        if let Some(g) = generator {
            g.set_frame(object.value());
        }
        if let Some(f) = self.thread.frame(i) {
            f.set_object(object.value());
        }
        Ok(object.value())
    }

    /// The frame object of a generator that is not done.
    pub fn generator_frame(&mut self, g: Generator) -> PyResult<Option<Value>> {
        match g.state() {
            State::Done => return Ok(None),
            State::Running => {
                let at = (0..self.thread.depth).rev().find(|&i| {
                    self.thread
                        .frame_ref(i)
                        .is_some_and(|f| f.generator() == Some(g))
                });
                if let Some(i) = at {
                    return self.frame_object(i).map(Some);
                }
            }
            State::Created | State::Suspended => {}
        }
        if let Some(object) = g.frame().some() {
            return Ok(Some(object));
        }
        let globals = crate::object::Function::from_value(g.function())
            .map_or(Value::EMPTY, |f| f.globals_value());
        let data = new_frame(
            g.code().value(),
            g.function(),
            globals,
            Some(g),
            Value::EMPTY,
        );
        let object = Obj::new(&mut self.heap, data).or_memory_error(self)?;
        g.set_frame(object.value());
        Ok(Some(object.value()))
    }

    /// To be called before the record of thread frame `i` is popped, when its `object` is not empty: the activation ends, or its generator
    /// is suspended. Its registers still hold the variables. Leaves the pending exception as it is.
    #[cold]
    #[inline(never)]
    pub fn detach_frame(&mut self, i: usize) {
        let Some(f) = self.thread.frame_ref(i) else {
            return;
        };
        let Some(object) = Obj::<FrameObject>::from_value(f.object()) else {
            return;
        };
        let count = usize::from(f.code().nlocals());
        let generator = f.generator();
        object
            .instruction
            .set(u32::try_from(f.instruction()).unwrap_or(0));
        let saved = Tuple::new(&mut self.heap, f.registers().get(..count).unwrap_or(&[]));
        object.saved.set(saved.map_or(Value::EMPTY, Tuple::value));
        if generator.is_none()
            && let Some(caller) = self.visible_frame(i)
        {
            let pending = self.take_pending();
            if let Ok(back) = self.frame_object(caller) {
                object.back.set(back);
            }
            self.thread.pending = pending;
        }
        object.ended.set(true);
    }

    /// The next frame below number `i` (that is, from `i - 1` outward) that is not hidden.
    #[must_use]
    pub fn visible_frame(&self, i: usize) -> Option<usize> {
        (0..i.min(self.thread.depth)).rev().find(|&i| {
            self.thread
                .frame_ref(i)
                .is_some_and(|f| f.marks & mark::HIDDEN == 0)
        })
    }

    /// Notes in the pending exception that it passes thread frame `i`, at the instruction being executed there.
    #[cold]
    #[inline(never)]
    pub fn add_traceback(&mut self, i: usize) {
        let pending = self.thread.pending;
        if let Some(e) = Exception::from_value(pending) {
            self.add_traceback_to(e, i);
            self.thread.pending = pending;
        }
    }

    /// Puts thread frame `i` in front of the traceback of `e`. Without memory it stays as it is.
    pub fn add_traceback_to(&mut self, e: Exception, i: usize) {
        let Some(f) = self
            .thread
            .frame_ref(i)
            .filter(|f| f.marks & mark::HIDDEN == 0)
        else {
            return;
        };
        let lasti = match byte_offset(f.code(), f.instruction()) {
            _ if f.marks & mark::UNBEGUN != 0 && begins_outside(f.code()) => -1,
            offset => i32::try_from(offset).unwrap_or(0),
        };
        let Ok(frame) = self.frame_object(i) else {
            return;
        };
        let traceback = Traceback {
            next: Cell::new(e.get(slot::TRACEBACK)),
            frame: Cell::new(frame),
            lasti: Cell::new(lasti),
            lineno: Cell::new(Traceback::UNKNOWN),
        };
        if let Ok(traceback) = Obj::new(&mut self.heap, traceback) {
            e.set(slot::TRACEBACK, traceback.value());
        }
    }

    /// `tb_lineno`
    #[must_use]
    pub fn traceback_line(&self, tb: Obj<Traceback>) -> Option<i32> {
        if tb.lineno.get() != Traceback::UNKNOWN {
            return Some(tb.lineno.get());
        }
        let code = Obj::<FrameObject>::from_value(tb.frame.get())?.code()?;
        match usize::try_from(tb.lasti.get()) {
            Ok(offset) => line_at(code, offset),
            Err(_) => Some(code.raw().firstlineno),
        }
    }

    // ---- what a frame object shows

    /// The number of the record of a frame object in the running thread.
    fn live_index(&self, o: Obj<FrameObject>) -> Option<usize> {
        let is = |i: usize| {
            self.thread
                .frame_ref(i)
                .is_some_and(|f| f.object() == o.value())
        };
        if o.ended.get() || o.suspended().is_some() {
            return None;
        }
        let hint = o.hint.get();
        if is(hint) {
            return Some(hint);
        }
        let found = (0..self.thread.depth).rev().find(|&i| is(i))?;
        o.hint.set(found);
        Some(found)
    }

    /// The record of a frame object, in whichever thread.
    #[must_use]
    pub fn live_frame(&self, o: Obj<FrameObject>) -> Option<&Frame> {
        if let Some(i) = self.live_index(o) {
            return self.thread.frame_ref(i);
        }
        if o.ended.get() {
            return None;
        }
        self.threads.parked.iter().find_map(|t| {
            (0..t.depth)
                .rev()
                .find_map(|i| t.frame_ref(i).filter(|f| f.object() == o.value()))
        })
    }

    /// The number of the instruction where a frame is.
    #[must_use]
    pub fn frame_instruction(&self, o: Obj<FrameObject>) -> usize {
        match (self.live_frame(o), o.suspended()) {
            (Some(f), _) => f.instruction(),
            (None, Some(g)) => g.pc() as usize,
            (None, None) => o.instruction.get() as usize,
        }
    }

    /// `f_lineno`
    #[must_use]
    pub fn frame_line(&self, o: Obj<FrameObject>) -> Option<i32> {
        let code = o.code()?;
        if is_unbegun(o, code) {
            return Some(code.raw().firstlineno);
        }
        line_at(code, byte_offset(code, self.frame_instruction(o)))
    }

    /// `f_back`
    pub fn frame_back(&mut self, o: Obj<FrameObject>) -> PyResult {
        if let Some(i) = self.live_index(o) {
            return match self.visible_frame(i) {
                Some(caller) => self.frame_object(caller),
                None => Ok(Value::NONE),
            };
        }
        Ok(o.back.get().some().unwrap_or(Value::NONE))
    }

    /// The register of variable `i`: of the live frame, the suspended generator or the copy.
    fn frame_register(&self, o: Obj<FrameObject>, i: usize) -> Value {
        if let Some(f) = self.live_frame(o) {
            return f.registers().get(i).copied().unwrap_or(Value::EMPTY);
        }
        if let Some(g) = o.suspended() {
            return g.registers().get(i).map_or(Value::EMPTY, Cell::get);
        }
        Tuple::from_value(o.saved.get())
            .and_then(|t| t.get(i))
            .unwrap_or(Value::EMPTY)
    }

    /// The value of variable `i` of a frame, perhaps empty.
    #[must_use]
    pub fn frame_variable(&self, o: Obj<FrameObject>, i: usize) -> Value {
        let v = self.frame_register(o, i);
        let Some(local) = o.code().and_then(|c| c.raw().localsplus.get(i)) else {
            return Value::EMPTY;
        };
        match CellObject::from_value(v) {
            Some(cell) if local.is_cell() || local.is_free() => cell.get(),
            _ => v,
        }
    }

    /// Sets variable `i` of a frame.
    pub fn set_frame_variable(&mut self, o: Obj<FrameObject>, i: usize, v: Value) -> PyResult<()> {
        let Some(local) = o.code().and_then(|c| c.raw().localsplus.get(i)) else {
            return Ok(());
        };
        if (local.is_cell() || local.is_free())
            && let Some(cell) = CellObject::from_value(self.frame_register(o, i))
        {
            cell.set(v);
            return Ok(());
        }
        if let Some(at) = self.live_index(o) {
            if let (Some(f), Ok(i)) = (self.thread.frame(at), u16::try_from(i)) {
                f.set_register(i, v);
            }
        } else if let Some(g) = o.suspended() {
            if let Some(r) = g.registers().get(i) {
                r.set(v);
                crate::gc::barrier::write(g.ptr());
            }
        } else if let Some(saved) = Tuple::from_value(o.saved.get()) {
            let mut values = self.hold(saved.items())?;
            if i < values.len() {
                values[i] = v;
            }
            o.saved.set(
                Tuple::new(&mut self.heap, &values)
                    .or_memory_error(self)?
                    .value(),
            );
        }
        Ok(())
    }

    /// Is it the frame of a function, whose variables are registers?
    #[must_use]
    pub fn frame_is_optimized(&self, o: Obj<FrameObject>) -> bool {
        o.code().is_some_and(|c| c.flags() & OPTIMIZED != 0)
    }

    /// Puts the bound variables of a function's frame into `dict`; with `remove` it takes out unbound ones.
    pub fn variables_into(
        &mut self,
        o: Obj<FrameObject>,
        dict: Dict,
        remove: bool,
    ) -> PyResult<()> {
        let Some(code) = o.code() else { return Ok(()) };
        let locals: &[Local] = &code.raw().localsplus;
        for (i, local) in locals.iter().enumerate() {
            if local.kind & Local::HIDDEN != 0 {
                continue;
            }
            let name = self.text_of(&local.name)?;
            let name = self.intern_str(name);
            match self.frame_variable(o, i).some() {
                Some(v) => self.dict_set(dict, name.value(), v)?,
                None if remove => {
                    self.dict_remove(dict, name.value())?;
                }
                None => {}
            }
        }
        Ok(())
    }

    /// `locals()` in thread frame `i`.
    pub fn locals_dict(&mut self, i: usize) -> PyResult {
        let frame = self.frame_object(i)?;
        let Some(o) = Obj::<FrameObject>::from_value(frame) else {
            return Ok(Value::NONE);
        };
        let new = o.code().is_some_and(|c| c.raw().version >= Version::V313);
        if self.frame_is_optimized(o) && new {
            let dict = self.new_dict();
            self.variables_into(o, dict, false)?;
            return Ok(dict.value());
        }
        self.frame_snapshot(o)
    }

    /// The locals of a class or module body, or the one dict that functions up to 3.12 show.
    pub fn frame_snapshot(&mut self, o: Obj<FrameObject>) -> PyResult {
        if !self.frame_is_optimized(o) {
            return Ok(o.mapping.get().some().unwrap_or(o.globals.get()));
        }
        let dict = match Dict::from_value(o.snapshot.get()) {
            Some(d) => d,
            None => {
                let d = self.new_dict();
                o.snapshot.set(d.value());
                d
            }
        };
        self.variables_into(o, dict, true)?;
        Ok(dict.value())
    }

    /// The version whose behaviour the running code expects: that of its file.
    #[must_use]
    pub fn dialect(&self) -> Version {
        match self
            .thread
            .depth
            .checked_sub(1)
            .and_then(|i| self.thread.frame_ref(i))
        {
            Some(f) => f.code().raw().version,
            None => self.main_version,
        }
    }
}

/// A frame object that refers to nothing yet.
fn new_frame(
    code: Value,
    function: Value,
    globals: Value,
    generator: Option<Generator>,
    mapping: Value,
) -> FrameObject {
    let e = || Cell::new(Value::EMPTY);
    FrameObject {
        code: Cell::new(code),
        function: Cell::new(function),
        globals: Cell::new(globals),
        generator: Cell::new(generator.map_or(Value::EMPTY, Generator::value)),
        mapping: Cell::new(mapping),
        saved: e(),
        back: e(),
        snapshot: e(),
        extra: e(),
        trace: e(),
        instruction: Cell::new(0),
        hint: Cell::new(0),
        ended: Cell::new(false),
        trace_lines: Cell::new(true),
        trace_opcodes: Cell::new(false),
    }
}
