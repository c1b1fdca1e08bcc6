//! The command line: `python`'s habits, plus `verify` and `info`.
//!
//! [`flags`] declares and reads the options, [`run`] runs programs, [`verify`] and [`info`] look at files without running them.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the command line talks to the user"
)]

pub mod flags;
pub mod info;
pub mod run;
pub mod verify;

use flags::Action;

/// Reads the command line and does what it says; gives the exit status.
#[must_use]
pub fn main() -> i32 {
    let args: Vec<std::ffi::OsString> = std::env::args_os().collect();
    match flags::read(&args, &|name| std::env::var(name).ok()) {
        Ok(Action::Run(program)) => run::run(program),
        Ok(Action::Verify { paths, json }) => verify::verify(&paths, json),
        Ok(Action::Info {
            path,
            bytecode,
            json,
        }) => info::info(&path, bytecode, json),
        Ok(Action::Show(text)) => {
            print!("{text}");
            0
        }
        Err(text) => {
            eprint!("{text}");
            2
        }
    }
}
