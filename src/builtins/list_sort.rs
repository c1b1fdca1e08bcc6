//! `list.sort` and `sorted`.
//!
//! Keys that are all ints, all floats (none NaN) or all strings are sorted without calling anything; the order is then the only
//! stable one. All others go through [`timsort`], which calls the comparison as CPython does.

use std::cmp::Ordering;

use crate::object::list::Storage;
use crate::object::{GcVec, List, Str, Tuple, Value};
use crate::runtime::compare::{Cmp, compare_text};
use crate::runtime::native::TypeDef;
use crate::runtime::{OrMemoryError, PyResult, Vm, timsort};

/// The types of this file: none.
pub static TYPES: &[&TypeDef] = &[];

/// What all keys are.
enum Keys {
    Ints,
    Floats,
    Texts,
    Mixed,
}

impl Vm {
    /// `list.sort(key=key, reverse=reverse)`; no key: None.
    ///
    /// As `list_sort_impl` of CPython: the list is empty while it is being sorted, and it is an error when it is changed meanwhile.
    pub fn sort_list(&mut self, list: List, key: Value, reverse: bool) -> PyResult<()> {
        let work = List::new(&mut self.heap);
        list.swap(work);
        let sorted = self.sort_items(work, key, reverse);
        let changed = list.capacity() != 0 || !list.is_empty();
        list.swap(work);
        sorted?;
        if changed {
            Err(self.value_error("list modified during sort"))
        } else {
            Ok(())
        }
    }

    /// `sorted(iterable, key=key, reverse=reverse)`
    pub fn sorted(&mut self, iterable: Value, key: Value, reverse: bool) -> PyResult<List> {
        let list = self.list_from(iterable)?;
        self.sort_list(list, key, reverse)?;
        Ok(list)
    }

    fn sort_items(&mut self, work: List, key: Value, reverse: bool) -> PyResult<()> {
        if key.is_none() && (work.len() < 2 || sort_words(work, reverse)) {
            return Ok(());
        }
        let keys = self.sort_keys(work, key)?;
        if keys.len() < 2 {
            return Ok(());
        }
        let Ok(n) = u32::try_from(keys.len()) else {
            return Err(self.memory_error());
        };
        let mut order: Vec<u32> = (0..n).collect();
        let result = self.sort_order(&mut order, &keys, reverse);
        self.rearrange(work, &order)?;
        result
    }

    /// The keys of all items; the items themselves when there is no key function.
    fn sort_keys(&mut self, work: List, key: Value) -> PyResult<GcVec> {
        let mut keys = GcVec::with_capacity(&mut self.heap, work.len()).or_memory_error(self)?;
        for i in 0..work.len() {
            let item = work.get(i).unwrap_or(Value::NONE);
            let k = if key.is_none() {
                item
            } else {
                self.call_positional(key, &[item])?
            };
            keys.push(&mut self.heap, k).or_memory_error(self)?;
        }
        Ok(keys)
    }

    fn sort_order(&mut self, order: &mut Vec<u32>, keys: &[Value], reverse: bool) -> PyResult<()> {
        match classify(keys) {
            Keys::Ints => *order = by(keys, reverse, Value::int_unchecked, |a, b| a.cmp(b)),
            Keys::Floats => {
                *order = by(keys, reverse, Value::float_unchecked, |a, b| {
                    a.partial_cmp(b).unwrap_or(Ordering::Equal)
                });
            }
            Keys::Texts => {
                *order = by(keys, reverse, text_key, |a, b| {
                    a.0.cmp(&b.0).then_with(|| same_start(a.1, b.1))
                });
            }
            Keys::Mixed => {
                if reverse {
                    order.reverse();
                }
                let result = timsort::sort(order, |a, b| {
                    let (a, b) = (keys[a as usize], keys[b as usize]);
                    match (Tuple::from_value(a), Tuple::from_value(b)) {
                        (Some(a), Some(b)) => self.tuple_less(a, b),
                        _ => self.compare_truth(Cmp::Lt, a, b),
                    }
                });
                if reverse {
                    order.reverse();
                }
                return result;
            }
        }
        Ok(())
    }

    /// Puts the items in the given order.
    fn rearrange(&mut self, work: List, order: &[u32]) -> PyResult<()> {
        if let Some(words) = work.words() {
            let old: Vec<u64> = words.iter().map(std::cell::Cell::get).collect(); // nothing is allocated while it is in use
            for (w, &i) in words.iter().zip(order) {
                w.set(old[i as usize]);
            }
            return Ok(());
        }
        let old = self.hold_list(work)?;
        for (to, &from) in order.iter().enumerate() {
            work.set(&mut self.heap, to, old[from as usize])
                .or_memory_error(self)?;
        }
        Ok(())
    }

    fn hold_list(&mut self, list: List) -> PyResult<GcVec> {
        self.collect(list.value())
    }
}

/// Sorts a list whose storage says what all items are; `false` when it does not.
fn sort_words(list: List, reverse: bool) -> bool {
    let Some(words) = list.words() else {
        return false;
    };
    match list.storage() {
        Storage::Ints => {
            let mut ints: Vec<i64> = words.iter().map(|w| w.get() as i64).collect();
            ints.sort();
            if reverse {
                ints.reverse(); // equal ints cannot be told apart
            }
            words.iter().zip(ints).for_each(|(w, i)| w.set(i as u64));
            true
        }
        Storage::Floats => {
            let mut floats: Vec<f64> = words.iter().map(|w| f64::from_bits(w.get())).collect();
            if floats.iter().any(|f| f.is_nan()) {
                return false;
            }
            let order = |a: &f64, b: &f64| a.partial_cmp(b).unwrap_or(Ordering::Equal);
            if reverse {
                floats.sort_by(|a, b| order(b, a));
            } else {
                floats.sort_by(order);
            }
            words
                .iter()
                .zip(floats)
                .for_each(|(w, f)| w.set(f.to_bits()));
            true
        }
        _ => false,
    }
}

fn classify(keys: &[Value]) -> Keys {
    let Some(&first) = keys.first() else {
        return Keys::Ints;
    };
    if first.is_int() && keys.iter().all(|k| k.is_int()) {
        Keys::Ints
    } else if first.is_float()
        && keys
            .iter()
            .all(|k| k.as_float().is_some_and(|f| !f.is_nan()))
    {
        Keys::Floats
    } else if Str::from_value(first).is_some() && keys.iter().all(|&k| Str::from_value(k).is_some())
    {
        Keys::Texts
    } else {
        Keys::Mixed
    }
}

/// The positions of `keys` in their order. `keys` keeps the objects alive that `read` takes from it.
fn by<K>(
    keys: &[Value],
    reverse: bool,
    read: impl Fn(Value) -> K,
    compare: impl Fn(&K, &K) -> Ordering,
) -> Vec<u32> {
    let mut pairs: Vec<(K, u32)> = keys.iter().zip(0..).map(|(&k, i)| (read(k), i)).collect();
    if reverse {
        pairs.sort_by(|a, b| compare(&b.0, &a.0));
    } else {
        pairs.sort_by(|a, b| compare(&a.0, &b.0));
    }
    pairs.into_iter().map(|(_, i)| i).collect()
}

/// The first code points of a string in a number that orders as they do, and the string.
fn text_key(v: Value) -> (u64, Value) {
    let Some(s) = Str::from_value(v) else {
        return (0, v);
    };
    // 21 bits each: three of any width fit
    let start = (0..3).fold(0, |n, i| n << 21 | s.chars().get(i).map_or(0, u64::from));
    (start, v)
}

/// Compares two strings whose starts are equal.
fn same_start(a: Value, b: Value) -> Ordering {
    match (Str::from_value(a), Str::from_value(b)) {
        (Some(a), Some(b)) => compare_text(a, b),
        _ => Ordering::Equal,
    }
}
