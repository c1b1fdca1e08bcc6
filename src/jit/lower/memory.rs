//! Loads, stores, allocation.

use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::{F64, I8, I16, I32, I64};
use cranelift_codegen::ir::{self as clif, InstBuilder as _, Type};

use super::{ID, Lower};
use crate::gc::{Header, Heap, SMALL_MAX};
use crate::ir::{Op, State, V};
use crate::jit::entries::Called;
use crate::jit::exits::Reason;
use crate::object::{Kind, T, Value, bytes, dict, function, instance, list, native, tuple};
use crate::runtime::Vm;
use crate::runtime::iter::{RangeIter, SeqIter};

impl Lower<'_, '_> {
    fn load_field(&mut self, t: Type, object: V, at: usize) -> Option<clif::Value> {
        let p = self.v(object);
        Some(self.load(t, p, at))
    }

    fn load_element(&mut self, t: Type, data: V, index: V) -> Option<clif::Value> {
        let (data, index) = (self.v(data), self.v(index));
        let shift = if t == I8 { 0 } else { 3 };
        let p = self.element(data, index, shift);
        Some(self.load(t, p, 0))
    }

    fn store_element(&mut self, data: V, index: V, value: V) -> Option<clif::Value> {
        let (data, index, value) = (self.v(data), self.v(index), self.v(value));
        let shift = if self.b.func.dfg.value_type(value) == I8 {
            0
        } else {
            3
        };
        let p = self.element(data, index, shift);
        self.store(value, p, 0);
        None
    }

    fn load_slot(&mut self, t: Type, object: V, slot: u16) -> Option<clif::Value> {
        let p = self.v(object);
        let (p, at) = self.slot_place(p, slot);
        Some(self.load(t, p, at))
    }

    fn store_slot(&mut self, object: V, slot: u16, value: V) -> Option<clif::Value> {
        let (object, value) = (self.v(object), self.v(value));
        let (p, at) = self.slot_place(object, slot);
        self.store(value, p, at);
        None
    }

    /// Base and offset of a slot.
    fn slot_place(&mut self, object: clif::Value, slot: u16) -> (clif::Value, usize) {
        let words = usize::from(slot & !instance::FAR);
        if slot & instance::FAR == 0 {
            return (object, instance::SLOTS_OFFSET + words * 8);
        }
        let overflow = self.load(I64, object, instance::OVERFLOW_OFFSET);
        (overflow, size_of::<Header>() + words * 8)
    }

    /// Lists, tuples, bytes.
    pub(super) fn sequence(&mut self, op: &Op) -> Option<clif::Value> {
        match *op {
            Op::ListLen { list } => self.load_field(I64, list, list::LEN_OFFSET),
            Op::ListData { list } => self.load_field(I64, list, list::DATA_OFFSET),
            Op::LoadItem { data, index } | Op::LoadItemI { data, index } => {
                self.load_element(I64, data, index)
            }
            Op::LoadItemF { data, index } => self.load_element(F64, data, index),
            Op::LoadItemB { data, index } => self.load_element(I8, data, index),
            Op::StoreItem {
                list: _,
                data,
                index,
                value,
            }
            | Op::StoreItemI { data, index, value }
            | Op::StoreItemF { data, index, value }
            | Op::StoreItemB { data, index, value } => self.store_element(data, index, value),
            Op::TupleLen { tuple } => self.load_field(I64, tuple, tuple::LEN_OFFSET),
            Op::LoadTuple { tuple, index } => {
                let (t, index) = (self.v(tuple), self.v(index));
                let p = self.element(t, index, 3);
                Some(self.load(I64, p, tuple::ITEMS_OFFSET))
            }
            Op::ByteArrayLen { array } => self.load_field(I64, array, bytes::ARRAY_LEN_OFFSET),
            Op::ByteArrayData { array } => self.load_field(I64, array, bytes::ARRAY_DATA_OFFSET),
            Op::BytesLen { bytes } => self.load_field(I64, bytes, bytes::LEN_OFFSET),
            Op::BytesData { bytes } => {
                let p = self.v(bytes);
                Some(self.add_imm(p, bytes::DATA_OFFSET as i64))
            }
            Op::LoadByte { data, index } => {
                let (data, index) = (self.v(data), self.v(index));
                let p = self.element(data, index, 0);
                Some(self.b.ins().uload8(I64, super::trusted(), p, 0))
            }
            Op::StoreByte { data, index, value } => {
                let (data, index, value) = (self.v(data), self.v(index), self.v(value));
                let p = self.element(data, index, 0);
                self.b.ins().istore8(super::trusted(), value, p, 0);
                None
            }
            _ => None,
        }
    }

    /// What steps of iterators over dicts and others read and write.
    pub(super) fn step_of_iterator(&mut self, op: &Op) -> Option<clif::Value> {
        match *op {
            Op::StrLen { text } => self.load_field(I64, text, crate::object::str::LEN_OFFSET),
            Op::DictLen { dict } => self.load_field(I64, dict, dict::LEN_OFFSET),
            Op::DictUsed { dict } => Some(self.dict_used(dict)),
            Op::EntryKey { dict, index } => {
                Some(self.load_entry(dict, index, std::mem::offset_of!(dict::Entry, key)))
            }
            Op::EntryValue { dict, index } => {
                Some(self.load_entry(dict, index, std::mem::offset_of!(dict::Entry, value)))
            }
            Op::IterValue { iter, field } | Op::IterInt { iter, field } => {
                self.load_native(iter, field.offset())
            }
            Op::SetIterValue { iter, field, value } | Op::SetIterInt { iter, field, value } => {
                let (iter, value) = (self.v(iter), self.v(value));
                self.store(value, iter, native::DATA_OFFSET + field.offset());
                None
            }
            _ => None,
        }
    }

    /// The entries in use, or 0 of a namespace.
    fn dict_used(&mut self, dict: V) -> clif::Value {
        let table = self.v(dict);
        let aux = self.load(I16, table, std::mem::offset_of!(Header, aux));
        let namespace = self.b.ins().band_imm_u(aux, i64::from(dict::NAMESPACE_BIT));
        let used = self.load(I32, table, dict::USED_OFFSET);
        let used = self.b.ins().uextend(I64, used);
        let zero = self.word(0);
        self.b.ins().select(namespace, zero, used)
    }

    /// A field of an entry.
    fn load_entry(&mut self, dict: V, index: V, field: usize) -> clif::Value {
        let (table, index) = (self.v(dict), self.v(index));
        let entries = self.load(I64, table, dict::ENTRIES_OFFSET);
        let size = self.word(size_of::<dict::Entry>() as i64);
        let bytes = self.b.ins().imul(index, size);
        let entry = self.b.ins().iadd(entries, bytes);
        self.load(I64, entry, field)
    }

    /// Jumps to `other` unless `key` is the object whose entry the dict found last; gives where that entry is.
    fn last_entry(&mut self, dict: V, key: V, other: clif::Block) -> clif::Value {
        let (table, key) = (self.v(dict), self.v(key));
        let last = self.load(I32, table, dict::LAST_OFFSET);
        self.entry_of(table, last, key, other)
    }

    /// Jumps to `other` unless entry `last` of a dict has this key; gives where it is.
    fn entry_of(
        &mut self,
        table: clif::Value,
        last: clif::Value,
        key: clif::Value,
        other: clif::Block,
    ) -> clif::Value {
        let used = self.load(I32, table, dict::USED_OFFSET);
        let beyond = self.cmp(IntCC::UnsignedGreaterThanOrEqual, last, used);
        let inside = self.b.create_block();
        self.b.ins().brif(beyond, other, &[], inside, &[]);
        self.b.switch_to_block(inside);
        let entries = self.load(I64, table, dict::ENTRIES_OFFSET);
        let last = self.b.ins().uextend(I64, last);
        let size = self.word(size_of::<dict::Entry>() as i64);
        let bytes = self.b.ins().imul(last, size);
        let entry = self.b.ins().iadd(entries, bytes);
        let found = self.load(I64, entry, std::mem::offset_of!(dict::Entry, key));
        let differs = self.cmp(IntCC::NotEqual, found, key);
        let same = self.b.create_block();
        self.b.ins().brif(differs, other, &[], same, &[]);
        self.b.switch_to_block(same);
        entry
    }

    pub(super) fn dict_last(&mut self, dict: V, key: V) -> clif::Value {
        let other = self.b.create_block();
        let entry = self.last_entry(dict, key, other);
        self.value_or_empty(entry, other)
    }

    pub(super) fn dict_entry(&mut self, dict: V, index: u32, key: V) -> clif::Value {
        let other = self.b.create_block();
        let (table, key) = (self.v(dict), self.v(key));
        let index = self.b.ins().iconst(I32, i64::from(index));
        let entry = self.entry_of(table, index, key, other);
        self.value_or_empty(entry, other)
    }

    /// The value of an entry, or empty where `other` comes from.
    fn value_or_empty(&mut self, entry: clif::Value, other: clif::Block) -> clif::Value {
        let join = self.b.create_block();
        let result = self.b.append_block_param(join, I64);
        let value = self.load(I64, entry, std::mem::offset_of!(dict::Entry, value));
        self.b.ins().jump(join, &[value.into()]);
        self.b.switch_to_block(other);
        let none = self.bits(Value::EMPTY.0);
        self.b.ins().jump(join, &[none.into()]);
        self.b.switch_to_block(join);
        result
    }

    pub(super) fn set_dict_last(&mut self, dict: V, key: V, value: V) -> clif::Value {
        let (other, join) = (self.b.create_block(), self.b.create_block());
        let result = self.b.append_block_param(join, I8);
        let value = self.v(value);
        let entry = self.last_entry(dict, key, other);
        self.store(value, entry, std::mem::offset_of!(dict::Entry, value));
        let yes = self.b.ins().iconst(I8, 1);
        self.b.ins().jump(join, &[yes.into()]);
        self.b.switch_to_block(other);
        let no = self.b.ins().iconst(I8, 0);
        self.b.ins().jump(join, &[no.into()]);
        self.b.switch_to_block(join);
        result
    }

    /// Appends to a list with the storage of the value; `small`: the value is an int.
    pub(super) fn append(
        &mut self,
        list: V,
        value: V,
        small: bool,
        state: State,
        name: &'static str,
    ) {
        let (p, value) = (self.v(list), self.v(value));
        let len = self.load(I64, p, list::LEN_OFFSET);
        let capacity = self.load(I64, p, list::CAPACITY_OFFSET);
        let full = self.cmp(IntCC::UnsignedGreaterThanOrEqual, len, capacity);
        let (grow, fast, join) = (
            self.cold_block(),
            self.b.create_block(),
            self.b.create_block(),
        );
        self.b.ins().brif(full, grow, &[], fast, &[]);
        self.b.switch_to_block(fast);
        let data = self.load(I64, p, list::DATA_OFFSET);
        let t = self.b.func.dfg.value_type(value);
        let at = self.element(data, len, if t == I8 { 0 } else { 3 });
        self.store(value, at, 0);
        let len = self.add_imm(len, 1);
        self.store(len, p, list::LEN_OFFSET);
        self.b.ins().jump(join, &[]);
        self.b.switch_to_block(grow);
        let word = if t == F64 {
            self.box_float(value)
        } else if t == I8 {
            self.box_bool(value)
        } else if small {
            self.tag_int(value)
        } else {
            value
        };
        let vm = self.vm;
        let entry = crate::runtime::helpers::Helper::list_append.entry();
        if let Some(failed) = self.call(entry, &[vm, p, word], Some(I64)) {
            self.leave_if(failed, state, Reason::Raise, name);
        }
        self.b.ins().jump(join, &[]);
        self.b.switch_to_block(join);
    }

    /// Fields of instances, cells, functions and iterators.
    pub(super) fn field(&mut self, op: &Op) -> Option<clif::Value> {
        match *op {
            Op::LoadSlot { object, slot } | Op::LoadSlotI { object, slot } => {
                self.load_slot(I64, object, slot)
            }
            Op::LoadSlotF { object, slot } => self.load_slot(F64, object, slot),
            Op::StoreSlot {
                object,
                slot,
                value,
            }
            | Op::StoreSlotI {
                object,
                slot,
                value,
            }
            | Op::StoreSlotF {
                object,
                slot,
                value,
            } => self.store_slot(object, slot, value),
            Op::SetShape { object, shape } => {
                let p = self.v(object);
                let id = self.b.ins().iconst(ID, i64::from(shape));
                self.store(id, p, std::mem::offset_of!(Header, shape_id));
                None
            }
            Op::NewTuple { ref items } => Some(self.new_tuple(items)),
            Op::NewInstance {
                shape,
                inline,
                fixed,
            } => Some(self.new_instance(shape, inline, fixed)),
            Op::LoadCell { cell } => self.load_field(I64, cell, function::CELL_OFFSET),
            Op::StoreCell { cell, value } => {
                let (cell, value) = (self.v(cell), self.v(value));
                self.store(value, cell, function::CELL_OFFSET);
                None
            }
            Op::Closure { function } => self.load_field(I64, function, function::CLOSURE_OFFSET),
            Op::RangeNext { iter } => self.load_native(iter, std::mem::offset_of!(RangeIter, next)),
            Op::RangeStep { iter } => self.load_native(iter, std::mem::offset_of!(RangeIter, step)),
            Op::RangeLeft { iter } => self.load_native(iter, std::mem::offset_of!(RangeIter, left)),
            Op::SeqOf { iter } => self.load_native(iter, std::mem::offset_of!(SeqIter, seq)),
            Op::SeqAt { iter } => self.load_native(iter, std::mem::offset_of!(SeqIter, at)),
            _ => None,
        }
    }

    fn load_native(&mut self, object: V, field: usize) -> Option<clif::Value> {
        self.load_field(I64, object, native::DATA_OFFSET + field)
    }

    /// Takes a cell of the size's bump interval, or asks the heap; then writes the head.
    fn new_instance(&mut self, shape: u32, inline: u16, fixed: u16) -> clif::Value {
        let object = self.new_cell(instance::SLOTS_OFFSET + usize::from(inline) * 8);
        self.store_header(object, shape, Kind::Instance, inline);
        let zero = self.word(0);
        self.store(zero, object, instance::OVERFLOW_OFFSET);
        for slot in 0..usize::from(fixed) {
            self.store(zero, object, instance::SLOTS_OFFSET + slot * 8);
        }
        object
    }

    fn new_tuple(&mut self, items: &[V]) -> clif::Value {
        let object = self.new_cell(tuple::ITEMS_OFFSET + items.len() * 8);
        self.store_header(object, T::Tuple as u32, Kind::Tuple, 0);
        let len = self.word(items.len() as i64);
        self.store(len, object, tuple::LEN_OFFSET);
        for (i, &v) in items.iter().enumerate() {
            let v = self.v(v);
            self.store(v, object, tuple::ITEMS_OFFSET + i * 8);
        }
        object
    }

    fn store_header(&mut self, object: clif::Value, shape_id: u32, kind: Kind, aux: u16) {
        let header = Header {
            shape_id,
            kind: kind as u8,
            flags: 0,
            aux,
        };
        let header = self.bits(header_word(header));
        self.store(header, object, 0);
    }

    /// A cell for an object of `size` bytes, which the caller fills at once.
    fn new_cell(&mut self, size: usize) -> clif::Value {
        if size > SMALL_MAX {
            self.broken = Some("an object is too large");
            return self.word(0);
        }
        let heap = std::mem::offset_of!(Vm, heap);
        let layout = Heap::bump_layout(size);
        let (vm, bytes) = (self.vm, self.word(size as i64));
        let cell = self.load_vm(I64, heap + layout.cur);
        let next = self.add_imm(cell, layout.cell_size as i64);
        let limit = self.load_vm(I64, heap + layout.limit);
        let full = self.cmp(IntCC::UnsignedGreaterThan, next, limit);
        let (slow, fast, join) = (
            self.cold_block(),
            self.b.create_block(),
            self.b.create_block(),
        );
        let object = self.b.append_block_param(join, I64);
        self.b.ins().brif(full, slow, &[], fast, &[]);
        self.b.switch_to_block(slow);
        let other = self.call_word(Called::NewCell.address(), &[vm, bytes]);
        self.b.ins().jump(join, &[other.into()]);
        self.b.switch_to_block(fast);
        self.store_vm(next, heap + layout.cur);
        self.b.ins().jump(join, &[cell.into()]);
        self.b.switch_to_block(join);
        object
    }
}

/// A header as one word.
fn header_word(h: Header) -> u64 {
    let mut bytes = [0; 8];
    bytes[..4].copy_from_slice(&h.shape_id.to_ne_bytes());
    bytes[4] = h.kind;
    bytes[5] = h.flags;
    bytes[6..].copy_from_slice(&h.aux.to_ne_bytes());
    u64::from_ne_bytes(bytes)
}

/// The layout that `header_word` writes.
const _: () = {
    assert!(std::mem::offset_of!(Header, shape_id) == 0);
    assert!(std::mem::offset_of!(Header, kind) == 4);
    assert!(std::mem::offset_of!(Header, flags) == 5);
    assert!(std::mem::offset_of!(Header, aux) == 6);
};
