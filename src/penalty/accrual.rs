//! What runs by the day at a rate for lateness.

use crate::account::{DayCount, LateRate};
use crate::calendar::CivilDate;
use crate::error::{Error, Result};
use crate::money::{Accrued, Fraction, Minor, Rate};
use crate::schedule::{same_year_until, year_share};

/// What `base` comes to from one day to a later one.
pub(super) fn accrue(base: Minor, rate: LateRate, from: CivilDate, to: CivilDate) -> Result<Accrued> {
    match rate {
        LateRate::Yearly(rate, day_count) => yearly(base, rate, day_count, from, to),
        LateRate::Daily(rate) => {
            let days = u64::try_from(from.days_until(to)).map_err(|_| Error::internal("interest runs forward"))?;
            Accrued::new(base, rate, Fraction::new(days, 1)?)
        }
    }
}

/// What `base` comes to from one day to a later one at a yearly rate.
pub(super) fn yearly(base: Minor, rate: Rate, day_count: DayCount, from: CivilDate, to: CivilDate) -> Result<Accrued> {
    let (mut since, mut accrued) = (from, Accrued::ZERO);
    while since < to {
        let until = same_year_until(day_count, since, to)?;
        accrued = accrued.plus(Accrued::new(base, rate, year_share(day_count, since, until)?)?)?;
        since = until;
    }
    Ok(accrued)
}
