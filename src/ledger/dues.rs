//! The rows of the host's server, on which events are booked.

use super::entry::{Entry, Origin};
use crate::account::{Due, DuesPlan, Event, EventKind, Parts};
use crate::calendar::CivilDate;
use crate::error::{Error, Result};

/// The server's rows by due date, each with its id; a date that was moved takes along what is due on it, and nothing else.
pub(super) fn open<'a>(plan: &'a DuesPlan, events: &[Event]) -> Result<(Vec<&'a str>, Vec<Entry>)> {
    let mut dues: Vec<(CivilDate, &Due)> = plan.dues.iter().map(|due| (due.date, due)).collect();
    for event in events {
        if let EventKind::Reschedule(to) = event.kind {
            reschedule(&mut dues, event.date, to)?;
        }
    }
    let mut entries: Vec<Entry> = Vec::with_capacity(dues.len());
    for (place, (date, due)) in dues.iter().enumerate() {
        let from = entries.last().map_or(*date, |before| before.due_on);
        let owed = Parts {
            principal: due.principal,
            interest: due.interest,
            fees: due.fees,
            penalty: due.penalty,
        };
        entries.push(Entry::new(Origin::Planned(place), from, *date, owed));
    }
    Ok((dues.iter().map(|(_, due)| due.id.as_str()).collect(), entries))
}

fn reschedule(dues: &mut Vec<(CivilDate, &Due)>, from: CivilDate, to: CivilDate) -> Result<()> {
    let first = dues.partition_point(|(date, _)| *date < from);
    let end = dues.partition_point(|(date, _)| *date <= from);
    if first == end {
        return Err(Error::input("a due date that is moved is one of the plan's").at("events"));
    }
    let moved: Vec<&Due> = dues.drain(first..end).map(|(_, due)| due).collect();
    for due in moved {
        let place = dues.partition_point(|(date, _)| *date <= to);
        dues.insert(place, (to, due));
    }
    Ok(())
}
