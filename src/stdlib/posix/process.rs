//! Processes, the environment and the system of `posix`.

use std::ffi::CString;

use super::sys;
use crate::native_functions;
use crate::object::{GcVec, T, Value};
use crate::runtime::exception_init::error_text;
use crate::runtime::structseq::StructSeq;
use crate::runtime::{OrMemoryError, PyResult, Vm};

/// What `uname()` gives.
pub(super) static UNAME_RESULT: StructSeq = StructSeq {
    name: "posix.uname_result",
    doc: "uname_result: Result from os.uname().",
    fields: &["sysname", "nodename", "release", "version", "machine"],
    visible: 5,
    constructible: true,
};

/// What `times()` gives.
pub(super) static TIMES_RESULT: StructSeq = StructSeq {
    name: "posix.times_result",
    doc: "times_result: Result from os.times().",
    fields: &[
        "user",
        "system",
        "children_user",
        "children_system",
        "elapsed",
    ],
    visible: 5,
    constructible: true,
};

/// What `get_terminal_size()` gives.
pub(super) static TERMINAL_SIZE: StructSeq = StructSeq {
    name: "os.terminal_size",
    doc: "A tuple of (columns, lines) for holding terminal window size",
    fields: &["columns", "lines"],
    visible: 2,
    constructible: true,
};

native_functions! { pub(super) FUNCTIONS = [
    /// Return the current process id.
    getpid();
    /// Return the parent's process id.
    getppid();
    /// Return the current process's user id.
    getuid();
    /// Return the current process's effective user id.
    geteuid();
    /// Return the current process's group id.
    getgid();
    /// Return the current process's effective group id.
    getegid();
    /// Return the current process group id.
    getpgrp();
    /// Call the system call getpgid(), and return the result.
    getpgid(; pid);
    /// Call the system call setpgid(pid, pgrp).
    setpgid(pid, pgrp);
    /// Call the system call setsid().
    setsid();
    /// Set the current numeric umask and return the previous umask.
    umask(mask);
    /// Kill a process with a signal.
    kill(pid, signal);
    /// Fork a child process.
    fork();
    /// Wait for completion of a given child process.
    waitpid(pid, options);
    /// Wait for completion of a child process.
    wait();
    /// Execute the command in a subshell.
    system(; command);
    /// Execute an executable path with arguments, replacing current process.
    execv(path, argv);
    /// Execute an executable path with arguments, replacing current process.
    execve(; path, argv, env);
    /// Exit to the system with specified status, without normal exit processing.
    _exit(; status);
    /// Abort the interpreter immediately.
    abort();
    /// Add increment to the priority of process and return the new priority.
    nice(increment);
    /// Translate an error code to a message string.
    strerror(code);
    /// Change or add an environment variable.
    putenv(name, value);
    /// Delete an environment variable.
    unsetenv(name);
    /// Return an object identifying the current operating system.
    uname();
    /// Return a collection containing process timing information.
    times();
    /// Return the number of logical CPUs in the system.
    cpu_count();
    /// Return the size of the terminal window as (columns, lines).
    get_terminal_size(fd = 1);
    /// Return a bytes object containing random bytes suitable for cryptographic use.
    urandom(size);
    "WIFEXITED" as exited(; status);
    "WEXITSTATUS" as exit_status(; status);
    "WIFSIGNALED" as signaled(; status);
    "WTERMSIG" as term_signal(; status);
    "WIFSTOPPED" as stopped(; status);
    "WSTOPSIG" as stop_signal(; status);
    "WIFCONTINUED" as continued(; status);
    "WCOREDUMP" as core_dumped(status);
    /// Convert a wait status to an exit code.
    waitstatus_to_exitcode(; status);
]}

macro_rules! facts {
    ($($name:ident: $t:ty;)*) => { $(
        fn $name(_vm: &mut Vm) -> $t {
            sys::$name()
        }
    )* };
}
facts! { getpid: i32; getppid: i32; getuid: u32; geteuid: u32; getgid: u32; getegid: u32; getpgrp: i32; }

fn getpgid(vm: &mut Vm, pid: i32) -> PyResult<i32> {
    vm.check_call(sys::getpgid(pid), Value::EMPTY)
}

fn setpgid(vm: &mut Vm, pid: i32, pgrp: i32) -> PyResult<()> {
    vm.check_call(sys::setpgid(pid, pgrp), Value::EMPTY)
        .map(|_| ())
}

fn setsid(vm: &mut Vm) -> PyResult<()> {
    vm.check_call(sys::setsid(), Value::EMPTY).map(|_| ())
}

fn umask(_vm: &mut Vm, mask: i32) -> u32 {
    sys::umask(mask.cast_unsigned())
}

fn kill(vm: &mut Vm, pid: i32, signal: i32) -> PyResult<()> {
    vm.check_call(sys::kill(pid, signal), Value::EMPTY)?;
    vm.safepoint()
}

fn fork(vm: &mut Vm) -> PyResult<i32> {
    vm.check_call(sys::fork(), Value::EMPTY)
}

fn waitpid(vm: &mut Vm, pid: i32, options: i32) -> PyResult<(i32, i32)> {
    let r = vm.system_call(|| sys::waitpid(pid, options))?;
    vm.check_call(r, Value::EMPTY)
}

fn wait(vm: &mut Vm) -> PyResult<(i32, i32)> {
    waitpid(vm, -1, 0)
}

fn system(vm: &mut Vm, command: Value) -> PyResult<i32> {
    let command = vm.fs_path(command)?;
    let r = vm.allow_threads(|| sys::system(&command.c));
    vm.check_call(r, Value::EMPTY)
}

fn strings(vm: &mut Vm, items: Value) -> PyResult<Vec<CString>> {
    let items = vm.list_from(items)?;
    let mut all = Vec::new();
    let mut i = 0;
    while let Some(item) = items.get(i) {
        i += 1;
        all.push(vm.fs_path(item)?.c);
    }
    Ok(all)
}

fn exec(vm: &mut Vm, path: Value, argv: Value, env: Option<Vec<CString>>) -> PyResult<()> {
    let path = vm.fs_path(path)?;
    let args = strings(vm, argv)?;
    if args.first().is_none_or(|a| a.is_empty()) {
        let what = if args.is_empty() {
            "arg 2 must not be empty"
        } else {
            "arg 2 first element cannot be empty"
        };
        let name = if env.is_some() { "execve" } else { "execv" };
        return Err(vm.value_error(format_args!("{name}() {what}")));
    }
    let errno = sys::exec(&path.c, &args, env.as_deref());
    Err(vm.os_error(errno, path.object, Value::EMPTY))
}

fn execv(vm: &mut Vm, path: Value, argv: Value) -> PyResult<()> {
    exec(vm, path, argv, None)
}

fn execve(vm: &mut Vm, path: Value, argv: Value, env: Value) -> PyResult<()> {
    let keys = vm.list_from(env)?;
    let mut all = Vec::new();
    let mut i = 0;
    while let Some(key) = keys.get(i) {
        i += 1;
        let value = vm.get_item(env, key)?;
        let (k, v) = (vm.fs_path(key)?.c, vm.fs_path(value)?.c);
        let line = [k.as_bytes(), b"=", v.as_bytes()].concat();
        if let Ok(line) = CString::new(line) {
            all.push(line);
        }
    }
    exec(vm, path, argv, Some(all))
}

fn _exit(_vm: &mut Vm, status: i32) {
    sys::exit_now(status)
}

fn abort(_vm: &mut Vm) {
    sys::abort_now()
}

fn nice(vm: &mut Vm, increment: i32) -> PyResult<i32> {
    vm.check_call(sys::nice(increment), Value::EMPTY)
}

fn strerror(_vm: &mut Vm, code: i32) -> String {
    error_text(code)
}

fn variable(vm: &mut Vm, name: Value) -> PyResult<CString> {
    let c = vm.fs_path(name)?.c;
    if c.as_bytes().contains(&b'=') {
        return Err(vm.value_error("illegal environment variable name"));
    }
    Ok(c)
}

fn putenv(vm: &mut Vm, name: Value, value: Value) -> PyResult<()> {
    let name = variable(vm, name)?;
    let value = vm.fs_path(value)?;
    vm.check_call(sys::set_env(&name, Some(&value.c)), Value::EMPTY)
}

fn unsetenv(vm: &mut Vm, name: Value) -> PyResult<()> {
    let name = variable(vm, name)?;
    vm.check_call(sys::set_env(&name, None), Value::EMPTY)
}

fn uname(vm: &mut Vm) -> PyResult {
    let names = vm.check_call(sys::uname(), Value::EMPTY)?;
    let mut values = GcVec::new();
    for name in names {
        let v = vm.fs_decode(&name)?;
        values.push(&mut vm.heap, v.value()).or_memory_error(vm)?;
    }
    vm.new_struct_seq(&UNAME_RESULT, &values)
}

fn times(vm: &mut Vm) -> PyResult {
    let values = sys::times().map(Value::from_float);
    vm.new_struct_seq(&TIMES_RESULT, &values)
}

fn cpu_count(_vm: &mut Vm) -> Option<usize> {
    std::thread::available_parallelism().ok().map(Into::into)
}

fn get_terminal_size(vm: &mut Vm, fd: i32) -> PyResult {
    let (columns, lines) = vm.check_call(sys::terminal_size(fd), Value::EMPTY)?;
    let values = [columns, lines].map(|n| Value::from_i32(i32::from(n)));
    vm.new_struct_seq(&TERMINAL_SIZE, &values)
}

fn urandom(vm: &mut Vm, size: isize) -> PyResult {
    let Ok(n) = usize::try_from(size) else {
        return Err(vm.value_error("negative argument not allowed"));
    };
    match vm.allow_threads(|| sys::random(n)) {
        Ok(data) => Ok(vm.new_bytes(&data)?.value()),
        Err(libc::ENOMEM) => Err(vm.memory_error()),
        Err(e) => Err(vm.os_error(e, Value::EMPTY, Value::EMPTY)),
    }
}

fn exited(_vm: &mut Vm, status: i32) -> bool {
    libc::WIFEXITED(status)
}

fn exit_status(_vm: &mut Vm, status: i32) -> i32 {
    libc::WEXITSTATUS(status)
}

fn signaled(_vm: &mut Vm, status: i32) -> bool {
    libc::WIFSIGNALED(status)
}

fn term_signal(_vm: &mut Vm, status: i32) -> i32 {
    libc::WTERMSIG(status)
}

fn stopped(_vm: &mut Vm, status: i32) -> bool {
    libc::WIFSTOPPED(status)
}

fn stop_signal(_vm: &mut Vm, status: i32) -> i32 {
    libc::WSTOPSIG(status)
}

fn continued(_vm: &mut Vm, status: i32) -> bool {
    libc::WIFCONTINUED(status)
}

fn core_dumped(_vm: &mut Vm, status: i32) -> bool {
    libc::WCOREDUMP(status)
}

fn waitstatus_to_exitcode(vm: &mut Vm, status: i32) -> PyResult<i32> {
    if libc::WIFEXITED(status) {
        return Ok(libc::WEXITSTATUS(status));
    }
    if libc::WIFSIGNALED(status) {
        return Ok(-libc::WTERMSIG(status));
    }
    let text = if libc::WIFSTOPPED(status) {
        format!(
            "process stopped by delivery of signal {}",
            libc::WSTOPSIG(status)
        )
    } else {
        format!("invalid wait status: {status}")
    };
    Err(vm.raise_text(T::ValueError, &text))
}
