//! printf-style formatting: the parser of `%` templates and the text of their numbers.
//!
//! The parser hands out pieces one at a time, because CPython takes and formats arguments while it reads: an error in
//! the template is only raised when everything before it went well. Texts are Objects/unicodeobject.c's of 3.14.

use super::bigint::IntRef;
use super::decimal::Decimal;
use super::error::Error;
use super::float_text::{self, Flags as FloatFlags};
use super::format_number::float_style;
use super::format_spec::TextLayout;

/// A text with code points at indexes, in whichever width it is stored.
pub trait CodePoints {
    /// The code point at an index; `None` past the end.
    fn point(&self, index: usize) -> Option<u32>;
}

impl CodePoints for [u8] {
    fn point(&self, index: usize) -> Option<u32> {
        self.get(index).copied().map(u32::from)
    }
}

impl CodePoints for [u16] {
    fn point(&self, index: usize) -> Option<u32> {
        self.get(index).copied().map(u32::from)
    }
}

impl CodePoints for [u32] {
    fn point(&self, index: usize) -> Option<u32> {
        self.get(index).copied()
    }
}

/// The flags of a conversion.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flags {
    /// `-`
    pub left: bool,
    /// `+`
    pub plus: bool,
    /// A space.
    pub space: bool,
    /// `#`
    pub alternate: bool,
    /// `0`
    pub zero: bool,
}

/// A conversion, after its stars are filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spec {
    /// The flags.
    pub flags: Flags,
    /// The least number of code points.
    pub width: Option<usize>,
    /// The digits, or the most code points of a text.
    pub precision: Option<usize>,
    /// The conversion character, known or not.
    pub code: u32,
}

/// A conversion as it stands in a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conversion {
    /// Where in the template the mapping key is: start and end of what is between the parentheses.
    pub key: Option<(usize, usize)>,
    /// Everything but what the stars stand for.
    pub spec: Spec,
    /// The width is the next argument: give it to [`Spec::set_width`].
    pub star_width: bool,
    /// The precision is the next argument: give it to [`Spec::set_precision`].
    pub star_precision: bool,
    /// The index of the conversion character.
    pub at: usize,
}

/// A piece of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// The code points from start to end stand for themselves. (`%%` gives the second percent sign.)
    Literal(usize, usize),
    /// An argument goes here.
    Conversion(Conversion),
}

/// Reads a template piece by piece.
#[derive(Debug)]
pub struct Template<'a, T: CodePoints + ?Sized> {
    text: &'a T,
    at: usize,
}

const PERCENT: u32 = b'%' as u32;

impl<'a, T: CodePoints + ?Sized> Template<'a, T> {
    /// Starts at the front of a template.
    pub fn new(text: &'a T) -> Template<'a, T> {
        Template { text, at: 0 }
    }

    fn peek(&self) -> Option<char> {
        // A surrogate is no character a template gives meaning to.
        self.text
            .point(self.at)
            .map(|point| char::from_u32(point).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        self.at += usize::from(found);
        found
    }

    /// Takes the conversion that comes next, when it is one of `%s %r %d %x` without anything in between, which most are.
    #[inline]
    pub fn plain(&mut self) -> Option<Spec> {
        let code = self.text.point(self.at + 1)?;
        let plain = self.text.point(self.at) == Some(PERCENT)
            && [b's', b'r', b'd', b'x'].map(u32::from).contains(&code);
        if !plain {
            return None;
        }
        self.at += 2;
        Some(Spec {
            flags: Flags::default(),
            width: None,
            precision: None,
            code,
        })
    }

    fn literal(&mut self) -> Piece {
        let start = self.at;
        while self
            .text
            .point(self.at)
            .is_some_and(|point| point != PERCENT)
        {
            self.at += 1;
        }
        Piece::Literal(start, self.at)
    }

    fn conversion(&mut self) -> Result<Conversion, Error> {
        let key = self.key()?;
        let mut flags = Flags::default();
        while let Some(flag) = self.peek() {
            match flag {
                '-' => flags.left = true,
                '+' => flags.plus = true,
                ' ' => flags.space = true,
                '#' => flags.alternate = true,
                '0' => flags.zero = true,
                _ => break,
            }
            self.at += 1;
        }
        let star_width = self.take('*');
        let width = if star_width {
            None
        } else {
            self.number(isize::MAX as usize, "width too big")?
        };
        let (mut precision, mut star_precision) = (None, false);
        if self.take('.') {
            star_precision = self.take('*');
            precision = match star_precision {
                true => None,
                false => Some(
                    self.number(i32::MAX as usize, "precision too big")?
                        .unwrap_or(0),
                ),
            };
        }
        if matches!(self.peek(), Some('h' | 'l' | 'L')) {
            self.at += 1;
        }
        let at = self.at;
        let code = self
            .text
            .point(at)
            .ok_or_else(|| Error::value("incomplete format"))?;
        self.at += 1;
        let spec = Spec {
            flags,
            width,
            precision,
            code,
        };
        Ok(Conversion {
            key,
            spec,
            star_width,
            star_precision,
            at,
        })
    }

    /// `(key)`, in which parentheses may be nested.
    fn key(&mut self) -> Result<Option<(usize, usize)>, Error> {
        if !self.take('(') {
            return Ok(None);
        }
        let start = self.at;
        let mut depth = 1;
        while let Some(c) = self.peek() {
            self.at += 1;
            match c {
                '(' => depth += 1,
                ')' if depth == 1 => return Ok(Some((start, self.at - 1))),
                ')' => depth -= 1,
                _ => {}
            }
        }
        Err(Error::value("incomplete format key"))
    }

    fn number(&mut self, limit: usize, too_big: &'static str) -> Result<Option<usize>, Error> {
        let mut value = None;
        while let Some(digit) = self.peek().and_then(|c| c.to_digit(10)) {
            self.at += 1;
            let next = value
                .unwrap_or(0usize)
                .checked_mul(10)
                .and_then(|v| v.checked_add(digit as usize));
            value = Some(
                next.filter(|v| *v <= limit)
                    .ok_or_else(|| Error::value(too_big))?,
            );
        }
        Ok(value)
    }
}

impl<T: CodePoints + ?Sized> Iterator for Template<'_, T> {
    type Item = Result<Piece, Error>;

    fn next(&mut self) -> Option<Result<Piece, Error>> {
        if self.text.point(self.at)? != PERCENT {
            return Some(Ok(self.literal()));
        }
        self.at += 1;
        if self.take('%') {
            return Some(Ok(Piece::Literal(self.at - 1, self.at)));
        }
        Some(self.conversion().map(Piece::Conversion))
    }
}

impl Conversion {
    /// The error for a conversion character that means nothing; raised only after an argument was taken.
    pub fn unsupported(&self) -> Error {
        let code = self.spec.code;
        let shown = u8::try_from(code)
            .ok()
            .filter(|c| (31..=126).contains(c))
            .map_or('?', char::from);
        Error::value(format!(
            "unsupported format character '{shown}' (0x{code:x}) at index {}",
            self.at
        ))
    }
}

impl Spec {
    /// The conversion character as a `char`.
    pub fn code_char(&self) -> char {
        char::from_u32(self.code).unwrap_or(char::REPLACEMENT_CHARACTER)
    }

    /// Sets a width that came from an argument; a negative one is the `-` flag.
    pub fn set_width(&mut self, width: i64) {
        self.flags.left |= width < 0;
        self.width = Some(usize::try_from(width.unsigned_abs()).unwrap_or(usize::MAX));
    }

    /// Sets a precision that came from an argument; a negative one counts as 0.
    pub fn set_precision(&mut self, precision: i32) {
        self.precision = Some(usize::try_from(precision).unwrap_or(0));
    }

    /// The error for an argument that is not a number, for the codes `d i u o x X`.
    pub fn wrong_type(&self, type_name: &str) -> Error {
        let code = self.code_char();
        let kind = if matches!(code, 'o' | 'x' | 'X') {
            "an integer"
        } else {
            "a real number"
        };
        Error::type_error(format!(
            "%{code} format: {kind} is required, not {type_name}"
        ))
    }

    /// An integer by `d i u o x X`. The caller has applied the limit on decimal digits.
    pub fn format_int(&self, n: IntRef<'_>) -> Result<String, Error> {
        let (base, prefix) = match self.code_char() {
            'o' => (8, "0o"),
            'x' => (16, "0x"),
            'X' => (16, "0X"),
            _ => (10, ""),
        };
        if self
            .precision
            .is_some_and(|precision| precision > i32::MAX as usize - 3)
        {
            return Err(Error::overflow("precision too large"));
        }
        let (small, large);
        let digits = match n {
            IntRef::Small(n) if base == 10 => {
                small = Decimal::new(n);
                small.as_str()
            }
            _ => {
                let mut digits = n.to_radix(base);
                if self.code == u32::from('X') {
                    digits.make_ascii_uppercase();
                }
                large = digits;
                large.as_str()
            }
        };
        let (negative, magnitude) = match digits.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, digits),
        };
        let prefix = if self.flags.alternate { prefix } else { "" };
        let zeros = self.precision.unwrap_or(0).saturating_sub(magnitude.len());
        self.number(negative, prefix, zeros, magnitude)
    }

    /// A float by `e E f F g G`.
    pub fn format_float(&self, x: f64) -> Result<String, Error> {
        let flags = FloatFlags {
            alternate: self.flags.alternate,
            ..FloatFlags::default()
        };
        let Some((style, flags)) = float_style(self.code_char(), flags) else {
            return Err(Error::memory());
        };
        let text = float_text::format(x, style, self.precision.unwrap_or(6), flags)?;
        if self.width.is_none() && self.flags == Flags::default() {
            return Ok(text);
        }
        match text.strip_prefix('-') {
            Some(rest) => self.number(true, "", 0, rest),
            None => self.number(false, "", 0, &text),
        }
    }

    /// Sign, prefix, zeros and digits in the field; the `0` flag pads with zeros after the sign.
    fn number(
        &self,
        negative: bool,
        prefix: &str,
        zeros: usize,
        digits: &str,
    ) -> Result<String, Error> {
        let sign = match self.flags {
            _ if negative => "-",
            Flags { plus: true, .. } => "+",
            Flags { space: true, .. } => " ",
            _ => "",
        };
        let length = sign.len() + prefix.len() + zeros + digits.len();
        let missing = self.width.unwrap_or(0).saturating_sub(length);
        let (mut left, mut inner, mut right) = (0, zeros, 0);
        match self.flags {
            Flags { left: true, .. } => right = missing,
            Flags { zero: true, .. } => inner += missing,
            _ => left = missing,
        }
        let mut out = String::new();
        out.try_reserve_exact(length.saturating_add(missing))
            .map_err(|_| Error::memory())?;
        out.extend(std::iter::repeat_n(' ', left));
        out.push_str(sign);
        out.push_str(prefix);
        out.extend(std::iter::repeat_n('0', inner));
        out.push_str(digits);
        out.extend(std::iter::repeat_n(' ', right));
        Ok(out)
    }

    /// The layout of a text of `length` code points, for the codes `s r a` (which the precision cuts) and `c`.
    pub fn layout_text(&self, length: usize) -> TextLayout {
        let keep = match self.precision {
            Some(precision) if self.code != u32::from('c') => precision.min(length),
            _ => length,
        };
        let missing = self.width.unwrap_or(0).saturating_sub(keep);
        let (left, right) = if self.flags.left {
            (0, missing)
        } else {
            (missing, 0)
        };
        TextLayout {
            keep,
            left,
            right,
            fill: u32::from(' '),
        }
    }
}

/// The code point `%c` shows for an integer.
pub fn char_code(n: IntRef<'_>) -> Result<u32, Error> {
    let point = n
        .to_i64()
        .and_then(|n| u32::try_from(n).ok())
        .filter(|point| *point <= 0x10_ffff);
    point.ok_or_else(|| Error::overflow("%c arg not in range(0x110000)"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Formats all conversions of a template with one value.
    fn show(template: &str, format: impl Fn(&Conversion) -> Result<String, Error>) -> String {
        let points: Vec<u32> = template.chars().map(u32::from).collect();
        let mut out = String::new();
        for piece in Template::new(points.as_slice()) {
            match piece {
                Ok(Piece::Literal(start, end)) => {
                    out.extend(template.chars().skip(start).take(end - start));
                }
                Ok(Piece::Conversion(conversion)) => match format(&conversion) {
                    Ok(text) => out += &text,
                    Err(error) => return error.text.into_owned(),
                },
                Err(error) => return error.text.into_owned(),
            }
        }
        out
    }

    #[track_caller]
    fn check_int(template: &str, n: i64, expected: &str) {
        let format = |c: &Conversion| match c.spec.code_char() {
            'd' | 'i' | 'u' | 'o' | 'x' | 'X' => c.spec.format_int(IntRef::Small(n)),
            _ => Err(c.unsupported()),
        };
        assert_eq!(show(template, format), expected, "{template}");
    }

    #[test]
    fn integers() {
        for (template, n, expected) in [
            ("é%d%%|", 5, "é5%|"),
            ("%#o", -8, "-0o10"),
            ("%#X", 255, "0XFF"),
            ("%+.3d", 5, "+005"),
            ("% 05d", 5, " 0005"),
            ("%-05d|", 5, "5    |"),
            ("%#06x", -255, "-0x0ff"),
            ("%.0d", 0, "0"),
            ("%#5o", 0, "  0o0"),
            ("%.5x", -255, "-000ff"),
            ("%#.5x", -255, "-0x000ff"),
            ("%08.3x", 255, "000000ff"),
            ("%ld", 1, "1"),
            (
                "%lld",
                1,
                "unsupported format character 'l' (0x6c) at index 2",
            ),
            (
                "%5%",
                1,
                "unsupported format character '%' (0x25) at index 2",
            ),
            (
                "%é",
                1,
                "unsupported format character '?' (0xe9) at index 1",
            ),
            ("%", 1, "incomplete format"),
            ("%5", 1, "incomplete format"),
            ("%.", 1, "incomplete format"),
            ("%l", 1, "incomplete format"),
            ("%(a", 1, "incomplete format key"),
            ("%99999999999999999999d", 1, "width too big"),
            ("%.99999999999d", 1, "precision too big"),
            ("%*d", 1, "1"),
            ("%-8i|", -5, "-5      |"),
        ] {
            check_int(template, n, expected);
        }
    }

    #[test]
    fn floats() {
        for (template, x, expected) in [
            ("%f", 1.5, "1.500000"),
            ("%#.0f", 1.0, "1."),
            ("%+.2e", -1.5, "-1.50e+00"),
            ("%05f", f64::NAN, "00nan"),
            ("%+F", f64::INFINITY, "+INF"),
            ("%g", 100000.0, "100000"),
            ("%G", 1e-5, "1E-05"),
            ("%-8.2f|", 2.5, "2.50    |"),
            ("%08.2f", -2.5, "-0002.50"),
            ("%#g", 1.0, "1.00000"),
            ("%.3s", 1.0, ""),
        ] {
            let format = |c: &Conversion| match c.spec.code_char() {
                's' => Ok(String::new()),
                _ => c.spec.format_float(x),
            };
            assert_eq!(show(template, format), expected, "{template}");
        }
    }

    #[test]
    fn keys_and_stars() {
        let mut template = Template::new(b"a%(x(y)z)-*.*lf".as_slice());
        assert_eq!(template.next(), Some(Ok(Piece::Literal(0, 1))));
        let Some(Ok(Piece::Conversion(mut conversion))) = template.next() else {
            panic!("a conversion")
        };
        assert_eq!(
            (
                conversion.key,
                conversion.star_width,
                conversion.star_precision,
                conversion.at
            ),
            (Some((3, 8)), true, true, 14)
        );
        conversion.spec.set_width(-8);
        conversion.spec.set_precision(-1);
        assert_eq!(conversion.spec.format_float(2.5).as_deref(), Ok("2       "));
        assert_eq!(template.next(), None);
        let text = Spec {
            code: u32::from('s'),
            precision: Some(3),
            width: Some(5),
            flags: Flags::default(),
        };
        assert_eq!(
            text.layout_text(9),
            TextLayout {
                keep: 3,
                left: 2,
                right: 0,
                fill: 32
            }
        );
        assert_eq!(
            Spec {
                code: u32::from('c'),
                ..text
            }
            .layout_text(9)
            .keep,
            9
        );
        assert_eq!(
            char_code(IntRef::Small(0x110000)).map_err(|e| e.text),
            Err("%c arg not in range(0x110000)".into())
        );
        assert_eq!(
            text.wrong_type("str").text,
            "%s format: a real number is required, not str"
        );
    }
}
