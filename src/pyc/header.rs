//! The first 12 or 16 bytes of a `.pyc` file: which CPython wrote it, and how it would know that it is stale.
//!
//! All versions begin with a magic number and `\r\n`. 3.6 goes on with time and size of the source; 3.7 and later
//! have 32 flag bits first, by which the rest may be a hash of the source instead (PEP 552). Running needs only the
//! version; the rest is for people and for import systems. A file is recognised by content, never by its name.

use super::bytes::Input;
use super::{BadMagic, PycError, Version, What};

/// The header of a `.pyc` file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Header {
    /// The version that wrote the file.
    pub version: Version,
    /// Its magic number.
    pub magic: u16,
    /// What the file says about its source.
    pub source: Source,
    /// The length of the header in bytes.
    pub len: usize,
}

/// What a `.pyc` file says about its source.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Source {
    /// Last modification and size, both modulo 2**32.
    Timestamp {
        /// Seconds since 1970.
        mtime: u32,
        /// Bytes.
        size: u32,
    },
    /// A hash of the source.
    Hash {
        /// The bytes of the hash.
        hash: [u8; 8],
        /// Whether an import must compare it with the source.
        check_source: bool,
    },
}

const HASH_BASED: u32 = 1;
const CHECK_SOURCE: u32 = 2;

/// The length of the headers of `version`.
#[must_use]
pub fn header_len(version: Version) -> usize {
    if version == Version::V36 { 12 } else { 16 }
}

/// Whether `bytes` begin like a `.pyc` file of any known Python, including those that cannot be run.
#[must_use]
pub fn looks_like_pyc(bytes: &[u8]) -> bool {
    let [low, high, b'\r', b'\n', ..] = *bytes else {
        return false;
    };
    !matches!(
        Version::from_magic(u16::from_le_bytes([low, high])),
        Err(BadMagic::Unknown { .. })
    )
}

/// Reads the header of a `.pyc` file.
pub fn read_header(bytes: &[u8]) -> Result<Header, PycError> {
    let error = |offset, what| Err(PycError { offset, what });
    let (magic, rest) = match *bytes {
        [] => return error(0, What::Empty),
        [low, high, ref rest @ ..] => (u16::from_le_bytes([low, high]), rest),
        [_] => return error(0, What::NotPyc),
    };
    if !rest.starts_with(b"\r\n") && (rest.len() >= 2 || !b"\r\n".starts_with(rest)) {
        return error(0, What::NotPyc);
    }
    let version = match Version::from_magic(magic) {
        Ok(version) => version,
        Err(why) => return error(0, What::Magic(why)),
    };
    let len = header_len(version);
    let Some(fields) = bytes.get(4..len) else {
        return error(bytes.len(), What::ShortHeader { need: len });
    };
    let source = read_source(fields, version)?;
    Ok(Header {
        version,
        magic,
        source,
        len,
    })
}

/// Reads what follows the magic number.
fn read_source(fields: &[u8], version: Version) -> Result<Source, PycError> {
    let mut input = Input::new(fields);
    let flags = if version == Version::V36 {
        0
    } else {
        input.u32()?
    };
    if flags & !(HASH_BASED | CHECK_SOURCE) != 0 {
        return Err(PycError {
            offset: 4,
            what: What::HeaderFlags(flags),
        });
    }
    if flags & HASH_BASED == 0 {
        return Ok(Source::Timestamp {
            mtime: input.u32()?,
            size: input.u32()?,
        });
    }
    let hash = input.array()?;
    Ok(Source::Hash {
        hash,
        check_source: flags & CHECK_SOURCE != 0,
    })
}

impl Header {
    /// The bytes of the header.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = self.magic.to_le_bytes().to_vec();
        out.extend(b"\r\n");
        let flags = match self.source {
            Source::Timestamp { .. } => 0,
            Source::Hash {
                check_source: false,
                ..
            } => HASH_BASED,
            Source::Hash {
                check_source: true, ..
            } => HASH_BASED | CHECK_SOURCE,
        };
        if self.version != Version::V36 {
            out.extend(flags.to_le_bytes());
        }
        match self.source {
            Source::Timestamp { mtime, size } => {
                out.extend(mtime.to_le_bytes());
                out.extend(size.to_le_bytes());
            }
            Source::Hash { hash, .. } => out.extend(hash),
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(magic: u16, rest: &[u8]) -> Vec<u8> {
        [&magic.to_le_bytes(), &b"\r\n"[..], rest].concat()
    }

    #[track_caller]
    fn check(bytes: &[u8], source: Source) {
        let header = read_header(bytes).expect("a good header");
        assert_eq!((header.source, header.len), (source, bytes.len()));
        assert_eq!(header.to_bytes(), bytes);
        assert!(looks_like_pyc(bytes));
        for cut in 2..bytes.len() {
            let error = read_header(bytes.get(..cut).unwrap_or_default()).expect_err("cut off");
            assert_eq!(error.what, What::ShortHeader { need: bytes.len() });
        }
    }

    #[test]
    fn all_layouts() {
        check(
            &header(3379, &[1, 0, 0, 0, 2, 1, 0, 0]),
            Source::Timestamp {
                mtime: 1,
                size: 258,
            },
        );
        for version in Version::ALL.into_iter().skip(1) {
            let magic = version.magic();
            check(
                &header(magic, &[0, 0, 0, 0, 1, 0, 0, 0, 2, 1, 0, 0]),
                Source::Timestamp {
                    mtime: 1,
                    size: 258,
                },
            );
            for (flags, check_source) in [(1, false), (3, true)] {
                let hash = [1, 2, 3, 4, 5, 6, 7, 8];
                let fields = [&[flags, 0, 0, 0], &hash[..]].concat();
                check(&header(magic, &fields), Source::Hash { hash, check_source });
            }
        }
    }

    #[track_caller]
    fn refused(bytes: &[u8], text: &str) {
        let error = read_header(bytes).expect_err("a bad header").to_string();
        assert!(error.contains(text), "{error}");
    }

    #[test]
    fn refusals() {
        refused(b"", "the file is empty");
        refused(b"\xA7", "not a .pyc file");
        refused(b"#!/usr/bin/python3\n", "not a .pyc file");
        refused(b"\x03\xF3\r\nxxxxc", "CPython 2.7 (magic 62211)");
        refused(
            &header(3571, &[4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
            "invalid flags 0x4",
        );
        refused(&header(3401, &[0; 12]), "pre-release of CPython 3.8");
        refused(
            &header(3394, &[0; 11]),
            "reached EOF while reading pyc header",
        );
        assert!(!looks_like_pyc(b"ab\r\n"));
        assert!(looks_like_pyc(b"\x03\xF3\r\n"));
    }
}
