//! The options, read with clap. Everything after the program's name (or after `-m MODULE`) belongs to the program.

use std::ffi::{OsStr, OsString};

use clap::{Arg, ArgAction, ArgMatches, Command, builder::PossibleValuesParser, value_parser};

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
    /// Turns of a loop before compilation; `None`: never compile.
    pub jit_threshold: Option<u32>,
    /// Collect at every Nth allocation.
    pub gc_stress: u32,
    /// Print statistics at the end.
    pub stats: bool,
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

Environment: PYTHONPATH, PYTHONHASHSEED, PYCRANE_JIT=off, PYCRANE_JIT_THRESHOLD=N, PYCRANE_GC_STRESS=N";

fn command() -> Command {
    let json = || {
        Arg::new("json")
            .long("json")
            .action(ArgAction::SetTrue)
            .help("Print JSON instead of text")
    };
    Command::new("pycrane")
        .about("Runs CPython .pyc files of any version from 3.6 to 3.15, without CPython")
        .version(env!("CARGO_PKG_VERSION"))
        .disable_version_flag(true)
        .after_help(EXAMPLES)
        .override_usage("pycrane [OPTIONS] FILE.pyc|FOLDER|ZIP|- [ARGS]...\n       pycrane [OPTIONS] -m MODULE [ARGS]...\n       pycrane verify [--json] PATH...\n       pycrane info [--json] FILE")
        .arg(Arg::new("module").short('m').value_name("MODULE").help("Run a module as a program"))
        .arg(
            Arg::new("jit-threshold")
                .long("jit-threshold")
                .value_name("N")
                .value_parser(value_parser!(u32))
                .help("Compile a loop after N turns (a call counts as several); 0 compiles at the first call. Accepted now, used when the compiler arrives"),
        )
        .arg(
            Arg::new("jit")
                .long("jit")
                .value_name("on|off")
                .value_parser(PossibleValuesParser::new(["on", "off"]))
                .help("Whether hot code may be compiled [default: on]"),
        )
        .arg(Arg::new("stats").long("stats").action(ArgAction::SetTrue).help("Print statistics about memory and collections to stderr at the end"))
        .arg(
            Arg::new("gc-stress")
                .long("gc-stress")
                .value_name("N")
                .num_args(0..=1)
                .require_equals(true)
                .default_missing_value("1")
                .value_parser(value_parser!(u32).range(1..))
                .help("Collect garbage at every Nth allocation [default: 1]: slow, finds bugs of the machine"),
        )
        .arg(Arg::new("version").short('V').long("version").action(ArgAction::Version).help("Print the version"))
        .arg(Arg::new("program").value_name("FILE").help("What to run: a .pyc file, a folder or zip file with __main__.pyc, or - for standard input"))
        .subcommand(Command::new("verify").about("Check .pyc files, and all in folders, without running anything").arg(Arg::new("path").value_name("PATH").required(true).num_args(1..)).arg(json()))
        .subcommand(Command::new("info").about("Describe a .pyc file without running it").arg(Arg::new("file").value_name("FILE").required(true)).arg(Arg::new("bytecode").long("bytecode").action(ArgAction::SetTrue).help("Show the register code that pycrane runs")) .arg(json()))
        .subcommand_negates_reqs(true)
        .args_conflicts_with_subcommands(true)
        .disable_help_subcommand(true)
}

/// Where the program's own arguments begin: after the first argument that is no option, or after the value of `-m`.
fn split(args: &[OsString]) -> usize {
    let takes_value = |a: &OsStr| a == "--jit-threshold" || a == "--jit";
    let mut i = 1;
    while let Some(a) = args.get(i) {
        let text = a.to_string_lossy();
        if text == "-m" {
            return (i + 2).min(args.len());
        }
        if text.starts_with("-m") || !text.starts_with('-') || text == "-" {
            return i + 1;
        }
        i += if takes_value(a) { 2 } else { 1 };
    }
    args.len()
}

/// Reads the command line; `Err` is a text for stderr.
pub fn read(args: &[OsString]) -> Result<Action, String> {
    let first = args
        .iter()
        .skip(1)
        .find(|a| !a.to_string_lossy().starts_with('-'));
    let tool = first.is_some_and(|a| a == "verify" || a == "info");
    let at = if tool { args.len() } else { split(args) };
    let matches = match command().try_get_matches_from(&args[..at]) {
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
        )
        .map(Action::Run),
    }
}

fn program(m: &ArgMatches, args: Vec<String>) -> Result<Program, String> {
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
    let off = m.get_one::<String>("jit").map_or_else(
        || std::env::var("PYCRANE_JIT").is_ok_and(|v| v == "off"),
        |v| v == "off",
    );
    let threshold = m
        .get_one::<u32>("jit-threshold")
        .copied()
        .or_else(|| number("PYCRANE_JIT_THRESHOLD"))
        .unwrap_or(DEFAULT_THRESHOLD);
    let stress = m
        .get_one::<u32>("gc-stress")
        .copied()
        .or_else(|| number("PYCRANE_GC_STRESS"))
        .unwrap_or(0);
    Ok(Program {
        what,
        args,
        jit_threshold: (!off).then_some(threshold),
        gc_stress: stress,
        stats: m.get_flag("stats"),
    })
}

/// The number in an environment variable.
fn number(name: &str) -> Option<u32> {
    std::env::var(name).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(args: &[&str]) -> Program {
        let args: Vec<OsString> = std::iter::once("pycrane")
            .chain(args.iter().copied())
            .map(OsString::from)
            .collect();
        match read(&args) {
            Ok(Action::Run(p)) => p,
            _ => panic!("not a program"),
        }
    }

    #[test]
    fn options_after_the_program_are_its_own() {
        let p = run(&["--jit=off", "a.pyc", "--jit", "-m", "x"]);
        assert_eq!(
            (p.what, p.args, p.jit_threshold),
            (
                What::Path("a.pyc".into()),
                vec!["--jit".into(), "-m".into(), "x".into()],
                None
            )
        );
        let p = run(&["--jit-threshold", "7", "-m", "pkg.mod", "-x"]);
        assert_eq!(
            (p.what, p.args, p.jit_threshold),
            (What::Module("pkg.mod".into()), vec!["-x".into()], Some(7))
        );
        assert_eq!(run(&["--gc-stress=3", "-", "a"]).gc_stress, 3);
        assert_eq!(
            run(&["--gc-stress", "a.pyc"]).what,
            What::Path("a.pyc".into())
        );
    }

    #[test]
    fn the_tools_and_errors() {
        let read = |args: &[&str]| read(&args.iter().map(OsString::from).collect::<Vec<_>>());
        assert!(
            matches!(read(&["pycrane", "verify", "a", "b"]), Ok(Action::Verify { paths, .. }) if paths == ["a", "b"])
        );
        assert!(matches!(
            read(&["pycrane", "info", "--json", "a"]),
            Ok(Action::Info { json: true, .. })
        ));
        assert!(
            matches!(read(&["pycrane", "--help"]), Ok(Action::Show(t)) if t.contains("verify"))
        );
        assert!(read(&["pycrane", "--nonsense", "a.pyc"]).is_err());
        assert!(read(&["pycrane"]).is_err());
    }
}
