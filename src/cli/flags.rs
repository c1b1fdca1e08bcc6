//! The options, read with clap. Everything after the program's name (or after `-m MODULE`) belongs to the program.

use std::ffi::OsString;

use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command};

use crate::runtime::tier::{Dump, JitOptions};

/// What the command line asks for.
pub enum Action {
    /// Run a program.
    Run(Program),
    /// Check files.
    Verify {
        /// Files and folders.
        paths: Vec<String>,
        /// For machines.
        json: bool,
    },
    /// Describe a file.
    Info {
        /// The file.
        path: String,
        /// Show the neutral code of every code object too.
        bytecode: bool,
        /// For machines.
        json: bool,
    },
    /// Print a text (help, version).
    Show(String),
}

/// What to run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A `.pyc` file, or a folder or zip file with `__main__.pyc`.
    Path(String),
    /// `-m MODULE`
    Module(String),
    /// `-`
    Stdin,
}

/// A program with its arguments and options.
#[derive(Clone, Debug)]
pub struct Program {
    /// What to run.
    pub what: What,
    /// Its arguments, without its own name.
    pub args: Vec<String>,
    /// How hot code is compiled; `None`: never.
    pub jit: Option<JitOptions>,
    /// Collect at every Nth allocation.
    pub gc_stress: u32,
    /// Print statistics at the end.
    pub stats: Stats,
}

/// Statistics at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stats {
    /// None.
    Off,
    /// For people.
    Text,
    /// For machines.
    Json,
}

/// A stress of compiled code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stress {
    /// Every Nth guard fails.
    Exit(u32),
    /// Loops are entered at their first turn.
    Osr,
}

/// Turns of a loop before a loop is compiled, until measurements say otherwise.
const DEFAULT_THRESHOLD: u32 = 1000;

const EXAMPLES: &str = "\
Examples:
  pycrane program.pyc arg1 arg2       run a program compiled by any CPython from 3.6 to 3.15
  pycrane -m package.module           run a module found on PYTHONPATH or in the current folder
  pycrane app.zip                     run a zip file or folder that holds __main__.pyc
  pycrane verify lib/ program.pyc     check files and folders without running anything
  pycrane info program.pyc            say what a file is: version, header, code objects

What did the compiler do?
  pycrane --stats program.pyc               units, compile times, exits by reason, refusals
  pycrane --dump=bytecode:f program.pyc     the register code of f, when it is compiled
  pycrane --dump=feedback:f program.pyc     the types that the interpreter has seen in f
  pycrane --dump=ir:build:f program.pyc     its SSA before the first pass
  pycrane --dump=ir:fold:f program.pyc      its SSA after the pass `fold`
  pycrane --dump=ir program.pyc             optimised SSA of everything; `ir::f`: of f alone
  pycrane --dump=asm:Point.move program.pyc machine code of a method, by its qualified name
  pycrane --opt-off=inline program.pyc      without a pass: whose fault is it?

Environment: PYTHONPATH and PYTHONHASHSEED as for python. Every option has a twin there, which
the option overrides; several values are separated by commas:
  PYCRANE_JIT=off  PYCRANE_JIT_THRESHOLD=0  PYCRANE_STATS=json  PYCRANE_DUMP=asm:f
  PYCRANE_PERF_MAP=1  PYCRANE_OPT_OFF=fold,inline  PYCRANE_JIT_STRESS=exit:7,osr
  PYCRANE_GC_STRESS=1";

fn option(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(value).help(help)
}

/// An option whose value may be left out: it then must be written with `=`.
fn optional(
    name: &'static str,
    value: &'static str,
    missing: &'static str,
    help: &'static str,
) -> Arg {
    let arg = option(name, value, help);
    arg.num_args(0..=1)
        .require_equals(true)
        .default_missing_value(missing)
}

fn command() -> Command {
    let json = || {
        Arg::new("json")
            .long("json")
            .action(ArgAction::SetTrue)
            .help("Print JSON instead of text")
    };
    let verify = Command::new("verify")
        .about("Check .pyc files, and all in folders, without running anything")
        .arg(
            Arg::new("path")
                .value_name("PATH")
                .required(true)
                .num_args(1..),
        )
        .arg(json());
    let info = Command::new("info")
        .about("Describe a .pyc file without running it")
        .arg(Arg::new("file").value_name("FILE").required(true))
        .arg(
            Arg::new("bytecode")
                .long("bytecode")
                .action(ArgAction::SetTrue)
                .help("Show the register code that pycrane runs"),
        )
        .arg(json());
    Command::new("pycrane")
        .about("Runs CPython .pyc files of any version from 3.6 to 3.15, without CPython")
        .version(env!("CARGO_PKG_VERSION"))
        .disable_version_flag(true)
        .after_help(EXAMPLES)
        .override_usage("pycrane [OPTIONS] FILE.pyc|FOLDER|ZIP|- [ARGS]...\n       pycrane [OPTIONS] -m MODULE [ARGS]...\n       pycrane verify [--json] PATH...\n       pycrane info [--json] FILE")
        .arg(Arg::new("module").short('m').value_name("MODULE").help("Run a module as a program"))
        .arg(Arg::new("program").value_name("FILE").help("What to run: a .pyc file, a folder or zip file with __main__.pyc, or - for standard input"))
        .args(machine_options())
        .arg(Arg::new("version").short('V').long("version").action(ArgAction::Version).help("Print the version"))
        .subcommand(verify)
        .subcommand(info)
        .subcommand_negates_reqs(true)
        .args_conflicts_with_subcommands(true)
        .disable_help_subcommand(true)
}

/// The options of the machine; each has a twin in the environment.
fn machine_options() -> [Arg; 8] {
    [
        option("jit", "on|off", "Whether hot code is compiled to machine code [default: on]")
            .value_parser(parse_switch),
        option("jit-threshold", "N", "Compile a loop after N turns, a function after N/10 calls (N if it has no loops); 0 compiles at the first call")
            .value_parser(parse_number),
        optional("stats", "json", "text", "Print statistics to stderr at the end: memory, compiled units, exits by reason, refusals; as one JSON object with `=json`")
            .value_parser(parse_stats),
        option("dump", "WHAT[:FUNCTION]", "Print to stderr what is compiled: bytecode, feedback, ir, ir:PASS, clif or asm; of all functions, or of one by its qualified name")
            .value_parser(Dump::parse),
        option("opt-off", "PASS", "Leave out a pass of the compiler; may be repeated. `inline`: no inlining, `all`: no pass at all; an unknown name lists them")
            .action(ArgAction::Append),
        option("perf-map", "", "Name compiled code for `perf` in /tmp/perf-PID.map").action(ArgAction::SetTrue),
        option("jit-stress", "exit:N|osr", "Finds bugs of the compiler; may be repeated. exit:N: every Nth guard fails; osr: loops are entered at their first turn, functions not compiled")
            .action(ArgAction::Append)
            .value_parser(parse_stress),
        optional("gc-stress", "N", "1", "Collect garbage at every Nth allocation [default: 1]: slow, finds bugs of the machine")
            .value_parser(parse_positive),
    ]
}

fn parse_switch(text: &str) -> Result<bool, String> {
    match text {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err("on or off is wanted".to_string()),
    }
}

fn parse_number(text: &str) -> Result<u32, String> {
    text.parse()
        .map_err(|_| format!("a number from 0 to {} is wanted", u32::MAX))
}

fn parse_positive(text: &str) -> Result<u32, String> {
    match text.parse() {
        Ok(n) if n > 0 => Ok(n),
        _ => Err(format!("a number from 1 to {} is wanted", u32::MAX)),
    }
}

fn parse_stats(text: &str) -> Result<Stats, String> {
    match text {
        "text" | "1" => Ok(Stats::Text),
        "json" => Ok(Stats::Json),
        "0" => Ok(Stats::Off),
        _ => Err("json, or nothing, is wanted".to_string()),
    }
}

fn parse_stress(text: &str) -> Result<Stress, String> {
    match text.split_once(':') {
        None if text == "osr" => Ok(Stress::Osr),
        Some(("exit", n)) => parse_positive(n).map(Stress::Exit),
        _ => Err("exit:N or osr is wanted".to_string()),
    }
}

/// Where the program's own arguments begin: after the first argument that is no option, or after the value of `-m`. Is that argument the name of a tool?
fn split(command: &Command, args: &[OsString]) -> (usize, bool) {
    let takes_value = |text: &str| {
        let mut all = command.get_arguments();
        text.strip_prefix("--").is_some_and(|name| {
            all.any(|a| {
                a.get_long() == Some(name)
                    && a.get_action().takes_values()
                    && !a.is_require_equals_set()
            })
        })
    };
    let mut i = 1;
    while let Some(a) = args.get(i) {
        let text = a.to_string_lossy();
        if text == "-m" {
            return ((i + 2).min(args.len()), false);
        }
        if text.starts_with("-m") || !text.starts_with('-') || text == "-" {
            return (i + 1, text == "verify" || text == "info");
        }
        i += if takes_value(&text) { 2 } else { 1 };
    }
    (args.len(), false)
}

/// The environment.
type Env<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Reads the command line; `Err` is a text for stderr.
pub fn read(args: &[OsString], env: Env<'_>) -> Result<Action, String> {
    let command = command();
    let (at, tool) = split(&command, args);
    let at = if tool { args.len() } else { at };
    let matches = match command.try_get_matches_from(&args[..at]) {
        Ok(m) => m,
        Err(e) if e.use_stderr() => return Err(e.to_string()),
        Err(e) => return Ok(Action::Show(e.to_string())),
    };
    match matches.subcommand() {
        Some(("verify", m)) => Ok(Action::Verify {
            paths: m
                .get_many::<String>("path")
                .map(|p| p.cloned().collect())
                .unwrap_or_default(),
            json: m.get_flag("json"),
        }),
        Some((_, m)) => Ok(Action::Info {
            path: m.get_one::<String>("file").cloned().unwrap_or_default(),
            bytecode: m.get_flag("bytecode"),
            json: m.get_flag("json"),
        }),
        None => program(
            &matches,
            args[at..]
                .iter()
                .map(|a| a.to_string_lossy().into_owned())
                .collect(),
            env,
        )
        .map(Action::Run),
    }
}

fn program(m: &ArgMatches, args: Vec<String>, env: Env<'_>) -> Result<Program, String> {
    let what = match (
        m.get_one::<String>("module"),
        m.get_one::<String>("program").map(String::as_str),
    ) {
        (Some(module), _) => What::Module(module.clone()),
        (None, Some("-")) => What::Stdin,
        (None, Some(path)) => What::Path(path.to_string()),
        (None, None) => {
            return Err(format!(
                "pycrane: nothing to run\n\n{}\n",
                command().render_help()
            ));
        }
    };
    let gc_stress = values(m, env, "gc-stress", parse_positive)?;
    let stats = values(m, env, "stats", parse_stats)?;
    Ok(Program {
        what,
        args,
        jit: jit_options(m, env)?,
        gc_stress: gc_stress.last().copied().unwrap_or(0),
        stats: stats.last().copied().unwrap_or(Stats::Off),
    })
}

fn jit_options(m: &ArgMatches, env: Env<'_>) -> Result<Option<JitOptions>, String> {
    let on = values(m, env, "jit", parse_switch)?;
    let threshold = values(m, env, "jit-threshold", parse_number)?;
    let mut options = JitOptions {
        threshold: threshold.last().copied().unwrap_or(DEFAULT_THRESHOLD),
        opt_off: values(m, env, "opt-off", |text| Ok(text.to_string()))?,
        dump: values(m, env, "dump", Dump::parse)?.pop(),
        perf_map: m.get_flag("perf-map")
            || env("PYCRANE_PERF_MAP").is_some_and(|v| !v.is_empty() && v != "0"),
        ..JitOptions::default()
    };
    for stress in values(m, env, "jit-stress", parse_stress)? {
        match stress {
            Stress::Exit(n) => options.stress_exit = n,
            Stress::Osr => options.stress_osr = true,
        }
    }
    Ok((on.last() != Some(&false)).then_some(options))
}

/// The values of an option: those on the command line, else those of its twin in the environment, separated by commas.
fn values<T: Clone + Send + Sync + 'static>(
    m: &ArgMatches,
    env: Env<'_>,
    name: &str,
    parse: fn(&str) -> Result<T, String>,
) -> Result<Vec<T>, String> {
    if m.value_source(name) == Some(ValueSource::CommandLine) {
        let given = m.get_many::<T>(name);
        return Ok(given.map(|v| v.cloned().collect()).unwrap_or_default());
    }
    let twin = format!("PYCRANE_{}", name.replace('-', "_").to_uppercase());
    let text = env(&twin).unwrap_or_default();
    text.split(',')
        .filter(|part| !part.is_empty())
        .map(|part| parse(part).map_err(|why| format!("pycrane: {twin}={text}: {why}\n")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_in(env: &[(&str, &str)], args: &[&str]) -> Result<Action, String> {
        let args: Vec<OsString> = std::iter::once("pycrane")
            .chain(args.iter().copied())
            .map(OsString::from)
            .collect();
        read(&args, &|name| {
            let found = env.iter().find(|(n, _)| *n == name);
            found.map(|(_, value)| (*value).to_string())
        })
    }

    fn run_in(env: &[(&str, &str)], args: &[&str]) -> Program {
        match read_in(env, args) {
            Ok(Action::Run(p)) => p,
            Ok(_) => panic!("not a program"),
            Err(why) => panic!("{why}"),
        }
    }

    fn run(args: &[&str]) -> Program {
        run_in(&[], args)
    }

    #[test]
    fn options_after_the_program_are_its_own() {
        let p = run(&["--jit=off", "a.pyc", "--jit", "-m", "x"]);
        assert_eq!(p.what, What::Path("a.pyc".into()));
        assert_eq!(p.args, ["--jit", "-m", "x"]);
        assert!(p.jit.is_none());
        let p = run(&["--jit-threshold", "7", "-m", "pkg.mod", "-x"]);
        assert_eq!(
            (p.what, p.args),
            (What::Module("pkg.mod".into()), vec!["-x".into()])
        );
        assert_eq!(p.jit.unwrap().threshold, 7);
        assert_eq!(run(&["--gc-stress=3", "-", "a"]).gc_stress, 3);
        let p = run(&["--gc-stress", "a.pyc"]);
        assert_eq!((p.what, p.gc_stress), (What::Path("a.pyc".into()), 1));
    }

    #[test]
    fn values_of_options_are_not_programs() {
        let p = run(&[
            "--dump",
            "ir:fold:f",
            "--opt-off",
            "fold",
            "--opt-off=all",
            "--jit-stress",
            "osr",
            "--jit-stress=exit:3",
            "--perf-map",
            "--stats=json",
            "a.pyc",
            "--stats",
        ]);
        assert_eq!((p.what, p.stats), (What::Path("a.pyc".into()), Stats::Json));
        assert_eq!(p.args, ["--stats"]);
        let jit = p.jit.unwrap();
        assert_eq!(jit.opt_off, ["fold", "all"]);
        assert!(jit.stress_osr && jit.stress_exit == 3 && jit.perf_map);
        let dump = jit.dump.unwrap();
        assert_eq!(
            (dump.what.as_str(), dump.function.as_deref()),
            ("ir:fold", Some("f"))
        );
        assert_eq!(run(&["--stats", "a.pyc"]).stats, Stats::Text);
        assert_eq!(run(&["-m", "verify"]).what, What::Module("verify".into()));
        assert_eq!(run(&["a.pyc"]).stats, Stats::Off);
        let p = run(&["a.pyc"]);
        assert_eq!(p.jit.unwrap().threshold, DEFAULT_THRESHOLD);
    }

    #[test]
    fn the_environment_has_twins() {
        let env = [
            ("PYCRANE_JIT_THRESHOLD", "5"),
            ("PYCRANE_STATS", "json"),
            ("PYCRANE_DUMP", "asm:f"),
            ("PYCRANE_PERF_MAP", "1"),
            ("PYCRANE_OPT_OFF", "fold,inline"),
            ("PYCRANE_JIT_STRESS", "exit:9,osr"),
            ("PYCRANE_GC_STRESS", "2"),
        ];
        let p = run_in(&env, &["a.pyc"]);
        assert_eq!((p.stats, p.gc_stress), (Stats::Json, 2));
        let jit = p.jit.unwrap();
        assert_eq!(jit.threshold, 5);
        assert_eq!(jit.opt_off, ["fold", "inline"]);
        assert!(jit.stress_osr && jit.stress_exit == 9 && jit.perf_map && jit.dump.is_some());
        let p = run_in(&env, &["--jit-threshold=6", "--opt-off=all", "a.pyc"]);
        let jit = p.jit.unwrap();
        assert_eq!((jit.threshold, jit.opt_off), (6, vec!["all".to_string()]));
        assert!(run_in(&[("PYCRANE_JIT", "off")], &["a.pyc"]).jit.is_none());
        assert!(
            run_in(&[("PYCRANE_JIT", "off")], &["--jit=on", "a.pyc"])
                .jit
                .is_some()
        );
        let wrong = read_in(&[("PYCRANE_JIT_THRESHOLD", "x")], &["a.pyc"]);
        assert!(wrong.is_err_and(|e| e.contains("PYCRANE_JIT_THRESHOLD=x")));
    }

    #[test]
    fn the_tools_and_errors() {
        let read = |args: &[&str]| read_in(&[], args);
        assert!(
            matches!(read(&["verify", "a", "b"]), Ok(Action::Verify { paths, .. }) if paths == ["a", "b"])
        );
        assert!(matches!(
            read(&["info", "--json", "a"]),
            Ok(Action::Info { json: true, .. })
        ));
        assert!(matches!(read(&["--help"]), Ok(Action::Show(t)) if t.contains("verify")));
        for wrong in [
            &["--nonsense", "a.pyc"] as &[&str],
            &[],
            &["--dump=ast", "a.pyc"],
            &["--jit-stress=exit:0", "a.pyc"],
            &["--jit-stress=gc", "a.pyc"],
            &["--jit-threshold=x", "a.pyc"],
            &["--jit=maybe", "a.pyc"],
            &["--stats=xml", "a.pyc"],
        ] {
            assert!(read(wrong).is_err(), "{wrong:?}");
        }
    }
}
