//! Dates of the module `time`: `struct_time`, conversions, formatting and the local time zone, by way of the C library.
#![expect(unsafe_code, reason = "calls the C library's calendar")]

use std::ffi::CStr;

use super::time::TWO_TO_63;
use crate::builtins::int::PyInt;
use crate::object::{Instance, Module, Str, Tuple, Value};
use crate::runtime::native::Args;
use crate::runtime::structseq::StructSeq;
use crate::runtime::{PyResult, Vm, signals};
use crate::text::CharBuf;

/// `time.struct_time`
pub static STRUCT_TIME: StructSeq = StructSeq {
    name: "time.struct_time",
    doc: "The time value as returned by gmtime(), localtime(), and strptime(), and\n accepted by asctime(), mktime() and strftime().  May be considered as a\n sequence of 9 integers.",
    fields: &[
        "tm_year",
        "tm_mon",
        "tm_mday",
        "tm_hour",
        "tm_min",
        "tm_sec",
        "tm_wday",
        "tm_yday",
        "tm_isdst",
        "tm_zone",
        "tm_gmtoff",
    ],
    visible: 9,
    constructible: true,
};

/// Adds what belongs to this file.
pub fn install(vm: &mut Vm, module: Module) -> PyResult<()> {
    let class = vm.struct_seq_class(&STRUCT_TIME)?;
    vm.set_item_str(module.dict(), "struct_time", class.value())?;
    vm.set_item_str(module.dict(), "_STRUCT_TM_ITEMS", Value::from_i32(11))?;
    set_zone(vm, module)
}

// ---- from seconds

/// The seconds in an argument, rounded down; now when it is None.
fn time_arg(vm: &mut Vm, v: Value) -> PyResult<libc::time_t> {
    const TOO_LARGE: &str = "timestamp out of range for platform time_t";
    if v.is_none() || v.is_empty() {
        // SAFETY: a null pointer asks for the result only.
        return Ok(unsafe { libc::time(std::ptr::null_mut()) });
    }
    if let Some(f) = vm.payload(v).as_float() {
        if f.is_nan() {
            return Err(vm.value_error("Invalid value NaN (not a number)"));
        }
        let f = f.floor();
        return if (-TWO_TO_63..TWO_TO_63).contains(&f) {
            Ok(f as libc::time_t)
        } else {
            Err(vm.overflow_error(TOO_LARGE))
        };
    }
    vm.index_i64(v, TOO_LARGE)
}

/// A `tm` of zeros.
fn blank() -> libc::tm {
    // SAFETY: numbers and a pointer that may be null.
    unsafe { std::mem::zeroed() }
}

fn broken_down(vm: &mut Vm, t: libc::time_t, local: bool) -> PyResult<libc::tm> {
    let mut tm = blank();
    // SAFETY: both arguments live through the call.
    let r = unsafe {
        if local {
            libc::localtime_r(&raw const t, &raw mut tm)
        } else {
            libc::gmtime_r(&raw const t, &raw mut tm)
        }
    };
    if r.is_null() {
        return Err(vm.system_call_failed(signals::last_error()));
    }
    Ok(tm)
}

fn zone_name(tm: &libc::tm) -> String {
    if tm.tm_zone.is_null() {
        return String::new();
    }
    // SAFETY: the C library's names of zones are strings that stay valid until the zone is set anew; this one is copied at once.
    unsafe { CStr::from_ptr(tm.tm_zone) }
        .to_string_lossy()
        .into_owned()
}

fn new_struct_time(vm: &mut Vm, tm: &libc::tm) -> PyResult {
    let zone = vm.new_str(&zone_name(tm))?;
    let offset = vm.new_int(tm.tm_gmtoff);
    let i = |n: i32| Value::from_int_unchecked(i64::from(n));
    let year = Value::from_int_unchecked(i64::from(tm.tm_year) + 1900);
    let values = [
        year,
        i(tm.tm_mon + 1),
        i(tm.tm_mday),
        i(tm.tm_hour),
        i(tm.tm_min),
        i(tm.tm_sec),
        i((tm.tm_wday + 6) % 7),
        i(tm.tm_yday + 1),
        i(tm.tm_isdst),
        zone.value(),
        offset,
    ];
    vm.new_struct_seq(&STRUCT_TIME, &values)
}

pub(super) fn gmtime(vm: &mut Vm, seconds: Value) -> PyResult {
    let t = time_arg(vm, seconds)?;
    let tm = broken_down(vm, t, false)?;
    new_struct_time(vm, &tm)
}

pub(super) fn localtime(vm: &mut Vm, seconds: Value) -> PyResult {
    let t = time_arg(vm, seconds)?;
    let tm = broken_down(vm, t, true)?;
    new_struct_time(vm, &tm)
}

// ---- from tuples

/// A time tuple; the second value keeps the text that `tm_zone` points to.
struct Given {
    tm: libc::tm,
    zone: Option<std::ffi::CString>,
}

fn field(vm: &mut Vm, v: Value) -> PyResult<i32> {
    let i = vm.index_i64(v, "Python int too large to convert to C long")?;
    i32::try_from(i).map_err(|_| {
        let bound = if i < 0 {
            "less than minimum"
        } else {
            "greater than maximum"
        };
        vm.overflow_error(format_args!("signed integer is {bound}"))
    })
}

/// Reads a time tuple (Modules/timemodule.c:gettmarg).
fn given(vm: &mut Vm, function: &str, v: Value) -> PyResult<Given> {
    let Some(items) = vm.as_tuple(v) else {
        return Err(vm.type_error("Tuple or struct_time argument required"));
    };
    if items.len() != 9 {
        return Err(vm.type_error(format_args!("{function}(): illegal time tuple argument")));
    }
    let mut n = [0; 9];
    for (slot, &item) in n.iter_mut().zip(items.items()) {
        *slot = field(vm, item)?;
    }
    let [year, mon, mday, hour, min, sec, wday, yday, isdst] = n;
    if year < i32::MIN + 1900 {
        return Err(vm.overflow_error("year out of range"));
    }
    let mut tm = blank();
    tm.tm_year = year - 1900;
    tm.tm_mon = mon.wrapping_sub(1);
    (tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec) = (mday, hour, min, sec);
    tm.tm_wday = wday.wrapping_add(1) % 7;
    tm.tm_yday = yday.wrapping_sub(1);
    tm.tm_isdst = isdst;
    let mut zone = None;
    let class = vm.struct_seq_class(&STRUCT_TIME)?;
    if vm.type_of(v) == class
        && let Some(o) = Instance::from_value(v)
    {
        if let Some(name) = Str::from_value(o.fixed(10)) {
            zone = std::ffi::CString::new(name.to_text()).ok();
        }
        if let Some(offset) = PyInt::of(vm, o.fixed(11)) {
            tm.tm_gmtoff = vm.int_as_i64(offset.value()).unwrap_or(0);
        }
    }
    Ok(Given { tm, zone })
}

/// Checks the ranges that formatting needs (Modules/timemodule.c:checktm).
fn check(vm: &mut Vm, tm: &mut libc::tm) -> PyResult<()> {
    if tm.tm_mon == -1 {
        tm.tm_mon = 0;
    }
    if tm.tm_mday == 0 {
        tm.tm_mday = 1;
    }
    if tm.tm_yday == -1 {
        tm.tm_yday = 0;
    }
    let checks = [
        ((0..=11).contains(&tm.tm_mon), "month"),
        ((0..=31).contains(&tm.tm_mday), "day of month"),
        ((0..=23).contains(&tm.tm_hour), "hour"),
        ((0..=59).contains(&tm.tm_min), "minute"),
        ((0..=61).contains(&tm.tm_sec), "seconds"),
        (tm.tm_wday >= 0, "day of week"),
        ((0..=365).contains(&tm.tm_yday), "day of year"),
    ];
    match checks.iter().find(|(ok, _)| !ok) {
        Some((_, what)) => Err(vm.value_error(format_args!("{what} out of range"))),
        None => Ok(()),
    }
}

pub(super) fn mktime(vm: &mut Vm, tuple: Value) -> PyResult<f64> {
    let mut tm = given(vm, "mktime", tuple)?.tm;
    tm.tm_wday = -1; // stays so when the C library cannot tell
    // SAFETY: the structure lives through the call.
    let t = unsafe { libc::mktime(&raw mut tm) };
    if t == -1 && tm.tm_wday == -1 {
        return Err(vm.overflow_error("mktime argument out of range"));
    }
    Ok(t as f64)
}

fn text_of(tm: &libc::tm) -> String {
    const DAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let day = usize::try_from(tm.tm_wday)
        .ok()
        .and_then(|i| DAYS.get(i))
        .unwrap_or(&"???");
    let month = usize::try_from(tm.tm_mon)
        .ok()
        .and_then(|i| MONTHS.get(i))
        .unwrap_or(&"???");
    let year = i64::from(tm.tm_year) + 1900;
    format!(
        "{day} {month}{:3} {:02}:{:02}:{:02} {year}",
        tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec
    )
}

pub(super) fn asctime(vm: &mut Vm, tuple: Value) -> PyResult<String> {
    if tuple.is_empty() {
        return ctime(vm, Value::NONE);
    }
    let mut tm = given(vm, "asctime", tuple)?.tm;
    check(vm, &mut tm)?;
    Ok(text_of(&tm))
}

pub(super) fn ctime(vm: &mut Vm, seconds: Value) -> PyResult<String> {
    let t = time_arg(vm, seconds)?;
    let tm = broken_down(vm, t, true)?;
    Ok(text_of(&tm))
}

// ---- formatting

pub(super) fn strftime(vm: &mut Vm, format: Value, tuple: Value) -> PyResult<Str> {
    let Some(format) = vm.as_str(format) else {
        let t = vm.type_name(format);
        return Err(vm.type_error(format_args!("strftime() argument 1 must be str, not {t}")));
    };
    let mut given = if tuple.is_empty() {
        let now = time_arg(vm, Value::NONE)?;
        Given {
            tm: broken_down(vm, now, true)?,
            zone: None,
        }
    } else {
        let mut given = given(vm, "strftime", tuple)?;
        check(vm, &mut given.tm)?;
        given
    };
    given.tm.tm_isdst = given.tm.tm_isdst.clamp(-1, 1);
    if let Some(zone) = &given.zone {
        given.tm.tm_zone = zone.as_ptr().cast_mut();
    }
    let mut out = CharBuf::new();
    // only ASCII goes through the C library, so that no locale can damage the rest
    let mut piece = Vec::new();
    for c in format.chars().iter() {
        match u8::try_from(c) {
            Ok(byte) if byte.is_ascii() && byte != 0 => piece.push(byte),
            _ => {
                push_formatted(&mut out, &mut piece, &given.tm);
                out.push(c);
            }
        }
    }
    push_formatted(&mut out, &mut piece, &given.tm);
    vm.new_text(out.as_chars())
}

/// Formats a piece without NUL. A letter is added behind, so that an empty result differs from one that did not fit.
fn push_formatted(out: &mut CharBuf, piece: &mut Vec<u8>, tm: &libc::tm) {
    const MOST: usize = 1 << 24;
    if piece.is_empty() {
        return;
    }
    piece.extend([b'x', 0]);
    let mut buffer = vec![0_u8; 256 + 4 * piece.len()];
    loop {
        // SAFETY: the buffer is as long as said, the format ends with NUL, and `tm` lives through the call.
        let n = unsafe {
            libc::strftime(
                buffer.as_mut_ptr().cast(),
                buffer.len(),
                piece.as_ptr().cast(),
                std::ptr::from_ref(tm),
            )
        };
        if let Some(text) = n.checked_sub(1).and_then(|n| buffer.get(..n)) {
            out.push_str(&String::from_utf8_lossy(text));
            break;
        }
        if buffer.len() > MOST {
            break;
        }
        buffer.resize(buffer.len() * 4, 0);
    }
    piece.clear();
}

pub(super) fn strptime(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    let module = vm.import_module("_strptime")?;
    let f = vm.get_attr_str(module, "_strptime_time")?;
    vm.call(f, args)
}

// ---- the local time zone

mod c {
    unsafe extern "C" {
        pub(super) fn tzset();
    }
}

/// Seconds west of UTC and the name of the zone at `t`.
fn zone_at(vm: &mut Vm, t: libc::time_t) -> PyResult<(i64, String)> {
    let tm = broken_down(vm, t, true)?;
    Ok((-tm.tm_gmtoff, zone_name(&tm)))
}

/// Sets `timezone`, `altzone`, `daylight` and `tzname` from the zone in January and in July.
fn set_zone(vm: &mut Vm, module: Module) -> PyResult<()> {
    const YEAR: libc::time_t = (365 * 24 + 6) * 3600;
    let start = time_arg(vm, Value::NONE)? / YEAR * YEAR;
    let (january, july) = (zone_at(vm, start)?, zone_at(vm, start + YEAR / 2)?);
    let daylight = january.0 != july.0;
    // in the south July is winter
    let (standard, summer) = if january.0 < july.0 {
        (july, january)
    } else {
        (january, july)
    };
    let names = [
        vm.new_str(&standard.1)?.value(),
        vm.new_str(&summer.1)?.value(),
    ];
    let names = Tuple::small(&mut vm.heap, names);
    let (timezone, altzone) = (vm.new_int(standard.0), vm.new_int(summer.0));
    for (name, v) in [
        ("timezone", timezone),
        ("altzone", altzone),
        ("daylight", Value::from_i32(i32::from(daylight))),
        ("tzname", names.value()),
    ] {
        vm.set_item_str(module.dict(), name, v)?;
    }
    Ok(())
}

pub(super) fn tzset(vm: &mut Vm) -> PyResult<()> {
    // SAFETY: reads the environment, which only this thread's Python code changes now.
    unsafe { c::tzset() };
    let name = vm.intern("time")?;
    let modules = vm.modules;
    match vm.dict_get_str(modules, name)?.and_then(Module::from_value) {
        Some(module) => set_zone(vm, module),
        None => Ok(()),
    }
}
