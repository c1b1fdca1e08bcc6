//! `float`.

use super::int::PyInt;
use crate::native_attributes;
use crate::native_functions;
use crate::num::format_spec::Subject;
use crate::num::{Int, float, float_hex, float_text, format_number};
use crate::object::{Class, Str, T, Tuple, Value};
use crate::pyc::Version;
use crate::runtime::arith::BinOp;
use crate::runtime::compare::Cmp;
use crate::runtime::names::Special;
use crate::runtime::native::{FromPy, IntoPy, TypeDef};
use crate::runtime::{OrNumError, PyResult, Vm};

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[&FLOAT];

static FLOAT: TypeDef = TypeDef {
    new: Some(&NEW[0]),
    methods: METHODS,
    class_methods: CLASS_METHODS,
    getset: ATTRIBUTES,
    ..TypeDef::new(
        T::Float,
        "Convert a string or number to a floating-point number, if possible.",
    )
};

/// A float argument: its exact value, whatever class derived from `float` it belongs to.
#[derive(Clone, Copy)]
pub struct PyFloat(pub f64);

impl FromPy for PyFloat {
    const KIND: &'static str = "float";
    #[inline]
    fn from_py(vm: &mut Vm, v: Value) -> PyResult<Self> {
        match v.as_float().or_else(|| vm.payload(v).as_float()) {
            Some(f) => Ok(PyFloat(f)),
            None => Err(vm.expected("float", v)),
        }
    }
}

impl IntoPy for PyFloat {
    fn into_py(self, _: &mut Vm) -> PyResult {
        Ok(Value::from_float(self.0))
    }
}

impl Vm {
    /// `float(v)` (Objects/abstract.c:PyNumber_Float).
    pub fn float_from(&mut self, v: Value) -> PyResult<f64> {
        if let Some(f) = v.as_float() {
            return Ok(f);
        }
        if let Some(i) = v.as_int() {
            return Ok(i as f64);
        }
        if let Some(s) = Str::from_value(v) {
            return match super::number_text::to_ascii(s.chars())
                .and_then(|ascii| float_text::parse(&ascii))
            {
                Some(f) => Ok(self.read_float(f)),
                None => Err(self.not_a_float(v)),
            };
        }
        if self.special_of(v, Special::Float).is_some()
            || self.special_of(v, Special::Index).is_some()
        {
            return self.to_f64(v);
        }
        match self.number_source(v)? {
            Some(source) => match float_text::parse(source.ascii()) {
                Some(f) => Ok(self.read_float(f)),
                None => Err(self.not_a_float(v)),
            },
            None => {
                let (t, real) = (
                    self.type_name(v),
                    if self.main_version < Version::V310 {
                        ""
                    } else {
                        "real "
                    },
                );
                Err(self.type_error(format_args!(
                    "float() argument must be a string or a {real}number, not '{t}'"
                )))
            }
        }
    }

    /// A float read from text. Each NaN gets a payload that no other one has: floats are identical when their bits are, and two NaNs that were
    /// made apart must not be.
    fn read_float(&mut self, f: f64) -> f64 {
        const PAYLOAD: u64 = (1 << 51) - 1;
        if !f.is_nan() {
            return f;
        }
        self.counter = self.counter.wrapping_add(1);
        f64::from_bits(f64::NAN.to_bits() | self.counter & PAYLOAD).copysign(f)
    }

    #[cold]
    fn not_a_float(&mut self, v: Value) -> crate::runtime::Raised {
        match self.show_source(v) {
            Ok(shown) => {
                self.value_error(format_args!("could not convert string to float: {shown}"))
            }
            Err(raised) => raised,
        }
    }
}

native_functions! { NEW = [
    /// Create and return a new object.
    "__new__" as new(cls, x = Value::EMPTY);
]}

fn new(vm: &mut Vm, cls: Class, x: Value) -> PyResult {
    let f = if x.is_empty() { 0.0 } else { vm.float_from(x)? };
    Ok(vm.wrap_payload(cls, T::Float, Value::from_float(f)))
}

native_functions! { METHODS = [
    /// Return self, the complex conjugate of any float.
    conjugate(this);
    /// Return a pair of integers, whose ratio is exactly equal to the original float.
    as_integer_ratio(this);
    /// Return a hexadecimal representation of a floating-point number.
    hex(this);
    /// Return True if the float is an integer.
    is_integer(this);
    /// Formats the float according to format_spec.
    "__format__" as format(this, format_spec);
    /// Return the Integral closest to x, rounding half toward even.
    "__round__" as round(this, ndigits = None);
    /// Return the Integral closest to x between 0 and x.
    "__trunc__" as trunc(this);
    /// Return the floor as an Integral.
    "__floor__" as floor(this);
    /// Return the ceiling as an Integral.
    "__ceil__" as ceil(this);
    "__getnewargs__" as getnewargs(this);
    /// int(self)
    "__int__" as trunc(this);
    /// float(self)
    "__float__" as conjugate(this);
    /// True if self else False
    "__bool__" as to_bool(this);
    /// Return repr(self).
    "__repr__" as repr(this);
    /// Return hash(self).
    "__hash__" as hash(this);
    /// -self
    "__neg__" as neg(this);
    /// +self
    "__pos__" as conjugate(this);
    /// abs(self)
    "__abs__" as abs(this);
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
    /// Create a floating-point number from a hexadecimal string.
    fromhex(cls, string);
    /// Convert real number to a floating-point number.
    from_number(cls, number);
    /// You probably don't want to use this function.
    "__getformat__" as getformat(cls, typestr);
]}

native_attributes! { ATTRIBUTES = [
    /// the real part of a complex number
    real => |_vm: &mut Vm, this: PyFloat| this;
    /// the imaginary part of a complex number
    imag => |_vm: &mut Vm, _this: PyFloat| 0.0;
]}

/// The exact number in an operand of a float operator: a float or an int.
fn operand(vm: &Vm, v: Value) -> Option<Value> {
    let p = vm.payload(v);
    if p.is_float() {
        Some(p)
    } else {
        PyInt::of(vm, p).map(PyInt::value)
    }
}

fn operate(vm: &mut Vm, op: BinOp, this: PyFloat, other: Value, reflected: bool) -> PyResult {
    let Some(other) = operand(vm, other) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let this = Value::from_float(this.0);
    let (a, b) = if reflected {
        (other, this)
    } else {
        (this, other)
    };
    vm.binary_builtin(op, a, b)
        .unwrap_or(Ok(Value::NOT_IMPLEMENTED))
}

macro_rules! operators {
    ($($method:ident $reflected:ident $Op:ident;)*) => { $(
        fn $method(vm: &mut Vm, this: PyFloat, value: Value) -> PyResult {
            operate(vm, BinOp::$Op, this, value, false)
        }

        fn $reflected(vm: &mut Vm, this: PyFloat, value: Value) -> PyResult {
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
}

macro_rules! comparisons {
    ($($method:ident $Op:ident;)*) => { $(
        fn $method(vm: &mut Vm, this: PyFloat, value: Value) -> PyResult {
            match operand(vm, value) {
                Some(other) => vm.compare(Cmp::$Op, Value::from_float(this.0), other),
                None => Ok(Value::NOT_IMPLEMENTED),
            }
        }
    )* };
}

comparisons! { lt Lt; le Le; eq Eq; ne Ne; gt Gt; ge Ge; }

fn pow(vm: &mut Vm, this: PyFloat, value: Value, modulus: Option<Value>) -> PyResult {
    no_modulus(vm, modulus)?;
    operate(vm, BinOp::Pow, this, value, false)
}

fn rpow(vm: &mut Vm, this: PyFloat, value: Value, modulus: Option<Value>) -> PyResult {
    no_modulus(vm, modulus)?;
    operate(vm, BinOp::Pow, this, value, true)
}

fn no_modulus(vm: &mut Vm, modulus: Option<Value>) -> PyResult<()> {
    match modulus {
        Some(_) => {
            Err(vm.type_error("pow() 3rd argument not allowed unless all arguments are integers"))
        }
        None => Ok(()),
    }
}

fn conjugate(_vm: &mut Vm, this: PyFloat) -> PyFloat {
    this
}

fn neg(_vm: &mut Vm, this: PyFloat) -> f64 {
    -this.0
}

fn abs(_vm: &mut Vm, this: PyFloat) -> f64 {
    this.0.abs()
}

fn to_bool(_vm: &mut Vm, this: PyFloat) -> bool {
    this.0 != 0.0
}

fn repr(_vm: &mut Vm, this: PyFloat) -> String {
    float_text::repr(this.0)
}

/// A NaN of a derived class hashes by its identity.
fn hash(vm: &mut Vm, this: Value) -> PyResult<i64> {
    let f = PyFloat::from_py(vm, this)?.0;
    if f.is_nan() && this.is_object() {
        Ok(Vm::identity_hash(this))
    } else {
        vm.hash(Value::from_float(f))
    }
}

fn as_integer_ratio(vm: &mut Vm, this: PyFloat) -> PyResult<(Int, Int)> {
    float::as_integer_ratio(this.0).or_raise(vm)
}

fn hex(_vm: &mut Vm, this: PyFloat) -> String {
    float_hex::hex(this.0)
}

fn is_integer(_vm: &mut Vm, this: PyFloat) -> bool {
    float::is_integer(this.0)
}

fn getnewargs(vm: &mut Vm, this: PyFloat) -> Tuple {
    Tuple::small(&mut vm.heap, [Value::from_float(this.0)])
}

fn trunc(vm: &mut Vm, this: PyFloat) -> PyResult<Int> {
    Int::from_f64(this.0).or_raise(vm)
}

fn floor(vm: &mut Vm, this: PyFloat) -> PyResult<Int> {
    Int::from_f64_floor(this.0).or_raise(vm)
}

fn ceil(vm: &mut Vm, this: PyFloat) -> PyResult<Int> {
    Int::from_f64_ceil(this.0).or_raise(vm)
}

fn round(vm: &mut Vm, this: PyFloat, ndigits: Option<Value>) -> PyResult {
    match ndigits {
        None => Int::from_f64_round(this.0).or_raise(vm)?.into_py(vm),
        Some(ndigits) => {
            let ndigits = vm.index_clamped(ndigits)?;
            float::round_digits(this.0, ndigits)
                .or_raise(vm)?
                .into_py(vm)
        }
    }
}

fn format(vm: &mut Vm, this: Value, format_spec: Str) -> PyResult<Str> {
    if format_spec.is_empty() {
        return vm.str(this);
    }
    let f = PyFloat::from_py(vm, this)?.0;
    let name = vm.type_name(this);
    let spec = vm.format_spec(format_spec, Subject::Float, &name)?;
    let field = format_number::format_float(&spec, f, &name).or_raise(vm)?;
    vm.new_field(field)
}

/// An object of `cls` for a float that a class method made.
fn of_class(vm: &mut Vm, cls: Class, f: f64) -> PyResult {
    let f = Value::from_float(f);
    if cls == vm.class(T::Float) {
        Ok(f)
    } else {
        vm.call_positional(cls.value(), &[f])
    }
}

fn fromhex(vm: &mut Vm, cls: Class, string: Value) -> PyResult {
    let Some(text) = vm.as_str(string) else {
        return Err(vm.type_error("bad argument type for built-in operation"));
    };
    let ascii = text.as_ascii().unwrap_or("?").as_bytes();
    let f = float_hex::from_hex(ascii).or_raise(vm)?;
    of_class(vm, cls, f)
}

fn from_number(vm: &mut Vm, cls: Class, number: Value) -> PyResult {
    let f = vm.to_f64(number)?;
    of_class(vm, cls, f)
}

fn getformat(vm: &mut Vm, _cls: Class, typestr: Value) -> PyResult<&'static str> {
    match vm.as_str(typestr) {
        Some(s) if s.is("double") || s.is("float") => Ok(if cfg!(target_endian = "little") {
            "IEEE, little-endian"
        } else {
            "IEEE, big-endian"
        }),
        Some(_) => Err(vm.value_error("__getformat__() argument 1 must be 'double' or 'float'")),
        None => {
            let t = vm.type_name(typestr);
            Err(vm.type_error(format_args!(
                "__getformat__() argument must be str, not {t}"
            )))
        }
    }
}
