//! Times the examples: each one in a child process, pycrane and a baseline in turns.
//!
//! `cargo bench` runs `target/release/pycrane` (or `$PYCRANE`) on `examples/*.pyc`; with
//! `BASELINE="python3.11 -S -E" cargo bench` the baseline runs the same files beside it and the last column says how
//! many times faster pycrane is: the median of the ratios of neighbouring runs, so that a slow moment of the machine
//! hits both. What counts is the child's user CPU time, which other work on the machine hardly changes.
//! `ROUNDS` sets the number of pairs, and arguments select programs by name.

#![expect(unsafe_code, reason = "asks the system for the CPU time of the child")]
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a benchmark prints its table"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

/// Example, arguments: long enough that start-up does not show.
const PROGRAMS: [(&str, &[&str]); 7] = [
    ("nbody", &["150000"]),
    ("fannkuch", &["9"]),
    ("mandelbrot", &["160", "1000"]),
    ("spectral_norm", &["300"]),
    ("sudoku", &[HARD, HARD, HARD]),
    ("life", &["800"]),
    ("pi_digits", &["2500"]),
];

const HARD: &str =
    "8..........36......7..9.2...5...7.......457.....1...3...1....68..85...1..9....4..";

/// A command line without the program to run.
struct Interpreter {
    words: Vec<String>,
}

impl Interpreter {
    /// Runs one program and returns its user CPU time in seconds and its output.
    fn run(&self, root: &Path, file: &Path, args: &[&str]) -> Result<(f64, Vec<u8>), String> {
        let (program, rest) = self.words.split_first().ok_or("empty command")?;
        let mut command = Command::new(program);
        command.args(rest).arg(file).args(args);
        command.current_dir(root).stdin(Stdio::null());
        let before = children_seconds();
        let output = command
            .output()
            .map_err(|error| format!("cannot run {program}: {error}"))?;
        let seconds = children_seconds() - before;
        if !output.status.success() {
            let text = String::from_utf8_lossy(&output.stderr);
            return Err(format!(
                "{program} {}: {}\n{text}",
                file.display(),
                output.status
            ));
        }
        Ok((seconds, output.stdout))
    }
}

/// User CPU time of all children that have ended. One runs at a time, so a difference belongs to that one.
fn children_seconds() -> f64 {
    let mut usage = std::mem::MaybeUninit::<libc::rusage>::zeroed();
    // SAFETY: `usage` is valid for writes, and all-zero bytes are a valid `rusage` should the call fail.
    let usage = unsafe {
        libc::getrusage(libc::RUSAGE_CHILDREN, usage.as_mut_ptr());
        usage.assume_init()
    };
    usage.ru_utime.tv_sec as f64 + usage.ru_utime.tv_usec as f64 / 1e6
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Measures one example with all interpreters in turns; one list of times per interpreter.
fn measure(
    interpreters: &[Interpreter],
    root: &Path,
    name: &str,
    args: &[&str],
    rounds: usize,
) -> Result<Vec<Vec<f64>>, String> {
    let file = root.join("examples").join(format!("{name}.pyc"));
    let mut times = vec![Vec::new(); interpreters.len()];
    let mut expected: Option<Vec<u8>> = None;
    for _ in 0..rounds {
        for (interpreter, times) in interpreters.iter().zip(&mut times) {
            let (seconds, output) = interpreter.run(root, &file, args)?;
            if expected.get_or_insert_with(|| output.clone()) != &output {
                return Err(format!("{name}: outputs differ"));
            }
            times.push(seconds);
        }
    }
    Ok(times)
}

fn report(name: &str, times: &mut [Vec<f64>]) -> f64 {
    let mut ratios = match &*times {
        [own, baseline] => baseline
            .iter()
            .zip(own)
            .map(|(b, o)| b / o.max(1e-3))
            .collect(),
        _ => Vec::new(),
    };
    print!("{name:<16}");
    for list in times {
        print!("{:>10.3}", median(list));
    }
    let ratio = median(&mut ratios);
    if ratios.is_empty() {
        println!();
    } else {
        println!("{ratio:>9.2}x");
    }
    ratio
}

fn main() -> ExitCode {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let own = std::env::var("PYCRANE")
        .unwrap_or_else(|_| root.join("target/release/pycrane").display().to_string());
    let mut interpreters = vec![Interpreter { words: vec![own] }];
    if let Ok(baseline) = std::env::var("BASELINE") {
        interpreters.push(Interpreter {
            words: baseline.split_whitespace().map(str::to_owned).collect(),
        });
    }
    let rounds = std::env::var("ROUNDS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(5);
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with('-'))
        .collect();

    println!(
        "{:<16}{:>10}{}",
        "user CPU, s",
        "pycrane",
        if interpreters.len() > 1 {
            "  baseline    faster"
        } else {
            ""
        }
    );
    let mut product = (0.0, 0);
    for (name, args) in PROGRAMS {
        if !wanted.is_empty() && !wanted.iter().any(|word| name.contains(word.as_str())) {
            continue;
        }
        match measure(&interpreters, &root, name, args, rounds) {
            Ok(mut times) => product = (product.0 + report(name, &mut times).ln(), product.1 + 1),
            Err(message) => {
                eprintln!("{message}");
                return ExitCode::FAILURE;
            }
        }
    }
    if interpreters.len() > 1 && product.1 > 0 {
        println!(
            "{:<36}{:>9.2}x",
            "geometric mean",
            (product.0 / f64::from(product.1)).exp()
        );
    }
    ExitCode::SUCCESS
}
