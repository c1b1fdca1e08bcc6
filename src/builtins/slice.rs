//! `slice`.

use crate::native_attributes;
use crate::native_functions;
use crate::num::BigInt;
use crate::num::hash::slice as hash_slice;
use crate::object::{Obj, T, Tuple, Value};
use crate::pyc::Version;
use crate::runtime::compare::Cmp;
use crate::runtime::iter::Slice;
use crate::runtime::names::Special;
use crate::runtime::native::TypeDef;
use crate::runtime::{Args, PyResult, Vm};
use crate::text::CharBuf;

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[&SLICE];

static SLICE: TypeDef = TypeDef {
    new: Some(&NEW[0]),
    methods: METHODS,
    getset: ATTRIBUTES,
    ..TypeDef::new(
        T::Slice,
        "slice(stop)\nslice(start, stop[, step])\n\nCreate a slice object.\n\nThis is used for extended slicing (e.g. a[0:10:2]).",
    )
};

native_functions! { NEW = [
    /// Create and return a new object.  See help(type) for accurate signature.
    "__new__" as new(*);
]}

native_functions! { METHODS = [
    /// Return repr(self).
    "__repr__" as repr(this);
    /// Return hash(self).
    "__hash__" as hash(this);
    /// Return self==value.
    "__eq__" as eq(this, value);
    /// Return self!=value.
    "__ne__" as ne(this, value);
    /// Return self<value.
    "__lt__" as lt(this, value);
    /// Return self<=value.
    "__le__" as le(this, value);
    /// Return self>value.
    "__gt__" as gt(this, value);
    /// Return self>=value.
    "__ge__" as ge(this, value);
    /// Return state information for pickling.
    "__reduce__" as reduce(this);
    /// S.indices(len) -> (start, stop, stride)
    ///
    /// Assuming a sequence of length len, calculate the start and stop
    /// indices, and the stride length of the extended slice described by
    /// S. Out of bounds indices are clipped in a manner consistent with the
    /// handling of normal slices.
    indices(this, object);
]}

native_attributes! { ATTRIBUTES = [
    start => |_: &mut Vm, this: Obj<Slice>| this.start.get(), readonly::<Obj<Slice>>;
    stop => |_: &mut Vm, this: Obj<Slice>| this.stop.get(), readonly::<Obj<Slice>>;
    step => |_: &mut Vm, this: Obj<Slice>| this.step.get(), readonly::<Obj<Slice>>;
]}

/// The parts of slices and ranges cannot be set.
pub(super) fn readonly<V>(vm: &mut Vm, _this: V, _to: Value) -> PyResult<()> {
    Err(vm.attribute_error_text("readonly attribute"))
}

fn new(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    args.no_names(vm, "slice")?;
    let none = Value::NONE;
    match *args.plain() {
        [_, stop] => vm.new_slice(none, stop, none),
        [_, start, stop] => vm.new_slice(start, stop, none),
        [_, start, stop, step] => vm.new_slice(start, stop, step),
        ref given => {
            let n = given.len().saturating_sub(1);
            let (bound, s) = if n == 0 {
                ("at least 1", "")
            } else {
                ("at most 3", "s")
            };
            Err(vm.type_error(format_args!("slice expected {bound} argument{s}, got {n}")))
        }
    }
}

fn parts(s: Obj<Slice>) -> [Value; 3] {
    [s.start.get(), s.stop.get(), s.step.get()]
}

fn repr(vm: &mut Vm, this: Obj<Slice>) -> PyResult {
    let mut out = CharBuf::new();
    out.push_str("slice(");
    vm.repr_items(&mut out, &parts(this))?;
    out.push_str(")");
    vm.new_text(out.as_chars()).map(Into::into)
}

fn hash(vm: &mut Vm, this: Obj<Slice>) -> PyResult<i64> {
    if vm.main_version < Version::V312 {
        return Err(vm.type_error("unhashable type: 'slice'"));
    }
    let [start, stop, step] = parts(this);
    let (start, stop, step) = (vm.hash(start)?, vm.hash(stop)?, vm.hash(step)?);
    Ok(hash_slice(start, stop, step))
}

fn compare(vm: &mut Vm, op: Cmp, this: Obj<Slice>, value: Value) -> PyResult {
    let Some(other) = Obj::<Slice>::from_value(value) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let a = vm.new_tuple(&parts(this))?;
    let b = vm.new_tuple(&parts(other))?;
    vm.compare(op, a.value(), b.value())
}

fn eq(vm: &mut Vm, this: Obj<Slice>, value: Value) -> PyResult {
    compare(vm, Cmp::Eq, this, value)
}

fn ne(vm: &mut Vm, this: Obj<Slice>, value: Value) -> PyResult {
    compare(vm, Cmp::Ne, this, value)
}

fn lt(vm: &mut Vm, this: Obj<Slice>, value: Value) -> PyResult {
    compare(vm, Cmp::Lt, this, value)
}

fn le(vm: &mut Vm, this: Obj<Slice>, value: Value) -> PyResult {
    compare(vm, Cmp::Le, this, value)
}

fn gt(vm: &mut Vm, this: Obj<Slice>, value: Value) -> PyResult {
    compare(vm, Cmp::Gt, this, value)
}

fn ge(vm: &mut Vm, this: Obj<Slice>, value: Value) -> PyResult {
    compare(vm, Cmp::Ge, this, value)
}

fn reduce(vm: &mut Vm, this: Obj<Slice>) -> PyResult {
    let args = vm.new_tuple(&parts(this))?;
    let class = vm.class(T::Slice).value();
    vm.new_tuple(&[class, args.value()]).map(Tuple::value)
}

/// A slice with parts of any size, adjusted to a length of any size (Objects/sliceobject.c:_PySlice_GetLongIndices).
pub(crate) fn long_indices(vm: &mut Vm, s: Obj<Slice>, length: &BigInt) -> PyResult<[BigInt; 3]> {
    let zero = BigInt::from_i64(0);
    let step = match part(vm, s.step.get())? {
        Some(step) if step.is_zero() => return Err(vm.value_error("slice step cannot be zero")),
        Some(step) => step,
        None => BigInt::from_i64(1),
    };
    let backwards = step.negative();
    let lower = if backwards {
        BigInt::from_i64(-1)
    } else {
        zero
    };
    let upper = if backwards {
        length.sub_i64(1)
    } else {
        length.clone()
    };
    let clip = |i: BigInt| {
        let i = if i.negative() { i.add(length) } else { i };
        if i.sub(&lower).negative() {
            lower.clone()
        } else if upper.sub(&i).negative() {
            upper.clone()
        } else {
            i
        }
    };
    let start = part(vm, s.start.get())?.map_or_else(
        || {
            if backwards {
                upper.clone()
            } else {
                lower.clone()
            }
        },
        clip,
    );
    let stop = part(vm, s.stop.get())?.map_or_else(
        || {
            if backwards {
                lower.clone()
            } else {
                upper.clone()
            }
        },
        clip,
    );
    Ok([start, stop, step])
}

/// A part of a slice as a number; `None` for None.
fn part(vm: &mut Vm, v: Value) -> PyResult<Option<BigInt>> {
    if v.is_none() {
        return Ok(None);
    }
    if !vm.is_int(v) && vm.special_of(v, Special::Index).is_none() {
        return Err(
            vm.type_error("slice indices must be integers or None or have an __index__ method")
        );
    }
    let v = vm.index(v)?;
    Ok(vm.to_num(v))
}

fn indices(vm: &mut Vm, this: Obj<Slice>, object: Value) -> PyResult {
    let length = vm.index(object)?;
    let length = vm.to_num(length).unwrap_or_else(|| BigInt::from_i64(0));
    if length.negative() {
        return Err(vm.value_error("length should not be negative"));
    }
    let [start, stop, step] = long_indices(vm, this, &length)?;
    let start = vm.new_bigint(&start)?;
    let stop = vm.new_bigint(&stop)?;
    let step = vm.new_bigint(&step)?;
    vm.new_tuple(&[start, stop, step]).map(Tuple::value)
}
