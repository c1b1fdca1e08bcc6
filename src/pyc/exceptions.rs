//! The exception table of 3.11 and later: which handler an instruction's exceptions go to.
//!
//! Rows are numbers of 6 bits per byte, highest first; 0x40 says that a number goes on, 0x80 marks the first byte of
//! a row. Offsets are in units of 2 bytes. Of several rows that cover an instruction the first one holds.

use std::fmt;

use super::RawCode;

/// A row of an exception table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Row {
    /// The first unit covered.
    pub start: u32,
    /// The unit behind the last one covered.
    pub end: u32,
    /// The unit of the handler.
    pub target: u32,
    /// The depth to which the stack is cut.
    pub depth: u32,
    /// Whether the offset of the instruction that raised is pushed, below the exception.
    pub lasti: bool,
}

/// What is wrong with an exception table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BadTable {
    /// The byte of the table.
    pub offset: usize,
    /// What is wrong there.
    pub what: &'static str,
}

impl fmt::Display for BadTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} at byte {} of the exception table",
            self.what, self.offset
        )
    }
}

/// The rows of the exception table of `code`.
pub fn read_rows(code: &RawCode) -> Result<Vec<Row>, BadTable> {
    read_table(&code.exceptiontable)
}

/// The rows of an exception table.
pub fn read_table(table: &[u8]) -> Result<Vec<Row>, BadTable> {
    let mut reader = Reader { table, at: 0 };
    let mut rows = Vec::new();
    while reader.at < table.len() {
        let offset = reader.at;
        let start = reader.number(true)?;
        let (len, target, depth) = (
            reader.number(false)?,
            reader.number(false)?,
            reader.number(false)?,
        );
        let end = start.checked_add(len).ok_or(BadTable {
            offset,
            what: "range too long",
        })?;
        rows.push(Row {
            start,
            end,
            target,
            depth: depth >> 1,
            lasti: depth & 1 != 0,
        });
    }
    Ok(rows)
}

struct Reader<'a> {
    table: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    /// The next number; `first` if it begins a row.
    fn number(&mut self, first: bool) -> Result<u32, BadTable> {
        let mut marked = first;
        let mut value: u32 = 0;
        loop {
            let bad = |what| BadTable {
                offset: self.at,
                what,
            };
            let byte = *self.table.get(self.at).ok_or(bad("row cut off"))?;
            if (byte & 0x80 != 0) != marked {
                return Err(bad(if marked {
                    "row does not begin"
                } else {
                    "row begins too early"
                }));
            }
            if value >> (u32::BITS - 6) != 0 {
                return Err(bad("number too large"));
            }
            marked = false;
            value = value << 6 | u32::from(byte & 0x3F);
            self.at += 1;
            if byte & 0x40 == 0 {
                return Ok(value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows() {
        let table = [0x80 | 2, 0x40 | 1, 3, 9, 5, 0x80 | 0x40, 1, 1, 2, 0];
        let row = |start, end, target, depth, lasti| Row {
            start,
            end,
            target,
            depth,
            lasti,
        };
        assert_eq!(
            read_table(&table),
            Ok(vec![row(2, 69, 9, 2, true), row(1, 2, 2, 0, false)])
        );
        assert_eq!(read_table(&[]), Ok(Vec::new()));
    }

    #[track_caller]
    fn refused(table: &[u8], text: &str) {
        let error = read_table(table).expect_err("a broken table").to_string();
        assert!(error.contains(text), "{error}");
    }

    #[test]
    fn broken_tables() {
        refused(&[2, 1, 1, 1], "row does not begin at byte 0");
        refused(&[0x82, 1, 0x81, 1], "row begins too early at byte 2");
        refused(&[0x82, 1, 1], "row cut off at byte 3");
        refused(&[0xC3, 0x7F, 0x7F, 0x7F, 0x7F, 0x7F, 1], "number too large");
        refused(
            &[
                0xC3, 0x7F, 0x7F, 0x7F, 0x7F, 0x3F, 0x43, 0x7F, 0x7F, 0x7F, 0x7F, 0x3F, 0, 0,
            ],
            "range too long",
        );
    }
}
