//! Frames and threads: what is running.
//!
//! A thread has one run of registers for all its frames and one run of [`Frame`] records. A callee's registers begin where its
//! caller laid out the arguments, so calls copy nothing. Both runs are reserved address space: they never move, and deep recursion only touches pages.
//! Registers are scanned conservatively: temporaries are not cleared when a frame is made and may hold what an earlier frame left there.
#![expect(unsafe_code, reason = "keeps raw stacks of registers and frames")]

use crate::bytecode::check::span;
use crate::bytecode::ops::{Instr, Op};
use crate::gc::{Header, Marker, ThreadId};
use crate::object::{Code, Dict, Function, Generator, Value};
use crate::runtime::exception::Exception;

/// How control leaves a frame that returns.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Return {
    /// To the interpreter loop's Rust caller.
    ToRust,
    /// Into register `dst` of the calling frame.
    ToFrame,
    /// As `ToFrame`, but the result must be None and the value is the new object (kept in `extra`).
    Construct,
    /// The frame is a generator's: the value goes where the resumer wants it.
    Generator,
}

/// One activation.
///
/// Most fields that few frames need mean something only if a mark or `ret` says so: records are written at each call, and where they stand
/// there may have been others.
#[repr(C)]
pub struct Frame {
    /// The code that runs.
    pub code: Value,
    /// Its function; for module and class bodies run by `exec` or `__build_class__` a function too.
    pub function: Value,
    /// The namespace of a body (`mark::BODY`).
    globals: Value,
    /// The locals mapping of a body (`mark::BODY`).
    locals: Value,
    /// The object under construction (`Return::Construct`), or the generator (`mark::GENERATOR`).
    extra: Value,
    /// The Python frame object (`mark::OBJECT`).
    object: Value,
    /// What was being handled outside a generator frame.
    pub outer_handled: Value,
    /// The first register.
    pub base: *mut Value,
    /// The instruction being executed while a call is under way.
    pub pc: *const std::cell::Cell<Instr>,
    /// Where the result goes in the caller.
    pub dst: u16,
    /// How control leaves it.
    pub ret: Return,
    /// Bits of [`mark`].
    pub marks: u8,
    /// Registers.
    pub nregs: u16,
}

/// Bits of [`Frame::marks`].
pub mod mark {
    /// The frame belongs to a generator.
    pub const GENERATOR: u8 = 1;
    /// Hidden from tracebacks and frame walks.
    pub const HIDDEN: u8 = 2;
    /// A Python frame object was made.
    pub const OBJECT: u8 = 4;
    /// The frame is a module or class body's, with namespaces of its own.
    pub const BODY: u8 = 8;
    /// The frame belongs to a generator that had not begun when an exception was thrown into it.
    pub const UNBEGUN: u8 = 16;
}

impl Frame {
    /// Offset of the object under construction, for compiled code.
    pub const EXTRA_OFFSET: usize = std::mem::offset_of!(Frame, extra);

    /// The record of a function's frame without marks.
    #[inline(always)]
    #[must_use]
    pub fn new(
        f: Function,
        code: Code,
        base: *mut Value,
        dst: u16,
        ret: Return,
        handled: Value,
    ) -> Frame {
        Frame {
            code: code.value(),
            function: f.value(),
            globals: Value::EMPTY,
            locals: Value::EMPTY,
            extra: Value::EMPTY,
            object: Value::EMPTY,
            outer_handled: handled,
            base,
            pc: code.instrs(),
            dst,
            ret,
            marks: 0,
            nregs: code.nregs(),
        }
    }

    /// Writes a record without marks, but for what it does not say.
    ///
    /// # Safety
    /// `to` is a record.
    #[inline(always)]
    unsafe fn write_plain(self, to: *mut Frame) {
        // SAFETY: the caller's promise.
        unsafe {
            (*to).code = self.code;
            (*to).function = self.function;
            (*to).outer_handled = self.outer_handled;
            (*to).base = self.base;
            (*to).pc = self.pc;
            (*to).dst = self.dst;
            (*to).ret = self.ret;
            (*to).marks = 0;
            (*to).nregs = self.nregs;
        }
    }

    /// Makes it the frame of a module or class body.
    pub fn make_body(&mut self, globals: Dict, locals: Value) {
        self.marks |= mark::BODY;
        (self.globals, self.locals) = (globals.value(), locals);
    }

    /// Makes it the frame of a generator.
    pub fn make_generator(&mut self, g: Generator) {
        self.marks |= mark::GENERATOR;
        self.extra = g.value();
        if let Some(object) = g.frame().some() {
            self.set_object(object);
        }
    }

    /// Makes it the frame of the `__init__` of a new object.
    #[inline(always)]
    pub fn construct(&mut self, object: Value) {
        self.ret = Return::Construct;
        self.extra = object;
    }

    /// The object under construction, or the generator, or empty.
    #[inline(always)]
    #[must_use]
    pub fn extra(&self) -> Value {
        if self.ret == Return::Construct || self.marks & mark::GENERATOR != 0 {
            self.extra
        } else {
            Value::EMPTY
        }
    }

    /// The locals mapping of class and module bodies; empty for functions.
    #[must_use]
    pub fn locals(&self) -> Value {
        if self.marks & mark::BODY != 0 {
            self.locals
        } else {
            Value::EMPTY
        }
    }

    /// The Python frame object, or empty.
    #[inline(always)]
    #[must_use]
    pub fn object(&self) -> Value {
        if self.marks & mark::OBJECT != 0 {
            self.object
        } else {
            Value::EMPTY
        }
    }

    /// Notes the Python frame object.
    pub fn set_object(&mut self, object: Value) {
        self.marks |= mark::OBJECT;
        self.object = object;
    }

    /// The code that runs.
    #[inline(always)]
    #[must_use]
    pub fn code(&self) -> Code {
        // SAFETY: frames are pushed with a code object.
        unsafe { Code::from_ptr(self.code.0 as *mut Header) }
    }

    /// Its function.
    #[must_use]
    pub fn function(&self) -> Option<Function> {
        Function::from_value(self.function)
    }

    /// The namespace.
    #[inline(always)]
    #[must_use]
    pub fn globals(&self) -> Dict {
        // SAFETY: frames are pushed with a function, those of bodies with a dict.
        unsafe {
            let word = if self.marks & mark::BODY != 0 {
                self.globals
            } else {
                Function::from_ptr(self.function.0 as *mut Header).globals_value()
            };
            Dict::from_ptr(word.0 as *mut Header)
        }
    }

    /// The generator whose frame it is.
    #[must_use]
    pub fn generator(&self) -> Option<Generator> {
        if self.marks & mark::GENERATOR != 0 {
            Generator::from_value(self.extra)
        } else {
            None
        }
    }

    /// The number of the instruction being executed.
    #[must_use]
    pub fn instruction(&self) -> usize {
        // SAFETY: `pc` points into the code's instructions.
        unsafe { self.pc.offset_from(self.code().instrs()) as usize }
    }

    /// The registers.
    #[must_use]
    pub fn registers(&self) -> &[Value] {
        // SAFETY: the frame owns `nregs` words of the register run (zero pages or values).
        unsafe { std::slice::from_raw_parts(self.base, usize::from(self.nregs)) }
    }

    /// Where the live registers end: a frame that waits for a call uses none behind the call's operands, which a native function reads where
    /// they stand (a Python function's frame begins there instead: `end`).
    fn live_end(&self, end: *mut Value) -> *mut Value {
        if self.pc.is_null() {
            return end;
        }
        // SAFETY: `pc` points into the code's instructions; `base` plus an operand stays inside the frame.
        unsafe {
            let i = (*self.pc).get();
            match i.op.neutral() {
                Op::Call
                | Op::CallKw
                | Op::CallEx
                | Op::CallPlain
                | Op::CallPlainKw
                | Op::CallPlainEx => self.base.add(usize::from(i.b) + span(i)).min(end),
                _ => end,
            }
        }
    }

    /// Register `i`.
    #[must_use]
    pub fn register(&self, i: u16) -> Value {
        self.registers()
            .get(usize::from(i))
            .copied()
            .unwrap_or(Value::EMPTY)
    }

    /// Empties all registers.
    pub fn clear_registers(&self) {
        // SAFETY: the frame owns `nregs` words of the register run, and no reference to them is kept.
        unsafe { std::slice::from_raw_parts_mut(self.base, usize::from(self.nregs)) }
            .fill(Value::EMPTY);
    }

    /// Sets register `i`.
    pub fn set_register(&mut self, i: u16, v: Value) {
        if i < self.nregs {
            // SAFETY: `i` is one of the frame's registers.
            unsafe { *self.base.add(usize::from(i)) = v };
        }
    }
}

/// Registers a thread may use in all frames together: 2^27 words (1 GiB of address space).
const REGISTERS: usize = 1 << 27;
/// Frames a thread may have.
const FRAMES: usize = 1 << 22;

/// What is running in one thread.
pub struct Thread {
    /// The pending exception, or empty.
    pub pending: Value,
    /// The pending exception is raised again: the current frame is in its traceback already.
    pub quiet: bool,
    /// The exception being handled in the current generator or outside of all, or empty.
    pub handled: Value,
    /// First register.
    pub bottom: *mut Value,
    /// End of the registers.
    pub limit: *mut Value,
    frames: *mut Frame,
    /// Frames in use.
    pub depth: usize,
    /// The native stack must not grow below this address.
    pub native_limit: usize,
    /// The collector's number for the native stack.
    pub gc_id: Option<ThreadId>,
    /// `threading.get_ident()`
    pub ident: u64,
    /// Native calls from Rust into the interpreter under way.
    pub nested: usize,
}

impl Thread {
    /// Offset of the address of the first record, for compiled code.
    pub const FRAMES_OFFSET: usize = std::mem::offset_of!(Thread, frames);
    /// Compiled code pushes no frame when there are so many.
    pub const COMPILED_FRAMES: usize = FRAMES - 64;

    /// The state of a thread that is about to run Python code. `None` when the system gives no address space.
    #[must_use]
    pub fn new(ident: u64, native_limit: usize) -> Option<Thread> {
        let bottom = reserve(REGISTERS * 8)?.cast::<Value>();
        let frames = reserve(FRAMES * size_of::<Frame>())?.cast();
        // SAFETY: the end of the reserved range.
        let limit = unsafe { bottom.add(REGISTERS - 70_000) };
        Some(Thread {
            pending: Value::EMPTY,
            quiet: false,
            handled: Value::EMPTY,
            bottom,
            limit,
            frames,
            depth: 0,
            native_limit,
            gc_id: None,
            ident,
            nested: 0,
        })
    }

    /// The current frame. Only when there is one (`depth > 0`).
    #[inline(always)]
    #[must_use]
    pub fn current(&mut self) -> Option<&mut Frame> {
        self.frame(self.depth.checked_sub(1)?)
    }

    /// Frame `i`, counted from the outermost.
    #[inline(always)]
    #[must_use]
    pub fn frame(&mut self, i: usize) -> Option<&mut Frame> {
        if i < self.depth {
            // SAFETY: frames below `depth` are initialised, and `&mut self` is exclusive.
            Some(unsafe { &mut *self.frames.add(i) })
        } else {
            None
        }
    }

    /// Frame `i`, to look at.
    #[must_use]
    pub fn frame_ref(&self, i: usize) -> Option<&Frame> {
        if i < self.depth {
            // SAFETY: as for `frame`.
            Some(unsafe { &*self.frames.add(i) })
        } else {
            None
        }
    }

    /// The address of the current frame's record.
    #[inline(always)]
    #[must_use]
    pub fn current_ptr(&self) -> *mut Frame {
        // SAFETY: stays inside the reserved range or one before it, which is never read.
        self.frames.wrapping_add(self.depth).wrapping_sub(1)
    }

    /// Is there room for one more frame with `n` registers above `base`?
    #[inline(always)]
    #[must_use]
    pub fn has_room(&self, base: *mut Value) -> bool {
        base < self.limit && self.depth < FRAMES - 1
    }

    /// Pushes a frame. The caller checked [`Thread::has_room`] and initialised the registers.
    #[inline(always)]
    pub fn push(&mut self, frame: Frame) {
        debug_assert!(self.depth < FRAMES);
        // SAFETY: there is room for the record.
        unsafe { self.frames.add(self.depth).write(frame) };
        self.depth += 1;
    }

    /// Pushes the frame of a generator. As for [`push`](Self::push).
    #[inline(always)]
    pub fn push_generator(&mut self, frame: Frame, g: Generator) {
        debug_assert!(self.depth < FRAMES);
        // SAFETY: there is room for the record.
        unsafe {
            let to = self.frames.add(self.depth);
            frame.write_plain(to);
            (*to).make_generator(g);
        }
        self.depth += 1;
    }

    /// As [`push`](Self::push), where the caller knows the current frame's address; gives the new one's.
    ///
    /// # Safety
    /// `current` is [`current_ptr`](Self::current_ptr), there is a current frame, and the new one has no marks.
    #[inline(always)]
    pub unsafe fn push_above(&mut self, current: *mut Frame, frame: Frame) -> *mut Frame {
        debug_assert!(current == self.current_ptr() && self.depth < FRAMES);
        self.depth += 1;
        // SAFETY: the records lie one behind the other, and there is room for one more.
        unsafe {
            let above = current.add(1);
            frame.write_plain(above);
            above
        }
    }

    /// Drops the current frame's record.
    #[inline(always)]
    pub fn pop(&mut self) {
        self.depth -= 1;
    }

    /// First register that no frame uses.
    #[inline(always)]
    #[must_use]
    pub fn top(&self) -> *mut Value {
        match self.frame_ref(self.depth.wrapping_sub(1)) {
            // SAFETY: inside the register run.
            Some(f) => unsafe { f.base.add(usize::from(f.nregs)) },
            None => self.bottom,
        }
    }

    /// The innermost exception handled outside the current generator frames.
    #[must_use]
    pub fn outer_handled(&self) -> Option<Exception> {
        (0..self.depth).rev().find_map(|i| {
            let f = self.frame_ref(i)?;
            if f.marks & mark::GENERATOR == 0 {
                None
            } else {
                Exception::from_value(f.outer_handled)
            }
        })
    }

    /// Reports everything the thread refers to.
    ///
    /// # Safety
    /// Called during a collection.
    pub unsafe fn trace(&self, m: &mut Marker) {
        m.value(self.pending.0);
        m.value(self.handled.0);
        for i in 0..self.depth {
            let (Some(f), next) = (self.frame_ref(i), self.frame_ref(i + 1)) else {
                continue;
            };
            // the innermost frame may be anywhere behind the instruction that its record names
            let end = next.map_or_else(|| self.top(), |g| f.live_end(g.base));
            // SAFETY: inside the register run, which is mapped.
            unsafe { m.conservative_range(f.base.addr(), end.addr()) };
        }
        for i in 0..self.depth {
            if let Some(f) = self.frame_ref(i) {
                for v in [
                    f.code,
                    f.function,
                    f.globals().value(),
                    f.locals(),
                    f.extra(),
                    f.object(),
                    f.outer_handled,
                ] {
                    m.value(v.0);
                }
            }
        }
    }
}

impl Drop for Thread {
    fn drop(&mut self) {
        // SAFETY: both ranges were mapped by `new` with these sizes.
        unsafe {
            libc::munmap(self.bottom.cast(), REGISTERS * 8);
            libc::munmap(self.frames.cast(), FRAMES * size_of::<Frame>());
        }
    }
}

/// Reserves address space that costs memory only where it is touched.
fn reserve(bytes: usize) -> Option<*mut u8> {
    // SAFETY: asks for a fresh private mapping.
    let p = unsafe {
        libc::mmap(
            std::ptr::null_mut(),
            bytes,
            libc::PROT_READ | libc::PROT_WRITE,
            libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE,
            -1,
            0,
        )
    };
    if p == libc::MAP_FAILED {
        None
    } else {
        Some(p.cast())
    }
}
