//! `complex`.

use super::int::PyInt;
use crate::native_attributes;
use crate::native_functions;
use crate::num::complex::{self as numbers, Complex};
use crate::num::format_number;
use crate::num::format_spec::Subject;
use crate::num::hash;
use crate::object::{Class, Str, T, Tuple, Value};
use crate::pyc::Version;
use crate::runtime::arith::BinOp;
use crate::runtime::compare::Cmp;
use crate::runtime::names::Special;
use crate::runtime::native::{FromPy, IntoPy, TypeDef};
use crate::runtime::{OrNumError, PyResult, Raised, Vm, complex};

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[&COMPLEX];

static COMPLEX: TypeDef = TypeDef {
    new: Some(&NEW[0]),
    methods: METHODS,
    class_methods: CLASS_METHODS,
    getset: ATTRIBUTES,
    ..TypeDef::new(
        T::Complex,
        "Create a complex number from a string or numbers.",
    )
};

/// A complex argument: its exact value, whatever class derived from `complex` it belongs to.
#[derive(Clone, Copy)]
pub struct PyComplex(pub Complex);

impl FromPy for PyComplex {
    const KIND: &'static str = "complex";
    fn from_py(vm: &mut Vm, v: Value) -> PyResult<Self> {
        match complex::of(vm.payload(v)) {
            Some(c) => Ok(PyComplex(c)),
            None => Err(vm.expected("complex", v)),
        }
    }
}

impl IntoPy for PyComplex {
    fn into_py(self, vm: &mut Vm) -> PyResult {
        vm.new_complex(self.0.re, self.0.im)
    }
}

native_functions! { NEW = [
    /// Create and return a new object.
    "__new__" as new(cls; real = Value::EMPTY, imag = Value::EMPTY);
]}

native_functions! { METHODS = [
    /// Return the complex conjugate of its argument. (3-4j).conjugate() == 3+4j.
    conjugate(this);
    /// Convert to a string according to format_spec.
    "__format__" as format(this, format_spec);
    "__getnewargs__" as getnewargs(this);
    /// Convert this value to exact type complex.
    "__complex__" as plain(this);
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
    /// Return pow(self, value, mod).
    "__pow__" as pow(this, value, r#mod = None);
    /// Return pow(value, self, mod).
    "__rpow__" as rpow(this, value, r#mod = None);
    /// Return self<value.
    "__lt__" as unordered(this, value);
    /// Return self<=value.
    "__le__" as unordered(this, value);
    /// Return self==value.
    "__eq__" as eq(this, value);
    /// Return self!=value.
    "__ne__" as ne(this, value);
    /// Return self>value.
    "__gt__" as unordered(this, value);
    /// Return self>=value.
    "__ge__" as unordered(this, value);
]}

native_functions! { CLASS_METHODS = [
    /// Convert number to a complex floating-point number.
    from_number(cls, number);
]}

native_attributes! { ATTRIBUTES = [
    /// the real part of a complex number
    real => |_vm: &mut Vm, this: PyComplex| this.0.re;
    /// the imaginary part of a complex number
    imag => |_vm: &mut Vm, this: PyComplex| this.0.im;
]}

fn new(vm: &mut Vm, cls: Class, real: Value, imag: Value) -> PyResult {
    if imag.is_empty() {
        if complex::of(real).is_some() && cls == vm.class(T::Complex) {
            return Ok(real);
        }
        if let Some(text) = vm.as_str(real) {
            let ascii = super::number_text::to_ascii(text.chars());
            return match ascii.as_deref().and_then(numbers::parse) {
                Some(c) => of_class(vm, cls, c),
                None => Err(not_complex(vm, real, ascii.as_deref().unwrap_or(b""))),
            };
        }
    }
    let re = if real.is_empty() {
        Complex { re: 0.0, im: 0.0 }
    } else {
        real_part(vm, real, imag)?
    };
    if imag.is_empty() {
        return of_class(vm, cls, re);
    }
    let im = imaginary_part(vm, imag)?;
    // a part that is 0 because its argument is real takes no part: signs of zero survive
    let is_complex = |vm: &Vm, v: Value| complex::of(vm.payload(v)).is_some();
    let (real, imag) = (real_is_complex(vm, real), is_complex(vm, imag));
    let c = Complex {
        re: if imag { re.re - im.im } else { re.re },
        im: if real { re.im + im.re } else { im.re },
    };
    of_class(vm, cls, c)
}

/// The error for a text that is no complex number: misplaced underscores have their own.
#[cold]
fn not_complex(vm: &mut Vm, v: Value, ascii: &[u8]) -> Raised {
    let digit = |at: Option<usize>| {
        at.and_then(|i| ascii.get(i))
            .is_some_and(u8::is_ascii_digit)
    };
    let misplaced =
        |i: usize| ascii[i] == b'_' && !(digit(i.checked_sub(1)) && digit(i.checked_add(1)));
    if (0..ascii.len()).any(misplaced) {
        return match vm.show_source(v) {
            Ok(shown) => {
                vm.value_error(format_args!("could not convert string to complex: {shown}"))
            }
            Err(raised) => raised,
        };
    }
    vm.value_error("complex() arg is a malformed string")
}

/// Did the first argument of `complex()` give a complex number?
fn real_is_complex(vm: &mut Vm, real: Value) -> bool {
    complex::of(vm.payload(real)).is_some()
        || !real.is_empty() && vm.special_of(real, Special::Complex).is_some()
}

/// What the first argument of `complex()` contributes.
fn real_part(vm: &mut Vm, real: Value, imag: Value) -> PyResult<Complex> {
    match vm.complex_from(real)? {
        Some(c) => Ok(c),
        None => Err(bad_argument(vm, real, imag)),
    }
}

/// What the second argument of `complex()` contributes: `__complex__` is not asked.
fn imaginary_part(vm: &mut Vm, imag: Value) -> PyResult<Complex> {
    if let Some(c) = complex::of(vm.payload(imag)) {
        return Ok(c);
    }
    if !is_real(vm, imag) {
        let t = vm.type_name(imag);
        return Err(match (vm.main_version < Version::V314, vm.as_str(imag)) {
            (false, _) => vm.type_error(format_args!(
                "complex() argument 'imag' must be a real number, not {t}"
            )),
            (true, Some(_)) => vm.type_error("complex() second arg can't be a string"),
            (true, None) => vm.type_error(format_args!(
                "complex() second argument must be a number, not '{t}'"
            )),
        });
    }
    Ok(Complex {
        re: vm.to_f64(imag)?,
        im: 0.0,
    })
}

#[cold]
fn bad_argument(vm: &mut Vm, real: Value, imag: Value) -> Raised {
    let t = vm.type_name(real);
    if vm.main_version >= Version::V314 {
        return match imag.is_empty() {
            true => vm.type_error(format_args!(
                "complex() argument must be a string or a number, not {t}"
            )),
            false => vm.type_error(format_args!(
                "complex() argument 'real' must be a real number, not {t}"
            )),
        };
    }
    if vm.as_str(real).is_some() {
        return vm.type_error("complex() can't take second arg if first is a string");
    }
    if !imag.is_empty() && vm.as_str(imag).is_some() {
        return vm.type_error("complex() second arg can't be a string");
    }
    vm.type_error(format_args!(
        "complex() first argument must be a string or a number, not '{t}'"
    ))
}

fn is_real(vm: &mut Vm, v: Value) -> bool {
    vm.special_of(v, Special::Float).is_some() || vm.special_of(v, Special::Index).is_some()
}

impl Vm {
    /// The complex number in `v`: a complex, an object with `__complex__`, or a real number. `None` when it is no number.
    pub fn complex_from(&mut self, v: Value) -> PyResult<Option<Complex>> {
        if let Some(c) = complex::of(v) {
            return Ok(Some(c));
        }
        if let Some(f) = self.special_of(v, Special::Complex) {
            let r = self.call_method(f, v, &[])?;
            return match complex::of(self.payload(r)) {
                Some(c) => Ok(Some(c)),
                None => {
                    let oldest = self.dialect() < Version::V37;
                    Err(
                        self.wrong_result(v, "__complex__", "a complex", r, |t| match oldest {
                            true => "__complex__ should return a complex object".to_string(),
                            false => format!("__complex__ returned non-complex (type {t})"),
                        }),
                    )
                }
            };
        }
        if let Some(c) = complex::of(self.payload(v)) {
            return Ok(Some(c));
        }
        if is_real(self, v) {
            return Ok(Some(Complex {
                re: self.to_f64(v)?,
                im: 0.0,
            }));
        }
        Ok(None)
    }
}

fn of_class(vm: &mut Vm, cls: Class, c: Complex) -> PyResult {
    let c = vm.new_complex(c.re, c.im)?;
    Ok(vm.wrap_payload(cls, T::Complex, c))
}

fn from_number(vm: &mut Vm, cls: Class, number: Value) -> PyResult {
    let c = match vm.complex_from(number)? {
        Some(c) => c,
        None => Complex {
            re: vm.to_f64(number)?,
            im: 0.0,
        },
    };
    let exact = vm.new_complex(c.re, c.im)?;
    if cls == vm.class(T::Complex) {
        Ok(exact)
    } else {
        vm.call_positional(cls.value(), &[exact])
    }
}

/// The exact number in an operand of a complex operator.
fn operand(vm: &Vm, v: Value) -> Option<Value> {
    let p = vm.payload(v);
    if p.is_float() || complex::of(p).is_some() {
        Some(p)
    } else {
        PyInt::of(vm, p).map(PyInt::value)
    }
}

fn operate(vm: &mut Vm, op: BinOp, this: PyComplex, other: Value, reflected: bool) -> PyResult {
    let Some(other) = operand(vm, other) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let this = this.into_py(vm)?;
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
        fn $method(vm: &mut Vm, this: PyComplex, value: Value) -> PyResult {
            operate(vm, BinOp::$Op, this, value, false)
        }

        fn $reflected(vm: &mut Vm, this: PyComplex, value: Value) -> PyResult {
            operate(vm, BinOp::$Op, this, value, true)
        }
    )* };
}

operators! { add radd Add; sub rsub Sub; mul rmul Mul; truediv rtruediv TrueDiv; }

fn pow(vm: &mut Vm, this: PyComplex, value: Value, modulus: Option<Value>) -> PyResult {
    no_modulus(vm, modulus)?;
    operate(vm, BinOp::Pow, this, value, false)
}

fn rpow(vm: &mut Vm, this: PyComplex, value: Value, modulus: Option<Value>) -> PyResult {
    no_modulus(vm, modulus)?;
    operate(vm, BinOp::Pow, this, value, true)
}

fn no_modulus(vm: &mut Vm, modulus: Option<Value>) -> PyResult<()> {
    match modulus {
        Some(_) => Err(vm.value_error("complex modulo")),
        None => Ok(()),
    }
}

fn equals(vm: &mut Vm, this: PyComplex, other: Value) -> PyResult<Option<bool>> {
    let Some(other) = operand(vm, other) else {
        return Ok(None);
    };
    if let Some(other) = complex::of(other) {
        return Ok(Some(this.0 == other));
    }
    if this.0.im != 0.0 {
        return Ok(Some(false));
    }
    vm.compare_truth(Cmp::Eq, Value::from_float(this.0.re), other)
        .map(Some)
}

fn eq(vm: &mut Vm, this: PyComplex, value: Value) -> PyResult {
    Ok(equals(vm, this, value)?.map_or(Value::NOT_IMPLEMENTED, Value::from_bool))
}

fn ne(vm: &mut Vm, this: PyComplex, value: Value) -> PyResult {
    Ok(equals(vm, this, value)?.map_or(Value::NOT_IMPLEMENTED, |equal| Value::from_bool(!equal)))
}

fn unordered(_vm: &mut Vm, _this: PyComplex, _value: Value) -> Value {
    Value::NOT_IMPLEMENTED
}

fn conjugate(vm: &mut Vm, this: PyComplex) -> PyResult {
    vm.new_complex(this.0.re, -this.0.im)
}

fn plain(_vm: &mut Vm, this: PyComplex) -> PyComplex {
    this
}

fn neg(_vm: &mut Vm, this: PyComplex) -> PyComplex {
    PyComplex(numbers::neg(this.0))
}

fn abs(vm: &mut Vm, this: PyComplex) -> PyResult<f64> {
    numbers::abs(this.0).or_raise(vm)
}

fn to_bool(_vm: &mut Vm, this: PyComplex) -> bool {
    this.0.re != 0.0 || this.0.im != 0.0
}

fn repr(_vm: &mut Vm, this: PyComplex) -> String {
    numbers::repr(this.0)
}

/// A NaN part hashes by the identity of the whole.
fn hash(vm: &mut Vm, this: Value) -> PyResult<i64> {
    let c = PyComplex::from_py(vm, this)?.0;
    let part = |x: f64| hash::float(x).unwrap_or_else(|| Vm::identity_hash(this));
    Ok(hash::complex(part(c.re), part(c.im)))
}

fn getnewargs(vm: &mut Vm, this: PyComplex) -> Tuple {
    Tuple::small(
        &mut vm.heap,
        [Value::from_float(this.0.re), Value::from_float(this.0.im)],
    )
}

fn format(vm: &mut Vm, this: Value, format_spec: Str) -> PyResult<Str> {
    if format_spec.is_empty() {
        return vm.str(this);
    }
    let c = PyComplex::from_py(vm, this)?.0;
    let name = vm.type_name(this);
    let spec = vm.format_spec(format_spec, Subject::Complex, &name)?;
    let field = format_number::format_complex(&spec, c, &name).or_raise(vm)?;
    vm.new_field(field)
}
