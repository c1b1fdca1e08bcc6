//! Code objects as text, in the words of tests/it/gen/describe.py, which says the same from inside CPython.

use std::fmt::Write;

use pycrane::pyc::exceptions::read_rows;
use pycrane::pyc::{Const, Lines, Local, PyText, RawCode, Version};

/// The description of a code object and, behind it, of those among its constants.
pub(super) fn describe(code: &RawCode) -> String {
    let mut out = String::new();
    write_code(code, &mut out).expect("writing to a String");
    out
}

fn write_code(code: &RawCode, out: &mut String) -> std::fmt::Result {
    writeln!(out, "code {}", ascii(&code.qualname))?;
    writeln!(
        out,
        " args {} {} {} nlocals {} stack {} flags {:#x} first {}",
        code.argcount,
        code.posonlyargcount,
        code.kwonlyargcount,
        code.nlocals,
        code.stacksize,
        code.flags,
        code.firstlineno
    )?;
    writeln!(out, " file {}", ascii(&code.filename))?;
    writeln!(out, " names {}", words(code.names.iter()))?;
    let kind = |bit| {
        code.localsplus
            .iter()
            .filter(move |local| local.kind & bit != 0)
            .map(|local| &local.name)
    };
    writeln!(out, " varnames {}", words(kind(Local::LOCAL)))?;
    match &code.old_vars {
        Some(old) => writeln!(out, " cellvars {}", words(old.cellvars.iter()))?,
        None => writeln!(out, " cellvars {}", words(kind(Local::CELL)))?,
    }
    writeln!(out, " freevars {}", words(kind(Local::FREE)))?;
    for value in code.consts.iter() {
        writeln!(out, " const {}", show(value))?;
    }
    writeln!(out, " lines {}", lines(code))?;
    if code.version >= Version::V311 {
        let known = |value: Option<String>| value.unwrap_or_else(|| "None".to_owned());
        let positions = Lines::new(code).positions().map(|p| {
            let lines = [p.line, p.end_line].map(|line| known(line.map(|line| line.to_string())));
            let cols = [p.col, p.end_col].map(|col| known(col.map(|col| col.to_string())));
            format!("{},{},{},{}", lines[0], lines[1], cols[0], cols[1])
        });
        writeln!(
            out,
            " positions {}",
            positions.collect::<Vec<_>>().join(" ")
        )?;
        writeln!(out, " handlers {}", handlers(code))?;
    }
    code.children().try_for_each(|child| write_code(child, out))
}

fn handlers(code: &RawCode) -> String {
    let rows = read_rows(code).expect("a good exception table");
    let rows = rows.iter().map(|row| {
        let lasti = if row.lasti { "i" } else { "" };
        format!(
            "{}-{}:{}/{}{lasti}",
            row.start * 2,
            row.end * 2,
            row.target * 2,
            row.depth
        )
    });
    rows.collect::<Vec<_>>().join(" ")
}

fn lines(code: &RawCode) -> String {
    let ranges = Lines::new(code).ranges();
    if code.version >= Version::V310 {
        let line = |line: Option<i32>| line.map_or("None".to_owned(), |line| line.to_string());
        return ranges
            .map(|r| format!("{}-{}:{}", r.start, r.end, line(r.line)))
            .collect::<Vec<_>>()
            .join(" ");
    }
    // dis.findlinestarts: where the line changes.
    let mut last = None;
    let mut starts = Vec::new();
    for range in ranges.filter(|range| range.start < code.code.len()) {
        if range.line != last {
            last = range.line;
            starts.push(format!("{}:{}", range.start, range.line.unwrap_or(0)));
        }
    }
    starts.join(" ")
}

fn words<'a>(texts: impl Iterator<Item = &'a PyText>) -> String {
    texts.map(ascii).collect::<Vec<_>>().join(" ")
}

fn show(value: &Const) -> String {
    match value {
        Const::FrozenSet(items) => {
            let mut items: Vec<_> = items.iter().map(show).collect();
            items.sort();
            format!("frozenset({{{}}})", items.join(", "))
        }
        Const::Tuple(items) => {
            let comma = if items.len() == 1 { "," } else { "" };
            format!(
                "({}{comma})",
                items.iter().map(show).collect::<Vec<_>>().join(", ")
            )
        }
        Const::Code(code) => format!("<code {}>", code.name),
        Const::Str { text, .. } => ascii(text),
        other => other.to_string(),
    }
}

/// Python's `ascii()` of a text.
fn ascii(text: &PyText) -> String {
    let mut out = String::new();
    for c in format!("{text:?}").chars() {
        match u32::from(c) {
            0..0x80 => out.push(c),
            point @ 0x80..0x100 => write!(out, "\\x{point:02x}").expect("writing to a String"),
            point @ 0x100..0x10000 => write!(out, "\\u{point:04x}").expect("writing to a String"),
            point => write!(out, "\\U{point:08x}").expect("writing to a String"),
        }
    }
    out
}
