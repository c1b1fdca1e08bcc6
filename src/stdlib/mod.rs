//! Native modules: one file each.

pub mod codecs;
pub mod abc;
pub mod errno;
pub mod gc;
pub mod imp;
pub mod io;
pub mod itertools;
pub mod marshal;
pub mod math;
pub mod posix;
pub mod signal;
pub mod sys;
pub mod sys_hooks;
pub mod sys_info;
pub mod thread;
pub mod thread_local;
pub mod thread_lock;
pub mod time;
pub mod time_calendar;
pub mod weakref;

use crate::runtime::native::{ModuleDef, TypeDef};

/// All native modules.
#[must_use]
pub fn modules() -> Vec<&'static ModuleDef> {
    vec![
        &crate::builtins::functions::MODULE,
        &crate::builtins::type_alias::MODULE,
        &crate::builtins::type_alias::TYPES_MODULE,
        &codecs::MODULE,
        &abc::MODULE,
        &errno::MODULE,
        &gc::MODULE,
        &imp::MODULE,
        &io::MODULE,
        &itertools::MODULE,
        &marshal::MODULE,
        &math::MODULE,
        &posix::MODULE,
        &signal::MODULE,
        &sys::MODULE,
        &thread::MODULE,
        &time::MODULE,
        &weakref::MODULE,
    ]
}

/// The definitions of the types of native modules.
#[must_use]
pub fn types() -> Vec<&'static TypeDef> {
    let files = io::types();
    [
        codecs::TYPES,
        abc::TYPES,
        errno::TYPES,
        gc::TYPES,
        imp::TYPES,
        files.as_slice(),
        itertools::TYPES,
        marshal::TYPES,
        math::TYPES,
        posix::TYPES,
        signal::TYPES,
        sys::TYPES,
        thread::TYPES,
        thread_local::TYPES,
        thread_lock::TYPES,
        time::TYPES,
        weakref::TYPES,
    ]
    .concat()
}
