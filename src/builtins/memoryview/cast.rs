//! `memoryview.cast`: the same bytes as items of another format or in another shape.

use crate::object::{Obj, Tuple, Value};
use crate::runtime::view::{Format, Layout, View};
use crate::runtime::{PyResult, Vm};

/// The most dimensions a view may have.
const MAX_DIMENSIONS: usize = 64;

pub(super) fn cast(vm: &mut Vm, this: Obj<View>, format: Value, shape: Value) -> PyResult {
    let format = vm.named_str_arg(format, "cast", "format")?.to_text();
    this.check(vm)?;
    let from = &this.layout;
    if !from.is_c_contiguous() {
        return Err(vm.type_error("memoryview: casts are restricted to C-contiguous views"));
    }
    if (!shape.is_empty() || from.shape.len() != 1) && from.shape.contains(&0) {
        return Err(vm.type_error("memoryview: cannot cast view with zeros in shape or strides"));
    }
    let sizes = if shape.is_empty() {
        None
    } else {
        Some(shape_items(vm, from, shape)?)
    };
    let Some(format) = Format::parse(&format) else {
        return Err(vm.value_error("memoryview: destination format must be a native single character format prefixed with an optional '@'"));
    };
    if !from.format.is_byte() && !format.is_byte() {
        return Err(vm.type_error("memoryview: cannot cast between two non-byte formats"));
    }
    let total = this.nbytes();
    if !total.is_multiple_of(format.size) {
        return Err(vm.type_error("memoryview: length is not a multiple of itemsize"));
    }
    let layout = match sizes {
        None => Layout::flat(from.offset, format, total / format.size),
        Some(sizes) => shaped(vm, from.offset, format, sizes.items(), total)?,
    };
    super::same(vm, this, layout, this.readonly)
}

/// The items of the `shape` argument.
fn shape_items(vm: &mut Vm, from: &Layout, shape: Value) -> PyResult<Tuple> {
    let items = match (vm.as_list(shape), vm.as_tuple(shape)) {
        (Some(list), _) => vm.tuple_of_list(list)?,
        (_, Some(tuple)) => tuple,
        _ => return Err(vm.type_error("shape must be a list or a tuple")),
    };
    if items.len() > MAX_DIMENSIONS {
        return Err(vm.value_error("memoryview: number of dimensions must not exceed 64"));
    }
    if from.shape.len() != 1 && items.len() != 1 {
        return Err(vm.type_error("memoryview: cast must be 1D -> ND or ND -> 1D"));
    }
    Ok(items)
}

fn shaped(
    vm: &mut Vm,
    offset: usize,
    format: Format,
    sizes: &[Value],
    total: usize,
) -> PyResult<Layout> {
    let mut shape = Vec::with_capacity(sizes.len());
    let mut product = format.size;
    for &size in sizes {
        if !vm.is_int(size) {
            return Err(vm.type_error("memoryview.cast(): elements of shape must be integers"));
        }
        let size = vm.index_ssize(size)?;
        let Some(size) = usize::try_from(size).ok().filter(|&n| n > 0) else {
            return Err(vm.value_error("memoryview.cast(): elements of shape must be integers > 0"));
        };
        product = match product.checked_mul(size) {
            Some(product) => product,
            None => return Err(vm.value_error("memoryview.cast(): product(shape) > SSIZE_MAX")),
        };
        shape.push(size);
    }
    if product != total {
        return Err(vm.type_error("memoryview: product(shape) * itemsize != buffer size"));
    }
    let mut strides = vec![0; shape.len()];
    let mut stride = format.size as isize;
    for (slot, &n) in strides.iter_mut().zip(&shape).rev() {
        *slot = stride;
        stride *= n as isize;
    }
    Ok(Layout {
        offset,
        format,
        shape,
        strides,
    })
}
