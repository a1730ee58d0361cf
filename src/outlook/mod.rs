//! What is due, and when, as the customer's own day sees it.

mod cash;
mod due_list;
mod rows;
mod signals;

pub(crate) use due_list::outlook_with;
pub use due_list::{Due, HORIZON_DAYS, HORIZON_DAYS_MAX, Outlook, Standing, StandingKind, Totals, outlook};
pub(crate) use rows::schedule_of;
pub use rows::{Row, Schedule, ScheduleTotals, schedule};
pub use signals::Signal;

use crate::calendar::CivilDate;
use serde::Serialize;

/// Where a due stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DueStatus {
    /// Due after today.
    Upcoming,
    /// Due today.
    DueToday,
    /// Past its due day, within the days of grace.
    InGrace,
    /// Past its due day and its grace.
    Overdue,
    /// Nothing is left to pay.
    Paid,
}

impl DueStatus {
    fn of(due_on: CivilDate, is_paid: bool, today: CivilDate, grace_days: u16) -> Self {
        let days_late = due_on.days_until(today);
        match days_late {
            _ if is_paid => Self::Paid,
            ..0 => Self::Upcoming,
            0 => Self::DueToday,
            late if late <= i32::from(grace_days) => Self::InGrace,
            _ => Self::Overdue,
        }
    }
}
