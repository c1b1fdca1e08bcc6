//! The lists of variables of code objects.
//!
//! A file may use one tuple of names in any number of code objects: such a tuple is converted once, and what is made
//! of combinations of lists is limited by the size of the file. The maps go by the address of an `Rc` that they keep
//! alive; a list that nobody else holds cannot come again and is not kept.

use std::collections::HashMap;
use std::rc::Rc;

use super::code::OldVars;
use super::{Const, Local, PyText, What};

/// The lists of names and variables made so far of one file.
#[derive(Debug)]
pub(super) struct Variables {
    texts: HashMap<usize, Texts>,
    locals: HashMap<(usize, usize), NewLocals>,
    old: HashMap<[usize; 3], OldLocals>,
    budget: usize,
}

/// A tuple and the texts in it.
type Texts = (Rc<[Const]>, Rc<[PyText]>);
/// The merged list of variables up to 3.10, and the three lists that it was made of.
type OldLocals = (Rc<[Local]>, Rc<OldVars>);
/// The names and kinds that a list of variables was made of, and the list.
type NewLocals = (Rc<[PyText]>, Rc<[u8]>, Rc<[Local]>);

fn address<T: ?Sized>(of: &Rc<T>) -> usize {
    Rc::as_ptr(of).addr()
}

impl Variables {
    /// For a file of `len` bytes. What a compiler writes needs at least one byte for each variable of a list that
    /// differs from all others.
    pub(super) fn new(len: usize) -> Variables {
        let budget = len.saturating_mul(4).saturating_add(1 << 12);
        Variables {
            texts: HashMap::new(),
            locals: HashMap::new(),
            old: HashMap::new(),
            budget,
        }
    }

    /// The texts of a tuple, or the item that is none.
    pub(super) fn texts<'a>(&mut self, items: &'a Rc<[Const]>) -> Result<Rc<[PyText]>, &'a Const> {
        let shared = Rc::strong_count(items) > 1;
        if shared && let Some((_, texts)) = self.texts.get(&address(items)) {
            return Ok(Rc::clone(texts));
        }
        let text = |item: &'a Const| {
            if let Const::Str { text, .. } = item {
                Ok(text.clone())
            } else {
                Err(item)
            }
        };
        let texts = items
            .iter()
            .map(text)
            .collect::<Result<Rc<[PyText]>, _>>()?;
        if shared {
            self.texts
                .insert(address(items), (Rc::clone(items), Rc::clone(&texts)));
        }
        Ok(texts)
    }

    /// The variables of 3.11 and later.
    pub(super) fn locals(
        &mut self,
        names: Rc<[PyText]>,
        kinds: Rc<[u8]>,
    ) -> Result<Rc<[Local]>, What> {
        let key = (address(&names), address(&kinds));
        if let Some((_, _, locals)) = self.locals.get(&key) {
            return Ok(Rc::clone(locals));
        }
        if names.len() != kinds.len() {
            return Err(What::Kinds {
                names: names.len(),
                kinds: kinds.len(),
            });
        }
        self.spend(names.len())?;
        let pairs = names.iter().zip(kinds.iter());
        let locals: Rc<[Local]> = pairs
            .map(|(name, &kind)| Local {
                name: name.clone(),
                kind,
            })
            .collect();
        if Rc::strong_count(&names) > 1 {
            self.locals.insert(key, (names, kinds, Rc::clone(&locals)));
        }
        Ok(locals)
    }

    /// The variables up to 3.10, from `[varnames, cellvars, freevars]`.
    pub(super) fn old_locals(&mut self, lists: [Rc<[PyText]>; 3]) -> Result<OldLocals, What> {
        let key = lists.each_ref().map(address);
        if let Some((locals, old)) = self.old.get(&key) {
            return Ok((Rc::clone(locals), Rc::clone(old)));
        }
        self.spend(lists.iter().map(|list| list.len()).sum())?;
        // Lists without names are shared by most functions; one that is not shared makes the three unique.
        let shared = lists.iter().all(|list| Rc::strong_count(list) > 1);
        let (locals, old) = merge_old(lists);
        if shared {
            self.old.insert(key, (Rc::clone(&locals), Rc::clone(&old)));
        }
        Ok((locals, old))
    }

    fn spend(&mut self, count: usize) -> Result<(), What> {
        self.budget = self
            .budget
            .checked_sub(count)
            .ok_or(What::TooManyVariables)?;
        Ok(())
    }
}

/// Builds the list of 3.11: local variables, cells that are not also local variables, free variables.
fn merge_old([varnames, cellvars, freevars]: [Rc<[PyText]>; 3]) -> OldLocals {
    let local = |name: &PyText, kind| Local {
        name: name.clone(),
        kind,
    };
    let mut locals: Vec<Local> = varnames
        .iter()
        .map(|name| local(name, Local::LOCAL))
        .collect();
    let mut deref = Vec::with_capacity(cellvars.len() + freevars.len());
    let place_of: HashMap<&PyText, usize> = match cellvars.is_empty() {
        true => HashMap::new(),
        false => varnames
            .iter()
            .enumerate()
            .map(|(index, name)| (name, index))
            .collect(),
    };
    for name in cellvars.iter() {
        let place = place_of.get(name).copied().unwrap_or(locals.len());
        match locals.get_mut(place) {
            Some(shared) => shared.kind |= Local::CELL,
            None => locals.push(local(name, Local::CELL)),
        }
        deref.push(u32::try_from(place).unwrap_or(u32::MAX));
    }
    for name in freevars.iter() {
        deref.push(u32::try_from(locals.len()).unwrap_or(u32::MAX));
        locals.push(local(name, Local::FREE));
    }
    (
        locals.into(),
        Rc::new(OldVars {
            varnames,
            cellvars,
            freevars,
            deref: deref.into(),
        }),
    )
}
