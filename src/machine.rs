//! The machine: wires the rooms together. The only file that knows them all.

pub use crate::import::main::Main;
use crate::import::main::Program;
use crate::object::{Class, Dict, Module, T, Value};
use crate::runtime::exception::{Exception, slot};
use crate::runtime::native::ModuleDef;
use crate::runtime::{Hooks, Options, OrMemoryError, PyResult, Vm, console};
use crate::{builtins, import, interp, jit, stdlib};

/// The native stack of the thread that runs the main program: address space, not memory.
const MAIN_STACK: usize = 1 << 30;
/// The status that means: ended by Ctrl-C. The process then ends itself by the signal, as shells expect.
const INTERRUPTED: i32 = -libc::SIGINT;
/// What Rust code may use below the limit at which RecursionError is raised.
const STACK_RESERVE: usize = 1 << 20;

/// A virtual machine with all builtin types and modules.
pub fn start(options: Options, stack_bytes: usize) -> Result<Box<Vm>, String> {
    let here = 0_u8;
    let native_limit = std::ptr::from_ref(&here)
        .addr()
        .saturating_sub(stack_bytes.saturating_sub(STACK_RESERVE));
    let hooks = Hooks {
        call_function: interp::call_function,
        run_code: interp::run_code,
        resume: interp::resume,
        import: import::import,
        types: || [builtins::types(), stdlib::types()].concat(),
        modules: stdlib::modules,
    };
    let tier = jit::tier::tier(options.jit.clone())?;
    let mut vm = Vm::new(options, hooks, tier, native_limit)?;
    match fill(&mut vm) {
        Ok(()) => Ok(vm),
        Err(_) => Err("the builtin modules cannot be set up".to_string()),
    }
}

/// Fills the builtin types and makes the native modules that must be there from the start.
fn fill(vm: &mut Vm) -> PyResult<()> {
    for def in (vm.hooks.types)() {
        vm.fill_class(def)?;
    }
    for &t in T::ALL {
        let class = vm.class(t);
        vm.update_flags(class);
    }
    let object = vm.class(T::Object);
    vm.object_new = vm
        .special(object, crate::runtime::names::Special::New)
        .unwrap_or(Value::EMPTY);
    // made now, because making it needs memory
    vm.no_memory = Exception::new(vm, T::MemoryError, &[])?.value();
    for def in (vm.hooks.modules)() {
        make_module(vm, def)?;
    }
    import::meta::install(vm)?;
    stdlib::io::install_std(vm)
}

/// Makes a native module and puts it into `sys.modules`.
pub fn make_module(vm: &mut Vm, def: &'static ModuleDef) -> PyResult<Module> {
    let dict = match def.name {
        "builtins" => vm.builtins,
        "sys" => vm.sys,
        _ => Dict::new_namespace(&mut vm.heap),
    };
    let name = vm.intern(def.name)?;
    let module = Module::new(&mut vm.heap, T::Module as u32, dict);
    let key = vm.names.__name__;
    dict.set_str(&mut vm.heap, key, name.value())
        .or_memory_error(vm)?;
    let doc = vm.new_str(def.doc)?;
    let key = vm.names.__doc__;
    dict.set_str(&mut vm.heap, key, doc.value())
        .or_memory_error(vm)?;
    for f in def.functions {
        let f_value = vm.new_native(
            T::NativeFunction,
            f,
            module.value(),
            Value::EMPTY,
            name.value(),
        );
        vm.set_item_str(dict, f.name, f_value.value())?;
    }
    for &t in def.types {
        let class: Class = vm.class(t);
        vm.set_item_str(dict, t.name(), class.value())?;
    }
    (def.init)(vm, module)?;
    let modules = vm.modules;
    modules
        .set_str(&mut vm.heap, name, module.value())
        .or_memory_error(vm)?;
    Ok(module)
}

/// Runs the main program; gives the exit status. `stats`: whether they are printed at the end, and as JSON.
#[must_use]
pub fn run(main: Main, options: Options, stats: Option<bool>) -> i32 {
    crate::gc::share_arena();
    let worker = std::thread::Builder::new()
        .stack_size(MAIN_STACK)
        .name("main".to_string());
    let handle = worker.spawn(move || match import::main::read(&main) {
        Ok(program) => run_program(&program, options, stats),
        Err(refusal) => {
            complain(&refusal.text);
            refusal.status
        }
    });
    match handle.map(std::thread::JoinHandle::join) {
        Ok(Ok(status)) => status,
        _ => 70,
    }
}

fn complain(text: &str) -> i32 {
    console::err(&format!("pycrane: {text}\n"));
    2
}

/// Prints what the collector and the compiler did.
fn show_stats(vm: &Vm, json: bool) {
    let memory = vm.heap.stats();
    let ms = |ns: u64| ns as f64 / 1e6;
    let jit = vm.tier.stats(json);
    if json {
        console::err(&format!(
            "{{\"memory\":{{\"collections\":{},\"live_bytes\":{},\"heap_bytes\":{},\"allocated_bytes\":{},\"pause_ms\":{:.3},\"longest_pause_ms\":{:.3}}},\"jit\":{}}}\n",
            memory.collections,
            memory.live_bytes,
            memory.heap_bytes,
            memory.allocated_bytes_total,
            ms(memory.pause_total_ns),
            ms(memory.pause_max_ns),
            if jit.is_empty() { "null" } else { &jit },
        ));
        return;
    }
    console::err(&format!(
        "memory: {} collections in {:.2} ms (longest {:.2} ms), {} bytes live after the last, {} in blocks, {} ever allocated\n{jit}",
        memory.collections,
        ms(memory.pause_total_ns),
        ms(memory.pause_max_ns),
        memory.live_bytes,
        memory.heap_bytes,
        memory.allocated_bytes_total,
    ));
}

fn run_program(program: &Program, options: Options, stats: Option<bool>) -> i32 {
    let mut vm = match start(options, MAIN_STACK) {
        Ok(vm) => vm,
        Err(e) => return complain(&e),
    };
    if let Some(version) = program.version() {
        vm.main_version = version;
    }
    if stdlib::sys_info::describe_version(&mut vm).is_err() {
        return complain("sys cannot describe the version");
    }
    let status = match import::main::run(&mut vm, program) {
        Ok(Ok(())) => 0,
        Ok(Err(refusal)) => {
            complain(&refusal.text);
            refusal.status
        }
        Err(_) => end_with_exception(&mut vm),
    };
    let status = if vm.flush_std_files() { status } else { 120 };
    if let Some(json) = stats {
        show_stats(&vm, json);
    }
    if status == INTERRUPTED {
        stdlib::posix::fd::die_of(libc::SIGINT);
        return 130;
    }
    status
}

/// The exit status of a program that ends with the pending exception, which is shown unless it is SystemExit.
fn end_with_exception(vm: &mut Vm) -> i32 {
    let Some(e) = Exception::from_value(vm.take_pending()) else {
        return 1;
    };
    if !e.is_a(vm, T::SystemExit) {
        vm.show_exception(e);
        return if e.is_a(vm, T::KeyboardInterrupt) {
            INTERRUPTED
        } else {
            1
        };
    }
    let code = e.get(slot::OWN).some().unwrap_or(Value::NONE);
    if code.is_none() {
        return 0;
    }
    if let Some(status) = vm.int_as_i64(vm.payload(code)) {
        return (status & 0xFF) as i32;
    }
    if vm.is_int(code) {
        return 255;
    }
    let written = vm.str(code).and_then(|text| vm.write_error_line(text));
    if written.is_err() {
        vm.take_pending();
    }
    1
}
