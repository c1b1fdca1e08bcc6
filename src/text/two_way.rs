//! Searching needles of two or more units, linear in the worst case, forwards and backwards.
//!
//! One-byte units go to `memchr::memmem`. Wider ones go to [`Scan`]: it looks for the needle's first unit and compares,
//! which is fast on ordinary text, and counts its work; when the work outgrows the distance covered it continues with
//! the two-way algorithm (Crochemore and Perrin), which needs no memory and never looks at a unit more than twice.

use super::chars::Unit;
use memchr::memmem;

/// A prepared search for one needle.
pub trait Find<'n, T> {
    /// Prepares the search; `needle` has at least two units.
    fn prepare(needle: &'n [T]) -> Self;
    /// Where the first match (for a searcher from the back: the last one) begins.
    fn find(&self, hay: &[T]) -> Option<usize>;
}

impl<'n> Find<'n, u8> for memmem::Finder<'n> {
    fn prepare(needle: &'n [u8]) -> Self {
        memmem::Finder::new(needle)
    }
    fn find(&self, hay: &[u8]) -> Option<usize> {
        memmem::Finder::find(self, hay)
    }
}

impl<'n> Find<'n, u8> for memmem::FinderRev<'n> {
    fn prepare(needle: &'n [u8]) -> Self {
        memmem::FinderRev::new(needle)
    }
    fn find(&self, hay: &[u8]) -> Option<usize> {
        self.rfind(hay)
    }
}

/// The search of a needle of wide units; `REV` searches from the back.
#[derive(Clone, Copy, Debug)]
pub struct Scan<'n, T, const REV: bool> {
    needle: &'n [T],
}

/// The unit `index` steps from the end at which the search starts. A position past the end never occurs; it would
/// read as the default unit.
fn at<T: Unit, const REV: bool>(units: &[T], index: usize) -> T {
    let place = if REV {
        units.len().wrapping_sub(index + 1)
    } else {
        index
    };
    units.get(place).copied().unwrap_or_default()
}

impl<'n, T: Unit, const REV: bool> Find<'n, T> for Scan<'n, T, REV> {
    fn prepare(needle: &'n [T]) -> Self {
        Self { needle }
    }

    fn find(&self, hay: &[T]) -> Option<usize> {
        let last = hay.len().checked_sub(self.needle.len())?;
        let distance = self.distance(hay, last)?;
        Some(if REV { last - distance } else { distance })
    }
}

impl<T: Unit, const REV: bool> Scan<'_, T, REV> {
    /// How far from its starting end the match lies; `last` is the farthest possible distance.
    fn distance(&self, hay: &[T], last: usize) -> Option<usize> {
        let first = at::<T, REV>(self.needle, 0);
        let (mut from, mut work) = (0, 0);
        while from <= last {
            from += self.next_candidate(hay, from, last, first)?;
            let equal = (0..self.needle.len())
                .take_while(|&i| at::<T, REV>(self.needle, i) == at::<T, REV>(hay, from + i))
                .count();
            if equal == self.needle.len() {
                return Some(from);
            }
            from += 1;
            work += equal + 4;
            if work > 128 + 8 * from {
                return TwoWay::<T, REV>::new(self.needle).distance(hay, from, last);
            }
        }
        None
    }

    fn next_candidate(&self, hay: &[T], from: usize, last: usize, first: T) -> Option<usize> {
        if REV {
            let end = hay.len() - from;
            let part = hay.get(self.needle.len() - 1..end)?;
            first
                .last_position_in(part)
                .map(|place| part.len() - 1 - place)
        } else {
            first.position_in(hay.get(from..=last)?)
        }
    }
}

/// A needle cut at a critical position: a mismatch right of the cut shifts past it, and only after the right part
/// matched is the left part compared.
struct TwoWay<'n, T, const REV: bool> {
    needle: &'n [T],
    cut: usize,
    period: usize,
    /// The needle repeats itself with `period`: what matched of it need not be compared again.
    periodic: bool,
}

impl<'n, T: Unit, const REV: bool> TwoWay<'n, T, REV> {
    fn new(needle: &'n [T]) -> Self {
        let less = Self::maximal_suffix(needle, |a, b| a < b);
        let greater = Self::maximal_suffix(needle, |a, b| a > b);
        let (cut, period) = less.max(greater);
        let periodic = period + cut <= needle.len()
            && (0..cut).all(|i| at::<T, REV>(needle, i) == at::<T, REV>(needle, i + period));
        let period = if periodic {
            period
        } else {
            cut.max(needle.len() - cut) + 1
        };
        Self {
            needle,
            cut,
            period,
            periodic,
        }
    }

    /// The start of the suffix greatest in an order, and that suffix's period.
    fn maximal_suffix(needle: &[T], before: impl Fn(T, T) -> bool) -> (usize, usize) {
        let (mut start, mut other, mut offset, mut period) = (0, 1, 0, 1);
        while other + offset < needle.len() {
            let (a, b) = (
                at::<T, REV>(needle, other + offset),
                at::<T, REV>(needle, start + offset),
            );
            if before(a, b) {
                other += offset + 1;
                offset = 0;
                period = other - start;
            } else if a == b {
                offset += 1;
                if offset == period {
                    other += offset;
                    offset = 0;
                }
            } else {
                (start, other, offset, period) = (other, other + 1, 0, 1);
            }
        }
        (start, period)
    }

    fn distance(&self, hay: &[T], mut from: usize, last: usize) -> Option<usize> {
        let len = self.needle.len();
        let mut known = 0;
        while from <= last {
            let same = |i: &usize| at::<T, REV>(self.needle, *i) == at::<T, REV>(hay, from + *i);
            let right = self.cut.max(known);
            let matched = right + (right..len).take_while(same).count();
            if matched < len {
                from += matched - self.cut + 1;
                known = 0;
                continue;
            }
            if (known..self.cut).rev().all(|i| same(&i)) {
                return Some(from);
            }
            from += self.period;
            known = if self.periodic { len - self.period } else { 0 };
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every needle and text over a two-letter alphabet up to a length, against the definition.
    #[test]
    fn agrees_with_the_definition() {
        let word =
            |bits: u32, len: u32| (0..len).map(|i| (bits >> i & 1) as u16).collect::<Vec<_>>();
        for needle_len in 2..6 {
            for needle in (0..1 << needle_len).map(|bits| word(bits, needle_len)) {
                for hay in (0..1 << 10).map(|bits| word(bits, 10)) {
                    let mut starts = hay
                        .windows(needle.len())
                        .enumerate()
                        .filter(|(_, part)| *part == needle);
                    let (first, last) = (starts.clone().next(), starts.next_back());
                    let (first, last) = (first.map(|(i, _)| i), last.map(|(i, _)| i));
                    assert_eq!(Scan::<_, false>::prepare(&needle).find(&hay), first);
                    assert_eq!(Scan::<_, true>::prepare(&needle).find(&hay), last);
                    let end = hay.len() - needle.len();
                    assert_eq!(
                        TwoWay::<_, false>::new(&needle).distance(&hay, 0, end),
                        first
                    );
                    let distance = TwoWay::<_, true>::new(&needle).distance(&hay, 0, end);
                    assert_eq!(distance.map(|distance| end - distance), last);
                }
            }
        }
    }
}
