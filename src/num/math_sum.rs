//! Sums and norms that lose nothing, or next to nothing, to rounding: `math.fsum`, `math.sumprod`, `math.hypot`,
//! `math.dist`, and the compensated sum of the builtin `sum` (3.12 and later).

use super::c_math;
use super::error::Error;
use super::math::frexp;

/// A sum of two floats and what its rounding lost.
fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let rest = sum - a;
    (sum, (a - (sum - rest)) + (b - rest))
}

/// The same for `abs(a) >= abs(b)`.
fn fast_two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    (sum, (a - sum) + b)
}

/// A product of two floats and what its rounding lost.
fn two_product(a: f64, b: f64) -> (f64, f64) {
    let product = a * b;
    (product, c_math::fma(a, b, -product))
}

/// `math.fsum`: Shewchuk's exact sum. Feed it with [`add`](Self::add).
#[derive(Clone, Debug, Default)]
pub struct ExactSum {
    /// Floats that do not overlap, in increasing order, whose sum is the exact sum so far.
    partials: Vec<f64>,
    /// The sum of infinities and NaN, and that of infinities alone.
    special: f64,
    infinities: f64,
}

impl ExactSum {
    /// Adds one summand.
    pub fn add(&mut self, summand: f64) -> Result<(), Error> {
        let mut x = summand;
        let mut kept = 0;
        for at in 0..self.partials.len() {
            let Some(&y) = self.partials.get(at) else {
                break;
            };
            let (large, small) = if x.abs() < y.abs() { (y, x) } else { (x, y) };
            let high = large + small;
            let low = small - (high - large);
            if low != 0.0 {
                if let Some(slot) = self.partials.get_mut(kept) {
                    *slot = low;
                }
                kept += 1;
            }
            x = high;
        }
        self.partials.truncate(kept);
        if x == 0.0 {
            return Ok(());
        }
        if x.is_finite() {
            self.partials.push(x);
            return Ok(());
        }
        if summand.is_finite() {
            return Err(Error::overflow("intermediate overflow in fsum"));
        }
        if summand.is_infinite() {
            self.infinities += summand;
        }
        self.special += summand;
        self.partials.clear();
        Ok(())
    }

    /// The sum, rounded once.
    pub fn finish(mut self) -> Result<f64, Error> {
        if self.special != 0.0 {
            if self.infinities.is_nan() {
                return Err(Error::value("-inf + inf in fsum"));
            }
            return Ok(self.special);
        }
        let Some(mut high) = self.partials.pop() else {
            return Ok(0.0);
        };
        let mut low = 0.0;
        while let Some(y) = self.partials.pop() {
            let x = high;
            high = x + y;
            low = y - (high - x);
            if low != 0.0 {
                break;
            }
        }
        // A tie was broken to even without looking at the partials that remain.
        if let Some(next) = self.partials.last()
            && (low < 0.0 && *next < 0.0 || low > 0.0 && *next > 0.0)
        {
            let double = low * 2.0;
            let x = high + double;
            if x - high == double {
                high = x;
            }
        }
        Ok(high)
    }
}

/// `math.fsum` of a slice.
pub fn fsum(summands: &[f64]) -> Result<f64, Error> {
    let mut sum = ExactSum::default();
    for summand in summands {
        sum.add(*summand)?;
    }
    sum.finish()
}

/// The builtin `sum` over floats: Neumaier's compensated sum.
#[derive(Clone, Copy, Debug, Default)]
pub struct CompensatedSum {
    high: f64,
    low: f64,
}

impl CompensatedSum {
    /// Starts from a float.
    pub fn new(start: f64) -> CompensatedSum {
        CompensatedSum {
            high: start,
            low: 0.0,
        }
    }

    /// Adds one float.
    #[inline]
    pub fn add(&mut self, x: f64) {
        let sum = self.high + x;
        self.low += if self.high.abs() >= x.abs() {
            (self.high - sum) + x
        } else {
            (x - sum) + self.high
        };
        self.high = sum;
    }

    /// Adds an integer, which CPython does without compensation.
    #[inline]
    pub fn add_plain(&mut self, x: f64) {
        self.high += x;
    }

    /// The sum.
    #[inline]
    pub fn finish(self) -> f64 {
        // Not when the correction is infinite or NaN: that is left from an overflow.
        if self.low != 0.0 && self.low.is_finite() {
            self.high + self.low
        } else {
            self.high
        }
    }
}

/// `math.sumprod` over floats: products and sums in triple precision.
#[derive(Clone, Copy, Debug, Default)]
pub struct SumOfProducts {
    high: f64,
    low: f64,
    tiny: f64,
}

impl SumOfProducts {
    /// Adds `x * y`. False, with nothing added, when that leaves the finite floats: CPython then goes on from
    /// [`finish`](Self::finish) in plain arithmetic.
    #[must_use]
    pub fn add(&mut self, x: f64, y: f64) -> bool {
        let product = two_product(x, y);
        let sum = two_sum(self.high, product.0);
        if !sum.0.is_finite() {
            return false;
        }
        let first = two_sum(self.low, product.1);
        let second = two_sum(first.0, sum.1);
        self.high = sum.0;
        self.low = second.0;
        self.tiny += first.1 + second.1;
        true
    }

    /// The sum.
    pub fn finish(self) -> f64 {
        let last = two_sum(self.low, self.high);
        self.tiny + last.1 + last.0
    }
}

/// `math.hypot(*coordinates)`: the Euclidean norm.
pub fn hypot(coordinates: &[f64]) -> f64 {
    let sizes: Vec<f64> = coordinates.iter().map(|x| x.abs()).collect();
    norm(&sizes)
}

/// `math.dist(p, q)`; the caller has checked that the lengths agree.
pub fn dist(p: &[f64], q: &[f64]) -> f64 {
    let sizes: Vec<f64> = p.iter().zip(q).map(|(a, b)| (a - b).abs()).collect();
    norm(&sizes)
}

/// The norm of non-negative coordinates. As CPython since 3.10: the coordinates are scaled by a power of two, squares
/// are summed with their rounding errors, and one Newton step corrects the root.
fn norm(sizes: &[f64]) -> f64 {
    let greatest = sizes.iter().copied().fold(0.0, f64::max);
    if greatest.is_infinite() {
        return greatest;
    }
    if sizes.iter().any(|x| x.is_nan()) {
        return f64::NAN;
    }
    if greatest == 0.0 || sizes.len() <= 1 {
        return greatest;
    }
    let (_, exponent) = frexp(greatest);
    if exponent < -1023 {
        // The scale would overflow: bring subnormals into the normal range.
        let scaled: Vec<f64> = sizes.iter().map(|x| x / f64::MIN_POSITIVE).collect();
        return f64::MIN_POSITIVE * norm(&scaled);
    }
    let scale = c_math::ldexp(1.0, -exponent);
    // The sum starts at 1 so that it never is smaller than a summand.
    let (mut sum, mut from_products, mut from_sums) = (1.0, 0.0, 0.0);
    let mut add = |product: (f64, f64)| {
        let next = fast_two_sum(sum, product.0);
        sum = next.0;
        from_products += product.1;
        from_sums += next.1;
        sum - 1.0 + (from_products + from_sums)
    };
    let squares = sizes.iter().map(|x| two_product(x * scale, x * scale));
    let total = squares.fold(0.0, |_, square| add(square));
    let root = total.sqrt();
    let rest = add(two_product(-root, root));
    (root + rest / (2.0 * root)) / scale
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_sums() {
        assert_eq!(fsum(&[0.1; 10]), Ok(1.0));
        assert_eq!(
            fsum(&[1e100, 1.0, -1e100, 1e-100, 1e50, -1.0, -1e50]),
            Ok(1e-100)
        );
        assert_eq!(
            fsum(&[2f64.powi(53), -0.5, -2f64.powi(-54)]),
            Ok(2f64.powi(53) - 1.0)
        );
        assert_eq!(
            fsum(&[2f64.powi(53), 1.0, 2f64.powi(-100)]),
            Ok(2f64.powi(53) + 2.0)
        );
        assert_eq!(fsum(&[]), Ok(0.0));
        assert_eq!(
            fsum(&[1e308, 1e308]),
            Err(Error::overflow("intermediate overflow in fsum"))
        );
        assert_eq!(
            fsum(&[f64::INFINITY, f64::NEG_INFINITY]),
            Err(Error::value("-inf + inf in fsum"))
        );
        assert_eq!(fsum(&[f64::INFINITY, 1.0]), Ok(f64::INFINITY));
        assert!(fsum(&[f64::NAN, 1.0, f64::INFINITY]).is_ok_and(f64::is_nan));
    }

    #[test]
    fn compensated() {
        let mut sum = CompensatedSum::new(0.0);
        for _ in 0..10 {
            sum.add(0.1);
        }
        assert_eq!(sum.finish(), 1.0);
        let mut sum = CompensatedSum::new(0.0);
        for x in [f64::INFINITY, 1.0] {
            sum.add(x);
        }
        assert_eq!(sum.finish(), f64::INFINITY);
        let mut sum = SumOfProducts::default();
        for (x, y) in [(10.0, 0.1), (1e20, 1.0), (-1e20, 1.0)] {
            assert!(sum.add(x, y));
        }
        assert!(!sum.add(1e200, 1e200));
        assert_eq!(sum.finish(), 1.0);
    }

    #[test]
    fn norms() {
        assert_eq!(hypot(&[3.0, 4.0]), 5.0);
        assert_eq!(hypot(&[]), 0.0);
        assert_eq!(hypot(&[-2.0]), 2.0);
        assert_eq!(hypot(&[1e-320, 1e-320]), 1.414e-320);
        assert_eq!(hypot(&[f64::NAN, f64::NEG_INFINITY]), f64::INFINITY);
        assert!(hypot(&[f64::NAN, 1.0]).is_nan());
        assert_eq!(dist(&[1.0, 2.0, 3.0], &[1.0, 5.0, 7.0]), 5.0);
    }
}
