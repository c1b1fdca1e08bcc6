//! Binding arguments to parameters when a call of a known function is compiled, as `runtime/bind.rs` does when it is executed.
//!
//! **Invariant.** Nothing that can be observed happens before all arguments are bound: leaving at the call makes it anew. Calls that would fail are left to the
//! interpreter, which has the texts.

use super::call::Site;
use super::env::Abs;
use super::{Builder, Built};
use crate::ir::{Op, V};
use crate::object::{Code, Dict, Function, Str, Tuple, Value};
use crate::pyc::PyText;
use crate::pyc::code::flags::{VARARGS, VARKEYWORDS};
use crate::runtime::helpers::Helper;

/// An argument of a call, or what a parameter gets.
#[derive(Clone, Copy)]
pub(super) enum Arg {
    /// What a register of the caller holds.
    Reg(u16),
    /// A value.
    Value(V),
}

/// Where a parameter gets its value from.
enum Source {
    Given(Arg),
    Default(Value),
    /// Entry `index` of `__kwdefaults__`, whose key is the name.
    NamedDefault {
        index: u32,
        key: Value,
    },
    /// `*args`
    Rest(Vec<Arg>),
    /// `**kwargs`
    Named(Vec<(Str, Arg)>),
}

/// How a call is bound.
pub(super) struct Binding {
    sources: Vec<Source>,
    defaults: bool,
}

/// Is that the name?
fn is_called(text: &PyText, name: Str) -> bool {
    text.code_points().eq(name.chars().iter())
}

/// Decides where the parameters of `f` get their values from; `None` if the call fails, or if that cannot be told.
pub(super) fn plan(f: Function, args: &[Arg], names: Option<Tuple>) -> Option<Binding> {
    let code = f.code();
    let raw = code.raw();
    let positional = raw.argcount as usize;
    let listed = positional + raw.kwonlyargcount as usize;
    let (plain, named) = args.split_at(args.len() - names.map_or(0, Tuple::len));
    let mut bound: Vec<Option<Source>> = plain
        .iter()
        .take(positional)
        .map(|&a| Some(Source::Given(a)))
        .collect();
    bound.resize_with(listed, || None);
    let mut extra = Vec::new();
    for (&name, &arg) in names.map_or(&[][..], Tuple::items).iter().zip(named) {
        let name = Str::from_value(name)?;
        let mut of_name = raw.posonlyargcount as usize..listed;
        match of_name.find(|&i| is_called(&raw.localsplus[i].name, name)) {
            Some(i) if bound[i].is_none() => bound[i] = Some(Source::Given(arg)),
            Some(_) => return None,
            None => extra.push((name, arg)),
        }
    }
    let mut defaults = false;
    for (i, slot) in bound.iter_mut().enumerate() {
        if slot.is_none() {
            *slot = Some(default_of(f, i, positional)?);
            defaults = true;
        }
    }
    let mut sources: Vec<Source> = bound.into_iter().flatten().collect();
    let rest = plain.get(positional..).unwrap_or(&[]);
    if raw.flags & VARARGS != 0 {
        sources.push(Source::Rest(rest.to_vec()));
    } else if !rest.is_empty() {
        return None;
    }
    if raw.flags & VARKEYWORDS != 0 {
        sources.push(Source::Named(extra));
    } else if !extra.is_empty() {
        return None;
    }
    Some(Binding { sources, defaults })
}

/// The default of parameter `i`.
fn default_of(f: Function, i: usize, positional: usize) -> Option<Source> {
    if i < positional {
        let defaults = Tuple::from_value(f.defaults())?;
        let at = (i + defaults.len()).checked_sub(positional)?;
        return defaults.get(at).map(Source::Default);
    }
    let (code, dict) = (f.code(), Dict::from_value(f.kwdefaults())?);
    let name = &code.raw().localsplus.get(i)?.name;
    let is_it = |e: crate::object::dict::Entry| {
        Str::from_value(e.key).is_some_and(|key| is_called(name, key))
    };
    let index = (0..dict.slots()).find(|&k| dict.entry(k).is_some_and(is_it))?;
    let key = dict.entry(index)?.key;
    let plain = !dict.is_namespace();
    plain.then_some(Source::NamedDefault {
        index: index as u32,
        key,
    })
}

impl Builder<'_> {
    /// Can the code be called by compiled code once its arguments are bound?
    pub(super) fn may_be_called(&self, code: Code) -> bool {
        code.is_prepared() && code.raw().flags & crate::pyc::code::flags::SUSPENDS == 0
    }

    /// Makes what the parameters get, in the order of their registers. Leaves if the function or its defaults were exchanged.
    pub(super) fn bind(&mut self, f: Function, how: Binding, site: &Site) -> Built<Vec<Arg>> {
        let (function, pc) = (site.callee, site.pc);
        if how.defaults && self.relies_on(function) {
            self.same_epoch(pc)?;
        } else if how.defaults {
            let state = self.state(pc)?;
            self.push(Op::GuardDefaults {
                function,
                defaults: f.defaults().0,
                named: f.kwdefaults().0,
                state,
            });
        }
        let mut bound = Vec::with_capacity(how.sources.len());
        for source in how.sources {
            bound.push(match source {
                Source::Given(arg) => arg,
                Source::Default(v) => Arg::Value(self.constant(v)),
                Source::NamedDefault { index, key } => {
                    let (dict, key) = (self.constant(f.kwdefaults()), self.constant(key));
                    let value = self.push(Op::DictEntry { dict, index, key });
                    let state = self.state(pc)?;
                    Arg::Value(self.push(Op::GuardBound { value, state }))
                }
                Source::Rest(rest) => Arg::Value(self.rest(&rest, pc)?),
                Source::Named(named) => Arg::Value(self.named(&named, pc)?),
            });
        }
        Ok(bound)
    }

    /// The tuple of `*args`.
    fn rest(&mut self, rest: &[Arg], pc: u32) -> Built<V> {
        if rest.is_empty() {
            return Ok(self.constant(self.vm.empty_tuple.value()));
        }
        let items: Built<Vec<V>> = rest.iter().map(|&a| self.boxed_arg(a, pc)).collect();
        let items = items?.into();
        Ok(self.push(Op::NewTuple { items }))
    }

    /// The dict of `**kwargs`.
    fn named(&mut self, named: &[(Str, Arg)], pc: u32) -> Built<V> {
        let values: Built<Vec<V>> = named.iter().map(|&(_, a)| self.boxed_arg(a, pc)).collect();
        let values = values?;
        let dict = self.call_val(Helper::new_dict, &[], pc)?;
        for (&(name, _), value) in named.iter().zip(values) {
            let key = self.constant(name.value());
            self.call_do(Helper::dict_set, &[dict, key, value], pc)?;
        }
        Ok(dict)
    }

    /// What an argument is.
    pub(super) fn arg(&self, arg: Arg) -> Abs {
        match arg {
            Arg::Reg(r) => self.reg(r),
            Arg::Value(v) => Abs::Value(v),
        }
    }

    /// An argument as a Python value.
    pub(super) fn boxed_arg(&mut self, arg: Arg, pc: u32) -> Built<V> {
        match arg {
            Arg::Reg(r) => self.boxed_reg(r, pc),
            Arg::Value(v) => Ok(self.boxed(v)),
        }
    }
}
