//! Exceptions as text: what an uncaught one prints (Lib/traceback.py, Python/traceback.c).

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::exception::{Exception, slot, slot::OWN};
use super::frame_text::{Place, frame_lines};
use super::names::Special;
use super::traceback::{FrameObject, Traceback};
use super::{OrMemoryError, PyResult, Vm};
use crate::object::{GcVec, Obj, Str, T, Tuple, Value};
use crate::pyc::{Lines, Version};
use crate::text::CharBuf;

const CAUSE: &str = "\nThe above exception was the direct cause of the following exception:\n\n";
const CONTEXT: &str = "\nDuring handling of the above exception, another exception occurred:\n\n";
const TRACEBACK: &str = "Traceback (most recent call last):\n";
/// Equal frames shown before "repeated".
const REPEATS: usize = 3;
/// Exceptions of a group that are shown, and levels of groups.
const GROUP_WIDTH: usize = 15;
const GROUP_DEPTH: usize = 10;

/// Text under way, with the margins of the exception groups around it.
#[derive(Default)]
struct Output {
    text: String,
    depth: usize,
    need_close: bool,
    seen: HashSet<u64>,
    sources: HashMap<String, Option<Rc<Vec<String>>>>,
}

impl Output {
    fn indent(&self) -> String {
        " ".repeat(2 * self.depth)
    }

    fn emit(&mut self, text: &str) {
        self.emit_with(text, '|');
    }

    fn emit_with(&mut self, text: &str, margin: char) {
        let mut prefix = self.indent();
        if self.depth > 0 {
            prefix.push(margin);
            prefix.push(' ');
        }
        for line in text.split_inclusive('\n') {
            self.text.push_str(&prefix);
            self.text.push_str(line);
        }
    }

    /// The lines of a source file, if it can be read.
    fn source(&mut self, file: &str, folders: &[String]) -> Option<Rc<Vec<String>>> {
        if let Some(known) = self.sources.get(file) {
            return known.clone();
        }
        let tries = std::iter::once(file.to_string()).chain(
            folders
                .iter()
                .filter(|_| !file.starts_with('/'))
                .map(|d| format!("{d}/{file}")),
        );
        let bytes = if file.starts_with('<') {
            None
        } else {
            tries.into_iter().find_map(|f| std::fs::read(f).ok())
        };
        let lines = bytes.map(|b| {
            Rc::new(
                String::from_utf8_lossy(&b)
                    .lines()
                    .map(str::to_string)
                    .collect::<Vec<_>>(),
            )
        });
        self.sources.insert(file.to_string(), lines.clone());
        lines
    }
}

/// Text in which lone surrogates are written as escapes, as the error stream shows them.
#[must_use]
pub fn escaped(s: Str) -> String {
    match s.chars().to_utf8() {
        Ok(text) => text.into_owned(),
        Err(_) => s
            .chars()
            .iter()
            .map(|c| char::from_u32(c).map_or_else(|| format!("\\u{c:04x}"), String::from))
            .collect(),
    }
}

impl Vm {
    /// The whole text of an exception as it is printed when nobody catches it.
    pub fn format_exception(&mut self, exc: Value) -> PyResult<String> {
        let mut out = Output::default();
        self.format_chain(&mut out, exc)?;
        Ok(out.text)
    }

    /// Writes the text of an exception to `sys.stderr`; what fails there is forgotten.
    pub fn print_exception(&mut self, exc: Value) {
        let pending = self.take_pending();
        if let Ok(text) = self.format_exception(exc)
            && let Ok(text) = self.new_str(&text)
        {
            let _ = self.write_to_stderr(text);
        }
        self.thread.pending = pending;
    }

    /// Writes a text to `sys.stderr`, or to the process's error stream when that is not there yet.
    pub fn write_to_stderr(&mut self, text: Str) -> PyResult<()> {
        use std::io::Write;
        let name = self.names.stderr;
        match self.sys.get_str(name) {
            Some(Value::NONE) => Ok(()),
            Some(file) => {
                let (write, flush) = (self.names.write, self.names.flush);
                self.call_named(file, write, &[text.value()])?;
                self.call_named(file, flush, &[]).map(|_| ())
            }
            None => {
                // nobody is left to hear of an error here
                let _ = std::io::stderr().write_all(escaped(text).as_bytes());
                Ok(())
            }
        }
    }

    /// As `format_exception`, for the error stream.
    pub fn exception_text(&mut self, e: Exception) -> PyResult<CharBuf> {
        let text = self.format_exception(e.value())?;
        let mut buf = CharBuf::new();
        buf.push_str(&text);
        Ok(buf)
    }

    /// The traceback and text of one exception, without those it came from.
    pub fn exception_text_alone(&mut self, e: Exception) -> PyResult<CharBuf> {
        let mut out = Output::default();
        self.format_one(&mut out, e.value(), TRACEBACK, '|')?;
        let mut buf = CharBuf::new();
        buf.push_str(&out.text);
        Ok(buf)
    }

    /// The exceptions to show, `exc` first, and the texts that stand in front of each but the last.
    fn chain_of(&mut self, out: &mut Output, exc: Value) -> PyResult<(GcVec, Vec<&'static str>)> {
        let (mut chain, mut texts, mut at) = (GcVec::new(), Vec::new(), exc);
        out.seen.insert(exc.0);
        loop {
            chain.push(&mut self.heap, at).or_memory_error(self)?;
            let next = Exception::checked(self, at).and_then(|e| {
                if let Some(cause) = e.get(slot::CAUSE).some() {
                    return Some((CAUSE, cause));
                }
                let hidden = e.get(slot::SUPPRESS) == Value::TRUE;
                e.get(slot::CONTEXT)
                    .some()
                    .filter(|_| !hidden)
                    .map(|c| (CONTEXT, c))
            });
            let Some((text, next)) = next.filter(|(_, v)| out.seen.insert(v.0)) else {
                return Ok((chain, texts));
            };
            texts.push(text);
            at = next;
        }
    }

    fn format_chain(&mut self, out: &mut Output, exc: Value) -> PyResult<()> {
        self.check_native_stack()?;
        let (chain, texts) = self.chain_of(out, exc)?;
        for (i, &e) in chain.iter().enumerate().rev() {
            if let Some(text) = texts.get(i) {
                out.emit(text);
            }
            if self.is_group(e) {
                self.format_group(out, e)?
            } else {
                self.format_one(out, e, TRACEBACK, '|')?
            }
        }
        Ok(())
    }

    /// Traceback and text of one exception.
    fn format_one(
        &mut self,
        out: &mut Output,
        e: Value,
        title: &str,
        margin: char,
    ) -> PyResult<()> {
        if let Some(tb) = Exception::checked(self, e)
            .and_then(|e| Obj::<Traceback>::from_value(e.get(slot::TRACEBACK)))
        {
            let frames = self.format_traceback(out, tb)?;
            if !frames.is_empty() {
                out.emit_with(title, margin);
                out.emit(&frames);
            }
        }
        let text = self.format_exception_only(e)?;
        out.emit(&text);
        Ok(())
    }

    fn format_group(&mut self, out: &mut Output, e: Value) -> PyResult<()> {
        if out.depth > GROUP_DEPTH {
            out.emit(&format!("... (max_group_depth is {GROUP_DEPTH})\n"));
            return Ok(());
        }
        let top = out.depth == 0;
        out.depth += usize::from(top);
        self.format_one(
            out,
            e,
            "Exception Group Traceback (most recent call last):\n",
            if top { '+' } else { '|' },
        )?;
        let parts = self.group_parts(e).unwrap_or(self.empty_tuple);
        let shown = if parts.len() <= GROUP_WIDTH {
            parts.len()
        } else {
            GROUP_WIDTH + 1
        };
        out.need_close = false;
        for (i, &part) in parts.items().iter().take(shown).enumerate() {
            let last = i + 1 == shown;
            out.need_close |= last;
            let title = if i < GROUP_WIDTH {
                (i + 1).to_string()
            } else {
                "...".to_string()
            };
            let lead = if i == 0 { "+-" } else { "  " };
            let line = format!(
                "{}{lead}+---------------- {title} ----------------\n",
                out.indent()
            );
            out.text.push_str(&line);
            out.depth += 1;
            if i < GROUP_WIDTH {
                self.format_chain(out, part)?;
            } else {
                let more = parts.len() - GROUP_WIDTH;
                out.emit(&format!(
                    "and {more} more exception{}\n",
                    if more > 1 { "s" } else { "" }
                ));
            }
            if last && out.need_close {
                let line = format!("{}+------------------------------------\n", out.indent());
                out.text.push_str(&line);
                out.need_close = false;
            }
            out.depth -= 1;
        }
        out.depth -= usize::from(top);
        Ok(())
    }

    // ---- the frames

    fn format_traceback(&mut self, out: &mut Output, tb: Obj<Traceback>) -> PyResult<String> {
        let mut entries = Vec::new();
        let mut at = Some(tb);
        while let Some(tb) = at {
            entries.extend(self.traceback_entry(tb));
            at = Obj::<Traceback>::from_value(tb.next.get());
        }
        if let Some(limit) = self.traceback_limit()? {
            let skip = entries.len().saturating_sub(limit);
            entries.drain(..skip);
        }
        let folders = self.search_folders();
        let (mut text, mut repeats) = (String::new(), 0);
        for (i, entry) in entries.iter().enumerate() {
            let same = i > 0 && entries[i - 1].same_line(entry);
            if !same {
                note_repeats(&mut text, repeats);
                repeats = 0;
            }
            repeats += 1;
            if repeats <= REPEATS {
                let source = out.source(&entry.file, &folders);
                text.push_str(&frame_lines(entry, source.as_deref().map(Vec::as_slice)));
            }
        }
        note_repeats(&mut text, repeats);
        Ok(text)
    }

    /// What a traceback entry shows.
    fn traceback_entry(&self, tb: Obj<Traceback>) -> Option<Place> {
        let code = Obj::<FrameObject>::from_value(tb.frame.get())?.code()?;
        let text = |v: Value| Str::from_value(v).map_or_else(String::new, escaped);
        let raw = code.raw();
        let position = usize::try_from(tb.lasti.get())
            .map(|at| Lines::new(raw).position_at(at))
            .unwrap_or_default();
        Some(Place {
            file: text(code.filename()),
            name: text(code.name()),
            line: self.traceback_line(tb),
            position,
            version: raw.version,
        })
    }

    /// `sys.tracebacklimit`
    fn traceback_limit(&mut self) -> PyResult<Option<usize>> {
        let name = self.intern("tracebacklimit")?;
        let limit = self.sys.get_str(name).and_then(|v| self.int_as_i64(v));
        Ok(limit.map(|n| usize::try_from(n).unwrap_or(0)))
    }

    /// The folders of `sys.path`, where the source of a relative file name may be.
    fn search_folders(&mut self) -> Vec<String> {
        let Some(path) = self
            .sys
            .get_str(self.names.path)
            .and_then(|v| self.as_list(v))
        else {
            return Vec::new();
        };
        (0..path.len())
            .filter_map(|i| path.get(i).and_then(Str::from_value).map(Str::to_text))
            .collect()
    }

    // ---- the exception itself

    /// The last lines: class, text and notes.
    pub fn format_exception_only(&mut self, exc: Value) -> PyResult<String> {
        let mut text = String::new();
        let class = self.shown_class(exc);
        let e = Exception::checked(self, exc);
        match e {
            Some(e) if e.is_a(self, T::SyntaxError) => {
                self.syntax_error_lines(e, &class, &mut text)?
            }
            _ => {
                let mut shown = self.safe_str(exc, "<exception str() failed>");
                if let Some(e) = e {
                    shown.push_str(&self.suggestion(e));
                }
                text.push_str(&class);
                if !shown.is_empty() {
                    text.push_str(": ");
                    text.push_str(&shown);
                }
                text.push('\n');
            }
        }
        if let Some(e) = e {
            self.note_lines(e, &mut text)?;
        }
        Ok(text)
    }

    /// The class as it is shown: with its module, unless that is builtins or the main program.
    fn shown_class(&mut self, exc: Value) -> String {
        let class = self.type_of(exc);
        // nested classes have been shown as such since 3.9
        let qualname = if self.main_version >= Version::V39 { class.qualname() } else { class.name() };
        let qualname = Str::from_value(qualname).map_or_else(String::new, escaped);
        let name = self.names.__module__;
        let module = match self.get_attr_opt(class.value(), name) {
            Ok(m) => m.and_then(|m| self.as_str(m)),
            Err(_) => {
                self.take_pending();
                None
            }
        };
        match module.map(escaped) {
            None => format!("<unknown>.{qualname}"),
            Some(m) if m == "builtins" || m == "__main__" && self.main_version >= Version::V311 => {
                qualname
            }
            Some(m) => format!("{m}.{qualname}"),
        }
    }

    /// `str(v)`, or `failed` when that raises.
    fn safe_str(&mut self, v: Value, failed: &str) -> String {
        match self.str(v) {
            Ok(s) => escaped(s),
            Err(_) => {
                self.take_pending();
                failed.to_string()
            }
        }
    }

    fn note_lines(&mut self, e: Exception, text: &mut String) -> PyResult<()> {
        let name = self.names.__notes__;
        let notes = match self.get_attr_opt(e.value(), name) {
            Ok(n) => n.filter(|n| !n.is_none()),
            Err(_) => {
                self.take_pending();
                text.push_str("Ignored error getting __notes__\n");
                None
            }
        };
        let Some(notes) = notes else { return Ok(()) };
        let is_text =
            self.as_str(notes).is_some() || crate::object::Bytes::from_value(notes).is_some();
        if is_text
            || self.special_of(notes, Special::GetItem).is_none()
            || self.as_dict(notes).is_some()
        {
            let shown = match self.repr(notes) {
                Ok(s) => escaped(s),
                Err(_) => {
                    self.take_pending();
                    "<__notes__ repr() failed>".to_string()
                }
            };
            text.push_str(&shown);
            text.push('\n');
            return Ok(());
        }
        let notes: Tuple = self.tuple_from(notes)?;
        for &note in notes.items() {
            let shown = self.safe_str(note, "<note str() failed>");
            for line in shown.split('\n') {
                text.push_str(line);
                text.push('\n');
            }
        }
        Ok(())
    }

    fn syntax_error_lines(&mut self, e: Exception, class: &str, text: &mut String) -> PyResult<()> {
        let field = |i: u16| e.get(OWN + i).some().filter(|v| !v.is_none());
        let number = |vm: &Vm, i: u16| field(i).and_then(|v| vm.int_as_i64(v));
        let filename = field(1).map(|v| self.safe_str(v, ""));
        let (line, end_line) = (number(self, 2), number(self, 5));
        let mut suffix = String::new();
        match (line, &filename) {
            (Some(n), f) => text.push_str(&format!(
                "  File \"{}\", line {n}\n",
                f.as_deref().unwrap_or("<string>")
            )),
            (None, Some(f)) => suffix = format!(" ({f})"),
            (None, None) => {}
        }
        if let (Some(source), Some(_)) = (field(4).and_then(|v| self.as_str(v)).map(escaped), line)
        {
            let offsets =
                number(self, 3).map(|o| (o, number(self, 6).filter(|_| line == end_line)));
            text.push_str(&marked_source(
                &source,
                offsets,
                end_line.is_some() && line != end_line,
            ));
        }
        let msg = match field(0) {
            Some(m) => self.safe_str(m, "<exception str() failed>"),
            None => "<no detail available>".to_string(),
        };
        text.push_str(&format!("{class}: {msg}{suffix}\n"));
        Ok(())
    }
}

fn note_repeats(text: &mut String, repeats: usize) {
    if repeats > REPEATS {
        let more = repeats - REPEATS;
        text.push_str(&format!(
            "  [Previous line repeated {more} more time{}]\n",
            if more > 1 { "s" } else { "" }
        ));
    }
}

/// The line of a SyntaxError and the carets below it. Offsets count from 1.
fn marked_source(source: &str, offsets: Option<(i64, Option<i64>)>, to_end: bool) -> String {
    let right = source.trim_end_matches('\n');
    let left = right.trim_start_matches([' ', '\n', '\x0c']);
    let spaces = (right.chars().count() - left.chars().count()) as i64;
    let mut text = format!("    {left}\n");
    let Some((offset, end)) = offsets else {
        return text;
    };
    let length = right.chars().count() as i64;
    let offset = offset.min(length + 1);
    let mut end = match end {
        _ if to_end => length + 1,
        Some(e) if e != 0 => e,
        _ => offset,
    };
    if end == -1 || end <= offset {
        end = offset + 1;
    }
    let (start, end) = (offset - 1 - spaces, end - 1 - spaces);
    if let Ok(n) = usize::try_from(start) {
        let pad: String = left
            .chars()
            .chain(std::iter::repeat(' '))
            .take(n)
            .map(|c| if c.is_whitespace() { c } else { ' ' })
            .collect();
        text.push_str(&format!(
            "    {pad}{}\n",
            "^".repeat(usize::try_from(end - start).unwrap_or(1))
        ));
    }
    text
}
