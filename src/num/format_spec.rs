//! The format mini-language: `[[fill]align][sign][z][#][0][width][grouping][.precision[grouping]][type]`.
//!
//! [`FormatSpec::parse`] reads a specification as CPython 3.14 does, with its errors; it depends on the kind of object
//! only for the defaults and the errors' texts. Strings are laid out here, numbers in `format_number.rs`.

use super::error::Error;

/// What is being formatted: decides the default type and alignment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// `str`
    Str,
    /// `int`
    Int,
    /// `float`
    Float,
    /// `complex`
    Complex,
}

/// Where the padding goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// `<`: after the text.
    Left,
    /// `>`: before it.
    Right,
    /// `^`: on both sides.
    Center,
    /// `=`: between the sign (and prefix) and the digits.
    AfterSign,
}

/// What stands before a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// No sign option: a minus only.
    Default,
    /// `-`: the same, but an error for strings.
    Minus,
    /// `+`: always a sign.
    Plus,
    /// A space in place of the plus.
    Space,
}

/// The separator of groups of digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grouping {
    /// `,`
    Comma,
    /// `_`
    Underscore,
}

impl Grouping {
    /// The separator.
    pub fn char(self) -> char {
        match self {
            Grouping::Comma => ',',
            Grouping::Underscore => '_',
        }
    }
}

/// A parsed format specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormatSpec {
    /// The code point to pad with.
    pub fill: u32,
    /// Where the padding goes.
    pub align: Align,
    /// The sign option.
    pub sign: Sign,
    /// `z`: no negative zero.
    pub no_negative_zero: bool,
    /// `#`
    pub alternate: bool,
    /// The least number of code points.
    pub width: Option<usize>,
    /// Groups in the integer part.
    pub grouping: Option<Grouping>,
    /// The digits after the point, or the significant ones, or the most code points of a string.
    pub precision: Option<usize>,
    /// Groups in the fractional part (3.14).
    pub fraction_grouping: Option<Grouping>,
    /// The type code; 0 when there is none and the subject has no default.
    pub code: u32,
}

const ZERO: u32 = b'0' as u32;
const SPACE: u32 = b' ' as u32;

/// Reads code points with one of look-ahead.
struct Reader<I: Iterator<Item = u32> + Clone> {
    rest: I,
}

impl<I: Iterator<Item = u32> + Clone> Reader<I> {
    fn peek(&self) -> Option<u32> {
        self.rest.clone().next()
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(u32::from(wanted));
        if found {
            self.rest.next();
        }
        found
    }

    /// A decimal number, if there is one.
    fn number(&mut self) -> Result<Option<usize>, Error> {
        let mut value = None;
        while let Some(digit) = self
            .peek()
            .and_then(char::from_u32)
            .and_then(|c| c.to_digit(10))
        {
            self.rest.next();
            value = Some(
                value
                    .unwrap_or(0usize)
                    .checked_mul(10)
                    .and_then(|v| v.checked_add(digit as usize))
                    .filter(|v| *v <= isize::MAX as usize)
                    .ok_or_else(|| Error::value("Too many decimal digits in format string"))?,
            );
        }
        Ok(value)
    }

    /// `,` or `_`, but not both.
    fn grouping(&mut self) -> Result<Option<Grouping>, Error> {
        let both = || Err(Error::value("Cannot specify both ',' and '_'."));
        let comma = self.take(',');
        if self.take('_') {
            // What follows the underscore is looked at too; a second comma after a comma passes as a type code.
            return if comma || self.peek() == Some(u32::from(',')) {
                both()
            } else {
                Ok(Some(Grouping::Underscore))
            };
        }
        Ok(comma.then_some(Grouping::Comma))
    }
}

fn align_of(point: Option<u32>) -> Option<Align> {
    Some(match char::from_u32(point?)? {
        '<' => Align::Left,
        '>' => Align::Right,
        '^' => Align::Center,
        '=' => Align::AfterSign,
        _ => return None,
    })
}

impl FormatSpec {
    /// Reads a specification. `type_name` is the name of the object's type, for errors.
    pub fn parse<I>(spec: I, subject: Subject, type_name: &str) -> Result<FormatSpec, Error>
    where
        I: Iterator<Item = u32> + Clone,
    {
        let mut reader = Reader { rest: spec.clone() };
        let default_align = if subject == Subject::Str {
            Align::Left
        } else {
            Align::Right
        };
        let default_code = match subject {
            Subject::Str => u32::from('s'),
            Subject::Int => u32::from('d'),
            Subject::Float | Subject::Complex => 0,
        };
        let (fill, align) = read_align(&mut reader);
        let sign = match reader.peek().and_then(char::from_u32) {
            Some('+') => Sign::Plus,
            Some('-') => Sign::Minus,
            Some(' ') => Sign::Space,
            _ => Sign::Default,
        };
        if sign != Sign::Default {
            reader.rest.next();
        }
        let no_negative_zero = reader.take('z');
        let alternate = reader.take('#');
        let zero = fill.is_none() && reader.take('0');
        let default_align = if zero && default_align == Align::Right {
            Align::AfterSign
        } else {
            default_align
        };
        let width = reader.number()?;
        let grouping = reader.grouping()?;
        let (precision, fraction_grouping) = if reader.take('.') {
            read_precision(&mut reader)?
        } else {
            (None, None)
        };
        let code = reader.rest.next();
        if reader.rest.next().is_some() {
            let shown: String = spec
                .map(|point| char::from_u32(point).unwrap_or(char::REPLACEMENT_CHARACTER))
                .collect();
            return Err(Error::value(format!(
                "Invalid format specifier '{shown}' for object of type '{type_name}'"
            )));
        }
        let parsed = FormatSpec {
            fill: fill.unwrap_or(if zero { ZERO } else { SPACE }),
            align: align.unwrap_or(default_align),
            sign,
            no_negative_zero,
            alternate,
            width,
            grouping,
            precision,
            fraction_grouping,
            code: code.unwrap_or(default_code),
        };
        parsed.check_grouping()?;
        Ok(parsed)
    }

    fn check_grouping(&self) -> Result<(), Error> {
        let wrong = |grouping: Grouping| {
            let separator = grouping.char();
            Err(Error::value(match printable(self.code) {
                Some(code) => format!("Cannot specify '{separator}' with '{code}'."),
                None => format!("Cannot specify '{separator}' with '\\x{:x}'.", self.code),
            }))
        };
        let code = char::from_u32(self.code).unwrap_or(char::REPLACEMENT_CHARACTER);
        match (self.grouping, code) {
            (None, _) => {}
            (Some(_), 'd' | 'e' | 'f' | 'g' | 'E' | 'F' | 'G' | '%' | '\0') => {}
            (Some(Grouping::Underscore), 'b' | 'o' | 'x' | 'X') => {}
            (Some(grouping), _) => return wrong(grouping),
        }
        match self.fraction_grouping {
            Some(grouping) if code == 'n' => wrong(grouping),
            _ => Ok(()),
        }
    }

    /// The error for a type code the object does not know.
    pub fn unknown_code(&self, type_name: &str) -> Error {
        Error::value(match printable(self.code) {
            Some(code) => format!("Unknown format code '{code}' for object of type '{type_name}'"),
            None => format!(
                "Unknown format code '\\x{:x}' for object of type '{type_name}'",
                self.code
            ),
        })
    }

    /// The padding left and right of `length` code points.
    pub(super) fn padding(&self, length: usize) -> (usize, usize) {
        let missing = self.width.unwrap_or(0).saturating_sub(length);
        match self.align {
            Align::Left | Align::AfterSign => (0, missing),
            Align::Right => (missing, 0),
            Align::Center => (missing / 2, missing - missing / 2),
        }
    }
}

/// Fill and alignment: an alignment in second place makes the first code point the fill, whatever it is.
fn read_align<I: Iterator<Item = u32> + Clone>(
    reader: &mut Reader<I>,
) -> (Option<u32>, Option<Align>) {
    let mut ahead = reader.rest.clone();
    let (first, second) = (ahead.next(), ahead.next());
    if let Some(align) = align_of(second) {
        reader.rest = ahead;
        return (first, Some(align));
    }
    let align = align_of(first);
    if align.is_some() {
        reader.rest.next();
    }
    (None, align)
}

fn read_precision<I: Iterator<Item = u32> + Clone>(
    reader: &mut Reader<I>,
) -> Result<(Option<usize>, Option<Grouping>), Error> {
    let precision = reader.number()?;
    let grouping = reader.grouping()?;
    if precision.is_none() && grouping.is_none() {
        return Err(Error::value("Format specifier missing precision"));
    }
    Ok((precision, grouping))
}

fn printable(code: u32) -> Option<char> {
    char::from_u32(code).filter(char::is_ascii_graphic)
}

/// How a string is laid out: its first `keep` code points between `left` and `right` times `fill`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextLayout {
    /// How many code points of the text to show.
    pub keep: usize,
    /// Fills before.
    pub left: usize,
    /// Fills after.
    pub right: usize,
    /// The fill.
    pub fill: u32,
}

/// The layout of a string of `length` code points.
pub fn format_str(spec: &FormatSpec, length: usize, type_name: &str) -> Result<TextLayout, Error> {
    if spec.code != u32::from('s') {
        return Err(spec.unknown_code(type_name));
    }
    let refuse = |what: &str| {
        Err(Error::value(format!(
            "{what} not allowed in string format specifier"
        )))
    };
    match spec.sign {
        Sign::Default => {}
        Sign::Space => return refuse("Space"),
        Sign::Plus | Sign::Minus => return refuse("Sign"),
    }
    if spec.no_negative_zero {
        return refuse("Negative zero coercion (z)");
    }
    if spec.alternate {
        return refuse("Alternate form (#)");
    }
    if spec.align == Align::AfterSign {
        return refuse("'=' alignment");
    }
    let keep = spec
        .precision
        .map_or(length, |precision| precision.min(length));
    let (left, right) = spec.padding(keep);
    Ok(TextLayout {
        keep,
        left,
        right,
        fill: spec.fill,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(spec: &str, subject: Subject) -> Result<FormatSpec, Error> {
        FormatSpec::parse(spec.chars().map(u32::from), subject, "T")
    }

    #[test]
    fn fields() {
        let spec = parse("é^+z#020,.7_f", Subject::Float).unwrap();
        assert_eq!(
            spec,
            FormatSpec {
                fill: 0xe9,
                align: Align::Center,
                sign: Sign::Plus,
                no_negative_zero: true,
                alternate: true,
                width: Some(20),
                grouping: Some(Grouping::Comma),
                precision: Some(7),
                fraction_grouping: Some(Grouping::Underscore),
                code: u32::from('f'),
            }
        );
        let spec = parse("05", Subject::Int).unwrap();
        assert_eq!(
            (spec.fill, spec.align, spec.width, spec.code),
            (ZERO, Align::AfterSign, Some(5), u32::from('d'))
        );
        let spec = parse("05", Subject::Str).unwrap();
        assert_eq!((spec.fill, spec.align), (ZERO, Align::Left));
        let spec = parse("<<", Subject::Str).unwrap();
        assert_eq!((spec.fill, spec.align), (u32::from('<'), Align::Left));
    }

    #[track_caller]
    fn check_error(spec: &str, subject: Subject, text: &str) {
        let error = match parse(spec, subject) {
            Err(error) => error,
            Ok(parsed) => format_str(&parsed, 2, "T").unwrap_err(),
        };
        assert_eq!(error.text, text, "{spec}");
    }

    #[test]
    fn errors() {
        use Subject::{Int, Str};
        check_error(".", Str, "Format specifier missing precision");
        check_error(
            "xx",
            Str,
            "Invalid format specifier 'xx' for object of type 'T'",
        );
        check_error(
            "99999999999999999999",
            Int,
            "Too many decimal digits in format string",
        );
        check_error(",_", Int, "Cannot specify both ',' and '_'.");
        check_error("_,", Int, "Cannot specify both ',' and '_'.");
        check_error(",,", Int, "Cannot specify ',' with ','.");
        check_error(",", Str, "Cannot specify ',' with 's'.");
        check_error(",x", Int, "Cannot specify ',' with 'x'.");
        check_error("_n", Int, "Cannot specify '_' with 'n'.");
        check_error(".3_n", Int, "Cannot specify '_' with 'n'.");
        check_error("_\u{1}", Int, "Cannot specify '_' with '\\x1'.");
        check_error("d", Str, "Unknown format code 'd' for object of type 'T'");
        check_error(
            "é",
            Str,
            "Unknown format code '\\xe9' for object of type 'T'",
        );
        check_error("+", Str, "Sign not allowed in string format specifier");
        check_error(" ", Str, "Space not allowed in string format specifier");
        check_error(
            "z",
            Str,
            "Negative zero coercion (z) not allowed in string format specifier",
        );
        check_error(
            "#",
            Str,
            "Alternate form (#) not allowed in string format specifier",
        );
        check_error(
            "=5",
            Str,
            "'=' alignment not allowed in string format specifier",
        );
    }

    #[test]
    fn strings() {
        for (spec, layout) in [
            ("", (2, 0, 0)),
            ("5", (2, 0, 3)),
            (">5", (2, 3, 0)),
            ("^5", (2, 1, 2)),
            (".1", (1, 0, 0)),
            ("^4.1s", (1, 1, 2)),
            ("1", (2, 0, 0)),
        ] {
            let parsed = parse(spec, Subject::Str).unwrap();
            let found = format_str(&parsed, 2, "str").unwrap();
            assert_eq!((found.keep, found.left, found.right), layout, "{spec}");
        }
    }
}
