//! Exceptions as text, as CPython writes them to `sys.stderr`: traceback, class, message, notes, and the exceptions behind them.

use super::exception::{Exception, slot};
use super::traceback::{FrameObject, Traceback};
use super::{PyResult, Raised, Vm};
use crate::object::{List, Obj, Str, T, Tuple, Value};
use crate::text::CharBuf;

const CAUSE: &str = "\nThe above exception was the direct cause of the following exception:\n\n";
const CONTEXT: &str = "\nDuring handling of the above exception, another exception occurred:\n\n";
const HEADING: &str = "Traceback (most recent call last):\n";
/// How often equal lines of a traceback are written.
const REPEATED: usize = 3;
/// How many exceptions of a group are shown, and how deep.
const GROUP_WIDTH: usize = 15;
const GROUP_DEPTH: usize = 10;

/// The text so far, and how it is indented inside exception groups.
struct Writer {
    out: CharBuf,
    /// Exception groups around; 0: none.
    depth: usize,
    /// The line of the first sub-exception is still to be drawn.
    need_close: bool,
    /// Addresses of exceptions shown already.
    seen: Vec<u64>,
}

impl Writer {
    fn new() -> Writer {
        Writer { out: CharBuf::new(), depth: 0, need_close: false, seen: Vec::new() }
    }

    fn margin(&mut self) {
        if self.depth > 0 {
            self.out.push_repeated(u32::from(' '), 2 * self.depth);
            self.out.push_str("| ");
        }
    }

    /// Writes text, each line of it behind the margin.
    fn lines(&mut self, text: &CharBuf) {
        let newline = u32::from('\n');
        let mut fresh = true;
        for c in text.as_chars().iter() {
            if fresh {
                self.margin();
            }
            self.out.push(c);
            fresh = c == newline;
        }
    }

    fn line(&mut self, text: &str) {
        let mut buf = CharBuf::new();
        buf.push_str(text);
        self.lines(&buf);
    }
}

impl Vm {
    /// The text of an exception, its traceback and the exceptions behind it.
    pub fn exception_text(&mut self, e: Exception) -> PyResult<CharBuf> {
        let mut w = Writer::new();
        self.write_chain(&mut w, e)?;
        Ok(w.out)
    }

    /// The text of an exception and its traceback, without the exceptions behind it.
    pub fn exception_text_alone(&mut self, e: Exception) -> PyResult<CharBuf> {
        let mut w = Writer::new();
        self.write_one(&mut w, e)?;
        Ok(w.out)
    }

    fn write_chain(&mut self, w: &mut Writer, e: Exception) -> PyResult<()> {
        self.check_native_stack()?;
        w.seen.push(e.value().0);
        let behind = |slot: u16| Exception::from_value(e.get(slot));
        let shown = |w: &Writer, e: Exception| w.seen.contains(&e.value().0);
        if let Some(cause) = behind(slot::CAUSE).filter(|&c| !shown(w, c)) {
            self.write_chain(w, cause)?;
            w.line(CAUSE);
        } else if behind(slot::CAUSE).is_none()
            && e.get(slot::SUPPRESS) != Value::TRUE
            && let Some(context) = behind(slot::CONTEXT).filter(|&c| !shown(w, c))
        {
            self.write_chain(w, context)?;
            w.line(CONTEXT);
        }
        if self.is_group(e.value()) { self.write_group(w, e) } else { self.write_one(w, e) }
    }

    fn write_one(&mut self, w: &mut Writer, e: Exception) -> PyResult<()> {
        let mut text = CharBuf::new();
        if self.traceback_into(&mut text, e.get(slot::TRACEBACK))? {
            w.line(HEADING);
        }
        if self.is_instance(e.value(), T::SyntaxError) {
            self.syntax_error_into(&mut text, e)?;
        }
        self.last_line_into(&mut text, e)?;
        self.notes_into(&mut text, e)?;
        w.lines(&text);
        Ok(())
    }

    fn write_group(&mut self, w: &mut Writer, e: Exception) -> PyResult<()> {
        let outermost = w.depth == 0;
        if w.depth > GROUP_DEPTH {
            w.line(&format!("... (max_group_depth is {GROUP_DEPTH})\n"));
            return Ok(());
        }
        if outermost {
            w.depth = 1;
        }
        let mut text = CharBuf::new();
        if self.traceback_into(&mut text, e.get(slot::TRACEBACK))? {
            if outermost {
                w.out.push_str("  + Exception Group ");
                w.out.push_str(HEADING);
            } else {
                w.line("Exception Group ");
                w.out.push_str(HEADING);
            }
        }
        self.last_line_into(&mut text, e)?;
        self.notes_into(&mut text, e)?;
        w.lines(&text);
        let parts = self.group_parts(e.value()).map_or(&[][..], Tuple::items);
        self.write_parts(w, parts)?;
        if outermost {
            w.depth = 0;
        }
        Ok(())
    }

    fn write_parts(&mut self, w: &mut Writer, parts: &[Value]) -> PyResult<()> {
        let shown = parts.len().min(GROUP_WIDTH + usize::from(parts.len() == GROUP_WIDTH + 1));
        for (i, &part) in parts.iter().take(shown).enumerate() {
            let last = i + 1 == parts.len();
            if last {
                w.need_close = true;
            }
            w.out.push_repeated(u32::from(' '), 2 * w.depth);
            let corner = if i == 0 { "+-+" } else { "  +" };
            w.out.push_str(&format!("{corner}---------------- {} ----------------\n", i + 1));
            w.depth += 1;
            match Exception::checked(self, part) {
                Some(part) => self.write_chain(w, part)?,
                None => w.line("<no exception>\n"),
            }
            w.depth -= 1;
            if last && w.need_close {
                w.out.push_repeated(u32::from(' '), 2 * w.depth);
                w.out.push_str("  +------------------------------------\n");
                w.need_close = false;
            }
        }
        if shown < parts.len() {
            let rest = parts.len() - shown;
            w.out.push_repeated(u32::from(' '), 2 * w.depth);
            w.out.push_str("  +---------------- ... ----------------\n");
            w.depth += 1;
            w.line(&format!("and {rest} more exception{}\n", if rest == 1 { "" } else { "s" }));
            w.depth -= 1;
            w.out.push_repeated(u32::from(' '), 2 * w.depth);
            w.out.push_str("  +------------------------------------\n");
        }
        Ok(())
    }

    /// The entries of a traceback; gives whether there is one.
    fn traceback_into(&mut self, text: &mut CharBuf, traceback: Value) -> PyResult<bool> {
        let mut at = Obj::<Traceback>::from_value(traceback);
        let any = at.is_some();
        let (mut previous, mut count) = (None, 0_usize);
        while let Some(tb) = at {
            let code = Obj::<FrameObject>::from_value(tb.frame.get()).and_then(|f| f.code());
            let line = self.traceback_line(tb);
            let key = code.map(|c| (c.value().0, line));
            if key.is_some() && key == previous {
                count += 1;
            } else {
                repeated_into(text, count);
                (previous, count) = (key, 1);
            }
            if let Some(code) = code
                && count <= REPEATED
            {
                let (file, name) = (self.str(code.filename())?, self.str(code.name())?);
                text.push_str("  File \"");
                text.extend(file.chars());
                text.push_str(&format!("\", line {}, in ", line.map_or_else(|| "None".to_string(), |l| l.to_string())));
                text.extend(name.chars());
                text.push_str("\n");
                source_line_into(text, &file.to_text(), line);
            }
            at = Obj::<Traceback>::from_value(tb.next.get());
        }
        repeated_into(text, count);
        Ok(any)
    }

    /// `Class: message`
    fn last_line_into(&mut self, text: &mut CharBuf, e: Exception) -> PyResult<()> {
        let class = self.type_of(e.value());
        text.push_str(&self.full_class_name(class));
        let message = if self.is_instance(e.value(), T::SyntaxError) && !e.get(slot::OWN).is_empty() {
            let message = e.get(slot::OWN);
            self.str(message)
        } else {
            self.str(e.value())
        };
        match message {
            Ok(message) if message.is_empty() => {}
            Ok(message) => {
                text.push_str(": ");
                text.extend(message.chars());
            }
            Err(Raised) => {
                self.take_pending();
                text.push_str(": <exception str() failed>");
            }
        }
        text.push_str("\n");
        Ok(())
    }

    /// `__notes__`, a line each.
    fn notes_into(&mut self, text: &mut CharBuf, e: Exception) -> PyResult<()> {
        let name = self.names.__notes__;
        let Some(notes) = self.get_attr_opt(e.value(), name)? else { return Ok(()) };
        let Some(list) = self.as_list(notes).map(List::value).or_else(|| self.as_tuple(notes).map(Tuple::value)) else {
            let shown = self.repr(notes)?;
            text.extend(shown.chars());
            text.push_str("\n");
            return Ok(());
        };
        let it = self.iter(list)?;
        while let Some(note) = self.next(it)? {
            match self.str(note) {
                Ok(note) => text.extend(note.chars()),
                Err(Raised) => {
                    self.take_pending();
                    text.push_str("<note str() failed>");
                }
            }
            text.push_str("\n");
        }
        Ok(())
    }

    /// File, line and text of a SyntaxError, with carets under what is wrong.
    fn syntax_error_into(&mut self, text: &mut CharBuf, e: Exception) -> PyResult<()> {
        let field = |i: u16| e.get(slot::OWN + i);
        let Some(line) = self.int_as_i64(field(2)) else { return Ok(()) };
        let file = if field(1).is_empty() || field(1).is_none() { "<string>".to_string() } else { self.str(field(1))?.to_text() };
        text.push_str(&format!("  File \"{file}\", line {line}\n"));
        let Some(source) = Str::from_value(field(4)) else { return Ok(()) };
        let source = source.to_text();
        let shown = source.trim_end_matches('\n').trim_start_matches([' ', '\t', '\u{c}']);
        if shown.is_empty() {
            return Ok(());
        }
        text.push_str(&format!("    {shown}\n"));
        let indent = source.chars().count() - source.trim_start_matches([' ', '\t', '\u{c}']).chars().count();
        if let Some(offset) = self.int_as_i64(field(3)).filter(|&o| o > 0) {
            let start = (offset as usize - 1).saturating_sub(indent);
            let end = self.int_as_i64(field(6)).map_or(start + 1, |o| (o.max(1) as usize - 1).saturating_sub(indent));
            let end = if end <= start { start + 1 } else { end };
            text.push_str("    ");
            text.push_repeated(u32::from(' '), start.min(shown.chars().count()));
            text.push_repeated(u32::from('^'), end - start);
            text.push_str("\n");
        }
        Ok(())
    }
}

fn repeated_into(text: &mut CharBuf, count: usize) {
    if count > REPEATED {
        let more = count - REPEATED;
        text.push_str(&format!("  [Previous line repeated {more} more time{}]\n", if more == 1 { "" } else { "s" }));
    }
}

/// The line of the source file, if it can be read.
fn source_line_into(text: &mut CharBuf, file: &str, line: Option<i32>) {
    let Some(line) = line.and_then(|l| usize::try_from(l).ok()).and_then(|l| l.checked_sub(1)) else { return };
    let Ok(source) = std::fs::read(file) else { return };
    let Some(bytes) = source.split(|&b| b == b'\n').nth(line) else { return };
    let shown = String::from_utf8_lossy(bytes);
    let shown = shown.trim();
    if !shown.is_empty() {
        text.push_str(&format!("    {shown}\n"));
    }
}
