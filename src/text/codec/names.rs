//! The names of encodings.

use super::{ByteOrder, Encoding};

/// Every spelling CPython's alias table knows, lower case with `_` for each run of other characters.
const NAMES: &[(Encoding, &str, &[&str])] = &[
    (
        Encoding::Utf8,
        "utf-8",
        &[
            "utf_8",
            "utf8",
            "u8",
            "utf",
            "utf8_ucs2",
            "utf8_ucs4",
            "cp65001",
        ],
    ),
    (
        Encoding::Utf16(ByteOrder::Marked),
        "utf-16",
        &["utf_16", "utf16", "u16"],
    ),
    (
        Encoding::Utf16(ByteOrder::Little),
        "utf-16-le",
        &["utf_16_le", "utf_16le", "unicodelittleunmarked"],
    ),
    (
        Encoding::Utf16(ByteOrder::Big),
        "utf-16-be",
        &["utf_16_be", "utf_16be", "unicodebigunmarked"],
    ),
    (
        Encoding::Utf32(ByteOrder::Marked),
        "utf-32",
        &["utf_32", "utf32", "u32"],
    ),
    (
        Encoding::Utf32(ByteOrder::Little),
        "utf-32-le",
        &["utf_32_le", "utf_32le"],
    ),
    (
        Encoding::Utf32(ByteOrder::Big),
        "utf-32-be",
        &["utf_32_be", "utf_32be"],
    ),
    (
        Encoding::Latin1,
        "iso8859-1",
        &[
            "latin_1",
            "latin1",
            "latin",
            "l1",
            "8859",
            "cp819",
            "csisolatin1",
            "ibm819",
            "iso8859",
            "iso8859_1",
            "iso_8859_1",
            "iso_8859_1_1987",
            "iso_ir_100",
        ],
    ),
    (
        Encoding::Ascii,
        "ascii",
        &[
            "ascii",
            "us_ascii",
            "us",
            "646",
            "ansi_x3.4_1968",
            "ansi_x3.4_1986",
            "ansi_x3_4_1968",
            "cp367",
            "csascii",
            "ibm367",
            "iso646_us",
            "iso_646.irv_1991",
            "iso_ir_6",
        ],
    ),
    (
        Encoding::UnicodeEscape,
        "unicode-escape",
        &["unicode_escape"],
    ),
    (
        Encoding::RawUnicodeEscape,
        "raw-unicode-escape",
        &["raw_unicode_escape"],
    ),
];

impl Encoding {
    /// The encoding a program means by `name`; `None` if it is not one of these.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let wanted = normalized(name);
        let entry = NAMES
            .iter()
            .find(|(_, _, spellings)| spellings.contains(&wanted.as_str()))?;
        Some(entry.0)
    }

    /// The name as `codecs.lookup(...).name` shows it.
    #[must_use]
    pub fn name(self) -> &'static str {
        NAMES
            .iter()
            .find(|(encoding, ..)| *encoding == self)
            .map_or("", |(_, name, _)| name)
    }
}

/// ASCII letters in lower case; runs of anything but letters, digits and `.` become one `_`; other characters go.
fn normalized(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut gap = false;
    for c in name.chars() {
        if c.is_ascii_alphanumeric() || c == '.' {
            if gap && !out.is_empty() {
                out.push('_');
            }
            gap = false;
            out.push(c.to_ascii_lowercase());
        } else {
            gap = true;
        }
    }
    out
}
