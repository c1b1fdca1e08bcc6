//! Passes over graphs in text: each file of `tests/ir` says which passes run, what they get and what they make of it. `BLESS=1` rewrites the latter.
//!
//! ```text
//! # What it shows.
//! passes: fold dce
//! --- input ---
//! b0:
//!   ...
//! --- expected ---
//! b0:
//!   ...
//! ```

use std::fs;
use std::path::{Path, PathBuf};

use pycrane::ir::{check::check, parse::parse, show::show};
use pycrane::opt::run_on_text;

const INPUT: &str = "--- input ---\n";
const EXPECTED: &str = "--- expected ---\n";

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ir");
    let entries = fs::read_dir(folder).expect("the folder of graphs");
    let mut all: Vec<PathBuf> = entries.flatten().map(|e| e.path()).collect();
    all.retain(|p| p.extension().is_some_and(|e| e == "txt"));
    all.sort();
    assert!(!all.is_empty());
    all
}

/// A file: what stands before the input, the passes, the input, what is expected.
fn read(text: &str) -> Result<(&str, &str, &str, &str), &'static str> {
    let (head, rest) = text.split_once(INPUT).ok_or("no input")?;
    let (input, expected) = rest.split_once(EXPECTED).unwrap_or((rest, ""));
    let passes = head
        .lines()
        .find_map(|l| l.strip_prefix("passes:"))
        .ok_or("no passes")?;
    Ok((head, passes, input, expected))
}

#[test]
fn passes_do_what_is_expected() {
    let mut wrong = Vec::new();
    for path in files() {
        let text = fs::read_to_string(&path).expect("a text");
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let (head, passes, input, expected) =
            read(&text).unwrap_or_else(|what| panic!("{name}: {what}"));
        let got = run_on_text(passes, input).unwrap_or_else(|what| panic!("{name}: {what}"));
        if std::env::var_os("BLESS").is_some() {
            let text = format!("{head}{INPUT}{input}{EXPECTED}{got}");
            fs::write(&path, text).expect("a place for the result");
        } else if got != expected {
            wrong.push(format!("--- {name} became ---\n{got}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{}\nlook at the difference, then BLESS=1",
        wrong.join("\n")
    );
}

/// Reading and printing are inverse, and what stands in the files is well-formed.
#[test]
fn graphs_round_trip() {
    for path in files() {
        let text = fs::read_to_string(&path).expect("a text");
        let (_, _, input, expected) = read(&text).unwrap_or_default();
        for text in [input, expected] {
            let g = parse(text).unwrap_or_else(|what| panic!("{}: {what}", path.display()));
            assert_eq!(check(&g), Ok(()), "{}", path.display());
            assert_eq!(parse(&show(&g)), Ok(g), "{}", path.display());
        }
    }
}
