//! The share of a year between two days, for what runs by the day without periods of its own.

use crate::account::{DayCount, MonthDays, YearDays};
use crate::calendar::CivilDate;
use crate::error::Result;
use crate::money::Fraction;

/// Until when a day's year is counted with the same number of days: `to` at the latest. The night to 1 January belongs to the
/// new year, as is usual on a loan.
pub(crate) fn same_year_until(day_count: DayCount, day: CivilDate, to: CivilDate) -> Result<CivilDate> {
    match day_count.year {
        YearDays::Fixed(_) => Ok(to),
        YearDays::Actual => Ok(to.min(day.plus_days(1)?.year_end())),
    }
}

/// The share of a year between two days that are counted in the same one: months of thirty days are counted by the day of the
/// month, other days one by one.
pub(crate) fn year_share(day_count: DayCount, from: CivilDate, to: CivilDate) -> Result<Fraction> {
    let days = match day_count.month {
        MonthDays::Actual => from.days_until(to),
        MonthDays::Thirty => from.days_until_thirty(to),
    };
    let year = match day_count.year {
        YearDays::Fixed(days) => days,
        YearDays::Actual => to.days_in_year(),
    };
    Fraction::new(u64::try_from(days).unwrap_or_default(), u64::from(year))
}
