//! The module `time`: clocks and sleeping. Dates stand in `time_calendar.rs`.
#![expect(unsafe_code, reason = "calls the system's clocks")]

use super::time_calendar::{
    self, asctime, ctime, gmtime, localtime, mktime, strftime, strptime, tzset,
};
use crate::native_functions;
use crate::object::{Module, T, Value};
use crate::pyc::Version;
use crate::runtime::native::{ModuleDef, TypeDef};
use crate::runtime::{OrMemoryError, PyResult, Vm, signals};

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[];

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "time",
    doc: "This module provides various functions to manipulate time values.",
    functions: FUNCTIONS,
    types: &[],
    init,
};

const CLOCKS: &[(&str, libc::clockid_t)] = &[
    ("CLOCK_REALTIME", libc::CLOCK_REALTIME),
    ("CLOCK_MONOTONIC", libc::CLOCK_MONOTONIC),
    ("CLOCK_MONOTONIC_RAW", libc::CLOCK_MONOTONIC_RAW),
    ("CLOCK_PROCESS_CPUTIME_ID", libc::CLOCK_PROCESS_CPUTIME_ID),
    ("CLOCK_THREAD_CPUTIME_ID", libc::CLOCK_THREAD_CPUTIME_ID),
    ("CLOCK_BOOTTIME", libc::CLOCK_BOOTTIME),
    ("CLOCK_TAI", libc::CLOCK_TAI),
];

native_functions! { FUNCTIONS = [
    /// Return the current time in seconds since the Epoch.
    time();
    /// Return the current time in nanoseconds since the Epoch.
    time_ns();
    /// Monotonic clock, cannot go backward.
    monotonic();
    /// Monotonic clock, cannot go backward, as nanoseconds.
    monotonic_ns();
    /// Performance counter for benchmarking.
    "perf_counter" as monotonic();
    /// Performance counter for benchmarking as nanoseconds.
    "perf_counter_ns" as monotonic_ns();
    /// Process time for profiling: sum of the kernel and user-space CPU time.
    process_time();
    /// Process time for profiling as nanoseconds.
    process_time_ns();
    /// Thread time for profiling: sum of the kernel and user-space CPU time.
    thread_time();
    /// Thread time for profiling as nanoseconds.
    thread_time_ns();
    /// Return the time of the specified clock clk_id as a float.
    clock_gettime(clk_id);
    /// Return the time of the specified clock clk_id as nanoseconds (int).
    clock_gettime_ns(clk_id);
    /// Return the resolution (precision) of the specified clock clk_id.
    clock_getres(clk_id);
    /// Set the time of the specified clock clk_id.
    clock_settime(clk_id, time);
    /// Set the time of the specified clock clk_id with nanoseconds.
    clock_settime_ns(clk_id, time);
    /// Return the clk_id of a thread's CPU time clock.
    pthread_getcpuclockid(thread_id);
    /// Get information of the specified clock.
    get_clock_info(name);
    /// Delay execution for a given number of seconds.
    sleep(seconds);
    /// Convert seconds since the Epoch to a time tuple expressing UTC (a.k.a. GMT).
    gmtime(seconds = Value::NONE);
    /// Convert seconds since the Epoch to a time tuple expressing local time.
    localtime(seconds = Value::NONE);
    /// Convert a time tuple in local time to seconds since the Epoch.
    mktime(tuple);
    /// Convert a time tuple to a string, e.g. 'Sat Jun 06 16:26:11 1998'.
    asctime(tuple = Value::EMPTY);
    /// Convert a time in seconds since the Epoch to a string in local time.
    ctime(seconds = Value::NONE);
    /// Convert a time tuple to a string according to a format specification.
    strftime(format, tuple = Value::EMPTY);
    /// Parse a string to a time tuple according to a format specification.
    strptime(*);
    /// Initialize, or reinitialize, the local timezone to the value stored in os.environ['TZ'].
    tzset();
]}

fn init(vm: &mut Vm, module: Module) -> PyResult<()> {
    for &(name, id) in CLOCKS {
        vm.set_item_str(module.dict(), name, Value::from_i32(id))?;
    }
    time_calendar::install(vm, module)
}

// ---- clocks

/// Nanoseconds that a clock shows; `Err`: the system's error number.
fn read(clock: libc::clockid_t) -> Result<i64, i32> {
    let mut t = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: the structure lives through the call.
    if unsafe { libc::clock_gettime(clock, &raw mut t) } != 0 {
        return Err(signals::last_error());
    }
    Ok(t.tv_sec
        .saturating_mul(1_000_000_000)
        .saturating_add(t.tv_nsec))
}

/// Seconds as CPython rounds them: whole ones exactly.
fn seconds(ns: i64) -> f64 {
    if ns % 1_000_000_000 == 0 {
        (ns / 1_000_000_000) as f64
    } else {
        ns as f64 / 1e9
    }
}

fn clock_ns(vm: &mut Vm, clock: libc::clockid_t) -> PyResult<i64> {
    read(clock).map_err(|e| vm.system_call_failed(e))
}

macro_rules! clocks {
    ($($name:ident $name_ns:ident $CLOCK:ident;)*) => { $(
        fn $name(vm: &mut Vm) -> PyResult<f64> {
            clock_ns(vm, libc::$CLOCK).map(seconds)
        }

        fn $name_ns(vm: &mut Vm) -> PyResult<i64> {
            clock_ns(vm, libc::$CLOCK)
        }
    )* };
}

clocks! {
    time time_ns CLOCK_REALTIME;
    monotonic monotonic_ns CLOCK_MONOTONIC;
    process_time process_time_ns CLOCK_PROCESS_CPUTIME_ID;
    thread_time thread_time_ns CLOCK_THREAD_CPUTIME_ID;
}

fn clock_id(vm: &mut Vm, v: Value) -> PyResult<libc::clockid_t> {
    if !vm.is_int(v) {
        let t = vm.type_name(v);
        return Err(vm.type_error(format_args!("clk_id should be integer, not {t}")));
    }
    let i = vm.index_i64(v, "Python int too large to convert to C int")?;
    libc::clockid_t::try_from(i).map_err(|_| vm.overflow_error("clk_id is out of range"))
}

fn clock_gettime(vm: &mut Vm, clk_id: Value) -> PyResult<f64> {
    let clock = clock_id(vm, clk_id)?;
    clock_ns(vm, clock).map(seconds)
}

fn clock_gettime_ns(vm: &mut Vm, clk_id: Value) -> PyResult<i64> {
    let clock = clock_id(vm, clk_id)?;
    clock_ns(vm, clock)
}

/// The resolution of a clock in seconds; `Err`: the system's error number.
fn resolution(clock: libc::clockid_t) -> Result<f64, i32> {
    let mut t = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: the structure lives through the call.
    if unsafe { libc::clock_getres(clock, &raw mut t) } != 0 {
        return Err(signals::last_error());
    }
    Ok(t.tv_sec as f64 + t.tv_nsec as f64 * 1e-9)
}

fn clock_getres(vm: &mut Vm, clk_id: Value) -> PyResult<f64> {
    let clock = clock_id(vm, clk_id)?;
    resolution(clock).map_err(|e| vm.system_call_failed(e))
}

fn set_clock(vm: &mut Vm, clock: libc::clockid_t, ns: i64) -> PyResult<()> {
    let t = libc::timespec {
        tv_sec: ns.div_euclid(1_000_000_000),
        tv_nsec: ns.rem_euclid(1_000_000_000),
    };
    // SAFETY: the structure lives through the call.
    if unsafe { libc::clock_settime(clock, &raw const t) } != 0 {
        return Err(vm.system_call_failed(signals::last_error()));
    }
    Ok(())
}

fn clock_settime(vm: &mut Vm, clk_id: Value, time: Value) -> PyResult<()> {
    let clock = clock_id(vm, clk_id)?;
    let ns = duration_ns(vm, time)?;
    set_clock(vm, clock, ns)
}

fn clock_settime_ns(vm: &mut Vm, clk_id: Value, time: Value) -> PyResult<()> {
    let clock = clock_id(vm, clk_id)?;
    if !vm.is_int(time) {
        let t = vm.type_name(time);
        return Err(vm.type_error(format_args!("expect int, got {t}")));
    }
    let ns = vm.index_i64(time, "Python int too large to convert to C long long")?;
    set_clock(vm, clock, ns)
}

fn pthread_getcpuclockid(vm: &mut Vm, thread_id: Value) -> PyResult<i32> {
    if !vm.is_int(thread_id) {
        let t = vm.type_name(thread_id);
        return Err(vm.type_error(format_args!(
            "pthread_getcpuclockid() argument 1 must be int, not {t}"
        )));
    }
    let thread = vm.index_i64(thread_id, "Python int too large to convert to C long")? as u64;
    let known = thread == vm.thread.ident || vm.threads.parked.iter().any(|t| t.ident == thread);
    let mut clock = 0;
    let errno = if known {
        // SAFETY: the thread is one that this VM runs, so it exists; the number lives through the call.
        unsafe { libc::pthread_getcpuclockid(thread as libc::pthread_t, &raw mut clock) }
    } else {
        libc::ESRCH
    };
    if errno != 0 {
        Err(vm.system_call_failed(errno))
    } else {
        Ok(clock)
    }
}

fn get_clock_info(vm: &mut Vm, name: Value) -> PyResult {
    let Some(name) = vm.as_str(name) else {
        let t = vm.type_name(name);
        return Err(vm.type_error(format_args!(
            "get_clock_info() argument 1 must be str, not {t}"
        )));
    };
    let (clock, shown, monotonic) = match &*name.to_text() {
        "time" => (libc::CLOCK_REALTIME, "CLOCK_REALTIME", false),
        "monotonic" | "perf_counter" => (libc::CLOCK_MONOTONIC, "CLOCK_MONOTONIC", true),
        "process_time" => (
            libc::CLOCK_PROCESS_CPUTIME_ID,
            "CLOCK_PROCESS_CPUTIME_ID",
            true,
        ),
        "thread_time" => (
            libc::CLOCK_THREAD_CPUTIME_ID,
            "CLOCK_THREAD_CPUTIME_ID",
            true,
        ),
        _ => return Err(vm.value_error("unknown clock")),
    };
    let resolution = resolution(clock).map_err(|e| vm.system_call_failed(e))?;
    let implementation = vm.new_str(&format!("clock_gettime({shown})"))?;
    let class = vm.class(T::SimpleNamespace);
    let info = vm.new_instance(class);
    for (key, v) in [
        ("implementation", implementation.value()),
        ("monotonic", Value::from_bool(monotonic)),
        ("adjustable", Value::from_bool(!monotonic)),
        ("resolution", Value::from_float(resolution)),
    ] {
        let key = vm.intern(key)?;
        info.set(&mut vm.heap, &mut vm.shapes, key, v)
            .or_memory_error(vm)?;
    }
    Ok(info.value())
}

// ---- sleeping

/// The least float beyond an `i64`.
pub(super) const TWO_TO_63: f64 = (1_u64 << 63) as f64;

/// A number of seconds as nanoseconds, fractions rounded up.
fn duration_ns(vm: &mut Vm, v: Value) -> PyResult<i64> {
    const TOO_LARGE: &str = "timestamp out of range for C PyTime_t";
    if let Some(f) = vm.payload(v).as_float() {
        if f.is_nan() {
            return Err(vm.value_error("Invalid value NaN (not a number)"));
        }
        let ns = (f * 1e9).ceil();
        return if (-TWO_TO_63..TWO_TO_63).contains(&ns) {
            Ok(ns as i64)
        } else {
            Err(vm.overflow_error(TOO_LARGE))
        };
    }
    if !vm.is_index(v) {
        let t = vm.type_name(v);
        let or_float = if vm.main_version >= Version::V314 {
            " or float"
        } else {
            ""
        };
        return Err(vm.type_error(format_args!(
            "'{t}' object cannot be interpreted as an integer{or_float}"
        )));
    }
    let whole = vm.index_i64(v, TOO_LARGE)?;
    match whole.checked_mul(1_000_000_000) {
        Some(ns) => Ok(ns),
        None => Err(vm.overflow_error(TOO_LARGE)),
    }
}

fn sleep(vm: &mut Vm, seconds: Value) -> PyResult<()> {
    let ns = duration_ns(vm, seconds)?;
    if ns < 0 {
        return Err(vm.value_error("sleep length must be non-negative"));
    }
    let until = clock_ns(vm, libc::CLOCK_MONOTONIC)?.saturating_add(ns);
    let t = libc::timespec {
        tv_sec: until / 1_000_000_000,
        tv_nsec: until % 1_000_000_000,
    };
    loop {
        // SAFETY: the structure lives through the call; an absolute time needs no remainder.
        let errno = vm.allow_threads(|| unsafe {
            libc::clock_nanosleep(
                libc::CLOCK_MONOTONIC,
                libc::TIMER_ABSTIME,
                &raw const t,
                std::ptr::null_mut(),
            )
        });
        match errno {
            0 => return Ok(()),
            libc::EINTR => vm.run_signal_handlers()?,
            e => return Err(vm.system_call_failed(e)),
        }
    }
}
