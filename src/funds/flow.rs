//! The days on which a flow comes or goes, and which of them are in the balance already.

use crate::account::Flow;
use crate::calendar::{CivilDate, Unit};

/// Days that money may be late before it counts as missed.
const LATE_DAYS: i32 = 2;
/// Days after which money that was missed is old news.
const MISSED_DAYS_MAX: i32 = 7;

/// The first day from `from` on, today or later, on which a flow is still to come or to go.
///
/// What goes out today has not gone yet. What comes in today is in the balance, unless the host knows that it is not; what the
/// host knows to have come early is not awaited again.
#[inline(never)]
pub(super) fn next(flow: &Flow, today: CivilDate, from: CivilDate) -> Option<CivilDate> {
    let mut number = first_number(flow, from);
    loop {
        let day = time(flow, number)?;
        if !is_in(flow, number, day, today) {
            return Some(day);
        }
        number = number.saturating_add(1);
    }
}

/// The day of the last few on which an income was awaited that has not come, as far as the host knows what has.
pub(crate) fn missed(flow: &Flow, today: CivilDate) -> Option<CivilDate> {
    let received = received_by(flow, today)?;
    let (oldest, latest) = (
        today.plus_days(-MISSED_DAYS_MAX).ok()?,
        today.plus_days(-LATE_DAYS).ok()?,
    );
    let number = first_number(flow, latest.plus_days(1).ok()?).checked_sub(1)?;
    let day = time(flow, number).filter(|day| *day >= oldest)?;
    (!was_received(flow, number, day, received)).then_some(day)
}

fn is_in(flow: &Flow, number: u32, day: CivilDate, today: CivilDate) -> bool {
    flow.is_income
        && received_by(flow, today).map_or(day == today, |received| was_received(flow, number, day, received))
}

/// The last day on which it came in; a day that is still to come tells nothing yet.
fn received_by(flow: &Flow, today: CivilDate) -> Option<CivilDate> {
    flow.received.filter(|received| *received <= today)
}

/// Whether what came in on a day is that of this time: money that comes early belongs to the time that is nearer.
fn was_received(flow: &Flow, number: u32, day: CivilDate, received: CivilDate) -> bool {
    let early_days = received.days_until(day);
    let Some((from, to)) = time(flow, number.saturating_sub(1)).zip(time(flow, number.max(1))) else {
        return true;
    };
    early_days.saturating_mul(2) < from.days_until(to)
}

/// The day of a flow's time of this number, from 0: counted from the first, so that month ends come back.
#[inline(never)]
fn time(flow: &Flow, number: u32) -> Option<CivilDate> {
    match flow.every {
        Some(every) => flow.date.plus(every, number).ok(),
        None => Some(flow.date).filter(|_| number == 0),
    }
}

/// The number of a flow's first time on `day` or after it.
#[inline(never)]
fn first_number(flow: &Flow, day: CivilDate) -> u32 {
    if day <= flow.date {
        return 0;
    }
    let Some(every) = flow.every else { return 1 };
    let days = flow.date.days_until(day).unsigned_abs();
    let units = match every.unit() {
        Unit::Day => days,
        Unit::Week => days / 7,
        Unit::Month => day.month_number().saturating_sub(flow.date.month_number()),
    };
    let number = units.checked_div(u32::from(every.every())).unwrap_or_default();
    let is_before = time(flow, number).is_some_and(|time| time < day);
    number.saturating_add(u32::from(is_before))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Period;
    use crate::error::Result;
    use crate::money::Minor;

    fn flow(date: &str, every: Option<(u16, Unit)>, received: Option<&str>) -> Result<Flow> {
        Ok(Flow {
            label: String::new(),
            amount: Minor::ZERO,
            date: date.parse()?,
            every: every.map(|(every, unit)| Period::new(every, unit)).transpose()?,
            is_income: true,
            received: received.map(str::parse).transpose()?,
        })
    }

    #[test]
    fn the_first_time_is_found_without_counting_up_to_it() -> Result<()> {
        for unit in [Unit::Day, Unit::Week, Unit::Month] {
            for every in [1, 2, 5, 12] {
                let flow = flow("2024-01-31", Some((every, unit)), None)?;
                for days in 0..800 {
                    let day = flow.date.plus_days(days)?;
                    let counted = (0_u32..1_000).find(|number| time(&flow, *number).is_none_or(|time| time >= day));
                    assert_eq!(Some(first_number(&flow, day)), counted, "{every} {unit:?} from {day}");
                }
            }
        }
        Ok(())
    }

    #[test]
    fn money_that_comes_early_belongs_to_the_nearer_time() -> Result<()> {
        let monthly = Some((1, Unit::Month));
        // The salary of the 25th, paid on the 23rd: the next one is that of December.
        let early = flow("2026-01-25", monthly, Some("2026-11-23"))?;
        assert_eq!(
            next(&early, "2026-11-24".parse()?, "2026-11-24".parse()?),
            Some("2026-12-25".parse()?)
        );
        assert_eq!(missed(&early, "2026-11-28".parse()?), None);
        // October's, a few days late, is not November's.
        let late = flow("2026-01-25", monthly, Some("2026-10-29"))?;
        assert_eq!(
            next(&late, "2026-11-25".parse()?, "2026-11-25".parse()?),
            Some("2026-11-25".parse()?)
        );
        assert_eq!(missed(&late, "2026-11-26".parse()?), None);
        assert_eq!(missed(&late, "2026-11-27".parse()?), Some("2026-11-25".parse()?));
        assert_eq!(missed(&late, "2026-12-02".parse()?), Some("2026-11-25".parse()?));
        assert_eq!(missed(&late, "2026-12-03".parse()?), None);
        Ok(())
    }

    #[test]
    fn what_comes_once_came_when_it_was_received() -> Result<()> {
        let bonus = flow("2026-11-25", None, Some("2026-11-02"))?;
        assert_eq!(next(&bonus, "2026-11-20".parse()?, "2026-11-20".parse()?), None);
        assert_eq!(missed(&bonus, "2026-11-28".parse()?), None);
        Ok(())
    }
}
