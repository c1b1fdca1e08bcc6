//! The main program: a file, a folder or archive with `__main__.pyc`, a module, or standard input.
//!
//! [`read`] needs no machine and says in one line why there is nothing to run; only what was read whole is run.

use std::io::Read;
use std::path::Path;
use std::rc::Rc;

use super::place::Place;
use super::spec::{self, Spec};
use super::{find, import_absolute, load, str_list};
use crate::object::{Dict, Module, T, Value};
use crate::pyc::{self, RawCode};
use crate::runtime::{PyResult, Vm};

/// What to run as the main program.
#[derive(Clone, Debug)]
pub enum Main {
    /// A `.pyc` file, or a folder or zip file with `__main__.pyc`.
    Path(String),
    /// `-m MODULE`
    Module(String),
    /// A `.pyc` from standard input.
    Stdin,
}

/// Why there is nothing to run: a line for the user and the exit status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The line.
    pub text: String,
    /// The exit status.
    pub status: i32,
}

fn refuse<V>(status: i32, text: String) -> Result<V, Refusal> {
    Err(Refusal { text, status })
}

/// A main program that was read.
pub struct Program {
    /// Its code; a module (`-m`) is looked for when the machine runs.
    code: Option<Rc<RawCode>>,
    /// `__file__`
    file: String,
    /// `sys.argv[0]`
    argv0: String,
    /// `sys.path[0]`
    path0: String,
    /// `__package__`: the program is a folder or archive.
    package: bool,
    /// The module to look for.
    module: Option<String>,
}

impl Program {
    /// The version of the file, when it is known before the machine starts.
    #[must_use]
    pub fn version(&self) -> Option<pyc::Version> {
        self.code.as_ref().map(|c| c.version)
    }
}

/// Reads the main program.
pub fn read(main: &Main) -> Result<Program, Refusal> {
    match main {
        Main::Path(path) => read_path(path),
        Main::Module(name) => Ok(Program {
            code: None,
            file: String::new(),
            argv0: "-m".to_string(),
            path0: std::env::current_dir()
                .map(|d| d.to_string_lossy().into_owned())
                .unwrap_or_default(),
            package: false,
            module: Some(name.clone()),
        }),
        Main::Stdin => {
            let mut bytes = Vec::new();
            if let Err(e) = std::io::stdin().read_to_end(&mut bytes) {
                return refuse(1, format!("can't read standard input: {e}"));
            }
            Ok(Program {
                code: Some(decode("<stdin>", &bytes)?),
                file: "<stdin>".to_string(),
                argv0: "-".to_string(),
                path0: String::new(),
                package: false,
                module: None,
            })
        }
    }
}

fn decode(path: &str, bytes: &[u8]) -> Result<Rc<RawCode>, Refusal> {
    match pyc::read_pyc(bytes) {
        Ok((_, raw)) => Ok(raw),
        Err(e) => refuse(1, format!("{path}: {e}")),
    }
}

fn read_path(path: &str) -> Result<Program, Refusal> {
    let folder = Path::new(path).is_dir();
    let bytes = if folder {
        Vec::new()
    } else {
        match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(e) => {
                let errno = e.raw_os_error().unwrap_or(libc::EIO);
                let text = crate::runtime::exception_init::error_text(errno);
                return refuse(2, format!("can't open file '{path}': [Errno {errno}] {text}"));
            }
        }
    };
    if folder || bytes.starts_with(b"PK") || path.ends_with(".zip") || path.ends_with(".pyz") {
        return read_container(path);
    }
    let parent = Path::new(path).parent().unwrap_or(Path::new(""));
    let parent = std::path::absolute(if parent.as_os_str().is_empty() {
        Path::new(".")
    } else {
        parent
    });
    Ok(Program {
        code: Some(decode(path, &bytes)?),
        file: path.to_string(),
        argv0: path.to_string(),
        path0: parent
            .map(|p| p.to_string_lossy().into_owned())
            .unwrap_or_default(),
        package: false,
        module: None,
    })
}

/// A folder or archive.
fn read_container(path: &str) -> Result<Program, Refusal> {
    let mut search = find::Search::default();
    if let Some(place) = Place::open(path) {
        find::in_place(&place, "__main__", pyc::Version::V314, &mut search);
    }
    let Some(found) = search.found else {
        return refuse(1, format!("can't find '__main__' module in '{path}'"));
    };
    let file = found.cached();
    let bytes = match found.place.read(&found.file) {
        Ok(bytes) => bytes,
        Err(e) => return refuse(1, format!("can't read '{file}': {e}")),
    };
    Ok(Program {
        code: Some(decode(&file, &bytes)?),
        file: found.origin(),
        argv0: path.to_string(),
        path0: path.to_string(),
        package: true,
        module: None,
    })
}

/// Runs the program. `Ok(Err(…))`: there is no such module, and nothing of it was run.
pub fn run(vm: &mut Vm, program: &Program) -> PyResult<Result<(), Refusal>> {
    set_path(vm, program)?;
    set_argv(vm, &program.argv0)?;
    match (&program.code, &program.module) {
        (Some(code), _) => {
            let module = main_module(vm, program)?;
            load::execute(vm, module, code.clone()).map(Ok)
        }
        (None, Some(name)) => run_module(vm, name),
        (None, None) => Ok(Ok(())),
    }
}

fn set_path(vm: &mut Vm, program: &Program) -> PyResult<()> {
    let mut path = vec![program.path0.clone()];
    path.extend(vm.options.path.iter().cloned());
    let list = str_list(vm, &path)?;
    let sys = vm.sys;
    vm.set_item_str(sys, "path", list)
}

fn set_argv(vm: &mut Vm, first: &str) -> PyResult<()> {
    let mut argv = vec![first.to_string()];
    argv.extend(vm.options.argv.iter().cloned());
    let list = str_list(vm, &argv)?;
    let sys = vm.sys;
    vm.set_item_str(sys, "argv", list)
}

/// `__main__` for a file, folder or archive.
fn main_module(vm: &mut Vm, program: &Program) -> PyResult<Module> {
    let name = vm.names.__main__;
    let loader = spec::file_loader(vm, name, &program.file)?;
    let dict = Dict::new_namespace(&mut vm.heap);
    let module = Module::new(&mut vm.heap, T::Module as u32, dict);
    let (mut package, mut object) = (Value::NONE, Value::NONE);
    if program.package {
        package = vm.names.empty.value();
        let spec = Spec {
            name,
            origin: Some(program.file.clone()),
            cached: Some(program.file.clone()),
            locations: None,
        };
        object = spec::make(vm, &spec, loader)?.value();
    }
    let file = vm.fs_decode(program.file.as_bytes())?;
    for (key, v) in [
        ("__name__", name.value()),
        ("__doc__", Value::NONE),
        ("__package__", package),
        ("__loader__", loader),
        ("__spec__", object),
    ] {
        vm.set_item_str(dict, key, v)?;
    }
    set_builtins(vm, dict)?;
    vm.set_item_str(dict, "__file__", file.value())?;
    vm.set_item_str(dict, "__cached__", Value::NONE)?;
    spec::publish(vm, name, module.value())?;
    Ok(module)
}

/// In `__main__`, `__builtins__` is the module.
fn set_builtins(vm: &mut Vm, dict: Dict) -> PyResult<()> {
    let (modules, builtins) = (vm.modules, vm.names.builtins);
    let module = vm.dict_get(modules, builtins.value())?;
    let module = module.unwrap_or(vm.builtins.value());
    if vm.main_version < pyc::Version::V314 {
        let annotations = vm.new_dict();
        vm.set_item_str(dict, "__annotations__", annotations.value())?;
    }
    vm.set_item_str(dict, "__builtins__", module)
}

/// `-m name`
fn run_module(vm: &mut Vm, name: &str) -> PyResult<Result<(), Refusal>> {
    let Some(found) = find_module(vm, name)? else {
        return Ok(refuse(1, format!("No module named {name}")));
    };
    let (found, full) = match found.package {
        None => (found, name.to_string()),
        Some(_) => {
            let full = format!("{name}.__main__");
            match find_module(vm, &full)? {
                Some(found) => (found, full),
                None => {
                    return Ok(refuse(
                        1,
                        format!(
                            "No module named {full}; '{name}' is a package and cannot be directly executed"
                        ),
                    ));
                }
            }
        }
    };
    let (path, origin) = (found.cached(), found.origin());
    let bytes = match found.place.read(&found.file) {
        Ok(bytes) => bytes,
        Err(e) => return Ok(refuse(1, format!("can't read '{path}': {e}"))),
    };
    let raw = match decode(&path, &bytes) {
        Ok(raw) => raw,
        Err(refusal) => return Ok(Err(refusal)),
    };
    vm.main_version = raw.version;
    set_argv(vm, &origin)?;
    let real = vm.intern(&full)?;
    let spec = Spec {
        name: real,
        origin: Some(origin),
        cached: Some(path.clone()),
        locations: None,
    };
    let loader = spec::file_loader(vm, real, &path)?;
    let (module, _) = spec::new_module(vm, &spec, loader)?;
    let main = vm.names.__main__;
    vm.set_item_str(module.dict(), "__name__", main.value())?;
    set_builtins(vm, module.dict())?;
    spec::publish(vm, main, module.value())?;
    load::execute(vm, module, raw).map(Ok)
}

/// Looks for a module by its full name, after importing its package.
fn find_module(vm: &mut Vm, name: &str) -> PyResult<Option<find::Found>> {
    let (path, tail) = match name.rsplit_once('.') {
        None => {
            let key = vm.names.path;
            (vm.sys.get_str(key).unwrap_or(Value::NONE), name)
        }
        Some((package, tail)) => {
            let package = vm.intern(package)?;
            let missing = import_absolute(vm, package);
            let package = match missing {
                Ok(m) => m,
                Err(_) => {
                    vm.catch(T::ModuleNotFoundError)?;
                    return Ok(None);
                }
            };
            let key = vm.names.__path__;
            match vm.get_attr_opt(package, key)? {
                Some(path) => (path, tail),
                None => return Ok(None),
            }
        }
    };
    let folders = super::strings(vm, path)?;
    Ok(find::along(vm, tail, &folders)?.found)
}
