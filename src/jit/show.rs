//! What `--dump` prints while units are made.

use super::compile::Unit;
use crate::ir::{self, Graph};
use crate::object::Code;
use crate::opt::Pass;
use crate::runtime::console;
use crate::runtime::tier::Dump;

macro_rules! say {
    ($($part:tt)*) => { console::err(&(format!($($part)*) + "\n")) };
}

/// The graph was built.
pub(super) fn built(dump: Option<&Dump>, name: &str, code: Code, g: &Graph) {
    let Some(dump) = dump else { return };
    match dump.what.as_str() {
        "bytecode" => {
            if let Some(body) = code.body() {
                say!(
                    "; bytecode of {name}\n{}",
                    crate::bytecode::show::show(body)
                );
            }
        }
        "feedback" => feedback(name, code),
        "ir:build" => say!("; SSA of {name} as built\n{}", ir::show::show(g)),
        _ => {}
    }
}

fn feedback(name: &str, code: Code) {
    say!("; feedback of {name}");
    let Some(body) = code.body() else { return };
    for pc in 0..body.instrs.len() {
        let (i, fb) = (code.instr_at(pc), code.feedback_at(pc));
        say!("{pc:5}  {:<22} {:016x} {:016x}", i.op.name(), fb.a, fb.b);
    }
}

/// A pass has run.
pub(super) fn after(dump: Option<&Dump>, name: &str, pass: Pass, g: &Graph) {
    let wanted = dump.and_then(|d| d.what.strip_prefix("ir:"));
    if wanted == Some(pass.name()) || wanted == Some("all") {
        say!(
            "; SSA of {name} after {}\n{}",
            pass.name(),
            ir::show::show(g)
        );
    }
}

/// All passes have run.
pub(super) fn optimised(dump: Option<&Dump>, name: &str, g: &Graph) {
    if dump.is_some_and(|d| d.what == "ir") {
        say!("; SSA of {name}\n{}", ir::show::show(g));
    }
}

/// The unit is there.
pub(super) fn compiled(dump: Option<&Dump>, unit: &Unit) {
    if dump.is_none() {
        return;
    }
    if let Some(text) = &unit.clif {
        say!("; {}\n{text}", unit.name);
    }
    if let Some(text) = &unit.asm {
        say!("; machine code of {}\n{text}", unit.name);
    }
}
