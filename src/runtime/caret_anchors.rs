//! Which part of an expression's text a traceback marks with `^` instead of `~`: the operator, the call's or the subscript's brackets.
//!
//! CPython parses the text and looks at the outermost node. Here a scanner and the table of precedences find the same node without a parser: only
//! what stands outside of all brackets decides.

/// A place in a text of several lines: line and column in characters, from 0.
pub(super) type Place = (usize, usize);

/// What kind of node is outermost.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Outermost {
    /// A binary operation.
    Binary,
    /// `x[…]`
    Subscript,
    /// `f(…)`; `name`: `f` is a plain name.
    Call {
        /// Whether what is called is a plain name.
        name: bool,
    },
}

/// The marked part of an expression.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Anchors {
    /// What it is part of.
    pub(super) node: Outermost,
    /// Where it starts.
    pub(super) start: Place,
    /// Behind its end.
    pub(super) end: Place,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Name,
    Keyword,
    Literal,
    Operator,
    /// A whole bracketed group.
    Group(char),
}

struct Token {
    kind: Kind,
    text: String,
    start: Place,
    end: Place,
}

/// Keywords and operators that make the outermost node something else.
const OTHERS: [&str; 25] = [
    "lambda", "if", "else", "or", "and", "not", "in", "is", "for", "await", "yield", "async", "<",
    ">", "==", "!=", "<=", ">=", ":=", ",", "=", ";", ":", "->", "...",
];

fn precedence(operator: &str) -> Option<u8> {
    Some(match operator {
        "|" => 1,
        "^" => 2,
        "&" => 3,
        "<<" | ">>" => 4,
        "+" | "-" => 5,
        "*" | "/" | "//" | "%" | "@" => 6,
        "**" => 7,
        _ => return None,
    })
}

/// The marked part of the expression in `text`; `None` when the outermost node has none.
pub(super) fn anchors(text: &str) -> Option<Anchors> {
    let mut scanner = Scanner {
        chars: text.chars().collect(),
        at: 0,
        place: (0, 0),
    };
    let tokens = scanner.tokens(None)?;
    outermost(&tokens, text)
}

fn outermost(tokens: &[Token], text: &str) -> Option<Anchors> {
    if let [only] = tokens
        && only.kind == Kind::Group('(')
    {
        return inside(only, text);
    }
    if tokens.iter().any(|t| OTHERS.contains(&t.text.as_str())) {
        return None;
    }
    let mut best: Option<(u8, usize)> = None;
    let mut operand_before = false;
    for (i, t) in tokens.iter().enumerate() {
        if t.kind == Kind::Operator
            && operand_before
            && let Some(p) = precedence(&t.text)
        {
            // left to right, but ** the other way round
            if best.is_none_or(|(b, _)| p < b || p == b && p != 7) {
                best = Some((p, i));
            }
        }
        operand_before = t.kind != Kind::Operator;
    }
    let unary = tokens.first().is_some_and(|t| t.kind == Kind::Operator);
    match best {
        Some((7, _)) if unary => None,
        Some((_, i)) => Some(Anchors {
            node: Outermost::Binary,
            start: tokens[i].start,
            end: tokens[i].end,
        }),
        None if unary => None,
        None => trailer(tokens),
    }
}

/// The anchors of what stands between the brackets of a group that is the whole text.
fn inside(group: &Token, text: &str) -> Option<Anchors> {
    let lines: Vec<Vec<char>> = text.split('\n').map(|l| l.chars().collect()).collect();
    let (mut kept, (open, close)) = (
        String::new(),
        (group.start, (group.end.0, group.end.1.checked_sub(1)?)),
    );
    for (n, line) in lines.iter().enumerate() {
        for (col, &c) in line.iter().enumerate() {
            kept.push(if (n, col) > open && (n, col) < close {
                c
            } else {
                ' '
            });
        }
        kept.push('\n');
    }
    anchors(kept.trim_end())
}

/// The last call or subscript of a primary expression.
fn trailer(tokens: &[Token]) -> Option<Anchors> {
    let (last, before) = tokens.split_last()?;
    let node = match last.kind {
        Kind::Group('(') => Outermost::Call {
            name: matches!(before, [one] if one.kind == Kind::Name),
        },
        Kind::Group('[') => Outermost::Subscript,
        _ => return None,
    };
    let callable = before
        .last()
        .is_some_and(|t| !matches!(t.kind, Kind::Operator | Kind::Keyword));
    callable.then_some(Anchors {
        node,
        start: last.start,
        end: last.end,
    })
}

struct Scanner {
    chars: Vec<char>,
    at: usize,
    place: Place,
}

impl Scanner {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn step(&mut self) -> Option<char> {
        let c = self.peek(0)?;
        self.at += 1;
        self.place = if c == '\n' {
            (self.place.0 + 1, 0)
        } else {
            (self.place.0, self.place.1 + 1)
        };
        Some(c)
    }

    /// The tokens up to the bracket `close` (which is taken), or to the end.
    fn tokens(&mut self, close: Option<char>) -> Option<Vec<Token>> {
        let mut all = Vec::new();
        loop {
            let Some(c) = self.peek(0) else {
                return if close.is_none() { Some(all) } else { None };
            };
            if Some(c) == close {
                self.step();
                return Some(all);
            }
            let (start, from) = (self.place, self.at);
            let kind = match c {
                ' ' | '\t' | '\n' | '\x0c' | '\\' => {
                    self.step();
                    continue;
                }
                '#' => {
                    while self.peek(0).is_some_and(|c| c != '\n') {
                        self.step();
                    }
                    continue;
                }
                '(' | '[' | '{' => {
                    self.step();
                    self.tokens(Some(match c {
                        '(' => ')',
                        '[' => ']',
                        _ => '}',
                    }))?;
                    Kind::Group(c)
                }
                ')' | ']' | '}' => return None,
                '"' | '\'' => self.string()?,
                c if c.is_alphanumeric()
                    || c == '_'
                    || c == '.' && self.peek(1).is_some_and(|d| d.is_ascii_digit()) =>
                {
                    self.word()?
                }
                _ => self.operator(),
            };
            let text = match kind {
                Kind::Group(_) | Kind::Literal => String::new(),
                _ => self.chars[from..self.at].iter().collect(),
            };
            all.push(Token {
                kind,
                text,
                start,
                end: self.place,
            });
        }
    }

    fn word(&mut self) -> Option<Kind> {
        let (from, digit) = (
            self.at,
            self.peek(0).is_some_and(|c| c.is_ascii_digit() || c == '.'),
        );
        while let Some(c) = self.peek(0) {
            let exponent = digit
                && matches!(c, '+' | '-')
                && matches!(self.chars[self.at - 1], 'e' | 'E')
                && !self.chars[from..self.at]
                    .iter()
                    .any(|c| matches!(c, 'x' | 'X'));
            if !(c.is_alphanumeric() || c == '_' || digit && c == '.' || exponent && self.at > from)
            {
                break;
            }
            self.step();
        }
        if digit {
            return Some(Kind::Literal);
        }
        if matches!(self.peek(0), Some('"' | '\'')) && self.at - from <= 2 {
            return self.string(); // the letters were its prefix
        }
        let word: String = self.chars[from..self.at].iter().collect();
        Some(if OTHERS.contains(&word.as_str()) {
            Kind::Keyword
        } else {
            Kind::Name
        })
    }

    /// A string literal; the scanner is at its opening quote.
    fn string(&mut self) -> Option<Kind> {
        let quote = self.step()?;
        let long = self.peek(0) == Some(quote) && self.peek(1) == Some(quote);
        if long {
            self.step();
            self.step();
        }
        loop {
            match self.step()? {
                '\\' => {
                    self.step();
                }
                c if c == quote && !long => return Some(Kind::Literal),
                c if c == quote && self.peek(0) == Some(quote) && self.peek(1) == Some(quote) => {
                    self.step();
                    self.step();
                    return Some(Kind::Literal);
                }
                _ => {}
            }
        }
    }

    fn operator(&mut self) -> Kind {
        const LONG: [&str; 12] = [
            "**", "//", "<<", ">>", "==", "!=", "<=", ">=", ":=", "->", "..", "~~",
        ];
        let two: String = [self.peek(0), self.peek(1)].into_iter().flatten().collect();
        if LONG.contains(&two.as_str()) {
            self.step();
        }
        // a dot joins what is before and behind it
        if self.step() == Some('.') {
            Kind::Name
        } else {
            Kind::Operator
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, marks: Option<&str>) {
        let shown = anchors(text).map(|a| {
            (0..text.chars().count())
                .map(|i| {
                    if (0, i) >= a.start && (0, i) < a.end {
                        '^'
                    } else {
                        '~'
                    }
                })
                .collect::<String>()
        });
        assert_eq!(shown.as_deref(), marks, "{text}");
    }

    #[test]
    fn the_outermost_node_decides() {
        check("a / b", Some("~~^~~"));
        check("a + b * c", Some("~~^~~~~~~"));
        check("a * b - c", Some("~~~~~~^~~"));
        check("(a + b)", Some("~~~^~~~"));
        check("(a + b) // (c)", Some("~~~~~~~~^^~~~~"));
        check("-a ** b", None);
        check("a ** -b", Some("~~^^~~~"));
        check("f(x)", Some("~^^^"));
        check("a.b(c)[d + 1]", Some("~~~~~~^^^^^^^"));
        check("a < b", None);
        check("a.b", None);
        check("x", None);
        check("'a' + f'b'", Some("~~~~^~~~~~"));
        check("1e-5 + x", Some("~~~~~^~~"));
        check("not a + b", None);
        check("(f)(x)", Some("~~~^^^"));
        check("f(", None);
    }
}
