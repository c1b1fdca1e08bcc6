//! The module `marshal`: between Python objects and the plain values that `pyc` reads and writes.

use std::collections::HashMap;
use std::rc::Rc;

use crate::native_functions;
use crate::object::{
    BigInt, Bytes, Code, Dict, GcVec, List, Module, Obj, Set, Str, T, Tuple, Value,
};
use crate::pyc::write::{WriteError, write_value};
use crate::pyc::{self, Const, PyText, Raises, Version};
use crate::runtime::iter::Slice;
use crate::runtime::native::{ModuleDef, TypeDef};
use crate::runtime::{OrMemoryError, PyResult, Raised, Vm};

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[];

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "marshal",
    doc: "This module contains functions that can read and write Python values in\na binary format. The format is specific to Python, but independent of\nmachine architecture issues.",
    functions: FUNCTIONS,
    types: &[],
    init,
};

native_functions! { FUNCTIONS = [
    /// Return the bytes object that would be written to a file by dump(value, file).
    dumps(value, version = None;; allow_code = true);
    /// Write the value on the open file.
    dump(value, file, version = None;; allow_code = true);
    /// Convert the bytes-like object to a value.
    loads(bytes;; allow_code = true);
    /// Read one value from the open file and return it.
    load(file;; allow_code = true);
]}

/// How deeply objects may be nested.
const MOST_DEPTH: usize = 2000;

fn init(vm: &mut Vm, module: Module) -> PyResult<()> {
    vm.set_item_str(module.dict(), "version", Value::from_i32(5))
}

// ---- writing

/// Objects that were converted already, by address, so that shared ones stay shared.
struct ToPlain {
    known: HashMap<u64, Const>,
    code: bool,
}

impl ToPlain {
    fn items(&mut self, vm: &mut Vm, items: &[Value], depth: usize) -> PyResult<Rc<[Const]>> {
        items.iter().map(|&v| self.convert(vm, v, depth)).collect()
    }

    fn list(&mut self, vm: &mut Vm, list: List, depth: usize) -> PyResult<Rc<[Const]>> {
        let mut all = Vec::with_capacity(list.len());
        let mut i = 0;
        while let Some(v) = list.get(i) {
            all.push(self.convert(vm, v, depth)?);
            i += 1;
        }
        Ok(all.into())
    }

    fn dict(&mut self, vm: &mut Vm, dict: Dict, depth: usize) -> PyResult<Rc<[(Const, Const)]>> {
        let mut all = Vec::with_capacity(dict.len());
        let mut at = 0;
        while let Some(e) = dict.next_entry(&mut at) {
            let k = self.convert(vm, e.key, depth)?;
            all.push((k, self.convert(vm, e.value, depth)?));
        }
        Ok(all.into())
    }

    fn convert(&mut self, vm: &mut Vm, v: Value, depth: usize) -> PyResult<Const> {
        match v {
            Value::NONE => return Ok(Const::None),
            Value::TRUE => return Ok(Const::True),
            Value::FALSE => return Ok(Const::False),
            Value::ELLIPSIS => return Ok(Const::Ellipsis),
            _ => {}
        }
        if let Some(i) = vm.int_as_i64(v) {
            return Ok(Const::Int(i));
        }
        if let Some(f) = v.as_float() {
            return Ok(Const::Float(f.to_bits()));
        }
        if let Some(known) = self.known.get(&v.0) {
            return Ok(known.clone());
        }
        if depth == 0 {
            return Err(vm.value_error("object too deeply nested to marshal"));
        }
        let made = self.convert_object(vm, v, depth - 1)?;
        self.known.insert(v.0, made.clone());
        Ok(made)
    }

    fn convert_object(&mut self, vm: &mut Vm, v: Value, depth: usize) -> PyResult<Const> {
        if let Some(s) = Str::from_value(v) {
            let text = match s.as_ascii() {
                Some(a) => PyText::new(a),
                None => PyText::read_utf8(&s.chars().to_wtf8()).unwrap_or_else(|_| PyText::new("")),
            };
            return Ok(Const::Str {
                text,
                interned: s.is_interned(),
            });
        }
        if let Some(n) = BigInt::from_value(v) {
            let digits = n
                .limbs()
                .iter()
                .flat_map(|&l| [l as u32, (l >> 32) as u32])
                .collect();
            return Ok(Const::integer(n.is_negative(), digits));
        }
        if let Some(t) = Tuple::from_value(v) {
            return Ok(Const::Tuple(self.items(vm, t.items(), depth)?));
        }
        if let Some(l) = List::from_value(v) {
            return Ok(Const::List(self.list(vm, l, depth)?));
        }
        if let Some(d) = Dict::from_value(v) {
            return Ok(Const::Dict(self.dict(vm, d, depth)?));
        }
        if let Some(s) = Set::from_value(v) {
            let list = vm.list_from(v)?;
            let items = self.list(vm, list, depth)?;
            return Ok(if s.is_frozen() {
                Const::FrozenSet(items)
            } else {
                Const::Set(items)
            });
        }
        if let Some(c) = crate::runtime::complex::of(v) {
            return Ok(Const::Complex(c.re.to_bits(), c.im.to_bits()));
        }
        if let Some(c) = Code::from_value(v) {
            if !self.code {
                return Err(vm.value_error("marshalling code objects is disallowed"));
            }
            return Ok(Const::Code(c.raw().clone()));
        }
        if v == vm.class(T::StopIteration).value() {
            return Ok(Const::StopIteration);
        }
        if let Some(s) = Obj::<Slice>::from_value(v) {
            let parts = [s.start.get(), s.stop.get(), s.step.get()];
            let [a, b, c] = [
                self.convert(vm, parts[0], depth)?,
                self.convert(vm, parts[1], depth)?,
                self.convert(vm, parts[2], depth)?,
            ];
            return Ok(Const::Slice(Rc::new([a, b, c])));
        }
        let plain = v.is_object() && crate::object::Instance::from_value(v).is_none();
        if plain && let Some(data) = vm.bytes_like_opt(v)? {
            return Ok(Const::Bytes(data.into()));
        }
        Err(vm.value_error("unmarshallable object"))
    }
}

fn write(vm: &mut Vm, value: Value, version: Option<i32>, allow_code: bool) -> PyResult<Vec<u8>> {
    let newest = if vm.main_version >= Version::V314 {
        5
    } else {
        4
    };
    let format = version.unwrap_or(newest).clamp(0, 5) as u8;
    let mut to = ToPlain {
        known: HashMap::new(),
        code: allow_code,
    };
    let plain = to.convert(vm, value, MOST_DEPTH)?;
    drop(to); // what is owned twice from here on is shared
    match write_value(&plain, format) {
        Ok(data) => Ok(data),
        Err(WriteError::TooLarge) => Err(vm.value_error("object too large to marshal")),
        Err(_) => Err(vm.value_error("unmarshallable object")),
    }
}

fn dumps(vm: &mut Vm, value: Value, version: Option<i32>, allow_code: bool) -> PyResult {
    let data = write(vm, value, version, allow_code)?;
    Ok(vm.new_bytes(&data)?.value())
}

fn dump(
    vm: &mut Vm,
    value: Value,
    file: Value,
    version: Option<i32>,
    allow_code: bool,
) -> PyResult {
    let data = dumps(vm, value, version, allow_code)?;
    let write = vm.names.write;
    vm.call_named(file, write, &[data])
}

// ---- reading

/// Objects made already, by the address of what they were made from.
#[derive(Default)]
struct FromPlain {
    known: HashMap<usize, usize>,
    objects: GcVec,
}

impl FromPlain {
    fn of(k: &Const) -> Option<usize> {
        Some(match k {
            Const::Tuple(x) | Const::List(x) | Const::Set(x) | Const::FrozenSet(x) => {
                Rc::as_ptr(x).addr()
            }
            Const::Dict(x) | Const::FrozenDict(x) => Rc::as_ptr(x).addr(),
            Const::Code(x) => Rc::as_ptr(x).addr(),
            _ => return None,
        })
    }

    fn convert(&mut self, vm: &mut Vm, k: &Const) -> PyResult {
        vm.check_native_stack()?;
        let Some(address) = FromPlain::of(k) else {
            return vm.constant(k);
        };
        // empty slices of different types may have the same address
        let empty = matches!(k, Const::Tuple(x) | Const::List(x) | Const::Set(x) | Const::FrozenSet(x) if x.is_empty())
            || matches!(k, Const::Dict(x) | Const::FrozenDict(x) if x.is_empty());
        if !empty && let Some(&v) = self.known.get(&address).and_then(|&i| self.objects.get(i)) {
            return Ok(v);
        }
        let made = self.convert_new(vm, k)?;
        if !empty {
            self.known.insert(address, self.objects.len());
            self.objects.push(&mut vm.heap, made).or_memory_error(vm)?;
        }
        Ok(made)
    }

    fn convert_new(&mut self, vm: &mut Vm, k: &Const) -> PyResult {
        match k {
            Const::Tuple(items) => {
                let mut all = GcVec::new();
                for item in items.iter() {
                    let v = self.convert(vm, item)?;
                    all.push(&mut vm.heap, v).or_memory_error(vm)?;
                }
                Ok(vm.new_tuple(&all)?.value())
            }
            Const::List(items) => {
                let list = vm.new_list(&[])?;
                for item in items.iter() {
                    let v = self.convert(vm, item)?;
                    list.push(&mut vm.heap, v).or_memory_error(vm)?;
                }
                Ok(list.value())
            }
            Const::Dict(pairs) | Const::FrozenDict(pairs) => {
                let dict = vm.new_dict();
                for (key, value) in pairs.iter() {
                    let key = self.convert(vm, key)?;
                    let value = self.convert(vm, value)?;
                    vm.dict_set(dict, key, value)?;
                }
                Ok(dict.value())
            }
            _ => vm.constant(k),
        }
    }
}

#[cold]
fn bad(vm: &mut Vm, e: &pyc::PycError) -> Raised {
    let (raises, text) = e.as_python();
    let t = match raises {
        Raises::EofError => T::EOFError,
        Raises::TypeError => T::TypeError,
        Raises::ValueError => T::ValueError,
    };
    vm.raise_text(t, &text)
}

fn read(vm: &mut Vm, data: &[u8], allow_code: bool) -> PyResult<(Value, usize)> {
    let (plain, used) = match pyc::read_value(data, vm.main_version) {
        Ok(r) => r,
        Err(e) => return Err(bad(vm, &e)),
    };
    if !allow_code && matches!(plain, Const::Code(_)) {
        return Err(vm.value_error("unmarshalling code objects is disallowed"));
    }
    let v = FromPlain::default().convert(vm, &plain)?;
    Ok((v, used))
}

fn loads(vm: &mut Vm, bytes: Value, allow_code: bool) -> PyResult {
    let data = vm.bytes_like(bytes)?;
    read(vm, &data, allow_code).map(|(v, _)| v)
}

fn load(vm: &mut Vm, file: Value, allow_code: bool) -> PyResult {
    let data = vm.call_method_str(file, "read", &[])?;
    let Some(data) = Bytes::from_value(vm.payload(data)) else {
        let t = vm.type_name(data);
        return Err(vm.type_error(format_args!("file.read() returned not bytes but {t}")));
    };
    let data = data.as_slice();
    let (v, used) = read(vm, data, allow_code)?;
    if used < data.len() {
        let back = vm.new_int(used as i64 - data.len() as i64);
        vm.call_method_str(file, "seek", &[back, Value::from_i32(1)])?;
    }
    Ok(v)
}
