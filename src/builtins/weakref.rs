//! `weakref.ref` and proxies (Objects/weakrefobject.c).

use crate::object::{Obj, Str, T, Value, class::flags};
use crate::runtime::arith::BinOp;
use crate::runtime::compare::Cmp;
use crate::runtime::names::Special;
use crate::runtime::native::{Args, TypeDef};
use crate::runtime::weak::WeakRef;
use crate::runtime::{PyResult, Vm};
use crate::{native_attributes, native_functions};

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[&REF, &PROXY, &CALLABLE_PROXY];

static REF: TypeDef = TypeDef {
    new: Some(&NEW[0]),
    methods: REF_METHODS,
    class_methods: REF_CLASS_METHODS,
    getset: REF_ATTRIBUTES,
    ..TypeDef::new(T::WeakRef, "")
};
static PROXY: TypeDef = TypeDef {
    methods: PROXY_METHODS,
    ..TypeDef::new(T::WeakProxy, "")
};
static CALLABLE_PROXY: TypeDef = TypeDef {
    methods: PROXY_METHODS,
    ..TypeDef::new(T::WeakCallableProxy, "")
};

type This = Obj<WeakRef>;

// ---- references

native_functions! { NEW = [
    /// Create and return a new object.  See help(type) for accurate signature.
    "__new__" as new(*);
]}

native_functions! { REF_METHODS = [
    /// Initialize self.  See help(type(self)) for accurate signature.
    "__init__" as init(*);
    /// Call self as a function.
    "__call__" as call(*);
    /// Return repr(self).
    "__repr__" as repr(this);
    /// Return hash(self).
    "__hash__" as hash(this);
    /// Return self==value.
    "__eq__" as eq(this, value);
    /// Return self!=value.
    "__ne__" as ne(this, value);
]}

native_functions! { REF_CLASS_METHODS = [
    /// See PEP 585
    "__class_getitem__" as class_getitem(cls, item);
]}

native_attributes! { REF_ATTRIBUTES = [
    "__callback__" as callback => |_: &mut Vm, w: This| w.callback.get().some().unwrap_or(Value::NONE), super::function::readonly;
]}

fn check_target(vm: &mut Vm, target: Value) -> PyResult<()> {
    if target.is_object() && vm.type_of(target).has(flags::WEAKREF) {
        return Ok(());
    }
    let t = vm.type_name(target);
    Err(vm.type_error(format_args!("cannot create weak reference to '{t}' object")))
}

/// The reference of builtin type `t` without callback that `target` has already.
fn existing(vm: &mut Vm, t: T, target: Value) -> PyResult<Option<Value>> {
    let all = vm.weakrefs_to(target)?;
    let plain = |w: &&Value| {
        Obj::<WeakRef>::from_value(**w).is_some_and(|w| {
            w.shape_id() == t as u32 && w.callback.get().is_empty() && w.owner.get().is_empty()
        })
    };
    Ok(all.iter().find(plain).copied())
}

fn new(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    let class = super::exceptions::class_argument(vm, args, T::WeakRef)?;
    let exact = class == vm.class(T::WeakRef);
    let args = args.rest();
    if exact {
        args.no_names(vm, "ref")?;
    }
    let (target, callback) = match *args.plain() {
        [target] => (target, Value::EMPTY),
        [target, callback] => (
            target,
            if callback.is_none() {
                Value::EMPTY
            } else {
                callback
            },
        ),
        [] => return Err(vm.type_error("__new__ expected at least 1 argument, got 0")),
        _ => {
            let n = args.plain().len();
            return Err(vm.type_error(format_args!(
                "__new__ expected at most 2 arguments, got {n}"
            )));
        }
    };
    check_target(vm, target)?;
    if exact
        && callback.is_empty()
        && let Some(known) = existing(vm, T::WeakRef, target)?
    {
        return Ok(known);
    }
    let w = vm.new_weakref(T::WeakRef, target, callback)?;
    let made = vm.wrap_payload(class, T::WeakRef, w.value());
    if !exact {
        w.owner.set(made);
    }
    Ok(made)
}

fn init(vm: &mut Vm, args: &Args<'_>) -> PyResult<()> {
    let args = args.rest();
    match args.plain().len() {
        1 | 2 => Ok(()),
        0 => Err(vm.type_error("__init__ expected at least 1 argument, got 0")),
        n => Err(vm.type_error(format_args!(
            "__init__ expected at most 2 arguments, got {n}"
        ))),
    }
}

fn receiver(vm: &mut Vm, v: Value) -> PyResult<This> {
    match vm.as_native::<WeakRef>(v) {
        Some(w) => Ok(w),
        None => Err(vm.expected("ReferenceType", v)),
    }
}

fn call(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    let this = receiver(vm, args.first())?;
    let rest = args.rest();
    rest.no_names(vm, "weakref")?;
    if !rest.plain().is_empty() {
        let n = rest.plain().len();
        return Err(vm.type_error(format_args!("weakref expected 0 arguments, got {n}")));
    }
    Ok(this.target.get().some().unwrap_or(Value::NONE))
}

fn repr(vm: &mut Vm, this: This) -> PyResult<String> {
    let at = this.owner.get().some().unwrap_or(this.value()).0;
    let Some(target) = this.target.get().some() else {
        return Ok(format!("<weakref at {at:#x}; dead>"));
    };
    let t = vm.type_name(target);
    let name = vm.names.__name__;
    let name = vm
        .get_attr_opt(target, name)?
        .and_then(|n| vm.as_str(n))
        .map(Str::to_text);
    Ok(match name {
        Some(name) => format!("<weakref at {at:#x}; to '{t}' at {:#x} ({name})>", target.0),
        None => format!("<weakref at {at:#x}; to '{t}' at {:#x}>", target.0),
    })
}

fn hash(vm: &mut Vm, this: This) -> PyResult<i64> {
    if let Some(h) = this.hash.get() {
        return Ok(h);
    }
    let Some(target) = this.target.get().some() else {
        return Err(vm.type_error("weak object has gone away"));
    };
    let h = vm.hash(target)?;
    this.hash.set(Some(h));
    Ok(h)
}

fn eq(vm: &mut Vm, this: This, value: Value) -> PyResult {
    let Some(other) = vm
        .as_native::<WeakRef>(value)
        .filter(|w| w.shape_id() == T::WeakRef as u32)
    else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    match (this.target.get().some(), other.target.get().some()) {
        (Some(a), Some(b)) => vm.compare(Cmp::Eq, a, b),
        _ => Ok(Value::from_bool(this.value() == other.value())),
    }
}

fn ne(vm: &mut Vm, this: This, value: Value) -> PyResult {
    let equal = eq(vm, this, value)?;
    if equal == Value::NOT_IMPLEMENTED {
        return Ok(equal);
    }
    Ok(Value::from_bool(!vm.truth(equal)?))
}

fn class_getitem(vm: &mut Vm, cls: Value, item: Value) -> PyResult {
    let alias = vm.class(T::GenericAlias).value();
    vm.call_positional(alias, &[cls, item])
}

// ---- proxies

/// `weakref.proxy(object[, callback])`
pub fn new_proxy(vm: &mut Vm, target: Value, callback: Value) -> PyResult {
    check_target(vm, target)?;
    let t = if vm.is_callable(target) {
        T::WeakCallableProxy
    } else {
        T::WeakProxy
    };
    if callback.is_none()
        && let Some(known) = existing(vm, t, target)?
    {
        return Ok(known);
    }
    let callback = if callback.is_none() {
        Value::EMPTY
    } else {
        callback
    };
    vm.new_weakref(t, target, callback).map(Obj::value)
}

fn target_of(vm: &mut Vm, this: This) -> PyResult {
    match this.target.get().some() {
        Some(v) => Ok(v),
        None => Err(vm.reference_error("weakly-referenced object no longer exists")),
    }
}

/// What stands behind a proxy; any other value as it is.
fn real(vm: &mut Vm, v: Value) -> PyResult {
    match Obj::<WeakRef>::from_value(v).filter(|w| w.shape_id() != T::WeakRef as u32) {
        Some(w) => target_of(vm, w),
        None => Ok(v),
    }
}

native_functions! { PROXY_METHODS = [
    /// Return repr(self).
    "__repr__" as proxy_repr(this);
    /// Return str(self).
    "__str__" as proxy_str(this);
    /// Return getattr(self, name).
    "__getattribute__" as proxy_getattribute(this, name);
    /// Implement setattr(self, name, value).
    "__setattr__" as proxy_setattr(this, name, value);
    /// Implement delattr(self, name).
    "__delattr__" as proxy_delattr(this, name);
    /// Call self as a function.
    "__call__" as proxy_call(*);
    /// True if self else False
    "__bool__" as proxy_bool(this);
    /// Return len(self).
    "__len__" as proxy_len(this);
    /// Return self[key].
    "__getitem__" as proxy_getitem(this, key);
    /// Set self[key] to value.
    "__setitem__" as proxy_setitem(this, key, value);
    /// Delete self[key].
    "__delitem__" as proxy_delitem(this, key);
    /// Return bool(key in self).
    "__contains__" as proxy_contains(this, key);
    /// Implement iter(self).
    "__iter__" as proxy_iter(this);
    /// Implement next(self).
    "__next__" as proxy_next(this);
    "__reversed__" as proxy_reversed(this);
    "__bytes__" as proxy_bytes(this);
    "__lt__" as proxy_lt(this, value); "__le__" as proxy_le(this, value); "__eq__" as proxy_eq(this, value);
    "__ne__" as proxy_ne(this, value); "__gt__" as proxy_gt(this, value); "__ge__" as proxy_ge(this, value);
    "__neg__" as proxy_neg(this); "__pos__" as proxy_pos(this); "__abs__" as proxy_abs(this); "__invert__" as proxy_invert(this);
    "__int__" as proxy_int(this); "__float__" as proxy_float(this); "__index__" as proxy_index(this);
    "__add__" as proxy_add(this, value); "__radd__" as proxy_radd(this, value); "__iadd__" as proxy_iadd(this, value);
    "__sub__" as proxy_sub(this, value); "__rsub__" as proxy_rsub(this, value); "__isub__" as proxy_isub(this, value);
    "__mul__" as proxy_mul(this, value); "__rmul__" as proxy_rmul(this, value); "__imul__" as proxy_imul(this, value);
    "__truediv__" as proxy_truediv(this, value); "__rtruediv__" as proxy_rtruediv(this, value); "__itruediv__" as proxy_itruediv(this, value);
    "__floordiv__" as proxy_floordiv(this, value); "__rfloordiv__" as proxy_rfloordiv(this, value); "__ifloordiv__" as proxy_ifloordiv(this, value);
    "__mod__" as proxy_mod(this, value); "__rmod__" as proxy_rmod(this, value); "__imod__" as proxy_imod(this, value);
    "__pow__" as proxy_pow(this, value, modulus = Value::NONE); "__rpow__" as proxy_rpow(this, value, modulus = Value::NONE); "__ipow__" as proxy_ipow(this, value);
    "__lshift__" as proxy_lshift(this, value); "__rlshift__" as proxy_rlshift(this, value); "__ilshift__" as proxy_ilshift(this, value);
    "__rshift__" as proxy_rshift(this, value); "__rrshift__" as proxy_rrshift(this, value); "__irshift__" as proxy_irshift(this, value);
    "__and__" as proxy_and(this, value); "__rand__" as proxy_rand(this, value); "__iand__" as proxy_iand(this, value);
    "__or__" as proxy_or(this, value); "__ror__" as proxy_ror(this, value); "__ior__" as proxy_ior(this, value);
    "__xor__" as proxy_xor(this, value); "__rxor__" as proxy_rxor(this, value); "__ixor__" as proxy_ixor(this, value);
    "__matmul__" as proxy_matmul(this, value); "__rmatmul__" as proxy_rmatmul(this, value); "__imatmul__" as proxy_imatmul(this, value);
    "__divmod__" as proxy_divmod(this, value); "__rdivmod__" as proxy_rdivmod(this, value);
]}

fn proxy_repr(vm: &mut Vm, this: This) -> String {
    let at = this.value().0;
    match this.target.get().some() {
        Some(target) => format!(
            "<weakproxy at {at:#x}; to '{}' at {:#x}>",
            vm.type_name(target),
            target.0
        ),
        None => format!("<weakproxy at {at:#x}; dead>"),
    }
}

fn proxy_str(vm: &mut Vm, this: This) -> PyResult<Str> {
    let v = target_of(vm, this)?;
    vm.str(v)
}

fn attribute_name(vm: &mut Vm, name: Value) -> PyResult<Str> {
    match vm.as_str(name) {
        Some(s) => Ok(vm.intern_str(s)),
        None => {
            let t = vm.type_name(name);
            Err(vm.type_error(format_args!("attribute name must be string, not '{t}'")))
        }
    }
}

fn proxy_getattribute(vm: &mut Vm, this: This, name: Value) -> PyResult {
    let (v, name) = (target_of(vm, this)?, attribute_name(vm, name)?);
    vm.get_attr(v, name)
}

fn proxy_setattr(vm: &mut Vm, this: This, name: Value, value: Value) -> PyResult<()> {
    let (v, name) = (target_of(vm, this)?, attribute_name(vm, name)?);
    vm.set_attr(v, name, value)
}

fn proxy_delattr(vm: &mut Vm, this: This, name: Value) -> PyResult<()> {
    let (v, name) = (target_of(vm, this)?, attribute_name(vm, name)?);
    vm.del_attr(v, name)
}

fn proxy_call(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    let this = receiver(vm, args.first())?;
    if this.shape_id() == T::WeakProxy as u32 {
        return Err(vm.type_error("'weakref.ProxyType' object is not callable"));
    }
    let f = target_of(vm, this)?;
    vm.call(f, &args.rest())
}

fn proxy_bool(vm: &mut Vm, this: This) -> PyResult<bool> {
    let v = target_of(vm, this)?;
    vm.truth(v)
}

fn proxy_len(vm: &mut Vm, this: This) -> PyResult<usize> {
    let v = target_of(vm, this)?;
    vm.len(v)
}

fn proxy_getitem(vm: &mut Vm, this: This, key: Value) -> PyResult {
    let v = target_of(vm, this)?;
    vm.get_item(v, key)
}

fn proxy_setitem(vm: &mut Vm, this: This, key: Value, value: Value) -> PyResult<()> {
    let v = target_of(vm, this)?;
    vm.set_item(v, key, value)
}

fn proxy_delitem(vm: &mut Vm, this: This, key: Value) -> PyResult<()> {
    let v = target_of(vm, this)?;
    vm.del_item(v, key)
}

fn proxy_contains(vm: &mut Vm, this: This, key: Value) -> PyResult<bool> {
    let v = target_of(vm, this)?;
    vm.contains(v, key)
}

fn proxy_iter(vm: &mut Vm, this: This) -> PyResult {
    let v = target_of(vm, this)?;
    vm.iter(v)
}

fn proxy_next(vm: &mut Vm, this: This) -> PyResult {
    let v = target_of(vm, this)?;
    if vm.special_of(v, Special::Next).is_none() {
        let t = vm.type_name(v);
        return Err(vm.type_error(format_args!(
            "Weakref proxy referenced a non-iterator '{t}' object"
        )));
    }
    match vm.next(v)? {
        Some(item) => Ok(item),
        None => Err(vm.stop_iteration(Value::NONE)),
    }
}

fn proxy_reversed(vm: &mut Vm, this: This) -> PyResult {
    let v = target_of(vm, this)?;
    let reversed = vm.class(T::Reversed).value();
    vm.call_positional(reversed, &[v])
}

fn proxy_bytes(vm: &mut Vm, this: This) -> PyResult {
    let v = target_of(vm, this)?;
    vm.call_method_str(v, "__bytes__", &[])
}

macro_rules! comparisons {
    ($($name:ident $Op:ident;)*) => { $(
        fn $name(vm: &mut Vm, this: This, value: Value) -> PyResult {
            let (a, b) = (target_of(vm, this)?, real(vm, value)?);
            vm.compare(Cmp::$Op, a, b)
        }
    )* };
}
comparisons! { proxy_lt Lt; proxy_le Le; proxy_eq Eq; proxy_ne Ne; proxy_gt Gt; proxy_ge Ge; }

macro_rules! unary {
    ($($name:ident $Op:ident;)*) => { $(
        fn $name(vm: &mut Vm, this: This) -> PyResult {
            let v = target_of(vm, this)?;
            vm.unary(Special::$Op, v)
        }
    )* };
}
unary! { proxy_neg Neg; proxy_pos Pos; proxy_abs Abs; proxy_invert Invert; }

fn proxy_int(vm: &mut Vm, this: This) -> PyResult {
    let (class, v) = (vm.class(T::Int).value(), target_of(vm, this)?);
    vm.call_positional(class, &[v])
}

fn proxy_float(vm: &mut Vm, this: This) -> PyResult {
    let (class, v) = (vm.class(T::Float).value(), target_of(vm, this)?);
    vm.call_positional(class, &[v])
}

fn proxy_index(vm: &mut Vm, this: This) -> PyResult {
    let v = target_of(vm, this)?;
    vm.index(v)
}

macro_rules! binary {
    ($($name:ident $reflected:ident $in_place:ident $Op:ident;)*) => { $(
        fn $name(vm: &mut Vm, this: This, value: Value) -> PyResult {
            let (a, b) = (target_of(vm, this)?, real(vm, value)?);
            vm.binary(BinOp::$Op, a, b)
        }

        fn $reflected(vm: &mut Vm, this: This, value: Value) -> PyResult {
            let (a, b) = (real(vm, value)?, target_of(vm, this)?);
            vm.binary(BinOp::$Op, a, b)
        }

        fn $in_place(vm: &mut Vm, this: This, value: Value) -> PyResult {
            let (a, b) = (target_of(vm, this)?, real(vm, value)?);
            vm.in_place(BinOp::$Op, a, b)
        }
    )* };
}
binary! {
    proxy_add proxy_radd proxy_iadd Add;
    proxy_sub proxy_rsub proxy_isub Sub;
    proxy_mul proxy_rmul proxy_imul Mul;
    proxy_truediv proxy_rtruediv proxy_itruediv TrueDiv;
    proxy_floordiv proxy_rfloordiv proxy_ifloordiv FloorDiv;
    proxy_mod proxy_rmod proxy_imod Mod;
    proxy_lshift proxy_rlshift proxy_ilshift Lshift;
    proxy_rshift proxy_rrshift proxy_irshift Rshift;
    proxy_and proxy_rand proxy_iand And;
    proxy_or proxy_ror proxy_ior Or;
    proxy_xor proxy_rxor proxy_ixor Xor;
    proxy_matmul proxy_rmatmul proxy_imatmul Matmul;
}

/// `pow` of real values, through the builtin function: it takes a modulus too.
fn power(vm: &mut Vm, a: Value, b: Value, modulus: Value) -> PyResult {
    if modulus.is_none() {
        return vm.binary(BinOp::Pow, a, b);
    }
    let (pow, modulus) = (vm.builtin("pow")?, real(vm, modulus)?);
    vm.call_positional(pow, &[a, b, modulus])
}

fn proxy_pow(vm: &mut Vm, this: This, value: Value, modulus: Value) -> PyResult {
    let (a, b) = (target_of(vm, this)?, real(vm, value)?);
    power(vm, a, b, modulus)
}

fn proxy_rpow(vm: &mut Vm, this: This, value: Value, modulus: Value) -> PyResult {
    let (a, b) = (real(vm, value)?, target_of(vm, this)?);
    power(vm, a, b, modulus)
}

fn proxy_ipow(vm: &mut Vm, this: This, value: Value) -> PyResult {
    let (a, b) = (target_of(vm, this)?, real(vm, value)?);
    vm.in_place(BinOp::Pow, a, b)
}

fn proxy_divmod(vm: &mut Vm, this: This, value: Value) -> PyResult {
    let (a, b, divmod) = (
        target_of(vm, this)?,
        real(vm, value)?,
        vm.builtin("divmod")?,
    );
    vm.call_positional(divmod, &[a, b])
}

fn proxy_rdivmod(vm: &mut Vm, this: This, value: Value) -> PyResult {
    let (a, b, divmod) = (
        real(vm, value)?,
        target_of(vm, this)?,
        vm.builtin("divmod")?,
    );
    vm.call_positional(divmod, &[a, b])
}
