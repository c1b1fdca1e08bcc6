//! The module `math`: arguments and error texts; the computing is done in `num/`.

use crate::builtins::int::{Index, PyInt};
use crate::native_functions;
use crate::num::math_int::{self, Log};
use crate::num::math_sum::{self, ExactSum, SumOfProducts};
use crate::num::{self, Int, math};
use crate::object::{Module, T, Value};
use crate::pyc::Version;
use crate::runtime::arith::BinOp;
use crate::runtime::names::Special;
use crate::runtime::native::{Args, FromPy, IntoPy, ModuleDef, TypeDef};
use crate::runtime::{OrNumError, PyResult, Raised, Vm};

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[];

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "math",
    doc: "This module provides access to the mathematical functions\ndefined by the C standard.",
    functions: FUNCTIONS,
    types: &[],
    init,
};

fn init(vm: &mut Vm, module: Module) -> PyResult<()> {
    use std::f64::consts::{E, PI, TAU};
    for (name, x) in [
        ("pi", PI),
        ("e", E),
        ("tau", TAU),
        ("inf", f64::INFINITY),
        ("nan", f64::NAN),
    ] {
        vm.set_item_str(module.dict(), name, Value::from_float(x))?;
    }
    Ok(())
}

native_functions! { FUNCTIONS = [
    /// Return the arc cosine (measured in radians) of x.
    acos(x);
    /// Return the inverse hyperbolic cosine of x.
    acosh(x);
    /// Return the arc sine (measured in radians) of x.
    asin(x);
    /// Return the inverse hyperbolic sine of x.
    asinh(x);
    /// Return the arc tangent (measured in radians) of x.
    atan(x);
    /// Return the arc tangent (measured in radians) of y/x.
    atan2(y, x);
    /// Return the inverse hyperbolic tangent of x.
    atanh(x);
    /// Return the cube root of x.
    cbrt(x);
    /// Return the ceiling of x as an Integral.
    ceil(x);
    /// Return a float with the magnitude of x but the sign of y.
    copysign(x, y);
    /// Return the cosine of x (measured in radians).
    cos(x);
    /// Return the hyperbolic cosine of x.
    cosh(x);
    /// Convert angle x from radians to degrees.
    degrees(x);
    /// Return the Euclidean distance between two points p and q.
    dist(p, q);
    /// Error function at x.
    erf(x);
    /// Complementary error function at x.
    erfc(x);
    /// Return e raised to the power of x.
    exp(x);
    /// Return 2 raised to the power of x.
    exp2(x);
    /// Return exp(x)-1.
    expm1(x);
    /// Return the absolute value of the float x.
    fabs(x);
    /// Find n!.
    factorial(n);
    /// Return the floor of x as an Integral.
    floor(x);
    /// Fused multiply-add operation.
    fma(x, y, z);
    /// Return fmod(x, y), according to platform C.
    fmod(x, y);
    /// Return the mantissa and exponent of x, as pair (m, e).
    frexp(x);
    /// Return an accurate floating-point sum of values in the iterable seq.
    fsum(seq);
    /// Gamma function at x.
    gamma(x);
    /// Greatest Common Divisor.
    gcd(*);
    /// Multidimensional Euclidean distance from the origin to a point.
    hypot(*);
    /// Determine whether two floating-point numbers are close in value.
    isclose(; a, b; rel_tol = 1e-09, abs_tol = 0.0);
    /// Return True if x is neither an infinity nor a NaN, and False otherwise.
    isfinite(x);
    /// Return True if x is a positive or negative infinity, and False otherwise.
    isinf(x);
    /// Return True if x is a NaN (not a number), and False otherwise.
    isnan(x);
    /// Return the integer part of the square root of the input.
    isqrt(n);
    /// Least Common Multiple.
    lcm(*);
    /// Return x * (2**i).
    ldexp(x, i);
    /// Natural logarithm of absolute value of Gamma function at x.
    lgamma(x);
    /// log(x, [base=math.e])
    log(x, base = None);
    /// Return the base 10 logarithm of x.
    log10(x);
    /// Return the natural logarithm of 1+x (base e).
    log1p(x);
    /// Return the base 2 logarithm of x.
    log2(x);
    /// Return the fractional and integer parts of x.
    modf(x);
    /// Return the floating-point value the given number of steps after x towards y.
    nextafter(x, y;; steps = None);
    /// Number of ways to choose k items from n items without repetition and without order.
    comb(n, k);
    /// Number of ways to choose k items from n items without repetition and with order.
    perm(n, k = None);
    /// Return x**y (x to the power of y).
    pow(x, y);
    /// Calculate the product of all the elements in the input iterable.
    prod(iterable;; start = Value::from_i32(1));
    /// Convert angle x from degrees to radians.
    radians(x);
    /// Difference between x and the closest integer multiple of y.
    remainder(x, y);
    /// Return the sine of x (measured in radians).
    sin(x);
    /// Return the hyperbolic sine of x.
    sinh(x);
    /// Return the square root of x.
    sqrt(x);
    /// Return the sum of products of values from two iterables p and q.
    sumprod(p, q);
    /// Return the tangent of x (measured in radians).
    tan(x);
    /// Return the hyperbolic tangent of x.
    tanh(x);
    /// Truncates the Real x to the nearest Integral toward 0.
    trunc(x);
    /// Return the value of the least significant bit of the float x.
    ulp(x);
]}

/// The result of a function of `num/`. Before 3.14 all domain errors had one text.
fn checked<V>(vm: &mut Vm, r: Result<V, num::Error>) -> PyResult<V> {
    r.map_err(|e| domain_error(vm, e))
}

#[cold]
fn domain_error(vm: &mut Vm, e: num::Error) -> Raised {
    if vm.main_version < Version::V314
        && e.kind == num::ErrorKind::Value
        && e.text.starts_with("expected ")
    {
        return vm.value_error("math domain error");
    }
    vm.num_error(e)
}

macro_rules! total {
    ($($name:ident => $f:expr;)*) => { $(
        fn $name(_vm: &mut Vm, x: f64) -> f64 {
            let f: fn(f64) -> f64 = $f;
            f(x)
        }
    )* };
}

total! {
    asinh => math::asinh;
    atan => math::atan;
    cbrt => math::cbrt;
    erf => math::erf;
    erfc => math::erfc;
    tanh => math::tanh;
    ulp => math::ulp;
    fabs => f64::abs;
    degrees => |x| x * (180.0 / std::f64::consts::PI);
    radians => |x| x * (std::f64::consts::PI / 180.0);
}

macro_rules! partial {
    ($($name:ident)*) => { $(
        fn $name(vm: &mut Vm, x: f64) -> PyResult<f64> {
            checked(vm, math::$name(x))
        }
    )* };
}

partial! { acos acosh asin atanh cos cosh exp exp2 expm1 gamma lgamma log1p sin sinh sqrt tan }

macro_rules! of_two {
    ($($name:ident)*) => { $(
        fn $name(vm: &mut Vm, x: f64, y: f64) -> PyResult<f64> {
            checked(vm, math::$name(x, y))
        }
    )* };
}

of_two! { fmod pow remainder }

fn atan2(_vm: &mut Vm, y: f64, x: f64) -> f64 {
    y.atan2(x)
}

fn copysign(_vm: &mut Vm, x: f64, y: f64) -> f64 {
    x.copysign(y)
}

fn fma(vm: &mut Vm, x: f64, y: f64, z: f64) -> PyResult<f64> {
    math::fma(x, y, z).or_raise(vm)
}

fn isfinite(_vm: &mut Vm, x: f64) -> bool {
    x.is_finite()
}

fn isinf(_vm: &mut Vm, x: f64) -> bool {
    x.is_infinite()
}

fn isnan(_vm: &mut Vm, x: f64) -> bool {
    x.is_nan()
}

fn frexp(_vm: &mut Vm, x: f64) -> (f64, i32) {
    math::frexp(x)
}

fn modf(_vm: &mut Vm, x: f64) -> (f64, f64) {
    math::modf(x)
}

fn ldexp(vm: &mut Vm, x: f64, i: Value) -> PyResult<f64> {
    if !vm.is_int(i) {
        return Err(vm.type_error("Expected an int as second argument to ldexp."));
    }
    let exponent = vm.index_clamped(i)?;
    math::ldexp(x, exponent).or_raise(vm)
}

fn nextafter(vm: &mut Vm, x: f64, y: f64, steps: Option<Index>) -> PyResult<f64> {
    let Some(Index(steps)) = steps else {
        return Ok(math::nextafter(x, y, 1));
    };
    if steps.is_negative() {
        return Err(vm.value_error("steps must be a non-negative integer"));
    }
    let steps = steps.num().into_big().to_u64().unwrap_or(u64::MAX);
    Ok(math::nextafter(x, y, steps))
}

fn isclose(vm: &mut Vm, a: f64, b: f64, rel_tol: f64, abs_tol: f64) -> PyResult<bool> {
    if rel_tol < 0.0 || abs_tol < 0.0 {
        return Err(vm.value_error("tolerances must be non-negative"));
    }
    if a == b {
        return Ok(true);
    }
    if a.is_infinite() || b.is_infinite() {
        return Ok(false);
    }
    let difference = (b - a).abs();
    Ok(difference <= (rel_tol * b).abs()
        || difference <= (rel_tol * a).abs()
        || difference <= abs_tol)
}

// ---- logarithms

fn logarithm(vm: &mut Vm, x: Value, log: Log) -> PyResult<f64> {
    let r = match PyInt::of(vm, x).filter(|_| !x.is_float()) {
        Some(n) => math_int::log_int(n.as_ref(), log),
        None => {
            let x = f64::from_py(vm, x)?;
            match log {
                Log::Natural => math::log(x),
                Log::Two => math::log2(x),
                Log::Ten => math::log10(x),
            }
        }
    };
    checked(vm, r)
}

fn log(vm: &mut Vm, x: Value, base: Option<Value>) -> PyResult {
    let x = Value::from_float(logarithm(vm, x, Log::Natural)?);
    match base {
        None => Ok(x),
        Some(base) => {
            let base = Value::from_float(logarithm(vm, base, Log::Natural)?);
            vm.binary(BinOp::TrueDiv, x, base)
        }
    }
}

fn log2(vm: &mut Vm, x: Value) -> PyResult<f64> {
    logarithm(vm, x, Log::Two)
}

fn log10(vm: &mut Vm, x: Value) -> PyResult<f64> {
    logarithm(vm, x, Log::Ten)
}

// ---- rounding to ints

fn floor(vm: &mut Vm, x: Value) -> PyResult {
    rounded(vm, x, Special::Floor, Int::from_f64_floor)
}

fn ceil(vm: &mut Vm, x: Value) -> PyResult {
    rounded(vm, x, Special::Ceil, Int::from_f64_ceil)
}

fn rounded(
    vm: &mut Vm,
    x: Value,
    special: Special,
    of_float: fn(f64) -> Result<Int, num::Error>,
) -> PyResult {
    if x.is_int() {
        return Ok(x);
    }
    if let Some(f) = x.as_float() {
        return of_float(f).or_raise(vm)?.into_py(vm);
    }
    if let Some(f) = vm.special_of(x, special) {
        return vm.call_method(f, x, &[]);
    }
    let x = vm.to_f64(x)?;
    of_float(x).or_raise(vm)?.into_py(vm)
}

fn trunc(vm: &mut Vm, x: Value) -> PyResult {
    if let Some(f) = x.as_float() {
        return Int::from_f64(f).or_raise(vm)?.into_py(vm);
    }
    match vm.special_of(x, Special::Trunc) {
        Some(f) => vm.call_method(f, x, &[]),
        None => {
            let t = vm.type_name(x);
            Err(vm.type_error(format_args!("type {t} doesn't define __trunc__ method")))
        }
    }
}

// ---- functions of ints

fn factorial(vm: &mut Vm, n: Index) -> PyResult<Int> {
    if n.0.is_negative() {
        return Err(vm.value_error("factorial() not defined for negative values"));
    }
    match n.0.num() {
        Int::Small(n) => math_int::factorial(n.unsigned_abs()).or_raise(vm),
        Int::Big(_) => Err(vm.overflow_error(format_args!(
            "factorial() argument should not exceed {}",
            i64::MAX
        ))),
    }
}

fn comb(vm: &mut Vm, n: Index, k: Index) -> PyResult<Int> {
    math_int::comb(n.0.as_ref(), k.0.as_ref()).or_raise(vm)
}

fn perm(vm: &mut Vm, n: Index, k: Option<Index>) -> PyResult<Int> {
    match k {
        None => factorial(vm, n),
        Some(k) => math_int::perm(n.0.as_ref(), k.0.as_ref()).or_raise(vm),
    }
}

fn isqrt(vm: &mut Vm, n: Index) -> PyResult<Int> {
    math_int::isqrt(n.0.as_ref()).or_raise(vm)
}

fn fold_ints(
    vm: &mut Vm,
    args: &Args<'_>,
    name: &str,
    start: i64,
    step: fn(num::IntRef<'_>, num::IntRef<'_>) -> Int,
) -> PyResult<Int> {
    args.no_names(vm, name)?;
    let mut result = Int::Small(start);
    for &arg in args.plain() {
        let Index(n) = Index::from_py(vm, arg)?;
        result = step(result.as_ref(), n.as_ref());
    }
    Ok(result)
}

fn gcd(vm: &mut Vm, args: &Args<'_>) -> PyResult<Int> {
    fold_ints(vm, args, "math.gcd", 0, math_int::gcd)
}

fn lcm(vm: &mut Vm, args: &Args<'_>) -> PyResult<Int> {
    fold_ints(vm, args, "math.lcm", 1, math_int::lcm)
}

// ---- sums, products, norms

fn hypot(vm: &mut Vm, args: &Args<'_>) -> PyResult<f64> {
    args.no_names(vm, "math.hypot")?;
    let coordinates = floats(vm, args.plain())?;
    Ok(math_sum::hypot(&coordinates))
}

fn floats(vm: &mut Vm, values: &[Value]) -> PyResult<Vec<f64>> {
    values.iter().map(|&v| f64::from_py(vm, v)).collect()
}

fn dist(vm: &mut Vm, p: Value, q: Value) -> PyResult<f64> {
    let p = match vm.as_tuple(p) {
        Some(p) => p,
        None => vm.tuple_from(p)?,
    };
    let q = match vm.as_tuple(q) {
        Some(q) => q,
        None => vm.tuple_from(q)?,
    };
    if p.len() != q.len() {
        return Err(vm.value_error("both points must have the same number of dimensions"));
    }
    let (p, q) = (floats(vm, p.items())?, floats(vm, q.items())?);
    Ok(math_sum::dist(&p, &q))
}

fn fsum(vm: &mut Vm, seq: Value) -> PyResult<f64> {
    let it = vm.iter(seq)?;
    let mut sum = ExactSum::default();
    while let Some(v) = vm.next(it)? {
        let x = f64::from_py(vm, v)?;
        sum.add(x).or_raise(vm)?;
    }
    sum.finish().or_raise(vm)
}

fn prod(vm: &mut Vm, iterable: Value, start: Value) -> PyResult {
    let it = vm.iter(iterable)?;
    let mut product = start;
    while let Some(v) = vm.next(it)? {
        product = vm.binary(BinOp::Mul, product, v)?;
    }
    Ok(product)
}

/// The running total of `sumprod`: machine ints and then floats are summed apart, exactly, for as long as nothing else comes.
struct ProductTotal {
    total: Value,
    ints: Option<i64>,
    floats: Option<SumOfProducts>,
}

impl ProductTotal {
    /// Takes a pair of ints whose product and sum fit.
    fn add_ints(&mut self, p: Value, q: Value) -> bool {
        let Some(sum) = self.ints else { return false };
        let (Some(p), Some(q)) = (p.as_int(), q.as_int()) else {
            return false;
        };
        self.ints = p
            .checked_mul(q)
            .and_then(|x| sum.checked_add(x))
            .or(self.ints);
        p.checked_mul(q).and_then(|x| sum.checked_add(x)).is_some()
    }

    /// Takes a pair of floats, or of a float and an int.
    fn add_floats(&mut self, vm: &Vm, p: Value, q: Value) -> bool {
        let Some(sum) = &mut self.floats else {
            return false;
        };
        let real = |v: Value| {
            v.as_float().or_else(|| {
                PyInt::of(vm, v)
                    .filter(|_| vm.is_exact(v, T::Int) || v.is_bool())
                    .and_then(|i| i.as_ref().to_f64())
            })
        };
        match (real(p), real(q)) {
            (Some(x), Some(y)) if p.is_float() || q.is_float() => sum.add(x, y),
            _ => false,
        }
    }

    fn end_ints(&mut self, vm: &mut Vm) -> PyResult<()> {
        if let Some(sum) = self.ints.take().filter(|&sum| sum != 0) {
            let sum = vm.new_int(sum);
            self.total = vm.binary(BinOp::Add, self.total, sum)?;
        }
        Ok(())
    }

    fn end_floats(&mut self, vm: &mut Vm, used: bool) -> PyResult<()> {
        if let Some(sum) = self.floats.take().filter(|_| used) {
            self.total = vm.binary(BinOp::Add, self.total, Value::from_float(sum.finish()))?;
        }
        Ok(())
    }
}

fn sumprod(vm: &mut Vm, p: Value, q: Value) -> PyResult {
    let (p, q) = (vm.iter(p)?, vm.iter(q)?);
    let mut sum = ProductTotal {
        total: Value::from_i32(0),
        ints: Some(0),
        floats: Some(SumOfProducts::default()),
    };
    let mut float_used = false;
    loop {
        let (x, y) = (vm.next(p)?, vm.next(q)?);
        let (x, y) = match (x, y) {
            (Some(x), Some(y)) => (x, y),
            (None, None) => break,
            _ => return Err(vm.value_error("Inputs are not the same length")),
        };
        if sum.add_ints(x, y) {
            continue;
        }
        sum.end_ints(vm)?;
        if sum.add_floats(vm, x, y) {
            float_used = true;
            continue;
        }
        sum.end_floats(vm, float_used)?;
        let product = vm.binary(BinOp::Mul, x, y)?;
        sum.total = vm.binary(BinOp::Add, sum.total, product)?;
    }
    sum.end_ints(vm)?;
    sum.end_floats(vm, float_used)?;
    Ok(sum.total)
}
