//! `str`: case mappings and questions about the kind of characters.

use crate::object::Str;
use crate::runtime::Vm;
use crate::text::CharBuf;
use crate::text::unicode::{self, case};

macro_rules! mappings {
    ($($name:ident;)*) => { $(
        pub(super) fn $name(_vm: &mut Vm, this: Str) -> CharBuf {
            case::$name(this.chars())
        }
    )* };
}

mappings! { capitalize; casefold; lower; swapcase; title; upper; }

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
