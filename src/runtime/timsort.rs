//! Sorting with a comparison that may fail: the merge sort of CPython's lists (Objects/listsort.txt), so that the calls of `__lt__`
//! are the same ones in the same order.
//!
//! What is sorted is a run of numbers, the positions of the items; the caller's comparison looks the items up. So nothing here
//! holds a value, and after an error the numbers are still a permutation.

/// Runs shorter than this are made longer by insertion.
const MAX_MINRUN: usize = 64;
/// Wins in a row after which a merge starts to gallop.
const MIN_GALLOP: usize = 7;

/// A sorted stretch waiting to be merged.
#[derive(Clone, Copy)]
struct Run {
    start: usize,
    len: usize,
    power: u32,
}

struct Sorter<'a, F> {
    order: &'a mut [u32],
    less: F,
    runs: Vec<Run>,
    temp: Vec<u32>,
    min_gallop: usize,
}

/// Sorts `order` stably by `less`. On an error `order` is some permutation of itself.
pub fn sort<E>(order: &mut [u32], less: impl FnMut(u32, u32) -> Result<bool, E>) -> Result<(), E> {
    let n = order.len();
    let mut s = Sorter {
        order,
        less,
        runs: Vec::new(),
        temp: Vec::new(),
        min_gallop: MIN_GALLOP,
    };
    let min_run = min_run(n);
    let mut at = 0;
    while at < n {
        let left = n - at;
        let mut len = s.count_run(at, left)?;
        if len < min_run {
            let forced = left.min(min_run);
            s.insert(at, forced, len)?;
            len = forced;
        }
        s.found_run(at, len)?;
        at += len;
    }
    s.merge_all()
}

/// The least length of a run: n / 2^k rounded up, between 32 and 64.
fn min_run(mut n: usize) -> usize {
    let mut rest = 0;
    while n >= MAX_MINRUN {
        rest |= n & 1;
        n >>= 1;
    }
    n + rest
}

/// Where the boundary between two runs stands in a perfectly balanced tree of merges.
fn power(start: usize, n1: usize, n2: usize, n: usize) -> u32 {
    let mut a = 2 * start + n1;
    let mut b = a + n1 + n2;
    let mut result = 0;
    loop {
        result += 1;
        if a >= n {
            a -= n;
            b -= n;
        } else if b >= n {
            return result;
        }
        a <<= 1;
        b <<= 1;
    }
}

impl<E, F: FnMut(u32, u32) -> Result<bool, E>> Sorter<'_, F> {
    fn lt(&mut self, i: usize, j: usize) -> Result<bool, E> {
        (self.less)(self.order[i], self.order[j])
    }

    /// The length of the run at `lo`; a descending one is turned around, its stretches of equal items kept in order.
    fn count_run(&mut self, lo: usize, left: usize) -> Result<usize, E> {
        let mut n = 1;
        while n < left && !self.lt(lo + n, lo + n - 1)? {
            n += 1;
        }
        if n == left {
            return Ok(n);
        }
        let mut equal = 0; // items before the last one that are equal to it
        if n > 1 {
            if self.lt(lo, lo + n - 1)? {
                return Ok(n); // really ascending
            }
            self.order[lo..lo + n].reverse(); // all equal: turned around now and again at the end
        }
        n += 1;
        while n < left {
            if self.lt(lo + n, lo + n - 1)? {
                self.order[lo + n - 1 - equal..lo + n].reverse();
                equal = 0;
            } else if self.lt(lo + n - 1, lo + n)? {
                break;
            } else {
                equal += 1;
            }
            n += 1;
        }
        self.order[lo + n - 1 - equal..lo + n].reverse();
        self.order[lo..lo + n].reverse();
        while n < left && !self.lt(lo + n, lo + n - 1)? {
            n += 1;
        }
        Ok(n)
    }

    /// Sorts `n` items at `lo`, of which the first `sorted` are, by binary insertion.
    fn insert(&mut self, lo: usize, n: usize, sorted: usize) -> Result<(), E> {
        for i in lo + sorted..lo + n {
            let pivot = self.order[i];
            let (mut left, mut right) = (lo, i);
            while left < right {
                let middle = left + (right - left) / 2;
                if (self.less)(pivot, self.order[middle])? {
                    right = middle;
                } else {
                    left = middle + 1;
                }
            }
            self.order.copy_within(left..i, left + 1);
            self.order[left] = pivot;
        }
        Ok(())
    }

    /// Merges waiting runs before the run at `start` is added.
    fn found_run(&mut self, start: usize, len: usize) -> Result<(), E> {
        if let Some(&last) = self.runs.last() {
            let p = power(last.start, last.len, len, self.order.len());
            while self.runs.len() > 1 && self.runs[self.runs.len() - 2].power > p {
                self.merge_at(self.runs.len() - 2)?;
            }
            if let Some(last) = self.runs.last_mut() {
                last.power = p;
            }
        }
        self.runs.push(Run {
            start,
            len,
            power: 0,
        });
        Ok(())
    }

    fn merge_all(&mut self) -> Result<(), E> {
        while self.runs.len() > 1 {
            let mut i = self.runs.len() - 2;
            if i > 0 && self.runs[i - 1].len < self.runs[i + 1].len {
                i -= 1;
            }
            self.merge_at(i)?;
        }
        Ok(())
    }

    /// Merges runs `i` and `i + 1`.
    fn merge_at(&mut self, i: usize) -> Result<(), E> {
        let (a, b) = (self.runs[i], self.runs[i + 1]);
        self.runs[i].len = a.len + b.len;
        self.runs.remove(i + 1);
        // items of the first run that stay where they are
        let skip = gallop_right(
            &mut self.less,
            self.order[b.start],
            &self.order[a.start..b.start],
            0,
        )?;
        let (start, na) = (a.start + skip, a.len - skip);
        if na == 0 {
            return Ok(());
        }
        // items of the second run that stay where they are
        let last = self.order[start + na - 1];
        let nb = gallop_left(
            &mut self.less,
            last,
            &self.order[b.start..b.start + b.len],
            b.len - 1,
        )?;
        if nb == 0 {
            return Ok(());
        }
        if na <= nb {
            self.merge_low(start, na, nb)
        } else {
            self.merge_high(start, na, nb)
        }
    }

    /// Merges from the left; the first run, which is the shorter one, is copied away.
    fn merge_low(&mut self, start: usize, na: usize, nb: usize) -> Result<(), E> {
        self.temp.clear();
        self.temp.extend_from_slice(&self.order[start..start + na]);
        let mut m = Low {
            to: start,
            a: 0,
            na,
            b: start + na,
            nb,
        };
        let result = self.merge_low_by(&mut m);
        if result.is_ok() && m.na == 1 && m.nb > 0 {
            // the last item of the first run belongs at the end
            self.order.copy_within(m.b..m.b + m.nb, m.to);
            self.order[m.to + m.nb] = self.temp[m.a];
        } else {
            self.order[m.to..m.to + m.na].copy_from_slice(&self.temp[m.a..m.a + m.na]);
        }
        result
    }

    fn merge_low_by(&mut self, m: &mut Low) -> Result<(), E> {
        self.low_take_b(m);
        if m.nb == 0 || m.na == 1 {
            return Ok(());
        }
        let mut min_gallop = self.min_gallop;
        loop {
            let (mut wins_a, mut wins_b) = (0, 0);
            loop {
                if (self.less)(self.order[m.b], self.temp[m.a])? {
                    self.low_take_b(m);
                    wins_b += 1;
                    wins_a = 0;
                    if m.nb == 0 {
                        return Ok(());
                    }
                    if wins_b >= min_gallop {
                        break;
                    }
                } else {
                    self.low_take_a(m, 1);
                    wins_a += 1;
                    wins_b = 0;
                    if m.na == 1 {
                        return Ok(());
                    }
                    if wins_a >= min_gallop {
                        break;
                    }
                }
            }
            min_gallop += 1;
            loop {
                min_gallop -= usize::from(min_gallop > 1);
                self.min_gallop = min_gallop;
                wins_a = gallop_right(
                    &mut self.less,
                    self.order[m.b],
                    &self.temp[m.a..m.a + m.na],
                    0,
                )?;
                self.low_take_a(m, wins_a);
                if m.na <= 1 {
                    return Ok(()); // 0 only when the comparison contradicts itself
                }
                self.low_take_b(m);
                if m.nb == 0 {
                    return Ok(());
                }
                wins_b = gallop_left(
                    &mut self.less,
                    self.temp[m.a],
                    &self.order[m.b..m.b + m.nb],
                    0,
                )?;
                self.order.copy_within(m.b..m.b + wins_b, m.to);
                m.to += wins_b;
                m.b += wins_b;
                m.nb -= wins_b;
                if m.nb == 0 {
                    return Ok(());
                }
                self.low_take_a(m, 1);
                if m.na == 1 {
                    return Ok(());
                }
                if wins_a < MIN_GALLOP && wins_b < MIN_GALLOP {
                    break;
                }
            }
            min_gallop += 1;
            self.min_gallop = min_gallop;
        }
    }

    fn low_take_b(&mut self, m: &mut Low) {
        self.order[m.to] = self.order[m.b];
        m.to += 1;
        m.b += 1;
        m.nb -= 1;
    }

    fn low_take_a(&mut self, m: &mut Low, n: usize) {
        self.order[m.to..m.to + n].copy_from_slice(&self.temp[m.a..m.a + n]);
        m.to += n;
        m.a += n;
        m.na -= n;
    }

    /// Merges from the right; the second run, which is the shorter one, is copied away.
    fn merge_high(&mut self, start: usize, na: usize, nb: usize) -> Result<(), E> {
        self.temp.clear();
        self.temp
            .extend_from_slice(&self.order[start + na..start + na + nb]);
        let mut m = High { start, na, nb };
        let result = self.merge_high_by(&mut m);
        let to = m.start + m.na + m.nb;
        if result.is_ok() && m.nb == 1 && m.na > 0 {
            // the first item of the second run belongs in front
            self.order.copy_within(m.start..m.start + m.na, m.start + 1);
            self.order[m.start] = self.temp[0];
        } else {
            self.order[to - m.nb..to].copy_from_slice(&self.temp[..m.nb]);
        }
        result
    }

    fn merge_high_by(&mut self, m: &mut High) -> Result<(), E> {
        self.high_take_a(m, 1);
        if m.na == 0 || m.nb == 1 {
            return Ok(());
        }
        let mut min_gallop = self.min_gallop;
        loop {
            let (mut wins_a, mut wins_b) = (0, 0);
            loop {
                if (self.less)(self.temp[m.nb - 1], self.order[m.start + m.na - 1])? {
                    self.high_take_a(m, 1);
                    wins_a += 1;
                    wins_b = 0;
                    if m.na == 0 {
                        return Ok(());
                    }
                    if wins_a >= min_gallop {
                        break;
                    }
                } else {
                    self.high_take_b(m, 1);
                    wins_b += 1;
                    wins_a = 0;
                    if m.nb == 1 {
                        return Ok(());
                    }
                    if wins_b >= min_gallop {
                        break;
                    }
                }
            }
            min_gallop += 1;
            loop {
                min_gallop -= usize::from(min_gallop > 1);
                self.min_gallop = min_gallop;
                let k = gallop_right(
                    &mut self.less,
                    self.temp[m.nb - 1],
                    &self.order[m.start..m.start + m.na],
                    m.na - 1,
                )?;
                wins_a = m.na - k;
                self.high_take_a(m, wins_a);
                if m.na == 0 {
                    return Ok(());
                }
                self.high_take_b(m, 1);
                if m.nb == 1 {
                    return Ok(());
                }
                let k = gallop_left(
                    &mut self.less,
                    self.order[m.start + m.na - 1],
                    &self.temp[..m.nb],
                    m.nb - 1,
                )?;
                wins_b = m.nb - k;
                self.high_take_b(m, wins_b);
                if m.nb <= 1 {
                    return Ok(()); // 0 only when the comparison contradicts itself
                }
                self.high_take_a(m, 1);
                if m.na == 0 {
                    return Ok(());
                }
                if wins_a < MIN_GALLOP && wins_b < MIN_GALLOP {
                    break;
                }
            }
            min_gallop += 1;
            self.min_gallop = min_gallop;
        }
    }

    fn high_take_a(&mut self, m: &mut High, n: usize) {
        let end = m.start + m.na;
        self.order.copy_within(end - n..end, end - n + m.nb);
        m.na -= n;
    }

    fn high_take_b(&mut self, m: &mut High, n: usize) {
        let end = m.start + m.na + m.nb;
        self.order[end - n..end].copy_from_slice(&self.temp[m.nb - n..m.nb]);
        m.nb -= n;
    }
}

/// A merge from the left: where the next item goes; first item and number of those left in `temp` and in the second run.
struct Low {
    to: usize,
    a: usize,
    na: usize,
    b: usize,
    nb: usize,
}

/// A merge from the right: start and number of the items left in the first run, and the number left in `temp`. The next item
/// goes to `start + na + nb - 1`.
struct High {
    start: usize,
    na: usize,
    nb: usize,
}

/// Where `key` belongs in sorted `a`, before equal items; the search starts at `hint`.
fn gallop_left<E>(
    less: &mut impl FnMut(u32, u32) -> Result<bool, E>,
    key: u32,
    a: &[u32],
    hint: usize,
) -> Result<usize, E> {
    let (mut last, mut step) = (0, 1);
    let (mut low, mut high);
    if less(a[hint], key)? {
        let max = a.len() - hint;
        while step < max && less(a[hint + step], key)? {
            last = step;
            step = 2 * step + 1;
        }
        low = hint + last + 1;
        high = hint + step.min(max);
    } else {
        let max = hint + 1;
        while step < max && !less(a[hint - step], key)? {
            last = step;
            step = 2 * step + 1;
        }
        low = hint + 1 - step.min(max);
        high = hint - last;
    }
    while low < high {
        let middle = low + (high - low) / 2;
        if less(a[middle], key)? {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    Ok(high)
}

/// Where `key` belongs in sorted `a`, behind equal items; the search starts at `hint`.
fn gallop_right<E>(
    less: &mut impl FnMut(u32, u32) -> Result<bool, E>,
    key: u32,
    a: &[u32],
    hint: usize,
) -> Result<usize, E> {
    let (mut last, mut step) = (0, 1);
    let (mut low, mut high);
    if less(key, a[hint])? {
        let max = hint + 1;
        while step < max && less(key, a[hint - step])? {
            last = step;
            step = 2 * step + 1;
        }
        low = hint + 1 - step.min(max);
        high = hint - last;
    } else {
        let max = a.len() - hint;
        while step < max && !less(key, a[hint + step])? {
            last = step;
            step = 2 * step + 1;
        }
        low = hint + last + 1;
        high = hint + step.min(max);
    }
    while low < high {
        let middle = low + (high - low) / 2;
        if less(key, a[middle])? {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Ok(high)
}

#[cfg(test)]
mod tests {
    use super::sort;

    /// Pseudo-random numbers below `below`.
    fn numbers(seed: u64, n: usize, below: u64) -> Vec<u64> {
        let mut x = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        let mut next = || {
            x ^= x << 13;
            x ^= x >> 7;
            x ^= x << 17;
            x % below
        };
        (0..n).map(|_| next()).collect()
    }

    fn positions(n: usize) -> Vec<u32> {
        (0..n as u32).collect()
    }

    #[track_caller]
    fn check(keys: &[u64]) {
        let mut order = positions(keys.len());
        let done: Result<(), ()> = sort(&mut order, |a, b| Ok(keys[a as usize] < keys[b as usize]));
        let mut expected = positions(keys.len());
        expected.sort_by_key(|&i| keys[i as usize]);
        assert_eq!((done, order), (Ok(()), expected));
    }

    #[test]
    fn sorts_stably() {
        for n in [0, 1, 2, 3, 31, 32, 63, 64, 65, 127, 128, 500, 1000, 5000] {
            for below in [1, 2, 10, 1 << 40] {
                let mut keys = numbers(n as u64 + below, n, below);
                check(&keys);
                keys.sort_unstable();
                check(&keys);
                keys.reverse();
                check(&keys);
                keys.truncate(n / 2);
                keys.extend(numbers(7, n / 3, below));
                check(&keys);
            }
        }
    }

    #[test]
    fn nearly_sorted_runs() {
        let mut keys: Vec<u64> = (0..400)
            .chain(100..900)
            .chain((0..300).rev())
            .chain(850..1400)
            .collect();
        check(&keys);
        keys[700] = 3;
        check(&keys);
    }

    #[test]
    fn an_error_leaves_a_permutation() {
        let keys = numbers(3, 700, 50);
        for stop in (0..8000).step_by(37) {
            let mut order = positions(keys.len());
            let mut calls = 0;
            let _ = sort(&mut order, |a, b| {
                calls += 1;
                if calls > stop {
                    Err(())
                } else {
                    Ok(keys[a as usize] < keys[b as usize])
                }
            });
            order.sort_unstable();
            assert_eq!(order, positions(keys.len()));
        }
    }

    #[test]
    fn a_contradictory_comparison_is_survived() {
        for seed in 1..40 {
            let coins = numbers(seed, 4096, 2);
            let mut order = positions(600);
            let mut at = 0;
            let _: Result<(), ()> = sort(&mut order, |_, _| {
                at += 1;
                Ok(coins[at % coins.len()] == 1)
            });
            order.sort_unstable();
            assert_eq!(order, positions(600));
        }
    }
}
