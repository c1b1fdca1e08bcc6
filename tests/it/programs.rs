//! Every program of `tests/programs`, compiled by every version, in every setting of the machine: the same output as that CPython's.
//!
//! The layout of the corpus and its `#!` lines are described in `tests/gen/corpus.py`. By default each program runs once per version; the settings
//! beyond the first run with a part of the versions, so that the whole stays short; `PYCRANE_MATRIX=all` runs all of them (see `tests/gen/jit_matrix.py`
//! for a table of the outcomes). `PYCRANE_PROGRAMS=TEXT` runs only programs whose path contains the text.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

const VERSIONS: [&str; 10] = [
    "3.6", "3.7", "3.8", "3.9", "3.10", "3.11", "3.12", "3.13", "3.14", "3.15",
];
/// A program that runs longer than this hangs.
const LIMIT: Duration = Duration::from_secs(300);

/// Programs that run in a setting.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    All,
    /// Without those marked heavy.
    Light,
    /// The areas `hot` and `programs`.
    Hot,
    /// Light ones of the other areas.
    Cold,
}

/// A setting of the machine, and what runs in it.
struct Setting {
    flags: Vec<String>,
    versions: &'static [&'static str],
    which: Which,
}

fn setting(flags: &str, versions: &'static [&'static str], which: Which) -> Setting {
    Setting {
        flags: flags.split_whitespace().map(str::to_string).collect(),
        versions,
        which,
    }
}

/// The settings: each with some versions, or with all of them when `PYCRANE_MATRIX=all`.
fn settings() -> Vec<Setting> {
    const ROTATED: [&[&str]; 5] = [&["3.13"], &["3.6"], &["3.10"], &["3.14"], &["3.8"]];
    let mut all = vec![
        setting("", &VERSIONS, Which::All),
        setting("--jit=off", &["3.11"], Which::All),
        setting("--gc-stress=97", &["3.8", "3.14"], Which::Light),
        setting("--jit=off --gc-stress=1", &["3.10"], Which::Cold),
        setting("--jit-threshold=0", &["3.9"], Which::Light),
        setting("--jit-threshold=1", &["3.12"], Which::Light),
        setting("--jit-threshold=2", &["3.6", "3.13"], Which::All),
        setting("--jit-stress=osr", &["3.7", "3.14"], Which::Light),
        setting("--jit-threshold=2 --gc-stress=97", &["3.11"], Which::Light),
        setting(
            "--jit-threshold=2 --jit-stress=exit:5 --gc-stress=197",
            &["3.8"],
            Which::Hot,
        ),
        setting("--jit-threshold=2 --opt-off=all", &["3.12"], Which::Light),
        setting("--jit-threshold=2 --opt-off=inline", &["3.9"], Which::Hot),
    ];
    for (n, versions) in [1, 3, 7, 31].into_iter().zip(ROTATED) {
        let which = if n == 7 { Which::Light } else { Which::Hot };
        let flags = format!("--jit-threshold=2 --jit-stress=exit:{n}");
        all.push(setting(&flags, versions, which));
    }
    for (i, pass) in pycrane::opt::Pass::ALL.iter().enumerate() {
        let flags = format!("--jit-threshold=2 --opt-off={}", pass.name());
        all.push(setting(&flags, ROTATED[i % ROTATED.len()], Which::Hot));
    }
    if std::env::var("PYCRANE_MATRIX").is_ok_and(|v| v == "all") {
        for s in &mut all {
            s.versions = &VERSIONS;
            if s.which == Which::Hot {
                s.which = Which::Light;
            }
        }
    }
    all
}

struct Program {
    id: String,
    source: PathBuf,
    args: Vec<String>,
    stdin: Option<PathBuf>,
    status: i32,
    heavy: bool,
    oldest: usize,
    newest: usize,
}

impl Program {
    fn is_hot(&self) -> bool {
        self.id.starts_with("hot/") || self.id.starts_with("programs/")
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/programs")
}

fn number(version: &str) -> usize {
    VERSIONS
        .iter()
        .position(|v| *v == version)
        .unwrap_or_else(|| panic!("unknown version {version}"))
}

fn read(source: PathBuf, id: String) -> Program {
    let mut p = Program {
        id,
        source,
        args: Vec::new(),
        stdin: None,
        status: 0,
        heavy: false,
        oldest: 0,
        newest: VERSIONS.len() - 1,
    };
    let text = String::from_utf8_lossy(&fs::read(&p.source).unwrap()).into_owned();
    for line in text.lines().take_while(|l| l.starts_with("#!")) {
        let line = line[2..].trim();
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        match word {
            "version" => match rest.split_once(' ').unwrap() {
                (">=", v) => p.oldest = number(v),
                (_, v) => p.newest = number(v),
            },
            "args:" => p.args = rest.split_whitespace().map(str::to_string).collect(),
            "stdin:" => p.stdin = Some(p.source.parent().unwrap().join(rest.trim())),
            "exit:" => p.status = rest.trim().parse().unwrap(),
            "heavy" => p.heavy = true,
            other => panic!("{}: unknown header line {other}", p.source.display()),
        }
    }
    p
}

fn programs() -> Vec<Program> {
    let only = std::env::var("PYCRANE_PROGRAMS").unwrap_or_default();
    let mut found = Vec::new();
    for area in fs::read_dir(root())
        .unwrap()
        .flatten()
        .filter(|a| a.path().is_dir() && a.file_name() != "pyc")
    {
        let area_name = area.file_name().to_string_lossy().into_owned();
        for entry in fs::read_dir(area.path()).unwrap().flatten() {
            let (path, name) = (
                entry.path(),
                entry.file_name().to_string_lossy().into_owned(),
            );
            if let Some(stem) = name.strip_suffix(".py") {
                found.push(read(path, format!("{area_name}/{stem}")));
            } else if path.join("__main__.py").exists() {
                found.push(read(
                    path.join("__main__.py"),
                    format!("{area_name}/{name}"),
                ));
            }
        }
    }
    found.sort_by(|a, b| a.id.cmp(&b.id));
    found.retain(|p| p.id.contains(&only));
    found
}

impl Program {
    fn compiled(&self, version: &str) -> PathBuf {
        let folder = self.source.ends_with("__main__.py");
        root().join("pyc").join(version).join(format!(
            "{}{}",
            self.id,
            if folder { "" } else { ".pyc" }
        ))
    }

    fn expected(&self, kind: &str, version: &str) -> Vec<u8> {
        let base = root().join(format!("{}.{kind}", self.id));
        let own = root().join(format!("{}.{kind}.{version}", self.id));
        fs::read(own)
            .or_else(|_| fs::read(base))
            .unwrap_or_default()
    }

    /// Runs it; what is wrong with the outcome.
    fn trouble(&self, version: &str, flags: &[String]) -> Option<String> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pycrane"));
        command
            .args(flags)
            .arg(self.compiled(version))
            .args(&self.args);
        let folder = empty_folder();
        command
            .current_dir(&folder)
            .env_clear()
            .env("PYTHONHASHSEED", "0")
            .env("PATH", "/usr/bin:/bin")
            .env("LC_ALL", "C.UTF-8")
            .env("CORPUS", "yes");
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let input = self
            .stdin
            .as_ref()
            .map(|p| fs::read(p).unwrap())
            .unwrap_or_default();
        let mut stdin = child.stdin.take().unwrap();
        std::thread::spawn(move || {
            let _ = stdin.write_all(&input);
        });
        let id = child.id();
        let start = Instant::now();
        let done = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
        let flag = done.clone();
        std::thread::spawn(move || {
            while !flag.load(Ordering::Relaxed) && start.elapsed() < LIMIT {
                std::thread::sleep(Duration::from_millis(50));
            }
            if !flag.load(Ordering::Relaxed) {
                let _ = Command::new("kill").arg("-9").arg(id.to_string()).status();
            }
        });
        let out = child.wait_with_output().unwrap();
        done.store(true, Ordering::Relaxed);
        let _ = fs::remove_dir_all(folder);
        let what = if out.stdout != self.expected("out", version) {
            first_difference("stdout", &self.expected("out", version), &out.stdout)
        } else if out.stderr != self.expected("err", version) {
            first_difference("stderr", &self.expected("err", version), &out.stderr)
        } else if out.status.code() != Some(self.status) {
            format!("{}, expected status {}", out.status, self.status)
        } else {
            return None;
        };
        Some(format!("{} {version} {flags:?}: {what}", self.id))
    }
}

/// A new folder to run in.
fn empty_folder() -> PathBuf {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let folder = std::env::temp_dir().join(format!(
        "pycrane-test-{}-{}",
        std::process::id(),
        COUNT.fetch_add(1, Ordering::Relaxed)
    ));
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn first_difference(name: &str, expected: &[u8], got: &[u8]) -> String {
    let (expected, got) = (
        String::from_utf8_lossy(expected),
        String::from_utf8_lossy(got),
    );
    let (mut e, mut g) = (expected.lines(), got.lines());
    for n in 1.. {
        let (a, b) = (e.next(), g.next());
        if a != b {
            return format!("{name} line {n}: expected {a:?}, got {b:?}");
        }
        if a.is_none() {
            break;
        }
    }
    format!("{name} differs in its line ends")
}

/// The programs of `known_failures.txt` with the versions in which they fail.
fn known_failures() -> Vec<(String, Vec<String>)> {
    let text = fs::read_to_string(root().join("known_failures.txt")).unwrap();
    let lines = text
        .lines()
        .filter(|l| !l.starts_with('#') && !l.trim().is_empty());
    lines
        .map(|l| {
            let mut words = l.split_whitespace();
            let id = words.next().unwrap().to_string();
            let versions = words
                .take_while(|w| ["all", "jit"].contains(w) || VERSIONS.contains(w))
                .map(str::to_string)
                .collect();
            (id, versions)
        })
        .collect()
}

#[test]
fn print_what_cpython_prints() {
    let known = known_failures();
    let (programs, settings) = (programs(), settings());
    let mut jobs = Vec::new();
    for p in &programs {
        for s in &settings {
            let runs = match s.which {
                Which::All => true,
                Which::Light => !p.heavy,
                Which::Hot => p.is_hot(),
                Which::Cold => !p.heavy && !p.is_hot(),
            };
            let covers = |v: &&&str| runs && (p.oldest..=p.newest).contains(&number(v));
            for v in s.versions.iter().filter(covers) {
                jobs.push((p, *v, &s.flags[..]));
            }
        }
    }
    let (next, failures) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| {
                while let Some((p, v, flags)) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let compiles = flags.iter().all(|f| f != "--jit=off");
                    let listed = known.iter().any(|(id, versions)| {
                        let applies = |x: &String| match x.as_str() {
                            "all" => true,
                            "jit" => compiles,
                            x => x == *v,
                        };
                        *id == p.id && versions.iter().any(applies)
                    });
                    let sometimes = known.iter().any(|(id, v)| *id == p.id && v[..] == ["jit"]);
                    let trouble = match (p.trouble(v, flags), listed) {
                        (Some(t), false) => t,
                        (None, true) if flags.is_empty() && !sometimes => {
                            format!("{} {v}: passes now: take it off known_failures.txt", p.id)
                        }
                        _ => continue,
                    };
                    failures.lock().unwrap().push(trouble);
                }
            });
        }
    });
    let mut failures = failures.into_inner().unwrap();
    failures.sort();
    assert!(
        failures.is_empty(),
        "{} of {} runs differ:\n{}",
        failures.len(),
        jobs.len(),
        failures.join("\n")
    );
}
