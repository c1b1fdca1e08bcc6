//! New code objects: `CodeType(…)` and `code.replace(…)`.
//!
//! A code object is plain data of a file, so objects given as constants are turned back into what a file could hold.

use std::rc::Rc;

use super::code::{Variables, variables};
use crate::native_functions;
use crate::object::{BigInt, Bytes, Code, Obj, Set, Tuple, Value};
use crate::pyc::code::{OldVars, flags};
use crate::pyc::{Const, Local, PyText, RawCode, Version};
use crate::runtime::complex;
use crate::runtime::iter::Slice;
use crate::runtime::{Args, PyResult, Vm};

native_functions! { pub(super) NEW = [
    /// Create and return a new object.  See help(type) for accurate signature.
    "__new__" as new(*);
]}

/// What is to be set, and the function whose arguments they are, for error texts.
struct Fields<'a> {
    raw: RawCode,
    variables: Variables,
    function: &'a str,
}

/// The parameters of `CodeType(…)` of 3.11 and later, in order.
const PARAMETERS: [&str; 18] = [
    "co_argcount",
    "co_posonlyargcount",
    "co_kwonlyargcount",
    "co_nlocals",
    "co_stacksize",
    "co_flags",
    "co_code",
    "co_consts",
    "co_names",
    "co_varnames",
    "co_filename",
    "co_name",
    "co_qualname",
    "co_firstlineno",
    "co_linetable",
    "co_exceptiontable",
    "co_freevars",
    "co_cellvars",
];

/// `code.replace(**fields)`, called as a method.
pub(super) fn replace(vm: &mut Vm, args: &Args<'_>) -> PyResult<Code> {
    let first = args.first();
    let Some(code) = Code::from_value(first) else {
        return Err(vm.expected("code", first));
    };
    let args = args.rest();
    if !args.plain().is_empty() {
        return Err(vm.type_error("replace() takes no positional arguments"));
    }
    let raw = (**code.raw()).clone();
    let mut fields = Fields {
        variables: variables(&raw),
        raw,
        function: "replace",
    };
    for (name, v) in args.named() {
        let text = name.to_text();
        if !fields.set(vm, &text, v)? {
            return Err(vm.type_error(format_args!(
                "replace() got an unexpected keyword argument '{text}'"
            )));
        }
    }
    fields.finish(vm)
}

fn new(vm: &mut Vm, args: &Args<'_>) -> PyResult<Code> {
    let args = args.rest();
    args.no_names(vm, "code")?;
    let given = args.plain();
    if !(16..=18).contains(&given.len()) {
        let (n, word, bound) = (
            given.len(),
            if given.len() < 16 { "least" } else { "most" },
            if given.len() < 16 { 16 } else { 18 },
        );
        return Err(vm.type_error(format_args!(
            "code expected at {word} {bound} arguments, got {n}"
        )));
    }
    let version = match vm.dialect() {
        v if v >= Version::V311 => v,
        _ => {
            return Err(
                vm.not_implemented("code objects of versions before 3.11 cannot be made by hand")
            );
        }
    };
    let mut fields = Fields {
        raw: empty(version),
        variables: Variables {
            varnames: Vec::new(),
            cellvars: Vec::new(),
            freevars: Vec::new(),
        },
        function: "code",
    };
    for (name, &v) in PARAMETERS.iter().zip(given) {
        fields.set(vm, name, v)?;
    }
    fields.finish(vm)
}

fn empty(version: Version) -> RawCode {
    RawCode {
        version,
        argcount: 0,
        posonlyargcount: 0,
        kwonlyargcount: 0,
        nlocals: 0,
        stacksize: 0,
        flags: 0,
        code: Rc::default(),
        consts: Rc::default(),
        names: Rc::default(),
        localsplus: Rc::default(),
        old_vars: None,
        filename: PyText::new(""),
        name: PyText::new(""),
        qualname: PyText::new(""),
        firstlineno: 0,
        linetable: Rc::default(),
        exceptiontable: Rc::default(),
    }
}

impl Fields<'_> {
    /// Sets one field; `false` when there is none of that name.
    fn set(&mut self, vm: &mut Vm, name: &str, v: Value) -> PyResult<bool> {
        match name {
            "co_argcount" => self.raw.argcount = self.count(vm, name, v)?,
            "co_posonlyargcount" => self.raw.posonlyargcount = self.count(vm, name, v)?,
            "co_kwonlyargcount" => self.raw.kwonlyargcount = self.count(vm, name, v)?,
            "co_nlocals" => self.raw.nlocals = self.count(vm, name, v)?,
            "co_stacksize" => self.raw.stacksize = self.count(vm, name, v)?,
            "co_flags" => self.raw.flags = self.count(vm, name, v)?,
            "co_firstlineno" => self.raw.firstlineno = self.count(vm, name, v)?.cast_signed(),
            "co_code" => self.raw.code = self.bytes(vm, name, v)?,
            "co_linetable" | "co_lnotab" => self.raw.linetable = self.bytes(vm, name, v)?,
            "co_exceptiontable" => self.raw.exceptiontable = self.bytes(vm, name, v)?,
            "co_filename" => self.raw.filename = self.text(vm, name, v)?,
            "co_name" => self.raw.name = self.text(vm, name, v)?,
            "co_qualname" => self.raw.qualname = self.text(vm, name, v)?,
            "co_names" => self.raw.names = self.texts(vm, name, v)?.into(),
            "co_varnames" => self.variables.varnames = self.texts(vm, name, v)?,
            "co_cellvars" => self.variables.cellvars = self.texts(vm, name, v)?,
            "co_freevars" => self.variables.freevars = self.texts(vm, name, v)?,
            "co_consts" => {
                let items = self.tuple(vm, name, v)?;
                self.raw.consts = items
                    .items()
                    .iter()
                    .map(|&k| constant(vm, k))
                    .collect::<PyResult<Vec<_>>>()?
                    .into();
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn wrong(&self, vm: &mut Vm, name: &str, want: &str, v: Value) -> crate::runtime::Raised {
        let t = vm.type_name(v);
        let what = match PARAMETERS.iter().position(|p| *p == name) {
            Some(i) if self.function == "code" => format!("code() argument {}", i + 1),
            _ => format!("{}() argument '{name}'", self.function),
        };
        vm.type_error(format_args!("{what} must be {want}, not {t}"))
    }

    fn count(&self, vm: &mut Vm, name: &str, v: Value) -> PyResult<u32> {
        let n = vm.index_ssize(v)?;
        u32::try_from(n).map_err(|_| match n < 0 {
            true => vm.value_error(format_args!("{name} must be a positive integer")),
            false => vm.overflow_error("Python int too large to convert to C int"),
        })
    }

    fn bytes(&self, vm: &mut Vm, name: &str, v: Value) -> PyResult<Rc<[u8]>> {
        match Bytes::from_value(v) {
            Some(b) => Ok(b.as_slice().into()),
            None => Err(self.wrong(vm, name, "bytes", v)),
        }
    }

    fn text(&self, vm: &mut Vm, name: &str, v: Value) -> PyResult<PyText> {
        match vm.as_str(v) {
            Some(_) => text(vm, v),
            None => Err(self.wrong(vm, name, "str", v)),
        }
    }

    fn tuple(&self, vm: &mut Vm, name: &str, v: Value) -> PyResult<Tuple> {
        match vm.as_tuple(v) {
            Some(t) => Ok(t),
            None => Err(self.wrong(vm, name, "tuple", v)),
        }
    }

    fn texts(&self, vm: &mut Vm, name: &str, v: Value) -> PyResult<Vec<PyText>> {
        let items = self.tuple(vm, name, v)?;
        let mut texts = Vec::with_capacity(items.len());
        for &item in items.items() {
            if vm.as_str(item).is_none() {
                let t = vm.type_name(item);
                return Err(vm.type_error(format_args!(
                    "name tuples must contain only strings, not '{t}'"
                )));
            }
            texts.push(text(vm, item)?);
        }
        Ok(texts)
    }

    /// The code object, its variables put together again.
    fn finish(mut self, vm: &mut Vm) -> PyResult<Code> {
        let Variables {
            varnames,
            cellvars,
            freevars,
        } = self.variables;
        let nlocals = varnames.len();
        if self.raw.nlocals as usize != nlocals {
            return Err(vm.value_error("code: co_nlocals != len(co_varnames)"));
        }
        if self.raw.flags & flags::OPTIMIZED == 0
            && self.raw.version < Version::V311
            && !varnames.is_empty()
            && self.raw.argcount as usize > nlocals
        {
            return Err(vm.value_error("code: varnames is too small"));
        }
        let total = self.raw.argcount as usize
            + self.raw.kwonlyargcount as usize
            + usize::from(self.raw.flags & flags::VARARGS != 0)
            + usize::from(self.raw.flags & flags::VARKEYWORDS != 0);
        if total > nlocals || self.raw.posonlyargcount > self.raw.argcount {
            return Err(vm.value_error("code: varnames is too small"));
        }
        let mut locals: Vec<Local> = varnames
            .iter()
            .map(|name| Local {
                name: name.clone(),
                kind: Local::LOCAL,
            })
            .collect();
        // comprehension variables keep their mark
        for (new, old) in locals.iter_mut().zip(self.raw.localsplus.iter()) {
            if new.name == old.name {
                new.kind |= old.kind & Local::HIDDEN;
            }
        }
        let mut deref = Vec::new();
        for name in &cellvars {
            let at = locals
                .iter()
                .position(|l| l.name == *name)
                .unwrap_or(locals.len());
            match locals.get_mut(at) {
                Some(l) => l.kind |= Local::CELL,
                None => locals.push(Local {
                    name: name.clone(),
                    kind: Local::CELL,
                }),
            }
            deref.push(at as u32);
        }
        for name in &freevars {
            deref.push(locals.len() as u32);
            locals.push(Local {
                name: name.clone(),
                kind: Local::FREE,
            });
        }
        self.raw.localsplus = locals.into();
        if self.raw.old_vars.is_some() {
            let old = OldVars {
                varnames: varnames.into(),
                cellvars: cellvars.into(),
                freevars: freevars.into(),
                deref: deref.into(),
            };
            self.raw.old_vars = Some(Rc::new(old));
        }
        vm.new_code(Rc::new(self.raw))
    }
}

fn text(vm: &mut Vm, v: Value) -> PyResult<PyText> {
    let Some(s) = vm.as_str(v) else {
        return Err(vm.expected("str", v));
    };
    match PyText::read_utf8(&s.chars().to_wtf8()) {
        Ok(t) => Ok(t),
        Err(_) => Err(vm.value_error("text that no file can hold")),
    }
}

/// What a file holds for the object `v`.
fn constant(vm: &mut Vm, v: Value) -> PyResult<Const> {
    vm.check_native_stack()?;
    if let Some(i) = vm.int_as_i64(v).filter(|_| !v.is_bool()) {
        return Ok(Const::Int(i));
    }
    if let Some(f) = v.as_float() {
        return Ok(Const::Float(f.to_bits()));
    }
    match v {
        Value::NONE => return Ok(Const::None),
        Value::TRUE => return Ok(Const::True),
        Value::FALSE => return Ok(Const::False),
        Value::ELLIPSIS => return Ok(Const::Ellipsis),
        _ => {}
    }
    if crate::object::Str::from_value(v).is_some() {
        return Ok(Const::Str {
            text: text(vm, v)?,
            interned: false,
        });
    }
    if let Some(b) = Bytes::from_value(v) {
        return Ok(Const::Bytes(b.as_slice().into()));
    }
    if let Some(c) = Code::from_value(v) {
        return Ok(Const::Code(Rc::clone(c.raw())));
    }
    if let Some(t) = Tuple::from_value(v) {
        return Ok(Const::Tuple(constants(vm, t.items())?));
    }
    if let Some(c) = complex::of(v) {
        return Ok(Const::Complex(c.re.to_bits(), c.im.to_bits()));
    }
    if let Some(n) = BigInt::from_value(v) {
        let digits = n
            .limbs()
            .iter()
            .flat_map(|&l| [l as u32, (l >> 32) as u32])
            .collect();
        return Ok(Const::integer(n.is_negative(), digits));
    }
    if let Some(s) = Set::from_value(v).filter(|s| s.is_frozen()) {
        let mut items = crate::object::GcVec::new();
        let mut at = 0;
        while let Some(slot) = s.next_slot(&mut at) {
            crate::runtime::OrMemoryError::or_memory_error(items.push(&mut vm.heap, slot.key), vm)?;
        }
        return Ok(Const::FrozenSet(constants(vm, &items)?));
    }
    if let Some(s) = Obj::<Slice>::from_value(v) {
        return Ok(Const::Slice(Rc::new([
            constant(vm, s.start.get())?,
            constant(vm, s.stop.get())?,
            constant(vm, s.step.get())?,
        ])));
    }
    let t = vm.type_name(v);
    Err(vm.type_error(format_args!(
        "a '{t}' object cannot be a constant of a code object"
    )))
}

fn constants(vm: &mut Vm, items: &[Value]) -> PyResult<Rc<[Const]>> {
    let all = items
        .iter()
        .map(|&v| constant(vm, v))
        .collect::<PyResult<Vec<_>>>()?;
    Ok(all.into())
}
