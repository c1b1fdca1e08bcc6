//! What the tool itself tells its user. A reader that went away is no error of ours: nothing here panics.

use std::io::{ErrorKind, Write};

/// The status of a process whose output could not be written, as CPython has it.
const UNWRITTEN: i32 = 120;

/// Writes to standard output; gives the exit status. Silent when nobody reads any more (`pycrane info FILE | head`).
#[must_use]
pub fn out(text: &str) -> i32 {
    let mut stdout = std::io::stdout().lock();
    match stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush())
    {
        Ok(()) => 0,
        Err(e) => {
            if e.kind() != ErrorKind::BrokenPipe {
                err(&format!("pycrane: cannot write: {e}\n"));
            }
            UNWRITTEN
        }
    }
}

/// Writes to standard error, the last resort: when that fails, nobody can be told.
pub fn err(text: &str) {
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}
