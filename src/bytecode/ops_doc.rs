//! The documentation of the instruction set, made from its table.

use super::ops::{Feedback, Kind, Op};

/// The text of `docs/OPS.md`.
#[must_use]
pub fn text() -> String {
    let mut out = String::from(
        "# Operations of the neutral code\n\n\
         Generated from the table in `src/bytecode/ops.rs`; `BLESS=1 cargo test --test it docs` rewrites it.\n\n\
         Every operand is a register unless its kind says otherwise: `dst` is written, `=` numbers are immediate, `->` is a jump.\n\n\
         | operation | operands | what it does | feedback |\n|---|---|---|---|\n",
    );
    for &op in Op::ALL {
        let operands: Vec<String> = op
            .operands()
            .iter()
            .filter(|(_, kind)| *kind != Kind::None)
            .map(|&(name, kind)| operand(name, kind))
            .collect();
        let quick = if op.neutral() == op {
            String::new()
        } else {
            format!(" (quick form of `{}`)", op.neutral().name())
        };
        let doc = op.doc().trim().replace("\n ", " ").replace('|', "\\|");
        let feedback = match op.feedback() {
            Feedback::Nothing => String::new(),
            other => format!("{other:?}").to_lowercase(),
        };
        out.push_str(&format!(
            "| `{}` | {} | {doc}{quick} | {feedback} |\n",
            op.name(),
            operands.join(" ")
        ));
    }
    out
}

fn operand(name: &str, kind: Kind) -> String {
    match kind {
        Kind::None => String::new(),
        Kind::Dst => format!("**{name}**"),
        Kind::DstBase => format!("**{name}..**"),
        Kind::Base => format!("{name}.."),
        Kind::Reg => name.to_owned(),
        Kind::MaybeEmpty => format!("{name}?"),
        Kind::OptReg => format!("[{name}]"),
        Kind::Cell => format!("cell:{name}"),
        Kind::Imm => format!("={name}"),
        Kind::Name | Kind::Name32 => format!("name:{name}"),
        Kind::Const32 => format!("const:{name}"),
        Kind::To | Kind::To32 => "->to".to_owned(),
    }
}
