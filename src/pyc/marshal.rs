//! Reads what `marshal` writes: a `.pyc` file behind its header, or any marshalled value.
//!
//! Nesting is kept on a stack of this module's own, not on the native one. A container is opened, its items are read
//! one after the other, and it is closed into a [`Const`], which is the next item of the container around it. A
//! container's count is compared with the bytes left, less those that outer containers still need, before anything
//! is allocated. References share by `Rc`; so that no chain of references builds a value too deep to walk or to
//! free, each value's height is counted, and a reference counts as the height of what it refers to.
//!
//! A reference index is given to a container before its items, as CPython does; a reference to a container that is
//! still open would make a cycle, which no compiler writes and which is refused.

use std::rc::Rc;

use super::bytes::Input;
use super::fields::Fields;
use super::header::{Header, read_header};
use super::variables::Variables;
use super::{Const, PyText, PycError, RawCode, Version, What};

/// The nesting that CPython reads.
pub const MAX_DEPTH: usize = 2000;

const REFERABLE: u8 = 0x80;

/// Reads a `.pyc` file. Bytes behind the code object are ignored, as in CPython.
pub fn read_pyc(bytes: &[u8]) -> Result<(Header, Rc<RawCode>), PycError> {
    let header = read_header(bytes)?;
    let body = bytes.get(header.len..).unwrap_or_default();
    match read_code(body, header.version) {
        Ok((code, _)) => Ok((header, code)),
        Err(error) => Err(PycError {
            offset: error.offset + header.len,
            ..error
        }),
    }
}

/// Reads a marshalled code object without a header, and how many bytes it took.
pub fn read_code(bytes: &[u8], version: Version) -> Result<(Rc<RawCode>, usize), PycError> {
    match read_value(bytes, version)? {
        (Const::Code(code), len) => Ok((code, len)),
        (other, _) => {
            let what = What::Type {
                role: "the content",
                expected: "a code object",
                found: other.type_name(),
            };
            Err(PycError { offset: 0, what })
        }
    }
}

/// Reads any marshalled value, in which code objects are of `version`, and how many bytes it took.
pub fn read_value(bytes: &[u8], version: Version) -> Result<(Const, usize), PycError> {
    let mut reader = Reader {
        input: Input::new(bytes),
        version,
        refs: Vec::new(),
        open: Vec::new(),
        claimed: 0,
        variables: Variables::new(bytes.len()),
    };
    let value = reader.read()?;
    Ok((value, reader.input.at()))
}

/// A value, its height (1 more than that of its highest part), and the offset at which it began.
#[derive(Clone, Debug)]
struct Item {
    value: Const,
    height: usize,
    start: usize,
}

/// A container of which some items are still to be read.
#[derive(Debug)]
struct Open {
    body: Body,
    /// Where it goes in `refs`.
    slot: Option<usize>,
    /// The height of its highest item.
    height: usize,
    start: usize,
}

#[derive(Debug)]
enum Body {
    /// A sequence or set with the number of items still to come.
    Items {
        kind: Kind,
        items: Vec<Const>,
        left: usize,
    },
    /// A dictionary, with the key whose value comes next.
    Pairs {
        frozen: bool,
        pairs: Vec<(Const, Const)>,
        key: Option<Const>,
    },
    Code(Box<Fields>),
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    Tuple,
    List,
    Set,
    FrozenSet,
    Slice,
}

/// What one type code began.
enum Step {
    /// A value without parts, or a reference.
    Value(Item),
    /// A container.
    Opened,
    /// The end of a dictionary.
    Null,
}

struct Reader<'a> {
    input: Input<'a>,
    version: Version,
    /// What references may refer to; `None` for a container that is still open.
    refs: Vec<Option<Item>>,
    open: Vec<Open>,
    /// Items that the open containers still need and that did not begin yet, each of at least one byte.
    claimed: usize,
    variables: Variables,
}

impl Reader<'_> {
    /// Reads one value with all its parts.
    fn read(&mut self) -> Result<Const, PycError> {
        loop {
            let start = self.input.at();
            let mut done = match self.begin(start)? {
                Step::Value(item) => Some(item),
                Step::Opened => self.close_if_full()?,
                Step::Null => Some(self.close_dict(start)?),
            };
            while let Some(item) = done {
                if self.open.is_empty() {
                    return Ok(item.value);
                }
                done = self.accept(item)?;
            }
        }
    }

    /// Reads a type code and what belongs to it, but not the items of a container.
    fn begin(&mut self, start: usize) -> Result<Step, PycError> {
        if self.open.len() >= MAX_DEPTH {
            return Err(PycError {
                offset: start,
                what: What::Depth,
            });
        }
        let Some(byte) = self.input.next() else {
            return Err(PycError {
                offset: start,
                what: What::NoObject,
            });
        };
        if let Some(Open {
            body: Body::Items { .. },
            ..
        }) = self.open.last()
        {
            self.claimed = self.claimed.saturating_sub(1);
        }
        let (code, referable) = (byte & !REFERABLE, byte & REFERABLE != 0);
        match code {
            b'0' => Ok(Step::Null),
            b'r' => self.reference(start).map(Step::Value),
            b'(' | b')' | b'[' | b'<' | b'>' | b':' | b'{' | b'}' | b'c' => {
                // The index belongs to the container, which comes before its items.
                let slot = referable.then_some(self.refs.len());
                if referable {
                    self.refs.push(None);
                }
                let body = self.open_body(code)?;
                self.open.push(Open {
                    body,
                    slot,
                    height: 0,
                    start,
                });
                Ok(Step::Opened)
            }
            _ => {
                let value = self.leaf(code, start)?;
                let item = Item {
                    value,
                    height: 1,
                    start,
                };
                // CPython gives no index to the singletons.
                if referable && !matches!(code, b'N' | b'T' | b'F' | b'S' | b'.') {
                    self.refs.push(Some(item.clone()));
                }
                Ok(Step::Value(item))
            }
        }
    }

    fn reference(&mut self, start: usize) -> Result<Item, PycError> {
        let index = self.input.u32()?;
        let slot = usize::try_from(index)
            .ok()
            .and_then(|index| self.refs.get(index));
        match slot {
            Some(Some(item)) => Ok(Item {
                start,
                ..item.clone()
            }),
            Some(None) => Err(PycError {
                offset: start,
                what: What::Cycle(index),
            }),
            None => Err(PycError {
                offset: start,
                what: What::Reference(index),
            }),
        }
    }

    fn open_body(&mut self, code: u8) -> Result<Body, PycError> {
        let (kind, count) = match code {
            b'(' => (Kind::Tuple, self.input.u32()?),
            b')' => (Kind::Tuple, u32::from(self.input.u8()?)),
            b'[' => (Kind::List, self.input.u32()?),
            b'<' => (Kind::Set, self.input.u32()?),
            b'>' => (Kind::FrozenSet, self.input.u32()?),
            b':' => (Kind::Slice, 3),
            b'c' => return Ok(Body::Code(Fields::begin(self.version, &mut self.input)?)),
            _ => {
                return Ok(Body::Pairs {
                    frozen: code == b'}',
                    pairs: Vec::new(),
                    key: None,
                });
            }
        };
        let free = self.input.left().saturating_sub(self.claimed);
        match usize::try_from(count) {
            Ok(left) if left <= free => {
                self.claimed += left;
                Ok(Body::Items {
                    kind,
                    items: Vec::with_capacity(left),
                    left,
                })
            }
            _ => {
                let what = What::Count {
                    of: kind.name(),
                    count,
                    left: free,
                };
                Err(PycError {
                    offset: self.input.at(),
                    what,
                })
            }
        }
    }

    /// Gives an item to the innermost container; returns the container when that was its last item.
    fn accept(&mut self, item: Item) -> Result<Option<Item>, PycError> {
        let Some(open) = self.open.last_mut() else {
            return Ok(Some(item));
        };
        open.height = open.height.max(item.height);
        if open.height >= MAX_DEPTH {
            return Err(PycError {
                offset: item.start,
                what: What::Depth,
            });
        }
        let full = match &mut open.body {
            Body::Items { items, left, .. } => {
                items.push(item.value);
                *left = left.saturating_sub(1);
                *left == 0
            }
            Body::Pairs { pairs, key, .. } => {
                match key.take() {
                    Some(key) => pairs.push((key, item.value)),
                    None => *key = Some(item.value),
                }
                false
            }
            Body::Code(fields) => fields.accept(item.value, item.start, &mut self.input)?,
        };
        if full { self.close() } else { Ok(None) }
    }

    /// Closes a container that was opened without items.
    fn close_if_full(&mut self) -> Result<Option<Item>, PycError> {
        match self.open.last() {
            Some(Open {
                body: Body::Items { left: 0, .. },
                ..
            }) => self.close(),
            _ => Ok(None),
        }
    }

    /// Closes the dictionary that a NULL ends.
    fn close_dict(&mut self, start: usize) -> Result<Item, PycError> {
        let closed = match self.open.last() {
            Some(Open {
                body: Body::Pairs { key: None, .. },
                ..
            }) => self.close()?,
            _ => None,
        };
        closed.ok_or(PycError {
            offset: start,
            what: What::Null,
        })
    }

    /// Turns the innermost container, all of whose items were read, into a value.
    fn close(&mut self) -> Result<Option<Item>, PycError> {
        let Some(Open {
            body,
            slot,
            height,
            start,
        }) = self.open.pop()
        else {
            return Ok(None);
        };
        let value = match body {
            Body::Items { kind, items, .. } => kind.close(items),
            Body::Pairs {
                frozen: false,
                pairs,
                ..
            } => Const::Dict(pairs.into()),
            Body::Pairs {
                frozen: true,
                pairs,
                ..
            } => Const::FrozenDict(pairs.into()),
            Body::Code(fields) => Const::Code(Rc::new(fields.finish(&mut self.variables)?)),
        };
        let item = Item {
            value,
            height: height + 1,
            start,
        };
        if let Some(place) = slot.and_then(|slot| self.refs.get_mut(slot)) {
            *place = Some(item.clone());
        }
        Ok(Some(item))
    }

    /// Reads a value without parts.
    fn leaf(&mut self, code: u8, start: usize) -> Result<Const, PycError> {
        let error = |what| PycError {
            offset: start,
            what,
        };
        let input = &mut self.input;
        let plain = |text| Const::Str {
            text,
            interned: false,
        };
        let interned = |text| Const::Str {
            text,
            interned: true,
        };
        Ok(match code {
            b'N' => Const::None,
            b'T' => Const::True,
            b'F' => Const::False,
            b'S' => Const::StopIteration,
            b'.' => Const::Ellipsis,
            b'i' => Const::Int(i64::from(input.i32()?)),
            b'I' => Const::Int(i64::from_le_bytes(input.array()?)),
            b'l' => read_long(input, start)?,
            b'g' => Const::Float(u64::from_le_bytes(input.array()?)),
            b'y' => Const::Complex(
                u64::from_le_bytes(input.array()?),
                u64::from_le_bytes(input.array()?),
            ),
            b'f' => Const::Float(read_text_float(input, start)?),
            b'x' => Const::Complex(
                read_text_float(input, start)?,
                read_text_float(input, start)?,
            ),
            b's' => Const::Bytes(input.block()?.into()),
            b'u' => plain(PyText::read_utf8(input.block()?).map_err(|_| error(What::Utf8))?),
            b't' => interned(PyText::read_utf8(input.block()?).map_err(|_| error(What::Utf8))?),
            // "ascii" is what the writer promises; the reader takes each byte as a code point.
            b'a' => plain(PyText::from_latin1(input.block()?)),
            b'A' => interned(PyText::from_latin1(input.block()?)),
            b'z' => plain(PyText::from_latin1(input.short_block()?)),
            b'Z' => interned(PyText::from_latin1(input.short_block()?)),
            _ => return Err(error(What::TypeCode(code))),
        })
    }
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Kind::Tuple => "tuple",
            Kind::List => "list",
            Kind::Set => "set",
            Kind::FrozenSet => "frozenset",
            Kind::Slice => "slice",
        }
    }

    fn close(self, items: Vec<Const>) -> Const {
        match self {
            Kind::Tuple => Const::Tuple(items.into()),
            Kind::List => Const::List(items.into()),
            Kind::Set => Const::Set(items.into()),
            Kind::FrozenSet => Const::FrozenSet(items.into()),
            Kind::Slice => {
                let mut items = items.into_iter();
                Const::Slice(Rc::new(std::array::from_fn(|_| {
                    items.next().unwrap_or(Const::None)
                })))
            }
        }
    }
}

/// Reads digits in base 2**15, lowest first; the sign is that of their number.
fn read_long(input: &mut Input<'_>, start: usize) -> Result<Const, PycError> {
    let count = input.i32()?;
    let size = usize::try_from(count.unsigned_abs())
        .ok()
        .and_then(|count| count.checked_mul(2));
    let bytes = input.take(size.unwrap_or(usize::MAX))?;
    let mut digits = Vec::with_capacity(bytes.len() / 4 + 1);
    let (mut bits, mut have) = (0_u64, 0);
    let mut last = 1;
    for pair in bytes.as_chunks().0 {
        last = u16::from_le_bytes(*pair);
        if last > 0x7FFF {
            return Err(PycError {
                offset: start,
                what: What::Digit,
            });
        }
        bits |= u64::from(last) << have;
        have += 15;
        if have >= 32 {
            digits.push(bits as u32);
            bits >>= 32;
            have -= 32;
        }
    }
    if last == 0 {
        return Err(PycError {
            offset: start,
            what: What::Unnormalized,
        });
    }
    digits.push(bits as u32);
    Ok(Const::integer(count < 0, digits))
}

fn read_text_float(input: &mut Input<'_>, start: usize) -> Result<u64, PycError> {
    let text = std::str::from_utf8(input.short_block()?).ok();
    let number = text.and_then(|text| text.parse::<f64>().ok());
    number.map(f64::to_bits).ok_or(PycError {
        offset: start,
        what: What::Float,
    })
}
