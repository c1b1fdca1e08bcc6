//! Items of lists, tuples and bytes.

use super::step::Go;
use super::{Builder, Built};
use crate::bytecode::ops::{Instr, Op as B};
use crate::ir::{Cond, Op, Rep, V};
use crate::object::list::{SHAPE_BOOLS, SHAPE_FLOATS, SHAPE_INTS, SHAPE_VALUES};
use crate::object::{T, Value};
use crate::runtime::helpers::Helper;
use crate::runtime::names::Special;

impl Builder<'_> {
    /// The shape that an item operation saw last.
    pub(super) fn seen_shape(&self, pc: u32) -> u32 {
        (self.top().code.feedback_at(pc as usize).b >> 1) as u32
    }

    /// The index in bounds: negative ones count from the end.
    fn index(&mut self, index: V, len: V, pc: u32) -> Built<V> {
        let index = self.push(Op::WrapIndex { index, len });
        let state = self.state(pc)?;
        Ok(self.push(Op::CheckBounds { index, len, state }))
    }

    /// `dst = obj[index]`
    pub(super) fn get_item(&mut self, i: Instr, pc: u32) -> Built<Go> {
        let (obj, index) = (self.value(i.b, pc)?, self.value(i.c, pc)?);
        let seen = self.top().code.feedback_at(pc as usize).a;
        if seen == 0 && i.op == B::GetItem && !self.blocked(pc) {
            return self.never_ran(pc);
        }
        let fast = if self.blocked(pc) {
            None
        } else {
            match i.op {
                B::GetItemValues => Some(self.list_item(obj, index, SHAPE_VALUES, pc)?),
                B::GetItemInts => Some(self.list_item(obj, index, SHAPE_INTS, pc)?),
                B::GetItemFloats => Some(self.list_item(obj, index, SHAPE_FLOATS, pc)?),
                B::GetItemBools => Some(self.list_item(obj, index, SHAPE_BOOLS, pc)?),
                B::GetItemStr => Some(self.str_item(obj, index, pc)?),
                B::GetItemTuple => Some(self.tuple_item(obj, index, pc)?),
                B::GetItemDict => Some(self.dict_item(obj, index, pc)?),
                _ => match self.byte_item(obj, index, pc)? {
                    Some(v) => Some(v),
                    None => self.item_of_instance(obj, index, pc)?,
                },
            }
        };
        let v = match fast {
            Some(v) => v,
            None => {
                let (obj, index) = (self.boxed(obj), self.boxed(index));
                self.call_val(Helper::get_item, &[obj, index], pc)?
            }
        };
        self.set(i.a, v);
        Ok(Go::Next)
    }

    /// An item of a list with the given shape, in the representation of its storage.
    pub(super) fn load_item(&mut self, shape: u32, list: V, index: V) -> V {
        let data = self.push(Op::ListData { list });
        self.push(match shape {
            SHAPE_INTS => Op::LoadItemI { data, index },
            SHAPE_FLOATS => Op::LoadItemF { data, index },
            SHAPE_BOOLS => Op::LoadItemB { data, index },
            _ => Op::LoadItem { data, index },
        })
    }

    fn list_item(&mut self, obj: V, index: V, shape: u32, pc: u32) -> Built<V> {
        let list = self.with_shape(obj, shape, pc)?;
        let index = self.as_int(index, pc)?;
        let len = self.push(Op::ListLen { list });
        let index = self.index(index, len, pc)?;
        Ok(self.load_item(shape, list, index))
    }

    /// A value of a dict: often of the key that was looked up just before.
    fn dict_item(&mut self, obj: V, index: V, pc: u32) -> Built<V> {
        let dict = self.with_type(obj, T::Dict as u32, pc)?;
        let key = self.boxed(index);
        // the frames are the same whether the helper is called or not
        self.observe(pc)?;
        let held = self.push(Op::DictLast { dict, key });
        let rhs = self.constant(Value::EMPTY);
        let other = self.push(Op::Same { lhs: held, rhs });
        let (slow, fast) = (self.g.add_block(), self.g.add_block());
        self.end_branch(other, slow, fast);
        self.at = slow;
        let found = self.call_val(Helper::get_item, &[dict, key], pc)?;
        let ends = vec![(fast, vec![held]), (self.at, vec![found])];
        Ok(self.join(ends)[0])
    }

    /// A code point of a string.
    fn str_item(&mut self, obj: V, index: V, pc: u32) -> Built<V> {
        let obj = self.boxed(obj);
        let index = self.as_int(index, pc)?;
        let state = self.state(pc)?;
        let v = self.push(Op::CallVal {
            helper: Helper::str_item,
            args: [obj, index].into(),
            state,
        });
        Ok(self.push(Op::GuardType {
            value: v,
            shape: T::Str as u32,
            state,
        }))
    }

    fn tuple_item(&mut self, obj: V, index: V, pc: u32) -> Built<V> {
        let tuple = self.with_type(obj, T::Tuple as u32, pc)?;
        let index = self.as_int(index, pc)?;
        let len = self.push(Op::TupleLen { tuple });
        let index = self.index(index, len, pc)?;
        Ok(self.push(Op::LoadTuple { tuple, index }))
    }

    /// A byte of a bytes object or bytearray.
    fn byte_item(&mut self, obj: V, index: V, pc: u32) -> Built<Option<V>> {
        let shape = self.seen_shape(pc);
        let int = self.top().code.feedback_at(pc as usize).a >> 8 & 0xff;
        if self.g.rep(obj) != Rep::Val || int != crate::object::code::kinds::INT {
            return Ok(None);
        }
        let (len, data, index) = if shape == T::Bytes as u32 {
            let bytes = self.with_type(obj, shape, pc)?;
            let index = self.as_int(index, pc)?;
            let len = self.push(Op::BytesLen { bytes });
            (len, self.push(Op::BytesData { bytes }), index)
        } else if shape == T::ByteArray as u32 {
            let array = self.with_type(obj, shape, pc)?;
            let index = self.as_int(index, pc)?;
            let len = self.push(Op::ByteArrayLen { array });
            (len, self.push(Op::ByteArrayData { array }), index)
        } else {
            return Ok(None);
        };
        let index = self.index(index, len, pc)?;
        Ok(Some(self.push(Op::LoadByte { data, index })))
    }

    /// `obj[index] = v`
    pub(super) fn set_item(&mut self, i: Instr, pc: u32) -> Built<Go> {
        let (obj, index, v) = (
            self.value(i.a, pc)?,
            self.value(i.b, pc)?,
            self.value(i.c, pc)?,
        );
        let seen = self.top().code.feedback_at(pc as usize).a;
        if seen == 0 && i.op == B::SetItem && !self.blocked(pc) {
            return self.never_ran(pc);
        }
        let done = !self.blocked(pc)
            && match i.op {
                B::SetItemValues => self.set_list_item(obj, index, v, SHAPE_VALUES, pc)?,
                B::SetItemInts => self.set_list_item(obj, index, v, SHAPE_INTS, pc)?,
                B::SetItemFloats => self.set_list_item(obj, index, v, SHAPE_FLOATS, pc)?,
                B::SetItemBools => self.set_list_item(obj, index, v, SHAPE_BOOLS, pc)?,
                B::SetItemDict => self.set_dict_item(obj, index, v, pc)?,
                _ => {
                    let shape = self.seen_shape(pc);
                    self.set_byte(obj, index, v, pc)?
                        || self
                            .special_of_instance(Special::SetItem, obj, shape, &[index, v], pc)?
                            .is_some()
                }
            };
        if !done {
            let (obj, index, v) = (self.boxed(obj), self.boxed(index), self.boxed(v));
            self.call_do(Helper::set_item, &[obj, index, v], pc)?;
        }
        Ok(Go::Next)
    }

    fn set_list_item(&mut self, obj: V, index: V, v: V, shape: u32, pc: u32) -> Built<bool> {
        let list = self.with_shape(obj, shape, pc)?;
        let index = self.as_int(index, pc)?;
        let value = match shape {
            SHAPE_INTS => {
                let v = self.as_int(v, pc)?;
                self.small(v, pc)?
            }
            SHAPE_FLOATS => self.as_float(v, pc)?,
            SHAPE_BOOLS => self.as_bool(v, pc)?,
            _ => self.boxed(v),
        };
        let len = self.push(Op::ListLen { list });
        let index = self.index(index, len, pc)?;
        let data = self.push(Op::ListData { list });
        self.push(match shape {
            SHAPE_INTS => Op::StoreItemI { data, index, value },
            SHAPE_FLOATS => Op::StoreItemF { data, index, value },
            SHAPE_BOOLS => Op::StoreItemB { data, index, value },
            _ => Op::StoreItem {
                list,
                data,
                index,
                value,
            },
        });
        Ok(true)
    }

    fn set_dict_item(&mut self, obj: V, index: V, v: V, pc: u32) -> Built<bool> {
        let dict = self.with_type(obj, T::Dict as u32, pc)?;
        let (key, value) = (self.boxed(index), self.boxed(v));
        self.observe(pc)?;
        let done = self.push(Op::SetDictLast { dict, key, value });
        let (fast, slow) = (self.g.add_block(), self.g.add_block());
        self.end_branch(done, fast, slow);
        self.at = slow;
        self.call_do(Helper::set_item, &[dict, key, value], pc)?;
        self.join(vec![(fast, vec![]), (self.at, vec![])]);
        Ok(true)
    }

    fn set_byte(&mut self, obj: V, index: V, v: V, pc: u32) -> Built<bool> {
        let shape = self.seen_shape(pc);
        let int = self.top().code.feedback_at(pc as usize).a >> 8 & 0xff;
        let raw = self.g.rep(v) == Rep::I64 || self.g.rep(v) == Rep::Val;
        if shape != T::ByteArray as u32 || int != crate::object::code::kinds::INT || !raw {
            return Ok(false);
        }
        let array = self.with_type(obj, shape, pc)?;
        let index = self.as_int(index, pc)?;
        let value = self.as_int(v, pc)?;
        let top = self.int(256);
        // one unsigned comparison: 0 <= value < 256
        let state = self.state(pc)?;
        let value = self.push(Op::CheckBounds {
            index: value,
            len: top,
            state,
        });
        let len = self.push(Op::ByteArrayLen { array });
        let index = self.index(index, len, pc)?;
        let data = self.push(Op::ByteArrayData { array });
        self.push(Op::StoreByte { data, index, value });
        Ok(true)
    }

    /// Is the index below the length? (for iteration)
    pub(super) fn below(&mut self, index: V, len: V) -> V {
        self.push(Op::Cmp {
            cond: Cond::Lt,
            lhs: index,
            rhs: len,
        })
    }
}
