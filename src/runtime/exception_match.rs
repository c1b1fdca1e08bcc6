//! Which handler takes an exception: `except`, `except*`.

use super::exception::{Exception, slot};
use super::{PyResult, Raised, Vm};
use crate::object::{Class, GcVec, Instance, List, T, Tuple, Value, class::flags};
use crate::runtime::OrMemoryError;

const NOT_A_CLASS: &str = "catching classes that do not inherit from BaseException is not allowed";
const GROUP_CLASS: &str =
    "catching ExceptionGroup with except* is not allowed. Use except instead.";

impl Vm {
    /// Is `v` a class derived from BaseException?
    #[inline]
    #[must_use]
    pub fn is_exception_class(&self, v: Value) -> bool {
        Class::from_value(v).is_some_and(|c| c.has(flags::EXCEPTION))
    }

    /// Does the exception (or exception class) `exc` match the class or tuple of classes `kind` of an `except` clause?
    #[inline]
    pub fn exception_matches(&mut self, exc: Value, kind: Value) -> PyResult<bool> {
        if let Some(c) = Class::from_value(kind)
            && c.has(flags::EXCEPTION)
        {
            return Ok(self.class_of_raised(exc).is_subclass(c));
        }
        self.matches_tuple(exc, kind)
    }

    #[inline(never)]
    fn matches_tuple(&mut self, exc: Value, kind: Value) -> PyResult<bool> {
        match self.as_tuple(kind) {
            Some(t) if t.items().iter().all(|&k| self.is_exception_class(k)) => {
                Ok(self.given_matches(exc, kind))
            }
            _ => Err(self.type_error(NOT_A_CLASS)),
        }
    }

    fn class_of_raised(&self, exc: Value) -> Class {
        match Class::from_value(exc) {
            Some(c) if c.has(flags::EXCEPTION) => c,
            _ => self.type_of(exc),
        }
    }

    /// As `exception_matches`, without any check of `kind`: nested tuples are searched, what is no exception class matches only itself.
    #[must_use]
    pub fn given_matches(&self, exc: Value, kind: Value) -> bool {
        if let Some(t) = self.as_tuple(kind) {
            return t.items().iter().any(|&k| self.given_matches(exc, k));
        }
        match Class::from_value(kind) {
            Some(c) if c.has(flags::EXCEPTION) => self.class_of_raised(exc).is_subclass(c),
            _ => exc == kind,
        }
    }

    /// Is it an instance of BaseExceptionGroup?
    #[must_use]
    pub fn is_group(&self, v: Value) -> bool {
        Instance::from_value(v).is_some() && self.is_instance(v, T::BaseExceptionGroup)
    }

    fn check_star_kind(&mut self, kind: Value) -> PyResult<()> {
        let kinds = match self.as_tuple(kind) {
            Some(t) => self.hold(t.items())?,
            None => self.hold(&[kind])?,
        };
        if !kinds.iter().all(|&k| self.is_exception_class(k)) {
            return Err(self.type_error(NOT_A_CLASS));
        }
        let group = self.class(T::BaseExceptionGroup);
        if kinds
            .iter()
            .any(|&k| Class::from_value(k).is_some_and(|c| c.is_subclass(group)))
        {
            return Err(self.type_error(GROUP_CLASS));
        }
        Ok(())
    }

    /// `except* kind` with `exc` (an exception, or None when nothing is left): the rest and the match, None for nothing.
    pub fn match_exc_group(&mut self, exc: Value, kind: Value) -> PyResult<(Value, Value)> {
        self.check_star_kind(kind)?;
        if exc.is_none() {
            return Ok((Value::NONE, Value::NONE));
        }
        if self.given_matches(exc, kind) {
            let matched = if self.is_group(exc) {
                exc
            } else {
                self.wrap_in_group(exc)?
            };
            return Ok((Value::NONE, matched));
        }
        if !self.is_group(exc) {
            return Ok((exc, Value::NONE));
        }
        let pair = self.call_method_str(exc, "split", &[kind])?;
        match self.as_tuple(pair).map(Tuple::items) {
            Some([matched, rest, ..]) => Ok((*rest, *matched)),
            Some(items) => {
                let (t, n) = (self.type_name(exc), items.len());
                Err(self.type_error(format_args!(
                    "{t}.split must return a 2-tuple, got tuple of size {n}"
                )))
            }
            None => {
                let (t, r) = (self.type_name(exc), self.type_name(pair));
                Err(self.type_error(format_args!("{t}.split must return a tuple, not {r}")))
            }
        }
    }

    /// The group that `except*` makes of an exception that is none.
    fn wrap_in_group(&mut self, exc: Value) -> PyResult {
        let exceptions = self.new_list(&[exc])?;
        let group = self.new_group(self.names.empty.value(), exceptions.value())?;
        if let (Some(e), Some(i)) = (
            Exception::from_value(group),
            self.thread.depth.checked_sub(1),
        ) {
            self.add_traceback_to(e, i);
        }
        Ok(group)
    }

    /// `ExceptionGroup(message, exceptions)`, or a BaseExceptionGroup when they ask for it.
    pub fn new_group(&mut self, message: Value, exceptions: Value) -> PyResult {
        let class = self.class(T::BaseExceptionGroup).value();
        self.call_positional(class, &[message, exceptions])
    }

    /// What is to be raised after the `except*` clauses (None: nothing). `orig` is the original exception, `raised` the list of what the clauses raised
    /// and what they left over (Objects/exceptions.c:_PyExc_PrepReraiseStar).
    pub fn prep_reraise_star(&mut self, orig: Value, raised: Value) -> PyResult {
        let Some(list) = self.as_list(raised).filter(|l| !l.is_empty()) else {
            return Ok(Value::NONE);
        };
        if !self.is_group(orig) {
            // a naked exception was caught and wrapped: only one clause could run
            return Ok(list.get(0).unwrap_or(Value::NONE));
        }
        let (mut new, mut again) = (GcVec::new(), GcVec::new());
        for i in 0..list.len() {
            let Some(e) = list.get(i).filter(|e| !e.is_none()) else {
                continue;
            };
            let to = if self.is_same_metadata(e, orig) {
                &mut again
            } else {
                &mut new
            };
            to.push(&mut self.heap, e).or_memory_error(self)?;
        }
        let projection = self.group_projection(orig, &again)?;
        if new.is_empty() {
            return Ok(projection);
        }
        if !projection.is_none() {
            new.push(&mut self.heap, projection).or_memory_error(self)?;
        }
        if new.len() == 1 {
            return Ok(new[0]);
        }
        let list = self.new_list(&new)?;
        self.new_group(self.names.empty.value(), list.value())
    }

    fn is_same_metadata(&self, a: Value, b: Value) -> bool {
        let (Some(a), Some(b)) = (Exception::checked(self, a), Exception::checked(self, b)) else {
            return false;
        };
        let notes = |e: Exception| e.instance().get(&self.shapes, self.names.__notes__);
        notes(a) == notes(b)
            && [slot::TRACEBACK, slot::CAUSE, slot::CONTEXT]
                .iter()
                .all(|&s| a.get(s) == b.get(s))
    }

    /// The part of the group `orig` whose leaves are in `keep` (groups that were split off from it), or None.
    fn group_projection(&mut self, orig: Value, keep: &[Value]) -> PyResult {
        let mut leaves = GcVec::new();
        for &e in keep {
            self.collect_leaves(e, &mut leaves)?;
        }
        if leaves.is_empty() {
            return Ok(Value::NONE);
        }
        let (matched, _) = self.split_group(orig, &mut |_, e| Ok(leaves.contains(&e)), false)?;
        Ok(matched)
    }

    fn collect_leaves(&mut self, e: Value, leaves: &mut GcVec) -> PyResult<()> {
        self.check_native_stack()?;
        if !self.is_group(e) {
            return leaves.push(&mut self.heap, e).or_memory_error(self);
        }
        let parts = self.group_parts(e);
        for &part in parts.map_or(&[][..], Tuple::items) {
            self.collect_leaves(part, leaves)?;
        }
        Ok(())
    }

    /// The `exceptions` of a group; `None` when `v` is none.
    #[must_use]
    pub fn group_parts(&self, v: Value) -> Option<Tuple> {
        if self.is_group(v) { Tuple::from_value(Exception::from_value(v)?.get(slot::OWN + 1)) } else { None }
    }

    /// Splits `exc` by a condition on exceptions and groups: the part where it holds and, if wanted, the rest; None for nothing.
    pub fn split_group(
        &mut self,
        exc: Value,
        holds: &mut dyn FnMut(&mut Vm, Value) -> PyResult<bool>,
        want_rest: bool,
    ) -> PyResult<(Value, Value)> {
        self.check_native_stack_in("in exceptiongroup_split_recursive")?;
        if holds(self, exc)? {
            return Ok((exc, Value::NONE));
        }
        let Some(parts) = self.group_parts(exc) else {
            return Ok((Value::NONE, if want_rest { exc } else { Value::NONE }));
        };
        let (mut matched, mut rest) = (GcVec::new(), GcVec::new());
        for &part in parts.items() {
            let (m, r) = self.split_group(part, holds, want_rest)?;
            if !m.is_none() {
                matched.push(&mut self.heap, m).or_memory_error(self)?;
            }
            if !r.is_none() {
                rest.push(&mut self.heap, r).or_memory_error(self)?;
            }
        }
        let matched = self.derive_group(exc, &matched)?;
        let rest = if want_rest {
            self.derive_group(exc, &rest)?
        } else {
            Value::NONE
        };
        Ok((matched, rest))
    }

    /// A group like `orig` of other exceptions, through its `derive`; None without any.
    pub fn derive_group(&mut self, orig: Value, exceptions: &[Value]) -> PyResult {
        if exceptions.is_empty() {
            return Ok(Value::NONE);
        }
        let list: List = self.new_list(exceptions)?;
        let group = self.call_method_str(orig, "derive", &[list.value()])?;
        if !self.is_group(group) {
            return Err(self.type_error("derive must return an instance of BaseExceptionGroup"));
        }
        let (Some(from), Some(to)) = (Exception::from_value(orig), Exception::from_value(group))
        else {
            return Err(Raised);
        };
        for s in [slot::TRACEBACK, slot::CONTEXT, slot::CAUSE] {
            to.set(s, from.get(s));
        }
        if !from.get(slot::CAUSE).is_empty() {
            to.set(slot::SUPPRESS, Value::TRUE);
        }
        let notes = self.names.__notes__;
        if let Some(notes) = self.get_attr_opt(orig, notes)? {
            // the parts must not share one list
            if self.special_of(notes, super::names::Special::Len).is_some()
                && self.as_str(notes).is_none()
            {
                let copy = self.list_from(notes)?;
                let name = self.names.__notes__;
                self.set_attr(group, name, copy.value())?;
            }
        }
        Ok(group)
    }
}
