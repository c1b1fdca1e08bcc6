//! `pycrane info`: what a file is, without running it.

use std::rc::Rc;

use crate::bytecode;
use crate::pyc::header::Source;
use crate::pyc::{self, Header, RawCode};
use crate::runtime::console;
use crate::runtime::json::quote;

/// Describes `path`; exit status 0, or 1 when it is no readable `.pyc`.
#[must_use]
pub fn info(path: &str, bytecode: bool, json: bool) -> i32 {
    let bytes = match std::fs::read(path) {
        Ok(b) => b,
        Err(e) => {
            console::err(&format!("pycrane: can't open file '{path}': {e}\n"));
            return 1;
        }
    };
    match pyc::read_pyc(&bytes) {
        Ok((header, code)) => {
            let mut text = if json {
                as_json(path, &header, &code)
            } else {
                as_text(path, &header, &code)
            };
            if bytecode {
                text += &listings(&code);
            }
            console::out(&text)
        }
        Err(e) => {
            console::err(&format!("pycrane: {path}: {e}\n"));
            1
        }
    }
}

/// The neutral code of every code object, or why there is none.
fn listings(code: &Rc<RawCode>) -> String {
    let mut out = String::new();
    bytecode::verify_tree(code, &mut |raw, result| match result {
        Ok(code) => out += &format!("\n{}\n", bytecode::show::show(&code)),
        Err(invalid) => out += &format!("\n{}: {invalid}\n", raw.qualname),
    });
    out
}

fn source(header: &Header) -> String {
    match header.source {
        Source::Timestamp { mtime, size } => {
            format!("source changed at {mtime} (seconds since 1970), {size} bytes")
        }
        Source::Hash { hash, check_source } => {
            let hex: String = hash.iter().map(|b| format!("{b:02x}")).collect();
            format!(
                "source hash {hex}, {}",
                if check_source {
                    "checked"
                } else {
                    "not checked"
                }
            )
        }
    }
}

fn as_text(path: &str, header: &Header, code: &Rc<RawCode>) -> String {
    let mut out = format!(
        "{path}: compiled by CPython {} (magic {})\n",
        header.version, header.magic
    );
    out += &format!("header: {} bytes, {}\n", header.len, source(header));
    out += &format!("source file: {}\n", code.filename);
    out += "code objects: name, first line, bytes of code, constants, arguments\n";
    tree(code, 1, &mut out);
    out
}

fn tree(code: &Rc<RawCode>, depth: usize, out: &mut String) {
    if depth > 200 {
        return;
    }
    *out += &format!(
        "{}{}  line {}  {} bytes  {} constants  {} arguments\n",
        "  ".repeat(depth),
        code.name,
        code.firstlineno,
        code.code.len(),
        code.consts.len(),
        code.argcount + code.kwonlyargcount
    );
    for child in code.children() {
        tree(child, depth + 1, out);
    }
}

fn as_json(path: &str, header: &Header, code: &Rc<RawCode>) -> String {
    format!(
        "{{\"file\": {}, \"version\": \"{}\", \"magic\": {}, \"header_bytes\": {}, \"source\": {}, \"source_file\": {}, \"code\": {}}}\n",
        quote(path),
        header.version,
        header.magic,
        header.len,
        quote(&source(header)),
        quote(&code.filename.to_string()),
        json_tree(code, 1)
    )
}

fn json_tree(code: &Rc<RawCode>, depth: usize) -> String {
    let children: Vec<String> = if depth > 200 {
        Vec::new()
    } else {
        code.children().map(|c| json_tree(c, depth + 1)).collect()
    };
    format!(
        "{{\"name\": {}, \"line\": {}, \"bytes\": {}, \"constants\": {}, \"arguments\": {}, \"code\": [{}]}}",
        quote(&code.name.to_string()),
        code.firstlineno,
        code.code.len(),
        code.consts.len(),
        code.argcount + code.kwonlyargcount,
        children.join(", ")
    )
}
