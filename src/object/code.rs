//! Code objects: what a file gave, and, from the first call on, the neutral code with constants and names as objects.
#![expect(unsafe_code, reason = "lays out raw objects")]

use std::cell::{Cell, OnceCell};
use std::rc::Rc;

use super::sites::Sites;
use super::{Function, Heap, Kind, OutOfMemory, T, Tuple, Value, handle, init_header};
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
    /// What attribute sites saw besides what their feedback slots hold.
    sites: Sites,
}

/// Kinds of operands, one bit each, as feedback records them.
pub mod kinds {
    /// A small int.
    pub const INT: u64 = 1;
    /// A float.
    pub const FLOAT: u64 = 2;
    /// A bool.
    pub const BOOL: u64 = 4;
    /// `None`.
    pub const NONE: u64 = 8;
    /// A string.
    pub const STR: u64 = 16;
    /// A list.
    pub const LIST: u64 = 32;
    /// An int beyond the word.
    pub const BIG: u64 = 64;
    /// Anything else.
    pub const OTHER: u64 = 128;
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

const _: () = assert!(size_of::<Feedback>() == 2 * size_of::<Instr>());

/// The registers of a new frame are filled by so many at once.
pub const TEMPLATE_STEP: usize = 4;

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
    /// What the registers of a new frame hold before its temporaries: empty locals, resident constants, and some empty values of padding.
    template: Cell<*mut Header>,
    feedback: Cell<*mut Header>,
    /// The feedback slots, less twice the address of the instructions.
    feedback_bias: Cell<*mut Feedback>,
    instrs: Cell<*const Cell<Instr>>,
    /// The globals that the feedback of global names is about; empty: none yet, None: several.
    home: Cell<Value>,
    /// The entry cell: the address of compiled code (`extern "C" fn(vm, base, function) -> Value`), or 0: interpret. Compiled code that calls the
    /// function reads the cell at every call, so storing another address (or 0) is all it takes to replace or discard a unit.
    entry: Cell<usize>,
    calls: Cell<u32>,
    flags: Cell<u32>,
    /// Positional parameters when the code is prepared and a call with exactly so many plain arguments needs no binding; else
    /// `u16::MAX`, which is more than any frame has registers for.
    simple_args: Cell<u16>,
    parameters: Cell<u16>,
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
    /// Registers that bound arguments take: parameters, `*args` and `**kwargs` included.
    parameters: u16;
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
        let (flags, parameters) = (raw.flags, parameters(&raw));
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
                template: Cell::new(std::ptr::null_mut()),
                feedback: Cell::new(std::ptr::null_mut()),
                feedback_bias: Cell::new(std::ptr::null_mut()),
                instrs: Cell::new(std::ptr::null()),
                home: e(),
                entry: Cell::new(0),
                calls: Cell::new(0),
                flags: Cell::new(flags),
                simple_args: Cell::new(u16::MAX),
                parameters: Cell::new(parameters),
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

    /// What its attribute sites saw besides what their feedback slots hold; `None` before preparation.
    #[must_use]
    pub fn sites<'a>(self) -> Option<&'a Sites> {
        // SAFETY: `info` lives as long as the object.
        unsafe { (*self.obj().info).body.get().map(|b| &b.sites) }
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
        let locals = usize::from(code.nlocals);
        let n = locals + code.resident.len() + TEMPLATE_STEP - 1;
        let p = heap.try_alloc(8 + n * 8).ok_or(OutOfMemory)?;
        // SAFETY: the cell holds a header and `n` values.
        unsafe {
            init_header(p, n as u32, Kind::Buffer);
            let values = p.cast::<Value>().add(1);
            for i in 0..n {
                *values.add(i) = Value::EMPTY;
            }
            for (i, &k) in code.resident.iter().enumerate() {
                *values.add(locals + i) = consts.get(k as usize).unwrap_or(Value::EMPTY);
            }
        }
        let o = self.obj();
        o.template.set(p);
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
        let body = unsafe {
            (*o.info).body.get_or_init(|| Body {
                sites: Sites::new(instrs.len()),
                code,
                instrs,
            })
        };
        o.instrs.set(body.instrs.as_ptr());
        o.feedback_bias.set(
            self.feedback()
                .wrapping_byte_sub(2 * body.instrs.as_ptr().addr()),
        );
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

    /// What to add to twice an instruction's address to get the address of its feedback slot.
    #[inline(always)]
    #[must_use]
    pub fn feedback_bias(self) -> *mut Feedback {
        self.obj().feedback_bias.get()
    }

    /// The registers before the temporaries as a new frame of a prepared code object has them, and behind them enough padding to be
    /// read in steps of [`TEMPLATE_STEP`].
    #[inline(always)]
    #[must_use]
    pub fn template(self) -> *const Value {
        // SAFETY: the values follow the buffer's header.
        unsafe {
            self.obj()
                .template
                .get()
                .cast::<Value>()
                .add(1)
                .cast_const()
        }
    }

    /// The resident constants of a prepared code object.
    #[inline(always)]
    #[must_use]
    pub fn resident(self) -> *const Value {
        // SAFETY: the constants follow the locals.
        unsafe { self.template().add(usize::from(self.nlocals())) }
    }

    /// Starts counting calls anew.
    pub fn forget_calls(self) {
        self.obj().calls.set(0);
    }

    /// Sets what was seen at instruction `pc`.
    pub fn set_feedback(self, pc: usize, fb: Feedback) {
        if self.body().is_some_and(|b| pc < b.instrs.len()) {
            // SAFETY: there is one slot per instruction.
            unsafe { *self.feedback().add(pc) = fb };
        }
    }

    /// Forgets what was seen at instruction `pc`.
    pub fn forget_feedback(self, pc: usize) {
        self.set_feedback(pc, Feedback::default());
    }

    /// Counts a call and returns the new count.
    #[inline(always)]
    pub fn count_call(self) -> u32 {
        let n = self.obj().calls.get().wrapping_add(1);
        self.obj().calls.set(n);
        n
    }

    /// Forgets the functions with variables of their own surroundings that call sites of a prepared code object remember; tells whether there
    /// were any.
    pub fn forget_closures(self) -> bool {
        let Some(body) = self.body() else {
            return false;
        };
        let mut any = false;
        for (pc, i) in body.instrs.iter().enumerate() {
            if i.op.feedback() != bytecode::ops::Feedback::Callee {
                continue;
            }
            // SAFETY: there is one slot per instruction; nothing else looks at it now.
            let slot = unsafe { &mut *self.feedback().add(pc) };
            if slot.b & 1 == 1 {
                continue; // the shape of an instance
            }
            let closure = Function::from_value(Value(slot.b)).map(Function::closure);
            if closure.is_some_and(|c| !c.is_empty()) {
                slot.b = 0;
                any = true;
            }
        }
        any
    }

    /// What was seen at instruction `pc` of a prepared code object.
    #[must_use]
    pub fn feedback_at(self, pc: usize) -> Feedback {
        match self.body() {
            // SAFETY: there is one slot per instruction.
            Some(body) if pc < body.instrs.len() => unsafe { *self.feedback().add(pc) },
            _ => Feedback::default(),
        }
    }

    /// Instruction `pc` of a prepared code object, in its present form.
    #[must_use]
    pub fn instr_at(self, pc: usize) -> Instr {
        match self.body() {
            // SAFETY: `pc` is below the number of instructions.
            Some(body) if pc < body.instrs.len() => unsafe { (*self.instrs().add(pc)).get() },
            _ => Instr::new(Op::Nop, 0, 0, 0),
        }
    }

    /// Gives instruction `pc` of a prepared code object another form.
    pub fn set_form(self, pc: usize, op: Op) {
        let instr = self.instr_at(pc);
        debug_assert_eq!(instr.op.neutral(), op.neutral());
        if self.body().is_some_and(|b| pc < b.instrs.len()) {
            // SAFETY: `pc` is below the number of instructions.
            unsafe { (*self.instrs().add(pc)).set(Instr { op, ..instr }) };
        }
    }

    /// Resident constant number `i`.
    #[must_use]
    pub fn resident_at(self, i: u16) -> Value {
        if i < self.nresident() {
            // SAFETY: `i` is below the number of resident constants.
            unsafe { *self.resident().add(usize::from(i)) }
        } else {
            Value::EMPTY
        }
    }

    /// Notes that a function with this code and the given globals exists: global names may be remembered only while there is one namespace. None: what the code
    /// calls its locals are not its globals.
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
        // compiled code is about one namespace
        self.obj().entry.set(0);
        if let Some(body) = self.body() {
            for i in 0..body.instrs.len() {
                // SAFETY: `i` is below the number of instructions.
                let cell = unsafe { &*self.instrs().add(i) };
                let instr = cell.get();
                if matches!(instr.op.neutral(), Op::JumpBack | Op::ForLoop) {
                    // SAFETY: as above; its unit is about the first namespace.
                    unsafe { *self.feedback().add(i) = Feedback::default() };
                }
                let names = [Op::LoadGlobal, Op::StoreGlobal, Op::LoadName, Op::StoreName];
                let op = instr.op.neutral();
                if names.contains(&op) {
                    cell.set(Instr { op, ..instr });
                }
            }
        }
    }

    /// May the cells of global names be remembered?
    #[must_use]
    pub fn has_one_home(self) -> bool {
        !self.obj().home.get().is_none()
    }

    /// For the tracer: values, template, feedback (each buffer's length is in its header's shape id).
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
        (values, o.template.get(), o.feedback.get())
    }
}

/// See [`Code::parameters`].
fn parameters(raw: &RawCode) -> u16 {
    use crate::pyc::code::flags::{VARARGS, VARKEYWORDS};
    let collected = [VARARGS, VARKEYWORDS].map(|flag| u32::from(raw.flags & flag != 0));
    (raw.argcount + raw.kwonlyargcount + collected[0] + collected[1]) as u16
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
