//! The virtual machine: everything that is shared by all threads, and the state of the thread that runs.
#![expect(unsafe_code, reason = "reports roots to the collector")]

use std::ops::Range;
use std::rc::Rc;

use super::error::{OrMemoryError, PyResult};
use super::frame::Thread;
use super::method_cache::MethodCache;
use super::names::{Names, SpecialNames};
use super::native::{Args, ModuleDef, NextFn, TypeDef};
use super::threads::Threads;
use super::tier::Tier;
use crate::gc::{self, Heap, HeapOptions, Marker};
use crate::num::Decimal;
use crate::object::intern::Interned;
use crate::object::shape::Shapes;
use crate::object::{
    Bytes, Class, Code, Dict, Function, Generator, IntBox, List, OutOfMemory, Str, T, Tuple, Value,
    int, trace,
};
use crate::pyc::{RawCode, Version};
use crate::text::{CharBuf, Chars};

/// Buffers that are kept for the next use have room for at most so many items.
const SCRATCH_KEPT: usize = 4096;

/// How a VM is set up.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// `sys.argv`
    pub argv: Vec<String>,
    /// Entries put in front of the module search path.
    pub path: Vec<String>,
    /// Collect at every Nth allocation; 0: only when due.
    pub gc_stress: u32,
    /// `PYTHONHASHSEED` as a number; `None`: random.
    pub hash_seed: Option<u32>,
    /// How to compile; `None`: never.
    pub jit: Option<super::tier::JitOptions>,
}

/// How the rooms above the runtime are reached without naming them; installed by `lib.rs`.
#[derive(Clone, Copy)]
pub struct Hooks {
    /// Runs a Python function with bound arguments laid out by the caller.
    pub call_function: fn(&mut Vm, Function, &Args<'_>) -> PyResult,
    /// Runs the code of a module or class body in the given namespaces.
    pub run_code: fn(&mut Vm, Code, Dict, Value, Function) -> PyResult,
    /// Resumes a generator: sends a value, or throws when the second value is an exception.
    pub resume: fn(&mut Vm, Generator, Value, Value) -> PyResult<super::generator::Resumed>,
    /// `__import__(name, globals, fromlist, level)`
    pub import: fn(&mut Vm, Str, Value, Value, i64) -> PyResult,
    /// Makes a type's `TypeDef`s and modules known.
    pub types: fn() -> Vec<&'static TypeDef>,
    /// The native modules.
    pub modules: fn() -> Vec<&'static ModuleDef>,
}

/// The virtual machine.
pub struct Vm {
    /// The running thread.
    pub thread: Thread,
    /// The collected heap.
    pub heap: Heap,
    /// All shapes.
    pub shapes: Box<Shapes>,
    /// Classes of the builtin types, by number.
    pub classes: Vec<Value>,
    /// How the iterators of builtin types give their items, by number.
    pub next_functions: [Option<NextFn>; T::COUNT],
    /// Well-known names.
    pub names: Names,
    /// Names of special methods.
    pub special_names: SpecialNames,
    /// Interned strings.
    pub interned: Interned,
    /// What method look-ups found.
    pub method_cache: MethodCache,
    /// Counts changes of classes that could make remembered attribute look-ups wrong.
    pub epoch: u32,
    /// `object.__new__`, to know it when it is found.
    pub object_new: Value,
    /// The next class version.
    pub next_version: u32,
    /// The namespace of `builtins`.
    pub builtins: Dict,
    /// `sys.modules`
    pub modules: Dict,
    /// The namespace of `sys`.
    pub sys: Dict,
    /// The MemoryError raised when nothing can be allocated.
    pub no_memory: Value,
    /// `()`
    pub empty_tuple: Tuple,
    /// Values that native modules keep between calls, by key.
    pub state: Dict,
    /// `sys.getrecursionlimit()`; `set_recursion_limit` sets it.
    pub recursion_limit: usize,
    /// How many frames there may be when compiled code pushes one.
    pub compiled_limit: usize,
    /// `sys.get_int_max_str_digits()`
    pub int_max_str_digits: usize,
    /// Views that forbid resizing bytearrays.
    pub exports: super::buffer::Exports,
    /// Objects whose `repr` is being made, against endless recursion.
    pub repr_guard: Vec<u64>,
    /// The dialect of the main program: the version of its file.
    pub main_version: Version,
    /// Some code that was loaded looks at the locals of other frames (`f_locals`).
    pub locals_observed: bool,
    /// Set-up.
    pub options: Options,
    /// The rooms above.
    pub hooks: Hooks,
    /// From how many calls on a function is compiled.
    pub hot_calls: u32,
    /// From how many turns on a loop is compiled.
    pub hot_loops: u32,
    /// The compiler.
    pub tier: Rc<dyn Tier>,
    /// The other threads and the lock.
    pub threads: Threads,
    /// Namespaces of class and module bodies under way and other values held by Rust code.
    pub held: Vec<Value>,
    /// Generator of random seeds and identities.
    pub counter: u64,
    /// The weak references by their targets.
    pub weak: super::weak::WeakTable,
    /// Some generator was made for a loop alone (and has something to do when it is closed).
    pub loop_generators: bool,
    /// Bytes that were looked through for objects that names dropped; see `dropped.rs`.
    pub(super) dropped_bytes: usize,
    /// The collection that the next safepoint shall make.
    pub requested_collection: Option<super::collection::Request>,
    /// Memory of the text that was written last.
    scratch: CharBuf,
    /// Memory of the pieces that a text was cut into last.
    pieces: Vec<Range<usize>>,
}

unsafe fn roots(ctx: *mut u8, m: &mut Marker) {
    // SAFETY: `Vm::new` registers the address of a VM that is boxed and outlives its heap.
    let vm = unsafe { &mut *ctx.cast::<Vm>() };
    // SAFETY: this is a collection.
    unsafe {
        vm.thread.trace(m);
        vm.threads.trace(m);
    }
    for v in vm.classes.iter().chain(&vm.held) {
        m.value(v.0);
    }
    for v in [
        vm.builtins.value(),
        vm.modules.value(),
        vm.sys.value(),
        vm.no_memory,
        vm.empty_tuple.value(),
        vm.state.value(),
    ] {
        m.value(v.0);
    }
    vm.shapes.for_each_value(|v| m.value(v.0));
    vm.interned.for_each_value(|v| m.value(v.0));
    vm.tier.trace(m);
    vm.method_cache.clear();
}

impl Vm {
    /// A machine whose builtin classes exist but are still empty: `start` fills them.
    pub fn new(
        options: Options,
        hooks: Hooks,
        tier: Rc<dyn Tier>,
        native_limit: usize,
    ) -> Result<Box<Vm>, &'static str> {
        let mut heap = Heap::new(
            trace::trace,
            HeapOptions {
                gc_stress: 0,
                max_bytes: None,
            },
        );
        let mut thread = Thread::new(super::threads::current_ident(), native_limit)
            .ok_or("cannot reserve address space for the stacks")?;
        thread.gc_id = Some(heap.attach_current_thread(gc::current_stack_base()));
        let mut interned = Interned::default();
        let no_memory = "cannot allocate the first objects";
        interned.fill_latin1(&mut heap).map_err(|_| no_memory)?;
        let names = Names::new(&mut heap, &mut interned).map_err(|_| no_memory)?;
        let special_names = SpecialNames::new(&mut heap, &mut interned).map_err(|_| no_memory)?;
        let empty_tuple = Tuple::small(&mut heap, []);
        let (builtins, modules, sys, state) = (
            Dict::new_namespace(&mut heap),
            Dict::new(&mut heap),
            Dict::new_namespace(&mut heap),
            Dict::new(&mut heap),
        );
        let gc_stress = options.gc_stress;
        let mut vm = Box::new(Vm {
            thread,
            heap,
            shapes: Box::default(),
            classes: vec![Value::EMPTY; T::COUNT],
            next_functions: [None; T::COUNT],
            names,
            special_names,
            interned,
            method_cache: MethodCache::default(),
            epoch: 1,
            object_new: Value::EMPTY,
            next_version: 1,
            builtins,
            modules,
            sys,
            no_memory: Value::EMPTY,
            empty_tuple,
            state,
            recursion_limit: 1000,
            compiled_limit: 1000,
            int_max_str_digits: 4300,
            exports: super::buffer::Exports::default(),
            repr_guard: Vec::new(),
            main_version: Version::V314,
            locals_observed: false,
            options,
            hooks,
            hot_calls: tier.call_threshold(),
            hot_loops: tier.loop_threshold(),
            tier,
            threads: Threads::default(),
            held: Vec::new(),
            counter: 0,
            weak: super::weak::WeakTable::default(),
            loop_generators: false,
            dropped_bytes: 0,
            requested_collection: None,
            scratch: CharBuf::new(),
            pieces: Vec::new(),
        });
        trace::set_shapes(&raw const *vm.shapes);
        let ctx = (&raw mut *vm).cast();
        vm.heap.set_roots(roots, ctx);
        vm.heap
            .set_weak_hooks(super::weak::target, super::weak::clear);
        vm.make_builtin_classes().map_err(|_| no_memory)?;
        vm.heap.set_stress(gc_stress);
        Ok(vm)
    }

    /// Sets how deep Python calls may nest.
    pub fn set_recursion_limit(&mut self, limit: usize) {
        self.recursion_limit = limit;
        self.compiled_limit = limit.min(Thread::COMPILED_FRAMES - 1);
    }

    /// The class of builtin type `t`.
    #[inline(always)]
    #[must_use]
    pub fn class(&self, t: T) -> Class {
        // SAFETY: `make_builtin_classes` filled the table with classes.
        unsafe { Class::from_ptr(self.classes[t as usize].0 as *mut gc::Header) }
    }

    /// The class of `v`. Internal markers belong to an internal class.
    #[inline(always)]
    #[must_use]
    pub fn type_of(&self, v: Value) -> Class {
        if let Some(p) = v.as_object() {
            // SAFETY: pointer values point to live objects; every shape has a class.
            unsafe { Class::from_ptr(self.shapes.class((*p).shape_id).0 as *mut gc::Header) }
        } else {
            self.class(Vm::immediate_type(v))
        }
    }

    fn immediate_type(v: Value) -> T {
        if v.is_int() {
            T::Int
        } else if v.is_float() {
            T::Float
        } else {
            match v {
                Value::NONE => T::NoneType,
                Value::TRUE | Value::FALSE => T::Bool,
                Value::ELLIPSIS => T::Ellipsis,
                Value::NOT_IMPLEMENTED => T::NotImplementedType,
                _ => T::Internal,
            }
        }
    }

    /// Is `v` an instance of exactly builtin type `t`?
    #[inline]
    #[must_use]
    pub fn is_exact(&self, v: Value, t: T) -> bool {
        self.type_of(v) == self.class(t)
    }

    /// Is `v` an instance of builtin type `t` or of a class derived from it (by its real class)?
    #[inline]
    #[must_use]
    pub fn is_instance(&self, v: Value, t: T) -> bool {
        self.type_of(v).is_subclass(self.class(t))
    }

    /// The builtin object inside an instance of a class derived from a builtin type; any other value as it is.
    #[inline]
    #[must_use]
    pub fn payload(&self, v: Value) -> Value {
        match crate::object::Instance::from_value(v) {
            Some(o) if self.type_of(v).has(crate::object::class::flags::PAYLOAD) => o.fixed(0),
            _ => v,
        }
    }

    /// What error texts call the type of `v`.
    #[must_use]
    pub fn type_name(&self, v: Value) -> String {
        self.class_name(self.type_of(v))
    }

    /// What error texts call `class`: `__name__`, with the module for builtin types outside `builtins` (C's `tp_name`).
    #[must_use]
    pub fn class_name(&self, class: Class) -> String {
        let name = self.plain_class_name(class);
        if class.has(crate::object::class::flags::IMMUTABLE) && self.builtin_of(class).is_none() {
            // struct sequences: builtin, but made at run time
            return self.full_class_name(class);
        }
        match self.builtin_of(class).map(T::module) {
            None | Some("builtins") => name,
            Some(module) => format!("{module}.{name}"),
        }
    }

    /// `class.__name__`
    #[must_use]
    pub fn plain_class_name(&self, class: Class) -> String {
        Str::from_value(class.name()).map_or_else(String::new, Str::to_text)
    }

    /// Module and `__qualname__`; the module is left out when it is `builtins` or `__main__`.
    #[must_use]
    pub fn full_class_name(&self, class: Class) -> String {
        if !class.has(crate::object::class::flags::HEAP) {
            return self.class_name(class);
        }
        let name = Str::from_value(class.qualname()).map_or_else(String::new, Str::to_text);
        match class
            .dict()
            .get_str(self.names.__module__)
            .and_then(Str::from_value)
        {
            Some(m) if !m.is("builtins") && !m.is("__main__") => format!("{}.{name}", m.to_text()),
            _ => name,
        }
    }

    // ---- making objects

    /// The int `i`.
    #[inline(always)]
    pub fn new_int(&mut self, i: i64) -> Value {
        int::from_i64(&mut self.heap, i)
    }

    /// The int `i`.
    pub fn new_int_u64(&mut self, i: u64) -> PyResult {
        Ok(self.new_wide(crate::num::Wide::new(false, u128::from(i))))
    }

    /// The int `i`.
    pub fn new_int_i128(&mut self, i: i128) -> PyResult {
        Ok(self.new_wide(crate::num::Wide::from(i)))
    }

    /// The int `n`.
    #[inline]
    pub fn new_wide(&mut self, n: crate::num::Wide) -> Value {
        int::from_wide(&mut self.heap, n)
    }

    /// The int `n`.
    pub fn new_int_ref(&mut self, n: crate::num::IntRef<'_>) -> PyResult {
        if let crate::num::IntRef::Small(i) = n {
            return Ok(self.new_int(i));
        }
        n.with_limbs(|n| int::from_limbs(&mut self.heap, n.negative, n.magnitude))
            .or_memory_error(self)
    }

    /// The int `n`.
    pub fn new_bigint(&mut self, n: &crate::num::BigInt) -> PyResult {
        int::from_num(&mut self.heap, n).or_memory_error(self)
    }

    /// The string `text`.
    pub fn new_str(&mut self, text: &str) -> PyResult<Str> {
        if let [b] = text.as_bytes()
            && let Some(s) = self.interned.latin1(*b).filter(|_| b.is_ascii())
        {
            return Ok(s);
        }
        if text.is_empty() {
            return Ok(self.names.empty);
        }
        Str::new(&mut self.heap, text).or_memory_error(self)
    }

    /// The string of the given code points.
    pub fn new_text(&mut self, chars: Chars<'_>) -> PyResult<Str> {
        match chars.len() {
            0 => Ok(self.names.empty),
            1 => match chars
                .get(0)
                .and_then(|c| u8::try_from(c).ok())
                .and_then(|c| self.interned.latin1(c))
            {
                Some(s) => Ok(s),
                None => Str::from_chars(&mut self.heap, chars).or_memory_error(self),
            },
            _ => Str::from_chars(&mut self.heap, chars).or_memory_error(self),
        }
    }

    /// The string of this text, which is ASCII. Short ones may be shared.
    #[inline]
    pub fn new_ascii(&mut self, text: &[u8]) -> PyResult<Str> {
        let known = match text {
            [] => Some(self.names.empty),
            &[c] => self.interned.latin1(c),
            _ => Str::from_ascii(&mut self.heap, text),
        };
        known.ok_or(OutOfMemory).or_memory_error(self)
    }

    /// `str(i)`. Only the texts of the smallest are shared: the others would mostly be looked for in vain.
    pub fn int_text(&mut self, i: i64) -> PyResult<Str> {
        let text = Decimal::new(i);
        match text.as_bytes() {
            short @ [_, ..] if short.len() <= 3 => self.new_ascii(short),
            text => Str::new_ascii(&mut self.heap, text)
                .ok_or(OutOfMemory)
                .or_memory_error(self),
        }
    }

    /// An empty text to write to, in memory that is used again and again: [`Vm::finish_text`] makes the string of it.
    pub fn scratch_text(&mut self) -> CharBuf {
        let mut text = std::mem::take(&mut self.scratch);
        text.clear();
        text
    }

    /// The string of a text from [`Vm::scratch_text`].
    pub fn finish_text(&mut self, text: CharBuf) -> PyResult<Str> {
        let made = self.new_text(text.as_chars());
        self.keep_scratch(text);
        made
    }

    /// Gives the memory of a text from [`Vm::scratch_text`] back.
    pub fn keep_scratch(&mut self, text: CharBuf) {
        if (1..=SCRATCH_KEPT).contains(&text.latin1_capacity()) {
            self.scratch = text;
        }
    }

    /// Cuts a text with `cut`, which writes where the pieces are; `make` makes the result of them.
    pub fn with_pieces<R>(
        &mut self,
        cut: impl FnOnce(&mut Vec<Range<usize>>),
        make: impl FnOnce(&mut Vm, &[Range<usize>]) -> R,
    ) -> R {
        let mut pieces = std::mem::take(&mut self.pieces);
        pieces.clear();
        cut(&mut pieces);
        let made = make(self, &pieces);
        if pieces.capacity() <= SCRATCH_KEPT {
            self.pieces = pieces;
        }
        made
    }

    /// The text of an f-string, whose parts are strings.
    pub fn text_of_parts(&mut self, parts: &[Value]) -> PyResult {
        let pieces = parts.iter().filter_map(|&p| Str::from_value(p));
        let lengths = pieces
            .clone()
            .fold((0, 0), |(n, total), s| (n + 1, total + s.len()));
        // Shorter texts than two characters are shared.
        if lengths.0 == parts.len() && lengths.1 > 1 {
            let text = Str::from_pieces(&mut self.heap, pieces).or_memory_error(self)?;
            return Ok(text.value());
        }
        let mut buf = CharBuf::new();
        for &p in parts {
            match self.as_str(p) {
                Some(s) => buf.extend(s.chars()),
                None => return Err(self.system_error("a part of a string is not a string")),
            }
        }
        self.new_text(buf.as_chars()).map(Str::value)
    }

    /// The string of one code point.
    pub fn new_char(&mut self, c: u32) -> PyResult<Str> {
        match u8::try_from(c).ok().and_then(|c| self.interned.latin1(c)) {
            Some(s) => Ok(s),
            None => self.new_text(Chars::Ucs4(&[c])),
        }
    }

    /// The interned string `text`.
    pub fn intern(&mut self, text: &str) -> PyResult<Str> {
        let s = self.new_str(text)?;
        Ok(self.interned.intern(s))
    }

    /// The interned string equal to `s`.
    #[inline]
    pub fn intern_str(&mut self, s: Str) -> Str {
        if s.is_interned() {
            s
        } else {
            self.interned.intern(s)
        }
    }

    /// The bytes object `data`.
    pub fn new_bytes(&mut self, data: &[u8]) -> PyResult<Bytes> {
        Bytes::new(&mut self.heap, data).or_memory_error(self)
    }

    /// A tuple of `items`, which the caller keeps alive.
    pub fn new_tuple(&mut self, items: &[Value]) -> PyResult<Tuple> {
        if items.is_empty() {
            return Ok(self.empty_tuple);
        }
        Tuple::new(&mut self.heap, items).or_memory_error(self)
    }

    /// A list of `items`, which the caller keeps alive.
    pub fn new_list(&mut self, items: &[Value]) -> PyResult<List> {
        List::from_slice(&mut self.heap, items).or_memory_error(self)
    }

    /// An empty dict.
    pub fn new_dict(&mut self) -> Dict {
        Dict::new(&mut self.heap)
    }

    /// A code object.
    pub fn new_code(&mut self, raw: Rc<RawCode>) -> PyResult<Code> {
        self.locals_observed |= raw.names.iter().any(|n| n.as_str() == Some("f_locals"));
        let name = self.text_of(&raw.name)?;
        let qualname = self.text_of(&raw.qualname)?;
        let filename = self.text_of(&raw.filename)?;
        let (name, qualname) = (self.intern_str(name), self.intern_str(qualname));
        Ok(Code::new(
            &mut self.heap,
            raw,
            name.value(),
            qualname.value(),
            filename.value(),
        ))
    }

    /// A string from a file's text.
    pub fn text_of(&mut self, text: &crate::pyc::PyText) -> PyResult<Str> {
        match text.as_str() {
            Some(s) => self.new_str(s),
            None => {
                let mut buf = CharBuf::new();
                text.code_points().for_each(|c| buf.push(c));
                self.new_text(buf.as_chars())
            }
        }
    }

    /// Sets a string key of a namespace or another dict with string keys.
    pub fn set_item_str(&mut self, dict: Dict, name: &str, v: Value) -> PyResult<()> {
        let name = self.intern(name)?;
        dict.set_str(&mut self.heap, name, v).or_memory_error(self)
    }

    /// The i64 in an int object that fits.
    #[inline]
    #[must_use]
    pub fn int_as_i64(&self, v: Value) -> Option<i64> {
        v.as_int()
            .or_else(|| IntBox::from_value(v).map(IntBox::get))
            .or_else(|| v.as_bool().map(i64::from))
    }
}
