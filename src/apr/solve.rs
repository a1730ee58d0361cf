//! The growth at which what was received and what is paid come to the same: a bracket, then the Illinois method, then halving.

use super::power::{BITS, ONE, exp2};
use super::{Flow, Periods};
use crate::error::{Error, Result};

/// How a part of a period counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Within {
    /// Compounded, like whole periods.
    Compound,
    /// At simple interest, over the compounded whole periods.
    Simple,
}

/// The first step away from a rate of nothing, as a binary logarithm; each next one is twice as far.
const FIRST_STEP: i128 = ONE >> 4;
/// Steps until a growth of 2³², or of 2⁻³², in a period.
const STEPS_MAX: u32 = 10;
/// Interpolations before halving takes over; a dozen is usual.
const INTERPOLATIONS_MAX: u32 = 40;
/// With halvings of the widest bracket down to the last bit.
const NARROWINGS_MAX: u32 = 40 + 5 + BITS;

/// Flows whose common value is sought.
pub(super) struct Problem<'a> {
    pub(super) flows: &'a [Flow],
    pub(super) within: Within,
}

/// A growth and what the flows come to with it.
#[derive(Clone, Copy)]
struct Point {
    log: i128,
    value: i128,
}

impl Problem<'_> {
    /// The binary logarithm of the growth in a period at which the flows come to nothing: the one nearest to zero that
    /// the steps see, when there are several.
    pub(super) fn growth(&self) -> Result<i128> {
        let mut near = self.at(0)?;
        // A rate above zero brings a sum above zero down.
        let mut step = if near.value < 0 { -FIRST_STEP } else { FIRST_STEP };
        for _ in 0..STEPS_MAX {
            if near.value == 0 {
                return Ok(near.log);
            }
            let far = self.at(step)?;
            if (far.value < 0) != (near.value < 0) {
                return self.between(near, far);
            }
            near = far;
            step = step.wrapping_mul(2);
        }
        Err(no_rate())
    }

    /// Narrows the bracket to the last bit. By interpolation, where an end that stays counts half each time; by halving
    /// when that was not enough, so that the number of steps has a limit.
    fn between(&self, mut stays: Point, mut moves: Point) -> Result<i128> {
        for step in 0..NARROWINGS_MAX {
            let width = moves.log.wrapping_sub(stays.log);
            if moves.value == 0 || width.unsigned_abs() <= 1 {
                break;
            }
            let offset = if step < INTERPOLATIONS_MAX {
                interpolate(width, stays.value, moves.value)
            } else {
                width >> 1
            };
            let middle = self.at(stays.log.wrapping_add(offset))?;
            if (middle.value < 0) == (moves.value < 0) {
                stays.value >>= 1;
            } else {
                stays = moves;
            }
            moves = middle;
        }
        Ok(moves.log)
    }

    fn at(&self, log: i128) -> Result<Point> {
        let growth = exp2(log)?;
        let reference = if log < 0 { self.latest(log) } else { 0 };
        let mut value = 0_i128;
        for flow in self.flows {
            let mut weight = exp2(reference.wrapping_sub(self.exponent(flow.at, log)))?;
            if self.within == Within::Simple && flow.at.part != 0 {
                weight = discounted(weight, flow.at.part_of(growth.wrapping_sub(ONE)))?;
            }
            value = value.saturating_add(i128::from(flow.amount.get()).saturating_mul(weight));
        }
        Ok(Point { log, value })
    }

    /// The exponent of the latest flow: with a growth below one, values are taken at its time, so that no weight exceeds
    /// one by much.
    fn latest(&self, log: i128) -> i128 {
        let exponents = self.flows.iter().map(|flow| self.exponent(flow.at, log));
        exponents.min().unwrap_or_default()
    }

    /// The binary logarithm of what the compounded time makes of one.
    fn exponent(&self, at: Periods, log: i128) -> i128 {
        match self.within {
            Within::Compound => at.times(log),
            Within::Simple => log.saturating_mul(at.whole.into()),
        }
    }
}

/// `weight` ÷ (1 + `interest`)
fn discounted(weight: i128, interest: i128) -> Result<i128> {
    let dividend = weight.checked_mul(ONE);
    dividend
        .and_then(|dividend| dividend.checked_div(ONE.saturating_add(interest)))
        .ok_or_else(no_rate)
}

/// Where the straight line between two values of different sign meets zero, at least one bit from either end.
fn interpolate(width: i128, stays: i128, moves: i128) -> i128 {
    let (stays, moves) = (stays.unsigned_abs(), moves.unsigned_abs());
    let excess = (128_u32.saturating_sub(BITS)).saturating_sub(stays.max(moves).leading_zeros());
    let (stays, moves) = (shifted(stays, excess), shifted(moves, excess));
    let size = width.unsigned_abs();
    let offset = size
        .saturating_mul(stays)
        .checked_div(stays.saturating_add(moves))
        .unwrap_or_default()
        .clamp(1, size.saturating_sub(1).max(1));
    let offset = i128::try_from(offset).unwrap_or_default();
    if width < 0 { offset.wrapping_neg() } else { offset }
}

fn shifted(value: u128, bits: u32) -> u128 {
    value.checked_shr(bits).unwrap_or_default()
}

#[cold]
pub(super) fn no_rate() -> Error {
    Error::range("a rate of flows is above -100 % and below 92,233,720,368 %")
}
