//! The rows of the host's server, on which events are booked.

use super::entry::{Entry, Origin};
use crate::account::{Due, DuesPlan, Event, Parts};
use crate::calendar::CivilDate;
use crate::error::{Error, Result};
use crate::money::{Minor, RoundingMode};
use crate::schedule::Pace;

/// A row of the server, with the day it is due after all.
struct Moved<'a> {
    on: CivilDate,
    /// Since when the interest of the row runs.
    from: CivilDate,
    due: &'a Due,
}

/// The server's rows by due date, each with its id; a date that was moved takes along what is due on it, and nothing else.
pub(super) fn open<'a>(
    plan: &'a DuesPlan,
    events: &[Event],
    moves: &[(CivilDate, CivilDate)],
) -> Result<(Vec<&'a str>, Vec<Entry>)> {
    let mut dues = Vec::with_capacity(plan.dues.len());
    let mut from = None;
    for due in &plan.dues {
        dues.push(Moved {
            on: due.date,
            from: from.map_or_else(|| before_the_first(plan, due.date), Ok)?,
            due,
        });
        from = Some(due.date);
    }
    for (from, to) in moves {
        reschedule(&mut dues, *from, *to)?;
    }
    // Without a rate nobody knows how the server's interest runs.
    let rate = plan.annual_rate;
    let pace = rate
        .map(|rate| Pace::of(rate, plan.day_count, events, false))
        .transpose()?;
    let mut entries: Vec<Entry> = Vec::with_capacity(dues.len());
    for (place, moved) in dues.iter().enumerate() {
        let from = entries.last().map_or(moved.from, |before| before.due_on);
        let due = moved.due;
        let owed = Parts {
            principal: due.principal,
            interest: pace.as_ref().map_or(Ok(due.interest), |pace| moved.interest(pace))?,
            fees: due.fees,
            penalty: due.penalty,
        };
        entries.push(Entry::new(Origin::Planned(place), from, moved.on, owed));
    }
    Ok((dues.iter().map(|moved| moved.due.id.as_str()).collect(), entries))
}

/// The time before the first due is taken to be as long as the one after it.
fn before_the_first(plan: &DuesPlan, first: CivilDate) -> Result<CivilDate> {
    let second = plan.dues.iter().map(|due| due.date).find(|date| *date > first);
    second.map_or(Ok(first), |second| first.plus_days(second.days_until(first)))
}

impl Moved<'_> {
    /// The server's interest, with what a new rate, a pause and the move make of it.
    fn interest(&self, pace: &Pace) -> Result<Minor> {
        let (mode, date) = (RoundingMode::HalfEven, self.due.date);
        let agreed = pace.adjusted(self.due.interest, self.from, date, mode)?;
        let earned = |from, to| pace.accrue(self.due.principal, from, to)?.round(mode);
        Ok(agreed
            .plus(earned(date, self.on)?)
            .minus(earned(self.on, date)?)
            .or_zero())
    }
}

fn reschedule(dues: &mut Vec<Moved<'_>>, from: CivilDate, to: CivilDate) -> Result<()> {
    let first = dues.partition_point(|due| due.on < from);
    let end = dues.partition_point(|due| due.on <= from);
    if first == end {
        return Err(Error::input("a due date that is moved is one of the plan's").at("events"));
    }
    let moved: Vec<Moved<'_>> = dues.drain(first..end).collect();
    for due in moved {
        let place = dues.partition_point(|due| due.on <= to);
        dues.insert(place, Moved { on: to, ..due });
    }
    Ok(())
}
