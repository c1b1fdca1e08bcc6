//! Translation: listings of a small program for every version, hostile mutations, whole libraries.

use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::Instant;

use pycrane::bytecode::{self, decode, show, translate, verify_tree};
use pycrane::pyc::{RawCode, Version, read_pyc};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bytecode")
}

const PROGRAMS: [&str; 4] = ["loops", "calls", "exceptions", "generators"];

fn program(name: &str, version: Version) -> Rc<RawCode> {
    let path = folder().join(format!("{name}-{version}.pyc"));
    let bytes = fs::read(&path).expect("a compiled program");
    read_pyc(&bytes).expect("a good file").1
}

/// The listings of all code objects of a program. `BLESS=1` rewrites the expected ones.
#[test]
fn listings() {
    let mut wrong = Vec::new();
    for name in PROGRAMS {
        for version in Version::ALL {
            let mut text = String::new();
            verify_tree(&program(name, version), &mut |raw, result| {
                match result {
                    Ok(code) => text.push_str(&show::show(&code)),
                    Err(invalid) => text.push_str(&format!("{}: {invalid}\n", raw.qualname)),
                }
                text.push('\n');
            });
            let path = folder().join(format!("{name}-{version}.txt"));
            if std::env::var_os("BLESS").is_some() {
                fs::write(&path, &text).expect("a place for the listing");
            } else if fs::read_to_string(&path).ok().as_ref() != Some(&text) {
                wrong.push(path);
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "listings changed: {wrong:?}; look at the difference, then BLESS=1"
    );
}

/// A small generator of numbers that are the same every time.
struct Xorshift(u64);

impl Xorshift {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % below.max(1)
    }
}

/// Changes a few bytes of instructions, or takes some out, or repeats some.
fn mutate(code: &mut Vec<u8>, random: &mut Xorshift) {
    for _ in 0..=random.next(4) {
        let at = random.next(code.len());
        match random.next(8) {
            0 if code.len() > 4 => drop(code.drain(at & !1..(at & !1) + 2)),
            1 => {
                let pair = [random.next(256) as u8, random.next(256) as u8];
                code.splice(at & !1..at & !1, pair);
            }
            2..=4 => code[at] = random.next(256) as u8,
            _ => code[at] ^= 1 << random.next(8),
        }
    }
}

/// Whatever the instructions and tables are: an answer, and no panic.
#[test]
fn mutations() {
    let rounds: usize =
        std::env::var("PYCRANE_MUTATIONS").map_or(60, |n| n.parse().expect("a number"));
    let (mut taken, mut refused) = (0, 0);
    for (seed, version) in (1..).zip(Version::ALL) {
        let mut random = Xorshift(0x9E37_79B9_7F4A_7C15 ^ seed);
        for name in PROGRAMS {
            let mut all = Vec::new();
            verify_tree(&program(name, version), &mut |raw, _| all.push(raw.clone()));
            for raw in all {
                for _ in 0..rounds {
                    let mut changed = raw.clone();
                    let mut code = changed.code.to_vec();
                    if random.next(8) == 0 && !changed.exceptiontable.is_empty() {
                        let mut table = changed.exceptiontable.to_vec();
                        let at = random.next(table.len());
                        table[at] ^= 1 << random.next(8);
                        changed.exceptiontable = table.into();
                    } else {
                        mutate(&mut code, &mut random);
                    }
                    changed.code = code.into();
                    match translate(&Rc::new(changed)) {
                        Ok(code) => {
                            taken += 1;
                            assert!(!show::show(&code).is_empty());
                        }
                        Err(invalid) => {
                            refused += 1;
                            assert!(!invalid.why.contains("translat"), "{version}: {invalid}");
                        }
                    }
                }
            }
        }
    }
    assert!(taken > refused / 20, "{taken} taken, {refused} refused");
}

/// All that CPython compiles is accepted. `PYCRANE_LIB_DIRS` names folders with `.pyc` files, separated by colons.
#[test]
fn libraries() {
    let Ok(dirs) = std::env::var("PYCRANE_LIB_DIRS") else {
        return;
    };
    let mut files = Vec::new();
    for dir in dirs.split(':') {
        find(Path::new(dir), &mut files);
    }
    let start = Instant::now();
    let (mut codes, mut before, mut after) = (0_u64, 0_u64, 0_u64);
    let mut refused = Vec::new();
    for file in &files {
        let Ok((_, raw)) = read_pyc(&fs::read(file).unwrap_or_default()) else {
            continue;
        };
        verify_tree(&raw, &mut |raw, result| {
            codes += 1;
            before += decode::decode(raw).map_or(0, |decoded| decoded.list.len() as u64);
            match result {
                Ok(code) => after += code.instrs.len() as u64,
                Err(invalid) => {
                    refused.push(format!("{} {}: {invalid}", file.display(), raw.qualname));
                }
            }
        });
    }
    let seconds = start.elapsed().as_secs_f64();
    let report = format!(
        "{} files, {codes} code objects, {seconds:.1} s, {:.3} instructions for one of CPython's\n",
        files.len(),
        after as f64 / before as f64
    );
    assert!(refused.is_empty(), "{report}; refused: {refused:#?}");
    // Seen with --nocapture only.
    std::io::Write::write_all(&mut std::io::stderr(), report.as_bytes()).expect("stderr");
}

fn find(path: &Path, files: &mut Vec<PathBuf>) {
    if path.is_dir() {
        let entries = fs::read_dir(path).into_iter().flatten().flatten();
        let mut paths: Vec<_> = entries.map(|entry| entry.path()).collect();
        paths.sort();
        for path in paths {
            find(&path, files);
        }
    } else if path.extension().is_some_and(|extension| extension == "pyc") {
        files.push(path.to_owned());
    }
}

/// The operations that the promises of the table need besides `check`: names are unique and short.
#[test]
fn operations_are_named_once() {
    let mut names: Vec<&str> = bytecode::Op::ALL.iter().map(|op| op.name()).collect();
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all);
}
