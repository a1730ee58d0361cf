//! The level instalment: P × ∏(1 + r) ÷ fn, with fn = 1 + fn × (1 + r), in binary fixed point.
//!
//! Sixty-four fractional bits are more than nineteen digits, and a multiplication needs no division, which is what costs
//! in WebAssembly.

use crate::error::{Error, Result};
use crate::money::{Fraction, Minor, Rate, RoundingMode};
use std::cmp::Ordering;

/// One, with sixty-four fractional bits.
const ONE: u128 = 1 << 64;
/// Twice the distance from the middle, as a binary share of the divisor, within which a rest is taken for the middle.
const TIE_BITS: u32 = 40;

/// Period rates that are remembered.
const KNOWN_MAX: usize = 8;

/// The factors of a run of periods, gathered one period at a time.
#[derive(Clone, Debug)]
pub(crate) struct Growth {
    /// ∏(1 + r)
    product: u128,
    /// The value, at the end, of one unit paid at each due date.
    annuity: u128,
    /// Period rates met before and their fixed-point forms, the latest last: months are of four lengths, and each division
    /// of 128 bits is slow in WebAssembly.
    known: Vec<(Rate, Fraction, u128)>,
}

impl Growth {
    pub(crate) fn new() -> Self {
        Self {
            product: ONE,
            annuity: 0,
            known: Vec::new(),
        }
    }

    /// The interest of `rate` over `share` of a year, in fixed point.
    pub(crate) fn period_rate(&mut self, rate: Rate, share: Fraction) -> Result<u128> {
        if let Some((_, _, fixed)) = self
            .known
            .iter()
            .rev()
            .find(|known| known.0 == rate && known.1 == share)
        {
            return Ok(*fixed);
        }
        let factor = rate.fraction().times(share)?;
        let scaled = u128::from(factor.numerator).checked_mul(ONE);
        let fixed = scaled
            .and_then(|scaled| scaled.checked_div(u128::from(factor.denominator)))
            .ok_or_else(too_large)?;
        if self.known.len() < KNOWN_MAX {
            self.known.push((rate, share, fixed));
        }
        Ok(fixed)
    }

    /// Adds a period with this fixed-point rate.
    pub(crate) fn add(&mut self, period_rate: u128) -> Result<()> {
        self.product = grow(self.product, period_rate)?;
        self.annuity = grow(self.annuity, period_rate)?
            .checked_add(ONE)
            .ok_or_else(too_large)?;
        Ok(())
    }

    /// The instalment that pays `principal` off and leaves `rest` at the end.
    pub(crate) fn instalment(&self, principal: Minor, rest: Minor, mode: RoundingMode) -> Result<Minor> {
        let owed = u128::from(principal.get().unsigned_abs());
        let room = owed.max(1).leading_zeros().saturating_sub(1);
        let excess = (128_u32.saturating_sub(self.product.leading_zeros())).saturating_sub(room);
        let product = self.product.checked_shr(excess).unwrap_or(0);
        let annuity = self.annuity.checked_shr(excess).unwrap_or(0);
        let one = ONE.checked_shr(excess).unwrap_or(0);
        let left = u128::from(rest.get().unsigned_abs())
            .checked_mul(one)
            .ok_or_else(too_large)?;
        let grown = owed.checked_mul(product).ok_or_else(too_large)?.saturating_sub(left);
        divide(grown, annuity, mode)
    }
}

/// `value` × (1 + `rate`)
fn grow(value: u128, rate: u128) -> Result<u128> {
    let whole = value.checked_mul(rate >> 64).ok_or_else(too_large)?;
    let fraction = rate & (ONE.wrapping_sub(1));
    let high = (value >> 64).checked_mul(fraction).ok_or_else(too_large)?;
    let low = (value & (ONE.wrapping_sub(1))).wrapping_mul(fraction) >> 64;
    let interest = high
        .checked_add(low)
        .and_then(|part| part.checked_add(whole))
        .ok_or_else(too_large)?;
    value.checked_add(interest).ok_or_else(too_large)
}

fn divide(dividend: u128, divisor: u128, mode: RoundingMode) -> Result<Minor> {
    let (Some(whole), Some(rest)) = (dividend.checked_div(divisor), dividend.checked_rem(divisor)) else {
        return Err(too_large());
    };
    let below = divisor.wrapping_sub(rest);
    let tolerance = divisor >> TIE_BITS;
    let whole = if below < tolerance {
        whole.saturating_add(1)
    } else {
        whole
    };
    let is_whole = rest < tolerance || below < tolerance;
    let to_half = match (is_whole, rest.abs_diff(below) <= tolerance) {
        (true, _) => Ordering::Less,
        (false, true) => Ordering::Equal,
        (false, false) => rest.cmp(&below),
    };
    let up = mode.rounds_up(whole % 2 == 1, is_whole, to_half);
    let rounded = whole
        .checked_add(u128::from(up))
        .and_then(|whole| i64::try_from(whole).ok());
    Minor::new(rounded.ok_or_else(too_large)?)
}

fn too_large() -> Error {
    Error::range("what a loan grows to is a safe integer")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(principal: i64, rest: i64, rate: &str, months: u32, mode: RoundingMode) -> Result<i64> {
        let mut growth = Growth::new();
        let share = Fraction::new(1, 12)?;
        for _ in 0..months {
            let period_rate = growth.period_rate(rate.parse()?, share)?;
            growth.add(period_rate)?;
        }
        Ok(growth
            .instalment(Minor::new(principal)?, Minor::new(rest)?, mode)?
            .get())
    }

    #[test]
    fn without_interest_the_principal_is_divided() -> Result<()> {
        assert_eq!(level(1_000, 0, "0", 3, RoundingMode::HalfEven)?, 333);
        assert_eq!(level(1_000, 100, "0", 3, RoundingMode::Up)?, 300);
        // Halves are seen although the factors are binary.
        assert_eq!(level(1_005, 0, "0", 2, RoundingMode::HalfEven)?, 502);
        assert_eq!(level(1_005, 0, "0", 2, RoundingMode::HalfUp)?, 503);
        Ok(())
    }

    #[test]
    fn one_instalment_is_the_principal_and_its_interest() -> Result<()> {
        // 12 % a year is a hundredth a month, which no binary fraction is.
        assert_eq!(level(10_000, 0, "0.12", 1, RoundingMode::Up)?, 10_100);
        assert_eq!(level(10_050, 0, "0.12", 1, RoundingMode::HalfEven)?, 10_150);
        assert_eq!(level(10_150, 0, "0.12", 1, RoundingMode::HalfEven)?, 10_252);
        Ok(())
    }

    #[test]
    fn a_balloon_of_the_whole_leaves_the_interest() -> Result<()> {
        assert_eq!(level(100_000, 100_000, "0.06", 36, RoundingMode::HalfEven)?, 500);
        Ok(())
    }

    #[test]
    fn what_grows_beyond_all_bounds_is_refused() -> Result<()> {
        let refused = level(1_000_000, 0, "100", 1_200, RoundingMode::HalfEven);
        assert!(refused.is_err_and(|error| error.code() == "RANGE"));
        // At a rate this high and a term this long, an instalment is its interest.
        assert_eq!(level(1_000_000, 0, "1.2", 360, RoundingMode::HalfEven)?, 100_000);
        Ok(())
    }
}
