//! `int` and `bool`.
//!
//! Operators reuse the arithmetic of `runtime/`; a method whose other operand is no int gives NotImplemented, as CPython's does, so that
//! the operand's own method has its turn.

use crate::native_attributes;
use crate::native_functions;
use crate::num::format_spec::Subject;
use crate::num::{self, ByteOrder, Int, IntRef, ints};
use crate::object::{AnyInt, BigInt, Class, IntBox, Str, T, Tuple, Value};
use crate::pyc::Version;
use crate::runtime::arith::BinOp;
use crate::runtime::compare::Cmp;
use crate::runtime::names::Special;
use crate::runtime::native::{FromPy, IntoPy, TypeDef};
use crate::runtime::{OrNumError, PyResult, Vm};

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[&INT, &BOOL];

static INT: TypeDef = TypeDef {
    new: Some(&INT_NEW[0]),
    methods: METHODS,
    class_methods: CLASS_METHODS,
    getset: ATTRIBUTES,
    ..TypeDef::new(
        T::Int,
        "int([x]) -> integer\nint(x, base=10) -> integer\n\nConvert a number or string to an integer, or return 0 if no arguments are given.",
    )
};

static BOOL: TypeDef = TypeDef {
    new: Some(&BOOL_NEW[0]),
    methods: BOOL_METHODS,
    ..TypeDef::new(
        T::Bool,
        "Returns True when the argument is true, False otherwise.",
    )
};

/// An int argument: its exact value, whatever class derived from `int` it belongs to. Bools are their numbers.
#[derive(Clone, Copy)]
pub struct PyInt(Value);

impl PyInt {
    /// The int in `v`, if it is one.
    #[inline]
    #[must_use]
    pub fn of(vm: &Vm, v: Value) -> Option<PyInt> {
        if v.is_int() {
            Some(PyInt(v))
        } else {
            exact(vm.payload(v)).map(PyInt)
        }
    }

    /// As an exact int object.
    #[must_use]
    pub fn value(self) -> Value {
        self.0
    }

    /// As `num/` computes with it.
    #[must_use]
    pub fn num(self) -> Int {
        match small(self.0) {
            Some(i) => Int::Small(i),
            None => BigInt::from_value(self.0).map_or(Int::Small(0), |b| Int::Big(b.to_num())),
        }
    }

    /// The digits where they lie.
    #[inline]
    #[must_use]
    pub fn as_ref<'a>(self) -> IntRef<'a> {
        AnyInt::of(self.0).map_or(IntRef::Small(0), AnyInt::as_ref)
    }

    /// Is it below zero?
    #[must_use]
    pub fn is_negative(self) -> bool {
        small(self.0).map_or_else(
            || BigInt::from_value(self.0).is_some_and(BigInt::is_negative),
            |i| i < 0,
        )
    }
}

/// The int object that an exact int or bool is.
fn exact(v: Value) -> Option<Value> {
    if let Some(b) = v.as_bool() {
        return Some(Value::from_i32(i32::from(b)));
    }
    (v.is_int() || IntBox::from_value(v).is_some() || BigInt::from_value(v).is_some()).then_some(v)
}

fn small(v: Value) -> Option<i64> {
    v.as_int()
        .or_else(|| IntBox::from_value(v).map(IntBox::get))
}

impl FromPy for PyInt {
    const KIND: &'static str = "int";
    #[inline]
    fn from_py(vm: &mut Vm, v: Value) -> PyResult<Self> {
        match PyInt::of(vm, v) {
            Some(i) => Ok(i),
            None => Err(vm.expected("int", v)),
        }
    }
}

impl IntoPy for PyInt {
    fn into_py(self, _: &mut Vm) -> PyResult {
        Ok(self.0)
    }
}

impl IntoPy for Int {
    fn into_py(self, vm: &mut Vm) -> PyResult {
        match self {
            Int::Small(i) => Ok(vm.new_int(i)),
            Int::Big(b) => vm.new_bigint(&b),
        }
    }
}

/// An argument that is an int or has `__index__`.
#[derive(Clone, Copy)]
pub struct Index(pub PyInt);

impl FromPy for Index {
    const KIND: &'static str = "int";
    #[inline]
    fn from_py(vm: &mut Vm, v: Value) -> PyResult<Self> {
        vm.index(v).map(|i| Index(PyInt(i)))
    }
}

impl Vm {
    /// `int(v)`: an exact int (Objects/abstract.c:PyNumber_Long).
    pub fn int_from(&mut self, v: Value) -> PyResult {
        if v.is_int() {
            return Ok(v);
        }
        if let Some(f) = v.as_float() {
            return Int::from_f64(f).or_raise(self)?.into_py(self);
        }
        if let Some(i) = exact(v) {
            return Ok(i);
        }
        if Str::from_value(v).is_some() {
            return self.int_from_text(v, 10);
        }
        if let Some(f) = self.special_of(v, Special::Int) {
            let r = self.call_method(f, v, &[])?;
            return match PyInt::of(self, r) {
                Some(i) => Ok(i.0),
                None => Err(self.wrong_result(v, "__int__", "an int", r, |t| {
                    format!("__int__ returned non-int (type {t})")
                })),
            };
        }
        if self.special_of(v, Special::Index).is_some() {
            return self.index(v);
        }
        if self.main_version < Version::V314
            && let Some(f) = self.special_of(v, Special::Trunc)
        {
            return self.int_by_trunc(f, v);
        }
        self.int_from_text(v, 10)
    }

    /// `__trunc__` stood in for a missing `__int__` until 3.13.
    fn int_by_trunc(&mut self, f: Value, v: Value) -> PyResult {
        let r = self.call_method(f, v, &[])?;
        if let Some(i) = PyInt::of(self, r) {
            return Ok(i.0);
        }
        if self.special_of(r, Special::Index).is_some() {
            return self.index(r);
        }
        let t = self.type_name(r);
        Err(self.type_error(format_args!("__trunc__ returned non-Integral (type {t})")))
    }

    /// `int(v, base)` of a string or bytes-like object.
    fn int_from_text(&mut self, v: Value, base: u32) -> PyResult {
        let max_digits = self.int_max_str_digits;
        let ascii = Str::from_value(v).map(|s| super::number_text::to_ascii(s.chars()));
        let source;
        let text = match &ascii {
            Some(ascii) => ascii.as_deref().unwrap_or(b""),
            None => match self.number_source(v)? {
                Some(found) => {
                    source = found;
                    source.ascii()
                }
                None => {
                    let (t, real) = (
                        self.type_name(v),
                        if self.main_version < Version::V310 {
                            ""
                        } else {
                            "real "
                        },
                    );
                    return Err(self.type_error(format_args!("int() argument must be a string, a bytes-like object or a {real}number, not '{t}'")));
                }
            },
        };
        match num::parse_int_with(text, base, max_digits, |n| self.new_int_ref(n)) {
            Ok(n) => n,
            Err(e) => {
                let shown = self.show_source(v)?;
                Err(self.num_error(e.into_error(&shown, base, max_digits)))
            }
        }
    }

    fn int_with_base(&mut self, x: Value, base: Value) -> PyResult {
        if x.is_empty() {
            return Err(self.type_error("int() missing string argument"));
        }
        let base = self.index_clamped(base)?;
        if base != 0 && !(2..=36).contains(&base) {
            return Err(self.value_error("int() base must be >= 2 and <= 36, or 0"));
        }
        if self.as_str(x).is_none()
            && !self.is_instance(x, T::Bytes)
            && !self.is_instance(x, T::ByteArray)
        {
            return Err(self.type_error("int() can't convert non-string with explicit base"));
        }
        self.int_from_text(x, base as u32)
    }
}

native_functions! { INT_NEW = [
    /// Create and return a new object.
    "__new__" as int_new(cls, x = Value::EMPTY; base = Value::EMPTY);
]}

fn int_new(vm: &mut Vm, cls: Class, x: Value, base: Value) -> PyResult {
    let n = if !base.is_empty() {
        vm.int_with_base(x, base)?
    } else if x.is_empty() {
        Value::from_i32(0)
    } else {
        vm.int_from(x)?
    };
    Ok(vm.wrap_payload(cls, T::Int, n))
}

native_functions! { BOOL_NEW = [
    /// Create and return a new object.
    "__new__" as bool_new(cls, object = false);
]}

fn bool_new(vm: &mut Vm, cls: Class, object: bool) -> PyResult {
    if cls != vm.class(T::Bool) {
        let name = vm.class_name(cls);
        return Err(vm.type_error(format_args!(
            "bool.__new__({name}): {name} is not a subtype of bool"
        )));
    }
    Ok(Value::from_bool(object))
}

native_functions! { METHODS = [
    /// Number of bits necessary to represent self in binary.
    bit_length(this);
    /// Number of ones in the binary representation of the absolute value of self.
    bit_count(this);
    /// Returns self, the complex conjugate of any int.
    "conjugate" as plain(this);
    /// Return a pair of integers, whose ratio is equal to the original int.
    as_integer_ratio(this);
    /// Return an array of bytes representing an integer.
    to_bytes(this; length = 1, byteorder = Value::EMPTY; signed = false);
    /// Returns True. Exists for duck type compatibility with float.is_integer.
    is_integer(this);
    /// Convert to a string according to format_spec.
    "__format__" as format(this, format_spec);
    /// Rounding an Integral returns itself.
    "__round__" as round(this, ndigits = None);
    /// Truncating an Integral returns itself.
    "__trunc__" as plain(this);
    /// Flooring an Integral returns itself.
    "__floor__" as plain(this);
    /// Ceiling of an Integral returns itself.
    "__ceil__" as plain(this);
    /// Returns size in memory, in bytes.
    "__sizeof__" as sizeof(this);
    "__getnewargs__" as getnewargs(this);
    /// int(self)
    "__int__" as plain(this);
    /// Return self converted to an integer, if self is suitable for use as an index into a list.
    "__index__" as plain(this);
    /// float(self)
    "__float__" as to_float(this);
    /// True if self else False
    "__bool__" as to_bool(this);
    /// Return repr(self).
    "__repr__" as repr(this);
    /// Return hash(self).
    "__hash__" as hash(this);
    /// -self
    "__neg__" as neg(this);
    /// +self
    "__pos__" as plain(this);
    /// abs(self)
    "__abs__" as abs(this);
    /// ~self
    "__invert__" as invert(this);
    /// Return self+value.
    "__add__" as add(this, value);
    /// Return value+self.
    "__radd__" as radd(this, value);
    /// Return self-value.
    "__sub__" as sub(this, value);
    /// Return value-self.
    "__rsub__" as rsub(this, value);
    /// Return self*value.
    "__mul__" as mul(this, value);
    /// Return value*self.
    "__rmul__" as rmul(this, value);
    /// Return self/value.
    "__truediv__" as truediv(this, value);
    /// Return value/self.
    "__rtruediv__" as rtruediv(this, value);
    /// Return self//value.
    "__floordiv__" as floordiv(this, value);
    /// Return value//self.
    "__rfloordiv__" as rfloordiv(this, value);
    /// Return self%value.
    "__mod__" as modulo(this, value);
    /// Return value%self.
    "__rmod__" as rmodulo(this, value);
    /// Return divmod(self, value).
    "__divmod__" as divmod(this, value);
    /// Return divmod(value, self).
    "__rdivmod__" as rdivmod(this, value);
    /// Return self<<value.
    "__lshift__" as lshift(this, value);
    /// Return value<<self.
    "__rlshift__" as rlshift(this, value);
    /// Return self>>value.
    "__rshift__" as rshift(this, value);
    /// Return value>>self.
    "__rrshift__" as rrshift(this, value);
    /// Return self&value.
    "__and__" as and(this, value);
    /// Return value&self.
    "__rand__" as rand(this, value);
    /// Return self|value.
    "__or__" as or(this, value);
    /// Return value|self.
    "__ror__" as ror(this, value);
    /// Return self^value.
    "__xor__" as xor(this, value);
    /// Return value^self.
    "__rxor__" as rxor(this, value);
    /// Return pow(self, value, mod).
    "__pow__" as pow(this, value, r#mod = None);
    /// Return pow(value, self, mod).
    "__rpow__" as rpow(this, value, r#mod = None);
    /// Return self<value.
    "__lt__" as lt(this, value);
    /// Return self<=value.
    "__le__" as le(this, value);
    /// Return self==value.
    "__eq__" as eq(this, value);
    /// Return self!=value.
    "__ne__" as ne(this, value);
    /// Return self>value.
    "__gt__" as gt(this, value);
    /// Return self>=value.
    "__ge__" as ge(this, value);
]}

native_functions! { CLASS_METHODS = [
    /// Return the integer represented by the given array of bytes.
    from_bytes(cls; bytes, byteorder = Value::EMPTY; signed = false);
]}

native_attributes! { ATTRIBUTES = [
    /// the real part of a complex number
    real => |_vm: &mut Vm, this: PyInt| this;
    /// the imaginary part of a complex number
    imag => |_vm: &mut Vm, _this: PyInt| 0;
    /// the numerator of a rational number in lowest terms
    numerator => |_vm: &mut Vm, this: PyInt| this;
    /// the denominator of a rational number in lowest terms
    denominator => |_vm: &mut Vm, _this: PyInt| 1;
]}

native_functions! { BOOL_METHODS = [
    /// Return repr(self).
    "__repr__" as bool_repr(this);
    /// Return self&value.
    "__and__" as bool_and(this, value);
    /// Return value&self.
    "__rand__" as bool_and(this, value);
    /// Return self|value.
    "__or__" as bool_or(this, value);
    /// Return value|self.
    "__ror__" as bool_or(this, value);
    /// Return self^value.
    "__xor__" as bool_xor(this, value);
    /// Return value^self.
    "__rxor__" as bool_xor(this, value);
    /// ~self
    "__invert__" as invert(this);
]}

/// `a op b` when the other operand is an int too.
fn operate(vm: &mut Vm, op: BinOp, this: PyInt, other: Value, reflected: bool) -> PyResult {
    let Some(other) = PyInt::of(vm, other) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let (a, b) = if reflected {
        (other.0, this.0)
    } else {
        (this.0, other.0)
    };
    vm.binary_builtin(op, a, b)
        .unwrap_or(Ok(Value::NOT_IMPLEMENTED))
}

macro_rules! operators {
    ($($method:ident $reflected:ident $Op:ident;)*) => { $(
        fn $method(vm: &mut Vm, this: PyInt, value: Value) -> PyResult {
            operate(vm, BinOp::$Op, this, value, false)
        }

        fn $reflected(vm: &mut Vm, this: PyInt, value: Value) -> PyResult {
            operate(vm, BinOp::$Op, this, value, true)
        }
    )* };
}

operators! {
    add radd Add;
    sub rsub Sub;
    mul rmul Mul;
    truediv rtruediv TrueDiv;
    floordiv rfloordiv FloorDiv;
    modulo rmodulo Mod;
    divmod rdivmod Divmod;
    lshift rlshift Lshift;
    rshift rrshift Rshift;
    and rand And;
    or ror Or;
    xor rxor Xor;
}

macro_rules! comparisons {
    ($($method:ident $Op:ident;)*) => { $(
        fn $method(vm: &mut Vm, this: PyInt, value: Value) -> PyResult {
            let Some(other) = PyInt::of(vm, value) else { return Ok(Value::NOT_IMPLEMENTED) };
            vm.compare(Cmp::$Op, this.0, other.0)
        }
    )* };
}

comparisons! { lt Lt; le Le; eq Eq; ne Ne; gt Gt; ge Ge; }

fn pow(vm: &mut Vm, this: PyInt, value: Value, modulus: Option<Value>) -> PyResult {
    power(vm, this.0, value, modulus)
}

fn rpow(vm: &mut Vm, this: PyInt, value: Value, modulus: Option<Value>) -> PyResult {
    match PyInt::of(vm, value) {
        Some(base) => power(vm, base.0, this.0, modulus),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn power(vm: &mut Vm, base: Value, exponent: Value, modulus: Option<Value>) -> PyResult {
    let Some(exponent) = PyInt::of(vm, exponent) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let Some(modulus) = modulus else {
        return vm
            .binary_builtin(BinOp::Pow, base, exponent.0)
            .unwrap_or(Ok(Value::NOT_IMPLEMENTED));
    };
    match PyInt::of(vm, modulus) {
        Some(modulus) => power_modulo(vm, PyInt(base), exponent, modulus),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

/// `pow(base, exponent, modulus)`
pub fn power_modulo(vm: &mut Vm, base: PyInt, exponent: PyInt, modulus: PyInt) -> PyResult {
    if exponent.as_ref().negative() && vm.dialect() < Version::V38 {
        return Err(
            vm.value_error("pow() 2nd argument cannot be negative when 3rd argument specified")
        );
    }
    if let (Some(b), Some(e), Some(m)) = (
        small(base.0),
        small(exponent.0).and_then(|e| u64::try_from(e).ok()),
        small(modulus.0),
    ) && let Some(r) = ints::pow_mod(b, e, m)
    {
        return Int::Small(r).into_py(vm);
    }
    let (base, exponent, modulus) = (
        base.num().into_big(),
        exponent.num().into_big(),
        modulus.num().into_big(),
    );
    let power = base.pow_mod(&exponent, &modulus).or_raise(vm)?;
    Int::from(power).into_py(vm)
}

fn plain(_vm: &mut Vm, this: PyInt) -> PyInt {
    this
}

fn neg(vm: &mut Vm, this: PyInt) -> PyResult {
    vm.unary(Special::Neg, this.0)
}

fn invert(vm: &mut Vm, this: PyInt) -> PyResult {
    vm.unary(Special::Invert, this.0)
}

fn abs(vm: &mut Vm, this: PyInt) -> PyResult {
    if this.is_negative() {
        vm.unary(Special::Neg, this.0)
    } else {
        Ok(this.0)
    }
}

fn to_float(vm: &mut Vm, this: PyInt) -> PyResult<f64> {
    vm.to_f64(this.0)
}

fn to_bool(_vm: &mut Vm, this: PyInt) -> bool {
    this.0 != Value::from_i32(0)
}

fn repr(vm: &mut Vm, this: PyInt) -> PyResult<Str> {
    vm.repr(this.0)
}

fn hash(vm: &mut Vm, this: PyInt) -> PyResult<i64> {
    vm.hash(this.0)
}

fn bit_length(_vm: &mut Vm, this: PyInt) -> u64 {
    this.as_ref().bit_length()
}

fn bit_count(_vm: &mut Vm, this: PyInt) -> u64 {
    this.as_ref().bit_count()
}

fn as_integer_ratio(_vm: &mut Vm, this: PyInt) -> (PyInt, i64) {
    (this, 1)
}

fn is_integer(_vm: &mut Vm, _this: PyInt) -> bool {
    true
}

fn getnewargs(vm: &mut Vm, this: PyInt) -> Tuple {
    Tuple::small(&mut vm.heap, [this.0])
}

/// The size CPython's object would have: a head and 30 bits in every four bytes.
fn sizeof(vm: &mut Vm, this: PyInt) -> u64 {
    let digits = bit_length(vm, this).div_ceil(30);
    24 + 4 * if vm.main_version >= Version::V312 {
        digits.max(1)
    } else {
        digits
    }
}

fn byte_order(vm: &mut Vm, function: &str, order: Value) -> PyResult<ByteOrder> {
    if order.is_empty() {
        return Ok(ByteOrder::Big);
    }
    match vm.as_str(order) {
        Some(s) if s.is("big") => Ok(ByteOrder::Big),
        Some(s) if s.is("little") => Ok(ByteOrder::Little),
        Some(_) => Err(vm.value_error("byteorder must be either 'little' or 'big'")),
        None => {
            let t = vm.type_name(order);
            Err(vm.type_error(format_args!(
                "{function}() argument 'byteorder' must be str, not {t}"
            )))
        }
    }
}

fn to_bytes(
    vm: &mut Vm,
    this: PyInt,
    length: isize,
    byteorder: Value,
    signed: bool,
) -> PyResult<Vec<u8>> {
    let order = byte_order(vm, "to_bytes", byteorder)?;
    let Ok(length) = usize::try_from(length) else {
        return Err(vm.value_error("length argument must be non-negative"));
    };
    this.as_ref().to_bytes(length, order, signed).or_raise(vm)
}

fn from_bytes(vm: &mut Vm, cls: Class, bytes: Value, byteorder: Value, signed: bool) -> PyResult {
    let order = byte_order(vm, "from_bytes", byteorder)?;
    let bytes = vm.bytes_of_object(bytes)?;
    let n = vm.build_int(num::limbs_of_bytes(&bytes), |limbs| {
        num::from_bytes(limbs, &bytes, order, signed)
    })?;
    if cls == vm.class(T::Int) {
        Ok(n)
    } else {
        vm.call_positional(cls.value(), &[n])
    }
}

impl Vm {
    /// The bytes of a bytes-like object, of one with `__bytes__`, or of an iterable of ints (Objects/bytesobject.c:PyObject_Bytes and PyBytes_FromObject).
    fn bytes_of_object(&mut self, v: Value) -> PyResult<Vec<u8>> {
        if let Some(bytes) = self.bytes_like_opt(v)? {
            return Ok(bytes);
        }
        if self.special_of(v, Special::Bytes).is_none()
            && (self.is_int(v) || self.as_str(v).is_some())
        {
            let t = self.type_name(v);
            return Err(self.type_error(format_args!("cannot convert '{t}' object to bytes")));
        }
        if let Some(f) = self.special_of(v, Special::Bytes) {
            let r = self.call_method(f, v, &[])?;
            if self.is_instance(r, T::Bytes) {
                return self.bytes_like(r);
            }
            return Err(self.wrong_result(v, "__bytes__", "a bytes", r, |t| {
                format!("__bytes__ returned non-bytes (type {t})")
            }));
        }
        let it = self.iter(v)?;
        let mut bytes = Vec::new();
        while let Some(item) = self.next(it)? {
            let i = self.index(item)?;
            match self.int_as_i64(i).and_then(|i| u8::try_from(i).ok()) {
                Some(byte) => bytes.push(byte),
                None => return Err(self.value_error("bytes must be in range(0, 256)")),
            }
        }
        Ok(bytes)
    }
}

fn format(vm: &mut Vm, this: Value, format_spec: Str) -> PyResult<Str> {
    if format_spec.is_empty() {
        return vm.str(this);
    }
    let n = PyInt::from_py(vm, this)?.as_ref();
    let name = vm.type_name(this);
    let spec = vm.format_spec(format_spec, Subject::Int, &name)?;
    if num::format_number::shows_decimal(&spec) {
        vm.check_int_digits(n)?;
    }
    let field = num::format_number::format_int(&spec, n, &name).or_raise(vm)?;
    vm.new_field(field)
}

fn round(vm: &mut Vm, this: PyInt, ndigits: Option<Value>) -> PyResult {
    let Some(ndigits) = ndigits else {
        return Ok(this.0);
    };
    let ndigits = vm.index_clamped(ndigits)?;
    if ndigits >= 0 {
        return Ok(this.0);
    }
    round_to_tens(&this.num().into_big(), ndigits.unsigned_abs()).into_py(vm)
}

/// `n` rounded to a multiple of `10**tens`, halves to the even multiple.
fn round_to_tens(n: &num::BigInt, tens: u64) -> Int {
    // 10**tens is more than twice as large as any number of fewer than 3·tens bits
    if n.bit_length() + 2 < tens.saturating_mul(3) {
        return Int::Small(0);
    }
    let unit = num::BigInt::from_i64(10).pow(tens);
    let Some((unit, (quotient, rest))) = unit.and_then(|unit| n.divmod(&unit).map(|r| (unit, r)))
    else {
        return Int::Small(0);
    };
    let up = match rest.mul_i64(2).cmp(&unit) {
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Equal => !quotient.is_even(),
        std::cmp::Ordering::Greater => true,
    };
    Int::from(quotient.add_i64(i64::from(up)).mul(&unit))
}

fn bool_repr(_vm: &mut Vm, this: PyInt) -> &'static str {
    if this.0 == Value::from_i32(0) {
        "False"
    } else {
        "True"
    }
}

macro_rules! bool_operators {
    ($($name:ident $Op:ident;)*) => { $(
        fn $name(vm: &mut Vm, this: Value, value: Value) -> PyResult {
            match PyInt::of(vm, this) {
                Some(_) if this.is_bool() && value.is_bool() => vm.binary(BinOp::$Op, this, value),
                Some(i) => operate(vm, BinOp::$Op, i, value, false),
                None => Ok(Value::NOT_IMPLEMENTED),
            }
        }
    )* };
}

bool_operators! { bool_and And; bool_or Or; bool_xor Xor; }
