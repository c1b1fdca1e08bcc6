//! The constants of a code object while it is translated: those of the file and those that the translation adds, and which of
//! them live in registers.
//!
//! A constant that is an operand (of arithmetic, a comparison, a return …) is *resident*: copied into a register when the frame is
//! made. Code that runs once (module and class bodies) gains nothing by that outside loops and loads its constants instead.

use std::collections::HashMap;

use super::Why;
use super::ir::{Arg, Inst};
use crate::pyc::code::Const;
use crate::pyc::{PyText, RawCode};

/// So many constants of a code object are resident at most.
pub(super) const MOST_RESIDENT: usize = 64;

/// The constants.
pub(super) struct Pool {
    own: std::rc::Rc<[Const]>,
    pub(super) extra: Vec<Const>,
    none: Option<u32>,
    ints: HashMap<i64, u32>,
    texts: HashMap<PyText, u32>,
    /// Whether the code runs once.
    once: bool,
    /// The only constants that may be resident, once that was decided.
    chosen: Option<Vec<u32>>,
}

impl Pool {
    pub(super) fn new(raw: &RawCode, once: bool) -> Pool {
        Pool {
            own: raw.consts.clone(),
            extra: Vec::new(),
            none: None,
            ints: HashMap::new(),
            texts: HashMap::new(),
            once,
            chosen: None,
        }
    }

    /// The constant with a number.
    pub(super) fn get(&self, k: u32) -> Option<&Const> {
        let k = k as usize;
        self.own
            .get(k)
            .or_else(|| self.extra.get(k.checked_sub(self.own.len())?))
    }

    /// The number of `None`.
    pub(super) fn none(&mut self) -> u32 {
        if let Some(k) = self.none {
            return k;
        }
        let found = self.own.iter().position(|c| matches!(c, Const::None));
        let k = found.map_or_else(|| self.add(Const::None), |k| k as u32);
        self.none = Some(k);
        k
    }

    /// The number of an int.
    pub(super) fn int(&mut self, value: i64) -> u32 {
        if let Some(&k) = self.ints.get(&value) {
            return k;
        }
        let k = self.add(Const::Int(value));
        self.ints.insert(value, k);
        k
    }

    /// The number of a text.
    pub(super) fn text(&mut self, text: &PyText) -> u32 {
        if let Some(&k) = self.texts.get(text) {
            return k;
        }
        let k = self.add(Const::Str {
            text: text.clone(),
            interned: true,
        });
        self.texts.insert(text.clone(), k);
        k
    }

    /// The number of `True` or `False`.
    pub(super) fn constant(&mut self, value: Const) -> u32 {
        let same = |c: &Const| {
            matches!(
                (c, &value),
                (Const::True, Const::True) | (Const::False, Const::False)
            )
        };
        let extra = self.extra.iter().position(same);
        match self.own.iter().position(same) {
            Some(k) => k as u32,
            None => match extra {
                Some(k) => (self.own.len() + k) as u32,
                None => self.add(value),
            },
        }
    }

    /// Adds a constant.
    fn add(&mut self, value: Const) -> u32 {
        self.extra.push(value);
        (self.own.len() + self.extra.len() - 1) as u32
    }

    /// Whether `k` may be an operand; otherwise it is loaded into a temporary.
    pub(super) fn may_reside(&self, k: u32, loops: u8) -> bool {
        match &self.chosen {
            _ if self.once && loops == 0 => false,
            None => true,
            Some(chosen) => chosen.contains(&k),
        }
    }

    /// Whether truth of a constant is known without running anything.
    pub(super) fn truth(&self, k: u32) -> Option<bool> {
        match self.get(k)? {
            Const::None | Const::False => Some(false),
            Const::True | Const::Ellipsis => Some(true),
            Const::Int(value) => Some(*value != 0),
            _ => None,
        }
    }

    /// The constants that the code uses as operands, most used first. When there are too many, fixes the choice and says `Err`:
    /// the code must be emitted again.
    pub(super) fn residents<'a>(
        &mut self,
        code: impl Iterator<Item = (&'a Inst, u8)>,
    ) -> Result<Vec<u32>, Again> {
        let mut weights: HashMap<u32, u64> = HashMap::new();
        for (inst, loops) in code {
            for arg in inst.args {
                if let Arg::Const(k) = arg {
                    let weight = weights.entry(k).or_default();
                    *weight = weight.saturating_add(8_u64.saturating_pow(u32::from(loops)));
                }
            }
        }
        let mut list: Vec<(u64, u32)> = weights.into_iter().map(|(k, w)| (w, k)).collect();
        list.sort_unstable_by_key(|&(weight, k)| (std::cmp::Reverse(weight), k));
        let mut list: Vec<u32> = list.into_iter().map(|(_, k)| k).collect();
        if list.len() > MOST_RESIDENT {
            list.truncate(MOST_RESIDENT);
            self.chosen = Some(list);
            return Err(Again);
        }
        Ok(list)
    }
}

/// The code must be emitted again with fewer resident constants.
pub(super) struct Again;

/// The constant tuple of names that a keyword call gives, checked.
pub(super) fn check_names(value: Option<&Const>, most: usize) -> Result<(), Why> {
    let Some(Const::Tuple(names)) = value else {
        return Err("the names of keyword arguments are no constant tuple".to_owned());
    };
    if names.len() > most {
        return Err("more names of keyword arguments than arguments".to_owned());
    }
    if names.iter().any(|name| !matches!(name, Const::Str { .. })) {
        return Err("a name of a keyword argument is no str".to_owned());
    }
    Ok(())
}
