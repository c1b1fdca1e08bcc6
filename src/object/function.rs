//! Functions: Python's, native ones, bound methods, and the cells of closures.
#![expect(unsafe_code, reason = "lays out raw objects")]

use std::cell::Cell as StdCell;

use super::{Code, Dict, Heap, Kind, T, Value, handle, watch};
use crate::gc::{Header, barrier};

macro_rules! object {
    ($(#[$meta:meta])* $Name:ident => $Obj:ident, $kind:ident { $( $(#[$doc:meta])* $get:ident $set:ident, )* }) => {
        /// The object behind the handle of the same name: header and values.
        #[repr(C)]
        pub struct $Obj { header: StdCell<Header>, $( $get: StdCell<Value>, )* }

        handle! { $(#[$meta])* $Name => $Obj, $kind }

        impl $Name {
            $(
                $(#[$doc])*
                #[inline(always)]
                #[must_use]
                pub fn $get(self) -> Value {
                    self.obj().$get.get()
                }

                /// Sets the field of the same name.
                #[inline(always)]
                pub fn $set(self, v: Value) {
                    self.obj().$get.set(v);
                    barrier::write(self.ptr());
                }
            )*

            fn allocate(heap: &mut Heap, shape_id: u32) -> $Name {
                let p = heap.alloc(size_of::<$Obj>());
                // SAFETY: the cell holds the object.
                unsafe {
                    p.cast::<$Obj>().write($Obj {
                        header: StdCell::new(Header { shape_id, kind: Kind::$kind as u8, flags: 0, aux: 0 }),
                        $( $get: StdCell::new(Value::EMPTY), )*
                    });
                    $Name::from_ptr(p)
                }
            }

            /// For the tracer: all values.
            pub(super) fn traced(self) -> (*const u64, usize) {
                const N: usize = (size_of::<$Obj>() - size_of::<Header>()) / 8;
                // SAFETY: the object is a header followed by N words.
                (unsafe { self.ptr().cast::<u64>().add(1) }.cast_const(), N)
            }
        }
    };
}

object! {
    /// A Python function.
    Function => FunctionObj, Function {
        /// `__code__`
        code_value set_code_value,
        /// `__globals__`, a dict.
        globals_value set_globals,
        /// The builtins it sees, a dict.
        builtins set_builtins,
        /// `__defaults__`: a tuple, or empty.
        defaults set_defaults,
        /// `__kwdefaults__`: a dict, or empty.
        kwdefaults set_kwdefaults,
        /// `__closure__`: a tuple of cells, or empty.
        closure set_closure,
        /// `__name__`
        name set_name,
        /// `__qualname__`
        qualname set_qualname,
        /// `__module__`, or empty.
        module set_module,
        /// `__doc__`, or empty for None.
        doc set_doc,
        /// `__annotations__`: a dict, a tuple of names and values not made into a dict yet, or empty.
        annotations set_annotations,
        /// `__annotate__`, or empty.
        annotate set_annotate,
        /// `__type_params__`: a tuple, or empty.
        type_params set_type_params,
        /// `__dict__`: a dict, or empty.
        dict set_dict,
    }
}

impl Function {
    /// A function of `code` in `globals`; the other fields are empty.
    pub fn new(heap: &mut Heap, code: Code, globals: Dict) -> Function {
        let f = Function::allocate(heap, T::Function as u32);
        f.set_code_value(code.value());
        f.set_globals(globals.value());
        code.bind_globals(globals.value());
        f
    }

    /// `__code__`
    #[inline(always)]
    #[must_use]
    pub fn code(self) -> Code {
        // SAFETY: `new` and `set_code` store code objects only.
        unsafe { Code::from_ptr(self.code_value().0 as *mut Header) }
    }

    /// Replaces `__code__`.
    pub fn set_code(self, heap: &mut Heap, code: Code) {
        self.set_code_value(code.value());
        code.bind_globals(self.globals_value());
        self.changed(heap);
    }

    /// May compiled code rely on `__code__`, `__defaults__` and `__kwdefaults__`? See `watch.rs`.
    #[must_use]
    pub fn watch(self) -> bool {
        watch::watch(&self.obj().header)
    }

    /// `__code__`, `__defaults__` or `__kwdefaults__` was replaced.
    pub fn changed(self, heap: &mut Heap) {
        watch::changed(heap, &self.obj().header);
    }

    /// `__globals__`
    #[inline(always)]
    #[must_use]
    pub fn globals(self) -> Dict {
        // SAFETY: `new` stores a dict, and the field is never changed.
        unsafe { Dict::from_ptr(self.globals_value().0 as *mut Header) }
    }
}

object! {
    /// A function or method written in Rust, perhaps bound.
    NativeFunction => NativeFunctionObj, NativeFunction {
        /// The address of its definition, tagged as a small int; see `runtime/native.rs`.
        definition_word set_definition_word,
        /// What it is bound to, or empty.
        receiver set_receiver,
        /// The class it belongs to, or empty.
        owner set_owner,
        /// `__module__`, or empty.
        module set_module,
    }
}

impl NativeFunction {
    /// A native function of builtin type `t` (`NativeFunction`, `MethodDescriptor`, …) with the definition at `address`.
    pub fn new(
        heap: &mut Heap,
        t: T,
        address: usize,
        receiver: Value,
        owner: Value,
        module: Value,
    ) -> NativeFunction {
        let f = NativeFunction::allocate(heap, t as u32);
        f.set_definition_word(Value::from_len(address));
        f.set_receiver(receiver);
        f.set_owner(owner);
        f.set_module(module);
        f
    }

    /// The address given to `new`.
    #[inline(always)]
    #[must_use]
    pub fn address(self) -> usize {
        self.definition_word().int_unchecked() as usize
    }
}

object! {
    /// A method bound to an object.
    BoundMethod => BoundMethodObj, BoundMethod {
        /// `__func__`: any callable.
        function set_function,
        /// `__self__`
        receiver set_receiver,
    }
}

impl BoundMethod {
    /// `function` bound to `receiver`.
    pub fn new(heap: &mut Heap, function: Value, receiver: Value) -> BoundMethod {
        let m = BoundMethod::allocate(heap, T::Method as u32);
        m.set_function(function);
        m.set_receiver(receiver);
        m
    }
}

object! {
    /// A variable shared by closures, or a name of a namespace.
    Cell => CellObj, Cell {
        /// The content, perhaps empty.
        get set,
    }
}

/// Offset of a function's code object, for compiled code.
pub const CODE_OFFSET: usize = std::mem::offset_of!(FunctionObj, code_value);
/// Offset of `__defaults__` in a function.
pub const DEFAULTS_OFFSET: usize = std::mem::offset_of!(FunctionObj, defaults);
/// Offset of `__kwdefaults__` in a function.
pub const KWDEFAULTS_OFFSET: usize = std::mem::offset_of!(FunctionObj, kwdefaults);
/// Offset of a function's closure, for compiled code.
pub const CLOSURE_OFFSET: usize = std::mem::offset_of!(FunctionObj, closure);
/// Offset of a cell's content, for compiled code.
pub const CELL_OFFSET: usize = 8;

impl Cell {
    /// A cell holding `v`.
    pub fn new(heap: &mut Heap, v: Value) -> Cell {
        let c = Cell::allocate(heap, T::Cell as u32);
        c.set(v);
        c
    }

    /// May compiled code rely on the content, that of a name in a namespace? See `watch.rs`.
    #[must_use]
    pub fn watch(self) -> bool {
        watch::watch(&self.obj().header)
    }

    /// Rules out that compiled code relies on the content. Not where it does: then `false`.
    #[must_use]
    pub fn unwatch(self) -> bool {
        watch::unwatch(&self.obj().header)
    }

    /// Does compiled code rely on the content?
    #[inline(always)]
    #[must_use]
    pub fn is_watched(self) -> bool {
        watch::is_watched(&self.obj().header)
    }

    /// As `set`, for cells that may be watched.
    #[inline]
    pub fn replace(self, heap: &mut Heap, v: Value) {
        self.set(v);
        watch::changed(heap, &self.obj().header);
    }
}
