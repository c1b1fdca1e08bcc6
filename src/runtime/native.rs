//! Functions written in Rust as Python sees them: one table line and an ordinary function each.
//!
//! ```ignore
//! native_functions! { METHODS = [
//!     /// Append object to the end of the list.
//!     append(this, object);
//!     /// Remove and return item at index (default last).
//!     pop(this, index = -1);
//!     /// Sort the list in ascending order and return None.
//!     sort(this;; key = Value::NONE, reverse = false);
//!     /// print(*args, sep=' ', end='\n', file=None, flush=False)
//!     print(*);
//! ]}
//! fn append(vm: &mut Vm, this: List, object: Value) -> PyResult<()> { … }
//! fn print(vm: &mut Vm, args: &Args<'_>) -> PyResult<()> { … }
//! ```
//!
//! Parameters before the first `;` are positional-only, those between the first and the second may be named, those after the second must be.
//! A parameter called `this` is the receiver of a method, `cls` that of a class method (the receiver is then the class). The types are inferred from the
//! function's own signature and converted by [`FromPy`]; the result is converted by [`IntoPy`]. From the line come `__name__`, `__doc__`,
//! `__text_signature__`, arity errors and defaults. A name that is no Rust identifier is written `"name" as rust_name(…)`.

use super::{OrMemoryError, PyResult, Raised, Vm};
use crate::object::{
    BigInt, BoundMethod, ByteArray, Bytes, CellObject, Class, Code, Dict, Function, Generator,
    Instance, IntBox, List, Module, Native, NativeFunction, Obj, Set, Str, T, Tuple, Value,
    class::flags,
};

/// Arguments as the caller laid them out: positional ones, then the values of the named ones.
#[derive(Clone, Copy)]
pub struct Args<'a> {
    /// All values; on a stack or in an object, so that they stay alive.
    pub values: &'a [Value],
    /// The names of the last values.
    pub names: Option<Tuple>,
}

/// The body of a native function.
pub type NativeFn = fn(&mut Vm, &Args<'_>) -> PyResult;

/// How parameters are counted, for the texts of arity errors.
#[derive(Clone, Copy, Debug)]
pub struct Arity {
    /// Required positional-only parameters, the receiver included.
    pub required: usize,
    /// Positional-only parameters.
    pub positional: usize,
    /// Parameters that may be given by position.
    pub by_position: usize,
    /// All parameters.
    pub all: usize,
    /// 1 when the first parameter is the receiver.
    pub receiver: usize,
    /// Takes anything: the body looks at the arguments itself.
    pub raw: bool,
}

/// How a builtin iterator gives its next item; the value is an object of the type that names the function in its [`TypeDef`].
pub type NextFn = fn(&mut Vm, Value) -> PyResult<Option<Value>>;

/// What is known about a native function.
#[derive(Debug)]
pub struct NativeDef {
    /// `__name__`
    pub name: &'static str,
    /// `__doc__`, with a leading space on each line.
    pub doc: &'static str,
    /// `__text_signature__`
    pub signature: &'static str,
    /// Its parameters.
    pub arity: Arity,
    /// The body.
    pub call: NativeFn,
}

/// Writes a computed attribute; an empty value deletes it.
pub type SetterFn = fn(&mut Vm, Value, Value) -> PyResult<()>;

/// A computed attribute of a builtin type.
pub struct GetSet {
    /// `__name__`
    pub name: &'static str,
    /// `__doc__`
    pub doc: &'static str,
    /// Reads it.
    pub get: fn(&mut Vm, Value) -> PyResult,
    /// Writes it (`EMPTY`: deletes it).
    pub set: Option<SetterFn>,
}

/// What a builtin type adds to its class: filled in by `builtins/` and the native modules.
pub struct TypeDef {
    /// Which type.
    pub t: T,
    /// `__doc__`
    pub doc: &'static str,
    /// `__new__`, called as `new(cls, …)`.
    pub new: Option<&'static NativeDef>,
    /// Ordinary methods (special ones too).
    pub methods: &'static [NativeDef],
    /// Methods of the class.
    pub class_methods: &'static [NativeDef],
    /// Static methods.
    pub static_methods: &'static [NativeDef],
    /// Computed attributes.
    pub getset: &'static [GetSet],
    /// For iterators: gives the next item. `__iter__` and `__next__` are added then.
    pub next: Option<NextFn>,
}

impl TypeDef {
    /// A type without anything; use with struct update syntax.
    #[must_use]
    pub const fn new(t: T, doc: &'static str) -> TypeDef {
        TypeDef {
            t,
            doc,
            new: None,
            methods: &[],
            class_methods: &[],
            static_methods: &[],
            getset: &[],
            next: None,
        }
    }
}

/// What a native module holds.
pub struct ModuleDef {
    /// `__name__`
    pub name: &'static str,
    /// `__doc__`
    pub doc: &'static str,
    /// Its functions.
    pub functions: &'static [NativeDef],
    /// Types that appear under their own names.
    pub types: &'static [T],
    /// Adds everything else.
    pub init: fn(&mut Vm, Module) -> PyResult<()>,
}

impl<'a> Args<'a> {
    /// Positional arguments only.
    #[inline(always)]
    #[must_use]
    pub fn positional(values: &'a [Value]) -> Args<'a> {
        Args {
            values,
            names: None,
        }
    }

    /// Number of named arguments.
    #[inline(always)]
    #[must_use]
    pub fn named_len(&self) -> usize {
        self.names.map_or(0, Tuple::len)
    }

    /// The positional arguments.
    #[inline(always)]
    #[must_use]
    pub fn plain(&self) -> &'a [Value] {
        &self.values[..self.values.len().saturating_sub(self.named_len())]
    }

    /// The named arguments: names and values.
    pub fn named(&self) -> impl Iterator<Item = (Str, Value)> + 'a {
        let values = &self.values[self.plain().len()..];
        let names = self.names.map_or(&[][..], Tuple::items);
        names
            .iter()
            .zip(values)
            .filter_map(|(&n, &v)| Some((Str::from_value(n)?, v)))
    }

    /// The argument called `name`.
    #[must_use]
    pub fn get_named(&self, name: &str) -> Option<Value> {
        self.named().find(|(n, _)| n.is(name)).map(|(_, v)| v)
    }

    /// All but the first argument (the receiver).
    #[must_use]
    pub fn rest(&self) -> Args<'a> {
        Args {
            values: self.values.get(1..).unwrap_or(&[]),
            names: self.names,
        }
    }

    /// The first argument, or empty.
    #[must_use]
    pub fn first(&self) -> Value {
        self.plain().first().copied().unwrap_or(Value::EMPTY)
    }

    /// The argument for parameter `i` called `name`: by position or by name.
    #[inline(always)]
    #[must_use]
    pub fn find(&self, i: usize, by_position: bool, name: &str) -> Option<Value> {
        if by_position && let Some(&v) = self.plain().get(i) {
            return Some(v);
        }
        if self.names.is_some() {
            self.get_named(name)
        } else {
            None
        }
    }

    /// Checks the number and names of the arguments against the parameters.
    #[inline(always)]
    pub fn check(&self, vm: &mut Vm, def: &NativeDef, params: &[&str]) -> PyResult<()> {
        let n = self.values.len();
        if self.names.is_none() && n >= def.arity.required && n <= def.arity.by_position {
            return Ok(());
        }
        self.check_slowly(vm, def, params)
    }

    #[cold]
    #[inline(never)]
    fn check_slowly(&self, vm: &mut Vm, def: &NativeDef, params: &[&str]) -> PyResult<()> {
        let a = def.arity;
        let name = if def.name == "__new__" {
            self.short_name(vm, def)
        } else {
            vm.native_display_name(def, self.first())
        };
        let skip = a.receiver;
        let plain = self.plain().len();
        let given = plain.saturating_sub(skip);
        if plain < skip {
            return Err(vm.type_error(format_args!("unbound method {name}() needs an argument")));
        }
        if self.named_len() > 0 && a.all == a.positional {
            return Err(vm.type_error(format_args!("{name}() takes no keyword arguments")));
        }
        let (most, least) = (a.by_position - skip, a.required - skip);
        if a.all == a.positional {
            if given >= least && given <= most {
                return Ok(());
            }
            let short = &*self.short_name(vm, def);
            if def.name != "__new__"
                && skip == 1
                && super::builtin_classes::is_special_method(def.name)
            {
                // the functions behind type slots name nothing
                let (bound, word) = match () {
                    () if least == most => (least, ""),
                    () if given < least => (least, "at least "),
                    () => (most, "at most "),
                };
                let s = if bound == 1 { "" } else { "s" };
                return Err(vm.type_error(format_args!(
                    "expected {word}{bound} argument{s}, got {given}"
                )));
            }
            return Err(match (least, most) {
                (0, 0) => {
                    vm.type_error(format_args!("{name}() takes no arguments ({given} given)"))
                }
                (1, 1) => vm.type_error(format_args!(
                    "{name}() takes exactly one argument ({given} given)"
                )),
                (l, m) => {
                    let (bound, word) = if l == m {
                        (l, "")
                    } else if given < l {
                        (l, "at least ")
                    } else {
                        (m, "at most ")
                    };
                    let s = if bound == 1 { "" } else { "s" };
                    vm.type_error(format_args!(
                        "{short} expected {word}{bound} argument{s}, got {given}"
                    ))
                }
            });
        }
        let short = &*self.short_name(vm, def);
        if plain > a.by_position {
            let total = given + self.named_len();
            let all = a.all - skip;
            if a.by_position == skip {
                return Err(vm.type_error(format_args!("{short}() takes no positional arguments")));
            }
            let (kind, most) = if a.by_position < a.all {
                ("positional ", most)
            } else {
                ("", all)
            };
            let s = if most == 1 { "" } else { "s" };
            let exactly = if least == most { "exactly" } else { "at most" };
            let shown = if kind.is_empty() { total } else { given };
            return Err(vm.type_error(format_args!(
                "{short}() takes {exactly} {most} {kind}argument{s} ({shown} given)"
            )));
        }
        for (keyword, _) in self.named() {
            match params.iter().position(|p| keyword.is(p)) {
                Some(i) if i < a.positional => {
                    let k = keyword.to_text();
                    return Err(vm.type_error(format_args!("{short}() got some positional-only arguments passed as keyword arguments: '{k}'")));
                }
                Some(i) if i < plain => {
                    return Err(vm.type_error(format_args!(
                        "argument for {short}() given by name ('{}') and position ({})",
                        keyword.to_text(),
                        i + 1 - skip
                    )));
                }
                Some(_) => {}
                None => {
                    return Err(vm.unknown_keyword(short, keyword));
                }
            }
        }
        if plain < a.required {
            let s = if least == 1 { "" } else { "s" };
            return Err(vm.type_error(format_args!(
                "{short}() takes at least {least} positional argument{s} ({given} given)"
            )));
        }
        Ok(())
    }

    /// The name in error texts: that of the builtin class for its constructors.
    #[cold]
    fn short_name(&self, vm: &Vm, def: &NativeDef) -> String {
        let class = match def.name {
            "__new__" => Class::from_value(self.first()),
            "__init__" => Some(vm.type_of(self.first())),
            _ => None,
        };
        class.map_or_else(|| def.name.to_string(), |c| c.native().name().to_string())
    }

    /// The value of required parameter `i` that may be named.
    pub fn require(
        &self,
        vm: &mut Vm,
        def: &NativeDef,
        i: usize,
        by_position: bool,
        name: &str,
    ) -> PyResult {
        match self.find(i, by_position, name) {
            Some(v) => Ok(v),
            None => {
                let short = self.short_name(vm, def);
                Err(vm.type_error(format_args!(
                    "{short}() missing required argument '{name}' (pos {})",
                    i + 1 - def.arity.receiver
                )))
            }
        }
    }

    /// Raises TypeError when there are named arguments.
    pub fn no_names(&self, vm: &mut Vm, function: &str) -> PyResult<()> {
        if self.named_len() > 0 {
            Err(vm.type_error(format_args!("{function}() takes no keyword arguments")))
        } else {
            Ok(())
        }
    }
}

impl Vm {
    /// Raises TypeError for a named argument that a native function does not know.
    #[cold]
    pub fn unknown_keyword(&mut self, function: &str, keyword: Str) -> Raised {
        let keyword = keyword.to_text();
        if self.main_version >= crate::pyc::Version::V313 {
            return self.type_error(format_args!(
                "{function}() got an unexpected keyword argument '{keyword}'"
            ));
        }
        self.type_error(format_args!(
            "'{keyword}' is an invalid keyword argument for {function}()"
        ))
    }

    #[cold]
    fn native_display_name(&mut self, def: &NativeDef, first: Value) -> String {
        if def.arity.receiver == 1 && !first.is_empty() {
            if let Some(class) =
                Class::from_value(first).filter(|_| def.signature.starts_with("($type"))
            {
                let qualname =
                    Str::from_value(class.qualname()).map_or_else(String::new, Str::to_text);
                return format!("{qualname}.{}", def.name);
            }
            let class = self.type_of(first);
            return format!("{}.{}", self.defining_class_name(class, def), def.name);
        }
        def.name.to_string()
    }

    fn defining_class_name(&self, class: Class, def: &NativeDef) -> String {
        let defines = |c: &Class| {
            let mut at = 0;
            while let Some(e) = c.dict().next_entry(&mut at) {
                if let Some(f) = NativeFunction::from_value(e.value)
                    && std::ptr::fn_addr_eq(definition(f).call, def.call)
                {
                    return true;
                }
            }
            false
        };
        let owner = class
            .mro_items()
            .iter()
            .filter_map(|&c| Class::from_value(c))
            .find(defines);
        self.plain_class_name(owner.unwrap_or(class))
    }

    /// A native function object for `def`.
    pub fn new_native(
        &mut self,
        t: T,
        def: &'static NativeDef,
        receiver: Value,
        owner: Value,
        module: Value,
    ) -> NativeFunction {
        NativeFunction::new(
            &mut self.heap,
            t,
            std::ptr::from_ref(def).addr(),
            receiver,
            owner,
            module,
        )
    }

    /// The receiver of a method converted to the type its body wants.
    #[inline(always)]
    pub fn receiver<V: FromPy>(&mut self, def: &NativeDef, v: Value) -> PyResult<V> {
        match V::from_py(self, v) {
            Ok(v) => Ok(v),
            Err(Raised) => Err(self.bad_receiver(def, v, V::KIND)),
        }
    }

    #[cold]
    fn bad_receiver(&mut self, def: &NativeDef, v: Value, kind: &str) -> Raised {
        self.take_pending();
        let name = self.type_name(v);
        self.foreign_receiver(def.name, def.name.starts_with("__"), &kind, &name)
    }
}

/// The definition behind a native function object.
#[inline(always)]
#[must_use]
#[expect(unsafe_code, reason = "reads back the address of a static")]
pub fn definition(f: NativeFunction) -> &'static NativeDef {
    // SAFETY: native function objects are made only by `Vm::new_native`, from a `&'static NativeDef`.
    unsafe { &*std::ptr::with_exposed_provenance(f.address()) }
}

/// A Rust value made from a Python argument.
pub trait FromPy: Sized {
    /// What it is called in error texts.
    const KIND: &'static str;
    /// Converts, or raises TypeError (or what the object's own conversion method raises).
    fn from_py(vm: &mut Vm, v: Value) -> PyResult<Self>;
}

/// A Rust value that becomes the result of a native function.
pub trait IntoPy {
    /// Converts.
    fn into_py(self, vm: &mut Vm) -> PyResult;
}

impl FromPy for Value {
    const KIND: &'static str = "object";
    #[inline(always)]
    fn from_py(_: &mut Vm, v: Value) -> PyResult<Self> {
        Ok(v)
    }
}

impl FromPy for isize {
    const KIND: &'static str = "int";
    #[inline(always)]
    fn from_py(vm: &mut Vm, v: Value) -> PyResult<Self> {
        if v.is_int() {
            Ok(v.int_unchecked() as isize)
        } else {
            vm.index_ssize(v)
        }
    }
}

impl FromPy for i64 {
    const KIND: &'static str = "int";
    #[inline(always)]
    fn from_py(vm: &mut Vm, v: Value) -> PyResult<Self> {
        isize::from_py(vm, v).map(|i| i as i64)
    }
}

impl FromPy for i32 {
    const KIND: &'static str = "int";
    fn from_py(vm: &mut Vm, v: Value) -> PyResult<Self> {
        let i = vm.index_i64(v, "Python int too large to convert to C int")?;
        i32::try_from(i).map_err(|_| {
            let bound = if i < 0 {
                "less than minimum"
            } else {
                "greater than maximum"
            };
            vm.overflow_error(format_args!("signed integer is {bound}"))
        })
    }
}

impl FromPy for bool {
    const KIND: &'static str = "bool";
    #[inline(always)]
    fn from_py(vm: &mut Vm, v: Value) -> PyResult<Self> {
        vm.truth(v)
    }
}

impl FromPy for f64 {
    const KIND: &'static str = "float";
    #[inline(always)]
    fn from_py(vm: &mut Vm, v: Value) -> PyResult<Self> {
        if v.is_float() {
            Ok(v.float_unchecked())
        } else {
            vm.to_f64(v)
        }
    }
}

/// `None` and a missing argument are both `None`.
impl<V: FromPy> FromPy for Option<V> {
    const KIND: &'static str = V::KIND;
    #[inline(always)]
    fn from_py(vm: &mut Vm, v: Value) -> PyResult<Self> {
        if v.is_none() || v.is_empty() {
            Ok(None)
        } else {
            V::from_py(vm, v).map(Some)
        }
    }
}

/// Handles of builtin types: the object itself, or the payload of an instance of a derived class.
macro_rules! from_py_handles {
    ($($Handle:ident $kind:literal;)*) => { $(
        impl FromPy for $Handle {
            const KIND: &'static str = $kind;
            #[inline(always)]
            fn from_py(vm: &mut Vm, v: Value) -> PyResult<Self> {
                match $Handle::from_value(v) {
                    Some(h) => Ok(h),
                    None => match $Handle::from_value(vm.payload(v)) {
                        Some(h) => Ok(h),
                        None => Err(vm.expected($kind, v)),
                    },
                }
            }
        }
        impl IntoPy for $Handle {
            #[inline(always)]
            fn into_py(self, _: &mut Vm) -> PyResult {
                Ok(self.value())
            }
        }
    )* };
}

from_py_handles! {
    Str "str"; Bytes "bytes"; ByteArray "bytearray"; Tuple "tuple"; List "list"; Dict "dict"; Set "set"; Class "type"; Function "function";
    Module "module"; Instance "object"; NativeFunction "builtin_function_or_method"; BigInt "int"; IntBox "int";
    Code "code"; CellObject "cell"; BoundMethod "method"; Generator "generator";
}

impl<N: Native> FromPy for Obj<N> {
    const KIND: &'static str = "object";
    #[inline(always)]
    fn from_py(vm: &mut Vm, v: Value) -> PyResult<Self> {
        match Obj::from_value(v).or_else(|| Obj::from_value(vm.payload(v))) {
            Some(o) => Ok(o),
            None => Err(vm.expected(N::TYPE.name(), v)),
        }
    }
}

impl<N: Native> IntoPy for Obj<N> {
    fn into_py(self, _: &mut Vm) -> PyResult {
        Ok(self.value())
    }
}

impl IntoPy for Value {
    #[inline(always)]
    fn into_py(self, _: &mut Vm) -> PyResult {
        Ok(self)
    }
}

impl IntoPy for () {
    #[inline(always)]
    fn into_py(self, _: &mut Vm) -> PyResult {
        Ok(Value::NONE)
    }
}

impl IntoPy for bool {
    #[inline(always)]
    fn into_py(self, _: &mut Vm) -> PyResult {
        Ok(Value::from_bool(self))
    }
}

impl IntoPy for f64 {
    #[inline(always)]
    fn into_py(self, _: &mut Vm) -> PyResult {
        Ok(Value::from_float(self))
    }
}

macro_rules! into_py_ints {
    ($($t:ty)*) => { $(
        impl IntoPy for $t {
            #[inline(always)]
            fn into_py(self, vm: &mut Vm) -> PyResult {
                Ok(vm.new_int(self as i64))
            }
        }
    )* };
}
into_py_ints!(isize i64 i32 u32 u8 u16);

impl IntoPy for usize {
    #[inline(always)]
    fn into_py(self, vm: &mut Vm) -> PyResult {
        vm.new_int_u64(self as u64)
    }
}

impl IntoPy for u64 {
    fn into_py(self, vm: &mut Vm) -> PyResult {
        vm.new_int_u64(self)
    }
}

impl IntoPy for &str {
    fn into_py(self, vm: &mut Vm) -> PyResult {
        vm.new_str(self).map(Str::value)
    }
}

impl IntoPy for String {
    fn into_py(self, vm: &mut Vm) -> PyResult {
        vm.new_str(&self).map(Str::value)
    }
}

impl IntoPy for crate::num::BigInt {
    fn into_py(self, vm: &mut Vm) -> PyResult {
        vm.new_bigint(&self)
    }
}

impl IntoPy for crate::text::CharBuf {
    fn into_py(self, vm: &mut Vm) -> PyResult {
        vm.new_text(self.as_chars()).map(Str::value)
    }
}

impl IntoPy for Vec<u8> {
    fn into_py(self, vm: &mut Vm) -> PyResult {
        vm.new_bytes(&self).map(Bytes::value)
    }
}

/// `None` is `None`.
impl<V: IntoPy> IntoPy for Option<V> {
    fn into_py(self, vm: &mut Vm) -> PyResult {
        match self {
            Some(v) => v.into_py(vm),
            None => Ok(Value::NONE),
        }
    }
}

impl<A: IntoPy, B: IntoPy> IntoPy for (A, B) {
    fn into_py(self, vm: &mut Vm) -> PyResult {
        let a = self.0.into_py(vm)?;
        let b = self.1.into_py(vm)?;
        Ok(Tuple::small(&mut vm.heap, [a, b]).value())
    }
}

impl<V: IntoPy> IntoPy for PyResult<V> {
    #[inline(always)]
    fn into_py(self, vm: &mut Vm) -> PyResult {
        self?.into_py(vm)
    }
}

impl Vm {
    /// Raises TypeError for an argument of the wrong type.
    #[cold]
    #[inline(never)]
    pub fn expected(&mut self, kind: &str, v: Value) -> Raised {
        let name = self.type_name(v);
        self.type_error(format_args!("expected {kind}, got {name}"))
    }

    /// A copy of `values` that a native may hold across calls.
    pub fn hold(&mut self, values: &[Value]) -> PyResult<crate::object::GcVec> {
        crate::object::GcVec::from_slice(&mut self.heap, values).or_memory_error(self)
    }
}

/// Is `class` one whose instances have a `__dict__`?
#[must_use]
pub fn has_dict(class: Class) -> bool {
    class.has(flags::DICT)
}

/// Declares a static table of native functions: see the module's doc.
#[macro_export]
macro_rules! native_functions {
    ( $vis:vis $TABLE:ident = [ $( $(#[doc = $doc:literal])* $($text:literal as)? $name:ident ( $($params:tt)* ) ; )* ] ) => {
        $vis static $TABLE: &[$crate::runtime::native::NativeDef] = &[ $(
            $crate::native_functions!(@def [concat!($($doc, "\n"),*)] [$($text)?] $name ($($params)*))
        ),* ];
    };
    // everything by hand
    (@def [$doc:expr] [$($text:literal)?] $name:ident (*)) => {
        $crate::runtime::native::NativeDef {
            name: $crate::native_functions!(@name [$($text)?] $name),
            doc: $doc,
            signature: "(*args, **kwargs)",
            arity: $crate::runtime::native::Arity { required: 0, positional: 0, by_position: usize::MAX, all: usize::MAX, receiver: 0, raw: true },
            call: |vm, args| $crate::runtime::native::IntoPy::into_py($name(vm, args), vm),
        }
    };
    (@def $doc:tt $text:tt $name:ident ( $($p:ident $(= $pd:expr)?),* )) => {
        $crate::native_functions!(@full $doc $text $name ($($p $(= $pd)?),*) () ())
    };
    (@def $doc:tt $text:tt $name:ident ( $($p:ident $(= $pd:expr)?),* ; $($q:ident $(= $qd:expr)?),* )) => {
        $crate::native_functions!(@full $doc $text $name ($($p $(= $pd)?),*) ($($q $(= $qd)?),*) ())
    };
    (@def $doc:tt $text:tt $name:ident ( $($p:ident $(= $pd:expr)?),* ; $($q:ident $(= $qd:expr)?),* ; $($k:ident $(= $kd:expr)?),* )) => {
        $crate::native_functions!(@full $doc $text $name ($($p $(= $pd)?),*) ($($q $(= $qd)?),*) ($($k $(= $kd)?),*))
    };
    (@full [$doc:expr] [$($text:literal)?] $name:ident ($($p:ident $(= $pd:expr)?),*) ($($q:ident $(= $qd:expr)?),*) ($($k:ident $(= $kd:expr)?),*)) => {{
        const PARAMS: &[&str] = &[ $( $crate::runtime::native::plain_name(stringify!($p)), )* $( $crate::runtime::native::plain_name(stringify!($q)), )* $( $crate::runtime::native::plain_name(stringify!($k)), )* ];
        const POSITIONAL: usize = <[&str]>::len(&[ $( stringify!($p), )* ]);
        const NAMED: usize = <[&str]>::len(&[ $( stringify!($q), )* ]);
        static DEF: $crate::runtime::native::NativeDef = $crate::runtime::native::NativeDef {
            name: $crate::native_functions!(@name [$($text)?] $name),
            doc: $doc,
            signature: concat!("(", $( $crate::native_functions!(@sig $p $(= $pd)?), )* "/", $( ", ", $crate::native_functions!(@sig2 $q $(= $qd)?), )* $crate::native_functions!(@star $($k)*), $( ", ", $crate::native_functions!(@sig2 $k $(= $kd)?), )* ")"),
            arity: $crate::runtime::native::Arity {
                required: 0 $( + $crate::native_functions!(@required $p $(= $pd)?) )*,
                positional: POSITIONAL,
                by_position: POSITIONAL + NAMED,
                all: PARAMS.len(),
                receiver: $crate::runtime::native::receivers(PARAMS),
                raw: false,
            },
            call: {
                fn call(vm: &mut $crate::runtime::Vm, args: &$crate::runtime::native::Args<'_>) -> $crate::runtime::PyResult {
                    #[allow(unused_imports, clippy::allow_attributes, reason = "not every function converts")]
                    use $crate::runtime::native::{FromPy, IntoPy};
                    args.check(vm, &DEF, PARAMS)?;
                    #[allow(unused_mut, unused_variables, clippy::allow_attributes, reason = "functions without parameters")]
                    let mut i = 0usize;
                    $( let $p = $crate::native_functions!(@arg vm args i $p $(= $pd)?); i += 1; )*
                    $( let $q = $crate::native_functions!(@kw vm args i true $q $(= $qd)?); i += 1; )*
                    $( let $k = $crate::native_functions!(@kw vm args i false $k $(= $kd)?); i += 1; )*
                    let _ = i;
                    $name(vm $(, $p)* $(, $q)* $(, $k)*).into_py(vm)
                }
                call
            },
        };
        $crate::runtime::native::NativeDef { name: DEF.name, doc: DEF.doc, signature: DEF.signature, arity: DEF.arity, call: DEF.call }
    }};
    (@name [$text:literal] $name:ident) => { $text };
    (@name [] $name:ident) => { stringify!($name) };
    (@required $p:ident) => { 1 };
    (@required $p:ident = $d:expr) => { 0 };
    (@sig this) => { "$self, " };
    (@sig cls) => { "$type, " };
    (@sig $p:ident) => { concat!(stringify!($p), ", ") };
    (@sig $p:ident = $d:expr) => { concat!(stringify!($p), "=", stringify!($d), ", ") };
    (@sig2 $p:ident) => { stringify!($p) };
    (@sig2 $p:ident = $d:expr) => { concat!(stringify!($p), "=", stringify!($d)) };
    (@star) => { "" };
    (@star $($k:ident)+) => { ", *" };
    (@arg $vm:ident $args:ident $i:ident this) => { $vm.receiver(&DEF, $args.values[$i])? };
    (@arg $vm:ident $args:ident $i:ident $p:ident) => { FromPy::from_py($vm, $args.values[$i])? };
    (@arg $vm:ident $args:ident $i:ident $p:ident = $d:expr) => { match $args.plain().get($i) { Some(&v) => FromPy::from_py($vm, v)?, None => $d } };
    (@kw $vm:ident $args:ident $i:ident $pos:literal $p:ident) => { { let v = $args.require($vm, &DEF, $i, $pos, $crate::runtime::native::plain_name(stringify!($p)))?; FromPy::from_py($vm, v)? } };
    (@kw $vm:ident $args:ident $i:ident $pos:literal $p:ident = $d:expr) => { match $args.find($i, $pos, const { $crate::runtime::native::plain_name(stringify!($p)) }) { Some(v) => FromPy::from_py($vm, v)?, None => $d } };
}

/// The Python name of a parameter whose Rust name may be a raw identifier (`r#mod`).
#[must_use]
pub const fn plain_name(name: &'static str) -> &'static str {
    match name.as_bytes() {
        [b'r', b'#', ..] => name.split_at(2).1,
        _ => name,
    }
}

/// 1 when the first parameter is a receiver.
#[must_use]
pub const fn receivers(params: &[&str]) -> usize {
    if params.is_empty() {
        return 0;
    }
    let p = params[0].as_bytes();
    let this = p.len() == 4 && p[0] == b't' && p[1] == b'h' && p[2] == b'i' && p[3] == b's';
    let cls = p.len() == 3 && p[0] == b'c' && p[1] == b'l' && p[2] == b's';
    if this || cls { 1 } else { 0 }
}

/// Declares a static table of computed attributes: `name => getter, setter;`.
#[macro_export]
macro_rules! native_attributes {
    ( $vis:vis $TABLE:ident = [ $( $(#[doc = $doc:literal])* $($text:literal as)? $name:ident => $get:expr $(, $set:expr)? ; )* ] ) => {
        $vis static $TABLE: &[$crate::runtime::native::GetSet] = &[ $(
            $crate::runtime::native::GetSet {
                name: $crate::native_functions!(@name [$($text)?] $name),
                doc: concat!($($doc, "\n"),*),
                get: |vm, v| { use $crate::runtime::native::{FromPy, IntoPy}; let this = FromPy::from_py(vm, v)?; $get(vm, this).into_py(vm) },
                set: $crate::native_attributes!(@set $($set)?),
            }
        ),* ];
    };
    (@set) => { None };
    (@set $set:expr) => { Some(|vm, v, to| { use $crate::runtime::native::FromPy; let this = FromPy::from_py(vm, v)?; $set(vm, this, to) }) };
}
