//! Comparison, identity and membership.

use crate::bytecode::ops::Op;
use std::cmp::Ordering;

use super::names::Special;
use super::{PyResult, Vm};
use crate::num::ints;
use crate::object::list::Storage;
use crate::object::{BigInt, Bytes, Dict, IntBox, List, Set, Str, T, Tuple, Value};
use crate::pyc::Version;

/// A rich comparison.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Cmp {
    /// `<`
    Lt,
    /// `<=`
    Le,
    /// `==`
    Eq,
    /// `!=`
    Ne,
    /// `>`
    Gt,
    /// `>=`
    Ge,
}

impl Cmp {
    /// Every comparison, by number.
    pub const ALL: [Cmp; 6] = [Cmp::Lt, Cmp::Le, Cmp::Eq, Cmp::Ne, Cmp::Gt, Cmp::Ge];

    /// The comparison that a neutral operation makes for a value.
    #[must_use]
    pub fn of(op: Op) -> Option<Cmp> {
        Some(match op {
            Op::Lt => Cmp::Lt,
            Op::Le => Cmp::Le,
            Op::Eq => Cmp::Eq,
            Op::Ne => Cmp::Ne,
            Op::Gt => Cmp::Gt,
            Op::Ge => Cmp::Ge,
            _ => return None,
        })
    }

    /// Does it hold for operands in this order?
    #[inline(always)]
    #[must_use]
    pub fn holds(self, o: Ordering) -> bool {
        match self {
            Cmp::Lt => o.is_lt(),
            Cmp::Le => o.is_le(),
            Cmp::Eq => o.is_eq(),
            Cmp::Ne => o.is_ne(),
            Cmp::Gt => o.is_gt(),
            Cmp::Ge => o.is_ge(),
        }
    }

    /// The comparison with operands exchanged.
    #[must_use]
    pub fn swapped(self) -> Cmp {
        match self {
            Cmp::Lt => Cmp::Gt,
            Cmp::Le => Cmp::Ge,
            Cmp::Gt => Cmp::Lt,
            Cmp::Ge => Cmp::Le,
            same => same,
        }
    }

    /// Its symbol.
    #[must_use]
    pub fn symbol(self) -> &'static str {
        match self {
            Cmp::Lt => "<",
            Cmp::Le => "<=",
            Cmp::Eq => "==",
            Cmp::Ne => "!=",
            Cmp::Gt => ">",
            Cmp::Ge => ">=",
        }
    }

    /// Its method.
    #[must_use]
    pub fn special(self) -> Special {
        match self {
            Cmp::Lt => Special::Lt,
            Cmp::Le => Special::Le,
            Cmp::Eq => Special::Eq,
            Cmp::Ne => Special::Ne,
            Cmp::Gt => Special::Gt,
            Cmp::Ge => Special::Ge,
        }
    }
}

/// The order of two small ints, floats or strings: everything that compares without another look, unless it is unordered.
#[inline]
fn plain_order(a: Value, b: Value) -> Option<Ordering> {
    if Value::both_int(a, b) {
        return Some(a.int_order().cmp(&b.int_order()));
    }
    if let (Some(x), Some(y)) = (a.as_float(), b.as_float()) {
        return x.partial_cmp(&y);
    }
    Some(compare_text(Str::from_value(a)?, Str::from_value(b)?))
}

/// The order of two lists that store their items as ints.
fn ints_order(x: List, y: List) -> Option<Ordering> {
    if x.storage() != Storage::Ints || y.storage() != Storage::Ints {
        return None;
    }
    let number = |word: &std::cell::Cell<u64>| word.get() as i64;
    Some(
        x.words()?
            .iter()
            .map(number)
            .cmp(y.words()?.iter().map(number)),
    )
}

/// Two numbers that compare without calling anything: `None` when one is no exact int, bool or float; `Some(None)` when unordered.
fn numbers(a: Value, b: Value) -> Option<Option<Ordering>> {
    if Value::both_int(a, b) {
        return Some(Some(a.int_unchecked().cmp(&b.int_unchecked())));
    }
    if let (Some(x), Some(y)) = (a.as_float(), b.as_float()) {
        return Some(x.partial_cmp(&y));
    }
    let small = |v: Value| {
        v.as_int()
            .or_else(|| IntBox::from_value(v).map(IntBox::get))
            .or_else(|| v.as_bool().map(i64::from))
    };
    match (small(a), small(b)) {
        (Some(x), Some(y)) => return Some(Some(x.cmp(&y))),
        (Some(x), None) => {
            if let Some(f) = b.as_float() {
                return Some(ints::cmp_f64(x, f));
            }
            return BigInt::from_value(b).map(|y| {
                Some(if y.is_negative() {
                    Ordering::Greater
                } else {
                    Ordering::Less
                })
            });
        }
        (None, Some(_)) => return numbers(b, a).map(|o| o.map(Ordering::reverse)),
        (None, None) => {}
    }
    match (BigInt::from_value(a), BigInt::from_value(b)) {
        (Some(x), Some(y)) => Some(Some(compare_big(x, y))),
        (Some(x), None) => b.as_float().map(|f| x.as_limbs().cmp_f64(f)),
        (None, Some(y)) => a
            .as_float()
            .map(|f| y.as_limbs().cmp_f64(f).map(Ordering::reverse)),
        (None, None) => None,
    }
}

fn compare_big(x: BigInt, y: BigInt) -> Ordering {
    match (x.is_negative(), y.is_negative()) {
        (true, false) => Ordering::Less,
        (false, true) => Ordering::Greater,
        (negative, _) => {
            let (a, b) = (x.limbs(), y.limbs());
            let o = a
                .len()
                .cmp(&b.len())
                .then_with(|| a.iter().rev().cmp(b.iter().rev()));
            if negative { o.reverse() } else { o }
        }
    }
}

impl Vm {
    /// `a op b` as a value.
    #[inline]
    pub fn compare(&mut self, op: Cmp, a: Value, b: Value) -> PyResult {
        if Value::both_int(a, b) {
            let order = a.int_unchecked().cmp(&b.int_unchecked());
            return Ok(Value::from_bool(op.holds(order)));
        }
        if let (Some(x), Some(y)) = (Str::from_value(a), Str::from_value(b)) {
            return Ok(Value::from_bool(match op {
                Cmp::Eq => x.same_text(y),
                Cmp::Ne => !x.same_text(y),
                _ => op.holds(compare_text(x, y)),
            }));
        }
        if let (Some(x), Some(y)) = (List::from_value(a), List::from_value(b)) {
            return match ints_order(x, y) {
                Some(o) => Ok(Value::from_bool(op.holds(o))),
                None => self.compare_slowly(op, a, b),
            };
        }
        if Tuple::from_value(a).is_none()
            && let Some(o) = numbers(a, b)
        {
            return Ok(Value::from_bool(o.map_or(op == Cmp::Ne, |o| op.holds(o))));
        }
        self.compare_slowly(op, a, b)
    }

    /// `a op b` as a truth value.
    #[inline]
    pub fn compare_truth(&mut self, op: Cmp, a: Value, b: Value) -> PyResult<bool> {
        let r = self.compare(op, a, b)?;
        self.truth(r)
    }

    /// `a == b` as containers compare: identical objects are equal.
    #[inline]
    pub fn eq(&mut self, a: Value, b: Value) -> PyResult<bool> {
        if a == b {
            return Ok(true); // for floats too: equal bits are the same object here, even those of NaN
        }
        self.compare_truth(Cmp::Eq, a, b)
    }

    /// Do two exact builtin objects compare by their own rule? `None` when neither is handled here.
    pub fn compare_builtin(&mut self, op: Cmp, a: Value, b: Value) -> PyResult<Option<bool>> {
        if let (Some(x), Some(y)) = (Tuple::from_value(a), Tuple::from_value(b)) {
            return self
                .compare_sequences(op, x.len(), y.len(), |i| x.get(i), |i| y.get(i))
                .map(Some);
        }
        if let (Some(x), Some(y)) = (List::from_value(a), List::from_value(b)) {
            if matches!(op, Cmp::Eq | Cmp::Ne) && x.len() != y.len() {
                return Ok(Some(op == Cmp::Ne));
            }
            return self.compare_lists(op, x, y).map(Some);
        }
        if let (Some(x), Some(y)) = (Bytes::from_value(a), Bytes::from_value(b)) {
            return Ok(Some(op.holds(x.as_slice().cmp(y.as_slice()))));
        }
        if let (Some(x), Some(y)) = (Dict::from_value(a), Dict::from_value(b)) {
            return match op {
                Cmp::Eq => self.dicts_equal(x, y).map(Some),
                Cmp::Ne => self.dicts_equal(x, y).map(|e| Some(!e)),
                _ => Ok(None),
            };
        }
        if let (Some(x), Some(y)) = (Set::from_value(a), Set::from_value(b)) {
            return self.compare_sets(op, x, y).map(Some);
        }
        if let Some(o) = numbers(a, b) {
            return Ok(Some(o.map_or(op == Cmp::Ne, |o| op.holds(o))));
        }
        if let (Some(x), Some(y)) = (Str::from_value(a), Str::from_value(b)) {
            return Ok(Some(op.holds(compare_text(x, y))));
        }
        Ok(None)
    }

    /// `a op b` by the rule of the builtin types of `a` and `b` or their payloads; NotImplemented when they have none: what the
    /// comparison methods of builtin containers do.
    pub fn compare_payloads(&mut self, op: Cmp, a: Value, b: Value) -> PyResult {
        let (a, b) = (self.payload(a), self.payload(b));
        Ok(self
            .compare_builtin(op, a, b)?
            .map_or(Value::NOT_IMPLEMENTED, Value::from_bool))
    }

    /// `x < y`
    pub fn tuple_less(&mut self, x: Tuple, y: Tuple) -> PyResult<bool> {
        self.compare_sequences(Cmp::Lt, x.len(), y.len(), |i| x.get(i), |i| y.get(i))
    }

    fn compare_lists(&mut self, op: Cmp, x: List, y: List) -> PyResult<bool> {
        let mut i = 0;
        while let (Some(a), Some(b)) = (x.get(i), y.get(i)) {
            let order = if a == b {
                Some(Ordering::Equal)
            } else {
                plain_order(a, b)
            };
            match order {
                Some(Ordering::Equal) => {
                    i += 1;
                    continue;
                }
                Some(o) => return Ok(op.holds(o)),
                None => {}
            }
            if !self.eq(a, b)? {
                return match op {
                    Cmp::Eq => Ok(false),
                    Cmp::Ne => Ok(true),
                    _ => self.compare_truth(op, a, b),
                };
            }
            i += 1;
        }
        Ok(op.holds(x.len().cmp(&y.len())))
    }

    fn compare_sequences(
        &mut self,
        op: Cmp,
        n: usize,
        m: usize,
        x: impl Fn(usize) -> Option<Value>,
        y: impl Fn(usize) -> Option<Value>,
    ) -> PyResult<bool> {
        for i in 0..n.min(m) {
            let (Some(a), Some(b)) = (x(i), y(i)) else {
                break;
            };
            if a == b {
                continue;
            }
            match plain_order(a, b) {
                Some(Ordering::Equal) => continue,
                Some(o) => return Ok(op.holds(o)),
                None => {}
            }
            if !self.eq(a, b)? {
                return match op {
                    Cmp::Eq => Ok(false),
                    Cmp::Ne => Ok(true),
                    _ => self.compare_truth(op, a, b),
                };
            }
        }
        Ok(op.holds(n.cmp(&m)))
    }

    fn dicts_equal(&mut self, x: Dict, y: Dict) -> PyResult<bool> {
        if x.len() != y.len() {
            return Ok(false);
        }
        let mut at = 0;
        while let Some(e) = x.next_entry(&mut at) {
            match self.dict_get_hashed(y, e.key, e.hash)? {
                Some(v) if self.eq(e.value, v)? => {}
                _ => return Ok(false),
            }
        }
        Ok(true)
    }

    /// Is every key of `x` in `y`?
    pub fn is_subset(&mut self, x: Set, y: Set) -> PyResult<bool> {
        if x.len() > y.len() {
            return Ok(false);
        }
        let mut at = 0;
        while let Some(s) = x.next_slot(&mut at) {
            if self.set_find(y, s.key, s.hash)?.is_none() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn compare_sets(&mut self, op: Cmp, x: Set, y: Set) -> PyResult<bool> {
        match op {
            Cmp::Eq => Ok(x.len() == y.len() && self.is_subset(x, y)?),
            Cmp::Ne => Ok(!(x.len() == y.len() && self.is_subset(x, y)?)),
            Cmp::Le => self.is_subset(x, y),
            Cmp::Lt => Ok(x.len() < y.len() && self.is_subset(x, y)?),
            Cmp::Ge => self.is_subset(y, x),
            Cmp::Gt => Ok(y.len() < x.len() && self.is_subset(y, x)?),
        }
    }

    #[inline(never)]
    fn compare_slowly(&mut self, op: Cmp, a: Value, b: Value) -> PyResult {
        self.check_native_stack_in("in comparison")?;
        if let Some(r) = self.compare_builtin(op, a, b)? {
            return Ok(Value::from_bool(r));
        }
        let (ca, cb) = (self.type_of(a), self.type_of(b));
        let mut tried_right = false;
        if ca != cb
            && cb.is_subclass(ca)
            && let Some(f) = self.special(cb, op.swapped().special())
        {
            tried_right = true;
            let r = self.call_method(f, b, &[a])?;
            if r != Value::NOT_IMPLEMENTED {
                return Ok(r);
            }
        }
        if let Some(f) = self.special(ca, op.special()) {
            let r = self.call_method(f, a, &[b])?;
            if r != Value::NOT_IMPLEMENTED {
                return Ok(r);
            }
        }
        if tried_right {
            return self.compare_by_identity(op, a, b);
        }
        self.compare_declined(op, a, b)
    }

    /// `a op b` after the method of `a`, which came first, declined.
    pub fn compare_declined(&mut self, op: Cmp, a: Value, b: Value) -> PyResult {
        let cb = self.type_of(b);
        if let Some(f) = self.special(cb, op.swapped().special()) {
            let r = self.call_method(f, b, &[a])?;
            if r != Value::NOT_IMPLEMENTED {
                return Ok(r);
            }
        }
        self.compare_by_identity(op, a, b)
    }

    /// `a op b` when no method can tell.
    fn compare_by_identity(&mut self, op: Cmp, a: Value, b: Value) -> PyResult {
        match op {
            Cmp::Eq => Ok(Value::from_bool(a == b)),
            Cmp::Ne => Ok(Value::from_bool(a != b)),
            _ => {
                let (x, y, s) = (self.type_name(a), self.type_name(b), op.symbol());
                Err(self.type_error(format_args!(
                    "'{s}' not supported between instances of '{x}' and '{y}'"
                )))
            }
        }
    }

    /// As `check_native_stack` with CPython's suffix for the operation.
    pub fn check_native_stack_in(&mut self, doing: &str) -> PyResult<()> {
        if self.check_native_stack().is_err() {
            self.take_pending();
            return Err(
                self.recursion_error(format_args!("maximum recursion depth exceeded {doing}"))
            );
        }
        Ok(())
    }

    /// `item in container`
    #[inline]
    pub fn contains(&mut self, container: Value, item: Value) -> PyResult<bool> {
        if let (Some(d), Some(s)) = (Dict::from_value(container), Str::from_value(item))
            && d.only_str_keys()
        {
            return Ok(d.find_str(s).is_some());
        }
        self.contains_slowly(container, item)
    }

    #[inline(never)]
    fn contains_slowly(&mut self, container: Value, item: Value) -> PyResult<bool> {
        if let Some(d) = Dict::from_value(container) {
            let h = self.hash_dict_key(item)?;
            return Ok(self.dict_find(d, item, h)?.is_some());
        }
        if let Some(s) = Set::from_value(container) {
            return self.set_contains_unfrozen(s, item);
        }
        if let Some(l) = List::from_value(container) {
            return Ok(self.list_find(l, item, 0, usize::MAX)?.is_some());
        }
        if let Some(t) = Tuple::from_value(container) {
            for &v in t.items() {
                if self.eq(v, item)? {
                    return Ok(true);
                }
            }
            return Ok(false);
        }
        if let Some(s) = Str::from_value(container) {
            return self.str_contains(s, item);
        }
        let class = self.type_of(container);
        match self.special(class, Special::Contains) {
            Some(f) if f.is_none() => {
                let t = self.class_name(class);
                Err(self.type_error(format_args!("'{t}' object is not a container")))
            }
            Some(f) => {
                let r = self.call_method(f, container, &[item])?;
                self.truth(r)
            }
            None => self.contains_by_iteration(container, item),
        }
    }

    /// The hash of the key of a search in a set: a set stands for the frozenset with its keys.
    #[inline]
    pub fn hash_search_key(&mut self, key: Value) -> PyResult<i64> {
        match Vm::plain_hash(key) {
            Some(h) => Ok(h),
            None => self.hash_search_key_slowly(key),
        }
    }

    #[inline(never)]
    fn hash_search_key_slowly(&mut self, key: Value) -> PyResult<i64> {
        match self.hash_set_element(key) {
            Ok(h) => Ok(h),
            Err(raised) => match self.as_set(key) {
                Some(set) if self.pending_is(T::TypeError) => {
                    self.take_pending();
                    Ok(self.hash_set(set))
                }
                _ => Err(raised),
            },
        }
    }

    /// A set as the key of a search in a set stands for the frozenset with its keys.
    #[inline]
    pub fn set_contains_unfrozen(&mut self, s: Set, item: Value) -> PyResult<bool> {
        let h = self.hash_search_key(item)?;
        Ok(self.set_find(s, item, h)?.is_some())
    }

    fn contains_by_iteration(&mut self, container: Value, item: Value) -> PyResult<bool> {
        let Ok(iter) = self.iter(container) else {
            match self.dialect() < Version::V38 {
                true => self.take_pending(),
                false => self.catch(T::TypeError)?,
            };
            let t = self.type_name(container);
            let what = match self.dialect() >= Version::V314 {
                true => "a container or iterable",
                false => "iterable",
            };
            return Err(self.type_error(format_args!("argument of type '{t}' is not {what}")));
        };
        while let Some(v) = self.next(iter)? {
            if self.eq(v, item)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// The comparison methods of the builtin containers, for their tables.
pub mod methods {
    use super::{Cmp, PyResult, Value, Vm};

    /// `a == b`
    pub fn eq(vm: &mut Vm, this: Value, other: Value) -> PyResult {
        vm.compare_payloads(Cmp::Eq, this, other)
    }

    /// `a != b`
    pub fn ne(vm: &mut Vm, this: Value, other: Value) -> PyResult {
        vm.compare_payloads(Cmp::Ne, this, other)
    }

    /// `a < b`
    pub fn lt(vm: &mut Vm, this: Value, other: Value) -> PyResult {
        vm.compare_payloads(Cmp::Lt, this, other)
    }

    /// `a <= b`
    pub fn le(vm: &mut Vm, this: Value, other: Value) -> PyResult {
        vm.compare_payloads(Cmp::Le, this, other)
    }

    /// `a > b`
    pub fn gt(vm: &mut Vm, this: Value, other: Value) -> PyResult {
        vm.compare_payloads(Cmp::Gt, this, other)
    }

    /// `a >= b`
    pub fn ge(vm: &mut Vm, this: Value, other: Value) -> PyResult {
        vm.compare_payloads(Cmp::Ge, this, other)
    }
}

/// Code point order.
#[must_use]
pub fn compare_text(x: Str, y: Str) -> Ordering {
    match (x.chars().as_latin1(), y.chars().as_latin1()) {
        (Some(a), Some(b)) => a.cmp(b),
        _ => x.chars().iter().cmp(y.chars().iter()),
    }
}
