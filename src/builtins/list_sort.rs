//! `list.sort` and `sorted`.
//!
//! Keys that are all ints, all floats (none NaN) or all strings, and tuples of equal length whose items are so place by place, are sorted without calling
//! anything; the order is then the only stable one. All others go through [`timsort`], which calls the comparison as CPython does.

use std::cmp::{Ordering, Reverse};

use crate::object::list::Storage;
use crate::object::{GcVec, List, Str, Tuple, Value};
use crate::runtime::compare::{Cmp, compare_text};
use crate::runtime::native::TypeDef;
use crate::runtime::{OrMemoryError, PyResult, Vm, timsort};

/// The types of this file: none.
pub static TYPES: &[&TypeDef] = &[];

/// What all keys are, or all items that tuples have in one place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Ints,
    Floats,
    /// Strings of one byte per code point.
    Latin1,
    Texts,
}

/// Tuples with more items are not looked at.
const MOST_COLUMNS: usize = 4;

/// How keys are ordered that nothing needs to be called for.
enum Keys {
    Plain(Column),
    Tuples(Vec<Column>),
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
            Some(Keys::Plain(column)) => *order = by_column(keys, column, reverse),
            Some(Keys::Tuples(columns)) => *order = by_columns(keys, &columns, reverse),
            None => {
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

fn classify(keys: &[Value]) -> Option<Keys> {
    let Some(first) = keys.first().and_then(|&k| Tuple::from_value(k)) else {
        return Column::of(keys.iter().copied()).map(Keys::Plain);
    };
    let n = first.len();
    let alike = |&k: &Value| Tuple::from_value(k).is_some_and(|t| t.len() == n);
    if n == 0 || n > MOST_COLUMNS || !keys.iter().all(alike) {
        return None;
    }
    let columns = (0..n).map(|c| Column::of(keys.iter().map(|&k| item(k, c))));
    columns.collect::<Option<_>>().map(Keys::Tuples)
}

/// Item `c` of a tuple that has it.
fn item(tuple: Value, c: usize) -> Value {
    let t = Tuple::from_value(tuple);
    t.and_then(|t| t.get(c)).unwrap_or(Value::NONE)
}

impl Column {
    /// What all values are, if it is one of these things.
    fn of(values: impl Iterator<Item = Value>) -> Option<Column> {
        let mut all = None;
        for v in values {
            let this = Column::of_one(v)?;
            all = match (all, this) {
                (None, _) => Some(this),
                (Some(x), y) if x == y => continue,
                (Some(Column::Latin1 | Column::Texts), Column::Latin1 | Column::Texts) => {
                    Some(Column::Texts)
                }
                _ => return None,
            };
        }
        all
    }

    fn of_one(v: Value) -> Option<Column> {
        if v.is_int() {
            return Some(Column::Ints);
        }
        if let Some(f) = v.as_float() {
            return (!f.is_nan()).then_some(Column::Floats);
        }
        let text = Str::from_value(v)?;
        Some(match text.chars().as_latin1() {
            Some(_) => Column::Latin1,
            None => Column::Texts,
        })
    }

    /// A number that orders as the values do: completely for numbers, for strings up to some code points.
    fn prefix(self, v: Value) -> u64 {
        const SIGN: u64 = 1 << 63;
        match self {
            Column::Ints => v.int_unchecked() as u64 ^ SIGN,
            Column::Floats => {
                let bits = (v.float_unchecked() + 0.0).to_bits(); // -0.0 is 0.0
                if bits & SIGN != 0 { !bits } else { bits ^ SIGN }
            }
            Column::Latin1 => {
                let text = Str::from_value(v);
                let bytes = text.and_then(|s| s.chars().as_latin1()).unwrap_or_default();
                let mut start = [0; 8];
                let n = bytes.len().min(8);
                start[..n].copy_from_slice(&bytes[..n]);
                u64::from_be_bytes(start)
            }
            // 21 bits each: three of any width fit
            Column::Texts => Str::from_value(v).map_or(0, |s| {
                (0..3).fold(0, |n, i| n << 21 | s.chars().get(i).map_or(0, u64::from))
            }),
        }
    }

    /// Compares two values whose prefixes are equal.
    fn compare_rest(self, a: Value, b: Value) -> Ordering {
        match (self, Str::from_value(a), Str::from_value(b)) {
            (Column::Latin1 | Column::Texts, Some(a), Some(b)) => compare_text(a, b),
            _ => Ordering::Equal,
        }
    }

    fn compare(self, a: Value, b: Value) -> Ordering {
        let start = self.prefix(a).cmp(&self.prefix(b));
        start.then_with(|| self.compare_rest(a, b))
    }
}

/// The positions of `keys`, which are all of one column, in their order.
fn by_column(keys: &[Value], column: Column, reverse: bool) -> Vec<u32> {
    let starts = keys.iter().map(|&k| column.prefix(k));
    let full = matches!(column, Column::Ints | Column::Floats);
    sorted(starts, reverse, |a, b| match full {
        true => Ordering::Equal,
        false => column.compare_rest(keys[a as usize], keys[b as usize]),
    })
}

/// The positions of `keys`, which are all tuples of such columns, in their order.
fn by_columns(keys: &[Value], columns: &[Column], reverse: bool) -> Vec<u32> {
    let rest = |a: u32, b: u32| {
        let (x, y) = (keys[a as usize], keys[b as usize]);
        let pairs = columns.iter().zip(0..);
        let mut orders = pairs.map(|(column, c)| column.compare(item(x, c), item(y, c)));
        orders.find(|o| o.is_ne()).unwrap_or(Ordering::Equal)
    };
    let mut starts: Vec<u64> = keys
        .iter()
        .map(|&k| columns[0].prefix(item(k, 0)))
        .collect();
    if let (Column::Ints | Column::Floats, Some(second)) = (columns[0], columns.get(1)) {
        add_second(&mut starts, |i| second.prefix(item(keys[i], 1)));
    }
    sorted(starts.into_iter(), reverse, rest)
}

/// Where the first items of tuples, which order completely, leave bits of a word free, the upper ones of the second items go there.
fn add_second(starts: &mut [u64], second: impl Fn(usize) -> u64) {
    let (least, most) = (starts.iter().min(), starts.iter().max());
    let (Some(&least), Some(&most)) = (least, most) else {
        return;
    };
    let free = (most - least).leading_zeros();
    for (i, start) in starts.iter_mut().enumerate() {
        let first = (*start - least).checked_shl(free).unwrap_or(0);
        *start = first | second(i).checked_shr(u64::BITS - free).unwrap_or(0);
    }
}

/// The positions of the rows in stable order: of what they start with, then of `rest`. What they start with is compared alone first, which needs no jumps.
fn sorted<K: Ord + Copy>(
    starts: impl Iterator<Item = K>,
    reverse: bool,
    rest: impl Fn(u32, u32) -> Ordering,
) -> Vec<u32> {
    let mut rows: Vec<(K, u32)> = starts.zip(0..).collect();
    if reverse {
        rows.sort_by_key(|row| Reverse(row.0));
    } else {
        rows.sort_by_key(|row| row.0);
    }
    for equal in rows.chunk_by_mut(|a, b| a.0 == b.0) {
        if equal.len() == 1 {
            continue;
        }
        if reverse {
            equal.sort_by(|a, b| rest(b.1, a.1));
        } else {
            equal.sort_by(|a, b| rest(a.1, b.1));
        }
    }
    rows.into_iter().map(|row| row.1).collect()
}
