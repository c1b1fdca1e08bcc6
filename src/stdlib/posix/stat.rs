//! `stat_result`.

use crate::object::{GcVec, Value};
use crate::runtime::structseq::StructSeq;
use crate::runtime::{OrMemoryError, PyResult, Vm};

/// What `stat()` gives.
pub(super) static STAT_RESULT: StructSeq = StructSeq {
    name: "os.stat_result",
    doc: "stat_result: Result from stat, fstat, or lstat.",
    fields: &[
        "st_mode",
        "st_ino",
        "st_dev",
        "st_nlink",
        "st_uid",
        "st_gid",
        "st_size",
        "",
        "",
        "",
        "st_atime",
        "st_mtime",
        "st_ctime",
        "st_atime_ns",
        "st_mtime_ns",
        "st_ctime_ns",
        "st_blksize",
        "st_blocks",
        "st_rdev",
    ],
    visible: 10,
    constructible: true,
};

/// The Python object for what the system knows about a file.
pub(super) fn result(vm: &mut Vm, st: &libc::stat) -> PyResult {
    let times = [
        (st.st_atime, st.st_atime_nsec),
        (st.st_mtime, st.st_mtime_nsec),
        (st.st_ctime, st.st_ctime_nsec),
    ];
    let mut values = GcVec::new();
    let mut push = |vm: &mut Vm, v: Value| values.push(&mut vm.heap, v).or_memory_error(vm);
    for n in [
        u64::from(st.st_mode),
        st.st_ino,
        st.st_dev,
        #[allow(
            clippy::unnecessary_cast,
            clippy::allow_attributes,
            reason = "another width on other systems"
        )]
        {
            st.st_nlink as u64
        },
        u64::from(st.st_uid),
        u64::from(st.st_gid),
        st.st_size as u64,
    ] {
        let v = vm.new_int_u64(n)?;
        push(vm, v)?;
    }
    for (s, _) in times {
        let v = vm.new_int(s);
        push(vm, v)?;
    }
    for (s, ns) in times {
        push(vm, Value::from_float(s as f64 + 1e-9 * ns as f64))?;
    }
    for (s, ns) in times {
        let v = vm.new_int_i128(i128::from(s) * 1_000_000_000 + i128::from(ns))?;
        push(vm, v)?;
    }
    for n in [st.st_blksize as u64, st.st_blocks as u64, st.st_rdev] {
        let v = vm.new_int_u64(n)?;
        push(vm, v)?;
    }
    vm.new_struct_seq(&STAT_RESULT, &values)
}
