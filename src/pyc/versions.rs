//! The versions of CPython whose files are read, and the magic numbers that name them.
//!
//! A magic number is the first 16 bits of a `.pyc` file. Each series owns a range of them: the last one is that of
//! the released versions, the others are those of pre-releases, whose opcode numbers differ and which are refused.

use std::fmt;

/// A released series of CPython.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Version {
    /// CPython 3.6
    V36,
    /// CPython 3.7
    V37,
    /// CPython 3.8
    V38,
    /// CPython 3.9
    V39,
    /// CPython 3.10
    V310,
    /// CPython 3.11
    V311,
    /// CPython 3.12
    V312,
    /// CPython 3.13
    V313,
    /// CPython 3.14
    V314,
    /// CPython 3.15
    V315,
}

/// (version, minor number, first magic number of the series, magic number of its releases).
const SERIES: [(Version, u8, u16, u16); 10] = [
    (Version::V36, 6, 3360, 3379),
    (Version::V37, 7, 3390, 3394),
    (Version::V38, 8, 3400, 3413),
    (Version::V39, 9, 3420, 3425),
    (Version::V310, 10, 3430, 3439),
    (Version::V311, 11, 3450, 3495),
    (Version::V312, 12, 3500, 3531),
    (Version::V313, 13, 3550, 3571),
    (Version::V314, 14, 3600, 3627),
    (Version::V315, 15, 3650, 3666),
];

/// (writer, first magic number, last magic number) of the files that are recognised only to be refused by name.
const UNSUPPORTED: [(&str, u16, u16); 15] = [
    ("CPython 3.0", 3000, 3131),
    ("CPython 3.1", 3141, 3151),
    ("CPython 3.2", 3160, 3180),
    ("CPython 3.3", 3190, 3230),
    ("CPython 3.4", 3250, 3310),
    ("CPython 3.5", 3320, 3351),
    ("CPython 2.0", 50823, 50823),
    ("CPython 2.1", 60202, 60202),
    ("CPython 2.2", 60717, 60717),
    ("CPython 2.3", 62011, 62021),
    ("CPython 2.4", 62041, 62061),
    ("CPython 2.5", 62071, 62131),
    ("CPython 2.6", 62151, 62161),
    ("CPython 2.7", 62171, 62217),
    ("PyPy 2.7", 62218, 62218),
];

impl Version {
    /// All versions, oldest first.
    pub const ALL: [Version; 10] = [
        Version::V36,
        Version::V37,
        Version::V38,
        Version::V39,
        Version::V310,
        Version::V311,
        Version::V312,
        Version::V313,
        Version::V314,
        Version::V315,
    ];

    /// The number behind `3.`.
    #[must_use]
    pub fn minor(self) -> u8 {
        self as u8 + 6
    }

    /// The version `3.minor`.
    #[must_use]
    pub fn from_minor(minor: u8) -> Option<Version> {
        SERIES.iter().find(|row| row.1 == minor).map(|row| row.0)
    }

    /// The magic number that its releases write.
    #[must_use]
    pub fn magic(self) -> u16 {
        SERIES
            .iter()
            .find(|row| row.0 == self)
            .map_or(0, |row| row.3)
    }

    /// The version whose releases write `magic`, or why there is none.
    pub fn from_magic(magic: u16) -> Result<Version, BadMagic> {
        for (version, _, first, last) in SERIES {
            if magic == last {
                return Ok(version);
            }
            if (first..last).contains(&magic) {
                return Err(BadMagic::PreRelease { magic, version });
            }
        }
        let known = UNSUPPORTED
            .iter()
            .find(|row| (row.1..=row.2).contains(&magic));
        Err(match known {
            Some(&(by, _, _)) => BadMagic::Unsupported { magic, by },
            // PyPy counts its own formats in steps of 16, below CPython's numbers.
            None if (48..=512).contains(&magic) && magic.is_multiple_of(16) => {
                BadMagic::Unsupported {
                    magic,
                    by: "PyPy 3",
                }
            }
            None if (3667..=3999).contains(&magic) => BadMagic::Newer { magic },
            None => BadMagic::Unknown { magic },
        })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "3.{}", self.minor())
    }
}

/// Why a magic number names no version that can be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BadMagic {
    /// Written by an alpha or beta release, whose bytecode differs from the release's.
    PreRelease {
        /// The number found.
        magic: u16,
        /// The series it was on the way to.
        version: Version,
    },
    /// Written by something known that is not supported.
    Unsupported {
        /// The number found.
        magic: u16,
        /// The name and version of the writer.
        by: &'static str,
    },
    /// In the range of CPythons that came after the newest one supported.
    Newer {
        /// The number found.
        magic: u16,
    },
    /// Not a magic number of any Python known.
    Unknown {
        /// The number found.
        magic: u16,
    },
}

impl BadMagic {
    /// The number found in the file.
    #[must_use]
    pub fn magic(self) -> u16 {
        match self {
            BadMagic::PreRelease { magic, .. }
            | BadMagic::Unsupported { magic, .. }
            | BadMagic::Newer { magic }
            | BadMagic::Unknown { magic } => magic,
        }
    }
}

impl fmt::Display for BadMagic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BadMagic::PreRelease { magic, version } => {
                write!(
                    f,
                    "built by a pre-release of CPython {version} (magic {magic}); only files of releases run"
                )
            }
            BadMagic::Unsupported { magic, by } => {
                write!(
                    f,
                    "built by {by} (magic {magic}); only files of CPython 3.6 to 3.15 run"
                )
            }
            BadMagic::Newer { magic } => {
                write!(
                    f,
                    "built by a CPython newer than 3.15 (magic {magic}); only files of CPython 3.6 to 3.15 run"
                )
            }
            BadMagic::Unknown { magic } => write!(
                f,
                "bad magic number {magic}: not written by any known CPython"
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names_agree() {
        for version in Version::ALL {
            assert_eq!(Version::from_minor(version.minor()), Some(version));
            assert_eq!(Version::from_magic(version.magic()), Ok(version));
            assert_eq!(version.to_string(), format!("3.{}", version.minor()));
        }
        assert_eq!(Version::from_minor(5), None);
        assert_eq!(Version::from_minor(16), None);
    }

    #[track_caller]
    fn refused(magic: u16, text: &str) {
        let why = Version::from_magic(magic).expect_err("this magic number must be refused");
        assert_eq!(why.magic(), magic);
        assert!(why.to_string().contains(text), "{why}");
    }

    #[test]
    fn refusals_name_the_writer() {
        refused(62211, "CPython 2.7 (magic 62211)");
        refused(3230, "CPython 3.3");
        refused(3310, "CPython 3.4");
        refused(3350, "CPython 3.5");
        refused(3351, "CPython 3.5");
        refused(3378, "pre-release of CPython 3.6");
        refused(3401, "pre-release of CPython 3.8");
        refused(3520, "pre-release of CPython 3.12");
        refused(3700, "newer than 3.15");
        refused(240, "PyPy 3");
        refused(0, "bad magic number 0");
    }
}
