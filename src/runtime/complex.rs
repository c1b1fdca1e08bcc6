//! `complex` objects.

use super::{OrMemoryError, PyResult, Vm};
use crate::num::complex::Complex;
use crate::object::{Native, Obj, T, Value};
use crate::trace_fields;

/// An exact `complex`.
pub struct ComplexObj(pub Complex);

impl Native for ComplexObj {
    const TYPE: T = T::Complex;
    trace_fields!();
}

/// The exact complex number in `v`.
#[must_use]
pub fn of(v: Value) -> Option<Complex> {
    Obj::<ComplexObj>::from_value(v).map(|c| c.0)
}

impl Vm {
    /// The complex number `re + im j`.
    pub fn new_complex(&mut self, re: f64, im: f64) -> PyResult {
        Ok(Obj::new(&mut self.heap, ComplexObj(Complex { re, im }))
            .or_memory_error(self)?
            .value())
    }
}
