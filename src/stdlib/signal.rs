//! The module `_signal`.
#![expect(unsafe_code, reason = "calls the system")]

use crate::native_functions;
use crate::object::class::flags;
use crate::object::{Module, Set, T, Tuple, Value};
use crate::runtime::native::{Args, ModuleDef, TypeDef};
use crate::runtime::signals::{Disposition, NSIG, disposition, last_error, set_disposition};
use crate::runtime::{PyResult, Raised, Vm, signals};

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[];

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_signal",
    doc: "This module provides mechanisms to use signal handlers in Python.",
    functions: FUNCTIONS,
    types: &[],
    init,
};

const DEFAULT: Value = Value::from_i32(0);
const IGNORE: Value = Value::from_i32(1);
const ITIMER_ERROR: &str = "signal.itimer_error";

macro_rules! signal_numbers {
    ($($name:ident)*) => {
        const SIGNALS: &[(&str, i32)] = &[ $( (stringify!($name), libc::$name) ),* ];
    };
}

signal_numbers! {
    SIGHUP SIGINT SIGQUIT SIGILL SIGTRAP SIGIOT SIGABRT SIGFPE SIGKILL SIGBUS SIGSEGV SIGSYS SIGPIPE SIGALRM SIGTERM SIGUSR1 SIGUSR2 SIGCHLD SIGPWR SIGIO SIGURG
    SIGWINCH SIGPOLL SIGSTOP SIGTSTP SIGCONT SIGTTIN SIGTTOU SIGVTALRM SIGPROF SIGXCPU SIGXFSZ SIGSTKFLT
}

native_functions! { FUNCTIONS = [
    /// Set the action for the given signal.
    signal(signalnum, handler);
    /// Return the current action for the given signal.
    getsignal(signalnum);
    /// The default handler for SIGINT installed by Python.
    default_int_handler(signalnum, frame);
    /// Send a signal to the executing process.
    raise_signal(signalnum);
    /// Sets the fd to be written to (with the signal number) when a signal comes in.
    set_wakeup_fd(fd;; warn_on_full_buffer = true);
    /// Arrange for SIGALRM to arrive after the given number of seconds.
    alarm(seconds);
    /// Wait until a signal arrives.
    pause();
    /// Sets given itimer (one of ITIMER_REAL, ITIMER_VIRTUAL or ITIMER_PROF).
    setitimer(which, seconds, interval = 0.0);
    /// Returns current value of given itimer.
    getitimer(which);
    /// Return the system description of the given signal.
    strsignal(signalnum);
    /// Return a set of valid signal numbers on this platform.
    valid_signals();
    /// Change system call restart behaviour.
    siginterrupt(signalnum, flag);
    /// Send a signal to a thread.
    pthread_kill(thread_id, signalnum);
    /// Fetch and/or change the signal mask of the calling thread.
    pthread_sigmask(how, mask);
    /// Examine pending signals.
    sigpending();
    /// Wait for a signal.
    sigwait(signals);
]}

fn init(vm: &mut Vm, module: Module) -> PyResult<()> {
    let dict = module.dict();
    for &(name, n) in SIGNALS {
        vm.set_item_str(dict, name, Value::from_i32(n))?;
    }
    for (name, n) in [
        ("SIGCLD", libc::SIGCHLD),
        ("SIGRTMIN", libc::SIGRTMIN()),
        ("SIGRTMAX", libc::SIGRTMAX()),
        ("NSIG", NSIG as i32),
        ("SIG_DFL", 0),
        ("SIG_IGN", 1),
        ("SIG_BLOCK", libc::SIG_BLOCK),
        ("SIG_UNBLOCK", libc::SIG_UNBLOCK),
        ("SIG_SETMASK", libc::SIG_SETMASK),
        ("ITIMER_REAL", 0),
        ("ITIMER_VIRTUAL", 1),
        ("ITIMER_PROF", 2),
    ] {
        vm.set_item_str(dict, name, Value::from_i32(n))?;
    }
    make_itimer_error(vm, module)?;
    install(vm, module)
}

/// `ItimerError`, a class derived from OSError.
fn make_itimer_error(vm: &mut Vm, module: Module) -> PyResult<()> {
    let (meta, base) = (vm.class(T::Type), vm.class(T::OSError));
    let name = vm.intern("ItimerError")?;
    let namespace = vm.new_dict();
    let home = vm.intern("signal")?;
    vm.set_item_str(namespace, "__module__", home.value())?;
    let bases = Tuple::small(&mut vm.heap, [base.value()]);
    let class = vm.new_class(meta, name, bases, namespace, &Args::positional(&[]))?;
    class.add_flag(flags::HEAP);
    vm.state_set(ITIMER_ERROR, class.value())?;
    vm.set_item_str(module.dict(), "ItimerError", class.value())
}

/// Learns what the system does at each signal, and takes SIGINT over.
fn install(vm: &mut Vm, module: Module) -> PyResult<()> {
    vm.handle_signals_here();
    let handlers = vm.signal_handlers()?;
    for i in 1..NSIG {
        let v = match disposition(i as i32) {
            Disposition::Default => DEFAULT,
            Disposition::Ignore => IGNORE,
            Disposition::Note | Disposition::Foreign => Value::NONE,
        };
        set_handler(vm, i, v)?;
    }
    let sigint = libc::SIGINT as usize;
    if handlers.get(sigint) != Some(IGNORE) {
        let name = vm.intern("default_int_handler")?;
        let handler = module.dict().get_str(name).unwrap_or(Value::NONE);
        if set_disposition(libc::SIGINT, Disposition::Note).is_ok() {
            set_handler(vm, sigint, handler)?;
        }
    }
    Ok(())
}

fn set_handler(vm: &mut Vm, signal: usize, handler: Value) -> PyResult<()> {
    use crate::runtime::OrMemoryError;
    let handlers = vm.signal_handlers()?;
    handlers
        .set(&mut vm.heap, signal, handler)
        .or_memory_error(vm)
}

/// A signal number as an index.
fn number(vm: &mut Vm, signal: i32) -> PyResult<usize> {
    match usize::try_from(signal) {
        Ok(n) if (1..NSIG).contains(&n) => Ok(n),
        _ => Err(vm.value_error("signal number out of range")),
    }
}

fn signal(vm: &mut Vm, signalnum: i32, handler: Value) -> PyResult {
    if !vm.is_main_thread() {
        return Err(vm.value_error("signal only works in main thread of the main interpreter"));
    }
    let n = number(vm, signalnum)?;
    let as_int = if vm.is_int(handler) {
        vm.int_as_i64(vm.payload(handler))
    } else {
        None
    };
    let what = match as_int {
        Some(0) => Disposition::Default,
        Some(1) => Disposition::Ignore,
        _ if vm.is_callable(handler) => Disposition::Note,
        _ => {
            return Err(vm.type_error(
                "signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object",
            ));
        }
    };
    vm.run_signal_handlers()?;
    set_disposition(signalnum, what).map_err(|e| vm.system_call_failed(e))?;
    let old = vm.signal_handlers()?.get(n).unwrap_or(Value::NONE);
    let handler = match what {
        Disposition::Default => DEFAULT,
        Disposition::Ignore => IGNORE,
        _ => handler,
    };
    set_handler(vm, n, handler)?;
    Ok(old)
}

fn getsignal(vm: &mut Vm, signalnum: i32) -> PyResult {
    let n = number(vm, signalnum)?;
    Ok(vm.signal_handlers()?.get(n).unwrap_or(Value::NONE))
}

fn default_int_handler(vm: &mut Vm, _signalnum: Value, _frame: Value) -> PyResult<()> {
    Err(vm.raise_with(T::KeyboardInterrupt, &[]))
}

/// The outcome of a system call that gives -1 on failure.
fn checked(vm: &mut Vm, status: i32) -> PyResult<()> {
    if status == -1 {
        Err(vm.system_call_failed(last_error()))
    } else {
        Ok(())
    }
}

fn raise_signal(vm: &mut Vm, signalnum: i32) -> PyResult<()> {
    // SAFETY: handlers only note the signal; the system checks the number.
    let status = unsafe { libc::raise(signalnum) };
    if status != 0 {
        return Err(vm.system_call_failed(last_error()));
    }
    vm.run_signal_handlers()
}

fn set_wakeup_fd(vm: &mut Vm, fd: i32, _warn_on_full_buffer: bool) -> PyResult<i32> {
    if !vm.is_main_thread() {
        return Err(
            vm.value_error("set_wakeup_fd only works in main thread of the main interpreter")
        );
    }
    if fd != -1 {
        // SAFETY: asks about a descriptor; the system checks it.
        let mode = unsafe { libc::fcntl(fd, libc::F_GETFL) };
        checked(vm, mode)?;
        if mode & libc::O_NONBLOCK == 0 {
            return Err(vm.value_error(format_args!("the fd {fd} must be in non-blocking mode")));
        }
    }
    Ok(signals::set_wakeup_fd(fd))
}

fn alarm(_vm: &mut Vm, seconds: i32) -> u32 {
    // SAFETY: takes a number.
    unsafe { libc::alarm(seconds as u32) }
}

fn pause(vm: &mut Vm) -> PyResult<()> {
    // SAFETY: takes nothing.
    vm.allow_threads(|| unsafe { libc::pause() });
    vm.run_signal_handlers()
}

/// The calls of the C library that the bindings lack.
mod c {
    unsafe extern "C" {
        pub(super) fn setitimer(
            which: libc::c_int,
            new: *const libc::itimerval,
            old: *mut libc::itimerval,
        ) -> libc::c_int;
        pub(super) fn getitimer(which: libc::c_int, value: *mut libc::itimerval) -> libc::c_int;
        pub(super) fn siginterrupt(signal: libc::c_int, flag: libc::c_int) -> libc::c_int;
    }
}

fn time_of(seconds: f64) -> libc::timeval {
    let whole = seconds.floor();
    libc::timeval {
        tv_sec: whole as libc::time_t,
        tv_usec: ((seconds - whole) * 1e6) as libc::suseconds_t,
    }
}

fn seconds_of(t: libc::timeval) -> f64 {
    t.tv_sec as f64 + t.tv_usec as f64 / 1e6
}

fn itimer_failed(vm: &mut Vm) -> Raised {
    let errno = last_error();
    let class = match vm.state_get(ITIMER_ERROR) {
        Ok(Some(class)) => class,
        _ => return vm.system_call_failed(errno),
    };
    let text = match vm.new_str(&crate::runtime::exception_init::error_text(errno)) {
        Ok(text) => text,
        Err(raised) => return raised,
    };
    match vm.call_positional(class, &[Value::from_i32(errno), text.value()]) {
        Ok(e) => match crate::runtime::exception::Exception::checked(vm, e) {
            Some(e) => vm.raise(e),
            None => vm.system_call_failed(errno),
        },
        Err(raised) => raised,
    }
}

fn setitimer(vm: &mut Vm, which: i32, seconds: f64, interval: f64) -> PyResult<(f64, f64)> {
    let new = libc::itimerval {
        it_value: time_of(seconds),
        it_interval: time_of(interval),
    };
    let mut old = new;
    // SAFETY: both structures live through the call.
    if unsafe { c::setitimer(which, &raw const new, &raw mut old) } != 0 {
        return Err(itimer_failed(vm));
    }
    Ok((seconds_of(old.it_value), seconds_of(old.it_interval)))
}

fn getitimer(vm: &mut Vm, which: i32) -> PyResult<(f64, f64)> {
    let mut old = libc::itimerval {
        it_value: time_of(0.0),
        it_interval: time_of(0.0),
    };
    // SAFETY: the structure lives through the call.
    if unsafe { c::getitimer(which, &raw mut old) } != 0 {
        return Err(itimer_failed(vm));
    }
    Ok((seconds_of(old.it_value), seconds_of(old.it_interval)))
}

fn strsignal(vm: &mut Vm, signalnum: i32) -> PyResult {
    number(vm, signalnum)?;
    // SAFETY: gives null or a string that stays valid until the next call; it is copied at once.
    let text = unsafe {
        let text = libc::strsignal(signalnum);
        if text.is_null() {
            None
        } else {
            Some(
                std::ffi::CStr::from_ptr(text)
                    .to_string_lossy()
                    .into_owned(),
            )
        }
    };
    match text {
        Some(text) if !text.starts_with("Unknown signal") => Ok(vm.new_str(&text)?.value()),
        _ => Ok(Value::NONE),
    }
}

/// A set of the signals for which `holds`.
fn signal_set(vm: &mut Vm, holds: impl Fn(i32) -> bool) -> PyResult<Set> {
    let set = vm.new_set(T::Set)?;
    for i in 1..NSIG as i32 {
        if holds(i) {
            vm.set_add(set, Value::from_i32(i))?;
        }
    }
    Ok(set)
}

fn valid_signals(vm: &mut Vm) -> PyResult<Set> {
    // 32 and 33 belong to the C library's threads
    let (first, last) = (libc::SIGRTMIN(), libc::SIGRTMAX());
    signal_set(vm, |i| i < 32 || (first..=last).contains(&i))
}

fn siginterrupt(vm: &mut Vm, signalnum: i32, flag: bool) -> PyResult<()> {
    number(vm, signalnum)?;
    // SAFETY: takes numbers.
    let status = unsafe { c::siginterrupt(signalnum, i32::from(flag)) };
    checked(vm, status)
}

fn pthread_kill(vm: &mut Vm, thread_id: i64, signalnum: i32) -> PyResult<()> {
    let known = thread_id as u64 == vm.thread.ident
        || vm
            .threads
            .parked
            .iter()
            .any(|t| t.ident == thread_id as u64);
    if !known {
        return Err(vm.system_call_failed(libc::ESRCH));
    }
    // SAFETY: the thread is one that this VM runs, so it exists.
    let errno = unsafe { libc::pthread_kill(thread_id as libc::pthread_t, signalnum) };
    if errno != 0 {
        return Err(vm.system_call_failed(errno));
    }
    vm.run_signal_handlers()
}

/// The system's set of the signals that an iterable gives.
fn sigset(vm: &mut Vm, iterable: Value) -> PyResult<libc::sigset_t> {
    // SAFETY: an all-zero set is a valid argument, which `sigemptyset` then fills.
    let mut set: libc::sigset_t = unsafe { std::mem::zeroed() };
    // SAFETY: the set lives through the call.
    unsafe { libc::sigemptyset(&raw mut set) };
    let it = vm.iter(iterable)?;
    while let Some(v) = vm.next(it)? {
        let n = vm.index_i64(v, "Python int too large to convert to C long")?;
        let n = i32::try_from(n).unwrap_or(0);
        let n = match usize::try_from(n) {
            Ok(i) if (1..NSIG).contains(&i) => n,
            _ => {
                return Err(vm.value_error(format_args!(
                    "signal number {n} out of range [1; {}]",
                    NSIG - 1
                )));
            }
        };
        // SAFETY: the number is in range.
        unsafe { libc::sigaddset(&raw mut set, n) };
    }
    Ok(set)
}

fn set_of(vm: &mut Vm, set: &libc::sigset_t) -> PyResult<Set> {
    // SAFETY: the set lives through the call and the number is in range.
    signal_set(
        vm,
        |i| unsafe { libc::sigismember(std::ptr::from_ref(set), i) } == 1,
    )
}

fn pthread_sigmask(vm: &mut Vm, how: i32, mask: Value) -> PyResult<Set> {
    let mask = sigset(vm, mask)?;
    let mut old = mask;
    // SAFETY: both sets live through the call.
    let errno = unsafe { libc::pthread_sigmask(how, &raw const mask, &raw mut old) };
    if errno != 0 {
        return Err(vm.system_call_failed(errno));
    }
    vm.run_signal_handlers()?;
    set_of(vm, &old)
}

fn sigpending(vm: &mut Vm) -> PyResult<Set> {
    // SAFETY: the set lives through the call, which fills it.
    let (status, set) = unsafe {
        let mut set: libc::sigset_t = std::mem::zeroed();
        (libc::sigpending(&raw mut set), set)
    };
    checked(vm, status)?;
    set_of(vm, &set)
}

fn sigwait(vm: &mut Vm, signals: Value) -> PyResult<i32> {
    let set = sigset(vm, signals)?;
    let mut signal = 0;
    // SAFETY: set and number live through the call.
    let errno = vm.allow_threads(|| unsafe { libc::sigwait(&raw const set, &raw mut signal) });
    if errno != 0 {
        Err(vm.system_call_failed(errno))
    } else {
        Ok(signal)
    }
}
