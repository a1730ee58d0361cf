//! What credit costs in a year, as one rate over all that was received and all that is paid.
//!
//! Everything is computed in whole numbers: a rate has the same digits natively and in WebAssembly.

mod power;
mod rebate;
mod solve;

pub use rebate::rebate;

use crate::calendar::{CivilDate, Unit};
use crate::digits::decimal;
use crate::error::{Error, Result};
use crate::money::{Minor, Rate, TEN_BILLION};
use power::{ONE, exp2};
use solve::{Problem, Within, no_rate};
use std::cmp::Ordering;
use std::fmt;

/// Flows that one rate is sought for at most.
pub const FLOWS_MAX: usize = 10_000;

/// Money that moves: above zero what the customer pays, below zero what the customer receives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flow {
    /// How much.
    pub amount: Minor,
    /// When, counted from the first advance.
    pub at: Periods,
}

/// A time in periods, whole ones and an exact part of one: 129/90 quarters, 28/365 of a year.
///
/// # Example
///
/// ```
/// use predue::apr::Periods;
///
/// assert_eq!(Periods::new(129, 90)?, Periods::new(129 * 2, 90 * 2)?);
/// assert_eq!(Periods::new(24, 12)?, Periods::whole(2));
/// # Ok::<(), predue::Error>(())
/// ```
///
/// # Example: parts of nothing
///
/// ```
/// use predue::apr::Periods;
///
/// assert_eq!(Periods::new(1, 0).unwrap_err().code(), "RANGE");
/// ```
#[derive(Clone, Copy, Debug, Eq)]
pub struct Periods {
    whole: u32,
    /// Less than `of`.
    part: u32,
    of: u32,
}

impl Periods {
    /// No time.
    pub const ZERO: Self = Self::whole(0);

    /// `parts` of which `of` make a period.
    ///
    /// # Errors
    ///
    /// `RANGE` when `of` is 0, or when there are more than 2³² − 1 whole periods.
    pub fn new(parts: u64, of: u32) -> Result<Self> {
        let divided = |quotient: Option<u64>| quotient.and_then(|quotient| u32::try_from(quotient).ok());
        let whole = divided(parts.checked_div(u64::from(of)));
        let part = divided(parts.checked_rem(u64::from(of)));
        match (whole, part) {
            (Some(whole), Some(part)) => Ok(Self { whole, part, of }),
            _ => Err(Error::range(
                "a time is at most 4,294,967,295 periods, in parts of a period",
            )),
        }
    }

    /// So many whole periods.
    #[must_use]
    pub const fn whole(periods: u32) -> Self {
        Self {
            whole: periods,
            part: 0,
            of: 1,
        }
    }

    /// The years from one day to another as the European Union counts them: whole weeks, months or years by `unit`, counted
    /// backwards from `to`, and the days that are left as a part of the year that ends with the last of them.
    ///
    /// A week is a fifty-second of a year, a month a twelfth; that last year has 365 or 366 days. A month is also complete on
    /// its last day, as due dates are counted: from 31 January to 28 February.
    ///
    /// Source: Directive 2008/48/EC, Annex I, part I, remark (c), and Directive (EU) 2023/2225, Annex III, part I, remark (c).
    ///
    /// # Errors
    ///
    /// `INPUT` when `to` is before `from`, `RANGE` within a year of the first day that a date may be.
    ///
    /// # Example
    ///
    /// ```
    /// use predue::apr::Periods;
    /// use predue::calendar::Unit;
    ///
    /// let years = Periods::years("2026-01-31".parse()?, "2026-03-31".parse()?, Unit::Month)?;
    /// assert_eq!(years, Periods::new(2, 12)?);
    /// let years = Periods::years("2012-10-10".parse()?, "2012-10-15".parse()?, Unit::Month)?;
    /// assert_eq!(years, Periods::new(5, 366)?);
    /// # Ok::<(), predue::Error>(())
    /// ```
    ///
    /// # Example: back in time
    ///
    /// ```
    /// use predue::apr::Periods;
    /// use predue::calendar::Unit;
    ///
    /// let years = Periods::years("2026-03-31".parse()?, "2026-01-31".parse()?, Unit::Month);
    /// assert_eq!(years.unwrap_err().code(), "INPUT");
    /// # Ok::<(), predue::Error>(())
    /// ```
    pub fn years(from: CivilDate, to: CivilDate, unit: Unit) -> Result<Self> {
        if to < from {
            return Err(Error::input("a flow is not before the first one"));
        }
        let (whole, a_year, rest_until) = match unit {
            Unit::Week => whole_weeks(from, to)?,
            Unit::Month => whole_steps(from, to, 1)?,
            Unit::Day => whole_steps(from, to, 12)?,
        };
        let days = from.days_until(rest_until).unsigned_abs();
        if days == 0 {
            return Self::new(whole.into(), a_year);
        }
        let days_a_year = rest_until.minus_months(12)?.days_until(rest_until).unsigned_abs();
        let of_whole = u64::from(whole).saturating_mul(days_a_year.into());
        let of_days = u64::from(days).saturating_mul(a_year.into());
        Self::new(of_whole.saturating_add(of_days), a_year.saturating_mul(days_a_year))
    }

    /// `value`, of one period, for this time.
    #[inline(never)]
    fn times(self, value: i128) -> i128 {
        value
            .saturating_mul(self.whole.into())
            .saturating_add(self.part_of(value))
    }

    /// `value`, of one period, for the part of a period alone.
    #[inline(never)]
    fn part_of(self, value: i128) -> i128 {
        if self.part == 0 {
            return 0;
        }
        let product = value.saturating_mul(self.part.into());
        product.checked_div(self.of.into()).unwrap_or_default()
    }
}

/// Weeks between two days, how many make a year, and the day up to which days are left.
fn whole_weeks(from: CivilDate, to: CivilDate) -> Result<(u32, u32, CivilDate)> {
    let rest = from.days_until(to).checked_rem(7).unwrap_or_default();
    let weeks = from.days_until(to).unsigned_abs().checked_div(7);
    Ok((weeks.unwrap_or_default(), 52, from.plus_days(rest)?))
}

/// Steps of so many months between two days, how many make a year, and the day up to which days are left.
fn whole_steps(from: CivilDate, to: CivilDate, months_a_step: u32) -> Result<(u32, u32, CivilDate)> {
    let months = to.month_number().saturating_sub(from.month_number());
    let is_complete = to.minus_months(months)? >= from || to.is_month_end();
    let months = months.saturating_sub(u32::from(!is_complete));
    let steps = months.checked_div(months_a_step).unwrap_or_default();
    let rest_until = to.minus_months(steps.saturating_mul(months_a_step))?.max(from);
    Ok((steps, 12_u32.checked_div(months_a_step).unwrap_or_default(), rest_until))
}

impl Ord for Periods {
    fn cmp(&self, other: &Self) -> Ordering {
        let product = |part: u32, of: u32| u64::from(part).wrapping_mul(of.into());
        let parts = product(self.part, other.of).cmp(&product(other.part, self.of));
        self.whole.cmp(&other.whole).then(parts)
    }
}

impl PartialOrd for Periods {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Periods {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

/// What credit costs in a year, to ten decimals: 18.25 % is 0.1825. Below zero where less is paid than was received.
///
/// Its decimals are right up to some 100 (10,000 %); far beyond, fewer of its digits are.
///
/// # Example
///
/// ```
/// use predue::apr::{Flow, Periods, effective};
/// use predue::money::Minor;
///
/// let flow = |amount, at| Ok::<_, predue::Error>(Flow { amount: Minor::new(amount)?, at });
/// let more = effective(&[flow(-100_000, Periods::ZERO)?, flow(118_250, Periods::whole(1))?])?;
/// assert_eq!((more.to_string().as_str(), more.rate()?), ("0.1825", "0.1825".parse()?));
/// let less = effective(&[flow(-100_000, Periods::ZERO)?, flow(95_000, Periods::whole(1))?])?;
/// assert_eq!(less.to_string(), "-0.05");
/// assert_eq!(less.rate().unwrap_err().code(), "RANGE");
/// # Ok::<(), predue::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AnnualRate(i64);

impl AnnualRate {
    /// The number of ten-billionths: 0.1825 has 1,825,000,000.
    #[must_use]
    pub const fn ten_billionths(self) -> i64 {
        self.0
    }

    /// The same as a rate of a contract.
    ///
    /// # Errors
    ///
    /// `RANGE` below zero or beyond 100 (10,000 %).
    pub fn rate(self) -> Result<Rate> {
        // No rate has as many digits as what stands for one below zero.
        Rate::of_ten_billionths(u64::try_from(self.0).unwrap_or(u64::MAX))
    }

    /// `periods_a_year` times what `growth`, of one period, adds to one.
    fn of(growth: i128, periods_a_year: Periods) -> Result<Self> {
        let of = i128::from(periods_a_year.of);
        let parts = i128::from(periods_a_year.whole)
            .wrapping_mul(of)
            .wrapping_add(periods_a_year.part.into());
        let divisor = of.wrapping_mul(ONE);
        let rate = growth
            .wrapping_sub(ONE)
            .checked_mul(TEN_BILLION.into())
            .and_then(|rate| rate.checked_mul(parts))
            .and_then(|rate| rate.checked_add(divisor >> 1))
            .and_then(|rate| rate.checked_div_euclid(divisor))
            .and_then(|rate| i64::try_from(rate).ok());
        rate.map(Self).ok_or_else(no_rate)
    }
}

impl fmt::Display for AnnualRate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text())
    }
}

impl AnnualRate {
    /// As it is written: `-0.05`.
    pub(crate) fn text(self) -> String {
        let size = decimal(self.0.unsigned_abs(), TEN_BILLION);
        if self.0 < 0 { ["-", &size].concat() } else { size }
    }
}

/// The annual percentage rate by the actuarial method: the rate of a unit-period, times the unit-periods in a year.
///
/// Times are counted in unit-periods. Whole ones are compounded; a part of one earns simple interest. A unit-period of
/// 255 days, as of a single payment, is `Periods::new(365, 255)` a year.
///
/// Source: Regulation Z, 12 CFR Part 1026, Appendix J, paragraph (b)(8).
///
/// # Errors
///
/// `INPUT` when the customer receives nothing on balance at time zero; `RANGE` when no rate between −100 % and
/// 92,233,720,368 % solves it, or beyond [`FLOWS_MAX`] flows.
///
/// # Example
///
/// ```
/// use predue::apr::{Flow, Periods, actuarial};
/// use predue::money::Minor;
///
/// // 5,000 dollars, repaid in 24 months by 230 dollars each: 9.69 %.
/// let mut flows = vec![Flow { amount: Minor::new(-500_000)?, at: Periods::ZERO }];
/// for month in 1..=24 {
///     flows.push(Flow { amount: Minor::new(23_000)?, at: Periods::whole(month) });
/// }
/// assert_eq!(actuarial(&flows, Periods::whole(12))?.to_string(), "0.0968570806");
/// # Ok::<(), predue::Error>(())
/// ```
///
/// # Example: nothing was received
///
/// ```
/// use predue::apr::{Flow, Periods, actuarial};
/// use predue::money::Minor;
///
/// let flows = [Flow { amount: Minor::new(23_000)?, at: Periods::whole(1) }];
/// assert_eq!(actuarial(&flows, Periods::whole(12)).unwrap_err().code(), "INPUT");
/// # Ok::<(), predue::Error>(())
/// ```
pub fn actuarial(flows: &[Flow], periods_a_year: Periods) -> Result<AnnualRate> {
    AnnualRate::of(exp2(log_growth(flows, Within::Simple)?)?, periods_a_year)
}

/// The annual percentage rate of charge: the yearly growth at which what was received equals what is paid.
///
/// Times are counted in years, and parts of a year are compounded as well. Counted in days ÷ 365 it is what spreadsheets
/// call XIRR. Counted in other periods, the rate is that of one such period.
///
/// Source: Directive 2008/48/EC, Annex I, part I; Directive (EU) 2023/2225, Annex III, part I.
///
/// # Errors
///
/// `INPUT` when the customer receives nothing on balance at time zero; `RANGE` when no rate between −100 % and
/// 92,233,720,368 % solves it, or beyond [`FLOWS_MAX`] flows.
///
/// # Example
///
/// ```
/// use predue::apr::{Flow, Periods, effective};
/// use predue::money::Minor;
///
/// // 400.00 for 36 days cost 111.96.
/// let flows = [
///     Flow { amount: Minor::new(-40_000)?, at: Periods::ZERO },
///     Flow { amount: Minor::new(51_196)?, at: Periods::new(36, 365)? },
/// ];
/// assert_eq!(effective(&flows)?.to_string(), "11.2080402263");
/// # Ok::<(), predue::Error>(())
/// ```
///
/// # Example: nothing is paid back
///
/// ```
/// use predue::apr::{Flow, Periods, effective};
/// use predue::money::Minor;
///
/// let flows = [Flow { amount: Minor::new(-40_000)?, at: Periods::ZERO }];
/// assert_eq!(effective(&flows).unwrap_err().code(), "RANGE");
/// # Ok::<(), predue::Error>(())
/// ```
pub fn effective(flows: &[Flow]) -> Result<AnnualRate> {
    AnnualRate::of(exp2(log_growth(flows, Within::Compound)?)?, Periods::whole(1))
}

/// The annual percentage rate of charge of flows on civil dates, in any order: above zero what the customer pays.
///
/// `unit` says what the contract counts in; [`Periods::years`] says what that means for the times.
///
/// # Errors
///
/// As for [`effective`].
///
/// # Example
///
/// ```
/// use predue::apr::effective_on;
/// use predue::calendar::{CivilDate, Period, Unit};
/// use predue::money::Minor;
///
/// let start: CivilDate = "2026-01-05".parse()?;
/// let mut flows = vec![(start, Minor::new(-1_000_000)?), ("2026-02-05".parse()?, Minor::new(5_000)?)];
/// for month in 1..=6 {
///     flows.push((start.plus(Period::new(1, Unit::Month)?, month)?, Minor::new(170_700)?));
/// }
/// assert_eq!(effective_on(&flows, Unit::Month)?.to_string(), "0.1044748974");
/// # Ok::<(), predue::Error>(())
/// ```
///
/// # Example: no flows
///
/// ```
/// use predue::apr::effective_on;
/// use predue::calendar::Unit;
///
/// assert_eq!(effective_on(&[], Unit::Month).unwrap_err().code(), "INPUT");
/// ```
pub fn effective_on(flows: &[(CivilDate, Minor)], unit: Unit) -> Result<AnnualRate> {
    let first = flows.iter().map(|(date, _)| *date).min().ok_or_else(nothing_received)?;
    let mut timed = Vec::with_capacity(flows.len());
    for (date, amount) in flows {
        timed.push(Flow {
            amount: *amount,
            at: Periods::years(first, *date, unit)?,
        });
    }
    effective(&timed)
}

/// The binary logarithm of the growth of one period.
fn log_growth(flows: &[Flow], within: Within) -> Result<i128> {
    if flows.len() > FLOWS_MAX {
        return Err(Error::range("a rate is sought for at most 10,000 flows"));
    }
    let at_start = flows.iter().filter(|flow| flow.at == Periods::ZERO);
    if Minor::sum(at_start.map(|flow| flow.amount))? >= Minor::ZERO {
        return Err(nothing_received());
    }
    Problem { flows, within }.growth()
}

#[cold]
fn nothing_received() -> Error {
    Error::input("a rate is that of money received at the start")
}

#[cfg(test)]
mod tests;
