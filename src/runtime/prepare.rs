//! Making code objects ready to run: translation at the first call, and constants as objects.

use crate::bytecode;
use crate::num;
use crate::object::{Code, GcVec, Set, T, Tuple, Value};
use crate::pyc::Const;

use super::{OrMemoryError, PyResult, Vm};

impl Vm {
    /// Translates `code` unless that was done. Invalid code raises SystemError.
    #[cold]
    #[inline(never)]
    pub fn prepare(&mut self, code: Code) -> PyResult<()> {
        if code.is_prepared() {
            return Ok(());
        }
        let body = match bytecode::translate(code.raw()) {
            Ok(body) => body,
            Err(invalid) => {
                let name = code.raw().name.to_string();
                return Err(self.system_error(format_args!(
                    "invalid bytecode in {name} at {}: {}",
                    invalid.offset, invalid.why
                )));
            }
        };
        let mut consts = GcVec::new();
        for k in code.raw().consts.iter().chain(&*body.extra_consts) {
            let v = self.constant(k)?;
            consts.push(&mut self.heap, v).or_memory_error(self)?;
        }
        let consts = Tuple::new(&mut self.heap, &consts).or_memory_error(self)?;
        let mut names = GcVec::new();
        for n in code.raw().names.iter() {
            let n = self.text_of(n)?;
            let n = self.intern_str(n);
            names
                .push(&mut self.heap, n.value())
                .or_memory_error(self)?;
        }
        let names = Tuple::new(&mut self.heap, &names).or_memory_error(self)?;
        code.prepare(&mut self.heap, body, consts, names)
            .or_memory_error(self)
    }

    /// The object for a constant of a file.
    pub fn constant(&mut self, k: &Const) -> PyResult {
        self.check_native_stack()?;
        Ok(match k {
            Const::None => Value::NONE,
            Const::True => Value::TRUE,
            Const::False => Value::FALSE,
            Const::Ellipsis => Value::ELLIPSIS,
            Const::StopIteration => self.class(T::StopIteration).value(),
            Const::Int(i) => self.new_int(*i),
            Const::BigInt { negative, digits } => {
                let limbs: Vec<u64> = digits
                    .chunks(2)
                    .map(|d| u64::from(d[0]) | d.get(1).map_or(0, |&h| u64::from(h) << 32))
                    .collect();
                let n = num::BigInt::from_limbs(*negative, &limbs);
                self.new_bigint(&n)?
            }
            Const::Float(bits) => Value::from_foreign_float(f64::from_bits(*bits)),
            Const::Complex(re, im) => self.new_complex(f64::from_bits(*re), f64::from_bits(*im))?,
            Const::Str { text, interned } => {
                let s = self.text_of(text)?;
                if *interned {
                    self.intern_str(s).value()
                } else {
                    s.value()
                }
            }
            Const::Bytes(b) => self.new_bytes(b)?.value(),
            Const::Tuple(items) => {
                let items = self.constants(items)?;
                self.new_tuple(&items)?.value()
            }
            Const::List(items) => {
                let items = self.constants(items)?;
                self.new_list(&items)?.value()
            }
            Const::Set(items) => self.constant_set(items, T::Set)?,
            Const::FrozenSet(items) => self.constant_set(items, T::FrozenSet)?,
            Const::Dict(pairs) | Const::FrozenDict(pairs) => {
                let dict = self.new_dict();
                for (k, v) in pairs.iter() {
                    let k = self.constant(k)?;
                    let v = self.constant(v)?;
                    self.dict_set(dict, k, v)?;
                }
                dict.value()
            }
            Const::Slice(parts) => {
                let items = self.constants(&parts[..])?;
                self.new_slice(items[0], items[1], items[2])?
            }
            Const::Code(raw) => self.new_code(raw.clone())?.value(),
        })
    }

    fn constants(&mut self, items: &[Const]) -> PyResult<GcVec> {
        let mut all = GcVec::with_capacity(&mut self.heap, items.len()).or_memory_error(self)?;
        for k in items {
            let v = self.constant(k)?;
            all.push(&mut self.heap, v).or_memory_error(self)?;
        }
        Ok(all)
    }

    fn constant_set(&mut self, items: &[Const], t: T) -> PyResult {
        let set = Set::new(&mut self.heap, t as u32).or_memory_error(self)?;
        for k in items {
            let v = self.constant(k)?;
            self.set_add(set, v)?;
        }
        Ok(set.value())
    }

    /// A set or frozenset without keys.
    pub fn new_set(&mut self, t: T) -> PyResult<Set> {
        Set::new(&mut self.heap, t as u32).or_memory_error(self)
    }
}
