//! The grammar of `str.format`: templates into literal text and fields, field names into steps.
//!
//! Only parsing. It is done piece by piece, at the caller's pace, because CPython reports a mistake in a template only
//! after the fields before it were evaluated. Positions are in the [`Chars`] given to each call; a nested format
//! specification is a template of its own. All errors are `ValueError`.

use super::Chars;
use super::chars::{Unit, each_width};
use super::unicode::decimal_value;
use std::fmt;
use std::ops::Range;

/// How deep format specifications nest: a field inside a specification is the last level.
pub const MAX_DEPTH: usize = 2;

/// What is wrong with a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormatError(pub &'static str);

impl fmt::Display for FormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// The error for a specification nested deeper than [`MAX_DEPTH`].
pub const TOO_DEEP: FormatError = FormatError("Max string recursion exceeded");

/// Literal text and the field behind it, if there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Text to be copied; the second of a doubled brace is left out, which is why text may come in several pieces.
    pub literal: Range<usize>,
    /// The replacement field.
    pub field: Option<Field>,
}

/// A replacement field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// `0.attr[key]`: see [`first`] and [`next_step`].
    pub name: Range<usize>,
    /// The character behind `!`.
    pub conversion: Option<u32>,
    /// What stands behind `:`.
    pub spec: Range<usize>,
    /// The specification has fields itself and must be formatted first.
    pub nested: bool,
}

const OPEN: u32 = 0x7b;
const CLOSE: u32 = 0x7d;
const BRACKET: u32 = 0x5b;
const BRACKET_END: u32 = 0x5d;
const DOT: u32 = 0x2e;
const COLON: u32 = 0x3a;
const BANG: u32 = 0x21;

/// Reads the next piece of a template from `at`, which it moves; `None` at the end.
pub fn next_piece(template: Chars<'_>, at: &mut usize) -> Option<Result<Piece, FormatError>> {
    let start = *at;
    if start >= template.len() {
        return None;
    }
    let rest = template.slice(start..template.len());
    let is_brace = |code: u32| code == OPEN || code == CLOSE;
    let offset = each_width!(rest, units => units.iter().position(|unit| is_brace(unit.code())));
    let Some(brace) = offset.map(|offset| start + offset) else {
        *at = template.len();
        return Some(Ok(Piece {
            literal: start..template.len(),
            field: None,
        }));
    };
    *at = brace + 1;
    match (template.get(brace), template.get(brace + 1)) {
        (code, next) if code == next => {
            *at = brace + 2;
            Some(Ok(Piece {
                literal: start..brace + 1,
                field: None,
            }))
        }
        (Some(CLOSE), _) => Some(Err(FormatError("Single '}' encountered in format string"))),
        (_, None) => Some(Err(FormatError("Single '{' encountered in format string"))),
        (_, Some(CLOSE)) => {
            *at = brace + 2;
            let nothing = brace + 1..brace + 1;
            let field = Field {
                name: nothing.clone(),
                conversion: None,
                spec: nothing,
                nested: false,
            };
            Some(Ok(Piece {
                literal: start..brace,
                field: Some(field),
            }))
        }
        _ => Some(read_field(template, at).map(|field| Piece {
            literal: start..brace,
            field: Some(field),
        })),
    }
}

/// Reads a field from behind its opening brace to behind its closing one.
fn read_field(template: Chars<'_>, at: &mut usize) -> Result<Field, FormatError> {
    let start = *at;
    let end = name_end(template, at)?;
    let mut field = Field {
        name: start..end,
        conversion: None,
        spec: end..end,
        nested: false,
    };
    match template.get(end) {
        Some(CLOSE) => Ok(field),
        Some(BANG) => {
            let conversion = template.get(*at);
            field.conversion = Some(conversion.ok_or(FormatError(
                "end of string while looking for conversion specifier",
            ))?);
            *at += 1;
            match template.get(*at) {
                Some(CLOSE) => {
                    field.spec = *at..*at;
                    *at += 1;
                    Ok(field)
                }
                Some(COLON) => {
                    *at += 1;
                    read_spec(template, at, field)
                }
                None => read_spec(template, at, field),
                Some(_) => Err(FormatError("expected ':' after conversion specifier")),
            }
        }
        Some(_) => read_spec(template, at, field),
        None => Err(FormatError("expected '}' before end of string")),
    }
}

/// Where the field's name ends; `at` moves behind the character that ends it.
fn name_end(template: Chars<'_>, at: &mut usize) -> Result<usize, FormatError> {
    let mut in_brackets = false;
    while let Some(code) = template.get(*at) {
        *at += 1;
        match code {
            BRACKET_END => in_brackets = false,
            _ if in_brackets => {}
            OPEN => return Err(FormatError("unexpected '{' in field name")),
            BRACKET => in_brackets = true,
            CLOSE | COLON | BANG => return Ok(*at - 1),
            _ => {}
        }
    }
    Err(FormatError("expected '}' before end of string"))
}

/// The specification: up to the brace that closes the field.
fn read_spec(template: Chars<'_>, at: &mut usize, mut field: Field) -> Result<Field, FormatError> {
    let start = *at;
    let mut depth = 1usize;
    while let Some(code) = template.get(*at) {
        *at += 1;
        match code {
            OPEN => {
                field.nested = true;
                depth += 1;
            }
            CLOSE if depth == 1 => {
                field.spec = start..*at - 1;
                return Ok(field);
            }
            CLOSE => depth -= 1,
            _ => {}
        }
    }
    Err(FormatError("unmatched '{' in format spec"))
}

/// Whether a template numbers its fields itself; one for the whole template, nested specifications included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Numbering {
    automatic: Option<bool>,
    next: usize,
}

/// Where a field's value is looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum First {
    /// A positional argument.
    Index(usize),
    /// A keyword argument; may be empty without [`Numbering`].
    Name(Range<usize>),
}

/// The beginning of a field name and where its steps begin. Without `numbering` (`_string.formatter_field_name_split`)
/// an empty beginning is an empty name.
pub fn first(
    name: Chars<'_>,
    numbering: Option<&mut Numbering>,
) -> Result<(First, usize), FormatError> {
    let end = name
        .iter()
        .position(|code| code == DOT || code == BRACKET)
        .unwrap_or(name.len());
    let index = integer(name.slice(0..end))?;
    let first = match (index, numbering) {
        (None, Some(numbering)) if end == 0 => First::Index(numbering.next_automatic()?),
        (Some(index), Some(numbering)) => {
            numbering.use_manual()?;
            First::Index(index)
        }
        (Some(index), None) => First::Index(index),
        (None, _) => First::Name(0..end),
    };
    Ok((first, end))
}

impl Numbering {
    fn next_automatic(&mut self) -> Result<usize, FormatError> {
        if !*self.automatic.get_or_insert(true) {
            return Err(FormatError(
                "cannot switch from manual field specification to automatic field numbering",
            ));
        }
        self.next += 1;
        Ok(self.next - 1)
    }

    fn use_manual(&mut self) -> Result<(), FormatError> {
        if *self.automatic.get_or_insert(false) {
            return Err(FormatError(
                "cannot switch from automatic field numbering to manual field specification",
            ));
        }
        Ok(())
    }
}

/// One step from a value to a part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// `.name`
    Attr(Range<usize>),
    /// `[7]`
    Index(usize),
    /// `[key]`
    Key(Range<usize>),
}

/// Reads the next step of a field name from `at`, which it moves; `None` at the end.
pub fn next_step(name: Chars<'_>, at: &mut usize) -> Option<Result<Step, FormatError>> {
    let opener = name.get(*at)?;
    *at += 1;
    Some(read_step(name, at, opener))
}

fn read_step(name: Chars<'_>, at: &mut usize, opener: u32) -> Result<Step, FormatError> {
    let start = *at;
    let rest = name.slice(start..name.len());
    let end = match opener {
        DOT => rest
            .iter()
            .position(|code| code == DOT || code == BRACKET)
            .unwrap_or(rest.len()),
        BRACKET => rest
            .iter()
            .position(|code| code == BRACKET_END)
            .ok_or(FormatError("Missing ']' in format string"))?,
        _ => {
            return Err(FormatError(
                "Only '.' or '[' may follow ']' in format field specifier",
            ));
        }
    };
    let range = start..start + end;
    *at = range.end + usize::from(opener == BRACKET);
    let index = if opener == BRACKET {
        integer(name.slice(range.clone()))?
    } else {
        None
    };
    match (index, opener) {
        _ if range.is_empty() => Err(FormatError("Empty attribute in format string")),
        (Some(index), _) => Ok(Step::Index(index)),
        (None, DOT) => Ok(Step::Attr(range)),
        (None, _) => Ok(Step::Key(range)),
    }
}

/// A number in decimal digits of any script; `None` when it is not one.
fn integer(text: Chars<'_>) -> Result<Option<usize>, FormatError> {
    if text.is_empty() {
        return Ok(None);
    }
    let mut value = 0isize;
    for code in text {
        let Some(digit) = decimal_value(code) else {
            return Ok(None);
        };
        let next = value
            .checked_mul(10)
            .and_then(|value| value.checked_add(digit as isize));
        value = next.ok_or(FormatError("Too many decimal digits in format string"))?;
    }
    Ok(usize::try_from(value).ok())
}

/// The message for a conversion that is not `r`, `s` or `a` (`ValueError`).
#[must_use]
pub fn unknown_conversion(code: u32) -> String {
    match char::from_u32(code) {
        Some(c @ '!'..='~') => format!("Unknown conversion specifier {c}"),
        _ => format!("Unknown conversion specifier \\x{code:x}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::CharBuf;

    /// Shows a template as `literal<name|conversion|spec>...`, `*` marking nested specifications; errors end it.
    fn shown(template: &str) -> String {
        let template = CharBuf::from(template);
        let template = template.as_chars();
        let (mut at, mut out) = (0, String::new());
        while let Some(piece) = next_piece(template, &mut at) {
            let piece = match piece {
                Ok(piece) => piece,
                Err(error) => return format!("{out}# {error}"),
            };
            let text = |range: Range<usize>| template.slice(range).to_string_lossy().into_owned();
            out += &text(piece.literal);
            if let Some(field) = piece.field {
                let conversion = field
                    .conversion
                    .and_then(char::from_u32)
                    .map(String::from)
                    .unwrap_or_default();
                let star = if field.nested { "*" } else { "" };
                out += &format!(
                    "<{}|{conversion}|{}{star}>",
                    text(field.name),
                    text(field.spec)
                );
            }
        }
        out
    }

    #[test]
    fn templates_split_into_pieces() {
        for (template, expected) in [
            ("", ""),
            ("a{}b", "a<||>b"),
            ("{{}}", "{}"),
            ("{{{0}}}", "{<0||>}"),
            ("{0.a[b]!r:>{w}}", "<0.a[b]|r|>{w}*>"),
            ("{a[:]}", "<a[:]||>"),
            ("{a[}]}", "<a[}]||>"),
            ("{:}}", "<||># Single '}' encountered in format string"),
            ("{!}}", "<|}|>"),
            ("{!}", "# unmatched '{' in format spec"),
            ("a}", "# Single '}' encountered in format string"),
            ("a{", "# Single '{' encountered in format string"),
            ("a{b", "# expected '}' before end of string"),
            ("{a{b}", "# unexpected '{' in field name"),
            (
                "{a!",
                "# end of string while looking for conversion specifier",
            ),
            ("{a!r", "# unmatched '{' in format spec"),
            ("{a!rx}", "# expected ':' after conversion specifier"),
            ("{a:{b}", "# unmatched '{' in format spec"),
            ("日{本}", "日<本||>"),
        ] {
            assert_eq!(shown(template), expected, "{template}");
        }
    }

    /// Shows a field name as its beginning and steps.
    fn steps(name: &str, numbering: Option<&mut Numbering>) -> String {
        let name = CharBuf::from(name);
        let name = name.as_chars();
        let text = |range: Range<usize>| name.slice(range).to_string_lossy().into_owned();
        let (mut out, mut at) = match first(name, numbering) {
            Ok((First::Index(index), at)) => (index.to_string(), at),
            Ok((First::Name(range), at)) => (text(range), at),
            Err(error) => return format!("# {error}"),
        };
        while let Some(step) = next_step(name, &mut at) {
            out += &match step {
                Ok(Step::Attr(range)) => format!(" .{}", text(range)),
                Ok(Step::Index(index)) => format!(" #{index}"),
                Ok(Step::Key(range)) => format!(" [{}", text(range)),
                Err(error) => return format!("{out} # {error}"),
            };
        }
        out
    }

    #[test]
    fn field_names_are_steps() {
        for (name, expected) in [
            ("0.a[1][b].c", "0 .a #1 [b .c"),
            ("x", "x"),
            ("\u{661}", "1"),
            ("", ""),
            ("-1", "-1"),
            ("a[-1]", "a [-1"),
            ("a.", "a # Empty attribute in format string"),
            ("a[]", "a # Empty attribute in format string"),
            ("a[b", "a # Missing ']' in format string"),
            (
                "a[b]c",
                "a [b # Only '.' or '[' may follow ']' in format field specifier",
            ),
            (
                "99999999999999999999",
                "# Too many decimal digits in format string",
            ),
        ] {
            assert_eq!(steps(name, None), expected, "{name}");
        }
    }

    #[test]
    fn numbering_is_automatic_or_manual() {
        let mut numbering = Numbering::default();
        assert_eq!(steps("", Some(&mut numbering)), "0");
        assert_eq!(steps("name", Some(&mut numbering)), "name");
        assert_eq!(steps(".a", Some(&mut numbering)), "1 .a");
        let error = "# cannot switch from automatic field numbering to manual field specification";
        assert_eq!(steps("0", Some(&mut numbering)), error);
        numbering = Numbering::default();
        assert_eq!(steps("3", Some(&mut numbering)), "3");
        let error = "# cannot switch from manual field specification to automatic field numbering";
        assert_eq!(steps("", Some(&mut numbering)), error);
        assert_eq!(unknown_conversion(0x78), "Unknown conversion specifier x");
        assert_eq!(
            unknown_conversion(0x20),
            "Unknown conversion specifier \\x20"
        );
    }
}
