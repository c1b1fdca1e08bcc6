//! Reading `.pyc` files: good ones of all versions as CPython describes them, hostile ones without a panic.

mod describe;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::rc::Rc;
use std::time::Instant;

use pycrane::pyc::marshal::MAX_DEPTH;
use pycrane::pyc::opcodes::table;
use pycrane::pyc::{
    Const, Lines, PyText, PycError, RawCode, Version, What, exceptions, read_pyc, read_value,
    write_value,
};

fn tests_dir() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

fn sample(version: Version) -> Vec<u8> {
    fs::read(tests_dir().join(format!("pyc/sample-{version}.pyc"))).expect("a sample")
}

/// Asks everything of a code object that this room can tell, and of the code objects in it.
fn walk(code: &RawCode) -> usize {
    let lines = Lines::new(code);
    let mut seen = lines.entries().count() + lines.ranges().count() + lines.positions().count();
    seen += usize::from(lines.position_at(code.code.len()).line.is_some());
    seen += exceptions::read_rows(code).map_or(0, |rows| rows.len());
    seen += (0..50)
        .filter_map(|operand| code.deref_index(operand))
        .count()
        + code.free_count();
    seen += code
        .code
        .iter()
        .filter(|&&number| table(code.version).get(number).is_some())
        .count();
    seen += code
        .consts
        .iter()
        .map(|value| value.to_string().len())
        .sum::<usize>();
    seen + code.children().map(|child| walk(child)).sum::<usize>()
}

#[test]
fn samples_are_read_as_cpython_describes_them() {
    for version in Version::ALL {
        let (header, code) = read_pyc(&sample(version)).expect("a good file");
        assert_eq!(header.version, version);
        let text = tests_dir().join(format!("pyc/sample-{version}.txt"));
        let expected = fs::read_to_string(text).expect("a description");
        let got = describe::describe(&code);
        for (number, (got, expected)) in got.lines().zip(expected.lines()).enumerate() {
            assert_eq!(got, expected, "{version}, line {}", number + 1);
        }
        assert_eq!(got.lines().count(), expected.lines().count());
    }
}

#[test]
fn old_variables_are_merged() {
    let (_, code) = read_pyc(&sample(Version::V38)).expect("a good file");
    let outer = code
        .children()
        .find(|child| child.name == *"outer")
        .expect("the function outer");
    let names: Vec<_> = outer
        .localsplus
        .iter()
        .map(|local| (local.name.to_string(), local.kind))
        .collect();
    let expected = [
        ("argument", 0x20),
        ("captured", 0x60),
        ("key", 0x20),
        ("args", 0x20),
        ("kwargs", 0x20),
        ("inner", 0x20),
        ("local", 0x40),
    ];
    assert_eq!(names, expected.map(|(name, kind)| (name.to_owned(), kind)));
    assert_eq!(
        [0, 1, 2].map(|operand| outer.deref_index(operand)),
        [Some(1), Some(6), None]
    );
    let inner = outer.children().next().expect("the function inner");
    assert_eq!(
        [0, 1, 2].map(|operand| inner.deref_index(operand)),
        [Some(1), Some(2), None]
    );
    assert_eq!(inner.free_count(), 2);
}

#[test]
fn files_cut_off_anywhere_are_refused() {
    for version in Version::ALL {
        let bytes = sample(version);
        for cut in 0..bytes.len() {
            let error = read_pyc(bytes.get(..cut).unwrap_or_default()).expect_err("a file cut off");
            assert!(error.offset <= cut, "{error}");
        }
    }
}

/// Numbers that look random and are the same each time.
struct Xorshift(u64);

impl Xorshift {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 16).expect("64 bits") % limit
    }
}

#[test]
fn changed_files_never_panic() {
    let mut random = Xorshift(0x9E37_79B9_7F4A_7C15);
    let (mut read, mut refused) = (0, 0);
    for version in Version::ALL {
        let bytes = sample(version);
        for _ in 0..400 {
            let mut bytes = bytes.clone();
            for _ in 0..=random.below(4) {
                let (at, value) = (random.below(bytes.len()), random.below(256));
                bytes[at] = u8::try_from(value).expect("below 256");
            }
            match read_pyc(&bytes) {
                Ok((_, code)) => read += usize::from(walk(&code) > 0),
                Err(error) => refused += usize::from(!error.to_string().is_empty()),
            }
        }
    }
    assert!(
        read > 100 && refused > 100,
        "{read} read, {refused} refused"
    );
}

#[test]
fn malformed_files_give_the_expected_errors() {
    let dir = tests_dir().join("malformed");
    let expected = fs::read_to_string(dir.join("expected.txt")).expect("the list of files");
    let mut wrong = Vec::new();
    for line in expected.lines() {
        let (name, expected) = line.split_once(": ").expect("NAME: MESSAGE");
        let bytes = fs::read(dir.join(name)).expect("a file of the list");
        let got = match read_pyc(&bytes) {
            Ok((_, code)) => {
                walk(&code);
                "ok".to_owned()
            }
            Err(error) => error.to_string(),
        };
        if got != expected {
            wrong.push(format!("{name}: {got}, not {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[track_caller]
fn value(bytes: &[u8]) -> Const {
    let (value, len) = read_value(bytes, Version::V314).expect("a good value");
    assert_eq!(len, bytes.len());
    value
}

#[track_caller]
fn check(bytes: &[u8], expected: &str) {
    assert_eq!(value(bytes).to_string(), expected);
}

#[test]
fn every_type_code() {
    check(b"N", "None");
    check(b"T", "True");
    check(b"F", "False");
    check(b".", "Ellipsis");
    check(b"S", "<class 'StopIteration'>");
    check(b"i\xFE\xFF\xFF\xFF", "-2");
    check(b"I\0\0\0\0\0\0\0\x80", "-9223372036854775808");
    check(b"l\0\0\0\0", "0");
    check(b"l\xFF\xFF\xFF\xFF\x05\0", "-5");
    check(b"l\x05\0\0\0\0\0\0\0\0\0\0\0\x08\0", "9223372036854775808");
    check(
        b"l\xFB\xFF\xFF\xFF\0\0\0\0\0\0\0\0\x08\0",
        "-9223372036854775808",
    );
    check(b"l\x05\0\0\0\0\0\0\0\0\0\0\0\x10\0", "18446744073709551616");
    check(b"g\0\0\0\0\0\0\xF8\x3F", "1.5");
    check(b"f\x031e5", "100000.0");
    check(b"f\x04-inf", "-inf");
    check(b"f\x03nan", "nan");
    check(b"y\0\0\0\0\0\0\0\0\0\0\0\0\0\0\xF8\x3F", "1.5j");
    check(b"x\x011\x042.25", "(1+2.25j)");
    check(b"s\x02\0\0\0\x00a", "b'\\x00a'");
    check(b"u\x02\0\0\0\xC3\xA9", "'é'");
    check(b"t\x03\0\0\0\xED\xA0\x80", "'\\ud800'");
    check(b"a\x01\0\0\0q", "'q'");
    check(b"A\x01\0\0\0\xE9", "'é'");
    check(b"z\x02ab", "'ab'");
    check(b"Z\x00", "''");
    check(b"(\x01\0\0\0N", "(None,)");
    check(b")\x02NT", "(None, True)");
    check(b"[\x02\0\0\0NT", "[None, True]");
    check(b"<\x01\0\0\0N", "{None}");
    check(b">\x01\0\0\0N", "frozenset({None})");
    check(b"{z\x01k)\x00NT0", "{'k': (), None: True}");
    check(b"}0", "frozendict({})");
    check(b":Ni\x01\0\0\0N", "slice(None, 1, None)");
}

#[test]
fn every_other_type_code_is_refused() {
    let known = b"NTF.SiIlgyfxsutaAzZ()[<>{}:cr0";
    for code in (0..0x80).filter(|code| !known.contains(code)) {
        for byte in [code, code | 0x80] {
            let error = read_value(&[byte, 0, 0, 0, 0, 0, 0, 0, 0], Version::V314)
                .expect_err("no such type code");
            assert!(
                error.to_string().starts_with("unknown type code"),
                "{error}"
            );
        }
    }
}

#[test]
fn references_share() {
    // The tuple has number 0, its item number 1; None has no number in spite of its flag.
    let Const::Tuple(items) = value(b"\xA9\x04\xCE\xF3\x01\0\0\0xr\x01\0\0\0\xE9\x05\0\0\0") else {
        panic!("a tuple");
    };
    let texts: Vec<String> = items.iter().map(Const::to_string).collect();
    assert_eq!(texts, ["None", "b'x'", "b'x'", "5"]);
    let (Const::Bytes(one), Const::Bytes(other)) = (&items[1], &items[2]) else {
        panic!("two bytes")
    };
    assert!(Rc::ptr_eq(one, other));
}

#[test]
fn constants_are_small() {
    assert!(size_of::<Const>() <= 32);
    assert!(size_of::<PyText>() <= 24);
}

#[test]
fn nesting_up_to_the_limit() {
    let nested = |depth: usize| [b")\x01".repeat(depth), b"N".to_vec()].concat();
    // A thread with a small stack reads, prints, writes and frees the deepest value.
    let worker = std::thread::Builder::new()
        .stack_size(1 << 20)
        .spawn(move || {
            let value = value(&nested(MAX_DEPTH - 1));
            assert!(value.to_string().contains("..."));
            let bytes = write_value(&value, 4).expect("a value that can be written");
            assert_eq!(bytes, nested(MAX_DEPTH - 1));
            drop(value);
            let error = read_value(&nested(MAX_DEPTH), Version::V38).expect_err("one deeper");
            assert_eq!(
                error.to_string(),
                format!("objects are nested too deeply at byte {}", 2 * MAX_DEPTH)
            );
        });
    worker.expect("a thread").join().expect("no panic");
}

/// A code object of 3.12 whose names and kinds of variables are those with the given reference numbers.
fn code_of(names: u32, kinds: u32) -> Vec<u8> {
    let mut code = [&b"c"[..], &[0; 20], b"s\0\0\0\0", b")\0", b")\0"].concat();
    for number in [names, kinds] {
        code.push(b'r');
        code.extend(number.to_le_bytes());
    }
    code.extend(b"z\x01fz\x01nz\x01n\x01\0\0\0s\0\0\0\0s\0\0\0\0");
    code
}

#[test]
fn lists_of_variables_are_limited_by_the_size_of_the_file() {
    // 40 lists of 1000 names and 40 lists of 1000 kinds, in all combinations.
    let mut parts = Vec::new();
    for number in 0..40_u8 {
        parts.push([&b"\xA8\xE8\x03\0\0"[..], &b"z\x01x".repeat(1000)].concat());
        parts.push([&b"\xF3\xE8\x03\0\0"[..], &[number; 1000]].concat());
    }
    let all =
        || (0..40).flat_map(|names| (0..40).map(move |kinds| code_of(2 * names, 2 * kinds + 1)));
    let file = |codes: Vec<Vec<u8>>| {
        let count = u32::try_from(parts.len() + codes.len()).expect("few");
        [
            &b"("[..],
            &count.to_le_bytes(),
            &parts.concat(),
            &codes.concat(),
        ]
        .concat()
    };
    let error = read_value(&file(all().collect()), Version::V312).expect_err("too many variables");
    assert!(
        error.to_string().contains("far too many variables"),
        "{error}"
    );
    // Equal functions share one list, however many they are.
    read_value(&file(vec![code_of(0, 1); 2000]), Version::V312).expect("a good value");
}

/// The tables of instructions are what their generator makes of the data beside it; without Python nothing is checked.
#[test]
fn instruction_tables_are_up_to_date() {
    let script = tests_dir().join("it/gen/opcodes.py");
    let Ok(output) = Command::new("python3").arg(script).arg("check").output() else {
        return;
    };
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stdout)
    );
}

/// A value whose written form reads back as the same text, in all formats that can hold it.
#[test]
fn written_values_read_back() {
    let values = [
        value(b"\xA9\x02\xF3\x01\0\0\0xr\x01\0\0\0"),
        value(b"{z\x01k)\x00NT0"),
        value(b"[\x04\0\0\0l\xFB\xFF\xFF\xFF\0\0\0\0\0\0\0\0\x10\0I\0\0\0\0\0\0\0\x80i\xFF\xFF\xFF\xFFI\0\0\0\x80\0\0\0\0"),
        value(b")\x05g\0\0\0\0\0\0\xF8\x3Ff\x04-infu\x02\0\0\0\xC3\xA9y\0\0\0\0\0\0\0\0\0\0\0\0\0\0\xF8\x3F."),
        Const::Set(Rc::new([Const::text("b"), Const::text("a"), Const::text("a")])),
        Const::Str { text: PyText::new(&"x".repeat(300)), interned: true },
        Const::Tuple(vec![Const::None; 300].into()),
    ];
    for value in values {
        for format in 0..=4 {
            let bytes = write_value(&value, format).expect("a value that can be written");
            let (back, len) = read_value(&bytes, Version::V36).expect("a value that was written");
            assert_eq!(len, bytes.len());
            // A set is written in an order of its own; writing it again changes nothing.
            let again = write_value(&back, format).expect("a value that can be written");
            assert_eq!(
                read_value(&again, Version::V36).map(|(value, _)| value.to_string()),
                Ok(back.to_string())
            );
            if !matches!(value, Const::Set(_)) {
                assert_eq!(back.to_string(), value.to_string(), "format {format}");
            }
        }
    }
}

#[test]
fn written_code_reads_back() {
    for version in Version::ALL {
        let (_, code) = read_pyc(&sample(version)).expect("a good file");
        let expected = describe::describe(&code);
        for format in 0..=6 {
            let written = write_value(&Const::Code(Rc::clone(&code)), format);
            if format < 5 && version >= Version::V314 {
                continue; // has slices
            }
            let bytes = written.expect("code that can be written");
            let Ok((Const::Code(back), _)) = read_value(&bytes, version) else {
                panic!("not code: {version}")
            };
            assert_eq!(
                describe::describe(&back),
                expected,
                "{version}, format {format}"
            );
        }
    }
}

/// `PYCRANE_PYC_DIRS=dir:dir cargo test -- --ignored --nocapture installed` reads every `.pyc` file below them.
#[test]
#[expect(clippy::print_stderr, reason = "tells the time it took")]
#[ignore = "needs installed CPythons, named by PYCRANE_PYC_DIRS"]
fn files_of_installed_cpythons_are_read() {
    let dirs = std::env::var_os("PYCRANE_PYC_DIRS").expect("PYCRANE_PYC_DIRS");
    let mut files = Vec::new();
    std::env::split_paths(&dirs).for_each(|dir| find(&dir, &mut files));
    let files: Vec<(PathBuf, Vec<u8>)> = files
        .into_iter()
        .map(|path| (path.clone(), fs::read(path).expect("a readable file")))
        .collect();
    let started = Instant::now();
    let mut codes = Vec::new();
    let (mut refused, mut others) = (0, 0);
    for (path, bytes) in &files {
        match read_pyc(bytes) {
            Ok((_, code)) => codes.push(code),
            Err(PycError {
                what: What::Magic(_),
                ..
            }) => others += 1,
            Err(error) => {
                eprintln!("{}: {error}", path.display());
                refused += 1;
            }
        }
    }
    let seconds = started.elapsed().as_secs_f64();
    let megabytes = files.iter().map(|(_, bytes)| bytes.len()).sum::<usize>() / 1_000_000;
    eprintln!(
        "{} files, {megabytes} MB, {seconds:.2} s; {others} of other versions",
        files.len()
    );
    codes.iter().for_each(|code| assert!(walk(code) > 0));
    assert_eq!(refused, 0);
}

fn find(dir: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(dir) else {
        return;
    };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            find(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "pyc") {
            files.push(path);
        }
    }
}
