//! Running a program.

use super::flags::{Program, Stats, What};
use crate::machine::{self, Main};
use crate::runtime::{Options, console};

/// Runs the program; gives the exit status.
#[must_use]
pub fn run(program: Program) -> i32 {
    let hash_seed = match hash_seed() {
        Ok(seed) => seed,
        Err(text) => {
            console::err(&format!("{text}\n"));
            return 1;
        }
    };
    let path = std::env::var("PYTHONPATH")
        .unwrap_or_default()
        .split(':')
        .filter(|p| !p.is_empty())
        .map(str::to_string)
        .collect();
    let options = Options {
        argv: program.args,
        path,
        gc_stress: program.gc_stress,
        hash_seed,
        jit: program.jit,
    };
    let stats = match program.stats {
        Stats::Off => None,
        Stats::Text => Some(false),
        Stats::Json => Some(true),
    };
    machine::run(program.what.into(), options, stats)
}

/// `PYTHONHASHSEED`: unset or `random` for a random one, else a number below 2^32.
fn hash_seed() -> Result<Option<u32>, String> {
    match std::env::var("PYTHONHASHSEED") {
        Err(_) => Ok(None),
        Ok(v) if v.is_empty() || v == "random" => Ok(None),
        Ok(v) => v.parse().map(Some).map_err(|_| {
            "Fatal Python error: config_init_hash_seed: PYTHONHASHSEED must be \"random\" or an integer in range [0; 4294967295]\nPython runtime state: preinitialized".to_string()
        }),
    }
}

impl From<What> for Main {
    fn from(what: What) -> Main {
        match what {
            What::Path(p) => Main::Path(p),
            What::Module(m) => Main::Module(m),
            What::Stdin => Main::Stdin,
        }
    }
}
