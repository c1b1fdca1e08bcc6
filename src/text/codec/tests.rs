//! Codecs against CPython's answers.

use super::*;

const UTF16: Encoding = Encoding::Utf16(ByteOrder::Marked);
const UTF16_BE: Encoding = Encoding::Utf16(ByteOrder::Big);
const UTF32: Encoding = Encoding::Utf32(ByteOrder::Marked);

fn shown(error: Failure) -> String {
    match error {
        Failure::Error(e) => format!("{} {}-{} {}", e.encoding, e.start, e.end, e.reason),
        Failure::Unsupported => "unsupported".to_owned(),
    }
}

/// Decodes; text is shown with its surrogates as `\u{..}`.
#[track_caller]
fn decodes(encoding: Encoding, mut errors: Errors, input: &[u8], expected: &str) {
    let result = decode(encoding, input, true, &mut errors);
    let shown = result
        .map(|decoded| format!("{:?}", decoded.text))
        .map_err(shown)
        .unwrap_or_else(|error| error);
    assert_eq!(shown, expected);
}

#[track_caller]
fn encodes(encoding: Encoding, mut errors: Errors, text: &[u32], expected: &str) {
    let result = encode(encoding, Chars::Ucs4(text), &mut errors);
    assert_eq!(
        result
            .map(|bytes| bytes.escape_ascii().to_string())
            .unwrap_or_else(shown),
        expected
    );
}

/// Decodes without `last`: the text and how much was consumed.
#[track_caller]
fn consumes(encoding: Encoding, input: &[u8], text: &str, consumed: usize) {
    let decoded = decode(encoding, input, false, &mut Errors::Strict).map_err(shown);
    assert_eq!(
        decoded.map(|decoded| (decoded.text, decoded.consumed)),
        Ok((CharBuf::from(text), consumed))
    );
}

#[test]
fn utf8_reports_maximal_subparts() {
    let strict = Errors::Strict;
    decodes(Encoding::Utf8, strict, "aé日😀".as_bytes(), "\"aé日😀\"");
    decodes(
        Encoding::Utf8,
        strict,
        b"a\x80",
        "utf-8 1-2 invalid start byte",
    );
    decodes(
        Encoding::Utf8,
        strict,
        b"a\xc3",
        "utf-8 1-2 unexpected end of data",
    );
    decodes(
        Encoding::Utf8,
        strict,
        b"a\xc3a",
        "utf-8 1-2 invalid continuation byte",
    );
    decodes(
        Encoding::Utf8,
        strict,
        b"\xe6\x97a",
        "utf-8 0-2 invalid continuation byte",
    );
    decodes(
        Encoding::Utf8,
        strict,
        b"\xf0\x9f\x98",
        "utf-8 0-3 unexpected end of data",
    );
    decodes(
        Encoding::Utf8,
        strict,
        b"\xed\xa0\x80",
        "utf-8 0-1 invalid continuation byte",
    );
    decodes(
        Encoding::Utf8,
        strict,
        b"\xed\xa0",
        "utf-8 0-1 invalid continuation byte",
    );
    decodes(
        Encoding::Utf8,
        strict,
        b"\xe0\x80",
        "utf-8 0-1 invalid continuation byte",
    );
    decodes(
        Encoding::Utf8,
        strict,
        b"\xf5",
        "utf-8 0-1 invalid start byte",
    );
}

#[test]
fn decode_handlers_replace_and_resume() {
    let input = b"a\xff\xed\xa0\x80\xe6\x97";
    decodes(Encoding::Utf8, Errors::Ignore, input, "\"a\"");
    decodes(
        Encoding::Utf8,
        Errors::Replace,
        input,
        "\"a\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\"",
    );
    decodes(
        Encoding::Utf8,
        Errors::BackslashReplace,
        b"a\xff\xe6\x97",
        r#""a\\xff\\xe6\\x97""#,
    );
    decodes(
        Encoding::Utf8,
        Errors::SurrogateEscape,
        b"\xff\xe6\x97",
        r#""\u{dcff}\u{dce6}\u{dc97}""#,
    );
    decodes(
        Encoding::Utf8,
        Errors::SurrogatePass,
        b"\xed\xa0\x80a",
        r#""\u{d800}a""#,
    );
    decodes(
        Encoding::Utf8,
        Errors::SurrogatePass,
        b"\xff",
        "utf-8 0-1 invalid start byte",
    );
    decodes(Encoding::Ascii, Errors::NameReplace, b"\xff", "unsupported");
    decodes(
        Encoding::Ascii,
        Errors::Strict,
        b"ab\x80c",
        "ascii 2-3 ordinal not in range(128)",
    );
    decodes(Encoding::Latin1, Errors::Strict, b"a\xe9", "\"aé\"");
}

#[test]
fn wide_units_know_their_order() {
    decodes(UTF16, Errors::Strict, b"\xfe\xff\x65\xe5", "\"日\"");
    decodes(UTF16, Errors::Strict, b"\x3d\xd8\x00\xde", "\"😀\"");
    decodes(
        UTF16,
        Errors::Strict,
        b"a\0\0\xd8\0",
        "utf-16-le 2-5 unexpected end of data",
    );
    decodes(
        UTF16,
        Errors::Strict,
        b"\0\xdca\0",
        "utf-16-le 0-2 illegal encoding",
    );
    decodes(
        UTF16,
        Errors::Strict,
        b"\0\xd8a\0",
        "utf-16-le 0-2 illegal UTF-16 surrogate",
    );
    decodes(
        UTF16_BE,
        Errors::Strict,
        b"\0",
        "utf-16-be 0-1 truncated data",
    );
    decodes(UTF16, Errors::SurrogatePass, b"\0\xd8a\0", r#""\u{d800}a""#);
    decodes(
        UTF32,
        Errors::Strict,
        b"\0\0\xfe\xff\0",
        "utf-32-be 4-5 truncated data",
    );
    decodes(
        UTF32,
        Errors::Strict,
        b"\0\0\x11\0",
        "utf-32-le 0-4 code point not in range(0x110000)",
    );
    encodes(UTF16, Errors::Strict, &[0x1f600], r"\xff\xfe=\xd8\x00\xde");
    encodes(UTF16_BE, Errors::SurrogatePass, &[0xd800], r"\xd8\x00");
    encodes(
        UTF16,
        Errors::Strict,
        &[97, 0xd800, 0xd800],
        "utf-16 1-2 surrogates not allowed",
    );
    encodes(
        UTF32,
        Errors::Replace,
        &[0xd800],
        r"\xff\xfe\x00\x00?\x00\x00\x00",
    );
}

#[test]
fn encode_handlers_work_on_runs() {
    let text = &[0x61, 0xdc80, 0xe9, 0x65e5, 0xd800];
    encodes(
        Encoding::Utf8,
        Errors::Strict,
        text,
        "utf-8 1-2 surrogates not allowed",
    );
    encodes(
        Encoding::Ascii,
        Errors::Strict,
        text,
        "ascii 1-5 ordinal not in range(128)",
    );
    encodes(
        Encoding::Latin1,
        Errors::Strict,
        &text[2..],
        "latin-1 1-3 ordinal not in range(256)",
    );
    encodes(
        Encoding::Ascii,
        Errors::SurrogateEscape,
        text,
        "ascii 2-5 ordinal not in range(128)",
    );
    encodes(
        Encoding::Utf8,
        Errors::SurrogateEscape,
        &text[..4],
        r"a\x80\xc3\xa9\xe6\x97\xa5",
    );
    encodes(
        Encoding::Utf8,
        Errors::SurrogatePass,
        &text[4..],
        r"\xed\xa0\x80",
    );
    encodes(
        Encoding::Ascii,
        Errors::XmlCharRefReplace,
        &text[..4],
        "a&#56448;&#233;&#26085;",
    );
    encodes(
        Encoding::Ascii,
        Errors::BackslashReplace,
        text,
        r"a\\udc80\\xe9\\u65e5\\ud800",
    );
    encodes(
        Encoding::Ascii,
        Errors::NameReplace,
        &text[2..],
        r"\\N{LATIN SMALL LETTER E WITH ACUTE}\\N{CJK UNIFIED IDEOGRAPH-65E5}\\ud800",
    );
    encodes(Encoding::Latin1, Errors::Replace, text, r"a?\xe9??");
    encodes(Encoding::Ascii, Errors::Ignore, text, "a");
}

#[test]
fn escapes_are_those_of_literals() {
    let escape = Encoding::UnicodeEscape;
    decodes(
        escape,
        Errors::Strict,
        br"a\n\x41\101\u65e5\U0001f600\N{EM DASH}\q",
        "\"a\\nAA日😀—\\\\q\"",
    );
    decodes(
        escape,
        Errors::Strict,
        br"a\x1g",
        r"unicodeescape 1-4 truncated \xXX escape",
    );
    decodes(
        escape,
        Errors::Strict,
        br"\U00110000",
        "unicodeescape 0-10 illegal Unicode character",
    );
    decodes(
        escape,
        Errors::Strict,
        br"\N{}",
        r"unicodeescape 0-3 malformed \N character escape",
    );
    decodes(
        escape,
        Errors::Strict,
        br"\N{no such}",
        "unicodeescape 0-11 unknown Unicode character name",
    );
    decodes(
        escape,
        Errors::Strict,
        br"\",
        r"unicodeescape 0-1 \ at end of string",
    );
    decodes(
        Encoding::RawUnicodeEscape,
        Errors::Strict,
        br"\\u0041\u0041\n",
        r#""\\\\u0041A\\n""#,
    );
    encodes(
        escape,
        Errors::Strict,
        &[9, 0x5c, 0x7f, 0xe9, 0x65e5, 0x1f600],
        r"\\t\\\\\\x7f\\xe9\\u65e5\\U0001f600",
    );
    let decoded = decode(escape, br"ab\q\400", true, &mut Errors::Strict);
    assert_eq!(decoded.map(|decoded| decoded.invalid_escape), Ok(Some(3)));
    let decoded = decode(escape, br"\377\400", true, &mut Errors::Strict);
    assert_eq!(decoded.map(|decoded| decoded.invalid_escape), Ok(Some(5)));
}

#[test]
fn pieces_are_left_for_later() {
    consumes(Encoding::Utf8, b"a\xe6\x97", "a", 1);
    consumes(Encoding::Utf8, b"a\xed\xa0", "a", 1);
    consumes(UTF16, b"\xff\xfea\0b", "a", 4);
    consumes(UTF16_BE, b"\xd8\0\xdc", "", 0);
    consumes(UTF32, b"a\0\0\0b", "a", 4);
    consumes(Encoding::UnicodeEscape, br"ab\N{EM D", "ab", 2);
    consumes(Encoding::UnicodeEscape, br"ab\", "ab", 2);
}

#[test]
fn a_program_may_register_handlers() {
    let mut upper = Callback {
        handle: |_: &[u8], error: CodecError| Ok::<_, CodecError>((CharBuf::from("<>"), error.end)),
        refuse: (),
    };
    let decoded = decode(Encoding::Ascii, b"a\xffb", true, &mut upper);
    assert_eq!(
        decoded.map(|decoded| decoded.text),
        Ok(CharBuf::from("a<>b"))
    );
    let mut bad_patch = Callback {
        handle: |_: Chars<'_>, error: CodecError| Ok((Patch::Text(CharBuf::from("é")), error.end)),
        refuse: |_: Chars<'_>, error: CodecError| error.start,
    };
    assert_eq!(
        encode(Encoding::Ascii, Chars::Latin1(b"ab\xe9"), &mut bad_patch),
        Err(2)
    );
    assert_eq!(
        encode(Encoding::Latin1, Chars::Ucs2(&[97, 0x65e5]), &mut bad_patch),
        Ok(b"a\xe9".to_vec())
    );
}

#[test]
fn code_pages_are_tables() {
    let table = CharBuf::from("ab\u{fffe}日");
    let decoded = decode_charmap(b"\0\x03\x01", table.as_chars(), &mut Errors::Strict)
        .map(|decoded| decoded.text);
    assert_eq!(decoded, Ok(CharBuf::from("a日b")));
    let error = decode_charmap(b"\0\x02", table.as_chars(), &mut Errors::Strict).map_err(shown);
    assert_eq!(
        error.err().as_deref(),
        Some("charmap 1-2 character maps to <undefined>")
    );
    let bytes = encode_charmap(
        Chars::Latin1(b"b?a"),
        |code| (code == 0x62).then_some(7),
        &mut Errors::Ignore,
    );
    assert_eq!(bytes, Ok(vec![7]));
}

#[test]
fn names_are_normalised() {
    for (name, encoding) in [
        ("UTF-8", Encoding::Utf8),
        ("utf 8", Encoding::Utf8),
        ("U8", Encoding::Utf8),
        ("latin-1", Encoding::Latin1),
        ("ISO-8859-1", Encoding::Latin1),
        ("us-ascii", Encoding::Ascii),
        ("UTF-16-LE", Encoding::Utf16(ByteOrder::Little)),
        ("utf_32", UTF32),
        ("unicode-escape", Encoding::UnicodeEscape),
    ] {
        assert_eq!(Encoding::from_name(name), Some(encoding), "{name}");
    }
    assert_eq!(Encoding::from_name("cp1252"), None);
    assert_eq!(
        Errors::from_name("surrogateescape").map(Errors::name),
        Some("surrogateescape")
    );
}
