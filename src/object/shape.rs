//! Shapes: class and layout of objects, shared by all objects that look alike.
//!
//! The shape of an instance says which attribute stands in which slot and how (`Rep`): floats and small ints are stored raw. Shapes form a
//! tree: adding an attribute follows or makes an edge. The representation of a slot is fixed by the first store; a store of another type moves the object to
//! the sibling shape where the slot is `Value`, and marks the edge so that later objects take that way at once.
//!
//! Slots: `fixed` hidden ones first (payload, exception fields, `__slots__`), then named attributes. An object whose `__dict__` was taken is in
//! `Dict` mode: its attributes live in a real dict.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use super::{Class, Str, T, Value, list};

/// How a slot stores its value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Rep {
    /// Any value.
    Value,
    /// A float's bits.
    F64,
    /// A small int.
    I64,
}

impl Rep {
    /// The representation a first store of `v` chooses.
    #[inline(always)]
    #[must_use]
    pub fn of(v: Value) -> Rep {
        if v.is_float() {
            Rep::F64
        } else if v.is_int() {
            Rep::I64
        } else {
            Rep::Value
        }
    }

    /// The stored word of `v`, if it fits.
    #[inline(always)]
    #[must_use]
    pub fn encode(self, v: Value) -> Option<u64> {
        match self {
            Rep::Value => Some(v.0),
            Rep::F64 if v.is_float() => Some(v.float_unchecked().to_bits()),
            Rep::I64 if v.is_int() => Some(v.int_unchecked() as u64),
            _ => None,
        }
    }

    /// The value of a stored word.
    #[inline(always)]
    #[must_use]
    pub fn decode(self, word: u64) -> Value {
        match self {
            Rep::Value => Value(word),
            Rep::F64 => Value::from_float(f64::from_bits(word)),
            Rep::I64 => Value::from_int_unchecked(word as i64),
        }
    }
}

/// Where the attributes of an object are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// A builtin layout: no attribute slots.
    Native,
    /// In slots.
    Slots,
    /// In a dict.
    Dict,
}

/// One shape.
pub struct Shape {
    /// The class of the objects.
    pub class: Cell<Value>,
    /// Where attributes are.
    pub mode: Mode,
    /// Slots in all, hidden ones included.
    pub slots: u16,
    /// Hidden slots at the start.
    pub fixed: u16,
    /// Slots inside the object; the others are in its overflow buffer.
    pub inline: u16,
    /// Bit i: slot i is raw (only the first 64 slots may be).
    pub raw: u64,
    parent: u32,
    name: Value,
    rep: Rep,
    edges: RefCell<Vec<Edge>>,
    table: RefCell<Option<HashMap<u64, (u16, Rep)>>>,
}

struct Edge {
    name: Value,
    rep: Rep,
    to: u32,
}

/// All shapes of a VM.
pub struct Shapes {
    list: Vec<Shape>,
    classes: Vec<Value>,
}

/// No shape.
pub const NO_SHAPE: u32 = u32::MAX;

impl Shapes {
    /// The table with the shapes of the builtin types reserved; their classes are set by `set_class`.
    #[must_use]
    pub fn new() -> Shapes {
        let mut shapes = Shapes {
            list: Vec::new(),
            classes: Vec::new(),
        };
        for _ in 0..list::SHAPES_END {
            shapes.add(Shape::root(Value::EMPTY, Mode::Native, 0, 0));
        }
        shapes
    }

    fn add(&mut self, shape: Shape) -> u32 {
        let id = self.list.len() as u32;
        self.classes.push(shape.class.get());
        self.list.push(shape);
        id
    }

    /// Shape `id`.
    #[inline(always)]
    #[must_use]
    pub fn get(&self, id: u32) -> &Shape {
        &self.list[id as usize]
    }

    /// The class of objects with shape `id`.
    #[inline(always)]
    #[must_use]
    pub fn class(&self, id: u32) -> Value {
        self.classes[id as usize]
    }

    /// Sets the class of shape `id`, at start-up.
    pub fn set_class(&mut self, id: u32, class: Class) {
        self.list[id as usize].class.set(class.value());
        self.classes[id as usize] = class.value();
    }

    /// A new root shape.
    pub fn new_root(&mut self, class: Class, mode: Mode, fixed: u16, inline: u16) -> u32 {
        self.add(Shape::root(class.value(), mode, fixed, inline))
    }

    /// Slot and representation of the attribute `name` (interned).
    #[inline]
    #[must_use]
    pub fn find(&self, id: u32, name: Str) -> Option<(u16, Rep)> {
        let shape = self.get(id);
        if shape.slots - shape.fixed > 8 {
            return self.find_in_table(id, name);
        }
        let mut at = shape;
        while at.slots > at.fixed {
            if at.name == name.value() {
                return Some((at.slots - 1, at.rep));
            }
            at = self.get(at.parent);
        }
        None
    }

    fn find_in_table(&self, id: u32, name: Str) -> Option<(u16, Rep)> {
        let mut table = self.get(id).table.borrow_mut();
        let table = table.get_or_insert_with(|| {
            self.attributes(id)
                .map(|(n, slot, rep)| (n.value().0, (slot, rep)))
                .collect()
        });
        table.get(&name.value().0).copied()
    }

    /// The attributes of shape `id`, last first: name, slot, representation.
    pub fn attributes(&self, id: u32) -> impl Iterator<Item = (Str, u16, Rep)> + '_ {
        let mut at = self.get(id);
        std::iter::from_fn(move || {
            if at.slots == at.fixed {
                return None;
            }
            let item = (Str::from_value(at.name)?, at.slots - 1, at.rep);
            at = self.get(at.parent);
            Some(item)
        })
    }

    /// The shape after adding attribute `name` with a value of representation `rep` to shape `id`; the slot's own representation may be `Value`.
    /// `None` when there are too many slots: the object must go to `Dict` mode.
    pub fn with_attribute(&mut self, id: u32, name: Str, rep: Rep) -> Option<u32> {
        let parent = self.get(id);
        let mut rep = if parent.slots >= 64 { Rep::Value } else { rep };
        for edge in parent.edges.borrow().iter() {
            if edge.name == name.value() {
                if edge.rep == rep {
                    return Some(edge.to);
                }
                rep = Rep::Value; // a second type was seen
            }
        }
        if let Some(edge) = parent
            .edges
            .borrow()
            .iter()
            .find(|e| e.name == name.value() && e.rep == rep)
        {
            return Some(edge.to);
        }
        if parent.slots >= 1000 {
            return None;
        }
        let slot = parent.slots;
        let raw = if rep == Rep::Value {
            parent.raw
        } else {
            parent.raw | 1 << slot
        };
        let shape = Shape {
            class: Cell::new(parent.class.get()),
            mode: Mode::Slots,
            slots: slot + 1,
            fixed: parent.fixed,
            inline: parent.inline,
            raw,
            parent: id,
            name: name.value(),
            rep,
            edges: RefCell::default(),
            table: RefCell::default(),
        };
        let to = self.add(shape);
        self.get(id).edges.borrow_mut().push(Edge {
            name: name.value(),
            rep,
            to,
        });
        Some(to)
    }

    /// The sibling of shape `id` in which attribute `name` is stored as `Value`.
    pub fn with_value_rep(&mut self, id: u32, name: Str) -> Option<u32> {
        self.replay(id, |n, rep| Some(if n == name { Rep::Value } else { rep }))
    }

    /// The shape like `id` without attribute `name`.
    pub fn without_attribute(&mut self, id: u32, name: Str) -> Option<u32> {
        self.replay(id, |n, rep| (n != name).then_some(rep))
    }

    fn replay(&mut self, id: u32, keep: impl Fn(Str, Rep) -> Option<Rep>) -> Option<u32> {
        let mut path: Vec<(Str, Rep)> = self.attributes(id).map(|(n, _, rep)| (n, rep)).collect();
        path.reverse();
        let mut at = self.root_of(id);
        for (name, rep) in path {
            if let Some(rep) = keep(name, rep) {
                at = self.with_attribute(at, name, rep)?;
            }
        }
        Some(at)
    }

    fn root_of(&self, mut id: u32) -> u32 {
        while self.get(id).parent != NO_SHAPE {
            id = self.get(id).parent;
        }
        id
    }

    /// Reports every class and name to `f`: shapes are never freed.
    pub fn for_each_value(&self, mut f: impl FnMut(Value)) {
        for shape in &self.list {
            f(shape.class.get());
            f(shape.name);
        }
    }
}

impl Default for Shapes {
    fn default() -> Shapes {
        Shapes::new()
    }
}

impl Shape {
    fn root(class: Value, mode: Mode, fixed: u16, inline: u16) -> Shape {
        Shape {
            class: Cell::new(class),
            mode,
            slots: fixed,
            fixed,
            inline,
            raw: 0,
            parent: NO_SHAPE,
            name: Value::EMPTY,
            rep: Rep::Value,
            edges: RefCell::default(),
            table: RefCell::default(),
        }
    }
}

/// The shape of ordinary objects of builtin type `t`.
#[inline(always)]
#[must_use]
pub const fn of_type(t: T) -> u32 {
    t as u32
}
