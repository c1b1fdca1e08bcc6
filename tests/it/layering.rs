//! The table of who may use whom (docs/ARCHITECTURE.md quotes it), enforced.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

const RULES: &[(&str, &[&str])] = &[
    ("num", &[]),
    ("text", &[]),
    ("pyc", &[]),
    ("bytecode", &["pyc"]),
    ("gc", &[]),
    ("object", &["gc", "bytecode", "pyc", "num", "text"]),
    (
        "runtime",
        &["object", "gc", "bytecode", "pyc", "num", "text"],
    ),
    (
        "builtins",
        &["runtime", "object", "gc", "bytecode", "pyc", "num", "text"],
    ),
    (
        "stdlib",
        &[
            "builtins", "runtime", "object", "gc", "bytecode", "pyc", "num", "text",
        ],
    ),
    (
        "import",
        &[
            "stdlib", "runtime", "object", "gc", "bytecode", "pyc", "num", "text",
        ],
    ),
    (
        "interp",
        &["runtime", "object", "gc", "bytecode", "pyc", "num", "text"],
    ),
    ("ir", &["runtime", "object", "bytecode", "pyc"]),
    ("opt", &["ir", "runtime", "object"]),
    (
        "jit",
        &[
            "opt", "ir", "interp", "runtime", "object", "gc", "bytecode", "pyc",
        ],
    ),
    (
        "machine",
        &[
            "jit", "opt", "ir", "interp", "import", "stdlib", "builtins", "runtime", "object",
            "gc", "bytecode", "pyc", "num", "text",
        ],
    ),
    ("cli", &["machine", "runtime", "bytecode", "pyc"]),
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs")
            // unit tests may start a machine
            && path.file_name().is_none_or(|n| n != "tests.rs")
        {
            found.push(path);
        }
    }
}

#[test]
fn rooms_use_only_the_rooms_below_them() {
    let rules: BTreeMap<_, _> = RULES.iter().copied().collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let mut wrong = Vec::new();
    for file in files {
        let relative = file.strip_prefix(&root).unwrap().to_path_buf();
        let room = relative
            .iter()
            .next()
            .unwrap()
            .to_str()
            .unwrap()
            .trim_end_matches(".rs")
            .to_string();
        let Some(allowed) = rules.get(room.as_str()) else {
            continue;
        };
        for (n, line) in fs::read_to_string(&file).unwrap().lines().enumerate() {
            for part in line.split("crate::").skip(1) {
                let used: String = part
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect();
                if used != room
                    && rules.contains_key(used.as_str())
                    && !allowed.contains(&used.as_str())
                {
                    wrong.push(format!(
                        "src/{}:{}: {room} may not use {used}",
                        relative.display(),
                        n + 1
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_room_is_in_the_table() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for entry in fs::read_dir(root).unwrap().flatten() {
        let name = entry
            .file_name()
            .to_string_lossy()
            .trim_end_matches(".rs")
            .to_string();
        assert!(
            ["lib", "main"].contains(&name.as_str()) || RULES.iter().any(|(room, _)| *room == name),
            "{name} is in no row of the table"
        );
    }
}
