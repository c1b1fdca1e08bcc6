//! Code objects: what a file gave, and, from the first call on, the neutral code with constants and names as objects.
#![expect(unsafe_code, reason = "lays out raw objects")]

use std::cell::{Cell, OnceCell};
use std::rc::Rc;

use super::{GcVec, Heap, Kind, OutOfMemory, T, Tuple, Value, handle, init_header};
use crate::bytecode;
use crate::bytecode::ops::{Instr, Op};
use crate::gc::{Header, barrier};
use crate::pyc::code::RawCode;

/// The part of a code object outside the collected heap.
pub struct Info {
    /// As it stands in the file.
    pub raw: Rc<RawCode>,
    /// The neutral code, once translated.
    pub body: OnceCell<Body>,
}

/// The neutral code, ready to run.
pub struct Body {
    /// The translation.
    pub code: bytecode::code::Code,
    /// Its instructions, in which the interpreter exchanges operations for quick forms.
    instrs: Box<[Cell<Instr>]>,
}

/// What the interpreter saw at one instruction; two words whose meaning the operation gives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(C)]
pub struct Feedback {
    /// First word: small fields (shape ids, slots, kind bits, counters).
    pub a: u64,
    /// Second word: often a pointer, which keeps its object alive.
    pub b: u64,
}

/// The fields of a code object.
#[repr(C)]
pub struct CodeObj {
    header: Header,
    info: *mut Info,
    name: Cell<Value>,
    qualname: Cell<Value>,
    filename: Cell<Value>,
    consts: Cell<Value>,
    names: Cell<Value>,
    resident: Cell<*mut Header>,
    feedback: Cell<*mut Header>,
    instrs: Cell<*const Cell<Instr>>,
    /// The globals that the feedback of global names is about; empty: none yet, None: several.
    home: Cell<Value>,
    /// The entry cell: the address of compiled code (`extern "C" fn(vm, base, function) -> Value`), or 0: interpret. Compiled code that calls the
    /// function reads the cell at every call, so storing another address (or 0) is all it takes to replace or discard a unit.
    entry: Cell<usize>,
    calls: Cell<u32>,
    flags: Cell<u32>,
    /// Positional parameters when a call with exactly so many plain arguments needs no binding; else `u16::MAX`.
    simple_args: Cell<u16>,
    nlocals: Cell<u16>,
    nresident: Cell<u16>,
    nregs: Cell<u16>,
}

handle! {
    /// A code object.
    Code => CodeObj, Code
}

macro_rules! getters {
    ($( $(#[$doc:meta])* $name:ident: $t:ty; )*) => {
        impl Code { $(
            $(#[$doc])*
            #[inline(always)]
            #[must_use]
            pub fn $name(self) -> $t {
                self.obj().$name.get()
            }
        )* }
    };
}

getters! {
    /// `co_name`, a string.
    name: Value;
    /// `co_qualname`, a string.
    qualname: Value;
    /// `co_filename`, a string.
    filename: Value;
    /// The constants as objects (a tuple), those added by the translation behind; empty before preparation.
    consts: Value;
    /// The names, a tuple of interned strings; empty before preparation.
    names: Value;
    /// `co_flags`
    flags: u32;
    /// See [`CodeObj`]'s field.
    simple_args: u16;
    /// Locals, cells and free variables.
    nlocals: u16;
    /// Resident constants.
    nresident: u16;
    /// Registers of a frame.
    nregs: u16;
    /// Calls counted so far.
    calls: u32;
    /// The entry cell.
    entry: usize;
}

unsafe fn drop_info(p: *mut Header) {
    // SAFETY: registered once in `new`, for a code object whose info was boxed there.
    unsafe { drop(Box::from_raw((*p.cast::<CodeObj>()).info)) }
}

impl Code {
    /// A code object for `raw`. Names are strings that the caller keeps alive.
    pub fn new(
        heap: &mut Heap,
        raw: Rc<RawCode>,
        name: Value,
        qualname: Value,
        filename: Value,
    ) -> Code {
        let p = heap.alloc(size_of::<CodeObj>());
        let flags = raw.flags;
        let info = Box::into_raw(Box::new(Info {
            raw,
            body: OnceCell::new(),
        }));
        let e = || Cell::new(Value::EMPTY);
        // SAFETY: the cell holds a `CodeObj`.
        unsafe {
            init_header(p, T::Code as u32, Kind::Code);
            let header = *p;
            p.cast::<CodeObj>().write(CodeObj {
                header,
                info,
                name: Cell::new(name),
                qualname: Cell::new(qualname),
                filename: Cell::new(filename),
                consts: e(),
                names: e(),
                resident: Cell::new(std::ptr::null_mut()),
                feedback: Cell::new(std::ptr::null_mut()),
                instrs: Cell::new(std::ptr::null()),
                home: e(),
                entry: Cell::new(0),
                calls: Cell::new(0),
                flags: Cell::new(flags),
                simple_args: Cell::new(u16::MAX),
                nlocals: Cell::new(0),
                nresident: Cell::new(0),
                nregs: Cell::new(0),
            });
            heap.register_drop(p, drop_info);
            Code::from_ptr(p)
        }
    }

    /// The code as it stands in the file.
    #[inline(always)]
    #[must_use]
    pub fn raw<'a>(self) -> &'a Rc<RawCode> {
        // SAFETY: `info` lives as long as the object.
        unsafe { &(*self.obj().info).raw }
    }

    /// The neutral code, if it was prepared.
    #[inline(always)]
    #[must_use]
    pub fn body<'a>(self) -> Option<&'a bytecode::code::Code> {
        // SAFETY: `info` lives as long as the object.
        unsafe { (*self.obj().info).body.get().map(|b| &b.code) }
    }

    /// Is it ready to run?
    #[inline(always)]
    #[must_use]
    pub fn is_prepared(self) -> bool {
        !self.obj().instrs.get().is_null()
    }

    /// Makes it ready to run: `consts` and `names` are the objects for the translation's constants and names.
    pub fn prepare(
        self,
        heap: &mut Heap,
        code: bytecode::code::Code,
        consts: Tuple,
        names: Tuple,
    ) -> Result<(), OutOfMemory> {
        let mut resident = GcVec::with_capacity(heap, code.resident.len())?;
        for &k in &code.resident {
            resident.push(heap, consts.get(k as usize).unwrap_or(Value::EMPTY))?;
        }
        let p = heap.try_alloc(8 + resident.len() * 8).ok_or(OutOfMemory)?;
        // SAFETY: the cell holds a header and the resident constants.
        unsafe {
            init_header(p, resident.len() as u32, Kind::Buffer);
            std::ptr::copy_nonoverlapping(
                resident.as_ptr(),
                p.cast::<Value>().add(1),
                resident.len(),
            );
        }
        let o = self.obj();
        o.resident.set(p);
        o.consts.set(consts.value());
        o.names.set(names.value());
        o.nlocals.set(code.nlocals);
        o.nresident.set(code.resident.len() as u16);
        o.nregs.set(code.nregs);
        o.simple_args.set(simple_args(&code.raw));
        let n = code.instrs.len();
        let feedback = heap
            .try_alloc(8 + n * size_of::<Feedback>())
            .ok_or(OutOfMemory)?;
        // SAFETY: the cell holds a header and `n` feedback slots.
        unsafe {
            init_header(feedback, n as u32, Kind::Buffer);
            std::ptr::write_bytes(feedback.cast::<u8>().add(8), 0, n * size_of::<Feedback>());
        }
        o.feedback.set(feedback);
        let instrs: Box<[Cell<Instr>]> = code.instrs.iter().map(|&i| Cell::new(i)).collect();
        // SAFETY: `info` lives as long as the object and nobody else borrows it here.
        let body = unsafe { (*o.info).body.get_or_init(|| Body { code, instrs }) };
        o.instrs.set(body.instrs.as_ptr());
        barrier::write(self.ptr());
        Ok(())
    }

    /// Sets the entry cell.
    pub fn set_entry(self, address: usize) {
        self.obj().entry.set(address);
    }

    /// The address of the entry cell, for compiled code that the object outlives.
    #[must_use]
    pub fn entry_address(self) -> *const Cell<usize> {
        &raw const self.obj().entry
    }

    /// The first instruction of a prepared code object.
    #[inline(always)]
    #[must_use]
    pub fn instrs(self) -> *const Cell<Instr> {
        self.obj().instrs.get()
    }

    /// The feedback slots of a prepared code object, one per instruction.
    #[inline(always)]
    #[must_use]
    pub fn feedback(self) -> *mut Feedback {
        // SAFETY: the slots follow the buffer's header.
        unsafe { self.obj().feedback.get().cast::<u8>().add(8).cast() }
    }

    /// The resident constants of a prepared code object.
    #[inline(always)]
    #[must_use]
    pub fn resident(self) -> *const Value {
        // SAFETY: the constants follow the buffer's header.
        unsafe {
            self.obj()
                .resident
                .get()
                .cast::<Value>()
                .add(1)
                .cast_const()
        }
    }

    /// Counts a call and returns the new count.
    #[inline(always)]
    pub fn count_call(self) -> u32 {
        let n = self.obj().calls.get().wrapping_add(1);
        self.obj().calls.set(n);
        n
    }

    /// Notes that a function with this code and the given globals exists: global names may be remembered only while there is one namespace.
    pub fn bind_globals(self, globals: Value) {
        let home = self.obj().home.get();
        if home == globals || home.is_none() {
            return;
        }
        if home.is_empty() {
            self.obj().home.set(globals);
            barrier::write(self.ptr());
            return;
        }
        self.obj().home.set(Value::NONE);
        if let Some(body) = self.body() {
            for i in 0..body.instrs.len() {
                // SAFETY: `i` is below the number of instructions.
                let cell = unsafe { &*self.instrs().add(i) };
                let instr = cell.get();
                if instr.op.neutral() == Op::LoadGlobal {
                    cell.set(Instr {
                        op: Op::LoadGlobal,
                        ..instr
                    });
                }
            }
        }
    }

    /// May the cells of global names be remembered?
    #[must_use]
    pub fn has_one_home(self) -> bool {
        !self.obj().home.get().is_none()
    }

    /// For the tracer: values, resident constants, feedback (each buffer's length is in its header's shape id).
    pub(super) fn traced(self) -> ([Value; 6], *mut Header, *mut Header) {
        let o = self.obj();
        let values = [
            o.name.get(),
            o.qualname.get(),
            o.filename.get(),
            o.consts.get(),
            o.names.get(),
            o.home.get(),
        ];
        (values, o.resident.get(), o.feedback.get())
    }
}

/// See `CodeObj::simple_args`.
fn simple_args(raw: &RawCode) -> u16 {
    use crate::pyc::code::flags::{VARARGS, VARKEYWORDS};
    let plain = raw.kwonlyargcount == 0 && raw.flags & (VARARGS | VARKEYWORDS) == 0;
    if plain {
        u16::try_from(raw.argcount).unwrap_or(u16::MAX)
    } else {
        u16::MAX
    }
}
