//! What has happened on an account, as the host's server tells it.

use crate::calendar::{CivilDate, Period};
use crate::money::{Minor, Rate};
use serde::Serialize;

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The day from which it counts.
    pub date: CivilDate,
    /// The host's own id, by which a reversal names it.
    pub id: Option<String>,
    /// What happened.
    pub kind: EventKind,
}

impl Event {
    /// Whether its id is one of these.
    #[inline(never)]
    pub(crate) fn is_among(&self, ids: &[&str]) -> bool {
        self.id.as_deref().is_some_and(|id| ids.contains(&id))
    }
}

/// The ids of what never happened after all.
#[inline(never)]
pub(crate) fn reversed(events: &[Event]) -> Vec<&str> {
    let mut ids = Vec::new();
    for event in events {
        if let EventKind::Reversal(of) = &event.kind {
            ids.push(of.as_str());
        }
    }
    ids
}

/// What can happen on an account. Amounts are above zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// Money was paid out to the customer.
    Disbursement(Minor),
    /// Money came in, from whomever.
    Credit {
        /// Where it came from, which decides where it goes.
        source: CreditSource,
        /// How much.
        amount: Minor,
        /// The due that the server booked it to; without one the allocation decides.
        due: Option<String>,
    },
    /// Money that was paid too much went back to the customer.
    CreditRefund(Minor),
    /// A fee or a late charge was added.
    Charge {
        /// How much.
        amount: Minor,
        /// Whether it is for being late.
        penalty: bool,
        /// The day it is due, when it is not the day it was booked.
        due_on: Option<CivilDate>,
    },
    /// A part of what is owed was forgiven.
    Waiver {
        /// How much.
        amount: Minor,
        /// Of which part.
        of: Part,
    },
    /// The event of that id never happened.
    Reversal(String),
    /// From this day on the rate is another.
    RateChange(Rate),
    /// No interest runs from the event's day until this one, both included.
    InterestPause(CivilDate),
    /// The due date of the event's day moves to this one, and those after it follow.
    Reschedule(CivilDate),
    /// All that is unpaid is spread over new instalments.
    ReAge(ReAge),
    /// Principal is spread anew over the instalments to come.
    ReAmortise,
}

impl EventKind {
    /// Whether it holds from the moment it is agreed, even if its day is still to come: terms and disbursements do, money
    /// that moves does not, and neither does what hangs on what is unpaid on its day.
    pub(crate) fn is_agreed_ahead(&self) -> bool {
        match self {
            Self::Credit { .. }
            | Self::CreditRefund(_)
            | Self::Charge { .. }
            | Self::Waiver { .. }
            | Self::ReAge(_)
            | Self::ReAmortise => false,
            Self::Disbursement(_)
            | Self::Reversal(_)
            | Self::RateChange(_)
            | Self::InterestPause(_)
            | Self::Reschedule(_) => true,
        }
    }
}

/// New instalments in the place of all that are unpaid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReAge {
    /// The first new due date, after the event's day.
    pub first_due: CivilDate,
    /// How many new instalments.
    pub count: u16,
    /// From one to the next.
    pub every: Period,
    /// The first so many ask for no principal; fewer than `count`.
    pub interest_only: u16,
}

/// Where money that comes in is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CreditSource {
    /// The customer paid.
    Repayment,
    /// A merchant gave money back.
    Refund,
    /// A refund was paid out to the account.
    Payout,
    /// The creditor let something go.
    Goodwill,
}

/// A part of what is owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// What was lent.
    Principal,
    /// Its price.
    Interest,
    /// Charges that are not for lateness.
    Fees,
    /// Charges for lateness.
    Penalty,
}
