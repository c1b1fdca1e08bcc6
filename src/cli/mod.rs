//! The command line: `python`'s habits, plus `verify` and `info`.
//!
//! [`flags`] declares and reads the options, [`run`] runs programs, [`verify`] and [`info`] look at files without running them.

pub mod flags;
pub mod info;
pub mod run;
pub mod verify;

use crate::runtime::console;
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
        Ok(Action::Show(text)) => console::out(&text),
        Err(text) => {
            console::err(&text);
            2
        }
    }
}
