//! What `sys` tells about the machine, the version and the settings.
//!
//! The version is that of the CPython whose file is the main program, so that programs which ask take the branch written for their dialect.

use crate::num::hash;
use crate::object::{Dict, GcVec, Str, T, Value};
use crate::pyc::Version;
use crate::runtime::structseq::StructSeq;
use crate::runtime::{OrMemoryError, PyResult, Vm};

static VERSION_INFO: StructSeq = StructSeq {
    name: "sys.version_info",
    doc: "sys.version_info\n\nVersion information as a named tuple.",
    fields: &["major", "minor", "micro", "releaselevel", "serial"],
    visible: 5,
    constructible: false,
};

static FLOAT_INFO: StructSeq = StructSeq {
    name: "sys.float_info",
    doc: "sys.float_info\n\nA named tuple holding information about the float type.",
    fields: &[
        "max",
        "max_exp",
        "max_10_exp",
        "min",
        "min_exp",
        "min_10_exp",
        "dig",
        "mant_dig",
        "epsilon",
        "radix",
        "rounds",
    ],
    visible: 11,
    constructible: true,
};

static INT_INFO: StructSeq = StructSeq {
    name: "sys.int_info",
    doc: "sys.int_info\n\nA named tuple that holds information about Python's\ninternal representation of integers.  The attributes are read only.",
    fields: &[
        "bits_per_digit",
        "sizeof_digit",
        "default_max_str_digits",
        "str_digits_check_threshold",
    ],
    visible: 4,
    constructible: true,
};

static HASH_INFO: StructSeq = StructSeq {
    name: "sys.hash_info",
    doc: "hash_info\n\nA named tuple providing parameters used for computing hashes.",
    fields: &[
        "width",
        "modulus",
        "inf",
        "nan",
        "imag",
        "algorithm",
        "hash_bits",
        "seed_bits",
        "cutoff",
    ],
    visible: 9,
    constructible: true,
};

static THREAD_INFO: StructSeq = StructSeq {
    name: "sys.thread_info",
    doc: "sys.thread_info\n\nA named tuple holding information about the thread implementation.",
    fields: &["name", "lock", "version"],
    visible: 3,
    constructible: true,
};

static FLAGS: StructSeq = StructSeq {
    name: "sys.flags",
    doc: "sys.flags\n\nFlags provided through command line arguments or environment vars.",
    fields: &[
        "debug",
        "inspect",
        "interactive",
        "optimize",
        "dont_write_bytecode",
        "no_user_site",
        "no_site",
        "ignore_environment",
        "verbose",
        "bytes_warning",
        "quiet",
        "hash_randomization",
        "isolated",
        "dev_mode",
        "utf8_mode",
        "warn_default_encoding",
        "safe_path",
        "int_max_str_digits",
    ],
    visible: 18,
    constructible: false,
};

/// What `sys.get_asyncgen_hooks()` gives.
pub static ASYNCGEN_HOOKS: StructSeq = StructSeq {
    name: "sys.asyncgen_hooks",
    doc: "asyncgen_hooks\n\nNamed tuple used for hooks of asynchronous generators.",
    fields: &["firstiter", "finalizer"],
    visible: 2,
    constructible: true,
};

/// What `sys.unraisablehook` is called with.
pub static UNRAISABLE_HOOK_ARGS: StructSeq = StructSeq {
    name: "sys.UnraisableHookArgs",
    doc: "UnraisableHookArgs\n\nType used to pass arguments to sys.unraisablehook.",
    fields: &[
        "exc_type",
        "exc_value",
        "exc_traceback",
        "err_msg",
        "object",
    ],
    visible: 5,
    constructible: true,
};

/// The last digit of the release that stands for each series.
fn micro(version: Version) -> i32 {
    match version {
        Version::V36 => 15,
        Version::V37 => 17,
        Version::V38 => 20,
        Version::V39 => 25,
        Version::V310 => 19,
        Version::V311 => 14,
        Version::V312 => 12,
        Version::V313 => 9,
        Version::V314 | Version::V315 => 0,
    }
}

/// Names of modules that `import` finds without a file.
pub const STDLIB: &[&str] = &[
    "__future__",
    "_abc",
    "_codecs",
    "_collections",
    "_functools",
    "_imp",
    "_io",
    "_operator",
    "_signal",
    "_sre",
    "_thread",
    "_weakref",
    "abc",
    "argparse",
    "array",
    "ast",
    "asyncio",
    "base64",
    "bisect",
    "builtins",
    "calendar",
    "cmath",
    "codecs",
    "collections",
    "concurrent",
    "contextlib",
    "contextvars",
    "copy",
    "copyreg",
    "csv",
    "dataclasses",
    "datetime",
    "decimal",
    "difflib",
    "dis",
    "email",
    "enum",
    "errno",
    "fnmatch",
    "fractions",
    "functools",
    "gc",
    "glob",
    "graphlib",
    "hashlib",
    "heapq",
    "html",
    "http",
    "importlib",
    "inspect",
    "io",
    "itertools",
    "json",
    "keyword",
    "linecache",
    "locale",
    "logging",
    "marshal",
    "math",
    "multiprocessing",
    "numbers",
    "opcode",
    "operator",
    "os",
    "pathlib",
    "pickle",
    "pkgutil",
    "posix",
    "posixpath",
    "pprint",
    "queue",
    "random",
    "re",
    "reprlib",
    "sched",
    "selectors",
    "shlex",
    "shutil",
    "signal",
    "site",
    "socket",
    "stat",
    "statistics",
    "string",
    "struct",
    "subprocess",
    "sys",
    "sysconfig",
    "tempfile",
    "textwrap",
    "threading",
    "time",
    "timeit",
    "token",
    "tokenize",
    "traceback",
    "types",
    "typing",
    "unittest",
    "urllib",
    "uuid",
    "warnings",
    "weakref",
    "xml",
    "zipfile",
    "zlib",
    "zoneinfo",
];

fn text(vm: &mut Vm, s: &str) -> PyResult {
    vm.new_str(s).map(Str::value)
}

fn set_text(vm: &mut Vm, dict: Dict, name: &str, s: &str) -> PyResult<()> {
    let s = text(vm, s)?;
    vm.set_item_str(dict, name, s)
}

/// Sets everything that depends on the version of the main program. To be called again when that becomes known.
pub fn describe_version(vm: &mut Vm) -> PyResult<()> {
    let (dict, version) = (vm.sys, vm.main_version);
    let (minor, micro) = (i32::from(version.minor()), micro(version));
    let level = text(vm, "final")?;
    let parts = [
        Value::from_i32(3),
        Value::from_i32(minor),
        Value::from_i32(micro),
        level,
        Value::from_i32(0),
    ];
    let info = vm.new_struct_seq(&VERSION_INFO, &parts)?;
    vm.set_item_str(dict, "version_info", info)?;
    let hexversion = Value::from_i32(3 << 24 | minor << 16 | micro << 8 | 0xf0);
    vm.set_item_str(dict, "hexversion", hexversion)?;
    let own = env!("CARGO_PKG_VERSION");
    set_text(
        vm,
        dict,
        "version",
        &format!("3.{minor}.{micro} (pycrane, {own}) [Rust]"),
    )?;
    let implementation = implementation(vm, version, info, hexversion)?;
    vm.set_item_str(dict, "implementation", implementation)
}

/// `sys.implementation`. The cache tag is CPython's, whose compiled files are the ones to be found.
fn implementation(vm: &mut Vm, version: Version, info: Value, hexversion: Value) -> PyResult {
    let class = vm.class(T::SimpleNamespace);
    let o = vm.new_instance(class);
    let name = text(vm, "pycrane")?;
    let tag = text(vm, &format!("cpython-3{}", version.minor()))?;
    let multiarch = text(vm, &format!("{}-linux-gnu", std::env::consts::ARCH))?;
    for (key, v) in [
        ("name", name),
        ("cache_tag", tag),
        ("version", info),
        ("hexversion", hexversion),
        ("_multiarch", multiarch),
    ] {
        let key = vm.intern(key)?;
        o.set(&mut vm.heap, &mut vm.shapes, key, v)
            .or_memory_error(vm)?;
    }
    Ok(o.value())
}

/// Sets everything else.
pub fn describe_machine(vm: &mut Vm) -> PyResult<()> {
    let dict = vm.sys;
    numbers(vm, dict)?;
    settings(vm, dict)?;
    paths(vm, dict)?;
    let platform = if cfg!(target_os = "macos") {
        "darwin"
    } else {
        std::env::consts::OS
    };
    for (name, s) in [
        ("platform", platform),
        (
            "byteorder",
            if cfg!(target_endian = "little") {
                "little"
            } else {
                "big"
            },
        ),
        ("float_repr_style", "short"),
        ("abiflags", ""),
        ("platlibdir", "lib"),
        ("_framework", ""),
        ("copyright", "Copyright (c) the pycrane authors."),
    ] {
        set_text(vm, dict, name, s)?;
    }
    for (name, n) in [
        ("maxsize", i64::MAX),
        ("maxunicode", 0x0010_ffff),
        ("api_version", 1013),
    ] {
        let n = vm.new_int(n);
        vm.set_item_str(dict, name, n)?;
    }
    let names = names_tuple(vm, &builtin_modules(vm))?;
    vm.set_item_str(dict, "builtin_module_names", names)?;
    let stdlib = vm.new_set(T::FrozenSet)?;
    for name in STDLIB {
        let name = vm.intern(name)?;
        vm.set_add(stdlib, name.value())?;
    }
    vm.set_item_str(dict, "stdlib_module_names", stdlib.value())
}

/// The names of the native modules.
fn builtin_modules(vm: &Vm) -> Vec<&'static str> {
    let mut names: Vec<&str> = (vm.hooks.modules)().iter().map(|def| def.name).collect();
    names.sort_unstable();
    names
}

fn names_tuple(vm: &mut Vm, names: &[&str]) -> PyResult {
    let mut items = GcVec::new();
    for name in names {
        let name = vm.intern(name)?;
        items.push(&mut vm.heap, name.value()).or_memory_error(vm)?;
    }
    Ok(vm.new_tuple(&items)?.value())
}

fn numbers(vm: &mut Vm, dict: Dict) -> PyResult<()> {
    let (f, i) = (Value::from_float, Value::from_i32);
    let parts = [
        f(f64::MAX),
        i(f64::MAX_EXP),
        i(f64::MAX_10_EXP),
        f(f64::MIN_POSITIVE),
        i(f64::MIN_EXP),
        i(f64::MIN_10_EXP),
        i(f64::DIGITS as i32),
        i(f64::MANTISSA_DIGITS as i32),
        f(f64::EPSILON),
        i(2),
        i(1),
    ];
    let info = vm.new_struct_seq(&FLOAT_INFO, &parts)?;
    vm.set_item_str(dict, "float_info", info)?;
    let info = vm.new_struct_seq(&INT_INFO, &[i(30), i(4), i(4300), i(640)])?;
    vm.set_item_str(dict, "int_info", info)?;
    let modulus = vm.new_int(hash::MODULUS as i64);
    let algorithm = text(vm, "siphash13")?;
    let (inf, imag) = (
        vm.new_int(hash::INFINITY),
        vm.new_int(hash::IMAGINARY as i64),
    );
    let info = vm.new_struct_seq(
        &HASH_INFO,
        &[
            i(64),
            modulus,
            inf,
            i(0),
            imag,
            algorithm,
            i(64),
            i(128),
            i(0),
        ],
    )?;
    vm.set_item_str(dict, "hash_info", info)?;
    let (name, lock) = (text(vm, "pthread")?, text(vm, "semaphore")?);
    let info = vm.new_struct_seq(&THREAD_INFO, &[name, lock, Value::NONE])?;
    vm.set_item_str(dict, "thread_info", info)
}

fn settings(vm: &mut Vm, dict: Dict) -> PyResult<()> {
    let i = Value::from_i32;
    let random = i(i32::from(vm.options.hash_seed != Some(0)));
    let digits = Value::from_len(vm.int_max_str_digits);
    let no = i(0);
    let parts = [
        no,
        no,
        no,
        no,
        i(1),
        no,
        no,
        no,
        no,
        no,
        no,
        random,
        no,
        Value::FALSE,
        no,
        no,
        Value::FALSE,
        digits,
    ];
    let flags = vm.new_struct_seq(&FLAGS, &parts)?;
    vm.set_item_str(dict, "flags", flags)?;
    vm.set_item_str(dict, "dont_write_bytecode", Value::TRUE)?;
    vm.set_item_str(dict, "pycache_prefix", Value::NONE)?;
    for name in ["warnoptions", "meta_path", "path_hooks"] {
        let list = vm.new_list(&[])?;
        vm.set_item_str(dict, name, list.value())?;
    }
    for name in ["path_importer_cache", "_xoptions"] {
        let d = vm.new_dict();
        vm.set_item_str(dict, name, d.value())?;
    }
    let modules = vm.modules;
    vm.set_item_str(dict, "modules", modules.value())
}

fn text_list(vm: &mut Vm, items: &[String]) -> PyResult {
    let list = vm.new_list(&[])?;
    for item in items {
        let item = vm.new_str(item)?;
        list.push(&mut vm.heap, item.value()).or_memory_error(vm)?;
    }
    Ok(list.value())
}

fn paths(vm: &mut Vm, dict: Dict) -> PyResult<()> {
    let argv = if vm.options.argv.is_empty() {
        vec![String::new()]
    } else {
        vm.options.argv.clone()
    };
    let path = vm.options.path.clone();
    for (name, items) in [
        ("argv", argv),
        (
            "orig_argv",
            std::env::args_os()
                .map(|a| a.to_string_lossy().into_owned())
                .collect(),
        ),
        ("path", path),
    ] {
        let list = text_list(vm, &items)?;
        vm.set_item_str(dict, name, list)?;
    }
    let executable = std::env::current_exe().unwrap_or_default();
    let prefix = executable
        .parent()
        .and_then(std::path::Path::parent)
        .map(|p| p.to_string_lossy().into_owned())
        .unwrap_or_default();
    let executable = executable.to_string_lossy();
    for (name, s) in [
        ("executable", &*executable),
        ("_base_executable", &*executable),
        ("prefix", &*prefix),
        ("base_prefix", &*prefix),
        ("exec_prefix", &*prefix),
        ("base_exec_prefix", &*prefix),
    ] {
        set_text(vm, dict, name, s)?;
    }
    Ok(())
}
