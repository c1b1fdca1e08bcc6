//! [`Lines`]: which source line, and from 3.11 which columns, an instruction came from.
//!
//! There are three formats: `co_lnotab` up to 3.9, the line table of 3.10, the location table of 3.11 and later.
//! All are read as one sequence of [`Entry`]s. A broken table is read as far as it makes sense; what lies behind has
//! no line. Offsets are in bytes.

use super::{RawCode, Version};

/// A place in the source; what is not known is `None`.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Position {
    /// The first line.
    pub line: Option<i32>,
    /// The last line.
    pub end_line: Option<i32>,
    /// The first column, in bytes of UTF-8, from 0.
    pub col: Option<u32>,
    /// The column behind the last one.
    pub end_col: Option<u32>,
}

/// Instructions that came from one place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Entry {
    /// The offset of the first instruction.
    pub start: usize,
    /// The offset behind the last one.
    pub end: usize,
    /// Where they came from.
    pub position: Position,
}

/// Instructions that came from one line, as `co_lines()` gives them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LineRange {
    /// The offset of the first instruction.
    pub start: usize,
    /// The offset behind the last one.
    pub end: usize,
    /// The line, if they have one.
    pub line: Option<i32>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Format {
    /// Up to 3.9: pairs of an advance in bytes and a line that holds behind it.
    Lnotab,
    /// 3.10: pairs of an advance in bytes and the line that holds over it.
    Table310,
    /// 3.11 and later.
    Locations,
}

/// The line table of a code object.
#[derive(Clone, Copy, Debug)]
pub struct Lines<'a> {
    format: Format,
    table: &'a [u8],
    first: i32,
    size: usize,
    join: bool,
}

impl<'a> Lines<'a> {
    /// The line table of `code`.
    #[must_use]
    pub fn new(code: &'a RawCode) -> Lines<'a> {
        Lines::of(
            code.version,
            &code.linetable,
            code.firstlineno,
            code.code.len(),
        )
    }

    /// A line table of `version`, of a code object of `size` bytes whose first line is `first`.
    #[must_use]
    pub fn of(version: Version, table: &'a [u8], first: i32, size: usize) -> Lines<'a> {
        let format = match version {
            Version::V36 | Version::V37 | Version::V38 | Version::V39 => Format::Lnotab,
            Version::V310 => Format::Table310,
            _ => Format::Locations,
        };
        Lines {
            format,
            table,
            first,
            size,
            join: version >= Version::V312,
        }
    }

    /// The line of the instruction at `offset`.
    #[must_use]
    pub fn line_at(&self, offset: usize) -> Option<i32> {
        self.position_at(offset).line
    }

    /// The place of the instruction at `offset`.
    #[must_use]
    pub fn position_at(&self, offset: usize) -> Position {
        let entry = self
            .entries()
            .find(|entry| (entry.start..entry.end).contains(&offset));
        entry.map(|entry| entry.position).unwrap_or_default()
    }

    /// The table itself, without empty entries, in the order of the offsets.
    #[must_use]
    pub fn entries(&self) -> Entries<'a> {
        Entries {
            format: self.format,
            rest: self.table,
            at: 0,
            line: self.first,
            size: self.size,
        }
    }

    /// The ranges of `co_lines()`: from 3.12 on, neighbours of one line are joined.
    pub fn ranges(&self) -> impl Iterator<Item = LineRange> + use<'a> {
        let join = self.join;
        let mut entries = self.entries().peekable();
        std::iter::from_fn(move || {
            let Entry {
                start,
                mut end,
                position: Position { line, .. },
            } = entries.next()?;
            while let Some(next) = entries.next_if(|next| join && next.position.line == line) {
                end = next.end;
            }
            Some(LineRange { start, end, line })
        })
    }

    /// The places of `co_positions()`: one for each 2 bytes of instructions.
    pub fn positions(&self) -> impl Iterator<Item = Position> + use<'a> {
        let units = |entry: Entry| (entry.end - entry.start).div_ceil(2);
        self.entries()
            .flat_map(move |entry| std::iter::repeat_n(entry.position, units(entry)))
    }
}

/// Iterator over the entries of a line table.
#[derive(Clone, Debug)]
pub struct Entries<'a> {
    format: Format,
    rest: &'a [u8],
    at: usize,
    /// The line that deltas add to.
    line: i32,
    size: usize,
}

impl Iterator for Entries<'_> {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        loop {
            let (len, position) = match self.format {
                Format::Lnotab => self.next_lnotab()?,
                Format::Table310 => self.next_310()?,
                Format::Locations => self.next_location()?,
            };
            let start = self.at;
            self.at += len;
            if len > 0 {
                return Some(Entry {
                    start,
                    end: self.at,
                    position,
                });
            }
        }
    }
}

impl Entries<'_> {
    /// A position of which only the line is known.
    fn only_line(&self) -> Position {
        Position {
            line: Some(self.line),
            end_line: Some(self.line),
            ..Position::default()
        }
    }

    fn next_lnotab(&mut self) -> Option<(usize, Position)> {
        let position = self.only_line();
        match *self.rest {
            [advance, delta, ref rest @ ..] => {
                self.rest = rest;
                self.line = self.line.wrapping_add(i32::from(delta.cast_signed()));
                Some((usize::from(advance), position))
            }
            // The last line goes on to the end of the code.
            _ if self.at < self.size => Some((self.size - self.at, position)),
            _ => None,
        }
    }

    fn next_310(&mut self) -> Option<(usize, Position)> {
        let [advance, delta, ref rest @ ..] = *self.rest else {
            return None;
        };
        self.rest = rest;
        if delta == 0x80 {
            return Some((usize::from(advance), Position::default()));
        }
        self.line = self.line.wrapping_add(i32::from(delta.cast_signed()));
        Some((usize::from(advance), self.only_line()))
    }

    fn next_location(&mut self) -> Option<(usize, Position)> {
        let head = self.byte()?;
        if head & 0x80 == 0 {
            self.rest = &[];
            return None;
        }
        let len = (usize::from(head & 7) + 1) * 2;
        let position = match head >> 3 & 15 {
            code @ 0..=9 => {
                let columns = self.byte()?;
                let col = u32::from(code) << 3 | u32::from(columns >> 4);
                self.columns(col, col + u32::from(columns & 15))
            }
            code @ 10..=12 => {
                let (col, end_col) = (self.byte()?, self.byte()?);
                self.advance(i32::from(code) - 10);
                self.columns(u32::from(col), u32::from(end_col))
            }
            13 => {
                let delta = self.signed()?;
                self.advance(delta);
                self.only_line()
            }
            14 => {
                let delta = self.signed()?;
                self.advance(delta);
                let end_line = self.line.wrapping_add(self.varint()?.cast_signed());
                // 0 means that there is no column.
                let (col, end_col) = (self.varint()?.checked_sub(1), self.varint()?.checked_sub(1));
                Position {
                    line: Some(self.line),
                    end_line: Some(end_line),
                    col,
                    end_col,
                }
            }
            _ => Position::default(),
        };
        Some((len, position))
    }

    /// A part of the current line.
    fn columns(&self, col: u32, end_col: u32) -> Position {
        Position {
            col: Some(col),
            end_col: Some(end_col),
            ..self.only_line()
        }
    }

    fn advance(&mut self, delta: i32) {
        self.line = self.line.wrapping_add(delta);
    }

    /// The next byte; without one the table ends here.
    fn byte(&mut self) -> Option<u8> {
        let (&byte, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(byte)
    }

    /// A number of 6 bits per byte, lowest first.
    fn varint(&mut self) -> Option<u32> {
        let (mut value, mut shift) = (0, 0);
        loop {
            let byte = self.byte()?;
            if shift < u32::BITS {
                value |= u32::from(byte & 0x3F) << shift;
            }
            if byte & 0x40 == 0 {
                return Some(value);
            }
            shift += 6;
        }
    }

    /// A number whose lowest bit is its sign.
    fn signed(&mut self) -> Option<i32> {
        let value = self.varint()?;
        let magnitude = (value >> 1).cast_signed();
        Some(if value & 1 == 0 {
            magnitude
        } else {
            magnitude.wrapping_neg()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(version: Version, table: &[u8], size: usize) -> Vec<(usize, usize, Option<i32>)> {
        Lines::of(version, table, 10, size)
            .ranges()
            .map(|r| (r.start, r.end, r.line))
            .collect()
    }

    #[test]
    fn lnotab() {
        // The first line has no bytes; -1 as a delta.
        let ranges = lines(Version::V38, &[0, 1, 4, 2, 2, 255], 10);
        assert_eq!(
            ranges,
            [(0, 4, Some(11)), (4, 6, Some(13)), (6, 10, Some(12))]
        );
        assert_eq!(lines(Version::V36, &[], 4), [(0, 4, Some(10))]);
        assert_eq!(lines(Version::V36, &[2], 4), [(0, 4, Some(10))]);
        assert_eq!(Lines::of(Version::V36, &[2, 1], 10, 4).line_at(2), Some(11));
        assert_eq!(Lines::of(Version::V36, &[2, 1], 10, 4).line_at(4), None);
    }

    #[test]
    fn table_of_310() {
        let ranges = lines(Version::V310, &[4, 0, 2, 0x80, 2, 1, 0, 5, 2, 0], 10);
        assert_eq!(
            ranges,
            [
                (0, 4, Some(10)),
                (4, 6, None),
                (6, 8, Some(11)),
                (8, 10, Some(16))
            ]
        );
        assert_eq!(Lines::of(Version::V310, &[4, 0], 10, 10).line_at(4), None);
    }

    #[test]
    fn locations() {
        // Line only, +2; short columns; one line +1 with columns; long; none; a broken one.
        let table = [
            0x80 | 13 << 3,
            4,
            0x80 | 1 << 3 | 1,
            0x23,
            0x80 | 11 << 3,
            7,
            9,
            0x80 | 14 << 3,
            3,
            2,
            0x41,
            1,
            0,
            0x80 | 15 << 3,
            0x80 | 13 << 3,
        ];
        let lines = Lines::of(Version::V312, &table, 10, 100);
        let got: Vec<_> = lines
            .entries()
            .map(|e| (e.start, e.end, e.position))
            .collect();
        let position = |line, end_line, col, end_col| Position {
            line: Some(line),
            end_line: Some(end_line),
            col,
            end_col,
        };
        assert_eq!(
            got,
            [
                (0, 2, position(12, 12, None, None)),
                (2, 6, position(12, 12, Some(10), Some(13))),
                (6, 8, position(13, 13, Some(7), Some(9))),
                (8, 10, position(12, 14, Some(64), None)),
                (10, 12, Position::default()),
            ]
        );
        assert_eq!(lines.positions().count(), 6);
        assert_eq!(lines.ranges().count(), 4);
        assert_eq!(lines.line_at(11), None);
    }
}
