//! What the compiler did, for `--stats`.

use std::fmt::Write as _;
use std::time::Duration;

use super::exits::Reason;
use super::tier::{Made, State, name_of};
use crate::object::Code;
use crate::runtime::json::quote;

/// As text.
pub(super) fn text(state: &State) -> String {
    let mut s = String::new();
    let code: usize = state.made.iter().map(|m| m.unit.code_bytes()).sum();
    let lowering: Duration = state.made.iter().map(|m| m.unit.time).sum();
    let _ = writeln!(
        s,
        "compiled {} units, {code} bytes of code, {:.2} ms ({:.2} ms SSA, {:.2} ms machine code)",
        state.made.len(),
        (state.build_time + lowering).as_secs_f64() * 1e3,
        state.build_time.as_secs_f64() * 1e3,
        lowering.as_secs_f64() * 1e3,
    );
    for m in &state.made {
        let taken: u32 = m.unit.exits.iter().map(|e| e.count.get()).sum();
        let _ = writeln!(
            s,
            "  {} {}: {} bytes, {:.2} ms, left {taken} times{}",
            m.kind.name(),
            m.unit.name,
            m.unit.code_bytes(),
            m.unit.time.as_secs_f64() * 1e3,
            if m.alive { "" } else { ", discarded" },
        );
        for e in m.unit.exits.iter().filter(|e| e.count.get() > 0) {
            let place = e.place().map_or_else(String::new, |(code, pc)| {
                let line = line_of(code, pc);
                format!(" at {}, instruction {pc}{line}", name_of(code, None))
            });
            let why = match e.reason {
                Reason::Guard => format!("{} failed", e.op),
                Reason::Stress => format!("{} made to fail", e.op),
                Reason::End => "not compiled further".to_string(),
                Reason::Suspend => "a generator was suspended".to_string(),
                Reason::Poll => "something waited".to_string(),
                Reason::Raise => "an exception".to_string(),
                Reason::Deep => "too deep".to_string(),
            };
            let _ = writeln!(s, "    {} times: {why}{place}", e.count.get());
        }
    }
    for (name, why) in &state.refusals {
        let _ = writeln!(s, "  not compiled: {name}: {why}");
    }
    s
}

fn line_of(code: Code, pc: u32) -> String {
    let offset = code.body().and_then(|b| b.offsets.get(pc as usize));
    match offset.and_then(|&o| crate::runtime::traceback::line_at(code, o as usize)) {
        Some(line) => format!(" (line {line})"),
        None => String::new(),
    }
}

/// As one JSON object.
pub(super) fn json(state: &State) -> String {
    let units: Vec<String> = state.made.iter().map(unit).collect();
    let refusals = state.refusals.iter();
    let refusals: Vec<String> = refusals
        .map(|(n, why)| format!("{}:{}", quote(n), quote(why)))
        .collect();
    let passes = state.times.iter();
    let passes: Vec<String> = passes
        .map(|(pass, t)| format!("\"{}\":{:.3}", pass.name(), t.as_secs_f64() * 1e3))
        .collect();
    format!(
        "{{\"units\":[{}],\"ssa_ms\":{:.3},\"passes_ms\":{{{}}},\"refusals\":{{{}}}}}",
        units.join(","),
        state.build_time.as_secs_f64() * 1e3,
        passes.join(","),
        refusals.join(",")
    )
}

fn unit(m: &Made) -> String {
    let taken = m.unit.exits.iter().filter(|e| e.count.get() > 0);
    let exits: Vec<String> = taken
        .map(|e| {
            let (code, pc) = e.place().map_or((String::new(), 0), |(code, pc)| {
                (name_of(code, None), pc)
            });
            format!(
                "{{\"reason\":\"{:?}\",\"operation\":\"{}\",\"function\":{},\"instruction\":{pc},\"count\":{}}}",
                e.reason,
                e.op,
                quote(&code),
                e.count.get()
            )
        })
        .collect();
    format!(
        "{{\"name\":{},\"kind\":\"{}\",\"code_bytes\":{},\"compile_ms\":{:.3},\"alive\":{},\"exits\":[{}]}}",
        quote(&m.unit.name),
        m.kind.name(),
        m.unit.code_bytes(),
        m.unit.time.as_secs_f64() * 1e3,
        m.alive,
        exits.join(",")
    )
}
