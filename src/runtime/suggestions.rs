//! "Did you mean": names like one that was not found (Lib/traceback.py).

use super::exception::{Exception, slot, slot::OWN};
use super::traceback::{FrameObject, Traceback};
use super::{PyResult, Vm};
use crate::object::{Dict, Obj, Str, T, Value};
use crate::pyc::Version;

const MOST_CANDIDATES: usize = 750;
const LONGEST: usize = 40;
/// What an edit costs, and one that changes only the case.
const MOVE: usize = 2;
const CASE: usize = 1;

impl Vm {
    /// What the text of an exception is followed by: a suggestion, or nothing.
    pub(super) fn suggestion(&mut self, e: Exception) -> String {
        if self.main_version < Version::V310 {
            return String::new();
        }
        match self.find_suggestion(e) {
            Ok(Some(name))
                if self.main_version >= Version::V315 && e.is_a(self, T::AttributeError) =>
            {
                let wrong = self
                    .as_str(e.get(OWN))
                    .map_or_else(String::new, Str::to_text);
                format!(". Did you mean '.{name}' instead of '.{wrong}'?")
            }
            Ok(Some(name)) => format!(". Did you mean: '{name}'?"),
            Ok(None) => String::new(),
            Err(_) => {
                self.take_pending();
                String::new()
            }
        }
    }

    fn find_suggestion(&mut self, e: Exception) -> PyResult<Option<String>> {
        let (wrong, candidates) = if e.is_a(self, T::AttributeError) {
            (e.get(OWN), self.names_of_object(e.get(OWN + 1))?)
        } else if e.is_a(self, T::NameError) {
            (e.get(OWN), self.names_in_scope(e)?)
        } else if e.is_a(self, T::ImportError) && self.main_version >= Version::V312 {
            (e.get(OWN + 3), self.names_of_module(e.get(OWN + 1))?)
        } else {
            return Ok(None);
        };
        let Some(wrong) = self.as_str(wrong).map(Str::to_text) else {
            return Ok(None);
        };
        if e.is_a(self, T::NameError)
            && let Some(found) = self.attribute_of_self(e, &wrong)?
        {
            return Ok(Some(found));
        }
        Ok(closest(&wrong, &candidates))
    }

    fn names_of_object(&mut self, object: Value) -> PyResult<Vec<String>> {
        if object.is_empty() {
            return Ok(Vec::new());
        }
        let dir = self.builtin_dir()?;
        let names = match dir {
            Some(dir) => self.call_positional(dir, &[object])?,
            None => return Ok(Vec::new()),
        };
        self.texts(names)
    }

    fn builtin_dir(&mut self) -> PyResult<Option<Value>> {
        let name = self.intern("dir")?;
        Ok(self.builtins.get_str(name))
    }

    fn names_of_module(&mut self, name: Value) -> PyResult<Vec<String>> {
        let modules = self.modules;
        let module = if name.is_empty() {
            None
        } else {
            self.dict_get(modules, name)?
        };
        self.names_of_object(module.unwrap_or(Value::EMPTY))
    }

    fn texts(&mut self, names: Value) -> PyResult<Vec<String>> {
        let list = self.list_from(names)?;
        Ok((0..list.len())
            .filter_map(|i| list.get(i).and_then(Str::from_value))
            .map(Str::to_text)
            .collect())
    }

    /// The frame where the exception was raised.
    fn innermost_frame(e: Exception) -> Option<Obj<FrameObject>> {
        let mut at = Obj::<Traceback>::from_value(e.get(slot::TRACEBACK))?;
        while let Some(next) = Obj::<Traceback>::from_value(at.next.get()) {
            at = next;
        }
        Obj::<FrameObject>::from_value(at.frame.get())
    }

    /// The variables that the innermost frame sees.
    fn names_in_scope(&mut self, e: Exception) -> PyResult<Vec<String>> {
        let Some(frame) = Vm::innermost_frame(e) else {
            return Ok(Vec::new());
        };
        let locals = self.new_dict();
        if self.frame_is_optimized(frame) {
            self.variables_into(frame, locals, false)?;
        }
        let mut all = names_of(locals);
        for v in [
            frame.mapping.get(),
            frame.globals.get(),
            self.builtins.value(),
        ] {
            all.extend(Dict::from_value(v).map(names_of).unwrap_or_default());
        }
        Ok(all)
    }

    /// `self.name` when the method's object has an attribute of that name.
    fn attribute_of_self(&mut self, e: Exception, wrong: &str) -> PyResult<Option<String>> {
        if self.main_version < Version::V312 {
            return Ok(None);
        }
        let Some(frame) = Vm::innermost_frame(e).filter(|f| self.frame_is_optimized(*f)) else {
            return Ok(None);
        };
        let locals = self.new_dict();
        self.variables_into(frame, locals, false)?;
        let (this, name) = (self.intern("self")?, self.intern(wrong)?);
        let Some(this) = locals.get_str(this) else {
            return Ok(None);
        };
        Ok(self
            .get_attr_opt(this, name)?
            .map(|_| format!("self.{wrong}")))
    }
}

fn names_of(d: Dict) -> Vec<String> {
    let (mut all, mut at) = (Vec::new(), 0);
    while let Some(e) = d.next_entry(&mut at) {
        all.extend(Str::from_value(e.key).map(Str::to_text));
    }
    all
}

/// The candidate nearest to `wrong`, if one is near enough.
fn closest(wrong: &str, candidates: &[String]) -> Option<String> {
    if candidates.len() >= MOST_CANDIDATES || wrong.chars().count() > LONGEST {
        return None;
    }
    let usable = |c: &&String| *c != wrong && (wrong.starts_with('_') || !c.starts_with('_'));
    let (mut best, mut best_distance) = (None, wrong.chars().count() * MOVE);
    for c in candidates.iter().filter(usable) {
        // no more than a third of the characters may be wrong
        let most = ((c.chars().count() + wrong.chars().count() + 3) * MOVE / 6)
            .min(best_distance.saturating_sub(1));
        let d = distance(wrong, c);
        if d <= most && (best.is_none() || d < best_distance) {
            best_distance = d;
            best = Some(c.clone());
        }
    }
    best
}

fn cost(a: char, b: char) -> usize {
    if a == b {
        0
    } else if a.to_lowercase().eq(b.to_lowercase()) {
        CASE
    } else {
        MOVE
    }
}

/// The Levenshtein distance with a lower cost for letters that differ only in case.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len() > LONGEST || b.len() > LONGEST {
        return usize::MAX;
    }
    let mut row: Vec<usize> = (0..=b.len()).map(|i| i * MOVE).collect();
    for (i, &x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = (i + 1) * MOVE;
        for (j, &y) in b.iter().enumerate() {
            let best = (diagonal + cost(x, y))
                .min(row[j] + MOVE)
                .min(row[j + 1] + MOVE);
            diagonal = row[j + 1];
            row[j + 1] = best;
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_found() {
        let names: Vec<String> = ["print", "sprint", "range", "value"]
            .map(String::from)
            .to_vec();
        assert_eq!(closest("prnt", &names).as_deref(), Some("print"));
        assert_eq!(closest("Value", &names).as_deref(), Some("value"));
        assert_eq!(closest("zzz", &names), None);
    }
}
