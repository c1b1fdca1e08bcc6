//! Lists, dicts and strings that are made, and questions what they contain.

use super::{Builder, Built};
use crate::bytecode::ops::{Instr, NO_REG, Op as B};
use crate::ir::{Cond, Op, Rep, V};
use crate::object::{Str, Tuple, Value};
use crate::runtime::helpers::Helper;
use crate::runtime::names::Special;

/// Ints of a constant tuple with which an int is compared one by one, at most.
const MOST_COMPARED: usize = 6;

/// By the number of items.
const LISTS: [Helper; 5] = [
    Helper::new_list,
    Helper::new_list_1,
    Helper::new_list_2,
    Helper::new_list_3,
    Helper::new_list_4,
];
/// By the number of parts, from two on.
const TEXTS: [Helper; 3] = [Helper::join_2, Helper::join_3, Helper::join_4];

impl Builder<'_> {
    /// Reads an instruction that makes or fills a container or a string; `false`: the interpreter must do it.
    pub(super) fn make(&mut self, i: Instr, pc: u32) -> Built<bool> {
        match i.op {
            B::BuildList => self.of_row(i, LISTS.get(usize::from(i.c)), pc),
            B::BuildMap => self.new_map(i, pc),
            B::Format if i.c == NO_REG => {
                let v = self.boxed_reg(i.b, pc)?;
                let text = self.call_val(Helper::format_plain, &[v], pc)?;
                self.set(i.a, text);
                Ok(true)
            }
            B::BuildString => {
                let helper = usize::from(i.c).checked_sub(2).and_then(|n| TEXTS.get(n));
                self.of_row(i, helper, pc)
            }
            B::MapAdd => {
                let args = self.operands_of([i.a, i.b, i.c], pc)?;
                self.call_do(Helper::set_item, &args, pc)?;
                Ok(true)
            }
            B::SetAdd => {
                let args = self.operands_of([i.a, i.b], pc)?;
                self.call_do(Helper::set_add, &args, pc)?;
                Ok(true)
            }
            _ => Ok(false),
        }
    }

    fn operands_of<const N: usize>(&mut self, registers: [u16; N], pc: u32) -> Built<Vec<V>> {
        registers.iter().map(|&r| self.boxed_reg(r, pc)).collect()
    }

    fn row(&mut self, first: u16, n: u16, pc: u32) -> Built<Vec<V>> {
        (first..first + n).map(|r| self.boxed_reg(r, pc)).collect()
    }

    /// Makes something of a row of registers with the helper for so many; `false`: there is none.
    fn of_row(&mut self, i: Instr, helper: Option<&Helper>, pc: u32) -> Built<bool> {
        let Some(&helper) = helper else {
            return Ok(false);
        };
        let values = self.row(i.b, i.c, pc)?;
        let made = self.call_val(helper, &values, pc)?;
        self.set(i.a, made);
        Ok(true)
    }

    fn new_map(&mut self, i: Instr, pc: u32) -> Built<bool> {
        let all = self.row(i.b, i.c * 2, pc)?;
        let dict = self.call_val(Helper::new_dict, &[], pc)?;
        for pair in all.chunks_exact(2) {
            let is_text = self.known(pair[0]).and_then(Str::from_value).is_some();
            let helper = if is_text {
                Helper::dict_set
            } else {
                Helper::set_item
            };
            self.call_do(helper, &[dict, pair[0], pair[1]], pc)?;
        }
        self.set(i.a, dict);
        Ok(true)
    }

    /// `b in c`
    pub(super) fn contains(&mut self, i: Instr, pc: u32) -> Built<V> {
        let (item, c) = (self.value(i.b, pc)?, self.boxed_reg(i.c, pc)?);
        if self.g.rep(item) == Rep::I64
            && let Some(known) = self.known(c).and_then(Tuple::from_value)
            && (1..=MOST_COMPARED).contains(&known.len())
            && known.items().iter().all(|v| v.is_int())
        {
            return Ok(self.is_one_of(item, known.items()));
        }
        let shape = self.seen_shape(pc);
        let answer = self.special_of_instance(Special::Contains, c, shape, &[item], pc)?;
        if let Some(v) = answer {
            return self.truth_of_bool(v, pc);
        }
        let item = self.boxed(item);
        self.call_truth(Helper::contains, &[c, item], pc)
    }

    fn is_one_of(&mut self, item: V, all: &[Value]) -> V {
        let mut ends = Vec::new();
        for v in all {
            let rhs = self.int(v.int_unchecked());
            let same = self.push(Op::Cmp {
                cond: Cond::Eq,
                lhs: item,
                rhs,
            });
            let (yes, no) = (self.g.add_block(), self.g.add_block());
            self.end_branch(same, yes, no);
            self.at = yes;
            let found = self.push(Op::ConstBool { value: true });
            ends.push((yes, vec![found]));
            self.at = no;
        }
        let none = self.push(Op::ConstBool { value: false });
        ends.push((self.at, vec![none]));
        self.join(ends)[0]
    }
}
