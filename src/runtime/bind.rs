//! Binding arguments to the parameters of a Python function.
//!
//! The result is the start of a frame's registers: positional parameters, keyword-only ones, `*args`, `**kwargs`. Texts as Python/ceval.c.
#![expect(unsafe_code, reason = "writes into the register stack")]

use super::native::Args;
use super::{OrMemoryError, PyResult, Raised, Vm};
use crate::object::{Code, Dict, Function, GcVec, Str, Tuple, Value};
use crate::pyc::code::flags::{VARARGS, VARKEYWORDS};

struct Parameters {
    positional: usize,
    positional_only: usize,
    named_only: usize,
    varargs: bool,
    varkeywords: bool,
}

impl Parameters {
    fn of(code: Code) -> Parameters {
        let raw = code.raw();
        Parameters {
            positional: raw.argcount as usize,
            positional_only: raw.posonlyargcount as usize,
            named_only: raw.kwonlyargcount as usize,
            varargs: raw.flags & VARARGS != 0,
            varkeywords: raw.flags & VARKEYWORDS != 0,
        }
    }

    fn total(&self) -> usize {
        self.positional
            + self.named_only
            + usize::from(self.varargs)
            + usize::from(self.varkeywords)
    }
}

/// The name of parameter `i`.
fn parameter_name(code: Code, i: usize) -> String {
    code.raw()
        .localsplus
        .get(i)
        .map_or_else(String::new, |l| l.name.to_string())
}

impl Vm {
    /// Fills the registers `window..` of a frame for `f` from `args`. The arguments may stand in the window itself.
    ///
    /// `window` must be a run of registers of the current thread with room for all locals of the code, which is prepared.
    #[expect(
        clippy::not_unsafe_ptr_arg_deref,
        reason = "the window is a register run of the current thread, which only the interpreter makes"
    )]
    pub fn bind_arguments(
        &mut self,
        f: Function,
        args: &Args<'_>,
        window: *mut Value,
    ) -> PyResult<()> {
        let code = f.code();
        let p = Parameters::of(code);
        if let Some(bound) = bind_listed(f, &p, args) {
            // SAFETY: the caller made room for all locals, of which these are the first.
            unsafe { std::ptr::copy_nonoverlapping(bound.as_ptr(), window, p.total()) };
            return Ok(());
        }
        let values = self.hold(args.values)?;
        let args = Args {
            values: &values,
            names: args.names,
        };
        let given = args.plain();
        let mut bound = GcVec::with_capacity(&mut self.heap, p.total()).or_memory_error(self)?;
        for i in 0..p.positional {
            bound
                .push(
                    &mut self.heap,
                    given.get(i).copied().unwrap_or(Value::EMPTY),
                )
                .or_memory_error(self)?;
        }
        for _ in 0..p.named_only {
            bound
                .push(&mut self.heap, Value::EMPTY)
                .or_memory_error(self)?;
        }
        if p.varargs {
            let rest = self.new_tuple(given.get(p.positional..).unwrap_or(&[]))?;
            bound
                .push(&mut self.heap, rest.value())
                .or_memory_error(self)?;
        }
        let extra = if p.varkeywords {
            Some(self.new_dict())
        } else {
            None
        };
        if let Some(d) = extra {
            bound
                .push(&mut self.heap, d.value())
                .or_memory_error(self)?;
        }
        self.bind_named(f, &p, &args, &mut bound, extra)?;
        if given.len() > p.positional && !p.varargs {
            return Err(self.too_many_positional(f, &p, given.len(), &bound));
        }
        self.fill_defaults(f, &p, given.len(), &mut bound)?;
        // SAFETY: the caller made room for all locals, of which these are the first.
        unsafe { std::ptr::copy_nonoverlapping(bound.as_ptr(), window, bound.len()) };
        Ok(())
    }

    fn function_label(&self, f: Function) -> String {
        // error texts name the qualified name from 3.10 on
        let name = if f.code().raw().version >= crate::pyc::Version::V310 {
            f.qualname()
        } else {
            f.code().name()
        };
        Str::from_value(name).map_or_else(String::new, Str::to_text)
    }

    fn bind_named(
        &mut self,
        f: Function,
        p: &Parameters,
        args: &Args<'_>,
        bound: &mut GcVec,
        extra: Option<Dict>,
    ) -> PyResult<()> {
        let code = f.code();
        let names: &[crate::pyc::Local] = &code.raw().localsplus;
        for (keyword, v) in args.named() {
            let slot = (p.positional_only..p.positional + p.named_only)
                .find(|&i| names.get(i).is_some_and(|l| same_name(&l.name, keyword)));
            match slot {
                Some(i) if bound[i].is_empty() => bound[i] = v,
                Some(_) => {
                    let (f, k) = (self.function_label(f), keyword.to_text());
                    return Err(self
                        .type_error(format_args!("{f}() got multiple values for argument '{k}'")));
                }
                None => match extra {
                    Some(d) => d
                        .set_str(&mut self.heap, keyword, v)
                        .or_memory_error(self)?,
                    None => return Err(self.refused_keyword(f, p, args, keyword)),
                },
            }
        }
        Ok(())
    }

    #[cold]
    fn refused_keyword(
        &mut self,
        f: Function,
        p: &Parameters,
        args: &Args<'_>,
        keyword: Str,
    ) -> Raised {
        let code = f.code();
        let label = self.function_label(f);
        let wrong: Vec<String> = (0..p.positional_only)
            .filter(|&i| {
                code.raw()
                    .localsplus
                    .get(i)
                    .is_some_and(|l| args.named().any(|(k, _)| same_name(&l.name, k)))
            })
            .map(|i| parameter_name(code, i))
            .collect();
        if !wrong.is_empty() {
            let wrong = wrong.join(", ");
            return self.type_error(format_args!("{label}() got some positional-only arguments passed as keyword arguments: '{wrong}'"));
        }
        let k = keyword.to_text();
        self.type_error(format_args!(
            "{label}() got an unexpected keyword argument '{k}'"
        ))
    }

    #[cold]
    fn too_many_positional(
        &mut self,
        f: Function,
        p: &Parameters,
        given: usize,
        bound: &[Value],
    ) -> Raised {
        let defaults = Tuple::from_value(f.defaults()).map_or(0, Tuple::len);
        let named_given = bound
            .get(p.positional..p.positional + p.named_only)
            .map_or(0, |b| b.iter().filter(|v| !v.is_empty()).count());
        let most = p.positional;
        let (takes, plural) = if defaults > 0 {
            (
                format!("from {} to {most}", most.saturating_sub(defaults)),
                true,
            )
        } else {
            (most.to_string(), most != 1)
        };
        let extra = if named_given > 0 {
            let s = |n: usize| if n == 1 { "" } else { "s" };
            format!(
                " positional argument{} (and {named_given} keyword-only argument{})",
                s(given),
                s(named_given)
            )
        } else {
            String::new()
        };
        let (label, s) = (self.function_label(f), if plural { "s" } else { "" });
        let verb = if given == 1 && named_given == 0 {
            "was"
        } else {
            "were"
        };
        self.type_error(format_args!(
            "{label}() takes {takes} positional argument{s} but {given}{extra} {verb} given"
        ))
    }

    fn fill_defaults(
        &mut self,
        f: Function,
        p: &Parameters,
        given: usize,
        bound: &mut GcVec,
    ) -> PyResult<()> {
        let code = f.code();
        if given < p.positional {
            let defaults = Tuple::from_value(f.defaults()).map_or(&[][..], Tuple::items);
            let first = p.positional.saturating_sub(defaults.len());
            let missing: Vec<usize> = (given..first).filter(|&i| bound[i].is_empty()).collect();
            if !missing.is_empty() {
                return Err(self.missing_arguments(f, "positional", &missing));
            }
            for i in first.max(given)..p.positional {
                if bound[i].is_empty() {
                    // a tuple of defaults longer than the parameters counts from its end
                    bound[i] = defaults[i + defaults.len() - p.positional];
                }
            }
        }
        let mut missing = Vec::new();
        for i in p.positional..p.positional + p.named_only {
            if bound[i].is_empty() {
                let default = match (
                    Dict::from_value(f.kwdefaults()),
                    code.raw().localsplus.get(i),
                ) {
                    (Some(d), Some(l)) => {
                        let name = self.text_of(&l.name)?;
                        self.dict_get_str(d, name)?
                    }
                    _ => None,
                };
                match default {
                    Some(v) => bound[i] = v,
                    None => missing.push(i),
                }
            }
        }
        if missing.is_empty() {
            Ok(())
        } else {
            Err(self.missing_arguments(f, "keyword-only", &missing))
        }
    }

    #[cold]
    fn missing_arguments(&mut self, f: Function, kind: &str, missing: &[usize]) -> Raised {
        let names: Vec<String> = missing
            .iter()
            .map(|&i| format!("'{}'", parameter_name(f.code(), i)))
            .collect();
        let list = match names.as_slice() {
            [one] => one.clone(),
            [a, b] => format!("{a} and {b}"),
            [init @ .., last] => format!("{}, and {last}", init.join(", ")),
            [] => String::new(),
        };
        let (label, n, s) = (
            self.function_label(f),
            names.len(),
            if names.len() == 1 { "" } else { "s" },
        );
        self.type_error(format_args!(
            "{label}() missing {n} required {kind} argument{s}: {list}"
        ))
    }
}

/// So many parameters are bound without a list on the heap.
const MOST_LISTED: usize = 12;

/// What the parameters get where nothing is collected and nothing is wrong. The array stands on the native stack, where the collector looks.
#[inline]
fn bind_listed(f: Function, p: &Parameters, args: &Args<'_>) -> Option<[Value; MOST_LISTED]> {
    let given = args.plain();
    if p.varargs || p.varkeywords || given.len() > p.positional || p.total() > MOST_LISTED {
        return None;
    }
    let mut bound = [Value::EMPTY; MOST_LISTED];
    bound[..given.len()].copy_from_slice(given);
    let locals = &f.code().raw().localsplus;
    for (keyword, v) in args.named() {
        let mut named = p.positional_only..p.total();
        let i = named.find(|&i| same_name(&locals[i].name, keyword))?;
        if !bound[i].is_empty() {
            return None;
        }
        bound[i] = v;
    }
    let defaults = Tuple::from_value(f.defaults()).map_or(&[][..], Tuple::items);
    for (i, v) in bound
        .iter_mut()
        .enumerate()
        .take(p.positional)
        .skip(given.len())
    {
        if v.is_empty() {
            // a tuple of defaults longer than the parameters counts from its end
            *v = *defaults.get((i + defaults.len()).checked_sub(p.positional)?)?;
        }
    }
    for i in p.positional..p.total() {
        if bound[i].is_empty() {
            bound[i] = named_default(Dict::from_value(f.kwdefaults())?, &locals[i].name)?;
        }
    }
    Some(bound)
}

/// The default of a keyword-only parameter.
fn named_default(dict: Dict, name: &crate::pyc::PyText) -> Option<Value> {
    let mut at = 0;
    while let Some(e) = dict.next_entry(&mut at) {
        if Str::from_value(e.key).is_some_and(|key| same_name(name, key)) {
            return Some(e.value);
        }
    }
    None
}

fn same_name(text: &crate::pyc::PyText, s: Str) -> bool {
    match (text.as_str(), s.as_ascii()) {
        (Some(a), Some(b)) => a == b,
        _ => text.code_points().eq(s.chars().iter()),
    }
}
