//! Generators, coroutines and asynchronous generators: a frame's registers kept in an object while it does not run.
#![expect(unsafe_code, reason = "lays out raw objects")]

use std::cell::Cell;

use super::code::TEMPLATE_STEP;
use super::{Code, Heap, Kind, OutOfMemory, T, Value, handle, init_header};
use crate::gc::{Header, barrier};

/// What a generator is doing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum State {
    /// Not started.
    Created,
    /// Waits at a yield.
    Suspended,
    /// Its frame is on the frame stack.
    Running,
    /// Returned or raised.
    Done,
}

/// The fields of a generator; the saved registers follow.
#[repr(C)]
pub struct GeneratorObj {
    header: Header,
    code: Cell<Value>,
    function: Cell<Value>,
    name: Cell<Value>,
    qualname: Cell<Value>,
    /// The exception its frame is handling, or empty.
    handled: Cell<Value>,
    /// What it delegates to (`yield from`, `await`), or empty.
    delegate: Cell<Value>,
    /// The frame object, if one was made.
    frame: Cell<Value>,
    /// Of an asynchronous generator: the awaitable that runs it now, or hooks; see `builtins/async_generator.rs`.
    extra: Cell<Value>,
    pc: Cell<u32>,
    nregs: u16,
    state: Cell<State>,
    mark: Cell<u8>,
    registers: [Cell<Value>; 0],
}

handle! {
    /// A generator, coroutine or asynchronous generator.
    Generator => GeneratorObj, Generator
}

macro_rules! fields {
    ($( $(#[$doc:meta])* $get:ident $set:ident: $t:ty; )*) => {
        impl Generator { $(
            $(#[$doc])*
            #[inline(always)]
            #[must_use]
            pub fn $get(self) -> $t {
                self.obj().$get.get()
            }

            /// Sets the field of the same name.
            #[inline(always)]
            pub fn $set(self, v: $t) {
                self.obj().$get.set(v);
                barrier::write(self.ptr());
            }
        )* }
    };
}

fields! {
    /// The function whose call made it.
    function set_function: Value;
    /// `__name__`
    name set_name: Value;
    /// `__qualname__`
    qualname set_qualname: Value;
    /// The exception its frame is handling, or empty.
    handled set_handled: Value;
    /// What it delegates to, or empty.
    delegate set_delegate: Value;
    /// Its frame object, or empty.
    frame set_frame: Value;
    /// For asynchronous generators.
    extra set_extra: Value;
    /// The instruction at which it goes on.
    pc set_pc: u32;
    /// What it is doing.
    state set_state: State;
    /// Flags of asynchronous generators (running, closed, hooks called); of others [`LOOP_ONLY`].
    mark set_mark: u8;
}

/// Copies `n` values, few as they are mostly, in steps: a call of memcpy takes longer.
///
/// # Safety
/// Both runs have `n` values and what is missing to whole steps.
#[inline(always)]
unsafe fn copy_steps(from: *const Value, to: *mut Value, n: usize) {
    let mut i = 0;
    while i < n {
        for k in i..i + TEMPLATE_STEP {
            // SAFETY: the caller's promise. Volatile, lest a call of memcpy replace the loop.
            unsafe { to.add(k).write_volatile(from.add(k).read_volatile()) };
        }
        i += TEMPLATE_STEP;
    }
}

/// Mark of a generator to which nothing refers but the loop that it was made for.
pub const LOOP_ONLY: u8 = 1;

impl Generator {
    /// A generator of builtin type `t` for a frame of `code` with the given registers.
    pub fn new(
        heap: &mut Heap,
        t: T,
        code: Code,
        function: Value,
        registers: &[Value],
    ) -> Result<Generator, OutOfMemory> {
        let n = registers.len();
        let p = heap
            .try_alloc(size_of::<GeneratorObj>() + 8 * n.next_multiple_of(TEMPLATE_STEP))
            .ok_or(OutOfMemory)?;
        let e = || Cell::new(Value::EMPTY);
        // SAFETY: the cell holds the object and its registers.
        unsafe {
            init_header(p, t as u32, Kind::Generator);
            let header = *p;
            p.cast::<GeneratorObj>().write(GeneratorObj {
                header,
                code: Cell::new(code.value()),
                function: Cell::new(function),
                name: e(),
                qualname: e(),
                handled: e(),
                delegate: e(),
                frame: e(),
                extra: e(),
                pc: Cell::new(0),
                nregs: n as u16,
                state: Cell::new(State::Created),
                mark: Cell::new(0),
                registers: [],
            });
            let g = Generator::from_ptr(p);
            std::ptr::copy_nonoverlapping(registers.as_ptr(), g.registers_ptr(), n);
            Ok(g)
        }
    }

    /// Its code.
    #[inline(always)]
    #[must_use]
    pub fn code(self) -> Code {
        // SAFETY: `new` stores a code object, and the field is never changed.
        unsafe { Code::from_ptr(self.obj().code.get().0 as *mut Header) }
    }

    fn registers_ptr(self) -> *mut Value {
        (&raw const self.obj().registers).cast_mut().cast()
    }

    /// The saved registers.
    #[must_use]
    pub fn registers<'a>(self) -> &'a [Cell<Value>] {
        // SAFETY: `nregs` values follow the fields.
        unsafe {
            std::slice::from_raw_parts(self.registers_ptr().cast(), usize::from(self.obj().nregs))
        }
    }

    /// Saves the registers of the frame.
    ///
    /// # Safety
    /// At `from` stand as many registers as the generator has, and perhaps up to [`TEMPLATE_STEP`] more words, which nobody writes meanwhile.
    #[inline(always)]
    pub unsafe fn save(self, from: *const Value) {
        // SAFETY: the caller's promise; `new` made room for whole steps.
        unsafe { copy_steps(from, self.registers_ptr(), usize::from(self.obj().nregs)) };
        barrier::write(self.ptr());
    }

    /// Copies the saved registers to a frame.
    ///
    /// # Safety
    /// At `to` there is room for as many registers as the generator has, and for [`TEMPLATE_STEP`] more, which nobody uses.
    #[inline(always)]
    pub unsafe fn restore(self, to: *mut Value) {
        // SAFETY: as for `save`.
        unsafe { copy_steps(self.registers_ptr(), to, usize::from(self.obj().nregs)) };
    }

    /// Forgets the saved registers: it is done.
    pub fn clear(self) {
        for r in self.registers() {
            r.set(Value::EMPTY);
        }
        self.set_delegate(Value::EMPTY);
        self.set_handled(Value::EMPTY);
    }

    /// For the tracer.
    pub(super) fn traced(self) -> ([Value; 8], *const u64, usize) {
        let o = self.obj();
        let values = [
            o.code.get(),
            o.function.get(),
            o.name.get(),
            o.qualname.get(),
            o.handled.get(),
            o.delegate.get(),
            o.frame.get(),
            o.extra.get(),
        ];
        (
            values,
            self.registers_ptr().cast::<u64>().cast_const(),
            usize::from(o.nregs),
        )
    }
}
