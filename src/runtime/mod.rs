//! What Python operations mean: the one implementation that interpreter, builtins and compiled code share.
//!
//! Everything hangs on [`Vm`]: `vm.get_attr(v, name)`, `vm.binary(op, a, b)`, `vm.call(f, args)`. Whatever may raise returns [`PyResult`]; `Err` means
//! that the exception is pending in the thread. Values in local variables, arguments and [`crate::object::GcVec`]s are kept alive by the collector; values in
//! malloc memory are not (see `gc/`). The rooms above (interpreter, imports, native modules) are reached through [`vm::Hooks`].

pub mod arguments;
pub mod arith;
pub mod attr;
pub mod bind;
pub mod buffer;
pub mod build_class;
pub mod builtin_classes;
pub mod call;
mod caret_anchors;
pub mod class;
pub mod codecs;
pub mod collection;
pub mod compare;
pub mod complex;
pub mod console;
pub mod convert;
pub mod descriptor;
pub mod dict_ops;
pub mod dropped;
pub mod error;
pub mod exception;
pub mod exception_init;
pub mod exception_match;
pub mod exception_text;
pub mod format;
pub mod frame;
mod frame_text;
pub mod generator;
pub mod generic;
pub mod hash;
pub mod helpers;
mod instance_size;
mod int_arith;
pub mod isinstance;
pub mod item;
pub mod iter;
pub mod json;
pub mod layout;
pub mod long_range;
pub mod lookup;
pub mod method_cache;
pub mod mro;
pub mod names;
pub mod native;
pub mod percent;
pub mod prepare;
pub mod repr;
pub mod set_ops;
pub mod signals;
pub mod structseq;
mod suggestions;
pub mod super_object;
pub mod threads;
pub mod tier;
pub mod timsort;
pub mod traceback;
pub mod typing;
pub mod typing_native;
pub mod union;
pub mod view;
pub mod vm;
pub mod weak;

pub use self::error::{OrMemoryError, OrNumError, PyResult, Raised};
pub use self::native::Args;
pub use self::vm::{Hooks, Options, Vm};
