//! The room against CPython's own results (`vectors.tsv`), and against hostile input.

use super::complex::{self, Complex};
use super::format_spec::{FormatSpec, Subject, format_str};
use super::percent::{Piece, Template};
use super::*;

/// The arguments of one line of the table.
struct Args<'a>(std::vec::IntoIter<&'a str>);

impl<'a> Args<'a> {
    fn text(&mut self) -> &'a str {
        self.0.next().expect("an argument")
    }

    fn float(&mut self) -> f64 {
        float_text::parse(self.text().as_bytes()).expect("a float")
    }

    fn complex(&mut self) -> Complex {
        let re = self.float();
        complex::complex(re, self.float())
    }

    fn big(&mut self) -> BigInt {
        parse_int(self.text().as_bytes(), 10, 0)
            .expect("an integer")
            .into_big()
    }

    fn number<T: std::str::FromStr>(&mut self) -> T {
        self.text().parse().ok().expect("a number")
    }
}

fn floats(values: &[f64]) -> String {
    values
        .iter()
        .map(|x| float_text::repr(*x))
        .collect::<Vec<_>>()
        .join(" ")
}

fn integers(values: &[&BigInt]) -> String {
    values
        .iter()
        .map(|n| n.to_decimal())
        .collect::<Vec<_>>()
        .join(" ")
}

fn shown(result: Result<String, Error>) -> String {
    result.unwrap_or_else(|error| format!("!{:?} {error}", error.kind))
}

fn or_bang(result: Option<String>) -> String {
    result.unwrap_or_else(|| "!".to_string())
}

/// Formats with a template the way `%` does, one value for all conversions.
fn percent(
    template: &str,
    int: impl Fn() -> Result<Int, Error>,
    float: f64,
) -> Result<String, Error> {
    let points: Vec<u32> = template.chars().map(u32::from).collect();
    let mut out = String::new();
    for piece in Template::new(points.as_slice()) {
        match piece? {
            Piece::Literal(start, end) => {
                out.extend(template.chars().skip(start).take(end - start));
            }
            Piece::Conversion(conversion) => {
                out += &match conversion.spec.code_char() {
                    'd' | 'i' | 'u' | 'o' | 'x' | 'X' => {
                        conversion.spec.format_int(int()?.as_ref())?
                    }
                    'e' | 'E' | 'f' | 'F' | 'g' | 'G' => conversion.spec.format_float(float)?,
                    _ => return Err(conversion.unsupported()),
                }
            }
        }
    }
    Ok(out)
}

fn format_with(operation: &str, a: &mut Args<'_>) -> Result<String, Error> {
    let (subject, name) = match operation {
        "fmtint" => (Subject::Int, "int"),
        "fmtfloat" => (Subject::Float, "float"),
        "fmtcomplex" => (Subject::Complex, "complex"),
        _ => (Subject::Str, "str"),
    };
    let spec = FormatSpec::parse(a.text().chars().map(u32::from), subject, name)?;
    let field = match subject {
        Subject::Int => format_number::format_int(&spec, IntRef::Big(&a.big()), name)?,
        Subject::Float => format_number::format_float(&spec, a.float(), name)?,
        Subject::Complex => format_number::format_complex(&spec, a.complex(), name)?,
        Subject::Str => {
            let text = a.text();
            let layout = format_str(&spec, text.chars().count(), name)?;
            let fills =
                |count| std::iter::repeat_n(char::from_u32(layout.fill).unwrap_or('?'), count);
            return Ok(fills(layout.left)
                .chain(text.chars().take(layout.keep))
                .chain(fills(layout.right))
                .collect());
        }
    };
    field.into_string()
}

fn run(operation: &str, a: &mut Args<'_>) -> String {
    match operation {
        "repr" => float_text::repr(a.float()),
        "hex" => float_hex::hex(a.float()),
        "parse" => or_bang(float_text::parse(a.text().as_bytes()).map(|x| floats(&[x]))),
        "fromhex" => shown(float_hex::from_hex(a.text().as_bytes()).map(|x| floats(&[x]))),
        "cparse" => or_bang(complex::parse(a.text().as_bytes()).map(|z| floats(&[z.re, z.im]))),
        "round" => shown(float::round_digits(a.float(), a.number()).map(|x| floats(&[x]))),
        "fround" => shown(Int::from_f64_round(a.float()).map(|n| integers(&[&n.into_big()]))),
        "fdivmod" => shown(float::divmod(a.float(), a.float()).map(|(q, r)| floats(&[q, r]))),
        "ratio" => shown(
            float::as_integer_ratio(a.float())
                .map(|(n, d)| integers(&[&n.into_big(), &d.into_big()])),
        ),
        "fhash" => hash::float(a.float()).map_or("nan".to_string(), |hash| hash.to_string()),
        "ihash" => hash::bigint(&a.big()).to_string(),
        "truediv" => shown(a.big().true_div(&a.big()).map(|x| floats(&[x]))),
        "divmod" => or_bang(a.big().divmod(&a.big()).map(|(q, r)| integers(&[&q, &r]))),
        "powmod" => shown(a.big().pow_mod(&a.big(), &a.big()).map(|n| integers(&[&n]))),
        "cmul" => {
            let z = complex::mul(a.complex(), a.complex());
            floats(&[z.re, z.im])
        }
        "cdiv" => shown(complex::div(a.complex(), a.complex()).map(|z| floats(&[z.re, z.im]))),
        "tobytes" => {
            let (n, length) = (a.big(), a.number());
            let order = if a.text() == "big" {
                ByteOrder::Big
            } else {
                ByteOrder::Little
            };
            let bytes = IntRef::Big(&n).to_bytes(length, order, a.text() == "1");
            shown(bytes.map(|bytes| bytes.iter().map(|byte| format!("{byte:02x}")).collect()))
        }
        "pctint" => {
            let template = a.text();
            let n = a.big();
            shown(percent(template, || Ok(Int::from(n.clone())), 0.0))
        }
        "pctfloat" => {
            let template = a.text();
            let x = a.float();
            shown(percent(template, || Int::from_f64(x), x))
        }
        _ => shown(format_with(operation, a)),
    }
}

#[test]
fn as_cpython() {
    let lines = include_str!("vectors.tsv").lines();
    let mut count = 0;
    for line in lines.filter(|line| line.contains('\t') && !line.starts_with('#')) {
        let mut fields: Vec<&str> = line.split('\t').collect();
        let expected = fields.pop().unwrap_or_default();
        let operation = fields.remove(0);
        let mut args = Args(fields.into_iter());
        let result = run(operation, &mut args);
        let plain_nan = result.replace("-nan", "nan");
        assert!(
            result == expected || plain_nan == expected,
            "{line}\nis here {result}"
        );
        count += 1;
    }
    assert!(count > 300);
}

/// No text, however malformed, makes a parser panic.
#[test]
fn hostile_texts() {
    const ALPHABET: &[u8] = b"0123456789+-_.xXeEpPjJ()<>=^%#*,z nabfdsgiouc\x00\xff\xc3 ";
    let mut state = 0x2545_F491_4F6C_DD1Du64;
    let mut random = |below: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % below
    };
    for _ in 0..20_000 {
        let length = random(12);
        let text: Vec<u8> = (0..length)
            .map(|_| ALPHABET[random(ALPHABET.len() as u64) as usize])
            .collect();
        let base = random(40) as u32;
        let _ = (
            parse_int(&text, base, 640),
            float_text::parse(&text),
            float_hex::from_hex(&text),
            complex::parse(&text),
        );
        for piece in Template::new(text.as_slice()).map_while(Result::ok) {
            if let Piece::Conversion(mut conversion) = piece {
                conversion.spec.precision = conversion
                    .spec
                    .precision
                    .map(|precision| precision.min(2000));
                conversion.spec.width = conversion.spec.width.map(|width| width.min(2000));
                let _ = (
                    conversion.spec.format_float(-1.5),
                    conversion.spec.format_int(IntRef::Small(i64::MIN)),
                );
            }
        }
        for subject in [Subject::Str, Subject::Int, Subject::Float, Subject::Complex] {
            let points = text.iter().map(|byte| {
                if *byte == 0xc3 {
                    0xd800
                } else {
                    u32::from(*byte)
                }
            });
            let Ok(mut spec) = FormatSpec::parse(points, subject, "T") else {
                continue;
            };
            spec.width = spec.width.map(|width| width.min(2000));
            spec.precision = spec.precision.map(|precision| precision.min(2000));
            let x = f64::from_bits(random(u64::MAX));
            let _ = (
                format_str(&spec, 3, "T"),
                format_number::format_int(&spec, IntRef::Small(i64::MIN), "T")
                    .map(|field| field.points().count()),
                format_number::format_float(&spec, x, "T")
                    .and_then(format_number::Field::into_string),
                format_number::format_complex(&spec, complex::complex(x, -x), "T").is_ok(),
            );
        }
    }
}

/// No number makes an operation panic.
#[test]
fn hostile_numbers() {
    let specials = [
        0.0,
        -0.0,
        1.0,
        -1.5,
        5e-324,
        f64::MAX,
        f64::MIN,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::NAN,
        1e-310,
        2f64.powi(63),
        -2f64.powi(63),
    ];
    let limits = [0, 1, -1, 2, i64::MAX, i64::MIN, i64::MAX - 1, 1 << 62];
    for x in specials {
        for y in specials {
            let _ = (
                float::divmod(x, y),
                float::pow(x, y),
                math::remainder(x, y),
                math::nextafter(x, y, u64::MAX),
            );
            let z = complex::complex(x, y);
            let _ = (
                complex::pow(z, z),
                complex::div(z, z),
                complex::abs(z),
                complex::repr(z),
            );
        }
        for n in limits {
            let _ = (
                float::round_digits(x, n),
                math::ldexp(x, n),
                ints::cmp_f64(n, x),
            );
        }
        let _ = (
            math::gamma(x),
            math::lgamma(x),
            math::ulp(x),
            math::frexp(x),
            float::as_integer_ratio(x),
        );
    }
    for a in limits {
        for b in limits {
            let _ = (ints::divmod(a, b), ints::true_div(a, b), ints::gcd(a, b));
            let exponent = b.unsigned_abs();
            let _ = (
                ints::pow(a, exponent),
                ints::shl(a, exponent),
                ints::shr(a, exponent),
            );
            for m in limits {
                let _ = ints::pow_mod(a, exponent, m);
            }
            let (x, y) = (BigInt::from_i64(a), BigInt::from_i64(b));
            let _ = (
                x.divmod(&y),
                x.divmod_i64(b),
                x.true_div(&y),
                x.gcd(&y),
                x.shr(exponent),
            );
            let _ = (
                math_int::gcd(IntRef::Small(a), IntRef::Small(b)),
                math_int::lcm(IntRef::Small(a), IntRef::Small(b)),
            );
            if !(100..=1 << 40).contains(&exponent) {
                let _ = (
                    x.pow(exponent),
                    x.shl(exponent),
                    math_int::factorial(exponent),
                );
                let _ = (
                    math_int::comb(IntRef::Small(a), IntRef::Small(b)),
                    math_int::perm(IntRef::Small(a), IntRef::Small(b)),
                );
            }
        }
    }
}
