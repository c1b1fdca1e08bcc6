//! Generated documentation is what its generator says. `BLESS=1` rewrites it.

use std::fs;
use std::path::Path;

#[track_caller]
fn check(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("docs")
        .join(name);
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, text).expect("a place for the document");
        return;
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == text,
        "docs/{name} is out of date: BLESS=1 rewrites it"
    );
}

#[test]
fn operations() {
    check("OPS.md", &pycrane::bytecode::ops_doc::text());
}
