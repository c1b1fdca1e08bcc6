//! Prints translated code: numbered instructions with the names of locals, constants and attributes, then the handlers.

use std::fmt::{self, Write};

use super::code::Code;
use super::ops::{Instr, Kind, NO_REG};
use crate::pyc::Const;
use crate::pyc::lines::Lines;

/// The longest text of a constant in a listing.
const MAX_CONST: usize = 40;

/// A listing of `code`.
#[must_use]
pub fn show(code: &Code) -> String {
    Show { code }.to_string()
}

struct Show<'a> {
    code: &'a Code,
}

impl fmt::Display for Show<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = self.code;
        writeln!(
            f,
            "{} ({}): {} registers, {} locals, {} resident",
            code.raw.qualname,
            code.raw.version,
            code.nregs,
            code.nlocals,
            code.resident.len()
        )?;
        let lines = Lines::new(&code.raw);
        let mut shown = None;
        for (at, &instr) in code.instrs.iter().enumerate() {
            let offset = code.offsets.get(at).copied().unwrap_or(0);
            let line = lines.line_at(offset as usize);
            let new = line.is_some() && line != shown;
            match line.filter(|_| new) {
                Some(line) => write!(f, "{line:>5} ")?,
                None => f.write_str("      ")?,
            }
            if line.is_some() {
                shown = line;
            }
            write!(f, "{at:>5}  {:<22}", instr.op.name())?;
            self.operands(f, at, instr)?;
            f.write_char('\n')?;
        }
        for row in &code.handlers {
            write!(
                f,
                "      handler {}..{} -> {} {}",
                row.start,
                row.end,
                row.target,
                self.register(row.exc)
            )?;
            if row.lasti != NO_REG {
                write!(f, " {}", self.register(row.lasti))?;
            }
            f.write_char('\n')?;
        }
        Ok(())
    }
}

impl Show<'_> {
    fn operands(&self, f: &mut fmt::Formatter<'_>, at: usize, instr: Instr) -> fmt::Result {
        for (index, &(_, kind)) in instr.op.operands().iter().enumerate() {
            let field = [instr.a, instr.b, instr.c].get(index).copied().unwrap_or(0);
            match kind {
                Kind::None => {}
                Kind::OptReg if field == NO_REG => f.write_str(" -")?,
                Kind::Dst
                | Kind::Reg
                | Kind::MaybeEmpty
                | Kind::Base
                | Kind::DstBase
                | Kind::OptReg
                | Kind::Cell => write!(f, " {}", self.register(field))?,
                Kind::Imm => write!(f, " {field}")?,
                Kind::Name => self.name(f, u32::from(field))?,
                Kind::Name32 => self.name(f, instr.bc())?,
                Kind::Const32 => write!(f, " {}", self.constant(instr.bc()))?,
                Kind::To => write!(f, " -> {}", at as isize + instr.to())?,
                Kind::To32 => write!(f, " -> {}", at as isize + instr.to32())?,
            }
        }
        Ok(())
    }

    fn name(&self, f: &mut fmt::Formatter<'_>, index: u32) -> fmt::Result {
        match self.code.raw.names.get(index as usize) {
            Some(name) => write!(f, " {name}"),
            None => f.write_str(" ?"),
        }
    }

    /// A local by its name, a resident constant by its value, a temporary by its number.
    fn register(&self, register: u16) -> String {
        let code = self.code;
        let index = usize::from(register);
        let locals = usize::from(code.nlocals);
        if let Some(local) = code.raw.localsplus.get(index) {
            return local.name.to_string();
        }
        match code.resident.get(index - locals.min(index)) {
            Some(&k) => self.constant(k),
            None => format!("t{}", index - locals - code.resident.len()),
        }
    }

    fn constant(&self, k: u32) -> String {
        let own = &self.code.raw.consts;
        let extra = (k as usize).checked_sub(own.len());
        let value = own
            .get(k as usize)
            .or_else(|| self.code.extra_consts.get(extra?));
        match value {
            None => "?".to_owned(),
            Some(Const::Code(code)) => format!("<code {}>", code.name),
            Some(value) => {
                let text = value.to_string();
                match text.char_indices().nth(MAX_CONST) {
                    Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
                    None => text,
                }
            }
        }
    }
}
