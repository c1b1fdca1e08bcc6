//! Arithmetic: the binary and unary operators.

use super::names::Special;
use super::{OrMemoryError, PyResult, Raised, Vm};
use crate::bytecode::ops::Op;
use crate::num::{self, complex::Complex, float, ints};
use crate::object::{
    AnyInt, BigInt, Class, Instance, IntBox, List, NativeFunction, Str, T, Tuple, Value,
};
use crate::pyc::Version;

/// A binary operator.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "named after the operators")]
#[repr(u8)]
pub enum BinOp {
    Add,
    Sub,
    Mul,
    TrueDiv,
    FloorDiv,
    Mod,
    Pow,
    Lshift,
    Rshift,
    And,
    Or,
    Xor,
    Matmul,
    Divmod,
}

impl BinOp {
    /// Every operation, by number.
    pub const ALL: [BinOp; 14] = [
        BinOp::Add,
        BinOp::Sub,
        BinOp::Mul,
        BinOp::TrueDiv,
        BinOp::FloorDiv,
        BinOp::Mod,
        BinOp::Pow,
        BinOp::Lshift,
        BinOp::Rshift,
        BinOp::And,
        BinOp::Or,
        BinOp::Xor,
        BinOp::Matmul,
        BinOp::Divmod,
    ];

    /// What a neutral operation computes, and whether in place; `None` when it is not a binary one.
    #[must_use]
    pub fn of(op: Op) -> Option<(BinOp, bool)> {
        Some(match op {
            Op::Add => (BinOp::Add, false),
            Op::Sub => (BinOp::Sub, false),
            Op::Mul => (BinOp::Mul, false),
            Op::TrueDiv => (BinOp::TrueDiv, false),
            Op::FloorDiv => (BinOp::FloorDiv, false),
            Op::Modulo => (BinOp::Mod, false),
            Op::Pow => (BinOp::Pow, false),
            Op::Lshift => (BinOp::Lshift, false),
            Op::Rshift => (BinOp::Rshift, false),
            Op::BitAnd => (BinOp::And, false),
            Op::BitOr => (BinOp::Or, false),
            Op::BitXor => (BinOp::Xor, false),
            Op::Matmul => (BinOp::Matmul, false),
            Op::Iadd => (BinOp::Add, true),
            Op::Isub => (BinOp::Sub, true),
            Op::Imul => (BinOp::Mul, true),
            Op::ItrueDiv => (BinOp::TrueDiv, true),
            Op::IfloorDiv => (BinOp::FloorDiv, true),
            Op::Imodulo => (BinOp::Mod, true),
            Op::Ipow => (BinOp::Pow, true),
            Op::Ilshift => (BinOp::Lshift, true),
            Op::Irshift => (BinOp::Rshift, true),
            Op::IbitAnd => (BinOp::And, true),
            Op::IbitOr => (BinOp::Or, true),
            Op::IbitXor => (BinOp::Xor, true),
            Op::Imatmul => (BinOp::Matmul, true),
            _ => return None,
        })
    }

    /// Method, reflected method, in-place method.
    #[must_use]
    pub fn specials(self) -> (Special, Special, Option<Special>) {
        use Special as S;
        match self {
            BinOp::Add => (S::Add, S::Radd, Some(S::Iadd)),
            BinOp::Sub => (S::Sub, S::Rsub, Some(S::Isub)),
            BinOp::Mul => (S::Mul, S::Rmul, Some(S::Imul)),
            BinOp::TrueDiv => (S::TrueDiv, S::RtrueDiv, Some(S::ItrueDiv)),
            BinOp::FloorDiv => (S::FloorDiv, S::RfloorDiv, Some(S::IfloorDiv)),
            BinOp::Mod => (S::Mod, S::Rmod, Some(S::Imod)),
            BinOp::Pow => (S::Pow, S::Rpow, Some(S::Ipow)),
            BinOp::Lshift => (S::Lshift, S::Rlshift, Some(S::Ilshift)),
            BinOp::Rshift => (S::Rshift, S::Rrshift, Some(S::Irshift)),
            BinOp::And => (S::And, S::Rand, Some(S::Iand)),
            BinOp::Or => (S::Or, S::Ror, Some(S::Ior)),
            BinOp::Xor => (S::Xor, S::Rxor, Some(S::Ixor)),
            BinOp::Matmul => (S::Matmul, S::Rmatmul, Some(S::Imatmul)),
            BinOp::Divmod => (S::Divmod, S::Rdivmod, None),
        }
    }

    /// The symbol in error texts.
    #[must_use]
    pub fn symbol(self) -> &'static str {
        match self {
            BinOp::Add => "+",
            BinOp::Sub => "-",
            BinOp::Mul => "*",
            BinOp::TrueDiv => "/",
            BinOp::FloorDiv => "//",
            BinOp::Mod => "%",
            BinOp::Pow => "** or pow()",
            BinOp::Lshift => "<<",
            BinOp::Rshift => ">>",
            BinOp::And => "&",
            BinOp::Or => "|",
            BinOp::Xor => "^",
            BinOp::Matmul => "@",
            BinOp::Divmod => "divmod()",
        }
    }
}

/// An exact number: what arithmetic on builtin numbers works with.
enum Number {
    Int(AnyInt),
    Float(f64),
    Complex(Complex),
}

/// Floats, and small ints as floats: not for two ints. `None`: take the general way.
#[inline(always)]
fn small_reals(op: BinOp, a: Value, b: Value) -> Option<Value> {
    let (x, y) = (a.as_small_real()?, b.as_small_real()?);
    Some(Value::from_float(match op {
        BinOp::Add => x + y,
        BinOp::Sub => x - y,
        BinOp::Mul => x * y,
        BinOp::TrueDiv if y != 0.0 => x / y,
        _ => return None,
    }))
}

/// Which method of an operator has declined.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Declined {
    /// The left operand's.
    Left,
    /// The right operand's reflected one; the left one is a number, which declines too.
    Right,
    /// The left operand's for operation in place.
    InPlace,
}

impl Declined {
    /// All, by number.
    pub const ALL: [Declined; 3] = [Declined::Left, Declined::Right, Declined::InPlace];
}

/// A small int and a bool, as in `n += x == y`.
#[inline(always)]
fn int_and_bool(a: Value, b: Value) -> Option<(i64, i64)> {
    match (a.as_int(), b.as_int()) {
        (Some(x), None) => Some((x, i64::from(b.as_bool()?))),
        (None, Some(y)) => Some((i64::from(a.as_bool()?), y)),
        _ => None,
    }
}

impl Vm {
    /// `a op b`
    #[inline]
    pub fn binary(&mut self, op: BinOp, a: Value, b: Value) -> PyResult {
        if Value::both_int(a, b) {
            return match self.small_ints(op, a.int_unchecked(), b.int_unchecked()) {
                Some(r) => r,
                None => self.binary_slowly(op, a, b),
            };
        }
        match small_reals(op, a, b) {
            Some(v) => Ok(v),
            None => self.binary_slowly(op, a, b),
        }
    }

    /// Ints of the word: everything that cannot leave `i64`. `None`: take the general way.
    #[inline(always)]
    fn small_ints(&mut self, op: BinOp, x: i64, y: i64) -> Option<PyResult> {
        let r = match op {
            BinOp::Add => x + y,
            BinOp::Sub => x - y,
            BinOp::Mul => x.checked_mul(y)?,
            BinOp::FloorDiv => ints::floor_div(x, y)?,
            BinOp::Mod => ints::floor_mod(x, y)?,
            BinOp::And => x & y,
            BinOp::Or => x | y,
            BinOp::Xor => x ^ y,
            BinOp::Rshift if y >= 0 => x >> y.min(63),
            BinOp::Lshift if (0..14).contains(&y) => x << y,
            BinOp::TrueDiv => {
                let q = ints::true_div(x, y)?;
                return Some(Ok(Value::from_float(q)));
            }
            _ => return None,
        };
        Some(Ok(self.new_int(r)))
    }

    #[inline(never)]
    fn binary_slowly(&mut self, op: BinOp, a: Value, b: Value) -> PyResult {
        if let Some((x, y)) = int_and_bool(a, b)
            && let Some(r) = self.small_ints(op, x, y)
        {
            return r;
        }
        if let Some(r) = self.binary_builtin(op, a, b) {
            return r;
        }
        self.binary_by_methods(op, a, b, None)
    }

    /// `a op= b`
    pub fn in_place(&mut self, op: BinOp, a: Value, b: Value) -> PyResult {
        if op == BinOp::Add
            && let (Some(x), Some(y)) = (Str::from_value(a), Str::from_value(b))
        {
            let made = x.concat(&mut self.heap, y).or_memory_error(self);
            return made.map(Str::value);
        }
        if !Value::both_int(a, b)
            && let Some(v) = small_reals(op, a, b)
        {
            return Ok(v);
        }
        if let Some((x, y)) = int_and_bool(a, b)
            && let Some(r) = self.small_ints(op, x, y)
        {
            return r;
        }
        if let Some(l) = List::from_value(a) {
            match op {
                BinOp::Add => {
                    // the reflected method of the other operand comes first
                    if Instance::from_value(b).is_some()
                        && let Some(f) = self.special_of(b, Special::Radd)
                    {
                        let r = self.call_method(f, b, &[a])?;
                        if r != Value::NOT_IMPLEMENTED {
                            return Ok(r);
                        }
                    }
                    self.extend_list(l, b)?;
                    return Ok(a);
                }
                BinOp::Mul if self.is_int(b) => {
                    let repeated = self.repeat_list(l, b)?;
                    l.swap(repeated);
                    return Ok(a);
                }
                _ => {}
            }
        }
        if let Some(r) = self.binary_builtin(op, a, b) {
            return r;
        }
        if let Some(s) = op.specials().2
            && let Some(f) = self.special_of(a, s)
        {
            let r = self.call_method(f, a, &[b])?;
            if r != Value::NOT_IMPLEMENTED {
                return Ok(r);
            }
        }
        self.binary_by_methods(op, a, b, Some("="))
    }

    /// Operators on exact builtin objects, without look-ups: `None` when the operands are not such.
    pub fn binary_builtin(&mut self, op: BinOp, a: Value, b: Value) -> Option<PyResult> {
        if let (Some(x), Some(y)) = (AnyInt::of(a), AnyInt::of(b)) {
            if a.is_bool() && b.is_bool() {
                match op {
                    BinOp::And => return Some(Ok(Value(a.0 & b.0))),
                    BinOp::Or => return Some(Ok(Value(a.0 | b.0))),
                    BinOp::Xor => return Some(Ok(Value::from_bool(a != b))),
                    _ => {}
                }
            }
            return self.ints(op, x, y);
        }
        if let (Some(x), Some(y)) = (number(a), number(b)) {
            return self.numbers(op, x, y);
        }
        match op {
            BinOp::Add => self.concat(a, b),
            BinOp::Mul => self.repeat(a, b),
            BinOp::Mod => match Str::from_value(a) {
                // a class derived from `str` may have its own `__rmod__`
                Some(s) if Instance::from_value(b).is_none() || self.as_str(b).is_none() => {
                    Some(self.percent_format(s, b))
                }
                _ => None,
            },
            _ => None,
        }
    }

    fn numbers(&mut self, op: BinOp, x: Number, y: Number) -> Option<PyResult> {
        use Number::{Complex as C, Int};
        match (x, y) {
            (Int(x), Int(y)) => self.ints(op, x, y),
            (C(x), C(y)) => self.complexes(op, x, y),
            (C(x), y) => match self.number_to_f64(y) {
                Ok(y) => self.complex_and_real(op, x, y, false),
                Err(raised) => Some(Err(raised)),
            },
            (x, C(y)) => match self.number_to_f64(x) {
                Ok(x) => self.complex_and_real(op, y, x, true),
                Err(raised) => Some(Err(raised)),
            },
            (x, y) => {
                let (x, y) = match (self.number_to_f64(x), self.number_to_f64(y)) {
                    (Ok(x), Ok(y)) => (x, y),
                    (Err(raised), _) | (_, Err(raised)) => return Some(Err(raised)),
                };
                self.floats(op, x, y)
            }
        }
    }

    /// An operator on a complex and a real number, which is the left operand when `reflected`. Since 3.14 the real one is not made complex,
    /// so that signs of zero and infinities survive.
    fn complex_and_real(
        &mut self,
        op: BinOp,
        z: Complex,
        x: f64,
        reflected: bool,
    ) -> Option<PyResult> {
        use crate::num::complex;
        let r = match (op, reflected) {
            _ if self.main_version < Version::V314 => None,
            (BinOp::Add, _) => Some(Ok(complex::add_real(z, x))),
            (BinOp::Mul, _) => Some(Ok(complex::mul_real(z, x))),
            (BinOp::Sub, false) => Some(Ok(complex::sub_real(z, x))),
            (BinOp::Sub, true) => Some(Ok(complex::real_sub(x, z))),
            (BinOp::TrueDiv, false) => Some(complex::div_real(z, x)),
            (BinOp::TrueDiv, true) => Some(complex::real_div(x, z)),
            _ => None,
        };
        match r {
            Some(Ok(c)) => Some(self.new_complex(c.re, c.im)),
            Some(Err(e)) => Some(Err(self.inexact_error(op, e, true))),
            None => {
                let x = Complex { re: x, im: 0.0 };
                let (a, b) = if reflected { (x, z) } else { (z, x) };
                self.complexes(op, a, b)
            }
        }
    }

    fn number_to_f64(&mut self, n: Number) -> PyResult<f64> {
        match n {
            Number::Int(AnyInt::Small(i)) => Ok(i as f64),
            Number::Int(AnyInt::Big(b)) => self.big_to_f64(b),
            Number::Float(f) => Ok(f),
            Number::Complex(_) => Err(self.type_error("must be real number, not complex")),
        }
    }

    pub(super) fn floats(&mut self, op: BinOp, x: f64, y: f64) -> Option<PyResult> {
        let r = match op {
            BinOp::Add => Ok(x + y),
            BinOp::Sub => Ok(x - y),
            BinOp::Mul => Ok(x * y),
            BinOp::TrueDiv => float::true_div(x, y),
            BinOp::FloorDiv => float::floor_div(x, y),
            BinOp::Mod => float::modulo(x, y),
            BinOp::Divmod => {
                return Some(match float::divmod(x, y) {
                    Ok((q, m)) => Ok(self.pair(Value::from_float(q), Value::from_float(m))),
                    Err(e) => Err(self.inexact_error(op, e, false)),
                });
            }
            BinOp::Pow => match float::pow(x, y) {
                Ok(Some(r)) => Ok(r),
                Ok(None) => {
                    return self.complexes(
                        op,
                        Complex { re: x, im: 0.0 },
                        Complex { re: y, im: 0.0 },
                    );
                }
                Err(e) => Err(e),
            },
            _ => return None,
        };
        Some(match r {
            Ok(r) => Ok(Value::from_float(r)),
            Err(e) => Err(self.inexact_error(op, e, false)),
        })
    }

    fn complexes(&mut self, op: BinOp, x: Complex, y: Complex) -> Option<PyResult> {
        use crate::num::complex;
        let r = match op {
            BinOp::Add => Ok(complex::add(x, y)),
            BinOp::Sub => Ok(complex::sub(x, y)),
            BinOp::Mul => Ok(complex::mul(x, y)),
            BinOp::TrueDiv => complex::div(x, y),
            BinOp::Pow => complex::pow(x, y),
            _ => return None,
        };
        Some(match r {
            Ok(c) => self.new_complex(c.re, c.im),
            Err(e) => Err(self.inexact_error(op, e, true)),
        })
    }

    pub(super) fn pair(&mut self, a: Value, b: Value) -> Value {
        Tuple::small(&mut self.heap, [a, b]).value()
    }

    #[cold]
    pub(super) fn int_zero_division(&mut self, op: BinOp) -> Raised {
        let version = self.main_version;
        self.zero_division(match op {
            BinOp::TrueDiv => "division by zero",
            _ if version >= Version::V314 => "division by zero",
            BinOp::Mod if version >= Version::V311 => "integer modulo by zero",
            _ => "integer division or modulo by zero",
        })
    }

    /// The error of a float or complex operator. Before 3.14 each division had its own text.
    #[cold]
    fn inexact_error(&mut self, op: BinOp, e: num::Error, complex: bool) -> Raised {
        let version = self.main_version;
        if e.kind != num::ErrorKind::ZeroDivision || version >= Version::V314 {
            return self.num_error(e);
        }
        self.zero_division(match op {
            BinOp::TrueDiv if complex => "complex division by zero",
            BinOp::TrueDiv => "float division by zero",
            BinOp::Pow if complex => "0.0 to a negative or complex power",
            BinOp::Pow => "0.0 cannot be raised to a negative power",
            BinOp::FloorDiv if version >= Version::V39 => "float floor division by zero",
            BinOp::Mod if version >= Version::V313 => "float modulo by zero",
            BinOp::Mod => "float modulo",
            _ => "float divmod()",
        })
    }

    /// `a + b` of two strings, lists, tuples or bytes.
    fn concat(&mut self, a: Value, b: Value) -> Option<PyResult> {
        if let (Some(x), Some(y)) = (Str::from_value(a), Str::from_value(b)) {
            return Some(
                x.concat(&mut self.heap, y)
                    .or_memory_error(self)
                    .map(Str::value),
            );
        }
        if let (Some(x), Some(y)) = (List::from_value(a), List::from_value(b)) {
            return Some(self.concat_lists(x, y));
        }
        if let (Some(x), Some(y)) = (Tuple::from_value(a), Tuple::from_value(b)) {
            if x.is_empty() {
                return Some(Ok(b));
            }
            if y.is_empty() {
                return Some(Ok(a));
            }
            return Some(self.concat_tuples(x, y));
        }
        None
    }

    fn concat_lists(&mut self, x: List, y: List) -> PyResult {
        let r = List::new(&mut self.heap);
        r.widen(&mut self.heap, x.storage().join(y.storage()))
            .or_memory_error(self)?;
        r.reserve(&mut self.heap, x.len() + y.len())
            .or_memory_error(self)?;
        r.extend_from_list(&mut self.heap, x, 0..x.len())
            .or_memory_error(self)?;
        r.extend_from_list(&mut self.heap, y, 0..y.len())
            .or_memory_error(self)?;
        Ok(r.value())
    }

    fn concat_tuples(&mut self, x: Tuple, y: Tuple) -> PyResult {
        let mut items = crate::object::GcVec::with_capacity(&mut self.heap, x.len() + y.len())
            .or_memory_error(self)?;
        for &v in x.items().iter().chain(y.items()) {
            items.push(&mut self.heap, v).or_memory_error(self)?;
        }
        self.new_tuple(&items).map(Tuple::value)
    }

    /// `a * b` where one is a list, tuple or string and the other an int.
    fn repeat(&mut self, a: Value, b: Value) -> Option<PyResult> {
        let sequence = |v| {
            List::from_value(v).is_some()
                || Tuple::from_value(v).is_some()
                || Str::from_value(v).is_some()
        };
        let (seq, count) = if sequence(a) { (a, b) } else { (b, a) };
        if !sequence(seq)
            || !(count.is_int()
                || count.is_bool()
                || IntBox::from_value(count).is_some()
                || BigInt::from_value(count).is_some())
        {
            return None;
        }
        if let Some(l) = List::from_value(seq) {
            return Some(self.repeat_list(l, count).map(List::value));
        }
        Some(self.repeat_count(count).and_then(|n| {
            if let Some(t) = Tuple::from_value(seq) {
                self.repeat_tuple(t, n)
            } else if let Some(s) = Str::from_value(seq) {
                self.repeat_str(s, n)
            } else {
                Ok(seq)
            }
        }))
    }

    /// How often to repeat: negative counts are 0; OverflowError beyond an index.
    pub fn repeat_count(&mut self, count: Value) -> PyResult<usize> {
        let i = self.index(count)?;
        match self.int_as_i64(i) {
            Some(n) => Ok(n.max(0) as usize),
            None => {
                let t = self.type_name(count);
                Err(self
                    .overflow_error(format_args!("cannot fit '{t}' into an index-sized integer")))
            }
        }
    }

    /// `list * count`
    pub fn repeat_list(&mut self, l: List, count: Value) -> PyResult<List> {
        let n = self.repeat_count(count)?;
        let Some(total) = l
            .len()
            .checked_mul(n)
            .filter(|&t| t < isize::MAX as usize / 8)
        else {
            return Err(self.memory_error());
        };
        if l.len() == 1
            && let Some(v) = l.get(0)
        {
            return List::repeated(&mut self.heap, v, n).or_memory_error(self);
        }
        let r = List::new(&mut self.heap);
        r.widen(&mut self.heap, l.storage()).or_memory_error(self)?;
        r.reserve(&mut self.heap, total).or_memory_error(self)?;
        for _ in 0..n {
            r.extend_from_list(&mut self.heap, l, 0..l.len())
                .or_memory_error(self)?;
        }
        Ok(r)
    }

    fn repeat_tuple(&mut self, t: Tuple, n: usize) -> PyResult {
        if n == 1 {
            return Ok(t.value());
        }
        let Some(total) = t
            .len()
            .checked_mul(n)
            .filter(|&t| t < isize::MAX as usize / 8)
        else {
            return Err(self.memory_error());
        };
        let mut items =
            crate::object::GcVec::with_capacity(&mut self.heap, total).or_memory_error(self)?;
        for _ in 0..n {
            for &v in t.items() {
                items.push(&mut self.heap, v).or_memory_error(self)?;
            }
        }
        self.new_tuple(&items).map(Tuple::value)
    }

    fn repeat_str(&mut self, s: Str, n: usize) -> PyResult {
        if n == 1 || s.is_empty() {
            return Ok(s.value());
        }
        Str::repeated(&mut self.heap, s, n)
            .or_memory_error(self)
            .map(Str::value)
    }

    /// The reflected dance (Objects/abstract.c:binary_op1).
    pub fn binary_by_methods(
        &mut self,
        op: BinOp,
        a: Value,
        b: Value,
        suffix: Option<&str>,
    ) -> PyResult {
        let (method, reflected, _) = op.specials();
        let (ca, cb) = (self.type_of(a), self.type_of(b));
        let right = if ca == cb {
            None
        } else {
            self.special(cb, reflected)
        };
        let left = self.special(ca, method);
        let right = right.filter(|&f| !is_sequence_method(op, f, cb) || self.is_index(a));
        let mut tried_right = false;
        if let Some(f) = right
            && cb.is_subclass(ca)
            && Some(f) != self.special(ca, reflected)
        {
            tried_right = true;
            let r = self.call_method(f, b, &[a])?;
            if r != Value::NOT_IMPLEMENTED {
                return Ok(r);
            }
        }
        let late = left.is_some_and(|f| is_sequence_method(op, f, ca));
        if let Some(f) = left.filter(|_| !late) {
            let r = self.call_method(f, a, &[b])?;
            if r != Value::NOT_IMPLEMENTED {
                return Ok(r);
            }
        }
        if let Some(f) = right.filter(|_| !tried_right) {
            let r = self.call_method(f, b, &[a])?;
            if r != Value::NOT_IMPLEMENTED {
                return Ok(r);
            }
        }
        if let Some(f) = left.filter(|_| late && (op == BinOp::Add || self.is_index(b))) {
            let r = self.call_method(f, a, &[b])?;
            if r != Value::NOT_IMPLEMENTED {
                return Ok(r);
            }
        }
        Err(self.unsupported(op, a, b, suffix))
    }

    /// As `binary_by_methods`, after one method was called, which declined.
    pub fn binary_declined(
        &mut self,
        op: BinOp,
        by: Declined,
        a: Value,
        b: Value,
        suffix: Option<&str>,
    ) -> PyResult {
        match by {
            Declined::InPlace => return self.binary_by_methods(op, a, b, suffix),
            Declined::Left if self.type_of(a) != self.type_of(b) => {
                let cb = self.type_of(b);
                let right = self.special(cb, op.specials().1);
                let right = right.filter(|&f| !is_sequence_method(op, f, cb) || self.is_index(a));
                if let Some(f) = right {
                    let r = self.call_method(f, b, &[a])?;
                    if r != Value::NOT_IMPLEMENTED {
                        return Ok(r);
                    }
                }
            }
            Declined::Left | Declined::Right => {}
        }
        Err(self.unsupported(op, a, b, suffix))
    }

    #[cold]
    fn unsupported(&mut self, op: BinOp, a: Value, b: Value, suffix: Option<&str>) -> Raised {
        let (x, y) = (self.type_name(a), self.type_name(b));
        // sequences explain themselves when the other operand is wrong
        if op == BinOp::Add && suffix.is_none() {
            for (v, name) in [
                (self.as_str(a).map(Str::value), "str"),
                (self.as_list(a).map(List::value), "list"),
                (self.as_tuple(a).map(Tuple::value), "tuple"),
            ] {
                if v.is_some() {
                    return self.type_error(format_args!(
                        "can only concatenate {name} (not \"{y}\") to {name}"
                    ));
                }
            }
        }
        if op == BinOp::Add && self.as_str(a).is_some() {
            return self.type_error(format_args!(
                "can only concatenate str (not \"{y}\") to str"
            ));
        }
        if op == BinOp::Add && matches!(self.type_of(a).native(), T::Bytes | T::ByteArray) {
            return self.type_error(format_args!("can't concat {y} to {x}"));
        }
        if op == BinOp::Add && self.as_tuple(a).is_some() {
            return self.type_error(format_args!(
                "can only concatenate tuple (not \"{y}\") to tuple"
            ));
        }
        if op == BinOp::Mul {
            for (seq, other) in [(a, &y), (b, &x)] {
                let p = self.payload(seq);
                if Str::from_value(p).is_some()
                    || List::from_value(p).is_some()
                    || Tuple::from_value(p).is_some()
                    || crate::object::Bytes::from_value(p).is_some()
                    || crate::object::ByteArray::from_value(p).is_some()
                {
                    return self.type_error(format_args!(
                        "can't multiply sequence by non-int of type '{other}'"
                    ));
                }
            }
        }
        // up to 3.9 complex numbers have these operations, which always fail
        let complex = |vm: &Vm, v: Value| vm.type_of(v).native() == T::Complex;
        if self.main_version < Version::V310 && (complex(self, a) || complex(self, b)) {
            match op {
                BinOp::FloorDiv => return self.type_error("can't take floor of complex number."),
                BinOp::Mod => return self.type_error("can't mod complex numbers."),
                BinOp::Divmod => {
                    return self.type_error("can't take floor or mod of complex number.");
                }
                _ => {}
            }
        }
        let symbol = match (op, suffix) {
            (BinOp::Pow, Some(_)) => "**=".to_string(),
            (op, s) => format!("{}{}", op.symbol(), s.unwrap_or("")),
        };
        self.type_error(format_args!(
            "unsupported operand type(s) for {symbol}: '{x}' and '{y}'"
        ))
    }

    /// `-v`, `+v`, `~v` for `s` = Neg, Pos, Invert.
    pub fn unary(&mut self, s: Special, v: Value) -> PyResult {
        match (number(v), s) {
            (Some(Number::Int(i)), _) if !v.is_bool() => return self.unary_int(s, v, i),
            (Some(Number::Int(AnyInt::Small(i))), Special::Neg) => return Ok(self.new_int(-i)),
            (Some(Number::Int(AnyInt::Small(i))), Special::Pos) => return Ok(self.new_int(i)),
            (Some(Number::Float(f)), Special::Neg) => return Ok(Value::from_float(-f)),
            (Some(Number::Float(_)), Special::Pos) => return Ok(v),
            _ => {}
        }
        match self.special_of(v, s) {
            Some(f) => self.call_method(f, v, &[]),
            None => {
                let symbol = match s {
                    Special::Neg => "unary -",
                    Special::Pos => "unary +",
                    _ => "unary ~",
                };
                let t = self.type_name(v);
                Err(self.type_error(format_args!("bad operand type for {symbol}: '{t}'")))
            }
        }
    }
}

/// Is `f` how a builtin sequence concatenates or repeats itself? The operators ask it last, and only where it can work.
fn is_sequence_method(op: BinOp, f: Value, class: Class) -> bool {
    matches!(op, BinOp::Add | BinOp::Mul)
        && NativeFunction::from_value(f).is_some()
        && matches!(
            class.native(),
            T::Str | T::Bytes | T::ByteArray | T::List | T::Tuple
        )
}

/// The exact builtin number in `v`; bools count as ints.
fn number(v: Value) -> Option<Number> {
    if let Some(i) = AnyInt::of(v) {
        return Some(Number::Int(i));
    }
    if let Some(f) = v.as_float() {
        return Some(Number::Float(f));
    }
    super::complex::of(v).map(Number::Complex)
}
