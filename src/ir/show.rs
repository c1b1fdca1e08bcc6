//! The printer: graphs as text that `parse` reads back.

use super::{State, V};

/// Takes the operands of an operation in the order of the table.
pub trait OperandWriter {
    /// A value.
    fn value(&mut self, v: V);
    /// Several values.
    fn values(&mut self, all: &[V]);
    /// A frame state.
    fn state(&mut self, s: State);
    /// Data.
    fn imm<T: Imm>(&mut self, data: &T);
}

/// Data in an operation: printed as one word without spaces or commas, and read back.
pub trait Imm: Sized {
    /// As text.
    fn show(&self) -> String;
    /// From text.
    fn parse(text: &str) -> Option<Self>;
}

macro_rules! plain_imm {
    ($($t:ty),*) => { $(
        impl Imm for $t {
            fn show(&self) -> String {
                self.to_string()
            }
            fn parse(text: &str) -> Option<$t> {
                text.parse().ok()
            }
        }
    )* };
}
plain_imm!(u64, i64, u32, u16, bool);

impl Imm for super::Cond {
    fn show(&self) -> String {
        self.name().to_string()
    }
    fn parse(text: &str) -> Option<super::Cond> {
        super::Cond::ALL.into_iter().find(|c| c.name() == text)
    }
}

impl Imm for crate::runtime::helpers::Helper {
    fn show(&self) -> String {
        self.name().to_string()
    }
    fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|h| h.name() == text)
    }
}

impl Imm for Box<[u16]> {
    fn show(&self) -> String {
        let all: Vec<String> = self.iter().map(|r| format!("r{r}")).collect();
        format!("[{}]", all.join(";"))
    }
    fn parse(text: &str) -> Option<Self> {
        let inner = text.strip_prefix('[')?.strip_suffix(']')?;
        inner
            .split(';')
            .filter(|r| !r.is_empty())
            .map(|r| r.strip_prefix('r')?.parse().ok())
            .collect()
    }
}
