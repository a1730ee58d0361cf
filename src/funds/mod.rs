//! The cash path: what is there on each day if all goes as expected, and what of it is free.

mod affordable;
mod flow;
mod path;

pub use affordable::affordable_per_month;
pub(crate) use affordable::left_of_a_month;
pub(crate) use flow::missed;
pub use path::{CashPath, Payable, cash_path, horizon};
pub(crate) use path::{Day, flows_by_day};

use crate::calendar::CivilDate;
use crate::ledger::RowId;
use crate::money::Minor;
use serde::Serialize;

/// What the customer's money does until the horizon of an outlook, or until the next income where that is later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FundsOutlook {
    /// The last day that was looked at.
    pub until: CivilDate,
    /// The balance after each known flow and due: today's, and that of each day on which it changes.
    pub path: Vec<Balance>,
    /// The first due before which the money runs short.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shortfall: Option<Shortfall>,
    /// What can go today without any due or the reserve going short.
    pub safe_to_spend: Minor,
    /// What is left of a month's income for instalments, after the reserve and what goes out anyhow.
    pub affordable_per_month: Minor,
}

/// What is there at the end of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Balance {
    /// The day.
    pub date: CivilDate,
    /// Below zero when overdrawn.
    pub balance: Minor,
}

/// A due that the money will not cover.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Shortfall {
    /// The due's day, or today for one that is past.
    pub date: CivilDate,
    /// How much is missing to pay it without touching the reserve.
    pub amount: Minor,
    /// The due's id.
    pub due: RowId,
    /// The due's account.
    pub account: String,
}
