//! The share of a year between two days, for what runs by the day without periods of its own.

use crate::account::{DayCount, LateRate, MonthDays, YearDays};
use crate::calendar::CivilDate;
use crate::error::{Error, Result};
use crate::money::{Accrued, Fraction, Minor, Rate};

/// What `base` comes to from one day to a later one at a rate for lateness.
pub(super) fn accrue(base: Minor, rate: LateRate, from: CivilDate, to: CivilDate) -> Result<Accrued> {
    match rate {
        LateRate::Yearly(rate, day_count) => yearly(base, rate, day_count, from, to),
        LateRate::Daily(rate) => Accrued::new(base, rate, Fraction::new(days(from.days_until(to))?, 1)?),
    }
}

/// What `base` comes to from one day to a later one at a yearly rate; actual years are counted each with its own days.
pub(super) fn yearly(base: Minor, rate: Rate, day_count: DayCount, from: CivilDate, to: CivilDate) -> Result<Accrued> {
    let held = |from: CivilDate, to: CivilDate| match day_count.month {
        MonthDays::Actual => from.days_until(to),
        MonthDays::Thirty => from.days_until_thirty(to),
    };
    let share = |from, to, year| Accrued::new(base, rate, Fraction::new(days(held(from, to))?, u64::from(year))?);
    if let YearDays::Fixed(year) = day_count.year {
        return share(from, to, year);
    }
    let (mut since, mut accrued) = (from, Accrued::ZERO);
    loop {
        let new_year = since.year_end().plus_days(1)?;
        accrued = accrued.plus(share(since, new_year.min(to), since.days_in_year())?)?;
        if new_year >= to {
            return Ok(accrued);
        }
        since = new_year;
    }
}

fn days(count: i32) -> Result<u64> {
    u64::try_from(count).map_err(|_| Error::internal("interest runs forward"))
}
