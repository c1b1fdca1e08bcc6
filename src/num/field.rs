//! The result of formatting a number: its text, and where the fill goes.

use super::error::Error;

/// A formatted number: text with up to three runs of the fill, which may be any code point.
///
/// Before the text stand `left` fills, `inner` more after its first `inner_at` characters, `right` at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// What is not fill; ASCII.
    pub text: String,
    /// Set by type `c`: this code point in place of the text (it may be a surrogate).
    pub point: Option<u32>,
    /// Fills at the start.
    pub left: usize,
    /// Where in the text the inner fills stand.
    pub inner_at: usize,
    /// Fills within the text.
    pub inner: usize,
    /// Fills at the end.
    pub right: usize,
    /// The fill.
    pub fill: u32,
}

impl Field {
    pub(super) fn plain(text: String) -> Field {
        Field {
            text,
            point: None,
            left: 0,
            inner_at: 0,
            inner: 0,
            right: 0,
            fill: u32::from(' '),
        }
    }

    /// True when a surrogate is to be shown, which a `String` cannot hold: take [`points`](Self::points) then.
    pub fn has_surrogate(&self) -> bool {
        let fills = self.left != 0 || self.inner != 0 || self.right != 0;
        let surrogate = |point: u32| char::from_u32(point).is_none();
        fills && surrogate(self.fill) || self.point.is_some_and(surrogate)
    }

    /// The whole as a string, in which a surrogate becomes U+FFFD. Fails only with a `MemoryError`.
    pub fn into_string(self) -> Result<String, Error> {
        if self.point.is_none() && self.left == 0 && self.inner == 0 && self.right == 0 {
            return Ok(self.text);
        }
        let shown = |point| char::from_u32(point).unwrap_or(char::REPLACEMENT_CHARACTER);
        let fill = shown(self.fill);
        let size = self
            .count()
            .checked_mul(fill.len_utf8())
            .and_then(|size| size.checked_add(4))
            .ok_or_else(Error::memory)?;
        let mut out = String::new();
        out.try_reserve_exact(size).map_err(|_| Error::memory())?;
        let (before, after) = self.halves();
        out.extend(std::iter::repeat_n(fill, self.left));
        out.push_str(before);
        out.extend(std::iter::repeat_n(fill, self.inner));
        out.push_str(after);
        out.extend(self.point.map(shown));
        out.extend(std::iter::repeat_n(fill, self.right));
        Ok(out)
    }

    /// The text before and after the inner fills.
    fn halves(&self) -> (&str, &str) {
        self.text
            .split_at_checked(self.inner_at)
            .unwrap_or(("", &self.text))
    }

    /// How many code points the whole has.
    pub fn count(&self) -> usize {
        let shown = self
            .text
            .len()
            .saturating_add(usize::from(self.point.is_some()));
        shown
            .saturating_add(self.left)
            .saturating_add(self.inner)
            .saturating_add(self.right)
    }

    /// The whole as code points.
    pub fn points(&self) -> impl Iterator<Item = u32> + '_ {
        let (before, after) = self.halves();
        let fills = |count| std::iter::repeat_n(self.fill, count);
        fills(self.left)
            .chain(before.bytes().map(u32::from))
            .chain(fills(self.inner))
            .chain(after.bytes().map(u32::from))
            .chain(self.point)
            .chain(fills(self.right))
    }
}
