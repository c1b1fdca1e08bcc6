//! Calling anything callable.

use super::names::Special;
use super::native::{Args, definition};
use super::{OrMemoryError, PyResult, Vm};
use crate::object::{
    BoundMethod, Class, Dict, Function, GcVec, Instance, List, NativeFunction, Set, Str, T, Tuple,
    Value, class::flags, register_finalizer,
};

/// Arguments with one more in front fit the native stack up to this many.
const ON_STACK: usize = 8;

impl Vm {
    /// `f(*args)`
    #[inline]
    pub fn call(&mut self, f: Value, args: &Args<'_>) -> PyResult {
        if let Some(f) = Function::from_value(f) {
            return self.call_function(f, args);
        }
        if let Some(f) = NativeFunction::from_value(f) {
            return self.call_native(f, args);
        }
        self.call_slowly(f, args)
    }

    /// `f(*args)` with positional arguments only.
    #[inline]
    pub fn call_positional(&mut self, f: Value, args: &[Value]) -> PyResult {
        self.call(f, &Args::positional(args))
    }

    /// Calls a Python function: the interpreter (or compiled code) runs it.
    #[inline]
    pub fn call_function(&mut self, f: Function, args: &Args<'_>) -> PyResult {
        self.check_native_stack()?;
        (self.hooks.call_function)(self, f, args)
    }

    /// Raises RecursionError when the native stack is nearly used up.
    #[inline(always)]
    pub fn check_native_stack(&mut self) -> PyResult<()> {
        let here = 0_u8;
        if std::ptr::from_ref(&here).addr() < self.thread.native_limit {
            Err(self.recursion_error("maximum recursion depth exceeded"))
        } else {
            Ok(())
        }
    }

    /// Calls a native function object.
    #[inline]
    pub fn call_native(&mut self, f: NativeFunction, args: &Args<'_>) -> PyResult {
        self.check_native_stack()?;
        const BOUND: u32 = T::NativeFunction as u32;
        const WRAPPER: u32 = T::MethodWrapper as u32;
        match f.shape_id() {
            BOUND | WRAPPER if !f.receiver().is_empty() && !f.owner().is_empty() => {
                self.call_native_with(f, f.receiver(), args)
            }
            BOUND => {
                if let Some(owner) = Class::from_value(f.receiver()) {
                    self.check_new(f, owner, args)?;
                }
                (definition(f).call)(self, args)
            }
            _ => self.call_unbound(f, args),
        }
    }

    /// The first argument of a builtin `__new__` must be a class whose objects it may make (Objects/typeobject.c:tp_new_wrapper).
    fn check_new(&mut self, new: NativeFunction, owner: Class, args: &Args<'_>) -> PyResult<()> {
        let first = args.first();
        if let Some(class) = Class::from_value(first)
            && class.is_subclass(owner)
            && (class == owner || self.makes(new, class))
        {
            return Ok(());
        }
        Err(self.wrong_new(owner, first))
    }

    /// Is `new` the `__new__` of the builtin type whose layout `class` has?
    fn makes(&mut self, new: NativeFunction, class: Class) -> bool {
        let layout = self.class(class.native());
        self.special(layout, Special::New) == Some(new.value())
            && (class.has(flags::HEAP) || !class.has(flags::NO_NEW))
    }

    #[cold]
    fn wrong_new(&mut self, owner: Class, first: Value) -> super::Raised {
        let name = self.class_name(owner);
        if first.is_empty() {
            return self.type_error(format_args!("{name}.__new__(): not enough arguments"));
        }
        let Some(class) = Class::from_value(first) else {
            let t = self.type_name(first);
            return self.type_error(format_args!(
                "{name}.__new__(X): X is not a type object ({t})"
            ));
        };
        let c = self.class_name(class);
        if !class.is_subclass(owner) {
            return self.type_error(format_args!(
                "{name}.__new__({c}): {c} is not a subtype of {name}"
            ));
        }
        let new = self.names.__new__;
        let mut safe = class;
        while safe.has(flags::HEAP)
            && safe.dict().find_str(new).is_some()
            && let Some(base) = Class::from_value(safe.base())
        {
            safe = base;
        }
        let safe = self.class_name(safe);
        self.type_error(format_args!(
            "{name}.__new__({c}) is not safe, use {safe}.__new__()"
        ))
    }

    /// A method descriptor called as a function: the receiver is the first argument and must be of the right type.
    fn call_unbound(&mut self, f: NativeFunction, args: &Args<'_>) -> PyResult {
        let def = definition(f);
        let (Some(owner), first) = (Class::from_value(f.owner()), args.first()) else {
            return (def.call)(self, args);
        };
        if f.shape_id() == T::ClassMethodDescriptor as u32 {
            self.check_class_receiver(def.name, owner, first)?;
            return (def.call)(self, args);
        }
        if first.is_empty() {
            let owner = self.plain_class_name(owner);
            return Err(if f.shape_id() == T::WrapperDescriptor as u32 {
                self.type_error(format_args!(
                    "descriptor '{}' of '{owner}' object needs an argument",
                    def.name
                ))
            } else {
                self.type_error(format_args!(
                    "unbound method {owner}.{}() needs an argument",
                    def.name
                ))
            });
        }
        if !self.type_of(first).is_subclass(owner) {
            let (owner, got) = (self.class_name(owner), self.type_name(first));
            let slot = f.shape_id() == T::WrapperDescriptor as u32;
            return Err(self.foreign_receiver(def.name, slot, &owner, &got));
        }
        (def.call)(self, args)
    }

    /// The first argument of a builtin class method must be a class derived from its owner.
    pub fn check_class_receiver(
        &mut self,
        name: &str,
        owner: Class,
        first: Value,
    ) -> PyResult<Class> {
        let of = self.class_name(owner);
        if first.is_empty() {
            return Err(self.type_error(format_args!(
                "descriptor '{name}' of '{of}' object needs an argument"
            )));
        }
        let Some(class) = Class::from_value(first) else {
            let got = self.type_name(first);
            return Err(self.type_error(format_args!(
                "descriptor '{name}' for type '{of}' needs a type, not a '{got}' as arg 2"
            )));
        };
        if !class.is_subclass(owner) {
            let got = self.class_name(class);
            return Err(self.type_error(format_args!(
                "descriptor '{name}' requires a subtype of '{of}' but received '{got}'"
            )));
        }
        Ok(class)
    }

    fn call_native_with(
        &mut self,
        f: NativeFunction,
        receiver: Value,
        args: &Args<'_>,
    ) -> PyResult {
        let def = definition(f);
        self.with_first(receiver, args, |vm, args| (def.call)(vm, args))
    }

    /// Runs `body` with `first` put in front of the arguments.
    #[inline]
    pub fn with_first<R>(
        &mut self,
        first: Value,
        args: &Args<'_>,
        body: impl FnOnce(&mut Vm, &Args<'_>) -> PyResult<R>,
    ) -> PyResult<R> {
        let n = args.values.len();
        if n < ON_STACK {
            let mut values = [Value::EMPTY; ON_STACK];
            values[0] = first;
            values[1..=n].copy_from_slice(args.values);
            return body(
                self,
                &Args {
                    values: &values[..=n],
                    names: args.names,
                },
            );
        }
        let mut values = GcVec::with_capacity(&mut self.heap, n + 1).or_memory_error(self)?;
        values.push(&mut self.heap, first).or_memory_error(self)?;
        for &v in args.values {
            values.push(&mut self.heap, v).or_memory_error(self)?;
        }
        body(
            self,
            &Args {
                values: &values,
                names: args.names,
            },
        )
    }

    fn call_slowly(&mut self, f: Value, args: &Args<'_>) -> PyResult {
        self.check_native_stack()?;
        if let Some(m) = BoundMethod::from_value(f) {
            return self.with_first(m.receiver(), args, |vm, args| vm.call(m.function(), args));
        }
        if let Some(c) = Class::from_value(f) {
            return self.call_class(c, args);
        }
        match self.special_of(f, Special::Call) {
            Some(call) => self.call_special(call, f, args),
            None => {
                let name = self.type_name(f);
                Err(self.type_error(format_args!("'{name}' object is not callable")))
            }
        }
    }

    /// Calls what was found on the type of `receiver` as its method.
    pub fn call_special(&mut self, method: Value, receiver: Value, args: &Args<'_>) -> PyResult {
        if Function::from_value(method).is_some() {
            return self.with_first(receiver, args, |vm, args| vm.call(method, args));
        }
        if let Some(f) = NativeFunction::from_value(method)
            && f.receiver().is_empty()
            && matches!(f.shape_id(), x if x == T::MethodDescriptor as u32 || x == T::WrapperDescriptor as u32)
        {
            return self.call_native_with(f, receiver, args);
        }
        let class = self.type_of(receiver);
        let bound = self.bind(method, receiver, class)?;
        self.call(bound, args)
    }

    /// As `call_special` with positional arguments.
    #[inline]
    pub fn call_method(&mut self, method: Value, receiver: Value, args: &[Value]) -> PyResult {
        self.call_special(method, receiver, &Args::positional(args))
    }

    /// `receiver.name(*args)`
    pub fn call_named(&mut self, receiver: Value, name: Str, args: &[Value]) -> PyResult {
        let class = self.type_of(receiver);
        if !class.has(flags::GETATTRIBUTE)
            && let Some(f) = self.lookup(class, name)
            && (Function::from_value(f).is_some() || NativeFunction::from_value(f).is_some())
            && self.own_attribute(receiver, name)?.is_none()
        {
            return self.call_method(f, receiver, args);
        }
        let f = self.get_attr(receiver, name)?;
        self.call_positional(f, args)
    }

    /// `receiver.name(*args)` where the name is Rust text.
    pub fn call_method_str(&mut self, receiver: Value, name: &str, args: &[Value]) -> PyResult {
        let name = self.intern(name)?;
        self.call_named(receiver, name, args)
    }

    /// `class(*args)`
    pub fn call_class(&mut self, class: Class, args: &Args<'_>) -> PyResult {
        let meta = self.type_of(class.value());
        if meta != self.class(T::Type)
            && let Some(call) = self.special(meta, Special::Call)
            && NativeFunction::from_value(call).is_none()
        {
            return self.call_special(call, class.value(), args);
        }
        self.instantiate(class, args)
    }

    /// `type.__call__(class, *args)` (Objects/typeobject.c:type_call)
    pub fn instantiate(&mut self, class: Class, args: &Args<'_>) -> PyResult {
        if class == self.class(T::Type) {
            match args.values.len() {
                1 if args.names.is_none() => return Ok(self.type_of(args.values[0]).value()),
                _ if args.plain().len() != 3 => {
                    return Err(self.type_error("type() takes 1 or 3 arguments"));
                }
                _ => {}
            }
        }
        if class.has(flags::IMMUTABLE)
            && !class.has(flags::HEAP)
            && let Some(made) = self.make_builtin(class, args)
        {
            return made;
        }
        let Some(new) = self
            .special(class, Special::New)
            .filter(|_| !class.has(flags::NO_NEW))
        else {
            let name = self.class_name(class);
            return Err(self.type_error(format_args!("cannot create '{name}' instances")));
        };
        let new = self.static_of(new);
        let object = self.with_first(class.value(), args, |vm, args| vm.call(new, args))?;
        let made = self.type_of(object);
        if !made.is_subclass(class) {
            return Ok(object);
        }
        if let Some(init) = self.special(made, Special::Init) {
            let result = self.call_special(init, object, args)?;
            if !result.is_none() {
                let name = self.type_name(result);
                return Err(
                    self.type_error(format_args!("__init__() should return None, not '{name}'"))
                );
            }
        }
        Ok(object)
    }

    /// What calling a builtin type often makes, without looking its `__new__` and `__init__` up: `None` for everything else.
    fn make_builtin(&mut self, class: Class, args: &Args<'_>) -> Option<PyResult> {
        match (class.native(), args.values, args.names) {
            (T::List, [], None) => Some(Ok(List::new(&mut self.heap).value())),
            (T::List, &[v], None) => {
                let list = self.foresee_length(v).and_then(|()| self.list_from(v));
                Some(list.map(List::value))
            }
            (T::Tuple, &[v], None) => Some(self.tuple_from(v).map(Tuple::value)),
            (T::Set, [], None) => Some(self.new_set(T::Set).map(Set::value)),
            (T::Set, &[v], None) => Some(self.set_from(T::Set, v).map(Set::value)),
            (T::Dict, [], None) => Some(Ok(self.new_dict().value())),
            (T::Dict, _, Some(names)) if names.len() == args.values.len() => {
                Some(self.named_dict(args).map(Dict::value))
            }
            (T::Str, &[v], None) => Some(self.str(v).map(Str::value)),
            (T::Int, &[v], None) => Some(self.int_from(v)),
            (T::Float, &[v], None) => Some(self.float_from(v).map(Value::from_float)),
            (T::Bool, &[v], None) => Some(self.truth(v).map(Value::from_bool)),
            (T::Range, &[stop], None) if stop.is_int() => {
                Some(self.make_range(Value::from_i32(0), stop, Value::from_i32(1)))
            }
            (T::Range, &[start, stop], None) if Value::both_int(start, stop) => {
                Some(self.make_range(start, stop, Value::from_i32(1)))
            }
            _ => None,
        }
    }

    /// The function in a `staticmethod`, any other value as it is.
    #[must_use]
    pub fn static_of(&self, v: Value) -> Value {
        match crate::object::Obj::<super::descriptor::MethodWrapper>::from_value(v) {
            Some(w) if w.shape_id() == T::StaticMethod as u32 => w.function.get(),
            _ => v,
        }
    }

    /// A plain instance of `class` without calling anything: what `object.__new__` makes.
    #[inline]
    pub fn new_instance(&mut self, class: Class) -> Instance {
        if class.has_no_instances() {
            self.expect_attributes(class);
        }
        let shape = class.instance_shape(&mut self.shapes);
        let o = Instance::new(&mut self.heap, shape, self.shapes.get(shape));
        if class.has(flags::FINALIZER) {
            register_finalizer(&mut self.heap, o.value());
        }
        o
    }

    /// The Python `__init__` of a class whose instances are made by `object.__new__` and an ordinary metaclass call.
    #[inline]
    pub fn plain_init(&mut self, class: Class) -> Option<Value> {
        if class.shape_id() != T::Type as u32
            || class.has(flags::ABSTRACT | flags::PAYLOAD | flags::EXCEPTION | flags::METACLASS)
        {
            return None;
        }
        if self.special(class, Special::New)? != self.object_new || self.object_new.is_empty() {
            return None;
        }
        let init = self.special(class, Special::Init)?;
        Function::from_value(init).map(|_| init)
    }

    /// `payload`, wrapped in an instance of `class` unless `class` is the builtin type itself.
    pub fn wrap_payload(&mut self, class: Class, t: T, payload: Value) -> Value {
        if class == self.class(t) {
            return payload;
        }
        let o = self.new_instance(class);
        o.set_fixed(0, payload);
        o.value()
    }

    /// Is `v` callable?
    pub fn is_callable(&mut self, v: Value) -> bool {
        v.is_object()
            && (Function::from_value(v).is_some()
                || Class::from_value(v).is_some()
                || self.special_of(v, Special::Call).is_some())
    }

    /// The named arguments as a dict.
    pub fn named_dict(&mut self, args: &Args<'_>) -> PyResult<Dict> {
        let dict = self.new_dict();
        for (name, v) in args.named() {
            dict.set_str(&mut self.heap, name, v)
                .or_memory_error(self)?;
        }
        Ok(dict)
    }

    /// Calls `f` with positional arguments from a tuple and named ones from a dict.
    pub fn call_with_dict(
        &mut self,
        f: Value,
        positional: &[Value],
        named: Option<Dict>,
    ) -> PyResult {
        let Some(named) = named.filter(|d| !d.is_empty()) else {
            return self.call_positional(f, positional);
        };
        let mut values = self.hold(positional)?;
        let mut names = GcVec::new();
        let mut at = 0;
        while let Some(e) = named.next_entry(&mut at) {
            let Some(key) = Str::from_value(self.payload(e.key)) else {
                return Err(self.type_error("keywords must be strings"));
            };
            let key = self.intern_str(key);
            names
                .push(&mut self.heap, key.value())
                .or_memory_error(self)?;
            values.push(&mut self.heap, e.value).or_memory_error(self)?;
        }
        let names = Tuple::new(&mut self.heap, &names).or_memory_error(self)?;
        self.call(
            f,
            &Args {
                values: &values,
                names: Some(names),
            },
        )
    }
}
