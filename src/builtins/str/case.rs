//! `str`: case mappings and questions about the kind of characters.

use crate::object::Str;
use crate::runtime::{OrMemoryError, PyResult, Vm};
use crate::text::CharBuf;
use crate::text::unicode::{self, case};

macro_rules! mappings {
    ($($name:ident $ascii:expr;)*) => { $(
        pub(super) fn $name(vm: &mut Vm, this: Str) -> PyResult<Str> {
            if this.len() > 1
                && let Some(mapped) = this.map_ascii(&mut vm.heap, $ascii)
            {
                return mapped.or_memory_error(vm);
            }
            vm.new_text(case::$name(this.chars()).as_chars())
        }
    )* };
}

mappings! {
    casefold |byte| byte.to_ascii_lowercase();
    lower |byte| byte.to_ascii_lowercase();
    swapcase |byte| byte ^ u8::from(byte.is_ascii_alphabetic()) << 5;
    upper |byte| byte.to_ascii_uppercase();
}

pub(super) fn capitalize(_vm: &mut Vm, this: Str) -> CharBuf {
    case::capitalize(this.chars())
}

pub(super) fn title(_vm: &mut Vm, this: Str) -> CharBuf {
    case::title(this.chars())
}

macro_rules! questions {
    ($($name:ident;)*) => { $(
        pub(super) fn $name(_vm: &mut Vm, this: Str) -> bool {
            unicode::$name(this.chars())
        }
    )* };
}

questions! { isalnum; isalpha; isdecimal; isdigit; isidentifier; islower; isnumeric; isprintable; isspace; istitle; isupper; }

pub(super) fn isascii(_vm: &mut Vm, this: Str) -> bool {
    this.is_ascii()
}
