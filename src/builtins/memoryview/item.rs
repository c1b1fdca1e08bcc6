//! `memoryview`: items and slices (Objects/memoryobject.c:memory_subscript, memory_ass_sub).

use crate::object::{Obj, Tuple, Value};
use crate::runtime::iter::Slice;
use crate::runtime::view::{Layout, View, pack};
use crate::runtime::{PyResult, Raised, Vm};

/// What a key means.
enum Key {
    /// The item at a place.
    Item(usize),
    /// A part of the first dimension.
    Part(Layout),
    /// `...` of a view without dimensions.
    All,
}

#[cold]
fn invalid_key(vm: &mut Vm) -> Raised {
    vm.type_error("memoryview: invalid slice key")
}

/// Reads a key; `too_few` is the text for an index that leaves dimensions over.
fn read_key(vm: &mut Vm, layout: &Layout, key: Value, too_few: &str) -> PyResult<Key> {
    let tuple = vm.as_tuple(key);
    if layout.shape.is_empty() {
        return match tuple {
            Some(tuple) if tuple.is_empty() => Ok(Key::Item(layout.offset)),
            _ if key == Value::ELLIPSIS => Ok(Key::All),
            _ => Err(vm.type_error("invalid indexing of 0-dim memory")),
        };
    }
    if let Some(slice) = Obj::<Slice>::from_value(key) {
        return part(vm, layout, slice).map(Key::Part);
    }
    if let Some(tuple) = tuple {
        return place_of_tuple(vm, layout, tuple).map(Key::Item);
    }
    if !vm.is_index(key) {
        return Err(invalid_key(vm));
    }
    if layout.shape.len() > 1 {
        return Err(vm.not_implemented(too_few));
    }
    let at = step_into(vm, layout, 0, layout.offset as isize, key)?;
    Ok(Key::Item(at as usize))
}

/// Moves from `at` to the item that `key` selects in a dimension.
fn step_into(
    vm: &mut Vm,
    layout: &Layout,
    dimension: usize,
    at: isize,
    key: Value,
) -> PyResult<isize> {
    let i = vm.item_index(key)?;
    let (n, stride) = (
        layout.shape.get(dimension).copied().unwrap_or(0),
        layout.strides.get(dimension).copied().unwrap_or(0),
    );
    let i = if i < 0 { i.saturating_add(n as i64) } else { i };
    if i < 0 || i >= n as i64 {
        let number = dimension + 1;
        return Err(vm.index_error(format_args!("index out of bounds on dimension {number}")));
    }
    Ok(at + i as isize * stride)
}

fn place_of_tuple(vm: &mut Vm, layout: &Layout, tuple: Tuple) -> PyResult<usize> {
    let items = tuple.items();
    if !items.is_empty()
        && items
            .iter()
            .all(|&item| Obj::<Slice>::from_value(item).is_some())
    {
        return Err(vm.not_implemented("multi-dimensional slicing is not implemented"));
    }
    for &item in items {
        if !vm.is_index(item) {
            return Err(invalid_key(vm));
        }
    }
    let (given, wanted) = (items.len(), layout.shape.len());
    if given < wanted {
        return Err(vm.not_implemented("sub-views are not implemented"));
    }
    if given > wanted {
        return Err(vm.type_error(format_args!(
            "cannot index {wanted}-dimension view with {given}-element tuple"
        )));
    }
    let mut at = layout.offset as isize;
    for (dimension, &item) in items.iter().enumerate() {
        at = step_into(vm, layout, dimension, at, item)?;
    }
    Ok(at as usize)
}

fn part(vm: &mut Vm, layout: &Layout, slice: Obj<Slice>) -> PyResult<Layout> {
    let n = layout.shape.first().copied().unwrap_or(0);
    let at = vm.slice_indices(slice, n)?;
    let mut part = layout.clone();
    if let (Some(size), Some(stride)) = (part.shape.first_mut(), part.strides.first_mut()) {
        // An empty part may begin outside: it begins where the whole does.
        let first = if at.count == 0 { 0 } else { at.start as isize };
        part.offset = (layout.offset as isize + first * *stride) as usize;
        *size = at.count;
        *stride = stride.saturating_mul(at.step as isize);
    }
    Ok(part)
}

pub(super) fn getitem(vm: &mut Vm, this: Obj<View>, key: Value) -> PyResult {
    this.check(vm)?;
    match read_key(
        vm,
        &this.layout,
        key,
        "multi-dimensional sub-views are not implemented",
    )? {
        Key::Item(at) => {
            this.check(vm)?;
            this.item(vm, at)
        }
        Key::Part(layout) => {
            this.check(vm)?;
            super::same(vm, this, layout, this.readonly)
        }
        Key::All => Ok(this.value()),
    }
}

pub(super) fn setitem(vm: &mut Vm, this: Obj<View>, key: Value, value: Value) -> PyResult<()> {
    this.check(vm)?;
    if this.readonly {
        return Err(vm.type_error("cannot modify read-only memory"));
    }
    if Obj::<Slice>::from_value(key).is_some() && this.layout.shape.len() > 1 {
        return Err(
            vm.not_implemented("memoryview slice assignments are currently restricted to ndim = 1")
        );
    }
    match read_key(vm, &this.layout, key, "sub-views are not implemented")? {
        Key::Item(at) => set_item(vm, this, at, value),
        Key::Part(layout) => set_part(vm, this, &layout, value),
        Key::All => set_item(vm, this, this.layout.offset, value),
    }
}

fn set_item(vm: &mut Vm, this: Obj<View>, at: usize, value: Value) -> PyResult<()> {
    let format = this.layout.format;
    let raw = pack(vm, format, value)?;
    this.check(vm)?;
    this.with_mut(|all| {
        if let (Some(to), Some(from)) = (all.get_mut(at..at + format.size), raw.get(..format.size))
        {
            to.copy_from_slice(from);
        }
    });
    Ok(())
}

fn set_part(vm: &mut Vm, this: Obj<View>, layout: &Layout, value: Value) -> PyResult<()> {
    let Some(from) = vm.view_of(value)?.and_then(Obj::<View>::from_value) else {
        return Err(vm.not_bytes_like(value));
    };
    this.check(vm)?;
    if from.layout.format.code != layout.format.code || from.layout.shape != layout.shape {
        return Err(
            vm.value_error("memoryview assignment: lvalue and rvalue have different structures")
        );
    }
    let bytes = from.to_vec();
    let size = layout.format.size;
    this.with_mut(|all| {
        let mut items = bytes.chunks_exact(size);
        layout.each(&mut |at| {
            if let (Some(to), Some(item)) = (all.get_mut(at..at + size), items.next()) {
                to.copy_from_slice(item);
            }
        });
    });
    Ok(())
}

pub(super) fn delitem(vm: &mut Vm, this: Obj<View>, _key: Value) -> PyResult<()> {
    this.check(vm)?;
    Err(vm.type_error(if this.readonly {
        "cannot modify read-only memory"
    } else {
        "cannot delete memory"
    }))
}
