//! Arithmetic on the limbs of integers where they lie: the operators of ints beyond 128 bits, without a number made of
//! either operand.
//!
//! A number is a sign and its magnitude's 64-bit limbs, least first. Results go to `out`, which the caller makes as long
//! as the function says and filled with zeros; high limbs may stay zero. Functions return whether the result is below
//! zero (a zero may be called negative, too). What is quadratic here is so in its operands' lengths: the caller gives
//! long factors to the library.

use std::cmp::Ordering;

/// An integer whose limbs lie elsewhere; the highest is not zero.
#[derive(Clone, Copy, Debug)]
pub struct Limbs<'a> {
    /// Below zero.
    pub negative: bool,
    /// The absolute value.
    pub magnitude: &'a [u64],
}

impl<'a> Limbs<'a> {
    /// The magnitude itself.
    pub fn positive(magnitude: &'a [u64]) -> Limbs<'a> {
        let negative = false;
        Limbs {
            negative,
            magnitude,
        }
    }
}

/// A bit operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "named after the operators")]
pub enum BitOp {
    And,
    Or,
    Xor,
}

/// Without its high zeros.
pub fn trimmed(limbs: &[u64]) -> &[u64] {
    let zeros = limbs.iter().rev().take_while(|limb| **limb == 0).count();
    limbs.get(..limbs.len() - zeros).unwrap_or(limbs)
}

/// Calls `f` with that many zero limbs, which lie on the stack unless they are many.
pub fn with_scratch<R>(len: usize, f: impl FnOnce(&mut [u64]) -> R) -> R {
    const FEW: usize = 8;
    const SOME: usize = 80;
    if let Some(scratch) = [0; FEW].get_mut(..len) {
        return f(scratch);
    }
    if len <= SOME {
        return with_stack::<SOME, R>(len, f);
    }
    f(&mut vec![0; len])
}

/// Has its frame to itself: the callers' callees shall not pay for it.
#[inline(never)]
fn with_stack<const N: usize, R>(len: usize, f: impl FnOnce(&mut [u64]) -> R) -> R {
    let mut limbs = [0; N];
    let len = len.min(N);
    f(limbs.split_at_mut(len).0)
}

/// How magnitudes without high zeros compare.
#[inline]
pub fn compare(a: &[u64], b: &[u64]) -> Ordering {
    let by_length = a.len().cmp(&b.len());
    by_length.then_with(|| a.iter().rev().cmp(b.iter().rev()))
}

/// The bits of a magnitude without high zeros.
#[inline]
pub fn bit_length(limbs: &[u64]) -> u64 {
    limbs.last().map_or(0, |top| {
        limbs.len() as u64 * 64 - u64::from(top.leading_zeros())
    })
}

/// Adds one limb at the low end; returns the carry.
fn add_limb(out: &mut [u64], limb: u64) -> bool {
    let mut carry = limb;
    for digit in out {
        let (sum, overflow) = digit.overflowing_add(carry);
        *digit = sum;
        if !overflow {
            return false;
        }
        carry = 1;
    }
    carry != 0
}

/// Goes through numbers of one length from the low end, with a carry from limb to limb; returns the last one.
#[inline(always)]
fn each_limb(
    out: &mut [u64],
    a: &[u64],
    b: &[u64],
    step: impl Fn(u64, u64, bool) -> (u64, bool),
) -> bool {
    let mut carry = false;
    let (mut out, mut a, mut b) = (
        out.chunks_exact_mut(4),
        a.chunks_exact(4),
        b.chunks_exact(4),
    );
    // By fours, so that the machine's carry flag is not saved and restored for every limb.
    for ((out, a), b) in (&mut out).zip(&mut a).zip(&mut b) {
        if let ([o0, o1, o2, o3], [a0, a1, a2, a3], [b0, b1, b2, b3]) = (out, a, b) {
            (*o0, carry) = step(*a0, *b0, carry);
            (*o1, carry) = step(*a1, *b1, carry);
            (*o2, carry) = step(*a2, *b2, carry);
            (*o3, carry) = step(*a3, *b3, carry);
        }
    }
    let rest = out.into_remainder().iter_mut();
    for ((digit, x), y) in rest.zip(a.remainder()).zip(b.remainder()) {
        (*digit, carry) = step(*x, *y, carry);
    }
    carry
}

/// `out = a + b` where `a` is not shorter; `out` has one limb more than `a`.
fn add_magnitudes(out: &mut [u64], a: &[u64], b: &[u64]) {
    let (low, high) = a.split_at(b.len().min(a.len()));
    let (sum, rest) = out.split_at_mut(low.len().min(out.len()));
    let mut carry = each_limb(sum, low, b, u64::carrying_add);
    let mut out = rest.iter_mut();
    let mut high = high.iter();
    while carry
        && let Some(x) = high.next()
        && let Some(digit) = out.next()
    {
        (*digit, carry) = x.overflowing_add(1);
    }
    for (x, digit) in high.zip(&mut out) {
        *digit = *x;
    }
    if let Some(digit) = out.next() {
        *digit = u64::from(carry);
    }
}

/// `out = a - b` for `a >= b`, both without high zeros; `out` is not shorter than `a`.
fn sub_magnitudes(out: &mut [u64], a: &[u64], b: &[u64]) {
    let (low, high) = a.split_at(b.len().min(a.len()));
    let (difference, rest) = out.split_at_mut(low.len().min(out.len()));
    let mut borrow = each_limb(difference, low, b, u64::borrowing_sub);
    let mut out = rest.iter_mut();
    let mut high = high.iter();
    while borrow
        && let Some(x) = high.next()
        && let Some(digit) = out.next()
    {
        (*digit, borrow) = x.overflowing_sub(1);
    }
    for (x, digit) in high.zip(out) {
        *digit = *x;
    }
}

/// `x + y`; `out` is longer than either by one limb.
pub fn add(out: &mut [u64], x: Limbs<'_>, y: Limbs<'_>) -> bool {
    let (a, b) = (x.magnitude, y.magnitude);
    if x.negative == y.negative {
        let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
        add_magnitudes(out, long, short);
        return x.negative;
    }
    if compare(a, b) == Ordering::Less {
        sub_magnitudes(out, b, a);
        return y.negative;
    }
    sub_magnitudes(out, a, b);
    x.negative
}

/// `x - y`; `out` as for [`add`].
pub fn sub(out: &mut [u64], x: Limbs<'_>, y: Limbs<'_>) -> bool {
    let minus_y = Limbs {
        negative: !y.negative,
        ..y
    };
    add(out, x, minus_y)
}

/// `out += a * factor` at `out`'s low end; returns the carry above `a`.
#[inline]
fn add_mul_limb(out: &mut [u64], a: &[u64], factor: u64) -> u64 {
    let mut carry = 0;
    for (x, digit) in a.iter().zip(out) {
        (*digit, carry) = x.carrying_mul_add(factor, carry, *digit);
    }
    carry
}

/// `out -= a * factor` at `out`'s low end; returns what is to be taken from the limb above `a`.
#[inline]
fn sub_mul_limb(out: &mut [u64], a: &[u64], factor: u64) -> u64 {
    let mut carry = 0;
    for (x, digit) in a.iter().zip(out) {
        let (low, high) = x.carrying_mul(factor, carry);
        let (difference, borrow) = digit.overflowing_sub(low);
        *digit = difference;
        // The product's high half is below the maximum unless its low half is small.
        carry = high + u64::from(borrow);
    }
    carry
}

/// `out = a * factor` at `out`'s low end; returns the carry above `a`.
#[inline]
fn mul_limb(out: &mut [u64], a: &[u64], factor: u64) -> u64 {
    let mut carry = 0;
    for (x, digit) in a.iter().zip(out) {
        (*digit, carry) = x.carrying_mul(factor, carry);
    }
    carry
}

/// `out = a * b`, limb by limb; `out` is as long as both together.
pub fn mul_magnitudes(out: &mut [u64], a: &[u64], b: &[u64]) {
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    for (i, &factor) in short.iter().enumerate() {
        let (_, out) = out.split_at_mut(i);
        let carry = match i {
            0 => mul_limb(out, long, factor),
            _ => add_mul_limb(out, long, factor),
        };
        if let Some(digit) = out.get_mut(long.len()) {
            *digit = carry;
        }
    }
}

/// `x * y`, limb by limb; `out` is as long as both together.
pub fn mul(out: &mut [u64], x: Limbs<'_>, y: Limbs<'_>) -> bool {
    mul_magnitudes(out, x.magnitude, y.magnitude);
    x.negative != y.negative
}

/// Negates a number in two's complement.
pub fn negate(limbs: &mut [u64]) {
    for limb in &mut *limbs {
        *limb = !*limb;
    }
    add_limb(limbs, 1);
}

/// The limbs of a number's two's complement, one after the other, without end.
struct Complement<'a> {
    limbs: std::slice::Iter<'a, u64>,
    flip: u64,
    carry: bool,
}

impl<'a> Complement<'a> {
    #[inline]
    fn of(x: Limbs<'a>) -> Complement<'a> {
        Complement {
            limbs: x.magnitude.iter(),
            flip: if x.negative { u64::MAX } else { 0 },
            carry: x.negative,
        }
    }

    #[inline]
    fn next(&mut self) -> u64 {
        let limb = self.limbs.next().copied().unwrap_or(0) ^ self.flip;
        let (digit, carry) = limb.overflowing_add(u64::from(self.carry));
        self.carry = carry;
        digit
    }
}

/// How long `out` of [`bitwise`] has to be.
pub fn bitwise_len(op: BitOp, x: Limbs<'_>, y: Limbs<'_>) -> usize {
    let (a, b) = (x.magnitude.len(), y.magnitude.len());
    match (op, x.negative, y.negative) {
        (BitOp::And, false, false) => a.min(b),
        (BitOp::And, false, true) => a,
        (BitOp::And, true, false) => b,
        (_, false, false) => a.max(b),
        _ => a.max(b) + 1,
    }
}

/// `x & y`, `x | y`, `x ^ y`; `out` has [`bitwise_len`] limbs.
pub fn bitwise(op: BitOp, out: &mut [u64], x: Limbs<'_>, y: Limbs<'_>) -> bool {
    match op {
        BitOp::And => bitwise_by(out, x, y, |a, b| a & b),
        BitOp::Or => bitwise_by(out, x, y, |a, b| a | b),
        BitOp::Xor => bitwise_by(out, x, y, |a, b| a ^ b),
    }
}

#[inline(always)]
fn bitwise_by(out: &mut [u64], x: Limbs<'_>, y: Limbs<'_>, join: impl Fn(u64, u64) -> u64) -> bool {
    if !x.negative && !y.negative {
        let (a, b) = (x.magnitude, y.magnitude);
        let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
        let (low, high) = out.split_at_mut(short.len().min(out.len()));
        for ((digit, x), y) in low.iter_mut().zip(long).zip(short) {
            *digit = join(*x, *y);
        }
        for (digit, x) in high.iter_mut().zip(long.iter().skip(short.len())) {
            *digit = join(*x, 0);
        }
        return false;
    }
    let (mut a, mut b) = (Complement::of(x), Complement::of(y));
    let negative = join(a.flip, b.flip) != 0;
    let mut digits = out.iter_mut();
    while (a.carry || b.carry)
        && let Some(digit) = digits.next()
    {
        *digit = join(a.next(), b.next());
    }
    // The other limbs do not depend on each other.
    let both = a.limbs.len().min(b.limbs.len());
    for ((digit, x), y) in (&mut digits).take(both).zip(&mut a.limbs).zip(&mut b.limbs) {
        *digit = join(x ^ a.flip, y ^ b.flip);
    }
    for (x, digit) in a.limbs.zip(&mut digits) {
        *digit = join(x ^ a.flip, b.flip);
    }
    for (y, digit) in b.limbs.zip(&mut digits) {
        *digit = join(a.flip, y ^ b.flip);
    }
    for digit in digits {
        *digit = join(a.flip, b.flip);
    }
    if negative {
        negate(out);
    }
    negative
}

/// `x << n`; `out` has `n / 64 + 1` limbs more than `x`.
pub fn shl(out: &mut [u64], x: Limbs<'_>, n: u64) -> bool {
    let whole = usize::try_from(n / 64).map_or(out.len(), |whole| whole.min(out.len()));
    let (_, out) = out.split_at_mut(whole);
    shl_bits(out, x.magnitude, n % 64);
    x.negative
}

/// `out = a << n` for `n < 64`; `out` is longer than `a`, or no bit is lost.
fn shl_bits(out: &mut [u64], a: &[u64], n: u64) {
    let mut lower = 0;
    let mut out = out.iter_mut();
    for (&limb, digit) in a.iter().zip(&mut out) {
        // In two steps, because a shift by all 64 bits is none.
        *digit = limb << n | lower >> 1 >> (63 - n);
        lower = limb;
    }
    if let Some(digit) = out.next() {
        *digit = lower >> 1 >> (63 - n);
    }
}

/// `out = a >> n` for `n < 64`; `out` is as long as `a`, or no shorter than the result.
fn shr_bits(out: &mut [u64], a: &[u64], n: u64) {
    let mut out = out.iter_mut();
    for (pair, digit) in a.windows(2).zip(&mut out) {
        if let [limb, higher] = pair {
            *digit = limb >> n | higher << 1 << (63 - n);
        }
    }
    if let (Some(top), Some(digit)) = (a.last(), out.next()) {
        *digit = top >> n;
    }
}

/// `x >> n`, rounded down; `out` has `n / 64` limbs less than `x` (none, if those are too many), and one more.
pub fn shr(out: &mut [u64], x: Limbs<'_>, n: u64) -> bool {
    let len = x.magnitude.len();
    let whole = usize::try_from(n / 64).map_or(len, |whole| whole.min(len));
    let (lost, kept) = x.magnitude.split_at(whole);
    shr_bits(out, kept, n % 64);
    if x.negative {
        let part = kept
            .first()
            .is_some_and(|low| low.trailing_zeros() < (n % 64) as u32);
        if part || lost.iter().any(|limb| *limb != 0) {
            add_limb(out, 1);
        }
    }
    x.negative
}

/// A divisor of one limb that has its highest bit set, with its reciprocal, which turns the machine's slow division of two
/// limbs by one into multiplications (Möller and Granlund, "Improved division by invariant integers", algorithm 4).
#[derive(Clone, Copy)]
struct Divisor {
    limb: u64,
    reciprocal: u64,
}

/// The largest power of ten that fits a limb.
pub const TEN_19: u64 = 10u64.pow(19);

impl Divisor {
    const TEN_19: Divisor = Divisor::new(TEN_19);

    const fn new(limb: u64) -> Divisor {
        let wide = (!limb as u128) << 64 | u64::MAX as u128;
        // Division by zero cannot happen: the highest bit is set.
        let reciprocal = match wide.checked_div(limb as u128) {
            Some(quotient) => quotient as u64,
            None => 0,
        };
        Divisor { limb, reciprocal }
    }

    /// Quotient and remainder of `high·2^64 + low` for `high` below the divisor.
    #[inline]
    fn divide(self, high: u64, low: u64) -> (u64, u64) {
        let estimate = u128::from(self.reciprocal) * u128::from(high)
            + (u128::from(high) << 64 | u128::from(low));
        let fraction = estimate as u64;
        let mut quotient = ((estimate >> 64) as u64).wrapping_add(1);
        let mut remainder = low.wrapping_sub(quotient.wrapping_mul(self.limb));
        if remainder > fraction {
            quotient = quotient.wrapping_sub(1);
            remainder = remainder.wrapping_add(self.limb);
        }
        if remainder >= self.limb {
            quotient = quotient.wrapping_add(1);
            remainder -= self.limb;
        }
        (quotient, remainder)
    }
}

/// Quotient and remainder of `high·2^64 + low` by 10^19, than which `high` is less.
pub fn div_rem_ten_19(high: u64, low: u64) -> (u64, u64) {
    Divisor::TEN_19.divide(high, low)
}

/// Divides in place by one limb that is not zero; returns the remainder.
pub fn div_rem_limb(a: &mut [u64], limb: u64) -> u64 {
    let shift = limb.leading_zeros();
    if shift == 64 {
        return 0;
    }
    let divisor = match limb {
        TEN_19 => Divisor::TEN_19,
        _ => Divisor::new(limb << shift),
    };
    // What the shift moves out of each limb joins the one below.
    let up = |limb: u64| limb >> 1 >> (63 - shift);
    let mut remainder = a.last().map_or(0, |top| up(*top));
    for i in (0..a.len()).rev() {
        let below = if i == 0 { 0 } else { up(a[i - 1]) };
        (a[i], remainder) = divisor.divide(remainder, a[i] << shift | below);
    }
    remainder >> shift
}

/// Knuth 4.3.1 algorithm D: the quotient of `n` by `d`, whose highest bit is set, goes to `quotient`, and the remainder stays
/// in `n`. `d` has two limbs at least, the top limbs of `n` are less than `d`, and `quotient` is as long as `n` is longer than `d`.
fn div_rem_normalized(quotient: &mut [u64], n: &mut [u64], d: &[u64]) {
    if let Some(&top) = d.last() {
        div_rem_by(quotient, n, d, Divisor::new(top));
    }
}

/// [`div_rem_normalized`] where `divisor` is the highest limb of `d`.
fn div_rem_by(quotient: &mut [u64], n: &mut [u64], d: &[u64], divisor: Divisor) {
    let [.., second, top] = *d else { return };
    for (j, digit) in quotient.iter_mut().enumerate().rev() {
        let (_, window) = n.split_at_mut(j);
        let (low, high) = window.split_at_mut(d.len());
        let ([.., n0, n1], [n2, ..]) = (&*low, &*high) else {
            continue;
        };
        let (n0, n1, n2) = (*n0, *n1, *n2);
        let (mut estimate, mut rest) = if n2 >= top {
            let (rest, overflow) = n1.overflowing_add(top);
            (u64::MAX, (!overflow).then_some(rest))
        } else {
            let (estimate, rest) = divisor.divide(n2, n1);
            (estimate, Some(rest))
        };
        // With the second limb looked at, the estimate is at most one too large.
        while let Some(r) = rest
            && u128::from(estimate) * u128::from(second) > u128::from(r) << 64 | u128::from(n0)
        {
            estimate -= 1;
            rest = r.checked_add(top);
        }
        let borrow = sub_mul_limb(low, d, estimate);
        if borrow > n2 {
            estimate -= 1;
            let mut carry = false;
            for (digit, limb) in low.iter_mut().zip(d) {
                (*digit, carry) = digit.carrying_add(*limb, carry);
            }
        }
        if let Some(n2) = high.first_mut() {
            *n2 = 0;
        }
        *digit = estimate;
    }
}

/// Divides magnitudes: the remainder goes to `remainder`, as long as `d`; `quotient` is `a.len() - d.len() + 1` limbs long, at least.
/// `d` is not zero, and `a` not shorter.
fn div_rem(quotient: &mut [u64], remainder: &mut [u64], a: &[u64], d: &[u64]) {
    if let [limb] = *d {
        let (low, _) = quotient.split_at_mut(a.len().min(quotient.len()));
        low.copy_from_slice(a);
        let rest = div_rem_limb(low, limb);
        remainder.fill(rest);
        return;
    }
    let shift = d.last().map_or(0, |top| u64::from(top.leading_zeros()));
    with_scratch(a.len() + 1 + d.len(), |scratch| {
        let (n, divisor) = scratch.split_at_mut(a.len() + 1);
        shl_bits(n, a, shift);
        shl_bits(divisor, d, shift);
        let steps = a.len() + 1 - d.len();
        let (quotient, _) = quotient.split_at_mut(steps.min(quotient.len()));
        div_rem_normalized(quotient, n, divisor);
        let (rest, _) = n.split_at(d.len());
        shr_bits(remainder, rest, shift);
    });
}

/// `a %= d`, where `d` is not zero.
pub fn reduce(a: &mut [u64], d: &[u64]) {
    with_scratch(a.len() + 1, |quotient| divide_in_place(quotient, a, d));
}

/// `quotient, a = a // d, a % d`, where `d` is not zero; `quotient` is longer than `a` is without high zeros.
pub fn divide_in_place(quotient: &mut [u64], a: &mut [u64], d: &[u64]) {
    let len = trimmed(a).len();
    if len < d.len() {
        return;
    }
    with_scratch(d.len(), |remainder| {
        div_rem(quotient, remainder, trimmed(a), d);
        let (low, high) = a.split_at_mut(d.len());
        low.copy_from_slice(remainder);
        high.fill(0);
    });
}

/// `base ** exponent % m`, bit by bit, for `base < m`; `m` has two limbs at least.
pub fn pow_mod(base: &[u64], exponent: &[u64], m: &[u64]) -> Vec<u64> {
    let len = m.len();
    let shift = m.last().map_or(0, |top| u64::from(top.leading_zeros()));
    with_scratch(4 * len + 2, |scratch| {
        let (d, rest) = scratch.split_at_mut(len);
        let (product, quotient) = rest.split_at_mut(2 * len + 1);
        shl_bits(d, m, shift);
        let divisor = Divisor::new(d.last().copied().unwrap_or(1 << 63));
        // Residues modulo `m << shift` will do until the end.
        let mut result = vec![0; len];
        let mut times = |result: &mut [u64], factor: &[u64]| {
            product.fill(0);
            let (low, _) = product.split_at_mut(trimmed(result).len() + factor.len());
            mul_magnitudes(low, trimmed(result), factor);
            div_rem_by(quotient, product, d, divisor);
            result.copy_from_slice(product.split_at(len).0);
        };
        let (low, _) = result.split_at_mut(1);
        low.fill(1);
        let mut copy = result.clone();
        for i in (0..bit_length(exponent)).rev() {
            copy.copy_from_slice(&result);
            times(&mut result, trimmed(&copy));
            let bit = exponent
                .get((i / 64) as usize)
                .map_or(0, |limb| limb >> (i % 64) & 1);
            if bit == 1 {
                times(&mut result, base);
            }
        }
        reduce(&mut result, m);
        result
    })
}

/// How long the quotient of [`div_mod`] has to be.
pub fn quotient_len(x: Limbs<'_>, y: Limbs<'_>) -> usize {
    (x.magnitude.len() + 2)
        .saturating_sub(y.magnitude.len())
        .max(1)
}

/// `divmod(x, y)`, rounded down, for `y` other than zero; says whether quotient and remainder are negative. `quotient` has
/// [`quotient_len`] limbs, `remainder` is as long as `y`.
pub fn div_mod(
    quotient: &mut [u64],
    remainder: &mut [u64],
    x: Limbs<'_>,
    y: Limbs<'_>,
) -> (bool, bool) {
    let (a, d) = (x.magnitude, y.magnitude);
    if a.len() < d.len() {
        remainder.split_at_mut(a.len()).0.copy_from_slice(a);
    } else {
        div_rem(quotient, remainder, a, d);
    }
    let opposite = x.negative != y.negative;
    if opposite && remainder.iter().any(|limb| *limb != 0) {
        add_limb(quotient, 1);
        let mut borrow = false;
        for (digit, limb) in remainder.iter_mut().zip(d) {
            (*digit, borrow) = limb.borrowing_sub(*digit, borrow);
        }
    }
    (opposite, y.negative)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::BigInt;

    /// Numbers with many zero and full limbs among random ones, where carries go far.
    fn samples() -> Vec<Vec<u64>> {
        let mut state = 0x2545_F491_4F6C_DD1Du64;
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state
        };
        let mut all = vec![vec![]];
        for len in [1usize, 2, 3, 4, 7, 9, 20] {
            for kind in 0..6 {
                let mut limbs: Vec<u64> = (0..len)
                    .map(|_| match (kind, next() % 4) {
                        (0, _) => u64::MAX,
                        (1, _) => 0,
                        (2, 0) | (3, 0 | 1) => 0,
                        (2, 1) | (4, 0 | 1) => u64::MAX,
                        _ => next(),
                    })
                    .collect();
                if let Some(top) = limbs.last_mut() {
                    *top |= [1, 1 << 63, 0x8000_0001][next() as usize % 3];
                }
                all.push(limbs);
            }
        }
        all
    }

    fn big(negative: bool, limbs: &[u64]) -> BigInt {
        BigInt::from_limbs(negative, limbs)
    }

    fn result(len: usize, fill: impl FnOnce(&mut [u64]) -> bool) -> BigInt {
        let mut out = vec![0; len];
        let negative = fill(&mut out);
        big(negative, &out)
    }

    fn each_pair(check: impl Fn(Limbs<'_>, Limbs<'_>, &BigInt, &BigInt)) {
        let samples = samples();
        for a in &samples {
            for b in &samples {
                for signs in 0..4 {
                    let x = Limbs {
                        negative: signs & 1 != 0 && !a.is_empty(),
                        magnitude: a,
                    };
                    let y = Limbs {
                        negative: signs & 2 != 0 && !b.is_empty(),
                        magnitude: b,
                    };
                    check(x, y, &big(x.negative, a), &big(y.negative, b));
                }
            }
        }
    }

    #[test]
    fn sums_and_products() {
        each_pair(|x, y, a, b| {
            let (m, n) = (x.magnitude.len(), y.magnitude.len());
            assert_eq!(result(m.max(n) + 1, |out| add(out, x, y)), a.add(b));
            assert_eq!(result(m.max(n) + 1, |out| sub(out, x, y)), a.sub(b));
            assert_eq!(result(m + n, |out| mul(out, x, y)), a.mul(b));
        });
    }

    #[test]
    fn bits() {
        each_pair(|x, y, a, b| {
            for (op, expected) in [
                (BitOp::And, a.bit_and(b)),
                (BitOp::Or, a.bit_or(b)),
                (BitOp::Xor, a.bit_xor(b)),
            ] {
                let len = bitwise_len(op, x, y);
                let r = result(len, |out| bitwise(op, out, x, y));
                assert_eq!(r, expected, "{op:?} {x:?} {y:?}");
            }
        });
    }

    #[test]
    fn quotients() {
        each_pair(|x, y, a, b| {
            let Some((q, r)) = a.divmod(b) else { return };
            let mut quotient = vec![0; quotient_len(x, y)];
            let mut remainder = vec![0; y.magnitude.len()];
            let signs = div_mod(&mut quotient, &mut remainder, x, y);
            assert_eq!(big(signs.0, &quotient), q, "{x:?} {y:?}");
            assert_eq!(big(signs.1, &remainder), r, "{x:?} {y:?}");
        });
    }

    #[test]
    fn shifts() {
        for limbs in &samples() {
            for negative in [false, true] {
                let x = Limbs {
                    negative: negative && !limbs.is_empty(),
                    magnitude: limbs,
                };
                let a = big(x.negative, limbs);
                for n in [0u64, 1, 31, 63, 64, 65, 127, 128, 200, 2000, 1 << 40] {
                    let len = limbs.len().saturating_sub((n / 64) as usize) + 1;
                    assert_eq!(result(len, |out| shr(out, x, n)), a.shr(n), "{x:?} {n}");
                    if n < 1 << 20 {
                        let len = limbs.len() + (n / 64) as usize + 1;
                        assert_eq!(result(len, |out| shl(out, x, n)), a.shl(n).unwrap());
                    }
                }
            }
        }
    }

    #[test]
    fn powers_modulo() {
        let samples = samples();
        for m in samples.iter().filter(|m| m.len() > 1) {
            let modulus = big(false, m);
            for base in &samples {
                let mut base = base.clone();
                reduce(&mut base, m);
                let base = trimmed(&base);
                for exponent in [0u64, 1, 2, 3, 17, 20] {
                    let power = big(false, base).pow(exponent).unwrap();
                    let expected = power.mod_floor(&modulus).unwrap();
                    let result = pow_mod(base, trimmed(&[exponent]), m);
                    assert_eq!(big(false, &result), expected, "{base:?} {exponent} {m:?}");
                }
            }
        }
    }

    #[test]
    fn short_divisors() {
        for limbs in &samples() {
            for divisor in [
                1u64,
                2,
                3,
                10,
                1 << 32,
                1 << 63,
                u64::MAX,
                10_000_000_000_000_000_000,
            ] {
                let mut quotient = limbs.clone();
                let r = div_rem_limb(&mut quotient, divisor);
                let expected = big(false, limbs).divmod(&BigInt::from_u64(divisor));
                let result = (big(false, &quotient), BigInt::from_u64(r));
                assert_eq!(Some(result), expected);
            }
        }
    }
}
