//! How many attributes the instances of a class will have, told from its code before there is one.
//!
//! The shapes of instances start from a root that says how much room an object has inside. A class that gets another root when it has made some instances
//! has twice as many shapes, and whatever remembers shapes sees twice as many. So the first guess should be right.

use crate::bytecode::ops::Op;
use crate::object::class::flags;
use crate::object::{Class, Code, Function, Str, Tuple, Value};

use super::Vm;
use super::names::Special;

/// Instances get room for so many attributes at first, at most.
const MOST: usize = 32;

impl Vm {
    /// Tells a class that has no instances yet how many attributes the `__init__` of it and its bases store in `self`.
    #[cold]
    #[inline(never)]
    pub(super) fn expect_attributes(&mut self, class: Class) {
        let Some(name) = self.special_names.get(Special::Init) else {
            return;
        };
        if !class.has(flags::DICT) {
            return;
        }
        let mut names: Vec<Value> = Vec::new();
        for c in class
            .mro_items()
            .iter()
            .filter_map(|&c| Class::from_value(c))
        {
            let init = c.dict().get_str(name);
            if let Some(f) = init.and_then(Function::from_value) {
                self.stored_in_self(f.code(), &mut names);
            }
        }
        class.expect_attributes(names.len().min(MOST) as u16);
    }

    /// Adds the attributes that the code stores in its first argument.
    fn stored_in_self(&mut self, code: Code, names: &mut Vec<Value>) {
        if self.prepare(code).is_err() {
            // whoever calls it will hear of it
            self.take_pending();
            return;
        }
        let (Some(body), Some(all)) = (code.body(), Tuple::from_value(code.names())) else {
            return;
        };
        let stores = body
            .instrs
            .iter()
            .filter(|i| i.op == Op::StoreAttr && i.a == 0);
        for name in stores.filter_map(|i| all.get(usize::from(i.c))) {
            if Str::from_value(name).is_some() && !names.contains(&name) {
                names.push(name);
            }
        }
    }
}
