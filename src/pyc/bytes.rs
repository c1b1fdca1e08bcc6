//! [`Input`]: bytes read from front to back, little-endian; the only place where a file is indexed.

use super::{PycError, What};

/// Bytes of which a part has been read.
#[derive(Clone, Debug)]
pub(super) struct Input<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Input<'a> {
    /// Nothing read yet.
    pub(super) fn new(bytes: &'a [u8]) -> Input<'a> {
        Input { bytes, at: 0 }
    }

    /// The offset of the next byte.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// How many bytes are left.
    pub(super) fn left(&self) -> usize {
        self.bytes.len() - self.at
    }

    /// The next byte, or `None` at the end.
    pub(super) fn next(&mut self) -> Option<u8> {
        let byte = *self.bytes.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    /// The next `len` bytes.
    pub(super) fn take(&mut self, len: usize) -> Result<&'a [u8], PycError> {
        match self
            .at
            .checked_add(len)
            .and_then(|end| self.bytes.get(self.at..end))
        {
            Some(head) => {
                self.at += len;
                Ok(head)
            }
            None => Err(PycError {
                offset: self.at,
                what: What::Short {
                    need: len as u64,
                    left: self.left(),
                },
            }),
        }
    }

    /// The next `N` bytes.
    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N], PycError> {
        let head = self.take(N)?;
        let mut array = [0; N];
        array.copy_from_slice(head);
        Ok(array)
    }

    /// A byte.
    pub(super) fn u8(&mut self) -> Result<u8, PycError> {
        let [byte] = self.array()?;
        Ok(byte)
    }

    /// An unsigned number of 32 bits.
    pub(super) fn u32(&mut self) -> Result<u32, PycError> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    /// A signed number of 32 bits.
    pub(super) fn i32(&mut self) -> Result<i32, PycError> {
        Ok(i32::from_le_bytes(self.array()?))
    }

    /// A length of 32 bits, then so many bytes.
    pub(super) fn block(&mut self) -> Result<&'a [u8], PycError> {
        let len = self.u32()?;
        self.take(usize::try_from(len).unwrap_or(usize::MAX))
    }

    /// A length of 8 bits, then so many bytes.
    pub(super) fn short_block(&mut self) -> Result<&'a [u8], PycError> {
        let len = self.u8()?;
        self.take(usize::from(len))
    }
}
