//! The lines of one traceback entry: place, source and carets.

use super::caret_anchors::{Anchors, Outermost, anchors};
use crate::pyc::{Position, Version};

/// What a traceback entry shows.
pub(super) struct Place {
    pub(super) file: String,
    pub(super) name: String,
    pub(super) line: Option<i32>,
    pub(super) position: Position,
    pub(super) version: Version,
}

impl Place {
    /// Would it print the same first line?
    pub(super) fn same_line(&self, other: &Place) -> bool {
        self.line == other.line && self.file == other.file && self.name == other.name
    }
}

/// The lines of an entry; `source`: all lines of its file.
pub(super) fn frame_lines(place: &Place, source: Option<&[String]>) -> String {
    let line = place
        .line
        .map_or_else(|| "None".to_string(), |n| n.to_string());
    let mut text = format!(
        "  File \"{}\", line {line}, in {}\n",
        place.file, place.name
    );
    let first = place
        .line
        .and_then(|n| usize::try_from(n).ok())
        .and_then(|n| n.checked_sub(1));
    let Some((first, source)) = first.zip(source).filter(|(n, s)| *n < s.len()) else {
        return text;
    };
    if source[first].trim().is_empty() {
        return text;
    }
    let columns = place
        .position
        .col
        .zip(place.position.end_col)
        .filter(|_| place.position.line == place.line);
    match columns {
        Some(columns) if place.version >= Version::V313 => {
            text.push_str(&marked_lines(place, source, first, columns));
        }
        Some(columns) => text.push_str(&marked_line(place, &source[first], columns)),
        None => text.push_str(&format!("    {}\n", source[first].trim())),
    }
    text
}

/// The number of characters in the first `bytes` bytes.
fn characters(line: &str, bytes: u32) -> usize {
    let bytes = bytes as usize;
    line.char_indices().take_while(|(i, _)| *i < bytes).count()
}

/// One line with its carets, as 3.11 and 3.12 show it.
fn marked_line(place: &Place, line: &str, (col, end_col): (u32, u32)) -> String {
    let stripped = line.trim();
    let mut text = format!("    {stripped}\n");
    let lead = line.chars().count() - line.trim_start().chars().count();
    let one_line = place.position.end_line == place.position.line;
    let start = characters(line, col).saturating_sub(lead);
    let whole = stripped.chars().count();
    let end = if one_line {
        characters(line, end_col).saturating_sub(lead).min(whole)
    } else {
        whole
    };
    if end <= start {
        return text;
    }
    let segment: String = stripped.chars().skip(start).take(end - start).collect();
    let found = if one_line {
        anchors(&segment).filter(|a| !matches!(a.node, Outermost::Call { .. }))
    } else {
        None
    };
    if end - start >= whole && found.is_none() {
        return text;
    }
    let marks: String = (0..end - start)
        .map(|i| match found {
            Some(a) if i < a.start.1 || i >= a.end.1 => '~',
            _ => '^',
        })
        .collect();
    text.push_str(&format!("    {}{marks}\n", " ".repeat(start)));
    text
}

/// All lines of an instruction with carets below the ones that matter, as 3.13 and later show them.
fn marked_lines(
    place: &Place,
    source: &[String],
    first: usize,
    (col, end_col): (u32, u32),
) -> String {
    let last = place
        .position
        .end_line
        .and_then(|n| usize::try_from(n).ok())
        .map_or(first, |n| n.saturating_sub(1))
        .clamp(first, source.len() - 1);
    let (start, end) = (
        characters(&source[first], col),
        characters(&source[last], end_col),
    );
    let lines = dedented(&source[first..=last]);
    let lead = source[first].chars().count().saturating_sub(lines[0].len());
    let (start, end) = (start.saturating_sub(lead), end.saturating_sub(lead));
    let segment = segment(&lines, start, end);
    let found = anchors(&segment).map(|a| shifted(a, start));
    let show = should_show(&lines, start, end, found);
    let mut rows = Vec::new();
    let mut before = None;
    for n in significant(lines.len(), found) {
        match before.map(|b: usize| n - b) {
            Some(2) => output(&mut rows, &lines, n - 1, (start, end), found, show),
            Some(d) if d > 2 => rows.push(format!("...<{} lines>...", d - 1)),
            _ => {}
        }
        output(&mut rows, &lines, n, (start, end), found, show);
        before = Some(n);
    }
    let common = rows
        .iter()
        .filter(|r| !r.trim().is_empty())
        .map(|r| r.len() - r.trim_start().len())
        .min()
        .unwrap_or(0);
    rows.iter()
        .map(|r| format!("    {}\n", r.get(common..).unwrap_or("")))
        .collect()
}

type Line = Vec<char>;

/// The lines without the blanks that all of them start with, and without those at their ends.
fn dedented(lines: &[String]) -> Vec<Line> {
    let lines: Vec<Line> = lines
        .iter()
        .map(|l| l.trim_end().chars().collect())
        .collect();
    let blanks = |l: &Line| l.iter().take_while(|c| c.is_whitespace()).count();
    let common = lines
        .iter()
        .filter(|l| !l.is_empty())
        .map(blanks)
        .min()
        .unwrap_or(0);
    lines
        .iter()
        .map(|l| l.get(common..).unwrap_or(&[]).to_vec())
        .collect()
}

/// The exact text of the instruction.
fn segment(lines: &[Line], start: usize, end: usize) -> String {
    let last = lines.len() - 1;
    let part = |(n, l): (usize, &Line)| -> String {
        let to = if n == last { end.min(l.len()) } else { l.len() };
        let from = if n == 0 { start.min(to) } else { 0 };
        l[from..to].iter().collect()
    };
    lines
        .iter()
        .enumerate()
        .map(part)
        .collect::<Vec<_>>()
        .join("\n")
}

/// Anchors relative to the lines, not to the segment.
fn shifted(mut a: Anchors, start: usize) -> Anchors {
    if a.start.0 == 0 {
        a.start.1 += start;
    }
    if a.end.0 == 0 {
        a.end.1 += start;
    }
    a
}

fn significant(count: usize, found: Option<Anchors>) -> Vec<usize> {
    let mut all = vec![0, count - 1];
    if let Some(a) = found {
        for n in [a.start.0, a.end.0] {
            all.extend(n.saturating_sub(1)..n + 2);
        }
    }
    all.retain(|&n| n < count);
    all.sort_unstable();
    all.dedup();
    all
}

fn output(
    rows: &mut Vec<String>,
    lines: &[Line],
    n: usize,
    (start, end): (usize, usize),
    found: Option<Anchors>,
    show: bool,
) {
    let line = &lines[n];
    rows.push(line.iter().collect());
    if !show {
        return;
    }
    let blanks = line.iter().take_while(|c| c.is_whitespace()).count();
    let count = if n == lines.len() - 1 {
        end
    } else {
        line.len()
    };
    let mark = |col: usize| {
        if col < blanks || n == 0 && col < start {
            return ' ';
        }
        match found {
            Some(a) if (n, col) >= a.start && (n, col) < a.end => '^',
            Some(_) => '~',
            None => '^',
        }
    };
    rows.push((0..count).map(mark).collect());
}

/// No carets where they would say nothing: under a whole line, under `return f(…)` and `x = f(…)`.
fn should_show(lines: &[Line], start: usize, end: usize, found: Option<Anchors>) -> bool {
    let before: String = lines[0].iter().take(start).collect();
    let after: String = lines[lines.len() - 1].iter().skip(end).collect();
    let (before, after) = (before.trim(), after.trim());
    if after.is_empty() || after.starts_with('#') {
        let assigned = before.ends_with('=')
            && !before.ends_with("==")
            && before[..before.len() - 1]
                .ends_with(|c: char| c.is_alphanumeric() || matches!(c, ' ' | '_' | ']' | ')'));
        match found.map(|a| a.node) {
            Some(Outermost::Call { name: true }) if before == "return" => return false,
            Some(Outermost::Call { .. }) if assigned => return false,
            _ => {}
        }
    }
    found.is_some() || !before.is_empty() || !after.is_empty()
}
